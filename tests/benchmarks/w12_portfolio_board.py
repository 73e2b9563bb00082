"""W12: the portfolio board of 20, 63 and 200 funds with 600, 1,900 and 6,000 lots: first page, filtered page, totals.

The floor reads the postings of every lot's accounts in one statement and sums them, which no board can do without.
Each size adds funds to the one before. Rounds are interleaved; figures are medians. `--quick` leaves the last size out.
"""

import sys
from datetime import timedelta

import django
from django.db import connection, connections, transaction

django.setup()

from investments import board  # noqa: E402
from investments.board import Filters  # noqa: E402
from itvf.models import RoleGrant, User  # noqa: E402
from tests.benchmarks.measuring import exponent, median, queries, seconds  # noqa: E402
from tests.investments.overseen_worlds import OverseenWorld  # noqa: E402
from tests.investments.worlds import START  # noqa: E402

SIZES = ((20, 600), (63, 1_900), (200, 6_000))
ROUNDS = 5
ON = START + timedelta(days=1600)
FLOOR = """
    SELECT account.book_id, account.reference, sum(posting.amount_hkd)
    FROM funds_ledgeraccount account
    JOIN funds_posting posting ON posting.account_id = account.id
    JOIN funds_journalentry entry ON entry.id = posting.entry_id AND entry.effective_date <= %s
    WHERE account.reference <> ''
    GROUP BY account.book_id, account.reference
"""


def reader() -> User:
    """Somebody who sees every fund."""
    user, made = User.objects.get_or_create(email="reader@bench.example", defaults={"name": "Reader"})
    if made:
        RoleGrant.objects.create(user=user, role="programme_officer")
    return user


def floor() -> list[tuple]:
    """Sums what the books say of every lot."""
    with connection.cursor() as cursor:
        cursor.execute(FLOOR, [ON])
        return cursor.fetchall()


def grow(funds: int, lots: int) -> None:
    """Adds a programme of so many funds and lots."""
    with transaction.atomic():
        OverseenWorld(funds, funds=funds, companies=lots * 5 // 6, lots=lots, promised=0, proposals=0, mess=0.1)
    with connections["migrator"].cursor() as owner:
        owner.execute("ANALYZE")


def measured() -> dict[str, float]:
    """The medians of what there is now, the statements and the rows."""
    user = reader()
    works = {
        "first": lambda: board.board(user, ON),
        "filtered": lambda: board.board(
            user, ON, Filters(sector="ai_data_science", light="act"), order="-value", page=2
        ),
        "searched": lambda: board.board(user, ON, Filters(text="Demo 1"), order="company"),
        "floor": floor,
    }
    taken = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            taken[name].append(seconds(work))
    found = {name: median(each) for name, each in taken.items()}
    found["statements"] = {queries(work) for name, work in works.items() if name != "floor"}
    found["holdings"] = board.board(user, ON).totals.holdings
    return found


def main() -> int:
    """Prints the board's table and exits 1 where an aim is missed."""
    sizes = SIZES[:-1] if "--quick" in sys.argv else SIZES
    results, before = [], (0, 0)
    for funds, lots in sizes:
        grow(funds - before[0], lots - before[1])
        results.append((funds, lots, measured()))
        before = (funds, lots)
    print("| funds | lots | rows | page 1, totals (s) | filtered, page 2 (s) | searched (s) | floor (s) | statements |")  # noqa: T201
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")  # noqa: T201
    for funds, lots, found in results:
        figures = " | ".join(f"{found[name]:.3f}" for name in ("first", "filtered", "searched", "floor"))
        print(f"| {funds} | {lots:,} | {found['holdings']:,} | {figures} | {sorted(found['statements'])} |")  # noqa: T201
    lots = [row[1] for row in results]
    growth = {
        name: exponent(lots, [row[2][name] for row in results]) for name in ("first", "filtered", "searched", "floor")
    }
    print("\nexponents: " + ", ".join(f"{name} {slope:.2f}" for name, slope in growth.items()) + " (aim: at most 1.1)")  # noqa: T201
    statements = set().union(*(row[2]["statements"] for row in results))
    return 0 if max(growth.values()) <= 1.1 and len(statements) == 1 else 1


if __name__ == "__main__":
    sys.exit(main())
