"""Managers and their selection: the notice whose receipt starts the twelve months (R17, R18)."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funds.models.scheme import Scheme
from funds.rules import stages
from itvf.constraints import maker_is_not_checker, money_field, not_negative, one_of, stage_machine


@pghistory.track()
class Manager(models.Model):
    """A fund manager: the general partner's house, with its Type 9 licence (R17(i))."""

    class Licence(models.TextChoices):
        HELD = "held", _("Type 9 held")
        TO_BE_HELD = "to_be_held", _("Type 9 to be held")

    name_en = models.CharField(_("name (English)"), max_length=200)
    name_zh_hant = models.CharField(_("name (Chinese)"), max_length=200, blank=True)
    ce_number = models.CharField(_("SFC CE number"), max_length=6, unique=True)
    licence = models.CharField(_("licence"), max_length=12, choices=Licence)
    licence_checked_date = models.DateField(_("licence checked on"), null=True)
    licence_expiry_date = models.DateField(_("licence expires on"), null=True, blank=True)
    register_url = models.URLField(_("public register"), blank=True)
    responsible_officers = models.PositiveSmallIntegerField(_("responsible officers"))

    class Meta:
        verbose_name = _("manager")
        verbose_name_plural = _("managers")
        ordering = ["name_en"]
        constraints = [
            models.CheckConstraint(condition=Q(ce_number__regex=r"^[A-Z]{3}[0-9]{3}$"), name="manager_ce_number_shape"),
            one_of("manager", "licence", ("held", "to_be_held")),
        ]

    def __str__(self):
        return self.name_en


@pghistory.track()
class Selection(models.Model):
    """A manager selected under a scheme; the envelope is reserved until it closes or lapses."""

    class Stage(models.TextChoices):
        SELECTED = "selected", _("raising money")
        LAPSE_PROPOSED = "lapse_proposed", _("lapse proposed")
        CLOSED = "closed", _("closed")
        LAPSED = "lapsed", _("lapsed")

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="selections", verbose_name=_("scheme"))
    manager = models.ForeignKey(Manager, models.PROTECT, related_name="selections", verbose_name=_("manager"))
    reference = models.CharField(_("reference"), max_length=40, unique=True)
    stage = models.CharField(_("stage"), max_length=16, choices=Stage, default=Stage.SELECTED)
    notice_issued_date = models.DateField(_("notice issued on"))
    notice_received_date = models.DateField(_("notice received on"))
    fundraising_last_date = models.DateField(_("last day to close"))
    reserved_hkd = money_field(verbose_name=_("envelope reserved (HK$)"))
    committee_opinion = models.TextField(_("Advisory Committee's opinion"), blank=True)
    committee_date = models.DateField(_("opinion given on"), null=True, blank=True)
    lapse_proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("lapse proposed by")
    )
    lapse_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("lapse approved by")
    )

    class Meta:
        verbose_name = _("selection")
        verbose_name_plural = _("selections")
        ordering = ["-notice_received_date"]
        constraints = [
            models.CheckConstraint(
                condition=Q(notice_received_date__gte=models.F("notice_issued_date")),
                name="selection_received_on_or_after_issue",
            ),
            not_negative("selection", "reserved_hkd"),
            maker_is_not_checker("selection", "lapse_proposed_by", "lapse_approved_by"),
            one_of("selection", "stage", stages.SELECTION),
        ]
        triggers = [stage_machine("selection", stages.SELECTION)]

    def __str__(self):
        return f"{self.reference} {self.manager}"
