"""A company's identity and activities by the API, and a fund's restrictions on its portfolio."""

from tests.funds.api import world as worlds
from tests.funds.api.test_capital_calls import refused


class TestACompany:
    def test_is_registered_with_its_whole_identity(self, world):
        given = {
            "fund": "harbour",
            "name_en": "Example Tide Limited",
            "br_number": "90012345",
            "place_of_incorporation": "Hong Kong",
            "incorporation_date": "2024-05-06",
            "registered_address": "1 Example Street",
            "description": "Tide gauges.",
        }
        answer = world.post("maker", "companies", given, key="one")
        assert answer.status_code == 201, answer.content
        assert answer.json()["incorporation_date"] == "2024-05-06"
        pk = answer.json()["id"]
        does = {"fund": "harbour", "hsic_code": "26", "since_date": "2024-06-01"}
        answer = world.post("maker", f"companies/{pk}/activities", does, key="two")
        assert answer.status_code == 201, answer.content
        (activity,) = world.get("maker", f"companies/{pk}").json()["activities"]
        assert activity["hsic_code"] == "26"

    def test_refuses_a_code_that_is_in_no_division(self, world):
        pk = worlds.company(world).pk
        does = {"fund": "harbour", "hsic_code": "04", "since_date": "2024-06-01"}
        assert (
            refused(world.post("maker", f"companies/{pk}/activities", does, key="one"), 400)["code"] == "unknown_hsic"
        )


class TestTheMandate:
    def test_is_told_for_a_day(self, world):
        answer = world.get("maker", "funds/harbour/mandate").json()
        assert {one["restriction"] for one in answer["outcomes"]} >= {"ecosystem", "hong_kong_share"}
        assert answer["path"]["shortfall_hkd"] == "0.00"

    def test_refuses_what_is_no_day(self, world):
        refused(world.get("maker", "funds/harbour/mandate", on="yesterday"), 400)

    def test_is_hidden_from_others(self, world):
        for job in ("contact", "stranger", "other_maker"):
            refused(world.get(job, "funds/harbour/mandate"), 404)
