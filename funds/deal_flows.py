"""Deals read from the books of funds whose waterfall runs deal by deal: capital, fees and expenses, losses."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum

from funds import selectors
from funds.models import JournalEntry, LedgerAccount
from funds.rules.waterfall import Flow
from itvf.money import ZERO

Code = LedgerAccount.Code
Kind = JournalEntry.Kind
DEAL_CODES = (Code.INVESTMENT_AT_COST, Code.INVESTMENT_CONVERTED, Code.INVESTMENT_UNREALISED)


def of(funds: Iterable[int], as_of: date, known_at: datetime | None):
    """Deals' capital, fees and expenses, and losses, from the books of funds whose waterfall runs deal by deal."""
    rows = (
        selectors.postings(as_of=as_of, known_at=known_at)
        .filter(account__book__fund__in=funds, account__code__in=(*DEAL_CODES, Code.CASH))
        .values_list(
            "account__book__fund", "account__code", "account__reference", "entry__effective_date", "entry__kind"
        )
        .annotate(sum=Sum("amount_hkd"))
        .order_by("entry__effective_date", "account__code", "account__reference")
    )
    losses: dict[tuple[int, str], dict[date, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for fund, code, reference, day, kind, amount in rows:
        if code == Code.CASH:
            if kind in (Kind.FEE_PAID, Kind.EXPENSE_PAID, Kind.FACILITY_PAID) and amount < 0:
                yield fund, Flow(day, "contribution", -amount)
        elif code == Code.INVESTMENT_AT_COST and kind == Kind.INVESTMENT and amount > 0:
            yield fund, Flow(day, "contribution", amount, reference)
        elif kind == Kind.WRITE_DOWN and code != Code.REALISED_GAIN:
            losses[fund, reference][day] -= amount
    for fund, reference, day, loss in _sales_below_cost(funds, as_of, known_at):
        losses[fund, reference][day] += loss
    for (fund, reference), by_day in losses.items():
        recovered = ZERO
        for day, loss in sorted(by_day.items()):
            net = loss - recovered
            recovered = max(-net, ZERO)
            if net > 0:
                yield fund, Flow(day, "realised_loss", net, reference)


def _sales_below_cost(funds: Iterable[int], as_of: date, known_at: datetime | None):
    """By fund, deal and day: cost released by a sale less what came in for it, where that is above zero."""
    sales = (
        selectors.postings(as_of=as_of, known_at=known_at)
        .filter(account__book__fund__in=funds, entry__kind=Kind.REALISATION)
        .filter(account__code__in=(Code.REALISED_GAIN, Code.REALISED_FX, *DEAL_CODES[:2]))
        .values_list("entry", "account__book__fund", "entry__effective_date", "account__code", "account__reference")
        .annotate(sum=Sum("amount_hkd"))
        .order_by("entry")
    )
    results: dict[int, list] = {}
    for entry, fund, day, code, reference, amount in sales:
        row = results.setdefault(entry, [fund, "", day, ZERO])
        if code in DEAL_CODES:
            row[1] = reference
        else:
            row[3] += amount
    return [(fund, reference, day, loss) for fund, reference, day, loss in results.values() if loss > 0 and reference]
