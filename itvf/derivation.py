"""How a computed figure came about: a tree of figures with rule, clause, convention, inputs, steps and journal entries.

Pure. Whoever computes a figure returns its working; the builders under reporting/explain/ put that into this shape,
and every door shows the same tree: pages, API, paper. Sentences are templates, put into words by the door.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from itvf.errors import fill, plain
from itvf.money import CENT, ZERO, ratio, total

# What a value is. `exact_hkd` is an amount that is not rounded to the cent yet, in at most 12 places; `words` is a
# template of ours, `text` somebody's own words.
HKD, EXACT_HKD, RATE, MULTIPLE, YEARS, NUMBER, DATE, WORDS, TEXT = UNITS = (
    "hkd",
    "exact_hkd",
    "rate",
    "multiple",
    "years",
    "number",
    "date",
    "words",
    "text",
)
Value = Decimal | date | int | str | None
Say = Callable[[str, Mapping[str, Any]], str]


class WrongDerivation(Exception):
    """The parts of a figure don't lead to it: a fault of a builder. The figure itself stands where it was computed."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """One figure and what it comes from.

    `label`, `convention` and `note` are templates that `facts` fill. With `is_sum` the parts' values sum to the value.
    `entries` are the ids of the journal entries under the figure itself; those of its parts stand with the parts.
    `opens` names a figure (and what it is asked of) that goes further than its place in this tree; in a tree of the
    whole programme a fund's figure has its code third, without one it is the programme's.
    """

    name: str
    label: str
    value: Value
    unit: str = HKD
    facts: Mapping[str, Any] = field(default_factory=dict)
    rule: str = ""
    clause: str = ""
    assumptions: tuple[str, ...] = ()
    convention: str = ""
    note: str = ""
    parts: tuple["Derivation", ...] = ()
    entries: tuple[int, ...] = ()
    is_sum: bool = False
    opens: tuple[str, str] | tuple[str, str, str] | None = None

    def __post_init__(self):
        if isinstance(self.value, Decimal) and not self.value:  # of a sum with its sign turned: not -0.00
            object.__setattr__(self, "value", self.value.copy_abs())

    @property
    def difference(self) -> Decimal:
        """What a sum lacks of its value, in the value's unit: anything but zero is a fault that a reader must see."""
        return total([self.value, *(-part.value for part in self.parts)]) if self.is_sum else ZERO

    def as_json(self, say: Say = fill) -> dict[str, Any]:
        """The tree as JSON holds it, its sentences put into words by `say`: English unless told otherwise."""
        value = say(self.value, self.facts) if self.unit == WORDS and self.value else plain(self.value)
        return {
            "name": self.name,
            "label": say(self.label, self.facts),
            "value": value,
            "unit": self.unit,
            "rule": self.rule,
            "clause": self.clause,
            "assumptions": list(self.assumptions),
            "convention": say(self.convention, self.facts) if self.convention else "",
            "note": say(self.note, self.facts) if self.note else "",
            "is_sum": self.is_sum,
            "parts": [part.as_json(say) for part in self.parts],
            "entries": list(self.entries),
            "opens": dict(zip(("figure", "of", "fund"), self.opens, strict=False)) if self.opens else None,
        }


def nodes(root: Derivation) -> Iterator[Derivation]:
    """Every figure of a tree, the root first, each before its parts."""
    yield root
    for part in root.parts:
        yield from nodes(part)


def entry_ids(root: Derivation) -> list[int]:
    """The journal entries under a tree, each once, in the order of its pages."""
    return list(dict.fromkeys(entry for node in nodes(root) for entry in node.entries))


def exact(amount: Decimal | Fraction) -> Decimal:
    """This function will give an unrounded amount as a tree shows it: 12 places, half up."""
    return ratio(Fraction(amount), 1)


def rounding(value: Decimal, parts: tuple[Derivation, ...], label: str, **about: Any) -> tuple[Derivation, ...]:
    """This function will give the parts of a sum with the rounding beside them that leads to its value, if any.

    Rounding is at most a cent a part. What lacks more was derived in a wrong way: it raises WrongDerivation, so that a
    reader gets the page of a fault (500, logged) and no derivation, never steps that do not lead to the figure.
    """
    rest = total([value, *(-part.value for part in parts)])
    if abs(rest) > CENT * len(parts):
        raise WrongDerivation(f"{label}: {rest} of {value} is no rounding of {len(parts)} parts")
    return (*parts, Derivation("rounding", label, rest, EXACT_HKD, **about)) if rest else parts
