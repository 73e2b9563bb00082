"""The assessment's pages: an assessor declares, reads, scores; a conflict closes every door; the staff's board."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from funds import committee_paper
from funds.models import ConflictDeclaration, Score, ScoreSheet, SelectionDecision
from funds.rounds import database_clock as now
from funds.services import conflicts, offer_scenarios
from itvf import audit
from itvf.dates import local_date
from itvf.models import AuditEvent
from tests import assessment_worlds as worlds
from tests import portal

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def standing(held):
    return worlds.closed_world()


def text(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


def doors(application) -> list[str]:
    names = ("application", "score", "paper")
    return [reverse(f"portal_assessment_{name}", args=[application.pk]) for name in names] + [
        reverse("portal_assessment_document", args=[application.pk, 0])
    ]


class TestAnAssessor:
    def test_walks_from_declaration_to_score(self, world):
        user, application = world.assessors[0], world.applications[0]
        client = portal.client_of(user)
        assert "declare first" in text(client.get(reverse("portal_assessment")))
        assert [client.get(door).status_code for door in doors(application)] == [404] * 4
        declare = reverse("portal_assessment_declare", args=[application.pk])
        assert "Kestrel" in text(client.get(declare))
        assert client.post(declare, {"is_conflict": "no"}).status_code == 302
        page = text(client.get(doors(application)[0]))
        assert "Avery Invented" in page
        assert [client.get(door).status_code for door in doors(application)] == [200] * 4
        assert client.post(doors(application)[1], {}).status_code == 422
        worlds.scoring(world)
        sheet = {f"score-{code}": score for code, score in worlds.MARKS.items()}
        sheet |= {f"reason-{code}": f"Because of {code}." for code in worlds.MARKS}
        assert client.post(doors(application)[1], sheet).status_code == 302
        assert Score.objects.filter(sheet__membership__user=user).count() == 3
        assert "Because of team." in text(client.get(doors(application)[0]))
        other = portal.client_of(world.assessors[1])
        assert "Because of team." not in text(other.get(doors(application)[0]))

    def test_with_a_conflict_finds_every_door_closed(self, world):
        application, staff = world.applications[0], world.assessors[2]
        client = portal.client_of(staff)
        conflicts.declare(application=application, is_conflict=False, by=staff, at=now())
        submission = application.submissions.get()
        admin = [
            reverse("admin:funds_submission_change", args=[submission.pk]),
            reverse("admin:funds_submission_paper", args=[submission.pk]),
            reverse("admin:funds_submission_document", args=[submission.pk, 0]),
            reverse("admin:funds_application_change", args=[application.pk]),
        ]
        assert [client.get(door).status_code for door in (*admin, *doors(application))] == [200] * 8
        declare = reverse("portal_assessment_declare", args=[application.pk])
        told = {"is_conflict": "yes", "what": "A sister works there.", "since_date": "2020-01-01"}
        assert client.post(declare, told).status_code == 302
        answers = [client.get(door).status_code for door in (*admin, *doors(application))]
        assert set(answers) <= {302, 404}  # the admin leads away from what is not there
        assert application.reference not in text(client.get(reverse("admin:funds_application_changelist")))
        board = text(client.get(reverse("admin:funds_assessment_change", args=[world.assessment.pk])))
        assert application.reference not in board
        trail = text(client.get(reverse("admin:itvf_auditevent_changelist") + f"?q={application.reference}"))
        assert application.reference not in trail.replace(f"q={application.reference}", "").replace(
            f'value="{application.reference}"', ""
        )
        events = portal.client_of(staff).get(f"/api/v1/audit-events?subject_id={application.pk:d}").json()["results"]
        assert [one for one in events if one["subject_type"] == "funds.application"] == []
        open_to_others = AuditEvent.objects.filter(content__contains=application.reference)
        assert audit.visible_to(world.cast.officer).filter(pk__in=open_to_others).count() == open_to_others.count() > 0
        assert not audit.visible_to(staff).filter(pk__in=open_to_others).exists()
        assert client.post(declare, {"is_conflict": "no"}).status_code == 302
        assert not ConflictDeclaration.objects.opening(staff).exists()

    def test_is_who_has_a_part_and_nobody_else(self, world, cast):
        for user in (cast.officer, cast.stranger):
            client = portal.client_of(user)
            assert client.get(reverse("portal_assessment")).status_code == 404
            assert client.get(doors(world.applications[0])[0]).status_code == 404
        member = portal.client_of(world.members[0])
        conflicts.declare(application=world.applications[0], is_conflict=False, by=world.members[0], at=now())
        assert "declared" in text(member.get(reverse("portal_assessment")))
        assert [member.get(door).status_code for door in doors(world.applications[0])] == [404] * 4


class TestTheBoard:
    def test_goes_from_links_to_settled_scores_by_buttons(self, world, cast):
        officer, manager = portal.client_of(cast.officer), portal.client_of(cast.manager)
        at = {"args": [world.assessment.pk]}
        worlds.scoring(world)
        worlds.scored(world)
        sheet = ScoreSheet.objects.first()
        assert officer.get(reverse("admin:funds_scoresheet_change", args=[sheet.pk])).status_code == 302
        assert "blind" in text(officer.get(reverse("admin:funds_assessment_change", **at)))
        assert officer.post(reverse("admin:funds_assessment_show", **at)).status_code == 302
        met = {"held_date": now().date().isoformat(), "present": "A\nB", "minutes": "Said."}
        assert officer.post(reverse("admin:funds_assessment_moderate", **at), met).status_code == 302
        score = sheet.scores.get(criterion__code="team")
        change = {"meeting": world.assessment.meetings.get().pk, "after": "5", "reason": "Two exits."}
        moderate = reverse("admin:funds_score_moderate", args=[score.pk])
        assert officer.post(moderate, change).status_code == 302
        assert officer.post(moderate, change).status_code == 409  # this meeting changed it already
        board = text(manager.get(reverse("admin:funds_assessment_change", **at)))
        assert "Ranking" in board
        assert "3–5" in board
        assert "Two exits." in text(officer.get(reverse("admin:funds_score_change", args=[score.pk])))
        assert manager.post(reverse("admin:funds_assessment_settle", **at)).status_code == 302

    def test_leads_on_to_the_opinion_and_the_decision(self, world, cast):
        officer, manager = portal.client_of(cast.officer), portal.client_of(cast.manager)
        at = {"args": [world.assessment.pk]}
        worlds.settled(world)
        worlds.declared(world, people=world.members)
        met = {"held_date": now().date().isoformat(), "quorum": "2", "quorum_reason": "Half.", "minutes": "Said."}
        met["present"] = [one.pk for one in world.invitation.memberships.filter(user__in=world.members)]
        decided = {}
        for one in world.applications:
            met |= {f"opinion-{one.pk}": "support", f"words-{one.pk}": "Sound."}
            decided |= {f"outcome-{one.pk}": "selected", f"reason-{one.pk}": ""}
        meet = reverse("admin:funds_assessment_committee", **at)
        assert "Write the Committee" in text(officer.post(meet, met | {f"words-{one.pk}": ""}), 400)
        assert officer.post(meet, met).status_code == 302
        propose = reverse("admin:funds_assessment_decide", **at)
        assert "Kestrel" in text(officer.get(propose))
        assert officer.post(propose, decided).status_code == 302
        decision = SelectionDecision.objects.get()
        page = reverse("admin:funds_selectiondecision_change", args=[decision.pk])
        assert "Down the ranks" in text(manager.get(page))
        approve = reverse("admin:funds_selectiondecision_approve", args=[decision.pk])
        assert officer.post(approve).status_code == 403
        assert manager.post(approve).status_code == 302
        line = decision.lines.first()
        receipt = reverse("admin:funds_decisionline_receipt", args=[line.pk])
        given = {"received_date": local_date(now()).isoformat(), "reason": "Signed for."}
        assert officer.post(receipt, given).status_code == 302


class TestOffers:
    def test_stand_side_by_side_for_staff_without_what_is_closed_to_them(self, world, cast):
        officer = portal.client_of(cast.officer)
        record = reverse("admin:funds_assessment_scenario", args=[world.assessment.pk])
        for multiple in ("1.0", "1.8", "3.0"):
            assert officer.post(record, {"gross_multiple": multiple, "reason": "As the paper."}).status_code == 302
        page = reverse("portal_offers", args=[world.invitation.reference])
        shown = text(officer.get(page))
        assert shown.count("<svg") >= 3
        assert "Cost at 1.8 times" in shown
        offer = reverse("portal_offer", args=[world.invitation.reference, world.applications[0].pk])
        assert "offered" in text(officer.get(offer))
        about = {"what": "A debt.", "since_date": local_date(now()), "at": now()}
        conflicts.record_conflict(application=world.applications[0], user=cast.officer, by=cast.second_officer, **about)
        assert "Kestrel" not in text(officer.get(page))
        assert officer.get(offer).status_code == 404
        for user in (world.assessors[0], world.members[0], cast.stranger):
            assert portal.client_of(user).get(page).status_code == 404

    def test_that_cannot_be_run_leave_the_others_on_the_page_and_on_paper(self, world, cast):
        """A fee that takes the whole fund is no fault of an application: eligibility says it, and so does a dash."""
        about = {"assessment": world.assessment, "reason": "As the paper.", "by": cast.officer, "at": now()}
        offer_scenarios.record(gross_multiple=Decimal("1.8"), **about)
        officer = portal.client_of(cast.officer)
        shown = text(officer.get(reverse("portal_offers", args=[world.invitation.reference])))
        assert "Cost at 1.8 times" in shown
        assert "12%: 25%, 50%" in shown
        offer = reverse("portal_offer", args=[world.invitation.reference, world.applications[2].pk])
        assert officer.get(offer).status_code == 200
        printed = officer.get(reverse("portal_committee_paper", args=[world.invitation.reference]))
        words = "".join(page.extract_text() for page in PdfReader(BytesIO(printed.content)).pages)
        assert world.applications[2].reference in words
        assert "25% / 12% / 50%" in words

    def test_come_to_the_committee_on_paper_without_a_score(self, world, cast):
        member, application = world.members[0], world.applications[1]
        paper = reverse("portal_committee_paper", args=[world.invitation.reference])
        client = portal.client_of(member)
        assert client.get(paper).status_code == 404
        conflicts.declare(application=application, is_conflict=False, by=member, at=now())
        assert "Paper for the Committee" in text(client.get(reverse("portal_assessment")))
        worlds.settled(world)
        printed = client.get(paper)
        assert (printed.status_code, printed["Content-Type"]) == (200, "application/pdf")
        words = "".join(page.extract_text() for page in PdfReader(BytesIO(printed.content)).pages)
        assert application.reference in words
        assert world.applications[0].reference not in words
        assert "84%" not in words  # each application's total
        visible = committee_paper.readable_by(cast.officer, world.assessment)
        content = committee_paper.content_of(world.assessment, visible=visible, on=local_date(now()))
        assert len(content["applications"]) == 3
        assert portal.client_of(world.assessors[0]).get(paper).status_code == 404
