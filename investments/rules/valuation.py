"""Fair value by IPEV's methods: bridge from the last value, jumps that ask for a reason, age, calibration, back-test.

IPEV Valuation Guidelines (December 2022) and HKFRS 13 for the levels. The limits are defaults of the Corporation's
valuation policy and travel with each valuation as its policy version.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from investments.rules.foreign import booked
from itvf.errors import Breach, gettext_noop
from itvf.money import ZERO, ratio, total

STALE_AFTER_DAYS = 100
JUMP_RATE = Decimal("0.25")
# Inputs that a method cannot do without; an auditor looks for just these.
NEEDED_INPUTS: Mapping[str, tuple[str, ...]] = {
    "recent_transaction": ("round",),
    "multiples": ("metric", "multiple"),
    "industry_benchmarks": ("benchmark",),
    "market_price": ("price", "source"),
    "discounted_cash_flow": ("discount_rate", "terminal_value"),
    "net_assets": ("net_assets",),
    "scenario": ("scenarios",),
    "milestone": ("milestone",),
}

LEVELS = (1, 2, 3)

METHOD_UNKNOWN = gettext_noop("{method} is none of IPEV's methods: {allowed}.")
LEVEL_UNKNOWN = gettext_noop("Level {level} is none; inputs are of level 1, 2 or 3 (HKFRS 13).")
JUMP_WITHOUT_EVENT = gettext_noop(
    "The value moves by {change_rate} from {before_hkd} on {before_date} to {after_hkd} and nothing happened to the "
    "investment since. Give the reason."
)
INPUT_MISSING = gettext_noop("The method {method} rests on {missing}; give what was used.")
LEVEL_1_WITHOUT_PRICE = gettext_noop("Level 1 is a quoted price in an active market; the method here is {method}.")
VALUE_NOT_AT_RATE = gettext_noop(
    "{foreign_value} {currency} at {rate} is {booked_hkd}; {found_hkd} was given. Correct one of the three."
)


@dataclass(frozen=True, slots=True)
class Movement:
    """What happened to an investment between two values, in HK$: cost added and released, brought, written down."""

    added_hkd: Decimal = ZERO
    released_hkd: Decimal = ZERO
    realised_hkd: Decimal = ZERO
    written_down_hkd: Decimal = ZERO
    unrealised_released_hkd: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Bridge:
    """From the last value to this one, in HK$; everything but `realised_hkd` sums from opening to closing.

    `realised_hkd` is what left with the cost released, shown beside: it is cash, no longer value.
    """

    opening_hkd: Decimal
    added_hkd: Decimal
    released_hkd: Decimal
    written_down_hkd: Decimal
    exchange_hkd: Decimal
    price_hkd: Decimal
    closing_hkd: Decimal
    realised_hkd: Decimal

    def as_facts(self) -> dict[str, Decimal]:
        """The bridge by name, in the order in which it is read."""
        return {name: getattr(self, name) for name in self.__slots__}


def bridge(opening_hkd: Decimal, closing_hkd: Decimal, movement: Movement, *, exchange_hkd: Decimal = ZERO) -> Bridge:
    """This function will explain a new value by what happened since the last one; the parts sum to it exactly.

    Cost added, what the value lost with what was sold, write-downs for good, what the exchange rate did to the cost
    held since the last value (as the books show it), and the rest: the price.
    """
    left = total([movement.released_hkd, movement.unrealised_released_hkd])
    price = total(
        [closing_hkd, -opening_hkd, -movement.added_hkd, left, movement.written_down_hkd, -exchange_hkd],
    )
    return Bridge(
        opening_hkd=opening_hkd,
        added_hkd=movement.added_hkd,
        released_hkd=-left,
        written_down_hkd=-movement.written_down_hkd,
        exchange_hkd=exchange_hkd,
        price_hkd=price,
        closing_hkd=closing_hkd,
        realised_hkd=movement.realised_hkd,
    )


def is_stale(valued_date: date | None, on: date, *, after_days: int = STALE_AFTER_DAYS) -> bool:
    """Whether a value is older on a day than the policy allows; no value at all is."""
    return valued_date is None or (on - valued_date).days > after_days


def check_jump(
    before_hkd: Decimal,
    before_date: date,
    after_hkd: Decimal,
    *,
    had_event: bool,
    reason: str,
    jump_rate: Decimal = JUMP_RATE,
) -> tuple[Breach, ...]:
    """This function will ask for the reason of a value that moves by more than the policy allows without an event."""
    if had_event or reason.strip() or not before_hkd:
        return ()
    change = ratio(total([after_hkd, -before_hkd]), before_hkd)
    if abs(change) <= jump_rate:
        return ()
    facts = {
        "change_rate": change,
        "before_hkd": before_hkd,
        "before_date": before_date,
        "after_hkd": after_hkd,
        "jump_rate": jump_rate,
    }
    return (Breach("jump_without_event", JUMP_WITHOUT_EVENT, facts=facts),)


def check_inputs(method: str, level: int, inputs: Mapping[str, object]) -> tuple[Breach, ...]:
    """This function will list what a method needs and was not given, and a level that the method cannot have."""
    if method not in NEEDED_INPUTS:
        facts = {"method": method, "allowed": tuple(NEEDED_INPUTS)}
        return (Breach("method_unknown", METHOD_UNKNOWN, facts=facts),)
    if level not in LEVELS:
        return (Breach("level_unknown", LEVEL_UNKNOWN, facts={"level": level}),)
    missing = tuple(name for name in NEEDED_INPUTS[method] if not inputs.get(name))
    found = (Breach("input_missing", INPUT_MISSING, facts={"method": method, "missing": missing}),) if missing else ()
    if level == 1 and method != "market_price":
        found += (Breach("level_1_without_price", LEVEL_1_WITHOUT_PRICE, facts={"method": method}),)
    return found


def check_rate(
    value_hkd: Decimal, foreign_value: Decimal | None, rate: Decimal | None, currency: str
) -> tuple[Breach, ...]:
    """This function will say that a value in HK$ is not the value in its own currency at the rate given."""
    if foreign_value is None or rate is None or booked(foreign_value, rate) == value_hkd:
        return ()
    facts = {
        "foreign_value": foreign_value,
        "currency": currency,
        "rate": rate,
        "booked_hkd": booked(foreign_value, rate),
        "found_hkd": value_hkd,
    }
    return (Breach("value_not_at_rate", VALUE_NOT_AT_RATE, facts=facts),)


@dataclass(frozen=True, slots=True)
class Calibration:
    """A value beside what the last round's price gives for the units held."""

    round: str
    round_value_hkd: Decimal
    value_hkd: Decimal
    difference_hkd: Decimal
    difference_rate: Decimal | None


def calibration(round_name: str, round_value_hkd: Decimal, value_hkd: Decimal) -> Calibration:
    """This function will set a value beside the last round's, so that the method can be calibrated (IPEV)."""
    difference = total([value_hkd, -round_value_hkd])
    return Calibration(round_name, round_value_hkd, value_hkd, difference, ratio(difference, round_value_hkd))


@dataclass(frozen=True, slots=True)
class BackTest:
    """What an exit brought beside what the same part was last valued at (IPEV: back-testing)."""

    valued_date: date
    exit_date: date
    valued_hkd: Decimal
    proceeds_hkd: Decimal
    difference_hkd: Decimal
    difference_rate: Decimal | None
    days: int


def back_test(valued_hkd: Decimal, valued_date: date, proceeds_hkd: Decimal, exit_date: date) -> BackTest:
    """This function will compare an exit's proceeds with the last value of the same part, in HK$ and as a rate."""
    difference = total([proceeds_hkd, -valued_hkd])
    return BackTest(
        valued_date=valued_date,
        exit_date=exit_date,
        valued_hkd=valued_hkd,
        proceeds_hkd=proceeds_hkd,
        difference_hkd=difference,
        difference_rate=ratio(difference, valued_hkd),
        days=(exit_date - valued_date).days,
    )
