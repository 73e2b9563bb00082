"""Interest on late payment (A18): charged by the GP's signatory, received on its own, waived by another person.

A receipt that was recorded wrongly is reversed, and the charge is open again.
"""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from funds import authorities, late_interest_facts, selectors
from funds.locks import lock_fund
from funds.models import (
    Contribution,
    JournalEntry,
    LateInterest,
    LateInterestReceipt,
    OverpaymentUse,
    PaymentCase,
)
from funds.rules import late_interest
from funds.rules.stages import require_stage
from funds.services import ledger, payments
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, RuleBroken, gettext_noop
from itvf.money import money

Code = ledger.Code
Kind = JournalEntry.Kind
Stage = LateInterest.Stage


@transaction.atomic
def charge(*, contribution: Contribution, by, at: datetime) -> LateInterest:
    """This function will charge the interest on one late receipt: an entry of its own, never a contribution.

    From the due date to the value date at the agreement's hurdle rate, simple, ACT/365 fixed, half up (A18). Refuses a
    receipt in time, one reversed, a second charge, and the Government's beyond what is left of recorded authority; the
    Government's opens a payment case of the Corporation.
    """
    line = contribution.line
    fund = lock_fund(line.call.fund)
    permissions.require(by, "late_interest.charge", within=fund)
    _check_receipt(contribution)
    rate = selectors.agreement_of(fund).hurdle_rate
    start, end = line.call.due_date, contribution.value_date
    amount = late_interest.interest(contribution.amount_hkd, rate=rate, start_date=start, end_date=end)
    if amount <= 0:
        raise InputRefused(
            gettext_noop("Received on {date}, due on {due}: no interest has come up."),
            code="nothing_late",
            date=end,
            due=start,
        )
    authorised = None
    if line.partner.is_government:
        left = late_interest_facts.authority_left(fund, local_date(at))
        if breaches := late_interest.check_government(amount, authority_left_hkd=left):
            raise RuleBroken(breaches)
        authorised = None if left >= authorities.UNLIMITED else left  # an authority without an amount
    book = ledger.fund_book(fund)
    entry = ledger.post(
        book=book,
        kind=Kind.LATE_INTEREST,
        effective_date=end,
        memo=f"Late interest of {line.partner} on capital call {line.call.number}, {(end - start).days} days"[:300],
        source=f"contribution:{contribution.pk}",
        lines=[
            (ledger.account(book, Code.LATE_INTEREST_RECEIVABLE, partner=line.partner), amount),
            (ledger.account(book, Code.LATE_INTEREST), -amount),
        ],
        by=by,
    )
    charged = LateInterest.objects.create(
        line=line,
        contribution=contribution,
        principal_hkd=contribution.amount_hkd,
        start_date=start,
        end_date=end,
        annual_rate=rate,
        amount_hkd=amount,
        authorised_hkd=authorised,
        entry=entry,
        charged_by=by,
        charged_at=at,
    )
    if line.partner.is_government:
        payments.open_interest(charge=charged, at=at)
    _record("charge", charged, by, at, principal_hkd=charged.principal_hkd, rate=rate, days=charged.days)
    return charged


@transaction.atomic
def record_receipt(
    *, charge: LateInterest, amount_hkd: Decimal, value_date: date, bank_reference: str, by, at: datetime
) -> LateInterestReceipt:
    """This function will record money received for charged interest, in part or in full; what is above, in suspense."""
    fund = lock_fund(charge.fund)
    permissions.require(by, "contribution.record", within=fund)
    charge = late_interest_facts.charges().select_related("line__partner", "line__call__fund").get(pk=charge.pk)
    require_stage(charge, Stage.CHARGED)
    amount_hkd, reference = money(amount_hkd), bank_reference.strip()
    _check_money(charge, amount_hkd, value_date, reference, local_date(at))
    _check_paid(charge)
    matched = min(amount_hkd, late_interest_facts.outstanding(charge))
    book, line = ledger.fund_book(fund), charge.line
    receipt = LateInterestReceipt.objects.create(
        charge=charge,
        amount_hkd=matched,
        suspense_hkd=amount_hkd - matched,
        value_date=value_date,
        bank_reference=reference,
        entry=ledger.post(
            book=book,
            kind=Kind.LATE_INTEREST_PAID,
            effective_date=value_date,
            memo=f"Late interest of {line.partner} on capital call {line.call.number}, {reference}"[:300],
            source=f"late_interest:{charge.pk}:{charge.receipts.count() + 1}",
            lines=[
                (ledger.account(book, Code.CASH), amount_hkd),
                (ledger.account(book, Code.LATE_INTEREST_RECEIVABLE, partner=line.partner), -matched),
                (ledger.account(book, Code.SUSPENSE), matched - amount_hkd),
            ],
            by=by,
        ),
        recorded_by=by,
        recorded_at=at,
    )
    if matched == late_interest_facts.outstanding(charge):
        LateInterest.objects.filter(pk=charge.pk).update(stage=Stage.RECEIVED)
    _record("receive", charge, by, at, received_hkd=matched, suspense_hkd=receipt.suspense_hkd, reference=reference)
    return receipt


@transaction.atomic
def reverse_receipt(*, receipt: LateInterestReceipt, on: date, by, at: datetime, reason: str) -> JournalEntry:
    """This function will undo a receipt that was recorded wrongly: a mirror entry, and the charge is open again.

    A waiver let off what this receipt had left of the charge, so it is reversed too, and whoever waives decides anew.
    Refuses a second reversal, and a receipt whose over-payment was applied or returned.
    """
    fund = lock_fund(receipt.charge.fund)
    permissions.require(by, "contribution.record", within=fund)
    reason = audit.require_reason(reason)
    charge = late_interest_facts.charges().select_related("line__partner", "line__call__fund").get(pk=receipt.charge_id)
    if JournalEntry.objects.filter(reverses=receipt.entry).exists():
        raise InputRefused(gettext_noop("This receipt was reversed before."), code="already_reversed")
    if OverpaymentUse.objects.filter(interest_receipt=receipt, entry__reversed_by=None).exists():
        raise InputRefused(
            gettext_noop("The over-payment of this receipt was applied or returned; reverse that first."),
            code="overpayment_used",
        )
    first = max(receipt.value_date, charge.waived_entry.effective_date) if charge.waived_entry else receipt.value_date
    if not first <= on <= local_date(at):
        raise InputRefused(
            gettext_noop("{date} is not between {first} and today."),
            code="correction_date",
            field="on",
            date=on,
            first=first,
        )
    entry = ledger.reverse(entry=receipt.entry, on=on, by=by, reason=reason)
    if charge.waived_entry is not None:
        ledger.reverse(entry=charge.waived_entry, on=on, by=by, reason=reason)
    opened = {"waived_by": None, "waived_at": None, "waived_reason": "", "waived_entry": None}
    LateInterest.objects.filter(pk=charge.pk).update(stage=Stage.CHARGED, **opened)
    facts = {"received_hkd": receipt.amount_hkd, "suspense_hkd": receipt.suspense_hkd}
    _record("reverse", charge, by, at, reason=reason, reference=receipt.bank_reference, **facts)
    return entry


@transaction.atomic
def waive(*, charge: LateInterest, by, at: datetime, reason: str) -> LateInterest:
    """This function will waive what is outstanding of a charge, with a reason: a person other than who charged it."""
    fund = lock_fund(charge.fund)
    permissions.require(by, "late_interest.waive", within=fund)
    reason = audit.require_reason(reason)
    charge = late_interest_facts.charges().select_related("line__partner", "line__call__fund").get(pk=charge.pk)
    require_stage(charge, Stage.CHARGED)
    permissions.require_other_person(by, charge.charged_by)
    payments.drop_interest(charge=charge, who=by, at=at, reason=reason)
    book, line = ledger.fund_book(fund), charge.line
    left = late_interest_facts.outstanding(charge)
    charge.waived_entry = ledger.post(
        book=book,
        kind=Kind.LATE_INTEREST_WAIVED,
        effective_date=local_date(at),
        memo=f"Late interest of {line.partner} on capital call {line.call.number} waived: {reason}"[:300],
        source=_waiver_source(charge),
        lines=[
            (ledger.account(book, Code.LATE_INTEREST), left),
            (ledger.account(book, Code.LATE_INTEREST_RECEIVABLE, partner=line.partner), -left),
        ],
        by=by,
    )
    charge.stage, charge.waived_reason = Stage.WAIVED, reason
    charge.waived_by, charge.waived_at = by, at
    charge.save(update_fields=["stage", "waived_by", "waived_at", "waived_reason", "waived_entry"])
    _record("waive", charge, by, at, reason=reason, waived_hkd=left)
    return charge


def _waiver_source(charge: LateInterest) -> str:
    """One a waiver: another one comes only after a receipt, recorded or reversed, that the one before had not seen."""
    moves = charge.receipts.count() + charge.receipts.filter(entry__reversed_by__isnull=False).count()
    return f"late_interest:{charge.pk}:{moves}"


def _check_receipt(contribution: Contribution) -> None:
    if hasattr(contribution.entry, "reversed_by"):
        raise InputRefused(gettext_noop("This receipt was reversed; it bears no interest."), code="already_reversed")
    if LateInterest.objects.filter(contribution=contribution).exists():
        raise InputRefused(
            gettext_noop("The interest on this receipt was charged before; it is charged once."), code="charge_stands"
        )


def _check_paid(charge: LateInterest) -> None:
    """The Government's interest comes out of the Corporation's book: nothing comes in that did not go out."""
    if charge.line.partner.is_government and not PaymentCase.objects.filter(charge=charge, stage="matched").exists():
        raise InputRefused(
            gettext_noop("The Corporation has not paid this interest yet; its payment is matched first."),
            code="not_paid",
        )


def _check_money(charge: LateInterest, amount_hkd: Decimal, value_date: date, reference: str, on: date) -> None:
    if amount_hkd <= 0:
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
    if value_date < charge.start_date:
        raise InputRefused(
            gettext_noop("The value date {value_date} is before {due}, from which interest runs (A18)."),
            code="before_due_date",
            field="value_date",
            value_date=value_date,
            due=charge.start_date,
        )
    if not reference:
        raise InputRefused(
            gettext_noop("Give the bank's reference of the receipt."), code="reference_missing", field="bank_reference"
        )
    if charge.receipts.filter(bank_reference=reference, entry__reversed_by=None).exists():
        raise InputRefused(
            gettext_noop("The receipt {reference} is recorded on this line already; a receipt counts once."),
            code="receipt_stands",
            field="bank_reference",
            reference=reference,
        )


def _record(verb: str, charge: LateInterest, by, at: datetime, *, reason: str = "", **facts) -> None:
    facts["amount_hkd"] = charge.amount_hkd
    audit.record(
        chain=charge.fund.chain,
        verb=f"late_interest.{verb}",
        subject=charge,
        by=by,
        at=at,
        reason=reason,
        facts=facts,
    )
