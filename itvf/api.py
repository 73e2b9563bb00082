"""Shared parts of the API: pages, problem documents, versions, keys against doing a thing twice."""

import hashlib
import json
from http import HTTPStatus

from django.core.files.uploadedfile import UploadedFile
from drf_standardized_errors.formatter import flatten_errors
from drf_standardized_errors.handler import ExceptionHandler
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response
from rest_framework.views import APIView, set_rollback

from itvf import idempotency
from itvf.api_json import ExactJSONRenderer
from itvf.errors import DomainError, InputRefused, Stale, gettext_noop, plain
from itvf.middleware import record_refusal
from itvf.words import breach_json, error_text

PROBLEM = "application/problem+json"


class CursorPages(CursorPagination):
    """Pages by cursor: the last page of a million rows costs what the first one costs."""

    page_size = 50
    max_page_size = 500
    page_size_query_param = "page_size"
    ordering = "-id"


class ProblemHandler(ExceptionHandler):
    """Every other error of the API as a problem document, field by field where there are fields."""

    def format_exception(self, exc):
        """The document's members; `errors` names each field at fault."""
        found = flatten_errors(exc.detail)
        errors = [{"field": error.attr or "", "code": error.code, "message": str(error.detail)} for error in found]
        is_input = exc.status_code == HTTPStatus.BAD_REQUEST
        return problem(
            exc.status_code,
            code="invalid_input" if is_input else errors[0]["code"],
            detail=" ".join(error["message"] for error in errors),
            request=self.context.get("request"),
            errors=errors if is_input else [],
        )

    def get_response(self, exc, data):
        """The answer, in its own media type."""
        return Response(data, status=exc.status_code, headers=self.get_headers(exc), content_type=PROBLEM)


def problem_handler(exc, context):
    """This function will answer any error of the API by an RFC 9457 problem document with a stable `code`."""
    if not isinstance(exc, DomainError):
        return ProblemHandler(exc, context).run()
    set_rollback()
    request = context.get("request")
    if request is not None:
        record_refusal(request, exc)
    return refusal(exc, request)


def refusal(error: DomainError, request=None) -> Response:
    """This function will put a refusal into a problem document, in the reader's language."""
    text = error_text(error)
    errors = [{"field": error.field, "code": error.code, "message": text}] if error.field else []
    document = problem(error.status, code=error.code, detail=text, request=request, errors=errors)
    document["facts"] = {name: plain(value) for name, value in error.facts.items()}
    document["breaches"] = [breach_json(breach) for breach in getattr(error, "breaches", ())]
    return Response(document, status=error.status, content_type=PROBLEM)


def problem(status: int, *, code: str, detail: str, request=None, errors=()) -> dict:
    """This function will give the members that every problem document has."""
    return {
        "type": f"urn:itvf:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "instance": request.path if request is not None else "",
        "errors": list(errors),
        "breaches": [],
    }


class Versioned:
    """Objects with a `version` carry it as their ETag; a write may say which one it means (If-Match).

    A verb passes `self.expected_version(request)` to its service, which compares it under the lock.
    """

    def expected_version(self, request) -> int | None:
        """The version that the writer read, or None where it did not say."""
        value = request.headers.get("If-Match", "").strip()
        if value in ("", "*"):
            return None
        number = value.removeprefix("W/").strip('"')
        if not number.isdecimal():
            raise Stale(
                gettext_noop("If-Match is {value}, which is no version of ours; read the object again."), value=value
            )
        return int(number)

    def finalize_response(self, request, response, *args, **kwargs):
        """Adds the ETag where the answer has a version."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if isinstance(response.data, dict) and isinstance(version := response.data.get("version"), int):
            response["ETag"] = f'"{version}"'
        return response


class IdempotentVerb(Versioned, APIView):
    """A POST that moves money or submits something: it needs an Idempotency-Key and is done once.

    A subclass has `perform(request, **kwargs)`, which calls one service and gives (status, answer).
    """

    def post(self, request, *args, **kwargs):
        """Does it, or answers what was answered before."""
        key = request.headers.get("Idempotency-Key", "").strip()
        status, payload, is_repetition = idempotency.once(
            actor=request.user,
            key=key,
            body={"method": request.method, "path": request.path, "body": _asked(request)},
            perform=lambda: self._performed(request, *args, **kwargs),
        )
        return Response(payload, status=status, headers={"Idempotent-Replayed": "true"} if is_repetition else {})

    def perform(self, request, *args, **kwargs) -> tuple[int, dict]:
        """Calls one service and gives (status, answer)."""
        raise NotImplementedError

    def _performed(self, request, *args, **kwargs) -> tuple[int, object]:
        status, answer = self.perform(request, *args, **kwargs)
        return status, json.loads(ExactJSONRenderer().render(answer) or b"null")


def _asked(request):
    """The request's body as it counts for being the same: uploads by their hash, JSON as it was sent."""
    if not request.FILES:
        if not isinstance(request.data, (dict, list)):
            raise InputRefused(gettext_noop("The body has to be a JSON object."), code="not_an_object")
        return hashlib.sha256(json.dumps(request.data, sort_keys=True, default=str).encode()).hexdigest()
    return {
        name: [
            _upload(value) if isinstance(value, UploadedFile) else str(value) for value in request.data.getlist(name)
        ]
        for name in request.data
    }


def _upload(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()
