"""A closing's true-up as its working keeps it, and what its call asks of whom, purpose by purpose (A13)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from funds.models import Closing, Commitment
from funds.rules.allocation import SHARE
from funds.rules.call_purposes import Part
from itvf.money import EXACT, ZERO, allocate, total

Kind = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of purpose of a call, inside commitment or outside it: what is called of it still, and its interest."""

    number: int
    due_date: date
    amount_hkd: Decimal
    interest_on_a_dollar: Decimal
    kind: str
    is_outside: bool
    clause: str


@dataclass(frozen=True, slots=True)
class Line:
    """One partner: what it pays, or below zero gets back; `moves` is what each row asked of it before, and asks now."""

    partner: int
    capital_hkd: Decimal
    outside_hkd: Decimal
    interest_hkd: Decimal
    share_before: Decimal
    share_after: Decimal
    entitled_hkd: Decimal
    moves: tuple[tuple[Decimal, Decimal], ...]

    @property
    def whole_hkd(self) -> Decimal:
        """All that it pays or gets back, in HK$."""
        return total([self.capital_hkd, self.outside_hkd, self.interest_hkd])

    @property
    def asked(self) -> tuple[Decimal, Decimal, Decimal]:
        """What the true-up's call asks of it, in HK$: inside commitment, capital outside it, interest."""
        return tuple(max(amount, ZERO) for amount in (self.capital_hkd, self.outside_hkd, self.interest_hkd))

    @property
    def back(self) -> tuple[Decimal, Decimal, Decimal]:
        """What the true-up's return gives it, in HK$: inside commitment, capital outside it, interest."""
        return tuple(max(ZERO - amount, ZERO) for amount in (self.capital_hkd, self.outside_hkd, self.interest_hkd))


@dataclass(frozen=True, slots=True)
class Working:
    """The true-up of a closing: the rows that it rests on, and each partner's line by its key."""

    rows: tuple[Row, ...]
    lines: Mapping[int, Line]


def read(closing: Closing) -> Working:
    """This function will read the true-up that a closing's working keeps.

    One written before calls were made again has a row a call and a partner's shares of all of them.
    """
    kept = closing.working["true_up"]
    rows = tuple(
        Row(
            number=one["number"],
            due_date=date.fromisoformat(one["due_date"]),
            amount_hkd=Decimal(one["amount_hkd"]),
            interest_on_a_dollar=Decimal(one["interest_on_a_dollar"]),
            kind=one.get("kind", "investment"),
            is_outside=one.get("is_outside", False),
            clause=one.get("clause", ""),
        )
        for one in kept["calls"]
    )
    return Working(rows, {one["partner"]: _line(one, rows) for one in kept["lines"]})


def parts(closing: Closing) -> dict[Kind, tuple[Part, ...]]:
    """This function will give what the true-up's call asks of each payer by kind and side, inside commitment first.

    A payer's line is split over what moved to it, to the cent, so that parts sum to lines and to purposes.
    """
    working = read(closing)
    kinds = sorted(dict.fromkeys((row.kind, row.is_outside) for row in working.rows), key=lambda kind: kind[1])
    admitted = Commitment.objects.admitted().filter(fund=closing.fund, closing__number__lte=closing.number)
    commitments = dict(admitted.values_list("partner").annotate(sum=Sum("amount_hkd")).order_by())
    found: dict[Kind, list[Part]] = {kind: [] for kind in kinds}
    for line in working.lines.values():
        inside, outside, _interest = line.asked
        if inside or outside:
            for kind, exact, amount in _of_payer(working.rows, line, kinds):
                found[kind].append(Part(line.partner, commitments[line.partner], exact, amount, SHARE))
    return {kind: tuple(of) for kind, of in found.items() if any(part.amount_hkd for part in of)}


def _of_payer(rows: tuple[Row, ...], line: Line, kinds: list[Kind]) -> list[tuple[Kind, Decimal, Decimal]]:
    """Each kind with what exactly moved to a payer, and the cents of its line."""
    found = []
    inside, outside, _interest = line.asked
    for is_outside, amount in ((False, inside), (True, outside)):
        ours = [kind for kind in kinds if kind[1] == is_outside]
        exact = [_moved(rows, line, kind) if amount else ZERO for kind in ours]
        cents = allocate(amount, exact) if amount else [ZERO] * len(ours)
        found += zip(ours, exact, cents, strict=True)
    return found


def _moved(rows: tuple[Row, ...], line: Line, kind: Kind) -> Decimal:
    """What exactly moved to a partner of one kind and side, not below zero."""
    moved = (
        EXACT.subtract(after, before)
        for row, (before, after) in zip(rows, line.moves, strict=True)
        if (row.kind, row.is_outside) == kind
    )
    return max(total(moved), ZERO)


def _line(kept: dict, rows: tuple[Row, ...]) -> Line:
    shares = Decimal(kept["share_before"]), Decimal(kept["share_after"])
    moves = kept.get("moves") or [[EXACT.multiply(row.amount_hkd, share) for share in shares] for row in rows]
    return Line(
        partner=kept["partner"],
        capital_hkd=Decimal(kept["capital_hkd"]),
        outside_hkd=Decimal(kept.get("outside_hkd", "0.00")),
        interest_hkd=Decimal(kept["interest_hkd"]),
        share_before=shares[0],
        share_after=shares[1],
        entitled_hkd=Decimal(kept["entitled_hkd"]),
        moves=tuple((Decimal(before), Decimal(after)) for before, after in moves),
    )
