"""R9's path to the end of the investment period: what may go outside, to the cent."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investments.rules.exposure import Exposure
from investments.rules.projection import path

HALF = Decimal("0.50")
END = date(2029, 12, 31)
TODAY = date(2027, 1, 1)


def hkd(text: str) -> Decimal:
    return Decimal(text)


def projected(inside: str, outside: str, to_invest: str, *, commitments="600000000.00", rate=HALF, on=TODAY):
    state = Exposure(hkd(inside), hkd(outside), hkd(commitments))
    return path(state, rate, to_invest_hkd=hkd(to_invest), on=on, end=END)


class TestPath:
    def test_takes_the_stricter_basis(self):
        # Cost at the end 500m, half 250m; committed 600m, half 300m: of 100m + 300m inside at most 100m may be spared.
        found = projected("100000000.00", "100000000.00", "300000000.00")
        assert (found.cost_room_hkd, found.commitments_room_hkd) == (hkd("150000000.00"), hkd("100000000.00"))
        assert found.may_go_outside_hkd == hkd("100000000.00")
        assert found.must_go_inside_hkd == hkd("200000000.00")
        assert found.share_now_rate == hkd("0.500000000000")
        assert found.share_on_path_rate == hkd("0.666666666667")

    @pytest.mark.parametrize(
        ("inside", "may", "must", "shortfall", "within"),
        [
            ("0.01", "0.01", "299999999.99", "0.00", True),
            ("0.00", "0.00", "300000000.00", "0.00", True),
            ("-0.01", "0.00", "300000000.01", "0.01", False),
        ],
    )
    def test_knows_the_last_cent_that_can_be_made_up(self, inside, may, must, shortfall, within):
        found = projected("0.00", "100000000.00", "300000000.00")
        assert found.commitments_room_hkd == 0
        moved = path(
            replace(Exposure(hkd("0.00"), hkd("100000000.00"), hkd("600000000.00")), inside_hkd=hkd(inside)),
            HALF,
            to_invest_hkd=hkd("300000000.00"),
            on=TODAY,
            end=END,
        )
        assert (moved.may_go_outside_hkd, moved.must_go_inside_hkd) == (hkd(may), hkd(must))
        assert (moved.shortfall_hkd, moved.is_within_reach) == (hkd(shortfall), within)

    def test_lets_no_more_go_outside_than_is_to_come(self):
        found = projected("400000000.00", "0.00", "1000.00")
        assert (found.may_go_outside_hkd, found.must_go_inside_hkd) == (hkd("1000.00"), hkd("0.00"))
        assert found.share_on_path_rate == 0

    def test_of_a_fund_that_has_not_begun(self):
        found = projected("0.00", "0.00", "500000000.00")
        assert found.share_now_rate is None
        assert found.may_go_outside_hkd == hkd("200000000.00")

    @pytest.mark.parametrize("to_invest", ["0.00", "-1.00"])
    def test_of_a_fund_that_will_invest_no_more(self, to_invest):
        found = projected("299999999.99", "100000000.00", to_invest)
        assert (found.to_invest_hkd, found.share_on_path_rate) == (0, None)
        assert (found.shortfall_hkd, found.is_within_reach) == (hkd("0.01"), False)

    @pytest.mark.parametrize(
        ("on", "days"), [(END, 0), (date(2030, 6, 1), 0), (date(2029, 12, 30), 1), (date(2029, 1, 1), 364)]
    )
    def test_counts_the_days_left(self, on, days):
        assert projected("0.00", "0.00", "0.00", on=on).days_left == days

    def test_rounds_against_what_is_spared(self):
        found = projected("1.00", "0.00", "0.01", commitments="0.00", rate=Decimal("0.333333"))
        assert found.cost_room_hkd == hkd("0.67")

    @given(
        inside=st.integers(0, 10**11),
        outside=st.integers(0, 10**11),
        commitments=st.integers(0, 10**12),
        to_invest=st.integers(0, 10**11),
        rate=st.integers(1, 100),
    )
    def test_is_met_at_the_end_by_just_what_must_go_inside(self, inside, outside, commitments, to_invest, rate):
        sums = [Decimal(each).scaleb(-2) for each in (inside, outside, commitments, to_invest)]
        minimum = Decimal(rate).scaleb(-2)
        found = path(Exposure(*sums[:3]), minimum, to_invest_hkd=sums[3], on=TODAY, end=END)
        spared = found.may_go_outside_hkd
        if not found.is_within_reach:
            assert not is_met(sums, minimum, spared=Decimal("0.00"))
            return
        assert spared + found.must_go_inside_hkd == sums[3]
        assert is_met(sums, minimum, spared=spared)
        if spared < sums[3]:
            assert not is_met(sums, minimum, spared=spared + Decimal("0.01"))


def is_met(sums, minimum, *, spared) -> bool:
    """R9 once all is invested, `spared` of it outside: by the words of the rule, on both bases."""
    inside, outside, commitments, to_invest = sums
    at_end = inside + to_invest - spared
    cost = inside + outside + to_invest
    return at_end >= minimum * cost and at_end >= minimum * commitments
