"""The demo's open round: one house has submitted, another is at its draft. Times are the database's own clock's."""

from datetime import timedelta

from funds.models import Application, House, Invitation, Scheme
from funds.rounds import database_clock
from funds.rules.application import SECTIONS
from funds.services import applications, invitation_questions, invitations
from itvf.dates import local_date
from itvf.models import User
from reporting.demo import papers
from reporting.demo.acts import moment
from reporting.demo.applicant_plans import KESTREL, PLOVER
from reporting.demo.applicants import Applicant, answers_of
from reporting.demo.cast import DOMAIN, Cast
from reporting.demo.round_people import register
from reporting.demo.round_plans import CRITERIA, DOCUMENTS

REFERENCE = "round-3"
# For who signs and who prepares of each house: what to try.
TRIES = (
    (KESTREL, ("Read the receipt; withdraw the application", "Change an answer of a submitted application")),
    (PLOVER, ("Submit what a colleague hands over", "Go on with the draft of an application")),
)


def play(people: Cast, scheme: Scheme) -> Invitation:
    """This function will open a round, publish an answer, and let one house submit and another begin."""
    at = database_clock()
    today = local_date(at)
    content = invitations.Content(
        title_en="Third invitation to fund managers",
        title_zh_hant="第三輪基金經理邀請",
        summary_en="Managers are invited to raise and run a fund for start-ups in three strategic industries.",
        summary_zh_hant="現誠邀基金經理募集及管理投資於三個策略性產業初創企業的基金。",
        opens_at=moment(today - timedelta(days=10), 9),
        closes_at=moment(today + timedelta(days=50), 12),
    )
    parts = {"criteria": CRITERIA, "documents": DOCUMENTS}
    invitation = invitations.prepare(
        scheme=scheme, reference=REFERENCE, content=content, **parts, by=people.officer, at=at
    )
    invitation = invitations.publish(invitation=invitation, by=people.manager, at=at)
    kestrel, plover = (register(people, applicant, at=at) for applicant in (KESTREL, PLOVER))
    _draft(invitation, plover, PLOVER, sections=("house", "team", "fund"))
    submitted = _draft(invitation, kestrel, KESTREL, sections=tuple(SECTIONS))
    signatory, preparer = _people(KESTREL)
    applications.hand_over(application=submitted, by=preparer, at=at)
    applications.submit(application=submitted, by=signatory, at=at)
    text, by = "Does money of a statutory body count?", _people(PLOVER)[1]
    asked = invitation_questions.ask(invitation=invitation, house=plover, text=text, by=by, at=at)
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


def _draft(invitation: Invitation, house: House, applicant: Applicant, *, sections) -> Application:
    preparer, at = _people(applicant)[1], database_clock()
    about = {"by": preparer, "at": at}
    application = applications.start(invitation=invitation, house=house, **about)
    answers = answers_of(applicant, on=local_date(at))
    for key in sections:
        application = applications.save_section(application=application, key=key, given=answers[key], **about)
    if len(sections) == len(SECTIONS):
        words = (f"{applicant.name_en}: the plan of the proposed fund.", applicant.strategy)
        paper = {"content": papers.pdf("Business plan", (*words, "", papers.MARK)), "content_type": papers.PDF}
        applications.add_document(
            application=application, code="business-plan", name="business-plan.pdf", **paper, **about
        )
        application.refresh_from_db()
    return application


def _people(applicant: Applicant) -> list[User]:
    """Who signs for a house, and who prepares."""
    return [User.objects.get(email=f"{local}@{DOMAIN}") for local in applicant.emails]


def logins() -> list[tuple[str, str, str]]:
    """This function will give who there is to sign in as for the houses: who, log-in, what to try."""
    return [
        (f"{applicant.code.title()} (applicant), {side}", f"{local}@{DOMAIN}", try_this)
        for applicant, tries in TRIES
        for local, side, try_this in zip(applicant.emails, ("signs", "prepares"), tries, strict=True)
    ]
