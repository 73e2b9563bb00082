"""The five day counts of the contract, in one place for fees, hurdles and waterfalls."""

from calendar import isleap
from datetime import date
from fractions import Fraction
from functools import lru_cache

from itvf.errors import InputRefused, gettext_noop

UNKNOWN = gettext_noop("{convention} is not a day count. Use one of: {known}.")


@lru_cache(maxsize=2**15)
def year_fraction(start: date, end: date, convention: str) -> Fraction:
    """This function will give the exact number of years from one date, counted, to another, not counted.

    Conventions: ACT/365 (fixed), ACT/360, ACT/365.25, 30/360 (30E/360: day 31 counts as 30 at both ends) and
    ACT/ACT (ISDA: each calendar year's days over its own length). Negative where `end` is before `start`.
    An unknown convention is refused (InputRefused).
    """
    if convention not in CONVENTIONS:
        raise InputRefused(UNKNOWN, code="unknown_day_count", convention=convention, known=tuple(CONVENTIONS))
    return CONVENTIONS[convention](start, end)


def _over(days_in_year: Fraction):
    def count(start: date, end: date) -> Fraction:
        return (end - start).days / days_in_year

    return count


def _thirty_e_360(start: date, end: date) -> Fraction:
    months = 12 * (end.year - start.year) + end.month - start.month
    return Fraction(30 * months + min(end.day, 30) - min(start.day, 30), 360)


def _actual_actual(start: date, end: date) -> Fraction:
    return _years_since_year_one(end) - _years_since_year_one(start)


@lru_cache(maxsize=2**14)
def _years_since_year_one(day: date) -> Fraction:
    return day.year + Fraction(day.timetuple().tm_yday - 1, 366 if isleap(day.year) else 365)


CONVENTIONS = {
    "ACT/365": _over(Fraction(365)),
    "ACT/360": _over(Fraction(360)),
    "ACT/365.25": _over(Fraction(1461, 4)),
    "30/360": _thirty_e_360,
    "ACT/ACT": _actual_actual,
}
