"""Funds, their agreements, people, partners and bank accounts."""

from datetime import date, datetime

from django.db import transaction

from funds import conflict_walls
from funds.locks import lock_fund
from funds.models import (
    BankAccount,
    Book,
    Fund,
    FundAgreement,
    FundMembership,
    Partner,
    Selection,
)
from funds.rules import eligibility
from funds.rules.stages import require_stage
from funds.services import agreement_figures, payments, term_departures
from itvf import audit, permissions
from itvf.dates import add_business_days, local_date
from itvf.errors import InputRefused, RuleBroken, gettext_noop

COOLING_OFF_BUSINESS_DAYS = 2


@transaction.atomic
def establish_fund(
    *,
    selection: Selection,
    code: str,
    name_en: str,
    name_zh_hant: str,
    cap637_number: str,
    registered_date: date,
    registered_office: str,
    investment_manager: str,
    by,
    at: datetime,
    auditor: str = "",
    responsible_person: str = "",
) -> Fund:
    """This function will set up the fund of a selection, with its book.

    Refuses names that do not end as Cap. 637 asks, and a selection that no longer raises money.
    """
    permissions.require(by, "fund.establish")
    require_stage(selection, Selection.Stage.SELECTED)
    _refuse(eligibility.check_fund_names(name_en, name_zh_hant))
    if Fund.objects.filter(selection=selection).exists():
        raise InputRefused(
            gettext_noop("The selection {selection} has its fund already."),
            code="fund_stands",
            field="selection",
            selection=selection.reference,
        )
    for field, value in (("code", code), ("cap637_number", cap637_number)):
        if Fund.objects.filter(**{field: value}).exists():
            raise InputRefused(
                gettext_noop("A fund with {name} {value} stands already."),
                code="fund_stands",
                field=field,
                name=field,
                value=value,
            )
    fund = Fund.objects.create(
        selection=selection,
        manager=selection.manager,
        code=code,
        name_en=name_en,
        name_zh_hant=name_zh_hant,
        cap637_number=cap637_number,
        registered_date=registered_date,
        registered_office=registered_office,
        investment_manager=investment_manager,
        auditor=auditor,
        responsible_person=responsible_person,
    )
    Book.objects.create(kind=Book.Kind.FUND, fund=fund)
    audit.record(chain=fund.chain, verb="fund.establish", subject=fund, by=by, at=at)
    return fund


@transaction.atomic
def record_agreement(
    *, fund: Fund, signed_date: date, signed_by_all: bool, by, at: datetime, **figures
) -> FundAgreement:
    """This function will record the terms of a fund's agreement, bound to the scheme's terms of that day.

    Refuses every term that breaks R7, R14, R15 or R16, all at once, each with clause and figure. Limits of the
    agreement's own (OPTIONAL_TERMS, shares of total commitments) are given with its clause, and so is a waterfall that
    departs from A5 and A6. What departs from the manager's application is noted, and waits for another person (R27).
    """
    permissions.require(by, "agreement.record")
    conflict_walls.require_free(fund.selection.application, by)
    fund = lock_fund(fund)
    require_stage(fund, Fund.Stage.FORMING)
    if FundAgreement.objects.filter(fund=fund).exists():
        raise InputRefused(gettext_noop("The fund's agreement is on record already."), code="agreement_stands")
    version = agreement_figures.bind(fund, signed_date, figures)
    agreement = FundAgreement.objects.create(
        fund=fund,
        scheme_version=version,
        signed_date=signed_date,
        signed_by_all=signed_by_all,
        recorded_by=by,
        recorded_at=at,
        **figures,
    )
    term_departures.note(agreement)
    audit.record(chain=fund.chain, verb="agreement.record", subject=agreement, by=by, at=at, facts=figures)
    return agreement


@transaction.atomic
def grant_membership(*, fund: Fund, user, role: str, by, at: datetime, partner: Partner | None = None):
    """This function will give a person a role in a fund; a partner's contact names the partner."""
    permissions.require(by, "membership.grant")
    if (role == FundMembership.Role.PARTNER_CONTACT) != (partner is not None):
        raise InputRefused(
            gettext_noop("A partner's contact names its partner, and no other role does."),
            code="membership_partner",
            field="partner",
        )
    if partner is not None and partner.fund_id != fund.pk:
        raise InputRefused(
            gettext_noop("{partner} is not a partner of this fund."), field="partner", partner=str(partner)
        )
    standing = fund.memberships.live().filter(user=user, role=role, partner=partner).first()
    if standing:
        return standing
    membership = FundMembership.objects.create(
        fund=fund, user=user, role=role, partner=partner, granted_by=by, granted_at=at
    )
    audit.record(
        chain=fund.chain,
        verb="membership.grant",
        subject=membership,
        by=by,
        at=at,
        facts={"user": user.email, "role": role, "partner": str(partner or "")},
    )
    return membership


@transaction.atomic
def revoke_membership(*, membership: FundMembership, by, at: datetime, reason: str) -> FundMembership:
    """This function will end a person's role in a fund, at once."""
    permissions.require(by, "membership.grant")
    audit.require_reason(reason)
    if membership.revoked_at:
        return membership
    membership.revoked_at = at
    membership.save(update_fields=["revoked_at"])
    audit.record(chain=membership.fund.chain, verb="membership.revoke", subject=membership, by=by, at=at, reason=reason)
    return membership


@transaction.atomic
def add_partner(
    *, fund: Fund, kind: str, name_en: str, name_zh_hant: str, contact_email: str, by, at: datetime
) -> Partner:
    """This function will add a partner to a fund; its commitment comes at a closing."""
    permissions.require(by, "partner.add")
    fund = lock_fund(fund)
    if kind in (Partner.Kind.GOVERNMENT, Partner.Kind.GP) and fund.partners.filter(kind=kind).exists():
        raise InputRefused(
            gettext_noop("The fund has its {kind} already; a fund has one."),
            code="partner_stands",
            field="kind",
            kind=Partner.Kind(kind).label,
        )
    if fund.partners.filter(name_en=name_en).exists():
        raise InputRefused(
            gettext_noop("{name} is a partner of the fund already."),
            code="partner_stands",
            field="name_en",
            name=name_en,
        )
    partner = Partner.objects.create(
        fund=fund,
        kind=kind,
        name_en=name_en,
        name_zh_hant=name_zh_hant,
        contact_email=contact_email,
        added_by=by,
        added_at=at,
    )
    audit.record(chain=fund.chain, verb="partner.add", subject=partner, by=by, at=at)
    return partner


@transaction.atomic
def enter_bank_account(
    *,
    fund: Fund,
    bank_name: str,
    account_name: str,
    account_number: str,
    by,
    at: datetime,
    partner: Partner | None = None,
    swift: str = "",
) -> BankAccount:
    """This function will enter bank details, which nothing uses until another person has confirmed them."""
    permissions.require(by, "bank_account.enter", within=fund)
    fund = lock_fund(fund)
    account = BankAccount.objects.create(
        fund=fund,
        partner=partner,
        bank_name=bank_name,
        account_name=account_name,
        account_number=account_number,
        swift=swift,
        entered_by=by,
        entered_at=at,
    )
    audit.record(
        chain=fund.chain,
        verb="bank_account.enter",
        subject=account,
        by=by,
        at=at,
        facts={"owner": str(partner or fund), "ending": account_number[-4:]},
    )
    return account


@transaction.atomic
def confirm_bank_account(*, account: BankAccount, call_back_note: str, by, at: datetime) -> BankAccount:
    """This function will confirm bank details after a call back; the details confirmed before are superseded.

    New details replacing old ones cool off for two business days; the first ones of a fund are usable at once.
    Payments on their way whose notice names another account than a fund's new one are frozen.
    """
    permissions.require(by, "bank_account.confirm", within=account.fund)
    lock_fund(account.fund)
    account = BankAccount.objects.select_for_update(of=("self",)).get(pk=account.pk)
    require_stage(account, BankAccount.Stage.ENTERED)
    permissions.require_other_person(by, account.entered_by)
    if not call_back_note.strip():
        raise InputRefused(
            gettext_noop("Record the call back: who was reached, on which known number, and when."),
            code="call_back_missing",
            field="call_back_note",
        )
    former = BankAccount.objects.filter(
        fund=account.fund, partner=account.partner, stage=BankAccount.Stage.CONFIRMED
    ).first()
    if former:
        former.stage = BankAccount.Stage.SUPERSEDED
        former.save(update_fields=["stage"])
    account.stage = BankAccount.Stage.CONFIRMED
    account.confirmed_by = by
    account.confirmed_at = at
    account.call_back_note = call_back_note
    account.usable_from = add_business_days(local_date(at), COOLING_OFF_BUSINESS_DAYS) if former else local_date(at)
    account.save(update_fields=["stage", "confirmed_by", "confirmed_at", "call_back_note", "usable_from"])
    audit.record(
        chain=account.fund.chain,
        verb="bank_account.confirm",
        subject=account,
        by=by,
        at=at,
        facts={"ending": account.account_number[-4:], "replaces": former.pk if former else None},
    )
    if account.partner is None:
        payments.freeze(fund=account.fund, who=by, at=at)
    return account


@transaction.atomic
def refuse_bank_account(*, account: BankAccount, by, at: datetime, reason: str) -> BankAccount:
    """This function will refuse bank details that the call back did not bear out."""
    permissions.require(by, "bank_account.confirm", within=account.fund)
    audit.require_reason(reason)
    lock_fund(account.fund)
    account = BankAccount.objects.select_for_update(of=("self",)).get(pk=account.pk)
    require_stage(account, BankAccount.Stage.ENTERED)
    account.stage = BankAccount.Stage.REFUSED
    account.save(update_fields=["stage"])
    audit.record(chain=account.fund.chain, verb="bank_account.refuse", subject=account, by=by, at=at, reason=reason)
    return account


def _refuse(breaches) -> None:
    if breaches:
        raise RuleBroken(breaches)
