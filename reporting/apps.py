"""Reports: what managers tell us and what we tell Government."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    """Registers the reports' tables."""

    name = "reporting"
    verbose_name = _("Reporting")

    def ready(self):
        """Lets the comparison of fees read what managers say that they charged."""
        from funds import fee_charges

        fee_charges.readers["quarterly_report"] = "reporting.selectors.fees_charged"
