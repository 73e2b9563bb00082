"""Concessions to partners: discounts and waivers of the fee, recorded by one, approved by another (R14, R27)."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from funds.locks import lock_fund
from funds.models import FeeConcession, Fund, Partner
from funds.rules import partner_fees
from funds.rules.stages import require_stage
from funds.services.fee_terms import refuse_accrued, required_text
from itvf import audit, permissions
from itvf.errors import InputRefused, gettext_noop
from itvf.models import File

Stage = FeeConcession.Stage


@transaction.atomic
def record(
    *,
    fund: Fund,
    partner: Partner,
    rate: Decimal,
    from_date: date,
    clause: str,
    by,
    at: datetime,
    to_date: date | None = None,
    file: File | None = None,
    corrects: bool = False,
) -> FeeConcession:
    """This function will record what a partner is let off of its fee, 1 being a waiver; another person approves it.

    Refuses another fund's partner, days on which an approved concession of the partner counts, and days that are
    accrued already unless their quarters are to be corrected (`corrects`).
    """
    permissions.require(by, "fee_concession.record")
    fund = lock_fund(fund)
    if partner.fund_id != fund.pk:
        raise InputRefused(
            gettext_noop("{partner} is not a partner of this fund."),
            code="other_fund",
            field="partner",
            partner=str(partner),
        )
    clause = required_text("clause", clause)
    concession = FeeConcession(
        fund=fund,
        partner=partner,
        rate=rate,
        from_date=from_date,
        to_date=to_date,
        clause=clause,
        file=file,
        recorded_by=by,
        recorded_at=at,
    )
    _check(concession, corrects)
    concession.save()
    facts = {"partner": str(partner), "concession_rate": rate, "from": from_date, "to": to_date, "clause": clause}
    audit.record(chain=fund.chain, verb="fee_concession.record", subject=concession, by=by, at=at, facts=facts)
    return concession


@transaction.atomic
def approve(*, concession: FeeConcession, by, at: datetime, corrects: bool = False) -> FeeConcession:
    """This function will approve a concession: a person other than the one who recorded it.

    Refuses days that are accrued already, unless their quarters are to be corrected (`corrects`).
    """
    permissions.require(by, "fee_concession.approve")
    concession = _lock(concession)
    require_stage(concession, Stage.DRAFT)
    permissions.require_other_person(by, concession.recorded_by)
    _check(concession, corrects)
    concession.stage, concession.approved_by, concession.approved_at = Stage.APPROVED, by, at
    concession.save(update_fields=["stage", "approved_by", "approved_at"])
    audit.record(chain=concession.fund.chain, verb="fee_concession.approve", subject=concession, by=by, at=at)
    return concession


@transaction.atomic
def refuse(*, concession: FeeConcession, reason: str, by, at: datetime) -> FeeConcession:
    """This function will refuse a concession that waits for approval."""
    permissions.require(by, "fee_concession.approve")
    reason = audit.require_reason(reason)
    concession = _lock(concession)
    require_stage(concession, Stage.DRAFT)
    concession.stage = Stage.REFUSED
    concession.save(update_fields=["stage"])
    audit.record(
        chain=concession.fund.chain, verb="fee_concession.refuse", subject=concession, by=by, at=at, reason=reason
    )
    return concession


@transaction.atomic
def end(
    *, concession: FeeConcession, to_date: date, reason: str, by, at: datetime, corrects: bool = False
) -> FeeConcession:
    """This function will set the last day of an approved concession; what is accrued stays as it was booked.

    A day that is accrued already is refused, unless its quarters are to be corrected (`corrects`).
    """
    permissions.require(by, "fee_concession.approve")
    reason = audit.require_reason(reason)
    concession = _lock(concession)
    require_stage(concession, Stage.APPROVED)
    if to_date < concession.from_date or (concession.to_date and to_date > concession.to_date):
        raise InputRefused(
            gettext_noop("{date} is not between the concession's first day, {first}, and its last."),
            code="not_within_concession",
            field="to_date",
            date=to_date,
            first=concession.from_date,
        )
    refuse_accrued(concession.fund, to_date, field="to_date", corrects=corrects)
    before, concession.to_date = concession.to_date, to_date
    concession.save(update_fields=["to_date"])
    facts = {"before": before, "to": to_date}
    audit.record(
        chain=concession.fund.chain,
        verb="fee_concession.end",
        subject=concession,
        by=by,
        at=at,
        reason=reason,
        facts=facts,
    )
    return concession


def _lock(concession: FeeConcession) -> FeeConcession:
    lock_fund(concession.fund)
    return FeeConcession.objects.select_related("fund", "partner", "recorded_by").get(pk=concession.pk)


def _check(concession: FeeConcession, corrects: bool) -> None:
    """Refuses one that changes a booked quarter unasked, is no share, or overlaps with one that counts."""
    refuse_accrued(concession.fund, concession.from_date, field="from_date", corrects=corrects)
    standing = FeeConcession.objects.approved().filter(partner=concession.partner)
    partner_fees.check_concessions(
        [partner_fees.Concession(one.rate, one.from_date, one.to_date) for one in (concession, *standing)]
    )
