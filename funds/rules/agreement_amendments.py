"""Which terms of a signed agreement its partners may still restate: one rule a term, by what was computed with it.

Pure. An amended term governs every figure from its approval on, of whatever day; figures as known before are computed
by the former one. So what money was already shared or booked by can't be restated: those entries would no longer
follow from the terms on record (R27).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from funds.rules.agreement_terms import breach
from itvf.errors import Breach, gettext_noop

AT_ANY_TIME = (
    "term_years",
    "investment_period_years",
    "follow_ons_after_period",
    "company_limit_rate",
    "group_limit_rate",
    "follow_on_reserve_rate",
    "bridge_limit_rate",
    "bridge_months",
    "limits_clause",
)
UNTIL_A_FEE_IS_BOOKED = ("fee_rate_during", "fee_rate_after", "fee_base_during", "fee_base_after")
NEVER = ("gp_money_is_matched",)

NOTHING_CHANGES = gettext_noop("Every term is as it stands. Enter what is restated.")
FEE_IS_BOOKED = gettext_noop(
    "{term} can't be restated: fees are booked by it to {date}. Record a rate from a date on instead."
)
MONEY_IS_SHARED = gettext_noop(
    "{term} can't be restated: proceeds were shared by it on {date}, and that distribution would no longer follow."
)
IS_MATCHED = gettext_noop("{term} can't be restated: the Government's commitment was derived by it (R3).")
OVER = gettext_noop(
    "{term}: it ends, or ended, on {found}, and {signed} came first. Until both its ends are to come, no day is judged"
    " by two of them; what was done since stays."
)
ACCRUED = gettext_noop("{term}: it ends, or ended, on {found}, and fees are booked to {date} by the end that stands.")


@dataclass(frozen=True, slots=True)
class Standing:
    """What was done by the terms until now: last day of a booked fee, first day that the waterfall paid, or None."""

    fee_booked_to: date | None
    shared_on: date | None


@dataclass(frozen=True, slots=True)
class Periods:
    """When each period ends: by the terms that stand, and as they would be."""

    investment: tuple[date, date]
    term: tuple[date, date]


def check(
    changed: Mapping[str, Any], labels: Mapping[str, str], signed: date, standing: Standing, periods: Periods
) -> tuple[Breach, ...]:
    """This function will judge what is restated as of a day; `labels` name the terms for people."""
    if not changed:
        return (breach("nothing_changes", NOTHING_CHANGES),)
    found = []
    for name in changed:
        term = labels[name]
        if name in NEVER:
            found.append(breach("is_matched", IS_MATCHED, term=term))
        elif name in UNTIL_A_FEE_IS_BOOKED:
            if standing.fee_booked_to:
                found.append(breach("fee_is_booked", FEE_IS_BOOKED, term=term, date=standing.fee_booked_to))
        elif name not in AT_ANY_TIME and standing.shared_on:
            found.append(breach("money_is_shared", MONEY_IS_SHARED, term=term, date=standing.shared_on))
    for name, ends in (("investment_period_years", periods.investment), ("term_years", periods.term)):
        if name in changed:
            found += _of_period(labels[name], min(ends), signed, standing.fee_booked_to)
    return tuple(found)


def _of_period(term: str, nearer: date, signed: date, booked_to: date | None) -> list[Breach]:
    if nearer < signed:
        return [breach("period_over", OVER, term=term, found=nearer, signed=signed)]
    if booked_to and nearer < booked_to:
        return [breach("fee_is_booked", ACCRUED, term=term, found=nearer, date=booked_to)]
    return []
