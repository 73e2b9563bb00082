"""ILPA's figures of a fund that borrowed, read from its journal: those of docs/worked-examples.md, done by hand."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from funds import capital_accounts
from funds.services import contributions, facility_movements
from itvf.errors import plain
from reporting import fund_returns, ilpa_flows
from reporting.calculations import run
from reporting.rules import ilpa
from tests import programme
from tests.funds import borrowing, registered

pytestmark = pytest.mark.django_db

D = Decimal
ON = borrowing.VALUED
TITLE = "## ilpa-performance: a fund of the system that borrows for a deal and calls a year later"


@pytest.fixture(scope="module")
def standing(held):
    """60m drawn and invested; a year later 63m called, the loan and 3m of interest paid; a year later worth 75m."""
    cast = programme.enrol()
    fund = programme.opened(cast, programme.scheme())
    registered.term(cast, fund, "borrowing", amount_hkd="90000000.00")
    facility = borrowing.facility(cast, fund)
    borrowing.move(cast, facility, "draw", "60000000.00", borrowing.DRAWN)
    borrowing.invested(cast, fund, "60000000.00", borrowing.DRAWN, gain="15000000.00")
    charged = {"period_start": borrowing.DRAWN}
    borrowing.move(cast, facility, "charge", "3000000.00", date(2026, 5, 19), **charged)
    call = programme.issued(
        cast,
        fund,
        programme.purpose("60000000.00"),
        programme.purpose("3000000.00", "facility_cost", "Interest of the facility"),
        day=date(2026, 5, 4),
        due=borrowing.REPAID,
    )
    for line in call.lines.select_related("call__fund", "partner"):
        about = {"amount_hkd": line.amount_hkd, "value_date": borrowing.REPAID, "bank_reference": f"FT{line.pk}"}
        contributions.record(line=line, **about, by=cast.officer, at=programme.at(borrowing.REPAID, 16))
    borrowing.move(cast, facility, "repay", "60000000.00", borrowing.REPAID)
    borrowing.move(cast, facility, "pay", "3000000.00", borrowing.REPAID)
    return SimpleNamespace(cast=cast, fund=fund, facility=facility)


def example() -> dict:
    """The example as the document has it."""
    text = (Path(__file__).resolve().parents[2] / "docs" / "worked-examples.md").read_text("utf-8")
    return json.loads(text.split(TITLE)[1].split("```json")[1].split("```")[0])


def flows(fund, methodology: str, on: date = ON):
    return ilpa_flows.of(capital_accounts.of_fund(fund, [on]), on, methodology=methodology)


def as_given(found) -> list[dict]:
    return [{"date": one.date.isoformat(), "type": one.type, "amount": plain(one.amount_hkd)} for one in found]


class TestTheFlows:
    def test_are_those_of_the_worked_example_and_lead_to_its_figures(self, fund):
        told = example()
        found = flows(fund, "granular")
        assert as_given(found) == told["input"]["flows"]
        answer, is_done = run.calculate("ilpa-performance", told["input"])
        figures = ilpa_flows.figures(found, methodology="granular")
        assert is_done
        for facility in ilpa.FACILITIES:
            for side in ilpa.SIDES:
                own = figures[facility]
                shown = answer[f"{facility}_facility"]
                assert plain(getattr(own, f"{side}_irr").rate) == shown[f"{side}_irr"]
                assert plain(getattr(own, f"{side}_multiple")) == shown[f"{side}_multiple"]

    def test_rest_on_the_entries_of_the_journal(self, fund):
        found = {one.type: one for one in flows(fund, "granular")}
        assert all(one.entries for code, one in found.items() if not code.startswith(("quarter_end", "nav")))
        call = found["capital_call_investments"]
        assert call.entries == found["capital_call_fund_level_subscription_facility_fees_interest"].entries

    def test_grossed_up_give_the_same_net_figures(self, fund):
        whole = ilpa_flows.figures(flows(fund, "gross_up"), methodology="gross_up")
        parts = ilpa_flows.figures(flows(fund, "granular"), methodology="granular")
        assert whole["with"].net_irr == parts["with"].net_irr
        assert whole["with"].net_multiple == parts["with"].net_multiple
        # the facility's cost is added back when it was charged, a day before it was called
        assert {one.type for one in flows(fund, "gross_up")} == {
            "fund_level_subscription_facility_drawdown_total_amount",
            "capital_call_total_amount",
            "synthetic_distribution_fund_level_subscription_facility_repayment",
            "gross_up_fund_level_subscription_facility_fees_interest_gross_up_methodology_only",
            "gross_up_unrealized_carried_interest_gross_up_methodology_only",
            "nav",
        }

    def test_while_the_loan_stands_out_count_it_as_paid_in_without_the_facility(self, fund):
        on = date(2026, 3, 31)
        found = ilpa_flows.figures(flows(fund, "granular", on), methodology="granular")
        assert (found["with"].net_multiple, found["without"].net_multiple) == (None, D("1"))
        assert found["without"].net_irr.for_period == D("0")

    def test_as_known_before_a_movement_was_undone_are_as_they_were(self, cast, fund, facility):
        repaid = facility.movements.get(kind="repayment")
        before = flows(fund, "granular")
        accounts = capital_accounts.of_fund(fund, [ON])
        facility_movements.reverse(
            movement=repaid, reason="Another fund's.", by=cast.officer, at=programme.at(borrowing.REPAID, 18)
        )
        now = flows(fund, "granular")
        assert now != before
        outstanding = {one.type: one.amount_hkd for one in now}[ilpa_flows.OUTSTANDING]
        assert outstanding == D("60000000.00")
        known_at = repaid.entry.recorded_at
        assert ilpa_flows.of(accounts, ON, methodology="granular", known_at=known_at)


class TestTheFundsReturns:
    def test_are_ilpas_net_figures_with_the_facility(self, fund):
        found = fund_returns.of(capital_accounts.of_fund(fund, [ON]), ON)
        assert found.facility["with"].net_irr.rate == found.net.irr.rate == D("0.152380952381")
        assert found.facility["with"].net_multiple == found.net.tvpi
        assert found.facility["without"].net_irr.rate == D("0.1")

    def test_of_a_fund_that_never_borrowed_have_no_such_figures(self, cast, fund):
        other = programme.another(cast)
        on = date(2025, 6, 30)
        assert fund_returns.of(capital_accounts.of_fund(other, [on]), on).facility is None


@pytest.fixture
def facility(standing):
    return standing.facility
