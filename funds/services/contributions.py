"""Contributions: money received, matched to call lines in part or in full; undone only by reversal."""

from datetime import date, datetime
from decimal import Decimal
from itertools import chain, count

from django.db import transaction

from funds import selectors
from funds.locks import lock_fund
from funds.models import (
    CallLine,
    CapitalCall,
    Contribution,
    JournalEntry,
    LateInterest,
    LateInterestReceipt,
    OverpaymentUse,
    PaymentCase,
)
from funds.rules.stages import require_stage
from funds.services import ledger, partnership_dates
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, WrongStage, gettext_noop
from itvf.money import ZERO, money, total

Code = ledger.Code


@transaction.atomic
def record(
    *,
    line: CallLine,
    amount_hkd: Decimal,
    value_date: date,
    bank_reference: str,
    by,
    at: datetime,
    from_statement: bool = False,
) -> Contribution:
    """This function will match money received to a call line, in part or in full.

    A net notice asks for one amount, so what is above the line pays the partner's other calls of the same notice. What
    is above all that goes to suspense. The same bank reference on the same line is refused: a receipt counts once,
    unless it was reversed, or the bank's own statement lists each as a movement (`from_statement`): banks that give no
    reference give two receipts of a day the same, so the second is numbered. A value date in the future is refused, and
    one before the fund was registered.
    """
    fund = lock_fund(line.call.fund)
    permissions.require(by, "contribution.record", within=fund)
    require_stage(CapitalCall.objects.get(pk=line.call_id), CapitalCall.Stage.ISSUED)
    amount_hkd = money(amount_hkd)
    _check_receipt(amount_hkd, value_date, bank_reference, local_date(at))
    partnership_dates.require_registered(fund, value_date)
    recorded, standing = _receipts_before(line)
    bank_reference = _counted_once(line, bank_reference.strip(), standing, from_statement=from_statement)
    parts = _parts(line, amount_hkd)
    matched = total(parts.values())
    over = amount_hkd - matched
    book = ledger.fund_book(fund)
    cash, receivable, suspense = ledger.accounts(
        book, (Code.CASH, None), (Code.CALL_RECEIVABLE, line.partner), (Code.SUSPENSE, None)
    )
    entry = ledger.post(
        book=book,
        kind=JournalEntry.Kind.CONTRIBUTION,
        effective_date=value_date,
        memo=f"Contribution of {line.partner} to capital call {line.call.number}, {bank_reference}"[:300],
        source=f"call_line:{line.pk}:{recorded + 1}",
        lines=[(cash, amount_hkd), (receivable, -matched), (suspense, -over)],
        by=by,
    )
    contribution, *_others = Contribution.objects.bulk_create(
        Contribution(
            line_id=paid,
            amount_hkd=part,
            suspense_hkd=over if paid == line.pk else ZERO,
            value_date=value_date,
            bank_reference=bank_reference,
            entry=entry,
            recorded_by=by,
            recorded_at=at,
        )
        for paid, part in parts.items()
    )
    contribution.line = line  # whose partner the trail names
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


def arrived(case: PaymentCase) -> Contribution | LateInterestReceipt | None:
    """This function will give a receipt of the fund's bank that stands for a payment of the Corporation's, or None.

    A set-off is no receipt of the bank.
    """
    found = case.charge.receipts if case.charge_id else case.line.contributions
    of_the_bank = (JournalEntry.Kind.CONTRIBUTION, JournalEntry.Kind.LATE_INTEREST_PAID)
    return found.filter(entry__kind__in=of_the_bank, entry__reversed_by=None).first()


def require_none_of(case: PaymentCase) -> None:
    """This function will refuse (WrongStage) a payment of the Corporation's whose money the fund's bank has shown.

    What arrived was paid: it is neither released again nor taken back.
    """
    receipt = arrived(case)
    if receipt is not None:
        raise WrongStage(
            gettext_noop(
                "The fund has a receipt {reference} of {date} for this payment, so the bank made it: match its debit. "
                "Where the money is another's, have the receipt reversed first."
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


def _check_receipt(amount_hkd: Decimal, value_date: date, bank_reference: str, on: date) -> None:
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


def _receipts_before(line: CallLine) -> tuple[int, set[str]]:
    """How many receipts were recorded on a line in all, and the bank's references of those that stand."""
    rows = list(line.contributions.values_list("bank_reference", "entry__reversed_by"))
    return len(rows), {reference for reference, reversed_by in rows if reversed_by is None}


def _counted_once(line: CallLine, bank_reference: str, standing: set[str], *, from_statement: bool) -> str:
    """The reference under which a receipt counts on a line: numbered where the bank's own statement lists its twin."""
    twins = _listed(line, bank_reference) if from_statement else set()
    if bank_reference in standing - twins:
        raise InputRefused(
            gettext_noop("The receipt {reference} is recorded on this line already; a receipt counts once."),
            code="receipt_stands",
            field="bank_reference",
            reference=bank_reference,
        )
    numbered = (f"{bank_reference[:70]} ({number})" for number in count(2))
    return next(one for one in chain([bank_reference], numbered) if one not in standing)


def _listed(line: CallLine, bank_reference: str) -> set[str]:
    """The references under which a line's receipts stand that the bank's own statement lists by one of its own."""
    found = line.contributions.filter(
        entry__reversed_by=None, entry__contributions__statement_line__bank_reference=bank_reference
    )
    return set(found.values_list("bank_reference", flat=True))
