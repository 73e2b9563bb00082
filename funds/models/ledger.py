"""The books: append-only, double-entry, balanced by the database at commit.

Positive amounts are debits, negative ones credits; the postings of one entry sum to zero. The
triggers that keep this stand in funds/migrations/*.sql and hold for every hand but the owner's.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from funds.models.partnership import Fund, Partner
from itvf.constraints import money_field, one_of


class Book(models.Model):
    """One set of accounts: a fund's (the shadow of the manager's books) or the Corporation's."""

    class Kind(models.TextChoices):
        FUND = "fund", _("fund")
        CORPORATION = "corporation", _("Corporation")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    fund = models.OneToOneField(Fund, models.PROTECT, null=True, related_name="book", verbose_name=_("fund"))

    class Meta:
        verbose_name = _("book")
        verbose_name_plural = _("books")
        constraints = [
            one_of("book", "kind", ("fund", "corporation")),
            models.CheckConstraint(
                condition=Q(kind="fund", fund__isnull=False) | Q(kind="corporation", fund__isnull=True),
                name="book_fund_for_fund_books_only",
            ),
            models.UniqueConstraint(fields=["kind"], condition=Q(kind="corporation"), name="one_corporation_book"),
        ]

    def __str__(self):
        return self.fund.name_en if self.fund else str(_("ITVF Corporation"))


class LedgerAccount(models.Model):
    """An account of a book; per partner or per thing (an investment, a fund) where its code says so.

    `reference` is opaque to this app: the floor above names its thing there ("investment:12"), and
    `label` is what a person reads.
    """

    class Code(models.TextChoices):
        CASH = "cash", _("cash")
        SUSPENSE = "suspense", _("suspense")
        CALL_RECEIVABLE = "call_receivable", _("call receivable")
        CAPITAL_CONTRIBUTED = "capital_contributed", _("capital contributed")
        CAPITAL_OUTSIDE = "capital_outside", _("capital contributed outside commitment")
        CAPITAL_DISTRIBUTED = "capital_distributed", _("capital distributed")
        CARRY_DISTRIBUTED = "carry_distributed", _("carried interest distributed")
        CARRY_ESCROW = "carry_escrow", _("carried interest in escrow")
        DISTRIBUTION_PAYABLE = "distribution_payable", _("distribution payable")
        WITHHOLDING_PAYABLE = "withholding_payable", _("tax withheld, payable")
        EQUALISATION = "equalisation", _("equalisation clearing")
        INVESTMENT_AT_COST = "investment_at_cost", _("investment at cost")
        INVESTMENT_CONVERTED = "investment_converted", _("investment at cost, converted")
        INVESTMENT_UNREALISED = "investment_unrealised", _("investment, unrealised")
        UNREALISED_GAIN = "unrealised_gain", _("unrealised gain")
        UNREALISED_FX = "unrealised_fx", _("unrealised exchange difference")
        REALISED_GAIN = "realised_gain", _("realised gain")
        REALISED_FX = "realised_fx", _("realised exchange difference")
        ESCROW_RECEIVABLE = "escrow_receivable", _("proceeds held in escrow")
        TAX_WITHHELD = "tax_withheld", _("tax withheld")
        FEE_EXPENSE = "fee_expense", _("management fee")
        FEE_PAYABLE = "fee_payable", _("management fee payable")
        FEE_OFFSET_PAYABLE = "fee_offset_payable", _("fee offsets owed to partners")
        EXPENSE = "expense", _("fund expense")
        EXPENSE_PAYABLE = "expense_payable", _("fund expense payable")
        FACILITY_LOAN = "facility_loan", _("subscription facility, drawn")
        FACILITY_COST = "facility_cost", _("interest and fees of the facility")
        FACILITY_PAYABLE = "facility_payable", _("interest and fees of the facility, payable")
        INCOME = "income", _("income")
        LATE_INTEREST = "late_interest", _("interest on late payment")
        LATE_INTEREST_RECEIVABLE = "late_interest_receivable", _("late interest receivable")
        LATE_INTEREST_COST = "late_interest_cost", _("late interest paid")
        BANK = "bank", _("bank")
        GOVERNMENT_FUNDING = "government_funding", _("funding from Government")
        CALL_PAYABLE = "call_payable", _("call payable")
        INTEREST_IN_FUND = "interest_in_fund", _("interest in fund")
        DISTRIBUTION_RECEIVABLE = "distribution_receivable", _("distribution receivable")
        DISTRIBUTION_INCOME = "distribution_income", _("income from funds")
        EQUALISATION_INTEREST = "equalisation_interest", _("interest of true-ups")

    book = models.ForeignKey(Book, models.PROTECT, related_name="accounts", verbose_name=_("book"))
    code = models.CharField(_("account"), max_length=30, choices=Code)
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, related_name="accounts", verbose_name=_("partner"))
    reference = models.CharField(_("reference"), max_length=60, blank=True)
    label = models.CharField(_("label"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("ledger account")
        verbose_name_plural = _("ledger accounts")
        ordering = ["book", "id"]
        constraints = [
            one_of(
                "ledger_account",
                "code",
                (
                    "cash",
                    "suspense",
                    "call_receivable",
                    "capital_contributed",
                    "capital_outside",
                    "capital_distributed",
                    "carry_distributed",
                    "carry_escrow",
                    "distribution_payable",
                    "withholding_payable",
                    "equalisation",
                    "investment_at_cost",
                    "investment_converted",
                    "investment_unrealised",
                    "unrealised_gain",
                    "unrealised_fx",
                    "realised_gain",
                    "realised_fx",
                    "escrow_receivable",
                    "tax_withheld",
                    "fee_expense",
                    "fee_payable",
                    "fee_offset_payable",
                    "expense",
                    "expense_payable",
                    "facility_loan",
                    "facility_cost",
                    "facility_payable",
                    "income",
                    "late_interest",
                    "late_interest_receivable",
                    "late_interest_cost",
                    "bank",
                    "government_funding",
                    "call_payable",
                    "interest_in_fund",
                    "distribution_receivable",
                    "distribution_income",
                    "equalisation_interest",
                ),
            ),
            models.UniqueConstraint(
                fields=["book", "code", "partner", "reference"], nulls_distinct=False, name="ledger_account_once_a_book"
            ),
            models.UniqueConstraint(fields=["id", "book"], name="ledger_account_with_book"),
        ]

    def __str__(self):
        return " · ".join(filter(None, [self.get_code_display(), self.label]))


class JournalEntry(models.Model):
    """One event in one book: when it counts (effective date), when it became known (recorded at)."""

    class Kind(models.TextChoices):
        CALL_ISSUED = "call_issued", _("capital call issued")
        CONTRIBUTION = "contribution", _("contribution received")
        RECEIPT_HELD = "receipt_held", _("receipt held in suspense")
        RECEIPT_RETURNED = "receipt_returned", _("receipt returned")
        OVERPAYMENT_APPLIED = "overpayment_applied", _("over-payment applied")
        NETTING = "netting", _("call set off against distribution")
        INVESTMENT = "investment", _("investment completed")
        FEE_ACCRUED = "fee_accrued", _("management fee accrued")
        FEE_PAID = "fee_paid", _("management fee paid")
        FEE_REFUNDED = "fee_refunded", _("management fee paid back")
        OFFSETS_SETTLED = "offsets_settled", _("fee offsets settled by the manager")
        EXPENSE_ACCRUED = "expense_accrued", _("expense accrued")
        EXPENSE_PAID = "expense_paid", _("expense paid")
        FACILITY_DRAWN = "facility_drawn", _("facility drawn")
        FACILITY_REPAID = "facility_repaid", _("facility repaid")
        FACILITY_CHARGED = "facility_charged", _("interest or fee of the facility charged")
        FACILITY_PAID = "facility_paid", _("interest and fees of the facility paid")
        CONVERSION = "conversion", _("converted into shares")
        VALUATION = "valuation", _("value changed")
        WRITE_DOWN = "write_down", _("written off or down")
        REALISATION = "realisation", _("sold")
        ESCROW = "escrow", _("escrow released")
        INCOME = "income", _("income received")
        LATE_INTEREST = "late_interest", _("late interest charged")
        LATE_INTEREST_PAID = "late_interest_paid", _("late interest received")
        LATE_INTEREST_WAIVED = "late_interest_waived", _("late interest waived")
        TRANSFER = "transfer", _("commitment transferred")
        LATE_INTEREST_DEBITED = "late_interest_debited", _("late interest paid by the Corporation")
        DISTRIBUTION = "distribution", _("distribution declared")
        CAPITAL_RETURNED = "capital_returned", _("called capital returned")
        DISTRIBUTION_PAID = "distribution_paid", _("distribution paid")
        CARRY_RETURNED = "carry_returned", _("carried interest returned")
        ESCROW_OF_CARRY = "escrow_of_carry", _("carried interest released from escrow")
        WITHHOLDING_PAID = "withholding_paid", _("tax withheld, paid over")
        NOTICE_ACCEPTED = "notice_accepted", _("drawdown notice accepted")
        FUNDING_RECEIVED = "funding_received", _("funding received")
        CALL_PAID = "call_paid", _("drawdown paid")
        DISTRIBUTION_NOTICED = "distribution_noticed", _("distribution noticed")
        DISTRIBUTION_RECEIVED = "distribution_received", _("distribution received")

    book = models.ForeignKey(Book, models.PROTECT, related_name="entries", verbose_name=_("book"))
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    effective_date = models.DateField(_("effective date"))
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)
    memo = models.CharField(_("memo"), max_length=300)
    source = models.CharField(_("source"), max_length=60)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by", verbose_name=_("reverses")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["book", "effective_date"], name="journal_by_effective_date"),
            models.Index(fields=["book", "recorded_at"], name="journal_by_recorded_at"),
        ]
        constraints = [
            one_of(
                "journal_entry",
                "kind",
                (
                    "call_issued",
                    "contribution",
                    "receipt_held",
                    "receipt_returned",
                    "overpayment_applied",
                    "netting",
                    "investment",
                    "fee_accrued",
                    "fee_paid",
                    "fee_refunded",
                    "offsets_settled",
                    "expense_accrued",
                    "expense_paid",
                    "facility_drawn",
                    "facility_repaid",
                    "facility_charged",
                    "facility_paid",
                    "conversion",
                    "valuation",
                    "write_down",
                    "realisation",
                    "escrow",
                    "income",
                    "late_interest",
                    "late_interest_paid",
                    "late_interest_waived",
                    "transfer",
                    "late_interest_debited",
                    "distribution",
                    "capital_returned",
                    "distribution_paid",
                    "carry_returned",
                    "escrow_of_carry",
                    "withholding_paid",
                    "notice_accepted",
                    "funding_received",
                    "call_paid",
                    "distribution_noticed",
                    "distribution_received",
                ),
            ),
            models.UniqueConstraint(fields=["id", "book"], name="journal_entry_with_book"),
            models.UniqueConstraint(
                fields=["book", "kind", "source"],
                condition=Q(reverses__isnull=True),
                name="journal_entry_once_a_source",
            ),
            models.CheckConstraint(condition=~Q(reverses=models.F("id")), name="journal_entry_not_its_own_reversal"),
        ]

    def __str__(self):
        return f"{self.effective_date} {self.memo}"


class Posting(models.Model):
    """One line of an entry: a debit (positive) or a credit (negative) on one account of the entry's book."""

    # (entry, book) and (account, book) are foreign keys of the database (migrations/books.sql): they hold
    # entry and account to one book, and make the three single keys superfluous.
    entry = models.ForeignKey(
        JournalEntry, models.PROTECT, related_name="postings", db_constraint=False, verbose_name=_("entry")
    )
    book = models.ForeignKey(
        Book, models.PROTECT, related_name="+", db_constraint=False, db_index=False, verbose_name=_("book")
    )
    account = models.ForeignKey(
        LedgerAccount,
        models.PROTECT,
        related_name="postings",
        db_constraint=False,
        db_index=False,
        verbose_name=_("account"),
    )
    amount_hkd = money_field(verbose_name=_("amount (HK$)"))

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(amount_hkd=0) & Q(amount_hkd__gt=-(10**16), amount_hkd__lt=10**16),
                name="posting_amount_not_zero",
            ),
        ]

    def __str__(self):
        return f"{self.account} {self.amount_hkd:,}"
