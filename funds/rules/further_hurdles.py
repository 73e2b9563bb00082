"""Several hurdles: the rest splits at a carry that steps up as partners reach a higher hurdle (R15, R16).

Each further hurdle runs on all contributions at its own rate, compounding, day count and order being the first one's,
until the partners have it, whatever tier their money came from. Where it has a catch-up, the general partner then has
its carry of all profit so far, not only of what comes above (docs/adr/0024 says why).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from funds.rules.catch_up import check_rates
from itvf.errors import InputRefused, gettext_noop
from itvf.money import ONE, ZERO

NOT_RISING = gettext_noop(
    "Hurdles rise, and the carry with them: {hurdle_rate} with a carry of {carry_rate} follows {former_hurdle_rate} "
    "with {former_carry_rate}."
)

# The columns of an agreement, or of the terms offered for one, that hold them; without a value there is none.
RATES = ("hurdle_rate", "carry_rate", "catch_up_rate")
PLACES = ("second", "third")
COLUMNS = tuple(f"{place}_{name}" for place in PLACES for name in RATES)
CLAUSES = tuple(f"{place}_hurdle_clause" for place in PLACES)


@dataclass(frozen=True, slots=True)
class FurtherHurdle:
    """A rate of return of the partners above which the general partner's carry is another one.

    `catch_up_rate` 0 means no catch-up, 1 a full one; without a clause of its own it has the waterfall's.
    """

    hurdle_rate: Decimal
    carry_rate: Decimal
    catch_up_rate: Decimal = ZERO
    clause: str = ""


def of_terms(record: Any) -> tuple[FurtherHurdle, ...]:
    """This function will give the further hurdles of an agreement or an offer, the lowest first."""
    found = []
    for place in PLACES:
        hurdle, carry, catch_up = (getattr(record, f"{place}_{name}") for name in RATES)
        if hurdle is not None and carry is not None:
            clause = getattr(record, f"{place}_hurdle_clause", "")
            found.append(FurtherHurdle(hurdle, carry, ZERO if catch_up is None else catch_up, clause))
    return tuple(found)


def as_json(further: Sequence[FurtherHurdle]) -> list[dict[str, str]]:
    """This function will write them as a stored working and a document's content hold them.

    A catch-up and a clause of its own stand there where it has one.
    """
    found = []
    for one in further:
        rates = {name: f"{getattr(one, name).normalize():f}" for name in RATES}
        if not one.catch_up_rate:
            del rates["catch_up_rate"]
        found.append(rates | ({"clause": one.clause} if one.clause else {}))
    return found


def of_json(kept: Iterable[Mapping[str, str]]) -> tuple[FurtherHurdle, ...]:
    """This function will read further hurdles as a stored working holds them."""
    return tuple(
        FurtherHurdle(*(Decimal(one.get(name, "0")) for name in RATES), clause=one.get("clause", "")) for one in kept
    )


def check_further(hurdle_rate: Decimal, carry_rate: Decimal, further: Sequence[FurtherHurdle]) -> None:
    """This function will refuse (InputRefused) hurdles that cannot be run as a waterfall.

    A hurdle and its carry are above those before it, and a catch-up above its carry, since it would never end.
    """
    former = FurtherHurdle(hurdle_rate, carry_rate)
    for index, one in enumerate(further):
        path = f"terms.further_hurdles.{index}"
        if one.hurdle_rate <= former.hurdle_rate or not former.carry_rate < one.carry_rate <= ONE:
            raise InputRefused(
                NOT_RISING,
                code="hurdles_not_rising",
                field=path,
                hurdle_rate=one.hurdle_rate,
                carry_rate=one.carry_rate,
                former_hurdle_rate=former.hurdle_rate,
                former_carry_rate=former.carry_rate,
            )
        check_rates(one.catch_up_rate, one.carry_rate, path)
        former = one
