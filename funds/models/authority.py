"""Recorded authority: what the Government may pay, or a fund may do, because somebody decided it (A13, A18, A20)."""

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from funds.models.partnership import Fund
from funds.rules import stages
from itvf.constraints import maker_is_not_checker, money_field, one_of, positive, stage_machine, together
from itvf.models import File


@pghistory.track()
class RecordedAuthority(models.Model):
    """One decision on one fund: for what, up to how much, until when; recorded by one, approved by another."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("waiting for approval")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    class Kind(models.TextChoices):
        TRUE_UP_INTEREST = "true_up_interest", _("the Government pays interest of a true-up (A13)")
        TRUE_UP_AT_COST = "true_up_at_cost", _("a true-up at cost after a realisation or revaluation (A13)")
        LATE_INTEREST = "late_interest", _("the Government pays interest on late payment (A18)")
        BEYOND_COMMITMENT = "beyond_commitment", _("gross payments beyond the Government's commitment (A20)")
        LATE_EXCUSE = "late_excuse", _("a partner is excused from a call that it asked for too late (R27)")
        LATE_MATCHING = "late_matching", _("the Government matches money raised after the twelve months (A22)")
        SHORT_ENVELOPE = "short_envelope", _("the Government commits less than 1 : 3 as the envelope is short (R6)")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="authorities", verbose_name=_("fund"))
    kind = models.CharField(_("for what"), max_length=18, choices=Kind)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.DRAFT)
    limit_hkd = money_field(null=True, blank=True, verbose_name=_("up to (HK$)"))
    given_by = models.CharField(_("given by"), max_length=200)
    given_date = models.DateField(_("given on"))
    expires_date = models.DateField(_("until"), null=True, blank=True)
    scope = models.TextField(_("wording"))
    document = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)

    class Meta:
        verbose_name = _("recorded authority")
        verbose_name_plural = _("recorded authorities")
        ordering = ["-id"]
        constraints = [
            one_of("recorded_authority", "stage", stages.RECORDED_AUTHORITY),
            one_of(
                "recorded_authority",
                "kind",
                (
                    "true_up_interest",
                    "true_up_at_cost",
                    "late_interest",
                    "beyond_commitment",
                    "late_matching",
                    "late_excuse",
                    "short_envelope",
                ),
            ),
            positive("recorded_authority", "limit_hkd"),
            maker_is_not_checker("recorded_authority", "recorded_by", "approved_by"),
            together("recorded_authority", "approved_by", "approved_at"),
        ]
        triggers = [stage_machine("recorded_authority", stages.RECORDED_AUTHORITY)]

    def __str__(self):
        return f"{self.fund.code} {self.get_kind_display()} {self.given_date}"
