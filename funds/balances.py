"""What is free of an account's balance on a day that is past: what was recorded since may have taken of it."""

from datetime import date
from decimal import Decimal

from funds import selectors
from funds.models import Fund, LedgerAccount
from itvf.money import ZERO


def lowest(fund: Fund, code: LedgerAccount.Code, on: date, *, is_owed: bool = False) -> Decimal:
    """The lowest that accounts of one code stand at from a day on, in HK$; `is_owed`: credits count as positive.

    What stands there on the day may be taken already by what was recorded since for a later day.
    """
    sign = -1 if is_owed else 1
    balance, found = ZERO, None
    for day, _kind, amount in selectors.movements(fund, code):
        if day > on:
            found = balance if found is None else min(found, balance)
        balance += sign * amount
    return balance if found is None else min(found, balance)
