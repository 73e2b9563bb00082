"""What every page of the portal shares: which fund one is in, the ways on, and refusals shown where they belong."""

from collections.abc import Callable

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from funds.models import Fund, FundMembership, Selection
from itvf import files, permissions
from itvf.errors import InputRefused, RuleBroken
from itvf.middleware import record_refusal
from itvf.models import File
from itvf.presentation import name_of
from itvf.words import error_text

ON_A_PAGE = 25
# The roles that act for a general partner.
MANAGES = {FundMembership.Role.GP_MAKER, FundMembership.Role.GP_SIGNATORY}


class PortalForm(forms.Form):
    """A form that can show why a service refused: at the field that it names, or as a list of broken rules."""

    breaches = ()

    def refuse(self, refusal: InputRefused | RuleBroken) -> None:
        """Takes a refusal in, so that the page shows it beside what the person typed."""
        self.breaches = getattr(refusal, "breaches", ())
        if self.breaches:
            self.add_error(None, _("Rules stand in the way. Each is explained below; nothing was changed."))
        else:
            names = (refusal.field, refusal.field.rpartition(".")[2])
            self.add_error(next((name for name in names if name in self.fields), None), error_text(refusal))


def attempt(request: HttpRequest, form: PortalForm, act: Callable[[dict], object]) -> bool:
    """This function will run a verb on a posted form and say whether it was done; a refusal goes into the form.

    A wrong stage, a missing permission and a stale version are pages of their own (itvf.middleware).
    """
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        form.done = act(form.cleaned_data)
    except (InputRefused, RuleBroken) as refusal:
        record_refusal(request, refusal)
        form.refuse(refusal)
        return False
    return True


def posted(request: HttpRequest):
    """What was posted, an empty answer too; None while the page is only read."""
    return request.POST if request.method == "POST" else None


def kept_file(request: HttpRequest, upload, field: str = "file") -> File | None:
    """This function will keep a file of a form, or give nothing where there is none; a refusal names the field."""
    if not upload:
        return None
    try:
        return files.store(upload.read(), name=upload.name, content_type=upload.content_type or "", by=request.user)
    except InputRefused as refusal:
        refusal.field = field
        raise


def visible_fund(request: HttpRequest, code: str) -> Fund:
    """A fund that the reader may see, or 404."""
    return get_object_or_404(Fund.objects.visible_to(request.user).select_related("manager"), code=code)


def managed_fund(request: HttpRequest, code: str) -> Fund:
    """A fund for whose general partner the reader acts (or the staff's view of it), or 404."""
    return get_object_or_404(Fund.objects.books_open_to(request.user).select_related("manager"), code=code)


def one_page(request: HttpRequest, found, size: int = ON_A_PAGE) -> Page:
    """One page of a list; a page number that does not exist gives the nearest one that does."""
    return Paginator(found, size).get_page(request.GET.get("page"))


def show(
    request: HttpRequest, template: str, *, fund: Fund | None = None, section: str = "", crumbs=(), **context
) -> HttpResponse:
    """This function will render a page with the reader's funds and ways on; a form in error answers 422."""
    funds = list(Fund.objects.visible_to(request.user))
    status = 422 if getattr(context.get("form"), "errors", None) else 200
    frame = {
        "fund": fund,
        "crumbs": [(_("What waits for you"), reverse("portal_front")), *crumbs] if section != "front" else [],
        "portal_nav": navigation(request.user, fund, section),
        "funds": [(name_of(one), reverse("portal_fund", args=[one.code])) for one in funds] if len(funds) > 1 else [],
        "fund_name": name_of(fund) if fund else "",
        "fund_url": reverse("portal_fund", args=[fund.code]) if fund else "",
    }
    return render(request, template, frame | context, status=context.get("status", status))


def show_form(request: HttpRequest, form: PortalForm, *, title: str, action: str, back: str, **context) -> HttpResponse:
    """This function will render a page that asks for one thing: a title, what it is about, the form, one button."""
    return show(request, "portal/form.html", form=form, title=title, action=action, back=back, **context)


def fund_crumb(fund: Fund) -> tuple[str, str]:
    """The way back to a fund's page."""
    return (name_of(fund), reverse("portal_fund", args=[fund.code]))


def navigation(user, fund: Fund | None, section: str) -> list[dict]:
    """This function will give the ways on from a page: those of the fund that one is in, by one's role there."""
    items = [("front", _("What waits for you"), reverse("portal_front"))]
    roles = fund.roles_of(user) if fund else set()
    if fund:
        items.append(("fund", _("The fund"), reverse("portal_fund", args=[fund.code])))
        items.append(("calls", _("Capital calls"), reverse("portal_calls", args=[fund.code])))
        items.append(("distributions", _("Distributions"), reverse("portal_distributions", args=[fund.code])))
        items.append(("accounts", _("Capital accounts"), reverse("portal_accounts", args=[fund.code])))
    if fund and (is_manager(user, fund, roles)):
        items += [
            ("proposals", _("Proposals"), reverse("portal_proposals", args=[fund.code])),
            ("investments", _("Investments"), reverse("portal_investments", args=[fund.code])),
            ("mandate", _("Restrictions"), reverse("portal_mandate", args=[fund.code])),
            ("fees", _("Management fee"), reverse("portal_fees", args=[fund.code])),
            ("reports", _("Quarterly reports"), reverse("portal_reports", args=[fund.code])),
            ("agreement", _("Agreement"), reverse("portal_agreement", args=[fund.code])),
            ("facility", _("Facility"), reverse("portal_facility", args=[fund.code])),
            ("bank", _("Bank account"), reverse("portal_bank", args=[fund.code])),
        ]
    if raises_money(user, fund):
        items.append(("fundraising", _("Raising the money"), reverse("portal_selections")))
    if fund:
        items.append(("explain", _("Explanations"), reverse("portal_explain", args=[fund.code])))
    if user.round_memberships.live().exists():
        items.append(("assessment", _("Assessment"), reverse("portal_assessment")))
    anywhere = set(user.memberships.live().values_list("role", flat=True))
    if FundMembership.Role.PARTNER_CONTACT in anywhere:
        items.append(("notices", _("Notices"), reverse("portal_notices")))
    if user.is_staff or anywhere & MANAGES:
        items.append(("portfolio", _("Portfolio"), reverse("portal_board")))
        if not fund:
            items.append(("duties", _("Duties"), reverse("portal_calendar")))
    if section == "rounds" or user.house_memberships.live().exists():
        items.append(("rounds", _("Invitations"), reverse("portal_rounds")))
    return [{"label": label, "url": url, "current": name == section} for name, label, url in items]


def raises_money(user, fund: Fund | None) -> bool:
    """Whether the way to the twelve months shows: in a fund while they run, outside one also after they ran out."""
    found = Selection.objects.visible_to(user)
    return (found.running().filter(fund=fund) if fund else found.exclude(stage=Selection.Stage.CLOSED)).exists()


def is_manager(user, fund: Fund, roles: set[str] | None = None) -> bool:
    """Whether a person acts for a fund's general partner, or reads with the staff."""
    roles = fund.roles_of(user) if roles is None else roles
    return bool(roles & MANAGES) or user.is_staff


def may(request: HttpRequest, permission: str, fund: Fund) -> bool:
    """Whether the reader may do something in a fund, so that a page offers it."""
    return permissions.allows(request.user, permission, within=fund)
