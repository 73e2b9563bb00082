"""The partnership: scheme terms, selection, closings, calls, payments, fees, the journal."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundsConfig(AppConfig):
    """Registers the partnership's tables."""

    name = "funds"
    verbose_name = _("Funds")

    def ready(self):
        """Tells the outbox how a notice is printed and what follows, and the ground floor what is closed to whom."""
        from itvf import files, outbox, walls

        outbox.renderers["call_notice"] = "funds.notice_documents.attachments"
        outbox.on_sent["call_notice"] = "funds.services.notices.mark_served"
        outbox.renderers["funding_request"] = "funds.funding_letter.attachments"
        outbox.on_sent["funding_request"] = "funds.services.funding.mark_sent"
        outbox.renderers["net_notice"] = "funds.notice_documents.attachments"
        outbox.on_sent["net_notice"] = "funds.services.notices.mark_served"
        outbox.renderers["distribution_notice"] = "funds.notice_documents.attachments"
        outbox.on_sent["distribution_notice"] = "funds.services.notices.mark_served"
        outbox.renderers["lapse_letter"] = "funds.lapse_letter.attachments"
        outbox.on_sent["lapse_letter"] = "funds.lapse_letter.mark_sent"
        files.kept_from_lists.append("funds.rounds.files_of_applicants")
        walls.narrowing.append("funds.conflict_walls.open_to")
