"""Management fees as the system computes them, quarter by quarter, beside the cap of R14."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from funds.models.ledger import JournalEntry
from funds.models.partnership import Fund
from itvf.constraints import money_field, not_negative


class FeeAccrual(models.Model):
    """One quarter's fee of one fund, accrued from the journal; append-only. `working` explains the figure."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="fee_accruals", verbose_name=_("fund"))
    period_start = models.DateField(_("from"))
    period_end = models.DateField(_("to"))
    fee_hkd = money_field(verbose_name=_("fee (HK$)"))
    cap_hkd = money_field(verbose_name=_("cap of R14 (HK$)"))
    working = models.JSONField(_("working"))
    entry = models.OneToOneField(
        JournalEntry, models.PROTECT, null=True, related_name="fee_accrual", verbose_name=_("journal entry")
    )
    accrued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("accrued by")
    )
    accrued_at = models.DateTimeField(_("accrued at"))

    class Meta:
        verbose_name = _("fee accrual")
        verbose_name_plural = _("fee accruals")
        ordering = ["fund", "-period_end"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "period_end"], name="fee_accrued_once_a_quarter"),
            not_negative("fee_accrual", "fee_hkd"),
            models.CheckConstraint(condition=models.Q(fee_hkd__lte=models.F("cap_hkd")), name="fee_accrual_within_cap"),
        ]

    def __str__(self):
        return f"{self.fund.code} {self.period_end} HK${self.fee_hkd:,}"
