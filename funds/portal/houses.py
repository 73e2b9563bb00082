"""Houses in the portal: registered by a newcomer, colleagues invited by letter, roles ended."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.models import House, Manager
from funds.portal.pages import PortalForm, attempt, may, posted, show, show_form
from funds.services import houses
from itvf import permissions
from itvf.dates import now
from itvf.presentation import name_of
from itvf.roles import HouseRole


class HouseForm(PortalForm):
    """A house as it registers itself."""

    name_en = forms.CharField(label=gettext_lazy("Name (English)"), max_length=200)
    name_zh_hant = forms.CharField(label=gettext_lazy("Name (Chinese)"), max_length=200, required=False)
    licence = forms.ChoiceField(label=gettext_lazy("SFC Type 9 licence"), choices=Manager.Licence)
    ce_number = forms.CharField(
        label=gettext_lazy("SFC CE number"),
        max_length=6,
        required=False,
        help_text=gettext_lazy("Three capitals and three digits, such as BPJ213. Leave it empty until there is one."),
    )


class InviteForm(PortalForm):
    """A colleague's address and role."""

    email = forms.EmailField(label=gettext_lazy("E-mail"))
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=HouseRole)


@login_required
def register(request):
    """A newcomer registers a house; without a proved address the page says how to prove it."""
    if not houses.is_confirmed(request.user) and not request.user.is_staff:
        return show(request, "portal/houses/prove.html", section="rounds", title=_("Prove your e-mail address first"))
    permissions.require(request.user, "house.register", within=houses.Newcomer())
    form = HouseForm(posted(request))
    if attempt(request, form, lambda given: houses.register(**given, by=request.user, at=now())):
        messages.success(request, _("The house is registered. Invite the colleague who will prepare or sign with you."))
        return redirect("portal_house", pk=form.done.pk)
    return show_form(
        request,
        form,
        title=_("Register your house"),
        lede=_("The manager's house that applies. You sign for it; a colleague prepares, or the other way round."),
        action=_("Register the house"),
        back=reverse("portal_rounds"),
        section="rounds",
    )


@login_required
def house(request, pk):
    """A house: its people, their roles, its applications."""
    found = visible_house(request, pk)
    return show(
        request,
        "portal/houses/house.html",
        section="rounds",
        title=name_of(found),
        house=found,
        facts=[
            (_("SFC Type 9 licence"), found.get_licence_display()),
            (_("SFC CE number"), found.ce_number or "–"),
        ],
        people=found.memberships.live().select_related("user"),
        applications=found.applications.select_related("invitation"),
        may_look_after=may(request, "house.look_after", found),
    )


@login_required
def invite(request, pk):
    """A letter to a colleague."""
    found = visible_house(request, pk)
    permissions.require(request.user, "house.look_after", within=found)
    form = InviteForm(posted(request))
    if attempt(request, form, lambda given: houses.invite(house=found, **given, by=request.user, at=now())):
        messages.success(request, _("The letter is on its way. Its link works once, within 14 days."))
        return redirect("portal_house", pk=found.pk)
    return show_form(
        request,
        form,
        title=_("Invite a colleague"),
        lede=_("Two people submit an application: one prepares it, another signs."),
        action=_("Send the letter"),
        back=reverse("portal_house", args=[found.pk]),
        section="rounds",
    )


@login_required
def join(request, key):
    """What a letter's link leads to."""
    letter = houses.letter_of(key, at=now())
    permissions.require(request.user, "house.join", within=houses.Newcomer(letter["email"]))
    found = get_object_or_404(House, pk=letter["house"])
    form = PortalForm(posted(request))
    if attempt(request, form, lambda _given: houses.join(key=key, by=request.user, at=now())):
        messages.success(request, _("Welcome to {house}.").format(house=name_of(found)))
        return redirect("portal_house", pk=found.pk)
    return show_form(
        request,
        form,
        title=_("Join {house}").format(house=name_of(found)),
        lede=_("Your role there: {role}.").format(role=HouseRole(letter["role"]).label),
        action=_("Join"),
        back=reverse("portal_rounds"),
        section="rounds",
    )


@login_required
def end(request, pk, membership):
    """A colleague's role ends at once."""
    found = visible_house(request, pk)
    permissions.require(request.user, "house.look_after", within=found)
    role = get_object_or_404(found.memberships.live().select_related("user"), pk=membership)
    form = PortalForm(posted(request))
    if attempt(request, form, lambda _given: houses.end_membership(membership=role, by=request.user, at=now())):
        messages.success(request, _("The role ended."))
        return redirect("portal_house", pk=found.pk)
    return show_form(
        request,
        form,
        title=_("End the role of {person}").format(person=role.user),
        action=_("End the role"),
        is_danger=True,
        back=reverse("portal_house", args=[found.pk]),
        section="rounds",
    )


def visible_house(request, pk) -> House:
    """A house that the reader works for, or 404."""
    return get_object_or_404(House.objects.visible_to(request.user), pk=pk)
