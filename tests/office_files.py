"""Office files for tests: a small workbook, and the same with a part that no honest one has."""

import io
import zipfile

import xlsxwriter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(rows=(("a", "b"),), *, sheet: str = "Sheet", parts: dict[str, bytes] | None = None) -> bytes:
    """A workbook of one sheet; `parts` are added to its archive as they are."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page = book.add_worksheet(sheet)
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    if parts:
        with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
    return buffer.getvalue()
