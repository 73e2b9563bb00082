"""The board of a round through the API, read only, for staff (R24, para 14).

What a conflict of interest closes to the reader is not in it; scores are null until the database let them be shown.
"""

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from funds import assessment as reads
from funds.api.assessments import CriterionSpreadOut, spread_of
from funds.models import Application, Assessment, ConflictDeclaration, DecisionLine, SelectionDecision
from itvf.api_fields import Money, Rate

ASSESSOR_STATES = [
    (reads.CONFLICT, "closed by a conflict of interest"),
    (reads.UNDECLARED, "not declared on yet"),
    (reads.DUE, "to be scored"),
    (reads.SCORED, "scored"),
]


class AssessmentOut(serializers.Serializer):
    """A round whose assessment has started, and how far it is."""

    round = serializers.CharField(source="invitation.reference")
    title_en = serializers.CharField(source="invitation.title_en")
    title_zh_hant = serializers.CharField(source="invitation.title_zh_hant")
    stage = serializers.ChoiceField(Assessment.Stage.choices)
    started_at = serializers.DateTimeField()
    searched_at = serializers.DateTimeField(allow_null=True)
    opened_at = serializers.DateTimeField(allow_null=True)
    settled_at = serializers.DateTimeField(allow_null=True)


class AssessorStateOut(serializers.Serializer):
    """Where an assessor is with an application."""

    assessor = serializers.CharField()
    state = serializers.ChoiceField(ASSESSOR_STATES)


class DecidedApplicationOut(serializers.Serializer):
    """What was decided, beside what ranking, opinion and envelope come to; the reason where the two differ."""

    outcome = serializers.ChoiceField(DecisionLine.Outcome.choices)
    by_rule = serializers.ChoiceField(DecisionLine.Outcome.choices)
    reason = serializers.CharField()
    opinion = serializers.CharField(source="opinion.opinion")
    likely_hkd = Money(help_text="what the Government would likely commit (R6)")


class AssessmentRowOut(serializers.Serializer):
    """An application on the board; rank, total and spread are null while scores are blind."""

    application = serializers.IntegerField()
    reference = serializers.CharField()
    house = serializers.CharField()
    stage = serializers.ChoiceField(Application.Stage.choices)
    assessors = AssessorStateOut(many=True)
    rank = serializers.IntegerField(allow_null=True)
    total_rate = Rate(allow_null=True)
    spread = serializers.SerializerMethodField()
    decided = DecidedApplicationOut(allow_null=True)

    @extend_schema_field(CriterionSpreadOut(many=True, allow_null=True))
    def get_spread(self, row):
        """Lowest, highest and mean by criterion."""
        return spread_of(row["standing"]) if row["standing"] else None


class AssessmentBoardOut(AssessmentOut):
    """A round with every application that the reader may see, and what holds it up."""

    links_open = serializers.IntegerField(help_text="links between applicants and others without a ruling")
    applications = AssessmentRowOut(many=True)


class Assessments(ListAPIView):
    """The rounds in assessment, newest first; for staff."""

    serializer_class = AssessmentOut
    queryset = Assessment.objects.none()

    def get_queryset(self):
        return _visible(self.request.user).order_by("-id")


class AssessmentBoard(APIView):
    """The board of one round."""

    @extend_schema(responses=AssessmentBoardOut)
    def get(self, request, reference):
        if not request.user.is_staff:
            raise Http404
        found = get_object_or_404(_visible(request.user), invitation__reference=reference)
        found.links_open = reads.links_open(found.invitation)
        found.applications = _rows(found, request.user)
        return Response(AssessmentBoardOut(found).data)


def _visible(user):
    return (Assessment.objects.all() if user.is_staff else Assessment.objects.none()).select_related("invitation")


def _rows(assessment: Assessment, user) -> list[dict]:
    """By reference; a handful of statements, however many applications and assessors the round has."""
    invitation = assessment.invitation
    closed = ConflictDeclaration.objects.closing(user)
    shown = invitation.applications.received().exclude(pk__in=closed).select_related("house").order_by("reference")
    assessors = list(invitation.memberships.live().assessors().select_related("user").order_by("id"))
    states = reads.states(invitation)
    standings = {} if assessment.is_blind else reads.standings(assessment)
    ranks = {pk: rank for rank, pk in reads.ranked(assessment, standings)} if standings else {}
    decision = assessment.decisions.exclude(stage=SelectionDecision.Stage.REFUSED).first()
    decided = {one.application_id: one for one in decision.lines.select_related("opinion")} if decision else {}
    return [
        {
            "application": one.pk,
            "reference": one.reference,
            "house": one.house.name_en,
            "stage": one.stage,
            "assessors": [{"assessor": str(part.user), "state": states[part.pk, one.pk]} for part in assessors],
            "rank": ranks.get(one.pk),
            "total_rate": standings[one.pk].total_rate if one.pk in standings else None,
            "standing": standings.get(one.pk),
            "decided": decided.get(one.pk),
        }
        for one in shown
    ]
