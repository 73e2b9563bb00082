"""What came in from each deal and went out as coming from it: facts for a distribution of a deal-by-deal fund (A6)."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Max, Q, Sum

from funds import selectors
from funds.deal_flows import OF_A_SALE
from funds.models import Distribution, DistributionSource, Fund, JournalEntry, LedgerAccount
from funds.rules.distribution import DealProceeds
from itvf.money import ZERO

Code = LedgerAccount.Code
Kind = JournalEntry.Kind
PROCEEDS = (Kind.REALISATION, Kind.ESCROW, Kind.INCOME)


def of(fund: Fund, sources: Sequence) -> tuple[list[DealProceeds], Decimal]:
    """This function will give each deal's proceeds, distributed and asked for now, and what came in beside sales.

    In HK$. A sale is a deal's by the accounts that its entry moved; income, and what still came of a deal without cost,
    is of no deal in the books.
    """
    found: dict[str, dict[str, Decimal]] = defaultdict(lambda: dict.fromkeys(("came", "gone", "asked"), ZERO))
    for reference, amount in _came_in(fund):
        found[reference]["came"] += amount
    for reference, amount in _went_out(fund):
        found[reference]["gone"] += amount
    for source in sources:
        found[source.reference]["asked"] += source.amount_hkd
    beside = found.pop("", {}).get("came", ZERO)
    names = dict(deals_of(fund).values_list("reference", "label"))
    deals = [
        DealProceeds(names.get(reference, reference), sums["came"], sums["gone"], sums["asked"])
        for reference, sums in found.items()
    ]
    return deals, beside


def deals_of(fund: Fund):
    """The accounts of cost of a fund's deals, by whose references a distribution's sources name them."""
    return LedgerAccount.objects.filter(book__fund=fund, code=Code.INVESTMENT_AT_COST)


def _came_in(fund: Fund):
    """(deal's reference or nothing, HK$) of each entry of proceeds; a reversal takes its own away again."""
    entries = (
        selectors.postings()
        .filter(account__book__fund=fund, entry__kind__in=PROCEEDS)
        .values("entry")
        .annotate(
            cash=Sum("amount_hkd", filter=Q(account__code=Code.CASH), default=ZERO),
            deal=Max("account__reference", filter=Q(account__code__in=OF_A_SALE)),
        )
        .order_by("entry")
    )
    return ((deal or "", cash) for deal, cash in entries.values_list("deal", "cash"))


def _went_out(fund: Fund):
    """(deal's reference, HK$) of every declared distribution of proceeds."""
    declared = fund.distributions.declared().filter(nature=Distribution.Nature.PROCEEDS)
    return DistributionSource.objects.filter(distribution__in=declared).values_list("reference", "amount_hkd")
