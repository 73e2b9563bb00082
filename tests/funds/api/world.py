"""A small programme for the API's tests, made by the services: one fund at work, one beside it, and their people."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

from rest_framework.test import APIClient

from funds import selectors
from funds.models import BankAccount, CapitalCall, Fund, Partner, Scheme
from funds.services import capital_calls, closings, contributions, partnerships, schemes, selection
from investments.models import Company
from investments.services import companies, investments
from itvf.dates import HONG_KONG, quarter_start, today
from itvf.models import RoleGrant, User
from itvf.roles import FundRole, StaffRole
from tests import programme

PAPER = Path(selectors.__file__).parent / "data" / "itvf-enhanced-2024.json"
FIGURES = {
    "term_years": 10,
    "investment_period_years": 5,
    "fee_rate_during": Decimal("0.02"),
    "fee_rate_after": Decimal("0.02"),
    "fee_base_during": "invested",
    "fee_base_after": "net_invested",
    "carry_rate": Decimal("0.20"),
    "hurdle_rate": Decimal("0.07"),
    "catch_up_rate": Decimal("1"),
    "gp_money_is_matched": True,
    "follow_ons_after_period": True,
}


def moment(day: date) -> datetime:
    """Ten in the morning in Hong Kong."""
    return datetime.combine(day, time(10), HONG_KONG)


@dataclass
class World:
    """Who and what there is. Days are counted from the last quarter's first day, so that a report is due."""

    people: dict[str, User] = field(default_factory=dict)
    clients: dict[str, APIClient] = field(default_factory=dict)
    fund: Fund = None
    other_fund: Fund = None
    scheme: Scheme = None

    def __getitem__(self, job: str) -> User:
        return self.people[job]

    def client(self, job: str) -> APIClient:
        """A signed-in client of a person; nobody's has no session."""
        if job not in self.clients:
            self.clients[job] = APIClient()
            if job != "nobody":
                self.clients[job].force_login(self.people[job], "allauth.account.auth_backends.AuthenticationBackend")
        return self.clients[job]

    def get(self, job: str, address: str, **query) -> Any:
        """A person reads an address under /api/v1/."""
        return self.client(job).get(f"/api/v1/{address}", query)

    def post(self, job: str, address: str, body: Any = None, *, key: str | None = "", method: str = "post", **headers):
        """A person posts, with a key of its own unless one is given; `key=None` leaves it out."""
        if key is not None:
            headers["Idempotency-Key"] = key or str(uuid4())
        ask = getattr(self.client(job), method)
        return ask(f"/api/v1/{address}", {} if body is None else body, format="json", headers=headers)

    def partner(self, kind: str) -> Partner:
        """The fund's first partner of a kind."""
        return self.fund.partners.filter(kind=kind).order_by("id").first()


def begins() -> date:
    """A day well before the last quarter that is over: the first closing."""
    return quarter_start(quarter_start(today()) - timedelta(days=1)) - timedelta(days=60)


def build() -> World:
    """A fund closed at 450m with the Government's 150m, and a second fund of another manager."""
    world = World()
    for role in StaffRole:
        world.people[role.value] = person(role.value)
        RoleGrant.objects.create(user=world[role.value], role=role, granted_by=None)
    for job in ("maker", "signatory", "contact", "other_contact", "stranger", "other_maker"):
        world.people[job] = person(job)
    version, _ = schemes.load_published(json.loads(PAPER.read_text("utf-8")), at=moment(date(2024, 10, 28)))
    world.scheme = version.scheme
    world.fund = make_fund(world, "harbour", "BPJ213", "700001")
    world.other_fund = make_fund(world, "ridge", "BQK314", "700002")
    grant(world, world.fund, "maker", FundRole.GP_MAKER)
    grant(world, world.fund, "signatory", FundRole.GP_SIGNATORY)
    grant(world, world.fund, "contact", FundRole.PARTNER_CONTACT, world.partner("private"))
    grant(world, world.fund, "other_contact", FundRole.PARTNER_CONTACT, world.partner("government"))
    grant(world, world.other_fund, "other_maker", FundRole.GP_MAKER)
    return world


def person(job: str) -> User:
    """Somebody who can sign in."""
    return User.objects.create_user(f"{job}@itvf.example", "a-long-demo-word", name=job.replace("_", " ").title())


def make_fund(world: World, code: str, ce_number: str, cap637_number: str) -> Fund:
    """A fund from selection to its first closing."""
    officer, start = world["programme_officer"], begins()
    about = {"by": officer, "at": moment(start)}
    manager = selection.register_manager(
        name_en=f"{code.title()} Demo Capital Limited",
        name_zh_hant="示範資本有限公司",
        ce_number=ce_number,
        licence="held",
        licence_checked_date=start,
        licence_expiry_date=None,
        responsible_officers=2,
        **about,
    )
    chosen = selection.record_selection(
        scheme=world.scheme,
        manager=manager,
        reference=f"SEL-{code}",
        notice_issued_date=start - timedelta(days=30),
        notice_received_date=start - timedelta(days=29),
        committee_opinion="Suitable.",
        committee_date=start - timedelta(days=40),
        **about,
    )
    fund = partnerships.establish_fund(
        selection=chosen,
        code=code,
        name_en=f"{code.title()} Frontier LPF",
        name_zh_hant="前沿有限合夥基金",
        cap637_number=cap637_number,
        registered_date=start - timedelta(days=5),
        registered_office="1 Sample Road, Hong Kong",
        investment_manager=manager.name_en,
        auditor="Example Auditors",
        responsible_person="Rita Example",
        **about,
    )
    partnerships.record_agreement(fund=fund, signed_date=start, signed_by_all=True, **FIGURES, **about)
    close(world, fund, start)
    account = partnerships.enter_bank_account(
        fund=fund,
        bank_name="Demonstration Bank",
        account_name=fund.name_en,
        account_number="000-123456-838",
        **about,
    )
    partnerships.confirm_bank_account(
        account=account,
        call_back_note="Rita Example, known number",
        by=world["programme_manager"],
        at=moment(start),
    )
    assert account.stage == BankAccount.Stage.ENTERED
    fund.refresh_from_db()
    return fund


def close(world: World, fund: Fund, day: date) -> None:
    """Partners sign, and the closing is completed."""
    officer = world["programme_officer"]
    about = {"by": officer, "at": moment(day)}
    money = {"government": None, "gp": "15000000.00", "private": "300000000.00"}
    seats = [(kind, f"{fund.code} {kind}", amount) for kind, amount in money.items()]
    seats.append(("private", f"{fund.code} second private", "135000000.00"))
    closing = closings.draft(fund=fund, closing_date=day, **about)
    for kind, name, amount in seats:
        partner = partnerships.add_partner(
            fund=fund,
            kind=kind,
            name_en=name.title(),
            name_zh_hant="",
            contact_email=f"{name.replace(' ', '-')}@partners.example",
            **about,
        )
        if amount:
            closings.sign(
                closing=closing,
                partner=partner,
                amount_hkd=Decimal(amount),
                signed_date=day,
                is_accepted=True,
                is_unconditional=True,
                **about,
            )
    closings.complete(closing=closing, by=world["programme_manager"], at=moment(day))


def grant(world: World, fund: Fund, job: str, role: FundRole, partner: Partner | None = None) -> None:
    """Gives a person a role in a fund."""
    partnerships.grant_membership(
        fund=fund, user=world[job], role=role, partner=partner, by=world["programme_manager"], at=moment(begins())
    )


def draft_call(world: World, *, amount: str = "60000000.00", on: date | None = None) -> CapitalCall:
    """A draft of the fund's maker for one investment."""
    on = on or today()
    purpose = capital_calls.PurposeInput(kind="investment", label="Aurora Demo Limited", amount_hkd=Decimal(amount))
    return capital_calls.draft(
        fund=world.fund,
        purposes=[purpose],
        due_date=on + timedelta(days=25),
        channel="portal",
        by=world["maker"],
        at=moment(on),
    )


def issued_call(world: World, *, amount: str = "60000000.00", on: date | None = None) -> CapitalCall:
    """A call issued by the signatory."""
    on = on or begins()
    return capital_calls.issue(call=draft_call(world, amount=amount, on=on), by=world["signatory"], at=moment(on))


def paid_call(world: World, **options) -> CapitalCall:
    """A call for which every partner has paid on the due date."""
    call = issued_call(world, **options)
    for line in call.lines.select_related("call__fund", "partner"):
        contributions.record(
            line=line,
            amount_hkd=line.amount_hkd,
            value_date=call.due_date,
            bank_reference=f"FT{line.pk}",
            by=world["programme_officer"],
            at=moment(today()),
        )
    return call


def company(world: World, name: str = "Aurora Demo Limited", **facts: bool) -> Company:
    """A start-up of Hong Kong, with the facts that rules ask for."""
    about = {"by": world["programme_officer"], "at": moment(begins())}
    made = companies.register(
        name_en=name,
        name_zh_hant="",
        br_number="",
        place_of_incorporation="Hong Kong",
        description="Machine vision for warehouses.",
        **about,
    )
    known = {"is_start_up": True, "is_hong_kong": True, "has_it_establishment": True, "is_ecosystem": True}
    for kind, holds in (known | {"is_listed": False} | facts).items():
        companies.record_fact(
            company=made, kind=kind, holds=holds, since_date=begins(), evidence="Demo papers", **about
        )
    return made


def deal(made: Company, **changes) -> dict:
    """A deal within the mandate, as the API takes it."""
    return {
        "company": made.pk,
        "sector": "ai_data_science",
        "financing_stage": "series_a",
        "instrument": "equity",
        "description": "Series A shares.",
        "amount_hkd": "40000000.00",
        "expected_date": today().isoformat(),
        "hong_kong_spend_undertaken_hkd": "20000000.00",
        "undertaking_signed_date": today().isoformat(),
    } | changes


def invested(world: World, *, units: Decimal = Decimal(0), terms: dict | None = None, **paid):
    """A completed investment of HK$40m, or of other `terms`, paid for by a call of HK$60m."""
    paid_call(world)
    made, on = company(world), begins() + timedelta(days=30)
    given = deal(made) | {"company": made, "amount_hkd": Decimal("40000000.00"), "expected_date": on}
    given |= {"hong_kong_spend_undertaken_hkd": Decimal("20000000.00"), "undertaking_signed_date": on}
    given |= terms or {}
    target = given.pop("company")
    proposal = investments.submit(
        fund=world.fund,
        company=target,
        deal=investments.Deal(**given),
        documents=programme.papers(world["maker"]),
        by=world["maker"],
        at=moment(on),
    )
    for job in ("programme_officer", "programme_manager"):
        investments.answer(proposal=proposal, answer="no_objection", reason="In order.", by=world[job], at=moment(on))
    return investments.complete(
        proposal=proposal,
        completed_date=on,
        evidence="Share certificate",
        units=units,
        by=world["maker"],
        at=moment(on),
        **paid,
    )
