"""Financing rounds of a company: what ownership and dilution are measured by."""

from dataclasses import fields

import django_filters
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from investments.api.companies import fund_named
from investments.models import Company, FinancingRound
from investments.services import rounds
from itvf.api import IdempotentVerb
from itvf.api_exact import Foreign, Fraction, Units
from itvf.api_fields import Input, Money, read
from itvf.api_upload import Upload, kept
from itvf.dates import now

FIGURES = tuple(field.name for field in fields(rounds.RoundFigures))


class RoundIn(Input):
    """A round as its papers state it. `fund` is the one for which a GP records it, `replaces` the round it corrects."""

    fund = serializers.SlugField(required=False)
    name = serializers.CharField(max_length=60)
    financing_stage = serializers.CharField(max_length=40)
    closed_date = serializers.DateField()
    raised_hkd = Money()
    others_private_hkd = Money(required=False)
    issued_units = Units()
    diluted_units = Units()
    currency = serializers.CharField(min_length=3, max_length=3, required=False)
    foreign_pre_money = Foreign(required=False)
    foreign_unit_price = Foreign(required=False)
    fx_rate = Fraction(required=False)
    evidence = serializers.CharField(max_length=4000)
    replaces = serializers.IntegerField(required=False)
    file = Upload(required=False)


class RoundOut(serializers.Serializer):
    """A round; one that a later row corrects does not stand."""

    id = serializers.IntegerField()
    company = serializers.IntegerField(source="company_id")
    name = serializers.CharField()
    financing_stage = serializers.CharField()
    closed_date = serializers.DateField()
    currency = serializers.CharField()
    foreign_pre_money = Foreign(allow_null=True)
    foreign_unit_price = Foreign(allow_null=True)
    fx_rate = Fraction(allow_null=True)
    raised_hkd = Money()
    others_private_hkd = Money(allow_null=True)
    issued_units = Units()
    diluted_units = Units()
    evidence = serializers.CharField()
    replaces = serializers.IntegerField(source="replaces_id", allow_null=True)
    stands = serializers.SerializerMethodField()
    recorded_by = serializers.CharField(source="recorded_by.name")
    recorded_at = serializers.DateTimeField()

    def get_stands(self, found) -> bool:
        """Whether no later row corrects it."""
        return not hasattr(found, "replaced_by")


class RoundFilter(django_filters.FilterSet):
    """By company and closing date."""

    company = django_filters.NumberFilter()
    closed_date = django_filters.DateFromToRangeFilter()


class Rounds(ListAPIView):
    """Rounds of the companies that you know: staff all, a GP those of its own deals."""

    serializer_class = RoundOut
    filterset_class = RoundFilter
    queryset = FinancingRound.objects.none()

    def get_queryset(self):
        known = Company.objects.known_to(self.request.user).values("pk")
        found = FinancingRound.objects.filter(company__in=known)
        return found.select_related("recorded_by", "replaced_by").order_by("-id")


class RecordRound(IdempotentVerb):
    """Record a round of a company, or correct one."""

    input, output, success = RoundIn, RoundOut, 201

    def perform(self, request, pk):
        company = get_object_or_404(Company.objects.known_to(request.user), pk=pk)
        given = read(RoundIn, request.data)
        fund = fund_named(given, request.user)
        recorded = rounds.record(
            company=company,
            figures=rounds.RoundFigures(**{name: given[name] for name in FIGURES if name in given}),
            evidence=given["evidence"],
            file=kept(given.get("file"), by=request.user),
            replaces=get_object_or_404(company.rounds, pk=given["replaces"]) if "replaces" in given else None,
            within=fund,
            by=request.user,
            at=now(),
        )
        return 201, RoundOut(recorded).data
