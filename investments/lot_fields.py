"""The fields that the staff's forms and the portal's both have: of an event of a lot's life, and of its value."""

from django import forms
from django.utils.translation import gettext_lazy as _

NOTE = ("on", "evidence", "reason", "file")
EXCHANGE = ("foreign_amount", "fx_rate", "fx_source", "fx_date")
FOREIGN_VALUE = ("foreign_value", "fx_rate", "fx_source", "fx_date")
TERMS = ("principal", "interest_rate", "interest_from", "round_price", "discount_rate", "cap", "cap_units")


def units(label, **options):
    """This function will give a field of units, six places."""
    return forms.DecimalField(label=label, max_digits=24, decimal_places=6, min_value=0, **options)


def foreign(label, **options):
    """This function will give a field of an amount in a deal's own currency, four places."""
    return forms.DecimalField(label=label, max_digits=20, decimal_places=4, min_value=0, **options)


def rate_of_exchange():
    """This function will give a field of a rate of exchange: HK$ for one."""
    label = _("Exchange rate (HK$ for one)")
    return forms.DecimalField(label=label, max_digits=14, decimal_places=12, min_value=0)


class InputsField(forms.CharField):
    """Inputs of a method, one a line: name, colon, what was used."""

    widget = forms.Textarea
    default_error_messages = {"line": _("“%(line)s” has no colon; write a name, a colon and what was used.")}

    def to_python(self, value):
        """The inputs by name."""
        found = {}
        for line in filter(None, map(str.strip, super().to_python(value).splitlines())):
            name, colon, used = line.partition(":")
            if not colon or not name.strip() or not used.strip():
                raise forms.ValidationError(self.error_messages["line"], code="line", params={"line": line})
            found[name.strip()] = used.strip()
        return found
