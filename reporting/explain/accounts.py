"""One line of a capital account: a partner's own movements, its share of results day by day, its part of carry (A6)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from django.db.models import Sum

from funds import capital_accounts, offset_facts, waterfall_facts
from funds.models import LedgerAccount, Partner, PartnerFee
from funds.rules.capital_account import OWN, RESULTS
from itvf.derivation import EXACT_HKD, MULTIPLE, RATE, Derivation, exact, rounding
from itvf.errors import gettext_noop
from itvf.money import ratio, total
from itvf.presentation import name_of
from reporting.explain.calls import COMMITMENT, COMMITMENTS
from reporting.explain.capital import BY_CAPITAL, CAUSES
from reporting.explain.entries import Movement, leaves, movements
from reporting.explain.fees import CHARGED
from reporting.explain.question import Choice, Question, missing

Code = LedgerAccount.Code
BALANCE = "balance"
# Figures of several causes, as pages show them: label, causes, sign.
SUMS = {
    "distributed": (gettext_noop("Distributed, carry with it"), ("distributions_hkd", "carry_paid_hkd"), -1),
    "paidcarry": (gettext_noop("Carried interest paid"), ("carry_paid_hkd",), -1),
    "result": (
        gettext_noop("Its part of the fund's results"),
        (*(f"{kind}_hkd" for kind in RESULTS), "reshared_hkd"),
        1,
    ),
}
ON_PAPER = "accrued"
CARRY_ON_PAPER = gettext_noop("Carry accrued and not paid: the general partner's above zero, what others bear below it")
MULTIPLES = {
    "dpi": gettext_noop("DPI: distributed to called"),
    "rvpi": gettext_noop("RVPI: net asset value to called"),
    "tvpi": gettext_noop("TVPI: distributed and net asset value to called"),
    "pic": gettext_noop("PIC: called to committed"),
}
CALLED_TO_DATE = gettext_noop("Called")
DISTRIBUTED_TO_DATE = gettext_noop("Distributed")
LEFT = gettext_noop("Net asset value, the general partner's claim to carry left out")
COMMITTED = gettext_noop("Committed")
LINE = gettext_noop("{who}: {cause}, to {date}")
LINE_OF_PERIOD = gettext_noop("{who}: {cause}, from {start} to {date}")
THE_BALANCE = gettext_noop("Balance of the account")
OF_LINE = gettext_noop("{who}: {cause}")
TO_DAY = gettext_noop("From the first closing to {date}")
LESS_BEFORE = gettext_noop("Less: from the first closing to {date}")
STRETCH = gettext_noop("{start} to {end}: result x its share by capital contributed at the day's end")
RESULT = gettext_noop("The fund's result of these days")
SHARE = gettext_noop("Its share")
CENTS = gettext_noop("Cents by largest remainder, so that the partners sum to the fund")
BORNE = gettext_noop("{date}: the management fee as this partner bears it")
FEE_SHARE = gettext_noop("Its share of the fee")
SPARED = gettext_noop("What it is spared: concessions and offsets")
SETTLED = gettext_noop("{date}: fee offsets that the manager settled")
ANEW = gettext_noop("True-up of {date}: all results so far x its share after it, less what it had of them")
PASSED = gettext_noop("Transfer of {date}: its part of the results so far passed with the commitment")
ALL_RESULTS = gettext_noop("All results so far")
HAD = gettext_noop("What it had of them before")
OF_LIFE = gettext_noop("Carry of the fund's whole life, paid and on paper: the general partner's")
BEARS = gettext_noop("Less: the carry that it bears, by capital contributed of the partners that bear it")
OF_PARTNERS = gettext_noop("{partner}")
CONVENTION = gettext_noop(
    "Every day's results go by the capital contributed at its end, before any capital by commitment; where a later "
    "closing trues up, all results to date are shared anew. Rounded once, by largest remainder."
)


def line(question: Question) -> Derivation:
    """One line of a partner's account, or of the fund's: since the first closing, or since a day that is named."""
    who, cause, since = _asked(question)
    if since is None:
        return _to(question, who, cause)
    before = _to(replace(question, on=since), who, cause)
    now = _to(question, who, cause)
    facts = now.facts | {"start": since + timedelta(days=1)}
    parts = (
        replace(now, label=TO_DAY),
        replace(before, label=LESS_BEFORE, value=-before.value, parts=(), is_sum=False, opens=_itself(who, cause)),
    )
    value = total(part.value for part in parts)
    return replace(now, label=LINE_OF_PERIOD, value=value, facts=facts, parts=parts, is_sum=True)


def choices(question: Question) -> list[Choice]:
    """Every line that is not zero, of the partners of whom the reader may know, and of the fund."""
    accounts = _accounts(question)
    mine = set(question.partners().values_list("pk", flat=True))
    whose = [(partner, accounts.at[question.on][partner.pk].figures) for partner in accounts.partners]
    found = [(str(one.pk), name_of(one), figures) for one, figures in whose if one.pk in mine]
    if question.opens_books:
        found.insert(0, ("fund", name_of(question.fund), accounts.whole(question.on)))
    return [
        (f"{of}-{cause}", OF_LINE, {"who": who, "cause": question.say(CAUSES[cause])})
        for of, who, figures in found
        for cause, amount in figures.as_dict().items()
        if amount
    ]


def _asked(question: Question) -> tuple[Partner | None, str, date | None]:
    """Whose account, which line of it, and since when: "12-fees_hkd", "fund-carry_hkd-2025-03-31"."""
    whose, _, rest = question.of.partition("-")
    cause, _, day = rest.partition("-")
    try:
        since = date.fromisoformat(day) if day else None
    except ValueError:
        raise missing() from None
    if cause not in (*CAUSES, *SUMS, *MULTIPLES, BALANCE, ON_PAPER) or (since and since >= question.on):
        raise missing()
    if whose == "fund" and question.opens_books:
        return None, cause, since
    partner = question.partners().filter(pk=replace(question, of=whose).number()).first()
    if partner is None:
        raise missing()
    return partner, cause, since


def _words(cause: str) -> str:
    if cause in (BALANCE, ON_PAPER):
        return THE_BALANCE if cause == BALANCE else CARRY_ON_PAPER
    return MULTIPLES.get(cause) or CAUSES.get(cause) or SUMS[cause][0]


def _multiple(accounts, who: Partner | None, name: str, about: dict) -> Derivation:
    """A multiple on what was called, as partners' statements have it."""
    (on,) = accounts.at
    standings = accounts.at[on].values() if who is None else [accounts.at[on][who.pk]]
    called, committed, claim = (
        total(getattr(one, f"{figure}_hkd") for one in standings) for figure in ("called", "committed", "claim")
    )
    distributed = -total(one.figures.distributions_hkd for one in standings)
    left = total([*(one.figures.nav_hkd for one in standings), -claim])
    value = {"dpi": distributed, "rvpi": left, "tvpi": total([distributed, left]), "pic": called}[name]
    shown = {
        "dpi": ((DISTRIBUTED_TO_DATE, distributed), (CALLED_TO_DATE, called)),
        "rvpi": ((LEFT, left), (CALLED_TO_DATE, called)),
        "tvpi": ((DISTRIBUTED_TO_DATE, distributed), (LEFT, left), (CALLED_TO_DATE, called)),
        "pic": ((CALLED_TO_DATE, called), (COMMITTED, committed)),
    }[name]
    parts = tuple(Derivation("figure", label, amount) for label, amount in shown)
    multiple = ratio(value, committed if name == "pic" else called)
    return Derivation("account_line", LINE, multiple, MULTIPLE, parts=parts, **about)


def _itself(who: Partner | None, cause: str) -> tuple[str, str]:
    return "account-line", f"{who.pk if who else 'fund'}-{cause}"


def _accounts(question: Question) -> capital_accounts.Accounts:
    if question.fund.first_closing_date is None or question.on < question.fund.first_closing_date:
        raise missing()
    return capital_accounts.of_fund(question.fund, [question.on], known_at=question.known_at)


def _to(question: Question, who: Partner | None, cause: str) -> Derivation:
    """A line since the first closing; before it everything is zero."""
    about = {
        "facts": {
            "who": name_of(who or question.fund),
            "cause": question.say(_words(cause)),
            "date": question.on,
        },
        "assumptions": ("A6", "A13") if cause == "reshared_hkd" else ("A6",),
    }
    if question.fund.first_closing_date is None or question.on < question.fund.first_closing_date:
        return Derivation("account_line", LINE, total([]), **about)
    accounts = _accounts(question)
    if who is not None and who.pk not in accounts.at[question.on]:
        raise missing()
    figures = accounts.whole(question.on) if who is None else accounts.at[question.on][who.pk].figures
    if cause == BALANCE:
        parts = tuple(
            Derivation("cause", CAUSES[name], amount, opens=_itself(who, name))
            for name, amount in figures.as_dict().items()
            if amount
        )
        return Derivation(
            "account_line", LINE, figures.nav_hkd, convention=BY_CAPITAL, parts=parts, is_sum=True, **about
        )
    if cause in MULTIPLES:
        return _multiple(accounts, who, cause, about)
    if cause == ON_PAPER:
        amount = (
            accounts.accrued_hkd[question.on] if who is None else accounts.at[question.on][who.pk].accrued_carry_hkd
        )
        further = ("accrued-carry", "") if question.opens_books else None
        return Derivation("account_line", LINE, amount, opens=further, convention=BY_CAPITAL, **about)
    if cause in SUMS:
        _label, causes, sign = SUMS[cause]
        parts = tuple(
            Derivation("cause", CAUSES[name], sign * getattr(figures, name), opens=_itself(who, name))
            for name in causes
            if getattr(figures, name)
        )
        value = total(part.value for part in parts)
        return Derivation("account_line", LINE, value, parts=parts, is_sum=True, **about)
    value = getattr(figures, cause)
    if who is None:
        parts = tuple(_of_partner(accounts, partner, cause, question) for partner in accounts.partners)
        return Derivation("account_line", LINE, value, parts=parts, is_sum=True, **about)
    kind = cause.removesuffix("_hkd")
    if kind in OWN:
        found = movements(question, *_codes(kind), partner=who)
        parts = leaves(found, sign=-1, page=question.page)
        return Derivation("account_line", LINE, value, parts=parts, is_sum=True, **about)
    if kind == "carry":
        return Derivation("account_line", LINE, value, parts=_carry(accounts, question, who), is_sum=True, **about)
    parts = rounding(value, _of_results(question, who, kind), CENTS)
    return Derivation("account_line", LINE, value, convention=CONVENTION, parts=parts, is_sum=True, **about)


def _of_partner(accounts, partner: Partner, cause: str, question: Question) -> Derivation:
    amount = getattr(accounts.at[question.on][partner.pk].figures, cause)
    return Derivation(
        "partner", OF_PARTNERS, amount, facts={"partner": name_of(partner)}, opens=_itself(partner, cause)
    )


def _codes(kind: str) -> tuple[str, ...]:
    return tuple(code for code, cause in capital_accounts.CAUSES.items() if cause == kind)


# --- results, shared day by day


def _of_results(question: Question, who: Partner, kind: str) -> tuple[Derivation, ...]:
    found = capital_accounts.working(question.fund, question.on, known_at=question.known_at)
    place = found.partners.index(who.pk)
    passed = tuple(
        Derivation("passed", PASSED, one.to(who.pk), facts={"date": one.date})
        for one in found.steps.passed
        if one.kind == kind and one.to(who.pk)
    )
    if kind == "reshared":
        return (*(_anew(one, place) for one in found.steps.anew), *passed)
    accruals = (*_borne(question, who), *_settled(question, who)) if kind == "fees" else ()
    apart = {entry for part in accruals for entry in part.entries}
    booked = [one for one in movements(question, *_codes(kind)) if one.entry not in apart]
    shared = [_stretch(one, place, booked) for one in found.steps.shared if one.kind == kind and kind in RESULTS]
    return (*accruals, *shared, *passed)


def _stretch(step, place: int, booked: Iterable[Movement]) -> Derivation:
    under = [one.entry for one in booked if step.start_date <= one.date <= step.end_date]
    weight = step.weights[place]
    return Derivation(
        "stretch",
        STRETCH,
        exact(Fraction(step.amount_hkd) * Fraction(weight)),
        EXACT_HKD,
        facts={"start": step.start_date, "end": step.end_date},
        parts=(
            Derivation("result", RESULT, step.amount_hkd, entries=tuple(dict.fromkeys(under))),
            Derivation("share", SHARE, ratio(Fraction(weight), 1), RATE),
        ),
    )


def _anew(step, place: int) -> Derivation:
    weight, had = Fraction(step.weights[place]), Fraction(step.had_hkd[place])
    return Derivation(
        "anew",
        ANEW,
        exact(Fraction(step.amount_hkd) * weight - had),
        EXACT_HKD,
        facts={"date": step.date},
        parts=(
            Derivation("results", ALL_RESULTS, step.amount_hkd),
            Derivation("share", SHARE, ratio(weight, 1), RATE),
            Derivation("had", HAD, exact(had), EXACT_HKD),
        ),
    )


def _borne(question: Question, who: Partner) -> tuple[Derivation, ...]:
    """The fee of each accrual as the partner bears it, less what it is spared of it."""
    rows = PartnerFee.objects.filter(
        accrual__fund=question.fund, accrual__entry__effective_date__lte=question.on, partner=who
    )
    rows = waterfall_facts.standing(rows, question.known_at, "accrual__entry")
    whole = {
        accrual: sums
        for accrual, *sums in PartnerFee.objects.filter(accrual__in=rows.values("accrual"))
        .values_list("accrual")
        .annotate(Sum("gross_hkd"), Sum("commitment_hkd"))
    }
    return tuple(
        Derivation(
            "borne",
            BORNE,
            -one.net_hkd,
            facts={"date": day},
            parts=(
                Derivation(
                    "fee_share", FEE_SHARE, -one.gross_hkd, parts=_fee_share(question, one, *whole[one.accrual_id])
                ),
                Derivation("spared", SPARED, one.gross_hkd - one.net_hkd),
            ),
            entries=(one.accrual.entry_id,),
            is_sum=True,
        )
        for one in rows.select_related("accrual__entry").order_by("accrual__period_end")
        for day in (one.accrual.entry.effective_date,)
    )


def _fee_share(question: Question, mine: PartnerFee, fee: Decimal, commitments: Decimal) -> tuple[Derivation, ...]:
    """The fee that all partners share by commitment; the whole fee opens for who may read the fund's books."""
    further = ("fee", mine.accrual.period_end.isoformat()) if question.opens_books else None
    return (
        Derivation("charged", CHARGED, fee, opens=further),
        Derivation("commitment", COMMITMENT, mine.commitment_hkd),
        Derivation("commitments", COMMITMENTS, commitments),
    )


def _settled(question: Question, who: Partner) -> tuple[Derivation, ...]:
    """Fee offsets that the manager settled and that went to the partner: fee that it did not bear after all."""
    found = offset_facts.passed_on(question.fund, question.on, question.known_at).filter(partner=who)
    return tuple(
        Derivation("settled", SETTLED, amount, facts={"date": day}, entries=(entry,))
        for entry, day, amount in found.order_by("distribution__entry").values_list(
            "distribution__entry", "distribution__entry__effective_date", "capital_hkd"
        )
    )


# --- carry


def _carry(accounts, question: Question, who: Partner) -> tuple[Derivation, ...]:
    """What the general partner gets of the carry of the fund's life, and what each of the pool bears of it."""
    at = accounts.at[question.on]
    paid = total(one.figures.carry_paid_hkd for one in at.values())
    lifetime = total([accounts.accrued_hkd[question.on], -paid])
    is_gp = who.kind == Partner.Kind.GP
    value = at[who.pk].figures.carry_hkd
    further = ("accrued-carry", "") if question.opens_books else None
    gets = (Derivation("of_life", OF_LIFE, lifetime, opens=further),) if is_gp and lifetime else ()
    bears = total([value, *(-part.value for part in gets)])
    return (*gets, Derivation("bears", BEARS, bears)) if bears else gets
