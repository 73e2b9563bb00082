"""Management fees as the system computes them, quarter by quarter, beside the cap of R14; corrected by two people."""

from datetime import datetime

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from funds.models.ledger import JournalEntry
from funds.models.partnership import Fund, Partner
from funds.rules import stages
from itvf.constraints import maker_is_not_checker, money_field, not_negative, one_of, stage_machine, together


@pghistory.track()
class FeeCorrection(models.Model):
    """That booked quarters of a fund's fee are computed again, from one on; the former accruals stay on record."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("waiting for approval")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="fee_corrections", verbose_name=_("fund"))
    stage = models.CharField(_("stage"), max_length=8, choices=Stage, default=Stage.DRAFT)
    first_quarter = models.DateField(_("from the quarter to"))
    why = models.TextField(_("why"))
    difference_hkd = money_field(verbose_name=_("difference (HK$)"))
    working = models.JSONField(_("working"), default=dict)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)
    reason = models.TextField(_("refused because"), blank=True)

    class Meta:
        verbose_name = _("fee correction")
        verbose_name_plural = _("fee corrections")
        ordering = ["-id"]
        constraints = [
            one_of("fee_correction", "stage", stages.FEE_CORRECTION),
            maker_is_not_checker("fee_correction", "proposed_by", "approved_by"),
            together("fee_correction", "approved_by", "approved_at"),
            models.CheckConstraint(
                condition=Q(stage="approved", approved_by__isnull=False)
                | ~Q(stage="approved") & Q(approved_by__isnull=True),
                name="fee_correction_approved_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="fee_correction_says_why"),
            models.CheckConstraint(
                condition=~Q(stage="refused") | ~Q(reason=""), name="fee_correction_refused_for_a_reason"
            ),
            models.UniqueConstraint(
                fields=["fund"], condition=Q(stage="draft"), name="fee_correction_drafted_once_a_fund"
            ),
        ]
        triggers = [stage_machine("fee_correction", stages.FEE_CORRECTION)]

    def __str__(self):
        return f"{self.fund.code} {self.first_quarter}"


class FeeAccrualQuerySet(models.QuerySet):
    """Accruals by whether a correction took their place."""

    def standing(self, known_at: datetime | None = None):
        """Those that count, one a quarter; as known at a moment, before corrections of later."""
        if known_at is None:
            return self.filter(superseded_by=None)
        return self.filter(accrued_at__lte=known_at).exclude(superseded_by__accrued_at__lte=known_at)


class FeeAccrual(models.Model):
    """One quarter's fee of one fund, as its partners bear it, accrued from the journal; append-only.

    `working` explains the figure. A correction accrues the quarter anew: the new row supersedes the former one.
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
    correction = models.ForeignKey(
        FeeCorrection, models.PROTECT, null=True, related_name="accruals", verbose_name=_("fee correction")
    )
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="superseded_by", verbose_name=_("in the place of")
    )

    objects = FeeAccrualQuerySet.as_manager()

    class Meta:
        verbose_name = _("fee accrual")
        verbose_name_plural = _("fee accruals")
        ordering = ["fund", "-period_end"]
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "period_end"], condition=Q(supersedes__isnull=True), name="fee_accrued_once_a_quarter"
            ),
            together("fee_accrual", "correction", "supersedes"),
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
