"""The assessors' pages: declare first, then read and score, blind until all have scored; Committee members declare."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds import application_paper, rounds
from funds import assessment as reads
from funds.application_words import lines_of, record_cells
from funds.models import Application, Assessment, ConflictDeclaration, ScoreSheet, Submission
from funds.portal.pages import PortalForm, attempt, posted, show, show_form
from funds.rules.application import SECTIONS
from funds.rules.assessment import Mark
from funds.services import assessments, conflicts
from itvf import files
from itvf.dates import local_date, now
from itvf.forms import DateField
from itvf.presentation import is_chinese, name_of, title_of
from itvf.roles import RoundRole

STATES = {
    reads.CONFLICT: ("bad", gettext_lazy("closed by a conflict")),
    reads.UNDECLARED: ("wait", gettext_lazy("declare first")),
    reads.DUE: ("info", gettext_lazy("to score")),
    reads.SCORED: ("good", gettext_lazy("scored")),
    reads.DECLARED: ("good", gettext_lazy("no conflict declared")),
}


class DeclarationForm(PortalForm):
    """No conflict, or which and since when."""

    is_conflict = forms.TypedChoiceField(
        label=gettext_lazy("Do you have a conflict of interest?"),
        choices=[
            ("no", gettext_lazy("No. Neither I nor anybody close to me has an interest in this applicant.")),
            ("yes", gettext_lazy("Yes, or it may look like one.")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    what = forms.CharField(label=gettext_lazy("What it is"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    since_date = DateField(label=gettext_lazy("Since"), required=False)


class SheetForm(PortalForm):
    """A level and a reason for each criterion."""

    def __init__(self, *args, criteria, **kwargs):
        super().__init__(*args, **kwargs)
        self.codes = [one.code for one in criteria]
        for one in criteria:
            levels = [(level["score"], _level(level)) for level in one.levels]
            title = title_of(one)
            weight = _("weighs {percent}%").format(percent=f"{(one.weight_rate * 100).normalize():f}")
            self.fields[f"score-{one.code}"] = forms.TypedChoiceField(
                label=title, help_text=weight, choices=levels, coerce=int, widget=forms.RadioSelect
            )
            self.fields[f"reason-{one.code}"] = forms.CharField(
                label=_("Why: {criterion}").format(criterion=title), widget=forms.Textarea(attrs={"rows": 3})
            )

    def marks(self) -> dict[str, Mark]:
        """The sheet as the service takes it."""
        given = self.cleaned_data
        return {code: Mark(given[f"score-{code}"], given[f"reason-{code}"]) for code in self.codes}


@login_required
def tasks(request):
    """Every round in which the reader takes part, with what there is to do."""
    parts = list(request.user.round_memberships.live().select_related("invitation"))
    if not parts:
        raise Http404
    shown = [_round(part) for part in parts]
    return show(request, "portal/assessment/tasks.html", section="assessment", rounds=shown)


@login_required
def declare(request, pk):
    """A declaration on one applicant, of whom only the name is shown."""
    application = _mine(request, pk)
    if ConflictDeclaration.objects.closing(request.user).filter(application=application).exists():
        return redirect("portal_assessment")
    form = DeclarationForm(posted(request))
    about = {"application": application, "by": request.user, "at": now()}
    if attempt(request, form, lambda given: conflicts.declare(**about, **given)):
        messages.success(request, _("Your declaration is on record."))
        return redirect("portal_assessment")
    return show_form(
        request,
        form,
        title=_("Declare your interest: {house}").format(house=name_of(application.house)),
        lede=_(
            "Consider the house, its owners, its people and its investors. A conflict closes the application to you, "
            "for good, and nothing of it is held against you."
        ),
        action=_("Declare"),
        back=reverse("portal_assessment"),
        section="assessment",
        crumbs=[_crumb()],
    )


@login_required
def application(request, pk):
    """An application as it was submitted, the reader's own scores, and the spread once it is open."""
    submission = _readable(request, pk)
    found = submission.application
    sections = submission.content["sections"]
    record = rounds.track_record_of(sections, on=local_date(submission.received_at))
    assessment = found.invitation.assessment
    return show(
        request,
        "portal/assessment/application.html",
        section="assessment",
        crumbs=[_crumb()],
        submission=submission,
        application=found,
        sections=[(key, lines_of(key, sections.get(key, {}))) for key in SECTIONS],
        record=[[one.label, *record_cells(one)] for one in (*record.deals, *record.funds)],
        record_whole=[_("All deals"), *record_cells(record.whole)],
        record_columns=_record_columns(),
        documents=list(enumerate(submission.content["documents"])),
        sheet=_sheet_rows(reads.own_sheet(found, request.user)),
        sheet_columns=[(_("Criterion"), "text"), (_("Score"), "number"), (_("Reason"), "text")],
        may_score=assessment.stage == Assessment.Stage.SCORING and found.stage == Application.Stage.ELIGIBLE,
        spread=None if assessment.is_blind else _spread_rows(assessment, found),
        spread_columns=[
            (_("Criterion"), "text"),
            (_("Lowest"), "text"),
            (_("Highest"), "text"),
            (_("Mean"), "text"),
        ],
    )


@login_required
def score(request, pk):
    """The reader's sheet of one application."""
    found = _readable(request, pk).application
    form = SheetForm(posted(request), criteria=list(found.invitation.criteria.all()))
    about = {"application": found, "by": request.user, "at": now()}
    if attempt(request, form, lambda _given: assessments.give_scores(**about, marks=form.marks())):
        messages.success(request, _("Your scores are on record. Nobody else sees them until all have scored."))
        return redirect("portal_assessment")
    return show_form(
        request,
        form,
        title=_("Score {house}").format(house=name_of(found.house)),
        lede=_("Every criterion, with your reason. You may give the sheet again until scores are shown."),
        action=_("Give the scores"),
        back=reverse("portal_assessment_application", args=[pk]),
        section="assessment",
        crumbs=[_crumb(), (found.reference, reverse("portal_assessment_application", args=[pk]))],
    )


@login_required
def paper(request, pk):
    """An application on paper."""
    submission = _readable(request, pk)
    return _download(application_paper.pdf_of(submission), f"{submission}.pdf", "application/pdf")


@login_required
def document(request, pk, number):
    """A document as it was submitted, found by its hash."""
    submission = _readable(request, pk)
    given = dict(enumerate(submission.content["documents"])).get(number, {})
    same = submission.application.documents.filter(file__sha256=given.get("sha256", "-")).select_related("file").first()
    if same is None:
        raise Http404
    return _download(files.read(same.file), same.file.name, same.file.content_type)


def _round(part) -> dict:
    is_assessor = part.role == RoundRole.ASSESSOR
    has_started = Assessment.objects.filter(invitation=part.invitation).exists()
    rows = [
        {"application": task.application, "state": task.state, "tag": STATES[task.state]}
        for task in (reads.tasks_of(part) if has_started else ())
    ]
    return {
        "part": part,
        "title": title_of(part.invitation),
        "rows": rows,
        "is_assessor": is_assessor,
        "has_started": has_started,
        "has_opened": any(row["state"] == reads.DECLARED for row in rows),
    }


def _mine(request, pk) -> Application:
    return get_object_or_404(reads.declarable_by(request.user), pk=pk)


def _readable(request, pk) -> Submission:
    return get_object_or_404(reads.readable_by(request.user), application=pk)


def _sheet_rows(sheet: ScoreSheet | None) -> list[tuple]:
    if sheet is None:
        return []
    return [(str(one.criterion), one.score, one.reason) for one in sheet.scores.all()]


def _spread_rows(assessment: Assessment, found: Application) -> list[tuple]:
    standing = reads.standings(assessment).get(found.pk)
    if standing is None:
        return []
    names = {one.code: str(one) for one in assessment.invitation.criteria.all()}
    return [
        (names[code], f"{one.lowest:d}", f"{one.highest:d}", f"{one.mean:.2f}")
        for code, one in standing.by_criterion.items()
    ]


def _record_columns() -> list[tuple[str, str]]:
    heads = [_("Deal"), _("Paid in, HK$"), _("Received, HK$"), _("Value, HK$"), "IRR", _("claimed"), _("difference")]
    return [(head, "text") for head in (*heads, _("Multiple"), _("claimed"), _("difference"))]


def _level(level: dict) -> str:
    words = (is_chinese() and level.get("words_zh_hant")) or level["words_en"]
    return f"{level['score']:d}: {words}"


def _crumb() -> tuple[str, str]:
    return (_("Assessment"), reverse("portal_assessment"))


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
