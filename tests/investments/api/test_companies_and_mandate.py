"""A company's identity, group and activities by the API, and a fund's restrictions on its portfolio."""

from itvf.models import AuditEvent
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

    def test_is_told_whole_to_those_who_know_it_and_by_name_to_other_gps(self, world):
        made = worlds.company(world)
        assert world.get("auditor", f"companies/{made.pk}").json()["description"] == made.description
        for shown in (
            world.get("other_maker", f"companies/{made.pk}").json(),
            world.get("other_maker", "companies").json()["results"][0],
        ):
            assert (shown["name_en"], shown["description"]) == (made.name_en, "")

    def test_refuses_a_code_that_is_in_no_division(self, world):
        pk = worlds.company(world).pk
        does = {"fund": "harbour", "hsic_code": "04", "since_date": "2024-06-01"}
        assert (
            refused(world.post("maker", f"companies/{pk}/activities", does, key="one"), 400)["code"] == "unknown_hsic"
        )


class TestAmending:
    def test_puts_a_company_into_a_group_and_takes_it_out(self, world):
        where = f"companies/{worlds.company(world).pk}"
        made = world.post("programme_officer", "company-groups", {"name_en": "Example Holdings"})
        assert made.status_code == 201, made.content
        put = {"group_id": made.json()["id"], "name_zh_hant": "示範有限公司", "reason": "Shareholders' register."}
        answer = world.post("programme_officer", where, put, method="patch")
        assert answer.status_code == 200, answer.content
        assert (answer.json()["group"], answer.json()["name_zh_hant"]) == ("Example Holdings", "示範有限公司")
        assert [one["name_en"] for one in world.get("maker", "company-groups").json()["results"]] == [
            "Example Holdings"
        ]
        out = world.post("programme_officer", where, {"group_id": None, "reason": "Sold."}, method="patch")
        assert (out.json()["group"], out.json()["name_zh_hant"]) == (None, "示範有限公司")
        event = AuditEvent.objects.filter(verb="company.amend").latest("pk")
        assert (list(event.facts), event.reason) == (["group"], "Sold.")

    def test_is_for_those_who_know_the_company_and_say_why(self, world):
        where, body = f"companies/{worlds.company(world).pk}", {"description": "Robots.", "reason": "New line."}
        mine = body | {"fund": "harbour"}
        assert refused(world.post("maker", where, mine, method="patch"), 403)["code"] == "another_s_company"
        for job in ("contact", "stranger"):
            refused(world.post(job, where, body, method="patch"), 404)
        refused(world.post("auditor", where, body, method="patch"), 403)
        unread = world.post("programme_officer", where, {"description": "Robots.", "stage": "seed"}, method="patch")
        assert {one["field"] for one in refused(unread, 400)["errors"]} == {"reason", "stage"}
        none = {"group_id": 1, "reason": "A group that is not."}
        refused(world.post("programme_officer", where, none, method="patch"), 404)
        same = {"description": "Machine vision for warehouses.", "reason": "Nothing."}
        found = refused(world.post("programme_officer", where, same, method="patch"), 400)
        assert found["code"] == "nothing_changed"
        assert not AuditEvent.objects.filter(verb="company.amend").exists()

    def test_needs_a_group_that_is_not_registered_yet(self, world):
        body = {"fund": "harbour", "name_en": "Example Holdings"}
        assert world.post("maker", "company-groups", body).status_code == 201
        assert refused(world.post("maker", "company-groups", body), 400)["code"] == "group_stands"
        refused(world.post("stranger", "company-groups", body), 404)


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
