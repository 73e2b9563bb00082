"""Duties of the calendar: done, with evidence, by the GP or the staff; opened again where they were not (R27)."""

from datetime import date, datetime

from django.db import transaction

from funds import agreement_calendar
from funds.locks import lock_fund
from funds.models import DutyDone, Fund
from funds.rules.stages import require_stage
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, NotFound, WrongStage, gettext_noop
from itvf.models import File


@transaction.atomic
def record_done(
    *, fund: Fund, key: str, done_date: date, evidence: str, by, at: datetime, document: File | None = None
) -> DutyDone:
    """This function will record that a duty of the calendar was done, and what shows it.

    Refuses a duty that the calendar does not have, one that another record discharges, one that was done, a day to
    come, and words of evidence left empty.
    """
    permissions.require(by, "duty.record_done", within=fund)
    fund = lock_fund(fund)
    today = local_date(at)
    duty = next((one for one in agreement_calendar.duties_of(fund, today) if one.key == key), None)
    if duty is None:
        raise NotFound(gettext_noop("The calendar of {fund} has no duty {key}."), fund=fund.code, key=key)
    if not duty.is_marked or duty.done_date is not None:
        raise WrongStage(
            gettext_noop("This duty was done already, or is done by a record of its own: {key}."),
            code="duty_not_open",
            key=key,
        )
    if done_date > today:
        raise InputRefused(
            gettext_noop("{date} is still to come; record what was done when it is done."),
            code="future_date",
            field="done_date",
            date=done_date,
        )
    if not evidence.strip():
        raise InputRefused(
            gettext_noop("Say what shows it: the paper, its number and date."),
            code="evidence_missing",
            field="evidence",
        )
    done = DutyDone.objects.create(
        fund=fund,
        kind=duty.kind,
        key=key,
        clause=duty.clause,
        due_date=duty.due_date,
        done_date=done_date,
        evidence=evidence.strip(),
        document=document,
        recorded_by=by,
        recorded_at=at,
    )
    facts = {"duty": key, "due": duty.due_date, "done": done_date, "clause": duty.clause}
    audit.record(
        chain=fund.chain, verb="duty.record_done", subject=done, by=by, at=at, reason=done.evidence, facts=facts
    )
    return done


@transaction.atomic
def reopen(*, done: DutyDone, by, at: datetime, reason: str) -> DutyDone:
    """This function will open a duty again that was not done after all; what was recorded stays."""
    permissions.require(by, "duty.reopen")
    reason = audit.require_reason(reason)
    lock_fund(done.fund)
    done = DutyDone.objects.select_related("fund").get(pk=done.pk)
    require_stage(done, DutyDone.Stage.DONE)
    done.stage, done.reopened_by, done.reopened_at = DutyDone.Stage.REOPENED, by, at
    done.save(update_fields=["stage", "reopened_by", "reopened_at"])
    audit.record(chain=done.fund.chain, verb="duty.reopen", subject=done, by=by, at=at, reason=reason)
    return done
