"""The books' only writer: entries that balance, each undone by its mirror at most once."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from funds import selectors
from funds.models import JournalEntry
from funds.services import ledger
from itvf.errors import RuleBroken
from tests import programme

pytestmark = pytest.mark.django_db

D = Decimal
Code = ledger.Code


@pytest.fixture(scope="module")
def standing(held):
    return SimpleNamespace(cast=programme.enrol())


@pytest.fixture
def fund(cast):
    return programme.founded(cast, programme.scheme())


def post(cast, fund, *amounts, day=date(2025, 6, 2)):
    book = ledger.fund_book(fund)
    codes = (Code.CASH, Code.INCOME, Code.SUSPENSE)
    return ledger.post(
        book=book,
        kind=JournalEntry.Kind.INCOME,
        effective_date=day,
        memo="Interest",
        source="test:1",
        lines=[(ledger.account(book, code), D(amount)) for code, amount in zip(codes, amounts, strict=False)],
        by=cast.officer,
    )


class TestPost:
    def test_keeps_lines_that_sum_to_zero_and_drops_those_of_zero(self, cast, fund):
        entry = post(cast, fund, "10.00", "-10.00", "0.00")
        assert sorted(entry.postings.values_list("amount_hkd", flat=True)) == [D("-10.00"), D("10.00")]

    @pytest.mark.parametrize("credit", ["-9.99", "-10.01", "10.00"])
    def test_refuses_what_does_not_balance_and_writes_nothing(self, cast, fund, credit):
        with pytest.raises(RuleBroken) as refusal:
            post(cast, fund, "10.00", credit)
        assert refusal.value.breaches[0].code == "unbalanced"
        assert not JournalEntry.objects.exists()

    def test_opens_an_account_once(self, fund):
        book = ledger.fund_book(fund)
        assert ledger.account(book, Code.CASH) == ledger.account(book, Code.CASH)
        assert ledger.corporation_book() == ledger.corporation_book()


class TestReverse:
    def test_mirrors_an_entry_from_a_later_day_on(self, cast, fund):
        entry = post(cast, fund, "10.00", "-10.00")
        mirror = ledger.reverse(entry=entry, on=date(2025, 6, 10), by=cast.officer, reason="Wrong")
        assert (mirror.kind, mirror.reverses) == (entry.kind, entry)
        assert selectors.balance(fund, Code.CASH, as_of=date(2025, 6, 9)) == D("10.00")
        assert selectors.balance(fund, Code.CASH, as_of=date(2025, 6, 10)) == 0
        assert selectors.balance(fund, Code.CASH, known_at=entry.recorded_at) == D("10.00")


class TestTrialBalance:
    def test_sums_to_zero_in_every_book(self, cast):
        fund = programme.opened(cast, programme.scheme())
        programme.limits(cast)
        programme.funding(cast)
        call = programme.issued(cast, fund)
        programme.case_at(cast, call, "matched")
        for line in call.lines.select_related("call__fund", "partner"):
            programme.receive(cast, line)
        for book in (ledger.fund_book(fund), ledger.corporation_book()):
            balances = [row["balance_hkd"] for row in selectors.trial_balance(book)]
            assert balances
            assert sum(balances) == 0
