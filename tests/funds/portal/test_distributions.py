"""A distribution in the portal: drafted in steps, solvency stated, declared, read by its partner, cancelled."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from funds.models import Distribution, FundMembership, Notice
from funds.services import partnerships
from investments.services import exits
from reporting.demo import acts, deals, returns
from reporting.demo.acts import moment
from tests import builders, people, portal
from tests.investments.services.lots import day, note, plan

SOLD, TODAY = day(60), date(2025, 7, 29)
D = Decimal


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    portal.stop_clock(monkeypatch, TODAY)


@pytest.fixture(scope="module")
def standing(held):
    """A fund whose lot of HK$10m was sold for 120m; the contact of a private partner."""
    cast = people.cast()
    fund = builders.closed_fund(cast)
    builders.authority(cast)
    call = builders.paid_call(cast, fund, acts.purpose("investment", "Deals", "100000000.00"))
    lot = deals.invest(cast, fund, plan(), on=builders.DEAL_DONE, units=D(1_000_000))
    exits.exit_(
        investment=lot,
        route="trade_sale",
        proceeds_hkd=D("120000000.00"),
        note=note(SOLD),
        by=cast.officer,
        at=moment(SOLD),
    )
    partner = fund.partners.get(contact_email=cast.partner.email)
    about = {"partner": partner, "by": cast.administrator, "at": moment(builders.CLOSED, 12)}
    partnerships.grant_membership(fund=fund, user=cast.partner, role=FundMembership.Role.PARTNER_CONTACT, **about)
    return SimpleNamespace(cast=cast, fund=fund, call=call, lot=lot)


def rows(prefix: str, *found) -> dict:
    given = {f"{prefix}-TOTAL_FORMS": len(found), f"{prefix}-INITIAL_FORMS": 0}
    for place, row in enumerate(found):
        given |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return given


def draft(maker, fund, lot, *, nature="proceeds", taxes=(), **terms):
    """Walks the four steps; gives the last answer."""
    start = f"/funds/{fund.code}/distributions/new/"
    reference = lot.cost_account.reference
    sold = [
        {"kind": "return_of_capital", "amount_hkd": "10,000,000.00", "reference": reference},
        {"kind": "gain", "amount_hkd": "90,000,000.00", "label": "Gain of the sale", "label_zh_hant": "出售收益"},
    ]
    first = maker.post(start, {"nature": nature, "payment_date": TODAY.isoformat(), **terms})
    assert first.status_code == 302, first.content.decode()
    second = maker.post(first.url, rows("sources", *sold))
    assert second.status_code == 302, second.content.decode()
    third = maker.post(second.url, rows("taxes", *taxes))
    assert third.status_code == 302, third.content.decode()
    return maker.post(third.url)


class TestTheRoad:
    def test_leads_from_the_draft_through_solvency_to_notices(self, cast, fund, maker, signatory, contact, world):
        taxed = fund.partners.get(contact_email=cast.partner.email)
        answer = draft(maker, fund, world.lot, taxes=[{"partner": taxed.pk, "amount_hkd": "1000"}])
        found = Distribution.objects.get()
        assert answer.url == f"/distributions/{found.pk}/"
        assert found.sources.first().label == world.lot.company.name_en
        page = maker.get(answer.url).content.decode()
        assert "Solvency is not stated yet" in page
        assert "1,000.00" in page
        assert maker.get(f"{answer.url}declare/").status_code == 403
        assert contact.get(answer.url).status_code == 404

        stated = signatory.post(f"{answer.url}solvency/", {"statement": "The fund stays solvent."})
        assert stated.url == answer.url
        assert "90,000,000.00" in signatory.get(f"{answer.url}declare/").content.decode()
        signatory.post(f"{answer.url}declare/", {"confirmed": "on", "version": found.version + 1})
        found.refresh_from_db()
        assert found.stage == "declared"
        page = signatory.get(answer.url).content.decode()
        assert "How it was worked out" in page
        assert f"{found.lines.order_by('-carry_hkd').first().carry_hkd:,}" in page

        notice = Notice.objects.get(distribution_line__partner=taxed)
        told = contact.get(f"/notices/{notice.pk}/").content.decode()
        assert f"{notice.distribution_line.amount_hkd:,}" in told
        assert "(1,000.00)" in told
        assert "Gain of the sale" in told
        assert contact.get(f"/notices/{notice.pk}/pdf/").content.startswith(b"%PDF-")
        assert contact.get(f"/notices/{notice.pk}/xlsx/").content.startswith(b"PK")
        assert notice.reference in contact.get("/notices/").content.decode()

        cancelled = signatory.post(f"{answer.url}cancel/", {"reason": "Wrong payment date"})
        assert cancelled.url == answer.url
        assert "counts no longer" in contact.get(f"/notices/{notice.pk}/").content.decode()
        assert "(cancelled)" in contact.get("/notices/").content.decode()
        assert signatory.get(answer.url).status_code == 200

    def test_shows_what_stands_in_the_way_before_anything_is_saved(self, fund, maker, world):
        too_much = draft(maker, fund, world.lot, recallable_hkd="99,000,000,000")
        assert too_much.status_code == 422
        assert "recallable" in too_much.content.decode()
        assert not Distribution.objects.exists()

    def test_gives_back_what_was_called_and_not_invested(self, fund, maker, world):
        draft(maker, fund, world.lot, nature="uninvested", call=world.call.pk)
        found = Distribution.objects.get()
        assert (found.nature, found.call) == ("uninvested", world.call)

    def test_withdraws_a_draft_with_a_reason(self, fund, maker, world):
        draft(maker, fund, world.lot)
        found = Distribution.objects.get()
        maker.post(f"/distributions/{found.pk}/withdraw/", {"reason": "Too early"})
        found.refresh_from_db()
        assert found.stage == "withdrawn"

    def test_is_hidden_from_others(self, cast, fund, contact, stranger):
        found = returns.declare(cast, fund, [returns.source("gain", "Gain", "1000.00")], on=TODAY)
        assert stranger.get(f"/distributions/{found.pk}/").status_code == 404
        assert stranger.get(f"/funds/{fund.code}/distributions/").status_code == 404
        assert contact.get(f"/funds/{fund.code}/distributions/new/").status_code == 404
        assert "Distribution 1" in contact.get(f"/funds/{fund.code}/distributions/").content.decode()
