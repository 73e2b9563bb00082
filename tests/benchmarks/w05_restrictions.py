"""W5: every open proposal of all funds judged in one statement: 1,000, 10,000 and 100,000 of them, in 200 funds.

The floor reads as many rows of the same proposals and companies in order and judges nothing. Beside it, the same
answers one deal at a time by the pure rules, at a small size. Rounds are interleaved; figures are medians.
`--quick` leaves the last size out.
"""

import gc
import sys

import django
from django.db import connection, connections, transaction

django.setup()

from investments import all_funds, deal_facts, portfolio  # noqa: E402
from investments.models import Proposal  # noqa: E402
from investments.rules import mandate  # noqa: E402
from tests.benchmarks.measuring import exponent, median, queries, seconds  # noqa: E402
from tests.investments.worlds import World  # noqa: E402

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 5
ONE_BY_ONE = 100
# One in ten of what can be unknown, broken or sold is; the days differ from deal to deal.
PROGRAMME = {"funds": 200, "companies": 5_000, "lots": 6_000, "promised": 300, "proposals": 0, "mess": 0.1}
FLOOR = """
    SELECT deal.id, deal.sector || deal.financing_stage || deal.instrument, company.name_en, deal.amount_hkd::text
    FROM investments_proposal deal
    JOIN investments_company company ON company.id = deal.company_id
    WHERE deal.stage NOT IN ('completed', 'withdrawn')
    ORDER BY deal.id
"""


def floor() -> list[tuple]:
    """Reads every open proposal once."""
    with connection.cursor() as cursor:
        cursor.execute(FLOOR)
        return cursor.fetchall()


def judge_one_by_one() -> None:
    """Judges some proposals the way that a check of one deal does."""
    for proposal in Proposal.objects.filter(stage="submitted").select_related("fund", "company")[:ONE_BY_ONE]:
        position = portfolio.position(proposal.fund, proposal.expected_date, apart_from=proposal)
        mandate.check_all(
            position.facts(),
            deal_facts.proposal_facts(proposal, proposal.expected_date, position),
            position.terms,
            limits=position.limits,
            lots=position.lots(),
        )


def unpack() -> int:
    """Judges every open proposal and unpacks every outcome."""
    return sum(outcome.stops for verdict in all_funds.proposals() for outcome in verdict.outcomes())


def add(world: World, number: int) -> World:
    """A world with more open proposals, out of the way of the garbage collector: they are not what is measured."""
    world.propose(number)
    world.open.clear()
    with connections["migrator"].cursor() as owner:
        owner.execute("ANALYZE")
    gc.collect()
    gc.freeze()
    return world


def main() -> int:
    """Prints W5's table and exits 1 where an aim is missed."""
    sizes = SIZES[:-1] if "--quick" in sys.argv else SIZES
    with transaction.atomic():
        world = World(5, **PROGRAMME)
    there, results = PROGRAMME["promised"], []
    for size in sizes:
        add(world, size - there)
        there = size
        judged, floors = [], []
        for _ in range(ROUNDS):
            judged.append(seconds(all_funds.proposals))
            floors.append(seconds(floor))
        assert len(all_funds.proposals()) == len(floor()) == size
        results.append((size, median(judged), median(floors), seconds(unpack), queries(all_funds.proposals)))
    (single,) = Proposal.objects.filter(stage="submitted").values_list("pk", flat=True)[:1]
    print("| proposals | judged (s) | floor (s) | ratio | every outcome unpacked too (s) | statements |")  # noqa: T201
    print("|---:|---:|---:|---:|---:|---:|")  # noqa: T201
    for size, taken, least, whole, statements in results:
        print(f"| {size:,} | {taken:.3f} | {least:.3f} | {taken / least:.1f} | {whole:.2f} | {statements} |")  # noqa: T201
    alone = median([seconds(lambda: all_funds.proposals(ids=[single])) for _ in range(ROUNDS)])
    one = seconds(judge_one_by_one) / ONE_BY_ONE
    growth = exponent([row[0] for row in results[-2:]], [row[1] for row in results[-2:]])
    whole = exponent([row[0] for row in results], [row[1] for row in results])
    print(f"\none deal at a time by the pure rules: {one * 1000:.1f} ms each ({ONE_BY_ONE} of them)")  # noqa: T201
    print(f"one of {results[-1][0]:,} by the statement: {alone * 1000:.0f} ms")  # noqa: T201
    print(f"exponent {whole:.2f} over all sizes, {growth:.2f} over the last two (aim: at most 1.1)")  # noqa: T201
    print(f"{results[-1][0]:,} proposals: {results[-1][1]:.2f} s (aim: at most 1 s at 100,000)")  # noqa: T201
    return 0 if max(growth, whole) <= 1.1 and results[-1][1] <= 1 and {row[4] for row in results} == {1} else 1


if __name__ == "__main__":
    sys.exit(main())
