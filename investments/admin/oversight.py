"""Watching over what is held: who stands behind it, whether it is there, what a visit found."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from investments.admin.affiliation_forms import AnyAffiliationForm, EndForm
from investments.admin.oversight_forms import ClosingForm, FindingAnswerForm, FindingForm
from investments.models import Affiliation, Finding, HoldingConfirmation, InspectionVisit
from investments.services import affiliations, inspections
from itvf.admin_forms import ReasonForm
from itvf.admin_records import Panel, RecordAdmin, link, tag
from itvf.admin_verbs import Verb

Stage = Finding.Stage


@admin.register(Affiliation)
class AffiliationAdmin(RecordAdmin):
    """Who stands behind a company, a manager, a partner or a member of the staff."""

    list_display = ["name_en", "name_zh_hant", "capacity", "behind", "since_date", "until_date"]
    list_filter = ["capacity", "is_person", ("until_date", admin.EmptyFieldListFilter)]
    list_select_related = ["company", "manager", "partner__fund", "staff"]
    search_fields = ["name_en", "name_zh_hant", "identifier", "company__name_en", "manager__name_en"]
    verbs = (
        Verb(
            "declare",
            _("Declare an affiliation"),
            "company.declare_affiliation",
            lambda _none, **inputs: affiliations.declare(**inputs),
            form=AnyAffiliationForm,
            intro=_("Each deal is searched against it from then on (R27)."),
            icon="add",
            tone="go",
            on_list=True,
        ),
        Verb(
            "end",
            _("Record its end"),
            "company.declare_affiliation",
            lambda affiliation, **inputs: affiliations.end(affiliation=affiliation, **inputs),
            form=EndForm,
            when=lambda affiliation: affiliation.until_date is None,
            icon="event_busy",
        ),
    )

    @admin.display(description=_("behind"))
    def behind(self, obj):
        """The one behind which it stands."""
        return str(obj.company or obj.manager or obj.partner or obj.staff)


@admin.register(HoldingConfirmation)
class HoldingConfirmationAdmin(RecordAdmin):
    """What a bank, registry or custodian confirmed."""

    list_display = ["investment", "as_of_date", "source", "confirmed_units", "recorded_units", "recorded_by"]
    list_filter = ["source", "investment__fund"]
    list_select_related = ["investment__company", "investment__fund", "recorded_by"]
    search_fields = ["investment__company__name_en", "investment__company__name_zh_hant", "note"]
    date_hierarchy = "as_of_date"


@admin.register(InspectionVisit)
class InspectionVisitAdmin(RecordAdmin):
    """A visit to a company with its findings."""

    list_display = ["company", "fund", "visited_date", "purpose", "recorded_by"]
    list_filter = ["fund"]
    list_select_related = ["company", "fund", "recorded_by"]
    search_fields = ["company__name_en", "company__name_zh_hant", "purpose", "note"]
    date_hierarchy = "visited_date"
    verbs = (
        Verb(
            "add-finding",
            _("Add a finding"),
            "inspection.record",
            lambda visit, **inputs: inspections.add_finding(visit=visit, **inputs),
            form=FindingForm,
            icon="add",
            tone="go",
        ),
    )

    def panels(self, obj, request):
        """What it found, and where each finding stands."""
        heads = [(_("Number"), "number"), (_("Finding"), "text"), (_("Stage"), "text"), (_("Due"), "date")]
        heads += [(_("Answer"), "text"), (_("Why it is closed"), "text")]
        rows = [
            (one.number, link(one, one.finding), tag(one), one.due_date, one.answer, one.closing_note)
            for one in obj.findings.all()
        ]
        return [Panel(_("Findings"), heads, rows, empty=_("The visit found nothing wanting."))]


@admin.register(Finding)
class FindingAdmin(RecordAdmin):
    """What a visit found wanting, until another person than who answered closes it."""

    list_display = ["__str__", "finding", "shown_stage", "due_date", "answered_by", "closed_by"]
    list_filter = ["stage", "visit__fund"]
    list_select_related = ["visit__company", "answered_by", "closed_by"]
    search_fields = ["finding", "answer", "visit__company__name_en", "visit__company__name_zh_hant"]
    date_hierarchy = "due_date"
    verbs = (
        Verb(
            "answer",
            _("Answer"),
            "finding.answer",
            lambda finding, **inputs: inspections.answer(finding=finding, **inputs),
            form=FindingAnswerForm,
            stages=(Stage.OPEN,),
            icon="reply",
            tone="go",
        ),
        Verb(
            "close",
            _("Close it"),
            "finding.close",
            lambda finding, **inputs: inspections.close(finding=finding, **inputs),
            form=ClosingForm,
            stages=(Stage.ANSWERED,),
            icon="task_alt",
            tone="go",
        ),
        Verb(
            "reopen",
            _("Open it again"),
            "finding.close",
            lambda finding, **inputs: inspections.reopen(finding=finding, **inputs),
            form=ReasonForm,
            stages=(Stage.ANSWERED,),
            icon="undo",
        ),
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)
