"""The calls made so far, made again over another register: what each partner would have been called (A11, A13).

A later closing asks what everybody would stand at had all joined at the first one. So every call is split anew by the
rules that split it then (funds/rules/call_purposes.py): its bases, its excuses, its cap, what stood unfunded. Only the
exact shares are kept; nothing is rounded here.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from funds.rules.allocation import Position, ShortfallCap
from funds.rules.call_purposes import COMMITMENT, HOLDING, Purpose, Seat, split_purposes
from itvf.money import EXACT, PLACES_12, ZERO, quantise, total

Shares = dict[Hashable, Fraction]
NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Member:
    """A partner as if it had joined at the first closing with all that it committed since, in HK$."""

    id: Hashable
    commitment_hkd: Decimal
    is_government: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """A purpose of a call in HK$. What is called for one `deal` is a holding, the base of a follow-on by holding."""

    amount_hkd: Decimal
    kind: str = "investment"
    base: str = COMMITMENT
    is_outside: bool = False
    deal: Hashable = None


@dataclass(frozen=True, slots=True)
class Drawdown:
    """A call as it was issued: who was excused from it, the cap on carrying others' shortfall.

    `beyond_hkd` is what the Government was authorised on the day to pay beyond its commitment (A20).
    """

    issued_date: date
    due_date: date
    uses: tuple[Use, ...]
    excused: frozenset[Hashable] = frozenset()
    cap: ShortfallCap | None = None
    beyond_hkd: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Returned:
    """Money of a call, by its place among the calls, that was not invested and went back to its partners (A19)."""

    call: int
    amount_hkd: Decimal


@dataclass(frozen=True, slots=True)
class Restored:
    """What a distribution gave each partner back to be called again (A20)."""

    amounts_hkd: Mapping[Hashable, Decimal]


@dataclass(frozen=True, slots=True)
class Transferred:
    """A commitment that passed to another partner, and with it the same part of all that was called."""

    giver: Hashable
    taker: Hashable
    amount_hkd: Decimal


@dataclass(frozen=True, slots=True)
class Released:
    """A commitment that fell by what had not been called."""

    id: Hashable
    amount_hkd: Decimal


Event = Drawdown | Returned | Restored | Transferred | Released


@dataclass(frozen=True, slots=True)
class Made:
    """A call made again: each use's exact share of each partner that has one, in HK$, by what happened until now."""

    call: Drawdown
    shares: tuple[Shares, ...]

    def side(self, *, is_outside: bool) -> Shares:
        """Each partner's share of the call's uses inside commitment, or of those outside it."""
        return added(
            shares for use, shares in zip(self.call.uses, self.shares, strict=True) if use.is_outside == is_outside
        )


def replay(members: Sequence[Member], events: Sequence[Event], *, is_bounded: bool = True) -> tuple[Made, ...]:
    """This function will make every call again over `members`, in the order of the events, and give the exact shares.

    Nobody is asked beyond what it would have had unfunded, unless `is_bounded` says that commitments set no bound. Who
    was excused from a call stays excused from it, with all that it commits since; its shortfall falls on the others,
    new ones too, up to the call's cap, and never on the Government (R20). What nobody can take is in no share.
    """
    books = _Books(members, is_bounded=is_bounded)
    for event in events:
        books.take(event)
    return tuple(Made(call, tuple(shares)) for call, shares in books.made)


def holdings(made: Sequence[Made], deal: Hashable) -> Shares:
    """This function will give what calls made again asked of each partner for a deal, exact, in HK$."""
    return added(
        shares for one in made for use, shares in zip(one.call.uses, one.shares, strict=True) if use.deal == deal
    )


def added(parts) -> Shares:
    """This function will add shares partner by partner, in the order in which partners appear."""
    whole: Shares = {}
    for shares in parts:
        _add(whole, shares)
    return whole


@dataclass(slots=True)
class _Books:
    """What the partners stand at between two events; `made` holds every call with the shares of its uses."""

    members: Sequence[Member]
    is_bounded: bool
    made: list[tuple[Drawdown, list[Shares]]] = field(default_factory=list)
    committed: dict[Hashable, Decimal] = field(default_factory=dict)
    restored: Shares = field(default_factory=dict)
    inside: Shares = field(default_factory=dict)
    outside: Shares = field(default_factory=dict)
    day: date | None = None
    today: Shares = field(default_factory=dict)

    def __post_init__(self):
        self.committed = {one.id: one.commitment_hkd for one in self.members}

    def take(self, event: Event) -> None:
        """Carries one event."""
        if isinstance(event, Drawdown):
            self._call(event)
        elif isinstance(event, Returned):
            self._give_back(event)
        elif isinstance(event, Restored):
            _add(self.restored, {id: Fraction(one) for id, one in event.amounts_hkd.items()})
        elif isinstance(event, Transferred):
            self._pass_on(event)
        else:
            self.committed[event.id] -= event.amount_hkd

    def _call(self, call: Drawdown) -> None:
        if call.issued_date != self.day:
            self.day, self.today = call.issued_date, {}
        asked = total(use.amount_hkd for use in call.uses)
        seats = [self._seat(member, call, asked) for member in self.members]
        split = split_purposes([self._purpose(use) for use in call.uses], seats, cap=call.cap)
        shares = [{part.id: part.share_hkd for part in parts if part.share_hkd} for parts in split.parts]
        self.made.append((call, shares))
        if self.is_bounded:
            for use, of in zip(call.uses, shares, strict=True):
                for side in (self.outside,) if use.is_outside else (self.inside, self.today):
                    _add(side, of)

    def _seat(self, member: Member, call: Drawdown, asked: Decimal) -> Seat:
        id, commitment = member.id, self.committed[member.id]
        position = Position(
            id=id,
            commitment_hkd=commitment,
            called_before_hkd=ZERO,
            unfunded_before_hkd=asked,
            excused=id in call.excused,
            is_government=member.is_government,
            entitled_before_hkd=ZERO,
        )
        if not self.is_bounded:
            return Seat(position, asked)
        restored = self.restored.get(id, NOTHING)
        gross = None
        if member.is_government:
            restored = min(restored, Fraction(call.beyond_hkd))
            paid = self.inside.get(id, NOTHING) + self.outside.get(id, NOTHING)
            gross = _room(Fraction(commitment + call.beyond_hkd) - paid)
        unfunded = Fraction(commitment) + restored - self.inside.get(id, NOTHING)
        opening = _room(unfunded + self.today.get(id, NOTHING))
        return Seat(replace(position, unfunded_before_hkd=_room(unfunded)), opening, gross_left_hkd=gross)

    def _purpose(self, use: Use) -> Purpose:
        held: Mapping[Hashable, Decimal] = {}
        if use.base == HOLDING:
            earlier = [Made(call, tuple(shares)) for call, shares in self.made if call.issued_date < self.day]
            before = holdings(earlier, use.deal)
            held = {id: _places(share) for id, share in before.items()}
        return Purpose(use.kind, use.amount_hkd, use.base, use.is_outside, held)

    def _give_back(self, event: Returned) -> None:
        """What went back lowers every use inside commitment alike."""
        call, shares = self.made[event.call]
        left = sum(Made(call, tuple(shares)).side(is_outside=False).values())
        gone = Fraction(event.amount_hkd) / left if left else NOTHING
        for use, of in zip(call.uses, shares, strict=True):
            if not use.is_outside:
                back = {id: -share * gone for id, share in of.items()}
                _add(of, back)
                _add(self.inside, back)

    def _pass_on(self, event: Transferred) -> None:
        """All that was called of the giver passes in the proportion of its commitment that passes."""
        part = Fraction(event.amount_hkd) / Fraction(self.committed[event.giver])
        called = [of for _call, uses in self.made for of in uses]
        for of in (self.restored, self.inside, self.outside, self.today, *called):
            moved = of.get(event.giver, NOTHING) * part
            if moved:
                _add(of, {event.giver: -moved, event.taker: moved})
        self.committed[event.giver] -= event.amount_hkd
        self.committed[event.taker] = self.committed.get(event.taker, ZERO) + event.amount_hkd


def _add(into: Shares, shares: Mapping[Hashable, Fraction]) -> None:
    for id, share in shares.items():
        into[id] = into[id] + share if id in into else share


def _room(amount: Fraction) -> Decimal:
    """What may still be asked, cut to the cent."""
    return max(quantise(amount, mode="down"), ZERO)


def _places(share: Fraction) -> Decimal:
    return EXACT.divide(Decimal(share.numerator), Decimal(share.denominator)).quantize(PLACES_12, context=EXACT)
