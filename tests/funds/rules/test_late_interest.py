"""Interest on late payment (A18): to the cent, receipt by receipt, and the Government's with authority alone."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules.late_interest import Receipt, check_government, interest, late

D = Decimal
DUE = date(2025, 4, 28)
RATE = D("0.07")
amounts = st.decimals(min_value=D("0.01"), max_value=D("999999999.99"), places=2)


class TestInterest:
    def test_of_the_worked_example_is_to_the_cent(self):
        found = interest(D("15000000.00"), rate=RATE, start_date=DUE, end_date=date(2025, 5, 12))
        assert found == D("40273.97")

    @pytest.mark.parametrize(
        ("principal", "days", "expected"),
        [
            ("15000000.00", -1, "0.00"),
            ("15000000.00", 0, "0.00"),
            ("15000000.00", 1, "2876.71"),
            ("36500.00", 365, "2555.00"),
            ("36500.00", 366, "2562.00"),  # a leap day counts, over 365 all the same
            ("365.00", 1, "0.07"),
            ("26.07", 1, "0.00"),
            ("26.08", 1, "0.01"),  # 0.005001…: half up
        ],
    )
    def test_runs_from_the_due_date_to_the_value_date(self, principal, days, expected):
        found = interest(D(principal), rate=RATE, start_date=DUE, end_date=DUE + timedelta(days=days))
        assert found == D(expected)

    @given(principal=amounts, days=st.integers(1, 3650))
    def test_is_simple(self, principal, days):
        whole = interest(principal, rate=RATE, start_date=DUE, end_date=DUE + timedelta(days=days))
        exact = principal * 7 * days / 36500
        assert abs(whole - exact) <= D("0.005")


class TestLate:
    def test_bears_on_what_came_after_the_due_date_and_runs_on_what_has_not(self):
        receipts = [
            Receipt(1, DUE, D("1000000.00")),
            Receipt(2, DUE + timedelta(days=1), D("2000000.00")),
            Receipt(3, DUE + timedelta(days=10), D("3000000.00")),
        ]
        found = late(DUE, receipts, rate=RATE, outstanding_hkd=D("500000.00"), on=DUE + timedelta(days=30))
        assert [(part.receipt, part.days, part.interest_hkd) for part in found.received] == [
            (2, 1, D("383.56")),
            (3, 10, D("5753.42")),
        ]
        assert (found.running.receipt, found.running.interest_hkd) == (None, D("2876.71"))
        assert (found.received_hkd, found.whole_hkd) == (D("6136.98"), D("9013.69"))

    @pytest.mark.parametrize(("outstanding", "days"), [("0.00", 30), ("1.00", 0)])
    def test_does_not_run_on_nothing_nor_before_it_is_due(self, outstanding, days):
        assert late(DUE, [], rate=RATE, outstanding_hkd=D(outstanding), on=DUE + timedelta(days=days)).running is None


class TestTheGovernment:
    @pytest.mark.parametrize(("left", "is_allowed"), [("0.00", False), ("99.99", False), ("100.00", True)])
    def test_pays_it_only_within_what_is_left_of_recorded_authority(self, left, is_allowed):
        found = check_government(D("100.00"), authority_left_hkd=D(left))
        assert (not found) is is_allowed
        assert all(breach.rule == "A18" and breach.facts["amount_hkd"] == D("100.00") for breach in found)
