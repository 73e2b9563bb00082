"""Rulings through the API: what a person decided on questions that the checks left open (R12, R13, R27)."""

import django_filters
from django.db.models import Exists, OuterRef
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from investments.api.proposals import RulingOut
from investments.models import Proposal, Ruling


class RulingOfProposalOut(RulingOut):
    """A ruling with the proposal that it was given on, and whether a later one on the same facts overturned it."""

    proposal = serializers.IntegerField(source="proposal_id")
    fund = serializers.CharField(source="proposal.fund.code")
    is_superseded = serializers.BooleanField()


class RulingFilter(django_filters.FilterSet):
    """By fund, proposal, restriction, and what was decided."""

    fund = django_filters.CharFilter(field_name="proposal__fund__code")
    proposal = django_filters.NumberFilter()
    restriction = django_filters.CharFilter()
    holds = django_filters.BooleanFilter()


class Rulings(ListAPIView):
    """The rulings that you may see: staff all, a GP those on its own funds' proposals."""

    serializer_class = RulingOfProposalOut
    filterset_class = RulingFilter
    queryset = Ruling.objects.none()

    def get_queryset(self):
        seen = Proposal.objects.visible_to(self.request.user).values("pk")
        same = {name: OuterRef(name) for name in ("proposal", "restriction", "facts_hash")}
        later = Ruling.objects.filter(**same, pk__gt=OuterRef("pk"))
        found = Ruling.objects.filter(proposal__in=seen).annotate(is_superseded=Exists(later))
        return found.select_related("proposal__fund", "decided_by").order_by("-id")
