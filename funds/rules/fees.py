"""The management fee: accrued day by day on its base, and the most that the scheme allows for a period (R14)."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from funds.rules.day_count import year_fraction
from funds.rules.terms import Terms, percent
from itvf.dates import add_months
from itvf.errors import Breach, InputRefused, gettext_noop
from itvf.money import EXACT, ZERO, cents_of, total

BASES = ("committed", "invested", "net_invested")
CALENDARS = ("daily", "opening")
PRORATIONS = ("days", "quarter")
# What each kind of event adds to what is committed, to the invested and to the net invested cost (A3).
EFFECTS = {
    "committed": (1, 0, 0),
    "invested": (0, 1, 1),
    "realised_cost": (0, 0, -1),
    "written_off": (0, 0, -1),
    "written_down": (0, 0, -1),
    "write_down_reversed": (0, 0, 1),
}
ONE_DAY = timedelta(days=1)
QUARTERS_IN_YEAR = 4

ENDS_BEFORE_START = gettext_noop("The period from {start} ends on {found}, before it starts. Correct its dates.")
BASE_BELOW_ZERO = gettext_noop(
    "On {day} the net invested base is HK${found}: more cost has left than was invested. Correct the events."
)
STEP_TOO_HIGH = gettext_noop(
    "A management fee of {fee_rate} a year is too high; at most {max_rate} is allowed. Lower the rate."
)
FEE_ABOVE_CAP = gettext_noop(
    "The fee from {start} to {end} is HK${found}; at most HK${allowed} is allowed, {percent}% a year of the"
    " scheme's base. Lower the fee by HK${excess}."
)


@dataclass(frozen=True, slots=True)
class RateStep:
    """A rate that an agreement sets from a day on."""

    date: date
    rate: Decimal


@dataclass(frozen=True, slots=True)
class FeeTerms:
    """How an agreement sets its fee. The base and rate switch the day after the investment period ends (A4).

    The rate set last counts: a step from its own day on, until the next step or the end of the investment period.
    """

    rate_during: Decimal
    rate_after: Decimal
    base_during: str
    base_after: str
    investment_period_end_date: date
    committed_hkd: Decimal
    day_count: str = "ACT/ACT"
    calendar: str = "daily"
    proration: str = "days"
    steps: tuple[RateStep, ...] = ()


@dataclass(frozen=True, slots=True)
class CostEvent:
    """A change of what is committed, invested or net invested, from its own date on; `kind` is a key of `EFFECTS`."""

    date: date
    kind: str
    amount_hkd: Decimal


@dataclass(frozen=True, slots=True)
class Segment:
    """Days in a row, both ends counted, with one base and one rate.

    `basis` is one of `BASES`; `years` what the days are of a year, by which base and rate are multiplied.
    """

    start_date: date
    end_date: date
    base_hkd: Decimal
    rate: Decimal
    basis: str = ""
    years: Fraction = Fraction(0)

    @property
    def days(self) -> int:
        """Calendar days, both ends counted."""
        return (self.end_date - self.start_date).days + 1

    @property
    def accrued_hkd(self) -> Fraction:
        """What the days accrue: base times rate times years, exact."""
        return Fraction(self.base_hkd) * Fraction(self.rate) * self.years

    @property
    def weight(self) -> Fraction:
        """What the days weigh in a fee: base x rate x days, exact."""
        return Fraction(self.base_hkd) * Fraction(self.rate) * self.days


@dataclass(frozen=True, slots=True)
class PeriodFee:
    """The fee of one period, rounded once, and the segments that it comes from."""

    start_date: date
    end_date: date
    fee_hkd: Decimal
    segments: tuple[Segment, ...]


def period_fees(
    terms: FeeTerms, events: Sequence[CostEvent], periods: Sequence[tuple[date, date]]
) -> tuple[PeriodFee, ...]:
    """This function will compute the fee of each period, first and last day counted (A3, A4).

    Each day accrues its base times its rate over the year of the day count; `opening` takes the first day's base and
    rate for the whole period, `quarter` a fourth of the year's fee for a whole quarter. HK$, rounded once a period,
    half up. Refuses a period that ends before it starts and a base below zero (InputRefused).
    """
    bases = _Bases(terms, events)
    return tuple(_period_fee(start, end, bases, terms) for start, end in periods)


def fee_cap(
    start_date: date,
    end_date: date,
    *,
    events: Sequence[CostEvent],
    investment_period_end_date: date,
    terms: Terms,
) -> PeriodFee:
    """This function will compute the most that a period's fee may be: R14, Annex 3 1(k)(i).

    The scheme's highest rate on the scheme's bases, invested in the investment period and net invested after it,
    weighted by day (A4), in HK$ to the cent.
    """
    end = investment_period_end_date
    return fee_caps([(start_date, end_date)], events=events, investment_period_end_date=end, terms=terms)[0]


def fee_caps(
    periods: Sequence[tuple[date, date]],
    *,
    events: Sequence[CostEvent],
    investment_period_end_date: date,
    terms: Terms,
) -> tuple[PeriodFee, ...]:
    """This function will compute the caps of several periods: R14, Annex 3 1(k)(i); see `fee_cap`."""
    rate = terms.rate("maximum_management_fee_rate")
    highest = FeeTerms(
        rate_during=rate,
        rate_after=rate,
        base_during=terms.word("fee_base_during_investment_period"),
        base_after=terms.word("fee_base_after_investment_period"),
        investment_period_end_date=investment_period_end_date,
        committed_hkd=ZERO,
    )
    return period_fees(highest, events, periods)


def check_rate(rate: Decimal, terms: Terms) -> tuple[Breach, ...]:
    """This function will judge a rate that an agreement sets against the highest of R14, Annex 3 1(k)(i)."""
    highest = terms.rate("maximum_management_fee_rate")
    if rate <= highest:
        return ()
    facts = {"fee_rate": rate, "max_rate": highest}
    return (terms.breach("maximum_management_fee_rate", "fee_step_too_high", STEP_TOO_HIGH, **facts),)


def check_fee(fee_hkd: Decimal, cap: PeriodFee, terms: Terms) -> tuple[Breach, ...]:
    """This function will judge a period's fee against the cap of the same period: R14, Annex 3 1(k)(i)."""
    if fee_hkd <= cap.fee_hkd:
        return ()
    facts = {
        "start": cap.start_date,
        "end": cap.end_date,
        "found": fee_hkd,
        "allowed": cap.fee_hkd,
        "excess": total([fee_hkd, -cap.fee_hkd]),
        "percent": percent(terms.rate("maximum_management_fee_rate")),
    }
    return (terms.breach("maximum_management_fee_rate", "fee_above_cap", FEE_ABOVE_CAP, **facts),)


def base_movements(events: Sequence[CostEvent], basis: str, day: date) -> tuple[tuple[CostEvent, Decimal], ...]:
    """This function will give the events that make a base up to a day, each with what it adds in HK$ (A3)."""
    place = BASES.index(basis)
    found = ((event, EFFECTS[event.kind][place] * event.amount_hkd) for event in events if event.date <= day)
    return tuple((event, added) for event, added in found if added)


class _Bases:
    """The base and rate of any day, and the days on which they change."""

    def __init__(self, terms: FeeTerms, events: Sequence[CostEvent]):
        self.terms = terms
        self.steps = sorted(terms.steps, key=lambda step: step.date)
        self.dates: list[date] = []
        self.sums: list[tuple[Decimal, ...]] = []
        before = self.opening = (terms.committed_hkd, ZERO, ZERO)
        for event in sorted(events, key=lambda event: event.date):
            before = tuple(
                EXACT.add(sum_hkd, sign * event.amount_hkd) if sign else sum_hkd
                for sum_hkd, sign in zip(before, EFFECTS[event.kind], strict=True)
            )
            if self.dates and self.dates[-1] == event.date:
                self.sums[-1] = before
            else:
                self.dates.append(event.date)
                self.sums.append(before)

    def on(self, day: date) -> tuple[Decimal, Decimal]:
        """The base in HK$ and the rate of a day, its own events included."""
        is_during = day <= self.terms.investment_period_end_date
        kind = self.terms.base_during if is_during else self.terms.base_after
        position = bisect_right(self.dates, day)
        base = (self.sums[position - 1] if position else self.opening)[BASES.index(kind)]
        if base < 0:
            raise InputRefused(BASE_BELOW_ZERO, code="base_below_zero", field="events", day=day, found=base)
        return base, self._rate(day, is_during)

    def changes(self, start: date, end: date) -> list[date]:
        """The days after a period's first on which base or rate may change."""
        days = set(self.dates[bisect_right(self.dates, start) : bisect_right(self.dates, end)])
        days |= {step.date for step in self.steps if start < step.date <= end}
        if start <= self.terms.investment_period_end_date < end:
            days.add(self.terms.investment_period_end_date + ONE_DAY)
        return sorted(days)

    def _rate(self, day: date, is_during: bool) -> Decimal:
        rate = self.terms.rate_during if is_during else self.terms.rate_after
        for step in self.steps:
            if step.date <= day and (is_during or step.date > self.terms.investment_period_end_date):
                rate = step.rate
        return rate


def _period_fee(start: date, end: date, bases: _Bases, terms: FeeTerms) -> PeriodFee:
    if end < start:
        raise InputRefused(ENDS_BEFORE_START, code="ends_before_start", field="periods", start=start, found=end)
    segments = _segments(start, end, bases) if terms.calendar == "daily" else [(start, end, *bases.on(start))]
    by_quarter = terms.proration == "quarter" and _is_whole_quarter(start, end)
    weighed = []
    over, under = 0, 1  # the exact sum as a fraction of whole numbers, which Python adds faster than Fractions
    for first, last, base, rate in segments:
        if by_quarter:
            years = Fraction((last - first).days + 1, QUARTERS_IN_YEAR * ((end - start).days + 1))
        else:
            years = year_fraction(first, last + ONE_DAY, terms.day_count)
        basis = terms.base_during if first <= terms.investment_period_end_date else terms.base_after
        weighed.append(Segment(first, last, base, rate, basis=basis, years=years))
        (base, base_under), (rate, rate_under) = base.as_integer_ratio(), rate.as_integer_ratio()
        part, part_under = base * rate * years.numerator, base_under * rate_under * years.denominator
        over, under = over * part_under + part * under, under * part_under
    return PeriodFee(start, end, cents_of(over, under, mode="half_up"), tuple(weighed))


def _segments(start: date, end: date, bases: _Bases) -> list[tuple[date, date, Decimal, Decimal]]:
    """The period cut where base or rate really change: first and last day, base and rate."""
    segments = [(start, *bases.on(start))]
    for day in bases.changes(start, end):
        base_and_rate = bases.on(day)
        if base_and_rate != segments[-1][1:]:
            segments.append((day, *base_and_rate))
    ends = [first - ONE_DAY for first, _base, _rate in segments[1:]] + [end]
    return [(first, last, base, rate) for (first, base, rate), last in zip(segments, ends, strict=True)]


def _is_whole_quarter(start: date, end: date) -> bool:
    """Three calendar months from a first of a month."""
    return start.day == 1 and end + ONE_DAY == add_months(start, 3)
