"""W3: rate of return and multiples of 10,000 funds and holdings with 40 flows each, read from the database.

The floor is pyxirr alone over the same series in memory, which neither fetches nor proves that its root is the only
one. Rounds are interleaved; figures are medians. `--quick` leaves the last size out.
"""

import gc
import json
import subprocess
import sys
import tempfile
from datetime import date
from decimal import Decimal

import django
import pyxirr
from django.db import connections, transaction

django.setup()

from funds import waterfall_facts  # noqa: E402
from funds.models import Fund  # noqa: E402
from itvf.errors import plain  # noqa: E402
from reporting import all_returns  # noqa: E402
from tests.benchmarks.measuring import exponent, median, queries, seconds  # noqa: E402
from tests.benchmarks.programmes import ON, add_funds, settle  # noqa: E402
from tests.benchmarks.results import Headline, Result, report  # noqa: E402
from tests.investments.worlds import World  # noqa: E402

# funds (with 35 flows each) and holdings (with 40) of each size
SIZES = ((4, 96), (40, 960), (400, 9_600))
ROUNDS = 5
# 3 more tranches and 36 quarters of income, the last of them larger, as a sale is
LIVES = """
    INSERT INTO investments_lifeevent (investment_id, number, kind, route, effective_date, amount_hkd, cost_hkd, units,
        currency, fx_source, gain_hkd, exchange_hkd, escrow_hkd, tax_withheld_hkd, written_down_hkd, working, reason,
        evidence, recorded_by_id, recorded_at)
    SELECT made.id, 10 + n, CASE WHEN n <= 3 THEN 'tranche' ELSE 'income' END, '',
        made.completed_date + n * 80 + (made.id % 11)::int,
        CASE WHEN n <= 3 THEN 3000000 WHEN n = 39 THEN 9000000 ELSE 250000 + made.id % 997 END,
        0, CASE WHEN n <= 3 THEN 1 ELSE 0 END, 'HKD', '', 0, 0, 0, 0, 0, '{}', '', 'Advice', made.completed_by_id, now()
    FROM investments_investment made, generate_series(1, 39) n
    WHERE NOT EXISTS (SELECT FROM investments_lifeevent life WHERE life.investment_id = made.id AND life.number > 10)
"""


def grow(funds: int, holdings: int, seed: int) -> None:
    """Adds funds that have lived ten years, and holdings with 40 flows each in funds of their own."""
    add_funds(funds, seed)
    with transaction.atomic():
        World(seed + 13, funds=4, companies=max(4, holdings // 4), lots=holdings, promised=0, proposals=0, mess=0)
    with connections["migrator"].cursor() as owner:
        owner.execute(LIVES)
    settle()


def measure() -> list[tuple]:
    """Every fund's and holding's rate and multiples, from the database."""
    values = waterfall_facts.net_assets_of(Fund.objects.values_list("pk", flat=True), ON)
    found = [one for one in all_returns.of_funds(values, ON).values() if one.paid_in]
    found += all_returns.of_holdings(ON).values()
    return [(one.irr, one.tvpi, one.dpi, one.rvpi) for one in found]


def series() -> list[tuple[list[date], list[float]]]:
    """The same series in memory, as pyxirr takes them."""
    kept = []
    former = all_returns.of_many

    def remember(flows, *, left, as_of, **more):
        mine = {owner: ([], []) for owner in left}
        for owner, day, cents in zip(*(column.tolist() for column in flows), strict=True):
            mine[owner][0].append(date.fromordinal(day))
            mine[owner][1].append(float(cents))
        kept.extend(([*days, as_of], [*cents, float(left[owner])]) for owner, (days, cents) in mine.items())
        return former(flows, left=left, as_of=as_of, **more)

    all_returns.of_many = remember
    try:
        measure()
    finally:
        all_returns.of_many = former
    return kept


def lines(known: list[tuple[list[date], list[float]]]) -> float:
    """The seconds of `bin/manage calculate performance --lines` over the same series, the process's start included."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        for days, cents in known:
            flows = [
                {"date": str(day), "amount_hkd": plain(Decimal(int(amount)).scaleb(-2))}
                for day, amount in zip(days[:-1], cents[:-1], strict=True)
            ]
            left = plain(Decimal(int(cents[-1])).scaleb(-2))
            file.write(json.dumps({"flows": flows, "nav_hkd": left, "as_of": str(days[-1])}) + "\n")
        file.flush()
        command = [sys.executable, "manage.py", "calculate", "performance", "--lines", file.name]
        return seconds(lambda: subprocess.run(command, stdout=subprocess.DEVNULL, check=True))


def main() -> int:
    """Measures, reports, and exits 1 where an aim is missed."""
    sizes = SIZES[:-1] if "--quick" in sys.argv else SIZES
    rows, before = [], (0, 0)
    for seed, (funds, holdings) in enumerate(sizes, start=1):
        grow(funds - before[0], holdings - before[1], seed)
        before = (funds, holdings)
        known = series()
        gc.collect()
        taken, floors = [], []
        for _ in range(ROUNDS):
            taken.append(seconds(measure))
            floors.append(seconds(lambda known=known: [pyxirr.xirr(*one, silent=True) for one in known]))
        rows.append((len(measure()), median(taken), median(floors), queries(measure)))
    by_lines = lines(known)
    growth = exponent([row[0] for row in rows], [row[1] for row in rows])
    size, found, floor, _statements = rows[-1]
    return report(
        Result(
            "w03",
            ("series", "from the database (s)", "pyxirr alone (s)", "ratio", "statements"),
            [(f"{n:,}", f"{t:.3f}", f"{f:.3f}", f"{t / f:.1f}", str(q)) for n, t, f, q in rows],
            [
                Headline(
                    "rate of return and multiples of all funds and holdings",
                    f"{size:,} series of 40 flows",
                    f"{found:.2f} s",
                    f"{floor:.2f} s",
                    growth,
                    "0.5 s at 10,000 series",
                    found <= 0.5 and growth <= 1.1,
                ),
                Headline(
                    "`bin/manage calculate performance --lines`, its start included",
                    f"{size:,} lines",
                    f"{by_lines:.1f} s",
                    f"{floor:.2f} s",
                    None,
                    "a few seconds",
                    by_lines <= 6,
                ),
            ],
            [f"Growth exponent {growth:.2f}. The same series as lines of JSON to the command: {by_lines:.1f} s."],
        )
    )


if __name__ == "__main__":
    sys.exit(main())
