"""Reports, calculations and the audit trail through the API."""

import json
from datetime import timedelta

import pytest

from itvf.dates import quarter_start, today
from itvf.models import AuditEvent
from reporting.calculations import run
from reporting.calculations.registry import KINDS
from reporting.models import QuarterlyReport
from reporting.services import management_reports
from tests.funds.api import world as worlds
from tests.funds.api.test_capital_calls import refused

SUBMIT = "funds/harbour/quarterly-reports"
MATCH = {"scheme": "itvf-enhanced-2024", "non_government_hkd": "450000000.00", "envelope_used_hkd": "0.00"}


@pytest.fixture(scope="module")
def standing(held):
    return worlds.build()


def last_quarter():
    """The last day of the last quarter that is over."""
    return quarter_start(today()) - timedelta(days=1)


def report_body(investment, **changes) -> dict:
    """The figures as the fund's book has them, but for what is changed."""
    holding = {
        "investment": investment.pk,
        "cost_hkd": "40000000.00",
        "fair_value_hkd": "40000000.00",
        "hong_kong_spend_to_date_hkd": "5000000.00",
        "hong_kong_jobs": 12,
    }
    return {
        "period_end": last_quarter().isoformat(),
        "contributions_hkd": "60000000.00",
        "distributions_hkd": "0.00",
        "investments_at_cost_hkd": "40000000.00",
        "investments_fair_value_hkd": "40000000.00",
        "cash_hkd": "20000000.00",
        "fee_charged_hkd": "0.00",
        "nav_hkd": "60000000.00",
        "holdings": [holding],
    } | changes


class TestQuarterlyReports:
    def submitted(self, world, **changes) -> dict:
        answer = world.post("maker", SUBMIT, report_body(worlds.invested(world), **changes))
        assert answer.status_code == 201, answer.content
        return answer.json()

    def test_are_compared_with_the_books(self, world):
        found = self.submitted(world, cash_hkd="19999999.99")
        lines = {line["field"]: line for line in found["comparison"]}
        assert lines["contributions_hkd"]["difference_hkd"] == "0.00"
        assert lines["cash_hkd"]["difference_hkd"] == "-0.01"
        assert found["holdings"][0]["company_name"] == "Aurora Demo Limited"

    def test_stand_once_for_a_key(self, world):
        body = report_body(worlds.invested(world))
        first, again = (world.post("maker", SUBMIT, body, key="one") for _ in range(2))
        assert (first.status_code, first.json()) == (again.status_code, again.json())
        assert QuarterlyReport.objects.count() == 1
        assert refused(world.post("maker", SUBMIT, body), 409)["code"] == "report_stands"

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"nav_hkd": 60000000.0}, "nav_hkd"),
            ({"nav_hkd": None}, "nav_hkd"),
            ({"gav_hkd": "1.00"}, "gav_hkd"),
            ({"period_end": "2026-02-30"}, "period_end"),
            ({"investments_at_cost_hkd": "1.00"}, "investments_at_cost_hkd"),
        ],
    )
    def test_name_the_field_at_fault(self, world, changes, field):
        answer = world.post("maker", SUBMIT, report_body(worlds.invested(world), **changes))
        assert field in {error["field"] for error in refused(answer, 400)["errors"]}
        assert not QuarterlyReport.objects.exists()

    def test_come_from_the_gp_and_are_hidden_from_others(self, world):
        body = report_body(worlds.invested(world))
        refused(world.post("programme_officer", SUBMIT, body), 403)
        refused(world.post("other_maker", SUBMIT, body), 404)
        pk = world.post("maker", SUBMIT, body).json()["id"]
        for job in ("contact", "stranger", "other_maker"):
            refused(world.get(job, f"quarterly-reports/{pk}"), 404)
            assert world.get(job, "quarterly-reports").json()["results"] == []
        assert len(world.get("auditor", "quarterly-reports", fund="harbour").json()["results"]) == 1

    def test_are_accepted_by_staff(self, world):
        pk = self.submitted(world, cash_hkd="19999999.99", fee_charged_hkd="0.00")["id"]
        refused(world.post("maker", f"quarterly-reports/{pk}/accept", {"note": "Fine."}), 403)
        found = refused(world.post("programme_officer", f"quarterly-reports/{pk}/accept"), 400)
        assert found["errors"][0]["field"] == "note"
        answer = world.post("programme_officer", f"quarterly-reports/{pk}/accept", {"note": "A cent of rounding."})
        assert answer.json()["stage"] == "accepted"
        refused(world.post("programme_officer", f"quarterly-reports/{pk}/query", {"reason": "Why?"}), 409)

    def test_are_put_right_after_a_query(self, world):
        made = worlds.invested(world)
        pk = world.post("maker", SUBMIT, report_body(made, cash_hkd="1.00")).json()["id"]
        asked = world.post("programme_officer", f"quarterly-reports/{pk}/query", {"reason": "Cash?"})
        assert asked["ETag"] == '"2"'
        body = report_body(made)
        body.pop("period_end")
        stale = world.post("maker", f"quarterly-reports/{pk}", body, method="put", **{"If-Match": '"1"'})
        assert refused(stale, 412)["code"] == "stale"
        answer = world.post("maker", f"quarterly-reports/{pk}", body, method="put", **{"If-Match": '"2"'})
        assert answer.status_code == 200, answer.content
        assert (answer.json()["stage"], answer.json()["version"]) == ("submitted", 3)

    def test_are_listed_in_as_many_queries_whatever_their_number(self, world, django_assert_max_num_queries):
        self.submitted(world)
        world.client("auditor")
        with django_assert_max_num_queries(5):
            world.get("auditor", "quarterly-reports")


class TestManagementReports:
    @pytest.fixture
    def report(self, world):
        worlds.invested(world)
        return management_reports.freeze(
            scheme=world.scheme, period_end=last_quarter(), by=world["programme_officer"], at=worlds.moment(today())
        )

    def test_show_their_snapshot_to_staff(self, world, report):
        (listed,) = world.get("auditor", "management-reports").json()["results"]
        assert listed["content_sha256"] == report.content_sha256
        assert world.get("auditor", f"management-reports/{report.pk}").json()["content"] == report.content

    @pytest.mark.parametrize("language", ["en", "zh-hant"])
    def test_come_on_paper_in_both_languages(self, world, report, language):
        answer = world.get("auditor", f"management-reports/{report.pk}/pdf", language=language)
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")
        assert refused(world.get("auditor", f"management-reports/{report.pk}/pdf", language="fr"), 400)

    def test_are_hidden_from_everybody_else(self, world, report):
        for job in ("maker", "contact", "stranger"):
            assert world.get(job, "management-reports").json()["results"] == []
            refused(world.get(job, f"management-reports/{report.pk}"), 404)
            refused(world.get(job, f"management-reports/{report.pk}/pdf"), 404)


class TestCalculations:
    def ask(self, world, kind: str, raw: bytes):
        return world.client("stranger").post(f"/api/v1/calculations/{kind}", raw, content_type="application/json")

    def test_are_those_of_the_command(self, world):
        raw = json.dumps({"id": "a", **MATCH}).encode()
        answer = self.ask(world, "match", raw)
        expected, is_done = run.calculate_text("match", raw)
        assert is_done, expected
        assert (answer.status_code, answer.json()) == (200, expected)
        assert answer.json()["government_hkd"] == "150000000.00"

    def test_are_there_for_every_kind(self, world):
        for kind in KINDS:
            found = refused(self.ask(world, kind, b"{}"), 400)
            assert "missing" in {error["code"] for error in found["errors"]}, kind

    def test_refuse_numbers_and_unknown_keys_by_their_path(self, world):
        raw = json.dumps({**MATCH, "envelope_used_hkd": 0.1, "colour": "red"}).encode()
        found = refused(self.ask(world, "match", raw), 400)
        assert {(error["path"], error["code"]) for error in found["errors"]} == {
            ("envelope_used_hkd", "number_refused"),
            ("colour", "unknown_key"),
        }

    @pytest.mark.parametrize("raw", [b"", b"[]", b"{", b"\xff", b'{"scheme": NaN}'])
    def test_refuse_what_is_no_object(self, world, raw):
        assert refused(self.ask(world, "match", raw), 400)["code"] == "invalid_input"

    def test_refuse_an_unknown_kind(self, world):
        assert refused(self.ask(world, "guess", b"{}"), 404)["code"] == "unknown_kind"

    def test_ask_who_calculates(self, world):
        assert world.client("nobody").post("/api/v1/calculations/match", MATCH, format="json").status_code == 401


class TestAuditEvents:
    def test_show_verbs_and_hashes_to_staff(self, world):
        worlds.draft_call(world)
        (event,) = world.get("auditor", "audit-events", verb="capital_call.draft").json()["results"]
        assert event["actor_name"] == world["maker"].name
        assert len(event["hash"]) == 64
        chain = world.get("auditor", "audit-events", chain=world.fund.chain).json()["results"]
        assert len(chain) == AuditEvent.objects.filter(chain=world.fund.chain).count()

    def test_show_nothing_to_others(self, world):
        for job in ("maker", "contact", "stranger"):
            assert world.get(job, "audit-events").json()["results"] == []
