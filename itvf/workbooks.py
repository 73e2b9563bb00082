"""Spreadsheets out: text stays text, figures are figures to the cent, the same content gives the same bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a program that reads a sheet may take for a formula when a text begins with it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# A sheet's numbers are floats: 15 digits are kept exactly. A longer figure is written as text.
EXACT_DIGITS = 15
# The last sheet, in both languages.
DERIVATIONS = "Derivations 推算過程"
HEADS = ("Sheet 工作表", "Cell 儲存格", "Address on this site 本網站網址")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name and its rows. A row of one text is a heading; None is an empty cell.

    A figure may be a pair (figure, address of its derivation), as in the tables of pages.
    """

    name: str
    rows: Sequence[Sequence[Any]]
    widths: Sequence[int] = (46, 24, 24)


def write(sheets: Sequence[Sheet], *, title: str, on: date) -> bytes:
    """This function will write a workbook; `on` is its date of creation, so that the bytes do not change.

    Decimals become numbers with two places (longer than 15 digits: text), dates become dates, and text that a reader
    could take for a formula is led by an apostrophe (OWASP: CSV injection). Where figures name derivations, a last
    sheet lists each such cell with its address on this site.
    """
    buffer = BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": title, "created": datetime(on.year, on.month, on.day, tzinfo=UTC)})
    formats = {
        "heading": book.add_format({"bold": True, "font_size": 12}),
        "money": book.add_format({"num_format": "#,##0.00"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    sheets, opened = list(sheets), []
    for sheet in sheets:
        opened += _opened(sheet)
    for sheet in [*sheets, _derivations(opened)] if opened else sheets:
        page = book.add_worksheet(sheet.name)
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        for column, width in enumerate(sheet.widths):
            page.set_column(column, column, width)
        for number, row in enumerate(sheet.rows):
            for column, value in enumerate(row):
                shown = value[0] if isinstance(value, tuple) else value
                _cell(page, number, column, shown, formats, is_heading=len(row) == 1)
    book.close()
    return buffer.getvalue()


def _opened(sheet: Sheet) -> list[tuple[str, str, str]]:
    """The cells of a sheet that name their derivation: sheet, cell, address."""
    return [
        (sheet.name, xl_rowcol_to_cell(number, column), value[1])
        for number, row in enumerate(sheet.rows)
        for column, value in enumerate(row)
        if isinstance(value, tuple) and value[0] is not None
    ]


def _derivations(opened: Sequence[tuple[str, str, str]]) -> Sheet:
    return Sheet(DERIVATIONS, ((DERIVATIONS,), HEADS, *opened), widths=(34, 16, 90))


def neutral(text: str) -> str:
    """This function will lead a text that could be taken for a formula with an apostrophe."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _cell(page, row: int, column: int, value: Any, formats: dict, *, is_heading: bool) -> None:
    if value is None or value == "":
        return
    if isinstance(value, Decimal):
        if len(value.as_tuple().digits) <= EXACT_DIGITS:
            page.write_number(row, column, value, formats["money"])
        else:
            page.write_string(row, column, f"{value:,.2f}")
    elif isinstance(value, date):
        page.write_datetime(row, column, value, formats["date"])
    else:
        page.write_string(row, column, neutral(str(value)), formats["heading" if is_heading else "text"])
