"""The agreement's register through the API: terms by clause, events, resolutions with their counts, duties."""

import django_filters
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from funds import agreement_calendar, agreement_register
from funds.agreement_words import duty_words
from funds.api.schemes import OnDay
from funds.models import AgreementAmendment, AgreementClause, AgreementEvent, CallLine, Fund, Resolution
from funds.rules import duties as rules
from funds.rules import resolutions as resolution_rules
from funds.services import agreement_events, duties, resolutions
from itvf.api import IdempotentVerb
from itvf.api_fields import Input, Json, Money, Rate, read
from itvf.api_upload import Upload, kept
from itvf.dates import now, today

RESOLVED = [(code, kind.title) for code, kind in resolution_rules.KINDS.items()]


class AgreementTermOut(serializers.Serializer):
    """One term of the agreement from a date on; of the typed values those are null that its topic does not have."""

    id = serializers.IntegerField()
    topic = serializers.CharField()
    title = serializers.CharField(source="get_topic_display")
    clause = serializers.CharField()
    effective_from = serializers.DateField()
    basis = serializers.ChoiceField(AgreementClause.Basis.choices)
    amount_hkd = Money(allow_null=True)
    rate = Rate(allow_null=True)
    days = serializers.IntegerField(allow_null=True)
    months = serializers.IntegerField(allow_null=True)
    number = serializers.IntegerField(allow_null=True)
    flag = serializers.BooleanField(allow_null=True)
    text = serializers.CharField()


class AgreementTerms(ListAPIView):
    """The approved terms of a fund's agreement, every row; with `on`, those in force on that day. For staff and GP."""

    serializer_class = AgreementTermOut
    queryset = AgreementClause.objects.none()

    @extend_schema(parameters=[OnDay])
    def get(self, request, *args, **kwargs):
        """The terms."""
        return super().get(request, *args, **kwargs)

    def get_queryset(self):
        fund = _fund(self.request, self.kwargs["code"])
        found = fund.agreement_clauses.filter(stage=AgreementClause.Stage.APPROVED)
        names = {name: value for name, value in self.request.query_params.items() if name == "on"}
        on = read(OnDay, names).get("on")
        if on is not None:
            found = found.filter(pk__in=[term.pk for term in agreement_register.terms_of(fund, on).values()])
        return found.order_by("-id")


class AmendmentTermOut(serializers.Serializer):
    """One term that a deed restates: rates are fractions, an empty text is a term left out."""

    name = serializers.CharField()
    before = serializers.CharField(allow_null=True)
    after = serializers.CharField()


class AgreementAmendmentOut(serializers.Serializer):
    """What a deed restates of a fund's agreement; `before` is null until it is approved."""

    id = serializers.IntegerField()
    stage = serializers.ChoiceField(AgreementAmendment.Stage.choices)
    signed_date = serializers.DateField()
    clause = serializers.CharField()
    resolution = serializers.IntegerField(source="resolution.number", allow_null=True, default=None)
    reason = serializers.CharField()
    terms = serializers.SerializerMethodField()

    @extend_schema_field(AmendmentTermOut(many=True))
    def get_terms(self, amendment):
        """Each term, as it stood and as it is restated."""
        former = amendment.former
        return [{"name": name, "before": former.get(name), "after": after} for name, after in amendment.terms.items()]


class AgreementAmendments(ListAPIView):
    """The amendments of a fund's agreement, the latest first. For staff and GP."""

    serializer_class = AgreementAmendmentOut
    queryset = AgreementAmendment.objects.none()

    def get_queryset(self):
        found = AgreementAmendment.objects.filter(agreement__fund=_fund(self.request, self.kwargs["code"]))
        return found.select_related("resolution").order_by("-id")


class AgreementEventOut(serializers.Serializer):
    """Something that happened under the agreement; `follows` is the event before it in its matter."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    title = serializers.CharField(source="get_kind_display")
    occurred_date = serializers.DateField()
    clause = serializers.CharField()
    stage = serializers.ChoiceField(AgreementEvent.Stage.choices)
    last_day = serializers.DateField(allow_null=True)
    what = serializers.CharField()
    partner = serializers.IntegerField(source="partner_id", allow_null=True)
    call_line = serializers.IntegerField(source="line_id", allow_null=True)
    follows = serializers.IntegerField(source="follows_id", allow_null=True)
    resolution = serializers.IntegerField(source="resolution_id", allow_null=True)


class AgreementEventFilter(django_filters.FilterSet):
    """By kind and stage."""

    kind = django_filters.CharFilter()
    stage = django_filters.ChoiceFilter(choices=AgreementEvent.Stage.choices)


class AgreementEventIn(Input):
    """Something that happened; which of the optional keys it needs depends on its kind, and a refusal names them."""

    kind = serializers.CharField(max_length=30)
    occurred_date = serializers.DateField()
    what = serializers.CharField(max_length=4000)
    clause = serializers.CharField(max_length=80, required=False)
    partner = serializers.IntegerField(required=False, min_value=1)
    call_line = serializers.IntegerField(required=False, min_value=1)
    follows = serializers.IntegerField(required=False, min_value=1)
    resolution = serializers.IntegerField(required=False, min_value=1)
    file = Upload(required=False)


class AgreementEvents(IdempotentVerb, ListAPIView):
    """What happened under a fund's agreement, for staff and the fund's GP; a POST records it, the file a part of it.

    The GP tells what is its to tell; a person of the Corporation approves it.
    """

    serializer_class = AgreementEventOut
    filterset_class = AgreementEventFilter
    queryset = AgreementEvent.objects.none()
    input, output, success = AgreementEventIn, AgreementEventOut, 201

    def get_queryset(self):
        return _fund(self.request, self.kwargs["code"]).agreement_events.order_by("-id")

    def perform(self, request, code):
        fund = _fund(request, code)
        given = read(AgreementEventIn, request.data)
        things = {
            "partner": fund.partners,
            "follows": fund.agreement_events,
            "resolution": fund.resolutions,
        }
        for name, among in things.items():
            if name in given:
                given[name] = get_object_or_404(among.all(), pk=given[name])
        if "call_line" in given:
            lines = CallLine.objects.filter(call__fund=fund).select_related("call", "partner")
            given["line"] = get_object_or_404(lines, pk=given.pop("call_line"))
        document = kept(given.pop("file", None), by=request.user)
        event = agreement_events.record(fund=fund, **given, document=document, by=request.user, at=now())
        return 201, AgreementEventOut(event).data


class ResolutionOut(serializers.Serializer):
    """A resolution; `working` holds numerator, denominator, share and majority once it is counted."""

    id = serializers.IntegerField()
    number = serializers.IntegerField()
    kind = serializers.CharField()
    title = serializers.CharField(source="get_kind_display")
    question = serializers.CharField()
    stage = serializers.ChoiceField(Resolution.Stage.choices)
    clause = serializers.CharField()
    needed_rate = Rate()
    opened_date = serializers.DateField()
    last_day = serializers.DateField()
    working = Json()


class ResolutionIn(Input):
    """What is put to the partners or their committee, until a last day."""

    kind = serializers.ChoiceField(RESOLVED)
    question = serializers.CharField(max_length=4000)
    last_day = serializers.DateField()
    conflicted = serializers.IntegerField(required=False, min_value=1)
    file = Upload(required=False)


class Resolutions(IdempotentVerb, ListAPIView):
    """A fund's resolutions with their counts, for staff and the fund's GP; a POST puts one, as an amendment to vote."""

    serializer_class = ResolutionOut
    queryset = Resolution.objects.none()
    input, output, success = ResolutionIn, ResolutionOut, 201

    def perform(self, request, code):
        fund = _fund(request, code)
        given = read(ResolutionIn, request.data)
        if "conflicted" in given:
            given["conflicted"] = get_object_or_404(fund.partners.all(), pk=given["conflicted"])
        document = kept(given.pop("file", None), by=request.user)
        return 201, ResolutionOut(
            resolutions.put(fund=fund, **given, document=document, by=request.user, at=now())
        ).data

    def get_queryset(self):
        return _fund(self.request, self.kwargs["code"]).resolutions.order_by("-id")


class DutyOut(serializers.Serializer):
    """One duty with its last day. `key` names it for good; `is_marked` says that a person marks it as done."""

    key = serializers.CharField()
    kind = serializers.ChoiceField(list(rules.KINDS))
    title = serializers.SerializerMethodField()
    clause = serializers.CharField()
    holder = serializers.ChoiceField(list(rules.HOLDERS))
    due_date = serializers.DateField()
    done_date = serializers.DateField(allow_null=True)
    state = serializers.SerializerMethodField()
    is_marked = serializers.BooleanField()

    def get_title(self, duty) -> str:
        """What it is, and of what, in the reader's language."""
        return duty_words(duty)

    def get_state(self, duty) -> str:
        """done, overdue, soon (within 30 days) or coming."""
        return rules.state(duty, self.context["on"])


class DutiesOut(serializers.Serializer):
    """The calendar as of a day, a year ahead: what is open by its last day, then what is done."""

    as_of = serializers.DateField()
    duties = DutyOut(many=True)


class Duties(APIView):
    """A fund's calendar of duties. For staff and the fund's GP."""

    @extend_schema(parameters=[OnDay], responses=DutiesOut)
    def get(self, request, code):
        """The duties as of `on`, today unless told."""
        fund = _fund(request, code)
        on = read(OnDay, request.query_params.dict()).get("on") or today()
        found = {"as_of": on, "duties": agreement_calendar.duties_of(fund, on)}
        return Response(DutiesOut(found, context={"on": on}).data)


class DutyDoneIn(Input):
    """Which duty was done, when, and what shows it."""

    key = serializers.CharField(max_length=60)
    done_date = serializers.DateField()
    evidence = serializers.CharField(max_length=4000)


class DutyDoneOut(serializers.Serializer):
    """That a duty was done."""

    id = serializers.IntegerField()
    key = serializers.CharField()
    clause = serializers.CharField()
    due_date = serializers.DateField()
    done_date = serializers.DateField()
    evidence = serializers.CharField()


class RecordDuty(IdempotentVerb):
    """Record that a duty of the calendar was done, by the fund's GP or staff."""

    input, output, success = DutyDoneIn, DutyDoneOut, 201

    def perform(self, request, code):
        """Marks it as done."""
        given = read(DutyDoneIn, request.data)
        done = duties.record_done(fund=_fund(request, code), **given, by=request.user, at=now())
        return 201, DutyDoneOut(done).data


def _fund(request, code: str) -> Fund:
    return get_object_or_404(Fund.objects.books_open_to(request.user).select_related("manager"), code=code)
