"""Capital account statements of partners as JSON, PDF and XLSX, and liquidations that write nothing."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from funds import partner_statements, what_if
from funds.models import Fund, Partner
from funds.partner_statement_workbook import xlsx_of
from itvf.api_fields import Explained, Json, Money
from itvf.api_files import Pdf, Xlsx
from itvf.api_json import ExactJSONRenderer
from itvf.dates import today
from itvf.workbooks import XLSX

ASKED = [
    OpenApiParameter(
        "as_of", OpenApiTypes.DATE, required=True, description="a day from the first closing, that is over"
    ),
    OpenApiParameter("known_at", OpenApiTypes.DATETIME, description="leave out what was recorded later"),
]


class StatementQuery(serializers.Serializer):
    """As of which day, and as known at which moment."""

    as_of = serializers.DateField()
    known_at = serializers.DateTimeField(required=False, default=None)


class AccountLineOut(serializers.Serializer):
    """One line of a capital account, over three periods."""

    cause = serializers.CharField(help_text="opening, closing, or what moved the account")
    quarter_hkd = Money()
    year_hkd = Money()
    inception_hkd = Money()


class StatementOut(serializers.Serializer):
    """A partner's capital account statement: what its PDF and its workbook say."""

    reference = serializers.CharField()
    as_of = serializers.DateField()
    known_at = serializers.DateTimeField(allow_null=True)
    fund = Json()
    partner = Json()
    periods = Json()
    account = AccountLineOut(many=True)
    fund_account = AccountLineOut(many=True)
    position = Json()
    fund_position = Json()
    terms = Json()


class Statement(APIView):
    """A partner's capital account at the end of a day: opening, movements by cause, closing; unfunded and multiples."""

    @extend_schema(parameters=ASKED, responses=StatementOut)
    def get(self, request, code, pk):
        return Response(content_for(request, code, pk))


class StatementPdf(APIView):
    """The statement on paper, in English and Traditional Chinese."""

    renderer_classes = [ExactJSONRenderer, Pdf]

    @extend_schema(parameters=ASKED, responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, request, code, pk):
        content = content_for(request, code, pk)
        headers = {"Content-Disposition": f'attachment; filename="{content["reference"]}.pdf"'}
        return HttpResponse(partner_statements.pdf_of(content), content_type="application/pdf", headers=headers)


class StatementXlsx(APIView):
    """The statement as a spreadsheet: the figures of its PDF, one sheet a language."""

    renderer_classes = [ExactJSONRenderer, Xlsx]

    @extend_schema(parameters=ASKED, responses={(200, XLSX): OpenApiTypes.BINARY})
    def get(self, request, code, pk):
        content = content_for(request, code, pk)
        headers = {"Content-Disposition": f'attachment; filename="{content["reference"]}.xlsx"'}
        return HttpResponse(xlsx_of(content), content_type=XLSX, headers=headers)


def content_for(request, code: str, pk: int) -> dict:
    """The statement that a request asks for, if its reader may see the partner."""
    query = StatementQuery(data=request.query_params)
    query.is_valid(raise_exception=True)
    seen = Partner.objects.visible_to(request.user).filter(fund__code=code, commitments__closing__stage="completed")
    partner = get_object_or_404(seen.select_related("fund__manager").distinct(), pk=pk)
    partner_statements.check_day(partner.fund, query.validated_data["as_of"], today())
    return partner_statements.content_of(
        partner, query.validated_data["as_of"], known_at=query.validated_data["known_at"]
    )


class LiquidationQuery(serializers.Serializer):
    """The day, and the net assets; without these what the books show on that day."""

    on = serializers.DateField()
    nav_hkd = Money(required=False, default=None)


class LiquidationPartOut(serializers.Serializer):
    """One partner's part of a liquidation by tier."""

    partner = serializers.IntegerField(source="partner.pk")
    name_en = serializers.CharField(source="partner.name_en")
    capital_hkd = Money(source="line.capital_hkd")
    hurdle_hkd = Money(source="line.hurdle_hkd")
    catch_up_hkd = Money(source="line.catch_up_hkd")
    split_hkd = Money(source="line.split_hkd")
    carry_hkd = Money(source="line.carry_hkd")
    clawback_hkd = Money()
    amount_hkd = Money()


class LiquidationOut(serializers.Serializer):
    """What a liquidation would bring; nothing is written."""

    on = serializers.DateField(source="liquidation.on")
    nav_hkd = Money(source="liquidation.nav_hkd")
    book_nav_hkd = Money()
    outside_hkd = Money(source="liquidation.outside_hkd")
    tiers = Json(source="liquidation.tiers.as_dict")
    carry_hkd = Money(source="liquidation.tiers.gp_hkd")
    clawback_hkd = Money(source="liquidation.still_owed_hkd")
    parts = LiquidationPartOut(many=True)
    explained = Explained(
        dict.fromkeys(
            ("nav_hkd", "tiers", "carry_hkd", "clawback_hkd", "parts"), ("liquidation", "{0.liquidation.nav_hkd}")
        ),
        on="{0.liquidation.on}",
    )


class WhatIfLiquidation(APIView):
    """A hypothetical liquidation on a day at net assets: tiers, each partner's part, carry and clawback (A6)."""

    @extend_schema(parameters=[LiquidationQuery], responses=LiquidationOut)
    def get(self, request, code):
        fund = get_object_or_404(Fund.objects.books_open_to(request.user), code=code)
        query = LiquidationQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        return Response(
            LiquidationOut(what_if.liquidation(fund, **query.validated_data), context={"fund": fund.code}).data
        )
