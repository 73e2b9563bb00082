"""What an agreement says of the management fee beside its rates: steps, concessions to partners, offsets."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from funds.models.agreement import FundAgreement
from funds.models.fees import FeeAccrual
from funds.models.offset_settlement import OffsetSettlement
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
from itvf.models import File


class FeeType(models.TextChoices):
    """What a manager may be paid by companies of the fund."""

    TRANSACTION = "transaction", _("transaction fee")
    MONITORING = "monitoring", _("monitoring fee")
    DIRECTORS = "directors", _("directors' fee")
    BREAK_UP = "break_up", _("break-up fee")


class FeeStep(models.Model):
    """A rate of the management fee from a day on, as the agreement sets it; of one day's rows the last one counts."""

    agreement = models.ForeignKey(
        FundAgreement, models.PROTECT, related_name="fee_steps", verbose_name=_("fund agreement")
    )
    from_date = models.DateField(_("from"))
    rate = rate_field(verbose_name=_("fee rate"))
    clause = models.CharField(_("clause"), max_length=80)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("step of the fee rate")
        verbose_name_plural = _("steps of the fee rate")
        ordering = ["agreement", "from_date", "id"]
        constraints = [
            not_negative("fee_step", "rate"),
            models.CheckConstraint(condition=~Q(clause=""), name="fee_step_names_its_clause"),
        ]

    def __str__(self):
        return f"{self.agreement.fund.code} {self.from_date} {self.rate:.4f}"


class FeeOffsetRate(models.Model):
    """Which part of a type of fee an agreement sets off against the management fee; of a type the last one counts."""

    agreement = models.ForeignKey(
        FundAgreement, models.PROTECT, related_name="offset_rates", verbose_name=_("fund agreement")
    )
    fee_type = models.CharField(_("type of fee"), max_length=12, choices=FeeType)
    rate = rate_field(verbose_name=_("part set off"))
    clause = models.CharField(_("clause"), max_length=80)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("offset rate")
        verbose_name_plural = _("offset rates")
        ordering = ["agreement", "fee_type", "id"]
        constraints = [
            one_of("fee_offset_rate", "fee_type", FeeType.values),
            models.CheckConstraint(condition=Q(rate__gte=0, rate__lte=1), name="fee_offset_rate_is_a_share"),
            models.CheckConstraint(condition=~Q(clause=""), name="fee_offset_rate_names_its_clause"),
        ]

    def __str__(self):
        return f"{self.agreement.fund.code} {self.get_fee_type_display()} {self.rate:.4f}"


class FeeConcessionQuerySet(models.QuerySet):
    """Concessions by what they have become."""

    def approved(self):
        """Those that count."""
        return self.filter(stage=FeeConcession.Stage.APPROVED)


@pghistory.track()
class FeeConcession(models.Model):
    """What one partner is let off of its fee, by the agreement or a side letter: a discount, or 1, a waiver."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("waiting for approval")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="fee_concessions", verbose_name=_("fund"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="fee_concessions", verbose_name=_("partner"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.DRAFT)
    rate = rate_field(verbose_name=_("part let off"))
    from_date = models.DateField(_("from"))
    to_date = models.DateField(_("to"), null=True, blank=True)
    clause = models.CharField(_("clause or side letter"), max_length=120)
    file = models.ForeignKey(File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)

    objects = FeeConcessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("fee concession")
        verbose_name_plural = _("fee concessions")
        ordering = ["-id"]
        constraints = [
            one_of("fee_concession", "stage", stages.FEE_CONCESSION),
            maker_is_not_checker("fee_concession", "recorded_by", "approved_by"),
            together("fee_concession", "approved_by", "approved_at"),
            models.CheckConstraint(
                condition=Q(stage="approved", approved_by__isnull=False)
                | (~Q(stage="approved") & Q(approved_by__isnull=True)),
                name="fee_concession_approved_by_somebody",
            ),
            models.CheckConstraint(condition=Q(rate__gt=0, rate__lte=1), name="fee_concession_is_a_share"),
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")),
                name="fee_concession_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(clause=""), name="fee_concession_names_its_clause"),
        ]
        triggers = [stage_machine("fee_concession", stages.FEE_CONCESSION)]

    def __str__(self):
        return f"{self.partner} {self.from_date}"


@pghistory.track()
class FeeOffset(models.Model):
    """A fee that the manager had from a company, and the part of it that reduces the management fee.

    It counts in the first quarter that ends on or after its date and is not accrued yet: what is accrued stays booked.
    """

    class Stage(models.TextChoices):
        RECORDED = "recorded", _("to be counted")
        COUNTED = "counted", _("counted")
        WITHDRAWN = "withdrawn", _("withdrawn")
        SETTLED = "settled", _("settled by the manager")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="fee_offsets", verbose_name=_("fund"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.RECORDED)
    fee_type = models.CharField(_("type of fee"), max_length=12, choices=FeeType)
    received_date = models.DateField(_("received by the manager on"))
    company = models.CharField(_("company"), max_length=200)
    amount_hkd = money_field(verbose_name=_("fee received (HK$)"))
    rate = rate_field(verbose_name=_("part set off"))
    offset_hkd = money_field(verbose_name=_("offset (HK$)"))
    reference = models.CharField(_("document reference"), max_length=120)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    accrual = models.ForeignKey(
        FeeAccrual, models.PROTECT, null=True, related_name="offsets", verbose_name=_("counted in")
    )
    settlement = models.ForeignKey(
        OffsetSettlement, models.PROTECT, null=True, related_name="offsets", verbose_name=_("settled in")
    )

    class Meta:
        verbose_name = _("fee offset")
        verbose_name_plural = _("fee offsets")
        ordering = ["-id"]
        constraints = [
            one_of("fee_offset", "stage", stages.FEE_OFFSET),
            one_of("fee_offset", "fee_type", FeeType.values),
            positive("fee_offset", "amount_hkd"),
            not_negative("fee_offset", "offset_hkd"),
            models.CheckConstraint(
                condition=Q(rate__gte=0, rate__lte=1, offset_hkd__lte=F("amount_hkd")),
                name="fee_offset_is_a_part_of_its_fee",
            ),
            models.CheckConstraint(
                condition=Q(stage="counted", accrual__isnull=False) | (~Q(stage="counted") & Q(accrual__isnull=True)),
                name="fee_offset_counted_in_an_accrual",
            ),
            models.CheckConstraint(
                condition=Q(stage="settled", settlement__isnull=False)
                | (~Q(stage="settled") & Q(settlement__isnull=True)),
                name="fee_offset_settled_in_a_settlement",
            ),
        ]
        triggers = [stage_machine("fee_offset", stages.FEE_OFFSET)]

    def __str__(self):
        return f"{self.get_fee_type_display()} {self.company} HK${self.amount_hkd:,}"
