"""Capital calls through the API: drafted, revised, issued and withdrawn, once, by whom it behoves, within the rules."""

from datetime import date, timedelta

import psycopg
import pytest
from django.db import connection

from funds.models import CallLine, CapitalCall, JournalEntry, Notice
from itvf import second_role
from itvf.dates import today
from itvf.models import AuditEvent, IdempotencyKey
from tests.funds.api import world as worlds

DRAFT = "funds/harbour/capital-calls"


def body(**changes) -> dict:
    """A call for one investment, as the API takes it."""
    purpose = {"kind": "investment", "label": "Aurora Demo Limited", "amount_hkd": "60000000.01"}
    due_date = (today() + timedelta(days=25)).isoformat()
    return {"due_date": due_date, "purposes": [purpose | changes.pop("purpose", {})]} | changes


def refused(answer, status: int) -> dict:
    """The problem document of a refusal."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    found = answer.json()
    assert found["status"] == status
    return found


class TestDraftCall:
    def test_works(self, world):
        answer = world.post("maker", DRAFT, body())
        assert answer.status_code == 201
        assert answer.json()["amount_hkd"] == "60000000.01"
        assert answer.json()["channel"] == "api"
        assert answer["ETag"] == '"1"'
        assert AuditEvent.objects.filter(verb="capital_call.draft", actor=world["maker"]).count() == 1

    @pytest.mark.parametrize("job", ["signatory", "programme_officer", "auditor"])
    def test_requires_the_gp_s_maker(self, world, job):
        assert refused(world.post(job, DRAFT, body()), 403)["code"] == "not_permitted"
        assert not CapitalCall.objects.exists()

    @pytest.mark.parametrize("job", ["stranger", "other_maker"])
    def test_hides_the_fund_from_others(self, world, job):
        assert refused(world.post(job, DRAFT, body()), 404)["code"] == "not_found"

    def test_explains_breaches_with_rule_clause_and_figures(self, world):
        late = body(due_date=(today() + timedelta(days=1)).isoformat(), purpose={"amount_hkd": "600000000.01"})
        breaches = refused(world.post("maker", DRAFT, late), 422)["breaches"]
        assert {"exceeds_unfunded", "due_too_soon"} <= {breach["code"] for breach in breaches}
        assert all(breach["message"] and breach["facts"] for breach in breaches)
        assert not CapitalCall.objects.exists()
        assert AuditEvent.objects.filter(verb__endswith=".refused", actor=world["maker"]).exists()

    @pytest.mark.parametrize(
        ("changes", "field", "code"),
        [
            ({"purpose": {"amount_hkd": 60000000.01}}, "purposes.0.amount_hkd", "number_refused"),
            ({"purpose": {"amount_hkd": 60000000}}, "purposes.0.amount_hkd", "number_refused"),
            ({"purpose": {"amount_hkd": "6e7"}}, "purposes.0.amount_hkd", "not_a_text"),
            ({"purpose": {"amount_hkd": "NaN"}}, "purposes.0.amount_hkd", "not_a_text"),
            ({"purpose": {"amount_hkd": "1.001"}}, "purposes.0.amount_hkd", "too_many_places"),
            ({"purpose": {"amount_hkd": "99999999999999999.00"}}, "purposes.0.amount_hkd", "too_large"),
            ({"purpose": {"amount_hkd": True}}, "purposes.0.amount_hkd", "not_a_text"),
            ({"purpose": {"kind": "bonus"}}, "purposes.0.kind", "invalid_choice"),
            ({"purpose": {"colour": "red"}}, "purposes.0.colour", "unknown_key"),
            ({"purpose": {"reference": "../1"}}, "purposes.0.reference", "invalid"),
            ({"amount_hkd": "1.00"}, "amount_hkd", "unknown_key"),
            ({"due_date": "25/12/2026"}, "due_date", "invalid"),
            ({"purposes": []}, "purposes", "empty"),
        ],
    )
    def test_names_the_field_at_fault(self, world, changes, field, code):
        found = refused(world.post("maker", DRAFT, body(**changes)), 400)
        assert found["code"] == "invalid_input"
        assert any(error["field"].startswith(field) and error["code"] == code for error in found["errors"]), found

    def test_needs_a_fund_that_is_open(self, world):
        world.fund.stage, world.fund.ended_date = "ended", date(2026, 6, 30)
        world.fund.save(update_fields=["stage", "ended_date"])
        assert refused(world.post("maker", DRAFT, body()), 409)["code"] == "wrong_stage"


class TestIdempotencyKey:
    def test_is_needed(self, world):
        assert refused(world.post("maker", DRAFT, body(), key=None), 400)["code"] == "idempotency_key_missing"

    def test_answers_the_first_result_again(self, world):
        first = world.post("maker", DRAFT, body(), key="one")
        again = world.post("maker", DRAFT, body(), key="one")
        assert (again.status_code, again.json()) == (201, first.json())
        assert again["Idempotent-Replayed"] == "true"
        assert CapitalCall.objects.count() == 1

    def test_refuses_another_body(self, world):
        world.post("maker", DRAFT, body(), key="one")
        other = world.post("maker", DRAFT, body(purpose={"amount_hkd": "1.00"}), key="one")
        assert refused(other, 422)["code"] == "idempotency_key_reused"
        assert CapitalCall.objects.count() == 1

    def test_is_free_again_after_a_refusal(self, world):
        refused(world.post("maker", DRAFT, body(purpose={"amount_hkd": "0.00"}), key="one"), 422)
        assert not IdempotencyKey.objects.exists()
        assert world.post("maker", DRAFT, body(), key="one").status_code == 201

    def test_in_flight_answers_409(self, world):
        name = connection.settings_dict["NAME"]
        with psycopg.connect(second_role.with_name(_address(), name)) as other:
            other.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [f"idempotency:{world['maker'].pk}:one"]
            )
            answer = world.post("maker", DRAFT, body(), key="one")
        assert refused(answer, 409)["code"] == "idempotency_key_in_flight"
        assert not CapitalCall.objects.exists()


def _address() -> str:
    import os

    return os.environ["DATABASE_URL"]


class TestPreviewCall:
    def test_computes_the_lines_and_writes_nothing(self, world):
        answer = world.post("maker", f"{DRAFT}/preview", body(), key=None)
        assert answer.status_code == 200
        lines = answer.json()["lines"]
        assert [line["amount_hkd"] for line in lines] == ["15000000.00", "1500000.00", "30000000.01", "13500000.00"]
        assert not CapitalCall.objects.exists()

    def test_is_for_the_gp_s_maker(self, world):
        refused(world.post("contact", f"{DRAFT}/preview", body(), key=None), 403)
        refused(world.post("stranger", f"{DRAFT}/preview", body(), key=None), 404)


class TestReviseCall:
    def test_works_on_the_version_that_was_read(self, world):
        call = worlds.draft_call(world)
        answer = world.post("maker", f"capital-calls/{call.pk}", body(), method="patch", **{"If-Match": '"1"'})
        assert answer.status_code == 200, answer.content
        assert answer["ETag"] == '"2"'
        assert answer.json()["amount_hkd"] == "60000000.01"

    def test_may_leave_a_part_out(self, world):
        call = worlds.draft_call(world)
        due_date = (today() + timedelta(days=40)).isoformat()
        answer = world.post("maker", f"capital-calls/{call.pk}", {"due_date": due_date}, method="patch")
        assert answer.status_code == 200, answer.content
        assert answer.json()["due_date"] == due_date
        assert [purpose["label"] for purpose in answer.json()["purposes"]] == ["Aurora Demo Limited"]

    def test_refuses_a_stale_version(self, world):
        call = worlds.draft_call(world)
        for expected in (200, 412):
            answer = world.post("maker", f"capital-calls/{call.pk}", body(), method="patch", **{"If-Match": '"1"'})
            assert answer.status_code == expected
        assert refused(answer, 412)["code"] == "stale"

    def test_refuses_an_issued_call(self, world):
        call = worlds.issued_call(world, on=today())
        answer = world.post("maker", f"capital-calls/{call.pk}", body(), method="patch")
        assert refused(answer, 409)["code"] == "wrong_stage"


class TestIssueCall:
    def test_works(self, world):
        call = worlds.draft_call(world)
        answer = world.post("signatory", f"capital-calls/{call.pk}/issue", **{"If-Match": '"1"'})
        assert answer.status_code == 200, answer.content
        assert answer.json()["stage"] == "issued"
        assert answer.json()["outstanding_hkd"] == "60000000.00"
        assert Notice.objects.count() == 4

    def test_happens_once_for_a_key(self, world):
        call = worlds.draft_call(world)
        for _ in range(2):
            assert world.post("signatory", f"capital-calls/{call.pk}/issue", key="one").status_code == 200
        assert JournalEntry.objects.filter(kind="call_issued").count() == 1

    def test_refuses_a_second_issue(self, world):
        call = worlds.issued_call(world, on=today())
        assert refused(world.post("signatory", f"capital-calls/{call.pk}/issue"), 409)["code"] == "wrong_stage"

    def test_refuses_a_stale_version(self, world):
        call = worlds.draft_call(world)
        answer = world.post("signatory", f"capital-calls/{call.pk}/issue", **{"If-Match": '"7"'})
        assert refused(answer, 412)["code"] == "stale"
        assert not JournalEntry.objects.exists()

    def test_requires_the_gp_s_signatory(self, world):
        call = worlds.draft_call(world)
        for job in ("maker", "programme_manager", "auditor"):
            assert refused(world.post(job, f"capital-calls/{call.pk}/issue"), 403)["code"] == "not_permitted"

    def test_hides_a_draft_from_contacts_and_strangers(self, world):
        call = worlds.draft_call(world)
        for job in ("contact", "stranger", "other_maker"):
            refused(world.post(job, f"capital-calls/{call.pk}/issue"), 404)

    def test_names_a_key_that_it_does_not_know(self, world):
        call = worlds.draft_call(world)
        answer = world.post("signatory", f"capital-calls/{call.pk}/issue", {"force": True})
        assert refused(answer, 400)["errors"][0]["field"] == "force"


class TestWithdrawCall:
    def test_keeps_the_draft_with_the_reason(self, world):
        call = worlds.draft_call(world)
        answer = world.post("maker", f"capital-calls/{call.pk}/withdraw", {"reason": "The deal fell through."})
        assert answer.json()["stage"] == "withdrawn"
        assert AuditEvent.objects.get(verb="capital_call.withdraw").reason == "The deal fell through."

    def test_asks_for_a_reason(self, world):
        call = worlds.draft_call(world)
        found = refused(world.post("maker", f"capital-calls/{call.pk}/withdraw", {"reason": " "}), 400)
        assert found["errors"][0]["field"] == "reason"


class TestReading:
    def test_shows_received_and_outstanding_by_line(self, world):
        call = worlds.issued_call(world)
        rows = world.get("maker", f"capital-calls/{call.pk}/lines").json()["results"]
        assert [row["outstanding_hkd"] for row in rows] == [row["amount_hkd"] for row in rows]
        assert all(row["is_late"] for row in rows)

    def test_shows_a_contact_its_own_line_only(self, world):
        call = worlds.issued_call(world)
        (row,) = world.get("contact", f"capital-calls/{call.pk}/lines").json()["results"]
        assert row["partner"] == world.partner("private").pk
        assert world.get("contact", f"capital-calls/{call.pk}").json()["outstanding_hkd"] == row["amount_hkd"]

    def test_filters_by_fund_and_stage(self, world):
        worlds.draft_call(world)
        assert len(world.get("auditor", "capital-calls", fund="harbour", stage="draft").json()["results"]) == 1
        assert world.get("auditor", "capital-calls", fund="ridge").json()["results"] == []
        assert world.get("contact", "capital-calls").json()["results"] == []

    def test_reads_a_page_of_calls_in_as_many_queries_whatever_their_number(self, world, django_assert_max_num_queries):
        worlds.draft_call(world)
        world.client("maker")
        with django_assert_max_num_queries(8) as few:
            world.get("maker", "capital-calls")
        limit = len(few)
        for _ in range(3):
            worlds.draft_call(world)
        with django_assert_max_num_queries(limit):
            assert len(world.get("maker", "capital-calls").json()["results"]) == 4


class TestContributions:
    def receipt(self, **changes) -> dict:
        return {"amount_hkd": "15000000.00", "value_date": today().isoformat(), "bank_reference": "FT1"} | changes

    def line(self, world) -> CallLine:
        return worlds.issued_call(world).lines.get(partner=world.partner("government"))

    def test_records_a_receipt(self, world):
        line = self.line(world)
        answer = world.post("programme_officer", f"call-lines/{line.pk}/contributions", self.receipt())
        assert answer.status_code == 201, answer.content
        assert answer.json()["amount_hkd"] == "15000000.00"
        assert world.get("maker", f"capital-calls/{line.call_id}").json()["received_hkd"] == "15000000.00"

    def test_puts_too_much_into_suspense(self, world):
        line = self.line(world)
        receipt = self.receipt(amount_hkd="15000000.01")
        answer = world.post("programme_officer", f"call-lines/{line.pk}/contributions", receipt).json()
        assert (answer["amount_hkd"], answer["suspense_hkd"]) == ("15000000.00", "0.01")

    def test_requires_staff(self, world):
        line = self.line(world)
        for job in ("maker", "other_contact"):
            refused(world.post(job, f"call-lines/{line.pk}/contributions", self.receipt()), 403)
        refused(world.post("contact", f"call-lines/{line.pk}/contributions", self.receipt()), 404)

    def test_names_the_field_of_a_receipt_that_stands(self, world):
        line = self.line(world)
        world.post("programme_officer", f"call-lines/{line.pk}/contributions", self.receipt(amount_hkd="1.00"))
        answer = world.post("programme_officer", f"call-lines/{line.pk}/contributions", self.receipt(amount_hkd="1.00"))
        found = refused(answer, 400)
        assert (found["code"], found["errors"][0]["field"]) == ("receipt_stands", "bank_reference")

    def test_reverses_a_receipt(self, world):
        line = self.line(world)
        made = world.post("programme_officer", f"call-lines/{line.pk}/contributions", self.receipt()).json()
        address = f"contributions/{made['id']}/reverse"
        answer = world.post("programme_officer", address, {"reason": "Wrong fund."})
        assert answer.json()["is_reversed"] is True
        assert world.get("maker", f"capital-calls/{line.call_id}").json()["received_hkd"] == "0.00"
        refused(world.post("programme_officer", address, {"reason": "Again."}), 400)

    def test_lists_receipts_to_whom_they_concern(self, world):
        worlds.paid_call(world)
        assert len(world.get("maker", "contributions").json()["results"]) == 4
        assert len(world.get("contact", "contributions").json()["results"]) == 1
        assert world.get("other_maker", "contributions").json()["results"] == []


class TestNotices:
    def test_list_holds_only_what_one_may_read(self, world):
        worlds.issued_call(world)
        assert len(world.get("auditor", "notices", fund="harbour", served="false").json()["results"]) == 4
        assert len(world.get("contact", "notices").json()["results"]) == 1
        assert world.get("other_maker", "notices").json()["results"] == []

    def test_records_the_first_reading_by_the_partner_s_contact(self, world):
        worlds.issued_call(world)
        notice = Notice.objects.get(line__partner=world.partner("private"))
        assert world.get("maker", f"notices/{notice.pk}").json()["first_viewed_at"] is None
        first = world.get("contact", f"notices/{notice.pk}").json()
        assert first["first_viewed_at"] is not None
        assert first["own"]["line"]["amount_hkd"] == "30000000.00"
        assert world.get("contact", f"notices/{notice.pk}").json() == first

    def test_hides_others_notices(self, world):
        worlds.issued_call(world)
        notice = Notice.objects.get(line__partner=world.partner("government"))
        for job in ("contact", "stranger", "other_maker"):
            refused(world.get(job, f"notices/{notice.pk}"), 404)
            refused(world.get(job, f"notices/{notice.pk}/pdf"), 404)
            refused(world.get(job, f"notices/{notice.pk}/xlsx"), 404)

    def test_prints_a_pdf(self, world):
        worlds.issued_call(world)
        notice = Notice.objects.get(line__partner=world.partner("private"))
        answer = world.get("contact", f"notices/{notice.pk}/pdf")
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")

    def test_gives_the_same_figures_as_a_spreadsheet(self, world):
        worlds.issued_call(world)
        notice = Notice.objects.get(line__partner=world.partner("private"))
        answer = world.get("contact", f"notices/{notice.pk}/xlsx")
        assert "spreadsheetml" in answer["Content-Type"]
        assert answer.content.startswith(b"PK")
