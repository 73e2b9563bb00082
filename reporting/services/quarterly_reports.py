"""Quarterly reports of managers: taken in, compared with the books to the cent, queried, accepted (R21, A14)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from funds.locks import lock_fund
from funds.models import Fund, RecordedBreach
from funds.rules.stages import require_stage, require_version
from funds.selectors import terms_of_fund
from itvf import audit, permissions
from itvf.dates import is_quarter_end, local_date, quarter_end
from itvf.errors import Breach, InputRefused, WrongStage, gettext_noop, plain
from itvf.money import money
from reporting import claimed_returns, selectors
from reporting.models import QuarterlyHolding, QuarterlyReport
from reporting.rules import claimed_returns as returns_rule
from reporting.rules import deadlines, quarterly
from reporting.rules.claimed_returns import ReturnLine

Stage = QuarterlyReport.Stage


@dataclass(frozen=True, slots=True)
class Figures:
    """What a manager claims at a quarter's end, in HK$: cumulative but for the fee, which is the quarter's.

    Its own returns are fractions and multiples, None where it gives none; a rate under a year is the period's.
    """

    contributions_hkd: Decimal
    distributions_hkd: Decimal
    investments_at_cost_hkd: Decimal
    investments_fair_value_hkd: Decimal
    cash_hkd: Decimal
    fee_charged_hkd: Decimal
    nav_hkd: Decimal
    gross_irr_rate: Decimal | None = None
    net_irr_rate: Decimal | None = None
    tvpi: Decimal | None = None
    dpi: Decimal | None = None


@dataclass(frozen=True, slots=True)
class HoldingFigures:
    """What a manager claims of one investment; `investment` is its id, the spend is to date (R10, A16)."""

    investment: int
    cost_hkd: Decimal
    fair_value_hkd: Decimal
    hong_kong_spend_to_date_hkd: Decimal
    hong_kong_jobs: int

    @property
    def claim(self) -> quarterly.Claim:
        """What is compared with the system's own value and spend."""
        return quarterly.Claim(self.fair_value_hkd, self.hong_kong_spend_to_date_hkd)


@transaction.atomic
def submit(
    *,
    fund: Fund,
    period_end: date,
    figures: Figures,
    holdings: Sequence[HoldingFigures],
    by,
    at: datetime,
    comments: str = "",
    version: int | None = None,
) -> QuarterlyReport:
    """This function will take in a manager's quarterly report and compare every figure with the system's own.

    Contributions, cost, cash and fee with the books; fair values with the reviewed valuations, Hong Kong spend with
    the spend register, the manager's own returns with the books' (reporting/rules/claimed_returns.py), all as of the
    quarter's end: a difference is listed and stops nothing here. A report that
    was sent back is replaced; one that stands is not (WrongStage). Refuses, each with its field (InputRefused): a
    quarter that is not over or not the fund's, figures that are not money, holdings that are not what the fund held,
    sums that do not add up. A fee above R14's cap is taken in and recorded as a breach.
    """
    permissions.require(by, "quarterly_report.submit", within=fund)
    fund = lock_fund(fund)
    report = QuarterlyReport.objects.filter(fund=fund, period_end=period_end).first()
    require_open(report, fund, period_end)
    if report is not None:
        require_version(report, version)
    _check_quarter(fund, period_end, local_date(at))
    figures = _read(figures, may_be_negative=("cash_hkd", "nav_hkd"))
    holdings = [_read(holding, place=f"holdings.{index}.") for index, holding in enumerate(holdings)]
    held = selectors.holdings_at(fund, period_end)
    _check_holdings(figures, holdings, {made.pk: made.company.name_en for made in held}, period_end)
    report = report or QuarterlyReport(fund=fund, period_end=period_end, version=0)
    for name, value in asdict(figures).items():
        setattr(report, name, value)
    report.due_date = deadlines.due_date(period_end)
    report.stage = Stage.SUBMITTED
    report.comments = comments.strip()
    report.submitted_by, report.submitted_at = by, at
    report.queried_reason = ""
    report.version += 1
    lines, breaches = _compare(report, holdings, held)
    report.comparison = [plain(asdict(line)) for line in lines]
    returns = claimed_returns.compared(report)
    report.returns = claimed_returns.stored(returns)
    report.save()
    report.holdings.all().delete()
    QuarterlyHolding.objects.bulk_create(_holding(report, holding) for holding in holdings)
    _keep_register(report, breaches, by, local_date(at))
    _record("submit", report, by, at, **_outcome(lines, returns, breaches), figures=asdict(figures))
    return report


@transaction.atomic
def query(*, report: QuarterlyReport, reason: str, by, at: datetime, version: int | None = None) -> QuarterlyReport:
    """This function will send a report back to its manager with a question; the manager then submits it again."""
    permissions.require(by, "quarterly_report.query")
    report = _lock(report)
    require_stage(report, Stage.SUBMITTED)
    require_version(report, version)
    permissions.require_other_person(by, report.submitted_by)
    audit.require_reason(reason)
    report.stage = Stage.QUERIED
    report.queried_reason = reason.strip()
    report.version += 1
    report.save(update_fields=["stage", "queried_reason", "version"])
    _record("query", report, by, at, reason=reason.strip())
    return report


@transaction.atomic
def accept(*, report: QuarterlyReport, by, at: datetime, note: str = "", version: int | None = None) -> QuarterlyReport:
    """This function will accept a report, by a person other than its maker.

    Holdings are compared once more, with the values and the spend known now, and the comparison is kept as it is
    then. Figures that differ, a fee above the cap among them, take a note that says why the report is accepted all
    the same (InputRefused `note_missing`).
    """
    permissions.require(by, "quarterly_report.accept")
    report = _lock(report)
    require_stage(report, Stage.SUBMITTED)
    require_version(report, version)
    permissions.require_other_person(by, report.submitted_by)
    lines, returns = selectors.comparison_of(report), claimed_returns.compared(report)
    unequal = (*quarterly.differences(lines), *returns_rule.differences(returns))
    differing = [line.field for line in unequal]
    if differing and not note.strip():
        raise InputRefused(
            gettext_noop(
                "{count} figures differ from the system's own: {differing}. Say in a note why the report is accepted, "
                "or query it."
            ),
            code="note_missing",
            field="note",
            count=len(differing),
            differing=[_said(line) for line in unequal],
        )
    report.comparison = [plain(asdict(line)) for line in lines]
    report.returns = claimed_returns.stored(returns)
    report.stage = Stage.ACCEPTED
    report.accepted_by, report.accepted_at = by, at
    report.acceptance_note = note.strip()
    report.version += 1
    names = ("stage", "accepted_by", "accepted_at", "acceptance_note", "comparison", "returns", "version")
    report.save(update_fields=names)
    _record("accept", report, by, at, reason=note.strip(), differing=differing)
    return report


def _lock(report: QuarterlyReport) -> QuarterlyReport:
    lock_fund(report.fund)
    return QuarterlyReport.objects.select_related("fund", "submitted_by").get(pk=report.pk)


def require_open(report: QuarterlyReport | None, fund: Fund, period_end: date) -> None:
    """This function will refuse (WrongStage) a report where one stands already that was not sent back."""
    if report is not None and report.stage != Stage.QUERIED:
        raise WrongStage(
            gettext_noop(
                "The report of {fund} for the quarter to {period_end} is {stage}. To correct it, ask the Corporation "
                "to query it, then submit it again."
            ),
            code="report_stands",
            fund=fund.code,
            period_end=period_end,
            stage=report.get_stage_display(),
        )


def _check_quarter(fund: Fund, period_end: date, on: date) -> None:
    facts = {"field": "period_end", "date": period_end}
    if not is_quarter_end(period_end):
        raise InputRefused(
            gettext_noop("{date} is not the last day of a quarter; its quarter ends on {quarter_end}."),
            code="not_a_quarter_end",
            quarter_end=quarter_end(period_end),
            **facts,
        )
    if period_end >= on:
        raise InputRefused(
            gettext_noop("The quarter to {date} is not over; report it from the day after."),
            code="quarter_not_over",
            **facts,
        )
    if fund.first_closing_date is None or period_end < fund.first_closing_date:
        raise InputRefused(
            gettext_noop("The quarter to {date} ended before the fund's first closing; there is nothing to report."),
            code="before_first_closing",
            **facts,
        )


def _read(claimed, *, place: str = "", may_be_negative: Sequence[str] = ()):
    """The same dataclass with its amounts read as money and its counts as counts, or the field at fault."""
    read = {}
    for field in fields(claimed):
        value = getattr(claimed, field.name)
        if field.name.endswith("_hkd"):
            value = _amount(value, f"{place}{field.name}", field.name in may_be_negative)
        elif field.name in returns_rule.RETURNS:
            value = returns_rule.read(field.name, value)
        elif isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise InputRefused(
                gettext_noop("{value} is not a whole number from zero up."),
                code="not_a_count",
                field=f"{place}{field.name}",
                value=str(value),
            )
        read[field.name] = value
    return type(claimed)(**read)


def _amount(value, field: str, may_be_negative: bool) -> Decimal:
    try:
        amount = money(value)
    except InputRefused as refusal:
        refusal.field = field
        raise
    if amount < 0 and not may_be_negative:
        raise InputRefused(
            gettext_noop("{amount} is below zero; this figure starts at zero."),
            code="below_zero",
            field=field,
            amount=amount,
        )
    return amount


def _check_holdings(figures: Figures, holdings: Sequence[HoldingFigures], held: dict[int, str], on: date) -> None:
    quarterly.check_holdings([holding.investment for holding in holdings], held, on=on)
    quarterly.check_sum(
        "cost",
        (holding.cost_hkd for holding in holdings),
        figures.investments_at_cost_hkd,
        field="investments_at_cost_hkd",
    )
    quarterly.check_sum(
        "fair value",
        (holding.fair_value_hkd for holding in holdings),
        figures.investments_fair_value_hkd,
        field="investments_fair_value_hkd",
    )


def _compare(
    report: QuarterlyReport, holdings: Sequence[HoldingFigures], held
) -> tuple[tuple[quarterly.Comparison, ...], tuple[Breach, ...]]:
    costs = {holding.investment: holding.cost_hkd for holding in holdings}
    claims = {holding.investment: holding.claim for holding in holdings}
    figures = [
        *selectors.claimed_and_booked(report, costs, held),
        *quarterly.holding_figures(claims, selectors.own_holdings(held, report.period_end)),
    ]
    cap_line, breaches = quarterly.compare_with_cap(
        report.fee_charged_hkd, selectors.fee_cap(report.fund, report.period_end), terms_of_fund(report.fund)
    )
    return (*quarterly.compare(figures), cap_line), breaches


def _said(line: quarterly.Comparison | ReturnLine) -> str:
    """A line as a refusal names it: a holding's figure with its company, since an id says nothing to a reader."""
    label = getattr(line, "label", "")
    return f"{label} {line.field.rpartition('.')[2]}" if label else line.field


def _holding(report: QuarterlyReport, holding: HoldingFigures) -> QuarterlyHolding:
    return QuarterlyHolding(
        report=report,
        investment_id=holding.investment,
        cost_hkd=holding.cost_hkd,
        fair_value_hkd=holding.fair_value_hkd,
        hong_kong_spend_to_date_hkd=holding.hong_kong_spend_to_date_hkd,
        hong_kong_jobs=holding.hong_kong_jobs,
    )


def _keep_register(report: QuarterlyReport, breaches: Sequence[Breach], by, on: date) -> None:
    """Records an over-charge in the fund's register; a corrected report cures the one that it replaces."""
    standing = RecordedBreach.objects.filter(fund=report.fund, source=f"quarterly_report:{report.pk}")
    for breach in breaches:
        RecordedBreach.objects.update_or_create(
            fund=report.fund,
            code=breach.code,
            source=f"quarterly_report:{report.pk}",
            defaults={
                "rule": breach.rule,
                "clause": breach.clause,
                "message": breach.message,
                "sentence": breach.template,
                "facts": plain(breach.facts),
                "found_date": report.period_end,
                "cured_date": None,
                "cured_by": None,
                "cure": "",
            },
        )
    standing.exclude(code__in=[breach.code for breach in breaches]).filter(cured_date=None).update(
        cured_date=on, cured_by=by, cure="The manager submitted the report again with the fee within the cap."
    )


def _outcome(lines: Sequence[quarterly.Comparison], returns: Sequence[ReturnLine], breaches: Sequence[Breach]) -> dict:
    unequal = (*quarterly.differences(lines), *returns_rule.differences(returns))
    return {
        "differing": [line.field for line in unequal],
        "breaches": [breach.as_json() for breach in breaches],
    }


def _record(verb: str, report: QuarterlyReport, by, at: datetime, *, reason: str = "", **facts) -> None:
    audit.record(
        chain=report.fund.chain,
        verb=f"quarterly_report.{verb}",
        subject=report,
        by=by,
        at=at,
        reason=reason,
        facts={"period_end": report.period_end, **facts},
    )
