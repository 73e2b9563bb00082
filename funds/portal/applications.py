"""An application in the portal: a list of tasks, one thing a page, checked, handed over, signed, received."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from funds import application_paper, rounds
from funds.application_words import lines_of, worded
from funds.models import Application, ApplicationDocument
from funds.portal import application_forms
from funds.portal.forms import ConfirmForm
from funds.portal.houses import visible_house
from funds.portal.pages import PortalForm, attempt, may, posted, show, show_form
from funds.portal.rounds import moment, public_round
from funds.rules import application as rules
from funds.rules import manager_eligibility
from funds.selectors import terms_of
from funds.services import applications
from itvf import files, permissions
from itvf.dates import now, today
from itvf.presentation import title_of

# What is judged against the framework while it is written; nothing of it stops a draft.
JUDGED = ("fund", "terms")


class DocumentForm(PortalForm):
    """A document that the round asks for."""

    code = forms.ChoiceField(label=gettext_lazy("Document"))
    file = forms.FileField(label=gettext_lazy("File"), help_text=gettext_lazy("PDF, DOCX, XLSX, PNG or JPEG, 20 MB."))

    def __init__(self, *args, asked, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = asked


@login_required
def start(request, reference, pk):
    """A house starts its application to a round, or goes on with it."""
    house, found = visible_house(request, pk), public_round(reference)
    permissions.require(request.user, "application.prepare", within=house)
    if request.method != "POST":
        return redirect("portal_round", reference=reference)
    started = applications.start(invitation=found, house=house, by=request.user, at=now())
    return redirect("portal_application", pk=started.pk)


@login_required
def application(request, pk):
    """The list of tasks, how far each is, and what stands with the Corporation."""
    found = visible_application(request, pk)
    progress = rounds.progress(found, on=today())
    is_open = is_open_now(found)
    standing = rounds.standing(found)
    return show_application(
        request,
        found,
        "portal/applications/application.html",
        title=title_of(found.invitation),
        tasks=_tasks(found, progress, is_open),
        progress=progress,
        is_open=is_open,
        closes=moment(found.invitation.closes_at),
        standing=standing,
        received=moment(standing.received_at) if standing else "",
        has_news=standing is not None and applications.content_of(found) != standing.content,
        submissions=found.submissions.select_related("submitted_by"),
        may_submit=may(request, "application.submit", found.house) and found.ready_by_id != request.user.pk,
    )


@login_required
def section(request, pk, key):
    """One section: whatever is typed is kept, and what is wrong is said beside it."""
    found = visible_application(request, pk)
    if key not in rules.SECTIONS:
        return redirect("portal_application", pk=pk)
    if key == "track_record":
        return redirect("portal_track_record", pk=pk)
    asked = rules.SECTIONS[key]
    if request.method == "POST":
        given = application_forms.given(asked, request.POST)
        saved = applications.save_section(
            application=found, key=key, given=given, by=request.user, at=now(), version=version_of(request)
        )
        return _after_saving(request, saved, key)
    answers = rounds.answers_of(found, key, on=today())
    extra = min(int("more" in request.GET or not answers.kept.get("rows", True)), asked.most_rows)
    is_saved = key in found.sections and (key != "house" or len(found.sections["house"]) > 2)
    if not is_saved:
        answers = type(answers)(answers.values, answers.kept, ())
    form, rows = application_forms.bound(asked, answers, extra_rows=extra if asked.rows else 0)
    return show_application(
        request,
        found,
        "portal/applications/section.html",
        title=_(asked.title),
        lede=_(asked.lede),
        asked=asked,
        row_title=_(asked.row_title) if asked.row_title else "",
        form=None,
        page_form=form,
        rows=rows,
        problems=application_forms.problems(asked, answers),
        warnings=framework_warnings(found) if key in JUDGED and is_saved else (),
        may_add=asked.rows and len(rows) < asked.most_rows,
    )


@login_required
def documents(request, pk):
    """What was handed in, what lacks, and one more."""
    found = visible_application(request, pk)
    asked = [(one.code, title_of(one)) for one in found.invitation.documents.all()]
    form = DocumentForm(posted(request), request.FILES or None, asked=asked)
    if attempt(request, form, lambda given: _add(request, found, given)):
        messages.success(request, _("The document is in the application."))
        return redirect("portal_application_documents", pk=pk)
    words = dict(asked)
    return show_application(
        request,
        found,
        "portal/applications/documents.html",
        title=_("Documents"),
        form=form,
        given=[(one, words.get(one.code, one.code)) for one in rounds.documents_of(found)],
        missing=[title_of(one) for one in rounds.missing_documents(found)],
    )


@login_required
def document(request, pk, document):
    """A document itself, for saving; posted to, it is taken out."""
    found = visible_application(request, pk)
    one = get_object_or_404(found.documents.select_related("file", "application__house"), pk=document)
    if request.method == "POST":
        applications.remove_document(document=one, by=request.user, at=now())
        messages.success(request, _("The document was taken out."))
        return redirect("portal_application_documents", pk=pk)
    return download(files.read(one.file), one.file.name, one.file.content_type)


@login_required
def check(request, pk):
    """Check your answers; then the preparer hands over, or the signatory submits."""
    found = visible_application(request, pk)
    progress = rounds.progress(found, on=today())
    is_mine_to_sign = bool(found.ready_by_id) and found.ready_by_id != request.user.pk
    signs = is_mine_to_sign and may(request, "application.submit", found.house)
    form = (ConfirmForm if signs else PortalForm)(posted(request))
    if attempt(request, form, lambda _given: _hand_on(request, found, signs)):
        return redirect("portal_application", pk=pk)
    return show_application(
        request,
        found,
        "portal/applications/check.html",
        title=_("Check your answers"),
        form=form,
        signs=signs,
        progress=progress,
        waits_for_another=bool(found.ready_by_id) and not signs,
        is_open=is_open_now(found),
        sections=[
            (reverse("portal_application_section", args=[pk, key]), lines_of(key, answers.kept))
            for key, answers in progress.answers.items()
        ],
        warnings=framework_warnings(found),
    )


@login_required
def withdraw(request, pk):
    """A submitted application is taken back, until the close."""
    found = visible_application(request, pk)
    permissions.require(request.user, "application.submit", within=found.house)
    form = PortalForm(posted(request))
    if attempt(request, form, lambda _given: applications.withdraw(application=found, by=request.user, at=now())):
        messages.success(request, _("The application is withdrawn. It may come again until the round closes."))
        return redirect("portal_application", pk=pk)
    return show_form(
        request,
        form,
        title=_("Withdraw the application"),
        lede=_("Nothing of it stands with the Corporation then. Your answers stay here."),
        action=_("Withdraw"),
        is_danger=True,
        back=reverse("portal_application", args=[pk]),
        section="rounds",
    )


@login_required
def paper(request, pk, number):
    """The application as it was submitted, on paper."""
    found = visible_application(request, pk)
    submission = get_object_or_404(found.submissions.select_related("application__invitation"), number=number)
    return download(application_paper.pdf_of(submission), f"{submission}.pdf", "application/pdf")


def visible_application(request, pk) -> Application:
    """An application of a house that the reader works for, or 404."""
    found = Application.objects.of_houses_of(request.user).select_related("invitation", "house", "ready_by")
    return get_object_or_404(found, pk=pk)


def show_application(request, found: Application, template: str, **context):
    """Renders a page of an application with the way back to its list of tasks."""
    crumbs = [
        (_("Invitations to fund managers"), reverse("portal_rounds")),
        (title_of(found.invitation), reverse("portal_round", args=[found.invitation.reference])),
    ]
    if template != "portal/applications/application.html":
        crumbs.append((found.reference, reverse("portal_application", args=[found.pk])))
    return show(request, template, section="rounds", crumbs=crumbs, application=found, house=found.house, **context)


def framework_warnings(found: Application) -> list:
    """What of the proposed fund lies outside the framework, said while it is written (R4 to R7, R14 to R16)."""
    values = {key: rounds.answers_of(found, key, on=today()).values for key in ("fund", "terms")}
    terms = terms_of(found.invitation.scheme_version)
    outcomes = manager_eligibility.check_offer(values["fund"], values["terms"], terms)
    return [worded(one.breach) for one in outcomes if one.status == manager_eligibility.FAIL]


def is_open_now(found: Application) -> bool:
    """Whether the round takes applications, by the clock that counts."""
    return rounds.phase(found.invitation, rounds.database_clock()) == rounds.OPEN


def version_of(request) -> int | None:
    """The version that the writer read."""
    return int(request.POST.get("version") or 0) or None


def download(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A file for saving, never shown within a page."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _after_saving(request, saved: Application, key: str):
    here = reverse("portal_application_section", args=[saved.pk, key])
    if "add" in request.POST:
        return redirect(f"{here}?more=1#more")
    if "remove" in request.POST:
        return redirect(here)
    if count := len(rounds.answers_of(saved, key, on=today()).faults):
        words = ngettext("Saved. {count} thing is still to do.", "Saved. {count} things are still to do.", count)
        messages.warning(request, words.format(count=count))
        return redirect(here)
    messages.success(request, _("Saved. This section is complete."))
    return redirect("portal_application", pk=saved.pk)


def _hand_on(request, found: Application, signs: bool):
    about = {"application": found, "by": request.user, "at": now(), "version": version_of(request)}
    if signs:
        done = applications.submit(**about)
        words = _("Received on {moment}. The receipt is on its way by mail.")
        messages.success(request, words.format(moment=moment(done.received_at)))
        return done
    done = applications.hand_over(**about)
    messages.success(request, _("Handed over. Another person of the house, a signatory, submits it now."))
    return done


def _add(request, found: Application, given: dict) -> ApplicationDocument:
    upload = given["file"]
    return applications.add_document(
        application=found,
        code=given["code"],
        content=upload.read(),
        name=upload.name,
        content_type=upload.content_type or "",
        by=request.user,
        at=now(),
    )


def _tasks(found: Application, progress, is_open: bool) -> list[dict]:
    tasks = []
    for key, answers in progress.answers.items():
        asked, is_saved = rules.SECTIONS[key], key in found.sections
        tasks.append(
            _task(
                _(asked.title),
                reverse("portal_application_section", args=[found.pk, key]),
                _state(is_saved, len(answers.faults)),
            )
        )
    missing = len(progress.missing_documents)
    url = reverse("portal_application_documents", args=[found.pk])
    tasks.append(_task(_("Documents"), url, _state(True, missing)))
    if not is_open:
        return tasks
    url = reverse("portal_application_check", args=[found.pk])
    ready = (_("Ready"), "info") if progress.is_complete else (_("Not yet"), "")
    if found.ready_by_id:
        ready = (_("Handed over for signature"), "wait")
    return [*tasks, _task(_("Check your answers and submit"), url, ready)]


def _state(is_saved: bool, faults: int) -> tuple[str, str]:
    if not is_saved:
        return _("Not started"), ""
    return (_("Complete"), "good") if not faults else (_("{count} to do").format(count=faults), "wait")


def _task(label: str, url: str, state: tuple[str, str]) -> dict:
    return {"label": label, "url": url, "hint": "", "status": state[0], "tone": state[1]}
