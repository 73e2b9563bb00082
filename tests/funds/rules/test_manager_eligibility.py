"""Annex 3, requirement by requirement: a cent or one below, at, and above each threshold."""

from datetime import date
from decimal import Decimal

import pytest

from funds.rules.application import SECTIONS, answers_of
from funds.rules.manager_eligibility import TITLES, Needed, check
from funds.rules.terms import published
from tests.selection_worlds import ANSWERS, DEAL

ON = date(2025, 4, 10)
TERMS = published("itvf-enhanced-2024")
PASS, FAIL, ASK = "pass", "fail", "needs_evidence"


def outcomes(is_on_register: bool = False, needed: Needed = Needed(), **changes) -> dict:  # noqa: B008 (frozen)
    given = {key: ANSWERS[key] | changes.get(key, {}) for key in SECTIONS}
    values = {key: answers_of(key, told, on=ON).values for key, told in given.items()}
    found = check(values, terms=TERMS, needed=needed, is_on_register=is_on_register)
    return {one.requirement: one for one in found}


def status(requirement: str, **changes) -> str:
    return outcomes(**changes)[requirement].status


def officers(count: int) -> dict:
    return {"rows": [{"name": f"Officer {n}", "ce_number": f"AAA{n:03d}"} for n in range(count)]}


def deals(*changes: dict) -> dict:
    return {"rows": [DEAL | {"company": f"Company {n}"} | change for n, change in enumerate(changes)]}


class TestEveryRequirement:
    def test_of_the_paper_has_an_outcome_with_its_clause(self):
        found = outcomes(is_on_register=True)
        assert list(found) == list(TITLES) or set(found) == set(TITLES)
        assert all(one.breach.rule.startswith("R") and "Annex 3 1(" in one.breach.clause for one in found.values())
        assert {name for name, one in found.items() if one.status != PASS} == {"circles"}
        assert all(one.breach.message for one in found.values())


class TestThePeople:
    def test_licence_passes_only_by_our_own_register(self):
        assert status("licence", is_on_register=True) == PASS
        assert status("licence") == ASK
        coming = {"licence": "to_be_held", "ce_number": "", "licence_expected_date": "2026-01-01"}
        assert status("licence", house=coming) == ASK
        assert status("licence", house={"ce_number": ""}) == FAIL

    @pytest.mark.parametrize(("count", "said"), [(1, FAIL), (2, PASS), (3, PASS)])
    def test_officers_are_counted(self, count, said):
        assert status("officers", house=officers(count)) == said

    def test_officers_named_twice_count_once(self):
        rows = officers(1)["rows"] * 2
        assert status("officers", house={"rows": rows}) == FAIL

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            (({},), FAIL),
            (({}, {}), PASS),
            (({}, {"instrument": "convertible_bond"}), FAIL),
            (({}, {"sector": "other"}), FAIL),
            (({}, {"flows": [["2019-03-31", "-10000000.00"]]}), FAIL),
            (({}, {"flows": [["2019-03-31", "-10000000.00"], ["2020-01-01", "0.01"]]}), PASS),
        ],
    )
    def test_deals_are_equity_with_proceeds_in_a_named_sector(self, changes, said):
        assert status("deals", track_record=deals(*changes)) == said

    @pytest.mark.parametrize(
        ("requirement", "section"),
        [("funds_raised", "prior_funds"), ("start_ups_led", "start_ups"), ("pipeline", "pipeline")],
    )
    def test_what_was_done_before_is_counted(self, requirement, section):
        assert status(requirement) == PASS
        assert status(requirement, **{section: {"rows": []}}) == FAIL
        assert outcomes(needed=Needed(**{requirement: 2}))[requirement].status == FAIL

    def test_pipeline_from_hong_kong_alone_does_not_count(self):
        rows = [ANSWERS["pipeline"]["rows"][0] | {"is_outside": False}]
        assert status("pipeline", pipeline={"rows": rows}) == FAIL


class TestTheOffer:
    @pytest.mark.parametrize(
        ("requirement", "section", "name", "below", "at", "above"),
        [
            ("fund_size", "fund", "fund_size_hkd", "599999999.99", "600000000.00", "600000000.01"),
            ("non_government", "fund", "non_government_target_hkd", "449999999.99", "450000000.00", "450000000.01"),
            ("gp_commitment", "fund", "gp_commitment_hkd", "11999999.99", "12000000.00", "12000000.01"),
            ("government_part", "fund", "non_government_target_hkd", "449999999.99", "450000000.00", "450000000.03"),
            ("hurdle", "terms", "hurdle_rate", "6.999999%", "7%", "7.000001%"),
            ("carry", "terms", "carry_rate", "20.000001%", "20%", "19.999999%"),
            ("fee", "terms", "fee_rate_during", "2.000001%", "2%", "1.999999%"),
            ("fee", "terms", "fee_rate_after", "2.000001%", "2%", "1.999999%"),
            ("periods", "terms", "term_years", "11", "10", "9"),
            ("periods", "terms", "investment_period_years", "6", "5", "4"),
        ],
    )
    def test_at_each_threshold(self, requirement, section, name, below, at, above):
        said = [status(requirement, **{section: {name: value}}) for value in (below, at, above)]
        assert said == [FAIL, PASS, PASS]

    def test_gp_commitment_of_a_fraction_of_a_cent_is_rounded_up(self):
        size = {"fund_size_hkd": "600000000.01"}
        assert status("gp_commitment", fund=size | {"gp_commitment_hkd": "12000000.00"}) == FAIL
        assert status("gp_commitment", fund=size | {"gp_commitment_hkd": "12000000.01"}) == PASS

    def test_governments_part_follows_the_agreement_on_gp_money(self):
        assert status("government_part", terms={"gp_money_is_matched": False}) == FAIL
        target = {"non_government_target_hkd": "462000000.00", "fund_size_hkd": "612000000.00"}
        assert status("government_part", fund=target, terms={"gp_money_is_matched": False}) == PASS

    def test_size_above_what_its_parts_make_needs_evidence(self):
        assert status("government_part", fund={"fund_size_hkd": "600000000.01"}) == ASK
        most = {"non_government_target_hkd": "900000000.00"}
        assert status("government_part", fund=most | {"fund_size_hkd": "1150000000.00"}) == PASS
        assert status("government_part", fund=most | {"fund_size_hkd": "1150000000.01"}) == ASK

    def test_sectors_stages_and_the_framework(self):
        assert status("sectors", fund={"sectors": ["life_health", "other"]}) == FAIL
        assert status("stages", fund={"stages": ["seed", "series_c"]}) == FAIL
        assert status("stages", fund={"stages": ["seed", "series_b"]}) == PASS
        assert status("framework", fund={"accepts_framework": False}) == FAIL

    def test_fee_on_commitments_fails(self):
        assert status("fee", terms={"fee_base_during": "committed"}) == FAIL
        assert outcomes(terms={"fee_base_during": "committed"})["fee"].breach.code == "fee_base"
        assert Decimal("0.02") == TERMS.rate("maximum_management_fee_rate")

    def test_answers_that_lack_need_evidence(self):
        for requirement in ("periods", "fee", "carry", "hurdle"):
            assert status(requirement, terms={"carry_rate": ""}) == ASK
        assert status("fund_size", fund={"fund_size_hkd": ""}) == ASK
