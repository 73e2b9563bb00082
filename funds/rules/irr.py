"""All internal rates of return of a series of dated flows, found surely, each right in its twelfth place.

A rate r solves sum(flow / (1 + r) ** (days / 365)) = 0; 1 + r from 1e-12 to 1e12 counts. pyxirr gives the first
guess, fast; alone it would return one of several roots without a word. What makes the answer sure:

* Descartes: flows in date order that change sign once have one root. Laguerre: no more roots lie above zero than
  the running sums from the first flow on change sign, and below zero than those from the last flow back.
* Where these allow several, u = log(1 + r) is cut into cells until each provably holds no root or one (mean
  value theorem with a bound on the second derivative), or is so small that touching roots are told apart in
  60-digit decimals.
* A root whose twelfth place binary floating point cannot settle is polished in 60 digits.
"""

import math
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, localcontext
from itertools import pairwise

import pyxirr

from itvf.money import PLACES_12

DIGITS = Context(prec=60)
YEAR = 365
LEAST, MOST = Decimal("1e-12"), Decimal("1e12")
WIDEST = math.log(1e12) + 1e-3
EPSILON = 2.3e-16
SNAP = Decimal("1e-30")
SMALLEST_CELL = 1e-6
FIRST_CELL = 0.4
NOTHING = Decimal("1e-40")
MOST_EXPONENT = 300


def internal_rates(flows: Sequence[tuple[date, int]], *, exact: bool = False) -> tuple[Decimal, ...]:
    """This function will give every rate r that solves the flows, in rising order; none is an empty answer.

    `flows` are netted by day, in date order, in cents, none zero. Rates have 12 places half up, or with `exact`
    30 places.
    """
    changes = sign_changes([cents for _day, cents in flows])
    if changes == 0:
        return ()
    if changes == 1 and not exact and (rate := _only_rate(flows)) is not None:
        return (rate,)
    series = _Series(flows)
    rates = [series.rate(start, low, high, exact) for start, low, high in series.places_of_roots()]
    return tuple(sorted(rate for rate in rates if rate is not None))


def _only_rate(flows: Sequence[tuple[date, int]]) -> Decimal | None:
    """The rate of flows that change sign once, which have one root: pyxirr's guess and one step of Newton's method.

    None where floats cannot settle its twelfth place; the error counts as in `_Series`.
    """
    dates = [day for day, _cents in flows]
    guess = pyxirr.xirr(dates, [float(cents) for _day, cents in flows], silent=True)
    if guess is None or not -0.99 < guess < 100:
        return None
    u, first = math.log1p(guess), dates[0].toordinal()
    years = [(day.toordinal() - first) / YEAR for day in dates]
    if abs(u) * years[-1] > MOST_EXPONENT:
        return None
    weights = [cents * math.exp(-u * year) for (_day, cents), year in zip(flows, years, strict=True)]
    slopes = list(map(float.__mul__, weights, years))
    value, slope = math.fsum(weights), sum(slopes)
    if not slope or abs(step := value / slope) >= 1e-9:
        return None
    bend = sum(map(abs, map(float.__mul__, slopes, years)))
    noise = EPSILON * (abs(u) * years[-1] + 4) * max(map(abs, weights)) * len(weights)
    return _settled(u + step, (noise + bend * step * step) / abs(slope))


def sign_changes(numbers: Sequence[int]) -> int:
    """How often the sign changes along the numbers, zeros left out."""
    signs = [number > 0 for number in numbers if number]
    return sum(former != latter for former, latter in pairwise(signs))


def rounded(rate: Decimal) -> Decimal:
    """This function will round a rate to 12 places half up, a tie recognised through the noise of 60 digits."""
    snapped = rate.quantize(SNAP, rounding=ROUND_HALF_EVEN, context=DIGITS)
    return snapped.quantize(PLACES_12, rounding=ROUND_HALF_UP, context=DIGITS) + 0  # never -0


class _Series:
    """One series of flows as a function of u = log(1 + r): f(u) = sum(flow * exp(-years * u))."""

    def __init__(self, flows: Sequence[tuple[date, int]]):
        self.dates = [day for day, _cents in flows]
        self.cents = [cents for _day, cents in flows]
        first = self.dates[0].toordinal()
        self.days = [day.toordinal() - first for day in self.dates]
        self.years = [days / YEAR for days in self.days]
        self.amounts = [float(cents) for cents in self.cents]

    # Where the roots are

    def places_of_roots(self) -> list[tuple[float | Decimal, float, float]]:
        """Of each root a start, and the limits between which it is the only one; a Decimal start is the root itself."""
        if sign_changes(self.cents) == 1:
            return self._one_root(-WIDEST, WIDEST)
        total = sum(self.cents)
        above, below = _running_changes(self.cents), _running_changes(self.cents[::-1])
        if total and above + below == 0:
            return []
        if total and above + below == 1:
            return self._one_root(0.0, WIDEST) if above else self._one_root(-WIDEST, 0.0)
        return self._scan()

    def _one_root(self, low: float, high: float) -> list[tuple[float, float, float]]:
        guess = pyxirr.xirr(self.dates, self.amounts, silent=True)
        if guess is not None and math.isfinite(guess) and guess > -1 and low <= math.log1p(guess) <= high:
            return [(math.log1p(guess), low, high)]
        if self.sign(low) == self.sign(high):
            return []
        return [((low + high) / 2, low, high)]

    def _scan(self) -> list[tuple[float | Decimal, float, float]]:
        low, high = -self._reach(-1), self._reach(1)
        count = max(1, math.ceil((high - low) / FIRST_CELL))
        edges = [low + (high - low) * index / count for index in range(count + 1)]
        cells = list(pairwise(edges))[::-1]
        found: list[tuple[float | Decimal, float, float]] = []
        unsettled: list[tuple[float, float]] = []
        while cells:
            left, right = cells.pop()
            verdict = self._judge(left, right)
            if verdict == "none":
                continue
            if verdict == "one" or right - left < SMALLEST_CELL:
                if verdict == "one":
                    found += self._root_in(left, right)
                elif unsettled and unsettled[-1][1] == left:
                    unsettled[-1] = (unsettled[-1][0], right)
                else:
                    unsettled.append((left, right))
                continue
            middle = (left + right) / 2
            cells += [(middle, right), (left, middle)]
        for left, right in unsettled:
            found += [(root, left, right) for root in _Cluster(self, left, right).roots()]
        return found

    def _reach(self, side: int) -> float:
        """How far from zero roots can lie on one side: beyond it Laguerre's count of the shifted flows is nothing."""
        reach = 0.25
        while reach < WIDEST:
            weights, noise = self._weights(side * reach)
            if _running_changes(weights if side > 0 else weights[::-1], noise) == 0:
                return reach + 0.0137
            reach *= 1.5
        return WIDEST

    def _judge(self, left: float, right: float) -> str:
        """ "none", "one" (at most one) or "unsettled" for the roots in a cell.

        The function is first multiplied by exp(centre * u), which has no roots and makes it as flat as may be.
        """
        middle, half = (left + right) / 2, (right - left) / 2
        weights, noise = self._weights(middle)
        sizes = [abs(weight) for weight in weights]
        centre = sum(map(float.__mul__, sizes, self.years)) / sum(sizes)
        arms = [centre - years for years in self.years]
        longest = max(abs(arms[0]), abs(arms[-1]))
        if longest * half > 3:
            return "unsettled"
        value = abs(math.fsum(weights))
        slope = abs(sum(map(float.__mul__, arms, weights)))
        bend = sum(arm * arm * size for arm, size in zip(arms, sizes, strict=True)) * math.exp(longest * half)
        if value > slope * half + bend * half * half / 2 + noise:
            return "none"
        return "one" if slope > bend * half + noise * longest else "unsettled"

    def _root_in(self, left: float, right: float) -> list[tuple[float | Decimal, float, float]]:
        """The root of a cell that holds at most one; on the left edge it is this cell's, on the right the next's."""
        at_left, at_right = self.sign(left), self.sign(right)
        if at_left == 0:
            return [(Decimal(left), left, right)]
        return [((left + right) / 2, left, right)] if at_left * at_right < 0 else []

    # Its value

    def _weights(self, u: float) -> tuple[list[float], float]:
        """The terms of f(u), scaled so that none overflows, and how wrong their sum may be."""
        powers = [-years * u for years in self.years]
        top = max(powers)
        weights = [amount * math.exp(power - top) for amount, power in zip(self.amounts, powers, strict=True)]
        largest = max(map(abs, weights))
        widest = max(abs(powers[0] - top), abs(powers[-1] - top))
        return weights, EPSILON * (widest + 4) * largest * len(weights)

    def sign(self, u: float) -> int:
        """The sign of f at u: by floats where they are sure, else in 60 digits; 0 is a root."""
        weights, noise = self._weights(u)
        value = math.fsum(weights)
        if abs(value) > noise:
            return 1 if value > 0 else -1
        return sign_of(self.cents, self.days, Decimal(u))

    # The rate at a root

    def rate(self, start: float | Decimal, low: float, high: float, exact: bool) -> Decimal | None:
        """The rate at the root between the limits, from a start nearby; None where 1 + r is out of range."""
        if isinstance(start, Decimal):
            settled = None
        else:
            start, settled = self._newton(start, low, high)
        if settled is not None and not exact:
            return settled
        rate = self._polished(start, low, high).quantize(SNAP, rounding=ROUND_HALF_EVEN, context=DIGITS)
        if not LEAST <= DIGITS.add(rate, 1) <= MOST:
            return None
        return rate if exact else rounded(rate)

    def _newton(self, u: float, low: float, high: float) -> tuple[float, Decimal | None]:
        """Newton's method in floats, halving the limits where it would leave them or is slow.

        Gives a start for more digits, and the rate in 12 places where the error cannot touch them.
        """
        former, at_low = math.inf, self.sign(low)
        for _step in range(100):
            weights, noise = self._weights(u)
            slopes = list(map(float.__mul__, weights, self.years))
            value, slope = math.fsum(weights), sum(slopes)
            step = value / slope if slope else math.inf
            if abs(step) < 1e-9:
                bend = sum(map(abs, map(float.__mul__, slopes, self.years)))
                return u + step, _settled(u + step, (noise + bend * step * step) / abs(slope))
            low, high = (u, high) if at_low * value > 0 else (low, u)
            if low <= u + step <= high and abs(step) <= former / 2:
                u, former = u + step, abs(step)
            else:
                u, former = (low + high) / 2, (high - low) / 2
        return u, None

    def _polished(self, start: float | Decimal, low: float, high: float) -> Decimal:
        """The rate in 60 digits, by Newton's method on v = (1 + r) ** (-1 / 365), whose powers are whole days."""
        with localcontext(DIGITS):
            exact_start = Decimal(start)
            if isinstance(start, Decimal):
                return exact_start.exp() - 1
            v = (-exact_start / YEAR).exp()
            for _step in range(8):
                value, slope = _polynomial(self.cents, self.days, v)
                if not slope:
                    break
                step = value / slope
                v -= step
                if abs(step) < Decimal("1e-35") * v:
                    break
            if v > 0 and Decimal(low) <= -v.ln() * YEAR <= Decimal(high):
                return v**-YEAR - 1
            return bisect(self.cents, self.days, Decimal(low), Decimal(high)).exp() - 1


def _settled(u: float, error: float) -> Decimal | None:
    rate = math.expm1(u)
    if not -0.999 < rate < 1000:
        return None
    error = 2 * (1 + rate) * (error + EPSILON * (1 + abs(u))) * 1e12
    scaled = rate * 1e12
    lower, upper = (math.floor(abs(scaled) + shift + 0.5) for shift in (-error, error))
    return Decimal(lower if rate >= 0 else -lower).scaleb(-12) if lower == upper else None


def _running_changes(numbers: Sequence[float], noise: float = 0) -> int:
    """How often the running sum changes sign; one that noise could turn counts as a change."""
    running, changes, former = 0, 0, 0
    for number in numbers:
        running += number
        if abs(running) > noise:
            sign = 1 if running > 0 else -1
            changes += former == -sign
            former = sign
        elif noise:
            changes += 1
    return changes


class _Cluster:
    """A cell too small for floats, where roots touch or nearly touch: each derivative's roots part the next one's."""

    def __init__(self, series: _Series, left: float, right: float):
        self.days = series.days
        self.left, self.right = Decimal(left), Decimal(right)
        with localcontext(DIGITS):
            centre = Decimal(series.days[-1]) / 2 + Decimal("0.25")
            self.arms = [(centre - days) / YEAR for days in series.days]
        self.coefficients = [Decimal(cents) for cents in series.cents]

    def roots(self) -> list[Decimal]:
        with localcontext(DIGITS):
            return self._roots(self.coefficients)

    def _roots(self, coefficients: list[Decimal], depth: int = 0) -> list[Decimal]:
        slopes = list(map(Decimal.__mul__, coefficients, self.arms))
        edges = [self.left, self.right]
        if depth < len(coefficients) and not self._monotone(slopes):
            edges[1:1] = self._roots(slopes, depth + 1)
        roots = []
        for left, right in pairwise(edges):
            at_left, at_right = (sign_of(coefficients, self.days, edge) for edge in (left, right))
            if at_left == 0:
                roots.append(left)
            elif at_left * at_right < 0:
                roots.append(bisect(coefficients, self.days, left, right))
        return roots

    def _monotone(self, slopes: list[Decimal]) -> bool:
        middle, half = (self.left + self.right) / 2, (self.right - self.left) / 2
        powers = _powers(self.days, (-middle / YEAR).exp())
        bend = sum(abs(slope * arm) * power for slope, arm, power in zip(slopes, self.arms, powers, strict=True))
        return abs(sum(map(Decimal.__mul__, slopes, powers))) > bend * half * 2


def _powers(days: Sequence[int], v: Decimal) -> list[Decimal]:
    powers, power, former = [], Decimal(1), 0
    for day in days:
        power *= v ** (day - former)
        powers.append(power)
        former = day
    return powers


def _polynomial(cents: Sequence[int], days: Sequence[int], v: Decimal) -> tuple[Decimal, Decimal]:
    terms = [amount * power for amount, power in zip(cents, _powers(days, v), strict=True)]
    return sum(terms), sum(day * term for day, term in zip(days, terms, strict=True)) / v


def sign_of(coefficients: Sequence[int | Decimal], days: Sequence[int], u: Decimal) -> int:
    """The sign of sum(coefficient * exp(-days / 365 * u)) in 60 digits; what is nothing beside its terms is 0."""
    with localcontext(DIGITS):
        terms = [Decimal(c) * power for c, power in zip(coefficients, _powers(days, (-u / YEAR).exp()), strict=True)]
        value = sum(terms)
        if abs(value) <= NOTHING * max(map(abs, terms)):
            return 0
        return 1 if value > 0 else -1


def bisect(coefficients: Sequence[int | Decimal], days: Sequence[int], low: Decimal, high: Decimal) -> Decimal:
    """The root between two points of opposite sign, to 50 places."""
    with localcontext(DIGITS):
        at_low = sign_of(coefficients, days, low)
        while high - low > Decimal("1e-50"):
            middle = (low + high) / 2
            at_middle = sign_of(coefficients, days, middle)
            if at_middle == 0:
                return middle
            if at_middle == at_low:
                low = middle
            else:
                high = middle
        return (low + high) / 2
