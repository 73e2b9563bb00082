"""A manager's figures beside the books': to the cent, and a cause only where it is the whole difference (R21)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules.fees import PeriodFee
from funds.rules.terms import published
from itvf.errors import InputRefused
from reporting.rules.quarterly import (
    Claim,
    Figure,
    Holding,
    Valued,
    check_holdings,
    check_sum,
    compare,
    compare_with_cap,
    differences,
    holding_figures,
    renewed,
    valued_figures,
)

CENTS = st.decimals(min_value=0, max_value=10**12, places=2)
Q1 = date(2026, 3, 31)


class TestCompare:
    @pytest.mark.parametrize(
        ("claimed", "difference", "explanation"),
        [("99.99", "-0.01", "unexplained"), ("100.00", "0.00", "agrees"), ("100.01", "0.01", "unexplained")],
    )
    def test_has_no_tolerance(self, claimed, difference, explanation):
        (line,) = compare([Figure("cash_hkd", Decimal(claimed), Decimal("100.00"))])
        assert (line.difference_hkd, line.explanation) == (Decimal(difference), explanation)

    def test_names_a_cause_only_where_it_is_the_whole_difference(self):
        causes = {"recorded_after_the_quarter": Decimal("5.00"), "over_payment_in_suspense": Decimal("4.99")}
        whole, most = compare(
            [
                Figure("cash_hkd", Decimal("104.99"), Decimal("100.00"), causes),
                Figure("cash_hkd", Decimal("104.98"), Decimal("100.00"), causes),
            ]
        )
        assert whole.explanation == "over_payment_in_suspense"
        assert most.explanation == "unexplained"

    @given(CENTS, CENTS)
    def test_difference_and_books_add_up_to_the_claim(self, claimed, books):
        (line,) = compare([Figure("cash_hkd", claimed, books)])
        assert line.books_hkd + line.difference_hkd == claimed
        assert bool(differences([line])) == (claimed != books)


class TestValuedFigures:
    """HK$100 at cost carried at 120; with 30 of called capital not received and 5 of fee unpaid, net assets of 160."""

    OWN = Valued(*map(Decimal, ("100.00", "120.00", "160.00", "30.00", "5.00")))

    @pytest.mark.parametrize(
        ("value", "nav", "explanations"),
        [
            ("120.00", "160.00", ("agrees", "agrees")),
            ("120.00", "160.01", ("agrees", "unexplained")),
            ("119.99", "159.99", ("unexplained", "follows_from_the_values_reported")),
            ("100.00", "140.00", ("reported_at_cost", "follows_from_the_values_reported")),
            ("120.00", "130.00", ("agrees", "called_and_not_received")),
            ("120.00", "165.00", ("agrees", "fee_accrued_and_not_paid")),
        ],
    )
    def test_set_total_value_and_net_assets_beside_the_books(self, value, nav, explanations):
        lines = compare(valued_figures(Decimal(value), Decimal(nav), self.OWN))
        assert [line.field for line in lines] == ["investments_fair_value_hkd", "nav_hkd"]
        assert [line.books_hkd for line in lines] == [Decimal("120.00"), Decimal("160.00")]
        assert tuple(line.explanation for line in lines) == explanations

    def test_say_so_while_a_holding_is_not_valued_yet(self):
        own = replace(self.OWN, is_whole=False)
        lines = compare(valued_figures(Decimal("120.00"), Decimal("160.00"), own))
        assert [(line.books_hkd, line.explanation) for line in lines] == [(None, "not_valued_yet")] * 2

    def test_are_put_in_the_place_of_what_was_known_before(self):
        before = compare([*valued_figures(Decimal("120.00"), Decimal("160.00"), self.OWN), Figure("cash_hkd", 1, 1)])
        after = compare(valued_figures(Decimal("120.00"), Decimal("150.00"), self.OWN))
        assert renewed(before, after) == (*after, before[2])


class TestHoldingFigures:
    """A lot of HK$100 at cost, valued at 120, of whose spend of 50 in Hong Kong 5 were rejected."""

    OWN = Holding("Sample Limited", Decimal("100.00"), Decimal("120.00"), Decimal("45.00"), Decimal("5.00"))

    def lines(self, value="120.00", spend="45.00", own=OWN):
        return compare(holding_figures({7: Claim(Decimal(value), Decimal(spend))}, {7: own}))

    @pytest.mark.parametrize(
        ("value", "difference", "explanation"),
        [
            ("119.99", "-0.01", "unexplained"),
            ("120.00", "0.00", "agrees"),
            ("120.01", "0.01", "unexplained"),
            ("100.00", "-20.00", "reported_at_cost"),
        ],
    )
    def test_set_a_fair_value_beside_the_reviewed_one(self, value, difference, explanation):
        line = self.lines(value=value)[0]
        assert (line.field, line.label) == ("holdings.7.fair_value_hkd", "Sample Limited")
        assert (line.books_hkd, line.difference_hkd, line.explanation) == (
            Decimal("120.00"),
            Decimal(difference),
            explanation,
        )

    @pytest.mark.parametrize(
        ("spend", "difference", "explanation"),
        [("45.00", "0.00", "agrees"), ("45.01", "0.01", "unexplained"), ("50.00", "5.00", "rejected_on_verification")],
    )
    def test_set_a_spend_beside_what_the_register_counts(self, spend, difference, explanation):
        line = self.lines(spend=spend)[1]
        assert (line.books_hkd, line.difference_hkd, line.explanation) == (
            Decimal("45.00"),
            Decimal(difference),
            explanation,
        )

    def test_say_what_is_not_on_record_yet_and_call_it_no_difference(self):
        found = self.lines(own=Holding("Sample Limited", Decimal("100.00"), None, None, Decimal("0.00")))
        assert [(line.books_hkd, line.difference_hkd, line.explanation) for line in found] == [
            (None, None, "not_valued_yet"),
            (None, None, "no_spend_on_record"),
        ]
        assert differences(found) == ()

    def test_are_renewed_in_place_of_those_kept_and_leave_the_books_lines(self):
        (cash,) = compare([Figure("cash_hkd", Decimal("1.00"), Decimal("1.00"))])
        cost, *_ = compare([Figure("holdings.7.cost_hkd", Decimal("100.00"), Decimal("100.00"))])
        fresh = self.lines()
        assert renewed([cash, *self.lines(value="1.00"), cost], fresh) == (cash, cost, *fresh)


class TestCompareWithCap:
    @pytest.mark.parametrize(
        ("charged", "over_charge", "explanation"),
        [
            ("541917.80", "0.00", "within_the_cap"),
            ("541917.81", "0.00", "within_the_cap"),
            ("541917.82", "0.01", "above_the_cap"),
        ],
    )
    def test_finds_an_over_charge_from_the_first_cent(self, charged, over_charge, explanation):
        cap = PeriodFee(date(2026, 1, 1), Q1, Decimal("541917.81"), ())
        line, breaches = compare_with_cap(Decimal(charged), cap, published("itvf-enhanced-2024"))
        assert (line.difference_hkd, line.explanation) == (Decimal(over_charge), explanation)
        assert [breach.rule for breach in breaches] == (["R14"] if Decimal(over_charge) else [])


class TestCheckHoldings:
    def test_lets_every_holding_once_pass_in_any_order(self):
        check_holdings([2, 1], {1: "One Limited", 2: "Two Limited"}, on=Q1)

    @pytest.mark.parametrize(
        ("reported", "code", "field"),
        [
            ([1], "holding_missing", "holdings"),
            ([1, 2, 1], "holding_twice", "holdings.2.investment"),
            ([1, 3], "holding_unknown", "holdings.1.investment"),
        ],
    )
    def test_names_the_holding_at_fault(self, reported, code, field):
        with pytest.raises(InputRefused) as refusal:
            check_holdings(reported, {1: "One Limited", 2: "Two Limited"}, on=Q1)
        assert (refusal.value.code, refusal.value.field) == (code, field)

    def test_names_the_company_left_out(self):
        with pytest.raises(InputRefused, match="Two Limited on 2026-03-31"):
            check_holdings([1], {1: "One Limited", 2: "Two Limited"}, on=Q1)


class TestCheckSum:
    def test_refuses_a_total_that_is_a_cent_off(self):
        check_sum("cost", [Decimal("1.00"), Decimal("2.00")], Decimal("3.00"), field="x")
        with pytest.raises(InputRefused, match=r"HK\$0\.01") as refusal:
            check_sum("cost", [Decimal("1.00"), Decimal("2.00")], Decimal("3.01"), field="x")
        assert refusal.value.field == "x"
