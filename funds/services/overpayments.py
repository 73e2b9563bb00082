"""Over-payments held in suspense: applied to another line of the same partner, or returned to the payer's bank.

What came in too much came on a call's line or for late interest; both are called the receipt here.
"""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from funds import overpayment_facts, selectors
from funds.locks import lock_fund
from funds.models import (
    BankStatementLine,
    CallLine,
    CapitalCall,
    Contribution,
    Fund,
    JournalEntry,
    LateInterest,
    LateInterestReceipt,
    OverpaymentUse,
)
from funds.rules.stages import require_stage
from funds.services import ledger
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, gettext_noop
from itvf.money import ZERO, money

Code = ledger.Code
Kind = OverpaymentUse.Kind
Receipt = Contribution | LateInterestReceipt


@transaction.atomic
def apply(
    *, receipt: Receipt, line: CallLine, amount_hkd: Decimal, on: date, reason: str, by, at: datetime
) -> OverpaymentUse:
    """This function will apply an over-payment, or a part of it, to another call line of the same partner and fund.

    It is received on that line from `on`, which is no earlier than the money came or the call was issued. Refuses more
    than is held, more than is outstanding, and another partner's line.
    """
    fund, left = _lock(receipt, by)
    reason = audit.require_reason(reason)
    call = CapitalCall.objects.get(pk=line.call_id)
    require_stage(call, CapitalCall.Stage.ISSUED)
    partner = receipt.line.partner
    if line.partner_id != partner.pk:
        raise InputRefused(
            gettext_noop("The line is another partner's; an over-payment of {partner} pays its own calls."),
            code="another_partner",
            field="line",
            partner=str(partner),
        )
    outstanding = selectors.call_lines([call]).get(pk=line.pk).outstanding_hkd
    amount_hkd = _amount(amount_hkd, min(left, outstanding))
    _check_day(on, max(receipt.value_date, local_date(call.issued_at)), local_date(at), "on")
    book = ledger.fund_book(fund)
    entry = ledger.post(
        book=book,
        kind=JournalEntry.Kind.OVERPAYMENT_APPLIED,
        effective_date=on,
        memo=f"Over-payment of {partner}, {receipt.bank_reference}, applied to capital call {call.number}"[:300],
        source=_source(receipt),
        lines=[
            (ledger.account(book, Code.SUSPENSE), amount_hkd),
            (ledger.account(book, Code.CALL_RECEIVABLE, partner=partner), -amount_hkd),
        ],
        by=by,
    )
    applied = Contribution.objects.create(
        line=line,
        amount_hkd=amount_hkd,
        value_date=on,
        bank_reference=receipt.bank_reference,
        entry=entry,
        recorded_by=by,
        recorded_at=at,
    )
    about = {"applied": applied, "value_date": on, "entry": entry}
    return _use(receipt, Kind.APPLIED, amount_hkd, reason, by, at, **about)


@transaction.atomic
def give_back(
    *,
    receipt: Receipt,
    amount_hkd: Decimal,
    value_date: date,
    bank_reference: str,
    reason: str,
    by,
    at: datetime,
    statement_line: BankStatementLine | None = None,
) -> OverpaymentUse:
    """This function will record that an over-payment, or a part of it, went back to the payer as the bank shows.

    `statement_line` is the debit on the fund's statement, where it came in by one (`give_back_by_statement`).
    """
    fund, left = _lock(receipt, by)
    reason = audit.require_reason(reason)
    amount_hkd, reference = _amount(amount_hkd, left), bank_reference.strip()
    _check_day(value_date, receipt.value_date, local_date(at), "value_date")
    if not reference:
        raise InputRefused(
            gettext_noop("Give the bank's reference of the debit."), code="reference_missing", field="bank_reference"
        )
    if OverpaymentUse.objects.of_fund(fund).filter(bank_reference=reference, entry__reversed_by=None).exists():
        raise InputRefused(
            gettext_noop("The payment {reference} is recorded already; a debit counts once."),
            code="payment_stands",
            field="bank_reference",
            reference=reference,
        )
    book = ledger.fund_book(fund)
    entry = ledger.post(
        book=book,
        kind=JournalEntry.Kind.RECEIPT_RETURNED,
        effective_date=value_date,
        memo=f"Over-payment of {receipt.line.partner} returned, {reference}"[:300],
        source=_source(receipt),
        lines=[
            (ledger.account(book, Code.SUSPENSE), amount_hkd),
            (ledger.account(book, Code.CASH), -amount_hkd),
        ],
        by=by,
    )
    about = {"bank_reference": reference, "statement_line": statement_line, "value_date": value_date, "entry": entry}
    return _use(receipt, Kind.RETURNED, amount_hkd, reason, by, at, **about)


@transaction.atomic
def give_back_by_statement(
    *, line: BankStatementLine, receipt: Receipt, by, at: datetime, reason: str
) -> OverpaymentUse:
    """This function will match a debit of the fund's bank statement to the over-payment that it returned."""
    permissions.require(by, "contribution.record", within=line.statement.fund)
    lock_fund(line.statement.fund)
    line = BankStatementLine.objects.select_related("statement__fund").get(pk=line.pk)
    require_stage(line, BankStatementLine.Stage.OPEN)
    if line.amount_hkd >= 0 or line.statement.fund_id != receipt.line.call.fund_id:
        raise InputRefused(
            gettext_noop("{amount_hkd} is no debit of this fund's bank; a return is money that went out of it."),
            code="no_debit",
            amount_hkd=line.amount_hkd,
        )
    used = give_back(
        receipt=receipt,
        amount_hkd=-line.amount_hkd,
        value_date=line.value_date,
        bank_reference=line.bank_reference,
        reason=reason,
        by=by,
        at=at,
        statement_line=line,
    )
    line.stage, line.reason = BankStatementLine.Stage.SET_ASIDE, used.reason[:400]
    line.decided_by, line.decided_at = by, at
    line.save(update_fields=["stage", "reason", "decided_by", "decided_at"])
    return used


@transaction.atomic
def reverse(*, used: OverpaymentUse, on: date, by, at: datetime, reason: str) -> JournalEntry:
    """This function will undo a use that was recorded wrongly: a mirror entry, and the money is in suspense again."""
    fund = lock_fund(used.receipt.line.call.fund)
    permissions.require(by, "contribution.record", within=fund)
    reason = audit.require_reason(reason)
    if JournalEntry.objects.filter(reverses=used.entry).exists():
        raise InputRefused(gettext_noop("This use was reversed before."), code="already_reversed")
    if LateInterest.objects.filter(contribution=used.applied_id).exclude(stage="waived").exists():
        raise InputRefused(
            gettext_noop(
                "Late interest stands on this receipt; reverse what came for it and have it waived before the "
                "receipt is reversed."
            ),
            code="late_interest_stands",
        )
    _check_day(on, used.value_date, local_date(at), "on")
    entry = ledger.reverse(entry=used.entry, on=on, by=by, reason=reason)
    facts = {"amount_hkd": used.amount_hkd}
    audit.record(chain=fund.chain, verb="overpayment.reverse", subject=used, by=by, at=at, reason=reason, facts=facts)
    return entry


def _lock(receipt: Receipt, by) -> tuple[Fund, Decimal]:
    """The fund under its lock, and what is still held of the over-payment.

    Refuses one in the Government's name: the Corporation's debit is its payment to the cent, so the rest is another's.
    """
    fund = lock_fund(receipt.line.call.fund)
    permissions.require(by, "contribution.record", within=fund)
    if receipt.line.partner.is_government:
        raise InputRefused(
            gettext_noop(
                "The Corporation pays each line to the cent, so what {reference} has above it is not the Government's: "
                "reverse the receipt, record what the Corporation paid and hold the rest."
            ),
            code="not_the_governments",
            reference=receipt.bank_reference,
        )
    left = overpayment_facts.left(receipt)
    if left <= ZERO:
        raise InputRefused(
            gettext_noop("Nothing of {receipt} is held in suspense any more."),
            code="nothing_held",
            receipt=receipt.bank_reference,
        )
    return fund, left


def _amount(amount_hkd: Decimal, most: Decimal) -> Decimal:
    amount_hkd = money(amount_hkd)
    if not ZERO < amount_hkd <= most:
        raise InputRefused(
            gettext_noop("{amount_hkd} can't be used: {most_hkd} is the most here."),
            code="above_what_is_held",
            field="amount_hkd",
            amount_hkd=amount_hkd,
            most_hkd=most,
        )
    return amount_hkd


def _check_day(day: date, first: date, last: date, field: str) -> None:
    if not first <= day <= last:
        raise InputRefused(
            gettext_noop("{date} is not between {first} and today."),
            code="value_date",
            field=field,
            date=day,
            first=first,
        )


def _source(receipt: Receipt) -> str:
    what = "contribution" if isinstance(receipt, Contribution) else "late_interest_receipt"
    return f"{what}:{receipt.pk}:{receipt.overpayment_uses.count() + 1}"


def _use(receipt: Receipt, kind: str, amount_hkd: Decimal, reason: str, by, at: datetime, **about):
    of_line = isinstance(receipt, Contribution)
    used = OverpaymentUse.objects.create(
        contribution=receipt if of_line else None,
        interest_receipt=None if of_line else receipt,
        kind=kind,
        amount_hkd=amount_hkd,
        reason=reason,
        recorded_by=by,
        recorded_at=at,
        **about,
    )
    facts = {"amount_hkd": amount_hkd, "value_date": used.value_date, "receipt": receipt.bank_reference}
    verb = "overpayment.apply" if kind == Kind.APPLIED else "overpayment.return"
    chain = receipt.line.call.fund.chain
    audit.record(chain=chain, verb=verb, subject=used, by=by, at=at, reason=reason, facts=facts)
    return used
