"""What each hurdle convention does to a fund's carry: the 60 ways side by side, the agreement's own marked."""

from django.contrib.auth.decorators import login_required
from django.utils.translation import gettext as _

from funds import conventions, selectors, waterfall_facts
from funds.models.agreement import Compounding, TierOrder
from funds.portal.as_known import AskForm
from funds.portal.pages import fund_crumb, managed_fund, show
from itvf.dates import today
from itvf.errors import DomainError
from itvf.explained import cell
from itvf.words import error_text


@login_required
def grid(request, code):
    """The grid of a fund on any day, as known on any, over what was distributed and a liquidation at net assets."""
    fund = managed_fund(request, code)
    form = AskForm(request.GET)
    on, known_at = form.given.get("on") or today(), form.given.get("known_at")
    rows, own, nothing, nav, clause = [], None, "", None, ""
    try:
        clause = selectors.agreement_of(fund, known_at=known_at).waterfall_clause
        nav = waterfall_facts.net_assets_of([fund.pk], on, known_at=known_at)[fund.pk]
        found = conventions.grid(fund, on, nav_hkd=nav, known_at=known_at)
        own = next(one for one in found if one.is_own)
        rows = [
            [
                Compounding(one.compounding).label,
                one.day_count,
                TierOrder(one.order).label,
                cell(one.gp_hkd, fund.code, "convention", of=conventions.name_of(one), on=on, known_at=known_at),
                cell(
                    one.gp_hkd - own.gp_hkd,
                    fund.code,
                    "convention-difference",
                    of=conventions.name_of(one),
                    on=on,
                    known_at=known_at,
                ),
                _("the agreement's") if one.is_own else "",
            ]
            for one in found
        ]
    except DomainError as problem:
        nothing = error_text(problem)
    columns = [
        (_("Hurdle compounds"), "text"),
        (_("Day count"), "text"),
        (_("First tiers"), "text"),
        (_("Carried interest (HK$)"), "money"),
        (_("Against the agreement's (HK$)"), "money"),
        ("", "text"),
    ]
    return show(
        request,
        "portal/funds/conventions.html",
        fund=fund,
        section="fund",
        crumbs=[fund_crumb(fund)],
        columns=columns,
        rows=rows,
        own=own,
        own_of=own and conventions.name_of(own),
        nav=nav,
        form=form,
        on=on,
        known_at=known_at,
        clause=clause,
        nothing=nothing,
    )
