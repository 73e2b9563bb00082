"""The companies: proposals, restriction checks, investments."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InvestmentsConfig(AppConfig):
    """Registers the companies' tables."""

    name = "investments"
    verbose_name = _("Investments")
