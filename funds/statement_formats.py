"""Reads a bank's statement, as CSV or as MT940, into lines; whole or not at all."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

import mt940

from itvf.errors import DomainError, InputRefused, gettext_noop
from itvf.money import money, total

CSV, MT940 = "csv", "mt940"
ENDS = ("opening", "closing")
COLUMNS = ("value_date", "amount_hkd", "bank_reference", "narrative")
LONGEST = 5000
LONGEST_REFERENCE, LONGEST_NARRATIVE = 80, 400
# An amount as banks export it: thousands parted by commas, or not at all.
AMOUNT = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d{1,2})?", re.ASCII)
# What MT940 writes where the bank gives no reference, and the marks of what goes out: debits and credits taken back.
NO_BANK_REFERENCE = "NONREF"
GOES_OUT = ("D", "RC")

NOT_TEXT = gettext_noop("The statement is not text in UTF-8; export it from the bank as CSV or MT940.")
NO_COLUMNS = gettext_noop("The first row has the columns {found}; it needs {needed}.")
NO_LINES = gettext_noop("The statement has no movement.")
TOO_MANY = gettext_noop("The statement has more than {most} movements; hand it in by month.")
BAD_CELL = gettext_noop("Row {row}, {column}: {found} is no {needed}.")
NO_REFERENCE = gettext_noop("Row {row} has no bank reference.")
UNREADABLE = gettext_noop("The file could not be read as MT940: {found}")
NOT_HKD = gettext_noop("The statement is in {currency}; the fund's account is in HKD.")
OTHER_ACCOUNT = gettext_noop("The file has statements of the accounts {found} and {other}; hand in one account's.")
GAP = gettext_noop(
    "One statement closes with {closing_hkd} and the next opens with {opening_hkd}: one between is missing."
)
NOT_WHOLE = gettext_noop(
    "The statement opens with {opening_hkd}, moves {moved_hkd} and closes with {closing_hkd}: a part of it is missing."
)


@dataclass(frozen=True, slots=True)
class Row:
    """One movement: money in is positive, in HK$."""

    value_date: date
    amount_hkd: Decimal
    bank_reference: str
    narrative: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What a file says. Account and balances are None where its format has none."""

    shape: str
    rows: tuple[Row, ...]
    account_number: str | None = None
    opening_hkd: Decimal | None = None
    closing_hkd: Decimal | None = None


def read(content: bytes) -> Statement:
    """This function will read a statement: MT940 where it has that format's tags, else CSV with the columns of COLUMNS.

    Refuses (InputRefused) what is no text, a cell by row and column, another currency than HKD, an empty statement,
    more than 5,000 movements, and an MT940 whose movements do not lead from its opening to its closing balance, each of
    its statements alone and one after the other.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise InputRefused(NOT_TEXT, code="not_text", field="file")
    statement = _mt940(text) if re.search(r"^:(20|25|60F|61):", text, re.MULTILINE) else _csv(text)
    if not statement.rows:
        raise InputRefused(NO_LINES, code="statement_empty", field="file")
    if len(statement.rows) > LONGEST:
        raise InputRefused(TOO_MANY, code="statement_too_long", field="file", most=LONGEST)
    return statement


def _check_whole(statement: Statement) -> None:
    if statement.opening_hkd is None or statement.closing_hkd is None:
        return
    moved = total(row.amount_hkd for row in statement.rows)
    if total([statement.opening_hkd, moved]) != statement.closing_hkd:
        raise InputRefused(
            NOT_WHOLE,
            code="statement_not_whole",
            field="file",
            opening_hkd=statement.opening_hkd,
            moved_hkd=moved,
            closing_hkd=statement.closing_hkd,
        )


def _csv(text: str) -> Statement:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    columns = [str(name or "").strip().lower() for name in reader.fieldnames or ()]
    if not set(COLUMNS) <= set(columns):
        raise InputRefused(NO_COLUMNS, code="columns_missing", field="file", found=columns, needed=COLUMNS)
    reader.fieldnames = columns
    return Statement(CSV, tuple(_row(number, cells) for number, cells in enumerate(reader, start=2)))


def _row(number: int, cells: dict) -> Row:
    cell = {name: str(cells.get(name) or "").strip() for name in COLUMNS}
    reference = cell["bank_reference"][:LONGEST_REFERENCE]
    if not reference:
        raise InputRefused(NO_REFERENCE, code="reference_missing", field="file", row=number)
    try:
        day = date.fromisoformat(cell["value_date"])
    except ValueError:
        raise _bad(number, "value_date", cell["value_date"], "YYYY-MM-DD") from None
    try:
        amount = money(cell["amount_hkd"].replace(",", ""))
    except DomainError:
        raise _bad(number, "amount_hkd", cell["amount_hkd"], "1234.56") from None
    if not amount or not AMOUNT.fullmatch(cell["amount_hkd"]):
        raise _bad(number, "amount_hkd", cell["amount_hkd"], "1234.56")
    return Row(day, amount, reference, cell["narrative"][:LONGEST_NARRATIVE])


def _bad(number: int, column: str, found: str, needed: str) -> InputRefused:
    return InputRefused(
        BAD_CELL, code="cell_unreadable", field="file", row=number, column=column, found=found, needed=needed
    )


def _mt940(text: str) -> Statement:
    """Every statement of the file, one after the other as one: banks export a day or a page each."""
    starts = [found.start() for found in re.finditer(r"^:20:", text, re.MULTILINE)] or [0]
    read_ = [_one_mt940(text[start:end]) for start, end in pairwise([*starts, len(text)])]
    for one in read_:
        _check_whole(one)
    for former, latter in pairwise(read_):
        if former.account_number != latter.account_number:
            facts = {"found": former.account_number or "", "other": latter.account_number or ""}
            raise InputRefused(OTHER_ACCOUNT, code="accounts_differ", field="file", **facts)
        ends = (former.closing_hkd, latter.opening_hkd)
        if None not in ends and ends[0] != ends[1]:
            facts = {"closing_hkd": ends[0], "opening_hkd": ends[1]}
            raise InputRefused(GAP, code="statement_not_whole", field="file", **facts)
    rows = tuple(row for one in read_ for row in one.rows)
    return Statement(MT940, rows, read_[0].account_number, read_[0].opening_hkd, read_[-1].closing_hkd)


def _one_mt940(text: str) -> Statement:
    try:
        parsed = mt940.parse(text)
        rows = tuple(_movement(transaction.data) for transaction in parsed.transactions)
        found = [
            (parsed.data.get(f"final_{end}_balance"), parsed.data.get(f"intermediate_{end}_balance")) for end in ENDS
        ]
        ends = [final or page for final, page in found]
        opening, closing = (None if one is None else money(one.amount.amount) for one in ends)
    except (ValueError, KeyError, TypeError, AttributeError, RuntimeError, AssertionError, ArithmeticError) as fault:
        raise InputRefused(UNREADABLE, code="statement_unreadable", field="file", found=str(fault)[:200]) from None
    currencies = {transaction.data["amount"].currency for transaction in parsed.transactions}
    _check_currency(currencies)
    return Statement(MT940, rows, str(parsed.data.get("account_identification") or "") or None, opening, closing)


def _check_currency(currencies: Sequence[str | None]) -> None:
    for currency in currencies:
        if currency not in (None, "HKD"):
            raise InputRefused(NOT_HKD, code="currency_differs", field="file", currency=currency)


def _movement(data: dict) -> Row:
    found = data["date"]
    day = date(found.year, found.month, found.day)
    words = (data.get("transaction_details"), data.get("extra_details"), data.get("customer_reference"))
    reference = str(data.get("bank_reference") or data.get("customer_reference") or NO_BANK_REFERENCE).strip()
    if reference == NO_BANK_REFERENCE:  # no two receipts would be told apart by it
        reference = f"{NO_BANK_REFERENCE} {day.isoformat()}"
    amount = abs(money(data["amount"].amount))
    narrative = " ".join(" ".join(str(word).split()) for word in words if word)
    return Row(
        day,
        -amount if data["status"] in GOES_OUT else amount,
        reference[:LONGEST_REFERENCE],
        narrative[:LONGEST_NARRATIVE],
    )
