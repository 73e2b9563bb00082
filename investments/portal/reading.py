"""What the portfolio's reading screens share: who may read, filters kept in the address, ways on, what is offered."""

from collections.abc import Iterable

from django import forms
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.models import Fund
from funds.portal.pages import may
from itvf import permissions
from itvf.presentation import name_of


def funds_read_by(request: HttpRequest):
    """The funds whose portfolio the reader may see: staff all, a GP its own; nobody else finds a page here (404)."""
    funds = Fund.objects.books_open_to(request.user)
    if not request.user.is_staff and not funds.exists():
        raise Http404
    return funds


def require_staff(request: HttpRequest) -> None:
    """The whole programme's figures are the Corporation's: nobody else finds the page (404)."""
    if not request.user.is_staff:
        raise Http404


class Filters(forms.Form):
    """Filters of a list, asked by GET to stay in the address; what cannot be read says so and filters nothing."""

    use_required_attribute = False

    def __init__(self, request: HttpRequest):
        super().__init__(request.GET)
        for field in self.fields.values():
            field.required = False

    @property
    def chosen(self) -> dict:
        """What is filtered by, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """What is filtered by as its reader reads it, for the page and for print."""
        return [(self.fields[name].label, self._words(name, value)) for name, value in self.chosen.items()]

    def _words(self, name: str, value) -> str:
        choices = dict(getattr(self.fields[name], "choices", ()))
        return name_of(value) if isinstance(value, Fund) else str(choices.get(value, value))


class FundField(forms.ModelChoiceField):
    """One of the funds that the reader may see, by its code in the address."""

    def __init__(self, **kwargs):
        super().__init__(
            queryset=Fund.objects.none(), to_field_name="code", empty_label=gettext_lazy("All funds"), **kwargs
        )

    def label_from_instance(self, fund: Fund) -> str:
        """The fund's name in the reader's language."""
        return name_of(fund)


def choice(label: str, every: str, choices: Iterable[tuple]) -> forms.ChoiceField:
    """A filter of fixed choices, the first of them none."""
    return forms.ChoiceField(label=label, choices=[("", every), *choices])


def views(request: HttpRequest, current: str) -> list[dict]:
    """The screens beside each other, those of the whole programme for its staff."""
    items = [
        ("board", _("Portfolio board"), "portal_board"),
        ("breaches", _("Breaches"), "portal_breaches"),
        ("consents", _("Consents"), "portal_consents"),
        ("uninvested", _("Called and not invested"), "portal_uninvested"),
    ]
    if request.user.is_staff:
        items += [
            ("funds", _("Fees, hurdle and carry"), "portal_all_funds"),
            ("kpi", _("Private investment (R26)"), "portal_kpi"),
            ("start_ups", _("Start-ups brought here (R31)"), "portal_start_ups"),
        ]
    return [{"label": label, "url": reverse(name), "current": key == current} for key, label, name in items]


def offered(request: HttpRequest, fund: Fund, doors: Iterable[tuple[str, str, str, list]]) -> list[tuple[str, str]]:
    """The verbs that the reader may do in a fund, as (label, url); `doors` are (label, permission, route, arguments).

    A verb whose page does not exist (it may be the staff site's) is not offered.
    """
    found = []
    for label, permission, route, arguments in doors:
        url = address(route, *arguments)
        if url and may(request, permission, fund):
            found.append((label, url))
    return found


def may_open(request: HttpRequest, permission: str, route: str, fund: Fund | None = None) -> bool:
    """Whether there is a page for a verb on one thing, and the reader may do it: asked once for a whole list."""
    return bool(address(route, 0)) and permissions.allows(request.user, permission, within=fund)


def address(route: str, *arguments) -> str:
    """The address of a route, or nothing where there is no such page."""
    try:
        return reverse(route, args=arguments)
    except NoReverseMatch:
        return ""
