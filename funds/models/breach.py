"""The breach register: what was found, by which rule, and how it was cured."""

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from funds.models.partnership import Fund
from itvf.constraints import together


class RecordedBreachQuerySet(models.QuerySet):
    """Breaches by where they stand on a day."""

    def open(self, on):
        """Found by then and not cured by then."""
        return self.filter(models.Q(cured_date__isnull=True) | models.Q(cured_date__gt=on), found_date__lte=on)

    def overdue(self, on):
        """Open after the day agreed for their cure."""
        return self.open(on).filter(cure_due_date__lt=on)


@pghistory.track()
class RecordedBreach(models.Model):
    """A fact that breaks a rule and stands all the same; open until its cure is recorded."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="breaches", verbose_name=_("fund"))
    rule = models.CharField(_("rule"), max_length=8)
    clause = models.CharField(_("clause"), max_length=80)
    code = models.CharField(_("code"), max_length=60)
    message = models.TextField(_("what was found"))
    sentence = models.TextField(_("sentence"), blank=True)
    restriction = models.CharField(_("restriction"), max_length=30, blank=True)
    facts = models.JSONField(_("facts"), default=dict)
    source = models.CharField(_("source"), max_length=60)
    found_date = models.DateField(_("found on"))
    cure_due_date = models.DateField(_("to be cured by"), null=True)
    cured_date = models.DateField(_("cured on"), null=True)
    cured_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("cure recorded by")
    )
    cure = models.TextField(_("cure"), blank=True)

    objects = RecordedBreachQuerySet.as_manager()

    class Meta:
        verbose_name = _("breach")
        verbose_name_plural = _("breaches")
        ordering = ["-found_date", "-id"]
        constraints = [
            together("recorded_breach", "cured_date", "cured_by"),
            models.UniqueConstraint(fields=["fund", "code", "source"], name="breach_once_a_source"),
        ]

    def __str__(self):
        return f"{self.rule} {self.fund.code}: {self.message}"

    def is_overdue(self, on) -> bool:
        """Whether it is open on a day after the one agreed for its cure."""
        is_cured = self.cured_date is not None and self.cured_date <= on
        return self.cure_due_date is not None and not is_cured and self.cure_due_date < on
