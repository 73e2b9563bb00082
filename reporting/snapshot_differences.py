"""Where managers' figures of the quarter differ from the system's own, for the management report (R21, R28)."""

from itvf.errors import plain
from reporting import report_content as content
from reporting import selectors
from reporting.models import QuarterlyReport
from reporting.programme import FundPosition, ProgrammePosition
from reporting.rules import quarterly
from reporting.rules.quarterly import Comparison

Stage = QuarterlyReport.Stage
STATUS = {Stage.SUBMITTED: "unsettled", Stage.ACCEPTED: "noted"}


def of(position: ProgrammePosition) -> list[content.DifferenceRow]:
    """This function will write the differences of the quarter's reports, fund by fund; a report sent back has none.

    Until a report is accepted its holdings are compared with the values and the spend of the position, then as they
    were on acceptance.
    """
    return [
        _row(fund, report, line)
        for fund in position.funds
        for report in fund.reports
        if report.period_end == position.on and report.stage in STATUS
        for line in quarterly.differences(_lines(report, fund, position))
    ]


def _lines(report: QuarterlyReport, fund: FundPosition, position: ProgrammePosition) -> tuple[Comparison, ...]:
    kept = selectors.kept_comparison(report)
    if report.stage != Stage.SUBMITTED:
        return kept
    held = {
        made.pk: selectors.own_holding(made, position.lots[made.pk], position.spend[made.pk])
        for made in fund.investments
    }
    claims = position.claims.get(report.pk, {})
    figures = quarterly.holding_figures(claims, held)
    valued = fund.valued(position.on, is_whole=all(held[pk].value_hkd is not None for pk in claims if pk in held))
    whole = quarterly.valued_figures(report.investments_fair_value_hkd, report.nav_hkd, valued)
    return quarterly.renewed(kept, quarterly.compare([*whole, *figures]))


def _row(fund: FundPosition, report: QuarterlyReport, line: Comparison) -> content.DifferenceRow:
    company = _company(fund, line)
    row = {
        "fund_code": fund.fund.code,
        "company_en": company.name_en if company else "",
        "company_zh_hant": company.name_zh_hant if company else "",
        "figure": line.field.rpartition(".")[2],
        "claimed_hkd": line.claimed_hkd,
        "own_hkd": line.books_hkd,
        "difference_hkd": line.difference_hkd,
        "because": line.explanation,
        "status": STATUS[report.stage],
    }
    return plain(row)


def _company(fund: FundPosition, line: Comparison):
    """Whose figure a line is: a holding's company, none where the figure is the fund's."""
    return next(
        (made.company for made in fund.investments if line.field.startswith(f"holdings.{made.pk}.")),
        None,
    )
