"""The manager's twelve months: its clock, what it said of each investor beside what counts, and what is asked of it."""

from datetime import date

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from funds import fundraising
from funds.models import FundraisingPledge, Selection
from funds.models.fundraising import Investor
from funds.portal.pages import PortalForm, attempt, posted, show, show_form
from funds.rules import fundraising as rules
from funds.services import fundraising as service
from itvf import files, permissions
from itvf.charts import Chart, Series
from itvf.dates import now, today
from itvf.errors import InputRefused, NotFound, gettext_noop
from itvf.forms import DateField, MoneyField
from itvf.presentation import hk_date, hkd, hkd_millions, name_of

STANDING = (Selection.Stage.SELECTED, Selection.Stage.LAPSE_PROPOSED)
SHOWN = 60


class PledgeForm(PortalForm):
    """What one investor has said, as of a day."""

    investor = forms.CharField(label=gettext_lazy("Investor"), max_length=200)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[(value, capfirst(label)) for value, label in Investor.choices],
        initial=Investor.PRIVATE,
        help_text=gettext_lazy("Public bodies are looked through: their money counts to neither side (A7)."),
    )
    firmness = forms.ChoiceField(
        label=gettext_lazy("How firm"),
        choices=[(value, capfirst(label)) for value, label in FundraisingPledge.Firmness.choices],
    )
    amount_hkd = MoneyField(label=gettext_lazy("Amount"))
    as_of_date = DateField(label=gettext_lazy("As of"))
    note = forms.CharField(label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    document = forms.FileField(
        label=gettext_lazy("Signed commitment"),
        required=False,
        help_text=gettext_lazy("PDF, PNG, JPEG, XLSX, DOCX or text, up to 20 MB."),
    )


@login_required
def selections(request):
    """Every selection that the reader may see; one alone opens at once."""
    found = list(Selection.objects.visible_to(request.user).select_related("manager", "fund"))
    if not found:
        raise NotFound(gettext_noop("There is no such page, or it is not yours to see."))
    if len(found) == 1:
        return redirect("portal_fundraising", pk=found[0].pk)
    on = today()
    rows = [
        [
            (one.reference, reverse("portal_fundraising", args=[one.pk])),
            name_of(one.manager),
            one.get_stage_display(),
            one.fundraising_last_date,
            days_words(fundraising.clock_of(one, on)) if one.stage in STANDING else "",
        ]
        for one in found
    ]
    columns = [(_("Selection"), "text"), (_("Manager"), "text"), (_("Stage"), "text"), (_("Last day"), "date")]
    columns.append((_("The clock"), "text"))
    return show(request, "portal/fundraising/selections.html", section="fundraising", columns=columns, rows=rows)


@login_required
def progress(request, pk):
    """One selection's twelve months today."""
    found = _visible(request, pk)
    on = today() if found.stage != Selection.Stage.LAPSED else found.fundraising_last_date
    state = fundraising.of(found, on)
    may_report = found.stage in STANDING and permissions.allows(request.user, "fundraising.report", within=found)
    return show(
        request,
        "portal/fundraising/progress.html",
        fund=getattr(found, "fund", None),
        section="fundraising",
        selection=found,
        is_running=found.stage in STANDING,
        state=state,
        on=on,
        days=days_words(state.clock),
        may_report=may_report,
        asked=_asked(state) if found.stage in STANDING else [],
        milestones=_milestones(found, on),
        milestone_columns=[(_("Day"), "date"), (_("Reminder"), "text"), (_("State"), "text")],
        pledge_columns=_pledge_columns(),
        pledges=[_pledge_row(found, one) for one in state.pledges],
        history=[_history_row(found, one) for one in found.pledges.select_related("reported_by", "document")[:SHOWN]],
        history_columns=[*_pledge_columns(), (_("Reported by"), "text"), (_("Recorded"), "moment")],
        chart=chart(found, on),
    )


@login_required
def report(request, pk):
    """What one investor has said."""
    found = _visible(request, pk)
    permissions.require(request.user, "fundraising.report", within=found)
    form = PledgeForm(posted(request), request.FILES or None, initial={"as_of_date": today()})
    if attempt(request, form, lambda given: _record(request, found, given)):
        messages.success(request, _("Your report is on record."))
        return redirect("portal_fundraising", pk=found.pk)
    back = reverse("portal_fundraising", args=[found.pk])
    return show_form(
        request,
        form,
        title=_("Report on an investor"),
        lede=_("Only firm commitments at completed closings count (A8); what you report here is shown beside them."),
        action=_("Report"),
        back=back,
        is_multipart=True,
        fund=getattr(found, "fund", None),
        section="fundraising",
        crumbs=[(found.reference, back)],
    )


@login_required
def document(request, pk, pledge):
    """The signed commitment that came with a report."""
    found = get_object_or_404(_visible(request, pk).pledges.exclude(document=None), pk=pledge)
    response = HttpResponse(files.read(found.document), content_type=found.document.content_type)
    response["Content-Disposition"] = content_disposition_header(True, found.document.name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def days_words(clock: rules.Standing | None) -> str:
    """This function will say how long is left, or since when it is over; or that the months do not run yet."""
    if clock is None:
        return _("receipt not recorded")
    if clock.is_over:
        return _("over since {date}").format(date=hk_date(clock.last_date))
    if clock.days_left == 0:
        return _("today is the last day")
    return ngettext("{n} day left", "{n} days left", clock.days_left).format(n=clock.days_left)


def chart(selection: Selection, on: date) -> Chart:
    """This function will draw what was counted, signed and in soft circles by date, against the minimum."""
    found = fundraising.series(selection, on)
    last = found[-1][1]
    lines = (
        (_("Closed and counted"), [one.counted_hkd for _day, one in found]),
        (_("and signed"), [one.counted_hkd + one.signed_hkd for _day, one in found]),
        (_("and soft circles"), [one.in_view_hkd for _day, one in found]),
    )
    return Chart(
        title=_("Money raised outside the Government, by date"),
        description=_("{counted} counts so far of {minimum}; {view} with what is signed and in soft circles.").format(
            counted=hkd_millions(last.counted_hkd),
            minimum=hkd_millions(last.minimum_hkd),
            view=hkd_millions(last.in_view_hkd),
        ),
        labels=[hk_date(day) for day, _progress in found],
        series=[Series(name, values) for name, values in lines],
        show=hkd,
        limit=last.minimum_hkd,
        limit_name=_("to be raised by the last day (R4, R17)"),
    )


def _visible(request, pk: int) -> Selection:
    found = Selection.objects.visible_to(request.user).select_related("manager", "scheme", "fund", "application__house")
    return get_object_or_404(found, pk=pk)


@transaction.atomic
def _record(request, selection: Selection, given: dict) -> FundraisingPledge:
    upload, kept = given.pop("document"), None
    if upload:
        try:
            kept = files.store(upload.read(), name=upload.name, content_type=upload.content_type, by=request.user)
        except InputRefused as refusal:
            refusal.field = "document"
            raise
    return service.report(selection=selection, document=kept, **given, by=request.user, at=now())


def _asked(state: fundraising.Fundraising) -> list[str]:
    """What is asked of the manager now, in sentences."""
    if state.clock is None:
        return [
            _(
                "The receipt of your notice is not recorded: the twelve months do not run, and no closing can be held. "
                "Tell the Corporation on which day you received it (R17(iv))."
            )
        ]
    if state.clock.is_over:
        return [_("The last day has passed. No closing can be held, and the lapse of the selection is proposed (R18).")]
    asked = []
    if state.progress.missing_hkd:
        asked.append(
            _("Close a further {amount} outside the Government on or before {date}.").format(
                amount=hkd(state.progress.missing_hkd), date=hk_date(state.clock.last_date)
            )
        )
    if state.progress.difference_hkd:
        asked.append(
            _(
                "You report {said} as closed; the register of closings has {counted}. Have the closing completed."
            ).format(said=hkd(state.progress.said_closed_hkd), counted=hkd(state.progress.counted_hkd))
        )
    unsigned = [one for one in state.pledges if one.firmness == rules.SIGNED and one.document_id is None]
    if unsigned:
        names = ", ".join(one.investor for one in unsigned)
        asked.append(_("Attach the signed commitment of {names}.").format(names=names))
    return asked


def _milestones(selection: Selection, on: date) -> list[list]:
    settled = {one.milestone: one for one in selection.reminders.all()}
    names = dict(selection.reminders.model.Milestone.choices)
    is_running = selection.stage in (Selection.Stage.SELECTED, Selection.Stage.LAPSE_PROPOSED)
    rows = []
    for one in fundraising.milestones_of(selection):
        standing = (_("due") if one.date <= on else "") if is_running else _("not needed")
        outcome = settled[one.code].get_outcome_display() if one.code in settled else standing
        rows.append([one.date, capfirst(names[one.code]), outcome])
    return rows


def _pledge_columns() -> list[tuple[str, str]]:
    return [
        (_("Investor"), "text"),
        (_("Kind"), "text"),
        (_("How firm"), "text"),
        (_("As of"), "date"),
        (_("Signed commitment"), "text"),
        (_("HK$"), "money"),
    ]


def _pledge_row(selection: Selection, one: FundraisingPledge) -> list:
    paper = ""
    if one.document_id:
        paper = (one.document.name, reverse("portal_fundraising_document", args=[selection.pk, one.pk]))
    words = (capfirst(one.get_kind_display()), capfirst(one.get_firmness_display()))
    return [one.investor, *words, one.as_of_date, paper, one.amount_hkd]


def _history_row(selection: Selection, one: FundraisingPledge) -> list:
    return [*_pledge_row(selection, one), f"{one.reported_by} · {one.get_source_display()}", one.recorded_at]
