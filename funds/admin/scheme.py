"""Schemes and the dated versions of their terms."""

import json
from datetime import timedelta

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from funds import assumption_words, selectors
from funds.models import Scheme, SchemeVersion
from funds.services import schemes
from funds.term_words import term_name
from itvf.admin_forms import DateField, ReasonForm, VerbForm
from itvf.admin_records import Panel, RecordAdmin, link, tag
from itvf.admin_verbs import Verb
from itvf.dates import today
from itvf.errors import InputRefused, gettext_noop
from itvf.presentation import clause, is_chinese

Stage = SchemeVersion.Stage


class TermField(forms.CharField):
    """One term as JSON holds it: text as it is, anything else as JSON. Unchanged text counts as no change."""

    def __init__(self, term, **kwargs):
        self.was = term.value
        is_text = isinstance(term.value, str)
        self.is_text = is_text
        shown = term.value if is_text else json.dumps(term.value, ensure_ascii=False)
        widget = forms.TextInput() if len(shown) < 60 else forms.Textarea(attrs={"rows": 3})
        super().__init__(
            label=f"{term_name(term.name)} ({term.rule}, {clause(term.clause)})", initial=shown, widget=widget, **kwargs
        )

    def to_python(self, value):
        """The term's value, of the same kind as before."""
        text = super().to_python(value)
        if self.is_text:
            return text
        try:
            read = json.loads(text, parse_float=str)
        except ValueError as fault:
            raise ValidationError(_("Write this term as it stood: in the same form of JSON.")) from fault
        if type(read) is not type(self.was):
            raise ValidationError(_("Write this term as it stood: in the same form of JSON."))
        return read


class ProposeForm(VerbForm):
    """The terms in force as a form; what differs is the proposal."""

    reason = forms.CharField(label=_("Reason for the change"), widget=forms.Textarea(attrs={"rows": 2}))
    effective_from = DateField(label=_("Effective from"))

    def prepare(self, subject: Scheme) -> None:
        """One field for each term in force."""
        current = selectors.version_in_force(subject, today())
        self.fields["effective_from"].initial = today() + timedelta(days=1)
        self.terms = {f"term_{term.name}": term for term in current.terms.all()}
        for name, term in self.terms.items():
            self.fields[name] = TermField(term)

    def inputs(self, *, by) -> dict:
        """The changed terms only."""
        values = super().inputs(by=by)
        changes = {term.name: values[name] for name, term in self.terms.items() if values[name] != term.value}
        if not changes:
            raise InputRefused(
                gettext_noop("No term differs from the version in force; change at least one."), code="no_change"
            )
        return {"changes": changes, "effective_from": values["effective_from"], "reason": values["reason"]}


PROPOSE = Verb(
    "propose",
    _("Propose new terms"),
    "scheme.propose_version",
    lambda scheme, **inputs: schemes.propose_version(scheme=scheme, **inputs),
    form=ProposeForm,
    intro=_("Change the terms that are to change and leave the others. Another person approves the new version."),
    icon="edit_document",
    tone="go",
)
APPROVE = Verb(
    "approve",
    _("Approve these terms"),
    "scheme.approve_version",
    lambda version, **inputs: schemes.approve_version(version=version, **inputs),
    stages=(Stage.DRAFT,),
    tone="go",
)
REFUSE = Verb(
    "refuse",
    _("Refuse these terms"),
    "scheme.approve_version",
    lambda version, **inputs: schemes.refuse_version(version=version, **inputs),
    form=ReasonForm,
    stages=(Stage.DRAFT,),
    icon="block",
    tone="stop",
)


@admin.register(Scheme)
class SchemeAdmin(RecordAdmin):
    """A scheme with its envelope and versions."""

    list_display = ["name_en", "name_zh_hant", "code", "instrument"]
    list_filter = ["instrument"]
    search_fields = ["code", "name_en", "name_zh_hant"]
    verbs = (PROPOSE,)

    def panels(self, obj, request):
        """The envelope (R1) and the versions."""
        whole = selectors.envelope(obj, selectors.terms_in_force(obj, today()))
        return [
            Panel(
                _("Envelope (R1)"),
                [(_("Part"), "text"), (_("HK$"), "money")],
                [
                    (_("committed to funds"), whole.committed_hkd),
                    (_("reserved by open selections"), whole.reserved_hkd),
                    (_("left"), whole.left_hkd),
                ],
                foot=(_("whole"), whole.whole_hkd),
            ),
            Panel(
                _("Versions of the terms"),
                [(_("Version"), "text"), (_("Effective from"), "date"), (_("Stage"), "text"), (_("Reason"), "text")],
                [(link(v, f"v{v.number}"), v.effective_from, tag(v), v.reason) for v in obj.versions.all()],
            ),
        ]


@admin.register(SchemeVersion)
class SchemeVersionAdmin(RecordAdmin):
    """One dated set of terms: value, rule, clause, severity, and what was assumed."""

    list_display = ["__str__", "scheme", "effective_from", "shown_stage", "made_by", "approved_by"]
    list_filter = ["stage", "scheme"]
    list_select_related = ["scheme", "made_by", "approved_by"]
    search_fields = ["scheme__code", "scheme__name_en", "reason", "terms__name"]
    verbs = (APPROVE, REFUSE)

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    def panels(self, obj, request):
        """Terms, marked where they differ from the version before; assumptions."""
        before = obj.scheme.versions.filter(number__lt=obj.number, stage=Stage.APPROVED).order_by("-number").first()
        old = {term.name: term.value for term in before.terms.all()} if before else {}
        return [
            Panel(
                _("Terms"),
                [
                    (_("Term"), "text"),
                    (_("Value"), "text"),
                    (_("Before"), "text"),
                    (_("Rule"), "text"),
                    (_("Clause"), "text"),
                    (_("Severity"), "text"),
                ],
                [
                    (
                        term_name(term.name),
                        _written(term.value),
                        _written(old[term.name]) if term.name in old and old[term.name] != term.value else "",
                        term.rule,
                        clause(term.clause),
                        term.severity,
                    )
                    for term in obj.terms.all()
                ],
            ),
            Panel(
                _("Assumptions: what the paper leaves open"),
                [(_("Code"), "text"), (_("Question"), "text"), (_("Taken until an agreement settles it"), "text")],
                [(item.code, *_assumed(item, obj.scheme.code)) for item in obj.assumptions.all()],
            ),
        ]


def _assumed(item, scheme: str) -> tuple[str, str]:
    """The question and what is taken, in the reader's language where it has the words."""
    words = {"question": item.question, "default": item.default}
    if is_chinese():
        words |= assumption_words.in_chinese(scheme=scheme, code=item.code, **words)
    return words["question"], words["default"]


def _written(value) -> str:
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value)
