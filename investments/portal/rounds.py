"""A financing round of a company, whoever took part: what ownership and dilution are measured by."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.portal.pages import PortalForm, attempt, fund_crumb, managed_fund, posted, show_form
from investments.models import Company, FinancingRound
from investments.portal.forms import STAGES, store_upload
from investments.portal.lot_forms import FILES
from investments.services import rounds
from itvf import permissions
from itvf.dates import now
from itvf.forms import DateField, MoneyField
from itvf.presentation import name_of


class RoundForm(PortalForm):
    """A round as its papers state it."""

    name = forms.CharField(label=gettext_lazy("Round"), max_length=60, help_text=gettext_lazy("Such as Series A."))
    financing_stage = forms.ChoiceField(
        label=gettext_lazy("Financing stage"), choices=[("", gettext_lazy("Choose")), *STAGES.items()]
    )
    closed_date = DateField(label=gettext_lazy("Closed on"))
    raised_hkd = MoneyField(label=gettext_lazy("Raised in all"))
    others_private_hkd = MoneyField(label=gettext_lazy("Of it by other private investors"), required=False)
    issued_units = forms.DecimalField(label=gettext_lazy("Shares in issue afterwards"), max_digits=24, decimal_places=6)
    diluted_units = forms.DecimalField(
        label=gettext_lazy("Shares fully diluted afterwards"), max_digits=24, decimal_places=6
    )
    currency = forms.CharField(label=gettext_lazy("Currency of the round"), min_length=3, max_length=3, initial="HKD")
    foreign_pre_money = forms.DecimalField(
        label=gettext_lazy("Pre-money value in that currency"), max_digits=20, decimal_places=4, required=False
    )
    foreign_unit_price = forms.DecimalField(
        label=gettext_lazy("Price a share in that currency"), max_digits=20, decimal_places=4, required=False
    )
    fx_rate = forms.DecimalField(
        label=gettext_lazy("Exchange rate (HK$ for one)"), max_digits=18, decimal_places=8, required=False
    )
    evidence = forms.CharField(
        label=gettext_lazy("Evidence"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Agreement, register of members, capitalisation table."),
    )
    file = forms.FileField(label=gettext_lazy("Evidence (file)"), required=False, help_text=FILES)

    def clean_currency(self) -> str:
        """Currencies are written in capitals."""
        return self.cleaned_data["currency"].upper()


@login_required
def record(request, code, pk):
    """A round that closed, kept for every fund that holds the company."""
    fund = managed_fund(request, code)
    permissions.require(request.user, "round.record", within=fund)
    company = get_object_or_404(Company.objects.known_to(request.user), pk=pk)
    form = RoundForm(posted(request), request.FILES or None)
    if attempt(request, form, lambda given: _record(request, fund, company, given)):
        messages.success(request, _("The round is recorded."))
        return redirect("portal_company_page", pk=company.pk)
    back = reverse("portal_company_page", args=[company.pk])
    return show_form(
        request,
        form,
        title=_("Record a financing round"),
        lede=name_of(company),
        action=_("Record the round"),
        back=back,
        is_multipart=True,
        fund=fund,
        section="proposals",
        crumbs=[fund_crumb(fund), (name_of(company), back)],
    )


@transaction.atomic
def _record(request, fund, company: Company, given: dict) -> FinancingRound:
    told = {name: value for name, value in given.items() if name not in ("evidence", "file")}
    file = store_upload(given["file"], field="file", by=request.user) if given["file"] else None
    return rounds.record(
        company=company,
        figures=rounds.RoundFigures(**told),
        evidence=given["evidence"],
        file=file,
        within=fund,
        by=request.user,
        at=now(),
    )
