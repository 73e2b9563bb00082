"""A closed round for tests of its assessment: houses that applied, assessors, two members of the Committee.

Eligibility is set without its verbs: that road has tests of its own.
"""

from datetime import timedelta
from types import SimpleNamespace

from django.db import connection

from funds.models import ApplicantLink, Application, Assessment
from funds.rounds import database_clock as now
from funds.rules.assessment import Mark
from funds.services import assessments, conflicts, invitations
from itvf.roles import RoundRole
from tests import programme
from tests import selection_worlds as worlds

HOUSES = (
    ("kestrel", "BPJ213", "Avery Invented"),
    ("plover", "BQK314", "Blair Invented"),
    ("gannet", "", "C. Nobody"),  # is to hold its licence later
)
# Gannet's offer can't be run: its fee takes the whole fund. That is eligibility's to say, and a dash beside the others.
ODD = {"fee_rate_during": "100%", "fee_base_during": "committed"}
LADDER = {"second_hurdle_rate": "12%", "second_carry_rate": "25%", "second_catch_up_rate": "50%"}
MARKS = {"team": 3, "record": 5, "terms": 3}


def close(cast, invitation) -> None:
    """Lets a round close this moment: the transaction that announces an amendment may move the closing time."""
    about = {"at": now()}
    sooner = invitation.closes_at - timedelta(days=10)
    amendment = invitations.propose_amendment(
        invitation=invitation, words_en="Sooner.", closes_at=sooner, by=cast.officer, **about
    )
    invitations.announce_amendment(amendment=amendment, by=cast.manager, **about)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE funds_invitation SET closes_at = clock_timestamp() WHERE id = %s", [invitation.pk])
    invitation.refresh_from_db()


def applied(invitation, code: str, ce_number: str, owner: str) -> Application:
    """A house's application with people of its own, judged eligible."""
    people = worlds.house(code, ce_number)
    officers = [{"name": owner, "ce_number": f"{code[:3].upper()}111"}, {"name": f"{code} Second", "ce_number": ""}]
    later = {} if ce_number else {"licence": "to_be_held", "licence_expected_date": "2040-01-01"}
    return worlds.submitted(
        invitation,
        people,
        house=later | {"ce_number": ce_number, "owners": f"{owner}, 100%", "rows": officers},
        team={"rows": [worlds.ANSWERS["team"]["rows"][0] | {"name": owner}]},
        terms=LADDER | ({} if ce_number else ODD),
        investors={"rows": [worlds.ANSWERS["investors"]["rows"][0] | {"name": f"{code.title()} Family Office"}]},
    )


def closed_world() -> SimpleNamespace:
    """Three eligible applications, three assessors (the last one staff), names searched, nothing declared."""
    cast = programme.enrol()
    scheme = programme.scheme()
    invitation = worlds.opened(cast, scheme)
    applications = [applied(invitation, *house) for house in HOUSES]
    close(cast, invitation)
    Application.objects.filter(invitation=invitation).update(stage="eligible")
    for one in applications:
        one.refresh_from_db()
    assessors = [worlds.person("first_assessor"), worlds.person("second_assessor"), cast.second_officer]
    members = [worlds.person(f"member_{place}") for place in ("one", "two", "three")]
    about = {"invitation": invitation, "by": cast.manager, "at": now()}
    for user in assessors:
        conflicts.give_part(user=user, role=RoundRole.ASSESSOR, capacity="Assessor", **about)
    for user in members:
        conflicts.give_part(user=user, role=RoundRole.MEMBER, capacity="Accountant", **about)
    assessment = assessments.start(invitation=invitation, by=cast.officer, at=now())
    conflicts.search_names(assessment=assessment, by=cast.officer, at=now())
    return SimpleNamespace(
        cast=cast,
        scheme=scheme,
        invitation=invitation,
        assessment=assessment,
        applications=applications,
        assessors=assessors,
        members=members,
    )


def declared(world, *, people=None, applications=None) -> None:
    """People declare that they have no conflict."""
    for user in people or world.assessors:
        for application in applications or world.applications:
            conflicts.declare(application=application, is_conflict=False, by=user, at=now())


def scoring(world) -> Assessment:
    """Links ruled on, everybody declared, scoring open."""
    for link in ApplicantLink.objects.filter(stage="open"):
        conflicts.rule_on_link(link=link, is_conflict=False, reason="Namesakes.", by=world.cast.manager, at=now())
    declared(world)
    return assessments.open_scoring(assessment=world.assessment, by=world.cast.manager, at=now())


def marks(**changes) -> dict[str, Mark]:
    """A whole sheet with reasons."""
    return {code: Mark(score, f"Because of {code}.") for code, score in (MARKS | changes).items()}


def scored(world, *, skip=()) -> None:
    """Everybody scores everything, but the pairs (person, application) that are left out."""
    for user in world.assessors:
        for application in world.applications:
            if (user, application) not in skip:
                assessments.give_scores(application=application, marks=marks(), by=user, at=now())


def settled(world) -> Assessment:
    """Scored, shown, moderated without a change, settled."""
    cast = world.cast
    scoring(world)
    scored(world)
    assessments.show_scores(assessment=world.assessment, by=cast.officer, at=now())
    assessments.moderate(
        assessment=world.assessment,
        held_date=now().date(),
        present=["First Assessor", "Second Assessor"],
        minutes="No score was changed.",
        changes=[],
        by=cast.officer,
        at=now(),
    )
    return assessments.settle(assessment=world.assessment, by=cast.manager, at=now())
