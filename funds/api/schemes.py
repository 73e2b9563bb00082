"""The scheme's terms in force, each with its rule and clause."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from funds import selectors
from funds.models import Scheme
from itvf.api_fields import Input, Json, read
from itvf.dates import today


class OnDay(Input):
    """A day; today in Hong Kong where none is given."""

    on = serializers.DateField(required=False)


class TermOut(serializers.Serializer):
    """One term: its value, and where it comes from."""

    name = serializers.CharField()
    value = Json()
    rule = serializers.CharField()
    clause = serializers.CharField()
    severity = serializers.CharField(help_text="refuse, consent or notify; empty where the term is no limit")


class AssumptionOut(serializers.Serializer):
    """What the published paper leaves open, and how this version fills it."""

    code = serializers.CharField()
    question = serializers.CharField()
    default = serializers.CharField()


class SchemeTermsOut(serializers.Serializer):
    """One dated version of a scheme's terms."""

    scheme = serializers.CharField(source="scheme.code")
    name_en = serializers.CharField(source="scheme.name_en")
    name_zh_hant = serializers.CharField(source="scheme.name_zh_hant")
    instrument = serializers.CharField(source="scheme.instrument")
    version = serializers.IntegerField(source="number")
    effective_from = serializers.DateField()
    source = serializers.CharField()
    status = serializers.CharField()
    terms = TermOut(many=True)
    assumptions = AssumptionOut(many=True)


class SchemeTerms(APIView):
    """The terms of a scheme in force on a day, with rule, clause and severity, and its assumptions."""

    @extend_schema(parameters=[OnDay], responses=SchemeTermsOut)
    def get(self, request, code):
        given = read(OnDay, request.query_params.dict())
        scheme = get_object_or_404(Scheme, code=code)
        version = selectors.version_in_force(scheme, given.get("on") or today())
        return Response(SchemeTermsOut(version).data)
