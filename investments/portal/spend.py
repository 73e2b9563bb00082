"""The company page's Hong Kong spend (R10, A16): expected against reported and accepted, by quarter and by category."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Prefetch
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds import selectors
from investments.models import SpendCheck, SpendLine, SpendReport
from investments.portal.holdings import Lot
from investments.rules import spending
from investments.rules.spending import Progress, Undertaking
from itvf.charts import Chart, Series
from itvf.dates import quarter_end
from itvf.explained import cell, totals
from itvf.money import ZERO, quantise, total
from itvf.presentation import hk_date, hkd, hkd_millions, rate
from itvf.templatetags.explain import explained_link

NO_UNDERTAKING = "no_undertaking"
STATES = {
    spending.MET: (gettext_lazy("Met"), "good"),
    spending.ON_TRACK: (gettext_lazy("On schedule"), "good"),
    spending.NOT_BEGUN: (gettext_lazy("Not begun"), "info"),
    spending.BEHIND: (gettext_lazy("Behind schedule"), "wait"),
    spending.SHORT: (gettext_lazy("Short at the end"), "bad"),
    NO_UNDERTAKING: (gettext_lazy("No undertaking on record"), "bad"),
}


def progress(lots: Iterable[Lot], on: date) -> dict[int, dict]:
    """Each lot's progress as its section shows it, by investment; three queries, and the terms of each fund."""
    lots = list(lots)
    checks = SpendCheck.objects.filter(replaced_by__isnull=True)
    lines = SpendLine.objects.prefetch_related(Prefetch("checks", checks, to_attr="standing_checks"))
    reports = SpendReport.objects.standing().filter(
        investment__in=[lot.investment.pk for lot in lots], period_end__lte=on
    )
    by_lot: dict[int, list[SpendReport]] = defaultdict(list)
    for report in reports.prefetch_related(Prefetch("lines", lines)).order_by("period_end", "id"):
        by_lot[report.investment_id].append(report)
    rates = {
        fund: selectors.terms_of_fund(fund).rate("hong_kong_spend_minimum_rate") for fund in {lot.fund for lot in lots}
    }
    return {lot.investment.pk: _progress(lot, by_lot[lot.investment.pk], rates[lot.fund], on) for lot in lots}


def _progress(lot: Lot, reports: list[SpendReport], minimum_rate: Decimal, on: date) -> dict:
    deal = lot.investment.proposal
    undertaking = Undertaking(
        lot.position.original_cost_hkd, minimum_rate, lot.investment.completed_date, deal.spend_months
    )
    stands = spending.progress(undertaking, **_sums(reports), on=on)
    signed, undertaken = deal.undertaking_signed_date, deal.hong_kong_spend_undertaken_hkd
    rows = _by_category(lot, reports, on)

    def opens(name: str, amount: Decimal) -> str:
        return explained_link(hkd(amount), "spend", lot.fund.code, of=f"{lot.investment.pk:d}/{name}", on=on)

    label, tone = STATES[stands.status if signed else NO_UNDERTAKING]
    return {
        "state": {"label": label, "tone": tone},
        "sentence": _sentence(stands, undertaking, on),
        "facts": [
            (_("Required by the end"), opens("required", stands.required_hkd)),
            (_("Undertaken"), opens("undertaken", undertaken) if signed and signed <= on else hkd(undertaken)),
            (_("Undertaking signed on"), hk_date(signed)),
            (_("To be spent by"), hk_date(undertaking.ends)),
            (_("Expected by now"), opens("expected", stands.expected_hkd)),
            (_("Reported"), opens("reported", stands.reported_hkd)),
            (_("Accepted on verification"), opens("accepted", stands.accepted_hkd)),
            (_("Rejected on verification"), opens("rejected", stands.rejected_hkd)),
            (_("Jobs in Hong Kong, last reported"), f"{reports[-1].hong_kong_jobs:,}" if reports else None),
        ],
        "chart": _chart(undertaking, reports) if reports else None,
        "columns": _columns(),
        "rows": rows,
        "foot": totals(_("Total"), rows) if rows else None,
    }


def _sentence(stands: Progress, undertaking: Undertaking, on: date) -> str:
    share = stands.share_rate
    return _(
        "{counted} counts (reported, less rejected): {share} of the {required} that {minimum} of cost is. "
        "The straight line to {end} expects {expected} by {day}."
    ).format(
        counted=hkd(stands.counted_hkd),
        share=rate(share.quantize(Decimal("0.0001"))) if share is not None else "–",
        required=hkd(stands.required_hkd),
        minimum=rate(undertaking.minimum_rate),
        end=hk_date(undertaking.ends),
        expected=hkd(stands.expected_hkd),
        day=hk_date(on),
    )


def _sums(reports: Iterable[SpendReport]) -> dict[str, Decimal]:
    lines = [line for report in reports for line in report.lines.all()]
    checks = [check for line in lines for check in line.standing_checks]
    return {
        "reported_hkd": total(line.amount_hkd for line in lines),
        "accepted_hkd": total(check.accepted_hkd for check in checks),
        "rejected_hkd": total(check.rejected_hkd for check in checks),
    }


def _columns() -> list[tuple[str, str]]:
    return [
        (_("Category"), "text"),
        (_("Reported (HK$)"), "money"),
        (_("Accepted (HK$)"), "money"),
        (_("Rejected (HK$)"), "money"),
    ]


def _by_category(lot: Lot, reports: Iterable[SpendReport], on: date) -> list[list]:
    """What was reported, accepted and rejected of each category, those that were reported only."""
    sums: Mapping[str, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO, ZERO])
    for line in (line for report in reports for line in report.lines.all()):
        row = sums[line.category]
        row[0] += line.amount_hkd
        for check in line.standing_checks:
            row[1] += check.accepted_hkd
            row[2] += check.rejected_hkd
    names = ("reported", "accepted", "rejected")
    return [
        [
            capfirst(kind.label),
            *(
                cell(amount, lot.fund.code, "spend", of=f"{lot.investment.pk:d}/{name}-{kind.value}", on=on)
                for name, amount in zip(names, sums[kind], strict=True)
            ),
        ]
        for kind in SpendLine.Category
        if kind in sums
    ]


def _chart(undertaking: Undertaking, reports: list[SpendReport]) -> Chart:
    """The straight line over the whole schedule, and what was reported and accepted up to the last report."""
    known = reports[-1].period_end
    days = _quarter_ends(undertaking, known)
    sums = {day: _sums(report for report in reports if report.period_end <= day) for day in days if day <= known}
    expected = [quantise(spending.expected(undertaking, day), mode="half_up") for day in days]
    so_far = _sums(reports)
    return Chart(
        title=_("Hong Kong spend to date, by quarter"),
        description=_("By {day}, {reported} was reported and {accepted} accepted on verification.").format(
            day=hk_date(known), reported=hkd(so_far["reported_hkd"]), accepted=hkd(so_far["accepted_hkd"])
        ),
        labels=[_("Q{quarter} {year}").format(quarter=(day.month + 2) // 3, year=day.year) for day in days],
        series=[
            Series(_("Expected on the straight line (A16)"), expected),
            Series(_("Reported"), [sums[day]["reported_hkd"] if day in sums else None for day in days]),
            Series(_("Accepted"), [sums[day]["accepted_hkd"] if day in sums else None for day in days]),
        ],
        show=hkd_millions,
        limit=undertaking.required_hkd,
        limit_name=_("Required"),
    )


def _quarter_ends(undertaking: Undertaking, last_report: date) -> list[date]:
    """Quarter ends from the first after the deal until the schedule and the reports are both over."""
    days, end = [quarter_end(undertaking.starts)], max(undertaking.ends, last_report)
    while days[-1] < end:
        days.append(quarter_end(days[-1] + timedelta(days=1)))
    return days
