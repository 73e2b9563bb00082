"""What a company does by the Hong Kong Standard Industrial Classification: codes looked up, activities begun, ended."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.portal.pages import PortalForm, attempt, fund_crumb, managed_fund, posted, show, show_form
from investments.models import Company, CompanyActivity
from investments.portal.forms import ACTIVITIES
from investments.rules import activities
from investments.rules.activities import Division
from investments.services import companies
from itvf import permissions
from itvf.dates import now, today
from itvf.forms import DateField
from itvf.presentation import is_chinese, name_of


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest word on one code, with what the classification calls it."""

    code: str
    activity: CompanyActivity

    @property
    def title(self) -> str | None:
        """The division that holds the code, in the reader's language."""
        return title_of(activities.division(self.code)) if activities.is_known(self.code) else None

    @property
    def hint(self) -> str:
        """What the scheme does not allow and the division may be (R13): a question, never a finding."""
        return hint_of(activities.division(self.code)) if activities.is_known(self.code) else ""


class ActivityForm(PortalForm):
    """Something that a company does."""

    hsic_code = forms.CharField(
        label=gettext_lazy("HSIC code"),
        min_length=2,
        max_length=activities.LONGEST_CODE,
        help_text=gettext_lazy(
            "Two to six digits of the Hong Kong Standard Industrial Classification; look it up above."
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    since_date = DateField(label=gettext_lazy("Since"))
    description = forms.CharField(
        label=gettext_lazy("Activity, in words"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )


class EndForm(PortalForm):
    """That a company no longer does something."""

    since_date = DateField(label=gettext_lazy("Ended on"))
    description = forms.CharField(label=gettext_lazy("Why"), widget=forms.Textarea(attrs={"rows": 3}))


def standing_of(company: Company, on: date) -> list[Standing]:
    """The newest word on each code on a day, in the codes' order; what ended is among them."""
    newest: dict[str, CompanyActivity] = {}
    for one in company.activities.filter(since_date__lte=on).select_related("recorded_by").order_by("since_date", "id"):
        newest[one.hsic_code] = one
    return [Standing(code, one) for code, one in sorted(newest.items())]


def title_of(division: Division) -> str:
    """A division's title in the reader's language."""
    return division.zh_hant if is_chinese() else division.en


def hint_of(division: Division) -> str:
    """What a division hints at, in the reader's language; empty for most."""
    return str(ACTIVITIES.get(division.hints_at, division.hints_at))


def found(asked: str) -> list[Division]:
    """The divisions that a code lies in, or whose title or section has all of some words, in either language."""
    if asked.isdigit():
        return [one for code, one in activities.divisions().items() if code.startswith(asked[:2])]
    words = asked.casefold().split()
    return [one for one in activities.divisions().values() if all(word in _said(one) for word in words)]


def _said(division: Division) -> str:
    return " ".join((division.en, division.zh_hant, *activities.sections()[division.section])).casefold()


@login_required
def record(request, code, pk):
    """What a company does, a search of the codes, and one more activity: deals are judged by it from then on (R13)."""
    fund, company = _company(request, code, pk)
    asked, chosen = request.GET.get("q", "").strip(), request.GET.get("code", "")
    form = ActivityForm(posted(request), initial={"hsic_code": chosen if activities.is_known(chosen) else ""})
    if attempt(request, form, lambda given: _record(request, fund, company, given)):
        messages.success(request, _("The activity is on record; deals are judged by it."))
        return redirect("portal_activities", code=fund.code, pk=company.pk)
    here = reverse("portal_activities", args=[fund.code, company.pk])
    return show(
        request,
        "portal/companies/activities.html",
        company=company,
        form=form,
        asked=asked,
        columns=[
            (_("HSIC code"), "text"),
            (_("Division"), "text"),
            (_("Section"), "text"),
            (_("Hints at (R13)"), "text"),
        ],
        rows=[_row(one, here) for one in found(asked)] if asked else [],
        standing=[(one, _end_url(fund, company, one)) for one in standing_of(company, today())],
        **_place(fund, company),
    )


@login_required
def end(request, code, company, hsic):
    """It ended on a day: deals after that are not judged by it."""
    fund, company = _company(request, code, company)
    standing = {one.code: one for one in standing_of(company, today()) if not one.activity.ended}
    if hsic not in standing:
        raise Http404
    form = EndForm(posted(request))
    if attempt(request, form, lambda given: _record(request, fund, company, given | {"hsic_code": hsic}, ended=True)):
        messages.success(request, _("The end is on record."))
        return redirect("portal_activities", code=fund.code, pk=company.pk)
    return show_form(
        request,
        form,
        title=_("{company} no longer does this").format(company=name_of(company)),
        lede=" · ".join(filter(None, (hsic, standing[hsic].title, standing[hsic].activity.description))),
        action=_("Record the end"),
        back=reverse("portal_activities", args=[fund.code, company.pk]),
        **_place(fund, company),
    )


def _record(request, fund, company: Company, given: dict, *, ended: bool = False) -> CompanyActivity:
    return companies.record_activity(company=company, **given, ended=ended, within=fund, by=request.user, at=now())


def _company(request, code: str, pk: int):
    """A fund for which the reader may record, and a company that the reader knows, or 404."""
    fund = managed_fund(request, code)
    company = get_object_or_404(Company.objects.known_to(request.user), pk=pk)
    permissions.require(request.user, "company.register", within=fund)
    return fund, company


def _row(division: Division, here: str) -> list:
    section = activities.sections()[division.section][is_chinese()]
    chosen = (f"{division.code}", f"{here}?code={division.code}#record")
    return [chosen, title_of(division), f"{division.section} · {section}", hint_of(division) or None]


def _end_url(fund, company: Company, one: Standing) -> str:
    return "" if one.activity.ended else reverse("portal_activity_end", args=[fund.code, company.pk, one.code])


def _place(fund, company: Company) -> dict:
    crumbs = [fund_crumb(fund), (name_of(company), reverse("portal_company_page", args=[company.pk]))]
    return {"fund": fund, "section": "proposals", "crumbs": crumbs}
