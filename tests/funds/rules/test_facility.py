"""What a fund may borrow, what stands out of it and since when, and what it costs: figures worked out by hand (R27)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules import facility as rule
from funds.rules.facility import Movement, Wish
from itvf.money import total

D = Decimal
DAY = date(2025, 4, 1)


def moved(days: int, amount: str, purpose: str = "investments", pk: int | None = None) -> Movement:
    return Movement(DAY + timedelta(days=days), D(amount), purpose, pk if pk is not None else days)


class TestDrawdowns:
    def test_are_repaid_oldest_first_within_their_purpose(self):
        loan = [moved(0, "100"), moved(10, "50", "fees_expenses"), moved(20, "40"), moved(30, "-120")]
        found = rule.drawdowns(loan, DAY + timedelta(days=30), days=90)
        assert [(one.left_hkd, one.repaid_date) for one in found] == [
            (D("0"), DAY + timedelta(days=30)),
            (D("50"), None),
            (D("20"), None),
        ]
        assert found[0].due_date == DAY + timedelta(days=90)

    def test_count_only_to_the_day_asked_for(self):
        loan = [moved(0, "100"), moved(30, "-100")]
        (before,) = rule.drawdowns(loan, DAY + timedelta(days=29))
        (after,) = rule.drawdowns(loan, DAY + timedelta(days=30))
        assert (before.left_hkd, after.left_hkd, after.due_date) == (D("100"), D("0"), None)

    @pytest.mark.parametrize(("days", "is_late"), [(89, False), (90, False), (91, True)])
    def test_are_overdue_the_day_after_their_last_day(self, days, is_late):
        on = DAY + timedelta(days=days)
        found = rule.drawdowns([moved(0, "100")], on, days=90)
        overdue = rule.check_overdue(found, on, days=90, clause="LPA 8.1")
        assert bool(overdue) is is_late
        if overdue:
            _one, breach = overdue[0]
            assert (breach.code, breach.clause, breach.facts["left_hkd"]) == ("drawdown_overdue", "LPA 8.1", D("100"))

    def test_repaid_late_were_overdue_though_nothing_is_left(self):
        (found,) = rule.drawdowns([moved(0, "100"), moved(91, "-100")], DAY + timedelta(days=200), days=90)
        assert found.is_overdue(DAY + timedelta(days=200))
        (in_time,) = rule.drawdowns([moved(0, "100"), moved(90, "-100")], DAY + timedelta(days=200), days=90)
        assert not in_time.is_overdue(DAY + timedelta(days=200))

    @given(
        st.lists(
            st.tuples(st.integers(0, 60), st.integers(1, 500), st.sampled_from(rule.PURPOSES), st.booleans()),
            max_size=12,
        )
    )
    def test_leave_what_the_movements_sum_to(self, steps):
        owed, loan = dict.fromkeys(rule.PURPOSES, 0), []
        for number, (days, cents, purpose, is_draw) in enumerate(sorted(steps, key=lambda step: step[0])):
            amount = cents if is_draw else -min(cents, owed[purpose])
            owed[purpose] += amount
            if amount:
                loan.append(Movement(DAY + timedelta(days=days), D(amount).scaleb(-2), purpose, number))
        # on one day drawdowns come first, so a balance that never fell below zero still never does
        found = rule.drawdowns(loan, DAY + timedelta(days=60))
        assert total(one.left_hkd for one in found) == total(one.amount_hkd for one in loan)
        assert all(0 <= one.left_hkd <= one.amount_hkd for one in found)
        assert all(total([one.left_hkd, *(part for _id, part in one.repaid)]) == one.amount_hkd for one in found)


def wish(amount: str = "100", **changes) -> Wish:
    about = {
        "amount_hkd": D(amount),
        "date": DAY,
        "owed_hkd": D("0"),
        "drawn_hkd": D("0"),
        "limit_hkd": D("500"),
        "available_from": DAY,
        "available_to": DAY,
        "facility_clause": "LPA 8.1",
        "cap_hkd": D("500"),
        "cap_clause": "LPA 8.1(b)",
    }
    return Wish(**about | changes)


class TestADrawdown:
    @pytest.mark.parametrize(("amount", "codes"), [("99.99", []), ("100.00", []), ("100.01", ["above_borrowing_cap"])])
    def test_is_refused_a_cent_above_the_cap_with_clause_and_figure(self, amount, codes):
        found = rule.check_drawdown(wish(amount, owed_hkd=D("400")))
        assert [one.code for one in found] == codes
        if found:
            assert (found[0].clause, found[0].facts["owed_hkd"], found[0].facts["cap_hkd"]) == (
                "LPA 8.1(b)",
                D("500.01"),
                D("500"),
            )

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"cap_hkd": None}, "borrowing_not_agreed"),
            ({"drawn_hkd": D("400.01")}, "above_facility_limit"),
            ({"available_from": DAY + timedelta(days=1)}, "facility_not_available"),
            ({"available_to": DAY - timedelta(days=1)}, "facility_not_available"),
        ],
    )
    def test_is_refused_for_each_thing_that_binds_it(self, changes, code):
        assert [one.code for one in rule.check_drawdown(wish(**changes))] == [code]

    def test_within_everything_is_free(self):
        assert rule.check_drawdown(wish(drawn_hkd=D("400"), owed_hkd=D("400"))) == ()


class TestARepayment:
    @pytest.mark.parametrize(("amount", "is_refused"), [("39.99", False), ("40", False), ("40.01", True)])
    def test_is_refused_above_what_stands_out_of_its_purpose(self, amount, is_refused):
        loan = [moved(0, "40"), moved(0, "60", "fees_expenses")]
        found = rule.check_repayment(D(amount), "investments", on=DAY, movements=loan)
        assert bool(found) is is_refused

    def test_dated_back_leaves_a_later_repayment_covered(self):
        loan = [moved(0, "100"), moved(30, "-80")]
        on = DAY + timedelta(days=10)
        assert rule.check_repayment(D("20"), "investments", on=on, movements=loan) == ()
        (breach,) = rule.check_repayment(D("20.01"), "investments", on=on, movements=loan)
        assert breach.facts["outstanding_hkd"] == D("20")


class TestInterest:
    def test_counts_the_day_of_the_drawdown_and_not_that_of_the_repayment(self):
        # 36,500,000 at 5% is 5,000 a day; from 1 April to 30 June, repaid on 30 June: 90 days.
        loan = [moved(0, "36500000"), moved(90, "-36500000")]
        assert rule.interest(loan, D("0.05"), start=DAY, end=date(2025, 6, 30)) == D("450000.00")

    def test_of_two_quarters_is_that_of_the_half_year(self):
        loan = [moved(-40, "36500000"), moved(100, "-18250000")]
        parts = [
            rule.interest(loan, D("0.05"), start=DAY, end=date(2025, 6, 30)),
            rule.interest(loan, D("0.05"), start=date(2025, 7, 1), end=date(2025, 9, 30)),
        ]
        # 91 days at 5,000; then 9 days at 5,000 and 83 at 2,500
        assert parts == [D("455000.00"), D("252500.00")]
        assert rule.interest(loan, D("0.05"), start=DAY, end=date(2025, 9, 30)) == sum(parts)

    def test_of_nothing_drawn_is_nothing(self):
        assert rule.interest([], D("0.05"), start=DAY, end=DAY) == D("0.00")
        assert rule.interest([moved(5, "100")], D("0.05"), start=DAY, end=DAY) == D("0.00")
