"""Watching over what is held: who stands behind it, whether it is there, what a visit found (R27, R28)."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funds.models import Fund, Manager, Partner
from investments.models.company import Company
from investments.models.investment import Investment
from investments.rules import stages
from itvf.constraints import maker_is_not_checker, one_of, rate_field, stage_machine, together, units_field
from itvf.models import File


@pghistory.track()
class Affiliation(models.Model):
    """Who stands behind a company, a manager, a partner or a member of the staff: searched against each deal."""

    class Capacity(models.TextChoices):
        BENEFICIAL_OWNER = "beneficial_owner", _("beneficial owner")
        SHAREHOLDER = "shareholder", _("shareholder")
        DIRECTOR = "director", _("director")
        OFFICER = "officer", _("officer")
        AFFILIATE = "affiliate", _("affiliate")
        RELATIVE = "relative", _("relative or close associate")

    name_en = models.CharField(_("name (English)"), max_length=200)
    name_zh_hant = models.CharField(_("name (Chinese)"), max_length=200, blank=True)
    identifier = models.CharField(_("registration or other number"), max_length=40, blank=True)
    is_person = models.BooleanField(_("a natural person"))
    capacity = models.CharField(_("capacity"), max_length=18, choices=Capacity)
    share_rate = rate_field(null=True, verbose_name=_("share"))
    company = models.ForeignKey(
        Company, models.PROTECT, null=True, related_name="affiliations", verbose_name=_("company")
    )
    manager = models.ForeignKey(
        Manager, models.PROTECT, null=True, related_name="affiliations", verbose_name=_("fund manager")
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, related_name="affiliations", verbose_name=_("partner")
    )
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="affiliations",
        verbose_name=_("member of the staff"),
    )
    since_date = models.DateField(_("since"))
    until_date = models.DateField(_("until"), null=True)
    evidence = models.TextField(_("evidence"))
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("declared by")
    )
    declared_at = models.DateTimeField(_("declared at"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("end recorded by")
    )

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["name_en", "id"]
        constraints = [
            one_of(
                "affiliation",
                "capacity",
                ("affiliate", "beneficial_owner", "director", "officer", "relative", "shareholder"),
            ),
            together("affiliation", "until_date", "ended_by"),
            models.CheckConstraint(
                condition=Q(company__isnull=False, manager__isnull=True, partner__isnull=True, staff__isnull=True)
                | Q(company__isnull=True, manager__isnull=False, partner__isnull=True, staff__isnull=True)
                | Q(company__isnull=True, manager__isnull=True, partner__isnull=False, staff__isnull=True)
                | Q(company__isnull=True, manager__isnull=True, partner__isnull=True, staff__isnull=False),
                name="affiliation_of_just_one",
            ),
        ]

    def __str__(self):
        return f"{self.name_en}: {self.get_capacity_display()}"


class HoldingConfirmation(models.Model):
    """What a bank, registry or custodian confirms that a fund holds, once a year; append-only."""

    class Source(models.TextChoices):
        BANK = "bank", _("bank")
        REGISTRY = "registry", _("company registry")
        CUSTODIAN = "custodian", _("custodian")

    investment = models.ForeignKey(
        Investment, models.PROTECT, related_name="confirmations", verbose_name=_("investment")
    )
    as_of_date = models.DateField(_("as of"))
    source = models.CharField(_("confirmed by"), max_length=10, choices=Source)
    confirmed_units = units_field(verbose_name=_("units confirmed"))
    recorded_units = units_field(verbose_name=_("units on record then"))
    note = models.TextField(_("note"), blank=True)
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+", verbose_name=_("confirmation (file)"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("confirmation of a holding")
        verbose_name_plural = _("confirmations of holdings")
        ordering = ["-as_of_date", "-id"]
        constraints = [
            one_of("holding_confirmation", "source", ("bank", "custodian", "registry")),
            models.CheckConstraint(
                condition=Q(confirmed_units=models.F("recorded_units")) | ~Q(note=""),
                name="holding_confirmation_difference_is_explained",
            ),
        ]

    def __str__(self):
        return f"{self.investment} {self.as_of_date}"


class InspectionVisit(models.Model):
    """A visit to a company: who went, why, what was seen; append-only."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="visits", verbose_name=_("company"))
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="visits", verbose_name=_("fund"))
    visited_date = models.DateField(_("visited on"))
    visitors = models.TextField(_("visitors"))
    purpose = models.TextField(_("purpose"))
    note = models.TextField(_("what was seen"))
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+", verbose_name=_("report (file)"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("inspection visit")
        verbose_name_plural = _("inspection visits")
        ordering = ["-visited_date", "-id"]

    def __str__(self):
        return f"{self.company} {self.visited_date}"


@pghistory.track()
class Finding(models.Model):
    """What a visit found wanting: open until answered and closed by another person than who answered."""

    class Stage(models.TextChoices):
        OPEN = "open", _("open")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", pgettext_lazy("finding", "closed")

    visit = models.ForeignKey(
        InspectionVisit, models.PROTECT, related_name="findings", verbose_name=_("inspection visit")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.OPEN)
    finding = models.TextField(_("finding"))
    due_date = models.DateField(_("to be answered by"))
    answer = models.TextField(_("answer"), blank=True)
    answer_file = models.ForeignKey(
        File, models.PROTECT, null=True, related_name="+", verbose_name=_("evidence (file)")
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered at"), null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("closed by")
    )
    closed_at = models.DateTimeField(_("closed at"), null=True)
    closing_note = models.TextField(_("why it is closed"), blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["visit", "number"]
        constraints = [
            one_of("finding", "stage", stages.FINDING),
            models.UniqueConstraint(fields=["visit", "number"], name="finding_number_once_a_visit"),
            together("finding", "answered_by", "answered_at"),
            together("finding", "closed_by", "closed_at"),
            maker_is_not_checker("finding", "answered_by", "closed_by"),
            models.CheckConstraint(
                condition=~Q(stage="closed") | Q(closed_by__isnull=False), name="finding_closed_by_somebody"
            ),
        ]
        triggers = [stage_machine("finding", stages.FINDING)]

    def __str__(self):
        return f"{self.visit} ({self.number})"
