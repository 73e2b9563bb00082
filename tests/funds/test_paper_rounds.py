"""Rounds held on paper: entered by one, confirmed by another, with the moment of the stamp, and never a back door."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from funds.models import Application, Assessment, Submission
from funds.rounds import database_clock as now
from funds.services import applications, assessments, invitations, paper_rounds
from itvf.errors import InputRefused, NotPermitted, RuleBroken, WrongStage
from itvf.models import AuditEvent
from reporting.demo.papers import paper, pdf
from tests import portal, programme
from tests import selection_worlds as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def standing(held):
    """A round that closed a year ago, held on paper, and a house that signed up since."""
    cast, scheme, at = programme.enrol(), programme.scheme(), now()
    times = {"opens_at": at - timedelta(days=400), "closes_at": at - timedelta(days=360), "is_on_paper": True}
    return SimpleNamespace(
        cast=cast, scheme=scheme, invitation=worlds.opened(cast, scheme, **times), kestrel=worlds.house()
    )


@pytest.fixture
def plan(cast):
    return paper("Business plan", ("One.",), name="plan", by=cast.officer)


def entered(world, plan, *, by=None, **changes) -> Application:
    given = {"sections": worlds.ANSWERS, "documents": {"business-plan": plan}} | changes
    about = {"invitation": world.invitation, "house": world.kestrel.house, "at": now()}
    return paper_rounds.enter(by=by or world.cast.officer, **about, **given)


def stamp(world):
    return world.invitation.closes_at - timedelta(days=1)


class TestAnApplicationOnPaper:
    def test_is_entered_by_one_and_received_as_stamped_when_another_confirms(self, world, plan):
        application = entered(world, plan)
        assert not Submission.objects.filter(application=application).exists()
        about = {"application": application, "received_at": stamp(world), "at": now()}
        submission = paper_rounds.confirm(by=world.cast.manager, **about)
        assert submission.received_at == stamp(world)
        assert submission.content_sha256 == applications.hash_of(submission.content)
        assert (submission.prepared_by, submission.submitted_by) == (world.cast.officer, world.cast.manager)
        assert submission.proposed_terms.fund_size_hkd == worlds.D("600000000.00")
        assert Submission.objects.visible_to(world.kestrel.preparer).get() == submission
        verbs = AuditEvent.objects.filter(subject_id=str(application.pk), verb__startswith="application.")
        assert list(verbs.order_by("sequence").values_list("verb", flat=True)) == [
            "application.enter",
            "application.confirm",
        ]

    def test_is_refused_to_others_and_to_one_person_alone(self, world, plan):
        for by in (world.cast.manager, world.kestrel.signatory):
            with pytest.raises(NotPermitted):
                entered(world, plan, by=by)
        about = {"application": entered(world, plan), "received_at": stamp(world), "at": now()}
        with pytest.raises(NotPermitted):
            paper_rounds.confirm(by=world.cast.officer, **about)

    @pytest.mark.parametrize("days", [-1, 41])
    def test_stamped_outside_the_round_is_refused_by_the_database(self, world, plan, days):
        application = entered(world, plan)
        received_at = world.invitation.opens_at + timedelta(days=days)
        with pytest.raises(WrongStage, match="takes applications from"):
            paper_rounds.confirm(application=application, received_at=received_at, by=world.cast.manager, at=now())
        assert not Submission.objects.exists()

    def test_that_is_not_complete_or_not_asked_for_is_refused_and_leaves_nothing(self, world, plan):
        with transaction.atomic(), pytest.raises(RuleBroken) as refusal:
            entered(world, plan, sections={**worlds.ANSWERS, "team": {}}, documents={})
        assert [one.code for one in refusal.value.breaches] == ["section_incomplete", "document_missing"]
        with pytest.raises(InputRefused, match="asks for no"):
            entered(world, plan, documents={"diary": plan})

    def test_that_differs_from_its_paper_is_sent_back_and_entered_anew(self, world, plan):
        application = entered(world, plan)
        about = {"application": application, "reason": "Two names are swapped.", "at": now()}
        with pytest.raises(NotPermitted):
            paper_rounds.send_back(by=world.cast.officer, **about)
        manager = portal.client_of(world.cast.manager)
        place = reverse("admin:funds_application_send_back", args=[application.pk])
        assert manager.post(place, {"reason": about["reason"]}).status_code == 302
        assert not Application.objects.exists()
        event = AuditEvent.objects.get(verb="application.send_back")
        assert (event.subject_id, event.reason) == (str(application.pk), about["reason"])
        again = entered(world, plan)
        paper_rounds.confirm(application=again, received_at=stamp(world), by=world.cast.manager, at=now())
        with pytest.raises(WrongStage):
            paper_rounds.send_back(by=world.cast.manager, **about | {"application": again})

    def test_joins_no_round_whose_scores_were_opened(self, world, plan):
        application = entered(world, plan)
        assessment = assessments.start(invitation=world.invitation, by=world.cast.officer, at=now())
        Assessment.objects.filter(pk=assessment.pk).update(
            stage="scoring", opened_by=world.cast.manager, opened_at=now()
        )
        with pytest.raises(WrongStage, match="opened already"):
            entered(world, plan)
        with pytest.raises(WrongStage, match="opened already"):
            paper_rounds.confirm(application=application, received_at=stamp(world), by=world.cast.manager, at=now())

    def test_stands_once_a_house(self, world, plan):
        entered(world, plan)
        with pytest.raises(WrongStage, match="stands in this round already"):
            entered(world, plan)


class TestTheRound:
    def test_is_published_when_it_is_over_and_takes_nothing_from_the_portal(self, world):
        draft = worlds.drafted(world.cast, world.scheme, reference="to-come", is_on_paper=True)
        with pytest.raises(RuleBroken, match="to come"):
            invitations.publish(invitation=draft, by=world.cast.manager, at=now())
        about = {"house": world.kestrel.house, "by": world.kestrel.preparer, "at": now()}
        with pytest.raises(WrongStage):
            applications.start(invitation=world.invitation, **about)

    def test_is_no_back_door_into_a_round_that_the_clock_judges(self, world, plan):
        live = worlds.opened(world.cast, world.scheme, reference="live")
        with pytest.raises(WrongStage, match="held on paper"):
            entered(SimpleNamespace(cast=world.cast, kestrel=world.kestrel, invitation=live), plan)
        with pytest.raises(IntegrityError, match="announced amendment"), transaction.atomic():
            type(live).objects.filter(pk=live.pk).update(is_on_paper=True)

    def test_is_read_by_the_public_and_offers_nobody_to_apply(self, world, client):
        page = client.get(f"/rounds/{world.invitation.reference}/").content.decode()
        assert "How applications are scored" in page
        assert 'id="apply"' not in page


class TestThePages:
    def test_enter_an_application_and_confirm_it(self, world):
        officer, manager = (portal.client_of(user) for user in (world.cast.officer, world.cast.manager))
        answers = SimpleUploadedFile("answers.json", json.dumps(worlds.ANSWERS).encode())
        plan = SimpleUploadedFile("plan.pdf", pdf("Plan", ("One.",)), content_type="application/pdf")
        place = reverse("admin:funds_invitation_enter_application", args=[world.invitation.pk])
        given = {"house": world.kestrel.house.pk, "document-business-plan": plan}
        broken = given | {"answers": SimpleUploadedFile("answers.json", b"[]")}
        assert "one object of sections" in officer.post(place, broken).content.decode()
        plan.seek(0)
        officer.post(place, given | {"answers": answers})
        application = Application.objects.get()
        page = manager.get(reverse("admin:funds_application_change", args=[application.pk])).content.decode()
        assert "A. Example, 100%" in page
        confirm = reverse("admin:funds_application_confirm_paper", args=[application.pk])
        received_at = f"{stamp(world).astimezone():%Y-%m-%dT%H:%M}"
        manager.post(confirm, {"received_at": received_at})
        assert Submission.objects.get().submitted_by == world.cast.manager
