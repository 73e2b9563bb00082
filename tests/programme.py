"""The smallest programme for tests of services: a cast by job, and the main job's road as small functions.

All through the services, on fixed days of 2025, with round figures that can be checked by head.

scheme -> selection -> fund -> agreement -> partners -> bank account -> closing -> call -> contributions -> payment
-> proposal -> investment. Each takes the cast first;
amounts are strings, as a person types them.
"""

import json
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from types import SimpleNamespace

from funds.models import (
    BankAccount,
    CallLine,
    CapitalCall,
    Closing,
    Distribution,
    Fund,
    Partner,
    PaymentCase,
    Scheme,
    Selection,
)
from funds.rules.terms import DATA
from funds.services import (
    capital_calls,
    closings,
    contributions,
    distribution_payments,
    distributions,
    partnerships,
    payments,
    schemes,
    selection,
    treasury,
)
from investments.models import Company, Investment, Proposal
from investments.rules.mandate import NEEDED_DOCUMENTS
from investments.services import companies, documents, investments
from itvf import files
from itvf.dates import HONG_KONG
from itvf.models import File, RoleGrant, User
from itvf.money import quantise
from itvf.roles import FundRole, StaffRole
from reporting.demo import acts

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
FACTS = {
    "is_start_up": True,
    "is_hong_kong": True,
    "has_it_establishment": True,
    "is_ecosystem": True,
    "is_listed": False,
}


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


def purpose(amount: str, kind: str = "investment", label: str = "Aurora Demo Limited"):
    """A purpose of a call."""
    return capital_calls.PurposeInput(kind=kind, label=label, amount_hkd=Decimal(amount))


def drafted(people, fund: Fund, *amounts, day: date = CALLED, due: date = DUE) -> CapitalCall:
    """A draft by the GP's maker, one investment for each amount; HK$60m where none is given."""
    purposes = [purpose(amount) if isinstance(amount, str) else amount for amount in amounts or ("60000000.00",)]
    return capital_calls.draft(
        fund=fund, purposes=purposes, due_date=due, channel="portal", by=people.maker, at=at(day)
    )


def issued(people, fund: Fund, *amounts, day: date = CALLED, due: date = DUE) -> CapitalCall:
    """A call issued by the GP's signatory."""
    call = drafted(people, fund, *amounts, day=day, due=due)
    return capital_calls.issue(call=call, by=people.signatory, at=at(day))


def receive(people, line: CallLine, amount: str | None = None, *, day: date | None = None, reference: str = ""):
    """Money received for a line: all of it on the due date unless told otherwise."""
    return contributions.record(
        line=line,
        amount_hkd=line.amount_hkd if amount is None else Decimal(amount),
        value_date=day or line.call.due_date,
        bank_reference=reference or f"FT{line.pk}",
        by=people.officer,
        at=at(LATER),
    )


def paid(people, fund: Fund, *amounts, **days) -> CapitalCall:
    """A call for which every partner's money has come on the due date."""
    call = issued(people, fund, *amounts, **days)
    for line in call.lines.select_related("call__fund", "partner"):
        receive(people, line)
    return call


def returned(people, call: CapitalCall, amount: str = "1000000.00", *, day: date = LATER) -> Distribution:
    """Called money that was not invested, given back and paid on one day."""
    source = distributions.SourceInput("return_of_capital", "Not invested", Decimal(amount))
    about = {"nature": "uninvested", "call": call, "payment_date": day, "by": people.maker, "at": at(day)}
    drafted = distributions.draft(fund=call.fund, sources=[source], **about)
    distributions.state_solvency(distribution=drafted, statement="Solvent.", by=people.signatory, at=at(day))
    declared = distributions.declare(distribution=drafted, by=people.signatory, at=at(day))
    distribution_payments.pay(
        distribution=declared, value_date=day, bank_reference="DD-1", by=people.officer, at=at(day)
    )
    return declared


def limits(people, first: str = "100000000.00", second: str = "20000000.00", *, day: date = SIGNED):
    """An approved limit table that names the two authorising officers."""
    table = treasury.propose_limits(
        effective_from=day,
        limits={people.authoriser: Decimal(first), people.second_authoriser: Decimal(second)},
        by=people.finance,
        at=at(day),
    )
    return treasury.approve_limits(table=table, by=people.manager, at=at(day))


def funding(people, amount: str = "100000000.00", *, day: date = SIGNED, reference: str = "GOV-1"):
    """Money that the Corporation received from Government."""
    return treasury.record_funding(
        amount_hkd=Decimal(amount), value_date=day, bank_reference=reference, by=people.finance, at=at(day)
    )


def case_of(call: CapitalCall) -> PaymentCase:
    """The payment case of a call's Government line."""
    return PaymentCase.objects.get(line__call=call, charge=None)


STEPS = ("checked", "vouchered", "certified", "authorised", "released", "matched")


def case_at(people, call: CapitalCall, stage: str, *, day: date = date(2025, 5, 12)) -> PaymentCase:
    """A payment case on its way, up to a stage."""
    case = case_of(call)
    steps = {
        "checked": [(partial(payments.check, note=acts.BEFORE_ITS_DEAL), people.finance)],
        "vouchered": [(payments.prepare_voucher, people.finance)],
        "certified": [(payments.certify, people.certifier)],
        "authorised": [(payments.authorise, people.authoriser), (payments.authorise, people.second_authoriser)],
        "released": [(payments.release, people.finance)],
    }
    for step in STEPS[: STEPS.index(stage) + 1]:
        for verb, person in steps.get(step, ()):
            case = verb(case=case, by=person, at=at(day))
    if stage == "matched":
        case = payments.match_debit(
            case=case,
            amount_hkd=case.amount_hkd,
            value_date=day,
            bank_reference=f"DR{case.pk}",
            by=people.finance,
            at=at(day),
        )
    return case


def company(people, name: str = "Aurora Demo Limited", *, group=None, **facts: bool) -> Company:
    """A start-up of Hong Kong, with the facts that rules ask for."""
    made = companies.register(
        name_en=name,
        name_zh_hant="",
        br_number="",
        place_of_incorporation="Hong Kong",
        description="Machine vision for warehouses.",
        group=group,
        by=people.officer,
        at=at(SIGNED),
    )
    for kind, holds in (FACTS | facts).items():
        companies.record_fact(
            company=made,
            kind=kind,
            holds=holds,
            since_date=SIGNED,
            evidence="Demo papers",
            by=people.officer,
            at=at(SIGNED),
        )
    return made


def deal(amount: str = "40000000.00", **changes) -> investments.Deal:
    """A deal within the mandate."""
    about = {
        "sector": "ai_data_science",
        "financing_stage": "series_a",
        "instrument": "equity",
        "description": "Series A shares.",
        "amount_hkd": Decimal(amount),
        "expected_date": INVESTED,
        "hong_kong_spend_undertaken_hkd": quantise(Decimal(amount) / 2, mode="half_up"),
        "undertaking_signed_date": SIGNED,
    }
    return investments.Deal(**about | changes)


def papers(by: User, *kinds: str) -> list[tuple[str, File]]:
    """Small PDF documents of a deal: those that an answer waits for, unless others are named."""
    return [
        (kind, files.store(b"%PDF-1.7 demo", name=f"{kind}.pdf", content_type="application/pdf", by=by))
        for kind in kinds or NEEDED_DOCUMENTS
    ]


def proposed(
    people, fund: Fund, target: Company, amount: str = "40000000.00", *, documents=None, **changes
) -> Proposal:
    """A proposal of the GP with the documents that it needs, checked."""
    return investments.submit(
        fund=fund,
        company=target,
        deal=deal(amount, **changes),
        documents=papers(people.maker) if documents is None else documents,
        by=people.maker,
        at=at(date(2025, 5, 2)),
    )


def documented(proposal: Proposal) -> Proposal:
    """A proposal with the documents that an answer waits for, filed by who submitted it and checked again."""
    by, when = proposal.submitted_by, proposal.submitted_at
    for kind, file in papers(by):
        documents.add(proposal=proposal, kind=kind, file=file, by=by, at=when)
    return proposal


def agreed(people, proposal: Proposal, *jobs: str, day: date = date(2025, 5, 6)) -> Proposal:
    """No objection by two people."""
    for job in jobs or ("officer", "manager"):
        investments.answer(
            proposal=proposal, answer="no_objection", reason="In order.", by=getattr(people, job), at=at(day)
        )
    proposal.refresh_from_db()
    return proposal


def invested(people, fund: Fund, target: Company, amount: str = "40000000.00", *, day=INVESTED) -> Investment:
    """A completed investment; the fund's cash has to cover it."""
    proposal = agreed(people, proposed(people, fund, target, amount, expected_date=day))
    return investments.complete(
        proposal=proposal, completed_date=day, evidence="Share certificate", by=people.maker, at=at(day)
    )
