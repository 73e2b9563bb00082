"""One lot's figures: what was paid for it, what came back, what the books carry it at, and its return."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from funds.models import LedgerAccount
from investments import positions
from investments.models import Investment, LifeEvent
from itvf.derivation import MULTIPLE, RATE, Derivation
from itvf.errors import gettext_noop
from itvf.money import ratio, total
from itvf.presentation import name_of
from reporting import all_returns
from reporting.explain.entries import leaves, movements
from reporting.explain.performance import IRR_EQUATION, NOT_A_YEAR
from reporting.explain.question import Choice, Question, missing

Code = LedgerAccount.Code
ALL_AT_COST = gettext_noop("Held at cost on {date}, lot by lot")
ALL_AT_FAIR_VALUE = gettext_noop("Held at fair value on {date}, lot by lot")
OF_LOT = gettext_noop("{company}, of {date}: {figure}")
PAID = gettext_noop("Original cost: what was paid, completion and tranches")
BACK = gettext_noop("Proceeds and income received")
PROCEEDS = gettext_noop("Proceeds of exits, escrow released")
INCOME = gettext_noop("Income")
COST = gettext_noop("Held at cost")
VALUE = gettext_noop("What the books carry it at: cost and what stands unrealised")
CONVERTED = gettext_noop("Cost carried over into shares at a conversion")
UNREALISED = gettext_noop("Unrealised gains and losses")
MULTIPLE_OF = gettext_noop("Value, proceeds and income over original cost")
DPI = gettext_noop("Proceeds and income over what was paid (DPI)")
RATE_OF = gettext_noop("Rate of return of the lot, before fee and carry (IRR)")
OF = gettext_noop("{company}, of {date}: {figure}")
LOT = gettext_noop("{company}, of {date}")
EVENT = gettext_noop("{date}: {event}")
DRAWN = (LifeEvent.Kind.COMPLETION, LifeEvent.Kind.TRANCHE)
SOLD = (LifeEvent.Kind.EXIT, LifeEvent.Kind.ESCROW_RELEASE)
EARNED = (LifeEvent.Kind.INCOME,)
EVENTS = {
    "paid": (PAID, DRAWN),
    "back": (BACK, (*SOLD, *EARNED)),
    "proceeds": (PROCEEDS, SOLD),
    "income": (INCOME, EARNED),
}
# Sums of what events changed, by the field that holds it.
CHANGED = {
    "gain": (gettext_noop("Realised gain"), "gain_hkd"),
    "exchange": (gettext_noop("Realised exchange difference"), "exchange_hkd"),
    "written-down": (gettext_noop("Written down for good"), "written_down_hkd"),
    "escrow": (gettext_noop("Held in escrow"), "escrow_hkd"),
}
BOOKED = {
    "cost": (COST, positions.COST),
    "converted": (CONVERTED, (Code.INVESTMENT_CONVERTED,)),
    "unrealised": (UNREALISED, (Code.INVESTMENT_UNREALISED,)),
    "value": (VALUE, (*positions.COST, Code.INVESTMENT_UNREALISED)),
}
RATIOS = {"multiple": MULTIPLE_OF, "dpi": DPI}
NAMES = {name: label for name, (label, _of) in (EVENTS | CHANGED | BOOKED).items()} | RATIOS | {"irr": RATE_OF}
SHOWN = 200


def figure(question: Question) -> Derivation:
    """One figure of one lot, "12/value", or of all lots of a company, "company-7/value"."""
    pk, _, name = question.of.partition("/")
    if pk.startswith("company-"):
        return _of_company(question, pk.removeprefix("company-"), name)
    lot = lot_of(question, pk)
    if name not in NAMES:
        raise missing()
    facts = {"company": name_of(lot.company), "date": lot.completed_date, "figure": question.say(NAMES[name])}
    about = {"facts": facts}
    if name in EVENTS or name in CHANGED:
        return replace(_part(question, lot, name), label=OF, facts=facts)
    if name in BOOKED:
        found = movements(question, *BOOKED[name][1], reference=lot.cost_account.reference)
        value = total(one.amount_hkd for one in found)
        return Derivation(name, OF, value, parts=leaves(found, page=question.page), is_sum=True, **about)
    paid, back, value = (_part(question, lot, part) for part in ("paid", "back", "value"))
    if name in RATIOS:
        parts = (value, back, paid) if name == "multiple" else (back, paid)
        returns = _returns(question, lot)
        given = None if returns is None else getattr(returns, "tvpi" if name == "multiple" else "dpi")
        return Derivation(name, OF, given, MULTIPLE, parts=parts, **about)
    return _rate(question, lot, about, (paid, back, value))


def at_cost(question: Question) -> Derivation:
    """All that the fund holds, at cost, lot by lot."""
    lots = list(lots_made(question).select_related("company", "cost_account").order_by("completed_date", "id"))
    return replace(_over(question, lots, "cost"), label=ALL_AT_COST, facts={"date": question.on})


def at_fair_value(question: Question) -> Derivation:
    """All that the fund holds, at what its books carry it at, lot by lot."""
    lots = list(lots_made(question).select_related("company", "cost_account").order_by("completed_date", "id"))
    return replace(_over(question, lots, "value"), label=ALL_AT_FAIR_VALUE, facts={"date": question.on})


def choices(question: Question) -> list[Choice]:
    """Every figure of every lot that the fund has had."""
    lots = lots_made(question).select_related("company")
    return [
        (
            f"{lot.pk}/{name}",
            OF_LOT,
            {"company": name_of(lot.company), "date": lot.completed_date, "figure": question.say(label)},
        )
        for lot in lots.order_by("completed_date", "id")
        for name, label in NAMES.items()
    ][:SHOWN]


def _of_company(question: Question, pk: str, name: str) -> Derivation:
    """A figure over all lots that the fund has had of a company."""
    if name not in NAMES or name in ("irr", "dpi"):
        raise missing()
    made = lots_made(question).filter(company=number_of(pk))
    lots = list(made.select_related("company", "cost_account").order_by("completed_date", "id"))
    if not lots:
        raise missing()
    facts = {"company": name_of(lots[0].company), "date": lots[0].completed_date, "figure": question.say(NAMES[name])}
    if name == "multiple":
        sums = [_over(question, lots, one) for one in ("value", "back", "paid")]
        value = ratio(total([sums[0].value, sums[1].value]), sums[2].value)
        return Derivation(name, OF, value, MULTIPLE, facts=facts, parts=tuple(sums))
    return replace(_over(question, lots, name), label=OF, facts=facts)


def _over(question: Question, lots: list[Investment], name: str) -> Derivation:
    parts = tuple(
        Derivation(
            "lot",
            LOT,
            _part(question, lot, name).value,
            facts={"company": name_of(lot.company), "date": lot.completed_date},
            opens=("holding", f"{lot.pk}/{name}"),
        )
        for lot in lots
    )
    return Derivation(name, NAMES[name], total(one.value for one in parts), parts=parts, is_sum=True)


def lots_made(question: Question):
    """The lots that the fund had by the day, as far as they were on record then."""
    found = Investment.objects.filter(fund=question.fund, completed_date__lte=question.on)
    return found if question.known_at is None else found.filter(entry__recorded_at__lte=question.known_at)


def number_of(text: str) -> int:
    """A whole number of an address; anything else is no thing here."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise missing()
    return int(text)


def lot_of(question: Question, pk: str) -> Investment:
    found = lots_made(question).filter(pk=number_of(pk))
    lot = found.select_related("company", "cost_account").first()
    if lot is None:
        raise missing()
    return lot


def _events(question: Question, lot: Investment, kinds=None, field: str = "amount_hkd") -> tuple[Derivation, ...]:
    found = lot.life_events.filter(effective_date__lte=question.on).exclude(**{field: 0})
    if kinds is not None:
        found = found.filter(kind__in=kinds)
    if question.known_at is not None:
        found = found.filter(recorded_at__lte=question.known_at)
    return tuple(
        Derivation(
            "event",
            EVENT,
            getattr(one, field),
            facts={"date": one.effective_date, "event": LifeEvent.Kind(one.kind)},
            entries=(one.entry_id,) if one.entry_id else (),
        )
        for one in found.order_by("effective_date", "number")
    )


def _part(question: Question, lot: Investment, name: str) -> Derivation:
    label = NAMES[name]
    if name in EVENTS:
        parts = _events(question, lot, EVENTS[name][1])
        return Derivation(name, label, total(one.value for one in parts), parts=parts, is_sum=True)
    if name in CHANGED:
        parts = _events(question, lot, field=CHANGED[name][1])
        return Derivation(name, label, total(one.value for one in parts), parts=parts, is_sum=True)
    found = movements(question, *BOOKED[name][1], reference=lot.cost_account.reference)
    return Derivation(name, label, total(one.amount_hkd for one in found), opens=("holding", f"{lot.pk}/{name}"))


def _returns(question: Question, lot: Investment) -> all_returns.Returns | None:
    """The lot's return; as known earlier it is worked out from the events and the books of then."""
    if question.known_at is None:
        return all_returns.of_holdings(question.on, fund=question.fund.pk).get(lot.pk)
    days: list[date] = []
    cents: list[int] = []
    for sign, kinds in ((-1, DRAWN), (1, (*SOLD, *EARNED))):
        for one in _events(question, lot, kinds):
            days.append(one.facts["date"])
            cents.append(_cents(sign * one.value))
    left = _cents(_part(question, lot, "value").value)
    return all_returns.of_series(days, cents, left=left, as_of=question.on) if days else None


def _cents(amount: Decimal) -> int:
    return int(amount.scaleb(2))


def _rate(question: Question, lot: Investment, about: dict, parts: tuple[Derivation, ...]) -> Derivation:
    found = _returns(question, lot)
    irr = found and found.irr
    note = ""
    if irr and irr.for_period is not None:
        note = NOT_A_YEAR
        about["facts"]["for_period_rate"] = irr.for_period
    elif irr and irr.rate is None:
        note = irr.note or ""
    rate = irr.rate if irr else None
    return Derivation("irr", OF, rate, RATE, convention=IRR_EQUATION, note=note, parts=parts, **about)
