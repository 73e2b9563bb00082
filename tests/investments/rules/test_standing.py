"""A portfolio on a day: R8, R9 and the agreement's limits, as they would be judged of a deal of nothing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules.terms import published
from investments.rules.facts import BREACH, NEEDS_EVIDENCE, PASS, FundFacts, Holding
from investments.rules.limits import Limits, Lot, group_key
from investments.rules.standing import check_standing

TERMS = published("itvf-enhanced-2024")
LAST_DAY = date(2029, 12, 31)
TODAY = date(2027, 1, 1)
FUND = FundFacts(
    total_commitments_hkd=Decimal("600000000.00"),
    holdings=(),
    investment_period_start_date=date(2025, 1, 1),
    investment_period_end_date=LAST_DAY,
)
LIMITS = Limits(
    company_limit_rate=Decimal("0.15"),
    group_limit_rate=Decimal("0.20"),
    follow_on_reserve_rate=Decimal("0.25"),
    bridge_limit_rate=Decimal("0.05"),
    clause="LPA 6.3",
)


def held(cost: str, *, inside: bool = True, linked: bool | None = True) -> Holding:
    return Holding("Pine", Decimal(cost), inside, inside, linked)


def lot(company: str, cost: str, **rest) -> Lot:
    return Lot(company, Decimal(cost), Decimal(cost), **rest)


def standing(restriction: str, *, on: date = TODAY, lots=(), **changes):
    answers = check_standing(replace(FUND, **changes), TERMS, on, limits=LIMITS, lots=lots)
    return next(answer for answer in answers if answer.restriction == restriction)


class TestMandate:
    @pytest.mark.parametrize(
        ("outside", "status", "headroom"),
        [("49.99", PASS, "0.01"), ("50.00", PASS, "0.00"), ("50.01", BREACH, "-0.01")],
    )
    def test_is_judged_on_what_is_held(self, outside, status, headroom):
        answer = standing("hong_kong_share", holdings=(held("50.00"), held(outside, inside=False)))
        assert (answer.status, answer.headroom_hkd) == (status, Decimal(headroom))

    @pytest.mark.parametrize(
        ("inside", "on", "status"),
        [
            ("299999999.99", LAST_DAY, BREACH),
            ("300000000.00", LAST_DAY, PASS),
            ("299999999.99", date(2029, 12, 30), PASS),
        ],
    )
    def test_binds_on_commitments_from_the_last_day(self, inside, on, status):
        assert standing("hong_kong_share", holdings=(held(inside),), on=on).status == status

    def test_finds_a_cent_outside_the_ecosystem(self):
        assert standing("ecosystem", holdings=(held("0.01", linked=False),)).status == BREACH

    def test_asks_for_what_is_not_known_of_a_holding(self):
        answer = standing("ecosystem", holdings=(held("1.00", linked=None),))
        assert (answer.status, answer.cure) == (NEEDS_EVIDENCE, "Record it with its evidence.")

    def test_speaks_of_the_day_and_of_no_deal(self):
        answer = standing("hong_kong_share", holdings=(held("50.00", inside=False),))
        assert answer.message.startswith(
            "On 2027-01-01 the rule is broken: HK$0.00 against HK$50.00, headroom -HK$50.00. Agree"
        )
        assert not [
            each for each in check_standing(FUND, TERMS, TODAY, limits=LIMITS, lots=()) if "deal" in each.message
        ]


class TestLimits:
    def test_show_the_largest_company(self):
        lots = (lot("pine", "50000000.00"), lot("larch", "60000000.00"), lot("pine", "40000000.01"))
        answer = standing("company_limit", lots=lots)
        assert (answer.status, answer.headroom_hkd) == (BREACH, Decimal("-0.01"))

    def test_show_the_largest_group(self):
        lots = (
            lot("pine", "60000000.00", group_id="trees"),
            lot("larch", "60000000.00", group_id="trees"),
            lot("iron", "119999999.99"),
        )
        assert standing("group_limit", lots=lots).facts["numerator_hkd"] == Decimal("120000000.00")

    def test_count_first_investments_and_bridges(self):
        lots = (lot("pine", "450000000.01"), lot("larch", "30000000.01", is_bridge=True, is_follow_on=True))
        assert standing("follow_on_reserve", lots=lots).headroom_hkd == Decimal("-0.01")
        assert standing("bridge_limit", lots=lots).headroom_hkd == Decimal("-0.01")

    def test_are_met_by_an_empty_portfolio(self):
        answers = check_standing(FUND, TERMS, TODAY, limits=LIMITS, lots=())
        assert [answer.status for answer in answers] == [PASS] * 6

    def test_ask_for_holdings_that_are_not_known(self):
        assert standing("company_limit", lots=None).facts["missing"] == ("holdings",)

    def test_are_left_out_where_there_are_none(self):
        assert [answer.restriction for answer in check_standing(FUND, TERMS, TODAY)] == ["ecosystem", "hong_kong_share"]

    @given(
        st.lists(
            st.tuples(st.sampled_from("abc"), st.sampled_from([None, "x", "y"]), st.integers(0, 10**9)), max_size=8
        )
    )
    def test_are_those_of_the_worst_company_and_group(self, held_lots):
        lots = tuple(Lot(name, cents(cost), cents(cost), group_id=group) for name, group, cost in held_lots)
        companies = [
            sum((each.held_hkd for each in lots if each.company_id == name), Decimal("0.00")) for name in "abc"
        ]
        groups = [
            sum((each.held_hkd for each in lots if group_key(each) == key), Decimal("0.00"))
            for key in {group_key(each) for each in lots}
        ]
        assert standing("company_limit", lots=lots).facts["numerator_hkd"] == max(companies)
        assert standing("group_limit", lots=lots).facts["numerator_hkd"] == max(groups, default=Decimal("0.00"))


def cents(number: int) -> Decimal:
    return Decimal(number).scaleb(-2)
