"""The fee engine against a slow reading of the contract, day by day, and the cap of R14."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules.day_count import CONVENTIONS, year_fraction
from funds.rules.fees import CostEvent, FeeTerms, RateStep, check_fee, check_rate, fee_cap, period_fees
from funds.rules.terms import published
from itvf.errors import InputRefused
from itvf.money import quantise

TERMS = published("itvf-enhanced-2024")
CENT = Decimal("0.01")
QUARTER = (date(2026, 1, 1), date(2026, 3, 31))


def terms(**change) -> FeeTerms:
    """The scheme's own fee, on a fund whose investment period ends on 14 February 2026."""
    usual = {
        "rate_during": Decimal("0.02"),
        "rate_after": Decimal("0.02"),
        "base_during": "invested",
        "base_after": "net_invested",
        "investment_period_end_date": date(2026, 2, 14),
        "committed_hkd": Decimal("600000000.00"),
    }
    return FeeTerms(**(usual | change))


def event(day: date, kind: str, amount: str) -> CostEvent:
    return CostEvent(day, kind, Decimal(amount))


def fee(fee_terms: FeeTerms, *events: CostEvent, period=QUARTER):
    return period_fees(fee_terms, events, [period])[0]


INVESTED = event(date(2025, 12, 1), "invested", "100000000.00")


class TestPeriodFees:
    def test_switches_base_the_day_after_the_investment_period_ends(self):
        charged = fee(terms(), INVESTED, event(date(2026, 1, 20), "written_off", "5000000.00"))
        assert [(segment.start_date, segment.end_date, segment.days) for segment in charged.segments] == [
            (date(2026, 1, 1), date(2026, 2, 14), 45),
            (date(2026, 2, 15), date(2026, 3, 31), 45),
        ]
        assert [segment.base_hkd for segment in charged.segments] == [Decimal(100_000_000), Decimal(95_000_000)]
        # 2% x (100m x 45 + 95m x 45) / 365 = 480,821.9178
        assert charged.fee_hkd == Decimal("480821.92")

    def test_the_last_day_of_the_investment_period_is_still_in_it(self):
        rates = terms(rate_during=Decimal("0.02"), rate_after=Decimal("0.01"))
        charged = fee(rates, INVESTED, period=(date(2026, 2, 14), date(2026, 2, 15)))
        assert [(segment.rate, segment.days) for segment in charged.segments] == [
            (Decimal("0.02"), 1),
            (Decimal("0.01"), 1),
        ]

    def test_an_event_counts_from_its_own_date(self):
        charged = fee(terms(), event(date(2026, 1, 2), "invested", "1.00"), event(date(2026, 1, 2), "invested", "2.00"))
        assert [(segment.start_date, segment.base_hkd) for segment in charged.segments] == [
            (date(2026, 1, 1), Decimal(0)),
            (date(2026, 1, 2), Decimal(3)),
        ]
        first_day = fee(terms(), event(date(2026, 1, 1), "invested", "1.00"))
        last_day = fee(terms(investment_period_end_date=date(2027, 1, 1)), event(date(2026, 3, 31), "invested", "1.00"))
        assert [segment.days for segment in first_day.segments] == [90]
        assert [segment.days for segment in last_day.segments] == [89, 1]

    @pytest.mark.parametrize(
        ("kind", "invested", "net"),
        [
            ("invested", 150, 150),
            ("realised_cost", 100, 50),
            ("written_off", 100, 50),
            ("written_down", 100, 50),
        ],
    )
    def test_each_kind_moves_the_bases_as_a3_says(self, kind, invested, net):
        events = (event(date(2025, 1, 1), "invested", "100.00"), event(date(2025, 2, 1), kind, "50.00"))
        for base, expected in (("invested", invested), ("net_invested", net), ("committed", 600_000_000)):
            charged = fee(terms(base_during=base, base_after=base), *events)
            assert [segment.base_hkd for segment in charged.segments] == [expected]

    def test_a_reversed_write_down_adds_back_to_net_only(self):
        events = (
            event(date(2025, 1, 1), "invested", "100.00"),
            event(date(2025, 2, 1), "written_down", "50.00"),
            event(date(2025, 3, 1), "write_down_reversed", "20.00"),
        )
        for base, expected in (("invested", 100), ("net_invested", 70)):
            assert fee(terms(base_during=base, base_after=base), *events).segments[0].base_hkd == expected

    def test_opening_takes_the_first_day_for_the_whole_period(self):
        events = (INVESTED, event(date(2026, 1, 1), "invested", "1.00"), event(date(2026, 1, 2), "invested", "9.00"))
        charged = fee(terms(calendar="opening"), *events)
        assert [(segment.base_hkd, segment.days) for segment in charged.segments] == [(Decimal("100000001.00"), 90)]

    def test_a_whole_quarter_is_a_fourth_of_the_year(self):
        charged = fee(terms(proration="quarter", calendar="opening"), INVESTED)
        assert charged.fee_hkd == Decimal("500000.00")
        split = fee(terms(proration="quarter"), INVESTED, event(date(2026, 1, 20), "written_off", "5000000.00"))
        # 2% / 4 x (100m x 45/90 + 95m x 45/90)
        assert split.fee_hkd == Decimal("487500.00")

    @pytest.mark.parametrize(
        "period",
        [
            (date(2026, 1, 1), date(2026, 3, 30)),
            (date(2026, 1, 2), date(2026, 4, 1)),
            (date(2026, 1, 1), date(2026, 6, 30)),
        ],
    )
    def test_other_periods_go_by_days(self, period):
        assert fee(terms(proration="quarter"), INVESTED, period=period) == fee(terms(), INVESTED, period=period)

    def test_a_quarter_may_start_in_any_month(self):
        period = (date(2025, 12, 1), date(2026, 2, 28))
        charged = fee(terms(proration="quarter", calendar="opening"), INVESTED, period=period)
        assert charged.fee_hkd == Decimal("500000.00")

    def test_a_leap_year_counts_its_own_days(self):
        period = (date(2023, 12, 31), date(2024, 1, 1))
        invested = event(date(2023, 1, 1), "invested", "36500.00")
        whole = terms(rate_during=Decimal(1), investment_period_end_date=date(2026, 1, 1))
        # 36,500 / 365 + 36,500 / 366 = 100 + 99.7267...
        assert fee(whole, invested, period=period).fee_hkd == Decimal("199.73")

    def test_takes_the_rate_that_was_set_last(self):
        day = date(2026, 2, 1)
        during, after = RateStep(day, Decimal("0.015")), RateStep(date(2026, 3, 1), Decimal("0.01"))
        charged = fee(terms(rate_after=Decimal("0.018"), steps=(after, during)), INVESTED)
        assert [(segment.start_date, segment.rate) for segment in charged.segments] == [
            (date(2026, 1, 1), Decimal("0.02")),
            (day, Decimal("0.015")),
            (date(2026, 2, 15), Decimal("0.018")),  # the day after the investment period ends
            (date(2026, 3, 1), Decimal("0.01")),
        ]

    def test_a_step_counts_from_its_own_day(self):
        for day, days in ((date(2026, 1, 1), [90]), (date(2026, 3, 31), [89, 1]), (date(2026, 4, 1), [90])):
            whole = terms(investment_period_end_date=date(2030, 1, 1), steps=(RateStep(day, Decimal("0.01")),))
            assert [segment.days for segment in fee(whole, INVESTED).segments] == days
        last_day = terms(steps=(RateStep(date(2026, 2, 15), Decimal("0.01")),))
        assert fee(last_day, INVESTED).segments[-1].rate == Decimal("0.01")  # beside the switch, the step counts

    def test_counts_what_is_committed_by_day(self):
        joined = event(date(2026, 2, 1), "committed", "400000000.00")
        charged = fee(terms(base_during="committed", base_after="committed"), INVESTED, joined)
        assert [(segment.days, segment.base_hkd) for segment in charged.segments] == [
            (31, Decimal(600_000_000)),
            (59, Decimal(1_000_000_000)),
        ]

    def test_refuses_a_period_that_ends_before_it_starts(self):
        with pytest.raises(InputRefused, match="2026-03-31"):
            fee(terms(), period=(date(2026, 3, 31), date(2026, 3, 30)))

    def test_refuses_a_net_base_below_zero_where_it_is_charged(self):
        events = (event(date(2026, 1, 1), "invested", "1.00"), event(date(2026, 1, 2), "realised_cost", "1.01"))
        with pytest.raises(InputRefused, match="2026-02-15"):
            fee(terms(), *events)
        assert fee(terms(base_after="invested"), *events).fee_hkd >= 0


DAYS = st.dates(date(2023, 10, 1), date(2024, 12, 31))
AMOUNTS = st.integers(1, 10**12).map(lambda cents: Decimal(cents) / 100)


@st.composite
def lives(draw) -> tuple[FeeTerms, list[CostEvent]]:
    """Terms of any kind, and events that never bring the net base below zero."""
    rates = st.integers(0, 50_000).map(lambda millionths: Decimal(millionths) / 10**6)
    bases = st.sampled_from(["committed", "invested", "net_invested"])
    fee_terms = FeeTerms(
        rate_during=draw(rates),
        rate_after=draw(rates),
        base_during=draw(bases),
        base_after=draw(bases),
        investment_period_end_date=draw(DAYS),
        committed_hkd=draw(AMOUNTS),
        day_count=draw(st.sampled_from(sorted(CONVENTIONS))),
        calendar="daily",
        steps=tuple(RateStep(day, rate) for day, rate in draw(st.dictionaries(DAYS, rates, max_size=3)).items()),
    )
    events = []
    for _ in range(draw(st.integers(0, 5))):
        day, amount = draw(DAYS), draw(AMOUNTS)
        events.append(CostEvent(day, "invested", amount))
        if draw(st.booleans()):
            events.append(CostEvent(draw(DAYS), "committed", draw(AMOUNTS)))
        if draw(st.booleans()):
            kind = draw(st.sampled_from(["realised_cost", "written_off", "written_down"]))
            events.append(CostEvent(max(day, draw(DAYS)), kind, amount))
    return fee_terms, draw(st.permutations(events))


def fee_by_days(fee_terms: FeeTerms, events: list[CostEvent], start: date, end: date) -> Decimal:
    """The contract read slowly: every day's base from all events up to it, times its rate, times its own length."""
    exact, day = Fraction(0), start
    while day <= end:
        known = [item for item in events if item.date <= day]
        invested = sum((item.amount_hkd for item in known if item.kind == "invested"), Decimal(0))
        joined = sum((item.amount_hkd for item in known if item.kind == "committed"), Decimal(0))
        gone = sum((item.amount_hkd for item in known if item.kind not in ("invested", "committed")), Decimal(0))
        during = day <= fee_terms.investment_period_end_date
        base = {"committed": fee_terms.committed_hkd + joined, "invested": invested, "net_invested": invested - gone}[
            fee_terms.base_during if during else fee_terms.base_after
        ]
        switched = date.min if during else fee_terms.investment_period_end_date + timedelta(days=1)
        agreed = fee_terms.rate_during if during else fee_terms.rate_after
        set_on = {switched: agreed} | {step.date: step.rate for step in fee_terms.steps if switched <= step.date <= day}
        rate = set_on[max(set_on)]
        exact += Fraction(base) * Fraction(rate) * year_fraction(day, day + timedelta(days=1), fee_terms.day_count)
        day += timedelta(days=1)
    return quantise(exact, mode="half_up")


class TestPeriodFeesForEveryLife:
    @given(lives(), DAYS, DAYS)
    def test_are_the_sum_of_their_days(self, life, one, other):
        start, end = sorted((one, other))
        charged = fee(life[0], *life[1], period=(start, end))
        assert charged.fee_hkd == fee_by_days(*life, start, end)

    @given(lives(), DAYS, DAYS)
    def test_segments_cover_the_period_without_gap_or_overlap(self, life, one, other):
        start, end = sorted((one, other))
        segments = fee(life[0], *life[1], period=(start, end)).segments
        assert (segments[0].start_date, segments[-1].end_date) == (start, end)
        assert sum(segment.days for segment in segments) == (end - start).days + 1
        for former, later in pairwise(segments):
            assert later.start_date == former.end_date + timedelta(days=1)
            assert (later.base_hkd, later.rate) != (former.base_hkd, former.rate)

    @given(lives(), st.tuples(DAYS, DAYS, DAYS).map(sorted))
    def test_cutting_a_period_in_two_moves_it_by_a_cent_at_most(self, life, days):
        start, middle, end = days
        whole = fee(life[0], *life[1], period=(start, end)).fee_hkd
        parts = fee(life[0], *life[1], period=(start, middle)).fee_hkd
        if middle < end:
            parts += fee(life[0], *life[1], period=(middle + timedelta(days=1), end)).fee_hkd
        assert abs(whole - parts) <= CENT


class TestTheCap:
    def test_is_two_per_cent_of_the_schemes_bases(self):
        events = [INVESTED, event(date(2026, 1, 20), "written_off", "5000000.00")]
        cap = fee_cap(*QUARTER, events=events, investment_period_end_date=date(2026, 2, 14), terms=TERMS)
        assert cap.fee_hkd == Decimal("480821.92")

    @pytest.mark.parametrize(("charged", "broken"), [("480821.91", 0), ("480821.92", 0), ("480821.93", 1)])
    def test_binds_to_the_cent(self, charged, broken):
        events = [INVESTED, event(date(2026, 1, 20), "written_off", "5000000.00")]
        cap = fee_cap(*QUARTER, events=events, investment_period_end_date=date(2026, 2, 14), terms=TERMS)
        found = check_fee(Decimal(charged), cap, TERMS)
        assert len(found) == broken
        for breach in found:
            assert (breach.rule, breach.clause) == ("R14", "Annex 3 1(k)(i)")
            assert "480,821.92 is allowed, 2% a year" in breach.message
            assert "by HK$0.01" in breach.message

    @given(lives(), DAYS, DAYS)
    def test_is_never_passed_by_an_agreement_within_the_scheme(self, life, one, other):
        start, end = sorted((one, other))
        found, events = life
        lawful = terms(
            rate_during=min(found.rate_during, Decimal("0.02")),
            rate_after=min(found.rate_after, Decimal("0.02")),
            investment_period_end_date=found.investment_period_end_date,
        )
        cap = fee_cap(
            start, end, events=events, investment_period_end_date=found.investment_period_end_date, terms=TERMS
        )
        assert check_fee(fee(lawful, *events, period=(start, end)).fee_hkd, cap, TERMS) == ()


class TestARate:
    @pytest.mark.parametrize(("rate", "broken"), [("0", 0), ("0.0175", 0), ("0.02", 0), ("0.0200000001", 1)])
    def test_of_a_step_is_at_most_the_scheme_s(self, rate, broken):
        found = check_rate(Decimal(rate), TERMS)
        assert [(breach.rule, breach.code) for breach in found] == [("R14", "fee_step_too_high")] * broken
