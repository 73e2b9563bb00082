"""A fund's waterfall read from its books: flows for its rule, and what a liquidation would give (A5, A6).

Read for any number of funds in a constant number of queries; one fund is the same with one. True-ups are left out: at
the level of the fund they net to zero.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum

from funds import deal_flows, selectors
from funds.models import (
    CapitalCall,
    Contribution,
    Distribution,
    DistributionLine,
    DistributionSource,
    Fund,
    FundAgreement,
    JournalEntry,
    LedgerAccount,
    Partner,
)
from funds.returned_carry import NOTHING, GivenBack, given_back
from funds.rules import further_hurdles, waterfall
from funds.rules.hurdle import HurdleTerms
from funds.rules.waterfall import CALLED, PASSED_ON, RETURNED, Flow, Line, Tiers, WaterfallTerms
from funds.standing import standing
from funds.waterfall_runs import run, run_before_and_after
from itvf.money import ZERO, allocate, total

Code = LedgerAccount.Code
Kind = JournalEntry.Kind
OUTSIDE_POOL = (Partner.Kind.GP, Partner.Kind.GP_AFFILIATE)
PAID_IN = (Code.CAPITAL_CONTRIBUTED, Code.CAPITAL_OUTSIDE)
# What goes back to partners and counts at the level of the fund; a true-up nets to zero over them.
TO_PARTNERS = (
    Distribution.Nature.PROCEEDS,
    Distribution.Nature.UNINVESTED,
    Distribution.Nature.CLAWBACK,
    Distribution.Nature.OFFSETS,
)
PAID_IN_SIGNS = {"contribution": 1, RETURNED: -1}
TIER_FIELDS = ("capital_hkd", "hurdle_hkd", "catch_up_hkd", "split_hkd", "carry_hkd")


@dataclass(frozen=True, slots=True)
class Liquidation:
    """What would happen if a fund's net assets were distributed on a day, in HK$.

    `tiers` and `lines` are those of that distribution alone; `carry_hkd` is what the GP would get of it less what it
    would have to give back over the fund's life (`clawback_hkd`); `outside_hkd` is the part of partners who stand
    outside the waterfall. Carry given back and still held is among the net assets, and passes no tier again.
    """

    on: date
    nav_hkd: Decimal
    outside_hkd: Decimal
    tiers: Tiers
    whole: waterfall.Waterfall
    paid: waterfall.Waterfall
    lines: tuple[Line, ...]
    back: GivenBack = NOTHING

    @property
    def clawback_hkd(self) -> Decimal:
        """What the GP would have to give back over the fund's life, what came back before among it."""
        return self.whole.clawback_hkd

    @property
    def still_owed_hkd(self) -> Decimal:
        """What of it has not come back."""
        return max(self.clawback_hkd - self.back.came_hkd, ZERO)

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
        further_hurdles=further_hurdles.of_terms(agreement),
    )


def flows(fund: Fund, as_of: date, *, known_at: datetime | None = None) -> list[Flow]:
    """One fund's flows (see `flows_of`)."""
    return flows_of([selectors.agreement_of(fund, known_at=known_at)], as_of, known_at=known_at)[fund.pk]


def flows_of(
    agreements: Iterable[FundAgreement],
    as_of: date,
    *,
    known_at: datetime | None = None,
    paid_in: Iterable[tuple[int, date, date, Decimal]] | None = None,
) -> dict[int, list[Flow]]:
    """The flows of funds by fund up to a day, as known at a recorded time; funds add no queries.

    `paid_in` are the same funds' `contributions`, where they are at hand.

    Whole fund: contributions from the later of due date and receipt, called capital that went back, proceeds
    at their payment date. Deal by deal: a deal's capital counts from the day on which its cost was paid, and fees and
    expenses from the day on which they were; a write-off, a permanent write-down and a sale below cost are losses.
    Carry that the GP gave back counts when it goes on to the partners.
    """
    agreements = list(agreements)
    found: dict[int, list[Flow]] = {agreement.fund_id: [] for agreement in agreements}
    by_deal = {a.fund_id for a in agreements if a.waterfall_scope == "deal_by_deal"}
    for fund, due, value_date, amount in contributions(agreements, as_of, known_at) if paid_in is None else paid_in:
        if fund not in by_deal and max(due, value_date) <= as_of:
            found[fund].append(Flow(max(due, value_date), "contribution", amount))
    for fund, flow in _distributions(agreements, as_of, known_at):
        if fund not in by_deal or flow.kind in ("distribution", PASSED_ON):
            found[fund].append(flow)
    if by_deal:
        booked = standing(selectors.postings(as_of=as_of, known_at=known_at).filter(entry__reverses=None), known_at)
        alone = _capital_by_day([a.fund_id for a in agreements if not a.gp_in_pool], booked)
        for fund, flow in deal_flows.of(by_deal, booked):
            found[fund].append(deal_flows.part_of_pool(flow, alone.get(fund, ())))
    return {fund: sorted(of_fund, key=lambda flow: flow.date) for fund, of_fund in found.items()}


def of(fund: Fund, on: date, *, known_at: datetime | None = None) -> waterfall.Waterfall:
    """What the books' distributions were by tier up to a day, and the clawback of that day (A6)."""
    return run(flows(fund, on, known_at=known_at), terms(selectors.agreement_of(fund, known_at=known_at)))


def liquidated(fund: Fund, on: date, nav_hkd: Decimal, *, known_at: datetime | None = None) -> Liquidation:
    """What each tier would get if the fund's net assets of `nav_hkd` were distributed on a day (A6)."""
    agreement = selectors.agreement_of(fund, known_at=known_at)
    capital = pool_capital([agreement], on, known_at=known_at)[fund.pk]
    about = {
        "values": fair_values([fund.pk], on, known_at=known_at)[fund.pk],
        "back": given_back([fund.pk], on, known_at=known_at)[fund.pk],
    }
    return liquidate(agreement, flows(fund, on, known_at=known_at), capital, nav_hkd=nav_hkd, on=on, **about)


def liquidate(
    agreement: FundAgreement,
    of_fund: list[Flow],
    capital: tuple[Decimal, Decimal],
    *,
    nav_hkd: Decimal,
    on: date,
    values: Mapping[str, Decimal] | None = None,
    back: GivenBack = NOTHING,
) -> Liquidation:
    """This function will add the distribution of net assets to flows and run them; `capital` is (pool, outside it)."""
    shared = max(nav_hkd - back.held_hkd, ZERO)
    pool, outside = allocate(shared, capital) if any(capital) else (shared, ZERO)
    agreed = terms(agreement)
    last = last_flows(agreed, (pool, capital[0]), on, of_fund, values or {})
    paid, answer = run_before_and_after(of_fund, last, agreed)
    ours = answer.lines[len(paid.lines) :]
    return Liquidation(on, nav_hkd, outside, waterfall.sum_of(line.tiers for line in ours), answer, paid, ours, back)


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
    Code.FEE_OFFSET_PAYABLE,
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


def _capital_by_day(funds: Iterable[int], booked: QuerySet) -> dict[int, list[tuple[date, Decimal, Decimal]]]:
    """By fund, what was called in all after each day, in HK$: of the pool, and of the partners outside it."""
    rows = (
        booked.filter(account__book__fund__in=funds, account__code__in=PAID_IN)
        .values_list("account__book__fund", "entry__effective_date", "account__partner__kind")
        .annotate(sum=Sum("amount_hkd"))
        .order_by("entry__effective_date")
    )
    sums: dict[int, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    found: dict[int, list[tuple[date, Decimal, Decimal]]] = defaultdict(list)
    for fund, day, kind, amount in rows:
        sums[fund][kind in OUTSIDE_POOL] -= amount
        found[fund].append((day, *sums[fund]))
    return found


def _in_pool(agreements: Iterable[FundAgreement], fund: str, partner: str) -> Q:
    """Rows of the funds' partners whose money passes the waterfall."""
    everybody = [agreement.fund_id for agreement in agreements if agreement.gp_in_pool]
    alone = [agreement.fund_id for agreement in agreements if not agreement.gp_in_pool]
    others = Q(**{f"{fund}__in": alone}) & ~Q(**{f"{partner}__kind__in": OUTSIDE_POOL})
    return Q(**{f"{fund}__in": everybody}) | others


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
    """What went to the pool's partners: fund, payment date, nature, HK$; of carry only what the GP gave back."""
    lines = DistributionLine.objects.filter(
        _in_pool(agreements, "distribution__fund", "partner"),
        distribution__payment_date__lte=as_of,
        distribution__nature__in=TO_PARTNERS,
    )
    return list(
        standing(lines, known_at, "distribution__entry")
        .values_list("distribution__fund", "distribution__payment_date", "distribution__nature")
        .annotate(sum=Sum(sum((F(name) for name in TIER_FIELDS[1:4]), F(TIER_FIELDS[0]))))
        .order_by("distribution__payment_date", "distribution__nature")
    )


def _distributions(agreements, as_of: date, known_at: datetime | None):
    """Proceeds, called capital and carry that went back, by fund; proceeds by the deals that their sources name."""
    paid = Distribution.objects.filter(
        fund__in=[agreement.fund_id for agreement in agreements],
        payment_date__lte=as_of,
        entry__isnull=False,
        nature__in=TO_PARTNERS,
    )
    ordered = standing(paid, known_at).order_by("payment_date", "id")
    paid = {one.pk: one for one in ordered.values_list("pk", "fund_id", "nature", "payment_date", named=True)}
    sources = defaultdict(list)
    rows = DistributionSource.objects.filter(distribution__in=paid)
    for row in rows.values_list("distribution_id", "reference", "amount_hkd", named=True):
        sources[row.distribution_id].append(row)
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
        if one.nature in (Distribution.Nature.CLAWBACK, Distribution.Nature.OFFSETS):
            yield one.fund_id, Flow(one.payment_date, PASSED_ON, amount)
            continue
        for reference, part in by_deal(amount, sources[pk]):
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
    agreed: WaterfallTerms,
    pool: tuple[Decimal, Decimal],
    on: date,
    of_fund: list[Flow],
    values: Mapping[str, Decimal],
) -> list[Flow]:
    """The distribution of net assets; deal by deal one a deal, by what each stands at in the books.

    Without any value the deals' contributed capital shares them. `pool` is (its net assets, the capital called of it):
    what the flows have not seen of that capital, since it is not paid yet or, deal by deal, lies in no deal, stands in
    net assets too. It comes in on the day, so that no capital is taken for profit.
    """
    nav, called = pool
    seen = total(flow.amount_hkd * PAID_IN_SIGNS.get(flow.kind, 0) for flow in of_fund)
    waiting = max(called - seen, ZERO)
    if agreed.scope == "whole_fund":
        return [*([Flow(on, CALLED, waiting)] if waiting else ()), Flow(on, "distribution", nav)]
    deals = dict(values)
    if not deals:
        deals = defaultdict(lambda: ZERO)
        for flow in of_fund:
            if flow.kind == "contribution" and flow.deal:
                deals[flow.deal] += flow.amount_hkd
    if not deals or not nav:
        return []
    weights = list(deals.values())
    comes_in = [Flow(on, CALLED, part, deal) for deal, part in zip(deals, allocate(waiting, weights), strict=True)]
    goes_out = [Flow(on, "distribution", part, deal) for deal, part in zip(deals, allocate(nav, weights), strict=True)]
    return [flow for flow in (*comes_in, *goes_out) if flow.amount_hkd]
