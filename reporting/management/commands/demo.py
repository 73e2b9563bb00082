"""`demo`: fills the demo programme, lists its log-ins, or tells the main job once."""

import logging
from pathlib import Path
from time import monotonic

from django.core.management.base import BaseCommand

from itvf.dates import now
from reporting.demo import cast, main_job, programme, round_people, rounds


class Command(BaseCommand):
    """The doors that bin/demo uses."""

    help = "The demo: --fill builds its programme once, --logins prints who can sign in, --once tells the main job."

    def add_arguments(self, parser):
        """One of the three."""
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--fill", action="store_true", help="fill an empty database with the demo programme")
        what.add_argument("--logins", action="store_true", help="print the log-ins by role")
        what.add_argument("--once", action="store_true", help="run the main job in a throwaway database, and print it")
        parser.add_argument(
            "--output", type=Path, default=Path(".local/once"), help="where --once writes its files (%(default)s)"
        )

    def handle(self, *args, **options):
        """Does the one thing asked for."""
        if options["fill"]:
            self._fill()
        elif options["logins"]:
            self._logins()
        else:
            # Refusals on purpose and a broker that is away are told on the page, not in the log.
            logging.disable(logging.WARNING)
            main_job.tell(self.stdout, folder=options["output"], clock=now)

    def _fill(self) -> None:
        began = monotonic()
        if programme.fill(clock=now):
            self.stdout.write(
                f"The demo programme stands: four funds and three rounds, filled in {monotonic() - began:.0f} s."
            )
        else:
            self.stdout.write("The demo programme stands already.")

    def _logins(self) -> None:
        rows = [("Role", "Log-in", "What to try"), *cast.logins(), *rounds.logins(), *round_people.logins()]
        widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
        self.stdout.write(f"Password of everybody in the demo: {cast.PASSWORD}\n")
        for role, login, try_this in rows:
            self.stdout.write(f"{role:<{widths[0]}}  {login:<{widths[1]}}  {try_this}")
