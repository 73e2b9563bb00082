"""Start-ups brought to Hong Kong (R31): each answer, and the day of the first proposal just before, on and after."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investments.rules import start_ups
from investments.rules.start_ups import (
    BROUGHT,
    HERE_BEFORE,
    LOCAL,
    NOT_A_START_UP,
    NOT_YET,
    UNKNOWN,
    Investee,
)

PROPOSED = date(2026, 3, 2)
ABROAD = Investee(
    company_id=1,
    name="Example Fjord AS",
    place_of_incorporation="Norway",
    first_proposed=PROPOSED,
    here_since=PROPOSED,
    is_start_up=True,
)
DAY = timedelta(days=1)
STATES = {BROUGHT, HERE_BEFORE, LOCAL, NOT_A_START_UP, NOT_YET, UNKNOWN}


def state(**changes) -> str:
    (found,) = start_ups.arrivals([replace(ABROAD, **changes)])
    return found.state


class TestHereSince:
    LATER = PROPOSED + 90 * DAY

    @pytest.mark.parametrize(
        ("rows", "expected"),
        [
            ([], None),
            ([("production", True, PROPOSED)], PROPOSED),
            ([("production", True, PROPOSED), ("production", False, PROPOSED + DAY)], None),
            # an office before the first proposal, closed, then a laboratory: here before
            (
                [("office", True, PROPOSED - DAY), ("office", False, PROPOSED), ("laboratory", True, LATER)],
                PROPOSED - DAY,
            ),
            # a mistake corrected on its own day never stood
            ([("office", True, PROPOSED - DAY), ("office", False, PROPOSED - DAY), ("laboratory", True, LATER)], LATER),
            ([("office", False, PROPOSED - DAY), ("laboratory", True, LATER)], LATER),
            ([("laboratory", True, LATER + DAY)], None),
        ],
    )
    def test_is_the_first_day_of_any_where_one_stands(self, rows, expected):
        assert start_ups.here_since(rows, self.LATER) == expected


class TestArrivals:
    @pytest.mark.parametrize(("days", "expected"), [(-1, HERE_BEFORE), (0, BROUGHT), (1, BROUGHT)])
    def test_count_from_the_day_of_the_first_proposal(self, days, expected):
        assert state(here_since=PROPOSED + timedelta(days=days)) == expected

    @pytest.mark.parametrize(
        "place", ["Hong Kong", " hong kong ", "HONG KONG SAR", "HKSAR", "Hong Kong, China", "香港", "中國香港"]
    )
    def test_leave_out_companies_of_hong_kong(self, place):
        assert state(place_of_incorporation=place) == LOCAL

    def test_cannot_say_of_a_company_whose_place_is_not_known(self):
        assert state(place_of_incorporation=" ") == UNKNOWN

    @pytest.mark.parametrize(("is_start_up", "expected"), [(False, NOT_A_START_UP), (None, UNKNOWN)])
    def test_leave_out_what_is_no_start_up_or_not_known_to_be_one(self, is_start_up, expected):
        assert state(is_start_up=is_start_up) == expected

    def test_wait_for_an_establishment(self):
        assert state(here_since=None) == NOT_YET

    @given(
        st.lists(
            st.builds(
                Investee,
                company_id=st.integers(1, 9),
                name=st.just("Example"),
                place_of_incorporation=st.sampled_from(["Hong Kong", "Norway", ""]),
                first_proposed=st.dates(date(2025, 1, 1), date(2027, 1, 1)),
                here_since=st.none() | st.dates(date(2025, 1, 1), date(2027, 1, 1)),
                is_start_up=st.sampled_from([True, False, None]),
            ),
            max_size=10,
        )
    )
    def test_answer_for_each_company_and_count_only_those_here(self, investees):
        found = start_ups.arrivals(investees)
        assert [one.investee for one in found] == investees
        assert {one.state for one in found} <= STATES
        counted = [one.investee for one in found if one.state == BROUGHT]
        assert start_ups.brought(found) == len(counted)
        assert all(one.is_start_up and one.here_since >= one.first_proposed for one in counted)
