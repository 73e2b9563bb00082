"""The fast road to a rate of return gives what the careful one gives, or nothing."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules import irr, irr_at_once
from funds.rules.performance import performance
from itvf.money import ratio
from reporting import all_returns

START = date(2020, 1, 1)

# In date order, none zero; the first `before` of them one way, the rest the other.
one_change = st.tuples(
    st.lists(st.integers(0, 12_000), min_size=2, max_size=30, unique=True).map(sorted),
    st.lists(st.integers(1, 10**12), min_size=30, max_size=30),
    st.integers(1, 29),
    st.sampled_from((1, -1)),
)
# Money out first or in first, and back later, some of it out again: what rules of signs leave one root for or do not.
several = st.lists(
    st.lists(st.tuples(st.integers(0, 6000), st.integers(-(10**10), 10**10)), min_size=0, max_size=12), max_size=6
)
flows = st.lists(st.tuples(st.integers(0, 3000), st.integers(-(10**10), 10**10)), min_size=1, max_size=12)


def changing_once(days, sizes, before, side) -> list[tuple[date, int]]:
    before = min(before, len(days) - 1)
    return [
        (START + timedelta(day), size * (side if place >= before else -side))
        for place, (day, size) in enumerate(zip(days, sizes, strict=False))
    ]


def rates_of(many) -> list[Decimal | None]:
    """What the arrays prove of some series."""
    sizes = [len(one) for one in many]
    series = np.repeat(np.arange(len(many)), sizes)
    days = np.array([day.toordinal() for one in many for day, _cents in one])
    cents = np.array([amount for one in many for _day, amount in one])
    sides = irr_at_once.sides_of_roots(series, cents, len(many))
    return irr_at_once.only_rates(np.cumsum(sizes) - sizes, days, cents, sides=sides)


class TestTheFastRoad:
    @given(one_change)
    def test_agrees_with_the_careful_one_in_every_place(self, drawn):
        series = changing_once(*drawn)
        fast = irr._only_rate(series)
        whole = irr._Series(series)
        careful = [whole.rate(*place, False) for place in whole.places_of_roots()]
        assert fast is None or [fast] == careful

    def test_is_taken_by_an_ordinary_fund(self):
        days = [START + timedelta(91 * place) for place in range(40)]
        series = [(day, -1_000_000 if place < 20 else 1_700_000) for place, day in enumerate(days)]
        assert irr._only_rate(series) == irr.internal_rates(series)[0]


class TestManyAtOnce:
    """Arrays give what the careful way gives, or nothing."""

    @given(st.lists(one_change, min_size=1, max_size=5))
    def test_prove_what_the_careful_way_finds(self, drawn):
        many = [changing_once(*one) for one in drawn]
        for series, fast in zip(many, rates_of(many), strict=True):
            assert fast is None or (fast,) == irr.internal_rates(series)

    def test_are_right_to_the_twelfth_place_where_the_rate_is_known(self):
        known = [Decimal(percent).scaleb(-2) for percent in range(-90, 400, 7)]
        # After two whole years a hundred of cents is a hundred times (1 + r) squared, without a rest.
        paid = 10**12
        many = [[(START, -paid), (START + timedelta(730), int(paid * (1 + rate) ** 2))] for rate in known if rate]
        assert rates_of(many) == [rate for rate in known if rate]

    def test_leave_out_what_lies_on_the_edge_of_two_answers(self):
        # 1 + r = 1.0000000000005: exactly between two rates of twelve places, which only sixty digits can tell.
        tie = [(START, -2 * 10**12), (START + timedelta(365), 2 * 10**12 + 1)]
        assert rates_of([tie]) == [None]
        assert irr.internal_rates(tie) == (Decimal("1E-12"),)

    @given(several, st.lists(st.integers(0, 10**10), min_size=6, max_size=6))
    def test_give_what_each_series_gives_alone(self, drawn, worths):
        as_of = START + timedelta(6000)
        left = {owner: worth for owner, (worth, _one) in enumerate(zip(worths, drawn, strict=False))}
        rows = [
            (owner, (START + timedelta(day)).toordinal(), cents)
            for owner, one in enumerate(drawn)
            for day, cents in one
        ]
        together = all_returns.of_many(
            np.array(rows[::-1], dtype=np.int64).reshape(-1, 3).T, left=left, as_of=as_of, given_back={0: 3}
        )
        alone = {
            owner: all_returns.of_series(
                [START + timedelta(day) for day, _ in one],
                [cents for _, cents in one],
                left=left[owner],
                as_of=as_of,
                given_back=3 if owner == 0 else 0,
            )
            for owner, one in enumerate(drawn)
        }
        assert together == alone

    def test_solve_together_what_rules_of_signs_leave_one_root(self):
        days = [START + timedelta(91 * place) for place in range(40)]
        once = [(day, -1_000_000 if place < 20 else 1_700_000) for place, day in enumerate(days)]
        drawn_late = [*once[:25], (days[25], -500_000), *once[26:]]
        lost = [(days[0], -9_000_000), (days[3], 2_000_000), (days[9], -1_000_000), (days[30], 1_000_000)]
        series = np.repeat([0, 1, 2], [len(once), len(drawn_late), len(lost)])
        cents = np.array([amount for one in (once, drawn_late, lost) for _day, amount in one])
        sides = irr_at_once.sides_of_roots(series, cents, 3).tolist()
        assert sides == [irr_at_once.ANY, irr_at_once.ABOVE, irr_at_once.BELOW]
        assert rates_of([once, drawn_late, lost]) == [irr.internal_rates(one)[0] for one in (once, drawn_late, lost)]

    def test_refuse_sums_that_do_not_fit(self):
        whole = np.array([[1, START.toordinal(), 2**62]]).T
        with pytest.raises(OverflowError):
            all_returns.of_many(whole, left={1: 1}, as_of=START)


class TestSeriesInCents:
    @given(flows, st.integers(0, 10**10))
    def test_gives_what_performance_gives(self, drawn, left):
        dated = [(START + timedelta(day), cents) for day, cents in drawn]
        as_of = START + timedelta(3000)
        found = all_returns.of_series([day for day, _ in dated], [cents for _, cents in dated], left=left, as_of=as_of)
        whole = performance(
            [(day, Decimal(cents).scaleb(-2)) for day, cents in dated], nav_hkd=Decimal(left).scaleb(-2), as_of=as_of
        )
        assert (found.irr, found.tvpi, found.dpi, found.rvpi) == (whole.irr, whole.tvpi, whole.dpi, whole.rvpi)

    @given(st.integers(-(10**15), 10**15), st.integers(0, 10**15))
    def test_divides_as_money_does(self, over, under):
        assert all_returns._ratio(over, under) == ratio(Decimal(over), Decimal(under))
