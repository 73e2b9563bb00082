"""Several hurdles: the rest splits at a carry that steps up as partners reach a higher hurdle (R15, R16).

Each further hurdle runs on all contributions at its own rate, compounding, day count and order being the first one's,
until the partners have it, whatever tier their money came from. There is no second catch-up.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, localcontext
from typing import Any

from funds.rules.hurdle import WORKING, Balance, HurdleTerms, distribute, grown, payment, to_cent
from itvf.errors import InputRefused, gettext_noop
from itvf.money import ONE, ZERO

NOT_RISING = gettext_noop(
    "Hurdles rise, and the carry with them: {hurdle_rate} with a carry of {carry_rate} follows {former_hurdle_rate} "
    "with {former_carry_rate}."
)

# The columns of an agreement, or of the terms offered for one, that hold them; without a value there is none.
COLUMNS = ("second_hurdle_rate", "second_carry_rate", "third_hurdle_rate", "third_carry_rate")


@dataclass(frozen=True, slots=True)
class FurtherHurdle:
    """A rate of return of the partners above which the general partner's carry is another one."""

    hurdle_rate: Decimal
    carry_rate: Decimal


@dataclass(frozen=True, slots=True)
class Band:
    """A part of the split with one carry, in HK$: up to the next hurdle (`owed_hkd`, unrounded), or all the rest."""

    carry_rate: Decimal
    paid_hkd: Decimal
    gp_hkd: Decimal
    next_hurdle_rate: Decimal | None = None
    owed_hkd: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Earned:
    """A part of the whole profit with one carry, in HK$, unrounded: up to the next hurdle, or all the rest."""

    carry_rate: Decimal
    profit_hkd: Decimal
    carry_hkd: Decimal
    next_hurdle_rate: Decimal | None = None


def of_terms(record: Any) -> tuple[FurtherHurdle, ...]:
    """This function will give the further hurdles of an agreement or an offer, the lowest first."""
    values = [getattr(record, name) for name in COLUMNS]
    pairs = zip(values[::2], values[1::2], strict=True)
    return tuple(FurtherHurdle(hurdle, carry) for hurdle, carry in pairs if hurdle is not None and carry is not None)


def as_json(further: Sequence[FurtherHurdle]) -> list[dict[str, str]]:
    """This function will write them as a stored working and a document's content hold them; nothing without any."""
    return [{name: f"{getattr(one, name).normalize():f}" for name in ("hurdle_rate", "carry_rate")} for one in further]


def check_rising(hurdle_rate: Decimal, carry_rate: Decimal, further: Sequence[FurtherHurdle]) -> None:
    """This function will refuse (InputRefused) a hurdle or a carry that is not above the one before it."""
    former = FurtherHurdle(hurdle_rate, carry_rate)
    for index, one in enumerate(further):
        if one.hurdle_rate <= former.hurdle_rate or not former.carry_rate < one.carry_rate <= ONE:
            raise InputRefused(
                NOT_RISING,
                code="hurdles_not_rising",
                field=f"terms.further_hurdles.{index}",
                hurdle_rate=one.hurdle_rate,
                carry_rate=one.carry_rate,
                former_hurdle_rate=former.hurdle_rate,
                former_carry_rate=former.carry_rate,
            )
        former = one


@dataclass
class _Level:
    """What partners are still owed at one further hurdle, and what of its return they had, unrounded."""

    terms: HurdleTerms
    carry_rate: Decimal
    balance: Balance = field(default_factory=Balance)
    hurdle_paid: Decimal = ZERO


class Ladder:
    """The further hurdles of one account; without any, all is split at the first carry."""

    def __init__(self, terms: HurdleTerms, carry_rate: Decimal, further: Sequence[FurtherHurdle]):
        self.carry_rate = carry_rate
        self.levels = [_Level(replace(terms, rate=one.hurdle_rate), one.carry_rate) for one in further]

    def turn_to(self, start: date, day: date) -> None:
        """Lets every hurdle grow."""
        for level in self.levels:
            level.balance = grown(level.balance, level.terms, start, day)

    def contribute(self, amount: Decimal) -> None:
        """Takes capital in; below zero it went back or was lost."""
        for level in self.levels:
            level.balance = replace(level.balance, capital=level.balance.capital + amount)

    def receive(self, amount: Decimal) -> None:
        """Counts what partners got of any tier."""
        for level in self.levels:
            _capital, hurdle, level.balance = distribute(level.balance, level.terms, amount)
            level.hurdle_paid += hurdle

    def split(self, left: Decimal) -> tuple[Band, ...]:
        """What is left, at one carry up to each hurdle that the partners have not reached, then at the last.

        A band pays x where partners' (1 - carry) x is what they lack of the hurdle; its total and the general partner's
        part are rounded half up, partners have the rest. One paid in full leaves exactly zero.
        """
        bands, carry = [], self.carry_rate
        with localcontext(WORKING):
            for level in self.levels:
                owed = (level.balance.capital + level.balance.hurdle) / (ONE - carry)
                paid, still_owed = payment(owed, left)
                if paid:
                    bands.append(Band(carry, paid, to_cent(carry * paid), level.terms.rate, owed))
                    left -= paid
                    self.receive(paid - bands[-1].gp_hkd)
                if not still_owed:
                    level.balance = Balance()
                carry = level.carry_rate
            if left or not bands:
                bands.append(Band(carry, left, to_cent(carry * left)))
        return tuple(bands)

    def earned(self, profit: Decimal) -> tuple[Earned, ...]:
        """The carry of a whole profit, as if it were distributed at once: each part at the carry of its hurdle.

        A part ends where the partners' (1 - carry) of it brings them to the return of the next hurdle on what they paid
        in. The first catch-up is taken as full, as where there is one hurdle; without profit nothing is earned.
        """
        parts, carry, left, reached = [], self.carry_rate, max(ZERO, profit), ZERO
        with localcontext(WORKING):
            for level in self.levels:
                hurdle = level.hurdle_paid + level.balance.hurdle
                part = min(left, max(ZERO, hurdle - reached) / (ONE - carry))
                parts.append(Earned(carry, part, carry * part, level.terms.rate))
                left, reached, carry = left - part, max(reached, hurdle), level.carry_rate
            parts.append(Earned(carry, left, carry * left))
        return tuple(parts)
