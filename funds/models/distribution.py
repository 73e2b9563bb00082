"""Distributions: drafted, run through the waterfall, declared with entry and notices in one transaction, then paid."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funds.models.capital import CapitalCall
from funds.models.ledger import JournalEntry
from funds.models.partnership import Closing, Fund, Partner
from funds.rules import stages
from itvf.constraints import maker_is_not_checker, money_field, not_negative, one_of, positive, stage_machine, together


class DistributionQuerySet(models.QuerySet):
    """Distributions as a person may see them."""

    def visible_to(self, user):
        """Staff see every distribution, a GP its funds'; a partner's contact declared ones of its fund only."""
        if user.is_staff:
            return self
        managed = Fund.objects.managed_by(user).values("pk")
        visible = Fund.objects.visible_to(user).values("pk")
        return self.filter(Q(fund__in=managed) | Q(fund__in=visible, stage=Distribution.Stage.DECLARED))

    def declared(self):
        """Those that count: declared, and their entry not reversed."""
        return self.filter(stage=Distribution.Stage.DECLARED)


@pghistory.track()
class Distribution(models.Model):
    """Money that a fund gives back to its partners.

    `proceeds` run through the waterfall; `uninvested` gives a call's money back after A19 and `true_up` the earlier
    partners' at a later closing (A13): both restore what was called. `clawback` passes on carry that the GP gave back,
    `offsets` what the manager paid for fee offsets that were not used up.
    """

    class Stage(models.TextChoices):
        DRAFT = "draft", _("draft")
        DECLARED = "declared", _("declared")
        WITHDRAWN = "withdrawn", _("withdrawn")
        CANCELLED = "cancelled", _("cancelled")

    class Nature(models.TextChoices):
        PROCEEDS = "proceeds", _("proceeds")
        UNINVESTED = "uninvested", _("called and not invested (A19)")
        TRUE_UP = "true_up", _("true-up of a later closing (A13)")
        CLAWBACK = "clawback", _("carried interest returned")
        OFFSETS = "offsets", _("fee offsets settled by the manager")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="distributions", verbose_name=_("fund"))
    number = models.PositiveIntegerField(_("number"))
    nature = models.CharField(_("nature"), max_length=10, choices=Nature, default=Nature.PROCEEDS)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.DRAFT)
    amount_hkd = money_field(verbose_name=_("amount (HK$)"))
    recallable_hkd = money_field(verbose_name=_("of it recallable (HK$)"), default=0)
    payment_date = models.DateField(_("payment date"))
    is_final = models.BooleanField(_("final: closes every capital account"), default=False, db_default=False)
    call = models.ForeignKey(
        CapitalCall, models.PROTECT, null=True, blank=True, related_name="returns", verbose_name=_("capital call")
    )
    closing = models.ForeignKey(
        Closing, models.PROTECT, null=True, blank=True, related_name="returns", verbose_name=_("closing")
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drafted by")
    )
    drafted_at = models.DateTimeField(_("drafted at"))
    solvency_statement = models.TextField(_("statement on solvency (Cap. 637)"), blank=True)
    solvency_date = models.DateField(_("solvent after it, stated on"), null=True)
    solvency_stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("stated by")
    )
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=pgettext_lazy("distribution", "declared by"),
    )
    declared_at = models.DateTimeField(pgettext_lazy("distribution", "declared at"), null=True)
    entry = models.OneToOneField(
        JournalEntry, models.PROTECT, null=True, related_name="distribution", verbose_name=_("journal entry")
    )
    working = models.JSONField(_("working"), default=dict)
    notice_common = models.JSONField(_("what every notice says"), default=dict)
    netting = models.ForeignKey(
        "funds.Netting",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="distributions",
        verbose_name=_("net notice"),
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = DistributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("distribution")
        verbose_name_plural = _("distributions")
        ordering = ["-id"]
        constraints = [
            one_of("distribution", "stage", stages.DISTRIBUTION),
            models.CheckConstraint(
                condition=Q(is_final=False) | Q(nature__in=("proceeds", "clawback"), recallable_hkd=0),
                name="distribution_final_leaves_nothing_to_recall",
            ),
            one_of("distribution", "nature", ("proceeds", "uninvested", "true_up", "clawback", "offsets")),
            positive("distribution", "amount_hkd"),
            not_negative("distribution", "recallable_hkd"),
            models.CheckConstraint(
                condition=Q(recallable_hkd__lte=F("amount_hkd")), name="distribution_recallable_within_it"
            ),
            models.UniqueConstraint(fields=["fund", "number"], name="distribution_number_once_a_fund"),
            maker_is_not_checker("distribution", "drafted_by", "declared_by"),
            together("distribution", "solvency_date", "solvency_stated_by"),
            together("distribution", "declared_by", "declared_at", "entry"),
            models.CheckConstraint(
                condition=~Q(stage__in=["declared", "cancelled"])
                | Q(declared_by__isnull=False, solvency_date__isnull=False),
                name="distribution_declared_once_solvency_is_stated",
            ),
            models.CheckConstraint(
                condition=(~Q(nature="uninvested") | Q(call__isnull=False))
                & (~Q(nature="true_up") | Q(closing__isnull=False)),
                name="distribution_says_what_it_returns",
            ),
        ]
        triggers = [stage_machine("distribution", stages.DISTRIBUTION)]

    def __str__(self):
        return f"{self.fund.code} {_('distribution')} {self.number}"


class DistributionSource(models.Model):
    """What a part of a distribution comes from. `reference` is opaque here; the floor above names its deal in it."""

    class Kind(models.TextChoices):
        RETURN_OF_CAPITAL = "return_of_capital", _("return of capital")
        GAIN = "gain", _("gain")
        INCOME = "income", _("income")

    distribution = models.ForeignKey(
        Distribution, models.CASCADE, related_name="sources", verbose_name=_("distribution")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=18, choices=Kind)
    label = models.CharField(_("from what"), max_length=200)
    label_zh_hant = models.CharField(_("from what (Chinese)"), max_length=200, blank=True)
    reference = models.CharField(_("reference"), max_length=60, blank=True)
    amount_hkd = money_field(verbose_name=_("amount (HK$)"))

    class Meta:
        verbose_name = _("source of a distribution")
        verbose_name_plural = _("sources of a distribution")
        ordering = ["distribution", "order"]
        constraints = [
            positive("distribution_source", "amount_hkd"),
            one_of("distribution_source", "kind", ("return_of_capital", "gain", "income")),
            models.UniqueConstraint(fields=["distribution", "order"], name="distribution_source_order_once"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.label}"


class DistributionLineQuerySet(models.QuerySet):
    """Lines of distributions as a person may see them."""

    def visible_to(self, user):
        """Staff see every line, a GP its funds' lines, a partner's contact its own partner's."""
        return self if user.is_staff else self.filter(partner__in=Partner.objects.visible_to(user).values("pk"))


class DistributionLine(models.Model):
    """One partner's part of a distribution by tier; written when it is declared, unchanged from then on.

    `amount_hkd` is what is paid out: tiers and interest, less what is withheld and the carry that goes into escrow.
    """

    distribution = models.ForeignKey(Distribution, models.PROTECT, related_name="lines", verbose_name=_("distribution"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="distribution_lines", verbose_name=_("partner"))
    order = models.PositiveIntegerField(_("order"))
    capital_hkd = money_field(verbose_name=_("return of capital (HK$)"), default=0)
    outside_hkd = money_field(verbose_name=_("of it capital called outside commitment (HK$)"), default=0, db_default=0)
    hurdle_hkd = money_field(verbose_name=_("hurdle (HK$)"), default=0)
    catch_up_hkd = money_field(verbose_name=_("partners' part of the catch-up (HK$)"), default=0)
    split_hkd = money_field(verbose_name=_("partners' part of the split (HK$)"), default=0)
    carry_hkd = money_field(verbose_name=_("carried interest (HK$)"), default=0)
    interest_hkd = money_field(verbose_name=_("interest of a true-up (HK$)"), default=0)
    escrow_hkd = money_field(verbose_name=_("of the carry into escrow (HK$)"), default=0)
    withheld_hkd = money_field(verbose_name=_("tax withheld (HK$)"), default=0)
    amount_hkd = money_field(verbose_name=_("paid out (HK$)"))
    recallable_hkd = money_field(verbose_name=_("recallable (HK$)"), default=0)
    commitment_hkd = money_field(verbose_name=_("commitment (HK$)"))
    unfunded_before_hkd = money_field(verbose_name=_("unfunded before (HK$)"))
    unfunded_after_hkd = money_field(verbose_name=_("unfunded after (HK$)"))
    distributed_before_hkd = money_field(verbose_name=_("distributed before (HK$)"))

    objects = DistributionLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("distribution line")
        verbose_name_plural = _("distribution lines")
        ordering = ["distribution", "order"]
        constraints = [
            models.UniqueConstraint(fields=["distribution", "partner"], name="distribution_line_once_a_partner"),
            *(
                not_negative("distribution_line", f"{name}_hkd")
                for name in (
                    "capital",
                    "hurdle",
                    "catch_up",
                    "split",
                    "carry",
                    "interest",
                    "escrow",
                    "withheld",
                    "outside",
                )
            ),
            not_negative("distribution_line", "amount_hkd"),
            models.CheckConstraint(
                condition=Q(
                    amount_hkd=F("capital_hkd")
                    + F("hurdle_hkd")
                    + F("catch_up_hkd")
                    + F("split_hkd")
                    + F("carry_hkd")
                    + F("interest_hkd")
                    - F("escrow_hkd")
                    - F("withheld_hkd")
                ),
                name="distribution_line_is_the_sum_of_its_tiers",
            ),
            models.CheckConstraint(
                condition=Q(escrow_hkd__lte=F("carry_hkd")), name="distribution_escrow_within_carry"
            ),
            models.CheckConstraint(
                condition=Q(outside_hkd__lte=F("capital_hkd")), name="distribution_outside_within_capital"
            ),
        ]

    def __str__(self):
        return f"{self.distribution} · {self.partner}"


class DistributionPaymentQuerySet(models.QuerySet):
    """Payments as a person may see them."""

    def visible_to(self, user):
        """Staff see every payment, a GP its funds' payments, a partner's contact its own partner's."""
        return self if user.is_staff else self.filter(line__partner__in=Partner.objects.visible_to(user).values("pk"))


class DistributionPayment(models.Model):
    """What was paid of a distribution line; append-only. One debit of the bank may pay all of a distribution.

    What a net notice sets off against a call is paid too: the entry's kind says so.
    """

    line = models.ForeignKey(
        DistributionLine, models.PROTECT, related_name="payments", verbose_name=_("distribution line")
    )
    amount_hkd = money_field(verbose_name=_("amount (HK$)"))
    value_date = models.DateField(_("bank value date"))
    bank_reference = models.CharField(_("bank reference"), max_length=80)
    entry = models.ForeignKey(
        JournalEntry, models.PROTECT, related_name="distribution_payments", verbose_name=_("journal entry")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    objects = DistributionPaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("distribution payment")
        verbose_name_plural = _("distribution payments")
        ordering = ["-id"]
        constraints = [positive("distribution_payment", "amount_hkd")]

    def __str__(self):
        return f"{self.line.partner} {self.value_date} HK${self.amount_hkd:,}"


class DistributionReceipt(models.Model):
    """The Government's line of a distribution as the Corporation's bank shows it; append-only, one a bank reference."""

    line = models.ForeignKey(
        DistributionLine, models.PROTECT, related_name="receipts", verbose_name=_("distribution line")
    )
    amount_hkd = money_field(verbose_name=_("amount (HK$)"))
    value_date = models.DateField(_("bank value date"))
    bank_reference = models.CharField(_("bank reference"), max_length=80, unique=True)
    entry = models.OneToOneField(
        JournalEntry, models.PROTECT, related_name="distribution_receipt", verbose_name=_("journal entry")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("receipt from a fund")
        verbose_name_plural = _("receipts from funds")
        ordering = ["-id"]
        constraints = [positive("distribution_receipt", "amount_hkd")]

    def __str__(self):
        return f"{self.line.distribution} {self.value_date} HK${self.amount_hkd:,}"


class CarryReturn(models.Model):
    """Carried interest that the GP gave back (clawback), in cash or out of escrow; append-only."""

    class Road(models.TextChoices):
        CASH = "cash", _("in cash")
        ESCROW = "escrow", _("out of escrow")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="carry_returns", verbose_name=_("fund"))
    road = models.CharField(_("how"), max_length=6, choices=Road)
    amount_hkd = money_field(verbose_name=_("amount (HK$)"))
    value_date = models.DateField(_("value date"))
    bank_reference = models.CharField(_("bank reference"), max_length=80, blank=True)
    clawback_hkd = money_field(verbose_name=_("clawback due before it (HK$)"))
    working = models.JSONField(_("working"), default=dict)
    entry = models.OneToOneField(
        JournalEntry, models.PROTECT, related_name="carry_return", verbose_name=_("journal entry")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("return of carried interest")
        verbose_name_plural = _("returns of carried interest")
        ordering = ["-id"]
        constraints = [
            one_of("carry_return", "road", ("cash", "escrow")),
            positive("carry_return", "amount_hkd"),
            models.CheckConstraint(
                condition=Q(amount_hkd__lte=F("clawback_hkd")), name="carry_return_not_above_what_is_due"
            ),
        ]

    def __str__(self):
        return f"{self.fund.code} {self.value_date} HK${self.amount_hkd:,}"
