"""A round as large as one likes, loaded set by set: applications received and judged, declared on and scored.

Its stages and moments are the services' own order, so that the database's triggers let every set pass.
"""

from datetime import date, timedelta
from types import SimpleNamespace

from funds.models import (
    ApplicantLink,
    Application,
    Assessment,
    CommitteeMeeting,
    CommitteeOpinion,
    ConflictDeclaration,
    EligibilityFinding,
    House,
    ModerationMeeting,
    OfferScenario,
    ProposedTerms,
    RoundMembership,
    Score,
    ScoreSheet,
    Submission,
)
from funds.rounds import database_clock as now
from funds.rules import application as rules
from funds.rules.manager_eligibility import TITLES
from funds.services import applications as services
from itvf.models import User
from itvf.roles import RoundRole
from tests import programme
from tests import selection_worlds as worlds

MULTIPLES = ("1.0", "1.8", "3.0")
ON = date(2026, 1, 5)


def full(*, applications: int, assessors: int, deals: int) -> SimpleNamespace:
    """This function will build a round whose scores are settled and on which the Committee gave every opinion."""
    cast = programme.enrol()
    scheme = programme.scheme()
    invitation = worlds.opened(cast, scheme)
    made = _applications(cast, invitation, applications, deals)
    worlds.close(cast, invitation)
    assessment = Assessment.objects.create(invitation=invitation, started_by=cast.officer, started_at=now())
    members = _members(cast, invitation, assessors)
    _assessed(cast, assessment, made, members)
    assessment.refresh_from_db()
    return SimpleNamespace(cast=cast, invitation=invitation, assessment=assessment, applications=made, members=members)


def deal(number: int) -> dict:
    """A deal of six flows; each number another one, some of them at a loss."""
    paid, back = 8_000_000 + 37_000 * number, 3_000_000 + 910_000 * (number % 17)
    start = date(2014, 1, 31) + timedelta(days=11 * number)
    flows = [[start + timedelta(days=200 * place), -paid // 3] for place in range(3)]
    flows += [[start + timedelta(days=1500 + 400 * place), back] for place in range(3)]
    return worlds.DEAL | {
        "company": f"Invented Company {number}",
        "fund": f"Example Fund {'I' * (1 + number % 3)}",
        "flows": [[day.isoformat(), f"{amount}.00"] for day, amount in flows],
    }


def _applications(cast, invitation, number: int, deals: int) -> list[Application]:
    houses = House.objects.bulk_create(
        House(
            name_en=f"House {place} Example Capital",
            name_zh_hant=f"示例資本{place}",
            ce_number=f"BPJ{place:03d}",
            licence="held",
            registered_by=cast.maker,
            registered_at=now(),
        )
        for place in range(number)
    )
    made = Application.objects.bulk_create(
        Application(
            invitation=invitation,
            house=house,
            reference=f"{invitation.reference}-{place:03d}",
            sections=_sections(place, deals),
            started_by=cast.maker,
            started_at=now(),
        )
        for place, house in enumerate(houses)
    )
    contents = {one.pk: services.content_of(one) for one in made}
    submissions = Submission.objects.bulk_create(
        Submission(
            application=one,
            number=1,
            content=contents[one.pk],
            content_sha256=services.hash_of(contents[one.pk]),
            prepared_by=cast.maker,
            submitted_by=cast.signatory,
        )
        for one in made
    )
    _judged(invitation, submissions)
    for one in made:
        one.refresh_from_db()
    return made


def _sections(place: int, deals: int) -> dict:
    given = {key: section | _named(key, section, place) for key, section in worlds.ANSWERS.items()} | {
        "track_record": worlds.ANSWERS["track_record"] | {"rows": [deal(place * deals + one) for one in range(deals)]},
        "terms": worlds.ANSWERS["terms"] | {"carry_rate": f"{15 + place % 6}%", "hurdle_rate": f"{7 + place % 3}%"},
    }
    return {key: rules.answers_of(key, given[key], on=ON).kept for key in rules.SECTIONS}


def _named(key: str, section: dict, place: int) -> dict:
    """The people and companies of a section, others in each application."""
    if key == "house":
        officers = [{"name": f"Officer {n} {place} Invented", "ce_number": f"AA{n}{place:03d}"} for n in "AB"]
        return {"owners": f"Owner {place} Invented, 100%", "ce_number": f"BPJ{place:03d}", "rows": officers}
    if key not in ("team", "start_ups", "pipeline", "investors"):
        return {}
    column = "company" if key in ("start_ups", "pipeline") else "name"
    return {"rows": [row | {column: f"{row[column]} {place} Invented"} for row in section["rows"]]}


def _judged(invitation, submissions: list[Submission]) -> None:
    values = {
        one.pk: {key: rules.answers_of(key, kept, on=ON).values for key, kept in one.content["sections"].items()}
        for one in submissions
    }
    ProposedTerms.objects.bulk_create(
        ProposedTerms(
            submission=one,
            hard_circles_hkd=200_000_000,
            soft_circles_hkd=150_000_000,
            **{
                name: values[one.pk]["fund"][name]
                for name in ("fund_size_hkd", "non_government_target_hkd", "gp_commitment_hkd")
            },
            **values[one.pk]["terms"],
        )
        for one in submissions
    )
    EligibilityFinding.objects.bulk_create(
        EligibilityFinding(
            submission=one,
            requirement=requirement,
            position=position,
            rule="R17",
            clause="Annex 3 1(l)",
            machine="pass",
            sentence=title,
            stage="passed",
        )
        for one in submissions
        for position, (requirement, title) in enumerate(TITLES.items(), start=1)
    )
    for stage in ("submitted", "eligible"):
        invitation.applications.update(stage=stage)


def _members(cast, invitation, assessors: int) -> list[RoundMembership]:
    people = User.objects.bulk_create(
        User(email=f"{part}-{place}@itvf.example", name=f"{part.title()} {place} Invented", password="!")
        for part, number in (("assessor", assessors), ("adviser", 3))
        for place in range(number)
    )
    roles = [RoundRole.ASSESSOR] * assessors + [RoundRole.MEMBER] * 3
    return RoundMembership.objects.bulk_create(
        RoundMembership(
            invitation=invitation, user=user, role=role, capacity="Engineer", given_by=cast.manager, given_at=now()
        )
        for user, role in zip(people, roles, strict=True)
    )


def _assessed(cast, assessment: Assessment, made: list[Application], members: list[RoundMembership]) -> None:
    assessors = [one for one in members if one.role == RoundRole.ASSESSOR]
    ApplicantLink.objects.bulk_create(
        ApplicantLink(
            application=one,
            name="Invented Namesake",
            capacity="investor of the proposed fund",
            other="staff",
            other_name=cast.finance.name,
            other_user=cast.finance,
            how="near",
            found_by=cast.officer,
            found_at=now(),
            stage="accepted",
            reason="Namesakes.",
            ruled_by=cast.manager,
            ruled_at=now(),
        )
        for one in made
    )
    ConflictDeclaration.objects.bulk_create(
        ConflictDeclaration(
            application=one, user=member.user, is_conflict=False, declared_by=member.user, declared_at=now()
        )
        for one in made
        for member in members
    )
    stages = Assessment.objects.filter(pk=assessment.pk)
    stages.update(stage="scoring", opened_by=cast.manager, opened_at=now(), searched_at=now())
    sheets = ScoreSheet.objects.bulk_create(
        ScoreSheet(membership=member, application=one, number=1, given_at=now()) for one in made for member in assessors
    )
    criteria = list(assessment.invitation.criteria.all())
    Score.objects.bulk_create(
        Score(sheet=sheet, criterion=criterion, score=(0, 3, 5)[(place + weight) % 3], reason="Because of its paper.")
        for place, sheet in enumerate(sheets)
        for weight, criterion in enumerate(criteria)
    )
    OfferScenario.objects.bulk_create(
        OfferScenario(assessment=assessment, gross_multiple=one, reason="Such as came.", recorded_by=cast.officer)
        for one in MULTIPLES
    )
    stages.update(stage="moderating")
    ModerationMeeting.objects.create(
        assessment=assessment, held_date=ON, present=["All"], minutes="Nothing changed.", recorded_by=cast.officer
    )
    stages.update(stage="settled", settled_by=cast.manager, settled_at=now())
    meeting = CommitteeMeeting.objects.create(
        assessment=assessment,
        held_date=ON,
        quorum=2,
        quorum_reason="Two of three.",
        minutes="All were spoken of.",
        recorded_by=cast.officer,
    )
    CommitteeOpinion.objects.bulk_create(
        CommitteeOpinion(meeting=meeting, application=one, opinion="support", words="Sound.", taking_part=3)
        for one in made
    )
