"""When a quarter's report is due, and what became of it on a day (R21, A14)."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itvf.dates import is_quarter_end, quarter_end
from reporting.rules.deadlines import Report, due_date, expected_reports, quarters

CLOSED = date(2026, 2, 10)
Q1, Q2 = date(2026, 3, 31), date(2026, 6, 30)
DUE = date(2026, 5, 30)


class TestDueDate:
    @pytest.mark.parametrize(
        ("quarter", "due"),
        [
            (date(2026, 3, 31), date(2026, 5, 30)),
            (date(2026, 6, 30), date(2026, 8, 29)),
            (date(2026, 9, 30), date(2026, 11, 29)),
            (date(2026, 12, 31), date(2027, 4, 30)),
            (date(2027, 12, 31), date(2028, 4, 29)),
        ],
    )
    def test_is_60_days_after_a_quarter_and_120_after_the_year(self, quarter, due):
        assert due_date(quarter) == due


class TestQuarters:
    def test_begin_with_the_first_closings_and_end_with_the_last_one_over(self):
        assert quarters(CLOSED, Q2 - timedelta(days=1)) == (Q1,)
        assert quarters(CLOSED, Q2) == (Q1, Q2)
        assert quarters(Q1, Q1) == (Q1,)

    def test_are_none_before_a_first_closing(self):
        assert quarters(None, Q2) == ()

    @given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 4000))
    def test_follow_each_other_without_a_gap(self, start, days):
        ends = quarters(start, start + timedelta(days=days))
        assert all(is_quarter_end(end) for end in ends)
        assert all(quarter_end(one + timedelta(days=1)) == following for one, following in pairwise(ends))


class TestExpectedReports:
    @pytest.mark.parametrize(
        ("on", "status", "days_late"),
        [
            (DUE - timedelta(days=1), "outstanding", 0),
            (DUE, "outstanding", 0),
            (DUE + timedelta(days=1), "overdue", 1),
        ],
    )
    def test_are_overdue_from_the_day_after_the_due_date(self, on, status, days_late):
        (expected,) = expected_reports(CLOSED, [], until=Q1, on=on)
        assert (expected.status, expected.days_late) == (status, days_late)

    @pytest.mark.parametrize(("received", "days_late"), [(DUE, 0), (DUE + timedelta(days=4), 4)])
    def test_keep_how_late_a_report_came_in(self, received, days_late):
        reports = [Report(Q1, received, accepted_date=received + timedelta(days=9))]
        (expected,) = expected_reports(CLOSED, reports, until=Q1, on=date(2027, 1, 1))
        assert (expected.status, expected.days_late) == ("accepted", days_late)

    def test_that_came_in_wait_for_acceptance(self):
        (expected,) = expected_reports(CLOSED, [Report(Q1, DUE)], until=Q1, on=date(2027, 1, 1))
        assert (expected.status, expected.days_late) == ("received", 0)

    def test_that_went_back_are_late_until_they_come_in_again(self):
        reports = [Report(Q1, DUE, is_queried=True)]
        (expected,) = expected_reports(CLOSED, reports, until=Q1, on=DUE + timedelta(days=3))
        assert (expected.status, expected.days_late) == ("returned", 3)
