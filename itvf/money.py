"""Hong Kong dollars as exact decimals. Nothing rounds by itself.

Money has two places and at most 16 digits before the point; rates are fractions (0.07 is 7%).
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, InvalidOperation, localcontext
from fractions import Fraction

from itvf.errors import InputRefused

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
ONE = Decimal(1)
PLACES_12 = Decimal("0.000000000001")
ROUNDING = {"half_up": ROUND_HALF_UP, "down": ROUND_DOWN}

# 60 digits: 16 of money times 12 of a rate, compounded over decades, stays far from the last digit.
EXACT = Context(prec=60)


def money(value: str | int | Decimal) -> Decimal:
    """This function will read an amount of HK$ and give it back with two places.

    Refuses floats, more than two places, more than 16 digits before the point, NaN and infinities
    (InputRefused). It never rounds.
    """
    amount = _decimal(value)
    if abs(amount) >= Decimal(10) ** 16:
        raise InputRefused("{value} has more than 16 digits before the point.", code="too_large", value=str(value))
    if amount != amount.quantize(CENT, rounding=ROUND_DOWN, context=EXACT):
        raise InputRefused("{value} has more than two decimal places.", code="too_many_places", value=str(value))
    return amount.quantize(CENT, context=EXACT)


def quantise(amount: Decimal | Fraction, *, mode: str) -> Decimal:
    """This function will round an exact amount to the cent, once, by the mode named.

    `mode` is "half_up" (away from zero on a tie) or "down" (towards zero).
    """
    if isinstance(amount, Decimal):
        return amount.quantize(CENT, rounding=ROUNDING[mode], context=EXACT)
    return cents_of(amount.numerator, amount.denominator, mode=mode)


def cents_of(numerator: int, denominator: int, *, mode: str) -> Decimal:
    """This function will round numerator / denominator to the cent, once, by the mode named; denominator above zero.

    The same as `quantise` of that fraction, which need not be reduced first: whole numbers are faster.
    """
    cents, rest = divmod(abs(numerator) * 100, denominator)
    if mode == "half_up" and 2 * rest >= denominator:
        cents += 1
    elif mode not in ROUNDING:
        raise KeyError(mode)
    return Decimal(cents if numerator >= 0 else -cents).scaleb(-2, EXACT)


def ratio(numerator: Decimal | Fraction, denominator: Decimal | Fraction) -> Decimal | None:
    """This function will divide, to 12 places half up; None where there is nothing to divide by."""
    if denominator == 0:
        return None
    with localcontext(EXACT):
        exact = Fraction(numerator) / Fraction(denominator)
        return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(PLACES_12, rounding=ROUND_HALF_UP)


def allocate(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """This function will split a total over weights so that the parts sum to it exactly.

    Largest remainder: every part is its exact share cut to the cent, and the cents left over go one
    each to the largest remainders, ties in the order given. A negative total mirrors a positive one.
    Refuses no weights, a negative weight, and weights that sum to nothing (InputRefused).
    """
    total = money(total)
    if not weights:
        raise InputRefused("There is nothing to allocate to: no weights were given.", code="no_weights")
    if any(weight < 0 for weight in weights):
        raise InputRefused("A weight is negative; weights are shares and start at zero.", code="negative_weight")
    scale = sum((Fraction(weight) for weight in weights), Fraction(0))
    if scale == 0:
        raise InputRefused("All weights are zero; give at least one that is not.", code="zero_weights")
    cents = int(abs(total) * 100)
    shares = [cents * Fraction(weight) / scale for weight in weights]
    floors = [int(share) for share in shares]
    left = cents - sum(floors)
    by_remainder = sorted(range(len(shares)), key=lambda index: (floors[index] - shares[index], index))
    for index in by_remainder[:left]:
        floors[index] += 1
    sign = 1 if total >= 0 else -1
    return [(Decimal(sign * part) / 100).quantize(CENT, context=EXACT) for part in floors]


def total(amounts: Iterable[Decimal]) -> Decimal:
    """This function will add amounts exactly; an empty sum is 0.00."""
    with localcontext(EXACT):
        return sum(amounts, ZERO)


def _decimal(value) -> Decimal:
    if isinstance(value, (bool, float)):
        raise InputRefused(
            '{value} is a binary fraction; give money as a decimal string such as "450000000.00".',
            code="float_refused",
            value=str(value),
        )
    try:
        amount = Decimal(value)
    except (InvalidOperation, TypeError, ValueError):
        raise InputRefused(
            '{value} is not an amount; give a decimal string such as "450000000.00".',
            code="not_a_number",
            value=str(value),
        ) from None
    if not amount.is_finite():
        raise InputRefused("{value} is not a finite amount.", code="not_finite", value=str(value))
    return amount
