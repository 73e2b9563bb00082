"""R7 after the investment period: a follow-on in a company already held, where the agreement allows it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from funds.rules.terms import published
from investments.rules.facts import BREACH, NEEDS_EVIDENCE, PASS, FundFacts, Holding, Proposal
from investments.rules.mandate import check_investment_period

TERMS = published("itvf-enhanced-2024")
LAST_DAY = date(2029, 12, 31)
DAY_AFTER = date(2030, 1, 1)
HELD = Holding(company="Pine Robotics", cost_hkd=Decimal("1.00"))
FUND = FundFacts(
    holdings=(HELD,),
    investment_period_start_date=date(2025, 1, 1),
    investment_period_end_date=LAST_DAY,
    follow_ons_after_period=True,
)
FOLLOW_ON = Proposal(company="Pine Robotics", date=DAY_AFTER, is_follow_on=True)


def judged(fund: FundFacts = FUND, **changes):
    answer = check_investment_period(fund, replace(FOLLOW_ON, **changes), TERMS)
    return answer.status, answer.code


class TestAfterThePeriod:
    def test_a_follow_on_in_a_company_held_passes(self):
        assert judged() == (PASS, "met")

    def test_the_agreement_must_allow_it(self):
        assert judged(replace(FUND, follow_ons_after_period=False)) == (BREACH, "after_investment_period")

    def test_a_first_investment_is_a_breach_all_the_same(self):
        assert judged(is_follow_on=False) == (BREACH, "after_investment_period")

    def test_the_company_must_be_held(self):
        assert judged(company="Cedar Data") == (BREACH, "follow_on_not_held")
        assert judged(is_held=False) == (BREACH, "follow_on_not_held")

    def test_what_the_books_say_of_the_holding_goes_before_its_name(self):
        assert judged(company="Pine Robotics (renamed)", is_held=True) == (PASS, "met")

    @pytest.mark.parametrize(
        ("fund", "changes", "missing"),
        [
            (FUND, {"is_follow_on": None}, ("is_follow_on",)),
            (FUND, {"company": None}, ("is_held",)),
            (replace(FUND, holdings=None), {}, ("is_held",)),
            (replace(FUND, holdings=(Holding(),)), {}, ("is_held",)),
            (replace(FUND, investment_period_start_date=None), {}, ("investment_period_start_date",)),
        ],
    )
    def test_what_is_not_known_is_asked_for(self, fund, changes, missing):
        answer = check_investment_period(fund, replace(FOLLOW_ON, **changes), TERMS)
        assert (answer.status, answer.facts["missing"]) == (NEEDS_EVIDENCE, missing)

    def test_a_company_not_held_is_a_breach_whatever_else_is_not_known(self):
        assert judged(company="Cedar Data", is_follow_on=None)[0] == BREACH

    def test_a_period_too_long_is_still_the_first_thing_wrong(self):
        long = replace(FUND, investment_period_end_date=date(2030, 1, 1))
        assert judged(long, date=date(2031, 1, 1)) == (BREACH, "investment_period_too_long")


class TestWhileItIsSuspended:
    STOPPED = replace(FUND, suspended_since=date(2026, 3, 1), suspended_by="LPA 9.2")

    def test_only_a_follow_on_goes_on(self):
        day = date(2026, 4, 1)
        answer = check_investment_period(self.STOPPED, replace(FOLLOW_ON, date=day, is_follow_on=False), TERMS)
        assert (answer.status, answer.code) == (BREACH, "investment_period_suspended")
        assert "since 2026-03-01 under LPA 9.2" in answer.message
        assert judged(self.STOPPED, date=day) == (PASS, "met")
        assert judged(self.STOPPED, date=day, is_follow_on=None)[0] == NEEDS_EVIDENCE


class TestWithinThePeriod:
    @pytest.mark.parametrize("is_follow_on", [True, False, None])
    def test_a_follow_on_is_like_any_other_deal(self, is_follow_on):
        assert judged(date=LAST_DAY, is_follow_on=is_follow_on, company="Cedar Data") == (PASS, "met")
