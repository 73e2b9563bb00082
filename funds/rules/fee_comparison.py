"""The fee of each quarter as the system computes it, beside R14's cap, the manager's charge, the calls, the payments.

An over-charge is what a charge has above the cap. It is shown by day: each stretch of days with one base allowed,
beside the base that was charged, where a reading of the agreement gives the charge to the cent.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, product

from funds.rules.day_count import year_fraction
from funds.rules.fees import BASES, CALENDARS, PRORATIONS, CostEvent, FeeTerms, PeriodFee, period_fees
from funds.rules.terms import Terms
from itvf.errors import Breach, gettext_noop
from itvf.money import ZERO, allocate, quantise, total

WITHIN, ABOVE_COMPUTED, ABOVE_CAP, NOT_REPORTED, RUNNING = (
    "within",
    "above_computed",
    "above_cap",
    "not_reported",
    "running",
)
STATUSES = (WITHIN, ABOVE_COMPUTED, ABOVE_CAP, NOT_REPORTED, RUNNING)
ONE_DAY = timedelta(days=1)
KINDS = ("computed_hkd", "cap_hkd", "charged_hkd", "called_hkd", "paid_hkd", "over_charge_hkd")

CALLED_ABOVE_CAP = gettext_noop(
    "To {end} {found_hkd} was called for management fee; the scheme allows {allowed_hkd} to that day, {max_rate} a year"
    " of its base: {excess_hkd} too much. Have it returned, or set off against the next call."
)
PAID_ABOVE_CAP = gettext_noop(
    "To {end} {found_hkd} of management fee was paid; the scheme allows {allowed_hkd} to that day, {max_rate} a year of"
    " its base: {excess_hkd} too much. Have the manager return it."
)
ACCRUED_ABOVE_CAP = gettext_noop(
    "From {start} to {end} {found_hkd} of management fee was accrued; by what is on record now the scheme allows"
    " {allowed_hkd}, {max_rate} a year of its base: {excess_hkd} too much. Have it set off against the next fee."
)
CHARGED_ABOVE_CAP = gettext_noop(
    "From {start} to {end} the manager charged {found_hkd} of management fee; the scheme allows {allowed_hkd},"
    " {max_rate} a year of its base: {excess_hkd} too much, {per_day_hkd} a day. Have the manager give it back."
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is on record of one quarter, in HK$. `charged_hkd` is None where the manager has not reported."""

    start_date: date
    end_date: date
    is_over: bool
    fee: PeriodFee
    cap: PeriodFee
    computed_hkd: Decimal
    accrued_hkd: Decimal | None
    charged_hkd: Decimal | None
    called_hkd: Decimal
    paid_hkd: Decimal


@dataclass(frozen=True, slots=True)
class Basis:
    """A way to charge a fee: on which base, by the day's base or the first day's, by days or a fourth of a year."""

    base: str
    calendar: str
    proration: str
    rates: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row with one base allowed and one base charged, and their parts of cap and charge, in HK$."""

    start_date: date
    end_date: date
    allowed_base_hkd: Decimal
    charged_base_hkd: Decimal
    allowed_hkd: Decimal
    charged_hkd: Decimal

    @property
    def days(self) -> int:
        """Calendar days, both ends counted."""
        return (self.end_date - self.start_date).days + 1

    @property
    def excess_hkd(self) -> Decimal:
        """The over-charge of these days; below zero where the cap allows more on them than their part of the charge."""
        return total([self.charged_hkd, -self.allowed_hkd])

    @property
    def per_day_hkd(self) -> Decimal:
        """The over-charge of one of these days, to the cent, half up."""
        return quantise(Fraction(self.excess_hkd) / self.days, mode="half_up")


@dataclass(frozen=True, slots=True)
class OverCharge:
    """What a charge has above the cap of its quarter, and where it comes from.

    `basis` is the reading that gives the charge to the cent, None where none does: then the charge is spread evenly
    over its days, on the base that it implies at the scheme's highest rate.
    """

    excess_hkd: Decimal
    implied_base_hkd: Decimal
    basis: Basis | None
    stretches: tuple[Stretch, ...]

    @property
    def days(self) -> int:
        """The days of the quarter that was charged."""
        return sum(stretch.days for stretch in self.stretches)

    @property
    def per_day_hkd(self) -> Decimal:
        """The over-charge a day, on the quarter's average, to the cent, half up."""
        return quantise(Fraction(self.excess_hkd) / self.days, mode="half_up")


@dataclass(frozen=True, slots=True)
class Sums:
    """The figures of several quarters added, in HK$. A quarter that was not reported adds nothing to the charge."""

    computed_hkd: Decimal = ZERO
    cap_hkd: Decimal = ZERO
    charged_hkd: Decimal = ZERO
    called_hkd: Decimal = ZERO
    paid_hkd: Decimal = ZERO
    over_charge_hkd: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter's line: its facts, how it stands, its over-charge if any, and the sums from the first quarter on."""

    facts: Facts
    status: str
    over_charge: OverCharge | None
    to_date: Sums

    @property
    def over_charge_hkd(self) -> Decimal:
        """What the charge has above the cap, else zero."""
        return self.over_charge.excess_hkd if self.over_charge else ZERO

    @property
    def above_computed_hkd(self) -> Decimal:
        """What the charge has above the fee that the system computes, else zero."""
        charged = self.facts.charged_hkd
        return ZERO if charged is None else max(total([charged, -self.facts.computed_hkd]), ZERO)


def compare(
    quarters: Sequence[Facts], *, agreed: FeeTerms, events: Sequence[CostEvent], terms: Terms
) -> tuple[Quarter, ...]:
    """This function will set each quarter's charge beside the computed fee and R14's cap, with the sums to date.

    `agreed` and `events` say on which base an over-charge may have been made. HK$ to the cent, no tolerance. Charge,
    calls and payments of a quarter that is not over are shown and not judged.
    """
    over = _over_charges(quarters, agreed, events)
    sums = accumulate((_sums(one, over.get(one.start_date)) for one in quarters), _added)
    return tuple(
        Quarter(one, _status(one), over.get(one.start_date), to_date)
        for one, to_date in zip(quarters, sums, strict=True)
    )


def check_quarters(quarters: Sequence[Quarter], terms: Terms) -> tuple[tuple[Quarter, Breach], ...]:
    """This function will list what breaks R14 (Annex 3 1(k)(i)) in quarters that are over, each with its dollars.

    A charge is judged quarter by quarter, and so is what was accrued before a write-down or a sale of its days was
    known. Calls and payments are judged by what was called and paid to the day of the last quarter that is over, since
    a fee may be called for one quarter and paid in another.
    """
    over = [quarter for quarter in quarters if quarter.facts.is_over]
    found = [(quarter, _charged_breach(quarter, terms)) for quarter in over if quarter.over_charge]
    found += [(quarter, _accrued_breach(quarter, terms)) for quarter in over if _is_accrued_above_cap(quarter.facts)]
    if not over:
        return ()
    last = over[-1]
    for kind, code, sentence in (
        ("called_hkd", "fee_called_above_cap", CALLED_ABOVE_CAP),
        ("paid_hkd", "fee_paid_above_cap", PAID_ABOVE_CAP),
    ):
        amount, allowed = getattr(last.to_date, kind), last.to_date.cap_hkd
        if amount > allowed:
            facts = {"end": last.facts.end_date, **_figures(amount, allowed, terms)}
            found.append((last, terms.breach("maximum_management_fee_rate", code, sentence, **facts)))
    return tuple(found)


def inferred(
    charges: Sequence[tuple[Decimal, PeriodFee]], *, agreed: FeeTerms, events: Sequence[CostEvent]
) -> list[tuple[Basis, PeriodFee] | None]:
    """This function will find for each charge, given with its cap, a reading that gives it to the cent.

    Bases, calendars and prorations are tried in the order in which funds/rules/fees.py names them, the agreement's
    rates first, then the scheme's highest.
    """
    found: list[tuple[Basis, PeriodFee] | None] = [None] * len(charges)
    periods = [(cap.start_date, cap.end_date) for _charged, cap in charges]
    for reading in _readings(agreed, {cap.segments[0].rate for _charged, cap in charges}):
        if all(found):
            break
        for place, fee in enumerate(period_fees(reading, events, periods)):
            if found[place] is None and fee.fee_hkd == charges[place][0]:
                rates = tuple(dict.fromkeys(segment.rate for segment in fee.segments))
                found[place] = (Basis(reading.base_during, reading.calendar, reading.proration, rates), fee)
    return found


def over_charge(charged_hkd: Decimal, cap: PeriodFee, reading: tuple[Basis, PeriodFee] | None = None) -> OverCharge:
    """This function will say what a charge above its cap has too much, and from which days it comes.

    `reading` is the one that gives the charge (`inferred`). The parts of the stretches sum to cap and charge exactly,
    by largest remainder.
    """
    implied = _implied_base(charged_hkd, cap)
    bases = [(cap.start_date, cap.end_date, implied, Fraction(1))]
    if reading is not None:
        bases = [(s.start_date, s.end_date, s.base_hkd, s.weight / s.days) for s in reading[1].segments]
    pieces = _pieces(cap, bases)
    allowed = _parts(cap.fee_hkd, [weight for *_days_and_bases, weight, _other in pieces])
    charged = _parts(charged_hkd, [weight for *_days_and_bases, weight in pieces])
    stretches = (Stretch(*piece[:4], *parts) for piece, *parts in zip(pieces, allowed, charged, strict=True))
    excess = total([charged_hkd, -cap.fee_hkd])
    return OverCharge(excess, implied, reading and reading[0], tuple(stretches))


def _readings(agreed: FeeTerms, highest: Iterable[Decimal]) -> Iterator[FeeTerms]:
    """Every way to charge that is tried."""
    flat = [replace(agreed, rate_during=rate, rate_after=rate, steps=()) for rate in highest]
    for rates in (agreed, *flat):
        for base, calendar, proration in product(BASES, CALENDARS, PRORATIONS):
            yield replace(rates, base_during=base, base_after=base, calendar=calendar, proration=proration)


def _over_charges(quarters: Sequence[Facts], agreed: FeeTerms, events: Sequence[CostEvent]) -> dict[date, OverCharge]:
    """The over-charges by their quarter's first day; every reading is tried on all of them at once."""
    above = [one for one in quarters if _status(one) == ABOVE_CAP]
    charges = [(one.charged_hkd, one.cap) for one in above]
    readings = inferred(charges, agreed=agreed, events=events)
    return {
        one.start_date: over_charge(*charge, reading)
        for one, charge, reading in zip(above, charges, readings, strict=True)
    }


def _status(one: Facts) -> str:
    if not one.is_over:
        return RUNNING
    if one.charged_hkd is None:
        return NOT_REPORTED
    if one.charged_hkd > one.cap.fee_hkd:
        return ABOVE_CAP
    return ABOVE_COMPUTED if one.charged_hkd > one.computed_hkd else WITHIN


def _sums(one: Facts, over: OverCharge | None) -> Sums:
    return Sums(
        computed_hkd=one.computed_hkd,
        cap_hkd=one.cap.fee_hkd,
        charged_hkd=one.charged_hkd or ZERO,
        called_hkd=one.called_hkd,
        paid_hkd=one.paid_hkd,
        over_charge_hkd=over.excess_hkd if over else ZERO,
    )


def _added(former: Sums, this: Sums) -> Sums:
    return Sums(**{name: total([getattr(former, name), getattr(this, name)]) for name in KINDS})


def _charged_breach(quarter: Quarter, terms: Terms) -> Breach:
    facts = {
        "start": quarter.facts.start_date,
        "end": quarter.facts.end_date,
        **_figures(quarter.facts.charged_hkd, quarter.facts.cap.fee_hkd, terms),
        "per_day_hkd": quarter.over_charge.per_day_hkd,
    }
    return terms.breach("maximum_management_fee_rate", "fee_above_cap", CHARGED_ABOVE_CAP, **facts)


def _is_accrued_above_cap(facts: Facts) -> bool:
    return facts.accrued_hkd is not None and facts.accrued_hkd > facts.cap.fee_hkd


def _accrued_breach(quarter: Quarter, terms: Terms) -> Breach:
    one = quarter.facts
    facts = {"start": one.start_date, "end": one.end_date, **_figures(one.accrued_hkd, one.cap.fee_hkd, terms)}
    return terms.breach("maximum_management_fee_rate", "fee_accrued_above_cap", ACCRUED_ABOVE_CAP, **facts)


def _figures(found_hkd: Decimal, allowed_hkd: Decimal, terms: Terms) -> dict[str, Decimal]:
    return {
        "found_hkd": found_hkd,
        "allowed_hkd": allowed_hkd,
        "excess_hkd": total([found_hkd, -allowed_hkd]),
        "max_rate": terms.rate("maximum_management_fee_rate"),
    }


def _implied_base(charged_hkd: Decimal, cap: PeriodFee) -> Decimal:
    """The base of all days on which the scheme's highest rate gives the charge, in HK$ to the cent, half up."""
    years = year_fraction(cap.start_date, cap.end_date + ONE_DAY, "ACT/ACT")
    return quantise(Fraction(charged_hkd) / (Fraction(cap.segments[0].rate) * years), mode="half_up")


def _pieces(cap: PeriodFee, bases: Sequence[tuple[date, date, Decimal, Fraction]]) -> list[tuple]:
    """The quarter cut where the base allowed or the base charged changes, with what the days weigh in each."""
    pieces = []
    for allowed in cap.segments:
        for first, last, base, weight in bases:
            start, end = max(allowed.start_date, first), min(allowed.end_date, last)
            days = (end - start).days + 1
            if days > 0:
                weights = (allowed.weight / allowed.days * days, weight * days)
                pieces.append((start, end, allowed.base_hkd, base, *weights))
    return pieces


def _parts(amount_hkd: Decimal, weights: Sequence[Fraction]) -> list[Decimal]:
    return allocate(amount_hkd, weights) if amount_hkd else [ZERO] * len(weights)
