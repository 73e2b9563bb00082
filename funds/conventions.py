"""The GP's carry of a fund under every hurdle convention, from the same flows, the fund's own marked (A5, A6)."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import product

from funds import selectors, waterfall_facts
from funds.models import Fund, FundAgreement
from funds.rules.day_count import CONVENTIONS
from funds.rules.hurdle import COMPOUNDING, ORDERS, HurdleTerms
from funds.rules.waterfall import Flow, Line, Waterfall, WaterfallTerms
from itvf.errors import NotFound, gettext_noop
from itvf.money import ZERO, allocate


@dataclass(frozen=True, slots=True)
class Convention:
    """One way to compound, count days and order the tiers, and what the GP gets by it, in HK$."""

    compounding: str
    day_count: str
    order: str
    gp_hkd: Decimal
    is_own: bool


@dataclass(frozen=True, slots=True)
class Worked:
    """One convention's run: its terms, the whole answer, and the lines of the liquidation, which come last."""

    terms: WaterfallTerms
    answer: Waterfall
    last: tuple[Line, ...]


NO_SUCH_CONVENTION = gettext_noop("There is no convention {convention}; it is compounding, day count and order.")


def grid(fund: Fund, on: date, *, nav_hkd: Decimal | None = None, known_at=None) -> list[Convention]:
    """This function will run a fund's flows under all 60 conventions; with `nav_hkd` a liquidation at it comes last.

    Of the net assets what belongs to the waterfall's partners goes through it, deal by deal by what each deal stands
    at. The agreement's other terms stay as they are. In the order of the contract's `convention-grid`.
    """
    agreement = selectors.agreement_of(fund, known_at=known_at)
    agreed = waterfall_facts.terms(agreement)
    flows, last = _flows(agreement, on, nav_hkd, known_at=known_at)
    found = []
    for hurdle in _hurdles(agreed):
        answer = waterfall_facts.run([*flows, *last], replace(agreed, hurdle=hurdle))
        is_own = hurdle == agreed.hurdle
        found.append(Convention(hurdle.compounding, hurdle.day_count, hurdle.order, answer.tiers.gp_hkd, is_own))
    return found


def worked(fund: Fund, on: date, convention: str, *, nav_hkd: Decimal | None = None, known_at=None) -> Worked:
    """This function will give one run of `grid`, named "annual ACT/365 capital_first"; else it refuses (NotFound)."""
    agreement = selectors.agreement_of(fund, known_at=known_at)
    agreed = waterfall_facts.terms(agreement)
    hurdle = next((one for one in _hurdles(agreed) if name_of(one) == convention), None)
    if hurdle is None:
        raise NotFound(NO_SUCH_CONVENTION, code="no_such_convention", convention=convention)
    flows, last = _flows(agreement, on, nav_hkd, known_at=known_at)
    terms = replace(agreed, hurdle=hurdle)
    answer = waterfall_facts.run([*flows, *last], terms)
    shared_out = sum(flow.kind == "distribution" for flow in last)
    return Worked(terms, answer, answer.lines[len(answer.lines) - shared_out :])


def name_of(one: HurdleTerms | Convention) -> str:
    """How a convention is named in an address."""
    return f"{one.compounding} {one.day_count} {one.order}"


def _hurdles(agreed: WaterfallTerms) -> list[HurdleTerms]:
    every = product(COMPOUNDING, CONVENTIONS, ORDERS)
    return [HurdleTerms(agreed.hurdle.rate, *convention) for convention in every]


def _flows(
    agreement: FundAgreement, on: date, nav_hkd: Decimal | None, *, known_at=None
) -> tuple[list[Flow], list[Flow]]:
    """The fund's flows, and those of a liquidation at net assets after them."""
    fund = agreement.fund_id
    flows = waterfall_facts.flows_of([agreement], on, known_at=known_at)[fund]
    if not nav_hkd or nav_hkd < 0:
        return flows, []
    capital = waterfall_facts.pool_capital([agreement], on, known_at=known_at)[fund]
    shared = max(nav_hkd - waterfall_facts.given_back([fund], on, known_at=known_at)[fund].held_hkd, ZERO)
    pool = allocate(shared, capital)[0] if any(capital) else shared
    values = waterfall_facts.fair_values([fund], on, known_at=known_at)[fund]
    agreed = waterfall_facts.terms(agreement)
    return flows, waterfall_facts.last_flows(agreed, (pool, capital[0]), on, flows, values)
