"""The portfolio board: what it shows, to whom, and how it is narrowed and ordered."""

import re
from datetime import date

import pytest

from tests import portal
from tests.investments.portal import world
from tests.investments.portal.reading import plain, rows

URL = "/portfolio/"


@pytest.fixture
def broad(made):
    """Three companies: one valued up, one from elsewhere, one sold in part."""
    world.financing_round(made, "Series A", world.SEED_ROUND, issued="1000000", diluted="1100000", before="60000000")
    world.value(made, date(2026, 3, 31), "60000000.00", reason="Orders.")
    world.spend(made, date(2026, 3, 31), "18000000.00", "2000000.00")
    abroad = world.company(made, "Demo Solid Cell Inc.", "", "Singapore", established=date(2026, 1, 5))
    world.invest(made, abroad, "25000000.00")
    gone = world.company(made, "Sample Chip Design Limited")
    world.sell(made, world.invest(made, gone, "20000000.00", units="200000"), "15500000.00", part="0.5")
    return made


def names(page: str) -> list[str]:
    """The companies of the board, in the order shown."""
    return [re.match(r"(Sample Vision|Demo Solid|Sample Chip)", row)[0] for row in rows(page, "Holdings")]


class TestTheBoard:
    """One row a fund and company, lights in words, totals over all that the filters leave."""

    def test_shows_a_holding_with_its_figures_and_basis(self, broad, officer, text):
        page = text(officer, URL)
        row = next(row for row in rows(page, "Holdings") if row.startswith("Sample Vision"))
        assert "Harbour Frontier LPF Held" in row
        assert "40,000,000.00 40,000,000.00 60,000,000.00 0.00 1.50× 10% 9.09% 20,000,000.00" in row
        assert row.endswith("31 Mar 2026 91 days ago")
        assert "In order" in row
        assert f"/portfolio/companies/{broad.company.pk}/" in page
        assert f"/funds/{broad.fund.code}/" in page
        assert "Fair value is what the books carry" in page

    def test_sums_all_that_the_filters_leave(self, broad, officer, text):
        words = plain(text(officer, URL))
        assert "Holdings 3 3 companies in 1 fund " in words
        assert "Invested at cost HK$ 85 million HK$ 85,000,000.00" in words
        assert "Held at cost HK$ 75 million HK$ 75,000,000.00" in words
        assert "Proceeds and income HK$ 15.5 million HK$ 15,500,000.00" in words
        assert "Invested at cost HK$ 25 million" in plain(text(officer, f"{URL}?place=establishment"))

    def test_says_in_words_why_a_light_shows(self, broad, officer, text):
        world.breach(broad, "R9", "late", due=date(2026, 6, 1))
        row = next(row for row in rows(text(officer, URL), "Holdings") if row.startswith("Sample Vision"))
        assert "To be acted on Breaches : Open breaches of R9" in row
        cell = next(row for row in rows(text(officer, URL), "Holdings") if row.startswith("Demo Solid"))
        assert "Hong Kong spend" in cell
        assert "HK$0.00 of Hong Kong spend counts" in cell
        assert "000000." not in cell  # an amount has two places

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("text=chip", ["Sample Chip"]),
            ("place=establishment", ["Demo Solid"]),
            ("state=partly_realised", ["Sample Chip"]),
            ("light=ok", ["Sample Vision"]),
            ("fund=harbour&state=held", ["Demo Solid", "Sample Vision"]),
            ("sector=ai_data_science&stage=series_a&text=cell", ["Demo Solid"]),
        ],
    )
    def test_filters_in_the_address(self, broad, officer, text, query, found):
        page = text(officer, f"{URL}?{query}")
        assert sorted(names(page)) == found
        assert "Clear the filters" in page

    @pytest.mark.parametrize(
        ("order", "found"),
        [
            ("company", ["Demo Solid", "Sample Chip", "Sample Vision"]),
            ("-company", ["Sample Vision", "Sample Chip", "Demo Solid"]),
            ("original_cost", ["Sample Chip", "Demo Solid", "Sample Vision"]),
            ("-value", ["Sample Vision", "Demo Solid", "Sample Chip"]),
            ("-multiple", ["Sample Vision", "Sample Chip", "Demo Solid"]),
        ],
    )
    def test_orders_by_a_column(self, broad, officer, text, order, found):
        assert names(text(officer, f"{URL}?order={order}")) == found

    def test_marks_the_column_that_it_is_ordered_by_and_keeps_the_filters(self, broad, officer, text):
        page = text(officer, f"{URL}?state=held&order=-value")
        assert page.count("aria-sort") == 1
        assert 'aria-sort="descending"' in page
        assert "largest first" in page
        assert "?state=held&amp;order=value" in page
        assert '<option value="held" selected>' in page

    def test_names_an_order_or_filter_that_there_is_not(self, broad, officer, text):
        page = text(officer, f"{URL}?order=height&light=green")
        assert page.count("field__error") == 2
        assert len(names(page)) == 3

    def test_says_when_nothing_matches_and_how_to_clear(self, made, officer, text):
        page = text(officer, f"{URL}?text=nobody")
        assert "Nothing matches" in page
        assert 'class="button" href="/portfolio/"' in page

    def test_takes_a_search_literally(self, made, officer, text):
        assert "Nothing matches" in text(officer, f"{URL}?text=%25")

    def test_says_when_nothing_is_held(self, made, text):
        world.second_fund(made, holds=False)
        assert "Nothing is held yet" in text(portal.client_of(made.people.other_maker), URL)

    def test_pages_and_gives_the_last_page_for_one_too_far(self, broad, officer, text, monkeypatch):
        from investments import board as reads
        from investments.portal import board as page_of

        monkeypatch.setattr(page_of, "PAGE_SIZE", 2)
        whole = reads.board
        monkeypatch.setattr(reads, "board", lambda *given, **asked: whole(*given, **asked, page_size=2))
        first, far = text(officer, f"{URL}?order=company"), text(officer, f"{URL}?order=company&page=99")
        assert names(first) == ["Demo Solid", "Sample Chip"]
        assert names(far) == ["Sample Vision"]
        assert "order=company&amp;page=2" in first
        assert "Holdings 3" in plain(far)

    @pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 40, "²"])
    def test_survives_a_page_that_is_no_number(self, made, officer, page):
        assert officer.get(URL, {"page": page}).status_code == 200

    def test_reads_in_chinese(self, made, text):
        page = text(portal.client_of(made.people.officer, "zh-hant"), URL)
        assert "範例視覺機械人有限公司" in page
        assert "前沿有限合夥基金" in page


class TestWhoSeesIt:
    """Staff every fund, a general partner its own, nobody else."""

    def test_shows_a_general_partner_its_own_funds_only(self, made, maker, officer, text):
        world.second_fund(made)
        assert len(rows(text(officer, URL), "Holdings")) == 2
        page = text(maker, URL)
        assert len(rows(page, "Holdings")) == 1
        assert "Ridge" not in page
        assert "15,000,000.00" not in page
        assert "field__error" in text(maker, f"{URL}?fund=ridge")

    def test_is_hidden_from_all_others(self, outsiders):
        assert [client.get(URL).status_code for client in outsiders] == [404, 404]

    def test_is_offered_to_those_who_may_read_it(self, made, maker, outsiders, text):
        assert f'href="{URL}"' in text(maker, "/")
        assert f'href="{URL}"' not in text(outsiders[0], "/")


def test_takes_as_many_queries_for_many_holdings_as_for_one(made, officer, count):
    few = count(officer, URL)
    world.second_fund(made)
    for number in range(3):
        world.invest(made, world.company(made, f"Demo Number {number} Limited"), "1000000.00")
    world.breach(made, "R9", "late")
    assert count(officer, URL) == few
