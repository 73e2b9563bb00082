"""Spreadsheets out: figures to the cent, text that no reader takes for a formula, the same bytes every time."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from itvf.workbooks import DERIVATIONS, Sheet, neutral, write

ON = date(2026, 3, 31)


def read_back(content: bytes, sheet: str = "One"):
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(sheet).to_python()


class TestAWorkbook:
    @pytest.mark.parametrize("amount", ["0.01", "-0.01", "9999999999999.99", "150000000.00"])
    def test_keeps_a_figure_to_the_cent(self, amount):
        (row,) = read_back(write([Sheet("One", [("x", Decimal(amount))])], title="t", on=ON))
        assert Decimal(repr(row[1])) == Decimal(amount)

    def test_writes_a_figure_that_a_float_would_round_as_text(self):
        (row,) = read_back(write([Sheet("One", [("x", Decimal("9999999999999999.99"))])], title="t", on=ON))
        assert row[1] == "9,999,999,999,999,999.99"

    @pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
    def test_leads_what_could_be_a_formula(self, text):
        content = write([Sheet("One", [("x", text)])], title="t", on=ON)
        assert read_back(content)[0][1].startswith("'")
        assert b"<f>" not in ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml")

    def test_leaves_other_text_as_it_is(self):
        assert neutral("a=b") == "a=b"

    def test_lists_the_derivations_that_its_figures_name(self):
        sheet = Sheet("One", [("x", (Decimal("1.50"), "/funds/a/explain/nav/")), ("y", (None, "/nowhere/"))])
        content = write([sheet], title="t", on=ON)
        assert read_back(content)[0] == ["x", 1.5]
        assert read_back(content, DERIVATIONS)[2:] == [["One", "B1", "/funds/a/explain/nav/"]]

    def test_is_the_same_for_the_same_content(self):
        sheets = [Sheet("One", [("Title",), ("day", ON), (None, "")])]
        assert write(sheets, title="t", on=ON) == write(sheets, title="t", on=ON)
        assert read_back(write(sheets, title="t", on=ON))[1][1] == ON
