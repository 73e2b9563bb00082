"""The decision on a round: proposed by one, approved by another, told to every applicant (R1, R17, R24, para 14)."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from funds import selection_decision
from funds.locks import lock_scheme
from funds.models import (
    Application,
    Assessment,
    DecisionLine,
    House,
    Invitation,
    Manager,
    Selection,
    SelectionDecision,
)
from funds.rules import decision as rules
from funds.rules.matching import fundraising_last_day
from funds.rules.stages import require_stage
from funds.selectors import terms_in_force
from funds.services import selection as selections
from funds.services.assessments import lock
from funds.services.decision_letters import write_decision
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, RuleBroken, WrongStage, gettext_noop

Stage = SelectionDecision.Stage
Outcome = DecisionLine.Outcome


@transaction.atomic
def propose(
    *, assessment: Assessment, choices: Mapping[Application, rules.Choice], by, at: datetime
) -> SelectionDecision:
    """This function will propose who is selected, in reserve, or not, with what rank, opinion and envelope come to.

    `choices` are those that a person made; the rest is as by rule. Refuses (RuleBroken) a departure without a reason,
    an envelope that would be passed, and applications without the Committee's opinion.
    """
    permissions.require(by, "decision.propose")
    lock_scheme(assessment.invitation.scheme)
    assessment = lock(assessment)
    if assessment.decisions.exclude(stage=Stage.REFUSED).exists():
        raise WrongStage(gettext_noop("A decision on the round stands already."), code="decision_stands")
    ground = selection_decision.ground(assessment, local_date(at))
    made = {pk: rules.Choice(outcome) for pk, outcome in ground.outcomes.items()}
    made |= {application.pk: choice for application, choice in choices.items() if application.pk in made}
    if breaches := rules.check(ground.candidates, made, left_hkd=ground.left_hkd, terms=ground.terms):
        raise RuleBroken(breaches)
    decision = SelectionDecision.objects.create(
        assessment=assessment, envelope_left_hkd=ground.left_hkd, proposed_by=by, proposed_at=at
    )
    DecisionLine.objects.bulk_create(
        DecisionLine(
            decision=decision,
            application=one.application,
            rank=one.candidate.rank,
            position=place,
            total_rate=one.total_rate,
            opinion=one.opinion,
            likely_hkd=one.candidate.likely_hkd,
            by_rule=ground.outcomes[one.application.pk],
            outcome=made[one.application.pk].outcome,
            reason=made[one.application.pk].reason.strip(),
        )
        for place, one in enumerate(ground.candidacies, start=1)
    )
    _record(
        "propose",
        decision,
        by,
        at,
        outcomes={one.reference: made[one.application].outcome for one in ground.candidates},
    )
    return decision


@transaction.atomic
def approve(*, decision: SelectionDecision, by, at: datetime) -> SelectionDecision:
    """This function will approve a decision, by another person: selections reserve the envelope, letters go out.

    The ground is looked at again under the scheme's lock: what changed since (an opinion, a conflict, the envelope) is
    refused (WrongStage, RuleBroken). The notices count as received when the system sends them, on this day; another
    day of receipt is recorded by `record_receipt` (R17(iv), A9).
    """
    permissions.require(by, "decision.approve")
    scheme = lock_scheme(decision.assessment.invitation.scheme)
    assessment = lock(decision.assessment)
    decision = SelectionDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    require_stage(decision, Stage.PROPOSED)
    permissions.require_other_person(by, decision.proposed_by)
    lines = list(decision.lines.select_related("application__house", "application__invitation", "opinion__meeting"))
    _require_same_ground(assessment, lines, on=local_date(at))
    for line in lines:
        if line.outcome == Outcome.SELECTED:
            line.selection = _select(scheme, line, by, at)
            line.save(update_fields=["selection"])
        line.application.stage = line.outcome
        line.application.save(update_fields=["stage"])
        write_decision(line.application, line)
    for application in assessment.invitation.applications.filter(stage=Application.Stage.INELIGIBLE):
        application.stage = Application.Stage.NOT_SELECTED
        application.save(update_fields=["stage"])
        write_decision(application, None)
    invitation = assessment.invitation
    invitation.stage = Invitation.Stage.DECIDED
    invitation.save(update_fields=["stage"])
    decision.stage, decision.approved_by, decision.approved_at = Stage.APPROVED, by, at
    decision.save(update_fields=["stage", "approved_by", "approved_at"])
    _record("approve", decision, by, at)
    return decision


@transaction.atomic
def refuse(*, decision: SelectionDecision, by, at: datetime, reason: str) -> SelectionDecision:
    """This function will refuse a proposed decision; another may be proposed."""
    permissions.require(by, "decision.approve")
    reason = audit.require_reason(reason)
    decision = SelectionDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    require_stage(decision, Stage.PROPOSED)
    decision.stage = Stage.REFUSED
    decision.save(update_fields=["stage"])
    _record("refuse", decision, by, at, reason=reason)
    return decision


@transaction.atomic
def record_receipt(*, line: DecisionLine, received_date: date, reason: str, by, at: datetime) -> Selection:
    """This function will record on which day a selected house received its notice: the twelve months run from it (A9).

    While the manager raises money and no fund stands. Refuses a day before the notice or in the future.
    """
    permissions.require(by, "selection.record")
    reason = audit.require_reason(reason)
    if line.selection is None:
        raise WrongStage(gettext_noop("This application was not selected."), code="not_selected")
    lock_scheme(line.selection.scheme)
    selection = Selection.objects.select_for_update(of=("self",)).get(pk=line.selection_id)
    require_stage(selection, Selection.Stage.SELECTED)
    if hasattr(selection, "fund"):
        raise WrongStage(gettext_noop("A fund stands for this selection already."), code="fund_stands")
    if not selection.notice_issued_date <= received_date <= local_date(at):
        raise InputRefused(
            gettext_noop("The notice was received between {issued}, when it was issued, and today."),
            code="received_outside",
            field="received_date",
            issued=selection.notice_issued_date,
        )
    before = selection.notice_received_date
    terms = terms_in_force(selection.scheme, selection.notice_issued_date)
    selection.notice_received_date = received_date
    selection.fundraising_last_date = fundraising_last_day(received_date, terms)
    selection.save(update_fields=["notice_received_date", "fundraising_last_date"])
    facts = {"before": before, "received": received_date, "last_date": selection.fundraising_last_date}
    audit.record(
        chain=audit.PROGRAMME, verb="selection.receipt", subject=selection, by=by, at=at, reason=reason, facts=facts
    )
    return selection


def _require_same_ground(assessment: Assessment, lines: list[DecisionLine], *, on: date) -> None:
    ground = selection_decision.ground(assessment, on)
    stands = [
        (one.application.pk, one.candidate.rank, one.total_rate, one.opinion.pk, one.candidate.likely_hkd)
        for one in ground.candidacies
    ]
    was = [(one.application_id, one.rank, one.total_rate, one.opinion_id, one.likely_hkd) for one in lines]
    if stands != was:
        raise WrongStage(
            gettext_noop("Scores, conflicts or opinions changed since this was proposed; refuse it and propose again."),
            code="ground_changed",
        )
    choices = {one.application_id: rules.Choice(one.outcome, one.reason or one.by_rule) for one in lines}
    if breaches := rules.check(ground.candidates, choices, left_hkd=ground.left_hkd, terms=ground.terms):
        raise RuleBroken(breaches)


def _select(scheme, line: DecisionLine, by, at: datetime) -> Selection:
    on = local_date(at)
    opinion = line.opinion
    return selections.record_selection(
        scheme=scheme,
        manager=_manager_of(line.application, by, at),
        application=line.application,
        reference=line.application.reference[-40:],
        notice_issued_date=on,
        notice_received_date=on,
        committee_opinion=f"{opinion.get_opinion_display()}: {opinion.words}",
        committee_date=opinion.meeting.held_date,
        is_decided=True,
        by=by,
        at=at,
    )


def _manager_of(application: Application, by, at: datetime) -> Manager:
    """The house's place in our register, made where it has none; a manager needs its CE number."""
    house = House.objects.select_for_update(of=("self",)).get(pk=application.house_id)
    sections = application.submissions.first().content["sections"]["house"]
    number = sections.get("ce_number") or house.ce_number
    if not number:
        raise WrongStage(
            gettext_noop("{house} has no SFC CE number yet; it is selected when its number is on record (R17(i))."),
            code="ce_number_missing",
            house=house.name_en,
        )
    house.manager = house.manager or Manager.objects.filter(ce_number=number).first()
    if house.manager is None:
        house.manager = selections.register_manager(
            name_en=house.name_en,
            name_zh_hant=house.name_zh_hant,
            ce_number=number,
            licence=sections.get("licence") or house.licence,
            licence_checked_date=None,
            licence_expiry_date=None,
            responsible_officers=len(sections.get("rows") or ()),
            is_decided=True,
            by=by,
            at=at,
        )
    house.save(update_fields=["manager"])
    return house.manager


def _record(verb: str, decision: SelectionDecision, by, at: datetime, *, reason: str = "", **facts) -> None:
    audit.record(
        chain=audit.PROGRAMME, verb=f"decision.{verb}", subject=decision, by=by, at=at, reason=reason, facts=facts
    )
