"""The assessment of a round: started after the close, opened for scores, shown to all, moderated, settled (para 14)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from funds import applicant_links, conflict_walls, rounds
from funds import assessment as reads
from funds.models import (
    ApplicantLink,
    Application,
    Assessment,
    Invitation,
    ModerationMeeting,
    Score,
    ScoreChange,
    ScoreSheet,
)
from funds.rules import assessment as rules
from funds.rules.stages import require_stage
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import Breach, InputRefused, NotFound, RuleBroken, WrongStage, gettext_noop

Stage = Assessment.Stage
LINKS_OPEN = gettext_noop("{found} links between applicants and others have no ruling. Rule on each of them first.")
NOT_SEARCHED = gettext_noop("The names of the round were not searched yet. Search them first.")
FOUND_SINCE = gettext_noop(
    "{name} in {reference} meets {other_name}, found just now. Search the names again and rule on the link first."
)
LINK_TO_YOU = gettext_noop(
    "A link between you and {reference} has no ruling. You score the application when somebody has ruled on it."
)
NOT_JUDGED = gettext_noop("{found} applications are not judged for eligibility yet: {references}. Judge them first.")
NONE_ELIGIBLE = gettext_noop(
    "No application of the round is eligible: there is nothing to score. Propose the decision, which tells everybody."
)
TOO_FEW = gettext_noop(
    "{reference} can be scored by {found} assessors; {least} are needed. Appoint assessors without a conflict."
)
OUTSTANDING = gettext_noop("{person} may score {reference} and has not. Wait for the score, or end the person's part.")


@dataclass(frozen=True, slots=True)
class Change:
    """A score that moderation changes, to which level and why."""

    score: Score
    after: int
    reason: str


@transaction.atomic
def start(
    *, invitation: Invitation, by, at: datetime, fewest_assessors: int = 2, fewest_reason: str = ""
) -> Assessment:
    """This function will start the assessment of a round that is closed by the database's clock.

    `fewest_assessors` is how many must be free to score each application, with the reason. Refuses an open round.
    """
    permissions.require(by, "assessment.prepare")
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    require_stage(invitation, Invitation.Stage.OPEN)
    if rounds.phase(invitation, rounds.database_clock()) != rounds.CLOSED:
        raise WrongStage(
            gettext_noop("The round is open until {closes_at}; it is assessed after that."),
            code="round_is_open",
            closes_at=invitation.closes_at,
        )
    if Assessment.objects.filter(invitation=invitation).exists():
        raise WrongStage(gettext_noop("The assessment of this round stands already."), code="assessment_stands")
    if fewest_assessors < 1:
        raise InputRefused(
            gettext_noop("At least one assessor scores each application."),
            code="too_few_assessors",
            field="fewest_assessors",
        )
    made = Assessment.objects.create(
        invitation=invitation,
        fewest_assessors=fewest_assessors,
        fewest_reason=fewest_reason.strip(),
        started_by=by,
        started_at=at,
    )
    _record("start", made, by, at, fewest_assessors=fewest_assessors, reason=fewest_reason.strip())
    return made


@transaction.atomic
def open_scoring(*, assessment: Assessment, by, at: datetime) -> Assessment:
    """This function will open an assessment for scores, by a person other than who started it.

    Refuses (RuleBroken) names not searched, or not since somebody new came, links without a ruling, applications not
    judged for eligibility, and applications with fewer free assessors than the round needs.
    """
    permissions.require(by, "assessment.open")
    assessment = lock(assessment)
    require_stage(assessment, Stage.PREPARING)
    permissions.require_other_person(by, assessment.started_by)
    if breaches := _not_ready(assessment):
        raise RuleBroken(breaches)
    assessment.stage, assessment.opened_by, assessment.opened_at = Stage.SCORING, by, at
    assessment.save(update_fields=["stage", "opened_by", "opened_at"])
    _record("open_scoring", assessment, by, at)
    return assessment


@transaction.atomic
def give_scores(*, application: Application, marks: Mapping[str, rules.Mark], by, at: datetime) -> ScoreSheet:
    """This function will take an assessor's scores of one application, whole; a later sheet replaces an earlier one.

    `marks` by criterion code. The audit trail says that scores were given and never which. Refuses (NotFound) an
    application that a conflict closes or no declaration opened, and (RuleBroken) a sheet that is not whole, and the
    scores of somebody whose own link to the applicant has no ruling yet.
    """
    permissions.require(by, "score.give", within=application.invitation)
    assessment = lock(application.invitation.assessment)
    require_stage(assessment, Stage.SCORING)
    application = open_application(application, by)
    require_stage(application, Application.Stage.ELIGIBLE)
    criteria = {one.code: one for one in application.invitation.criteria.all()}
    if ApplicantLink.objects.filter(application=application, other_user=by, stage=ApplicantLink.Stage.OPEN).exists():
        raise RuleBroken([_breach("link_not_ruled_on", LINK_TO_YOU, reference=application.reference)])
    if breaches := rules.check_sheet(rounds.criteria_of(application.invitation), marks):
        raise RuleBroken(breaches)
    membership = application.invitation.memberships.live().assessors().get(user=by)
    sheet = ScoreSheet.objects.create(
        membership=membership,
        application=application,
        number=ScoreSheet.objects.filter(membership=membership, application=application).count() + 1,
        given_at=at,
    )
    Score.objects.bulk_create(
        Score(sheet=sheet, criterion=criteria[code], score=mark.score, reason=mark.reason.strip())
        for code, mark in marks.items()
    )
    _record("give_scores", assessment, by, at, application=application.reference, sheet=sheet.number)
    return sheet


@transaction.atomic
def show_scores(*, assessment: Assessment, by, at: datetime) -> Assessment:
    """This function will show all scores to those who may see them, once all who may score have scored.

    Refuses (RuleBroken) while somebody has not, by name; the database refuses too.
    """
    permissions.require(by, "moderation.record")
    assessment = lock(assessment)
    require_stage(assessment, Stage.SCORING)
    missing = reads.outstanding(assessment.invitation)
    if missing:
        raise RuleBroken(
            _breach("score_outstanding", OUTSTANDING, person=str(member.user), reference=application.reference)
            for member, application in missing
        )
    assessment.stage = Stage.MODERATING
    assessment.save(update_fields=["stage"])
    _record("show_scores", assessment, by, at)
    return assessment


@transaction.atomic
def moderate(
    *,
    assessment: Assessment,
    held_date: date,
    present: Sequence[str],
    minutes: str,
    changes: Sequence[Change],
    by,
    at: datetime,
) -> ModerationMeeting:
    """This function will record a moderation meeting: its day, who was there, minutes, each score before and after.

    A meeting may change nothing. Refuses a day to come, nobody present, no minutes, a level that the criterion has
    not, a change to what stands, and a score that a later sheet or a conflict has voided.
    """
    permissions.require(by, "moderation.record")
    assessment = lock(assessment)
    require_stage(assessment, Stage.MODERATING)
    _check_meeting(held_date, present, minutes, on=local_date(at))
    meeting = ModerationMeeting.objects.create(
        assessment=assessment,
        held_date=held_date,
        present=[name.strip() for name in present],
        minutes=minutes.strip(),
        recorded_by=by,
    )
    for change in changes:
        conflict_walls.require_open(change.score.sheet.application, by)
        _change(meeting, change)
    _record("moderate", assessment, by, at, held_date=held_date, changes=len(changes))
    return meeting


@transaction.atomic
def change_score(*, score: Score, meeting: ModerationMeeting, after: int, reason: str, by, at: datetime) -> ScoreChange:
    """This function will record one score that a recorded meeting changed: before, after and why; as `moderate`."""
    permissions.require(by, "moderation.record")
    conflict_walls.require_open(score.sheet.application, by)
    assessment = lock(meeting.assessment)
    require_stage(assessment, Stage.MODERATING)
    made = _change(meeting, Change(score, after, reason))
    _record("change_score", assessment, by, at, before=made.before, after=made.after, reason=made.reason)
    return made


@transaction.atomic
def settle(*, assessment: Assessment, by, at: datetime) -> Assessment:
    """This function will settle the scores: no moderation after it. Takes at least one recorded meeting."""
    permissions.require(by, "assessment.settle")
    assessment = lock(assessment)
    require_stage(assessment, Stage.MODERATING)
    if not assessment.meetings.exists():
        raise WrongStage(
            gettext_noop("No moderation meeting is recorded; record it, even where it changed nothing."),
            code="not_moderated",
        )
    assessment.stage, assessment.settled_by, assessment.settled_at = Stage.SETTLED, by, at
    assessment.save(update_fields=["stage", "settled_by", "settled_at"])
    _record("settle", assessment, by, at)
    return assessment


def lock(assessment: Assessment) -> Assessment:
    """This function will lock an assessment's row and give it back fresh: its verbs wait for each other."""
    return Assessment.objects.select_for_update(of=("self",)).select_related("invitation").get(pk=assessment.pk)


def open_application(application: Application, by) -> Application:
    """This function will give an application that is declared on and not closed by a conflict (else NotFound)."""
    found = Application.objects.select_related("invitation", "house").declared_by(by).filter(pk=application.pk).first()
    if found is None:
        raise NotFound()
    return found


def _not_ready(assessment: Assessment) -> list[Breach]:
    invitation, breaches = assessment.invitation, []
    if assessment.searched_at is None:
        breaches.append(_breach("names_not_searched", NOT_SEARCHED))
    if found := reads.links_open(invitation):
        breaches.append(_breach("links_open", LINKS_OPEN, found=found))
    received = list(invitation.applications.received().order_by("reference"))
    if assessment.searched_at is not None:
        references = {one.pk: one.reference for one in received}
        for one in applicant_links.unknown(invitation):
            facts = {"reference": references[one.application_id], "name": one.name, "other_name": one.other_name}
            breaches.append(_breach("names_changed", FOUND_SINCE, **facts))
    waiting = tuple(one.reference for one in received if one.stage == Application.Stage.SUBMITTED)
    if waiting:
        breaches.append(_breach("not_judged", NOT_JUDGED, found=len(waiting), references=waiting))
    eligible = {one.pk: one.reference for one in received if one.stage == Application.Stage.ELIGIBLE}
    if not eligible:
        breaches.append(_breach("none_eligible", NONE_ELIGIBLE))
    for application, count in reads.may_score(reads.states(invitation), eligible).items():
        if count < assessment.fewest_assessors:
            facts = {"reference": eligible[application], "found": count, "least": assessment.fewest_assessors}
            breaches.append(_breach("too_few_assessors", TOO_FEW, **facts))
    return [*breaches, *rules.check_scale(rounds.criteria_of(invitation))]


def _check_meeting(held_date: date, present: Sequence[str], minutes: str, *, on: date) -> None:
    if held_date > on:
        raise InputRefused(
            gettext_noop("The meeting can't be dated {date}, in the future."),
            code="future_meeting",
            field="held_date",
            date=held_date,
        )
    if not [name for name in present if name.strip()]:
        raise InputRefused(gettext_noop("Say who was there."), code="nobody_present", field="present")
    if not minutes.strip():
        raise InputRefused(gettext_noop("A meeting has minutes."), code="minutes_missing", field="minutes")


def _change(meeting: ModerationMeeting, change: Change) -> ScoreChange:
    if meeting.changes.filter(score=change.score).exists():
        raise WrongStage(
            gettext_noop("This meeting changed this score already; another change takes another meeting."),
            code="changed_already",
        )
    return ScoreChange.objects.create(
        meeting=meeting,
        score=change.score,
        before=_before(meeting.assessment, change),
        after=change.after,
        reason=audit.require_reason(change.reason),
    )


def _before(assessment: Assessment, change: Change) -> int:
    sheets = ScoreSheet.objects.standing().filter(application__invitation=assessment.invitation)
    score = Score.objects.filter(sheet__in=sheets.values("pk"), pk=change.score.pk).select_related("criterion").first()
    if score is None:
        raise WrongStage(
            gettext_noop("This score does not count: a later sheet took its place, or a conflict voids it."),
            code="score_is_void",
        )
    levels = tuple(level["score"] for level in score.criterion.levels)
    last = score.changes.order_by("-id").values_list("after", flat=True).first()
    before = score.score if last is None else last
    if change.after not in levels or change.after == before:
        raise InputRefused(
            gettext_noop("{criterion} stands at {before}; moderation moves it to another of its levels: {known}."),
            code="no_such_level",
            field="changes",
            criterion=score.criterion.title_en,
            before=before,
            known=levels,
        )
    return before


def _breach(code: str, template: str, **facts) -> Breach:
    return Breach(code, template, "R24", rules.CLAUSE, facts)


def _record(verb: str, assessment: Assessment, by, at: datetime, *, reason: str = "", **facts) -> None:
    audit.record(
        chain=audit.PROGRAMME,
        verb=f"assessment.{verb}",
        subject=assessment,
        by=by,
        at=at,
        reason=reason,
        facts=facts,
    )
