"""Later closings: the true-up that puts every partner where it would stand had all joined at the first closing (A13).

Shares of capital are exact fractions; interest is Decimal with 80 digits, since compounding has no exact fraction. Both
are rounded once, at the payers; the receivers share the payers' sum, so that what is collected is what is paid out.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise

from funds.rules.hurdle import WORKING, Balance, HurdleTerms, grown, to_cent
from itvf.errors import InputRefused, gettext_noop
from itvf.money import ZERO, allocate, quantise, total

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
    """What one partner pays (positive) or receives (negative), in HK$: capital and interest apart."""

    id: Hashable
    capital_hkd: Decimal
    interest_hkd: Decimal


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


def true_up(closings: Sequence[Closing], calls: Sequence[Call], *, terms: HurdleTerms) -> tuple[TrueUp, ...]:
    """This function will give the true-up of each closing after the first, in HK$, positive where a partner pays.

    Capital is what each would have been called had the register after the closing been there from the start, less what
    it was by exact shares of the former register. Interest bears on that, from each call's date to the closing by
    `terms` (rate, compounding, day count). A call on the day of a closing comes after it. Payers are rounded half up,
    receivers share the payers' sum by largest remainder, so capital and interest each sum to zero.

    Refuses (InputRefused) closings out of date order, a partner who leaves the register, a register without any
    commitment, and a call before the first closing.
    """
    _check(closings, calls)
    return tuple(_step(former, later, calls, terms) for former, later in pairwise(closings))


def _check(closings: Sequence[Closing], calls: Sequence[Call]) -> None:
    for index, closing in enumerate(closings):
        if not any(closing.commitments.values()):
            path = f"closings.{index}.commitments"
            raise InputRefused(NOBODY_COMMITTED, code="nobody_committed", field=path, date=closing.date)
    for index, (former, later) in enumerate(pairwise(closings), start=1):
        if later.date < former.date:
            path = f"closings.{index}.date"
            raise InputRefused(OUT_OF_ORDER, code="out_of_order", field=path, date=later.date, former=former.date)
        if left := [id for id in former.commitments if id not in later.commitments]:
            path = f"closings.{index}.commitments"
            raise InputRefused(PARTNER_LEFT, code="partner_left", field=path, id=left[0], date=later.date)
    for index, call in enumerate(calls):
        if closings and call.date < closings[0].date:
            path = f"calls.{index}.date"
            raise InputRefused(
                BEFORE_ALL, code="before_first_closing", field=path, date=call.date, first=closings[0].date
            )


def _step(former: Closing, later: Closing, calls: Sequence[Call], terms: HurdleTerms) -> TrueUp:
    working = tuple(Working(call, _growth(call.date, later.date, terms)) for call in calls if call.date < later.date)
    called = total(one.call.amount_hkd for one in working)
    with localcontext(WORKING):
        interest = sum((one.call.amount_hkd * one.interest_on_a_dollar for one in working), ZERO)
    moved = _shares_moved(former, later)
    capital_lines = _settled([share * Fraction(called) for share in moved])
    interest_lines = _settled([share * Fraction(interest) for share in moved])
    lines = zip(later.commitments, capital_lines, interest_lines, strict=True)
    return TrueUp(later.date, tuple(TrueUpLine(*line) for line in lines), working)


def _shares_moved(former: Closing, later: Closing) -> list[Fraction]:
    """By how much each share of a call grows or shrinks; they sum to zero."""
    before = sum(map(Fraction, former.commitments.values()))
    after = sum(map(Fraction, later.commitments.values()))
    return [
        Fraction(commitment) / after - Fraction(former.commitments.get(id, ZERO)) / before
        for id, commitment in later.commitments.items()
    ]


def _growth(start: date, end: date, terms: HurdleTerms) -> Decimal:
    """What a dollar bears from one day to another, unrounded."""
    return grown(Balance(capital=Decimal(1)), terms, start, end).hurdle


def _settled(exact: Sequence[Fraction]) -> list[Decimal]:
    """Payers rounded half up; the receivers share what the payers pay by largest remainder."""
    paid = {index: _to_cent(amount) for index, amount in enumerate(exact) if amount > 0}
    receivers = [index for index, amount in enumerate(exact) if amount < 0]
    parts = allocate(total(paid.values()), [-exact[index] for index in receivers]) if receivers else []
    received = {index: -part for index, part in zip(receivers, parts, strict=True)}
    return [paid.get(index, received.get(index, ZERO)) + ZERO for index in range(len(exact))]


def _to_cent(amount: Fraction) -> Decimal:
    """Half up, a tie recognised though interest came from 80 digits."""
    if amount.denominator < 10**40:
        return quantise(amount, mode="half_up")
    with localcontext(WORKING):
        return to_cent(Decimal(amount.numerator) / Decimal(amount.denominator))
