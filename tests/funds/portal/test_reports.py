"""Quarterly reports in the portal."""

from datetime import date
from decimal import Decimal

import pytest

from reporting.demo.acts import moment
from reporting.models import QuarterlyReport
from reporting.services import quarterly_reports
from tests import builders, portal

URL = "/funds/harbour/reports/2025-06-30/"
TODAY = date(2025, 7, 20)


@pytest.fixture(scope="module")
def standing(standing):
    """The fund called, was paid and invested."""
    builders.paid_call(standing.cast, standing.fund)
    standing.holding = builders.investment(standing.cast, standing.fund)
    return standing


@pytest.fixture
def holding(world, monkeypatch):
    """What it holds, once the second quarter of 2025 is over."""
    portal.stop_clock(monkeypatch, TODAY)
    return world.holding


def figures(**changes) -> dict:
    """What the books say, and what only the manager knows."""
    cost = f"{builders.DEAL_AMOUNT}"
    return {
        "contributions_hkd": "111,234,567.89",
        "distributions_hkd": "0",
        "investments_at_cost_hkd": cost,
        "investments_fair_value_hkd": "121000000",
        "cash_hkd": "1,234,567.89",
        "fee_charged_hkd": "0.00",
        "nav_hkd": "122234567.89",
        "holdings.0.cost_hkd": cost,
        "holdings.0.fair_value_hkd": "121000000",
        "holdings.0.hong_kong_spend_to_date_hkd": "3000000",
        "holdings.0.hong_kong_jobs": "12",
        "comments": "",
        **changes,
    }


class TestReporting:
    """Figures, differences, submission."""

    def test_prefills_what_the_books_say(self, maker, holding):
        page = maker.get(f"{URL}figures/").content.decode()
        assert "The books say HK$\xa0111,234,567.89." in page
        assert 'value="111,234,567.89"' in page

    def test_shows_a_difference_before_it_is_submitted(self, maker, holding):
        answer = maker.post(f"{URL}figures/", figures(cash_hkd="1,234,560.89"))
        page = maker.get(answer.url).content.decode()
        assert "1 figure differs from the books" in page
        assert "(7.00)" in page
        assert not QuarterlyReport.objects.exists()

    def test_submits(self, cast, fund, maker, holding):
        maker.post(f"{URL}figures/", figures())
        page = maker.get(f"{URL}check/").content.decode()
        assert "Every figure that is on record agrees to the cent." in page
        assert "For 4 figures nothing is on record yet" in page
        maker.post(f"{URL}check/")
        report = QuarterlyReport.objects.get()
        assert (report.nav_hkd, report.submitted_by) == (Decimal("122234567.89"), cast.maker(fund))
        assert maker.get(f"{URL}figures/").status_code == 409

    def test_explains_holdings_that_do_not_add_up(self, maker, holding):
        answer = maker.post(f"{URL}figures/", figures(investments_fair_value_hkd="121000001"))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'href="#id_investments_fair_value_hkd"' in page
        assert 'value="121000001"' in page

    def test_is_put_right_after_a_query(self, cast, fund, maker, holding):
        maker.post(f"{URL}figures/", figures())
        maker.post(f"{URL}check/")
        report = QuarterlyReport.objects.get()
        quarterly_reports.query(report=report, reason="Which jobs?", by=cast.officer, at=moment(TODAY, 15))
        assert "Which jobs?" in maker.get(URL).content.decode()
        maker.post(f"{URL}figures/", figures(comments="Engineers."))
        maker.post(f"{URL}check/")
        report.refresh_from_db()
        assert (report.stage, report.comments) == ("submitted", "Engineers.")

    def test_knows_no_other_quarters(self, maker, holding):
        for end in ("2025-06-29", "2031-12-31", "2025-02-31", "x"):
            assert maker.get(f"/funds/harbour/reports/{end}/").status_code == 404

    def test_is_hidden_from_others(self, contact, stranger, holding):
        for client in (contact, stranger):
            for path in ("", "figures/", "check/"):
                assert client.get(URL + path).status_code == 404
