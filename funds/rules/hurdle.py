"""The hurdle (R16, Annex 3 1(k)(iii), as A5 reads it), and the arithmetic of growth that the waterfall shares.

Decimal with 80 digits, not Fraction: compounding raises to fractional powers, which have no exact fraction.
Balances stay unrounded until they are paid. A balance is snapped to 30 places before it is rounded to the
cent, so that a tie such as 70,000.035 rounds as a tie however many steps led to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

from funds.rules.day_count import year_fraction
from itvf.errors import InputRefused, gettext_noop
from itvf.money import ONE, ZERO, quantise

WORKING = Context(prec=80, Emax=MAX_EMAX, Emin=MIN_EMIN)
SNAP = Decimal("1e-30")

# How often a year the unpaid hurdle itself begins to bear hurdle; None: never, or by the calendar.
COMPOUNDING = {"simple": None, "annual": 1, "annual_fixed_date": None, "quarterly": 4, "monthly": 12, "daily": 365}
ORDERS = ("capital_first", "hurdle_first")

UNKNOWN_COMPOUNDING = gettext_noop("{compounding} is not a way to compound. Use one of: {known}.")
UNKNOWN_ORDER = gettext_noop("{order} is not an order of payment. Use one of: {known}.")
NEGATIVE_RATE = gettext_noop("The hurdle rate {rate} is negative; give a fraction such as 0.07.")


@dataclass(frozen=True, slots=True)
class HurdleTerms:
    """How a hurdle grows and whether it is paid after capital (A6) or before; the defaults are A5's and A6's."""

    rate: Decimal
    compounding: str = "annual"
    day_count: str = "ACT/365"
    order: str = "capital_first"

    def __post_init__(self):
        if self.compounding not in COMPOUNDING:
            raise InputRefused(
                UNKNOWN_COMPOUNDING,
                code="unknown_compounding",
                field="terms.compounding",
                compounding=self.compounding,
                known=tuple(COMPOUNDING),
            )
        if self.order not in ORDERS:
            raise InputRefused(UNKNOWN_ORDER, code="unknown_order", field="terms.order", order=self.order, known=ORDERS)
        if self.rate < 0:
            raise InputRefused(NEGATIVE_RATE, code="negative_rate", field="terms.hurdle_rate", rate=self.rate)


@dataclass(frozen=True, slots=True)
class Balance:
    """What partners are still owed: unreturned capital, and the hurdle on it, unrounded.

    `accruing` is only used by `annual_fixed_date`: the hurdle since 1 January, which bears none itself
    until the next 1 January.
    """

    capital: Decimal = ZERO
    capitalised: Decimal = ZERO
    accruing: Decimal = ZERO

    @property
    def hurdle(self) -> Decimal:
        return WORKING.add(self.capitalised, self.accruing) if self.accruing else self.capitalised


def grown(balance: Balance, terms: HurdleTerms, start: date, end: date) -> Balance:
    """This function will add the hurdle of the days from `start`, counted, to `end`, not counted, unrounded.

    `simple` bears on capital alone; `annual`, `quarterly`, `monthly` and `daily` on capital and unpaid hurdle;
    `annual_fixed_date` is simple within a calendar year and capitalises at the start of each 1 January.
    """
    if start == end or not (balance.capital or balance.capitalised or balance.accruing):
        return balance
    if terms.compounding == "annual_fixed_date":
        with localcontext(WORKING):
            return _grown_by_calendar_year(balance, terms, start, end)
    years = year_fraction(start, end, terms.day_count)
    if terms.compounding == "simple":
        owed, growth = WORKING.multiply(balance.capital, terms.rate), _decimal(years)
    else:
        owed = WORKING.add(balance.capital, balance.capitalised)
        growth = _growth(terms.rate, COMPOUNDING[terms.compounding], years.numerator, years.denominator)
    accrued = WORKING.multiply(owed, growth)
    return Balance(balance.capital, WORKING.add(balance.capitalised, accrued), balance.accruing)


def _grown_by_calendar_year(balance: Balance, terms: HurdleTerms, start: date, end: date) -> Balance:
    while start < end:
        next_year = date(start.year + 1, 1, 1) if start.year < end.year else end
        years = _decimal(year_fraction(start, next_year, terms.day_count))
        accruing = balance.accruing + (balance.capital + balance.capitalised) * terms.rate * years
        if start.year < end.year:
            balance = replace(balance, capitalised=balance.capitalised + accruing, accruing=ZERO)
        else:
            balance = replace(balance, accruing=accruing)
        start = next_year
    return balance


@lru_cache(maxsize=8192)
def _growth(rate: Decimal, times_a_year: int, numerator: int, denominator: int) -> Decimal:
    """What a dollar grows by over so many years; told in whole numbers, which are found again faster than Fractions."""
    with localcontext(WORKING):
        return (ONE + rate / times_a_year) ** _decimal(times_a_year * Fraction(numerator, denominator)) - 1


def _decimal(number: Fraction) -> Decimal:
    return WORKING.divide(Decimal(number.numerator), Decimal(number.denominator))


def to_cent(amount: Decimal) -> Decimal:
    """This function will round a working figure to the cent, half up, a tie recognised after many steps too."""
    return quantise(amount.quantize(SNAP, rounding=ROUND_HALF_EVEN, context=WORKING), mode="half_up")


def payment(owed: Decimal, available: Decimal) -> tuple[Decimal, Decimal]:
    """This function will pay what is owed, rounded to the cent, out of what is available: (paid, still owed).

    What is paid in full leaves exactly zero; its fraction of a cent is gone.
    """
    with localcontext(WORKING):
        if owed < available + 1:
            due = to_cent(owed)
            if due <= available:
                return due, ZERO
        return available, owed - available


def return_capital(balance: Balance, available: Decimal) -> tuple[Decimal, Balance]:
    """This function will pay unreturned capital out of what is available."""
    paid, left = payment(balance.capital, available)
    return paid, Balance(left, balance.capitalised, balance.accruing)


def pay_hurdle(balance: Balance, available: Decimal) -> tuple[Decimal, Balance]:
    """This function will pay unpaid hurdle out of what is available, the capitalised part first."""
    paid, left = payment(balance.hurdle, available)
    with localcontext(WORKING):
        capitalised = max(ZERO, balance.capitalised - paid) if left else ZERO
        return paid, Balance(balance.capital, capitalised, left - capitalised)


def distribute(balance: Balance, terms: HurdleTerms, available: Decimal) -> tuple[Decimal, Decimal, Balance]:
    """This function will pay capital and hurdle in the order of the terms: (capital paid, hurdle paid, balance)."""
    if terms.order == "hurdle_first":
        hurdle, balance = pay_hurdle(balance, available)
        capital, balance = return_capital(balance, available - hurdle)
    else:
        capital, balance = return_capital(balance, available)
        hurdle, balance = pay_hurdle(balance, available - capital)
    return capital, hurdle, balance


@dataclass(frozen=True, slots=True)
class Contribution:
    """Money that a partner was asked for by `due_date` and that came on `received_date`."""

    amount_hkd: Decimal
    due_date: date
    received_date: date

    @property
    def counts_from(self) -> date:
        """The later of due date and receipt (A5)."""
        return max(self.due_date, self.received_date)


@dataclass(frozen=True, slots=True)
class Distribution:
    """Money that went back to partners."""

    amount_hkd: Decimal
    date: date


@dataclass(frozen=True, slots=True)
class HurdleStep:
    """One line of the working, in HK$ to the cent for the reader; the next line goes on from unrounded figures.

    `years` is the time since the line before, by the terms' day count; `kind` is contribution, distribution
    or balance (the last line, at the date asked for).
    """

    date: date
    kind: str
    amount_hkd: Decimal
    years: Fraction
    accrued_hkd: Decimal
    to_capital_hkd: Decimal
    to_hurdle_hkd: Decimal
    capital_hkd: Decimal
    hurdle_hkd: Decimal


@dataclass(frozen=True, slots=True)
class HurdleStatement:
    """What partners must still receive at a date before any carry, and how it came about.

    `above_hkd` is what they have had beyond the capital and hurdle of the time. A later contribution opens both again,
    so that a next distribution pays them first; over the fund's whole life what was above counts too.
    """

    on: date
    capital_hkd: Decimal
    hurdle_hkd: Decimal
    steps: tuple[HurdleStep, ...]
    above_hkd: Decimal = ZERO

    @property
    def lacking_hkd(self) -> Decimal:
        """What partners lack of all contributions and the hurdle on them, over the fund's whole life (A6)."""
        return max(self.capital_hkd + self.hurdle_hkd - self.above_hkd, ZERO)


def hurdle_balance(
    contributions: Sequence[Contribution], distributions: Sequence[Distribution], *, terms: HurdleTerms, on: date
) -> HurdleStatement:
    """This function will give unreturned capital and unpaid hurdle at a date, in HK$ rounded half up, with its working.

    The hurdle runs on all contributions, each from the later of due date and receipt (A5, for R16, Annex 3
    1(k)(iii)). What comes after `on` is left out; on one date contributions come first.
    """
    events = [(item.counts_from, "contribution", item.amount_hkd) for item in contributions]
    events += [(item.date, "distribution", item.amount_hkd) for item in distributions]
    events = sorted((event for event in events if event[0] <= on), key=lambda event: event[:2])
    balance, since, steps, above = Balance(), events[0][0] if events else on, [], ZERO
    for day, kind, amount in [*events, (on, "balance", ZERO)]:
        before, balance = balance, grown(balance, terms, since, day)
        accrued = WORKING.subtract(balance.hurdle, before.hurdle)
        to_capital = to_hurdle = ZERO
        if kind == "contribution":
            balance = Balance(balance.capital + amount, balance.capitalised, balance.accruing)
        elif kind == "distribution":
            to_capital, to_hurdle, balance = distribute(balance, terms, amount)
            above += amount - to_capital - to_hurdle
        steps.append(
            HurdleStep(
                date=day,
                kind=kind,
                amount_hkd=amount,
                years=year_fraction(since, day, terms.day_count),
                accrued_hkd=to_cent(accrued),
                to_capital_hkd=to_capital,
                to_hurdle_hkd=to_hurdle,
                capital_hkd=to_cent(balance.capital),
                hurdle_hkd=to_cent(balance.hurdle),
            )
        )
        since = day
    return HurdleStatement(on, to_cent(balance.capital), to_cent(balance.hurdle), tuple(steps), above)
