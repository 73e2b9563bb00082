"""Rounds through the API: what is published, the questions, and the houses that one works for."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from funds import rounds
from funds.models import House, Invitation
from funds.services import invitation_questions
from itvf.api import IdempotentVerb
from itvf.api_fields import Input, Json, Rate, read
from itvf.dates import now

PHASES = (rounds.COMING, rounds.OPEN, rounds.CLOSED)


class InvitationOut(serializers.Serializer):
    """A published round; `phase` is by the database's clock, both ends inside."""

    reference = serializers.CharField()
    scheme = serializers.CharField(source="scheme.code")
    title_en = serializers.CharField()
    title_zh_hant = serializers.CharField()
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()
    phase = serializers.SerializerMethodField()

    def get_phase(self, one) -> str:
        """Coming, open or closed."""
        return rounds.phase(one, rounds.database_clock())


class CriterionOut(serializers.Serializer):
    """A criterion; `levels` say what its scores mean."""

    code = serializers.CharField()
    title_en = serializers.CharField()
    title_zh_hant = serializers.CharField()
    weight_rate = Rate()
    levels = Json()


class AskedDocumentOut(serializers.Serializer):
    """A document asked for."""

    code = serializers.CharField()
    title_en = serializers.CharField()
    title_zh_hant = serializers.CharField()
    is_required = serializers.BooleanField()


class AmendmentOut(serializers.Serializer):
    """An announced amendment, with what stood before."""

    number = serializers.IntegerField()
    words_en = serializers.CharField()
    words_zh_hant = serializers.CharField()
    announced_at = serializers.DateTimeField()
    changes = Json()
    before = Json()


class AnswerOut(serializers.Serializer):
    """A published question with its answer; who asked is not said."""

    question_en = serializers.CharField()
    question_zh_hant = serializers.CharField()
    answer_en = serializers.CharField()
    answer_zh_hant = serializers.CharField()
    answered_at = serializers.DateTimeField()


class InvitationDetailOut(InvitationOut):
    """A round whole."""

    summary_en = serializers.CharField()
    summary_zh_hant = serializers.CharField()
    criteria = CriterionOut(many=True)
    documents = AskedDocumentOut(many=True)
    amendments = serializers.SerializerMethodField()
    questions = serializers.SerializerMethodField()

    @extend_schema(responses=AmendmentOut(many=True))
    def get_amendments(self, one) -> list[dict]:
        """Those announced."""
        return AmendmentOut(one.amendments.filter(stage="announced"), many=True).data

    def get_questions(self, one) -> list[dict]:
        """Those published."""
        return AnswerOut(one.questions.filter(stage="published"), many=True).data


class Invitations(ListAPIView):
    """Published rounds, newest first."""

    serializer_class = InvitationOut
    queryset = Invitation.objects.none()

    def get_queryset(self):
        return Invitation.objects.public().select_related("scheme").order_by("-id")


class InvitationDetail(APIView):
    """One round with criteria, documents, amendments, questions and answers."""

    @extend_schema(responses=InvitationDetailOut)
    def get(self, request, reference):
        return Response(InvitationDetailOut(public(reference)).data)


class QuestionIn(Input):
    """A question of a house."""

    house = serializers.IntegerField()
    text = serializers.CharField(max_length=4000)


class QuestionOut(serializers.Serializer):
    """A question as it was taken in."""

    id = serializers.IntegerField()
    asked = serializers.CharField()
    asked_at = serializers.DateTimeField()


class AskQuestion(IdempotentVerb):
    """Ask on a round that is coming or open; the answer is published without your name."""

    input, output, success = QuestionIn, QuestionOut, 201

    def perform(self, request, reference):
        given = read(QuestionIn, request.data)
        house = get_object_or_404(House.objects.visible_to(request.user), pk=given["house"])
        found = public(reference)
        about = {"by": request.user, "at": now()}
        return 201, QuestionOut(
            invitation_questions.ask(invitation=found, house=house, text=given["text"], **about)
        ).data


class HouseOut(serializers.Serializer):
    """A house that one works for."""

    id = serializers.IntegerField()
    name_en = serializers.CharField()
    name_zh_hant = serializers.CharField()
    ce_number = serializers.CharField()
    licence = serializers.CharField()


class Houses(ListAPIView):
    """The houses that one works for."""

    serializer_class = HouseOut
    queryset = House.objects.none()

    def get_queryset(self):
        return House.objects.visible_to(self.request.user).order_by("-id")


def public(reference: str) -> Invitation:
    """A published round."""
    return get_object_or_404(Invitation.objects.public().select_related("scheme"), reference=reference)
