"""An investment's Hong Kong spend beside its undertaking, as of any day (R10, A16)."""

from datetime import date, timedelta
from decimal import Decimal

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from funds.api.schemes import OnDay
from investments import oversight
from investments.models import Investment, SpendLine
from investments.rules import spending
from itvf.api_exact import Fraction
from itvf.api_fields import Explained, Money, read
from itvf.dates import quarter_end, today
from itvf.money import quantise

FIGURES = ("undertaken", "required", "expected", "reported", "accepted", "rejected", "unverified", "counted", "behind")
STATUSES = (spending.NOT_BEGUN, spending.ON_TRACK, spending.BEHIND, spending.SHORT, spending.MET)


class SpentByCategoryOut(serializers.Serializer):
    """What was reported of one category."""

    category = serializers.ChoiceField(SpendLine.Category.choices)
    reported_hkd = Money()
    explained = Explained({"reported_hkd": ("spend", "{0[investment]}/reported-{0[category]}")})


class ExpectedOut(serializers.Serializer):
    """What the straight line expects by a quarter's end."""

    period_end = serializers.DateField()
    expected_hkd = Money()
    explained = Explained({"expected_hkd": ("spend", "{0[investment]}/expected")}, on="{0[period_end]}")


class SpendProgressOut(serializers.Serializer):
    """Spend that counts (reported, less rejected) beside the straight line of the day.

    `undertaken_hkd` is null while no signed undertaking is on record, `jobs` and `reported_until` while nothing was
    reported, `share_rate` where nothing is required.
    """

    on = serializers.DateField()
    starts = serializers.DateField(source="undertaking.starts")
    ends = serializers.DateField(source="undertaking.ends")
    months = serializers.IntegerField(source="undertaking.months")
    minimum_rate = Fraction(source="undertaking.minimum_rate")
    undertaken_hkd = Money(allow_null=True)
    required_hkd = Money(source="progress.required_hkd")
    expected_hkd = Money(source="progress.expected_hkd")
    reported_hkd = Money(source="progress.reported_hkd")
    accepted_hkd = Money(source="progress.accepted_hkd")
    rejected_hkd = Money(source="progress.rejected_hkd")
    unverified_hkd = Money(source="progress.unverified_hkd")
    counted_hkd = Money(source="progress.counted_hkd")
    behind_hkd = Money(source="progress.behind_hkd")
    share_rate = Fraction(source="progress.share_rate", allow_null=True)
    status = serializers.ChoiceField(STATUSES, source="progress.status")
    is_behind = serializers.BooleanField()
    by_category = SpentByCategoryOut(many=True)
    jobs = serializers.IntegerField(allow_null=True)
    reported_until = serializers.DateField(allow_null=True)
    schedule = ExpectedOut(many=True)
    explained = Explained({f"{name}_hkd": ("spend", f"{{0[investment]}}/{name}") for name in FIGURES})


class InvestmentSpend(APIView):
    """Where an investee stands with its undertaking to spend in Hong Kong, on a day. For staff and the fund's GP."""

    @extend_schema(parameters=[OnDay], responses=SpendProgressOut)
    def get(self, request, pk):
        on = read(OnDay, request.query_params.dict()).get("on") or today()
        made = Investment.objects.visible_to(request.user).filter(completed_date__lte=on)
        found = get_object_or_404(made.select_related("fund"), pk=pk)
        return Response(SpendProgressOut(progress(found, on), context={"fund": found.fund.code, "on": on}).data)


def progress(investment: Investment, on: date) -> dict:
    """An investment's spend on a day as it is answered; as many queries whatever was reported."""
    found = oversight.spend(Investment.objects.filter(pk=investment.pk), on)[investment.pk]
    return {
        "on": on,
        "investment": investment.pk,
        "undertaking": found.undertaking,
        "progress": found.progress,
        "undertaken_hkd": found.undertaken_hkd,
        "is_behind": found.progress.status in (spending.BEHIND, spending.SHORT),
        "by_category": [
            {"investment": investment.pk, "category": category, "reported_hkd": amount}
            for category, amount in sorted(found.by_category.items())
        ],
        "jobs": found.jobs,
        "reported_until": found.reported_until,
        "schedule": _schedule(investment, found.undertaking),
    }


def _schedule(investment: Investment, undertaking: spending.Undertaking) -> list[dict[str, date | Decimal | int]]:
    """The straight line at each quarter's end, until all of it is expected."""
    days = [quarter_end(undertaking.starts)]
    while days[-1] < undertaking.ends:
        days.append(quarter_end(days[-1] + timedelta(days=1)))
    return [
        {
            "investment": investment.pk,
            "period_end": day,
            "expected_hkd": quantise(spending.expected(undertaking, day), mode="half_up"),
        }
        for day in days
    ]
