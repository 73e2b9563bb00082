"""The figures of the fee comparison: computed, cap, charged, called, paid, too much; of a quarter or to date (R14)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from funds import fee_comparison, fee_facts
from funds.models import CallPurpose, CapitalCall, JournalEntry, LedgerAccount, Partner
from funds.rules.fee_comparison import Quarter
from itvf.derivation import Derivation
from itvf.errors import gettext_noop
from itvf.money import ZERO, total
from itvf.presentation import name_of
from reporting.explain.entries import leaf, movements
from reporting.explain.question import Choice, Question, missing

Code, Kind = LedgerAccount.Code, JournalEntry.Kind
COMPUTED = gettext_noop("Fee that the system computes, {start} to {end}")
CAP = gettext_noop("The most that R14 allows, {start} to {end}")
CHARGED = gettext_noop("Fee that the manager's report charges, {start} to {end}")
CALLED = gettext_noop("Called for management fee, due {start} to {end}")
PAID = gettext_noop("Management fee paid, {start} to {end}")
ABOVE_COMPUTED = gettext_noop("Charged above the computed fee, {start} to {end}")
ABOVE_CAP = gettext_noop("Charged above the cap of R14, {start} to {end}")
OF_PARTNER = gettext_noop("Management fee borne by {partner}, {start} to {end}")
NAMES = {
    "computed": COMPUTED,
    "cap": CAP,
    "charged": CHARGED,
    "called": CALLED,
    "paid": PAID,
    "above-computed": ABOVE_COMPUTED,
    "above-cap": ABOVE_CAP,
}
QUARTER = gettext_noop("Quarter to {end}")
CLAIMED = gettext_noop("As the manager's accepted or latest report states it; the books do not make it.")
NOT_REPORTED = gettext_noop("The manager has not reported this quarter.")
BY_DUE_DATE = gettext_noop(
    "Fee purposes of issued calls by due date; a true-up's goes to other partners and is left out."
)
CALL = gettext_noop("Call {number}, due on {date}: {purpose}")
BY_DAY = gettext_noop(
    "Where the charge lies above the cap, stretch of days by stretch of days; below zero it lies under it."
)
STRETCH = gettext_noop("{start} to {end}, {days} days: charged less allowed")
CHARGED_OF = gettext_noop("Charged on a base of {base_hkd}")
ALLOWED_OF = gettext_noop("Allowed on a base of {base_hkd}")
DIFFERENCE = gettext_noop("The charge less the fee as computed; none below zero.")
GROSS = gettext_noop("Its share of the fee, by commitment at the quarter's end")
CONCESSION = gettext_noop("Less: its concession")
PART = gettext_noop("{partner}, from {start} to {end}: {figure}")
PARTS = {
    "gross": gettext_noop("Share of the fee"),
    "concession": gettext_noop("Concession"),
    "brought": gettext_noop("Offsets brought forward"),
    "offset": gettext_noop("Offsets of the quarter"),
    "used": gettext_noop("Offsets used"),
    "carried": gettext_noop("Carried forward"),
    "net": gettext_noop("Fee borne"),
}
BROUGHT = gettext_noop("Offsets brought forward")
OF_QUARTER = gettext_noop("Offsets of the quarter")
CARRIED = gettext_noop("Less: carried forward to the next quarter")
USED = gettext_noop("Less: offsets used, of {brought_hkd} brought forward and {offset_hkd} of the quarter")
NOT_OVER = gettext_noop("The quarter is not over; the figure runs to {date}.")


def figure(question: Question) -> Derivation:
    """One figure: "2025-06-30/paid" of a quarter, "paid" of all to date, "2025-06-30/12" what a partner bears."""
    end, _, name = question.of.rpartition("/")
    found = _found(question)
    if not end:
        return _to_date(question, found, name)
    quarter = next((one for one in found.quarters if one.facts.end_date.isoformat() == end), None)
    if quarter is None:
        raise missing()
    return _of_quarter(question, quarter, name) if name in NAMES else _borne(question, found, quarter, name)


def choices(question: Question) -> list[Choice]:
    """Every figure to date, and of the latest quarter."""
    found = _found(question)
    if not found.quarters:
        return []
    last, first = found.quarters[-1].facts, found.quarters[0].facts
    to_date = [(name, label, {"start": first.start_date, "end": last.end_date}) for name, label in NAMES.items()]
    of_last = [
        (f"{last.end_date}/{name}", label, {"start": last.start_date, "end": last.end_date})
        for name, label in NAMES.items()
    ]
    return [*to_date, *of_last]


def _found(question: Question) -> fee_comparison.FundFees:
    if question.fund.first_closing_date is None or question.on < question.fund.first_closing_date:
        raise missing()
    return fee_comparison.of(question.fund, question.on, known_at=question.known_at)


def _amount(quarter: Quarter, name: str) -> Decimal | None:
    facts = quarter.facts
    return {
        "computed": facts.computed_hkd,
        "cap": facts.cap.fee_hkd,
        "charged": facts.charged_hkd,
        "called": facts.called_hkd,
        "paid": facts.paid_hkd,
        "above-computed": quarter.above_computed_hkd,
        "above-cap": quarter.over_charge_hkd,
    }[name]


def _to_date(question: Question, found: fee_comparison.FundFees, name: str) -> Derivation:
    if name not in NAMES or not found.quarters:
        raise missing()
    parts = tuple(
        Derivation(
            "quarter",
            QUARTER,
            _amount(one, name) or ZERO,
            facts={"end": one.facts.end_date},
            note=NOT_REPORTED if name == "charged" and one.facts.charged_hkd is None else "",
            opens=("fee-line", f"{one.facts.end_date}/{name}"),
        )
        for one in found.quarters
    )
    facts = {"start": found.quarters[0].facts.start_date, "end": found.quarters[-1].facts.end_date}
    value = total(part.value for part in parts)
    return Derivation("fee_to_date", NAMES[name], value, facts=facts, parts=parts, is_sum=True, **_law(found))


def _of_quarter(question: Question, quarter: Quarter, name: str) -> Derivation:
    facts = quarter.facts
    about = {
        "facts": {"start": facts.start_date, "end": facts.end_date, "date": question.on},
        **_law(_found(question)),
        "note": "" if facts.is_over else NOT_OVER,
    }
    value = _amount(quarter, name)
    figure = f"fee_{name.replace('-', '_')}"
    if name in ("computed", "cap"):
        further = ("fee" if name == "computed" else "fee-cap", facts.end_date.isoformat())
        return Derivation(figure, NAMES[name], value, opens=further, **about)
    if name == "charged":
        about["note"] = CLAIMED if value is not None else NOT_REPORTED
        return Derivation(figure, NAMES[name], value, **about)
    if name == "called":
        return Derivation(
            figure, NAMES[name], value, convention=BY_DUE_DATE, parts=_called(question, facts), is_sum=True, **about
        )
    if name == "paid":
        found = movements(question, Code.FEE_PAYABLE)
        parts = tuple(
            leaf(one)
            for one in found
            if one.kind in fee_facts.FEE_MONEY and facts.start_date <= one.date <= facts.end_date
        )
        return Derivation(figure, NAMES[name], value, parts=parts, is_sum=True, **about)
    if name == "above-cap":
        return Derivation(
            figure, NAMES[name], value, convention=BY_DAY, parts=_stretches(quarter), is_sum=True, **about
        )
    parts = tuple(
        replace(_of_quarter(question, quarter, one), parts=(), is_sum=False, note="") for one in ("charged", "computed")
    )
    return Derivation(figure, NAMES[name], value, convention=DIFFERENCE, parts=parts, **about)


def _law(found: fee_comparison.FundFees) -> dict:
    term = found.terms.term("maximum_management_fee_rate")
    return {"rule": term.rule, "clause": term.clause, "assumptions": ("A3", "A4")}


def _called(question: Question, facts) -> tuple[Derivation, ...]:
    found = CallPurpose.objects.filter(
        call__fund=question.fund,
        call__stage=CapitalCall.Stage.ISSUED,
        call__nature=CapitalCall.Nature.ORDINARY,
        call__due_date__range=(facts.start_date, min(facts.end_date, question.on)),
        kind=CallPurpose.Kind.MANAGEMENT_FEE,
    )
    if question.known_at is not None:
        found = found.filter(call__issued_at__lte=question.known_at)
    return tuple(
        Derivation(
            "called",
            CALL,
            one.amount_hkd,
            facts={"number": one.call.number, "date": one.call.due_date, "purpose": one.label},
            entries=(one.call.entry_id,) if one.call.entry_id else (),
        )
        for one in found.select_related("call").order_by("call__due_date", "id")
    )


def _stretches(quarter: Quarter) -> tuple[Derivation, ...]:
    if quarter.over_charge is None:
        return ()
    return tuple(
        Derivation(
            "stretch",
            STRETCH,
            one.excess_hkd,
            facts={"start": one.start_date, "end": one.end_date, "days": one.days},
            parts=(
                Derivation("charged", CHARGED_OF, one.charged_hkd, facts={"base_hkd": one.charged_base_hkd}),
                Derivation("allowed", ALLOWED_OF, -one.allowed_hkd, facts={"base_hkd": one.allowed_base_hkd}),
            ),
            is_sum=True,
        )
        for one in quarter.over_charge.stretches
    )


def _borne(question: Question, found: fee_comparison.FundFees, quarter: Quarter, pk: str) -> Derivation:
    """What one partner bears of a quarter's fee; "12-gross" is one figure of it, which leads to the whole."""
    pk, _, part = pk.partition("-")
    number = replace(question, of=pk).number()
    mine = next((one for one in found.partners[quarter.facts.end_date] if one.id == number), None)
    if mine is None:
        raise missing()
    partner = Partner.objects.get(pk=mine.id)
    facts = {"partner": name_of(partner), "start": quarter.facts.start_date, "end": quarter.facts.end_date}
    facts |= {"brought_hkd": mine.brought_hkd, "offset_hkd": mine.offset_hkd}
    end: date = quarter.facts.end_date
    if part:
        if part not in PARTS:
            raise missing()
        facts["figure"], further = question.say(PARTS[part]), ("fee-line", f"{end}/{pk}")
        return Derivation("borne_part", PART, getattr(mine, f"{part}_hkd"), facts=facts, opens=further, **_law(found))
    parts = (
        Derivation("gross", GROSS, mine.gross_hkd, opens=("fee", end.isoformat())),
        Derivation("concession", CONCESSION, -mine.concession_hkd),
        Derivation("used", USED, -mine.used_hkd, facts=facts, parts=_offsets(mine), is_sum=True),
    )
    about = _law(found) | {"assumptions": ("A3", "A4", "A21")}
    return Derivation("fee_borne", OF_PARTNER, mine.net_hkd, facts=facts, parts=parts, is_sum=True, **about)


def _offsets(mine) -> tuple[Derivation, ...]:
    """What of a partner's offsets was used, below zero: brought forward and new, less what is carried forward."""
    amounts = ((BROUGHT, -mine.brought_hkd), (OF_QUARTER, -mine.offset_hkd), (CARRIED, mine.carried_hkd))
    return tuple(Derivation("offset", label, amount) for label, amount in amounts)
