"""Money back from an investment: exits by listing, trade sale or redemption, escrow, income; each with its entries."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db import transaction

from investments.models import Investment, LifeEvent, Valuation
from investments.rules import escrow, lifecycle, valuation
from investments.rules.foreign import split_result
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
from itvf import permissions
from itvf.errors import InputRefused, gettext_noop
from itvf.money import ZERO, money, total

Kind = LifeEvent.Kind
# Amounts booked to the cent at two rates may differ by so much from the exact difference, for each exit settled.
ROUNDING_HKD = Decimal("0.02")


@transaction.atomic
def exit_(
    *,
    investment: Investment,
    route: str,
    note: Note,
    by,
    at: datetime,
    proceeds_hkd: Decimal | None = None,
    exchange: Exchange | None = None,
    units: Decimal | None = None,
    part_rate: Decimal = Decimal(1),
    escrow_hkd: Decimal = ZERO,
) -> LifeEvent:
    """This function will record an exit in part or whole, with what is received now and what is held in escrow.

    The part is `units` of those held, or `part_rate` (0 to 1) of a lot without units. Proceeds are HK$, or the amount
    and rate of `exchange`, which a deal in another currency needs; both are net of costs of sale. Posts cash and escrow
    against cost, gain, and exchange difference apart (HKAS 21), then takes what stood unrealised for the part off the
    books. Keeps a back-test against the last valuation in the working (IPEV).
    """
    permissions.require(by, "investment.record_event", within=investment.fund)
    scene = begin(investment, Kind.EXIT, note, recorded_by=by, at=at, may_be_over=True)
    if scene.position.state == lifecycle.REALISED:
        lifecycle.check_held(scene.position.holding, scene.position.state)
    _check_route(route)
    deal = scene.investment.proposal
    if deal.currency != HKD:
        exchange = require_exchange(exchange, deal.currency)
    proceeds = booked_hkd(proceeds_hkd, exchange, note)
    held_back = money(escrow_hkd)
    _check_amounts(proceeds, held_back)
    holding = scene.position.holding
    part = lifecycle.part_of_units(holding, units) if units is not None else Fraction(part_rate)
    gone = lifecycle.release(holding, part)
    result = split_result(
        proceeds,
        gone.cost_hkd,
        foreign_cost=gone.foreign_cost if exchange else None,
        rate=exchange.fx_rate if exchange else None,
    )
    received = total([proceeds, -held_back])
    entry = post(
        scene,
        Entry.REALISATION,
        "exit",
        [
            (scene.account(Code.CASH), received),
            (scene.own(Code.ESCROW_RECEIVABLE), held_back),
            *scene.cost_lines(gone.cost_hkd),
            (scene.account(Code.REALISED_GAIN), -result.gain_hkd),
            (scene.account(Code.REALISED_FX), -result.exchange_hkd),
        ],
    )
    post(scene, Entry.VALUATION, "unrealised value of what was sold", valued_lines(scene, gone))
    post(scene, Entry.WRITE_DOWN, "write-down of what was sold", written_down_lines(scene, gone))
    return write(
        scene,
        Kind.EXIT,
        entry=entry,
        working={
            "proceeds_hkd": proceeds,
            "part": lifecycle.shown_price(part),
            "back_test": _back_test(scene, gone, proceeds, note),
        },
        exchange=exchange,
        route=route,
        amount_hkd=received,
        cost_hkd=-gone.cost_hkd,
        units=-gone.units,
        foreign_cost=None if gone.foreign_cost is None else -gone.foreign_cost,
        gain_hkd=result.gain_hkd,
        exchange_hkd=result.exchange_hkd,
        escrow_hkd=held_back,
        written_down_hkd=-gone.written_down_hkd,
    )


@transaction.atomic
def release_escrow(
    *,
    investment: Investment,
    settled_hkd: Decimal,
    note: Note,
    by,
    at: datetime,
    received_hkd: Decimal | None = None,
    exchange: Exchange | None = None,
) -> LifeEvent:
    """This function will settle what was held in escrow: what comes is cash, what does not is a loss on the exit.

    `settled_hkd` is what leaves the books of what was held back, the oldest exit's first. Money that comes in an exit's
    own currency (`exchange`) settles exits in that currency, and is worth another amount than on the day of each: that
    difference stands apart (HKAS 21). The working keeps what was settled of which exit, by its event's number.
    """
    permissions.require(by, "investment.record_event", within=investment.fund)
    scene = begin(investment, Kind.ESCROW_RELEASE, note, recorded_by=by, at=at, may_be_over=True)
    settled, received = money(settled_hkd), booked_hkd(received_hkd, exchange, note)
    held = _in_escrow(scene, exchange)
    lifecycle.check_escrow(settled, escrow_hkd=total(one.amount_hkd for one in held))
    parts = escrow.in_turn(held, settled)
    result = escrow.split(received, parts, rate=exchange.fx_rate if exchange else None)
    if received < 0 or result.gain_hkd > ROUNDING_HKD * len(parts):
        raise InputRefused(
            gettext_noop("{received_hkd} was received of {settled_hkd} settled; it is at most that."),
            code="received_above",
            field="received_hkd",
            received_hkd=received,
            settled_hkd=settled,
        )
    entry = post(
        scene,
        Entry.ESCROW,
        "escrow settled",
        [
            (scene.account(Code.CASH), received),
            (scene.account(Code.REALISED_GAIN), -result.gain_hkd),
            (scene.account(Code.REALISED_FX), -result.exchange_hkd),
            (scene.own(Code.ESCROW_RECEIVABLE), -settled),
        ],
    )
    return write(
        scene,
        Kind.ESCROW_RELEASE,
        entry=entry,
        exchange=exchange,
        working={"settled_hkd": {str(part.exit): part.amount_hkd for part in parts}},
        amount_hkd=received,
        escrow_hkd=-settled,
        gain_hkd=result.gain_hkd,
        exchange_hkd=result.exchange_hkd,
    )


@transaction.atomic
def receive_income(
    *,
    investment: Investment,
    note: Note,
    by,
    at: datetime,
    gross_hkd: Decimal | None = None,
    exchange: Exchange | None = None,
    tax_withheld_hkd: Decimal = ZERO,
) -> LifeEvent:
    """This function will record a dividend or interest received: cash, and the tax withheld from it apart."""
    permissions.require(by, "investment.record_event", within=investment.fund)
    scene = begin(investment, Kind.INCOME, note, recorded_by=by, at=at, may_be_over=True)
    gross = booked_hkd(gross_hkd, exchange, note)
    tax = money(tax_withheld_hkd)
    if gross <= 0 or not 0 <= tax < gross:
        raise InputRefused(
            gettext_noop("Income of {gross_hkd} with {tax_hkd} of tax withheld leaves nothing. Correct the two."),
            code="no_income",
            field="gross_hkd",
            gross_hkd=gross,
            tax_hkd=tax,
        )
    entry = post(
        scene,
        Entry.INCOME,
        "income",
        [
            (scene.account(Code.CASH), total([gross, -tax])),
            (scene.account(Code.TAX_WITHHELD), tax),
            (scene.account(Code.INCOME), -gross),
        ],
    )
    return write(
        scene,
        Kind.INCOME,
        entry=entry,
        exchange=exchange,
        amount_hkd=total([gross, -tax]),
        tax_withheld_hkd=tax,
    )


def _in_escrow(scene: Scene, exchange: Exchange | None) -> tuple[escrow.Held, ...]:
    """What of each exit is in escrow; of those in its currency, where money comes in one."""
    events = scene.investment.life_events.filter(reverses__isnull=True, reversed_by__isnull=True).order_by("number")
    exits = [
        escrow.Held(event.number, event.escrow_hkd, event.currency, event.fx_rate)
        for event in events.filter(kind=Kind.EXIT, escrow_hkd__gt=0)
    ]
    settled = [_settled(event) for event in events.filter(kind=Kind.ESCROW_RELEASE)]
    held = escrow.still_held(exits, settled)
    if exchange is None:
        return held
    held = tuple(one for one in held if one.currency == exchange.currency and one.rate is not None)
    if not held:
        raise InputRefused(
            gettext_noop("Nothing was held back in {currency}; give what was received in HK$."),
            code="not_held_in_currency",
            field="fx_rate",
            currency=exchange.currency,
        )
    return held


def _settled(release: LifeEvent) -> dict[int, Decimal] | Decimal:
    """What a release settled of which exit; its amount alone where it was recorded without."""
    named = release.working.get("settled_hkd")
    if named is None:
        return -release.escrow_hkd
    return {int(number): Decimal(amount) for number, amount in named.items()}


def _check_route(route: str) -> None:
    allowed = [value for value in LifeEvent.Route.values if value]
    if route not in allowed:
        raise InputRefused(
            gettext_noop("{route} is no route of an exit; use one of: {allowed}."),
            code="not_a_choice",
            field="route",
            route=route,
            allowed=allowed,
        )


def _check_amounts(proceeds: Decimal, held_back: Decimal) -> None:
    if proceeds < 0 or not 0 <= held_back <= proceeds:
        raise InputRefused(
            gettext_noop("{escrow_hkd} is held back of proceeds of {proceeds_hkd}; it is at most those."),
            code="escrow_above",
            field="escrow_hkd",
            escrow_hkd=held_back,
            proceeds_hkd=proceeds,
        )


def _back_test(scene: Scene, gone: lifecycle.Release, proceeds: Decimal, note: Note) -> dict | None:
    """What was last valued of the part that left, beside what it brought; None where nothing was valued yet."""
    last = (
        scene.investment.valuations.filter(stage=Valuation.Stage.REVIEWED, valuation_date__lte=note.on)
        .order_by("-valuation_date", "-id")
        .first()
    )
    if last is None:
        return None
    carried = total([gone.cost_hkd, gone.unrealised_hkd])
    test = valuation.back_test(carried, last.valuation_date, proceeds, note.on)
    return {name: getattr(test, name) for name in test.__slots__}
