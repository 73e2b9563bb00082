"""Who is selected by rule, what departs from it, and the envelope that no decision passes."""

from decimal import Decimal as D

import pytest

from funds.rules import decision as rules
from funds.rules.decision import Candidate, Choice
from funds.rules.terms import published

TERMS = published("itvf-enhanced-2024")
M = 1_000_000


def candidates(*given) -> list[Candidate]:
    """(likely in millions, opinion) in order of rank."""
    return [
        Candidate(place, f"R-{place}", place, opinion, D(likely * M))
        for place, (likely, opinion) in enumerate(given, 1)
    ]


def likely(target: str, gp: str = "0", *, matched: bool = True) -> D:
    return rules.likely_commitment(D(target), D(gp), gp_money_is_matched=matched, terms=TERMS)


class TestLikelyCommitment:
    @pytest.mark.parametrize(
        ("target", "government"),
        [
            ("449999999.99", "150000000.00"),
            ("450000000.00", "150000000.00"),
            ("450000003.00", "150000001.00"),
            ("749999999.99", "249999999.99"),
            ("750000000.00", "250000000.00"),
            ("900000000.00", "250000000.00"),
        ],
    )
    def test_runs_from_floor_to_ceiling(self, target, government):
        assert likely(target) == D(government)

    def test_leaves_the_gp_s_money_out_where_it_is_not_matched(self):
        assert likely("600000000", "30000000") == D("200000000.00")
        assert likely("600000000", "30000000", matched=False) == D("190000000.00")


class TestTheRule:
    def test_goes_down_the_ranks_until_one_does_not_fit(self):
        found = rules.by_rule(
            candidates((250, "support"), (200, "not_support"), (150, "conditions"), (150, "support"), (150, "support")),
            D(500 * M),
        )
        assert found == {1: "selected", 2: "not_selected", 3: "selected", 4: "reserved", 5: "reserved"}

    def test_lets_nobody_overtake_for_being_smaller(self):
        found = rules.by_rule(candidates((250, "support"), (250, "support"), (150, "support")), D(400 * M))
        assert found == {1: "selected", 2: "reserved", 3: "reserved"}

    @pytest.mark.parametrize(("left", "outcome"), [("149999999.99", "reserved"), ("150000000.00", "selected")])
    def test_fits_to_the_cent(self, left, outcome):
        assert rules.by_rule(candidates((150, "support")), D(left)) == {1: outcome}


class TestADecision:
    FOUND = candidates((250, "support"), (150, "not_support"), (150, "support"))

    def codes(self, **choices) -> list[str]:
        made = {1: Choice("selected"), 2: Choice("not_selected"), 3: Choice("reserved")}
        made |= {int(name[1:]): choice for name, choice in choices.items()}
        return [one.code for one in rules.check(self.FOUND, made, left_hkd=D(300 * M), terms=TERMS)]

    def test_by_rule_needs_no_reason(self):
        assert self.codes() == []

    def test_that_departs_from_ranking_or_opinion_gives_a_reason(self):
        assert self.codes(a3=Choice("not_selected")) == ["departure_without_reason"]
        assert self.codes(a3=Choice("not_selected", "Withdrew its key person.")) == []
        assert self.codes(a1=Choice("reserved", "x"), a2=Choice("selected", " ")) == ["departure_without_reason"]

    def test_never_passes_the_envelope_whatever_the_reason(self):
        assert self.codes(a3=Choice("selected", "We want it.")) == ["envelope_passed"]


class TestAPromotion:
    @pytest.mark.parametrize(
        ("left", "following", "codes"),
        [
            ("150000000.00", "R-1", []),
            ("149999999.99", "R-1", ["envelope_passed"]),
            ("150000000.00", "R-2", ["not_next_in_reserve"]),
            ("0.00", "R-2", ["not_next_in_reserve", "envelope_passed"]),
        ],
    )
    def test_is_next_and_fits(self, left, following, codes):
        found = rules.check_promotion("R-1", D("150000000.00"), following=following, left_hkd=D(left), terms=TERMS)
        assert [one.code for one in found] == codes
