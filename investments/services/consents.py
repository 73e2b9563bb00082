"""Consents: what lifts a rule of severity `consent` for a deal or a fund, recorded by one, approved by another."""

from datetime import date, datetime

from django.db import transaction

from funds import selectors
from funds.locks import lock_fund
from funds.models import Fund
from funds.rules.stages import require_stage
from investments.models import Consent, Proposal
from investments.rules.restrictions import RESTRICTIONS, Restriction
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, gettext_noop
from itvf.models import File

CONSENT = "consent"
GivenBy = Consent.GivenBy


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
    restriction: str = "",
    given_by: str = GivenBy.CORPORATION,
    given_date: date | None = None,
    proposal: Proposal | None = None,
    file: File | None = None,
) -> Consent:
    """This function will record a consent to what a rule of severity `consent` would stop; another approves it.

    It is to one restriction, or to a whole rule where it names none; of R27, which has several, it names one. Refuses
    what the fund's terms let nobody consent to, another than who consents to it, dates that do not follow each other,
    and a proposal of another fund. `given_date` is today unless told; the consent counts from it to `expiry_date`.
    """
    permissions.require(by, "consent.record")
    fund = lock_fund(fund)
    rule, today = rule.strip(), local_date(at)
    given_date = given_date or today
    _refuse_texts(scope=scope, document_reference=document_reference)
    _refuse_restriction(_open_to_consent(fund), rule, restriction, given_by)
    _refuse_dates(given_date, expiry_date, today)
    if proposal is not None and proposal.fund_id != fund.pk:
        raise InputRefused(
            gettext_noop("{proposal} is no proposal of {fund}."),
            code="proposal_of_another_fund",
            field="proposal",
            proposal=str(proposal),
            fund=fund.code,
        )
    consent = Consent.objects.create(
        fund=fund,
        proposal=proposal,
        rule=rule,
        restriction=restriction,
        given_by=given_by,
        given_date=given_date,
        scope=scope.strip(),
        expiry_date=expiry_date,
        document_reference=document_reference.strip(),
        file=file,
        recorded_by=by,
        recorded_at=at,
    )
    facts = {
        "rule": rule,
        "restriction": restriction,
        "given_by": given_by,
        "given_on": given_date,
        "expires_on": expiry_date,
        "scope": consent.scope,
        "document": consent.document_reference,
    }
    audit.record(chain=fund.chain, verb="consent.record", subject=consent, by=by, at=at, facts=facts)
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


def _open_to_consent(fund: Fund) -> list[Restriction]:
    """The restrictions that a consent lifts under a fund's terms."""
    terms = selectors.terms_of_fund(fund)
    return [
        restriction
        for restriction in RESTRICTIONS.values()
        if terms.terms.get(restriction.term, restriction).severity == CONSENT
    ]


def _refuse_restriction(known: list[Restriction], rule: str, restriction: str, given_by: str) -> None:
    meant = [one for one in known if one.rule == rule and restriction in ("", one.id)]
    if not meant:
        raise InputRefused(
            gettext_noop("No consent lifts {rule} {restriction} under this fund's terms; it lifts: {known}."),
            code="no_consent_to_it",
            field="restriction" if restriction else "rule",
            rule=rule,
            restriction=restriction,
            known=[f"{one.rule} {one.id}" for one in known],
        )
    if len(meant) > 1:
        raise InputRefused(
            gettext_noop("{rule} has several restrictions; name the one that is consented to: {known}."),
            code="restriction_missing",
            field="restriction",
            rule=rule,
            known=[one.id for one in meant],
        )
    if meant[0].consented_by != given_by:
        raise InputRefused(
            gettext_noop("{restriction} is consented to by {by}, not by {given_by}."),
            code="given_by_another",
            field="given_by",
            restriction=meant[0].id,
            by=GivenBy(meant[0].consented_by),
            given_by=given_by,
        )


def _refuse_dates(given_date: date, expiry_date: date, today: date) -> None:
    if given_date > today:
        raise InputRefused(
            gettext_noop("A consent given on {date} is in the future; record it when it is given."),
            code="future_consent",
            field="given_date",
            date=given_date,
        )
    if expiry_date <= given_date:
        raise InputRefused(
            gettext_noop("The consent would expire on {expires}, not after {given}, when it was given."),
            code="expires_too_soon",
            field="expiry_date",
            expires=expiry_date,
            given=given_date,
        )


def _refuse_texts(**texts: str) -> None:
    for name, text in texts.items():
        if not text.strip():
            raise InputRefused(gettext_noop("{name} is missing; fill it in."), code="missing", field=name, name=name)
