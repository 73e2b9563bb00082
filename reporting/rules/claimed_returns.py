"""A manager's own returns beside the system's: equal as far as the claim is exact, else a difference and cause (R21).

A cause is named only where the system's figure on that other footing is the claim; else the line is `unexplained`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from itvf.errors import InputRefused, gettext_noop
from itvf.money import EXACT, PLACES_12
from reporting.rules.quarterly import AGREES, UNEXPLAINED

# The returns that a report may claim, with the places to which each is compared at least.
RETURNS = {"gross_irr_rate": 4, "net_irr_rate": 4, "tvpi": 2, "dpi": 2}
# What may lie behind a difference, in the order in which it is looked for.
AT_REPORTED_VALUE = "at_the_reported_value"
ANNUALISED = "annualised_under_a_year"
WITHOUT_FACILITY = "without_the_facility"
OTHER_SIDE = "gross_for_net"
# Why the system has no figure of its own.
NO_RETURN = "no_return_yet"

NOT_A_RETURN = gettext_noop("{value} is no return: give a decimal fraction or multiple of at most 12 places.")
LOST_TWICE = gettext_noop("{value} is below what can be lost: no rate is under -1, no multiple under zero.")


@dataclass(frozen=True, slots=True)
class Own:
    """The system's own figure, None where there is none, and what it would be on the footings that causes name."""

    value: Decimal | None
    causes: Mapping[str, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """One claimed return beside the system's own, in 12 places; the difference to the claim's own places."""

    field: str
    claimed: Decimal
    own: Decimal | None
    difference: Decimal | None
    explanation: str


def read(name: str, value: str | Decimal | None) -> Decimal | None:
    """This function will read a claimed return as a decimal, or None where the report claims none (InputRefused)."""
    if value is None:
        return None
    try:
        found = value if isinstance(value, Decimal) else Decimal(value) if isinstance(value, str) else None
        read_exactly = found is not None and found.is_finite() and found == found.quantize(PLACES_12, context=EXACT)
    except ArithmeticError:
        read_exactly = False
    if not read_exactly or abs(found) >= 100:
        raise InputRefused(NOT_A_RETURN, code="not_a_return", field=name, value=str(value))
    if found < (-1 if name.endswith("_rate") else 0):
        raise InputRefused(LOST_TWICE, code="below_all_lost", field=name, value=found)
    return found


def compare(claims: Mapping[str, Decimal | None], own: Mapping[str, Own]) -> tuple[ReturnLine, ...]:
    """This function will set each return that is claimed beside the system's own, rounded half up to its places."""
    return tuple(_compare(name, claims[name], own[name]) for name in RETURNS if claims.get(name) is not None)


def differences(lines: Iterable[ReturnLine]) -> tuple[ReturnLine, ...]:
    """The lines that do not agree; accepting a report that has any takes a note."""
    return tuple(line for line in lines if line.difference)


def _compare(name: str, claimed: Decimal, own: Own) -> ReturnLine:
    if own.value is None:
        return ReturnLine(name, claimed, None, None, NO_RETURN)
    places = max(RETURNS[name], -claimed.normalize().as_tuple().exponent)
    difference = EXACT.subtract(claimed, _to(own.value, places))
    explanation = AGREES
    if difference:
        causes = (code for code, value in own.causes.items() if value is not None and _to(value, places) == claimed)
        explanation = next(causes, UNEXPLAINED)
    return ReturnLine(name, claimed, own.value, difference, explanation)


def _to(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=EXACT)
