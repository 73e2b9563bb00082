"""Offers under stated scenarios: figures that a head can check, and what holds for every offer."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules import offers
from funds.rules.hurdle import HurdleTerms
from funds.rules.offers import Offer, cost
from funds.rules.waterfall import WaterfallTerms
from itvf.errors import InputRefused

START = date(2026, 1, 1)
TERMS = WaterfallTerms(HurdleTerms(D("0.07")), D(1), D("0.2"))
# Two years: invested in the first, sold at the end of the first and of the second; no fee unless told.
SHORT = Offer(
    fund_size_hkd=D("600000000.00"),
    likely_hkd=D("150000000.00"),
    gp_commitment_hkd=D("12000000.00"),
    term_years=2,
    investment_period_years=1,
    fee_rate_during=D(0),
    fee_rate_after=D(0),
    fee_base_during="invested",
    fee_base_after="net_invested",
    gp_in_pool=True,
    waterfall=TERMS,
)
LONG = replace(SHORT, term_years=10, investment_period_years=5, fee_rate_during=D("0.02"), fee_rate_after=D("0.02"))


class TestCost:
    def test_is_no_carry_where_nothing_is_earned(self):
        found = cost(SHORT, D(1), start=START)
        assert (found.invested_hkd, found.proceeds_hkd) == (D("600000000.00"), D("600000000.00"))
        assert (found.carry_hkd, found.government_cost_hkd) == (0, 0)

    def test_is_the_government_s_quarter_of_a_fifth_of_the_profit(self):
        # 600m come back as 1,800m: profit 1,200m, a full catch-up gives the GP 240m, a quarter of it is 60m of 150m
        found = cost(SHORT, D(3), start=START)
        assert (found.carry_hkd, found.government_carry_hkd) == (D("240000000.00"), D("60000000.00"))
        assert found.share_of_commitment == D("0.4")

    def test_leaves_the_gp_s_own_money_out_of_the_pool_where_it_bears_no_carry(self):
        found = cost(replace(SHORT, gp_in_pool=False), D(3), start=START)
        assert found.carry_hkd == D("235200000.00")  # a fifth of the profit of 588m
        assert found.government_carry_hkd == D("60000000.00")

    def test_has_no_carry_where_the_gp_s_money_is_the_whole_fund_and_bears_none(self):
        offer = replace(SHORT, gp_in_pool=False, gp_commitment_hkd=SHORT.fund_size_hkd)
        found = cost(offer, D(3), start=START)
        assert (found.carry_hkd, found.government_carry_hkd) == (0, 0)
        assert {one.carry_hkd for one in offers.grid(offer, found.flows)} == {0}

    def test_takes_the_fee_out_of_what_is_invested(self):
        # one year on 2% of what is invested, one on half of it sold: I + 0.02 I + 0.02 I / 2 = 600m
        terms = replace(SHORT, fee_rate_during=D("0.02"), fee_rate_after=D("0.02"))
        found = cost(terms, D(1), start=START)
        assert found.invested_hkd == D("582524271.84")
        assert found.fee_hkd == D("17475728.16")
        assert found.government_fee_hkd == D("4368932.04")
        committed = replace(terms, fee_base_during="committed", fee_base_after="committed")
        assert cost(committed, D(1), start=START).fee_hkd == D("24000000.00")

    def test_refuses_a_fee_that_leaves_nothing(self):
        with pytest.raises(InputRefused, match="take the whole fund"):
            cost(replace(SHORT, fee_rate_during=D(1), fee_base_during="committed"), D(1), start=START)

    @given(st.decimals("0", "9", places=2), st.decimals("0", "0.05", places=3), st.integers(1, 5), st.booleans())
    def test_adds_up_for_every_offer(self, multiple, rate, period, in_pool):
        offer = replace(LONG, fee_rate_during=rate, investment_period_years=period, gp_in_pool=in_pool)
        found = cost(offer, multiple, start=START)
        drawn = sum(one.amount_hkd for one in found.flows if one.kind == "contribution")
        assert abs(drawn - offer.fund_size_hkd) <= D("0.10")
        assert abs(found.invested_hkd + found.fee_hkd - offer.fund_size_hkd) <= D("0.10")
        assert 0 <= found.carry_hkd <= D("0.2") * max(0, found.proceeds_hkd - offer.fund_size_hkd) + D("0.10")


class TestGrid:
    def test_holds_every_convention_and_marks_the_own_one_with_the_same_carry(self):
        found = cost(LONG, D("1.8"), start=START)
        grid = offers.grid(LONG, found.flows)
        assert len(grid) == 60
        (own,) = [one for one in grid if one.is_own]
        assert own.carry_hkd == found.carry_hkd
        simple = next(one for one in grid if (one.compounding, one.day_count) == ("simple", "ACT/365"))
        assert simple.carry_hkd >= own.carry_hkd
