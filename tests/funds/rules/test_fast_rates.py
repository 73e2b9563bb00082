"""The fast road to a rate of return gives what the careful one gives, or nothing."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from funds.rules import irr
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
flows = st.lists(st.tuples(st.integers(0, 3000), st.integers(-(10**10), 10**10)), min_size=1, max_size=12)


def changing_once(days, sizes, before, side) -> list[tuple[date, int]]:
    before = min(before, len(days) - 1)
    return [
        (START + timedelta(day), size * (side if place >= before else -side))
        for place, (day, size) in enumerate(zip(days, sizes, strict=False))
    ]


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
