"""What is said and found about a payment on its way: holds, queries and answers, bank details as noticed, receipts."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funds.models.capital import CapitalCall
from funds.models.partnership import Fund
from funds.models.payment import PaymentCase
from itvf.constraints import money_field, one_of, positive, together
from itvf.models import File


class PaymentHoldQuerySet(models.QuerySet):
    """Holds as a person may see them."""

    def standing(self):
        """Those not ended."""
        return self.filter(ended_at__isnull=True)

    def visible_to(self, user):
        """Staff see every hold; a GP those of its funds on which the Corporation asked it something."""
        if user.is_staff:
            return self
        managed = Fund.objects.managed_by(user).values("pk")
        return self.filter(case__line__call__fund__in=managed, messages__isnull=False).distinct()


@pghistory.track()
class PaymentHold(models.Model):
    """One time at which a payment was stopped: why, by whom, since when, and how it ended. The reason stays."""

    class Kind(models.TextChoices):
        HELD = "held", _("held")
        QUERY = "query", _("query to the GP")
        BANK_DETAILS = "bank_details", _("frozen: bank details differ")

    case = models.ForeignKey(PaymentCase, models.PROTECT, related_name="holds", verbose_name=_("payment case"))
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    reason = models.TextField(_("reason"))
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("held by"))
    held_at = models.DateTimeField(_("held since"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ended by")
    )
    ended_at = models.DateTimeField(_("ended at"), null=True)
    end_reason = models.TextField(_("why it ended"), blank=True)

    objects = PaymentHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("hold of a payment")
        verbose_name_plural = _("holds of payments")
        ordering = ["-id"]
        constraints = [
            one_of("payment_hold", "kind", ("held", "query", "bank_details")),
            together("payment_hold", "ended_by", "ended_at"),
            models.UniqueConstraint(fields=["case", "number"], name="payment_hold_number_once_a_case"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="payment_hold_stands_once_a_case"
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & (Q(ended_at__isnull=True) | ~Q(end_reason="")),
                name="payment_hold_has_its_reasons",
            ),
        ]

    def __str__(self):
        return f"{self.case.line.call} · {self.get_kind_display()} {self.number}"

    @property
    def fund(self) -> Fund:
        """Whose call it is."""
        return self.case.line.call.fund


class PaymentMessage(models.Model):
    """A question of the Corporation or an answer of the GP about a payment that is held; append-only."""

    hold = models.ForeignKey(PaymentHold, models.PROTECT, related_name="messages", verbose_name=_("hold"))
    is_from_manager = models.BooleanField(_("from the GP"))
    words = models.TextField(_("words"))
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("said by"))
    said_at = models.DateTimeField(_("said at"))

    class Meta:
        verbose_name = _("message about a payment")
        verbose_name_plural = _("messages about payments")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="payment_message_says_something")]

    def __str__(self):
        return self.words[:80]


class NoticeAccount(models.Model):
    """Where a notice asks the money to go, as read from the paper; the last reading counts. Append-only."""

    call = models.ForeignKey(
        CapitalCall, models.PROTECT, related_name="stated_accounts", verbose_name=_("capital call")
    )
    account_name = models.CharField(_("account name on the notice"), max_length=200)
    account_number = models.CharField(_("account number on the notice"), max_length=34)
    file = models.ForeignKey(File, models.PROTECT, related_name="+", verbose_name=_("paper (file)"))
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("read by"))
    read_at = models.DateTimeField(_("read at"))

    class Meta:
        verbose_name = _("bank details of a notice")
        verbose_name_plural = _("bank details of notices")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(account_name="") & ~Q(account_number=""), name="notice_account_names_an_account"
            )
        ]

    def __str__(self):
        return f"{self.call} …{self.account_number[-3:]}"


class PaymentConfirmationQuerySet(models.QuerySet):
    """Confirmations as a person may see them."""

    def visible_to(self, user):
        """Staff see every one, a GP its funds'."""
        managed = Fund.objects.managed_by(user).values("pk")
        return self if user.is_staff else self.filter(case__line__call__fund__in=managed)


class PaymentConfirmation(models.Model):
    """The GP's receipt for the Government's payment, beside the bank's debit; the last one counts. Append-only.

    `difference_hkd` is what the GP received less what was debited; `days` its value date after the bank's.
    """

    case = models.ForeignKey(PaymentCase, models.PROTECT, related_name="confirmations", verbose_name=_("payment case"))
    amount_hkd = money_field(verbose_name=_("received (HK$)"))
    value_date = models.DateField(_("value date"))
    bank_reference = models.CharField(_("GP's bank reference"), max_length=80, blank=True)
    difference_hkd = money_field(verbose_name=_("difference to the debit (HK$)"))
    days = models.SmallIntegerField(_("days after the debit"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"))

    objects = PaymentConfirmationQuerySet.as_manager()

    class Meta:
        verbose_name = _("GP's receipt")
        verbose_name_plural = _("GP's receipts")
        ordering = ["-id"]
        constraints = [positive("payment_confirmation", "amount_hkd")]

    def __str__(self):
        return f"{self.case.line.call} HK${self.amount_hkd:,} {self.value_date}"

    @property
    def differs(self) -> bool:
        """Whether it says another amount or another day than the bank's debit."""
        return bool(self.difference_hkd or self.days)
