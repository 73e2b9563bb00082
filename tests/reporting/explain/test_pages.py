"""The portal's pages of derivations: who reads which, down to the entry; as known before, with what changed since."""

import re
from datetime import timedelta
from html import unescape
from http import HTTPStatus
from io import BytesIO
from urllib.parse import quote

import pytest
from pypdf import PdfReader

from funds.models import CallLine, JournalEntry
from tests import portal
from tests.reporting.explain.world import ON

pytestmark = pytest.mark.django_db

OK, MISSING = HTTPStatus.OK, HTTPStatus.NOT_FOUND
WHY = "/funds/harbour/explain"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    portal.stop_clock(monkeypatch, ON)


def read(user, address: str, language: str = "en") -> str:
    answer = portal.client_of(user, language).get(address)
    assert answer.status_code == OK, address
    return answer.content.decode()


class TestPages:
    def test_lead_the_general_partner_from_carry_to_an_entry(self, cast, fund):
        maker = cast.maker(fund)
        page = read(maker, f"{WHY}/carry/")
        assert "R15" in page
        addresses = set(re.findall(r'href="(/funds/harbour/entries/\d+/)"', page))
        kinds = {kind for kind in ("Contribution received", "Distribution declared") if kind in page}
        assert len(kinds) == 2
        entry = read(maker, sorted(addresses)[0])
        assert "Total" in entry
        assert read(cast.officer, f"{WHY}/carry/").count("/admin/funds/journalentry/") >= len(addresses)

    def test_offer_each_reader_what_it_may_see(self, cast, fund):
        assert "Carried interest distributed" in read(cast.maker(fund), f"{WHY}/")
        page = read(cast.partner, f"{WHY}/")
        assert "Paid in" in page
        assert "Carried interest distributed" not in page
        for address in (f"{WHY}/", f"{WHY}/carry/", f"{WHY}/called/"):
            assert portal.client_of(cast.ridge_maker).get(address).status_code == MISSING

    def test_offer_before_the_first_closing_what_there_is(self, cast, fund):
        before = (fund.first_closing_date - timedelta(days=1)).isoformat()
        page = read(cast.officer, f"{WHY}/?on={before}")
        links = {unescape(one) for one in re.findall(rf'href="({WHY}/[^"]+)"', page)}
        assert links
        for link in links:
            read(cast.officer, link)

    def test_show_a_contact_its_own_lines_of_an_entry(self, cast, fund, world):
        line = CallLine.objects.get(call__fund=fund, partner=world.partner)
        page = read(cast.partner, f"{WHY}/call-line/?of={line.pk}")
        (address,) = set(re.findall(r'href="(/funds/harbour/entries/\d+/)"', page))
        entry = read(cast.partner, address)
        assert "Only your own lines" in entry
        other = fund.partners.exclude(pk=world.partner.pk).filter(kind="private").first()
        assert other is None or other.name_en not in entry
        hidden = JournalEntry.objects.filter(book__fund=fund, kind="investment").first()
        client = portal.client_of(cast.partner)
        assert client.get(f"/funds/harbour/entries/{hidden.pk}/").status_code == MISSING
        assert client.get(f"{WHY}/carry/").status_code == MISSING

    def test_print_again_what_was_known_and_say_what_changed(self, cast, fund):
        entries = JournalEntry.objects.filter(book__fund=fund)
        known_at = entries.latest("recorded_at").recorded_at
        now_known = read(cast.officer, f"{WHY}/balance/?of=cash&known_at={quote(known_at.isoformat())}")
        assert "HK$\u00a0210,000,000.00" in now_known
        assert "no entry was recorded later" in now_known
        before = entries.earliest("recorded_at").recorded_at - timedelta(microseconds=1)
        page = read(cast.officer, f"{WHY}/balance/?of=cash&known_at={quote(before.isoformat())}")
        assert "<h1>HK$\u00a00.00</h1>" in page
        assert f"{entries.filter(effective_date__lte=ON).count()} entries were recorded later" in page
        nonsense = read(cast.officer, f"{WHY}/balance/?of=cash&known_at=yesterday&page=x&on=never")
        assert "Enter a valid date" in nonsense

    def test_are_printed_with_every_step(self, cast, fund):
        client = portal.client_of(cast.maker(fund))
        answer = client.get(f"{WHY}/carry/pdf/?on={ON.isoformat()}")
        assert answer["Content-Type"] == "application/pdf"
        text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
        assert "HK$ 3,800,000.00" in text
        assert "Contribution received" in text
        assert client.get(f"{WHY}/nothing/pdf/").status_code == MISSING

    def test_are_read_in_chinese(self, cast, fund):
        assert 'lang="zh-Hant-HK"' in read(cast.maker(fund), f"{WHY}/accrued-carry/?open=all", "zh-hant")


class TestTheApi:
    def test_gives_the_same_tree_with_its_entries(self, cast, fund):
        client = portal.client_of(cast.maker(fund))
        offered = client.get("/api/v1/funds/harbour/explanations").json()
        assert {"carry", "call-line", "headroom"} <= {one["figure"] for one in offered}
        asked = f"/api/v1/funds/harbour/explanations/carry?on={ON.isoformat()}"
        answer = client.get(asked).json()
        assert answer["derivation"]["value"] == "3800000.00"
        assert [part["value"] for part in answer["derivation"]["parts"]] == ["2000000.00", "1800000.00"]
        assert {one["kind"] for one in answer["journal_entries"]} == {"contribution", "distribution"}
        assert portal.client_of(cast.partner).get(asked).status_code == MISSING
        assert portal.client_of(cast.ridge_maker).get(asked).status_code == MISSING
        assert client.get("/api/v1/funds/harbour/explanations/carry?when=now").status_code == HTTPStatus.BAD_REQUEST
