"""Consents: recorded by one, approved by another, to just what may be consented to; they lapse by themselves."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from investments import portfolio
from investments.models import Consent
from investments.services import consents, investments
from itvf.errors import InputRefused, NotPermitted, RuleBroken, WrongStage
from itvf.models import AuditEvent
from tests import programme

pytestmark = pytest.mark.django_db

D = Decimal
TODAY = date(2025, 5, 5)
EXPIRY = date(2025, 12, 31)


@pytest.fixture(scope="module")
def standing(held):
    cast = programme.enrol()
    return SimpleNamespace(cast=cast, fund=programme.opened(cast, programme.scheme()))


def record(cast, fund, *, by=None, **changes):
    about = {
        "rule": "R11",
        "scope": "One Series C round of Aurora Demo.",
        "expiry_date": EXPIRY,
        "document_reference": "ITVF-C-1",
    }
    return consents.record(fund=fund, by=by or cast.officer, at=programme.at(TODAY), **about | changes)


def approved(cast, fund, **changes):
    consent = record(cast, fund, **changes)
    return consents.approve(consent=consent, by=cast.manager, at=programme.at(TODAY))


def agree(cast, proposal, day=date(2025, 5, 6)):
    return programme.agreed(cast, proposal, "officer", day=day)


class TestRecord:
    def test_waits_for_another_person_and_goes_on_record(self, cast, fund):
        consent = record(cast, fund)
        assert (consent.stage, consent.given_by, consent.given_date) == ("draft", "corporation", TODAY)
        event = AuditEvent.objects.get(verb="consent.record")
        assert (event.chain, event.facts["rule"], event.facts["expires_on"]) == (fund.chain, "R11", "2025-12-31")

    @pytest.mark.parametrize(
        ("changes", "code", "field"),
        [
            ({"rule": "R12"}, "no_consent_to_it", "rule"),
            ({"rule": "R99"}, "no_consent_to_it", "rule"),
            ({"rule": "R10", "restriction": "documents"}, "no_consent_to_it", "restriction"),
            ({"rule": "R9", "restriction": "stage"}, "no_consent_to_it", "restriction"),
            ({"rule": "R27"}, "restriction_missing", "restriction"),
            ({"rule": "R27", "restriction": "related_parties"}, "given_by_another", "given_by"),
            ({"given_by": "partners_committee"}, "given_by_another", "given_by"),
            ({"given_date": date(2025, 5, 6)}, "future_consent", "given_date"),
            ({"expiry_date": TODAY}, "expires_too_soon", "expiry_date"),
            ({"scope": " "}, "missing", "scope"),
            ({"document_reference": ""}, "missing", "document_reference"),
        ],
    )
    def test_refuses_with_the_reason(self, cast, fund, changes, code, field):
        with pytest.raises(InputRefused) as refusal:
            record(cast, fund, **changes)
        assert (refusal.value.code, refusal.value.field) == (code, field)
        assert not Consent.objects.exists()
        assert not AuditEvent.objects.filter(verb="consent.record").exists()

    def test_names_what_a_consent_can_lift(self, cast, fund):
        with pytest.raises(InputRefused) as refusal:
            record(cast, fund, rule="R13")
        assert {"R9 hong_kong_share", "R11 stage", "R27 company_limit"} <= set(refusal.value.facts["known"])
        assert "R12 instrument" not in refusal.value.facts["known"]

    def test_refuses_a_proposal_of_another_fund(self, cast, fund):
        proposal = programme.proposed(cast, fund, programme.company(cast))
        other = programme.founded(cast, fund.selection.scheme, code="ridge", ce_number="BPJ214")
        with pytest.raises(InputRefused) as refusal:
            record(cast, other, proposal=proposal)
        assert refusal.value.code == "proposal_of_another_fund"

    def test_requires_its_permission(self, cast, fund):
        for person in (cast.manager, cast.maker, cast.auditor, cast.stranger):
            with pytest.raises(NotPermitted):
                record(cast, fund, by=person)


class TestApprove:
    def test_takes_another_person(self, cast, fund):
        consent = record(cast, fund)
        with pytest.raises(NotPermitted):
            consents.approve(consent=consent, by=cast.officer, at=programme.at(TODAY))
        consents.approve(consent=consent, by=cast.manager, at=programme.at(TODAY))
        consent.refresh_from_db()
        assert (consent.stage, consent.approved_by) == ("approved", cast.manager)
        assert AuditEvent.objects.filter(verb="consent.approve").count() == 1

    def test_happens_once(self, cast, fund):
        consent = approved(cast, fund)
        with pytest.raises(WrongStage):
            consents.approve(consent=consent, by=cast.manager, at=programme.at(TODAY))

    @pytest.mark.parametrize("verb", ["refuse", "revoke"])
    def test_gives_reasons_for_an_end(self, cast, fund, verb):
        consent = approved(cast, fund) if verb == "revoke" else record(cast, fund)
        end = getattr(consents, verb)
        with pytest.raises(InputRefused):
            end(consent=consent, by=cast.manager, at=programme.at(TODAY), reason=" ")
        end(consent=consent, by=cast.manager, at=programme.at(TODAY), reason="Given in error.")
        assert AuditEvent.objects.get(verb=f"consent.{verb}").reason == "Given in error."
        assert not portfolio.live_consents(fund, TODAY).exists()


class TestLifts:
    """A no objection passes what a live consent covers, and nothing else."""

    @pytest.fixture
    def late_stage(self, cast, fund):
        return programme.proposed(cast, fund, programme.company(cast), financing_stage="series_c")

    def test_what_it_is_to(self, cast, fund, late_stage):
        with pytest.raises(RuleBroken):
            agree(cast, late_stage)
        approved(cast, fund, proposal=late_stage)
        agree(cast, late_stage)
        assert late_stage.answers.count() == 1

    def test_not_before_it_is_approved(self, cast, fund, late_stage):
        record(cast, fund)
        with pytest.raises(RuleBroken):
            agree(cast, late_stage)

    def test_not_another_deal(self, cast, fund, late_stage):
        approved(cast, fund, proposal=programme.proposed(cast, fund, programme.company(cast, "Borealis Demo")))
        with pytest.raises(RuleBroken):
            agree(cast, late_stage)

    def test_from_its_day_until_it_lapses_by_itself(self, cast, fund):
        approved(cast, fund)
        days = (TODAY - timedelta(1), TODAY, EXPIRY, EXPIRY + timedelta(1))
        assert [portfolio.live_consents(fund, day).exists() for day in days] == [False, True, True, False]

    def test_not_the_other_restrictions_of_its_rule(self, cast):
        limits = {"company_limit_rate": D("0.05"), "group_limit_rate": D("0.05"), "limits_clause": "LPA 6.3"}
        fund = programme.another(cast, **limits)
        proposal = programme.proposed(cast, fund, programme.company(cast))
        approved(cast, fund, rule="R27", restriction="company_limit")
        with pytest.raises(RuleBroken) as refusal:
            agree(cast, proposal)
        assert [breach.code for breach in refusal.value.breaches] == ["group_limit_passed"]
        assert refusal.value.breaches[0].clause == "LPA 6.3"

    def test_what_is_related_only_by_the_partners_committee(self, cast, fund):
        target = programme.company(cast, "Harbour Demo Capital Limited")
        proposal = programme.proposed(cast, fund, target)
        assert proposal.outcomes.get(restriction="related_parties").code == "related_names"
        with pytest.raises(RuleBroken):
            agree(cast, proposal)
        approved(cast, fund, rule="R27", restriction="related_parties", given_by="partners_committee")
        agree(cast, proposal)

    def test_a_deal_that_another_fund_holds(self, cast, fund):
        target = programme.company(cast)
        other = programme.opened(cast, fund.selection.scheme, code="ridge", ce_number="BPJ214")
        programme.paid(cast, fund)
        programme.invested(cast, fund, target)
        maker = programme.person("ridge_maker")
        programme.seat(cast, other, maker)
        proposal = investments.submit(
            fund=other,
            company=target,
            deal=programme.deal(expected_date=date(2025, 6, 2)),
            documents=programme.papers(maker),
            by=maker,
            at=programme.at(date(2025, 5, 26)),
        )
        with pytest.raises(RuleBroken) as refusal:
            agree(cast, proposal, day=date(2025, 5, 27))
        assert [breach.code for breach in refusal.value.breaches] == ["cross_fund"]
        assert refusal.value.breaches[0].facts["other_funds"] == 1
        approved(cast, other, rule="R27", restriction="related_parties", given_by="partners_committee")
        agree(cast, proposal, day=date(2025, 5, 27))
