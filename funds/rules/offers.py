"""Offers on one footing: what each applicant's terms would cost the Government under stated scenarios (R14 to R16).

A scenario says how many times its cost a fund's investments bring back. Everything else is the same for everybody: the
fund draws what it invests in equal parts at the start of each year of the investment period, and sells in equal parts
at the end of each year from the end of that period to the end of the term. The fee of a year is drawn at its start on
the base of that day; what is invested is what the fee leaves of the fund. Exact until each flow is rounded, half up.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product

from funds.rules.day_count import CONVENTIONS
from funds.rules.hurdle import COMPOUNDING, ORDERS, HurdleTerms
from funds.rules.waterfall import Flow, WaterfallTerms, waterfall
from itvf.dates import add_years
from itvf.errors import InputRefused, gettext_noop
from itvf.money import ZERO, quantise, ratio, total

COMMITTED, INVESTED, NET_INVESTED = "committed", "invested", "net_invested"
FEE_TAKES_ALL = gettext_noop("The fee would take the whole fund: nothing is left to invest.")


@dataclass(frozen=True, slots=True)
class Offer:
    """What an applicant proposes, as far as its cost goes; `likely_hkd` is the Government's likely commitment."""

    fund_size_hkd: Decimal
    likely_hkd: Decimal
    gp_commitment_hkd: Decimal
    term_years: int
    investment_period_years: int
    fee_rate_during: Decimal
    fee_rate_after: Decimal
    fee_base_during: str
    fee_base_after: str
    gp_in_pool: bool
    waterfall: WaterfallTerms


@dataclass(frozen=True, slots=True)
class Cost:
    """A scenario's result in HK$: the whole fund's money, and the Government's part of fee and carry over the life."""

    invested_hkd: Decimal
    proceeds_hkd: Decimal
    fee_hkd: Decimal
    carry_hkd: Decimal
    government_fee_hkd: Decimal
    government_carry_hkd: Decimal
    share_of_commitment: Decimal | None
    flows: tuple[Flow, ...]

    @property
    def government_cost_hkd(self) -> Decimal:
        """Fee and carry together."""
        return self.government_fee_hkd + self.government_carry_hkd


@dataclass(frozen=True, slots=True)
class Convention:
    """The carry of the whole pool under one way to compound, count days and order the tiers, in HK$."""

    compounding: str
    day_count: str
    order: str
    carry_hkd: Decimal
    is_own: bool


def cost(offer: Offer, multiple: Decimal, *, start: date) -> Cost:
    """This function will run an offer through a scenario and give its cost to the Government (R14 to R16).

    `multiple` is gross proceeds over what was invested. The Government bears fee and carry in its part of the pool.
    Offers that run deal by deal are run over the whole fund, since a scenario knows no deals: the page says so.
    """
    fees, parts = _fees(offer), offer.investment_period_years
    invested = _invested(offer)
    exits = _exits(offer)
    contributions = [
        Flow(
            add_years(start, year),
            "contribution",
            quantise(fees[year](invested) + (invested / parts if year < parts else 0), mode="half_up"),
        )
        for year in range(offer.term_years)
    ]
    proceeds = quantise(invested * Fraction(multiple) / len(exits), mode="half_up")
    flows = (*contributions, *(Flow(add_years(start, year), "distribution", proceeds) for year in exits))
    pool = _pool(offer)
    carry = _carry(flows, pool, _over_the_whole(offer.waterfall))
    fee = total(quantise(of(invested), mode="half_up") for of in fees)
    part = Fraction(offer.likely_hkd) / Fraction(offer.fund_size_hkd)
    government_fee = quantise(Fraction(fee) * part, mode="half_up")
    government_carry = quantise(Fraction(carry) * part / (pool or 1), mode="half_up")
    return Cost(
        invested_hkd=quantise(invested, mode="half_up"),
        proceeds_hkd=proceeds * len(exits),
        fee_hkd=fee,
        carry_hkd=carry,
        government_fee_hkd=government_fee,
        government_carry_hkd=government_carry,
        share_of_commitment=ratio(government_fee + government_carry, offer.likely_hkd),
        flows=flows,
    )


def grid(offer: Offer, flows: Sequence[Flow]) -> list[Convention]:
    """This function will run one scenario's flows under all 60 hurdle conventions, the offer's own marked (A5, A6)."""
    own = _over_the_whole(offer.waterfall)
    found = []
    for compounding, day_count, order in product(COMPOUNDING, CONVENTIONS, ORDERS):
        hurdle = HurdleTerms(own.hurdle.rate, compounding, day_count, order)
        carry = _carry(flows, _pool(offer), replace(own, hurdle=hurdle))
        found.append(Convention(compounding, day_count, order, carry, hurdle == own.hurdle))
    return found


def _exits(offer: Offer) -> range:
    """The years at whose end the fund sells."""
    return range(offer.investment_period_years, offer.term_years + 1)


def _fees(offer: Offer) -> list:
    """For each year a function that gives its fee from what is invested in all."""
    return [_fee_of(offer, year) for year in range(offer.term_years)]


def _fee_of(offer: Offer, year: int):
    period = offer.investment_period_years
    is_during = year < period
    base = offer.fee_base_during if is_during else offer.fee_base_after
    rate = Fraction(offer.fee_rate_during if is_during else offer.fee_rate_after)
    if base == COMMITTED:
        return lambda invested: rate * Fraction(offer.fund_size_hkd)
    share = Fraction(min(year + 1, period), period)
    if base == NET_INVESTED and not is_during:
        share -= Fraction(year - period + 1, len(_exits(offer)))
    return lambda invested: rate * share * invested


def _invested(offer: Offer) -> Fraction:
    """What the fee leaves: fee and investments together are the fund, and the fee is linear in what is invested."""
    fees = _fees(offer)
    fixed = sum((of(Fraction(0)) for of in fees), Fraction(0))
    slope = sum((of(Fraction(1)) for of in fees), Fraction(0)) - fixed
    invested = (Fraction(offer.fund_size_hkd) - fixed) / (1 + slope)
    if invested <= 0:
        raise InputRefused(FEE_TAKES_ALL, code="fee_takes_all", field="fee_rate_during")
    return invested


def _pool(offer: Offer) -> Fraction:
    """The part of the fund that bears carry."""
    if offer.gp_in_pool:
        return Fraction(1)
    return 1 - Fraction(offer.gp_commitment_hkd) / Fraction(offer.fund_size_hkd)


def _carry(flows: Sequence[Flow], pool: Fraction, terms: WaterfallTerms) -> Decimal:
    """None where the GP's money is the whole fund and bears no carry."""
    return waterfall(_scaled(flows, pool), terms).tiers.gp_hkd if pool else ZERO


def _scaled(flows: Sequence[Flow], part: Fraction) -> list[Flow]:
    if part == 1:
        return list(flows)
    return [replace(one, amount_hkd=quantise(Fraction(one.amount_hkd) * part, mode="half_up")) for one in flows]


def _over_the_whole(terms: WaterfallTerms) -> WaterfallTerms:
    return replace(terms, scope="whole_fund", loss_make_up=False)
