"""A scheme's terms: each figure of the framework with its date, rule and clause, never a constant in code.

They come from the published file here, and from the database's approved versions elsewhere; rules see no difference.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from itvf.errors import Breach, InputRefused, gettext_noop
from itvf.money import money

DATA = Path(__file__).resolve().parent.parent / "data"
SEVERITIES = ("refuse", "consent", "notify")
INSTRUMENTS = ("lp", "direct", "grant")
RATE = re.compile(r"[0-9]+(\.[0-9]+)?")

UNKNOWN_SCHEME = gettext_noop("{scheme} is not a scheme known here. Known: {known}.")
NO_SUCH_TERM = gettext_noop("The scheme {scheme} sets no {name}; add it to a new version of its terms.")
WRONG_SHAPE = gettext_noop("The term {name} of {scheme} must be {expected}; found {found}. Correct the scheme's terms.")
KEY_MISSING = gettext_noop("{place} lacks {name}; give it as the scheme's paper does.")
NOT_A_DATE = gettext_noop("{place} takes effect on {found}, which is not a date written YYYY-MM-DD. Correct it.")
NOT_A_CHOICE = gettext_noop("{place} has the {name} {found}; use one of: {allowed}.")


@dataclass(frozen=True, slots=True)
class Term:
    """One figure or list of the framework, as JSON holds it. `severity` says what a breach of it stops."""

    name: str
    value: Any
    rule: str
    clause: str
    severity: str = "refuse"


@dataclass(frozen=True, slots=True)
class Assumption:
    """What the framework leaves open, and what is taken until an agreement settles it."""

    code: str
    question: str
    default: str


@dataclass(frozen=True)
class Terms:
    """One dated version of a scheme's terms. Reading a term that it does not set is refused (InputRefused)."""

    scheme: str
    effective_from: date
    terms: Mapping[str, Term]
    assumptions: Mapping[str, Assumption] = field(default_factory=dict)
    instrument: str = "lp"
    name: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    status: str = ""

    @classmethod
    def from_published(cls, document: Mapping[str, Any]) -> "Terms":
        """This function will build terms from a document: every term must carry value, rule and clause.

        Raises InputRefused naming the place and the key that is missing, and a value of the wrong shape for its name.
        """
        scheme = _required(document, "scheme", place="scheme")
        built = cls(
            scheme=scheme,
            effective_from=_date(_required(document, "effective_from", place=scheme), place=scheme),
            terms={name: _term(name, entry) for name, entry in _required(document, "terms", place=scheme).items()},
            assumptions={
                code: Assumption(code, *(_required(entry, key, place=code) for key in ("question", "default")))
                for code, entry in document.get("assumptions", {}).items()
            },
            instrument=_one_of(INSTRUMENTS, document.get("instrument", "lp"), name="instrument", place=scheme),
            name=document.get("name", {}),
            source=document.get("source", ""),
            status=document.get("status", ""),
        )
        for name in built.terms:
            built._check_shape(name)
        return built

    def _check_shape(self, name: str) -> None:
        """Reads a term the way its name says it is read, so that a misshapen one is refused when it comes in."""
        for ending, read in SHAPES.items():
            if name == ending or (ending.startswith("_") and name.endswith(ending)):
                read(self, name)

    def term(self, name: str) -> Term:
        """The term with its rule, clause and severity."""
        if name not in self.terms:
            raise InputRefused(NO_SUCH_TERM, code="no_such_term", field="scheme", scheme=self.scheme, name=name)
        return self.terms[name]

    def hkd(self, name: str) -> Decimal:
        """An amount of HK$, two places."""
        return money(self._text(name))

    def rate(self, name: str) -> Decimal:
        """A rate as a fraction: 0.07 is 7%."""
        value = self._text(name)
        return Decimal(value) if RATE.fullmatch(value) else self._misshapen(name, 'a rate such as "0.07"')

    def whole(self, name: str) -> int:
        """A whole number, of years or months."""
        value = self.term(name).value
        return (
            value if isinstance(value, int) and not isinstance(value, bool) else self._misshapen(name, "a whole number")
        )

    def flag(self, name: str) -> bool:
        """True or false."""
        value = self.term(name).value
        return value if isinstance(value, bool) else self._misshapen(name, "true or false")

    def word(self, name: str) -> str:
        """A single code, such as a fee's base."""
        return self._text(name)

    def names(self, name: str) -> tuple[str, ...]:
        """A list of codes, such as the sectors, in the order published."""
        value = self.term(name).value
        if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
            return tuple(value)
        return self._misshapen(name, "a list of codes")

    def matching_rate(self) -> Fraction:
        """Government money for each dollar of other money: one third under R6."""
        value = self.term("government_ratio").value
        parts = [value.get("government"), value.get("other")] if isinstance(value, Mapping) else [None]
        if all(isinstance(part, int) and part > 0 for part in parts):
            return Fraction(*parts)
        return self._misshapen("government_ratio", 'two whole numbers above zero, "government" and "other"')

    def breach(self, name: str, code: str, template: str, **facts: Any) -> Breach:
        """This function will make the breach of a term, citing its rule and clause."""
        term = self.term(name)
        return Breach(code=code, template=template, rule=term.rule, clause=term.clause, facts=facts)

    def _text(self, name: str) -> str:
        value = self.term(name).value
        return value if isinstance(value, str) else self._misshapen(name, "a text in quotes")

    def _misshapen(self, name: str, expected: str) -> Any:
        raise InputRefused(
            WRONG_SHAPE,
            code="misshapen_term",
            field=f"terms.{name}",
            name=name,
            scheme=self.scheme,
            expected=expected,
            found=str(self.terms[name].value),
        )


SHAPES = {
    "_hkd": Terms.hkd,
    "_rate": Terms.rate,
    "_years": Terms.whole,
    "_months": Terms.whole,
    "sectors": Terms.names,
    "stages": Terms.names,
    "instruments": Terms.names,
    "prohibited": Terms.names,
    "government_ratio": lambda terms, _name: terms.matching_rate(),
}


def percent(rate: Decimal) -> Decimal:
    """A rate as a sentence shows it: 0.07 is 7, 0.125 is 12.5."""
    return Decimal(format((rate * 100).normalize(), "f"))


@lru_cache(maxsize=16)
def published(scheme: str) -> Terms:
    """This function will give a scheme's terms as published; an unknown scheme is refused, the known ones named."""
    documents = _documents()
    if scheme not in documents:
        raise InputRefused(UNKNOWN_SCHEME, code="unknown_scheme", field="scheme", scheme=scheme, known=tuple(documents))
    return Terms.from_published(documents[scheme])


@lru_cache(maxsize=1)
def _documents() -> dict[str, dict[str, Any]]:
    """The papers among the data files, by the scheme that each is of."""
    read = (json.loads(path.read_text(encoding="utf-8"), parse_float=str) for path in sorted(DATA.glob("*.json")))
    return {document["scheme"]: document for document in read if "scheme" in document}


def _term(name: str, entry: Mapping[str, Any]) -> Term:
    value, rule, clause = (_required(entry, key, place=name) for key in ("value", "rule", "clause"))
    severity = _one_of(SEVERITIES, entry.get("severity") or "refuse", name="severity", place=name)
    return Term(name=name, value=value, rule=rule, clause=clause, severity=severity)


def _date(value: str, *, place: str) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise InputRefused(NOT_A_DATE, code="not_a_date", field="effective_from", place=place, found=value) from None


def _required(document: Mapping[str, Any], name: str, *, place: str) -> Any:
    if name not in document:
        raise InputRefused(KEY_MISSING, code="missing", field=name, place=place, name=name)
    return document[name]


def _one_of(allowed: tuple[str, ...], found: str, *, name: str, place: str) -> str:
    if found not in allowed:
        raise InputRefused(
            NOT_A_CHOICE, code="not_a_choice", field=name, place=place, name=name, found=found, allowed=allowed
        )
    return found
