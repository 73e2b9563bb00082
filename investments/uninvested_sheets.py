"""What was called and is not invested (A19) as files: a workbook with a sheet a language, and CSV for programs."""

import csv
from collections.abc import Sequence
from datetime import date
from io import StringIO

from investments.oversight import Aged
from investments.rules import uninvested
from itvf.explained import cell, of_programme
from itvf.money import total
from itvf.workbooks import XLSX, Sheet, neutral, write

WORDS = {
    "en": {
        "sheet": "Called and not invested",
        "title": "Called for investments and not invested (A19), as of",
        "heads": (
            "Fund", "Capital call", "Due", "Called (HK$)", "Not invested (HK$)", "Age (days)", "Return by", "State",
        ),
        "states": {
            uninvested.WAITING: "to be invested",
            uninvested.SOON: "to be returned soon",
            uninvested.OVERDUE: "overdue for return",
        },
        "by_age": "By age",
        "band": "{first} to {last} days",
        "over": "over {last} days",
        "total": "Total",
    },
    "zh_hant": {
        "sheet": "已催繳而未投資",
        "title": "為投資催繳而未投資的款項（A19），截至",
        "heads": ("基金", "次序", "到期日", "催繳款額（港元）", "未投資款額（港元）", "日數", "最遲退還日期", "狀況"),
        "states": {
            uninvested.WAITING: "待投資",
            uninvested.SOON: "即將退還",
            uninvested.OVERDUE: "逾期未退還",
        },
        "by_age": "按日數",
        "band": "{first} 至 {last} 日",
        "over": "超過 {last} 日",
        "total": "總額",
    },
}  # fmt: skip
COLUMNS = (
    "fund", "call_number", "due_date", "called_hkd", "left_hkd", "age_days", "age_band", "return_by", "state",
)  # fmt: skip


def xlsx_of(found: Sequence[Aged], on: date) -> tuple[bytes, str]:
    """This function will write the list and its sums by age in English and 繁體中文; the same list, the same bytes."""
    sheets = [_sheet(found, on, language) for language in WORDS]
    return write(sheets, title=f"Called and not invested {on}", on=on), XLSX


def csv_of(found: Sequence[Aged], on: date) -> tuple[bytes, str]:
    """This function will write the list as CSV, one call a line; ages are those of `on`."""
    lines = StringIO()
    writer = csv.writer(lines)
    writer.writerow(COLUMNS)
    for one in found:
        left = one.left
        writer.writerow(
            [
                neutral(one.fund.code),
                left.number,
                left.due_date.isoformat(),
                f"{left.called_hkd:f}",
                f"{left.left_hkd:f}",
                left.age_days,
                _band(uninvested.band_of(left.age_days), WORDS["en"]),
                left.return_by.isoformat(),
                left.state,
            ]
        )
    return lines.getvalue().encode(), "text/csv; charset=utf-8"


FILES = {"csv": csv_of, "xlsx": xlsx_of}


def _sheet(found: Sequence[Aged], on: date, language: str) -> Sheet:
    words = WORDS[language]
    rows = [[words["title"], on], [], list(words["heads"])]
    for one in found:
        left = one.left
        rows.append(
            [
                (language == "zh_hant" and one.fund.name_zh_hant) or one.fund.name_en,
                str(left.number),
                left.due_date,
                cell(left.called_hkd, one.fund.code, "uninvested", of=left.number, on=on),
                cell(left.left_hkd, one.fund.code, "uninvested", of=left.number, on=on),
                str(left.age_days),
                left.return_by,
                words["states"][left.state],
            ]
        )
    whole = total(one.left.left_hkd for one in found)
    whole_of = (whole, of_programme("uninvested", on=on))
    rows += [[words["total"], None, None, None, whole_of], [], [words["by_age"]]]
    sums = uninvested.by_band(one.left for one in found)
    for index, amount in enumerate(sums):
        band_of = (amount, of_programme("uninvested", of=f"age-{index}", on=on))
        rows.append([_band(index, words), None, None, None, band_of])
    return Sheet(words["sheet"], rows, widths=(46, 14, 14, 22, 22, 12, 16, 22))


def _band(index: int, words: dict) -> str:
    bounds = uninvested.BANDS
    if index == len(bounds):
        return words["over"].format(last=bounds[-1])
    return words["band"].format(first=bounds[index - 1] + 1 if index else 0, last=bounds[index])
