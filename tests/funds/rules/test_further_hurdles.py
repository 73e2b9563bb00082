"""Several hurdles: what each part of the split pays, by hand, and what the clawback asks of the higher carry.

What their own catch-ups do is in test_further_catch_ups.py.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules.further_hurdles import FurtherHurdle
from funds.rules.hurdle import HurdleTerms
from funds.rules.waterfall import Flow, WaterfallTerms, waterfall
from itvf.errors import InputRefused

D = Decimal
START, A_YEAR_ON, A_DAY_LATER = date(2025, 1, 1), date(2026, 1, 1), date(2026, 1, 2)
LADDER = (FurtherHurdle(D("0.20"), D("0.20")),)


def terms(further=LADDER, **changes) -> WaterfallTerms:
    usual = {"hurdle": HurdleTerms(D("0.08")), "catch_up_rate": D(1), "carry_rate": D("0.10")}
    return WaterfallTerms(further_hurdles=further, **usual | changes)


def flow(day: date, kind: str, amount: str) -> Flow:
    return Flow(day, kind, D(amount))


IN = flow(START, "contribution", "1000000.00")
OUT = flow(A_YEAR_ON, "distribution", "1500000.00")


class TestTheSplit:
    """1m in at 8% and a full catch-up to 10%; above 20% a year the carry is 20%."""

    def test_goes_at_the_first_carry_until_partners_have_the_second_hurdle(self):
        """411,111.11 is left. Partners lack 120,000: 133,333.33 goes at 10%, the rest at 20%."""
        (line,) = waterfall([IN, OUT], terms()).lines
        first, last = line.step.bands
        assert (first.paid_hkd, first.gp_hkd, last.paid_hkd, last.gp_hkd) == (
            D("133333.33"),
            D("13333.33"),
            D("277777.78"),
            D("55555.56"),
        )
        assert line.tiers.catch_up_gp_hkd == D("8888.89")
        assert line.tiers.gp_hkd == D("77777.78")

    def test_stops_where_the_money_does_and_goes_on_from_there(self):
        """100,000 of the 133,333.33 come a year on; the day after the hurdle has grown, unrounded, by a day's part."""
        flows = [IN, flow(A_YEAR_ON, "distribution", "1188888.89"), flow(A_YEAR_ON, "distribution", "311111.11")]
        parted, whole = waterfall(flows, terms()), waterfall([IN, OUT], terms())
        assert parted.tiers == whole.tiers
        assert len(parted.lines[0].step.bands) == 1

    def test_of_three_hurdles_has_three_carries(self):
        further = (FurtherHurdle(D("0.10"), D("0.15")), FurtherHurdle(D("0.20"), D("0.20")))
        (line,) = waterfall([IN, OUT], terms(further)).lines
        assert [band.carry_rate for band in line.step.bands] == [D("0.10"), D("0.15"), D("0.20")]
        # 20,000 / 0.9 and 100,000 / 0.85 bring the partners to 10% and to 20%
        assert [band.paid_hkd for band in line.step.bands[:2]] == [D("22222.22"), D("117647.06")]

    def test_without_any_is_as_it_was(self):
        (line,) = waterfall([IN, OUT], terms(())).lines
        assert line.tiers.gp_hkd == D("50000.00")


class TestTheClawback:
    def test_takes_the_higher_carry_back_as_far_as_partners_lack_its_hurdle(self):
        """300,000 more is paid in and lost: 200,000 of profit do not bring the partners to 20%, and earn 10%."""
        found = waterfall([IN, OUT, flow(A_DAY_LATER, "contribution", "300000.00")], terms())
        below, above = found.clawback.earned
        assert (below.profit_hkd, below.carry_hkd, above.profit_hkd) == (200000, 20000, 0)
        assert found.clawback_hkd == D("57777.78")

    def test_leaves_what_the_profit_as_a_whole_earns(self):
        """100,000 is paid in and lost: of 400,000, 222,222.22 earn 10% and 177,777.78 earn 20%; 77,777.78 was had."""
        found = waterfall([IN, OUT, flow(A_DAY_LATER, "contribution", "100000.00")], terms())
        assert [round(part.carry_hkd, 2) for part in found.clawback.earned] == [D("22222.22"), D("35555.56")]
        assert found.clawback_hkd == D("20000.00")

    def test_asks_nothing_of_a_distribution_made_at_once(self):
        assert waterfall([IN, OUT], terms()).clawback_hkd == 0


@pytest.mark.parametrize(
    "further",
    [
        (FurtherHurdle(D("0.08"), D("0.20")),),
        (FurtherHurdle(D("0.20"), D("0.10")),),
        (FurtherHurdle(D("0.20"), D("1.01")),),
        (*LADDER, FurtherHurdle(D("0.15"), D("0.25"))),
    ],
)
def test_hurdles_that_do_not_rise_are_refused(further):
    with pytest.raises(InputRefused) as refusal:
        terms(further)
    assert refusal.value.code == "hurdles_not_rising"
    assert refusal.value.field == f"terms.further_hurdles.{len(further) - 1}"


@given(
    st.lists(
        st.tuples(st.integers(0, 3000), st.sampled_from(("contribution", "distribution")), st.integers(0, 10**11)),
        max_size=10,
    ),
    st.sampled_from(("capital_first", "hurdle_first")),
)
def test_the_carry_is_between_that_of_the_lowest_and_of_the_highest_rate_alone(drawn, order):
    """And whatever the rates, the parts sum to what was distributed and the carry kept is within the highest share."""
    flows = [Flow(START + timedelta(day), kind, D(cents) / 100) for day, kind, cents in drawn]
    agreed = terms(hurdle=HurdleTerms(D("0.08"), order=order), catch_up_rate=D(0))
    found = waterfall(flows, agreed)
    low, high = (
        waterfall(flows, terms((), carry_rate=D(rate), catch_up_rate=D(0), hurdle=agreed.hurdle))
        for rate in ("0.1", "0.2")
    )
    assert low.tiers.gp_hkd - D("0.1") <= found.tiers.gp_hkd <= high.tiers.gp_hkd + D("0.1")
    assert found.tiers.lp_hkd + found.tiers.gp_hkd == found.distributed_hkd
    kept = found.tiers.gp_hkd - found.clawback_hkd
    assert kept <= D("0.2") * max(found.profit_hkd, D(0)) + D("0.005")
