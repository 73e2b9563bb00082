"""Money called and not invested (A19): first in first out, its age, and the day on which it goes back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investments.rules.uninvested import OVERDUE, SOON, WAITING, Called, aged, band_of, by_band

DUE = date(2026, 1, 15)
BACK = DUE + timedelta(days=90)
FIRST = Called(1, DUE, Decimal("100.00"))
SECOND = Called(2, DUE + timedelta(days=40), Decimal("50.00"))
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
MONEY = st.decimals(Decimal("0.01"), Decimal("900000.00"), places=2)


def left(invested: str, on: date = BACK) -> list[tuple[int, str]]:
    found = aged([SECOND, FIRST], [(DUE, Decimal(invested))], on)
    return [(one.number, str(one.left_hkd)) for one in found]


class TestAged:
    @pytest.mark.parametrize(
        ("invested", "expected"),
        [
            ("0.00", [(1, "100.00"), (2, "50.00")]),
            ("99.99", [(1, "0.01"), (2, "50.00")]),
            ("100.00", [(2, "50.00")]),
            ("100.01", [(2, "49.99")]),
            ("149.99", [(2, "0.01")]),
            ("150.00", []),
            ("150.01", []),
        ],
    )
    def test_takes_what_was_called_first_first(self, invested, expected):
        assert left(invested) == expected

    @pytest.mark.parametrize(
        ("on", "state", "age"),
        [
            (DUE, WAITING, 0),
            (BACK - timedelta(days=31), WAITING, 59),
            (BACK - timedelta(days=30), SOON, 60),
            (BACK, SOON, 90),
            (BACK + timedelta(days=1), OVERDUE, 91),
        ],
    )
    def test_goes_back_ninety_days_after_it_was_due(self, on, state, age):
        (found,) = aged([FIRST], [], on)
        assert (found.return_by, found.state, found.age_days) == (date(2026, 4, 15), state, age)

    @pytest.mark.parametrize(
        ("given_back", "left"), [("0.00", ["50.00", "50.00"]), ("49.99", ["0.01", "50.00"]), ("100.00", [])]
    )
    def test_leaves_out_what_was_given_back(self, given_back, left):
        calls = [Called(1, DUE, Decimal("100.00"), Decimal(given_back)), Called(2, DUE, Decimal("50.00"))]
        found = aged(calls, [(DUE, Decimal("50.00"))], DUE)
        assert [one.left_hkd for one in found] == [Decimal(amount) for amount in left]

    def test_is_empty_until_the_call_is_due(self):
        assert aged([FIRST], [], DUE - timedelta(days=1)) == ()

    def test_does_not_see_what_is_invested_later(self):
        found = aged([FIRST], [(BACK, Decimal("100.00"))], BACK - timedelta(days=1))
        assert [one.left_hkd for one in found] == [Decimal("100.00")]

    @given(st.lists(st.tuples(DAYS, MONEY), max_size=8), st.lists(st.tuples(DAYS, MONEY), max_size=8), DAYS)
    def test_leaves_what_was_called_less_what_was_invested(self, called, invested, on):
        calls = [Called(number, due, amount) for number, (due, amount) in enumerate(called)]
        found = aged(calls, invested, on)
        due = sum(call.amount_hkd for call in calls if call.due_date <= on)
        spent = sum(amount for day, amount in invested if day <= on)
        assert sum(one.left_hkd for one in found) == max(due - spent, 0)
        # Only the oldest that is left can be used in part: those called after it are whole.
        assert all(one.left_hkd == one.called_hkd for one in found[1:])


class TestBands:
    @pytest.mark.parametrize(("days", "band"), [(0, 0), (30, 0), (31, 1), (60, 1), (61, 2), (90, 2), (91, 3)])
    def test_end_with_the_day_of_return(self, days, band):
        assert band_of(days) == band

    @given(st.lists(st.tuples(DAYS, MONEY), max_size=8), DAYS)
    def test_sum_to_what_is_left(self, called, on):
        found = aged([Called(number, due, amount) for number, (due, amount) in enumerate(called)], [], on)
        assert sum(by_band(found)) == sum(one.left_hkd for one in found)
