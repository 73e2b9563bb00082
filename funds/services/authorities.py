"""Recorded authority: who allowed what, up to how much; recorded by one, approved by another (A13, A18, A20)."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from funds.locks import lock_fund
from funds.models import Fund, RecordedAuthority
from funds.rules.stages import require_stage
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, gettext_noop
from itvf.models import File
from itvf.money import money

Stage = RecordedAuthority.Stage


@transaction.atomic
def record(
    *,
    fund: Fund,
    kind: str,
    given_by: str,
    given_date: date,
    scope: str,
    by,
    at: datetime,
    limit_hkd: Decimal | None = None,
    expires_date: date | None = None,
    document: File | None = None,
) -> RecordedAuthority:
    """This function will put a decision on record; it counts once another person has approved it."""
    permissions.require(by, "authority.record")
    fund = lock_fund(fund)
    if not given_by.strip() or not scope.strip():
        raise InputRefused(
            gettext_noop("Say who gave the authority, and in which words."), code="authority_incomplete", field="scope"
        )
    if given_date > local_date(at) or (expires_date and expires_date < given_date):
        raise InputRefused(
            gettext_noop("The authority is given on {given} and ends on {expires}; correct the dates."),
            code="authority_dates",
            field="given_date",
            given=given_date,
            expires=expires_date or "-",
        )
    authority = RecordedAuthority.objects.create(
        fund=fund,
        kind=kind,
        limit_hkd=None if limit_hkd is None else money(limit_hkd),
        given_by=given_by.strip(),
        given_date=given_date,
        expires_date=expires_date,
        scope=scope.strip(),
        document=document,
        recorded_by=by,
        recorded_at=at,
    )
    facts = {"kind": kind, "limit_hkd": authority.limit_hkd, "given_by": given_by, "given_date": given_date}
    facts |= {"document_sha256": document.sha256} if document else {}
    audit.record(chain=fund.chain, verb="authority.record", subject=authority, by=by, at=at, facts=facts)
    return authority


@transaction.atomic
def approve(*, authority: RecordedAuthority, by, at: datetime) -> RecordedAuthority:
    """This function will approve an authority that another person recorded."""
    authority = _lock(authority, by)
    permissions.require_other_person(by, authority.recorded_by)
    authority.stage = Stage.APPROVED
    authority.approved_by = by
    authority.approved_at = at
    authority.save(update_fields=["stage", "approved_by", "approved_at"])
    audit.record(chain=authority.fund.chain, verb="authority.approve", subject=authority, by=by, at=at)
    return authority


@transaction.atomic
def refuse(*, authority: RecordedAuthority, by, at: datetime, reason: str) -> RecordedAuthority:
    """This function will refuse a recorded authority, with the reason."""
    audit.require_reason(reason)
    authority = _lock(authority, by)
    authority.stage = Stage.REFUSED
    authority.save(update_fields=["stage"])
    audit.record(chain=authority.fund.chain, verb="authority.refuse", subject=authority, by=by, at=at, reason=reason)
    return authority


def _lock(authority: RecordedAuthority, by) -> RecordedAuthority:
    permissions.require(by, "authority.approve")
    lock_fund(authority.fund)
    authority = RecordedAuthority.objects.select_for_update(of=("self",)).get(pk=authority.pk)
    require_stage(authority, Stage.DRAFT)
    return authority
