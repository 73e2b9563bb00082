"""Money beside the books' own balances: private money of R26 (A24), and what was called and not invested (A19)."""

from funds import selectors, waterfall_facts
from funds.models import CapitalCall, Fund
from investments import oversight
from investments.rules import kpi
from itvf.derivation import HKD, RATE, Derivation
from itvf.errors import gettext_noop
from itvf.money import ratio, total
from reporting.explain.question import Choice, Question, missing

PRIVATE = gettext_noop("Private money that the fund invested in local start-ups by {date} (R26)")
PRIVATE_OF_ALL = gettext_noop("Private money that the funds invested in local start-ups by {date} (R26)")
BY_COMMITMENTS = gettext_noop(
    "Each payment is shared over the fund's commitments of its day: private partners' and the general partner's, the "
    "Government's, and public bodies', which count to neither side; the private part counts where the company was a "
    "local start-up on record."
)
PAYMENT = gettext_noop("{company}, paid on {date}")
NOT_COUNTED = gettext_noop("Not counted: the company is no local start-up, or that is not on record.")
WHOLE = gettext_noop("The payment")
COST = "cost"
SHARES = {
    "private": gettext_noop("Private share of the commitments that count"),
    "government": gettext_noop("The Government's share of the commitments that count"),
    "public": gettext_noop("Public bodies' share of the commitments that count"),
}
LEFT = gettext_noop("Called by call {number} for investments, and not invested by {date}")
ALL_LEFT = gettext_noop("Called for investments and not invested by {date}")
FIRST_IN = gettext_noop("Money called first is invested first; what is left goes back 90 days after the due date.")
CALLED = gettext_noop("Called for investments")
USED = gettext_noop("Less: invested or given back")
OF_CALL = gettext_noop("call {number}")
DUE = gettext_noop("Call {number}, due on {date}")


def private(question: Question) -> Derivation:
    """The fund's part of the KPI: every payment's private share, each with its entry."""
    terms = selectors.terms_of(question.agreement.scheme_version)
    found = oversight.measure_kpi(_own(question), terms, question.on, known_at=question.known_at)
    parts = tuple(payment(one, "private") for one in found.splits if one.payment.counts)
    term = terms.term("kpi_private_investment")
    return Derivation(
        "private",
        PRIVATE,
        found.private_hkd,
        facts={"date": question.on},
        rule=term.rule,
        clause=term.clause,
        assumptions=("A24", "A7"),
        convention=BY_COMMITMENTS,
        note=NOT_COUNTED if len(parts) < len(found.splits) else "",
        parts=parts,
        is_sum=True,
    )


def uninvested(question: Question) -> Derivation:
    """What was called for investments and is neither invested nor back: of one call, or of all."""
    aged = {one.left.number: one.left for one in _aged(question)}
    number = question.number() if question.of else None
    if number is not None and not _calls(question).filter(number=number).exists():
        raise missing()
    shown = [aged[number]] if number in aged else [] if question.of else list(aged.values())
    about = {"assumptions": ("A19",), "convention": FIRST_IN}
    parts = tuple(
        Derivation(
            "left",
            DUE,
            one.left_hkd,
            facts={"number": one.number, "date": one.due_date},
            parts=(
                Derivation("called", CALLED, one.called_hkd, entries=_entry(question, one.number)),
                Derivation("used", USED, total([one.left_hkd, -one.called_hkd])),
            ),
            is_sum=True,
        )
        for one in shown
    )
    facts = {"number": number or 0, "date": question.on}
    label = LEFT if number else ALL_LEFT
    value = total(part.value for part in parts)
    return Derivation("uninvested", label, value, HKD, facts=facts, parts=parts, is_sum=True, **about)


def choices(question: Question) -> list[Choice]:
    """The calls of which something is not invested."""
    found = _aged(question)
    return [(str(one.left.number), OF_CALL, {"number": one.left.number}) for one in found]


def _aged(question: Question):
    return oversight.aged_list(_own(question), question.on, known_at=question.known_at)


def _own(question: Question):
    return Fund.objects.filter(pk=question.fund.pk)


def _calls(question: Question):
    found = CapitalCall.objects.filter(fund=question.fund, entry__isnull=False)
    return waterfall_facts.standing(found, question.known_at)


def _entry(question: Question, number: int) -> tuple[int, ...]:
    found = _calls(question).filter(number=number, entry__isnull=False).values_list("entry", flat=True)
    return tuple(found)


def payment(split: kpi.Split, money: str, *, label: str = PAYMENT, **facts) -> Derivation:
    """What a payment counts of one kind of money: the whole payment with its entry, and the day's share of that money.

    "cost" is the payment itself.
    """
    paid = split.payment
    entries = (paid.entry,) if paid.entry else ()
    about = {"facts": {"company": paid.company, "date": paid.paid_date} | facts}
    if money == COST:
        return Derivation("payment", label, paid.amount_hkd, entries=entries, **about)
    weights = {name: getattr(paid, f"{name}_hkd") for name in SHARES}
    parts = (
        Derivation("whole", WHOLE, paid.amount_hkd, entries=entries),
        Derivation("share", SHARES[money], ratio(weights[money], total(weights.values())), RATE),
    )
    return Derivation("payment", label, getattr(split, f"{money}_hkd"), parts=parts, **about)
