"""The strict reader of calculation input: what it does not understand it refuses by name, all faults at once.

A calculation reads everything it needs, then calls `close()`, then computes. A faulty value reads as None
until `close()` raises, so nothing is computed from it.
"""

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from itvf.errors import InputRefused, gettext_noop
from itvf.money import CENT

REQUIRED = object()
MONEY_DIGITS = 16
RATE_DIGITS = 12
LONGEST_QUOTE = 60
NUMBER = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

MISSING = gettext_noop("{name} is missing.")
UNKNOWN = gettext_noop("{name} is not known here. Known: {known}.")
NOT_TEXT = gettext_noop("{name} must be a text in quotes; found {found}.")
NOT_A_FLAG = gettext_noop("{name} must be true or false; found {found}.")
NOT_AN_OBJECT = gettext_noop("{name} must be an object in braces; found {found}.")
NOT_A_LIST = gettext_noop("{name} must be a list in brackets; found {found}.")
NOT_AN_ID = gettext_noop("{name} must be a text that is not empty, or a whole number; found {found}.")
A_NUMBER = gettext_noop('{name} must be a decimal string such as "450000000.00", in quotes; found the number {found}.')
NOT_A_NUMBER = gettext_noop(
    '{name} must be a decimal string such as "450000000.00", without an exponent; found {found}.'
)
TOO_LARGE = gettext_noop("{name} has more than {allowed} digits before the point: {found}.")
TOO_MANY_PLACES = gettext_noop("{name} has more than {allowed} digits after the point: {found}.")
NEGATIVE = gettext_noop("{name} may not be negative; found {found}.")
NOT_A_DATE = gettext_noop("{name} must be a date written YYYY-MM-DD; found {found}.")
NOT_A_CHOICE = gettext_noop("{name} must be one of: {allowed}; found {found}.")
EMPTY_LIST = gettext_noop("{name} is empty; give at least one.")
DUPLICATE_KEY = gettext_noop("{name} stands twice in one object; give it once.")
DUPLICATE = gettext_noop("{name} {found} stands twice; each may stand once.")


class InputFaults(InputRefused):
    """Every fault of one input, each an `InputRefused` whose `field` is its dotted path."""

    def __init__(self, faults: Sequence[InputRefused]):
        self.faults = tuple(faults)
        super().__init__("{faults}", faults=tuple(str(fault) for fault in faults))


class Reader:
    """One object of the input, and where it stands in the whole.

    Every reading method takes the key's name; `default` makes the key optional, `null=True` reads a
    missing or null value as None.
    """

    def __init__(self, document: Mapping[str, Any], *, path: str = "", faults: list[InputRefused] | None = None):
        self.document = document
        self.path = path
        self.faults = [] if faults is None else faults
        self._known: set[str] = set()
        self._children: list[Reader] = []
        if isinstance(document, DoubledObject):
            self.refuse(document.key, DUPLICATE_KEY, code="duplicate_key")

    def money(self, name: str, *, negative: bool = False, places: int = 2, default: Any = REQUIRED, null: bool = False):
        """This function will read HK$: a decimal string of at most 16 digits before the point and `places` after."""
        amount = self._number(name, MONEY_DIGITS, places, negative, default, null)
        return amount if amount is None or amount.as_tuple().exponent <= -2 else amount.quantize(CENT)

    def rate(self, name: str, *, negative: bool = False, default: Any = REQUIRED, null: bool = False):
        """This function will read a rate or weight: a decimal string of at most 12 digits on each side."""
        return self._number(name, RATE_DIGITS, RATE_DIGITS, negative, default, null)

    def date(self, name: str, *, default: Any = REQUIRED, null: bool = False) -> datetime.date | None:
        """This function will read a date written YYYY-MM-DD."""
        return self._read(name, self._as_date, default, null)

    def flag(self, name: str, *, default: Any = REQUIRED, null: bool = False) -> bool | None:
        """This function will read true or false; 0, 1 and "yes" are refused."""
        return self._read(name, self._as_flag, default, null)

    def text(self, name: str, *, default: Any = REQUIRED, null: bool = False) -> str | None:
        """This function will read a text as it stands."""
        return self._read(name, self._as_text, default, null)

    def choice(self, name: str, allowed: Sequence[str], *, default: Any = REQUIRED, null: bool = False) -> str | None:
        """This function will read one of the texts allowed."""

        def read(key: str, value: Any) -> str | None:
            if isinstance(value, str) and value in allowed:
                return value
            return self.refuse(key, NOT_A_CHOICE, code="not_a_choice", allowed=tuple(allowed), found=shown(value))

        return self._read(name, read, default, null)

    def identity(self, name: str = "id", *, default: Any = REQUIRED) -> str | int | None:
        """This function will read the caller's own key: a text that is not empty, or a whole number."""
        return self._read(name, self._as_identity, default, False)

    def texts(self, name: str, *, default: Any = REQUIRED, null: bool = False) -> list[str] | None:
        """This function will read a list of texts."""

        def read(key: str, value: Any) -> list[str] | None:
            if not isinstance(value, list):
                return self.refuse(key, NOT_A_LIST, code="not_a_list", found=shown(value))
            return [self._as_text(f"{key}.{index}", item) for index, item in enumerate(value)]

        return self._read(name, read, default, null)

    def child(self, name: str, *, null: bool = False) -> "Reader | None":
        """This function will open an object inside this one; a missing one is one fault, not one for each key."""
        value = self._read(name, lambda _key, value: value, REQUIRED, null)
        if null and value is None:
            return None
        return self._open(name, value) if name in self.document else Reader({})

    def children(self, name: str, *, may_be_empty: bool = True, null: bool = False) -> list["Reader"] | None:
        """This function will open each object of a list."""

        def read(key: str, value: Any) -> list[Reader] | None:
            if not isinstance(value, list):
                return self.refuse(key, NOT_A_LIST, code="not_a_list", found=shown(value))
            if not value and not may_be_empty:
                return self.refuse(key, EMPTY_LIST, code="empty_list")
            return [self._open(f"{key}.{index}", item) for index, item in enumerate(value)]

        opened = self._read(name, read, REQUIRED, null)
        return opened if opened is not None or null else []

    def refuse(self, name: str, template: str, *, code: str, **facts: Any) -> None:
        """This function will note a fault at a key, to be raised by `close()` with all the others."""
        self.faults.append(InputRefused(template, code=code, field=self._at(name), name=self._at(name), **facts))

    def close(self) -> None:
        """This function will raise every fault found so far, keys that nobody asked for included."""
        self._note_unknown_keys()
        if self.faults:
            raise InputFaults(self.faults)

    def _note_unknown_keys(self) -> None:
        for name in self.document:
            if name not in self._known:
                self.refuse(name, UNKNOWN, code="unknown_key", known=tuple(sorted(self._known)))
        for child in self._children:
            child._note_unknown_keys()

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def _open(self, name: str, value: Any) -> "Reader":
        if not isinstance(value, dict):
            self.refuse(name, NOT_AN_OBJECT, code="not_an_object", found=shown(value))
            return Reader({})
        child = Reader(value, path=self._at(name), faults=self.faults)
        self._children.append(child)
        return child

    def _read(self, name: str, as_read: Callable[[str, Any], Any], default: Any, null: bool) -> Any:
        self._known.add(name)
        value = self.document.get(name, REQUIRED)
        if null and (value is None or value is REQUIRED):
            return None
        if value is not REQUIRED:
            return as_read(name, value)
        if default is REQUIRED:
            return self.refuse(name, MISSING, code="missing")
        return default

    def _number(self, name: str, digits: int, places: int, negative: bool, default: Any, null: bool) -> Decimal | None:
        def read(key: str, value: Any) -> Decimal | None:
            match = NUMBER.fullmatch(value) if isinstance(value, str) else None
            if match is None:
                template, code = (A_NUMBER, "number_refused") if is_number(value) else (NOT_A_NUMBER, "not_a_number")
                return self.refuse(key, template, code=code, found=shown(value))
            if len(match[2]) > digits:
                return self.refuse(key, TOO_LARGE, code="too_large", allowed=digits, found=shown(value))
            if len(match[3] or "") > places:
                return self.refuse(key, TOO_MANY_PLACES, code="too_many_places", allowed=places, found=shown(value))
            amount = Decimal(value)
            if amount < 0 and not negative:
                return self.refuse(key, NEGATIVE, code="negative", found=shown(value))
            return amount if amount else abs(amount)

        return self._read(name, read, default, null)

    def _as_date(self, key: str, value: Any) -> datetime.date | None:
        if isinstance(value, str) and DATE.fullmatch(value):
            try:
                return datetime.date.fromisoformat(value)
            except ValueError:
                pass
        return self.refuse(key, NOT_A_DATE, code="not_a_date", found=shown(value))

    def _as_flag(self, key: str, value: Any) -> bool | None:
        return value if isinstance(value, bool) else self.refuse(key, NOT_A_FLAG, code="not_a_flag", found=shown(value))

    def _as_text(self, key: str, value: Any) -> str | None:
        return value if isinstance(value, str) else self.refuse(key, NOT_TEXT, code="not_text", found=shown(value))

    def _as_identity(self, key: str, value: Any) -> str | int | None:
        if isinstance(value, (str, int)) and not isinstance(value, bool) and value != "":
            return value
        return self.refuse(key, NOT_AN_ID, code="not_an_id", found=shown(value))


@dataclass(frozen=True, slots=True)
class JsonNumber:
    """A number that stood in the JSON with a point, an exponent or very many digits, as it was written."""

    text: str


class DoubledObject(dict):
    """A JSON object in which a key stood twice; `key` is the first that did."""

    key = ""


def object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """This function will make an object of what JSON held, and keep a key that stood twice for the reader to refuse."""
    document = dict(pairs)
    if len(document) == len(pairs):
        return document
    doubled, seen = DoubledObject(document), set()
    doubled.key = next(key for key, _value in pairs if key in seen or seen.add(key))
    return doubled


def is_number(value: Any) -> bool:
    """Whether a value was a JSON number: these are refused where a decimal string is expected."""
    return isinstance(value, (int, float, Decimal, JsonNumber)) and not isinstance(value, bool)


def shown(value: Any) -> str:
    """A value as a message quotes it: short, and as it looks in JSON."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = value.text if isinstance(value, JsonNumber) else f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"


def refuse_duplicates(readers: Sequence[Reader], ids: Sequence[str | int | None], *, name: str = "id") -> None:
    """This function will note a fault at every object whose key a former object in the list has already."""
    seen: set[str | int] = set()
    for reader, identity in zip(readers, ids, strict=True):
        if identity is not None and identity in seen:
            reader.refuse(name, DUPLICATE, code="duplicate_id", found=shown(identity))
        seen.add(identity)
