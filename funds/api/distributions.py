"""Distributions: drafted, previewed, declared, paid, received, cancelled; their lines by tier."""

import django_filters
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from funds import selectors
from funds.models import CapitalCall, Distribution, DistributionLine, DistributionPayment, DistributionSource, Fund
from funds.services import corporation_returns, distribution_payments, distributions
from itvf import permissions
from itvf.api import CursorPages, IdempotentVerb, Versioned
from itvf.api_fields import BreachOut, Explained, Input, Json, Money, Reason, read
from itvf.dates import now, today
from itvf.errors import InputRefused, gettext_noop, plain
from itvf.money import ZERO
from itvf.words import breach_json

Nature = Distribution.Nature
DRAFTED = [(one.value, one.label) for one in (Nature.PROCEEDS, Nature.UNINVESTED, Nature.CLAWBACK, Nature.OFFSETS)]
TIERS = ("capital_hkd", "hurdle_hkd", "catch_up_hkd", "split_hkd", "carry_hkd", "interest_hkd")
DERIVED = (*TIERS, "outside_hkd", "escrow_hkd", "withheld_hkd", "amount_hkd")
SETTLED = {"paid_hkd": "money", "outstanding_hkd": "left"}
BESIDE = ("recallable", "unfunded_before", "unfunded_after")


class DistributionSourceIn(Input):
    """Where a part of the money comes from."""

    kind = serializers.ChoiceField(DistributionSource.Kind.choices)
    label = serializers.CharField(max_length=200)
    label_zh_hant = serializers.CharField(max_length=200, required=False, allow_blank=True)
    reference = serializers.CharField(
        max_length=60, required=False, help_text="the deal that was sold: the reference of its account of cost"
    )
    amount_hkd = Money()


class WithheldIn(Input):
    """Tax withheld from one partner."""

    partner = serializers.IntegerField()
    amount_hkd = Money()


class DistributionIn(Input):
    """A distribution as its maker gives it; its amount is the sources' sum."""

    nature = serializers.ChoiceField(DRAFTED, required=False, default=Nature.PROCEEDS)
    capital_call = serializers.IntegerField(required=False, help_text="the call whose money was not invested (A19)")
    payment_date = serializers.DateField()
    recallable_hkd = Money(required=False, default=ZERO)
    is_final = serializers.BooleanField(
        required=False, default=False, help_text="the fund is wound up: it takes everything, each partner its balance"
    )
    sources = DistributionSourceIn(many=True, allow_empty=False)
    withheld = WithheldIn(many=True, required=False, default=list)


class DistributionSourceOut(serializers.Serializer):
    """A source of a distribution."""

    kind = serializers.ChoiceField(DistributionSource.Kind.choices)
    label = serializers.CharField()
    label_zh_hant = serializers.CharField()
    reference = serializers.CharField()
    amount_hkd = Money()


class DistributionOut(serializers.Serializer):
    """A distribution."""

    id = serializers.IntegerField()
    fund = serializers.CharField(source="fund.code")
    number = serializers.IntegerField()
    nature = serializers.ChoiceField(Nature.choices)
    is_final = serializers.BooleanField()
    stage = serializers.ChoiceField(Distribution.Stage.choices)
    amount_hkd = Money()
    recallable_hkd = Money()
    payment_date = serializers.DateField()
    capital_call = serializers.IntegerField(source="call_id", allow_null=True)
    closing = serializers.IntegerField(source="closing_id", allow_null=True)
    solvency_date = serializers.DateField(allow_null=True)
    declared_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class DistributionDetailOut(DistributionOut):
    """A distribution with its sources, the statement on solvency and the working of its waterfall (R15, A5, A6)."""

    sources = DistributionSourceOut(many=True, source="sources.all")
    solvency_statement = serializers.CharField()
    drafted_by = serializers.CharField(source="drafted_by.name")
    drafted_at = serializers.DateTimeField()
    declared_by = serializers.CharField(source="declared_by.name", default=None, allow_null=True)
    working = Json()


class DistributionPreviewLineOut(serializers.Serializer):
    """One partner's part by tier; `amount_hkd` is what is paid out."""

    partner = serializers.IntegerField(source="partner_id")
    partner_name = serializers.CharField(source="partner.name_en")
    capital_hkd = Money()
    outside_hkd = Money(help_text="of the capital: what was called outside the commitment (A13)")
    hurdle_hkd = Money()
    catch_up_hkd = Money()
    split_hkd = Money()
    carry_hkd = Money()
    interest_hkd = Money()
    escrow_hkd = Money()
    withheld_hkd = Money()
    amount_hkd = Money()
    recallable_hkd = Money()
    unfunded_before_hkd = Money()
    unfunded_after_hkd = Money()


class DistributionLineOut(DistributionPreviewLineOut):
    """A line of a declared distribution, with what was paid of it."""

    id = serializers.IntegerField()
    paid_hkd = Money()
    outstanding_hkd = Money()
    explained = Explained(
        {name: ("distribution-line", "{0.pk}") for name in DERIVED}
        | {f"{name}_hkd": ("line-standing", "distribution-{0.pk}/" + name.replace("_", "-")) for name in BESIDE}
        | {name: ("distribution-settled", f"{{0.pk}}/{of}") for name, of in SETTLED.items()},
        fund="distribution.fund.code",
    )


class DistributionPreviewOut(serializers.Serializer):
    """The lines as they would be declared today, and what stands in the way; nothing is written."""

    amount_hkd = Money()
    tiers = Json()
    lines = DistributionPreviewLineOut(many=True)
    breaches = BreachOut(many=True)


class StatementIn(Input):
    """The general partner's words."""

    statement = serializers.CharField(max_length=4000)


class DistributionPaymentIn(Input):
    """A debit of the fund's bank: of all that is outstanding, or of one line in part or in full."""

    line = serializers.IntegerField(required=False)
    amount_hkd = Money(required=False)
    value_date = serializers.DateField()
    bank_reference = serializers.CharField(max_length=80)


class DistributionPaymentOut(serializers.Serializer):
    """What one debit paid of one line."""

    id = serializers.IntegerField()
    line = serializers.IntegerField(source="line_id")
    partner_name = serializers.CharField(source="line.partner.name_en")
    amount_hkd = Money()
    value_date = serializers.DateField()
    bank_reference = serializers.CharField()
    journal_entry = serializers.IntegerField(source="entry_id")
    is_reversed = serializers.SerializerMethodField()

    def get_is_reversed(self, payment) -> bool:
        """Whether a later entry undid it."""
        return hasattr(payment.entry, "reversed_by")


class DistributionReceiptIn(Input):
    """A credit of the Corporation's bank."""

    amount_hkd = Money()
    value_date = serializers.DateField()
    bank_reference = serializers.CharField(max_length=80)


class DistributionReceiptOut(DistributionReceiptIn):
    """A credit of the Corporation's bank, matched to the Government's line."""

    id = serializers.IntegerField()
    line = serializers.IntegerField(source="line_id")
    journal_entry = serializers.IntegerField(source="entry_id")


class DistributionFilter(django_filters.FilterSet):
    """By stage, nature and payment date."""

    stage = django_filters.ChoiceFilter(choices=Distribution.Stage.choices)
    nature = django_filters.ChoiceFilter(choices=Nature.choices)
    payment_date = django_filters.DateFromToRangeFilter()


class FundDistributions(IdempotentVerb, ListAPIView):
    """The fund's distributions that you may see; a POST drafts one. Refused at once is what could not be declared."""

    serializer_class = DistributionOut
    filterset_class = DistributionFilter
    queryset = Distribution.objects.none()
    input, output, success = DistributionIn, DistributionDetailOut, 201

    def get_queryset(self):
        fund = fund_of(self.request.user, self.kwargs["code"])
        return visible(self.request.user).filter(fund=fund).order_by("-id")

    def perform(self, request, code):
        fund = fund_of(request.user, code)
        given = arguments(fund, read(DistributionIn, request.data))
        found = distributions.draft(fund=fund, by=request.user, at=now(), **given)
        return 201, DistributionDetailOut(found).data


class PreviewDistribution(APIView):
    """Compute a distribution's tiers and lines as they would be declared today, and write nothing."""

    @extend_schema(request=DistributionIn, responses=DistributionPreviewOut)
    def post(self, request, code):
        fund = fund_of(request.user, code)
        permissions.require(request.user, "distribution.draft", within=fund)
        given = arguments(fund, read(DistributionIn, request.data))
        taxes = {str(pk): plain(amount) for pk, amount in given.pop("withheld_hkd").items()}
        planned = distributions.preview(
            fund, given.pop("sources"), on=today(), working={"withheld_hkd": taxes}, **given
        )
        amount = sum((getattr(line, key) for line in planned.lines for key in TIERS), ZERO)
        answer = DistributionPreviewOut(
            {"amount_hkd": amount, "tiers": planned.working["tiers"], "lines": planned.lines, "breaches": ()}
        )
        return Response(answer.data | {"breaches": [breach_json(breach) for breach in planned.breaches]})


class DistributionDetail(Versioned, APIView):
    """One distribution with its sources and its working."""

    @extend_schema(responses=DistributionDetailOut)
    def get(self, request, pk):
        return Response(DistributionDetailOut(get_object_or_404(visible(request.user), pk=pk)).data)


class InLineOrder(CursorPages):
    """Lines in the order of the partners."""

    ordering = ("order", "id")


class DistributionLines(ListAPIView):
    """The lines of a declared distribution; a partner's contact sees its own."""

    serializer_class = DistributionLineOut
    pagination_class = InLineOrder
    queryset = DistributionLine.objects.none()

    def get_queryset(self):
        user = self.request.user
        found = get_object_or_404(visible(user), pk=self.kwargs["pk"])
        seen = DistributionLine.objects.visible_to(user).values("pk")
        return selectors.distribution_lines([found]).filter(pk__in=seen).select_related("partner", "distribution__fund")


class StateSolvency(IdempotentVerb):
    """State that the fund stays solvent after it (Cap. 637): by the GP's signatory, on the day of the declaration."""

    input, output, success = StatementIn, DistributionDetailOut, 200

    def perform(self, request, pk):
        found = get_object_or_404(visible(request.user), pk=pk)
        given = read(StatementIn, request.data)
        done = distributions.state_solvency(distribution=found, **given, by=request.user, at=now())
        return 200, DistributionDetailOut(done).data


class DeclareDistribution(IdempotentVerb):
    """Declare a draft by the GP's signatory: lines, journal entry, notices in one transaction."""

    input, output, success, takes_version = None, DistributionDetailOut, 200, True

    def perform(self, request, pk):
        read(Input, request.data)
        found = get_object_or_404(visible(request.user), pk=pk)
        version = self.expected_version(request)
        done = distributions.declare(distribution=found, by=request.user, at=now(), version=version)
        return 200, DistributionDetailOut(done).data


class WithdrawDistribution(IdempotentVerb):
    """Withdraw a draft; it stays on record with the reason."""

    input, output, success = Reason, DistributionDetailOut, 200

    def perform(self, request, pk):
        found = get_object_or_404(visible(request.user), pk=pk)
        reason = read(Reason, request.data)["reason"]
        done = distributions.withdraw(distribution=found, by=request.user, at=now(), reason=reason)
        return 200, DistributionDetailOut(done).data


class CancelDistribution(IdempotentVerb):
    """Cancel a declared distribution while nothing of it was paid: entry reversed, notices marked."""

    input, output, success = Reason, DistributionDetailOut, 200

    def perform(self, request, pk):
        found = get_object_or_404(visible(request.user), pk=pk)
        reason = read(Reason, request.data)["reason"]
        done = distributions.cancel(distribution=found, by=request.user, at=now(), reason=reason)
        return 200, DistributionDetailOut(done).data


class DistributionPayments(IdempotentVerb, ListAPIView):
    """What was paid of a distribution; a POST records the debit that paid all of it, or one line."""

    serializer_class = DistributionPaymentOut
    queryset = DistributionPayment.objects.none()
    input, output, success = DistributionPaymentIn, DistributionPaymentOut(many=True), 201

    def get_queryset(self):
        user = self.request.user
        found = get_object_or_404(visible(user), pk=self.kwargs["pk"])
        return visible_payments(user).filter(line__distribution=found).order_by("-id")

    def perform(self, request, pk):
        found = get_object_or_404(visible(request.user), pk=pk)
        given = read(DistributionPaymentIn, request.data) | {"by": request.user, "at": now()}
        if ("line" in given) != ("amount_hkd" in given):
            raise InputRefused(gettext_noop("Give a line with its amount, or neither."), field="line")
        if "line" in given:
            line = get_object_or_404(found.lines, pk=given.pop("line"))
            entry = distribution_payments.pay_line(line=line, **given)
        else:
            entry = distribution_payments.pay(distribution=found, **given)
        return 201, DistributionPaymentOut(
            visible_payments(request.user).filter(entry=entry).order_by("id"), many=True
        ).data


class ReverseDistributionPayment(IdempotentVerb):
    """Undo a debit that was recorded wrongly, with all that it paid; the lines are open again."""

    input, output, success = Reason, DistributionPaymentOut, 200

    def perform(self, request, pk):
        payment = get_object_or_404(visible_payments(request.user), pk=pk)
        reason = read(Reason, request.data)["reason"]
        distribution_payments.reverse_payment(payment=payment, on=today(), by=request.user, at=now(), reason=reason)
        return 200, DistributionPaymentOut(visible_payments(request.user).get(pk=pk)).data


class ReceiveDistribution(IdempotentVerb):
    """Match a credit of the Corporation's bank to the Government's line."""

    input, output, success = DistributionReceiptIn, DistributionReceiptOut, 201

    def perform(self, request, pk):
        found = get_object_or_404(visible(request.user), pk=pk)
        permissions.require(request.user, "distribution_receipt.record")
        line = get_object_or_404(found.lines, partner__kind="government")
        given = read(DistributionReceiptIn, request.data)
        return 201, DistributionReceiptOut(
            corporation_returns.receive(line=line, **given, by=request.user, at=now())
        ).data


def fund_of(user, code: str) -> Fund:
    """A fund that a person may see."""
    return get_object_or_404(Fund.objects.visible_to(user), code=code)


def visible(user):
    """Distributions that a person may see, with whom they name."""
    return Distribution.objects.visible_to(user).select_related("fund", "drafted_by", "declared_by", "closing")


def visible_payments(user):
    """Payments that a person may see, with what they name."""
    return DistributionPayment.objects.visible_to(user).select_related(
        "line__partner", "line__distribution__fund", "entry__reversed_by"
    )


def arguments(fund: Fund, given: dict) -> dict:
    """What was given, as the service takes it."""
    call = given.get("capital_call")
    return {
        "nature": given["nature"],
        "payment_date": given["payment_date"],
        "recallable_hkd": given["recallable_hkd"],
        "is_final": given["is_final"],
        "call": get_object_or_404(CapitalCall, fund=fund, pk=call) if call else None,
        "sources": [distributions.SourceInput(**source) for source in given["sources"]],
        "withheld_hkd": {one["partner"]: one["amount_hkd"] for one in given["withheld"]},
    }
