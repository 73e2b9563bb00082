"""Fee offsets that no management fee took up: what the manager paid or set off for them, and whose it is."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from funds.models.fees import FeeAccrual
from funds.models.ledger import JournalEntry
from funds.models.partnership import Fund, Partner
from itvf.constraints import money_field, not_negative, one_of, positive


class OffsetSettlement(models.Model):
    """That the manager settled all offsets which were not used up by a day; append-only, undone by a reversal."""

    class Way(models.TextChoices):
        PAID_IN = "paid_in", _("paid into the fund's bank")
        SET_OFF = "set_off", _("set off against management fee that is accrued and unpaid")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="offset_settlements", verbose_name=_("fund"))
    way = models.CharField(_("how"), max_length=7, choices=Way)
    accrual = models.ForeignKey(
        FeeAccrual,
        models.PROTECT,
        null=True,
        related_name="settlements",
        verbose_name=_("the quarter that carried them forward"),
    )
    amount_hkd = money_field(verbose_name=_("amount (HK$)"))
    value_date = models.DateField(_("value date"))
    reference = models.CharField(_("bank reference or document"), max_length=80)
    entry = models.OneToOneField(
        JournalEntry, models.PROTECT, related_name="offset_settlement", verbose_name=_("journal entry")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("settlement of fee offsets")
        verbose_name_plural = _("settlements of fee offsets")
        ordering = ["-id"]
        constraints = [
            one_of("offset_settlement", "way", ("paid_in", "set_off")),
            positive("offset_settlement", "amount_hkd"),
            models.CheckConstraint(condition=~Q(reference=""), name="offset_settlement_has_a_reference"),
        ]

    def __str__(self):
        return f"{self.fund.code} {self.value_date} HK${self.amount_hkd:,}"


class OffsetSettlementLine(models.Model):
    """One partner's part of a settlement: what was carried for it, and its share of what waited; append-only."""

    settlement = models.ForeignKey(
        OffsetSettlement, models.PROTECT, related_name="lines", verbose_name=_("settlement of fee offsets")
    )
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="offset_lines", verbose_name=_("partner"))
    carried_hkd = money_field(verbose_name=_("carried forward (HK$)"))
    waiting_hkd = money_field(verbose_name=_("share of what was not counted yet (HK$)"))
    amount_hkd = money_field(verbose_name=_("amount (HK$)"))

    class Meta:
        verbose_name = _("partner's part of a settlement")
        verbose_name_plural = _("partners' parts of settlements")
        ordering = ["settlement", "partner"]
        constraints = [
            models.UniqueConstraint(fields=["settlement", "partner"], name="offset_line_once_a_settlement"),
            not_negative("offset_line", "carried_hkd"),
            not_negative("offset_line", "waiting_hkd"),
            positive("offset_line", "amount_hkd"),
            models.CheckConstraint(
                condition=Q(amount_hkd=F("carried_hkd") + F("waiting_hkd")), name="offset_line_is_the_sum_of_its_parts"
            ),
        ]

    def __str__(self):
        return f"{self.partner} HK${self.amount_hkd:,}"
