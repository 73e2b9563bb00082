"""What a payment case books in the Corporation's book: the notice accepted, what is set off, what the bank paid."""

from datetime import date

from funds.models import JournalEntry, LedgerAccount, PaymentCase
from funds.services import ledger

Code = ledger.Code
Kind = JournalEntry.Kind


def accept(case: PaymentCase, by) -> JournalEntry | None:
    """This function will book the payable of a checked notice at its due date, gross, interest of a true-up apart.

    Late interest is the Corporation's own cost: it is booked when it is paid, and nothing is accepted before.
    """
    if case.charge_id:
        return None
    line, call = case.line, case.line.call
    return _post(
        case,
        Kind.NOTICE_ACCEPTED,
        call.due_date,
        f"{call.fund.name_en}, capital call {call.number}",
        [
            (_account(case, Code.INTEREST_IN_FUND), line.contributed_hkd),
            (_account(case, Code.EQUALISATION_INTEREST), line.interest_hkd),
            (_account(case, Code.CALL_PAYABLE), -case.gross_hkd),
        ],
        by,
    )


def set_off(case: PaymentCase, by) -> JournalEntry | None:
    """This function will book what a net notice sets off: call payable against distribution receivable, on its day."""
    if not case.set_off_hkd:
        return None
    call = case.line.call
    return _post(
        case,
        Kind.NETTING,
        call.due_date,
        f"{call.fund.name_en}, capital call {call.number} set off, {case.voucher_number}",
        [
            (_account(case, Code.CALL_PAYABLE), case.set_off_hkd),
            (_account(case, Code.DISTRIBUTION_RECEIVABLE), -case.set_off_hkd),
        ],
        by,
        again=case.round,
    )


def pay(case: PaymentCase, value_date: date, by) -> JournalEntry:
    """This function will book what the bank paid: the payable of a call, or late interest as a cost (A18)."""
    call = case.line.call
    kind, code, what = Kind.CALL_PAID, Code.CALL_PAYABLE, "capital call"
    if case.charge_id:
        kind, code, what = Kind.LATE_INTEREST_DEBITED, Code.LATE_INTEREST_COST, "late interest on capital call"
    return _post(
        case,
        kind,
        value_date,
        f"{call.fund.name_en}, {what} {call.number}, {case.voucher_number}",
        [
            (_account(case, code), case.amount_hkd),
            (ledger.account(ledger.corporation_book(), Code.BANK), -case.amount_hkd),
        ],
        by,
    )


def _account(case: PaymentCase, code: str) -> LedgerAccount:
    fund = case.line.call.fund
    return ledger.account(ledger.corporation_book(), code, reference=f"fund:{fund.pk}", label=fund.name_en)


def _post(case: PaymentCase, kind: str, on: date, memo: str, lines, by, *, again: int = 1) -> JournalEntry:
    """`again` is the case's round where an entry of an earlier one may have been reversed: a source counts once."""
    return ledger.post(
        book=ledger.corporation_book(),
        kind=kind,
        effective_date=on,
        memo=memo[:300],
        source=f"payment_case:{case.pk}" + (f":{again}" if again > 1 else ""),
        lines=lines,
        by=by,
    )
