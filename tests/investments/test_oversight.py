"""What watching over the programme reads: figures of one lot by hand, and queries that do not grow with the funds."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from funds import selectors
from funds.models import Fund
from investments import oversight
from investments.models import Investment
from investments.rules import spending as rules
from investments.rules import start_ups, uninvested
from investments.services import companies, confirmations, spending
from investments.services.spending import Spent
from itvf.dates import local_date
from itvf.money import ZERO
from reporting.demo.acts import moment
from tests.investments.overseen_worlds import OverseenWorld
from tests.investments.services.lots import DONE, bought, day, lot, standing

__all__ = ["bought", "lot", "standing"]

pytestmark = pytest.mark.django_db

ON = date(2027, 6, 30)
QUARTER = date(2025, 6, 30)
AMOUNT = Decimal("10000000.00")


def fact(cast, lot, kind: str, since: date, *, holds: bool = True) -> None:
    about = {"evidence": "Demo papers", "by": cast.officer, "at": moment(day(300), 12)}
    companies.record_fact(company=lot.company, kind=kind, holds=holds, since_date=since, **about)


def kpi_of(lot, on: date = ON):
    return oversight.measure_kpi(Fund.objects.all(), selectors.terms_of_fund(lot.fund), on)


class TestKpi:
    @pytest.fixture
    def lot(self, cast, lot):
        fact(cast, lot, "is_start_up", DONE)
        fact(cast, lot, "is_hong_kong", DONE)
        return lot

    def test_counts_the_private_part_of_a_payment(self, lot):
        found = kpi_of(lot)
        (one,) = found.splits
        kinds = {"private": ZERO, "government": ZERO, "public_body": ZERO}
        for commitment in lot.fund.commitments.select_related("partner"):
            kind = commitment.partner.kind
            kinds[kind if kind in kinds else "private"] += commitment.amount_hkd
        assert kinds["government"] > 0
        assert (one.payment.amount_hkd, one.payment.paid_date) == (AMOUNT, DONE)
        assert one.payment.private_hkd == kinds["private"]
        assert one.payment.government_hkd == kinds["government"]
        assert one.payment.public_hkd == kinds["public_body"]
        assert one.private_hkd + one.government_hkd + one.public_hkd == AMOUNT
        assert 0 < found.private_hkd < AMOUNT
        assert found.total_hkd == Decimal("1700000000.00") + found.private_hkd

    def test_counts_it_from_the_day_on_which_it_was_paid(self, lot):
        assert kpi_of(lot, DONE - timedelta(days=1)).private_hkd == 0
        assert kpi_of(lot, DONE).private_hkd > 0

    def test_asks_what_the_company_was_on_that_day(self, cast, lot):
        fact(cast, lot, "is_start_up", DONE + timedelta(days=1), holds=False)
        assert kpi_of(lot).private_hkd > 0
        fact(cast, lot, "is_start_up", DONE, holds=False)
        assert kpi_of(lot).private_hkd == 0


class TestArrivals:
    @pytest.fixture
    def abroad(self, cast, lot):
        """The lot's company, incorporated elsewhere and no company of Hong Kong on record."""
        about = {"reason": "Certificate of incorporation seen.", "by": cast.officer, "at": moment(day(300), 12)}
        companies.amend(company=lot.company, place_of_incorporation="Norway", **about)
        mistaken = lot.company.facts.get(kind="is_hong_kong").since_date
        fact(cast, lot, "is_hong_kong", mistaken, holds=False)
        return lot

    def state(self, on: date = ON) -> str:
        (found,) = oversight.arrivals(Fund.objects.all(), on)
        return found.state

    def test_leave_out_a_company_of_hong_kong(self, lot):
        assert self.state() == start_ups.LOCAL

    def test_wait_for_an_establishment(self, abroad):
        assert self.state() == start_ups.NOT_YET

    @pytest.mark.parametrize(
        ("days", "expected"), [(-1, start_ups.HERE_BEFORE), (0, start_ups.BROUGHT), (1, start_ups.BROUGHT)]
    )
    def test_count_an_establishment_from_the_day_of_the_first_proposal(self, cast, abroad, days, expected):
        proposed = local_date(abroad.proposal.submitted_at)
        fact(cast, abroad, "has_research_site", proposed + timedelta(days=days))
        assert self.state() == expected

    def test_do_not_see_an_establishment_that_is_to_come(self, cast, abroad):
        fact(cast, abroad, "has_research_site", day(100))
        assert self.state(day(99)) == start_ups.NOT_YET
        assert self.state(day(100)) == start_ups.BROUGHT

    def test_wait_for_the_deal(self, lot):
        assert oversight.arrivals(Fund.objects.all(), DONE - timedelta(days=1)) == ()


class TestAgedList:
    def test_is_what_was_called_less_what_was_invested(self, lot):
        (found,) = oversight.aged_list(Fund.objects.all(), ON)
        assert (found.fund, found.left.called_hkd) == (lot.fund, Decimal("100000000.00"))
        assert found.left.left_hkd == Decimal("90000000.00")
        assert found.left.state == uninvested.OVERDUE
        assert found.left.return_by == found.left.due_date + timedelta(days=90)

    def test_has_the_whole_call_before_the_deal(self, lot):
        (found,) = oversight.aged_list(Fund.objects.all(), DONE - timedelta(days=1))
        assert found.left.left_hkd == Decimal("100000000.00")


class TestSpend:
    def spend(self, lot, on: date = QUARTER) -> oversight.Spend:
        return oversight.spend(Investment.objects.filter(pk=lot.pk), on)[lot.pk]

    def test_sets_reports_and_checks_beside_the_undertaking(self, cast, lot):
        lines = [Spent("talent", "Engineers", Decimal("300000.00")), Spent("goods", "Boards", Decimal("100.00"))]
        about = {"investment": lot, "by": cast.harbour_maker, "hong_kong_jobs": 12, "period_end": QUARTER}
        spending.report(**about, lines=[Spent("other", "Mistake", Decimal("9.00"))], at=moment(day(50), 9))
        made = spending.report(**about, lines=lines, at=moment(day(51), 9))
        spending.check_line(
            line=made.lines.get(category="goods"),
            accepted_hkd=Decimal("60.00"),
            rejected_hkd=Decimal("40.00"),
            reason="Shipped abroad.",
            by=cast.officer,
            at=moment(day(60), 9),
        )
        found = self.spend(lot)
        assert found.progress.reported_hkd == Decimal("300100.00")
        assert (found.progress.accepted_hkd, found.progress.rejected_hkd) == (Decimal("60.00"), Decimal("40.00"))
        assert found.progress.required_hkd == Decimal("5000000.00")
        # By hand: 41 of the 730 days from 20 May 2025, of HK$5m: 280,821.917...
        assert found.progress.expected_hkd == Decimal("280821.92")
        assert found.progress.status == rules.ON_TRACK
        assert dict(found.by_category) == {"talent": Decimal("300000.00"), "goods": Decimal("100.00")}
        assert (found.jobs, found.reported_until) == (12, QUARTER)

    def test_is_behind_where_nothing_was_reported(self, lot):
        found = self.spend(lot)
        assert (found.progress.status, found.progress.behind_hkd) == (rules.BEHIND, Decimal("280821.92"))
        assert (found.jobs, found.reported_until) == (None, None)


class TestUnconfirmed:
    def confirm(self, cast, lot, units: int = 1_000_000, note: str = "") -> None:
        about = {"as_of_date": day(100), "source": "bank", "at": moment(day(101), 12), "by": cast.officer}
        confirmations.record(investment=lot, confirmed_units=Decimal(units), note=note, **about)

    @pytest.mark.parametrize(("days", "due"), [(365, False), (366, True), (367, True)])
    def test_falls_due_a_year_after_the_deal(self, lot, days, due):
        assert bool(oversight.unconfirmed(Fund.objects.all(), DONE + timedelta(days=days))) is due

    @pytest.mark.parametrize(("days", "due"), [(465, False), (466, True)])
    def test_falls_due_a_year_after_the_last_confirmation(self, cast, lot, days, due):
        self.confirm(cast, lot)
        assert bool(oversight.unconfirmed(Fund.objects.all(), DONE + timedelta(days=days))) is due

    def test_lists_a_difference_at_once(self, cast, lot):
        self.confirm(cast, lot, 999_999, "The register is late.")
        (found,) = oversight.unconfirmed(Fund.objects.all(), day(101))
        assert (found.investment, found.differs) == (lot, True)


READS = {
    "arrivals": lambda: oversight.arrivals(Fund.objects.all(), ON),
    "aged_list": lambda: oversight.aged_list(Fund.objects.all(), ON),
    "unconfirmed": lambda: oversight.unconfirmed(Fund.objects.all(), ON),
    "spend": lambda: oversight.spend(Investment.objects.all(), ON),
    "measure_kpi": lambda: oversight.measure_kpi(
        Fund.objects.all(), selectors.terms_of_fund(Fund.objects.order_by("pk").first()), ON
    ),
}


class TestReads:
    def queries(self, read) -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            read()
        return len(found)

    def test_ask_no_more_of_the_database_for_more_funds(self):
        OverseenWorld(1, funds=2, companies=4, lots=8)
        few = {name: self.queries(read) for name, read in READS.items()}
        OverseenWorld(2, funds=12, companies=30, lots=60)
        assert {name: self.queries(read) for name, read in READS.items()} == few
