"""What investees spend in Hong Kong: reported each quarter with evidence, sampled, verified (R10, A16)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funds.models import Fund
from investments.models.investment import Investment
from itvf.constraints import money_field, not_negative, one_of, positive, rate_field
from itvf.models import File


class SpendReportQuerySet(models.QuerySet):
    """Spend reports as a person may see them."""

    def visible_to(self, user):
        """Staff see every report, a GP its own funds'; partners' contacts see none."""
        if user.is_staff:
            return self
        return self.filter(investment__fund__in=Fund.objects.managed_by(user).values("pk"))

    def standing(self):
        """Those that no later one replaces."""
        return self.filter(replaced_by__isnull=True)


class SpendReport(models.Model):
    """One investee's Hong Kong spend and jobs in one quarter; corrected by a report that replaces it; append-only."""

    investment = models.ForeignKey(
        Investment, models.PROTECT, related_name="spend_reports", verbose_name=_("investment")
    )
    period_end = models.DateField(_("quarter ended"))
    hong_kong_jobs = models.PositiveIntegerField(_("jobs in Hong Kong"))
    note = models.TextField(_("note"), blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("submitted by")
    )
    submitted_at = models.DateTimeField(_("submitted at"))

    objects = SpendReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of Hong Kong spend")
        verbose_name_plural = _("reports of Hong Kong spend")
        ordering = ["-period_end", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["investment", "period_end"],
                condition=Q(replaces__isnull=True),
                name="spend_report_first_once_a_quarter",
            )
        ]

    def __str__(self):
        return f"{self.investment} {self.period_end}"


class SpendLine(models.Model):
    """One amount of a report, by category, with what shows it; append-only."""

    class Category(models.TextChoices):
        TALENT = "talent", _("talent")
        GOODS = "goods", _("goods")
        SERVICES = "services", _("services")
        PREMISES = "premises", _("premises")
        RESEARCH = "research", _("R&D")
        OTHER = "other", _("other")

    report = models.ForeignKey(
        SpendReport, models.PROTECT, related_name="lines", verbose_name=_("report of Hong Kong spend")
    )
    category = models.CharField(_("category"), max_length=10, choices=Category)
    description = models.TextField(_("what for"))
    amount_hkd = money_field(verbose_name=_("amount (HK$)"))
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+", verbose_name=_("evidence (file)"))

    class Meta:
        verbose_name = _("line of Hong Kong spend")
        verbose_name_plural = _("lines of Hong Kong spend")
        ordering = ["report", "id"]
        constraints = [
            one_of("spend_line", "category", ("goods", "other", "premises", "research", "services", "talent")),
            positive("spend_line", "amount_hkd"),
        ]

    def __str__(self):
        return f"{self.get_category_display()}: {self.amount_hkd:,}"


class SpendSample(models.Model):
    """A sample of a fund's lines in a quarter, drawn by a seed so that anyone can draw it again; append-only."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="spend_samples", verbose_name=_("fund"))
    period_end = models.DateField(_("quarter ended"))
    seed = models.CharField(_("seed"), max_length=80)
    share_rate = rate_field(verbose_name=_("share of lines drawn"))
    threshold_hkd = money_field(verbose_name=_("every line from this amount on (HK$)"))
    population_count = models.PositiveIntegerField(_("lines in all"))
    population_hkd = money_field(verbose_name=_("amount in all (HK$)"))
    population_hash = models.CharField(_("hash of the lines"), max_length=64)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drawn by"))
    drawn_at = models.DateTimeField(_("drawn at"))

    class Meta:
        verbose_name = _("sample of Hong Kong spend")
        verbose_name_plural = _("samples of Hong Kong spend")
        ordering = ["-period_end", "-id"]
        constraints = [not_negative("spend_sample", "threshold_hkd")]

    def __str__(self):
        return f"{self.fund.code} {self.period_end}"


class SampledLine(models.Model):
    """A line that a sample took; append-only."""

    sample = models.ForeignKey(
        SpendSample, models.PROTECT, related_name="lines", verbose_name=_("sample of Hong Kong spend")
    )
    line = models.ForeignKey(
        SpendLine, models.PROTECT, related_name="sampled", verbose_name=_("line of Hong Kong spend")
    )

    class Meta:
        verbose_name = _("line in a sample")
        verbose_name_plural = _("lines in samples")
        ordering = ["sample", "line"]
        constraints = [models.UniqueConstraint(fields=["sample", "line"], name="sampled_line_once_a_sample")]

    def __str__(self):
        return str(self.line)


class SpendCheck(models.Model):
    """What verification found of a line: accepted, rejected, and why; the newest counts; append-only."""

    line = models.ForeignKey(
        SpendLine, models.PROTECT, related_name="checks", verbose_name=_("line of Hong Kong spend")
    )
    accepted_hkd = money_field(verbose_name=_("accepted (HK$)"))
    rejected_hkd = money_field(verbose_name=_("rejected (HK$)"))
    reason = models.TextField(_("reason"), blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("checked by")
    )
    checked_at = models.DateTimeField(_("checked at"))

    class Meta:
        verbose_name = _("check of a line of spend")
        verbose_name_plural = _("checks of lines of spend")
        ordering = ["-id"]
        constraints = [
            not_negative("spend_check", "accepted_hkd"),
            not_negative("spend_check", "rejected_hkd"),
            models.UniqueConstraint(
                fields=["line"], condition=Q(replaces__isnull=True), name="spend_check_first_once_a_line"
            ),
            models.CheckConstraint(
                condition=Q(rejected_hkd=0) | ~Q(reason=""), name="spend_check_rejection_has_a_reason"
            ),
        ]

    def __str__(self):
        return f"{self.line}: {self.accepted_hkd:,}"
