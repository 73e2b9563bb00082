"""The Corporation pays interest charged to the Government (A18): with recorded authority, by two officers, once."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from funds import authorities, late_interest_facts, selectors
from funds.locks import lock_corporation, lock_fund
from funds.models import JournalEntry, LateInterest, LateInterestPayment, PaymentCase, RecordedAuthority
from funds.rules import late_interest, payment
from funds.rules.stages import require_stage
from funds.services import ledger, payments
from itvf import audit, permissions
from itvf.dates import financial_year_label, local_date
from itvf.errors import InputRefused, RuleBroken, gettext_noop
from itvf.money import money

CHAIN = payments.CHAIN
Code = ledger.Code
Stage = LateInterestPayment.Stage


@transaction.atomic
def prepare(*, charge: LateInterest, by, at: datetime) -> LateInterestPayment:
    """This function will prepare the voucher for interest charged to the Government, within recorded authority."""
    permissions.require(by, "payment_case.prepare_voucher")
    lock_fund(charge.fund)
    lock_corporation()
    charge = LateInterest.objects.select_related("line__partner", "line__call__fund").get(pk=charge.pk)
    require_stage(charge, LateInterest.Stage.CHARGED)
    if not charge.line.partner.is_government or LateInterestPayment.objects.filter(charge=charge).exists():
        raise InputRefused(
            gettext_noop("The Corporation pays interest charged to the Government, once; {what} is not to be paid."),
            code="not_to_be_paid",
            what=str(charge),
        )
    on = local_date(at)
    breaches = late_interest.check_government(
        charge.amount_hkd,
        charged_before_hkd=late_interest_facts.charged_to_government(charge.line.call) - charge.amount_hkd,
        authorised_hkd=authorities.standing(charge.fund, RecordedAuthority.Kind.LATE_INTEREST, on),
    )
    if breaches:
        raise RuleBroken(breaches)
    year = financial_year_label(on)
    used = LateInterestPayment.objects.filter(voucher_number__startswith=f"PI{year}-").count()
    found = LateInterestPayment.objects.create(
        charge=charge,
        voucher_number=f"PI{year}-{used + 1:04d}",
        amount_hkd=charge.amount_hkd,
        prepared_by=by,
        prepared_at=at,
    )
    _record("prepare", found, by, at)
    return found


@transaction.atomic
def authorise(*, found: LateInterestPayment, by, at: datetime) -> LateInterestPayment:
    """This function will authorise a payment of interest; the second of two different officers completes it.

    As for drawdowns: both stand in the limit table in force, one limit covers the amount, neither prepared it.
    """
    permissions.require(by, "payment_case.authorise")
    found = _lock(found)
    require_stage(found, Stage.PREPARED)
    permissions.require_other_person(by, found.prepared_by)
    limit = payments.limit_of(by, local_date(at))
    before = [found.first_limit] if found.first_limit else []
    for one in before:
        permissions.require_other_person(by, one.officer)
    breaches = payment.check_authorisation(
        found.amount_hkd, limit_hkd=limit.limit_hkd, limits_before_hkd=[one.limit_hkd for one in before]
    )
    if breaches:
        raise RuleBroken(breaches)
    if before:
        found.second_limit, found.stage = limit, Stage.AUTHORISED
    else:
        found.first_limit = limit
    found.save(update_fields=["first_limit", "second_limit", "stage"])
    _record("authorise", found, by, at, limit_hkd=limit.limit_hkd, number=len(before) + 1)
    return found


@transaction.atomic
def match_debit(
    *, found: LateInterestPayment, amount_hkd: Decimal, value_date: date, bank_reference: str, by, at: datetime
) -> LateInterestPayment:
    """This function will match the bank's debit to an authorised payment of interest, to the cent, and book it."""
    permissions.require(by, "payment_case.match_debit")
    found = _lock(found)
    require_stage(found, Stage.AUTHORISED)
    lock_corporation()
    reference, fund = bank_reference.strip(), found.charge.fund
    _check_debit(found, money(amount_hkd), value_date, reference, local_date(at))
    book = ledger.corporation_book()
    cost = ledger.account(book, Code.LATE_INTEREST_COST, reference=f"fund:{fund.pk}", label=fund.name_en)
    found.entry = ledger.post(
        book=book,
        kind=JournalEntry.Kind.LATE_INTEREST_DEBITED,
        effective_date=value_date,
        memo=f"{fund.name_en}, late interest on capital call {found.charge.line.call.number}"[:300],
        source=f"late_interest:{found.charge_id}",
        lines=[(cost, found.amount_hkd), (ledger.account(book, Code.BANK), -found.amount_hkd)],
        by=by,
    )
    found.stage, found.matched_by = Stage.PAID, by
    found.value_date, found.bank_reference = value_date, reference
    found.save(update_fields=["stage", "matched_by", "value_date", "bank_reference", "entry"])
    _record("match_debit", found, by, at, value_date=value_date, reference=reference)
    return found


def _lock(found: LateInterestPayment) -> LateInterestPayment:
    lock_fund(found.charge.fund)
    rows = LateInterestPayment.objects.select_related("charge__line__call__fund", "first_limit__officer", "prepared_by")
    return rows.get(pk=found.pk)


def _check_debit(found: LateInterestPayment, amount_hkd: Decimal, value_date: date, reference: str, on: date) -> None:
    if amount_hkd != found.amount_hkd:
        raise InputRefused(
            gettext_noop("The bank debited HK${debited}; the payment is HK${amount}. Ask the bank before matching."),
            code="debit_differs",
            field="amount_hkd",
            debited=amount_hkd,
            amount=found.amount_hkd,
        )
    if not local_date(found.prepared_at) <= value_date <= on:
        raise InputRefused(
            gettext_noop("The value date {value_date} is not between the voucher of {prepared} and today."),
            code="value_date",
            field="value_date",
            value_date=value_date,
            prepared=local_date(found.prepared_at),
        )
    if not reference:
        raise InputRefused(
            gettext_noop("Give the bank's reference of the debit."), code="reference_missing", field="bank_reference"
        )
    taken = PaymentCase.objects.filter(bank_reference=reference).exists()
    if taken or LateInterestPayment.objects.filter(bank_reference=reference).exists():
        raise InputRefused(
            gettext_noop("The debit {reference} is matched to a payment already; a debit counts once."),
            code="debit_stands",
            field="bank_reference",
            reference=reference,
        )
    if selectors.corporation_balance(Code.BANK) < found.amount_hkd:
        raise InputRefused(
            gettext_noop("The Corporation's book holds less than this debit; record the funding received first."),
            code="cash_short",
            field="amount_hkd",
        )


def _record(verb: str, found: LateInterestPayment, by, at: datetime, **facts) -> None:
    facts["amount_hkd"] = found.amount_hkd
    verb = f"late_interest_payment.{verb}"
    audit.record(chain=CHAIN, verb=verb, subject=found, by=by, at=at, facts=facts)
