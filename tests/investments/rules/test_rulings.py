"""A person's ruling on what a check could not decide: it counts for just the facts that the person saw."""

from dataclasses import replace
from datetime import date

import pytest

from funds.rules.names import Name
from funds.rules.terms import published
from investments.rules.facts import BREACH, NEEDS_EVIDENCE, PASS, Proposal
from investments.rules.mandate import check_documents, check_instrument, check_prohibited, check_sector
from investments.rules.related import Parties, check_related_parties
from investments.rules.rulings import Ruling, apply_ruling, apply_rulings, facts_hash, may_be_ruled_on

TERMS = published("itvf-enhanced-2024")
CLEAR = Proposal(activities=(), is_listed=False, is_secondary=False, description="Access tokens for robots")
WORDS = check_prohibited(CLEAR, TERMS)
CODES = check_prohibited(replace(CLEAR, description="Robots", hsic=("64",)), TERMS)
SAFE = check_instrument(Proposal(instrument="safe"), TERMS)
ALIKE = check_related_parties(Parties(deal=(Name("Chan Specimen"),), house=(Name("Specimen Chan"),)))


def ruling(outcome, *, holds=True, **changes) -> Ruling:
    made = Ruling(outcome.restriction, holds, facts_hash(outcome), "Seen: door passes.", "Officer A", date(2026, 3, 2))
    return replace(made, **changes)


class TestApplyRuling:
    @pytest.mark.parametrize("outcome", [WORDS, CODES, SAFE, ALIKE], ids=lambda outcome: outcome.code)
    @pytest.mark.parametrize(("holds", "status", "code"), [(True, PASS, "ruled_met"), (False, BREACH, "ruled_broken")])
    def test_answers_in_the_persons_words(self, outcome, holds, status, code):
        answer = apply_ruling(outcome, ruling(outcome, holds=holds))
        assert (answer.status, answer.code) == (status, code)
        assert (answer.severity, answer.restriction) == (outcome.severity, outcome.restriction)
        assert answer.facts["person"] == "Officer A"
        assert answer.facts["decided_date"] == date(2026, 3, 2)
        assert "Officer A decided on 2026-03-02" in answer.message
        assert "Seen: door passes." in answer.message
        assert bool(answer.cure) == (status == BREACH)

    def test_keeps_the_facts_that_were_ruled_on(self):
        assert apply_ruling(WORDS, ruling(WORDS)).facts["words"] == ("tokens",)

    def test_no_longer_counts_when_the_words_change(self):
        changed = check_prohibited(replace(CLEAR, description="Access tokens and a casino"), TERMS)
        assert apply_ruling(changed, ruling(WORDS)) == changed

    def test_no_longer_counts_when_the_names_change(self):
        changed = check_related_parties(Parties(deal=(Name("Wong Example"),), house=(Name("Example Wong"),)))
        assert apply_ruling(changed, ruling(ALIKE)) == changed

    def test_counts_for_its_own_restriction_only(self):
        assert apply_ruling(WORDS, ruling(WORDS, restriction="instrument")) == WORDS

    def test_never_turns_a_breach_or_a_pass(self):
        for outcome in (
            check_sector(Proposal(sector="fintech"), TERMS),
            check_sector(Proposal(sector="life_health"), TERMS),
        ):
            assert apply_ruling(outcome, ruling(outcome)) == outcome


class TestMayBeRuledOn:
    @pytest.mark.parametrize("outcome", [WORDS, CODES, SAFE, ALIKE], ids=lambda outcome: outcome.code)
    def test_holds_for_questions_of_judgement(self, outcome):
        assert may_be_ruled_on(outcome)

    @pytest.mark.parametrize(
        "outcome",
        [
            check_sector(Proposal(), TERMS),
            check_documents(Proposal(documents=())),
            check_prohibited(replace(CLEAR, is_secondary=None), TERMS),
            check_sector(Proposal(sector="fintech"), TERMS),
        ],
        ids=["a fact missing", "a document missing", "words, and a fact missing", "a breach"],
    )
    def test_holds_for_nothing_else(self, outcome):
        assert not may_be_ruled_on(outcome)
        assert apply_ruling(outcome, ruling(outcome)) == outcome


class TestFactsHash:
    def test_is_the_same_for_a_row_that_json_kept(self):
        kept = replace(WORDS, facts={"words": ["tokens"], "activities": ["crypto"]})
        assert facts_hash(kept) == facts_hash(WORDS)

    def test_differs_with_restriction_code_and_facts(self):
        others = [replace(WORDS, restriction="x"), replace(WORDS, code="x"), replace(WORDS, facts={"words": ["token"]})]
        assert len({facts_hash(each) for each in (WORDS, *others)}) == 4


class TestApplyRulings:
    def test_takes_each_outcome_its_own(self):
        answers = apply_rulings((SAFE, WORDS), (ruling(WORDS), ruling(SAFE, holds=False)))
        assert [answer.status for answer in answers] == [BREACH, PASS]

    def test_lets_the_last_of_several_count(self):
        (answer,) = apply_rulings((WORDS,), (ruling(WORDS), ruling(WORDS, holds=False)))
        assert answer.status == BREACH

    def test_changes_nothing_without_rulings(self):
        assert apply_rulings(iter((WORDS,)), ()) == (WORDS,)
        assert WORDS.status == NEEDS_EVIDENCE
