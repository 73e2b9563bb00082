"""Notices of capital calls and distributions: the list, one notice as its partner reads it, and its PDF."""

import django_filters
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from funds.models import Notice
from funds.notice_workbook import xlsx_of
from funds.services import notices
from itvf import outbox
from itvf.api_fields import Json, Money
from itvf.api_files import Pdf, Xlsx
from itvf.api_json import ExactJSONRenderer
from itvf.dates import now
from itvf.workbooks import XLSX


class NoticeOut(serializers.Serializer):
    """A notice to one partner of a call, a distribution, or both (a net notice); what another kind has is null."""

    id = serializers.IntegerField()
    reference = serializers.CharField()
    fund = serializers.CharField(source="fund.code")
    capital_call = serializers.IntegerField(source="line.call_id", default=None, allow_null=True)
    distribution = serializers.IntegerField(source="distribution_line.distribution_id", default=None, allow_null=True)
    net_notice = serializers.IntegerField(source="netting_line.netting_id", default=None, allow_null=True)
    partner = serializers.IntegerField(source="subject_line.partner_id")
    partner_name = serializers.CharField(source="subject_line.partner.name_en")
    amount_hkd = Money(source="subject_line.amount_hkd", default=None, allow_null=True)
    net_hkd = Money(
        source="netting_line.net_hkd",
        default=None,
        allow_null=True,
        help_text="of a net notice: what is to be paid, below zero what is paid out",
    )
    outside_hkd = Money(
        source="line.outside_hkd",
        default=None,
        allow_null=True,
        help_text="outside the commitment: fees and expenses (A21), interest of a true-up (A13)",
    )
    interest_hkd = Money(
        source="line.interest_hkd", default=None, allow_null=True, help_text="of it, interest of a true-up (A13)"
    )
    due_date = serializers.DateField(source="line.call.due_date", default=None, allow_null=True)
    payment_date = serializers.DateField(
        source="distribution_line.distribution.payment_date", default=None, allow_null=True
    )
    is_cancelled = serializers.BooleanField()
    served_at = serializers.DateTimeField(allow_null=True)
    first_viewed_at = serializers.DateTimeField(allow_null=True)


class NoticeDetailOut(NoticeOut):
    """The whole notice: what every partner is told, this partner's own figures, and the hash over both."""

    common = Json(source="event.notice_common")
    own = Json(source="content")
    content_sha256 = serializers.CharField()


class NoticeFilter(django_filters.FilterSet):
    """By fund and by what it tells of."""

    fund = django_filters.CharFilter(method="of_fund")
    capital_call = django_filters.NumberFilter(field_name="line__call")
    distribution = django_filters.NumberFilter(field_name="distribution_line__distribution")
    net_notice = django_filters.NumberFilter(field_name="netting_line__netting")
    served = django_filters.BooleanFilter(field_name="served_at", lookup_expr="isnull", exclude=True)

    def of_fund(self, found, _name, code):
        """Of every kind."""
        return found.filter(
            Q(line__call__fund__code=code)
            | Q(distribution_line__distribution__fund__code=code)
            | Q(netting_line__netting__fund__code=code)
        )


class Notices(ListAPIView):
    """The notices that you may read."""

    serializer_class = NoticeOut
    filterset_class = NoticeFilter
    queryset = Notice.objects.none()

    def get_queryset(self):
        return visible_notices(self.request.user).order_by("-id")


class NoticeDetail(APIView):
    """One notice. When its partner's own contact reads it, the first time goes on record."""

    @extend_schema(responses=NoticeDetailOut)
    def get(self, request, pk):
        notice = get_object_or_404(visible_notices(request.user), pk=pk)
        return Response(NoticeDetailOut(notices.mark_viewed(notice, by=request.user, at=now())).data)


class NoticePdf(APIView):
    """The notice on paper, in English and Traditional Chinese: the bytes that its mail carried."""

    renderer_classes = [ExactJSONRenderer, Pdf]

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, request, pk):
        notice = get_object_or_404(visible_notices(request.user), pk=pk)
        notice = notices.mark_viewed(notice, by=request.user, at=now())
        name, kind, paper = next(found for found in outbox.attachments(notice.message) if found[1] == Pdf.media_type)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(paper, content_type=kind, headers=headers)


class NoticeXlsx(APIView):
    """The notice as a spreadsheet: the figures of its PDF, one sheet in English and one in Traditional Chinese."""

    renderer_classes = [ExactJSONRenderer, Xlsx]

    @extend_schema(responses={(200, XLSX): OpenApiTypes.BINARY})
    def get(self, request, pk):
        notice = get_object_or_404(visible_notices(request.user), pk=pk)
        notice = notices.mark_viewed(notice, by=request.user, at=now())
        headers = {"Content-Disposition": f'attachment; filename="{notice.reference}.xlsx"'}
        return HttpResponse(xlsx_of(notice), content_type=XLSX, headers=headers)


def visible_notices(user):
    """Notices that a person may read, with all that they print."""
    return Notice.objects.visible_to(user).with_subject().select_related("message")
