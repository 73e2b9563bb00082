"""Capital accounts from the books: they sum to net assets, carry accrues as a liquidation would give it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from funds import capital_accounts, waterfall_facts
from funds.models import LedgerAccount
from funds.services import contributions, fees
from investments.services import exits
from itvf.errors import NotFound
from itvf.money import ZERO, total
from reporting.demo import acts, returns
from reporting.demo.acts import moment
from tests.investments.services.lots import bought, by, day, lot, note, standing  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db

D = Decimal
Code = LedgerAccount.Code
OF_THE_CORPORATION = {
    Code.BANK,
    Code.GOVERNMENT_FUNDING,
    Code.CALL_PAYABLE,
    Code.INTEREST_IN_FUND,
    Code.DISTRIBUTION_RECEIVABLE,
    Code.DISTRIBUTION_INCOME,
    Code.EQUALISATION_INTEREST,
    Code.LATE_INTEREST_COST,
}
SOLD, PAID, QUARTER = day(60), day(70), date(2025, 9, 30)


@pytest.fixture
def life(cast, fund, lot):  # noqa: F811
    """HK$10m sold for 120m, 110m of it distributed, the fee of the quarter accrued."""
    exits.exit_(investment=lot, route="trade_sale", proceeds_hkd=D("120000000.00"), note=note(SOLD), **by(cast))
    sources = [
        returns.source("return_of_capital", "Example Life, cost", "10000000.00"),
        returns.source("gain", "Example Life, gain", "100000000.00"),
    ]
    distribution = returns.declare(cast, fund, sources, on=PAID)
    for end in (date(2025, 3, 31), date(2025, 6, 30)):
        fees.accrue(fund=fund, period_end=end, by=cast.officer, at=moment(date(2025, 7, 30)))
    return distribution


def net_assets(fund, on):
    return waterfall_facts.net_assets_of([fund.pk], on)[fund.pk]


class TestAccounts:
    def test_every_account_of_a_fund_s_book_has_its_place(self):
        placed = {*capital_accounts.CAUSES, *waterfall_facts.ASSETS_AND_LIABILITIES}
        assert placed | OF_THE_CORPORATION == set(Code)
        assert not placed & OF_THE_CORPORATION

    def test_sum_to_the_net_assets_of_the_book_on_every_day(self, fund, life):
        dates = [day(offset) for offset in range(-60, 90, 10)]
        accounts = capital_accounts.of_fund(fund, dates)
        for on in dates:
            assert accounts.whole(on).nav_hkd == net_assets(fund, on)
            assert accounts.whole(on).carry_hkd == ZERO

    def test_carry_and_what_was_paid_of_it_are_the_general_partner_s(self, fund, life):
        accounts = capital_accounts.of_fund(fund, [SOLD, PAID])
        gp = fund.partners.get(kind="gp")
        before, after = (accounts.at[on][gp.pk] for on in (SOLD, PAID))
        liquidation = waterfall_facts.liquidated(fund, SOLD, net_assets(fund, SOLD))
        assert accounts.accrued_hkd[SOLD] == liquidation.carry_hkd > ZERO
        share = before.figures.contributions_hkd / total(one.called_hkd for one in accounts.at[SOLD].values())
        assert abs(before.accrued_carry_hkd - liquidation.carry_hkd * (1 - share)) <= D("0.01")
        assert after.figures.carry_paid_hkd == -life.lines.get(partner=gp).carry_hkd
        others = [one.figures for pk, one in accounts.at[PAID].items() if pk != gp.pk]
        assert all(figures.carry_hkd < ZERO == figures.carry_paid_hkd for figures in others)

    def test_nothing_is_carried_below_the_hurdle(self, cast, fund, lot):  # noqa: F811
        exits.exit_(investment=lot, route="trade_sale", proceeds_hkd=D("10100000.00"), note=note(SOLD), **by(cast))
        assert capital_accounts.of_fund(fund, [QUARTER]).accrued_hkd[QUARTER] == ZERO

    def test_a_call_that_is_due_and_not_paid_is_no_profit(self, cast, fund, lot):  # noqa: F811
        call = acts.issue_call(cast, fund, [acts.purpose("expense", "Audit", "400000000.00")], issued=day(1))
        accounts = capital_accounts.of_fund(fund, [call.due_date])
        assert accounts.accrued_hkd[call.due_date] == ZERO
        assert accounts.sum(call.due_date, "outstanding_hkd") == D("400000000.00")
        assert accounts.sum(call.due_date, "unfunded_hkd") == D("500000000.00")

    def test_what_is_declared_and_not_paid_stands_beside_the_account(self, cast, fund, life):
        after = day(75)
        assert capital_accounts.of_fund(fund, [after]).sum(after, "payable_hkd") == D("110000000.00")
        returns.pay(cast, life, on=day(72))
        assert capital_accounts.of_fund(fund, [after]).sum(after, "payable_hkd") == ZERO

    def test_what_is_recallable_can_be_called_again(self, cast, fund, lot):  # noqa: F811
        exits.exit_(investment=lot, route="trade_sale", proceeds_hkd=D("30000000.00"), note=note(SOLD), **by(cast))
        back = [returns.source("return_of_capital", "Example Life, cost", "10000000.00")]
        returns.declare(cast, fund, back, on=PAID, recallable_hkd=D("10000000.00"))
        accounts = capital_accounts.of_fund(fund, [SOLD, PAID])
        assert accounts.sum(PAID, "unfunded_hkd") - accounts.sum(SOLD, "unfunded_hkd") == D("10000000.00")

    def test_as_known_on_a_day_leaves_out_what_came_later(self, cast, fund, lot):  # noqa: F811
        on = QUARTER
        then = fund.book.entries.order_by("recorded_at").last().recorded_at
        known = capital_accounts.of_fund(fund, [on])
        receipt = fund.calls.get().lines.first().contributions.get()
        contributions.reverse(contribution=receipt, on=on, by=cast.officer, at=moment(on), reason="Wrong fund.")
        later = capital_accounts.of_fund(fund, [on])
        assert later.sum(on, "outstanding_hkd") == receipt.amount_hkd
        assert capital_accounts.of_fund(fund, [on], known_at=then).at == known.at

    def test_takes_as_many_queries_for_one_date_as_for_forty(self, fund, life):
        counts = []
        for dates in ([QUARTER], [*(day(offset) for offset in range(40)), QUARTER]):
            with CaptureQueriesContext(connection) as queries:
                capital_accounts.of_fund(fund, dates)
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 12

    def test_before_the_first_closing_there_is_nobody(self, fund):
        with pytest.raises(NotFound):
            capital_accounts.of_fund(fund, [fund.first_closing_date - timedelta(days=1)])


class TestQuarterEnds:
    def test_run_from_the_first_closing_to_the_last_quarter_that_is_over(self, fund):
        found = capital_accounts.quarter_ends(fund, date(2025, 9, 30))
        assert found == [date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30)]
        assert capital_accounts.quarter_ends(fund, date(2025, 9, 29)) == found[:2]
