"""Quarterly reports: submitted by the GP, compared with the books, queried or accepted by staff (R21, A14)."""

from dataclasses import asdict

import django_filters
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.response import Response

from funds.models import Fund
from itvf.api import IdempotentVerb
from itvf.api_fields import Explained, Input, Json, Money, Rate, Reason, read
from itvf.dates import now
from itvf.errors import plain
from reporting import claimed_returns, selectors
from reporting.comparison_words import DERIVED
from reporting.models import QuarterlyReport
from reporting.services import quarterly_reports
from reporting.services.quarterly_reports import Figures, HoldingFigures


class HoldingIn(Input):
    """What the manager says of one investment; spend and jobs are to date, in Hong Kong (R10, A16)."""

    investment = serializers.IntegerField(min_value=1)
    cost_hkd = Money()
    fair_value_hkd = Money()
    hong_kong_spend_to_date_hkd = Money()
    hong_kong_jobs = serializers.IntegerField(min_value=0)


# The books' figures beside the reported ones, and what derives each.
BOOKED = {
    "contributions_hkd": ("paid-in", ""),
    "distributions_hkd": ("distributed", ""),
    "investments_at_cost_hkd": ("at-cost", ""),
    "cash_hkd": ("balance", "cash"),
    "nav_hkd": ("net-assets", ""),
    "investments_fair_value_hkd": ("fair-value", ""),
    **{name: ("performance", of) for name, of in DERIVED.items()},
}


class Figure(serializers.CharField):
    """A return of the manager's own as a decimal string, or null where it gives none."""

    def __init__(self, **kwargs):
        super().__init__(required=False, allow_null=True, default=None, max_length=20, **kwargs)


class FiguresIn(Input):
    """The manager's figures at the quarter's end: cumulative but for the fee, which is the quarter's.

    Its own returns may stand beside: rates as fractions (the period's under a year) and multiples of the partners.
    """

    contributions_hkd = Money()
    distributions_hkd = Money()
    investments_at_cost_hkd = Money()
    investments_fair_value_hkd = Money()
    cash_hkd = Money()
    fee_charged_hkd = Money()
    nav_hkd = Money()
    gross_irr_rate = Figure()
    net_irr_rate = Figure()
    tvpi = Figure()
    dpi = Figure()
    holdings = HoldingIn(many=True)
    comments = serializers.CharField(required=False, allow_blank=True, default="")


class ReportIn(FiguresIn):
    """A report of one quarter, named by its last day."""

    period_end = serializers.DateField()


class NoteIn(Input):
    """Why a report is accepted though figures differ from the books."""

    note = serializers.CharField(required=False, allow_blank=True, default="")


class HoldingOut(serializers.Serializer):
    """One holding as reported."""

    investment = serializers.IntegerField(source="investment_id")
    company_name = serializers.CharField(source="investment.company.name_en")
    cost_hkd = Money()
    fair_value_hkd = Money()
    hong_kong_spend_to_date_hkd = Money()
    hong_kong_jobs = serializers.IntegerField()


class ReportOut(serializers.Serializer):
    """A quarterly report."""

    id = serializers.IntegerField()
    fund = serializers.CharField(source="fund.code")
    period_end = serializers.DateField()
    due_date = serializers.DateField()
    stage = serializers.ChoiceField(QuarterlyReport.Stage.choices)
    contributions_hkd = Money()
    distributions_hkd = Money()
    investments_at_cost_hkd = Money()
    investments_fair_value_hkd = Money()
    cash_hkd = Money()
    fee_charged_hkd = Money()
    nav_hkd = Money()
    gross_irr_rate = Rate(allow_null=True)
    net_irr_rate = Rate(allow_null=True)
    tvpi = Rate(allow_null=True)
    dpi = Rate(allow_null=True)
    submitted_by = serializers.CharField(source="submitted_by.name")
    submitted_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class ReportDetailOut(ReportOut):
    """A report with its holdings and the comparison of every figure with the system's own, to the cent.

    `comparison`: [`field`, `label`, `claimed_hkd`, `books_hkd`, `difference_hkd`, `explanation`]; `books_hkd` and
    `difference_hkd` are null where the system has no figure of its own yet, and `explanation` says why.
    `returns`: [`field`, `claimed`, `own`, `difference`, `explanation`] of each return that is claimed.
    """

    comments = serializers.CharField()
    comparison = serializers.SerializerMethodField()
    returns = serializers.SerializerMethodField()
    explained = Explained(BOOKED, fund="fund.code", on="{0.period_end}")
    holdings = HoldingOut(many=True)
    queried_reason = serializers.CharField()
    acceptance_note = serializers.CharField()
    accepted_by = serializers.CharField(source="accepted_by.name", default=None, allow_null=True)
    accepted_at = serializers.DateTimeField(allow_null=True)

    @extend_schema_field(Json)
    def get_comparison(self, report):
        """The comparison as it was accepted; until then with the holdings' values and spend as known now."""
        return [plain(asdict(line)) for line in selectors.comparison_of(report)]

    @extend_schema_field(Json)
    def get_returns(self, report):
        """The claimed returns beside the system's own, as accepted or as the books have them now."""
        return claimed_returns.stored(claimed_returns.of(report))


class ReportFilter(django_filters.FilterSet):
    """By fund, quarter and stage."""

    fund = django_filters.CharFilter(field_name="fund__code")
    period_end = django_filters.DateFilter()
    stage = django_filters.ChoiceFilter(choices=QuarterlyReport.Stage.choices)


class QuarterlyReports(ListAPIView):
    """The reports that you may see: staff all, a GP its own funds'."""

    serializer_class = ReportOut
    filterset_class = ReportFilter
    queryset = QuarterlyReport.objects.none()

    def get_queryset(self):
        return visible_reports(self.request.user).order_by("-id")


class SubmitReport(IdempotentVerb):
    """Submit a fund's report of a quarter. It is compared with the books; the differences are in the answer."""

    input, output, success = ReportIn, ReportDetailOut, 201

    def perform(self, request, code):
        fund = get_object_or_404(Fund.objects.visible_to(request.user), code=code)
        given = read(ReportIn, request.data)
        report = quarterly_reports.submit(fund=fund, **claimed(given), by=request.user, at=now())
        return 201, detail(report.pk, request.user)


class QuarterlyReportDetail(IdempotentVerb):
    """One report; a queried one is put right by PUT, naming the version that was read (If-Match)."""

    http_method_names = ["get", "put", "head", "options"]
    input, output, success, takes_version = FiguresIn, ReportDetailOut, 200, True
    put = IdempotentVerb.post

    @extend_schema(responses=ReportDetailOut)
    def get(self, request, pk):
        return Response(detail(pk, request.user))

    def perform(self, request, pk):
        report = get_object_or_404(visible_reports(request.user), pk=pk)
        given = read(FiguresIn, request.data) | {"period_end": report.period_end}
        version = self.expected_version(request)
        quarterly_reports.submit(fund=report.fund, **claimed(given), by=request.user, at=now(), version=version)
        return 200, detail(pk, request.user)


class AcceptReport(IdempotentVerb):
    """Accept a report, by staff; figures that differ from the books take a note."""

    input, output, success, takes_version = NoteIn, ReportDetailOut, 200, True

    def perform(self, request, pk):
        report = get_object_or_404(visible_reports(request.user), pk=pk)
        given = read(NoteIn, request.data)
        version = self.expected_version(request)
        quarterly_reports.accept(report=report, **given, by=request.user, at=now(), version=version)
        return 200, detail(pk, request.user)


class QueryReport(IdempotentVerb):
    """Send a report back to its manager with a question, by staff."""

    input, output, success, takes_version = Reason, ReportDetailOut, 200, True

    def perform(self, request, pk):
        report = get_object_or_404(visible_reports(request.user), pk=pk)
        given = read(Reason, request.data)
        version = self.expected_version(request)
        quarterly_reports.query(report=report, **given, by=request.user, at=now(), version=version)
        return 200, detail(pk, request.user)


def visible_reports(user):
    """Reports that a person may see, with what they name."""
    return QuarterlyReport.objects.visible_to(user).select_related("fund", "submitted_by", "accepted_by")


def claimed(given: dict) -> dict:
    """The manager's figures as the service takes them."""
    figures = Figures(**{name: given[name] for name in Figures.__dataclass_fields__})
    holdings = [HoldingFigures(**holding) for holding in given["holdings"]]
    return {
        "period_end": given["period_end"],
        "figures": figures,
        "holdings": holdings,
        "comments": given["comments"],
    }


def detail(pk: int, user) -> dict:
    """One report as it is answered."""
    reports = visible_reports(user).prefetch_related("holdings__investment__company")
    return ReportDetailOut(get_object_or_404(reports, pk=pk)).data
