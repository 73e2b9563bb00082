"""Programmes for benchmarks: funds of tests/investments/worlds.py that live ten years, loaded set by set."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import connections, transaction

from funds.models import BankAccount, Book
from tests.investments.worlds import AT, World

TEN_YEARS = (Path(__file__).parent / "funds_of_ten_years.sql").read_text("utf-8")
# The day on which the youngest fund has had 40 quarters and no fund 45.
ON = date(2036, 6, 30)

# A receipt locks its call's line until the commit, and the server keeps room for so many locks.
AT_ONCE = 25


def add_funds(number: int, seed: int) -> World:
    """This function will add so many funds with ten years of calls, receipts, holdings, fees and distributions."""
    with transaction.atomic():
        world = World(seed, funds=number, companies=1, lots=0, promised=0, proposals=0, mess=0)
        BankAccount.objects.bulk_create(
            BankAccount(
                fund=fund,
                bank_name="Bench Bank",
                account_name="Bench",
                account_number="000-1",
                stage="confirmed",
                usable_from=AT.date(),
                entered_by=world.people[0],
                entered_at=AT,
                confirmed_by=world.people[1],
                confirmed_at=AT,
                call_back_note="Called.",
            )
            for fund in world.made
        )
    books = sorted(Book.objects.filter(fund__in=world.made).values_list("pk", flat=True))
    for start in range(0, number, AT_ONCE):
        some = books[start : start + AT_ONCE]
        with transaction.atomic(using="migrator"), connections["migrator"].cursor() as owner:
            owner.execute(TEN_YEARS.format(first=some[0], last=some[-1]))
    settle()
    return world


def settle() -> None:
    """This function will let the planner know what there is now."""
    with connections["migrator"].cursor() as owner:
        owner.execute("ANALYZE")


def cents(amount: Decimal) -> int:
    """An amount in cents."""
    return int(amount.scaleb(2))
