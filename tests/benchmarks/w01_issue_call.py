"""W1: issuing one call with journal, audit and outbox, to 10, 100, 1,000 and 10,000 partners, against raw COPY.

The floor writes the same rows (lines, postings, notices, messages) by COPY in one transaction, triggers
and keys included. Rounds are interleaved; figures are medians. `--quick` leaves the last size out.
"""

import io
import sys
from datetime import UTC, date, datetime
from decimal import Decimal

import django
from django.db import connection, transaction

django.setup()

from funds.models import CapitalCall, Fund, Partner  # noqa: E402
from funds.services import capital_calls, closings, partnerships, schemes, selection  # noqa: E402
from itvf.models import RoleGrant, User  # noqa: E402
from tests.benchmarks.measuring import exponent, median, queries, seconds  # noqa: E402
from tests.benchmarks.programmes import settle  # noqa: E402
from tests.benchmarks.results import Headline, Result, report  # noqa: E402

SIZES = (10, 100, 1_000, 10_000)
ROUNDS = 5
AT = datetime(2025, 4, 1, 3, tzinfo=UTC)
AMOUNT = Decimal("30000000.00")
DUE = date(2025, 4, 28)
# The tables that an issue fills with one row or two a partner, copied in this order.
COPIED = ("funds_callline", "funds_journalentry", "funds_posting", "itvf_outboxmessage", "funds_notice")


def person(name: str, role: str = "") -> User:
    """A person of the benchmark, with a staff role where named."""
    user, made = User.objects.get_or_create(email=f"{name}@bench.example", defaults={"name": name})
    if role and made:
        RoleGrant.objects.create(user=user, role=role, granted_at=AT)
    return user


OFFICER, MANAGER = person("officer", "programme_officer"), person("manager", "programme_manager")
MAKER, SIGNATORY = person("maker"), person("signatory")


def fund_of(size: int, number: int, *, name: str = "") -> Fund:
    """A fund that has closed with `size` partners and can call."""
    name = name or str(size)
    import json
    from pathlib import Path

    document = json.loads(Path("funds/data/itvf-enhanced-2024.json").read_text("utf-8"))
    version, _ = schemes.load_published(document, at=AT)
    manager = selection.register_manager(
        name_en=f"Bench Manager {name}",
        name_zh_hant="",
        ce_number=f"BN{'ABCDEFGHIJ'[number]}{number:03d}",
        licence="held",
        licence_checked_date=date(2025, 1, 1),
        licence_expiry_date=None,
        responsible_officers=2,
        by=OFFICER,
        at=AT,
    )
    chosen = selection.record_selection(
        scheme=version.scheme,
        manager=manager,
        reference=f"BENCH-{name}",
        notice_issued_date=date(2025, 1, 8),
        notice_received_date=date(2025, 1, 10),
        committee_opinion="Supported.",
        committee_date=date(2025, 1, 5),
        by=OFFICER,
        at=AT,
    )
    fund = partnerships.establish_fund(
        selection=chosen,
        code=f"bench-{name}",
        name_en=f"Bench {name} LPF",
        name_zh_hant="",
        cap637_number=f"B{number}-{size}",
        registered_date=date(2025, 1, 20),
        registered_office="1 Example Road",
        investment_manager="Bench",
        by=OFFICER,
        at=AT,
    )
    partnerships.record_agreement(
        fund=fund,
        signed_date=date(2025, 2, 1),
        signed_by_all=True,
        by=OFFICER,
        at=AT,
        term_years=10,
        investment_period_years=5,
        fee_rate_during=Decimal("0.02"),
        fee_rate_after=Decimal("0.02"),
        fee_base_during="invested",
        fee_base_after="net_invested",
        carry_rate=Decimal("0.2"),
        hurdle_rate=Decimal("0.07"),
        catch_up_rate=Decimal(1),
        gp_money_is_matched=True,
        follow_ons_after_period=True,
    )
    account = partnerships.enter_bank_account(
        fund=fund, bank_name="Bench Bank", account_name="Bench", account_number="000-1", by=OFFICER, at=AT
    )
    partnerships.confirm_bank_account(account=account, call_back_note="Called.", by=MANAGER, at=AT)
    for user, role in ((MAKER, "gp_maker"), (SIGNATORY, "gp_signatory")):
        partnerships.grant_membership(fund=fund, user=user, role=role, by=MANAGER, at=AT)
    _admit(fund, size)
    return Fund.objects.get(pk=fund.pk)


def _admit(fund: Fund, size: int) -> None:
    """Government, GP and private partners who promise HK$450m together, in bulk: joining is not what is measured."""
    kinds = [("government", "Government"), ("gp", "GP"), *(("private", f"Partner {n}") for n in range(size - 2))]
    Partner.objects.bulk_create(
        Partner(
            fund=fund,
            kind=kind,
            name_en=name,
            contact_email=f"p{n}@bench.example",
            added_by=OFFICER,
            added_at=AT,
        )
        for n, (kind, name) in enumerate(kinds)
    )
    closing = closings.draft(fund=fund, closing_date=date(2025, 3, 3), by=OFFICER, at=AT)
    partners = list(fund.partners.exclude(kind="government"))
    rest = (Decimal("450000000.00") - Decimal("20000000.00")) / (len(partners) - 1)
    closing.commitments.bulk_create(
        closing.commitments.model(
            closing=closing,
            fund=fund,
            partner=partner,
            amount_hkd=Decimal("20000000.00") if partner.kind == "gp" else rest.quantize(Decimal("0.01")) + 1,
            signed_date=date(2025, 3, 1),
            is_accepted=True,
            is_unconditional=True,
        )
        for partner in partners
    )
    closings.complete(closing=closing, by=MANAGER, at=AT)


def drafted(fund: Fund) -> CapitalCall:
    """A draft for an investment and an expense."""
    return capital_calls.draft(
        fund=fund,
        purposes=[
            capital_calls.PurposeInput("investment", "Bench Company", AMOUNT),
            capital_calls.PurposeInput("expense", "Set-up", Decimal("100000.01")),
        ],
        due_date=DUE,
        channel="portal",
        by=MAKER,
        at=AT,
    )


class Undo(Exception):
    """Rolls a round back, so that every round issues the same call."""


def issue(fund: Fund, call: CapitalCall) -> float:
    """The seconds of one issue, deferred checks of the commit included, undone afterwards."""
    taken = 0.0

    def work():
        capital_calls.issue(call=call, by=SIGNATORY, at=AT)
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")

    try:
        with transaction.atomic():
            taken = seconds(work)
            raise Undo
    except Undo:
        return taken


def rows_of(call: CapitalCall) -> dict[str, tuple[list[str], bytes]]:
    """The rows that an issue writes, as COPY text, read out of an issue that is undone."""
    where = {
        "funds_callline": f"call_id = {call.pk}",
        "funds_journalentry": f"source = 'capital_call:{call.pk}'",
        "funds_posting": f"entry_id IN (SELECT id FROM funds_journalentry WHERE source = 'capital_call:{call.pk}')",
        "itvf_outboxmessage": "id IN (SELECT n.message_id FROM funds_notice n "
        f"JOIN funds_callline l ON l.id = n.line_id WHERE l.call_id = {call.pk})",
        "funds_notice": f"line_id IN (SELECT id FROM funds_callline WHERE call_id = {call.pk})",
    }
    rows = {}
    try:
        with transaction.atomic():
            capital_calls.issue(call=call, by=SIGNATORY, at=AT)
            with connection.cursor() as cursor:
                for table in COPIED:
                    cursor.execute(
                        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
                        "AND NOT attisdropped AND attname <> 'xact_id' ORDER BY attnum",
                        [table],
                    )
                    columns = [name for (name,) in cursor.fetchall()]
                    out = io.BytesIO()
                    listed = ", ".join(f'"{name}"' for name in columns)
                    with cursor.copy(f"COPY (SELECT {listed} FROM {table} WHERE {where[table]}) TO STDOUT") as copy:
                        for part in copy:
                            out.write(part)
                    rows[table] = (columns, out.getvalue())
            raise Undo
    except Undo:
        return rows


def copy_floor(owner, rows: dict[str, tuple[list[str], bytes]]) -> float:
    """The seconds in which the owner copies the same rows into the same tables, triggers and keys included."""

    def work():
        with owner.cursor() as cursor:
            for table, (columns, text) in rows.items():
                listed = ", ".join(f'"{name}"' for name in columns)
                with cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
                    copy.write(text)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    try:
        with transaction.atomic(using="migrator"):
            taken = seconds(work)
            raise Undo
    except Undo:
        return taken


def main() -> int:
    """Measures, reports, and exits 1 where an aim is missed."""
    from django.db import connections

    owner = connections["migrator"]
    owner.ensure_connection()
    results = []
    for number, size in enumerate(SIZES[:-1] if "--quick" in sys.argv else SIZES):
        fund = fund_of(size, number)
        capital_calls.issue(call=drafted(fund), by=SIGNATORY, at=AT)  # the tables of a fund that has called before
        settle()
        call = drafted(fund)
        rows = rows_of(call)
        issues, floors = [], []
        for _ in range(ROUNDS):
            issues.append(issue(fund, call))
            floors.append(copy_floor(owner, rows))
        statements = queries(lambda fund=fund, call=call: issue(fund, call))
        results.append((size, median(issues), median(floors), statements))
    last_two = exponent([row[0] for row in results[-2:]], [row[1] for row in results[-2:]])
    whole = exponent([row[0] for row in results], [row[1] for row in results])
    statements = {row[3] for row in results}
    size, taken, floor, _statements = results[-1]
    is_linear = max(last_two, whole) <= 1.1 and max(statements) - min(statements) <= 4
    return report(
        Result(
            "w01",
            ("partners", "issue (s)", "COPY floor (s)", "ratio", "statements"),
            [(f"{n:,}", f"{t:.3f}", f"{f:.3f}", f"{t / f:.1f}", str(q)) for n, t, f, q in results],
            [
                Headline(
                    "one call issued with journal, audit and outbox",
                    f"{size:,} partners",
                    f"{taken:.2f} s",
                    f"{floor:.2f} s",
                    last_two,
                    "3 s at 10,000, exponent 1.1",
                    is_linear and taken <= 3,
                )
            ],
            [f"Growth exponent {whole:.2f} over all sizes, {last_two:.2f} over the last two."],
        )
    )


if __name__ == "__main__":
    sys.exit(main())
