"""A notice as its partner reads it."""

from funds.models import FundMembership, Notice
from funds.services import partnerships
from reporting.demo.acts import moment, receive
from tests import builders, portal


def own_notice(cast, fund) -> Notice:
    """The notice of the contact's partner."""
    call = builders.call(cast, fund)
    return Notice.objects.get(line__call=call, line__partner__contact_email=cast.partner.email)


class TestTheNotice:
    """One page, which is the record."""

    def test_shows_the_whole_notice(self, cast, fund, contact):
        notice = own_notice(cast, fund)
        page = contact.get(f"/notices/{notice.pk}/").content.decode()
        assert f"{notice.line.amount_hkd:,}" in page
        assert notice.content_sha256 in page
        assert notice.line.call.bank_account.account_number in page
        assert "Nothing has been recorded as received yet." in page

    def test_records_the_first_view_once(self, cast, fund, contact):
        notice = own_notice(cast, fund)
        contact.get(f"/notices/{notice.pk}/")
        notice.refresh_from_db()
        first = notice.first_viewed_at
        assert (first, notice.first_viewed_by) == (moment(portal.TODAY, 11), cast.partner)
        contact.get(f"/notices/{notice.pk}/")
        notice.refresh_from_db()
        assert notice.first_viewed_at == first

    def test_does_not_count_the_manager_s_own_look(self, cast, fund, maker):
        notice = own_notice(cast, fund)
        assert maker.get(f"/notices/{notice.pk}/").status_code == 200
        notice.refresh_from_db()
        assert notice.first_viewed_at is None

    def test_lists_what_was_received(self, cast, fund, contact):
        notice = own_notice(cast, fund)
        receive(cast, notice.line, on=builders.ISSUED)
        page = contact.get(f"/notices/{notice.pk}/").content.decode()
        assert "Received in full" in page
        assert "FT250407" in page

    def test_gives_the_pdf(self, cast, fund, contact):
        notice = own_notice(cast, fund)
        answer = contact.get(f"/notices/{notice.pk}/pdf/")
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")

    def test_gives_the_spreadsheet(self, cast, fund, contact):
        notice = own_notice(cast, fund)
        answer = contact.get(f"/notices/{notice.pk}/xlsx/")
        assert answer.content.startswith(b"PK")

    def test_speaks_chinese(self, cast, fund):
        notice = own_notice(cast, fund)
        page = portal.client_of(cast.partner, "zh-hant").get(f"/notices/{notice.pk}/").content.decode()
        assert "貴方應繳款額" in page
        assert "海港示例科技有限合夥基金" in page

    def test_is_hidden_from_others(self, cast, fund, contact, stranger):
        notice = own_notice(cast, fund)
        another = Notice.objects.exclude(pk=notice.pk).first()
        for path in ("", "pdf/", "xlsx/"):
            assert stranger.get(f"/notices/{notice.pk}/{path}").status_code == 404
            assert contact.get(f"/notices/{another.pk}/{path}").status_code == 404

    def test_is_gone_at_once_with_the_membership(self, cast, fund, contact):
        notice = own_notice(cast, fund)
        membership = FundMembership.objects.get(user=cast.partner)
        partnerships.revoke_membership(
            membership=membership, by=cast.administrator, at=moment(portal.TODAY, 10), reason="Left the house."
        )
        assert contact.get(f"/notices/{notice.pk}/").status_code == 404


class TestTheList:
    """Notices, newest first."""

    def test_holds_one_s_own_only(self, cast, fund, contact):
        notice = own_notice(cast, fund)
        page = contact.get("/notices/").content.decode()
        assert notice.reference in page
        assert page.count("HARBOUR-CC001") == 1
