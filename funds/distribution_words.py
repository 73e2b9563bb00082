"""How pages show a distribution: its nature, its tiers, the conventions of its waterfall, in the reader's language."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from funds.models import Distribution, DistributionLine
from funds.models.agreement import Compounding, TierOrder, WaterfallScope
from funds.notice_documents import TIERS
from funds.rules import further_hurdles
from funds.rules.further_hurdles import FurtherHurdle
from itvf.money import ZERO
from itvf.presentation import clause, rate


def natures() -> dict[str, str]:
    """What kinds of distribution there are."""
    return {nature.value: capfirst(nature.label) for nature in Distribution.Nature}


def tier_names() -> dict[str, str]:
    """The tiers of a waterfall by the codes of funds.notice_documents."""
    return {
        "capital": _("Return of capital"),
        "capital_outside": _("Return of capital called outside commitment"),
        "hurdle": _("Hurdle"),
        "catch_up": _("Catch-up, partners' part"),
        "split": _("Split, partners' part"),
        "carry": _("Carried interest"),
        "interest": _("Interest of the true-up"),
        "outside": _("Partners outside the waterfall"),
    }


def conventions(working: dict) -> list[tuple[str, str | None]]:
    """The terms on which a waterfall was run, from a distribution's working."""
    terms = working["terms"]
    hurdle = _("{rate} a year; compounds {compounding}; {day_count}").format(
        rate=rate(Decimal(terms["hurdle_rate"])),
        compounding=Compounding(terms["compounding"]).label,
        day_count=terms["day_count"],
    )
    return [
        (_("Waterfall"), capfirst(WaterfallScope(terms["scope"]).label)),
        (_("Order of the tiers"), capfirst(TierOrder(terms["order"]).label)),
        (_("Hurdle"), hurdle),
        (_("Catch-up"), rate(Decimal(terms["catch_up_rate"]))),
        (_("Carried interest"), rate(Decimal(terms["carry_rate"]))),
        *map(further_hurdle, further_hurdles.of_json(terms.get("further_hurdles", ()))),
        (
            _("The general partner's own capital"),
            _("Passes the waterfall") if terms["gp_in_pool"] else _("Stands outside the waterfall"),
        ),
        (_("Clause"), clause(working["clause"])),
        (_("Assumptions"), ", ".join(working["assumptions"])),
    ]


def further_hurdle(one: FurtherHurdle) -> tuple[str, str]:
    """This function will name a further hurdle and say its carry; catch-up and clause where they are its own."""
    says = rate(one.carry_rate)
    if one.catch_up_rate:
        says = _("{carry}; catch-up {catch_up}").format(carry=says, catch_up=rate(one.catch_up_rate))
    if one.clause:
        says = f"{says} ({clause(one.clause)})"
    return _("Carry above {rate} a year").format(rate=rate(one.hurdle_rate)), says


def tier_columns(lines: Sequence[DistributionLine]) -> list[tuple[str, str]]:
    """The amounts of lines that are not all zero, each with its heading; what is paid out is always among them."""
    names = tier_names()
    words = [
        *((key, names[code]) for code, key, _keys in TIERS),
        ("outside_hkd", _("Of the capital: called outside commitment")),
        ("interest_hkd", names["interest"]),
        ("escrow_hkd", _("Into escrow")),
        ("withheld_hkd", _("Tax withheld")),
    ]
    used = [(key, label) for key, label in words if any(getattr(line, key) for line in lines)]
    return [*used, ("amount_hkd", _("Paid out"))]


def tiers_table(working: dict) -> dict:
    """What went into each tier of the whole fund's waterfall."""
    names, tiers = tier_names(), working.get("tiers", {})
    rows = []
    for code, _key, keys in TIERS:
        amount = sum((Decimal(tiers.get(key, "0.00")) for key in keys), ZERO)
        rows.append([names[code], amount])
    return {
        "tier_columns": [(_("Tier"), "text"), (_("Amount (HK$)"), "money")],
        "tiers": rows,
        "tiers_foot": [_("Through the waterfall"), sum((Decimal(one) for one in tiers.values()), ZERO)],
    }
