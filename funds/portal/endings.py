"""The end of a fund in the portal: what its books have left, and the GP's asking for it (R27, ADR 22)."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.models import Fund, WindingUp
from funds.portal.pages import PortalForm, attempt, fund_crumb, managed_fund, may, posted, show, show_form
from funds.rules.stages import require_stage
from funds.services import endings
from itvf import permissions
from itvf.dates import now, today
from itvf.forms import DateField, MoneyField
from itvf.money import ZERO
from itvf.presentation import hk_date, hkd
from itvf.templatetags.itvf import status


class EndForm(PortalForm):
    """On which day the fund ended, what is kept back, and what became of fee offsets that nobody used."""

    ended_date = DateField(label=gettext_lazy("Ended on"))
    reserve_hkd = MoneyField(label=gettext_lazy("Cash kept back"), required=False)
    reserve_for = forms.CharField(label=gettext_lazy("Kept back for"), max_length=300, required=False)
    offsets_way = forms.ChoiceField(
        label=gettext_lazy("Fee offsets not used"), choices=WindingUp.OffsetsWay.choices, required=False
    )
    offsets_note = forms.CharField(label=gettext_lazy("By which clause or payment"), max_length=300, required=False)

    def clean_reserve_hkd(self):
        """Nothing, where it is left empty."""
        return self.cleaned_data["reserve_hkd"] or ZERO


@login_required
def ends(request, code):
    """What was asked for and decided of a fund's end; for its GP and the staff."""
    fund = managed_fund(request, code)
    found = list(fund.endings.all())
    is_open = fund.stage == Fund.Stage.OPEN and not any(one.stage in endings.WAITING for one in found)
    return show(
        request,
        "portal/funds/endings.html",
        fund=fund,
        section="fund",
        crumbs=[fund_crumb(fund)],
        columns=[
            (_("Ended on"), "text"),
            (_("Stage"), "text"),
            (_("Cash kept back (HK$)"), "money"),
            (_("Kept back for"), "text"),
            (_("Fee offsets not used (HK$)"), "money"),
            (_("What was said"), "text"),
        ],
        rows=[_row(one) for one in found],
        may_ask=is_open and fund.first_closing_date is not None and may(request, "fund.propose_end", fund),
    )


@login_required
def ask(request, code):
    """The GP says that everything is sold, collected, paid and settled; two people of the Corporation confirm it."""
    fund = managed_fund(request, code)
    permissions.require(request.user, "fund.propose_end", within=fund)
    require_stage(fund, Fund.Stage.OPEN)
    form = EndForm(posted(request), initial={"ended_date": today()})
    if attempt(request, form, lambda given: endings.propose(fund=fund, **given, by=request.user, at=now())):
        messages.success(request, _("The Corporation was asked. Two of its people confirm the end of the fund."))
        return redirect("portal_endings", code=fund.code)
    left = _("Fee offsets that no management fee took up: {amount}.")
    return show_form(
        request,
        form,
        title=_("Say that the fund has ended"),
        lede=" ".join(
            [
                _("Everything is sold, collected, paid and settled. After it nothing is called any more."),
                left.format(amount=hkd(endings.unused_offsets(fund, today()))) if fund.first_closing_date else "",
            ]
        ).strip(),
        action=_("Ask the Corporation to confirm"),
        back=_url(fund),
        fund=fund,
        section="fund",
        crumbs=[fund_crumb(fund), (_("End of the fund"), _url(fund))],
    )


def _url(fund: Fund) -> str:
    return reverse("portal_endings", args=[fund.code])


def _row(ending: WindingUp) -> list:
    said = ending.reopening_reason or ending.reason or ending.offsets_note
    return [
        hk_date(ending.ended_date),
        status(ending),
        ending.reserve_hkd,
        ending.reserve_for,
        ending.offsets_hkd,
        said,
    ]
