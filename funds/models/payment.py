"""What the Corporation pays to funds: a payment case from notice to matched debit, under a limit table."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from funds.models.capital import CallLine
from funds.models.late_interest import LateInterest
from funds.models.ledger import JournalEntry
from funds.models.partnership import BankAccount
from funds.rules import stages
from itvf.constraints import maker_is_not_checker, money_field, not_negative, one_of, positive, stage_machine, together


@pghistory.track()
class LimitTable(models.Model):
    """Who may authorise payments up to which amount, from a date on; made by one, approved by another."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("waiting for approval")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    effective_from = models.DateField(_("effective from"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.DRAFT)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )

    class Meta:
        verbose_name = _("limit table")
        verbose_name_plural = _("limit tables")
        ordering = ["-effective_from"]
        constraints = [
            one_of("limit_table", "stage", stages.LIMIT_TABLE),
            models.UniqueConstraint(
                fields=["effective_from"], condition=~Q(stage="refused"), name="limit_table_stands_once_from_a_day"
            ),
            maker_is_not_checker("limit_table", "proposed_by", "approved_by"),
        ]
        triggers = [stage_machine("limit_table", stages.LIMIT_TABLE)]

    def __str__(self):
        return f"{_('limit table')} {self.effective_from}"


class AuthorityLimit(models.Model):
    """One officer's limit in a table; append-only."""

    table = models.ForeignKey(LimitTable, models.PROTECT, related_name="limits", verbose_name=_("limit table"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="authority_limits", verbose_name=_("officer")
    )
    limit_hkd = money_field(verbose_name=_("limit a payment (HK$)"))

    class Meta:
        verbose_name = _("authority limit")
        verbose_name_plural = _("authority limits")
        constraints = [
            positive("authority_limit", "limit_hkd"),
            models.UniqueConstraint(fields=["table", "officer"], name="authority_limit_once_an_officer"),
        ]

    def __str__(self):
        return f"{self.officer} HK${self.limit_hkd:,}"


@pghistory.track()
class PaymentCase(models.Model):
    """One thing that the Corporation owes a fund on its way to payment: a Government line, or interest charged on it.

    Nothing is ever paid twice: one case a line, one a charge of late interest (A18). `amount_hkd` is what the bank
    pays, `set_off_hkd` what a net notice settles against a distribution; together they are the gross amount, which
    officers' limits cover.
    """

    class Stage(models.TextChoices):
        OPENED = "opened", _("opened")
        CHECKED = "checked", _("checked")
        VOUCHERED = "vouchered", _("voucher prepared")
        CERTIFIED = "certified", _("certified")
        AUTHORISED = "authorised", _("authorised")
        RELEASED = "released", _("released to the bank")
        MATCHED = "matched", _("debit matched")
        SETTLED = "settled", _("settled by set-off")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled with its call")

    line = models.ForeignKey(CallLine, models.PROTECT, related_name="payment_cases", verbose_name=_("call line"))
    charge = models.OneToOneField(
        LateInterest, models.PROTECT, null=True, related_name="payment_case", verbose_name=_("late interest")
    )
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.OPENED)
    amount_hkd = money_field(verbose_name=_("amount to pay (HK$)"))
    set_off_hkd = money_field(verbose_name=_("set off against a distribution (HK$)"), default=0)
    opened_at = models.DateTimeField(_("opened at"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("checked by")
    )
    checked_at = models.DateTimeField(_("checked at"), null=True)
    payee = models.ForeignKey(
        BankAccount, models.PROTECT, null=True, related_name="+", verbose_name=_("to the account")
    )
    voucher_number = models.CharField(_("voucher"), max_length=20, null=True, unique=True)  # noqa: DJ001
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("prepared by")
    )
    prepared_at = models.DateTimeField(_("prepared at"), null=True)
    certified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("certified by")
    )
    certified_at = models.DateTimeField(_("certified at"), null=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("released by")
    )
    released_at = models.DateTimeField(_("released at"), null=True)
    matched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("matched by")
    )
    matched_at = models.DateTimeField(_("matched at"), null=True)
    value_date = models.DateField(_("bank value date"), null=True)
    bank_reference = models.CharField(_("bank reference"), max_length=80, blank=True)
    held_reason = models.TextField(_("held because"), blank=True)
    round = models.PositiveSmallIntegerField(_("round of authorisation"), default=1)
    accepted_entry = models.OneToOneField(
        JournalEntry, models.PROTECT, null=True, related_name="accepted_case", verbose_name=_("notice accepted (entry)")
    )
    paid_entry = models.OneToOneField(
        JournalEntry, models.PROTECT, null=True, related_name="paid_case", verbose_name=_("paid (entry)")
    )
    set_off_entry = models.OneToOneField(
        JournalEntry, models.PROTECT, null=True, related_name="set_off_case", verbose_name=_("set off (entry)")
    )

    class Meta:
        verbose_name = _("payment case")
        verbose_name_plural = _("payment cases")
        ordering = ["-id"]
        constraints = [
            one_of("payment_case", "stage", stages.PAYMENT_CASE),
            not_negative("payment_case", "amount_hkd"),
            not_negative("payment_case", "set_off_hkd"),
            models.UniqueConstraint(fields=["line"], condition=Q(charge__isnull=True), name="payment_case_once_a_line"),
            models.CheckConstraint(
                condition=Q(charge__isnull=True) | Q(set_off_hkd=0), name="payment_case_interest_is_paid_by_the_bank"
            ),
            models.CheckConstraint(
                condition=Q(amount_hkd__gt=0 - F("set_off_hkd")), name="payment_case_is_for_something"
            ),
            models.CheckConstraint(
                condition=Q(stage="settled", amount_hkd=0, set_off_entry__isnull=False) | ~Q(stage="settled"),
                name="payment_case_settled_without_a_payment",
            ),
            maker_is_not_checker("payment_case", "prepared_by", "certified_by"),
            together("payment_case", "voucher_number", "prepared_by", "prepared_at"),
            together("payment_case", "certified_by", "certified_at"),
            models.UniqueConstraint(
                fields=["bank_reference"], condition=~Q(bank_reference=""), name="payment_case_debit_counts_once"
            ),
            together("payment_case", "matched_by", "matched_at", "value_date", "paid_entry"),
            models.CheckConstraint(
                condition=~Q(stage__in=["released", "matched", "settled"])
                | Q(released_by__isnull=False, certified_by__isnull=False),
                name="payment_case_released_after_certification",
            ),
            models.CheckConstraint(
                condition=~Q(stage="held") | ~Q(held_reason=""), name="payment_case_held_for_a_reason"
            ),
        ]
        triggers = [
            stage_machine("payment_case", stages.PAYMENT_CASE),
            pgtrigger.ReadOnly(name="payment_case_amount", fields=["line", "charge", "amount_hkd", "set_off_hkd"]),
        ]

    def __str__(self):
        words = _("late interest on {call}") if self.charge_id else "{call}"
        return f"{_('payment case')} {self.pk} · {words.format(call=self.line.call)}"

    @property
    def gross_hkd(self):
        """What is owed, in HK$: paid by the bank and set off."""
        return self.amount_hkd + self.set_off_hkd


class PaymentCheck(models.Model):
    """One question about a notice, answered by the machine with facts or by a person with a note."""

    class Outcome(models.TextChoices):
        PASS = "pass", _("pass")
        FAIL = "fail", _("fail")
        NEEDS_EVIDENCE = "needs_evidence", _("needs evidence")

    case = models.ForeignKey(PaymentCase, models.PROTECT, related_name="checks", verbose_name=_("payment case"))
    run = models.PositiveSmallIntegerField(_("run"))
    code = models.CharField(_("check"), max_length=40)
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome)
    rule = models.CharField(_("rule"), max_length=8, blank=True)
    clause = models.CharField(_("clause"), max_length=80, blank=True)
    message = models.TextField(_("what was found"))
    facts = models.JSONField(_("facts"), default=dict)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("checked by")
    )
    checked_at = models.DateTimeField(_("checked at"))

    class Meta:
        verbose_name = _("payment check")
        verbose_name_plural = _("payment checks")
        ordering = ["case", "run", "id"]
        constraints = [
            one_of("payment_check", "outcome", ("pass", "fail", "needs_evidence")),
            models.UniqueConstraint(fields=["case", "run", "code"], name="payment_check_once_a_run"),
        ]

    def __str__(self):
        return f"{self.code}: {self.outcome}"


class PaymentAuthorisation(models.Model):
    """One of the two authorisations that a payment takes; append-only.

    `round` is the case's at the time: a hold starts a new one, and what was authorised before no longer counts.
    """

    case = models.ForeignKey(PaymentCase, models.PROTECT, related_name="authorisations", verbose_name=_("payment case"))
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    authorised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("authorised by")
    )
    limit = models.ForeignKey(AuthorityLimit, models.PROTECT, related_name="+", verbose_name=_("limit"))
    authorised_at = models.DateTimeField(_("authorised at"))

    class Meta:
        verbose_name = _("payment authorisation")
        verbose_name_plural = _("payment authorisations")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "round", "authorised_by"], name="payment_authorised_by_two_people"),
        ]

    def __str__(self):
        return f"{self.authorised_by} {self.authorised_at:%Y-%m-%d}"
