"""Deals read from the books of funds whose waterfall runs deal by deal: capital, fees and expenses, losses.

What was booked and undone again never happened to a deal: entries that were reversed don't stand among the postings.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db.models import Max, Q, QuerySet, Sum

from funds.models import JournalEntry, LedgerAccount, Posting
from funds.rules.waterfall import Flow
from itvf.money import ZERO, allocate, total

Code = LedgerAccount.Code
Kind = JournalEntry.Kind
DEAL_CODES = (Code.INVESTMENT_AT_COST, Code.INVESTMENT_CONVERTED, Code.INVESTMENT_UNREALISED)
# The accounts of a sale that name their deal.
OF_A_SALE = (Code.INVESTMENT_AT_COST, Code.INVESTMENT_CONVERTED, Code.ESCROW_RECEIVABLE)


def of(funds: Iterable[int], standing: QuerySet[Posting]):
    """Deals' capital, fees and expenses, and losses: (fund, flow), from the postings of entries that stand."""
    rows = (
        standing.filter(account__book__fund__in=funds, account__code__in=(*DEAL_CODES, Code.CASH))
        .values_list(
            "account__book__fund", "account__code", "account__reference", "entry__effective_date", "entry__kind"
        )
        .annotate(sum=Sum("amount_hkd"))
        .order_by("entry__effective_date", "account__code", "account__reference")
    )
    losses: dict[tuple[int, str], dict[date, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    fees: dict[int, dict[date, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for fund, code, reference, day, kind, amount in rows:
        if code == Code.CASH:
            if kind in (Kind.FEE_PAID, Kind.FEE_REFUNDED):
                fees[fund][day] -= amount
            elif kind in (Kind.EXPENSE_PAID, Kind.FACILITY_PAID) and amount < 0:
                yield fund, Flow(day, "contribution", -amount)
        elif code == Code.INVESTMENT_AT_COST and kind == Kind.INVESTMENT and amount > 0:
            yield fund, Flow(day, "contribution", amount, reference)
        elif kind == Kind.WRITE_DOWN and code != Code.REALISED_GAIN:
            losses[fund, reference][day] -= amount
    for fund, by_day in fees.items():
        yield from ((fund, Flow(day, "contribution", amount)) for day, amount in that_stayed_paid(by_day))
    for fund, reference, day, loss in _sales_below_cost(funds, standing):
        losses[fund, reference][day] += loss
    for (fund, reference), by_day in losses.items():
        recovered = ZERO
        for day, loss in sorted(by_day.items()):
            net = loss - recovered
            recovered = max(-net, ZERO)
            if net > 0:
                yield fund, Flow(day, "realised_loss", net, reference)


def part_of_pool(flow: Flow, capital: Sequence[tuple[date, Decimal, Decimal]]) -> Flow:
    """A deal's flow as far as it is the pool's, where the general partner's own capital passes no tier.

    `capital` is what was called in all after each day, in HK$: of the pool, and of those outside it. The flow is shared
    by that of its own day, or of the first call where it came before.
    """
    if not capital:
        return flow
    place = bisect_right([day for day, _pool, _outside in capital], flow.date)
    _day, *called = capital[max(place - 1, 0)]
    return replace(flow, amount_hkd=allocate(flow.amount_hkd, called)[0]) if any(called) else flow


def that_stayed_paid(by_day: Mapping[date, Decimal]) -> list[tuple[date, Decimal]]:
    """Of fee paid by day, in HK$, what the manager never paid back: a refund (below zero) takes the last paid first."""
    paid, stays, found = total(by_day.values()), None, []
    for day in sorted(by_day, reverse=True):
        stays = paid if stays is None else min(stays, paid)
        paid -= by_day[day]
        if stays > paid:
            found.append((day, stays - paid))
    return found[::-1]


def _sales_below_cost(funds: Iterable[int], standing: QuerySet[Posting]):
    """By fund, deal and day: cost released by a sale less what came in for it, where that is above zero.

    What a buyer held back and never paid takes the gains of the deal's sales first.
    """
    results = (
        standing.filter(account__book__fund__in=funds, entry__kind__in=(Kind.REALISATION, Kind.ESCROW))
        .filter(account__code__in=(Code.REALISED_GAIN, Code.REALISED_FX, *OF_A_SALE))
        .values_list("entry", "account__book__fund", "entry__effective_date", "entry__kind")
        .annotate(
            result=Sum("amount_hkd", filter=~Q(account__code__in=OF_A_SALE)),
            reference=Max("account__reference", filter=Q(account__code__in=OF_A_SALE)),
        )
        .order_by("entry__effective_date", "entry")
    )
    gains: dict[tuple[int, str], Decimal] = defaultdict(lambda: ZERO)
    for _entry, fund, day, kind, result, reference in results:
        loss, deal = result or ZERO, (fund, reference)
        if kind == Kind.ESCROW:
            covered = min(gains[deal], loss)
            gains[deal], loss = gains[deal] - covered, loss - covered
        gains[deal] += max(-loss, ZERO)
        if loss > 0 and reference:
            yield fund, reference, day, loss
