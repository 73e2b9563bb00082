"""What an event does to units and cost: conversion, split, bonus, release, write-down; and what may follow what."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investments.rules import lifecycle
from investments.rules.lifecycle import (
    HELD,
    PARTLY_REALISED,
    REALISED,
    WRITTEN_OFF,
    ConversionTerms,
    Holding,
    bonus,
    convert,
    part_of_units,
    release,
    split,
)
from itvf.errors import InputRefused
from itvf.money import ZERO

START = date(2025, 5, 20)
TERMS = ConversionTerms(
    principal=Decimal("10000000.00"),
    interest_rate=Decimal("0.06"),
    interest_from=START,
    converted_on=START + timedelta(days=365),
    round_price=Decimal("12.00"),
    discount_rate=Decimal("0.20"),
    cap=Decimal("80000000.00"),
    cap_units=Decimal(10_000_000),
)
LOT = Holding(
    Decimal(1_000_000), Decimal("10000000.00"), Decimal("2000000.00"), Decimal("500000.00"), Decimal("1282051.2821")
)
hkd = st.decimals(min_value="0.00", max_value="9999999999.99", places=2)
whole = st.integers(min_value=1, max_value=10**9)


def code_of(function, *given_, **named) -> str:
    with pytest.raises(InputRefused) as refusal:
        function(*given_, **named)
    return refusal.value.code


class TestConvert:
    def test_takes_the_cap_where_it_is_lowest(self):
        # By hand: 10m x 6% x 365/365 = 600,000; 80m / 10m = 8.00 against 9.60 and 12.00; 10.6m / 8 = 1,325,000.
        found = convert(TERMS)
        assert (found.interest, found.basis, found.price) == (Decimal("600000.00"), "cap", 8)
        assert (found.units, found.left_over) == (1_325_000, ZERO)

    def test_takes_the_discount_where_it_is_lowest(self):
        found = convert(replace(TERMS, cap=Decimal("100000000.00")))
        assert (found.basis, found.price) == ("discount", Fraction("9.6"))
        # 10.6m / 9.60 = 1,104,166.67: the part of a share is 6.40.
        assert (found.units, found.left_over) == (1_104_166, Decimal("6.40"))

    def test_takes_the_round_where_there_is_neither(self):
        found = convert(replace(TERMS, discount_rate=Decimal(0), cap=None, cap_units=None))
        assert (found.basis, found.units, found.left_over) == ("round", 883_333, Decimal("4.00"))

    def test_takes_the_cap_alone_without_a_round(self):
        assert convert(replace(TERMS, round_price=None)).basis == "cap"

    @pytest.mark.parametrize(("days", "interest"), [(0, "0.00"), (1, "1643.84"), (366, "601643.84")])
    def test_counts_simple_interest_by_days_over_365(self, days, interest):
        found = convert(replace(TERMS, converted_on=START + timedelta(days=days)))
        assert found.interest == Decimal(interest)

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"principal": Decimal(0)}, "not_positive"),
            ({"interest_rate": Decimal("-0.01")}, "interest_below_zero"),
            ({"converted_on": START - timedelta(days=1)}, "interest_later"),
            ({"discount_rate": Decimal("-0.01")}, "discount_outside"),
            ({"discount_rate": Decimal(1)}, "discount_outside"),
            ({"cap_units": None}, "cap_without_units"),
            ({"cap": Decimal(0)}, "cap_without_units"),
            ({"round_price": None, "cap": None, "cap_units": None}, "no_price"),
        ],
    )
    def test_refuses_terms_that_give_no_price_or_contradict_themselves(self, changes, code):
        assert code_of(convert, replace(TERMS, **changes)) == code

    @given(
        principal=st.decimals(min_value="0.01", max_value="999999999.99", places=2),
        price=st.decimals(min_value="0.0001", max_value="100000", places=4),
        discount=st.decimals(min_value="0", max_value="0.99", places=2),
        cap=st.decimals(min_value="0.01", max_value="999999999.99", places=2),
        cap_units=whole,
        days=st.integers(min_value=0, max_value=3650),
    )
    def test_spends_what_is_converted_to_less_than_one_share(self, principal, price, discount, cap, cap_units, days):
        found = convert(
            ConversionTerms(
                principal,
                Decimal("0.05"),
                START,
                START + timedelta(days=days),
                price,
                discount,
                cap,
                Decimal(cap_units),
            )
        )
        over = Fraction(found.converted) - Fraction(found.units) * found.price
        assert 0 <= over < found.price
        assert abs(Fraction(found.left_over) - over) <= Fraction(1, 200)
        assert found.price <= min(Fraction(price) * (1 - Fraction(discount)), Fraction(cap) / cap_units)
        assert found.units == int(found.units)


class TestSplitAndBonus:
    def test_multiply_units_and_state_what_is_lost(self):
        found = split(Decimal(1001), new=1, old=10)
        assert (found.units_after, found.change, found.fraction_lost) == (100, -901, Fraction(1, 10))

    def test_bonus_adds_to_what_is_held(self):
        found = bonus(Decimal(10_000_000), new=1, old=3)
        assert (found.units_after, found.change, found.fraction_lost) == (13_333_333, 3_333_333, Fraction(1, 3))

    @pytest.mark.parametrize("ratio", [{"new": 0, "old": 1}, {"new": 1, "old": 0}, {"new": -1, "old": 1}])
    @pytest.mark.parametrize("verb", [split, bonus])
    def test_refuse_what_is_no_ratio(self, verb, ratio):
        assert code_of(verb, Decimal(10), **ratio) == "not_a_ratio"

    @given(whole, st.integers(min_value=1, max_value=1000), st.integers(min_value=1, max_value=1000))
    def test_lose_less_than_a_unit_and_nothing_unsaid(self, units, new, old):
        for found, exact in (
            (split(Decimal(units), new=new, old=old), Fraction(units * new, old)),
            (bonus(Decimal(units), new=new, old=old), units + Fraction(units * new, old)),
        ):
            assert Fraction(found.units_after) + found.fraction_lost == exact
            assert 0 <= found.fraction_lost < 1
            assert found.units_after == units + found.change

    @given(whole, st.integers(min_value=1, max_value=1000))
    def test_a_split_undone_gives_back_what_there_was(self, units, new):
        there = split(Decimal(units), new=new, old=1).units_after
        assert split(there, new=1, old=new).units_after == units


class TestRelease:
    def test_takes_every_figure_in_proportion(self):
        found = release(LOT, Fraction(2, 5))
        assert (found.units, found.cost_hkd) == (400_000, Decimal("4000000.00"))
        assert (found.unrealised_hkd, found.written_down_hkd) == (Decimal("800000.00"), Decimal("200000.00"))
        assert found.foreign_cost == Decimal("512820.5128")

    def test_takes_everything_with_the_last(self):
        found = release(LOT, Fraction(1))
        assert (found.units, found.cost_hkd, found.foreign_cost) == (LOT.units, LOT.cost_hkd, LOT.foreign_cost)

    @pytest.mark.parametrize("part", [Fraction(0), Fraction(-1), Fraction(1_000_001, 1_000_000)])
    def test_refuses_what_is_no_part(self, part):
        assert code_of(release, LOT, part) == "not_a_part"

    @given(
        st.lists(st.integers(min_value=1, max_value=10**6), min_size=1, max_size=8),
        hkd,
        hkd,
        st.fractions(min_value=0, max_value=1),
    )
    def test_ends_at_exactly_zero_after_the_last_unit(self, sales, cost, unrealised, share):
        written_down = Decimal(int(Fraction(cost) * 100 * share)) / 100
        lot = Holding(Decimal(sum(sales)), cost, unrealised, written_down, cost)
        for units in sales:
            gone = release(lot, part_of_units(lot, Decimal(units)))
            lot = Holding(
                lot.units - gone.units,
                lot.cost_hkd - gone.cost_hkd,
                lot.unrealised_hkd - gone.unrealised_hkd,
                lot.written_down_hkd - gone.written_down_hkd,
                lot.foreign_cost - gone.foreign_cost,
            )
            # What is written down never passes the cost that it is of: the fee's base stays at zero or above (A3).
            assert 0 <= lot.written_down_hkd <= lot.cost_hkd
        assert lot == Holding(Decimal(0), ZERO, ZERO, ZERO, ZERO)


class TestPartOfUnits:
    def test_is_exact(self):
        assert part_of_units(LOT, Decimal(333_333)) == Fraction(333_333, 1_000_000)

    @pytest.mark.parametrize(
        ("units", "code"), [("0", "not_positive"), ("-1", "not_positive"), ("1000000.000001", "too_many_units")]
    )
    def test_refuses_more_than_is_held_and_nothing(self, units, code):
        assert code_of(part_of_units, LOT, Decimal(units)) == code


class TestState:
    @pytest.mark.parametrize(
        ("units", "cost", "was_sold", "was_written_off", "state"),
        [
            ("10", "5.00", False, False, HELD),
            ("10", "5.00", True, False, PARTLY_REALISED),
            ("0", "0.00", True, False, REALISED),
            ("10", "0.00", False, True, WRITTEN_OFF),
            ("0", "0.00", False, True, WRITTEN_OFF),
            ("4", "0.00", True, True, WRITTEN_OFF),
            ("0", "0.00", True, True, REALISED),
        ],
    )
    def test_follows_from_what_is_left_and_how_it_went(self, units, cost, was_sold, was_written_off, state):
        holding = Holding(Decimal(units), Decimal(cost))
        assert lifecycle.state(holding, was_sold=was_sold, was_written_off=was_written_off) == state


class TestWriteDown:
    @pytest.mark.parametrize("amount", ["0.01", "9500000.00"])
    def test_goes_down_to_what_is_left_of_cost(self, amount):
        assert lifecycle.check_write_down(LOT, Decimal(amount)) is None

    @pytest.mark.parametrize(
        ("holding", "amount", "code"),
        [
            (LOT, "0.00", "not_positive"),
            (LOT, "9500000.01", "above_cost"),
            (Holding(Decimal(1), Decimal("10.00"), Decimal("-4.00")), "6.01", "above_carrying"),
        ],
    )
    def test_never_passes_cost_or_what_is_carried(self, holding, amount, code):
        assert code_of(lifecycle.check_write_down, holding, Decimal(amount)) == code

    def test_comes_back_at_most_whole(self):
        assert lifecycle.check_write_up(LOT, Decimal("500000.00")) is None
        assert code_of(lifecycle.check_write_up, LOT, Decimal("500000.01")) == "above_written_down"


class TestOrder:
    DONE, LAST = date(2026, 1, 1), date(2026, 3, 1)

    def test_takes_the_last_days_own_day(self):
        assert lifecycle.check_order(self.LAST, completed=self.DONE, last=self.LAST) is None
        assert lifecycle.check_value_order(self.LAST, valued=self.LAST) is None
        assert lifecycle.check_value_order(self.LAST, valued=None) is None

    @pytest.mark.parametrize(
        ("on", "code"), [(date(2025, 12, 31), "before_completion"), (date(2026, 2, 28), "before_last_event")]
    )
    def test_refuses_what_is_out_of_order(self, on, code):
        assert code_of(lifecycle.check_order, on, completed=self.DONE, last=self.LAST) == code

    def test_closes_what_lies_before_a_value(self):
        assert code_of(lifecycle.check_value_order, date(2026, 2, 28), valued=self.LAST) == "before_value"

    @pytest.mark.parametrize("state", [REALISED, WRITTEN_OFF])
    def test_ends_with_what_is_held(self, state):
        assert code_of(lifecycle.check_held, LOT, state) == "nothing_held"
        assert lifecycle.check_held(LOT, PARTLY_REALISED) is None


class TestLimits:
    def test_a_tranche_stays_within_the_deal(self):
        left = Decimal("6000000.00")
        assert lifecycle.check_tranche(left, undrawn_hkd=left) is None
        assert code_of(lifecycle.check_tranche, Decimal("6000000.01"), undrawn_hkd=left) == "above_deal"
        assert code_of(lifecycle.check_tranche, ZERO, undrawn_hkd=left) == "not_positive"

    def test_a_tranche_abroad_stays_within_the_deal(self):
        left = Decimal("600000.0000")
        assert lifecycle.check_foreign_tranche(left, undrawn=left) is None
        assert code_of(lifecycle.check_foreign_tranche, Decimal("600000.0001"), undrawn=left) == "above_deal"
        assert code_of(lifecycle.check_foreign_tranche, Decimal(0), undrawn=left) == "above_deal"

    def test_escrow_settles_what_is_held(self):
        held = Decimal("100.00")
        assert lifecycle.check_escrow(held, escrow_hkd=held) is None
        for amount in ("0.00", "100.01"):
            assert code_of(lifecycle.check_escrow, Decimal(amount), escrow_hkd=held) == "escrow_above"
