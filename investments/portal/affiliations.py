"""Who stands behind a company: declared and ended by its general partner, searched against each deal (R27)."""

from decimal import Decimal

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.portal.pages import PortalForm, attempt, fund_crumb, managed_fund, posted, show, show_form
from investments.models import Affiliation, Company
from investments.services import affiliations
from itvf import permissions
from itvf.dates import now
from itvf.forms import DateField
from itvf.presentation import name_of


class PercentField(forms.DecimalField):
    """A share that people type as a percentage and rules read as a fraction."""

    unit = "%"
    widget = forms.TextInput

    def __init__(self, **kwargs):
        super().__init__(max_digits=9, decimal_places=6, min_value=0, max_value=100, **kwargs)

    def clean(self, value) -> Decimal | None:
        """The fraction of what was typed."""
        found = super().clean(value)
        return None if found is None else found / 100

    def widget_attrs(self, widget) -> dict:
        """A decimal keypad on phones."""
        return {"inputmode": "decimal", "autocomplete": "off"}


class AffiliationForm(PortalForm):
    """A person or body behind a company."""

    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=200)
    name_zh_hant = forms.CharField(label=gettext_lazy("Name in Chinese"), max_length=200, required=False)
    is_person = forms.BooleanField(label=gettext_lazy("A natural person"), required=False)
    identifier = forms.CharField(
        label=gettext_lazy("Registration or other number"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("A company's registration number; of a person leave it out."),
    )
    capacity = forms.ChoiceField(
        label=gettext_lazy("Capacity"), choices=[("", gettext_lazy("Choose")), *Affiliation.Capacity.choices]
    )
    share_rate = PercentField(label=gettext_lazy("Share held"), required=False)
    since_date = DateField(label=gettext_lazy("Since"))
    evidence = forms.CharField(
        label=gettext_lazy("Evidence"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What shows it: the register and its date."),
    )


class EndForm(PortalForm):
    """That somebody no longer stands behind a company."""

    until_date = DateField(label=gettext_lazy("Until"))
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


@login_required
def declare(request, code, pk):
    """Who is declared, and one more; open deals are searched against it from then on."""
    fund, company = _company(request, code, pk)
    form = AffiliationForm(posted(request))
    if attempt(
        request,
        form,
        lambda given: affiliations.declare(**given, company=company, within=fund, by=request.user, at=now()),
    ):
        messages.success(request, _("The declaration is on record; deals are searched against it."))
        return redirect("portal_affiliation", code=fund.code, pk=company.pk)
    standing = company.affiliations.filter(until_date__isnull=True).order_by("name_en", "id")
    theirs = set(affiliations.may_be_ended_by(request.user).filter(company=company).values_list("pk", flat=True))
    return show(
        request,
        "portal/companies/affiliations.html",
        company=company,
        form=form,
        standing=[
            (one, capfirst(one.get_capacity_display()), _end_url(fund, company, one) if one.pk in theirs else "")
            for one in standing
        ],
        **_place(fund, company),
    )


@login_required
def end(request, code, company, pk):
    """It ended on a day; deals after that are not searched against it."""
    fund, company = _company(request, code, company)
    found = get_object_or_404(company.affiliations.all(), pk=pk)
    form = EndForm(posted(request))
    if attempt(
        request,
        form,
        lambda given: affiliations.end(affiliation=found, **given, within=fund, by=request.user, at=now()),
    ):
        messages.success(request, _("The end is on record."))
        return redirect("portal_affiliation", code=fund.code, pk=company.pk)
    return show_form(
        request,
        form,
        title=_("{name} no longer stands behind {company}").format(name=name_of(found), company=name_of(company)),
        action=_("Record the end"),
        back=reverse("portal_affiliation", args=[fund.code, company.pk]),
        **_place(fund, company),
    )


def _company(request, code: str, pk: int):
    """A fund for which the reader may declare, and a company that the reader knows, or 404."""
    fund = managed_fund(request, code)
    permissions.require(request.user, "company.declare_affiliation", within=fund)
    return fund, get_object_or_404(Company.objects.known_to(request.user), pk=pk)


def _end_url(fund, company: Company, one: Affiliation) -> str:
    return reverse("portal_affiliation_end", args=[fund.code, company.pk, one.pk])


def _place(fund, company: Company) -> dict:
    crumbs = [fund_crumb(fund), (name_of(company), reverse("portal_company_page", args=[company.pk]))]
    return {"fund": fund, "section": "proposals", "crumbs": crumbs}
