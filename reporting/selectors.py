"""Reads of reports that need more than one queryset method: which are due, and the system's side of a comparison."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum

from funds import fee_facts, selectors
from funds.models import Fund, LedgerAccount
from funds.waterfall_facts import ASSETS_AND_LIABILITIES
from investments import oversight, portfolio, positions
from investments.models import Investment
from itvf.dates import local_date, quarter_end
from itvf.money import ZERO, total
from reporting.models import QuarterlyHolding, QuarterlyReport
from reporting.rules import deadlines, quarterly
from reporting.rules.quarterly import Claim, Comparison, Figure, Holding

Code = LedgerAccount.Code
AT_COST = (Code.INVESTMENT_AT_COST, Code.INVESTMENT_CONVERTED)


@dataclass(frozen=True, slots=True)
class DueReport:
    """A quarter's report of a fund, due or late or with the Corporation."""

    fund: Fund
    expected: deadlines.Expected
    report: QuarterlyReport | None


def expected_reports(on: date, funds=None) -> list[DueReport]:
    """Every quarter's report of funds that have closed, to a day, with what became of it (A14); two queries."""
    funds = Fund.objects.all() if funds is None else funds
    found = list(funds.filter(first_closing_date__lte=on).order_by("code"))
    reports: dict[int, dict[date, QuarterlyReport]] = {}
    for report in QuarterlyReport.objects.filter(fund__in=[fund.pk for fund in found]):
        reports.setdefault(report.fund_id, {})[report.period_end] = report
    return [
        DueReport(fund, expected, reports.get(fund.pk, {}).get(expected.period_end))
        for fund in found
        for expected in deadlines.expected_reports(
            fund.first_closing_date,
            [facts(report) for report in reports.get(fund.pk, {}).values()],
            until=min(on, fund.ended_date or on),
            on=on,
        )
    ]


def outstanding_reports(on: date, funds=None) -> list[DueReport]:
    """Quarterly reports that are over and not in, overdue ones and those sent back among them, the oldest first."""
    waiting = (deadlines.OUTSTANDING, deadlines.OVERDUE, deadlines.RETURNED)
    found = [due for due in expected_reports(on, funds) if due.expected.status in waiting]
    return sorted(found, key=lambda due: (due.expected.due_date, due.fund.code))


def overdue_reports(on: date, funds=None) -> list[DueReport]:
    """Quarterly reports whose due date has passed and that are not in."""
    return [due for due in outstanding_reports(on, funds) if due.expected.days_late]


def facts(report: QuarterlyReport, *, known_at: datetime | None = None) -> deadlines.Report:
    """A quarterly report as the rule on deadlines reads it; an acceptance after `known_at` does not count."""
    accepted_at = report.accepted_at
    if accepted_at is not None and known_at is not None and accepted_at > known_at:
        accepted_at = None
    return deadlines.Report(
        period_end=report.period_end,
        received_date=local_date(report.submitted_at),
        is_queried=report.stage == QuarterlyReport.Stage.QUERIED,
        accepted_date=accepted_at and local_date(accepted_at),
    )


def fees_charged(funds: Iterable[int], *, known_at: datetime | None = None) -> dict[tuple[int, date], Decimal]:
    """What managers charged as management fee by their quarterly reports, by fund's id and quarter's end, in HK$."""
    found = QuarterlyReport.objects.filter(fund__in=list(funds))
    if known_at is not None:
        found = found.filter(submitted_at__lte=known_at)
    return {(fund, end): charged for fund, end, charged in found.values_list("fund", "period_end", "fee_charged_hkd")}


def holdings_at(fund: Fund, on: date) -> list[Investment]:
    """What a fund holds on a day by the books: investments whose cost has not all gone."""
    return [made for made in portfolio.investments_with_cost(fund, as_of=on) if made.cost_hkd]


def claimed_and_booked(
    report: QuarterlyReport, holding_costs: dict[int, Decimal], held: list[Investment]
) -> list[Figure]:
    """A report's figures beside the books' own at its quarter's end, each with what might explain a difference."""
    fund, on = report.fund, report.period_end
    books = _Books(fund, on)
    received = -books.moved(Code.CALL_RECEIVABLE, selectors.RECEIVED)
    figures = [
        Figure(
            "contributions_hkd",
            report.contributions_hkd,
            received,
            {
                quarterly.AFTER_PERIOD: -books.later(Code.CALL_RECEIVABLE, kinds=selectors.RECEIVED),
                quarterly.CALLED: books.balance(Code.CALL_RECEIVABLE),
                quarterly.SUSPENSE: -books.balance(Code.SUSPENSE),
            },
        ),
        Figure(
            "distributions_hkd",
            report.distributions_hkd,
            books.balance(Code.CAPITAL_DISTRIBUTED),
            {quarterly.AFTER_PERIOD: books.later(Code.CAPITAL_DISTRIBUTED)},
        ),
        Figure(
            "investments_at_cost_hkd",
            report.investments_at_cost_hkd,
            books.balance(*AT_COST),
            {quarterly.AFTER_PERIOD: books.later(*AT_COST)},
        ),
        Figure(
            "cash_hkd",
            report.cash_hkd,
            books.balance(Code.CASH),
            {
                quarterly.AFTER_PERIOD: books.later(Code.CASH),
                quarterly.FEE_NOT_PAID: books.balance(Code.FEE_PAYABLE),
                quarterly.SUSPENSE: books.balance(Code.SUSPENSE),
            },
        ),
        _fee(report, fund),
        *quarterly.valued_figures(
            report.investments_fair_value_hkd,
            report.nav_hkd,
            books.valued(is_whole=all(lot.valued_date for lot in positions.of_many(held, as_of=on).values())),
        ),
    ]
    figures += [
        Figure(
            f"holdings.{made.pk}.cost_hkd",
            holding_costs[made.pk],
            made.cost_hkd,
            label=made.company.name_en,
        )
        for made in held
    ]
    return figures


def comparison_of(report: QuarterlyReport) -> tuple[Comparison, ...]:
    """A report's comparison: as it was accepted; until then with the holdings' values and spend as known now."""
    lines = kept_comparison(report)
    if report.stage != QuarterlyReport.Stage.SUBMITTED:
        return lines
    reported = list(report.holdings.select_related("investment__company"))
    held = own_holdings([holding.investment for holding in reported], report.period_end)
    own = quarterly.holding_figures(claims(reported), held)
    is_whole = all(one.value_hkd is not None for one in held.values())
    valued = _Books(report.fund, report.period_end).valued(is_whole=is_whole)
    whole = quarterly.valued_figures(report.investments_fair_value_hkd, report.nav_hkd, valued)
    return quarterly.renewed(lines, quarterly.compare([*whole, *own]))


def kept_comparison(report: QuarterlyReport) -> tuple[Comparison, ...]:
    """The comparison that a report keeps, its amounts read back from JSON."""
    return tuple(Comparison(**{name: _read(name, value) for name, value in line.items()}) for line in report.comparison)


def claims(holdings: Iterable[QuarterlyHolding]) -> dict[int, Claim]:
    """What a report claims of each holding, by investment."""
    return {one.investment_id: Claim(one.fair_value_hkd, one.hong_kong_spend_to_date_hkd) for one in holdings}


def own_holdings(held: Iterable[Investment], on: date) -> dict[int, Holding]:
    """What the system has of investments on a day, by id: reviewed value and spend register; a fixed few queries."""
    found = {made.pk: made for made in held}
    lots = positions.of_many(found.values(), as_of=on)
    spent = oversight.spend(Investment.objects.filter(pk__in=found), on)
    return {pk: own_holding(made, lots[pk], spent[pk]) for pk, made in found.items()}


def own_holding(made: Investment, lot: positions.Position, spent: oversight.Spend) -> Holding:
    """One investment as the comparison reads it."""
    return Holding(
        label=made.company.name_en,
        cost_hkd=lot.holding.cost_hkd,
        value_hkd=lot.fair_value_hkd if lot.valued_date else None,
        spend_hkd=counted_spend(spent),
        rejected_hkd=spent.progress.rejected_hkd,
    )


def counted_spend(spent: oversight.Spend) -> Decimal | None:
    """What the spend register counts of an investment: accepted and not verified yet; None before its first report."""
    return spent.progress.counted_hkd if spent.reported_until else None


def _read(name: str, value: str | None) -> str | Decimal | None:
    return Decimal(value) if name.endswith("_hkd") and value is not None else value


def _fee(report: QuarterlyReport, fund: Fund) -> Figure:
    """The fee charged beside what the system accrued for the quarter; not accrued yet is a cause by itself."""
    accrual = fund.fee_accruals.standing().filter(period_end=report.period_end).first()
    accrued = accrual.fee_hkd if accrual else ZERO
    causes = {} if accrual else {quarterly.NOT_ACCRUED: report.fee_charged_hkd}
    return Figure("fee_charged_hkd", report.fee_charged_hkd, accrued, causes)


def fee_cap(fund: Fund, period_end: date):
    """The most that R14 allows for a quarter, with its segments."""
    return fee_facts.quarter(fund, period_end)[1]


class _Books:
    """A fund's balances at a quarter's end, and what was booked with a date in the quarter after it: two queries."""

    def __init__(self, fund: Fund, on: date):
        postings = selectors.postings().filter(account__book__fund=fund)
        self.at = _sums(postings.filter(entry__effective_date__lte=on))
        next_quarter = quarter_end(date.fromordinal(on.toordinal() + 1))
        self.after = _sums(postings.filter(entry__effective_date__gt=on, entry__effective_date__lte=next_quarter))

    def balance(self, *codes: str) -> Decimal:
        """The balance of all accounts of these codes in HK$, debits positive."""
        return total(amount for (found, _), amount in self.at.items() if found in codes)

    def moved(self, code: str, kinds: Collection[str]) -> Decimal:
        """What entries of some kinds moved on accounts of a code, to the quarter's end."""
        return total(self.at.get((code, kind), ZERO) for kind in kinds)

    def valued(self, *, is_whole: bool) -> quarterly.Valued:
        """The fund's investments at fair value and its net assets, and what lies between them and a manager's."""
        return quarterly.Valued(
            cost_hkd=self.balance(*AT_COST),
            fair_value_hkd=self.balance(*AT_COST, Code.INVESTMENT_UNREALISED),
            nav_hkd=self.balance(*ASSETS_AND_LIABILITIES),
            called_hkd=self.balance(Code.CALL_RECEIVABLE),
            fee_payable_hkd=-self.balance(Code.FEE_PAYABLE),
            is_whole=is_whole,
        )

    def later(self, *codes: str, kinds: Collection[str] = ()) -> Decimal:
        """What was booked with a date in the next quarter, by entries of some kinds where they are named."""
        return total(
            amount for (found, kind), amount in self.after.items() if found in codes and (not kinds or kind in kinds)
        )


def _sums(postings) -> dict[tuple[str, str], Decimal]:
    rows = postings.values_list("account__code", "entry__kind").annotate(sum=Sum("amount_hkd")).order_by()
    return {(code, kind): amount for code, kind, amount in rows}
