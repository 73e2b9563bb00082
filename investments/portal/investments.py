"""A fund's investments, at cost from the books."""

from django.contrib.auth.decorators import login_required
from django.urls import reverse
from django.utils.translation import gettext as _

from funds.portal.pages import fund_crumb, managed_fund, one_page, show
from investments import portfolio
from investments.portal.forms import SECTORS, STAGES
from itvf.explained import cell, totals
from itvf.presentation import hk_date, name_of


@login_required
def investments(request, code):
    """What the fund put in, in whom, and what is still held; the day leads to the lot, the name to the company."""
    fund = managed_fund(request, code)
    found = list(portfolio.investments_with_cost(fund))
    page = one_page(request, found)
    rows = [
        [
            (name_of(one.company), reverse("portal_company_page", args=[one.company_id])),
            SECTORS.get(one.proposal.sector, one.proposal.sector),
            STAGES.get(one.proposal.financing_stage, one.proposal.financing_stage),
            (hk_date(one.completed_date), reverse("portal_lot", args=[one.pk])),
            *_costs(fund, one),
        ]
        for one in page
    ]
    columns = [
        (_("Company"), "text"),
        (_("Sector"), "text"),
        (_("Stage"), "text"),
        (_("Completed"), "date"),
        (_("Invested (HK$)"), "money"),
        (_("Held at cost (HK$)"), "money"),
    ]
    return show(
        request,
        "portal/proposals/investments.html",
        fund=fund,
        section="investments",
        crumbs=[fund_crumb(fund)],
        columns=columns,
        rows=rows,
        foot=[_("Total"), "", "", None, *totals("", [["", *_costs(fund, one)] for one in found])[1:]]
        if found
        else None,
        page_obj=page,
    )


def _costs(fund, made) -> list:
    """What a lot cost and what is held of it at cost, each opening to its derivation."""
    return [
        cell(amount, fund.code, "holding", of=f"{made.pk}/{name}")
        for name, amount in (("paid", made.original_cost_hkd), ("cost", made.cost_hkd))
    ]
