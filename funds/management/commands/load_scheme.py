"""`load_scheme`: a scheme's published paper into the database, once."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from funds.rules.terms import DATA
from funds.services import schemes
from itvf.dates import now
from itvf.errors import DomainError

PUBLISHED = DATA / "itvf-enhanced-2024.json"


class Command(BaseCommand):
    """Loads a paper's terms as dated version 1; a second run says that they stand."""

    help = "Loads a scheme's published terms as its first version. A change afterwards is a new version, by two people."

    def add_arguments(self, parser):
        """FILE, or the paper that comes with the project."""
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("file", nargs="?", metavar="FILE", help="a paper's terms as JSON; - for standard input")
        source.add_argument("--published", action="store_true", help="the enhanced ITVF scheme of 28 October 2024")

    def handle(self, *args, **options):
        """Reads the paper, loads it, and prints what stands."""
        document = _read(PUBLISHED if options["published"] else options["file"])
        try:
            version, is_new = schemes.load_published(document, at=now())
        except DomainError as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        counts = f"{version.terms.count()} terms, {version.assumptions.count()} assumptions"
        verb = "loaded" if is_new else "stands already"
        self.stdout.write(
            f"{version.scheme.code} version {version.number} {verb}: {counts}, effective {version.effective_from}"
        )


def _read(source: str | Path) -> dict:
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
        document = json.loads(text, parse_float=str)
    except OSError as error:
        raise CommandError(f"{source} can't be read: {error.strerror}. Name a file of terms.", returncode=2) from error
    except ValueError as error:
        raise CommandError(f"{source} is not JSON: {error}. Correct the file.", returncode=2) from error
    if not isinstance(document, dict):
        raise CommandError(f"{source} is not one JSON object; give a paper as {PUBLISHED.name} does.", returncode=2)
    return document
