"""The management fee of a fund: each quarter computed, capped, charged, called and paid, and an over-charge by day."""

from datetime import date
from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from funds import fee_comparison, fee_words
from funds.fee_comparison import FundFees
from funds.fee_workbook import xlsx_of
from funds.models import Fund, Partner
from funds.portal.pages import fund_crumb, managed_fund, show
from funds.rules.fee_comparison import Quarter
from funds.rules.fees import PeriodFee
from itvf import presentation
from itvf.charts import Chart, Series
from itvf.dates import today
from itvf.explained import cell
from itvf.money import total
from itvf.presentation import hk_date, hkd, hkd_millions, name_of
from itvf.templatetags.explain import explained_link
from itvf.workbooks import XLSX


@login_required
def fees(request, code):
    """Every quarter since the first closing, with the sums to date and a chart."""
    fund = managed_fund(request, code)
    found = fee_comparison.of(fund, today())
    return show(
        request,
        "portal/funds/fees.html",
        fund=fund,
        section="fees",
        crumbs=[fund_crumb(fund)],
        columns=_columns(),
        rows=[_row(fund, quarter) for quarter in reversed(found.quarters)],
        foot=_foot(found),
        money_columns=_money_columns(),
        money_rows=[_money_row(fund, quarter) for quarter in reversed(found.quarters)],
        sums=found.sums,
        chart=_chart(found) if found.quarters else None,
    )


@login_required
def quarter(request, code, period_end):
    """One quarter: its figures, the over-charge by day, the days behind fee and cap, what each partner bears."""
    fund = managed_fund(request, code)
    found = fee_comparison.of(fund, today())
    one = found.quarter(_day(period_end))
    if one is None:
        raise Http404
    title = _("Management fee to {date}").format(date=hk_date(one.facts.end_date))
    return show(
        request,
        "portal/funds/fee_quarter.html",
        fund=fund,
        section="fees",
        crumbs=[fund_crumb(fund), (_("Management fee"), reverse("portal_fees", args=[fund.code]))],
        title=title,
        tag=_tag(one.status),
        facts=_facts(fund, one),
        over_charge=one.over_charge,
        where_from=fee_words.where_from(one.over_charge) if one.over_charge else "",
        day_columns=_day_columns(),
        day_rows=_day_rows(fund, one),
        day_foot=_day_foot(fund, one),
        working_columns=_working_columns(),
        fee_rows=_working(fund, one, one.facts.fee, "fee"),
        cap_rows=_working(fund, one, one.facts.cap, "fee-cap"),
        partner_columns=_partner_columns(),
        **_partners(found, one),
    )


@login_required
def workbook(request, code):
    """The same as a spreadsheet."""
    fund = managed_fund(request, code)
    name = f"{fund.code}-fees-{today()}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(xlsx_of(fee_comparison.of(fund, today())), content_type=XLSX, headers=headers)


def _columns() -> list[tuple[str, str]]:
    return [
        (_("Quarter to"), "text"),
        (_("State"), "text"),
        (_("Computed"), "money"),
        (_("Cap of R14"), "money"),
        (_("Charged"), "money"),
        (_("Above computed"), "money"),
        (_("Above the cap"), "money"),
    ]


def _row(fund: Fund, one: Quarter) -> list:
    facts = one.facts
    end = facts.end_date
    return [
        (hk_date(end), reverse("portal_fee_quarter", args=[fund.code, end.isoformat()])),
        _tag(one.status),
        *_cells(fund, one, FIGURES),
    ]


# The figures of a quarter, as `fee-line` names them.
FIGURES = {
    "computed": lambda one: one.facts.computed_hkd,
    "cap": lambda one: one.facts.cap.fee_hkd,
    "charged": lambda one: one.facts.charged_hkd,
    "above-computed": lambda one: one.above_computed_hkd,
    "above-cap": lambda one: one.over_charge_hkd,
}
MONEY = {"called": lambda one: one.facts.called_hkd, "paid": lambda one: one.facts.paid_hkd}
TO_DATE = {
    "cap": lambda one: one.to_date.cap_hkd,
    "called": lambda one: one.to_date.called_hkd,
    "paid": lambda one: one.to_date.paid_hkd,
}


def _cells(fund: Fund, one: Quarter, figures: dict) -> list:
    """Figures of a quarter, each opening to its derivation."""
    end = one.facts.end_date
    return [cell(of(one), fund.code, "fee-line", of=f"{end}/{name}") for name, of in figures.items()]


def _foot(found: FundFees) -> list:
    sums = found.sums
    above = total(one.above_computed_hkd for one in found.quarters)
    amounts = [sums.computed_hkd, sums.cap_hkd, sums.charged_hkd, above, sums.over_charge_hkd]
    code = found.fund.code
    cells = [cell(amount, code, "fee-line", of=name) for name, amount in zip(FIGURES, amounts, strict=True)]
    return [_("To date"), "", *cells]


def _money_columns() -> list[tuple[str, str]]:
    return [
        (_("Quarter to"), "text"),
        (_("Called"), "money"),
        (_("Paid"), "money"),
        (_("Cap to date"), "money"),
        (_("Called to date"), "money"),
        (_("Paid to date"), "money"),
    ]


def _money_row(fund: Fund, one: Quarter) -> list:
    on = one.facts.end_date
    to_date = [cell(of(one), fund.code, "fee-line", of=name, on=on) for name, of in TO_DATE.items()]
    return [hk_date(on), *_cells(fund, one, MONEY), *to_date]


def _tag(status: str):
    context = {"label": fee_words.STATUSES[status], "tone": presentation.tone(status)}
    return render_to_string("portal/parts/status_tag.html", context)


def _chart(found: FundFees) -> Chart:
    quarters = found.quarters
    return Chart(
        title=_("Charged beside computed fee and cap, by quarter"),
        description=_(
            "To date {charged} is charged; the cap of R14 is {cap}, and {over} of the charge lies above it."
        ).format(
            charged=hkd_millions(found.sums.charged_hkd),
            cap=hkd_millions(found.sums.cap_hkd),
            over=hkd(found.sums.over_charge_hkd),
        ),
        labels=[hk_date(one.facts.end_date) for one in quarters],
        series=[
            Series(_("Charged"), [one.facts.charged_hkd for one in quarters]),
            Series(_("Computed"), [one.facts.computed_hkd for one in quarters]),
            Series(_("Cap of R14"), [one.facts.cap.fee_hkd for one in quarters]),
        ],
    )


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _facts(fund: Fund, one: Quarter) -> list[tuple[str, str]]:
    facts = one.facts
    rows = [
        (_("Days"), _span(facts.start_date, facts.end_date)),
        (_("Fee by the agreement"), _explained(fund, one, "fee", facts.fee.fee_hkd)),
        (_("Cap of R14 (Annex 3 1(k)(i))"), _explained(fund, one, "fee-cap", facts.cap.fee_hkd)),
        (_("Computed, less concessions and offsets"), _line(fund, one, "computed", facts.computed_hkd)),
        (_("Accrued in the book"), _explained(fund, one, "fee", facts.accrued_hkd)),
        (_("Charged by the manager's report"), _line(fund, one, "charged", facts.charged_hkd)),
        (_("Above the computed fee"), _line(fund, one, "above-computed", one.above_computed_hkd)),
        (_("Called for it, by due date"), _line(fund, one, "called", facts.called_hkd)),
        (_("Paid"), _line(fund, one, "paid", facts.paid_hkd)),
    ]
    if one.over_charge:
        rows.append((_("Above the cap"), _line(fund, one, "above-cap", one.over_charge_hkd)))
        rows.append((_("Above the cap, a day"), _line(fund, one, "above-cap", one.over_charge.per_day_hkd)))
    return rows


def _explained(fund: Fund, one: Quarter, figure: str, amount: Decimal | None):
    """A figure of a quarter, opening to its derivation."""
    if amount is None:
        return hkd(amount)
    return explained_link(hkd(amount), figure, fund.code, of=one.facts.end_date.isoformat())


def _line(fund: Fund, one: Quarter, name: str, amount: Decimal | None):
    """A figure of the comparison, opening to its derivation."""
    if amount is None:
        return hkd(amount)
    return explained_link(hkd(amount), "fee-line", fund.code, of=f"{one.facts.end_date}/{name}")


def _day_columns() -> list[tuple[str, str]]:
    return [
        (_("From and to"), "text"),
        (_("Days"), "number"),
        (_("Base allowed"), "money"),
        (_("Base charged"), "money"),
        (_("Allowed"), "money"),
        (_("Charged"), "money"),
        (_("Above the cap"), "money"),
        (_("A day"), "money"),
    ]


def _day_rows(fund: Fund, one: Quarter) -> list[list]:
    of = f"{one.facts.end_date}/above-cap"
    return [
        [
            _span(days.start_date, days.end_date),
            days.days,
            *(
                cell(amount, fund.code, "fee-line", of=of)
                for amount in (
                    days.allowed_base_hkd,
                    days.charged_base_hkd,
                    days.allowed_hkd,
                    days.charged_hkd,
                    days.excess_hkd,
                    days.per_day_hkd,
                )
            ),
        ]
        for days in (one.over_charge.stretches if one.over_charge else ())
    ]


def _day_foot(fund: Fund, one: Quarter) -> list | None:
    over = one.over_charge
    if over is None:
        return None
    names = ("cap", "charged", "above-cap")
    sums = [cell(FIGURES[name](one), fund.code, "fee-line", of=f"{one.facts.end_date}/{name}") for name in names]
    a_day = cell(over.per_day_hkd, fund.code, "fee-line", of=f"{one.facts.end_date}/above-cap")
    return [_("Together"), over.days, "", "", *sums, a_day]


def _span(start: date, end: date) -> str:
    return _("{start} to {end}").format(start=hk_date(start), end=hk_date(end))


def _working_columns() -> list[tuple[str, str]]:
    return [
        (_("From"), "date"),
        (_("To"), "date"),
        (_("Days"), "number"),
        (_("Base"), "money"),
        (_("Rate a year"), "rate"),
    ]


def _working(fund: Fund, one: Quarter, fee: PeriodFee, figure: str) -> list[list]:
    """The stretches of days behind a fee, their bases opening to its derivation."""
    end = one.facts.end_date.isoformat()
    return [
        [part.start_date, part.end_date, part.days, cell(part.base_hkd, fund.code, figure, of=end), part.rate]
        for part in fee.segments
    ]


def _partner_columns() -> list[tuple[str, str]]:
    return [
        (_("Partner"), "text"),
        (_("Share"), "money"),
        (_("Concession"), "money"),
        (_("Offsets b/f"), "money"),
        (_("Offsets"), "money"),
        (_("Used"), "money"),
        (_("Offsets c/f"), "money"),
        (_("Fee borne"), "money"),
    ]


def _partners(found: FundFees, one: Quarter) -> dict:
    lines = found.partners[one.facts.end_date]
    names = Partner.objects.in_bulk([line.id for line in lines])
    kinds = (
        "gross_hkd",
        "concession_hkd",
        "brought_hkd",
        "offset_hkd",
        "used_hkd",
        "carried_hkd",
        "net_hkd",
    )
    figures = [[getattr(line, kind) for kind in kinds] for line in lines]
    end, code = one.facts.end_date, found.fund.code
    rows = [
        [
            name_of(names[line.id]),
            *(cell(amount, code, "fee-line", of=f"{end}/{line.id}") for amount in amounts),
        ]
        for line, amounts in zip(lines, figures, strict=True)
    ]
    whole = [cell(total(column), code, "fee-line", of=f"{end}/computed") for column in zip(*figures, strict=True)]
    foot = [_("All partners"), *whole]
    return {"partner_rows": rows, "partner_foot": foot if rows else None}
