"""Completed investments with their cost, from the books."""

import django_filters
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from investments import portfolio
from investments.models import Investment
from itvf.api_fields import Money


class InvestmentOut(serializers.Serializer):
    """A completed deal; `original_cost_hkd` is what was ever put in, `cost_hkd` what is still held."""

    id = serializers.IntegerField()
    fund = serializers.CharField(source="fund.code")
    company = serializers.IntegerField(source="company_id")
    company_name = serializers.CharField(source="company.name_en")
    proposal = serializers.IntegerField(source="proposal_id")
    sector = serializers.CharField(source="proposal.sector")
    financing_stage = serializers.CharField(source="proposal.financing_stage")
    instrument = serializers.CharField(source="proposal.instrument")
    completed_date = serializers.DateField()
    evidence = serializers.CharField()
    journal_entry = serializers.IntegerField(source="entry_id")
    original_cost_hkd = Money()
    cost_hkd = Money()


class InvestmentFilter(django_filters.FilterSet):
    """By fund, company, sector and completion date."""

    fund = django_filters.CharFilter(field_name="fund__code")
    company = django_filters.NumberFilter()
    sector = django_filters.CharFilter(field_name="proposal__sector")
    completed_date = django_filters.DateFromToRangeFilter()


class Investments(ListAPIView):
    """The investments that you may see: staff all, a GP its own funds'."""

    serializer_class = InvestmentOut
    filterset_class = InvestmentFilter
    queryset = Investment.objects.none()

    def get_queryset(self):
        seen = Investment.objects.visible_to(self.request.user).values("pk")
        return portfolio.investments_with_cost().filter(pk__in=seen)
