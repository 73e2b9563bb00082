"""How an event of an investment's life is written: one order for all, its entries in the fund's book, one row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from funds.locks import lock_fund
from funds.models import Book, JournalEntry, LedgerAccount
from funds.services import ledger
from investments import positions
from investments.models import Investment, LifeEvent
from investments.positions import Position
from investments.rules import foreign, lifecycle
from investments.rules.lifecycle import Release
from investments.services.proposals import refuse_places
from itvf import audit
from itvf.dates import local_date
from itvf.errors import InputRefused, gettext_noop, plain
from itvf.models import File
from itvf.money import ZERO, money, total

Code = ledger.Code
Entry = JournalEntry.Kind
HKD = "HKD"
Kind = LifeEvent.Kind
# What moves cost or carrying amount: it does not go behind a value that is in the books.
MOVES_VALUE = (Kind.TRANCHE, Kind.WRITE_DOWN, Kind.WRITE_DOWN_REVERSAL, Kind.WRITE_OFF, Kind.EXIT)


@dataclass(frozen=True, slots=True)
class Exchange:
    """Money as it happened: currency, amount, HK$ for one unit, where the rate is from and of which day."""

    currency: str
    foreign_amount: Decimal
    fx_rate: Decimal
    fx_source: str
    fx_date: date

    def as_columns(self) -> dict[str, Any]:
        """The columns of an event."""
        return {
            "currency": self.currency,
            "foreign_amount": self.foreign_amount,
            "fx_rate": self.fx_rate,
            "fx_source": self.fx_source,
            "fx_date": self.fx_date,
        }


@dataclass(frozen=True, slots=True)
class Note:
    """What is said of an event: the day, what shows it, why, and the file."""

    on: date
    evidence: str
    reason: str = ""
    file: File | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """An investment under its fund's lock, as it stands before an event; what is said of the event, by whom, when."""

    investment: Investment
    position: Position
    number: int
    book: Book
    note: Note
    recorded_by: Any
    recorded_at: datetime

    @property
    def source(self) -> str:
        """What the event's entries name as their source."""
        return f"life_event:{self.investment.pk}:{self.number}"

    def account(self, code: Code) -> LedgerAccount:
        """An account of the fund's book that is not this investment's alone."""
        return ledger.account(self.book, code)

    def own(self, code: Code) -> LedgerAccount:
        """An account of this investment."""
        cost = self.investment.cost_account
        return ledger.account(self.book, code, reference=cost.reference, label=cost.label)

    def cost_lines(self, amount_hkd: Decimal) -> list[tuple[LedgerAccount, Decimal]]:
        """Cost that leaves, from the account of what was converted first, then from that of what was bought."""
        converted = min(amount_hkd, self.position.converted_hkd)
        return [
            (self.own(Code.INVESTMENT_CONVERTED), -converted),
            (self.investment.cost_account, total([-amount_hkd, converted])),
        ]


def begin(
    investment: Investment, kind: str, note: Note, *, recorded_by, at: datetime, may_be_over: bool = False
) -> Scene:
    """This function will lock the fund, load the investment, and refuse an event out of order or without evidence.

    A life is told in order: not before the last event or reversal on record, and what moves cost or value not before a
    value in the books. A reversal that is dated on its event's own day leaves room to record the event anew there.
    """
    lock_fund(investment.fund)
    investment = Investment.objects.select_related(
        "fund", "company", "proposal", "cost_account__book", "unrealised_account"
    ).get(pk=investment.pk)
    position = positions.of(investment)
    if note.on > local_date(at):
        raise InputRefused(
            gettext_noop("{date} is in the future; record what happened when it has happened."),
            code="future_event",
            field="on",
            date=note.on,
        )
    if not note.evidence.strip():
        raise InputRefused(
            gettext_noop("Name what shows the event: the document and its date."), code="no_evidence", field="evidence"
        )
    lifecycle.check_order(note.on, completed=investment.completed_date, last=position.last_recorded_date or note.on)
    if kind in MOVES_VALUE:
        lifecycle.check_value_order(note.on, valued=position.valued_date)
    if not may_be_over:
        lifecycle.check_held(position.holding, position.state)
    number = investment.life_events.order_by("-number").values_list("number", flat=True).first() or 0
    return Scene(investment, position, number + 1, investment.cost_account.book, note, recorded_by, at)


def booked_hkd(amount_hkd: Decimal | None, exchange: Exchange | None, note: Note) -> Decimal:
    """This function will give what happened in HK$: as given, or booked once from another currency at its rate.

    Refuses a rate without source, of a later day, and HK$ beside another currency that is not that at the rate.
    """
    if exchange is None:
        return money(ZERO if amount_hkd is None else amount_hkd)
    refuse_places(exchange.foreign_amount)
    foreign.check_rate(
        exchange.foreign_amount,
        exchange.fx_rate,
        source=exchange.fx_source,
        rate_date=exchange.fx_date,
        on=note.on,
    )
    found = foreign.booked(exchange.foreign_amount, exchange.fx_rate)
    if amount_hkd is not None and money(amount_hkd) != found:
        raise InputRefused(
            gettext_noop("{currency} {foreign} at {rate} is HK${booked}, not HK${amount}."),
            code="fx_disagrees",
            field="amount_hkd",
            currency=exchange.currency,
            foreign=exchange.foreign_amount,
            rate=exchange.fx_rate,
            booked=found,
            amount=money(amount_hkd),
        )
    return found


def require_exchange(exchange: Exchange | None, currency: str) -> Exchange:
    """This function will refuse money of a deal in another currency without its amount in it, rate, source and date."""
    if exchange is None or exchange.currency != currency:
        raise InputRefused(
            gettext_noop("The investment is in {currency}: give the amount in it and the rate with source and date."),
            code="fx_rate_missing",
            field="fx_rate",
            currency=currency,
        )
    return exchange


def post(scene: Scene, kind: Entry, memo: str, lines: Sequence[tuple]) -> JournalEntry | None:
    """This function will post an entry of an event; lines of zero are left out, and nothing is posted of none."""
    lines = [(account, amount) for account, amount in lines if amount]
    if not lines:
        return None
    return ledger.post(
        book=scene.book,
        kind=kind,
        effective_date=scene.note.on,
        memo=f"{scene.investment.company.name_en}: {memo}"[:300],
        source=scene.source,
        lines=lines,
        by=scene.recorded_by,
    )


def write(
    scene: Scene,
    kind: str,
    *,
    entry: JournalEntry | None,
    working: Mapping[str, Any] | None = None,
    exchange: Exchange | None = None,
    verb: str = "",
    **figures,
) -> LifeEvent:
    """This function will write the event and its record in the audit trail."""
    note = scene.note
    event = LifeEvent.objects.create(
        investment=scene.investment,
        number=scene.number,
        kind=kind,
        effective_date=note.on,
        evidence=note.evidence.strip(),
        reason=note.reason.strip(),
        file=note.file,
        working=plain(dict(working or {})),
        entry=entry,
        recorded_by=scene.recorded_by,
        recorded_at=scene.recorded_at,
        **(exchange.as_columns() if exchange else {}),
        **figures,
    )
    audit.record(
        chain=scene.investment.fund.chain,
        verb=f"investment.{verb or kind}",
        subject=scene.investment,
        by=scene.recorded_by,
        at=scene.recorded_at,
        reason=note.reason,
        facts={"number": scene.number, "kind": kind, "on": note.on, **_told(figures)},
    )
    return event


def valued_lines(scene: Scene, gone: Release) -> list[tuple[LedgerAccount, Decimal]]:
    """This function will give the lines that take what valuations added to a part that left off the books.

    The exchange difference in it stands apart; what was written down for good is no part of it.
    """
    valued = total([gone.unrealised_hkd, gone.written_down_hkd])
    exchange = _exchange_part(scene, gone)
    return [
        (scene.investment.unrealised_account, -valued),
        (scene.own(Code.UNREALISED_GAIN), total([valued, -exchange])),
        (scene.own(Code.UNREALISED_FX), exchange),
    ]


def written_down_lines(scene: Scene, gone: Release) -> list[tuple[LedgerAccount, Decimal]]:
    """This function will give the lines that undo the write-down of a part that left, for an entry of that kind.

    The cost that leaves counts whole in the fee's base; its write-down must not count beside it (A3).
    """
    return [
        (scene.investment.unrealised_account, gone.written_down_hkd),
        (scene.own(Code.UNREALISED_GAIN), -gone.written_down_hkd),
    ]


def _exchange_part(scene: Scene, gone: Release) -> Decimal:
    """The part of the unrealised exchange difference that leaves, in proportion to cost; all of it with the last."""
    stands = -total(
        positions.posted(scene.investment).filter(account__code=Code.UNREALISED_FX).values_list("amount_hkd", flat=True)
    )
    before = scene.position.holding
    if not stands or gone.cost_hkd == before.cost_hkd:
        return stands
    return lifecycle.part_of(stands, gone.cost_hkd, before.cost_hkd)


def _told(figures: Mapping[str, Any]) -> dict[str, Any]:
    """The figures that say something, as the audit trail keeps them."""
    return {name: getattr(value, "pk", value) for name, value in figures.items() if value}
