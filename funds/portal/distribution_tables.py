"""Tables of distributions: a list's row, sources, lines by tier."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from funds.distribution_words import tier_columns
from funds.models import Distribution, DistributionLine, DistributionSource
from itvf.money import total
from itvf.presentation import is_chinese, name_of
from itvf.templatetags.itvf import status


def list_columns() -> list[tuple[str, str]]:
    """The columns of a list of distributions."""
    return [
        (_("Distribution"), "text"),
        (_("What goes back"), "text"),
        (_("Stage"), "text"),
        (_("Amount (HK$)"), "money"),
        (_("Payment date"), "date"),
    ]


def list_row(distribution: Distribution) -> list:
    """A distribution as a row of a list, its number leading to it."""
    name = _("Distribution {number}").format(number=distribution.number)
    return [
        (name, reverse("portal_distribution", args=[distribution.pk])),
        capfirst(distribution.get_nature_display()),
        status(distribution),
        distribution.amount_hkd,
        distribution.payment_date,
    ]


def sources_table(sources: Sequence[DistributionSource]) -> dict:
    """The sources of a distribution with their sum."""
    rows = [
        [(is_chinese() and one.label_zh_hant) or one.label, capfirst(one.get_kind_display()), one.amount_hkd]
        for one in sources
    ]
    return {
        "source_columns": [(_("From what"), "text"), (_("Kind"), "text"), (_("Amount (HK$)"), "money")],
        "sources": rows,
        "sources_foot": [_("Total"), "", total(one.amount_hkd for one in sources)],
    }


def lines_table(lines: Sequence[DistributionLine]) -> dict:
    """Lines that are not declared yet, to the cent, with their sum."""
    columns = [*tier_columns(lines), ("recallable_hkd", _("Recallable")), ("unfunded_after_hkd", _("Unfunded after"))]
    if not any(line.recallable_hkd for line in lines):
        columns = [one for one in columns if one[0] != "recallable_hkd"]
    rows = [[name_of(line.partner), *(getattr(line, key) for key, _label in columns)] for line in lines]
    foot = [_("Total"), *(total(getattr(line, key) for line in lines) for key, _label in columns)] if lines else None
    return {
        "line_columns": [(_("Partner"), "text"), *((label, "money") for _key, label in columns)],
        "lines": rows,
        "lines_foot": foot,
    }
