"""Statements and liquidations by the API: figures, files, who may read them, what is refused."""

from datetime import timedelta
from decimal import Decimal

import pytest

from funds.models import JournalEntry
from itvf.dates import today
from itvf.money import total
from itvf.workbooks import XLSX
from tests.funds.api import world as worlds


@pytest.fixture
def address(world):
    """The statement of the contact's own partner, after a paid call of HK$60m."""
    worlds.paid_call(world)
    return f"funds/harbour/partners/{world.partner('private').pk}/statement"


def yesterday() -> str:
    return (today() - timedelta(days=1)).isoformat()


class TestStatements:
    def test_tell_the_account_and_what_stands_beside_it(self, world, address):
        found = world.get("contact", address, as_of=yesterday()).json()
        assert found["position"]["called_hkd"] == found["account"][-1]["inception_hkd"] == "30000000.00"
        assert found["position"]["unfunded_hkd"] == "270000000.00"
        assert found["fund_position"]["nav_hkd"] == "60000000.00"

    def test_as_known_before_anything_was_recorded_are_empty(self, world, address):
        found = world.get("maker", address, as_of=yesterday(), known_at="2020-01-01T00:00:00+08:00")
        assert (found.status_code, found.json()["code"]) == (404, "not_found")

    def test_come_as_paper_and_as_a_spreadsheet(self, world, address):
        for name, kind in (("pdf", "application/pdf"), ("xlsx", XLSX)):
            answer = world.get("contact", f"{address}/{name}", as_of=yesterday())
            assert (answer.status_code, answer["Content-Type"]) == (200, kind)
            assert answer["Content-Disposition"].endswith(f'.{name}"')

    def test_are_for_those_who_may_see_the_partner(self, world, address):
        for job, status in (("auditor", 200), ("signatory", 200), ("other_contact", 404), ("other_maker", 404)):
            for name in ("", "/pdf", "/xlsx"):
                assert world.get(job, f"{address}{name}", as_of=yesterday()).status_code == status

    @pytest.mark.parametrize(("as_of", "code"), [("2999-12-31", "not_a_past_day"), ("2020-12-31", "not_a_past_day")])
    def test_refuse_a_day_that_cannot_be(self, world, address, as_of, code):
        answer = world.get("maker", address, as_of=as_of)
        assert (answer.status_code, answer.json()["code"]) == (400, code)


class TestLiquidation:
    def test_answers_tiers_and_parts_and_writes_nothing(self, world, address):
        before = JournalEntry.objects.count()
        found = world.get("maker", "funds/harbour/what-if/liquidation", on=yesterday(), nav_hkd="90000000.00").json()
        assert found["tiers"]["return_of_capital_hkd"] == "60000000.00"
        assert found["book_nav_hkd"] == "60000000.00"
        assert total(Decimal(part["amount_hkd"]) for part in found["parts"]) == Decimal("90000000.00")
        assert JournalEntry.objects.count() == before

    def test_is_for_those_who_may_read_the_books(self, world, address):
        for job in ("contact", "other_maker"):
            assert world.get(job, "funds/harbour/what-if/liquidation", on=yesterday()).status_code == 404
        refused = world.get("maker", "funds/harbour/what-if/liquidation", on=yesterday(), nav_hkd="-1.00")
        assert (refused.status_code, refused.json()["code"]) == (400, "negative_nav")
