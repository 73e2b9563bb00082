"""The offers of a round side by side, for the staff: charts with a table behind each; one offer by every convention."""

from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from funds import committee_paper
from funds.models import Application, Assessment, Submission
from funds.models.agreement import Compounding, TierOrder
from funds.offer_comparison import Comparison, compare
from funds.portal.pages import show
from funds.rules import offers
from funds.rules.further_hurdles import FurtherHurdle, of_terms
from itvf import charts, permissions
from itvf.dates import today
from itvf.errors import percentage
from itvf.presentation import hkd_millions, name_of, rate

COSTS = ("invested_hkd", "fee_hkd", "carry_hkd", "government_fee_hkd", "government_carry_hkd", "share_of_commitment")


@login_required
def comparison(request, reference):
    """Terms, costs, scores, eligibility and track records of all applications that the reader may see."""
    assessment = _assessment(request, reference)
    found = compare(assessment, visible=Submission.objects.visible_to(request.user), on=today())
    return show(
        request,
        "portal/assessment/comparison.html",
        section="assessment",
        assessment=assessment,
        found=found,
        charts=[*_cost_charts(found), *_score_chart(found)],
        tables=[_terms(found, reference), _results(found), *_costs(found)],
    )


@login_required
def offer(request, reference, pk):
    """One offer under every hurdle convention and scenario."""
    assessment = _assessment(request, reference)
    application = get_object_or_404(Application, pk=pk, invitation=assessment.invitation)
    visible = Submission.objects.visible_to(request.user)
    found = compare(assessment, visible=visible, on=today(), only=application)
    if not found.compared:
        raise Http404
    (one,) = found.compared
    tables = []
    for scenario, cost in zip(found.scenarios, one.costs, strict=True):
        if cost is None:
            continue
        rows = [
            (
                Compounding(way.compounding).label,
                way.day_count,
                TierOrder(way.order).label,
                way.carry_hkd,
                way.carry_hkd - cost.carry_hkd,
                _("offered") if way.is_own else "",
            )
            for way in offers.grid(one.offer, cost.flows)
        ]
        tables.append((_("At {multiple} times").format(multiple=_times(scenario)), _grid_columns(), rows))
    return show(
        request,
        "portal/assessment/offer.html",
        section="assessment",
        crumbs=[(_("Offers side by side"), reverse("portal_offers", args=[reference]))],
        application=application,
        tables=tables,
    )


@login_required
def paper(request, reference):
    """The Committee's paper: for staff, and for members on what they declared that they have no conflict."""
    assessment = get_object_or_404(
        Assessment.objects.select_related("invitation__scheme"), invitation__reference=reference
    )
    visible = committee_paper.readable_by(request.user, assessment)
    if not visible.exists():
        raise Http404
    response = HttpResponse(
        committee_paper.pdf_of(assessment, visible=visible, on=today()), content_type="application/pdf"
    )
    response["Content-Disposition"] = content_disposition_header(True, f"committee-{reference}.pdf")
    return response


def _assessment(request, reference) -> Assessment:
    if not permissions.allows(request.user, "admin.view"):
        raise Http404
    found = Assessment.objects.select_related("invitation__scheme")
    return get_object_or_404(found, invitation__reference=reference)


def _times(scenario) -> str:
    return f"{scenario.gross_multiple.normalize():f}"


def _cost_charts(found: Comparison):
    for place, scenario in enumerate(found.scenarios):
        costed = [one for one in found.compared if one.costs[place]]
        if not costed:
            return
        costs = [one.costs[place] for one in costed]
        yield charts.bars(
            charts.Chart(
                title=_("Cost to the Government at {multiple} times, HK$").format(multiple=_times(scenario)),
                description=_("Fee and carried interest over the fund's life, in the Government's part."),
                labels=[name_of(one.application.house) for one in costed],
                series=[
                    charts.Series(_("Fee"), [one.government_fee_hkd for one in costs]),
                    charts.Series(_("Carried interest"), [one.government_carry_hkd for one in costs]),
                ],
                show=hkd_millions,
            )
        )


def _score_chart(found: Comparison):
    scored = [one for one in found.compared if one.standing]
    if scored:
        yield charts.bars(
            charts.Chart(
                title=_("Weighted scores"),
                description=_("Mean of all assessors' totals, as a part of the highest."),
                labels=[name_of(one.application.house) for one in scored],
                series=[charts.Series(_("Total"), [one.standing.total_rate for one in scored])],
                show=rate,
                limit=Decimal(1),
                limit_name=_("Highest"),
            )
        )


def _house(one):
    return name_of(one.application.house)


def _terms(found: Comparison, reference: str):
    columns = [(_("House"), "text"), (_("Fund (HK$)"), "money"), (_("Likely from the Government (HK$)"), "money")]
    columns += [(_("GP (HK$)"), "money"), (_("Term"), "number"), (_("Investment period"), "number")]
    columns += [(_("Fee"), "rate"), (_("Fee afterwards"), "rate"), (_("Carry"), "rate"), (_("Hurdle"), "rate")]
    columns += [
        (_("Further hurdles: carry, catch-up"), "text"),
        (_("Catch-up"), "rate"),
        (_("Waterfall runs over"), "text"),
    ]
    rows = [
        (
            (_house(one), reverse("portal_offer", args=[reference, one.application.pk])),
            one.terms.fund_size_hkd,
            one.offer.likely_hkd,
            one.terms.gp_commitment_hkd,
            one.terms.term_years,
            one.terms.investment_period_years,
            one.terms.fee_rate_during,
            one.terms.fee_rate_after,
            one.terms.carry_rate,
            one.terms.hurdle_rate,
            "; ".join(map(_further_hurdle, of_terms(one.terms))),
            one.terms.catch_up_rate,
            one.terms.get_waterfall_scope_display(),
        )
        for one in found.compared
    ]
    return _("Terms"), columns, rows


def _further_hurdle(one: FurtherHurdle) -> str:
    catch_up = f", {percentage(one.catch_up_rate)}" if one.catch_up_rate else ""
    return f"{percentage(one.hurdle_rate)}: {percentage(one.carry_rate)}{catch_up}"


def _results(found: Comparison):
    columns = [(_("House"), "text"), (_("Requirements passed"), "text"), (_("Score"), "rate"), (_("Lowest"), "rate")]
    columns += [(_("Highest"), "rate"), (_("Deals"), "number"), (_("Gross IRR, computed"), "rate")]
    columns += [(_("claimed"), "rate"), (_("Multiple, computed"), "text"), (_("claimed"), "text")]
    rows = [
        (
            _house(one),
            f"{one.passed:d} / {one.requirements:d}",
            one.standing and one.standing.total_rate,
            one.standing and one.standing.lowest_rate,
            one.standing and one.standing.highest_rate,
            one.record.deals,
            one.record.irr.rate,
            one.record.claimed_irr,
            _multiple(one.record.multiple),
            _multiple(one.record.claimed_multiple),
        )
        for one in found.compared
    ]
    return _("Eligibility, scores and track record"), columns, rows


def _costs(found: Comparison):
    columns = [(_("House"), "text"), (_("Invested (HK$)"), "money"), (_("Fee (HK$)"), "money")]
    columns += [(_("Carried interest (HK$)"), "money"), (_("The Government's fee (HK$)"), "money")]
    columns += [(_("The Government's carry (HK$)"), "money"), (_("Both, of its commitment"), "rate")]
    for place, scenario in enumerate(found.scenarios):
        costs = [(one, one.costs[place]) for one in found.compared]
        rows = [
            (
                _house(one),
                *(getattr(of, name, None) for name in COSTS),
            )
            for one, of in costs
        ]
        yield _("Cost at {multiple} times").format(multiple=_times(scenario)), columns, rows


def _grid_columns():
    return [
        (_("Hurdle compounds"), "text"),
        (_("Day count"), "text"),
        (_("First tiers"), "text"),
        (_("Carried interest (HK$)"), "money"),
        (_("Against the offer's (HK$)"), "money"),
        ("", "text"),
    ]


def _multiple(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.2f}"
