"""What an agreement sets of the fee beside its two rates: steps of the rate, and the part set off by type (R14)."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from funds import selectors
from funds.locks import lock_fund
from funds.models import FeeOffsetRate, FeeStep, FeeType, Fund
from funds.rules import fees, partner_fees
from itvf import audit, permissions
from itvf.errors import InputRefused, RuleBroken, gettext_noop


@transaction.atomic
def set_step(
    *, fund: Fund, from_date: date, rate: Decimal, clause: str, by, at: datetime, corrects: bool = False
) -> FeeStep:
    """This function will record the fee's rate from a day on, as the agreement's clause sets it.

    Of two steps of one day the later recorded counts. Refuses a rate below zero or above R14's, and a day that is
    accrued already, unless its quarters are to be corrected (`corrects`).
    """
    permissions.require(by, "fee_terms.record")
    fund = lock_fund(fund)
    agreement = selectors.agreement_of(fund)
    clause = required_text("clause", clause)
    refuse_accrued(fund, from_date, field="from_date", corrects=corrects)
    if rate < 0:
        raise InputRefused(
            gettext_noop("A fee's rate starts at zero; {fee_rate} was given."),
            code="below_zero",
            field="rate",
            fee_rate=rate,
        )
    breaches = fees.check_rate(rate, selectors.terms_of(agreement.scheme_version))
    if breaches:
        raise RuleBroken(breaches)
    step = FeeStep.objects.create(
        agreement=agreement, from_date=from_date, rate=rate, clause=clause, recorded_by=by, recorded_at=at
    )
    facts = {"from_date": from_date, "fee_rate": rate, "clause": clause}
    audit.record(chain=fund.chain, verb="fee_step.set", subject=step, by=by, at=at, facts=facts)
    return step


@transaction.atomic
def set_offset_rate(*, fund: Fund, fee_type: str, rate: Decimal, clause: str, by, at: datetime) -> FeeOffsetRate:
    """This function will record which part of a type of fee from companies the agreement sets off.

    It counts for the fees that are recorded from then on.
    """
    permissions.require(by, "fee_terms.record")
    fund = lock_fund(fund)
    agreement = selectors.agreement_of(fund)
    clause = required_text("clause", clause)
    known_type(fee_type)
    partner_fees.check_offset_rate(rate)
    found = FeeOffsetRate.objects.create(
        agreement=agreement, fee_type=fee_type, rate=rate, clause=clause, recorded_by=by, recorded_at=at
    )
    facts = {"fee_type": fee_type, "offset_rate": rate, "clause": clause}
    audit.record(chain=fund.chain, verb="fee_offset_rate.set", subject=found, by=by, at=at, facts=facts)
    return found


def refuse_accrued(fund: Fund, day: date, *, field: str, corrects: bool = False) -> None:
    """This function will refuse (InputRefused) to change the fee of a day that is accrued already.

    Unless somebody says that booked quarters are to be corrected (`corrects`): they stay as they are until then.
    """
    if corrects:
        return
    accrued = fund.fee_accruals.aggregate(last=Max("period_end"))["last"]
    if accrued is not None and day <= accrued:
        raise InputRefused(
            gettext_noop(
                "The fee is accrued to {accrued}; {date} is not after it. Say that booked quarters are to be "
                "corrected, and propose their correction afterwards."
            ),
            code="accrued_already",
            field=field,
            accrued=accrued,
            date=day,
        )


def required_text(name: str, text: str) -> str:
    """This function will give a text without the spaces around it, and refuse (InputRefused) one that is empty."""
    if not text.strip():
        raise InputRefused(gettext_noop("{name} is missing; fill it in."), code="missing", field=name, name=name)
    return text.strip()


def known_type(fee_type: str) -> None:
    """This function will refuse (InputRefused) a type of fee that is not one of those that are set off."""
    if fee_type not in FeeType.values:
        raise InputRefused(
            gettext_noop("{found} is no type of fee that is set off; use one of: {known}."),
            code="unknown_fee_type",
            field="fee_type",
            found=fee_type,
            known=FeeType.values,
        )
