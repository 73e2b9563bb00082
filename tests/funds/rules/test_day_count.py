"""Day counts: the textbook cases, and what must hold for all dates."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules.day_count import CONVENTIONS, year_fraction
from itvf.errors import InputRefused

DATES = st.dates(date(1990, 1, 1), date(2060, 12, 31))


class TestYearFraction:
    @pytest.mark.parametrize(
        ("convention", "start", "end", "years"),
        [
            ("ACT/365", date(2024, 1, 1), date(2025, 1, 1), Fraction(366, 365)),
            ("ACT/360", date(2025, 1, 1), date(2025, 1, 31), Fraction(30, 360)),
            ("ACT/365.25", date(2021, 1, 1), date(2025, 1, 1), Fraction(4)),
            ("30/360", date(2025, 1, 31), date(2025, 3, 31), Fraction(60, 360)),
            ("30/360", date(2025, 1, 30), date(2025, 1, 31), Fraction(0)),
            ("30/360", date(2025, 2, 28), date(2025, 3, 1), Fraction(3, 360)),
            ("ACT/ACT", date(2024, 1, 1), date(2025, 1, 1), Fraction(1)),
            # The ISDA paper's own first example: 61 days of 2003 and 121 of 2004.
            ("ACT/ACT", date(2003, 11, 1), date(2004, 5, 1), Fraction(61, 365) + Fraction(121, 366)),
        ],
    )
    def test_is_the_textbook_figure(self, convention, start, end, years):
        assert year_fraction(start, end, convention) == years

    @given(DATES, DATES, DATES, st.sampled_from(sorted(CONVENTIONS)))
    def test_adds_up_over_any_date_between(self, first, second, third, convention):
        start, middle, end = sorted((first, second, third))
        parts = year_fraction(start, middle, convention) + year_fraction(middle, end, convention)
        assert parts == year_fraction(start, end, convention)

    @given(st.integers(1990, 2060), st.integers(1990, 2060))
    def test_act_act_gives_whole_years_between_first_days_of_years(self, start, end):
        assert year_fraction(date(start, 1, 1), date(end, 1, 1), "ACT/ACT") == end - start

    def test_refuses_an_unknown_convention_naming_the_known_ones(self):
        with pytest.raises(InputRefused, match="ACT/360, "):
            year_fraction(date(2025, 1, 1), date(2025, 1, 2), "30/365")
