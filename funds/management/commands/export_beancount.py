"""`bin/manage export_beancount`: books as beancount text, for a second reader to balance."""

import sys
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from funds.beancount_text import lines
from funds.models import Book


class Command(BaseCommand):
    """Writes one fund's book, the Corporation's or all as beancount text, with a balance asserted for each account."""

    help = "Writes books as beancount text: every entry, and the balance of each account as an assertion."

    def add_arguments(self, parser):
        """Which books, up to when, where to."""
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--all", action="store_true", help="every fund's book and the Corporation's")
        which.add_argument("--fund", metavar="CODE", help="one fund's book")
        which.add_argument("--corporation", action="store_true", help="the Corporation's book")
        parser.add_argument("--as-of", metavar="DATE", help="entries effective up to this day, YYYY-MM-DD")
        parser.add_argument("--output", metavar="FILE", help="where to write; standard output without it")

    def handle(self, *args, **options):
        """Writes the text; a file appears whole or not at all."""
        books = _books(options)
        as_of = _day(options["as_of"])
        if not options["output"]:
            sys.stdout.writelines(f"{line}\n" for line in lines(books, as_of=as_of))
            return
        path = Path(options["output"])
        if not path.parent.is_dir():
            raise CommandError(f"{path.parent} is not a folder; make it first, or name another file.")
        waiting = path.with_name(f"{path.name}.part")
        with waiting.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines(books, as_of=as_of))
        waiting.replace(path)
        self.stderr.write(f"{len(books)} books are in {path}.")


def _books(options) -> list[Book]:
    found = Book.objects.select_related("fund")
    if options["fund"]:
        found = found.filter(fund__code=options["fund"])
    elif options["corporation"]:
        found = found.filter(kind=Book.Kind.CORPORATION)
    books = list(found)
    if not books:
        known = ", ".join(Book.objects.filter(fund__isnull=False).values_list("fund__code", flat=True)) or "none"
        raise CommandError(f"There is no such book. Funds with a book: {known}.")
    return books


def _day(given: str | None) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise CommandError(f"--as-of takes a day written YYYY-MM-DD; {given} was given.") from error
