"""ILPA's Performance Template: which transaction enters which figure, and what is said where there is no answer."""

from datetime import date
from decimal import Decimal

import pytest

from reporting.rules import ilpa
from reporting.rules.ilpa import Transaction

D = Decimal
FIRST, SECOND, THIRD = date(2025, 3, 31), date(2026, 3, 31), date(2027, 3, 31)
FIGURES = [
    f"{facility}_{side}_{figure}"
    for facility in ilpa.FACILITIES
    for side in ilpa.SIDES
    for figure in ("irr", "multiple")
]


def granular(*flows):
    return ilpa.figures([Transaction(day, type, D(amount)) for day, type, amount in flows], methodology="granular")


@pytest.mark.parametrize("methodology", ilpa.METHODOLOGIES)
class TestTypes:
    def test_each_says_how_it_enters_every_figure(self, methodology):
        for row in ilpa.types(methodology).values():
            for figure in FIGURES:
                allowed = (True, False) if figure.endswith("irr") else ("num", "den", "-den", None)
                assert row[figure] in allowed, (row["code"], figure)

    def test_each_enters_with_its_own_sign_and_no_other(self, methodology):
        for code, row in ilpa.types(methodology).items():
            flows = [Transaction(FIRST, self.paid_in(methodology), D(-1000)), Transaction(SECOND, "nav", D(1100))]
            before = ilpa.figures(flows, methodology=methodology)
            after = ilpa.figures([*flows, Transaction(SECOND, code, D("-100.00"))], methodology=methodology)
            for facility in ilpa.FACILITIES:
                for side in ilpa.SIDES:
                    kind = row[f"{facility}_{side}_multiple"]
                    expected = {"num": D(1000) / 1000, "den": D(1100) / 1100, "-den": D(1100) / 1100, None: D("1.1")}[
                        kind
                    ]
                    assert getattr(after[facility], f"{side}_multiple") == expected, (code, facility, side)
                    moved = getattr(after[facility], f"{side}_irr") != getattr(before[facility], f"{side}_irr")
                    assert moved is row[f"{facility}_{side}_irr"], (code, facility, side)

    def paid_in(self, methodology):
        return {"granular": "capital_call_investments", "gross_up": "capital_call_total_amount"}[methodology]


class TestFigures:
    def test_of_several_roots_the_one_nearest_zero_is_given_and_all_are_named(self):
        # -1000 + 2300 v - 1320 v^2 = 0 at v = 1/1.1 and 1/1.2
        found = granular(
            (FIRST, "capital_call_investments", "-1000"),
            (SECOND, "distribution_permanent", "2300"),
            (THIRD, "capital_call_investments", "-1320"),
        )["with"].net_irr
        assert (found.rate, found.status) == (D("0.1"), "several_roots")
        assert found.roots == (D("0.1"), D("0.2"))

    def test_nothing_paid_in_has_neither_rate_nor_multiple(self):
        found = granular((FIRST, "distribution_permanent", "5.00"))["with"]
        assert (found.net_irr.rate, found.net_irr.status, found.net_multiple) == (None, "no_sign_change", None)

    def test_excess_capital_returned_shrinks_what_was_paid_in(self):
        found = granular(
            (FIRST, "capital_call_investments", "-1000"),
            (SECOND, "distribution_return_of_excess_capital_called_investments", "200"),
            (SECOND, "nav", "1000"),
        )["with"]
        assert (found.net_multiple, found.net_irr.rate) == (D("1.25"), D("0.2"))

    def test_no_flow_at_all(self):
        found = ilpa.figures([], methodology="gross_up")["without"]
        assert (found.gross_irr.rate, found.gross_irr.status, found.gross_multiple) == (None, "no_sign_change", None)
