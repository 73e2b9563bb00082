"""Values of investments: estimates by a named method, reviewed by another person (IPEV)."""

import django_filters
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from investments.api.events import visible_investment
from investments.models import Valuation
from investments.services import valuations
from itvf.api import IdempotentVerb
from itvf.api_exact import Foreign, Fraction
from itvf.api_fields import Input, Json, Money, Reason, read
from itvf.dates import now

STANDARD = "HKD"


class ValuationIn(Input):
    """An estimate of fair value. `inputs` hold what the method rests on, by name."""

    valuation_date = serializers.DateField()
    method = serializers.ChoiceField(Valuation.Method.choices)
    level = serializers.ChoiceField(Valuation.Level.choices)
    policy_version = serializers.CharField(max_length=60)
    fair_value_hkd = Money()
    inputs = serializers.DictField(child=serializers.CharField(max_length=2000), required=False, default=dict)
    foreign_value = Foreign(required=False)
    fx_rate = Fraction(required=False)
    fx_source = serializers.CharField(max_length=120, required=False)
    fx_date = serializers.DateField(required=False)
    reason = serializers.CharField(max_length=4000, required=False, default="")


class ReviewIn(Input):
    """What the reviewer looked at."""

    note = serializers.CharField(max_length=4000)


class ValuationOut(serializers.Serializer):
    """A value, by whom it was made and reviewed; in the books once reviewed, until it is reversed."""

    id = serializers.IntegerField()
    investment = serializers.IntegerField(source="investment_id")
    fund = serializers.CharField(source="investment.fund.code")
    company_name = serializers.CharField(source="investment.company.name_en")
    valuation_date = serializers.DateField()
    stage = serializers.ChoiceField(Valuation.Stage.choices)
    method = serializers.ChoiceField(Valuation.Method.choices)
    level = serializers.IntegerField()
    policy_version = serializers.CharField()
    inputs = Json()
    calibration = Json()
    fair_value_hkd = Money()
    currency = serializers.CharField()
    foreign_value = Foreign(allow_null=True)
    fx_rate = Fraction(allow_null=True)
    fx_source = serializers.CharField()
    fx_date = serializers.DateField(allow_null=True)
    reason = serializers.CharField()
    bridge = Json()
    made_by = serializers.CharField(source="made_by.name")
    made_at = serializers.DateTimeField()
    reviewed_by = serializers.CharField(source="reviewed_by.name", allow_null=True, default=None)
    reviewed_at = serializers.DateTimeField(allow_null=True)
    review_note = serializers.CharField()
    reversed_by = serializers.CharField(source="reversed_by.name", allow_null=True, default=None)
    reversed_at = serializers.DateTimeField(allow_null=True)
    reversal_reason = serializers.CharField()
    journal_entry = serializers.IntegerField(source="entry_id", allow_null=True)


class ValuationFilter(django_filters.FilterSet):
    """By fund, investment, stage and day."""

    fund = django_filters.CharFilter(field_name="investment__fund__code")
    investment = django_filters.NumberFilter()
    stage = django_filters.ChoiceFilter(choices=Valuation.Stage.choices)
    valuation_date = django_filters.DateFromToRangeFilter()


class Valuations(ListAPIView):
    """The values that you may see: staff all, a GP its own funds'."""

    serializer_class = ValuationOut
    filterset_class = ValuationFilter
    queryset = Valuation.objects.none()

    def get_queryset(self):
        return visible_valuations(self.request.user).order_by("-id")


class RecordValuation(IdempotentVerb):
    """Record an estimate of fair value; it waits for another person."""

    input, output, success = ValuationIn, ValuationOut, 201

    def perform(self, request, pk):
        investment = visible_investment(request.user, pk)
        given = read(ValuationIn, request.data)
        currency = investment.proposal.currency if "foreign_value" in given else STANDARD
        estimate = valuations.Estimate(currency=currency, **given)
        made = valuations.record(investment=investment, estimate=estimate, by=request.user, at=now())
        return 201, detail(made.pk, request.user)


class ReviewValuation(IdempotentVerb):
    """Review an estimate, by staff; what changes is posted to the fund's book."""

    input, output, success = ReviewIn, ValuationOut, 200

    def perform(self, request, pk):
        found = get_object_or_404(visible_valuations(request.user), pk=pk)
        valuations.review(valuation_=found, **read(ReviewIn, request.data), by=request.user, at=now())
        return 200, detail(pk, request.user)


class RefuseValuation(IdempotentVerb):
    """Refuse an estimate, by staff, with the reason."""

    input, output, success = Reason, ValuationOut, 200

    def perform(self, request, pk):
        found = get_object_or_404(visible_valuations(request.user), pk=pk)
        valuations.refuse(valuation_=found, **read(Reason, request.data), by=request.user, at=now())
        return 200, detail(pk, request.user)


class ReverseValuation(IdempotentVerb):
    """Take a reviewed value out of the books again, by another of the staff than its reviewer, with the reason."""

    input, output, success = Reason, ValuationOut, 200

    def perform(self, request, pk):
        found = get_object_or_404(visible_valuations(request.user), pk=pk)
        valuations.reverse(valuation_=found, **read(Reason, request.data), by=request.user, at=now())
        return 200, detail(pk, request.user)


def visible_valuations(user):
    """Values that a person may see, with what they name."""
    named = ("investment__fund", "investment__company", "made_by", "reviewed_by", "reversed_by")
    return Valuation.objects.visible_to(user).select_related(*named)


def detail(pk: int, user) -> dict:
    """One value as it is answered."""
    return ValuationOut(visible_valuations(user).get(pk=pk)).data
