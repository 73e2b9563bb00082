"""Companies, what they do, and the facts about them that rules read: known once, whichever fund brings them (A17)."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from investments import company_register
from investments.company_register import Similar
from investments.models import Company, CompanyActivity, CompanyFact, CompanyGroup
from investments.rules import activities, words
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import Breach, InputRefused, NotPermitted, gettext_noop
from itvf.models import File

CHAIN = audit.PROGRAMME
BR_NUMBER = re.compile(r"[0-9]{8}")
# A business registration number with its branch, and with branch, dates and check digit, as the certificate prints it.
CERTIFICATE_DIGITS = (11, 16)
REQUIRED = ("name_en", "place_of_incorporation", "description")
TEXTS = (*REQUIRED, "name_zh_hant", "br_number", "registered_address", "business_address")
IDENTITY = (*TEXTS, "incorporation_date", "group")

BR_NUMBER_SHAPE = gettext_noop(
    "A business registration number has eight digits; {number} has another shape. Check it against the certificate."
)


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
    incorporation_date: date | None = None,
    registered_address: str = "",
    business_address: str = "",
    group: CompanyGroup | None = None,
    within=None,
) -> Company:
    """This function will register a company, once for all funds: a second one of the same number is refused.

    `within` is the fund for which a GP's maker registers it. Names that are like others are taken (`similar` shows
    them before), and so is a number of another shape than eight digits (`warnings`). The words of the description
    that hint at R13 are kept beside it.
    """
    permissions.require(by, "company.register", within=within)
    company_register.lock()
    identity = _read(
        {
            "name_en": name_en,
            "name_zh_hant": name_zh_hant,
            "br_number": br_number,
            "place_of_incorporation": place_of_incorporation,
            "incorporation_date": incorporation_date,
            "registered_address": registered_address,
            "business_address": business_address,
            "description": description,
            "group": group,
        }
    )
    _refuse(identity, on=local_date(at))
    company = Company.objects.create(**_columns(identity), registered_by=by, registered_at=at)
    doubts = [doubt.code for doubt in warnings(company.br_number or "")]
    alike = [one.company.pk for one in similar(company.name_en, company.name_zh_hant) if one.company != company]
    audit.record(
        chain=CHAIN,
        verb="company.register",
        subject=company,
        by=by,
        at=at,
        facts=identity | {"warnings": doubts, "similar": alike},
    )
    return company


@transaction.atomic
def amend(*, company: Company, reason: str, by, at: datetime, within=None, **changes) -> Company:
    """This function will correct or bring up to date what identifies a company, with the reason.

    `changes` are fields of its identity (IDENTITY). The audit trail holds each with its value before and after. A GP
    amends what its own funds registered, proposed or hold.
    """
    permissions.require(by, "company.register", within=within)
    if not Company.objects.known_to(by).filter(pk=company.pk).exists():
        raise NotPermitted(
            gettext_noop("{company} is no company that your funds registered, proposed or hold; staff amend it."),
            code="another_s_company",
            company=company.name_en,
        )
    reason = audit.require_reason(reason)
    if unknown := sorted(set(changes) - set(IDENTITY)):
        raise InputRefused(
            gettext_noop("{names} cannot be amended; these can: {known}."),
            code="unknown_field",
            names=unknown,
            known=IDENTITY,
        )
    company_register.lock()
    company = Company.objects.select_for_update(of=("self",)).select_related("group").get(pk=company.pk)
    before = _read({name: getattr(company, name) for name in IDENTITY})
    after = before | _read(changes)
    changed = [name for name in IDENTITY if before[name] != after[name]]
    if not changed:
        raise InputRefused(gettext_noop("Nothing is amended: every value stands already."), code="nothing_changed")
    _refuse(after, on=local_date(at), apart_from=company)
    columns = _columns(after)
    for name, value in columns.items():
        setattr(company, name, value)
    company.save(update_fields=list(columns))
    facts = {name: {"before": before[name], "after": after[name]} for name in changed}
    audit.record(chain=CHAIN, verb="company.amend", subject=company, by=by, at=at, reason=reason, facts=facts)
    return company


@transaction.atomic
def register_group(*, name_en: str, name_zh_hant: str, by, at: datetime, within=None) -> CompanyGroup:
    """This function will register a group of companies under one control, once by its English name (R27)."""
    permissions.require(by, "company.register", within=within)
    company_register.lock()
    name_en = name_en.strip()
    _refuse_empty("name_en", name_en)
    if CompanyGroup.objects.filter(name_en__iexact=name_en).exists():
        raise InputRefused(
            gettext_noop("The group {name} is registered; use that one."),
            code="group_stands",
            field="name_en",
            name=name_en,
        )
    group = CompanyGroup.objects.create(
        name_en=name_en, name_zh_hant=name_zh_hant.strip(), registered_by=by, registered_at=at
    )
    audit.record(chain=CHAIN, verb="company.register_group", subject=group, by=by, at=at)
    return group


@transaction.atomic
def record_activity(
    *,
    company: Company,
    hsic_code: str,
    since_date: date,
    by,
    at: datetime,
    description: str = "",
    ended: bool = False,
    within=None,
) -> CompanyActivity:
    """This function will record what a company does by HSIC 2.0 from a day on, or that it ended then.

    Refuses a code in no division of HSIC 2.0, the end of what is not on record, and one before it began.
    """
    permissions.require(by, "company.register", within=within)
    activities.division(hsic_code)
    _refuse_to_come(since_date, local_date(at))
    if ended:
        _refuse_end(company, hsic_code, since_date)
    activity = CompanyActivity.objects.create(
        company=company,
        hsic_code=hsic_code,
        description=description.strip(),
        since_date=since_date,
        ended=ended,
        recorded_by=by,
        recorded_at=at,
    )
    facts = {"hsic": hsic_code, "since": since_date, "ended": ended}
    audit.record(chain=CHAIN, verb="company.record_activity", subject=company, by=by, at=at, facts=facts)
    return activity


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
    quantity: int | None = None,
    file: File | None = None,
    within=None,
) -> CompanyFact:
    """This function will record a fact about a company with its evidence; the newest one of a kind counts.

    `quantity` is a number that goes with it, such as of staff in Hong Kong.
    """
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
    if quantity is not None and quantity < 0:
        raise InputRefused(
            gettext_noop("{quantity} is below zero; give how many there are."),
            code="negative_quantity",
            field="quantity",
            quantity=quantity,
        )
    _refuse_to_come(since_date, local_date(at))
    fact = CompanyFact.objects.create(
        company=company,
        kind=kind,
        holds=holds,
        quantity=quantity,
        since_date=since_date,
        evidence=evidence.strip(),
        file=file,
        recorded_by=by,
        recorded_at=at,
    )
    facts = {"kind": kind, "holds": holds, "quantity": quantity, "since": since_date, "evidence": evidence}
    audit.record(chain=CHAIN, verb="company.record_fact", subject=company, by=by, at=at, facts=facts)
    return fact


def similar(name_en: str, name_zh_hant: str = "", br_number: str = "") -> list[Similar]:
    """The registered companies that may be the same, the likeliest first, so that a door can warn before it writes."""
    return company_register.similar_companies(name_en, name_zh_hant, _read({"br_number": br_number})["br_number"])


def warnings(br_number: str) -> tuple[Breach, ...]:
    """What is unusual about a business registration number: taken, but to be looked at again."""
    if not br_number or BR_NUMBER.fullmatch(br_number):
        return ()
    return (Breach("br_number_shape", BR_NUMBER_SHAPE, facts={"number": br_number}),)


def _refuse_end(company: Company, hsic_code: str, on: date) -> None:
    """Only what stands can end, and not before it began: an end of an earlier day would end nothing."""
    found = CompanyActivity.objects.filter(company=company, hsic_code=hsic_code)
    last = found.order_by("since_date", "id").last()
    if last is None or last.ended:
        raise InputRefused(
            gettext_noop("{company} has no activity {found} on record that could end."),
            code="no_such_activity",
            field="hsic_code",
            company=company.name_en,
            found=hsic_code,
        )
    if on < last.since_date:
        raise InputRefused(
            gettext_noop("{date} is before it began on {since}."),
            code="ends_before_start",
            field="since_date",
            date=on,
            since=last.since_date,
        )


def _refuse_to_come(since_date: date, today: date) -> None:
    """What is still to come is no fact (A17)."""
    if since_date > today:
        raise InputRefused(
            gettext_noop("{date} is still to come; record what is so, once it is."),
            code="date_to_come",
            field="since_date",
            date=since_date,
        )


def _read(given: Mapping[str, Any]) -> dict[str, Any]:
    """A company's identity as it is kept: texts without the space around them, a number of digits as digits alone."""
    read = {name: (value or "").strip() if name in TEXTS else value for name, value in given.items()}
    if digits := re.sub(r"[\s-]", "", read.get("br_number", "")):
        read["br_number"] = _business(digits) if digits.isdigit() else read["br_number"]
    return read


def _business(digits: str) -> str:
    """The eight digits of the business, without those of branch and certificate that may follow on the paper."""
    return digits[:8] if len(digits) in CERTIFICATE_DIGITS else digits


def _columns(identity: Mapping[str, Any]) -> dict[str, Any]:
    hints = words.hints(words.BORDER.join((identity["description"], identity["name_en"], identity["name_zh_hant"])))
    return {**identity, "br_number": identity["br_number"] or None, "hints": hints}


def _refuse(identity: Mapping[str, Any], *, on: date, apart_from: Company | None = None) -> None:
    for name in REQUIRED:
        _refuse_empty(name, identity[name])
    if identity["incorporation_date"] and identity["incorporation_date"] > on:
        raise InputRefused(
            gettext_noop("The company cannot have been incorporated on {date}, which is in the future."),
            code="future_incorporation",
            field="incorporation_date",
            date=identity["incorporation_date"],
        )
    standing = company_register.of_number(identity["br_number"])
    if standing and standing != apart_from:
        raise InputRefused(
            gettext_noop(
                "{number} is the business registration number of {company}, which is registered; use that one."
            ),
            code="company_stands",
            field="br_number",
            number=identity["br_number"],
            company=standing.name_en,
        )


def _refuse_empty(name: str, value: str) -> None:
    if not value:
        raise InputRefused(gettext_noop("{name} is missing; fill it in."), code="missing", field=name, name=name)
