"""Partners' capital accounts: what each paid in and got, its part of the fund's results, and the carry on paper.

A fund's results belong to nobody in the journal; here they are shared. The convention: every day's results go by the
capital contributed at that day's end (before any capital: by commitment), and where a later closing trues up (A13), all
results to date are shared anew. Where a commitment passes to another partner, the giver's part of all results so far
passes with it. Shares are kept unrounded and rounded at each date asked for, and for good at a transfer, by largest
remainder, so that partners sum to the fund and one period's closing balance is the next one's opening.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction
from itertools import groupby

from itvf.errors import InputRefused, gettext_noop
from itvf.money import CENT, ZERO, allocate, quantise, total

EXACT = Context(prec=80)
SNAP = Decimal("1e-30")
# What is a partner's own in the journal, and what is shared.
OWN = ("contributions", "distributions", "carry_paid")
RESULTS = ("fees", "expenses", "income", "realised", "unrealised")
# What a partner is spared of the fee (a concession, an offset): its own for good, also where results are shared anew.
SPARED = "spared"

NOBODY = gettext_noop("The result of {amount_hkd} on {date} can't be shared: nobody has promised or paid in anything.")
NO_GENERAL_PARTNER = gettext_noop("The carry of {carry_hkd} is the general partner's, and none is among the partners.")


@dataclass(frozen=True, slots=True)
class Seat:
    """A partner as its account needs it. `in_pool`: its part of the profit bears carry."""

    id: Hashable
    commitment_hkd: Decimal
    in_pool: bool = True
    is_general_partner: bool = False


@dataclass(frozen=True, slots=True)
class Movement:
    """What moved net assets on a day, in HK$, up positive: a partner's own with its `seat`, else to be shared.

    `kind` is one of OWN, RESULTS and SPARED (always a partner's own). `reshares`: it belongs to a true-up, after which
    results are shared anew.
    """

    date: date
    kind: str
    amount_hkd: Decimal
    seat: Hashable = None
    reshares: bool = False


@dataclass(frozen=True, slots=True)
class Transfer:
    """A seat's commitment that passed to another: `amount_hkd` of the `of_hkd` that the giver had committed."""

    date: date
    giver: Hashable
    taker: Hashable
    amount_hkd: Decimal
    of_hkd: Decimal


@dataclass(frozen=True, slots=True)
class Figures:
    """A capital account by cause, in HK$, up positive: at a date since the beginning, or over a period."""

    contributions_hkd: Decimal = ZERO
    distributions_hkd: Decimal = ZERO
    carry_paid_hkd: Decimal = ZERO
    fees_hkd: Decimal = ZERO
    expenses_hkd: Decimal = ZERO
    income_hkd: Decimal = ZERO
    realised_hkd: Decimal = ZERO
    unrealised_hkd: Decimal = ZERO
    reshared_hkd: Decimal = ZERO
    carry_hkd: Decimal = ZERO

    @property
    def nav_hkd(self) -> Decimal:
        """The balance: what the partner would get of the net assets."""
        return total(self.as_dict().values())

    @property
    def result_hkd(self) -> Decimal:
        """The part of the fund's results, before carry."""
        return total((*(getattr(self, f"{kind}_hkd") for kind in RESULTS), self.reshared_hkd))

    def as_dict(self) -> dict[str, Decimal]:
        """Every cause by name."""
        return {cause.name: getattr(self, cause.name) for cause in fields(self)}

    def since(self, opening: "Figures") -> "Figures":
        """What changed since an earlier date."""
        return Figures(**{name: amount - getattr(opening, name) for name, amount in self.as_dict().items()})


@dataclass(frozen=True, slots=True)
class Period:
    """An account over a period: opening balance, movements by cause, closing balance, in HK$."""

    opening_hkd: Decimal
    movements: Figures
    closing_hkd: Decimal


@dataclass(frozen=True, slots=True)
class Shared:
    """Results of one kind between two days, in HK$, and what each seat had of a dollar of them, in the seats' order."""

    kind: str
    start_date: date
    end_date: date
    amount_hkd: Decimal
    weights: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Anew:
    """All results to a true-up's day shared anew: the whole, each seat's part of a dollar, and what it had before."""

    date: date
    amount_hkd: Decimal
    weights: tuple[Decimal, ...]
    had_hkd: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Passed:
    """Results of one kind (or `reshared`) that passed with a commitment on a day, in HK$, from one seat to another."""

    date: date
    kind: str
    giver: Hashable
    taker: Hashable
    amount_hkd: Decimal

    def to(self, seat: Hashable) -> Decimal:
        """What a seat took of it; below zero what it gave."""
        return {self.taker: self.amount_hkd, self.giver: -self.amount_hkd}.get(seat, ZERO)


@dataclass(frozen=True, slots=True)
class Working:
    """How every seat came to its part of the results: the days on which they were shared, true-ups, transfers."""

    shared: tuple[Shared, ...]
    anew: tuple[Anew, ...]
    passed: tuple[Passed, ...] = ()


def period(opening: Figures, closing: Figures) -> Period:
    """This function will give the account between two dates; closing = opening + movements, to the cent."""
    return Period(opening.nav_hkd, closing.since(opening), closing.nav_hkd)


def sum_of(accounts: Iterable[Figures]) -> Figures:
    """This function will add accounts, in HK$: partners' sum is the fund's account."""
    rows = [account.as_dict() for account in accounts]
    return Figures(**{cause.name: total(row[cause.name] for row in rows) for cause in fields(Figures)})


def accounts(
    seats: Sequence[Seat], movements: Iterable[Movement], dates: Collection[date], transfers: Iterable[Transfer] = ()
) -> dict[date, dict[Hashable, Figures]]:
    """This function will give every seat's account at each date, before carry, in HK$ to the cent.

    On one day capital moves before results are shared. Each cause's parts sum to the cause (largest remainder, ties
    in the seats' order). A transfer passes on the same part of every result so far (half up); contributions and
    distributions that pass are movements. Seats' commitments are those without the transfers. Refuses a result that
    there is nobody to share (InputRefused).
    """
    book = _Book(seats)
    wanted = sorted(set(dates))
    found = {}
    with localcontext(EXACT):
        for day, todays in groupby(_by_date(movements, transfers), key=lambda one: one.date):
            while wanted and wanted[0] < day:
                found[wanted[0]] = book.rounded()
                wanted.pop(0)
            book.take(day, list(todays))
        for day in wanted:
            found[day] = book.rounded()
    return found


def working(
    seats: Sequence[Seat], movements: Iterable[Movement], on: date, transfers: Iterable[Transfer] = ()
) -> Working:
    """This function will say how results to a day were shared: the steps of `accounts`, unrounded, in HK$."""
    book = _Book(seats)
    with localcontext(EXACT):
        counted = [one for one in _by_date(movements, transfers) if one.date <= on]
        for day, todays in groupby(counted, key=lambda one: one.date):
            book.take(day, list(todays))
        book.rounded()
    return Working(tuple(book.steps), tuple(book.anew), tuple(book.passed))


def _by_date(movements: Iterable[Movement], transfers: Iterable[Transfer]) -> list[Movement | Transfer]:
    return sorted([*movements, *transfers], key=lambda one: one.date)


def with_carry(at: Mapping[Hashable, Figures], seats: Sequence[Seat], carry_hkd: Decimal) -> dict[Hashable, Figures]:
    """This function will move the carry of a fund's whole life, paid and on paper, from the pool's partners to its GP.

    `carry_hkd` is what the general partner would have had once net assets are distributed, less clawback. The
    accounts' sum does not change.
    """
    parts = carry_parts(at, seats, carry_hkd)
    return {seat.id: replace(at[seat.id], carry_hkd=parts[seat.id]) for seat in seats}


def carry_parts(at: Mapping[Hashable, Figures], seats: Sequence[Seat], carry_hkd: Decimal) -> dict[Hashable, Decimal]:
    """This function will split carry, in HK$: what the general partner gets (up) and the pool's partners bear (down).

    They bear it by contributed capital, the general partner for its own; largest remainder. Refuses carry without a
    general partner (InputRefused).
    """
    if not carry_hkd:
        return {seat.id: ZERO for seat in seats}
    if not any(seat.is_general_partner for seat in seats):
        raise InputRefused(NO_GENERAL_PARTNER, code="no_general_partner", carry_hkd=carry_hkd)
    borne = allocate(carry_hkd, [max(at[seat.id].contributions_hkd, ZERO) if seat.in_pool else ZERO for seat in seats])
    return {
        seat.id: (carry_hkd if seat.is_general_partner else ZERO) - part
        for seat, part in zip(seats, borne, strict=True)
    }


class _Book:
    """The accounts on one day: own movements to the cent, shares of results unrounded."""

    def __init__(self, seats: Sequence[Seat]):
        self.seats = seats
        self.commitments = [seat.commitment_hkd for seat in seats]
        self.place = {seat.id: place for place, seat in enumerate(seats)}
        self.own = {kind: [ZERO] * len(seats) for kind in (*OWN, *RESULTS, SPARED)}
        self.shares = {kind: [Decimal(0)] * len(seats) for kind in RESULTS}
        self.sums = dict.fromkeys(RESULTS, ZERO)
        self.waiting: dict[str, Decimal] = defaultdict(lambda: ZERO)
        self.reshared = [Decimal(0)] * len(seats)
        self.day: date | None = None
        self.days: dict[str, tuple[date, date]] = {}
        self.steps: list[Shared] = []
        self.anew: list[Anew] = []
        self.passed: list[Passed] = []

    def take(self, day: date, events: Sequence[Movement | Transfer]) -> None:
        transfers = [one for one in events if isinstance(one, Transfer)]
        todays = [one for one in events if isinstance(one, Movement)]
        if transfers or any(one.kind == "contributions" for one in todays):
            self._share_out()
        self.day = day
        for one in todays:
            if one.seat is not None:
                self.own[one.kind][self.place[one.seat]] += one.amount_hkd
        if any(one.reshares for one in todays):
            self._share_anew()
        for one in transfers:
            self._pass_on(one)
        for one in todays:
            if one.seat is None:
                self.waiting[one.kind] += one.amount_hkd
                self.days[one.kind] = (self.days.get(one.kind, (day, day))[0], day)

    def _weights(self, amount: Decimal) -> list[Decimal]:
        """Each seat's share of one dollar: by contributed capital, before there is any by commitment."""
        contributed = [max(capital, ZERO) for capital in self.own["contributions"]]
        weights = contributed if any(contributed) else self.commitments
        whole = sum(weights, ZERO)
        if not whole:
            raise InputRefused(NOBODY, code="nobody_to_share", amount_hkd=amount, date=self.day)
        return [weight / whole for weight in weights]

    def _share_out(self) -> None:
        """Shares what waited since capital last moved; the shares did not change in between."""
        waiting = {kind: amount for kind, amount in self.waiting.items() if amount}
        days = dict(self.days)
        self.waiting.clear()
        self.days.clear()
        if not waiting:
            return
        weights = self._weights(next(iter(waiting.values())))
        for kind, amount in waiting.items():
            self.sums[kind] += amount
            self.steps.append(Shared(kind, *days[kind], amount, tuple(weights)))
            self.shares[kind] = [
                part + amount * weight for part, weight in zip(self.shares[kind], weights, strict=True)
            ]

    def _share_anew(self) -> None:
        self._share_out()
        had = [
            sum((self.shares[kind][place] + self.own[kind][place] for kind in RESULTS), self.reshared[place])
            for place in range(len(self.seats))
        ]
        whole = total([*self.sums.values(), *(amount for kind in RESULTS for amount in self.own[kind])])
        if any(had):
            weights = self._weights(whole)
            self.anew.append(Anew(self.day, whole, tuple(weights), tuple(had)))
            for place, weight in enumerate(weights):
                self.reshared[place] += whole * weight - had[place]

    def _pass_on(self, one: Transfer) -> None:
        """Every result so far is fixed to the cent; the giver's pass in the proportion of the commitment that does."""
        giver, taker = self.place[one.giver], self.place[one.taker]
        part = Fraction(one.amount_hkd) / Fraction(one.of_hkd)
        self.commitments[giver] -= one.amount_hkd
        self.commitments[taker] += one.amount_hkd
        for kind in RESULTS:
            self.shares[kind] = _to_cents(self.sums[kind], self.shares[kind])
        self.reshared = _to_cents(ZERO, self.reshared)
        spared = self.own[SPARED]
        for kind, parts, own in (
            *((kind, self.shares[kind], self.own[kind][giver]) for kind in RESULTS),
            ("fees", spared, ZERO),
            ("reshared", self.reshared, ZERO),
        ):
            amount = quantise(Fraction(parts[giver] + own) * part, mode="half_up")
            parts[giver] -= amount
            parts[taker] += amount
            if amount:
                self.passed.append(Passed(one.date, kind, one.giver, one.taker, amount))

    def rounded(self) -> dict[Hashable, Figures]:
        self._share_out()
        columns = {f"{kind}_hkd": self.own[kind] for kind in OWN}
        for kind in RESULTS:
            parts = _to_cents(self.sums[kind], self.shares[kind])
            columns[f"{kind}_hkd"] = [own + part for own, part in zip(self.own[kind], parts, strict=True)]
        columns["fees_hkd"] = [fee + spared for fee, spared in zip(columns["fees_hkd"], self.own[SPARED], strict=True)]
        columns["reshared_hkd"] = _to_cents(ZERO, self.reshared)
        return {
            seat.id: Figures(**{name: column[place] for name, column in columns.items()})
            for place, seat in enumerate(self.seats)
        }


def _to_cents(whole: Decimal, parts: Sequence[Decimal]) -> list[Decimal]:
    """Unrounded parts of a whole, to the cent: each cut down, the cents left over to the largest remainders."""
    snapped = [part.quantize(SNAP, rounding=ROUND_HALF_EVEN) for part in parts]
    cut = [part.quantize(CENT, rounding=ROUND_FLOOR) for part in snapped]
    left = int((whole - sum(cut, ZERO)) / CENT)
    by_remainder = sorted(range(len(parts)), key=lambda place: (cut[place] - snapped[place], place))
    for place in by_remainder[:left]:
        cut[place] += CENT
    return cut
