"""Fees that a manager had from companies of the fund: recorded, and set off by the agreement's part (R14, R27)."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from funds import selectors
from funds.locks import lock_fund
from funds.models import FeeOffset, Fund
from funds.rules import partner_fees
from funds.rules.stages import require_stage
from funds.services.fee_terms import known_type, required_text
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, gettext_noop
from itvf.money import money

Stage = FeeOffset.Stage


@transaction.atomic
def record(
    *,
    fund: Fund,
    fee_type: str,
    received_date: date,
    company: str,
    amount_hkd: Decimal,
    reference: str,
    by,
    at: datetime,
) -> FeeOffset:
    """This function will record a fee that the manager had from a company, with the part that is set off.

    The part is the agreement's for the type of fee. It counts in the first quarter that ends on or after the day and is
    not accrued yet. Refuses a type for which the agreement sets no part, a day to come, and the same document twice.
    """
    permissions.require(by, "fee_offset.record")
    fund = lock_fund(fund)
    known_type(fee_type)
    company, reference = required_text("company", company), required_text("reference", reference)
    amount_hkd = money(amount_hkd)
    _refuse(fund, fee_type, received_date, amount_hkd, reference, at)
    part = selectors.agreement_of(fund).offset_rates.filter(fee_type=fee_type).order_by("-id").first()
    if part is None:
        raise InputRefused(
            gettext_noop("The agreement sets no part of this type of fee off; record its clause first."),
            code="no_offset_rate",
            field="fee_type",
        )
    offset = FeeOffset.objects.create(
        fund=fund,
        fee_type=fee_type,
        received_date=received_date,
        company=company,
        amount_hkd=amount_hkd,
        rate=part.rate,
        offset_hkd=partner_fees.offset_of(amount_hkd, part.rate),
        reference=reference,
        recorded_by=by,
        recorded_at=at,
    )
    facts = {
        "fee_type": fee_type,
        "company": company,
        "amount_hkd": amount_hkd,
        "offset_rate": part.rate,
        "offset_hkd": offset.offset_hkd,
        "clause": part.clause,
        "document": reference,
    }
    audit.record(chain=fund.chain, verb="fee_offset.record", subject=offset, by=by, at=at, facts=facts)
    return offset


@transaction.atomic
def withdraw(*, offset: FeeOffset, reason: str, by, at: datetime) -> FeeOffset:
    """This function will withdraw an offset that was recorded in error and is not counted yet."""
    permissions.require(by, "fee_offset.record")
    reason = audit.require_reason(reason)
    lock_fund(offset.fund)
    offset = FeeOffset.objects.select_related("fund").get(pk=offset.pk)
    require_stage(offset, Stage.RECORDED)
    offset.stage = Stage.WITHDRAWN
    offset.save(update_fields=["stage"])
    audit.record(chain=offset.fund.chain, verb="fee_offset.withdraw", subject=offset, by=by, at=at, reason=reason)
    return offset


def _refuse(fund: Fund, fee_type: str, received: date, amount_hkd: Decimal, reference: str, at: datetime) -> None:
    if amount_hkd <= 0:
        raise InputRefused(
            gettext_noop("A fee received is above zero; {amount_hkd} was given."),
            code="not_positive",
            field="amount_hkd",
            amount_hkd=amount_hkd,
        )
    if received > local_date(at):
        raise InputRefused(
            gettext_noop("{date} is still to come; record the fee when the manager has it."),
            code="future_receipt",
            field="received_date",
            date=received,
        )
    if fund.fee_offsets.exclude(stage=Stage.WITHDRAWN).filter(fee_type=fee_type, reference=reference).exists():
        raise InputRefused(
            gettext_noop("The document {reference} is recorded already; a fee counts once."),
            code="offset_stands",
            field="reference",
            reference=reference,
        )
