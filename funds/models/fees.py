"""Management fees as the system computes them, quarter by quarter, beside the cap of R14."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from funds.models.ledger import JournalEntry
from funds.models.partnership import Fund, Partner
from itvf.constraints import money_field, not_negative


class FeeAccrual(models.Model):
    """One quarter's fee of one fund, as its partners bear it, accrued from the journal; append-only.

    `working` explains the figure.
    """

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
            models.CheckConstraint(condition=Q(fee_hkd__lte=F("cap_hkd")), name="fee_accrual_within_cap"),
        ]

    def __str__(self):
        return f"{self.fund.code} {self.period_end} HK${self.fee_hkd:,}"


class PartnerFee(models.Model):
    """One partner's part of an accrued fee: gross share, less its concession, less its offsets; append-only."""

    accrual = models.ForeignKey(FeeAccrual, models.PROTECT, related_name="partners", verbose_name=_("fee accrual"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="fees", verbose_name=_("partner"))
    commitment_hkd = money_field(verbose_name=_("commitment (HK$)"))
    gross_hkd = money_field(verbose_name=_("share of the fee (HK$)"))
    concession_hkd = money_field(verbose_name=_("concession (HK$)"))
    brought_hkd = money_field(verbose_name=_("offsets brought forward (HK$)"))
    offset_hkd = money_field(verbose_name=_("offsets of the quarter (HK$)"))
    used_hkd = money_field(verbose_name=_("offsets used (HK$)"))
    carried_hkd = money_field(verbose_name=_("offsets carried forward (HK$)"))
    net_hkd = money_field(verbose_name=_("fee borne (HK$)"))

    class Meta:
        verbose_name = _("partner's fee")
        verbose_name_plural = _("partners' fees")
        ordering = ["accrual", "partner"]
        constraints = [
            models.UniqueConstraint(fields=["accrual", "partner"], name="partner_fee_once_an_accrual"),
            *(not_negative("partner_fee", name) for name in ("concession_hkd", "used_hkd", "carried_hkd", "net_hkd")),
            models.CheckConstraint(
                condition=Q(net_hkd=F("gross_hkd") - F("concession_hkd") - F("used_hkd")),
                name="partner_fee_is_share_less_reductions",
            ),
            models.CheckConstraint(
                condition=Q(carried_hkd=F("brought_hkd") + F("offset_hkd") - F("used_hkd")),
                name="partner_fee_loses_no_offset",
            ),
        ]

    def __str__(self):
        return f"{self.partner} HK${self.net_hkd:,}"
