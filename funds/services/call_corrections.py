"""An issued call that was wrong: cancelled with its entry reversed and its notices marked, then drafted anew (R20)."""

from datetime import datetime

from django.db import transaction

from funds import selectors
from funds.locks import lock_fund
from funds.models import CallCancellation, CapitalCall, JournalEntry, Netting, PaymentCase
from funds.rules.netting import require_alone
from funds.rules.stages import require_stage
from funds.services import ledger, notices, register_changes
from itvf import audit, permissions
from itvf.celery import enqueue
from itvf.dates import local_date
from itvf.errors import WrongStage, gettext_noop

CHAIN = "programme"


@transaction.atomic
def cancel(*, call: CapitalCall, by, at: datetime, reason: str, netting: Netting | None = None) -> CallCancellation:
    """This function will cancel the fund's last issued call while no money for it has come in.

    The journal entry is reversed, the Government's payment case is closed and its payable reversed, every partner is
    told why; the notices stay on record, marked. Refused (WrongStage) once a cent was received, once the payment is
    with the bank, and while a later call or return rests on it. A call of a net notice is cancelled with all of it.
    """
    permissions.require(by, "capital_call.cancel", within=call.fund)
    fund = lock_fund(call.fund)
    call = CapitalCall.objects.select_related("fund__manager", "entry").get(pk=call.pk)
    require_stage(call, CapitalCall.Stage.ISSUED)
    require_alone(call, netting)
    audit.require_reason(reason)
    _require_last(call)
    if selectors.call_lines([call]).filter(received_hkd__gt=0).exists():
        raise WrongStage(
            gettext_noop("Money for {call} has come in; reverse the receipts first, or return it (A19)."),
            code="money_received",
            call=str(call),
        )
    on = max(local_date(at), call.entry.effective_date)
    _close_case(call, on, by, at, reason)
    entry = ledger.reverse(entry=call.entry, on=on, by=by, reason=reason)
    CapitalCall.objects.filter(pk=call.pk).update(stage=CapitalCall.Stage.CANCELLED, version=call.version + 1)
    cancellation = CallCancellation.objects.create(
        call=call, reason=reason, entry=entry, cancelled_by=by, cancelled_at=at
    )
    notices.write_cancellation(call, reason)
    audit.record(
        chain=fund.chain,
        verb="capital_call.cancel",
        subject=call,
        by=by,
        at=at,
        reason=reason,
        facts={"amount_hkd": call.amount_hkd},
    )
    enqueue("itvf.relay_outbox")
    return cancellation


def _require_last(call: CapitalCall) -> None:
    register_changes.require_none_passed_since(call)
    later = (
        call.fund.calls.filter(stage=CapitalCall.Stage.ISSUED, entry_id__gt=call.entry_id).order_by("entry_id").first()
        or call.fund.distributions.declared().filter(entry_id__gt=call.entry_id).order_by("entry_id").first()
    )
    if later:
        raise WrongStage(
            gettext_noop("{later} came after it and rests on it; cancel that one first."),
            code="later_event",
            later=str(later),
        )


def _close_case(call: CapitalCall, on, by, at: datetime, reason: str) -> None:
    case = PaymentCase.objects.select_for_update(of=("self",)).filter(line__call=call, charge=None).first()
    if case is None:
        return
    if case.stage == PaymentCase.Stage.SETTLED:
        raise WrongStage(
            gettext_noop(
                "The Government's part of {call} is settled by set-off. The Corporation takes that settlement back on "
                "its payment case first; then the notice can be cancelled."
            ),
            code="payment_settled",
            call=str(call),
        )
    if case.stage in (PaymentCase.Stage.RELEASED, PaymentCase.Stage.MATCHED):
        raise WrongStage(
            gettext_noop("The Government's payment of {call} is with the bank; the call can't be cancelled any more."),
            code="payment_released",
            call=str(call),
        )
    accepted = case.accepted_entry
    if accepted and not JournalEntry.objects.filter(reverses=accepted).exists():
        ledger.reverse(entry=accepted, on=max(on, accepted.effective_date), by=by, reason=reason)
    case.holds.standing().update(ended_by=by, ended_at=at, end_reason=reason)
    case.stage = PaymentCase.Stage.CANCELLED
    case.save(update_fields=["stage"])
    audit.record(
        chain=CHAIN,
        verb="payment_case.cancel",
        subject=case,
        by=by,
        at=at,
        reason=reason,
        facts={"amount_hkd": case.amount_hkd},
    )
