"""The Corporation's payments to funds: checks, voucher, certification, two authorisations, release, debit."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from funds import agreement_register, authorities, bank_details, payment_facts, selectors
from funds.locks import lock_corporation, lock_fund
from funds.models import (
    CallLine,
    Fund,
    LateInterest,
    PaymentAuthorisation,
    PaymentCase,
    PaymentCheck,
    PaymentHold,
)
from funds.rules import payment
from funds.rules.stages import require_stage
from funds.services import contributions, ledger, payment_books
from itvf import audit, permissions
from itvf.dates import financial_year_label, local_date
from itvf.errors import Breach, InputRefused, RuleBroken, WrongStage, fill, gettext_noop, plain
from itvf.money import ZERO, money

CHAIN = "programme"
Code = ledger.Code
Stage = PaymentCase.Stage
BEFORE_RELEASE = (Stage.OPENED, Stage.CHECKED, Stage.VOUCHERED, Stage.CERTIFIED, Stage.AUTHORISED)


def open_case(*, line: CallLine, at: datetime, set_off_hkd: Decimal = ZERO) -> PaymentCase:
    """This function will open the payment case of the Government's line; called when its call is issued.

    It pays what `set_off_hkd` of a net notice leaves. Where the notice asks for another account than the fund's
    confirmed one, the case is frozen at once.
    """
    amount = line.payable_hkd - set_off_hkd
    case = PaymentCase.objects.create(line=line, amount_hkd=amount, set_off_hkd=set_off_hkd, opened_at=at)
    _record("open", case, line.call.issued_by, at, **({"set_off_hkd": set_off_hkd} if set_off_hkd else {}))
    return _freeze_if_details_differ(case, line.call.issued_by, at)


def open_interest(*, charge: LateInterest, at: datetime) -> PaymentCase:
    """This function will open the payment case of interest charged to the Government; called when it is charged."""
    case = PaymentCase.objects.create(line=charge.line, charge=charge, amount_hkd=charge.amount_hkd, opened_at=at)
    _record("open", case, charge.charged_by, at, charge=str(charge))
    return case


def drop_interest(*, charge: LateInterest, who, at: datetime, reason: str) -> None:
    """This function will close the case of interest that is waived, or refuse (InputRefused) once its voucher stands.

    Called under the fund's lock by whoever waives it (`who`).
    """
    case = PaymentCase.objects.select_for_update(of=("self",)).filter(charge=charge).first()
    if case is None:
        return
    if case.voucher_number:
        raise InputRefused(
            gettext_noop("The Corporation pays this interest already; it can't be waived any more."), code="being_paid"
        )
    case.holds.standing().update(ended_by=who, ended_at=at, end_reason=reason)
    case.stage = Stage.CANCELLED
    case.save(update_fields=["stage"])
    _record("cancel", case, who, at, reason=reason)


def freeze(*, fund: Fund, who, at: datetime) -> None:
    """This function will freeze every payment of a fund on its way whose notice differs from the confirmed details.

    Called under the fund's lock by whoever confirms new details (`who`).
    """
    for case in PaymentCase.objects.filter(line__call__fund=fund, stage__in=BEFORE_RELEASE).order_by("pk"):
        _freeze_if_details_differ(case, who, at)


@transaction.atomic
def check(*, case: PaymentCase, by, at: datetime, note: str = "") -> PaymentCase:
    """This function will run the Corporation's checks on a notice, or a charge, and keep each answer with its facts.

    With no failure the notice is accepted and its payable booked at the due date; otherwise the case
    stays open with the failures shown, and is checked again when they are mended; bank details that differ from
    the master freeze it. An investment that names no deal needs a `note` that says why the money may go out all
    the same; it is kept with the check.
    """
    permissions.require(by, "payment_case.check")
    case = _lock(case)
    require_stage(case, Stage.OPENED)
    lock_corporation()
    findings = payment_facts.findings(case, local_date(at))
    run = (case.checks.aggregate(last=Max("run"))["last"] or 0) + 1
    PaymentCheck.objects.bulk_create(
        PaymentCheck(
            case=case,
            run=run,
            code=finding.code,
            outcome=finding.outcome,
            rule=finding.rule,
            clause=finding.clause,
            message=fill(finding.template, finding.facts or {}),
            facts=_facts(finding, note),
            checked_by=by,
            checked_at=at,
        )
        for finding in findings
    )
    failed = [finding.code for finding in findings if _stops(finding, note)]
    if not failed:
        case.stage = Stage.CHECKED
        case.checked_by = by
        case.checked_at = at
        case.accepted_entry = case.accepted_entry or payment_books.accept(case, by)
        case.save(update_fields=["stage", "checked_by", "checked_at", "accepted_entry"])
    _record("check", case, by, at, run=run, failed=failed, note=note.strip())
    return _freeze_if_details_differ(case, by, at)


def _stops(finding: payment.Finding, note: str) -> bool:
    is_decided = finding.code != payment.DEALS or bool(note.strip())
    return finding.outcome == "fail" or (finding.outcome == "needs_evidence" and not is_decided)


def _facts(finding: payment.Finding, note: str) -> dict:
    facts = {name: plain(value) for name, value in (finding.facts or {}).items()}
    is_decided = finding.code == payment.DEALS and finding.outcome == "needs_evidence" and note.strip()
    return facts | ({"note": note.strip()} if is_decided else {})


@transaction.atomic
def prepare_voucher(*, case: PaymentCase, by, at: datetime) -> PaymentCase:
    """This function will prepare the voucher of a checked notice, numbered within the financial year.

    It pays to the fund's bank account as it is confirmed on that day. Vouchers of late interest are numbered apart.
    """
    permissions.require(by, "payment_case.prepare_voucher")
    case = _lock(case)
    require_stage(case, Stage.CHECKED)
    lock_corporation()
    case.payee = bank_details.master(case.line.call.fund)
    if not case.voucher_number:
        year = financial_year_label(local_date(at))
        series = f"PI{year}-" if case.charge_id else f"PV{year}-"
        used = PaymentCase.objects.filter(voucher_number__startswith=series).count()
        case.voucher_number = f"{series}{used + 1:04d}"
    case.stage = Stage.VOUCHERED
    case.prepared_by = by
    case.prepared_at = at
    case.save(update_fields=["stage", "payee", "voucher_number", "prepared_by", "prepared_at"])
    _record("prepare_voucher", case, by, at, voucher=case.voucher_number)
    return case


@transaction.atomic
def certify(*, case: PaymentCase, by, at: datetime) -> PaymentCase:
    """This function will certify a voucher: a person other than its preparer."""
    permissions.require(by, "payment_case.certify")
    case = _lock(case)
    require_stage(case, Stage.VOUCHERED)
    permissions.require_other_person(by, case.prepared_by)
    case.stage = Stage.CERTIFIED
    case.certified_by = by
    case.certified_at = at
    case.save(update_fields=["stage", "certified_by", "certified_at"])
    _record("certify", case, by, at)
    return case


@transaction.atomic
def authorise(*, case: PaymentCase, by, at: datetime) -> PaymentCase:
    """This function will authorise a certified payment; the second of two different officers completes it.

    Each stands in the limit table in force; the limit of one of the two covers the whole amount, with what is set off.
    Neither prepared or certified the voucher.
    """
    permissions.require(by, "payment_case.authorise")
    case = _lock(case)
    require_stage(case, Stage.CERTIFIED)
    permissions.require_other_person(by, case.prepared_by)
    permissions.require_other_person(by, case.certified_by)
    limit = authorities.limit_of(by, local_date(at))
    before = list(case.authorisations.filter(round=case.round).select_related("limit"))
    for authorisation in before:
        permissions.require_other_person(by, authorisation.authorised_by)
    breaches = payment.check_authorisation(
        case.gross_hkd, limit_hkd=limit.limit_hkd, limits_before_hkd=[a.limit.limit_hkd for a in before]
    )
    if breaches:
        raise RuleBroken(breaches)
    PaymentAuthorisation.objects.create(case=case, round=case.round, authorised_by=by, limit=limit, authorised_at=at)
    if before:
        case.stage = Stage.AUTHORISED
        case.save(update_fields=["stage"])
    _record("authorise", case, by, at, limit_hkd=limit.limit_hkd, number=len(before) + 1)
    return case


@transaction.atomic
def release(*, case: PaymentCase, by, at: datetime) -> PaymentCase:
    """This function will release an authorised payment to the bank, and book what a net notice sets off.

    Where the set-off leaves nothing to pay, that settles the case.

    Refused where the bank does not hold it, where the notice, the voucher and the confirmed bank details do not name
    one account, where an event under the agreement suspends what the call is for (R27), where the fund has received the
    money already, and where a check that was passed would fail on the day of release: a licence that lapsed since, a
    deal answered anew (A23, R20).
    """
    permissions.require(by, "payment_case.release")
    case = _lock(case)
    require_stage(case, Stage.AUTHORISED)
    lock_corporation()
    _require_no_authoriser(case, by)
    contributions.require_none_of(case)
    call = case.line.call
    if differences := _differences(case):
        raise RuleBroken(differences)
    purposes = () if case.charge_id else call.purposes.all()
    if found := agreement_register.check_new_investment(call.fund, purposes, local_date(at)):
        raise RuleBroken(found)
    account = case.payee or call.bank_account
    if account.stage != account.Stage.CONFIRMED:
        raise WrongStage(
            gettext_noop("The bank account ending {ending} was replaced after the call; hold the case and ask the GP."),
            code="bank_account_changed",
            ending=account.account_number[-4:],
        )
    if account.usable_from > local_date(at):
        raise WrongStage(
            gettext_noop("The bank account ending {ending} cools off until {date}; release the payment from then on."),
            code="bank_account_cooling",
            ending=account.account_number[-4:],
            date=account.usable_from,
        )
    if failed := [one for one in payment_facts.findings(case, local_date(at)) if one.outcome == "fail"]:
        raise RuleBroken([Breach(one.code, one.template, one.rule, one.clause, one.facts or {}) for one in failed])
    released = sum(PaymentCase.objects.filter(stage=Stage.RELEASED).values_list("amount_hkd", flat=True), ZERO)
    free = selectors.corporation_balance(Code.BANK) - released
    if free < case.amount_hkd:
        raise WrongStage(
            gettext_noop(
                "The Corporation's bank has HK${free} free; HK${amount} is to be paid. "
                "Record funding of HK${short} first."
            ),
            code="cash_short",
            free=free,
            amount=case.amount_hkd,
            short=case.amount_hkd - free,
        )
    return _release(case, by, at)


@transaction.atomic
def match_debit(
    *, case: PaymentCase, amount_hkd: Decimal, value_date: date, bank_reference: str, by, at: datetime
) -> PaymentCase:
    """This function will match the bank's debit to a released payment, to the cent, and book it as paid.

    An authorised payment whose money the fund has received was made: nothing is released to the bank again, its debit
    is matched at once, by nobody who authorised it, from the day of the notice on. What would fail that day is kept.
    """
    permissions.require(by, "payment_case.match_debit")
    case = _lock(case)
    require_stage(case, Stage.RELEASED, *((Stage.AUTHORISED,) if contributions.arrived(case) else ()))
    lock_corporation()
    first = local_date(case.released_at or case.line.call.issued_at)
    if money(amount_hkd) != case.amount_hkd:
        raise InputRefused(
            gettext_noop("The bank debited HK${debited}; the payment is HK${amount}. Ask the bank before matching."),
            code="debit_differs",
            field="amount_hkd",
            debited=money(amount_hkd),
            amount=case.amount_hkd,
        )
    if not first <= value_date <= local_date(at):
        raise InputRefused(
            gettext_noop("{date} is not between {first} and today."),
            code="value_date",
            field="value_date",
            date=value_date,
            first=first,
        )
    if not bank_reference.strip():
        raise InputRefused(
            gettext_noop("Give the bank's reference of the debit."), code="reference_missing", field="bank_reference"
        )
    if PaymentCase.objects.filter(bank_reference=bank_reference.strip()).exists():
        raise InputRefused(
            gettext_noop("The debit {reference} is matched to a payment already; a debit counts once."),
            code="debit_stands",
            field="bank_reference",
            reference=bank_reference.strip(),
        )
    if case.stage == Stage.AUTHORISED:
        permissions.require(by, "payment_case.release")
        _require_no_authoriser(case, by)
        failed = [one.code for one in payment_facts.findings(case, local_date(at)) if one.outcome == "fail"]
        _release(case, by, at, was_paid=True, failed=failed)
    case.paid_entry = payment_books.pay(case, value_date, by)
    case.stage = Stage.MATCHED
    case.matched_by = by
    case.matched_at = at
    case.value_date = value_date
    case.bank_reference = bank_reference.strip()
    case.save(update_fields=["stage", "matched_by", "matched_at", "value_date", "bank_reference", "paid_entry"])
    _record("match_debit", case, by, at, value_date=value_date, bank_reference=bank_reference)
    return case


@transaction.atomic
def hold(*, case: PaymentCase, by, at: datetime, reason: str, kind: str = PaymentHold.Kind.HELD) -> PaymentCase:
    """This function will hold a payment, or query its notice, with a reason; until it is released it can be held."""
    permissions.require(by, "payment_case.hold")
    case = _lock(case)
    require_stage(case, *BEFORE_RELEASE)
    return _hold(case, kind, audit.require_reason(reason), by, at)


@transaction.atomic
def resume(*, case: PaymentCase, by, at: datetime, reason: str) -> PaymentCase:
    """This function will resume a held payment from its checks on: certification and authorisations start anew.

    One that was frozen stays so until the notice and the confirmed bank details name one account.
    """
    permissions.require(by, "payment_case.resume")
    audit.require_reason(reason)
    case = _lock(case)
    require_stage(case, Stage.HELD)
    standing = case.holds.standing().first()
    is_frozen = standing is not None and standing.kind == PaymentHold.Kind.BANK_DETAILS
    if is_frozen and (differences := _differences(case)):
        raise RuleBroken(differences)
    case.holds.standing().update(ended_by=by, ended_at=at, end_reason=reason)
    case.stage = Stage.OPENED
    case.held_reason = ""
    case.certified_by = None
    case.certified_at = None
    case.round += 1
    case.save(update_fields=["stage", "held_reason", "certified_by", "certified_at", "round"])
    _record("resume", case, by, at, reason=reason)
    return case


def _require_no_authoriser(case: PaymentCase, by) -> None:
    for authorisation in case.authorisations.filter(round=case.round):
        permissions.require_other_person(by, authorisation.authorised_by)


def _release(case: PaymentCase, by, at: datetime, **facts) -> PaymentCase:
    case.stage = Stage.RELEASED if case.amount_hkd else Stage.SETTLED
    case.released_by, case.released_at = by, at
    case.set_off_entry = payment_books.set_off(case, by)
    case.save(update_fields=["stage", "released_by", "released_at", "set_off_entry"])
    _record("release", case, by, at, **facts)
    return case


def _hold(case: PaymentCase, kind: str, reason: str, by, at: datetime) -> PaymentCase:
    case.stage = Stage.HELD
    case.held_reason = reason
    case.save(update_fields=["stage", "held_reason"])
    number = case.holds.count() + 1
    PaymentHold.objects.create(case=case, number=number, kind=kind, reason=reason, held_by=by, held_at=at)
    _record("freeze" if kind == PaymentHold.Kind.BANK_DETAILS else "hold", case, by, at, reason=reason)
    return case


def _freeze_if_details_differ(case: PaymentCase, by, at: datetime) -> PaymentCase:
    differences = _differences(case)
    if not differences or case.stage not in BEFORE_RELEASE:
        return case
    return _hold(case, PaymentHold.Kind.BANK_DETAILS, " ".join(one.message for one in differences), by, at)


def _differences(case: PaymentCase):
    """How a notice's account differs from the master; interest is asked for by no notice, and goes to the master."""
    return () if case.charge_id else bank_details.differences(case.line.call)


def _lock(case: PaymentCase) -> PaymentCase:
    lock_fund(case.line.call.fund)
    return PaymentCase.objects.select_for_update(of=("self",)).get(pk=case.pk)


def _record(verb: str, case: PaymentCase, by, at: datetime, *, reason: str = "", **facts) -> None:
    facts["amount_hkd"] = case.amount_hkd
    audit.record(chain=CHAIN, verb=f"payment_case.{verb}", subject=case, by=by, at=at, reason=reason, facts=facts)
