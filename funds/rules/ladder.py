"""The further hurdles of one account of the waterfall, as money climbs them (R15, R16; docs/adr/0024).

Growth and payment are those of `funds.rules.hurdle`, the catch-up is that of `funds.rules.catch_up`: Decimal with 80
digits, as said there. Without a further hurdle all is split at the first carry.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from funds.rules.catch_up import CatchUpTier
from funds.rules.further_hurdles import FurtherHurdle
from funds.rules.hurdle import Balance, HurdleTerms, distribute, grown, payment, to_cent
from funds.rules.waterfall_working import Band, CatchUp, Earned, Lacking
from itvf.money import ONE, ZERO


@dataclass(slots=True)
class _Level:
    """One further hurdle: what partners lack of it and what of its return they had, unrounded; what was split up to it.

    `growth` is what was added and `told` what they lacked when an event was last told.
    """

    terms: HurdleTerms
    catch_up: CatchUpTier
    balance: Balance = field(default_factory=Balance)
    hurdle_paid: Decimal = ZERO
    split: Decimal = ZERO
    split_gp: Decimal = ZERO
    growth: Decimal = ZERO
    told: Decimal = ZERO

    @property
    def hurdle(self) -> Decimal:
        """All of its return to this day, paid and unpaid."""
        return self.hurdle_paid + self.balance.hurdle

    @property
    def lacking(self) -> Decimal:
        return self.balance.capital + self.balance.hurdle


class Ladder:
    """The further hurdles of one account, the lowest first; called within the hurdle's working context."""

    def __init__(self, terms: HurdleTerms, carry_rate: Decimal, further: Sequence[FurtherHurdle]):
        self.carry_rate = carry_rate
        self.levels = [
            _Level(
                replace(terms, rate=one.hurdle_rate), CatchUpTier(one.hurdle_rate, one.catch_up_rate, one.carry_rate)
            )
            for one in further
        ]

    def turn_to(self, start: date, day: date) -> None:
        """Lets every hurdle grow."""
        for level in self.levels:
            before = level.balance.hurdle
            level.balance = grown(level.balance, level.terms, start, day)
            level.growth += level.balance.hurdle - before

    def contribute(self, amount: Decimal) -> None:
        """Takes capital in; below zero it went back or was lost."""
        for level in self.levels:
            level.balance = replace(level.balance, capital=level.balance.capital + amount)

    def receive(self, amount: Decimal) -> None:
        """Counts what partners got of any tier."""
        for level in self.levels:
            _capital, hurdle, level.balance = distribute(level.balance, level.terms, amount)
            level.hurdle_paid += hurdle

    def open_again(self) -> None:
        """Lets every catch-up earn again what the general partner gave back."""
        for level in self.levels:
            level.catch_up.open_again()

    def tell(self) -> tuple[Lacking, ...]:
        """What partners lacked of every hurdle before and after the event that just happened."""
        found = []
        for level in self.levels:
            found.append(Lacking(level.terms.rate, level.growth, level.told + level.growth, level.lacking))
            level.growth, level.told = ZERO, level.lacking
        return tuple(found)

    def split(self, left: Decimal, below: Decimal, gp_below: Decimal) -> tuple[tuple[Band, ...], tuple[CatchUp, ...]]:
        """What is left, at one carry up to each hurdle that the partners have not reached, then at the last.

        A band pays x where partners' (1 - carry) x is what they lack of the hurdle; its total and the general partner's
        part are rounded half up, partners have the rest. One paid in full leaves exactly zero. Then the hurdle's own
        catch-up pays until the general partner has its carry of all profit so far: `below` is what the first hurdle and
        its catch-up paid, `gp_below` the general partner's part of that.
        """
        bands, caught_up, carry = [], [], self.carry_rate
        for level in self.levels:
            owed = level.lacking / (ONE - carry)
            paid, still_owed = payment(owed, left)
            if paid:
                bands.append(Band(carry, paid, to_cent(carry * paid), level.terms.rate, owed))
                level.split += paid
                level.split_gp += bands[-1].gp_hkd
                self.receive(paid - bands[-1].gp_hkd)
                left -= paid
            if still_owed:
                break
            level.balance = Balance()
            below, gp_below = below + level.split, gp_below + level.split_gp
            for found in level.catch_up.pay(left, below, gp_below):
                caught_up.append(found)
                self.receive(found.to_lp_hkd)
                left -= found.paid_hkd
            below, gp_below = below + level.catch_up.paid_hkd, gp_below + level.catch_up.to_gp_hkd
            carry = level.catch_up.carry_rate
        if left or not bands:
            bands.append(Band(carry, left, to_cent(carry * left)))
        return tuple(bands), tuple(caught_up)

    def earned(self, profit: Decimal) -> tuple[Earned, ...]:
        """The carry of a whole profit, as if it were distributed at once: each part at the carry of its hurdle.

        A part ends where the partners' share of it brings them to the return of the next hurdle on what they paid in;
        there that hurdle's catch-up runs until the general partner has its carry of all before. The first catch-up is
        taken as full, as where there is one hurdle; without profit nothing is earned.
        """
        parts, carry, left, to_gp, to_lp = [], self.carry_rate, max(ZERO, profit), ZERO, ZERO
        for level in self.levels:
            hurdle, tier = level.hurdle, level.catch_up
            part = min(left, max(ZERO, hurdle - to_lp) / (ONE - carry))
            parts.append(Earned(carry, part, carry * part, level.terms.rate, hurdle))
            left, to_gp, to_lp = left - part, to_gp + carry * part, to_lp + (ONE - carry) * part
            carry = tier.carry_rate
            if tier.catch_up_rate:
                rate = tier.catch_up_rate
                part = min(left, (carry * (to_gp + to_lp) - to_gp) / (rate - carry))
                parts.append(Earned(rate, part, rate * part, caught_up_rate=carry))
                left, to_gp, to_lp = left - part, to_gp + rate * part, to_lp + (ONE - rate) * part
        parts.append(Earned(carry, left, carry * left))
        return tuple(parts)
