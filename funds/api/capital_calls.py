"""Capital calls: drafted, previewed, revised, issued, withdrawn; their lines with what was received."""

import django_filters
from django.db.models import Sum
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from funds import selectors
from funds.models import CallLine, CallPurpose, CapitalCall, Fund
from funds.services import call_inputs, capital_calls
from itvf import permissions
from itvf.api import CursorPages, IdempotentVerb, Versioned
from itvf.api_fields import Explained, Input, Money, Rate, Reason, read
from itvf.dates import now, today
from itvf.money import ZERO, total


class PurposeIn(Input):
    """What a part of the call is for."""

    kind = serializers.ChoiceField(CallPurpose.Kind.choices)
    label = serializers.CharField(max_length=200)
    label_zh_hant = serializers.CharField(max_length=200, required=False, allow_blank=True)
    reference = serializers.RegexField(
        r"^proposal:[0-9]{1,12}$", required=False, help_text="the deal that an investment is for, such as proposal:12"
    )
    is_follow_on = serializers.BooleanField(required=False)
    allocation_base = serializers.ChoiceField(
        CallPurpose.Base.choices, required=False, help_text="by what it is shared; another base needs the agreement"
    )
    amount_hkd = Money()


class CallIn(Input):
    """A call as its maker gives it; its amount is the purposes' sum."""

    due_date = serializers.DateField()
    purposes = PurposeIn(many=True, allow_empty=False)


class ExcuseIn(Input):
    """A partner who takes no part, by which clause and why (A11)."""

    partner = serializers.IntegerField()
    clause = serializers.CharField(max_length=80)
    reason = serializers.CharField(max_length=2000)
    asked_date = serializers.DateField(required=False, help_text="when it asked to be excused; today by default")


class NewCallIn(CallIn):
    """A new call: who is excused from it, and the cancelled call that it corrects."""

    excused = ExcuseIn(many=True, required=False, default=list)
    replaces = serializers.IntegerField(required=False, help_text="the cancelled call that this one corrects")


class PurposeOut(serializers.Serializer):
    """A purpose of a call."""

    kind = serializers.ChoiceField(CallPurpose.Kind.choices)
    label = serializers.CharField()
    label_zh_hant = serializers.CharField()
    reference = serializers.CharField()
    is_follow_on = serializers.BooleanField()
    amount_hkd = Money()
    allocation_base = serializers.ChoiceField(CallPurpose.Base.choices)
    is_outside = serializers.BooleanField(help_text="outside commitment, as the agreement says (A21)")
    clause = serializers.CharField(help_text="the clauses that allow the base, or that it stands outside")


class CallOut(serializers.Serializer):
    """A capital call."""

    id = serializers.IntegerField()
    fund = serializers.CharField(source="fund.code")
    number = serializers.IntegerField()
    stage = serializers.ChoiceField(CapitalCall.Stage.choices)
    nature = serializers.ChoiceField(CapitalCall.Nature.choices)
    channel = serializers.ChoiceField(CapitalCall.Channel.choices)
    replaces = serializers.IntegerField(source="replaces_id", allow_null=True)
    amount_hkd = Money()
    due_date = serializers.DateField()
    drafted_by = serializers.CharField(source="drafted_by.name")
    drafted_at = serializers.DateTimeField()
    issued_by = serializers.CharField(source="issued_by.name", default=None, allow_null=True)
    issued_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class PreviewLineOut(serializers.Serializer):
    """One partner's part of a call, with the figures from which it was computed (A11)."""

    partner = serializers.IntegerField(source="partner_id")
    partner_name = serializers.CharField(source="partner.name_en")
    commitment_hkd = Money()
    called_before_hkd = Money()
    unfunded_before_hkd = Money()
    amount_hkd = Money()
    outside_hkd = Money(help_text="outside the commitment: fees and expenses (A21), interest of a true-up (A13)")
    interest_hkd = Money(help_text="of what stands outside: interest of a true-up, which is no capital (A13)")
    is_excused = serializers.BooleanField()
    called_after_hkd = Money()
    unfunded_after_hkd = Money()


class LineOut(PreviewLineOut):
    """A line of an issued call, with what was received for it."""

    id = serializers.IntegerField()
    received_hkd = Money()
    outstanding_hkd = Money()
    explained = Explained(
        {
            "amount_hkd": ("call-line", "{0.pk}"),
            "outside_hkd": ("call-line", "{0.pk}"),
            "interest_hkd": ("call-line", "{0.pk}"),
            "received_hkd": ("call-settled", "{0.pk}/money"),
            "outstanding_hkd": ("call-settled", "{0.pk}/left"),
            "commitment_hkd": ("line-standing", "call-{0.pk}/commitment"),
            "called_before_hkd": ("line-standing", "call-{0.pk}/called-before"),
            "called_after_hkd": ("line-standing", "call-{0.pk}/called-after"),
            "unfunded_before_hkd": ("line-standing", "call-{0.pk}/unfunded-before"),
            "unfunded_after_hkd": ("line-standing", "call-{0.pk}/unfunded-after"),
        },
        fund="call.fund.code",
    )
    is_late = serializers.SerializerMethodField(help_text="due before today and not paid in full")

    def get_is_late(self, line) -> bool:
        """By today's date in Hong Kong."""
        return line.outstanding_hkd > 0 and line.call.due_date < today()


class CallDetailOut(CallOut):
    """A call with its purposes; received and outstanding over the lines that you may see."""

    purposes = PurposeOut(many=True, source="purposes.all")
    shortfall_cap_rate = Rate(allow_null=True, help_text="the cap on carrying others' shortfall that it was issued on")
    received_hkd = Money()
    outstanding_hkd = Money()
    explained = Explained(
        {
            "received_hkd": ("call-settled", "call-{0.number}/money"),
            "outstanding_hkd": ("call-settled", "call-{0.number}/left"),
        },
        fund="fund.code",
        stage=CapitalCall.Stage.ISSUED,
    )


class PreviewOut(serializers.Serializer):
    """The lines as they would be issued today; nothing is written."""

    amount_hkd = Money()
    lines = PreviewLineOut(many=True)


class CallFilter(django_filters.FilterSet):
    """By fund, stage and due date."""

    fund = django_filters.CharFilter(field_name="fund__code")
    stage = django_filters.ChoiceFilter(choices=CapitalCall.Stage.choices)
    due_date = django_filters.DateFromToRangeFilter()


class CapitalCalls(ListAPIView):
    """The calls that you may see; a partner's contact sees issued ones."""

    serializer_class = CallOut
    filterset_class = CallFilter
    queryset = CapitalCall.objects.none()

    def get_queryset(self):
        return visible_calls(self.request.user).order_by("-id")


class InLineOrder(CursorPages):
    """Lines in the order of the partners."""

    ordering = ("order", "id")


class CapitalCallLines(ListAPIView):
    """The lines of an issued call, with received and outstanding; a partner's contact sees its own."""

    serializer_class = LineOut
    pagination_class = InLineOrder
    queryset = CallLine.objects.none()

    def get_queryset(self):
        user = self.request.user
        return visible_lines(get_object_or_404(visible_calls(user), pk=self.kwargs["pk"]), user)


class DraftCall(IdempotentVerb):
    """Draft a call. Refused at once is what could not be issued today, each breach with rule and clause."""

    input, output, success = NewCallIn, CallDetailOut, 201

    def perform(self, request, code):
        fund = get_object_or_404(Fund.objects.visible_to(request.user), code=code)
        given = read(NewCallIn, request.data)
        replaces = given.get("replaces")
        call = capital_calls.draft(
            fund=fund,
            purposes=purposes_of(given),
            due_date=given["due_date"],
            channel=CapitalCall.Channel.API,
            excused=excuses_of(fund, given),
            replaces=get_object_or_404(visible_calls(request.user), fund=fund, pk=replaces) if replaces else None,
            by=request.user,
            at=now(),
        )
        return 201, detail(call, request.user)


class PreviewCall(APIView):
    """Compute the lines of a call as they would be issued today, and write nothing."""

    @extend_schema(request=NewCallIn, responses=PreviewOut)
    def post(self, request, code):
        fund = get_object_or_404(Fund.objects.visible_to(request.user), code=code)
        permissions.require(request.user, "capital_call.draft", within=fund)
        given = read(NewCallIn, request.data)
        excused = [one.partner.pk for one in excuses_of(fund, given)]
        lines = capital_calls.preview(fund, purposes_of(given), given["due_date"], today(), excused=excused)
        amount_hkd = total(purpose["amount_hkd"] for purpose in given["purposes"])
        return Response(PreviewOut({"amount_hkd": amount_hkd, "lines": lines}).data)


class CapitalCallDetail(Versioned, APIView):
    """One call with its lines; a draft can be revised by naming the version that was read (If-Match)."""

    input, output, success, takes_version = CallIn, CallDetailOut, 200, True

    @extend_schema(responses=CallDetailOut)
    def get(self, request, pk):
        return Response(detail(get_object_or_404(visible_calls(request.user), pk=pk), request.user))

    def patch(self, request, pk):
        call = get_object_or_404(visible_calls(request.user), pk=pk)
        given = read(CallIn, {"due_date": call.due_date.isoformat(), "purposes": standing(call)} | dict(request.data))
        call = capital_calls.revise(
            call=call,
            purposes=purposes_of(given),
            due_date=given["due_date"],
            by=request.user,
            at=now(),
            version=self.expected_version(request),
        )
        return Response(detail(call, request.user))


class IssueCall(IdempotentVerb):
    """Issue a draft by the GP's signatory: lines, journal entry, notices and payment case in one transaction."""

    input, output, success, takes_version = None, CallDetailOut, 200, True

    def perform(self, request, pk):
        read(Input, request.data)
        call = get_object_or_404(visible_calls(request.user), pk=pk)
        call = capital_calls.issue(call=call, by=request.user, at=now(), version=self.expected_version(request))
        return 200, detail(call, request.user)


class WithdrawCall(IdempotentVerb):
    """Withdraw a draft; it stays on record with the reason."""

    input, output, success, takes_version = Reason, CallDetailOut, 200, True

    def perform(self, request, pk):
        call = get_object_or_404(visible_calls(request.user), pk=pk)
        reason = read(Reason, request.data)["reason"]
        version = self.expected_version(request)
        call = capital_calls.withdraw(call=call, by=request.user, at=now(), reason=reason, version=version)
        return 200, detail(call, request.user)


def visible_calls(user):
    """Calls that a person may see, with whom they name."""
    return CapitalCall.objects.visible_to(user).select_related("fund", "drafted_by", "issued_by")


def purposes_of(given: dict) -> list[capital_calls.PurposeInput]:
    """The purposes as the service takes them."""
    return [capital_calls.PurposeInput(**purpose) for purpose in given["purposes"]]


def excuses_of(fund: Fund, given: dict) -> list[call_inputs.ExcuseInput]:
    """The excuses as the service takes them."""
    return [
        call_inputs.ExcuseInput(
            get_object_or_404(fund.partners, pk=one["partner"]), one["clause"], one["reason"], one.get("asked_date")
        )
        for one in given["excused"]
    ]


def standing(call: CapitalCall) -> list[dict]:
    """A draft's purposes in the words of the input, for a revision that leaves them out."""
    rows = PurposeOut(call.purposes.all(), many=True).data
    given = set(PurposeIn().fields)
    return [
        {name: value for name, value in row.items() if name in given and (value != "" or name == "label")}
        for row in rows
    ]


def visible_lines(call: CapitalCall, user):
    """The lines of an issued call that a person may see: all for the GP and staff, a contact's own for a contact."""
    seen = CallLine.objects.visible_to(user).values("pk")
    return selectors.call_lines([call]).filter(pk__in=seen).select_related("partner", "call__fund")


def detail(call: CapitalCall, user) -> dict:
    """A call as it is answered to a person; sums are over the lines that this person may see."""
    sums = visible_lines(call, user).aggregate(received=Sum("received_hkd"), outstanding=Sum("outstanding_hkd"))
    call.received_hkd = sums["received"] or ZERO
    call.outstanding_hkd = sums["outstanding"] or ZERO
    return CallDetailOut(call).data
