"""What of recallable distributions can't be called again any more: facts for funds/rules/recycling.py (A20, R27)."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from funds import agreement_register, selectors
from funds.call_splits import Worked
from funds.models import CallLine, CapitalCall, Commitment, Distribution, DistributionLine, Fund
from funds.rules import recycling
from itvf.dates import local_date
from itvf.errors import Breach
from itvf.presentation import name_of


def check(fund: Fund, worked: Worked, on: date) -> tuple[Breach, ...]:
    """This function will list the partners of whom a call noticed on a day asks for what lapsed, if any."""
    term = agreement_register.term_of(fund, "recycling", on)
    if term is None or term.months is None or worked.breaches:
        return ()
    lapsed = lapsed_of(fund, term.months, on)
    if not any(lapsed.values()):
        return ()
    partners = {one.pk: one for one in selectors.partners_with_position(fund)}
    asked = {line.id: line.amount_hkd for line in worked.split.lines}
    seats = [
        recycling.Seat(name_of(partners[pk]), asked[pk], partners[pk].unfunded_hkd, gone)
        for pk, gone in lapsed.items()
        if pk in asked
    ]
    return recycling.check(seats, months=term.months, clause=term.clause)


def lapsed_of(fund: Fund, months: int, on: date) -> dict[int, Decimal]:
    """What lapsed by a day, by partner, in HK$; what passed in a transfer counts from the day on which it did."""
    recallable, called = defaultdict(list), defaultdict(list)
    given = DistributionLine.objects.filter(
        distribution__in=Distribution.objects.declared().filter(fund=fund), recallable_hkd__gt=0
    ).exclude(distribution__nature=Distribution.Nature.UNINVESTED)
    for partner, day, amount in given.values_list("partner", "distribution__payment_date", "recallable_hkd"):
        recallable[partner].append((day, amount))
    for one, day, amount in Commitment.objects.admitted().filter(fund=fund).restored_by_day():
        recallable[one.partner_id].append((day, amount))
    asked = CallLine.objects.filter(call__fund=fund, call__stage=CapitalCall.Stage.ISSUED, partner__in=recallable)
    for partner, issued_at, amount in asked.values_list("partner", "call__issued_at", "amount_hkd"):
        called[partner].append((local_date(issued_at), amount))
    return {
        partner: recycling.lapsed(rows, called[partner], months=months, on=on) for partner, rows in recallable.items()
    }
