"""A small programme with something on every reading screen: one company of two funds, and all that happened to it.

Everything goes through the services but breaches, which other services find. Each function adds one thing, so that a
test takes just what it speaks of.
"""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

from funds.models import Fund, RecordedBreach
from funds.rules.fees import FEE_ABOVE_CAP
from funds.services import partnerships
from investments.models import Company, Consent, Finding, InspectionVisit, Investment, Valuation
from investments.rules.hong_kong import SHARE_OF_COST_LOW
from investments.services import (
    affiliations,
    companies,
    consents,
    events,
    exits,
    inspections,
    investments,
    rounds,
    spending,
    valuations,
)
from investments.services.life import Note
from itvf.roles import FundRole
from tests import programme
from tests.programme import at

TODAY = date(2026, 6, 30)
SEED_ROUND = date(2025, 5, 20)
SERIES_B = date(2026, 2, 10)
LIMITS = {
    "company_limit_rate": Decimal("0.15"),
    "follow_on_reserve_rate": Decimal("0.30"),
    "limits_clause": "LPA 6.3",
}
FOUND = {
    "inside_hkd": "40000000.00",
    "cost_hkd": "90000000.00",
    "minimum_rate": "0.5",
    "start": "2026-01-01",
    "end": "2026-03-31",
    "found": "1200000.00",
    "allowed": "1000000.00",
    "excess": "200000.00",
    "percent": "2",
}


def build() -> SimpleNamespace:
    """Everything at once: for the browser, and for looking at."""
    made = start()
    second_fund(made)
    financing_round(made, "Series A", SEED_ROUND, issued="1000000", diluted="1100000", before="60000000")
    financing_round(
        made, "Series B", SERIES_B, issued="1250000", diluted="1400000", before="300000000", raised="75000000"
    )
    value(made, date(2025, 12, 31), "46000000.00", reason="Orders of the first hospital.")
    value(made, date(2026, 3, 31), "61500000.00", reason="The price of Series B.")
    for quarter, amounts in (
        (date(2025, 9, 30), ("1800000.00", "700000.00")),
        (date(2025, 12, 31), ("2600000.00", "900000.00")),
        (date(2026, 3, 31), ("2100000.00", "1250000.00")),
    ):
        spend(made, quarter, *amounts)
    verify(made)
    watch(made)
    breach(made, "R9", "hong_kong_share_of_cost_low", due=TODAY - timedelta(days=12))
    breach(made, "R11", "stage_outside_scheme", due=TODAY + timedelta(days=40))
    breach(made, "R14", "fee_above_cap", cured=date(2026, 5, 4), sentence=FEE_ABOVE_CAP)
    consent(made)
    consent(made, expiry=date(2026, 4, 30), given=date(2025, 5, 5))
    abroad = company(made, "Demo Solid Cell Inc.", "示範固態電池公司", "Singapore", established=date(2026, 1, 5))
    invest(made, abroad, "25000000.00", units="0")
    gone = company(made, "Sample Chip Design Limited", "範例晶片設計有限公司")
    sold = invest(made, gone, "20000000.00", units="200000")
    value(made, date(2025, 12, 31), "24000000.00", of=sold, reason="A letter of intent.")
    sell(made, sold, "15500000.00", part="0.5")
    return made


def start() -> SimpleNamespace:
    """A fund with cash that holds one company of Hong Kong."""
    people = programme.enrol()
    scheme = programme.scheme()
    fund = programme.founded(people, scheme, **LIMITS)
    programme.closed(people, fund)
    fund.refresh_from_db()
    private = fund.partners.filter(kind="private").first()
    partnerships.grant_membership(
        fund=fund,
        user=people.contact,
        role=FundRole.PARTNER_CONTACT,
        partner=private,
        by=people.manager,
        at=at(programme.SIGNED),
    )
    programme.paid(people, fund, "150000000.00")
    made = SimpleNamespace(people=people, scheme=scheme, fund=fund)
    made.company = company(made, "Sample Vision Robotics Limited", "範例視覺機械人有限公司")
    made.investment = invest(made, made.company, "40000000.00", units="100000")
    return made


def second_fund(made: SimpleNamespace, *, holds: bool = True) -> Fund:
    """Another fund with its own manager; it holds the same company unless told otherwise."""
    people = SimpleNamespace(**vars(made.people))
    people.maker, people.signatory = made.people.other_maker, programme.person("other_signatory")
    made.other_people = people
    made.other_fund = programme.opened(people, made.scheme, code="ridge", ce_number="BQK314")
    if holds:
        programme.paid(people, made.other_fund, "60000000.00")
        proposal = programme.proposed(people, made.other_fund, made.company, "15000000.00", expected_date=SEED_ROUND)
        consents_of_partners(made, proposal)
        programme.agreed(people, proposal)
        made.other_investment = complete(people, proposal, units="37500")
    return made.other_fund


def consents_of_partners(made: SimpleNamespace, proposal) -> None:
    """The partners' committee agrees that two funds hold one company."""
    given = consents.record(
        fund=proposal.fund,
        rule="R27",
        restriction="related_parties",
        scope="Another fund of the programme holds the company.",
        given_by=Consent.GivenBy.PARTNERS_COMMITTEE,
        given_date=date(2025, 5, 2),
        expiry_date=date(2027, 5, 2),
        document_reference="PAC-2",
        proposal=proposal,
        by=made.people.officer,
        at=at(date(2025, 5, 3)),
    )
    consents.approve(consent=given, by=made.people.manager, at=at(date(2025, 5, 3)))


def company(made, name: str, name_zh_hant: str = "", place: str = "Hong Kong", *, established: date | None = None):
    """A start-up with its facts; one from elsewhere is established here from a day on, if at all."""
    found = companies.register(
        name_en=name,
        name_zh_hant=name_zh_hant,
        br_number="" if place != "Hong Kong" else f"{90000101 + Company.objects.count()}",
        place_of_incorporation=place,
        description="Machine vision for warehouses.",
        by=made.people.maker,
        at=at(programme.SIGNED),
        within=made.fund,
    )
    is_here = place == "Hong Kong"
    facts = programme.FACTS | {"is_hong_kong": is_here, "has_it_establishment": is_here}
    days = {kind: (holds, programme.SIGNED) for kind, holds in facts.items()}
    for kind, (holds, since) in days.items():
        fact(made, found, kind, holds, since)
    if established:
        fact(made, found, "has_research_site", True, established)
    return found


def fact(made, of: Company, kind: str, holds: bool, since: date):
    """A fact of a company."""
    return companies.record_fact(
        company=of,
        kind=kind,
        holds=holds,
        since_date=since,
        evidence="Register extract and visit",
        by=made.people.officer,
        at=at(max(since, programme.SIGNED)),
    )


def invest(made, of: Company, amount: str, *, units: str = "0", day: date = SEED_ROUND) -> Investment:
    """A completed deal of the first fund."""
    proposal = programme.proposed(made.people, made.fund, of, amount, expected_date=day)
    programme.agreed(made.people, proposal)
    return complete(made.people, proposal, units=units, day=day)


def complete(people, proposal, *, units: str, day: date = SEED_ROUND) -> Investment:
    """The deal is done, for so many units."""
    return investments.complete(
        proposal=proposal,
        completed_date=day,
        evidence="Share certificate 12",
        units=Decimal(units),
        by=people.maker,
        at=at(day),
    )


def financing_round(made, name: str, closed: date, *, issued: str, diluted: str, before: str, raised: str = "40000000"):
    """A round of the company."""
    return rounds.record(
        company=made.company,
        figures=rounds.RoundFigures(
            name=name,
            financing_stage="series_a",
            closed_date=closed,
            raised_hkd=Decimal(raised),
            issued_units=Decimal(issued),
            diluted_units=Decimal(diluted),
            foreign_pre_money=Decimal(before),
            others_private_hkd=Decimal("5000000"),
        ),
        evidence="Capitalisation table",
        by=made.people.officer,
        at=at(closed + timedelta(days=3)),
    )


def value(
    made, on: date, amount: str, *, of: Investment | None = None, reason: str = "", review: bool = True
) -> Valuation:
    """A value made by the manager and reviewed by the Corporation."""
    estimate = valuations.Estimate(
        valuation_date=on,
        method="recent_transaction",
        level=3,
        policy_version="2025-1",
        fair_value_hkd=Decimal(amount),
        inputs={"round": "Series A"},
        reason=reason,
    )
    made_at = at(on + timedelta(days=20))
    found = valuations.record(investment=of or made.investment, estimate=estimate, by=made.people.maker, at=made_at)
    if review:
        found = valuations.review(valuation_=found, note="Inputs seen.", by=made.people.officer, at=made_at)
    return found


def write_down(made, amount: str, on: date):
    """A write-down for good."""
    note = Note(on=on, evidence="Board paper", reason="A product was dropped.")
    return events.write_down(
        investment=made.investment, amount_hkd=Decimal(amount), note=note, by=made.people.maker, at=at(on)
    )


def earn(made, amount: str, on: date):
    """Income of the first lot."""
    note = Note(on=on, evidence="Dividend advice")
    return exits.receive_income(
        investment=made.investment, gross_hkd=Decimal(amount), note=note, by=made.people.maker, at=at(on)
    )


def sell(made, of: Investment, proceeds: str, *, part: str = "1", on: date = date(2026, 5, 5)):
    """A trade sale."""
    return exits.exit_(
        investment=of,
        route="trade_sale",
        note=Note(on=on, evidence="Sale and purchase agreement"),
        proceeds_hkd=Decimal(proceeds),
        part_rate=Decimal(part),
        by=made.people.maker,
        at=at(on),
    )


def spend(made, quarter: date, talent: str, services: str):
    """Hong Kong spend of a quarter."""
    lines = [spending.Spent("talent", "Engineers in Hong Kong", Decimal(talent))]
    lines.append(spending.Spent("services", "Laboratory and cloud", Decimal(services)))
    return spending.report(
        investment=made.investment,
        period_end=quarter,
        lines=lines,
        hong_kong_jobs=24,
        by=made.people.maker,
        at=at(quarter + timedelta(days=20)),
    )


def verify(made) -> None:
    """A line is verified, in part."""
    report = made.investment.spend_reports.order_by("period_end").first()
    when = at(date(2026, 5, 20))
    spending.draw_sample(
        fund=made.fund,
        period_end=report.period_end,
        seed="2026-1",
        share_rate=Decimal("1"),
        by=made.people.officer,
        at=when,
    )
    line = report.lines.get(category="talent")
    spending.check_line(
        line=line,
        accepted_hkd=Decimal("1500000.00"),
        rejected_hkd=line.amount_hkd - Decimal("1500000.00"),
        reason="Two engineers work in Shenzhen.",
        by=made.people.officer,
        at=when,
    )


def watch(made) -> None:
    """Owners declared, a group, an activity, a visit with a finding that is closed and one that is overdue."""
    about = {"by": made.people.officer, "at": at(programme.LATER)}
    group = companies.register_group(name_en="Sample Vision Group", name_zh_hant="範例視覺集團", **about)
    companies.amend(company=made.company, reason="Its owner was declared.", group=group, **about)
    made.company.refresh_from_db()
    since = programme.SIGNED
    companies.record_activity(
        company=made.company, hsic_code="62", since_date=since, description="Software for robots", **about
    )
    affiliations.declare(
        name_en="Example Holdings Limited",
        name_zh_hant="示例控股有限公司",
        is_person=False,
        capacity="beneficial_owner",
        share_rate=Decimal("0.42"),
        since_date=since,
        evidence="Register of significant controllers",
        company=made.company,
        **about,
    )
    visit(made)


def visit(made) -> InspectionVisit:
    """A visit with two findings."""
    seen = inspections.record(
        company=made.company,
        fund=made.fund,
        visited_date=date(2026, 4, 14),
        visitors="Programme officer and manager",
        purpose="Yearly visit to the laboratory",
        note="Twenty-two people at work; two robots in test.",
        findings=[
            ("The fixed asset register has no tags.", date(2026, 5, 15)),
            ("One invoice is missing from the file.", date(2026, 5, 31)),
        ],
        by=made.people.officer,
        at=at(date(2026, 4, 15)),
    )
    first = Finding.objects.get(visit=seen, number=1)
    inspections.answer(finding=first, answer="Tags were put on.", by=made.people.maker, at=at(date(2026, 5, 8)))
    first.refresh_from_db()
    inspections.close(finding=first, closing_note="Seen.", by=made.people.officer, at=at(date(2026, 5, 20)))
    return seen


def breach(
    made,
    rule: str,
    code: str,
    *,
    due: date | None = None,
    cured: date | None = None,
    fund=None,
    sentence=SHARE_OF_COST_LOW,
):
    """A breach found in the first deal, with its template and facts."""
    return RecordedBreach.objects.create(
        fund=fund or made.fund,
        rule=rule,
        clause="Annex 3 1(g)(ii)",
        code=code,
        message="HK$ 40,000,000.00 counts.",
        sentence=sentence,
        facts=FOUND,
        source=f"proposal:{made.investment.proposal_id}",
        found_date=date(2026, 3, 1),
        cure_due_date=due,
        cured_date=cured,
        cured_by=made.people.officer if cured else None,
        cure="The charge was corrected and repaid." if cured else "",
    )


def consent(made, *, expiry: date = date(2026, 7, 20), given: date = date(2026, 3, 2), rule: str = "R11"):
    """A consent of the Corporation to the first deal."""
    recorded = consents.record(
        fund=made.fund,
        rule=rule,
        scope="The deal in the company's later round.",
        given_date=given,
        expiry_date=expiry,
        document_reference="MIN-2026-03",
        proposal=made.investment.proposal,
        by=made.people.officer,
        at=at(given),
    )
    return consents.approve(consent=recorded, by=made.people.manager, at=at(given))
