"""Which call line a receipt on a bank statement pays: proposed with its ground, for a person to confirm."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

REFERENCE, NAME, AMOUNT = "reference", "name", "amount"
# Shorter names are found in too many texts.
SHORTEST_NAME = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A call line with something outstanding, in HK$; `names` and `reference` are those of its partner and notice."""

    line: int
    outstanding_hkd: Decimal
    reference: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The line that a receipt seems to pay. `is_sure`: the reference of its notice stands there, the amount fits."""

    line: int
    ground: str
    is_sure: bool


def propose(amount_hkd: Decimal, text: str, candidates: Sequence[Candidate]) -> Proposal | None:
    """This function will propose the line that money in pays: by reference, else by name, else by amount alone.

    Each ground counts only where it points at one line; of one partner's several lines the one with just this amount is
    meant. Money out and a receipt that nothing points from give None.
    """
    if amount_hkd <= 0:
        return None
    said = _plain(text)
    named = {
        REFERENCE: [one for one in candidates if _plain(one.reference) in said],
        NAME: [one for one in candidates if any(_names(name, said) for name in one.names)],
        AMOUNT: [one for one in candidates if one.outstanding_hkd == amount_hkd],
    }
    for ground, found in named.items():
        exact = [one for one in found if one.outstanding_hkd == amount_hkd]
        for some in (found, exact):
            if len(some) == 1:
                sure = ground == REFERENCE and some[0].outstanding_hkd == amount_hkd
                return Proposal(some[0].line, ground, sure)
    return None


def _names(name: str, said: str) -> bool:
    wanted = _plain(name)
    return (len(wanted) >= SHORTEST_NAME or not wanted.isascii()) and bool(wanted) and wanted in said


def _plain(text: str) -> str:
    """Letters and figures alone, so that a bank's hyphens, spaces and capitals make no difference."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())
