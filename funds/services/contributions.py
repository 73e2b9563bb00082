"""Contributions: money received, matched to call lines in part or in full; undone only by reversal."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from funds import selectors
from funds.locks import lock_fund
from funds.models import (
    CallLine,
    CapitalCall,
    Contribution,
    JournalEntry,
    LateInterest,
    OverpaymentUse,
    PaymentCase,
)
from funds.rules.stages import require_stage
from funds.services import ledger
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, WrongStage, gettext_noop
from itvf.money import ZERO, money, total

Code = ledger.Code


@transaction.atomic
def record(
    *, line: CallLine, amount_hkd: Decimal, value_date: date, bank_reference: str, by, at: datetime
) -> Contribution:
    """This function will match money received to a call line, in part or in full.

    A net notice asks for one amount, so what is above the line pays the partner's other calls of the same notice. What
    is above all that goes to suspense. The same bank reference on the same line is refused: a receipt counts once,
    unless it was reversed. A value date in the future is refused.
    """
    fund = lock_fund(line.call.fund)
    permissions.require(by, "contribution.record", within=fund)
    require_stage(line.call, CapitalCall.Stage.ISSUED)
    amount_hkd = money(amount_hkd)
    _check_receipt(line, amount_hkd, value_date, bank_reference, local_date(at))
    parts = _parts(line, amount_hkd)
    matched = total(parts.values())
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
    contribution, *_others = Contribution.objects.bulk_create(
        Contribution(
            line_id=paid,
            amount_hkd=part,
            suspense_hkd=over if paid == line.pk else ZERO,
            value_date=value_date,
            bank_reference=bank_reference.strip(),
            entry=entry,
            recorded_by=by,
            recorded_at=at,
        )
        for paid, part in parts.items()
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
    """This function will undo a receipt that was recorded wrongly: a mirror entry, and what it paid is open again."""
    fund = lock_fund(contribution.line.call.fund)
    permissions.require(by, "contribution.record", within=fund)
    audit.require_reason(reason)
    if JournalEntry.objects.filter(reverses=contribution.entry).exists():
        raise InputRefused(gettext_noop("This receipt was reversed before."), code="already_reversed")
    if contribution.entry.kind != JournalEntry.Kind.CONTRIBUTION:
        raise InputRefused(
            gettext_noop(
                "{reference} is no receipt of the bank: cancel the net notice, or reverse the over-payment's use."
            ),
            code="no_receipt",
            reference=contribution.bank_reference,
        )
    if OverpaymentUse.objects.filter(contribution__entry=contribution.entry, entry__reversed_by=None).exists():
        raise InputRefused(
            gettext_noop("The over-payment of this receipt was applied or returned; reverse that first."),
            code="overpayment_used",
        )
    charged = LateInterest.objects.filter(contribution__entry=contribution.entry)
    if charged.exclude(stage=LateInterest.Stage.WAIVED).exists():
        raise InputRefused(
            gettext_noop(
                "Late interest stands on this receipt; reverse what came for it and have it waived before the "
                "receipt is reversed."
            ),
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


def require_none_of(case: PaymentCase) -> None:
    """This function will refuse (WrongStage) a payment of the Corporation's whose money the fund's bank has shown.

    What arrived was paid: it is neither released again nor taken back. A set-off is no receipt of the bank.
    """
    found = case.charge.receipts if case.charge_id else case.line.contributions
    of_the_bank = (JournalEntry.Kind.CONTRIBUTION, JournalEntry.Kind.LATE_INTEREST_PAID)
    receipt = found.filter(entry__kind__in=of_the_bank, entry__reversed_by=None).first()
    if receipt is not None:
        raise WrongStage(
            gettext_noop(
                "The fund has a receipt {reference} of {date} for this payment, so the bank made it. Match its debit; "
                "where it is not released, or the money is another's, have the receipt reversed first."
            ),
            code="money_arrived",
            reference=receipt.bank_reference,
            date=receipt.value_date,
        )


def _parts(line: CallLine, amount_hkd: Decimal) -> dict[int, Decimal]:
    """What a receipt pays by line's key: the line itself first, then the partner's others of the same net notice."""
    found = selectors.call_lines([line.call]).filter(pk=line.pk)
    if line.call.netting_id:
        same = selectors.call_lines().filter(call__netting=line.call.netting_id, partner=line.partner_id)
        found = [*found, *same.exclude(pk=line.pk).order_by("call__entry_id")]
    left, parts = amount_hkd, {}
    for one in found:
        part = min(left, one.outstanding_hkd)
        if part or one.pk == line.pk:
            parts[one.pk] = part
            left -= part
    return parts


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
