"""What is recallable can be called again for the months that the agreement gives it, and not a day longer."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules.recycling import Seat, check, lapsed
from itvf.money import total

D = Decimal
PAID = date(2026, 1, 31)
LAST = date(2027, 7, 31)
days = st.dates(date(2025, 1, 1), date(2029, 12, 31))
amounts = st.integers(0, 10**9).map(lambda cents: D(cents) / 100)


class TestLapsed:
    @pytest.mark.parametrize(("on", "gone"), [(PAID, "0"), (LAST, "0"), (date(2027, 8, 1), "10.00")])
    def test_begins_the_day_after_the_last(self, on, gone):
        assert lapsed([(PAID, D("10.00"))], [], months=18, on=on) == D(gone)

    @pytest.mark.parametrize(
        ("day", "gone"), [(date(2026, 1, 30), "10.00"), (PAID, "6.00"), (LAST, "6.00"), (date(2027, 8, 1), "10.00")]
    )
    def test_leaves_out_what_was_called_in_time(self, day, gone):
        assert lapsed([(PAID, D("10.00"))], [(day, D("4.00"))], months=18, on=date(2028, 1, 1)) == D(gone)

    def test_takes_the_oldest_first_and_of_the_commitment_after_it(self):
        given_back = [(date(2026, 6, 30), D("5.00")), (PAID, D("10.00"))]
        called = [(date(2026, 7, 1), D("12.00")), (date(2026, 8, 1), D("100.00"))]
        assert lapsed(given_back, called[:1], months=18, on=date(2028, 6, 1)) == D("3.00")
        assert lapsed(given_back, called, months=18, on=date(2028, 6, 1)) == 0

    def test_goes_with_what_passed_to_another_partner(self):
        passed = [(PAID, D("10.00")), (date(2026, 5, 1), D("-4.00"))]
        assert lapsed(passed, [], months=18, on=date(2028, 1, 1)) == D("6.00")

    @given(st.lists(st.tuples(days, amounts), max_size=5), st.lists(st.tuples(days, amounts), max_size=5), days, days)
    def test_grows_with_time_and_never_above_what_was_recallable(self, given_back, called, one, other):
        first, second = sorted((one, other))
        early, late = (lapsed(given_back, called, months=18, on=on) for on in (first, second))
        assert 0 <= early <= late <= total([D(0), *(amount for _day, amount in given_back)])


class TestACall:
    @pytest.mark.parametrize(("called", "codes"), [("6.00", []), ("6.01", ["recall_lapsed"])])
    def test_is_refused_a_cent_above_what_did_not_lapse(self, called, codes):
        found = check([Seat("A", D(called), D("10.00"), D("4.00"))], months=18, clause="LPA 7.6")
        assert [(one.code, one.rule, one.clause) for one in found] == [(code, "R27", "LPA 7.6") for code in codes]

    def test_is_no_matter_of_this_rule_while_nothing_lapsed(self):
        assert check([Seat("A", D("11.00"), D("10.00"), D("0.00"))], months=18, clause="LPA 7.6") == ()
