"""One event in the life of a lot, as it was booked: money, cost, gain and its working, with the journal entry."""

from investments.models import LifeEvent
from itvf.derivation import DATE, TEXT, Derivation
from itvf.errors import gettext_noop
from itvf.money import total
from itvf.presentation import name_of
from reporting.explain.holdings import lots_made
from reporting.explain.judged import as_figures
from reporting.explain.question import Choice, Question, missing

EVENT = gettext_noop("{company}, event {number} of {date}: {event}")
REVERSAL = gettext_noop("{company}, event {number} of {date}: reversal of {event}")
BOOKED = gettext_noop("As it was booked; a correction is an event of its own, with the opposite figures.")
# What an event booked, in the order in which it is read.
FIGURES = {
    "amount_hkd": gettext_noop("Amount"),
    "cost_hkd": gettext_noop("Change of cost"),
    "gain_hkd": gettext_noop("Realised gain"),
    "exchange_hkd": gettext_noop("Exchange difference"),
    "escrow_hkd": gettext_noop("Held in escrow"),
    "tax_withheld_hkd": gettext_noop("Tax withheld"),
    "written_down_hkd": gettext_noop("Written down for good"),
}
GAIN = gettext_noop("What was received and is held in escrow, less the cost that went and the exchange difference.")
LESS_EXCHANGE = gettext_noop("Less: exchange difference")
FOREIGN = gettext_noop("In the deal's currency")
RATE = gettext_noop("HK$ for one, by {source}")
RATE_DAY = gettext_noop("Date of the rate")
WORKING = gettext_noop("Working kept with the event")
SHOWN = 200


def event(question: Question) -> Derivation:
    """What one event booked, and how."""
    found = _events(question).filter(pk=question.number()).select_related("investment__company").first()
    if found is None:
        raise missing()
    kept = as_figures(found.working)
    parts = [
        _gain(found) if field == "gain_hkd" else Derivation(field, label, getattr(found, field))
        for field, label in FIGURES.items()
        if getattr(found, field)
    ]
    parts += _foreign(found)
    if kept:
        parts.append(Derivation("working", WORKING, None, TEXT, parts=kept))
    return Derivation(
        "event",
        REVERSAL if found.reverses_id else EVENT,
        found.amount_hkd,
        facts=_facts(found),
        convention=BOOKED,
        parts=tuple(parts),
        entries=(found.entry_id,) if found.entry_id else (),
    )


def choices(question: Question) -> list[Choice]:
    """The latest events of all lots."""
    found = _events(question).select_related("investment__company").order_by("-effective_date", "-pk")[:SHOWN]
    return [(f"{one.pk:d}", REVERSAL if one.reverses_id else EVENT, _facts(one)) for one in found]


def _events(question: Question):
    found = LifeEvent.objects.filter(investment__in=lots_made(question).values("pk"), effective_date__lte=question.on)
    return found if question.known_at is None else found.filter(recorded_at__lte=question.known_at)


def _facts(found: LifeEvent) -> dict:
    company, kind = name_of(found.investment.company), LifeEvent.Kind(found.kind)
    return {"company": company, "number": found.number, "date": found.effective_date, "event": kind}


def _gain(found: LifeEvent) -> Derivation:
    """The gain of an exit, of escrow settled, or of what was lost."""
    terms = {name: getattr(found, name) for name in ("amount_hkd", "escrow_hkd", "cost_hkd")}
    parts = [Derivation(name, FIGURES[name], amount) for name, amount in terms.items() if amount]
    if found.exchange_hkd:
        parts.append(Derivation("exchange", LESS_EXCHANGE, -found.exchange_hkd))
    is_sum = total(part.value for part in parts) == found.gain_hkd
    about = {"convention": GAIN, "parts": tuple(parts), "is_sum": True} if is_sum else {}
    return Derivation("gain_hkd", FIGURES["gain_hkd"], found.gain_hkd, **about)


def _foreign(found: LifeEvent) -> list[Derivation]:
    if found.foreign_amount is None:
        return []
    parts = [Derivation("foreign", FOREIGN, f"{found.currency} {found.foreign_amount:,f}", TEXT)]
    if found.fx_rate is not None:
        parts.append(
            Derivation("rate", RATE, f"{found.fx_rate.normalize():f}", TEXT, facts={"source": found.fx_source})
        )
        parts.append(Derivation("rate_day", RATE_DAY, found.fx_date, DATE))
    return parts
