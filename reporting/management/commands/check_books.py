"""`bin/manage check_books`: re-proves the books and exits 1 with what is wrong, one fault a line."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError

from itvf.errors import plain
from reporting import books


class Command(BaseCommand):
    """Re-proves the books: balances, sums against lines, orphans, Government share of every call, audit chains."""

    help = __doc__.split(":", 1)[1].strip()

    def add_arguments(self, parser):
        """One choice: for people or for programs."""
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")

    def handle(self, *args, **options):
        """Proves every claim; the exit code is 1 where one does not hold."""
        try:
            proved, faults, summary = len(books.claims()), books.prove(), books.summary()
        except ProgrammingError as error:
            raise CommandError(
                f"The database has no books to prove, or not all of their tables ({error}). "
                "Run bin/manage migrate, or bin/demo, first."
            ) from error
        if options["json"]:
            found = {"claims": proved, "faults": [fault.as_json() for fault in faults], "proved": plain(summary)}
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        else:
            for fault in faults:
                self.stdout.write(str(fault))
            counts = (
                "{entries:,} entries, {postings:,} postings, HK${debits_hkd:,} of debits, "
                "HK${in_transit_hkd:,} in transit, {audit_events:,} audit events"
            )
            self.stdout.write(f"{proved} claims over {counts.format(**summary)}: {len(faults)} faults.")
        if faults:
            raise SystemExit(1)
