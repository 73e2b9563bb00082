"""The staff's forms for a round: times and words, criteria and documents as lines of text, one a line."""

from datetime import datetime
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.models import Invitation, Scheme
from funds.rounds import criteria_of
from funds.rules.scoring import Criterion, Level
from funds.services.invitations import Content, Document
from itvf.admin_forms import MomentField, VerbForm
from itvf.errors import percentage

LEAST = ("responsible_officers", "equity_deals", "funds_raised", "start_ups_led", "pipeline")


class LinesField(forms.CharField):
    """Lines of parts parted by `|`; every line has so many, and what is wrong is said with the line's number."""

    def __init__(self, *, parts: int, **kwargs):
        self.parts = parts
        super().__init__(widget=forms.Textarea(attrs={"rows": 5}), **kwargs)

    def to_python(self, value) -> list[list[str]]:
        """The parts of each line that is not empty."""
        lines = [line for line in super().to_python(value).splitlines() if line.strip()]
        split = [[part.strip() for part in line.split("|")] for line in lines]
        for number, parts in enumerate(split, start=1):
            if len(parts) != self.parts:
                words = _("Line {number} has {found} parts; {expected} are asked for, parted by |.")
                raise ValidationError(words.format(number=number, found=len(parts), expected=self.parts))
        return split

    def has_changed(self, initial, data) -> bool:
        """Not asked."""
        return True


class PartsForm(VerbForm):
    """Criteria, levels and documents as lines."""

    criteria = LinesField(
        parts=4,
        label=gettext_lazy("Criteria"),
        help_text=gettext_lazy("One a line: code | weight | English | 中文, such as team | 35% | Team | 團隊."),
    )
    levels = LinesField(
        parts=4,
        label=gettext_lazy("What the scores mean"),
        help_text=gettext_lazy("One a line: code of the criterion | score | English | 中文."),
    )
    documents = LinesField(
        parts=4,
        required=False,
        label=gettext_lazy("Documents asked for"),
        help_text=gettext_lazy("One a line: code | required or optional | English | 中文."),
    )

    def show(self, invitation: Invitation) -> None:
        """Fills in what stands."""
        criteria = criteria_of(invitation)
        lines = {
            "criteria": [[c.code, percentage(c.weight_rate), c.title_en, c.title_zh_hant] for c in criteria],
            "levels": [
                [c.code, str(level.score), level.words_en, level.words_zh_hant] for c in criteria for level in c.levels
            ],
            "documents": [
                [d.code, "required" if d.is_required else "optional", d.title_en, d.title_zh_hant]
                for d in invitation.documents.all()
            ],
        }
        for name, rows in lines.items():
            self.fields[name].initial = "\n".join(" | ".join(row) for row in rows)

    def clean(self) -> dict:
        """Criteria with their levels, and documents, as the service takes them."""
        given = super().clean()
        if self.errors:
            return given
        levels: dict[str, list[Level]] = {}
        for number, (code, score, en, zh) in enumerate(given.pop("levels"), start=1):
            if not score.isdigit():
                self.add_error("levels", _("Line {number}: a score is a whole number.").format(number=number))
                return given
            levels.setdefault(code, []).append(Level(int(score), en, zh))
        given["criteria"] = [
            Criterion(code, en, zh, self._weight(number, weight), tuple(levels.get(code, ())))
            for number, (code, weight, en, zh) in enumerate(given["criteria"], start=1)
        ]
        given["documents"] = [
            Document(code, en, zh, needed.casefold() != "optional") for code, needed, en, zh in given["documents"]
        ]
        return given

    def _weight(self, number: int, text: str) -> Decimal:
        try:
            weight = Decimal(text.removesuffix("%").strip())
            weight = weight.scaleb(-2) if text.endswith("%") else weight
            if weight.is_finite() and weight == round(weight, 12) and abs(weight) < 10:
                return weight
        except InvalidOperation:
            pass
        self.add_error("criteria", _("Line {number}: a weight is a percentage such as 35%.").format(number=number))
        return Decimal(0)


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
    rows = (("scheme", "reference"), ("title_en", "title_zh_hant"), ("opens_at", "closes_at"))

    def prepare(self, subject) -> None:
        """The least numbers with the model's own words; what stands, for a revision."""
        for name in LEAST:
            column = Invitation._meta.get_field(f"least_{name}")
            self.fields[f"least_{name}"] = forms.IntegerField(
                label=column.verbose_name, min_value=0, max_value=100, initial=column.default
            )
        if subject is not None:
            self.show(subject)
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
        self.show(subject)
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
