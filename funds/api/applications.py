"""Applications through the API: drafted by section, handed over, submitted, withdrawn; read by staff once closed.

The same verbs as on the pages, with the same refusals; a house sees its own, a stranger nothing.
"""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from funds import application_paper, rounds
from funds.api.invitations import public
from funds.application_words import fault_text
from funds.models import Application, ApplicationDocument, House, Submission
from funds.services import applications
from itvf.api import IdempotentVerb, Versioned
from itvf.api_fields import Input, Json, read
from itvf.api_files import Pdf
from itvf.api_json import ExactJSONRenderer
from itvf.api_upload import FileOut, Upload
from itvf.dates import now, today


class ApplicationIn(Input):
    """For which round, and for which house."""

    round = serializers.SlugField()
    house = serializers.IntegerField()


class ApplicationOut(serializers.Serializer):
    """An application as the list has it."""

    id = serializers.IntegerField()
    reference = serializers.CharField()
    round = serializers.CharField(source="invitation.reference")
    house = serializers.IntegerField(source="house_id")
    stage = serializers.ChoiceField(Application.Stage.choices)
    version = serializers.IntegerField()
    is_handed_over = serializers.SerializerMethodField()

    def get_is_handed_over(self, one) -> bool:
        """Whether it waits for the signatory."""
        return one.ready_by_id is not None


class SectionFaultOut(serializers.Serializer):
    """What is wrong at a place of a section, such as `rows.2.flows`."""

    section = serializers.CharField()
    place = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class ApplicationDetailOut(ApplicationOut):
    """The working copy, with everything that still lacks; what can be read is in its canonical form."""

    sections = Json()
    faults = serializers.SerializerMethodField()
    missing_documents = serializers.SerializerMethodField()

    @extend_schema(responses=SectionFaultOut(many=True))
    def get_faults(self, one) -> list[dict]:
        """Every fault, section by section."""
        found = rounds.progress(one, on=today()).answers
        return [
            {"section": key, "place": fault.place, "code": fault.breach.code, "message": fault_text(fault.breach)}
            for key, answers in found.items()
            for fault in answers.faults
        ]

    def get_missing_documents(self, one) -> list[str]:
        """Codes of the documents that the round requires and the copy lacks."""
        return [document.code for document in rounds.missing_documents(one)]


class SubmissionOut(serializers.Serializer):
    """A receipt: when the database took the application in, and the hash of its content."""

    id = serializers.IntegerField()
    application = serializers.IntegerField(source="application_id")
    reference = serializers.CharField(source="application.reference")
    number = serializers.IntegerField()
    content_sha256 = serializers.CharField()
    received_at = serializers.DateTimeField()


class SubmissionDetailOut(SubmissionOut):
    """What was submitted, whole; the hash is that of this content as canonical JSON."""

    content = Json()


class PaperIn(Input):
    """A document as a multipart body: PDF, DOCX, XLSX, PNG or JPEG."""

    code = serializers.SlugField()
    file = Upload()


class PaperOut(serializers.Serializer):
    """A document of the working copy."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    file = FileOut()
    added_at = serializers.DateTimeField()


class Applications(IdempotentVerb, ListAPIView):
    """The applications of one's houses; a POST starts one (or gives the one that stands)."""

    input, output, success = ApplicationIn, ApplicationDetailOut, 201
    serializer_class = ApplicationOut
    queryset = Application.objects.none()

    def get_queryset(self):
        return Application.objects.of_houses_of(self.request.user).select_related("invitation").order_by("-id")

    def perform(self, request):
        given = read(ApplicationIn, request.data)
        house = get_object_or_404(House.objects.visible_to(request.user), pk=given["house"])
        started = applications.start(invitation=public(given["round"]), house=house, by=request.user, at=now())
        return 201, ApplicationDetailOut(started).data


class ApplicationDetail(Versioned, APIView):
    """One application: the working copy and what still lacks."""

    @extend_schema(responses=ApplicationDetailOut)
    def get(self, request, pk):
        return Response(ApplicationDetailOut(own(request.user, pk)).data)


class SectionIn(serializers.Serializer):
    """A section's answers by name, as a page asks for them; rows of a section under `rows`."""

    answers = Json()


class SaveSection(IdempotentVerb):
    """Save a section, right or wrong; what is wrong is in the answer's `faults`."""

    input, output, success, takes_version = SectionIn, ApplicationDetailOut, 200, True

    def perform(self, request, pk, key):
        answers = SectionIn(data=request.data)
        answers.is_valid(raise_exception=True)
        given = answers.validated_data["answers"]
        if not isinstance(given, dict):
            raise serializers.ValidationError({"answers": "an object of answers by name"})
        version = self.expected_version(request)
        saved = applications.save_section(
            application=own(request.user, pk), key=key, given=given, by=request.user, at=now(), version=version
        )
        return 200, ApplicationDetailOut(saved).data


class ApplicationDocuments(IdempotentVerb, ListAPIView):
    """The documents of the working copy; a POST adds one."""

    input, output, success = PaperIn, PaperOut, 201
    serializer_class = PaperOut
    queryset = ApplicationDocument.objects.none()

    def get_queryset(self):
        return rounds.documents_of(own(self.request.user, self.kwargs["pk"])).order_by("-id")

    def perform(self, request, pk):
        found = own(request.user, pk)
        given = read(PaperIn, request.data)
        upload = given["file"]
        file = {"content": upload.read(), "name": upload.name, "content_type": upload.content_type or ""}
        done = applications.add_document(application=found, code=given["code"], **file, by=request.user, at=now())
        return 201, PaperOut(done).data


class RemoveDocument(IdempotentVerb):
    """Take a document out of the working copy."""

    input, output, success = None, ApplicationDetailOut, 200

    def perform(self, request, pk, document):
        read(Input, request.data)
        one = get_object_or_404(own(request.user, pk).documents.select_related("application__house"), pk=document)
        done = applications.remove_document(document=one, by=request.user, at=now())
        return 200, ApplicationDetailOut(done).data


class HandOver(IdempotentVerb):
    """Hand a complete working copy to the house's signatory: the first of two people."""

    input, output, success, takes_version = None, ApplicationDetailOut, 200, True

    def perform(self, request, pk):
        read(Input, request.data)
        version = self.expected_version(request)
        done = applications.hand_over(application=own(request.user, pk), by=request.user, at=now(), version=version)
        return 200, ApplicationDetailOut(done).data


class Submit(IdempotentVerb):
    """Submit what was handed over, by the house's signatory; the database says when it came, or that it is late."""

    input, output, success, takes_version = None, SubmissionDetailOut, 201, True

    def perform(self, request, pk):
        read(Input, request.data)
        version = self.expected_version(request)
        done = applications.submit(application=own(request.user, pk), by=request.user, at=now(), version=version)
        return 201, SubmissionDetailOut(done).data


class Withdraw(IdempotentVerb):
    """Withdraw a submitted application until the close; it may come again."""

    input, output, success = None, ApplicationDetailOut, 200

    def perform(self, request, pk):
        read(Input, request.data)
        done = applications.withdraw(application=own(request.user, pk), by=request.user, at=now())
        return 200, ApplicationDetailOut(done).data


class Submissions(ListAPIView):
    """What was submitted: a house's own at any time; for staff, all of closed rounds."""

    serializer_class = SubmissionOut
    queryset = Submission.objects.none()

    def get_queryset(self):
        return Submission.objects.visible_to(self.request.user).select_related("application").order_by("-id")


class SubmissionDetail(APIView):
    """One submission with its content."""

    @extend_schema(responses=SubmissionDetailOut)
    def get(self, request, pk):
        return Response(SubmissionDetailOut(submission(request.user, pk)).data)


class SubmissionPdf(APIView):
    """The application as it was submitted, on paper."""

    renderer_classes = [Pdf, ExactJSONRenderer]

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, request, pk):
        found = submission(request.user, pk)
        return HttpResponse(application_paper.pdf_of(found), content_type="application/pdf")


def own(user, pk: int) -> Application:
    """An application of a house that a person works for."""
    found = Application.objects.of_houses_of(user).select_related("invitation", "house", "ready_by")
    return get_object_or_404(found, pk=pk)


def submission(user, pk: int) -> Submission:
    """A submission that a person may read."""
    found = Submission.objects.visible_to(user).select_related("application__invitation", "prepared_by", "submitted_by")
    return get_object_or_404(found, pk=pk)
