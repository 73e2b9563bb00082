"""People of the system: added, given roles in the Corporation, shut out. Roles in a fund live in funds."""

from datetime import datetime

from django.conf import settings
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.forms import ValidationError

from itvf import audit, outbox, permissions
from itvf.errors import Breach, InputRefused, NotFound, RuleBroken, WrongStage, gettext_noop
from itvf.models import RoleGrant, User
from itvf.roles import HELD_ALONE, StaffRole


@transaction.atomic
def add(
    *,
    email: str,
    name: str,
    by,
    at: datetime,
    name_zh_hant: str = "",
    job_title: str = "",
    language: str = User.Language.ENGLISH,
) -> User:
    """This function will add a person and tell them by mail where to set a password. They have no role yet."""
    permissions.require(by, "user.manage")
    _check_email(email)
    if not name.strip():
        raise InputRefused(gettext_noop("Give the person's name."), code="name_missing", field="name")
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                email, name=name.strip(), name_zh_hant=name_zh_hant, job_title=job_title, language=language
            )
    except IntegrityError:
        raise InputRefused(
            gettext_noop("Somebody signs in as {email} already."), code="email_taken", field="email", email=email
        ) from None
    audit.record(chain=audit.PROGRAMME, verb="user.add", subject=user, by=by, at=at, facts={"email": user.email})
    outbox.put(
        key=f"welcome:{user.pk}",
        kind="welcome",
        to=user.email,
        subject="ITVF fund-management system · 創科創投基金管理系統",
        text=_welcome(user),
        language=language,
        about=user,
    )
    return user


@transaction.atomic
def grant_role(*, user: User, role: str, by, at: datetime) -> RoleGrant:
    """This function will give a person a role in the Corporation; nobody gives one to themselves.

    Refuses a role held already (WrongStage) and one that is held alone beside others (RuleBroken).
    """
    permissions.require(by, "user.manage")
    permissions.require_other_person(by, user)
    user = _locked(user)
    if role not in StaffRole.values:
        raise InputRefused(
            gettext_noop("{role} is no role of the Corporation; the roles are {known}."),
            code="role_unknown",
            field="role",
            role=role,
            known=sorted(StaffRole.values),
        )
    held = user.staff_roles()
    if role in held:
        raise WrongStage(gettext_noop("{person} holds this role already."), code="role_held", person=str(user))
    if breaches := check_roles(held | {role}):
        raise RuleBroken(breaches)
    grant = RoleGrant.objects.create(user=user, role=role, granted_by=by, granted_at=at)
    audit.record(chain=audit.PROGRAMME, verb="user.grant_role", subject=user, by=by, at=at, facts={"role": role})
    return grant


@transaction.atomic
def revoke_role(*, grant: RoleGrant, by, at: datetime, reason: str) -> RoleGrant:
    """This function will end a role, at once. The last administrator keeps theirs: nobody could give it back."""
    permissions.require(by, "user.manage")
    grant = RoleGrant.objects.select_for_update(of=("self",)).select_related("user").get(pk=grant.pk)
    if grant.revoked_at:
        raise WrongStage(gettext_noop("This role ended already."), code="role_ended")
    _keep_an_administrator(without=grant.user if grant.role == StaffRole.ADMINISTRATOR else None)
    grant.revoked_by, grant.revoked_at = by, at
    grant.save(update_fields=["revoked_by", "revoked_at"])
    audit.record(
        chain=audit.PROGRAMME,
        verb="user.revoke_role",
        subject=grant.user,
        by=by,
        at=at,
        reason=reason,
        facts={"role": grant.role},
    )
    return grant


@transaction.atomic
def shut_out(*, user: User, by, at: datetime, reason: str) -> User:
    """This function will stop a person from signing in; open sessions and tokens end with their next request."""
    permissions.require(by, "user.manage")
    permissions.require_other_person(by, user)
    user = _locked(user)
    if not user.is_active:
        raise WrongStage(gettext_noop("{person} is shut out already."), code="shut_out", person=str(user))
    _keep_an_administrator(without=user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    audit.record(chain=audit.PROGRAMME, verb="user.shut_out", subject=user, by=by, at=at, reason=reason)
    return user


@transaction.atomic
def let_in(*, user: User, by, at: datetime, reason: str) -> User:
    """This function will let a person sign in again, with the roles that were not ended meanwhile."""
    permissions.require(by, "user.manage")
    permissions.require_other_person(by, user)
    user = _locked(user)
    if user.is_active:
        raise WrongStage(gettext_noop("{person} may sign in already."), code="let_in", person=str(user))
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record(chain=audit.PROGRAMME, verb="user.let_in", subject=user, by=by, at=at, reason=reason)
    return user


def check_roles(roles: set[str]) -> tuple[Breach, ...]:
    """This function will give a breach for each role that is held alone and stands beside others."""
    return tuple(
        Breach(
            "role_held_alone",
            gettext_noop("The role {role} is held alone; end the others first: {roles}."),
            facts={"role": role, "roles": sorted(roles - {role})},
        )
        for role in sorted(HELD_ALONE & roles)
        if len(roles) > 1
    )


def _keep_an_administrator(*, without: User | None) -> None:
    if without is None:
        return
    administrators = RoleGrant.objects.live().filter(role=StaffRole.ADMINISTRATOR, user__is_active=True)
    holders = set(administrators.select_for_update(of=("self",)).values_list("user_id", flat=True))
    if holders == {without.pk}:
        raise RuleBroken(
            [
                Breach(
                    "last_administrator",
                    gettext_noop("{person} is the last administrator; give the role to somebody else first."),
                    facts={"person": str(without)},
                )
            ]
        )


def _locked(user: User) -> User:
    try:
        return User.objects.select_for_update().get(pk=user.pk)
    except User.DoesNotExist:
        raise NotFound(gettext_noop("There is no such person.")) from None


def _check_email(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise InputRefused(
            gettext_noop("{email} is not an e-mail address."), code="email_invalid", field="email", email=email
        ) from None


def _welcome(user: User) -> str:
    place = f"{settings.PUBLIC_ADDRESS}/accounts/password/reset/"
    return (
        f"{user.name}\n\n"
        "You can now sign in to the ITVF fund-management system with this e-mail address.\n"
        f"Set your password first: {place}\n\n"
        f"{user.name_zh_hant or user.name}\n\n"
        "閣下現可使用本電郵地址登入創科創投基金管理系統。\n"
        f"請先設定密碼：{place}\n"
    )
