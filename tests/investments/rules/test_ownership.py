"""Ownership by round: issued and fully diluted, what each round diluted, and what cannot be."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from investments.rules.ownership import Round, check_held, stakes

SEED = Round("Seed", date(2025, 5, 20), Decimal(8_000_000), Decimal(10_000_000))
SERIES_A = Round("Series A", date(2026, 1, 15), Decimal(12_000_000), Decimal(15_000_000))
units = st.integers(min_value=1, max_value=10**12).map(Decimal)


class TestStakes:
    def test_show_issued_and_fully_diluted_to_twelve_places(self):
        (found,) = stakes([SEED], [(SEED.closed_date, Decimal(1_000_000))])
        assert (found.issued_rate, found.diluted_rate) == (Decimal("0.125"), Decimal("0.1"))
        assert found.diluted_by_rate is None

    def test_say_what_a_round_diluted(self):
        _, later = stakes([SEED, SERIES_A], [(SEED.closed_date, Decimal(1_000_000))])
        assert later.issued_rate == Decimal("0.083333333333")
        assert later.diluted_by_rate == Decimal("0.041666666667")

    def test_rise_where_the_fund_took_more_than_its_share(self):
        _, later = stakes(
            [SEED, SERIES_A], [(SEED.closed_date, Decimal(1_000_000)), (SERIES_A.closed_date, Decimal(2_000_000))]
        )
        assert later.diluted_by_rate == Decimal("-0.125")

    def test_are_told_in_order_of_days_whatever_the_order_given(self):
        changes = [(SEED.closed_date, Decimal(1_000_000))]
        assert stakes([SERIES_A, SEED], changes) == stakes([SEED, SERIES_A], changes)

    def test_leave_out_what_came_after_a_round(self):
        found, _ = stakes([SEED, SERIES_A], [(date(2025, 5, 21), Decimal(1))])
        assert found.units == 0

    @given(units, units, units)
    def test_fall_when_others_are_issued_units_and_never_pass_the_whole(self, held, others, issued_later):
        first = Round("1", date(2025, 1, 1), held + others, held + others)
        second = Round("2", date(2026, 1, 1), held + others + issued_later, held + others + issued_later)
        before, after = stakes([first, second], [(date(2025, 1, 1), held)])
        assert 0 <= after.issued_rate <= before.issued_rate <= 1
        assert after.diluted_by_rate == before.issued_rate - after.issued_rate


class TestCheckHeld:
    def test_takes_all_that_is_in_issue(self):
        assert check_held(SEED, Decimal(8_000_000)) == ()

    def test_names_a_unit_too_many(self):
        (breach,) = check_held(SEED, Decimal("8000000.000001"))
        assert breach.code == "more_than_all"
        assert breach.facts == {"held": Decimal("8000000.000001"), "issued": Decimal(8_000_000), "round": "Seed"}
