"""Houses that apply, and their people: registered by one whose address is proved, colleagues invited by letter."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.core.validators import validate_email
from django.db import transaction
from django.forms import ValidationError

from funds.models import House, HouseMembership, Invitation
from funds.rules.application import is_ce_number
from itvf import audit, outbox, permissions
from itvf.errors import InputRefused, NotFound, WrongStage, gettext_noop
from itvf.roles import NEWCOMER, HouseRole

SALT = "house.join"
LETTER_HOLDS = timedelta(days=14)
BAD_LETTER = gettext_noop("This link is not one of ours, or it is too old. Ask your colleague to invite you again.")


class Newcomer:
    """What makes a person a newcomer: an address proved by a letter, and no post in the Corporation."""

    def __init__(self, proved_email: str = ""):
        self.proved_email = proved_email

    def roles_of(self, user) -> set[str]:
        """NEWCOMER, or nothing."""
        if user.is_staff:
            return set()
        is_proved = user.email.casefold() == self.proved_email.casefold() if self.proved_email else is_confirmed(user)
        return {NEWCOMER} if is_proved else set()


def is_confirmed(user) -> bool:
    """This function will say whether a person's address was proved by a letter."""
    return EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()


@transaction.atomic
def register(*, name_en: str, licence: str, by, at: datetime, name_zh_hant: str = "", ce_number: str = "") -> House:
    """This function will register a house that wants to apply (R17(i)); who registers it becomes its signatory.

    Asks for a proved address. Refuses an empty name, a CE number of another shape, and a licence held without one.
    """
    permissions.require(by, "house.register", within=Newcomer())
    name_en, ce_number = name_en.strip(), ce_number.strip().upper()
    if not name_en:
        raise InputRefused(gettext_noop("Give the house's name."), code="name_missing", field="name_en")
    if ce_number and not is_ce_number(ce_number):
        raise InputRefused(
            gettext_noop("{value} is not an SFC CE number: three capital letters and three digits, such as BPJ213."),
            code="ce_number_shape",
            field="ce_number",
            value=ce_number,
        )
    if licence == "held" and not ce_number:
        raise InputRefused(
            gettext_noop("A house that holds the licence gives its CE number."),
            code="ce_number_missing",
            field="ce_number",
        )
    house = House.objects.create(
        name_en=name_en,
        name_zh_hant=name_zh_hant.strip(),
        ce_number=ce_number,
        licence=licence,
        registered_by=by,
        registered_at=at,
    )
    HouseMembership.objects.create(house=house, user=by, role=HouseRole.SIGNATORY, given_by=by, given_at=at)
    _record("register", house, by, at)
    return house


@transaction.atomic
def invite(*, house: House, email: str, role: str, by, at: datetime) -> str:
    """This function will write to a colleague whose role waits behind a link for 14 days, and give the link's key.

    The link works once, for that address only. Refuses what is no address, an unknown role, a member's address.
    """
    permissions.require(by, "house.look_after", within=house)
    house = _lock(house)
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise InputRefused(
            gettext_noop("{email} is not an e-mail address."), code="email_invalid", field="email", email=email
        ) from None
    if role not in HouseRole.values:
        raise InputRefused(gettext_noop("{role} is no role of a house."), code="role_unknown", field="role", role=role)
    if house.memberships.live().filter(user__email__iexact=email).exists():
        raise InputRefused(
            gettext_noop("{email} works for the house already."), code="is_member", field="email", email=email
        )
    letter = {"house": house.pk, "email": email, "role": role, "by": by.pk, "at": at.isoformat()}
    key = signing.dumps(letter, salt=SALT)
    outbox.put(
        key=f"house_invitation:{house.pk}:{email}:{at.isoformat()}",
        kind="house_invitation",
        to=email,
        subject="ITVF: you are invited to an application · 創科創投基金：邀請參與申請",
        text=_letter(house, by, key),
        about=house,
    )
    _record("invite", house, by, at, role=role)
    return key


@transaction.atomic
def join(*, key: str, by, at: datetime) -> HouseMembership:
    """This function will give a person the role that a letter to their address promised, once.

    Refuses (NotFound) a link that is not ours, is over 14 days old, was used, went to another address, or comes from
    somebody who no longer signs for the house; (WrongStage) who has a part in a round in which the house applies.
    """
    letter = letter_of(key, at=at)
    permissions.require(by, "house.join", within=Newcomer(letter["email"]))
    house = _lock(House.objects.get(pk=letter["house"]))
    parts = by.round_memberships.live().filter(invitation__stage=Invitation.Stage.OPEN)
    if parts.filter(invitation__applications__house=house).exists():
        raise WrongStage(
            gettext_noop("You have a part in a round in which {house} applies. You can't work for it as well."),
            code="part_in_its_round",
            house=house.name_en,
        )
    invited_at = datetime.fromisoformat(letter["at"])
    memberships = house.memberships.filter(user=by)
    if memberships.live().exists():
        raise WrongStage(gettext_noop("You work for {house} already."), code="is_member", house=house.name_en)
    inviter_signs = house.memberships.live().filter(user=letter["by"], role=HouseRole.SIGNATORY).exists()
    if memberships.filter(given_at__gte=invited_at).exists() or not inviter_signs:
        raise NotFound(BAD_LETTER, code="letter_used")
    made = HouseMembership.objects.create(
        house=house, user=by, role=letter["role"], given_by_id=letter["by"], given_at=at
    )
    _record("join", house, by, at, role=letter["role"])
    return made


def letter_of(key: str, *, at: datetime) -> dict:
    """This function will read a letter's key: house, email, role. Refuses (NotFound) what is not ours or too old."""
    try:
        letter = signing.loads(key, salt=SALT)
    except signing.BadSignature:
        raise NotFound(BAD_LETTER, code="letter_unknown") from None
    if at - datetime.fromisoformat(letter["at"]) > LETTER_HOLDS:
        raise NotFound(BAD_LETTER, code="letter_too_old")
    return letter


@transaction.atomic
def end_membership(*, membership: HouseMembership, by, at: datetime) -> HouseMembership:
    """This function will end a colleague's role at once. The last signatory keeps theirs (WrongStage)."""
    permissions.require(by, "house.look_after", within=membership.house)
    house = _lock(membership.house)
    membership = HouseMembership.objects.select_related("user").get(pk=membership.pk)
    if membership.ended_at:
        raise WrongStage(gettext_noop("This role ended already."), code="role_ended")
    signatories = house.memberships.live().filter(role=HouseRole.SIGNATORY)
    if membership.role == HouseRole.SIGNATORY and signatories.count() == 1:
        raise WrongStage(
            gettext_noop("{person} is the last who signs for the house; invite another signatory first."),
            code="last_signatory",
            person=str(membership.user),
        )
    membership.ended_at = at
    membership.save(update_fields=["ended_at"])
    _record("end_membership", house, by, at, person=str(membership.user))
    return membership


def _lock(house: House) -> House:
    return House.objects.select_for_update().get(pk=house.pk)


def _record(verb: str, house: House, by, at: datetime, **facts) -> None:
    audit.record(chain=audit.PROGRAMME, verb=f"house.{verb}", subject=house, by=by, at=at, facts=facts)


def _letter(house: House, by, key: str) -> str:
    place = f"{settings.PUBLIC_ADDRESS}/houses/join/{key}/"
    return (
        f"{by.name} invites you to work on the application of {house.name_en} to the Innovation and Technology Venture "
        f"Fund.\nSign in with this e-mail address, or sign up with it, then open this link within 14 days:\n{place}\n\n"
        f"{by.name} 邀請閣下參與{house.name_zh_hant or house.name_en}向創科創投基金提出的申請。\n"
        f"請以本電郵地址登入或註冊，並於14日內開啟以下連結：\n{place}\n"
    )
