"""The Advisory Committee's meetings and its independent opinion on each application (R24, para 14)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from funds import conflict_walls
from funds.models import (
    Application,
    Assessment,
    CommitteeMeeting,
    CommitteeOpinion,
    CommitteePresence,
    ConflictDeclaration,
    RoundMembership,
    SelectionDecision,
)
from funds.services.assessments import lock
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import Breach, InputRefused, RuleBroken, WrongStage, gettext_noop
from itvf.roles import RoundRole

NO_QUORUM = gettext_noop(
    "{found} members without a conflict gave their opinion on {reference}; the quorum is {least}. A member counts who "
    "declared that there is no conflict and was present."
)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the Committee says of an application, with its reasons and conditions."""

    opinion: str
    words: str


@transaction.atomic
def record_meeting(
    *,
    assessment: Assessment,
    held_date: date,
    present: Sequence[RoundMembership],
    quorum: int,
    quorum_reason: str,
    minutes: str,
    opinions: Mapping[Application, Opinion],
    by,
    at: datetime,
) -> CommitteeMeeting:
    """This function will record a meeting of the Advisory Committee and its opinion on each application it spoke of.

    `quorum` is a setting with its reason. On each application only members count who were present and declared that
    they have no conflict; fewer than the quorum is refused (RuleBroken). A later opinion takes the place of an earlier
    one until a decision stands.
    """
    permissions.require(by, "committee.record")
    conflict_walls.require_open_round(assessment.invitation, by)
    assessment = lock(assessment)
    if SelectionDecision.objects.filter(assessment=assessment).exclude(stage="refused").exists():
        raise WrongStage(gettext_noop("A decision on the round stands already."), code="decision_stands")
    _check(assessment, held_date, present, minutes, on=local_date(at))
    if quorum < 1 or not quorum_reason.strip():
        raise InputRefused(
            gettext_noop("Give the quorum, at least one, and its reason."), code="quorum_unclear", field="quorum_reason"
        )
    counts = _taking_part(assessment, present)
    breaches = [
        Breach(
            "no_quorum",
            NO_QUORUM,
            "R24",
            "para 14",
            {"reference": one.reference, "found": counts.get(one.pk, 0), "least": quorum},
        )
        for one in opinions
        if counts.get(one.pk, 0) < quorum
    ]
    if breaches:
        raise RuleBroken(breaches)
    meeting = CommitteeMeeting.objects.create(
        assessment=assessment,
        held_date=held_date,
        quorum=quorum,
        quorum_reason=quorum_reason.strip(),
        minutes=minutes.strip(),
        recorded_by=by,
    )
    CommitteePresence.objects.bulk_create(CommitteePresence(meeting=meeting, membership=one) for one in present)
    CommitteeOpinion.objects.bulk_create(
        CommitteeOpinion(
            meeting=meeting,
            application=application,
            opinion=one.opinion,
            words=one.words.strip(),
            taking_part=counts[application.pk],
        )
        for application, one in opinions.items()
    )
    facts = {application.reference: one.opinion for application, one in opinions.items()}
    audit.record(
        chain=audit.PROGRAMME, verb="committee.record", subject=meeting, by=by, at=at, facts={"opinions": facts}
    )
    return meeting


def _check(
    assessment: Assessment, held_date: date, present: Sequence[RoundMembership], minutes: str, *, on: date
) -> None:
    if held_date > on:
        raise InputRefused(
            gettext_noop("The meeting can't be dated {date}, in the future."),
            code="future_meeting",
            field="held_date",
            date=held_date,
        )
    if not minutes.strip():
        raise InputRefused(gettext_noop("A meeting has minutes."), code="minutes_missing", field="minutes")
    if any(one.role != RoundRole.MEMBER or one.invitation_id != assessment.invitation_id for one in present):
        raise InputRefused(
            gettext_noop("Only members of the Advisory Committee of this round are counted."),
            code="not_a_member",
            field="present",
        )


def _taking_part(assessment: Assessment, present: Sequence[RoundMembership]) -> dict[int, int]:
    """Members present who may speak, by application: they declared, and no conflict stands."""
    users = {one.user_id for one in present}
    declared = ConflictDeclaration.objects.filter(user__in=users, application__invitation=assessment.invitation_id)
    found: dict[tuple[int, int], bool] = {}
    for user, application, conflict in declared.values_list("user", "application", "is_conflict"):
        found[user, application] = found.get((user, application), False) or conflict
    counts: dict[int, int] = {}
    for (_user, application), conflict in found.items():
        counts[application] = counts.get(application, 0) + (not conflict)
    return counts
