"""R8, R9 and R10 at a quarter end, on each denominator of A1; R10's reported spend against its straight line (A16)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from funds.rules.terms import Terms
from investments.rules import hong_kong, spending
from investments.rules.facts import Holding
from itvf.money import ONE, ZERO, quantise, ratio, total

COST, COMMITMENTS, INVESTEES, SPEND = "cost", "commitments", "investees", "reported_spend"
PASS, BREACH, NEEDS_EVIDENCE, NOT_DUE, BEHIND = "pass", "breach", "needs_evidence", "not_due", "behind"
NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Investee:
    """One investment at original cost, what its company is known to be, undertook (R10) and was reported to spend.

    `undertaken_hkd` None: no signed undertaking on record. `spent_hkd` None: no report has come in that names it.
    `spend_months`: the schedule of its undertaking, A16's where it names none.
    """

    holding: Holding
    completed_date: date
    undertaken_hkd: Decimal | None
    spent_hkd: Decimal | None
    spend_months: int = spending.MONTHS

    @property
    def cost_hkd(self) -> Decimal:
        return self.holding.cost_hkd


@dataclass(frozen=True, slots=True)
class Position:
    """A fund on the day of the tests, in HK$; exited investments are among the investees (A1)."""

    commitments_hkd: Decimal
    investment_period_end_date: date | None
    investees: tuple[Investee, ...]


@dataclass(frozen=True, slots=True)
class Test:
    """One test's answer. The headroom is what counts less what is required; below zero it is what is missing.

    `by_investee` is what counts of each investment, in the order given.
    """

    rule: str
    clause: str
    basis: str
    counted_hkd: Decimal
    denominator_hkd: Decimal
    found: Decimal | None
    required: Decimal
    headroom_hkd: Decimal
    outcome: str
    by_investee: tuple[Decimal, ...] = ()


def mandate_tests(position: Position, terms: Terms, on: date) -> tuple[Test, ...]:
    """This function will judge a fund against R8, R9 and R10 on a day, HK$ to the cent, shares to 12 places.

    On cost a share that is too low is a breach at once; on commitments R9 binds from the investment period's last
    day (A2), and until then it is `not_due` while what is not invested yet could still make it up; R8's 100% of
    commitments never falls due, and is out of reach as soon as a dollar lies outside. A fact that is not on record
    counts for nothing, and where it would turn the answer the answer is `needs_evidence`.
    """
    end = position.investment_period_end_date
    binds = end is not None and on >= end
    return (
        _on_cost(position, terms, "ecosystem_minimum_rate", hong_kong.counts_as_ecosystem),
        _on_commitments(position, terms, "ecosystem_minimum_rate", hong_kong.counts_as_ecosystem, binds=False),
        _on_cost(position, terms, "hong_kong_minimum_rate", hong_kong.counts_as_hong_kong),
        _on_commitments(position, terms, "hong_kong_minimum_rate", hong_kong.counts_as_hong_kong, binds=binds),
        _undertakings(position, terms),
        _spend(position, terms, on),
    )


def expected_spend(investee: Investee, rate: Decimal, on: date) -> Fraction:
    """This function will give what an undertaking's straight line from completion expects by a day, exact HK$ (A16)."""
    undertaking = spending.Undertaking(investee.cost_hkd, rate, investee.completed_date, investee.spend_months)
    return spending.expected(undertaking, on)


Counts = Callable[[Holding], bool | None]


def _sums(position: Position, counts: Counts) -> tuple[Decimal, Decimal, Decimal]:
    """Cost that counts, cost of which it is not known, and all cost."""
    known = [(investee.cost_hkd, counts(investee.holding)) for investee in position.investees]
    return (
        total(cost for cost, fact in known if fact),
        total(cost for cost, fact in known if fact is None),
        total(cost for cost, _ in known),
    )


def _by_investee(position: Position, counts: Counts) -> tuple[Decimal, ...]:
    return tuple(investee.cost_hkd if counts(investee.holding) else ZERO for investee in position.investees)


def _on_cost(position: Position, terms: Terms, name: str, counts: Counts) -> Test:
    inside, unknown, cost = _sums(position, counts)
    required = terms.rate(name) * cost
    outcome = _judged(inside, inside + unknown, required, otherwise=BREACH)
    test = _test(terms, name, COST, inside, cost, outcome if position.investees else NOT_APPLICABLE)
    return replace(test, by_investee=_by_investee(position, counts))


def _on_commitments(position: Position, terms: Terms, name: str, counts: Counts, *, binds: bool) -> Test:
    inside, unknown, cost = _sums(position, counts)
    required = terms.rate(name) * position.commitments_hkd
    outcome = _judged(inside, inside + unknown, required, otherwise=BREACH)
    if outcome != PASS and not binds:
        to_come = max(total([position.commitments_hkd, -cost]), ZERO)
        outcome = _judged(inside + to_come, inside + unknown + to_come, required, otherwise=BREACH)
        outcome = NOT_DUE if outcome == PASS else outcome
    test = _test(terms, name, COMMITMENTS, inside, position.commitments_hkd, outcome)
    return replace(test, by_investee=_by_investee(position, counts))


def _undertakings(position: Position, terms: Terms) -> Test:
    """R10 is each investee's: one that undertakes too little breaks it, however much the others undertake."""
    name = "hong_kong_spend_minimum_rate"
    rate = terms.rate(name)
    undertaken = [(investee.undertaken_hkd, rate * investee.cost_hkd) for investee in position.investees]
    short = [total([found, -needed]) for found, needed in undertaken if found is not None and found < needed]
    missing = [-needed for found, needed in undertaken if found is None and needed]
    counted = total(found for found, _ in undertaken if found is not None)
    cost = total(investee.cost_hkd for investee in position.investees)
    if not position.investees:
        outcome = NOT_APPLICABLE
    else:
        outcome = BREACH if short else NEEDS_EVIDENCE if missing else PASS
    test = _test(terms, name, INVESTEES, counted, cost, outcome)
    test = replace(test, by_investee=tuple(found or ZERO for found, _ in undertaken))
    if not short and not missing:
        return test
    return replace(test, headroom_hkd=quantise(total([*short, *missing]), mode="half_up"))


def _spend(position: Position, terms: Terms, on: date) -> Test:
    """What investees were reported to have spent in Hong Kong, against the straight line: a warning only (A16)."""
    term = terms.term("hong_kong_spend_minimum_rate")
    rate = terms.rate(term.name)
    line = quantise(sum((expected_spend(i, rate, on) for i in position.investees), Fraction(0)), mode="half_up")
    spent = total(investee.spent_hkd for investee in position.investees if investee.spent_hkd is not None)
    if not position.investees:
        outcome = NOT_APPLICABLE
    elif spent >= line:
        outcome = PASS
    else:
        outcome = NEEDS_EVIDENCE if any(i.spent_hkd is None for i in position.investees) else BEHIND
    headroom = total([spent, -line])
    by_investee = tuple(investee.spent_hkd or ZERO for investee in position.investees)
    return Test(term.rule, term.clause, SPEND, spent, line, ratio(spent, line), ONE, headroom, outcome, by_investee)


def _judged(least: Decimal, most: Decimal, required: Decimal, *, otherwise: str) -> str:
    if least >= required:
        return PASS
    return otherwise if most < required else NEEDS_EVIDENCE


def _test(terms: Terms, name: str, basis: str, counted: Decimal, denominator: Decimal, outcome: str) -> Test:
    term, rate = terms.term(name), terms.rate(name)
    headroom = quantise(counted - rate * denominator, mode="half_up")
    return Test(
        term.rule, term.clause, basis, counted, denominator, ratio(counted, denominator), rate, headroom, outcome
    )
