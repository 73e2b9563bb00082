"""The assessment of a round: conflicts close, scores are blind until all have scored, moderation is on record."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from funds import assessment as reads
from funds.models import ApplicantLink, Assessment, ConflictDeclaration, Score, ScoreSheet, Submission
from funds.rounds import database_clock as now
from funds.services import assessments, conflicts
from itvf.errors import InputRefused, NotFound, NotPermitted, RuleBroken, WrongStage
from itvf.models import AuditEvent, RoleGrant, User
from tests import assessment_worlds as worlds
from tests import selection_worlds

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def standing(held):
    return worlds.closed_world()


def open_scoring(world):
    return assessments.open_scoring(assessment=world.assessment, by=world.cast.manager, at=now())


class TestConflicts:
    def test_an_assessor_sees_nothing_before_the_declaration(self, world):
        user, application = world.assessors[0], world.applications[0]
        assert not Submission.objects.visible_to(user).exists()
        assert not Submission.objects.visible_to(world.assessors[2]).exists()  # staff who assess, too
        assert Submission.objects.visible_to(world.cast.officer).count() == 3
        assert not Submission.objects.visible_to(world.members[0]).exists()
        conflicts.declare(application=application, is_conflict=False, by=user, at=now())
        assert [one.application for one in Submission.objects.visible_to(user)] == [application]

    def test_a_conflict_closes_the_application_for_good_and_voids_the_scores(self, world):
        user, application = world.assessors[2], world.applications[0]
        worlds.scoring(world)
        sheet = assessments.give_scores(application=application, marks=worlds.marks(), by=user, at=now())
        worlds.scored(world, skip={(user, application)})
        conflicts.declare(
            application=application, is_conflict=True, what="A sister.", since_date=now().date(), by=user, at=now()
        )
        assert application not in [one.application for one in Submission.objects.visible_to(user)]
        assert not ScoreSheet.objects.visible_to(user).filter(application=application).exists()
        assert ScoreSheet.objects.filter(pk=sheet.pk).exists()
        assert not ScoreSheet.objects.standing().filter(pk=sheet.pk).exists()
        with pytest.raises(WrongStage, match="no declaration opens"):
            conflicts.declare(application=application, is_conflict=False, by=user, at=now())
        with pytest.raises(NotFound):
            assessments.give_scores(application=application, marks=worlds.marks(), by=user, at=now())
        with pytest.raises(IntegrityError, match="no conflict closed"), transaction.atomic():
            ScoreSheet.objects.create(membership=sheet.membership, application=application, number=9, given_at=now())
        shown = assessments.show_scores(assessment=world.assessment, by=world.cast.officer, at=now())
        assert len(reads.standings(shown)[application.pk].by_assessor) == 2

    def test_a_conflict_says_what_and_since_when_and_is_never_changed(self, world):
        about = {"application": world.applications[0], "by": world.assessors[0], "at": now()}
        with pytest.raises(InputRefused, match="Say what"):
            conflicts.declare(is_conflict=True, what="", since_date=now().date(), **about)
        with pytest.raises(NotPermitted):
            conflicts.declare(is_conflict=False, **about | {"by": world.cast.stranger})
        made = conflicts.declare(is_conflict=False, **about)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            ConflictDeclaration.objects.filter(pk=made.pk).update(is_conflict=True)


class TestLinks:
    def test_are_found_by_name_and_ruled_on_before_scores(self, world, cast):
        assert not ApplicantLink.objects.filter(other="assessor").exists()
        user = world.assessors[0]
        user.name = "INVENTED  Avery"
        user.save(update_fields=["name"])
        (link,) = [
            one
            for one in conflicts.search_names(assessment=world.assessment, by=cast.officer, at=now())
            if one.capacity == "owner of the applicant"
        ]
        assert (link.other_user, link.how, link.application) == (user, "near", world.applications[0])
        assert conflicts.search_names(assessment=world.assessment, by=cast.officer, at=now()) == []
        worlds.declared(world)
        with pytest.raises(RuleBroken, match="no ruling"):
            open_scoring(world)
        for one in ApplicantLink.objects.filter(stage="open"):
            conflicts.rule_on_link(link=one, is_conflict=one == link, reason="Looked up.", by=cast.manager, at=now())
        assert link.application not in [one.application for one in Submission.objects.visible_to(user)]
        assert open_scoring(world).stage == "scoring"

    def test_of_who_comes_after_the_search_are_found_and_ruled_on_before_they_score(self, world, cast):
        about = {"invitation": world.invitation, "role": "round_assessor", "capacity": "Engineer", "by": cast.manager}
        late = selection_worlds.person("late_assessor")
        late.name = "Invented Avery"
        late.save(update_fields=["name"])
        conflicts.give_part(user=late, at=now(), **about)
        found = ApplicantLink.objects.filter(other_user=late)
        assert {one.stage for one in found} == {"open"}
        worlds.declared(world, people=[*world.assessors, late])
        for one in ApplicantLink.objects.filter(stage="open"):
            conflicts.rule_on_link(link=one, is_conflict=False, reason="Namesakes.", by=cast.manager, at=now())
        cast.second_officer.name = "Blair Invented"  # whoever is renamed, or joins the staff, is found as it opens
        cast.second_officer.save(update_fields=["name"])
        with pytest.raises(RuleBroken, match="Search the names again") as refusal:
            open_scoring(world)
        assert {one.facts["reference"] for one in refusal.value.breaches} == {world.applications[1].reference}
        conflicts.search_names(assessment=world.assessment, by=cast.officer, at=now())
        for one in ApplicantLink.objects.filter(stage="open"):
            conflicts.rule_on_link(link=one, is_conflict=False, reason="Namesakes.", by=cast.manager, at=now())
        open_scoring(world)
        newest = selection_worlds.person("newest_assessor")
        newest.name = "C. Nobody"
        newest.save(update_fields=["name"])
        conflicts.give_part(user=newest, at=now(), **about)
        worlds.declared(world, people=[newest])
        sheet = {"marks": worlds.marks(), "by": newest, "at": now()}
        with pytest.raises(RuleBroken, match="A link between you"):
            assessments.give_scores(application=world.applications[2], **sheet)
        assert assessments.give_scores(application=world.applications[0], **sheet)

    def test_to_oneself_are_ruled_on_by_another(self, world, cast):
        link = conflicts.declare_link(
            application=world.applications[0],
            name="Kestrel",
            capacity="applicant",
            other="staff",
            other_name=cast.manager.name,
            other_user=cast.manager,
            words="Worked there until 2020.",
            by=cast.officer,
            at=now(),
        )
        with pytest.raises(NotPermitted):
            conflicts.rule_on_link(link=link, is_conflict=False, reason="Long ago.", by=cast.manager, at=now())


class TestScores:
    def test_wait_for_enough_free_assessors(self, world):
        for one in ApplicantLink.objects.filter(stage="open"):
            conflicts.rule_on_link(link=one, is_conflict=False, reason="No.", by=world.cast.manager, at=now())
        about = {"is_conflict": True, "what": "A client.", "since_date": now().date(), "at": now()}
        for user in world.assessors[:2]:
            conflicts.declare(application=world.applications[1], by=user, **about)
        with pytest.raises(RuleBroken, match="can be scored by 1 assessors"):
            open_scoring(world)

    def test_are_whole(self, world):
        worlds.scoring(world)
        sheet = worlds.marks(team=4) | {"other": worlds.Mark(3, "x")}
        del sheet["record"]
        with pytest.raises(RuleBroken) as refusal:
            assessments.give_scores(application=world.applications[0], marks=sheet, by=world.assessors[0], at=now())
        assert {one.code for one in refusal.value.breaches} == {"criterion_unknown", "not_scored", "no_such_level"}
        assert not Score.objects.exists()

    def test_are_blind_until_all_who_may_score_have_scored(self, world, cast):
        worlds.scoring(world)
        last = (world.assessors[1], world.applications[2])
        worlds.scored(world, skip={last})
        for user in (*world.assessors, cast.officer, cast.manager, *world.members):
            others = ScoreSheet.objects.visible_to(user).exclude(membership__user=user)
            assert not others.exists()
        assert ScoreSheet.objects.visible_to(cast.auditor).count() == 8
        with pytest.raises(RuleBroken, match=last[1].reference):
            assessments.show_scores(assessment=world.assessment, by=cast.officer, at=now())
        with pytest.raises(IntegrityError, match="all who may score"), transaction.atomic():
            Assessment.objects.filter(pk=world.assessment.pk).update(stage="moderating")
        with pytest.raises(WrongStage, match="all who may score"):
            reads.standings(world.assessment)
        assessments.give_scores(application=last[1], marks=worlds.marks(team=5), by=last[0], at=now())
        assessments.show_scores(assessment=world.assessment, by=cast.officer, at=now())
        assert ScoreSheet.objects.visible_to(world.assessors[0]).count() == 9
        assert not ScoreSheet.objects.visible_to(world.members[0]).exists()
        told = AuditEvent.objects.filter(verb="assessment.give_scores").values_list("facts", flat=True)
        assert {frozenset(facts) for facts in told} == {frozenset({"application", "sheet"})}

    def test_are_blind_to_an_auditor_who_scores_too(self, world, cast):
        worlds.scoring(world)
        assessments.give_scores(
            application=world.applications[0], marks=worlds.marks(), by=world.assessors[0], at=now()
        )
        assert ScoreSheet.objects.visible_to(cast.auditor).count() == 1
        scorer = world.assessors[2]
        RoleGrant.objects.create(user=scorer, role="auditor", granted_by=cast.auditor)
        assert not ScoreSheet.objects.visible_to(User.objects.get(pk=scorer.pk)).exists()


class TestModeration:
    def test_keeps_before_and_after_of_each_score(self, world, cast):
        worlds.scoring(world)
        worlds.scored(world)
        assessment = assessments.show_scores(assessment=world.assessment, by=cast.officer, at=now())
        score = Score.objects.filter(criterion__code="team", sheet__application=world.applications[0]).first()
        about = {"assessment": assessment, "held_date": now().date(), "present": ["A"], "by": cast.officer, "at": now()}
        change = assessments.Change(score, 3, "As it was.")
        with pytest.raises(InputRefused, match="another of its levels"):
            assessments.moderate(minutes="Said.", changes=[change], **about)
        with pytest.raises(WrongStage, match="No moderation meeting"):
            assessments.settle(assessment=assessment, by=cast.manager, at=now())
        before = reads.standings(assessment)[world.applications[0].pk].total_rate
        change = assessments.Change(score, 5, "Two exits had been overlooked.")
        meeting = assessments.moderate(minutes="Said.", changes=[change], **about)
        assert [(one.before, one.after) for one in meeting.changes.all()] == [(3, 5)]
        after = reads.standings(assessment)[world.applications[0].pk].total_rate
        assert after - before == selection_worlds.D("0.046666666667")  # 0.35 x 2/5, by one of three
        settled = assessments.settle(assessment=assessment, by=cast.manager, at=now())
        with pytest.raises(WrongStage):
            assessments.moderate(minutes="Again.", changes=[], **about | {"assessment": settled})
