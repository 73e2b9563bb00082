"""The Government's payment as the GP sees it, and late interest, in the portal."""

from datetime import date

import pytest

from funds.models import LateInterest, PaymentConfirmation
from funds.services import payment_record
from reporting.demo import acts
from reporting.demo.acts import moment
from tests import builders, portal

ON = date(2025, 5, 12)


@pytest.fixture(autouse=True)
def later(monkeypatch, clock):
    """These pages are read after the call was due."""
    portal.stop_clock(monkeypatch, ON)


@pytest.fixture
def call(cast, fund):
    return builders.call(cast, fund)


def asked(cast, call):
    case = acts.case_of(call)
    return payment_record.query(case=case, question="Why so much?", by=cast.finance, at=moment(date(2025, 5, 6)))


def text(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


class TestAQuery:
    def test_waits_on_the_front_page_until_it_is_answered(self, cast, fund, call, maker, signatory):
        hold = asked(cast, call)
        assert "Answer the Corporation about capital call 1" in text(maker, "/")
        assert "4 business days" in text(maker, "/")
        page = f"/calls/{call.pk}/payment/"
        assert "Why so much?" in text(signatory, f"{page}answer/")
        assert maker.post(f"{page}answer/", {"reply": ""}).status_code == 422
        assert maker.post(f"{page}answer/", {"reply": "Two deals close in May."}).url == page
        assert hold.messages.last().said_by == cast.maker(fund)
        assert "Two deals close in May." in text(maker, page)
        assert "Answer the Corporation" not in text(maker, "/")

    def test_is_not_for_partners_nor_strangers(self, cast, call, contact, stranger):
        asked(cast, call)
        for client in (contact, stranger):
            for page in ("", "answer/", "confirm/"):
                assert client.get(f"/calls/{call.pk}/payment/{page}").status_code == 404


class TestTheReceipt:
    def test_is_confirmed_and_a_difference_is_shown(self, cast, fund, call, maker):
        builders.authority(cast)
        builders.funding(cast, call.amount_hkd)
        page = f"/calls/{call.pk}/payment/"
        assert maker.get(f"{page}confirm/").status_code == 409
        case = acts.pay_government(cast, call, on=call.due_date)
        assert "Confirm the Government&#x27;s payment of capital call 1" in text(maker, "/")
        given = {"amount_hkd": f"{case.amount_hkd - 15:,}", "value_date": "2025-05-12", "bank_reference": "IN 1"}
        assert maker.post(f"{page}confirm/", given).url == page
        shown = text(maker, page)
        assert "(15.00)" in shown
        assert "It differs from the bank&#x27;s debit" in shown
        assert PaymentConfirmation.objects.get().confirmed_by == cast.maker(fund)


class TestLateInterest:
    @pytest.fixture
    def paid_late(self, cast, call):
        for line in acts.private_lines(call)[:2]:
            acts.receive(cast, line, on=date(2025, 5, 8))
        return call.lines.filter(contributions__isnull=False).order_by("order").first().contributions.get()

    def test_is_charged_by_the_signatory_and_waived_by_the_maker(self, cast, fund, call, paid_late, maker, signatory):
        page = f"/calls/{call.pk}/late-interest/"
        assert page in text(signatory, f"/calls/{call.pk}/")
        door = f"/contributions/{paid_late.pk}/late-interest/"
        assert door in text(signatory, page)
        assert door not in text(maker, page)
        assert maker.post(door, {"confirmed": "on"}).status_code == 403
        assert signatory.post(door, {"confirmed": "on"}).url == page
        charge = LateInterest.objects.get()
        assert f"{charge.amount_hkd:,} outstanding" in text(signatory, page)
        assert f"/late-interest/{charge.pk}/waive/" not in text(signatory, page)
        assert f"/late-interest/{charge.pk}/waive/" in text(maker, page)
        assert maker.post(f"/late-interest/{charge.pk}/waive/", {"reason": "The bank's fault"}).url == page
        assert "Waived: The bank&#x27;s fault" in text(signatory, page)

    def test_shows_a_partner_its_own_line(self, call, paid_late, contact, stranger):
        page = text(contact, f"/calls/{call.pk}/late-interest/")
        assert "Sample Pension Holdings Limited" in page
        assert page.count("<tr") < text(drafter_of(call), f"/calls/{call.pk}/late-interest/").count("<tr")
        assert stranger.get(f"/calls/{call.pk}/late-interest/").status_code == 404


def drafter_of(call):
    """The GP's drafter, who sees every line."""
    return portal.client_of(call.drafted_by)
