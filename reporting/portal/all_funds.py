"""All funds beside each other for the programme's staff, and the returns of one fund's holdings."""

from datetime import date
from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.urls import reverse
from django.utils.translation import gettext as _

from funds import all_funds, facility_facts
from funds.all_funds import FundFigures
from funds.models import Fund
from funds.portal.pages import managed_fund, show
from investments.models import Investment
from investments.portal.holdings import times
from investments.portal.mandate import DayForm
from investments.portal.reading import require_staff, views
from itvf.explained import cell, of_programme
from itvf.money import total
from itvf.presentation import NOTHING, hk_date, hkd, name_of, rate
from reporting import all_returns, ilpa_returns
from reporting.all_returns import Returns
from reporting.portal.ilpa import with_and_without
from reporting.rules import ilpa


@login_required
def funds(request):
    """One row a fund: fee to date against its cap, hurdle, carry paid, accrued and at risk, net assets and returns."""
    require_staff(request)
    form = DayForm(request)
    found = list(all_funds.figures(Fund.objects.values_list("pk", flat=True), form.day).values())
    returns = all_returns.of_funds({one.fund.pk: one.left_hkd for one in found}, form.day)
    borrowers = facility_facts.borrowers([one.fund.pk for one in found], form.day)
    sums = {
        name: total(getattr(one, name) for one in found)
        for name in ("fee_accrued_hkd", "fee_cap_hkd", "nav_hkd", "carry_paid_hkd", "carry_accrued_hkd", "clawback_hkd")
    }
    hurdles = total(one.hurdle.hurdle_hkd for one in found)
    return show(
        request,
        "portal/portfolio/all_funds.html",
        section="portfolio",
        views=views(request, "funds"),
        filters=form,
        on=form.day,
        sums=sums,
        tables=_tables(
            [_fund(one, returns[one.fund.pk], _without(one.fund, form.day, borrowers)) for one in found],
            [
                _("Total"),
                *(
                    (amount, of_programme(name, on=form.day))
                    for name, amount in (
                        ("fee-accrued", sums["fee_accrued_hkd"]),
                        ("fee-cap", sums["fee_cap_hkd"]),
                        ("hurdle", hurdles),
                        ("net-assets", sums["nav_hkd"]),
                        ("carry-paid", sums["carry_paid_hkd"]),
                        ("carry-accrued", sums["carry_accrued_hkd"]),
                        ("clawback", sums["clawback_hkd"]),
                    )
                ),
                "",
                "",
                "",
                "",
            ],
        ),
        above=[
            _("{fund}: {fee} accrued, {cap} allowed.").format(
                fund=name_of(one.fund), fee=hkd(one.fee_accrued_hkd), cap=hkd(one.fee_cap_hkd)
            )
            for one in found
            if one.fee_accrued_hkd > one.fee_cap_hkd
        ],
    )


def _tables(rows: list[list], foot: list) -> list[dict]:
    """Two tables of the same funds, since one of all twelve columns fits no desk: fee and hurdle, carry and returns."""
    fee = [
        (_("Fund"), "text"),
        (_("Fee accrued (HK$)"), "money"),
        (_("Cap to the last quarter's end (HK$)"), "money"),
        (_("Hurdle not paid yet (HK$)"), "money"),
        (_("Net assets (HK$)"), "money"),
    ]
    carry = [
        (_("Fund"), "text"),
        (_("Carry distributed (HK$)"), "money"),
        (_("Carry accrued at net assets (HK$)"), "money"),
        (_("Clawback at net assets (HK$)"), "money"),
        (_("DPI"), "number"),
        (_("TVPI"), "number"),
        (_("IRR"), "number"),
        (_("IRR without its facility"), "number"),
    ]
    last = len(fee)
    return [
        {
            "caption": _("Fee and hurdle, fund by fund"),
            "columns": fee,
            "rows": [row[:last] for row in rows],
            "foot": foot[:last],
        },
        {
            "caption": _("Carry and returns, fund by fund"),
            "columns": carry,
            "rows": [[row[0], *row[last:]] for row in rows],
            "foot": [foot[0], *foot[last:]],
        },
    ]


@login_required
def returns(request, code):
    """The return of a fund to its partners and of each holding that it ever paid for."""
    fund = managed_fund(request, code)
    form = DayForm(request)
    whole = all_funds.figures([fund.pk], form.day).get(fund.pk)
    found = all_returns.of_holdings(form.day, fund=fund.pk)
    held = Investment.objects.filter(pk__in=found).select_related("company").order_by("completed_date", "pk")
    of_fund = all_returns.of_funds({fund.pk: whole.left_hkd}, form.day)[fund.pk] if whole else None
    return show(
        request,
        "portal/portfolio/fund_returns.html",
        section="portfolio",
        fund=fund,
        filters=form,
        on=form.day,
        whole=of_fund,
        figures=[
            (_("IRR"), _irr(of_fund), "net-irr"),
            (_("DPI"), _times(of_fund.dpi), "net-dpi"),
            (_("TVPI"), _times(of_fund.tvpi), "net-tvpi"),
        ]
        if of_fund
        else [],
        columns=[
            (_("Company"), "text"),
            (_("Completed"), "date"),
            (_("Paid (HK$)"), "money"),
            (_("Came back (HK$)"), "money"),
            (_("Left (HK$)"), "money"),
            (_("DPI"), "number"),
            (_("TVPI"), "number"),
            (_("IRR"), "number"),
        ],
        rows=[_holding(fund, made, found[made.pk], form.day) for made in held],
        **with_and_without(fund, form.day),
    )


def _without(fund: Fund, on: date, borrowers: set[int]) -> str:
    """A borrower's net rate as if it had no facility (ILPA, granular); a dash where it never borrowed."""
    if fund.pk not in borrowers:
        return NOTHING
    found = ilpa_returns.of(fund, on, ilpa.METHODOLOGIES[0]).figures["without"].net_irr
    if found.rate is None:
        return NOTHING
    if found.for_period is not None:
        return _("{rate} so far").format(rate=_percent(found.for_period))
    return _percent(found.rate)


def _name(one: FundFigures) -> str:
    """A fund's name, and that it has ended by the page's day."""
    ended = one.fund.ended_date
    if ended is None or ended > one.on:
        return name_of(one.fund)
    return _("{fund}, ended on {date}").format(fund=name_of(one.fund), date=hk_date(ended))


def _fund(one: FundFigures, of_fund: Returns, without: str) -> list:
    return [
        (_name(one), reverse("portal_fund_returns", args=[one.fund.code])),
        *(_explained(one, amount, *figure) for amount, figure in zip(_amounts(one), FIGURES, strict=True)),
        _explained(one, _times(of_fund.dpi), "performance", "net-dpi"),
        _explained(one, _times(of_fund.tvpi), "performance", "net-tvpi"),
        _explained(one, _irr(of_fund), "performance", "net-irr"),
        _explained(one, without, "ilpa", "granular-without-net-irr"),
    ]


# The amounts of a row, by the figures that derive them.
FIGURES = (
    ("balance", "fee_expense"),
    ("fee-cap-to-date", ""),
    ("hurdle", ""),
    ("net-assets", ""),
    ("balance", "carry_distributed"),
    ("carry-left", "accrued"),
    ("carry-left", "clawback"),
)


def _amounts(one: FundFigures) -> list[Decimal]:
    return [
        one.fee_accrued_hkd,
        one.fee_cap_hkd,
        one.hurdle.hurdle_hkd,
        one.nav_hkd,
        one.carry_paid_hkd,
        one.carry_accrued_hkd,
        one.clawback_hkd,
    ]


def _explained(one: FundFigures, shown, figure: str, of: str):
    """A cell of a fund's row, opening to its derivation on the page's day."""
    has_one = shown != NOTHING and (figure != "balance" or shown)
    return cell(shown, one.fund.code, figure, of=of, on=one.on) if has_one else shown


def _holding(fund: Fund, made: Investment, found: Returns, on: date) -> list:
    return [
        (name_of(made.company), reverse("portal_lot", args=[made.pk])),
        made.completed_date,
        *(
            shown if shown == NOTHING else cell(shown, fund.code, "holding", of=f"{made.pk}/{name}", on=on)
            for name, shown in (
                ("paid", _hkd(found.paid_in)),
                ("back", _hkd(found.distributed)),
                ("value", _hkd(found.left)),
                ("dpi", _times(found.dpi)),
                ("multiple", _times(found.tvpi)),
                ("irr", _irr(found)),
            )
        ),
    ]


def _irr(found: Returns) -> str:
    """The rate to a hundredth of a percent; over less than a year it is the period's and says so."""
    if found.irr.rate is None:
        return NOTHING
    if found.irr.for_period is not None:
        return _("{rate} so far").format(rate=_percent(found.irr.for_period))
    return _percent(found.irr.rate)


def _percent(value: Decimal) -> str:
    return rate(value.quantize(Decimal("0.0001")))


def _times(multiple: Decimal | None) -> str:
    return times(multiple) or NOTHING


def _hkd(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)
