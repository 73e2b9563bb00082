"""The life of an investment, one verb an event; each posts its balanced entry, and a reversal undoes it (A3)."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db import transaction

from funds.models import JournalEntry
from funds.services import ledger
from investments.models import Investment, LifeEvent
from investments.rules import lifecycle
from investments.rules.foreign import booked
from investments.rules.lifecycle import ConversionTerms
from investments.services import checks
from investments.services.completion import refuse_rate, require_cash
from investments.services.life import (
    HKD,
    Code,
    Entry,
    Exchange,
    Note,
    Scene,
    begin,
    booked_hkd,
    post,
    require_exchange,
    valued_lines,
    write,
    written_down_lines,
)
from itvf import audit, permissions
from itvf.errors import InputRefused, WrongStage, gettext_noop
from itvf.money import ZERO, money, total

Kind = LifeEvent.Kind
CONVERTIBLE = ("convertible_bond", "convertible_note", "safe")


@transaction.atomic
def draw_tranche(
    *,
    investment: Investment,
    note: Note,
    by,
    at: datetime,
    amount_hkd: Decimal | None = None,
    units: Decimal = Decimal(0),
    exchange: Exchange | None = None,
) -> LifeEvent:
    """This function will record a further part of a deal's money, within what the Corporation answered, from cash.

    Its rate may lie a tenth from the one proposed. The deal is checked again on the tranche's day, at what it then
    costs in all; what it breaks goes into the breach register.
    """
    permissions.require(by, "investment.record_event", within=investment.fund)
    scene = begin(investment, Kind.TRANCHE, note, recorded_by=by, at=at)
    proposal = scene.investment.proposal
    if units < 0:
        raise InputRefused(
            gettext_noop("A tranche brings units or none; {units} is below zero."),
            code="units_below_zero",
            field="units",
            units=units,
        )
    amount = booked_hkd(amount_hkd, exchange, note)
    if proposal.currency == HKD:
        lifecycle.check_tranche(amount, undrawn_hkd=total([proposal.amount_hkd, -scene.position.original_cost_hkd]))
    else:
        exchange = require_exchange(exchange, proposal.currency)
        undrawn = proposal.foreign_amount - (scene.position.foreign_drawn or 0)
        lifecycle.check_foreign_tranche(exchange.foreign_amount, undrawn=undrawn)
        given = {name: getattr(exchange, name) for name in ("fx_rate", "fx_source", "fx_date")}
        refuse_rate(proposal, **given, on=note.on)
    require_cash(scene.investment.fund, amount, on=note.on)
    entry = post(
        scene,
        Entry.INVESTMENT,
        "tranche drawn",
        [(scene.investment.cost_account, amount), (scene.account(Code.CASH), -amount)],
    )
    event = write(
        scene,
        Kind.TRANCHE,
        entry=entry,
        exchange=exchange,
        amount_hkd=amount,
        cost_hkd=amount,
        units=units,
        foreign_cost=exchange.foreign_amount if exchange and proposal.currency != HKD else None,
    )
    outcomes = checks.keep_run(proposal, note.on, at, amount_hkd=_whole_deal(scene, exchange))
    checks.register_breaches(proposal, outcomes, note.on)
    return event


def _whole_deal(scene: Scene, exchange: Exchange | None) -> Decimal:
    """What a deal costs in all: what was drawn before, and the rest at the rate of this tranche."""
    proposal = scene.investment.proposal
    if proposal.currency == HKD:
        return proposal.amount_hkd
    undrawn = proposal.foreign_amount - (scene.position.foreign_drawn or 0)
    return total([scene.position.original_cost_hkd, booked(undrawn, exchange.fx_rate)])


@transaction.atomic
def convert(*, investment: Investment, terms: ConversionTerms, note: Note, by, at: datetime) -> LifeEvent:
    """This function will turn a convertible bond with its interest into shares; its cost is carried over.

    The entry moves the cost from the bond's account to that of what it became; no income is booked on interest that
    converts (A3: fees run on money made and drawn). The working keeps interest, price and what bought no whole share.
    Units of the bond go as those of the shares come. Refuses what is no bond, or was converted before.
    """
    permissions.require(by, "investment.record_event", within=investment.fund)
    scene = begin(investment, Kind.CONVERSION, note, recorded_by=by, at=at)
    if scene.position.converted_hkd:
        raise WrongStage(gettext_noop("The bond was converted before; it cannot be again."), code="converted_before")
    instrument = scene.investment.proposal.instrument
    if instrument not in CONVERTIBLE:
        raise WrongStage(
            gettext_noop("The investment is {instrument}; only these convert: {allowed}."),
            code="not_convertible",
            instrument=instrument,
            allowed=CONVERTIBLE,
        )
    if terms.converted_on != note.on:
        raise InputRefused(
            gettext_noop("The terms convert on {converted} and the event is of {date}; give one day for both."),
            code="two_days",
            field="converted_on",
            converted=terms.converted_on,
            date=note.on,
        )
    _refuse_other_bond(scene, terms)
    done = lifecycle.convert(terms)
    cost = scene.position.holding.cost_hkd
    entry = post(
        scene,
        Entry.CONVERSION,
        "converted into shares",
        [(scene.own(Code.INVESTMENT_CONVERTED), cost), (scene.investment.cost_account, -cost)],
    )
    working = {
        "principal": terms.principal,
        "interest_rate": terms.interest_rate,
        "interest_from": terms.interest_from,
        "interest": done.interest,
        "converted": done.converted,
        "round_price": terms.round_price,
        "discount_rate": terms.discount_rate,
        "cap": terms.cap,
        "cap_units": terms.cap_units,
        "price": lifecycle.shown_price(done.price),
        "basis": done.basis,
        "left_over": done.left_over,
        "units_before": scene.position.holding.units,
        "units_after": done.units,
    }
    change = done.units - scene.position.holding.units
    return write(scene, Kind.CONVERSION, entry=entry, working=working, units=change, amount_hkd=ZERO)


def _refuse_other_bond(scene: Scene, terms: ConversionTerms) -> None:
    """What converts is the principal that is still held, with interest from the deal on at the earliest."""
    holding, proposal = scene.position.holding, scene.investment.proposal
    held = holding.cost_hkd if proposal.currency == HKD else holding.foreign_cost
    if terms.principal != held:
        raise InputRefused(
            gettext_noop(
                "The principal is {principal}; of this bond {currency} {held} is held. Bonds convert whole: convert "
                "what is held."
            ),
            code="principal_differs",
            field="principal",
            principal=terms.principal,
            currency=proposal.currency,
            held=held,
        )
    if terms.interest_from < scene.investment.completed_date:
        raise InputRefused(
            gettext_noop("Interest from {found} would run before the deal of {completed}."),
            code="interest_before_deal",
            field="interest_from",
            found=terms.interest_from,
            completed=scene.investment.completed_date,
        )


@transaction.atomic
def split(*, investment: Investment, new: int, old: int, note: Note, by, at: datetime) -> LifeEvent:
    """This function will record that each `old` units became `new` ones; no money moves and nothing is posted."""
    return _reissued(investment, Kind.SPLIT, lifecycle.split, new, old, note, by, at)


@transaction.atomic
def issue_bonus(*, investment: Investment, new: int, old: int, note: Note, by, at: datetime) -> LifeEvent:
    """This function will record `new` units received for each `old` ones held, without money; nothing is posted."""
    return _reissued(investment, Kind.BONUS, lifecycle.bonus, new, old, note, by, at)


def _reissued(investment, kind, rule, new: int, old: int, note: Note, by, at: datetime) -> LifeEvent:
    permissions.require(by, "investment.record_event", within=investment.fund)
    scene = begin(investment, kind, note, recorded_by=by, at=at)
    after = rule(scene.position.holding.units, new=new, old=old)
    working = {
        "new": new,
        "old": old,
        "units_before": scene.position.holding.units,
        "units_after": after.units_after,
        "fraction_lost": lifecycle.shown_price(after.fraction_lost),
    }
    return write(scene, kind, entry=None, working=working, units=after.change, amount_hkd=ZERO)


@transaction.atomic
def write_down(*, investment: Investment, amount_hkd: Decimal, note: Note, by, at: datetime) -> LifeEvent:
    """This function will write an investment down for good: its fee base falls by it, its cost stays (A3)."""
    permissions.require(by, "investment.record_event", within=investment.fund)
    audit.require_reason(note.reason)
    scene = begin(investment, Kind.WRITE_DOWN, note, recorded_by=by, at=at)
    amount = money(amount_hkd)
    lifecycle.check_write_down(scene.position.holding, amount)
    return _written(scene, Kind.WRITE_DOWN, "written down for good", amount)


@transaction.atomic
def reverse_write_down(*, investment: Investment, amount_hkd: Decimal, note: Note, by, at: datetime) -> LifeEvent:
    """This function will write up again what was written down for good, never more; the fee's base rises by it (A3)."""
    permissions.require(by, "investment.record_event", within=investment.fund)
    audit.require_reason(note.reason)
    scene = begin(investment, Kind.WRITE_DOWN_REVERSAL, note, recorded_by=by, at=at)
    amount = money(amount_hkd)
    lifecycle.check_write_up(scene.position.holding, amount)
    return _written(scene, Kind.WRITE_DOWN_REVERSAL, "write-down reversed", -amount)


def _written(scene: Scene, kind: str, memo: str, amount_hkd: Decimal) -> LifeEvent:
    lines = [(scene.own(Code.UNREALISED_GAIN), amount_hkd), (scene.investment.unrealised_account, -amount_hkd)]
    entry = post(scene, Entry.WRITE_DOWN, memo, lines)
    return write(scene, kind, entry=entry, amount_hkd=abs(amount_hkd), written_down_hkd=amount_hkd)


@transaction.atomic
def write_off(*, investment: Investment, note: Note, by, at: datetime) -> LifeEvent:
    """This function will write off all that an investment cost: a realised loss; its units stay and may yet be sold."""
    permissions.require(by, "investment.record_event", within=investment.fund)
    audit.require_reason(note.reason)
    scene = begin(investment, Kind.WRITE_OFF, note, recorded_by=by, at=at)
    gone = lifecycle.release(scene.position.holding, Fraction(1))
    lines = [
        (scene.account(Code.REALISED_GAIN), gone.cost_hkd),
        *scene.cost_lines(gone.cost_hkd),
        *written_down_lines(scene, gone),
    ]
    entry = post(scene, Entry.WRITE_DOWN, "written off", lines)
    post(scene, Entry.VALUATION, "unrealised value of what was written off", valued_lines(scene, gone))
    return write(
        scene,
        Kind.WRITE_OFF,
        entry=entry,
        amount_hkd=gone.cost_hkd,
        cost_hkd=-gone.cost_hkd,
        foreign_cost=None if gone.foreign_cost is None else -gone.foreign_cost,
        gain_hkd=-gone.cost_hkd,
        written_down_hkd=-gone.written_down_hkd,
    )


@transaction.atomic
def reverse(*, event: LifeEvent, note: Note, by, at: datetime) -> LifeEvent:
    """This function will undo the last event that stands, its entries too; the events before it come one by one.

    The completion itself is not undone here: its cost is a deal that the Corporation answered.
    """
    permissions.require(by, "investment.reverse_event", within=event.investment.fund)
    audit.require_reason(note.reason)
    scene = begin(event.investment, event.kind, note, recorded_by=by, at=at, may_be_over=True)
    standing = scene.investment.life_events.filter(reverses__isnull=True, reversed_by__isnull=True)
    last = standing.order_by("-number").first()
    if event.kind == Kind.COMPLETION:
        raise WrongStage(
            gettext_noop("The completion of a deal is not reversed; write the investment off, or correct its papers."),
            code="completion_stands",
        )
    if last is None or last.pk != event.pk:
        raise WrongStage(
            gettext_noop("Event {number} is not the last one that stands; reverse event {last} first."),
            code="not_the_last_event",
            number=event.number,
            last=last.number if last else 0,
        )
    undone = [
        ledger.reverse(entry=entry, on=note.on, by=by, reason=note.reason)
        for entry in JournalEntry.objects.filter(
            book=scene.book,
            source=f"life_event:{scene.investment.pk}:{event.number}",
            reverses__isnull=True,
            reversed_by__isnull=True,
        ).order_by("id")
    ]
    return write(
        scene,
        event.kind,
        entry=undone[0] if undone else None,
        working={"reverses": event.number},
        verb="reverse",
        reverses=event,
        route=event.route,
        **{name: _opposite(getattr(event, name)) for name in SIGNED},
    )


SIGNED = (
    "amount_hkd",
    "cost_hkd",
    "units",
    "foreign_cost",
    "gain_hkd",
    "exchange_hkd",
    "escrow_hkd",
    "tax_withheld_hkd",
    "written_down_hkd",
)


def _opposite(figure: Decimal | None) -> Decimal | None:
    return None if figure is None else -figure
