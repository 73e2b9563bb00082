"""Capital that partners paid in and that went back to them, over all funds of a scheme, as of a date and as known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F, QuerySet, Sum

from funds import waterfall_facts
from funds.models import Contribution, Distribution, DistributionLine, Partner, Scheme


@dataclass(frozen=True, slots=True)
class Receipt:
    """Capital paid in on one call by one kind of partner with one value date; below zero where it went back (A13, A19).

    Interest of a true-up is no capital and is left out; what is called outside commitment is capital.
    """

    call: int
    due_date: date
    value_date: date
    is_government: bool
    amount_hkd: Decimal


def of(scheme: Scheme, on: date, known_at: datetime) -> Iterator[tuple[int, Receipt]]:
    """This function will give the capital paid in and gone back, with its fund; funds add no queries."""
    counted = Contribution.objects.filter(
        line__call__fund__selection__scheme=scheme,
        value_date__lte=on,
        entry__recorded_at__lte=known_at,
        amount_hkd__gt=0,
    ).exclude(entry__reversed_by__effective_date__lte=on, entry__reversed_by__recorded_at__lte=known_at)
    rows = (
        counted.filter(line__interest_hkd=0)
        .values_list("line__call__fund", "line__call", "line__call__due_date", "value_date", "line__partner__kind")
        .annotate(sum=Sum("amount_hkd"))
        .order_by("value_date", "line__call", "line__partner__kind")
    )
    for fund, call, due, day, kind, amount in rows:
        yield fund, Receipt(call, due, day, kind == Partner.Kind.GOVERNMENT, amount)
    yield from _capital_of_true_ups(counted)
    yield from _went_back(scheme, on, known_at)


def _capital_of_true_ups(counted: QuerySet) -> Iterator[tuple[int, Receipt]]:
    """Receipts on lines that also ask for interest: a dollar pays capital first (A13)."""
    left: dict[int, Decimal] = {}
    columns = ("line__call__fund", "line__call", "line__call__due_date", "value_date", "line__partner__kind")
    with_interest = counted.filter(line__interest_hkd__gt=0).annotate(
        asked=F("line__amount_hkd") + F("line__outside_hkd") - F("line__interest_hkd")
    )
    for fund, call, due, day, kind, line, asked, amount in with_interest.order_by("value_date", "pk").values_list(
        *columns, "line", "asked", "amount_hkd"
    ):
        capital = min(amount, left.setdefault(line, asked))
        left[line] -= capital
        if capital:
            yield fund, Receipt(call, due, day, kind == Partner.Kind.GOVERNMENT, capital)


def _went_back(scheme: Scheme, on: date, known_at: datetime) -> Iterator[tuple[int, Receipt]]:
    """Called capital that went back to its partners, on its payment date."""
    natures = (Distribution.Nature.UNINVESTED, Distribution.Nature.TRUE_UP)
    lines = DistributionLine.objects.filter(
        distribution__fund__selection__scheme=scheme,
        distribution__nature__in=natures,
        distribution__payment_date__lte=on,
        capital_hkd__gt=0,
    )
    rows = (
        waterfall_facts.standing(lines, known_at, "distribution__entry")
        .values_list("distribution__fund", "distribution__payment_date", "partner__kind")
        .annotate(sum=Sum("capital_hkd"))
        .order_by("distribution__payment_date", "partner__kind")
    )
    for fund, day, kind, amount in rows:
        yield fund, Receipt(0, day, day, kind == Partner.Kind.GOVERNMENT, -amount)
