"""What we tell Government: the management report, one frozen snapshot, printed in both languages."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from funds.models import Scheme
from itvf.constraints import maker_is_not_checker, one_of, stage_machine, together
from itvf.models import File
from reporting.rules import stages


@pghistory.track()
class ManagementReport(models.Model):
    """The programme at a quarter end as known at a moment: content, hash and audit head never change."""

    class Stage(models.TextChoices):
        FROZEN = "frozen", _("waiting for approval")
        APPROVED = "approved", _("approved")
        WITHDRAWN = "withdrawn", _("withdrawn")

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="reports", verbose_name=_("scheme"))
    period_end = models.DateField(_("quarter ended"))
    number = models.PositiveSmallIntegerField(_("number"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.FROZEN)
    known_at = models.DateTimeField(_("as known at"))
    content = models.JSONField(_("content"))
    content_sha256 = models.CharField(_("content hash"), max_length=64)
    audit_head = models.CharField(_("audit head"), max_length=64)
    pdf_en = models.ForeignKey(File, models.PROTECT, related_name="+", verbose_name=_("PDF (English)"))
    pdf_zh_hant = models.ForeignKey(File, models.PROTECT, related_name="+", verbose_name=_("PDF (Chinese)"))
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("frozen by")
    )
    frozen_at = models.DateTimeField(_("frozen at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)
    withdrawn_reason = models.TextField(_("withdrawn because"), blank=True)

    class Meta:
        verbose_name = _("management report")
        verbose_name_plural = _("management reports")
        ordering = ["-period_end", "-number"]
        constraints = [
            one_of("management_report", "stage", stages.MANAGEMENT_REPORT),
            models.UniqueConstraint(
                fields=["scheme", "period_end", "number"], name="management_report_number_once_a_quarter"
            ),
            maker_is_not_checker("management_report", "frozen_by", "approved_by"),
            together("management_report", "approved_by", "approved_at"),
        ]
        triggers = [
            stage_machine("management_report", stages.MANAGEMENT_REPORT),
            pgtrigger.ReadOnly(
                name="management_report_content",
                fields=["scheme", "period_end", "number", "known_at", "content", "content_sha256", "audit_head"],
            ),
        ]

    def __str__(self):
        return f"{self.scheme.code} {self.period_end} ({self.number})"
