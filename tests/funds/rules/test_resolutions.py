"""Votes by commitment and by seats: who counts, and when the majority is reached (R27)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules.resolutions import ABSTAIN, AGAINST, FOR, Voter, count, may_elect, may_vote

D = Decimal
WEIGHTS = st.lists(st.decimals(min_value=D("0.01"), max_value=D("900000000.00"), places=2), min_size=1, max_size=8)
ANSWERS = st.lists(st.sampled_from([FOR, AGAINST, ABSTAIN, ""]), min_size=8, max_size=8)
RATES = st.sampled_from([D("0.5"), D("0.666666666667"), D("0.75"), D(1)])


def voters(*weights) -> list[Voter]:
    return [Voter(number, "private", D(weight)) for number, weight in enumerate(weights)]


def votes_of(weights, answers) -> dict[int, str]:
    return {number: answer for number, answer in zip(range(len(weights)), answers, strict=False) if answer}


class TestMajority:
    @pytest.mark.parametrize(
        ("for_weight", "needed", "is_passed"),
        [
            ("74.99", "0.75", False),
            ("75.00", "0.75", True),
            ("50.00", "0.5", False),
            ("50.01", "0.5", True),
            ("99.99", "1", False),
            ("100.00", "1", True),
        ],
    )
    def test_is_reached_by_so_much_and_a_half_is_exceeded(self, for_weight, needed, is_passed):
        rest = D("100.00") - D(for_weight)
        found = count(voters(for_weight, rest or "0"), {0: FOR, 1: AGAINST}, D(needed))
        assert found.is_passed is is_passed
        assert found.whole_weight == D("100.00")

    def test_counts_silence_and_abstention_in_the_whole(self):
        found = count(voters("60", "30", "10"), {0: FOR, 1: ABSTAIN}, D("0.75"))
        assert (found.for_weight, found.abstained_weight, found.silent_weight) == (60, 30, 10)
        assert (found.share_rate, found.is_passed, found.is_complete) == (D("0.6"), False, False)

    def test_of_nobody_is_none(self):
        found = count([], {}, D("0.5"))
        assert (found.share_rate, found.is_passed) == (None, False)

    @given(WEIGHTS, ANSWERS, RATES)
    def test_has_sides_that_sum_to_the_whole(self, weights, answers, needed):
        found = count(voters(*weights), votes_of(weights, answers), needed)
        sides = (found.for_weight, found.against_weight, found.abstained_weight, found.silent_weight)
        assert sum(sides) == found.whole_weight == sum(weights)

    @given(WEIGHTS, ANSWERS, RATES, st.integers(0, 7))
    def test_is_never_lost_by_a_vote_for(self, weights, answers, needed, who):
        votes = votes_of(weights, answers)
        before = count(voters(*weights), votes, needed)
        after = count(voters(*weights), votes | {who: FOR}, needed)
        assert after.is_passed >= before.is_passed

    @given(WEIGHTS, ANSWERS, RATES, st.integers(2, 1000))
    def test_does_not_change_with_the_unit(self, weights, answers, needed, scale):
        votes = votes_of(weights, answers)
        scaled = count(voters(*(weight * scale for weight in weights)), votes, needed)
        assert scaled.is_passed == count(voters(*weights), votes, needed).is_passed


class TestVoter:
    @pytest.mark.parametrize(
        ("changes", "is_heard"),
        [
            ({}, True),
            ({"kind": "government"}, True),
            ({"kind": "gp"}, False),
            ({"kind": "gp_affiliate"}, False),
            ({"is_in_default": True}, False),
            ({"is_conflicted": True}, False),
            ({"weight": D(0)}, False),
        ],
    )
    def test_is_heard_or_stands_outside_the_whole(self, changes, is_heard):
        voter = Voter(**{"id": 1, "kind": "private", "weight": D(10)} | changes)
        assert may_vote(voter) is is_heard
        assert count([voter, Voter(2, "private", D(5))], {1: FOR}, D("0.5")).is_passed is is_heard


class TestElection:
    @pytest.mark.parametrize(("mine", "found"), [("99.99", False), ("100.00", True), ("100.01", True)])
    def test_by_size_is_of_those_committed_for_no_less(self, mine, found):
        assert may_elect(D(mine), D("100.00"), by_size=True) is found

    def test_is_open_to_every_partner_where_it_is_not_sized(self):
        assert may_elect(D("0.01"), D("100.00"), by_size=False)
        assert not may_elect(D("0.00"), D("0.00"), by_size=False)
