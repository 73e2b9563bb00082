"""A fund's subscription facility as it was agreed with a lender: recorded by one person, approved by another (R27).

What moves under it is in funds/services/facility_movements.py.
"""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from funds.locks import lock_fund
from funds.models import FacilityAgreement, Fund
from funds.rules.stages import require_stage
from itvf import audit, permissions
from itvf.errors import InputRefused, gettext_noop, plain
from itvf.models import File
from itvf.money import money

Stage = FacilityAgreement.Stage


@transaction.atomic
def record(
    *,
    fund: Fund,
    lender: str,
    limit_hkd: Decimal,
    rate_terms: str,
    available_from: date,
    available_to: date,
    clause: str,
    by,
    at: datetime,
    rate: Decimal | None = None,
    document: File | None = None,
) -> FacilityAgreement:
    """This function will record a facility that a fund agreed with a lender; another person approves it.

    `limit_hkd` in HK$ to the cent, `rate` a fraction a year (None where only `rate_terms` says it), `clause` that of
    the fund's agreement under which it borrows. Refuses what lacks or is out of order (InputRefused).
    """
    fund = lock_fund(fund)
    permissions.require(by, "facility.record", within=fund)
    require_stage(fund, Fund.Stage.OPEN)
    limit_hkd = positive(limit_hkd, "limit_hkd")
    for name, words in (("lender", lender), ("rate_terms", rate_terms), ("clause", clause)):
        if not words.strip():
            raise InputRefused(
                gettext_noop(
                    "Name the lender, the interest and fees in words, and the clause of the fund's agreement."
                ),
                code="facility_incomplete",
                field=name,
            )
    if available_to < available_from:
        raise InputRefused(
            gettext_noop("The facility ends on {end}, before it begins on {start}. Correct its dates."),
            code="ends_before_start",
            field="available_to",
            start=available_from,
            end=available_to,
        )
    if rate is not None and not 0 <= rate < 1:
        raise InputRefused(
            gettext_noop("The rate is a fraction from 0 to 1, as 0.065; {rate} was given."),
            code="rate_outside",
            field="rate",
            rate=rate,
        )
    found = FacilityAgreement.objects.create(
        fund=fund,
        lender=lender.strip(),
        limit_hkd=limit_hkd,
        rate=rate,
        rate_terms=rate_terms.strip(),
        available_from=available_from,
        available_to=available_to,
        clause=clause.strip(),
        document=document,
        recorded_by=by,
        recorded_at=at,
    )
    facts = {"lender": found.lender, "limit_hkd": limit_hkd, "clause": found.clause, "rate": plain(rate)}
    facts |= {"document_sha256": document.sha256} if document else {}
    audit.record(chain=fund.chain, verb="facility.record", subject=found, by=by, at=at, facts=facts)
    return found


@transaction.atomic
def approve(*, facility: FacilityAgreement, by, at: datetime) -> FacilityAgreement:
    """This function will approve a recorded facility, by a person who did not record it; it can be drawn from then."""
    permissions.require(by, "facility.approve")
    facility = locked(facility, Stage.DRAFT)
    permissions.require_other_person(by, facility.recorded_by)
    facility.stage, facility.approved_by, facility.approved_at = Stage.APPROVED, by, at
    facility.save(update_fields=["stage", "approved_by", "approved_at"])
    audit.record(chain=facility.fund.chain, verb="facility.approve", subject=facility, by=by, at=at)
    return facility


@transaction.atomic
def refuse(*, facility: FacilityAgreement, by, at: datetime, reason: str) -> FacilityAgreement:
    """This function will refuse a recorded facility, which stays on record with the reason."""
    permissions.require(by, "facility.approve")
    reason = audit.require_reason(reason)
    facility = locked(facility, Stage.DRAFT)
    facility.stage = Stage.REFUSED
    facility.save(update_fields=["stage"])
    audit.record(chain=facility.fund.chain, verb="facility.refuse", subject=facility, by=by, at=at, reason=reason)
    return facility


def locked(facility: FacilityAgreement, stage: str) -> FacilityAgreement:
    """This function will lock a facility's fund and give the facility back fresh, where it is in a stage."""
    lock_fund(facility.fund)
    facility = FacilityAgreement.objects.select_related("fund", "recorded_by").get(pk=facility.pk)
    require_stage(facility, stage)
    return facility


def positive(amount_hkd: Decimal, name: str) -> Decimal:
    """This function will read an amount in HK$; refused (InputRefused) where it is not above zero."""
    amount_hkd = money(amount_hkd)
    if amount_hkd <= 0:
        raise InputRefused(
            gettext_noop("The amount is above zero; {amount_hkd} was given."),
            code="not_positive",
            field=name,
            amount_hkd=amount_hkd,
        )
    return amount_hkd
