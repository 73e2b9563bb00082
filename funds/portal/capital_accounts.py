"""Capital accounts in the portal: every partner's at a day, one partner's by period, and its statement to take away.

Staff see all, a GP its fund's; a partner's contact sees its own account beside the fund's sums.
"""

from datetime import date, timedelta
from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from funds import capital_accounts, partner_statements
from funds.models import Fund, Partner
from funds.partner_statement_workbook import MULTIPLES, POSITION, xlsx_of
from funds.portal.fund_life import accounts_chart, values_chart
from funds.portal.pages import PortalForm, fund_crumb, is_manager, one_page, show, visible_fund
from funds.portal.statement_words import CAUSES, FIGURES, PERIODS, multiple
from itvf.dates import today
from itvf.errors import InputRefused
from itvf.explained import cell
from itvf.forms import DateField
from itvf.money import total
from itvf.presentation import hk_date, name_of
from itvf.words import error_text
from itvf.workbooks import XLSX


class DayForm(PortalForm):
    """As of which day."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["as_of"] = DateField(label=_("As of"))


@login_required
def accounts(request, code):
    """A fund's capital accounts at a day: one line a partner, and how they came to it."""
    fund = visible_fund(request, code)
    form, on = _day(request, fund)
    context = {"form": form, "on": on}
    if on is not None:
        found = capital_accounts.of_fund(fund, [on])
        mine = _mine(request, fund)
        partners = [partner for partner in found.partners if partner.pk in mine]
        page = one_page(request, partners)
        context |= _table(found, on, page, manages=is_manager(request.user, fund)) | {
            "page_obj": page,
            "chart": values_chart(found, on, list(page)),
        }
    return show(
        request,
        "portal/funds/capital_accounts.html",
        fund=fund,
        section="accounts",
        crumbs=[fund_crumb(fund)],
        manages=is_manager(request.user, fund),
        **context,
    )


@login_required
def account(request, code, pk):
    """One partner's account by quarter, year and since the first closing, its chart, and its statement."""
    fund, partner = _partner(request, code, pk)
    form, on = _day(request, fund)
    context = {"form": form, "on": on}
    if on is not None:
        manages = is_manager(request.user, fund)
        context |= _statement(partner, on, partner_statements.content_of(partner, on), manages=manages)
        ends = sorted({*capital_accounts.quarter_ends(fund, on), on})
        context["chart"] = accounts_chart(capital_accounts.of_fund(fund, ends), ends, partner.pk)
    return show(
        request,
        "portal/funds/capital_account.html",
        fund=fund,
        section="accounts",
        crumbs=[fund_crumb(fund), (_("Capital accounts"), reverse("portal_accounts", args=[fund.code]))],
        partner=partner,
        **context,
    )


@login_required
def paper(request, code, pk):
    """The statement as PDF, English and 繁體中文 in one document."""
    content = _content(request, code, pk)
    headers = {"Content-Disposition": f'attachment; filename="{content["reference"]}.pdf"'}
    return HttpResponse(partner_statements.pdf_of(content), content_type="application/pdf", headers=headers)


@login_required
def workbook(request, code, pk):
    """The statement as XLSX: the same figures, one sheet a language."""
    content = _content(request, code, pk)
    headers = {"Content-Disposition": f'attachment; filename="{content["reference"]}.xlsx"'}
    return HttpResponse(xlsx_of(content), content_type=XLSX, headers=headers)


def last_day(fund: Fund, on: date) -> date | None:
    """The last quarter end that is over, or yesterday in a fund's first quarter; None before its first closing."""
    if fund.first_closing_date is None or fund.first_closing_date >= on:
        return None
    yesterday = on - timedelta(days=1)
    return next(reversed(capital_accounts.quarter_ends(fund, yesterday)), yesterday)


def _content(request, code: str, pk: int) -> dict:
    fund, partner = _partner(request, code, pk)
    as_of = parse_date(request.GET.get("as_of", "")) or last_day(fund, today()) or today()
    partner_statements.check_day(fund, as_of, today())
    return partner_statements.content_of(partner, as_of)


def _partner(request, code: str, pk: int) -> tuple[Fund, Partner]:
    fund = visible_fund(request, code)
    admitted = Partner.objects.visible_to(request.user).filter(fund=fund, commitments__closing__stage="completed")
    return fund, get_object_or_404(admitted.select_related("fund__manager").distinct(), pk=pk)


def _mine(request, fund: Fund) -> set[int]:
    return set(Partner.objects.visible_to(request.user).filter(fund=fund).values_list("pk", flat=True))


def _day(request, fund: Fund) -> tuple[DayForm, date | None]:
    """The form with the day asked for, and that day where there can be accounts for it."""
    default = last_day(fund, today())
    if "as_of" not in request.GET or default is None:
        return DayForm(initial={"as_of": default}), default
    form = DayForm(request.GET)
    if form.is_valid():
        try:
            partner_statements.check_day(fund, form.cleaned_data["as_of"], today())
            return form, form.cleaned_data["as_of"]
        except InputRefused as refusal:
            form.add_error("as_of", error_text(refusal))
    return form, None


# The columns of all accounts, as `account-line` names them.
COLUMNS = ("contributions_hkd", "distributed", "result", "carry_hkd", "balance")


def _table(found: capital_accounts.Accounts, on: date, partners, *, manages: bool) -> dict:
    columns = [
        (_("Partner"), "text"),
        (_("Called"), "money"),
        (_("Distributed"), "money"),
        (_("Result"), "money"),
        (_("Carried interest"), "money"),
        (_("Net asset value"), "money"),
    ]
    rows = [
        [
            (name_of(partner), reverse("portal_account", args=[found.fund.code, partner.pk]) + f"?as_of={on}"),
            *_explained(found.fund, partner.pk, on, _figures(found.at[on][partner.pk])),
        ]
        for partner in partners
    ]
    sums = [total(column) for column in zip(*map(_figures, found.at[on].values()), strict=True)]
    if manages:
        sums = _explained(found.fund, "fund", on, sums)
    return {"columns": columns, "rows": rows, "foot": [_("The whole fund"), *sums]}


def _explained(fund: Fund, whose, on: date, figures: list) -> list:
    """The figures of a row, each opening to its derivation."""
    return [
        cell(amount, fund.code, "account-line", of=f"{whose}-{name}", on=on)
        for name, amount in zip(COLUMNS, figures, strict=True)
    ]


def _figures(standing: capital_accounts.Standing) -> list:
    figures = standing.figures
    distributed = -total([figures.distributions_hkd, figures.carry_paid_hkd])
    return [
        total([standing.called_hkd, standing.outside_hkd]),
        distributed,
        figures.result_hkd,
        figures.carry_hkd,
        figures.nav_hkd,
    ]


def _statement(partner: Partner, on: date, content: dict, *, manages: bool) -> dict:
    """A statement's figures as the page's tables, each opening to its derivation where the reader may see that."""
    periods = content["periods"]
    whose = [(content["position"], partner.pk, True), (content["fund_position"], "fund", manages)]
    return {
        "reference": content["reference"],
        "nav_hkd": Decimal(content["position"]["nav_hkd"]),
        "unfunded_hkd": Decimal(content["position"]["unfunded_hkd"]),
        "tvpi": multiple(content["position"]["tvpi"]),
        "tvpi_of": f"{partner.pk}-tvpi",
        "account_columns": [(_("Movement"), "text"), *((str(PERIODS[name]), "money") for name in periods)],
        "account_rows": [_line(line, partner, periods) for line in content["account"][:-1]],
        "account_foot": _line(content["account"][-1], partner, periods),
        "periods": [
            (str(PERIODS[name]), f"{hk_date(parse_date(one['start_date']))} – {hk_date(parse_date(one['end_date']))}")
            for name, one in periods.items()
        ],
        "position_columns": [
            (_("Figure"), "text"),
            (_("This partner (HK$)") if manages else _("Yours (HK$)"), "money"),
            (_("Whole fund (HK$)"), "money"),
        ],
        "position_rows": [
            [str(FIGURES[name]), *(_position(partner.fund, one, name, on) for one in whose)]
            for name in POSITION
            if name != "outside_hkd" or Decimal(content["fund_position"][name])
        ]
        + [[str(FIGURES[name]), *(_multiple(partner.fund, one, name, on) for one in whose)] for name in MULTIPLES],
    }


# The figures of a position that are asked of a partner, or of the whole fund; the others are lines of its account.
ASKED_OF = {
    "committed_hkd": "committed",
    "called_hkd": "called",
    "outside_hkd": "called-outside",
    "recallable_hkd": "recallable",
    "unfunded_hkd": "unfunded",
    "outstanding_hkd": "outstanding",
    "payable_hkd": "payable",
    "distributed_hkd": "distributed",
}
LINES = {"nav_hkd": "balance", "accrued_carry_hkd": "accrued"}


def _position(fund: Fund, whose: tuple, name: str, on: date):
    figures, of, is_open = whose
    amount = Decimal(figures[name])
    if not is_open:
        return amount
    if name in LINES:
        return cell(amount, fund.code, "account-line", of=f"{of}-{LINES[name]}", on=on)
    return cell(amount, fund.code, ASKED_OF[name], of="" if of == "fund" else of, on=on)


def _multiple(fund: Fund, whose: tuple, name: str, on: date):
    figures, of, is_open = whose
    text = multiple(figures[name])
    return cell(text, fund.code, "account-line", of=f"{of}-{name}", on=on) if is_open and figures[name] else text


def _line(line: dict, partner: Partner, periods: dict) -> list:
    """One line of the account with its three amounts; the balances open to the account on their day."""
    cells = []
    for name in PERIODS:
        amount, period = Decimal(line[f"{name}_hkd"]), periods[name]
        opening = parse_date(period["start_date"]) - timedelta(days=1)
        on, of = parse_date(period["end_date"]), f"{partner.pk}-{line['cause']}"
        if line["cause"] == "opening":
            on, of = opening, f"{partner.pk}-balance"
        elif line["cause"] == "closing":
            of = f"{partner.pk}-balance"
        elif name != "inception":
            of = f"{of}-{opening}"
        is_open = on >= partner.fund.first_closing_date
        cells.append(cell(amount, partner.fund.code, "account-line", of=of, on=on) if is_open else amount)
    return [str(CAUSES[line["cause"]]), *cells]
