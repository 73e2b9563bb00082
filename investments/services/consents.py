"""Consents: what lifts a rule of severity `consent` for a deal or a fund, recorded by one, approved by another."""

from datetime import date, datetime

from django.db import transaction

from funds.locks import lock_fund
from funds.models import Fund
from funds.rules.stages import require_stage
from investments.models import Consent, Proposal
from itvf import audit, permissions
from itvf.models import File


@transaction.atomic
def record(
    *,
    fund: Fund,
    rule: str,
    scope: str,
    expiry_date: date,
    document_reference: str,
    by,
    at: datetime,
    proposal: Proposal | None = None,
    file: File | None = None,
) -> Consent:
    """This function will record a consent to what a rule of severity `consent` would stop; another approves it."""
    permissions.require(by, "consent.record")
    fund = lock_fund(fund)
    consent = Consent.objects.create(
        fund=fund,
        proposal=proposal,
        rule=rule,
        scope=scope,
        expiry_date=expiry_date,
        document_reference=document_reference,
        file=file,
        recorded_by=by,
        recorded_at=at,
    )
    audit.record(
        chain=fund.chain, verb="consent.record", subject=consent, by=by, at=at, facts={"rule": rule, "scope": scope}
    )
    return consent


@transaction.atomic
def approve(*, consent: Consent, by, at: datetime) -> Consent:
    """This function will approve a recorded consent: a person other than the one who recorded it."""
    permissions.require(by, "consent.approve")
    lock_fund(consent.fund)
    consent = Consent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    require_stage(consent, Consent.Stage.DRAFT)
    permissions.require_other_person(by, consent.recorded_by)
    consent.stage = Consent.Stage.APPROVED
    consent.approved_by = by
    consent.approved_at = at
    consent.save(update_fields=["stage", "approved_by", "approved_at"])
    audit.record(chain=consent.fund.chain, verb="consent.approve", subject=consent, by=by, at=at)
    return consent


@transaction.atomic
def refuse(*, consent: Consent, by, at: datetime, reason: str) -> Consent:
    """This function will refuse a consent that was recorded and waits for approval."""
    return _end(consent, Consent.Stage.DRAFT, Consent.Stage.REFUSED, "consent.refuse", by, at, reason)


@transaction.atomic
def revoke(*, consent: Consent, by, at: datetime, reason: str) -> Consent:
    """This function will end an approved consent before its expiry; what was answered under it stands."""
    return _end(consent, Consent.Stage.APPROVED, Consent.Stage.REVOKED, "consent.revoke", by, at, reason)


def _end(consent: Consent, before: str, after: str, verb: str, by, at: datetime, reason: str) -> Consent:
    permissions.require(by, "consent.approve")
    audit.require_reason(reason)
    lock_fund(consent.fund)
    consent = Consent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    require_stage(consent, before)
    consent.stage = after
    consent.save(update_fields=["stage"])
    audit.record(chain=consent.fund.chain, verb=verb, subject=consent, by=by, at=at, reason=reason)
    return consent
