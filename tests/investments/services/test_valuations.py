"""Values: made, reviewed by another, in the books to the cent, in order, and with their bridge."""

from dataclasses import replace
from decimal import Decimal

import pytest

from funds.models import JournalEntry
from investments import positions
from investments.models import Valuation
from investments.services import events, exits, valuations
from investments.services.life import Exchange
from investments.services.valuations import Estimate
from itvf.errors import InputRefused, NotPermitted, RuleBroken, WrongStage
from itvf.models import AuditEvent
from reporting import books
from reporting.demo import deals
from reporting.demo.acts import moment
from tests.investments.services.lots import (
    DONE,
    Code,
    balance,
    bought,
    bought_abroad,
    by,
    day,
    dollar_lot,
    lot,
    note,
    plan,
    standing,
    value,
    written,
)

__all__ = ["bought", "bought_abroad", "dollar_lot", "lot", "standing"]

pytestmark = pytest.mark.django_db


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
        value(cast, lot, "10500000.00", day(20))
        with pytest.raises(WrongStage, match="in the books already"):
            value(cast, lot, "10000000.00", day(19))

    def test_of_the_same_day_correct_the_one_before(self, cast, fund, lot):
        value(cast, lot, "10500000.00", day(20))
        again = value(cast, lot, "10400000.00", day(20))
        assert (again.bridge["opening_hkd"], again.bridge["price_hkd"]) == ("10000000.00", "400000.00")
        assert positions.of(lot).fair_value_hkd == Decimal("10400000.00")
        assert books.prove() == []

    def test_go_on_record_with_maker_and_reviewer(self, cast, lot):
        found = value(cast, lot, "10500000.00", day(20))
        assert (found.made_by, found.reviewed_by) == (cast.maker(lot.fund), cast.officer)
        verbs = {"valuation.record": found.made_by, "valuation.review": found.reviewed_by}
        for verb, actor in verbs.items():
            kept = AuditEvent.objects.get(verb=verb)
            assert (kept.actor, kept.facts["fair_value_hkd"]) == (actor, "10500000.00")


def estimate(**changes) -> Estimate:
    return replace(
        Estimate(day(20), "milestone", 3, "2026-1", Decimal("10000000.00"), {"milestone": "First ward equipped"}),
        **changes,
    )


def record(cast, lot, **changes) -> Valuation:
    at = moment(changes.pop("made", day(20)), 12)
    return valuations.record(investment=lot, estimate=estimate(**changes), by=cast.maker(lot.fund), at=at)


class TestRecord:
    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"fair_value_hkd": Decimal("-0.01")}, "no_value"),
            ({"policy_version": " "}, "no_value"),
            ({"valuation_date": day(-1)}, "valuation_date"),
            ({"valuation_date": day(21)}, "valuation_date"),
            ({"foreign_value": Decimal(1)}, "fx_rate_missing"),
        ],
    )
    def test_refuses_what_is_no_estimate(self, cast, lot, changes, code):
        before = written()
        with pytest.raises(InputRefused) as refusal:
            record(cast, lot, **changes)
        assert refusal.value.code == code
        assert written() == before

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"method": "hunch"}, "method_unknown"),
            ({"level": 4}, "level_unknown"),
            ({"level": 1}, "level_1_without_price"),
            ({"inputs": {}}, "input_missing"),
        ],
    )
    def test_lists_what_the_method_lacks(self, cast, lot, changes, code):
        with pytest.raises(RuleBroken) as refusal:
            record(cast, lot, **changes)
        assert [breach.code for breach in refusal.value.breaches] == [code]

    def test_wants_a_foreign_deal_in_its_own_currency(self, cast, dollar_lot):
        with pytest.raises(InputRefused, match="Give the value in USD"):
            record(cast, dollar_lot)
        euros = {"currency": "EUR", "foreign_value": Decimal(1), "fx_rate": Decimal("8.4"), "fx_date": day(20)}
        with pytest.raises(InputRefused, match="not in EUR"):
            record(cast, dollar_lot, **euros, fx_source="HKAB")

    def test_wants_the_two_currencies_to_agree(self, cast, dollar_lot):
        usd = {"currency": "USD", "foreign_value": Decimal(1000000), "fx_rate": Decimal("7.77"), "fx_date": day(20)}
        with pytest.raises(RuleBroken, match="Correct one of the three"):
            record(cast, dollar_lot, **usd, fx_source="HKAB", fair_value_hkd=Decimal("7770000.01"))

    def test_leaves_one_draft_a_day(self, cast, lot):
        record(cast, lot)
        with pytest.raises(WrongStage, match="waits for its review already"):
            record(cast, lot)

    def test_changes_nothing_in_the_books(self, cast, lot):
        entries = JournalEntry.objects.count()
        record(cast, lot, fair_value_hkd=Decimal("11000000.00"))
        assert JournalEntry.objects.count() == entries
        assert positions.of(lot).fair_value_hkd == Decimal("10000000.00")

    def test_is_refused_of_what_is_sold(self, cast, lot):
        exits.exit_(investment=lot, route="ipo", proceeds_hkd=Decimal("1.00"), note=note(day(10)), **by(cast, 10))
        with pytest.raises(InputRefused, match="Nothing is held"):
            record(cast, lot)

    def test_is_for_the_gp_and_the_officer(self, cast, lot):
        with pytest.raises(NotPermitted):
            valuations.record(investment=lot, estimate=estimate(), by=cast.auditor, at=moment(day(20)))


class TestReview:
    """A value is the books' only where nothing was booked without it."""

    @pytest.mark.parametrize("kind", ["exit", "write_off", "write_down"])
    def test_is_refused_after_what_was_booked_without_the_value(self, cast, lot, kind):
        draft = record(cast, lot, made=day(50))
        given = {"investment": lot, "note": note(day(30), "Trial failed"), **by(cast, 40)}
        if kind == "exit":
            exits.exit_(route="ipo", proceeds_hkd=Decimal("1.00"), units=Decimal(1), **given)
        elif kind == "write_off":
            events.write_off(**given)
        else:
            events.write_down(amount_hkd=Decimal("1.00"), **given)
        before = written()
        with pytest.raises(WrongStage, match="Event 2 of"):
            valuations.review(valuation_=draft, note="", by=cast.officer, at=moment(day(50), 15))
        assert written() == before

    def test_goes_on_once_that_is_reversed_and_it_is_recorded_again(self, cast, fund, lot):
        draft = record(cast, lot, made=day(50), fair_value_hkd=Decimal("12000000.00"), reason="Patent")
        sale = {"investment": lot, "route": "ipo", "proceeds_hkd": Decimal("6000000.00"), "units": Decimal(500_000)}
        event = exits.exit_(**sale, note=note(day(30)), **by(cast, 40))
        events.reverse(event=event, note=note(day(30), "Valued late"), **by(cast, 51))
        valuations.review(valuation_=draft, note="", by=cast.officer, at=moment(day(52)))
        again = exits.exit_(**sale, note=note(day(30)), **by(cast, 53))
        assert again.working["back_test"]["valued_hkd"] == "6000000.00"
        assert positions.of(lot, as_of=day(20)).fair_value_hkd == Decimal("12000000.00")
        assert positions.of(lot).fair_value_hkd == Decimal("6000000.00")
        assert books.prove() == []

    def test_is_refused_of_a_value_that_has_not_seen_an_event_up_to_its_day(self, cast, lot):
        draft = record(cast, lot)
        events.write_down(
            investment=lot, amount_hkd=Decimal("1.00"), note=note(day(15), "Trial failed"), **by(cast, 25)
        )
        with pytest.raises(WrongStage, match="booked without this value"):
            valuations.review(valuation_=draft, note="", by=cast.officer, at=moment(day(26)))

    def test_takes_a_tranche_after_its_day(self, cast, fund):
        half = deals.invest(cast, fund, plan(), on=DONE, amount_hkd=Decimal("4000000.00"), units=Decimal(400_000))
        draft = record(cast, half, made=day(50), fair_value_hkd=Decimal("5000000.00"))
        events.draw_tranche(investment=half, amount_hkd=Decimal("6000000.00"), note=note(day(30)), **by(cast, 30))
        valuations.review(valuation_=draft, note="", by=cast.officer, at=moment(day(51)))
        assert positions.of(half, as_of=day(20)).fair_value_hkd == Decimal("5000000.00")
        assert positions.of(half).fair_value_hkd == Decimal("11000000.00")
        assert books.prove() == []

    def test_and_refusal_are_for_another_person_of_the_corporation(self, cast, lot):
        draft = record(cast, lot)
        for verb, words in ((valuations.review, {"note": ""}), (valuations.refuse, {"reason": "No"})):
            with pytest.raises(NotPermitted):
                verb(valuation_=draft, **words, by=cast.maker(lot.fund), at=moment(day(21)))

    def test_happens_once(self, cast, lot):
        found = value(cast, lot, "10000000.00", day(20))
        with pytest.raises(WrongStage):
            valuations.refuse(valuation_=found, reason="Late", by=cast.manager, at=moment(day(22)))


class TestReverse:
    """A value leaves the books on its own day, and the one before it stands."""

    def reverse(self, cast, found, *, by=None, reason="A decimal was misread."):
        return valuations.reverse(valuation_=found, reason=reason, by=by or cast.manager, at=moment(day(100), 12))

    def test_gives_the_value_before_back_and_room_for_another_of_its_day(self, cast, fund, lot):
        value(cast, lot, "10500000.00", day(20))
        wrong = value(cast, lot, "12500000.00", day(50))
        told = self.reverse(cast, wrong)
        assert (told.stage, told.reversed_by, told.reversal_reason) == (
            "reversed",
            cast.manager,
            "A decimal was misread.",
        )
        found = positions.of(lot, as_of=day(50))
        assert (found.fair_value_hkd, found.valued_date) == (Decimal("10500000.00"), day(20))
        known = positions.of(lot, known_at=moment(day(60), 12))
        assert known.valued_date == day(50)
        assert AuditEvent.objects.get(verb="valuation.reverse").reason == "A decimal was misread."
        again = value(cast, lot, "11000000.00", day(50))
        assert (again.bridge["opening_hkd"], again.bridge["price_hkd"]) == ("10500000.00", "500000.00")
        assert balance(fund, Code.UNREALISED_GAIN) == Decimal("-1000000.00")
        assert books.prove() == []

    def test_is_refused_while_another_value_goes_on_from_it(self, cast, lot):
        first = value(cast, lot, "10500000.00", day(20))
        later = value(cast, lot, "10600000.00", day(20))
        draft = record(cast, lot, made=day(50))
        with pytest.raises(WrongStage, match="goes on from this one"):
            self.reverse(cast, later)
        valuations.refuse(valuation_=draft, reason="Wrong.", by=cast.officer, at=moment(day(51), 12))
        with pytest.raises(WrongStage, match="goes on from this one"):
            self.reverse(cast, first)
        self.reverse(cast, later)
        assert positions.of(lot).fair_value_hkd == Decimal("10500000.00")
        self.reverse(cast, first)
        assert positions.of(lot).fair_value_hkd == Decimal("10000000.00")
        assert books.prove() == []

    def test_is_refused_while_a_sale_was_booked_on_it(self, cast, lot):
        found = value(cast, lot, "10500000.00", day(20))
        given = {"investment": lot, "note": note(day(30)), **by(cast, 40)}
        exits.exit_(route="ipo", proceeds_hkd=Decimal("1.00"), units=Decimal(1), **given)
        before = written()
        with pytest.raises(WrongStage, match="Event 2 of"):
            self.reverse(cast, found)
        assert written() == before

    def test_is_for_another_person_than_the_reviewer_with_a_reason_and_once(self, cast, lot):
        found = value(cast, lot, "10500000.00", day(20))
        for person in (cast.officer, cast.maker(lot.fund), cast.auditor):
            with pytest.raises(NotPermitted):
                self.reverse(cast, found, by=person)
        with pytest.raises(InputRefused):
            self.reverse(cast, found, reason=" ")
        self.reverse(cast, found)
        with pytest.raises(WrongStage):
            self.reverse(cast, found)


class TestBridge:
    def test_tells_of_everything_since_the_last_value(self, cast, fund, lot):
        value(cast, lot, "12000000.00", day(20))
        # The day of the last value itself: recorded afterwards, so not in it.
        events.write_down(
            investment=lot, amount_hkd=Decimal("1000000.00"), note=note(day(20), "Trial failed"), **by(cast, 25)
        )
        exits.exit_(
            investment=lot,
            route="trade_sale",
            proceeds_hkd=Decimal("7000000.00"),
            units=Decimal(500_000),
            note=note(day(60)),
            **by(cast, 60),
        )
        found = value(cast, lot, "6200000.00", day(90), reason="")
        # By hand: 12m; written down to 11m; half of it leaves, 5.5m; 6.2m - 5.5m = 0.7m is left to the price.
        assert found.bridge["opening_hkd"] == "12000000.00"
        assert found.bridge["written_down_hkd"] == "-1000000.00"
        assert found.bridge["released_hkd"] == "-5500000.00"
        assert found.bridge["price_hkd"] == "700000.00"
        assert found.bridge["realised_hkd"] == "7000000.00"
        parts = ("opening_hkd", "added_hkd", "released_hkd", "written_down_hkd", "exchange_hkd", "price_hkd")
        assert sum(Decimal(found.bridge[name]) for name in parts) == Decimal("6200000.00")
        assert books.prove() == []

    def test_shows_the_exchange_difference_that_is_posted(self, cast, fund, dollar_lot):
        usd = {"currency": "USD", "fx_source": "HKAB"}
        for hkd, abroad_, rate, on, exchange in (
            ("8547000.00", "1100000", "7.77", day(20), "-30000.00"),
            ("9420000.00", "1200000", "7.85", day(90), "80000.00"),
        ):
            found = value(
                cast,
                dollar_lot,
                hkd,
                on,
                foreign_value=Decimal(abroad_),
                fx_rate=Decimal(rate),
                fx_date=on,
                **usd,
            )
            lines = found.entry.postings.filter(account__code=Code.UNREALISED_FX)
            assert -sum(line.amount_hkd for line in lines) == Decimal(exchange) == Decimal(found.bridge["exchange_hkd"])
        # Since cost: 1m x (7.85 - 7.80); in the books as a credit.
        assert balance(fund, Code.UNREALISED_FX) == Decimal("-50000.00")
        assert books.prove() == []
