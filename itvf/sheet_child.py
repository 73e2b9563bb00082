"""Reads one workbook in a process of its own, with little memory and little time: bytes in, JSON out.

Run by itvf.sheets and by nobody else. It knows nothing of the system: a workbook that breaks the parser breaks this.
"""

import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from io import BytesIO

MEMORY = 768 * 1024 * 1024
SECONDS = 10
MOST_ROWS = 20_000
MOST_COLUMNS = 64
TOO_LARGE = 3


def main() -> int:
    """Prints {sheet: rows}; exit code 3 where a sheet has more rows or columns than are read."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
    found = {}
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
            return TOO_LARGE
        found[name] = [[_plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    json.dump(found, sys.stdout)
    return 0


def _plain(cell):
    """A cell as JSON holds it: figures as text, so that no binary fraction comes through."""
    if isinstance(cell, bool) or cell is None:
        return cell
    if isinstance(cell, float):
        return str(int(cell)) if cell == int(cell) and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell) if isinstance(cell, (int, timedelta)) else cell


if __name__ == "__main__":
    sys.exit(main())
