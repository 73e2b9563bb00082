"""Holdings confirmed once a year by bank, registry or custodian: what they say beside what is on record (R28)."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from funds.locks import lock_fund
from investments import positions
from investments.models import HoldingConfirmation, Investment
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, gettext_noop
from itvf.models import File


@transaction.atomic
def record(
    *,
    investment: Investment,
    as_of_date: date,
    source: str,
    confirmed_units: Decimal,
    by,
    at: datetime,
    note: str = "",
    file: File | None = None,
) -> HoldingConfirmation:
    """This function will record what somebody outside confirms that a fund holds, beside the units on record then.

    A difference is recorded too, with a note that explains it; it stays on the list of what is outstanding.
    """
    permissions.require(by, "holding.confirm")
    lock_fund(investment.fund)
    if source not in HoldingConfirmation.Source.values:
        raise InputRefused(
            gettext_noop("{source} confirms no holding; use one of: {allowed}."),
            code="not_a_choice",
            field="source",
            source=source,
            allowed=HoldingConfirmation.Source.values,
        )
    if not investment.completed_date <= as_of_date <= local_date(at):
        raise InputRefused(
            gettext_noop("{date} is not between the completion on {completed} and today."),
            code="confirmation_date",
            field="as_of_date",
            date=as_of_date,
            completed=investment.completed_date,
        )
    if confirmed_units < 0:
        raise InputRefused(
            gettext_noop("{confirmed} units cannot be held; give the number confirmed, zero or above."),
            code="units_below_zero",
            field="confirmed_units",
            confirmed=confirmed_units,
        )
    recorded = positions.of(investment, as_of=as_of_date).holding.units
    if confirmed_units != recorded and not note.strip():
        raise InputRefused(
            gettext_noop("{confirmed} units are confirmed and {recorded} are on record; explain the difference."),
            code="difference_unexplained",
            field="note",
            confirmed=confirmed_units,
            recorded=recorded,
        )
    confirmation = HoldingConfirmation.objects.create(
        investment=investment,
        as_of_date=as_of_date,
        source=source,
        confirmed_units=confirmed_units,
        recorded_units=recorded,
        note=note.strip(),
        file=file,
        recorded_by=by,
        recorded_at=at,
    )
    audit.record(
        chain=investment.fund.chain,
        verb="holding.confirm",
        subject=investment,
        by=by,
        at=at,
        reason=note,
        facts={"as_of": as_of_date, "source": source, "confirmed": confirmed_units, "recorded": recorded},
    )
    return confirmation
