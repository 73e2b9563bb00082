"""Reading funds: whole for the GP and staff, narrow for a partner's contact, not there for a stranger."""

import pytest

from tests.funds.api import world as worlds

OF_A_FUND = [
    "",
    "/partners",
    "/closings",
    "/trial-balance",
    "/journal-entries",
    "/fee-accruals",
    "/fees",
    "/hurdle",
    "/breaches",
]
BOOKS = {"/trial-balance", "/journal-entries", "/breaches", "/fees"}


class TestFunds:
    def test_shows_periods_register_and_balances(self, world):
        worlds.paid_call(world)
        found = world.get("maker", "funds/harbour").json()
        assert found["register"]["government_hkd"] == "150000000.00"
        assert found["register"]["total_hkd"] == "600000000.00"
        assert found["periods"]["starts"] == worlds.begins().isoformat()
        assert found["agreement"]["hurdle_rate"].startswith("0.07")
        assert found["balances"]["cash_hkd"] == "60000000.00"
        assert found["balances"]["call_receivable_hkd"] == "0.00"

    def test_list_holds_only_what_one_may_see(self, world):
        assert [fund["code"] for fund in world.get("maker", "funds").json()["results"]] == ["harbour"]
        assert len(world.get("auditor", "funds").json()["results"]) == 2
        assert world.get("stranger", "funds").json()["results"] == []

    def test_keeps_balances_from_a_partner_s_contact(self, world):
        assert world.get("contact", "funds/harbour").json()["balances"] is None

    @pytest.mark.parametrize("part", OF_A_FUND)
    def test_answers_the_gp_and_the_auditor(self, world, part):
        assert world.get("signatory", f"funds/harbour{part}").status_code == 200
        assert world.get("auditor", f"funds/harbour{part}").status_code == 200

    @pytest.mark.parametrize("part", OF_A_FUND)
    def test_hides_the_fund_from_strangers(self, world, part):
        for job in ("stranger", "other_maker"):
            answer = world.get(job, f"funds/harbour{part}")
            assert answer.status_code == 404
            assert answer["Content-Type"] == "application/problem+json"
            assert answer.json()["code"] == "not_found"

    @pytest.mark.parametrize("part", OF_A_FUND)
    def test_opens_the_books_to_no_contact(self, world, part):
        assert world.get("contact", f"funds/harbour{part}").status_code == (404 if part in BOOKS else 200)

    def test_asks_for_a_session_or_a_token(self, world):
        assert world.get("nobody", "funds").status_code == 401

    def test_filters_by_stage(self, world):
        assert world.get("auditor", "funds", stage="ended").json()["results"] == []
        assert world.get("auditor", "funds", stage="asleep").status_code == 400


class TestPartners:
    def test_shows_each_position_from_the_books(self, world):
        worlds.issued_call(world)
        rows = world.get("maker", "funds/harbour/partners").json()["results"]
        assert [row["kind"] for row in rows] == ["government", "gp", "private", "private"]
        government = rows[0]
        assert government["called_hkd"] == government["outstanding_hkd"] == "15000000.00"
        assert government["unfunded_hkd"] == "135000000.00"

    def test_shows_a_contact_its_own_seat_only(self, world):
        (row,) = world.get("contact", "funds/harbour/partners").json()["results"]
        assert row["id"] == world.partner("private").pk


class TestClosings:
    def test_shows_how_the_government_s_part_was_derived(self, world):
        (closing,) = world.get("maker", "funds/harbour/closings").json()["results"]
        assert closing["working"]["rule"] == "R6"
        assert closing["working"]["clause"] == "Annex 3 1(e)"
        (derived,) = [row for row in closing["commitments"] if row["is_derived"]]
        assert derived["amount_hkd"] == "150000000.00"

    def test_shows_a_contact_its_own_commitment_only(self, world):
        (closing,) = world.get("contact", "funds/harbour/closings").json()["results"]
        assert [row["kind"] for row in closing["commitments"]] == ["private"]


class TestBooks:
    def test_trial_balance_sums_to_zero_and_reads_the_past(self, world):
        worlds.paid_call(world)
        rows = world.get("auditor", "funds/harbour/trial-balance").json()["accounts"]
        assert sum(round(float(row["balance_hkd"]) * 100) for row in rows) == 0
        assert rows
        before = world.get("auditor", "funds/harbour/trial-balance", as_of=worlds.begins().isoformat()).json()
        assert before["accounts"] == []

    def test_names_a_query_key_that_it_does_not_know(self, world):
        answer = world.get("auditor", "funds/harbour/trial-balance", as_off="2026-01-01")
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["field"] == "as_off"
        assert "as_of" in answer.json()["errors"][0]["message"]

    def test_lists_entries_with_postings_that_balance(self, world):
        worlds.paid_call(world)
        rows = world.get("maker", "funds/harbour/journal-entries", kind="contribution").json()["results"]
        assert len(rows) == 4
        assert all(row["postings"][0]["amount_hkd"] == row["postings"][1]["amount_hkd"].lstrip("-") for row in rows)

    def test_hurdle_names_its_rule_and_assumption(self, world):
        worlds.paid_call(world)
        found = world.get("contact", "funds/harbour/hurdle").json()
        assert (found["rule"], found["assumptions"]) == ("R16", ["A5"])
        assert found["capital_hkd"] == "60000000.00"
        assert found["hurdle_hkd"] > "0.00"

    def test_reads_a_page_of_entries_in_as_many_queries_whatever_their_number(
        self, world, django_assert_max_num_queries
    ):
        worlds.issued_call(world)
        world.client("maker")
        with django_assert_max_num_queries(9) as few:
            world.get("maker", "funds/harbour/journal-entries")
        limit = len(few)
        worlds.paid_call(world, amount="1000000.00")
        with django_assert_max_num_queries(limit):
            assert len(world.get("maker", "funds/harbour/journal-entries").json()["results"]) == 6


class TestSchemeTerms:
    def test_each_has_value_rule_and_clause(self, world):
        found = world.get("stranger", f"schemes/{world.scheme.code}/terms").json()
        terms = {term["name"]: term for term in found["terms"]}
        assert terms["minimum_hurdle_rate"]["value"] == "0.07"
        assert terms["minimum_hurdle_rate"]["rule"] == "R16"
        assert terms["minimum_hurdle_rate"]["clause"].startswith("Annex 3 1(k)")
        assert {"A1", "A24"} <= {assumption["code"] for assumption in found["assumptions"]}

    def test_asks_for_a_date_in_one_form(self, world):
        answer = world.get("stranger", f"schemes/{world.scheme.code}/terms", on="1/2/2026")
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["field"] == "on"


class TestPages:
    def test_follow_one_another_by_cursor(self, world):
        first = world.get("auditor", "funds", page_size=1).json()
        assert [fund["code"] for fund in first["results"]] == ["ridge"]
        second = world.client("auditor").get(first["next"]).json()
        assert [fund["code"] for fund in second["results"]] == ["harbour"]
        assert second["next"] is None
