"""W11: eight clients at once, each a process with a connection of its own, on one fund and on eight.

An operation is a whole service call in a transaction of its own: a capital call issued (25 partners: lines, entry,
notices, payment case, audit), or a receipt recorded (entry, contribution, audit; the Government's
line is paid by the Corporation's own steps and stays out). The floor of the same round is what no such operation can
do without: `SELECT … FOR UPDATE` of the fund's row and one insert. Nothing may be lost: calls, receipts, numbers and
sums are counted afterwards, and the books are proven. Who waits for a fund's row for longer than `lock_timeout` is
refused and asks again, as a person would; how often that was is told.
"""

import contextlib
import multiprocessing
import os
import sys
from datetime import UTC, date, datetime
from decimal import Decimal

import django
import psycopg
from django.db import OperationalError, connection, connections, transaction

django.setup()

from django.db.models import Count, Sum  # noqa: E402

from funds.models import CallLine, CapitalCall, Contribution, Fund, Posting  # noqa: E402
from funds.services import capital_calls, contributions  # noqa: E402
from itvf.celery import enqueue  # noqa: E402
from reporting import books  # noqa: E402
from tests.benchmarks.measuring import median, seconds  # noqa: E402
from tests.benchmarks.results import Headline, Result, report  # noqa: E402
from tests.benchmarks.w01_issue_call import AT, DUE, MAKER, OFFICER, SIGNATORY, fund_of  # noqa: E402

CLIENTS = 8
PARTNERS = 25
CALLS = 16
ROUNDS = 3
PAID = date(2025, 4, 29)
LATER = datetime(2025, 5, 2, 3, tzinfo=UTC)
AMOUNT = Decimal("1000000.00")


def draft(fund: Fund) -> int:
    """A call's draft, waiting for its signatory."""
    purposes = [capital_calls.PurposeInput("investment", "Bench Company", AMOUNT)]
    return capital_calls.draft(fund=fund, purposes=purposes, due_date=DUE, channel="portal", by=MAKER, at=AT).pk


def issue(pk: int) -> None:
    """Issues one call."""
    capital_calls.issue(call=CapitalCall.objects.select_related("fund").get(pk=pk), by=SIGNATORY, at=AT)


def receive(pk: int) -> None:
    """Records one receipt, of all that the line asks for."""
    line = CallLine.objects.select_related("call__fund", "partner").get(pk=pk)
    contributions.record(
        line=line, amount_hkd=line.amount_hkd, value_date=PAID, bank_reference=f"B{pk}", by=OFFICER, at=LATER
    )


def bare(fund: int) -> None:
    """The floor: the fund's row locked, one row written."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM funds_fund WHERE id = %s FOR UPDATE", [fund])
        cursor.execute("INSERT INTO bench_floor (fund_id) VALUES (%s)", [fund])


REFUSED = []


def _done(work, item: int) -> bool:
    """Does one operation; False where it waited too long for the fund's row and nothing was done."""
    try:
        work(item)
    except OperationalError as failure:
        if isinstance(failure.__cause__, psycopg.errors.LockNotAvailable):
            return False
        raise
    return True


def _warm_up(work, item: int) -> None:
    """Does one operation and undoes it: a server's process has done its first one long ago."""
    with contextlib.suppress(OperationalError), transaction.atomic():
        work(item)
        transaction.set_rollback(True)
    enqueue("itvf.relay_outbox")  # its first wake-up finds the broker


def at_once(work, items: list[int]) -> float:
    """Operations a second of eight clients who share the items out; one that fails stops the run."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    ready, go = context.Barrier(CLIENTS + 1), context.Event()
    refused = context.Value("i", 0)

    def client(mine: list[int]) -> None:
        _warm_up(work, mine[0])
        ready.wait()
        go.wait()
        for item in mine:
            while not _done(work, item):
                with refused.get_lock():
                    refused.value += 1
        connections.close_all()
        os._exit(0)

    processes = [context.Process(target=client, args=(items[place::CLIENTS],)) for place in range(CLIENTS)]
    for process in processes:
        process.start()
    ready.wait()

    def finish() -> None:
        go.set()
        for process in processes:
            process.join()

    taken = seconds(finish)
    if any(process.exitcode for process in processes):
        raise SystemExit("A client failed; its words stand above.")
    REFUSED.append(refused.value)
    return len(items) / taken


def measured(funds: list[Fund]) -> dict[str, float]:
    """The medians of the operations and of the floor on these funds."""
    rates = {"issue": [], "receive": [], "bare": []}
    for _ in range(ROUNDS):
        drafts = [draft(funds[number % len(funds)]) for number in range(CALLS)]
        rates["issue"].append(at_once(issue, drafts))
        asked = CallLine.objects.filter(call__in=drafts).exclude(partner__kind="government")
        lines = list(asked.order_by("order", "call").values_list("pk", flat=True))
        rates["receive"].append(at_once(receive, lines))
        rates["bare"].append(at_once(bare, [funds[number % len(funds)].pk for number in range(800)]))
    return {name: median(found) for name, found in rates.items()}


def lost(funds: int) -> list[str]:
    """What is missing or wrong afterwards, in words; empty where nothing is."""
    calls = 2 * ROUNDS * CALLS
    issued = CapitalCall.objects.filter(stage=CapitalCall.Stage.ISSUED)
    asked = CallLine.objects.exclude(partner__kind="government").aggregate(sum=Sum("amount_hkd"))["sum"]
    paid = Contribution.objects.aggregate(number=Count("pk"), sum=Sum("amount_hkd"))
    cash = Posting.objects.filter(account__code="cash").aggregate(sum=Sum("amount_hkd"))["sum"]
    numbers = issued.values_list("fund").annotate(all=Count("number"), last=django.db.models.Max("number")).order_by()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM bench_floor")
        (bare_rows,) = cursor.fetchone()
    checks = {
        "calls issued": issued.count() == calls,
        "calls numbered without a gap": all(count == last for _fund, count, last in numbers) and len(numbers) == funds,
        "receipts": paid["number"] == calls * (PARTNERS - 1),
        "receipts and cash": paid["sum"] == cash == asked,
        "rows of the floor": bare_rows == 2 * ROUNDS * 800,
        "proof of the books": not books.prove(),
    }
    for fault in books.prove()[:5]:
        print(fault)  # noqa: T201
    return [what for what, holds in checks.items() if not holds]


def main() -> int:
    """Measures, reports, and exits 1 where anything was lost."""
    with connections["migrator"].cursor() as owner:
        owner.execute("CREATE TABLE bench_floor (id bigserial, fund_id bigint)")
        owner.execute("GRANT INSERT, SELECT ON bench_floor TO PUBLIC")
        owner.execute("GRANT USAGE ON SEQUENCE bench_floor_id_seq TO PUBLIC")
    funds = [fund_of(PARTNERS, number, name=f"at-once-{number}") for number in range(9)]
    found = {"one": measured(funds[:1]), "eight": measured(funds[1:])}
    missing = lost(len(funds))
    for what in missing:
        print(f"LOST: {what}")  # noqa: T201
    words = {"issue": f"calls issued, {PARTNERS} partners each", "receive": "receipts recorded"}
    return report(
        Result(
            "w11",
            ("eight clients on", "calls issued (/s)", "receipts recorded (/s)", "lock and insert (/s)"),
            [
                (f"{number} fund{'s' * (number != 'one')}", *(f"{rates[name]:,.0f}" for name in rates))
                for number, rates in found.items()
            ],
            [
                Headline(
                    f"{words[name]}, eight clients at once",
                    f"{number} fund{'s' * (number != 'one')}",
                    f"{found[number][name]:,.0f} /s",
                    f"{found[number]['bare']:,.0f} /s",
                    None,
                    "half the floor, none lost",
                    not missing and found[number][name] >= found[number]["bare"] / 2,
                    beside=f"lost: {', '.join(missing)}" if missing else "none lost",
                )
                for name in ("issue", "receive")
                for number in found
            ],
            [
                "Nothing was lost: calls, their numbers, receipts and cash agree, and the proof of the books holds."
                if not missing
                else f"Lost: {', '.join(missing)}.",
                f"Waited longer than the lock's limit and asked again: {sum(REFUSED)} times.",
            ],
        )
    )


if __name__ == "__main__":
    sys.exit(main())
