"""Keeps the Chinese catalogue in step with what the code and the templates say."""

from django.core.management.base import BaseCommand, CommandError

from itvf import catalogues


class Command(BaseCommand):
    """Updates locale/zh_Hant from the code; with --check, lists what has no translation and fails."""

    help = "Update the Chinese catalogue, or check that nothing is left untranslated."
    requires_system_checks = ()

    def add_arguments(self, parser):
        """One switch."""
        parser.add_argument("--check", action="store_true", help="change nothing; fail when a translation is missing")

    def handle(self, *args, check: bool, **options):
        """Checks, or updates and compiles."""
        if check:
            if faults := catalogues.problems():
                raise CommandError("\n".join([*faults, f"{len(faults)} to mend in {catalogues.CATALOGUE.name}"]))
            self.stdout.write("Every message has its translation.")
            return
        count, missing = catalogues.update()
        catalogues.compile_catalogues()
        self.stdout.write(f"{count} messages, {missing} without a translation.")
