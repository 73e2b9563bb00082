"""Documents of a deal: what it was proposed with, and what shows that it was done."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.views import APIView

from investments.models import Proposal, ProposalDocument
from investments.services import documents
from itvf import files
from itvf.api import IdempotentVerb
from itvf.api_fields import Input, read
from itvf.api_upload import FileOut, Upload, kept
from itvf.dates import now


class DocumentIn(Input):
    """A document as a multipart body. What is empty, too large or of another type than it says is refused by name."""

    kind = serializers.ChoiceField(ProposalDocument.Kind.choices)
    file = Upload()
    note = serializers.CharField(max_length=2000, required=False, default="", allow_blank=True)


class DocumentOut(serializers.Serializer):
    """A document of a deal with its file."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(ProposalDocument.Kind.choices)
    file = FileOut()
    note = serializers.CharField()
    added_by = serializers.CharField(source="added_by.name")
    added_at = serializers.DateTimeField()


class ProposalDocuments(IdempotentVerb, ListAPIView):
    """The documents of a proposal; adding one checks the deal anew where it changes what a rule says."""

    input, output, success = DocumentIn, DocumentOut, 201
    serializer_class = DocumentOut
    queryset = ProposalDocument.objects.none()

    def get_queryset(self):
        proposal = _visible(self.request.user, self.kwargs["pk"])
        return proposal.documents.select_related("file", "added_by").order_by("-id")

    def perform(self, request, pk):
        proposal = _visible(request.user, pk)
        given = read(DocumentIn, request.data)
        file = kept(given.pop("file"), by=request.user)
        return 201, DocumentOut(documents.add(proposal=proposal, file=file, **given, by=request.user, at=now())).data


class ProposalDocumentContent(APIView):
    """The document itself, proved by its hash, for saving."""

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request, pk, document):
        found = get_object_or_404(_visible(request.user, pk).documents.select_related("file"), pk=document)
        response = HttpResponse(files.read(found.file), content_type=found.file.content_type)
        response["Content-Disposition"] = content_disposition_header(True, found.file.name)
        return response


def _visible(user, pk: int) -> Proposal:
    return get_object_or_404(Proposal.objects.visible_to(user).select_related("fund", "company"), pk=pk)
