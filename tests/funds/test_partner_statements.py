"""Capital account statements: three periods that add up, the same figures on paper and in a workbook."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from funds import capital_accounts, partner_statements
from funds.partner_statement_workbook import WORDS, xlsx_of
from investments.services import exits
from itvf.errors import InputRefused
from itvf.money import total
from reporting.demo import returns
from tests.investments.services.lots import bought, by, day, lot, note, standing  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db

D = Decimal
SOLD, PAID, QUARTER = day(60), day(70), date(2025, 9, 30)


@pytest.fixture
def content(cast, fund, lot):  # noqa: F811
    """The general partner's statement after a sale and a distribution with carry."""
    exits.exit_(investment=lot, route="trade_sale", proceeds_hkd=D("120000000.00"), note=note(SOLD), **by(cast))
    sources = [
        returns.source("return_of_capital", "Example Life, cost", "10000000.00"),
        returns.source("gain", "Example Life, gain", "100000000.00"),
    ]
    returns.declare(cast, fund, sources, on=PAID)
    return partner_statements.content_of(fund.partners.get(kind="gp"), QUARTER)


class TestContent:
    def test_adds_up_in_every_period(self, content):
        for account in (content["account"], content["fund_account"]):
            for period in ("quarter_hkd", "year_hkd", "inception_hkd"):
                opening, *movements, closing = (D(line[period]) for line in account)
                assert opening + total(movements) == closing

    def test_partners_statements_sum_to_the_fund_s(self, fund, content):
        lines = [
            partner_statements.content_of(partner, QUARTER)["account"]
            for partner in capital_accounts.of_fund(fund, [QUARTER]).partners
        ]
        for line in content["fund_account"]:
            parts = [one["quarter_hkd"] for account in lines for one in account if one["cause"] == line["cause"]]
            assert total(D(part) for part in parts) == D(line["quarter_hkd"])

    def test_multiples_of_the_fund_are_its_partners_own(self, fund, content):
        whole, gp = content["fund_position"], content["position"]
        other = partner_statements.content_of(fund.partners.exclude(kind="gp").first(), QUARTER)["position"]
        assert whole["tvpi"] == other["tvpi"] == gp["tvpi"] == "1.880000000000"
        assert D(whole["accrued_carry_hkd"]) == D("20000000.00") > D(gp["accrued_carry_hkd"])

    def test_closing_is_the_next_quarter_s_opening(self, fund, content):
        partner = fund.partners.get(kind="gp")
        after = partner_statements.content_of(partner, date(2025, 12, 31))
        assert (
            after["account"][0]["quarter_hkd"]
            == content["account"][-1]["quarter_hkd"]
            == content["position"]["nav_hkd"]
        )

    def test_is_for_days_that_are_over_since_the_first_closing(self, fund):
        first = fund.first_closing_date
        for as_of, today in ((QUARTER, QUARTER), (first.replace(day=1), QUARTER)):
            with pytest.raises(InputRefused) as refusal:
                partner_statements.check_day(fund, as_of, today)
            assert refusal.value.code == "not_a_past_day"
        partner_statements.check_day(fund, first, QUARTER)


class TestPapers:
    def test_print_the_same_bytes_and_every_closing_balance(self, content):
        pdf = partner_statements.pdf_of(content)
        assert pdf == partner_statements.pdf_of(content)
        reader = PdfReader(BytesIO(pdf))
        text = "".join("".join(page.extract_text() for page in reader.pages).split())
        assert len(reader.pages) == 2
        for line in (content["account"][-1], content["fund_account"][-1]):
            assert f"{D(line['quarter_hkd']):,.2f}" in text

    def test_the_workbook_says_the_same_in_both_languages(self, content):
        paper = xlsx_of(content)
        assert paper == xlsx_of(content)
        book = CalamineWorkbook.from_filelike(BytesIO(paper))
        assert book.sheet_names == [words["sheet"] for words in WORDS.values()]
        assert {*WORDS["en"]} == {*WORDS["zh_hant"]}
        rows = {row[0]: row[1:] for row in book.get_sheet_by_index(0).to_python() if row and row[0]}
        assert D(repr(rows["Unfunded"][0])) == D(content["position"]["unfunded_hkd"])
        assert rows["DPI"][0] == content["position"]["dpi"]
