"""The life of an investment in the fund's book: every event balanced, out of order refused, undone by a reversal."""

from datetime import date
from decimal import Decimal

import pytest

from funds import fee_facts, selectors
from funds.models import JournalEntry, LedgerAccount
from investments import positions
from investments.models import Valuation
from investments.rules.lifecycle import HELD, PARTLY_REALISED, REALISED, WRITTEN_OFF, ConversionTerms
from investments.services import events, exits, valuations
from investments.services.life import Exchange, Note
from investments.services.valuations import Estimate
from itvf.errors import InputRefused, NotPermitted, RuleBroken, WrongStage
from itvf.models import AuditEvent
from reporting import books
from reporting.demo import acts, deals
from reporting.demo.acts import moment
from reporting.demo.deals import DealPlan
from tests import builders, people

pytestmark = pytest.mark.django_db

Code = LedgerAccount.Code
DONE = builders.DEAL_DONE


def plan(**changes) -> DealPlan:
    figures = {
        "name_en": "Example Life Limited",
        "name_zh_hant": "示例生命有限公司",
        "br_number": "90009001",
        "place": "Hong Kong",
        "description": "Sensors for wards.",
        "sector": "life_health",
        "stage": "seed",
        "amount_hkd": Decimal("10000000.00"),
    }
    return DealPlan(**{**figures, **changes})


@pytest.fixture
def cast():
    return people.cast()


@pytest.fixture
def fund(cast):
    """Closed, called and paid: cash for a hundred million."""
    fund = builders.closed_fund(cast)
    builders.authority(cast)
    builders.paid_call(cast, fund, acts.purpose("investment", "Deals", "100000000.00"))
    return fund


@pytest.fixture
def lot(cast, fund):
    """HK$10m for 1,000,000 shares."""
    return deals.invest(cast, fund, plan(), on=DONE, units=Decimal(1_000_000))


def note(on: date, reason: str = "") -> Note:
    return Note(on=on, evidence="Board minutes and bank advice", reason=reason)


def day(number: int) -> date:
    return date.fromordinal(DONE.toordinal() + number)


def by(cast, number: int = 200) -> dict:
    return {"by": cast.officer, "at": moment(day(number), 12)}


def value(cast, lot, hkd: str, on: date, **more) -> Valuation:
    figures = {
        "valuation_date": on,
        "method": "milestone",
        "level": 3,
        "policy_version": "2026-1",
        "fair_value_hkd": Decimal(hkd),
        "inputs": {"milestone": "First ward equipped"},
        "reason": "Milestone reached",
    }
    made = valuations.record(
        investment=lot, estimate=Estimate(**{**figures, **more}), by=cast.maker(lot.fund), at=moment(on, 12)
    )
    return valuations.review(valuation_=made, note="Agrees with the paper", by=cast.officer, at=moment(on, 15))


def written_down(cast, lot, hkd: str, on: date):
    return events.write_down(investment=lot, amount_hkd=Decimal(hkd), note=note(on, "Trial failed"), **by(cast))


def balance(fund, code) -> Decimal:
    return selectors.balance(fund, code)


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


class TestValuations:
    def test_bring_the_carrying_amount_to_the_value(self, cast, fund, lot):
        found = value(cast, lot, "12500000.00", day(20))
        assert positions.of(lot).fair_value_hkd == Decimal("12500000.00")
        assert balance(fund, Code.UNREALISED_GAIN) == Decimal("-2500000.00")
        assert found.bridge["opening_hkd"] == "10000000.00"
        assert found.bridge["price_hkd"] == "2500000.00"
        again = value(cast, lot, "12000000.00", day(90))
        assert again.bridge["opening_hkd"] == "12500000.00"
        assert again.bridge["price_hkd"] == "-500000.00"
        assert books.prove() == []

    def test_split_the_rate_from_the_price(self, cast, fund):
        lot = deals.invest(
            cast,
            fund,
            plan(amount_hkd=Decimal("7800000.00"), currency="USD", foreign_amount=Decimal("1000000.00")),
            on=DONE,
            foreign_amount=Decimal("1000000.00"),
            fx_rate=Decimal("7.80"),
            fx_source="HKAB",
            fx_date=DONE,
        )
        found = value(
            cast,
            lot,
            "8547000.00",
            day(20),
            currency="USD",
            foreign_value=Decimal("1100000.00"),
            fx_rate=Decimal("7.77"),
            fx_source="HKAB",
            fx_date=day(20),
        )
        # By hand: 1.1m x 7.77 = 8,547,000; the rate on the opening 1m: -30,000; the price: 0.1m x 7.77 = 777,000.
        assert (found.bridge["exchange_hkd"], found.bridge["price_hkd"]) == ("-30000.00", "777000.00")
        assert balance(fund, Code.UNREALISED_FX) == Decimal("30000.00")
        exits.exit_(
            investment=lot,
            route="ipo",
            exchange=Exchange("USD", Decimal("1100000.00"), Decimal("7.77"), "HKAB", day(30)),
            note=note(day(30)),
            **by(cast),
        )
        assert balance(fund, Code.UNREALISED_FX) == balance(fund, Code.UNREALISED_GAIN) == 0
        assert books.prove() == []

    def test_that_jump_without_an_event_ask_for_a_reason(self, cast, lot):
        with pytest.raises(RuleBroken, match="nothing happened"):
            value(cast, lot, "12500000.01", day(20), reason="")
        assert value(cast, lot, "12500000.00", day(20), reason="").stage == Valuation.Stage.REVIEWED

    def test_need_what_their_method_rests_on(self, cast, lot):
        with pytest.raises(RuleBroken, match="multiple"):
            value(cast, lot, "10000000.00", day(20), method="multiples", inputs={"metric": "revenue"})

    def test_are_reviewed_by_another_person(self, cast, lot):
        estimate = Estimate(day(20), "milestone", 3, "2026-1", Decimal("10000000.00"), {"milestone": "x"})
        made = valuations.record(investment=lot, estimate=estimate, by=cast.officer, at=moment(day(20), 12))
        with pytest.raises(NotPermitted):
            valuations.review(valuation_=made, note="", by=cast.officer, at=moment(day(20), 13))
        refused = valuations.refuse(valuation_=made, reason="Stale inputs", by=cast.manager, at=moment(day(20), 14))
        assert refused.stage == Valuation.Stage.REFUSED
        assert positions.of(lot).valued_date is None

    def test_go_on_in_order(self, cast, lot):
        value(cast, lot, "10000000.00", day(20))
        with pytest.raises(WrongStage, match="in the books already"):
            value(cast, lot, "10000000.00", day(20))
