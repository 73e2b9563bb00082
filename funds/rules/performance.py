"""Returns of a fund, a partner or a holding: rate of return and multiples, as GIPS and ILPA name them.

Pure; the roots of the rate's equation are `funds.rules.irr`'s.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from funds.rules.irr import DIGITS, YEAR, internal_rates, rounded, sign_changes
from itvf.errors import InputRefused, gettext_noop
from itvf.money import ratio, total

AFTER_AS_OF = gettext_noop("The flow of {date} comes after {as_of}, the day the figures are as of; leave it out.")

NOTHING_CAME_BACK = gettext_noop("Nothing came back and nothing is left: the whole is lost, a return of -100%.")
NO_FLOW = gettext_noop("There is no flow, so there is no rate of return.")
ONE_DAY = gettext_noop("All money moved on one day, so there is no rate of return.")
NO_SIGN_CHANGE = gettext_noop("Money moved one way only, so no rate of return exists.")
NOT_FOUND = gettext_noop("No rate between -99.9999999999% and 100,000,000,000,000% solves these flows.")
SEVERAL_ROOTS = gettext_noop("Several rates solve these flows, so none is the rate of return; all are listed.")

LOST = Decimal("-1.000000000000")


@dataclass(frozen=True, slots=True)
class Irr:
    """A rate of return in 12 places, or None with the reason; every root of its equation."""

    rate: Decimal | None
    status: str
    roots: tuple[Decimal, ...] = ()
    note: str | None = None
    for_period: Decimal | None = None
    annualised: bool = False


@dataclass(frozen=True, slots=True)
class Performance:
    """The figures of one series of flows: rates and multiples in 12 places, None over nothing paid in."""

    irr: Irr
    paid_in_hkd: Decimal
    distributed_hkd: Decimal
    tvpi: Decimal | None
    dpi: Decimal | None
    rvpi: Decimal | None
    pic: Decimal | None


def performance(
    flows: Sequence[tuple[date, Decimal]], *, nav_hkd: Decimal, as_of: date, committed_hkd: Decimal | None = None
) -> Performance:
    """This function will give rate of return and multiples of flows (HK$, negative = paid in) and the value left.

    Paid in and distributed are sums of negative and positive flows, not netted by day. Ratios have 12 places
    half up. Refuses a flow after `as_of` (InputRefused).
    """
    amounts = [amount for _day, amount in flows]
    paid_in = -total(amount for amount in amounts if amount < 0)
    distributed = total(amount for amount in amounts if amount > 0)
    return Performance(
        irr=irr(flows, nav_hkd=nav_hkd, as_of=as_of),
        paid_in_hkd=paid_in,
        distributed_hkd=distributed,
        tvpi=ratio(distributed + nav_hkd, paid_in),
        dpi=ratio(distributed, paid_in),
        rvpi=ratio(nav_hkd, paid_in),
        pic=None if committed_hkd is None else ratio(paid_in, committed_hkd),
    )


def irr(flows: Sequence[tuple[date, Decimal]], *, nav_hkd: Decimal, as_of: date) -> Irr:
    """This function will give the rate r that solves sum(flow / (1 + r) ** (days / 365)) = 0, 12 places half up.

    The value left counts as received on `as_of`; flows of one day are netted. Under 365 days from the first
    flow, zero or not, the rate is not a year's, and `for_period` says what it is over the days there were.
    """
    for index, (day, _amount) in enumerate(flows):
        if day > as_of:
            path = f"flows.{index}.date"
            raise InputRefused(AFTER_AS_OF, code="flow_after_as_of", field=path, date=day, as_of=as_of)
    first = min(day for day, _amount in flows) if flows else as_of
    return irr_of_cents(net_by_day([*flows, (as_of, nav_hkd)]), first=first, is_worthless=nav_hkd == 0, as_of=as_of)


def irr_of_cents(netted: Sequence[tuple[date, int]], *, first: date, is_worthless: bool, as_of: date) -> Irr:
    """This function will give the same of flows netted by day in cents, the value left among them.

    `first` is the day of the first flow, zero or not; `is_worthless` says that nothing is left.
    """
    days = (as_of - first).days
    annualised = days >= YEAR
    cents = [amount for _day, amount in netted]
    if netted and is_worthless and max(cents) < 0 and as_of > netted[0][0]:
        for_period = None if annualised else LOST
        return Irr(LOST, "ok", (LOST,), NOTHING_CAME_BACK, for_period, annualised)
    if sign_changes(cents) == 0:
        note = NO_FLOW if not netted else ONE_DAY if len(netted) == 1 else NO_SIGN_CHANGE
        return Irr(None, "no_sign_change", note=note, annualised=annualised)
    roots = internal_rates(netted, exact=not annualised)
    shown = tuple(rounded(root) for root in roots)
    if not roots:
        return Irr(None, "not_found", note=NOT_FOUND, annualised=annualised)
    if len(roots) > 1:
        return Irr(None, "several_roots", shown, SEVERAL_ROOTS, annualised=annualised)
    return Irr(shown[0], "ok", shown, None, None if annualised else _over(roots[0], days), annualised)


def net_by_day(flows: Sequence[tuple[date, Decimal]]) -> list[tuple[date, int]]:
    """This function will net the flows of each day, in date order and in cents; days that net to zero fall out."""
    cents: dict[date, int] = {}
    for day, amount in flows:
        cents[day] = cents.get(day, 0) + int(amount.scaleb(2))
    return [(day, cents[day]) for day in sorted(cents) if cents[day]]


def _over(rate: Decimal, days: int) -> Decimal:
    with localcontext(DIGITS):
        return rounded((1 + rate) ** (Decimal(days) / YEAR) - 1)
