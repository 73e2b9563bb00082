"""The breach register through the API: what stands against a rule, by when it is to be cured, and how it was."""

import django_filters
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from funds.models import Fund, RecordedBreach
from funds.services import breaches
from itvf.admin_records import read_facts
from itvf.api import IdempotentVerb
from itvf.api_fields import Input, Json, read
from itvf.dates import now
from itvf.errors import Breach
from itvf.words import breach_text


class CureDayIn(Input):
    """The day agreed for the cure, or another in its place, and why then."""

    cure_due_date = serializers.DateField()
    reason = serializers.CharField(max_length=2000)


class CureIn(Input):
    """When a breach was cured, and what cured it."""

    cured_date = serializers.DateField()
    cure = serializers.CharField(max_length=4000)


class RecordedBreachOut(serializers.Serializer):
    """A breach on the register, open until its cure is recorded."""

    id = serializers.IntegerField()
    fund = serializers.CharField(source="fund.code")
    rule = serializers.CharField()
    clause = serializers.CharField()
    code = serializers.CharField()
    restriction = serializers.CharField()
    message = serializers.SerializerMethodField()
    facts = Json()
    source = serializers.CharField()
    found_date = serializers.DateField()
    cure_due_date = serializers.DateField(allow_null=True)
    cured_date = serializers.DateField(allow_null=True)
    cure = serializers.CharField()

    def get_message(self, found) -> str:
        """What was found, in the reader's language; the words of the day where no sentence was kept with its facts."""
        if not found.sentence:
            return found.message
        try:
            return breach_text(Breach(found.code, found.sentence, facts=read_facts(found.facts)))
        except (KeyError, IndexError):
            return found.message


class BreachFilter(django_filters.FilterSet):
    """By rule, restriction, and whether the cure is still to come."""

    rule = django_filters.CharFilter()
    restriction = django_filters.CharFilter()
    is_open = django_filters.BooleanFilter(field_name="cured_date", lookup_expr="isnull")


class Breaches(ListAPIView):
    """The fund's register of breaches. For staff and the fund's GP."""

    serializer_class = RecordedBreachOut
    filterset_class = BreachFilter
    queryset = RecordedBreach.objects.none()

    def get_queryset(self):
        fund = get_object_or_404(Fund.objects.books_open_to(self.request.user), code=self.kwargs["code"])
        return fund.breaches.select_related("fund").order_by("-id")


class AgreeCure(IdempotentVerb):
    """Agree the day by which an open breach is to be cured, by staff."""

    input, output, success = CureDayIn, RecordedBreachOut, 200

    def perform(self, request, pk):
        breach = get_object_or_404(visible_breaches(request.user), pk=pk)
        agreed = breaches.agree_cure(breach=breach, **read(CureDayIn, request.data), by=request.user, at=now())
        return 200, RecordedBreachOut(agreed).data


class Cure(IdempotentVerb):
    """Record how and when a breach was cured, by staff; it stays in the register."""

    input, output, success = CureIn, RecordedBreachOut, 200

    def perform(self, request, pk):
        breach = get_object_or_404(visible_breaches(request.user), pk=pk)
        cured = breaches.cure(breach=breach, **read(CureIn, request.data), by=request.user, at=now())
        return 200, RecordedBreachOut(cured).data


def visible_breaches(user):
    """Breaches that a person may see: staff all, a GP its own funds'."""
    return RecordedBreach.objects.filter(fund__in=Fund.objects.books_open_to(user).values("pk")).select_related("fund")
