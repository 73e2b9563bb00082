"""A fund's bank account: entered by the GP's maker, confirmed by the Corporation after a call back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from funds.portal.forms import BankAccountForm
from funds.portal.pages import attempt, fund_crumb, managed_fund, may, posted, show, show_form
from funds.services import partnerships
from itvf import permissions
from itvf.dates import now


@login_required
def bank_account(request, code):
    """The details on record, newest first, with their stage."""
    fund = managed_fund(request, code)
    return show(
        request,
        "portal/funds/bank_account.html",
        fund=fund,
        section="bank",
        crumbs=[fund_crumb(fund)],
        accounts=fund.bank_accounts.filter(partner=None).select_related("entered_by", "confirmed_by").order_by("-id"),
        may_enter=may(request, "bank_account.enter", fund),
    )


@login_required
def enter(request, code):
    """New details; nothing uses them until another person has confirmed them."""
    fund = managed_fund(request, code)
    permissions.require(request.user, "bank_account.enter", within=fund)
    form = BankAccountForm(posted(request))
    if attempt(
        request, form, lambda given: partnerships.enter_bank_account(fund=fund, **given, by=request.user, at=now())
    ):
        messages.success(request, _("The bank details are entered. The Corporation will call back to confirm them."))
        return redirect("portal_bank", code=fund.code)
    return show_form(
        request,
        form,
        title=_("Enter the fund's bank account"),
        lede=_("Partners pay into this account once the Corporation has confirmed it by calling a number it knows."),
        action=_("Enter the account"),
        back=reverse("portal_bank", args=[fund.code]),
        fund=fund,
        section="bank",
        crumbs=[fund_crumb(fund)],
    )
