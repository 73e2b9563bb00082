"""Capital calls: drafted, issued with its journal entry and notices in one transaction, then paid."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from funds.models.ledger import JournalEntry
from funds.models.partnership import BankAccount, Fund, FundMembership, Partner
from funds.rules import stages
from itvf.constraints import (
    maker_is_not_checker,
    money_field,
    not_negative,
    one_of,
    positive,
    stage_machine,
    together,
)
from itvf.models import File, OutboxMessage


class CapitalCallQuerySet(models.QuerySet):
    """Calls as a person may see them."""

    def visible_to(self, user):
        """Staff see every call, a GP its funds' calls; a partner's contact issued ones of its fund only."""
        if user.is_staff:
            return self
        managed = Fund.objects.managed_by(user).values("pk")
        visible = Fund.objects.visible_to(user).values("pk")
        return self.filter(Q(fund__in=managed) | Q(fund__in=visible, stage=CapitalCall.Stage.ISSUED))


@pghistory.track()
class CapitalCall(models.Model):
    """A drawdown notice of a fund (R20): one amount, split by purpose, asked of every partner taking part."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("draft")
        ISSUED = "issued", _("issued")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Channel(models.TextChoices):
        PORTAL = "portal", _("portal")
        API = "api", _("API")
        PAPER = "paper", _("paper")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="calls", verbose_name=_("fund"))
    number = models.PositiveIntegerField(_("number"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.DRAFT)
    channel = models.CharField(_("channel"), max_length=6, choices=Channel)
    amount_hkd = money_field(verbose_name=_("amount (HK$)"))
    due_date = models.DateField(_("due date"))
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drafted by")
    )
    drafted_at = models.DateTimeField(_("drafted at"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("issued by")
    )
    issued_at = models.DateTimeField(_("issued at"), null=True)
    bank_account = models.ForeignKey(BankAccount, models.PROTECT, null=True, related_name="+", verbose_name=_("pay to"))
    entry = models.OneToOneField(
        JournalEntry, models.PROTECT, null=True, related_name="capital_call", verbose_name=_("journal entry")
    )
    paper_received_at = models.DateTimeField(_("paper received at"), null=True, blank=True)
    paper_came_by = models.CharField(_("paper came by"), max_length=80, blank=True)
    paper_file = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("paper (file)")
    )
    notice_common = models.JSONField(_("what every notice says"), default=dict)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = CapitalCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("capital call")
        verbose_name_plural = _("capital calls")
        ordering = ["-id"]
        constraints = [
            one_of("capital_call", "stage", stages.CAPITAL_CALL),
            one_of("capital_call", "channel", ("portal", "api", "paper")),
            positive("capital_call", "amount_hkd"),
            models.UniqueConstraint(fields=["fund", "number"], name="capital_call_number_once_a_fund"),
            maker_is_not_checker("capital_call", "drafted_by", "issued_by"),
            together("capital_call", "issued_by", "issued_at", "entry", "bank_account"),
            models.CheckConstraint(
                condition=Q(stage="issued", issued_by__isnull=False) | (~Q(stage="issued") & Q(issued_by__isnull=True)),
                name="capital_call_issued_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(channel="paper", paper_received_at__isnull=False, paper_file__isnull=False)
                | (~Q(channel="paper") & Q(paper_received_at__isnull=True, paper_file__isnull=True)),
                name="capital_call_paper_has_its_file",
            ),
        ]
        triggers = [stage_machine("capital_call", stages.CAPITAL_CALL)]

    def __str__(self):
        return f"{self.fund.code} {_('capital call')} {self.number}"


class CallPurpose(models.Model):
    """What a part of a call is for. `reference` is opaque here; the floor above names its thing in it."""

    class Kind(models.TextChoices):
        INVESTMENT = "investment", _("investment")
        MANAGEMENT_FEE = "management_fee", _("management fee")
        EXPENSE = "expense", _("fund expense")

    call = models.ForeignKey(CapitalCall, models.CASCADE, related_name="purposes", verbose_name=_("capital call"))
    order = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    label = models.CharField(_("what for"), max_length=200)
    label_zh_hant = models.CharField(_("what for (Chinese)"), max_length=200, blank=True)
    reference = models.CharField(_("reference"), max_length=60, blank=True)
    is_follow_on = models.BooleanField(_("follow-on investment"), default=False)
    amount_hkd = money_field(verbose_name=_("amount (HK$)"))

    class Meta:
        verbose_name = _("purpose of a call")
        verbose_name_plural = _("purposes of a call")
        ordering = ["call", "order"]
        constraints = [
            positive("call_purpose", "amount_hkd"),
            one_of("call_purpose", "kind", ("investment", "management_fee", "expense")),
            models.UniqueConstraint(fields=["call", "order"], name="call_purpose_order_once"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.label}"


class CallLineQuerySet(models.QuerySet):
    """Lines of calls as a person may see them."""

    def visible_to(self, user):
        """Staff see every line, a GP its funds' lines, a partner's contact its own partner's."""
        return self if user.is_staff else self.filter(partner__in=Partner.objects.visible_to(user).values("pk"))


class CallLine(models.Model):
    """One partner's part of a call, with the figures from which it was computed (A11)."""

    call = models.ForeignKey(CapitalCall, models.CASCADE, related_name="lines", verbose_name=_("capital call"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="call_lines", verbose_name=_("partner"))
    order = models.PositiveIntegerField(_("order"))
    commitment_hkd = money_field(verbose_name=_("commitment (HK$)"))
    called_before_hkd = money_field(verbose_name=_("called before (HK$)"))
    unfunded_before_hkd = money_field(verbose_name=_("unfunded before (HK$)"))
    entitled_before_hkd = models.DecimalField(_("exact share before (HK$)"), max_digits=28, decimal_places=12)
    amount_hkd = money_field(verbose_name=_("amount (HK$)"))
    called_after_hkd = money_field(verbose_name=_("called after (HK$)"))
    unfunded_after_hkd = money_field(verbose_name=_("unfunded after (HK$)"))
    entitled_after_hkd = models.DecimalField(_("exact share after (HK$)"), max_digits=28, decimal_places=12)

    objects = CallLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("call line")
        verbose_name_plural = _("call lines")
        ordering = ["call", "order"]
        constraints = [
            models.UniqueConstraint(fields=["call", "partner"], name="call_line_once_a_partner"),
            not_negative("call_line", "amount_hkd"),
            not_negative("call_line", "unfunded_after_hkd"),
            models.CheckConstraint(
                condition=Q(called_after_hkd=F("called_before_hkd") + F("amount_hkd"))
                & Q(unfunded_after_hkd=F("unfunded_before_hkd") - F("amount_hkd")),
                name="call_line_after_is_before_and_amount",
            ),
        ]

    def __str__(self):
        return f"{self.call} · {self.partner}"


class NoticeQuerySet(models.QuerySet):
    """Notices as a person may read them."""

    def visible_to(self, user):
        """Staff read every notice, a GP its funds' notices, a contact its own partner's."""
        if user.is_staff:
            return self
        contact_of = FundMembership.objects.live().filter(user=user, partner__isnull=False).values("partner")
        managed = Fund.objects.managed_by(user).values("pk")
        return self.filter(Q(line__partner__in=contact_of) | Q(line__call__fund__in=managed))


class Notice(models.Model):
    """What one partner is told of one call: the record is this row, the mail only brings it.

    `content` holds the partner's own figures; with the call's `notice_common` it is the whole notice,
    and `content_sha256` is the hash over both as canonical JSON.
    """

    line = models.OneToOneField(CallLine, models.PROTECT, related_name="notice", verbose_name=_("call line"))
    reference = models.CharField(_("reference"), max_length=40, unique=True)
    content = models.JSONField(_("content"))
    content_sha256 = models.CharField(_("content hash"), max_length=64)
    message = models.OneToOneField(
        OutboxMessage, models.PROTECT, null=True, related_name="notice", verbose_name=_("message")
    )
    served_at = models.DateTimeField(_("served at"), null=True)
    first_viewed_at = models.DateTimeField(_("first viewed at"), null=True)
    first_viewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("first viewed by")
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-id"]
        constraints = [together("notice", "first_viewed_at", "first_viewed_by")]
        triggers = [
            pgtrigger.ReadOnly(name="notice_content", fields=["line", "reference", "content", "content_sha256"])
        ]

    def __str__(self):
        return self.reference


class ContributionQuerySet(models.QuerySet):
    """Receipts as a person may see them."""

    def visible_to(self, user):
        """Staff see every receipt, a GP its funds' receipts, a partner's contact its own partner's."""
        return self if user.is_staff else self.filter(line__partner__in=Partner.objects.visible_to(user).values("pk"))


class Contribution(models.Model):
    """Money received for a call line, in part or in full; append-only, corrected by reversal."""

    line = models.ForeignKey(CallLine, models.PROTECT, related_name="contributions", verbose_name=_("call line"))
    amount_hkd = money_field(verbose_name=_("matched to the line (HK$)"))
    suspense_hkd = money_field(verbose_name=_("over-payment held in suspense (HK$)"), default=0)
    value_date = models.DateField(_("bank value date"))
    bank_reference = models.CharField(_("bank reference"), max_length=80)
    entry = models.OneToOneField(
        JournalEntry, models.PROTECT, related_name="contribution", verbose_name=_("journal entry")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["-id"]
        constraints = [
            not_negative("contribution", "amount_hkd"),
            not_negative("contribution", "suspense_hkd"),
        ]

    def __str__(self):
        return f"{self.line.partner} {self.value_date} HK${self.amount_hkd:,}"
