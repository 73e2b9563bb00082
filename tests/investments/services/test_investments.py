"""Deals from proposal to completion: checked, answered by two, booked at cost (R3, R8 to R13)."""

from datetime import date
from decimal import Decimal

import pytest

from funds import selectors
from funds.models import JournalEntry, RecordedBreach
from investments import portfolio
from investments.models import Investment, Proposal, ProposalAnswer
from investments.services import investments
from itvf.errors import InputRefused, NotPermitted, RuleBroken, WrongStage
from itvf.models import AuditEvent
from tests import programme

pytestmark = pytest.mark.django_db

D = Decimal
DAY = date(2025, 5, 6)


@pytest.fixture
def cast():
    return programme.enrol()


@pytest.fixture
def fund(cast):
    return programme.opened(cast, programme.scheme())


@pytest.fixture
def target(cast):
    return programme.company(cast)


def answer(cast, proposal, what="no_objection", *, by=None, reason="In order."):
    return investments.answer(
        proposal=proposal, answer=what, reason=reason, by=by or cast.officer, at=programme.at(DAY)
    )


def complete(cast, proposal, *, day=programme.INVESTED, by=None, evidence="Share certificate"):
    return investments.complete(
        proposal=proposal, completed_date=day, evidence=evidence, by=by or cast.maker, at=programme.at(programme.LATER)
    )


class TestSubmit:
    def test_checks_every_rule_and_goes_on_record(self, cast, fund, target):
        proposal = programme.proposed(cast, fund, target)
        assert {outcome.rule: outcome.status for outcome in proposal.outcomes.all()} == dict.fromkeys(
            ["R3", "R7", "R8", "R9", "R10", "R11", "R12", "R13"], "pass"
        )
        event = AuditEvent.objects.get(verb="proposal.submit")
        assert (event.chain, event.facts["amount_hkd"]) == (fund.chain, "40000000.00")

    def test_takes_what_breaks_a_rule_and_says_so(self, cast, fund, target):
        proposal = programme.proposed(cast, fund, target, instrument="loan")
        assert proposal.outcomes.get(rule="R12").status == "breach"

    @pytest.mark.parametrize("amount", ["0.00", "-1.00"])
    def test_refuses_what_is_not_above_zero(self, cast, fund, target, amount):
        with pytest.raises(InputRefused):
            programme.proposed(cast, fund, target, amount)
        assert not Proposal.objects.exists()

    def test_requires_its_permission(self, cast, fund, target):
        for person in (cast.signatory, cast.officer, cast.auditor, cast.stranger):
            with pytest.raises(NotPermitted):
                investments.submit(fund=fund, company=target, deal=programme.deal(), by=person, at=programme.at(DAY))


class TestAnswer:
    def test_takes_two_people_for_no_objection(self, cast, fund, target):
        proposal = programme.proposed(cast, fund, target)
        answer(cast, proposal)
        proposal.refresh_from_db()
        assert proposal.stage == "submitted"
        with pytest.raises(NotPermitted) as refusal:
            answer(cast, proposal)
        assert refusal.value.code == "maker_is_checker"
        answer(cast, proposal, by=cast.manager)
        proposal.refresh_from_db()
        assert proposal.stage == "no_objection"
        assert AuditEvent.objects.filter(verb="proposal.answer").count() == 2

    @pytest.mark.parametrize(("what", "stage"), [("query", "queried"), ("breach_notice", "breach_notice")])
    def test_takes_one_for_a_query_or_a_breach_notice(self, cast, fund, target, what, stage):
        proposal = programme.proposed(cast, fund, target)
        answer(cast, proposal, what)
        proposal.refresh_from_db()
        assert proposal.stage == stage

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"instrument": "loan"}, "R12"),
            ({"is_secondary": True}, "R13"),
            ({"hong_kong_spend_undertaken_hkd": D("19999999.99")}, "R10"),
            ({"undertaking_signed_date": None}, "R10"),
        ],
    )
    def test_gives_no_no_objection_to_a_breach(self, cast, fund, target, changes, code):
        proposal = programme.proposed(cast, fund, target, **changes)
        with pytest.raises(RuleBroken) as refusal:
            answer(cast, proposal)
        assert code in {breach.rule for breach in refusal.value.breaches}
        assert not ProposalAnswer.objects.exists()

    def test_counts_deals_that_are_agreed_and_not_done(self, cast, fund):
        first, second = (
            programme.proposed(
                cast,
                fund,
                programme.company(cast, name, is_hong_kong=False, has_it_establishment=False),
                "150000000.02",
            )
            for name in ("Borealis Demo", "Cumulus Demo")
        )
        programme.agreed(cast, first)
        with pytest.raises(RuleBroken) as refusal:
            answer(cast, second)
        assert [breach.code for breach in refusal.value.breaches] == ["hong_kong_share_out_of_reach"]
        investments.withdraw(proposal=first, by=cast.maker, at=programme.at(DAY), reason="Fell through")
        answer(cast, second)

    def test_leaves_the_last_cent_of_headroom(self, cast, fund):
        for name in ("Borealis Demo", "Cumulus Demo"):
            target = programme.company(cast, name, is_hong_kong=False, has_it_establishment=False)
            programme.agreed(cast, programme.proposed(cast, fund, target, "150000000.00"))
        assert Proposal.objects.filter(stage="no_objection").count() == 2

    def test_begins_anew_when_the_checks_are_run_again(self, cast, fund, target):
        proposal = programme.proposed(cast, fund, target)
        answer(cast, proposal)
        investments.recheck(proposal=proposal, by=cast.manager, at=programme.at(DAY))
        answer(cast, proposal, by=cast.manager)
        proposal.refresh_from_db()
        assert proposal.stage == "submitted"

    def test_asks_for_a_reason(self, cast, fund, target):
        with pytest.raises(InputRefused):
            answer(cast, programme.proposed(cast, fund, target), reason=" ")

    def test_requires_its_permission(self, cast, fund, target):
        proposal = programme.proposed(cast, fund, target)
        for person in (cast.maker, cast.finance, cast.auditor, cast.stranger):
            with pytest.raises(NotPermitted):
                answer(cast, proposal, by=person)


class TestComplete:
    @pytest.fixture
    def proposal(self, cast, fund, target):
        programme.paid(cast, fund)
        return programme.agreed(cast, programme.proposed(cast, fund, target))

    def test_books_the_cost_against_the_cash(self, cast, fund, proposal):
        made = complete(cast, proposal)
        assert selectors.balance(fund, selectors.Code.INVESTMENT_AT_COST) == D("40000000.00")
        assert selectors.balance(fund, selectors.Code.CASH) == D("20000000.00")
        assert made.entry.effective_date == programme.INVESTED
        held = portfolio.investments_with_cost(fund).get()
        assert held.original_cost_hkd == held.cost_hkd == D("40000000.00")
        assert AuditEvent.objects.get(verb="proposal.complete").facts["amount_hkd"] == "40000000.00"

    def test_happens_once(self, cast, fund, proposal):
        complete(cast, proposal)
        with pytest.raises(WrongStage):
            complete(cast, proposal)
        assert Investment.objects.count() == 1

    def test_registers_the_breaches_of_a_deal_done_against_a_breach_notice(self, cast, fund, target):
        programme.paid(cast, fund)
        proposal = programme.proposed(cast, fund, target, instrument="loan")
        answer(cast, proposal, "breach_notice")
        complete(cast, proposal)
        assert "R12" in set(RecordedBreach.objects.filter(fund=fund).values_list("rule", flat=True))

    def test_waits_for_the_answer(self, cast, fund, target):
        programme.paid(cast, fund)
        with pytest.raises(WrongStage):
            complete(cast, programme.proposed(cast, fund, target))

    def test_waits_for_the_cash(self, cast, fund, target):
        proposal = programme.agreed(cast, programme.proposed(cast, fund, target))
        with pytest.raises(InputRefused) as refusal:
            complete(cast, proposal)
        assert refusal.value.code == "fund_cash_short"
        assert not JournalEntry.objects.filter(kind="investment").exists()

    @pytest.mark.parametrize(
        ("changes", "code"),
        [({"day": date(2026, 3, 3)}, "future_completion"), ({"evidence": " "}, "no_evidence")],
    )
    def test_refuses_with_the_reason(self, cast, proposal, changes, code):
        with pytest.raises(InputRefused) as refusal:
            complete(cast, proposal, **changes)
        assert refusal.value.code == code

    def test_requires_its_permission(self, cast, proposal):
        for person in (cast.manager, cast.finance, cast.auditor, cast.stranger):
            with pytest.raises(NotPermitted):
                complete(cast, proposal, by=person)
