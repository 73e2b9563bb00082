"""True-ups of later closings, cancelled calls, recorded authority, carry given back."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.response import Response

from funds.api.capital_calls import CallDetailOut, detail, visible_calls
from funds.models import CarryReturn, Closing, Fund, RecordedAuthority
from funds.services import authorities, call_corrections, capital_calls, carry, distributions, true_ups
from itvf.api import IdempotentVerb
from itvf.api_fields import Input, Json, Money, Reason, read
from itvf.api_upload import Upload, kept
from itvf.dates import now


class CancelCall(IdempotentVerb):
    """Cancel the fund's last issued call while no money for it has come in; a corrected call is drafted anew."""

    input, output, success = Reason, CallDetailOut, 200

    def perform(self, request, pk):
        call = get_object_or_404(visible_calls(request.user), pk=pk)
        reason = read(Reason, request.data)["reason"]
        call_corrections.cancel(call=call, by=request.user, at=now(), reason=reason)
        return 200, detail(visible_calls(request.user).get(pk=pk), request.user)


class TrueUpIn(Input):
    """What is drafted next of a true-up: its call, or once that is issued what goes back."""

    step = serializers.ChoiceField([("call", "its call"), ("return", "what goes back")])
    date = serializers.DateField(help_text="the call's due date, or the day on which it is paid back")


class TrueUpOut(serializers.Serializer):
    """A closing's true-up (A13): its working, and the call and the distribution that carry it out."""

    closing = serializers.IntegerField(source="pk")
    true_up_way = serializers.ChoiceField(Closing.TrueUpWay.choices, help_text="how it is settled")
    fund = serializers.CharField(source="fund.code")
    number = serializers.IntegerField()
    working = Json()
    capital_call = serializers.IntegerField(allow_null=True)
    distribution = serializers.IntegerField(allow_null=True)


class TrueUp(IdempotentVerb):
    """A closing's true-up; a POST drafts its call or, once that is issued, what goes back."""

    input, output, success = TrueUpIn, TrueUpOut, 201

    @extend_schema(responses=TrueUpOut)
    def get(self, request, pk):
        return Response(true_up_of(closing_of(request.user, pk)))

    def perform(self, request, pk):
        closing = closing_of(request.user, pk)
        given = read(TrueUpIn, request.data)
        about = {"closing": closing, "by": request.user, "at": now()}
        if given["step"] == "call":
            capital_calls.draft_true_up(due_date=given["date"], **about)
        else:
            distributions.draft_true_up(payment_date=given["date"], **about)
        return 201, true_up_of(closing)


class TrueUpWayIn(Input):
    """At once, by a call and a return of its own, or netted into the next call's notice."""

    way = serializers.ChoiceField(Closing.TrueUpWay.choices)


class ChooseTrueUpWay(IdempotentVerb):
    """Choose how a waiting true-up is settled; the last choice before anything is drafted counts."""

    input, output, success = TrueUpWayIn, TrueUpOut, 200

    def perform(self, request, pk):
        closing = closing_of(request.user, pk)
        way = read(TrueUpWayIn, request.data)["way"]
        done = true_ups.choose_way(closing=closing, way=way, by=request.user, at=now())
        return 200, true_up_of(done)


class AuthorityIn(Input):
    """A decision as its document says it; without a limit it covers any amount."""

    kind = serializers.ChoiceField(RecordedAuthority.Kind.choices)
    limit_hkd = Money(required=False)
    given_by = serializers.CharField(max_length=200)
    given_date = serializers.DateField()
    expires_date = serializers.DateField(required=False)
    scope = serializers.CharField(max_length=4000)
    file = Upload(required=False)


class AuthorityOut(serializers.Serializer):
    """A recorded authority; it counts once it is approved."""

    id = serializers.IntegerField()
    fund = serializers.CharField(source="fund.code")
    kind = serializers.ChoiceField(RecordedAuthority.Kind.choices)
    stage = serializers.ChoiceField(RecordedAuthority.Stage.choices)
    limit_hkd = Money(allow_null=True)
    given_by = serializers.CharField()
    given_date = serializers.DateField()
    expires_date = serializers.DateField(allow_null=True)
    scope = serializers.CharField()
    document_sha256 = serializers.CharField(source="document.sha256", default=None, allow_null=True)


class Authorities(IdempotentVerb, ListAPIView):
    """The fund's recorded authorities; a POST records one, its file a part of a multipart body; another approves it."""

    serializer_class = AuthorityOut
    queryset = RecordedAuthority.objects.none()
    input, output, success = AuthorityIn, AuthorityOut, 201

    def get_queryset(self):
        return (
            open_fund(self.request.user, self.kwargs["code"])
            .authorities.select_related("fund", "document")
            .order_by("-id")
        )

    def perform(self, request, code):
        fund = open_fund(request.user, code)
        given = read(AuthorityIn, request.data)
        document = kept(given.pop("file", None), by=request.user)
        found = authorities.record(fund=fund, **given, document=document, by=request.user, at=now())
        return 201, AuthorityOut(found).data


class ApproveAuthority(IdempotentVerb):
    """Approve an authority that another person recorded."""

    input, output, success = None, AuthorityOut, 200

    def perform(self, request, pk):
        read(Input, request.data)
        found = authority_of(request.user, pk)
        return 200, AuthorityOut(authorities.approve(authority=found, by=request.user, at=now())).data


class RefuseAuthority(IdempotentVerb):
    """Refuse a recorded authority, with the reason."""

    input, output, success = Reason, AuthorityOut, 200

    def perform(self, request, pk):
        found = authority_of(request.user, pk)
        reason = read(Reason, request.data)["reason"]
        return 200, AuthorityOut(authorities.refuse(authority=found, by=request.user, at=now(), reason=reason)).data


class CarryReturnIn(Input):
    """Carry that the general partner gave back, as the bank or the escrow shows it."""

    road = serializers.ChoiceField(CarryReturn.Road.choices)
    amount_hkd = Money()
    value_date = serializers.DateField()
    bank_reference = serializers.CharField(max_length=80, required=False, default="")


class CarryReturnOut(CarryReturnIn):
    """Carry given back, with the clawback that was due before it and its working (A6)."""

    id = serializers.IntegerField()
    clawback_hkd = Money()
    working = Json()
    journal_entry = serializers.IntegerField(source="entry_id")


class CarryReturns(IdempotentVerb, ListAPIView):
    """Carry that came back; a POST records a return of at most the clawback due."""

    serializer_class = CarryReturnOut
    queryset = CarryReturn.objects.none()
    input, output, success = CarryReturnIn, CarryReturnOut, 201

    def get_queryset(self):
        return open_fund(self.request.user, self.kwargs["code"]).carry_returns.order_by("-id")

    def perform(self, request, code):
        fund = open_fund(request.user, code)
        given = read(CarryReturnIn, request.data)
        return 201, CarryReturnOut(carry.give_back(fund=fund, **given, by=request.user, at=now())).data


class ReleaseIn(Input):
    """A debit that paid carry out of escrow."""

    amount_hkd = Money()
    value_date = serializers.DateField()
    bank_reference = serializers.CharField(max_length=80)


class ReleaseOut(serializers.Serializer):
    """The entry that booked it, and what the escrow still holds."""

    journal_entry = serializers.IntegerField()
    in_escrow_hkd = Money()


class ReleaseEscrow(IdempotentVerb):
    """Record carry released from escrow: only what no clawback could need."""

    input, output, success = ReleaseIn, ReleaseOut, 201

    def perform(self, request, code):
        fund = open_fund(request.user, code)
        entry = carry.release_escrow(fund=fund, **read(ReleaseIn, request.data), by=request.user, at=now())
        return 201, ReleaseOut({"journal_entry": entry.pk, "in_escrow_hkd": carry.in_escrow(fund)}).data


def open_fund(user, code: str) -> Fund:
    """A fund whose books a person may read."""
    return get_object_or_404(Fund.objects.books_open_to(user), code=code)


def closing_of(user, pk: int) -> Closing:
    """A closing with a true-up, of a fund whose books a person may read."""
    found = Closing.objects.filter(fund__in=Fund.objects.books_open_to(user), working__has_key="true_up")
    return get_object_or_404(found.select_related("fund"), pk=pk)


def authority_of(user, pk: int) -> RecordedAuthority:
    """An authority of a fund whose books a person may read."""
    found = RecordedAuthority.objects.filter(fund__in=Fund.objects.books_open_to(user))
    return get_object_or_404(found.select_related("fund"), pk=pk)


def true_up_of(closing: Closing) -> dict:
    """A true-up as it is answered."""
    call = closing.true_up_calls.filter(stage__in=["draft", "issued"]).first()
    back = closing.returns.filter(stage__in=["draft", "declared"]).first()
    closing.capital_call = call.pk if call else None
    closing.distribution = back.pk if back else None
    closing.working = closing.working["true_up"]
    return TrueUpOut(closing).data
