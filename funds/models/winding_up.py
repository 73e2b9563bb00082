"""The end of a fund: proposed by one person with what was found in its books, approved by another."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funds.models.partnership import Fund
from funds.rules import stages
from itvf.constraints import maker_is_not_checker, money_field, not_negative, one_of, stage_machine, together


@pghistory.track()
class WindingUp(models.Model):
    """That a fund has ended: everything sold, collected, paid and settled; what cash is kept back is named.

    One that its GP asks for is checked by an officer before another person approves it. An approved end is taken back
    by two people too, and the fund is open again.
    `offsets_hkd` is what company fees gave partners as set-off and no management fee took up any more.
    """

    class Stage(models.TextChoices):
        ASKED = "asked", _("asked for by the general partner")
        DRAFT = "draft", _("waiting for approval")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        REOPENING = "reopening", _("to be taken back")
        REOPENED = "reopened", _("taken back")

    class OffsetsWay(models.TextChoices):
        NONE = "", _("nothing was left over")
        PAID = "paid", _("paid to the partners by the manager")
        LAPSED = "lapsed", _("lapsed, as the agreement says")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="endings", verbose_name=_("fund"))
    stage = models.CharField(_("stage"), max_length=9, choices=Stage, default=Stage.DRAFT)
    ended_date = models.DateField(_("ended on"))
    reserve_hkd = money_field(verbose_name=_("cash kept back (HK$)"), default=0)
    reserve_for = models.CharField(_("kept back for"), max_length=300, blank=True)
    offsets_hkd = money_field(verbose_name=_("fee offsets not used (HK$)"), default=0)
    offsets_way = models.CharField(_("what became of them"), max_length=6, choices=OffsetsWay, blank=True)
    offsets_note = models.CharField(_("by which clause or payment"), max_length=300, blank=True)
    working = models.JSONField(_("working"), default=dict)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("checked by")
    )
    checked_at = models.DateTimeField(_("checked at"), null=True)
    reason = models.TextField(_("refused because"), blank=True)
    reopening_reason = models.TextField(_("to be taken back because"), blank=True)
    reopening_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("taking back proposed by")
    )
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("taken back by")
    )
    reopened_at = models.DateTimeField(_("taken back at"), null=True)

    class Meta:
        verbose_name = _("end of a fund")
        verbose_name_plural = _("ends of funds")
        ordering = ["-id"]
        constraints = [
            one_of("winding_up", "stage", stages.WINDING_UP),
            one_of("winding_up", "offsets_way", ("", "paid", "lapsed")),
            not_negative("winding_up", "reserve_hkd"),
            not_negative("winding_up", "offsets_hkd"),
            maker_is_not_checker("winding_up", "proposed_by", "approved_by"),
            maker_is_not_checker("winding_up", "checked_by", "approved_by"),
            maker_is_not_checker("winding_up", "reopening_by", "reopened_by"),
            together("winding_up", "approved_by", "approved_at"),
            together("winding_up", "checked_by", "checked_at"),
            together("winding_up", "reopened_by", "reopened_at"),
            models.UniqueConstraint(
                fields=["fund"],
                condition=Q(stage__in=["asked", "draft", "approved", "reopening"]),
                name="winding_up_once_a_fund",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["approved", "reopening", "reopened"], approved_by__isnull=False)
                | Q(stage__in=["asked", "draft", "refused"], approved_by__isnull=True),
                name="winding_up_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(stage="refused") | ~Q(reason=""), name="winding_up_refused_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(stage="reopened", reopened_by__isnull=False)
                | ~Q(stage="reopened") & Q(reopened_by__isnull=True),
                name="winding_up_taken_back_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["reopening", "reopened"], reopening_by__isnull=False) & ~Q(reopening_reason="")
                | ~Q(stage__in=["reopening", "reopened"]) & Q(reopening_by__isnull=True, reopening_reason=""),
                name="winding_up_taken_back_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(reserve_hkd=0) | ~Q(reserve_for=""), name="winding_up_names_what_is_kept_back"
            ),
            models.CheckConstraint(
                condition=Q(offsets_hkd=0, offsets_way="")
                | Q(offsets_hkd__gt=0, offsets_way__in=["paid", "lapsed"]) & ~Q(offsets_note=""),
                name="winding_up_says_what_became_of_offsets",
            ),
        ]
        triggers = [stage_machine("winding_up", stages.WINDING_UP)]

    def __str__(self):
        return f"{self.fund.code} {self.ended_date}"
