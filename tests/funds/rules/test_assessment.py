"""Scores weighed exactly, the spread over assessors, ranking with ties; names read out of an application."""

from decimal import Decimal as D
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules import assessment as rules
from funds.rules.applicant_names import names_of, owners_named
from funds.rules.assessment import Given, Mark
from funds.rules.scoring import Criterion, Level


def criterion(code: str, weight: str, levels=(0, 3, 5)) -> Criterion:
    return Criterion(code, code.title(), code, D(weight), tuple(Level(score, "words") for score in levels))


CRITERIA = (criterion("team", "0.35"), criterion("record", "0.4"), criterion("terms", "0.25", (1, 2, 3)))


def sheets(*totals) -> list[Given]:
    """(application, assessor, team, record, terms) each."""
    return [
        Given(application, assessor, code, score)
        for application, assessor, *scores in totals
        for code, score in zip(("team", "record", "terms"), scores, strict=True)
    ]


class TestTotals:
    def test_weigh_each_score_as_its_part_of_the_highest_level(self):
        # 0.35 x 3/5 + 0.4 x 5/5 + 0.25 x 2/3 = 0.21 + 0.4 + 0.1666…
        assert rules.weighted_total(CRITERIA, {"team": 3, "record": 5, "terms": 2}) == D("0.776666666667")
        assert rules.weighted_total(CRITERIA, {"team": 5, "record": 5, "terms": 3}) == D("1.000000000000")

    @given(st.lists(st.tuples(*[st.sampled_from((0, 3, 5))] * 2, st.sampled_from((1, 2, 3))), min_size=1, max_size=9))
    def test_are_the_mean_of_the_sheets_rounded_once(self, scores):
        found = rules.standings(CRITERIA, sheets(*((7, place, *each) for place, each in enumerate(scores))))[7]
        exact = sum(
            Fraction(35, 100) * Fraction(team, 5) + Fraction(4, 10) * Fraction(record, 5) + Fraction(terms, 12)
            for team, record, terms in scores
        ) / len(scores)
        assert abs(Fraction(found.total_rate) - exact) <= Fraction(1, 2 * 10**12)
        assert found.lowest_rate <= found.total_rate <= found.highest_rate

    def test_show_lowest_highest_and_mean_of_each_criterion(self):
        found = rules.standings(CRITERIA, sheets((7, 1, 0, 5, 1), (7, 2, 5, 5, 2), (7, 3, 3, 3, 3)))[7]
        team = found.by_criterion["team"]
        assert (team.lowest, team.highest, team.mean, team.count) == (0, 5, D("2.666666666667"), 3)


class TestRanking:
    def test_breaks_ties_by_the_heaviest_criterion(self):
        # both total 0.775: one by its record, the other by its team and terms
        criteria = (criterion("team", "0.4", (0, 1)), criterion("record", "0.4", (0, 1)), criterion("terms", "0.2"))
        given = sheets((1, 1, 1, 0, 5), (2, 1, 0, 1, 5), (3, 1, 1, 1, 0))
        found = rules.standings(criteria, given)
        assert found[1].total_rate == found[2].total_rate
        assert rules.ranking(found, criteria) == [(1, 3), (2, 1), (3, 2)]

    def test_lets_what_is_equal_in_all_share_a_rank(self):
        found = rules.standings(CRITERIA, sheets((5, 1, 3, 3, 2), (4, 1, 3, 3, 2), (9, 1, 0, 0, 1)))
        assert rules.ranking(found, CRITERIA) == [(1, 4), (1, 5), (3, 9)]


class TestSheets:
    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"team": None}, "not_scored"),
            ({"team": Mark(4, "x")}, "no_such_level"),
            ({"team": Mark(3, " ")}, "reason_missing"),
            ({"price": Mark(3, "x")}, "criterion_unknown"),
        ],
    )
    def test_are_whole_at_described_levels_with_reasons(self, change, code):
        whole = {"team": Mark(3, "x"), "record": Mark(5, "x"), "terms": Mark(1, "x")}
        assert rules.check_sheet(CRITERIA, whole) == ()
        told = {name: mark for name, mark in (whole | change).items() if mark is not None}
        assert [one.code for one in rules.check_sheet(CRITERIA, told)] == [code]

    def test_need_a_scale_above_zero(self):
        codes = [one.code for one in rules.check_scale([*CRITERIA, criterion("flat", "0.1", (-1, 0))])]
        assert codes == ["scale_without_height"]


class TestNames:
    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("A. Example, 100%", ["A. Example"]),
            ("A. Example 60%; Example Holdings Limited (40%)", ["A. Example", "Example Holdings Limited"]),
            ("陳大文，55.5%\n示例控股有限公司：44.5％\n", ["陳大文", "示例控股有限公司"]),
            ("", []),
        ],
    )
    def test_of_owners_come_without_their_shares(self, text, names):
        assert owners_named(text) == names

    def test_of_an_application_come_once_with_what_they_are(self):
        content = {
            "application": "R-1",
            "house": {"name_en": "Kestrel", "name_zh_hant": "示例"},
            "sections": {
                "house": {
                    "ce_number": "BPJ213",
                    "owners": "A. Example",
                    "rows": [{"name": "B", "ce_number": "AAA111"}],
                },
                "investors": {"rows": [{"name": "Office"}, {"name": "Office"}]},
            },
        }
        found = [(one.name, one.identifier, one.capacity, one.of) for one in names_of(content)]
        assert found == [
            ("Kestrel", "BPJ213", "applicant", "R-1"),
            ("示例", "BPJ213", "applicant", "R-1"),
            ("A. Example", "", "owner of the applicant", "R-1"),
            ("B", "AAA111", "responsible officer", "R-1"),
            ("Office", "", "investor of the proposed fund", "R-1"),
        ]
