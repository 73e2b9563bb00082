"""The GP's carry of a fund under every hurdle convention, from the same flows, the fund's own marked (A5, A6)."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import product

from funds import selectors, waterfall_facts
from funds.models import Fund
from funds.rules.day_count import CONVENTIONS
from funds.rules.hurdle import COMPOUNDING, ORDERS, HurdleTerms
from funds.rules.waterfall import Flow


@dataclass(frozen=True, slots=True)
class Convention:
    """One way to compound, count days and order the tiers, and what the GP gets by it, in HK$."""

    compounding: str
    day_count: str
    order: str
    gp_hkd: Decimal
    is_own: bool


def grid(fund: Fund, on: date, *, nav_hkd: Decimal | None = None) -> list[Convention]:
    """This function will run a fund's flows under all 60 conventions; with `nav_hkd` a liquidation at it comes last.

    The agreement's other terms stay as they are. In the order of the contract's `convention-grid`.
    """
    agreement = selectors.agreement_of(fund)
    agreed = waterfall_facts.terms(agreement)
    flows = waterfall_facts.flows(fund, on)
    if nav_hkd:
        flows = [*flows, Flow(on, "distribution", nav_hkd)]
    found = []
    for compounding, day_count, order in product(COMPOUNDING, CONVENTIONS, ORDERS):
        hurdle = HurdleTerms(agreed.hurdle.rate, compounding, day_count, order)
        answer = waterfall_facts.run(flows, replace(agreed, hurdle=hurdle))
        found.append(Convention(compounding, day_count, order, answer.tiers.gp_hkd, hurdle == agreed.hurdle))
    return found
