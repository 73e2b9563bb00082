"""Management fees and fund expenses in the books: accrued from the journal, paid from the fund's cash (R14, A3, A4)."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from funds import balances, fee_facts
from funds.locks import lock_fund
from funds.models import FeeAccrual, FeeOffset, Fund, JournalEntry, PartnerFee
from funds.rules import partner_fees
from funds.rules.fees import PeriodFee
from funds.rules.stages import require_stage
from funds.services import ledger, partnership_dates
from itvf import audit, permissions
from itvf.dates import is_quarter_end, local_date, quarter_end
from itvf.errors import Breach, InputRefused, RuleBroken, gettext_noop, plain
from itvf.money import ZERO, money, total

Code = ledger.Code


@transaction.atomic
def accrue(*, fund: Fund, period_end: date, by, at: datetime) -> FeeAccrual:
    """This function will accrue a fund's management fee for a quarter that is over, computed from the books.

    The fee is day-weighted on the base of each day, rounded once, never above the cap of R14, and shared by the
    partners: each bears its share less its concession and its offsets. What they bear together is booked. A quarter
    is accrued once, in order; offsets received by its end and not counted before count in it.
    """
    permissions.require(by, "fee.accrue")
    fund = lock_fund(fund)
    _check_quarter(fund, period_end, local_date(at))
    position = fee_facts.position(fund, period_end)
    fee, cap = fee_facts.quarter_of(position, period_end)
    offsets = list(fund.fee_offsets.filter(stage=FeeOffset.Stage.RECORDED, received_date__lte=period_end))
    shared = position.shared(
        fee, cap, carried=position.carried(), offset_hkd=total(offset.offset_hkd for offset in offsets)
    )
    accrual = write(
        FeeAccrual(fund=fund, period_end=period_end, accrued_by=by, accrued_at=at), fee=fee, cap=cap, shared=shared
    )
    for offset in offsets:
        offset.stage, offset.accrual = FeeOffset.Stage.COUNTED, accrual
        offset.save(update_fields=["stage", "accrual"])
    audit.record(
        chain=fund.chain,
        verb="fee.accrue",
        subject=accrual,
        by=by,
        at=at,
        facts={"fee_hkd": accrual.fee_hkd, "shared_hkd": shared.charged.fee_hkd, "cap_hkd": cap.fee_hkd},
    )
    return accrual


def write(
    accrual: FeeAccrual, *, fee: PeriodFee, cap: PeriodFee, shared: partner_fees.QuarterFee, version: int = 1
) -> FeeAccrual:
    """This function will book a quarter's fee and write its accrual with each partner's part, in HK$.

    Called by the services that accrue, inside their transaction; `version` counts the quarter's corrections from 2 on.
    """
    fund, end, amount = accrual.fund, accrual.period_end, shared.net_hkd
    if amount:
        book = ledger.fund_book(fund)
        accrual.entry = ledger.post(
            book=book,
            kind=JournalEntry.Kind.FEE_ACCRUED,
            effective_date=end,
            memo=f"Management fee {fee.start_date} to {end}" + (f", version {version}" if version > 1 else ""),
            source=f"fee:{fund.pk}:{end}" + (f":{version}" if version > 1 else ""),
            lines=[(ledger.account(book, Code.FEE_EXPENSE), amount), (ledger.account(book, Code.FEE_PAYABLE), -amount)],
            by=accrual.accrued_by,
        )
    accrual.period_start, accrual.fee_hkd, accrual.cap_hkd = fee.start_date, amount, cap.fee_hkd
    accrual.working = {
        "rule": "R14",
        "clause": "Annex 3 1(k)(i)",
        "assumptions": ["A3", "A4"],
        "fee": _working(fee),
        "cap": _working(cap),
    }
    accrual.save()
    PartnerFee.objects.bulk_create(_partner_fee(accrual, line) for line in shared.lines)
    return accrual


@transaction.atomic
def pay(*, fund: Fund, amount_hkd: Decimal, value_date: date, bank_reference: str, by, at: datetime) -> JournalEntry:
    """This function will record that the fund paid management fee to its manager, as the bank shows it.

    Refused above what is accrued and unpaid from that day on (R14): a fee is charged in arrears (A4).
    """
    permissions.require(by, "fee.accrue")
    fund = lock_fund(fund)
    amount_hkd = money(amount_hkd)
    source = f"fee_paid:{bank_reference.strip()}"[:60]
    _check_debit(fund, JournalEntry.Kind.FEE_PAID, source, value_date, bank_reference, local_date(at))
    payable = balances.lowest(fund, Code.FEE_PAYABLE, value_date, is_owed=True)
    if amount_hkd <= 0 or amount_hkd > payable:
        raise RuleBroken(
            [
                Breach(
                    "fee_not_accrued",
                    gettext_noop(
                        "{amount_hkd} of fee can't be paid on {date}: {payable_hkd} is accrued and unpaid then. "
                        "Accrue the quarter first, or correct the amount or the day."
                    ),
                    "R14",
                    "Annex 3 1(k)(i)",
                    {"amount_hkd": amount_hkd, "payable_hkd": payable, "date": value_date},
                )
            ]
        )
    book = ledger.fund_book(fund)
    entry = ledger.post(
        book=book,
        kind=JournalEntry.Kind.FEE_PAID,
        effective_date=value_date,
        memo=f"Management fee paid, {bank_reference}"[:300],
        source=ledger.source_again(book, JournalEntry.Kind.FEE_PAID, source),
        lines=[(ledger.account(book, Code.FEE_PAYABLE), amount_hkd), (ledger.account(book, Code.CASH), -amount_hkd)],
        by=by,
    )
    audit.record(
        chain=fund.chain,
        verb="fee.pay",
        subject=entry,
        by=by,
        at=at,
        facts={"amount_hkd": amount_hkd, "value_date": value_date},
    )
    return entry


@transaction.atomic
def take_back(
    *, fund: Fund, amount_hkd: Decimal, value_date: date, bank_reference: str, by, at: datetime
) -> JournalEntry:
    """This function will record fee that the manager paid back into the fund's bank, after a correction lowered it.

    Refused above what was paid beyond the quarters accrued from that day on. What is not paid back is taken up by the
    next quarters.
    """
    permissions.require(by, "fee.accrue")
    fund = lock_fund(fund)
    require_stage(fund, Fund.Stage.OPEN)
    amount_hkd, kind = money(amount_hkd), JournalEntry.Kind.FEE_REFUNDED
    source = f"fee_refunded:{bank_reference.strip()}"[:60]
    _check_debit(fund, kind, source, value_date, bank_reference, local_date(at))
    overpaid = max(balances.lowest(fund, Code.FEE_PAYABLE, value_date), ZERO)
    if not ZERO < amount_hkd <= overpaid:
        raise InputRefused(
            gettext_noop("{amount_hkd} of fee can't have come back: {overpaid_hkd} was paid above what is accrued."),
            code="fee_not_overpaid",
            field="amount_hkd",
            amount_hkd=amount_hkd,
            overpaid_hkd=overpaid,
        )
    book = ledger.fund_book(fund)
    entry = ledger.post(
        book=book,
        kind=kind,
        effective_date=value_date,
        memo=f"Management fee paid back, {bank_reference}"[:300],
        source=ledger.source_again(book, kind, source),
        lines=[(ledger.account(book, Code.CASH), amount_hkd), (ledger.account(book, Code.FEE_PAYABLE), -amount_hkd)],
        by=by,
    )
    facts = {"amount_hkd": amount_hkd, "value_date": value_date}
    audit.record(chain=fund.chain, verb="fee.take_back", subject=entry, by=by, at=at, facts=facts)
    return entry


@transaction.atomic
def pay_expense(
    *, fund: Fund, label: str, amount_hkd: Decimal, value_date: date, bank_reference: str, by, at: datetime
) -> JournalEntry:
    """This function will record a fund expense as incurred and paid on the bank's value date."""
    permissions.require(by, "fee.accrue")
    fund = lock_fund(fund)
    amount_hkd = money(amount_hkd)
    if amount_hkd <= 0:
        raise InputRefused(
            gettext_noop("An expense is above zero; {amount_hkd} was given."),
            code="not_positive",
            field="amount_hkd",
            amount_hkd=amount_hkd,
        )
    source = f"expense:{bank_reference.strip()}"[:60]
    _check_debit(fund, JournalEntry.Kind.EXPENSE_PAID, source, value_date, bank_reference, local_date(at))
    book = ledger.fund_book(fund)
    entry = ledger.post(
        book=book,
        kind=JournalEntry.Kind.EXPENSE_PAID,
        effective_date=value_date,
        memo=f"{label}, {bank_reference}"[:300],
        source=ledger.source_again(book, JournalEntry.Kind.EXPENSE_PAID, source),
        lines=[(ledger.account(book, Code.EXPENSE), amount_hkd), (ledger.account(book, Code.CASH), -amount_hkd)],
        by=by,
    )
    audit.record(
        chain=fund.chain,
        verb="expense.pay",
        subject=entry,
        by=by,
        at=at,
        facts={"label": label, "amount_hkd": amount_hkd, "value_date": value_date},
    )
    return entry


def _check_quarter(fund: Fund, period_end: date, on: date) -> None:
    if not is_quarter_end(period_end) or period_end >= on:
        raise InputRefused(
            gettext_noop(
                "{date} is not the last day of a quarter that is over; fees are charged quarterly in arrears (A4)."
            ),
            code="not_a_past_quarter",
            field="period_end",
            date=period_end,
        )
    if fund.first_closing_date is None or period_end < fund.first_closing_date:
        raise InputRefused(
            gettext_noop("The quarter to {date} ended before the fund's first closing; there is nothing to accrue."),
            code="before_first_closing",
            field="period_end",
            date=period_end,
        )
    if fund.ended_date is not None and period_end > fund.ended_date:
        raise InputRefused(
            gettext_noop("The fund ended on {ended}; no fee runs after the last quarter before it."),
            code="fund_ended",
            field="period_end",
            ended=fund.ended_date,
        )
    first_open = _first_open_quarter(fund)
    if period_end > first_open:
        raise InputRefused(
            gettext_noop("The quarter to {first} is not accrued yet; quarters are accrued in order, that one first."),
            code="quarter_skipped",
            field="period_end",
            first=first_open,
        )
    standing = fund.fee_accruals.filter(period_end__gte=period_end).first()
    if standing:
        raise InputRefused(
            gettext_noop("The fee is accrued to {standing} already; a quarter is accrued once, in order."),
            code="quarter_accrued",
            field="period_end",
            standing=standing.period_end,
        )


def _first_open_quarter(fund: Fund) -> date:
    last = fund.fee_accruals.aggregate(last=Max("period_end"))["last"]
    return quarter_end(last + timedelta(days=1) if last else fund.first_closing_date)


def _check_debit(fund: Fund, kind: JournalEntry.Kind, source: str, value_date: date, reference: str, on: date) -> None:
    """Refuses a debit of the fund's bank without a reference, before the fund, in the future, or booked before."""
    if not reference.strip():
        raise InputRefused(
            gettext_noop("Give the bank's reference of the debit."), code="reference_missing", field="bank_reference"
        )
    if value_date > on:
        raise InputRefused(
            gettext_noop("The value date {value_date} is in the future; record the payment when the bank shows it."),
            code="future_value_date",
            field="value_date",
            value_date=value_date,
        )
    partnership_dates.require_registered(fund, value_date)
    if ledger.stands(ledger.fund_book(fund), kind, source):
        raise InputRefused(
            gettext_noop("The payment {reference} is recorded already; a debit counts once."),
            code="payment_stands",
            field="bank_reference",
            reference=reference.strip(),
        )


def _partner_fee(accrual: FeeAccrual, line: partner_fees.PartnerFee) -> PartnerFee:
    return PartnerFee(
        accrual=accrual,
        partner_id=line.id,
        commitment_hkd=line.commitment_hkd,
        gross_hkd=line.gross_hkd,
        concession_hkd=line.concession_hkd,
        brought_hkd=line.brought_hkd,
        offset_hkd=line.offset_hkd,
        used_hkd=line.used_hkd,
        carried_hkd=line.carried_hkd,
        net_hkd=line.net_hkd,
    )


def _working(fee) -> dict:
    return {
        "fee_hkd": plain(fee.fee_hkd),
        "segments": [
            {
                "start_date": segment.start_date.isoformat(),
                "end_date": segment.end_date.isoformat(),
                "base_hkd": plain(segment.base_hkd),
                "rate": plain(segment.rate),
                "days": segment.days,
            }
            for segment in fee.segments
        ],
    }
