"""Movements of a fund's bank recorded wrongly: fees, expenses and tax paid over, undone by another person."""

from datetime import date, datetime

from django.db import transaction

from funds.locks import lock_fund
from funds.models import JournalEntry
from funds.services import ledger
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, gettext_noop
from itvf.money import total

Kind = JournalEntry.Kind
# What nothing but its entry records; those of distributions, facilities and cases have verbs of their own.
KINDS = (Kind.FEE_PAID, Kind.FEE_REFUNDED, Kind.EXPENSE_PAID, Kind.WITHHOLDING_PAID)


@transaction.atomic
def reverse(*, entry: JournalEntry, on: date, by, at: datetime, reason: str) -> JournalEntry:
    """This function will undo a fee, an expense or tax withheld that the bank did not pay as recorded, by a mirror.

    A person other than the one who recorded it. What it paid is owed again, and the same reference may be recorded
    anew. Refuses an entry of another kind, a second reversal, and a day before the debit's own or in the future.
    """
    fund = lock_fund(entry.book.fund)
    permissions.require(by, "debit.reverse", within=fund)
    permissions.require_other_person(by, entry.recorded_by)
    reason = audit.require_reason(reason)
    if not is_debit(entry):
        raise InputRefused(
            gettext_noop("Only a payment of a fee, an expense or tax withheld is reversed here; this is {kind}."),
            code="no_debit",
            kind=entry.get_kind_display(),
        )
    if JournalEntry.objects.filter(reverses=entry).exists():
        raise InputRefused(gettext_noop("This payment was reversed before."), code="already_reversed")
    if not entry.effective_date <= on <= local_date(at):
        raise InputRefused(
            gettext_noop("The correction of {date} is not between the payment's value date {value_date} and today."),
            code="correction_date",
            field="on",
            date=on,
            value_date=entry.effective_date,
        )
    undone = ledger.reverse(entry=entry, on=on, by=by, reason=reason)
    paid = total(undone.postings.filter(account__code=ledger.Code.CASH).values_list("amount_hkd", flat=True))
    facts = {"kind": entry.kind, "amount_hkd": paid, "value_date": entry.effective_date, "on": on}
    audit.record(chain=fund.chain, verb="debit.reverse", subject=entry, by=by, at=at, reason=reason, facts=facts)
    return undone


def is_debit(entry: JournalEntry) -> bool:
    """This function will say whether an entry is a debit that is reversed here, and not a reversal itself."""
    return entry.kind in KINDS and entry.reverses_id is None
