"""A manager's quarterly report as its own books would say it: the demo's managers keep the same books as the system."""

from datetime import date
from decimal import Decimal

from funds import selectors, waterfall_facts
from funds.models import Fund
from investments import oversight, positions
from investments.models import Investment
from itvf.money import quantise, total
from reporting.demo.acts import moment
from reporting.demo.cast import Cast
from reporting.models import QuarterlyReport
from reporting.selectors import holdings_at
from reporting.services import quarterly_reports
from reporting.services.quarterly_reports import Figures, HoldingFigures

Code = selectors.Code
# What the invented managers say of a holding whose spend was not reported line by line: spend over cost, jobs.
SPENT, JOBS = Decimal("0.22"), 18


def submit(cast: Cast, fund: Fund, period_end: date, *, on: date) -> QuarterlyReport:
    """This function will submit a fund's report for a quarter, as its general partner prepares it."""
    figures, holdings = claim(fund, period_end)
    return quarterly_reports.submit(
        fund=fund,
        period_end=period_end,
        figures=figures,
        holdings=holdings,
        comments="All portfolio companies met their milestones of the quarter.",
        by=cast.maker(fund),
        at=moment(on, 12),
    )


def submit_and_accept(cast: Cast, fund: Fund, period_end: date, *, on: date) -> QuarterlyReport:
    """This function will submit a report and have it accepted on the same day, since it agrees with the books."""
    report = submit(cast, fund, period_end, on=on)
    return quarterly_reports.accept(report=report, by=cast.officer, at=moment(on, 16))


def claim(fund: Fund, period_end: date) -> tuple[Figures, list[HoldingFigures]]:
    """This function will give the figures that a manager with the same books reports for a quarter."""
    held = holdings_at(fund, period_end)
    lots = positions.of_many(held, as_of=period_end)
    spent = oversight.spend(Investment.objects.filter(pk__in=lots), period_end)
    holdings = [_holding(made, lots[made.pk], spent[made.pk]) for made in held]
    fair_value = total(holding.fair_value_hkd for holding in holdings)
    cash = selectors.balance(fund, Code.CASH, as_of=period_end)
    accrual = fund.fee_accruals.standing().filter(period_end=period_end).first()
    received = total(
        -amount
        for _day, kind, amount in selectors.movements(fund, Code.CALL_RECEIVABLE, as_of=period_end)
        if kind in selectors.RECEIVED
    )
    figures = Figures(
        contributions_hkd=received,
        distributions_hkd=selectors.balance(fund, Code.CAPITAL_DISTRIBUTED, as_of=period_end),
        investments_at_cost_hkd=total(holding.cost_hkd for holding in holdings),
        investments_fair_value_hkd=fair_value,
        cash_hkd=cash,
        fee_charged_hkd=accrual.fee_hkd if accrual else total([]),
        nav_hkd=waterfall_facts.net_assets_of([fund.pk], period_end)[fund.pk],
    )
    return figures, holdings


def _holding(made: Investment, lot: positions.Position, spent: oversight.Spend) -> HoldingFigures:
    reported = spent.reported_until is not None
    return HoldingFigures(
        investment=made.pk,
        cost_hkd=made.cost_hkd,
        fair_value_hkd=lot.fair_value_hkd,
        hong_kong_spend_to_date_hkd=spent.progress.counted_hkd
        if reported
        else quantise(made.cost_hkd * SPENT, mode="half_up"),
        hong_kong_jobs=spent.jobs if reported else JOBS,
    )
