"""Money asked of Government: within the year's allotment, each payment once, and aged while it waits."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules.funding import Asked, Waiting, aged, band_of, check_lines, check_request
from itvf.money import total

D = Decimal
ON = date(2025, 9, 30)


class TestCheckRequest:
    @pytest.mark.parametrize(("amount", "is_allowed"), [("39.99", True), ("40.00", True), ("40.01", False)])
    def test_holds_it_against_what_the_year_has_left(self, amount, is_allowed):
        found = check_request(D(amount), year="2025-26", allotted_hkd=D("100.00"), requested_before_hkd=D("60.00"))
        assert (not found) is is_allowed

    def test_names_every_figure_of_a_refusal(self):
        (breach,) = check_request(D("41"), year="2025-26", allotted_hkd=D("100.00"), requested_before_hkd=D("60.00"))
        assert breach.message.startswith(
            "HK$41 is asked for in 2025-26; HK$100.00 is allotted and HK$60.00 requested already, so HK$40.00 is left."
        )

    def test_refuses_a_year_without_an_allotment(self):
        (breach,) = check_request(D("0.01"), year="2026-27", allotted_hkd=None, requested_before_hkd=D("0.00"))
        assert breach.code == "no_allotment"


class TestCheckLines:
    @pytest.mark.parametrize(("before", "is_allowed"), [("9.99", True), ("10.00", True), ("10.01", False)])
    def test_asks_for_a_payment_no_more_than_it_takes(self, before, is_allowed):
        found = check_lines([Asked("harbour capital call 1", D("5.00"), D("15.00"), D(before))])
        assert (not found) is is_allowed


class TestAgeing:
    @pytest.mark.parametrize(("days", "band"), [(0, 0), (30, 0), (31, 1), (60, 1), (61, 2), (90, 2), (91, 3)])
    def test_has_bands_by_calendar_days(self, days, band):
        assert band_of(days) == band

    @given(
        st.lists(
            st.builds(
                Waiting,
                since=st.integers(0, 400).map(lambda days: ON - timedelta(days=days)),
                asked_hkd=st.integers(1, 10**9).map(D),
                received_hkd=st.integers(0, 10**9).map(D),
            )
        )
    )
    def test_sums_to_what_has_not_come(self, waiting):
        assert total(aged(waiting, ON)) == total(max(one.asked_hkd - one.received_hkd, D(0)) for one in waiting)
