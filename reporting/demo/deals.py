"""Scenes of a deal through the services: company, proposal, answers, completion; demo and tests play them."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import translation

from funds.models import Fund
from investments.models import Company, Investment, Proposal, ProposalAnswer, ProposalDocument
from investments.rules.mandate import NEEDED_DOCUMENTS
from investments.services import companies, investments
from investments.services.investments import Deal
from itvf.models import File
from itvf.money import quantise
from reporting.demo.acts import moment
from reporting.demo.cast import Cast
from reporting.demo.papers import paper

FACTS = ("is_start_up", "is_hong_kong", "has_it_establishment", "is_ecosystem", "is_listed")
HERE = ("is_hong_kong", "has_it_establishment", "has_research_site", "has_production", "has_regional_headquarters")


@dataclass(frozen=True, slots=True)
class DealPlan:
    """A company and the deal with it.

    `facts` are those that hold; of FACTS the others are recorded not to, but for those in `unknown`. `documents` come
    with the proposal.
    """

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
    spend_months: int = 24
    is_follow_on: bool = False
    is_bridge: bool = False
    currency: str = "HKD"
    foreign_amount: Decimal | None = None
    hsic: str = ""
    documents: tuple[str, ...] = NEEDED_DOCUMENTS


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
            is_follow_on=plan.is_follow_on,
            is_bridge=plan.is_bridge,
            currency=plan.currency,
            foreign_amount=plan.foreign_amount,
            hong_kong_spend_undertaken_hkd=quantise(plan.amount_hkd * plan.hong_kong_spend_rate, mode="half_up"),
            spend_months=plan.spend_months,
            undertaking_signed_date=on,
        ),
        documents=_papers(maker, plan, plan.documents, on),
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


def invest(cast: Cast, fund: Fund, plan: DealPlan, *, on: date, **paid) -> Investment:
    """This function will take a deal from proposal, a fortnight before, to completion."""
    proposal = propose(cast, fund, plan, on=on - timedelta(days=14), expected=on)
    answer(cast, proposal, on=on - timedelta(days=7))
    return complete(cast, proposal, on=on, **paid)


def complete(cast: Cast, proposal: Proposal, *, on: date, **paid) -> Investment:
    """This function will record a deal as done, by the general partner's maker; `paid` is as the service takes it."""
    return investments.complete(
        proposal=proposal,
        completed_date=on,
        evidence="Share certificate and register of members",
        by=cast.maker(proposal.fund),
        at=moment(on, 16),
        **paid,
    )


def _papers(maker, plan: DealPlan, kinds: tuple[str, ...], on: date) -> list[tuple[str, File]]:
    """The documents of a deal: term sheet, paper of the investment committee, signed undertaking."""
    about = (plan.name_en, f"Amount: HK${plan.amount_hkd:,}", f"Date: {on.isoformat()}")
    name = plan.name_en.lower().replace(" ", "-").strip(".")
    with translation.override("en"):
        titles = {kind.value: str(kind.label).capitalize() for kind in ProposalDocument.Kind}
    return [(kind, paper(titles[kind], about, name=f"{name}-{kind}", by=maker)) for kind in kinds]


def _register(cast: Cast, fund: Fund, plan: DealPlan, on: date) -> Company:
    maker, at = cast.maker(fund), moment(on, 9)
    company = companies.register(
        name_en=plan.name_en,
        name_zh_hant=plan.name_zh_hant,
        br_number=plan.br_number,
        place_of_incorporation=plan.place,
        description=plan.description,
        registered_address=f"1 Sample Road, {plan.place}",
        business_address="Unit 1, Example Science Park, Hong Kong" if set(plan.facts) & set(HERE) else "",
        by=maker,
        at=at,
        within=fund,
    )
    if plan.hsic:
        companies.record_activity(
            company=company, hsic_code=plan.hsic, since_date=on - timedelta(days=30), by=maker, at=at, within=fund
        )
    for kind in dict.fromkeys((*FACTS, *plan.facts)):
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
