"""What a fund owes its lenders and what that costs, down to the entries; the cap that binds it (R27).

"owed", "payable", "cost", "cap" and "headroom" are the fund's; "left-12" is of a drawdown, "interest-12" of a charge.
"""

from fractions import Fraction

from funds import agreement_register, facility_facts
from funds.models import FacilityMovement, LedgerAccount
from funds.rules import facility as rule
from itvf.derivation import EXACT_HKD, NUMBER, RATE, Derivation, exact, rounding
from itvf.errors import gettext_noop
from itvf.money import ratio, total
from reporting.explain.entries import leaves, movements
from reporting.explain.question import Choice, Question, missing

Code, Kind = LedgerAccount.Code, FacilityMovement.Kind
OWED = gettext_noop("Owed to lenders on {date}")
PAYABLE = gettext_noop("Interest and fees of lenders charged and unpaid on {date}")
COST = gettext_noop("Interest and fees of lenders charged by {date}")
CAP = gettext_noop("Borrowing cap of the agreement on {date}")
CAPPED = gettext_noop("The share of commitments, cut to the cent, or the amount where that is lower.")
SHARE = gettext_noop("The share of commitments that may be borrowed")
COMMITTED = gettext_noop("Commitments")
AT_MOST = gettext_noop("The amount at most")
HEADROOM = gettext_noop("Left under the borrowing cap on {date}")
LESS_OWED = gettext_noop("Less: owed to lenders")
LEFT = gettext_noop("What stands out on {date} of the drawdown of {drawn_date}")
OLDEST_FIRST = gettext_noop("A repayment goes to the oldest drawdown of its purpose.")
DRAWN = gettext_noop("Drawn on {drawn_date}")
REPAID = gettext_noop("Less: what the repayment of {date} took off it")
INTEREST = gettext_noop("Interest from {start} to {end} as computed, beside what the lender charged")
SIMPLE = gettext_noop("Simple interest, actual days over 365, on what stands out at each day's end; rounded once.")
STRETCH = gettext_noop("{days} days from {start}")
STANDS_OUT = gettext_noop("What stands out")
DAYS = gettext_noop("Days")
A_YEAR = gettext_noop("Interest a year")
ROUNDED = gettext_noop("Rounded once, half up to the cent")
OF_CHARGE = gettext_noop("interest to {date}, as computed")
# What the books hold: the account, its words, and the sign that makes it an amount above zero.
BOOKED = {
    "owed": (Code.FACILITY_LOAN, OWED, -1),
    "payable": (Code.FACILITY_PAYABLE, PAYABLE, -1),
    "cost": (Code.FACILITY_COST, COST, 1),
}


def figure(question: Question) -> Derivation:
    """One figure of what the fund borrowed."""
    name, _, pk = question.of.partition("-")
    if name in BOOKED and not pk:
        return _booked(question, name)
    if name in OF_ONE and pk.isascii() and pk.isdigit() and len(pk) < 19:
        return OF_ONE[name](question, int(pk))
    if question.of == "cap":
        return _cap(question)
    if question.of == "headroom":
        return _headroom(question)
    raise missing()


def choices(question: Question) -> list[Choice]:
    """The fund's figures, each drawdown and each interest charged, where the fund ever had a facility."""
    if not question.fund.facilities.exists():
        return []
    day = {"date": question.on}
    found = [(name, label, day) for name, (_code, label, _sign) in BOOKED.items()]
    if agreement_register.cap_hkd(question.fund, "borrowing", question.on, known_at=question.known_at) is not None:
        found += [("cap", CAP, day), ("headroom", HEADROOM, day)]
    found += [(f"left-{one.id}", LEFT, day | {"drawn_date": one.date}) for one in _position(question).drawdowns]
    charged = _movements(question).filter(expected_hkd__isnull=False).order_by("value_date", "pk")
    return found + [(f"interest-{one.pk:d}", OF_CHARGE, {"date": one.value_date}) for one in charged]


def _booked(question: Question, name: str) -> Derivation:
    code, label, sign = BOOKED[name]
    found = movements(question, code)
    value = total(sign * one.amount_hkd for one in found)
    parts = leaves(found, sign=sign, page=question.page)
    return Derivation(name, label, value, facts={"date": question.on}, rule="R27", parts=parts, is_sum=True)


def _cap(question: Question) -> Derivation:
    fund, on, known_at = question.fund, question.on, question.known_at
    value = agreement_register.cap_hkd(fund, "borrowing", on, known_at=known_at)
    if value is None:
        raise missing()
    term = agreement_register.term_of(fund, "borrowing", on, known_at=known_at)
    committed = total(agreement_register.commitments(fund, on, known_at=known_at).values())
    parts = [
        Derivation("share", SHARE, term.rate, RATE, clause=term.clause),
        Derivation("committed", COMMITTED, committed, opens=("committed", "")),
    ]
    if term.amount_hkd is not None:
        parts.append(Derivation("at_most", AT_MOST, term.amount_hkd, clause=term.clause))
    about = {"facts": {"date": on}, "rule": "R27", "clause": term.clause, "convention": CAPPED}
    return Derivation("cap", CAP, value, parts=tuple(parts), **about)


def _headroom(question: Question) -> Derivation:
    position = _position(question)
    if position.cap_hkd is None:
        raise missing()
    parts = (
        Derivation("cap", CAP, position.cap_hkd, facts={"date": question.on}, opens=("borrowing", "cap")),
        Derivation("owed", LESS_OWED, -position.owed_hkd, opens=("borrowing", "owed")),
    )
    about = {"facts": {"date": question.on}, "rule": "R27", "clause": position.cap_clause}
    return Derivation("headroom", HEADROOM, position.headroom_hkd, parts=parts, is_sum=True, **about)


def _left(question: Question, pk: int) -> Derivation:
    drawn = next((one for one in _position(question).drawdowns if one.id == pk), None)
    if drawn is None:
        raise missing()
    moved = _movements(question).in_bulk([pk, *(repayment for repayment, _amount in drawn.repaid)])
    parts = [
        Derivation("drawn", DRAWN, drawn.amount_hkd, facts={"drawn_date": drawn.date}, entries=(moved[pk].entry_id,))
    ]
    for repayment, amount in drawn.repaid:
        day, entry = moved[repayment].value_date, moved[repayment].entry_id
        parts.append(Derivation("repaid", REPAID, -amount, facts={"date": day}, entries=(entry,)))
    facts = {"date": question.on, "drawn_date": drawn.date}
    about = {"facts": facts, "rule": "R27", "convention": OLDEST_FIRST, "is_sum": True}
    return Derivation("left", LEFT, drawn.left_hkd, parts=tuple(parts), **about)


def _interest(question: Question, pk: int) -> Derivation:
    """Interest as it was computed when its charge was booked, on the loan as it was known then."""
    charge = _movements(question).filter(pk=pk, expected_hkd__isnull=False).select_related("facility", "entry").first()
    if charge is None:
        raise missing()
    rate, start, end = charge.facility.rate, charge.period_start, charge.value_date
    known = facility_facts.movements(question.fund, facility=charge.facility, known_at=charge.entry.recorded_at)
    steps = tuple(_stretch(one, rate) for one in rule.stretches(known, start=start, end=end))
    about = {"facts": {"start": start, "end": end}, "rule": "R27", "clause": charge.facility.clause}
    parts = rounding(charge.expected_hkd, steps, ROUNDED)
    return Derivation("interest", INTEREST, charge.expected_hkd, convention=SIMPLE, parts=parts, is_sum=True, **about)


def _stretch(one: rule.Stretch, rate) -> Derivation:
    return Derivation(
        "stretch",
        STRETCH,
        exact(one.interest_hkd(rate)),
        EXACT_HKD,
        facts={"days": one.days, "start": one.start},
        parts=(
            Derivation("stands_out", STANDS_OUT, one.balance_hkd),
            Derivation("days", DAYS, one.days, NUMBER),
            Derivation("a_year", A_YEAR, ratio(Fraction(rate), 1), RATE),
        ),
    )


def _position(question: Question) -> facility_facts.Position:
    return facility_facts.position(question.fund, question.on, known_at=question.known_at)


def _movements(question: Question):
    found = FacilityMovement.objects.filter(facility__fund=question.fund)
    return found if question.known_at is None else found.filter(entry__recorded_at__lte=question.known_at)


OF_ONE = {"left": _left, "interest": _interest}
