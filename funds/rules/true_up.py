"""Later closings: the true-up that puts every partner where it would stand had all joined at the first closing (A13).

Shares of capital are exact fractions; interest is Decimal with 80 digits, since compounding has no exact fraction. Both
are rounded once, at the payers; the receivers share the payers' sum, so that what is collected is what is paid out.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from itertools import pairwise

from funds.rules.hurdle import SNAP, WORKING, Balance, HurdleTerms, grown
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
class TrueUpLine:
    """What one partner pays (positive) or receives (negative), in HK$, and its share of every call before and after."""

    id: Hashable
    capital_hkd: Decimal
    interest_hkd: Decimal
    share_before: Fraction
    share_after: Fraction


@dataclass(frozen=True, slots=True)
class Working:
    """One call in one true-up: what a dollar of it grew by until the closing, unrounded."""

    call: Call
    interest_on_a_dollar: Decimal


@dataclass(frozen=True, slots=True)
class TrueUp:
    """One later closing: a line for each partner of its register, and the calls it rests on."""

    date: date
    lines: tuple[TrueUpLine, ...]
    working: tuple[Working, ...]


def true_up(
    closings: Sequence[Closing], calls: Sequence[Call], *, terms: HurdleTerms, capped: Collection[Hashable] = ()
) -> tuple[TrueUp, ...]:
    """This function will give the true-up of each closing after the first, in HK$, positive where a partner pays.

    Capital is what each would have been called had the register after the closing been there from the start, less what
    it was by exact shares of the former register. Interest bears on that, from each call's date to the closing by
    `terms` (rate, compounding, day count; the order is not read). A call on the day of a closing comes after it.
    Payers are rounded half up, receivers share the payers' sum by largest remainder, so capital and interest each sum
    to zero. Who is `capped` (the Government, R20) pays no fraction of a cent above its exact figure and, while others
    receive too, is given none below it.

    Refuses (InputRefused) closings out of date order, a partner who leaves the register, a register
    without any commitment, and a call before the first closing. Source: A13.
    """
    _check(closings, calls)
    return tuple(_step(former, later, calls, terms, capped) for former, later in pairwise(closings))


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


def _step(
    former: Closing, later: Closing, calls: Sequence[Call], terms: HurdleTerms, capped: Collection[Hashable]
) -> TrueUp:
    working = tuple(Working(call, _growth(call.date, later.date, terms)) for call in calls if call.date < later.date)
    called = total(one.call.amount_hkd for one in working)
    with localcontext(WORKING):
        interest = sum((one.call.amount_hkd * one.interest_on_a_dollar for one in working), ZERO)
    ids = tuple(later.commitments)
    before, after = _shares(former, ids), _shares(later, ids)
    moved = {id: after[id] - before[id] for id in ids}
    capital_lines = _settled(moved, {id: share * Fraction(called) for id, share in moved.items()}, capped)
    interest_lines = _settled(moved, {id: _part(interest, share) for id, share in moved.items()}, capped)
    lines = (TrueUpLine(id, capital_lines[id], interest_lines[id], before[id], after[id]) for id in ids)
    return TrueUp(later.date, tuple(lines), working)


def _growth(start: date, end: date, terms: HurdleTerms) -> Decimal:
    """What a dollar bears from one day to another, unrounded."""
    return grown(Balance(capital=Decimal(1)), terms, start, end).hurdle


def _shares(closing: Closing, ids: Sequence[Hashable]) -> dict[Hashable, Fraction]:
    """Each one's exact share of the register; nothing for who is not in it yet."""
    whole = sum(map(Fraction, closing.commitments.values()))
    return {id: Fraction(closing.commitments.get(id, ZERO)) / whole for id in ids}


def _part(interest: Decimal, share: Fraction) -> Fraction:
    """A share of interest, snapped as `funds.rules.hurdle` snaps a balance, so that a tie rounds as a tie."""
    with localcontext(WORKING):
        exact = interest * share.numerator / share.denominator
        return Fraction(exact.quantize(SNAP, rounding=ROUND_HALF_EVEN))


def _settled(
    moved: Mapping[Hashable, Fraction], exact: Mapping[Hashable, Fraction], capped: Collection[Hashable]
) -> dict[Hashable, Decimal]:
    """Payers rounded half up, receivers sharing what these pay by largest remainder; who is capped goes before."""
    lines = dict.fromkeys(moved, ZERO)
    for id, share in moved.items():
        if share > 0:
            lines[id] = quantise(exact[id], mode="down" if id in capped else "half_up")
    left = total(lines.values())
    receivers = [id for id, share in moved.items() if share < 0]
    others = [id for id in receivers if id not in capped] or receivers
    for id in receivers:
        if id not in others:
            lines[id] = ZERO - min(_rounded_up(-exact[id]), left)
            left += lines[id]
    if others:
        parts = allocate(left, [-moved[id] for id in others])
        lines |= {id: ZERO - part for id, part in zip(others, parts, strict=True)}
    return lines


def _rounded_up(amount: Fraction) -> Decimal:
    cut = quantise(amount, mode="down")
    return cut + CENT if cut < amount else cut
