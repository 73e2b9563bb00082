"""What became of an over-payment that was held in suspense: applied to another line, or returned to its payer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funds.models.capital import Contribution
from funds.models.late_interest import LateInterestReceipt
from funds.models.ledger import JournalEntry
from funds.models.partnership import Partner
from funds.models.statement import BankStatementLine
from itvf.constraints import money_field, one_of, positive


class OverpaymentUseQuerySet(models.QuerySet):
    """Uses by the fund in whose suspense the money was."""

    def of_fund(self, fund):
        """Of receipts on the fund's calls, and of receipts of late interest on them."""
        of_interest = Q(interest_receipt__charge__line__call__fund=fund)
        return self.filter(Q(contribution__line__call__fund=fund) | of_interest)


class OverpaymentUse(models.Model):
    """One use of an over-payment, in part or in full; append-only, undone by reversing its entry.

    What was paid too much came in on a call's line (`contribution`) or for late interest (`interest_receipt`).
    `applied` is the receipt that it became on another line of the same partner; a return names the bank's debit, by the
    statement's own line where it came from there.
    """

    class Kind(models.TextChoices):
        APPLIED = "applied", _("applied to another line")
        RETURNED = "returned", _("returned to the payer")

    contribution = models.ForeignKey(
        Contribution, models.PROTECT, null=True, related_name="overpayment_uses", verbose_name=_("over-payment")
    )
    interest_receipt = models.ForeignKey(
        LateInterestReceipt,
        models.PROTECT,
        null=True,
        related_name="overpayment_uses",
        verbose_name=_("over-payment of late interest"),
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    amount_hkd = money_field(verbose_name=_("amount (HK$)"))
    value_date = models.DateField(_("value date"))
    applied = models.OneToOneField(
        Contribution, models.PROTECT, null=True, related_name="from_overpayment", verbose_name=_("receipt it became")
    )
    bank_reference = models.CharField(_("bank reference"), max_length=80, blank=True)
    statement_line = models.ForeignKey(
        BankStatementLine,
        models.PROTECT,
        null=True,
        related_name="overpayment_returns",
        verbose_name=_("line of the bank statement"),
    )
    reason = models.TextField(_("reason"))
    entry = models.OneToOneField(
        JournalEntry, models.PROTECT, related_name="overpayment_use", verbose_name=_("journal entry")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    objects = OverpaymentUseQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of an over-payment")
        verbose_name_plural = _("uses of over-payments")
        ordering = ["-id"]
        constraints = [
            one_of("overpayment_use", "kind", ("applied", "returned")),
            positive("overpayment_use", "amount_hkd"),
            models.CheckConstraint(
                condition=Q(kind="applied", applied__isnull=False, statement_line__isnull=True, bank_reference="")
                | Q(kind="returned", applied__isnull=True) & ~Q(bank_reference=""),
                name="overpayment_use_says_where_it_went",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="overpayment_use_has_its_reason"),
            models.CheckConstraint(
                condition=Q(contribution__isnull=False, interest_receipt__isnull=True)
                | Q(contribution__isnull=True, interest_receipt__isnull=False),
                name="overpayment_use_of_one_receipt",
            ),
        ]

    def __str__(self):
        return f"{self.partner} {self.value_date} HK${self.amount_hkd:,}"

    @property
    def receipt(self) -> Contribution | LateInterestReceipt:
        """What came in too much."""
        return self.contribution or self.interest_receipt

    @property
    def partner(self) -> Partner:
        """Whose money it is."""
        return self.receipt.line.partner
