"""HSIC 2.0 as data, and what a company's classification hints at (R13)."""

import re
from dataclasses import replace

import pytest

from funds.rules.terms import published
from investments.rules.activities import division, divisions, hints, is_known, sections
from investments.rules.facts import BREACH, NEEDS_EVIDENCE, PASS, Proposal
from investments.rules.mandate import check_prohibited
from itvf.errors import InputRefused

TERMS = published("itvf-enhanced-2024")
CLEAR = Proposal(description="Robots", activities=(), is_listed=False, is_secondary=False)
HINTS = {"41": "property", "64": "loan", "68": "property", "92": "gambling"}


class TestClassification:
    def test_has_its_21_sections_and_88_divisions(self):
        assert list(sections()) == [chr(letter) for letter in range(ord("A"), ord("U") + 1)]
        assert len(divisions()) == 88
        assert list(divisions()) == sorted(divisions())

    def test_names_each_in_both_languages(self):
        titles = [*sections().values(), *((each.en, each.zh_hant) for each in divisions().values())]
        for en, zh_hant in titles:
            assert re.fullmatch(r"[A-Za-z,;/() -]+", en)
            assert re.search("[\u4e00-\u9fff]", zh_hant)

    @pytest.mark.parametrize(
        ("code", "en", "section"),
        [
            ("45", "Import and export trades", "G"),
            ("46", "Wholesale", "G"),
            ("47", "Retail trade", "G"),
            ("68", "Real estate activities", "L"),
            ("92", "Gambling and betting", "R"),
        ],
    )
    def test_has_hong_kongs_own_divisions(self, code, en, section):
        assert (division(code).en, division(code).section) == (en, section)

    @pytest.mark.parametrize("code", ["62", "620", "6201", "620101"])
    def test_reads_a_longer_code_by_its_division(self, code):
        assert division(code).code == "62"

    @pytest.mark.parametrize("code", ["", "6", "04", "34", "6201011", "J", "6x", "６２", " 62"])
    def test_refuses_what_it_does_not_know(self, code):
        assert not is_known(code)
        with pytest.raises(InputRefused) as refused:
            division(code)
        assert refused.value.code == "unknown_hsic"


class TestHints:
    def test_are_the_divisions_that_r13_may_mean(self):
        assert {code: each.hints_at for code, each in divisions().items() if each.hints_at} == HINTS

    def test_are_all_prohibited_by_the_scheme(self):
        assert set(HINTS.values()) <= set(TERMS.names("prohibited"))

    def test_keep_the_codes_in_the_order_given(self):
        assert hints(["681100", "62", "41", "681100"]) == {"property": ("681100", "41")}


class TestCheckProhibited:
    @pytest.mark.parametrize(("code", "activity"), HINTS.items())
    def test_asks_for_evidence_of_a_division_that_hints(self, code, activity):
        answer = check_prohibited(replace(CLEAR, hsic=("62", code)), TERMS)
        assert (answer.status, answer.code) == (NEEDS_EVIDENCE, "activity_hint")
        assert (answer.facts["activities"], answer.facts["hsic"]) == ((activity,), (code,))

    @pytest.mark.parametrize("hsic", [None, (), ("62", "26", "72")])
    def test_passes_what_hints_at_nothing(self, hsic):
        assert check_prohibited(replace(CLEAR, hsic=hsic), TERMS).status == PASS

    def test_shows_words_and_codes_together(self):
        answer = check_prohibited(replace(CLEAR, description="A casino", hsic=("68", "92")), TERMS)
        assert (answer.code, answer.facts["activities"]) == ("words_hint", ("gambling", "property"))
        assert (answer.facts["words"], answer.facts["hsic"]) == (("casino",), ("68", "92"))
        assert "says casino and the company's activities are classified 68, 92" in answer.message

    def test_still_names_what_is_missing(self):
        answer = check_prohibited(replace(CLEAR, is_listed=None, hsic=("92",)), TERMS)
        assert (answer.status, answer.facts["missing"]) == (NEEDS_EVIDENCE, ("is_listed",))

    def test_leaves_a_declared_activity_a_breach(self):
        assert check_prohibited(replace(CLEAR, activities=("property",), hsic=("62",)), TERMS).status == BREACH
