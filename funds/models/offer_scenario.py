"""The scenarios under which a round's offers are compared: how many times their cost investments bring back."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from funds.models.assessment import Assessment
from itvf.constraints import rate_field


class OfferScenario(models.Model):
    """A gross multiple with its reason and the moment of its record. Never changed."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="scenarios", verbose_name=_("assessment"))
    gross_multiple = rate_field(verbose_name=_("gross multiple"))
    reason = models.TextField(_("reason"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("scenario of offers")
        verbose_name_plural = _("scenarios of offers")
        ordering = ["assessment", "gross_multiple"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "gross_multiple"], name="offer_scenario_once_a_round"),
            models.CheckConstraint(
                condition=Q(gross_multiple__gt=0, gross_multiple__lt=100), name="offer_scenario_is_a_multiple"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="offer_scenario_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.assessment}: {self.gross_multiple.normalize():f}x"
