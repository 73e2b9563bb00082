"""A bank's file, whole or not at all, and what is wrong with it said by place."""

from datetime import date
from decimal import Decimal

import pytest

from funds.statement_formats import Row, read
from itvf.errors import InputRefused

D = Decimal
CSV = """value_date,amount_hkd,bank_reference,narrative
2025-05-15,"1,234.50",FT1,From Alpha
2025-05-16,-20.00,CHG,Charge
"""
MT940 = """:20:STMT1
:25:000123456838
:28C:1/1
:60F:C250514HKD1000,00
:61:2505150515C1234,50NTRFNONREF//FT1
:86:From Alpha Example Limited HARBOUR-CC001-001
:61:2505160516D20,00NCHGNONREF//CHG9
:86:Charge
:62F:C250516HKD2214,50
"""
NEXT_DAY = """:20:STMT2
:25:000123456838
:28C:2/1
:60F:C250516HKD2214,50
:61:2505170517D1000,00NTRFNONREF//FT2
:62F:C250517HKD1214,50
"""


class TestWhatIsRead:
    def test_of_a_csv(self):
        found = read(CSV.encode("utf-8-sig"))
        assert found.rows[0] == Row(date(2025, 5, 15), D("1234.50"), "FT1", "From Alpha")
        assert (found.shape, found.rows[1].amount_hkd, found.account_number) == ("csv", D("-20.00"), None)

    def test_of_an_mt940(self):
        found = read(MT940.encode())
        assert (found.shape, found.account_number) == ("mt940", "000123456838")
        assert (found.opening_hkd, found.closing_hkd) == (D("1000.00"), D("2214.50"))
        first, second = found.rows
        assert (first.value_date, first.amount_hkd, first.bank_reference) == (date(2025, 5, 15), D("1234.50"), "FT1")
        assert "HARBOUR-CC001-001" in first.narrative
        assert second.amount_hkd == D("-20.00")

    def test_of_an_mt940_with_a_statement_a_day(self):
        found = read((MT940 + "-\n" + NEXT_DAY).encode())
        assert (found.opening_hkd, found.closing_hkd) == (D("1000.00"), D("1214.50"))
        assert [row.bank_reference for row in found.rows] == ["FT1", "CHG9", "FT2"]

    def test_of_credits_and_debits_that_the_bank_took_back(self):
        """A credit taken back (RC) goes out, a debit taken back (RD) comes in."""
        for mark, amount in (("RC", D("-1000.00")), ("RD", D("1000.00"))):
            text = NEXT_DAY.replace("0517D1000", f"0517{mark}1000").split(":62F:")[0]
            assert [row.amount_hkd for row in read(text.encode()).rows] == [amount]

    def test_tells_receipts_without_a_bank_reference_apart_by_their_day(self):
        found = read(MT940.replace("//FT1", "").replace("//CHG9", "").encode())
        assert [row.bank_reference for row in found.rows] == ["NONREF 2025-05-15", "NONREF 2025-05-16"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe\x00", "not_text"),
        (b"", "columns_missing"),
        (b"date,amount\n1,2\n", "columns_missing"),
        (CSV.split("\n")[0].encode(), "statement_empty"),
        (CSV.replace("2025-05-16", "16/5/2025").encode(), "cell_unreadable"),
        (CSV.replace("-20.00", "twenty").encode(), "cell_unreadable"),
        (CSV.replace("-20.00", "0.00").encode(), "cell_unreadable"),
        (CSV.replace("-20.00", "20.001").encode(), "cell_unreadable"),
        (CSV.replace("-20.00", '"1,50"').encode(), "cell_unreadable"),
        (CSV.replace("-20.00", "1e5").encode(), "cell_unreadable"),
        (CSV.replace("CHG", "C\0HG").encode(), "not_text"),
        (CSV.replace("CHG", "").encode(), "reference_missing"),
        (MT940.replace("2214,50", "2214,51").encode(), "statement_not_whole"),
        ((MT940 + NEXT_DAY.replace("C250516HKD2214,50", "C250516HKD2000,00")).encode(), "statement_not_whole"),
        (
            (MT940 + NEXT_DAY.replace("C250516HKD2214,50", "C250516HKD2200,00").replace("1214,50", "1200,00")).encode(),
            "statement_not_whole",
        ),
        ((MT940 + NEXT_DAY.replace("838", "839")).encode(), "accounts_differ"),
        (MT940.replace("HKD", "USD").encode(), "currency_differs"),
        (b":20:x\n:61:nonsense\n", "statement_unreadable"),
    ],
)
def test_refuses(content, code):
    with pytest.raises(InputRefused) as refusal:
        read(content)
    assert (refusal.value.code, refusal.value.field) == (code, "file")


def test_refuses_a_flood():
    rows = "".join(f"2025-05-15,1.00,FT{number},x\n" for number in range(5001))
    with pytest.raises(InputRefused) as refusal:
        read((CSV.split("\n")[0] + "\n" + rows).encode())
    assert refusal.value.code == "statement_too_long"
