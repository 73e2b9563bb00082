"""W2: fees, hurdle and waterfall of all funds from the database: 10, 100 and 1,000 funds, 40 quarters, 30 holdings.

The floor is the same arithmetic on facts that are in memory already: what reading them from the books adds is the
rest. Rounds are interleaved; figures are medians. `--quick` leaves the last size out.
"""

import gc
import sys

import django

django.setup()

from funds import all_funds  # noqa: E402
from funds.models import Fund, Posting  # noqa: E402
from tests.benchmarks.floors import Remembered  # noqa: E402
from tests.benchmarks.measuring import exponent, median, queries, seconds  # noqa: E402
from tests.benchmarks.programmes import ON, add_funds  # noqa: E402
from tests.benchmarks.results import Headline, Result, report  # noqa: E402

SIZES = (10, 100, 1_000)
ROUNDS = 5


def main() -> int:
    """Measures, reports, and exits 1 where an aim is missed."""
    sizes = SIZES[:-1] if "--quick" in sys.argv else SIZES
    rows, there = [], 0
    for seed, size in enumerate(sizes, start=1):
        add_funds(size - there, seed)
        there = size
        ids = list(Fund.objects.values_list("pk", flat=True))
        floor = Remembered(ids, ON)
        assert floor.run() == _key(all_funds.figures(ids, ON))
        gc.collect()
        taken, floors = [], []
        for _ in range(ROUNDS):
            taken.append(seconds(lambda ids=ids: all_funds.figures(ids, ON)))
            floors.append(seconds(floor.run))
        statements = queries(lambda ids=ids: all_funds.figures(ids, ON))
        quarters = sum(len(one.fees) for one in all_funds.figures(ids[:10], ON).values()) / 10
        rows.append((size, Posting.objects.count(), quarters, median(taken), median(floors), statements))
    growth = exponent([row[0] for row in rows], [row[3] for row in rows])
    size, _postings, _quarters, taken, floor, _statements = rows[-1]
    return report(
        Result(
            "w02",
            ("funds", "postings", "quarters a fund", "from the database (s)", "arithmetic alone (s)", "statements"),
            [(f"{n:,}", f"{p:,}", f"{q:.0f}", f"{t:.3f}", f"{f:.3f}", str(s)) for n, p, q, t, f, s in rows],
            [
                Headline(
                    "fees, hurdle and waterfall of all funds",
                    f"{size:,} funds",
                    f"{taken:.2f} s",
                    f"{floor:.2f} s",
                    growth,
                    "5 s at 1,000 funds, exponent 1.1",
                    taken <= 5 and growth <= 1.1 and len({row[5] for row in rows}) == 1,
                )
            ],
            [f"Growth exponent {growth:.2f}."],
        )
    )


def _key(found: dict) -> list:
    return [(one.fees, one.caps, one.hurdle, one.paid, one.liquidation.whole) for one in found.values()]


if __name__ == "__main__":
    sys.exit(main())
