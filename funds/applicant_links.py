"""Whose names meet the names in applications: assessors, the Committee, staff, other applicants, companies (R24).

Apps above add whom they know: `sources.append("investments.company_register.names")`, a function that gives Names.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.module_loading import import_string

from funds import assessment
from funds.models import ApplicantLink, Closing, Invitation
from funds.rules import names
from funds.rules.applicant_names import AT_CLOSING, BEHIND, names_of
from funds.rules.names import Name
from itvf.models import RoleGrant
from itvf.roles import RoundRole

Other = ApplicantLink.Other
PART = {RoundRole.ASSESSOR: Other.ASSESSOR, RoundRole.MEMBER: Other.MEMBER}

sources: list[str] = []


@dataclass(frozen=True, slots=True)
class Found:
    """A name of an application that meets another: `user` or `application` is whose it is there, where it is known."""

    application: int
    name: Name
    other: str
    other_name: str
    how: str
    other_user: int | None = None
    other_application: int | None = None


def search(invitation: Invitation) -> list[Found]:
    """This function will find every link of a round's applications by name, in one pass over all names.

    Names are folded as those of related parties are, in both scripts.
    """
    submissions = assessment.submissions_of(invitation)
    ours = [name for one in submissions for name in names_of(one.content)]
    place = {one.application.reference: one.application_id for one in submissions}
    behind = [name for name in ours if name.capacity in BEHIND]
    among = [one for one in _among_applicants(behind, behind, place) if one.application < one.other_application]
    return [*_with_others(ours, place, invitation), *among]


def search_closing(closing: Closing) -> list[Found]:
    """This function will find the links of a closing of a fund that an application led to; none without one.

    Who signs at it, and who stands behind the applicant, are searched against everybody of the round, today's staff,
    the companies of the register as they are now, and the round's other applicants.
    """
    application = closing.fund.selection.application
    if application is None:
        return []
    submissions = assessment.submissions_of(application.invitation)
    place = {one.application.reference: one.application_id for one in submissions}
    by_application = {one.application_id: names_of(one.content) for one in submissions}
    behind = {pk: [name for name in found if name.capacity in BEHIND] for pk, found in by_application.items()}
    ours = [*_who_signs(closing, application.reference), *behind.pop(application.pk, ())]
    others = [name for each in behind.values() for name in each]
    return [*_with_others(ours, place, application.invitation), *_among_applicants(ours, others, place)]


def rows(found: Iterable[Found], *, by, at: datetime) -> list[ApplicantLink]:
    """This function will give links as they are kept for a ruling, not saved yet."""
    return [
        ApplicantLink(
            application_id=one.application,
            name=one.name.name[:300],
            capacity=one.name.capacity,
            other=one.other,
            other_name=one.other_name[:300],
            other_user_id=one.other_user,
            other_application_id=one.other_application,
            how=one.how,
            found_by=by,
            found_at=at,
        )
        for one in found
    ]


def key_of(link: ApplicantLink) -> tuple:
    """This function will give what makes two links the same: who meets whom, in which capacity."""
    return (link.name, link.capacity, link.other, link.other_name, link.other_user_id, link.other_application_id)


def unknown(invitation: Invitation) -> list[ApplicantLink]:
    """This function will search a round's names now and give the links that are not on record, not saved."""
    stand = ApplicantLink.objects.filter(application__invitation=invitation)
    known = {(one.application_id, key_of(one)) for one in stand}
    found = rows(search(invitation), by=None, at=None)
    return [one for one in found if (one.application_id, key_of(one)) not in known]


def _who_signs(closing: Closing, reference: str) -> Iterator[Name]:
    for commitment in closing.commitments.select_related("partner").order_by("id"):
        for name in (commitment.partner.name_en, commitment.partner.name_zh_hant):
            if name and not commitment.partner.is_government:
                yield Name(name, "", AT_CLOSING, reference)


def _with_others(ours: Iterable[Name], place: Mapping[str, int], invitation: Invitation) -> Iterator[Found]:
    """With people of the round, staff, and whom the apps above know."""
    people = dict(_people(invitation))
    others = [*people, *(name for source in sources for name in import_string(source)())]
    for match in names.matches(ours, others):
        other, user = people.get(match.house, (Other.COMPANY, None))
        yield Found(place[match.deal.of], match.deal, other, match.house.name, match.kind, user)


def _among_applicants(ours: Iterable[Name], others: Iterable[Name], place: Mapping[str, int]) -> Iterator[Found]:
    for match in names.matches(ours, others):
        here, there = place[match.deal.of], place[match.house.of]
        if here != there:
            yield Found(here, match.deal, Other.APPLICANT, match.house.name, match.kind, other_application=there)


def _people(invitation: Invitation) -> Iterator[tuple[Name, tuple[str, int]]]:
    """Everybody of the round and the staff, by each of their names; `of` keeps namesakes apart."""
    parts = list(invitation.memberships.live().select_related("user"))
    for part in parts:
        yield from _named(part.user, PART[RoundRole(part.role)])
    staff = RoleGrant.objects.live().exclude(user__in=[part.user_id for part in parts])
    for grant in staff.select_related("user").order_by("user_id").distinct("user_id"):
        yield from _named(grant.user, Other.STAFF)


def _named(user, other: str) -> Iterator[tuple[Name, tuple[str, int]]]:
    for name in (user.name, user.name_zh_hant):
        if name:
            yield Name(name, "", str(other), user.email), (str(other), user.pk)
