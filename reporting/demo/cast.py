"""The demo's people by job, each with a log-in and what to try. Every name is invented; tests use the same cast."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from funds.models import Fund
from itvf import audit
from itvf.models import RoleGrant, User
from itvf.roles import FundRole, StaffRole

PASSWORD = "itvf-demo-2024"  # noqa: S105 (the demo's, printed on purpose)
DOMAIN = "itvf.example"
FUNDS = ("harbour", "ridge", "delta", "summit")


@dataclass(frozen=True, slots=True)
class Person:
    """One of the cast. `fund` is the code of the only fund in which a fund role holds."""

    job: str
    name: str
    name_zh_hant: str
    job_title: str
    role: str
    try_this: str
    fund: str = ""
    language: str = "en"

    @property
    def email(self) -> str:
        """The log-in, which is the job."""
        return f"{self.job.replace('_', '-')}@{DOMAIN}"


STAFF = (
    Person(
        "officer",
        "Olive Example",
        "柯示例",
        "Programme officer",
        StaffRole.PROGRAMME_OFFICER,
        "Answer a proposal; record a contribution; accept a quarterly report",
    ),
    Person(
        "manager",
        "Martin Sample",
        "麥範例",
        "Programme manager",
        StaffRole.PROGRAMME_MANAGER,
        "Approve the proposed scheme terms, the bank account, the report",
    ),
    Person(
        "finance",
        "Fiona Demo",
        "方示範",
        "Finance officer",
        StaffRole.FINANCE_OFFICER,
        "Check the drawdown notice that came in; release a payment",
    ),
    Person(
        "certifier",
        "Cedric Example",
        "施示例",
        "Certifying officer",
        StaffRole.CERTIFYING_OFFICER,
        "Certify a voucher that another person prepared",
    ),
    Person(
        "authoriser",
        "Amelia Sample",
        "安範例",
        "Authorising officer",
        StaffRole.AUTHORISING_OFFICER,
        "She gave the first authorisation; a second of her own is refused",
    ),
    Person(
        "authoriser_2",
        "Albert Demo",
        "歐示範",
        "Authorising officer",
        StaffRole.AUTHORISING_OFFICER,
        "Give the second authorisation that a payment waits for",
    ),
    Person(
        "auditor",
        "Audrey Example",
        "區示例",
        "Internal auditor",
        StaffRole.AUDITOR,
        "Read everything: books, audit trail, history; change nothing",
    ),
    Person(
        "administrator",
        "Ivan Sample",
        "易範例",
        "System administrator",
        StaffRole.ADMINISTRATOR,
        "Look after people and roles; touch no money",
    ),
)
GENERAL_PARTNERS = (
    Person(
        "harbour_maker",
        "Hannah Demo",
        "夏示範",
        "Finance manager",
        FundRole.GP_MAKER,
        "Draft a capital call; submit the quarterly report that is outstanding",
        fund="harbour",
    ),
    Person(
        "harbour_signatory",
        "Henry Example",
        "何示例",
        "Authorised signatory",
        FundRole.GP_SIGNATORY,
        "Issue the call that the maker drafted",
        fund="harbour",
    ),
    Person(
        "ridge_maker",
        "Rita Sample",
        "黎範例",
        "Investment manager",
        FundRole.GP_MAKER,
        "Submit a proposal; see what each rule says of it",
        fund="ridge",
    ),
    Person(
        "ridge_signatory",
        "Robert Demo",
        "羅示範",
        "Authorised signatory",
        FundRole.GP_SIGNATORY,
        "See who has paid the call and who is late",
        fund="ridge",
    ),
    Person(
        "delta_maker",
        "Daisy Example",
        "戴示例",
        "Investor relations manager",
        FundRole.GP_MAKER,
        "Watch the twelve months run: the fund is still raising money",
        fund="delta",
        language="zh-hant",
    ),
    Person(
        "delta_signatory", "Duncan Sample", "杜範例", "Authorised signatory", FundRole.GP_SIGNATORY, "", fund="delta"
    ),
    Person(
        "summit_maker",
        "Sonia Example",
        "孫示例",
        "Fund controller",
        FundRole.GP_MAKER,
        "Read ten years of a fund: calls, sales, carry, and the carry given back",
        fund="summit",
    ),
    Person(
        "summit_signatory",
        "Simon Demo",
        "辛示範",
        "Authorised signatory",
        FundRole.GP_SIGNATORY,
        "Open a distribution down to the tiers of its waterfall",
        fund="summit",
    ),
)
PARTNERS = (
    Person(
        "partner",
        "Peter Demo",
        "潘示範",
        "Treasurer of Sample Pension Holdings",
        FundRole.PARTNER_CONTACT,
        "Read the notice of a capital call; the first view is recorded",
        fund="harbour",
    ),
)
EVERYBODY = (*STAFF, *GENERAL_PARTNERS, *PARTNERS)


class Cast:
    """The cast as users, by job: `cast.officer`; the people of a fund by `cast.maker(fund)`, `cast.signatory(fund)`."""

    def __init__(self, users: dict[str, User]):
        self._users = users

    def __getattr__(self, job: str) -> User:
        try:
            return self.__dict__["_users"][job]
        except KeyError:
            raise AttributeError(f"nobody in the cast has the job {job}") from None

    def maker(self, fund: Fund) -> User:
        """Who prepares for the general partner of a fund."""
        return getattr(self, f"{fund.code}_maker")

    def signatory(self, fund: Fund) -> User:
        """Who signs and issues for the general partner of a fund."""
        return getattr(self, f"{fund.code}_signatory")


@transaction.atomic
def enrol(*, at: datetime, password: str | None = PASSWORD) -> Cast:
    """This function will add the cast to the database, each with the staff role of the job; people who stand stay.

    Roles in a fund come when the fund is founded. Without a password nobody can sign in, which is quick, for tests.
    """
    hashed = make_password(password)
    users = {}
    for person in EVERYBODY:
        user, is_new = User.objects.get_or_create(
            email=person.email,
            defaults={
                "name": person.name,
                "name_zh_hant": person.name_zh_hant,
                "job_title": person.job_title,
                "language": person.language,
                "password": hashed,
            },
        )
        users[person.job] = user
        if is_new:
            audit.record(chain=audit.PROGRAMME, verb="user.add", subject=user, by=None, at=at)
    for person in sorted(STAFF, key=lambda person: person.job != "administrator"):
        _grant(users[person.job], person.role, by=users["administrator"], at=at)
    return Cast(users)


def logins() -> list[tuple[str, str, str]]:
    """This function will give who there is to sign in as: job title, log-in, what to try."""
    return [(_title(person), person.email, person.try_this) for person in EVERYBODY if person.try_this]


def _title(person: Person) -> str:
    if person.role == FundRole.PARTNER_CONTACT:
        return "Partner's contact"
    if person.fund:
        side = "prepares" if person.role == FundRole.GP_MAKER else "signs"
        return f"{person.fund.title()} GP, {side}"
    return person.job_title


def _grant(user: User, role: str, *, by: User, at: datetime) -> None:
    granted_by = None if user == by else by
    grant, is_new = RoleGrant.objects.get_or_create(
        user=user, role=role, revoked_at=None, defaults={"granted_by": granted_by, "granted_at": at}
    )
    if is_new:
        audit.record(
            chain=audit.PROGRAMME, verb="role.grant", subject=grant, by=granted_by, at=at, facts={"role": role}
        )
