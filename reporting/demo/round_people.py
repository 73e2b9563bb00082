"""Who takes part in the demo's rounds: assessors, members of the Committee, and the people of the houses."""

from allauth.account.models import EmailAddress

from funds.models import House
from funds.services import houses
from itvf.models import User
from itvf.roles import HouseRole, RoundRole
from reporting.demo.applicants import Applicant
from reporting.demo.cast import DOMAIN, Cast

# Who takes part beside the staff: job, name, Chinese name, part, profession, what to try.
PARTS = (
    ("assessor", "Alma Imagined", "馬想像", RoundRole.ASSESSOR, "Engineer, venture investor",
     "Read two decided rounds: your scores, and the spread over all"),
    ("assessor_2", "Bruno Imagined", "卜想像", RoundRole.ASSESSOR, "Physician, hospital director",
     "A conflict closed Heron Invented to him: it is nowhere"),
    ("assessor_3", "Clara Imagined", "高想像", RoundRole.ASSESSOR, "Accountant", ""),
    ("member", "Margot Imagined", "孟想像", RoundRole.MEMBER, "Chartered accountant",
     "Read the Committee's papers, which hold no draft score"),
    ("member_2", "Milo Imagined", "米想像", RoundRole.MEMBER, "Professor of engineering", ""),
    ("member_3", "Nora Imagined", "羅想像", RoundRole.MEMBER, "Company director", ""),
)  # fmt: skip


def enrol(people: Cast) -> dict[str, User]:
    """This function will give the assessors and the Committee's members as users, by job; who stands stays."""
    return {
        job: _person(f"{job.replace('_', '-')}@{DOMAIN}", name, zh, password=people.officer.password)
        for job, name, zh, *_rest in PARTS
    }


def assessors() -> list[str]:
    """This function will give the jobs of the assessors, in their order."""
    return [job for job, _name, _zh, role, *_rest in PARTS if role == RoundRole.ASSESSOR]


def register(people: Cast, applicant: Applicant, *, at) -> House:
    """This function will give a house with its two people, as it signed up; one that applied before stands."""
    signatory, preparer = (
        _person(f"{local}@{DOMAIN}", *names, password=people.officer.password)
        for local, names in zip(applicant.emails, applicant.people, strict=True)
    )
    if found := House.objects.filter(ce_number=applicant.ce_number).first():
        return found
    given = {"name_en": applicant.name_en, "name_zh_hant": applicant.name_zh_hant, "ce_number": applicant.ce_number}
    house = houses.register(**given, licence="held", by=signatory, at=at)
    key = houses.invite(house=house, email=preparer.email, role=HouseRole.PREPARER, by=signatory, at=at)
    houses.join(key=key, by=preparer, at=at)
    return house


def _person(email: str, name: str, name_zh_hant: str, *, password: str) -> User:
    """Somebody with a proved address; who stands stays."""
    given = {"name": name, "name_zh_hant": name_zh_hant, "password": password}
    user, _is_new = User.objects.get_or_create(email=email, defaults=given)
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    return user


def logins() -> list[tuple[str, str, str]]:
    """This function will give who there is to sign in as for the past rounds: who, log-in, what to try."""
    titles = {RoundRole.ASSESSOR: "Assessor", RoundRole.MEMBER: "Committee member"}
    taking_part = [
        (titles[role], f"{job.replace('_', '-')}@{DOMAIN}", try_this)
        for job, _name, _zh, role, _capacity, try_this in PARTS
        if try_this
    ]
    lapsed = ("Osprey (lapsed), signs", f"osprey-signatory@{DOMAIN}", "Read the twelve months that ran out")
    return [*taking_part, lapsed]
