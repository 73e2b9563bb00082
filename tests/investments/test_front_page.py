"""What waits on the staff's front page about what funds hold."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from investments.models import SpendSample
from tests import programme
from tests.investments.portal import world


@pytest.fixture(scope="module")
def standing(held):
    """A fund that holds one company."""
    return world.start()


@pytest.fixture
def made(world):
    return world


@pytest.fixture
def enter(client):
    """Signs somebody in: `enter(user)` gives the client."""

    def enter(user):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return enter


def at(thing):
    return reverse(f"admin:investments_{thing._meta.model_name}_change", args=[thing.pk])


class TestTheFrontPage:
    def page(self, enter, user):
        return enter(user).get(reverse("admin:index")).context

    def test_says_what_waits_for_a_person(self, made, enter):
        told = {"description": "Series A shares; a token.", "expected_date": date(2025, 6, 2)}
        proposal = programme.proposed(made.people, made.fund, made.company, "5000000.00", **told)
        value = world.value(made, date(2025, 12, 31), "41000000.00", reason="Orders.", review=False)
        world.spend(made, date(2025, 9, 30), "1800000.00", "700000.00")
        world.verify(made)
        mine = {item.url for item in self.page(enter, made.people.officer)["mine"].items}
        assert {at(proposal), at(value), at(SpendSample.objects.get())} <= mine
        assert self.page(enter, made.people.auditor)["mine"].items == []

    def test_shows_late_findings_cures_and_confirmations(self, made, enter):
        finding = world.visit(made).findings.get(number=2)
        breach = world.breach(made, "R9", "hong_kong_share_of_cost_low", due=date(2026, 1, 5))
        shown = {
            item.url: str(item.when) for box in self.page(enter, made.people.auditor)["boxes"] for item in box.items
        }
        assert "stage--bad" in shown[at(finding)]
        assert "stage--bad" in shown[reverse("admin:funds_recordedbreach_change", args=[breach.pk])]
        assert at(made.investment) in shown, "never confirmed"
        assert "stage--bad" in shown[at(made.company)], "its value is stale and a breach is overdue"

    def test_asks_no_more_of_the_database_for_more_holdings(self, made, enter, django_assert_max_num_queries):
        client = enter(made.people.auditor)
        world.visit(made)
        client.get(reverse("admin:index"))
        with CaptureQueriesContext(connection) as one:
            client.get(reverse("admin:index"))
        world.invest(made, world.company(made, "Sample Chip Design Limited"), "5000000.00")
        world.visit(made)
        with django_assert_max_num_queries(len(one)):
            client.get(reverse("admin:index"))
