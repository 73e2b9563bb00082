"""The company page's holdings: what each fund holds of it, rounds and ownership, the life of each lot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from investments import positions
from investments.models import Company, FinancingRound, HoldingConfirmation, Investment, LifeEvent, Valuation
from investments.portal.forms import INSTRUMENTS, STAGES
from investments.portal.outcomes import said
from investments.portal.reading import address
from investments.positions import Position
from investments.rules import lifecycle, ownership
from itvf.charts import Chart, Series
from itvf.money import ONE, quantise, ratio, total
from itvf.presentation import amount, fact_name, hk_date, hkd, hkd_millions, name_of, rate
from itvf.templatetags.explain import explained_link

Kind = LifeEvent.Kind
STATES = {
    lifecycle.HELD: (gettext_lazy("Held"), "good"),
    lifecycle.PARTLY_REALISED: (gettext_lazy("Partly realised"), "info"),
    lifecycle.REALISED: (gettext_lazy("Realised"), ""),
    lifecycle.WRITTEN_OFF: (gettext_lazy("Written off"), "bad"),
}
# What an event changed, in the order in which it is read.
FIGURES = {
    "amount_hkd": gettext_lazy("Amount"),
    "cost_hkd": gettext_lazy("Change of cost"),
    "gain_hkd": gettext_lazy("Realised gain"),
    "exchange_hkd": gettext_lazy("Exchange difference"),
    "escrow_hkd": gettext_lazy("Held in escrow"),
    "tax_withheld_hkd": gettext_lazy("Tax withheld"),
    "written_down_hkd": gettext_lazy("Written down for good"),
}


@dataclass(frozen=True, slots=True)
class Lot:
    """One investment of one fund, where it stands, and all that happened to it."""

    investment: Investment
    position: Position
    events: Sequence[LifeEvent]
    valuations: Sequence[Valuation]
    confirmations: Sequence[HoldingConfirmation]

    @property
    def fund(self):
        """Whose lot it is."""
        return self.investment.fund


def lots_of(company: Company, funds, on: date) -> list[Lot]:
    """A company's lots in some funds, the oldest first; eight queries whatever their number."""
    events = LifeEvent.objects.select_related("recorded_by", "file", "reverses", "reversed_by").order_by("number")
    values = Valuation.objects.select_related("made_by", "reviewed_by", "file").order_by("-valuation_date", "-id")
    found = list(
        Investment.objects.filter(company=company, fund__in=funds)
        .select_related("fund", "proposal", "cost_account")
        .prefetch_related(Prefetch("life_events", events), Prefetch("valuations", values), "confirmations")
        .order_by("fund__code", "completed_date", "id")
    )
    standing = positions.of_many(found, as_of=on) if found else {}
    return [
        Lot(
            one,
            standing[one.pk],
            [event for event in one.life_events.all() if event.effective_date <= on],
            [value for value in one.valuations.all() if value.valuation_date <= on],
            [said_by for said_by in one.confirmations.all() if said_by.as_of_date <= on],
        )
        for one in found
        if one.completed_date <= on
    ]


def rounds_of(company: Company, on: date) -> list[FinancingRound]:
    """The rounds that stand, in the order in which they closed; a corrected one is left out."""
    found = company.rounds.filter(closed_date__lte=on, replaced_by__isnull=True)
    return list(found.select_related("file", "recorded_by").order_by("closed_date", "id"))


# --- what each fund holds


def held_by_fund(lots: Iterable[Lot], rounds: Sequence[FinancingRound]) -> dict:
    """One row a fund, and the sum of those that the reader may see where there are several."""
    by_fund: dict[int, list[Lot]] = {}
    for lot in lots:
        by_fund.setdefault(lot.fund.pk, []).append(lot)
    last = rounds[-1] if rounds else None
    rows = [_holding(theirs, last) for theirs in by_fund.values()]
    everything = [lot for theirs in by_fund.values() for lot in theirs]
    return {"rows": rows, "sum": _sums(everything, last) if len(rows) > 1 else None}


def _holding(lots: Sequence[Lot], last: FinancingRound | None) -> dict:
    fund, states = lots[0].fund, {lot.position.state for lot in lots}
    return {
        "fund": name_of(fund),
        "code": fund.code,
        "of": f"company-{lots[0].investment.company_id}",
        "url": reverse("portal_fund", args=[fund.code]),
        "states": [{"label": label, "tone": tone} for state, (label, tone) in STATES.items() if state in states],
        "lots": len(lots),
        "first": min(lot.investment.completed_date for lot in lots),
        **_sums(lots, last),
    }


def _sums(lots: Sequence[Lot], last: FinancingRound | None) -> dict:
    """What lots cost, hold, are worth in the books and gave, and the share of the company that they are."""
    stands = [lot.position for lot in lots]
    cost = total(one.original_cost_hkd for one in stands)
    value = total(one.fair_value_hkd for one in stands)
    back = total(figure for one in stands for figure in (one.proceeds_hkd, one.income_hkd))
    held = sum((one.holding.units for one in stands), Decimal(0))
    return {
        "original_cost_hkd": cost,
        "cost_hkd": total(one.holding.cost_hkd for one in stands),
        "fair_value_hkd": value,
        "back_hkd": back,
        "multiple": times(ratio(value + back, cost)),
        "issued_rate": ratio(held, last.issued_units) if last and held else None,
        "diluted_rate": ratio(held, last.diluted_units) if last and held else None,
    }


def times(multiple: Decimal | None) -> str | None:
    """A multiple as it is read: 1.25×."""
    return None if multiple is None else f"{multiple:,.2f}×"


# --- rounds and ownership


def round_history(rounds: Sequence[FinancingRound], lots: Iterable[Lot]) -> dict:
    """Every round with what it raised and valued, and the part that the funds held after it."""
    changes = [(event.effective_date, event.units) for lot in lots for event in lot.events]
    read = [ownership.Round(one.name, one.closed_date, one.issued_units, one.diluted_units) for one in rounds]
    stakes = ownership.stakes(read, changes)
    rows = [
        {
            "round": one,
            "stage": STAGES.get(one.financing_stage, one.financing_stage),
            "post_money_hkd": post_money_hkd(one),
            "issued": units(one.issued_units),
            "diluted": units(one.diluted_units),
            "held": units(stake.units),
            "stake": stake,
        }
        for one, stake in zip(rounds, stakes, strict=True)
    ]
    return {"rows": rows, "charts": _round_charts(rounds, stakes)}


def post_money_hkd(one: FinancingRound) -> Decimal | None:
    """A round's value before the money at its own exchange rate, and what was raised; None where it is not known."""
    if one.foreign_pre_money is None or (one.currency != "HKD" and one.fx_rate is None):
        return None
    return quantise(one.foreign_pre_money * (one.fx_rate or ONE), mode="half_up") + one.raised_hkd


def units(figure: Decimal) -> str:
    """A number of units without the places that say nothing."""
    plain = f"{figure:,f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _round_charts(rounds: Sequence[FinancingRound], stakes) -> dict:
    """Ownership as a line over the rounds, and what each round valued the whole company at."""
    charts = {}
    known = [stake for stake in stakes if stake.units]
    if len(known) > 1:
        first, last = known[0], known[-1]
        charts["ownership"] = Chart(
            title=_("What the funds on this page own, by round"),
            description=_(
                "From {first} of the units in issue after {round} to {last} now; {diluted} fully diluted."
            ).format(
                first=rate(first.issued_rate),
                round=first.round,
                last=rate(last.issued_rate),
                diluted=rate(last.diluted_rate),
            ),
            labels=[stake.round for stake in stakes],
            series=[
                Series(_("Of the units in issue"), [stake.issued_rate for stake in stakes]),
                Series(_("Fully diluted"), [stake.diluted_rate for stake in stakes]),
            ],
            show=rate,
        )
    values = [post_money_hkd(one) for one in rounds]
    if any(values):
        charts["value"] = Chart(
            title=_("Value of the whole company after each round"),
            description=_("The price of the round: value before the money, and the money raised."),
            labels=[one.name for one in rounds],
            series=[Series(_("Value after the round"), values)],
            show=hkd_millions,
        )
    return charts


# --- the life of a lot


def life(lot: Lot, staff: bool, on: date) -> dict:
    """A lot as a section of the page: what it is, where it stands, every event with its journal entry."""
    deal, stands = lot.investment.proposal, lot.position
    label, tone = STATES[stands.state]
    return {
        "lot": lot,
        "anchor": f"lot-{lot.investment.pk}",
        "title": f"{name_of(lot.fund)} · {hk_date(lot.investment.completed_date)}",
        "state": {"label": label, "tone": tone},
        "deal_url": reverse("portal_proposal", args=[deal.pk]),
        "deal": _("Proposal {number}").format(number=deal.number),
        "facts": [
            (_("Instrument"), INSTRUMENTS.get(deal.instrument, deal.instrument)),
            (_("Financing stage"), STAGES.get(deal.financing_stage, deal.financing_stage)),
            (_("Follow-on"), _("Yes") if deal.is_follow_on else _("No")),
            (_("Units held"), units(stands.holding.units)),
            *(
                (label, explained_link(hkd(amount), "holding", lot.fund.code, of=f"{lot.investment.pk}/{name}", on=on))
                for label, amount, name in (
                    (_("Held at cost"), stands.holding.cost_hkd, "cost"),
                    (_("Fair value in the books"), stands.fair_value_hkd, "value"),
                    (_("Realised gain"), stands.gain_hkd, "gain"),
                    (_("Realised exchange difference"), stands.exchange_hkd, "exchange"),
                )
            ),
            (_("Holding confirmed"), _confirmed(lot)),
        ],
        "events": [_event(lot.fund.code, event, staff) for event in lot.events],
    }


def _confirmed(lot: Lot) -> str:
    """Who last confirmed the holding, and whether it was what is on record."""
    if not lot.confirmations:
        return _("Not yet")
    last = lot.confirmations[0]
    words = _("{date}, by the {source}").format(date=hk_date(last.as_of_date), source=last.get_source_display())
    if last.confirmed_units == last.recorded_units:
        return words
    return _("{words}: {confirmed} units, {recorded} on record").format(
        words=words, confirmed=units(last.confirmed_units), recorded=units(last.recorded_units)
    )


def _event(code: str, event: LifeEvent, staff: bool) -> dict:
    def opens(text: str) -> str:
        return explained_link(text, "event", code, of=f"{event.pk:d}", on=event.effective_date)

    name = capfirst(event.get_kind_display())
    if event.route:
        name = f"{name}: {event.get_route_display()}"
    undone_by = getattr(event, "reversed_by", None)
    figures = [(label, opens(hkd(getattr(event, field)))) for field, label in FIGURES.items() if getattr(event, field)]
    if event.units:
        figures.append((_("Change of units"), units(event.units)))
    return {
        "event": event,
        "name": _("Reversal of event {number}").format(number=event.reverses.number) if event.reverses else name,
        "undone": _("Reversed by event {number}").format(number=undone_by.number) if undone_by else "",
        "figures": figures,
        "foreign": _foreign(event),
        "working": [
            (fact_name(field), said(value, field))
            for field, value in event.working.items()
            if value not in (None, "") and not isinstance(value, dict) and field != "reverses"
        ],
        "back_test": back_test(event.working.get("back_test")),
        "entry_url": _entry_url(code, event, staff),
    }


def _entry_url(code: str, event: LifeEvent, staff: bool) -> str:
    """The page of an event's journal entry: the admin's for staff, else the portal's."""
    if event.entry_id is None:
        return ""
    if staff:
        return address("admin:funds_journalentry_change", event.entry_id)
    return address("portal_entry", code, event.entry_id)


def _foreign(event: LifeEvent) -> str:
    """What happened in another currency, with its rate, source and day."""
    if event.foreign_amount is None:
        return ""
    return _("{currency} {amount} at HK$ {rate} for one: {source}, {date}").format(
        currency=event.currency,
        amount=amount(event.foreign_amount),
        rate=units(event.fx_rate),
        source=event.fx_source,
        date=hk_date(event.fx_date),
    )


def back_test(kept: dict | None) -> dict | None:
    """What an exit brought beside what the same part was last valued at, as the exit kept it."""
    if not kept:
        return None
    facts = {name: said(value, name) for name, value in kept.items()}
    sentence = _("Sold for {proceeds}; {days} days before, the same part was valued at {valued}: {rate} apart.")
    return {
        "sentence": sentence.format(
            proceeds=hkd(facts["proceeds_hkd"]),
            days=facts["days"],
            valued=hkd(facts["valued_hkd"]),
            rate=facts["difference_rate"] or "–",
        ),
        "difference_hkd": facts["difference_hkd"],
    }
