"""Who stands behind a company, declared and ended in the portal."""

import pytest

from investments.models import Affiliation
from tests import portal
from tests.investments.portal import world

OWNER = {
    "name_en": "Example Holdings Limited",
    "name_zh_hant": "示例控股有限公司",
    "capacity": "beneficial_owner",
    "share_rate": "42",
    "since_date": "2025-01-01",
    "evidence": "Register of significant controllers",
}


@pytest.fixture
def url(made):
    """Where the owners of the first company are declared."""
    return f"/funds/harbour/companies/{made.company.pk}/affiliations/"


class TestADeclaration:
    """Is on record with its share as a fraction."""

    def test_is_kept_and_shown(self, maker, url, text):
        assert maker.post(url, OWNER).status_code == 302
        assert str(Affiliation.objects.get().share_rate.normalize()) == "0.42"
        assert "Example Holdings Limited" in text(maker, url)

    def test_of_more_than_everything_is_refused_at_the_share(self, maker, url):
        answer = maker.post(url, OWNER | {"share_rate": "101"})
        assert answer.status_code == 422
        assert 'href="#id_share_rate"' in answer.content.decode()

    def test_ends_on_a_day_with_a_reason(self, maker, url):
        maker.post(url, OWNER)
        found = Affiliation.objects.get()
        end = f"{url}{found.pk}/end/"
        assert maker.post(end, {"until_date": "2024-12-31", "reason": "Sold."}).status_code == 422
        assert maker.post(end, {"until_date": "2026-01-31", "reason": "Sold."}).status_code == 302
        found.refresh_from_db()
        assert found.until_date.isoformat() == "2026-01-31"
        assert maker.post(end, {"until_date": "2026-02-28", "reason": "Sold."}).status_code == 409


class TestWhoMay:
    """Those who know the company and act for a fund."""

    def test_outsiders_and_other_managers_find_nothing(self, made, outsiders, url):
        world.second_fund(made, holds=False)
        other = portal.client_of(made.people.other_maker)
        assert [client.get(url).status_code for client in (*outsiders, other)] == [404, 404, 404]
        theirs = f"/funds/ridge/companies/{made.company.pk}/affiliations/"
        assert other.get(theirs).status_code == 404

    def test_a_signatory_may_not(self, made, url):
        assert portal.client_of(made.people.signatory).get(url).status_code == 403
