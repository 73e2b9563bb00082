"""The Corporation's treasury: funding received from Government, and who may authorise how much."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from funds.locks import lock_corporation
from funds.models import AuthorityLimit, FundingReceipt, FundingRequest, JournalEntry, LimitTable
from funds.rules.stages import require_stage
from funds.services import funding, ledger
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, gettext_noop
from itvf.money import money

CHAIN = "programme"
Code = ledger.Code


@transaction.atomic
def record_funding(
    *,
    amount_hkd: Decimal,
    value_date: date,
    bank_reference: str,
    by,
    at: datetime,
    request: FundingRequest | None = None,
) -> FundingReceipt:
    """This function will record money that the Corporation received from Government, for a request where one is named.

    What comes above a request's amount is kept with it and shown; it is not refused, since the money has come.
    """
    permissions.require(by, "funding.record")
    amount_hkd = money(amount_hkd)
    if amount_hkd <= 0:
        raise InputRefused(
            gettext_noop("A receipt is above zero; {amount_hkd} was given."),
            code="not_positive",
            field="amount_hkd",
            amount_hkd=amount_hkd,
        )
    if not bank_reference.strip():
        raise InputRefused(
            gettext_noop("Give the bank's reference of the receipt."), code="reference_missing", field="bank_reference"
        )
    if value_date > local_date(at):
        raise InputRefused(
            gettext_noop("The value date {value_date} is in the future; record the receipt when the bank shows it."),
            code="future_value_date",
            field="value_date",
            value_date=value_date,
        )
    lock_corporation()
    if FundingReceipt.objects.filter(bank_reference=bank_reference.strip()).exists():
        raise InputRefused(
            gettext_noop("The receipt {reference} is recorded already; a receipt counts once."),
            code="receipt_stands",
            field="bank_reference",
            reference=bank_reference,
        )
    if request is not None:
        request = FundingRequest.objects.get(pk=request.pk)
        require_stage(request, FundingRequest.Stage.APPROVED)
    book = ledger.corporation_book()
    entry = ledger.post(
        book=book,
        kind=JournalEntry.Kind.FUNDING_RECEIVED,
        effective_date=value_date,
        memo=f"Funding from Government, {bank_reference}"[:300],
        source=f"funding:{bank_reference.strip()}"[:60],
        lines=[
            (ledger.account(book, Code.BANK), amount_hkd),
            (ledger.account(book, Code.GOVERNMENT_FUNDING), -amount_hkd),
        ],
        by=by,
    )
    receipt = FundingReceipt.objects.create(
        amount_hkd=amount_hkd,
        value_date=value_date,
        bank_reference=bank_reference.strip(),
        request=request,
        entry=entry,
        recorded_by=by,
        recorded_at=at,
    )
    facts = {"amount_hkd": amount_hkd, "request": request.reference if request else ""}
    audit.record(chain=CHAIN, verb="funding.record", subject=receipt, by=by, at=at, facts=facts)
    if request is not None:
        funding.settle(request)
    return receipt


@transaction.atomic
def propose_limits(*, effective_from: date, limits: dict, by, at: datetime) -> LimitTable:
    """This function will propose who may authorise up to which amount, from a date on: `limits` by officer."""
    permissions.require(by, "limit_table.propose")
    if len(limits) < 2:
        raise InputRefused(gettext_noop("A limit table names at least two officers."), code="limits_missing")
    if LimitTable.objects.filter(effective_from=effective_from).exclude(stage=LimitTable.Stage.REFUSED).exists():
        raise InputRefused(
            gettext_noop("A limit table from {date} on stands already; choose another date."),
            code="limit_table_stands",
            field="effective_from",
            date=effective_from,
        )
    table = LimitTable.objects.create(effective_from=effective_from, proposed_by=by)
    AuthorityLimit.objects.bulk_create(
        AuthorityLimit(table=table, officer=officer, limit_hkd=money(limit)) for officer, limit in limits.items()
    )
    audit.record(
        chain=CHAIN,
        verb="limit_table.propose",
        subject=table,
        by=by,
        at=at,
        facts={"limits": {officer.email: money(limit) for officer, limit in limits.items()}},
    )
    return table


@transaction.atomic
def approve_limits(*, table: LimitTable, by, at: datetime) -> LimitTable:
    """This function will approve a limit table; its proposer can't, nor can an officer whom it names."""
    permissions.require(by, "limit_table.approve")
    table = LimitTable.objects.select_for_update(of=("self",)).get(pk=table.pk)
    require_stage(table, LimitTable.Stage.DRAFT)
    permissions.require_other_person(by, table.proposed_by)
    for limit in table.limits.select_related("officer"):
        permissions.require_other_person(by, limit.officer)
    table.stage = LimitTable.Stage.APPROVED
    table.approved_by = by
    table.save(update_fields=["stage", "approved_by"])
    audit.record(chain=CHAIN, verb="limit_table.approve", subject=table, by=by, at=at)
    return table


@transaction.atomic
def refuse_limits(*, table: LimitTable, by, at: datetime, reason: str) -> LimitTable:
    """This function will refuse a proposed limit table, with the reason."""
    permissions.require(by, "limit_table.approve")
    audit.require_reason(reason)
    table = LimitTable.objects.select_for_update(of=("self",)).get(pk=table.pk)
    require_stage(table, LimitTable.Stage.DRAFT)
    table.stage = LimitTable.Stage.REFUSED
    table.save(update_fields=["stage"])
    audit.record(chain=CHAIN, verb="limit_table.refuse", subject=table, by=by, at=at, reason=reason)
    return table
