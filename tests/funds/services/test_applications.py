"""Applications: drafted, handed over, received by the database's clock, replaced, withdrawn, sealed from staff."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from funds import rounds
from funds.models import Application, ApplicationDocument, FundAgreement, ProposedTerms, Submission
from funds.rules.application import PROPOSED_TERMS
from funds.services import applications, invitations
from itvf.errors import InputRefused, NotPermitted, RuleBroken, Stale, WrongStage
from itvf.models import AuditEvent, OutboxMessage
from tests import office_files as office
from tests import selection_worlds as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def standing(held):
    return worlds.round_world()


@pytest.fixture
def kestrel(world):
    return world.kestrel


@pytest.fixture
def draft(world, kestrel) -> Application:
    return worlds.drafted_application(world.invitation, kestrel)


def now():
    return rounds.database_clock()


class TestDraft:
    def test_keeps_what_was_typed_right_or_wrong(self, draft, kestrel):
        given = {"fund_size_hkd": "600 million", "non_government_target_hkd": "450,000,000"}
        saved = applications.save_section(application=draft, key="fund", given=given, by=kestrel.preparer, at=now())
        assert saved.sections["fund"]["fund_size_hkd"] == "600 million"
        assert saved.sections["fund"]["non_government_target_hkd"] == "450000000.00"
        codes = [one.breach.code for one in rounds.answers_of(saved, "fund", on=now().date()).faults]
        assert codes[0] == "unreadable"
        assert "missing" in codes

    def test_is_complete_when_every_section_and_document_is(self, draft):
        progress = rounds.progress(draft, on=now().date())
        assert (progress.done, progress.whole, progress.is_complete) == (10, 10, True)

    def test_of_a_section_never_saved_is_not_complete(self, world, kestrel):
        started = applications.start(invitation=world.invitation, house=kestrel.house, by=kestrel.preparer, at=now())
        progress = rounds.progress(started, on=now().date())
        assert progress.done == 0
        assert progress.answers["prior_funds"].faults[0].breach.code == "never_saved"

    def test_is_refused_to_a_stranger_and_to_another_house(self, draft, world):
        for by in (world.cast.stranger, world.plover.signatory, world.cast.officer):
            with pytest.raises(NotPermitted):
                applications.save_section(application=draft, key="fund", given={}, by=by, at=now())

    def test_refuses_who_read_another_version(self, draft, kestrel):
        with pytest.raises(Stale):
            applications.save_section(application=draft, key="fund", given={}, by=kestrel.preparer, at=now(), version=1)

    def test_of_a_workbook_with_macros_is_refused_by_name(self, draft, kestrel):
        file = {
            "name": "plan.xlsx",
            "content_type": office.XLSX,
            "content": office.workbook(parts={"xl/vbaProject.bin": b"x"}),
        }
        with pytest.raises(InputRefused, match="macros") as refusal:
            applications.add_document(application=draft, code="references", **file, by=kestrel.preparer, at=now())
        assert refusal.value.code == "macros_refused"
        assert not ApplicationDocument.objects.filter(application=draft, code="references").exists()


class TestSubmission:
    def test_takes_two_people_of_the_house(self, draft, kestrel):
        with pytest.raises(WrongStage, match="handed over"):
            applications.submit(application=draft, by=kestrel.signatory, at=now())
        applications.hand_over(application=draft, by=kestrel.signatory, at=now())
        with pytest.raises(NotPermitted, match="another person"):
            applications.submit(application=draft, by=kestrel.signatory, at=now())
        with pytest.raises(NotPermitted):
            applications.submit(application=draft, by=kestrel.preparer, at=now())

    def test_is_received_hashed_typed_and_receipted(self, world, kestrel):
        application = worlds.submitted(world.invitation, kestrel)
        submission = application.submissions.get()
        assert application.stage == "submitted"
        assert abs(submission.received_at - now()) < timedelta(minutes=1)
        assert submission.content_sha256 == applications.hash_of(submission.content)
        assert submission.content["documents"][0]["name"] == "plan.pdf"
        terms = submission.proposed_terms
        assert (terms.fund_size_hkd, terms.hard_circles_hkd, terms.soft_circles_hkd) == (
            worlds.D("600000000.00"),
            worlds.D("200000000.00"),
            worlds.D("150000000.00"),  # public money counts to neither (A7)
        )
        letters = OutboxMessage.objects.filter(kind="application_receipt")
        assert {one.to for one in letters} == {kestrel.signatory.email, kestrel.preparer.email}
        assert submission.content_sha256 in letters.first().text

    def test_of_the_same_content_has_the_same_hash(self, world, kestrel):
        application = worlds.submitted(world.invitation, kestrel)
        again = {"by": kestrel.preparer, "at": now()}
        applications.save_section(application=application, key="terms", given=application.sections["terms"], **again)
        applications.hand_over(application=application, **again)
        applications.submit(application=application, by=kestrel.signatory, at=now())
        first, second = application.submissions.order_by("number")
        assert first.content_sha256 == second.content_sha256
        assert list(Submission.objects.standing()) == [second]

    def test_of_an_incomplete_copy_is_refused_section_by_section(self, draft, kestrel):
        draft = applications.save_section(application=draft, key="team", given={}, by=kestrel.preparer, at=now())
        applications.remove_document(document=draft.documents.get(), by=kestrel.preparer, at=now())
        with pytest.raises(RuleBroken) as refusal:
            applications.hand_over(application=draft, by=kestrel.preparer, at=now())
        assert [one.code for one in refusal.value.breaches] == ["section_incomplete", "document_missing"]

    def test_after_a_change_asks_for_the_first_hand_again(self, draft, kestrel):
        applications.hand_over(application=draft, by=kestrel.preparer, at=now())
        applications.save_section(
            application=draft, key="team", given=worlds.ANSWERS["team"], by=kestrel.preparer, at=now()
        )
        with pytest.raises(WrongStage):
            applications.submit(application=draft, by=kestrel.signatory, at=now())

    def test_may_be_withdrawn_and_come_again(self, world, kestrel):
        application = worlds.submitted(world.invitation, kestrel)
        applications.withdraw(application=application, by=kestrel.signatory, at=now())
        assert not Submission.objects.standing().exists()
        applications.hand_over(application=application, by=kestrel.preparer, at=now())
        applications.submit(application=application, by=kestrel.signatory, at=now())
        assert Submission.objects.standing().get().number == 2

    def test_says_nothing_of_its_content_in_the_audit_trail(self, world, kestrel):
        worlds.submitted(world.invitation, kestrel)
        facts = str(list(AuditEvent.objects.filter(verb__startswith="application.").values_list("facts", flat=True)))
        assert "Kestrel Invented" not in facts
        assert "600000000" not in facts


class TestTheClose:
    def test_is_the_databases_for_every_verb(self, world, kestrel):
        """All is handed over when the round closes; whatever the web server thinks the time is, nothing passes then."""
        invitation = world.invitation
        application = worlds.submitted(invitation, kestrel)
        applications.save_section(
            application=application, key="team", given=worlds.ANSWERS["team"], by=kestrel.preparer, at=now()
        )
        application = applications.hand_over(application=application, by=kestrel.preparer, at=now())
        worlds.close(world.cast, invitation)
        early = {"at": invitation.opens_at}
        for verb, by in (
            (applications.submit, kestrel.signatory),
            (applications.withdraw, kestrel.signatory),
            (applications.hand_over, kestrel.preparer),
        ):
            with pytest.raises(WrongStage, match="by the clock that counts"):
                verb(application=application, by=by, **early)
        received = application.submissions.get()
        with pytest.raises(IntegrityError, match="takes no submission"), transaction.atomic():
            Submission.objects.create(
                application=application,
                number=2,
                content={},
                content_sha256="0" * 64,
                prepared_by=kestrel.preparer,
                submitted_by=kestrel.signatory,
            )
        with pytest.raises(IntegrityError, match="while its invitation is open"), transaction.atomic():
            Application.objects.filter(pk=application.pk).update(stage="withdrawn")
        with pytest.raises(WrongStage, match="not changed any more"):
            invitations.propose_amendment(
                invitation=invitation,
                words_en="Later.",
                closes_at=now() + timedelta(days=1),
                by=world.cast.officer,
                at=now(),
            )
        assert application.submissions.get() == received
        assert Submission.objects.visible_to(world.cast.officer).get() == received

    def test_and_the_opening_are_inside_the_round_to_the_microsecond(self, world):
        def is_taking(at) -> bool:
            with connection.cursor() as cursor:
                cursor.execute("SELECT is_taking(%s, %s)", [world.invitation.pk, at])
                return cursor.fetchone()[0]

        opens, closes = world.invitation.opens_at, world.invitation.closes_at
        tick = timedelta(microseconds=1)
        assert [is_taking(at) for at in (opens - tick, opens, closes, closes + tick)] == [False, True, True, False]
        phases = [rounds.phase(world.invitation, at) for at in (opens - tick, opens, closes, closes + tick)]
        assert phases == ["coming", "open", "open", "closed"]

    def test_opens_the_content_to_staff_and_not_before(self, world, kestrel):
        application = worlds.submitted(world.invitation, kestrel)
        assert not Submission.objects.visible_to(world.cast.officer).exists()
        assert Submission.objects.visible_to(kestrel.preparer).get() == application.submissions.get()
        assert not Submission.objects.visible_to(world.plover.signatory).exists()


class TestProposedTerms:
    def test_are_columns_of_the_agreement_one_for_one(self):
        for name in PROPOSED_TERMS:
            offered, signed = (
                model._meta.get_field(name).deconstruct()[1:] for model in (ProposedTerms, FundAgreement)
            )
            assert offered == signed, name
