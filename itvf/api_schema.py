"""The published description of the API: what each verb reads and answers, its headers, its problem documents."""

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from itvf.api import PROBLEM, IdempotentVerb, Versioned
from itvf.api_fields import BreachOut, Json

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="One key for one thing: the same key and body answer the first result again.",
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The ETag that you read; a stale one answers 412.",
)


class FaultOut(serializers.Serializer):
    """One field at fault."""

    field = serializers.CharField(help_text="dotted path of the field; empty for the whole body")
    code = serializers.CharField()
    message = serializers.CharField()


class Problem(serializers.Serializer):
    """RFC 9457 problem document."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField(help_text="stable; act on this, not on the sentence")
    instance = serializers.CharField()
    errors = FaultOut(many=True)
    breaches = BreachOut(many=True, help_text="for rules: each with rule, clause and the facts that show it")
    facts = Json(required=False)


class Schema(AutoSchema):
    """Reads `input` and `output` of a verb, and adds what all verbs share."""

    def get_request_serializer(self):
        """The verb's `input`."""
        kind = getattr(self.view, "input", None)
        if self._writes() and hasattr(self.view, "input"):
            return kind
        return super().get_request_serializer()

    def get_response_serializers(self):
        """The verb's `output` with its status, and a problem document for everything that is refused."""
        if self._writes() and hasattr(self.view, "output"):
            found = {self.view.success: self.view.output}
        else:
            found = super().get_response_serializers()
        if not isinstance(found, dict):
            found = {"200": found}
        problem = OpenApiResponse(Problem, description="Refused; nothing was written.")
        return found | {("4XX", PROBLEM): problem}

    def get_override_parameters(self):
        """The headers that a verb takes."""
        found = list(super().get_override_parameters())
        if self._writes() and isinstance(self.view, IdempotentVerb):
            found.append(IDEMPOTENCY_KEY)
        if self._writes() and isinstance(self.view, Versioned) and getattr(self.view, "takes_version", False):
            found.append(IF_MATCH)
        return found

    def _writes(self) -> bool:
        return self.method not in ("GET", "HEAD", "OPTIONS")
