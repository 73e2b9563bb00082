"""What the demo's investments live through: tranches, conversion, split, write-downs, exits, values, spend, visits.

Every scene goes through the services, each verb by the person whose job it is, on a calendar relative to today.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from funds.models import Fund, RecordedBreach
from funds.services import breaches
from investments.models import Affiliation, Company, Consent, Finding, Investment, Proposal, ProposalAnswer, Valuation
from investments.rules.lifecycle import ConversionTerms
from investments.services import (
    affiliations,
    companies,
    confirmations,
    consents,
    events,
    exits,
    inspections,
    investments,
    rounds,
    spending,
    valuations,
)
from investments.services.life import Exchange, Note
from investments.services.rounds import RoundFigures
from investments.services.spending import Spent
from investments.services.valuations import Estimate
from itvf.dates import add_months
from reporting.demo.acts import moment
from reporting.demo.cast import Cast
from reporting.demo.papers import paper

POLICY = "Valuation policy 2026-1"


def happened(on: date, evidence: str, reason: str = "") -> Note:
    """What is said of an event."""
    return Note(on=on, evidence=evidence, reason=reason)


def draw(cast: Cast, lot: Investment, amount_hkd: str, units: int, *, on: date) -> None:
    """This function will draw a tranche of a deal."""
    events.draw_tranche(
        investment=lot,
        amount_hkd=Decimal(amount_hkd),
        units=Decimal(units),
        note=happened(on, "Bank advice and register of members"),
        by=cast.maker(lot.fund),
        at=moment(on, 16),
    )


def convert(cast: Cast, lot: Investment, *, on: date, price: str, cap: str, cap_units: int) -> None:
    """This function will turn a convertible bond with 6% interest into shares at its cap or 20% off the round."""
    terms = ConversionTerms(
        principal=lot.proposal.amount_hkd,
        interest_rate=Decimal("0.06"),
        interest_from=lot.completed_date,
        converted_on=on,
        round_price=Decimal(price),
        discount_rate=Decimal("0.20"),
        cap=Decimal(cap),
        cap_units=Decimal(cap_units),
    )
    note = happened(on, "Conversion notice and share certificate")
    events.convert(investment=lot, terms=terms, note=note, by=cast.maker(lot.fund), at=moment(on, 16))


def reissue(cast: Cast, lot: Investment, verb, *, new: int, old: int, on: date) -> None:
    """This function will split a lot's shares or add bonus shares to them: `verb` is that of the service."""
    note = happened(on, "Resolution of the members and new certificate")
    verb(investment=lot, new=new, old=old, note=note, by=cast.maker(lot.fund), at=moment(on, 16))


def impair(cast: Cast, lot: Investment, verb, amount_hkd: str, reason: str, *, on: date) -> None:
    """This function will write a lot down for good or up again: `verb` is that of the service."""
    verb(
        investment=lot,
        amount_hkd=Decimal(amount_hkd),
        note=happened(on, "Paper of the valuation committee", reason),
        by=cast.officer,
        at=moment(on, 16),
    )


def write_off(cast: Cast, lot: Investment, reason: str, *, on: date) -> None:
    """This function will write a lot off."""
    note = happened(on, "Liquidator's letter", reason)
    events.write_off(investment=lot, note=note, by=cast.officer, at=moment(on, 16))


def sell(cast: Cast, lot: Investment, route: str, proceeds, *, on: date, units: int | None = None, escrow="0.00"):
    """This function will sell a lot or a part of it: `proceeds` is HK$ as text, or the exchange of another currency."""
    money = {"exchange": proceeds} if isinstance(proceeds, Exchange) else {"proceeds_hkd": Decimal(proceeds)}
    return exits.exit_(
        investment=lot,
        route=route,
        units=None if units is None else Decimal(units),
        escrow_hkd=Decimal(escrow),
        note=happened(on, "Completion statement and bank advice"),
        by=cast.officer,
        at=moment(on, 17),
        **money,
    )


def settle_escrow(cast: Cast, lot: Investment, settled: str, received: str, *, on: date) -> None:
    """This function will settle what a buyer held back."""
    exits.release_escrow(
        investment=lot,
        settled_hkd=Decimal(settled),
        received_hkd=Decimal(received),
        note=happened(on, "Escrow agent's statement"),
        by=cast.officer,
        at=moment(on, 17),
    )


def pay_income(cast: Cast, lot: Investment, gross: str, tax: str, *, on: date) -> None:
    """This function will record a dividend with the tax withheld from it."""
    exits.receive_income(
        investment=lot,
        gross_hkd=Decimal(gross),
        tax_withheld_hkd=Decimal(tax),
        note=happened(on, "Dividend voucher and bank advice"),
        by=cast.officer,
        at=moment(on, 17),
    )


def dollars(amount: str, rate: str, on: date) -> Exchange:
    """US dollars at a rate of a day."""
    return Exchange("USD", Decimal(amount), Decimal(rate), "Hong Kong Association of Banks, opening rate", on)


def close_round(
    cast: Cast,
    fund: Fund,
    company: Company,
    name: str,
    stage: str,
    *,
    on: date,
    raised: str,
    issued: int,
    diluted: int,
    price: str,
    currency: str = "HKD",
    rate: str | None = None,
    others: str | None = None,
) -> None:
    """This function will record a round of a company."""
    figures = RoundFigures(
        name=name,
        financing_stage=stage,
        closed_date=on,
        raised_hkd=Decimal(raised),
        issued_units=Decimal(issued),
        diluted_units=Decimal(diluted),
        currency=currency,
        foreign_unit_price=Decimal(price),
        fx_rate=None if rate is None else Decimal(rate),
        others_private_hkd=None if others is None else Decimal(others),
    )
    rounds.record(
        company=company,
        figures=figures,
        evidence="Subscription agreement and capitalisation table",
        within=fund,
        by=cast.maker(fund),
        at=moment(on, 18),
    )


def value(cast: Cast, lot: Investment, hkd: str, *, on: date, reviewed: bool = True, **more) -> Valuation:
    """This function will value a lot by a milestone, made by the general partner and reviewed by the Corporation."""
    figures = {
        "valuation_date": on,
        "method": Valuation.Method.MILESTONE,
        "level": Valuation.Level.LEVEL_3,
        "policy_version": POLICY,
        "fair_value_hkd": Decimal(hkd),
        "inputs": {"milestone": "Milestones of the investment paper, met on time"},
        "reason": "Milestones of the quarter",
    }
    made = valuations.record(
        investment=lot,
        estimate=Estimate(**(figures | more)),
        by=cast.maker(lot.fund),
        at=moment(on + timedelta(days=20), 11),
    )
    if reviewed:
        at = moment(on + timedelta(days=30), 11)
        note = "Inputs and calibration agree with the paper on file."
        made = valuations.review(valuation_=made, note=note, by=cast.officer, at=at)
    return made


def report_spend(cast: Cast, lot: Investment, period_end: date, amounts: dict[str, str], jobs: int, *, on: date):
    """This function will hand in an investee's Hong Kong spend of a quarter, a paper behind each line."""
    maker = cast.maker(lot.fund)
    lines = [
        Spent(
            category,
            f"{category.capitalize()} in Hong Kong, quarter to {period_end.isoformat()}",
            Decimal(amount),
            paper(
                f"Evidence: {category}",
                (lot.company.name_en, period_end.isoformat(), f"HK${Decimal(amount):,}"),
                name=f"{category}-{period_end.isoformat()}",
                by=maker,
            ),
        )
        for category, amount in amounts.items()
    ]
    return spending.report(
        investment=lot, period_end=period_end, lines=lines, hong_kong_jobs=jobs, by=maker, at=moment(on, 12)
    )


def verify_spend(cast: Cast, fund: Fund, period_end: date, *, on: date, seed: str, leave: int = 0) -> None:
    """This function will draw a sample and check it: the first line in part rejected, the last `leave` still open."""
    sample = spending.draw_sample(fund=fund, period_end=period_end, seed=seed, by=cast.officer, at=moment(on, 10))
    drawn = [one.line for one in sample.lines.select_related("line__report__investment__fund").order_by("line")]
    for number, line in enumerate(drawn[: len(drawn) - leave]):
        rejected = (line.amount_hkd / 10).quantize(Decimal("0.01")) if number == 0 else Decimal("0.00")
        spending.check_line(
            line=line,
            accepted_hkd=line.amount_hkd - rejected,
            rejected_hkd=rejected,
            reason="Two invoices are for work outside Hong Kong." if rejected else "",
            by=cast.officer,
            at=moment(on, 15),
        )


def stand_behind(cast: Cast, fund: Fund, company: Company, name: str, capacity: str, *, on: date, **more) -> None:
    """This function will declare who stands behind a company."""
    affiliations.declare(
        name_en=name,
        is_person=more.pop("is_person", capacity == Affiliation.Capacity.DIRECTOR),
        capacity=capacity,
        since_date=on - timedelta(days=90),
        evidence="Company search",
        company=company,
        within=fund,
        by=cast.maker(fund),
        at=moment(on, 11),
        **more,
    )


def establish(cast: Cast, fund: Fund, company: Company, kind: str, evidence: str, *, since: date) -> None:
    """This function will record that a company is established in Hong Kong from a day on."""
    companies.record_fact(
        company=company,
        kind=kind,
        holds=True,
        since_date=since,
        evidence=evidence,
        within=fund,
        by=cast.maker(fund),
        at=moment(since, 15),
    )


def consent(cast: Cast, proposal: Proposal, rule: str, scope: str, *, on: date, **more) -> Consent:
    """This function will record a consent to a proposal and have another person approve it."""
    recorded = consents.record(
        fund=proposal.fund,
        proposal=proposal,
        rule=rule,
        scope=scope,
        expiry_date=add_months(on, 6),
        document_reference=f"CONSENT-{on:%Y%m%d}",
        given_date=on,
        by=cast.officer,
        at=moment(on, 10),
        **more,
    )
    return consents.approve(consent=recorded, by=cast.manager, at=moment(on, 16))


def reply(cast: Cast, proposal: Proposal, answer: str, reason: str, *, on: date) -> Proposal:
    """This function will answer a proposal with a query or a breach notice."""
    investments.answer(proposal=proposal, answer=answer, reason=reason, by=cast.officer, at=moment(on, 11))
    proposal.refresh_from_db()
    return proposal


def warn(cast: Cast, proposal: Proposal, reason: str, *, on: date) -> Proposal:
    """This function will answer a proposal with a breach notice."""
    return reply(cast, proposal, ProposalAnswer.Answer.BREACH_NOTICE, reason, on=on)


def set_cure(cast: Cast, proposal: Proposal, restriction_code: str, *, on: date, due: date) -> RecordedBreach:
    """This function will agree the day by which the breach of a deal is to be cured."""
    breach = RecordedBreach.objects.get(source=f"proposal:{proposal.pk}", code=restriction_code)
    reason = "Agreed with the general partner at the review meeting."
    return breaches.agree_cure(breach=breach, cure_due_date=due, reason=reason, by=cast.officer, at=moment(on, 12))


def cure(cast: Cast, breach: RecordedBreach, how: str, *, on: date) -> None:
    """This function will record how a breach was cured."""
    breaches.cure(breach=breach, cured_date=on, cure=how, by=cast.officer, at=moment(on, 17))


def confirm(cast: Cast, lot: Investment, units: int, *, on: date, note: str = "") -> None:
    """This function will record the registry's yearly confirmation of a holding."""
    confirmations.record(
        investment=lot,
        as_of_date=on,
        source="registry",
        confirmed_units=Decimal(units),
        note=note,
        by=cast.officer,
        at=moment(on, 15),
    )


def inspect(cast: Cast, lot: Investment, *, on: date, findings: Sequence[tuple[str, date]]) -> list[Finding]:
    """This function will record a visit to a company with its findings."""
    visit = inspections.record(
        company=lot.company,
        fund=lot.fund,
        visited_date=on,
        visitors="Two officers of the Corporation",
        purpose="Yearly visit: R&D site, staff, assets bought with the investment",
        note="The site is in use; the payroll and two machines were seen.",
        findings=findings,
        by=cast.officer,
        at=moment(on, 18),
    )
    return list(visit.findings.order_by("number"))


def close_finding(cast: Cast, finding: Finding, *, on: date) -> None:
    """This function will have a finding answered by the general partner and closed by the Corporation."""
    fund = finding.visit.fund
    answered = inspections.answer(
        finding=finding, answer="Corrected; the new register is attached.", by=cast.maker(fund), at=moment(on, 12)
    )
    inspections.close(finding=answered, closing_note="Seen in the register.", by=cast.officer, at=moment(on, 16))
