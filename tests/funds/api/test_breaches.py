"""The breach register through the API: the day agreed for a cure, the cure, and what was found in words."""

from datetime import timedelta

import pytest

from funds.models import RecordedBreach
from itvf.dates import today
from itvf.models import AuditEvent
from tests.funds.api.test_capital_calls import refused


@pytest.fixture
def breach(world):
    return RecordedBreach.objects.create(
        fund=world.fund,
        rule="R8",
        clause="Annex 3 1(g)(i)",
        code="outside_ecosystem",
        restriction="ecosystem",
        message="0.8 is the least.",
        sentence="{inside_hkd} counts since {since}; the least is {minimum_rate} of cost.",
        facts={"inside_hkd": "1500000.00", "minimum_rate": "0.8", "since": "2025-05-20"},
        source="proposal:1",
        found_date=today() - timedelta(days=9),
    )


class TestTheRegister:
    def test_says_what_was_found_with_its_facts_as_they_were(self, world, breach):
        (shown,) = world.get("maker", "funds/harbour/breaches", is_open="true").json()["results"]
        assert "1,500,000.00 counts since 20 May 2025; the least is 80% of cost." in shown["message"]
        assert shown["facts"]["minimum_rate"] == "0.8"
        assert world.get("maker", "funds/harbour/breaches", is_open="false").json()["results"] == []

    def test_keeps_the_words_of_the_day_where_the_facts_do_not_fill_the_sentence(self, world, breach):
        RecordedBreach.objects.filter(pk=breach.pk).update(facts={})
        (shown,) = world.get("maker", "funds/harbour/breaches").json()["results"]
        assert shown["message"] == "0.8 is the least."


class TestACure:
    def test_is_agreed_and_recorded_by_staff_only(self, world, breach):
        agree, day = f"breaches/{breach.pk}/agree-cure", today() + timedelta(days=30)
        body = {"cure_due_date": day.isoformat(), "reason": "The manager sells down."}
        refused(world.post("maker", agree, body), 403)
        for job in ("other_maker", "contact", "stranger"):
            refused(world.post(job, agree, body), 404)
        past = body | {"cure_due_date": (today() - timedelta(days=1)).isoformat()}
        assert refused(world.post("programme_officer", agree, past), 400)["code"] == "cure_due_past"
        answer = world.post("programme_officer", agree, body)
        assert (answer.status_code, answer.json()["cure_due_date"]) == (200, day.isoformat()), answer.content
        done = {"cured_date": today().isoformat(), "cure": "Sold down."}
        assert world.post("programme_officer", f"breaches/{breach.pk}/cure", done).json()["cure"] == "Sold down."
        assert refused(world.post("programme_officer", agree, body), 409)["code"] == "already_cured"
        assert AuditEvent.objects.filter(verb="breach.agree_cure").count() == 1
