"""Money of several exits in escrow: whose it is that comes, the oldest exit's first, each at its own rate (HKAS 21)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from investments.rules.foreign import Result, split_settlement
from itvf.money import ZERO, total

HKD = "HKD"


@dataclass(frozen=True, slots=True)
class Held:
    """What of one exit, by its event's number, is in escrow in HK$; its currency, and the rate it was booked at."""

    exit: int
    amount_hkd: Decimal
    currency: str = HKD
    rate: Decimal | None = None


def in_turn(held: Iterable[Held], amount_hkd: Decimal) -> tuple[Held, ...]:
    """This function will give the parts of what is held that an amount settles: the first exit's first.

    What is above all that is held is left out; the caller refuses it before.
    """
    parts, left = [], amount_hkd
    for one in sorted(held, key=lambda one: one.exit):
        taken = min(left, one.amount_hkd)
        if taken > 0:
            parts.append(replace(one, amount_hkd=taken))
            left = total([left, -taken])
    return tuple(parts)


def still_held(held: Iterable[Held], settled: Sequence[Mapping[int, Decimal] | Decimal]) -> tuple[Held, ...]:
    """This function will give what is left of each exit after releases, in the order in which they were recorded.

    A release names what it settled of which exit; one that only gives its amount settled in turn.
    """
    left = {one.exit: one for one in held}
    for release in settled:
        named = isinstance(release, Mapping)
        parts = release if named else {one.exit: one.amount_hkd for one in in_turn(left.values(), release)}
        for number, amount in parts.items():
            left[number] = replace(left[number], amount_hkd=total([left[number].amount_hkd, -amount]))
    return tuple(one for one in left.values() if one.amount_hkd > 0)


def split(received_hkd: Decimal, parts: Sequence[Held], *, rate: Decimal | None) -> Result:
    """This function will split what comes into gain and exchange difference, each exit's part at its own rate.

    Each difference is rounded half up to the cent; the gain, a loss where the buyer kept some, is the rest.
    """
    settled = total(part.amount_hkd for part in parts)
    apart = [
        split_settlement(part.amount_hkd, part.amount_hkd, rate_then=part.rate, rate=rate).exchange_hkd
        for part in parts
    ]
    exchange = total(apart) if rate is not None else ZERO
    return Result(total([received_hkd, -settled, -exchange]), exchange)
