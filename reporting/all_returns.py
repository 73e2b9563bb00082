"""Returns of all funds and holdings at once: flows in a constant number of queries, each series by the one rule."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Sum

from funds import selectors
from funds.capital_accounts import NATURES, TRUE_UP
from funds.models import LedgerAccount
from funds.rules.performance import Irr, irr_of_cents
from itvf.money import PLACES_12

Code = LedgerAccount.Code
CAPITAL = (Code.CAPITAL_CONTRIBUTED, Code.CAPITAL_OUTSIDE, Code.CAPITAL_DISTRIBUTED)
# One row a holding: days, amounts as text, value left. What was reversed by then never was; so is its reversal.
HOLDINGS = """
    WITH moved AS MATERIALIZED (
        SELECT event.investment_id, string_agg((event.effective_date - DATE '0001-01-01')::text, ',') AS days,
            string_agg((CASE WHEN event.kind IN ('completion', 'tranche') THEN -event.amount_hkd
                ELSE event.amount_hkd END)::text, ',') AS amounts
        FROM investments_lifeevent event
        LEFT JOIN investments_lifeevent undoing
            ON undoing.reverses_id = event.id AND undoing.effective_date <= %(on)s
        WHERE event.effective_date <= %(on)s AND event.reverses_id IS NULL AND undoing.id IS NULL
            AND event.kind IN ('completion', 'tranche', 'exit', 'escrow_release', 'income')
        GROUP BY event.investment_id
    ), worth AS MATERIALIZED (
        SELECT account.book_id, account.reference, sum(posting.amount_hkd) AS value
        FROM funds_ledgeraccount account
        JOIN funds_posting posting ON posting.account_id = account.id
        JOIN funds_journalentry entry ON entry.id = posting.entry_id AND entry.effective_date <= %(on)s
        WHERE account.code IN ('investment_at_cost', 'investment_converted', 'investment_unrealised')
        GROUP BY account.book_id, account.reference
    )
    SELECT moved.investment_id, moved.days, moved.amounts, worth.value
    FROM moved
    JOIN investments_investment made ON made.id = moved.investment_id
    JOIN funds_ledgeraccount account ON account.id = made.cost_account_id
    LEFT JOIN worth ON worth.book_id = account.book_id AND worth.reference = account.reference
    WHERE %(fund)s::bigint IS NULL OR made.fund_id = %(fund)s
"""


@dataclass(frozen=True, slots=True)
class Returns:
    """The return of one series on a day: rate, money in, out and left in cents; ratios of 12 places, half up."""

    irr: Irr
    paid_in: int
    distributed: int
    left: int

    @property
    def tvpi(self) -> Decimal | None:
        """Distributed and left over paid in."""
        return _ratio(self.distributed + self.left, self.paid_in)

    @property
    def dpi(self) -> Decimal | None:
        """Distributed over paid in."""
        return _ratio(self.distributed, self.paid_in)

    @property
    def rvpi(self) -> Decimal | None:
        """Left over paid in."""
        return _ratio(self.left, self.paid_in)


def of_series(days: Iterable[date], cents: Iterable[int], *, left: int, as_of: date, given_back: int = 0) -> Returns:
    """This function will give the return of flows in cents, negative = paid in, and the value left on a day.

    `given_back` is called capital among the flows that went back: for the ratios it was never paid in.
    """
    days, cents = list(days), list(cents)
    netted: dict[date, int] = {}
    for day, amount in zip([*days, as_of], [*cents, left], strict=True):
        netted[day] = netted.get(day, 0) + amount
    found = irr_of_cents(
        [(day, netted[day]) for day in sorted(netted) if netted[day]],
        first=min(days, default=as_of),
        is_worthless=left == 0,
        as_of=as_of,
    )
    paid_in = -sum(amount for amount in cents if amount < 0)
    return Returns(found, paid_in - given_back, sum(cents) + paid_in - given_back, left)


def of_holdings(on: date, *, fund: int | None = None) -> dict[int, Returns]:
    """The returns of every holding that was ever paid for, by investment: cost out, proceeds and income back.

    One query; `fund` narrows it to one fund's. What is left is what the books carry.
    """
    with connection.cursor() as cursor:
        cursor.execute(HOLDINGS, {"on": on, "fund": fund})
        rows = cursor.fetchall()
    return {
        investment: of_series(
            [date.fromordinal(int(day) + 1) for day in days.split(",")],
            map(int, amounts.replace(".", "").split(",")),
            left=_cents(value),
            as_of=on,
        )
        for investment, days, amounts, value in rows
    }


def of_funds(values: Mapping[int, Decimal], on: date) -> dict[int, Returns]:
    """The returns of funds to all their partners, by fund, in one query.

    The flows are those of `fund_returns`: contributions when due, distributions when declared, carry and true-ups
    apart. `values` is what is left to the partners, in HK$ by fund.
    """
    flows: dict[int, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    rows = (
        selectors.postings(as_of=on)
        .filter(account__book__fund__in=list(values), account__code__in=CAPITAL)
        .values_list("account__book__fund", "account__code", "entry__effective_date", *NATURES)
        .annotate(sum=Sum("amount_hkd"))
        .order_by()
    )
    given_back: dict[int, int] = defaultdict(int)
    for fund, code, day, *natures, amount in rows:
        if not any(nature in TRUE_UP for nature in natures):
            flows[fund][day] += _cents(amount)
            if code == Code.CAPITAL_CONTRIBUTED and amount > 0:
                given_back[fund] += _cents(amount)
    return {
        fund: of_series(
            flows[fund].keys(), flows[fund].values(), left=_cents(left), as_of=on, given_back=given_back[fund]
        )
        for fund, left in values.items()
    }


def _cents(amount: Decimal | None) -> int:
    return int(amount.scaleb(2)) if amount else 0


def _ratio(over: int, under: int) -> Decimal | None:
    """A ratio with 12 places, half up, in whole numbers: the same as `itvf.money.ratio`."""
    if not under:
        return None
    units, rest = divmod(abs(over) * 10**12, under)
    units += 2 * rest >= under
    return Decimal(units if over >= 0 else -units).scaleb(-12).quantize(PLACES_12)
