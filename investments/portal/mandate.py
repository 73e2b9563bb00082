"""A fund's restrictions on its portfolio on any day: what counts, against what, what is left; R9's way to the end."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.models import Fund, FundAgreement
from funds.portal.pages import fund_crumb, managed_fund, show
from funds.rules.terms import Terms
from investments import all_funds, portfolio
from investments.all_funds import Measure
from investments.portal.outcomes import TONES, Status
from investments.portal.reading import Filters
from investments.portal.registers import consent_row
from investments.rules.facts import BREACH, PASS
from investments.rules.hong_kong import NOTIFY
from investments.rules.projection import Path
from investments.rules.restrictions import AGREEMENT, ECOSYSTEM, FOLLOW_ON_RESERVE, HONG_KONG_SHARE, RESTRICTIONS
from itvf.charts import Chart, Series
from itvf.dates import today
from itvf.forms import DateField
from itvf.money import ONE, ZERO, ratio
from itvf.presentation import amount, hk_date, hkd, is_chinese, rate

BASES = {
    "cost": gettext_lazy("of the original cost of all investments made"),
    "commitments": gettext_lazy("of total commitments"),
}
SEVERITIES = {
    "refuse": gettext_lazy("A deal that breaks it is refused."),
    "consent": gettext_lazy("A deal that breaks it needs a recorded consent."),
    NOTIFY: gettext_lazy("A warning until the investment period ends (A2)."),
}


class DayForm(Filters):
    """The day on which a page reads the books: today unless the address names another."""

    on = DateField(label=gettext_lazy("As of"))

    def __init__(self, request):
        super().__init__(request)
        self.is_asked = bool(request.GET.get("on"))
        if not self.is_asked:
            self.data = {"on": today().isoformat()}

    @property
    def chosen(self) -> dict:
        """The day, where it is another than today's."""
        return super().chosen if self.is_asked else {}

    @property
    def day(self) -> date:
        """The day asked for, else today."""
        return self.chosen.get("on") or today()

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """The page itself says its day."""
        return []


@login_required
def mandate(request, code):
    """What the mandate and the agreement allow the fund, as its portfolio stands on a day."""
    fund = managed_fund(request, code)
    form = DayForm(request)
    on = form.day
    agreement = FundAgreement.objects.filter(fund=fund).select_related("scheme_version__scheme").first()
    shown = _standing(fund, agreement, on) if agreement else {}
    consents = portfolio.live_consents(fund, on).select_related(
        "fund", "proposal__company", "file", "recorded_by", "approved_by"
    )
    return show(
        request,
        "portal/portfolio/mandate.html",
        fund=fund,
        section="mandate",
        crumbs=[fund_crumb(fund)],
        filters=form,
        on=on,
        consents=[consent_row(one, on) for one in consents.order_by("expiry_date", "id")],
        **shown,
    )


def _standing(fund: Fund, agreement: FundAgreement, on: date) -> dict:
    now = portfolio.position(fund, on)
    lots = now.lots(as_promised=False)
    measures = all_funds.portfolios(on, [fund.pk]).get(fund.pk, ())
    way = portfolio.path_of(now)
    return {
        "agreement": agreement,
        "rows": [_measured(one, now.terms, agreement) for one in measures],
        "path": way and _path(way, now.periods.investment_period_end, on),
        "chart": _chart(way) if way and way.commitments_hkd else None,
        "overdue_bridges": len(portfolio.overdue_bridges(now.limits, lots, on)),
        "commitments_hkd": now.commitments_hkd,
        "periods": now.periods,
    }


def _measured(measure: Measure, terms: Terms, agreement: FundAgreement) -> dict:
    """One restriction on one basis: numerator, denominator, share, what is asked, and what is left."""
    restriction = RESTRICTIONS[measure.restriction]
    is_limit = restriction in AGREEMENT
    asked = getattr(agreement, restriction.term) if is_limit else terms.rate(restriction.term)
    if restriction is FOLLOW_ON_RESERVE:
        asked = ONE - asked
    label, tone = _status(measure)
    return {
        "measure": measure,
        "of": f"{measure.restriction}/{measure.basis}",
        "rule": restriction.rule,
        "clause": (agreement.limits_clause or restriction.clause) if is_limit else terms.term(restriction.term).clause,
        "title": _(restriction.title),
        "words": restriction.clause_zh_hant if is_chinese() else restriction.clause_en,
        "basis": BASES[measure.basis],
        "numerator": _(restriction.numerator),
        "share": ratio(measure.numerator_hkd, measure.denominator_hkd),
        "asked": (_("at most {rate}") if is_limit else _("at least {rate}")).format(rate=rate(asked)),
        "status": {"label": label, "tone": tone},
        "severity": SEVERITIES[measure.severity],
        "headroom": _headroom(measure),
    }


def _status(measure: Measure) -> tuple[str, str]:
    if measure.status == BREACH and measure.severity == NOTIFY:
        return _("Below, to be made up"), "wait"
    labels = {PASS: _("Met"), BREACH: _("Broken")}
    return labels.get(measure.status, _("Evidence is missing")), TONES[Status(measure.status)]


def _headroom(measure: Measure) -> str:
    if measure.headroom_hkd is None:
        return _("Not known while facts are missing")
    if measure.headroom_hkd >= 0:
        return amount(measure.headroom_hkd)
    words = _("{amount} too little") if _is_minimum(measure) else _("{amount} above the limit")
    return words.format(amount=amount(-measure.headroom_hkd))


def _is_minimum(measure: Measure) -> bool:
    return measure.restriction in (ECOSYSTEM.id, HONG_KONG_SHARE.id)


def _path(way: Path, end: date, on: date) -> dict:
    """R9 to the end of the investment period, in the order in which it is asked."""
    if way.shortfall_hkd:
        verdict, tone = _("Out of reach"), "bad"
        words = _("Even if all that is still to be invested goes into Hong Kong, {amount} will be missing at the end.")
        words = words.format(amount=hkd(way.shortfall_hkd))
    else:
        verdict, tone = _("Within reach"), "good"
        words = _(
            "Up to {may} may still go outside Hong Kong by {end}; {must} of what is still to come must go inside."
        ).format(may=hkd(way.may_go_outside_hkd), end=hk_date(end), must=hkd(way.must_go_inside_hkd))
    return {
        "verdict": {"label": verdict, "tone": tone},
        "words": words,
        "facts": [
            (_("Invested or agreed in Hong Kong"), hkd(way.inside_hkd)),
            (_("Invested or agreed elsewhere"), hkd(way.outside_hkd)),
            (_("Share of cost in Hong Kong now"), rate(way.share_now_rate)),
            (_("Still to be invested (A1: all commitments)"), hkd(way.to_invest_hkd)),
            (_("Of it, must go into Hong Kong"), rate(way.share_on_path_rate)),
            (_("Room on the cost basis"), hkd(way.cost_room_hkd)),
            (_("Room on the commitments basis"), hkd(way.commitments_room_hkd)),
            (_("Investment period ends"), hk_date(end)),
            (_("Days left"), f"{way.days_left:,}"),
        ],
    }


def _chart(way: Path) -> Chart:
    """What is invested and what is still to be, inside and outside Hong Kong, on one scale."""
    must = min(way.must_go_inside_hkd, way.to_invest_hkd)
    free = max(ZERO, way.to_invest_hkd - must)
    return Chart(
        title=_("R9: Hong Kong and elsewhere, invested and still to be invested"),
        description=_(
            "Of {to_invest} still to be invested, {free} may go anywhere and {must} must go into Hong Kong."
        ).format(to_invest=hkd(way.to_invest_hkd), free=hkd(free), must=hkd(must)),
        labels=[_("Invested or agreed"), _("Still to be invested")],
        series=[
            Series(_("Hong Kong"), [way.inside_hkd, must]),
            Series(_("Elsewhere"), [way.outside_hkd, ZERO]),
            Series(_("May go anywhere"), [ZERO, free]),
        ],
        show=hkd,
    )
