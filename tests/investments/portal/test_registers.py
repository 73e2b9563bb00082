"""The breach register and the register of consents."""

import re
from datetime import date, timedelta

from django.test import Client

from funds.rules.fees import FEE_ABOVE_CAP
from tests import portal
from tests.investments.portal import world
from tests.investments.portal.reading import plain, rows


class TestTheBreachRegister:
    """What breaks a rule and stands all the same."""

    URL = "/breaches/"

    def test_says_what_was_found_with_its_figures(self, made, officer, text):
        world.breach(made, "R9", "hong_kong_share_of_cost_low")
        (row,) = rows(text(officer, self.URL))
        assert (
            "After this deal HK$40,000,000.00 of HK$90,000,000.00 invested counts as Hong Kong, under 50% of cost."
            in row
        )
        assert row.startswith("Open R9 Annex 3 1(g)(ii)")
        assert "No day agreed yet" in row

    def test_says_it_in_the_reader_s_language(self, made, text):
        world.breach(made, "R14", "fee_above_cap", due=date(2026, 6, 18), sentence=FEE_ABOVE_CAP)
        (row,) = rows(text(portal.client_of(made.people.officer, "zh-hant"), self.URL))
        assert "1,200,000.00" in row
        assert "附件三 1(g)(ii)" in row
        assert "2026年6月18日" in row
        assert "The fee from" not in row

    def test_keeps_the_words_of_the_day_where_no_sentence_was_kept(self, made, officer, text):
        found = world.breach(made, "R9", "old")
        found.sentence = ""
        found.save()
        assert "HK$ 40,000,000.00 counts." in rows(text(officer, self.URL))[0]

    def test_marks_the_overdue_in_words(self, made, officer, text):
        world.breach(made, "R9", "late", due=world.TODAY - timedelta(days=1))
        world.breach(made, "R11", "today", due=world.TODAY)
        late, due_today = rows(text(officer, self.URL))
        assert late.startswith("Open and overdue R9")
        assert "29 Jun 2026: overdue by 1 day" in late
        assert due_today.startswith("Open R11")
        assert "30 Jun 2026: today" in due_today

    def test_says_how_a_breach_was_cured(self, made, officer, text):
        world.breach(made, "R14", "fee_above_cap", cured=date(2026, 5, 4))
        (row,) = rows(text(officer, self.URL))
        assert row.startswith("Cured R14")
        assert "The charge was corrected and repaid. 4 May 2026 · Officer" in row

    def test_puts_the_open_first_and_the_overdue_before_all(self, made, officer, text):
        world.breach(made, "R14", "cured", cured=date(2026, 5, 4))
        world.breach(made, "R8", "no_day")
        world.breach(made, "R11", "later", due=world.TODAY + timedelta(days=9))
        world.breach(made, "R9", "late", due=world.TODAY - timedelta(days=9))
        found = [re.search(r"R\d+", row)[0] for row in rows(text(officer, self.URL))]
        assert found == ["R9", "R11", "R8", "R14"]

    def test_counts_each_state(self, made, officer, text):
        world.breach(made, "R9", "late", due=world.TODAY - timedelta(days=9))
        world.breach(made, "R14", "cured", cured=date(2026, 5, 4))
        page = plain(text(officer, self.URL))
        assert "Open 1 found and not cured Open and overdue 1" in page
        assert "Cured 1 they stay in the register" in page

    def test_filters_by_state_rule_and_fund(self, made, officer, text):
        other = world.second_fund(made, holds=False)
        world.breach(made, "R9", "late", due=world.TODAY - timedelta(days=9))
        world.breach(made, "R14", "cured", cured=date(2026, 5, 4))
        world.breach(made, "R14", "elsewhere", fund=other)

        def rules(query):
            return [re.search(r"R\d+", row)[0] for row in rows(text(officer, self.URL + query))]

        assert rules("?state=overdue") == ["R9"]
        assert rules("?state=cured") == ["R14"]
        assert rules("?state=open") == ["R9", "R14"]
        assert rules("?rule=R14") == ["R14", "R14"]
        assert rules("?fund=ridge&rule=R14&state=open") == ["R14"]

    def test_keeps_the_filters_in_the_form_and_says_them(self, made, officer, text):
        world.breach(made, "R9", "late")
        page = text(officer, f"{self.URL}?fund={made.fund.code}&state=open")
        assert '<option value="open" selected>' in page
        assert "Harbour Frontier LPF</span>" in page
        assert "Clear the filters" in page

    def test_says_when_nothing_matches_and_how_to_clear(self, made, officer, text):
        world.breach(made, "R9", "late")
        page = text(officer, f"{self.URL}?state=cured")
        assert "Nothing matches" in page
        assert 'class="button" href="/breaches/"' in page

    def test_says_when_there_is_none(self, officer, text):
        assert "No breach on record" in text(officer, self.URL)

    def test_names_a_filter_that_cannot_be_read(self, made, officer, text):
        world.breach(made, "R9", "late")
        page = text(officer, f"{self.URL}?state=sideways")
        assert "field__error" in page
        assert len(rows(page)) == 1

    def test_shows_a_manager_its_own_only(self, made, maker, text):
        other = world.second_fund(made, holds=False)
        world.breach(made, "R9", "mine")
        world.breach(made, "R14", "theirs", fund=other)
        page = text(maker, self.URL)
        assert "R14" not in page
        assert "Ridge" not in page
        assert len(rows(page)) == 1
        assert "R14" in text(portal.client_of(made.people.other_maker), self.URL)

    def test_does_not_filter_by_another_s_fund(self, made, maker, text):
        other = world.second_fund(made, holds=False)
        world.breach(made, "R14", "theirs", fund=other)
        assert "field__error" in text(maker, f"{self.URL}?fund=ridge")

    def test_is_hidden_from_all_others(self, outsiders):
        assert [client.get(self.URL).status_code for client in outsiders] == [404, 404]
        assert Client().get(self.URL).status_code == 302

    def test_takes_as_many_queries_for_many_as_for_few(self, made, officer, count):
        world.breach(made, "R9", "one")
        few = count(officer, self.URL)
        for number in range(9):
            world.breach(made, "R9", f"more_{number}", cured=date(2026, 5, 4) if number % 2 else None)
        assert count(officer, self.URL) == few


class TestTheRegisterOfConsents:
    """Who allowed what, until when."""

    URL = "/consents/"

    def test_says_who_when_scope_and_document(self, made, officer, text):
        world.consent(made)
        (row,) = rows(text(officer, self.URL))
        assert row.startswith("Live R11 The whole rule Harbour Frontier LPF Sample Vision Robotics Limited")
        assert "The deal in the company's later round." in row
        assert "The Corporation 2 Mar 2026 recorded by Officer approved by Manager" in row
        assert "20 Jul 2026: lapses in 20 days MIN-2026-03" in row

    def test_lapses_by_itself_the_day_after_its_last(self, made, officer, text):
        world.consent(made, expiry=world.TODAY)
        world.consent(made, expiry=world.TODAY - timedelta(days=1))
        live, lapsed = rows(text(officer, self.URL))
        assert live.startswith("Live")
        assert "30 Jun 2026: its last day is today" in live
        assert lapsed.startswith("Lapsed")
        assert "29 Jun 2026: lapsed" in lapsed

    def test_filters_by_state_rule_and_fund(self, made, officer, text):
        world.consent(made)
        world.consent(made, expiry=date(2026, 4, 30))
        assert [row.split()[0] for row in rows(text(officer, f"{self.URL}?state=live"))] == ["Live"]
        assert [row.split()[0] for row in rows(text(officer, f"{self.URL}?state=lapsed&rule=R11"))] == ["Lapsed"]
        assert "Nothing matches" in text(officer, f"{self.URL}?state=revoked&fund=harbour")

    def test_shows_a_manager_its_own_only(self, made, maker, text):
        world.consent(made)
        assert len(rows(text(maker, self.URL))) == 1
        world.second_fund(made, holds=False)
        assert "No consent on record" in text(portal.client_of(made.people.other_maker), self.URL)

    def test_is_hidden_from_all_others(self, outsiders):
        assert [client.get(self.URL).status_code for client in outsiders] == [404, 404]

    def test_takes_as_many_queries_for_many_as_for_few(self, made, officer, count):
        world.consent(made)
        few = count(officer, self.URL)
        for _number in range(5):
            world.consent(made)
        assert count(officer, self.URL) == few
