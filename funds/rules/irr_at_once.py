"""The rates of many series at once: Newton's method on arrays, each answer proven to its twelfth place or left out.

For flows that have one root for sure, by Descartes' rule or by Laguerre's (see `funds.rules.irr`). With u = log(1 + r),
P(u) what one side's flows are worth and N(u) the other's, log P - log N has the same root and is nearly straight: its
slope is the difference of the two mean times, so a few steps reach it. What proves an answer is one more step in the
widest floats that the machine has, with a bound on its error within which the function changes its sign; where that
bound could touch the twelfth place the answer is left out, and the caller goes the careful way.
"""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from funds.rules.irr import MOST_EXPONENT, YEAR

WIDE = np.longdouble
# Twice the unit roundoff of the widest floats, and a little.
EPSILON = float(np.finfo(WIDE).eps) * 1.01
STEPS = 6
NEAR = 1e-9
# Beyond these rates the careful way is taken.
LEAST_RATE, MOST_RATE = -0.99, 100.0
UNITS = 10**12
# On which side of zero the one root lies; ANY where Descartes' rule finds it, UNSURE where no rule leaves one alone.
BELOW, ANY, ABOVE, UNSURE = -1, 0, 1, 2


def sides_of_roots(series: np.ndarray, cents: np.ndarray, number: int) -> np.ndarray:
    """This function will say of each of so many series where its one root lies, or that no rule leaves one alone.

    `series` is each flow's, in rising order; `cents` are netted by day, in date order, and their sums fit 64 bits.
    """
    totals = np.zeros(number, dtype=np.int64)
    np.add.at(totals, series, cents)
    before = np.cumsum(totals) - totals
    forward = np.cumsum(cents) - before[series]
    above = _sign_changes(forward, series, number)
    below = _sign_changes(totals[series] - forward + cents, series, number)
    sides = np.full(number, UNSURE)
    sides[(totals != 0) & (above == 1) & (below == 0)] = ABOVE
    sides[(totals != 0) & (above == 0) & (below == 1)] = BELOW
    sides[_sign_changes(cents, series, number) == 1] = ANY
    return sides


def _sign_changes(numbers: np.ndarray, series: np.ndarray, number: int) -> np.ndarray:
    """How often the sign changes within each series, zeros left out."""
    signs, series = np.sign(numbers)[numbers != 0], series[numbers != 0]
    turns = (signs[1:] != signs[:-1]) & (series[1:] == series[:-1])
    return np.bincount(series[1:][turns], minlength=number)


def only_rates(
    starts: np.ndarray, days: np.ndarray, cents: np.ndarray, *, sides: np.ndarray
) -> Sequence[Decimal | None]:
    """This function will give the one rate of each series in 12 places half up, or None where floats cannot prove it.

    Series lie one after the other, each from its place in `starts`, and none is empty: `days` as whole numbers in
    rising order, `cents` netted by day, none zero. `sides` are those of `sides_of_roots`, none of them UNSURE.
    """
    if not len(starts):
        return []
    sizes = np.diff(starts, append=len(days))
    owner = np.repeat(np.arange(len(starts)), sizes)
    years = (days - days[starts][owner]) / WIDE(YEAR)
    u = _near(owner, years.astype(float), cents.astype(float), len(starts))
    longest = years[starts + sizes - 1]
    with np.errstate(invalid="ignore"):  # what is no number is not sure
        tame = np.abs(u) * longest < MOST_EXPONENT
        rates, errors = _proven(np.where(tame, u, 0.0), starts, (owner, sizes), (years, cents.astype(WIDE)))
        units = np.abs(rates) * UNITS
        lower, upper = np.floor(units - errors + WIDE(0.5)), np.floor(units + errors + WIDE(0.5))
        on_its_side = (sides == ANY) | ((np.sign(rates) == sides) & (units > errors))
        sure = tame & on_its_side & (lower == upper) & (rates > LEAST_RATE) & (rates < MOST_RATE)
    found = np.where(sure, np.copysign(lower, rates), 0).astype(np.int64).tolist()
    return [Decimal(one).scaleb(-12) if is_sure else None for one, is_sure in zip(found, sure.tolist(), strict=True)]


def _near(owner: np.ndarray, years: np.ndarray, amounts: np.ndarray, number: int) -> np.ndarray:
    """A start close to each root: u by Newton's method on log P - log N. Proves nothing."""
    sizes = np.abs(amounts)
    side = owner * 2 + (amounts > 0)
    u = np.zeros(number)
    with np.errstate(all="ignore"):
        for _step in range(STEPS):
            weights = sizes * np.exp(-u[owner] * years)
            worth = np.bincount(side, weights, minlength=2 * number).reshape(number, 2)
            times = np.bincount(side, weights * years, minlength=2 * number).reshape(number, 2) / worth
            u = u + (np.log(worth[:, 1]) - np.log(worth[:, 0])) / (times[:, 1] - times[:, 0])
    return u


def _proven(
    u: np.ndarray, starts: np.ndarray, owned: tuple[np.ndarray, np.ndarray], flows: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """The rates one step of Newton's method further, and how wrong they can be, in units of the twelfth place.

    Each weight is off by at most the roundings of its exponent (two of |u| x years) and six more, four of them the
    exponential's; their sum by one rounding an addition. The step leaves half the bend times its square, over a slope
    that neither the bend along the step nor its own roundings change by a hundredth; all that is counted twice.
    """
    (owner, sizes), (years, amounts) = owned, flows
    u = u.astype(WIDE)
    weights = amounts * np.exp(-u[owner] * years)
    slopes = weights * years
    value, slope = np.add.reduceat(weights, starts), np.add.reduceat(slopes, starts)
    whole, bend = np.add.reduceat(np.abs(weights), starts), np.add.reduceat(np.abs(slopes) * years, starts)
    longest = years[starts + sizes - 1]
    noise = EPSILON * (np.abs(u) * longest + sizes / 2 + 6) * whole
    with np.errstate(all="ignore"):
        step = value / slope
        sound = (np.abs(step) < NEAR) & (np.abs(slope) > 100 * (bend * np.abs(step) + noise * longest))
        error = (noise + bend * step * step) / np.abs(slope) + EPSILON * (1 + np.abs(u))
        rates = np.expm1(u + step)
        units = np.abs(rates) * UNITS
        return rates, np.where(sound, 2 * (1 + rates) * error * UNITS + 4 * EPSILON * (units + 1), np.inf)
