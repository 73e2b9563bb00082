"""Drafting, issuing and following a capital call in the portal."""

from datetime import date
from decimal import Decimal

import pytest

from funds.models import CapitalCall, Notice
from itvf.models import AuditEvent
from reporting.demo import deals
from tests import builders, portal

DUE = date(2025, 4, 28)  # the 10th business day after 10 April 2025, Easter left out


def purposes(*rows, **more) -> dict:
    """What the first step posts."""
    data = {"purposes-TOTAL_FORMS": len(rows), "purposes-INITIAL_FORMS": 0, **more}
    for place, row in enumerate(rows):
        data |= {f"purposes-{place}-{name}": value for name, value in row.items()}
    return data


EXPENSE = {"what": "expense", "label": "Audit", "amount_hkd": "1,234,567.89"}
FEE = {"what": "management_fee", "label": "Fee to 31 March 2025", "amount_hkd": "HK$ 10.01"}


def draft(maker, fund, *rows, due: date = DUE):
    """Walks the three steps; gives the last answer."""
    first = maker.post(f"/funds/{fund.code}/calls/new/", purposes(*(rows or (EXPENSE, FEE))))
    assert first.status_code == 302, first.content.decode()
    second = maker.post(first.url, {"due_date": due.isoformat()})
    return second if second.status_code != 302 else maker.post(second.url)


@pytest.fixture
def call(maker, fund):
    """A draft made in the portal."""
    draft(maker, fund)
    return CapitalCall.objects.get(fund=fund)


class TestDrafting:
    """A maker drafts in three steps."""

    def test_saves_what_was_typed(self, maker, fund):
        answer = draft(maker, fund)
        call = CapitalCall.objects.get(fund=fund)
        assert answer.url == f"/calls/{call.pk}/"
        assert (call.amount_hkd, call.due_date, call.channel) == (Decimal("1234577.90"), DUE, "portal")
        assert [one.kind for one in call.purposes.all()] == ["expense", "management_fee"]

    def test_shows_every_line_before_it_is_saved(self, maker, fund):
        maker.post(f"/funds/{fund.code}/calls/new/", purposes(EXPENSE))
        maker.post(f"/funds/{fund.code}/calls/new/due-date/", {"due_date": DUE.isoformat()})
        page = maker.get(f"/funds/{fund.code}/calls/new/check/").content.decode()
        assert "Sample Pension Holdings Limited" in page
        assert "370,370.37" in page  # 30% of 1,234,567.89
        assert not CapitalCall.objects.exists()

    def test_computes_the_earliest_due_date(self, maker, fund):
        maker.post(f"/funds/{fund.code}/calls/new/", purposes(EXPENSE))
        page = maker.get(f"/funds/{fund.code}/calls/new/due-date/").content.decode()
        assert f'value="{DUE.isoformat()}"' in page

    def test_adds_and_removes_a_row_and_keeps_the_rest(self, maker, fund):
        url = f"/funds/{fund.code}/calls/new/"
        page = maker.post(url, purposes(EXPENSE, add="1")).content.decode()
        assert 'name="purposes-1-what"' in page
        assert 'value="1,234,567.89"' in page
        page = maker.post(url, purposes(EXPENSE, FEE, remove="0")).content.decode()
        assert "Audit" not in page
        assert "Fee to 31 March 2025" in page

    def test_explains_a_wrong_amount_and_keeps_it(self, maker, fund):
        answer = maker.post(f"/funds/{fund.code}/calls/new/", purposes(EXPENSE | {"amount_hkd": "lots"}))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'href="#id_purposes-0-amount_hkd"' in page
        assert 'value="lots"' in page

    def test_explains_a_due_date_that_is_too_early(self, maker, fund):
        answer = draft(maker, fund, due=date(2025, 4, 25))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "A12" in page
        assert "28 April 2025" in page
        assert 'value="2025-04-25"' in page
        assert AuditEvent.objects.filter(verb__contains="portal_call_new_due_date").exists()

    def test_offers_deals_with_no_objection(self, cast, maker, fund):
        proposal = deals.answer(cast, builders.proposal(cast, fund, on=builders.ISSUED), on=builders.ISSUED)
        page = maker.get(f"/funds/{fund.code}/calls/new/").content.decode()
        assert f'value="proposal:{proposal.pk}"' in page
        draft(maker, fund, {"what": f"proposal:{proposal.pk}", "amount_hkd": "1000.00"})
        purpose = CapitalCall.objects.get(fund=fund).purposes.get()
        assert (purpose.reference, purpose.kind) == (f"proposal:{proposal.pk}", "investment")
        assert purpose.label == proposal.company.name_en

    def test_is_not_for_the_signatory(self, signatory, fund):
        assert signatory.get(f"/funds/{fund.code}/calls/new/").status_code == 403

    @pytest.mark.parametrize("step", ["", "due-date/", "check/"])
    def test_hides_the_fund_from_others(self, stranger, contact, fund, step):
        assert stranger.get(f"/funds/{fund.code}/calls/new/{step}").status_code == 404
        assert contact.get(f"/funds/{fund.code}/calls/new/{step}").status_code == 404


class TestRevising:
    """A draft is corrected through the same steps, its answers filled in."""

    def test_starts_from_what_the_draft_says(self, maker, call):
        page = maker.get(f"/calls/{call.pk}/revise/").content.decode()
        assert 'value="1,234,567.89"' in page
        first = maker.post(f"/calls/{call.pk}/revise/", purposes(EXPENSE))
        assert first.url == f"/calls/{call.pk}/revise/check/"
        maker.post(first.url)
        call.refresh_from_db()
        assert (call.amount_hkd, call.version) == (Decimal("1234567.89"), 2)

    def test_is_refused_once_issued(self, maker, signatory, call):
        signatory.post(f"/calls/{call.pk}/issue/", {"confirmed": "on", "version": call.version})
        assert maker.get(f"/calls/{call.pk}/revise/").status_code == 409


class TestIssuing:
    """The signatory issues with every figure before the eyes."""

    def test_issues_and_serves_everybody(self, signatory, call):
        answer = signatory.post(f"/calls/{call.pk}/issue/", {"confirmed": "on", "version": call.version}, follow=True)
        call.refresh_from_db()
        assert call.stage == "issued"
        assert Notice.objects.filter(line__call=call).count() == 7
        assert "A notice goes to every partner" in answer.content.decode()

    def test_asks_for_the_deliberate_yes(self, signatory, call):
        answer = signatory.post(f"/calls/{call.pk}/issue/", {"version": call.version})
        call.refresh_from_db()
        assert (answer.status_code, call.stage) == (422, "draft")

    def test_is_not_for_the_maker(self, maker, call):
        assert maker.get(f"/calls/{call.pk}/issue/").status_code == 403
        assert maker.post(f"/calls/{call.pk}/issue/", {"confirmed": "on"}).status_code == 403

    def test_refuses_a_draft_that_was_changed_meanwhile(self, signatory, call):
        answer = signatory.post(f"/calls/{call.pk}/issue/", {"confirmed": "on", "version": call.version + 1})
        assert answer.status_code == 412

    def test_refuses_a_second_time(self, signatory, call):
        signatory.post(f"/calls/{call.pk}/issue/", {"confirmed": "on", "version": call.version})
        assert signatory.get(f"/calls/{call.pk}/issue/").status_code == 409

    def test_explains_why_not_when_the_day_has_passed(self, signatory, call, monkeypatch):
        portal.stop_clock(monkeypatch, date(2025, 4, 14))
        answer = signatory.post(f"/calls/{call.pk}/issue/", {"confirmed": "on", "version": call.version})
        assert answer.status_code == 422
        assert "A12" in answer.content.decode()

    def test_hides_drafts_from_partners(self, contact, stranger, call):
        assert contact.get(f"/calls/{call.pk}/").status_code == 404
        assert stranger.get(f"/calls/{call.pk}/issue/").status_code == 404


class TestWithdrawing:
    """A draft goes with a reason."""

    def test_needs_the_reason(self, maker, call):
        assert maker.post(f"/calls/{call.pk}/withdraw/", {"reason": " "}).status_code == 422

    def test_withdraws(self, maker, call):
        maker.post(f"/calls/{call.pk}/withdraw/", {"reason": "The deal fell through."})
        call.refresh_from_db()
        assert call.stage == "withdrawn"
        assert maker.post(f"/calls/{call.pk}/withdraw/", {"reason": "Again."}).status_code == 409


class TestTheIssuedCall:
    """The page of a call that runs."""

    def test_shows_the_gp_every_line_and_a_contact_its_own(self, cast, fund, maker, contact):
        call = builders.call(cast, fund)
        assert "Demo Family Office Limited" in maker.get(f"/calls/{call.pk}/").content.decode()
        page = contact.get(f"/calls/{call.pk}/").content.decode()
        assert "Sample Pension Holdings Limited" in page
        assert "Demo Family Office Limited" not in page

    def test_says_by_how_many_days_a_line_is_late(self, cast, fund, maker, monkeypatch):
        call = builders.call(cast, fund)
        portal.stop_clock(monkeypatch, date.fromordinal(call.due_date.toordinal() + 3))
        assert "Late by 3 days" in maker.get(f"/calls/{call.pk}/").content.decode()

    def test_speaks_chinese(self, cast, fund):
        call = builders.call(cast, fund)
        page = portal.client_of(cast.maker(fund), "zh-hant").get(f"/calls/{call.pk}/").content.decode()
        assert "第 1 號繳納通知" in page
        assert "範例退休金控股有限公司" in page
