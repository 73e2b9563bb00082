"""An event of an investment: rehearsed, shown as it would be booked, recorded; nothing is kept before that."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from funds.models import JournalEntry
from investments import positions
from investments.portal.lots import DOORS
from itvf.models import AuditEvent
from tests import portal
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
