"""The twelve months through the API: the clock, what the manager reports beside what counts (R17(iv), A7 to A9)."""

from django.db import transaction
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from funds import fundraising
from funds.api.schemes import OnDay
from funds.models import FundraisingPledge, Selection
from funds.models.fundraising import Investor
from funds.services import fundraising as service
from itvf.api import IdempotentVerb
from itvf.api_fields import Input, Money, read
from itvf.api_upload import Upload, kept
from itvf.dates import now, today


class SelectionOut(serializers.Serializer):
    """A selection: its notice, its last day, its stage; no dates until the receipt of the notice is recorded."""

    id = serializers.IntegerField()
    reference = serializers.CharField()
    scheme = serializers.CharField(source="scheme.code")
    manager = serializers.CharField(source="manager.name_en")
    stage = serializers.ChoiceField(Selection.Stage.choices)
    notice_issued_date = serializers.DateField()
    notice_received_date = serializers.DateField(allow_null=True)
    fundraising_last_date = serializers.DateField(allow_null=True)


class MilestoneOut(serializers.Serializer):
    """A milestone of the clock; `outcome` is null until it was sent or missed."""

    milestone = serializers.CharField(source="code")
    due_date = serializers.DateField(source="date")
    outcome = serializers.SerializerMethodField()

    def get_outcome(self, one) -> str | None:
        """What became of it."""
        return self.context["outcomes"].get(one.code)


class PledgeOut(serializers.Serializer):
    """What the manager said of one investor as of a day."""

    id = serializers.IntegerField()
    investor = serializers.CharField()
    kind = serializers.ChoiceField(Investor.choices)
    firmness = serializers.ChoiceField(FundraisingPledge.Firmness.choices)
    amount_hkd = Money()
    as_of_date = serializers.DateField()
    note = serializers.CharField()
    document_sha256 = serializers.CharField(source="document.sha256", default=None)
    source = serializers.ChoiceField(FundraisingPledge.Source.choices)
    recorded_at = serializers.DateTimeField()


class ProgressOut(serializers.Serializer):
    """A selection's twelve months on a day: the clock, the sums, the newest report of each investor."""

    selection = SelectionOut()
    on = serializers.DateField()
    days_left = serializers.IntegerField(source="clock.days_left", default=None)
    next_milestone = serializers.CharField(source="clock.next.code", default=None)
    next_milestone_date = serializers.DateField(source="clock.next.date", default=None)
    counted_hkd = Money(source="progress.counted_hkd")
    minimum_hkd = Money(source="progress.minimum_hkd")
    missing_hkd = Money(source="progress.missing_hkd")
    said_closed_hkd = Money(source="progress.said_closed_hkd")
    signed_hkd = Money(source="progress.signed_hkd")
    soft_hkd = Money(source="progress.soft_hkd")
    public_hkd = Money(source="progress.public_hkd")
    milestones = serializers.SerializerMethodField()
    pledges = PledgeOut(many=True)

    @extend_schema_field(MilestoneOut(many=True))
    def get_milestones(self, found):
        """In the order of their days."""
        selection = found.selection
        outcomes = dict(selection.reminders.values_list("milestone", "outcome"))
        return MilestoneOut(fundraising.milestones_of(selection), many=True, context={"outcomes": outcomes}).data


class PledgeIn(Input):
    """What one investor has said, as of a day."""

    investor = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(Investor.choices)
    firmness = serializers.ChoiceField(FundraisingPledge.Firmness.choices)
    amount_hkd = Money()
    as_of_date = serializers.DateField()
    note = serializers.CharField(max_length=4000, required=False)
    file = Upload(required=False)


class Selections(ListAPIView):
    """The selections of the reader's own funds and houses; for staff all."""

    serializer_class = SelectionOut
    queryset = Selection.objects.none()

    def get_queryset(self):
        return Selection.objects.visible_to(self.request.user).select_related("manager", "scheme").order_by("-id")


class Progress(APIView):
    """How far the money has come, as of a day (today where none is named)."""

    @extend_schema(parameters=[OnDay], responses=ProgressOut)
    def get(self, request, pk):
        """Reads it."""
        on = read(OnDay, request.query_params.dict()).get("on") or today()
        return Response(ProgressOut(fundraising.of(_visible(request, pk), on)).data)


class Pledges(ListAPIView):
    """Every report on every investor, newest first."""

    serializer_class = PledgeOut
    queryset = FundraisingPledge.objects.none()

    def get_queryset(self):
        return _visible(self.request, self.kwargs["pk"]).pledges.select_related("document").order_by("-id")


class ReportPledge(IdempotentVerb):
    """Report what one investor has said, by the manager's people or by staff for them."""

    input, output, success = PledgeIn, PledgeOut, 201

    @transaction.atomic
    def perform(self, request, pk):
        """Adds it to the reports."""
        found = _visible(request, pk)
        given = read(PledgeIn, request.data)
        document = kept(given.pop("file", None), by=request.user)
        made = service.report(selection=found, document=document, **given, by=request.user, at=now())
        made.refresh_from_db()
        return 201, PledgeOut(made).data


def _visible(request, pk: int) -> Selection:
    found = Selection.objects.visible_to(request.user).select_related("manager", "scheme", "fund")
    return get_object_or_404(found, pk=pk)
