"""Ownership by round: units held over units in issue and fully diluted, and what a round diluted (12 places)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from itvf.errors import Breach, gettext_noop
from itvf.money import ratio

MORE_THAN_ALL = gettext_noop(
    "{held} units are recorded as held and {issued} are in issue after the round {round}. Correct the round or the "
    "holdings."
)


@dataclass(frozen=True, slots=True)
class Round:
    """A round as ownership reads it: units in issue and fully diluted after it."""

    name: str
    closed_date: date
    issued_units: Decimal
    diluted_units: Decimal


@dataclass(frozen=True, slots=True)
class Stake:
    """What is held after a round; `diluted_by_rate` is what the share in issue fell by since the round before."""

    round: str
    on: date
    units: Decimal
    issued_rate: Decimal | None
    diluted_rate: Decimal | None
    diluted_by_rate: Decimal | None


def stakes(rounds: Sequence[Round], changes: Iterable[tuple[date, Decimal]]) -> tuple[Stake, ...]:
    """This function will give the stake after each round, in date order, from what changed in the units held.

    A change on the round's own day counts. Shares to 12 places, half up.
    """
    moves = sorted(changes)
    found: list[Stake] = []
    for one in sorted(rounds, key=lambda one: one.closed_date):
        units = sum((amount for day, amount in moves if day <= one.closed_date), Decimal(0))
        issued = ratio(units, one.issued_units)
        before = found[-1].issued_rate if found else None
        found.append(
            Stake(
                round=one.name,
                on=one.closed_date,
                units=units,
                issued_rate=issued,
                diluted_rate=ratio(units, one.diluted_units),
                diluted_by_rate=None if before is None or issued is None else before - issued,
            )
        )
    return tuple(found)


def check_held(one: Round, held_units: Decimal) -> tuple[Breach, ...]:
    """This function will say that more units are recorded as held than are in issue."""
    if held_units <= one.issued_units:
        return ()
    return (
        Breach(
            "more_than_all",
            MORE_THAN_ALL,
            facts={"held": held_units, "issued": one.issued_units, "round": one.name},
        ),
    )
