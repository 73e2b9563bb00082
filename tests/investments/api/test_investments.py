"""One investment whole through the API: position, events, values, rounds and Hong Kong spend, as of any day."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from itvf.dates import quarter_end
from tests.funds.api import world as worlds
from tests.funds.api.test_capital_calls import refused


def event(day, **changes) -> dict:
    """What every event says."""
    return {"on": day.isoformat(), "evidence": "Board paper 7"} | changes


@pytest.fixture
def lived(world, investment, day):
    """The investment after a dividend, the sale of a quarter with some of it in escrow, a round and a value."""
    where = f"investments/{investment.pk}"
    sold = event(day, route="trade_sale", proceeds_hkd="15000000.00", escrow_hkd="1000000.00", part_rate="0.25")
    value = {"valuation_date": (day + timedelta(days=1)).isoformat(), "method": "multiples", "level": 3}
    value |= {"policy_version": "2026-1", "inputs": {"metric": "revenue", "multiple": "6"}, "reason": "Orders."}
    series = {"fund": "harbour", "name": "Series B", "financing_stage": "series_b", "evidence": "Cap table"}
    series |= {"closed_date": day.isoformat(), "raised_hkd": "75000000.00"}
    lines = [{"category": "talent", "description": "Engineers", "amount_hkd": "1800000.00"}]
    spent = {"period_end": quarter_end(investment.completed_date).isoformat(), "hong_kong_jobs": 24, "lines": lines}
    for address, body in (
        (f"{where}/income", event(day, gross_hkd="2000.00")),
        (f"{where}/exits", sold),
        (f"{where}/valuations", value | {"fair_value_hkd": "33000000.00"}),
        (f"companies/{investment.company_id}/rounds", series | {"issued_units": "5000", "diluted_units": "6000"}),
        (f"{where}/spend-reports", spent),
    ):
        answer = world.post("maker", address, body)
        assert answer.status_code == 201, answer.content
    return investment


class TestAnInvestment:
    def test_is_told_whole(self, world, lived):
        found = world.get("maker", f"investments/{lived.pk}").json()
        position = found["position"]
        assert (position["state"], position["units"]) == ("partly_realised", "750.000000")
        assert (found["original_cost_hkd"], found["cost_hkd"]) == ("40000000.00", "30000000.00")
        assert (position["cost_hkd"], position["carrying_hkd"]) == ("30000000.00", "30000000.00")
        assert (position["income_hkd"], position["escrow_hkd"]) == ("2000.00", "1000000.00")
        assert Decimal(position["proceeds_hkd"]) == Decimal("14000000.00")
        assert [one["kind"] for one in found["events"]] == ["completion", "income", "exit"]
        assert [one["stage"] for one in found["valuations"]] == ["draft"]
        assert [one["name"] for one in found["rounds"]] == ["Series B"]
        assert found["spend"]["reported_hkd"] == "1800000.00"

    def test_is_told_as_of_a_day(self, world, lived):
        early = lived.completed_date
        found = world.get("auditor", f"investments/{lived.pk}", on=early.isoformat()).json()
        assert (found["on"], found["position"]["state"], found["position"]["units"]) == (
            early.isoformat(),
            "held",
            "1000.000000",
        )
        assert (len(found["events"]), found["valuations"], found["rounds"]) == (1, [], [])
        before = (early - timedelta(days=1)).isoformat()
        refused(world.get("auditor", f"investments/{lived.pk}", on=before), 404)
        refused(world.get("auditor", f"investments/{lived.pk}", on="soon"), 400)

    def test_takes_as_many_queries_however_long_its_life(self, world, investment, day, django_assert_num_queries):
        where, client = f"/api/v1/investments/{investment.pk}", world.client("maker")
        client.get(where)
        with CaptureQueriesContext(connection) as few:
            client.get(where)
        count = len(few)  # a later request empties the log
        for _ in range(3):
            world.post("maker", f"investments/{investment.pk}/income", event(day, gross_hkd="2000.00"))
        with django_assert_num_queries(count):
            assert len(client.get(where).json()["events"]) == 4

    def test_is_the_staff_s_and_its_gp_s(self, world, investment):
        for address in (f"investments/{investment.pk}", f"investments/{investment.pk}/spend"):
            for job in ("other_maker", "contact", "stranger"):
                refused(world.get(job, address), 404)
            assert world.get("auditor", address).status_code == 200

    def test_is_listed_by_its_state(self, world, lived):
        for state, count in (("held", 0), ("partly_realised", 1)):
            assert len(world.get("maker", "investments", state=state).json()["results"]) == count
        refused(world.get("maker", "investments", state="sold"), 400)


class TestItsSpend:
    def test_stands_beside_the_straight_line_of_the_day(self, world, lived):
        end = quarter_end(lived.completed_date)
        found = world.get("maker", f"investments/{lived.pk}/spend", on=end.isoformat()).json()
        assert (found["undertaken_hkd"], found["required_hkd"], found["months"]) == ("20000000.00", "20000000.00", 24)
        assert (found["counted_hkd"], found["accepted_hkd"], found["jobs"]) == ("1800000.00", "0.00", 24)
        (talent,), first = found["by_category"], found["schedule"][0]
        assert (talent["category"], talent["reported_hkd"]) == ("talent", "1800000.00")
        assert (first["period_end"], first["expected_hkd"]) == (end.isoformat(), found["expected_hkd"])
        assert found["schedule"][-1]["expected_hkd"] == "20000000.00"

    def test_is_behind_while_less_than_the_line_is_spent(self, world, investment):
        on = investment.completed_date + timedelta(days=300)
        found = world.get("maker", f"investments/{investment.pk}/spend", on=on.isoformat()).json()
        assert (found["status"], found["is_behind"]) == ("behind", True)
        assert found["behind_hkd"] == found["expected_hkd"]
        assert (found["jobs"], found["reported_until"], found["share_rate"]) == (None, None, "0.000000000000")


class TestSentences:
    def test_say_rates_as_percentages_and_keep_the_facts_as_they_are(self, world):
        deal = worlds.deal(worlds.company(world), hong_kong_spend_undertaken_hkd="1000000.00")
        tried = world.post("maker", "funds/harbour/proposals/what-if", deal, key=None).json()["outcomes"]
        kept = world.post("maker", "funds/harbour/proposals", deal).json()
        yes = {"answer": "no_objection", "reason": "In order."}
        stopped = refused(world.post("programme_officer", f"proposals/{kept['id']}/answer", yes), 422)["breaches"]
        for found in (tried, kept["outcomes"], stopped):
            (spend,) = [one for one in found if one["rule"] == "R10" and one["code"] != "documents_missing"]
            assert "50% of the" in spend["message"]
            assert Decimal(spend["facts"]["minimum_rate"]) == Decimal("0.5")
