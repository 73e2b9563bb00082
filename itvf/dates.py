"""Hong Kong's calendar: today, business days, the Ordinances' periods, quarters, financial years.

The only place that turns a clock into a date. Everything else takes a date or an aware moment.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from dateutil.relativedelta import relativedelta

HONG_KONG = ZoneInfo("Asia/Hong_Kong")
# The years that doors take in: beyond them no holiday is known and what grows by the day outgrows every figure.
FIRST_YEAR, LAST_YEAR = 1900, 2199


def now() -> datetime:
    """The present moment, aware, in UTC. Only doors call it."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date in Hong Kong. Only doors call it."""
    return local_date(now())


def local_date(moment: datetime) -> date:
    """This function will give the Hong Kong date of an aware moment; a naive one is refused."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone has no date")
    return moment.astimezone(HONG_KONG).date()


@lru_cache(maxsize=64)
def general_holidays(year: int) -> dict[date, str]:
    """The 17 named general holidays of a year (Cap. 149); Sundays are not in it."""
    return dict(holidays.country_holidays("HK", years=year, categories="optional", language="en_HK"))


def is_general_holiday(day: date) -> bool:
    """Whether a day is a general holiday under Cap. 149: every Sunday and 17 named days."""
    return day.weekday() == 6 or day in general_holidays(day.year)


def is_business_day(day: date) -> bool:
    """Whether money moves: Monday to Friday, not a general holiday."""
    return day.weekday() < 5 and not is_general_holiday(day)


def add_business_days(day: date, count: int) -> date:
    """This function will give the count-th business day after a day, the day itself not counted (A12)."""
    while count > 0:
        day += timedelta(days=1)
        if is_business_day(day):
            count -= 1
    return day


def business_days_between(start: date, end: date) -> int:
    """This function will count the business days after a day up to and with another; 0 where there is none."""
    days = ((start + timedelta(days=number)) for number in range(1, (end - start).days + 1))
    return sum(is_business_day(day) for day in days)


def ordinance_period_end(event: date, days: int) -> date:
    """This function will give the last day of a statutory period of days.

    The day of the event is excluded; if the last day is a Sunday or general holiday the period runs
    to the next day that is neither. Saturday counts (Interpretation and General Clauses Ordinance,
    Cap. 1, section 71).
    """
    last = event + timedelta(days=days)
    while is_general_holiday(last):
        last += timedelta(days=1)
    return last


def add_months(day: date, months: int) -> date:
    """This function will add calendar months; the 31st becomes the month's last day where need be."""
    return day + relativedelta(months=months)


def add_years(day: date, years: int) -> date:
    """This function will add calendar years; 29 February becomes the 28th where need be."""
    return day + relativedelta(years=years)


def period_end(start: date, years: int) -> date:
    """The last day of a period of whole years that begins on `start`: the day before its anniversary."""
    return add_years(start, years) - timedelta(days=1)


def quarter_start(day: date) -> date:
    """The first day of the calendar quarter that holds a day."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def quarter_end(day: date) -> date:
    """The last day of the calendar quarter that holds a day."""
    month = 3 * ((day.month - 1) // 3) + 3
    return date(day.year, month, monthrange(day.year, month)[1])


def is_quarter_end(day: date) -> bool:
    """Whether a day is the last of a calendar quarter."""
    return day == quarter_end(day)


def financial_year(day: date) -> tuple[date, date]:
    """The Government financial year that holds a day: 1 April to 31 March."""
    start = date(day.year if day.month >= 4 else day.year - 1, 4, 1)
    return start, date(start.year + 1, 3, 31)


def financial_year_label(day: date) -> str:
    """The Government financial year as it is written: 2024-25."""
    start, end = financial_year(day)
    return f"{start.year}-{end.year % 100:02d}"
