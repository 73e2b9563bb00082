"""How much of a fund lies inside and outside what a rule asks for, after a deal (R8, R9, A1, A2).

Headroom is what may still be invested outside before the test fails; below zero it is the shortfall. Facts
that are not known are taken both ways, best and worst: where every way gives one answer, that is the answer.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal, localcontext
from itertools import product

from investments.rules.facts import FundFacts, Holding, Proposal
from itvf.money import CENT, EXACT, ZERO

# More than any sum of money here can be (16 digits before the point).
BOUNDLESS = Decimal("1e20")

Counts = Callable[[Holding | Proposal], bool | None]


@dataclass(frozen=True, slots=True)
class Exposure:
    """One possible state of a fund after a deal, in HK$, and whether the commitments basis binds already (A2)."""

    inside_hkd: Decimal
    outside_hkd: Decimal
    commitments_hkd: Decimal
    is_binding: bool = False

    @property
    def cost_hkd(self) -> Decimal:
        return self.inside_hkd + self.outside_hkd

    def headroom_on_cost(self, minimum_rate: Decimal) -> Decimal:
        """Against the original cost of all investments made."""
        with localcontext(EXACT):
            return self.inside_hkd / minimum_rate - self.cost_hkd

    def headroom_on_commitments(self, minimum_rate: Decimal) -> Decimal:
        """Against total commitments: while it does not bind, what is not invested yet may all go inside."""
        with localcontext(EXACT):
            to_come = ZERO if self.is_binding else max(ZERO, self.commitments_hkd - self.cost_hkd)
            return self.inside_hkd + to_come - minimum_rate * self.commitments_hkd


def possible(fund: FundFacts, proposal: Proposal, counts: Counts, bindings: Sequence[bool]) -> list[Exposure]:
    """This function will give every extreme state that the facts allow: one where all of them are known."""
    exposures = []
    for takes_best in (True, False):
        inside, outside = _sums(fund, proposal, counts, takes_best)
        commitments = [fund.total_commitments_hkd]
        if fund.total_commitments_hkd is None:
            commitments = [ZERO, inside + outside, BOUNDLESS]
        exposures += [Exposure(inside, outside, *rest) for rest in product(commitments, bindings)]
    return list(dict.fromkeys(exposures))


def _sums(fund: FundFacts, proposal: Proposal, counts: Counts, takes_best: bool) -> tuple[Decimal, Decimal]:
    sums = {True: ZERO, False: ZERO}
    for amount, fact in _amounts(fund, proposal, counts):
        is_inside = takes_best if fact is None else fact
        if amount is None:
            amount = BOUNDLESS if is_inside == takes_best else ZERO
        sums[is_inside] += amount
    return sums[True], sums[False]


def _amounts(fund: FundFacts, proposal: Proposal, counts: Counts) -> Iterator[tuple[Decimal | None, bool | None]]:
    yield proposal.amount_hkd, counts(proposal)
    for holding in (Holding(),) if fund.holdings is None else fund.holdings:
        yield holding.cost_hkd, counts(holding)
    for promise in _promised(fund, counts):
        yield promise.cost_hkd, counts(promise)


def _promised(fund: FundFacts, counts: Counts) -> tuple[Holding, ...]:
    """The promises that a rule counts: those that would lie outside, or might."""
    return tuple(promise for promise in fund.promised if counts(promise) is not True)


def missing(fund: FundFacts, proposal: Proposal, counts: Counts) -> tuple[str, ...]:
    """This function will name the facts that the sums lack."""
    names = [] if fund.total_commitments_hkd is not None else ["total_commitments_hkd"]
    names += ["holdings"] if fund.holdings is None else []
    items = [("proposal", proposal.amount_hkd, counts(proposal))]
    items += [(f"holdings.{i}", holding.cost_hkd, counts(holding)) for i, holding in enumerate(fund.holdings or ())]
    items += [(f"promised.{i}", one.cost_hkd, counts(one)) for i, one in enumerate(_promised(fund, counts))]
    for name, amount, fact in items:
        names += [f"{name}: amount"] if amount is None else []
        names += [f"{name}: whether it counts"] if fact is None else []
    return tuple(names)


def shown(headroom: Decimal) -> Decimal:
    """A headroom to the cent, rounded down so that it is never overstated."""
    return headroom.quantize(CENT, rounding=ROUND_FLOOR, context=EXACT)
