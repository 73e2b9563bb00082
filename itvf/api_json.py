"""JSON without binary fractions, whatever a view hands over."""

from decimal import Decimal

from rest_framework.renderers import JSONRenderer
from rest_framework.utils.encoders import JSONEncoder

from itvf.errors import plain


class ExactEncoder(JSONEncoder):
    """A figure that no serializer has written is still a decimal string; the framework would write a float."""

    def default(self, obj):
        """Decimals as strings, the rest as the framework does."""
        return plain(obj) if isinstance(obj, Decimal) else super().default(obj)


class ExactJSONRenderer(JSONRenderer):
    """The API's JSON."""

    encoder_class = ExactEncoder
