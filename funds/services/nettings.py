"""Net notices: a call and a distribution of one day bound, issued together, set off, undone together."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from funds import authorities, netting_facts
from funds.locks import lock_fund
from funds.models import (
    CapitalCall,
    Closing,
    Contribution,
    Distribution,
    DistributionPayment,
    Netting,
    NettingLine,
)
from funds.rules import netting as rule
from funds.rules.stages import require_stage, require_version
from funds.services import (
    call_corrections,
    capital_calls,
    distributions,
    ledger,
    net_notices,
    payments,
    true_ups,
)
from itvf import audit, permissions
from itvf.celery import enqueue
from itvf.dates import local_date
from itvf.errors import InputRefused, RuleBroken, gettext_noop
from itvf.money import ZERO, total

Stage = Netting.Stage


@transaction.atomic
def bind(*, call: CapitalCall, by, at: datetime, distribution: Distribution | None = None) -> Netting:
    """This function will bind a draft drawdown with a draft distribution of the same day into one net notice.

    Where a closing's true-up waits and is to be netted into the next call, its call and its return are drafted here and
    bound too (A13); then the distribution may be left out. Refuses what is no draft of one fund, other days, a paper
    notice, and a call with nothing to be netted.
    """
    permissions.require(by, "netting.bind", within=call.fund)
    fund = lock_fund(call.fund)
    call = CapitalCall.objects.select_related("fund").get(pk=call.pk)
    given = [call]
    if distribution is not None:
        given.append(Distribution.objects.select_related("fund").get(pk=distribution.pk))
    closing = true_ups.waiting(fund)
    is_netted = closing is not None and closing.true_up_way == Closing.TrueUpWay.NEXT_CALL
    _check_parts(given, call, is_netted)
    bound = Netting.objects.create(
        fund=fund,
        number=(fund.nettings.aggregate(last=Max("number"))["last"] or 0) + 1,
        day=call.due_date,
        bound_by=by,
        bound_at=at,
    )
    for part in given:
        part.netting = bound
        part.version += 1
        part.save(update_fields=["netting", "version"])
    if is_netted:
        about = {"closing": closing, "by": by, "at": at, "netting": bound}
        capital_calls.draft_true_up(due_date=bound.day, **about)
        distributions.draft_true_up(payment_date=bound.day, **about)
    _record("bind", bound, by, at, day=bound.day, parts=[str(part) for part in netting_facts.parts(bound)])
    return bound


@transaction.atomic
def unbind(*, netting: Netting, by, at: datetime, reason: str) -> Netting:
    """This function will take a binding off while it is a draft: its parts are drafts of their own again.

    A true-up that was drafted for it is withdrawn, and waits for the next call or for another choice.
    """
    permissions.require(by, "netting.bind", within=netting.fund)
    lock_fund(netting.fund)
    netting = Netting.objects.select_related("fund").get(pk=netting.pk)
    require_stage(netting, Stage.DRAFT)
    netting.reason = audit.require_reason(reason)
    for part in netting_facts.parts(netting):
        is_call = isinstance(part, CapitalCall)
        part.netting = None
        part.version += 1
        part.save(update_fields=["netting", "version"])
        if part.closing_id and is_call:
            capital_calls.withdraw(call=part, by=by, at=at, reason=reason)
        elif part.closing_id:
            distributions.withdraw(distribution=part, by=by, at=at, reason=reason)
    netting.stage = Stage.WITHDRAWN
    netting.version += 1
    netting.save(update_fields=["stage", "reason", "version"])
    _record("unbind", netting, by, at, reason=reason)
    return netting


@transaction.atomic
def issue(*, netting: Netting, by, at: datetime, version: int | None = None) -> Netting:
    """This function will issue a net notice by the GP's signatory, who drafted no part of it.

    In one transaction: every part as it would be issued alone, gross; what is set off by an entry of its own, effective
    on the common day, received on the call and paid of the distribution; one notice and one message for each partner;
    the Government's payment cases for the net. The Government's true-up interest is set off only with authority (A13).
    """
    permissions.require(by, "netting.issue", within=netting.fund)
    lock_fund(netting.fund)
    netting = Netting.objects.select_related("fund__manager").get(pk=netting.pk)
    require_stage(netting, Stage.DRAFT)
    require_version(netting, version)
    permissions.require_other_person(by, netting.bound_by)
    parts = netting_facts.parts(netting)
    if breaches := rule.check_days([(str(part), netting_facts.day_of(part)) for part in parts], netting.day):
        raise RuleBroken(breaches)
    for part in parts:
        if isinstance(part, CapitalCall):
            capital_calls.issue(call=part, by=by, at=at, netting=netting)
        else:
            distributions.declare(distribution=part, by=by, at=at, netting=netting)
    _check_interest(netting, at)
    settled = netting_facts.settled(netting)
    lines = NettingLine.objects.bulk_create(
        NettingLine(
            netting=netting,
            partner_id=one.partner,
            order=order,
            called_hkd=one.called_hkd,
            distributed_hkd=one.distributed_hkd,
            set_off_hkd=one.set_off_hkd,
        )
        for order, one in enumerate(settled, start=1)
    )
    netting.stage, netting.issued_by, netting.issued_at = Stage.ISSUED, by, at
    netting.notice_common = net_notices.common_content(netting)
    netting.version += 1
    if any(line.set_off_hkd for line in lines):
        netting.entry = _set_off(netting, settled, by, at)
    netting.save()
    net_notices.write(netting)
    _open_cases(netting, settled, at)
    figures = {name: total(getattr(line, f"{name}_hkd") for line in lines) for name in ("called", "distributed")}
    _record(
        "issue",
        netting,
        by,
        at,
        called_hkd=figures["called"],
        distributed_hkd=figures["distributed"],
        set_off_hkd=total(line.set_off_hkd for line in lines),
    )
    enqueue("itvf.relay_outbox")
    return netting


@transaction.atomic
def cancel(*, netting: Netting, by, at: datetime, reason: str) -> Netting:
    """This function will cancel an issued net notice with all its parts, while no money for them has moved.

    The set-off is reversed first, then each part in the opposite order; every partner is told once, and why. Refused
    (WrongStage) where a part could not be cancelled alone: money came in or went out, the Government's case is with the
    bank, or settled and not taken back by the Corporation, a later event rests on it.
    """
    permissions.require(by, "netting.cancel", within=netting.fund)
    lock_fund(netting.fund)
    netting = Netting.objects.select_related("fund__manager", "entry__book").get(pk=netting.pk)
    require_stage(netting, Stage.ISSUED)
    netting.reason = audit.require_reason(reason)
    if netting.entry:
        ledger.reverse(entry=netting.entry, on=max(local_date(at), netting.day), by=by, reason=reason)
    for part in reversed(netting_facts.parts(netting)):
        if isinstance(part, CapitalCall):
            call_corrections.cancel(call=part, by=by, at=at, reason=reason, netting=netting)
        else:
            distributions.cancel(distribution=part, by=by, at=at, reason=reason, netting=netting)
    netting.stage = Stage.CANCELLED
    netting.version += 1
    netting.save(update_fields=["stage", "reason", "version"])
    net_notices.write_cancellation(netting)
    _record("cancel", netting, by, at, reason=reason)
    enqueue("itvf.relay_outbox")
    return netting


def _check_parts(given: list, call: CapitalCall, is_netted: bool) -> None:
    for part in given:
        require_stage(part, "draft")
        rule.require_alone(part, None)
        if part.fund_id != call.fund_id:
            raise InputRefused(
                gettext_noop("{part} is another fund's; a net notice is of one fund."),
                code="other_fund",
                field="distribution",
                part=str(part),
            )
    if call.nature != CapitalCall.Nature.ORDINARY or call.channel == CapitalCall.Channel.PAPER:
        raise InputRefused(
            gettext_noop("{call} can't be bound: a net notice holds a drawdown that the GP drafted in the system."),
            code="not_to_be_bound",
            field="call",
            call=str(call),
        )
    final = next((part for part in given if isinstance(part, Distribution) and part.is_final), None)
    if final is not None:
        raise InputRefused(
            gettext_noop(
                "{distribution} is the final one, which takes everything: what is called beside it would go out again. "
                "Issue the call alone, and declare the final distribution once it is paid."
            ),
            code="final_is_alone",
            field="distribution",
            distribution=str(final),
        )
    if len(given) == 1 and not is_netted:
        raise InputRefused(
            gettext_noop("Name the distribution that the call is to be netted with."),
            code="nothing_to_net",
            field="distribution",
        )
    if breaches := rule.check_days([(str(part), netting_facts.day_of(part)) for part in given], call.due_date):
        raise RuleBroken(breaches)


def _check_interest(netting: Netting, at: datetime) -> None:
    for line in netting_facts.government(netting):
        allowed = authorities.true_up_interest_left(line.call, local_date(at)) if line.interest_hkd else ZERO
        if breaches := rule.check_interest(line.interest_hkd, allowed):
            raise RuleBroken(breaches)


def _set_off(netting: Netting, settled, by, at: datetime):
    """The entry, with what it settles of each line: received on the call, paid of the distribution."""
    entry = ledger.post_netting(
        book=ledger.fund_book(netting.fund),
        netting=netting,
        effective_date=netting.day,
        memo=f"Net notice {netting.number}: calls set off against distributions",
        by=by,
    )
    about = {
        "value_date": netting.day,
        "bank_reference": netting.reference,
        "entry": entry,
        "recorded_by": by,
        "recorded_at": at,
    }
    Contribution.objects.bulk_create(
        Contribution(line_id=line, amount_hkd=part, **about) for one in settled for line, part in one.of_calls
    )
    DistributionPayment.objects.bulk_create(
        DistributionPayment(line_id=line, amount_hkd=part, **about)
        for one in settled
        for line, part in one.of_distributions
    )
    return entry


def _open_cases(netting: Netting, settled, at: datetime) -> None:
    """One case a line of the Government's, for what the bank is to pay of it; gross it is its proportion (R20)."""
    parts = {line: part for one in settled for line, part in one.of_calls}
    for line in netting_facts.government(netting):
        payments.open_case(line=line, at=at, set_off_hkd=parts.get(line.pk, ZERO))


def _record(verb: str, netting: Netting, by, at: datetime, *, reason: str = "", **facts) -> None:
    audit.record(
        chain=netting.fund.chain,
        verb=f"netting.{verb}",
        subject=netting,
        by=by,
        at=at,
        reason=reason,
        facts=facts,
    )
