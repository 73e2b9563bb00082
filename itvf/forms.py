"""The look and the fields of every form outside the admin: label, hint, error, control, in that order."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from django import forms
from django.conf import settings
from django.forms.renderers import DjangoTemplates
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from itvf.dates import FIRST_YEAR, LAST_YEAR
from itvf.errors import InputRefused
from itvf.money import money

OUT_OF_CALENDAR = _("%(year)d is not between the years %(first)d and %(last)d.")


class Renderer(DjangoTemplates):
    """Renders forms through templates/forms/; widgets stay Django's own."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

    @cached_property
    def engine(self):
        """Django's own engine for forms, with our templates before its own."""
        own = Path(forms.__file__).parent / self.backend.app_dirname
        return self.backend(
            {"APP_DIRS": True, "DIRS": [settings.BASE_DIR / "templates", own], "NAME": "itvfforms", "OPTIONS": {}}
        )


class MoneyField(forms.DecimalField):
    """Hong Kong dollars to the cent. Reads 450,000,000.00 as people type it, and HK$ before it; never rounds."""

    unit = "HK$"
    widget = forms.TextInput
    default_error_messages = {"invalid": _("Enter an amount in Hong Kong dollars, such as 450,000,000.00.")}

    def __init__(self, **kwargs):
        super().__init__(max_digits=18, decimal_places=2, **kwargs)

    def to_python(self, value) -> Decimal | None:
        """The amount with two places; separators and the currency's sign are dropped first."""
        if value in self.empty_values:
            return None
        if isinstance(value, str):
            value = value.strip().removeprefix("HK").removeprefix("$").strip().replace(",", "").replace(" ", "")
        try:
            return money(value)
        except InputRefused as refused:
            code = "max_decimal_places" if refused.code == "too_many_places" else "invalid"
            if code == "invalid":
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
            raise forms.ValidationError(_("Enter an amount with no more than two decimal places."), code=code) from None

    def prepare_value(self, value):
        """An amount already known, with its separators; what a person typed stays as it was typed."""
        return f"{value:,.2f}" if isinstance(value, Decimal) else value

    def widget_attrs(self, widget) -> dict:
        """A decimal keypad on phones."""
        return {"inputmode": "decimal", "autocomplete": "off"}


def within_calendar(found: date) -> None:
    """This function will refuse (ValidationError) a day or a moment of a year that no door takes in."""
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise forms.ValidationError(
            OUT_OF_CALENDAR,
            code="out_of_calendar",
            params={"year": found.year, "first": FIRST_YEAR, "last": LAST_YEAR},
        )


class DateField(forms.DateField):
    """A date, with the browser's own calendar, always sent as YYYY-MM-DD."""

    def __init__(self, **kwargs):
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], validators=[within_calendar], **kwargs)
