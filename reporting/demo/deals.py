"""Scenes of a deal through the services: company, proposal, answers, completion; demo and tests play them."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from funds.models import Fund
from investments.models import Company, Investment, Proposal, ProposalAnswer
from investments.services import companies, investments
from investments.services.investments import Deal
from reporting.demo.acts import moment
from reporting.demo.cast import Cast

FACTS = ("is_start_up", "is_hong_kong", "has_it_establishment", "is_ecosystem", "is_listed")


@dataclass(frozen=True, slots=True)
class DealPlan:
    """A company and the deal with it; `facts` are those of FACTS that hold, None in `unknown` is not recorded."""

    name_en: str
    name_zh_hant: str
    br_number: str
    place: str
    description: str
    sector: str
    stage: str
    amount_hkd: Decimal
    instrument: str = "equity"
    facts: tuple[str, ...] = ("is_start_up", "is_hong_kong", "is_ecosystem")
    unknown: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    hong_kong_spend_rate: Decimal = Decimal("0.60")


def propose(cast: Cast, fund: Fund, plan: DealPlan, *, on: date, expected: date | None = None) -> Proposal:
    """This function will register a company with its facts and put the deal with it to the Corporation."""
    maker, at = cast.maker(fund), moment(on, 10)
    company = Company.objects.filter(br_number=plan.br_number).first() or _register(cast, fund, plan, on)
    return investments.submit(
        fund=fund,
        company=company,
        deal=Deal(
            sector=plan.sector,
            financing_stage=plan.stage,
            instrument=plan.instrument,
            description=plan.description,
            amount_hkd=plan.amount_hkd,
            expected_date=expected or on + timedelta(days=14),
            activities=plan.activities,
            hong_kong_spend_undertaken_hkd=plan.amount_hkd * plan.hong_kong_spend_rate,
            undertaking_signed_date=on,
        ),
        by=maker,
        at=at,
    )


def answer(cast: Cast, proposal: Proposal, *, on: date) -> Proposal:
    """This function will give no objection by two people."""
    for by, hour in ((cast.officer, 11), (cast.manager, 15)):
        investments.answer(
            proposal=proposal,
            answer=ProposalAnswer.Answer.NO_OBJECTION,
            reason="Every rule of the mandate is met on the facts recorded.",
            by=by,
            at=moment(on, hour),
        )
    proposal.refresh_from_db()
    return proposal


def invest(cast: Cast, fund: Fund, plan: DealPlan, *, on: date) -> Investment:
    """This function will take a deal from proposal, a fortnight before, to completion."""
    proposal = propose(cast, fund, plan, on=on - timedelta(days=14), expected=on)
    answer(cast, proposal, on=on - timedelta(days=7))
    return complete(cast, proposal, on=on)


def complete(cast: Cast, proposal: Proposal, *, on: date) -> Investment:
    """This function will record a deal as done, by the general partner's maker."""
    return investments.complete(
        proposal=proposal,
        completed_date=on,
        evidence="Share certificate and register of members",
        by=cast.maker(proposal.fund),
        at=moment(on, 16),
    )


def _register(cast: Cast, fund: Fund, plan: DealPlan, on: date) -> Company:
    maker, at = cast.maker(fund), moment(on, 9)
    company = companies.register(
        name_en=plan.name_en,
        name_zh_hant=plan.name_zh_hant,
        br_number=plan.br_number,
        place_of_incorporation=plan.place,
        description=plan.description,
        by=maker,
        at=at,
        within=fund,
    )
    for kind in FACTS:
        if kind not in plan.unknown:
            companies.record_fact(
                company=company,
                kind=kind,
                holds=kind in plan.facts,
                since_date=on - timedelta(days=30),
                evidence="Company search and site visit on record",
                by=maker,
                at=at,
                within=fund,
            )
    return company
