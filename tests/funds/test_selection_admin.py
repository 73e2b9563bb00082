"""Rounds of selection in the staff's admin: prepared and published on pages, sealed until the close, ruled on after."""

from decimal import Decimal

import pytest
from django.urls import reverse

from funds.models import EligibilityFinding, Invitation, InvitationAmendment, InvitationQuestion
from funds.services import invitation_questions
from itvf.models import File
from tests import portal
from tests import selection_worlds as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def standing(held):
    world = worlds.round_world()
    world.application = worlds.submitted(world.invitation, world.kestrel, terms={"carry_rate": "25%"})
    return world


@pytest.fixture
def officer(cast):
    return portal.client_of(cast.officer)


@pytest.fixture
def manager(cast):
    return portal.client_of(cast.manager)


def at(thing, verb="change", *more):
    return reverse(f"admin:funds_{thing._meta.model_name}_{verb}", args=[thing.pk, *more])


def text(answer, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:4000]
    return answer.content.decode()


ROUND = {
    "title_en": "Second round",
    "title_zh_hant": "第二輪",
    "opens_at": "2026-01-05T09:00",
    "closes_at": "2099-03-31T12:00",
    "least_responsible_officers": "2",
    "least_equity_deals": "2",
    "least_funds_raised": "1",
    "least_start_ups_led": "1",
    "least_pipeline": "1",
}
PARTS = {
    "criterion-1-code": "team", "criterion-1-weight": "60",
    "criterion-1-title_en": "Team", "criterion-1-title_zh_hant": "團隊",
    "level-1-1-score": "0", "level-1-1-words_en": "weak", "level-1-1-words_zh_hant": "弱",
    "level-1-2-score": "5", "level-1-2-words_en": "strong", "level-1-2-words_zh_hant": "強",
    "criterion-2-code": "record", "criterion-2-weight": "40",
    "criterion-2-title_en": "Track record", "criterion-2-title_zh_hant": "往績",
    "level-2-1-score": "0", "level-2-1-words_en": "weak", "level-2-1-words_zh_hant": "弱",
    "level-2-2-score": "5", "level-2-2-words_en": "strong", "level-2-2-words_zh_hant": "強",
    "criterion-3-code": "", "criterion-3-weight": "", "level-3-1-score": "",
    "document-1-code": "plan", "document-1-needed": "required",
    "document-1-title_en": "Business plan", "document-1-title_zh_hant": "業務計劃",
    "document-2-code": "", "document-2-needed": "required",
}  # fmt: skip
ROUND |= PARTS


class TestARound:
    def test_is_prepared_revised_published_and_amended_by_two(self, world, scheme, officer, manager):
        prepare = reverse("admin:funds_invitation_prepare")
        given = ROUND | {"scheme": scheme.pk, "reference": "second"}
        wrong = given | {"criterion-3-weight": "120", "level-2-2-words_en": ""}
        shown = text(officer.post(prepare, wrong), 400)
        assert "they weigh 100% together" in shown  # what can't be read counts nothing
        assert "less than or equal to 100" in shown
        assert shown.count("Fill this in, or leave the whole line empty.") == 3  # a code, a title, a level's words
        assert officer.post(prepare, given | {"criterion-2-weight": "15.5"}).status_code == 302
        found = Invitation.objects.get(reference="second")
        assert "weigh 75.5% together" in text(manager.post(at(found, "publish")), 422)
        revise = text(officer.get(at(found, "revise")))
        assert "they weigh 75.5% together; 100% is asked for" in revise
        assert 'name="criterion-4-code"' in revise
        assert officer.post(at(found, "revise"), ROUND).status_code == 302
        assert [one.weight_rate for one in found.criteria.all()] == [Decimal("0.6"), Decimal("0.4")]
        assert [level["score"] for level in found.criteria.first().levels] == [0, 5]
        assert manager.post(at(found, "publish")).status_code == 302
        amend = PARTS | {"words_en": "A month more.", "closes_at": "2099-04-30T12:00"}
        assert officer.post(at(found, "amend"), amend).status_code == 302
        amendment = InvitationAmendment.objects.get()
        assert list(amendment.changes) == ["closes_at"]
        assert manager.post(at(amendment, "announce")).status_code == 302
        assert "A month more." in text(manager.get("/rounds/second/"))

    def test_answers_a_question_without_a_name(self, world, officer):
        house = world.kestrel
        asked = invitation_questions.ask(
            invitation=world.invitation,
            house=house.house,
            text="We at Kestrel ask.",
            by=house.preparer,
            at=world.invitation.prepared_at,
        )
        given = {"question_en": "May a house ask?", "answer_en": "Yes.", "question_zh_hant": "", "answer_zh_hant": ""}
        assert officer.post(at(asked, "answer"), given).status_code == 302
        page = text(officer.get("/rounds/round-1/"))
        assert "May a house ask?" in page
        assert "Kestrel" not in page
        assert InvitationQuestion.objects.get().stage == "published"


class TestTheSeal:
    def test_hides_what_an_application_says_from_every_page_until_the_close(self, world, cast, officer):
        submission = world.application.submissions.get()
        file = File.objects.get(name="plan.pdf")
        assert "Until the close" in text(officer.get(at(world.invitation)))
        pages = [at(world.application), at(world.invitation), at(world.application, "history")]
        pages += [reverse(f"admin:funds_{name}_changelist") for name in ("application", "submission", "house")]
        pages += [reverse("admin:itvf_file_changelist"), reverse("admin:itvf_auditevent_changelist")]
        for page in pages:
            shown = text(officer.get(page))
            for secret in ("Kestrel Invented", "600,000,000", "600000000", "plan.pdf", "Example Family Office"):
                assert secret not in shown, page
        for page in (at(submission), at(submission, "paper"), at(submission, "document", 0)):
            assert officer.get(page).status_code in (302, 404), page
        assert officer.get(reverse("admin:itvf_file_content", args=[file.pk])).status_code == 404

    def test_opens_with_the_close_to_staff_and_auditors(self, world, cast, officer):
        worlds.close(cast, world.invitation)
        submission = world.application.submissions.get()
        for client in (officer, portal.client_of(cast.auditor)):
            shown = text(client.get(at(submission)))
            assert "Kestrel Invented" in shown
            assert "600,000,000.00" in shown
            assert client.get(at(submission, "paper")).content.startswith(b"%PDF")
            assert client.get(at(submission, "document", 0)).content == worlds.PDF
            assert client.get(at(submission, "document", 7)).status_code == 404


class TestEligibility:
    def test_is_examined_ruled_on_and_concluded_on_pages(self, world, cast, officer, manager):
        worlds.close(cast, world.invitation)
        application = world.application
        assert officer.post(at(application, "examine")).status_code == 302
        shown = text(officer.get(at(application)))
        assert "Carried interest" in shown
        assert "at most 20% is allowed" in shown
        carry = EligibilityFinding.objects.get(requirement="carry")
        assert "takes evidence" in text(officer.post(at(carry, "rule"), {"outcome": "pass", "note": "Fine."}), 400)
        assert officer.post(at(carry, "rule"), {"outcome": "fail", "note": "Above the cap."}).status_code == 302
        assert manager.post(at(carry, "confirm")).status_code == 302
        assert manager.post(at(application, "conclude")).status_code == 302
        application.refresh_from_db()
        assert application.stage == "ineligible"
        assert "not eligible" in text(manager.get(at(world.invitation)))

    def test_sentences_name_things_in_words(self, world, cast, officer):
        worlds.close(cast, world.invitation)
        officer.post(at(world.application, "examine"))
        shown = text(officer.get(at(EligibilityFinding.objects.get(requirement="sectors"))))
        assert "Artificial intelligence and data science, Life and health technology" in shown
