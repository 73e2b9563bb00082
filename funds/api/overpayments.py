"""Over-payments over the API: what is held in suspense with its age, applied, returned, a use undone."""

from django.db.models import Q
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from funds import overpayment_facts
from funds.api.contributions import visible_contributions
from funds.models import BankStatementLine, CallLine, Contribution, Fund, LateInterestReceipt, OverpaymentUse
from funds.services import overpayments
from itvf.api import IdempotentVerb
from itvf.api_fields import Input, Money, Reason, read
from itvf.dates import now, today


class HeldOut(serializers.Serializer):
    """One sum in suspense: an over-payment of a receipt, or a credit whose payer is not known."""

    contribution = serializers.SerializerMethodField()
    late_interest_receipt = serializers.SerializerMethodField()
    statement_line = serializers.SerializerMethodField()
    since = serializers.DateField()
    days = serializers.IntegerField()
    payer = serializers.CharField()
    bank_reference = serializers.CharField(source="reference")
    received_hkd = Money()
    left_hkd = Money()

    def get_contribution(self, held) -> int | None:
        """The receipt above its line."""
        return held.source.pk if isinstance(held.source, Contribution) else None

    def get_late_interest_receipt(self, held) -> int | None:
        """The receipt above what late interest was charged."""
        return held.source.pk if isinstance(held.source, LateInterestReceipt) else None

    def get_statement_line(self, held) -> int | None:
        """The statement's line that nobody claimed yet."""
        return held.source.pk if isinstance(held.source, BankStatementLine) else None


class UseOut(serializers.Serializer):
    """What became of an over-payment, in part or in full."""

    id = serializers.IntegerField()
    contribution = serializers.IntegerField(source="contribution_id", allow_null=True)
    late_interest_receipt = serializers.IntegerField(source="interest_receipt_id", allow_null=True)
    kind = serializers.ChoiceField(OverpaymentUse.Kind.choices)
    amount_hkd = Money()
    value_date = serializers.DateField()
    applied_to = serializers.IntegerField(source="applied.line_id", default=None, allow_null=True)
    bank_reference = serializers.CharField()
    reason = serializers.CharField()
    journal_entry = serializers.IntegerField(source="entry_id")
    is_reversed = serializers.SerializerMethodField()

    def get_is_reversed(self, used) -> bool:
        """Whether a later entry undid it."""
        return hasattr(used.entry, "reversed_by")


class ApplyIn(Input):
    """Which call line of the same partner it pays, from which day."""

    line = serializers.IntegerField()
    amount_hkd = Money()
    on = serializers.DateField()
    reason = serializers.CharField(max_length=4000)


class ReturnIn(Input):
    """The debit of the fund's bank that gave it back."""

    amount_hkd = Money()
    value_date = serializers.DateField()
    bank_reference = serializers.CharField(max_length=80)
    reason = serializers.CharField(max_length=4000)


class Suspense(APIView):
    """What a fund holds in suspense today, oldest first."""

    @extend_schema(responses=HeldOut(many=True))
    def get(self, request, code):
        fund = get_object_or_404(Fund.objects.books_open_to(request.user), code=code)
        return Response(HeldOut(overpayment_facts.aged(today(), [fund.pk]), many=True).data)


class ApplyOverpayment(IdempotentVerb):
    """Apply what was paid above a line to another line of the same partner."""

    input, output, success = ApplyIn, UseOut, 201
    visible = staticmethod(visible_contributions)

    def perform(self, request, pk):
        held = get_object_or_404(self.visible(request.user), pk=pk)
        given = read(ApplyIn, request.data)
        lines = CallLine.objects.visible_to(request.user).filter(call__fund=held.line.call.fund)
        line = get_object_or_404(lines, pk=given.pop("line"))
        return 201, UseOut(overpayments.apply(receipt=held, line=line, **given, by=request.user, at=now())).data


class ReturnOverpayment(IdempotentVerb):
    """Record that what was paid above a line went back to the payer's bank."""

    input, output, success = ReturnIn, UseOut, 201
    visible = staticmethod(visible_contributions)

    def perform(self, request, pk):
        held = get_object_or_404(self.visible(request.user), pk=pk)
        given = read(ReturnIn, request.data)
        return 201, UseOut(overpayments.give_back(receipt=held, **given, by=request.user, at=now())).data


def _visible_interest(user):
    """Receipts of late interest that a person may see."""
    return LateInterestReceipt.objects.visible_to(user).select_related("charge__line__call__fund")


class ApplyOverpaidInterest(ApplyOverpayment):
    """Apply what was paid above charged late interest to a call's line of the same partner."""

    visible = staticmethod(_visible_interest)


class ReturnOverpaidInterest(ReturnOverpayment):
    """Record that what was paid above charged late interest went back to the payer's bank."""

    visible = staticmethod(_visible_interest)


class ReverseUse(IdempotentVerb):
    """Undo a use of an over-payment; the money is in suspense again."""

    input, output, success = Reason, UseOut, 200

    def perform(self, request, pk):
        seen = Q(contribution__in=visible_contributions(request.user).values("pk"))
        seen |= Q(interest_receipt__in=_visible_interest(request.user).values("pk"))
        used = get_object_or_404(OverpaymentUse.objects.filter(seen), pk=pk)
        reason = read(Reason, request.data)["reason"]
        overpayments.reverse(used=used, on=today(), by=request.user, at=now(), reason=reason)
        return 200, UseOut(OverpaymentUse.objects.select_related("entry__reversed_by", "applied").get(pk=pk)).data
