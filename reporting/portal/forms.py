"""What a quarterly report asks for, the books' own figure beside each field."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from funds.portal.pages import PortalForm
from itvf.errors import trimmed
from itvf.forms import MoneyField
from itvf.presentation import hkd, name_of
from reporting.comparison_words import RETURNS
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


class PercentField(forms.DecimalField):
    """A rate of return that people type in percent and the report holds as a fraction; it may be below zero."""

    unit = "%"
    widget = forms.TextInput

    def __init__(self, **kwargs):
        super().__init__(max_digits=9, decimal_places=6, min_value=-100, required=False, **kwargs)

    def clean(self, value) -> Decimal | None:
        """The fraction of what was typed."""
        found = super().clean(value)
        return None if found is None else found / 100

    def prepare_value(self, value):
        """A rate already known, in percent; what a person typed stays as it was typed."""
        return trimmed(value * 100, 10) if isinstance(value, Decimal) else value

    def widget_attrs(self, widget) -> dict:
        """A decimal keypad on phones."""
        return {"inputmode": "decimal", "autocomplete": "off"}


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
        for name, label in RETURNS.items():
            self.fields[name] = _return(name, label)
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
        groups.append((_("Your own returns, if you report them"), [self[name] for name in RETURNS]))
        for place, made in enumerate(self.held):
            groups.append((name_of(made.company), [self[f"holdings.{place}.{name}"] for name in HOLDING]))
        return [*groups, (_("Anything else"), [self["comments"]])]


def figures_of(given: dict) -> Figures:
    """The fund's figures as the service takes them; `given` holds them as text."""
    figures = {name: Decimal(given[name]) for name in FIGURES}
    return Figures(**figures, **returns_of(given))


def returns_of(given: dict) -> dict[str, Decimal | None]:
    """The manager's own returns as the service takes them: fractions and multiples, None where it gives none."""
    return {name: Decimal(given[name]) if given.get(name) else None for name in RETURNS}


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


def _return(name: str, label) -> forms.Field:
    hint = _("Under a year: the rate of the period, not of a year.") if name.endswith("_rate") else ""
    if hint:
        return PercentField(label=label, help_text=hint)
    return forms.DecimalField(
        label=label, max_digits=8, decimal_places=6, min_value=0, required=False, widget=forms.TextInput
    )


def _money(label, booked: Decimal | None) -> MoneyField:
    hint = "" if booked is None else _("The books say {amount}.").format(amount=hkd(booked))
    return MoneyField(label=label, help_text=hint)
