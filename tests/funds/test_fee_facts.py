"""Fee and hurdle from the books, against figures worked out by hand."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from funds import fee_facts
from funds.models import JournalEntry
from funds.services import ledger
from tests import programme

pytestmark = pytest.mark.django_db

D = Decimal


@pytest.fixture(scope="module")
def standing(held):
    """HK$60m received on 15 May 2025; HK$40m invested on 20 May 2025."""
    cast = programme.enrol()
    fund = programme.opened(cast, programme.scheme())
    programme.paid(cast, fund)
    programme.invested(cast, fund, programme.company(cast))
    return SimpleNamespace(cast=cast, fund=fund)


def write_off(cast, fund, amount: str, day: date) -> JournalEntry:
    """Part of the cost written off, as the later service will book it."""
    book = ledger.fund_book(fund)
    cost = fund.investments.get().cost_account
    gain = ledger.account(book, ledger.Code.REALISED_GAIN)
    return ledger.post(
        book=book,
        kind=JournalEntry.Kind.WRITE_DOWN,
        effective_date=day,
        memo="Written off",
        source=f"write_off:{day}",
        lines=[(cost, -D(amount)), (gain, D(amount))],
        by=cast.officer,
    )


class TestTheFee:
    @pytest.mark.parametrize(
        ("end", "fee"),
        [
            (date(2025, 3, 31), "0.00"),
            (date(2025, 6, 30), "92054.79"),  # 42 days of 365
            (date(2025, 9, 30), "201643.84"),  # 92 of 365
            (date(2028, 3, 31), "198907.10"),  # 91 of 366, 29 February among them
            (date(2027, 3, 31), "197260.27"),  # 90 of 365
        ],
    )
    def test_is_two_per_cent_a_year_of_each_day_s_cost(self, fund, end, fee):
        assert fee_facts.quarter(fund, end)[0].fee_hkd == D(fee)

    def test_stays_on_invested_cost_in_the_period_and_goes_to_net_after_it(self, cast, fund):
        write_off(cast, fund, "10000000.00", date(2026, 1, 1))
        # to 30 March 2030 on 40m, from the 31st on 30m: 89 days and 1 of 365
        assert fee_facts.quarter(fund, date(2030, 3, 31))[0].fee_hkd == D("196712.33")
        assert fee_facts.quarter(fund, date(2030, 6, 30))[0].fee_hkd == D("149589.04")  # 91 days of 30m

    def test_nets_a_reversal_on_its_own_day(self, cast, fund):
        entry = write_off(cast, fund, "10000000.00", date(2030, 4, 1))
        ledger.reverse(entry=entry, on=date(2030, 7, 1), by=cast.officer, reason="Wrong")
        assert fee_facts.quarter(fund, date(2030, 6, 30))[0].fee_hkd == D("149589.04")
        assert fee_facts.quarter(fund, date(2030, 9, 30))[0].fee_hkd == D("201643.84")

    def test_is_what_was_known_then(self, cast, fund):
        known = fund.investments.get().entry.recorded_at
        programme.invested(cast, fund, programme.company(cast, "Later Demo Limited"), "10000000.00")
        end = date(2025, 6, 30)
        assert fee_facts.quarter(fund, end, known_at=known)[0].fee_hkd == D("92054.79")
        assert fee_facts.quarter(fund, end)[0].fee_hkd == D("115068.49")

    def test_cap_to_date_is_the_sum_of_the_quarters(self, fund):
        assert fee_facts.cap_to_date(fund, date(2025, 9, 30)) == D("293698.63")


class TestTheHurdle:
    def test_is_seven_per_cent_a_year_from_the_due_date(self, fund):
        after = fee_facts.hurdle_position(fund, date(2026, 5, 15))  # 365 days
        assert (after.capital_hkd, after.hurdle_hkd) == (D("60000000.00"), D("4200000.00"))
        after = fee_facts.hurdle_position(fund, date(2027, 5, 15))  # compounded once
        assert after.hurdle_hkd == D("8694000.00")

    def test_counts_nothing_on_the_day_itself(self, fund):
        assert fee_facts.hurdle_position(fund, date(2025, 5, 15)).hurdle_hkd == 0
        assert fee_facts.hurdle_position(fund, date(2025, 5, 14)).capital_hkd == 0

    def test_runs_from_the_later_of_due_date_and_receipt(self, cast):
        fund = programme.another(cast)
        early, late, *_ = programme.issued(cast, fund).lines.order_by("order")
        programme.receive(cast, early, "10000000.00", day=date(2025, 5, 13))
        programme.receive(cast, late, "1000000.00", day=date(2025, 6, 16))
        assert fee_facts.hurdle_position(fund, date(2026, 5, 15)).capital_hkd == D("11000000.00")
        one = fee_facts.hurdle_position(fund, date(2025, 5, 14))
        assert one.capital_hkd == 0  # received early: it counts from the due date
        assert [step.date for step in fee_facts.hurdle_position(fund, date(2026, 5, 15)).steps] == [
            date(2025, 5, 15),
            date(2025, 6, 16),
            date(2026, 5, 15),
        ]

    def test_leaves_over_payments_out(self, cast):
        fund = programme.another(cast)
        line = programme.issued(cast, fund).lines.get(partner__kind="gp")
        programme.receive(cast, line, "2000000.00")
        assert fee_facts.hurdle_position(fund, date(2025, 6, 30)).capital_hkd == D("1500000.00")
