"""Subscription facilities through the API: what was agreed, what moved, what a fund owes beside its cap (R27)."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from funds import facility_facts
from funds.api.corrections import open_fund
from funds.api.funds import AsKnown
from funds.models import FacilityAgreement, FacilityMovement
from funds.services import facilities, facility_movements
from itvf.api import IdempotentVerb
from itvf.api_exact import Fraction
from itvf.api_fields import Explained, Input, Money, Rate, Reason, read
from itvf.api_upload import Upload, kept
from itvf.dates import now, today

Kind = FacilityMovement.Kind
PURPOSES = [(value, label) for value, label in FacilityMovement.Purpose.choices if value]


class FacilityIn(Input):
    """What a fund agreed with a lender; `rate` a decimal string fraction, left out where only words say it."""

    lender = serializers.CharField(max_length=200)
    limit_hkd = Money()
    rate = Fraction(required=False)
    rate_terms = serializers.CharField(max_length=400)
    available_from = serializers.DateField()
    available_to = serializers.DateField()
    clause = serializers.CharField(max_length=80)
    file = Upload(required=False)


class FacilityOut(serializers.Serializer):
    """A subscription facility; it can be drawn once it is approved."""

    id = serializers.IntegerField()
    fund = serializers.CharField(source="fund.code")
    lender = serializers.CharField()
    stage = serializers.ChoiceField(FacilityAgreement.Stage.choices)
    limit_hkd = Money()
    rate = Rate(allow_null=True)
    rate_terms = serializers.CharField()
    available_from = serializers.DateField()
    available_to = serializers.DateField()
    clause = serializers.CharField()
    document_sha256 = serializers.CharField(source="document.sha256", default=None, allow_null=True)


class Facilities(IdempotentVerb, ListAPIView):
    """A fund's facilities; a POST records one, with its document as a part of a multipart body."""

    serializer_class = FacilityOut
    queryset = FacilityAgreement.objects.none()
    input, output, success = FacilityIn, FacilityOut, 201

    def get_queryset(self):
        found = open_fund(self.request.user, self.kwargs["code"]).facilities.select_related("fund", "document")
        return found.order_by("-id")

    def perform(self, request, code):
        fund = open_fund(request.user, code)
        given = read(FacilityIn, request.data)
        document = kept(given.pop("file", None), by=request.user)
        found = facilities.record(fund=fund, **given, document=document, by=request.user, at=now())
        return 201, FacilityOut(found).data


class ApproveFacility(IdempotentVerb):
    """Approve a facility that another person recorded."""

    input, output, success = None, FacilityOut, 200

    def perform(self, request, pk):
        read(Input, request.data)
        found = facilities.approve(facility=facility_of(request.user, pk), by=request.user, at=now())
        return 200, FacilityOut(found).data


class RefuseFacility(IdempotentVerb):
    """Refuse a recorded facility, with the reason."""

    input, output, success = Reason, FacilityOut, 200

    def perform(self, request, pk):
        found = facility_of(request.user, pk)
        reason = read(Reason, request.data)["reason"]
        return 200, FacilityOut(facilities.refuse(facility=found, by=request.user, at=now(), reason=reason)).data


class MovementIn(Input):
    """One movement. Drawdowns and repayments have a `purpose`; interest has a `period_start`, its first day.

    A drawdown above a limit is refused unless it `has_happened`: then it is booked, and its breach is on record.
    """

    kind = serializers.ChoiceField(Kind.choices)
    amount_hkd = Money()
    value_date = serializers.DateField()
    reference = serializers.CharField(max_length=80)
    purpose = serializers.ChoiceField(PURPOSES, required=False)
    period_start = serializers.DateField(required=False)
    has_happened = serializers.BooleanField(required=False)

    # What a kind needs beside amount, date and reference, and what else it may have.
    NEEDED = {
        Kind.DRAWDOWN: {"purpose"},
        Kind.REPAYMENT: {"purpose"},
        Kind.INTEREST: {"period_start"},
        Kind.FEE: set(),
        Kind.PAYMENT: set(),
    }
    OPTIONAL = {Kind.DRAWDOWN: {"has_happened"}}

    default_error_messages = {
        "needed": "A movement of this kind needs it.",
        "not_of_kind": "A movement of this kind has none.",
    }

    def validate(self, attrs):
        """Each kind with what belongs to it."""
        given = set(attrs) & {"purpose", "period_start", "has_happened"}
        needed = self.NEEDED[attrs["kind"]]
        faults = {name: [self._fault("needed")] for name in needed - given}
        allowed = needed | self.OPTIONAL.get(attrs["kind"], set())
        faults |= {name: [self._fault("not_of_kind")] for name in given - allowed}
        if faults:
            raise serializers.ValidationError(faults)
        return attrs

    def _fault(self, code: str) -> serializers.ErrorDetail:
        return serializers.ErrorDetail(self.error_messages[code], code=code)


class MovementOut(serializers.Serializer):
    """A movement as it was booked; `expected_hkd` is the system's own figure beside interest that was reported."""

    id = serializers.IntegerField()
    facility = serializers.IntegerField(source="facility_id")
    number = serializers.IntegerField()
    kind = serializers.ChoiceField(Kind.choices)
    purpose = serializers.CharField()
    amount_hkd = Money()
    value_date = serializers.DateField()
    period_start = serializers.DateField(allow_null=True)
    expected_hkd = Money(allow_null=True)
    reference = serializers.CharField()
    is_reported = serializers.BooleanField()
    journal_entry = serializers.IntegerField(source="entry_id")
    is_reversed = serializers.SerializerMethodField()
    explained = Explained(
        {"expected_hkd": ("borrowing", "interest-{0.pk}")}, fund="facility.fund.code", on="{0.value_date}"
    )

    def get_is_reversed(self, movement) -> bool:
        """Whether a mirror entry undid it."""
        return hasattr(movement.entry, "reversed_by")


VERBS = {
    Kind.DRAWDOWN: facility_movements.draw,
    Kind.REPAYMENT: facility_movements.repay,
    Kind.INTEREST: facility_movements.charge,
    Kind.FEE: facility_movements.charge,
    Kind.PAYMENT: facility_movements.pay,
}


class FacilityMovements(IdempotentVerb, ListAPIView):
    """What moved under a facility; a POST books one movement."""

    serializer_class = MovementOut
    queryset = FacilityMovement.objects.none()
    input, output, success = MovementIn, MovementOut, 201

    def get_queryset(self):
        found = facility_of(self.request.user, self.kwargs["pk"]).movements
        return found.select_related("entry__reversed_by", "facility__fund").order_by("-id")

    def perform(self, request, pk):
        found = facility_of(request.user, pk)
        given = read(MovementIn, request.data)
        verb = VERBS[given.pop("kind")]
        return 201, MovementOut(verb(facility=found, **given, by=request.user, at=now())).data


class ReverseMovement(IdempotentVerb):
    """Undo a movement that was recorded wrongly, with the reason; staff do this."""

    input, output, success = Reason, MovementOut, 200

    def perform(self, request, pk):
        visible = FacilityMovement.objects.visible_to(request.user).select_related("facility__fund")
        found = get_object_or_404(visible, pk=pk)
        reason = read(Reason, request.data)["reason"]
        facility_movements.reverse(movement=found, reason=reason, by=request.user, at=now())
        return 200, MovementOut(visible.select_related("entry__reversed_by").get(pk=pk)).data


class DrawdownOut(serializers.Serializer):
    """A drawdown: what stands out of it, by when it is to be repaid, when nothing was left."""

    movement = serializers.IntegerField(source="id")
    date = serializers.DateField()
    purpose = serializers.CharField()
    amount_hkd = Money()
    left_hkd = Money()
    due_date = serializers.DateField(allow_null=True)
    repaid_date = serializers.DateField(allow_null=True)
    explained = Explained({"left_hkd": ("borrowing", "left-{0.id}")})


class BorrowingOut(serializers.Serializer):
    """What a fund owes its lenders on a day beside its cap (R27); no cap where no term allows borrowing."""

    on = serializers.DateField()
    owed_hkd = Money()
    cap_hkd = Money(allow_null=True)
    cap_clause = serializers.CharField()
    headroom_hkd = Money(allow_null=True)
    days = serializers.IntegerField(allow_null=True)
    cost_hkd = Money()
    payable_hkd = Money()
    drawdowns = DrawdownOut(many=True)
    explained = Explained(
        {f"{name}_hkd": ("borrowing", name) for name in ("owed", "cap", "headroom", "cost", "payable")}
    )


class Borrowing(APIView):
    """What a fund has borrowed, as of a day and as known at a moment. For staff and the fund's GP."""

    @extend_schema(parameters=[AsKnown], responses=BorrowingOut)
    def get(self, request, code):
        fund = open_fund(request.user, code)
        given = read(AsKnown, request.query_params.dict())
        on, known_at = given.get("as_of") or today(), given.get("known_at")
        found = facility_facts.position(fund, on, known_at=known_at)
        return Response(BorrowingOut(found, context={"fund": fund.code, "on": on, "known_at": known_at}).data)


def facility_of(user, pk: int) -> FacilityAgreement:
    """A facility of a fund whose books a person may read."""
    return get_object_or_404(FacilityAgreement.objects.visible_to(user).select_related("fund"), pk=pk)
