"""Bank statements taken in, and their lines matched to calls, held in suspense, returned or set aside by a person."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, F, Sum

from funds import selectors
from funds.locks import lock_fund
from funds.models import (
    BankAccount,
    BankStatement,
    BankStatementLine,
    CallLine,
    Contribution,
    FacilityAgreement,
    FacilityMovement,
    Fund,
    JournalEntry,
    Notice,
    OverpaymentUse,
)
from funds.rules import receipts
from funds.rules.stages import require_stage
from funds.services import contributions, facility_movements, ledger, partnership_dates
from funds.statement_formats import Row, read
from itvf import audit, files, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, gettext_noop
from itvf.models import File
from itvf.money import ZERO

Code = ledger.Code
Stage = BankStatementLine.Stage


@transaction.atomic
def take_in(*, fund: Fund, file: File, by, at: datetime) -> BankStatement:
    """This function will keep a statement of the fund's confirmed account: the lines that are not on record yet.

    Refuses another account's statement, one that says nothing new, and a value date still to come or before the fund.
    """
    permissions.require(by, "bank_statement.import")
    fund = lock_fund(fund)
    account = _account(fund)
    found = read(files.read(file))
    if found.account_number is not None and _digits(found.account_number) != _digits(account.account_number):
        raise InputRefused(
            gettext_noop("The statement is of account {found}; the fund's own is {known}. Hand in the fund's."),
            code="account_differs",
            field="file",
            found=found.account_number,
            known=account.account_number,
        )
    days = [row.value_date for row in found.rows]
    if max(days) > local_date(at):
        raise InputRefused(
            gettext_noop("The statement has a movement of {date}, which is still to come."),
            code="future_value_date",
            field="file",
            date=max(days),
        )
    partnership_dates.require_registered(fund, min(days))
    fresh = _fresh(fund, found.rows)
    if not fresh:
        raise InputRefused(
            gettext_noop("Every movement of this statement is on record already."), code="nothing_new", field="file"
        )
    statement = BankStatement.objects.create(
        fund=fund,
        account=account,
        file=file,
        shape=found.shape,
        from_date=min(days),
        to_date=max(days),
        opening_hkd=found.opening_hkd,
        closing_hkd=found.closing_hkd,
        known_lines=len(found.rows) - len(fresh),
        imported_by=by,
        imported_at=at,
    )
    BankStatementLine.objects.bulk_create(
        BankStatementLine(
            statement=statement,
            number=number,
            value_date=row.value_date,
            amount_hkd=row.amount_hkd,
            bank_reference=row.bank_reference,
            narrative=row.narrative,
        )
        for number, row in enumerate(fresh, start=1)
    )
    facts = {"lines": len(fresh), "known": statement.known_lines, "sha256": file.sha256}
    audit.record(chain=fund.chain, verb="bank_statement.import", subject=statement, by=by, at=at, facts=facts)
    return statement


def proposals(lines: Iterable[BankStatementLine]) -> dict[int, receipts.Proposal]:
    """This function will propose, for each open line of a fund's statements, the call line that it pays."""
    lines = [line for line in lines if line.stage == Stage.OPEN and line.amount_hkd > 0]
    candidates: dict[int, list[receipts.Candidate]] = {}
    for fund in {line.statement.fund_id for line in lines}:
        candidates[fund] = _candidates(fund)
    found = {}
    for line in lines:
        text = f"{line.bank_reference} {line.narrative}"
        proposal = receipts.propose(line.amount_hkd, text, candidates[line.statement.fund_id])
        if proposal is not None:
            found[line.pk] = proposal
    return found


@transaction.atomic
def match(*, line: BankStatementLine, call_line: CallLine, by, at: datetime) -> BankStatementLine:
    """This function will record a line as the receipt of a call line, in part, in full, or over it into suspense."""
    line = _lock(line, "contribution.record", by)
    require_stage(line, Stage.OPEN)
    _check_receipt(line)
    if call_line.call.fund_id != line.statement.fund_id:
        raise InputRefused(
            gettext_noop("The call is another fund's; choose a line of {fund}."),
            code="other_fund",
            field="call_line",
            fund=line.fund.code,
        )
    line.contribution = contributions.record(
        line=call_line,
        amount_hkd=line.amount_hkd,
        value_date=line.value_date,
        bank_reference=line.bank_reference,
        by=by,
        at=at,
        from_statement=True,
    )
    return _decide(line, Stage.MATCHED, "bank_statement.match", by, at)


@transaction.atomic
def match_facility(
    *, line: BankStatementLine, facility: FacilityAgreement, purpose: str, by, at: datetime
) -> BankStatementLine:
    """This function will record a line as a movement of a facility: money in is a drawdown for a purpose.

    Money out repays what was drawn for a purpose; without one it pays interest and fees. The bank shows that it has
    happened, so a drawdown above a limit is booked with its breach.
    """
    line = _lock(line, "facility_movement.record", by)
    require_stage(line, Stage.OPEN)
    if facility.fund_id != line.statement.fund_id:
        raise InputRefused(
            gettext_noop("The facility is another fund's; choose one of {fund}."),
            code="other_fund",
            field="facility",
            fund=line.fund.code,
        )
    about = {"facility": facility, "amount_hkd": abs(line.amount_hkd), "value_date": line.value_date}
    about |= {"reference": line.bank_reference, "by": by, "at": at}
    if line.amount_hkd > 0:
        line.movement = facility_movements.draw(**about, purpose=purpose, has_happened=True)
    elif purpose:
        line.movement = facility_movements.repay(**about, purpose=purpose)
    else:
        line.movement = facility_movements.pay(**about)
    return _decide(line, Stage.MATCHED, "bank_statement.match", by, at)


@transaction.atomic
def match_sure(*, statement: BankStatement, by, at: datetime) -> int:
    """This function will match every line that names a notice and pays just what is outstanding on it; how many."""
    permissions.require(by, "contribution.record", within=statement.fund)
    lines = {line.pk: line for line in statement.lines.filter(stage=Stage.OPEN).select_related("statement__fund")}
    sure = {pk: found for pk, found in proposals(lines.values()).items() if found.is_sure}
    meant = Counter(found.line for found in sure.values())
    named = CallLine.objects.select_related("call__fund", "partner").in_bulk(meant)
    chosen = [(pk, found) for pk, found in sure.items() if meant[found.line] == 1]
    if not chosen:
        raise InputRefused(
            gettext_noop("No line names a notice and pays just what is outstanding on it; match them one by one."),
            code="nothing_sure",
        )
    for pk, found in chosen:
        match(line=lines[pk], call_line=named[found.line], by=by, at=at)
    return len(chosen)


@transaction.atomic
def hold(*, line: BankStatementLine, reason: str, by, at: datetime) -> BankStatementLine:
    """This function will hold a receipt in suspense whose payer or call is not known yet."""
    line = _lock(line, "contribution.record", by)
    require_stage(line, Stage.OPEN)
    _check_receipt(line)
    book = ledger.fund_book(line.fund)
    line.held_entry = ledger.post(
        book=book,
        kind=JournalEntry.Kind.RECEIPT_HELD,
        effective_date=line.value_date,
        memo=f"Receipt held in suspense, {line.bank_reference}"[:300],
        source=f"bank_statement_line:{line.pk}:{_held_before(line) + 1}",
        lines=[
            (ledger.account(book, Code.CASH), line.amount_hkd),
            (ledger.account(book, Code.SUSPENSE), -line.amount_hkd),
        ],
        by=by,
    )
    return _decide(line, Stage.HELD, "bank_statement.hold", by, at, reason=reason)


@transaction.atomic
def give_back(
    *, line: BankStatementLine, value_date: date, bank_reference: str, reason: str, by, at: datetime
) -> BankStatementLine:
    """This function will record that a receipt held in suspense went back to its payer."""
    line = _lock(line, "contribution.record", by)
    require_stage(line, Stage.HELD)
    if not line.value_date <= value_date <= local_date(at):
        raise InputRefused(
            gettext_noop("{date} is not between the receipt of {received} and today."),
            code="return_date",
            field="value_date",
            date=value_date,
            received=line.value_date,
        )
    book = ledger.fund_book(line.fund)
    line.returned_entry = ledger.post(
        book=book,
        kind=JournalEntry.Kind.RECEIPT_RETURNED,
        effective_date=value_date,
        memo=f"Receipt {line.bank_reference} returned, {bank_reference.strip()}"[:300],
        source=f"bank_statement_line:{line.pk}",
        lines=[
            (ledger.account(book, Code.SUSPENSE), line.amount_hkd),
            (ledger.account(book, Code.CASH), -line.amount_hkd),
        ],
        by=by,
    )
    return _decide(line, Stage.RETURNED, "bank_statement.return", by, at, reason=reason)


@transaction.atomic
def set_aside(*, line: BankStatementLine, reason: str, by, at: datetime) -> BankStatementLine:
    """This function will say that a line pays no call: a charge, interest, a payment that is booked elsewhere."""
    line = _lock(line, "contribution.record", by)
    require_stage(line, Stage.OPEN)
    return _decide(line, Stage.SET_ASIDE, "bank_statement.set_aside", by, at, reason=reason)


@transaction.atomic
def reopen(*, line: BankStatementLine, reason: str, by, at: datetime) -> BankStatementLine:
    """This function will undo what was decided of a line: its receipt or its entry into suspense is reversed."""
    line = _lock(line, "contribution.record", by)
    require_stage(line, Stage.MATCHED, Stage.HELD, Stage.SET_ASIDE)
    if OverpaymentUse.objects.filter(statement_line=line, entry__reversed_by=None).exists():
        raise InputRefused(
            gettext_noop("This debit returned an over-payment; reverse that return first."), code="return_stands"
        )
    if line.contribution is not None and not hasattr(line.contribution.entry, "reversed_by"):
        contributions.reverse(contribution=line.contribution, on=line.value_date, by=by, at=at, reason=reason)
    if line.movement is not None and not hasattr(line.movement.entry, "reversed_by"):
        facility_movements.reverse(movement=line.movement, by=by, at=at, reason=reason)
    if line.held_entry is not None:
        ledger.reverse(entry=line.held_entry, on=line.value_date, by=by, reason=reason)
    line.contribution = line.movement = line.held_entry = None
    return _decide(line, Stage.OPEN, "bank_statement.reopen", by, at, reason=reason)


def _candidates(fund: int) -> list[receipts.Candidate]:
    """What a receipt may pay: a call's line, or all lines of one net notice, which ask for one amount."""
    due = selectors.call_lines().filter(call__fund=fund, outstanding_hkd__gt=0)
    lines = list(due.select_related("partner", "call", "notice").order_by("call__due_date", "call__entry_id", "order"))
    netted = {
        (notice.netting_line.netting_id, notice.netting_line.partner_id): notice.reference
        for notice in Notice.objects.filter(
            netting_line__netting__in={line.call.netting_id for line in lines} - {None}
        ).select_related("netting_line")
    }
    found: dict[tuple, receipts.Candidate] = {}
    for line in lines:
        key = (line.call.netting_id, line.partner_id) if line.call.netting_id else (line.pk,)
        reference = netted.get(key) or line.notice.reference
        first = found.get(key)
        asked = line.outstanding_hkd + (first.outstanding_hkd if first else ZERO)
        names = (line.partner.name_en, line.partner.name_zh_hant)
        found[key] = receipts.Candidate(first.line if first else line.pk, asked, reference, names)
    return list(found.values())


def _lock(line: BankStatementLine, permission: str, by) -> BankStatementLine:
    fund = lock_fund(line.statement.fund)
    permissions.require(by, permission, within=fund)
    found = BankStatementLine.objects.select_related(
        "statement__fund", "contribution__entry", "movement__entry", "movement__facility", "held_entry__book"
    )
    return found.get(pk=line.pk)


def _decide(line: BankStatementLine, stage: str, verb: str, by, at: datetime, *, reason: str = "") -> BankStatementLine:
    line.reason = audit.require_reason(reason)[:400] if verb != "bank_statement.match" else ""
    line.stage, line.decided_by, line.decided_at = stage, by, at
    line.save()
    facts = {"amount_hkd": line.amount_hkd, "reference": line.bank_reference}
    audit.record(chain=line.fund.chain, verb=verb, subject=line, by=by, at=at, reason=line.reason, facts=facts)
    return line


def _check_receipt(line: BankStatementLine) -> None:
    if line.amount_hkd < 0:
        raise InputRefused(
            gettext_noop("{amount_hkd} went out; only money that came in pays a call. Set the line aside."),
            code="no_receipt",
            amount_hkd=line.amount_hkd,
        )


def _held_before(line: BankStatementLine) -> int:
    kind, source = JournalEntry.Kind.RECEIPT_HELD, f"bank_statement_line:{line.pk}:"
    return JournalEntry.objects.filter(kind=kind, source__startswith=source, reverses=None).count()


def _account(fund: Fund) -> BankAccount:
    account = BankAccount.objects.filter(fund=fund, partner=None, stage=BankAccount.Stage.CONFIRMED).first()
    if account is None:
        raise InputRefused(
            gettext_noop("The fund has no confirmed bank account; enter one and have another person confirm it."),
            code="no_bank_account",
        )
    return account


def _fresh(fund: Fund, rows: Iterable[Row]) -> list[Row]:
    """The rows that no statement of the fund and no receipt recorded by hand has yet, twins counted."""
    columns = ("value_date", "amount_hkd", "bank_reference")
    known = Counter(BankStatementLine.objects.filter(statement__fund=fund).values_list(*columns))
    # One credit may have paid several lines: what its entry took in, where no statement's line did.
    by_hand = (
        Contribution.objects.filter(
            line__call__fund=fund, entry__reversed_by=None, entry__kind=JournalEntry.Kind.CONTRIBUTION
        )
        .values_list("entry", "value_date", "bank_reference")
        .annotate(sum=Sum(F("amount_hkd") + F("suspense_hkd")), lines=Count("statement_line"))
        .filter(lines=0)
        .order_by()
    )
    for _entry, day, reference, amount, _lines in by_hand:
        known[day, amount, reference] += 1
    in_cash = FacilityMovement.objects.standing().filter(facility__fund=fund, statement_line=None)
    for day, kind, amount, reference in in_cash.values_list("value_date", "kind", "amount_hkd", "reference"):
        if kind in facility_movements.SIGNS:
            known[day, facility_movements.SIGNS[kind] * amount, reference] += 1
    fresh = []
    for row in rows:
        key = (row.value_date, row.amount_hkd, row.bank_reference)
        if known[key] > 0:
            known[key] -= 1
        else:
            fresh.append(row)
    return fresh


def _digits(account_number: str) -> str:
    return "".join(character for character in account_number if character.isdigit())
