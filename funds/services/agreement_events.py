"""Events under the agreement: what stops new investment, what ends it, steps against a late partner, seats (R27)."""

from datetime import date, datetime

from django.db import transaction

from funds import agreement_register, selectors
from funds.locks import lock_fund
from funds.models import AgreementClause, AgreementEvent, CallLine, Fund, Partner, Resolution
from funds.rules import agreement_register as rules
from funds.rules.stages import require_stage
from itvf import audit, permissions
from itvf.dates import add_months, local_date
from itvf.errors import InputRefused, RuleBroken, gettext_noop
from itvf.models import File
from itvf.money import ZERO

Stage = AgreementEvent.Stage


@transaction.atomic
def record(
    *,
    fund: Fund,
    kind: str,
    occurred_date: date,
    what: str,
    by,
    at: datetime,
    clause: str = "",
    partner: Partner | None = None,
    line: CallLine | None = None,
    follows: AgreementEvent | None = None,
    resolution: Resolution | None = None,
    document: File | None = None,
) -> AgreementEvent:
    """This function will record an event under a fund's agreement, by staff or its GP; another person approves it.

    What stops new investment counts at once, what lets it go on only when approved. The clause is the term's in force
    on the day unless another is cited; its days give the last day that the event sets running. A line is judged as
    the books are now.
    """
    fund = lock_fund(fund)
    permissions.require(by, "agreement_event.record", within=fund)
    _refuse_input(kind, occurred_date, local_date(at))
    if kind not in rules.TOLD_BY_GP:
        permissions.require_staff(by, "agreement_event.record")
    what = audit.require_reason(what)
    line = line or (follows.line if follows else None)
    partner = partner or (line.partner if line else None) or (follows.partner if follows else None)
    _refuse_others(fund, partner=partner, follows=follows, resolution=resolution, line=line and line.call)
    topic = rules.topic_of(kind, follows.kind if follows else "")
    term = agreement_register.term_of(fund, topic, occurred_date)
    step = _step(fund, kind, occurred_date, term, partner, line, follows, resolution)
    if breaches := rules.check_step(step):
        raise RuleBroken(breaches)
    clause = clause.strip() or (term.clause if term else "")
    if not clause:
        raise InputRefused(gettext_noop("Cite the clause, such as LPA 9.2."), code="clause_missing", field="clause")
    event = AgreementEvent.objects.create(
        fund=fund,
        kind=kind,
        occurred_date=occurred_date,
        clause=clause,
        last_day=rules.last_day(kind, occurred_date, term.days if term else None),
        what=what,
        partner=partner,
        line=line,
        follows=follows,
        resolution=resolution,
        document=document,
        recorded_by=by,
        recorded_at=at,
    )
    facts = {"kind": kind, "on": occurred_date, "clause": clause, "runs_to": event.last_day}
    facts |= {"document_sha256": document.sha256} if document else {}
    verb = "agreement_event.record"
    audit.record(chain=fund.chain, verb=verb, subject=event, by=by, at=at, reason=what, facts=facts)
    return event


@transaction.atomic
def approve(*, event: AgreementEvent, by, at: datetime) -> AgreementEvent:
    """This function will approve a recorded event, by a person who did not record it; an end takes effect with it."""
    permissions.require(by, "agreement_event.approve")
    event = _locked(event)
    permissions.require_other_person(by, event.recorded_by)
    event.stage, event.approved_by, event.approved_at = Stage.APPROVED, by, at
    event.save(update_fields=["stage", "approved_by", "approved_at"])
    audit.record(chain=event.fund.chain, verb="agreement_event.approve", subject=event, by=by, at=at)
    return event


@transaction.atomic
def refuse(*, event: AgreementEvent, by, at: datetime, reason: str) -> AgreementEvent:
    """This function will refuse a recorded event, by another person: what it stopped goes on; it stays on record."""
    permissions.require(by, "agreement_event.approve")
    reason = audit.require_reason(reason)
    event = _locked(event)
    permissions.require_other_person(by, event.recorded_by)
    event.stage = Stage.REFUSED
    event.save(update_fields=["stage"])
    audit.record(chain=event.fund.chain, verb="agreement_event.refuse", subject=event, by=by, at=at, reason=reason)
    return event


def _locked(event: AgreementEvent) -> AgreementEvent:
    lock_fund(event.fund)
    event = AgreementEvent.objects.select_related("fund", "recorded_by").get(pk=event.pk)
    require_stage(event, Stage.DRAFT)
    return event


def _step(fund: Fund, kind: str, on: date, term: AgreementClause | None, partner, line, follows, resolution):
    """What the rules need to know of an event that somebody means to record."""
    late = line and selectors.call_lines().filter(pk=line.pk).select_related("call").first()
    ended = [code for code, known in rules.EVENTS.items() if known.ends]
    return rules.Step(
        kind=kind,
        on=on,
        follows=follows and agreement_register.happening(follows),
        partner=partner and partner.pk,
        has_line=late is not None,
        line_due=late and late.call.due_date,
        line_left_hkd=late.outstanding_hkd if late else ZERO,
        resolution_kind=resolution.kind if resolution else "",
        resolution_passed=resolution is not None and resolution.stage == Resolution.Stage.PASSED,
        resolution_is_used=resolution is not None and resolution.rested_on.exclude(stage=Stage.REFUSED).exists(),
        resolution_put=resolution and resolution.opened_date,
        earliest=_earliest(fund, term),
        is_ended=follows is not None
        and follows.followed_by.filter(kind__in=ended).exclude(stage=Stage.REFUSED).exists(),
        seats=term.number if term and kind == "seat_taken" else None,
        seats_taken=agreement_register.seats(fund, on).total(),
    )


def _earliest(fund: Fund, term: AgreementClause | None) -> date | None:
    """The first day on which the GP may be given notice without cause."""
    if term is None or not term.months or fund.first_closing_date is None:
        return None
    return add_months(fund.first_closing_date, term.months)


def _refuse_input(kind: str, occurred_date: date, today: date) -> None:
    if kind not in rules.EVENTS:
        raise InputRefused(
            gettext_noop("{kind} is no kind of event of the register."), code="unknown_kind", field="kind", kind=kind
        )
    if occurred_date > today:
        raise InputRefused(
            gettext_noop("{date} is still to come; record an event when it has happened."),
            code="future_event",
            field="occurred_date",
            date=occurred_date,
        )


def _refuse_others(fund: Fund, **things) -> None:
    for name, thing in things.items():
        if thing is not None and thing.fund_id != fund.pk:
            raise InputRefused(
                gettext_noop("{thing} is not of {fund}."),
                code="other_fund",
                field=name,
                thing=str(thing),
                fund=fund.code,
            )
