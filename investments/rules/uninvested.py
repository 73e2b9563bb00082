"""Money called for investments and not invested: by call, its age, and the day on which it goes back (A19).

Money called first is invested first. What is left of a call goes back 90 days after its due date and restores what is
unfunded.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from itvf.money import ZERO, total

RETURN_AFTER_DAYS = 90
WARN_DAYS = 30
WAITING, SOON, OVERDUE = "waiting", "soon", "overdue"
# Days since the due date: up to and with each of these, then beyond the last.
BANDS = (30, 60, RETURN_AFTER_DAYS)


@dataclass(frozen=True, slots=True)
class Called:
    """What a call asked for investments, its due date, and what was given back of it."""

    number: int
    due_date: date
    amount_hkd: Decimal
    given_back_hkd: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Left:
    """What is not invested of a call on a day: its age from the due date and when it must be back."""

    number: int
    due_date: date
    called_hkd: Decimal
    left_hkd: Decimal
    age_days: int
    return_by: date
    state: str


def aged(calls: Sequence[Called], invested: Iterable[tuple[date, Decimal]], on: date) -> tuple[Left, ...]:
    """This function will give what is left of each call due by a day, first in first out; calls spent are left out.

    `invested` is what was paid for investments, by day; what was paid beyond all that was called counts for nothing.
    """
    spent = total(amount for day, amount in invested if day <= on)
    found = []
    for call in sorted((call for call in calls if call.due_date <= on), key=lambda call: (call.due_date, call.number)):
        kept = max(total([call.amount_hkd, -call.given_back_hkd]), ZERO)
        used = min(spent, kept)
        spent = total([spent, -used])
        left = total([kept, -used])
        if left > ZERO:
            found.append(_left(call, left, on))
    return tuple(found)


def by_band(left: Iterable[Left]) -> tuple[Decimal, ...]:
    """This function will sum what is not invested by age band, the youngest first (BANDS)."""
    sums = [ZERO] * (len(BANDS) + 1)
    for one in left:
        index = band_of(one.age_days)
        sums[index] = total([sums[index], one.left_hkd])
    return tuple(sums)


def band_of(age_days: int) -> int:
    """This function will give the age band of a number of days: 0 up to and with the first bound, and so on."""
    return sum(age_days > bound for bound in BANDS)


def _left(call: Called, left_hkd: Decimal, on: date) -> Left:
    return_by = call.due_date + timedelta(days=RETURN_AFTER_DAYS)
    days = (return_by - on).days
    return Left(
        number=call.number,
        due_date=call.due_date,
        called_hkd=call.amount_hkd,
        left_hkd=left_hkd,
        age_days=(on - call.due_date).days,
        return_by=return_by,
        state=OVERDUE if days < 0 else SOON if days <= WARN_DAYS else WAITING,
    )
