"""One company on one page: who may see what of it, and what it says."""

from datetime import date, timedelta

import pytest

from investments.models import Finding
from investments.portal import reading
from investments.services import events
from investments.services.life import Note
from tests import portal, programme
from tests.investments.portal import world
from tests.investments.portal.reading import foot, plain, rows


@pytest.fixture
def url(made):
    """The company's page."""
    return f"/portfolio/companies/{made.company.pk}/"


class TestWhoSeesIt:
    """Staff all of it; a general partner its own funds' part; nobody else."""

    def test_shows_staff_every_fund_that_holds_it_and_the_sum(self, made, officer, url, text):
        world.second_fund(made)
        page = text(officer, url)
        harbour, ridge = rows(page, "Holdings by fund")
        assert harbour.startswith("Harbour Frontier LPF Held 1 lot, first invested 20 May 2025 40,000,000.00")
        assert ridge.startswith("Ridge Frontier LPF Held 1 lot")
        assert foot(page, "Holdings by fund").startswith("These funds together 55,000,000.00 55,000,000.00")

    def test_shows_a_general_partner_its_own_fund_only(self, made, maker, url, text):
        world.second_fund(made)
        world.breach(made, "R9", "theirs", fund=made.other_fund)
        page = text(maker, url)
        assert [row.split()[0] for row in rows(page, "Holdings by fund")] == ["Harbour"]
        assert "Ridge" not in page
        assert "15,000,000.00" not in page
        other = text(portal.client_of(made.people.other_maker), url)
        assert (
            "Harbour Frontier LPF" not in other.replace("Another fund of the programme holds", "")[: other.find("rel")]
        )
        assert "40,000,000.00" not in other

    def test_is_hidden_from_a_general_partner_whose_funds_do_not_know_it(self, made, url):
        world.second_fund(made, holds=False)
        assert portal.client_of(made.people.other_maker).get(url).status_code == 404

    def test_is_hidden_from_all_others(self, outsiders, url):
        assert [client.get(url).status_code for client in outsiders] == [404, 404]

    def test_is_not_found_for_a_company_that_there_is_not(self, officer):
        assert officer.get("/portfolio/companies/999999/").status_code == 404

    def test_offers_a_verb_to_those_who_may_only(self, made, officer, url, text):
        assert "Record a fact" in text(officer, url)
        assert "Record a fact" not in text(portal.client_of(made.people.auditor), url)


class TestWhatItOffers:
    """A verb on one thing is offered where its page exists, to those who may do it."""

    @pytest.fixture
    def waiting(self, made, monkeypatch):
        """A breach, a value and a finding that wait, and a page for each verb."""
        world.breach(made, "R9", "late")
        world.value(made, date(2026, 3, 31), "46000000.00", reason="Orders.", review=False)
        world.visit(made)
        known = reading.reverse

        def reverse(route, args=()):
            return f"/{route}/{'/'.join(map(str, args))}/" if route in self.ROUTES else known(route, args=args)

        monkeypatch.setattr(reading, "reverse", reverse)

    ROUTES = ("portal_breach_cure", "portal_valuation_review", "portal_finding_answer", "portal_lot")

    def offered(self, page: str) -> list[str]:
        return [route for route in self.ROUTES if f"/{route}/" in page]

    def test_offers_staff_what_is_theirs(self, waiting, officer, url, text):
        assert self.offered(text(officer, url)) == list(self.ROUTES)
        assert self.offered(text(officer, "/breaches/")) == ["portal_breach_cure"]

    def test_offers_the_general_partner_its_own_part(self, waiting, maker, url, text):
        assert self.offered(text(maker, url)) == ["portal_finding_answer", "portal_lot"]
        assert self.offered(text(maker, "/breaches/")) == []

    def test_offers_an_auditor_nothing(self, made, waiting, url, text):
        assert self.offered(text(portal.client_of(made.people.auditor), url)) == []

    def test_offers_to_answer_a_finding(self, made, officer, url, text):
        world.visit(made)
        assert "Answer the finding" in text(officer, url)


class TestWhatItSays:
    """Rounds, life, values, spend and what is watched, each figure with its basis."""

    def test_gives_ownership_by_round_with_dilution(self, made, officer, url, text):
        world.financing_round(
            made, "Series A", world.SEED_ROUND, issued="1000000", diluted="1100000", before="60000000"
        )
        world.financing_round(made, "Series B", world.SERIES_B, issued="1250000", diluted="1600000", before="90000000")
        page = text(officer, url)
        first, second = rows(page, "Financing rounds")
        assert "100,000,000.00 1,000,000 1,100,000 100,000 10% 9.09% –" in first
        assert "130,000,000.00 1,250,000 1,600,000 100,000 8% 6.25% 2%" in second
        assert "What the funds on this page own, by round" in page
        assert "Value of the whole company after each round" in page

    def test_tells_a_lot_s_life_with_its_journal_entries(self, made, officer, maker, url, text):
        event = world.write_down(made, "5000000.00", date(2026, 3, 2))
        page = plain(text(officer, url))
        assert "2 Mar 2026 · Written down for good" in page
        assert f"journal entry {event.entry_id}" in page
        assert "A product was dropped." in page
        assert f"/admin/funds/journalentry/{event.entry_id}/change/" in text(officer, url)
        assert "/admin/" not in text(maker, url)

    def test_shows_a_reversal_beside_what_it_undid(self, made, officer, url, text):
        event = world.write_down(made, "5000000.00", date(2026, 3, 2))
        note = Note(on=date(2026, 3, 9), evidence="Board paper", reason="Entered twice.")
        events.reverse(event=event, note=note, by=made.people.officer, at=programme.at(date(2026, 3, 9)))
        page = plain(text(officer, url))
        assert "Written down for good Reversed by event 3" in page
        assert "Reversal of event 2" in page

    def test_says_what_an_exit_brought_beside_its_last_value(self, made, officer, url, text):
        world.value(made, date(2025, 12, 31), "46000000.00", reason="Orders.")
        world.sell(made, made.investment, "50000000.00")
        page = plain(text(officer, url))
        assert "Exit: trade sale" in page
        assert "Sold for HK$ 50,000,000.00; 125 days before, the same part was valued at HK$ 46,000,000.00" in page
        assert "Realised 1 lot" in page

    def test_marks_a_stale_value_in_words_on_its_first_stale_day(self, made, officer, url, text, monkeypatch):
        world.value(made, date(2026, 3, 31), "46000000.00", reason="Orders.")
        portal.stop_clock(monkeypatch, date(2026, 3, 31) + timedelta(days=100))
        assert "Up to date The last reviewed value is 100 days old" in plain(text(officer, url))
        portal.stop_clock(monkeypatch, date(2026, 3, 31) + timedelta(days=101))
        assert "Stale The last reviewed value is 101 days old" in plain(text(officer, url))

    def test_bridges_the_last_value_to_this_one(self, made, officer, url, text):
        world.value(made, date(2025, 12, 31), "46000000.00", reason="Orders.")
        world.value(made, date(2026, 3, 31), "61500000.00", reason="Series B.")
        found = rows(text(officer, url), "Bridge to 31 Mar 2026")
        assert found[0] == "Value before 46,000,000.00"
        assert "Change of value 15,500,000.00" in found
        assert "Value now 61,500,000.00" in found

    def test_shows_a_value_that_waits_without_counting_it(self, made, officer, url, text):
        world.value(made, date(2026, 3, 31), "46000000.00", reason="Orders.", review=False)
        page = plain(text(officer, url))
        assert "HK$ 46,000,000.00 as of 31 Mar 2026 Waiting for review" in page.replace("waiting", "Waiting")
        assert "Not valued yet" in page

    def test_sets_hong_kong_spend_beside_the_straight_line(self, made, officer, url, text):
        world.spend(made, date(2025, 9, 30), "1800000.00", "700000.00")
        world.verify(made)
        page = text(officer, url)
        assert "Behind schedule" in page
        assert "HK$ 2,200,000.00 counts (reported, less rejected): 11% of the HK$ 20,000,000.00" in plain(page)
        assert rows(page, "Hong Kong spend by category") == [
            "Talent 1,800,000.00 1,500,000.00 300,000.00",
            "Services 700,000.00 0.00 0.00",
        ]
        assert "Expected on the straight line (A16)" in page

    def test_names_owners_activities_facts_and_the_group(self, made, officer, url, text):
        world.watch(made)
        page = text(officer, url)
        assert rows(page, "Who stands behind it") == [
            "Example Holdings Limited Beneficial owner 42% 3 Mar 2025 – Register of significant controllers"
        ]
        words = plain(page)
        assert "Sample Vision Group" in words
        assert "Software for robots" in words
        assert "Start-up Yes since 3 Mar 2025 Register extract and visit · Officer" in words
        assert "R&D site in Hong Kong Not known" in words

    def test_follows_findings_to_their_closure(self, made, officer, url, text):
        world.visit(made)
        words = plain(text(officer, url))
        assert "Finding 1 closed to be answered by 15 May 2026" in words
        assert "Finding 2 open and overdue to be answered by 31 May 2026" in words
        Finding.objects.filter(number=2).update(due_date=world.TODAY)
        assert "Finding 2 open to be answered by 30 Jun 2026" in plain(text(officer, url))

    def test_shows_breaches_consents_and_documents_of_its_deals(self, made, officer, url, text):
        world.breach(made, "R9", "late", due=world.TODAY - timedelta(days=1))
        world.consent(made, expiry=date(2026, 4, 30))
        page = text(officer, url)
        assert rows(page, "Breaches")[0].startswith("Open and overdue R9")
        assert rows(page, "Consents")[0].startswith("Lapsed R11")
        assert len(rows(page, "Documents")) == 3
        assert "2 names behind the deal were searched" in page

    def test_says_that_no_fund_holds_a_company_that_is_only_registered(self, made, officer, text):
        other = world.company(made, "Example Gene Therapy Limited")
        page = text(officer, f"/portfolio/companies/{other.pk}/")
        assert "No fund that you see holds it" in page

    def test_reads_in_chinese(self, made, url, text):
        page = text(portal.client_of(made.people.officer, "zh-hant"), url)
        assert "範例視覺機械人有限公司" in page
        assert "前沿有限合夥基金" in page
        assert "2025年5月20日" in page

    def test_takes_as_many_queries_for_a_long_life_as_for_a_short_one(self, made, officer, url, count):
        def live_on(day):
            world.financing_round(made, f"Round {day}", day, issued="1000000", diluted="1100000", before="60000000")
            world.value(made, day, "46000000.00", reason="Orders.")
            world.earn(made, "1000.00", day + timedelta(days=30))
            world.breach(made, "R9", f"at_{day}")
            world.consent(made)
            world.visit(made)

        live_on(date(2025, 6, 30))
        world.spend(made, date(2025, 9, 30), "1800000.00", "700000.00")
        few = count(officer, url)
        live_on(date(2025, 9, 30))
        live_on(date(2025, 12, 31))
        world.spend(made, date(2025, 12, 31), "1800000.00", "700000.00")
        world.spend(made, date(2026, 3, 31), "1800000.00", "700000.00")
        assert count(officer, url) == few
