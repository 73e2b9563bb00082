"""Distributions from a fund's history to partners' lines, under Hypothesis: what must hold whatever the flows are."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from funds.rules.allocation import Position, split_call
from funds.rules.day_count import CONVENTIONS
from funds.rules.distribution import Member, split
from funds.rules.hurdle import COMPOUNDING, ORDERS, HurdleTerms
from funds.rules.waterfall import Flow, Tiers, WaterfallTerms, waterfall
from itvf.money import ZERO, allocate, total

D = Decimal
CENT = D("0.01")
START = date(2025, 1, 1)
TIERS = ("capital_hkd", "hurdle_hkd", "catch_up_hkd", "split_hkd", "carry_hkd")
above_zero = st.integers(1, 10**11).map(lambda cents: D(cents).scaleb(-2))
agreements = st.builds(
    lambda rate, compounding, day_count, order, catch_up, scope, make_up: WaterfallTerms(
        HurdleTerms(D(rate), compounding, day_count, order), D(catch_up), D("0.20"), scope, make_up
    ),
    st.sampled_from(("0", "0.07", "0.10")),
    st.sampled_from(list(COMPOUNDING)),
    st.sampled_from(list(CONVENTIONS)),
    st.sampled_from(list(ORDERS)),
    st.sampled_from(("0", "0.5", "1")),
    st.sampled_from(("whole_fund", "deal_by_deal")),
    st.booleans(),
)
events = st.lists(
    st.tuples(
        st.integers(0, 3000), st.sampled_from(("contribution", "distribution")), above_zero, st.sampled_from("AB")
    ),
    min_size=1,
    max_size=10,
)


def flows(drawn) -> list[Flow]:
    return [Flow(START + timedelta(day), kind, amount, deal) for day, kind, amount, deal in drawn]


def members(weights, *, gp: int = 0) -> list[Member]:
    return [Member(place, weight, is_general_partner=place == gp) for place, weight in enumerate(weights)]


def lines_of(tiers: Tiers, partners):
    return split(tiers.lp_hkd + tiers.gp_hkd, tiers, partners)


class TestAWholeHistory:
    @given(events, agreements)
    @settings(deadline=None)
    def test_is_the_same_replayed_at_its_end_as_declared_one_by_one(self, drawn, agreed):
        history = sorted(flows(drawn), key=lambda one: one.date)
        replayed = waterfall(history, agreed).lines
        for place, line in enumerate(replayed):
            known = [one for one in history if one.date < line.flow.date]
            today = [one for one in history if one.date == line.flow.date]
            declared = waterfall([*known, *today], agreed).lines[place]
            assert declared.tiers == line.tiers

    @given(events, agreements, st.data())
    @settings(deadline=None)
    def test_does_not_depend_on_the_order_of_a_day_s_events(self, drawn, agreed, data):
        history = [
            Flow(START + timedelta((one.date - START).days % 3), one.kind, one.amount_hkd, one.deal)
            for one in flows(drawn)
        ]
        shuffled = data.draw(st.permutations(history))
        first, second = waterfall(history, agreed), waterfall(shuffled, agreed)
        for name, amount in first.tiers.as_dict().items():
            assert abs(second.tiers.as_dict()[name] - amount) <= CENT * len(history)

    @given(events, agreements, st.lists(above_zero, min_size=2, max_size=6))
    @settings(deadline=None)
    def test_keeps_carry_within_its_rate_of_profit_after_clawback(self, drawn, agreed, weights):
        answer = waterfall(flows(drawn), agreed)
        lines = [line for one in answer.lines for line in lines_of(one.tiers, members(weights))]
        carry = total(line.carry_hkd for line in lines)
        kept = total([carry, -answer.clawback_hkd])
        assert kept <= agreed.carry_rate * max(answer.profit_hkd, ZERO) + CENT
        assert total(line.gross_hkd for line in lines) == answer.distributed_hkd
        assert all(min(getattr(line, name) for name in TIERS) >= 0 for line in lines)


class TestOneDistribution:
    @given(st.lists(above_zero, min_size=2, max_size=6), st.tuples(*[above_zero] * 6), st.data())
    def test_hardly_moves_when_a_partner_is_two(self, weights, amounts, data):
        tiers = Tiers(*amounts)
        cut = data.draw(st.integers(1, 99))
        (part, rest) = allocate(weights[-1], [cut, 100 - cut])
        one = lines_of(tiers, members(weights))
        two = lines_of(tiers, members([*weights[:-1], part, rest]))
        for name in TIERS:
            for before, after in zip(one[:-1], two[:-2], strict=True):
                assert abs(getattr(after, name) - getattr(before, name)) <= CENT
            together = getattr(two[-2], name) + getattr(two[-1], name)
            assert abs(together - getattr(one[-1], name)) <= 2 * CENT

    @given(st.lists(above_zero, min_size=1, max_size=6), st.tuples(*[above_zero] * 6), st.integers(2, 1000))
    def test_of_k_times_the_money_is_k_times_each_line_to_k_cents(self, weights, amounts, k):
        once = lines_of(Tiers(*amounts), members(weights))
        scaled = lines_of(Tiers(*(amount * k for amount in amounts)), members([weight * k for weight in weights]))
        for small, large in zip(once, scaled, strict=True):
            for name in TIERS:
                assert abs(getattr(large, name) - k * getattr(small, name)) <= k * CENT


class TestCallsAndRecalls:
    @given(
        st.lists(above_zero, min_size=1, max_size=5),
        st.lists(st.tuples(st.sampled_from(("call", "recallable")), above_zero), max_size=8),
    )
    @settings(deadline=None)
    def test_nobody_is_asked_beyond_what_is_unfunded(self, commitments, life):
        called = [ZERO] * len(commitments)
        restored = [ZERO] * len(commitments)
        entitled = [ZERO] * len(commitments)
        for what, amount in life:
            unfunded = [total(one) for one in zip(commitments, (-c for c in called), restored, strict=True)]
            if what == "recallable":
                back = min(amount, total(called) - total(restored))
                parts = allocate(back, [c - r for c, r in zip(called, restored, strict=True)]) if back > 0 else []
                restored = [total(pair) for pair in zip(restored, parts or [ZERO] * len(restored), strict=True)]
                continue
            positions = [
                Position(place, commitments[place], called[place], unfunded[place], entitled_before_hkd=entitled[place])
                for place in range(len(commitments))
            ]
            asked = split_call(amount, positions)
            for line, left in zip(asked.lines, unfunded, strict=True):
                assert ZERO <= line.amount_hkd <= left
            assert total([*(line.amount_hkd for line in asked.lines), asked.residue_hkd]) == amount
            called = [total([had, line.amount_hkd]) for had, line in zip(called, asked.lines, strict=True)]
            entitled = [line.entitled_after_hkd for line in asked.lines]
