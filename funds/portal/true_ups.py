"""The true-up of a later closing: its working by partner, its call, and what goes back to the earlier partners."""

from decimal import Decimal

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from funds import true_up_working
from funds.models import CallPurpose, CapitalCall, Closing, Distribution, Fund
from funds.models.agreement import Compounding
from funds.portal.forms import DueDateForm, PaymentDateForm
from funds.portal.pages import PortalForm, attempt, fund_crumb, may, posted, show, show_form
from funds.rules.allocation import earliest_due_date
from funds.services import capital_calls, distributions, true_ups
from funds.true_up_working import Working
from itvf import permissions
from itvf.dates import now, today
from itvf.explained import cell
from itvf.money import total
from itvf.presentation import clause, hk_date, hkd, name_of, rate
from itvf.templatetags.explain import explained_link


class WayForm(PortalForm):
    """How a true-up is settled."""

    way = forms.ChoiceField(label=_lazy("The true-up is settled"), choices=Closing.TrueUpWay, widget=forms.RadioSelect)


@login_required
def true_up(request, pk):
    """Who pays, who gets back, and by which call and distribution it is carried out."""
    closing = _closing(request, pk)
    fund, worked, working = closing.fund, closing.working["true_up"], true_up_working.read(closing)
    call, back = call_of(closing), return_of(closing)
    may_draft = may(request, "distribution.draft", fund)
    is_called = call is not None and call.stage == CapitalCall.Stage.ISSUED
    is_netted = closing.true_up_way == Closing.TrueUpWay.NEXT_CALL
    return show(
        request,
        "portal/closings/true_up.html",
        fund=fund,
        section="calls",
        crumbs=[fund_crumb(fund), (_("Capital calls"), reverse("portal_calls", args=[fund.code]))],
        closing=closing,
        call=call,
        back=back,
        facts=_facts(closing, worked),
        may_call=may_draft and call is None and not is_netted,
        may_choose=may_draft and call is None,
        may_return=may_draft and is_called and back is None,
        **_lines(closing, working),
        **_calls(working),
    )


@login_required
def way(request, pk):
    """The maker chooses: paid at once, or netted into the next call."""
    closing = _closing(request, pk)
    permissions.require(request.user, "capital_call.draft", within=closing.fund)
    form = WayForm(posted(request), initial={"way": closing.true_up_way})
    if attempt(request, form, lambda given: true_ups.choose_way(closing=closing, **given, by=request.user, at=now())):
        messages.success(request, _("The choice is on record."))
        return redirect("portal_true_up", pk=closing.pk)
    return show_form(
        request,
        form,
        title=_("Settle the true-up of closing {number}").format(number=closing.number),
        lede=_("At once it has a call and a return of its own; netted it is settled inside the next call's notice."),
        action=_("Record the choice"),
        back=reverse("portal_true_up", args=[closing.pk]),
        fund=closing.fund,
        section="calls",
    )


@login_required
def call(request, pk):
    """The maker drafts the call by which later partners pay."""
    closing = _closing(request, pk)
    permissions.require(request.user, "capital_call.draft", within=closing.fund)
    form = DueDateForm(posted(request), initial={"due_date": earliest_due_date(today())})
    if attempt(
        request,
        form,
        lambda given: capital_calls.draft_true_up(closing=closing, **given, by=request.user, at=now()),
    ):
        messages.success(request, _("The draft is saved. A signatory of the general partner can now issue it."))
        return redirect("portal_call", pk=form.done.pk)
    return _ask(request, form, closing, _("Draft the call of the true-up"), _("Its lines are those of the closing."))


@login_required
def give_back(request, pk):
    """The maker drafts what the earlier partners get back."""
    closing = _closing(request, pk)
    permissions.require(request.user, "distribution.draft", within=closing.fund)
    form = PaymentDateForm(posted(request), initial={"payment_date": today()})
    if attempt(
        request,
        form,
        lambda given: distributions.draft_true_up(closing=closing, **given, by=request.user, at=now()),
    ):
        messages.success(request, _("The draft is saved. A signatory states solvency, then declares it."))
        return redirect("portal_distribution", pk=form.done.pk)
    return _ask(request, form, closing, _("Draft what goes back"), _("Capital and interest are those of the closing."))


def closings_with_one(fund: Fund) -> list[tuple[str, str]]:
    """A fund's closings with a true-up: what they are called, and the true-up's page."""
    found = fund.closings.filter(stage=Closing.Stage.COMPLETED, working__has_key="true_up").order_by("-number")
    words = _("True-up of closing {number}, {date}")
    return [
        (words.format(number=one.number, date=hk_date(one.closing_date)), reverse("portal_true_up", args=[one.pk]))
        for one in found
    ]


def call_of(closing: Closing) -> CapitalCall | None:
    """The call that carries a true-up out, drafted or issued."""
    return closing.true_up_calls.filter(stage__in=["draft", "issued"]).first()


def return_of(closing: Closing) -> Distribution | None:
    """The distribution that carries a true-up out, drafted or declared."""
    return closing.returns.filter(stage__in=["draft", "declared"]).first()


def _ask(request, form, closing: Closing, title: str, lede: str):
    back = reverse("portal_true_up", args=[closing.pk])
    frame = {"fund": closing.fund, "section": "calls", "lede": lede, "action": _("Save the draft")}
    return show_form(request, form, title=title, back=back, **frame)


def _facts(closing: Closing, worked: dict) -> list[tuple]:
    beside = Decimal(worked.get("outside_hkd", "0.00"))

    def shown(name: str):
        amount, of = Decimal(worked[f"{name}_hkd"]), f"{closing.number}/{name}"
        return explained_link(hkd(amount), "true-up", closing.fund.code, of=of)

    interest = _("{rate} a year; compounds {compounding}; {day_count}").format(
        rate=rate(Decimal(worked["rate"])),
        compounding=Compounding(worked["compounding"]).label,
        day_count=worked["day_count"],
    )
    return [
        (_("Closing date"), hk_date(closing.closing_date)),
        (_("Called before it"), shown("called")),
        (_("Capital that moves"), shown("capital")),
        *([(_("Capital that moves outside commitment"), shown("outside"))] if beside else []),
        (_("Interest that moves"), shown("interest")),
        (_("Interest runs at"), interest),
        (_("It is settled"), capfirst(closing.get_true_up_way_display())),
        (_("Clause"), capfirst(clause(worked["clause"]))),
    ]


def _lines(closing: Closing, working: Working) -> dict:
    partners = closing.fund.partners.in_bulk(working.lines)
    columns = [
        (_("Share before"), "rate", "share_before"),
        (_("Share after"), "rate", "share_after"),
        (_("Capital (HK$)"), "money", "capital_hkd"),
        (_("Outside commitment (HK$)"), "money", "outside_hkd"),
        (_("Interest (HK$)"), "money", "interest_hkd"),
        (_("Pays, or gets back (HK$)"), "money", "whole_hkd"),
    ]
    if not any(row.is_outside for row in working.rows):
        columns = [column for column in columns if column[2] != "outside_hkd"]
    rows = []
    for line in working.lines.values():
        of = f"{closing.number}/{line.partner}"
        cells = (cell(getattr(line, name), closing.fund.code, "true-up", of=of) for _label, _unit, name in columns)
        rows.append([name_of(partners[line.partner]), *cells])
    sums = [
        total(getattr(line, name) for line in working.lines.values()) if unit == "money" else None
        for _label, unit, name in columns
    ]
    heads = [(_("Partner"), "text"), *((label, unit) for label, unit, _name in columns)]
    return {"line_columns": heads, "lines": rows, "lines_foot": [_("Total"), *sums]}


def _calls(working: Working) -> dict:
    """The calls that were made again, a row for each kind of purpose and side of commitments."""
    rows = [
        [
            _("Capital call {number}").format(number=row.number),
            capfirst(CallPurpose.Kind(row.kind).label),
            capfirst(_("outside commitment") if row.is_outside else _("inside commitment")),
            row.due_date,
            row.amount_hkd,
            row.interest_on_a_dollar,
        ]
        for row in working.rows
    ]
    columns = [
        (_("Call"), "text"),
        (_("Kind"), "text"),
        (_("Stands"), "text"),
        (_("Due"), "date"),
        (_("Amount (HK$)"), "money"),
        (_("Interest on it"), "rate"),
    ]
    return {"call_columns": columns, "calls": rows}


def _closing(request, pk: int) -> Closing:
    open_funds = Fund.objects.books_open_to(request.user).values("pk")
    found = Closing.objects.filter(fund__in=open_funds, working__has_key="true_up").select_related("fund__manager")
    return get_object_or_404(found, pk=pk)
