"""Carried interest that came back to a fund: how much by a day, and what of it the fund still holds (A6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum

from funds.models import CarryReturn, Distribution
from funds.standing import standing
from itvf.money import ZERO


@dataclass(frozen=True, slots=True)
class GivenBack:
    """Carry that came back by a day, in HK$: in all, and what of it the fund still holds for the pool's partners."""

    came_hkd: Decimal = ZERO
    held_hkd: Decimal = ZERO


NOTHING = GivenBack()


def given_back(funds: Iterable[int], on: date, *, known_at: datetime | None = None) -> dict[int, GivenBack]:
    """Carry that GPs gave back by a day, by fund; it is held until a distribution of it is declared."""
    funds = list(funds)
    came = standing(CarryReturn.objects.filter(fund__in=funds, value_date__lte=on), known_at)
    gone = standing(
        Distribution.objects.filter(fund__in=funds, nature=Distribution.Nature.CLAWBACK, entry__effective_date__lte=on),
        known_at,
    )
    came, gone = (dict(rows.values_list("fund").annotate(sum=Sum("amount_hkd")).order_by()) for rows in (came, gone))
    return {
        fund: GivenBack(came.get(fund, ZERO), max(came.get(fund, ZERO) - gone.get(fund, ZERO), ZERO)) for fund in funds
    }
