"""The track record as a workbook: what we hand out to fill in is what we read back (two sheets, in both languages)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from funds.rules.application import SECTIONS
from funds.rules.form_fields import ROWS
from itvf import sheets
from itvf.errors import InputRefused, gettext_noop
from itvf.workbooks import Sheet, write

DEALS, FLOWS, CODES = "Deals 項目", "Cash flows 現金流", "Codes 代碼"
DEAL_HEADS = {
    "company": "Company 公司",
    "fund": "Fund 基金",
    "sector": "Sector 行業",
    "stage": "Stage 階段",
    "instrument": "Instrument 工具",
    "value_hkd": "Value today, HK$ 現值（港元）",
    "value_date": "Valued on 估值日",
    "claimed_irr": "Gross IRR claimed 申報總內部回報率",
    "claimed_multiple": "Gross multiple claimed 申報總倍數",
}
FLOW_HEADS = ("Deal no. 項目編號", "Date 日期", "HK$ (below zero: paid in) 港元（負數為投入）")
NUMBER = "No. 編號"

NO_SHEET = gettext_noop("The workbook has no sheet “{sheet}”. Take our workbook and fill in that one.")
WRONG_HEAD = gettext_noop(
    "Sheet {sheet}, cell {cell}: “{found}” stands where “{expected}” is expected. Keep the heads."
)
NO_DEAL = gettext_noop("Sheet {sheet}, cell {cell}: {found} is the number of no deal on the sheet “{other}”.")


def template(kept: dict, *, on: date) -> bytes:
    """This function will write the workbook with what the draft holds; `on` is its date of creation."""
    section = SECTIONS["track_record"]
    deals, flows = [[NUMBER, *DEAL_HEADS.values()]], [list(FLOW_HEADS)]
    for number, deal in enumerate(kept.get(ROWS) or (), start=1):
        deals.append([Decimal(number).to_integral(), *(_cell(name, deal.get(name)) for name in DEAL_HEADS)])
        for line in deal.get("flows") or ():
            if isinstance(line, list) and len(line) == 2:
                flows.append([Decimal(number), _cell("value_date", line[0]), _cell("value_hkd", line[1])])
    codes = [[one.name, value, words] for one in section.rows if one.choices for value, words in one.choices]
    return write(
        [
            Sheet(DEALS, deals, widths=(8, 30, 24, 34, 12, 18, 20, 14, 16, 16)),
            Sheet(FLOWS, flows, widths=(14, 14, 30)),
            Sheet(CODES, [["field", "code 代碼", "meaning"], *codes], widths=(14, 36, 50)),
        ],
        title="Track record",
        on=on,
    )


def read(content: bytes) -> list[dict]:
    """This function will read a workbook back as rows of the section `track_record`, answers as text.

    Cells that hold no amount or date are kept as they stand, and the section says what is wrong with them. Refuses
    (InputRefused) what itvf.sheets refuses, a sheet or head that is not ours, and flows of a deal that is not there:
    nothing is taken from such a workbook.
    """
    book = sheets.read(content)
    deals = _rows(book, DEALS, (NUMBER, *DEAL_HEADS.values()))
    rows, by_number = [], {}
    for _place, cells in deals:
        row = {name: _text(cell) for name, cell in zip(DEAL_HEADS, cells[1:], strict=True)} | {"flows": []}
        by_number[_number(cells[0], len(rows) + 1)] = row
        rows.append(row)
    for place, (number, day, amount) in _rows(book, FLOWS, FLOW_HEADS):
        deal = by_number.get(_number(number, None))
        if deal is None:
            facts = {"sheet": FLOWS, "cell": f"A{place}", "found": _text(number) or "–", "other": DEALS}
            raise InputRefused(NO_DEAL, code="no_such_deal", field="file", **facts)
        deal["flows"].append([_text(day), _amount(amount)])
    return rows


def _rows(book: dict[str, list], sheet: str, heads: Sequence[str]) -> list[tuple[int, list]]:
    """The filled rows under the heads, each with its number on the sheet."""
    if sheet not in book:
        raise InputRefused(NO_SHEET, code="no_such_sheet", field="file", sheet=sheet)
    lines = book[sheet] or [[]]
    for column, head in enumerate(heads):
        found = _text(lines[0][column]) if column < len(lines[0]) else ""
        if found != head:
            facts = {"sheet": sheet, "cell": f"{chr(65 + column)}1", "found": found, "expected": head}
            raise InputRefused(WRONG_HEAD, code="wrong_head", field="file", **facts)
    padded = ((number, [*line, *[""] * len(heads)][: len(heads)]) for number, line in enumerate(lines[1:], start=2))
    return [(number, line) for number, line in padded if any(_text(cell) for cell in line)]


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip().removeprefix("'")


def _amount(cell: Any) -> str:
    """A figure as a sheet holds it: binary, so that a cent may come with a long tail; cut to what was meant."""
    text = _text(cell)
    try:
        exact = Decimal(text)
    except InvalidOperation:
        return text
    near = exact.quantize(Decimal("0.01")) if exact.is_finite() and abs(exact) < 10**14 else None
    return text if near is None or abs(exact - near) > Decimal("0.000001") else format(near, "f")


def _number(cell: Any, otherwise):
    text = _text(cell).removesuffix(".0")
    return int(text) if text.isdigit() and len(text) < 6 else otherwise


def _cell(name: str, value: Any):
    if value in ("", None):
        return None
    try:
        if name in ("value_hkd",):
            return Decimal(value)
        return date.fromisoformat(value) if name == "value_date" else str(value)
    except (ValueError, InvalidOperation):
        return str(value)
