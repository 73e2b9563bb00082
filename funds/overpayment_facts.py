"""What a fund's book holds in suspense: over-payments and receipts not known yet, with their age and their history."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from funds import selectors
from funds.models import BankStatementLine, CallLine, Contribution, Fund, LateInterestReceipt, OverpaymentUse
from itvf.money import ZERO


@dataclass(frozen=True, slots=True)
class Held:
    """One sum in suspense, in HK$: since when, of whom where that is known, and how many days by now."""

    source: Contribution | LateInterestReceipt | BankStatementLine
    fund: Fund
    since: date
    days: int
    payer: str
    reference: str
    received_hkd: Decimal
    left_hkd: Decimal


def overpayments(funds=None) -> QuerySet[Contribution]:
    """Standing receipts above what was asked for, with `left_hkd`, what is still held of each, in HK$."""
    found = _standing(Contribution, "contribution")
    return found if funds is None else found.filter(line__call__fund__in=funds)


def overpaid_interest(funds=None) -> QuerySet[LateInterestReceipt]:
    """Standing receipts of late interest above what was charged, with `left_hkd`, still held of each, in HK$."""
    found = _standing(LateInterestReceipt, "interest_receipt")
    return found if funds is None else found.filter(charge__line__call__fund__in=funds)


def held_receipts(funds=None) -> list[Contribution | LateInterestReceipt]:
    """Every receipt of which something is still held, oldest first."""
    on_lines = overpayments(funds).select_related("line__partner", "line__call__fund")
    of_interest = overpaid_interest(funds).select_related("charge__line__partner", "charge__line__call__fund")
    found = [*on_lines.filter(left_hkd__gt=0), *of_interest.filter(left_hkd__gt=0)]
    return sorted(found, key=lambda one: (one.value_date, one.bank_reference))


def left(receipt: Contribution | LateInterestReceipt) -> Decimal:
    """What is still held of one receipt, in HK$; zero where it was reversed."""
    standing = overpayments() if isinstance(receipt, Contribution) else overpaid_interest()
    return standing.filter(pk=receipt.pk).values_list("left_hkd", flat=True).first() or ZERO


def uses(receipt: Contribution | LateInterestReceipt) -> QuerySet[OverpaymentUse]:
    """What became of one over-payment, in order, undone uses too."""
    found = receipt.overpayment_uses.select_related("applied__line__call__fund", "entry__reversed_by", "recorded_by")
    return found.order_by("id")


def open_lines(receipt: Contribution | LateInterestReceipt) -> QuerySet[CallLine]:
    """The partner's other lines that the over-payment could pay."""
    found = selectors.call_lines().filter(partner=receipt.line.partner_id, outstanding_hkd__gt=0)
    return found.select_related("call__fund").order_by("call__due_date", "pk")


def aged(on: date, funds=None) -> list[Held]:
    """Everything that is held on a day, oldest first: over-payments, and receipts whose payer is not known."""
    held = [
        Held(
            one,
            one.line.call.fund,
            one.value_date,
            (on - one.value_date).days,
            str(one.line.partner),
            one.bank_reference,
            one.suspense_hkd,
            one.left_hkd,
        )
        for one in held_receipts(funds)
        if one.value_date <= on
    ]
    lines = BankStatementLine.objects.filter(stage=BankStatementLine.Stage.HELD, value_date__lte=on)
    if funds is not None:
        lines = lines.filter(statement__fund__in=funds)
    held += [
        Held(
            one,
            one.statement.fund,
            one.value_date,
            (on - one.value_date).days,
            "",
            one.bank_reference,
            one.amount_hkd,
            one.amount_hkd,
        )
        for one in lines.select_related("statement__fund")
    ]
    return sorted(held, key=lambda one: (one.since, one.reference))


def _standing(model, use: str) -> QuerySet:
    """Receipts of a model above what was asked for, with what their standing uses left; `use` is the uses' key."""
    used = (
        OverpaymentUse.objects.filter(**{use: OuterRef("pk")}, entry__reversed_by__isnull=True)
        .values(use)
        .annotate(sum=Sum("amount_hkd"))
        .values("sum")
    )
    return model.objects.filter(suspense_hkd__gt=0, entry__reversed_by__isnull=True).annotate(
        left_hkd=F("suspense_hkd") - Coalesce(Subquery(used, output_field=selectors.MONEY), selectors.ZERO_HKD)
    )
