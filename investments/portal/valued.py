"""The company page's valuations: method, level, inputs, bridge from the last value, and whether the value is stale."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from investments.models import Valuation
from investments.portal.holdings import Lot
from investments.portal.outcomes import said
from investments.portal.reading import address
from investments.rules.valuation import STALE_AFTER_DAYS, is_stale
from itvf.charts import Chart, Series
from itvf.presentation import fact_name, hk_date, hkd, hkd_millions, rate

# From the last value to this one; what left as cash is shown beside.
BRIDGE = {
    "opening_hkd": gettext_lazy("Value before"),
    "added_hkd": gettext_lazy("Cost added"),
    "released_hkd": gettext_lazy("Left with what was sold"),
    "written_down_hkd": gettext_lazy("Written down for good"),
    "exchange_hkd": gettext_lazy("Exchange rate"),
    "price_hkd": gettext_lazy("Change of value"),
    "closing_hkd": gettext_lazy("Value now"),
    "realised_hkd": gettext_lazy("Beside it, received for what was sold"),
}
# What a bridge shows even where it is nothing.
ALWAYS = ("opening_hkd", "price_hkd", "closing_hkd")


def valuations(lot: Lot, on: date, *, may_review: bool = False) -> dict:
    """A lot's valuations, the newest first, with the state of the newest in words."""
    reviewed = [one for one in lot.valuations if one.stage == Valuation.Stage.REVIEWED]
    return {
        "rows": [_valuation(one, may_review) for one in lot.valuations],
        "age": _age(reviewed[0].valuation_date if reviewed else None, on) if lot.position.is_held else None,
        "chart": _chart(list(reversed(reviewed))),
    }


def _valuation(one: Valuation, may_review: bool) -> dict:
    waits = one.stage == Valuation.Stage.DRAFT
    return {
        "valuation": one,
        "method": capfirst(one.get_method_display()),
        "level": capfirst(one.get_level_display()),
        "foreign": ""
        if one.foreign_value is None
        else _("{currency} {amount} at HK$ {rate} for one: {source}, {date}").format(
            currency=one.currency,
            amount=f"{one.foreign_value:,.2f}",
            rate=f"{one.fx_rate.normalize():f}",
            source=one.fx_source,
            date=hk_date(one.fx_date),
        ),
        "bridge": _bridge(one.bridge),
        "inputs": _pairs(one.inputs),
        "calibration": _pairs(one.calibration),
        "review_url": address("portal_valuation_review", one.pk) if waits and may_review else "",
    }


def _bridge(kept: dict) -> list[list]:
    """From the last value to this one, what did not move left out; nothing where there was no value before."""
    if kept.get("opening_hkd") is None:
        return []
    figures = {name: said(kept[name], name) for name in BRIDGE if kept.get(name) is not None}
    return [[BRIDGE[name], figure] for name, figure in figures.items() if figure or name in ALWAYS]


def bridge_columns() -> list[tuple[str, str]]:
    """The columns of a bridge."""
    return [(_("From the last value to this one"), "text"), (_("Amount (HK$)"), "money")]


def _pairs(kept: dict) -> list[tuple[str, str]]:
    """Inputs as they were given: money and rates by the ending of their names."""
    pairs = []
    for name, value in kept.items():
        shown = said(value, name)
        if isinstance(shown, Decimal):
            shown = hkd(shown) if name.endswith("_hkd") else f"{shown:,f}"
        if value not in (None, "", [], {}):
            pairs.append((fact_name(name), shown))
    return pairs


def _age(valued: date | None, on: date) -> dict:
    """How old the value is, in words; no value at all is stale."""
    if valued is None:
        return {"label": _("Not valued yet"), "tone": "wait", "words": _("Carried at cost until a value is reviewed.")}
    days = (on - valued).days
    words = ngettext(
        "The last reviewed value is {count} day old; the policy asks for a new one after {limit}.",
        "The last reviewed value is {count} days old; the policy asks for a new one after {limit}.",
        days,
    ).format(count=days, limit=STALE_AFTER_DAYS)
    if is_stale(valued, on):
        return {"label": _("Stale"), "tone": "bad", "words": words}
    return {"label": _("Up to date"), "tone": "good", "words": words}


def _chart(reviewed: Sequence[Valuation]) -> Chart | None:
    """Fair value over the reviewed valuations."""
    if len(reviewed) < 2:
        return None
    first, last = reviewed[0], reviewed[-1]
    moved = (last.fair_value_hkd - first.fair_value_hkd) / first.fair_value_hkd if first.fair_value_hkd else None
    return Chart(
        title=_("Fair value by valuation"),
        description=_("From {first} on {first_date} to {last} on {last_date} ({moved}).").format(
            first=hkd(first.fair_value_hkd),
            first_date=hk_date(first.valuation_date),
            last=hkd(last.fair_value_hkd),
            last_date=hk_date(last.valuation_date),
            moved=rate(moved),
        ),
        labels=[hk_date(one.valuation_date) for one in reviewed],
        series=[Series(_("Fair value"), [one.fair_value_hkd for one in reviewed])],
        show=hkd_millions,
    )
