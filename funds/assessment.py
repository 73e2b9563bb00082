"""The assessment of a round as read: who may score what, scores that count, their spread; by set, a round at a time."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

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

ELIGIBLE = Application.Stage.ELIGIBLE
CONFLICT, UNDECLARED, DUE, SCORED = "conflict", "undeclared", "due", "scored"
# What was eligible when scores were given stays in the board of the round after the decision.
AFTER_ELIGIBILITY = (ELIGIBLE, Application.Stage.SELECTED, Application.Stage.RESERVED, Application.Stage.NOT_SELECTED)


@dataclass(frozen=True, slots=True)
class Task:
    """What one assessor has to do about one application: declare, score, or nothing (`conflict`, `scored`)."""

    application: Application
    state: str


def submissions_of(invitation: Invitation) -> list[Submission]:
    """This function will give what stands with the Corporation in a round, by application."""
    found = Submission.objects.standing().filter(
        application__invitation=invitation, application__in=Application.objects.received()
    )
    return list(found.select_related("application__house").order_by("application"))


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
        for application, _stage in applications:
            conflict = declared.get((user, application))
            state = SCORED if (membership, application) in scored else DUE
            found[membership, application] = (UNDECLARED if conflict is None else state) if not conflict else CONFLICT
    return found


def tasks_of(membership: RoundMembership) -> list[Task]:
    """This function will give an assessor's applications, each with what is to be done about it."""
    found = states(membership.invitation)
    applications = membership.invitation.applications.received().select_related("house").order_by("reference")
    return [Task(one, found.get((membership.pk, one.pk), UNDECLARED)) for one in applications]


def given(invitation: Invitation) -> list[rules.Given]:
    """This function will give every score of a round that counts: last sheets without conflict, after moderation."""
    last = ScoreChange.objects.filter(score=OuterRef("pk")).order_by("-id").values("after")[:1]
    sheets = ScoreSheet.objects.standing().filter(application__invitation=invitation).values("pk")
    rows = (
        Score.objects.filter(sheet__in=sheets)
        .annotate(counts=Coalesce(Subquery(last), F("score")))
        .values_list("sheet__application", "sheet__membership", "criterion__code", "counts")
    )
    return [rules.Given(*row) for row in rows]


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
    eligible = {one.pk: one for one in invitation.applications.filter(stage=ELIGIBLE).select_related("house")}
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
