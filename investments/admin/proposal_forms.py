"""What the staff's verbs ask about a deal: answers, rulings, documents, its completion."""

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from investments.admin.words import outcome_sentence
from investments.models import ProposalAnswer, ProposalDocument
from investments.rules.restrictions import RESTRICTIONS
from investments.rules.rulings import may_be_overturned, may_be_ruled_on
from investments.services import investments
from itvf.admin_forms import DateField, MoneyField, UploadField, VerbForm
from itvf.admin_records import facts_line

LINES = forms.Textarea(attrs={"rows": 3})
MET, BROKEN = "met", "broken"


class AnswerForm(VerbForm):
    """The Corporation's answer."""

    answer = forms.ChoiceField(label=_("Answer"), choices=ProposalAnswer.Answer)
    reason = forms.CharField(label=_("Reason"), widget=LINES)


class DocumentForm(VerbForm):
    """A document of a deal."""

    kind = forms.ChoiceField(label=_("Document"), choices=ProposalDocument.Kind)
    file = UploadField(label=_("File"))
    note = forms.CharField(label=_("Note"), widget=LINES, required=False)


class CompletionForm(VerbForm):
    """When the deal was done, for how much, and what shows it."""

    completed_date = DateField(label=_("Completed on"))
    units = forms.DecimalField(label=_("Units received"), max_digits=24, decimal_places=6, initial=0, min_value=0)
    amount_hkd = MoneyField(
        label=_("Paid (HK$)"),
        required=False,
        help_text=_("Left out: all that was proposed. What is less is drawn later."),
    )
    foreign_amount = forms.DecimalField(
        label=_("Paid in the deal's currency"), max_digits=20, decimal_places=4, required=False
    )
    fx_rate = forms.DecimalField(
        label=_("Exchange rate (HK$ for one)"), max_digits=14, decimal_places=12, required=False
    )
    fx_source = forms.CharField(label=_("Source of the rate"), max_length=120, required=False)
    fx_date = DateField(label=_("Date of the rate"), required=False)
    evidence = forms.CharField(
        label=_("Evidence of completion"),
        widget=LINES,
        help_text=_("Share certificate, bank advice, capitalisation table."),
    )
    share_certificate = UploadField(label=_("Share certificate"), required=False)
    bank_advice = UploadField(label=_("Bank advice"), required=False)
    cap_table = UploadField(label=_("Capitalisation table"), required=False)
    rows = (
        ("completed_date", "units"),
        ("foreign_amount", "fx_rate"),
        ("fx_source", "fx_date"),
    )

    def prepare(self, subject):
        """Only a deal in another currency asks for its rate."""
        if subject.currency == "HKD":
            for name in ("foreign_amount", "fx_rate", "fx_source", "fx_date"):
                del self.fields[name]
            self.rows = self.rows[:1]
        else:
            del self.fields["amount_hkd"]

    def inputs(self, *, by):
        """The papers as the service takes them: by kind."""
        given = super().inputs(by=by)
        kinds = ("share_certificate", "bank_advice", "cap_table")
        filed = [(kind, given.pop(kind)) for kind in kinds]
        return given | {"documents": [(kind, file) for kind, file in filed if file]}


class RulingForm(VerbForm):
    """A person's decision on what the checks could not decide; the facts that it is about stand beside each."""

    restriction = forms.ChoiceField(label=_("Question"))
    decision = forms.ChoiceField(
        label=_("Decision"), choices=[(MET, _("the rule is met")), (BROKEN, _("the rule is broken"))]
    )
    reason = forms.CharField(label=_("Reason"), widget=LINES)
    file = UploadField(label=_("Evidence (file)"), required=False)

    def prepare(self, subject):
        """The open questions of the latest run, with what each says and the facts that it is about."""
        run = investments.last_run(subject)
        shown = subject.outcomes.filter(run=run).order_by("id")
        found = [one for one in shown if may_be_ruled_on(one) or may_be_overturned(one)]
        question = self.fields["restriction"]
        question.choices = [(one.restriction, _titled(one)) for one in found]
        question.help_text = format_html_join(
            mark_safe("<br>"),
            "{}: {} {}",
            ((_titled(one), outcome_sentence(one), facts_line(one.facts)) for one in found),
        )

    def inputs(self, *, by):
        """Whether the rule is met."""
        given = super().inputs(by=by)
        return given | {"holds": given.pop("decision") == MET}


def _titled(outcome) -> str:
    return f"{outcome.rule} {gettext(RESTRICTIONS[outcome.restriction].title)}"
