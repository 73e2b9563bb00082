"""The agreement (LPA): the terms of a partnership that rules read."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from funds.models.partnership import Fund
from funds.models.scheme import SchemeVersion
from itvf.constraints import one_of, rate_field


class WaterfallScope(models.TextChoices):
    """Over what the waterfall runs."""

    WHOLE_FUND = "whole_fund", _("the whole fund")
    DEAL_BY_DEAL = "deal_by_deal", _("deal by deal")


class TierOrder(models.TextChoices):
    """Which of the first two tiers comes first."""

    CAPITAL_FIRST = "capital_first", _("capital, then hurdle")
    HURDLE_FIRST = "hurdle_first", _("hurdle, then capital")


class Compounding(models.TextChoices):
    """How unpaid hurdle itself comes to bear hurdle."""

    SIMPLE = "simple", _("not at all (simple)")
    ANNUAL = "annual", _("annually, from each flow")
    ANNUAL_FIXED_DATE = "annual_fixed_date", _("annually, on 1 January")
    QUARTERLY = "quarterly", _("quarterly")
    MONTHLY = "monthly", _("monthly")
    DAILY = "daily", _("daily")


class DayCount(models.TextChoices):
    """How days become years."""

    ACT_365 = "ACT/365", "ACT/365"
    ACT_360 = "ACT/360", "ACT/360"
    ACT_365_25 = "ACT/365.25", "ACT/365.25"
    THIRTY_360 = "30/360", "30/360"
    ACT_ACT = "ACT/ACT", "ACT/ACT"


def rising(table: str) -> tuple[models.CheckConstraint, ...]:
    """Further hurdles: a rate with its carry or neither, the third after the second, each above the one before it.

    A catch-up has its hurdle, and is nothing or above its carry, else it would never end.
    """
    return tuple(
        models.CheckConstraint(
            condition=Q(**{f"{this}_{name}__isnull": True for name in ("hurdle_rate", "carry_rate", "catch_up_rate")})
            | Q(
                Q(**{f"{this}_catch_up_rate__isnull": True})
                | Q(**{f"{this}_catch_up_rate": 0})
                | Q(**{f"{this}_catch_up_rate__gt": F(f"{this}_carry_rate"), f"{this}_catch_up_rate__lte": 1}),
                **{f"{former}hurdle_rate__isnull": False, f"{this}_carry_rate__isnull": False},
                **{f"{this}_hurdle_rate__gt": F(f"{former}hurdle_rate")},
                **{f"{this}_hurdle_rate__isnull": False, f"{this}_carry_rate__gt": F(f"{former}carry_rate")},
            ),
            name=f"{table}_{this}_hurdle_above_the_one_before",
        )
        for former, this in (("", "second"), ("second_", "third"))
    )


@pghistory.track()
class FundAgreement(models.Model):
    """The terms of a fund's limited partnership agreement that rules read.

    The scheme's version in force on the day of signing binds the fund for its life.
    """

    fund = models.OneToOneField(Fund, models.PROTECT, related_name="agreement", verbose_name=_("fund"))
    scheme_version = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="+", verbose_name=_("scheme terms"))
    signed_date = models.DateField(_("signed on"))
    signed_by_all = models.BooleanField(_("signed by the Corporation, the GP and every investor (R19)"), default=False)
    term_years = models.PositiveSmallIntegerField(_("term, extensions included (years)"))
    investment_period_years = models.PositiveSmallIntegerField(_("investment period (years)"))
    fee_rate_during = rate_field(verbose_name=_("fee rate in the investment period"))
    fee_rate_after = rate_field(verbose_name=_("fee rate afterwards"))
    fee_base_during = models.CharField(_("fee base in the investment period"), max_length=20)
    fee_base_after = models.CharField(_("fee base afterwards"), max_length=20)
    carry_rate = rate_field(verbose_name=_("carried interest"))
    hurdle_rate = rate_field(verbose_name=_("hurdle rate"))
    catch_up_rate = rate_field(verbose_name=_("GP catch-up"))
    second_hurdle_rate = rate_field(null=True, verbose_name=_("second hurdle rate"))
    second_carry_rate = rate_field(null=True, verbose_name=_("carried interest above the second hurdle"))
    second_catch_up_rate = rate_field(null=True, verbose_name=_("GP catch-up after the second hurdle"))
    third_hurdle_rate = rate_field(null=True, verbose_name=_("third hurdle rate"))
    third_carry_rate = rate_field(null=True, verbose_name=_("carried interest above the third hurdle"))
    third_catch_up_rate = rate_field(null=True, verbose_name=_("GP catch-up after the third hurdle"))
    waterfall_scope = models.CharField(
        _("waterfall runs over"), max_length=12, choices=WaterfallScope, default=WaterfallScope.WHOLE_FUND
    )
    tier_order = models.CharField(
        _("order of the first tiers"), max_length=14, choices=TierOrder, default="capital_first"
    )
    hurdle_compounding = models.CharField(
        _("hurdle compounds"), max_length=17, choices=Compounding, default=Compounding.ANNUAL
    )
    hurdle_day_count = models.CharField(
        _("day count of the hurdle"), max_length=10, choices=DayCount, default="ACT/365"
    )
    loss_make_up = models.BooleanField(_("deals make up the losses of others first"), default=True)
    gp_in_pool = models.BooleanField(_("the GP's own commitment bears carry"), default=True)
    carry_escrow_rate = rate_field(default=0, verbose_name=_("share of carry held in escrow"))
    waterfall_clause = models.CharField(_("clause of the waterfall"), max_length=80, blank=True)
    second_hurdle_clause = models.CharField(_("clause of the second hurdle"), max_length=80, blank=True)
    third_hurdle_clause = models.CharField(_("clause of the third hurdle"), max_length=80, blank=True)
    gp_money_is_matched = models.BooleanField(_("GP money counts towards the 1 : 3 base (A7)"), default=True)
    follow_ons_after_period = models.BooleanField(_("follow-ons allowed after the investment period"), default=True)
    company_limit_rate = rate_field(null=True, verbose_name=_("at most in one company, of commitments"))
    group_limit_rate = rate_field(null=True, verbose_name=_("at most in one group of companies, of commitments"))
    follow_on_reserve_rate = rate_field(null=True, verbose_name=_("kept for follow-ons, of commitments"))
    bridge_limit_rate = rate_field(null=True, verbose_name=_("at most in bridge financing, of commitments"))
    bridge_months = models.PositiveSmallIntegerField(_("bridge financing ends within (months)"), null=True)
    limits_clause = models.CharField(_("clause of these limits"), max_length=80, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("fund agreement")
        verbose_name_plural = _("fund agreements")
        constraints = [
            one_of("fund_agreement", "waterfall_scope", WaterfallScope.values),
            one_of("fund_agreement", "tier_order", TierOrder.values),
            one_of("fund_agreement", "hurdle_compounding", Compounding.values),
            one_of("fund_agreement", "hurdle_day_count", DayCount.values),
            models.CheckConstraint(
                condition=Q(carry_escrow_rate__gte=0, carry_escrow_rate__lte=1), name="fund_agreement_escrow_is_a_share"
            ),
            *rising("fund_agreement"),
        ]

    def __str__(self):
        return f"LPA {self.fund.code} {self.signed_date}"
