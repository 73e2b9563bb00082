"""Quarterly reports as general partners give them: figures beside the books', differences shown, then submitted."""

from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.models import Fund
from funds.portal.pages import PortalForm, attempt, fund_crumb, managed_fund, may, posted, show
from funds.selectors import terms_of_fund
from itvf import permissions
from itvf.dates import now, today
from itvf.explained import address, cell
from itvf.money import ZERO
from itvf.presentation import hk_date, hk_moment
from reporting import claimed_returns, selectors
from reporting.comparison_words import DERIVED, EXPLANATIONS, RETURNS, holding_figure, shown_return
from reporting.models import QuarterlyReport
from reporting.portal.forms import FIGURES, HOLDING, ReportForm, figures_of, holdings_of, returns_of
from reporting.portal.ilpa import with_and_without
from reporting.rules import deadlines, quarterly
from reporting.services import quarterly_reports

STATUS = {
    deadlines.ACCEPTED: gettext_lazy("Accepted"),
    deadlines.RECEIVED: gettext_lazy("With the Corporation"),
    deadlines.RETURNED: gettext_lazy("Queried"),
    deadlines.OUTSTANDING: gettext_lazy("Due"),
    deadlines.OVERDUE: gettext_lazy("Overdue"),
}
TO_DO = (deadlines.OUTSTANDING, deadlines.OVERDUE, deadlines.RETURNED)


@login_required
def reports(request, code):
    """Every quarter since the first closing, with what became of its report."""
    fund = managed_fund(request, code)
    columns = [(_("Quarter to"), "text"), (_("Due"), "date"), (_("State"), "text"), (_("Days late"), "number")]
    rows = [
        [
            (hk_date(one.expected.period_end), _url("portal_report", fund, one.expected.period_end)),
            one.expected.due_date,
            STATUS[one.expected.status],
            one.expected.days_late or None,
        ]
        for one in reversed(_expected(fund))
    ]
    return show(
        request,
        "portal/reports/reports.html",
        fund=fund,
        section="reports",
        crumbs=[fund_crumb(fund)],
        columns=columns,
        rows=rows,
    )


@login_required
def report(request, code, period_end):
    """One quarter's report: where it stands, its figures beside the books', the Corporation's query."""
    fund, due = _quarter(request, code, period_end)
    found = due.report
    rows = [(_("Due on"), hk_date(due.expected.due_date)), (_("State"), STATUS[due.expected.status])]
    if found:
        submitted = _("{moment}, by {person}").format(moment=hk_moment(found.submitted_at), person=found.submitted_by)
        rows += [(_("Submitted"), submitted), (_("Comments"), found.comments or None)]
    if found and found.acceptance_note:
        rows.append((_("Note on acceptance"), found.acceptance_note))
    return _show(
        request,
        "portal/reports/report.html",
        fund,
        due,
        report=found,
        facts=rows,
        may_submit=due.expected.status in TO_DO and may(request, "quarterly_report.submit", fund),
        **_comparison_of(found),
        **with_and_without(fund, due.expected.period_end),
    )


@login_required
def figures(request, code, period_end):
    """The figures, prefilled with the books' own."""
    fund, due = _open_quarter(request, code, period_end)
    held = selectors.holdings_at(fund, due.expected.period_end)
    books = _books(fund, due.expected.period_end, held)
    form = ReportForm(posted(request), books=books, held=held, initial=_initial(request, due, books, held))
    if attempt(request, form, lambda given: _check_sums(given, held, due.expected.period_end)):
        request.session[_key(fund, due)] = {name: _text(value) for name, value in form.cleaned_data.items()}
        return redirect(_url("portal_report_check", fund, due.expected.period_end))
    return _show(request, "portal/reports/figures.html", fund, due, form=form)


@login_required
def check(request, code, period_end):
    """The answers once more, each beside the books, before the report goes to the Corporation."""
    fund, due = _open_quarter(request, code, period_end)
    given = request.session.get(_key(fund, due))
    end = due.expected.period_end
    if not given:
        return redirect(_url("portal_report_figures", fund, end))
    held = selectors.holdings_at(fund, end)
    form = PortalForm(posted(request))
    if attempt(request, form, lambda _given: _submit(request, fund, due, given, held)):
        request.session.pop(_key(fund, due))
        messages.success(request, _("The report is with the Corporation."))
        return redirect(_url("portal_report", fund, end))
    figures = {name: Decimal(given[name]) for name in FIGURES}
    claimed = QuarterlyReport(fund=fund, period_end=end, **figures, **returns_of(given))
    holdings = holdings_of(given, held)
    costs = {one.investment: one.cost_hkd for one in holdings}
    claims = {one.investment: one.claim for one in holdings}
    own = quarterly.holding_figures(claims, selectors.own_holdings(held, end))
    lines = quarterly.compare([*selectors.claimed_and_booked(claimed, costs, held), *own])
    cap = quarterly.compare_with_cap(claimed.fee_charged_hkd, selectors.fee_cap(fund, end), terms_of_fund(fund))
    return _show(
        request,
        "portal/reports/check.html",
        fund,
        due,
        form=form,
        breaches=cap[1],
        change_url=_url("portal_report_figures", fund, end),
        **_comparison([*lines, cap[0]], fund, end),
        **_returns(claimed_returns.compared(claimed), fund, end),
        **with_and_without(fund, end),
    )


def _submit(request, fund: Fund, due, given: dict, held) -> QuarterlyReport:
    return quarterly_reports.submit(
        fund=fund,
        period_end=due.expected.period_end,
        figures=figures_of(given),
        holdings=holdings_of(given, held),
        comments=given["comments"],
        version=due.report.version if due.report else None,
        by=request.user,
        at=now(),
    )


def _check_sums(given: dict, held, end: date) -> None:
    """What the service would refuse of the figures themselves, said on the page where they are typed."""
    holdings = holdings_of({name: _text(value) for name, value in given.items()}, held)
    for name, words in (("cost_hkd", "cost"), ("fair_value_hkd", "fair value")):
        field = "investments_at_cost_hkd" if name == "cost_hkd" else "investments_fair_value_hkd"
        quarterly.check_sum(words, (getattr(one, name) for one in holdings), given[field], field=field)


def _books(fund: Fund, end: date, held) -> dict[str, Decimal]:
    """What the books say at the quarter's end, by the form's field."""
    blank = QuarterlyReport(fund=fund, period_end=end, **dict.fromkeys(FIGURES, ZERO))
    found = selectors.claimed_and_booked(blank, {made.pk: ZERO for made in held}, held)
    return {figure.field: figure.books_hkd for figure in found if figure.books_hkd is not None}


def _initial(request, due, books: dict, held) -> dict:
    """What stands in the fields at first: what was typed before, else the last report, else the books."""
    kept = request.session.get(_key(due.fund, due))
    if kept:
        typed = {name: Decimal(value) if name.endswith("_hkd") else value for name, value in kept.items()}
        return typed | returns_of(kept)
    initial = {name: books[name] for name in FIGURES if name in books}
    former = {one.investment_id: one for one in due.report.holdings.all()} if due.report else {}
    if due.report:
        initial = {name: getattr(due.report, name) for name in (*FIGURES, *RETURNS, "comments")}
    for place, made in enumerate(held):
        cost = {"cost_hkd": books[f"holdings.{made.pk}.cost_hkd"]}
        values = {name: getattr(former[made.pk], name) for name in HOLDING} if made.pk in former else cost
        initial |= {f"holdings.{place}.{name}": value for name, value in values.items()}
    return initial


def _comparison_of(found: QuarterlyReport | None) -> dict:
    if not found:
        return {}
    fund, end = found.fund, found.period_end
    return _comparison(selectors.comparison_of(found), fund, end) | _returns(claimed_returns.of(found), fund, end)


def _comparison(lines, fund: Fund, on: date) -> dict:
    columns = [
        (_("Figure"), "text"),
        (_("Reported (HK$)"), "money"),
        (_("On record (HK$)"), "money"),
        (_("Difference (HK$)"), "money"),
        (_("Because"), "text"),
    ]
    rows = [
        [
            _figure(line),
            line.claimed_hkd,
            _explained(line, fund, on),
            line.difference_hkd,
            EXPLANATIONS.get(line.explanation, line.explanation),
        ]
        for line in lines
    ]
    return {
        "columns": columns,
        "rows": rows,
        "differing": len(quarterly.differences(lines)),
        "absent": sum(line.books_hkd is None for line in lines),
    }


def _returns(lines, fund: Fund, on: date) -> dict:
    """The manager's own returns beside the books', each of which opens to its derivation."""
    rows = [
        [
            str(RETURNS[line.field]),
            shown_return(line.field, line.claimed),
            cell(shown_return(line.field, line.own), fund.code, "performance", of=DERIVED[line.field], on=on),
            shown_return(line.field, line.difference),
            EXPLANATIONS.get(line.explanation, line.explanation),
        ]
        for line in lines
    ]
    columns = [
        (_("Return"), "text"),
        (_("Reported"), "number"),
        (_("On record"), "number"),
        (_("Difference"), "number"),
        (_("Because"), "text"),
    ]
    return {"return_columns": columns, "return_rows": rows}


def _explained(line: quarterly.Comparison, fund: Fund, on: date):
    """The books' figure, which opens to its derivation where it has one."""
    if line.books_hkd is None:
        return None
    if line.field.startswith("holdings."):
        _holdings, lot, field = line.field.split(".")
        name = OF_HOLDINGS.get(field)
        return cell(line.books_hkd, fund.code, "holding", of=f"{lot}/{name}", on=on) if name else line.books_hkd
    if line.field not in EXPLAINED:
        return line.books_hkd
    figure, of = EXPLAINED[line.field]
    return line.books_hkd, address(fund.code, figure, of=of or (on if figure.startswith("fee") else ""), on=on)


EXPLAINED = {
    "contributions_hkd": ("paid-in", ""),
    "distributions_hkd": ("distributed", ""),
    "investments_at_cost_hkd": ("at-cost", ""),
    "cash_hkd": ("balance", "cash"),
    "investments_fair_value_hkd": ("fair-value", ""),
    "nav_hkd": ("net-assets", ""),
    "fee_charged_hkd": ("fee", ""),
    "fee_cap_hkd": ("fee-cap", ""),
}


# What is compared of a holding, as the figure "holding" names it; its Hong Kong spend is the register's.
OF_HOLDINGS = {"cost_hkd": "cost", "fair_value_hkd": "value"}


def _figure(line: quarterly.Comparison) -> str:
    if line.label:
        return _("{company}: {figure}").format(company=line.label, figure=holding_figure(line.field))
    return _("Management fee against its cap") if line.field == "fee_cap_hkd" else str(FIGURES[line.field])


def _expected(fund: Fund) -> list:
    return selectors.expected_reports(today(), Fund.objects.filter(pk=fund.pk))


def _quarter(request, code: str, period_end: str):
    """The fund and what is expected of it for a quarter; a quarter that nobody expects is not found."""
    fund = managed_fund(request, code)
    try:
        end = parse_date(period_end)
    except ValueError:
        end = None
    due = next((one for one in _expected(fund) if one.expected.period_end == end), None)
    if due is None:
        raise Http404
    return fund, due


def _open_quarter(request, code: str, period_end: str):
    """As above, for one who may submit now."""
    fund, due = _quarter(request, code, period_end)
    permissions.require(request.user, "quarterly_report.submit", within=fund)
    quarterly_reports.require_open(due.report, fund, due.expected.period_end)
    return fund, due


def _show(request, template: str, fund: Fund, due, **context):
    end = due.expected.period_end
    crumbs = [fund_crumb(fund), (_("Quarterly reports"), _url("portal_reports", fund))]
    title = _("Quarterly report to {date}").format(date=hk_date(end))
    frame = {"fund": fund, "section": "reports", "crumbs": crumbs, "title": title, "due": due.expected}
    urls = {"figures_url": _url("portal_report_figures", fund, end), "report_url": _url("portal_report", fund, end)}
    return show(request, template, **frame, **urls, **context)


def _url(name: str, fund: Fund, end: date | None = None) -> str:
    return reverse(name, args=[fund.code, end.isoformat()] if end else [fund.code])


def _key(fund: Fund, due) -> str:
    return f"report:{fund.code}:{due.expected.period_end.isoformat()}"


def _text(value) -> str:
    return "" if value is None else str(value)
