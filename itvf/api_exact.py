"""Exact figures in the API: units, money of other currencies, rates; decimal strings, never JSON numbers."""

import re
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


@extend_schema_field({"type": "string", "format": "decimal", "pattern": r"^-?\d{1,18}(\.\d{1,12})?$"})
class Exact(serializers.Field):
    """A figure as a decimal string with so many places at most; nothing rounds, a JSON number is refused."""

    default_error_messages = {
        "not_exact": _("Give a decimal string in quotes with at most {places} places; found {value}.")
    }

    def __init__(self, *, digits: int, places: int, **options):
        self.places = places
        self.shape = re.compile(rf"-?\d{{1,{digits}}}(\.\d{{1,{places}}})?", re.ASCII)
        super().__init__(**options)

    def to_internal_value(self, data) -> Decimal:
        """Reads the string exactly."""
        if not isinstance(data, str) or not self.shape.fullmatch(data.strip()):
            self.fail("not_exact", places=self.places, value=data)
        return Decimal(data.strip())

    def to_representation(self, value: Decimal) -> str:
        """As it is stored, no exponent."""
        return format(value, "f")


class Units(Exact):
    """A number of shares or other units, six places."""

    def __init__(self, **options):
        super().__init__(digits=18, places=6, **options)


class Foreign(Exact):
    """An amount in its own currency, four places."""

    def __init__(self, **options):
        super().__init__(digits=16, places=4, **options)


class Fraction(Exact):
    """A rate as a fraction, or HK$ for one of another currency: two digits and twelve places."""

    def __init__(self, **options):
        super().__init__(digits=2, places=12, **options)
