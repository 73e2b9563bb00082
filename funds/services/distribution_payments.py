"""Distributions paid: what the fund's bank shows, matched to the lines of a declared distribution."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from funds import selectors
from funds.locks import lock_fund
from funds.models import Distribution, DistributionLine, DistributionPayment, JournalEntry
from funds.rules.stages import require_stage
from funds.services import ledger
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, WrongStage, gettext_noop
from itvf.money import ZERO, money, total

Code = ledger.Code


@transaction.atomic
def pay(*, distribution: Distribution, value_date: date, bank_reference: str, by, at: datetime) -> JournalEntry:
    """This function will record the bank's debit that paid all that is outstanding of a distribution."""
    lines = list(selectors.distribution_lines([distribution]).filter(outstanding_hkd__gt=0).order_by("order"))
    return _pay(distribution, {line: line.outstanding_hkd for line in lines}, value_date, bank_reference, by, at)


@transaction.atomic
def pay_line(
    *, line: DistributionLine, amount_hkd: Decimal, value_date: date, bank_reference: str, by, at: datetime
) -> JournalEntry:
    """This function will record the bank's debit that paid one partner's line, in part or in full."""
    return _pay(line.distribution, {line: money(amount_hkd)}, value_date, bank_reference, by, at)


@transaction.atomic
def pay_withheld(
    *, distribution: Distribution, value_date: date, bank_reference: str, by, at: datetime
) -> JournalEntry:
    """This function will record the bank's debit that paid over all the tax withheld of a distribution, in HK$.

    Refuses a distribution of which nothing was withheld or all of it was paid over, and a debit without a reference,
    before the declaration or in the future.
    """
    fund = lock_fund(distribution.fund)
    permissions.require(by, "distribution.record_payment", within=fund)
    distribution = Distribution.objects.get(pk=distribution.pk)
    require_stage(distribution, Distribution.Stage.DECLARED)
    withheld = list(distribution.lines.filter(withheld_hkd__gt=0).select_related("partner").order_by("order"))
    if not withheld or withheld_was_paid(distribution):
        raise InputRefused(
            gettext_noop("No tax that was withheld of {distribution} waits to be paid over."),
            code="nothing_withheld",
            distribution=str(distribution),
        )
    _check_debit(distribution, value_date, bank_reference, local_date(at))
    book, paid = ledger.fund_book(fund), total(line.withheld_hkd for line in withheld)
    entry = ledger.post(
        book=book,
        kind=JournalEntry.Kind.WITHHOLDING_PAID,
        effective_date=value_date,
        memo=f"Tax withheld of distribution {distribution.number} paid over, {bank_reference.strip()}"[:300],
        source=ledger.source_again(book, JournalEntry.Kind.WITHHOLDING_PAID, _of_withheld(distribution)),
        lines=[
            *(
                (ledger.account(book, Code.WITHHOLDING_PAYABLE, partner=line.partner), line.withheld_hkd)
                for line in withheld
            ),
            (ledger.account(book, Code.CASH), -paid),
        ],
        by=by,
    )
    facts = {"paid_hkd": paid, "value_date": value_date, "reference": bank_reference.strip()}
    verb = "distribution.pay_withheld"
    audit.record(chain=fund.chain, verb=verb, subject=distribution, by=by, at=at, facts=facts)
    return entry


def require_unpaid(distribution: Distribution) -> None:
    """This function will refuse (WrongStage) to cancel a distribution of which money went out, or tax was paid over."""
    if DistributionPayment.objects.filter(line__distribution=distribution, entry__reversed_by__isnull=True).exists():
        raise WrongStage(
            gettext_noop("Money of {distribution} has gone out; reverse the payment first."),
            code="paid_already",
            distribution=str(distribution),
        )
    if withheld_was_paid(distribution):
        raise WrongStage(
            gettext_noop("Tax withheld of {distribution} was paid over; reverse that payment first."),
            code="tax_paid_over",
            distribution=str(distribution),
        )


def withheld_was_paid(distribution: Distribution) -> bool:
    """Whether the tax withheld of a distribution was paid over."""
    book = ledger.fund_book(distribution.fund)
    return ledger.stands(book, JournalEntry.Kind.WITHHOLDING_PAID, _of_withheld(distribution))


def _of_withheld(distribution: Distribution) -> str:
    return f"withheld:{distribution.pk}"


@transaction.atomic
def reverse_payment(*, payment: DistributionPayment, on: date, by, at: datetime, reason: str) -> JournalEntry:
    """This function will undo a payment that was recorded wrongly, with all that the same debit paid."""
    fund = lock_fund(payment.line.distribution.fund)
    permissions.require(by, "distribution.record_payment", within=fund)
    audit.require_reason(reason)
    if JournalEntry.objects.filter(reverses=payment.entry).exists():
        raise InputRefused(gettext_noop("This payment was reversed before."), code="already_reversed")
    if payment.entry.kind == JournalEntry.Kind.NETTING:
        raise InputRefused(
            gettext_noop(
                "{reference} is a set-off, no payment of the bank; it is undone by cancelling the net notice."
            ),
            code="set_off",
            reference=payment.bank_reference,
        )
    if not payment.value_date <= on <= local_date(at):
        raise InputRefused(
            gettext_noop("The correction of {date} is not between the payment's value date {value_date} and today."),
            code="correction_date",
            field="on",
            date=on,
            value_date=payment.value_date,
        )
    entry = ledger.reverse(entry=payment.entry, on=on, by=by, reason=reason)
    audit.record(chain=fund.chain, verb="distribution.reverse_payment", subject=payment, by=by, at=at, reason=reason)
    return entry


def _pay(distribution: Distribution, amounts: dict, value_date: date, reference: str, by, at: datetime) -> JournalEntry:
    fund = lock_fund(distribution.fund)
    permissions.require(by, "distribution.record_payment", within=fund)
    require_stage(distribution, Distribution.Stage.DECLARED)
    _check_payment(distribution, amounts, value_date, reference, local_date(at))
    book = ledger.fund_book(fund)
    paid = total(amounts.values())
    source = f"distribution:{distribution.pk}:{reference.strip()}"[:60]
    entry = ledger.post(
        book=book,
        kind=JournalEntry.Kind.DISTRIBUTION_PAID,
        effective_date=value_date,
        memo=f"Distribution {distribution.number} paid, {reference.strip()}"[:300],
        source=ledger.source_again(book, JournalEntry.Kind.DISTRIBUTION_PAID, source),
        lines=[
            *(
                (ledger.account(book, Code.DISTRIBUTION_PAYABLE, partner=line.partner), amount)
                for line, amount in amounts.items()
            ),
            (ledger.account(book, Code.CASH), -paid),
        ],
        by=by,
    )
    DistributionPayment.objects.bulk_create(
        DistributionPayment(
            line=line,
            amount_hkd=amount,
            value_date=value_date,
            bank_reference=reference.strip(),
            entry=entry,
            recorded_by=by,
            recorded_at=at,
        )
        for line, amount in amounts.items()
    )
    audit.record(
        chain=fund.chain,
        verb="distribution.pay",
        subject=distribution,
        by=by,
        at=at,
        facts={"paid_hkd": paid, "value_date": value_date, "reference": reference.strip()},
    )
    return entry


def _check_debit(distribution: Distribution, value_date: date, reference: str, on: date) -> None:
    if not reference.strip():
        raise InputRefused(
            gettext_noop("Give the bank's reference of the debit."), code="reference_missing", field="bank_reference"
        )
    declared = local_date(distribution.declared_at)
    if not declared <= value_date <= on:
        raise InputRefused(
            gettext_noop("The value date {value_date} is not between the declaration on {declared} and today."),
            code="value_date",
            field="value_date",
            value_date=value_date,
            declared=declared,
        )


def _check_payment(distribution: Distribution, amounts: dict, value_date: date, reference: str, on: date) -> None:
    _check_debit(distribution, value_date, reference, on)
    standing = DistributionPayment.objects.filter(
        line__distribution=distribution, bank_reference=reference.strip(), entry__reversed_by__isnull=True
    )
    if standing.exists():
        raise InputRefused(
            gettext_noop("The payment {reference} is recorded already; a debit counts once."),
            code="payment_stands",
            field="bank_reference",
            reference=reference.strip(),
        )
    left = {
        line.pk: line.outstanding_hkd
        for line in selectors.distribution_lines([distribution]).filter(pk__in=[line.pk for line in amounts])
    }
    wrong = [(line, amount) for line, amount in amounts.items() if not ZERO < amount <= left.get(line.pk, ZERO)]
    if not amounts or wrong:
        line, amount = wrong[0] if wrong else (None, ZERO)
        raise InputRefused(
            gettext_noop("{amount_hkd} can't be paid: {left_hkd} is outstanding on this line."),
            code="above_outstanding",
            field="amount_hkd",
            amount_hkd=amount,
            left_hkd=left.get(line.pk, ZERO) if line else ZERO,
        )
