"""Where an investment stands, from its events and the books: units, cost, value, state; one query a kind of fact."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max, Q, QuerySet, Sum

from funds import selectors
from funds.models import LedgerAccount, Posting
from investments.models import Investment, LifeEvent, Valuation
from investments.rules import lifecycle
from investments.rules.lifecycle import Holding
from itvf.money import ZERO, ratio, total

Code = LedgerAccount.Code
Kind = LifeEvent.Kind
COST = (Code.INVESTMENT_AT_COST, Code.INVESTMENT_CONVERTED)


@dataclass(frozen=True, slots=True)
class Position:
    """One lot on a day, in HK$. `fair_value_hkd` is what the books carry it at: cost and what stands unrealised.

    `last_event_date` is of the last event that stands, `last_recorded_date` of all, reversals among them.
    """

    investment: int
    holding: Holding
    original_cost_hkd: Decimal
    converted_hkd: Decimal
    proceeds_hkd: Decimal
    income_hkd: Decimal
    gain_hkd: Decimal
    exchange_hkd: Decimal
    escrow_hkd: Decimal
    state: str
    last_event_date: date | None
    last_recorded_date: date | None
    foreign_drawn: Decimal | None
    valued_date: date | None

    @property
    def fair_value_hkd(self) -> Decimal:
        """What the books carry the lot at."""
        return self.holding.carrying_hkd

    @property
    def multiple(self) -> Decimal | None:
        """Value, proceeds and income over original cost, 12 places; None where nothing was paid."""
        return ratio(total([self.fair_value_hkd, self.proceeds_hkd, self.income_hkd]), self.original_cost_hkd)

    @property
    def is_held(self) -> bool:
        """Whether anything is still held."""
        return self.state in (lifecycle.HELD, lifecycle.PARTLY_REALISED)


def of(investment: Investment, *, as_of: date | None = None, known_at: datetime | None = None) -> Position:
    """This function will give where one investment stands."""
    return of_many(Investment.objects.filter(pk=investment.pk), as_of=as_of, known_at=known_at)[investment.pk]


def of_many(
    investments: QuerySet[Investment] | Iterable[Investment],
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> dict[int, Position]:
    """This function will give where investments stand, by id, in four queries whatever their number."""
    if not isinstance(investments, QuerySet):
        investments = Investment.objects.filter(pk__in=[one.pk for one in investments])
    wanted = list(investments.order_by().values_list("pk", "cost_account__book", "cost_account__reference"))
    events = _events(investments, as_of, known_at)
    balances = _balances({(book, reference): pk for pk, book, reference in wanted}, investments, as_of, known_at)
    valued = _valued(investments, as_of, known_at)
    return {pk: _position(pk, events.get(pk, {}), balances.get(pk, {}), valued.get(pk)) for pk, _, _ in wanted}


def _position(pk: int, events: Mapping, balances: Mapping[str, Decimal], valued: date | None) -> Position:
    holding = Holding(
        units=events.get("units") or Decimal(0),
        cost_hkd=total(balances.get(code, ZERO) for code in COST),
        unrealised_hkd=balances.get(Code.INVESTMENT_UNREALISED, ZERO),
        written_down_hkd=events.get("written_down") or ZERO,
        foreign_cost=events.get("foreign_cost"),
    )
    return Position(
        investment=pk,
        holding=holding,
        original_cost_hkd=events.get("drawn") or ZERO,
        converted_hkd=balances.get(Code.INVESTMENT_CONVERTED, ZERO),
        proceeds_hkd=events.get("proceeds") or ZERO,
        income_hkd=events.get("income") or ZERO,
        gain_hkd=events.get("gain") or ZERO,
        exchange_hkd=events.get("exchange") or ZERO,
        escrow_hkd=events.get("escrow") or ZERO,
        state=lifecycle.state(
            holding, was_sold=bool(events.get("sold")), was_written_off=bool(events.get("written_off"))
        ),
        last_event_date=events.get("last"),
        last_recorded_date=events.get("last_recorded"),
        foreign_drawn=events.get("foreign_drawn"),
        valued_date=valued,
    )


def _events(investments: QuerySet, as_of: date | None, known_at: datetime | None) -> dict[int, dict]:
    """Sums over each investment's events; a reversal carries the opposite figures, so that the two cancel."""
    found = LifeEvent.objects.filter(investment__in=investments.order_by().values("pk"))
    if as_of is not None:
        found = found.filter(effective_date__lte=as_of)
    if known_at is not None:
        found = found.filter(recorded_at__lte=known_at)
    stands = Q(reverses__isnull=True) & (
        Q(reversed_by__isnull=True)
        | (Q(reversed_by__recorded_at__gt=known_at) if known_at else Q(pk__in=()))
        | (Q(reversed_by__effective_date__gt=as_of) if as_of else Q(pk__in=()))
    )
    drawn = Q(kind__in=(Kind.COMPLETION, Kind.TRANCHE))
    rows = (
        found.values("investment")
        .annotate(
            units=Sum("units"),
            written_down=Sum("written_down_hkd"),
            foreign_drawn=Sum("foreign_cost", filter=drawn),
            foreign_cost=Sum("foreign_cost"),
            drawn=Sum("amount_hkd", filter=drawn),
            proceeds=Sum("amount_hkd", filter=Q(kind__in=(Kind.EXIT, Kind.ESCROW_RELEASE))),
            income=Sum("amount_hkd", filter=Q(kind=Kind.INCOME)),
            gain=Sum("gain_hkd"),
            exchange=Sum("exchange_hkd"),
            escrow=Sum("escrow_hkd"),
            last=Max("effective_date", filter=stands),
            last_recorded=Max("effective_date"),
            sold=Max("number", filter=stands & Q(kind=Kind.EXIT)),
            written_off=Max("number", filter=stands & Q(kind=Kind.WRITE_OFF)),
        )
        .order_by()
    )
    return {row.pop("investment"): row for row in rows}


def _balances(
    where: Mapping[tuple[int, str], int], investments: QuerySet, as_of: date | None, known_at: datetime | None
) -> dict[int, dict[str, Decimal]]:
    rows = (
        selectors.postings(as_of=as_of, known_at=known_at)
        .filter(
            account__code__in=(*COST, Code.INVESTMENT_UNREALISED),
            book__in=investments.order_by().values("cost_account__book"),
            account__reference__in=investments.order_by().values("cost_account__reference"),
        )
        .values_list("book", "account__reference", "account__code")
        .annotate(sum=Sum("amount_hkd"))
        .order_by()
    )
    found: dict[int, dict[str, Decimal]] = {}
    for book, reference, code, amount in rows:
        if (book, reference) in where:
            found.setdefault(where[book, reference], {})[code] = amount
    return found


def _valued(investments: QuerySet, as_of: date | None, known_at: datetime | None) -> dict[int, date]:
    stood = Q(stage=Valuation.Stage.REVIEWED)
    if known_at is not None:  # what was reversed since stood in the books as they were known then
        stood |= Q(stage=Valuation.Stage.REVERSED, reversed_at__gt=known_at)
    found = Valuation.objects.filter(stood, investment__in=investments.order_by().values("pk"))
    if as_of is not None:
        found = found.filter(valuation_date__lte=as_of)
    if known_at is not None:
        found = found.filter(reviewed_at__lte=known_at)
    return dict(found.values_list("investment").annotate(last=Max("valuation_date")).order_by())


def posted(investment: Investment) -> QuerySet[Posting]:
    """Every posting on the accounts of an investment."""
    account = investment.cost_account
    return Posting.objects.filter(book=account.book_id, account__reference=account.reference)
