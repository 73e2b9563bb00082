"""Management reports for staff: the frozen snapshot as JSON, and on paper in either language."""

import django_filters
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from itvf import files
from itvf.api_fields import Input, Json, read
from itvf.api_files import Pdf
from itvf.api_json import ExactJSONRenderer
from reporting.models import ManagementReport


class ManagementReportOut(serializers.Serializer):
    """A frozen report of the programme at a quarter's end."""

    id = serializers.IntegerField()
    scheme = serializers.CharField(source="scheme.code")
    period_end = serializers.DateField()
    number = serializers.IntegerField()
    stage = serializers.ChoiceField(ManagementReport.Stage.choices)
    known_at = serializers.DateTimeField()
    content_sha256 = serializers.CharField()
    audit_head = serializers.CharField()
    frozen_by = serializers.CharField(source="frozen_by.name")
    approved_by = serializers.CharField(source="approved_by.name", default=None, allow_null=True)


class ManagementReportDetailOut(ManagementReportOut):
    """The report with its whole snapshot; each figure in it stands as it was known then."""

    content = Json()


class Language(Input):
    """Which of the two prints."""

    language = serializers.ChoiceField(["en", "zh-hant"], default="en")


class ManagementReportFilter(django_filters.FilterSet):
    """By quarter and stage."""

    period_end = django_filters.DateFilter()
    stage = django_filters.ChoiceFilter(choices=ManagementReport.Stage.choices)


class ManagementReports(ListAPIView):
    """The management reports. For staff."""

    serializer_class = ManagementReportOut
    filterset_class = ManagementReportFilter
    queryset = ManagementReport.objects.none()

    def get_queryset(self):
        return visible_reports(self.request.user).defer("content").order_by("-id")


class ManagementReportDetail(APIView):
    """One management report with its snapshot. For staff."""

    @extend_schema(responses=ManagementReportDetailOut)
    def get(self, request, pk):
        return Response(ManagementReportDetailOut(get_object_or_404(visible_reports(request.user), pk=pk)).data)


class ManagementReportPdf(APIView):
    """One management report on paper, in English or Traditional Chinese. For staff."""

    renderer_classes = [ExactJSONRenderer, Pdf]

    @extend_schema(parameters=[Language], responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, request, pk):
        report = get_object_or_404(visible_reports(request.user).select_related("pdf_en", "pdf_zh_hant"), pk=pk)
        language = read(Language, request.query_params.dict())["language"]
        file = report.pdf_zh_hant if language == "zh-hant" else report.pdf_en
        headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
        return HttpResponse(files.read(file), content_type="application/pdf", headers=headers)


def visible_reports(user):
    """Staff see every report, others none."""
    found = ManagementReport.objects.select_related("scheme", "frozen_by", "approved_by")
    return found if user.is_staff else found.none()
