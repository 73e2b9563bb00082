"""Which recorded authorities of a fund stand on a day (A13, A18, A20)."""

from datetime import date
from decimal import Decimal

from django.db.models import Q

from funds.models import Fund, RecordedAuthority
from itvf.money import ZERO, total

# An authority that names no amount covers any.
UNLIMITED = Decimal(10) ** 16


def standing(fund: Fund, kind: str, on: date) -> Decimal:
    """Up to how much is allowed on a day, in HK$: the sum of the approved authorities in force; 0.00 without any."""
    found = RecordedAuthority.objects.filter(
        Q(expires_date__isnull=True) | Q(expires_date__gte=on),
        fund=fund,
        kind=kind,
        stage=RecordedAuthority.Stage.APPROVED,
        given_date__lte=on,
    )
    limits = list(found.values_list("limit_hkd", flat=True))
    if any(limit is None for limit in limits):
        return UNLIMITED
    return total(limits) if limits else ZERO
