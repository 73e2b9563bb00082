"""The decision on a round: proposed by one, approved by another, told to every applicant (R1, R17, R24, para 14)."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from funds import conflict_walls, reserve_list, selection_decision
from funds.locks import lock_scheme
from funds.models import (
    Application,
    Assessment,
    DecisionLine,
    House,
    Invitation,
    Manager,
    ReservePromotion,
    Scheme,
    Selection,
    SelectionDecision,
)
from funds.rules import decision as rules
from funds.rules.stages import require_stage
from funds.selectors import envelope, terms_in_force
from funds.services import notice_receipts
from funds.services import selection as selections
from funds.services.assessments import lock
from funds.services.decision_letters import write_decision
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import RuleBroken, WrongStage, gettext_noop

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
    conflict_walls.require_open_round(assessment.invitation, by)
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
    refused (WrongStage, RuleBroken). The twelve months of the selected run from the receipt of their notices, which is
    recorded when it is known (`record_receipt`; R17(iv), A9).
    """
    permissions.require(by, "decision.approve")
    conflict_walls.require_open_round(decision.assessment.invitation, by)
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
    conflict_walls.require_open_round(decision.assessment.invitation, by)
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

    As `notice_receipts.record`, for an application that was selected.
    """
    permissions.require(by, "selection.record")
    if line.selection is None:
        raise WrongStage(gettext_noop("This application was not selected."), code="not_selected")
    return notice_receipts.record(selection=line.selection, received_date=received_date, reason=reason, by=by, at=at)


@transaction.atomic
def propose_promotion(*, line: DecisionLine, reason: str, by, at: datetime) -> ReservePromotion:
    """This function will propose to take up the next place on a round's reserve list, with the reason (R1, R24).

    Refuses (RuleBroken) a place that is not next, and one whose likely commitment the envelope can't hold.
    """
    permissions.require(by, "promotion.propose")
    conflict_walls.require_open(line.application, by)
    reason = audit.require_reason(reason)
    scheme = lock_scheme(line.decision.assessment.invitation.scheme)
    line = _lock_line(line)
    if line.promotions.exclude(stage=ReservePromotion.Stage.REFUSED).exists():
        raise WrongStage(gettext_noop("A promotion of this application stands already."), code="promotion_stands")
    left = _require_next(scheme, line, on=local_date(at))
    made = ReservePromotion.objects.create(
        line=line, reason=reason, envelope_left_hkd=left, proposed_by=by, proposed_at=at
    )
    facts = {"application": line.application.reference, "likely_hkd": line.likely_hkd, "left_hkd": left}
    _record_promotion("propose", made, by, at, reason=reason, **facts)
    return made


@transaction.atomic
def approve_promotion(*, promotion: ReservePromotion, by, at: datetime) -> Selection:
    """This function will approve a promotion, by another person: the envelope is reserved, a letter goes out.

    Order and envelope are looked at again under the scheme's lock. The notice's receipt is recorded when it is known.
    """
    permissions.require(by, "promotion.approve")
    conflict_walls.require_open(promotion.line.application, by)
    scheme = lock_scheme(promotion.line.decision.assessment.invitation.scheme)
    promotion = ReservePromotion.objects.select_for_update(of=("self",)).get(pk=promotion.pk)
    require_stage(promotion, ReservePromotion.Stage.PROPOSED)
    permissions.require_other_person(by, promotion.proposed_by)
    line = _lock_line(promotion.line)
    _require_next(scheme, line, on=local_date(at))
    line.selection = _select(scheme, line, by, at)
    line.save(update_fields=["selection"])
    line.application.stage = Application.Stage.SELECTED
    line.application.save(update_fields=["stage"])
    write_decision(line.application, line)
    promotion.stage, promotion.approved_by, promotion.approved_at = ReservePromotion.Stage.APPROVED, by, at
    promotion.save(update_fields=["stage", "approved_by", "approved_at"])
    facts = {"application": line.application.reference, "reserved_hkd": line.selection.reserved_hkd}
    _record_promotion("approve", promotion, by, at, **facts)
    return line.selection


@transaction.atomic
def refuse_promotion(*, promotion: ReservePromotion, by, at: datetime, reason: str) -> ReservePromotion:
    """This function will refuse a proposed promotion with a reason; the place stays next, and may be proposed again."""
    permissions.require(by, "promotion.approve")
    conflict_walls.require_open(promotion.line.application, by)
    reason = audit.require_reason(reason)
    promotion = ReservePromotion.objects.select_for_update(of=("self",)).get(pk=promotion.pk)
    require_stage(promotion, ReservePromotion.Stage.PROPOSED)
    permissions.require_other_person(by, promotion.proposed_by)
    promotion.stage = ReservePromotion.Stage.REFUSED
    promotion.save(update_fields=["stage"])
    _record_promotion("refuse", promotion, by, at, reason=reason, application=promotion.line.application.reference)
    return promotion


def _lock_line(line: DecisionLine) -> DecisionLine:
    found = DecisionLine.objects.select_for_update(of=("self",))
    return found.select_related(
        "decision__assessment", "application__house", "application__invitation", "opinion__meeting"
    ).get(pk=line.pk)


def _require_next(scheme: Scheme, line: DecisionLine, *, on: date) -> Decimal:
    """What is left in the envelope, where the line is next on its reserve list and fits."""
    require_stage(line.decision, Stage.APPROVED)
    require_stage(line.application, Application.Stage.RESERVED)
    terms = terms_in_force(scheme, on)
    left = envelope(scheme, terms).left_hkd
    following = reserve_list.next_of(line.decision).application.reference
    reference = line.application.reference
    if breaches := rules.check_promotion(reference, line.likely_hkd, following=following, left_hkd=left, terms=terms):
        raise RuleBroken(breaches)
    return left


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
        notice_received_date=None,
        committee_opinion=f"{opinion.get_opinion_display()}: {opinion.words}",
        committee_date=opinion.meeting.held_date,
        reserved_hkd=line.likely_hkd,
        is_decided=True,
        by=by,
        at=at,
    )


def _manager_of(application: Application, by, at: datetime) -> Manager:
    """The house's place in our register, made where it has none; one that is to hold its licence lacks the number."""
    house = House.objects.select_for_update(of=("self",)).get(pk=application.house_id)
    sections = application.submissions.first().content["sections"]["house"]
    number = sections.get("ce_number") or house.ce_number
    known = Manager.objects.filter(ce_number=number).first() if number else None
    house.manager = house.manager or known
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


def _record_promotion(verb: str, promotion: ReservePromotion, by, at: datetime, *, reason: str = "", **facts) -> None:
    verb = f"promotion.{verb}"
    audit.record(chain=audit.PROGRAMME, verb=verb, subject=promotion, by=by, at=at, reason=reason, facts=facts)
