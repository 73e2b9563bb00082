"""A scheme's terms as dated versions: each figure with its rule, clause and severity."""

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from funds.rules import stages
from itvf.constraints import maker_is_not_checker, one_of, stage_machine, together


class Scheme(models.Model):
    """A public scheme that this system can run: its name and what it gives money as."""

    class Instrument(models.TextChoices):
        LP = "lp", _("partner in funds")
        DIRECT = "direct", _("shares beside a fund")
        GRANT = "grant", _("grant")

    code = models.SlugField(_("code"), unique=True)
    name_en = models.CharField(_("name (English)"), max_length=200)
    name_zh_hant = models.CharField(_("name (Chinese)"), max_length=200)
    name_zh_hans = models.CharField(_("name (Simplified Chinese)"), max_length=200, blank=True)
    instrument = models.CharField(_("instrument"), max_length=10, choices=Instrument)
    currency = models.CharField(_("currency"), max_length=3, default="HKD")

    class Meta:
        verbose_name = _("scheme")
        verbose_name_plural = _("schemes")
        constraints = [one_of("scheme", "instrument", ("lp", "direct", "grant"))]

    def __str__(self):
        return self.name_en


@pghistory.track()
class SchemeVersion(models.Model):
    """One dated set of a scheme's terms. The first is the published paper's; later ones take two people."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("waiting for approval")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="versions", verbose_name=_("scheme"))
    number = models.PositiveIntegerField(_("version"))
    effective_from = models.DateField(_("effective from"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.DRAFT)
    source = models.TextField(_("source"))
    status = models.TextField(_("status"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    is_published_paper = models.BooleanField(_("as published"), default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)

    class Meta:
        verbose_name = _("scheme version")
        verbose_name_plural = _("scheme versions")
        ordering = ["scheme", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="scheme_version_number_once"),
            maker_is_not_checker("scheme_version", "made_by", "approved_by"),
            together("scheme_version", "approved_by", "approved_at"),
            one_of("scheme_version", "stage", stages.SCHEME_VERSION),
            models.CheckConstraint(
                condition=models.Q(is_published_paper=True) | models.Q(made_by__isnull=False),
                name="scheme_version_has_maker_unless_published",
            ),
            models.CheckConstraint(
                condition=~models.Q(stage="approved")
                | models.Q(approved_by__isnull=False)
                | models.Q(is_published_paper=True),
                name="scheme_version_approved_by_somebody",
            ),
        ]
        triggers = [stage_machine("scheme_version", stages.SCHEME_VERSION)]

    def __str__(self):
        return f"{self.scheme.code} v{self.number}"


class SchemeTerm(models.Model):
    """One term of a version: append-only, since a change is a new version."""

    version = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="terms", verbose_name=_("version"))
    name = models.SlugField(_("term"), max_length=80)
    value = models.JSONField(_("value"))
    rule = models.CharField(_("rule"), max_length=8)
    clause = models.CharField(_("clause"), max_length=80)
    severity = models.CharField(_("severity"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("scheme term")
        verbose_name_plural = _("scheme terms")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["version", "name"], name="scheme_term_once_a_version")]

    def __str__(self):
        return f"{self.name} ({self.rule}, {self.clause})"


class SchemeAssumption(models.Model):
    """What the paper leaves open and how this version fills it; shown as an assumption wherever it is used."""

    version = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="assumptions", verbose_name=_("version"))
    code = models.CharField(_("code"), max_length=8)
    question = models.TextField(_("question"))
    default = models.TextField(_("default"))

    class Meta:
        verbose_name = _("assumption")
        verbose_name_plural = _("assumptions")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="assumption_once_a_version")]

    def __str__(self):
        return f"{self.code}: {self.question}"
