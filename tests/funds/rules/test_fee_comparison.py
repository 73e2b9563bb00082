"""A quarter's charge beside the computed fee and the cap of R14, and the over-charge by day."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules import fee_comparison
from funds.rules.fee_comparison import Basis, Facts, check_quarters, compare
from funds.rules.fees import CostEvent, FeeTerms, RateStep, fee_cap, period_fees
from funds.rules.terms import published

D = Decimal
SCHEME = published("itvf-enhanced-2024")
START, END = date(2026, 7, 1), date(2026, 9, 30)
AGREED = FeeTerms(
    rate_during=D("0.02"),
    rate_after=D("0.02"),
    base_during="invested",
    base_after="net_invested",
    investment_period_end_date=date(2030, 12, 31),
    committed_hkd=D("0.00"),
)
# HK$600m committed; HK$73m invested, from 16 August HK$146m: 4,000 a day for 46 days, 8,000 for 46.
EVENTS = (
    CostEvent(date(2025, 3, 31), "committed", D("600000000.00")),
    CostEvent(date(2025, 12, 1), "invested", D("73000000.00")),
    CostEvent(date(2026, 8, 16), "invested", D("73000000.00")),
)
CAP = D("552000.00")


def cap(events=EVENTS, start=START, end=END):
    return fee_cap(
        start, end, events=events, investment_period_end_date=AGREED.investment_period_end_date, terms=SCHEME
    )


def facts(charged: str | None, *, computed: str = "552000.00", is_over=True, start=START, end=END, **amounts) -> Facts:
    """A quarter in which nothing was called or paid, unless told."""
    return Facts(
        start_date=start,
        end_date=end,
        is_over=is_over,
        fee=period_fees(AGREED, EVENTS, [(start, end)])[0],
        cap=cap(start=start, end=end),
        computed_hkd=D(computed),
        accrued_hkd=None,
        charged_hkd=None if charged is None else D(charged),
        called_hkd=D(amounts.get("called", "0.00")),
        paid_hkd=D(amounts.get("paid", "0.00")),
    )


def compared(*quarters: Facts):
    return compare(quarters, agreed=AGREED, events=EVENTS, terms=SCHEME)


def charge(amount: str | Decimal, *, agreed=AGREED, events=EVENTS):
    """The over-charge of a quarter that is over, None where there is none."""
    quarter = replace(facts(f"{amount}"), cap=cap(events))
    return compare([quarter], agreed=agreed, events=events, terms=SCHEME)[0].over_charge


class TestAQuarter:
    @pytest.mark.parametrize(
        ("charged", "computed", "status", "above", "over"),
        [
            ("500000.00", "500000.00", "within", "0.00", "0.00"),
            ("499999.99", "500000.00", "within", "0.00", "0.00"),
            ("500000.01", "500000.00", "above_computed", "0.01", "0.00"),
            ("552000.00", "500000.00", "above_computed", "52000.00", "0.00"),
            ("552000.01", "500000.00", "above_cap", "52000.01", "0.01"),
            (None, "500000.00", "not_reported", "0.00", "0.00"),
        ],
    )
    def test_is_judged_to_the_cent(self, charged, computed, status, above, over):
        (quarter,) = compared(facts(charged, computed=computed))
        assert quarter.status == status
        assert (quarter.above_computed_hkd, quarter.over_charge_hkd) == (D(above), D(over))

    def test_that_runs_is_not_judged(self):
        (quarter,) = compared(facts(None, is_over=False, called="999999999.00"))
        assert (quarter.status, quarter.over_charge) == ("running", None)
        assert check_quarters([quarter], SCHEME) == ()

    def test_adds_to_those_before_it(self):
        first = facts("552000.05", called="600000.00", paid="1.00")
        second = facts(None, computed="10.00", start=date(2026, 10, 1), end=date(2026, 12, 31), called="2.00")
        quarters = compared(first, second)
        sums = quarters[-1].to_date
        assert (sums.charged_hkd, sums.called_hkd, sums.paid_hkd) == (D("552000.05"), D("600002.00"), D("1.00"))
        assert sums.computed_hkd == D("552010.00")
        assert sums.cap_hkd == CAP + second.cap.fee_hkd
        assert sums.over_charge_hkd == D("0.05")
        assert quarters[0].to_date.called_hkd == D("600000.00")


class TestTheOverCharge:
    def test_is_nothing_at_the_cap(self):
        assert charge(CAP) is None
        assert charge(CAP + D("0.01")).excess_hkd == D("0.01")

    def test_names_the_base_that_gives_it(self):
        # 2% of HK$600m committed: 600m x 0.02 / 365 x 92 = 3,024,657.5342
        found = charge("3024657.53")
        assert found.basis == Basis("committed", "daily", "days", (D("0.02"),))
        assert [(s.start_date, s.days, s.allowed_base_hkd, s.charged_base_hkd) for s in found.stretches] == [
            (START, 46, D("73000000.00"), D("600000000.00")),
            (date(2026, 8, 16), 46, D("146000000.00"), D("600000000.00")),
        ]
        assert [s.allowed_hkd for s in found.stretches] == [D("184000.00"), D("368000.00")]
        assert [s.charged_hkd for s in found.stretches] == [D("1512328.77"), D("1512328.76")]
        assert found.stretches[0].excess_hkd == D("1328328.77")
        # 1,328,328.77 / 46 = 28,876.7124; 2,472,657.53 / 92 = 26,876.7123
        assert (found.stretches[0].per_day_hkd, found.per_day_hkd) == (D("28876.71"), D("26876.71"))
        assert (found.excess_hkd, found.days) == (D("2472657.53"), 92)

    def test_knows_a_fourth_of_a_year(self):
        assert charge("3000000.00").basis == Basis("committed", "daily", "quarter", (D("0.02"),))

    def test_knows_the_scheme_s_rate_where_the_agreement_s_is_lower(self):
        agreed = FeeTerms(
            D("0.02"), D("0.02"), *("invested",) * 2, date(2030, 12, 31), D(0), steps=(RateStep(START, D("0.01")),)
        )
        assert charge("1512328.77", agreed=agreed).basis.rates == (D("0.01"),)
        assert charge("3024657.53", agreed=agreed).basis.rates == (D("0.02"),)

    def test_that_nothing_explains_is_spread_over_its_days(self):
        found = charge("736000.00")
        assert found.basis is None
        # the base on which 2% gives 736,000 in 92 days is 8,000 a day: HK$146m
        assert found.implied_base_hkd == D("146000000.00")
        assert [(s.charged_base_hkd, s.charged_hkd, s.excess_hkd) for s in found.stretches] == [
            (D("146000000.00"), D("368000.00"), D("184000.00")),
            (D("146000000.00"), D("368000.00"), D("0.00")),
        ]

    def test_on_nothing_invested_is_the_whole_charge(self):
        found = charge("92.00", events=EVENTS[:1])
        assert (found.excess_hkd, found.per_day_hkd) == (D("92.00"), D("1.00"))
        assert [(s.allowed_hkd, s.charged_hkd) for s in found.stretches] == [(D("0.00"), D("92.00"))]

    @given(st.integers(1, 10**10))
    def test_is_the_sum_of_its_stretches(self, cents):
        found = charge(CAP + D(cents) / 100)
        assert sum(s.allowed_hkd for s in found.stretches) == CAP
        assert sum(s.charged_hkd for s in found.stretches) == CAP + D(cents) / 100
        assert sum(s.excess_hkd for s in found.stretches) == found.excess_hkd
        assert sum(s.days for s in found.stretches) == 92


class TestBreaches:
    def test_name_the_dollars_of_each_quarter(self):
        quarters = compared(facts("644000.00"), facts(None, start=date(2026, 10, 1), end=date(2026, 12, 31)))
        ((quarter, breach),) = check_quarters(quarters, SCHEME)
        assert quarter is quarters[0]
        assert (breach.rule, breach.clause, breach.code) == ("R14", "Annex 3 1(k)(i)", "fee_above_cap")
        assert "HK$92,000.00 too much, HK$1,000.00 a day" in breach.message
        assert "2% a year" in breach.message

    @pytest.mark.parametrize("kind", ["called", "paid"])
    @pytest.mark.parametrize(("amount", "broken"), [("552000.00", 0), ("552000.01", 1)])
    def test_judge_calls_and_payments_to_date(self, kind, amount, broken):
        found = check_quarters(compared(facts("552000.00", **{kind: amount})), SCHEME)
        assert [breach.code for _quarter, breach in found] == [f"fee_{kind}_above_cap"] * broken
        for _quarter, breach in found:
            assert breach.facts["excess_hkd"] == D("0.01")
            assert "HK$0.01 too much" in breach.message

    @pytest.mark.parametrize(("accrued", "broken"), [("552000.00", 0), ("552000.01", 1)])
    def test_judge_what_was_accrued_before_its_base_was_known_to_be_less(self, accrued, broken):
        quarter = replace(facts("552000.00"), accrued_hkd=D(accrued))
        found = check_quarters(compared(quarter), SCHEME)
        assert [breach.code for _quarter, breach in found] == ["fee_accrued_above_cap"] * broken
        assert all("HK$0.01 too much" in breach.message for _quarter, breach in found)

    def test_let_a_call_of_one_quarter_pay_for_another(self):
        first = facts("552000.00", called="0.00")
        second = facts("0.00", called="1000000.00", start=date(2026, 10, 1), end=date(2026, 12, 31))
        assert check_quarters(compared(first, second), SCHEME) == ()

    def test_are_none_before_a_quarter_is_over(self):
        assert check_quarters((), SCHEME) == ()
        assert fee_comparison.STATUSES == ("within", "above_computed", "above_cap", "not_reported", "running")
