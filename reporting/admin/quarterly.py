"""Managers' quarterly reports beside the books."""

from decimal import Decimal

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from itvf.admin_forms import ReasonForm, VerbForm
from itvf.admin_records import Panel, RecordAdmin, link, tag, tag_of
from itvf.admin_verbs import Verb
from itvf.presentation import fact_name
from reporting.models import QuarterlyReport
from reporting.services import quarterly_reports

Stage = QuarterlyReport.Stage


class NoteForm(VerbForm):
    """A note, which an acceptance with differences needs."""

    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)


@admin.register(QuarterlyReport)
class QuarterlyReportAdmin(RecordAdmin):
    """A manager's figures as claimed, beside the system's own."""

    list_display = ["fund", "period_end", "shown_stage", "due_date", "submitted_at", "nav_hkd"]
    list_filter = ["stage", "fund"]
    list_select_related = ["fund"]
    search_fields = ["fund__name_en", "fund__name_zh_hant", "fund__code", "comments"]
    date_hierarchy = "period_end"
    hidden_fields = ("comparison",)
    verbs = (
        Verb(
            "accept",
            _("Accept the report"),
            "quarterly_report.accept",
            lambda report, **inputs: quarterly_reports.accept(report=report, **inputs),
            form=NoteForm,
            stages=(Stage.SUBMITTED,),
            tone="go",
        ),
        Verb(
            "query",
            _("Query the report"),
            "quarterly_report.query",
            lambda report, **inputs: quarterly_reports.query(report=report, **inputs),
            form=ReasonForm,
            stages=(Stage.SUBMITTED,),
            icon="help",
            tone="stop",
        ),
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    def panels(self, obj, request):
        """The comparison with the books, and the holdings."""
        return [_comparison(obj), _holdings(obj)]


def _comparison(report):
    return Panel(
        _("Compared with the books (HK$)"),
        [
            (_("Figure"), "text"),
            (_("Reported"), "money"),
            (_("In the books"), "money"),
            (_("Difference"), "money"),
            (_("Result"), "text"),
        ],
        [_compared(line) for line in report.comparison],
        empty=_("The report was not compared with the books yet."),
    )


def _compared(line: dict) -> tuple:
    reported, booked, difference = (_amount(line.get(key)) for key in COMPARED)
    is_equal = not difference
    name = _field_name(line["field"]) + (f" · {line['label']}" if line.get("label") else "")
    return (
        name,
        reported,
        booked,
        difference,
        tag_of("pass" if is_equal else "breach", _("agrees") if is_equal else _("differs")),
    )


COMPARED = ("claimed_hkd", "books_hkd", "difference_hkd")


def _field_name(field: str) -> str:
    known = {f.name: f.verbose_name for f in QuarterlyReport._meta.fields}
    return str(known.get(field) or FIELDS.get(field) or fact_name(field))


FIELDS = {"fee_cap_hkd": _("management fee beside the cap of R14 (HK$)")}


def _amount(text) -> Decimal | None:
    return None if text is None else Decimal(text)


def _holdings(report):
    return Panel(
        _("Holdings as reported (HK$)"),
        [
            (_("Company"), "text"),
            (_("Cost"), "money"),
            (_("Fair value"), "money"),
            (_("Hong Kong spend to date"), "money"),
            (_("Jobs in Hong Kong"), "number"),
        ],
        [
            (link(h.investment), h.cost_hkd, h.fair_value_hkd, h.hong_kong_spend_to_date_hkd, h.hong_kong_jobs)
            for h in report.holdings.select_related("investment__company", "investment__fund")
        ],
    )
