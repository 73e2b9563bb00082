"""A fund's borrowing read from its books: what was drawn for what, what stands out, and what the agreement allows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from funds import agreement_register, selectors, waterfall_facts
from funds.models import AgreementClause, FacilityAgreement, FacilityMovement, Fund, LedgerAccount
from funds.rules import facility as rule
from itvf.money import ZERO, total

Code = LedgerAccount.Code
Kind = FacilityMovement.Kind
OF_THE_LOAN = (Kind.DRAWDOWN, Kind.REPAYMENT)


@dataclass(frozen=True, slots=True)
class Position:
    """What a fund owes its lenders on a day beside its borrowing cap, in HK$; `cap_hkd` is None where there is none."""

    on: date
    owed_hkd: Decimal
    payable_hkd: Decimal
    cost_hkd: Decimal
    cap_hkd: Decimal | None
    cap_clause: str
    days: int | None
    drawdowns: tuple[rule.Drawdown, ...]

    @property
    def headroom_hkd(self) -> Decimal | None:
        """What can still be borrowed; below zero where the cap is passed, None without a cap."""
        return None if self.cap_hkd is None else self.cap_hkd - self.owed_hkd

    @property
    def overdue(self) -> tuple[rule.Drawdown, ...]:
        """Drawdowns of which something stands out after their last day."""
        return tuple(one for one in self.drawdowns if one.left_hkd and one.is_overdue(self.on))


def movements(
    fund: Fund,
    *,
    facility: FacilityAgreement | None = None,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> list[rule.Movement]:
    """The standing movements of a fund's loans, or of one facility's, as known at a recorded time; in date order."""
    found = waterfall_facts.standing(
        FacilityMovement.objects.filter(facility__fund=fund, kind__in=OF_THE_LOAN), known_at
    )
    if facility is not None:
        found = found.filter(facility=facility)
    if as_of is not None:
        found = found.filter(value_date__lte=as_of)
    rows = found.order_by("value_date", "pk").values_list("value_date", "kind", "amount_hkd", "purpose", "pk")
    return [
        rule.Movement(day, amount if kind == Kind.DRAWDOWN else -amount, purpose, pk)
        for day, kind, amount, purpose, pk in rows
    ]


def movements_by_fund(funds: Iterable[Fund]) -> dict[int, list[rule.Movement]]:
    """The standing movements of many funds' loans, by fund, in one query."""
    found: dict[int, list[rule.Movement]] = defaultdict(list)
    rows = FacilityMovement.objects.standing().filter(facility__fund__in=list(funds), kind__in=OF_THE_LOAN)
    columns = ("facility__fund", "value_date", "kind", "amount_hkd", "purpose", "pk")
    for fund, day, kind, amount, purpose, pk in rows.order_by("value_date", "pk").values_list(*columns):
        found[fund].append(rule.Movement(day, amount if kind == Kind.DRAWDOWN else -amount, purpose, pk))
    return found


def position(fund: Fund, on: date, *, known_at: datetime | None = None) -> Position:
    """This function will give what a fund owes its lenders on a day, and since when, beside its cap (R27)."""
    term = agreement_register.term_of(fund, "borrowing", on, known_at=known_at)
    balances = selectors.balances_by_code(fund, as_of=on, known_at=known_at)
    days = term.days if term else None
    return Position(
        on=on,
        owed_hkd=-balances.get(Code.FACILITY_LOAN, ZERO),
        payable_hkd=-balances.get(Code.FACILITY_PAYABLE, ZERO),
        cost_hkd=balances.get(Code.FACILITY_COST, ZERO),
        cap_hkd=agreement_register.cap_hkd(fund, "borrowing", on, known_at=known_at),
        cap_clause=term.clause if term else "",
        days=days,
        drawdowns=rule.drawdowns(movements(fund, as_of=on, known_at=known_at), on, days=days),
    )


def wish(facility: FacilityAgreement, amount_hkd: Decimal, on: date) -> rule.Wish:
    """A drawdown on a day as its rule judges it: what stands out highest from that day on counts."""
    fund = facility.fund
    cap: AgreementClause | None = agreement_register.term_of(fund, "borrowing", on)
    return rule.Wish(
        amount_hkd=amount_hkd,
        date=on,
        owed_hkd=_highest(movements(fund), on),
        drawn_hkd=_highest(movements(fund, facility=facility), on),
        limit_hkd=facility.limit_hkd,
        available_from=facility.available_from,
        available_to=facility.available_to,
        facility_clause=facility.clause,
        cap_hkd=agreement_register.cap_hkd(fund, "borrowing", on),
        cap_clause=cap.clause if cap else "",
    )


def _highest(found: Iterable[rule.Movement], on: date) -> Decimal:
    """The highest balance of a loan on a day or on any day after it."""
    found = list(found)
    days = {on, *(one.date for one in found if one.date > on)}
    return max(total(one.amount_hkd for one in found if one.date <= day) for day in days)


def borrowers(funds: Iterable[int], on: date) -> set[int]:
    """Which of these funds (pk) ever drew on a facility by a day."""
    drawn = FacilityMovement.objects.standing().filter(kind=Kind.DRAWDOWN, value_date__lte=on)
    return set(drawn.filter(facility__fund__in=list(funds)).values_list("facility__fund", flat=True))
