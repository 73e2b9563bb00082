"""The day of a figure and the time as of which the books are read: one small form for every page that answers both."""

from datetime import datetime, time

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy

from itvf.dates import HONG_KONG
from itvf.forms import DateField, within_calendar


class KnownAtField(forms.DateTimeField):
    """A moment in Hong Kong; a day alone means its end, so that what was recorded on it is known."""

    def __init__(self, **kwargs):
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M:%S", attrs={"type": "datetime-local", "step": "1"})
        super().__init__(widget=widget, validators=[within_calendar], **kwargs)

    def to_python(self, value) -> datetime | None:
        """The moment, of a day its last."""
        try:
            day = parse_date(value.strip()) if isinstance(value, str) and len(value.strip()) == 10 else None
        except ValueError:  # a day that no month has
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
        return datetime.combine(day, time.max, HONG_KONG) if day else super().to_python(value)


class AskForm(forms.Form):
    """The day of a figure and the time as of which the books are read; both stay in the address."""

    use_required_attribute = False
    on = DateField(label=gettext_lazy("As of"), required=False)
    known_at = KnownAtField(
        label=gettext_lazy("As known on"),
        help_text=gettext_lazy("Hong Kong time. Leave it empty for what is known now."),
        required=False,
    )

    @property
    def given(self) -> dict:
        """What was understood of the address."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
