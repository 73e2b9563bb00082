"""The end of a fund: proposed with what its books say, approved by another person, taken back by two.

A GP may ask for it; then an officer checks what it says before another person approves it. Nothing is called after it.
"""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max, Q

from funds import fee_facts, selectors, waterfall_facts
from funds.locks import lock_fund
from funds.models import Fund, JournalEntry, WindingUp
from funds.rules import winding_up
from funds.rules.stages import require_stage
from funds.services import carry, true_ups
from itvf import audit, permissions
from itvf.dates import is_quarter_end, local_date
from itvf.errors import InputRefused, RuleBroken, gettext_noop, plain
from itvf.money import ZERO, money, total

Stage = WindingUp.Stage
WAITING = (Stage.ASKED, Stage.DRAFT)


@transaction.atomic
def propose(
    *,
    fund: Fund,
    ended_date: date,
    by,
    at: datetime,
    reserve_hkd: Decimal = ZERO,
    reserve_for: str = "",
    offsets_way: str = "",
    offsets_note: str = "",
) -> WindingUp:
    """This function will propose that a fund has ended on a day, no later than today; a GP asks for it.

    What a GP asks for waits for an officer (`check`). Refuses a true-up that waits (A13) and, all at once, what its
    books have left: assets, what is owed either way, carry that is not settled, cash that is not named, fees of
    quarters that are not accrued, fee offsets of which nobody says what became, drafts, and an entry after the day. No
    fee runs for the days after the last whole quarter: it could not be paid any more (A4).
    """
    permissions.require(by, "fund.propose_end", within=fund)
    fund = lock_fund(fund)
    require_stage(fund, Fund.Stage.OPEN)
    if fund.endings.filter(stage__in=WAITING).exists():
        raise InputRefused(
            gettext_noop("The end of this fund is proposed already; approve or refuse it."), code="end_proposed"
        )
    if ended_date > local_date(at):
        raise InputRefused(
            gettext_noop("{date} is still to come; a fund ends when everything is done."),
            code="future_end",
            field="ended_date",
            date=ended_date,
        )
    ending = WindingUp(
        fund=fund,
        stage=Stage.DRAFT if permissions.allows(by, "fund.check_end") else Stage.ASKED,
        ended_date=ended_date,
        reserve_hkd=money(reserve_hkd),
        reserve_for=reserve_for.strip(),
        offsets_hkd=unused_offsets(fund, ended_date),
        offsets_way=offsets_way,
        offsets_note=offsets_note.strip(),
        proposed_by=by,
        proposed_at=at,
    )
    if not ending.offsets_hkd:
        ending.offsets_way = ending.offsets_note = ""
    facts = _check(ending)
    ending.working = {
        "rule": winding_up.RULE,
        "clause": winding_up.CLAUSE,
        "balances": {code: plain(amount) for code, amount in sorted(facts.balances.items()) if amount},
        "clawback_hkd": plain(facts.clawback_hkd),
        "offsets_by_partner": {str(pk): plain(amount) for pk, amount in _carried(fund, ended_date).items() if amount},
        "last_entry": plain(facts.last_entry),
    }
    ending.save()
    _record("propose_end", ending, by, at, reserve_hkd=ending.reserve_hkd, offsets_hkd=ending.offsets_hkd)
    return ending


@transaction.atomic
def check(*, ending: WindingUp, by, at: datetime) -> WindingUp:
    """This function will record that an officer checked the end that a GP asks for, where the books bear it.

    It waits for approval then. The officer may refuse it instead.
    """
    permissions.require(by, "fund.check_end")
    ending = _lock(ending, Stage.ASKED)
    _check(ending)
    ending.stage, ending.checked_by, ending.checked_at = Stage.DRAFT, by, at
    ending.save(update_fields=["stage", "checked_by", "checked_at"])
    _record("check_end", ending, by, at)
    return ending


@transaction.atomic
def approve(*, ending: WindingUp, by, at: datetime) -> WindingUp:
    """This function will approve a proposed end, by another person, where the books still bear it: the fund has ended.

    Nothing is called or closed any more, and its calendar stops. What was kept back may still be spent or distributed;
    nothing booked until then is reversed, unless the end is taken back.
    """
    permissions.require(by, "fund.approve_end")
    ending = _lock(ending, Stage.DRAFT)
    permissions.require_other_person(by, ending.proposed_by)
    permissions.require_other_person(by, ending.checked_by)
    _check(ending)
    ending.stage, ending.approved_by, ending.approved_at = Stage.APPROVED, by, at
    ending.save(update_fields=["stage", "approved_by", "approved_at"])
    fund = ending.fund
    fund.stage, fund.ended_date = Fund.Stage.ENDED, ending.ended_date
    fund.save(update_fields=["stage", "ended_date"])
    _record("approve_end", ending, by, at)
    return ending


@transaction.atomic
def refuse(*, ending: WindingUp, by, at: datetime, reason: str) -> WindingUp:
    """This function will refuse a proposed end, with the reason: one that a GP asks for also by the officer."""
    permissions.require(by, "fund.refuse_end")
    ending = _lock(ending, Stage.ASKED, Stage.DRAFT)
    if ending.stage == Stage.DRAFT:
        permissions.require(by, "fund.approve_end")
    ending.stage, ending.reason = Stage.REFUSED, audit.require_reason(reason)
    ending.save(update_fields=["stage", "reason"])
    _record("refuse_end", ending, by, at, reason=reason)
    return ending


@transaction.atomic
def propose_reopening(*, ending: WindingUp, by, at: datetime, reason: str) -> WindingUp:
    """This function will propose to take an approved end back, with the reason; another person decides."""
    permissions.require(by, "fund.propose_reopening")
    ending = _lock(ending, Stage.APPROVED)
    ending.stage, ending.reopening_by, ending.reopening_reason = Stage.REOPENING, by, audit.require_reason(reason)
    ending.save(update_fields=["stage", "reopening_by", "reopening_reason"])
    _record("propose_reopening", ending, by, at, reason=reason)
    return ending


@transaction.atomic
def reopen(*, ending: WindingUp, by, at: datetime) -> WindingUp:
    """This function will take an approved end back, by another person than who proposed it: the fund is open again.

    Its entries may be reversed then, its duties and reports go on, and its end is proposed anew when all is done.
    """
    permissions.require(by, "fund.approve_reopening")
    ending = _lock(ending, Stage.REOPENING)
    permissions.require_other_person(by, ending.reopening_by)
    ending.stage, ending.reopened_by, ending.reopened_at = Stage.REOPENED, by, at
    ending.save(update_fields=["stage", "reopened_by", "reopened_at"])
    fund = ending.fund
    fund.stage, fund.ended_date = Fund.Stage.OPEN, None
    fund.save(update_fields=["stage", "ended_date"])
    _record("reopen", ending, by, at, reason=ending.reopening_reason)
    return ending


@transaction.atomic
def keep_ended(*, ending: WindingUp, by, at: datetime, reason: str) -> WindingUp:
    """This function will refuse to take an end back, with the reason: the fund stays ended."""
    permissions.require(by, "fund.approve_reopening")
    ending = _lock(ending, Stage.REOPENING)
    reason = audit.require_reason(reason)
    ending.stage, ending.reopening_by, ending.reopening_reason = Stage.APPROVED, None, ""
    ending.save(update_fields=["stage", "reopening_by", "reopening_reason"])
    _record("keep_ended", ending, by, at, reason=reason)
    return ending


def unused_offsets(fund: Fund, on: date) -> Decimal:
    """This function will give what of the fee offsets no management fee has taken up by a day, in HK$ (A3, A4).

    What the last quarter carried forward by partner, and what was recorded since and not counted yet.
    """
    position = fee_facts.position(fund, on)
    return total([*position.carried().values(), *(amount for _day, amount in position.offsets)])


def unaccrued_fees(fund: Fund, on: date) -> Decimal:
    """This function will give the fee of quarters over by a day that nobody has accrued, in HK$, at most R14's cap."""
    found = fee_facts.position(fund, on)
    open_still = [one for one in found.quarters(on) if is_quarter_end(one[1]) and one[1] not in found.accruals]
    pairs = zip(found.agreed_fees(open_still), found.caps(open_still), strict=True)
    return total(min(fee.fee_hkd, cap.fee_hkd) for fee, cap in pairs)


def _carried(fund: Fund, on: date) -> dict[int, Decimal]:
    return fee_facts.position(fund, on).carried()


def _check(ending: WindingUp) -> winding_up.Facts:
    fund, on = ending.fund, ending.ended_date
    true_ups.require_none_waiting(fund)
    # A pair of entry and reversal that both came after the day leaves the books of the day as they were.
    standing = Q(reversed_by=None, reverses=None) | Q(reverses__effective_date__lte=on)
    entries = JournalEntry.objects.filter(standing, book__fund=fund)
    drafts = [
        *fund.calls.filter(stage="draft"),
        *fund.distributions.filter(stage="draft"),
        *fund.closings.filter(stage="draft"),
    ]
    facts = winding_up.Facts(
        ended=on,
        balances=selectors.balances_by_code(fund),
        reserve_hkd=ending.reserve_hkd,
        reserve_for=ending.reserve_for,
        clawback_hkd=carry.clawback_due(fund, on)[0],
        carry_held_hkd=waterfall_facts.given_back([fund.pk], on)[fund.pk].held_hkd,
        fees_hkd=unaccrued_fees(fund, on),
        offsets_hkd=unused_offsets(fund, on),
        offsets_said=bool(ending.offsets_way and ending.offsets_note),
        last_entry=entries.aggregate(last=Max("effective_date"))["last"],
        drafts=tuple(str(draft) for draft in drafts),
    )
    if breaches := winding_up.check(facts):
        raise RuleBroken(breaches)
    return facts


def _lock(ending: WindingUp, *stages: str) -> WindingUp:
    fund = lock_fund(ending.fund)
    ending = WindingUp.objects.select_for_update(of=("self",)).get(pk=ending.pk)
    require_stage(ending, *stages)
    ending.fund = fund
    return ending


def _record(verb: str, ending: WindingUp, by, at: datetime, *, reason: str = "", **facts) -> None:
    audit.record(
        chain=ending.fund.chain,
        verb=f"fund.{verb}",
        subject=ending,
        by=by,
        at=at,
        reason=reason,
        facts={"ended_date": ending.ended_date} | facts,
    )
