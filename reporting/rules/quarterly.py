"""A manager's figures beside the system's own: equal to the cent, or a difference shown and explained (R21, R28).

No tolerance. A cause is named only where its amount is the difference to the cent; everything else is
`unexplained` and waits for a person. Where the system has no figure of its own yet, the line says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from funds.rules.fees import PeriodFee, check_fee
from funds.rules.terms import Terms
from itvf.errors import Breach, InputRefused, gettext_noop
from itvf.money import ZERO, total

AGREES = "agrees"
UNEXPLAINED = "unexplained"
# What may lie behind a difference, in the order in which it is looked for.
AFTER_PERIOD = "recorded_after_the_quarter"
CALLED = "called_and_not_received"
FEE_NOT_PAID = "fee_accrued_and_not_paid"
SUSPENSE = "over_payment_in_suspense"
NOT_ACCRUED = "fee_not_accrued_by_the_system"
ABOVE_CAP = "above_the_cap"
WITHIN_CAP = "within_the_cap"
AT_COST = "reported_at_cost"
AT_VALUES = "follows_from_the_values_reported"
REJECTED = "rejected_on_verification"
# Why the system has no figure of its own.
NOT_VALUED = "not_valued_yet"
NO_SPEND = "no_spend_on_record"

FAIR_VALUE, SPEND = "fair_value_hkd", "hong_kong_spend_to_date_hkd"
# The fund's figures that change with each value that is reviewed.
WHOLE_VALUE, NAV = "investments_fair_value_hkd", "nav_hkd"

UNKNOWN_HOLDING = gettext_noop(
    "Holding {number}: the books know no investment {investment} that the fund held on {date}. Take it out, or have "
    "its completion recorded first."
)
HOLDING_TWICE = gettext_noop("Holding {number}: investment {investment} is reported twice; report each once.")
HOLDING_MISSING = gettext_noop(
    "The fund held {missing} on {date} and the report leaves it out. Report every holding once, at zero fair value if "
    "it is worth nothing."
)
SUM_DIFFERS = gettext_noop(
    "The holdings' {what} add up to {sum_hkd} and the report says {stated_hkd}: {difference_hkd} too much in "
    "one of the two. Correct it and submit again."
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A claimed figure and the system's own, with the amounts that might explain a difference (claimed less own).

    `books_hkd` None: the system has no figure of its own, `absent` says why.
    """

    field: str
    claimed_hkd: Decimal
    books_hkd: Decimal | None
    causes: Mapping[str, Decimal] = field(default_factory=dict)
    label: str = ""
    absent: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One line of the comparison. `difference_hkd` is claimed less own; of the cap, what lies above it."""

    field: str
    claimed_hkd: Decimal
    books_hkd: Decimal | None
    difference_hkd: Decimal | None
    explanation: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a manager says of one investment at a quarter's end, in HK$; the spend is to date (R10, A16)."""

    fair_value_hkd: Decimal
    spend_hkd: Decimal


@dataclass(frozen=True, slots=True)
class Holding:
    """What the system has of one investment on that day, in HK$.

    `value_hkd` is what the books carry it at, None before its first reviewed valuation. `spend_hkd` is what the
    spend register counts, reported less rejected, None before its first report.
    """

    label: str
    cost_hkd: Decimal
    value_hkd: Decimal | None
    spend_hkd: Decimal | None
    rejected_hkd: Decimal


@dataclass(frozen=True, slots=True)
class Valued:
    """A fund's own investments and net assets at a quarter's end, in HK$, and the calls and fees among them.

    `is_whole`: every holding has a reviewed valuation; until then the system has no value of the whole.
    """

    cost_hkd: Decimal
    fair_value_hkd: Decimal
    nav_hkd: Decimal
    called_hkd: Decimal
    fee_payable_hkd: Decimal
    is_whole: bool = True


def valued_figures(fair_value_hkd: Decimal, nav_hkd: Decimal, own: Valued) -> tuple[Figure, Figure]:
    """This function will set a manager's total fair value and net asset value beside the books' own, in HK$ (R21).

    Known causes: all at cost; of the net asset value the values reported, called capital that is not received left
    out, the fee accrued and not paid left out.
    """
    at_cost = {AT_COST: total([own.cost_hkd, -own.fair_value_hkd])}
    causes = {
        AT_VALUES: total([fair_value_hkd, -own.fair_value_hkd]),
        CALLED: -own.called_hkd,
        FEE_NOT_PAID: own.fee_payable_hkd,
    }
    value, assets = (own.fair_value_hkd, own.nav_hkd) if own.is_whole else (None, None)
    return (
        Figure(WHOLE_VALUE, fair_value_hkd, value, at_cost, absent=NOT_VALUED),
        Figure(NAV, nav_hkd, assets, causes, absent=NOT_VALUED),
    )


def compare(figures: Iterable[Figure]) -> tuple[Comparison, ...]:
    """This function will set each claimed figure beside the system's own, in HK$ to the cent, no tolerance."""
    return tuple(_compare(figure) for figure in figures)


def holding_figures(claims: Mapping[int, Claim], held: Mapping[int, Holding]) -> tuple[Figure, ...]:
    """This function will set a manager's fair values and Hong Kong spend beside the system's own, by investment's id.

    The value beside the reviewed valuation (R21), the spend beside the spend register (R10, A16). A value reported at
    cost and a spend that counts what verification rejected are known causes.
    """
    return tuple(
        figure
        for investment, claim in claims.items()
        if investment in held
        for figure in _holding_figures(f"holdings.{investment}", claim, held[investment])
    )


def _holding_figures(place: str, claim: Claim, own: Holding) -> tuple[Figure, Figure]:
    at_cost = {} if own.value_hkd is None else {AT_COST: total([own.cost_hkd, -own.value_hkd])}
    rejected = {REJECTED: own.rejected_hkd}
    return (
        Figure(f"{place}.{FAIR_VALUE}", claim.fair_value_hkd, own.value_hkd, at_cost, own.label, NOT_VALUED),
        Figure(f"{place}.{SPEND}", claim.spend_hkd, own.spend_hkd, rejected, own.label, NO_SPEND),
    )


def renewed(lines: Iterable[Comparison], fresh: Iterable[Comparison]) -> tuple[Comparison, ...]:
    """This function will put what is known of values and spend now in the place of what was known at submission."""
    fresh = tuple(fresh)
    again = {line.field for line in fresh}
    kept = [line for line in lines if not line.field.endswith((f".{FAIR_VALUE}", f".{SPEND}"))]
    first = [next(new for new in fresh if new.field == one.field) if one.field in again else one for one in kept]
    done = {line.field for line in first}
    return (*first, *(line for line in fresh if line.field not in done))


def _compare(figure: Figure) -> Comparison:
    if figure.books_hkd is None:
        return Comparison(figure.field, figure.claimed_hkd, None, None, figure.absent, figure.label)
    difference = total([figure.claimed_hkd, -figure.books_hkd])
    explanation = AGREES
    if difference:
        causes = (code for code, amount in figure.causes.items() if amount == difference)
        explanation = next(causes, UNEXPLAINED)
    return Comparison(figure.field, figure.claimed_hkd, figure.books_hkd, difference, explanation, figure.label)


def compare_with_cap(charged_hkd: Decimal, cap: PeriodFee, terms: Terms) -> tuple[Comparison, tuple[Breach, ...]]:
    """This function will set the fee charged for a quarter beside the most that R14 allows (Annex 3 1(k)(i)).

    The line's difference is the over-charge, zero while the fee is within the cap; an over-charge is a breach.
    """
    breaches = check_fee(charged_hkd, cap, terms)
    over_charge = total([charged_hkd, -cap.fee_hkd]) if breaches else ZERO
    line = Comparison("fee_cap_hkd", charged_hkd, cap.fee_hkd, over_charge, ABOVE_CAP if breaches else WITHIN_CAP)
    return line, breaches


def differences(lines: Iterable[Comparison]) -> tuple[Comparison, ...]:
    """The lines that do not agree; accepting a report that has any takes a note."""
    return tuple(line for line in lines if line.difference_hkd)


def check_holdings(reported: Sequence[int], held: Mapping[int, str], *, on) -> None:
    """This function will refuse (InputRefused) a report that does not name every investment held, each once.

    `held` maps the id of each investment held on the day to the company's name.
    """
    seen = set()
    for number, investment in enumerate(reported, start=1):
        refusal = HOLDING_TWICE if investment in seen else UNKNOWN_HOLDING if investment not in held else None
        if refusal:
            raise InputRefused(
                refusal,
                code="holding_twice" if investment in seen else "holding_unknown",
                field=f"holdings.{number - 1}.investment",
                number=number,
                investment=investment,
                date=on,
            )
        seen.add(investment)
    missing = [name for investment, name in held.items() if investment not in seen]
    if missing:
        raise InputRefused(HOLDING_MISSING, code="holding_missing", field="holdings", missing=missing, date=on)


def check_sum(what: str, parts: Iterable[Decimal], stated_hkd: Decimal, *, field: str) -> None:
    """This function will refuse (InputRefused) a total that its own parts do not add up to."""
    added = total(parts)
    if added != stated_hkd:
        raise InputRefused(
            SUM_DIFFERS,
            code="sum_differs",
            field=field,
            what=what,
            sum_hkd=added,
            stated_hkd=stated_hkd,
            difference_hkd=abs(total([added, -stated_hkd])),
        )
