"""Money that the Corporation asks of Government: the year's allotment, requests within it, what came in."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from funds.models.ledger import JournalEntry
from funds.models.partnership import Fund
from funds.models.payment import PaymentCase
from funds.rules import stages
from itvf.constraints import maker_is_not_checker, money_field, one_of, positive, stage_machine, together
from itvf.dates import financial_year_label
from itvf.models import OutboxMessage


@pghistory.track()
class FundingAllotment(models.Model):
    """What Government sets aside for the Corporation in one financial year; the one dated last counts."""

    class Kind(models.TextChoices):
        ORIGINAL = "original", _("original estimate")
        REVISED = "revised", _("revised estimate")

    class Stage(models.TextChoices):
        DRAFT = "draft", _("waiting for approval")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    year_start = models.DateField(_("first day of the financial year"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    allotted_date = models.DateField(_("dated"))
    amount_hkd = money_field(verbose_name=_("allotted (HK$)"))
    charged_to = models.CharField(_("vote that it is charged to"), max_length=120)
    reference = models.CharField(_("document"), max_length=120)
    stage = models.CharField(_("stage"), max_length=8, choices=Stage, default=Stage.DRAFT)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    proposed_at = models.DateTimeField(_("entered at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)

    class Meta:
        verbose_name = _("allotment")
        verbose_name_plural = _("allotments")
        ordering = ["-year_start", "-allotted_date", "-id"]
        constraints = [
            one_of("funding_allotment", "kind", ("original", "revised")),
            one_of("funding_allotment", "stage", stages.FUNDING_ALLOTMENT),
            positive("funding_allotment", "amount_hkd"),
            maker_is_not_checker("funding_allotment", "proposed_by", "approved_by"),
            together("funding_allotment", "approved_by", "approved_at"),
            models.CheckConstraint(
                condition=Q(year_start__month=4, year_start__day=1), name="funding_allotment_year_begins_on_1_april"
            ),
            models.UniqueConstraint(
                fields=["year_start"],
                condition=Q(kind="original", stage="approved"),
                name="funding_allotment_original_once_a_year",
            ),
            models.UniqueConstraint(
                fields=["year_start", "allotted_date"],
                condition=Q(stage="approved"),
                name="funding_allotment_one_a_day",
            ),
        ]
        triggers = [
            stage_machine("funding_allotment", stages.FUNDING_ALLOTMENT),
            pgtrigger.ReadOnly(
                name="funding_allotment_figures", fields=["year_start", "kind", "allotted_date", "amount_hkd"]
            ),
        ]

    def __str__(self):
        return f"{self.year} {self.get_kind_display()}"

    @property
    def year(self) -> str:
        """The financial year as it is written: 2025-26."""
        return financial_year_label(self.year_start)


@pghistory.track()
class FundingRequest(models.Model):
    """The Corporation's letter that asks Government for money within the year's allotment.

    Drafted by one, approved by another; from then on `content` is the letter, and the outbox brings it.
    """

    class Stage(models.TextChoices):
        DRAFT = "draft", _("draft")
        APPROVED = "approved", _("approved")
        RECEIVED = "received", _("received in full")
        CLOSED = "closed", _("closed short")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    reference = models.CharField(_("reference"), max_length=20, unique=True)
    year_start = models.DateField(_("first day of the financial year"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.DRAFT)
    amount_hkd = money_field(verbose_name=_("amount (HK$)"))
    needed_by_date = models.DateField(_("needed by"))
    purpose = models.TextField(_("what the money is for"))
    purpose_zh_hant = models.TextField(_("what the money is for (Chinese)"), blank=True)
    addressee = models.CharField(_("addressee"), max_length=200)
    addressee_email = models.EmailField(_("letter goes to"))
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drafted by")
    )
    drafted_at = models.DateTimeField(_("drafted at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True)
    content = models.JSONField(_("letter"), default=dict)
    content_sha256 = models.CharField(_("letter's hash"), max_length=64, blank=True)
    message = models.OneToOneField(
        OutboxMessage, models.PROTECT, null=True, related_name="funding_request", verbose_name=_("message")
    )
    sent_at = models.DateTimeField(_("sent at"), null=True)
    reason = models.TextField(_("why it ended"), blank=True)

    class Meta:
        verbose_name = _("funding request")
        verbose_name_plural = _("funding requests")
        ordering = ["-id"]
        constraints = [
            one_of("funding_request", "stage", stages.FUNDING_REQUEST),
            positive("funding_request", "amount_hkd"),
            maker_is_not_checker("funding_request", "drafted_by", "approved_by"),
            together("funding_request", "approved_by", "approved_at", "message"),
            models.CheckConstraint(
                condition=~Q(stage__in=["approved", "received", "closed"]) | Q(approved_by__isnull=False),
                name="funding_request_stands_once_approved",
            ),
            models.CheckConstraint(
                condition=Q(year_start__month=4, year_start__day=1) & Q(needed_by_date__gte=F("year_start")),
                name="funding_request_needed_in_its_year",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=["closed", "refused", "withdrawn"]) | ~Q(reason=""),
                name="funding_request_ends_for_a_reason",
            ),
        ]
        triggers = [
            stage_machine("funding_request", stages.FUNDING_REQUEST),
            pgtrigger.ReadOnly(
                name="funding_request_figures", fields=["reference", "year_start", "amount_hkd", "needed_by_date"]
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def year(self) -> str:
        """The financial year as it is written: 2025-26."""
        return financial_year_label(self.year_start)


class FundingRequestLine(models.Model):
    """What a part of a request pays: a payment case, or a call that is expected of a fund; append-only."""

    request = models.ForeignKey(FundingRequest, models.PROTECT, related_name="lines", verbose_name=_("funding request"))
    order = models.PositiveSmallIntegerField(_("order"))
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="+", verbose_name=_("fund"))
    case = models.ForeignKey(
        PaymentCase,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="funding_lines",
        verbose_name=_("payment case"),
    )
    expected_date = models.DateField(_("call expected for"), null=True, blank=True)
    amount_hkd = money_field(verbose_name=_("amount (HK$)"))

    class Meta:
        verbose_name = _("line of a funding request")
        verbose_name_plural = _("lines of funding requests")
        ordering = ["request", "order"]
        constraints = [
            positive("funding_request_line", "amount_hkd"),
            models.UniqueConstraint(fields=["request", "order"], name="funding_request_line_order_once"),
            models.CheckConstraint(
                condition=Q(case__isnull=False, expected_date__isnull=True)
                | Q(case__isnull=True, expected_date__isnull=False),
                name="funding_request_line_case_or_forecast",
            ),
        ]

    def __str__(self):
        return f"{self.request} {self.case or self.fund} HK${self.amount_hkd:,}"


class FundingReceipt(models.Model):
    """Money that the Corporation received from Government to meet drawdowns; append-only."""

    amount_hkd = money_field(verbose_name=_("amount (HK$)"))
    value_date = models.DateField(_("bank value date"))
    bank_reference = models.CharField(_("bank reference"), max_length=80, unique=True)
    request = models.ForeignKey(
        FundingRequest,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="receipts",
        verbose_name=_("funding request"),
    )
    entry = models.OneToOneField(
        JournalEntry, models.PROTECT, related_name="funding_receipt", verbose_name=_("journal entry")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("funding receipt")
        verbose_name_plural = _("funding receipts")
        ordering = ["-id"]
        constraints = [positive("funding_receipt", "amount_hkd")]

    def __str__(self):
        return f"{self.value_date} HK${self.amount_hkd:,}"
