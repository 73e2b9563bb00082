"""Escrow of several exits: settled in turn, each at its own rate; nothing is lost on the way."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investments.rules.escrow import Held, in_turn, split, still_held

D = Decimal
FIRST, SECOND = Held(2, D("780000.00"), "USD", D("7.80")), Held(5, D("385000.00"), "USD", D("7.70"))


def amounts(parts) -> dict[int, Decimal]:
    return {part.exit: part.amount_hkd for part in parts}


class TestInTurn:
    @pytest.mark.parametrize(
        ("amount", "parts"),
        [
            ("779999.99", {2: "779999.99"}),
            ("780000.00", {2: "780000.00"}),
            ("780000.01", {2: "780000.00", 5: "0.01"}),
            ("1165000.00", {2: "780000.00", 5: "385000.00"}),
        ],
    )
    def test_settles_the_first_exit_first(self, amount, parts):
        assert amounts(in_turn([SECOND, FIRST], D(amount))) == {number: D(part) for number, part in parts.items()}


class TestStillHeld:
    def test_is_what_releases_leave_of_each_exit(self):
        assert amounts(still_held([FIRST, SECOND], [])) == {2: D("780000.00"), 5: D("385000.00")}
        assert amounts(still_held([FIRST, SECOND], [D("780000.01")])) == {5: D("384999.99")}
        assert amounts(still_held([FIRST, SECOND], [{5: D("85000.00")}, D("80000.00")])) == {
            2: D("700000.00"),
            5: D("300000.00"),
        }

    @given(st.lists(st.integers(1, 10**9), min_size=1, max_size=4), st.lists(st.integers(1, 10**8), max_size=6))
    def test_and_what_was_settled_are_what_was_held(self, held, releases):
        held = [Held(number, D(amount).scaleb(-2)) for number, amount in enumerate(held)]
        left, settled = tuple(held), []
        for release in releases:
            parts = amounts(in_turn(left, D(release).scaleb(-2)))
            settled.append(parts)
            left = still_held(held, settled)
        gone = sum((amount for parts in settled for amount in parts.values()), D(0))
        assert sum((one.amount_hkd for one in left), gone) == sum(one.amount_hkd for one in held)


class TestSplit:
    def test_takes_each_exit_at_its_own_rate(self):
        # By hand: USD100,000 from 7.80 to 7.85 is 5,000; USD50,000 from 7.70 to 7.85 is 7,500. 140,000 x 7.85 came.
        found = split(D("1099000.00"), (FIRST, SECOND), rate=D("7.85"))
        assert (found.exchange_hkd, found.gain_hkd) == (D("12500.00"), D("-78500.00"))

    def test_is_all_gain_in_hong_kong_dollars(self):
        found = split(D("1165000.00"), (FIRST, SECOND), rate=None)
        assert (found.exchange_hkd, found.gain_hkd) == (0, 0)
