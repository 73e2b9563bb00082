"""The staff's forms for a round: its times and words beside its criteria and documents, amendments, answers."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy

from funds.admin.criteria_form import PartsForm
from funds.models import Invitation, Scheme
from funds.services.invitations import Content
from itvf.admin_forms import MomentField, VerbForm

LEAST = ("responsible_officers", "equity_deals", "funds_raised", "start_ups_led", "pipeline")


class RoundForm(PartsForm):
    """A round: its words, times and what is at least needed."""

    field_order = ("scheme", "reference", "title_en", "title_zh_hant", "opens_at", "closes_at")
    title_en = forms.CharField(label=gettext_lazy("Title (English)"), max_length=200)
    title_zh_hant = forms.CharField(label=gettext_lazy("Title (Chinese)"), max_length=200)
    summary_en = forms.CharField(
        label=gettext_lazy("Summary (English)"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    summary_zh_hant = forms.CharField(
        label=gettext_lazy("Summary (Chinese)"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    opens_at = MomentField(label=gettext_lazy("Opens at (Hong Kong time)"))
    closes_at = MomentField(label=gettext_lazy("Closes at (Hong Kong time)"))
    is_on_paper = forms.BooleanField(
        label=gettext_lazy("Held on paper"),
        required=False,
        help_text=gettext_lazy("It was over before it was entered here; staff enter its applications from the paper."),
    )
    rows = (("scheme", "reference"), ("title_en", "title_zh_hant"), ("opens_at", "closes_at"))

    def prepare(self, subject) -> None:
        """The least numbers with the model's own words; what stands, for a revision."""
        for name in LEAST:
            column = Invitation._meta.get_field(f"least_{name}")
            self.fields[f"least_{name}"] = forms.IntegerField(
                label=column.verbose_name, min_value=0, max_value=100, initial=column.default
            )
        self.add_parts(subject)
        if subject is not None:
            for name in Content.__dataclass_fields__:
                self.fields[name].initial = getattr(subject, name)

    def inputs(self, *, by) -> dict:
        """The content as one, criteria and documents beside it."""
        given = super().inputs(by=by)
        return {"content": Content(**{name: given.pop(name) for name in Content.__dataclass_fields__}), **given}


class NewRoundForm(RoundForm):
    """A new round, of a scheme, under a reference."""

    scheme = forms.ModelChoiceField(Scheme.objects.filter(instrument="lp"), label=gettext_lazy("Scheme"))
    reference = forms.SlugField(
        label=gettext_lazy("Reference"), max_length=40, help_text=gettext_lazy("Stands in the address of its page.")
    )


class AmendmentForm(PartsForm):
    """What changes in an open round, and the words that applicants read."""

    field_order = ("words_en", "words_zh_hant", "closes_at")
    words_en = forms.CharField(label=gettext_lazy("What changes (English)"), widget=forms.Textarea(attrs={"rows": 3}))
    words_zh_hant = forms.CharField(
        label=gettext_lazy("What changes (Chinese)"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    closes_at = MomentField(label=gettext_lazy("Closes at (Hong Kong time)"))

    def prepare(self, subject) -> None:
        """What stands now."""
        self.add_parts(subject)
        self.fields["closes_at"].initial = subject.closes_at

    def clean_closes_at(self) -> datetime:
        """The picker knows no seconds: a minute left as it was keeps the seconds that stand."""
        given: datetime = self.cleaned_data["closes_at"]
        stands: datetime = self.subject.closes_at
        return stands if given == stands.replace(second=0, microsecond=0) else given


class AnswerForm(VerbForm):
    """A question in our words, and its answer."""

    question_en = forms.CharField(
        label=gettext_lazy("Question (English)"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    answer_en = forms.CharField(
        label=gettext_lazy("Answer (English)"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    question_zh_hant = forms.CharField(
        label=gettext_lazy("Question (Chinese)"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    answer_zh_hant = forms.CharField(
        label=gettext_lazy("Answer (Chinese)"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def prepare(self, subject) -> None:
        """The question as it was asked, to be freed of names."""
        self.fields["question_en"].initial = subject.asked
