"""The twelve months to raise the money: which reminder is due, how many days are left, how far the money has come.

Source: R17(iv) and R18 (Annex 3 1(l)(iv) and para 2), A7 to A9. All dates are Hong Kong dates.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from itvf.dates import add_months
from itvf.money import ZERO, total

MONTH_6, MONTH_9, MONTH_11, DAYS_14, OVER = "month_6", "month_9", "month_11", "days_14", "over"
MILESTONES = (MONTH_6, MONTH_9, MONTH_11, DAYS_14, OVER)
REMINDED_AFTER_MONTHS = {MONTH_6: 6, MONTH_9: 9, MONTH_11: 11}
LAST_REMINDER = timedelta(days=14)

SOFT, SIGNED, CLOSED, WITHDRAWN = "soft", "signed", "closed", "withdrawn"
FIRMNESS = (SOFT, SIGNED, CLOSED, WITHDRAWN)
PUBLIC_BODY = "public_body"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day on which the manager is reminded; the last one, `over`, is the day after the last."""

    code: str
    date: date


@dataclass(frozen=True, slots=True)
class Standing:
    """The clock as it stands on a day. `days_left` is 0 on the last day and below zero after it."""

    on: date
    last_date: date
    days_left: int
    next: Milestone | None

    @property
    def is_over(self) -> bool:
        """Whether the last day has passed: closings are blocked (R18, A9)."""
        return self.days_left < 0


@dataclass(frozen=True, slots=True)
class Due:
    """What a look at the clock finds: the one milestone to remind of, and older ones whose day was missed."""

    to_send: Milestone | None
    missed: tuple[Milestone, ...]


def milestones(received_date: date, last_date: date) -> tuple[Milestone, ...]:
    """This function will give the days of the reminders, in their order, then the day after the last.

    At 6, 9 and 11 calendar months from the day on which the notice was received (the month's last day where it has no
    such day), and 14 days before the last day. A reminder that would not come before the last day is left out: a scheme
    with a shorter clock has fewer. Source: R17(iv), A9.
    """
    reminders = [Milestone(code, add_months(received_date, months)) for code, months in REMINDED_AFTER_MONTHS.items()]
    reminders.append(Milestone(DAYS_14, last_date - LAST_REMINDER))
    kept = [one for one in reminders if received_date < one.date < last_date]
    return (*sorted(kept, key=lambda one: one.date), Milestone(OVER, last_date + timedelta(days=1)))


def standing(received_date: date, last_date: date, *, on: date) -> Standing:
    """This function will say how many days are left on a day, and which milestone comes next (none once it is over)."""
    to_come = (one for one in milestones(received_date, last_date) if one.date > on)
    return Standing(on, last_date, (last_date - on).days, next(to_come, None))


def due(received_date: date, last_date: date, *, on: date, settled: Collection[str]) -> Due:
    """This function will say what to remind of on a day, `settled` being the milestones that have their row already.

    The newest milestone whose day has come is sent unless it is settled; older ones without a row were missed, and are
    not sent after the event. So a look that comes twice finds nothing, and one that comes late sends one reminder.
    """
    reached = [one for one in milestones(received_date, last_date) if one.date <= on]
    unsettled = [one for one in reached if one.code not in settled]
    newest = reached[-1] if reached and reached[-1].code not in settled else None
    return Due(newest, tuple(one for one in unsettled if one is not newest))


@dataclass(frozen=True, slots=True)
class Pledge:
    """What the manager says of one investor: how firm, how much, HK$."""

    kind: str
    firmness: str
    amount_hkd: Decimal


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the money has come, HK$: what the manager says, beside what the register of closings has.

    Only `counted_hkd` counts towards the minimum (A8): firm commitments at completed closings. Public money is in none
    of the sums but its own (A7).
    """

    soft_hkd: Decimal
    signed_hkd: Decimal
    said_closed_hkd: Decimal
    public_hkd: Decimal
    counted_hkd: Decimal
    minimum_hkd: Decimal

    @property
    def missing_hkd(self) -> Decimal:
        """What is still to be closed to reach the minimum; never below zero."""
        return max(self.minimum_hkd - self.counted_hkd, ZERO)

    @property
    def in_view_hkd(self) -> Decimal:
        """What there would be if everything signed and in soft circles came to be closed."""
        return total([self.counted_hkd, self.signed_hkd, self.soft_hkd])

    @property
    def difference_hkd(self) -> Decimal:
        """What the manager says is closed, less what the register has."""
        return total([self.said_closed_hkd, -self.counted_hkd])

    @property
    def is_raised(self) -> bool:
        """Whether the minimum is reached (R4, R17(iv))."""
        return self.counted_hkd >= self.minimum_hkd


def progress(pledges: Iterable[Pledge], *, counted_hkd: Decimal, minimum_hkd: Decimal) -> Progress:
    """This function will sum what the manager says, by firmness, beside what the register counts (A7, A8), HK$.

    One pledge an investor, the newest; what was withdrawn counts nowhere. Nothing is rounded.
    """
    standing_pledges = [one for one in pledges if one.firmness != WITHDRAWN]
    own = [one for one in standing_pledges if one.kind != PUBLIC_BODY]
    sums = {firm: total(one.amount_hkd for one in own if one.firmness == firm) for firm in (SOFT, SIGNED, CLOSED)}
    return Progress(
        soft_hkd=sums[SOFT],
        signed_hkd=sums[SIGNED],
        said_closed_hkd=sums[CLOSED],
        public_hkd=total(one.amount_hkd for one in standing_pledges if one.kind == PUBLIC_BODY),
        counted_hkd=counted_hkd,
        minimum_hkd=minimum_hkd,
    )
