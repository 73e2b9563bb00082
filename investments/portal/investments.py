"""A fund's investments, at cost from the books."""

from django.contrib.auth.decorators import login_required
from django.urls import reverse
from django.utils.translation import gettext as _

from funds.portal.pages import fund_crumb, managed_fund, one_page, show
from investments import portfolio
from investments.portal.forms import SECTORS, STAGES
from itvf.money import total
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
            one.original_cost_hkd,
            one.cost_hkd,
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
    sums = [total(one.original_cost_hkd for one in found), total(one.cost_hkd for one in found)]
    return show(
        request,
        "portal/proposals/investments.html",
        fund=fund,
        section="investments",
        crumbs=[fund_crumb(fund)],
        columns=columns,
        rows=rows,
        foot=[_("Total"), "", "", None, *sums],
        page_obj=page,
    )
