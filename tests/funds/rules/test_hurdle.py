"""The hurdle's growth and balance: A5's defaults, every way to compound, payment to the cent."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules import hurdle
from funds.rules.hurdle import Balance, Contribution, Distribution, HurdleTerms
from itvf.errors import InputRefused

SEVEN = HurdleTerms(Decimal("0.07"))
START = date(2025, 1, 1)

cents = st.integers(min_value=0, max_value=10**15).map(lambda amount: Decimal(amount).scaleb(-2))


def grown(amount: str, end: date, **terms) -> Decimal:
    terms = HurdleTerms(**({"rate": Decimal("0.08")} | terms))
    return hurdle.to_cent(hurdle.grown(Balance(capital=Decimal(amount)), terms, START, end).hurdle)


class TestGrowth:
    @pytest.mark.parametrize(
        ("compounding", "expected"),
        [
            ("simple", "160000.00"),  # 1,000,000 x 8% x 2
            ("annual", "166400.00"),  # 1.08 ** 2
            ("annual_fixed_date", "166400.00"),  # 1 January to 1 January is the calendar's own year
            ("quarterly", "171659.38"),  # 1.02 ** 8 = 1.1716593810022656
            ("monthly", "172887.93"),  # (1 + 0.08 / 12) ** 24
            ("daily", "173490.30"),  # (1 + 0.08 / 365) ** 730
        ],
    )
    def test_over_two_years_compounds_as_named(self, compounding, expected):
        assert grown("1000000.00", date(2027, 1, 1), compounding=compounding) == Decimal(expected)

    @pytest.mark.parametrize(
        ("day_count", "expected"),
        [
            ("ACT/365", "39671.23"),  # 80,000 x 181 / 365
            ("ACT/360", "40222.22"),
            ("ACT/365.25", "39644.08"),
            ("30/360", "40000.00"),  # six months of 30 days
            ("ACT/ACT", "39671.23"),
        ],
    )
    def test_from_january_to_july_counts_the_days_as_named(self, day_count, expected):
        assert grown("1000000.00", date(2025, 7, 1), compounding="simple", day_count=day_count) == Decimal(expected)

    def test_by_calendar_year_bears_hurdle_on_the_new_year_only(self):
        on_new_year = grown("1000000.00", date(2026, 7, 2), compounding="annual_fixed_date")
        # 80,000 for 2025; then 1,080,000 x 8% x 182 / 365 = 43,081.64
        assert on_new_year == Decimal("123081.64")

    def test_simple_bears_nothing_on_unpaid_hurdle(self):
        simple = HurdleTerms(Decimal("0.08"), compounding="simple")
        owed = Balance(capitalised=Decimal("500.00"))
        assert hurdle.grown(owed, simple, START, date(2030, 1, 1)).hurdle == Decimal("500.00")

    @given(
        first=st.integers(0, 3000), second=st.integers(0, 3000), compounding=st.sampled_from(list(hurdle.COMPOUNDING))
    )
    def test_does_not_depend_on_where_it_is_cut(self, first, second, compounding):
        terms = HurdleTerms(Decimal("0.07"), compounding=compounding)
        middle, end = START + timedelta(first), START + timedelta(first + second)
        owed = Balance(capital=Decimal("1234567.50"))
        at_once = hurdle.grown(owed, terms, START, end).hurdle
        in_two = hurdle.grown(hurdle.grown(owed, terms, START, middle), terms, middle, end).hurdle
        assert abs(at_once - in_two) < Decimal("1e-60")

    @given(amount=cents)
    def test_is_in_proportion_to_capital(self, amount):
        one = hurdle.grown(Balance(capital=amount), SEVEN, START, date(2028, 5, 5)).hurdle
        three = hurdle.grown(Balance(capital=3 * amount), SEVEN, START, date(2028, 5, 5)).hurdle
        assert abs(three - 3 * one) < Decimal("1e-12")


class TestPayment:
    @pytest.mark.parametrize(
        ("owed", "available", "paid", "left"),
        [
            ("10.004", "20.00", "10.00", "0"),
            ("10.005", "20.00", "10.01", "0"),
            ("10.004", "10.00", "10.00", "0"),
            ("10.005", "10.00", "10.00", "0.005"),
            ("10.01", "10.00", "10.00", "0.01"),
            ("0.004", "0.00", "0.00", "0"),
            ("1e40", "10.00", "10.00", str(Decimal(10**40 - 10))),
        ],
    )
    def test_rounds_once_and_leaves_zero_when_in_full(self, owed, available, paid, left):
        assert hurdle.payment(Decimal(owed), Decimal(available)) == (Decimal(paid), Decimal(left))

    def test_knows_a_tie_through_the_noise_of_many_steps(self):
        noisy = Decimal("70000.035") - Decimal("1e-40")
        assert hurdle.to_cent(noisy) == Decimal("70000.04")

    def test_pays_the_capitalised_hurdle_first(self):
        owed = Balance(capitalised=Decimal("5.00"), accruing=Decimal("3.00"))
        paid, after = hurdle.pay_hurdle(owed, Decimal("6.00"))
        assert (paid, after.capitalised, after.accruing) == (Decimal("6.00"), 0, Decimal("2.00"))


class TestHurdleBalance:
    def test_counts_over_the_whole_life_what_was_had_above_capital_and_hurdle(self):
        year = timedelta(365)
        later = START + 2 * year
        paid_in = [Contribution(Decimal(100), START, START), Contribution(Decimal(20), later, later)]
        # 100 and its 7.00 after a year, and 5.00 above; 20 more after two years, open again with 1.40 after three
        paid_out = [Distribution(Decimal("112.00"), START + year)]
        found = hurdle.hurdle_balance(paid_in, paid_out, terms=SEVEN, on=START + 3 * year)
        assert (found.capital_hkd, found.hurdle_hkd) == (Decimal("20.00"), Decimal("1.40"))
        assert (found.above_hkd, found.lacking_hkd) == (Decimal("5.00"), Decimal("16.40"))
        # carry of 16.40 that came back by then goes to capital first, and then nothing is lacking any more
        paid_out.append(Distribution(Decimal("16.40"), START + 3 * year))
        found = hurdle.hurdle_balance(paid_in, paid_out, terms=SEVEN, on=START + 3 * year)
        assert (found.capital_hkd, found.hurdle_hkd, found.lacking_hkd) == (Decimal("3.60"), Decimal("1.40"), 0)

    def test_runs_from_the_later_of_due_date_and_receipt(self):
        early = Contribution(Decimal("100.00"), due_date=date(2025, 1, 1), received_date=date(2024, 12, 1))
        late = Contribution(Decimal("100.00"), due_date=date(2024, 12, 1), received_date=date(2025, 1, 1))
        balances = [hurdle.hurdle_balance([one], [], terms=SEVEN, on=date(2026, 1, 1)) for one in (early, late)]
        assert [balance.hurdle_hkd for balance in balances] == [Decimal("7.00"), Decimal("7.00")]

    def test_returns_capital_before_hurdle(self):
        statement = hurdle.hurdle_balance(
            [Contribution(Decimal("1000.00"), START, START)],
            [Distribution(Decimal("1050.00"), date(2026, 1, 1))],
            terms=SEVEN,
            on=date(2026, 1, 1),
        )
        assert (statement.capital_hkd, statement.hurdle_hkd) == (Decimal("0.00"), Decimal("20.00"))

    def test_shows_its_working_line_by_line(self):
        statement = hurdle.hurdle_balance(
            [Contribution(Decimal("1000.00"), START, START)],
            [Distribution(Decimal("500.00"), date(2026, 1, 1))],
            terms=SEVEN,
            on=date(2027, 1, 1),
        )
        working = [
            (step.kind, step.years, step.accrued_hkd, step.capital_hkd, step.hurdle_hkd) for step in statement.steps
        ]
        assert working == [
            ("contribution", 0, Decimal("0.00"), Decimal("1000.00"), Decimal("0.00")),
            ("distribution", Fraction(1), Decimal("70.00"), Decimal("500.00"), Decimal("70.00")),
            ("balance", Fraction(1), Decimal("39.90"), Decimal("500.00"), Decimal("109.90")),
        ]

    def test_leaves_out_what_comes_later(self):
        later = Contribution(Decimal("1000.00"), date(2027, 1, 1), date(2027, 1, 1))
        statement = hurdle.hurdle_balance([later], [], terms=SEVEN, on=date(2026, 12, 31))
        assert (statement.capital_hkd, statement.hurdle_hkd) == (0, 0)

    def test_is_nothing_without_contributions(self):
        assert hurdle.hurdle_balance([], [], terms=SEVEN, on=START).capital_hkd == 0


class TestTerms:
    @pytest.mark.parametrize(
        "wrong",
        [{"compounding": "weekly"}, {"order": "gp_first"}, {"rate": Decimal("-0.01")}],
        ids=lambda case: str(case),
    )
    def test_that_make_no_sense_are_refused(self, wrong):
        with pytest.raises(InputRefused):
            HurdleTerms(**({"rate": Decimal("0.07")} | wrong))

    def test_with_an_unknown_day_count_are_refused_when_used(self):
        with pytest.raises(InputRefused):
            grown("1.00", date(2026, 1, 1), day_count="ACT/364")
