"""Figures of the whole programme: sums of its funds' own figures, and the KPI (R26, A24); for its staff."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from funds import all_funds, selectors
from funds.all_funds import FundFigures
from funds.models import Fund, Scheme
from investments import oversight
from investments.rules.kpi import Split
from itvf.derivation import Derivation
from itvf.errors import gettext_noop
from itvf.money import ZERO, total
from itvf.presentation import name_of
from reporting.explain import balances, funding, money_out, portfolio, sums
from reporting.explain.holdings import number_of
from reporting.explain.question import Question, missing

OF_FUND = gettext_noop("{fund}")
KPI = gettext_noop("Private investment in local start-ups that counts towards R26, by {date}")
MISSING = gettext_noop("Missing to the target of R26 on {date}")
OPENING = gettext_noop("Opening balance (2022), the Co-investment Model's")
TARGET = gettext_noop("The target")
COUNTED = gettext_noop("What counts so far")
INVESTED = {
    "cost": gettext_noop("What the funds paid for local start-ups by {date} (R26)"),
    "private": money_out.PRIVATE_OF_ALL,
    "government": gettext_noop("Government money that the funds invested in local start-ups by {date} (beside R26)"),
    "public": gettext_noop("Public bodies' money that the funds invested in local start-ups by {date} (A7)"),
    "unknown": gettext_noop("Private money in companies of which it is not on record whether they count, by {date}"),
    "others": gettext_noop("What other private investors put into rounds of these companies by {date}; not counted"),
}
PAYMENT = gettext_noop("{fund}: {company}, paid on {date}")
ROUND = gettext_noop("{company}: round closed on {date}")


@dataclass(frozen=True, slots=True)
class Sum:
    """A figure summed over all funds: its words, each fund's amount, and the fund's figure that derives it."""

    label: str
    amount: Callable[[FundFigures], Decimal]
    figure: str
    of: str = ""


SUMS = {
    "fee-accrued": Sum(
        gettext_noop("Management fee accrued by {date}, all funds"),
        lambda one: one.fee_accrued_hkd,
        "balance",
        "fee_expense",
    ),
    "fee-cap": Sum(
        gettext_noop("Cap of R14 for the quarters ended by {date}, all funds"),
        lambda one: one.fee_cap_hkd,
        "fee-cap-to-date",
    ),
    "hurdle": Sum(gettext_noop("Hurdle not paid by {date}, all funds"), lambda one: one.hurdle.hurdle_hkd, "hurdle"),
    "carry-paid": Sum(
        gettext_noop("Carried interest distributed and not given back by {date}, all funds"),
        lambda one: one.carry_paid_hkd,
        "balance",
        "carry_distributed",
    ),
    "carry-accrued": Sum(
        gettext_noop("Carry that would still be paid at net assets on {date}, all funds"),
        lambda one: one.carry_accrued_hkd,
        "carry-left",
        "accrued",
    ),
    "clawback": Sum(
        gettext_noop("Carry that would have to be given back at net assets on {date}, all funds"),
        lambda one: one.clawback_hkd,
        "carry-left",
        "clawback",
    ),
    "net-assets": Sum(gettext_noop("Net assets of all funds on {date}"), lambda one: one.nav_hkd, "net-assets"),
}
NAMES = (*SUMS, "kpi", "kpi-missing", "private-investment", "invested")


def explain(name: str, question: Question) -> Derivation:
    """This function will derive a figure of the whole programme; hidden from everybody but staff (NotFound).

    Sums over the funds that a reader may see are for general partners too, each over its own. An account is one of the
    Corporation's own book, a sum the total of a table of such figures.
    """
    if (found := portfolio.explain(name, question)) is not None:
        return found
    if not question.user.is_staff:
        raise missing()
    if (found := funding.explain(name, question)) is not None:
        return found
    if name == "sum":
        return sums.of_rows(question, explain)
    if name == "account":
        return balances.account(question)
    if name not in NAMES:
        raise missing()
    if name in SUMS:
        return _sum(SUMS[name], name, question)
    if name == "invested":
        return _invested(question)
    private = _private(question)
    if name == "private-investment":
        return private
    counted = _counted(private, question)
    return counted if name == "kpi" else _missing(counted, question)


def _sum(one: Sum, name: str, question: Question) -> Derivation:
    found = all_funds.figures(Fund.objects.values_list("pk", flat=True), question.on, known_at=question.known_at)
    parts = tuple(
        Derivation(
            "fund",
            OF_FUND,
            amount,
            facts={"fund": name_of(of_fund.fund)},
            opens=(one.figure, one.of, of_fund.fund.code) if amount or one.figure != "balance" else None,
        )
        for of_fund in found.values()
        for amount in (one.amount(of_fund),)
    )
    value = total(part.value for part in parts)
    return Derivation(name, one.label, value, facts={"date": question.on}, parts=parts, is_sum=True)


# --- the KPI


def _scheme(question: Question):
    scheme = Scheme.objects.filter(instrument="lp").order_by("id").first()
    if scheme is None:
        raise missing()
    return scheme, selectors.terms_in_force(scheme, question.on)


def _private(question: Question) -> Derivation:
    """The private money of every fund of the scheme, each from its own payments."""
    scheme, terms = _scheme(question)
    term = terms.term("kpi_private_investment")
    parts = []
    for fund in Fund.objects.filter(selection__scheme=scheme).order_by("code"):
        found = oversight.measure_kpi(Fund.objects.filter(pk=fund.pk), terms, question.on, known_at=question.known_at)
        if found.private_hkd:
            opens = ("private-investment", "", fund.code)
            parts.append(Derivation("fund", OF_FUND, found.private_hkd, facts={"fund": name_of(fund)}, opens=opens))
    value = total(part.value for part in parts)
    return Derivation(
        "private_investment",
        money_out.PRIVATE_OF_ALL,
        value,
        facts={"date": question.on},
        rule=term.rule,
        clause=term.clause,
        assumptions=("A24", "A7"),
        convention=money_out.BY_COMMITMENTS,
        parts=tuple(parts),
        is_sum=True,
    )


def _counted(private: Derivation, question: Question) -> Derivation:
    figures = _scheme(question)[1].term("kpi_private_investment").value
    opening = next(Decimal(one["hkd"]) for one in figures if "hkd" in one)
    parts = (Derivation("opening", OPENING, opening), private)
    return replace(private, name="kpi", label=KPI, value=total([opening, private.value]), parts=parts)


def _missing(counted: Derivation, question: Question) -> Derivation:
    figures = _scheme(question)[1].term("kpi_private_investment").value
    target = next(Decimal(one["target_hkd"]) for one in figures if "target_hkd" in one)
    value = max(total([target, -counted.value]), ZERO)
    parts = (
        Derivation("target", TARGET, target),
        replace(counted, name="counted", label=COUNTED, value=-counted.value, parts=(), is_sum=False, opens=None),
    )
    return replace(
        counted,
        name="kpi_missing",
        label=MISSING,
        value=value,
        parts=parts,
        is_sum=value == total(p.value for p in parts),
    )


def _invested(question: Question) -> Derivation:
    """One kind of money in local start-ups, payment by payment: "government", "cost/company-7", "public/payment-12"."""
    money, _, narrowed = question.of.partition("/")
    if money not in INVESTED:
        raise missing()
    scheme, terms = _scheme(question)
    funds = Fund.objects.filter(selection__scheme=scheme)
    splits = _narrowed(oversight.measure_kpi(funds, terms, question.on, known_at=question.known_at).splits, narrowed)
    if money == "others":
        parts = _rounds({one.payment.company_id for one in splits if one.payment.counts}, question)
    else:
        kind = "private" if money == "unknown" else money
        counts = None if money == "unknown" else True
        parts = tuple(
            money_out.payment(one, kind, label=PAYMENT, fund=one.payment.fund.upper())
            for one in splits
            if one.payment.counts is counts or narrowed.startswith("payment-")
        )
    term = terms.term("kpi_private_investment")
    return Derivation(
        "invested",
        INVESTED[money],
        total(part.value for part in parts),
        facts={"date": question.on},
        rule=term.rule,
        clause=term.clause,
        assumptions=("A24", "A7"),
        convention="" if money in ("cost", "others") else money_out.BY_COMMITMENTS,
        parts=parts,
        is_sum=True,
    )


def _narrowed(splits: Sequence[Split], narrowed: str) -> Sequence[Split]:
    """All payments, those of a company, or one of them."""
    if not narrowed:
        return splits
    name, _, pk = narrowed.partition("-")
    if name not in ("company", "payment"):
        raise missing()
    number = number_of(pk)
    found = [one for one in splits if number == (one.payment.company_id if name == "company" else one.payment.event)]
    if not found:
        raise missing()
    return found


def _rounds(companies: Iterable[int], question: Question) -> tuple[Derivation, ...]:
    """What others put into the companies' rounds, as it was recorded of each."""
    found = oversight.rounds_beside(companies, question.on, known_at=question.known_at).select_related("company")
    return tuple(
        Derivation(
            "round",
            ROUND,
            one.others_private_hkd,
            facts={"company": name_of(one.company), "date": one.closed_date},
        )
        for one in found.order_by("closed_date", "pk")
    )
