"""A fund that borrows, for tests: its facility, what it draws and repays, by the officer and the manager."""

from datetime import date
from decimal import Decimal

from funds.models import FacilityAgreement, Fund, LedgerAccount
from funds.services import facilities, facility_movements, ledger
from tests import programme

DRAWN = date(2025, 5, 20)
REPAID = date(2026, 5, 20)
VALUED = date(2027, 5, 20)
Code = LedgerAccount.Code


def facility(cast, fund: Fund, *, is_approved: bool = True, **about) -> FacilityAgreement:
    """A facility of 100m at 5% from the closing on, approved unless told otherwise."""
    terms = {
        "lender": "Harbour Demonstration Bank",
        "limit_hkd": Decimal("100000000.00"),
        "rate": Decimal("0.05"),
        "rate_terms": "5% a year, actual days over 365, paid on repayment",
        "available_from": programme.CLOSED,
        "available_to": date(2027, 12, 31),
        "clause": "LPA 7.4",
    }
    found = facilities.record(fund=fund, **terms | about, by=cast.officer, at=programme.at(programme.CLOSED))
    if is_approved:
        found = facilities.approve(facility=found, by=cast.manager, at=programme.at(programme.CLOSED))
    return found


def move(cast, found: FacilityAgreement, verb: str, amount: str, day: date, **about):
    """One movement on a day: `draw` and `repay` for investments unless told otherwise."""
    about = {"reference": f"{verb}-{day:%y%m%d}-{amount}", "by": cast.officer, "at": programme.at(day, 17)} | about
    if verb in ("draw", "repay"):
        about = {"purpose": "investments"} | about
    act = getattr(facility_movements, verb)
    return act(facility=found, amount_hkd=Decimal(amount), value_date=day, **about)


def invested(cast, fund: Fund, amount: str, day: date, *, gain: str = "", valued: date = VALUED) -> None:
    """An investment in the books at cost, and its gain on another day, without a deal of its own."""
    book = ledger.fund_book(fund)
    cost = ledger.account(book, Code.INVESTMENT_AT_COST, reference="investment:0", label="Example")
    about = {"book": book, "memo": "x", "by": cast.officer}
    paid = [(cost, Decimal(amount)), (ledger.account(book, Code.CASH), -Decimal(amount))]
    ledger.post(kind="investment", effective_date=day, source="test:investment", lines=paid, **about)
    if gain:
        value = ledger.account(book, Code.INVESTMENT_UNREALISED, reference="investment:0", label="Example")
        lines = [(value, Decimal(gain)), (ledger.account(book, Code.UNREALISED_GAIN), -Decimal(gain))]
        ledger.post(kind="valuation", effective_date=valued, source="test:value", lines=lines, **about)
