"""The companies that funds invest in, and what is known of them: each fact with evidence and date (A17)."""

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from funds.models import Fund
from itvf.constraints import one_of
from itvf.models import File


class CompanyQuerySet(models.QuerySet):
    """Companies as a person may see them."""

    def visible_to(self, user):
        """Staff and every GP see the register, since a company is known once; partners' contacts see none of it."""
        if user.is_staff or Fund.objects.managed_by(user).exists():
            return self
        return self.none()


@pghistory.track()
class Company(models.Model):
    """An investee or one that may become one; known once, whichever fund brings it."""

    name_en = models.CharField(_("name (English)"), max_length=200)
    name_zh_hant = models.CharField(_("name (Chinese)"), max_length=200, blank=True)
    br_number = models.CharField(_("business registration number"), max_length=20, null=True, blank=True, unique=True)
    place_of_incorporation = models.CharField(_("place of incorporation"), max_length=80)
    description = models.TextField(_("what it does"))
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("registered by")
    )
    registered_at = models.DateTimeField(_("registered at"))

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering = ["name_en"]

    def __str__(self):
        return self.name_en


class CompanyFact(models.Model):
    """One fact about a company that a rule reads, true or not from a date on, with its evidence; append-only."""

    class Kind(models.TextChoices):
        START_UP = "is_start_up", _("start-up")
        HONG_KONG = "is_hong_kong", _("Hong Kong company")
        IT_ESTABLISHMENT = "has_it_establishment", _("I&T establishment in Hong Kong")
        ECOSYSTEM = "is_ecosystem", _("linked to the Hong Kong I&T ecosystem")
        LISTED = "is_listed", _("listed")

    company = models.ForeignKey(Company, models.PROTECT, related_name="facts", verbose_name=_("company"))
    kind = models.CharField(_("fact"), max_length=24, choices=Kind)
    holds = models.BooleanField(_("holds"))
    since_date = models.DateField(_("since"))
    evidence = models.TextField(_("evidence"))
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+", verbose_name=_("evidence (file)"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("fact about a company")
        verbose_name_plural = _("facts about companies")
        ordering = ["company", "kind", "-since_date", "-id"]
        constraints = [
            one_of(
                "company_fact",
                "kind",
                ("has_it_establishment", "is_ecosystem", "is_hong_kong", "is_listed", "is_start_up"),
            )
        ]

    def __str__(self):
        return f"{self.company}: {self.get_kind_display()}"
