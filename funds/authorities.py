"""Which recorded authorities of a fund stand on a day (A13, A18, A20)."""

from datetime import date
from decimal import Decimal

from django.db.models import Q

from funds.models import CallLine, CapitalCall, Fund, RecordedAuthority
from funds.rules.authority import UNLIMITED, Authority, Use, left
from itvf.dates import local_date
from itvf.money import ZERO, total


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


def true_up_interest_left(call: CapitalCall, on: date) -> Decimal:
    """How much true-up interest the Government may still pay on a day, in HK$: less what earlier notices asked (A13).

    Earlier are the notices that were issued before this true-up's call and stand.
    """
    found = RecordedAuthority.objects.filter(
        fund=call.fund_id,
        kind=RecordedAuthority.Kind.TRUE_UP_INTEREST,
        stage=RecordedAuthority.Stage.APPROVED,
    )
    asked = CallLine.objects.filter(
        call__fund=call.fund_id,
        call__nature=CapitalCall.Nature.TRUE_UP,
        call__stage=CapitalCall.Stage.ISSUED,
        call__entry__lt=call.entry_id,
        partner__kind="government",
        interest_hkd__gt=0,
    )
    uses = [Use(local_date(issued), amount) for issued, amount in asked.values_list("call__issued_at", "interest_hkd")]
    given = [Authority(*row) for row in found.values_list("given_date", "expires_date", "limit_hkd")]
    return left(given, uses, on)
