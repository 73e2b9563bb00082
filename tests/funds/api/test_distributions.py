"""Distributions through the API: drafted once, previewed, declared, paid, received; what stands beside them."""

import pytest

from funds.models import CapitalCall, Distribution, DistributionPayment, RecordedAuthority
from itvf.dates import today
from itvf.models import AuditEvent
from tests.funds.api import world as worlds
from tests.funds.api.test_capital_calls import body as call_body
from tests.funds.api.test_capital_calls import refused

DRAFT = "funds/harbour/distributions"


@pytest.fixture(scope="module")
def standing(held):
    """The programme with a call of HK$60m paid."""
    world = worlds.build()
    worlds.paid_call(world)
    return world


@pytest.fixture
def call(world):
    return world.fund.calls.get()


def body(call, **changes) -> dict:
    """Called money of HK$20m that goes back."""
    source = {"kind": "return_of_capital", "label": "Not invested", "amount_hkd": "20000000.00"}
    given = {"nature": "uninvested", "capital_call": call.pk, "payment_date": today().isoformat(), "sources": [source]}
    return given | changes


class TestTheRoad:
    def test_leads_from_the_draft_to_the_money(self, world, call):
        planned = world.post("maker", f"{DRAFT}/preview", body(call), key=None).json()
        assert planned["amount_hkd"] == "20000000.00"
        assert [one["code"] for one in planned["breaches"]] == ["solvency_not_stated"]
        assert not Distribution.objects.exists()

        first = world.post("maker", DRAFT, body(call), key="one")
        again = world.post("maker", DRAFT, body(call), key="one")
        assert (first.status_code, again.json()) == (201, first.json())
        assert again["Idempotent-Replayed"] == "true"
        found = Distribution.objects.get()
        at = f"distributions/{found.pk}"
        assert world.get("maker", at)["ETag"] == '"1"'
        assert refused(world.post("signatory", f"{at}/declare"), 422)["breaches"][0]["code"] == "solvency_not_stated"

        world.post("signatory", f"{at}/solvency", {"statement": "Solvent."})
        stale = world.post("signatory", f"{at}/declare", **{"If-Match": '"1"'})
        assert stale.status_code == 412
        declared = world.post("signatory", f"{at}/declare", **{"If-Match": '"2"'})
        assert (declared.status_code, declared.json()["stage"]) == (200, "declared")
        lines = world.get("auditor", f"{at}/lines").json()["results"]
        assert sum(float(line["outstanding_hkd"]) for line in lines) == 20_000_000
        assert len(world.get("contact", f"{at}/lines").json()["results"]) == 1
        notices = world.get("contact", "notices", distribution=found.pk).json()["results"]
        assert [notice["distribution"] for notice in notices] == [found.pk]
        assert world.get("contact", f"notices/{notices[0]['id']}").json()["common"]["distribution_number"] == 1
        assert world.get("contact", f"notices/{notices[0]['id']}/pdf").content.startswith(b"%PDF-")

        debit = {"value_date": today().isoformat(), "bank_reference": "DD1"}
        assert refused(world.post("maker", f"{at}/payments", debit), 403)["code"] == "not_permitted"
        paid = world.post("programme_officer", f"{at}/payments", debit)
        assert (paid.status_code, len(paid.json())) == (201, 4)
        assert world.post("signatory", f"{at}/cancel", {"reason": "Too late"}).status_code == 409
        part = next(line for line in lines if line["partner_name"] == "Harbour Government")
        receipt = {"amount_hkd": part["amount_hkd"], "value_date": today().isoformat(), "bank_reference": "CR1"}
        assert world.post("finance_officer", f"{at}/receipts", receipt).status_code == 201

        payment = DistributionPayment.objects.first()
        undone = world.post("programme_officer", f"distribution-payments/{payment.pk}/reverse", {"reason": "Wrong"})
        assert undone.json()["is_reversed"] is True
        assert all(one["is_reversed"] for one in world.get("auditor", f"{at}/payments").json()["results"])

    def test_is_hidden_from_others_and_closed_to_the_wrong_hands(self, world, call):
        assert refused(world.post("stranger", DRAFT, body(call)), 404)["code"] == "not_found"
        assert refused(world.post("signatory", DRAFT, body(call)), 403)["code"] == "not_permitted"
        found = world.post("maker", DRAFT, body(call)).json()["id"]
        assert world.get("contact", f"distributions/{found}").status_code == 404
        assert world.get("contact", DRAFT).json()["results"] == []
        done = world.post("maker", f"distributions/{found}/withdraw", {"reason": "Too early"})
        assert done.json()["stage"] == "withdrawn"

    def test_names_the_field_at_fault(self, world, call):
        wrong = body(call, payment_date="soon", sources=[{"kind": "loot", "label": "x", "amount_hkd": 1}])
        fields = {one["field"] for one in refused(world.post("maker", DRAFT, wrong), 400)["errors"]}
        assert {"payment_date", "sources.0.kind", "sources.0.amount_hkd"} <= fields


class TestCorrections:
    def test_cancel_a_call_and_draft_the_one_that_corrects_it(self, world):
        unpaid = worlds.issued_call(world, amount="1000000.00", on=today())
        done = world.post("signatory", f"capital-calls/{unpaid.pk}/cancel", {"reason": "Wrong amount"})
        assert (done.status_code, done.json()["stage"]) == (200, "cancelled")
        excused = {"partner": world.partner("private").pk, "clause": "LPA 4.5", "reason": "Policy"}
        right = world.post("maker", "funds/harbour/capital-calls", call_body(replaces=unpaid.pk, excused=[excused]))
        assert right.status_code == 201, right.json()
        found = CapitalCall.objects.get(pk=right.json()["id"])
        assert (found.replaces, found.excuses.get().clause) == (unpaid, "LPA 4.5")

    def test_an_authority_is_recorded_and_approved_by_another(self, world):
        given = {"kind": "late_interest", "given_by": "Committee", "given_date": today().isoformat(), "scope": "Once"}
        made = world.post("programme_officer", "funds/harbour/authorities", given)
        assert made.status_code == 201, made.json()
        at = f"authorities/{made.json()['id']}"
        assert refused(world.post("programme_officer", f"{at}/approve"), 403)["code"] == "not_permitted"
        assert world.post("programme_manager", f"{at}/approve").json()["stage"] == "approved"
        assert AuditEvent.objects.filter(verb="authority.approve").count() == 1
        assert RecordedAuthority.objects.get().limit_hkd is None

    def test_carry_is_given_back_only_as_far_as_it_is_due(self, world):
        given = {"road": "cash", "amount_hkd": "1.00", "value_date": today().isoformat(), "bank_reference": "CB1"}
        answer = refused(world.post("programme_officer", "funds/harbour/carry-returns", given), 422)
        assert answer["breaches"][0]["code"] == "above_clawback"
        release = {"amount_hkd": "1.00", "value_date": today().isoformat(), "bank_reference": "ER1"}
        answer = refused(world.post("programme_officer", "funds/harbour/carry-releases", release), 422)
        assert answer["breaches"][0]["code"] == "escrow_needed"
