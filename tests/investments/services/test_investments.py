"""Deals put to the Corporation: checked by every restriction, questioned, answered by two (R3, R7 to R13, R27)."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from investments.models import CompanyGroup, Proposal, ProposalAnswer, ProposalReply
from investments.rules.restrictions import DOCUMENTS, MANDATE, RELATED_PARTIES
from investments.services import investments
from itvf.errors import InputRefused, NotPermitted, RuleBroken, WrongStage
from itvf.models import AuditEvent
from tests import programme

pytestmark = pytest.mark.django_db

D = Decimal
DAY = date(2025, 5, 6)


@pytest.fixture(scope="module")
def standing(held):
    cast = programme.enrol()
    return SimpleNamespace(cast=cast, fund=programme.opened(cast, programme.scheme()))


@pytest.fixture
def target(cast):
    return programme.company(cast)


def answer(cast, proposal, what="no_objection", *, by=None, reason="In order."):
    return investments.answer(
        proposal=proposal, answer=what, reason=reason, by=by or cast.officer, at=programme.at(DAY)
    )


class TestSubmit:
    def test_checks_every_rule_and_goes_on_record(self, cast, fund, target):
        proposal = programme.proposed(cast, fund, target)
        ids = [restriction.id for restriction in (*MANDATE, RELATED_PARTIES, DOCUMENTS)]
        assert {outcome.restriction: outcome.status for outcome in proposal.outcomes.all()} == dict.fromkeys(
            ids, "pass"
        )
        event = AuditEvent.objects.get(verb="proposal.submit")
        assert (event.chain, event.facts["amount_hkd"]) == (fund.chain, "40000000.00")

    def test_keeps_the_words_that_hint_beside_their_text(self, cast, fund):
        target = programme.company(cast)
        proposal = programme.proposed(cast, fund, target, description="Tokens for casinos; 賭場. Machine vision.")
        proposal.refresh_from_db()
        assert proposal.hints == {"crypto": ["Tokens"], "gambling": ["casinos", "賭"]}
        assert target.hints == {}

    def test_files_the_documents_that_come_with_it(self, cast, fund, target):
        proposal = programme.proposed(cast, fund, target)
        assert set(proposal.documents.values_list("kind", "added_by")) == {
            (kind, cast.maker.pk) for kind in ("term_sheet", "ic_paper", "undertaking")
        }
        assert AuditEvent.objects.get(verb="proposal.submit").facts["documents"][0].startswith("term_sheet: ")

    def test_asks_for_the_documents_that_are_not_on_file(self, cast, fund, target):
        proposal = programme.proposed(cast, fund, target, documents=programme.papers(cast.maker, "ic_paper"))
        outcome = proposal.outcomes.get(restriction="documents")
        assert (outcome.status, outcome.facts["missing"]) == ("needs_evidence", ["term_sheet", "undertaking"])
        with pytest.raises(RuleBroken):
            answer(cast, proposal)

    def test_counts_an_undertaking_that_came_as_its_file(self, cast, fund, target):
        (_, signed), *others = programme.papers(cast.maker, "undertaking", "term_sheet", "ic_paper")
        proposal = programme.proposed(cast, fund, target, documents=others, undertaking_file=signed)
        assert proposal.outcomes.get(restriction="documents").status == "pass"

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"currency": "USD"}, "foreign_amount_missing"),
            ({"currency": "USD", "foreign_amount": D("0")}, "foreign_amount_missing"),
            ({"currency": "USD", "foreign_amount": D("5000000.00001")}, "foreign_places"),
            ({"foreign_amount": D("5000000")}, "foreign_amount_of_hkd"),
            ({"currency": "US$"}, "currency_unknown"),
            ({"spend_months": 0}, "spend_months"),
            ({"documents": [("love_letter", None)]}, "unknown_document"),
        ],
    )
    def test_refuses_what_cannot_be(self, cast, fund, target, changes, code):
        with pytest.raises(InputRefused) as refusal:
            programme.proposed(cast, fund, target, **changes)
        assert refusal.value.code == code
        assert not AuditEvent.objects.filter(verb="proposal.submit").exists()

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

    def test_cites_what_stops_the_deal_in_a_breach_notice(self, cast, fund, target):
        proposal = programme.proposed(cast, fund, target, instrument="loan")
        answer(cast, proposal, "breach_notice")
        cited = AuditEvent.objects.get(verb="proposal.answer").facts["broken"]
        assert [(one["rule"], one["clause"]) for one in cited] == [("R12", "Annex 3 1(i)"), ("R13", "Annex 3 1(j)")]
        assert cited == investments.broken(proposal, DAY) == investments.broken(proposal, DAY, run=1)

    def test_asks_for_a_reason(self, cast, fund, target):
        with pytest.raises(InputRefused):
            answer(cast, programme.proposed(cast, fund, target), reason=" ")

    def test_requires_its_permission(self, cast, fund, target):
        proposal = programme.proposed(cast, fund, target)
        for person in (cast.maker, cast.finance, cast.auditor, cast.stranger):
            with pytest.raises(NotPermitted):
                answer(cast, proposal, by=person)


class TestRecheckAfterChange:
    def test_leaves_a_run_that_would_say_the_same(self, cast, fund, target):
        proposal = programme.proposed(cast, fund, target)
        answer(cast, proposal)
        assert investments.recheck_after_change(proposal, programme.at(DAY)) is False
        answer(cast, proposal, by=cast.manager)
        proposal.refresh_from_db()
        assert proposal.stage == "no_objection"

    def test_begins_anew_where_the_portfolio_has_moved_on(self, cast, fund, target):
        proposal = programme.proposed(cast, fund, target)
        answer(cast, proposal)
        abroad = programme.company(cast, "Borealis Demo", is_hong_kong=False, has_it_establishment=False)
        programme.agreed(cast, programme.proposed(cast, fund, abroad))
        assert investments.recheck_after_change(proposal, programme.at(DAY)) is True
        assert investments.last_run(proposal) == 2
        answer(cast, proposal, by=cast.manager)
        proposal.refresh_from_db()
        assert proposal.stage == "submitted", "the first answer was given on other facts"

    def test_leaves_a_proposal_that_is_answered(self, cast, fund, target):
        proposal = programme.proposed(cast, fund, target, documents=[])
        answer(cast, proposal, "breach_notice")
        proposal.refresh_from_db()
        programme.documented(proposal)
        assert investments.last_run(proposal) == 1


class TestResubmit:
    @pytest.fixture
    def queried(self, cast, fund, target):
        proposal = programme.proposed(cast, fund, target)
        answer(cast, proposal, "query", reason="Who buys?")
        proposal.refresh_from_db()
        return proposal

    def resubmit(self, cast, proposal, *, by=None, reply="Three hospitals."):
        return investments.resubmit(proposal=proposal, reply=reply, by=by or cast.maker, at=programme.at(DAY))

    def test_keeps_the_reply_and_checks_anew(self, cast, queried):
        self.resubmit(cast, queried)
        kept = ProposalReply.objects.get()
        assert (kept.reply, kept.run, kept.replied_by) == ("Three hospitals.", 1, cast.maker)
        queried.refresh_from_db()
        assert (queried.stage, investments.last_run(queried)) == ("submitted", 2)
        assert AuditEvent.objects.get(verb="proposal.resubmit").reason == "Three hospitals."

    def test_refuses_an_empty_reply(self, cast, queried):
        with pytest.raises(InputRefused) as refusal:
            self.resubmit(cast, queried, reply="  ")
        assert (refusal.value.code, refusal.value.field) == ("reply_missing", "reply")
        queried.refresh_from_db()
        assert queried.stage == "queried"
        assert not ProposalReply.objects.exists()

    def test_follows_a_query_only(self, cast, fund, target):
        with pytest.raises(WrongStage):
            self.resubmit(cast, programme.proposed(cast, fund, target))

    def test_requires_its_permission(self, cast, queried):
        for person in (cast.signatory, cast.officer, cast.stranger):
            with pytest.raises(NotPermitted):
                self.resubmit(cast, queried, by=person)


class TestFollowOns:
    """R7: a follow-on in a company that the fund holds may come after the investment period."""

    LATE = date(2030, 4, 15)

    def late(self, cast, fund, target, **changes):
        return programme.proposed(cast, fund, target, "1000000.00", expected_date=self.LATE, **changes)

    def said(self, proposal):
        outcome = proposal.outcomes.get(restriction="investment_period")
        return outcome.status, outcome.code

    def test_are_allowed_in_what_is_held(self, cast, fund, target):
        programme.paid(cast, fund)
        programme.invested(cast, fund, target)
        assert self.said(self.late(cast, fund, target, is_follow_on=True)) == ("pass", "met")
        assert self.said(self.late(cast, fund, target)) == ("breach", "after_investment_period")

    def test_are_not_what_is_not_held(self, cast, fund, target):
        proposal = self.late(cast, fund, target, is_follow_on=True)
        assert self.said(proposal) == ("breach", "follow_on_not_held")

    def test_stop_where_the_agreement_allows_none(self, cast):
        fund = programme.another(cast, follow_ons_after_period=False)
        programme.paid(cast, fund)
        target = programme.company(cast)
        programme.invested(cast, fund, target)
        assert self.said(self.late(cast, fund, target, is_follow_on=True)) == ("breach", "after_investment_period")


class TestLimitsOfTheAgreement:
    """R27: HK$600m committed, so that 10% is HK$60m; deals agreed and not done use the limits too."""

    def fund_with(self, cast, **limits):
        return programme.another(cast, limits_clause="LPA 6.3", **limits)

    def outcome(self, proposal, restriction):
        return proposal.outcomes.get(restriction=restriction)

    @pytest.mark.parametrize(("amount", "status"), [("20000000.00", "pass"), ("20000000.01", "breach")])
    def test_stop_a_company_at_the_last_cent(self, cast, amount, status):
        fund = self.fund_with(cast, company_limit_rate=D("0.1"))
        target = programme.company(cast)
        programme.agreed(cast, programme.proposed(cast, fund, target))
        outcome = self.outcome(programme.proposed(cast, fund, target, amount), "company_limit")
        assert (outcome.status, outcome.rule, outcome.clause) == (status, "R27", "LPA 6.3")
        assert outcome.facts["limit_hkd"] == "60000000.00"

    def test_count_a_group_together(self, cast):
        fund = self.fund_with(cast, group_limit_rate=D("0.1"))
        group = CompanyGroup.objects.create(
            name_en="Demo Group", registered_by=cast.officer, registered_at=programme.at(DAY)
        )
        first, second = (programme.company(cast, name, group=group) for name in ("Borealis Demo", "Cumulus Demo"))
        programme.agreed(cast, programme.proposed(cast, fund, first))
        outcome = self.outcome(programme.proposed(cast, fund, second), "group_limit")
        assert (outcome.status, outcome.facts["numerator_hkd"]) == ("breach", "80000000.00")

    def test_keep_a_reserve_for_follow_ons(self, cast):
        fund = self.fund_with(cast, follow_on_reserve_rate=D("0.9"))
        programme.paid(cast, fund)
        target = programme.company(cast)
        programme.invested(cast, fund, target)
        first = programme.proposed(cast, fund, programme.company(cast, "Borealis Demo"))
        assert self.outcome(first, "follow_on_reserve").status == "breach"
        follow_on = programme.proposed(cast, fund, target, is_follow_on=True)
        assert self.outcome(follow_on, "follow_on_reserve").status == "pass"

    def test_count_bridges_alone(self, cast):
        fund = self.fund_with(cast, bridge_limit_rate=D("0.05"), bridge_months=12)
        target = programme.company(cast)
        assert self.outcome(programme.proposed(cast, fund, target), "bridge_limit").status == "pass"
        bridge = programme.proposed(cast, fund, target, is_bridge=True)
        assert self.outcome(bridge, "bridge_limit").status == "breach"

    def test_say_nothing_where_the_agreement_sets_none(self, cast, fund, target):
        ids = set(programme.proposed(cast, fund, target).outcomes.values_list("restriction", flat=True))
        assert not ids & {"company_limit", "group_limit", "follow_on_reserve", "bridge_limit"}
