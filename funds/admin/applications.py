"""Applications in the staff's admin: that they came, what they say after the close, whether they are eligible."""

from django import forms
from django.contrib import admin
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from funds import application_paper, rounds
from funds.admin.paper_rounds import CONFIRM_PAPER, SEND_BACK
from funds.application_words import lines_of, record_cells, worded
from funds.models import Application, ConflictDeclaration, EligibilityFinding, House, Submission
from funds.rules.application import SECTIONS
from funds.rules.manager_eligibility import TITLES
from funds.services import selection_eligibility
from itvf import files
from itvf.admin_forms import ReasonForm, UploadField, VerbForm
from itvf.admin_records import Panel, RecordAdmin, link, read_facts, tag, tag_of
from itvf.admin_verbs import Verb
from itvf.dates import local_date
from itvf.errors import Breach
from itvf.presentation import clause
from itvf.words import breach_text

Stage = Application.Stage
Ruling = EligibilityFinding.Stage


class RulingForm(VerbForm):
    """Pass or fail, what was looked at, and the evidence."""

    outcome = forms.ChoiceField(label=_("Ruling"), choices=[("pass", _("pass")), ("fail", _("fail"))])
    note = forms.CharField(label=_("What you looked at, and why"), widget=forms.Textarea(attrs={"rows": 3}))
    evidence = UploadField(
        label=_("Evidence"), required=False, help_text=_("Needed where the figures break the requirement.")
    )

    def inputs(self, *, by) -> dict:
        """An empty upload is none."""
        given = super().inputs(by=by)
        return given | {"evidence": given["evidence"] or None}


def _is_closed(application: Application) -> bool:
    return rounds.phase(application.invitation, rounds.database_clock()) == rounds.CLOSED


EXAMINE = Verb(
    "examine",
    _("Examine eligibility"),
    "eligibility.examine",
    lambda one, **inputs: selection_eligibility.examine(application=one, **inputs),
    stages=(Stage.SUBMITTED,),
    when=lambda one: _is_closed(one) and not EligibilityFinding.objects.filter(submission__application=one).exists(),
    icon="fact_check",
    tone="go",
)
CONCLUDE = Verb(
    "conclude",
    _("Conclude eligibility"),
    "eligibility.confirm",
    lambda one, **inputs: selection_eligibility.conclude(application=one, **inputs),
    stages=(Stage.SUBMITTED,),
    when=lambda one: EligibilityFinding.objects.filter(submission__application=one).exists(),
    intro=_("Eligible where every requirement passed; not eligible where one failed, which two people said."),
    icon="task_alt",
    tone="go",
)
RULE = Verb(
    "rule",
    _("Rule"),
    "eligibility.rule",
    lambda one, **inputs: selection_eligibility.rule(finding=one, **inputs),
    form=RulingForm,
    stages=(Ruling.OPEN, Ruling.PASSED),
    stage_field="stage",
    icon="gavel",
    tone="go",
)
CONFIRM = Verb(
    "confirm",
    _("Confirm the fail"),
    "eligibility.confirm",
    lambda one, **inputs: selection_eligibility.confirm_fail(finding=one, **inputs),
    stages=(Ruling.FAIL_PROPOSED,),
    icon="task_alt",
    tone="stop",
)
REOPEN = Verb(
    "reopen",
    _("Do not confirm"),
    "eligibility.confirm",
    lambda one, **inputs: selection_eligibility.reopen(finding=one, **inputs),
    form=ReasonForm,
    stages=(Ruling.FAIL_PROPOSED,),
    icon="undo",
)


@admin.register(House)
class HouseAdmin(RecordAdmin):
    """A house as it registered itself, and who works for it."""

    list_display = ["name_en", "name_zh_hant", "ce_number", "licence", "registered_at"]
    list_filter = ["licence"]
    search_fields = ["name_en", "name_zh_hant", "ce_number"]

    def panels(self, obj, request):
        """People and applications."""
        return [
            Panel(
                _("People"),
                [(_("Person"), "text"), (_("Role"), "text"), (_("Since"), "moment"), (_("Until"), "moment")],
                [
                    (link(one.user), one.get_role_display(), one.given_at, one.ended_at)
                    for one in obj.memberships.select_related("user")
                ],
            ),
            Panel(
                _("Applications"),
                [(_("Application"), "text"), (_("Stage"), "text")],
                [
                    (link(one), tag(one))
                    for one in obj.applications.exclude(pk__in=ConflictDeclaration.objects.closing(request.user))
                ],
            ),
        ]


@admin.register(Application)
class ApplicationAdmin(RecordAdmin):
    """An application: that and when it came; its working copy is the house's alone, for ever, but for one on paper."""

    hidden_fields = ("sections",)
    list_display = ["reference", "invitation", "house", "shown_stage", "started_at"]
    list_filter = ["stage", "invitation"]
    list_select_related = ["invitation", "house"]
    search_fields = ["reference", "house__name_en", "house__name_zh_hant"]
    verbs = (CONFIRM_PAPER, SEND_BACK, EXAMINE, CONCLUDE)

    def get_queryset(self, request):
        """All but what a conflict of interest closes to the reader."""
        return super().get_queryset(request).exclude(pk__in=ConflictDeclaration.objects.closing(request.user))

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    def panels(self, obj, request):
        """What came, and how each requirement stands."""
        seen = Submission.objects.visible_to(request.user).filter(application=obj)
        open_to_staff = set(seen.values_list("pk", flat=True))
        findings = EligibilityFinding.objects.filter(submission__application=obj).select_related("ruled_by")
        return [
            Panel(
                _("Received"),
                [
                    (_("Submission"), "text"),
                    (_("Received"), "moment"),
                    (_("Signed or confirmed by"), "text"),
                    ("SHA-256", "text"),
                ],
                [
                    (
                        link(one) if one.pk in open_to_staff else str(one),
                        one.received_at,
                        str(one.submitted_by),
                        one.content_sha256,
                    )
                    for one in obj.submissions.select_related("application", "submitted_by")
                ],
                empty=_("Nothing was submitted."),
            ),
            findings_panel(findings),
            *_entered(obj),
        ]


@admin.register(Submission)
class SubmissionAdmin(RecordAdmin):
    """What was submitted, whole; the database gives it to staff once the round is closed."""

    hidden_fields = ("content",)
    list_display = ["application", "number", "received_at", "submitted_by"]
    list_select_related = ["application", "submitted_by"]
    search_fields = ["application__reference", "application__house__name_en", "content_sha256"]

    def get_queryset(self, request):
        """Closed rounds only, by the database's clock."""
        return Submission.objects.visible_to(request.user)

    def panels(self, obj, request):
        """Every section in words, the track record computed, the documents."""
        sections = obj.content["sections"]
        record = rounds.track_record_of(sections, on=local_date(obj.received_at))
        heads = [__("Paid in, HK$"), __("Received, HK$"), __("Value, HK$"), "IRR", __("claimed"), __("difference")]
        heads += [__("Multiple"), __("claimed"), __("difference")]
        columns = [(_("Deal"), "text"), *((head, "text") for head in heads)]
        documents = [
            ((one["name"], self._url("document", obj.pk, number)), one["document"], f"{one['size']:,}", one["sha256"])
            for number, one in enumerate(obj.content["documents"])
        ]
        paper = [(("PDF", self._url("paper", obj.pk)), obj.content_sha256)]
        return [
            Panel(_("On paper"), [(_("File"), "text"), ("SHA-256", "text")], paper),
            findings_panel(obj.findings.select_related("ruled_by")),
            *(_section_panels(key, sections.get(key, {})) for key in SECTIONS),
            Panel(
                _("Track record as the system computes it"),
                columns,
                [(one.label, *record_cells(one)) for one in (*record.deals, *record.funds)],
                foot=(__("All deals"), *record_cells(record.whole)),
            ),
            Panel(
                _("Documents"),
                [(_("File"), "text"), (_("Document"), "text"), (_("Bytes"), "text"), ("SHA-256", "text")],
                documents,
            ),
        ]

    def get_urls(self):
        """The paper and the documents beside the pages."""
        return [
            path("<int:pk>/paper/", self.admin_site.admin_view(self.paper), name=self._name("paper")),
            path(
                "<int:pk>/document/<int:number>/",
                self.admin_site.admin_view(self.document),
                name=self._name("document"),
            ),
            *super().get_urls(),
        ]

    def paper(self, request, pk: int):
        """The application on paper."""
        found = get_object_or_404(self.get_queryset(request), pk=pk)
        return _download(application_paper.pdf_of(found), f"{found}.pdf", "application/pdf")

    def document(self, request, pk: int, number: int):
        """A document as it was submitted, found by its hash."""
        found = get_object_or_404(self.get_queryset(request), pk=pk)
        given = dict(enumerate(found.content["documents"])).get(number, {})
        same = found.application.documents.select_related("file").filter(file__sha256=given.get("sha256", "-"))
        one = same.first()
        if one is None:
            raise Http404
        file = one.file
        return _download(files.read(file), file.name, file.content_type)


@admin.register(EligibilityFinding)
class EligibilityFindingAdmin(RecordAdmin):
    """A requirement of Annex 3 and one application."""

    hidden_fields = ("sentence", "facts", "position")
    list_display = ["submission", "requirement", "clause", "machine", "shown_stage", "ruled_by", "confirmed_by"]
    list_filter = ["stage", "machine", "requirement"]
    list_select_related = ["submission__application", "ruled_by", "confirmed_by"]
    search_fields = ["submission__application__reference", "submission__application__house__name_en"]
    verbs = (RULE, CONFIRM, REOPEN)

    def get_queryset(self, request):
        """All but what a conflict of interest closes to the reader."""
        closed = ConflictDeclaration.objects.closing(request.user)
        return super().get_queryset(request).exclude(submission__application__in=closed)

    @admin.display(description=_("ruling"), ordering="stage")
    def shown_stage(self, obj):
        """The ruling, coloured."""
        return tag(obj)

    def notes(self, obj):
        """What the system found, in words."""
        return [sentence(obj)]


def sentence(finding: EligibilityFinding) -> str:
    """This function will say what the machine found, in the reader's language."""
    facts = {name: tuple(value) if isinstance(value, list) else value for name, value in finding.facts.items()}
    return breach_text(worded(Breach(finding.requirement, finding.sentence, facts=read_facts(facts))))


def findings_panel(findings) -> Panel:
    """This function will list requirements with clause, finding and ruling."""
    columns = [(_("Requirement"), "text"), (_("Clause"), "text"), (_("System"), "text"), (_("Ruling"), "text")]
    columns += [(_("What was found"), "text"), (_("Note"), "text"), (_("By"), "text")]
    rows = [
        (
            link(one, __(TITLES[one.requirement])),
            f"{one.rule}, {clause(one.clause)}",
            tag_of(one.machine, one.get_machine_display()),
            tag(one),
            sentence(one),
            one.note,
            str(one.ruled_by or ""),
        )
        for one in findings
    ]
    return Panel(_("Eligibility (Annex 3)"), columns, rows, empty=_("Eligibility was not examined yet."))


def _entered(application: Application) -> list[Panel]:
    """What was entered from paper and waits for its second person; a house's own working copy is never shown."""
    if not (application.invitation.is_on_paper and application.stage == Stage.DRAFT):
        return []
    documents = [(one.code, one.file.name, one.file.sha256) for one in rounds.documents_of(application)]
    return [
        *(_section_panels(key, application.sections.get(key, {})) for key in SECTIONS),
        Panel(_("Documents"), [(_("Document"), "text"), (_("File"), "text"), ("SHA-256", "text")], documents),
    ]


def _section_panels(key: str, kept: dict) -> Panel:
    said = lines_of(key, kept)
    rows = [(label, value) for label, value in said["lines"]]
    for number, row in enumerate(said["rows"], start=1):
        rows += [(f"{number}. {label}", value) for label, value in row]
    return Panel(said["title"], [(_("Question"), "text"), (_("Answer"), "text")], rows, empty=_("None given."))


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
