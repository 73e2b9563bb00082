"""A person decides what a check could not, with a reason, for just the facts shown (R12, R13, R27)."""

from datetime import date
from types import SimpleNamespace

import pytest

from investments.models import ProposalAnswer, Ruling
from investments.services import companies, investments, rulings
from itvf.errors import InputRefused, NotPermitted, RuleBroken, WrongStage
from itvf.models import AuditEvent
from tests import programme

pytestmark = pytest.mark.django_db

DAY = date(2025, 5, 6)
WORDS = "Patients are rewarded with tokens."


@pytest.fixture(scope="module")
def standing(held):
    cast = programme.enrol()
    return SimpleNamespace(cast=cast, fund=programme.opened(cast, programme.scheme()))


@pytest.fixture
def proposal(cast, fund):
    """A deal whose words hint at crypto."""
    return programme.proposed(cast, fund, programme.company(cast), description=WORDS)


def decide(cast, proposal, *, holds=True, restriction="prohibited", by=None, reason="Points in a shop, not traded."):
    return rulings.decide(
        proposal=proposal,
        restriction=restriction,
        holds=holds,
        reason=reason,
        by=by or cast.officer,
        at=programme.at(DAY),
    )


def latest(proposal, restriction="prohibited"):
    return proposal.outcomes.get(run=investments.last_run(proposal), restriction=restriction)


class TestDecide:
    def test_turns_the_question_into_a_pass_that_names_who_and_why(self, cast, proposal):
        assert latest(proposal).code == "words_hint"
        decide(cast, proposal)
        outcome = latest(proposal)
        assert (outcome.run, outcome.status, outcome.code) == (2, "pass", "ruled_met")
        assert (outcome.facts["person"], outcome.facts["reason"]) == ("Officer", "Points in a shop, not traded.")
        programme.agreed(cast, proposal)
        assert proposal.stage == "no_objection"

    def test_may_say_that_the_rule_is_broken(self, cast, proposal):
        decide(cast, proposal, holds=False, reason="They trade on an exchange.")
        assert (latest(proposal).status, latest(proposal).severity) == ("breach", "refuse")
        with pytest.raises(RuleBroken) as refusal:
            programme.agreed(cast, proposal)
        assert [(breach.rule, breach.code) for breach in refusal.value.breaches] == [("R13", "ruled_broken")]

    def test_goes_on_record_with_the_facts_shown(self, cast, fund, proposal):
        ruling = decide(cast, proposal)
        assert ruling.facts["words"] == ["tokens"]
        event = AuditEvent.objects.get(verb="proposal.rule")
        assert (event.chain, event.reason) == (fund.chain, "Points in a shop, not traded.")
        assert (event.facts["question"], event.facts["about"]["words"]) == ("words_hint", ["tokens"])

    def test_lapses_when_the_words_change(self, cast, proposal):
        decide(cast, proposal)
        companies.amend(
            company=proposal.company,
            description="Machine vision for casinos.",
            reason="New business.",
            by=cast.officer,
            at=programme.at(DAY),
        )
        investments.recheck(proposal=proposal, by=cast.officer, at=programme.at(DAY))
        assert latest(proposal).code == "words_hint"
        assert latest(proposal).facts["words"] == ["tokens", "casinos"]

    def test_ends_the_answers_given_before(self, cast, fund):
        proposal = programme.proposed(cast, fund, programme.company(cast), instrument="safe")
        decide(cast, proposal, restriction="instrument", reason="Converts within a year, by its clause 4.")
        programme.agreed(cast, proposal, "officer")
        assert ProposalAnswer.objects.get().run == investments.last_run(proposal) == 2

    def test_decides_that_names_alike_are_not_the_same(self, cast, fund):
        proposal = programme.proposed(cast, fund, programme.company(cast, "Harbour Demo Capital Limited"))
        decide(cast, proposal, restriction="related_parties", reason="Registered by others, see the annual return.")
        assert latest(proposal, "related_parties").status == "pass"

    @pytest.mark.parametrize("restriction", ["sector", "documents", "hong_kong_share", "luck"])
    def test_leaves_what_is_no_question_for_a_person(self, cast, fund, restriction):
        proposal = programme.proposed(cast, fund, programme.company(cast), documents=[])
        with pytest.raises(InputRefused) as refusal:
            decide(cast, proposal, restriction=restriction)
        assert (refusal.value.code, refusal.value.field) == ("nothing_to_decide", "restriction")
        assert not Ruling.objects.exists()
        assert investments.last_run(proposal) == 1

    def test_is_overturned_on_the_same_facts_by_another_person(self, cast, proposal):
        first = decide(cast, proposal)
        with pytest.raises(NotPermitted):
            decide(cast, proposal, holds=False, reason="On second thoughts.")
        with pytest.raises(InputRefused) as refusal:
            decide(cast, proposal, by=cast.manager)
        assert (refusal.value.code, Ruling.objects.count()) == ("decided_so", 1)
        later = decide(cast, proposal, by=cast.manager, holds=False, reason="The tokens trade on an exchange.")
        assert (latest(proposal).run, latest(proposal).code) == (3, "ruled_broken")
        assert latest(proposal).facts["person"] == "Manager"
        assert (later.facts, later.facts_hash) == (first.facts, first.facts_hash)
        assert AuditEvent.objects.filter(verb="proposal.rule").latest("id").facts["supersedes"] == first.pk
        investments.recheck(proposal=proposal, by=cast.officer, at=programme.at(DAY))
        assert latest(proposal).code == "ruled_broken"

    def test_asks_for_a_reason(self, cast, proposal):
        with pytest.raises(InputRefused) as refusal:
            decide(cast, proposal, reason=" ")
        assert refusal.value.code == "reason_missing"
        assert not Ruling.objects.exists()

    def test_waits_for_the_proposal_to_be_with_the_corporation(self, cast, proposal):
        investments.withdraw(proposal=proposal, reason="Lost.", by=cast.maker, at=programme.at(DAY))
        with pytest.raises(WrongStage):
            decide(cast, proposal)

    def test_is_not_for_who_submitted_the_deal(self, cast, fund, proposal):
        programme.seat(cast, fund, cast.second_officer)
        own = investments.submit(
            fund=fund,
            company=proposal.company,
            deal=programme.deal(description=WORDS),
            by=cast.second_officer,
            at=programme.at(DAY),
        )
        with pytest.raises(NotPermitted) as refusal:
            decide(cast, own, by=cast.second_officer)
        assert refusal.value.code == "maker_is_checker"

    def test_requires_its_permission(self, cast, proposal):
        for person in (cast.maker, cast.signatory, cast.finance, cast.auditor, cast.stranger):
            with pytest.raises(NotPermitted):
                decide(cast, proposal, by=person)
        assert not Ruling.objects.exists()
