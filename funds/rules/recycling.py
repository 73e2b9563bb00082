"""How long what was distributed may be called again: the months that the agreement gives it (A20, R27).

What a call asks for is taken of what is recallable first, the oldest first, and of the commitment's own rest after it.
What nobody called again by its last day can't be called any more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from itvf.dates import add_months
from itvf.errors import Breach, gettext_noop
from itvf.money import ZERO, total

RULE = "R27"
LAPSED = gettext_noop(
    "{partner} would be called for {called_hkd}; of the {unfunded_hkd} unfunded, {lapsed_hkd} is of distributions that "
    "could be recalled for {months} months only. At most {left_hkd} can be called."
)


@dataclass(frozen=True, slots=True)
class Seat:
    """A partner as a call would find it, in HK$: what is asked, what is unfunded, what of that lapsed."""

    partner: str
    called_hkd: Decimal
    unfunded_hkd: Decimal
    lapsed_hkd: Decimal


def lapsed(
    recallable: Iterable[tuple[date, Decimal]], called: Iterable[tuple[date, Decimal]], *, months: int, on: date
) -> Decimal:
    """This function will give what could be called again once and can't on a day, in HK$ to the cent.

    `recallable` is by payment date (below zero where it passed to another partner), `called` by the day of the notice.
    The last day is the same day of the month, `months` later. On one day what is recallable comes before a call.
    """
    left = [[day, amount] for day, amount in sorted(recallable) if amount > 0]
    passed = [(day, -amount) for day, amount in recallable if amount < 0]
    for day, amount in sorted([*called, *passed]):
        for one in left:
            if one[0] <= day <= add_months(one[0], months):
                used = min(one[1], amount)
                one[1], amount = total([one[1], -used]), total([amount, -used])
    return total([ZERO, *(amount for day, amount in left if on > add_months(day, months))])


def check(seats: Iterable[Seat], *, months: int, clause: str) -> tuple[Breach, ...]:
    """This function will refuse what a call asks beyond what is unfunded and not lapsed, partner by partner (A20)."""
    found = []
    for seat in seats:
        left = max(total([seat.unfunded_hkd, -seat.lapsed_hkd]), ZERO)
        if seat.lapsed_hkd and seat.called_hkd > left:
            facts = {
                "partner": seat.partner,
                "called_hkd": seat.called_hkd,
                "unfunded_hkd": seat.unfunded_hkd,
                "lapsed_hkd": seat.lapsed_hkd,
                "months": months,
                "left_hkd": left,
            }
            found.append(Breach("recall_lapsed", LAPSED, RULE, clause, facts))
    return tuple(found)
