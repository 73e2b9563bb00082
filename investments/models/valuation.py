"""What an investment is worth: an estimate by a named method, made by one person and reviewed by another (IPEV)."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funds.models import Fund, JournalEntry
from investments.models.investment import Investment
from investments.rules import stages
from itvf.constraints import (
    foreign_field,
    maker_is_not_checker,
    money_field,
    not_negative,
    one_of,
    rate_field,
    stage_machine,
    together,
)
from itvf.models import File


class ValuationQuerySet(models.QuerySet):
    """Valuations as a person may see them."""

    def visible_to(self, user):
        """Staff see every valuation, a GP its own funds'; partners' contacts see none."""
        if user.is_staff:
            return self
        return self.filter(investment__fund__in=Fund.objects.managed_by(user).values("pk"))


@pghistory.track()
class Valuation(models.Model):
    """The fair value of one investment on a day; in the books once it is reviewed, until it is reversed."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("waiting for review")
        REVIEWED = "reviewed", _("reviewed")
        REFUSED = "refused", _("refused")
        REVERSED = "reversed", _("reversed")

    class Method(models.TextChoices):
        RECENT_TRANSACTION = "recent_transaction", _("price of a recent transaction, calibrated")
        MULTIPLES = "multiples", _("multiples")
        INDUSTRY_BENCHMARKS = "industry_benchmarks", _("industry valuation benchmarks")
        MARKET_PRICE = "market_price", _("available market price")
        DISCOUNTED_CASH_FLOW = "discounted_cash_flow", _("discounted cash flow")
        NET_ASSETS = "net_assets", _("net assets")
        SCENARIO = "scenario", _("scenario analysis")
        MILESTONE = "milestone", _("milestone analysis")

    class Level(models.IntegerChoices):
        LEVEL_1 = 1, _("level 1: quoted price")
        LEVEL_2 = 2, _("level 2: observable inputs")
        LEVEL_3 = 3, _("level 3: unobservable inputs")

    investment = models.ForeignKey(Investment, models.PROTECT, related_name="valuations", verbose_name=_("investment"))
    valuation_date = models.DateField(_("valued as of"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.DRAFT)
    method = models.CharField(_("method (IPEV)"), max_length=24, choices=Method)
    level = models.PositiveSmallIntegerField(_("level of inputs"), choices=Level)
    policy_version = models.CharField(_("version of the valuation policy"), max_length=60)
    inputs = models.JSONField(_("inputs"), default=dict)
    calibration = models.JSONField(_("calibration to the last round"), default=dict)
    fair_value_hkd = money_field(verbose_name=_("fair value (HK$)"))
    currency = models.CharField(_("currency"), max_length=3, default="HKD")
    foreign_value = foreign_field(null=True, verbose_name=_("value in that currency"))
    fx_rate = rate_field(null=True, verbose_name=_("exchange rate (HK$ for one)"))
    fx_source = models.CharField(_("source of the rate"), max_length=120, blank=True)
    fx_date = models.DateField(_("date of the rate"), null=True)
    reason = models.TextField(_("reason for a jump"), blank=True)
    bridge = models.JSONField(_("bridge from the last valuation"), default=dict)
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+", verbose_name=_("working (file)"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made at"))
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("reviewed by")
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True)
    review_note = models.TextField(_("note of the review"), blank=True)
    reversed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("reversed by")
    )
    reversed_at = models.DateTimeField(_("reversed at"), null=True)
    reversal_reason = models.TextField(_("reason for the reversal"), blank=True)
    entry = models.OneToOneField(
        JournalEntry, models.PROTECT, null=True, related_name="valuation", verbose_name=_("journal entry")
    )

    objects = ValuationQuerySet.as_manager()

    class Meta:
        verbose_name = _("valuation")
        verbose_name_plural = _("valuations")
        ordering = ["-valuation_date", "-id"]
        constraints = [
            one_of("valuation", "stage", stages.VALUATION),
            one_of(
                "valuation",
                "method",
                (
                    "discounted_cash_flow",
                    "industry_benchmarks",
                    "market_price",
                    "milestone",
                    "multiples",
                    "net_assets",
                    "recent_transaction",
                    "scenario",
                ),
            ),
            one_of("valuation", "level", (1, 2, 3)),
            not_negative("valuation", "fair_value_hkd"),
            maker_is_not_checker("valuation", "made_by", "reviewed_by"),
            maker_is_not_checker("valuation", "reviewed_by", "reversed_by"),
            together("valuation", "reviewed_by", "reviewed_at"),
            together("valuation", "reversed_by", "reversed_at"),
            models.CheckConstraint(
                condition=Q(stage="reversed", reversed_by__isnull=False) & ~Q(reversal_reason="")
                | ~Q(stage="reversed") & Q(reversed_by__isnull=True),
                name="valuation_reversed_by_somebody_with_a_reason",
            ),
            together("valuation", "foreign_value", "fx_rate", "fx_date"),
            models.CheckConstraint(
                condition=Q(stage="draft") | Q(reviewed_by__isnull=False), name="valuation_reviewed_by_somebody"
            ),
            models.UniqueConstraint(
                fields=["investment", "valuation_date"],
                condition=Q(stage="draft"),
                name="valuation_one_draft_a_day",
            ),
        ]
        triggers = [stage_machine("valuation", stages.VALUATION)]

    def __str__(self):
        return f"{self.investment} {self.valuation_date}"
