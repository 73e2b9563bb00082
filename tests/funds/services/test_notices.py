"""Notices: one a partner, sealed by a hash, served when sent and viewed once by the partner's own contact."""

from datetime import date
from types import SimpleNamespace

import pytest

from funds.models import Notice
from funds.services import notices, partnerships
from itvf.models import AuditEvent, OutboxMessage
from itvf.roles import FundRole
from tests import programme

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def standing(held):
    return SimpleNamespace(cast=programme.enrol())


@pytest.fixture
def call(cast):
    return programme.issued(cast, programme.opened(cast, programme.scheme()))


@pytest.fixture
def notice(cast, call):
    """The notice of the private partner whose contact is on the cast."""
    line = call.lines.filter(partner__kind="private").order_by("order").first()
    partnerships.grant_membership(
        fund=call.fund,
        user=cast.contact,
        role=FundRole.PARTNER_CONTACT,
        partner=line.partner,
        by=cast.manager,
        at=programme.at(programme.CALLED),
    )
    return line.notice


class TestWrite:
    def test_tells_each_partner_its_own_figures(self, call):
        figures = {
            notice.line.order: notice.content["line"]["amount_hkd"] for notice in Notice.objects.select_related("line")
        }
        assert figures == {1: "15000000.00", 2: "1500000.00", 3: "30000000.00", 4: "13500000.00"}
        assert Notice.objects.get(line__order=1).content["line"]["share"] == "0.250000000000"

    def test_numbers_them_and_addresses_each_to_its_partner(self, call):
        assert Notice.objects.get(line__order=3).reference == "HARBOUR-CC001-003"
        for notice in Notice.objects.select_related("line__partner", "message"):
            assert notice.message.to == notice.line.partner.contact_email
            assert f"{notice.line.amount_hkd:,}" in notice.message.text

    def test_says_what_was_paid_before(self, cast, call):
        for line in call.lines.select_related("call__fund", "partner"):
            programme.receive(cast, line)
        second = programme.issued(cast, call.fund, "6000000.00", day=date(2025, 6, 2), due=date(2025, 6, 30))
        content = second.lines.get(order=3).notice.content
        assert content["cumulative"]["contributions_hkd"] == "30000000.00"
        assert content["line"]["called_before_hkd"] == "30000000.00"
        assert content["line"]["called_after_hkd"] == "33000000.00"

    def test_seals_them(self, call):
        assert notices.altered(call) == []


class TestMarkServed:
    def test_counts_the_first_time(self, notice):
        first = programme.at(programme.CALLED, 11)
        notices.mark_served(notice.message, at=first)
        notices.mark_served(OutboxMessage.objects.get(pk=notice.message_id), at=programme.at(programme.CALLED, 12))
        notice.refresh_from_db()
        assert notice.served_at == first


class TestMarkViewed:
    def test_records_the_first_reading_by_the_partner_s_contact(self, cast, notice):
        first = programme.at(programme.CALLED, 11)
        notices.mark_viewed(notice, by=cast.contact, at=first)
        notices.mark_viewed(notice, by=cast.contact, at=programme.at(programme.CALLED, 12))
        notice.refresh_from_db()
        assert (notice.first_viewed_at, notice.first_viewed_by) == (first, cast.contact)
        assert AuditEvent.objects.filter(verb="notice.view").count() == 1

    def test_counts_nobody_else_s_reading(self, cast, notice):
        for person in (cast.officer, cast.maker, cast.stranger):
            notices.mark_viewed(notice, by=person, at=programme.at(programme.CALLED))
        notice.refresh_from_db()
        assert notice.first_viewed_at is None
