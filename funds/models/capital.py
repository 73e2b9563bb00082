"""Capital calls: drafted, issued with its journal entry and notices in one transaction, then paid."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from funds.models.ledger import JournalEntry
from funds.models.partnership import BankAccount, Closing, Fund, Partner
from funds.rules import stages
from funds.rules.call_purposes import BASES
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
        CANCELLED = "cancelled", _("cancelled")

    class Nature(models.TextChoices):
        ORDINARY = "ordinary", _("drawdown")
        TRUE_UP = "true_up", _("true-up of a later closing (A13)")

    class Channel(models.TextChoices):
        PORTAL = "portal", _("portal")
        API = "api", _("API")
        PAPER = "paper", _("paper")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="calls", verbose_name=_("fund"))
    number = models.PositiveIntegerField(_("number"))
    nature = models.CharField(_("nature"), max_length=8, choices=Nature, default=Nature.ORDINARY)
    closing = models.ForeignKey(
        Closing, models.PROTECT, null=True, blank=True, related_name="true_up_calls", verbose_name=_("closing")
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("corrects the call")
    )
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
    shortfall_cap_rate = rate_field(null=True, blank=True, verbose_name=_("cap on carrying others' shortfall"))
    notice_common = models.JSONField(_("what every notice says"), default=dict)
    netting = models.ForeignKey(
        "funds.Netting", models.PROTECT, null=True, blank=True, related_name="calls", verbose_name=_("net notice")
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = CapitalCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("capital call")
        verbose_name_plural = _("capital calls")
        ordering = ["-id"]
        constraints = [
            one_of("capital_call", "stage", stages.CAPITAL_CALL),
            one_of("capital_call", "channel", ("portal", "api", "paper")),
            one_of("capital_call", "nature", ("ordinary", "true_up")),
            models.CheckConstraint(
                condition=Q(nature="true_up", closing__isnull=False) | (~Q(nature="true_up") & Q(closing__isnull=True)),
                name="capital_call_true_up_of_a_closing",
            ),
            models.UniqueConstraint(
                fields=["closing"], condition=Q(stage__in=["draft", "issued"]), name="one_true_up_call_a_closing"
            ),
            positive("capital_call", "amount_hkd"),
            models.UniqueConstraint(fields=["fund", "number"], name="capital_call_number_once_a_fund"),
            maker_is_not_checker("capital_call", "drafted_by", "issued_by"),
            together("capital_call", "issued_by", "issued_at", "entry", "bank_account"),
            models.CheckConstraint(
                condition=Q(stage__in=["issued", "cancelled"], issued_by__isnull=False)
                | (~Q(stage__in=["issued", "cancelled"]) & Q(issued_by__isnull=True)),
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
        FACILITY_COST = "facility_cost", _("interest and fees of the facility")

    class Base(models.TextChoices):
        COMMITMENT = "commitment", _("commitment")
        UNFUNDED = "unfunded", _("what is unfunded")
        HOLDING = "holding_share", _("holding")

    call = models.ForeignKey(CapitalCall, models.CASCADE, related_name="purposes", verbose_name=_("capital call"))
    order = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    label = models.CharField(_("what for"), max_length=200)
    label_zh_hant = models.CharField(_("what for (Chinese)"), max_length=200, blank=True)
    reference = models.CharField(_("reference"), max_length=60, blank=True)
    is_follow_on = models.BooleanField(_("follow-on investment"), default=False)
    amount_hkd = money_field(verbose_name=_("amount (HK$)"))
    allocation_base = models.CharField(
        _("shared by"), max_length=13, choices=Base, default=Base.COMMITMENT, db_default="commitment"
    )
    is_outside = models.BooleanField(_("outside commitment"), default=False, db_default=False)
    clause = models.CharField(_("clause"), max_length=170, blank=True)

    class Meta:
        verbose_name = _("purpose of a call")
        verbose_name_plural = _("purposes of a call")
        ordering = ["call", "order"]
        constraints = [
            positive("call_purpose", "amount_hkd"),
            one_of("call_purpose", "kind", ("investment", "management_fee", "expense", "facility_cost")),
            one_of("call_purpose", "allocation_base", BASES),
            models.CheckConstraint(
                condition=Q(allocation_base="commitment", is_outside=False) | ~Q(clause=""),
                name="call_purpose_departs_by_a_clause",
            ),
            models.CheckConstraint(
                condition=Q(is_outside=False) | ~Q(kind="investment"), name="call_purpose_invests_inside_commitment"
            ),
            models.UniqueConstraint(fields=["call", "order"], name="call_purpose_order_once"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.label}"


@pghistory.track()
class CallExcuse(models.Model):
    """A partner who takes no part in a draft call, and by which right: it is not billed later (A11)."""

    call = models.ForeignKey(CapitalCall, models.CASCADE, related_name="excuses", verbose_name=_("capital call"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="excuses", verbose_name=_("partner"))
    clause = models.CharField(_("clause"), max_length=80)
    reason = models.TextField(_("reason"))
    asked_date = models.DateField(_("asked for on"), null=True)

    class Meta:
        verbose_name = _("excuse from a call")
        verbose_name_plural = _("excuses from a call")
        ordering = ["call", "partner"]
        constraints = [models.UniqueConstraint(fields=["call", "partner"], name="call_excuse_once_a_partner")]

    def __str__(self):
        return f"{self.partner}: {self.clause}"


class CallCancellation(models.Model):
    """Why an issued call counts no longer: its entry is reversed, its notices are marked; append-only."""

    call = models.OneToOneField(
        CapitalCall, models.PROTECT, related_name="cancellation", verbose_name=_("capital call")
    )
    reason = models.TextField(_("reason"))
    entry = models.OneToOneField(
        JournalEntry, models.PROTECT, related_name="call_cancellation", verbose_name=_("journal entry")
    )
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("cancelled by")
    )
    cancelled_at = models.DateTimeField(_("cancelled at"))

    class Meta:
        verbose_name = _("cancellation of a call")
        verbose_name_plural = _("cancellations of calls")

    def __str__(self):
        return f"{self.call} {self.cancelled_at:%Y-%m-%d}"


class CallLineQuerySet(models.QuerySet):
    """Lines of calls as a person may see them."""

    def visible_to(self, user):
        """Staff see every line, a GP its funds' lines, a partner's contact its own partner's."""
        return self if user.is_staff else self.filter(partner__in=Partner.objects.visible_to(user).values("pk"))


class CallLine(models.Model):
    """One partner's part of a call, with the figures from which it was computed (A11).

    `outside_hkd` is what stands outside its commitment; of a true-up, `interest_hkd` of it is no capital (A13).
    """

    call = models.ForeignKey(CapitalCall, models.CASCADE, related_name="lines", verbose_name=_("capital call"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="call_lines", verbose_name=_("partner"))
    order = models.PositiveIntegerField(_("order"))
    commitment_hkd = money_field(verbose_name=_("commitment (HK$)"))
    called_before_hkd = money_field(verbose_name=_("called before (HK$)"))
    unfunded_before_hkd = money_field(verbose_name=_("unfunded before (HK$)"))
    entitled_before_hkd = models.DecimalField(_("exact share before (HK$)"), max_digits=28, decimal_places=12)
    amount_hkd = money_field(verbose_name=_("amount (HK$)"))
    outside_hkd = money_field(verbose_name=_("outside commitment (HK$)"), default=0, db_default=0)
    interest_hkd = money_field(verbose_name=_("of it interest of a true-up (HK$)"), default=0, db_default=0)
    is_excused = models.BooleanField(_("excused"), default=False, db_default=False)
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
            not_negative("call_line", "outside_hkd"),
            not_negative("call_line", "interest_hkd"),
            models.CheckConstraint(
                condition=Q(interest_hkd__lte=F("outside_hkd")), name="call_line_interest_stands_outside"
            ),
            models.CheckConstraint(
                condition=Q(is_excused=False) | Q(amount_hkd=0), name="call_line_excused_pays_nothing"
            ),
            models.CheckConstraint(
                condition=Q(called_after_hkd=F("called_before_hkd") + F("amount_hkd"))
                & Q(unfunded_after_hkd=F("unfunded_before_hkd") - F("amount_hkd")),
                name="call_line_after_is_before_and_amount",
            ),
        ]

    def __str__(self):
        return f"{self.call} · {self.partner}"

    @property
    def payable_hkd(self):
        """What the partner is to pay, in HK$: inside its commitment and outside it."""
        return self.amount_hkd + self.outside_hkd

    @property
    def contributed_hkd(self):
        """What the partner is to contribute, in HK$, inside its commitment and outside it: interest is none (A13)."""
        return self.payable_hkd - self.interest_hkd


class CallPurposeLine(models.Model):
    """What one purpose asks of one partner, with the base of its share and its exact share; append-only.

    Only where purposes stand on several bases or outside commitment: else every purpose has its part of the line.
    """

    call = models.ForeignKey(CapitalCall, models.PROTECT, related_name="purpose_lines", verbose_name=_("capital call"))
    purpose = models.ForeignKey(CallPurpose, models.PROTECT, related_name="lines", verbose_name=_("purpose"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="purpose_lines", verbose_name=_("partner"))
    weight_hkd = money_field(verbose_name=_("base of its share (HK$)"))
    entitled_hkd = models.DecimalField(_("exact share (HK$)"), max_digits=28, decimal_places=12)
    amount_hkd = money_field(verbose_name=_("amount (HK$)"))
    way = models.CharField(_("how it came about"), max_length=10)

    class Meta:
        verbose_name = _("purpose of a call line")
        verbose_name_plural = _("purposes of call lines")
        ordering = ["purpose", "id"]
        constraints = [
            models.UniqueConstraint(fields=["purpose", "partner"], name="call_purpose_line_once_a_partner"),
            not_negative("call_purpose_line", "weight_hkd"),
            not_negative("call_purpose_line", "amount_hkd"),
        ]

    def __str__(self):
        return f"{self.partner}: {self.purpose}"


class ContributionQuerySet(models.QuerySet):
    """Receipts as a person may see them."""

    def visible_to(self, user):
        """Staff see every receipt, a GP its funds' receipts, a partner's contact its own partner's."""
        return self if user.is_staff else self.filter(line__partner__in=Partner.objects.visible_to(user).values("pk"))


class Contribution(models.Model):
    """What was received for a call line, in part or in full; append-only, corrected by reversal.

    Money in the bank, an over-payment of another line, or a distribution set off against the call: the entry's kind
    says which. A net notice sets off many lines in one entry.
    """

    line = models.ForeignKey(CallLine, models.PROTECT, related_name="contributions", verbose_name=_("call line"))
    amount_hkd = money_field(verbose_name=_("matched to the line (HK$)"))
    suspense_hkd = money_field(verbose_name=_("over-payment held in suspense (HK$)"), default=0)
    value_date = models.DateField(_("bank value date"))
    bank_reference = models.CharField(_("bank reference"), max_length=80)
    entry = models.ForeignKey(
        JournalEntry, models.PROTECT, related_name="contributions", verbose_name=_("journal entry")
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
            models.UniqueConstraint(fields=["entry", "line"], name="contribution_once_an_entry_and_line"),
        ]

    def __str__(self):
        return f"{self.line.partner} {self.value_date} HK${self.amount_hkd:,}"
