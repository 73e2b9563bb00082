"""Front page, fund page, bank account, tokens."""

import re

from django.test import Client
from knox.models import AuthToken

from funds.models import BankAccount, FundMembership, RecordedBreach
from tests import builders, portal


class TestTheFrontPage:
    """What waits for whom."""

    def test_asks_strangers_to_sign_in(self, db):
        answer = Client().get("/")
        assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=/")

    def test_sends_staff_to_their_own_site(self, cast):
        assert portal.client_of(cast.officer).get("/").url == "/admin/"

    def test_tells_the_signatory_what_to_issue(self, cast, fund, signatory, maker):
        from tests.funds.portal.test_calls import draft

        draft(maker, fund)
        assert "Issue capital call 1" in signatory.get("/").content.decode()
        assert "Capital call 1 waits for a signatory" in maker.get("/").content.decode()

    def test_tells_the_contact_which_notice_is_not_read(self, cast, fund, contact):
        call = builders.call(cast, fund)
        page = contact.get("/").content.decode()
        assert "Read the notice HARBOUR-CC001" in page
        contact.get(re.search(r"/notices/\d+/", page)[0])
        assert f"Pay the call {call.fund.code.upper()}" in contact.get("/").content.decode()

    def test_lists_reports_due_and_breaches(self, cast, fund, maker):
        RecordedBreach.objects.create(
            fund=fund, rule="R8", clause="Annex 3 1(g)", code="x", message="m", source="s", found_date=builders.CLOSED
        )
        page = maker.get("/").content.decode()
        assert "Quarterly report to 31\xa0Mar\xa02025" in page
        assert "1 breach on record" in page

    def test_says_so_when_nothing_waits(self, cast, fund, contact):
        assert "Nothing waits for you here" in contact.get("/").content.decode()


class TestTheFundPage:
    """A fund, as much of it as its reader may see."""

    def test_shows_the_gp_the_whole_register(self, fund, maker):
        page = maker.get(f"/funds/{fund.code}/").content.decode()
        assert "1,000,000,000.00" in page
        assert "Demo Family Office Limited" in page
        assert "Called against committed" in page

    def test_shows_a_contact_its_own_line_and_the_totals(self, fund, contact):
        page = contact.get(f"/funds/{fund.code}/").content.decode()
        assert "300,000,000.00" in page
        assert "1,000,000,000.00" in page
        assert "Demo Family Office Limited" not in page

    def test_keeps_the_gp_s_pages_from_contacts(self, fund, contact):
        for path in ("proposals/", "investments/", "reports/", "bank-account/"):
            assert contact.get(f"/funds/{fund.code}/{path}").status_code == 404

    def test_is_hidden_from_others(self, fund, stranger):
        for path in ("", "calls/", "proposals/", "investments/", "reports/", "bank-account/"):
            assert stranger.get(f"/funds/{fund.code}/{path}").status_code == 404


class TestTheBankAccount:
    """Entered here, confirmed elsewhere."""

    DETAILS = {"bank_name": "Demo Bank", "account_name": "Harbour", "account_number": "000-1", "swift": ""}

    def test_is_entered_by_the_maker(self, fund, maker):
        answer = maker.post(f"/funds/{fund.code}/bank-account/new/", self.DETAILS, follow=True)
        assert BankAccount.objects.filter(fund=fund, account_number="000-1", stage="entered").exists()
        assert "000-1" in answer.content.decode()

    def test_keeps_what_was_typed(self, fund, maker):
        answer = maker.post(f"/funds/{fund.code}/bank-account/new/", self.DETAILS | {"account_number": ""})
        assert answer.status_code == 422
        assert 'value="Demo Bank"' in answer.content.decode()

    def test_is_not_entered_by_the_signatory(self, fund, signatory):
        assert signatory.post(f"/funds/{fund.code}/bank-account/new/", self.DETAILS).status_code == 403


class TestTokens:
    """Made, shown once, revoked, one's own only."""

    def test_shows_the_secret_once(self, cast, fund, maker):
        page = maker.post("/tokens/").content.decode()
        token = AuthToken.objects.get(user=cast.maker(fund))
        assert re.search(rf"<code>{token.token_key}\w+</code>", page)
        assert not re.search(rf"<code>{token.token_key}\w+</code>", maker.get("/tokens/").content.decode())

    def test_are_revoked_by_their_owner_only(self, cast, fund, maker, contact):
        maker.post("/tokens/")
        key = AuthToken.objects.get(user=cast.maker(fund)).token_key
        assert contact.post(f"/tokens/{key}/revoke/").status_code == 404
        maker.post(f"/tokens/{key}/revoke/")
        assert not AuthToken.objects.exists()


def test_memberships_decide_at_once(cast, fund, maker):
    FundMembership.objects.filter(user=cast.maker(fund)).update(revoked_at=portal.moment(portal.TODAY))
    assert maker.get(f"/funds/{fund.code}/").status_code == 404
