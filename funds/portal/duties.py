"""The calendar of duties: one fund's, or all of the reader's; what was done is marked with its evidence."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds import agreement_calendar
from funds.agreement_words import duty_state, duty_words, holder
from funds.models import DutyDone, Fund
from funds.portal.pages import (
    PortalForm,
    attempt,
    fund_crumb,
    kept_file,
    managed_fund,
    may,
    posted,
    show,
    show_form,
)
from funds.rules import duties as rules
from funds.services import duties
from itvf import permissions
from itvf.dates import now, today
from itvf.forms import DateField
from itvf.presentation import clause, hk_date, name_of, tone

SHOWN_DONE = 50
PARTS = (
    (rules.OVERDUE, gettext_lazy("Overdue")),
    (rules.SOON, gettext_lazy("Due within 30 days")),
    (rules.COMING, gettext_lazy("To come within a year")),
    (rules.DONE, gettext_lazy("Done")),
)


class DoneForm(PortalForm):
    """When a duty was done, and what shows it."""

    done_date = DateField(label=gettext_lazy("Done on"))
    evidence = forms.CharField(
        label=gettext_lazy("Evidence"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The paper, its number and date."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("PDF, PNG, JPEG, XLSX, DOCX or text, up to 20 MB."),
    )


@login_required
def calendar(request):
    """The duties of every fund that the reader manages or oversees; nobody else finds a page here."""
    funds = Fund.objects.books_open_to(request.user).select_related("manager")
    if not request.user.is_staff and not funds.exists():
        raise Http404
    return _show(request, funds)


@login_required
def fund_duties(request, code):
    """One fund's duties."""
    fund = managed_fund(request, code)
    return _show(request, [fund], fund=fund, crumbs=[fund_crumb(fund)])


@login_required
def done(request, code, key):
    """That a duty was done."""
    fund = managed_fund(request, code)
    permissions.require(request.user, "duty.record_done", within=fund)
    duty = next((one for one in agreement_calendar.duties_of(fund, today()) if one.key == key), None)
    if duty is None or not duty.is_marked:
        raise Http404
    form = DoneForm(posted(request), request.FILES or None)
    if attempt(request, form, lambda given: _record(request, fund, key, given)):
        messages.success(request, _("The duty is marked as done."))
        return redirect("portal_duties", code=fund.code)
    return show_form(
        request,
        form,
        title=duty_words(duty),
        lede=_("By {date}, under {clause}.").format(date=hk_date(duty.due_date), clause=clause(duty.clause)),
        action=_("Mark as done"),
        back=reverse("portal_duties", args=[fund.code]),
        is_multipart=True,
        fund=fund,
        section="agreement",
        crumbs=[fund_crumb(fund), (_("Calendar of duties"), reverse("portal_duties", args=[fund.code]))],
    )


@transaction.atomic
def _record(request, fund: Fund, key: str, given: dict) -> DutyDone:
    document = kept_file(request, given["file"])
    about = {"done_date": given["done_date"], "evidence": given["evidence"], "document": document}
    return duties.record_done(fund=fund, key=key, **about, by=request.user, at=now())


def _show(request, funds: Iterable[Fund], *, fund: Fund | None = None, crumbs=()):
    on = today()
    funds = list(funds)
    found = agreement_calendar.calendar(funds, on)
    markers = {one.pk for one in funds if may(request, "duty.record_done", one)}
    parts = [(title, [pair for pair in found if rules.state(pair[1], on) == state]) for state, title in PARTS]
    return show(
        request,
        "portal/funds/duties.html",
        fund=fund,
        section="agreement" if fund else "duties",
        crumbs=crumbs,
        on=on,
        counts=[(title, f"{len(pairs):d}") for title, pairs in parts],
        columns=_columns(is_of_one=fund is not None),
        parts=[(title, _rows(pairs, on, markers, fund)) for title, pairs in parts],
    )


def _columns(*, is_of_one: bool) -> list[tuple[str, str]]:
    columns = [(_("Duty"), "text"), (_("Last day"), "date"), (_("State"), "text"), (_("Clause"), "text")]
    columns += [(_("Whose"), "text"), (_("Done on"), "date")]
    return columns if is_of_one else [columns[0], (_("Fund"), "text"), *columns[1:]]


def _rows(pairs, on: date, markers: set[int], fund: Fund | None) -> list[list]:
    shown = pairs[:SHOWN_DONE] if not pairs or rules.state(pairs[0][1], on) != rules.DONE else pairs[::-1][:SHOWN_DONE]
    return [_row(one, duty, on, can_mark=one.pk in markers, is_of_one=fund is not None) for one, duty in shown]


def _row(fund: Fund, duty: rules.Duty, on: date, *, can_mark: bool, is_of_one: bool) -> list:
    state, label = duty_state(duty, on)
    name = duty_words(duty)
    if can_mark and duty.is_marked and state != rules.DONE:
        name = (name, reverse("portal_duty_done", args=[fund.code, duty.key]))
    tag = render_to_string("portal/parts/status_tag.html", {"label": label, "tone": tone(state)})
    row = [name, duty.due_date, tag, clause(duty.clause), holder(duty), duty.done_date]
    return row if is_of_one else [row[0], (name_of(fund), reverse("portal_duties", args=[fund.code])), *row[1:]]
