"""Companies and deals through the API: tried out, put forward, answered by two, completed."""

import pytest

from investments.models import Company, Investment, Proposal
from itvf.dates import today
from itvf.models import AuditEvent
from tests import programme
from tests.funds.api import world as worlds
from tests.funds.api.test_capital_calls import refused

SUBMIT = "funds/harbour/proposals"


@pytest.fixture(scope="module")
def standing(held):
    return worlds.build()


def company_body(**changes) -> dict:
    """A company as the API takes it."""
    about = {"name_en": "Borealis Demo Limited", "place_of_incorporation": "Hong Kong", "description": "Batteries."}
    return {"fund": "harbour", "br_number": "12345678"} | about | changes


def submitted(world, deal: dict) -> int:
    """A proposal put to the Corporation, its documents on file."""
    pk = world.post("maker", SUBMIT, deal).json()["id"]
    programme.documented(Proposal.objects.get(pk=pk))
    return pk


class TestCompanies:
    def test_registers_one_for_a_fund_of_the_maker(self, world):
        answer = world.post("maker", "companies", company_body())
        assert answer.status_code == 201, answer.content
        assert answer.json()["facts"] == []
        assert Company.objects.get().registered_by == world["maker"]

    def test_refuses_a_second_one_of_a_number(self, world):
        world.post("maker", "companies", company_body())
        found = refused(
            world.post("programme_officer", "companies", company_body(fund=None) | {"fund": "harbour"}), 400
        )
        assert (found["code"], found["errors"][0]["field"]) == ("company_stands", "br_number")

    def test_requires_a_maker_or_an_officer(self, world):
        for job in ("signatory", "contact", "auditor"):
            refused(world.post(job, "companies", company_body()), 403)
        refused(world.post("other_maker", "companies", company_body()), 404)

    def test_records_a_fact_with_its_evidence(self, world):
        made = worlds.company(world)
        fact = {
            "fund": "harbour",
            "kind": "is_listed",
            "holds": False,
            "since_date": today().isoformat(),
            "evidence": "Search of the register",
        }
        answer = world.post("maker", f"companies/{made.pk}/facts", fact)
        assert answer.status_code == 201, answer.content
        seen = {job: len(world.get(job, f"companies/{made.pk}").json()["facts"]) for job in ("maker", "auditor")}
        assert seen == {"maker": 1, "auditor": 6}, "a GP sees the evidence of its own deals"
        wrong = world.post("maker", f"companies/{made.pk}/facts", fact | {"kind": "is_nice", "evidence": ""})
        assert {error["field"] for error in refused(wrong, 400)["errors"]} == {"kind", "evidence"}

    def test_hides_the_register_from_contacts_and_strangers(self, world):
        made = worlds.company(world)
        for job in ("contact", "stranger"):
            assert world.get(job, "companies").json()["results"] == []
            refused(world.get(job, f"companies/{made.pk}"), 404)


class TestWhatIf:
    def test_judges_every_rule_and_writes_nothing(self, world):
        deal = worlds.deal(worlds.company(world))
        answer = world.post("maker", f"{SUBMIT}/what-if", deal, key=None)
        assert answer.status_code == 200, answer.content
        outcomes = answer.json()["outcomes"]
        assert [outcome["rule"] for outcome in outcomes] == ["R3", "R7", "R8", "R9", "R10", "R11", "R12", "R13", "R27"]
        assert [outcome for outcome in outcomes if outcome["status"] != "pass"] == []
        assert all(outcome["clause"].startswith("Annex 3") and outcome["message"] for outcome in outcomes)
        assert not Proposal.objects.exists()

    def test_shows_a_breach(self, world):
        deal = worlds.deal(worlds.company(world), sector="gambling", hong_kong_spend_undertaken_hkd="19999999.99")
        outcomes = world.post("maker", f"{SUBMIT}/what-if", deal, key=None).json()["outcomes"]
        assert [outcome["rule"] for outcome in outcomes if outcome["status"] == "breach"] == ["R3", "R10"]

    def test_is_for_the_gp_s_maker(self, world):
        deal = worlds.deal(worlds.company(world))
        refused(world.post("signatory", f"{SUBMIT}/what-if", deal, key=None), 403)
        refused(world.post("stranger", f"{SUBMIT}/what-if", deal, key=None), 404)


class TestSubmitProposal:
    def test_records_it_with_its_outcomes(self, world):
        answer = world.post("maker", SUBMIT, worlds.deal(worlds.company(world)))
        assert answer.status_code == 201, answer.content
        found = answer.json()
        assert (found["stage"], found["run"], len(found["outcomes"])) == ("submitted", 1, 10)
        assert answer["ETag"] == '"1"'

    def test_happens_once_for_a_key(self, world):
        deal = worlds.deal(worlds.company(world))
        first, again = (world.post("maker", SUBMIT, deal, key="one") for _ in range(2))
        assert first.json() == again.json()
        assert Proposal.objects.count() == 1

    @pytest.mark.parametrize(
        ("changes", "field", "code"),
        [
            ({"amount_hkd": 40000000.0}, "amount_hkd", "number_refused"),
            ({"amount_hkd": "forty"}, "amount_hkd", "not_a_text"),
            ({"price": "1.00"}, "price", "unknown_key"),
            ({"expected_date": "soon"}, "expected_date", "invalid"),
            ({"company": "x"}, "company", "invalid"),
        ],
    )
    def test_names_the_field_at_fault(self, world, changes, field, code):
        deal = worlds.deal(worlds.company(world), **changes)
        errors = refused(world.post("maker", SUBMIT, deal), 400)["errors"]
        assert (errors[0]["field"], errors[0]["code"]) == (field, code)

    def test_requires_the_gp_s_maker_and_hides_the_fund(self, world):
        deal = worlds.deal(worlds.company(world))
        for job in ("signatory", "programme_officer", "auditor"):
            refused(world.post(job, SUBMIT, deal), 403)
        for job in ("stranger", "other_maker"):
            refused(world.post(job, SUBMIT, deal), 404)


class TestAnswers:
    def submitted(self, world, **changes) -> int:
        made = worlds.company(world)
        return submitted(world, worlds.deal(made, **changes))

    def answer(self, world, job, pk, answer="no_objection", **headers):
        return world.post(job, f"proposals/{pk}/answer", {"answer": answer, "reason": "In order."}, **headers)

    def test_take_two_people_for_no_objection(self, world):
        pk = self.submitted(world)
        assert self.answer(world, "programme_officer", pk).json()["stage"] == "submitted"
        refused(self.answer(world, "programme_officer", pk), 403)
        assert self.answer(world, "programme_manager", pk).json()["stage"] == "no_objection"
        refused(self.answer(world, "programme_manager", pk), 409)

    def test_explain_what_stops_a_no_objection(self, world):
        pk = self.submitted(world, instrument="loan")
        breaches = refused(self.answer(world, "programme_officer", pk), 422)["breaches"]
        assert ("R12", "Annex 3 1(i)") in {(breach["rule"], breach["clause"]) for breach in breaches}
        assert AuditEvent.objects.filter(verb__endswith=".refused").exists()

    def test_refuse_a_stale_version(self, world):
        pk = self.submitted(world)
        assert self.answer(world, "programme_officer", pk, "query", **{"If-Match": '"1"'}).json()["version"] == 2
        world.post("maker", f"proposals/{pk}/resubmit", {"reply": "As asked."})
        stale = self.answer(world, "programme_manager", pk, **{"If-Match": '"2"'})
        assert refused(stale, 412)["code"] == "stale"

    def test_are_the_corporation_s(self, world):
        pk = self.submitted(world)
        refused(self.answer(world, "maker", pk), 403)
        refused(self.answer(world, "contact", pk), 404)
        refused(self.answer(world, "other_maker", pk), 404)

    def test_send_a_query_back_and_forth(self, world):
        pk = self.submitted(world)
        queried = self.answer(world, "programme_officer", pk, "query").json()
        assert queried["stage"] == "queried"
        found = world.post("maker", f"proposals/{pk}/resubmit", {"reply": "As asked."}).json()
        assert (found["stage"], found["run"]) == ("submitted", queried["run"] + 1)
        assert [answer["answer"] for answer in found["answers"]] == ["query"]

    def test_cannot_follow_a_withdrawal(self, world):
        pk = self.submitted(world)
        assert world.post("maker", f"proposals/{pk}/withdraw", {"reason": "Lost."}).json()["stage"] == "withdrawn"
        refused(self.answer(world, "programme_officer", pk), 409)


class TestCompleteProposal:
    def test_books_the_cost(self, world):
        worlds.paid_call(world)
        pk = submitted(world, worlds.deal(worlds.company(world)))
        for job in ("programme_officer", "programme_manager"):
            world.post(job, f"proposals/{pk}/answer", {"answer": "no_objection", "reason": "In order."})
        done = {"completed_date": today().isoformat(), "evidence": "Share certificate"}
        answer = world.post("maker", f"proposals/{pk}/complete", done, key="one")
        assert answer.status_code == 200, answer.content
        assert world.post("maker", f"proposals/{pk}/complete", done, key="one").json() == answer.json()
        (made,) = world.get("maker", "investments", fund="harbour").json()["results"]
        assert (made["cost_hkd"], made["original_cost_hkd"]) == ("40000000.00", "40000000.00")
        assert Investment.objects.count() == 1

    def test_waits_for_the_answer(self, world):
        pk = world.post("maker", SUBMIT, worlds.deal(worlds.company(world))).json()["id"]
        done = {"completed_date": today().isoformat(), "evidence": "Share certificate"}
        assert refused(world.post("maker", f"proposals/{pk}/complete", done), 409)["code"] == "wrong_stage"


class TestLists:
    def test_hold_only_what_one_may_see(self, world):
        worlds.invested(world)
        for job, count in (("maker", 1), ("auditor", 1), ("contact", 0), ("other_maker", 0), ("stranger", 0)):
            assert len(world.get(job, "proposals").json()["results"]) == count
            assert len(world.get(job, "investments").json()["results"]) == count

    def test_filter_by_stage_and_sector(self, world):
        worlds.invested(world)
        assert world.get("maker", "proposals", stage="submitted").json()["results"] == []
        assert len(world.get("maker", "investments", sector="ai_data_science").json()["results"]) == 1

    def test_read_a_page_in_as_many_queries_whatever_its_length(self, world, django_assert_max_num_queries):
        made = worlds.company(world)
        world.post("maker", SUBMIT, worlds.deal(made))
        with django_assert_max_num_queries(7) as few:
            world.get("maker", "proposals")
        limit = len(few)
        for _ in range(3):
            world.post("maker", SUBMIT, worlds.deal(made))
        with django_assert_max_num_queries(limit):
            assert len(world.get("maker", "proposals").json()["results"]) == 4
