"""Capital calls: drafted, allocated to the cent, issued in one transaction, received line by line (R20, A11, A12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Max

from funds import selectors
from funds.locks import lock_fund
from funds.models import BankAccount, CallLine, CallPurpose, CapitalCall, Fund, Partner
from funds.rules import allocation
from funds.rules.stages import require_stage, require_version
from funds.services import ledger, notices, payments
from itvf import audit, permissions
from itvf.celery import enqueue
from itvf.dates import local_date
from itvf.errors import InputRefused, RuleBroken, gettext_noop
from itvf.models import File
from itvf.money import money, total

Code = ledger.Code


@dataclass(frozen=True, slots=True)
class PurposeInput:
    """One purpose of a call as a person gives it. `reference` names a thing of the floor above, or nothing."""

    kind: str
    label: str
    amount_hkd: Decimal
    label_zh_hant: str = ""
    reference: str = ""
    is_follow_on: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """The GP's own paper notice as staff received it."""

    received_at: datetime
    came_by: str
    file: File


@transaction.atomic
def draft(
    *,
    fund: Fund,
    purposes: Sequence[PurposeInput],
    due_date: date,
    channel: str,
    by,
    at: datetime,
    paper: Paper | None = None,
) -> CapitalCall:
    """This function will draft a call of a fund: by the GP's maker, or by staff from a paper notice.

    The amount is the purposes' sum. Refuses, all at once, what could not be issued today: beyond the
    partners' unfunded commitments, outside the investment period, a use not allowed after it, a due
    date before the 10th business day (A12).
    """
    is_paper = channel == CapitalCall.Channel.PAPER
    permissions.require(by, "capital_call.register_paper" if is_paper else "capital_call.draft", within=fund)
    fund = lock_fund(fund)
    require_stage(fund, Fund.Stage.OPEN)
    if is_paper != (paper is not None):
        raise InputRefused(
            gettext_noop("A paper notice is registered with the time it came, by which way, and its file."),
            code="paper_incomplete",
            field="paper",
        )
    purposes = _read(purposes)
    _check(fund, purposes, due_date, local_date(at))
    call = CapitalCall.objects.create(
        fund=fund,
        number=(fund.calls.aggregate(last=Max("number"))["last"] or 0) + 1,
        channel=channel,
        amount_hkd=total(purpose.amount_hkd for purpose in purposes),
        due_date=due_date,
        drafted_by=by,
        drafted_at=at,
        paper_received_at=paper.received_at if paper else None,
        paper_came_by=paper.came_by if paper else "",
        paper_file=paper.file if paper else None,
    )
    _write_purposes(call, purposes)
    facts = {"amount_hkd": call.amount_hkd, "due_date": due_date}
    if paper:
        facts |= {"paper_sha256": paper.file.sha256, "received_at": paper.received_at, "came_by": paper.came_by}
    audit.record(chain=fund.chain, verb="capital_call.draft", subject=call, by=by, at=at, facts=facts)
    return call


@transaction.atomic
def revise(
    *,
    call: CapitalCall,
    purposes: Sequence[PurposeInput],
    due_date: date,
    by,
    at: datetime,
    version: int | None = None,
) -> CapitalCall:
    """This function will correct a draft, which then is the draft of the person who corrected it."""
    is_paper = call.channel == CapitalCall.Channel.PAPER
    permissions.require(by, "capital_call.register_paper" if is_paper else "capital_call.draft", within=call.fund)
    fund = lock_fund(call.fund)
    call = CapitalCall.objects.get(pk=call.pk)
    require_stage(call, CapitalCall.Stage.DRAFT)
    require_version(call, version)
    purposes = _read(purposes)
    _check(fund, purposes, due_date, local_date(at))
    call.purposes.all().delete()
    _write_purposes(call, purposes)
    before = {"amount_hkd": call.amount_hkd, "due_date": call.due_date}
    call.amount_hkd = total(purpose.amount_hkd for purpose in purposes)
    call.due_date = due_date
    call.drafted_by = by
    call.version += 1
    call.save(update_fields=["amount_hkd", "due_date", "drafted_by", "version"])
    audit.record(
        chain=fund.chain,
        verb="capital_call.revise",
        subject=call,
        by=by,
        at=at,
        facts={"before": before, "amount_hkd": call.amount_hkd, "due_date": due_date},
    )
    return call


@transaction.atomic
def issue(*, call: CapitalCall, by, at: datetime, version: int | None = None) -> CapitalCall:
    """This function will issue a call by the GP's signatory, who is not its drafter.

    In one transaction: every line to the cent from the books as they are now, the journal entry, one
    notice and one message for each partner, the Government's payment case. A paper notice is confirmed
    by a second person of the staff instead. The number of statements does not grow with the partners.
    """
    is_paper = call.channel == CapitalCall.Channel.PAPER
    permissions.require(by, "capital_call.confirm_paper" if is_paper else "capital_call.issue", within=call.fund)
    fund = lock_fund(call.fund)
    call = CapitalCall.objects.select_related("fund").get(pk=call.pk)
    require_stage(call, CapitalCall.Stage.DRAFT)
    require_version(call, version)
    permissions.require_other_person(by, call.drafted_by)
    on = local_date(at)
    purposes = list(call.purposes.all())
    positions, split = _check(fund, purposes, call.due_date, on)
    bank_account = _bank_account(fund, on)
    _write_lines(call, positions, split)
    call.entry = ledger.post_call(
        book=ledger.fund_book(fund),
        call=call,
        effective_date=call.due_date,
        memo=f"Capital call {call.number}, due {call.due_date}",
        by=by,
    )
    call.stage = CapitalCall.Stage.ISSUED
    call.issued_by = by
    call.issued_at = at
    call.bank_account = bank_account
    call.version += 1
    call.notice_common = notices.common_content(call, purposes, bank_account)
    call.save(update_fields=["entry", "stage", "issued_by", "issued_at", "bank_account", "version", "notice_common"])
    notices.write(call)
    government = call.lines.filter(partner__kind=Partner.Kind.GOVERNMENT, amount_hkd__gt=0).first()
    if government:
        payments.open_case(line=government, at=at)
    audit.record(
        chain=fund.chain,
        verb="capital_call.issue",
        subject=call,
        by=by,
        at=at,
        facts={"amount_hkd": call.amount_hkd, "due_date": call.due_date, "lines": len(positions)},
    )
    enqueue("itvf.relay_outbox")
    return call


@transaction.atomic
def withdraw(*, call: CapitalCall, by, at: datetime, reason: str, version: int | None = None) -> CapitalCall:
    """This function will withdraw a draft, which stays on record with the reason."""
    permissions.require(by, "capital_call.withdraw", within=call.fund)
    lock_fund(call.fund)
    call = CapitalCall.objects.get(pk=call.pk)
    require_stage(call, CapitalCall.Stage.DRAFT)
    require_version(call, version)
    audit.require_reason(reason)
    call.stage = CapitalCall.Stage.WITHDRAWN
    call.version += 1
    call.save(update_fields=["stage", "version"])
    audit.record(chain=call.fund.chain, verb="capital_call.withdraw", subject=call, by=by, at=at, reason=reason)
    return call


def preview(fund: Fund, purposes: Sequence[PurposeInput], due_date: date, on: date) -> list[CallLine]:
    """This function will compute a call's lines as they would be issued, and write nothing."""
    positions, split = _check(fund, _read(purposes), due_date, on)
    partners = fund.partners.in_bulk()
    return [
        CallLine(
            partner=partners[position.id],
            commitment_hkd=position.commitment_hkd,
            called_before_hkd=position.called_before_hkd,
            unfunded_before_hkd=position.unfunded_before_hkd,
            amount_hkd=line.amount_hkd,
            called_after_hkd=line.called_after_hkd,
            unfunded_after_hkd=line.unfunded_after_hkd,
        )
        for position, line in zip(positions, split.lines, strict=True)
    ]


def _positions(fund: Fund) -> list[allocation.Position]:
    rows = selectors.partners_with_position(fund).values_list(
        "pk", "kind", "committed_hkd", "called_hkd", "entitled_hkd"
    )
    return [
        allocation.Position(
            id=partner,
            commitment_hkd=committed,
            called_before_hkd=called,
            unfunded_before_hkd=committed - called,
            is_government=kind == Partner.Kind.GOVERNMENT,
            entitled_before_hkd=called if entitled is None else entitled,
        )
        for partner, kind, committed, called, entitled in rows
    ]


def _write_lines(call: CapitalCall, positions: list[allocation.Position], split: allocation.Split) -> None:
    """Writes all lines by one COPY: a call may have ten thousand."""
    columns = (
        "call_id",
        "partner_id",
        '"order"',
        "commitment_hkd",
        "called_before_hkd",
        "unfunded_before_hkd",
        "entitled_before_hkd",
        "amount_hkd",
        "called_after_hkd",
        "unfunded_after_hkd",
        "entitled_after_hkd",
    )
    with connection.cursor() as cursor, cursor.copy(f"COPY funds_callline ({', '.join(columns)}) FROM STDIN") as copy:
        for order, (position, line) in enumerate(zip(positions, split.lines, strict=True), start=1):
            copy.write_row(
                (
                    call.pk,
                    position.id,
                    order,
                    position.commitment_hkd,
                    position.called_before_hkd,
                    position.unfunded_before_hkd,
                    position.entitled_before_hkd,
                    line.amount_hkd,
                    line.called_after_hkd,
                    line.unfunded_after_hkd,
                    line.entitled_after_hkd,
                )
            )


def _check(
    fund: Fund, purposes: Sequence, due_date: date, on: date
) -> tuple[list[allocation.Position], allocation.Split]:
    """The partners' positions and the split over them, once every check has passed."""
    agreement = selectors.agreement_of(fund)
    periods = selectors.periods(fund, agreement)
    amount = total(purpose.amount_hkd for purpose in purposes)
    positions = _positions(fund)
    split = allocation.split_call(amount, positions)
    call = allocation.Call(
        amount_hkd=amount,
        purposes=tuple(allocation.Purpose(p.kind, p.amount_hkd, p.is_follow_on) for p in purposes),
        split=split,
        noticed_date=on,
        due_date=due_date,
        first_closing_date=periods.starts,
        investment_period_end_date=periods.investment_period_end,
        term_end_date=periods.term_end,
        follow_ons_after_period=agreement.follow_ons_after_period,
    )
    breaches = allocation.check_call(call, selectors.terms_of(agreement.scheme_version))
    if breaches:
        raise RuleBroken(breaches)
    return positions, split


def _read(purposes: Sequence[PurposeInput]) -> list[PurposeInput]:
    read = []
    for number, purpose in enumerate(purposes, start=1):
        if purpose.kind not in CallPurpose.Kind.values:
            raise InputRefused(
                gettext_noop("Purpose {number}: {kind} is not one of {known}."),
                code="unknown_purpose",
                field="purposes",
                number=number,
                kind=purpose.kind,
                known=CallPurpose.Kind.values,
            )
        if not purpose.label.strip():
            raise InputRefused(
                gettext_noop("Purpose {number} does not say what the money is for; name the company, fee or expense."),
                code="purpose_unnamed",
                field="purposes",
                number=number,
            )
        read.append(
            PurposeInput(
                kind=purpose.kind,
                label=purpose.label.strip(),
                amount_hkd=money(purpose.amount_hkd),
                label_zh_hant=purpose.label_zh_hant.strip(),
                reference=purpose.reference,
                is_follow_on=purpose.is_follow_on,
            )
        )
    return read


def _write_purposes(call: CapitalCall, purposes: Sequence[PurposeInput]) -> None:
    CallPurpose.objects.bulk_create(
        CallPurpose(
            call=call,
            order=order,
            kind=purpose.kind,
            label=purpose.label,
            label_zh_hant=purpose.label_zh_hant,
            reference=purpose.reference,
            is_follow_on=purpose.is_follow_on,
            amount_hkd=purpose.amount_hkd,
        )
        for order, purpose in enumerate(purposes, start=1)
    )


def _bank_account(fund: Fund, on: date) -> BankAccount:
    account = BankAccount.objects.filter(fund=fund, partner=None, stage=BankAccount.Stage.CONFIRMED).first()
    if account is None or account.usable_from > on:
        raise InputRefused(
            gettext_noop(
                "The fund has no bank account that is confirmed and past its cooling off; "
                "enter one, have another person confirm it, then issue the call."
            ),
            code="no_bank_account",
        )
    return account
