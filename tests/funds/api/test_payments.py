"""The Government's payments, queries on them and late interest, by the API."""

from datetime import timedelta
from decimal import Decimal

import pytest

from funds.models import LateInterest, PaymentCase
from funds.services import contributions, payment_record
from itvf.dates import now, today
from tests.funds.api.world import issued_call, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(world):
    return issued_call(world)


class TestQueries:
    def test_are_answered_by_the_gp_and_hidden_from_others(self, world, call):
        case = PaymentCase.objects.get(line__call=call)
        payment_record.query(case=case, question="Why?", by=world["finance_officer"], at=now())
        (found,) = world.get("maker", "payment-queries").json()["results"]
        assert (found["capital_call"], found["messages"][0]["words"]) == (call.pk, "Why?")
        address = f"payment-queries/{found['id']}/answer"
        for job, status in (("other_maker", 404), ("contact", 404), ("finance_officer", 403)):
            assert world.post(job, address, {"reply": "So."}).status_code == status
        answer = world.post("maker", address, {"reply": "So."})
        assert (answer.status_code, len(answer.json()["messages"])) == (201, 2)
        (paid,) = world.get("signatory", "government-payments").json()["results"]
        assert (paid["is_held"], paid["paid_date"]) == (True, None)
        assert world.get("other_maker", "government-payments").json()["results"] == []

    def test_a_receipt_waits_for_the_debit(self, world, call):
        case = PaymentCase.objects.get(line__call=call)
        body = {"amount_hkd": "15000000.00", "value_date": str(call.due_date)}
        answer = world.post("maker", f"government-payments/{case.pk}/confirm", body)
        assert (answer.status_code, answer.json()["code"]) == (409, "wrong_stage")


class TestLateInterest:
    def test_is_shown_charged_received_and_waived(self, world, call):
        line = call.lines.select_related("call__fund", "partner").get(partner=world.partner("private"))
        late = contributions.record(
            line=line,
            amount_hkd=Decimal("15000000.00"),
            value_date=call.due_date + timedelta(days=14),
            bank_reference="FT1",
            by=world["programme_officer"],
            at=moment(today()),
        )
        shown = world.get("contact", f"capital-calls/{call.pk}/late-interest").json()
        assert (shown["annual_rate"], shown["day_count"]) == ("0.070000000000", "ACT/365")
        (own,) = shown["lines"]
        assert own["received"][0]["interest_hkd"] == "40273.97"
        address = f"contributions/{late.pk}/late-interest"
        assert world.post("maker", address).status_code == 403
        assert world.post("other_maker", address).status_code == 404
        charged = world.post("signatory", address)
        assert (charged.status_code, charged.json()["outstanding_hkd"]) == (201, "40273.97")
        received = {"amount_hkd": "40000.00", "value_date": str(late.value_date), "bank_reference": "IN1"}
        charge = f"late-interest/{charged.json()['id']}"
        assert world.post("programme_officer", f"{charge}/receipts", received).json()["outstanding_hkd"] == "273.97"
        assert world.post("signatory", f"{charge}/waive", {"reason": "Small"}).json()["code"] == "maker_is_checker"
        assert world.post("maker", f"{charge}/waive", {"reason": "Small"}).json()["stage"] == "waived"
        assert LateInterest.objects.get().waived_reason == "Small"
        (first,) = world.get("contact", f"capital-calls/{call.pk}/late-interest").json()["lines"][0]["charges"][0][
            "receipts"
        ]
        undo = f"late-interest-receipts/{first['id']}/reverse"
        assert world.post("contact", undo, {"reason": "Wrong"}).status_code == 403
        assert world.post("other_maker", undo, {"reason": "Wrong"}).status_code == 404
        opened = world.post("programme_officer", undo, {"reason": "Wrong"}).json()
        assert (opened["stage"], opened["outstanding_hkd"], opened["receipts"][0]["is_reversed"]) == (
            "charged",
            "40273.97",
            True,
        )
        assert world.post("programme_officer", undo, {"reason": "Wrong"}).json()["code"] == "already_reversed"

        tomorrow = today() + timedelta(days=1)
        for field, bad, code, figure in (
            ("amount_hkd", "-0.01", "not_positive", "0.01"),
            ("value_date", f"{tomorrow}", "future_value_date", f"{tomorrow:%B %Y}"),
        ):
            body = received | {"bank_reference": "IN3", field: bad}
            refused = world.post("programme_officer", f"{charge}/receipts", body)
            (found,) = refused.json()["errors"]
            assert (refused.status_code, found["code"], found["field"]) == (400, code, field)
            assert figure in found["message"]

        over = received | {"amount_hkd": "40300.00", "bank_reference": "IN2"}
        came = world.post("programme_officer", f"{charge}/receipts", over).json()
        (standing,) = [one for one in came["receipts"] if not one["is_reversed"]]
        assert (came["stage"], standing["suspense_hkd"]) == ("received", "26.03")
        door = f"late-interest-receipts/{standing['id']}"
        apply = {"line": line.pk, "amount_hkd": "6.03", "on": str(late.value_date), "reason": "His call"}
        back = {"amount_hkd": "20.01", "value_date": str(late.value_date), "bank_reference": "OUT1", "reason": "Asked"}
        for verb, body in (("apply", apply), ("return", back)):
            assert world.post("other_maker", f"{door}/{verb}", body).status_code == 404
            assert world.post("maker", f"{door}/{verb}", body).status_code == 403
        applied = world.post("programme_officer", f"{door}/apply", apply)
        assert (applied.status_code, applied.json()["applied_to"]) == (201, line.pk)
        refused = world.post("programme_officer", f"{door}/return", back)
        assert (refused.status_code, refused.json()["code"]) == (400, "above_what_is_held")
        returned = world.post("programme_officer", f"{door}/return", back | {"amount_hkd": "20.00"})
        assert (returned.status_code, returned.json()["amount_hkd"]) == (201, "20.00")
        assert world.get("signatory", f"funds/{call.fund.code}/suspense").json() == []
        taken = world.post("programme_officer", f"{door}/reverse", {"reason": "Wrong"})
        assert (taken.status_code, taken.json()["code"]) == (400, "overpayment_used")
