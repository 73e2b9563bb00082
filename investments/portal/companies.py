"""Choosing the company of a proposal, registering one that is new, and the facts that rules read about it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from funds.portal.pages import attempt, fund_crumb, managed_fund, one_page, posted, show, show_form
from investments import portfolio
from investments.models import Company, CompanyFact
from investments.portal.forms import CompanyForm, FactForm
from investments.services import companies
from itvf import permissions
from itvf.dates import now, today
from itvf.presentation import name_of


@login_required
def choose(request, code):
    """The register, searched by name or number; a company is known once, whichever fund brings it."""
    fund = managed_fund(request, code)
    permissions.require(request.user, "proposal.submit", within=fund)
    asked = request.GET.get("q", "").strip()
    found = Company.objects.visible_to(request.user)
    if asked:
        named = found.filter(name_en__icontains=asked) | found.filter(name_zh_hant__icontains=asked)
        found = named | found.filter(br_number=asked)
    page = one_page(request, found)
    columns = [(_("Company"), "text"), (_("Business registration"), "text"), (_("Incorporated in"), "text")]
    rows = [
        [
            (name_of(one), reverse("portal_company", args=[fund.code, one.pk])),
            one.br_number,
            one.place_of_incorporation,
        ]
        for one in page
    ]
    frame = {"columns": columns, "rows": rows, "page_obj": page, "asked": asked}
    return show(request, "portal/companies/choose.html", **_place(fund), **frame)


@login_required
def register(request, code):
    """A company that the register does not know."""
    fund = managed_fund(request, code)
    permissions.require(request.user, "company.register", within=fund)
    form = CompanyForm(posted(request))
    if attempt(request, form, lambda given: companies.register(**given, by=request.user, at=now(), within=fund)):
        messages.success(request, _("The company is registered. Now record the facts that the rules read."))
        return redirect("portal_company", code=fund.code, pk=form.done.pk)
    return show_form(
        request,
        form,
        title=_("Register a company"),
        lede=_("Once for all funds. Look it up first: a business registration number stands for one company only."),
        action=_("Register the company"),
        back=reverse("portal_company_choose", args=[fund.code]),
        **_place(fund),
    )


@login_required
def facts(request, code, pk):
    """What is known of a company, with evidence and date; a new fact goes on top of the older ones."""
    fund = managed_fund(request, code)
    company = get_object_or_404(Company.objects.visible_to(request.user), pk=pk)
    form = FactForm(posted(request))
    if attempt(
        request,
        form,
        lambda given: companies.record_fact(company=company, **given, by=request.user, at=now(), within=fund),
    ):
        messages.success(request, _("The fact is recorded."))
        return redirect("portal_company", code=fund.code, pk=company.pk)
    known = portfolio.company_facts([company.pk], today())[company.pk]
    return show(
        request,
        "portal/companies/company.html",
        company=company,
        form=form,
        known=[(kind.label, known[kind]) for kind in CompanyFact.Kind],
        recorded=CompanyFact.objects.visible_to(request.user)
        .filter(company=company)
        .select_related("recorded_by")
        .order_by("-id"),
        **_place(fund),
    )


def _place(fund) -> dict:
    crumbs = [fund_crumb(fund), (_("Proposals"), reverse("portal_proposals", args=[fund.code]))]
    return {"fund": fund, "section": "proposals", "crumbs": crumbs}
