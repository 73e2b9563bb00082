"""A call whose purposes stand on bases of their own, inside commitment or outside it (A11, A20, A21).

Each purpose is split over the partners as a call is (funds/rules/allocation.py), one after the other: what the one
before it asked counts as called before. What the agreement settles of it is typed, dated and cited by clause.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from funds.rules.allocation import NO_PART, SHARE, Line, Position, ShortfallCap, Split, split_call
from itvf.errors import Breach, gettext_noop
from itvf.money import ZERO, total

# By what a purpose is shared: commitments, what is unfunded, what was called before for the same investment.
COMMITMENT, UNFUNDED, HOLDING = "commitment", "unfunded", "holding_share"
BASES = (COMMITMENT, UNFUNDED, HOLDING)
# The topics of the agreement's register that settle it.
BASE_TOPICS = {UNFUNDED: "split_by_unfunded", HOLDING: "split_by_holding"}
OUTSIDE_TOPICS = {"management_fee": "fees_outside", "expense": "expenses_outside"}
CAP_TOPIC = "shortfall_cap"

BASE_NOT_AGREED = gettext_noop(
    "Purpose {number} is shared by {base}, which the agreement does not allow; share it by commitment, or record the"
    " clause that allows it."
)
NOT_OF_A_HOLDING = gettext_noop(
    "Purpose {number} is shared by holdings, but names no investment that was called for before; name the deal, or"
    " share it by commitment."
)
OUTSIDE_CHANGED = gettext_noop(
    "Purpose {number} was drafted on another term than the one in force on fees and expenses outside commitment; revise"
    " the draft."
)


@dataclass(frozen=True, slots=True)
class Agreed:
    """What an agreement settles of calls on a day. Each value is the clause that says so.

    `bases` and `outside` (by kind of purpose) are what it allows; `denied` holds the bases that a clause rules out.
    """

    bases: Mapping[str, str] = field(default_factory=dict)
    denied: Mapping[str, str] = field(default_factory=dict)
    outside: Mapping[str, str] = field(default_factory=dict)
    cap: ShortfallCap | None = None

    def clause(self, base: str, kind: str) -> str:
        """The clauses under which a purpose of a kind is shared by a base, and stands outside; empty by default."""
        found = dict.fromkeys(one for one in (self.bases.get(base), self.outside.get(kind)) if one)
        return ", ".join(found)


@dataclass(frozen=True, slots=True)
class Purpose:
    """A purpose of a call in HK$. `holdings` is what was called of each partner before for the same investment."""

    kind: str
    amount_hkd: Decimal
    base: str = COMMITMENT
    is_outside: bool = False
    holdings: Mapping[Hashable, Decimal] = field(default_factory=dict)

    @property
    def is_plain(self) -> bool:
        """Whether it is shared by commitments inside them, as every purpose is unless the agreement says otherwise."""
        return self.base == COMMITMENT and not self.is_outside


@dataclass(frozen=True, slots=True)
class Seat:
    """A partner as a call by purposes finds it, in HK$.

    `opening_unfunded_hkd` is what was unfunded when the day began, a true-up of the day done, so that the order of a
    day's drawdowns changes no share.
    `outside_before_hkd` was called outside commitment, `outside_entitled_hkd` is the exact sum of those shares.
    `gross_left_hkd` is what the Government may still pay in all, inside and outside (A20); None for everybody else.
    """

    position: Position
    opening_unfunded_hkd: Decimal
    outside_before_hkd: Decimal = ZERO
    outside_entitled_hkd: Decimal = ZERO
    gross_left_hkd: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one purpose asks of one partner: the base of its share, its exact share (12 places), and the cents.

    `share_hkd` is that share unrounded.
    """

    id: Hashable
    weight_hkd: Decimal
    entitled_hkd: Decimal
    amount_hkd: Decimal
    way: str
    share_hkd: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class PurposeSplit:
    """A call by purposes: lines inside commitment, what stands outside by partner, and every purpose's parts."""

    inside: Split
    outside_hkd: Mapping[Hashable, Decimal]
    parts: tuple[tuple[Part, ...], ...]


def check_purposes(purposes: Sequence[Purpose], agreed: Agreed) -> tuple[Breach, ...]:
    """This function will judge the purposes' bases and their standing outside commitment by the agreement (A11, A21).

    Commitment is the default and always allowed. A breach cites the clause that rules a base out, else the assumption.
    """
    breaches = []
    for number, one in enumerate(purposes, start=1):
        if one.base != COMMITMENT and one.base not in agreed.bases:
            clause = agreed.denied.get(one.base, "assumption")
            breaches.append(
                Breach("base_not_agreed", BASE_NOT_AGREED, "A11", clause, {"number": number, "base": one.base})
            )
        elif one.base == HOLDING and not any(one.holdings.values()):
            clause = agreed.bases[HOLDING]
            breaches.append(Breach("no_holding", NOT_OF_A_HOLDING, "A11", clause, {"number": number}))
        if one.is_outside != (one.kind in agreed.outside):
            clause = agreed.outside.get(one.kind, "assumption")
            breaches.append(Breach("outside_changed", OUTSIDE_CHANGED, "A21", clause, {"number": number}))
    return tuple(breaches)


def split_purposes(
    purposes: Sequence[Purpose], seats: Sequence[Seat], *, cap: ShortfallCap | None = None
) -> PurposeSplit:
    """This function will split a call purpose by purpose, each by its base, to the cent (A11).

    Every purpose's parts sum to it, but for the residue; a partner's line is the sum of its parts inside commitment.
    Exact running totals go on from purpose to purpose: those inside from call to call, those outside among themselves.
    Nobody pays more inside than is unfunded. The Government's part is never above its share by commitments, and all
    that it pays, inside and outside, stays within its commitment and what is authorised beyond it (A20).
    """
    running = [_Running(seat) for seat in seats]
    parts, breaches, residue = [], [], ZERO
    for purpose in purposes:
        positions = [one.position(purpose) for one in running]
        split = split_call(purpose.amount_hkd, positions, cap=cap)
        parts.append(
            tuple(
                one.take(purpose, position, line)
                for one, position, line in zip(running, positions, split.lines, strict=True)
            )
        )
        breaches += split.breaches
        residue = total([residue, split.residue_hkd])
    inside = Split(tuple(one.line() for one in running), residue, tuple(breaches))
    return PurposeSplit(inside, {one.seat.position.id: one.outside_hkd for one in running}, tuple(parts))


class _Running:
    """One partner from purpose to purpose."""

    __slots__ = ("called", "entitled", "outside_entitled", "outside_hkd", "paid", "seat", "share")

    def __init__(self, seat: Seat):
        before = seat.position.entitled_before_hkd
        self.seat = seat
        self.called = seat.position.called_before_hkd
        self.entitled = self.called if before is None else before
        self.outside_entitled = seat.outside_entitled_hkd
        self.outside_hkd = self.paid = ZERO
        self.share = Fraction(0)

    def position(self, purpose: Purpose) -> Position:
        """As the next purpose finds it."""
        before = self.seat.position
        room = purpose.amount_hkd if purpose.is_outside else before.unfunded_before_hkd - self.paid
        if self.seat.gross_left_hkd is not None:
            room = max(min(room, self.seat.gross_left_hkd - self.paid - self.outside_hkd), ZERO)
        return replace(
            before,
            called_before_hkd=self.seat.outside_before_hkd + self.outside_hkd if purpose.is_outside else self.called,
            entitled_before_hkd=self.outside_entitled if purpose.is_outside else self.entitled,
            unfunded_before_hkd=room,
            weight_hkd=self._weight(purpose),
        )

    def _weight(self, purpose: Purpose) -> Decimal:
        if purpose.base == UNFUNDED:
            return self.seat.opening_unfunded_hkd
        if purpose.base == HOLDING:
            return purpose.holdings.get(self.seat.position.id, ZERO)
        return self.seat.position.commitment_hkd

    def take(self, purpose: Purpose, position: Position, line: Line) -> Part:
        """Adds what a purpose asks."""
        entitled = line.entitled_after_hkd - position.entitled_before_hkd
        if purpose.is_outside:
            self.outside_entitled = line.entitled_after_hkd
            self.outside_hkd += line.amount_hkd
        else:
            self.entitled, self.called = line.entitled_after_hkd, line.called_after_hkd
            self.paid += line.amount_hkd
            self.share += line.share_hkd
        return Part(position.id, position.weight_hkd, entitled, line.amount_hkd, line.way, line.share_hkd)

    def line(self) -> Line:
        before = self.seat.position
        return Line(
            id=before.id,
            amount_hkd=self.paid,
            called_after_hkd=self.called,
            unfunded_after_hkd=before.unfunded_before_hkd - self.paid,
            entitled_after_hkd=self.entitled,
            share_hkd=self.share,
            way=SHARE if self.paid or self.outside_hkd else NO_PART,
        )
