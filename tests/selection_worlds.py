"""Rounds of selection for tests: an open round, two houses with their people, an application as complete as it must be.

Times are the database's own, since that clock alone says whether a round is open.
"""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

from allauth.account.models import EmailAddress
from django.db import connection

from funds.models import Application, Invitation
from funds.rounds import database_clock
from funds.rules.scoring import Criterion, Level
from funds.services import applications, houses, invitations
from itvf.models import User
from itvf.roles import HouseRole
from reporting.demo.round_plans import ANSWERS, DEAL, DOCUMENTS
from tests import programme

D = Decimal

LEVELS = (Level(0, "not shown", "未能顯示"), Level(3, "shown", "有所顯示"), Level(5, "shown very well", "充分顯示"))
CRITERIA = (
    Criterion("team", "Team", "團隊", D("0.35"), LEVELS),
    Criterion("record", "Track record", "往績", D("0.4"), LEVELS),
    Criterion("terms", "Terms", "條款", D("0.25"), LEVELS),
)
PDF = b"%PDF-1.4 a plan\n"

__all__ = ["ANSWERS", "CRITERIA", "DEAL", "DOCUMENTS", "LEVELS", "PDF"]


def person(name: str) -> User:
    """Somebody with a proved address."""
    user = programme.person(name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def content(**changes) -> invitations.Content:
    """A round that opened an hour ago and closes in thirty days, unless told."""
    at = database_clock()
    times = {"opens_at": at - timedelta(hours=1), "closes_at": at + timedelta(days=30)}
    return invitations.Content(**{"title_en": "First round", "title_zh_hant": "第一輪", **times, **changes})


def drafted(cast, scheme, *, reference: str = "round-1", criteria=CRITERIA, **changes) -> Invitation:
    """A round that was prepared."""
    return invitations.prepare(
        scheme=scheme,
        reference=reference,
        content=content(**changes),
        criteria=criteria,
        documents=DOCUMENTS,
        by=cast.officer,
        at=database_clock(),
    )


def opened(cast, scheme, **changes) -> Invitation:
    """A round that was published."""
    return invitations.publish(invitation=drafted(cast, scheme, **changes), by=cast.manager, at=database_clock())


def house(code: str = "kestrel", ce_number: str = "BPJ213") -> SimpleNamespace:
    """A house with a signatory, who registered it, and a preparer, who came by a letter."""
    signatory, preparer = person(f"{code}_signatory"), person(f"{code}_preparer")
    made = houses.register(
        name_en=f"{code.title()} Example Capital",
        name_zh_hant="示例資本",
        licence="held" if ce_number else "to_be_held",
        ce_number=ce_number,
        by=signatory,
        at=database_clock(),
    )
    key = houses.invite(house=made, email=preparer.email, role=HouseRole.PREPARER, by=signatory, at=database_clock())
    houses.join(key=key, by=preparer, at=database_clock())
    return SimpleNamespace(house=made, signatory=signatory, preparer=preparer)


def drafted_application(invitation: Invitation, people, answers=ANSWERS, **changes) -> Application:
    """A working copy with every section and the required document; `changes` replace answers by section."""
    about = {"by": people.preparer, "at": database_clock()}
    application = applications.start(invitation=invitation, house=people.house, **about)
    for key, given in answers.items():
        told = given | changes.get(key, {})
        application = applications.save_section(application=application, key=key, given=told, **about)
    applications.add_document(
        application=application,
        code="business-plan",
        content=PDF,
        name="plan.pdf",
        content_type="application/pdf",
        **about,
    )
    application.refresh_from_db()
    return application


def submitted(invitation: Invitation, people, **changes) -> Application:
    """An application that was received."""
    application = drafted_application(invitation, people, **changes)
    at = database_clock()
    applications.hand_over(application=application, by=people.preparer, at=at)
    applications.submit(application=application, by=people.signatory, at=at)
    application.refresh_from_db()
    return application


def close(cast, invitation: Invitation) -> None:
    """Lets a round close this moment: the transaction that announces an amendment may move the closing time."""
    at = {"at": database_clock()}
    sooner = invitation.closes_at - timedelta(days=10)
    amendment = invitations.propose_amendment(
        invitation=invitation, words_en="Sooner.", closes_at=sooner, by=cast.officer, **at
    )
    invitations.announce_amendment(amendment=amendment, by=cast.manager, **at)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE funds_invitation SET closes_at = clock_timestamp() WHERE id = %s", [invitation.pk])
    invitation.refresh_from_db()


def round_world() -> SimpleNamespace:
    """A programme with an open round and two houses."""
    cast = programme.enrol()
    scheme = programme.scheme()
    invitation = opened(cast, scheme)
    return SimpleNamespace(
        cast=cast, scheme=scheme, invitation=invitation, kestrel=house(), plover=house("plover", "BQK314")
    )
