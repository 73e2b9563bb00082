"""A notice of a distribution as its partner reads it: sources, tiers, what is kept back, and its position."""

from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from funds.distribution_words import natures, tier_names
from funds.models import DistributionPayment, DistributionSource, Notice
from itvf.presentation import hk_date, hkd, is_chinese


def context(request, notice: Notice, content: dict) -> dict:
    """This function will give what the page of a distribution's notice shows."""
    line = content["line"]
    return {
        "amount_hkd": Decimal(line["amount_hkd"]),
        "nature": natures()[content["nature"]],
        "sources": _sources(content),
        "tiers": tiers_table(content),
        "position": _position(line, content["cumulative"]),
        "solvency": content["solvency"],
        "clause": content["terms"].get("clause"),
        "payments": _payments(request, notice),
    }


def _sources(content: dict) -> dict:
    rows = [
        [
            (is_chinese() and source["label_zh_hant"]) or source["label"],
            capfirst(DistributionSource.Kind(source["kind"]).label),
            Decimal(source["amount_hkd"]),
        ]
        for source in content["sources"]
    ]
    columns = [(_("From what"), "text"), (_("Kind"), "text"), (_("Whole fund (HK$)"), "money")]
    return {"columns": columns, "rows": rows, "foot": [_("Total"), "", Decimal(content["amount_hkd"])]}


def tiers_table(content: dict, *, is_netted: bool = False) -> dict:
    """This function will lay out the tiers of the whole fund beside the partner's, down to what it is paid."""
    line, names = content["line"], tier_names()
    rows = [
        [names[row["code"]], Decimal(row["whole_hkd"]), row["part_hkd"] and Decimal(row["part_hkd"])]
        for row in content["tier_rows"]
    ]
    rows.append([_("All tiers"), Decimal(content["amount_hkd"]), Decimal(line["gross_hkd"])])
    for key, words in (("withheld_hkd", _("Tax withheld")), ("escrow_hkd", _("Carried interest held in escrow"))):
        if Decimal(line[key]):
            rows.append([words, None, -Decimal(line[key])])
    last = _("This distribution, before it is set off") if is_netted else _("Paid to you")
    columns = [(_("Tier"), "text"), (_("Whole fund (HK$)"), "money"), (_("Your part (HK$)"), "money")]
    return {"columns": columns, "rows": rows, "foot": [last, None, Decimal(line["amount_hkd"])]}


def _position(line: dict, cumulative: dict) -> dict:
    figures = [
        (_("Your commitment"), line["commitment_hkd"]),
        (_("Unfunded before"), line["unfunded_before_hkd"]),
        (_("Unfunded after"), line["unfunded_after_hkd"]),
        (_("Recallable of this distribution (A20)"), line["recallable_hkd"]),
        (_("Contributions received to date"), cumulative["contributions_hkd"]),
        (_("Distributions, this one in"), cumulative["distributions_hkd"]),
    ]
    rows = [[words, Decimal(amount)] for words, amount in figures]
    return {"columns": [(_("Figure"), "text"), (_("Amount (HK$)"), "money")], "rows": rows}


def _payments(request, notice: Notice) -> list[tuple[str, str]]:
    found = DistributionPayment.objects.visible_to(request.user).filter(
        line=notice.distribution_line_id, entry__reversed_by=None
    )
    return [
        (
            hk_date(one.value_date),
            _("{amount}, bank reference {reference}").format(amount=hkd(one.amount_hkd), reference=one.bank_reference),
        )
        for one in found.order_by("value_date", "id")
    ]
