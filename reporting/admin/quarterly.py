"""Managers' quarterly reports beside the books."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from investments import oversight
from investments.models import Investment
from itvf import explained
from itvf.admin_forms import ReasonForm, VerbForm
from itvf.admin_records import Panel, RecordAdmin, link, tag, tag_of
from itvf.admin_verbs import Verb
from itvf.presentation import fact_name
from reporting import claimed_returns, selectors
from reporting.comparison_words import DERIVED, EXPLANATIONS, RETURNS, holding_figure, shown_return
from reporting.models import QuarterlyReport
from reporting.portal.ilpa import with_and_without
from reporting.rules.quarterly import Comparison
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
    hidden_fields = ("comparison", "returns")
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
        """The comparison with what is on record, and the holdings beside the spend register."""
        return [_comparison(obj), *_returns(obj), _holdings(obj), *_with_and_without(obj)]


def _with_and_without(report) -> list[Panel]:
    """The books' returns at the quarter's end with and without the facility, where the fund ever borrowed."""
    found = with_and_without(report.fund, report.period_end)
    if not found:
        return []
    title = _("Returns with and without the facility (ILPA, granular)")
    return [Panel(title, found["facility_columns"], found["facility_rows"])]


def _comparison(report):
    return Panel(
        _("Compared with what is on record (HK$)"),
        [
            (_("Figure"), "text"),
            (_("Reported"), "money"),
            (_("On record"), "money"),
            (_("Difference"), "money"),
            (_("Result"), "text"),
            (_("Because"), "text"),
        ],
        [_compared(line) for line in selectors.comparison_of(report)],
        empty=_("The report was not compared with the books yet."),
    )


def _returns(report) -> list[Panel]:
    """The manager's own returns beside the books', where the report claims any."""
    rows = [
        (
            str(RETURNS[line.field]),
            shown_return(line.field, line.claimed),
            explained.cell(
                shown_return(line.field, line.own),
                report.fund.code,
                "performance",
                of=DERIVED[line.field],
                on=report.period_end,
            ),
            shown_return(line.field, line.difference),
            EXPLANATIONS.get(line.explanation, line.explanation),
        )
        for line in claimed_returns.of(report)
    ]
    heads = [(_("Return"), "text"), (_("Reported"), "number"), (_("On record"), "number")]
    heads += [(_("Difference"), "number"), (_("Because"), "text")]
    return [Panel(_("The manager's own returns beside the books'"), heads, rows)] if rows else []


def _compared(line: Comparison) -> tuple:
    if line.books_hkd is None:
        result = tag_of("pending", _("nothing to compare"))
    else:
        result = tag_of("breach", _("differs")) if line.difference_hkd else tag_of("pass", _("agrees"))
    because = EXPLANATIONS.get(line.explanation, line.explanation)
    return _figure_name(line), line.claimed_hkd, line.books_hkd, line.difference_hkd, result, because


def _figure_name(line: Comparison) -> str:
    if line.label:
        return f"{line.label} · {holding_figure(line.field)}"
    known = {f.name: f.verbose_name for f in QuarterlyReport._meta.fields}
    return str(known.get(line.field) or FIELDS.get(line.field) or fact_name(line.field))


FIELDS = {"fee_cap_hkd": _("management fee beside the cap of R14 (HK$)")}


def _holdings(report):
    """The holdings as reported, and what the spend register has of each to the quarter's end (R10, A16)."""
    reported = list(report.holdings.select_related("investment__company", "investment__fund"))
    investments = Investment.objects.filter(pk__in=[holding.investment_id for holding in reported])
    spent = oversight.spend(investments, report.period_end)
    return Panel(
        _("Holdings as reported, and the spend register (HK$)"),
        [
            (_("Company"), "text"),
            (_("Cost"), "money"),
            (_("Fair value"), "money"),
            (_("Hong Kong spend to date"), "money"),
            (_("Register: reported"), "money"),
            (_("Register: accepted"), "money"),
            (_("Register: rejected"), "money"),
            (_("Jobs in Hong Kong"), "number"),
        ],
        [
            (
                link(holding.investment),
                holding.cost_hkd,
                holding.fair_value_hkd,
                holding.hong_kong_spend_to_date_hkd,
                *_register(spent[holding.investment_id]),
                holding.hong_kong_jobs,
            )
            for holding in reported
        ],
    )


def _register(spent: oversight.Spend) -> tuple:
    """Reported, accepted and rejected, or nothing before the first report of spend."""
    if spent.reported_until is None:
        return (None, None, None)
    stands = spent.progress
    return (stands.reported_hkd, stands.accepted_hkd, stands.rejected_hkd)
