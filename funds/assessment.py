"""The assessment of a round as read: who may score what, scores that count, their spread; by set, a round at a time."""

from collections.abc import Iterable
from dataclasses import dataclass

from funds import rounds
from funds.models import (
    ApplicantLink,
    Application,
    Assessment,
    ConflictDeclaration,
    Invitation,
    RoundMembership,
    Score,
    ScoreChange,
    ScoreSheet,
    Submission,
)
from funds.rules import assessment as rules
from itvf.errors import WrongStage, gettext_noop
from itvf.roles import RoundRole

ELIGIBLE = Application.Stage.ELIGIBLE
CONFLICT, UNDECLARED, DUE, SCORED, DECLARED = "conflict", "undeclared", "due", "scored", "declared"
# What was eligible when scores were given stays in the board of the round after the decision.
AFTER_ELIGIBILITY = (ELIGIBLE, Application.Stage.SELECTED, Application.Stage.RESERVED, Application.Stage.NOT_SELECTED)


@dataclass(frozen=True, slots=True)
class Task:
    """What a person of a round has to do about one application: declare, score, or nothing (the other states)."""

    application: Application
    state: str


def standing_of(invitation: Invitation) -> dict[int, int]:
    """This function will say which submissions of a round stand with the Corporation: their applications by key."""
    found = Submission.objects.standing().filter(
        application__invitation=invitation, application__in=Application.objects.received()
    )
    return dict(found.order_by("application").values_list("pk", "application"))


def submissions_of(invitation: Invitation) -> list[Submission]:
    """This function will give what stands with the Corporation in a round, by application; no working copy with it."""
    found = Submission.objects.filter(pk__in=list(standing_of(invitation))).select_related("application__house")
    return list(found.defer("application__sections").order_by("application"))


def states(invitation: Invitation) -> dict[tuple[int, int], str]:
    """This function will say of each live assessor and application of a round where it stands, in three queries.

    Keys are (membership, application). Only eligible applications are to be scored; others are to be declared on.
    """
    applications = invitation.applications.received().values_list("pk", "stage")
    assessors = invitation.memberships.live().assessors().values_list("pk", "user")
    declared = {
        (user, application): conflict
        for user, application, conflict in ConflictDeclaration.objects.filter(application__invitation=invitation)
        .order_by("is_conflict")
        .values_list("user", "application", "is_conflict")
    }
    scored = set(ScoreSheet.objects.filter(application__invitation=invitation).values_list("membership", "application"))
    found = {}
    for membership, user in assessors:
        for application, stage in applications:
            conflict = declared.get((user, application))
            not_scored = DUE if stage == ELIGIBLE else DECLARED
            state = SCORED if (membership, application) in scored else not_scored
            found[membership, application] = (UNDECLARED if conflict is None else state) if not conflict else CONFLICT
    return found


def tasks_of(membership: RoundMembership) -> list[Task]:
    """This function will give a person's applications of a round, each with what is to be done about it.

    An assessor declares and scores; a member of the Committee declares only.
    """
    invitation = membership.invitation
    applications = invitation.applications.received().defer("sections").select_related("house").order_by("reference")
    if membership.role == RoundRole.ASSESSOR:
        found = states(invitation)
        return [Task(one, found.get((membership.pk, one.pk), UNDECLARED)) for one in applications]
    own = ConflictDeclaration.objects.filter(user=membership.user_id, application__invitation=invitation)
    declared = dict(own.order_by("is_conflict").values_list("application", "is_conflict"))
    member = {None: UNDECLARED, True: CONFLICT, False: DECLARED}
    return [Task(one, member[declared.get(one.pk)]) for one in applications]


def declarable_by(user):
    """This function will give the applications that a person may declare on: of rounds they take part in, started."""
    mine = user.round_memberships.live().filter(invitation__assessment__isnull=False).values("invitation")
    return Application.objects.received().filter(invitation__in=mine).select_related("house", "invitation__assessment")


def readable_by(user):
    """This function will give what stands of the applications on which an assessor declared that there is no conflict.

    Everything that an assessor reads of an application starts here: a conflict or a part that ended closes it at once.
    """
    mine = user.round_memberships.live().assessors().values("invitation")
    declared = Application.objects.declared_by(user).received()
    seen = Submission.objects.visible_to(user).standing()
    seen = seen.filter(application__in=declared, application__invitation__in=mine)
    return seen.select_related("application__house", "application__invitation__assessment")


def own_sheet(application: Application, user) -> ScoreSheet | None:
    """This function will give the last sheet that a person gave of an application, if any."""
    found = ScoreSheet.objects.filter(membership__user=user, application=application)
    return found.prefetch_related("scores__criterion").order_by("-number").first()


def given(invitation: Invitation) -> list[rules.Given]:
    """This function will give every score of a round that counts: last sheets without conflict, after moderation.

    Four plain statements, put together here: one statement for all of it asks the planner to guess, and it guesses
    badly while a round is young (docs/performance.md, W13).
    """
    sheets = ScoreSheet.objects.filter(application__invitation=invitation).order_by("number")
    voided = set(
        ConflictDeclaration.objects.filter(application__invitation=invitation, is_conflict=True).values_list(
            "user", "application"
        )
    )
    last = {
        (application, membership): sheet
        for sheet, application, membership, user in sheets.values_list(
            "pk", "application", "membership", "membership__user"
        )
        if (user, application) not in voided
    }
    whose = {sheet: pair for pair, sheet in last.items()}
    scores = Score.objects.filter(sheet__application__invitation=invitation).order_by("pk")
    changes = ScoreChange.objects.filter(meeting__assessment__invitation=invitation).order_by("pk")
    moderated = dict(changes.values_list("score", "after"))
    return [
        rules.Given(*whose[sheet], code, moderated.get(score, given))
        for score, sheet, code, given in scores.values_list("pk", "sheet", "criterion__code", "score")
        if sheet in whose
    ]


def standings(assessment: Assessment) -> dict[int, rules.Standing]:
    """This function will give each application's spread and total; refused (WrongStage) while scores are blind."""
    if assessment.is_blind:
        raise WrongStage(gettext_noop("Scores are shown when all who may score have scored."), code="scores_are_blind")
    invitation = assessment.invitation
    return rules.standings(rounds.criteria_of(invitation), given(invitation))


def ranked(assessment: Assessment, found: dict[int, rules.Standing]) -> list[tuple[int, int]]:
    """This function will give (rank, application) of a round's standings, the highest first."""
    return rules.ranking(found, rounds.criteria_of(assessment.invitation))


def outstanding(invitation: Invitation) -> list[tuple[RoundMembership, Application]]:
    """This function will name who may score what and has not: the reason why scores are blind still."""
    eligible = {one.pk: one for one in invitation.applications.filter(stage=ELIGIBLE).defer("sections")}
    members = {one.pk: one for one in invitation.memberships.live().assessors().select_related("user")}
    return [
        (members[membership], eligible[application])
        for (membership, application), state in states(invitation).items()
        if application in eligible and state in (DUE, UNDECLARED)
    ]


def may_score(found: dict[tuple[int, int], str], applications: Iterable[int]) -> dict[int, int]:
    """This function will count the assessors of each application to whom no conflict closes it."""
    counted = dict.fromkeys(applications, 0)
    for (_membership, application), state in found.items():
        if application in counted and state != CONFLICT:
            counted[application] += 1
    return counted


def links_open(invitation: Invitation) -> int:
    """This function will count the links of a round that nobody has ruled on."""
    return ApplicantLink.objects.filter(application__invitation=invitation, stage=ApplicantLink.Stage.OPEN).count()
