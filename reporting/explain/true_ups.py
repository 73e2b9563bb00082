"""What a later closing's true-up asks of a partner or gives it back, from the working that the closing keeps (A13)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from funds.models import Closing
from itvf.derivation import EXACT_HKD, RATE, Derivation
from itvf.errors import gettext_noop
from itvf.money import total
from itvf.presentation import name_of
from reporting.explain.question import Choice, Question, missing

OF_LINE = gettext_noop("closing {number}, {partner}")
LINE = gettext_noop("True-up of closing {number} on {date}: {partner}; below zero it gets back")
AS_IF_AT_FIRST = gettext_noop("As if all had joined at the first closing; interest is no contribution.")
TRUED_UP = gettext_noop("Capital: what was called of all, by its share after the closing less its share before")
CALLED_OF_ALL = gettext_noop("What was called of all partners before")
CALL_OF = gettext_noop("Call {number}, due on {date}")
SHARE_AFTER = gettext_noop("Its share after the closing")
SHARE_BEFORE = gettext_noop("Its share before it")
OUTSIDE = gettext_noop("Outside its commitment: interest of a true-up")
INTEREST = gettext_noop(
    "Interest on that capital from each call's due date to the closing, {true_up_rate} a year, {day_count}."
)
ON_A_DOLLAR = gettext_noop("Interest on a dollar of call {number}, from {date}")


def line(question: Question) -> Derivation:
    """One partner's part of a closing's true-up: "2/12", the closing's number and the partner."""
    number, _, pk = question.of.partition("/")
    partner = question.partners().filter(pk=replace(question, of=pk).number()).first()
    closing = _closings(question).filter(number=replace(question, of=number).number()).first()
    if partner is None or closing is None:
        raise missing()
    worked = closing.working["true_up"]
    mine = next((one for one in worked["lines"] if one["partner"] == partner.pk), None)
    if mine is None:
        raise missing()
    capital, interest = Decimal(mine["capital_hkd"]), Decimal(mine["interest_hkd"])
    return Derivation(
        "true_up",
        LINE,
        total([capital, interest]),
        facts={"number": closing.number, "date": closing.closing_date, "partner": name_of(partner)},
        rule="R20",
        clause="Annex 3 para 2",
        assumptions=("A13",),
        convention=AS_IF_AT_FIRST,
        parts=parts(worked, mine, capital, interest),
        is_sum=True,
    )


def choices(question: Question) -> list[Choice]:
    """Every line of the fund's true-ups that the reader may see."""
    mine = {one.pk: one for one in question.partners()}
    return [
        (f"{closing.number}/{one['partner']}", OF_LINE, {"number": closing.number, "partner": name_of(partner)})
        for closing in _closings(question).order_by("number")
        for one in closing.working["true_up"]["lines"]
        if (partner := mine.get(one["partner"]))
    ]


def parts(worked: dict, mine: dict, capital_hkd: Decimal, interest_hkd: Decimal) -> tuple[Derivation, ...]:
    """The capital and the interest of one partner's line, each with the calls that it rests on."""
    facts = {"true_up_rate": Decimal(worked["rate"]), "day_count": worked["day_count"]}
    calls = tuple(
        Derivation("call", CALL_OF, Decimal(one["amount_hkd"]), facts=_call_facts(one)) for one in worked["calls"]
    )
    capital = Derivation(
        "capital",
        TRUED_UP,
        capital_hkd,
        parts=(
            Derivation("called", CALLED_OF_ALL, Decimal(worked["called_hkd"]), parts=calls, is_sum=True),
            Derivation("share_after", SHARE_AFTER, Decimal(mine["share_after"]), RATE),
            Derivation("share_before", SHARE_BEFORE, Decimal(mine["share_before"]), RATE),
        ),
    )
    interest = tuple(
        Derivation("dollar", ON_A_DOLLAR, Decimal(one["interest_on_a_dollar"]), EXACT_HKD, facts=_call_facts(one))
        for one in worked["calls"]
    )
    outside = Derivation("outside", OUTSIDE, interest_hkd, facts=facts, convention=INTEREST, parts=interest)
    return capital, outside


def _closings(question: Question):
    found = Closing.objects.filter(
        fund=question.fund,
        stage=Closing.Stage.COMPLETED,
        closing_date__lte=question.on,
        working__has_key="true_up",
    )
    return found if question.known_at is None else found.filter(completed_at__lte=question.known_at)


def _call_facts(one: dict) -> dict:
    return {"number": one["number"], "date": date.fromisoformat(one["due_date"])}
