"""Closings and the twelve months: what the last day binds, and what is matched after it (R18, A9, A22)."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from funds.services import closings, notice_receipts, selection
from itvf.errors import RuleBroken, WrongStage
from tests import programme
from tests.funds import registered
from tests.funds.services.test_closings import GP, codes, complete, government

pytestmark = pytest.mark.django_db

D = Decimal


@pytest.fixture(scope="module")
def standing(held):
    cast, scheme = programme.enrol(), programme.scheme()
    return SimpleNamespace(cast=cast, scheme=scheme)


@pytest.fixture
def fund(cast, scheme):
    return programme.founded(cast, scheme)


class TestTheTwelveMonths:
    """R18, A9: notice received on 10 January 2025, last day 10 January 2026."""

    def test_hold_on_their_last_day(self, cast, fund):
        programme.closed(cast, fund, day=date(2026, 1, 10))
        assert government(fund) == D("150000000.00")

    def test_are_over_the_day_after(self, cast, fund):
        with pytest.raises(RuleBroken) as refusal:
            closings.draft(
                fund=fund, closing_date=date(2026, 1, 11), by=cast.officer, at=programme.at(date(2026, 1, 11))
            )
        assert codes(refusal) == ["fundraising_over"]
        assert not fund.closings.exists()

    def test_do_not_run_and_nothing_closes_until_the_receipt_is_recorded(self, cast, fund):
        type(fund.selection).objects.update(notice_received_date=None, fundraising_last_date=None)
        with pytest.raises(RuleBroken) as refusal:
            programme.signed(cast, fund)
        assert codes(refusal) == ["receipt_not_recorded"]
        told = {"received_date": programme.SELECTED, "reason": "Signed for."}
        notice_receipts.record(selection=fund.selection, **told, by=cast.officer, at=programme.at(programme.CLOSED))
        fund.refresh_from_db()
        assert programme.closed(cast, fund).stage == "completed"

    def test_bind_a_draft_of_the_last_day_that_is_completed_late(self, cast, fund):
        closing = programme.signed(cast, fund, day=date(2026, 1, 10))
        complete(cast, closing, day=date(2026, 1, 12))
        assert government(fund) == D("150000000.00")

    def test_stay_over_for_a_fund_that_closed_on_too_little(self, cast, fund):
        programme.closed(cast, fund, (("gp", "15000000.00"), ("private", "434999999.99")), day=date(2026, 1, 10))
        with pytest.raises(RuleBroken) as refusal:
            closings.draft(
                fund=fund, closing_date=date(2026, 1, 11), by=cast.officer, at=programme.at(date(2026, 1, 11))
            )
        assert codes(refusal) == ["fundraising_over"]
        assert government(fund) == 0

    @pytest.mark.parametrize(
        ("allowed", "expected"), [(None, "150000000.00"), ("30000000.00", "180000000.00"), ("", "200000000.00")]
    )
    def test_once_over_let_more_in_and_match_it_by_consent_only(self, cast, fund, allowed, expected):
        """A22: HK$150m more after the last day; matched would be HK$50m."""
        programme.closed(cast, fund, (("gp", "20000000.00"), ("private", "430000000.00")))
        day = date(2026, 1, 12)
        if allowed is not None:
            registered.authorised(cast, fund, "late_matching", allowed, day=day)
        fund.refresh_from_db()
        programme.closed(cast, fund, (("private", "150000000.00"),), day=day)
        assert government(fund) == D(expected)

    def lapse(self, cast, fund, *, approve=True):
        chosen = selection.propose_lapse(
            selection=fund.selection,
            by=cast.officer,
            on=date(2026, 1, 11),
            at=programme.at(date(2026, 1, 11)),
            reason="Over",
        )
        if approve:
            selection.approve_lapse(selection=chosen, by=cast.manager, at=programme.at(date(2026, 1, 12)))

    @pytest.mark.parametrize("approve", [True, False])
    def test_bind_a_closing_drafted_before_the_lapse(self, cast, fund, approve):
        closing = programme.signed(cast, fund)
        self.lapse(cast, fund, approve=approve)
        with pytest.raises(WrongStage):
            complete(cast, closing, day=date(2026, 1, 12))
        assert government(fund) == 0

    def test_bind_a_fund_that_opened_without_the_government(self, cast, fund):
        programme.closed(cast, fund, [GP, ("private", "300000000.00")])
        closing = programme.signed(cast, fund, [("private", "135000000.00")], day=date(2025, 6, 30))
        self.lapse(cast, fund)
        with pytest.raises(WrongStage):
            complete(cast, closing, day=date(2026, 1, 12))
        assert government(fund) == 0
