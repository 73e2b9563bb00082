"""The Government's payment of a call as the GP sees it: questions to answer, the receipt to confirm."""

from decimal import Decimal

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.models import CapitalCall, Fund, PaymentCase, PaymentHold
from funds.portal.pages import PortalForm, attempt, fund_crumb, may, posted, show, show_form
from funds.rules.stages import require_stage
from funds.services import payment_record
from itvf import permissions
from itvf.dates import business_days_between, local_date, now, today
from itvf.forms import DateField, MoneyField
from itvf.presentation import hk_date, hk_moment, hkd
from itvf.templatetags.explain import explained_link

Stage = PaymentCase.Stage


class AnswerForm(PortalForm):
    """What the GP answers."""

    reply = forms.CharField(
        label=gettext_lazy("Your answer"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("It stays on record beside the question. The Corporation then looks at it."),
    )


class ReceiptForm(PortalForm):
    """The money as the fund's bank shows it."""

    amount_hkd = MoneyField(label=gettext_lazy("Received (HK$)"))
    value_date = DateField(label=gettext_lazy("Value date"))
    bank_reference = forms.CharField(label=gettext_lazy("Bank reference"), max_length=80, required=False)


@login_required
def payment(request, pk):
    """Where the Government's payment of a call stands, what was asked and answered, what the GP confirmed."""
    case = _case(request, pk)
    call = case.line.call
    holds = PaymentHold.objects.visible_to(request.user).filter(case=case).select_related("ended_by")
    standing = next((one for one in holds if one.ended_at is None), None)
    is_paid = case.stage == Stage.MATCHED and not case.charge_id
    return show(
        request,
        "portal/calls/payment.html",
        fund=call.fund,
        section="calls",
        crumbs=_crumbs(call),
        call=call,
        case=case,
        facts=_facts(case),
        state=_state(case, standing),
        threads=[_thread(hold) for hold in holds],
        answer_url=_address(case, "portal_call_payment_answer"),
        confirm_url=_address(case, "portal_call_payment_confirm"),
        may_answer=standing is not None and may(request, "payment_case.answer_query", call.fund),
        may_confirm=is_paid and may(request, "payment_case.confirm_receipt", call.fund),
        receipt_columns=[
            (_("Confirmed"), "moment"),
            (_("By"), "text"),
            (_("Received (HK$)"), "money"),
            (_("Value date"), "date"),
            (_("Difference to the debit (HK$)"), "money"),
            (_("Days after the debit"), "number"),
        ],
        receipts=[
            [one.confirmed_at, str(one.confirmed_by), one.amount_hkd, one.value_date, one.difference_hkd, one.days]
            for one in case.confirmations.select_related("confirmed_by")
        ],
    )


@login_required
def answer(request, pk):
    """The GP answers what the Corporation asked last."""
    case = _case(request, pk)
    permissions.require(request.user, "payment_case.answer_query", within=case.line.call.fund)
    hold = get_object_or_404(PaymentHold.objects.standing().visible_to(request.user), case=case)
    form = AnswerForm(posted(request))
    if attempt(request, form, lambda given: payment_record.answer(hold=hold, **given, by=request.user, at=now())):
        messages.success(request, _("Your answer is with the Corporation."))
        return redirect(_address(case))
    asked = hold.messages.filter(is_from_manager=False).order_by("-id").first()
    return show_form(
        request,
        form,
        title=_("Answer about capital call {number}").format(number=case.line.call.number),
        quoted=asked.words if asked else "",
        action=_("Send the answer"),
        back=_address(case),
        fund=case.line.call.fund,
        section="calls",
    )


@login_required
def confirm(request, pk):
    """The GP confirms that the Government's money came: value date and amount."""
    case = _case(request, pk)
    permissions.require(request.user, "payment_case.confirm_receipt", within=case.line.call.fund)
    require_stage(case, Stage.MATCHED)
    form = ReceiptForm(posted(request), initial={"amount_hkd": case.amount_hkd, "value_date": case.value_date})
    if attempt(
        request, form, lambda given: payment_record.confirm_receipt(case=case, **given, by=request.user, at=now())
    ):
        if form.done.differs:
            messages.warning(request, _("The receipt is on record. It differs from the bank's debit, as shown below."))
        else:
            messages.success(request, _("The receipt is on record and agrees with the bank's debit."))
        return redirect(_address(case))
    return show_form(
        request,
        form,
        title=_("Confirm the Government's payment of capital call {number}").format(number=case.line.call.number),
        lede=_("The Corporation's bank debited {amount} on {date}. Say what the fund's bank shows.").format(
            amount=hkd(case.amount_hkd), date=hk_date(case.value_date)
        ),
        action=_("Confirm the receipt"),
        back=_address(case),
        fund=case.line.call.fund,
        section="calls",
    )


def waiting(user, fund: Fund) -> list[tuple[str, str, str, str, str]]:
    """What waits for a GP on the Government's payments: (what, where, hint, status, tone); for the front page."""
    found = []
    if not permissions.allows(user, "payment_case.answer_query", within=fund):
        return found
    holds = PaymentHold.objects.standing().visible_to(user).filter(case__line__call__fund=fund)
    for hold in holds.select_related("case__line__call__fund", "case__charge"):
        last = hold.messages.order_by("-id").first()
        if last.is_from_manager:
            continue
        call = hold.case.line.call
        days = business_days_between(local_date(last.said_at), today())
        label = _("Answer the Corporation about capital call {number}").format(number=call.number)
        hint = _("Asked {moment}; the payment of {amount} is held").format(
            moment=hk_moment(last.said_at), amount=hkd(hold.case.amount_hkd)
        )
        status = _("{days} business days").format(days=days) if days else _("Asked today")
        found.append((label, _address(hold.case), hint, status, "wait"))
    for case in _to_confirm(fund):
        call = case.line.call
        label = _("Confirm the Government's payment of capital call {number}").format(number=call.number)
        hint = _("{amount}, debited {date}").format(amount=hkd(case.amount_hkd), date=hk_date(case.value_date))
        found.append((label, _address(case), hint, _("To confirm"), "wait"))
    return found


def _to_confirm(fund: Fund):
    """Calls alone: interest is confirmed by its own receipt (A18)."""
    cases = PaymentCase.objects.filter(line__call__fund=fund, charge=None, stage=Stage.MATCHED, confirmations=None)
    return cases.select_related("line__call").order_by("value_date", "pk")


def _case(request, pk: int) -> PaymentCase:
    """The Government's payment of a call that the reader manages, or the staff's view of it; else 404.

    `?charge=` names the one of late interest on the call.
    """
    calls = CapitalCall.objects.filter(fund__in=Fund.objects.books_open_to(request.user))
    charge = request.GET.get("charge", "")
    cases = PaymentCase.objects.filter(line__call__in=calls, charge=int(charge) if charge.isdecimal() else None)
    return get_object_or_404(cases.select_related("line__call__fund__manager", "line__partner"), line__call=pk)


def _address(case: PaymentCase, page: str = "portal_call_payment") -> str:
    """A page of one case: a call's, or that of interest on it."""
    found = reverse(page, args=[case.line.call_id])
    return f"{found}?charge={case.charge_id:d}" if case.charge_id else found


def _crumbs(call: CapitalCall) -> list:
    name = _("Capital call {number}").format(number=call.number)
    return [fund_crumb(call.fund), (name, reverse("portal_call", args=[call.pk]))]


def _facts(case: PaymentCase) -> list[tuple[str, str]]:
    def opens(amount: Decimal) -> str:
        return explained_link(hkd(amount), "government-payment", case.line.call.fund.code, of=case.pk)

    rows = [(_("Amount"), opens(case.amount_hkd)), (_("Due date"), hk_date(case.line.call.due_date))]
    if case.charge_id:
        rows.insert(0, (_("What is paid"), _("Late interest (A18)")))
    if case.set_off_hkd:
        rows = [
            (_("The Government's line, gross"), opens(case.gross_hkd)),
            (_("Set off against a distribution"), opens(case.set_off_hkd)),
            *rows,
        ]
    if case.value_date:
        rows.append((_("Debited by the Corporation's bank"), hk_date(case.value_date)))
    return rows


def _state(case: PaymentCase, standing: PaymentHold | None) -> dict:
    if case.stage == Stage.MATCHED:
        return {"label": _("Paid"), "tone": "good"}
    if standing is not None:
        if standing.messages.order_by("-id").first().is_from_manager:
            return {"label": _("Held; your answer is with the Corporation"), "tone": "info"}
        return {"label": _("Held until a question is answered"), "tone": "wait"}
    if case.stage == Stage.HELD:
        return {"label": _("Held by the Corporation"), "tone": "wait"}
    return {"label": _("On its way through the Corporation's checks"), "tone": "info"}


def _thread(hold: PaymentHold) -> dict:
    return {
        "hold": hold,
        "messages": [
            {
                "is_staff": not one.is_from_manager,
                "who": one.said_by,
                "at": one.said_at,
                "words": one.words,
                "what": _("Answer") if one.is_from_manager else _("Question"),
                "tone": "info" if one.is_from_manager else "wait",
            }
            for one in hold.messages.select_related("said_by").order_by("id")
        ],
    }
