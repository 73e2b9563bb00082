"""Management reports of the programme: frozen, approved, printed."""

from django import forms
from django.contrib import admin
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from funds.models import Scheme
from itvf import files
from itvf.admin_forms import DateField, ReasonForm, VerbForm
from itvf.admin_records import Panel, RecordAdmin, tag
from itvf.admin_verbs import Verb
from itvf.errors import NotFound
from reporting.explain import reports
from reporting.models import ManagementReport
from reporting.services import management_reports

Stage = ManagementReport.Stage
LANGUAGES = {"en": "pdf_en", "zh-hant": "pdf_zh_hant"}


class FreezeForm(VerbForm):
    """Of which scheme, at which quarter's end."""

    scheme = forms.ModelChoiceField(Scheme.objects.all(), label=_("Scheme"))
    period_end = DateField(label=_("Last day of the quarter"))

    def prepare(self, subject) -> None:
        """Where there is one scheme, it is the one."""
        self.fields["scheme"].initial = Scheme.objects.order_by("pk").first()


@admin.register(ManagementReport)
class ManagementReportAdmin(RecordAdmin):
    """One frozen snapshot with its hash, the audit head and the two PDFs."""

    list_display = ["__str__", "scheme", "period_end", "number", "shown_stage", "frozen_by", "approved_by"]
    list_filter = ["stage", "scheme"]
    list_select_related = ["scheme", "frozen_by", "approved_by"]
    search_fields = ["scheme__code", "content_sha256", "frozen_by__name"]
    date_hierarchy = "period_end"
    hidden_fields = ("content",)
    verbs = (
        Verb(
            "freeze",
            _("Freeze a report"),
            "management_report.freeze",
            lambda _none, **inputs: management_reports.freeze(**inputs),
            form=FreezeForm,
            intro=_("One snapshot of the programme at a quarter's end, printed in both languages. It never changes."),
            icon="ac_unit",
            tone="go",
            on_list=True,
        ),
        Verb(
            "approve",
            _("Approve this report"),
            "management_report.approve",
            lambda report, **inputs: management_reports.approve(report=report, **inputs),
            stages=(Stage.FROZEN,),
            tone="go",
        ),
        Verb(
            "withdraw",
            _("Withdraw this report"),
            "management_report.freeze",
            lambda report, **inputs: management_reports.withdraw(report=report, **inputs),
            form=ReasonForm,
            stages=(Stage.FROZEN,),
            icon="block",
            tone="stop",
        ),
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    def get_urls(self):
        """The two PDFs beside the report's pages."""
        own = path(
            "<int:report_id>/pdf/<slug:language>/",
            self.admin_site.admin_view(self.pdf),
            name="reporting_managementreport_pdf",
        )
        return [own, *super().get_urls()]

    def pdf(self, request, report_id: int, language: str):
        """The report's PDF in a language."""
        report = ManagementReport.objects.select_related(*LANGUAGES.values()).filter(pk=report_id).first()
        if report is None or language not in LANGUAGES:
            raise NotFound()
        file = getattr(report, LANGUAGES[language])
        response = HttpResponse(files.read(file), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{report.period_end}-{report.number}-{language}.pdf"'
        return response

    def panels(self, obj, request):
        """The printed reports and the hash that stands for the content."""
        return [
            Panel(
                _("Printed"),
                [(_("Language"), "text"), (_("SHA-256"), "text")],
                [
                    (
                        (label, reverse("admin:reporting_managementreport_pdf", args=[obj.pk, language])),
                        getattr(obj, LANGUAGES[language]).sha256,
                    )
                    for language, label in (("en", "English"), ("zh-hant", "繁體中文"))
                ],
            ),
            Panel(
                _("How figures came about"),
                [(_("Figure"), "text"), (_("HK$"), "money")],
                [((one.id, reports.page(one, obj.content)), one.value) for one in reports.figures_of(obj.content)],
                note=_("Each opens on the report's day, as known when it was frozen, with what changed since."),
            ),
        ]
