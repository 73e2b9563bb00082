"""Roads around a round's promises, tried as the application's own role: each is closed by the database itself."""

import pgtrigger
import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from funds.admin import offered
from funds.models import (
    Application,
    EligibilityFinding,
    Fund,
    FundAgreement,
    HouseMembership,
    InvitationAmendment,
    Score,
    ScoreSheet,
    Selection,
    SelectionDecision,
    TermDeparture,
)
from funds.rounds import database_clock as now
from funds.services import (
    conflicts,
    decisions,
    houses,
    notice_receipts,
    selection,
    selection_eligibility,
    term_departures,
)
from itvf.dates import local_date
from itvf.errors import NotFound, NotPermitted, WrongStage
from itvf.models import AuditEvent, OutboxMessage
from itvf.roles import HouseRole, RoundRole
from tests import assessment_worlds as worlds
from tests import portal, selection_worlds

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def standing(held):
    return worlds.closed_world()


def refused(words: str, statement: str, *values) -> bool:
    """Whether the database refuses a statement, in these words."""
    with pytest.raises(IntegrityError, match=words), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return True


class TestAPublishedInvitation:
    def test_never_becomes_a_draft_again_even_where_the_stages_guard_is_told_to_look_away(self, world):
        for stage in ("draft", "withdrawn"):
            with pgtrigger.ignore("funds.Invitation:invitation_stage"):
                assert refused(
                    "announced amendment only",
                    "UPDATE funds_invitation SET stage = %s WHERE id = %s",
                    stage,
                    world.invitation.pk,
                )

    def test_keeps_its_announcements_as_they_were_announced(self, world):
        (told,) = InvitationAmendment.objects.filter(invitation=world.invitation)
        for change in ("SET words_en = 'Later.'", "SET announced_at = now()", "SET changes = '{}'"):
            assert refused("stands", f"UPDATE funds_invitationamendment {change} WHERE id = %s", told.pk)
        assert refused("stands", "DELETE FROM funds_invitationamendment WHERE id = %s", told.pk)


class TestAnApplication:
    def test_moves_to_no_other_round_that_is_open_still(self, world):
        other = selection_worlds.opened(world.cast, world.scheme, reference="round-2")
        late = world.applications[0]
        move = "UPDATE funds_application SET invitation_id = %s WHERE id = %s"
        assert refused("stays its house's", move, other.pk, late.pk)

    def test_that_is_a_draft_at_the_close_is_never_received(self, world, cast):
        draft = Application.objects.create(
            invitation=world.invitation,
            house=selection_worlds.house("dunlin", "BSM516").house,
            reference="late",
            started_by=cast.maker,
            started_at=now(),
        )
        receive = "UPDATE funds_application SET stage = 'submitted' WHERE id = %s"
        assert refused("received with a submission", receive, draft.pk)


class TestAScore:
    def test_comes_with_its_sheet_while_scores_are_taken_and_on_its_own_rounds_criteria(self, world):
        worlds.scoring(world)
        worlds.scored(world)
        sheet = ScoreSheet.objects.first()
        foreign = selection_worlds.opened(world.cast, world.scheme, reference="round-2").criteria.first()
        add = "INSERT INTO funds_score (sheet_id, criterion_id, score, reason) VALUES (%s, %s, 5, 'Late.')"
        assert refused("criterion of its own round", add, sheet.pk, foreign.pk)
        assert Score.objects.filter(sheet=sheet).count() == 3


class TestAConflictOfTheStaff:
    @pytest.fixture
    def closed(self, world, cast):
        """An application of a settled round, closed to the officer."""
        worlds.settled(world)
        application = world.applications[0]
        about = {"user": cast.officer, "what": "A loan.", "since_date": local_date(now())}
        conflicts.record_conflict(application=application, by=cast.second_officer, at=now(), **about)
        return application

    def test_closes_its_trail_and_its_mail_on_every_page(self, world, cast, closed):
        officer, other = portal.client_of(cast.officer), portal.client_of(cast.second_officer)
        receipt = OutboxMessage.objects.filter(kind="application_receipt", subject__contains=closed.reference).first()
        scored = AuditEvent.objects.filter(verb="assessment.give_scores", facts__application=closed.reference).first()
        pages = [
            reverse("admin:itvf_outboxmessage_change", args=[receipt.pk]),
            reverse("admin:itvf_auditevent_change", args=[scored.pk]),
        ]
        assert [other.get(page).status_code for page in pages] == [200, 200]
        assert [officer.get(page).status_code for page in pages] == [302, 302]
        shown = [reverse(f"admin:itvf_{name}_changelist") for name in ("auditevent", "outboxmessage")]
        shown.append(reverse("admin:funds_assessment_history", args=[world.assessment.pk]))
        shown.append(reverse("admin:funds_invitation_change", args=[world.invitation.pk]))
        for page in shown:
            assert closed.reference in other.get(page).content.decode()
            assert closed.reference not in officer.get(page).content.decode()

    def test_leaves_what_is_decided_on_the_round_to_others(self, world, cast, closed):
        officer = portal.client_of(cast.officer)
        for verb in ("committee", "decide"):
            assert officer.get(reverse(f"admin:funds_assessment_{verb}", args=[world.assessment.pk])).status_code == 403
        with pytest.raises(NotPermitted, match=closed.reference):
            decisions.propose(assessment=world.assessment, choices={}, by=cast.officer, at=now())
        finding = EligibilityFinding(submission=closed.submissions.get())
        for verb, more in (
            (selection_eligibility.examine, {"application": closed}),
            (selection_eligibility.rule, {"finding": finding, "outcome": "pass", "note": "Seen."}),
        ):
            with pytest.raises(NotFound):
                verb(by=cast.officer, at=now(), **more)
        assert not SelectionDecision.objects.exists()

    def test_leaves_what_follows_from_the_application_to_others(self, world, cast, closed):
        """The clock and lapse of its selection, the terms of its fund beside what was offered."""
        chosen = Selection(application=closed, reference=closed.reference, stage="selected")
        departure = TermDeparture(agreement=FundAgreement(fund=Fund(selection=chosen)), name="carry_rate")
        about = {"by": cast.officer, "at": now(), "reason": "Known."}
        calls = (
            (notice_receipts.record, {"selection": chosen, "received_date": local_date(now())}),
            (selection.propose_lapse, {"selection": chosen, "on": local_date(now())}),
            (
                term_departures.sign_again,
                {"fund": departure.agreement.fund, "signed_date": None, "signed_by_all": True},
            ),
        )
        for verb, more in calls:
            with pytest.raises(NotPermitted, match=closed.reference):
                verb(**about | more)
        assert offered.panels(departure.agreement, cast.officer) == []


class TestARoundWithNobodyEligible:
    def test_is_decided_all_the_same_and_tells_everybody(self, world, cast):
        with pgtrigger.ignore("funds.Application:application_stage"):
            Application.objects.update(stage="ineligible")
        shown = portal.client_of(cast.officer)
        assert shown.get(reverse("admin:funds_assessment_decide", args=[world.assessment.pk])).status_code == 200
        decision = decisions.propose(assessment=world.assessment, choices={}, by=cast.officer, at=now())
        decisions.approve(decision=decision, by=cast.manager, at=now())
        assert set(Application.objects.values_list("stage", flat=True)) == {"not_selected"}
        assert OutboxMessage.objects.filter(kind="selection_decision").count() == 6


class TestWhoScored:
    def test_joins_no_house_that_applies_in_the_round(self, world):
        user, house = world.assessors[0], world.applications[0].house
        signatory = house.memberships.get(role=HouseRole.SIGNATORY).user
        key = houses.invite(house=house, email=user.email, role=HouseRole.PREPARER, by=signatory, at=now())
        EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True})
        with pytest.raises(WrongStage) as refusal:
            houses.join(key=key, by=user, at=now())
        assert refusal.value.code == "part_in_its_round"
        assert not house.memberships.filter(user=user).exists()

    def test_keeps_who_scored_out_of_the_committee(self, world, cast):
        part = world.invitation.memberships.get(user=world.assessors[0])
        conflicts.end_part(membership=part, by=cast.manager, at=now(), reason="Away.")
        about = {"invitation": world.invitation, "user": world.assessors[0], "capacity": "Engineer"}
        with pytest.raises(WrongStage) as refusal:
            conflicts.give_part(role=RoundRole.MEMBER, by=cast.manager, at=now(), **about)
        assert refusal.value.code == "part_stands"
        assert conflicts.give_part(role=RoundRole.ASSESSOR, by=cast.manager, at=now(), **about)

    def test_is_declared_by_who_worked_for_the_applicant(self, world, cast):
        application = world.applications[0]
        HouseMembership.objects.create(
            house=application.house,
            user=world.assessors[0],
            role=HouseRole.PREPARER,
            given_by=cast.maker,
            given_at=now(),
        )
        with pytest.raises(WrongStage) as refusal:
            conflicts.declare(application=application, is_conflict=False, by=world.assessors[0], at=now())
        assert refusal.value.code == "works_for_the_applicant"
