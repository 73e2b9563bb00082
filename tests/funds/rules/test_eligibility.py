"""What an agreement and a fund's names may say: just inside and just outside each limit."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest

from funds.rules.eligibility import (
    AgreementTerms,
    Conditions,
    check_agreement,
    check_conditions_precedent,
    check_dates,
    check_fund_names,
)
from funds.rules.terms import published

TERMS = published("itvf-enhanced-2024")
AT_EVERY_LIMIT = AgreementTerms(
    term_years=10,
    investment_period_years=5,
    fee_rate_during=Decimal("0.02"),
    fee_rate_after=Decimal("0.02"),
    fee_base_during="invested",
    fee_base_after="net_invested",
    carry_rate=Decimal("0.20"),
    hurdle_rate=Decimal("0.07"),
)
LOWER = {"carry_rate": Decimal("0.10")}
SECOND = LOWER | {"second_hurdle_rate": Decimal("0.12"), "second_carry_rate": Decimal("0.20")}
THIRD_ALONE = LOWER | {"third_hurdle_rate": Decimal("0.12"), "third_carry_rate": Decimal("0.20")}


class TestCheckAgreement:
    def test_allows_every_limit_itself(self):
        assert check_agreement(AT_EVERY_LIMIT, TERMS) == ()

    @pytest.mark.parametrize(
        ("change", "rule", "clause", "shown"),
        [
            ({"term_years": 11}, "R7", "Annex 3 1(f)", "11 years with every extension; at most 10"),
            ({"term_years": Decimal("10.01")}, "R7", "Annex 3 1(f)", "10.01 years"),
            ({"investment_period_years": 6}, "R7", "Annex 3 1(f)", "6 years; at most 5"),
            ({"fee_rate_during": Decimal("0.020001")}, "R14", "Annex 3 1(k)(i)", "2.0001% a year; at most 2%"),
            ({"fee_rate_after": Decimal("0.025")}, "R14", "Annex 3 1(k)(i)", "2.5% a year; at most 2%"),
            ({"fee_base_during": "committed"}, "R14", "Annex 3 1(k)(i)", "committed"),
            ({"fee_base_after": "invested"}, "R14", "Annex 3 1(k)(i)", "invested"),
            ({"fee_base_after": "nav"}, "R14", "Annex 3 1(k)(i)", "nav"),
            ({"carry_rate": Decimal("0.200001")}, "R15", "Annex 3 1(k)(ii)", "20.0001%; at most 20%"),
            (SECOND | {"second_carry_rate": Decimal("0.200001")}, "R15", "Annex 3 1(k)(ii)", "20.0001%; at most 20%"),
            (SECOND | {"second_hurdle_rate": Decimal("0.07")}, "R15", "Annex 3 1(k)(ii)", "7% with a carry of 20%"),
            (SECOND | {"second_carry_rate": None}, "R16", "Annex 3 1(k)(iii)", "the second before the third"),
            (SECOND | {"second_catch_up_rate": Decimal("0.2")}, "R15", "Annex 3 1(k)(ii)", "never reaches a carry of"),
            (LOWER | {"second_catch_up_rate": Decimal(1)}, "R16", "Annex 3 1(k)(iii)", "the second before the third"),
            (THIRD_ALONE, "R16", "Annex 3 1(k)(iii)", "the second before the third"),
            ({"hurdle_rate": Decimal("0.069999")}, "R16", "Annex 3 1(k)(iii)", "6.9999% a year; at least 7%"),
        ],
    )
    def test_names_rule_clause_and_figure_just_outside(self, change, rule, clause, shown):
        (breach,) = check_agreement(replace(AT_EVERY_LIMIT, **change), TERMS)
        assert (breach.rule, breach.clause) == (rule, clause)
        assert shown in breach.message

    @pytest.mark.parametrize(
        "change",
        [
            {"term_years": 9, "investment_period_years": 4},
            {"fee_rate_during": Decimal("0.019999"), "fee_rate_after": Decimal(0)},
            {"fee_base_during": "net_invested"},
            SECOND,
            {"carry_rate": Decimal("0.199999"), "hurdle_rate": Decimal("0.070001")},
        ],
    )
    def test_allows_what_is_better_for_the_partners(self, change):
        assert check_agreement(replace(AT_EVERY_LIMIT, **change), TERMS) == ()

    def test_lists_everything_that_is_wrong_at_once(self):
        worst = AgreementTerms(
            12, 7, Decimal("0.03"), Decimal("0.03"), "committed", "committed", Decimal(1), Decimal(0)
        )
        found = check_agreement(worst, TERMS)
        assert [breach.rule for breach in found] == ["R7", "R7", "R14", "R14", "R14", "R14", "R15", "R16", "R15"]
        assert found[-1].code == "catch_up_never_ends"
        assert len({breach.code for breach in found}) == len(found)


class TestCheckDates:
    CLOSING = date(2026, 3, 16)

    @pytest.mark.parametrize(
        ("period_end", "term_end", "codes"),
        [
            (date(2031, 3, 15), date(2036, 3, 15), []),
            (date(2031, 3, 16), date(2036, 3, 15), ["period_too_long"]),
            (date(2031, 3, 15), date(2036, 3, 16), ["term_too_long"]),
        ],
    )
    def test_counts_from_the_first_closing(self, period_end, term_end, codes):
        found = check_dates(self.CLOSING, investment_period_end_date=period_end, term_end_date=term_end, terms=TERMS)
        assert [breach.code for breach in found] == codes
        assert {breach.rule for breach in found} <= {"R7"}


class TestCheckFundNames:
    @pytest.mark.parametrize(
        ("english", "chinese"),
        [
            ("Lantern Harbour Growth Limited Partnership Fund", "燈港成長有限合夥基金"),
            ("Lantern Harbour Growth LPF", "燈港成長有限合伙基金"),
            ("LANTERN HARBOUR LIMITED PARTNERSHIP FUND ", ""),
            ("", "燈港成長有限合夥基金"),
        ],
    )
    def test_allows_the_endings_of_the_ordinance(self, english, chinese):
        assert check_fund_names(english, chinese) == ()

    @pytest.mark.parametrize(
        ("english", "chinese", "codes"),
        [
            ("Lantern Harbour Growth Fund", "燈港成長有限合夥基金", ["name_en_ending"]),
            ("Lantern Harbour GrowthLPF", "", ["name_en_ending"]),
            ("LPF", "", ["name_en_ending"]),
            ("Limited Partnership Fund of Lantern", "", ["name_en_ending"]),
            ("Lantern Harbour LPF", "燈港成長基金", ["name_zh_hant_ending"]),
            ("Lantern Harbour LPF", "有限合夥基金", ["name_zh_hant_ending"]),
            ("Lantern", "燈港", ["name_en_ending", "name_zh_hant_ending"]),
            (" ", "", ["name_missing"]),
        ],
    )
    def test_refuses_other_endings(self, english, chinese, codes):
        found = check_fund_names(english, chinese)
        assert [breach.code for breach in found] == codes
        assert {breach.rule for breach in found} == {"R2"}


class TestCheckConditionsPrecedent:
    ALL = Conditions(**{field.name: True for field in fields(Conditions)})

    def test_allows_payment_when_all_stand(self):
        assert check_conditions_precedent(self.ALL) == ()

    @pytest.mark.parametrize("name", [field.name for field in fields(Conditions)])
    def test_names_the_one_that_is_missing(self, name):
        (breach,) = check_conditions_precedent(replace(self.ALL, **{name: False}))
        assert (breach.rule, breach.facts["condition"]) == ("A23", name)
        assert breach.clause
        assert "ecord" in breach.message
