"""An assessor in a real browser: a conflict declared and closed for good, then an application read and scored blind."""

import pytest
from django.db import transaction

from funds.models import ApplicantLink, ScoreSheet
from funds.rounds import database_clock as now
from funds.services import assessments, conflicts
from tests import assessment_worlds as worlds

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NO_CONFLICT = "No. Neither I nor anybody close to me"
LEVELS = {
    "Team": ("3", "Two of three partners worked together."),
    "Track record": ("5", "Cash came back."),
    "Terms": ("0", "Dear."),
}


@pytest.fixture
def world(transactional_db):
    """A closed round; the two other assessors have declared, and names were ruled on."""
    with transaction.atomic():
        world = worlds.closed_world()
    worlds.declared(world, people=world.assessors[1:])
    for link in ApplicantLink.objects.filter(stage="open"):
        conflicts.rule_on_link(link=link, is_conflict=False, reason="Namesakes.", by=world.cast.manager, at=now())
    return world


class TestAnAssessor:
    def test_walks_from_a_declared_conflict_to_a_score(self, page, sign_in, world):
        kestrel, plover, _ = world.applications
        sign_in(page, world.assessors[0])
        page.goto("/")
        page.get_by_role("link", name="Assessment").first.click()
        page.get_by_text("Declare your interests on each applicant first.").wait_for()
        assert page.goto(f"/assessment/{kestrel.pk}/").status == 404

        page.goto("/assessment/")
        page.get_by_role("link", name="Kestrel Example Capital", exact=True).click()
        page.get_by_label("Yes, or it may look like one.").check()
        page.get_by_role("button", name="Declare").click()
        page.get_by_text("There is a problem").wait_for()
        page.get_by_label("What it is").fill("My sister is a partner of the house.")
        page.get_by_label("Since").fill("2021-05-01")
        page.get_by_role("button", name="Declare").click()
        page.get_by_text("Your declaration is on record.").wait_for()
        page.get_by_text("closed by a conflict").wait_for()
        assert not page.get_by_role("link", name="Kestrel Example Capital", exact=True).count()
        for place in ("", "score/", "pdf/", "documents/0/"):
            assert page.goto(f"/assessment/{kestrel.pk}/{place}").status == 404
        page.faults.clear()  # what was asked for above was refused on purpose

        for name in ("Plover Example Capital", "Gannet Example Capital"):
            page.goto("/assessment/")
            page.get_by_role("link", name=name, exact=True).click()
            page.get_by_label(NO_CONFLICT).check()
            page.get_by_role("button", name="Declare").click()
            page.get_by_text("Your declaration is on record.").wait_for()

        assessments.open_scoring(assessment=world.assessment, by=world.cast.manager, at=now())
        page.get_by_role("link", name="Plover Example Capital", exact=True).click()
        page.get_by_role("heading", name="Track record").first.wait_for()
        page.get_by_role("link", name="Score it").click()
        page.get_by_role("button", name="Give the scores").click()
        page.get_by_text("There is a problem").wait_for()
        page.faults.clear()
        for criterion, (level, reason) in LEVELS.items():
            page.get_by_role("group", name=criterion).get_by_label(f"{level}: ").check()
            page.get_by_label(f"Why: {criterion}").fill(reason)
        page.get_by_role("button", name="Give the scores").click()
        page.get_by_text("Your scores are on record. Nobody else sees them until all have scored.").wait_for()
        page.get_by_text("scored", exact=True).wait_for()

        sheet = ScoreSheet.objects.get()
        assert (sheet.application, sheet.membership.user) == (plover, world.assessors[0])
        assert {one.criterion.title_en: (str(one.score), one.reason) for one in sheet.scores.all()} == LEVELS
        page.goto(f"/assessment/{plover.pk}/")
        page.get_by_role("cell", name="Two of three partners worked together.").wait_for()
        assert not page.get_by_text("All scores, after moderation").count()
