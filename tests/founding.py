"""The people of the smallest programme and its road up to a closing: scheme, selection, fund, agreement, partners.

The first part of tests/programme.py, whose names these are too.
"""

import json
from datetime import date, datetime, time
from decimal import Decimal
from types import SimpleNamespace

from funds.models import BankAccount, Closing, Fund, Partner, Scheme, Selection
from funds.rules.terms import DATA
from funds.services import closings, partnerships, schemes, selection
from itvf.dates import HONG_KONG
from itvf.models import RoleGrant, User
from itvf.roles import FundRole, StaffRole

STAFF = {
    "officer": StaffRole.PROGRAMME_OFFICER,
    "second_officer": StaffRole.PROGRAMME_OFFICER,
    "manager": StaffRole.PROGRAMME_MANAGER,
    "finance": StaffRole.FINANCE_OFFICER,
    "certifier": StaffRole.CERTIFYING_OFFICER,
    "authoriser": StaffRole.AUTHORISING_OFFICER,
    "second_authoriser": StaffRole.AUTHORISING_OFFICER,
    "auditor": StaffRole.AUDITOR,
    "administrator": StaffRole.ADMINISTRATOR,
}
# Whose part in a fund the builders give; the stranger has none anywhere.
OUTSIDERS = ("maker", "signatory", "contact", "other_maker", "stranger")


def enrol() -> SimpleNamespace:
    """Everybody, by job: `people.officer`, `people.maker`, …; the fund's people get their seats with the fund."""
    people = SimpleNamespace(**{job: person(job) for job in (*STAFF, *OUTSIDERS)})
    RoleGrant.objects.bulk_create(RoleGrant(user=getattr(people, job), role=role) for job, role in STAFF.items())
    return people


def person(job: str) -> User:
    """Somebody who can sign in."""
    return User.objects.create_user(f"{job}@itvf.example", "a-long-test-word", name=job.replace("_", " ").title())


SELECTED = date(2025, 1, 10)
SIGNED = date(2025, 3, 3)
CLOSED = date(2025, 3, 31)
CALLED = date(2025, 4, 28)
DUE = date(2025, 5, 15)
INVESTED = date(2025, 5, 20)
LATER = date(2026, 3, 2)

TERMS = {
    "term_years": 10,
    "investment_period_years": 5,
    "fee_rate_during": Decimal("0.02"),
    "fee_rate_after": Decimal("0.02"),
    "fee_base_during": "invested",
    "fee_base_after": "net_invested",
    "carry_rate": Decimal("0.2"),
    "hurdle_rate": Decimal("0.07"),
    "catch_up_rate": Decimal("1"),
    "gp_money_is_matched": True,
    "follow_ons_after_period": True,
}
# HK$450m outside the Government, the GP's 15m among it: the Government's part is 150m, the fund 600m.
SEATS = (("gp", "15000000.00"), ("private", "300000000.00"), ("private", "135000000.00"))


def at(day: date, hour: int = 10) -> datetime:
    """A moment of a day in Hong Kong, ten in the morning unless told."""
    return datetime.combine(day, time(hour), HONG_KONG)


def paper() -> dict:
    """The published terms, as the file has them."""
    return json.loads((DATA / "itvf-enhanced-2024.json").read_text("utf-8"), parse_float=str)


def scheme() -> Scheme:
    """The scheme with its published terms."""
    version, _ = schemes.load_published(paper(), at=at(date(2024, 10, 28)))
    return version.scheme


def selected(people, scheme: Scheme, *, code: str = "harbour", ce_number: str = "BPJ213") -> Selection:
    """A manager selected; its notice was received on SELECTED."""
    manager = selection.register_manager(
        name_en=f"{code.title()} Demo Capital Limited",
        name_zh_hant="示範資本有限公司",
        ce_number=ce_number,
        licence="held",
        licence_checked_date=SELECTED,
        licence_expiry_date=None,
        responsible_officers=2,
        by=people.officer,
        at=at(SELECTED),
    )
    return selection.record_selection(
        scheme=scheme,
        manager=manager,
        reference=f"SEL-{code}",
        notice_issued_date=date(2025, 1, 6),
        notice_received_date=SELECTED,
        committee_opinion="Suitable.",
        committee_date=date(2025, 1, 3),
        contact_email=f"{code}@managers.example",
        by=people.officer,
        at=at(SELECTED),
    )


def established(people, chosen: Selection, *, code: str = "harbour", **changes) -> Fund:
    """The fund of a selection, registered, without an agreement."""
    about = {
        "name_en": f"{code.title()} Frontier LPF",
        "name_zh_hant": "前沿有限合夥基金",
        "cap637_number": f"LPF-{code}",
        "registered_date": date(2025, 2, 3),
        "registered_office": "1 Sample Road, Hong Kong",
        "investment_manager": chosen.manager.name_en,
        "auditor": "Example Auditors",
        "responsible_person": "Rita Example",
    }
    return partnerships.establish_fund(selection=chosen, code=code, by=people.officer, at=at(SIGNED), **about | changes)


def founded(people, scheme: Scheme, *, code="harbour", ce_number="BPJ213", **terms) -> Fund:
    """A fund with agreement, the Government's seat and a confirmed bank account; nobody has signed yet."""
    fund = established(people, selected(people, scheme, code=code, ce_number=ce_number), code=code)
    partnerships.record_agreement(
        fund=fund, signed_date=SIGNED, signed_by_all=True, by=people.officer, at=at(SIGNED), **TERMS | terms
    )
    partner(people, fund, "government", "ITVF Corporation")
    bank_account(people, fund)
    for job, role in (("maker", FundRole.GP_MAKER), ("signatory", FundRole.GP_SIGNATORY)):
        member = getattr(people, job)
        if not member.memberships.exists():
            seat(people, fund, member, role)
    return fund


def seat(people, fund: Fund, member: User, role: str = FundRole.GP_MAKER) -> None:
    """Somebody's role in a fund: its GP's maker unless told."""
    partnerships.grant_membership(fund=fund, user=member, role=role, by=people.manager, at=at(SIGNED))


def partner(people, fund: Fund, kind: str, name: str) -> Partner:
    """A partner of a fund, which has promised nothing yet."""
    return partnerships.add_partner(
        fund=fund,
        kind=kind,
        name_en=name,
        name_zh_hant="",
        contact_email=f"{name.lower().replace(' ', '-')}@partners.example",
        by=people.officer,
        at=at(SIGNED),
    )


def bank_account(people, fund: Fund, *, number="000-123456-838", day: date = SIGNED) -> BankAccount:
    """A bank account of a fund, confirmed after a call back."""
    account = partnerships.enter_bank_account(
        fund=fund,
        bank_name="Demonstration Bank",
        account_name=fund.name_en,
        account_number=number,
        by=people.officer,
        at=at(day),
    )
    return partnerships.confirm_bank_account(
        account=account, call_back_note="Rita Example, on the number known", by=people.manager, at=at(day)
    )


def signed(people, fund: Fund, seats=SEATS, *, day: date = CLOSED) -> Closing:
    """A draft closing at which partners of these kinds have signed for these amounts."""
    closing = closings.draft(fund=fund, closing_date=day, by=people.officer, at=at(day))
    for number, (kind, amount) in enumerate(seats, start=fund.partners.count()):
        seat = partner(people, fund, kind, f"{fund.code.title()} {kind.title()} {number}")
        closings.sign(
            closing=closing,
            partner=seat,
            amount_hkd=Decimal(amount),
            signed_date=day,
            is_accepted=True,
            is_unconditional=True,
            by=people.officer,
            at=at(day),
        )
    return closing


def closed(people, fund: Fund, seats=SEATS, *, day: date = CLOSED) -> Closing:
    """A completed closing."""
    return closings.complete(closing=signed(people, fund, seats, day=day), by=people.manager, at=at(day))


def opened(people, scheme: Scheme, seats=SEATS, **about) -> Fund:
    """A fund past its first closing."""
    fund = founded(people, scheme, **about)
    closed(people, fund, seats)
    fund.refresh_from_db()
    return fund


def another(people, **terms) -> Fund:
    """A second fund past its first closing, on terms of its own, with the same maker and signatory."""
    fund = founded(people, scheme(), code="ridge", ce_number="BQK314", **terms)
    for job, role in (("maker", FundRole.GP_MAKER), ("signatory", FundRole.GP_SIGNATORY)):
        seat(people, fund, getattr(people, job), role)
    closed(people, fund)
    fund.refresh_from_db()
    return fund
