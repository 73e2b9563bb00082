"""The demo's open round: one house has submitted, another is at its draft. Times are the database's own clock's."""

from datetime import timedelta

from allauth.account.models import EmailAddress

from funds.models import Application, House, Invitation, Scheme
from funds.rounds import database_clock
from funds.services import applications, houses, invitation_questions, invitations
from itvf.models import User
from itvf.roles import HouseRole
from reporting.demo.cast import DOMAIN, Cast
from reporting.demo.round_plans import ANSWERS, CRITERIA, DOCUMENTS, HOUSES, PDF

REFERENCE = "round-1"


def play(people: Cast, scheme: Scheme) -> Invitation:
    """This function will open a round, publish an answer, and let one house submit and another begin."""
    at = database_clock()
    content = invitations.Content(
        title_en="First invitation to fund managers",
        title_zh_hant="首輪基金經理邀請",
        summary_en="Managers are invited to raise and run a fund for start-ups in three strategic industries.",
        summary_zh_hant="現誠邀基金經理募集及管理投資於三個策略性產業初創企業的基金。",
        opens_at=at - timedelta(days=10),
        closes_at=(at + timedelta(days=50)).replace(minute=0, second=0, microsecond=0),
    )
    parts = {"criteria": CRITERIA, "documents": DOCUMENTS}
    invitation = invitations.prepare(
        scheme=scheme, reference=REFERENCE, content=content, **parts, by=people.officer, at=at
    )
    invitation = invitations.publish(invitation=invitation, by=people.manager, at=at)
    kestrel, plover = (_house(code, password=people.officer.password) for code in HOUSES)
    _draft(invitation, *plover, sections=("house", "team", "fund"))
    submitted = _draft(invitation, *kestrel, sections=tuple(ANSWERS))
    applications.hand_over(application=submitted, by=kestrel[2], at=at)
    applications.submit(application=submitted, by=kestrel[1], at=at)
    asked = invitation_questions.ask(
        invitation=invitation, house=plover[0], text="Does money of a statutory body count?", by=plover[2], at=at
    )
    invitation_questions.publish(
        question=asked,
        question_en="Does the money of a statutory body count towards the HK$450 million?",
        answer_en="No: public money counts to neither side (A7).",
        question_zh_hant="法定機構的資金是否計入4.5億元？",
        answer_zh_hant="否：公帑兩邊均不計算（A7）。",
        by=people.officer,
        at=at,
    )
    return invitation


def _house(code: str, *, password: str) -> tuple[House, User, User]:
    """A house with its signatory and its preparer, who came by a letter."""
    name_en, name_zh_hant, ce_number, staff = HOUSES[code]
    users = []
    for job, name, name_zh, _role, _try in staff:
        email = f"{job.replace('_', '-')}@{DOMAIN}"
        user = User.objects.create(email=email, name=name, name_zh_hant=name_zh, password=password)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        users.append(user)
    signatory, preparer = users
    at = database_clock()
    given = {"name_en": name_en, "name_zh_hant": name_zh_hant, "licence": "held", "ce_number": ce_number}
    house = houses.register(**given, by=signatory, at=at)
    key = houses.invite(house=house, email=preparer.email, role=HouseRole.PREPARER, by=signatory, at=at)
    houses.join(key=key, by=preparer, at=at)
    return house, signatory, preparer


def _draft(invitation: Invitation, house: House, _signatory: User, preparer: User, *, sections) -> Application:
    about = {"by": preparer, "at": database_clock()}
    application = applications.start(invitation=invitation, house=house, **about)
    for key in sections:
        given = ANSWERS[key] | ({"ce_number": house.ce_number} if key == "house" else {})
        application = applications.save_section(application=application, key=key, given=given, **about)
    if len(sections) == len(ANSWERS):
        paper = {"content": PDF, "name": "business-plan.pdf", "content_type": "application/pdf"}
        applications.add_document(application=application, code="business-plan", **paper, **about)
        application.refresh_from_db()
    return application


def logins() -> list[tuple[str, str, str]]:
    """This function will give who there is to sign in as for the houses: who, log-in, what to try."""
    return [
        (f"{code.title()} (applicant), {role}", f"{job.replace('_', '-')}@{DOMAIN}", try_this)
        for code, (_en, _zh, _number, staff) in HOUSES.items()
        for job, _name, _name_zh, role, try_this in staff
    ]
