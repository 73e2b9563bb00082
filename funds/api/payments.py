"""The Government's payments as GPs see them: what was paid, the fund's receipt for it, questions and answers."""

import django_filters
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.generics import ListAPIView

from funds.models import CapitalCall, Fund, PaymentCase, PaymentHold
from funds.services import payment_record
from itvf.api import IdempotentVerb
from itvf.api_fields import Explained, Input, Money, read
from itvf.dates import now


class PaymentConfirmationIn(Input):
    """The money as the fund's bank shows it."""

    amount_hkd = Money()
    value_date = serializers.DateField()
    bank_reference = serializers.CharField(max_length=80, required=False, allow_blank=True)


class PaymentConfirmationOut(serializers.Serializer):
    """A receipt of the GP beside the bank's debit; the last one counts."""

    amount_hkd = Money()
    value_date = serializers.DateField()
    bank_reference = serializers.CharField()
    difference_hkd = Money(help_text="received less debited")
    days = serializers.IntegerField(help_text="value date after the bank's")
    differs = serializers.BooleanField()
    confirmed_at = serializers.DateTimeField()


class GovernmentPaymentOut(serializers.Serializer):
    """The Government's payment of one call, or of late interest on it: paid once the bank's debit is matched."""

    id = serializers.IntegerField()
    fund = serializers.CharField(source="line.call.fund.code")
    capital_call = serializers.IntegerField(source="line.call_id")
    call_number = serializers.IntegerField(source="line.call.number")
    late_interest = serializers.IntegerField(
        source="charge_id", allow_null=True, help_text="the charge that it pays, where it is late interest (A18)"
    )
    gross_hkd = Money()
    set_off_hkd = Money(help_text="what a net notice settles against a distribution")
    amount_hkd = Money()
    explained = Explained(
        {f"{name}_hkd": ("government-payment", "{0.pk}") for name in ("gross", "set_off", "amount")},
        fund="line.call.fund.code",
    )
    due_date = serializers.DateField(source="line.call.due_date")
    is_held = serializers.SerializerMethodField()
    paid_date = serializers.DateField(source="value_date", allow_null=True)
    confirmations = PaymentConfirmationOut(many=True)

    def get_is_held(self, case) -> bool:
        """Whether the Corporation holds it; why, where the GP was asked something, stands among the queries."""
        return case.stage == PaymentCase.Stage.HELD


class GovernmentPaymentFilter(django_filters.FilterSet):
    """By fund and call."""

    fund = django_filters.CharFilter(field_name="line__call__fund__code")
    capital_call = django_filters.NumberFilter(field_name="line__call")


class GovernmentPayments(ListAPIView):
    """The Government's payments of the funds whose books you may read."""

    serializer_class = GovernmentPaymentOut
    filterset_class = GovernmentPaymentFilter
    queryset = PaymentCase.objects.none()

    def get_queryset(self):
        return visible_payments(self.request.user).order_by("-id")


class ConfirmPayment(IdempotentVerb):
    """Confirm that the Government's money came: the GP's receipt, compared with the bank's debit."""

    input, output, success = PaymentConfirmationIn, GovernmentPaymentOut, 201

    def perform(self, request, pk):
        case = get_object_or_404(visible_payments(request.user), pk=pk)
        given = read(PaymentConfirmationIn, request.data)
        payment_record.confirm_receipt(case=case, **given, by=request.user, at=now())
        return 201, GovernmentPaymentOut(visible_payments(request.user).get(pk=pk)).data


class PaymentMessageOut(serializers.Serializer):
    """A question of the Corporation or an answer of the GP."""

    is_from_manager = serializers.BooleanField()
    words = serializers.CharField()
    said_by = serializers.CharField()
    said_at = serializers.DateTimeField()


class PaymentQueryOut(serializers.Serializer):
    """One time at which a payment was held and the GP was asked; the reason stays when it has ended."""

    id = serializers.IntegerField()
    payment = serializers.IntegerField(source="case_id")
    fund = serializers.CharField(source="case.line.call.fund.code")
    capital_call = serializers.IntegerField(source="case.line.call_id")
    held_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    end_reason = serializers.CharField()
    messages = PaymentMessageOut(many=True)


class PaymentQueries(ListAPIView):
    """What the Corporation asked about payments, with the answers; a GP sees its funds'."""

    serializer_class = PaymentQueryOut
    queryset = PaymentHold.objects.none()

    def get_queryset(self):
        return visible_queries(self.request.user).order_by("-id")


class PaymentAnswerIn(Input):
    """What the GP answers."""

    reply = serializers.CharField(max_length=4000)


class AnswerQuery(IdempotentVerb):
    """Answer the Corporation's question; the payment stays held until the Corporation resumes it."""

    input, output, success = PaymentAnswerIn, PaymentQueryOut, 201

    def perform(self, request, pk):
        hold = get_object_or_404(visible_queries(request.user), pk=pk)
        payment_record.answer(hold=hold, **read(PaymentAnswerIn, request.data), by=request.user, at=now())
        return 201, PaymentQueryOut(visible_queries(request.user).get(pk=pk)).data


def visible_payments(user):
    """The Government's payments that a person may see: staff all, a GP its funds', partners' contacts none."""
    calls = CapitalCall.objects.filter(fund__in=Fund.objects.books_open_to(user).values("pk"))
    return (
        PaymentCase.objects.filter(line__call__in=calls.values("pk"))
        .select_related("line__call__fund")
        .prefetch_related("confirmations")
    )


def visible_queries(user):
    """Holds on which something was asked, with whom they name."""
    return (
        PaymentHold.objects.visible_to(user)
        .filter(messages__isnull=False)
        .distinct()
        .select_related("case__line__call__fund")
        .prefetch_related("messages__said_by")
    )
