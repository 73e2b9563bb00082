"""What the events of an investment's life do to its units and cost: conversion, split, bonus, write-down, exit.

Whole units only come out of a conversion, a split or a bonus issue; what is left over is stated. Cost released is in
proportion to units, rounded half up once, and the last units take all that is left.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal, localcontext
from fractions import Fraction

from itvf.errors import InputRefused, gettext_noop
from itvf.money import EXACT, ONE, ZERO, quantise, ratio, total

UNIT = Decimal("0.000001")
DAYS_OF_YEAR = 365

HELD, PARTLY_REALISED, REALISED, WRITTEN_OFF = "held", "partly_realised", "realised", "written_off"

BEFORE_COMPLETION = gettext_noop(
    "{date} is before the deal was completed on {completed}. Choose that day or a later one."
)
BEFORE_LAST_EVENT = gettext_noop(
    "{date} is before the last event on record, {last}. Reverse the later events first, or choose a later day."
)
NOTHING_HELD = gettext_noop(
    "Nothing is held of this investment any more; it is {state}. Reverse the event that ended it."
)
# Registers that split units do so to six places.
UNIT_PLACES = 6
UNIT_FRACTION = gettext_noop("{units} units have more than {places} decimal places.")
TOO_MANY_UNITS = gettext_noop("{units} units would leave and {held} are held. Give at most those.")
NOT_POSITIVE = gettext_noop("{name} is {found}; give an amount above zero.")
ABOVE_CARRYING = gettext_noop(
    "{amount_hkd} would be written down and the investment is carried at {carrying_hkd}. Write down at most that."
)
ABOVE_COST = gettext_noop(
    "{amount_hkd} would be written down for good and {left_hkd} of the cost is not written down yet. Write down "
    "at most that; a value above cost falls by a valuation."
)
BEFORE_VALUE = gettext_noop(
    "{date} is before the value of {valued}, which is in the books and closes what lies before it. Record the event on "
    "that day or later and say its own day in the reason."
)
DISCOUNT_OUTSIDE = gettext_noop("The discount is {found}; give a fraction from 0 to below 1.")
INTEREST_BELOW_ZERO = gettext_noop("The interest rate is {found}; give a fraction, zero or above.")
INTEREST_LATER = gettext_noop("Interest runs from {start}, which is after the conversion on {end}.")
CAP_WITHOUT_UNITS = gettext_noop("A cap is a value over fully diluted units: give both above zero, or neither.")
ABOVE_WRITTEN_DOWN = gettext_noop(
    "{amount_hkd} would be written up again and {written_down_hkd} was written down for good. At most that."
)
NO_PRICE = gettext_noop("No price follows from these terms: give the price of the round.")
NOT_A_RATIO = gettext_noop("A ratio of {new} for {old} is none: both are whole numbers above zero.")
ABOVE_DEAL = gettext_noop(
    "{amount_hkd} would be drawn and {undrawn_hkd} of the deal is left. Propose a follow-on for more."
)
ABOVE_DEAL_ABROAD = gettext_noop(
    "{amount} would be drawn in the deal's currency and {undrawn} of it is left. Give an amount within it."
)
ESCROW_ABOVE = gettext_noop("{amount_hkd} is released and {escrow_hkd} is held in escrow. Give at most that.")
NOT_A_PART = gettext_noop("The part sold is {found}; give a fraction above 0 and at most 1.")


@dataclass(frozen=True, slots=True)
class Holding:
    """One lot as it stands: units, cost and what was written down for good, in HK$; cost in its own currency beside."""

    units: Decimal
    cost_hkd: Decimal
    unrealised_hkd: Decimal = ZERO
    written_down_hkd: Decimal = ZERO
    foreign_cost: Decimal | None = None

    @property
    def carrying_hkd(self) -> Decimal:
        """What the books carry it at: cost and what stands unrealised, write-downs among it."""
        return total([self.cost_hkd, self.unrealised_hkd])


@dataclass(frozen=True, slots=True)
class Release:
    """What leaves with a part of a lot: each figure's own part, the last part taking what is left."""

    units: Decimal
    cost_hkd: Decimal
    unrealised_hkd: Decimal
    written_down_hkd: Decimal
    foreign_cost: Decimal | None


def release(holding: Holding, part: Fraction) -> Release:
    """This function will give what leaves with a part of a lot; the whole lot leaves nothing behind.

    HK$ half up to the cent, foreign cost half up to four places, units exactly.
    """
    if not 0 < part <= 1:
        raise InputRefused(NOT_A_PART, code="not_a_part", field="part_rate", found=str(part))
    if part == 1:
        return Release(
            holding.units, holding.cost_hkd, holding.unrealised_hkd, holding.written_down_hkd, holding.foreign_cost
        )
    foreign = holding.foreign_cost
    return Release(
        units=_floor(Fraction(holding.units) * part, UNIT),
        cost_hkd=_part(holding.cost_hkd, part),
        unrealised_hkd=_part(holding.unrealised_hkd, part),
        written_down_hkd=_part(holding.written_down_hkd, part),
        foreign_cost=None if foreign is None else _part(foreign * 100, part) / 100,
    )


def part_of_units(holding: Holding, units: Decimal) -> Fraction:
    """This function will give the part of a lot that so many units are; more than are held is refused."""
    if units <= 0:
        raise InputRefused(NOT_POSITIVE, code="not_positive", field="units", name="units", found=units)
    if units != round(units, UNIT_PLACES):
        raise InputRefused(UNIT_FRACTION, code="unit_places", field="units", units=units, places=UNIT_PLACES)
    if units > holding.units:
        raise InputRefused(TOO_MANY_UNITS, code="too_many_units", field="units", units=units, held=holding.units)
    return Fraction(units) / Fraction(holding.units)


def state(holding: Holding, *, was_sold: bool, was_written_off: bool) -> str:
    """The state of a lot: held, partly realised, realised or written off. What was written off may still be sold."""
    if holding.cost_hkd > 0:
        return PARTLY_REALISED if was_sold else HELD
    if was_written_off and (holding.units > 0 or not was_sold):
        return WRITTEN_OFF
    if was_sold and not holding.units:
        return REALISED
    return PARTLY_REALISED if was_sold else HELD


@dataclass(frozen=True, slots=True)
class ConversionTerms:
    """How a convertible bond becomes shares; money in the bond's own currency.

    `discount_rate` is off the round's price; `cap` is a pre-money value over the fully diluted `cap_units`. The lowest
    price that follows is the investor's.
    """

    principal: Decimal
    interest_rate: Decimal
    interest_from: date
    converted_on: date
    round_price: Decimal | None
    discount_rate: Decimal = ZERO
    cap: Decimal | None = None
    cap_units: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Conversion:
    """The shares that a bond became: interest (simple, ACT/365), price and its basis, whole units, and what is over."""

    interest: Decimal
    converted: Decimal
    price: Fraction
    basis: str
    units: Decimal
    left_over: Decimal


def convert(terms: ConversionTerms) -> Conversion:
    """This function will convert a bond with its interest into whole shares at the lowest price of its terms.

    Interest is rounded half up to the cent; units are rounded down; `left_over` is what buys no whole unit and is cash
    in lieu. Refuses terms that give no price, or that contradict themselves.
    """
    _check_terms(terms)
    days = (terms.converted_on - terms.interest_from).days
    interest = quantise(
        Fraction(terms.principal) * Fraction(terms.interest_rate) * Fraction(days, DAYS_OF_YEAR), mode="half_up"
    )
    prices: list[tuple[Fraction, str]] = []
    if terms.round_price is not None and terms.round_price > 0:
        prices.append((Fraction(terms.round_price), "round"))
        if terms.discount_rate:
            prices.append((Fraction(terms.round_price) * (1 - Fraction(terms.discount_rate)), "discount"))
    if terms.cap is not None and terms.cap_units:
        prices.append((Fraction(terms.cap) / Fraction(terms.cap_units), "cap"))
    prices = [one for one in prices if one[0] > 0]
    if not prices:
        raise InputRefused(NO_PRICE, code="no_price", field="round_price")
    price, basis = min(prices, key=lambda one: one[0])
    converted = total([terms.principal, interest])
    units = Fraction(converted) // price
    left = quantise(Fraction(converted) - units * price, mode="half_up")
    return Conversion(interest, converted, price, basis, Decimal(units), left)


@dataclass(frozen=True, slots=True)
class Reissue:
    """Units after a split or a bonus issue, and the part of a unit that was lost by rounding down."""

    units_after: Decimal
    change: Decimal
    fraction_lost: Fraction


def split(units: Decimal, *, new: int, old: int) -> Reissue:
    """This function will turn each `old` units into `new` ones, whole units only."""
    _check_ratio(new, old)
    return _reissue(units, Fraction(units) * Fraction(new, old))


def bonus(units: Decimal, *, new: int, old: int) -> Reissue:
    """This function will add `new` units for each `old` ones held, whole units only."""
    _check_ratio(new, old)
    return _reissue(units, Fraction(units) * (1 + Fraction(new, old)))


def check_write_down(holding: Holding, amount_hkd: Decimal) -> None:
    """This function will refuse a write-down that is not above zero, above what is carried, or above cost (A3).

    What is written down for good leaves the fee's base, which holds cost: more than cost would take it below zero.
    """
    _positive(amount_hkd)
    if amount_hkd > holding.carrying_hkd:
        raise InputRefused(
            ABOVE_CARRYING,
            code="above_carrying",
            field="amount_hkd",
            amount_hkd=amount_hkd,
            carrying_hkd=holding.carrying_hkd,
        )
    left = total([holding.cost_hkd, -holding.written_down_hkd])
    if amount_hkd > left:
        raise InputRefused(ABOVE_COST, code="above_cost", field="amount_hkd", amount_hkd=amount_hkd, left_hkd=left)


def check_write_up(holding: Holding, amount_hkd: Decimal) -> None:
    """This function will refuse to write up again more than was written down for good."""
    _positive(amount_hkd)
    if amount_hkd > holding.written_down_hkd:
        raise InputRefused(
            ABOVE_WRITTEN_DOWN,
            code="above_written_down",
            field="amount_hkd",
            amount_hkd=amount_hkd,
            written_down_hkd=holding.written_down_hkd,
        )


def check_tranche(amount_hkd: Decimal, *, undrawn_hkd: Decimal) -> None:
    """This function will refuse a tranche above what is left of the deal that the Corporation answered."""
    _positive(amount_hkd)
    if amount_hkd > undrawn_hkd:
        raise InputRefused(
            ABOVE_DEAL, code="above_deal", field="amount_hkd", amount_hkd=amount_hkd, undrawn_hkd=undrawn_hkd
        )


def check_foreign_tranche(amount: Decimal, *, undrawn: Decimal) -> None:
    """This function will refuse a tranche in another currency above what is left of the deal in it."""
    if not 0 < amount <= undrawn:
        raise InputRefused(ABOVE_DEAL_ABROAD, code="above_deal", field="foreign_amount", amount=amount, undrawn=undrawn)


def check_escrow(amount_hkd: Decimal, *, escrow_hkd: Decimal) -> None:
    """This function will refuse to settle more out of escrow than is held there."""
    if amount_hkd <= 0 or amount_hkd > escrow_hkd:
        raise InputRefused(
            ESCROW_ABOVE, code="escrow_above", field="settled_hkd", amount_hkd=amount_hkd, escrow_hkd=escrow_hkd
        )


def check_order(on: date, *, completed: date, last: date) -> None:
    """This function will refuse an event before completion or before the last event: a life is told in order."""
    if on < completed:
        raise InputRefused(
            BEFORE_COMPLETION, code="before_completion", field="effective_date", date=on, completed=completed
        )
    if on < last:
        raise InputRefused(BEFORE_LAST_EVENT, code="before_last_event", field="effective_date", date=on, last=last)


def check_held(holding: Holding, state_now: str) -> None:
    """This function will refuse an event on what is no longer held."""
    if state_now in (REALISED, WRITTEN_OFF):
        raise InputRefused(NOTHING_HELD, code="nothing_held", state=state_now)


def part_of(amount: Decimal, numerator: Decimal, denominator: Decimal) -> Decimal:
    """This function will give an amount in proportion, half up to the cent."""
    return _part(amount, Fraction(numerator) / Fraction(denominator))


def shown_price(price: Fraction) -> Decimal:
    """This function will show an exact price to 12 places, half up."""
    return ratio(price, ONE)


def check_value_order(on: date, *, valued: date | None) -> None:
    """This function will refuse an event that moves cost or value before a value in the books: that day is closed."""
    if valued is not None and on < valued:
        raise InputRefused(BEFORE_VALUE, code="before_value", field="effective_date", date=on, valued=valued)


def _check_terms(terms: ConversionTerms) -> None:
    if terms.principal <= 0:
        raise InputRefused(
            NOT_POSITIVE, code="not_positive", field="principal", name="principal", found=terms.principal
        )
    if terms.interest_rate < 0:
        raise InputRefused(
            INTEREST_BELOW_ZERO, code="interest_below_zero", field="interest_rate", found=terms.interest_rate
        )
    if terms.interest_from > terms.converted_on:
        raise InputRefused(
            INTEREST_LATER,
            code="interest_later",
            field="interest_from",
            start=terms.interest_from,
            end=terms.converted_on,
        )
    if not 0 <= terms.discount_rate < 1:
        raise InputRefused(DISCOUNT_OUTSIDE, code="discount_outside", field="discount_rate", found=terms.discount_rate)
    pair = (terms.cap, terms.cap_units)
    if pair != (None, None) and not all(one is not None and one > 0 for one in pair):
        raise InputRefused(CAP_WITHOUT_UNITS, code="cap_without_units", field="cap")


def _positive(amount_hkd: Decimal) -> None:
    if amount_hkd <= 0:
        raise InputRefused(NOT_POSITIVE, code="not_positive", field="amount_hkd", name="amount_hkd", found=amount_hkd)


def _check_ratio(new: int, old: int) -> None:
    if new < 1 or old < 1:
        raise InputRefused(NOT_A_RATIO, code="not_a_ratio", field="new", new=new, old=old)


def _reissue(units: Decimal, exact: Fraction) -> Reissue:
    after = _floor(exact, ONE)
    return Reissue(after, after - units, exact - Fraction(after))


def _part(amount: Decimal, part: Fraction) -> Decimal:
    return quantise(Fraction(amount) * part, mode="half_up")


def _floor(amount: Fraction, step: Decimal) -> Decimal:
    with localcontext(EXACT):
        return (Decimal(amount.numerator) / Decimal(amount.denominator)).quantize(step, rounding=ROUND_FLOOR)
