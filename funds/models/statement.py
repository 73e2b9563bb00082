"""Bank statements of a fund's account as they came, and what became of each line."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funds.models.capital import Contribution
from funds.models.facility import FacilityMovement
from funds.models.ledger import JournalEntry
from funds.models.partnership import BankAccount, Fund
from funds.rules import stages
from itvf.constraints import money_field, one_of, stage_machine, together
from itvf.models import File


class BankStatement(models.Model):
    """One file of the bank: every line that was not on record yet. Append-only."""

    class Shape(models.TextChoices):
        CSV = "csv", _("CSV")
        MT940 = "mt940", _("MT940")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="bank_statements", verbose_name=_("fund"))
    account = models.ForeignKey(BankAccount, models.PROTECT, related_name="+", verbose_name=_("bank account"))
    file = models.ForeignKey(File, models.PROTECT, related_name="+", verbose_name=_("file"))
    shape = models.CharField(_("format"), max_length=5, choices=Shape)
    from_date = models.DateField(_("from"))
    to_date = models.DateField(_("to"))
    opening_hkd = money_field(verbose_name=_("opening balance (HK$)"), null=True)
    closing_hkd = money_field(verbose_name=_("closing balance (HK$)"), null=True)
    known_lines = models.PositiveIntegerField(_("lines on record before"), default=0)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("imported by")
    )
    imported_at = models.DateTimeField(_("imported at"))

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        ordering = ["-id"]
        constraints = [
            one_of("bank_statement", "shape", ("csv", "mt940")),
            together("bank_statement", "opening_hkd", "closing_hkd"),
            models.CheckConstraint(
                condition=Q(to_date__gte=models.F("from_date")), name="bank_statement_ends_after_it_begins"
            ),
        ]

    def __str__(self):
        return f"{self.fund.code} {self.from_date} – {self.to_date}"


@pghistory.track()
class BankStatementLine(models.Model):
    """One movement on the account: money in is positive. It waits until a person says what it is."""

    class Stage(models.TextChoices):
        OPEN = "open", _("to be matched")
        MATCHED = "matched", _("matched")
        HELD = "held", _("held in suspense")
        RETURNED = "returned", _("returned to the payer")
        SET_ASIDE = "set_aside", _("no receipt of a call")

    statement = models.ForeignKey(BankStatement, models.PROTECT, related_name="lines", verbose_name=_("bank statement"))
    number = models.PositiveIntegerField(_("line"))
    value_date = models.DateField(_("bank value date"))
    amount_hkd = money_field(verbose_name=_("amount (HK$)"))
    bank_reference = models.CharField(_("bank reference"), max_length=80)
    narrative = models.CharField(_("bank's text"), max_length=400, blank=True)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.OPEN)
    contribution = models.OneToOneField(
        Contribution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statement_line",
        verbose_name=_("contribution"),
    )
    movement = models.OneToOneField(
        FacilityMovement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statement_line",
        verbose_name=_("movement of a facility"),
    )
    held_entry = models.OneToOneField(
        JournalEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="held_line",
        verbose_name=_("entry into suspense"),
    )
    returned_entry = models.OneToOneField(
        JournalEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="returned_line",
        verbose_name=_("entry of its return"),
    )
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)

    class Meta:
        verbose_name = _("line of a bank statement")
        verbose_name_plural = _("lines of bank statements")
        ordering = ["-statement", "number"]
        constraints = [
            one_of("bank_statement_line", "stage", stages.BANK_STATEMENT_LINE),
            together("bank_statement_line", "decided_by", "decided_at"),
            models.UniqueConstraint(fields=["statement", "number"], name="bank_statement_line_number_once"),
            models.CheckConstraint(
                condition=~Q(amount_hkd=0) & Q(amount_hkd__gt=-(10**16), amount_hkd__lt=10**16),
                name="bank_statement_line_moves_money",
            ),
            models.CheckConstraint(
                condition=Q(stage="matched", contribution__isnull=False, movement__isnull=True)
                | Q(stage="matched", contribution__isnull=True, movement__isnull=False)
                | (~Q(stage="matched") & Q(contribution__isnull=True, movement__isnull=True)),
                name="bank_statement_line_matched_with_its_receipt",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=("held", "returned"), held_entry__isnull=False)
                | (~Q(stage__in=("held", "returned")) & Q(held_entry__isnull=True)),
                name="bank_statement_line_held_with_its_entry",
            ),
            models.CheckConstraint(
                condition=Q(stage="returned", returned_entry__isnull=False)
                | (~Q(stage="returned") & Q(returned_entry__isnull=True)),
                name="bank_statement_line_returned_with_its_entry",
            ),
        ]
        triggers = [stage_machine("bank_statement_line", stages.BANK_STATEMENT_LINE)]

    def __str__(self):
        return f"{self.value_date} HK${self.amount_hkd:,} {self.bank_reference}"

    @property
    def fund(self) -> Fund:
        """Whose account it is on."""
        return self.statement.fund
