"""Companies and the facts about them that rules read (A17)."""

from datetime import date, datetime

from django.db import transaction

from investments.models import Company, CompanyFact
from itvf import audit, permissions
from itvf.errors import InputRefused, gettext_noop
from itvf.models import File

CHAIN = "programme"


@transaction.atomic
def register(
    *,
    name_en: str,
    name_zh_hant: str,
    br_number: str,
    place_of_incorporation: str,
    description: str,
    by,
    at: datetime,
    within=None,
) -> Company:
    """This function will register a company, once for all funds: a second one of the same number is refused.

    `within` is the fund for which a GP's maker registers it.
    """
    permissions.require(by, "company.register", within=within)
    br_number = br_number.strip()
    standing = Company.objects.filter(br_number=br_number).first() if br_number else None
    if standing:
        raise InputRefused(
            gettext_noop(
                "{number} is the business registration number of {company}, which is registered; use that one."
            ),
            code="company_stands",
            field="br_number",
            number=br_number,
            company=standing.name_en,
        )
    for field, value in (
        ("name_en", name_en),
        ("description", description),
        ("place_of_incorporation", place_of_incorporation),
    ):
        if not value.strip():
            raise InputRefused(gettext_noop("{name} is missing; fill it in."), code="missing", field=field, name=field)
    company = Company.objects.create(
        name_en=name_en.strip(),
        name_zh_hant=name_zh_hant.strip(),
        br_number=br_number or None,
        place_of_incorporation=place_of_incorporation.strip(),
        description=description.strip(),
        registered_by=by,
        registered_at=at,
    )
    audit.record(chain=CHAIN, verb="company.register", subject=company, by=by, at=at)
    return company


@transaction.atomic
def record_fact(
    *,
    company: Company,
    kind: str,
    holds: bool,
    since_date: date,
    evidence: str,
    by,
    at: datetime,
    file: File | None = None,
    within=None,
) -> CompanyFact:
    """This function will record a fact about a company with its evidence; the newest one of a kind counts."""
    permissions.require(by, "company.register", within=within)
    if kind not in CompanyFact.Kind.values:
        raise InputRefused(
            gettext_noop("{kind} is not one of the facts that rules read: {known}."),
            code="unknown_fact",
            field="kind",
            kind=kind,
            known=CompanyFact.Kind.values,
        )
    if not evidence.strip():
        raise InputRefused(
            gettext_noop("Say what shows the fact: document, number, date (A17)."), code="no_evidence", field="evidence"
        )
    fact = CompanyFact.objects.create(
        company=company,
        kind=kind,
        holds=holds,
        since_date=since_date,
        evidence=evidence.strip(),
        file=file,
        recorded_by=by,
        recorded_at=at,
    )
    audit.record(
        chain=CHAIN,
        verb="company.record_fact",
        subject=company,
        by=by,
        at=at,
        facts={"kind": kind, "holds": holds, "since": since_date, "evidence": evidence},
    )
    return fact
