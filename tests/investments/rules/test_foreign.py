"""Money in another currency: booked once, half up; a result parted into price and rate without losing a cent."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investments.rules.foreign import booked, check_rate, split_result, split_settlement
from itvf.errors import InputRefused

HKD = Decimal
DAY = date(2026, 3, 31)
amounts = st.decimals(min_value="0.0001", max_value="9999999999", places=4)
cents = st.decimals(min_value="0.00", max_value="9999999999.99", places=2)
rates = st.decimals(min_value="0.000000000001", max_value="99", places=12)


class TestBooked:
    @pytest.mark.parametrize(
        ("foreign", "rate", "hkd"),
        [
            ("1000000.00", "7.80", "7800000.00"),
            ("0.01", "7.4", "0.07"),
            ("0.01", "7.5", "0.08"),
            ("0.0999", "0.05", "0.00"),
            ("0.1000", "0.05", "0.01"),
            ("0", "7.8", "0.00"),
        ],
    )
    def test_rounds_once_half_up_to_the_cent(self, foreign, rate, hkd):
        assert booked(Decimal(foreign), Decimal(rate)) == HKD(hkd)

    @pytest.mark.parametrize("rate", ["0", "-7.8"])
    def test_refuses_a_rate_that_is_not_above_zero(self, rate):
        with pytest.raises(InputRefused, match="exchange rate is"):
            booked(Decimal(1), Decimal(rate))

    @given(amounts, rates)
    def test_is_never_further_than_half_a_cent(self, foreign, rate):
        assert abs(booked(foreign, rate) - foreign * rate) <= Decimal("0.005")


class TestSplitResult:
    def test_is_all_gain_in_hkd(self):
        found = split_result(HKD("120.00"), HKD("100.00"))
        assert (found.gain_hkd, found.exchange_hkd) == (HKD("20.00"), HKD("0.00"))

    def test_gives_the_rate_what_the_rate_did_to_the_cost(self):
        # USD1m bought at 7.80, sold for USD1.5m at 7.75: 1m x -0.05, and 0.5m x 7.75.
        found = split_result(
            HKD("11625000.00"), HKD("7800000.00"), foreign_cost=Decimal("1000000"), rate=Decimal("7.75")
        )
        assert (found.exchange_hkd, found.gain_hkd) == (HKD("-50000.00"), HKD("3875000.00"))

    def test_gives_the_rate_everything_where_the_price_stood_still(self):
        found = split_result(HKD("775.00"), HKD("780.00"), foreign_cost=Decimal(100), rate=Decimal("7.75"))
        assert (found.exchange_hkd, found.gain_hkd) == (HKD("-5.00"), HKD("0.00"))

    def test_gives_the_price_everything_where_the_rate_stood_still(self):
        found = split_result(HKD("936.00"), HKD("780.00"), foreign_cost=Decimal(100), rate=Decimal("7.80"))
        assert (found.exchange_hkd, found.gain_hkd) == (HKD("0.00"), HKD("156.00"))

    @given(amounts, rates, amounts, rates)
    def test_sums_to_the_result_to_the_cent(self, paid, rate_in, received, rate_out):
        cost, proceeds = booked(paid, rate_in), booked(received, rate_out)
        found = split_result(proceeds, cost, foreign_cost=paid, rate=rate_out)
        assert found.gain_hkd + found.exchange_hkd == proceeds - cost
        assert abs(found.gain_hkd - (received - paid) * rate_out) <= Decimal("0.01")


class TestSplitSettlement:
    def test_is_all_loss_in_hkd(self):
        found = split_settlement(HKD("900000.00"), HKD("1200000.00"))
        assert (found.gain_hkd, found.exchange_hkd) == (HKD("-300000.00"), HKD("0.00"))

    def test_sets_the_rate_apart_from_what_the_buyer_kept(self):
        # USD100,000 held at 7.80; USD90,000 comes at 7.85: rate 100,000 x 0.05, kept 10,000 x 7.85.
        found = split_settlement(HKD("706500.00"), HKD("780000.00"), rate_then=Decimal("7.80"), rate=Decimal("7.85"))
        assert (found.exchange_hkd, found.gain_hkd) == (HKD("5000.00"), HKD("-78500.00"))

    @given(cents, cents, rates, rates)
    def test_sums_to_received_less_settled(self, received, settled, rate_then, rate):
        found = split_settlement(received, settled, rate_then=rate_then, rate=rate)
        assert found.gain_hkd + found.exchange_hkd == received - settled


class TestCheckRate:
    GOOD = {"amount": Decimal(1), "rate": Decimal("7.8"), "source": "HKAB", "rate_date": DAY, "on": DAY}

    def check(self, **changes):
        given_ = self.GOOD | changes
        check_rate(given_.pop("amount"), given_.pop("rate"), **given_)

    @pytest.mark.parametrize("rate", ["0.000000000001", "99.999999999999"])
    def test_takes_what_can_be_kept(self, rate):
        assert self.check(rate=Decimal(rate)) is None

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"amount": Decimal("-0.01")}, "negative_abroad"),
            ({"rate": Decimal(0)}, "fx_rate_places"),
            ({"rate": Decimal(100)}, "fx_rate_places"),
            ({"rate": Decimal("7.8000000000001")}, "fx_rate_places"),
            ({"source": " "}, "fx_source_missing"),
            ({"rate_date": date(2026, 4, 1)}, "fx_date_late"),
        ],
    )
    def test_refuses_what_cannot(self, changes, code):
        with pytest.raises(InputRefused) as refusal:
            self.check(**changes)
        assert refusal.value.code == code
