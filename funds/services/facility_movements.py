"""What moves under a subscription facility: drawn within the agreement's cap, repaid, charged, paid for (R27).

A drawdown that is still to come is refused above the cap. One that has happened is recorded, with its breach.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from funds import facility_facts, selectors
from funds.locks import lock_fund
from funds.models import FacilityAgreement, FacilityMovement, Fund, JournalEntry, RecordedBreach
from funds.rules import facility as rule
from funds.rules.stages import require_stage
from funds.services import ledger, partnership_dates
from funds.services.facilities import locked, positive
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import Breach, InputRefused, RuleBroken, gettext_noop, plain

Code = ledger.Code
EntryKind = JournalEntry.Kind
Kind = FacilityMovement.Kind
Stage = FacilityAgreement.Stage
# Movements of the fund's bank account: money in, money out.
SIGNS = {Kind.DRAWDOWN: 1, Kind.REPAYMENT: -1, Kind.PAYMENT: -1}

ABOVE_PAYABLE = gettext_noop("{amount_hkd} can't be paid to the lender: {payable_hkd} was charged and is unpaid.")


@transaction.atomic
def draw(
    *,
    facility: FacilityAgreement,
    amount_hkd: Decimal,
    purpose: str,
    value_date: date,
    reference: str,
    by,
    at: datetime,
    has_happened: bool = False,
) -> FacilityMovement:
    """This function will record a drawdown of a facility, in HK$, on its bank value date.

    Above the agreement's borrowing cap, above the facility's limit or outside its days it is refused with clause and
    figure (RuleBroken), and of a fund that has ended (WrongStage), unless it `has_happened`: then it is booked, and
    each breach goes into the register.
    """
    facility = _permitted(facility, by)
    if not has_happened:
        require_stage(facility.fund, Fund.Stage.OPEN)
    amount_hkd = positive(amount_hkd, "amount_hkd")
    _check(facility, value_date, reference, local_date(at), purpose=purpose)
    breaches = rule.check_drawdown(facility_facts.wish(facility, amount_hkd, value_date))
    if breaches and not has_happened:
        raise RuleBroken(breaches)
    book, loan = _loan(facility)
    found = _write(
        facility,
        Kind.DRAWDOWN,
        EntryKind.FACILITY_DRAWN,
        [(ledger.account(book, Code.CASH), amount_hkd), (loan, -amount_hkd)],
        by=by,
        at=at,
        amount_hkd=amount_hkd,
        purpose=purpose,
        value_date=value_date,
        reference=reference,
        is_reported=has_happened,
    )
    _find(found, breaches, at)
    return found


@transaction.atomic
def repay(
    *,
    facility: FacilityAgreement,
    amount_hkd: Decimal,
    purpose: str,
    value_date: date,
    reference: str,
    by,
    at: datetime,
) -> FacilityMovement:
    """This function will record a repayment of what was drawn for a purpose, in HK$, on its bank value date.

    It repays the oldest drawdown of the purpose first. Refused above what stands out of it on the day or later.
    """
    facility = _permitted(facility, by)
    amount_hkd = positive(amount_hkd, "amount_hkd")
    _check(facility, value_date, reference, local_date(at), purpose=purpose)
    movements = facility_facts.movements(facility.fund, facility=facility)
    if breaches := rule.check_repayment(amount_hkd, purpose, on=value_date, movements=movements):
        raise RuleBroken(breaches)
    book, loan = _loan(facility)
    return _write(
        facility,
        Kind.REPAYMENT,
        EntryKind.FACILITY_REPAID,
        [(loan, amount_hkd), (ledger.account(book, Code.CASH), -amount_hkd)],
        by=by,
        at=at,
        amount_hkd=amount_hkd,
        purpose=purpose,
        value_date=value_date,
        reference=reference,
    )


@transaction.atomic
def charge(
    *,
    facility: FacilityAgreement,
    amount_hkd: Decimal,
    value_date: date,
    reference: str,
    by,
    at: datetime,
    period_start: date | None = None,
) -> FacilityMovement:
    """This function will book what the lender charged, in HK$: interest from a day to `value_date`, or else a fee.

    Interest is as reported; where the facility's rate is known, the system's own figure (simple, ACT/365) is kept
    beside it. What is charged is owed until it is paid; capital accounts bear it as an expense on `value_date`.
    """
    facility = _permitted(facility, by)
    amount_hkd = positive(amount_hkd, "amount_hkd")
    _check(facility, value_date, reference, local_date(at))
    expected = None
    if period_start is not None:
        if period_start > value_date:
            raise InputRefused(
                gettext_noop("The period ends on {end}, before it begins on {start}. Correct its dates."),
                code="ends_before_start",
                field="period_start",
                start=period_start,
                end=value_date,
            )
        _refuse_overlap(facility, period_start, value_date)
        if facility.rate is not None:
            movements = facility_facts.movements(facility.fund, facility=facility)
            expected = rule.interest(movements, facility.rate, start=period_start, end=value_date)
    book = ledger.fund_book(facility.fund)
    return _write(
        facility,
        Kind.FEE if period_start is None else Kind.INTEREST,
        EntryKind.FACILITY_CHARGED,
        [
            (_account(book, Code.FACILITY_COST, facility), amount_hkd),
            (_account(book, Code.FACILITY_PAYABLE, facility), -amount_hkd),
        ],
        by=by,
        at=at,
        amount_hkd=amount_hkd,
        value_date=value_date,
        period_start=period_start,
        expected_hkd=expected,
        reference=reference,
    )


@transaction.atomic
def pay(
    *, facility: FacilityAgreement, amount_hkd: Decimal, value_date: date, reference: str, by, at: datetime
) -> FacilityMovement:
    """This function will record that the fund paid its lender interest and fees, in HK$, as the bank shows it.

    Refused above what was charged by that day and is unpaid.
    """
    facility = _permitted(facility, by)
    amount_hkd = positive(amount_hkd, "amount_hkd")
    _check(facility, value_date, reference, local_date(at))
    about = {"fund": facility.fund, "code": Code.FACILITY_PAYABLE, "reference": f"facility:{facility.pk}"}
    payable = min(-selectors.balance(**about), -selectors.balance(**about, as_of=value_date))
    if amount_hkd > payable:
        figures = {"amount_hkd": amount_hkd, "payable_hkd": payable}
        raise RuleBroken([Breach("above_payable", ABOVE_PAYABLE, "R27", facility.clause, figures)])
    book = ledger.fund_book(facility.fund)
    return _write(
        facility,
        Kind.PAYMENT,
        EntryKind.FACILITY_PAID,
        [
            (_account(book, Code.FACILITY_PAYABLE, facility), amount_hkd),
            (ledger.account(book, Code.CASH), -amount_hkd),
        ],
        by=by,
        at=at,
        amount_hkd=amount_hkd,
        value_date=value_date,
        reference=reference,
    )


@transaction.atomic
def reverse(*, movement: FacilityMovement, reason: str, by, at: datetime) -> JournalEntry:
    """This function will undo a movement that was recorded wrongly, by a mirror entry on its own value date.

    A drawdown on which a repayment rests, and a charge that was paid, are not undone before it (RuleBroken).
    """
    permissions.require(by, "facility_movement.reverse")
    reason = audit.require_reason(reason)
    fund = lock_fund(movement.facility.fund)
    movement = FacilityMovement.objects.select_related("facility__fund", "entry__book").get(pk=movement.pk)
    if hasattr(movement.entry, "reversed_by"):
        raise InputRefused(gettext_noop("This movement was reversed before."), code="already_reversed")
    _refuse_if_rested_on(movement)
    entry = ledger.reverse(entry=movement.entry, on=movement.value_date, by=by, reason=reason)
    verb = "facility_movement.reverse"
    facts = {"amount_hkd": movement.amount_hkd, "kind": movement.kind}
    audit.record(chain=fund.chain, verb=verb, subject=movement, by=by, at=at, reason=reason, facts=facts)
    return entry


@transaction.atomic
def watch(*, fund: Fund, at: datetime) -> list[RecordedBreach]:
    """This function will put every drawdown that stands out after its last day into the breach register, once each."""
    fund, on = lock_fund(fund), local_date(at)
    position = facility_facts.position(fund, on)
    if position.days is None:
        return []
    overdue = rule.check_overdue(position.drawdowns, on, days=position.days, clause=position.cap_clause)
    found = FacilityMovement.objects.in_bulk([drawdown.id for drawdown, _breach in overdue])
    return [one for drawdown, breach in overdue for one in _find(found[drawdown.id], [breach], at)]


def _permitted(facility: FacilityAgreement, by) -> FacilityAgreement:
    permissions.require(by, "facility_movement.record", within=facility.fund)
    return locked(facility, Stage.APPROVED)


def _check(facility: FacilityAgreement, value_date: date, reference: str, on: date, *, purpose: str | None = None):
    """Refuses a movement without a reference, still to come, before the fund, recorded before, or for nothing known."""
    if not reference.strip():
        raise InputRefused(
            gettext_noop("Give the bank's or the lender's reference."), code="reference_missing", field="reference"
        )
    if value_date > on:
        raise InputRefused(
            gettext_noop("The value date {value_date} is in the future; record it when the bank shows it."),
            code="future_value_date",
            field="value_date",
            value_date=value_date,
        )
    partnership_dates.require_registered(facility.fund, value_date)
    if purpose is not None and purpose not in rule.PURPOSES:
        raise InputRefused(
            gettext_noop("{purpose} is not one of {known}."),
            code="unknown_purpose",
            field="purpose",
            purpose=purpose,
            known=rule.PURPOSES,
        )
    same = FacilityMovement.objects.standing().filter(facility=facility, reference=reference.strip())
    if same.filter(value_date=value_date).exists():
        raise InputRefused(
            gettext_noop("{reference} of {value_date} is recorded already; a movement counts once."),
            code="movement_stands",
            field="reference",
            reference=reference.strip(),
            value_date=value_date,
        )


def _refuse_overlap(facility: FacilityAgreement, start: date, end: date) -> None:
    charged = facility.movements.standing().filter(kind=Kind.INTEREST, period_start__lte=end, value_date__gte=start)
    if standing := charged.first():
        raise InputRefused(
            gettext_noop("Interest from {start} to {end} is charged already; a day bears interest once."),
            code="period_charged",
            field="period_start",
            start=standing.period_start,
            end=standing.value_date,
        )


def _refuse_if_rested_on(movement: FacilityMovement) -> None:
    facility = movement.facility
    if movement.kind == Kind.DRAWDOWN:
        found = facility_facts.movements(facility.fund, facility=facility)
        breaches = rule.check_repayment(movement.amount_hkd, movement.purpose, on=movement.value_date, movements=found)
    elif movement.kind in (Kind.INTEREST, Kind.FEE):
        payable = -selectors.balance(facility.fund, Code.FACILITY_PAYABLE, reference=f"facility:{facility.pk}")
        figures = {"amount_hkd": movement.amount_hkd, "payable_hkd": payable}
        above = movement.amount_hkd > payable
        breaches = (Breach("above_payable", ABOVE_PAYABLE, "R27", facility.clause, figures),) if above else ()
    else:
        breaches = ()
    if breaches:
        raise RuleBroken(breaches)


def _account(book, code: Code, facility: FacilityAgreement):
    return ledger.account(book, code, reference=f"facility:{facility.pk}", label=facility.lender)


def _loan(facility: FacilityAgreement):
    book = ledger.fund_book(facility.fund)
    return book, _account(book, Code.FACILITY_LOAN, facility)


def _write(facility: FacilityAgreement, kind: str, entry_kind: str, lines, *, by, at: datetime, **columns):
    number = (facility.movements.aggregate(last=Max("number"))["last"] or 0) + 1
    columns["reference"] = columns["reference"].strip()[:80]
    entry = ledger.post(
        book=ledger.fund_book(facility.fund),
        kind=entry_kind,
        effective_date=columns["value_date"],
        memo=f"{facility.lender}: {Kind(kind).value}, {columns['reference']}"[:300],
        source=f"facility:{facility.pk}:{number}",
        lines=lines,
        by=by,
    )
    found = FacilityMovement.objects.create(
        facility=facility, number=number, kind=kind, entry=entry, recorded_by=by, recorded_at=at, **columns
    )
    facts = {name: plain(value) for name, value in columns.items() if value not in (None, "", False)}
    verb = "facility_movement.record"
    audit.record(chain=facility.fund.chain, verb=verb, subject=found, by=by, at=at, facts=facts | {"kind": kind})
    return found


def _find(movement: FacilityMovement, breaches: Iterable[Breach], at: datetime) -> list[RecordedBreach]:
    """Breaches of a movement into the register, each once; the system finds them, whoever recorded the fact."""
    found, fund = [], movement.facility.fund
    for breach in breaches:
        recorded, is_new = RecordedBreach.objects.get_or_create(
            fund=fund,
            code=breach.code,
            source=f"facility_movement:{movement.pk}",
            defaults={
                "rule": breach.rule,
                "clause": breach.clause,
                "message": breach.message,
                "sentence": breach.template,
                "facts": plain(breach.facts),
                "found_date": local_date(at),
            },
        )
        if is_new:
            facts = {"finding": breach.code, "source": recorded.source}
            audit.record(chain=fund.chain, verb="breach.find", subject=recorded, by=None, at=at, facts=facts)
            found.append(recorded)
    return found
