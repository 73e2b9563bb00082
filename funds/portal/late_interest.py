"""Late interest of a call (A18): each late line with its working; the signatory charges, another person waives."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from funds.late_interest_facts import LateLine, of_call, outstanding
from funds.models import CallLine, CapitalCall, Contribution, LateInterest
from funds.portal.forms import ConfirmForm, ReasonForm
from funds.portal.pages import attempt, fund_crumb, may, posted, show, show_form
from funds.rules.late_interest import Part, interest
from funds.rules.stages import require_stage
from funds.selectors import agreement_of
from funds.services import late_interest
from itvf import permissions
from itvf.dates import now, today
from itvf.explained import cell
from itvf.money import total
from itvf.presentation import hk_date, hkd, name_of, rate


@login_required
def of_a_call(request, pk):
    """The late lines of a call that one may see: each receipt, what runs on, what was charged."""
    calls = CapitalCall.objects.visible_to(request.user).select_related("fund__manager")
    call = get_object_or_404(calls, pk=pk)
    require_stage(call, CapitalCall.Stage.ISSUED)
    seen = CallLine.objects.visible_to(request.user).filter(call=call).values_list("pk", flat=True)
    found = of_call(call, today(), seen)
    may_charge = may(request, "late_interest.charge", call.fund)
    may_waive = may(request, "late_interest.waive", call.fund)
    name = _("Capital call {number}").format(number=call.number)
    rows = [row for late in found for row in _rows(late, request.user, may_charge, may_waive)]
    return show(
        request,
        "portal/calls/late_interest.html",
        fund=call.fund,
        section="calls",
        crumbs=[fund_crumb(call.fund), (name, reverse("portal_call", args=[call.pk]))],
        call=call,
        on=today(),
        rate=agreement_of(call.fund).hurdle_rate,
        columns=[
            (_("Partner"), "text"),
            (_("On (HK$)"), "money"),
            (_("From"), "date"),
            (_("To"), "date"),
            (_("Days"), "number"),
            (_("Interest (HK$)"), "money"),
            (_("State"), "text"),
            (_("Received (HK$)"), "money"),
        ],
        rows=rows,
        whole_hkd=total(late.late.whole_hkd for late in found),
    )


@login_required
def charge(request, pk):
    """The signatory charges the interest on one late receipt."""
    contribution = get_object_or_404(
        Contribution.objects.visible_to(request.user).select_related("line__partner", "line__call__fund__manager"),
        pk=pk,
    )
    call, partner = contribution.line.call, contribution.line.partner
    permissions.require(request.user, "late_interest.charge", within=call.fund)
    form = ConfirmForm(posted(request))
    if attempt(
        request, form, lambda _given: late_interest.charge(contribution=contribution, by=request.user, at=now())
    ):
        messages.success(request, _("{amount} is charged.").format(amount=hkd(form.done.amount_hkd)))
        return redirect("portal_call_late_interest", pk=call.pk)
    hurdle, end = agreement_of(call.fund).hurdle_rate, contribution.value_date
    amount = interest(contribution.amount_hkd, rate=hurdle, start_date=call.due_date, end_date=end)
    return show_form(
        request,
        form,
        title=_("Charge late interest to {partner}").format(partner=name_of(partner)),
        lede=_("{principal} came on {end}, due on {start}: {amount} at {rate} a year, actual days over 365.").format(
            principal=hkd(contribution.amount_hkd),
            end=hk_date(end),
            start=hk_date(call.due_date),
            amount=hkd(amount),
            rate=rate(hurdle),
        ),
        action=_("Charge the interest"),
        back=reverse("portal_call_late_interest", args=[call.pk]),
        fund=call.fund,
        section="calls",
    )


@login_required
def waive(request, pk):
    """Another person of the GP waives what is outstanding of a charge, with a reason."""
    found = get_object_or_404(
        LateInterest.objects.visible_to(request.user).select_related("line__partner", "line__call__fund__manager"),
        pk=pk,
    )
    fund = found.fund
    permissions.require(request.user, "late_interest.waive", within=fund)
    require_stage(found, LateInterest.Stage.CHARGED)
    form = ReasonForm(posted(request))
    if attempt(request, form, lambda given: late_interest.waive(charge=found, **given, by=request.user, at=now())):
        messages.success(request, _("The interest is waived."))
        return redirect("portal_call_late_interest", pk=found.line.call_id)
    return show_form(
        request,
        form,
        title=_("Waive the late interest of {partner}").format(partner=name_of(found.line.partner)),
        lede=_("{amount} was charged. What has not come is asked for no longer.").format(amount=hkd(found.amount_hkd)),
        action=_("Waive the interest"),
        is_danger=True,
        back=reverse("portal_call_late_interest", args=[found.line.call_id]),
        fund=fund,
        section="calls",
    )


def _rows(found: LateLine, user, may_charge: bool, may_waive: bool) -> list[list]:
    rows = []
    for part in found.late.received:
        charged = found.charges.get(part.receipt)
        state = _charged(charged, user, may_waive) if charged else _not_charged(part, may_charge)
        rows.append(_row(found, part, state, charged.received_hkd if charged else None))
    if found.late.running:
        rows.append(_row(found, found.late.running, _("Not paid yet; runs on"), None))
    return rows


def _row(found: LateLine, part: Part, state, received_hkd) -> list:
    partner = name_of(found.line.partner)
    return [
        partner,
        part.principal_hkd,
        part.start_date,
        part.end_date,
        part.days,
        cell(part.interest_hkd, found.line.call.fund.code, "late-interest", of=found.line.pk),
        state,
        received_hkd,
    ]


def _not_charged(part: Part, may_charge: bool):
    return (
        (_("Charge it"), reverse("portal_late_interest_charge", args=[part.receipt]))
        if may_charge
        else _("Not charged")
    )


def _charged(charged: LateInterest, user, may_waive: bool):
    if charged.stage == LateInterest.Stage.WAIVED:
        return _("Waived: {reason}").format(reason=charged.waived_reason)
    if charged.stage == LateInterest.Stage.RECEIVED:
        return _("Received in full")
    words = _("Charged; {amount} outstanding").format(amount=hkd(outstanding(charged)))
    if may_waive and charged.charged_by_id != user.pk:
        return (_("{state}. Waive it").format(state=words), reverse("portal_late_interest_waive", args=[charged.pk]))
    return words
