"""A fund's waterfall read from its books: flows for its rule, and what a liquidation would give (A5, A6).

Read for any number of funds in a constant number of queries; one fund is the same with one. True-ups are left out: at
the level of the fund they net to zero.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum

from funds import deal_flows, selectors
from funds.models import (
    CapitalCall,
    Contribution,
    Distribution,
    DistributionLine,
    Fund,
    FundAgreement,
    JournalEntry,
    LedgerAccount,
    Partner,
)
from funds.rules import waterfall
from funds.rules.hurdle import HurdleTerms
from funds.rules.waterfall import RETURNED, Flow, Line, Tiers, WaterfallTerms
from itvf.errors import InputRefused
from itvf.money import ZERO, allocate

Code = LedgerAccount.Code
Kind = JournalEntry.Kind
OUTSIDE_POOL = (Partner.Kind.GP, Partner.Kind.GP_AFFILIATE)
PAID_IN = (Code.CAPITAL_CONTRIBUTED, Code.CAPITAL_OUTSIDE)
TIER_FIELDS = ("capital_hkd", "hurdle_hkd", "catch_up_hkd", "split_hkd", "carry_hkd")


@dataclass(frozen=True, slots=True)
class Liquidation:
    """What would happen if a fund's net assets were distributed on a day, in HK$.

    `tiers` and `lines` are those of that distribution alone; `carry_hkd` is what the GP would get of it less what it
    would have to give back (`clawback_hkd`); `outside_hkd` is the part of partners who stand outside the waterfall.
    """

    on: date
    nav_hkd: Decimal
    outside_hkd: Decimal
    tiers: Tiers
    whole: waterfall.Waterfall
    paid: waterfall.Waterfall
    lines: tuple[Line, ...]

    @property
    def clawback_hkd(self) -> Decimal:
        """What the GP would have to give back."""
        return self.whole.clawback_hkd

    @property
    def carry_hkd(self) -> Decimal:
        """The accrued carry: below zero where the GP has had more than its part."""
        return self.tiers.gp_hkd - self.clawback_hkd


def terms(agreement: FundAgreement) -> WaterfallTerms:
    """An agreement's waterfall as the rule reads it."""
    return WaterfallTerms(
        hurdle=HurdleTerms(
            rate=agreement.hurdle_rate,
            compounding=agreement.hurdle_compounding,
            day_count=agreement.hurdle_day_count,
            order=agreement.tier_order,
        ),
        catch_up_rate=agreement.catch_up_rate,
        carry_rate=agreement.carry_rate,
        scope=agreement.waterfall_scope,
        loss_make_up=agreement.loss_make_up and agreement.waterfall_scope == "deal_by_deal",
    )


def flows(fund: Fund, as_of: date, *, known_at: datetime | None = None) -> list[Flow]:
    """One fund's flows (see `flows_of`)."""
    return flows_of([selectors.agreement_of(fund, known_at=known_at)], as_of, known_at=known_at)[fund.pk]


def flows_of(
    agreements: Iterable[FundAgreement], as_of: date, *, known_at: datetime | None = None
) -> dict[int, list[Flow]]:
    """The flows of funds by fund up to a day, as known at a recorded time; funds add no queries.

    Whole fund: contributions from the later of due date and receipt, called capital that went back, proceeds
    at their payment date. Deal by deal: a deal's capital counts from the day on which its cost was paid, and fees and
    expenses from the day on which they were; a write-off, a permanent write-down and a sale below cost are losses.
    """
    agreements = list(agreements)
    found: dict[int, list[Flow]] = {agreement.fund_id: [] for agreement in agreements}
    by_deal = {a.fund_id for a in agreements if a.waterfall_scope == "deal_by_deal"}
    for fund, due, value_date, amount in contributions(agreements, as_of, known_at):
        if fund not in by_deal and max(due, value_date) <= as_of:
            found[fund].append(Flow(max(due, value_date), "contribution", amount))
    for fund, flow in _distributions(agreements, as_of, known_at):
        if fund not in by_deal or flow.kind == "distribution":
            found[fund].append(flow)
    if by_deal:
        for fund, flow in deal_flows.of(by_deal, as_of, known_at):
            found[fund].append(flow)
    return {fund: sorted(of_fund, key=lambda flow: flow.date) for fund, of_fund in found.items()}


def of(fund: Fund, on: date, *, known_at: datetime | None = None) -> waterfall.Waterfall:
    """What the books' distributions were by tier up to a day, and the clawback of that day (A6)."""
    return run(flows(fund, on, known_at=known_at), terms(selectors.agreement_of(fund, known_at=known_at)))


def run(of_fund: list[Flow], agreed: WaterfallTerms) -> waterfall.Waterfall:
    """This function will run the waterfall over a fund's flows.

    Deal by deal, a fee for which no deal is open goes to the nearest deal; before the first deal it waits for one.
    """
    return run_before_and_after(of_fund, [], agreed)[0]


def run_before_and_after(
    of_fund: list[Flow], last: list[Flow], agreed: WaterfallTerms
) -> tuple[waterfall.Waterfall, waterfall.Waterfall]:
    """This function will run the waterfall over a fund's flows, and over last distributions after them as well."""
    of_fund = list(of_fund)
    while True:
        try:
            return waterfall.waterfall_before_and_after(of_fund, last, agreed)
        except InputRefused as refusal:
            place = _place_of(refusal)
            if refusal.code != "no_open_deal" or place is None:
                raise
            deal = _nearest_deal(of_fund, of_fund[place].date)
            of_fund[place : place + 1] = [replace(of_fund[place], deal=deal)] if deal else []


def liquidated(fund: Fund, on: date, nav_hkd: Decimal, *, known_at: datetime | None = None) -> Liquidation:
    """What each tier would get if the fund's net assets of `nav_hkd` were distributed on a day (A6)."""
    agreement = selectors.agreement_of(fund, known_at=known_at)
    capital = pool_capital([agreement], on, known_at=known_at)[fund.pk]
    values = fair_values([fund.pk], on, known_at=known_at)[fund.pk]
    return liquidate(agreement, flows(fund, on, known_at=known_at), capital, nav_hkd=nav_hkd, on=on, values=values)


def liquidate(
    agreement: FundAgreement,
    of_fund: list[Flow],
    capital: tuple[Decimal, Decimal],
    *,
    nav_hkd: Decimal,
    on: date,
    values: Mapping[str, Decimal] | None = None,
) -> Liquidation:
    """This function will add the distribution of net assets to flows and run them; `capital` is (pool, outside it)."""
    pool, outside = allocate(max(nav_hkd, ZERO), capital) if any(capital) else (max(nav_hkd, ZERO), ZERO)
    agreed = terms(agreement)
    last = last_flows(agreed, pool, on, of_fund, values or {})
    paid, answer = run_before_and_after(of_fund, last, agreed)
    ours = answer.lines[len(answer.lines) - len(last) :]
    return Liquidation(on, nav_hkd, outside, waterfall.sum_of(line.tiers for line in ours), answer, paid, ours)


def net_assets_of(funds: Iterable[int], on: date, *, known_at: datetime | None = None) -> dict[int, Decimal]:
    """Net assets by fund from the books, in HK$: everything that is not a partner's capital or the year's result."""
    funds = list(funds)
    rows = (
        selectors.postings(as_of=on, known_at=known_at)
        .filter(account__book__fund__in=funds, account__code__in=ASSETS_AND_LIABILITIES)
        .values_list("account__book__fund")
        .annotate(sum=Sum("amount_hkd"))
        .order_by()
    )
    return dict.fromkeys(funds, ZERO) | dict(rows)


# What a fund has and owes; capital, results and what was distributed stand against it.
ASSETS_AND_LIABILITIES = (
    Code.CASH,
    Code.SUSPENSE,
    Code.CALL_RECEIVABLE,
    Code.LATE_INTEREST_RECEIVABLE,
    Code.INVESTMENT_AT_COST,
    Code.INVESTMENT_CONVERTED,
    Code.INVESTMENT_UNREALISED,
    Code.ESCROW_RECEIVABLE,
    Code.FEE_PAYABLE,
    Code.EXPENSE_PAYABLE,
    Code.FACILITY_LOAN,
    Code.FACILITY_PAYABLE,
    Code.DISTRIBUTION_PAYABLE,
    Code.WITHHOLDING_PAYABLE,
    Code.CARRY_ESCROW,
    Code.EQUALISATION,
)


def fair_values(funds: Iterable[int], on: date, *, known_at: datetime | None = None) -> dict[int, dict[str, Decimal]]:
    """What each deal stands at in the books, by fund and the account's reference, in HK$."""
    rows = (
        selectors.postings(as_of=on, known_at=known_at)
        .filter(
            account__book__fund__in=list(funds),
            account__code__in=(Code.INVESTMENT_AT_COST, Code.INVESTMENT_CONVERTED, Code.INVESTMENT_UNREALISED),
        )
        .values_list("account__book__fund", "account__reference")
        .annotate(sum=Sum("amount_hkd"))
        .order_by("account__reference")
    )
    found: dict[int, dict[str, Decimal]] = {fund: {} for fund in funds}
    for fund, reference, value in rows:
        if value > 0:
            found[fund][reference] = value
    return found


def pool_capital(
    agreements: Iterable[FundAgreement], on: date, *, known_at: datetime | None = None
) -> dict[int, tuple[Decimal, Decimal]]:
    """Capital called by fund, in HK$: of the partners whose part passes the waterfall, and of those outside it."""
    agreements = list(agreements)
    alone = {agreement.fund_id for agreement in agreements if not agreement.gp_in_pool}
    rows = (
        selectors.postings(as_of=on, known_at=known_at)
        .filter(account__book__fund__in=[a.fund_id for a in agreements], account__code__in=PAID_IN)
        .values_list("account__book__fund", "account__partner__kind")
        .annotate(sum=Sum("amount_hkd"))
        .order_by()
    )
    sums = {agreement.fund_id: [ZERO, ZERO] for agreement in agreements}
    for fund, kind, amount in rows:
        sums[fund][fund in alone and kind in OUTSIDE_POOL] -= amount
    return {fund: (pool, outside) for fund, (pool, outside) in sums.items()}


def _in_pool(agreements: Iterable[FundAgreement], fund: str, partner: str) -> Q:
    """Rows of the funds' partners whose money passes the waterfall."""
    everybody = [agreement.fund_id for agreement in agreements if agreement.gp_in_pool]
    alone = [agreement.fund_id for agreement in agreements if not agreement.gp_in_pool]
    others = Q(**{f"{fund}__in": alone}) & ~Q(**{f"{partner}__kind__in": OUTSIDE_POOL})
    return Q(**{f"{fund}__in": everybody}) | others


def standing(rows: QuerySet, known_at: datetime | None, entry: str = "entry") -> QuerySet:
    """Rows whose entry counts: recorded by then and not reversed by then."""
    undone = Q(**{f"{entry}__reversed_by__isnull": False})
    if known_at is not None:
        rows = rows.filter(**{f"{entry}__recorded_at__lte": known_at})
        undone &= Q(**{f"{entry}__reversed_by__recorded_at__lte": known_at})
    return rows.exclude(undone)


def contributions(
    agreements: Iterable[FundAgreement], as_of: date, known_at: datetime | None
) -> list[tuple[int, date, date, Decimal]]:
    """What the pool's partners paid in on drawdowns: fund, due date, value date, HK$; true-ups apart."""
    counted = _in_pool(agreements, "line__call__fund", "line__partner")
    received = Contribution.objects.filter(
        counted, value_date__lte=as_of, amount_hkd__gt=0, line__call__nature=CapitalCall.Nature.ORDINARY
    )
    return list(
        standing(received, known_at)
        .values_list("line__call__fund", "line__call__due_date", "value_date")
        .annotate(sum=Sum("amount_hkd"))
        .order_by("value_date", "line__call__due_date")
    )


def partners_share(
    agreements: Iterable[FundAgreement], as_of: date, known_at: datetime | None
) -> list[tuple[int, date, str, Decimal]]:
    """What went to the pool's partners, carry apart: fund, payment date, nature (proceeds or uninvested), HK$."""
    lines = DistributionLine.objects.filter(
        _in_pool(agreements, "distribution__fund", "partner"),
        distribution__payment_date__lte=as_of,
        distribution__nature__in=(Distribution.Nature.PROCEEDS, Distribution.Nature.UNINVESTED),
    )
    return list(
        standing(lines, known_at, "distribution__entry")
        .values_list("distribution__fund", "distribution__payment_date", "distribution__nature")
        .annotate(sum=Sum(sum((F(name) for name in TIER_FIELDS[1:4]), F(TIER_FIELDS[0]))))
        .order_by("distribution__payment_date", "distribution__nature")
    )


def _distributions(agreements, as_of: date, known_at: datetime | None):
    """Proceeds and called capital that went back, by fund; proceeds by the deals that their sources name."""
    paid = Distribution.objects.filter(
        fund__in=[agreement.fund_id for agreement in agreements],
        payment_date__lte=as_of,
        entry__isnull=False,
        nature__in=(Distribution.Nature.PROCEEDS, Distribution.Nature.UNINVESTED),
    )
    paid = {one.pk: one for one in standing(paid, known_at).order_by("payment_date", "id").prefetch_related("sources")}
    in_pool = _in_pool(agreements, "distribution__fund", "partner")
    parts = (
        DistributionLine.objects.filter(in_pool, distribution__in=paid)
        .values_list("distribution")
        .annotate(sum=Sum(sum((F(name) for name in TIER_FIELDS[1:]), F(TIER_FIELDS[0]))))
        .order_by()
    )
    amounts = dict(parts)
    # The carry is the pool's too, also where the GP's own commitment stands outside it.
    alone = [agreement.fund_id for agreement in agreements if not agreement.gp_in_pool]
    carries = DistributionLine.objects.filter(distribution__in=paid, distribution__fund__in=alone, carry_hkd__gt=0)
    for line, carry in carries.values_list("distribution").annotate(sum=Sum("carry_hkd")).order_by():
        amounts[line] = amounts.get(line, ZERO) + carry
    for pk, one in paid.items():
        amount = amounts.get(pk, ZERO)
        if not amount:
            continue
        if one.nature == Distribution.Nature.UNINVESTED:
            yield one.fund_id, Flow(one.payment_date, RETURNED, amount)
            continue
        for reference, part in by_deal(amount, one.sources.all()):
            yield one.fund_id, Flow(one.payment_date, "distribution", part, reference or None)


def flows_in(distribution: Distribution) -> int:
    """How many flows of the waterfall a distribution of proceeds is: one a deal that its sources name."""
    return len({source.reference for source in distribution.sources.all()})


def by_deal(amount: Decimal, sources) -> list[tuple[str, Decimal]]:
    """A distribution's pool part by the deals of its sources, to the cent."""
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for source in sources:
        sums[source.reference] += source.amount_hkd
    return list(zip(sums, allocate(amount, list(sums.values())), strict=True))


def last_flows(
    agreed: WaterfallTerms, pool: Decimal, on: date, of_fund: list[Flow], values: Mapping[str, Decimal]
) -> list[Flow]:
    """The distribution of net assets; deal by deal one a deal, by what each stands at in the books.

    Without any value the deals' contributed capital shares them.
    """
    if agreed.scope == "whole_fund":
        return [Flow(on, "distribution", pool)]
    deals = dict(values)
    if not deals:
        deals = defaultdict(lambda: ZERO)
        for flow in of_fund:
            if flow.kind == "contribution" and flow.deal:
                deals[flow.deal] += flow.amount_hkd
    if not deals or not pool:
        return []
    parts = allocate(pool, list(deals.values()))
    return [Flow(on, "distribution", part, deal) for deal, part in zip(deals, parts, strict=True) if part]


def _place_of(refusal: InputRefused) -> int | None:
    parts = (refusal.field or "").split(".")
    return int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else None


def _nearest_deal(of_fund: list[Flow], day: date) -> str | None:
    """The deal entered last by a day, or else the first after it."""
    entered = [(flow.date, flow.deal) for flow in of_fund if flow.kind == "contribution" and flow.deal]
    before = [deal for entered_on, deal in entered if entered_on <= day]
    return before[-1] if before else (entered[0][1] if entered else None)
