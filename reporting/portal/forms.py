"""What a quarterly report asks for, the books' own figure beside each field."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from funds.portal.pages import PortalForm
from itvf.forms import MoneyField
from itvf.presentation import hkd, name_of
from reporting.services.quarterly_reports import Figures, HoldingFigures

FIGURES = {
    "contributions_hkd": _("Contributions to date"),
    "distributions_hkd": _("Distributions to date"),
    "investments_at_cost_hkd": _("Investments at cost"),
    "investments_fair_value_hkd": _("Investments at fair value"),
    "cash_hkd": _("Cash"),
    "fee_charged_hkd": _("Management fee charged this quarter"),
    "nav_hkd": _("Net asset value"),
}
HOLDING = {
    "cost_hkd": _("Cost"),
    "fair_value_hkd": _("Fair value"),
    "hong_kong_spend_to_date_hkd": _("Hong Kong spend to date"),
    "hong_kong_jobs": _("Jobs in Hong Kong"),
}


class ReportForm(PortalForm):
    """The fund's figures, then those of every holding, then comments. `books` holds what the books say, by field."""

    def __init__(self, *args, books: dict[str, Decimal], held, **kwargs):
        super().__init__(*args, **kwargs)
        self.held = list(held)
        for name, label in FIGURES.items():
            self.fields[name] = _money(label, books.get(name))
        for place, made in enumerate(self.held):
            for name, label in HOLDING.items():
                field = (
                    forms.IntegerField(label=label, min_value=0)
                    if name == "hong_kong_jobs"
                    else _money(label, books.get(f"holdings.{made.pk}.{name}"))
                )
                self.fields[f"holdings.{place}.{name}"] = field
        comments = forms.CharField(label=_("Comments"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
        self.fields["comments"] = comments

    def groups(self) -> list[tuple[str, list]]:
        """The fields as the page groups them."""
        groups = [(_("The fund"), [self[name] for name in FIGURES])]
        for place, made in enumerate(self.held):
            groups.append((name_of(made.company), [self[f"holdings.{place}.{name}"] for name in HOLDING]))
        return [*groups, (_("Anything else"), [self["comments"]])]


def figures_of(given: dict) -> Figures:
    """The fund's figures as the service takes them; `given` holds them as text."""
    return Figures(**{name: Decimal(given[name]) for name in FIGURES})


def holdings_of(given: dict, held) -> list[HoldingFigures]:
    """The holdings' figures as the service takes them."""
    return [
        HoldingFigures(
            investment=made.pk,
            **{
                name: int(given[f"holdings.{place}.{name}"])
                if name == "hong_kong_jobs"
                else Decimal(given[f"holdings.{place}.{name}"])
                for name in HOLDING
            },
        )
        for place, made in enumerate(held)
    ]


def _money(label, booked: Decimal | None) -> MoneyField:
    hint = "" if booked is None else _("The books say {amount}.").format(amount=hkd(booked))
    return MoneyField(label=label, help_text=hint)
