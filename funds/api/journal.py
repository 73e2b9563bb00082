"""The journal of a fund's book: entries with their postings, for staff and the fund's GP."""

import django_filters
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from funds import selectors
from funds.models import Fund, JournalEntry, LedgerAccount
from itvf.api_fields import Money


class PostingOut(serializers.Serializer):
    """One line of an entry: debits positive."""

    account = serializers.ChoiceField(LedgerAccount.Code.choices, source="account.code")
    label = serializers.CharField(source="account.label")
    reference = serializers.CharField(source="account.reference")
    amount_hkd = Money()


class EntryOut(serializers.Serializer):
    """One balanced entry: when it counts, when it became known."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(JournalEntry.Kind.choices)
    effective_date = serializers.DateField()
    recorded_at = serializers.DateTimeField()
    memo = serializers.CharField()
    source = serializers.CharField()
    reverses = serializers.IntegerField(source="reverses_id", allow_null=True)
    recorded_by = serializers.CharField(source="recorded_by.name")
    postings = PostingOut(many=True)


class EntryFilter(django_filters.FilterSet):
    """By kind and effective date."""

    kind = django_filters.ChoiceFilter(choices=JournalEntry.Kind.choices)
    effective_date = django_filters.DateFromToRangeFilter()


class JournalEntries(ListAPIView):
    """The entries of the fund's book, newest first."""

    serializer_class = EntryOut
    filterset_class = EntryFilter
    queryset = JournalEntry.objects.none()

    def get_queryset(self):
        fund = get_object_or_404(
            Fund.objects.books_open_to(self.request.user).select_related("book"), code=self.kwargs["code"]
        )
        return selectors.journal(fund.book)
