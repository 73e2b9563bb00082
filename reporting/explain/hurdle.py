"""The hurdle at a day: every contribution and distribution with its entry, and what grew between them (R16, A5)."""

from decimal import Decimal

from funds import fee_facts, selectors
from funds.models import FundAgreement
from funds.models.agreement import Compounding
from funds.rules.hurdle import HurdleStatement, HurdleStep
from funds.rules.waterfall import RETURNED
from itvf.derivation import Derivation, rounding
from itvf.errors import gettext_noop
from itvf.money import ratio, total
from reporting.explain.entries import of_contributions, of_distributions
from reporting.explain.question import Question, missing

BALANCE = gettext_noop("What partners must still receive before any carry, on {date}")
CONVENTION = gettext_noop(
    "{hurdle_rate} a year on all contributions, each from the later of due date and receipt. Unpaid hurdle bears "
    "hurdle: {compounding}. Day count: {day_count}."
)
CAPITAL = gettext_noop("Contributed capital not yet returned")
HURDLE = gettext_noop("Hurdle accrued and not yet paid")
CONTRIBUTED = gettext_noop("{date}: contribution")
CALLED_BACK = gettext_noop("{date}: called capital that went back")
CAPITAL_BACK = gettext_noop("{date}: distribution, returned as capital")
HURDLE_PAID = gettext_noop("{date}: distribution, paid as hurdle")
GROWN = gettext_noop("Growth to {date}: {years} years on {capital_hkd} of capital and {hurdle_hkd} of unpaid hurdle")
CONTRIBUTION = "contribution"
PAID_ABOVE = gettext_noop("{date}: distribution, above capital and hurdle")
LESS_ABOVE = gettext_noop("Less: received above capital and hurdle before")
BESIDE = {
    "contributed": gettext_noop("Contributions on which the hurdle runs, by {date}"),
    "above": gettext_noop("What partners received above capital and hurdle by {date}"),
    "lacking": gettext_noop("What partners lack of capital and hurdle over the fund's whole life, on {date}"),
}
OVER_LIFE = gettext_noop(
    "A next distribution pays this first. Partners had {above_hkd} above capital and hurdle before: over the fund's "
    "whole life they lack {lacking_hkd}, and the clawback goes by that."
)
FOUR_PLACES = Decimal("0.0001")
ROUNDED = gettext_noop("Rounding of the lines above; the balance itself runs unrounded")


def balance(question: Question) -> Derivation:
    """Unreturned capital and unpaid hurdle on the day, step by step; or what stands beside them: "above"."""
    if question.fund.first_closing_date is None:
        raise missing()
    agreement = question.agreement
    term = selectors.terms_of(agreement.scheme_version).term("minimum_hurdle_rate")
    statement = fee_facts.hurdle_position(question.fund, question.on, known_at=question.known_at)
    entries = _Entries(question)
    if question.of:
        return _beside(question, statement, entries)
    capital, hurdle, former = [], [], None
    for step in statement.steps:
        if step.accrued_hkd:
            hurdle.append(_growth(step, former))
        if step.kind == "contribution":
            capital.append(entries.part(CONTRIBUTED if step.amount_hkd > 0 else CALLED_BACK, step.amount_hkd, step))
        if step.to_hurdle_hkd:
            hurdle.append(entries.part(HURDLE_PAID, -step.to_hurdle_hkd, step))
        if step.to_capital_hkd:
            capital.append(entries.part(CAPITAL_BACK, -step.to_capital_hkd, step))
        former = step
    return Derivation(
        "hurdle_balance",
        BALANCE,
        total([statement.capital_hkd, statement.hurdle_hkd]),
        facts={"date": question.on, "above_hkd": statement.above_hkd, "lacking_hkd": statement.lacking_hkd}
        | convention(agreement),
        rule=term.rule,
        clause=term.clause,
        assumptions=("A5",),
        convention=CONVENTION,
        note=OVER_LIFE if statement.above_hkd and statement.capital_hkd + statement.hurdle_hkd else "",
        parts=(
            Derivation("capital", CAPITAL, statement.capital_hkd, parts=tuple(capital), is_sum=True),
            Derivation(
                "hurdle",
                HURDLE,
                statement.hurdle_hkd,
                parts=rounding(statement.hurdle_hkd, tuple(hurdle), ROUNDED),
                is_sum=True,
            ),
        ),
        is_sum=True,
    )


def _beside(question: Question, statement: HurdleStatement, entries: "_Entries") -> Derivation:
    """What was contributed, what partners had above capital and hurdle of the time, what they lack over it all."""
    label = BESIDE.get(question.of)
    if label is None:
        raise missing()
    if question.of == "lacking":
        amounts = ((CAPITAL, statement.capital_hkd), (HURDLE, statement.hurdle_hkd), (LESS_ABOVE, -statement.above_hkd))
        parts, value = [Derivation("part", label, amount) for label, amount in amounts], statement.lacking_hkd
    elif question.of == "above":
        above = [(step, step.amount_hkd - step.to_capital_hkd - step.to_hurdle_hkd) for step in statement.steps]
        parts = [
            entries.part(PAID_ABOVE, amount, step) for step, amount in above if step.kind != CONTRIBUTION and amount
        ]
        value = statement.above_hkd
    else:
        steps = [step for step in statement.steps if step.kind == CONTRIBUTION]
        parts = [entries.part(CONTRIBUTED if one.amount_hkd > 0 else CALLED_BACK, one.amount_hkd, one) for one in steps]
        value = total(part.value for part in parts)
    is_sum = value == total(part.value for part in parts)
    about = {"facts": {"date": question.on}, "rule": "R16", "assumptions": ("A5", "A6"), "is_sum": is_sum}
    return Derivation("beside_hurdle", label, value, parts=tuple(parts), **about)


class _Entries:
    """The entries of the days' contributions and distributions."""

    def __init__(self, question: Question):
        self.contributions = of_contributions(question)
        self.distributions = of_distributions(question)

    def part(self, label: str, amount, step: HurdleStep) -> Derivation:
        """One step's part; same-day flows of a kind share their entries."""
        if amount < 0 and step.kind == "contribution":
            entries = self.distributions.get((step.date, RETURNED), ())
        elif step.kind == "contribution":
            entries = self.contributions.get(step.date, ())
        else:
            entries = self.distributions.get((step.date, "distribution"), ())
        return Derivation(step.kind, label, amount, facts={"date": step.date}, entries=entries)


def convention(agreement: FundAgreement) -> dict:
    """How an agreement's hurdle grows, as facts of a sentence."""
    return {
        "hurdle_rate": agreement.hurdle_rate,
        "compounding": Compounding(agreement.hurdle_compounding),
        "day_count": agreement.hurdle_day_count,
    }


def _growth(step: HurdleStep, former: HurdleStep) -> Derivation:
    years = ratio(step.years, 1).quantize(FOUR_PLACES)
    facts = {"date": step.date, "years": years, "capital_hkd": former.capital_hkd, "hurdle_hkd": former.hurdle_hkd}
    return Derivation("growth", GROWN, step.accrued_hkd, facts=facts)
