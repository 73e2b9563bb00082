"""Calls by purpose at their doors: rehearsed, drafted, issued and read in the portal, by API and by the staff."""

from datetime import date
from types import SimpleNamespace

import pytest
from rest_framework.test import APIClient

from funds.api import capital_calls
from funds.models import CapitalCall, Notice
from reporting.demo import acts, plans
from tests import builders, people, portal
from tests.funds import registered
from tests.funds.portal.test_calls import FEE, purposes

TODAY, DUE = date(2025, 9, 2), "2025-09-16"
AUDIT = {"what": "expense", "label": "Audit", "amount_hkd": "3,000,000.00", "allocation_base": "unfunded"}


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    portal.stop_clock(monkeypatch, TODAY)
    monkeypatch.setattr(capital_calls, "today", lambda: TODAY)
    monkeypatch.setattr(capital_calls, "now", lambda: acts.moment(TODAY))


@pytest.fixture(scope="module")
def standing(held):
    """RIDGE with HK$60m called of all but one; its agreement shares by unfunded too and calls fees outside."""
    cast = people.cast()
    fund = builders.closed_fund(cast, plans.RIDGE)
    officers = SimpleNamespace(officer=cast.officer, manager=cast.manager)
    registered.term(officers, fund, "split_by_unfunded", clause="LPA 4.3", flag=True)
    registered.term(officers, fund, "fees_outside", clause="LPA 9.2", flag=True)
    call = acts.issue_call(cast, fund, [acts.purpose("investment", "Deals", "60000000.00")], issued=date(2025, 8, 1))
    return SimpleNamespace(cast=cast, fund=fund, call=call)


def drafted(cast, fund) -> tuple[CapitalCall, str]:
    """A draft by what is unfunded, with a fee, and the page that showed it before it was saved."""
    maker = portal.client_of(cast.maker(fund))
    start = f"/funds/{fund.code}/calls/new/"
    assert "(LPA 4.3)" in maker.get(start).content.decode()
    maker.post(start, purposes(AUDIT, FEE))
    maker.post(f"{start}due-date/", {"due_date": DUE})
    shown = maker.get(f"{start}check/").content.decode()
    maker.post(f"{start}check/")
    return CapitalCall.objects.get(fund=fund, stage="draft"), shown


class TestThePortal:
    def test_drafts_issues_and_tells_what_stands_outside(self, cast, fund, monkeypatch):
        call, shown = drafted(cast, fund)
        for words in ("LPA 4.3", "LPA 9.2", "Subtotal outside commitment", "Outside commitment (HK$)"):
            assert words in shown
        assert list(call.purposes.values_list("allocation_base", "is_outside")) == [
            ("unfunded", False),
            ("commitment", True),
        ]
        signatory = portal.client_of(cast.signatory(fund))
        assert "LPA 9.2" in signatory.get(f"/calls/{call.pk}/").content.decode()
        signatory.post(f"/calls/{call.pk}/issue/", {"confirmed": "on", "version": call.version})
        notice = Notice.objects.filter(line__call=call).first()
        told = signatory.get(f"/notices/{notice.pk}/").content.decode()
        for words in ("Subtotal outside your commitment", "Unfunded before it", "what is unfunded, LPA 4.3"):
            assert words in told
        own = notice.line.partner_id
        portal.stop_clock(monkeypatch, on=date(2025, 10, 10))
        statement = signatory.get(f"/funds/{fund.code}/capital-accounts/{own:d}/?as_of=2025-09-30")
        assert f"/explain/called-outside/?of={own:d}&amp;on=2025-09-30" in statement.content.decode()

    def test_rehearses_a_call_by_the_bases_that_the_agreement_allows(self, cast, fund):
        maker = portal.client_of(cast.maker(fund))
        page = f"/funds/{fund.code}/what-if/call/"
        given = {"amount_hkd": "1,000.00", "kind": "expense", "due_date": DUE}
        assert "LPA 4.3" in maker.get(page).content.decode()
        assert "could be issued" in maker.post(page, given | {"base": "unfunded"}).content.decode()
        assert maker.post(page, given | {"base": "holding_share"}).status_code == 422


class TestTheApi:
    def body(self, **purpose) -> dict:
        about = {"kind": "expense", "label": "Audit", "amount_hkd": "3000000.00"}
        return {"due_date": DUE, "purposes": [about | purpose]}

    def test_answers_bases_clauses_and_what_stands_outside(self, cast, fund):
        client = APIClient()
        client.force_login(cast.maker(fund))
        preview = f"/api/v1/funds/{fund.code}/capital-calls/preview"
        by_unfunded = client.post(preview, self.body(allocation_base="unfunded"), format="json")
        assert by_unfunded.status_code == 200, by_unfunded.content
        by_holding = client.post(preview, self.body(allocation_base="holding_share"), format="json")
        assert (by_holding.status_code, by_holding.json()["breaches"][0]["code"]) == (422, "base_not_agreed")
        made = client.post(
            f"/api/v1/funds/{fund.code}/capital-calls",
            self.body(kind="management_fee"),
            format="json",
            headers={"Idempotency-Key": "one"},
        ).json()
        purpose = made["purposes"][0]
        assert (purpose["is_outside"], purpose["clause"], made["shortfall_cap_rate"]) == (True, "LPA 9.2", None)


class TestTheStaffsSite:
    def test_shows_each_purpose_with_its_base_and_clause(self, cast, fund):
        call, _shown = drafted(cast, fund)
        page = portal.client_of(cast.officer).get(f"/admin/funds/capitalcall/{call.pk}/change/").content.decode()
        assert "LPA 4.3" in page
        assert "outside commitment" in page
