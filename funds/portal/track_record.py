"""The track record in the portal: a deal a page, or all by a workbook; computed beside claimed (R17(ii))."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from funds import rounds, track_record_workbook
from funds.application_words import record_cells
from funds.portal import application_forms
from funds.portal.applications import download, show_application, version_of, visible_application
from funds.portal.pages import PortalForm, attempt, posted
from funds.rules.application import TRACK_RECORD
from funds.rules.form_fields import ROWS
from funds.services import applications
from itvf.dates import now, today
from itvf.errors import InputRefused, gettext_noop
from itvf.workbooks import XLSX

KEY = "track_record"


class WorkbookForm(PortalForm):
    """Our workbook, filled in."""

    file = forms.FileField(label=gettext_lazy("Workbook (XLSX)"))


@login_required
def record(request, pk):
    """Every deal with its figures, the claims for the whole, the workbook."""
    found = visible_application(request, pk)
    answers = rounds.answers_of(found, KEY, on=today())
    if request.method == "POST":
        form = {one.name: request.POST.get(one.name, "") for one in TRACK_RECORD.fields}
        saved = _save(request, found, form | {ROWS: answers.kept[ROWS]})
        left = len(rounds.answers_of(saved, KEY, on=today()).faults)
        words = ngettext("Saved. {count} thing is still to do.", "Saved. {count} things are still to do.", left)
        messages.success(request, words.format(count=left) if left else _("Saved. This section is complete."))
        return redirect("portal_track_record" if left else "portal_application", pk=pk)
    is_saved = KEY in found.sections
    shown = answers if is_saved else type(answers)(answers.values, answers.kept, ())
    form, _rows = application_forms.bound(TRACK_RECORD, shown)
    computed = rounds.track_record_of(found.sections, on=today())
    return show_application(
        request,
        found,
        "portal/applications/track_record.html",
        title=_(TRACK_RECORD.title),
        lede=_(TRACK_RECORD.lede),
        form=None,
        page_form=form,
        workbook_form=WorkbookForm(),
        problems=_problems(found, shown),
        deals=_deals(found, answers),
        columns=record_columns(_("Deal")),
        fund_columns=record_columns(_("Fund")),
        rows=[(one.label, *record_cells(one)) for one in computed.deals],
        foot=(_("All deals"), *record_cells(computed.whole)),
        by_fund=[(one.label, *record_cells(one)) for one in computed.funds],
        may_add=len(answers.kept[ROWS]) < TRACK_RECORD.most_rows,
    )


@login_required
def deal(request, pk, number):
    """One deal; the number after the last is a new one."""
    found = visible_application(request, pk)
    answers = rounds.answers_of(found, KEY, on=today())
    rows, place = list(answers.kept[ROWS]), number - 1
    if not 0 <= place <= len(rows):
        raise Http404
    if request.method == "POST":
        given = application_forms.row_given(TRACK_RECORD, request.POST)
        rows[place : place + 1] = [] if "remove" in request.POST else [given]
        saved = _save(request, found, answers.kept | {ROWS: rows})
        wrong = [
            one for one in rounds.answers_of(saved, KEY, on=today()).faults if one.place.startswith(f"{ROWS}.{place}.")
        ]
        if wrong and "remove" not in request.POST:
            words = ngettext(
                "Saved. {count} thing is still to do.", "Saved. {count} things are still to do.", len(wrong)
            )
            messages.warning(request, words.format(count=len(wrong)))
            return redirect("portal_deal", pk=pk, number=number)
        messages.success(request, _("Saved."))
        return redirect("portal_track_record", pk=pk)
    is_new = place == len(rows)
    faults = () if is_new else answers.faults
    form = application_forms.row_form(TRACK_RECORD, {} if is_new else rows[place], faults, place)
    return show_application(
        request,
        found,
        "portal/applications/deal.html",
        title=_("A new deal") if is_new else str(rows[place]["company"] or _("Deal {number}").format(number=number)),
        form=None,
        page_form=form,
        problems=[
            (application_forms.fault_text(one.breach), f"#id_{one.place.rpartition('.')[2]}")
            for one in faults
            if one.place.startswith(f"{ROWS}.{place}.")
        ],
        is_new=is_new,
    )


@login_required
def workbook(request, pk):
    """Our workbook with what stands in the draft; posted to, one that was filled in."""
    found = visible_application(request, pk)
    answers = rounds.answers_of(found, KEY, on=today())
    if request.method != "POST":
        return download(
            track_record_workbook.template(answers.kept, on=today()), f"{found.reference}-track-record.xlsx", XLSX
        )
    form = WorkbookForm(posted(request), request.FILES)
    if attempt(request, form, lambda given: _take(request, found, answers, given["file"])):
        messages.success(request, _("The workbook was read: {count} deals.").format(count=form.done))
        return redirect("portal_track_record", pk=pk)
    return show_application(
        request, found, "portal/applications/workbook.html", title=_("Hand in the workbook"), form=form
    )


def record_columns(first: str) -> list[tuple]:
    """The columns of a track record: computed, claimed, and claimed less computed."""
    heads = [
        _("Paid in, HK$"),
        _("Received, HK$"),
        _("Value, HK$"),
        _("Gross IRR"),
        _("claimed"),
        _("difference"),
        _("Multiple"),
        _("claimed"),
        _("difference"),
    ]
    return [(first, "text"), *((head, "number") for head in heads)]


def _take(request, found, answers, upload) -> int:
    if upload.size > applications.files.LARGEST:
        raise InputRefused(gettext_noop("The workbook is too large."), code="file_too_large", field="file")
    rows = track_record_workbook.read(upload.read())
    _save(request, found, answers.kept | {ROWS: rows})
    return len(rows)


def _save(request, found, given: dict):
    return applications.save_section(
        application=found, key=KEY, given=given, by=request.user, at=now(), version=version_of(request)
    )


def _deals(found, answers) -> list[dict]:
    """The deals as a list of tasks: each with what is still wrong in it."""
    tasks = []
    for place, row in enumerate(answers.kept[ROWS]):
        wrong = sum(one.place.startswith(f"{ROWS}.{place}.") for one in answers.faults)
        tasks.append(
            {
                "label": str(row["company"] or _("Deal {number}").format(number=place + 1)),
                "url": reverse("portal_deal", args=[found.pk, place + 1]),
                "hint": str(row["fund"]),
                "status": _("{count} to do").format(count=wrong) if wrong else _("Complete"),
                "tone": "wait" if wrong else "good",
            }
        )
    return tasks


def _problems(found, answers) -> list[tuple[str, str]]:
    """Faults of the whole, and the deals that have any."""
    listed = []
    for one in answers.faults:
        parts = one.place.split(".")
        if len(parts) == 3:
            url = reverse("portal_deal", args=[found.pk, int(parts[1]) + 1])
            words = _("Deal {number}: {error}")
            error = application_forms.fault_text(one.breach)
            listed.append((words.format(number=int(parts[1]) + 1, error=error), f"{url}#id_{parts[2]}"))
        else:
            place = "" if one.place == ROWS else f"#id_{one.place}"
            listed.append((application_forms.fault_text(one.breach), place))
    return listed
