"""A fund's returns by ILPA's template: with and without the facility, the transactions behind them, to take away."""

from datetime import date, datetime
from functools import partial
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds import facility_facts
from funds.models import Fund
from funds.portal.as_known import AskForm
from funds.portal.capital_accounts import last_day
from funds.portal.funds import facility_table, ilpa_figure
from funds.portal.pages import fund_crumb, managed_fund, show
from itvf.dates import today
from itvf.errors import NotFound
from itvf.explained import address, cell
from itvf.words import error_text
from itvf.workbooks import XLSX
from reporting import ilpa_returns, ilpa_workbook
from reporting.ilpa_returns import IlpaReturns
from reporting.ilpa_words import ADJUSTMENTS, CONVENTION, FACILITIES, FIGURES, METHODOLOGIES, UNDER_A_YEAR
from reporting.rules import ilpa


class IlpaForm(AskForm):
    """The methodology, the day, and the recorded time."""

    methodology = forms.ChoiceField(label=gettext_lazy("Methodology"), choices=METHODOLOGIES.items(), required=False)


@login_required
def returns(request, code):
    """The figures of one methodology at a day, as known when, and every coded transaction; for its GP and the staff."""
    fund = managed_fund(request, code)
    form = IlpaForm(request.GET)
    on, known_at = _moment(form, fund)
    methodology = form.given.get("methodology") or ilpa.METHODOLOGIES[0]
    context = {"form": form, "on": on, "known_at": known_at, "methodology": METHODOLOGIES[methodology]}
    try:
        found = ilpa_returns.of(fund, on, methodology, known_at=known_at)
    except NotFound as refusal:
        context["refused"] = error_text(refusal)
    else:
        context |= {
            "figure_columns": [(_("Figure"), "text"), *((str(title), "number") for title in FACILITIES.values())],
            "figure_rows": figure_rows(found),
            "flow_columns": [(_("Date"), "date"), (_("Type of transaction (ILPA)"), "text"), (_("HK$"), "money")],
            "flow_rows": [[flow.date, found.labels[flow.type], _amount(found, flow)] for flow in found.flows],
            "conventions": [_(CONVENTION), _(ADJUSTMENTS), _(UNDER_A_YEAR)],
            "xlsx": reverse("portal_ilpa_xlsx", args=[fund.code]) + _query(on, known_at),
        }
    return show(
        request,
        "portal/funds/ilpa.html",
        fund=fund,
        section="fund",
        crumbs=[fund_crumb(fund)],
        **context,
    )


@login_required
def workbook(request, code):
    """Both methodologies as XLSX."""
    fund = managed_fund(request, code)
    on, known_at = _moment(AskForm(request.GET), fund)
    return HttpResponse(
        xlsx_of(fund, on, known_at),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{fund.code}-ilpa-{on}.xlsx"'},
    )


def xlsx_of(fund: Fund, on: date, known_at: datetime | None) -> bytes:
    """Both methodologies of a fund at a day, as a workbook."""
    return ilpa_workbook.xlsx_of([ilpa_returns.of(fund, on, one, known_at=known_at) for one in ilpa.METHODOLOGIES])


def with_and_without(fund: Fund, on: date) -> dict:
    """ILPA's figures at a day with and without the facility, as a table; nothing where the fund never borrowed."""
    if not facility_facts.borrowers([fund.pk], on):
        return {}
    figures = ilpa_returns.of(fund, on, ilpa.METHODOLOGIES[0]).figures
    return facility_table(figures, partial(address, fund.code, on=on))


def figure_rows(found: IlpaReturns) -> list[list]:
    """Each figure with and without the facility, opening to its derivation."""
    rows = []
    for name, title in FIGURES.items():
        row = [_(title)]
        for facility in ilpa.FACILITIES:
            of = f"{found.methodology}-{facility}-{name.replace('_', '-')}"
            url = address(found.fund.code, "ilpa", of=of, on=found.on, known_at=found.known_at)
            row.append((ilpa_figure(getattr(found.figures[facility], name)), url))
        rows.append(row)
    return rows


def _amount(found: IlpaReturns, flow) -> tuple:
    """A transaction's amount, opening to its journal entries."""
    of = f"{found.methodology}/{flow.date}/{flow.type}"
    return cell(flow.amount_hkd, found.fund.code, "ilpa", of=of, on=found.on, known_at=found.known_at)


def _moment(form: AskForm, fund: Fund) -> tuple[date, datetime | None]:
    """The day asked for, else the last quarter end; and the recorded time."""
    given = form.given
    return given.get("on") or last_day(fund, today()) or today(), given.get("known_at")


def _query(on: date, known_at: datetime | None) -> str:
    asked = {"on": on.isoformat()} | ({"known_at": known_at.isoformat()} if known_at else {})
    return f"?{urlencode(asked)}"
