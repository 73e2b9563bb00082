"""Terms signed otherwise than offered through the API: listed, approved or refused by another (R27)."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from funds.models import TermDeparture
from funds.services import term_departures as service
from itvf.api import IdempotentVerb
from itvf.api_fields import Reason, read
from itvf.dates import now


class TermDepartureOut(serializers.Serializer):
    """A term as it was offered and as it was signed, with the rule that it answers to and the ruling on it."""

    id = serializers.IntegerField()
    fund = serializers.CharField(source="agreement.fund.code")
    term = serializers.CharField(source="name")
    label = serializers.CharField()
    offered = serializers.CharField(help_text="rates as fractions; empty where it is left out")
    signed = serializers.CharField(help_text="as offered")
    rule = serializers.CharField()
    clause = serializers.CharField()
    stage = serializers.ChoiceField(TermDeparture.Stage.choices)
    reason = serializers.CharField()
    recorded_at = serializers.DateTimeField()
    approved_at = serializers.DateTimeField(allow_null=True)
    refused_at = serializers.DateTimeField(allow_null=True)


class TermDepartures(ListAPIView):
    """Every departure of every fund's agreement from its manager's offer, newest first; for staff."""

    serializer_class = TermDepartureOut
    queryset = TermDeparture.objects.none()

    def get_queryset(self):
        return _visible(self.request.user).order_by("-id")


class ApproveDeparture(IdempotentVerb):
    """Let the term stand as it was signed, with the reason; by another person than who recorded it."""

    input, output, success = Reason, TermDepartureOut, 200

    def perform(self, request, pk):
        found = get_object_or_404(_visible(request.user), pk=pk)
        reason = read(Reason, request.data)["reason"]
        done = service.approve(departure=found, reason=reason, by=request.user, at=now())
        return 200, TermDepartureOut(done).data


class RefuseDeparture(IdempotentVerb):
    """Refuse the term, with the reason: the agreement is signed anew before the first closing."""

    input, output, success = Reason, TermDepartureOut, 200

    def perform(self, request, pk):
        found = get_object_or_404(_visible(request.user), pk=pk)
        reason = read(Reason, request.data)["reason"]
        done = service.refuse(departure=found, reason=reason, by=request.user, at=now())
        return 200, TermDepartureOut(done).data


def _visible(user):
    return TermDeparture.objects.visible_to(user).select_related("agreement__fund")
