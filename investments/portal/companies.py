"""Choosing the company of a proposal, registering one that is new, and the facts that rules read about it."""

import hashlib
from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.models import Fund
from funds.portal.pages import attempt, fund_crumb, managed_fund, may, one_page, posted, show
from investments import company_register, portfolio
from investments.company_register import Similar
from investments.models import Company, CompanyFact
from investments.portal.forms import CompanyForm, FactForm, store_upload
from investments.services import companies
from itvf import permissions
from itvf.dates import now, today
from itvf.presentation import name_of

# Why a company of the register may be the one that is being registered.
WHY = {
    company_register.NUMBER: gettext_lazy("The same business registration number"),
    company_register.SAME_NAME: gettext_lazy("The same name"),
    company_register.LIKE_NAME: gettext_lazy("A similar name"),
}


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
    known = _known(request, page)
    columns = [
        (_("Company"), "text"),
        (_("Business registration"), "text"),
        (_("Incorporated in"), "text"),
        (_("What is on record"), "text"),
    ]
    rows = [
        [
            (name_of(one), reverse("portal_company", args=[fund.code, one.pk])),
            one.br_number,
            one.place_of_incorporation,
            (_("Company page"), reverse("portal_company_page", args=[one.pk])) if one.pk in known else None,
        ]
        for one in page
    ]
    frame = {"columns": columns, "rows": rows, "page_obj": page, "asked": asked}
    return show(request, "portal/companies/choose.html", **_place(fund), **frame)


@login_required
def register(request, code):
    """A company that the register does not know; one that looks like it is shown first, and nothing is saved."""
    fund = managed_fund(request, code)
    permissions.require(request.user, "company.register", within=fund)
    form = CompanyForm(posted(request))
    form.similar = []
    if attempt(request, form, lambda given: _register(request, fund, form, given)) and form.done:
        messages.success(request, _("The company is registered. Now record the facts that the rules read."))
        return redirect("portal_company", code=fund.code, pk=form.done.pk)
    is_on_record = _is_on_record(form.similar)
    return show(
        request,
        "portal/companies/register.html",
        form=form,
        similar=_similar(fund, form.similar),
        is_on_record=is_on_record,
        mark=_mark(form.cleaned_data, form.similar) if form.similar and not is_on_record else "",
        **_place(fund),
    )


@transaction.atomic
def _register(request, fund, form: CompanyForm, given: dict) -> Company | None:
    """Registers it, or nothing where a company that looks like it was not yet said to be another one."""
    company_register.lock()
    form.similar = companies.similar(given["name_en"], given["name_zh_hant"], given["br_number"])
    is_said = request.POST.get("another") == _mark(given, form.similar)
    if form.similar and not is_said and not _is_on_record(form.similar):
        return None
    return companies.register(**given, by=request.user, at=now(), within=fund)


def _is_on_record(similar: Sequence[Similar]) -> bool:
    """Whether one has the same number, which stands for one company: registering another is refused at the field."""
    return any(one.reason == company_register.NUMBER for one in similar)


def _mark(given: dict, similar: Sequence[Similar]) -> str:
    """Who was shown for which names, in one word: "another company" is said of just these."""
    named = (given["name_en"], given["name_zh_hant"], given["br_number"], sorted(one.company.pk for one in similar))
    return hashlib.sha256(repr(named).encode()).hexdigest()


def _similar(fund, similar: Sequence[Similar]) -> dict | None:
    """The companies that it may be, by what the register says to every general partner: name, number and place."""
    if not similar:
        return None
    columns = [
        (_("Company"), "text"),
        (_("Name in Chinese"), "text"),
        (_("Business registration"), "text"),
        (_("Incorporated in"), "text"),
        (_("Why it is shown"), "text"),
    ]
    rows = [
        [
            (one.company.name_en, reverse("portal_company", args=[fund.code, one.company.pk])),
            one.company.name_zh_hant or None,
            one.company.br_number,
            one.company.place_of_incorporation,
            str(WHY[one.reason]),
        ]
        for one in similar
    ]
    return {"columns": columns, "rows": rows}


@login_required
def facts(request, code, pk):
    """What is known of a company, with evidence and date; a new fact goes on top of the older ones."""
    fund = managed_fund(request, code)
    company = get_object_or_404(Company.objects.visible_to(request.user), pk=pk)
    form = FactForm(posted(request), request.FILES or None)
    if attempt(request, form, lambda given: _record_fact(request, fund, company, given)):
        messages.success(request, _("The fact is recorded."))
        return redirect("portal_company", code=fund.code, pk=company.pk)
    known = portfolio.company_facts([company.pk], today())[company.pk]
    recorded = CompanyFact.objects.visible_to(request.user).filter(company=company)
    return show(
        request,
        "portal/companies/company.html",
        company=company,
        form=form,
        known=[(kind.label, known[kind]) for kind in CompanyFact.Kind],
        recorded=recorded.select_related("recorded_by", "file").order_by("-id"),
        is_known=bool(_known(request, [company])),
        may_propose=fund.stage == Fund.Stage.OPEN and may(request, "proposal.submit", fund),
        may_record=may(request, "company.register", fund),
        **_place(fund),
    )


@transaction.atomic
def _record_fact(request, fund, company: Company, given: dict) -> CompanyFact:
    file = store_upload(given["file"], field="file", by=request.user) if given["file"] else None
    return companies.record_fact(company=company, **given | {"file": file}, by=request.user, at=now(), within=fund)


def _known(request, found) -> set[int]:
    """Those of some companies of which the reader may see more than name and number."""
    known = Company.objects.known_to(request.user).filter(pk__in=[one.pk for one in found])
    return set(known.values_list("pk", flat=True))


def _place(fund) -> dict:
    crumbs = [fund_crumb(fund), (_("Proposals"), reverse("portal_proposals", args=[fund.code]))]
    return {"fund": fund, "section": "proposals", "crumbs": crumbs}
