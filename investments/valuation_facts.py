"""What is on record of an investment when it is valued: the value before, what happened since, the last round."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max, Q

from funds.models import LedgerAccount
from investments import positions
from investments.models import Investment, LifeEvent, Valuation
from investments.rules import valuation
from investments.rules.foreign import booked
from itvf.errors import plain
from itvf.money import ZERO, total

Kind = LifeEvent.Kind
ENDS = (Kind.EXIT, Kind.WRITE_OFF)
# What tells a new price beside a round; income, splits and money drawn do not.
TELLING = (Kind.EXIT, Kind.CONVERSION)
# Kept beside a bridge: the number of the last event on record when the value was made.
LAST_EVENT = "last_event"
WRITTEN = (Kind.WRITE_DOWN, Kind.WRITE_DOWN_REVERSAL)


@dataclass(frozen=True, slots=True)
class Before:
    """The value that a new one goes on from, its day, and what happened since."""

    value_hkd: Decimal
    on: date
    had_event: bool
    movement: valuation.Movement

    @property
    def expected_hkd(self) -> Decimal:
        """What the value would be at an unchanged price: moved by what was added, sold and written down since."""
        left = total(
            [self.movement.released_hkd, self.movement.unrealised_released_hkd, self.movement.written_down_hkd]
        )
        return total([self.value_hkd, self.movement.added_hkd, -left])


def last_reviewed(investment: Investment, *, before: date | None = None) -> Valuation | None:
    """The last value of an investment that is in the books, or the last one before a day."""
    found = investment.valuations.filter(stage=Valuation.Stage.REVIEWED)
    if before is not None:
        found = found.filter(valuation_date__lt=before)
    return found.order_by("-valuation_date", "-id").first()


def before(investment: Investment, on: date) -> Before:
    """What a value on a day goes on from: the last one in the books, else what the deal cost at completion."""
    last = last_reviewed(investment, before=on)
    first = investment.life_events.get(number=1)
    since = last.valuation_date if last else first.effective_date
    seen = last.bridge[LAST_EVENT] if last else first.number
    after = Q(effective_date__gt=since) | Q(effective_date=since, number__gt=seen)
    events = list(
        investment.life_events.filter(after, effective_date__lte=on)
        .exclude(pk=first.pk)
        .select_related("reverses")
        .order_by("number")
    )
    rounds = investment.company.rounds.filter(closed_date__gt=since, closed_date__lte=on, replaced_by__isnull=True)
    return Before(
        value_hkd=last.fair_value_hkd if last else first.amount_hkd,
        on=since,
        had_event=_anything_happened(events, TELLING) or rounds.exists(),
        movement=_movement(investment, events),
    )


def last_event(investment: Investment) -> int:
    """The number of the last event on record."""
    return investment.life_events.aggregate(last=Max("number"))["last"]


def _anything_happened(events: list[LifeEvent], kinds: Iterable[str]) -> bool:
    """Whether more is left of some events of these kinds than pairs that undo each other."""
    undone = {event.reverses_id for event in events} & {event.pk for event in events}
    return any(event.kind in kinds and event.pk not in undone and event.reverses_id not in undone for event in events)


def _movement(investment: Investment, events: list[LifeEvent]) -> valuation.Movement:
    """What the events add up to: a reversal carries the opposite figures, so that it takes its event out."""
    ended = [event for event in events if event.kind in ENDS]
    released = -total(event.cost_hkd for event in ended)
    return valuation.Movement(
        added_hkd=total(event.amount_hkd for event in events if event.kind == Kind.TRANCHE),
        released_hkd=released,
        realised_hkd=total(event.amount_hkd + event.escrow_hkd for event in ended if event.kind == Kind.EXIT),
        written_down_hkd=total(event.written_down_hkd for event in events if event.kind in WRITTEN),
        unrealised_released_hkd=total([-_carried(investment, ended), -released]),
    )


def _carried(investment: Investment, events: list[LifeEvent]) -> Decimal:
    """What the entries of events moved of the carrying amount, in HK$."""
    undone = {event.reverses.number for event in events if event.reverses}
    booked_ones = {event.number for event in events if not event.reverses}
    entries = Q(entry__source__in=_sources(investment, booked_ones), entry__reverses__isnull=True) | Q(
        entry__source__in=_sources(investment, undone), entry__reverses__isnull=False
    )
    carrying = (*positions.COST, LedgerAccount.Code.INVESTMENT_UNREALISED)
    found = positions.posted(investment).filter(entries, account__code__in=carrying)
    return total(found.values_list("amount_hkd", flat=True))


def _sources(investment: Investment, numbers: Iterable[int]) -> list[str]:
    return [f"life_event:{investment.pk}:{number}" for number in numbers]


def bridge(investment: Investment, start: Before, on: date, value_hkd: Decimal, rate: Decimal | None):
    """The bridge from the value before to a new one; its exchange difference is what the review will post."""
    exchange = exchange_change(investment, positions.of(investment, as_of=on), on, rate)
    return valuation.bridge(start.value_hkd, value_hkd, start.movement, exchange_hkd=exchange)


def calibration(investment: Investment, on: date, value_hkd: Decimal) -> dict:
    """A value beside what the last round's price gives for the units held; empty where no price is known."""
    last = (
        investment.company.rounds.filter(
            closed_date__lte=on, replaced_by__isnull=True, foreign_unit_price__isnull=False
        )
        .order_by("-closed_date", "-id")
        .first()
    )
    units = positions.of(investment, as_of=on).holding.units
    if last is None or not units:
        return {}
    at_round = booked(units * last.foreign_unit_price, last.fx_rate or Decimal(1))
    found = valuation.calibration(last.name, at_round, value_hkd)
    return plain({name: getattr(found, name) for name in found.__slots__})


def exchange_change(investment: Investment, position: positions.Position, on: date, rate: Decimal | None) -> Decimal:
    """What the rate alone has done to the cost held, less what of it stands in the books already, in HK$."""
    foreign = position.holding.foreign_cost
    if foreign is None or rate is None:
        return ZERO
    stands = -total(
        positions.posted(investment)
        .filter(account__code=LedgerAccount.Code.UNREALISED_FX, entry__effective_date__lte=on)
        .values_list("amount_hkd", flat=True)
    )
    return total([booked(foreign, rate), -position.holding.cost_hkd, -stands])
