"""Hong Kong spend (R10): quarterly reports with evidence, samples by a recorded seed, verification."""

import json

import django_filters
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from funds.models import Fund
from investments.api.events import visible_investment
from investments.models import SpendLine, SpendReport
from investments.services import spending
from itvf.api import IdempotentVerb
from itvf.api_exact import Fraction
from itvf.api_fields import Input, Money, read
from itvf.api_upload import FileOut, kept
from itvf.dates import now
from itvf.errors import InputRefused, gettext_noop


class SpentIn(Input):
    """One amount: category, what for, HK$. `file` is the name of the part of a multipart body that shows it."""

    category = serializers.ChoiceField(SpendLine.Category.choices)
    description = serializers.CharField(max_length=2000)
    amount_hkd = Money()
    file = serializers.CharField(max_length=60, required=False, default="")


class SpendReportIn(Input):
    """A quarter's spend. With evidence the body is multipart: this as JSON in `report`, the files under their names."""

    period_end = serializers.DateField()
    hong_kong_jobs = serializers.IntegerField(min_value=0)
    note = serializers.CharField(max_length=4000, required=False, default="", allow_blank=True)
    lines = SpentIn(many=True, allow_empty=False)


class SpendSampleIn(Input):
    """How a quarter's lines are drawn; the seed is a public figure of the day with its source."""

    period_end = serializers.DateField()
    seed = serializers.CharField(max_length=80)
    share_rate = Fraction(required=False)
    threshold_hkd = Money(required=False)


class SpendCheckIn(Input):
    """What verification found of a line: accepted and rejected add up to it."""

    accepted_hkd = Money()
    rejected_hkd = Money()
    reason = serializers.CharField(max_length=4000, required=False, default="", allow_blank=True)


class SpendCheckOut(serializers.Serializer):
    """What verification found of a line."""

    id = serializers.IntegerField()
    line = serializers.IntegerField(source="line_id")
    accepted_hkd = Money()
    rejected_hkd = Money()
    reason = serializers.CharField()
    checked_by = serializers.CharField(source="checked_by.name")
    checked_at = serializers.DateTimeField()


class SpendLineOut(serializers.Serializer):
    """One amount with its evidence, whether it was drawn, and the check that stands."""

    id = serializers.IntegerField()
    category = serializers.ChoiceField(SpendLine.Category.choices)
    description = serializers.CharField()
    amount_hkd = Money()
    file = FileOut(allow_null=True)
    is_sampled = serializers.SerializerMethodField()
    check = serializers.SerializerMethodField(method_name="get_standing_check")

    def get_is_sampled(self, line) -> bool:
        """Whether a sample took it."""
        return bool(line.sampled.all())

    @extend_schema_field(SpendCheckOut(allow_null=True))
    def get_standing_check(self, line):
        """The check that no later one replaces."""
        found = next((one for one in line.checks.all() if not hasattr(one, "replaced_by")), None)
        return found and SpendCheckOut(found).data


class SpendReportOut(serializers.Serializer):
    """One investee's spend and jobs in one quarter; one that a later report replaces does not stand."""

    id = serializers.IntegerField()
    investment = serializers.IntegerField(source="investment_id")
    fund = serializers.CharField(source="investment.fund.code")
    company_name = serializers.CharField(source="investment.company.name_en")
    period_end = serializers.DateField()
    hong_kong_jobs = serializers.IntegerField()
    note = serializers.CharField()
    replaces = serializers.IntegerField(source="replaces_id", allow_null=True)
    stands = serializers.SerializerMethodField()
    submitted_by = serializers.CharField(source="submitted_by.name")
    submitted_at = serializers.DateTimeField()
    lines = SpendLineOut(many=True)

    def get_stands(self, report) -> bool:
        """Whether no later report replaces it."""
        return not hasattr(report, "replaced_by")


class SpendSampleOut(serializers.Serializer):
    """A sample with what it was drawn from: anyone can draw it again."""

    id = serializers.IntegerField()
    fund = serializers.CharField(source="fund.code")
    period_end = serializers.DateField()
    seed = serializers.CharField()
    share_rate = Fraction()
    threshold_hkd = Money()
    population_count = serializers.IntegerField()
    population_hkd = Money()
    population_hash = serializers.CharField()
    lines = serializers.SerializerMethodField()

    def get_lines(self, sample) -> list[int]:
        """The lines drawn."""
        return list(sample.lines.order_by("line").values_list("line", flat=True))


class SpendReportFilter(django_filters.FilterSet):
    """By fund, investment and quarter."""

    fund = django_filters.CharFilter(field_name="investment__fund__code")
    investment = django_filters.NumberFilter()
    period_end = django_filters.DateFilter()


class SpendReports(ListAPIView):
    """The spend reports that you may see: staff all, a GP its own funds'."""

    serializer_class = SpendReportOut
    filterset_class = SpendReportFilter
    queryset = SpendReport.objects.none()

    def get_queryset(self):
        return visible_reports(self.request.user).order_by("-id")


class SpendReportDetail(APIView):
    """One spend report with its lines."""

    @extend_schema(responses=SpendReportOut)
    def get(self, request, pk):
        return Response(SpendReportOut(get_object_or_404(visible_reports(request.user), pk=pk)).data)


class ReportSpend(IdempotentVerb):
    """Report an investee's Hong Kong spend of a quarter; a second report of it replaces the first."""

    input, output, success = SpendReportIn, SpendReportOut, 201

    def perform(self, request, pk):
        investment = visible_investment(request.user, pk)
        given = read(SpendReportIn, _body(request))
        lines = _with_evidence(given.pop("lines"), request)
        made = spending.report(investment=investment, lines=lines, **given, by=request.user, at=now())
        return 201, SpendReportOut(visible_reports(request.user).get(pk=made.pk)).data


class DrawSpendSample(IdempotentVerb):
    """Draw the lines of a fund's quarter that are to be verified, by staff; once."""

    input, output, success = SpendSampleIn, SpendSampleOut, 201

    def perform(self, request, code):
        fund = get_object_or_404(Fund.objects.books_open_to(request.user), code=code)
        given = read(SpendSampleIn, request.data)
        return 201, SpendSampleOut(spending.draw_sample(fund=fund, **given, by=request.user, at=now())).data


class CheckSpendLine(IdempotentVerb):
    """Record what verification found of a line, by staff; a later check replaces an earlier one."""

    input, output, success = SpendCheckIn, SpendCheckOut, 201

    def perform(self, request, pk):
        reports = SpendReport.objects.visible_to(request.user).values("pk")
        lines = SpendLine.objects.filter(report__in=reports).select_related("report__investment__fund")
        line = get_object_or_404(lines, pk=pk)
        given = read(SpendCheckIn, request.data)
        return 201, SpendCheckOut(spending.check_line(line=line, **given, by=request.user, at=now())).data


def visible_reports(user):
    """Spend reports that a person may see, their lines with them; as many queries whatever their number."""
    named = ("investment__fund", "investment__company", "submitted_by", "replaced_by")
    parts = ("lines__file", "lines__sampled", "lines__checks__checked_by", "lines__checks__replaced_by")
    return SpendReport.objects.visible_to(user).select_related(*named).prefetch_related(*parts)


def _body(request):
    """The report itself: the body, or the part `report` of a multipart one."""
    if not request.FILES:
        return request.data
    try:
        return json.loads(request.data.get("report", ""))
    except ValueError:
        raise InputRefused(
            gettext_noop("The part {part} has to hold the report as JSON."),
            code="not_json",
            field="report",
            part="report",
        ) from None


def _with_evidence(lines: list[dict], request) -> list[spending.Spent]:
    """The lines with their files; a name without a part, and a part that no line names, are refused."""
    named = {line["file"] for line in lines} - {""}
    if named != set(request.FILES):
        raise InputRefused(
            gettext_noop("The lines name the files {named}; the body holds {found}."),
            code="files_disagree",
            field="lines",
            named=sorted(named),
            found=sorted(request.FILES),
        )
    files = {name: kept(request.FILES[name], by=request.user) for name in sorted(named)}
    return [spending.Spent(**line | {"file": files.get(line["file"])}) for line in lines]
