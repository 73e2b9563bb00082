"""Contributions: money received, matched to call lines in part or in full; undone only by reversal."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from funds import selectors
from funds.locks import lock_fund
from funds.models import CallLine, CapitalCall, Contribution, JournalEntry, LateInterest
from funds.rules.stages import require_stage
from funds.services import ledger
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, gettext_noop
from itvf.money import ZERO, money

Code = ledger.Code


@transaction.atomic
def record(
    *, line: CallLine, amount_hkd: Decimal, value_date: date, bank_reference: str, by, at: datetime
) -> Contribution:
    """This function will match money received to a call line, in part or in full.

    What is above the line's outstanding goes to suspense. The same bank reference on the same line is
    refused: a receipt counts once, unless it was reversed. A value date in the future is refused.
    """
    fund = lock_fund(line.call.fund)
    permissions.require(by, "contribution.record", within=fund)
    require_stage(line.call, CapitalCall.Stage.ISSUED)
    amount_hkd = money(amount_hkd)
    _check_receipt(line, amount_hkd, value_date, bank_reference, local_date(at))
    outstanding = selectors.call_lines([line.call]).get(pk=line.pk).outstanding_hkd
    matched = min(amount_hkd, outstanding)
    over = amount_hkd - matched
    book = ledger.fund_book(fund)
    entry = ledger.post(
        book=book,
        kind=JournalEntry.Kind.CONTRIBUTION,
        effective_date=value_date,
        memo=f"Contribution of {line.partner} to capital call {line.call.number}, {bank_reference}"[:300],
        source=f"call_line:{line.pk}:{line.contributions.count() + 1}",
        lines=[
            (ledger.account(book, Code.CASH), amount_hkd),
            (ledger.account(book, Code.CALL_RECEIVABLE, partner=line.partner), -matched),
            (ledger.account(book, Code.SUSPENSE), -over),
        ],
        by=by,
    )
    contribution = Contribution.objects.create(
        line=line,
        amount_hkd=matched,
        suspense_hkd=over,
        value_date=value_date,
        bank_reference=bank_reference.strip(),
        entry=entry,
        recorded_by=by,
        recorded_at=at,
    )
    audit.record(
        chain=fund.chain,
        verb="contribution.record",
        subject=contribution,
        by=by,
        at=at,
        facts={"amount_hkd": matched, "suspense_hkd": over, "value_date": value_date, "reference": bank_reference},
    )
    return contribution


@transaction.atomic
def reverse(*, contribution: Contribution, on: date, by, at: datetime, reason: str) -> JournalEntry:
    """This function will undo a receipt that was recorded wrongly: a mirror entry, and the line is open again."""
    fund = lock_fund(contribution.line.call.fund)
    permissions.require(by, "contribution.record", within=fund)
    audit.require_reason(reason)
    if JournalEntry.objects.filter(reverses=contribution.entry).exists():
        raise InputRefused(gettext_noop("This receipt was reversed before."), code="already_reversed")
    if LateInterest.objects.filter(contribution=contribution).exclude(stage=LateInterest.Stage.WAIVED).exists():
        raise InputRefused(
            gettext_noop("Late interest stands on this receipt; have it waived before the receipt is reversed."),
            code="late_interest_stands",
        )
    if not contribution.value_date <= on <= local_date(at):
        raise InputRefused(
            gettext_noop("The correction of {date} is not between the receipt's value date {value_date} and today."),
            code="correction_date",
            field="on",
            date=on,
            value_date=contribution.value_date,
        )
    entry = ledger.reverse(entry=contribution.entry, on=on, by=by, reason=reason)
    audit.record(chain=fund.chain, verb="contribution.reverse", subject=contribution, by=by, at=at, reason=reason)
    return entry


def _check_receipt(line: CallLine, amount_hkd: Decimal, value_date: date, bank_reference: str, on: date) -> None:
    if amount_hkd <= ZERO:
        raise InputRefused(
            gettext_noop("A receipt is above zero; {amount_hkd} was given."),
            code="not_positive",
            field="amount_hkd",
            amount_hkd=amount_hkd,
        )
    if value_date > on:
        raise InputRefused(
            gettext_noop("The value date {value_date} is in the future; record the receipt when the bank shows it."),
            code="future_value_date",
            field="value_date",
            value_date=value_date,
        )
    if not bank_reference.strip():
        raise InputRefused(
            gettext_noop("Give the bank's reference of the receipt."), code="reference_missing", field="bank_reference"
        )
    standing = line.contributions.filter(bank_reference=bank_reference.strip(), entry__reversed_by__isnull=True)
    if standing.exists():
        raise InputRefused(
            gettext_noop("The receipt {reference} is recorded on this line already; a receipt counts once."),
            code="receipt_stands",
            field="bank_reference",
            reference=bank_reference,
        )
