"""The management fee in the demo: what the agreement says of it, fees from companies set off, an over-charge."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from funds import fee_facts
from funds.models import Fund, RecordedBreach
from funds.rules.fees import period_fees
from funds.services import breaches, fee_concessions, fee_offsets, fee_terms
from reporting.demo import reports
from reporting.demo.acts import moment
from reporting.demo.cast import Cast
from reporting.services import quarterly_reports


def agree(people: Cast, fund: Fund, *, on: date, step_from: date) -> None:
    """The GP pays no fee on its own money, a lower rate comes late, fees from companies are set off."""
    about = {"fund": fund, "by": people.officer, "at": moment(on, 15)}
    fee_terms.set_step(from_date=step_from, rate=Decimal("0.0175"), clause="LPA 7.2(b)", **about)
    for fee_type, rate in (("directors", "1"), ("transaction", "0.8"), ("break_up", "1")):
        fee_terms.set_offset_rate(fee_type=fee_type, rate=Decimal(rate), clause="LPA 7.5", **about)
    waiver = fee_concessions.record(
        partner=fund.partners.get(kind="gp"),
        rate=Decimal(1),
        from_date=fund.first_closing_date,
        clause="LPA 7.6",
        **about,
    )
    fee_concessions.approve(concession=waiver, by=people.manager, at=moment(on, 16))


def company_fee(people: Cast, fund: Fund, fee_type: str, company: str, amount_hkd: str, *, on: date) -> None:
    """A fee that the manager had from a company and reported."""
    fee_offsets.record(
        fund=fund,
        fee_type=fee_type,
        company=company,
        received_date=on,
        amount_hkd=Decimal(amount_hkd),
        reference=f"{fee_type.upper()}-{on:%y%m%d}",
        by=people.officer,
        at=moment(on, 17),
    )


def over_charge(people: Cast, fund: Fund, period_end: date, *, on: date) -> None:
    """A quarter charged on commitments: found, accepted with a note, and cured by the next charge."""
    fee, cap = fee_facts.quarter(fund, period_end)
    position = fee_facts.position(fund, period_end)
    on_commitments = replace(position.agreed, base_during="committed", base_after="committed")
    (charged,) = period_fees(on_commitments, position.events, [(fee.start_date, fee.end_date)])
    claimed, holdings = reports.claim(fund, period_end)
    report = quarterly_reports.submit(
        fund=fund,
        period_end=period_end,
        figures=replace(claimed, fee_charged_hkd=charged.fee_hkd),
        holdings=holdings,
        by=people.maker(fund),
        at=moment(on, 12),
    )
    note = f"Charged on commitments; HK${charged.fee_hkd - cap.fee_hkd:,} goes back with the next charge."
    quarterly_reports.accept(report=report, note=note, by=people.officer, at=moment(on, 16))
    breach = RecordedBreach.objects.get(fund=fund, source=f"quarterly_report:{report.pk}")
    breaches.cure(breach=breach, cured_date=on, cure=note, by=people.officer, at=moment(on, 17))
