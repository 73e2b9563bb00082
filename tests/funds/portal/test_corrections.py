"""Calls that were wrong, partners who are excused, and the true-up of a later closing, in the portal."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from funds.models import CapitalCall, Distribution
from reporting.demo import acts, plans, returns
from tests import builders, people, portal
from tests.funds.portal.test_calls import EXPENSE, purposes
from tests.funds.services.test_true_ups import LATE, second_closing

TODAY, DUE = date(2025, 9, 2), "2025-09-16"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    portal.stop_clock(monkeypatch, TODAY)


@pytest.fixture(scope="module")
def standing(held):
    """RIDGE with HK$60m called and paid; a newcomer has a seat."""
    cast = people.cast()
    fund = builders.closed_fund(cast, plans.RIDGE)
    builders.authority(cast)
    builders.paid_call(cast, fund, acts.purpose("investment", "Deals", "60000000.00"))
    acts.seat_one(cast, fund, LATE, on=date(2025, 8, 1))
    return SimpleNamespace(cast=cast, fund=fund)


class TestACallThatWasWrong:
    def test_is_cancelled_and_drafted_anew_with_a_partner_excused(self, cast, fund, maker, signatory):
        call = acts.issue_call(cast, fund, [acts.purpose("expense", "Audit", "1000000.00")], issued=date(2025, 9, 1))
        notice = call.lines.first().notice
        assert maker.get(f"/calls/{call.pk}/cancel/").status_code == 403
        signatory.post(f"/calls/{call.pk}/cancel/", {"reason": "Wrong amount"})
        page = maker.get(f"/calls/{call.pk}/").content.decode()
        assert "Wrong amount" in page
        assert "counts no longer" in maker.get(f"/notices/{notice.pk}/").content.decode()

        start = f"/funds/{fund.code}/calls/new/"
        assert "Audit" in maker.get(f"{start}?replaces={call.pk}").content.decode()
        maker.post(start, purposes(EXPENSE))
        maker.post(f"{start}due-date/", {"due_date": DUE})
        left_out = fund.partners.filter(kind="private").first()
        given = {"excused-TOTAL_FORMS": 1, "excused-INITIAL_FORMS": 0}
        row = {"partner": left_out.pk, "clause": "LPA 4.5", "reason": "Its policy", "asked_date": "2025-09-01"}
        given |= {f"excused-0-{name}": value for name, value in row.items()}
        assert maker.post(f"{start}excused/", given).url == f"{start}check/"
        page = maker.get(f"{start}check/").content.decode()
        assert "LPA 4.5" in page
        maker.post(f"{start}check/")
        right = CapitalCall.objects.get(replaces=call)
        assert right.excuses.get().partner == left_out
        assert right.excuses.get().asked_date == date(2025, 9, 1)
        assert "Its policy" in maker.get(f"/calls/{right.pk}/").content.decode()


class TestATrueUp:
    def test_is_shown_called_and_given_back(self, cast, fund, maker, signatory):
        closing = second_closing(cast, fund)
        page = maker.get(f"/closings/{closing.pk}/true-up/").content.decode()
        assert LATE.name_en in page
        assert "Draft its call" in page
        front = maker.get("/").content.decode()
        assert f"/closings/{closing.pk}/true-up/" in front
        done = maker.post(f"/closings/{closing.pk}/true-up/call/", {"due_date": DUE})
        call = closing.true_up_calls.get()
        assert done.url == f"/calls/{call.pk}/"
        interest = next(
            line["interest_hkd"] for line in closing.working["true_up"]["lines"] if line["name_en"] == LATE.name_en
        )
        assert f"{Decimal(interest):,}" in maker.get(done.url).content.decode()
        signatory.post(f"/calls/{call.pk}/issue/", {"confirmed": "on"})
        assert signatory.get(f"/calls/{call.pk}/").status_code == 200
        late = call.lines.get(partner__name_en=LATE.name_en)
        told = maker.get(f"/notices/{late.notice.pk}/").content.decode()
        assert f"{late.payable_hkd:,}" in told
        assert "outside your commitment" in told
        maker.post(f"/closings/{closing.pk}/true-up/return/", {"payment_date": DUE})
        back = Distribution.objects.get()
        assert back.nature == "true_up"
        assert f"/distributions/{back.pk}/solvency/" in signatory.get("/").content.decode()
        signatory.post(f"/distributions/{back.pk}/solvency/", {"statement": "Solvent."})
        assert f"/distributions/{back.pk}/declare/" in signatory.get("/").content.decode()

    def test_is_hidden_from_others(self, cast, fund, contact):
        closing = second_closing(cast, fund)
        assert contact.get(f"/closings/{closing.pk}/true-up/").status_code == 404


class TestTheFrontPage:
    def test_says_what_is_declared_and_not_paid(self, cast, fund, maker):
        back = [returns.source("return_of_capital", "Not invested", "1000000.00")]
        call = fund.calls.get()
        returns.declare(cast, fund, back, on=date(2025, 9, 1), nature="uninvested", call=call)
        page = maker.get("/").content.decode()
        assert "Distribution 1: payment" in page
        assert "Late by 1 days" in page
