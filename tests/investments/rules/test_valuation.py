"""Fair value: the bridge sums exactly, jumps ask for a reason, values grow old, methods need their inputs (IPEV)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investments.models import Valuation
from investments.rules import valuation
from investments.rules.valuation import Movement, back_test, bridge, calibration, check_inputs, check_jump, is_stale

HKD = Decimal
DAY = date(2026, 3, 31)
hkd = st.decimals(min_value="-9999999999.99", max_value="9999999999.99", places=2)


def codes(breaches) -> list[str]:
    return [breach.code for breach in breaches]


class TestBridge:
    def test_tells_what_happened_and_leaves_the_price(self):
        # By hand: 10m + 2m drawn - 4.5m sold (4m of cost, 0.5m unrealised) - 1m written down + 0.2m rate + price = 8m.
        movement = Movement(
            added_hkd=HKD("2000000.00"),
            released_hkd=HKD("4000000.00"),
            realised_hkd=HKD("5000000.00"),
            written_down_hkd=HKD("1000000.00"),
            unrealised_released_hkd=HKD("500000.00"),
        )
        found = bridge(HKD("10000000.00"), HKD("8000000.00"), movement, exchange_hkd=HKD("200000.00"))
        assert found.released_hkd == HKD("-4500000.00")
        assert found.price_hkd == HKD("1300000.00")
        assert found.realised_hkd == HKD("5000000.00")

    @given(hkd, hkd, hkd, hkd, hkd, hkd, hkd)
    def test_sums_from_opening_to_closing(self, opening, closing, added, released, down, unrealised, exchange):
        found = bridge(opening, closing, Movement(added, released, HKD(0), down, unrealised), exchange_hkd=exchange)
        parts = (found.added_hkd, found.released_hkd, found.written_down_hkd, found.exchange_hkd, found.price_hkd)
        assert opening + sum(parts) == closing == found.closing_hkd

    def test_is_read_in_its_order(self):
        found = bridge(HKD("1.00"), HKD("2.00"), Movement()).as_facts()
        assert next(iter(found)) == "opening_hkd"
        assert found["price_hkd"] == HKD("1.00")


class TestAge:
    @pytest.mark.parametrize(("days", "stale"), [(0, False), (100, False), (101, True)])
    def test_is_counted_from_the_valuation_date(self, days, stale):
        assert is_stale(DAY, DAY + timedelta(days=days)) is stale

    def test_goes_by_the_policys_own_limit(self):
        assert is_stale(DAY, DAY + timedelta(days=91), after_days=90) is True
        assert is_stale(DAY, DAY + timedelta(days=90), after_days=90) is False

    def test_of_no_value_is_stale(self):
        assert is_stale(None, DAY) is True


class TestJump:
    @pytest.mark.parametrize(
        ("after", "asks"), [("125.00", False), ("125.01", True), ("75.00", False), ("74.99", True)]
    )
    def test_asks_for_a_reason_above_the_limit_either_way(self, after, asks):
        found = check_jump(HKD("100.00"), DAY, HKD(after), had_event=False, reason=" ")
        assert codes(found) == (["jump_without_event"] if asks else [])

    def test_goes_by_the_policys_own_limit(self):
        found = check_jump(HKD("100.00"), DAY, HKD("110.01"), had_event=False, reason="", jump_rate=Decimal("0.10"))
        assert found[0].facts["change_rate"] == Decimal("0.100100000000")

    @pytest.mark.parametrize("more", [{"had_event": True, "reason": ""}, {"had_event": False, "reason": "Patent"}])
    def test_is_content_with_an_event_or_a_reason(self, more):
        assert check_jump(HKD("100.00"), DAY, HKD("900.00"), **more) == ()

    def test_from_nothing_is_not_measured(self):
        assert check_jump(HKD("0.00"), DAY, HKD("5.00"), had_event=False, reason="") == ()


class TestInputs:
    def test_are_named_for_every_method(self):
        assert set(valuation.NEEDED_INPUTS) == set(Valuation.Method.values)
        assert set(valuation.LEVELS) == set(Valuation.Level.values)

    @pytest.mark.parametrize("method", sorted(valuation.NEEDED_INPUTS))
    def test_of_a_method_are_all_asked_for(self, method):
        needed = valuation.NEEDED_INPUTS[method]
        (found,) = check_inputs(method, 3, {})
        assert (found.code, found.facts["missing"]) == ("input_missing", needed)
        assert check_inputs(method, 3, dict.fromkeys(needed, "given")) == ()

    def test_of_level_1_are_quoted_prices(self):
        assert codes(check_inputs("milestone", 1, {"milestone": "x"})) == ["level_1_without_price"]
        assert check_inputs("market_price", 1, {"price": "1.00", "source": "HKEX"}) == ()

    def test_of_no_method_or_level_are_refused(self):
        assert codes(check_inputs("hunch", 3, {})) == ["method_unknown"]
        assert codes(check_inputs("milestone", 4, {"milestone": "x"})) == ["level_unknown"]


class TestRate:
    def test_ties_the_value_to_its_own_currency(self):
        assert valuation.check_rate(HKD("780.00"), Decimal(100), Decimal("7.8"), "USD") == ()
        (found,) = valuation.check_rate(HKD("780.01"), Decimal(100), Decimal("7.8"), "USD")
        assert (found.code, found.facts["booked_hkd"]) == ("value_not_at_rate", HKD("780.00"))


class TestCalibration:
    def test_sets_a_value_beside_the_rounds(self):
        found = calibration("Series A", HKD("12000000.00"), HKD("9000000.00"))
        assert (found.difference_hkd, found.difference_rate) == (HKD("-3000000.00"), Decimal("-0.25"))


class TestBackTest:
    def test_measures_the_last_value_against_the_exit(self):
        found = back_test(HKD("12000000.00"), DAY, HKD("9000000.00"), DAY + timedelta(days=45))
        assert (found.difference_hkd, found.difference_rate, found.days) == (
            HKD("-3000000.00"),
            Decimal("-0.25"),
            45,
        )

    def test_of_nothing_valued_has_no_rate(self):
        assert back_test(HKD("0.00"), DAY, HKD("5.00"), DAY).difference_rate is None
