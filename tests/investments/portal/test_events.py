"""An event of an investment: rehearsed, shown as it would be booked, recorded; nothing is kept before that."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from funds.models import JournalEntry
from investments import positions
from investments.portal.lots import DOORS
from investments.services import investments
from itvf.models import AuditEvent
from tests import portal, programme
from tests.investments.portal import world
from tests.investments.portal.reading import foot, rows

SALE = {
    "on": "2026-05-05",
    "route": "trade_sale",
    "units": "50000",
    "part_rate": "1",
    "proceeds_hkd": "30,000,000.00",
    "escrow_hkd": "2,000,000",
    "evidence": "Sale and purchase agreement of 5 May 2026",
}
DOWN = {"on": "2026-05-05", "amount_hkd": "8000000", "evidence": "Board paper", "reason": "A product was dropped."}
CHANGED = "It is not what was shown before"


def url(made, verb: str) -> str:
    """Where an event of the first lot is recorded."""
    return f"/investments/{made.investment.pk}/events/{verb}/"


def confirmed(page: str) -> dict:
    """What a page that shows a rehearsal sends with the button that records it."""
    return {"record": "1", "checked": re.search(r'name="checked" value="([0-9a-f]{64})"', page).group(1)}


class TestARehearsal:
    """Shows what will be booked and keeps nothing of it."""

    def test_shows_before_and_after_and_the_journal(self, made, maker):
        page = maker.post(url(made, "exit"), SALE | {"check": "1"}).content.decode()
        assert "Held at cost HK$ 40,000,000.00 HK$ 20,000,000.00" in " ".join(rows(page, "The investment"))
        assert rows(page, "Journal entry of 5 May 2026: sold") == [
            "Cash 28,000,000.00 –",
            "Proceeds held in escrow 2,000,000.00 –",
            "Investment at cost – 20,000,000.00",
            "Realised gain – 10,000,000.00",
        ]
        assert foot(page, "Journal entry of 5 May 2026: sold") == "Total 30,000,000.00 30,000,000.00"

    def test_shows_each_entry_of_an_exit_after_a_value_and_a_write_down(self, made, maker):
        world.write_down(made, "8000000.00", date(2026, 3, 2))
        world.value(made, date(2026, 3, 31), "36000000.00", reason="Orders.")
        page = maker.post(url(made, "exit"), SALE | {"check": "1"}).content.decode().replace("\xa0", " ")
        captions = re.findall(r"<caption>(Journal[^<]*)", page)
        assert captions == [
            f"Journal entry of 5 May 2026: {kind}" for kind in ("sold", "value changed", "written off or down")
        ]
        assert {foot(page, caption) for caption in captions} == {
            "Total 30,000,000.00 30,000,000.00",
            "Total 2,000,000.00 2,000,000.00",
            "Total 4,000,000.00 4,000,000.00",
        }

    def test_keeps_nothing(self, made, maker):
        before = JournalEntry.objects.count(), AuditEvent.objects.count()
        assert maker.post(url(made, "exit"), SALE | {"check": "1"}).status_code == 200
        assert made.investment.life_events.count() == 1
        assert (JournalEntry.objects.count(), AuditEvent.objects.count()) == before

    def test_asks_for_the_file_once_it_is_known_what_will_be_booked(self, made, maker):
        assert 'type="file"' not in maker.get(url(made, "exit")).content.decode()
        assert 'type="file"' in maker.post(url(made, "exit"), SALE | {"check": "1"}).content.decode()


class TestTheRecord:
    """Follows only what was shown."""

    def test_books_what_was_shown_with_its_file(self, made, maker):
        page = maker.post(url(made, "exit"), SALE | {"check": "1"}).content.decode()
        paper = SimpleUploadedFile("agreement.pdf", b"%PDF-1.7 sale", content_type="application/pdf")
        answer = maker.post(url(made, "exit"), SALE | confirmed(page) | {"file": paper})
        assert answer.url == f"/investments/{made.investment.pk}/"
        sold = made.investment.life_events.get(kind="exit")
        assert (str(sold.gain_hkd), str(sold.escrow_hkd), sold.file.name) == (
            "10000000.00",
            "2000000.00",
            "agreement.pdf",
        )

    def test_of_something_else_than_was_shown_is_shown_again(self, made, maker):
        page = maker.post(url(made, "exit"), SALE | {"check": "1"}).content.decode()
        assert CHANGED not in page
        answer = maker.post(url(made, "exit"), SALE | {"proceeds_hkd": "31000000"} | confirmed(page)).content.decode()
        assert "11,000,000.00" in answer
        assert CHANGED in answer
        assert not made.investment.life_events.filter(kind="exit").exists()

    def test_in_books_that_moved_since_is_shown_again(self, made, maker):
        page = maker.post(url(made, "exit"), SALE | {"check": "1"}).content.decode()
        world.write_down(made, "8000000.00", date(2026, 5, 4))
        again = maker.post(url(made, "exit"), SALE | confirmed(page)).content.decode()
        assert CHANGED in again
        assert not made.investment.life_events.filter(kind="exit").exists()
        assert maker.post(url(made, "exit"), SALE | confirmed(again)).status_code == 302

    def test_without_a_rehearsal_is_a_rehearsal(self, made, maker):
        assert maker.post(url(made, "exit"), SALE | {"record": "1", "checked": ""}).status_code == 200
        assert made.investment.life_events.count() == 1

    def test_names_a_file_of_another_type_at_its_field_and_keeps_nothing(self, made, maker):
        page = maker.post(url(made, "write-down"), DOWN | {"check": "1"}).content.decode()
        paper = SimpleUploadedFile("paper.pdf", b"not a PDF", content_type="application/pdf")
        answer = maker.post(url(made, "write-down"), DOWN | confirmed(page) | {"file": paper})
        assert answer.status_code == 422
        assert 'href="#id_file"' in answer.content.decode()
        assert made.investment.life_events.count() == 1

    @pytest.mark.parametrize(
        ("verb", "given", "kind", "rows_after"),
        [
            ("split", {"new": "10", "old": "1"}, "split", "Units held 100,000 1,000,000"),
            ("bonus", {"new": "1", "old": "4"}, "bonus", "Units held 100,000 125,000"),
            ("write-down", {"amount_hkd": "8000000", "reason": "Dropped."}, "write_down", "8,000,000.00"),
            ("write-off", {"reason": "Wound up."}, "write_off", "Written off"),
            ("income", {"gross_hkd": "500000", "tax_withheld_hkd": "50000"}, "income", "Income received"),
        ],
    )
    def test_of_each_kind(self, made, maker, verb, given, kind, rows_after):
        told = {"on": "2026-05-05", "evidence": "Paper of 5 May 2026"} | given
        page = maker.post(url(made, verb), told | {"check": "1"}).content.decode()
        assert rows_after in " ".join(rows(page, "The investment"))
        assert maker.post(url(made, verb), told | confirmed(page)).status_code == 302
        assert made.investment.life_events.filter(kind=kind).count() == 1

    def test_reversal_undoes_a_write_down_in_the_books(self, made, maker):
        world.write_down(made, "8000000.00", date(2026, 5, 4))
        page = maker.post(url(made, "write-down-reversal"), DOWN | {"check": "1"}).content.decode()
        maker.post(url(made, "write-down-reversal"), DOWN | confirmed(page))
        assert positions.of(made.investment).holding.written_down_hkd == 0

    def test_releases_what_was_held_back(self, made, maker):
        page = maker.post(url(made, "exit"), SALE | {"check": "1"}).content.decode()
        maker.post(url(made, "exit"), SALE | confirmed(page))
        assert url(made, "escrow-release") in maker.get(f"/investments/{made.investment.pk}/").content.decode()
        told = {"on": "2026-06-05", "settled_hkd": "2000000", "received_hkd": "1500000", "evidence": "Bank advice"}
        page = maker.post(url(made, "escrow-release"), told | {"check": "1"}).content.decode()
        assert "Held in escrow HK$ 2,000,000.00 HK$ 0.00" in rows(page, "The investment")
        assert maker.post(url(made, "escrow-release"), told | confirmed(page)).status_code == 302
        assert positions.of(made.investment).escrow_hkd == 0


class TestRefusals:
    """Stand where they belong; what was typed stays."""

    def test_more_units_than_are_held(self, made, maker):
        answer = maker.post(url(made, "exit"), SALE | {"units": "100001", "check": "1"})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "There is a problem" in page
        assert 'value="100001"' in page

    def test_a_day_that_is_to_come_at_the_date(self, made, maker):
        answer = maker.post(url(made, "exit"), SALE | {"on": "2026-07-01", "check": "1"})
        assert 'href="#id_on"' in answer.content.decode()

    def test_a_tranche_beyond_the_deal(self, made, maker):
        given = {"on": "2026-05-05", "amount_hkd": "1", "units": "0", "evidence": "Bank advice", "check": "1"}
        assert maker.post(url(made, "tranche"), given).status_code in (409, 422)
        assert made.investment.life_events.count() == 1

    def test_a_conversion_of_shares(self, made, maker):
        given = {
            "on": "2026-05-05",
            "principal": "40000000",
            "interest_rate": "0.05",
            "interest_from": "2025-05-20",
            "round_price": "400",
            "discount_rate": "0.2",
            "evidence": "Conversion notice",
            "check": "1",
        }
        answer = maker.post(url(made, "conversion"), given)
        assert answer.status_code == 409
        assert made.investment.life_events.count() == 1


class TestWhoMay:
    """The manager records, staff reverse, others find nothing."""

    @pytest.mark.parametrize("verb", DOORS)
    def test_every_verb_has_its_page(self, made, maker, verb):
        assert maker.get(url(made, verb)).status_code == 200

    def test_outsiders_find_nothing(self, made, outsiders):
        for client in outsiders:
            assert client.get(url(made, "exit")).status_code == 404
            assert client.get(f"/investments/{made.investment.pk}/").status_code == 404

    def test_a_signatory_may_not_record(self, made):
        signatory = portal.client_of(made.people.signatory)
        assert signatory.get(url(made, "exit")).status_code == 403
        assert "Record an exit" not in signatory.get(f"/investments/{made.investment.pk}/").content.decode()

    def test_an_unknown_verb_is_no_page(self, made, maker):
        assert maker.get(url(made, "gift")).status_code == 404


class TestOtherDeals:
    """A tranche, a conversion and money in another currency, through the page."""

    RATE = {"fx_rate": "7.75", "fx_source": "HKAB opening rate", "fx_date": "2026-05-05"}

    def done(self, maker, made, verb: str, given: dict):
        """The event of a kind, rehearsed and recorded, and the page that was shown before."""
        told = {"on": "2026-05-05", "evidence": "Paper of 5 May 2026"} | given
        page = maker.post(url(made, verb), told | {"check": "1"}).content.decode().replace("\xa0", " ")
        assert maker.post(url(made, verb), told | confirmed(page)).status_code == 302
        return made.investment.life_events.order_by("-number").first(), page

    def hold(self, made, *, deal: dict, **given) -> None:
        """Another deal of the fund, done on the day of the seed round; it is the lot that the test is about."""
        target = world.company(made, "Demo Solid Cell Limited", "示範固態電池有限公司")
        proposal = programme.proposed(
            made.people, made.fund, target, "15600000.00", expected_date=world.SEED_ROUND, **deal
        )
        programme.agreed(made.people, proposal)
        made.investment = investments.complete(
            proposal=proposal,
            completed_date=world.SEED_ROUND,
            evidence="Bank advice",
            by=made.people.maker,
            at=programme.at(world.SEED_ROUND),
            **given,
        )

    def test_a_tranche_adds_cost_and_units(self, made, maker):
        self.hold(made, deal={}, amount_hkd=Decimal("5000000.00"), units=Decimal(100))
        drawn, page = self.done(maker, made, "tranche", {"amount_hkd": "6,000,000", "units": "120"})
        assert "Held at cost HK$ 5,000,000.00 HK$ 11,000,000.00" in rows(page, "The investment")
        assert rows(page, "Journal entry of 5 May 2026: investment completed") == [
            "Investment at cost 6,000,000.00 –",
            "Cash – 6,000,000.00",
        ]
        assert (drawn.kind, drawn.amount_hkd, drawn.units) == ("tranche", Decimal("6000000.00"), Decimal(120))

    def test_a_conversion_carries_cost_over_and_books_no_income(self, made, maker):
        self.hold(made, deal={"instrument": "convertible_bond"}, units=Decimal(0))
        terms = {
            "principal": "15600000",
            "interest_rate": "0",
            "interest_from": "2025-05-20",
            "round_price": "100",
            "discount_rate": "0.2",
        }
        converted, page = self.done(maker, made, "conversion", terms)
        assert rows(page, "The investment") == [
            "Units held 0 195,000",
            "Held at cost HK$ 15,600,000.00 HK$ 15,600,000.00",
        ]
        assert rows(page, "Journal entry of 5 May 2026: converted into shares") == [
            "Investment at cost, converted 15,600,000.00 –",
            "Investment at cost – 15,600,000.00",
        ]
        assert converted.units == Decimal(195000)

    def test_a_sale_in_dollars_parts_price_from_exchange(self, made, maker):
        deal = {"currency": "USD", "foreign_amount": Decimal("2000000.0000")}
        bought = {"fx_rate": Decimal("7.8"), "fx_source": "HKAB", "fx_date": world.SEED_ROUND}
        self.hold(made, deal=deal, units=Decimal(1000), foreign_amount=Decimal("2000000.0000"), **bought)
        given = {"route": "trade_sale", "part_rate": "1", "escrow_hkd": "0", "foreign_amount": "3000000"} | self.RATE
        sold, page = self.done(maker, made, "exit", given)
        assert "Realised gain HK$ 0.00 HK$ 7,750,000.00" in rows(page, "The investment")
        assert "Realised exchange difference HK$ 0.00 HK$ (100,000.00)" in rows(page, "The investment")
        assert foot(page, "Journal entry of 5 May 2026: sold") == "Total 23,350,000.00 23,350,000.00"
        assert (sold.currency, sold.exchange_hkd) == ("USD", Decimal("-100000.00"))
