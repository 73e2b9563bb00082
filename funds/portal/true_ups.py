"""The true-up of a later closing: its working by partner, its call, and what goes back to the earlier partners."""

from decimal import Decimal

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from funds.models import CapitalCall, Closing, Distribution, Fund
from funds.models.agreement import Compounding
from funds.portal.forms import DueDateForm, PaymentDateForm
from funds.portal.pages import PortalForm, attempt, fund_crumb, may, posted, show, show_form
from funds.rules.allocation import earliest_due_date
from funds.services import capital_calls, distributions, true_ups
from itvf import permissions
from itvf.dates import now, today
from itvf.explained import cell
from itvf.money import total
from itvf.presentation import clause, hk_date, hkd, name_of, rate


class WayForm(PortalForm):
    """How a true-up is settled."""

    way = forms.ChoiceField(label=_lazy("The true-up is settled"), choices=Closing.TrueUpWay, widget=forms.RadioSelect)


@login_required
def true_up(request, pk):
    """Who pays, who gets back, and by which call and distribution it is carried out."""
    closing = _closing(request, pk)
    fund, worked = closing.fund, closing.working["true_up"]
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
        **_lines(closing, worked),
        **_calls(worked),
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
    interest = _("{rate} a year; compounds {compounding}; {day_count}").format(
        rate=rate(Decimal(worked["rate"])),
        compounding=Compounding(worked["compounding"]).label,
        day_count=worked["day_count"],
    )
    return [
        (_("Closing date"), hk_date(closing.closing_date)),
        (_("Called before it"), hkd(Decimal(worked["called_hkd"]))),
        (_("Capital that moves"), hkd(Decimal(worked["capital_hkd"]))),
        (_("Interest that moves"), hkd(Decimal(worked["interest_hkd"]))),
        (_("Interest runs at"), interest),
        (_("It is settled"), capfirst(closing.get_true_up_way_display())),
        (_("Clause"), capfirst(clause(worked["clause"]))),
    ]


def _lines(closing: Closing, worked: dict) -> dict:
    partners = closing.fund.partners.in_bulk([line["partner"] for line in worked["lines"]])
    figures = [[Decimal(line["capital_hkd"]), Decimal(line["interest_hkd"]), _whole(line)] for line in worked["lines"]]
    rows = []
    for line, amounts in zip(worked["lines"], figures, strict=True):
        of = f"{closing.number}/{line['partner']}"
        row = [Decimal(line["share_before"]), Decimal(line["share_after"]), *amounts]
        cells = [cell(figure, closing.fund.code, "true-up", of=of) for figure in row]
        rows.append([name_of(partners[line["partner"]]), *cells])
    columns = [
        (_("Partner"), "text"),
        (_("Share before"), "rate"),
        (_("Share after"), "rate"),
        (_("Capital (HK$)"), "money"),
        (_("Interest (HK$)"), "money"),
        (_("Pays, or gets back (HK$)"), "money"),
    ]
    foot = [_("Total"), None, None, *(total(column) for column in zip(*figures, strict=True))]
    return {"line_columns": columns, "lines": rows, "lines_foot": foot}


def _whole(line: dict) -> Decimal:
    return total([Decimal(line["capital_hkd"]), Decimal(line["interest_hkd"])])


def _calls(worked: dict) -> dict:
    rows = [
        [
            _("Capital call {number}").format(number=one["number"]),
            parse_date(one["due_date"]),
            Decimal(one["amount_hkd"]),
            Decimal(one["interest_on_a_dollar"]),
        ]
        for one in worked["calls"]
    ]
    columns = [(_("Call"), "text"), (_("Due"), "date"), (_("Amount (HK$)"), "money"), (_("Interest on it"), "rate")]
    return {"call_columns": columns, "calls": rows}


def _closing(request, pk: int) -> Closing:
    open_funds = Fund.objects.books_open_to(request.user).values("pk")
    found = Closing.objects.filter(fund__in=open_funds, working__has_key="true_up").select_related("fund__manager")
    return get_object_or_404(found, pk=pk)
