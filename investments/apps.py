"""The companies: proposals, restriction checks, investments."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InvestmentsConfig(AppConfig):
    """Registers the companies' tables."""

    name = "investments"
    verbose_name = _("Investments")

    def ready(self):
        """Lets payments read what was answered to deals, and the search of applicants' names our register."""
        from funds import applicant_links, call_uses

        applicant_links.sources.append("investments.company_register.names")
        call_uses.readers["proposal"] = "investments.deal_answers.of"
        call_uses.families["proposal"] = "investments.deal_answers.of_company"
        call_uses.offers["proposal"] = "investments.portal.deals.deals_of"
        call_uses.firsts["proposal"] = "investments.deal_answers.is_new"
