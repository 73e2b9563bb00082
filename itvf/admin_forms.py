"""Forms of the staff's verbs, in unfold's look: one class styles every field, so that a form only names them."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from itvf import files
from itvf.forms import DateField, MoneyField, within_calendar
from itvf.models import File

INPUT = " ".join(widgets.INPUT_CLASSES)
STYLES = (
    (forms.CheckboxInput, " ".join(widgets.CHECKBOX_CLASSES)),
    (forms.Select, " ".join(widgets.SELECT_CLASSES)),
    (forms.Textarea, " ".join(widgets.TEXTAREA_CLASSES)),
    (forms.FileInput, "verb-file"),
    (forms.Widget, INPUT),
)


class VerbForm(forms.Form):
    """The inputs of one verb on one object (`subject`), or of one that makes a new object (`subject` None)."""

    # fields that stand side by side on a wide screen: ((name, name), …)
    rows: tuple[tuple[str, ...], ...] = ()
    # headings over fields, by the first field's name
    heads: dict[str, str]

    def __init__(self, *args, subject=None, **kwargs):
        self.subject = subject
        self.heads = {}
        super().__init__(*args, **kwargs)
        self.prepare(subject)
        for field in self.fields.values():
            style(field)

    def prepare(self, subject) -> None:
        """Narrows choices and sets first values by the object; for subclasses."""

    def lines(self) -> list[list[forms.BoundField]]:
        """The fields as they stand on the page, those of one row together."""
        row_of = {name: row for row in self.rows for name in row}
        lines, done = [], set()
        for name in self.fields:
            if name not in done:
                row = row_of.get(name, (name,))
                lines.append([self[each] for each in row])
                done.update(row)
        return lines

    def headed_lines(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The lines, each with the heading over it, if any."""
        return [(self.heads.get(line[0].name, ""), line) for line in self.lines()]

    def inputs(self, *, by) -> dict:
        """What the service takes: the cleaned values, uploads kept as files."""
        return {name: self._kept(name, value, by) for name, value in self.cleaned_data.items()}

    def _kept(self, name: str, value, by):
        return _store(value, by=by) if isinstance(self.fields[name], UploadField) and value else value


class UploadField(forms.FileField):
    """A file that is handed in: checked by its bytes and kept under its hash (itvf.files)."""


class ReasonForm(VerbForm):
    """Verbs that need nothing but a reason, which the audit trail keeps."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), strip=True)


class MomentField(forms.DateTimeField):
    """A moment in Hong Kong time, with the browser's own picker."""

    def __init__(self, **kwargs):
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        super().__init__(widget=widget, input_formats=formats, validators=[within_calendar], **kwargs)


class RateField(forms.DecimalField):
    """A rate as a fraction: 0.07 is 7%."""

    widget = forms.TextInput

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", _("As a fraction: 0.07 is 7%."))
        super().__init__(max_digits=13, decimal_places=12, min_value=0, **kwargs)


def style(field: forms.Field) -> None:
    """This function will give a field's control unfold's look."""
    for kind, classes in STYLES:
        if isinstance(field.widget, kind):
            field.widget.attrs.setdefault("class", classes)
            return


def _store(upload, *, by) -> File:
    return files.store(upload.read(), name=upload.name, content_type=upload.content_type or "", by=by)


__all__ = ["DateField", "MomentField", "MoneyField", "RateField", "ReasonForm", "UploadField", "VerbForm"]
