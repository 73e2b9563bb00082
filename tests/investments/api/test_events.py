"""The life of an investment through the API: each kind of event, by whom, hidden from whom, refused when."""

import pytest

from investments import positions
from investments.models import LifeEvent
from itvf.models import AuditEvent
from tests.funds.api.test_capital_calls import refused


def body(day, **changes) -> dict:
    """What every event says."""
    return {"on": day.isoformat(), "evidence": "Board paper 7"} | changes


class TestEveryEvent:
    KINDS = (
        ("splits", {"new": 3, "old": 1}, "split"),
        ("bonus-issues", {"new": 1, "old": 2}, "bonus"),
        ("write-downs", {"amount_hkd": "1000000.00", "reason": "A product was dropped."}, "write_down"),
        ("write-off", {"reason": "It closed."}, "write_off"),
        ("exits", {"route": "trade_sale", "proceeds_hkd": "50000000.00"}, "exit"),
        ("income", {"gross_hkd": "2000.00", "tax_withheld_hkd": "200.00"}, "income"),
    )

    @pytest.mark.parametrize(("address", "figures", "kind"), KINDS)
    def test_is_recorded_by_the_maker_hidden_from_others_and_refused_to_auditors(
        self, world, investment, day, address, figures, kind
    ):
        where, given = f"investments/{investment.pk}/{address}", body(day, **figures)
        refused(world.post("auditor", where, given), 403)
        for job in ("other_maker", "contact", "stranger"):
            refused(world.post(job, where, given), 404)
        assert investment.life_events.count() == 1
        answer = world.post("maker", where, given)
        assert answer.status_code == 201, answer.content
        assert (answer.json()["kind"], answer.json()["number"]) == (kind, 2)
        assert AuditEvent.objects.filter(actor=world["maker"], subject_type="investments.investment").exists()

    def test_is_done_once_for_one_key(self, world, investment, day):
        where, given = f"investments/{investment.pk}/income", body(day, gross_hkd="2000.00")
        first = world.post("maker", where, given, key="one")
        again = world.post("maker", where, given, key="one")
        assert first.json() == again.json()
        assert again["Idempotent-Replayed"] == "true"
        assert refused(world.post("maker", where, given | {"gross_hkd": "2000.01"}, key="one"), 422)
        assert investment.life_events.count() == 2

    def test_needs_evidence_and_a_day_that_was(self, world, investment, day):
        where = f"investments/{investment.pk}/income"
        wrong = world.post("maker", where, {"gross_hkd": "1.00"})
        assert {one["field"] for one in refused(wrong, 400)["errors"]} == {"on", "evidence"}
        early = body(investment.completed_date.replace(year=2001), gross_hkd="1.00")
        assert refused(world.post("maker", where, early), 400)["code"] == "before_completion"

    def test_takes_its_file(self, world, investment, day, upload, pdf):
        given = body(day, gross_hkd="2000.00")
        answer = upload("maker", f"investments/{investment.pk}/income", given, file=pdf)
        assert answer.status_code == 201, answer.content
        assert LifeEvent.objects.get(kind="income").file.name == "paper.pdf"


class TestExit:
    def test_of_half_leaves_half_of_the_cost(self, world, investment, day):
        given = body(day, route="trade_sale", proceeds_hkd="30000000.00", part_rate="0.5", escrow_hkd="1000000.00")
        answer = world.post("maker", f"investments/{investment.pk}/exits", given)
        assert answer.status_code == 201, answer.content
        found = answer.json()
        assert (found["cost_hkd"], found["gain_hkd"]) == ("-20000000.00", "10000000.00")
        assert positions.of(investment).state == "partly_realised"
        released = body(day, settled_hkd="1000000.00", received_hkd="900000.00")
        assert world.post("maker", f"investments/{investment.pk}/escrow-releases", released).status_code == 201
        listed = world.get("maker", "life-events", investment=investment.pk).json()["results"]
        assert [one["kind"] for one in listed] == ["escrow_release", "exit", "completion"]
        assert world.get("other_maker", "life-events").json()["results"] == []

    def test_of_more_than_all_is_explained(self, world, investment, day):
        given = body(day, route="trade_sale", proceeds_hkd="30000000.00", part_rate="1.5")
        found = world.post("maker", f"investments/{investment.pk}/exits", given)
        assert found.status_code in (400, 422)
        assert found.json()["detail"]
        assert investment.life_events.count() == 1

    def test_of_all_is_the_end_of_what_is_held(self, world, investment, day):
        sold = body(day, route="trade_sale", proceeds_hkd="1.00")
        assert world.post("maker", f"investments/{investment.pk}/exits", sold).json()["units"] == "-1000.000000"
        late = body(day, amount_hkd="1.00", reason="Too late.")
        found = refused(world.post("maker", f"investments/{investment.pk}/write-downs", late), 400)
        assert found["code"] == "nothing_held"

    def test_in_another_currency_gives_all_of_its_rate(self, world, investment, day):
        given = body(day, route="ipo", foreign_amount="5000000.00", fx_rate="7.8")
        found = refused(world.post("maker", f"investments/{investment.pk}/exits", given), 400)
        assert found["code"] == "fx_incomplete"
        assert set(found["facts"]["missing"]) == {"fx_source", "fx_date"}


class TestReverse:
    def test_undoes_the_last_event_by_staff(self, world, investment, day):
        made = world.post("maker", f"investments/{investment.pk}/income", body(day, gross_hkd="2000.00")).json()
        where, given = f"life-events/{made['id']}/reverse", body(day, reason="Booked to another fund's account.")
        refused(world.post("maker", where, given), 403)
        refused(world.post("other_maker", where, given), 404)
        answer = world.post("programme_officer", where, given)
        assert answer.status_code == 201, answer.content
        assert answer.json()["reverses"] == made["id"]
        assert positions.of(investment).income_hkd == 0

    def test_leaves_the_completion_alone(self, world, investment, day):
        event = investment.life_events.get()
        refused(world.post("programme_officer", f"life-events/{event.pk}/reverse", body(day, reason="Wrong.")), 409)
