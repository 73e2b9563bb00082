"""The calendar of duties: what falls due when, and where it stands on a day (R27, A14, Cap. 637)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules import duties
from funds.rules.duties import Duty, Term
from itvf.dates import is_general_holiday

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def nothing(topic, day):
    return None


class TestAnnualReturn:
    def test_is_due_42_days_after_each_anniversary(self):
        found = list(duties.annual_returns(date(2025, 2, 3), date(2027, 12, 31)))
        assert [(duty.key, duty.due_date) for duty in found] == [
            ("annual_return:2026", date(2026, 3, 17)),
            ("annual_return:2027", date(2027, 3, 17)),
        ]

    def test_runs_on_where_its_last_day_is_a_sunday(self):
        assert [duty.due_date for duty in duties.annual_returns(date(2025, 2, 1), date(2026, 12, 31))] == [
            date(2026, 3, 16)  # the 15th is a Sunday
        ]

    @given(DAYS, DAYS)
    def test_is_one_a_year_and_never_on_a_holiday(self, registered, until):
        found = list(duties.annual_returns(registered, until))
        assert [duty.due_date for duty in found] == sorted(duty.due_date for duty in found)
        assert len({duty.key for duty in found}) == len(found)
        assert not any(is_general_holiday(duty.due_date) for duty in found)
        assert all(registered < duty.due_date <= until for duty in found)


class TestYearly:
    def test_takes_120_days_for_accounts_where_the_agreement_sets_nothing(self):
        (found,) = duties.yearly(date(2025, 3, 31), nothing, date(2026, 12, 31))
        assert (found.kind, found.due_date, found.clause) == ("audited_accounts", date(2026, 4, 30), "A14")

    def test_takes_the_term_in_force_on_the_years_last_day(self):
        def term_on(topic, day):
            if topic == "annual_meeting":
                return Term(6, "LPA 14.1")
            return Term(90, "LPA 13.2") if day >= date(2026, 12, 31) else None

        found = list(duties.yearly(date(2025, 3, 31), term_on, date(2027, 12, 31)))
        assert [(duty.kind, duty.about, duty.due_date, duty.clause) for duty in found] == [
            ("audited_accounts", "2025", date(2026, 4, 30), "A14"),
            ("annual_meeting", "2025", date(2026, 6, 30), "LPA 14.1"),
            ("audited_accounts", "2026", date(2027, 3, 31), "LPA 13.2"),
            ("annual_meeting", "2026", date(2027, 6, 30), "LPA 14.1"),
        ]


class TestMeetings:
    @pytest.mark.parametrize(
        ("number", "found"),
        [
            (1, [date(2025, 12, 31)]),
            (2, [date(2025, 6, 30), date(2025, 12, 31)]),
            (4, [date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31)]),
        ],
    )
    def test_are_due_by_the_end_of_each_part_of_the_year_after_the_closing(self, number, found):
        due = duties.committee_meetings(date(2025, 3, 31), lambda topic, day: Term(number, "LPA 8"), date(2025, 12, 31))
        assert [duty.due_date for duty in due] == found

    @given(DAYS, st.integers(1, 12), st.integers(0, 3650))
    def test_have_keys_that_name_each_once(self, closed, number, days):
        due = list(
            duties.committee_meetings(closed, lambda topic, day: Term(number, ""), closed + timedelta(days=days))
        )
        assert len({duty.key for duty in due}) == len(due)
        assert all(closed < duty.due_date <= closed + timedelta(days=days) for duty in due)


class TestState:
    DUTY = Duty("annual_meeting", "annual_meeting:2025", date(2026, 6, 30), "LPA 14.1")

    @pytest.mark.parametrize(
        ("on", "state"),
        [
            (date(2026, 5, 30), "coming"),
            (date(2026, 5, 31), "soon"),
            (date(2026, 6, 30), "soon"),
            (date(2026, 7, 1), "overdue"),
        ],
    )
    def test_goes_from_coming_to_overdue(self, on, state):
        assert duties.state(self.DUTY, on) == state

    def test_is_done_from_the_day_on_which_it_was(self):
        done = Duty("annual_meeting", "k", date(2026, 6, 30), "LPA 14.1", done_date=date(2026, 7, 5))
        assert duties.state(done, date(2026, 7, 4)) == "overdue"
        assert duties.state(done, date(2026, 7, 5)) == "done"

    def test_of_the_licence_runs_90_days_from_the_last_look(self):
        assert duties.licence_check(date(2026, 1, 1)).due_date == date(2026, 4, 1)
