"""The demo's past rounds, held on paper before the system stood: entered, judged, scored, decided, told to all.

The first gave Summit, the fund of ten years; the second gave a manager that did not raise its money, and then Delta.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from funds.models import (
    ApplicantLink,
    Application,
    Assessment,
    DecisionLine,
    EligibilityFinding,
    House,
    Invitation,
    LapseLetter,
    Manager,
    ReservePromotion,
    Scheme,
    Score,
    Selection,
    SelectionDecision,
)
from funds.rules.assessment import Mark
from funds.rules.decision import Choice
from funds.rules.fundraising import milestones
from funds.services import (
    assessments,
    committees,
    conflicts,
    decisions,
    fundraising,
    invitations,
    offer_scenarios,
    paper_rounds,
    selection,
    selection_eligibility,
)
from itvf.dates import add_months
from itvf.models import User
from itvf.roles import RoundRole
from reporting.demo import papers
from reporting.demo.acts import moment
from reporting.demo.applicants import Applicant, answers_of
from reporting.demo.cast import DOMAIN, Cast
from reporting.demo.past_round_plans import FIRST, REASONS, SECOND, RoundPlan
from reporting.demo.round_people import PARTS, assessors, enrol, register
from reporting.demo.round_plans import CRITERIA, DOCUMENTS

# How long a round takes before its notice, in whole quarters.
QUARTERS = 3
PLACE_FREE = "Osprey did not raise its money in its twelve months; the place that it had is free."
QUORUM = 2
QUORUM_REASON = "More than half of the three members appointed for the round."
# Before the decision, in days.
OPENED, CLOSED, JUDGED, DECLARED, SCORED, MODERATED, MET, PROPOSED = 240, 180, 165, 140, 110, 90, 45, 10
# How many times its cost a fund's investments bring back, so that offers stand on one footing.
SCENARIOS = (
    ("1.0", "Cost comes back and no more: what fees alone take."),
    ("1.8", "A fund of the middle."),
    ("3.0", "A fund of the upper tenth: what carry comes to."),
)
NAMESAKES = "Told apart by their identity documents, which the officer saw."
SHARED_INVESTOR = "An investor that two applicants name; it decides in neither, and both were told so."
MILLION = Decimal("1000000.00")
# What the manager that lapsed reported: months after the receipt, investor, how firm, HK$ million.
REPORTED = (
    (2, "Example Overseas Endowment", "soft", 300),
    (4, "Demo Pharma Holdings", "soft", 200),
    (7, "Sample Northern Insurance", "signed", 120),
    (8, "Example Overseas Endowment", "withdrawn", 300),
    (11, "Demo Pharma Holdings", "signed", 140),
)


@dataclass
class Round:
    """A past round while it is played: its plan, the day of its decision, and what came of it."""

    people: Cast
    parts: dict[str, User]
    plan: RoundPlan
    decided: date
    invitation: Invitation
    applications: dict[str, Application]

    def on(self, days_before: int, hour: int = 10):
        """A moment so many days before the decision."""
        return moment(self.decided - timedelta(days=days_before), hour)

    @property
    def eligible(self) -> list[str]:
        """The codes of those that are scored."""
        return [code for code, judged in self.plan.judged.items() if judged.scores]


def play_first(people: Cast, scheme: Scheme, *, received: date) -> Selection:
    """This function will play the round that Summit came from; its notice was received on a day."""
    held = _hold(people, scheme, FIRST, decided=received - timedelta(days=3))
    return _received(held, "summit", received)


def play_second(people: Cast, scheme: Scheme, *, received: date) -> Selection:
    """This function will play the round whose manager lapsed, and give the selection of the next in reserve, Delta."""
    lapsed = add_months(received - timedelta(days=30), -12)
    held = _hold(people, scheme, SECOND, decided=lapsed - timedelta(days=4))
    _let_lapse(held, _received(held, "osprey", lapsed))
    return _promote(held, "delta", received=received)


def _hold(people: Cast, scheme: Scheme, plan: RoundPlan, *, decided: date) -> Round:
    """A round from its invitation to the letters of its decision."""
    parts = enrol(people)
    invitation = _invite(people, scheme, plan, decided)
    held = Round(people, parts, plan, decided, invitation, {})
    for place, applicant in enumerate(plan.applicants):
        house = register(people, applicant, at=held.on(OPENED - 5))
        held.applications[applicant.code] = _enter(held, applicant, house, place)
    for application in held.applications.values():
        _judge(held, application)
    assessment = _prepare(held)
    _score(held, assessment)
    _moderate(held, assessment)
    _meet(held, assessment)
    _decide(held, assessment)
    return held


def _invite(people: Cast, scheme: Scheme, plan: RoundPlan, decided: date) -> Invitation:
    at = moment(decided - timedelta(days=OPENED + 10))
    content = invitations.Content(
        title_en=plan.title_en,
        title_zh_hant=plan.title_zh_hant,
        summary_en="Managers are invited to raise and run one fund for start-ups in three strategic industries.",
        summary_zh_hant="現誠邀基金經理募集及管理一個投資於三個策略性產業初創企業的基金。",
        opens_at=moment(decided - timedelta(days=OPENED), 9),
        closes_at=moment(decided - timedelta(days=CLOSED), 12),
        is_on_paper=True,
    )
    invitation = invitations.prepare(
        scheme=scheme,
        reference=plan.reference,
        content=content,
        criteria=CRITERIA,
        documents=DOCUMENTS,
        by=people.officer,
        at=at,
    )
    return invitations.publish(invitation=invitation, by=people.manager, at=at)


def _enter(held: Round, applicant: Applicant, house: House, place: int) -> Application:
    """What came on paper, entered by the officer and confirmed by the manager as of its stamp."""
    people, stamped = held.people, held.on(CLOSED + 1 + place, 15)
    words = (f"{applicant.name_en} applies to {held.plan.title_en.lower()}.", applicant.strategy)
    plan = papers.paper("Business plan", words, name=f"{applicant.code}-business-plan", by=people.officer)
    application = paper_rounds.enter(
        invitation=held.invitation,
        house=house,
        sections=answers_of(applicant, on=stamped.date()),
        documents={"business-plan": plan},
        by=people.officer,
        at=held.on(CLOSED - 2),
    )
    paper_rounds.confirm(application=application, received_at=stamped, by=people.manager, at=held.on(CLOSED - 2, 16))
    return application


def _judge(held: Round, application: Application) -> None:
    """Eligibility: what only a person sees is looked at, what the figures break fails by two."""
    people, at = held.people, held.on(JUDGED)
    submission = selection_eligibility.examine(application=application, by=people.officer, at=at)
    for finding in submission.findings.filter(stage=EligibilityFinding.Stage.OPEN):
        is_broken = finding.machine == EligibilityFinding.Outcome.FAIL
        note = (
            "The offer is below the floor of the scheme; the house confirmed the figure."
            if is_broken
            else "Seen in the register and in the letters handed in; copies are on the paper file."
        )
        outcome = "fail" if is_broken else "pass"
        selection_eligibility.rule(finding=finding, outcome=outcome, note=note, by=people.officer, at=at)
        if is_broken:
            selection_eligibility.confirm_fail(finding=finding, by=people.manager, at=held.on(JUDGED, 15))
    selection_eligibility.conclude(application=application, by=people.manager, at=held.on(JUDGED - 1))
    application.refresh_from_db()


def _prepare(held: Round) -> Assessment:
    """Parts given, names searched, links ruled on, conflicts declared; then the round opens for scores."""
    people = held.people
    for job, _name, _zh, role, capacity, _try in PARTS:
        about = {"by": people.manager, "at": held.on(DECLARED + 5)}
        conflicts.give_part(invitation=held.invitation, user=held.parts[job], role=role, capacity=capacity, **about)
    assessment = assessments.start(
        invitation=held.invitation,
        fewest_reason="Two of three, so that one conflict leaves an application to be scored.",
        by=people.officer,
        at=held.on(DECLARED + 3),
    )
    conflicts.search_names(assessment=assessment, by=people.officer, at=held.on(DECLARED + 2))
    for link in ApplicantLink.objects.filter(application__invitation=held.invitation, stage="open"):
        reason = SHARED_INVESTOR if link.other == ApplicantLink.Other.APPLICANT else NAMESAKES
        conflicts.rule_on_link(link=link, is_conflict=False, reason=reason, by=people.manager, at=held.on(DECLARED + 1))
    told = {(one.job, one.applicant): one for one in held.plan.conflicts}
    for job, user in held.parts.items():
        for code in held.applications:
            conflict = told.get((job, code))
            more = {"what": conflict.what, "since_date": add_months(held.decided, -conflict.months)} if conflict else {}
            application = held.applications[code]
            about = {"by": user, "at": held.on(DECLARED)}
            conflicts.declare(application=application, is_conflict=conflict is not None, **more, **about)
    assessments.open_scoring(assessment=assessment, by=people.manager, at=held.on(SCORED + 10))
    return assessment


def _score(held: Round, assessment: Assessment) -> None:
    """Each assessor scores what is open to them, blind; then all is shown."""
    closed = {(one.job, one.applicant) for one in held.plan.conflicts}
    for place, job in enumerate(assessors()):
        for code in held.eligible:
            if (job, code) in closed:
                continue
            levels = {criterion: scores[place] for criterion, scores in held.plan.judged[code].scores.items()}
            marks = {criterion: Mark(level, REASONS[criterion][level]) for criterion, level in levels.items()}
            about = {"by": held.parts[job], "at": held.on(SCORED - place)}
            assessments.give_scores(application=held.applications[code], marks=marks, **about)
    assessments.show_scores(assessment=assessment, by=held.people.officer, at=held.on(SCORED - 5))


def _moderate(held: Round, assessment: Assessment) -> None:
    people = held.people
    assessments.moderate(
        assessment=assessment,
        held_date=held.on(MODERATED).date(),
        present=[held.parts[job].name for job in assessors()],
        minutes=held.plan.moderation,
        changes=[
            assessments.Change(_score_of(held, change), change.after, change.reason) for change in held.plan.changes
        ],
        by=people.officer,
        at=held.on(MODERATED, 17),
    )
    assessments.settle(assessment=assessment, by=people.manager, at=held.on(MODERATED - 1))
    for multiple, reason in SCENARIOS:
        offer_scenarios.record(
            assessment=assessment,
            gross_multiple=Decimal(multiple),
            reason=reason,
            by=people.officer,
            at=held.on(MODERATED - 2),
        )


def _score_of(held: Round, change) -> Score:
    return Score.objects.get(
        sheet__application=held.applications[change.applicant],
        sheet__membership__user=held.parts[change.job],
        criterion__code=change.criterion,
    )


def _meet(held: Round, assessment: Assessment) -> None:
    """The Committee's meeting, its quorum and its opinions."""
    members = held.invitation.memberships.filter(role=RoundRole.MEMBER)
    committees.record_meeting(
        assessment=assessment,
        held_date=held.on(MET).date(),
        present=list(members),
        quorum=QUORUM,
        quorum_reason=QUORUM_REASON,
        minutes=held.plan.minutes,
        opinions={
            held.applications[code]: committees.Opinion(judged.opinion, judged.words)
            for code, judged in held.plan.judged.items()
            if judged.scores
        },
        by=held.people.officer,
        at=held.on(MET, 18),
    )


def _decide(held: Round, assessment: Assessment) -> None:
    """Proposed by one, approved by another; every house is told."""
    choices = {
        held.applications[code]: Choice(judged.outcome, judged.reason)
        for code, judged in held.plan.judged.items()
        if judged.outcome
    }
    people = held.people
    decision = decisions.propose(assessment=assessment, choices=choices, by=people.officer, at=held.on(PROPOSED))
    decisions.approve(decision=decision, by=people.manager, at=held.on(0, 17))


def _received(held: Round, code: str, received: date) -> Selection:
    """The day on which the winner had its notice, and its licence looked up."""
    people, at = held.people, moment(received, 11)
    line = DecisionLine.objects.get(application=held.applications[code])
    chosen = decisions.record_receipt(
        line=line, received_date=received, reason="Signed for at the house's office.", by=people.officer, at=at
    )
    _look_up(people, chosen.manager, on=received)
    return chosen


def _look_up(people: Cast, manager: Manager, *, on: date) -> None:
    about = {"licence": Manager.Licence.HELD, "licence_checked_date": on, "licence_expiry_date": None}
    selection.check_licence(manager=manager, **about, by=people.officer, at=moment(on, 12))


def _let_lapse(held: Round, chosen: Selection) -> None:
    """Twelve months of reminders and reports, too little signed; the lapse by two people, its letter sent (R18)."""
    people, received = held.people, chosen.notice_received_date
    reporter = User.objects.get(email=f"osprey-preparer@{DOMAIN}")
    for one in milestones(received, chosen.fundraising_last_date):
        fundraising.remind(selection=chosen, at=moment(one.date, 6))
    for months, investor, firmness, millions in REPORTED:
        on = add_months(received, months)
        lines = (f"{investor} commits HK${millions},000,000.00 to the fund of {chosen.manager.name_en}.",)
        signed = firmness == "signed"
        fundraising.report(
            selection=chosen,
            investor=investor,
            kind="private",
            firmness=firmness,
            amount_hkd=millions * MILLION,
            as_of_date=on,
            document=papers.paper("Subscription agreement", lines, name="signed", by=reporter) if signed else None,
            by=reporter,
            at=moment(on, 16),
        )
    after = chosen.fundraising_last_date + timedelta(days=5)
    selection.propose_lapse(
        selection=chosen,
        on=after,
        reason="HK$260 million was signed and none of it closed; at least HK$450 million was needed.",
        words_en="We thank you for the reports that you gave through the year.",
        words_zh_hant="謹此感謝貴公司於過去一年所提交的報告。",
        by=people.officer,
        at=moment(after, 10),
    )
    chosen.refresh_from_db()
    selection.approve_lapse(selection=chosen, by=people.manager, at=moment(after + timedelta(days=3), 15))


def _promote(held: Round, code: str, *, received: date) -> Selection:
    """The first on the reserve list takes the place that became free, by two people; it has its notice on a day."""
    people, line = held.people, DecisionLine.objects.get(application=held.applications[code])
    promotion = decisions.propose_promotion(
        line=line, reason=PLACE_FREE, by=people.officer, at=moment(received - timedelta(days=4), 11)
    )
    decisions.approve_promotion(promotion=promotion, by=people.manager, at=moment(received - timedelta(days=3), 11))
    return _received(held, code, received)


def letters() -> Iterable[tuple]:
    """This function will give the moments at which letters of past rounds went out, with how they are found."""
    approved = SelectionDecision.objects.filter(assessment__invitation__is_on_paper=True).exclude(approved_at=None)
    for decision in approved.select_related("assessment"):
        found = Application.objects.filter(invitation=decision.assessment.invitation_id).values_list("pk", flat=True)
        key = f"^selection_decision:({'|'.join(map(str, found))}):"
        yield decision.approved_at, {"key__regex": key}
    for promotion in ReservePromotion.objects.exclude(approved_at=None).select_related("line"):
        yield promotion.approved_at, {"key__startswith": f"reserve_promotion:{promotion.line.application_id}:"}
    for letter in LapseLetter.objects.exclude(message=None):
        yield letter.approved_at, {"pk": letter.message_id}
