"""Each partner's part of a quarter's management fee: its share, less its concession, less its offsets (R14, A4, A21).

Offsets are fees that the manager had from companies, in the part that the agreement gives back. They go to the partners
that pay a fee: one whose fee is waived for the whole quarter has none to reduce. What exceeds a partner's fee of the
quarter is carried forward for that partner.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from funds.rules.fees import PeriodFee
from itvf.errors import InputRefused, gettext_noop
from itvf.money import ZERO, allocate, money, quantise, total

NO_SHARE = gettext_noop("A concession takes a part of the fee, above 0 and up to 1 (a waiver); {rate} was given.")
ENDS_BEFORE_START = gettext_noop("The concession from {start} ends on {found}, before it starts. Correct its dates.")
OVERLAPS = gettext_noop("Two concessions of one partner count on {day}. End the one before the other begins.")
NO_COMMITMENT = gettext_noop("No partner has a commitment to share the fee by. Give at least one above zero.")
NOT_OFFSET = gettext_noop("{rate} of a fee can't be set off: the agreement's part is from 0 to 1.")


@dataclass(frozen=True, slots=True)
class Concession:
    """The part of its fee that a partner is let off, from a day to another, both counted; 1 waives the fee."""

    rate: Decimal
    from_date: date
    to_date: date | None = None

    @property
    def last_date(self) -> date:
        """The last day on which it counts."""
        return self.to_date or date.max


@dataclass(frozen=True, slots=True)
class Seat:
    """A partner as the fee is shared: commitment at the quarter's end, and the offsets brought forward, in HK$."""

    id: Hashable
    commitment_hkd: Decimal
    is_government: bool = False
    carried_hkd: Decimal = ZERO
    concessions: tuple[Concession, ...] = ()


@dataclass(frozen=True, slots=True)
class PartnerFee:
    """One partner's fee of a quarter, in HK$. `net_hkd` is what it bears."""

    id: Hashable
    commitment_hkd: Decimal
    gross_hkd: Decimal
    concession_hkd: Decimal
    brought_hkd: Decimal
    offset_hkd: Decimal
    used_hkd: Decimal

    @property
    def net_hkd(self) -> Decimal:
        """The gross share less concession and offsets used; never below zero."""
        return total([self.gross_hkd, -self.concession_hkd, -self.used_hkd])

    @property
    def carried_hkd(self) -> Decimal:
        """Offsets that this quarter's fee did not take up."""
        return total([self.brought_hkd, self.offset_hkd, -self.used_hkd])


@dataclass(frozen=True, slots=True)
class QuarterFee:
    """The fee of a quarter as its partners bear it; the sums are those of the lines, to the cent."""

    charged: PeriodFee
    lines: tuple[PartnerFee, ...]

    @property
    def net_hkd(self) -> Decimal:
        """What the manager is due of all partners together."""
        return total(line.net_hkd for line in self.lines)


def offset_of(amount_hkd: Decimal, rate: Decimal) -> Decimal:
    """This function will compute what of a fee from a company is set off, in HK$ to the cent, half up."""
    check_offset_rate(rate)
    return quantise(Fraction(money(amount_hkd)) * Fraction(rate), mode="half_up")


def partner_fees(fee: PeriodFee, cap: PeriodFee, seats: Sequence[Seat], *, offset_hkd: Decimal = ZERO) -> QuarterFee:
    """This function will give each partner's fee of a quarter, in HK$, the lines summing to the fee exactly.

    The lower of fee and cap (R14) is shared by commitment. The Government's share is rounded down, so that it never
    passes its share of the cap; the others have the rest by largest remainder. A concession counts by day, weighted
    as the fee accrues, half up. The quarter's offsets are shared by commitment among those whose fee is not waived for
    the whole quarter (all, where every fee is), by largest remainder; with what was brought forward they reduce the
    partner's fee, at most to zero. Refuses partners without any commitment and concessions that overlap (InputRefused).
    """
    weights = [seat.commitment_hkd for seat in seats]
    if not total(weights):
        raise InputRefused(NO_COMMITMENT, code="no_commitment", field="partners")
    charged = cap if cap.fee_hkd < fee.fee_hkd else fee
    shares = _gross(charged.fee_hkd, seats)
    paying = [ZERO if _is_waived(charged, seat) else seat.commitment_hkd for seat in seats]
    offsets = allocate(offset_hkd, paying if total(paying) else weights)
    return QuarterFee(charged, tuple(map(_line, [charged] * len(seats), seats, shares, offsets)))


def check_offset_rate(rate: Decimal) -> None:
    """This function will refuse (InputRefused) a part that is none."""
    if not 0 <= rate <= 1:
        raise InputRefused(NOT_OFFSET, code="offset_not_a_share", field="rate", rate=rate)


def check_concessions(concessions: Sequence[Concession]) -> None:
    """This function will refuse (InputRefused) a partner's concessions that are no share, end too early or overlap."""
    last: date | None = None
    for one in sorted(concessions, key=lambda concession: concession.from_date):
        if not 0 < one.rate <= 1:
            raise InputRefused(NO_SHARE, code="concession_not_a_share", field="rate", rate=one.rate)
        if one.last_date < one.from_date:
            facts = {"start": one.from_date, "found": one.to_date}
            raise InputRefused(ENDS_BEFORE_START, code="ends_before_start", field="to_date", **facts)
        if last is not None and one.from_date <= last:
            raise InputRefused(OVERLAPS, code="concessions_overlap", field="from_date", day=one.from_date)
        last = one.last_date


def _gross(fee_hkd: Decimal, seats: Sequence[Seat]) -> list[Decimal]:
    """The shares by commitment: the Government's rounded down, the others' by largest remainder of the rest."""
    whole = sum(Fraction(seat.commitment_hkd) for seat in seats)
    others = [ZERO if seat.is_government else seat.commitment_hkd for seat in seats]
    if not total(others):
        return allocate(fee_hkd, [seat.commitment_hkd for seat in seats])
    government = [
        quantise(Fraction(fee_hkd) * Fraction(seat.commitment_hkd) / whole, mode="down") if seat.is_government else ZERO
        for seat in seats
    ]
    rest = allocate(total([fee_hkd, *(-part for part in government)]), others)
    return [total(parts) for parts in zip(government, rest, strict=True)]


def _is_waived(charged: PeriodFee, seat: Seat) -> bool:
    """Whether a partner pays no fee on any day of the quarter, by one waiver or by several that follow each other."""
    waivers = (one for one in seat.concessions if one.rate == 1)
    waived = sum(_days_within(charged.start_date, charged.end_date, one) for one in waivers)
    return waived > (charged.end_date - charged.start_date).days


def _line(charged: PeriodFee, seat: Seat, gross_hkd: Decimal, offset_hkd: Decimal) -> PartnerFee:
    concession = _concession(charged, seat, gross_hkd)
    available = total([seat.carried_hkd, offset_hkd])
    used = min(available, total([gross_hkd, -concession]))
    return PartnerFee(seat.id, seat.commitment_hkd, gross_hkd, concession, seat.carried_hkd, offset_hkd, used)


def _concession(charged: PeriodFee, seat: Seat, gross_hkd: Decimal) -> Decimal:
    """What a partner is let off: of its share, the part of the fee that accrued on the days that count, by the rate."""
    check_concessions(seat.concessions)
    whole = sum(segment.weight for segment in charged.segments)
    if not whole:
        return ZERO
    let_off = sum(
        Fraction(one.rate) * segment.weight * _days_within(segment.start_date, segment.end_date, one) / segment.days
        for one in seat.concessions
        for segment in charged.segments
    )
    return quantise(Fraction(gross_hkd) * let_off / whole, mode="half_up")


def _days_within(start: date, end: date, concession: Concession) -> int:
    """The days from `start` to `end`, both counted, on which a concession counts."""
    return max((min(end, concession.last_date) - max(start, concession.from_date)).days + 1, 0)
