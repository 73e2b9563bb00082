"""Eligibility: examined after the close and not before, ruled on with a note, a fail by two people, concluded."""

import pytest

from funds.models import EligibilityFinding
from funds.rounds import database_clock
from funds.services import selection_eligibility
from itvf import files
from itvf.errors import InputRefused, NotPermitted, WrongStage
from itvf.models import AuditEvent
from tests import selection_worlds as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def standing(held):
    world = worlds.round_world()
    world.open_application = worlds.submitted(world.invitation, world.plover)
    world.application = worlds.submitted(world.invitation, world.kestrel, terms={"carry_rate": "25%"})
    return world


@pytest.fixture
def closed(world, cast):
    worlds.close(cast, world.invitation)
    world.application.refresh_from_db()
    return world


def examined(world) -> dict[str, EligibilityFinding]:
    about = {"by": world.cast.officer, "at": database_clock()}
    submission = selection_eligibility.examine(application=world.application, **about)
    return {one.requirement: one for one in submission.findings.all()}


class TestExamining:
    def test_waits_for_the_close(self, world, cast):
        with pytest.raises(WrongStage, match="nobody reads"):
            selection_eligibility.examine(application=world.application, by=cast.officer, at=database_clock())

    def test_passes_what_figures_settle_and_leaves_the_rest_to_people(self, closed):
        found = examined(closed)
        assert (found["fund_size"].machine, found["fund_size"].stage) == ("pass", "passed")
        assert (found["carry"].machine, found["carry"].stage) == ("fail", "open")
        assert (found["licence"].machine, found["licence"].stage) == ("needs_evidence", "open")
        assert found["carry"].facts == {"found": "25", "allowed": "20"}
        with pytest.raises(WrongStage):
            examined(closed)

    def test_is_for_officers(self, closed):
        for by in (closed.cast.stranger, closed.kestrel.signatory, closed.cast.auditor):
            with pytest.raises(NotPermitted):
                selection_eligibility.examine(application=closed.application, by=by, at=database_clock())


class TestRuling:
    def rule(self, world, finding, outcome, note="Seen.", **more):
        about = {"by": world.cast.officer, "at": database_clock()}
        return selection_eligibility.rule(finding=finding, outcome=outcome, note=note, **about, **more)

    def test_takes_a_note_and_against_the_figures_a_file(self, closed):
        found = examined(closed)
        with pytest.raises(InputRefused, match="Say what"):
            self.rule(closed, found["licence"], "pass", " ")
        with pytest.raises(InputRefused, match="takes evidence"):
            self.rule(closed, found["carry"], "pass")
        paper = files.store(worlds.PDF, name="letter.pdf", content_type="application/pdf", by=closed.cast.officer)
        assert self.rule(closed, found["carry"], "pass", evidence=paper).stage == "passed"
        assert self.rule(closed, found["licence"], "pass").ruled_by == closed.cast.officer

    def test_of_a_fail_takes_two(self, closed, cast):
        finding = self.rule(closed, examined(closed)["carry"], "fail", "Above the cap.")
        assert finding.stage == "fail_proposed"
        with pytest.raises(NotPermitted):
            selection_eligibility.confirm_fail(finding=finding, by=cast.officer, at=database_clock())
        with pytest.raises(WrongStage):
            selection_eligibility.conclude(application=closed.application, by=cast.manager, at=database_clock())
        selection_eligibility.confirm_fail(finding=finding, by=cast.manager, at=database_clock())
        done = selection_eligibility.conclude(application=closed.application, by=cast.manager, at=database_clock())
        assert done.stage == "ineligible"
        assert AuditEvent.objects.filter(verb="eligibility.confirm").exists()

    def test_of_a_fail_may_be_sent_back(self, closed, cast):
        finding = self.rule(closed, examined(closed)["carry"], "fail", "Above the cap.")
        again = selection_eligibility.reopen(finding=finding, by=cast.manager, at=database_clock(), reason="Ask first.")
        assert (again.stage, again.ruled_by) == ("open", None)

    def test_of_all_makes_eligible(self, closed, cast):
        closed.application = closed.open_application
        for finding in examined(closed).values():
            if finding.stage == "open":
                self.rule(closed, finding, "pass")
        done = selection_eligibility.conclude(application=closed.application, by=cast.manager, at=database_clock())
        assert done.stage == "eligible"
