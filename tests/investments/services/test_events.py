"""The life of an investment in the fund's book: tranches, conversion, units, write-downs, and what undoes them."""

from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from funds import fee_facts
from funds.models import JournalEntry
from investments import positions
from investments.rules.lifecycle import HELD, REALISED, WRITTEN_OFF, ConversionTerms
from investments.services import events, exits
from itvf.errors import DomainError, InputRefused, NotPermitted, WrongStage
from itvf.models import AuditEvent
from itvf.money import ZERO, quantise
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
    fee_base,
    lot,
    note,
    plan,
    standing,
    value,
    written,
    written_down,
)

__all__ = ["bought", "bought_abroad", "dollar_lot", "lot", "standing"]

pytestmark = pytest.mark.django_db


class TestTranche:
    @pytest.fixture
    def half(self, cast, fund):
        return deals.invest(cast, fund, plan(), on=DONE, amount_hkd=Decimal("4000000.00"), units=Decimal(400_000))

    def test_draws_what_is_left_of_the_deal(self, cast, half):
        events.draw_tranche(
            investment=half, amount_hkd=Decimal("6000000.00"), units=Decimal(600_000), note=note(day(60)), **by(cast)
        )
        stands = positions.of(half)
        assert stands.original_cost_hkd == Decimal("10000000.00")
        assert stands.holding.units == 1_000_000
        assert books.prove() == []

    def test_above_the_deal_is_refused(self, cast, half):
        with pytest.raises(InputRefused, match=r"6,?000,?000\.00 of the deal is left"):
            events.draw_tranche(investment=half, amount_hkd=Decimal("6000000.01"), note=note(day(60)), **by(cast))


class TestConversion:
    TERMS = ConversionTerms(
        principal=Decimal("10000000.00"),
        interest_rate=Decimal("0.06"),
        interest_from=DONE,
        converted_on=day(365),
        round_price=Decimal("12.00"),
        discount_rate=Decimal("0.20"),
        cap=Decimal("80000000.00"),
        cap_units=Decimal(10_000_000),
    )

    def test_takes_the_lowest_price_and_carries_the_cost_over(self, cast, fund):
        bond = deals.invest(cast, fund, plan(instrument="convertible_bond"), on=DONE)
        event = events.convert(investment=bond, terms=self.TERMS, note=note(day(365)), **by(cast, 400))
        # By hand: interest 10m x 6% x 365/365 = 600,000; cap 80m / 10m = 8.00 is below 9.60 and 12.00;
        # 10.6m / 8 = 1,325,000 shares, nothing over.
        assert event.units == 1_325_000
        assert (event.working["basis"], event.working["interest"], event.working["left_over"]) == (
            "cap",
            "600000.00",
            "0.00",
        )
        stands = positions.of(bond)
        assert stands.holding.cost_hkd == stands.converted_hkd == Decimal("10000000.00")
        assert balance(fund, Code.INVESTMENT_AT_COST) == 0
        assert fee_facts.cost_events(fund, as_of=day(400))[0].amount_hkd == Decimal("10000000.00")
        exits.exit_(
            investment=bond, route="ipo", proceeds_hkd=Decimal("20000000.00"), note=note(day(380)), **by(cast, 400)
        )
        assert balance(fund, Code.INVESTMENT_CONVERTED) == 0
        assert books.prove() == []

    def test_happens_once(self, cast, fund):
        bond = deals.invest(cast, fund, plan(instrument="convertible_bond"), on=DONE)
        events.convert(investment=bond, terms=self.TERMS, note=note(day(365)), **by(cast, 400))
        with pytest.raises(WrongStage):
            events.convert(investment=bond, terms=self.TERMS, note=note(day(370)), **by(cast, 400))


class TestUnits:
    def test_split_and_bonus_move_no_money(self, cast, lot):
        before = JournalEntry.objects.count()
        events.split(investment=lot, new=10, old=1, note=note(day(30)), **by(cast))
        event = events.issue_bonus(investment=lot, new=1, old=3, note=note(day(40)), **by(cast))
        assert positions.of(lot).holding.units == 13_333_333
        assert event.working["fraction_lost"] == "0.333333333333"
        assert JournalEntry.objects.count() == before


class TestWriteDowns:
    def test_lower_value_and_fee_base_and_come_back_in_part(self, cast, fund, lot):
        events.write_down(
            investment=lot, amount_hkd=Decimal("4000000.00"), note=note(day(30), "Trial failed"), **by(cast)
        )
        events.reverse_write_down(
            investment=lot, amount_hkd=Decimal("1500000.00"), note=note(day(60), "Second trial"), **by(cast)
        )
        stands = positions.of(lot)
        assert stands.fair_value_hkd == Decimal("7500000.00")
        assert stands.holding.written_down_hkd == Decimal("2500000.00")
        assert stands.holding.cost_hkd == Decimal("10000000.00")
        with pytest.raises(InputRefused, match="At most that"):
            events.reverse_write_down(
                investment=lot, amount_hkd=Decimal("2500000.01"), note=note(day(61), "More"), **by(cast)
            )
        assert books.prove() == []

    def test_off_is_a_realised_loss(self, cast, fund, lot):
        value(cast, lot, "11000000.00", day(10))
        events.write_down(
            investment=lot, amount_hkd=Decimal("4000000.00"), note=note(day(30), "Trial failed"), **by(cast)
        )
        events.write_off(investment=lot, note=note(day(60), "In liquidation"), **by(cast))
        stands = positions.of(lot)
        assert (stands.state, stands.fair_value_hkd, stands.gain_hkd) == (WRITTEN_OFF, 0, Decimal("-10000000.00"))
        assert balance(fund, Code.REALISED_GAIN) == Decimal("10000000.00")
        assert balance(fund, Code.INVESTMENT_UNREALISED) == 0
        found = fee_facts.cost_events(fund, as_of=day(100))
        assert sum(one.amount_hkd if one.kind == "invested" else -one.amount_hkd for one in found) == 0
        assert books.prove() == []

    def test_needs_a_reason(self, cast, lot):
        with pytest.raises(InputRefused):
            events.write_off(investment=lot, note=note(day(60)), **by(cast))


class TestReversal:
    def test_undoes_the_last_event_and_its_entries(self, cast, fund, lot):
        value(cast, lot, "13000000.00", day(20))
        before = {code: balance(fund, code) for code in Code}
        event = exits.exit_(
            investment=lot,
            route="trade_sale",
            proceeds_hkd=Decimal("6000000.00"),
            units=Decimal(400_000),
            note=note(day(30)),
            **by(cast),
        )
        events.reverse(event=event, note=note(day(31), "Wrong company"), **by(cast))
        assert {code: balance(fund, code) for code in Code} == before
        stands = positions.of(lot)
        assert (stands.state, stands.holding.units, stands.gain_hkd) == (HELD, 1_000_000, 0)
        assert books.prove() == []

    def test_goes_one_by_one_from_the_last(self, cast, lot):
        first = events.split(investment=lot, new=2, old=1, note=note(day(30)), **by(cast))
        events.split(investment=lot, new=2, old=1, note=note(day(31)), **by(cast))
        with pytest.raises(WrongStage, match="reverse event 3 first"):
            events.reverse(event=first, note=note(day(40), "Mistake"), **by(cast))

    def test_leaves_the_completion(self, cast, lot):
        with pytest.raises(WrongStage, match="completion of a deal is not reversed"):
            events.reverse(event=lot.life_events.get(), note=note(day(40), "Mistake"), **by(cast))


class TestTrancheAbroad:
    def test_draws_what_the_deal_has_left_in_its_currency(self, cast, fund):
        half = abroad(cast, fund, drawn="400000.00")
        exits.exit_(
            investment=half,
            route="trade_sale",
            units=Decimal(500),
            exchange=dollars("300000.00", "7.80", day(20)),
            note=note(day(20)),
            **by(cast),
        )
        # What was sold does not come back to be drawn: USD600,000 of the deal are left, and no more.
        with pytest.raises(InputRefused) as refusal:
            events.draw_tranche(
                investment=half, exchange=dollars("600000.01", "7.70", day(60)), note=note(day(60)), **by(cast)
            )
        assert refusal.value.code == "above_deal"
        event = events.draw_tranche(
            investment=half, exchange=dollars("600000.00", "7.70", day(60)), note=note(day(60)), **by(cast)
        )
        assert (event.cost_hkd, event.foreign_cost) == (Decimal("4620000.00"), Decimal("600000.00"))
        assert positions.of(half).foreign_drawn == Decimal("1000000.00")
        assert books.prove() == []


class TestRefusals:
    """Each verb refuses what it cannot book, and nothing of it is on record."""

    @pytest.mark.parametrize(
        ("verb", "given", "code"),
        [
            (events.draw_tranche, {"amount_hkd": Decimal("0.01")}, "above_deal"),
            (events.draw_tranche, {"amount_hkd": Decimal("0.01"), "units": Decimal(-1)}, "units_below_zero"),
            (events.split, {"new": 0, "old": 1}, "not_a_ratio"),
            (events.issue_bonus, {"new": 1, "old": 0}, "not_a_ratio"),
            (events.write_down, {"amount_hkd": Decimal("10000000.01")}, "above_carrying"),
            (events.reverse_write_down, {"amount_hkd": Decimal("0.01")}, "above_written_down"),
        ],
    )
    def test_write_nothing(self, cast, lot, verb, given, code):
        before = written()
        with pytest.raises(InputRefused) as refusal:
            verb(investment=lot, note=note(day(30), "Because"), **given, **by(cast))
        assert refusal.value.code == code
        assert written() == before

    @pytest.mark.parametrize(
        ("verb", "given"),
        [
            (events.draw_tranche, {"amount_hkd": Decimal("1.00")}),
            (events.convert, {"terms": TestConversion.TERMS}),
            (events.split, {"new": 2, "old": 1}),
            (events.issue_bonus, {"new": 1, "old": 1}),
            (events.write_down, {"amount_hkd": Decimal("1.00")}),
            (events.reverse_write_down, {"amount_hkd": Decimal("1.00")}),
            (events.write_off, {}),
        ],
    )
    def test_name_who_may(self, cast, lot, verb, given):
        before = written()
        with pytest.raises(NotPermitted, match="record_event"):
            verb(investment=lot, note=note(day(30), "Because"), **given, by=cast.auditor, at=moment(day(40)))
        assert written() == before

    def test_of_a_reversal_name_the_gp(self, cast, lot):
        event = events.split(investment=lot, new=2, old=1, note=note(day(30)), **by(cast))
        with pytest.raises(NotPermitted, match="reverse_event"):
            events.reverse(event=event, note=note(day(30), "Mistake"), by=cast.maker(lot.fund), at=moment(day(40)))

    @pytest.mark.parametrize("verb", [events.write_down, events.reverse_write_down])
    def test_ask_for_the_reason_of_a_write_down(self, cast, lot, verb):
        with pytest.raises(InputRefused):
            verb(investment=lot, amount_hkd=Decimal("1.00"), note=note(day(30)), **by(cast))

    def test_stop_shares_from_converting(self, cast, lot):
        with pytest.raises(WrongStage, match="only these convert"):
            events.convert(investment=lot, terms=TestConversion.TERMS, note=note(day(365)), **by(cast, 400))

    def test_hold_the_terms_to_the_day_of_the_event(self, cast, fund):
        bond = deals.invest(cast, fund, plan(instrument="convertible_bond"), on=DONE)
        with pytest.raises(InputRefused, match="one day for both"):
            events.convert(investment=bond, terms=TestConversion.TERMS, note=note(day(364)), **by(cast, 400))


class TestConvertedUnits:
    def test_of_the_bond_go_as_those_of_the_shares_come(self, cast, fund):
        bond = deals.invest(cast, fund, plan(instrument="convertible_bond"), on=DONE, units=Decimal(100))
        events.convert(investment=bond, terms=TestConversion.TERMS, note=note(day(365)), **by(cast, 400))
        assert positions.of(bond).holding.units == 1_325_000


class TestFeeBase:
    def test_never_falls_below_zero_however_high_the_value_was(self, cast, fund, lot):
        value(cast, lot, "30000000.00", day(20))
        with pytest.raises(InputRefused, match="cost is not written down yet"):
            events.write_down(
                investment=lot, amount_hkd=Decimal("10000000.01"), note=note(day(30), "Trial failed"), **by(cast)
            )
        written_down(cast, lot, "10000000.00", day(30))
        assert fee_base(fund, day(30)) == 0
        exits.exit_(
            investment=lot, route="trade_sale", proceeds_hkd=Decimal("20000000.00"), note=note(day(60)), **by(cast)
        )
        assert fee_base(fund, day(60)) == 0
        assert books.prove() == []


class TestReversalDates:
    def test_leave_room_on_the_events_own_day(self, cast, fund, lot):
        sale = {"investment": lot, "route": "trade_sale", "units": Decimal(400_000), "note": note(day(30))}
        event = exits.exit_(proceeds_hkd=Decimal("6000000.00"), **sale, **by(cast))
        events.reverse(event=event, note=note(day(30), "Proceeds misread"), **by(cast))
        exits.exit_(proceeds_hkd=Decimal("6600000.00"), **sale, **by(cast))
        assert positions.of(lot, as_of=day(30)).gain_hkd == Decimal("2600000.00")
        assert books.prove() == []

    def test_keep_later_ones_from_going_behind_them(self, cast, fund, lot):
        event = exits.exit_(investment=lot, route="ipo", proceeds_hkd=Decimal("1.00"), note=note(day(30)), **by(cast))
        events.reverse(event=event, note=note(day(60), "Not done"), **by(cast))
        with pytest.raises(InputRefused) as refusal:
            events.write_off(investment=lot, note=note(day(59), "In liquidation"), **by(cast))
        assert refusal.value.code == "before_last_event"
        assert fee_base(fund, day(45)) == 0

    def test_are_on_record_with_the_reason(self, cast, lot):
        event = events.split(investment=lot, new=2, old=1, note=note(day(30)), **by(cast))
        events.reverse(event=event, note=note(day(31), "Resolution failed"), **by(cast))
        kept = AuditEvent.objects.get(verb="investment.reverse")
        assert (kept.reason, kept.actor) == ("Resolution failed", cast.officer)


class TestAnyLife:
    """Whatever happens to a lot, in any order: the books stay proved, and the fee's base is never below zero."""

    STEPS = st.lists(
        st.tuples(
            st.sampled_from(["split", "bonus", "down", "up", "value", "sell", "escrow", "income", "undo", "off"]),
            st.integers(min_value=1, max_value=97),
        ),
        min_size=3,
        max_size=9,
    )

    @settings(
        max_examples=12,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(steps=STEPS)
    def test_keeps_every_claim_of_the_books(self, cast, fund, lot, steps):
        undo = transaction.savepoint()
        try:
            for number, (step, size) in enumerate(steps, start=1):
                try:
                    with transaction.atomic():
                        self.take(cast, lot, step, size, number)
                except DomainError:
                    continue
            assert books.prove() == []
            stands = positions.of(lot)
            assert fee_base(fund, day(200)) == stands.holding.cost_hkd - stands.holding.written_down_hkd >= 0
            if stands.state == REALISED:
                assert stands.holding.unrealised_hkd == 0
        finally:
            transaction.savepoint_rollback(undo)

    def take(self, cast, lot, step: str, size: int, number: int) -> None:
        """One step of a life on its own day; `size` is a percentage of what there is."""
        on, stands = day(number * 10), positions.of(lot)
        given = {"investment": lot, "note": note(on, "As it happened"), **by(cast, number * 10)}
        amount = quantise(stands.fair_value_hkd * size / 100, mode="half_up")
        match step:
            case "split":
                events.split(new=size, old=7, **given)
            case "bonus":
                events.issue_bonus(new=size, old=10, **given)
            case "down":
                events.write_down(amount_hkd=amount, **given)
            case "up":
                events.reverse_write_down(amount_hkd=amount, **given)
            case "off":
                events.write_off(**given)
            case "value":
                value(cast, lot, str(amount), on)
            case "income":
                exits.receive_income(gross_hkd=amount, tax_withheld_hkd=quantise(amount / 10, mode="down"), **given)
            case "sell":
                part = Decimal(1) if size > 60 else Decimal(size) / 100
                held_back = quantise(amount / 2, mode="down") if size % 2 else ZERO
                given |= {"route": "trade_sale", "part_rate": part}
                exits.exit_(proceeds_hkd=amount, escrow_hkd=held_back, **given)
            case "escrow":
                exits.release_escrow(settled_hkd=stands.escrow_hkd, received_hkd=stands.escrow_hkd, **given)
            case "undo":
                standing = lot.life_events.filter(reverses__isnull=True, reversed_by__isnull=True)
                last = standing.order_by("-number").first()
                events.reverse(event=last, note=note(on, "Mistake"), **by(cast, number * 10))
