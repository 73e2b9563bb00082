"""The end of a fund through the API: asked for by its GP, checked, approved and taken back by staff (R27, ADR 22)."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from funds.api.corrections import open_fund
from funds.models import Fund, WindingUp
from funds.services import endings
from itvf.api import IdempotentVerb
from itvf.api_fields import Input, Json, Money, Reason, read
from itvf.dates import now

WAYS = [(value, label) for value, label in WindingUp.OffsetsWay.choices if value]


class FundEndIn(Input):
    """On which day the fund ended, what cash is kept back for what, and what became of fee offsets nobody used."""

    ended_date = serializers.DateField()
    reserve_hkd = Money(required=False)
    reserve_for = serializers.CharField(max_length=300, required=False)
    offsets_way = serializers.ChoiceField(WAYS, required=False)
    offsets_note = serializers.CharField(max_length=300, required=False)


class FundEndOut(serializers.Serializer):
    """The end of a fund, with its books as they stood when it was proposed."""

    id = serializers.IntegerField()
    fund = serializers.CharField(source="fund.code")
    stage = serializers.ChoiceField(WindingUp.Stage.choices)
    ended_date = serializers.DateField()
    reserve_hkd = Money()
    reserve_for = serializers.CharField()
    offsets_hkd = Money()
    offsets_way = serializers.CharField()
    offsets_note = serializers.CharField()
    working = Json()
    proposed_at = serializers.DateTimeField()
    checked_at = serializers.DateTimeField(allow_null=True)
    approved_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()
    reopening_reason = serializers.CharField()
    reopened_at = serializers.DateTimeField(allow_null=True)


class Endings(IdempotentVerb, ListAPIView):
    """The ends of a fund that were asked for or proposed; a POST proposes one, or asks for it as the GP."""

    serializer_class = FundEndOut
    queryset = WindingUp.objects.none()
    input, output, success = FundEndIn, FundEndOut, 201

    def get_queryset(self):
        return open_fund(self.request.user, self.kwargs["code"]).endings.select_related("fund").order_by("-id")

    def perform(self, request, code):
        fund = open_fund(request.user, code)
        given = read(FundEndIn, request.data)
        return 201, FundEndOut(endings.propose(fund=fund, **given, by=request.user, at=now())).data


class _Step(IdempotentVerb):
    """A verb on one end that takes nothing but, where it says so, a reason."""

    input, output, success = None, FundEndOut, 200
    service = None

    def perform(self, request, pk):
        given = read(self.input or Input, request.data)
        found = get_object_or_404(
            WindingUp.objects.filter(fund__in=Fund.objects.books_open_to(request.user)).select_related("fund"), pk=pk
        )
        return 200, FundEndOut(self.service(ending=found, **given, by=request.user, at=now())).data


class CheckEnd(_Step):
    """Say, as an officer, that the books bear the end which a GP asks for."""

    service = staticmethod(endings.check)


class ApproveEnd(_Step):
    """Approve an end that another person proposed or checked: the fund has ended."""

    service = staticmethod(endings.approve)


class RefuseEnd(_Step):
    """Refuse an end that waits, with the reason."""

    input = Reason
    service = staticmethod(endings.refuse)


class ProposeReopening(_Step):
    """Propose to take an approved end back, with the reason."""

    input = Reason
    service = staticmethod(endings.propose_reopening)


class Reopen(_Step):
    """Take an end back that another person proposed to take back: the fund is open again."""

    service = staticmethod(endings.reopen)


class KeepEnded(_Step):
    """Refuse to take an end back, with the reason."""

    input = Reason
    service = staticmethod(endings.keep_ended)
