"""The same arithmetic as `bin/manage calculate`, behind a third door: one JSON object in, one out, nothing written."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import BaseParser
from rest_framework.response import Response
from rest_framework.views import APIView

from itvf.api import PROBLEM, problem
from itvf.errors import NotFound
from reporting.calculations import run
from reporting.calculations.registry import KINDS, UNKNOWN_KIND


class Bytes(BaseParser):
    """Hands the body on as it came: the calculations read their own JSON, so that no number passes as a float."""

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):
        """The bytes."""
        return stream.read()


class Calculation(APIView):
    """Calculate one JSON object by the kind named. Input and output are those of the contract, section 1."""

    parser_classes = [Bytes]

    @extend_schema(
        parameters=[OpenApiParameter("kind", str, OpenApiParameter.PATH, enum=list(KINDS))],
        request=OpenApiTypes.OBJECT,
        responses=OpenApiTypes.OBJECT,
    )
    def post(self, request, kind):
        if kind not in KINDS:
            raise NotFound(UNKNOWN_KIND, code="unknown_kind", kind=kind, known=tuple(KINDS))
        raw = request.data
        answer, is_done = run.calculate_text(kind, raw if isinstance(raw, bytes) else b"")
        if is_done:
            return Response(answer)
        detail = " ".join(error["message"] for error in answer["errors"])
        document = problem(400, code="invalid_input", detail=detail, request=request)
        return Response(document | answer, status=400, content_type=PROBLEM)
