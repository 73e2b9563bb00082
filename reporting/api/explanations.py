"""Derivations by the API: what can be explained of a fund, and one figure as a tree down to journal entries."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from funds.models import Fund, JournalEntry
from itvf.api_fields import Input, Json, read
from itvf.dates import now, today
from itvf.derivation import entry_ids
from itvf.words import said
from reporting.explain import changes, programme, registry
from reporting.explain.question import Question


class Asked(Input):
    """Of what in the fund, on which day, as known when; `page` goes through long lists of movements."""

    of = serializers.CharField(required=False, default="", allow_blank=True)
    on = serializers.DateField(required=False)
    known_at = serializers.DateTimeField(required=False)
    page = serializers.IntegerField(required=False, default=1, min_value=1, max_value=10**6)


class ExplainedChoiceOut(serializers.Serializer):
    """What a figure may be asked of."""

    of = serializers.CharField()
    label = serializers.CharField()


class ExplainedFigureOut(serializers.Serializer):
    """One figure that can be explained; without choices it is the whole fund's."""

    figure = serializers.CharField()
    title = serializers.CharField()
    choices = ExplainedChoiceOut(many=True)


class ExplainedEntryOut(serializers.Serializer):
    """A journal entry under a figure; its postings stand in the fund's journal."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(JournalEntry.Kind.choices)
    effective_date = serializers.DateField()
    recorded_at = serializers.DateTimeField()
    memo = serializers.CharField()


class ExplanationOut(serializers.Serializer):
    """A figure and what it comes from.

    `derivation`: `name`, `label`, `value`, `unit` (`hkd`, `exact_hkd`, `rate`, `multiple`, `years`, `number`, `date`,
    `words`, `text`), `rule`, `clause`, `assumptions`, `convention`, `note`, `is_sum` (the parts' values sum to the
    value), `parts` (each the same again), `entries` (ids), `opens` (a figure that goes further, or null).
    `recorded_since`: with `known_at`, entries recorded later that count by the day.
    """

    figure = serializers.CharField()
    of = serializers.CharField()
    on = serializers.DateField()
    known_at = serializers.DateTimeField(allow_null=True)
    derivation = Json()
    journal_entries = ExplainedEntryOut(many=True)
    recorded_since = ExplainedEntryOut(many=True)


class Explanations(APIView):
    """The figures of a fund that you may have explained: staff and its GP all, a partner's contact its own."""

    @extend_schema(responses=ExplainedFigureOut(many=True))
    def get(self, request, code):
        question = Question(_fund(request, code), today(), request.user, now())
        return Response(
            ExplainedFigureOut([_figure(one, question) for one in registry.offered(question)], many=True).data
        )


class Explanation(APIView):
    """One figure on a day, as known at a recorded time, with its rule, inputs, steps and journal entries."""

    @extend_schema(parameters=[Asked], responses=ExplanationOut)
    def get(self, request, code, figure):
        given = {"on": today()} | read(Asked, request.query_params.dict())
        question = Question(_fund(request, code), user=request.user, asked_at=now(), **given)
        tree = registry.explain(figure, question)
        known = changes.by_id(question.fund, request.user, entry_ids(tree))
        answer = {
            "figure": figure,
            "of": question.of,
            "on": question.on,
            "known_at": question.known_at,
            "derivation": tree.as_json(said),
            "journal_entries": list(known.values()),
            "recorded_since": changes.since(question)[: changes.SHOWN],
        }
        return Response(ExplanationOut(answer).data)


class ProgrammeAsked(Input):
    """Of what, on which day, as known when."""

    of = serializers.CharField(required=False, default="", allow_blank=True)
    on = serializers.DateField(required=False)
    known_at = serializers.DateTimeField(required=False)


class ProgrammeExplanationOut(serializers.Serializer):
    """A figure of the whole programme and the funds' figures that it sums; each `opens` at its fund."""

    figure = serializers.CharField()
    of = serializers.CharField()
    on = serializers.DateField()
    known_at = serializers.DateTimeField(allow_null=True)
    derivation = Json()


class ProgrammeExplanation(APIView):
    """One figure of the whole programme: sums of its funds' figures, and the KPI; for its staff.

    `board` and `uninvested` sum the funds that you may see, and are a general partner's as well.
    """

    @extend_schema(parameters=[ProgrammeAsked], responses=ProgrammeExplanationOut)
    def get(self, request, figure):
        given = {"on": today()} | read(ProgrammeAsked, request.query_params.dict())
        question = Question(None, user=request.user, asked_at=now(), **given)
        found = programme.explain(figure, question)
        answer = {
            "figure": figure,
            "of": question.of,
            "on": question.on,
            "known_at": question.known_at,
            "derivation": found.as_json(said),
        }
        return Response(ProgrammeExplanationOut(answer).data)


def _fund(request, code: str) -> Fund:
    return get_object_or_404(Fund.objects.visible_to(request.user), code=code)


def _figure(one: registry.Figure, question: Question) -> dict:
    chosen = one.choices(question) if one.choices else ()
    choices = [{"of": of, "label": said(label, facts)} for of, label, facts in chosen]
    return {"figure": one.name, "title": said(one.title, {}), "choices": choices}
