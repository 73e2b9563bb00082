"""A lot's page: what happened to it, recorded by its general partner."""

import re
from decimal import Decimal

import pytest

from investments import positions
from reporting.demo import acts, deals, plans
from tests import builders

DAY = "2025-05-30"


@pytest.fixture(scope="module")
def standing(standing):
    """Vision, bought with a million shares."""
    cast, fund = standing.cast, standing.fund
    builders.authority(cast)
    builders.paid_call(cast, fund, acts.purpose("investment", "Deals", "120000000.00"))
    standing.lot = deals.invest(cast, fund, plans.VISION, on=builders.DEAL_DONE, units=Decimal(1_000_000))
    return standing


@pytest.fixture
def lot(world):
    """The lot in the module's world."""
    return world.lot


@pytest.fixture(autouse=True)
def later(monkeypatch):
    """A day after the deal was done."""
    for module in ("investments.portal.lots",):
        monkeypatch.setattr(f"{module}.now", lambda: acts.moment(builders.DEAL_DONE.replace(month=9), 11))


class TestALot:
    def test_shows_where_it_stands(self, maker, lot):
        page = maker.get(f"/investments/{lot.pk}/").content.decode()
        assert "110,000,000.00" in page
        assert "1,000,000" in page

    def test_takes_an_event_from_its_general_partner(self, maker, lot):
        given = {"on": DAY, "new": "10", "old": "1", "evidence": "Resolution of the members"}
        shown = maker.post(f"/investments/{lot.pk}/events/split/", given | {"check": "1"}).content.decode()
        mark = re.search(r'name="checked" value="([0-9a-f]{64})"', shown).group(1)
        answer = maker.post(f"/investments/{lot.pk}/events/split/", given | {"record": "1", "checked": mark})
        assert answer.status_code == 302, answer.content.decode()
        assert positions.of(lot).holding.units == 10_000_000

    def test_says_at_the_field_why_an_event_is_refused(self, maker, lot):
        given = {"on": "2025-05-01", "new": "10", "old": "1", "evidence": "Resolution of the members"}
        answer = maker.post(f"/investments/{lot.pk}/events/split/", given)
        assert answer.status_code == 422
        assert "before the deal was completed" in answer.content.decode()
        assert positions.of(lot).holding.units == 1_000_000

    def test_is_hidden_from_others(self, contact, stranger, lot):
        for client in (contact, stranger):
            for path in ("", "events/split/", "values/new/", "spend/new/"):
                assert client.get(f"/investments/{lot.pk}/{path}").status_code == 404, path
