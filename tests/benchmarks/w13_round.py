"""W13: a round of 50 applications with 40 deals each and 8 assessors, beside 10 applications and 2 assessors.

Pages are asked for by a signed-in client, middleware and templates included; the decision is proposed and approved, and
rolled back. The floor reads what was submitted, once. Works are interleaved; figures are medians of three. `--quick`
leaves the largest round out.
"""

import sys

import django
from django.db import transaction

django.setup()

from tests import round_worlds  # noqa: E402
from tests.benchmarks.measuring import median, queries, seconds  # noqa: E402
from tests.benchmarks.results import Headline, Result, report  # noqa: E402
from tests.benchmarks.round_works import works_on  # noqa: E402

# applications, assessors
SIZES = ((10, 2), (10, 8), (50, 2), (50, 8))
DEALS = 40
ROUNDS = 3
WORKS = {
    "board": "board of the round (staff)",
    "comparison": "offers side by side (staff)",
    "grid": "one offer by every convention",
    "tasks": "an assessor's list",
    "record": "track records computed, deal by deal",
    "search": "names searched",
    "paper": "the Committee's paper (PDF)",
    "decision": "decision proposed and approved",
    "floor": "what was submitted, read",
}


def main() -> int:
    """Measures, reports, and exits 1 where an aim is missed."""
    sizes = SIZES[:-1] if "--quick" in sys.argv else SIZES
    found = {size: measured(*size) for size in sizes}
    rows = [
        (words, *(f"{found[size][name][0]:.3f} s, {found[size][name][1]}" for size in sizes))
        for name, words in WORKS.items()
    ]
    largest = found[sizes[-1]]
    lines = [
        Headline(
            WORKS[name],
            f"{sizes[-1][0]} applications, {DEALS} deals each, {sizes[-1][1]} assessors",
            f"{largest[name][0]:.2f} s",
            f"{largest['floor'][0]:.2f} s",
            None,
            "statements do not grow",
            len({found[size][name][1] for size in sizes}) == 1,
        )
        for name in ("board", "comparison", "paper")
    ]
    heads = ("seconds, statements", *(f"{one} applications, {other} assessors" for one, other in sizes))
    return report(Result("w13", heads, rows, lines))


def measured(applications: int, assessors: int) -> dict[str, tuple[float, int]]:
    """The median and the statements of each work on a round of its own, which is rolled back."""
    with transaction.atomic():
        world = round_worlds.full(applications=applications, assessors=assessors, deals=DEALS)
        works = works_on(world)
        for work in works.values():
            work()
        taken = {name: [] for name in works}
        for _ in range(ROUNDS):
            for name, work in works.items():
                taken[name].append(seconds(work))
        found = {name: (median(taken[name]), queries(work)) for name, work in works.items()}
        transaction.set_rollback(True)
    return found


if __name__ == "__main__":
    sys.exit(main())
