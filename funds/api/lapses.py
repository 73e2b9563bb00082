"""The lapse of a selection through the API: proposed by one, approved or refused by another; its letter (R18)."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.views import APIView

from funds import lapse_letter
from funds.api.fundraising import SelectionOut
from funds.models import LapseLetter, Selection
from funds.services import selection as service
from itvf.api import IdempotentVerb
from itvf.api_fields import Input, Money, Reason, read
from itvf.api_files import Pdf
from itvf.api_json import ExactJSONRenderer
from itvf.dates import local_date, now


class LapseIn(Reason):
    """Why it lapses, and what its letter says beside its own words."""

    addressee = serializers.CharField(max_length=200, required=False)
    words_en = serializers.CharField(max_length=4000, required=False)
    words_zh_hant = serializers.CharField(max_length=4000, required=False)


class LapsedSelectionOut(SelectionOut):
    """A selection with what it reserves of the envelope; nothing once it has lapsed."""

    reserved_hkd = Money()


class LapseLetterOut(serializers.Serializer):
    """A letter of lapse: prepared with the proposal, fixed and hashed when it is approved."""

    id = serializers.IntegerField()
    number = serializers.IntegerField()
    stage = serializers.ChoiceField(LapseLetter.Stage.choices)
    addressee = serializers.CharField()
    addressee_email = serializers.EmailField()
    content_sha256 = serializers.CharField(help_text="empty until it is approved")
    drafted_at = serializers.DateTimeField()
    approved_at = serializers.DateTimeField(allow_null=True)
    sent_at = serializers.DateTimeField(allow_null=True)


class _LapseVerb(IdempotentVerb):
    output, success = LapsedSelectionOut, 200

    def selection(self, request, pk: int) -> Selection:
        """The selection, where the reader may see it."""
        return get_object_or_404(Selection.objects.visible_to(request.user), pk=pk)

    def answer(self, done: Selection) -> tuple[int, dict]:
        """The selection as it stands now."""
        return 200, LapsedSelectionOut(done).data


class ProposeLapse(_LapseVerb):
    """Propose the lapse of a selection whose twelve months are over, with its letter."""

    input = LapseIn

    def perform(self, request, pk):
        found, at = self.selection(request, pk), now()
        given = read(LapseIn, request.data)
        return self.answer(service.propose_lapse(selection=found, **given, by=request.user, on=local_date(at), at=at))


class ApproveLapse(_LapseVerb):
    """Lapse it: the letter goes out, the envelope is released; by another person than who proposed."""

    input = None

    def perform(self, request, pk):
        found = self.selection(request, pk)
        read(Input, request.data)
        return self.answer(service.approve_lapse(selection=found, by=request.user, at=now()))


class RefuseLapse(_LapseVerb):
    """Refuse a proposed lapse with a reason: the letter is withdrawn, the selection stands."""

    input = Reason

    def perform(self, request, pk):
        found = self.selection(request, pk)
        reason = read(Reason, request.data)["reason"]
        return self.answer(service.refuse_lapse(selection=found, reason=reason, by=request.user, at=now()))


class LapseLetters(ListAPIView):
    """The letters of a selection: all of them for staff, what went out for its manager."""

    serializer_class = LapseLetterOut
    queryset = LapseLetter.objects.none()

    def get_queryset(self):
        user = self.request.user
        found = get_object_or_404(Selection.objects.visible_to(user), pk=self.kwargs["pk"])
        return _letters(user).filter(selection=found).order_by("-id")


class LapseLetterPdf(APIView):
    """A letter as it went out, or for staff as it would read now, marked as a draft."""

    renderer_classes = [Pdf, ExactJSONRenderer]

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, request, pk):
        found = get_object_or_404(_letters(request.user).select_related("selection__scheme"), pk=pk)
        return HttpResponse(lapse_letter.pdf_of(found, at=now()), content_type="application/pdf")


def _letters(user):
    found = LapseLetter.objects.filter(selection__in=Selection.objects.visible_to(user).values("pk"))
    return found if user.is_staff else found.filter(stage=LapseLetter.Stage.APPROVED)
