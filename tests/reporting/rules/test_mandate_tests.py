"""R8, R9 and R10 at a quarter end: each denominator of A1 just below, at and just above what is required."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules.terms import published
from investments.rules.facts import Holding
from reporting.rules.mandate_tests import Investee, Position, expected_spend, mandate_tests

TERMS = published("itvf-enhanced-2024")
MADE = date(2026, 1, 1)
ON = date(2026, 6, 30)
PERIOD_END = date(2030, 12, 31)
HALF = Decimal("0.5")


def investee(cost, *, hong_kong=True, ecosystem=True, undertaken="same", spent=None) -> Investee:
    cost = Decimal(cost)
    return Investee(
        holding=Holding("A", cost, is_hong_kong=hong_kong, has_it_establishment=False, is_ecosystem=ecosystem),
        completed_date=MADE,
        undertaken_hkd=cost if undertaken == "same" else undertaken and Decimal(undertaken),
        spent_hkd=spent and Decimal(spent),
    )


def judged(*investees, on=ON):
    found = mandate_tests(Position(Decimal("1000.00"), PERIOD_END, tuple(investees)), TERMS, on)
    return {(test.rule, test.basis): test for test in found}


class TestOnCost:
    @pytest.mark.parametrize(
        ("inside", "outside", "outcome", "headroom"),
        [
            ("49.99", "50.01", "breach", "-0.01"),
            ("50.00", "50.00", "pass", "0.00"),
            ("50.01", "49.99", "pass", "0.01"),
        ],
    )
    def test_r9_takes_half(self, inside, outside, outcome, headroom):
        test = judged(investee(inside), investee(outside, hong_kong=False))["R9", "cost"]
        assert (test.outcome, test.headroom_hkd) == (outcome, Decimal(headroom))

    @pytest.mark.parametrize(("outside", "outcome"), [("0.01", "breach"), (None, "pass")])
    def test_r8_takes_everything(self, outside, outcome):
        others = [investee(outside, ecosystem=False)] if outside else []
        assert judged(investee("100.00"), *others)["R8", "cost"].outcome == outcome

    def test_a_fact_that_turns_the_answer_asks_for_evidence(self):
        test = judged(investee("49.99"), investee("50.01", hong_kong=None))["R9", "cost"]
        assert (test.outcome, test.counted_hkd) == ("needs_evidence", Decimal("49.99"))

    def test_a_fact_that_turns_nothing_asks_for_none(self):
        assert judged(investee("50.00"), investee("50.00", hong_kong=None))["R9", "cost"].outcome == "pass"

    def test_does_not_apply_before_the_first_investment(self):
        assert judged()["R9", "cost"].outcome == "not_applicable"
        assert judged()["R9", "cost"].found is None


class TestOnCommitments:
    @pytest.mark.parametrize(
        ("outside", "outcome"), [("499.99", "not_due"), ("500.00", "not_due"), ("500.01", "breach")]
    )
    def test_r9_is_broken_once_it_is_out_of_reach(self, outside, outcome):
        assert judged(investee(outside, hong_kong=False))["R9", "commitments"].outcome == outcome

    @pytest.mark.parametrize(("inside", "outcome"), [("499.99", "breach"), ("500.00", "pass")])
    def test_r9_binds_from_the_last_day_of_the_investment_period(self, inside, outcome):
        assert judged(investee(inside), on=PERIOD_END)["R9", "commitments"].outcome == outcome

    def test_r9_does_not_bind_the_day_before(self):
        day_before = date(2030, 12, 30)
        assert judged(investee("499.99"), on=day_before)["R9", "commitments"].outcome == "not_due"

    def test_r8_never_falls_due(self):
        assert judged(investee("499.99"), on=PERIOD_END)["R8", "commitments"].outcome == "not_due"


class TestUndertakings:
    @pytest.mark.parametrize(
        ("undertaken", "outcome", "headroom"),
        [("49.99", "breach", "-0.01"), ("50.00", "pass", "50.00"), ("50.01", "pass", "50.01")],
    )
    def test_are_each_investees_own(self, undertaken, outcome, headroom):
        test = judged(investee("100.00", undertaken=undertaken), investee("100.00"))["R10", "investees"]
        assert (test.outcome, test.headroom_hkd) == (outcome, Decimal(headroom))

    def test_that_are_missing_ask_for_evidence(self):
        test = judged(investee("100.00", undertaken=None), investee("100.00"))["R10", "investees"]
        assert (test.outcome, test.headroom_hkd) == ("needs_evidence", Decimal("-50.00"))


class TestReportedSpend:
    def test_expects_half_of_cost_after_24_months_and_no_more(self):
        whole = investee("100.00")
        assert expected_spend(whole, HALF, MADE) == 0
        assert expected_spend(whole, HALF, date(2027, 1, 1)) == 25
        assert expected_spend(whole, HALF, date(2028, 1, 1)) == 50
        assert expected_spend(whole, HALF, date(2040, 1, 1)) == 50

    def test_follows_the_undertaking_s_own_schedule(self):
        shorter = replace(investee("100.00"), spend_months=12)
        assert expected_spend(shorter, HALF, date(2027, 1, 1)) == 50
        assert judged(shorter, on=date(2027, 1, 1))["R10", "reported_spend"].denominator_hkd == Decimal("50.00")

    @pytest.mark.parametrize(("spent", "outcome"), [("24.99", "behind"), ("25.00", "pass"), (None, "needs_evidence")])
    def test_behind_the_line_is_a_warning(self, spent, outcome):
        test = judged(investee("100.00", spent=spent), on=date(2027, 1, 1))["R10", "reported_spend"]
        assert test.outcome == outcome
        assert test.denominator_hkd == Decimal("25.00")

    @given(st.decimals(min_value="0.01", max_value=10**9, places=2), st.dates(date(2025, 1, 1), date(2035, 1, 1)))
    def test_never_expects_less_than_nothing_or_more_than_half(self, cost, on):
        assert 0 <= expected_spend(investee(cost), HALF, on) <= cost * HALF
