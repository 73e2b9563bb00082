"""Rounds of a company: units that add up, prices with their rate, corrections by another row, and who may."""

from dataclasses import replace
from decimal import Decimal

import pytest

from investments import positions
from investments.models import FinancingRound
from investments.services import rounds, valuations
from investments.services.rounds import RoundFigures
from investments.services.valuations import Estimate
from itvf.errors import InputRefused, NotFound, NotPermitted, RuleBroken, WrongStage
from itvf.models import AuditEvent
from reporting.demo.acts import moment
from tests import builders
from tests.investments.services.lots import DONE, bought, bought_abroad, by, day, dollar_lot, lot, standing

__all__ = ["bought", "bought_abroad", "dollar_lot", "lot", "standing"]

pytestmark = pytest.mark.django_db

SERIES_A = RoundFigures(
    name="Series A",
    financing_stage="series_a",
    closed_date=day(10),
    raised_hkd=Decimal("40000000.00"),
    issued_units=Decimal(5_000_000),
    diluted_units=Decimal(6_000_000),
    foreign_unit_price=Decimal("12.00"),
    others_private_hkd=Decimal("30000000.00"),
)


def record(cast, company, figures=SERIES_A, **more) -> FinancingRound:
    given = {"evidence": "Capitalisation table", **by(cast), **more}
    return rounds.record(company=company, figures=figures, **given)


class TestRecord:
    def test_keeps_the_round_as_its_papers_state_it(self, cast, lot):
        found = record(cast, lot.company)
        found.refresh_from_db()
        assert (found.raised_hkd, found.others_private_hkd) == (Decimal("40000000.00"), Decimal("30000000.00"))
        assert list(rounds.standing(lot.company)) == [found]

    def test_is_audited(self, cast, lot):
        record(cast, lot.company)
        kept = AuditEvent.objects.get(verb="round.record")
        assert (kept.actor, kept.facts["round"]) == (cast.officer, "Series A")

    def test_takes_a_round_in_which_the_funds_hold_all_that_is_in_issue(self, cast, lot):
        assert record(cast, lot.company, replace(SERIES_A, issued_units=Decimal(1_000_000))).pk

    def test_refuses_fewer_units_in_issue_than_the_funds_hold(self, cast, lot):
        with pytest.raises(RuleBroken) as refusal:
            record(cast, lot.company, replace(SERIES_A, issued_units=Decimal(999_999)))
        assert [breach.code for breach in refusal.value.breaches] == ["more_than_all"]
        assert not FinancingRound.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"name": " "}, "no_evidence"),
            ({"closed_date": day(201)}, "future_round"),
            ({"issued_units": Decimal(0)}, "units_disagree"),
            ({"diluted_units": Decimal(4_999_999)}, "units_disagree"),
            ({"raised_hkd": Decimal("-0.01")}, "raised_too_little"),
            ({"others_private_hkd": Decimal("40000000.01")}, "raised_too_little"),
            ({"others_private_hkd": Decimal("-0.01")}, "not_positive"),
            ({"foreign_unit_price": Decimal(0)}, "not_positive"),
            ({"currency": "USD"}, "fx_rate_missing"),
        ],
    )
    def test_refuses_what_does_not_add_up_and_writes_nothing(self, cast, lot, changes, code):
        before = AuditEvent.objects.count()
        with pytest.raises(InputRefused) as refusal:
            record(cast, lot.company, replace(SERIES_A, **changes))
        assert refusal.value.code == code
        assert (FinancingRound.objects.count(), AuditEvent.objects.count()) == (0, before)

    def test_needs_evidence(self, cast, lot):
        with pytest.raises(InputRefused, match="what shows it"):
            record(cast, lot.company, evidence=" ")


class TestCorrection:
    def test_is_a_row_that_replaces_the_first(self, cast, lot):
        first = record(cast, lot.company)
        second = record(cast, lot.company, replace(SERIES_A, issued_units=Decimal(5_500_000)), replaces=first)
        assert list(rounds.standing(lot.company)) == [second]
        assert FinancingRound.objects.count() == 2

    def test_happens_once(self, cast, lot):
        first = record(cast, lot.company)
        record(cast, lot.company, replaces=first)
        with pytest.raises(WrongStage, match="corrected before"):
            record(cast, lot.company, replaces=first)


class TestWho:
    def test_the_gp_records_for_its_own_companies(self, cast, fund, lot):
        maker = cast.maker(fund)
        assert record(cast, lot.company, by=maker, within=fund).recorded_by == maker

    def test_a_gp_without_a_deal_finds_no_such_company(self, cast, fund, lot):
        stranger = builders.closed_fund(cast, builders.plans.RIDGE, number=2)
        with pytest.raises(NotFound):
            record(cast, lot.company, by=cast.maker(stranger), within=stranger)

    def test_the_auditor_does_not(self, cast, lot):
        with pytest.raises(NotPermitted):
            record(cast, lot.company, by=cast.auditor)


class TestCalibration:
    """A value is kept beside what the last round's price gives for the units held."""

    def value(self, cast, lot, hkd: str, **more) -> dict:
        estimate = Estimate(day(20), "recent_transaction", 2, "2026-1", Decimal(hkd), {"round": "Series A"}, **more)
        made = valuations.record(investment=lot, estimate=estimate, by=cast.officer, at=moment(day(30)))
        return made.calibration

    def test_is_the_rounds_price_for_the_units_held(self, cast, lot):
        record(cast, lot.company)
        found = self.value(cast, lot, "11400000.00")
        # By hand: 1,000,000 units at 12.00 = 12m; 11.4m is 0.6m or 5% below.
        assert (found["round_value_hkd"], found["difference_hkd"]) == ("12000000.00", "-600000.00")
        assert found["difference_rate"] == "-0.050000000000"

    def test_goes_by_the_rate_of_the_round(self, cast, dollar_lot):
        figures = replace(SERIES_A, currency="USD", foreign_unit_price=Decimal("1200.00"), fx_rate=Decimal("7.78"))
        record(cast, dollar_lot.company, figures)
        usd = {"currency": "USD", "foreign_value": Decimal(1200000), "fx_rate": Decimal("7.78"), "fx_date": day(20)}
        found = self.value(cast, dollar_lot, "9336000.00", **usd, fx_source="HKAB")
        assert (found["round_value_hkd"], found["difference_hkd"]) == ("9336000.00", "0.00")

    def test_leaves_out_a_round_that_was_corrected(self, cast, lot):
        first = record(cast, lot.company)
        record(cast, lot.company, replace(SERIES_A, foreign_unit_price=Decimal("11.00")), replaces=first)
        assert self.value(cast, lot, "11000000.00")["difference_hkd"] == "0.00"

    def test_is_empty_before_the_first_round(self, cast, lot):
        assert self.value(cast, lot, "10000000.00") == {}
        assert positions.of(lot).holding.units == 1_000_000
        assert lot.completed_date == DONE
