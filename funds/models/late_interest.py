"""Interest on late payment (A18): charged for one late receipt, received on its own, or waived."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from funds.models.capital import CallLine, Contribution
from funds.models.ledger import JournalEntry
from funds.models.partnership import Fund, Partner
from funds.rules import stages
from itvf.constraints import (
    maker_is_not_checker,
    money_field,
    not_negative,
    one_of,
    positive,
    rate_field,
    stage_machine,
    together,
)


class LateInterestQuerySet(models.QuerySet):
    """Charges as a person may see them."""

    def visible_to(self, user):
        """Staff see every charge, a GP its funds', a partner's contact its own partner's."""
        return self if user.is_staff else self.filter(line__partner__in=Partner.objects.visible_to(user).values("pk"))


@pghistory.track()
class LateInterest(models.Model):
    """Interest charged to a partner on money that came late: no contribution, and no part of the hurdle."""

    class Stage(models.TextChoices):
        CHARGED = "charged", _("charged")
        RECEIVED = "received", _("received in full")
        WAIVED = "waived", _("waived")

    line = models.ForeignKey(CallLine, models.PROTECT, related_name="late_interest", verbose_name=_("call line"))
    contribution = models.OneToOneField(
        Contribution, models.PROTECT, related_name="late_interest", verbose_name=_("late receipt")
    )
    stage = models.CharField(_("stage"), max_length=8, choices=Stage, default=Stage.CHARGED)
    principal_hkd = money_field(verbose_name=_("received late (HK$)"))
    start_date = models.DateField(_("from (due date)"))
    end_date = models.DateField(_("to (value date)"))
    annual_rate = rate_field(verbose_name=_("rate a year (the hurdle's)"))
    amount_hkd = money_field(verbose_name=_("interest (HK$)"))
    authorised_hkd = money_field(null=True, verbose_name=_("authorised for the Government (HK$)"))
    entry = models.OneToOneField(
        JournalEntry, models.PROTECT, related_name="late_interest", verbose_name=_("journal entry")
    )
    charged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("charged by")
    )
    charged_at = models.DateTimeField(_("charged at"))
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("waived by")
    )
    waived_at = models.DateTimeField(_("waived at"), null=True)
    waived_reason = models.TextField(_("waived because"), blank=True)
    waived_entry = models.OneToOneField(
        JournalEntry, models.PROTECT, null=True, related_name="late_interest_waived", verbose_name=_("waived (entry)")
    )

    objects = LateInterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("late interest")
        verbose_name_plural = _("late interest")
        ordering = ["-id"]
        constraints = [
            one_of("late_interest", "stage", stages.LATE_INTEREST),
            positive("late_interest", "amount_hkd"),
            positive("late_interest", "principal_hkd"),
            maker_is_not_checker("late_interest", "charged_by", "waived_by"),
            together("late_interest", "waived_by", "waived_at", "waived_entry"),
            models.CheckConstraint(condition=Q(end_date__gt=F("start_date")), name="late_interest_for_days_late"),
            models.CheckConstraint(
                condition=Q(stage="waived", waived_by__isnull=False) & ~Q(waived_reason="")
                | ~Q(stage="waived") & Q(waived_by__isnull=True),
                name="late_interest_waived_for_a_reason",
            ),
        ]
        triggers = [
            stage_machine("late_interest", stages.LATE_INTEREST),
            pgtrigger.ReadOnly(
                name="late_interest_figures",
                fields=["line", "contribution", "principal_hkd", "start_date", "end_date", "annual_rate", "amount_hkd"],
            ),
        ]

    def __str__(self):
        return f"{self.line.partner} {self.line.call} HK${self.amount_hkd:,}"

    @property
    def fund(self) -> Fund:
        """Whose call it was."""
        return self.line.call.fund

    @property
    def days(self) -> int:
        """How many days late."""
        return (self.end_date - self.start_date).days


class LateInterestReceiptQuerySet(models.QuerySet):
    """Receipts as a person may see them."""

    def visible_to(self, user):
        """As the charges that they pay."""
        return self.filter(charge__in=LateInterest.objects.visible_to(user).values("pk"))


class LateInterestReceipt(models.Model):
    """Money received for charged interest, in part or in full; what is above it goes to suspense.

    Append-only, corrected by reversing its entry, as a contribution is.
    """

    charge = models.ForeignKey(LateInterest, models.PROTECT, related_name="receipts", verbose_name=_("late interest"))
    amount_hkd = money_field(verbose_name=_("matched to the interest (HK$)"))
    suspense_hkd = money_field(verbose_name=_("over-payment held in suspense (HK$)"), default=0)
    value_date = models.DateField(_("bank value date"))
    bank_reference = models.CharField(_("bank reference"), max_length=80)
    entry = models.OneToOneField(
        JournalEntry, models.PROTECT, related_name="late_interest_receipt", verbose_name=_("journal entry")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    objects = LateInterestReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt of late interest")
        verbose_name_plural = _("receipts of late interest")
        ordering = ["-id"]
        constraints = [
            positive("late_interest_receipt", "amount_hkd"),
            not_negative("late_interest_receipt", "suspense_hkd"),
        ]

    def __str__(self):
        return f"{self.charge} {self.value_date} HK${self.amount_hkd:,}"

    @property
    def line(self) -> CallLine:
        """The call line that was paid late."""
        return self.charge.line
