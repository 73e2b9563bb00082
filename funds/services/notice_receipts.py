"""The day on which a selected manager received its notice: its twelve months run from it (R17(iv), A9)."""

from datetime import date, datetime

from django.db import transaction

from funds import conflict_walls, selectors
from funds.locks import lock_scheme
from funds.models import Selection
from funds.rules.matching import fundraising_last_day
from funds.rules.stages import require_stage
from funds.services.fundraising import lock
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, WrongStage, gettext_noop
from itvf.models import AuditEvent

RECEIPT = "selection.receipt"
# What told the day before: the receipt, or the selection that was recorded with one.
TOLD_BY = (RECEIPT, "selection.record")


@transaction.atomic
def record(*, selection: Selection, received_date: date, reason: str, by, at: datetime) -> Selection:
    """This function will record on which day a selected manager received its notice: the months run from it (A9).

    Refuses a day before the notice or to come, and where one is recorded (WrongStage): `move` moves that.
    """
    permissions.require(by, "selection.record")
    selection = _lock_for_receipt(selection, by)
    if selection.notice_received_date is not None:
        raise WrongStage(
            gettext_noop(
                "The receipt is recorded, of {received}; another person moves it to another day, with a reason."
            ),
            code="receipt_recorded",
            received=selection.notice_received_date,
        )
    return _receive(selection, received_date, reason, by, at)


@transaction.atomic
def move(*, selection: Selection, received_date: date, reason: str, by, at: datetime) -> Selection:
    """This function will move a receipt that was recorded wrongly, and with it the last day to raise the money (A9).

    By another person than who recorded it, while no fund stands (WrongStage) and no lapse is proposed.
    """
    permissions.require(by, "selection.move_receipt")
    selection = _lock_for_receipt(selection, by)
    if selection.notice_received_date is None:
        raise WrongStage(
            gettext_noop("The receipt of the notice is not recorded: the months do not run yet. Record it first."),
            code="receipt_not_recorded",
        )
    if hasattr(selection, "fund"):
        raise WrongStage(gettext_noop("A fund stands for this selection already."), code="fund_stands")
    told = AuditEvent.objects.filter(verb__in=TOLD_BY, subject_type="funds.selection", subject_id=str(selection.pk))
    permissions.require_other_person(by, told.latest("id").actor)
    return _receive(selection, received_date, reason, by, at)


def _lock_for_receipt(selection: Selection, by) -> Selection:
    conflict_walls.require_free(selection.application, by)
    lock_scheme(selection.scheme)
    selection = lock(selection)
    require_stage(selection, Selection.Stage.SELECTED)
    return selection


def _receive(selection: Selection, received_date: date, reason: str, by, at: datetime) -> Selection:
    reason = audit.require_reason(reason)
    if not selection.notice_issued_date <= received_date <= local_date(at):
        raise InputRefused(
            gettext_noop("The notice was received between {issued}, when it was issued, and today."),
            code="received_outside",
            field="received_date",
            issued=selection.notice_issued_date,
        )
    terms = selectors.terms_in_force(selection.scheme, selection.notice_issued_date)
    before, selection.notice_received_date = selection.notice_received_date, received_date
    selection.fundraising_last_date = fundraising_last_day(received_date, terms)
    selection.save(update_fields=["notice_received_date", "fundraising_last_date"])
    facts = {"before": before, "received": received_date, "last_date": selection.fundraising_last_date}
    audit.record(chain=audit.PROGRAMME, verb=RECEIPT, subject=selection, by=by, at=at, reason=reason, facts=facts)
    return selection
