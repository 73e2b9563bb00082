"""Net notices in the portal and over the API: bound, looked at, issued, read by a partner, cancelled."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from types import SimpleNamespace

import pytest
from django.urls import reverse

from funds.models import FundMembership, Netting, Notice
from funds.rules.allocation import earliest_due_date
from funds.services import capital_calls, distributions, partnerships
from investments.services import exits
from itvf.models import User
from reporting.demo import acts, deals, plans, returns
from reporting.demo.acts import moment
from tests import builders, people, portal
from tests.investments.services.lots import by, note, plan

pytestmark = pytest.mark.django_db

D = Decimal
TOLD = date(2025, 8, 6)
DAY = earliest_due_date(TOLD)


@pytest.fixture(scope="module")
def standing(held):
    """RIDGE with a draft call and a draft distribution of one day."""
    cast = people.cast()
    fund = builders.closed_fund(cast, plans.RIDGE)
    builders.paid_call(cast, fund, acts.purpose("investment", "Deals", "60000000.00"))
    lot = deals.invest(cast, fund, plan(amount_hkd=D("40000000.00")), on=date(2025, 5, 20), units=D(1000))
    exits.exit_(
        investment=lot, route="trade_sale", proceeds_hkd=D("64000000.00"), note=note(date(2025, 8, 4)), **by(cast)
    )
    maker, at = cast.maker(fund), moment(TOLD, 9)
    call = capital_calls.draft(
        fund=fund,
        purposes=[acts.purpose("investment", "More deals", "60000000.00")],
        due_date=DAY,
        channel="portal",
        by=maker,
        at=at,
    )
    source = returns.source("return_of_capital", "Example Life", "20000000.00", "示例生命")
    given = distributions.draft(fund=fund, sources=[source], payment_date=DAY, by=maker, at=at)
    return SimpleNamespace(cast=cast, fund=fund, call=call, given=given)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    portal.stop_clock(monkeypatch, TOLD)


def page(client, name, *keys, **posted):
    address = reverse(name, args=keys)
    answer = client.post(address, posted) if posted else client.get(address)
    assert answer.status_code in (200, 302), answer.content[:500]
    return answer


class TestRoad:
    def test_from_two_drafts_to_one_notice_and_back(self, world, cast, fund):
        maker = portal.client_of(cast.maker(fund))
        assert "Net it with a distribution" in page(maker, "portal_call", world.call.pk).content.decode()
        page(maker, "portal_net_notice_bind", world.call.pk, distribution=world.given.pk)
        netting = Netting.objects.get()
        shown = page(maker, "portal_net_notice", netting.pk).content.decode()
        assert "Solvency is not stated yet" in shown
        assert "Net notice 1 waits for a signatory" in page(maker, "portal_front").content.decode()
        assert "40,000,000.00" in shown  # the net of all: 60m called less 20m distributed
        assert "Go on to issue it" not in page(maker, "portal_call", world.call.pk).content.decode()
        signatory = portal.client_of(cast.signatory(fund))
        page(signatory, "portal_distribution_solvency", world.given.pk, statement=returns.SOLVENT)
        assert "Issue the net notice" in page(signatory, "portal_net_notice_issue", netting.pk).content.decode()
        page(signatory, "portal_net_notice_issue", netting.pk, confirmed="on", version=netting.version)
        netting.refresh_from_db()
        assert netting.stage == "issued"
        for name, key in (("portal_call", world.call.pk), ("portal_distribution", world.given.pk)):
            assert "Part of a net notice" in page(signatory, name, key).content.decode()
        page(signatory, "portal_net_notice_cancel", netting.pk, reason="Wrong day")
        netting.refresh_from_db()
        assert netting.stage == "cancelled"
        assert page(signatory, "portal_net_notice", netting.pk).status_code == 200

    def test_a_partner_reads_its_own_and_nobody_else_s(self, world, cast, fund):
        maker, signatory = portal.client_of(cast.maker(fund)), portal.client_of(cast.signatory(fund))
        page(maker, "portal_net_notice_bind", world.call.pk, distribution=world.given.pk)
        netting = Netting.objects.get()
        page(signatory, "portal_distribution_solvency", world.given.pk, statement=returns.SOLVENT)
        page(signatory, "portal_net_notice_issue", netting.pk, confirmed="on", version=netting.version)
        lines = netting.lines.filter(partner__kind="private").order_by("order")
        contact = User.objects.create_user("reader@partners.example", "a-long-test-word", name="Reader")
        partnerships.grant_membership(
            fund=fund,
            user=contact,
            role=FundMembership.Role.PARTNER_CONTACT,
            partner=lines[0].partner,
            by=cast.manager,
            at=moment(TOLD, 13),
        )
        reader = portal.client_of(contact)
        mine, other = (Notice.objects.get(netting_line=line) for line in lines[:2])
        assert f"Read the notice {mine.reference}" in page(reader, "portal_front").content.decode()
        text = page(reader, "portal_notice", mine.pk).content.decode()
        for figure in (lines[0].called_hkd, lines[0].distributed_hkd, lines[0].net_hkd):
            assert f"{figure:,}" in text
        mine.refresh_from_db()
        assert mine.first_viewed_by == contact
        assert f"Pay the call {mine.reference}" in page(reader, "portal_front").content.decode()
        for name in ("portal_notice_pdf", "portal_notice_xlsx"):
            assert page(reader, name, mine.pk).status_code == 200
        assert reader.get(reverse("portal_notice", args=[other.pk])).status_code == 404
        shown = page(reader, "portal_net_notice", netting.pk).content.decode()
        assert mine.reference in page(reader, "portal_notices").content.decode()
        assert str(lines[1].partner) not in shown
        found = re.findall(r'href="([^"]+/explain/net-line/[^"]+)"', shown)
        assert len(set(found)) == 4
        for address in found:  # asked of the common day, which is still to come
            opened = reader.get(unescape(address)).content.decode()
            for further in re.findall(r'href="([^"]+/explain/(?:call|distribution)-line/[^"]+)"', opened):
                assert reader.get(unescape(further)).status_code == 200
        answer = reader.get(reverse("api_net_notice", args=[netting.pk])).json()
        assert [line["partner"] for line in answer["lines"]] == [lines[0].partner_id]
        assert reader.get(reverse("api_notice", args=[mine.pk])).json()["net_hkd"] == str(lines[0].net_hkd)
