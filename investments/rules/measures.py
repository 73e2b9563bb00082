"""What a portfolio's restrictions measure on a day: R8 and R9 on both bases, and each limit of the agreement (A1, A2).

The rule of one fund; investments/all_funds.py says the same of all funds in one statement, and a test holds the two
together to the cent.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from funds.rules.terms import Terms
from investments.rules import exposure, restrictions
from investments.rules.facts import BREACH, NEEDS_EVIDENCE, PASS, FundFacts, Proposal
from investments.rules.hong_kong import NOTIFY, counts_as_ecosystem, counts_as_hong_kong
from investments.rules.limits import Limits, Lot, group_key
from itvf.money import EXACT, ONE, ZERO, total

COST, COMMITMENTS = "cost", "commitments"
CONSENT = "consent"
# A deal of nothing, which lies where every rule wants it.
NOTHING = Proposal(amount_hkd=ZERO, is_hong_kong=True, has_it_establishment=True, is_ecosystem=True)


@dataclass(frozen=True, slots=True)
class Measure:
    """One restriction of one fund on a day: what counts, what it is held against and what is left, in HK$.

    `basis` is `cost` or `commitments`; a headroom is None where facts are missing that change it.
    """

    restriction: str
    basis: str
    status: str
    severity: str
    numerator_hkd: Decimal
    denominator_hkd: Decimal
    headroom_hkd: Decimal | None


def measures(fund: FundFacts, terms: Terms, on: date, limits: Limits, lots: Sequence[Lot]) -> tuple[Measure, ...]:
    """This function will measure a portfolio without a new deal, headroom rounded down to the cent, in order.

    What counts is what is known to count; of companies and groups the one in which most is held is measured.
    """
    end = fund.investment_period_end_date
    bindings = [False, True] if end is None else [on >= end]
    share = terms.term("hong_kong_minimum_rate").severity
    severities = (share if bindings[-1] else NOTIFY, share)
    ecosystem = (terms.term("ecosystem_minimum_rate").severity,) * 2
    return (
        *_share(fund, terms, restrictions.ECOSYSTEM, counts_as_ecosystem, ([False], ecosystem)),
        *_share(fund, terms, restrictions.HONG_KONG_SHARE, counts_as_hong_kong, (bindings, severities)),
        *_limits(fund.total_commitments_hkd, limits, lots),
    )


def _share(fund: FundFacts, terms: Terms, restriction, counts, judged) -> Iterator[Measure]:
    bindings, severities = judged
    rate = terms.rate(restriction.term)
    states = exposure.possible(fund, NOTHING, counts, bindings)
    best, worst = states[0], states[-1]
    for basis, severity, held_against, headroom in (
        (COST, severities[0], worst.cost_hkd, exposure.Exposure.headroom_on_cost),
        (COMMITMENTS, severities[1], worst.commitments_hkd, exposure.Exposure.headroom_on_commitments),
    ):
        low, high = (exposure.shown(headroom(state, rate)) for state in (worst, best))
        status = PASS if low >= 0 else BREACH if high < 0 else NEEDS_EVIDENCE
        left = low if low == high else None
        yield Measure(restriction.id, basis, status, severity, worst.inside_hkd, held_against, left)


def _limits(commitments_hkd: Decimal, limits: Limits, lots: Sequence[Lot]) -> Iterator[Measure]:
    reserve = limits.follow_on_reserve_rate
    for restriction, rate, used in (
        (restrictions.COMPANY_LIMIT, limits.company_limit_rate, _most((lot.company_id, lot.held_hkd) for lot in lots)),
        (restrictions.GROUP_LIMIT, limits.group_limit_rate, _most((group_key(lot), lot.held_hkd) for lot in lots)),
        (
            restrictions.FOLLOW_ON_RESERVE,
            None if reserve is None else ONE - reserve,
            total(lot.cost_hkd for lot in lots if not lot.is_follow_on),
        ),
        (restrictions.BRIDGE_LIMIT, limits.bridge_limit_rate, total(lot.held_hkd for lot in lots if lot.is_bridge)),
    ):
        if rate is None:
            continue
        with localcontext(EXACT):
            left = total([exposure.shown(rate * commitments_hkd), -used])
        status = PASS if left >= 0 else BREACH
        yield Measure(restriction.id, COMMITMENTS, status, CONSENT, used, commitments_hkd, left)


def _most(held: Iterable[tuple]) -> Decimal:
    sums: dict = {}
    for whose, amount in held:
        sums[whose] = total([sums.get(whose, ZERO), amount])
    return max(sums.values(), default=ZERO)
