"""`migrate` as the owner of the tables, and afterwards the grants of the application's role."""

from django.conf import settings
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from itvf.grants import apply_grants


class Command(Migrate):
    """Django's migrate on the `migrator` connection, followed by grants."""

    def add_arguments(self, parser):
        """As Django's, with the owner's connection as the default."""
        super().add_arguments(parser)
        parser.set_defaults(database="migrator")

    def handle(self, *args, **options):
        """Migrates, then grants; warnings say what weakens the books' protection."""
        super().handle(*args, **options)
        if options.get("plan") or options.get("check_unapplied") or options.get("prune"):
            return
        owner = connections[options["database"]]
        app_role = settings.APP_ROLE or owner.settings_dict["USER"]
        for warning in apply_grants(owner, app_role):
            self.stderr.write(self.style.WARNING(warning))
