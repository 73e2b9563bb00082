"""The smallest programme for tests of services: a cast by job, and the main job's road as small functions.

All through the services, on fixed days of 2025, with round figures that can be checked by head.

scheme -> selection -> fund -> agreement -> partners -> bank account -> closing (tests/founding.py, told on from here)
-> call -> contributions -> payment -> proposal -> investment. Each takes the cast first;
amounts are strings, as a person types them.
"""

from datetime import date
from decimal import Decimal
from functools import partial

from funds.models import CallLine, CapitalCall, Distribution, Fund, PaymentCase
from funds.services import capital_calls, contributions, distribution_payments, distributions, payments, treasury
from investments.models import Company, Investment, Proposal
from investments.rules.mandate import NEEDED_DOCUMENTS
from investments.services import companies, documents, investments
from itvf import files
from itvf.models import File, User
from itvf.money import quantise
from reporting.demo import acts
from tests.founding import (  # noqa: F401 (one road, told in two files)
    CALLED,
    CLOSED,
    DUE,
    INVESTED,
    LATER,
    SELECTED,
    SIGNED,
    TERMS,
    another,
    at,
    bank_account,
    closed,
    enrol,
    established,
    founded,
    opened,
    paper,
    partner,
    person,
    scheme,
    seat,
    selected,
    signed,
)

FACTS = {
    "is_start_up": True,
    "is_hong_kong": True,
    "has_it_establishment": True,
    "is_ecosystem": True,
    "is_listed": False,
}


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
        for verb, who in steps.get(step, ()):
            case = verb(case=case, by=who, at=at(day))
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
