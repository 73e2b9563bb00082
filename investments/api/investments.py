"""Completed investments: what they cost and are carried at, and one of them whole, as of any day."""

from datetime import date

import django_filters
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from funds.api.schemes import OnDay
from investments import portfolio, positions
from investments.api import spend_progress
from investments.api.events import LifeEventOut
from investments.api.rounds import RoundOut
from investments.api.spend_progress import SpendProgressOut
from investments.api.valuations import ValuationOut, visible_valuations
from investments.board import STATES
from investments.models import FinancingRound, Investment
from itvf.api_exact import Foreign, Fraction, Units
from itvf.api_fields import Explained, Money, read
from itvf.dates import today


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
    explained = Explained(
        {"original_cost_hkd": ("holding", "{0.pk}/paid"), "cost_hkd": ("holding", "{0.pk}/cost")}, fund="fund.code"
    )


OF_POSITION = {
    "cost_hkd": "cost",
    "converted_hkd": "converted",
    "unrealised_hkd": "unrealised",
    "carrying_hkd": "value",
    "written_down_hkd": "written-down",
    "original_cost_hkd": "paid",
    "proceeds_hkd": "proceeds",
    "income_hkd": "income",
    "gain_hkd": "gain",
    "exchange_hkd": "exchange",
    "escrow_hkd": "escrow",
    "multiple": "multiple",
}


class PositionOut(serializers.Serializer):
    """Where a lot stands, from its events and the books; `multiple` is null where nothing was paid."""

    state = serializers.ChoiceField(STATES)
    units = Units(source="holding.units")
    cost_hkd = Money(source="holding.cost_hkd")
    converted_hkd = Money()
    unrealised_hkd = Money(source="holding.unrealised_hkd")
    carrying_hkd = Money(source="fair_value_hkd")
    written_down_hkd = Money(source="holding.written_down_hkd")
    foreign_cost = Foreign(source="holding.foreign_cost", allow_null=True)
    original_cost_hkd = Money()
    proceeds_hkd = Money()
    income_hkd = Money()
    gain_hkd = Money()
    exchange_hkd = Money()
    escrow_hkd = Money()
    multiple = Fraction(allow_null=True)
    last_event_date = serializers.DateField(allow_null=True)
    valued_date = serializers.DateField(allow_null=True)
    explained = Explained({field: ("holding", f"{{0.investment}}/{name}") for field, name in OF_POSITION.items()})


class InvestmentDetailOut(InvestmentOut):
    """A completed deal on a day: its position, its life and values, its company's rounds, its Hong Kong spend."""

    on = serializers.DateField()
    currency = serializers.CharField(source="proposal.currency")
    position = PositionOut()
    events = LifeEventOut(many=True, source="all_events")
    valuations = ValuationOut(many=True, source="all_valuations")
    rounds = RoundOut(many=True, source="all_rounds")
    spend = SpendProgressOut()


class InvestmentFilter(django_filters.FilterSet):
    """By fund, company, sector, completion date, and the state of today."""

    fund = django_filters.CharFilter(field_name="fund__code")
    company = django_filters.NumberFilter()
    sector = django_filters.CharFilter(field_name="proposal__sector")
    completed_date = django_filters.DateFromToRangeFilter()
    state = django_filters.ChoiceFilter(choices=[(state, state) for state in STATES], method="in_state")

    def in_state(self, found, name, value):
        """Those in a state, which follows from the events and the books; in as many queries whatever their number."""
        stands = positions.of_many(Investment.objects.filter(pk__in=found.order_by().values("pk")), as_of=today())
        return found.filter(pk__in=[pk for pk, position in stands.items() if position.state == value])


class Investments(ListAPIView):
    """The investments that you may see: staff all, a GP its own funds'."""

    serializer_class = InvestmentOut
    filterset_class = InvestmentFilter
    queryset = Investment.objects.none()

    def get_queryset(self):
        seen = Investment.objects.visible_to(self.request.user).values("pk")
        return portfolio.investments_with_cost().filter(pk__in=seen)


class InvestmentDetail(APIView):
    """One investment whole, as it stood on a day: today unless given. For staff and the fund's GP."""

    @extend_schema(parameters=[OnDay], responses=InvestmentDetailOut)
    def get(self, request, pk):
        on = read(OnDay, request.query_params.dict()).get("on") or today()
        seen = Investment.objects.visible_to(request.user).values("pk")
        found = get_object_or_404(portfolio.investments_with_cost(as_of=on).filter(pk__in=seen), pk=pk)
        context = {"fund": found.fund.code, "on": on}
        return Response(InvestmentDetailOut(detail(found, on, request.user), context=context).data)


def detail(found: Investment, on: date, user) -> Investment:
    """An investment as it is answered: with all that its day knows; as many queries however long its life was."""
    events = (
        found.life_events.filter(effective_date__lte=on)
        .select_related("recorded_by", "investment__fund")
        .order_by("number")
    )
    rounds = FinancingRound.objects.filter(company=found.company_id, closed_date__lte=on, replaced_by__isnull=True)
    values = visible_valuations(user).filter(investment=found, valuation_date__lte=on)
    found.on = on
    found.position = positions.of(found, as_of=on)
    found.all_events = events
    found.all_valuations = values.order_by("valuation_date", "id")
    found.all_rounds = rounds.select_related("recorded_by", "replaced_by").order_by("closed_date", "id")
    found.spend = spend_progress.progress(found, on)
    return found
