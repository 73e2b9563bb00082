"""Money back from an investment: every exit balanced, parted and leaving nothing behind; escrow; income."""

from dataclasses import replace
from decimal import Decimal

import pytest

from funds import fee_facts
from funds.models import JournalEntry
from investments import positions
from investments.rules.lifecycle import HELD, PARTLY_REALISED, REALISED
from investments.services import events, exits
from investments.services.life import Exchange, Note
from itvf.errors import InputRefused, NotPermitted
from itvf.models import AuditEvent
from reporting import books
from reporting.demo import deals
from reporting.demo.acts import moment
from tests.investments.services.lots import (
    DONE,
    Code,
    abroad,
    balance,
    bought,
    bought_abroad,
    by,
    day,
    dollar_lot,
    dollars,
    lot,
    note,
    plan,
    standing,
    value,
    written,
)

__all__ = ["bought", "bought_abroad", "dollar_lot", "lot", "standing"]

pytestmark = pytest.mark.django_db


class TestExit:
    def test_in_part_releases_cost_by_units_and_books_the_gain(self, cast, fund, lot):
        cash = balance(fund, Code.CASH)
        exits.exit_(
            investment=lot,
            route="trade_sale",
            proceeds_hkd=Decimal("6000000.00"),
            units=Decimal(400_000),
            escrow_hkd=Decimal("600000.00"),
            note=note(day(30)),
            **by(cast),
        )
        stands = positions.of(lot)
        assert stands.state == PARTLY_REALISED
        assert stands.holding.units == 600_000
        assert stands.holding.cost_hkd == Decimal("6000000.00")
        assert stands.gain_hkd == Decimal("2000000.00")
        assert balance(fund, Code.CASH) - cash == Decimal("5400000.00")
        assert balance(fund, Code.ESCROW_RECEIVABLE) == Decimal("600000.00")
        assert balance(fund, Code.REALISED_GAIN) == Decimal("-2000000.00")
        assert books.prove() == []

    def test_in_whole_leaves_nothing_behind(self, cast, fund, lot):
        value(cast, lot, "13000000.00", day(20))
        events.write_down(
            investment=lot, amount_hkd=Decimal("2500000.00"), note=note(day(25), "Trial failed"), **by(cast)
        )
        exits.exit_(investment=lot, route="ipo", proceeds_hkd=Decimal("9000000.00"), note=note(day(40)), **by(cast))
        stands = positions.of(lot)
        assert (stands.state, stands.holding.cost_hkd, stands.holding.unrealised_hkd) == (REALISED, 0, 0)
        for code in (Code.INVESTMENT_AT_COST, Code.INVESTMENT_UNREALISED, Code.UNREALISED_GAIN):
            assert balance(fund, code) == 0
        assert stands.gain_hkd == Decimal("-1000000.00")
        assert stands.holding.written_down_hkd == 0
        assert books.prove() == []

    def test_keeps_the_fee_base_at_what_is_left(self, cast, fund, lot):
        events.write_down(
            investment=lot, amount_hkd=Decimal("4000000.00"), note=note(day(25), "Trial failed"), **by(cast)
        )
        exits.exit_(
            investment=lot,
            route="trade_sale",
            proceeds_hkd=Decimal("1.00"),
            units=Decimal(500_000),
            note=note(day(40)),
            **by(cast),
        )
        found = fee_facts.cost_events(fund, as_of=day(60))
        base = sum(one.amount_hkd if one.kind == "invested" else -one.amount_hkd for one in found)
        assert base == Decimal("3000000.00")  # half of 10m less half of the 4m written down

    def test_splits_exchange_from_gain(self, cast, fund):
        lot = deals.invest(
            cast,
            fund,
            plan(amount_hkd=Decimal("7800000.00"), currency="USD", foreign_amount=Decimal("1000000.00")),
            on=DONE,
            units=Decimal(1000),
            foreign_amount=Decimal("1000000.00"),
            fx_rate=Decimal("7.80"),
            fx_source="HKAB opening rate",
            fx_date=DONE,
        )
        # By hand: USD1m at 7.80 = 7.8m; sold for USD1.5m at 7.75 = 11.625m; result 3.825m.
        # The rate alone: 1m x (7.75 - 7.80) = -50,000; the price: 0.5m x 7.75 = 3,875,000.
        event = exits.exit_(
            investment=lot,
            route="ipo",
            exchange=Exchange("USD", Decimal("1500000.00"), Decimal("7.75"), "HKAB", day(90)),
            note=note(day(90)),
            **by(cast),
        )
        assert (event.gain_hkd, event.exchange_hkd) == (Decimal("3875000.00"), Decimal("-50000.00"))
        assert balance(fund, Code.REALISED_FX) == Decimal("50000.00")
        assert books.prove() == []

    def test_keeps_a_back_test(self, cast, lot):
        value(cast, lot, "12000000.00", day(20))
        event = exits.exit_(
            investment=lot, route="redemption", proceeds_hkd=Decimal("9000000.00"), note=note(day(40)), **by(cast)
        )
        assert event.working["back_test"]["difference_hkd"] == "-3000000.00"
        assert event.working["back_test"]["difference_rate"] == "-0.250000000000"
        assert event.working["back_test"]["days"] == 20

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"route": "gift"}, "not_a_choice"),
            ({"units": Decimal(1_000_001)}, "too_many_units"),
            ({"escrow_hkd": Decimal("9000001.00")}, "escrow_above"),
            ({"note": note(day(-1))}, "before_completion"),
            ({"note": note(day(300))}, "future_event"),
            ({"note": Note(on=day(30), evidence=" ")}, "no_evidence"),
        ],
    )
    def test_refuses_what_cannot_be(self, cast, fund, lot, changes, code):
        given = {
            "investment": lot,
            "route": "trade_sale",
            "proceeds_hkd": Decimal("9000000.00"),
            "note": note(day(30)),
            **changes,
        }
        before = JournalEntry.objects.count(), AuditEvent.objects.count()
        with pytest.raises(InputRefused) as refusal:
            exits.exit_(**given, **by(cast))
        assert refusal.value.code == code
        assert (JournalEntry.objects.count(), AuditEvent.objects.count()) == before
        assert positions.of(lot).state == HELD

    def test_is_refused_once_nothing_is_held(self, cast, lot):
        exits.exit_(investment=lot, route="ipo", proceeds_hkd=Decimal("1.00"), note=note(day(10)), **by(cast))
        with pytest.raises(InputRefused, match="Nothing is held"):
            exits.exit_(investment=lot, route="ipo", proceeds_hkd=Decimal("1.00"), note=note(day(11)), **by(cast))

    def test_is_for_the_gp_or_the_officer(self, cast, lot):
        with pytest.raises(NotPermitted):
            exits.exit_(
                investment=lot,
                route="ipo",
                proceeds_hkd=Decimal("1.00"),
                note=note(day(10)),
                by=cast.auditor,
                at=moment(day(20)),
            )

    def test_goes_on_record(self, cast, lot):
        exits.exit_(investment=lot, route="ipo", proceeds_hkd=Decimal("5.00"), note=note(day(10)), **by(cast))
        kept = AuditEvent.objects.filter(verb="investment.exit").get()
        assert kept.facts["amount_hkd"] == "5.00"
        assert kept.actor == cast.officer


class TestEscrow:
    def test_that_falls_short_is_a_loss(self, cast, fund, lot):
        exits.exit_(
            investment=lot,
            route="trade_sale",
            proceeds_hkd=Decimal("12000000.00"),
            escrow_hkd=Decimal("1200000.00"),
            note=note(day(10)),
            **by(cast),
        )
        exits.release_escrow(
            investment=lot,
            settled_hkd=Decimal("1200000.00"),
            received_hkd=Decimal("900000.00"),
            note=note(day(100)),
            **by(cast),
        )
        stands = positions.of(lot)
        assert (stands.escrow_hkd, stands.proceeds_hkd) == (0, Decimal("11700000.00"))
        assert stands.gain_hkd == Decimal("1700000.00")
        assert balance(fund, Code.ESCROW_RECEIVABLE) == 0
        assert books.prove() == []

    def test_settles_no_more_than_is_held(self, cast, lot):
        with pytest.raises(InputRefused, match="held in escrow"):
            exits.release_escrow(
                investment=lot,
                settled_hkd=Decimal("0.01"),
                received_hkd=Decimal("0.01"),
                note=note(day(10)),
                **by(cast),
            )


class TestIncome:
    def test_shows_the_tax_withheld_apart(self, cast, fund, lot):
        exits.receive_income(
            investment=lot,
            gross_hkd=Decimal("100000.00"),
            tax_withheld_hkd=Decimal("10000.00"),
            note=note(day(50)),
            **by(cast),
        )
        assert balance(fund, Code.INCOME) == Decimal("-100000.00")
        assert balance(fund, Code.TAX_WITHHELD) == Decimal("10000.00")
        assert positions.of(lot).income_hkd == Decimal("90000.00")
        assert books.prove() == []


class TestExitAbroad:
    def test_needs_the_deals_own_currency(self, cast, dollar_lot):
        before = written()
        for given in (
            {"proceeds_hkd": Decimal("1.00")},
            {"exchange": replace(dollars("1.00", "8.40", day(30)), currency="EUR")},
        ):
            with pytest.raises(InputRefused, match="The investment is in USD"):
                exits.exit_(investment=dollar_lot, route="ipo", note=note(day(30)), **given, **by(cast))
        assert written() == before

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"fx_source": ""}, "fx_source_missing"),
            ({"fx_date": day(31)}, "fx_date_late"),
            ({"fx_rate": Decimal(100)}, "fx_rate_places"),
            ({"foreign_amount": Decimal("1.00001")}, "foreign_places"),
        ],
    )
    def test_needs_a_rate_that_can_be_shown(self, cast, dollar_lot, changes, code):
        exchange = replace(dollars("1000000.00", "7.80", day(30)), **changes)
        with pytest.raises(InputRefused) as refusal:
            exits.exit_(investment=dollar_lot, route="ipo", exchange=exchange, note=note(day(30)), **by(cast))
        assert refusal.value.code == code

    def test_is_one_amount_in_two_currencies(self, cast, dollar_lot):
        exchange = dollars("1000000.00", "7.75", day(30))
        given = {"investment": dollar_lot, "route": "ipo", "exchange": exchange, "note": note(day(30))}
        with pytest.raises(InputRefused, match=r"is HK\$7,750,000\.00, not HK\$7,800,000\.00"):
            exits.exit_(proceeds_hkd=Decimal("7800000.00"), **given, **by(cast))
        assert exits.exit_(proceeds_hkd=Decimal("7750000.00"), **given, **by(cast)).gain_hkd == 0

    def test_in_two_parts_releases_all_of_the_foreign_cost(self, cast, fund, dollar_lot):
        for units, received, rate, on in ((333, "500000.00", "7.75", day(30)), (667, "500000.00", "7.85", day(60))):
            exits.exit_(
                investment=dollar_lot,
                route="trade_sale",
                units=Decimal(units),
                exchange=dollars(received, rate, on),
                note=note(on),
                **by(cast),
            )
        stands = positions.of(dollar_lot)
        # By hand: 333,000 x (7.75 - 7.80) + 667,000 x (7.85 - 7.80) = -16,650 + 33,350.
        assert stands.exchange_hkd == Decimal("16700.00")
        assert (stands.holding.foreign_cost, stands.holding.cost_hkd, stands.state) == (0, 0, REALISED)
        assert books.prove() == []


class TestEscrowAbroad:
    @pytest.fixture
    def held_back(self, cast, dollar_lot):
        """Sold for USD1.5m at 7.80, of which HK$780,000 (USD100,000) is held back."""
        exits.exit_(
            investment=dollar_lot,
            route="trade_sale",
            exchange=dollars("1500000.00", "7.80", day(30)),
            escrow_hkd=Decimal("780000.00"),
            note=note(day(30)),
            **by(cast),
        )
        return dollar_lot

    def test_sets_the_rate_apart_from_what_the_buyer_kept(self, cast, fund, held_back):
        event = exits.release_escrow(
            investment=held_back,
            settled_hkd=Decimal("780000.00"),
            exchange=dollars("90000.00", "7.85", day(100)),
            note=note(day(100)),
            **by(cast),
        )
        # By hand: 100,000 x (7.85 - 7.80) = 5,000 by the rate; 10,000 x 7.85 = 78,500 kept by the buyer.
        assert (event.exchange_hkd, event.gain_hkd) == (Decimal("5000.00"), Decimal("-78500.00"))
        assert balance(fund, Code.ESCROW_RECEIVABLE) == 0
        assert books.prove() == []

    def test_of_two_exits_takes_each_at_its_own_rate(self, cast, fund):
        lot = abroad(cast, fund)
        for number, part, rate, held in ((30, "0.5", "7.80", "780000.00"), (60, "1", "7.70", "385000.00")):
            exits.exit_(
                investment=lot,
                route="trade_sale",
                exchange=dollars("750000.00", rate, day(number)),
                part_rate=Decimal(part),
                escrow_hkd=Decimal(held),
                note=note(day(number)),
                **by(cast),
            )
        given = {"investment": lot, "note": note(day(100)), **by(cast)}
        paid = {"settled_hkd": Decimal("1000000.00"), "exchange": dollars("118571.43", "7.85", day(100))}
        event = exits.release_escrow(**given, **paid)
        # By hand: 780,000 of the first, USD100,000 x 0.05 = 5,000; 220,000 of the second, x 0.15 / 7.70 = 4,285.71.
        assert event.working["settled_hkd"] == {"2": "780000.00", "3": "220000.00"}
        assert event.exchange_hkd == Decimal("9285.71")
        rest = {"settled_hkd": Decimal("165000.00"), "exchange": dollars("21428.57", "7.70", day(100))}
        assert exits.release_escrow(**given, **rest).exchange_hkd == 0
        assert positions.of(lot).escrow_hkd == balance(fund, Code.ESCROW_RECEIVABLE) == 0
        assert books.prove() == []

    def test_brings_no_more_than_was_held(self, cast, held_back):
        before = written()
        with pytest.raises(InputRefused, match="it is at most that"):
            exits.release_escrow(
                investment=held_back,
                settled_hkd=Decimal("780000.00"),
                exchange=dollars("100000.01", "7.85", day(100)),
                note=note(day(100)),
                **by(cast),
            )
        assert written() == before

    def test_in_a_currency_that_was_not_held_is_refused(self, cast, held_back):
        with pytest.raises(InputRefused, match="Nothing was held back in EUR"):
            exits.release_escrow(
                investment=held_back,
                settled_hkd=Decimal("780000.00"),
                exchange=replace(dollars("1.00", "8.40", day(100)), currency="EUR"),
                note=note(day(100)),
                **by(cast),
            )


class TestIncomeRefused:
    @pytest.mark.parametrize(
        "figures",
        [
            {"gross_hkd": Decimal("0.00")},
            {"gross_hkd": Decimal("10.00"), "tax_withheld_hkd": Decimal("10.00")},
            {"gross_hkd": Decimal("10.00"), "tax_withheld_hkd": Decimal("-0.01")},
        ],
    )
    def test_where_nothing_is_left(self, cast, lot, figures):
        before = written()
        with pytest.raises(InputRefused, match="leaves nothing"):
            exits.receive_income(investment=lot, note=note(day(50)), **figures, **by(cast))
        assert written() == before

    def test_from_who_may_not(self, cast, lot):
        with pytest.raises(NotPermitted):
            exits.receive_income(
                investment=lot, note=note(day(50)), gross_hkd=Decimal("1.00"), by=cast.auditor, at=moment(day(60))
            )


class TestOrderOfValues:
    def test_a_sale_does_not_go_behind_a_value_in_the_books(self, cast, lot):
        value(cast, lot, "11000000.00", day(40))
        sale = {"investment": lot, "route": "ipo", "proceeds_hkd": Decimal("1.00")}
        with pytest.raises(InputRefused) as refusal:
            exits.exit_(note=note(day(39)), **sale, **by(cast))
        assert refusal.value.code == "before_value"
        assert exits.exit_(note=note(day(40)), **sale, **by(cast)).effective_date == day(40)
