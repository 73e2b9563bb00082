"""What was released taken back by the Corporation: a set-off to be cancelled, a payment that the bank did not make."""

from datetime import datetime

from django.db import transaction

from funds.locks import lock_fund
from funds.models import PaymentCase, PaymentHold
from funds.rules.stages import require_stage
from funds.services import contributions, ledger, payments
from itvf import audit, permissions
from itvf.dates import local_date


@transaction.atomic
def take_back(*, case: PaymentCase, by, at: datetime, reason: str) -> PaymentCase:
    """This function will take back a settlement by set-off, or a release that the bank refused: a set-off is reversed.

    The case is held then: the GP cancels its net notice, or the case is resumed from its checks. No money has moved, so
    the bank has nothing to undo; once its debit is matched, or the fund has its receipt, nothing is taken back.
    Somebody other than who released it does this.
    """
    permissions.require(by, "payment_case.take_back")
    reason = audit.require_reason(reason)
    lock_fund(case.line.call.fund)
    case = PaymentCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    require_stage(case, PaymentCase.Stage.SETTLED, PaymentCase.Stage.RELEASED)
    permissions.require_other_person(by, case.released_by)
    contributions.require_none_of(case)
    if entry := case.set_off_entry:
        ledger.reverse(entry=entry, on=max(local_date(at), entry.effective_date), by=by, reason=reason)
    case.stage, case.held_reason = PaymentCase.Stage.HELD, reason
    case.set_off_entry = case.released_by = case.released_at = None
    case.save(update_fields=["stage", "held_reason", "set_off_entry", "released_by", "released_at"])
    PaymentHold.objects.create(
        case=case, number=case.holds.count() + 1, kind=PaymentHold.Kind.HELD, reason=reason, held_by=by, held_at=at
    )
    facts = {"amount_hkd": case.amount_hkd, "set_off_hkd": case.set_off_hkd}
    audit.record(
        chain=payments.CHAIN, verb="payment_case.take_back", subject=case, by=by, at=at, reason=reason, facts=facts
    )
    return case
