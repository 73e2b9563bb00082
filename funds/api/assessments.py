"""An assessor's work through the API: declare first, then read and score, blind until all have scored (R24, para 14).

The same reads and verbs as on the pages: a conflict closes an application here too, from the moment it is declared.
"""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from funds import assessment as reads
from funds.api.applications import SubmissionDetailOut
from funds.models import Application, Assessment, Submission
from funds.rules.assessment import Mark
from funds.services import assessments, conflicts
from itvf.api import IdempotentVerb
from itvf.api_fields import Input, Rate, read
from itvf.dates import now
from itvf.roles import RoundRole

STATES = [
    (reads.CONFLICT, "closed by a conflict of interest"),
    (reads.UNDECLARED, "to be declared on first"),
    (reads.DUE, "to be scored"),
    (reads.SCORED, "scored"),
    (reads.DECLARED, "declared on, by a member of the Committee"),
]


class AssessmentTaskOut(serializers.Serializer):
    """One application of a round in which the reader takes part, and what there is to do about it."""

    application = serializers.IntegerField()
    reference = serializers.CharField()
    round = serializers.CharField()
    house = serializers.CharField()
    role = serializers.ChoiceField(RoundRole.choices)
    state = serializers.ChoiceField(STATES)


class DeclarationIn(Input):
    """No conflict of interest; or one, with what it is and since when."""

    is_conflict = serializers.BooleanField()
    what = serializers.CharField(max_length=4000, required=False)
    since_date = serializers.DateField(required=False)


class DeclarationOut(serializers.Serializer):
    """A declaration of interest as it stands on record; it is never changed."""

    id = serializers.IntegerField()
    application = serializers.IntegerField(source="application_id")
    reference = serializers.CharField(source="application.reference")
    is_conflict = serializers.BooleanField()
    what = serializers.CharField()
    since_date = serializers.DateField(allow_null=True)
    declared_at = serializers.DateTimeField()


class MarkIn(Input):
    """A criterion's score, with its reason."""

    criterion = serializers.SlugField()
    score = serializers.IntegerField()
    reason = serializers.CharField(max_length=4000)


class ScoreSheetIn(Input):
    """A whole sheet: every criterion of the round once."""

    marks = MarkIn(many=True)

    def validate_marks(self, marks):
        """A criterion twice is refused: nobody knows which counts."""
        codes = [one["criterion"] for one in marks]
        if twice := sorted({code for code in codes if codes.count(code) > 1}):
            raise serializers.ValidationError(f"scored twice: {', '.join(twice)}", code="scored_twice")
        return marks


class MarkOut(serializers.Serializer):
    """A criterion's score as it was given."""

    criterion = serializers.CharField(source="criterion.code")
    score = serializers.IntegerField()
    reason = serializers.CharField()


class ScoreSheetOut(serializers.Serializer):
    """An assessor's sheet of one application; the last one given counts."""

    application = serializers.IntegerField(source="application_id")
    number = serializers.IntegerField()
    given_at = serializers.DateTimeField()
    marks = MarkOut(source="scores", many=True)


class CriterionSpreadOut(serializers.Serializer):
    """A criterion's scores over all assessors."""

    criterion = serializers.CharField()
    lowest = serializers.IntegerField()
    highest = serializers.IntegerField()
    mean = Rate()
    sheets = serializers.IntegerField(source="count")


class AssessedApplicationOut(serializers.Serializer):
    """An application as an assessor reads it, the reader's own sheet, and the spread (null while scores are blind)."""

    submission = SubmissionDetailOut(source="*")
    may_score = serializers.SerializerMethodField()
    own_sheet = serializers.SerializerMethodField()
    spread = serializers.SerializerMethodField()

    def get_may_score(self, one) -> bool:
        """Whether a sheet is taken now."""
        application = one.application
        is_scoring = application.invitation.assessment.stage == Assessment.Stage.SCORING
        return is_scoring and application.stage == Application.Stage.ELIGIBLE

    @extend_schema_field(ScoreSheetOut(allow_null=True))
    def get_own_sheet(self, one):
        """The reader's last sheet."""
        sheet = reads.own_sheet(one.application, self.context["user"])
        return ScoreSheetOut(sheet).data if sheet else None

    @extend_schema_field(CriterionSpreadOut(many=True, allow_null=True))
    def get_spread(self, one):
        """Lowest, highest and mean by criterion, once all have scored."""
        assessment = one.application.invitation.assessment
        if assessment.is_blind:
            return None
        standing = reads.standings(assessment).get(one.application_id)
        return spread_of(standing) if standing else []


class AssessmentTasks(APIView):
    """Every application of the rounds in which the reader takes part, once their assessment has started."""

    @extend_schema(responses=AssessmentTaskOut(many=True))
    def get(self, request):
        parts = request.user.round_memberships.live().filter(invitation__assessment__isnull=False)
        found = [task for part in parts.select_related("invitation") for task in _tasks(part)]
        return Response(AssessmentTaskOut(found, many=True).data)


class AssessedApplication(APIView):
    """One application, of which the reader declared that there is no conflict of interest."""

    @extend_schema(responses=AssessedApplicationOut)
    def get(self, request, pk):
        return Response(AssessedApplicationOut(_readable(request.user, pk), context={"user": request.user}).data)


class DeclareInterest(IdempotentVerb):
    """Declare on one applicant; a conflict closes the application to the reader everywhere, for good."""

    input, output, success = DeclarationIn, DeclarationOut, 201

    def perform(self, request, pk):
        application = get_object_or_404(reads.declarable_by(request.user), pk=pk)
        given = read(DeclarationIn, request.data)
        made = conflicts.declare(application=application, **given, by=request.user, at=now())
        return 201, DeclarationOut(made).data


class GiveScores(IdempotentVerb):
    """Give a whole sheet of scores; a later one takes its place until scores are shown."""

    input, output, success = ScoreSheetIn, ScoreSheetOut, 201

    def perform(self, request, pk):
        application = _readable(request.user, pk).application
        given = read(ScoreSheetIn, request.data)["marks"]
        marks = {one["criterion"]: Mark(one["score"], one["reason"]) for one in given}
        made = assessments.give_scores(application=application, marks=marks, by=request.user, at=now())
        return 201, ScoreSheetOut(made).data


def spread_of(standing) -> list[dict]:
    """This function will give an application's spread, criterion by criterion."""
    rows = [
        {
            "criterion": code,
            "lowest": one.lowest,
            "highest": one.highest,
            "mean": one.mean,
            "count": one.count,
        }
        for code, one in standing.by_criterion.items()
    ]
    return CriterionSpreadOut(rows, many=True).data


def _readable(user, pk: int) -> Submission:
    return get_object_or_404(reads.readable_by(user), application=pk)


def _tasks(part) -> list[dict]:
    return [
        {
            "application": task.application.pk,
            "reference": task.application.reference,
            "round": part.invitation.reference,
            "house": task.application.house.name_en,
            "role": part.role,
            "state": task.state,
        }
        for task in reads.tasks_of(part)
    ]
