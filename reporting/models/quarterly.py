"""What managers tell us: the quarterly report of one fund, compared with the books (R21, A14)."""

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from funds.models import Fund
from investments.models import Investment
from itvf.constraints import (
    maker_is_not_checker,
    money_field,
    not_negative,
    one_of,
    rate_field,
    stage_machine,
    together,
)
from reporting.rules import stages


class QuarterlyReportQuerySet(models.QuerySet):
    """Quarterly reports as a person may see them."""

    def visible_to(self, user):
        """Staff see every report, a GP its own funds'; partners' contacts see none."""
        if user.is_staff:
            return self
        return self.filter(fund__in=Fund.objects.managed_by(user).values("pk"))


@pghistory.track()
class QuarterlyReport(models.Model):
    """A manager's figures at a quarter end, as claimed, beside the system's own."""

    class Stage(models.TextChoices):
        SUBMITTED = "submitted", _("submitted")
        QUERIED = "queried", _("queried")
        ACCEPTED = "accepted", _("accepted")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="quarterly_reports", verbose_name=_("fund"))
    period_end = models.DateField(_("quarter ended"))
    due_date = models.DateField(_("due on"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.SUBMITTED)
    contributions_hkd = money_field(verbose_name=_("contributions to date (HK$)"))
    distributions_hkd = money_field(verbose_name=_("distributions to date (HK$)"))
    investments_at_cost_hkd = money_field(verbose_name=_("investments at cost (HK$)"))
    investments_fair_value_hkd = money_field(verbose_name=_("investments at fair value (HK$)"))
    cash_hkd = money_field(verbose_name=_("cash (HK$)"))
    fee_charged_hkd = money_field(verbose_name=_("management fee charged this quarter (HK$)"))
    nav_hkd = money_field(verbose_name=_("net asset value (HK$)"))
    gross_irr_rate = rate_field(null=True, blank=True, verbose_name=_("gross IRR, as the manager has it"))
    net_irr_rate = rate_field(null=True, blank=True, verbose_name=_("net IRR, as the manager has it"))
    tvpi = rate_field(null=True, blank=True, verbose_name=_("TVPI, as the manager has it"))
    dpi = rate_field(null=True, blank=True, verbose_name=_("DPI, as the manager has it"))
    comments = models.TextField(_("comments"), blank=True)
    returns = models.JSONField(_("returns beside the system's"), default=list)
    comparison = models.JSONField(_("comparison with the books"), default=list)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("submitted by")
    )
    submitted_at = models.DateTimeField(_("submitted at"))
    queried_reason = models.TextField(_("query"), blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("accepted by")
    )
    accepted_at = models.DateTimeField(_("accepted at"), null=True)
    acceptance_note = models.TextField(_("note on acceptance"), blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = QuarterlyReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("quarterly report")
        verbose_name_plural = _("quarterly reports")
        ordering = ["-period_end", "fund"]
        constraints = [
            one_of("quarterly_report", "stage", stages.QUARTERLY_REPORT),
            models.UniqueConstraint(fields=["fund", "period_end"], name="quarterly_report_once_a_quarter"),
            maker_is_not_checker("quarterly_report", "submitted_by", "accepted_by"),
            together("quarterly_report", "accepted_by", "accepted_at"),
        ]
        triggers = [stage_machine("quarterly_report", stages.QUARTERLY_REPORT)]

    def __str__(self):
        return f"{self.fund.code} {self.period_end}"


class QuarterlyHolding(models.Model):
    """One holding as the manager reports it, with Hong Kong spend (R10, A16)."""

    report = models.ForeignKey(
        QuarterlyReport, models.CASCADE, related_name="holdings", verbose_name=_("quarterly report")
    )
    investment = models.ForeignKey(Investment, models.PROTECT, related_name="+", verbose_name=_("investment"))
    cost_hkd = money_field(verbose_name=_("cost (HK$)"))
    fair_value_hkd = money_field(verbose_name=_("fair value (HK$)"))
    hong_kong_spend_to_date_hkd = money_field(verbose_name=_("Hong Kong spend to date (HK$)"))
    hong_kong_jobs = models.PositiveIntegerField(_("jobs in Hong Kong"))

    class Meta:
        verbose_name = _("reported holding")
        verbose_name_plural = _("reported holdings")
        ordering = ["report", "id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "investment"], name="quarterly_holding_once_a_report"),
            not_negative("quarterly_holding", "cost_hkd"),
            not_negative("quarterly_holding", "fair_value_hkd"),
            not_negative("quarterly_holding", "hong_kong_spend_to_date_hkd"),
        ]

    def __str__(self):
        return str(self.investment)
