"""The restriction checks, R3 and R7 to R13: at, just above and just below each line, and what is not known."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules.terms import published
from investments.rules.facts import BREACH, NEEDS_EVIDENCE, PASS, FundFacts, Holding, Proposal
from investments.rules.mandate import check_proposal
from investments.rules.words import hints

TERMS = published("itvf-enhanced-2024")
LAST_DAY = date(2029, 12, 31)
FUND = FundFacts(
    total_commitments_hkd=Decimal("600000000.00"),
    holdings=(),
    investment_period_start_date=date(2025, 1, 1),
    investment_period_end_date=LAST_DAY,
)
GOOD = Proposal(
    company="Pine Robotics",
    description="Robots for care homes.",
    sector="advanced_manufacturing_new_energy",
    stage="series_a",
    instrument="equity",
    activities=(),
    is_listed=False,
    is_secondary=False,
    amount_hkd=Decimal("20000000.00"),
    is_start_up=True,
    is_hong_kong=True,
    has_it_establishment=False,
    is_ecosystem=True,
    hong_kong_spend_undertaken_hkd=Decimal("10000000.00"),
    date=date(2026, 3, 2),
)
RULES = ["R3", "R7", "R8", "R9", "R10", "R11", "R12", "R13"]


def holding(cost: str, *, hong_kong: bool | None = True, establishment: bool | None = False, ecosystem=True) -> Holding:
    return Holding("Cedar Data", Decimal(cost), hong_kong, establishment, ecosystem)


def outcome(rule: str, *, fund: FundFacts = FUND, **changes):
    answers = check_proposal(fund, replace(GOOD, **changes), TERMS)
    return next(answer for answer in answers if answer.rule == rule)


def status(rule: str, **changes) -> str:
    return outcome(rule, **changes).status


class TestCheckProposal:
    def test_answers_each_rule_once_with_its_clause(self):
        answers = check_proposal(FUND, GOOD, TERMS)
        assert [answer.rule for answer in answers] == RULES
        assert {answer.status for answer in answers} == {PASS}
        assert all(answer.clause.startswith("Annex 3 1(") for answer in answers)

    def test_asks_for_evidence_of_everything_where_nothing_is_known(self):
        answers = check_proposal(FundFacts(), Proposal(), TERMS)
        assert {answer.status for answer in answers} == {NEEDS_EVIDENCE}

    @pytest.mark.parametrize("name", [field.name for field in fields(Proposal)])
    def test_says_every_message_with_any_fact_missing(self, name):
        for answer in check_proposal(FUND, replace(GOOD, **{name: None}), TERMS):
            assert "None" not in answer.message
            assert answer.as_json()["message"] == answer.message


class TestSector:
    @pytest.mark.parametrize(
        ("sector", "expected"),
        [("ai_data_science", PASS), ("life_health", PASS), ("fintech", BREACH), ("", BREACH), (None, NEEDS_EVIDENCE)],
    )
    def test_is_one_of_the_three(self, sector, expected):
        assert status("R3", sector=sector) == expected


class TestInvestmentPeriod:
    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (date(2024, 12, 31), BREACH),
            (date(2025, 1, 1), PASS),
            (LAST_DAY, PASS),
            (date(2030, 1, 1), BREACH),
            (None, NEEDS_EVIDENCE),
        ],
    )
    def test_holds_the_deals_date(self, day, expected):
        assert status("R7", date=day) == expected

    @pytest.mark.parametrize(("end", "expected"), [(LAST_DAY, PASS), (date(2030, 1, 1), BREACH)])
    def test_is_five_years_at_most(self, end, expected):
        assert status("R7", fund=replace(FUND, investment_period_end_date=end)) == expected

    def test_too_long_is_a_breach_whatever_the_date(self):
        long = replace(FUND, investment_period_end_date=date(2031, 1, 1))
        assert outcome("R7", fund=long, date=None).code == "investment_period_too_long"

    @pytest.mark.parametrize(
        ("start", "end", "expected"),
        [(None, LAST_DAY, NEEDS_EVIDENCE), (None, date(2026, 3, 1), BREACH), (date(2026, 3, 3), None, BREACH)],
    )
    def test_asks_for_a_missing_limit_only_where_it_matters(self, start, end, expected):
        fund = replace(FUND, investment_period_start_date=start, investment_period_end_date=end)
        assert status("R7", fund=fund) == expected


class TestEcosystem:
    @pytest.mark.parametrize(("linked", "expected"), [(True, PASS), (False, BREACH), (None, NEEDS_EVIDENCE)])
    def test_holds_the_company(self, linked, expected):
        assert status("R8", is_ecosystem=linked) == expected

    def test_one_cent_outside_is_too_much(self):
        fund = replace(FUND, holdings=(holding("0.01", ecosystem=False),))
        assert (status("R8", fund=fund), outcome("R8", fund=fund).headroom_hkd) == (BREACH, Decimal("-0.01"))

    def test_is_broken_whatever_the_amount_once_a_holding_lies_outside(self):
        fund = replace(FUND, holdings=(holding("5.00", ecosystem=False),), total_commitments_hkd=None)
        assert status("R8", fund=fund, amount_hkd=None, is_ecosystem=None) == BREACH

    def test_is_met_whatever_the_amount_where_all_is_linked(self):
        assert status("R8", amount_hkd=None) == PASS


class TestPromises:
    """Money agreed and not paid yet: each rule counts it by its own criterion, where it uses headroom."""

    def test_of_hong_kong_outside_the_ecosystem_break_the_one_rule_and_leave_the_other(self):
        fund = replace(FUND, promised=(holding("0.01", ecosystem=False),))
        assert (status("R8", fund=fund), outcome("R8", fund=fund).headroom_hkd) == (BREACH, Decimal("-0.01"))
        assert outcome("R9", fund=fund).facts["cost_hkd"] == GOOD.amount_hkd

    def test_of_the_ecosystem_outside_hong_kong_use_the_other_rule_s_headroom_alone(self):
        fund = replace(FUND, promised=(holding("20000000.01", hong_kong=False),))
        assert (status("R9", fund=fund), outcome("R9", fund=fund).headroom_hkd) == (BREACH, Decimal("-0.01"))
        assert outcome("R8", fund=fund).facts["cost_hkd"] == GOOD.amount_hkd

    def test_of_what_is_not_known_are_asked_for_where_they_matter(self):
        fund = replace(FUND, promised=(holding("5.00", ecosystem=None),))
        answer = outcome("R8", fund=fund)
        assert (answer.status, answer.facts["missing"]) == (NEEDS_EVIDENCE, ("promised.0: whether it counts",))


class TestHongKongShare:
    @pytest.mark.parametrize(
        ("elsewhere", "expected", "headroom"),
        [("19999999.99", PASS, "0.01"), ("20000000.00", PASS, "0.00"), ("20000000.01", BREACH, "-0.01")],
    )
    def test_is_half_of_cost_after_the_deal(self, elsewhere, expected, headroom):
        fund = replace(FUND, holdings=(holding(elsewhere, hong_kong=False),))
        answer = outcome("R9", fund=fund)
        assert (answer.status, answer.headroom_hkd) == (expected, Decimal(headroom))

    def test_too_low_on_cost_is_only_notified_while_it_can_be_made_up(self):
        fund = replace(FUND, holdings=(holding("100000000.00", hong_kong=False),))
        assert (outcome("R9", fund=fund).severity, outcome("R9", fund=fund).code) == (
            "notify",
            "hong_kong_share_of_cost_low",
        )

    @pytest.mark.parametrize(
        ("elsewhere", "severity"), [("299999999.99", "notify"), ("300000000.00", "notify"), ("300000000.01", "consent")]
    )
    def test_out_of_reach_on_commitments_needs_consent(self, elsewhere, severity):
        fund = replace(FUND, holdings=(holding(elsewhere, hong_kong=False),))
        assert outcome("R9", fund=fund).severity == severity

    @pytest.mark.parametrize(
        ("inside", "day", "expected"),
        [
            ("280000000.00", LAST_DAY, PASS),
            ("279999999.99", LAST_DAY, BREACH),
            ("279999999.99", date(2029, 12, 30), PASS),
        ],
    )
    def test_binds_on_commitments_from_the_last_day(self, inside, day, expected):
        answer = outcome("R9", fund=replace(FUND, holdings=(holding(inside),)), date=day)
        assert (answer.status, answer.severity) == (expected, "consent")

    @pytest.mark.parametrize(
        ("hong_kong", "establishment", "expected"),
        [
            (True, None, PASS),
            (None, True, PASS),
            (False, True, PASS),
            (False, False, BREACH),
            (None, False, NEEDS_EVIDENCE),
            (False, None, NEEDS_EVIDENCE),
        ],
    )
    def test_counts_companies_and_establishments(self, hong_kong, establishment, expected):
        assert status("R9", is_hong_kong=hong_kong, has_it_establishment=establishment) == expected

    def test_does_not_ask_for_what_could_not_change_it(self):
        enough = replace(FUND, holdings=(holding("100000000.00"),))
        assert status("R9", fund=enough, is_hong_kong=None, has_it_establishment=None) == PASS
        assert (
            status("R9", fund=enough, is_hong_kong=None, has_it_establishment=None, amount_hkd=None) == NEEDS_EVIDENCE
        )

    def test_asks_for_holdings_that_are_not_known(self):
        assert status("R9", fund=replace(FUND, holdings=None)) == NEEDS_EVIDENCE

    @pytest.mark.parametrize("field", ["date", "investment_period_end_date"])
    def test_asks_for_a_date_only_where_it_matters(self, field):
        for holdings, expected in (((), NEEDS_EVIDENCE), ((holding("300000000.00"),), PASS)):
            fund, day = replace(FUND, holdings=holdings), GOOD.date
            if field == "date":
                day = None
            else:
                fund = replace(fund, investment_period_end_date=None)
            assert status("R9", fund=fund, date=day) == expected

    @given(costs=st.lists(st.tuples(st.integers(0, 10**11), st.booleans()), max_size=6), amount=st.integers(0, 10**10))
    def test_headroom_on_cost_is_what_may_still_go_elsewhere(self, costs, amount):
        held = tuple(holding(str(Decimal(cents).scaleb(-2)), hong_kong=tied) for cents, tied in costs)
        fund = replace(FUND, holdings=held, total_commitments_hkd=Decimal("9000000000000.00"))
        answer = outcome("R9", fund=fund, amount_hkd=Decimal(amount).scaleb(-2))
        room = answer.facts["headroom_on_cost_hkd"]
        if answer.status == PASS:
            filled = replace(fund, holdings=(*held, holding(str(room), hong_kong=False)))
            over = replace(fund, holdings=(*held, holding(str(room + Decimal("0.01")), hong_kong=False)))
            assert status("R9", fund=filled, amount_hkd=Decimal(amount).scaleb(-2)) == PASS
            assert status("R9", fund=over, amount_hkd=Decimal(amount).scaleb(-2)) == BREACH


class TestHongKongSpend:
    @pytest.mark.parametrize(
        ("amount", "undertaken", "expected", "headroom"),
        [
            ("20000000.00", "9999999.99", BREACH, "-0.01"),
            ("20000000.00", "10000000.00", PASS, "0.00"),
            ("20000000.00", "10000000.01", PASS, "0.01"),
            ("0.01", "0.00", BREACH, "-0.01"),
            ("0.01", "0.01", PASS, "0.00"),
        ],
    )
    def test_is_half_of_the_investment(self, amount, undertaken, expected, headroom):
        answer = outcome("R10", amount_hkd=Decimal(amount), hong_kong_spend_undertaken_hkd=Decimal(undertaken))
        assert (answer.status, answer.headroom_hkd) == (expected, Decimal(headroom))

    @pytest.mark.parametrize("missing", ["amount_hkd", "hong_kong_spend_undertaken_hkd"])
    def test_needs_both_figures(self, missing):
        assert outcome("R10", **{missing: None}).facts["missing"] == (missing,)


class TestStage:
    @pytest.mark.parametrize(
        ("stage", "start_up", "expected", "code"),
        [
            ("seed", True, PASS, "met"),
            ("series_b", True, PASS, "met"),
            ("series_c", True, BREACH, "stage_outside_scheme"),
            ("series_c", None, BREACH, "stage_outside_scheme"),
            ("seed", False, BREACH, "not_a_start_up"),
            (None, False, BREACH, "not_a_start_up"),
            (None, True, NEEDS_EVIDENCE, "facts_missing"),
            ("seed", None, NEEDS_EVIDENCE, "facts_missing"),
        ],
    )
    def test_is_a_start_up_from_seed_to_series_b(self, stage, start_up, expected, code):
        answer = outcome("R11", stage=stage, is_start_up=start_up)
        assert (answer.status, answer.code, answer.severity) == (expected, code, "consent")


class TestInstrument:
    @pytest.mark.parametrize(
        ("instrument", "expected"),
        [
            ("equity", PASS),
            ("convertible_bond", PASS),
            ("safe", NEEDS_EVIDENCE),
            ("convertible_note", NEEDS_EVIDENCE),
            (None, NEEDS_EVIDENCE),
            ("loan", BREACH),
            ("warrant", BREACH),
        ],
    )
    def test_is_equity_or_a_convertible_bond(self, instrument, expected):
        assert status("R12", instrument=instrument) == expected


class TestProhibited:
    @pytest.mark.parametrize(
        ("changes", "found"),
        [
            ({"is_listed": True}, ("listed_shares",)),
            ({"is_secondary": True}, ("secondary",)),
            ({"instrument": "loan"}, ("loan",)),
            ({"activities": ("property", "crypto")}, ("crypto", "property")),
            ({"is_listed": True, "is_secondary": None, "description": None}, ("listed_shares",)),
        ],
    )
    def test_is_a_breach_where_declared(self, changes, found):
        answer = outcome("R13", **changes)
        assert (answer.status, answer.severity, answer.facts["found"]) == (BREACH, "refuse", found)

    @pytest.mark.parametrize("name", ["activities", "is_listed", "is_secondary", "description"])
    def test_asks_for_each_fact(self, name):
        assert outcome("R13", **{name: None}).facts["missing"] == (name,)

    def test_asks_for_evidence_where_words_hint(self):
        answer = outcome("R13", description="A casino floor, run by robots.")
        assert (answer.status, answer.facts["activities"]) == (NEEDS_EVIDENCE, ("gambling",))


class TestHints:
    @pytest.mark.parametrize(
        ("activity", "description"),
        [
            ("crypto", "A wallet for cryptocurrencies"),
            ("crypto", "Virtual-asset trading"),
            ("crypto", "tokenised bonds"),
            ("crypto", "為虛擬資產交易平台提供技術"),
            ("crypto", "加密货币钱包"),
            ("gambling", "Casino analytics"),
            ("gambling", "Sports BETTING odds"),
            ("gambling", "lottery terminals"),
            ("gambling", "博彩業的數據分析"),
            ("gambling", "赌场管理系统"),
            ("property", "A marketplace for real estate"),
            ("property", "property valuation by AI"),
            ("property", "It buys land."),
            ("property", "房地產科技平台"),
            ("property", "物业管理"),
            ("listed_shares", "shares listed on an exchange"),
            ("listed_shares", "購入上市公司股份"),
            ("secondary", "a secondary stake from a founder"),
            ("secondary", "收購二手股權"),
            ("loan", "a bridge loan"),
            ("loan", "peer-to-peer lending"),
            ("loan", "小额贷款"),
        ],
    )
    def test_are_found(self, activity, description):
        assert activity in hints(description)

    @pytest.mark.parametrize(
        "description",
        [
            "A team from Finland working on landing gear, islands and landscapes",
            "Drones that land on rooftops",
            "It owns its intellectual property; the properties of graphene; a property of light",
            "Post-quantum cryptography and cryptographic chips",
            "Unlisted; the risks listed below",
            "Secondary batteries, secondary schools",
            "Alphabet soup, better sensors, Sloan prize",
            "本地產品和內地產業、兩地產學研合作",
            "生物業務及藥物業務",
            "非上市公司；新藥上市",
            "投注資源於研發",
            "",
        ],
    )
    def test_are_no_false_alarm(self, description):
        assert hints(description) == {}
