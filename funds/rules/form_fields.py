"""Typed answers: what a field of an application holds, how it is read, and what is wrong with what was typed.

Pure. A draft keeps what a person typed even where it can't be read, so that nothing is lost between two visits; what
can be read is kept in one canonical form, so that the same answers always have the same hash.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from itvf.errors import Breach, InputRefused, gettext_noop, percentage, plain
from itvf.money import ZERO, money

LONGEST = {"text": 200, "long_text": 4000}
ROWS = "rows"
MOST_FLOWS = 200

MISSING = gettext_noop("Answer this: {name}.")
NOT_READ = gettext_noop("{name}: {found} can't be read; write {expected}.")
TOO_LONG = gettext_noop("{name} has {count} characters; at most {most} are taken. Shorten it.")
OUTSIDE = gettext_noop("{name} is {found}; it lies between {least} and {most}.")
NOT_A_CHOICE = gettext_noop("{name}: {found} is none of the answers; choose one of: {known}.")
WRITE_PERCENT = gettext_noop("{name}: {found} is above the whole; write a percentage with its sign, such as {found}%.")
TOO_FEW = gettext_noop("{name}: {found} given, at least {least} needed. Add what is missing.")
TOO_MANY = gettext_noop("{name}: {found} given, at most {most} are taken. Keep those that say most.")
BAD_FLOW = gettext_noop(
    "{name}: the line {found} can't be read; write a date and an amount, such as 2021-03-31 -5000000.00."
)
UNKNOWN = gettext_noop("{found} is not asked for here. Known: {known}.")

AN_AMOUNT = gettext_noop("an amount of HK$ such as 450,000,000.00")
# No figure of a form has more digits before the point.
LARGEST = 15
A_RATE = gettext_noop("a percentage such as 7.5%")
A_DATE = gettext_noop("a date such as 2025-03-31")
A_NUMBER = gettext_noop("a whole number")
A_MULTIPLE = gettext_noop("a multiple such as 2.35")
YES_OR_NO = gettext_noop("yes or no")


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `kind` says how its answer is read: text, long_text, hkd, rate, signed_rate, multiple, date,
    whole, flag, choice, choices (several) or flows (dated amounts of HK$, one a line).
    """

    name: str
    kind: str
    label: str
    hint: str = ""
    is_optional: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One page of questions: fields, and rows of fields where there are several of a thing."""

    key: str
    title: str
    lede: str = ""
    fields: tuple[Field, ...] = ()
    rows: tuple[Field, ...] = ()
    row_title: str = ""
    least_rows: int = 0
    most_rows: int = 30

    def field(self, name: str) -> Field:
        """One of its questions, of the rows' too."""
        return next(one for one in (*self.fields, *self.rows) if one.name == name)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a place: a field's name, or `rows.2.name`, or `rows` for their number."""

    place: str
    breach: Breach


@dataclass(frozen=True, slots=True)
class Answers:
    """A section as read: typed values by name (`rows` a tuple of such), what a draft keeps, and every fault."""

    values: dict[str, Any]
    kept: dict[str, Any]
    faults: tuple[Fault, ...]

    @property
    def is_started(self) -> bool:
        """Whether anything was answered yet."""
        return any(value not in ("", None, [], False) for value in self.kept.values())


def read(section: Section, given: Mapping[str, Any]) -> Answers:
    """This function will read a section's answers, as typed or as kept: typed values, canonical text, every fault.

    A value that can't be read is None among the values and stays as it was typed in what is kept. Rows that are empty
    in every field are dropped. An unknown name is a fault of its own; nothing is passed over.
    """
    names = [one.name for one in section.fields] + ([ROWS] if section.rows else [])
    faults = [
        Fault(name, Breach("unknown_answer", UNKNOWN, facts={"found": name, "known": tuple(names)}))
        for name in sorted(set(given) - set(names))
    ]
    values, kept = _read_fields(section.fields, given, "", faults)
    if section.rows:
        values[ROWS], kept[ROWS] = _read_rows(section, given.get(ROWS) or (), faults)
    return Answers(values, kept, tuple(faults))


def fault(place: str, code: str, template: str, **facts: Any) -> Fault:
    """This function will make a fault at a place."""
    return Fault(place, Breach(code, template, facts=facts))


def _read_rows(section: Section, rows: Sequence[Mapping[str, Any]], faults: list[Fault]) -> tuple[tuple, list]:
    values, kept = [], []
    for row in (row for row in rows if isinstance(row, Mapping) and not _is_empty(row)):
        read_row, kept_row = _read_fields(section.rows, row, f"{ROWS}.{len(kept)}.", faults)
        values.append(read_row)
        kept.append(kept_row)
    facts = {"name": section.row_title, "found": len(kept)}
    if len(kept) < section.least_rows:
        faults.append(fault(ROWS, "too_few", TOO_FEW, least=section.least_rows, **facts))
    if len(kept) > section.most_rows:
        faults.append(fault(ROWS, "too_many", TOO_MANY, most=section.most_rows, **facts))
    return tuple(values), kept


def _is_empty(row: Mapping[str, Any]) -> bool:
    return all(_stripped(value) in ("", None, [], False, "false") for value in row.values())


def _stripped(raw: Any) -> Any:
    """Text without what no database holds (NUL, half characters) and without blanks around it."""
    if not isinstance(raw, str):
        return raw
    return raw.replace("\x00", "").encode("utf-8", "ignore").decode().strip()


def _read_fields(fields: Sequence[Field], given: Mapping[str, Any], place: str, faults: list[Fault]):
    values, kept = {}, {}
    for one in fields:
        raw = _stripped(given.get(one.name))
        if raw in ("", None, []) or (one.kind == "flows" and raw == ()):
            values[one.name], kept[one.name] = EMPTY.get(one.kind), [] if one.kind in LISTS else ""
            if one.kind == "flag":
                values[one.name], kept[one.name] = False, False
            if not one.is_optional and one.kind != "flag":
                faults.append(fault(place + one.name, "missing", MISSING, name=one.label))
            continue
        try:
            values[one.name] = READERS[one.kind](one, raw)
            kept[one.name] = _kept(values[one.name])
        except _Unread as unread:
            values[one.name] = EMPTY.get(one.kind)
            kept[one.name] = _typed(raw)
            faults.append(Fault(place + one.name, unread.breach))
    return values, kept


LISTS = ("choices", "flows")
EMPTY = {"choices": (), "flows": (), "text": "", "long_text": "", "choice": ""}


class _Unread(Exception):
    """An answer that can't be read."""

    def __init__(self, code: str, template: str, **facts: Any):
        self.breach = Breach(code, template, facts=facts)
        super().__init__(code)


def _typed(raw: Any) -> Any:
    """What a draft keeps of an answer that can't be read: text, cut where it is endless."""
    if isinstance(raw, (list, tuple)):
        return [_typed(item) for item in raw][: 2 * MOST_FLOWS]
    return _stripped(str(raw))[: LONGEST["long_text"] * 2]


def _kept(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    return str(value) if isinstance(value, int) else plain(value)


def _text(one: Field, raw: Any) -> str:
    text = str(raw)
    most = one.most or LONGEST[one.kind]
    if len(text) > most:
        raise _Unread("too_long", TOO_LONG, name=one.label, count=len(text), most=most)
    if any(ord(character) < 32 and character not in "\n\r\t" for character in text):
        raise _Unread("unreadable", NOT_READ, name=one.label, found=repr(text[:20]), expected="text")
    return text.replace("\r\n", "\n")


def _hkd(one: Field, raw: Any) -> Decimal:
    amount = _amount(one.label, raw)
    if amount < one.least:
        raise _Unread("outside", OUTSIDE, name=one.label, found=amount, least=one.least, most="10,000,000,000,000")
    return amount


def _amount(label: str, raw: Any) -> Decimal:
    text = str(raw).replace("HK$", "").replace("$", "").replace(",", "").replace(" ", "")
    try:
        amount = money(text)
    except InputRefused:
        raise _Unread("unreadable", NOT_READ, name=label, found=str(raw)[:60], expected=AN_AMOUNT) from None
    if abs(amount) > 10**13:
        raise _Unread("outside", OUTSIDE, name=label, found=amount, least=0, most="10,000,000,000,000")
    return amount


def _rate(one: Field, raw: Any) -> Decimal:
    rate = _fraction(one, raw)
    if not 0 <= rate <= 1:
        raise _Unread("outside", OUTSIDE, name=one.label, found=percentage(rate), least="0%", most="100%")
    return rate


def _signed_rate(one: Field, raw: Any) -> Decimal:
    rate = _fraction(one, raw)
    if not -1 <= rate <= 100:
        raise _Unread("outside", OUTSIDE, name=one.label, found=percentage(rate), least="-100%", most="10,000%")
    return rate


def _fraction(one: Field, raw: Any) -> Decimal:
    """A fraction of at most 12 places; with a sign of percent, divided by a hundred."""
    text = str(raw).replace(",", "").replace(" ", "").replace("％", "%")
    rate = _decimal(one, text.removesuffix("%"), A_RATE)
    if text.endswith("%"):
        rate = rate.scaleb(-2)
    elif abs(rate) > 1 and one.kind == "rate":
        raise _Unread("write_percent", WRITE_PERCENT, name=one.label, found=text)
    if rate != round(rate, 12):
        raise _Unread("unreadable", NOT_READ, name=one.label, found=str(raw)[:60], expected=A_RATE)
    return _trimmed(rate)


def _multiple(one: Field, raw: Any) -> Decimal:
    multiple = _decimal(one, str(raw).lower().removesuffix("x").strip(), A_MULTIPLE)
    if not 0 <= multiple <= 10_000:
        raise _Unread("outside", OUTSIDE, name=one.label, found=multiple, least=0, most=10_000)
    return _trimmed(round(multiple, 12))


def _decimal(one: Field, text: str, expected: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite() or len(text) > 40 or number.adjusted() > LARGEST:
        raise _Unread("unreadable", NOT_READ, name=one.label, found=text[:60], expected=expected)
    return number


def _trimmed(number: Decimal) -> Decimal:
    """Without zeros at the end and without an exponent: the same number has one form."""
    return Decimal(format(number.normalize(), "f")) if number else ZERO.quantize(Decimal(1))


def _date(one: Field, raw: Any) -> date:
    try:
        return date.fromisoformat(str(raw))
    except ValueError:
        raise _Unread("unreadable", NOT_READ, name=one.label, found=str(raw)[:60], expected=A_DATE) from None


def _whole(one: Field, raw: Any) -> int:
    text = str(raw).replace(",", "")
    if isinstance(raw, bool) or not text.isascii() or not text.isdigit() or len(text) > 9:
        raise _Unread("unreadable", NOT_READ, name=one.label, found=str(raw)[:60], expected=A_NUMBER)
    most = 10**6 if one.most is None else one.most
    if not one.least <= int(text) <= most:
        raise _Unread("outside", OUTSIDE, name=one.label, found=int(text), least=one.least, most=most)
    return int(text)


def _flag(one: Field, raw: Any) -> bool:
    known = {"true": True, "on": True, "yes": True, "false": False, "no": False}
    if isinstance(raw, bool):
        return raw
    if str(raw).lower() not in known:
        raise _Unread("unreadable", NOT_READ, name=one.label, found=str(raw)[:60], expected=YES_OR_NO)
    return known[str(raw).lower()]


def _choice(one: Field, raw: Any) -> str:
    known = dict(one.choices)
    if str(raw) not in known:
        raise _Unread("not_a_choice", NOT_A_CHOICE, name=one.label, found=str(raw)[:60], known=tuple(known.values()))
    return str(raw)


def _choices(one: Field, raw: Any) -> tuple[str, ...]:
    chosen = [raw] if isinstance(raw, str) else list(raw)
    for each in chosen:
        _choice(one, each)
    return tuple(value for value, _label in one.choices if value in chosen)


def _flows(one: Field, raw: Any) -> tuple[tuple[date, Decimal], ...]:
    """Dated amounts, sorted by date: pairs, or lines of text with a date and an amount."""
    lines = raw.splitlines() if isinstance(raw, str) else raw
    flows = []
    for line in lines:
        if isinstance(line, str):
            line = line.replace("\t", " ").replace(";", " ").strip().split(None, 1)
            line = [line[0].rstrip(","), line[1]] if len(line) == 2 else line
        if not line:
            continue
        try:
            day, amount = line
            flows.append((date.fromisoformat(str(day)), _amount(one.label, amount)))
        except (ValueError, _Unread):
            found = " ".join(map(str, line))[:60]
            raise _Unread("bad_flow", BAD_FLOW, name=one.label, found=found) from None
    if len(flows) > MOST_FLOWS:
        raise _Unread("too_many", TOO_MANY, name=one.label, found=len(flows), most=MOST_FLOWS)
    return tuple(sorted(flows, key=lambda flow: flow[0]))


READERS = {
    "text": _text,
    "long_text": _text,
    "hkd": _hkd,
    "rate": _rate,
    "signed_rate": _signed_rate,
    "multiple": _multiple,
    "date": _date,
    "whole": _whole,
    "flag": _flag,
    "choice": _choice,
    "choices": _choices,
    "flows": _flows,
}
