"""A fund's subscription facility (ILPA: subscription line): what may be drawn, what stands out and since when (R27).

A drawdown is repaid by what is repaid for its purpose, the oldest first; so each has a day on which it was repaid in
full, and a last day by which the agreement wants it repaid.
"""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from itvf.errors import Breach, gettext_noop
from itvf.money import ZERO, quantise, total

CLAUSE = "Annex 3 para 2"
INVESTMENTS, FEES_EXPENSES, WORKING_CAPITAL = "investments", "fees_expenses", "working_capital"
PURPOSES = (INVESTMENTS, FEES_EXPENSES, WORKING_CAPITAL)
YEAR = 365

NO_BORROWING = gettext_noop(
    "The agreement's register has no term that allows the fund to borrow; {amount_hkd} can't be drawn on {date}."
)
ABOVE_CAP = gettext_noop(
    "With {amount_hkd} the fund would owe {owed_hkd}; the agreement lets it borrow {cap_hkd} at most on {date}."
)
ABOVE_LIMIT = gettext_noop("With {amount_hkd} the facility would stand at {drawn_hkd}; its limit is {limit_hkd}.")
NOT_AVAILABLE = gettext_noop("{date} is outside the days from {start} to {end} on which the facility can be drawn.")
ABOVE_OUTSTANDING = gettext_noop(
    "{amount_hkd} can't be repaid on {date}: {outstanding_hkd} of what was drawn for this purpose stands out."
)
OVERDUE = gettext_noop(
    "{left_hkd} of the drawdown of {drawn_date} stands out on {date}; it was to be repaid by {due}, {days} days after."
)


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement of a loan, in HK$: a drawdown above zero, a repayment below it."""

    date: date
    amount_hkd: Decimal
    purpose: str
    id: Hashable = None


@dataclass(frozen=True, slots=True)
class Drawdown:
    """A drawdown on a day: what of it stands out, in HK$, since when, and by when it is to be repaid (None: no limit).

    `repaid_date` is the day on which nothing of it was left; `repaid` what each repayment, by its id, took off it.
    """

    id: Hashable
    date: date
    purpose: str
    amount_hkd: Decimal
    left_hkd: Decimal
    due_date: date | None = None
    repaid_date: date | None = None
    repaid: tuple[tuple[Hashable, Decimal], ...] = ()

    def is_overdue(self, on: date) -> bool:
        """Whether something of it stood out after its last day."""
        if self.due_date is None:
            return False
        return self.due_date < (on if self.left_hkd else self.repaid_date)


@dataclass(frozen=True, slots=True)
class Wish:
    """A drawdown as it is judged, in HK$: what the fund and the facility owed before it, and what binds them.

    `cap_hkd` is the agreement's borrowing cap on the day with its clause; None where no term allows borrowing.
    """

    amount_hkd: Decimal
    date: date
    owed_hkd: Decimal
    drawn_hkd: Decimal
    limit_hkd: Decimal
    available_from: date
    available_to: date
    facility_clause: str
    cap_hkd: Decimal | None
    cap_clause: str = ""


def drawdowns(movements: Iterable[Movement], on: date, *, days: int | None = None) -> tuple[Drawdown, ...]:
    """This function will give the drawdowns up to a day, oldest first, with what stands out of each, in HK$.

    A repayment goes to the oldest drawdown of its purpose; on one day drawdowns come first. `days` is the agreement's
    limit of days outstanding: the last day is so many days after the drawdown.
    """
    counted = sorted((one for one in movements if one.date <= on), key=lambda one: (one.date, one.amount_hkd < 0))
    queues: dict[str, deque[list]] = defaultdict(deque)
    found: list[list] = []
    for one in counted:
        if one.amount_hkd > 0:
            row = [one, one.amount_hkd, None, ()]
            found.append(row)
            queues[one.purpose].append(row)
            continue
        left = -one.amount_hkd
        queue = queues[one.purpose]
        while left and queue:
            part = min(left, queue[0][1])
            queue[0][1] -= part
            queue[0][3] += ((one.id, part),)
            left -= part
            if not queue[0][1]:
                queue.popleft()[2] = one.date
    return tuple(
        Drawdown(
            id=one.id,
            date=one.date,
            purpose=one.purpose,
            amount_hkd=one.amount_hkd,
            left_hkd=left,
            due_date=one.date + timedelta(days=days) if days else None,
            repaid_date=repaid_date,
            repaid=repaid,
        )
        for one, left, repaid_date, repaid in found
    )


def check_drawdown(wish: Wish) -> tuple[Breach, ...]:
    """This function will judge a drawdown: the agreement's borrowing cap, the facility's own limit and days (R27)."""
    found = []
    day = {"amount_hkd": wish.amount_hkd, "date": wish.date}
    owed = wish.owed_hkd + wish.amount_hkd
    drawn = wish.drawn_hkd + wish.amount_hkd
    if wish.cap_hkd is None:
        found.append(Breach("borrowing_not_agreed", NO_BORROWING, "R27", wish.facility_clause, day))
    elif owed > wish.cap_hkd:
        figures = day | {"owed_hkd": owed, "cap_hkd": wish.cap_hkd}
        found.append(Breach("above_borrowing_cap", ABOVE_CAP, "R27", wish.cap_clause, figures))
    if drawn > wish.limit_hkd:
        figures = {"amount_hkd": wish.amount_hkd, "drawn_hkd": drawn, "limit_hkd": wish.limit_hkd}
        found.append(Breach("above_facility_limit", ABOVE_LIMIT, "R27", wish.facility_clause, figures))
    if not wish.available_from <= wish.date <= wish.available_to:
        figures = {"date": wish.date, "start": wish.available_from, "end": wish.available_to}
        found.append(Breach("facility_not_available", NOT_AVAILABLE, "R27", wish.facility_clause, figures))
    return tuple(found)


def check_repayment(
    amount_hkd: Decimal, purpose: str, *, on: date, movements: Iterable[Movement]
) -> tuple[Breach, ...]:
    """This function will refuse a repayment above what stands out for its purpose on the day or on any day after it."""
    ours = [one for one in movements if one.purpose == purpose]
    days = {on, *(one.date for one in ours if one.date > on)}
    least = min(total(one.amount_hkd for one in ours if one.date <= day) for day in days)
    if amount_hkd <= least:
        return ()
    figures = {"amount_hkd": amount_hkd, "date": on, "outstanding_hkd": max(least, ZERO)}
    return (Breach("above_outstanding", ABOVE_OUTSTANDING, "R27", CLAUSE, figures),)


def check_overdue(found: Sequence[Drawdown], on: date, *, days: int, clause: str) -> list[tuple[Drawdown, Breach]]:
    """This function will list the drawdowns that stand out after their last day, each with its breach (R27)."""
    return [
        (
            one,
            Breach(
                "drawdown_overdue",
                OVERDUE,
                "R27",
                clause,
                {"left_hkd": one.left_hkd, "drawn_date": one.date, "date": on, "due": one.due_date, "days": days},
            ),
        )
        for one in found
        if one.left_hkd and one.is_overdue(on)
    ]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on whose ends the same amount stands out, in HK$: `days` of them from `start`."""

    start: date
    days: int
    balance_hkd: Decimal

    def interest_hkd(self, rate: Decimal) -> Fraction:
        """What these days cost at a rate a year: simple interest, ACT/365 fixed, exact HK$."""
        return Fraction(self.balance_hkd) * self.days * Fraction(rate) / YEAR


def interest(movements: Iterable[Movement], rate: Decimal, *, start: date, end: date) -> Decimal:
    """This function will compute what a loan costs from a day to another, both counted, in HK$, half up.

    Simple interest, ACT/365 fixed, on what stands out at the end of each day, so that the day of a drawdown counts and
    the day of its repayment does not; rounded once.
    """
    exact = sum((one.interest_hkd(rate) for one in stretches(movements, start=start, end=end)), Fraction(0))
    return quantise(exact, mode="half_up")


def stretches(movements: Iterable[Movement], *, start: date, end: date) -> tuple[Stretch, ...]:
    """This function will give what stands out of a loan from a day to another, both counted, by stretches of days."""
    moved: dict[date, Decimal] = defaultdict(lambda: ZERO)
    for one in movements:
        moved[max(one.date, start)] += one.amount_hkd
    days = sorted(day for day in moved if day <= end)
    found, balance = [], ZERO
    for place, day in enumerate(days):
        balance += moved[day]
        until = days[place + 1] if place + 1 < len(days) else end + timedelta(days=1)
        found.append(Stretch(day, (until - day).days, balance))
    return tuple(found)
