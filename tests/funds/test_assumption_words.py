"""The Chinese of the assumptions: there for the published words, silent for any others."""

import pytest

from funds import assumption_words
from funds.rules.terms import published

SCHEME = "itvf-enhanced-2024"
PUBLISHED = published(SCHEME).assumptions


def chinese(scheme: str = SCHEME, **changes: str):
    paper = PUBLISHED["A11"]
    words = {"code": "A11", "question": paper.question, "default": paper.default} | changes
    return assumption_words.in_chinese(scheme=scheme, **words)


class TestInChinese:
    @pytest.mark.parametrize("code", PUBLISHED)
    def test_has_words_for_every_published_assumption(self, code):
        paper = PUBLISHED[code]
        words = chinese(code=code, question=paper.question, default=paper.default)
        assert words["question"]
        assert words["default"].endswith("。")

    @pytest.mark.parametrize("changed", [{"question": "another question"}, {"default": "another default"}])
    def test_is_silent_once_an_assumption_was_reworded(self, changed):
        assert chinese(**changed) == {}

    def test_is_silent_about_an_assumption_that_the_paper_does_not_make(self):
        assert chinese(code="A99") == {}

    def test_is_silent_about_a_scheme_without_a_paper(self):
        assert chinese(scheme="co-investment") == {}
