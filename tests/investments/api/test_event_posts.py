"""Events that need a deal of their own, posted through the API: tranche and sale abroad, conversion, write-up."""

from decimal import Decimal

from investments import positions
from reporting import books
from tests.funds.api import world as worlds
from tests.investments.api.test_events import body

D = Decimal


def posted(world, investment, address: str, given: dict) -> dict:
    answer = world.post("maker", f"investments/{investment.pk}/{address}", given)
    assert answer.status_code == 201, answer.content
    assert answer.json()["journal_entry"] is not None
    return answer.json()


def faults() -> set[str]:
    """What the proof of the books finds, but that this world's call was not paid by the Corporation."""
    return {fault.code for fault in books.prove()} - {
        "fund_received_what_the_corporation_paid",
        "government_money_ties_by_fund",
    }


class TestAbroad:
    def test_a_tranche_and_a_sale_are_booked_at_the_rates_of_their_days(self, world, day):
        terms = {"amount_hkd": D("39000000.00"), "currency": "USD", "foreign_amount": D("5000000.00")}
        paid = {"fx_rate": D("7.8"), "fx_source": "HKAB", "foreign_amount": D("3000000.00")}
        made = worlds.invested(world, terms=terms, fx_date=worlds.begins(), **paid)
        rate = {"fx_source": "HKAB", "fx_date": day.isoformat()}
        drawn = posted(world, made, "tranches", body(day, foreign_amount="2000000.00", fx_rate="7.75", **rate))
        assert (drawn["kind"], drawn["amount_hkd"], drawn["cost_hkd"]) == ("tranche", "15500000.00", "15500000.00")
        given = body(day, route="ipo", foreign_amount="6000000.00", fx_rate="7.8", **rate)
        sold = posted(world, made, "exits", given)
        # By hand: cost 3m x 7.80 + 2m x 7.75 = 38.9m; 5m x 7.80 - 38.9m = 0.1m by the rate; 1m x 7.80 by the price.
        assert (sold["exchange_hkd"], sold["gain_hkd"]) == ("100000.00", "7800000.00")
        assert positions.of(made).state == "realised"
        assert faults() == set()


class TestConversion:
    def test_carries_the_cost_over_and_gives_whole_shares(self, world, day):
        made = worlds.invested(world, terms={"instrument": "convertible_bond"})
        terms = {"principal": "40000000.00", "interest_rate": "0.06", "round_price": "10.00"}
        terms["interest_from"] = made.completed_date.isoformat()
        event = posted(world, made, "conversions", body(day, **terms))
        # By hand: ten days of 6% on 40m are 65,753.42; 40,065,753.42 buys 4,006,575 shares at 10.
        assert (event["kind"], D(event["units"]), event["cost_hkd"]) == ("conversion", 4006575, "0.00")
        found = positions.of(made)
        assert (found.converted_hkd, found.holding.cost_hkd) == (D("40000000.00"), D("40000000.00"))
        assert faults() == set()


class TestWriteDownReversal:
    def test_writes_up_again_no_more_than_was_written_down(self, world, investment, day):
        posted(world, investment, "write-downs", body(day, amount_hkd="1000000.00", reason="A product was dropped."))
        again = {"reason": "It sells after all."}
        event = posted(world, investment, "write-down-reversals", body(day, amount_hkd="400000.00", **again))
        assert event["kind"] == "write_down_reversal"
        assert positions.of(investment).holding.written_down_hkd == D("600000.00")
        more = body(day, amount_hkd="600000.01", **again)
        assert world.post("maker", f"investments/{investment.pk}/write-down-reversals", more).status_code == 400
        assert faults() == set()
