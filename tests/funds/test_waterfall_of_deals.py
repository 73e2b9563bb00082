"""Flows of deals as the books give them, through the waterfall: what the rule refuses of input, books may hold."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from funds import deal_flows, waterfall_facts
from funds.rules.hurdle import HurdleTerms
from funds.rules.waterfall import Flow, WaterfallTerms

BY_DEAL = WaterfallTerms(
    hurdle=HurdleTerms(Decimal(0)),
    catch_up_rate=Decimal(1),
    carry_rate=Decimal("0.2"),
    scope="deal_by_deal",
    loss_make_up=True,
)
BOUGHT, SOLD, LOST, LAST = date(2025, 1, 2), date(2025, 6, 2), date(2025, 9, 1), date(2025, 12, 1)


def flow(day: date, kind: str, amount: str, deal: str = "one") -> Flow:
    return Flow(day, kind, Decimal(amount), deal)


class TestALossAboveTheCapitalLeft:
    """Half of a deal that cost 20 is sold for 16 and distributed, the other half, which cost 10, is written off."""

    HALF_SOLD = (flow(BOUGHT, "contribution", "20.00"), flow(SOLD, "distribution", "16.00"))

    def test_is_what_is_left_and_the_next_deal_makes_up_no_more(self):
        flows = [*self.HALF_SOLD, flow(BOUGHT, "contribution", "5.00", "two"), flow(LOST, "realised_loss", "10.00")]
        found = waterfall_facts.run([*flows, flow(LAST, "distribution", "10.00", "two")], BY_DEAL)
        assert found.lines[-1].step.made_up_hkd == Decimal("4.00")
        assert found.tiers.return_of_capital_hkd == Decimal("25.00")
        assert found.clawback_hkd == 0

    def test_is_nothing_where_all_capital_came_back(self):
        flows = [*self.HALF_SOLD, flow(SOLD, "distribution", "4.00"), flow(LOST, "realised_loss", "10.00")]
        assert waterfall_facts.run(flows, BY_DEAL).tiers.return_of_capital_hkd == Decimal("20.00")


class TestThePoolsPart:
    """95 of 100 called is the pool's at first; after the second call 180 of 200."""

    CAPITAL = ((BOUGHT, Decimal(95), Decimal(5)), (LOST, Decimal(180), Decimal(20)))

    def test_is_shared_by_what_was_called_to_the_day(self):
        for day, part in ((date(2024, 12, 1), "9.50"), (SOLD, "9.50"), (LOST, "9.00"), (LAST, "9.00")):
            found = deal_flows.part_of_pool(flow(day, "contribution", "10.00"), self.CAPITAL)
            assert found.amount_hkd == Decimal(part)

    def test_is_all_where_nobody_stands_outside_or_nothing_was_called(self):
        whole = flow(SOLD, "contribution", "10.00")
        assert deal_flows.part_of_pool(whole, ()) == whole
        assert deal_flows.part_of_pool(whole, [(BOUGHT, Decimal(0), Decimal(0))]) == whole


class TestFeePaidBack:
    """Fee that a correction lowered comes back: it was no capital, and what it then buys counts once (A6)."""

    @pytest.mark.parametrize(
        ("moved", "stayed"),
        [
            (["100.00", "-20.00", "50.00"], ["80.00", None, "50.00"]),
            (["100.00", "100.00", "-150.00", "30.00"], ["50.00", None, None, "30.00"]),
            (["100.00", "0.00", "-100.00"], [None, None, None]),
        ],
    )
    def test_takes_the_last_paid_first(self, moved, stayed):
        days = [BOUGHT + timedelta(days=number) for number in range(len(moved))]
        found = dict(deal_flows.that_stayed_paid(dict(zip(days, map(Decimal, moved), strict=True))))
        assert [found.get(day) for day in days] == [amount and Decimal(amount) for amount in stayed]


class TestALiquidation:
    """100 was called and 80 of it paid, 1 went for fees: net assets are 99, of which partners still owe 20."""

    CALLED, NAV = Decimal("100.00"), Decimal("99.00")

    def test_takes_no_called_money_that_is_not_paid_yet_for_profit(self):
        terms = replace(BY_DEAL, scope="whole_fund", loss_make_up=False)
        paid = [Flow(BOUGHT, "contribution", Decimal("80.00"))]
        last = waterfall_facts.last_flows(terms, (self.NAV, self.CALLED), LAST, paid, {})
        found = waterfall_facts.run([*paid, *last], terms)
        assert (found.tiers.return_of_capital_hkd, found.tiers.gp_hkd) == (self.NAV, 0)
        assert found.profit_hkd == Decimal("-1.00")

    def test_takes_no_money_that_lies_in_no_deal_for_profit(self):
        values = {"one": Decimal("60.00"), "two": Decimal("20.00")}
        bought = [flow(BOUGHT, "contribution", "61.00"), flow(SOLD, "contribution", "20.00", "two")]
        last = waterfall_facts.last_flows(BY_DEAL, (self.NAV, self.CALLED), LAST, bought, values)
        assert [(one.kind, one.deal, one.amount_hkd) for one in last] == [
            ("called", "one", Decimal("14.25")),
            ("called", "two", Decimal("4.75")),
            ("distribution", "one", Decimal("74.25")),
            ("distribution", "two", Decimal("24.75")),
        ]
        assert waterfall_facts.run([*bought, *last], BY_DEAL).tiers.gp_hkd == 0
