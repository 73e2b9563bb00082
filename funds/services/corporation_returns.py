"""What comes back to the Corporation: the Government's line of a distribution, booked when noticed and received."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from funds.locks import lock_corporation, lock_fund
from funds.models import Distribution, DistributionLine, DistributionReceipt, JournalEntry, Partner
from funds.rules.stages import require_stage
from funds.services import ledger
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, gettext_noop
from itvf.money import ZERO, money, total

CHAIN = "programme"
Code = ledger.Code
Kind = JournalEntry.Kind


def notice(distribution: Distribution, on: date, by) -> JournalEntry | None:
    """This function will book what a declared distribution owes the Corporation; called when it is declared.

    Returned capital lowers its interest in the fund, the rest is income; interest of a true-up is kept apart.
    """
    line = distribution.lines.filter(partner__kind=Partner.Kind.GOVERNMENT, amount_hkd__gt=0).first()
    if line is None:
        return None
    book = ledger.corporation_book()
    about = {"reference": f"fund:{distribution.fund_id}", "label": distribution.fund.name_en}
    income = line.amount_hkd - line.capital_hkd - line.interest_hkd
    return ledger.post(
        book=book,
        kind=Kind.DISTRIBUTION_NOTICED,
        effective_date=on,
        memo=f"{distribution.fund.name_en}, distribution {distribution.number}"[:300],
        source=f"distribution_line:{line.pk}",
        lines=[
            (ledger.account(book, Code.DISTRIBUTION_RECEIVABLE, **about), line.amount_hkd),
            (ledger.account(book, Code.INTEREST_IN_FUND, **about), -line.capital_hkd),
            (ledger.account(book, Code.EQUALISATION_INTEREST, **about), -line.interest_hkd),
            (ledger.account(book, Code.DISTRIBUTION_INCOME, **about), -income),
        ],
        by=by,
    )


def undo_notice(distribution: Distribution, on: date, by, reason: str) -> None:
    """This function will reverse what a cancelled distribution owed the Corporation."""
    sources = [f"distribution_line:{line}" for line in distribution.lines.values_list("pk", flat=True)]
    booked = JournalEntry.objects.filter(
        kind=Kind.DISTRIBUTION_NOTICED, source__in=sources, reverses=None, reversed_by=None
    )
    for entry in booked:
        ledger.reverse(entry=entry, on=on, by=by, reason=reason)


def outstanding(line: DistributionLine) -> Decimal:
    """What the Corporation's bank has not shown yet of a line, in HK$: what a net notice sets off never comes."""
    standing = line.receipts.filter(entry__reversed_by__isnull=True)
    set_off = line.payments.filter(entry__kind=Kind.NETTING, entry__reversed_by__isnull=True)
    settled = [rows.aggregate(sum=Sum("amount_hkd"))["sum"] or ZERO for rows in (standing, set_off)]
    return line.amount_hkd - total(settled)


@transaction.atomic
def receive(
    *, line: DistributionLine, amount_hkd: Decimal, value_date: date, bank_reference: str, by, at: datetime
) -> DistributionReceipt:
    """This function will match a credit of the Corporation's bank to the Government's line of a distribution."""
    permissions.require(by, "distribution_receipt.record")
    distribution = line.distribution
    lock_fund(distribution.fund)
    lock_corporation()
    require_stage(distribution, Distribution.Stage.DECLARED)
    amount_hkd = money(amount_hkd)
    _check(line, amount_hkd, value_date, bank_reference, local_date(at))
    book = ledger.corporation_book()
    about = {"reference": f"fund:{distribution.fund_id}", "label": distribution.fund.name_en}
    entry = ledger.post(
        book=book,
        kind=Kind.DISTRIBUTION_RECEIVED,
        effective_date=value_date,
        memo=f"{distribution.fund.name_en}, distribution {distribution.number}, {bank_reference.strip()}"[:300],
        source=f"distribution_receipt:{bank_reference.strip()}"[:60],
        lines=[
            (ledger.account(book, Code.BANK), amount_hkd),
            (ledger.account(book, Code.DISTRIBUTION_RECEIVABLE, **about), -amount_hkd),
        ],
        by=by,
    )
    receipt = DistributionReceipt.objects.create(
        line=line,
        amount_hkd=amount_hkd,
        value_date=value_date,
        bank_reference=bank_reference.strip(),
        entry=entry,
        recorded_by=by,
        recorded_at=at,
    )
    audit.record(
        chain=CHAIN,
        verb="distribution_receipt.record",
        subject=receipt,
        by=by,
        at=at,
        facts={"amount_hkd": amount_hkd, "value_date": value_date},
    )
    return receipt


def _check(line: DistributionLine, amount_hkd: Decimal, value_date: date, reference: str, on: date) -> None:
    if line.partner.kind != Partner.Kind.GOVERNMENT:
        raise InputRefused(
            gettext_noop("{partner}'s part does not come to the Corporation; choose the Government's line."),
            code="not_government",
            field="line",
            partner=str(line.partner),
        )
    left = outstanding(line)
    if not ZERO < amount_hkd <= left:
        raise InputRefused(
            gettext_noop("{amount_hkd} came in; {left_hkd} of this distribution is still to come. Ask the GP."),
            code="above_outstanding",
            field="amount_hkd",
            amount_hkd=amount_hkd,
            left_hkd=left,
        )
    declared = local_date(line.distribution.declared_at)
    if not declared <= value_date <= on:
        raise InputRefused(
            gettext_noop("The value date {value_date} is not between the declaration on {declared} and today."),
            code="value_date",
            field="value_date",
            value_date=value_date,
            declared=declared,
        )
    if not reference.strip():
        raise InputRefused(
            gettext_noop("Give the bank's reference of the receipt."), code="reference_missing", field="bank_reference"
        )
    if DistributionReceipt.objects.filter(bank_reference=reference.strip()).exists():
        raise InputRefused(
            gettext_noop("The receipt {reference} is recorded already; a receipt counts once."),
            code="receipt_stands",
            field="bank_reference",
            reference=reference.strip(),
        )
