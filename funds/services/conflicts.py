"""Who takes part in a round, conflicts of interest and links: declared, searched by name, ruled on (R24, para 14)."""

from datetime import date, datetime

from django.db import transaction

from funds import applicant_links, conflict_walls, rounds
from funds.models import (
    ApplicantLink,
    Application,
    Assessment,
    ConflictDeclaration,
    Invitation,
    RoundMembership,
)
from funds.rules.stages import require_stage
from funds.services.assessments import lock
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, NotFound, WrongStage, gettext_noop
from itvf.models import User
from itvf.roles import RoundRole

Stage = ApplicantLink.Stage


@transaction.atomic
def give_part(*, invitation: Invitation, user: User, role: str, capacity: str, by, at: datetime) -> RoundMembership:
    """This function will give a person a part in a round: an assessor, or a member of the Advisory Committee (R24).

    One part a round, also where it ended: who scored does not advise. The Committee is independent: no staff sit on it.
    Nobody who works for a house that applies in the round takes part. Whose names were searched already is searched
    again with the newcomer. Refuses giving oneself a part.
    """
    permissions.require(by, "round_membership.give")
    permissions.require_other_person(by, user)
    require_stage(invitation, Invitation.Stage.OPEN)
    if role not in RoundRole.values or not capacity.strip():
        raise InputRefused(
            gettext_noop("Say which part, and the person's profession or post."), code="part_unclear", field="capacity"
        )
    parts = invitation.memberships.filter(user=user)
    if parts.live().exists() or parts.exclude(role=role).exists():
        raise WrongStage(
            gettext_noop("{person} has or had a part in the round already."), code="part_stands", person=str(user)
        )
    if role == RoundRole.MEMBER and user.is_staff:
        raise InputRefused(
            gettext_noop("{person} works for the Corporation; the Committee's opinion is independent (R24)."),
            code="member_is_staff",
            field="user",
            person=str(user),
        )
    if user.house_memberships.live().filter(house__applications__invitation=invitation).exists():
        raise InputRefused(
            gettext_noop("{person} works for a house that applies in this round."),
            code="works_for_an_applicant",
            field="user",
            person=str(user),
        )
    made = RoundMembership.objects.create(
        invitation=invitation, user=user, role=role, capacity=capacity.strip(), given_by=by, given_at=at
    )
    _record("round_membership.give", made, by, at, person=str(user), role=role)
    if Assessment.objects.filter(invitation=invitation, searched_at__isnull=False).exists():
        _keep_found(invitation, by, at)
    return made


@transaction.atomic
def end_part(*, membership: RoundMembership, by, at: datetime, reason: str) -> RoundMembership:
    """This function will end a person's part in a round; the scores that were given stay."""
    permissions.require(by, "round_membership.give")
    reason = audit.require_reason(reason)
    membership = RoundMembership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if membership.ended_at:
        raise WrongStage(gettext_noop("This part ended already."), code="part_ended")
    membership.ended_at = at
    membership.save(update_fields=["ended_at"])
    _record("round_membership.end", membership, by, at, reason=reason)
    return membership


@transaction.atomic
def declare(
    *,
    application: Application,
    is_conflict: bool,
    by,
    at: datetime,
    what: str = "",
    since_date: date | None = None,
) -> ConflictDeclaration:
    """This function will take a person's declaration on one applicant: no conflict, or which and since when.

    A conflict closes the application to them everywhere, from now on, and voids what they scored; a declaration that
    there is none opens nothing that was closed (WrongStage). Takes a round whose assessment has started.
    """
    permissions.require(by, "conflict.declare", within=application.invitation)
    return _declare(application, by, is_conflict=is_conflict, what=what, since_date=since_date, by=by, at=at)


@transaction.atomic
def record_conflict(
    *, application: Application, user: User, what: str, since_date: date, by, at: datetime
) -> ConflictDeclaration:
    """This function will record a conflict of somebody that was found by others, at whatever time."""
    permissions.require(by, "conflict.record")
    return _declare(application, user, is_conflict=True, what=what, since_date=since_date, by=by, at=at)


@transaction.atomic
def search_names(*, assessment: Assessment, by, at: datetime) -> list[ApplicantLink]:
    """This function will search the names of a round against everybody's and keep what is new for a person's ruling.

    Run again, it adds what was not found before and changes no ruling. A closing searches its own (closing_links).
    """
    permissions.require(by, "assessment.prepare")
    assessment = lock(assessment)
    invitation = assessment.invitation
    stand = ApplicantLink.objects.filter(application__invitation=invitation)
    before = set(stand.values_list("pk", flat=True))
    _keep_found(invitation, by, at)
    assessment.searched_at = at
    assessment.save(update_fields=["searched_at"])
    new = list(stand.exclude(pk__in=before))
    _record("assessment.search_names", assessment, by, at, found=len(new), stood=len(before))
    return new


@transaction.atomic
def declare_link(
    *,
    application: Application,
    name: str,
    capacity: str,
    other: str,
    other_name: str,
    words: str,
    by,
    at: datetime,
    other_user: User | None = None,
) -> ApplicantLink:
    """This function will put a link on record that somebody declared and no search finds, for a person's ruling."""
    permissions.require(by, "assessment.prepare")
    lock(_assessment_of(application))
    if not (name.strip() and other_name.strip() and words.strip()) or other not in ApplicantLink.Other.values:
        raise InputRefused(gettext_noop("Say who is linked to whom, and how."), code="link_unclear", field="words")
    key = {
        "application": application,
        "name": name.strip(),
        "capacity": capacity.strip(),
        "other": other,
        "other_name": other_name.strip(),
        "other_user": other_user,
        "other_application": None,
    }
    if ApplicantLink.objects.filter(**key).exists():
        raise WrongStage(gettext_noop("This link is on record already."), code="link_stands")
    link = ApplicantLink.objects.create(
        **key, how=ApplicantLink.How.DECLARED, words=words.strip(), found_by=by, found_at=at
    )
    _record("link.declare", link, by, at)
    return link


@transaction.atomic
def rule_on_link(*, link: ApplicantLink, is_conflict: bool, reason: str, by, at: datetime) -> ApplicantLink:
    """This function will rule on a link: accepted with a reason, or a conflict, which closes the application.

    A conflict of a person of the round or the staff closes the application to them as their own declaration would.
    Nobody rules on a link to themselves. What was accepted may turn out a conflict; never the other way.
    """
    permissions.require(by, "link.rule")
    conflict_walls.require_open(link.application, by)
    Assessment.objects.select_for_update(of=("self",)).filter(invitation=link.application.invitation_id).first()
    link = ApplicantLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    require_stage(link, *((Stage.OPEN, Stage.ACCEPTED) if is_conflict else (Stage.OPEN,)))
    permissions.require_other_person(by, link.other_user)
    link.reason = audit.require_reason(reason)
    link.stage = Stage.CONFLICT if is_conflict else Stage.ACCEPTED
    link.ruled_by, link.ruled_at = by, at
    link.save(update_fields=["reason", "stage", "ruled_by", "ruled_at"])
    if is_conflict and link.other_user:
        ConflictDeclaration.objects.create(
            application=link.application,
            user=link.other_user,
            is_conflict=True,
            what=f"{link.name} = {link.other_name}: {link.reason}",
            since_date=local_date(at),
            declared_by=by,
            declared_at=at,
        )
    _record("link.rule", link, by, at, reason=link.reason, is_conflict=is_conflict)
    return link


def _keep_found(invitation: Invitation, by, at: datetime) -> None:
    found = applicant_links.rows(applicant_links.search(invitation), by=by, at=at)
    ApplicantLink.objects.bulk_create(found, ignore_conflicts=True)


def _declare(
    application: Application, user: User, *, is_conflict: bool, what: str, since_date: date | None, by, at: datetime
) -> ConflictDeclaration:
    lock(_assessment_of(application))
    if not application.is_received or rounds.standing(application) is None:
        raise NotFound()
    if is_conflict and (not what.strip() or since_date is None or since_date > local_date(at)):
        raise InputRefused(
            gettext_noop("Say what the conflict is and since when; the day is not in the future."),
            code="conflict_unclear",
            field="what" if not what.strip() else "since_date",
        )
    if not is_conflict and user.conflict_declarations.filter(application=application, is_conflict=True).exists():
        raise WrongStage(
            gettext_noop("A conflict closed this application to you; no declaration opens it again."),
            code="closed_by_conflict",
        )
    if not is_conflict and user.house_memberships.filter(house=application.house_id).exists():
        raise WrongStage(
            gettext_noop("You work or worked for this applicant; declare that as the conflict that it is."),
            code="works_for_the_applicant",
        )
    made = ConflictDeclaration.objects.create(
        application=application,
        user=user,
        is_conflict=is_conflict,
        what=what.strip() if is_conflict else "",
        since_date=since_date if is_conflict else None,
        declared_by=by,
        declared_at=at,
    )
    _record("conflict.declare", made, by, at, person=str(user), is_conflict=is_conflict)
    return made


def _assessment_of(application: Application) -> Assessment:
    found = Assessment.objects.filter(invitation=application.invitation_id).first()
    if found is None:
        raise WrongStage(gettext_noop("The assessment of the round has not started."), code="assessment_not_started")
    return found


def _record(verb: str, subject, by, at: datetime, *, reason: str = "", **facts) -> None:
    audit.record(chain=audit.PROGRAMME, verb=verb, subject=subject, by=by, at=at, reason=reason, facts=facts)
