"""Money in another currency: booked in HK$ once, and a result split into what the price and what the rate brought."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from itvf.errors import InputRefused, gettext_noop
from itvf.money import EXACT, PLACES_12, quantise, total

RATE_BELOW = Decimal(100)

RATE_NOT_POSITIVE = gettext_noop("The exchange rate is {found}; it says how many HK$ one unit costs, above zero.")
RATE_PLACES = gettext_noop(
    "The exchange rate {found} is none: give HK$ for one unit, below 100, with at most 12 places."
)
RATE_WITHOUT_SOURCE = gettext_noop("Say where the exchange rate {found} is from.")
# A rate is of the day or of the last days on which one was fixed; an older one is a slip of the pen.
OLDEST_RATE_DAYS = 31
RATE_OLD = gettext_noop("The exchange rate is of {rate_date}, more than {days} days before {date}. Give that day's.")
RATE_LATER = gettext_noop("The exchange rate is of {rate_date}, after {date}. Give one of that day or before.")
NEGATIVE_ABROAD = gettext_noop("{found} is below zero; give the amount in its own currency, zero or above.")


@dataclass(frozen=True, slots=True)
class Result:
    """What a sale brought over its cost in HK$: `gain_hkd` by the price, `exchange_hkd` by the rate alone."""

    gain_hkd: Decimal
    exchange_hkd: Decimal


def booked(foreign_amount: Decimal, rate: Decimal) -> Decimal:
    """This function will give an amount in HK$ to the cent, half up, rounded once.

    `rate` is HK$ for one unit of the currency. Refuses a rate that is not above zero (InputRefused).
    """
    if rate <= 0:
        raise InputRefused(RATE_NOT_POSITIVE, code="rate_not_positive", field="fx_rate", found=rate)
    return quantise(Fraction(foreign_amount) * Fraction(rate), mode="half_up")


def split_result(
    proceeds_hkd: Decimal, cost_hkd: Decimal, *, foreign_cost: Decimal | None = None, rate: Decimal | None = None
) -> Result:
    """This function will split proceeds less cost into gain and exchange difference, which sum to it exactly.

    The exchange difference is the foreign cost released at the rate of the sale, less what that cost was booked at; the
    gain is the rest, that is (foreign proceeds - foreign cost) at the rate of the sale (HKAS 21). In HK$ all is gain.
    """
    result = total([proceeds_hkd, -cost_hkd])
    if foreign_cost is None or rate is None:
        return Result(result, total([]))
    exchange = total([booked(foreign_cost, rate), -cost_hkd])
    return Result(total([result, -exchange]), exchange)


def split_settlement(
    received_hkd: Decimal, settled_hkd: Decimal, *, rate_then: Decimal | None = None, rate: Decimal | None = None
) -> Result:
    """This function will split what comes of money held back into gain and exchange difference.

    What was held back at one rate is worth another amount at the rate of the day on which it comes; the rest of the
    difference is what the buyer kept, a loss. The two sum to received less settled exactly; in HK$ all is gain.
    """
    result = total([received_hkd, -settled_hkd])
    if rate_then is None or rate is None:
        return Result(result, total([]))
    change = (Fraction(rate) - Fraction(rate_then)) / Fraction(rate_then)
    exchange = quantise(Fraction(settled_hkd) * change, mode="half_up")
    return Result(total([result, -exchange]), exchange)


def check_rate(amount: Decimal, rate: Decimal, *, source: str, rate_date: date, on: date) -> None:
    """This function will refuse what cannot be kept: an amount, a rate, no source, a later day, a day long gone."""
    if amount < 0:
        raise InputRefused(NEGATIVE_ABROAD, code="negative_abroad", field="foreign_amount", found=amount)
    if not 0 < rate < RATE_BELOW or rate != rate.quantize(PLACES_12, context=EXACT):
        raise InputRefused(RATE_PLACES, code="fx_rate_places", field="fx_rate", found=rate)
    if not source.strip():
        raise InputRefused(RATE_WITHOUT_SOURCE, code="fx_source_missing", field="fx_source", found=rate)
    if rate_date > on:
        raise InputRefused(RATE_LATER, code="fx_date_late", field="fx_date", rate_date=rate_date, date=on)
    if (on - rate_date).days > OLDEST_RATE_DAYS:
        raise InputRefused(
            RATE_OLD, code="fx_date_old", field="fx_date", rate_date=rate_date, date=on, days=OLDEST_RATE_DAYS
        )
