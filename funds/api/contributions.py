"""Contributions: money received for call lines, recorded by staff, corrected by reversal."""

import django_filters
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from funds.models import CallLine, CapitalCall, Contribution
from funds.services import contributions
from itvf.api import IdempotentVerb
from itvf.api_fields import Input, Money, Reason, read
from itvf.dates import now, today


class ContributionIn(Input):
    """A receipt as the bank shows it; what is above the line's outstanding goes to suspense."""

    amount_hkd = Money()
    value_date = serializers.DateField()
    bank_reference = serializers.CharField(max_length=80)


class ContributionOut(serializers.Serializer):
    """A receipt matched to a call line."""

    id = serializers.IntegerField()
    fund = serializers.CharField(source="line.call.fund.code")
    capital_call = serializers.IntegerField(source="line.call_id")
    line = serializers.IntegerField(source="line_id")
    partner_name = serializers.CharField(source="line.partner.name_en")
    amount_hkd = Money()
    suspense_hkd = Money()
    value_date = serializers.DateField()
    bank_reference = serializers.CharField()
    journal_entry = serializers.IntegerField(source="entry_id")
    is_reversed = serializers.SerializerMethodField()
    recorded_at = serializers.DateTimeField()

    def get_is_reversed(self, contribution) -> bool:
        """Whether a later entry undid it."""
        return hasattr(contribution.entry, "reversed_by")


class ContributionFilter(django_filters.FilterSet):
    """By fund, call and value date."""

    fund = django_filters.CharFilter(field_name="line__call__fund__code")
    capital_call = django_filters.NumberFilter(field_name="line__call")
    value_date = django_filters.DateFromToRangeFilter()


class Contributions(ListAPIView):
    """The receipts that you may see; a partner's contact sees its own."""

    serializer_class = ContributionOut
    filterset_class = ContributionFilter
    queryset = Contribution.objects.none()

    def get_queryset(self):
        return visible_contributions(self.request.user).order_by("-id")


class RecordContribution(IdempotentVerb):
    """Match money received to a line of an issued call, in part or in full."""

    input, output, success = ContributionIn, ContributionOut, 201

    def perform(self, request, pk):
        lines = CallLine.objects.visible_to(request.user).filter(call__in=CapitalCall.objects.visible_to(request.user))
        line = get_object_or_404(lines.select_related("call__fund", "partner"), pk=pk)
        given = read(ContributionIn, request.data)
        recorded = contributions.record(line=line, **given, by=request.user, at=now())
        return 201, ContributionOut(recorded).data


class ReverseContribution(IdempotentVerb):
    """Undo a receipt that was recorded wrongly by a mirror entry; the line is open again."""

    input, output, success = Reason, ContributionOut, 200

    def perform(self, request, pk):
        contribution = get_object_or_404(visible_contributions(request.user), pk=pk)
        reason = read(Reason, request.data)["reason"]
        contributions.reverse(contribution=contribution, on=today(), by=request.user, at=now(), reason=reason)
        return 200, ContributionOut(visible_contributions(request.user).get(pk=pk)).data


def visible_contributions(user):
    """Receipts that a person may see, with what they name."""
    return Contribution.objects.visible_to(user).select_related(
        "line__partner", "line__call__fund", "entry__reversed_by"
    )
