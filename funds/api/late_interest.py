"""Late interest (A18): a call's late lines with their working, charged, received and waived."""

from types import SimpleNamespace

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from funds.api.contributions import ContributionIn, visible_contributions
from funds.late_interest_facts import charges, of_call, outstanding
from funds.models import CallLine, CapitalCall, LateInterest, LateInterestReceipt
from funds.selectors import agreement_of
from funds.services import late_interest
from itvf.api import IdempotentVerb
from itvf.api_fields import Explained, Input, Money, Rate, Reason, read
from itvf.dates import now, today


class LateInterestReceiptOut(serializers.Serializer):
    """Money that came for a charge; what was above it is in suspense."""

    id = serializers.IntegerField()
    amount_hkd = Money()
    suspense_hkd = Money()
    value_date = serializers.DateField()
    bank_reference = serializers.CharField()
    journal_entry = serializers.IntegerField(source="entry_id")
    is_reversed = serializers.SerializerMethodField()

    def get_is_reversed(self, receipt) -> bool:
        """Whether a later entry undid it."""
        return hasattr(receipt.entry, "reversed_by")


class LateInterestOut(serializers.Serializer):
    """A charge on one late receipt, with its working."""

    id = serializers.IntegerField()
    contribution = serializers.IntegerField(source="contribution_id")
    partner_name = serializers.CharField(source="line.partner.name_en")
    stage = serializers.ChoiceField(LateInterest.Stage.choices)
    principal_hkd = Money()
    start_date = serializers.DateField()
    end_date = serializers.DateField()
    days = serializers.IntegerField()
    annual_rate = Rate()
    amount_hkd = Money()
    received_hkd = Money()
    outstanding_hkd = serializers.SerializerMethodField()
    receipts = LateInterestReceiptOut(many=True)
    journal_entry = serializers.IntegerField(source="entry_id")
    waived_reason = serializers.CharField()

    def get_outstanding_hkd(self, charge) -> str:
        """What is still to come."""
        return Money().to_representation(outstanding(charge))


class LatePartOut(serializers.Serializer):
    """The interest on one sum; `contribution` is null for what has not come, which runs on."""

    contribution = serializers.IntegerField(source="receipt", allow_null=True)
    principal_hkd = Money()
    start_date = serializers.DateField()
    end_date = serializers.DateField()
    days = serializers.IntegerField()
    interest_hkd = Money()


class LateLineOut(serializers.Serializer):
    """A line paid late, or late and not paid yet."""

    line = serializers.IntegerField(source="line.pk")
    partner_name = serializers.CharField(source="line.partner.name_en")
    received = LatePartOut(source="late.received", many=True)
    running = LatePartOut(source="late.running", allow_null=True)
    charges = LateInterestOut(many=True)
    explained = Explained({"received": ("late-interest", "{0.line.pk}")}, fund="line.call.fund.code")


class LateLinesOut(serializers.Serializer):
    """A18: the late lines of a call on a day."""

    on = serializers.DateField()
    annual_rate = Rate()
    day_count = serializers.CharField()
    lines = LateLineOut(many=True)


class CallLateInterest(APIView):
    """The late lines of a call that you may see, as of today."""

    @extend_schema(responses=LateLinesOut)
    def get(self, request, pk):
        call = get_object_or_404(CapitalCall.objects.visible_to(request.user).select_related("fund"), pk=pk)
        seen = CallLine.objects.visible_to(request.user).filter(call=call).values_list("pk", flat=True)
        found = [
            SimpleNamespace(line=one.line, late=one.late, charges=list(one.charges.values()))
            for one in of_call(call, today(), seen)
        ]
        rate = agreement_of(call.fund).hurdle_rate
        return Response(LateLinesOut({"on": today(), "annual_rate": rate, "day_count": "ACT/365", "lines": found}).data)


class ChargeLateInterest(IdempotentVerb):
    """Charge the interest on one late receipt: an entry of its own, never a contribution."""

    input, output, success = None, LateInterestOut, 201

    def perform(self, request, pk):
        read(Input, request.data)
        contribution = get_object_or_404(visible_contributions(request.user), pk=pk)
        charged = late_interest.charge(contribution=contribution, by=request.user, at=now())
        return 201, LateInterestOut(visible_charges(request.user).get(pk=charged.pk)).data


class ReceiveLateInterest(IdempotentVerb):
    """Record money received for charged interest; what is above it goes to suspense."""

    input, output, success = ContributionIn, LateInterestOut, 201

    def perform(self, request, pk):
        charge = get_object_or_404(visible_charges(request.user), pk=pk)
        given = read(ContributionIn, request.data)
        late_interest.record_receipt(charge=charge, **given, by=request.user, at=now())
        return 201, LateInterestOut(visible_charges(request.user).get(pk=pk)).data


class ReverseLateInterestReceipt(IdempotentVerb):
    """Undo a receipt that was recorded wrongly; the charge is open again, and a waiver of its rest falls with it."""

    input, output, success = Reason, LateInterestOut, 200

    def perform(self, request, pk):
        receipt = get_object_or_404(LateInterestReceipt.objects.visible_to(request.user), pk=pk)
        reason = read(Reason, request.data)["reason"]
        late_interest.reverse_receipt(receipt=receipt, on=today(), by=request.user, at=now(), reason=reason)
        return 200, LateInterestOut(visible_charges(request.user).get(pk=receipt.charge_id)).data


class WaiveLateInterest(IdempotentVerb):
    """Waive what is outstanding of a charge, with a reason; not by who charged it."""

    input, output, success = Reason, LateInterestOut, 200

    def perform(self, request, pk):
        charge = get_object_or_404(visible_charges(request.user), pk=pk)
        reason = read(Reason, request.data)["reason"]
        late_interest.waive(charge=charge, by=request.user, at=now(), reason=reason)
        return 200, LateInterestOut(visible_charges(request.user).get(pk=pk)).data


def visible_charges(user):
    """Charges that a person may see, with what was received."""
    seen = LateInterest.objects.visible_to(user).values("pk")
    return charges().filter(pk__in=seen).select_related("line__partner", "line__call__fund")
