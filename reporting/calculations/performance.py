"""`performance`: rate of return and multiples of one series of flows."""

from typing import Any

from funds.rules.performance import performance
from itvf.errors import plain
from reporting.calculations.reader import Reader


def calculate(given: Reader) -> dict[str, Any]:
    """This function will give the rates, ratios and multiples of the input's flows, in 12 places half up."""
    flows = [(flow.date("date"), flow.money("amount_hkd", negative=True)) for flow in given.children("flows")]
    nav_hkd = given.money("nav_hkd", negative=True)
    as_of = given.date("as_of")
    committed_hkd = given.money("committed_hkd", null=True)
    given.close()
    figures = performance(flows, nav_hkd=nav_hkd, as_of=as_of, committed_hkd=committed_hkd)
    return {
        "irr": plain(figures.irr.rate),
        "irr_status": figures.irr.status,
        "irr_roots": plain(figures.irr.roots),
        "irr_note": figures.irr.note,
        "annualised": figures.irr.annualised,
        "irr_for_period": plain(figures.irr.for_period),
        "tvpi": plain(figures.tvpi),
        "dpi": plain(figures.dpi),
        "rvpi": plain(figures.rvpi),
        "pic": plain(figures.pic),
    }
