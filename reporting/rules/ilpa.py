"""Figures of ILPA's Performance Template v1.1 from coded transactions: net and gross, with and without the facility.

Which transaction enters which figure is data (reporting/data/ilpa-performance-types.json): its codes are stable, its
labels ILPA's. Amounts are the partners' own: negative is paid in, positive received or still worth.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from funds.rules import performance
from itvf.money import ZERO, ratio, total

TYPES = Path(__file__).resolve().parent.parent / "data" / "ilpa-performance-types.json"
METHODOLOGIES = ("granular", "gross_up")
FACILITIES = ("with", "without")
SIDES = ("net", "gross")


@dataclass(frozen=True, slots=True)
class Transaction:
    """One coded flow: negative is paid in."""

    date: date
    type: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of return in 12 places with its status; of several roots the one nearest zero, all of them beside it.

    Over less than a year `for_period` says what it is over the days there were (GIPS).
    """

    rate: Decimal | None
    status: str
    roots: tuple[Decimal, ...]
    for_period: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Net and gross figures, either with or without the subscription facility; a multiple over nothing is None."""

    net_irr: Rate
    gross_irr: Rate
    net_multiple: Decimal | None
    gross_multiple: Decimal | None


@cache
def types(methodology: str) -> Mapping[str, Mapping]:
    """The transaction types of a methodology by code, each with how it enters the figures."""
    document = json.loads(TYPES.read_text("utf-8"))
    return {row["code"]: row for row in document[methodology]}


def figures(transactions: Sequence[Transaction], *, methodology: str) -> dict[str, Figures]:
    """This function will give ILPA's figures `with` and `without` the facility, rates and multiples in 12 places.

    A rate solves the equation of `funds.rules.performance` over the transactions that enter it, the value left
    among them as `nav`. A multiple divides what enters as `num` by what was paid in: `den` less `-den`, which is
    capital given back. Source: ILPA Performance Template v1.1, granular and gross-up.
    """
    known = types(methodology)
    return {facility: _figures(transactions, known, facility) for facility in FACILITIES}


def entering(
    transactions: Sequence[Transaction], figure: str, *, methodology: str
) -> dict[bool | str, tuple[Transaction, ...]]:
    """This function will give the transactions that enter a figure such as `with_net_irr`, by how each type does.

    True in a rate; in a multiple `num`, `den`, or `-den`.
    """
    known = types(methodology)
    found: dict[bool | str, tuple[Transaction, ...]] = {}
    for one in transactions:
        if way := known[one.type][figure]:
            found[way] = (*found.get(way, ()), one)
    return found


def _figures(transactions: Sequence[Transaction], known: Mapping[str, Mapping], facility: str) -> Figures:
    rates = {f"{side}_irr": _rate(transactions, known, f"{facility}_{side}_irr") for side in SIDES}
    multiples = {f"{side}_multiple": _multiple(transactions, known, f"{facility}_{side}_multiple") for side in SIDES}
    return Figures(**rates, **multiples)


def _rate(transactions: Sequence[Transaction], known: Mapping[str, Mapping], figure: str) -> Rate:
    flows = [(one.date, one.amount) for one in transactions if known[one.type][figure]]
    until = max((day for day, _amount in flows), default=date.min)
    found = performance.irr(flows, nav_hkd=ZERO, as_of=until)
    nearest = min(found.roots, key=lambda root: (abs(root), root)) if found.roots else None
    return Rate(found.rate if found.rate is not None else nearest, found.status, found.roots, found.for_period)


def _multiple(transactions: Sequence[Transaction], known: Mapping[str, Mapping], figure: str) -> Decimal | None:
    numerator = total(one.amount for one in transactions if known[one.type][figure] == "num")
    paid_in = -total(one.amount for one in transactions if known[one.type][figure] in ("den", "-den"))
    return ratio(numerator, paid_in) if paid_in > 0 else None
