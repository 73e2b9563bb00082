"""Capital calls: drafted, allocated to the cent, issued in one transaction, received line by line (R20, A11, A12)."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max

from funds import agreement_register, call_splits, recycling, selectors
from funds.locks import lock_fund
from funds.models import BankAccount, CallExcuse, CallLine, CallPurpose, CapitalCall, Closing, Fund, Netting, Partner
from funds.rules import allocation
from funds.rules import netting as netting_rule
from funds.rules.stages import require_stage, require_version
from funds.services import call_inputs, call_lines, ledger, notices, payment_record, payments, true_ups
from funds.services.call_inputs import ExcuseInput, Paper, PurposeInput
from itvf import audit, permissions
from itvf.celery import enqueue
from itvf.dates import local_date
from itvf.errors import InputRefused, RuleBroken, gettext_noop
from itvf.money import ZERO, total

Code = ledger.Code


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
    excused: Sequence[ExcuseInput] = (),
    replaces: CapitalCall | None = None,
) -> CapitalCall:
    """This function will draft a call of a fund: by the GP's maker, or by staff from a paper notice.

    The amount is the purposes' sum. Who is `excused` takes no part and is not billed later; its share falls on the
    others up to what they have unfunded (A11). `replaces` names the cancelled call that this one corrects. Refuses, all
    at once, what could not be issued today: beyond the partners' unfunded commitments, outside the investment period, a
    use not allowed after it, a due date before the 10th business day (A12); and any call while a true-up waits (A13).
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
    purposes = call_inputs.read(fund, purposes, call_splits.agreed_on(fund, local_date(at)))
    call_inputs.check_replaced(fund, replaces)
    call_inputs.check_excuses(fund, excused, replaces=replaces, on=local_date(at))
    true_ups.require_none_waiting(fund, or_netted=True)
    _check(fund, purposes, due_date, local_date(at), excused=[one.partner.pk for one in excused])
    call = CapitalCall.objects.create(
        fund=fund,
        replaces=replaces,
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
    CallExcuse.objects.bulk_create(
        CallExcuse(
            call=call,
            partner=one.partner,
            clause=one.clause.strip(),
            reason=one.reason.strip(),
            asked_date=one.asked_date or local_date(at),
        )
        for one in excused
    )
    facts = {"amount_hkd": call.amount_hkd, "due_date": due_date}
    if excused:
        facts["excused"] = {one.partner.name_en: one.clause for one in excused}
    if paper:
        payment_record.read_account(
            call=call,
            account_name=paper.account_name,
            account_number=paper.account_number,
            file=paper.file,
            by=by,
            at=at,
        )
        facts |= {"paper_sha256": paper.file.sha256, "received_at": paper.received_at, "came_by": paper.came_by}
    audit.record(chain=fund.chain, verb="capital_call.draft", subject=call, by=by, at=at, facts=facts)
    return call


@transaction.atomic
def draft_true_up(*, closing: Closing, due_date: date, by, at: datetime, netting: Netting | None = None) -> CapitalCall:
    """This function will draft the call by which later partners pay their true-up of a closing (A13).

    Capital, inside commitment and outside it, and interest of each line are those of the closing's working, with a
    purpose for each use of the calls before it. The GP issues it like every call, so that the Government pays it
    against a notice (R20); where it was chosen to be netted into the next call, `netting` drafts it.
    """
    permissions.require(by, "capital_call.draft", within=closing.fund)
    fund = lock_fund(closing.fund)
    require_stage(fund, Fund.Stage.OPEN)
    closing = true_ups.of_way(closing, netting)
    purposes = true_ups.purposes(closing)
    call = CapitalCall(
        fund=fund,
        nature=CapitalCall.Nature.TRUE_UP,
        closing=closing,
        netting=netting,
        number=(fund.calls.aggregate(last=Max("number"))["last"] or 0) + 1,
        channel=CapitalCall.Channel.PORTAL,
        amount_hkd=total(purpose.amount_hkd for purpose in purposes),
        due_date=due_date,
        drafted_by=by,
        drafted_at=at,
    )
    _check_true_up(call, purposes, local_date(at))
    call.save()
    _write_purposes(call, purposes)
    facts = {"amount_hkd": call.amount_hkd, "due_date": due_date, "closing": closing.number}
    audit.record(chain=fund.chain, verb="capital_call.draft_true_up", subject=call, by=by, at=at, facts=facts)
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
    if call.nature == CapitalCall.Nature.TRUE_UP:
        raise InputRefused(
            gettext_noop("The lines of a true-up follow from its closing; withdraw the draft and draft it anew."),
            code="true_up_is_computed",
        )
    if call.netting and (breaches := netting_rule.check_days([(str(call), due_date)], call.netting.day)):
        raise RuleBroken(breaches)
    purposes = call_inputs.read(fund, purposes, call_splits.agreed_on(fund, local_date(at)))
    _check(fund, purposes, due_date, local_date(at), excused=call_splits.excused_of(call))
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
def issue(
    *, call: CapitalCall, by, at: datetime, version: int | None = None, netting: Netting | None = None
) -> CapitalCall:
    """This function will issue a call by the GP's signatory, who is not its drafter.

    In one transaction: every line to the cent from the books as they are now, the journal entry, one
    notice and one message for each partner, the Government's payment case. A paper notice is confirmed
    by a second person of the staff instead. A call bound in a net notice is issued by it (`netting`), which tells the
    partners itself. The number of statements does not grow with the partners.
    """
    is_paper = call.channel == CapitalCall.Channel.PAPER
    permissions.require(by, "capital_call.confirm_paper" if is_paper else "capital_call.issue", within=call.fund)
    fund = lock_fund(call.fund)
    call = CapitalCall.objects.select_related("drafted_by").prefetch_related("purposes").get(pk=call.pk)
    call.fund = fund
    require_stage(call, CapitalCall.Stage.DRAFT)
    require_version(call, version)
    netting_rule.require_alone(call, netting)
    permissions.require_other_person(by, call.drafted_by)
    on = local_date(at)
    purposes = list(call.purposes.all())
    if call.nature == CapitalCall.Nature.TRUE_UP:
        worked = _check_true_up(call, purposes, on)
    else:
        true_ups.require_none_waiting(fund)
        worked = _check(fund, purposes, call.due_date, on, excused=call_splits.excused_of(call))
        call.shortfall_cap_rate = worked.agreed.cap and worked.agreed.cap.rate
    bank_account = _bank_account(fund, on)
    call_lines.write(call, worked)
    call_lines.write_parts(call, purposes, worked)
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
    written = ("entry", "stage", "issued_by", "issued_at", "bank_account", "shortfall_cap_rate", "version")
    call.save(update_fields=[*written, "notice_common"])
    if netting is None:
        notices.write(call)
        if government := government_line(call):
            payments.open_case(line=government, at=at)
    audit.record(
        chain=fund.chain,
        verb="capital_call.issue",
        subject=call,
        by=by,
        at=at,
        facts={"amount_hkd": call.amount_hkd, "due_date": call.due_date, "lines": len(worked.positions)},
    )
    enqueue("itvf.relay_outbox")
    return call


def government_line(call: CapitalCall) -> CallLine | None:
    """The Government's line of an issued call, where it is asked for anything."""
    lines = call.lines.filter(partner__kind=Partner.Kind.GOVERNMENT)
    return lines.filter(amount_hkd__gt=-F("outside_hkd")).first()


@transaction.atomic
def withdraw(*, call: CapitalCall, by, at: datetime, reason: str, version: int | None = None) -> CapitalCall:
    """This function will withdraw a draft, which stays on record; what it corrected can be corrected anew."""
    permissions.require(by, "capital_call.withdraw", within=call.fund)
    lock_fund(call.fund)
    call = CapitalCall.objects.get(pk=call.pk)
    require_stage(call, CapitalCall.Stage.DRAFT)
    require_version(call, version)
    netting_rule.require_alone(call, None)
    audit.require_reason(reason)
    call.stage, call.replaces = CapitalCall.Stage.WITHDRAWN, None
    call.version += 1
    call.save(update_fields=["stage", "replaces", "version"])
    audit.record(chain=call.fund.chain, verb="capital_call.withdraw", subject=call, by=by, at=at, reason=reason)
    return call


def preview(
    fund: Fund, purposes: Sequence[PurposeInput], due_date: date, on: date, *, excused: Collection[int] = ()
) -> list[CallLine]:
    """This function will compute a call's lines as they would be issued, and write nothing.

    `excused` are the keys of partners who take no part.
    """
    read = call_inputs.read(fund, purposes, call_splits.agreed_on(fund, on))
    worked = _check(fund, read, due_date, on, excused=excused)
    partners = fund.partners.in_bulk()
    return [
        CallLine(
            partner=partners[position.id],
            commitment_hkd=position.commitment_hkd,
            called_before_hkd=position.called_before_hkd,
            unfunded_before_hkd=position.unfunded_before_hkd,
            entitled_before_hkd=position.entitled_before_hkd,
            amount_hkd=line.amount_hkd,
            outside_hkd=worked.outside_hkd.get(position.id, ZERO),
            is_excused=position.excused,
            called_after_hkd=line.called_after_hkd,
            unfunded_after_hkd=line.unfunded_after_hkd,
        )
        for position, line in zip(worked.positions, worked.split.lines, strict=True)
    ]


def _check(
    fund: Fund, purposes: Sequence, due_date: date, on: date, *, excused: Collection[int] = ()
) -> call_splits.Worked:
    """The call split over the partners' positions, once every check has passed."""
    worked = call_splits.work_out(fund, purposes, call_lines.positions(fund, on, excused=excused), on)
    worked = replace(worked, breaches=(*worked.breaches, *recycling.check(fund, worked, on)))
    _judge(fund, purposes, worked, due_date, on)
    return worked


def _check_true_up(call: CapitalCall, purposes: Sequence, on: date) -> call_splits.Worked:
    """The positions, capital lines and interest of a true-up, once every check has passed."""
    worked = true_ups.worked(call.closing, call_lines.positions(call.fund, on))
    _judge(call.fund, purposes, worked, call.due_date, on)
    return worked


def _judge(fund: Fund, purposes: Sequence, worked: call_splits.Worked, due_date: date, on: date) -> None:
    agreement = selectors.agreement_of(fund)
    periods = selectors.periods(fund, agreement)
    amount = total(purpose.amount_hkd for purpose in purposes)
    call = allocation.Call(
        amount_hkd=amount,
        purposes=tuple(allocation.Purpose(p.kind, p.amount_hkd, p.is_follow_on) for p in purposes),
        split=worked.split,
        noticed_date=on,
        due_date=due_date,
        first_closing_date=periods.starts,
        investment_period_end_date=periods.investment_period_end,
        term_end_date=periods.term_end,
        follow_ons_after_period=agreement.follow_ons_after_period,
    )
    breaches = worked.breaches + allocation.check_call(call, selectors.terms_of(agreement.scheme_version))
    breaches += agreement_register.check_new_investment(fund, purposes, on)
    if breaches:
        raise RuleBroken(breaches)


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
            allocation_base=purpose.allocation_base,
            is_outside=purpose.is_outside,
            clause=purpose.clause,
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
