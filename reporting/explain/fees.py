"""The management fee of a quarter and the cap of R14: by day on the base of each day, each base from the books."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from funds import fee_facts, selectors
from funds.models import FeeAccrual, Partner
from funds.rules import fees
from itvf.dates import is_quarter_end, local_date, quarter_end, quarter_start
from itvf.derivation import EXACT_HKD, RATE, YEARS, Derivation, exact, rounding
from itvf.errors import gettext_noop
from itvf.money import ratio, total
from itvf.presentation import name_of
from reporting.explain.entries import Movement, leaf, movements
from reporting.explain.question import Choice, Question, missing

OF_QUARTER = gettext_noop("quarter to {date}")
FEE = gettext_noop("Management fee from {start} to {end}")
LOWER = gettext_noop("The lower of the fee by the agreement and the cap of R14.")
NOT_ACCRUED = gettext_noop("Not accrued yet; concessions and offsets of partners count when it is.")
CHARGED = gettext_noop("The fee that the partners share")
COMPUTED_AGAIN = gettext_noop("As it was accrued. Computed again from what is known it would be {again_hkd}.")
CORRECTED = gettext_noop(
    "This quarter was corrected after it was booked; the former fee and its reversal stay in the books."
)
FORMER = gettext_noop("As it was accrued on {date}")
TAKEN_BACK = gettext_noop("Taken back by the correction of {date}: {why}")
ANEW = gettext_noop("Accrued anew on {date}")
CONCESSIONS = gettext_noop("Less: concessions of partners")
OFFSETS = gettext_noop("Less: offsets, fees that the manager had from companies")
OF_PARTNER = gettext_noop("{partner}")
BY_AGREEMENT = gettext_noop("The fee by the agreement")
CAP_TO_DATE = gettext_noop("The most that R14 allows for the quarters ended by {date}")
CAP = gettext_noop("The most that R14 allows from {start} to {end}")
BY_DAY = gettext_noop("Accrued daily, {day_count}, on the base of each day; rounded once a quarter, half up.")
SCHEME_BASES = gettext_noop(
    "The scheme's highest rate on invested cost in the investment period and on net invested cost after it, each "
    "counted by day ({day_count}); rounded once, half up."
)
SEGMENT = gettext_noop("{start} to {end}, {days} days: base x rate x years")
ROUNDED = gettext_noop("Rounding to the cent")
INVESTED = gettext_noop("Invested cost: what was paid for investments")
NET_INVESTED = gettext_noop("Net invested cost: less what was realised, written off or written down")
COMMITTED = gettext_noop("Commitments")
FORMER_BASE = gettext_noop("The base of the days before")
RATE_A_YEAR = gettext_noop("Rate a year")
YEARS_OF_DAYS = gettext_noop("The days as years")
BASES = {"invested": INVESTED, "net_invested": NET_INVESTED, "committed": COMMITTED}
QUARTERS_SHOWN = 40


def fee(question: Question) -> Derivation:
    """What a quarter's fee is: the lower of agreement and cap, less concessions and offsets; as accrued, once it is."""
    computed, cap, term = _quarter(question)
    pairs = _cost_events(question, computed.end_date)
    lower = min(computed.fee_hkd, cap.fee_hkd)
    parts = (
        _period("agreed_fee", BY_AGREEMENT, computed, pairs, convention=BY_DAY),
        _period("cap", CAP, cap, pairs, rule=term.rule, clause=term.clause, convention=SCHEME_BASES),
    )
    about = {
        "facts": {"start": computed.start_date, "end": computed.end_date, "again_hkd": lower},
        "rule": term.rule,
        "clause": term.clause,
        "assumptions": ("A3", "A4"),
    }
    accrual = _accrual(question, computed.end_date)
    if accrual is None:
        return Derivation("fee", FEE, lower, convention=LOWER, note=NOT_ACCRUED, parts=parts, **about)
    shared = total(accrual.partners.values_list("gross_hkd", flat=True))
    changed = COMPUTED_AGAIN if shared != lower else ""
    charged = Derivation("charged", CHARGED, shared, convention=LOWER, note=changed, parts=parts, facts=about["facts"])
    tree = _accrued("fee", FEE, accrual, charged, **about)
    if accrual.supersedes is None:
        return tree
    anew = replace(tree, name="anew", label=ANEW, facts={"date": local_date(accrual.accrued_at)})
    parts = (*_taken_back(accrual), anew)
    return Derivation("fee", FEE, accrual.fee_hkd, note=CORRECTED, parts=parts, is_sum=True, **about)


def _accrued(name: str, label: str, accrual: FeeAccrual, charged: Derivation, **about) -> Derivation:
    """An accrual: the fee that its partners share, less what they are spared of it."""
    lines = list(accrual.partners.select_related("partner").order_by("partner"))
    less = (
        _reductions("concessions", CONCESSIONS, {one.partner: one.concession_hkd for one in lines}),
        _reductions("offsets", OFFSETS, {one.partner: one.used_hkd for one in lines}),
    )
    parts = (charged, *(one for one in less if one.value))
    entries = (accrual.entry_id,) if accrual.entry_id else ()
    return Derivation(name, label, accrual.fee_hkd, parts=parts, entries=entries, is_sum=True, **about)


def _taken_back(accrual: FeeAccrual) -> tuple[Derivation, ...]:
    """Every former accrual of a corrected quarter, the oldest first, and that it was taken back again."""
    former, correction = accrual.supersedes, accrual.correction
    charged = Derivation("charged", CHARGED, total(former.partners.values_list("gross_hkd", flat=True)))
    was = _accrued("former", FORMER, former, charged, facts={"date": local_date(former.accrued_at)})
    facts = {"date": local_date(correction.approved_at), "why": correction.why}
    undone = getattr(former.entry, "reversed_by", None)
    entries = (undone.pk,) if undone else ()
    back = Derivation("taken_back", TAKEN_BACK, -former.fee_hkd, facts=facts, entries=entries)
    return (*(_taken_back(former) if former.supersedes else ()), was, back)


def fee_cap(question: Question) -> Derivation:
    """The most that a quarter's fee may be."""
    computed, cap, term = _quarter(question)
    pairs = _cost_events(question, computed.end_date)
    about = {"rule": term.rule, "clause": term.clause, "assumptions": ("A3", "A4")}
    return _period("cap", CAP, cap, pairs, convention=SCHEME_BASES, **about)


def cap_to_date(question: Question) -> Derivation:
    """The most that R14 allows for all quarters that have ended, quarter by quarter."""
    if question.fund.first_closing_date is None or question.on < question.fund.first_closing_date:
        raise missing()
    (position,) = fee_facts.positions([question.fund], question.on, known_at=question.known_at).values()
    ended = [period for period in position.quarters(question.on) if period[1] == quarter_end(period[1])]
    parts = tuple(
        Derivation("cap", OF_QUARTER, cap.fee_hkd, facts={"date": end}, opens=("fee-cap", end.isoformat()))
        for (_start, end), cap in zip(ended, position.caps(ended), strict=True)
    )
    term = selectors.terms_of(question.agreement.scheme_version).term("maximum_management_fee_rate")
    about = {"rule": term.rule, "clause": term.clause, "assumptions": ("A3", "A4"), "facts": {"date": question.on}}
    value = total(part.value for part in parts)
    return Derivation("cap_to_date", CAP_TO_DATE, value, parts=parts, is_sum=True, **about)


def quarters(question: Question) -> list[Choice]:
    """The quarters from the first closing to the day, the latest first."""
    first, found, end = question.fund.first_closing_date, [], question.on
    if first is None:
        return []
    end = end if is_quarter_end(end) else date.fromordinal(quarter_start(end).toordinal() - 1)
    while end >= first and len(found) < QUARTERS_SHOWN:
        found.append((end.isoformat(), OF_QUARTER, {"date": end}))
        end = date.fromordinal(quarter_start(end).toordinal() - 1)
    return found


def _quarter(question: Question):
    try:
        end = date.fromisoformat(question.of)
    except ValueError:
        raise missing() from None
    first = question.fund.first_closing_date
    if first is None or end < first or end not in (quarter_end(end), question.on):
        raise missing()
    computed, cap = fee_facts.quarter(question.fund, end, known_at=question.known_at)
    return computed, cap, selectors.terms_of(question.agreement.scheme_version).term("maximum_management_fee_rate")


def _accrual(question: Question, end: date) -> FeeAccrual | None:
    return FeeAccrual.objects.filter(fund=question.fund, period_end=end).standing(question.known_at).first()


def _reductions(name: str, label: str, by_partner: dict[Partner, Decimal]) -> Derivation:
    parts = tuple(
        Derivation("partner", OF_PARTNER, -amount, facts={"partner": name_of(partner)})
        for partner, amount in by_partner.items()
        if amount
    )
    return Derivation(name, label, total(part.value for part in parts), parts=parts, is_sum=True)


Pairs = list[tuple[fees.CostEvent, Movement]]


def _cost_events(question: Question, end: date) -> Pairs:
    """The movements that change the fee's base, each with the event that it is to the rule (A3)."""
    found = []
    for one in movements(replace(question, on=end), *fee_facts.COST_CODES):
        for event in fee_facts.events_of([(one.code, one.date, one.kind, one.amount_hkd)]):
            found.append((event, one))
    return found


def _period(name: str, label: str, fee: fees.PeriodFee, pairs: Pairs, **about) -> Derivation:
    parts, former = [], None
    for segment in fee.segments:
        parts.append(_segment(segment, pairs, former))
        former = segment
    facts = {"start": fee.start_date, "end": fee.end_date, "day_count": "ACT/ACT"}
    parts = rounding(fee.fee_hkd, tuple(parts), ROUNDED)
    return Derivation(name, label, fee.fee_hkd, facts=facts, parts=parts, is_sum=True, **about)


def _segment(segment: fees.Segment, pairs: Pairs, former: fees.Segment | None) -> Derivation:
    facts = {"start": segment.start_date, "end": segment.end_date, "days": segment.days}
    parts = (
        _base(segment, pairs, former),
        Derivation("rate", RATE_A_YEAR, segment.rate, RATE),
        Derivation("years", YEARS_OF_DAYS, ratio(segment.years, 1), YEARS, facts=facts),
    )
    return Derivation("segment", SEGMENT, exact(segment.accrued_hkd), EXACT_HKD, facts=facts, parts=parts)


def _base(segment: fees.Segment, pairs: Pairs, former: fees.Segment | None) -> Derivation:
    """A base as the one before it and what changed it; the first of its kind from the first movement on."""
    label = BASES[segment.basis]
    if segment.basis == "committed":
        return Derivation("base", label, segment.base_hkd)
    goes_on = former is not None and former.basis == segment.basis
    parts = [Derivation("former_base", FORMER_BASE, former.base_hkd)] if goes_on else []
    for event, movement in pairs:
        if goes_on and event.date <= former.end_date:
            continue
        for _event, added in fees.base_movements([event], segment.basis, segment.start_date):
            parts.append(leaf(movement, 1 if added == movement.amount_hkd else -1))
    return Derivation("base", label, segment.base_hkd, parts=tuple(parts), is_sum=True)
