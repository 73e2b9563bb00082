"""Refusals in words: facts shown as people write them, templates translated whole."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from itvf import words
from itvf.admin_records import facts_line
from itvf.errors import Breach, NotPermitted, RuleBroken, WrongStage
from itvf.models import OutboxMessage


class TestShown:
    @pytest.mark.parametrize(
        ("value", "english", "chinese"),
        [
            (Decimal("450000000.00"), "450,000,000.00", "450,000,000.00"),
            (date(2026, 3, 1), "1 March 2026", "2026年3月1日"),
            (datetime(2026, 3, 1, 17, 30, tzinfo=UTC), "2 March 2026, 01:30", "2026年3月2日 01:30"),
            (OutboxMessage.State.PENDING, "waiting", None),
            (["a", "b"], "a, b", "a、b"),
            (7, "7", "7"),
        ],
    )
    def test_writes_a_fact_for_its_reader(self, value, english, chinese):
        with translation.override("en"):
            assert words.shown(value) == english
        if chinese:
            with translation.override("zh-hant"):
                assert words.shown(value) == chinese

    def test_says_yes_and_no(self):
        with translation.override("en"):
            assert (words.shown(True), words.shown(False)) == ("yes", "no")


class TestTexts:
    def test_fill_a_breach(self):
        breach = Breach(
            "x", "Only {found_hkd} by {due}.", facts={"found_hkd": Decimal("1.00"), "due": date(2026, 3, 1)}
        )
        with translation.override("en"):
            assert words.breach_text(breach) == "Only HK$1.00 by 1 March 2026."

    @pytest.mark.parametrize(
        ("left", "english", "chinese"),
        [
            (Decimal("450000000.00"), "HK$450,000,000.00 left, 7%.", "450,000,000.00 港元 left, 7%."),
            (Decimal("-0.01"), "-HK$0.01 left, 7%.", "-0.01 港元 left, 7%."),
            ("none", "none left, 7%.", "none left, 7%."),
        ],
    )
    def test_show_an_amounts_currency_and_a_rate_by_the_name_of_the_fact(self, left, english, chinese):
        breach = Breach("x", "{left_hkd} left, {cap_rate}.", facts={"left_hkd": left, "cap_rate": Decimal("0.070000")})
        for language, sentence in (("en", english), ("zh-hant", chinese)):
            with translation.override(language):
                assert words.breach_text(breach) == sentence

    def test_say_all_breaches_of_a_refusal(self):
        with translation.override("en"):
            assert words.error_text(RuleBroken([Breach("x", "One."), Breach("y", "Two.")])) == "One. Two."

    def test_name_roles_as_people_do(self):
        error = NotPermitted("It is for these roles: {roles}.", roles=["programme_manager", "gp_maker"])
        with translation.override("en"):
            assert words.error_text(error) == "It is for these roles: programme manager, GP: prepares."

    def test_are_nothing_where_there_is_no_template(self):
        assert words.error_text(WrongStage()) == ""

    def test_do_not_break_on_braces_in_facts(self):
        assert words.error_text(WrongStage("It is {state}.", state="{odd}")) == "It is {odd}."


class TestFactsOfTheTrail:
    @pytest.mark.parametrize(
        ("name", "kept", "shown"),
        [
            ("closes_at", "2015-01-08T04:00:00.000000Z", "8\u00a0Jan\u00a02015, 12:00\u00a0HKT"),
            ("held_date", "2015-04-08", "8\u00a0Apr\u00a02015"),
            ("note", "2015-01-08T04:00 or later", "2015-01-08T04:00 or later"),
        ],
    )
    def test_reads_days_and_moments_as_people_do(self, name, kept, shown):
        assert facts_line({name: kept}).endswith(shown)
