"""A fund's transactions in ILPA's codes, read from its journal: what the Performance Template's figures are made of.

The flows are those of `fund_returns`: contributions when due, distributions when declared, true-ups left out, since
they net to zero over the partners. A call is coded by its purposes, a facility's movement by what it was drawn for.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum

from funds import selectors
from funds.capital_accounts import NATURES, TRUE_UP, Accounts
from funds.models import CallPurpose, DistributionLine, FacilityMovement, Fund, LedgerAccount
from funds.rules.facility import FEES_EXPENSES, INVESTMENTS, WORKING_CAPITAL
from itvf.money import ZERO, allocate, total
from reporting.rules import ilpa

Code = LedgerAccount.Code
Purpose = CallPurpose.Kind

GRANULAR, GROSS_UP = ilpa.METHODOLOGIES
DRAWDOWN = "fund_level_subscription_facility_drawdown_{purpose}"
REPAYMENT = "synthetic_distribution_fund_level_subscription_facility_repayment_{purpose}"
# How a call's purposes and a loan's purposes are coded. The template repays working capital with the investments: both
# enter every figure alike.
CALLED = {
    Purpose.INVESTMENT: "capital_call_investments",
    Purpose.MANAGEMENT_FEE: "capital_call_management_fees_inside_commitment",
    Purpose.EXPENSE: "capital_call_partnership_expenses",
    Purpose.FACILITY_COST: "capital_call_fund_level_subscription_facility_fees_interest",
}
CALLED_OUTSIDE = CALLED | {Purpose.MANAGEMENT_FEE: "capital_call_management_fees_outside_commitment"}
DRAWN = {
    INVESTMENTS: DRAWDOWN.format(purpose="investments"),
    FEES_EXPENSES: DRAWDOWN.format(purpose="management_fees_partnership_expenses"),
    WORKING_CAPITAL: DRAWDOWN.format(purpose="working_capital"),
}
REPAID = {
    INVESTMENTS: REPAYMENT.format(purpose="investments"),
    FEES_EXPENSES: REPAYMENT.format(purpose="management_fees_partnership_expenses"),
    WORKING_CAPITAL: REPAYMENT.format(purpose="investments"),
}
# The template's own words for gross-up: one code a kind of flow.
WHOLE = {
    "called": "capital_call_total_amount",
    "called_outside": "capital_call_total_amount",
    "drawn": "fund_level_subscription_facility_drawdown_total_amount",
    "repaid": "synthetic_distribution_fund_level_subscription_facility_repayment",
    "excess": "distribution_return_of_excess_capital_called",
    "carry": "carry_clawback",
}
SPARED = {
    Code.FEE_EXPENSE: "gross_up_management_fees_gross_up_methodology_only",
    Code.EXPENSE: "gross_up_partnership_expenses_gross_up_methodology_only",
    Code.FACILITY_COST: "gross_up_fund_level_subscription_facility_fees_interest_gross_up_methodology_only",
}
OUTSTANDING = "gross_up_outstanding_balance_from_fund_level_subscription_facility"
READ = (
    Code.CAPITAL_CONTRIBUTED,
    Code.CAPITAL_OUTSIDE,
    Code.CAPITAL_DISTRIBUTED,
    Code.CARRY_DISTRIBUTED,
    Code.FACILITY_LOAN,
    *SPARED,
)
COSTS = (Purpose.MANAGEMENT_FEE, Purpose.EXPENSE)


@dataclass(frozen=True, slots=True)
class Flow:
    """One coded transaction of a day, in HK$, negative = paid in, with the journal entries under it."""

    date: date
    type: str
    amount_hkd: Decimal
    entries: tuple[int, ...] = ()

    @property
    def transaction(self) -> ilpa.Transaction:
        """As the rule reads it."""
        return ilpa.Transaction(self.date, self.type, self.amount_hkd)


@dataclass(slots=True)
class _Sums:
    """What the flows leave to be adjusted at the day: charged, called and drawn for costs; what stands out."""

    charged: dict[str, Decimal] = field(default_factory=lambda: defaultdict(lambda: ZERO))
    called: dict[str, Decimal] = field(default_factory=lambda: defaultdict(lambda: ZERO))
    loan: dict[str, Decimal] = field(default_factory=lambda: defaultdict(lambda: ZERO))


@dataclass(frozen=True, slots=True)
class Move:
    """One entry's sum on accounts of one code, in HK$, debits positive; `undoes` is the entry that it reverses."""

    entry: int
    undoes: int | None
    date: date
    code: str
    amount_hkd: Decimal

    @property
    def event(self) -> int:
        """The entry whose record says what it was for."""
        return self.undoes or self.entry


def of(accounts: Accounts, on: date, *, methodology: str, known_at: datetime | None = None) -> tuple[Flow, ...]:
    """This function will give a fund's coded transactions to a day for which it has capital accounts, in date order.

    Five queries, whatever the fund's size. At the day stand the adjustments that the methodology asks for, the facility
    outstanding and the net asset value after accrued carry.
    """
    sums = _Sums()
    found: dict[tuple[date, str], tuple[Decimal, tuple[int, ...]]] = {}
    coded = _granular if methodology == GRANULAR else _grossed_up
    moves = _moves(accounts.fund, on, known_at)
    for move, kind, what, amount in _read(accounts.fund, moves, sums):
        if code := coded(kind, what):
            held, entries = found.get((move.date, code), (ZERO, ()))
            found[move.date, code] = (held + amount, (*entries, move.entry))
    flows = [Flow(day, code, amount, tuple(sorted(set(of)))) for (day, code), (amount, of) in found.items() if amount]
    at_the_day = [Flow(on, code, amount) for code, amount in _adjustments(accounts, on, sums, methodology) if amount]
    nav = accounts.whole(on).nav_hkd - accounts.accrued_hkd[on]
    return (*sorted(flows, key=lambda flow: (flow.date, flow.type)), *at_the_day, Flow(on, "nav", nav))


def figures(flows: Iterable[Flow], *, methodology: str) -> dict[str, ilpa.Figures]:
    """This function will give ILPA's figures `with` and `without` the facility from a fund's coded transactions."""
    return ilpa.figures([flow.transaction for flow in flows], methodology=methodology)


def _moves(fund: Fund, on: date, known_at: datetime | None) -> list[Move]:
    rows = (
        selectors.postings(as_of=on, known_at=known_at)
        .filter(account__book__fund=fund, account__code__in=READ)
        .values_list("entry", "entry__reverses", "entry__effective_date", "account__code", *NATURES)
        .annotate(sum=Sum("amount_hkd"))
        .order_by("entry__effective_date", "entry", "account__code")
    )
    return [Move(*row[:4], row[-1]) for row in rows if row[-1] and not any(nature in TRUE_UP for nature in row[4:-1])]


def _read(fund: Fund, moves: list[Move], sums: _Sums) -> Iterator[tuple[Move, str, str, Decimal]]:
    """Each part of a movement with its kind, what it was for, and HK$ as the partners see it (paid in below zero)."""
    purposes = _purposes(fund)
    recallable = _recallable(fund)
    loans = dict(FacilityMovement.objects.filter(facility__fund=fund).values_list("entry", "purpose"))
    for move in moves:
        amount = move.amount_hkd
        if move.code in SPARED:
            sums.charged[move.code] += amount
            yield move, "charged", move.code, amount
        elif move.code == Code.FACILITY_LOAN:
            purpose = loans[move.event]
            sums.loan[purpose] -= amount
            is_drawn = (amount < 0) == (move.undoes is None)
            yield move, "drawn" if is_drawn else "repaid", purpose, amount
        elif move.code == Code.CARRY_DISTRIBUTED:
            is_paid = (amount > 0) == (move.undoes is None)
            yield move, "carry", "carry" if is_paid else "clawback", amount
        elif move.code == Code.CAPITAL_DISTRIBUTED:
            back = recallable.get(move.event, ZERO) * (-1 if move.undoes else 1)
            yield move, "distributed", "recallable", back
            yield move, "distributed", "permanent", amount - back
        elif move.event in purposes:
            is_outside = move.code == Code.CAPITAL_OUTSIDE
            parts = purposes[move.event][is_outside]
            for kind, part in zip(parts, allocate(amount, list(parts.values())), strict=True):
                sums.called[kind] -= part
                yield move, "called_outside" if is_outside else "called", kind, part
        else:
            yield move, "excess", "investments", amount


def _purposes(fund: Fund) -> Mapping[int, dict[bool, dict[str, Decimal]]]:
    """What each call was for, by its entry, whether outside commitment (A21), and the kind of purpose, in HK$."""
    found: dict[int, dict[bool, dict[str, Decimal]]] = defaultdict(lambda: defaultdict(dict))
    rows = CallPurpose.objects.filter(call__fund=fund, call__entry__isnull=False)
    rows = rows.values_list("call__entry", "is_outside", "kind").annotate(sum=Sum("amount_hkd"))
    for entry, is_outside, kind, amount in rows.order_by("call__entry", "kind"):
        found[entry][is_outside][kind] = amount
    return found


def _recallable(fund: Fund) -> dict[int, Decimal]:
    rows = DistributionLine.objects.filter(distribution__fund=fund, recallable_hkd__gt=0).order_by()
    return dict(rows.values_list("distribution__entry").annotate(sum=Sum("recallable_hkd")))


def _granular(kind: str, what: str) -> str:
    """The code of one part of a movement; what the methodology does not list has none."""
    if kind in ("carry", "distributed"):
        return f"distribution_{what}"
    if kind == "excess":
        return "distribution_return_of_excess_capital_called_investments"
    return {"called": CALLED, "called_outside": CALLED_OUTSIDE, "drawn": DRAWN, "repaid": REPAID, "charged": {}}[
        kind
    ].get(what, "")


def _grossed_up(kind: str, what: str) -> str:
    if kind == "charged":
        return SPARED[what]
    return f"distribution_{what}" if kind == "distributed" else WHOLE[kind]


def _adjustments(accounts: Accounts, on: date, sums: _Sums, methodology: str) -> Iterator[tuple[str, Decimal]]:
    """What the net asset value bears at the day and a gross figure, or one without the facility, does not.

    Fees and expenses: charged, and neither called for nor drawn for. The facility's: charged and not called for.
    """
    accrued = accounts.accrued_hkd[on]
    if methodology == GROSS_UP:
        yield "gross_up_unrealized_carried_interest_gross_up_methodology_only", accrued
    else:
        costs = [sums.charged[Code.FEE_EXPENSE], sums.charged[Code.EXPENSE]]
        met = [*(sums.called[kind] for kind in COSTS), sums.loan[FEES_EXPENSES]]
        cost = sums.charged[Code.FACILITY_COST] - sums.called[Purpose.FACILITY_COST]
        yield "quarter_end_adjustment_for_carry_allocation", accrued
        yield "quarter_end_adjustment_for_accrued_management_fees_partnership_expenses", total(costs) - total(met)
        yield "quarter_end_adjustment_for_accrued_fees_interest_from_fund_level_subscription_facility", cost
    yield OUTSTANDING, total(sums.loan.values())
