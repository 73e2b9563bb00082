"""Which recorded authorities of a fund stand on a day (A13, A18, A20), and up to how much an officer authorises."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Q

from funds.models import AuthorityLimit, CallLine, CapitalCall, Fund, LimitTable, RecordedAuthority
from funds.rules.authority import UNLIMITED, Authority, Use, left
from itvf.dates import local_date
from itvf.errors import NotPermitted, gettext_noop
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


def left_of(fund: Fund, kind: str, uses: Iterable[tuple[date, Decimal]], on: date) -> Decimal:
    """What of the authorities in force on a day earlier uses (day, HK$) have not taken, in HK$.

    What an authority that has ended let through is taken off that one, never off a later one.
    """
    found = RecordedAuthority.objects.filter(fund=fund, kind=kind, stage=RecordedAuthority.Stage.APPROVED)
    given = [Authority(*row) for row in found.values_list("given_date", "expires_date", "limit_hkd")]
    return left(given, [Use(*one) for one in uses], on)


def true_up_interest_left(call: CapitalCall, on: date) -> Decimal:
    """How much true-up interest the Government may still pay on a day, in HK$: less what earlier notices asked (A13).

    Earlier are the notices that were issued before this true-up's call and stand.
    """
    asked = CallLine.objects.filter(
        call__fund=call.fund_id,
        call__nature=CapitalCall.Nature.TRUE_UP,
        call__stage=CapitalCall.Stage.ISSUED,
        call__entry__lt=call.entry_id,
        partner__kind="government",
        interest_hkd__gt=0,
    )
    uses = [(local_date(issued), amount) for issued, amount in asked.values_list("call__issued_at", "interest_hkd")]
    return left_of(call.fund, RecordedAuthority.Kind.TRUE_UP_INTEREST, uses, on)


def limit_of(officer, on: date) -> AuthorityLimit:
    """This function will give an officer's limit in the table in force on a day, or refuse (NotPermitted)."""
    table = (
        LimitTable.objects.filter(stage=LimitTable.Stage.APPROVED, effective_from__lte=on)
        .order_by("-effective_from")
        .first()
    )
    limit = table and table.limits.filter(officer=officer).first()
    if limit is None:
        raise NotPermitted(
            gettext_noop("{officer} has no limit in the table in force; propose a limit table that names the officer."),
            code="no_authority_limit",
            officer=str(officer),
        )
    return limit
