"""Capital accounts, statements and what-ifs in the portal: who sees what, refusals, and that nothing is written."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from funds.models import CapitalCall, Distribution, JournalEntry
from itvf.models import AuditEvent
from tests import builders, portal

D = Decimal
DUE = date(2025, 4, 23)


@pytest.fixture
def called(cast, fund, monkeypatch):
    """HK$111m called and due, and a day later on which the pages are read."""
    call = builders.call(cast, fund)
    portal.stop_clock(monkeypatch, on=date(2025, 7, 10))
    return call


@pytest.fixture
def staff(cast):
    return portal.client_of(cast.officer)


def partner_of(cast, fund):
    return fund.partners.get(contact_email=cast.partner.email)


def body(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


class TestTheFundPage:
    def test_tells_its_life_with_curve_and_returns(self, fund, maker, called):
        page = body(maker.get(f"/funds/{fund.code}/"))
        for words in ("J-curve", "Closing 1", "Capital call 1", "overdue", "Returns to 10", "TVPI", "Net asset value"):
            assert words in page

    def test_reads_no_more_for_more_quarters(self, fund, maker, called, monkeypatch):
        counts = []
        for on in (date(2025, 7, 10), date(2029, 7, 10)):
            portal.stop_clock(monkeypatch, on=on)
            with CaptureQueriesContext(connection) as queries:
                body(maker.get(f"/funds/{fund.code}/"))
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_says_so_before_anything_happened(self, cast, maker, fund):
        page = body(maker.get(f"/funds/{fund.code}/"))
        assert "Closing 1" in page
        assert "J-curve" not in page


class TestTheAccounts:
    def test_show_the_gp_and_staff_every_partner(self, fund, maker, staff, called):
        for client in (maker, staff):
            page = body(client.get(f"/funds/{fund.code}/capital-accounts/"))
            assert "as of 30\xa0Jun\xa02025" in page
            assert "Demo Family Office Limited" in page

    def test_show_a_contact_its_own_and_the_sums(self, cast, fund, contact, called):
        page = body(contact.get(f"/funds/{fund.code}/capital-accounts/"))
        assert "Demo Family Office Limited" not in page
        assert "111,234,567.89" in page
        own = partner_of(cast, fund)
        other = fund.partners.exclude(pk=own.pk).first()
        for path, status in ((own.pk, 200), (other.pk, 404)):
            for paper in ("", "pdf/", "xlsx/"):
                answer = contact.get(f"/funds/{fund.code}/capital-accounts/{path:d}/{paper}")
                assert answer.status_code == status
        assert contact.get(f"/funds/{fund.code}/what-if/liquidation/").status_code == 404

    def test_are_hidden_from_strangers(self, cast, fund, stranger, called):
        assert stranger.get(f"/funds/{fund.code}/capital-accounts/").status_code == 404

    def test_explain_a_day_that_cannot_be(self, fund, maker, called):
        page = maker.get(f"/funds/{fund.code}/capital-accounts/?as_of=2025-07-10").content.decode()
        assert "as of a day from" in page

    def test_of_one_partner_add_up_on_page_and_paper(self, cast, fund, contact, called):
        own = partner_of(cast, fund)
        page = body(contact.get(f"/funds/{fund.code}/capital-accounts/{own.pk:d}/"))
        line = called.lines.get(partner=own)
        assert f"{line.amount_hkd:,.2f}" in page
        paper = contact.get(f"/funds/{fund.code}/capital-accounts/{own.pk:d}/pdf/?as_of=2025-06-30")
        assert paper["Content-Type"] == "application/pdf"
        assert "HARBOUR-CAS-20250630-" in paper["Content-Disposition"]


class TestWhatIf:
    def counts(self):
        return [model.objects.count() for model in (CapitalCall, Distribution, JournalEntry, AuditEvent)]

    def test_a_call_shows_every_line_and_writes_nothing(self, fund, maker, staff):
        before = self.counts()
        given = {"amount_hkd": "40,000,000.00", "kind": "expense", "due_date": "2025-05-15"}
        for client in (maker, staff):
            page = body(client.post(f"/funds/{fund.code}/what-if/call/", given))
            assert "10,000,000.00" in page  # the Government's quarter
        assert self.counts() == before

    def test_a_call_beyond_the_rules_is_explained(self, fund, maker):
        given = {"amount_hkd": "2000000000.00", "kind": "expense", "due_date": "2025-05-15"}
        answer = maker.post(f"/funds/{fund.code}/what-if/call/", given)
        assert answer.status_code == 422
        assert "Rules stand in the way" in answer.content.decode()

    def test_a_liquidation_shows_tiers_and_writes_nothing(self, fund, maker, called):
        before = self.counts()
        page = body(
            maker.post(f"/funds/{fund.code}/what-if/liquidation/", {"on": "2025-07-10", "nav_hkd": "200000000"})
        )
        assert "Return of capital" in page
        assert "200,000,000.00" in page
        assert self.counts() == before
        refused = maker.post(f"/funds/{fund.code}/what-if/liquidation/", {"on": "2024-07-10", "nav_hkd": ""})
        assert refused.status_code == 422
