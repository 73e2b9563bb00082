"""What is left of recorded authorities when earlier uses are taken off (A13).

A use is taken from the authorities in force on its own day, first from the one that ends first: what an authority
that has ended allowed to be used takes nothing from a later one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from itvf.money import ZERO, total

# An authority that names no amount covers any.
UNLIMITED = Decimal(10) ** 16


@dataclass(frozen=True, slots=True)
class Authority:
    """One approved authority: from when, until when (None: no end) and up to how much in HK$ (None: any amount)."""

    given_date: date
    expires_date: date | None
    limit_hkd: Decimal | None

    def stands(self, on: date) -> bool:
        """Whether it is in force on a day; its first and its last day count."""
        return self.given_date <= on and (self.expires_date is None or on <= self.expires_date)


@dataclass(frozen=True, slots=True)
class Use:
    """What somebody was asked for under an authority, in HK$, and on which day."""

    date: date
    amount_hkd: Decimal


def left(authorities: Sequence[Authority], uses: Sequence[Use], on: date) -> Decimal:
    """This function will give what of the authorities in force on a day no earlier use has taken, in HK$.

    `UNLIMITED` where one in force names no amount. A use that no authority of its day covers takes nothing.
    """
    ordered = sorted(authorities, key=lambda one: (one.expires_date or date.max, one.given_date))
    free = [UNLIMITED if one.limit_hkd is None else one.limit_hkd for one in ordered]
    for use in sorted(uses, key=lambda one: one.date):
        covering = [place for place, one in enumerate(ordered) if one.stands(use.date)]
        if any(ordered[place].limit_hkd is None for place in covering):
            continue
        asked = use.amount_hkd
        for place in covering:
            taken = min(asked, free[place])
            free[place] -= taken
            asked -= taken
    standing = [amount for amount, one in zip(free, ordered, strict=True) if one.stands(on)]
    return min(total(standing), UNLIMITED) if standing else ZERO
