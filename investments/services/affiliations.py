"""Who stands behind companies, managers, partners and staff: declared with evidence, ended, never deleted (R27)."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from funds.models import Fund, FundMembership, Manager, Partner
from investments.models import Affiliation, Company
from itvf import audit, permissions
from itvf.errors import InputRefused, NotPermitted, WrongStage, gettext_noop

CHAIN = "programme"
ACTS_FOR_A_MANAGER = (FundMembership.Role.GP_MAKER, FundMembership.Role.GP_SIGNATORY)


@transaction.atomic
def declare(
    *,
    name_en: str,
    is_person: bool,
    capacity: str,
    since_date: date,
    evidence: str,
    by,
    at: datetime,
    name_zh_hant: str = "",
    identifier: str = "",
    share_rate: Decimal | None = None,
    company: Company | None = None,
    manager: Manager | None = None,
    partner: Partner | None = None,
    staff=None,
    within=None,
) -> Affiliation:
    """This function will declare that somebody stands behind one company, manager, partner or member of the staff.

    Open deals are searched against it from then on: their next run of checks shows what it meets. A GP declares for
    companies that its own funds registered, proposed or hold.
    """
    permissions.require(by, "company.declare_affiliation", within=within)
    _require_theirs(by, company)
    behind = [one for one in (company, manager, partner, staff) if one is not None]
    if len(behind) != 1:
        raise InputRefused(
            gettext_noop("Say behind whom: one company, manager, partner or member of the staff; {found} were named."),
            code="not_just_one",
            field="company",
            found=len(behind),
        )
    if capacity not in Affiliation.Capacity.values:
        raise InputRefused(
            gettext_noop("{capacity} is no capacity; use one of: {allowed}."),
            code="not_a_choice",
            field="capacity",
            capacity=capacity,
            allowed=Affiliation.Capacity.values,
        )
    for field, value in (("name_en", name_en), ("evidence", evidence)):
        if not value.strip():
            raise InputRefused(gettext_noop("{name} is missing; fill it in."), code="missing", field=field, name=field)
    if share_rate is not None and not 0 < share_rate <= 1:
        raise InputRefused(
            gettext_noop("The share is {found}; give a fraction above 0 and at most 1, such as 0.25 for 25%."),
            code="not_a_share",
            field="share_rate",
            found=share_rate,
        )
    declared = Affiliation.objects.create(
        name_en=name_en.strip(),
        name_zh_hant=name_zh_hant.strip(),
        identifier=identifier.strip(),
        is_person=is_person,
        capacity=capacity,
        share_rate=share_rate,
        company=company,
        manager=manager,
        partner=partner,
        staff=staff,
        since_date=since_date,
        evidence=evidence.strip(),
        declared_by=by,
        declared_at=at,
    )
    audit.record(
        chain=CHAIN,
        verb="affiliation.declare",
        subject=declared,
        by=by,
        at=at,
        facts={"name": declared.name_en, "capacity": capacity, "behind": str(behind[0]), "since": since_date},
    )
    return declared


@transaction.atomic
def end(*, affiliation: Affiliation, until_date: date, by, at: datetime, reason: str, within=None) -> Affiliation:
    """This function will record that an affiliation ended; deals after that day are not searched against it.

    Staff end any. A GP ends what its own side declared: what staff or another manager declared is not its to take back.
    """
    permissions.require(by, "company.declare_affiliation", within=within)
    _require_theirs(by, affiliation.company)
    if not may_be_ended_by(by).filter(pk=affiliation.pk).exists():
        raise NotPermitted(
            gettext_noop("{name} was not declared by your side; who declared it, or staff, records its end."),
            code="declared_by_others",
            name=affiliation.name_en,
        )
    audit.require_reason(reason)
    found = Affiliation.objects.select_for_update(of=("self",)).get(pk=affiliation.pk)
    if found.until_date is not None:
        raise WrongStage(gettext_noop("It ended on {date}."), code="ended_before", date=found.until_date)
    if until_date < found.since_date:
        raise InputRefused(
            gettext_noop("{date} is before it began on {since}."),
            code="ends_before_start",
            field="until_date",
            date=until_date,
            since=found.since_date,
        )
    found.until_date = until_date
    found.ended_by = by
    found.save(update_fields=["until_date", "ended_by"])
    audit.record(
        chain=CHAIN, verb="affiliation.end", subject=found, by=by, at=at, reason=reason, facts={"until": until_date}
    )
    return found


def may_be_ended_by(user) -> QuerySet:
    """The affiliations that a person may end: staff all, a GP those that people of its funds declared, then or now."""
    if user.is_staff:
        return Affiliation.objects.all()
    acting = FundMembership.objects.filter(fund__in=Fund.objects.managed_by(user), role__in=ACTS_FOR_A_MANAGER)
    return Affiliation.objects.filter(declared_by__in=acting.values("user"))


def _require_theirs(by, company: Company | None) -> None:
    """Staff act for everybody; a GP only for companies that it knows."""
    if by.is_staff or (company is not None and Company.objects.known_to(by).filter(pk=company.pk).exists()):
        return
    raise NotPermitted(
        gettext_noop("You act for companies that your funds registered, proposed or hold; staff act for all others."),
        code="another_s_company",
    )
