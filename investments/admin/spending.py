"""Hong Kong spend: reports with their lines, samples by a recorded seed, verification."""

from django import forms
from django.contrib import admin
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from funds.models import Fund
from investments.models import SpendLine, SpendReport, SpendSample
from investments.rules import spending as rules
from investments.services import spending
from itvf.admin_forms import DateField, MoneyField, RateField, VerbForm
from itvf.admin_records import Panel, RecordAdmin, link, tag_of
from itvf.admin_verbs import Verb


class SampleForm(VerbForm):
    """How the lines of a quarter are drawn."""

    fund = forms.ModelChoiceField(Fund.objects.all(), label=_("Fund"))
    period_end = DateField(label=_("Quarter ended"))
    seed = forms.CharField(
        label=_("Seed"),
        max_length=80,
        help_text=_("A public figure of the day with its source, so that nobody chooses."),
    )
    share_rate = RateField(label=_("Share of lines drawn"), initial=rules.SAMPLE_RATE)
    threshold_hkd = MoneyField(label=_("Every line from this amount on (HK$)"), initial=rules.SAMPLE_THRESHOLD_HKD)
    rows = (("fund", "period_end"), ("share_rate", "threshold_hkd"))


class CheckForm(VerbForm):
    """What verification found of a line."""

    accepted_hkd = MoneyField(label=_("Accepted (HK$)"))
    rejected_hkd = MoneyField(label=_("Rejected (HK$)"), initial=0)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    rows = (("accepted_hkd", "rejected_hkd"),)

    def prepare(self, subject):
        """All of it, unless something is wrong."""
        self.fields["accepted_hkd"].initial = subject.amount_hkd


HEADS = (
    (_("Line"), "text"),
    (_("What for"), "text"),
    (_("HK$"), "money"),
    (_("Evidence"), "text"),
    (_("Sampled"), "text"),
    (_("Accepted (HK$)"), "money"),
    (_("Rejected (HK$)"), "money"),
    (_("Reason"), "text"),
)


def _rows(lines):
    """Lines of spend with what verification found of each; three queries whatever their number."""
    found = []
    for line in lines.select_related("file").prefetch_related("checks__replaced_by", "sampled"):
        check = next((one for one in line.checks.all() if not hasattr(one, "replaced_by")), None)
        found.append(
            (
                link(line, line.get_category_display()),
                line.description,
                line.amount_hkd,
                link(line.file),
                _("yes") if line.sampled.all() else _("no"),
                check and check.accepted_hkd,
                check and check.rejected_hkd,
                check and check.reason,
            )
        )
    return found


@admin.register(SpendReport)
class SpendReportAdmin(RecordAdmin):
    """One investee's Hong Kong spend and jobs in one quarter."""

    list_display = ["investment", "period_end", "amount", "hong_kong_jobs", "stands", "submitted_by"]
    list_filter = ["period_end", "investment__fund"]
    list_select_related = ["investment__company", "investment__fund", "submitted_by", "replaced_by"]
    search_fields = ["investment__company__name_en", "investment__company__name_zh_hant", "investment__fund__code"]
    date_hierarchy = "period_end"

    def get_queryset(self, request):
        """With what each report adds up to."""
        return super().get_queryset(request).annotate(amount_hkd=Sum("lines__amount_hkd"))

    @admin.display(description=_("amount (HK$)"), ordering="amount_hkd")
    def amount(self, obj):
        """The sum of its lines."""
        return f"{obj.amount_hkd or 0:,.2f}"

    @admin.display(description=_("stands"))
    def stands(self, obj):
        """Whether no later report replaces it."""
        return tag_of("closed", _("replaced")) if hasattr(obj, "replaced_by") else tag_of("pass", _("yes"))

    def panels(self, obj, request):
        """Its lines with what verification found."""
        return [Panel(_("Lines"), HEADS, _rows(obj.lines.all()))]


@admin.register(SpendLine)
class SpendLineAdmin(RecordAdmin):
    """One amount of a report, with what shows it."""

    list_display = ["report", "category", "description", "amount_hkd"]
    list_filter = ["category", "report__investment__fund"]
    list_select_related = ["report__investment__company", "report__investment__fund"]
    search_fields = ["description", "report__investment__company__name_en", "report__investment__fund__code"]
    verbs = (
        Verb(
            "check",
            _("Record what verification found"),
            "spend.check",
            lambda line, **inputs: spending.check_line(line=line, **inputs) and line.report,
            form=CheckForm,
            intro=_("Accepted and rejected add up to the line; what is rejected has a reason."),
            icon="fact_check",
            tone="go",
        ),
    )

    def panels(self, obj, request):
        """Every check of it, the newest first."""
        heads = [(_("At"), "moment"), (_("By"), "text"), (_("Accepted (HK$)"), "money")]
        heads += [(_("Rejected (HK$)"), "money"), (_("Reason"), "text")]
        rows = [
            (one.checked_at, str(one.checked_by), one.accepted_hkd, one.rejected_hkd, one.reason)
            for one in obj.checks.select_related("checked_by")
        ]
        return [Panel(_("Verification"), heads, rows, empty=_("Nobody has verified this line."))]


@admin.register(SpendSample)
class SpendSampleAdmin(RecordAdmin):
    """A sample of a fund's lines in a quarter: anyone can draw it again from its seed."""

    list_display = ["fund", "period_end", "seed", "share_rate", "population_count", "population_hkd", "drawn_by"]
    list_filter = ["fund", "period_end"]
    list_select_related = ["fund", "drawn_by"]
    search_fields = ["fund__code", "fund__name_en", "seed"]
    verbs = (
        Verb(
            "draw",
            _("Draw a sample"),
            "spend.draw_sample",
            lambda _none, **inputs: spending.draw_sample(**inputs),
            form=SampleForm,
            icon="casino",
            tone="go",
            on_list=True,
        ),
    )

    def panels(self, obj, request):
        """The lines drawn."""
        drawn = SpendLine.objects.filter(sampled__sample=obj).order_by("id")
        return [Panel(_("Lines drawn"), HEADS, _rows(drawn))]
