"""Where a fund stands with its restrictions on a day, without a new deal (A2)."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from funds.models import Fund
from investments import portfolio
from investments.api.proposals import OutcomeOut
from itvf.api_fields import Explained, Input, Money, read
from itvf.dates import today


class DayIn(Input):
    """The day asked about; today unless given."""

    on = serializers.DateField(required=False)


PATH = ("inside_hkd", "outside_hkd", "to_invest_hkd", "cost_room_hkd", "commitments_room_hkd", "may_go_outside_hkd",
        "must_go_inside_hkd", "shortfall_hkd")  # fmt: skip


class PathOut(serializers.Serializer):
    """R9 to the end of the investment period: how much may still go outside Hong Kong, and must go inside."""

    inside_hkd = Money()
    outside_hkd = Money()
    to_invest_hkd = Money()
    cost_room_hkd = Money()
    commitments_room_hkd = Money()
    may_go_outside_hkd = Money()
    must_go_inside_hkd = Money()
    shortfall_hkd = Money()
    days_left = serializers.IntegerField()
    explained = Explained(dict.fromkeys(PATH, ("r9-path", "")))


class StandingOutcomeOut(OutcomeOut):
    """What one restriction says of the portfolio, which opens to its facts."""

    explained = Explained({"headroom_hkd": ("standing", "{0.restriction}")})


class StandingOut(serializers.Serializer):
    """What each restriction says of the portfolio, and R9's path (null before the first closing)."""

    on = serializers.DateField()
    outcomes = StandingOutcomeOut(many=True)
    path = PathOut(allow_null=True)


class Mandate(APIView):
    """The fund's restrictions on its portfolio at a day. For staff and the fund's GP."""

    @extend_schema(parameters=[OpenApiParameter("on", str, description="YYYY-MM-DD")], responses=StandingOut)
    def get(self, request, code):
        fund = get_object_or_404(Fund.objects.books_open_to(request.user), code=code)
        on = read(DayIn, request.query_params.dict()).get("on") or today()
        return Response(StandingOut(portfolio.at(fund, on), context={"fund": code, "on": on}).data)
