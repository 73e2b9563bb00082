"""What the API reads and writes: strict input, money as decimal strings, breaches as the contract has them."""

from collections.abc import Mapping
from copy import copy
from decimal import Decimal
from operator import attrgetter
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from itvf.dates import FIRST_YEAR, LAST_YEAR
from itvf.errors import InputRefused
from itvf.forms import OUT_OF_CALENDAR
from itvf.money import money


class Input(serializers.Serializer):
    """The body of a request. A key that it does not know is refused by name, never passed over."""

    default_error_messages = {"unknown_key": _("{name} is not known here. Known: {known}.")}

    def to_internal_value(self, data):
        """Reads the body; unknown keys are refused beside every other fault of it, so are years without a calendar."""
        faults = {}
        if isinstance(data, dict):
            faults = self._out_of_calendar(data)
            data = copy(data)  # shallow: an upload is not read here
            for name in faults:
                del data[name]
            writable = [name for name, field in self.fields.items() if not field.read_only]
            for name in sorted(set(map(str, data)) - set(writable)):
                message = self.error_messages["unknown_key"].format(name=name, known=", ".join(writable))
                faults[name] = [serializers.ErrorDetail(message, code="unknown_key")]
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as error:
            raise serializers.ValidationError({**error.detail, **faults}) from None
        if faults:
            raise serializers.ValidationError(faults)
        return value

    def _out_of_calendar(self, data: dict) -> dict:
        """The faults of days and moments whose year no door takes in; found before they are read, which may fail."""
        faults = {}
        for name, field in self.fields.items():
            year = str(data.get(name, ""))[:4]
            is_a_time = isinstance(field, (serializers.DateField, serializers.DateTimeField))
            if is_a_time and year.isdecimal() and not FIRST_YEAR <= int(year) <= LAST_YEAR:
                message = OUT_OF_CALENDAR % {"year": int(year), "first": FIRST_YEAR, "last": LAST_YEAR}
                faults[name] = [serializers.ErrorDetail(message, code="out_of_calendar")]
        return faults


def read(kind: type[Input], data, **options) -> dict:
    """This function will read a body or a query by its serializer; every fault names its field (400)."""
    given = kind(data=data, **options)
    given.is_valid(raise_exception=True)
    return given.validated_data


@extend_schema_field({"type": "string", "format": "decimal", "pattern": r"^-?\d{1,16}(\.\d{1,2})?$"})
class Money(serializers.Field):
    """HK$ as a decimal string with two places; a JSON number is refused, since it may be a binary fraction."""

    default_error_messages = {
        "number_refused": _('Give HK$ as a decimal string in quotes such as "450000000.00"; found the number {value}.'),
        "not_a_text": _('Give HK$ as a decimal string in quotes such as "450000000.00".'),
    }

    def to_internal_value(self, data) -> Decimal:
        """Reads the string exactly; money never rounds."""
        if isinstance(data, (int, float)) and not isinstance(data, bool):
            self.fail("number_refused", value=data)
        if not isinstance(data, str) or not data.strip().lstrip("-").replace(".", "", 1).isdecimal():
            self.fail("not_a_text")
        try:
            return money(data.strip())
        except InputRefused as refusal:
            raise serializers.ValidationError(str(refusal), code=refusal.code) from None

    def to_representation(self, value: Decimal) -> str:
        """Two places, no exponent."""
        return format(money(value), "f")


@extend_schema_field({"type": "string", "format": "decimal", "examples": ["0.07"]})
class Rate(serializers.Field):
    """A rate as a decimal string fraction: "0.07" is 7%. Output only."""

    def to_representation(self, value: Decimal) -> str:
        """As it is stored, no exponent."""
        return format(value, "f")


@extend_schema_field(OpenApiTypes.OBJECT)
class Json(serializers.JSONField):
    """Plain JSON as it stands in the database: workings, facts."""


class BreachOut(serializers.Serializer):
    """One broken rule, as the contract prints it."""

    rule = serializers.CharField()
    clause = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()
    facts = Json()


class Reason(Input):
    """Why something is undone or refused; it goes on record."""

    reason = serializers.CharField(max_length=2000)


@extend_schema_field({"type": "object", "additionalProperties": {"type": "string", "format": "uri-reference"}})
class Explained(serializers.Field):
    """Where computed figures open to their derivations: by a field's name, the address of its tree as JSON.

    `figures` are (figure, of) by field; `of` is a template of the thing shown, such as "{0.pk}/money". `fund` is the
    path to the fund's code on it; without one the code is the context's, or that of the address. `on` is a template of
    the day asked about, else the context's; without one it is today. `known_at` is the context's; without one it is
    now. With `stage` only what stands at it is derived.
    """

    def __init__(
        self, figures: Mapping[str, tuple[str, str]], *, fund: str = "", on: str = "", stage: str = "", **options
    ):
        self.figures, self.fund, self.on, self.stage = figures, fund, on, stage
        super().__init__(source="*", read_only=True, **options)

    def to_representation(self, value) -> dict[str, str]:
        """The addresses."""
        if self.stage and value.stage != self.stage:
            return {}
        asked = {"on": self.on.format(value) if self.on else self.context.get("on")}
        asked["known_at"] = (known_at := self.context.get("known_at")) and known_at.isoformat()
        return {
            name: self._address(self._page(figure, value), {"of": of.format(value)} | asked)
            for name, (figure, of) in self.figures.items()
        }

    def _page(self, figure: str, value) -> str:
        return reverse("api_explanation", args=[attrgetter(self.fund)(value) if self.fund else self._code(), figure])

    def _code(self) -> str:
        view = self.context.get("view")
        return self.context["fund"] if "fund" in self.context else view.kwargs["code"]

    @staticmethod
    def _address(page: str, asked: Mapping[str, object]) -> str:
        given = {name: f"{text}" for name, text in asked.items() if text}
        return f"{page}?{urlencode(given)}" if given else page


class ExplainedOfProgramme(Explained):
    """The same of figures of the whole programme, and of all funds that the reader may see."""

    def _page(self, figure: str, value) -> str:
        return reverse("api_programme_explanation", args=[figure])
