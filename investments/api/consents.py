"""Consents to what a rule would otherwise stop: recorded by one of the staff, approved by another."""

import django_filters
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from funds.models import Fund
from investments.models import Consent, Proposal
from investments.services import consents
from itvf.api import IdempotentVerb
from itvf.api_fields import Input, Reason, read
from itvf.api_upload import Upload, kept
from itvf.dates import now


class ConsentIn(Input):
    """A consent. Without a proposal it is to the fund as a whole; R27 names its restriction."""

    proposal = serializers.IntegerField(required=False)
    rule = serializers.CharField(max_length=8)
    restriction = serializers.CharField(max_length=30, required=False)
    given_by = serializers.ChoiceField(Consent.GivenBy.choices, required=False)
    given_date = serializers.DateField(required=False)
    expiry_date = serializers.DateField()
    scope = serializers.CharField(max_length=4000)
    document_reference = serializers.CharField(max_length=120)
    file = Upload(required=False)


class Nothing(Input):
    """No input."""


class ConsentOut(serializers.Serializer):
    """A consent: who gave it, when, to what, until when, on which document."""

    id = serializers.IntegerField()
    fund = serializers.CharField(source="fund.code")
    proposal = serializers.IntegerField(source="proposal_id", allow_null=True)
    rule = serializers.CharField()
    restriction = serializers.CharField()
    given_by = serializers.ChoiceField(Consent.GivenBy.choices)
    given_date = serializers.DateField(allow_null=True)
    stage = serializers.ChoiceField(Consent.Stage.choices)
    scope = serializers.CharField()
    expiry_date = serializers.DateField()
    document_reference = serializers.CharField()
    recorded_by = serializers.CharField(source="recorded_by.name")
    recorded_at = serializers.DateTimeField()
    approved_by = serializers.CharField(source="approved_by.name", allow_null=True, default=None)
    approved_at = serializers.DateTimeField(allow_null=True)


class ConsentFilter(django_filters.FilterSet):
    """By fund, proposal, rule, restriction, stage and expiry."""

    fund = django_filters.CharFilter(field_name="fund__code")
    proposal = django_filters.NumberFilter()
    rule = django_filters.CharFilter()
    restriction = django_filters.CharFilter()
    stage = django_filters.ChoiceFilter(choices=Consent.Stage.choices)
    expiry_date = django_filters.DateFromToRangeFilter()


class Consents(ListAPIView):
    """The consents that you may see: staff all, a GP those to its own funds."""

    serializer_class = ConsentOut
    filterset_class = ConsentFilter
    queryset = Consent.objects.none()

    def get_queryset(self):
        return visible_consents(self.request.user).order_by("-id")


class RecordConsent(IdempotentVerb):
    """Record a consent, by staff; it counts once another person has approved it."""

    input, output, success = ConsentIn, ConsentOut, 201

    def perform(self, request, code):
        fund = get_object_or_404(Fund.objects.books_open_to(request.user), code=code)
        given = read(ConsentIn, request.data)
        file = kept(given.pop("file", None), by=request.user)
        if number := given.pop("proposal", None):
            given["proposal"] = get_object_or_404(Proposal.objects.visible_to(request.user), pk=number)
        made = consents.record(fund=fund, **given, file=file, by=request.user, at=now())
        return 201, detail(made.pk, request.user)


class ApproveConsent(IdempotentVerb):
    """Approve a consent, by another of the staff than who recorded it."""

    input, output, success = Nothing, ConsentOut, 200

    def perform(self, request, pk):
        consent = get_object_or_404(visible_consents(request.user), pk=pk)
        consents.approve(consent=consent, by=request.user, at=now())
        return 200, detail(pk, request.user)


class RefuseConsent(IdempotentVerb):
    """Refuse a consent that waits."""

    input, output, success = Reason, ConsentOut, 200

    def perform(self, request, pk):
        consent = get_object_or_404(visible_consents(request.user), pk=pk)
        consents.refuse(consent=consent, **read(Reason, request.data), by=request.user, at=now())
        return 200, detail(pk, request.user)


class RevokeConsent(IdempotentVerb):
    """Revoke a consent that was approved."""

    input, output, success = Reason, ConsentOut, 200

    def perform(self, request, pk):
        consent = get_object_or_404(visible_consents(request.user), pk=pk)
        consents.revoke(consent=consent, **read(Reason, request.data), by=request.user, at=now())
        return 200, detail(pk, request.user)


def visible_consents(user):
    """Consents that a person may see, with what they name."""
    funds = Fund.objects.books_open_to(user).values("pk")
    return Consent.objects.filter(fund__in=funds).select_related("fund", "recorded_by", "approved_by")


def detail(pk: int, user) -> dict:
    """One consent as it is answered."""
    return ConsentOut(visible_consents(user).get(pk=pk)).data
