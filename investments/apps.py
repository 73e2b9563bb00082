"""The companies: proposals, restriction checks, investments."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InvestmentsConfig(AppConfig):
    """Registers the companies' tables."""

    name = "investments"
    verbose_name = _("Investments")

    def ready(self):
        """Lets the check of a payment read what was answered to the deals that a call names."""
        from funds import call_uses

        call_uses.readers["proposal"] = "investments.deal_answers.of"
        call_uses.families["proposal"] = "investments.deal_answers.of_company"
        call_uses.firsts["proposal"] = "investments.deal_answers.is_new"
