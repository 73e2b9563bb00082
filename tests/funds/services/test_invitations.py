"""Rounds: prepared by one and published by another, frozen but for announced amendments, questions without names."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from funds.models import Invitation, InvitationCriterion, InvitationDocument
from funds.rounds import criteria_of, database_clock
from funds.rules.scoring import Criterion
from funds.services import applications, houses, invitation_questions, invitations
from itvf.errors import InputRefused, NotFound, NotPermitted, RuleBroken, WrongStage
from itvf.models import AuditEvent, OutboxMessage
from itvf.roles import HouseRole
from tests import programme
from tests import selection_worlds as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def standing(held):
    return worlds.round_world()


def now():
    return database_clock()


def refused(law: str):
    return pytest.raises(IntegrityError, match=law)


class TestPublishing:
    def test_takes_another_person(self, cast, scheme):
        draft = worlds.drafted(cast, scheme, reference="second")
        with pytest.raises(NotPermitted):
            invitations.publish(invitation=draft, by=cast.officer, at=now())
        published = invitations.publish(invitation=draft, by=cast.manager, at=now())
        assert (published.stage, published.opened_by) == ("open", cast.manager)
        assert AuditEvent.objects.filter(verb="invitation.publish", subject_id=str(draft.pk)).exists()

    def test_refuses_weights_that_are_not_the_whole_in_the_database_too(self, cast, scheme):
        draft = worlds.drafted(cast, scheme, reference="second", criteria=worlds.CRITERIA[:2])
        with pytest.raises(RuleBroken, match="exactly 100%"):
            invitations.publish(invitation=draft, by=cast.manager, at=now())
        with refused("weigh exactly the whole"), transaction.atomic():
            Invitation.objects.filter(pk=draft.pk).update(stage="open", opened_by=cast.manager, opened_at=now())

    def test_refuses_a_closing_time_that_is_over(self, cast, scheme):
        times = {"opens_at": now() - timedelta(days=2), "closes_at": now() - timedelta(days=1)}
        draft = worlds.drafted(cast, scheme, reference="second", **times)
        with pytest.raises(RuleBroken, match="is over"):
            invitations.publish(invitation=draft, by=cast.manager, at=now())


class TestTheFreeze:
    @pytest.mark.parametrize(
        ("model", "change"),
        [
            (Invitation, {"title_en": "Another"}),
            (Invitation, {"least_pipeline": 0}),
            (Invitation, {"opens_at": "2020-01-01T00:00Z"}),
            (InvitationCriterion, {"weight_rate": "0.5"}),
            (InvitationDocument, {"is_required": False}),
        ],
    )
    def test_refuses_every_change(self, world, model, change):
        with refused("announced amendment only"), transaction.atomic():
            model.objects.update(**change)

    def test_refuses_what_goes_and_what_comes(self, world):
        for parts in (world.invitation.criteria.all(), world.invitation.documents.all()):
            with refused("announced amendment only"), transaction.atomic():
                parts.first().delete()
            more = parts.first()
            more.pk, more.code = None, "more"
            with refused("announced amendment only"), transaction.atomic():
                more.save(force_insert=True)

    def test_gives_way_to_an_announced_amendment_and_tells_the_houses(self, world, cast):
        invitation, kestrel = world.invitation, world.kestrel
        applications.start(invitation=invitation, house=kestrel.house, by=kestrel.preparer, at=now())
        later = invitation.closes_at + timedelta(days=7)
        criteria = [worlds.CRITERIA[0], Criterion("rest", "The rest", "其他", worlds.D("0.65"), worlds.LEVELS)]
        amendment = invitations.propose_amendment(
            invitation=invitation,
            words_en="A week more; two criteria.",
            closes_at=later,
            criteria=criteria,
            by=cast.officer,
            at=now(),
        )
        invitation.refresh_from_db()
        assert len(criteria_of(invitation)) == 3
        with pytest.raises(NotPermitted):
            invitations.announce_amendment(amendment=amendment, by=cast.officer, at=now())
        kept = invitation.criteria.get(code="team")
        invitations.announce_amendment(amendment=amendment, by=cast.manager, at=now())
        invitation.refresh_from_db()
        assert invitation.closes_at == later
        assert criteria_of(invitation) == criteria
        assert invitation.criteria.get(code="team") == kept
        amendment.refresh_from_db()
        assert set(amendment.before) == {"closes_at", "criteria"}
        told = OutboxMessage.objects.filter(kind="invitation_amendment").values_list("to", flat=True)
        assert set(told) == {kestrel.signatory.email, kestrel.preparer.email}

    def test_refuses_an_amendment_that_breaks_the_weights(self, world, cast):
        about = {"invitation": world.invitation, "words_en": "Fewer.", "by": cast.officer, "at": now()}
        with pytest.raises(RuleBroken, match="exactly 100%"):
            invitations.propose_amendment(criteria=worlds.CRITERIA[1:], **about)
        with pytest.raises(InputRefused, match="changes nothing"):
            invitations.propose_amendment(criteria=worlds.CRITERIA, **about)


class TestQuestions:
    def test_are_published_without_a_name(self, world, cast):
        kestrel = world.kestrel
        asked = invitation_questions.ask(
            invitation=world.invitation, house=kestrel.house, text="May Kestrel ask?", by=kestrel.preparer, at=now()
        )
        with pytest.raises(InputRefused):
            invitation_questions.publish(
                question=asked, question_en="May one?", answer_en="", by=cast.officer, at=now()
            )
        done = invitation_questions.publish(
            question=asked, question_en="May a house ask?", answer_en="Yes.", by=cast.officer, at=now()
        )
        assert done.stage == "published"
        assert OutboxMessage.objects.get(kind="invitation_answer").to == kestrel.preparer.email

    def test_are_not_taken_from_a_stranger(self, world, cast):
        with pytest.raises(NotPermitted):
            invitation_questions.ask(
                invitation=world.invitation, house=world.kestrel.house, text="?", by=cast.stranger, at=now()
            )


class TestHouses:
    def test_are_registered_by_a_proved_address_alone(self, world, cast):
        given = {"name_en": "Example", "licence": "to_be_held", "at": now()}
        for by in (cast.stranger, cast.officer):
            with pytest.raises(NotPermitted):
                houses.register(by=by, **given)
        somebody = worlds.person("somebody")
        made = houses.register(by=somebody, **given)
        assert made.roles_of(somebody) == {HouseRole.SIGNATORY}
        for ce_number in ("BPJ21", "bpj-13", "1BJ213"):
            with pytest.raises(InputRefused) as refusal:
                houses.register(by=somebody, **given, ce_number=ce_number)
            assert refusal.value.code == "ce_number_shape"

    def test_let_a_colleague_in_once_by_a_letter_to_their_address(self, world):
        kestrel, colleague, other = world.kestrel, worlds.person("colleague"), worlds.person("other")
        key = houses.invite(
            house=kestrel.house, email=colleague.email, role=HouseRole.PREPARER, by=kestrel.signatory, at=now()
        )
        with pytest.raises(NotPermitted):
            houses.join(key=key, by=other, at=now())
        with pytest.raises(NotFound):
            houses.join(key=key + "x", by=colleague, at=now())
        with pytest.raises(NotFound):
            houses.join(key=key, by=colleague, at=now() + timedelta(days=15))
        made = houses.join(key=key, by=colleague, at=now())
        houses.end_membership(membership=made, by=kestrel.signatory, at=now())
        with pytest.raises(NotFound):
            houses.join(key=key, by=colleague, at=now())

    def test_keep_their_last_signatory(self, world):
        kestrel = world.kestrel
        own = kestrel.house.memberships.get(user=kestrel.signatory)
        with pytest.raises(WrongStage, match="last who signs"):
            houses.end_membership(membership=own, by=kestrel.signatory, at=now())
        with pytest.raises(NotPermitted):
            houses.invite(
                house=kestrel.house, email="x@itvf.example", role="house_preparer", by=kestrel.preparer, at=now()
            )
        assert programme.person("nobody").house_memberships.count() == 0
