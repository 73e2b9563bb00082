"""The pages of an application as forms, made from the section's own declaration; nothing typed is ever turned away.

What is wrong is said by the section's rules, beside each field; Django's own checks stay out of the way.
"""

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext as _

from funds.application_words import fault_text, shown
from funds.portal.pages import PortalForm
from funds.rules.form_fields import ROWS, Answers, Fault, Field, Section

MULTILINE = {"long_text": 5, "flows": 6}


class _Taken:
    """A field that takes whatever was typed: the section's rules judge it, not Django."""

    unit = ""

    def validate(self, value):
        """Nothing to say."""

    def run_validators(self, value):
        """Nothing to say."""


class _Text(_Taken, forms.CharField):
    pass


class _Several(_Taken, forms.MultipleChoiceField):
    pass


class SectionForm(PortalForm):
    """The questions of a page, or of one row of it."""

    use_required_attribute = False

    def __init__(self, data, *, questions: Iterable[Field], prefix: str | None = None):
        super().__init__(data, prefix=prefix)
        for question in questions:
            self.fields[question.name] = _field(question)


def bound(section: Section, answers: Answers, *, extra_rows: int = 0) -> tuple[SectionForm, list[SectionForm]]:
    """This function will give a section's form and its rows' forms, filled with what is kept, faults beside it."""
    form = _filled(section.fields, answers.kept, None, answers.faults, "")
    kept = list(answers.kept.get(ROWS, ())) + [{}] * extra_rows
    rows = [
        _filled(section.rows, row, f"{ROWS}-{number}", answers.faults, f"{ROWS}.{number}.")
        for number, row in enumerate(kept)
    ]
    return form, rows


def row_form(section: Section, row: Mapping, faults: Iterable[Fault], number: int) -> SectionForm:
    """This function will give the form of one row alone."""
    return _filled(section.rows, row, None, faults, f"{ROWS}.{number}.")


def given(section: Section, posted) -> dict:
    """This function will read what was posted for a section, rows in their order; one may be marked for removal."""
    found = {one.name: _posted(one, posted, one.name) for one in section.fields}
    if section.rows:
        count = min(int(posted.get(f"{ROWS}-TOTAL", "0") or 0), section.most_rows + 1)
        found[ROWS] = [
            {one.name: _posted(one, posted, f"{ROWS}-{number}-{one.name}") for one in section.rows}
            for number in range(count)
            if posted.get("remove") != str(number)
        ]
    return found


def row_given(section: Section, posted) -> dict:
    """This function will read what was posted for one row."""
    return {one.name: _posted(one, posted, one.name) for one in section.rows}


def problems(section: Section, answers: Answers) -> list[tuple[str, str]]:
    """This function will list every fault for the head of the page, each with the way to its field."""
    found = []
    for one in answers.faults:
        parts = one.place.split(".")
        text = fault_text(one.breach)
        if len(parts) == 3:
            place = f"#id_{ROWS}-{parts[1]}-{parts[2]}"
            text = _("Row {number}: {error}").format(number=int(parts[1]) + 1, error=text)
        else:
            place = f"#id_{one.place}" if one.place and one.place != ROWS else ""
        found.append((text, place))
    return found


def _filled(questions, kept: Mapping, prefix: str | None, faults: Iterable[Fault], place: str) -> SectionForm:
    start = f"{prefix}-" if prefix else ""
    data = {f"{start}{one.name}": shown(one, kept.get(one.name)) for one in questions}
    form = SectionForm(data, questions=questions, prefix=prefix)
    form.full_clean()
    for fault in faults:
        name = fault.place.removeprefix(place)
        if fault.place.startswith(place) and name in form.fields:
            form.add_error(name, fault_text(fault.breach))
    return form


def _posted(question: Field, posted, name: str):
    if question.kind == "choices":
        return posted.getlist(name)
    if question.kind == "flag":
        return name in posted
    return posted.get(name, "")


def _field(question: Field) -> forms.Field:
    labels = {"label": _(question.label), "help_text": _(question.hint) if question.hint else ""}
    choices = [(value, _(words)) for value, words in question.choices]
    if question.kind == "flag":
        return forms.BooleanField(required=False, **labels)
    if question.kind == "choices":
        return _Several(choices=choices, widget=forms.CheckboxSelectMultiple, **labels)
    field = _Text(required=not question.is_optional, strip=False, **labels)
    if question.kind == "choice":
        field.widget = forms.Select(choices=[("", _("Choose")), *choices])
    elif question.kind in MULTILINE:
        field.widget = forms.Textarea(attrs={"rows": MULTILINE[question.kind]})
    elif question.kind == "date":
        field.widget = forms.DateInput(attrs={"type": "date"})
    elif question.kind == "hkd":
        field.unit = "HK$"
        field.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}
    elif question.kind != "text":
        field.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}
    return field
