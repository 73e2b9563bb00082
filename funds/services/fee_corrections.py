"""Booked quarters of the management fee computed again: proposed with the difference, approved by another person.

A rate, a waiver or a base that turned out otherwise after its quarter was accrued. Nothing is erased: each former
accrual stays, its entry is reversed, and the new one names the one in whose place it stands (ADR 22).
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from funds import fee_facts
from funds.locks import lock_fund
from funds.models import FeeAccrual, FeeCorrection, FeeOffset, Fund
from funds.rules.fees import PeriodFee
from funds.rules.partner_fees import QuarterFee
from funds.rules.stages import require_stage
from funds.services import fees, ledger
from itvf import audit, permissions
from itvf.errors import InputRefused, WrongStage, gettext_noop, plain
from itvf.money import ZERO, total

Stage = FeeCorrection.Stage
# What of a partner's part makes a quarter another one.
FIGURES = ("gross_hkd", "concession_hkd", "brought_hkd", "offset_hkd", "used_hkd")


@dataclass(frozen=True, slots=True)
class Again:
    """A booked quarter computed again from what is on record now."""

    accrual: FeeAccrual
    fee: PeriodFee
    cap: PeriodFee
    shared: QuarterFee

    @property
    def difference_hkd(self) -> Decimal:
        """What the quarter's fee grows by; below zero what it falls by."""
        return self.shared.net_hkd - self.accrual.fee_hkd

    @property
    def differs(self) -> bool:
        """Whether any partner bears another part, or has other offsets."""
        before = {
            line.partner_id: tuple(getattr(line, name) for name in FIGURES) for line in self.accrual.partners.all()
        }
        return before != {line.id: tuple(getattr(line, name) for name in FIGURES) for line in self.shared.lines}


@transaction.atomic
def propose(*, fund: Fund, first_quarter: date, why: str, by, at: datetime) -> FeeCorrection:
    """This function will propose to compute a fund's booked fee again from a quarter on, with what changes, in HK$.

    Refuses (InputRefused) a quarter that is not accrued, and one from which on nothing changes; a fund that has ended,
    a second proposal, and quarters on whose offsets a settlement by the manager rests (WrongStage).
    """
    permissions.require(by, "fee_correction.propose")
    fund = lock_fund(fund)
    why = audit.require_reason(why)
    if fund.fee_corrections.filter(stage=Stage.DRAFT).exists():
        raise WrongStage(
            gettext_noop("A correction of this fund's fee is proposed already; approve or refuse it."),
            code="correction_proposed",
        )
    found = _changed(fund, first_quarter, at)
    correction = FeeCorrection.objects.create(
        fund=fund,
        first_quarter=first_quarter,
        why=why,
        difference_hkd=total(one.difference_hkd for one in found),
        working=_working(found),
        proposed_by=by,
        proposed_at=at,
    )
    _record("propose", correction, by, at, reason=why)
    return correction


@transaction.atomic
def approve(*, correction: FeeCorrection, by, at: datetime) -> FeeCorrection:
    """This function will approve a correction, by another person, where the books still give the figures proposed.

    Of each quarter that changes the entry is reversed on the quarter's own day and the fee booked anew beside it, so
    that every day's figures are right, and those known before can be printed again.
    """
    permissions.require(by, "fee_correction.approve")
    correction = _lock(correction)
    permissions.require_other_person(by, correction.proposed_by)
    found = _changed(correction.fund, correction.first_quarter, at)
    if _working(found) != correction.working:
        raise WrongStage(
            gettext_noop(
                "The books give other figures than those proposed; refuse the correction and propose it anew."
            ),
            code="correction_outdated",
        )
    correction.stage, correction.approved_by, correction.approved_at = Stage.APPROVED, by, at
    correction.save(update_fields=["stage", "approved_by", "approved_at"])
    for one in found:
        _replace(one, correction, by, at)
    _record("approve", correction, by, at, reason=correction.why)
    return correction


@transaction.atomic
def refuse(*, correction: FeeCorrection, by, at: datetime, reason: str) -> FeeCorrection:
    """This function will refuse a proposed correction, with the reason; the quarters stay as they are booked."""
    permissions.require(by, "fee_correction.approve")
    correction = _lock(correction)
    correction.stage, correction.reason = Stage.REFUSED, audit.require_reason(reason)
    correction.save(update_fields=["stage", "reason"])
    _record("refuse", correction, by, at, reason=reason)
    return correction


def computed_again(fund: Fund, first_quarter: date, at: datetime) -> list[Again]:
    """This function will compute the booked quarters of a fund again from one on, as they would be accrued at a moment.

    Each brings forward what the quarter before it carries now, and counts the offsets that were counted in it.
    """
    accruals = list(fund.fee_accruals.standing().filter(period_end__gte=first_quarter).order_by("period_end"))
    if not accruals or accruals[0].period_end != first_quarter:
        return []
    position = fee_facts.position(fund, accruals[-1].period_end)
    carried, found = position.carried(first_quarter), []
    for number, accrual in enumerate(accruals):
        if number:
            former = found[-1]
            left = {line.id: line.carried_hkd for line in former.shared.lines}
            accrued_at = at if former.differs else former.accrual.accrued_at
            carried = position.passed_on(left, former.accrual.period_end, accrued_at, until=accrual.period_end)
        fee, cap = fee_facts.quarter_of(position, accrual.period_end)
        counted = FeeOffset.objects.filter(accrual__fund=fund, accrual__period_end=accrual.period_end)
        offset_hkd = total(counted.values_list("offset_hkd", flat=True))
        shared = position.shared(fee, cap, carried=carried, offset_hkd=offset_hkd)
        found.append(Again(accrual, fee, cap, shared))
    return found


def _changed(fund: Fund, first_quarter: date, at: datetime) -> list[Again]:
    require_stage(fund, Fund.Stage.OPEN)
    if fund.offset_settlements.filter(entry__reversed_by=None, accrual__period_end__gte=first_quarter).exists():
        raise WrongStage(
            gettext_noop("The manager has settled offsets that these quarters carried forward; reverse that first."),
            code="offsets_settled",
        )
    again = computed_again(fund, first_quarter, at)
    if not again:
        raise InputRefused(
            gettext_noop("No fee is booked for the quarter to {date}; choose the last day of one that is."),
            code="quarter_not_accrued",
            field="first_quarter",
            date=first_quarter,
        )
    found = [one for one in again if one.differs]
    if not found:
        raise InputRefused(
            gettext_noop(
                "From the quarter to {date} on, the books give the fee that is booked. Record the rate, the concession "
                "or the investment as it is first."
            ),
            code="nothing_to_correct",
            field="first_quarter",
            date=first_quarter,
        )
    return found


def _replace(one: Again, correction: FeeCorrection, by, at: datetime) -> None:
    former = one.accrual
    if former.entry is not None:
        ledger.reverse(entry=former.entry, on=former.period_end, by=by, reason=f"Fee correction {correction.pk}")
    about = {"fund": correction.fund, "period_end": former.period_end, "accrued_by": by, "accrued_at": at}
    accrual = FeeAccrual(**about, correction=correction, supersedes=former)
    version = FeeAccrual.objects.filter(fund=correction.fund, period_end=former.period_end).count() + 1
    fees.write(accrual, fee=one.fee, cap=one.cap, shared=one.shared, version=version)


def _working(found: list[Again]) -> dict:
    """What the correction changes, as both people read it: quarter by quarter, partner by partner."""
    return {
        "quarters": [
            {
                "period_end": one.accrual.period_end.isoformat(),
                "was_hkd": plain(one.accrual.fee_hkd),
                "becomes_hkd": plain(one.shared.net_hkd),
                "cap_hkd": plain(one.cap.fee_hkd),
                "partners": _partners(one),
            }
            for one in found
        ]
    }


def _partners(one: Again) -> list[dict]:
    """Each partner's fee before and after, in HK$, where it has either."""
    before = {line.partner_id: line.net_hkd for line in one.accrual.partners.all()}
    after = {line.id: line.net_hkd for line in one.shared.lines}
    return [
        {"partner": pk, "was_hkd": plain(before.get(pk, ZERO)), "becomes_hkd": plain(after.get(pk, ZERO))}
        for pk in sorted(before | after)
    ]


def _lock(correction: FeeCorrection) -> FeeCorrection:
    fund = lock_fund(correction.fund)
    correction = FeeCorrection.objects.select_related("proposed_by").get(pk=correction.pk)
    require_stage(correction, Stage.DRAFT)
    correction.fund = fund
    return correction


def _record(verb: str, correction: FeeCorrection, by, at: datetime, *, reason: str) -> None:
    audit.record(
        chain=correction.fund.chain,
        verb=f"fee_correction.{verb}",
        subject=correction,
        by=by,
        at=at,
        reason=reason,
        facts={"first_quarter": correction.first_quarter, "difference_hkd": correction.difference_hkd},
    )
