"""Fee offsets that the manager settled, on their way to the partners whose they were."""

from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet, Sum

from funds import selectors
from funds.models import Distribution, DistributionLine, Fund, LedgerAccount
from funds.standing import standing

Code = LedgerAccount.Code


def to_pass_on(fund: Fund) -> dict[int, Decimal]:
    """This function will give the settled fee offsets owed to each partner and not passed on yet, by pk, in HK$."""
    rows = (
        selectors.postings()
        .filter(account__book__fund=fund, account__code=Code.FEE_OFFSET_PAYABLE)
        .values_list("account__partner")
        .annotate(sum=Sum("amount_hkd"))
        .order_by("account__partner")
    )
    return {partner: -amount for partner, amount in rows if amount}


def passed_on(fund: Fund, until: date, known_at: datetime | None) -> QuerySet:
    """This function will give the settled fee offsets that went to their partners: (day, partner, HK$)."""
    lines = DistributionLine.objects.filter(
        distribution__fund=fund,
        distribution__nature=Distribution.Nature.OFFSETS,
        distribution__entry__effective_date__lte=until,
        capital_hkd__gt=0,
    )
    lines = standing(lines, known_at, "distribution__entry")
    return lines.values_list("distribution__entry__effective_date", "partner", "capital_hkd")
