"""Whose names meet the names in applications: assessors, the Committee, staff, other applicants, companies (R24).

Apps above add whom they know: `sources.append("investments.company_register.names")`, a function that gives Names.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.module_loading import import_string

from funds import assessment
from funds.models import ApplicantLink, Application, Invitation
from funds.rules import names
from funds.rules.applicant_names import BEHIND, names_of
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


def search(invitation: Invitation, *, only: Application | None = None) -> list[Found]:
    """This function will find every link of a round's applications by name, in one pass over all names.

    Names are folded as those of related parties are, in both scripts. `only` searches one application, as at closing.
    """
    submissions = assessment.submissions_of(invitation)
    ours = {one.application_id: names_of(one.content) for one in submissions}
    place = {one.application.reference: one.application_id for one in submissions}
    wanted = ours if only is None else {only.pk: ours.get(only.pk, ())}
    people = dict(_people(invitation))
    others = [*people, *(name for source in sources for name in import_string(source)())]
    found = []
    for match in names.matches([name for each in wanted.values() for name in each], others):
        other, user = people.get(match.house, (Other.COMPANY, None))
        found.append(Found(place[match.deal.of], match.deal, other, match.house.name, match.kind, user))
    behind = [name for each in ours.values() for name in each if name.capacity in BEHIND]
    for match in names.matches([one for one in behind if place[one.of] in wanted], behind):
        here, there = place[match.deal.of], place[match.house.of]
        if here < there or (only is not None and here != there):
            found.append(
                Found(here, match.deal, Other.APPLICANT, match.house.name, match.kind, other_application=there)
            )
    return found


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
