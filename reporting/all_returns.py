"""Returns of all funds and holdings at once: flows in a constant number of queries, each series by the one rule."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
from django.db import connection
from django.db.models import Sum

from funds import selectors
from funds.capital_accounts import NATURES, TRUE_UP
from funds.models import LedgerAccount
from funds.rules.irr import YEAR
from funds.rules.irr_at_once import UNSURE, only_rates, sides_of_roots
from funds.rules.performance import Irr, irr_of_cents
from itvf.memory import collector_at_rest
from itvf.money import PLACES_12

Code = LedgerAccount.Code
CAPITAL = (Code.CAPITAL_CONTRIBUTED, Code.CAPITAL_OUTSIDE, Code.CAPITAL_DISTRIBUTED)
# Every flow as 20 bytes, in one value: a row for each would take longer to fetch than to compute. What was reversed by
# then never was; so is its reversal.
HOLDING_FLOWS = """
    SELECT string_agg(
        int8send(event.investment_id) || int4send(event.effective_date - DATE '0001-01-01' + 1)
        || int8send(CASE WHEN event.kind IN ('completion', 'tranche') THEN -1 ELSE 1 END
            * (event.amount_hkd * 100)::bigint),
        ''::bytea)
    FROM investments_lifeevent event
    WHERE event.effective_date <= %(on)s AND event.reverses_id IS NULL
        AND event.kind IN ('completion', 'tranche', 'exit', 'escrow_release', 'income')
        AND NOT EXISTS (
            SELECT FROM investments_lifeevent undoing
            WHERE undoing.reverses_id = event.id AND undoing.reverses_id IS NOT NULL
                AND undoing.effective_date <= %(on)s
        )
        AND (%(fund)s::bigint IS NULL
            OR event.investment_id IN (SELECT id FROM investments_investment WHERE fund_id = %(fund)s))
"""
# An owner and a day in one number, days in its last bits; sums of cents that 64 bits are sure to hold.
DAY_BITS = 22
LAST_DAY = (1 << DAY_BITS) - 1
MOST_CENTS = 2.0**62
FLOW = np.dtype([("owner", ">i8"), ("day", ">i4"), ("cents", ">i8")])
# What each holding stands at in the books, by the account that its cost is on.
HOLDING_VALUES = """
    WITH worth AS MATERIALIZED (
        SELECT account.book_id, account.reference, sum(posting.amount_hkd) AS value
        FROM funds_ledgeraccount account
        JOIN funds_posting posting ON posting.account_id = account.id
        JOIN funds_journalentry entry ON entry.id = posting.entry_id AND entry.effective_date <= %(on)s
        WHERE account.code IN ('investment_at_cost', 'investment_converted', 'investment_unrealised')
            AND (%(fund)s::bigint IS NULL
                OR account.book_id = (SELECT id FROM funds_book book WHERE book.fund_id = %(fund)s))
        GROUP BY account.book_id, account.reference
    )
    SELECT made.id, worth.value
    FROM investments_investment made
    JOIN funds_ledgeraccount account ON account.id = made.cost_account_id
    JOIN worth ON worth.book_id = account.book_id AND worth.reference = account.reference
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

    Two queries; `fund` narrows them to one fund's. What is left is what the books carry.
    """
    with connection.cursor() as cursor:
        cursor.execute(HOLDING_FLOWS, {"on": on, "fund": fund})
        flows = np.frombuffer(cursor.fetchone()[0] or b"", FLOW)
        cursor.execute(HOLDING_VALUES, {"on": on, "fund": fund})
        values = dict(cursor.fetchall())
    left = {holding: _cents(values.get(holding)) for holding in np.unique(flows["owner"]).tolist()}
    return of_many((flows["owner"], flows["day"], flows["cents"]), left=left, as_of=on)


def of_funds(values: Mapping[int, Decimal], on: date) -> dict[int, Returns]:
    """The returns of funds to all their partners, by fund, in one query.

    The flows are those of `fund_returns`: contributions when due, distributions when declared, carry and true-ups
    apart. `values` is what is left to the partners, in HK$ by fund.
    """
    rows = (
        selectors.postings(as_of=on)
        .filter(account__book__fund__in=list(values), account__code__in=CAPITAL)
        .values_list("account__book__fund", "account__code", "entry__effective_date", *NATURES)
        .annotate(sum=Sum("amount_hkd"))
        .order_by()
    )
    moved: dict[tuple[int, date], int] = defaultdict(int)
    given_back: dict[int, int] = defaultdict(int)
    for fund, code, day, *natures, amount in rows:
        if not any(nature in TRUE_UP for nature in natures):
            moved[fund, day] += _cents(amount)
            if code == Code.CAPITAL_CONTRIBUTED and amount > 0:
                given_back[fund] += _cents(amount)
    flows = np.array([(fund, day.toordinal(), cents) for (fund, day), cents in moved.items()], dtype=np.int64)
    left = {fund: _cents(value) for fund, value in values.items()}
    return of_many(flows.reshape(-1, 3).T, left=left, as_of=on, given_back=given_back)


@collector_at_rest()
def of_many(
    flows: Sequence[np.ndarray], *, left: Mapping[int, int], as_of: date, given_back: Mapping[int, int] | None = None
) -> dict[int, Returns]:
    """This function will give what `of_series` gives, of many series at once: of every owner in `left`, by owner.

    `flows` are three columns in any order of rows: owner, day as an ordinal, cents. Where a rule of signs leaves
    one root, over a year or more, they are solved together; what is not proven there, and all others, one by one.
    Refuses sums that 64 bits cannot hold (OverflowError).
    """
    if not left:
        return {}
    owners, days, cents = (np.asarray(column, dtype=np.int64) for column in flows)
    worth = np.fromiter(left.values(), dtype=np.int64, count=len(left))
    if np.abs(cents).sum(dtype=float) + np.abs(worth).sum(dtype=float) >= MOST_CENTS:
        raise OverflowError("The flows sum to more cents than 64 bits can hold.")
    last = np.fromiter(left, dtype=np.int64, count=len(left)) << DAY_BITS | as_of.toordinal()
    keys = np.concatenate([owners << DAY_BITS | days, last])
    order = np.argsort(keys, kind="stable")
    keys, moved = keys[order], np.concatenate([cents, np.zeros_like(worth)])[order]
    starts = _starts(keys >> DAY_BITS)
    paid_in = np.add.reduceat(-np.minimum(moved, 0), starts)
    distributed = np.add.reduceat(np.maximum(moved, 0), starts)
    netted = _Netted(keys, np.concatenate([cents, worth])[order], starts)
    irrs = netted.irrs(as_of, left)
    found = {}
    for owner, irr, paid, back in zip(netted.owners, irrs, paid_in.tolist(), distributed.tolist(), strict=True):
        again = given_back.get(owner, 0) if given_back else 0
        found[owner] = Returns(irr, paid - again, back - again, left[owner])
    return found


class _Netted:
    """Flows of many series, netted by day: keys of owner and day in order, cents, and where each series begins."""

    def __init__(self, keys: np.ndarray, cents: np.ndarray, starts: np.ndarray):
        self.owners = (keys[starts] >> DAY_BITS).tolist()
        self.first_days = keys[starts] & LAST_DAY
        days = _starts(keys)
        netted = np.add.reduceat(cents, days)
        moved = netted != 0
        self.keys, self.cents = keys[days][moved], netted[moved]
        self.starts = np.searchsorted(self.keys, keys[starts] & ~LAST_DAY)
        self.sizes = np.diff(self.starts, append=len(self.keys))

    def irrs(self, as_of: date, left: Mapping[int, int]) -> list[Irr]:
        """The rate of each series, in the order of their owners."""
        series = np.repeat(np.arange(len(self.owners)), self.sizes)
        sides = sides_of_roots(series, self.cents, len(self.owners))
        plain = (sides != UNSURE) & (as_of.toordinal() - self.first_days >= YEAR)
        taken, sizes = plain[series], self.sizes[plain]
        flows = (self.keys[taken] & LAST_DAY, self.cents[taken])
        rates = only_rates(np.cumsum(sizes) - sizes, *flows, sides=sides[plain])
        proven = dict(zip(np.flatnonzero(plain).tolist(), rates, strict=True))
        return [
            Irr(rate, "ok", (rate,), annualised=True)
            if (rate := proven.get(place)) is not None
            else self._one_irr(place, as_of, is_worthless=left[owner] == 0)
            for place, owner in enumerate(self.owners)
        ]

    def _one_irr(self, place: int, as_of: date, *, is_worthless: bool) -> Irr:
        mine = slice(self.starts[place], self.starts[place] + self.sizes[place])
        days = map(date.fromordinal, (self.keys[mine] & LAST_DAY).tolist())
        first = date.fromordinal(int(self.first_days[place]))
        netted = list(zip(days, self.cents[mine].tolist(), strict=True))
        return irr_of_cents(netted, first=first, is_worthless=is_worthless, as_of=as_of)


def _starts(ordered: np.ndarray) -> np.ndarray:
    """Where each new value begins."""
    return np.flatnonzero(np.diff(ordered, prepend=ordered[0] - 1))


def _cents(amount: Decimal | None) -> int:
    return int(amount.scaleb(2)) if amount else 0


def _ratio(over: int, under: int) -> Decimal | None:
    """A ratio with 12 places, half up, in whole numbers: the same as `itvf.money.ratio`."""
    if not under:
        return None
    units, rest = divmod(abs(over) * 10**12, under)
    units += 2 * rest >= under
    return Decimal(units if over >= 0 else -units).scaleb(-12).quantize(PLACES_12)
