"""The companies that funds invest in, and what is known of them: each fact with evidence and date (A17)."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funds.models import Fund, FundMembership
from itvf.constraints import one_of
from itvf.models import File


class CompanyQuerySet(models.QuerySet):
    """Companies as a person may see them."""

    def visible_to(self, user):
        """Staff and every GP see names and numbers, since a company is known once; partners' contacts see none."""
        if user.is_staff or Fund.objects.managed_by(user).exists():
            return self
        return self.none()

    def known_to(self, user):
        """Those of which a person sees more: staff all, a GP what its funds registered, proposed or hold."""
        if user.is_staff:
            return self
        funds = Fund.objects.managed_by(user).values("pk")
        theirs = Q(registered_by__in=_people_of(funds)) | Q(proposals__fund__in=funds)
        return self.filter(pk__in=self.model.objects.filter(theirs).values("pk"))


def _people_of(funds):
    """Those who act for the managers of funds."""
    roles = (FundMembership.Role.GP_MAKER, FundMembership.Role.GP_SIGNATORY)
    return FundMembership.objects.filter(fund__in=funds, role__in=roles).values("user")


@pghistory.track()
class CompanyGroup(models.Model):
    """Companies under one control: a limit on a group counts them together (R27)."""

    name_en = models.CharField(_("name (English)"), max_length=200, unique=True)
    name_zh_hant = models.CharField(_("name (Chinese)"), max_length=200, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("registered by")
    )
    registered_at = models.DateTimeField(_("registered at"))

    class Meta:
        verbose_name = _("group of companies")
        verbose_name_plural = _("groups of companies")
        ordering = ["name_en"]

    def __str__(self):
        return self.name_en


@pghistory.track()
class Company(models.Model):
    """An investee or one that may become one; known once, whichever fund brings it."""

    name_en = models.CharField(_("name (English)"), max_length=200)
    name_zh_hant = models.CharField(_("name (Chinese)"), max_length=200, blank=True)
    br_number = models.CharField(_("business registration number"), max_length=20, null=True, blank=True, unique=True)
    place_of_incorporation = models.CharField(_("place of incorporation"), max_length=80)
    incorporation_date = models.DateField(_("incorporated on"), null=True, blank=True)
    registered_address = models.TextField(_("registered address"), blank=True)
    business_address = models.TextField(_("place of business"), blank=True)
    group = models.ForeignKey(
        CompanyGroup, models.PROTECT, null=True, blank=True, related_name="companies", verbose_name=_("group")
    )
    description = models.TextField(_("what it does"))
    # What the words of the description hint at (investments/rules/words.py), kept so that SQL can read it.
    hints = models.JSONField(_("words that hint at R13"), default=dict, blank=True)
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


class CompanyFactQuerySet(models.QuerySet):
    """Facts with their evidence as a person may see them."""

    def visible_to(self, user):
        """Staff see every fact, a GP those that its people recorded and those of companies that its funds know."""
        if user.is_staff:
            return self
        people = _people_of(Fund.objects.managed_by(user).values("pk"))
        known = Company.objects.known_to(user).values("pk")
        return self.filter(Q(recorded_by__in=people) | Q(company__in=known))


class CompanyFact(models.Model):
    """One fact about a company that a rule reads, true or not from a date on, with its evidence; append-only."""

    class Kind(models.TextChoices):
        START_UP = "is_start_up", _("start-up")
        HONG_KONG = "is_hong_kong", _("Hong Kong company")
        IT_ESTABLISHMENT = "has_it_establishment", _("I&T establishment in Hong Kong")
        ECOSYSTEM = "is_ecosystem", _("linked to the Hong Kong I&T ecosystem")
        LISTED = "is_listed", _("listed")
        RESEARCH_SITE = "has_research_site", _("R&D site in Hong Kong")
        PRODUCTION = "has_production", _("production in Hong Kong")
        HEADQUARTERS = "has_regional_headquarters", _("regional headquarters in Hong Kong")
        STAFF = "has_staff", _("staff in Hong Kong")

    company = models.ForeignKey(Company, models.PROTECT, related_name="facts", verbose_name=_("company"))
    kind = models.CharField(_("fact"), max_length=32, choices=Kind)
    holds = models.BooleanField(_("holds"))
    quantity = models.PositiveIntegerField(_("number, such as of staff"), null=True)
    since_date = models.DateField(_("since"))
    evidence = models.TextField(_("evidence"))
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+", verbose_name=_("evidence (file)"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    objects = CompanyFactQuerySet.as_manager()

    class Meta:
        verbose_name = _("fact about a company")
        verbose_name_plural = _("facts about companies")
        ordering = ["company", "kind", "-since_date", "-id"]
        constraints = [
            one_of(
                "company_fact",
                "kind",
                (
                    "has_it_establishment",
                    "has_production",
                    "has_regional_headquarters",
                    "has_research_site",
                    "has_staff",
                    "is_ecosystem",
                    "is_hong_kong",
                    "is_listed",
                    "is_start_up",
                ),
            )
        ]

    def __str__(self):
        return f"{self.company}: {self.get_kind_display()}"


class CompanyActivity(models.Model):
    """What a company does by the Hong Kong Standard Industrial Classification, from a date on; append-only."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="activities", verbose_name=_("company"))
    hsic_code = models.CharField(_("HSIC code"), max_length=6)
    description = models.TextField(_("activity"), blank=True)
    since_date = models.DateField(_("since"))
    ended = models.BooleanField(_("ended then"), default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("activity of a company")
        verbose_name_plural = _("activities of companies")
        ordering = ["company", "hsic_code", "-since_date", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hsic_code__regex=r"^[0-9]{2,6}$"), name="company_activity_hsic_code_is_digits"
            )
        ]

    def __str__(self):
        return f"{self.company}: {self.hsic_code}"
