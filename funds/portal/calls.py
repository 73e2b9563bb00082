"""Capital calls: the list, one call with what was received, its issue by the signatory, its withdrawal."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F, Sum
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from funds import netting_facts, selectors
from funds.models import CallCancellation, CallLine, CallPurpose, CapitalCall, Fund, Netting, Notice, PaymentCase
from funds.portal.forms import ConfirmForm, ReasonForm
from funds.portal.funds import call_columns, call_row
from funds.portal.pages import attempt, fund_crumb, is_manager, may, one_page, posted, show, show_form, visible_fund
from funds.portal.true_ups import closings_with_one
from funds.rules.stages import require_stage
from funds.services import call_corrections, call_lines, capital_calls, ledger, true_ups
from funds.services.capital_calls import PurposeInput
from itvf import permissions
from itvf.dates import now, today
from itvf.errors import DomainError
from itvf.explained import address, totals
from itvf.money import ZERO, total
from itvf.presentation import hk_date, hk_moment, hkd, is_chinese, name_of

LINES_ON_A_PAGE = 50


@login_required
def calls(request, code):
    """A fund's calls, newest first."""
    fund = visible_fund(request, code)
    page = one_page(request, CapitalCall.objects.visible_to(request.user).filter(fund=fund).order_by("-number"))
    return show(
        request,
        "portal/calls/calls.html",
        fund=fund,
        section="calls",
        crumbs=[fund_crumb(fund)],
        columns=call_columns(),
        rows=[call_row(call) for call in page],
        page_obj=page,
        may_draft=fund.stage == Fund.Stage.OPEN and may(request, "capital_call.draft", fund),
        manages=is_manager(request.user, fund),
        true_ups=closings_with_one(fund) if is_manager(request.user, fund) else (),
        net_notices=[
            (str(one), reverse("portal_net_notice", args=[one.pk]), one.day)
            for one in Netting.objects.visible_to(request.user).filter(fund=fund).order_by("-number")
        ],
    )


@login_required
def call(request, pk):
    """One call: as a draft with its lines computed now, issued with what came in."""
    found = _visible_call(request, pk)
    fund = found.fund
    if found.stage == CapitalCall.Stage.ISSUED:
        return _issued(request, found)
    lines, refusal = preview(found, on=today())
    return show(
        request,
        "portal/calls/draft.html",
        call=found,
        **_head(found),
        **lines_table(lines),
        refusal=refusal,
        may_issue=may(request, "capital_call.issue", fund) and found.drafted_by != request.user and not found.netting,
        may_bind=may(request, "netting.bind", fund) and can_be_bound(found),
        is_drafter=found.drafted_by == request.user,
        may_revise=may(request, "capital_call.draft", fund) and found.nature == CapitalCall.Nature.ORDINARY,
        may_correct=fund.stage == Fund.Stage.OPEN
        and may(request, "capital_call.draft", fund)
        and not hasattr(found, "replaced_by"),
        may_withdraw=may(request, "capital_call.withdraw", fund) and not found.netting,
    )


@login_required
def issue(request, pk):
    """The signatory's page: every figure once more, then the deed."""
    found = _visible_call(request, pk)
    permissions.require(request.user, "capital_call.issue", within=found.fund)
    require_stage(found, CapitalCall.Stage.DRAFT)
    form = ConfirmForm(posted(request))
    version = int(request.POST.get("version") or 0) or None
    if attempt(
        request, form, lambda _given: capital_calls.issue(call=found, by=request.user, at=now(), version=version)
    ):
        messages.success(
            request, _("Capital call {number} is issued. A notice goes to every partner.").format(number=found.number)
        )
        return redirect("portal_call", pk=found.pk)
    lines, refusal = preview(found, on=today())
    return show(
        request,
        "portal/calls/issue.html",
        call=found,
        form=form,
        **_head(found),
        **lines_table(lines),
        refusal=None if form.breaches else refusal,
    )


@login_required
def withdraw(request, pk):
    """A draft is withdrawn with a reason."""
    found = _visible_call(request, pk)
    permissions.require(request.user, "capital_call.withdraw", within=found.fund)
    require_stage(found, CapitalCall.Stage.DRAFT)
    form = ReasonForm(posted(request))
    if attempt(request, form, lambda given: capital_calls.withdraw(call=found, **given, by=request.user, at=now())):
        messages.success(request, _("Capital call {number} is withdrawn.").format(number=found.number))
        return redirect("portal_call", pk=found.pk)
    return show_form(
        request,
        form,
        title=_("Withdraw capital call {number}").format(number=found.number),
        lede=_("The draft stays on record with your reason. Nobody is asked to pay."),
        action=_("Withdraw the draft"),
        is_danger=True,
        back=reverse("portal_call", args=[found.pk]),
        fund=found.fund,
        section="calls",
    )


@login_required
def cancel(request, pk):
    """An issued call is cancelled while no money for it has come in; a new draft may correct it."""
    found = _visible_call(request, pk)
    permissions.require(request.user, "capital_call.cancel", within=found.fund)
    require_stage(found, CapitalCall.Stage.ISSUED)
    form = ReasonForm(posted(request))
    if attempt(request, form, lambda given: call_corrections.cancel(call=found, **given, by=request.user, at=now())):
        words = _("Capital call {number} is cancelled. Every partner that was told of it is told why.")
        messages.success(request, words.format(number=found.number))
        return redirect("portal_call", pk=found.pk)
    return show_form(
        request,
        form,
        title=_("Cancel capital call {number}").format(number=found.number),
        lede=_("Its journal entry is reversed and its notices are marked. Possible only while no money has come in."),
        action=_("Cancel the call"),
        is_danger=True,
        back=reverse("portal_call", args=[found.pk]),
        fund=found.fund,
        section="calls",
    )


def preview(found: CapitalCall, *, on) -> tuple[list[CallLine], DomainError | None]:
    """A draft's lines as they would be issued on a day, or why they could not be."""
    if found.stage != CapitalCall.Stage.DRAFT:
        return [], None
    purposes = [
        PurposeInput(p.kind, p.label, p.amount_hkd, p.label_zh_hant, p.reference, p.is_follow_on, p.allocation_base)
        for p in found.purposes.all()
    ]
    excused = list(found.excuses.values_list("partner", flat=True))
    try:
        if found.nature == CapitalCall.Nature.TRUE_UP:
            return _true_up_lines(found, on), None
        return capital_calls.preview(found.fund, purposes, found.due_date, on, excused=excused), None
    except DomainError as refusal:
        return [], refusal


def _true_up_lines(found: CapitalCall, on) -> list[CallLine]:
    """The lines of a true-up's draft: those of its closing's working."""
    worked = true_ups.worked(found.closing, call_lines.positions(found.fund, on))
    partners = found.fund.partners.in_bulk()
    return [
        CallLine(
            partner=partners[position.id],
            commitment_hkd=position.commitment_hkd,
            called_before_hkd=position.called_before_hkd,
            amount_hkd=line.amount_hkd,
            outside_hkd=worked.outside_hkd[position.id],
            unfunded_after_hkd=line.unfunded_after_hkd,
        )
        for position, line in zip(worked.positions, worked.split.lines, strict=True)
    ]


def lines_table(lines, why: Callable[[CallLine, str, Decimal], Any] | None = None) -> dict:
    """The lines of a call that is not issued yet, to the cent, with their sum; `why` opens a figure."""
    columns = [
        (_("Partner"), "text"),
        (_("Commitment (HK$)"), "money"),
        (_("Called before (HK$)"), "money"),
        (_("This call (HK$)"), "money"),
        (_("Unfunded after (HK$)"), "money"),
    ]
    names = ["commitment_hkd", "called_before_hkd", "amount_hkd", "unfunded_after_hkd"]
    if any(line.outside_hkd for line in lines):
        columns.insert(4, (_("Outside commitment (HK$)"), "money"))
        names.insert(3, "outside_hkd")
    shown = why or (lambda _line, _name, amount: amount)
    rows = [[name_of(line.partner), *(shown(line, name, getattr(line, name)) for name in names)] for line in lines]
    foot = totals(_("Total"), rows) if lines else None
    return {"line_columns": columns, "lines": rows, "lines_foot": foot}


def purposes_table(purposes) -> dict:
    """The purposes of a call with their sum."""
    purposes = list(purposes)
    rows = [
        [(is_chinese() and one.label_zh_hant) or one.label, capfirst(one.get_kind_display()), one.amount_hkd]
        for one in purposes
    ]
    columns = [(_("What for"), "text"), (_("Kind"), "text"), (_("Amount (HK$)"), "money")]
    foot = [_("Total"), "", total(one.amount_hkd for one in purposes)]
    if any(one.clause for one in purposes):
        columns[2:2] = [(_("Shared by"), "text"), (_("Stands"), "text"), (_("Clause"), "text")]
        rows = [[*row[:2], *terms_of(one), row[2]] for row, one in zip(rows, purposes, strict=True)]
        foot[2:2] = ["", "", ""]
        rows += _subtotals(purposes)
    return {"purpose_columns": columns, "purposes": rows, "purposes_foot": foot}


def terms_of(purpose) -> list[str]:
    """By what a purpose is shared, where it stands, and the clause that says so."""
    stands = _("outside commitment") if purpose.is_outside else _("inside commitment")
    return [CallPurpose.Base(purpose.allocation_base).label, stands, purpose.clause]


def _subtotals(purposes) -> list[list]:
    """What stands inside commitment and what stands outside it, where something does."""
    outside = total(one.amount_hkd for one in purposes if one.is_outside)
    if not outside:
        return []
    inside = total(one.amount_hkd for one in purposes if not one.is_outside)
    return [
        [_("Subtotal inside commitment"), "", "", "", "", inside],
        [_("Subtotal outside commitment"), "", "", "", "", outside],
    ]


def _issued(request, found: CapitalCall):
    visible = CallLine.objects.visible_to(request.user).values("pk")
    lines = selectors.call_lines([found]).filter(pk__in=visible).select_related("partner").order_by("order")
    asked = Sum(F("amount_hkd") + F("outside_hkd"))
    sums = lines.aggregate(asked=asked, received=Sum("received_hkd"), outstanding=Sum("outstanding_hkd"))
    page = one_page(request, lines, LINES_ON_A_PAGE)
    told = netting_facts.notices_of(found, {line.partner_id for line in page})
    manages = is_manager(request.user, found.fund)
    columns = [
        (_("Partner"), "text"),
        (_("Asked (HK$)"), "money"),
        (_("Received (HK$)"), "money"),
        (_("Outstanding (HK$)"), "money"),
        (_("State"), "text"),
        (_("Notice served"), "moment"),
        (_("First viewed"), "moment"),
    ]
    return show(
        request,
        "portal/calls/issued.html",
        call=found,
        **_head(found),
        manages=manages,
        has_payment=manages and PaymentCase.objects.filter(line__call=found, charge=None).exists(),
        is_late=found.due_date < today(),
        sums={name: amount or ZERO for name, amount in sums.items()},
        asked_of=f"call-{found.number}",
        line_columns=columns,
        lines=[_issued_row(line, found, told.get(line.partner_id)) for line in page],
        page_obj=page,
        may_cancel=may(request, "capital_call.cancel", found.fund)
        and not found.netting
        and ledger.can_be_reversed(found.entry),
    )


def can_be_bound(found: CapitalCall) -> bool:
    """Whether a draft is one that a net notice may hold."""
    is_drawdown = found.nature == CapitalCall.Nature.ORDINARY and found.channel != CapitalCall.Channel.PAPER
    return found.stage == CapitalCall.Stage.DRAFT and is_drawdown and not found.netting


def _issued_row(line: CallLine, found: CapitalCall, notice: Notice | None) -> list:
    name = name_of(line.partner)
    return [
        (name, reverse("portal_notice", args=[notice.pk])) if notice else name,
        (line.payable_hkd, address(found.fund.code, "call-line", of=line.pk)),
        (line.received_hkd, address(found.fund.code, "call-settled", of=f"{line.pk}/money")),
        (line.outstanding_hkd, address(found.fund.code, "call-settled", of=f"{line.pk}/left")),
        _state(line, found),
        notice and notice.served_at,
        notice and notice.first_viewed_at,
    ]


def _state(line: CallLine, found: CapitalCall) -> str:
    late = (today() - found.due_date).days
    if line.is_excused:
        return _("Excused")
    if line.outstanding_hkd <= 0:
        return _("Received in full")
    if late > 0:
        return _("Late by {days} days").format(days=late)
    return _("Received in part") if line.received_hkd else _("Outstanding")


def _head(found: CapitalCall) -> dict:
    """What the three pages of a call share."""
    fund = found.fund
    rows = [
        (_("Amount"), hkd(found.amount_hkd)),
        (_("Due date"), hk_date(found.due_date)),
        (_("Drafted"), _("{moment}, by {person}").format(moment=hk_moment(found.drafted_at), person=found.drafted_by)),
    ]
    if found.issued_at:
        issued = _("{moment}, by {person}").format(moment=hk_moment(found.issued_at), person=found.issued_by)
        rows.append((_("Issued"), issued))
    if found.bank_account:
        account = found.bank_account
        rows.append((_("Pay to"), f"{account.bank_name}, {account.account_name}, {account.account_number}"))
    rows += _corrections(found)
    return {
        "fund": fund,
        "section": "calls",
        "crumbs": [fund_crumb(fund), (_("Capital calls"), reverse("portal_calls", args=[fund.code]))],
        "facts": rows,
        **purposes_table(found.purposes.all()),
    }


def _corrections(found: CapitalCall) -> list[tuple]:
    """What a call is beside an ordinary one: a true-up, excused partners, what it corrects, why it was cancelled."""
    rows = []
    if found.closing:
        rows.append((_("True-up of"), str(found.closing)))
    for one in found.excuses.select_related("partner"):
        words = _("{partner}, {clause}: {reason}")
        rows.append((_("Excused (A11)"), words.format(partner=one.partner, clause=one.clause, reason=one.reason)))
    if found.replaces:
        rows.append((_("Corrects"), str(found.replaces)))
    cancelled = CallCancellation.objects.filter(call=found).select_related("cancelled_by").first()
    if cancelled:
        words = _("{moment}, by {person}: {reason}")
        moment = hk_moment(cancelled.cancelled_at)
        said = words.format(moment=moment, person=cancelled.cancelled_by, reason=cancelled.reason)
        rows.append((_("Cancelled"), said))
    return rows


def _visible_call(request, pk: int) -> CapitalCall:
    calls = CapitalCall.objects.visible_to(request.user)
    return get_object_or_404(
        calls.select_related(
            "fund__manager",
            "drafted_by",
            "issued_by",
            "bank_account",
            "closing__fund",
            "replaces__fund",
            "netting__fund",
        ).prefetch_related("purposes"),
        pk=pk,
    )
