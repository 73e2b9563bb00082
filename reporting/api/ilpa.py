"""A fund's figures by ILPA's Performance Template through the API: transactions, figures, and the same as XLSX."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from funds.models import Fund
from itvf.api_fields import Explained, Input, Money, Rate, read
from itvf.dates import today
from itvf.workbooks import XLSX
from reporting import ilpa_returns, ilpa_workbook
from reporting.rules import ilpa


class IlpaMoment(Input):
    """The day, and the recorded time as of which the books are read."""

    as_of = serializers.DateField(required=False)
    known_at = serializers.DateTimeField(required=False)


class IlpaAsked(IlpaMoment):
    """The same with the methodology."""

    methodology = serializers.ChoiceField(ilpa.METHODOLOGIES, required=False, default=ilpa.METHODOLOGIES[0])


class IlpaFlowOut(serializers.Serializer):
    """One coded transaction, in HK$, negative = paid in; `label` is ILPA's, `journal_entries` those under it."""

    date = serializers.DateField()
    type = serializers.CharField()
    label = serializers.CharField()
    amount = Money(source="amount_hkd")
    journal_entries = serializers.ListField(source="entries", child=serializers.IntegerField())
    explained = Explained({"amount": ("ilpa", "{0[methodology]}/{0[date]}/{0[type]}")})


FIGURES = ("net_irr", "gross_irr", "net_multiple", "gross_multiple")


class IlpaFiguresOut(serializers.Serializer):
    """Rates as fractions and multiples, 12 places; over less than a year `…_for_period` is the period's rate (GIPS)."""

    net_irr = Rate(source="net_irr.rate", allow_null=True)
    net_irr_status = serializers.CharField(source="net_irr.status")
    net_irr_for_period = Rate(source="net_irr.for_period", allow_null=True)
    gross_irr = Rate(source="gross_irr.rate", allow_null=True)
    gross_irr_status = serializers.CharField(source="gross_irr.status")
    gross_irr_for_period = Rate(source="gross_irr.for_period", allow_null=True)
    net_multiple = Rate(allow_null=True)
    gross_multiple = Rate(allow_null=True)
    explained = Explained(
        {name: ("ilpa", f"{{0[methodology]}}-{{0[facility]}}-{name.replace('_', '-')}") for name in FIGURES}
    )


class IlpaOut(serializers.Serializer):
    """The figures of a fund; the flows given to `calculate ilpa-performance` give the same."""

    fund = serializers.CharField()
    as_of = serializers.DateField()
    known_at = serializers.DateTimeField(allow_null=True)
    methodology = serializers.ChoiceField(ilpa.METHODOLOGIES)
    flows = IlpaFlowOut(many=True)
    with_facility = IlpaFiguresOut()
    without_facility = IlpaFiguresOut()


class IlpaPerformance(APIView):
    """ILPA's figures of a fund with and without its facility. For staff and the fund's GP."""

    @extend_schema(parameters=[IlpaAsked], responses=IlpaOut)
    def get(self, request, code):
        fund = _fund(request, code)
        given = read(IlpaAsked, request.query_params.dict())
        on, known_at = given.get("as_of") or today(), given.get("known_at")
        found = ilpa_returns.of(fund, on, given["methodology"], known_at=known_at)
        labels = found.labels
        answer = {
            "fund": fund.code,
            "as_of": on,
            "known_at": known_at,
            "methodology": found.methodology,
            "flows": [
                {
                    "methodology": found.methodology,
                    "date": flow.date,
                    "type": flow.type,
                    "label": labels[flow.type],
                    "amount_hkd": flow.amount_hkd,
                    "entries": flow.entries,
                }
                for flow in found.flows
            ],
            **{f"{facility}_facility": _figures(found, facility) for facility in ilpa.FACILITIES},
        }
        context = {"fund": fund.code, "on": on, "known_at": known_at}
        return Response(IlpaOut(answer, context=context).data)


def _figures(found: ilpa_returns.IlpaReturns, facility: str) -> dict:
    shown = {name: getattr(found.figures[facility], name) for name in FIGURES}
    return shown | {"methodology": found.methodology, "facility": facility}


class IlpaWorkbook(APIView):
    """Both methodologies as XLSX. For staff and the fund's GP."""

    @extend_schema(parameters=[IlpaMoment], responses={(200, XLSX): OpenApiTypes.BINARY})
    def get(self, request, code):
        fund = _fund(request, code)
        given = read(IlpaMoment, request.query_params.dict())
        on = given.get("as_of") or today()
        found = [ilpa_returns.of(fund, on, one, known_at=given.get("known_at")) for one in ilpa.METHODOLOGIES]
        headers = {"Content-Disposition": f'attachment; filename="{fund.code}-ilpa-{on}.xlsx"'}
        return HttpResponse(ilpa_workbook.xlsx_of(found), content_type=XLSX, headers=headers)


def _fund(request, code: str) -> Fund:
    return get_object_or_404(Fund.objects.books_open_to(request.user), code=code)
