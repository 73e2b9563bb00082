"""The register of restrictions: complete, in the contract's order, quoting the paper, and a cure for every finding."""

import re
from datetime import date
from pathlib import Path

import pytest

from funds.rules.terms import SEVERITIES, published
from investments.rules.facts import BREACH, PASS, FundFacts, Proposal, breached
from investments.rules.mandate import check_all, check_proposal
from investments.rules.restrictions import (
    AGREEMENT,
    CURES,
    MANDATE,
    PARTNERS_COMMITTEE,
    RESTRICTIONS,
    SECTOR,
    agreed,
    named_by,
)

TERMS = published("itvf-enhanced-2024")
RULES = Path(__file__).resolve().parents[3] / "investments" / "rules"
EACH = pytest.mark.parametrize("restriction", RESTRICTIONS.values(), ids=RESTRICTIONS)
CODE = re.compile(r'(?:breached|to_be_shown)\(\s*(?:term|ground), "(\w+)"|"(\w+_(?:passed|used))"')


class TestRegister:
    def test_begins_with_the_contracts_eight_in_order(self):
        assert [restriction.rule for restriction in MANDATE] == ["R3", "R7", "R8", "R9", "R10", "R11", "R12", "R13"]
        assert list(RESTRICTIONS)[:8] == [restriction.id for restriction in MANDATE]

    def test_holds_what_rests_on_the_agreement(self):
        assert [(each.id, each.rule, each.severity) for each in AGREEMENT] == [
            ("company_limit", "R27", "consent"),
            ("group_limit", "R27", "consent"),
            ("follow_on_reserve", "R27", "consent"),
            ("bridge_limit", "R27", "consent"),
        ]

    def test_lets_only_the_partners_committee_consent_to_related_parties(self):
        consented = {each.id for each in RESTRICTIONS.values() if each.consented_by == PARTNERS_COMMITTEE}
        assert consented == {"related_parties"}

    @EACH
    def test_says_each_clause_in_both_languages(self, restriction):
        assert restriction.title
        assert restriction.clause.startswith("Annex 3 ")
        assert not re.search("[\u4e00-\u9fff]", restriction.clause_en)
        assert re.search("[\u4e00-\u9fff]", restriction.clause_zh_hant)

    @EACH
    def test_names_the_numerator_and_the_denominator_together(self, restriction):
        assert bool(restriction.numerator) == bool(restriction.denominator)

    @pytest.mark.parametrize("restriction", MANDATE, ids=lambda each: each.id)
    def test_agrees_with_the_schemes_terms(self, restriction):
        term = TERMS.term(restriction.term)
        assert named_by(term) is restriction
        assert (term.rule, term.clause) == (restriction.rule, restriction.clause)
        assert term.severity == restriction.severity

    @EACH
    def test_fits_the_columns_that_keep_it(self, restriction):
        assert len(restriction.id) <= 30
        assert restriction.severity in SEVERITIES


class TestInForce:
    @pytest.mark.parametrize(
        ("day", "expected"), [(date(2024, 10, 27), False), (date(2024, 10, 28), True), (date(2040, 1, 1), True)]
    )
    def test_begins_with_the_paper(self, day, expected):
        assert SECTOR.is_in_force(day) is expected

    def test_is_left_to_the_agreement_where_the_agreement_sets_it(self):
        assert all(restriction.is_in_force(date(2020, 1, 1)) for restriction in AGREEMENT)


class TestCures:
    def test_are_there_for_every_code_that_the_rules_can_give(self):
        given = {
            code
            for path in RULES.glob("*.py")
            for found in CODE.findall(path.read_text("utf-8"))
            for code in found
            if code
        }
        assert {"prohibited", "company_limit_passed", "related_names"} <= given
        assert given - set(CURES) == set()

    def test_stand_beside_the_finding_and_end_the_message(self):
        outcome = breached(TERMS.term("sectors"), "sector_outside_scheme", "Not {sector}.", sector="x")
        assert (outcome.message, outcome.cure) == ("Not x. Choose another company.", "Choose another company.")
        assert outcome.as_json()["message"] == outcome.message
        assert outcome.as_json()["cure"] == "Choose another company."

    def test_are_not_offered_for_a_pass(self):
        proposal = Proposal(sector="life_health")
        met = check_proposal(FundFacts(), proposal, TERMS)[0]
        assert (met.status, met.cure, met.as_json()["cure"]) == (PASS, "", "")


class TestOutcomes:
    def test_each_names_its_restriction(self):
        answers = check_proposal(FundFacts(), Proposal(), TERMS)
        assert [answer.restriction for answer in answers] == [restriction.id for restriction in MANDATE]
        assert [answer.as_json()["restriction"] for answer in answers] == [restriction.id for restriction in MANDATE]

    def test_an_agreements_ground_shows_its_own_clause(self):
        assert agreed(AGREEMENT[0], "LPA 6.3").clause == "LPA 6.3"
        assert agreed(AGREEMENT[0]).clause == "Annex 3 para 2"


class TestCheckAll:
    def test_is_the_contracts_eight_where_nothing_else_is_given(self):
        fund, proposal = FundFacts(), Proposal()
        assert check_all(fund, proposal, TERMS) == check_proposal(fund, proposal, TERMS)

    @pytest.mark.parametrize(
        ("documents", "missing"),
        [
            ((), ["term_sheet", "ic_paper", "undertaking"]),
            (("term_sheet", "ic_paper"), ["undertaking"]),
            (("undertaking", "ic_paper", "term_sheet", "cap_table"), None),
        ],
    )
    def test_asks_for_the_documents_of_a_deal(self, documents, missing):
        answer = check_all(FundFacts(), Proposal(documents=documents), TERMS)[-1]
        assert (answer.restriction, answer.rule, answer.severity) == ("documents", "R10", "refuse")
        assert answer.status == (PASS if missing is None else "needs_evidence")
        assert answer.as_json()["facts"].get("missing") == missing

    def test_never_gives_a_breach_for_documents(self):
        for documents in ((), ("term_sheet",)):
            assert check_all(FundFacts(), Proposal(documents=documents), TERMS)[-1].status != BREACH
