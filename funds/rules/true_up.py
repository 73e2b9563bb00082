"""Later closings: the true-up that puts every partner where it would stand had all joined at the first closing (A13).

Every call is made again over the register before the closing and over the one after it (funds/rules/replay.py); what
moves is the difference. Shares of capital are exact fractions; so is interest, but for the growth of a dollar, which
has 80 digits, since compounding has no exact fraction. Each is rounded once, at the payers; the receivers share the
payers' sum, so that what is collected is what is paid out.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from itertools import pairwise

from funds.rules.hurdle import SNAP, WORKING, Balance, HurdleTerms, grown
from funds.rules.replay import NOTHING, Drawdown, Made, Member, Shares, Use, added, replay
from itvf.errors import InputRefused, gettext_noop
from itvf.money import CENT, ZERO, allocate, quantise, total

OUT_OF_ORDER = gettext_noop(
    "The closing of {date} stands after that of {former}, which is later; give closings in date order."
)
PARTNER_LEFT = gettext_noop("{id} was in the register before and is not in that of {date}; nobody leaves it.")
NOBODY_COMMITTED = gettext_noop("Nobody has promised anything at the closing of {date}, so nothing can be shared.")
BEFORE_ALL = gettext_noop("The call of {date} comes before the first closing on {first}; nobody could be called then.")


@dataclass(frozen=True, slots=True)
class Closing:
    """The whole register after a closing: each partner's commitment in HK$, in the register's order."""

    date: date
    commitments: Mapping[Hashable, Decimal]


@dataclass(frozen=True, slots=True)
class Call:
    """What was called in all, in HK$, by the date on which it was due."""

    date: date
    amount_hkd: Decimal


@dataclass(frozen=True, slots=True)
class Move:
    """What one kind of purpose of a call, on one side of commitments, asks of each partner: before and after, exact."""

    call: int
    due_date: date
    kind: str
    is_outside: bool
    amount_hkd: Decimal
    before: Mapping[Hashable, Fraction]
    after: Mapping[Hashable, Fraction]

    def of(self, id: Hashable) -> Fraction:
        """What moves of one partner: above zero where it pays."""
        return self.after.get(id, NOTHING) - self.before.get(id, NOTHING)


@dataclass(frozen=True, slots=True)
class TrueUpLine:
    """What one partner pays (positive) or receives (negative), in HK$: capital inside commitment and outside it."""

    id: Hashable
    capital_hkd: Decimal
    outside_hkd: Decimal
    interest_hkd: Decimal


@dataclass(frozen=True, slots=True)
class Working:
    """One move in one true-up: what a dollar of it grew by until the closing, unrounded."""

    move: Move
    interest_on_a_dollar: Decimal


@dataclass(frozen=True, slots=True)
class TrueUp:
    """One later closing: a line for each partner of its register, and the moves it rests on."""

    date: date
    lines: tuple[TrueUpLine, ...]
    working: tuple[Working, ...]


def true_up(
    closings: Sequence[Closing], calls: Sequence[Call], *, terms: HurdleTerms, capped: Collection[Hashable] = ()
) -> tuple[TrueUp, ...]:
    """This function will give the true-up of each closing after the first, of calls shared by commitments alone.

    In HK$, positive where a partner pays, as `settle` settles it. Capital is what each would have been called had the
    register after the closing been there from the start, less what it was by exact shares of the former register. A
    call on the day of a closing comes after it; commitments set no bound to what is called.

    Refuses (InputRefused) closings out of date order, a partner who leaves the register, a register
    without any commitment, and a call before the first closing. Source: A13.
    """
    _check(closings, calls)
    return tuple(
        settle(later.date, tuple(later.commitments), _by_commitment(former, later, calls, capped), terms, capped=capped)
        for former, later in pairwise(closings)
    )


def moves(before: Sequence[Made], after: Sequence[Made]) -> tuple[Move, ...]:
    """This function will set the calls made over two registers side by side, one move a kind and side of each call."""
    found = []
    for number, (former, later) in enumerate(zip(before, after, strict=True)):
        for kind, is_outside in dict.fromkeys((use.kind, use.is_outside) for use in later.call.uses):
            sides = [_of_kind(made, kind, is_outside=is_outside) for made in (former, later)]
            amount = total(
                use.amount_hkd for use in later.call.uses if (use.kind, use.is_outside) == (kind, is_outside)
            )
            found.append(Move(number, later.call.due_date, kind, is_outside, amount, *sides))
    return tuple(found)


def settle(
    day: date,
    ids: Sequence[Hashable],
    found: Iterable[Move],
    terms: HurdleTerms,
    *,
    capped: Collection[Hashable] = (),
    most_hkd: Mapping[Hashable, Decimal] | None = None,
) -> TrueUp:
    """This function will settle what moves at a closing among its partners: a line each, in HK$, positive = pays.

    Only calls due before the closing count. Interest bears on what moves, from each call's due date to the closing, by
    `terms` (rate, compounding, day count; the order is not read). Payers are rounded half up, receivers share the
    payers' sum by largest remainder, so that capital inside, capital outside and interest each sum to zero. Who is
    `capped` (the Government, R20) pays no fraction of a cent above its exact figure and, while others receive too, is
    given none below it. Nobody pays more inside commitment than `most_hkd` says.
    """
    working = tuple(Working(one, _growth(one.due_date, day, terms)) for one in found if one.due_date < day)
    inside, outside, interest = ({id: NOTHING for id in ids} for _ in range(3))
    for one in working:
        growth, side = Fraction(one.interest_on_a_dollar), outside if one.move.is_outside else inside
        for id in ids:
            if moved := one.move.of(id):
                side[id] += moved
                interest[id] += moved * growth
    capital = _settled(inside, capped, most_hkd or {})
    beside, borne = _settled(outside, capped, {}), _settled(interest, capped, {})
    return TrueUp(day, tuple(TrueUpLine(id, capital[id], beside[id], borne[id]) for id in ids), working)


def _check(closings: Sequence[Closing], calls: Sequence[Call]) -> None:
    for index, closing in enumerate(closings):
        if not any(closing.commitments.values()):
            path = f"closings.{index}.commitments"
            raise InputRefused(NOBODY_COMMITTED, code="nobody_committed", field=path, date=closing.date)
    for index, (former, later) in enumerate(pairwise(closings), start=1):
        _check_order(f"closings.{index}", former, later)
    for index, call in enumerate(calls):
        if closings and call.date < closings[0].date:
            path = f"calls.{index}.date"
            raise InputRefused(
                BEFORE_ALL, code="before_first_closing", field=path, date=call.date, first=closings[0].date
            )


def _check_order(path: str, former: Closing, later: Closing) -> None:
    if later.date < former.date:
        raise InputRefused(OUT_OF_ORDER, code="out_of_order", field=f"{path}.date", date=later.date, former=former.date)
    if left := [id for id in former.commitments if id not in later.commitments]:
        raise InputRefused(PARTNER_LEFT, code="partner_left", field=f"{path}.commitments", id=left[0], date=later.date)


def _by_commitment(
    former: Closing, later: Closing, calls: Sequence[Call], capped: Collection[Hashable]
) -> tuple[Move, ...]:
    drawdowns = [Drawdown(call.date, call.date, (Use(call.amount_hkd),)) for call in calls if call.date < later.date]
    registers = (
        [Member(id, closing.commitments.get(id, ZERO), id in capped) for id in later.commitments]
        for closing in (former, later)
    )
    return moves(*(replay(register, drawdowns, is_bounded=False) for register in registers))


def _of_kind(made: Made, kind: str, *, is_outside: bool) -> Shares:
    return added(
        shares
        for use, shares in zip(made.call.uses, made.shares, strict=True)
        if (use.kind, use.is_outside) == (kind, is_outside)
    )


def _growth(start: date, end: date, terms: HurdleTerms) -> Decimal:
    """What a dollar bears from one day to another, unrounded; OverflowError where no amount could be written down."""
    growth = grown(Balance(capital=Decimal(1)), terms, start, end).hurdle
    if growth.adjusted() >= WORKING.prec:
        raise OverflowError(f"A dollar of {start} would have borne 10 to the power of {growth.adjusted()} by {end}.")
    return growth


def _settled(
    exact: Mapping[Hashable, Fraction], capped: Collection[Hashable], most_hkd: Mapping[Hashable, Decimal]
) -> dict[Hashable, Decimal]:
    """Payers rounded half up, receivers sharing what these pay by largest remainder; who is capped goes before."""
    lines = dict.fromkeys(exact, ZERO)
    receivers = [id for id, amount in exact.items() if amount < 0]
    if not receivers:
        return lines
    for id, amount in exact.items():
        if amount > 0:
            rounded = quantise(_snapped(amount), mode="down" if id in capped else "half_up")
            lines[id] = min(rounded, most_hkd.get(id, rounded))
    left = total(lines.values())
    others = [id for id in receivers if id not in capped] or receivers
    for id in receivers:
        if id not in others:
            lines[id] = ZERO - min(_rounded_up(_snapped(-exact[id])), left)
            left += lines[id]
    parts = allocate(left, [-exact[id] for id in others])
    return lines | {id: ZERO - part for id, part in zip(others, parts, strict=True)}


def _snapped(amount: Fraction) -> Fraction:
    """An amount as `funds.rules.hurdle` snaps a balance, so that a tie rounds as a tie."""
    with localcontext(WORKING):
        exact = Decimal(amount.numerator) / Decimal(amount.denominator)
        return Fraction(exact.quantize(SNAP, rounding=ROUND_HALF_EVEN))


def _rounded_up(amount: Fraction) -> Decimal:
    cut = quantise(amount, mode="down")
    return cut + CENT if cut < amount else cut
