"""The catch-up of a further hurdle: by hand, at its edges, in the clawback, and against a second telling of it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funds.rules.further_hurdles import FurtherHurdle
from funds.rules.hurdle import COMPOUNDING, HurdleTerms
from funds.rules.waterfall import Flow, Tiers, WaterfallTerms, waterfall
from itvf.errors import InputRefused

D = Decimal
CENT = D("0.01")
START = date(2025, 1, 1)
# The day a whole number of years after the start, by ACT/365.
YEARS = [START + timedelta(365 * years) for years in range(6)]
SECOND, THIRD = FurtherHurdle(D("0.12"), D("0.2"), D(1)), FurtherHurdle(D("0.15"), D("0.3"), D(1))


def terms(*further: FurtherHurdle, **changes) -> WaterfallTerms:
    usual = {"hurdle": HurdleTerms(D("0.07")), "catch_up_rate": D(1), "carry_rate": D("0.1")}
    return WaterfallTerms(**{**usual, "further_hurdles": further, **changes})


def paid_in(day: date, amount: str, deal: str | None = None) -> Flow:
    return Flow(day, "contribution", D(amount), deal)


def paid_out(day: date, amount: str, deal: str | None = None) -> Flow:
    return Flow(day, "distribution", D(amount), deal)


def climbed(amount: str, agreed: WaterfallTerms) -> tuple[list, list]:
    """1,000 paid in and so much out a year later: each catch-up's GP and partners, each split's GP and whole."""
    step = waterfall([paid_in(START, "1000.00"), paid_out(YEARS[1], amount)], agreed).lines[0].step
    caught_up = [(one.to_gp_hkd, one.to_lp_hkd) for one in step.catch_ups]
    return caught_up, [(one.gp_hkd, one.paid_hkd) for one in step.bands]


class TestIt:
    """1,000 in; hurdles 70 and 120. Catch-up 7.78; 55.56 is split (5.56); 13.34 + x = 0.2 (133.34 + x), x = 16.66."""

    @pytest.mark.parametrize(
        ("amount", "caught_up", "split"),
        [
            ("1133.34", [("7.78", "0")], [("5.56", "55.56")]),
            ("1133.35", [("7.78", "0"), ("0.01", "0")], [("5.56", "55.56")]),
            ("1150.00", [("7.78", "0"), ("16.66", "0")], [("5.56", "55.56")]),
            ("1150.05", [("7.78", "0"), ("16.66", "0")], [("5.56", "55.56"), ("0.01", "0.05")]),
        ],
    )
    def test_begins_where_the_hurdle_is_reached_and_ends_at_its_carry_of_all_profit(self, amount, caught_up, split):
        found = climbed(amount, terms(SECOND))
        told = [[tuple(map(D, one)) for one in part] for part in (caught_up, split)]
        assert [[one for one in part if any(one)] for part in found] == told

    def test_leaves_nothing_to_split_where_partners_had_the_hurdle_of_the_catch_up_before(self):
        """With 15 cents of each dollar the first one pays 7 / 0.05 = 140: partners have 70 + 119, above 12% and 15%."""
        shared = terms(SECOND, THIRD, catch_up_rate=D("0.15"))
        caught_up, split = climbed("1500.00", shared)
        assert (caught_up[0], len(split)) == ((D("21.00"), D("119.00")), 1)
        # 21 + x = 0.2 (210 + x), x = 26.25; 47.25 + y = 0.3 (236.25 + y), y = 33.75; 230 is left.
        assert (caught_up[1:], split[0][1]) == ([(D("26.25"), 0), (D("33.75"), 0)], D("230.00"))

    def test_opens_again_for_a_later_contribution(self):
        again = [paid_in(YEARS[2], "1000.00"), paid_out(YEARS[3], "1150.00")]
        first, second = waterfall(
            [paid_in(START, "1000.00"), paid_out(YEARS[1], "1150.00"), *again], terms(SECOND)
        ).lines
        assert (first.tiers.gp_hkd, second.tiers.gp_hkd) == (D("30.00"), D("30.00"))

    def test_counts_the_profit_of_its_deal_alone_and_not_what_makes_up_a_loss(self):
        agreed = terms(SECOND, scope="deal_by_deal", loss_make_up=True)
        flows = [paid_in(START, "1000.00", "A"), paid_in(START, "50.00", "B")]
        flows += [Flow(YEARS[1], "realised_loss", D("50.00"), "B"), paid_out(YEARS[1], "1200.00", "A")]
        assert waterfall(flows, agreed).tiers.gp_hkd == D("30.00")


class TestItsRates:
    @pytest.mark.parametrize(
        ("rate", "code"),
        [("0.2", "catch_up_never_ends"), ("0.000000000001", "catch_up_never_ends"), ("1.01", "rate_above_one")],
    )
    def test_that_never_reach_the_carry_are_refused(self, rate, code):
        with pytest.raises(InputRefused) as refusal:
            terms(SECOND, replace(THIRD, carry_rate=D("0.21"), catch_up_rate=D(rate)))
        assert (refusal.value.code, refusal.value.field) == (code, "terms.further_hurdles.1.catch_up_rate")

    def test_just_above_the_carry_are_taken(self):
        assert terms(replace(SECOND, catch_up_rate=D("0.200000000001"))).further_hurdles


class TestTheClawback:
    @pytest.mark.parametrize(
        ("second_deal", "earned", "due"),
        [
            # Of 25 partners would have less than the 24 of 12%: 10% of it is earned, and 20 was had.
            ("25.00", [("0.1", "25"), ("1", "0"), ("0.2", "0")], "17.50"),
            # Of 30 they have 24 at a profit of 26.67; the rest of the 30 catches up, to just 20% of it.
            ("30.00", [("0.1", "26.67"), ("1", "3.33"), ("0.2", "0")], "14.00"),
            ("40.00", [("0.1", "26.67"), ("1", "3.33"), ("0.2", "10")], "12.00"),
        ],
    )
    def test_asks_for_what_the_whole_profit_does_not_earn(self, second_deal, earned, due):
        flows = [paid_in(START, "100.00", "A"), paid_in(START, "100.00", "B")]
        flows += [paid_out(YEARS[1], "200.00", "A"), paid_out(YEARS[1], second_deal, "B")]
        found = waterfall(flows, terms(SECOND, scope="deal_by_deal")).clawback
        assert [(one.gp_rate, round(one.profit_hkd, 2)) for one in found.earned] == [
            (D(rate), D(profit)) for rate, profit in earned
        ]
        assert found.due_hkd == D(due)


# --- always


@st.composite
def ladders(draw, **changes):
    """Up to three further hurdles, each with no catch-up, one that both share, or a full one."""
    hurdle, carry, further = D("0.07"), draw(st.sampled_from([D("0.05"), D("0.1")])), []
    first = carry
    for rise in draw(st.lists(st.sampled_from([D("0.01"), D("0.03"), D("0.08")]), min_size=1, max_size=3)):
        hurdle, carry = hurdle + rise, carry + D("0.05")
        further.append(FurtherHurdle(hurdle, carry, draw(st.sampled_from([D(0), D("0.5"), D(1)]))))
    changes.setdefault("compounding", draw(st.sampled_from(list(COMPOUNDING))))
    order = draw(st.sampled_from(["capital_first", "hurdle_first"]))
    grows = HurdleTerms(D("0.07"), compounding=changes.pop("compounding"), order=order)
    catch_up = draw(st.sampled_from([D(0), D("0.5"), D(1)]))
    return terms(*further, hurdle=grows, carry_rate=first, catch_up_rate=catch_up, **changes)


cents = st.integers(0, 10**11).map(lambda amount: D(amount).scaleb(-2))
days = st.sampled_from(YEARS)
calls = st.lists(st.builds(Flow, st.just(START), st.just("contribution"), cents, st.sampled_from("AB")), min_size=1)
later = st.lists(st.builds(Flow, days, st.sampled_from(["contribution", "distribution"]), cents, st.sampled_from("AB")))
any_flows = st.builds(lambda first, more: [*first, *more], calls, later)
scopes = st.sampled_from(["whole_fund", "deal_by_deal"])


def amounts(tiers: Tiers) -> list[Decimal]:
    return list(tiers.as_dict().values())


class TestAlways:
    @given(flows=any_flows, agreed=ladders(), scope=scopes)
    @settings(deadline=None, max_examples=60)
    def test_tiers_sum_none_is_negative_and_carry_kept_is_what_the_profit_earns(self, flows, agreed, scope):
        answer = waterfall(flows, replace(agreed, scope=scope))
        for line in answer.lines:
            assert sum(amounts(line.tiers)) == line.flow.amount_hkd
            assert min(amounts(line.tiers)) >= 0
        earned = round(sum(part.carry_hkd for part in answer.clawback.earned), 12)
        profit = max(D(0), answer.profit_hkd)
        assert round(sum(part.profit_hkd for part in answer.clawback.earned), 12) == profit
        assert 0 <= answer.tiers.gp_hkd - answer.clawback_hkd <= earned + CENT / 2
        assert earned <= agreed.further_hurdles[-1].carry_rate * profit

    @given(flows=any_flows, agreed=ladders())
    @settings(deadline=None, max_examples=40)
    def test_a_distribution_in_two_on_one_day_moves_no_more_than_a_cent_a_payment(self, flows, agreed):
        whole, parts = (
            waterfall([*flows, *(paid_out(YEARS[5], one) for one in last)], agreed).tiers
            for last in (["123456789.01"], ["100000000.00", "23456789.01"])
        )
        allowed = CENT * 2 * (len(agreed.further_hurdles) + 1)
        assert all(abs(one - other) <= allowed for one, other in zip(amounts(whole), amounts(parts), strict=True))

    @given(flows=any_flows, agreed=ladders())
    @settings(deadline=None, max_examples=30)
    def test_scaling_scales_and_the_order_of_a_days_contributions_changes_nothing(self, flows, agreed):
        answer = waterfall(flows, agreed)
        assert waterfall(sorted(flows, key=lambda flow: flow.kind == "contribution"), agreed).tiers == answer.tiers
        larger = waterfall([replace(flow, amount_hkd=flow.amount_hkd * 1000) for flow in flows], agreed).tiers
        allowed = CENT * 1000 * 4 * len(agreed.further_hurdles) * (len(answer.lines) + 1)
        assert all(
            abs(one - 1000 * other) <= allowed
            for one, other in zip(amounts(larger), amounts(answer.tiers), strict=True)
        )

    @given(first=calls, out=st.lists(st.builds(paid_out, days, cents.map(str)), max_size=4), agreed=ladders())
    @settings(deadline=None, max_examples=40)
    def test_a_whole_fund_paid_in_order_claws_back_cents_at_most(self, first, out, agreed):
        allowed = CENT * 4 * (len(agreed.further_hurdles) + 1) * (len(out) + 1)
        assert waterfall([*first, *out], agreed).clawback_hkd <= allowed


class TestASecondTelling:
    """The hurdles told again from their words: money runs at one rate until a condition holds, found by halving."""

    @given(
        agreed=ladders(compounding="annual"),
        capital=st.integers(1, 10**9),
        first=st.integers(0, 2 * 10**9),
        second=st.integers(0, 5 * 10**9),
    )
    @settings(deadline=None, max_examples=50)
    def test_gives_the_carry_of_two_distributions(self, agreed, capital, first, second):
        flows = [paid_in(START, f"{capital}.00"), paid_out(YEARS[1], f"{first}.00"), paid_out(YEARS[3], f"{second}.00")]
        told = Telling(agreed, capital)
        for line, (years, amount) in zip(waterfall(flows, agreed).lines, ((1, first), (3, second)), strict=True):
            assert abs(Fraction(line.tiers.gp_hkd) - told.pay(years, amount)) <= Fraction(4 * 4, 100)


class Telling:
    """One contribution and whole years: what partners lack of each hurdle, what they and the general partner had."""

    def __init__(self, agreed: WaterfallTerms, capital: int):
        first = FurtherHurdle(agreed.hurdle.rate, agreed.carry_rate, agreed.catch_up_rate)
        self.levels = [first, *agreed.further_hurdles]
        self.lacking = [Fraction(capital) for _level in self.levels]
        self.capital, self.had, self.gp, self.year, self.caught_up = capital, Fraction(0), Fraction(0), 0, set()

    def pay(self, year: int, amount: int) -> Fraction:
        """The general partner's part of a distribution."""
        grown = zip(self.lacking, self.levels, strict=True)
        self.lacking = [one * (1 + Fraction(level.hurdle_rate)) ** (year - self.year) for one, level in grown]
        self.year, self.left, before = year, Fraction(amount), self.gp
        self._run(Fraction(0), lambda: self.lacking[0] <= 0)
        for place, level in enumerate(self.levels):
            carry, rate = Fraction(level.carry_rate), Fraction(level.catch_up_rate)
            if rate and self.left and place not in self.caught_up:
                self._run(rate, lambda carry=carry: self.gp >= carry * (self.had + self.gp - self.capital))
                self.caught_up |= {place} if self.left else set()
            above = self.lacking[place + 1 :]
            self._run(carry, lambda at=place + 1, above=above: bool(above) and self.lacking[at] <= 0)
        self.lacking = [max(Fraction(0), one) for one in self.lacking]
        return self.gp - before

    def _run(self, rate: Fraction, is_done) -> None:
        """Pays on at one rate until the condition holds or the money is gone."""
        had, gp, left, lacking = self.had, self.gp, self.left, list(self.lacking)

        def paid(amount: Fraction) -> bool:
            self.had, self.gp, self.left = had + amount * (1 - rate), gp + amount * rate, left - amount
            self.lacking = [one - amount * (1 - rate) for one in lacking]
            return is_done()

        if paid(Fraction(0)) or not paid(left):
            return
        low, high = Fraction(0), left
        while high - low > Fraction(1, 10**6):
            middle = (low + high) / 2
            low, high = (low, middle) if paid(middle) else (middle, high)
        paid(high)
