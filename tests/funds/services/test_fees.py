"""Fees in the books: a quarter accrued once and in order, paid only in arrears, expenses once (R14, A3, A4)."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from funds import selectors
from funds.models import FeeAccrual, JournalEntry
from funds.services import fees
from itvf.errors import InputRefused, NotPermitted, RuleBroken
from itvf.models import AuditEvent
from tests import programme

pytestmark = pytest.mark.django_db

D = Decimal
Code = selectors.Code
MARCH, JUNE, SEPTEMBER = date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30)


@pytest.fixture(scope="module")
def standing(held):
    """HK$40m invested on 20 May 2025, out of HK$60m called."""
    cast = programme.enrol()
    fund = programme.opened(cast, programme.scheme())
    programme.paid(cast, fund)
    programme.invested(cast, fund, programme.company(cast))
    return SimpleNamespace(cast=cast, fund=fund)


def accrue(cast, fund, end, *, on=programme.LATER, by=None):
    return fees.accrue(fund=fund, period_end=end, by=by or cast.officer, at=programme.at(on))


def pay(cast, fund, amount, *, reference="FEE1", day=programme.LATER, by=None):
    return fees.pay(
        fund=fund,
        amount_hkd=D(amount),
        value_date=day,
        bank_reference=reference,
        by=by or cast.officer,
        at=programme.at(programme.LATER),
    )


class TestAccrue:
    def test_books_two_per_cent_of_invested_cost_day_by_day(self, cast, fund):
        accrue(cast, fund, MARCH)
        accrual = accrue(cast, fund, JUNE)
        # 20 May to 30 June is 42 days: 40,000,000 x 2% x 42/365 = 92,054.7945…
        assert accrual.fee_hkd == accrual.cap_hkd == D("92054.79")
        assert selectors.balance(fund, Code.FEE_EXPENSE) == D("92054.79")
        assert selectors.balance(fund, Code.FEE_PAYABLE) == D("-92054.79")
        assert accrual.entry.effective_date == JUNE

    def test_starts_at_the_first_closing_with_nothing(self, cast, fund):
        accrual = accrue(cast, fund, MARCH)
        assert (accrual.period_start, accrual.fee_hkd, accrual.entry) == (programme.CLOSED, D("0.00"), None)

    def test_goes_on_record(self, cast, fund):
        accrue(cast, fund, MARCH)
        accrue(cast, fund, JUNE)
        event = AuditEvent.objects.filter(verb="fee.accrue").latest("id")
        assert (event.chain, event.facts["fee_hkd"]) == (fund.chain, "92054.79")

    @pytest.mark.parametrize(
        ("end", "on", "code"),
        [
            (date(2025, 3, 30), programme.LATER, "not_a_past_quarter"),
            (MARCH, MARCH, "not_a_past_quarter"),  # its last day is not over
            (date(2024, 12, 31), programme.LATER, "before_first_closing"),
            (JUNE, programme.LATER, "quarter_skipped"),
        ],
    )
    def test_refuses_another_day_than_the_next_past_quarter_end(self, cast, fund, end, on, code):
        with pytest.raises(InputRefused) as refusal:
            accrue(cast, fund, end, on=on)
        assert refusal.value.code == code
        assert not FeeAccrual.objects.exists()

    def test_happens_once_a_quarter(self, cast, fund):
        accrue(cast, fund, MARCH)
        with pytest.raises(InputRefused) as refusal:
            accrue(cast, fund, MARCH)
        assert refusal.value.code == "quarter_accrued"

    def test_goes_across_a_year_s_end(self, cast, fund):
        for end in (MARCH, JUNE, SEPTEMBER):
            accrue(cast, fund, end)
        whole = accrue(cast, fund, date(2025, 12, 31))
        assert whole.fee_hkd == D("201643.84")  # 92 days of 365

    def test_requires_its_permission(self, cast, fund):
        for person in (cast.manager, cast.maker, cast.auditor):
            with pytest.raises(NotPermitted):
                accrue(cast, fund, MARCH, by=person)


class TestPay:
    @pytest.fixture
    def fund(self, cast, fund):
        accrue(cast, fund, MARCH)
        accrue(cast, fund, JUNE)
        return fund

    def test_clears_what_is_accrued(self, cast, fund):
        pay(cast, fund, "92054.79")
        assert selectors.balance(fund, Code.FEE_PAYABLE) == 0
        assert selectors.balance(fund, Code.CASH) == D("20000000.00") - D("92054.79")
        assert AuditEvent.objects.get(verb="fee.pay").facts["amount_hkd"] == "92054.79"

    @pytest.mark.parametrize(
        ("amount", "day"),
        [
            ("92054.80", programme.LATER),
            ("0.00", programme.LATER),
            ("-1.00", programme.LATER),
            ("0.01", date(2025, 6, 29)),  # before the quarter has ended: a fee is charged in arrears (A4)
        ],
    )
    def test_refuses_what_is_not_accrued_by_then(self, cast, fund, amount, day):
        with pytest.raises(RuleBroken):
            pay(cast, fund, amount, day=day)
        assert not JournalEntry.objects.filter(kind="fee_paid").exists()

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"reference": " "}, "reference_missing"),
            ({"day": date(2026, 3, 3)}, "future_value_date"),
            ({"day": date(2025, 2, 2)}, "before_registration"),
        ],
    )
    def test_refuses_a_debit_that_the_bank_does_not_show(self, cast, fund, changes, code):
        with pytest.raises(InputRefused) as refusal:
            pay(cast, fund, "1.00", **changes)
        assert refusal.value.code == code

    def test_counts_a_debit_once(self, cast, fund):
        pay(cast, fund, "1.00")
        with pytest.raises(InputRefused) as refusal:
            pay(cast, fund, "1.00")
        assert refusal.value.code == "payment_stands"

    def test_requires_its_permission(self, cast, fund):
        with pytest.raises(NotPermitted):
            pay(cast, fund, "1.00", by=cast.maker)


class TestPayExpense:
    def pay(self, cast, fund, amount="250000.00", *, reference="EXP1", by=None):
        return fees.pay_expense(
            fund=fund,
            label="Audit",
            amount_hkd=D(amount),
            value_date=programme.LATER,
            bank_reference=reference,
            by=by or cast.officer,
            at=programme.at(programme.LATER),
        )

    def test_takes_it_from_the_cash(self, cast, fund):
        self.pay(cast, fund)
        assert selectors.balance(fund, Code.EXPENSE) == D("250000.00")
        assert selectors.balance(fund, Code.CASH) == D("19750000.00")
        assert AuditEvent.objects.get(verb="expense.pay").facts["label"] == "Audit"

    def test_counts_a_debit_once(self, cast, fund):
        self.pay(cast, fund)
        with pytest.raises(InputRefused) as refusal:
            self.pay(cast, fund)
        assert refusal.value.code == "payment_stands"

    @pytest.mark.parametrize("amount", ["0.00", "-1.00"])
    def test_refuses_what_is_not_above_zero(self, cast, fund, amount):
        with pytest.raises(InputRefused):
            self.pay(cast, fund, amount)

    def test_requires_its_permission(self, cast, fund):
        with pytest.raises(NotPermitted):
            self.pay(cast, fund, by=cast.maker)
