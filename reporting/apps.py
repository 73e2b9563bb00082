"""Reports: what managers tell us and what we tell Government."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    """Registers the reports' tables."""

    name = "reporting"
    verbose_name = _("Reporting")
