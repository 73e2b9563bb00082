"""The ground floor: people, permissions, audit, outbox, files."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ItvfConfig(AppConfig):
    """Registers the ground floor's tables and its checks of the database."""

    name = "itvf"
    verbose_name = _("People and operations")

    def ready(self):
        """Lets `check --database default` look at the server's settings."""
        from itvf import checks  # noqa: F401
