"""Net notices and over-payments through the API: bound, issued once, read, cancelled; applied, returned, undone."""

from decimal import Decimal

import pytest

from funds.models import CallLine, CapitalCall, Netting, OverpaymentUse
from funds.rules.allocation import earliest_due_date
from itvf.dates import today
from itvf.money import total
from tests.funds.api import world as worlds
from tests.funds.api.test_capital_calls import body as call_body
from tests.funds.api.test_capital_calls import refused


@pytest.fixture(scope="module")
def standing(held):
    """The programme with a call of HK$60m paid."""
    world = worlds.build()
    worlds.paid_call(world)
    return world


def drafts(world) -> tuple[int, int]:
    """A draft call and a draft return of called money, both for the earliest day."""
    day = earliest_due_date(today()).isoformat()
    first = world.fund.calls.get()
    source = {"kind": "return_of_capital", "label": "Not invested", "amount_hkd": "20000000.00"}
    given = {"nature": "uninvested", "capital_call": first.pk, "payment_date": day, "sources": [source]}
    back = world.post("maker", "funds/harbour/distributions", given).json()
    call = world.post("maker", "funds/harbour/capital-calls", call_body(due_date=day)).json()
    return call["id"], back["id"]


class TestNetNotice:
    def test_is_bound_issued_once_and_cancelled_with_all_of_it(self, world):
        call, back = drafts(world)
        bound = world.post("maker", f"capital-calls/{call}/net", {"distribution": back})
        assert (bound.status_code, bound.json()["stage"]) == (201, "draft")
        at = f"net-notices/{bound.json()['id']}"
        assert refused(world.post("signatory", f"capital-calls/{call}/issue"), 409)["code"] == "bound"
        world.post("signatory", f"distributions/{back}/solvency", {"statement": "Solvent."})
        stale = world.post("signatory", f"{at}/issue", **{"If-Match": '"9"'})
        assert stale.status_code == 412
        first = world.post("signatory", f"{at}/issue", key="one")
        again = world.post("signatory", f"{at}/issue", key="one")
        assert (first.status_code, again.json()) == (200, first.json())
        lines = first.json()["lines"]
        whole = CapitalCall.objects.get(pk=call).amount_hkd
        assert total(Decimal(line["net_hkd"]) for line in lines) == whole - Decimal("20000000.00")
        assert len(world.get("contact", at).json()["lines"]) == 1
        assert world.get("stranger", at).status_code == 404
        assert world.get("other_maker", at).status_code == 404
        told = world.get("contact", "notices", net_notice=bound.json()["id"]).json()["results"]
        assert [notice["net_notice"] for notice in told] == [bound.json()["id"]]
        done = world.post("signatory", f"{at}/cancel", {"reason": "Wrong day"})
        assert (done.json()["stage"], Netting.objects.get().stage) == ("cancelled", "cancelled")

    def test_is_taken_off_by_the_maker_alone(self, world):
        call, back = drafts(world)
        at = f"net-notices/{world.post('maker', f'capital-calls/{call}/net', {'distribution': back}).json()['id']}"
        assert world.post("signatory", f"{at}/unbind", {"reason": "No"}).status_code == 403
        assert world.post("maker", f"{at}/unbind", {"reason": "Two notices"}).json()["stage"] == "withdrawn"
        assert CapitalCall.objects.get(pk=call).netting is None


class TestOverpayments:
    def test_are_listed_by_age_applied_and_undone(self, world):
        first = world.fund.calls.get()
        paid = first.lines.get(partner=world.partner("private"))
        about = {"value_date": today().isoformat(), "bank_reference": "FT-OVER"}
        over = world.post("programme_officer", f"call-lines/{paid.pk}/contributions", {"amount_hkd": "5.00"} | about)
        key = over.json()["id"]
        call = world.post("maker", "funds/harbour/capital-calls", call_body()).json()["id"]
        world.post("signatory", f"capital-calls/{call}/issue")
        (held,) = world.get("maker", "funds/harbour/suspense").json()
        assert (held["contribution"], held["left_hkd"]) == (key, "5.00")
        line = CallLine.objects.get(call=call, partner=paid.partner)
        given = {"line": line.pk, "amount_hkd": "3.00", "on": today().isoformat(), "reason": "The next call"}
        used = world.post("programme_officer", f"contributions/{key}/apply", given)
        assert (used.status_code, used.json()["applied_to"]) == (201, line.pk)
        back = {"amount_hkd": "2.00", "reason": "Asked for it"} | about | {"bank_reference": "OUT-1"}
        assert world.post("programme_officer", f"contributions/{key}/return", back).json()["kind"] == "returned"
        assert world.get("maker", "funds/harbour/suspense").json() == []
        undone = world.post("programme_officer", f"overpayment-uses/{used.json()['id']}/reverse", {"reason": "No"})
        assert undone.json()["is_reversed"]
        assert world.get("maker", "funds/harbour/suspense").json()[0]["left_hkd"] == "3.00"
        for job in ("maker", "contact"):
            assert world.post(job, f"contributions/{key}/apply", given).status_code == 403
        assert OverpaymentUse.objects.count() == 2
