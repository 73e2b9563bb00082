"""Valuations: made by one person, reviewed by another, in the books from then on (IPEV, HKFRS 13)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q

from funds.locks import lock_fund
from funds.models import JournalEntry
from funds.rules.stages import require_stage
from funds.services import ledger
from investments import positions, valuation_facts
from investments.models import Investment, LifeEvent, Valuation
from investments.rules import foreign, lifecycle, valuation
from investments.services.life import HKD, MOVES_VALUE
from investments.services.proposals import refuse_places
from investments.valuation_facts import LAST_EVENT, Before
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, RuleBroken, WrongStage, gettext_noop, plain
from itvf.models import File
from itvf.money import money, total

Code = ledger.Code
Stage = Valuation.Stage
# Events that were booked on the carrying amount as it stood.
LESSENS = (LifeEvent.Kind.EXIT, LifeEvent.Kind.WRITE_OFF, LifeEvent.Kind.WRITE_DOWN)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value and how it was reached: method, level, inputs; in its own currency with rate, source and date."""

    valuation_date: date
    method: str
    level: int
    policy_version: str
    fair_value_hkd: Decimal
    inputs: Mapping[str, Any] = field(default_factory=dict)
    currency: str = "HKD"
    foreign_value: Decimal | None = None
    fx_rate: Decimal | None = None
    fx_source: str = ""
    fx_date: date | None = None
    reason: str = ""


@transaction.atomic
def record(*, investment: Investment, estimate: Estimate, by, at: datetime, file: File | None = None) -> Valuation:
    """This function will record a valuation for review, with its bridge from the last one and its calibration.

    Refuses a method without its inputs, a value that is not its own currency's at the rate, a deal in another currency
    without its rate, a second draft of the day, and a jump without an event or a reason. It is not in the books before
    another person has reviewed it.
    """
    permissions.require(by, "valuation.record", within=investment.fund)
    lock_fund(investment.fund)
    wanted = ("fund", "company", "proposal", "cost_account__book", "unrealised_account")
    investment = Investment.objects.select_related(*wanted).get(pk=investment.pk)
    on, value = estimate.valuation_date, money(estimate.fair_value_hkd)
    _check_day(investment, on, local_date(at))
    _check_estimate(investment, estimate, value)
    before = valuation_facts.before(investment, on)
    breaches = (
        *valuation.check_inputs(estimate.method, estimate.level, estimate.inputs),
        *valuation.check_rate(value, estimate.foreign_value, estimate.fx_rate, estimate.currency),
        *valuation.check_jump(
            before.expected_hkd, before.on, value, had_event=before.had_event, reason=estimate.reason
        ),
    )
    if breaches:
        raise RuleBroken(list(breaches))
    recorded = Valuation.objects.create(
        investment=investment,
        valuation_date=on,
        method=estimate.method,
        level=estimate.level,
        policy_version=estimate.policy_version.strip(),
        inputs=plain(dict(estimate.inputs)),
        calibration=valuation_facts.calibration(investment, on, value),
        fair_value_hkd=value,
        currency=estimate.currency,
        foreign_value=estimate.foreign_value,
        fx_rate=estimate.fx_rate,
        fx_source=estimate.fx_source.strip(),
        fx_date=estimate.fx_date,
        reason=estimate.reason.strip(),
        bridge=_bridge(investment, before, estimate, value),
        file=file,
        made_by=by,
        made_at=at,
    )
    _record("record", recorded, by, at, reason=estimate.reason, fair_value_hkd=value)
    return recorded


@transaction.atomic
def review(*, valuation_: Valuation, note: str, by, at: datetime) -> Valuation:
    """This function will put a valuation into the books, by a person other than its maker.

    Posts what the carrying amount lacks of the value on its day, the exchange difference apart. One that is earlier
    than a value in the books is refused; one of the same day corrects it. Refused too is one that events have
    overtaken: a sale, write-off or write-down after its day was booked on the carrying amount that this value would
    change, and an event up to its day that was recorded since is not in it.
    """
    permissions.require(by, "valuation.review")
    found = _lock(valuation_)
    require_stage(found, Stage.DRAFT)
    permissions.require_other_person(by, found.made_by)
    last = valuation_facts.last_reviewed(found.investment)
    if last is not None and last.valuation_date > found.valuation_date:
        raise WrongStage(
            gettext_noop(
                "A value of {date} is in the books already; refuse this one and value that day or a later one."
            ),
            code="later_value_stands",
            date=last.valuation_date,
        )
    _check_not_overtaken(found)
    found.entry = _post(found, by)
    return _decide(found, Stage.REVIEWED, "review", note, by, at)


@transaction.atomic
def refuse(*, valuation_: Valuation, reason: str, by, at: datetime) -> Valuation:
    """This function will refuse a valuation, with the reason; its maker makes another."""
    permissions.require(by, "valuation.review")
    audit.require_reason(reason)
    found = _lock(valuation_)
    require_stage(found, Stage.DRAFT)
    permissions.require_other_person(by, found.made_by)
    return _decide(found, Stage.REFUSED, "refuse", reason, by, at)


@transaction.atomic
def reverse(*, valuation_: Valuation, reason: str, by, at: datetime) -> Valuation:
    """This function will take a reviewed value out of the books again, so that the one before it stands.

    By a person other than its reviewer, with the reason. Its entry is reversed on its own day, so that the books of
    that day read as if it had not been. Refused where something rests on it: a later value or an estimate that waits,
    and a sale, write-off or write-down that was booked on what it made the investment worth.
    """
    permissions.require(by, "valuation.reverse")
    reason = audit.require_reason(reason)
    found = _lock(valuation_)
    require_stage(found, Stage.REVIEWED)
    permissions.require_other_person(by, found.reviewed_by)
    _check_nothing_rests_on(found)
    if found.entry is not None:
        ledger.reverse(entry=found.entry, on=found.valuation_date, by=by, reason=reason)
    found.stage = Stage.REVERSED
    found.reversed_by, found.reversed_at, found.reversal_reason = by, at, reason
    found.save(update_fields=["stage", "reversed_by", "reversed_at", "reversal_reason"])
    _record("reverse", found, by, at, reason=reason, fair_value_hkd=found.fair_value_hkd)
    return found


def _check_nothing_rests_on(found: Valuation) -> None:
    on, others = found.valuation_date, found.investment.valuations.exclude(pk=found.pk)
    later = others.filter(
        Q(stage=Stage.REVIEWED, valuation_date__gt=on)
        | Q(stage=Stage.REVIEWED, valuation_date=on, pk__gt=found.pk)
        | Q(stage=Stage.DRAFT, valuation_date__gte=on)
    ).first()
    if later is not None:
        raise WrongStage(
            gettext_noop("The value of {date} goes on from this one; reverse or refuse that one first."),
            code="later_value_rests_on_it",
            date=later.valuation_date,
        )
    events = found.investment.life_events.filter(reverses__isnull=True, reversed_by__isnull=True, kind__in=LESSENS)
    booked = events.filter(Q(effective_date__gt=on) | Q(number__gt=found.bridge[LAST_EVENT])).order_by("number").first()
    if booked is not None:
        raise WrongStage(
            gettext_noop("Event {number} of {event_date} was booked on this value; reverse that event first."),
            code="event_rests_on_it",
            number=booked.number,
            event_date=booked.effective_date,
        )


def _decide(found: Valuation, stage: str, verb: str, note: str, by, at: datetime) -> Valuation:
    found.stage = stage
    found.reviewed_by = by
    found.reviewed_at = at
    found.review_note = note.strip()
    found.save(update_fields=["entry", "stage", "reviewed_by", "reviewed_at", "review_note"])
    _record(verb, found, by, at, reason=note, fair_value_hkd=found.fair_value_hkd)
    return found


def _lock(found: Valuation) -> Valuation:
    lock_fund(found.investment.fund)
    wanted = (
        "made_by",
        "reviewed_by",
        "entry",
        "investment__fund",
        "investment__company",
        "investment__cost_account__book",
        "investment__unrealised_account",
    )
    return Valuation.objects.select_related(*wanted).get(pk=found.pk)


def _check_day(investment: Investment, on: date, today: date) -> None:
    if not investment.completed_date <= on <= today:
        raise InputRefused(
            gettext_noop("{date} is not between the completion on {completed} and today."),
            code="valuation_date",
            field="valuation_date",
            date=on,
            completed=investment.completed_date,
        )
    position = positions.of(investment, as_of=on)
    if position.state == lifecycle.REALISED:
        lifecycle.check_held(position.holding, position.state)


def _check_estimate(investment: Investment, estimate: Estimate, value_hkd: Decimal) -> None:
    if value_hkd < 0 or not estimate.policy_version.strip():
        raise InputRefused(
            gettext_noop("A value is zero or above and names the version of the policy; {value_hkd} was given."),
            code="no_value",
            field="fair_value_hkd" if value_hkd < 0 else "policy_version",
            value_hkd=value_hkd,
        )
    currency = investment.proposal.currency
    given = (estimate.foreign_value, estimate.fx_rate, estimate.fx_date)
    if any(one is None for one in given) and (currency != HKD or any(one is not None for one in given)):
        raise InputRefused(
            gettext_noop("Give the value in {currency} and the rate with source and date."),
            code="fx_rate_missing",
            field="fx_rate",
            currency=currency if currency != HKD else estimate.currency,
        )
    if currency not in (HKD, estimate.currency):
        raise InputRefused(
            gettext_noop("The investment is in {currency}: give its value in that, not in {found}."),
            code="another_currency",
            field="currency",
            currency=currency,
            found=estimate.currency,
        )
    if estimate.foreign_value is not None:
        refuse_places(estimate.foreign_value)
        foreign.check_rate(
            estimate.foreign_value,
            estimate.fx_rate,
            source=estimate.fx_source,
            rate_date=estimate.fx_date,
            on=estimate.valuation_date,
        )
    if investment.valuations.filter(stage=Stage.DRAFT, valuation_date=estimate.valuation_date).exists():
        raise WrongStage(
            gettext_noop("A value of {date} waits for its review already; have it reviewed or refused first."),
            code="draft_waits",
            date=estimate.valuation_date,
        )


def _bridge(investment: Investment, before: Before, estimate: Estimate, value_hkd: Decimal) -> dict:
    """The bridge as it is kept, with the last event that the value has seen."""
    found = valuation_facts.bridge(investment, before, estimate.valuation_date, value_hkd, estimate.fx_rate)
    return plain(found.as_facts() | {LAST_EVENT: valuation_facts.last_event(investment)})


def _check_not_overtaken(found: Valuation) -> None:
    on, events = found.valuation_date, found.investment.life_events
    # A pair of event and reversal wholly after the day leaves the carrying amount of the day as it was.
    stands = Q(reversed_by__isnull=True) & (Q(reverses__isnull=True) | Q(reverses__effective_date__lte=on))
    after = stands & Q(kind__in=LESSENS, effective_date__gt=on)
    unseen = Q(kind__in=MOVES_VALUE, effective_date__lte=on, number__gt=found.bridge[LAST_EVENT])
    overtaken = events.filter(after | unseen).order_by("number").first()
    if overtaken is not None:
        raise WrongStage(
            gettext_noop(
                "Event {number} of {event_date} was booked without this value. Reverse it, have the value reviewed and "
                "record it again, or refuse this value and make another."
            ),
            code="event_after_value",
            number=overtaken.number,
            event_date=overtaken.effective_date,
        )


def _post(found: Valuation, by) -> JournalEntry | None:
    """Brings the carrying amount to the value; nothing is posted where it stands there already."""
    investment = found.investment
    position = positions.of(investment, as_of=found.valuation_date)
    change = total([found.fair_value_hkd, -position.fair_value_hkd])
    exchange = valuation_facts.exchange_change(investment, position, found.valuation_date, found.fx_rate)
    cost = investment.cost_account
    about = {"reference": cost.reference, "label": cost.label}
    lines = [
        (investment.unrealised_account, change),
        (ledger.account(cost.book, Code.UNREALISED_GAIN, **about), -total([change, -exchange])),
        (ledger.account(cost.book, Code.UNREALISED_FX, **about), -exchange),
    ]
    if not any(amount for _account, amount in lines):
        return None
    return ledger.post(
        book=cost.book,
        kind=JournalEntry.Kind.VALUATION,
        effective_date=found.valuation_date,
        memo=f"{investment.company.name_en}: fair value"[:300],
        source=f"valuation:{found.pk}",
        lines=lines,
        by=by,
    )


def _record(verb: str, found: Valuation, by, at: datetime, *, reason: str = "", **facts) -> None:
    audit.record(
        chain=found.investment.fund.chain,
        verb=f"valuation.{verb}",
        subject=found,
        by=by,
        at=at,
        reason=reason,
        facts={"investment": found.investment_id, "valued": found.valuation_date, **facts},
    )
