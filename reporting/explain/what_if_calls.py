"""A line of a call that is only supposed: split as it would be issued on the day, and nothing is written (A11)."""

from dataclasses import replace
from datetime import date

from funds import call_splits
from funds.models import CallLine, CallPurpose, CapitalCall
from funds.services import call_inputs, capital_calls
from funds.services.capital_calls import PurposeInput
from itvf.derivation import Derivation
from itvf.errors import DomainError, gettext_noop
from itvf.money import money, total
from itvf.presentation import name_of
from reporting.explain import calls
from reporting.explain.question import Choice, Question, missing
from reporting.explain.supposed import SUPPOSED

ASKED = gettext_noop("What {partner} would be asked for by a call of {amount_hkd}, due on {date}")
LEFT = gettext_noop("What {partner} would have unfunded after a call of {amount_hkd}, due on {date}")
BEFORE = gettext_noop("Unfunded before it")
LESS = gettext_noop("Less: the call, inside its commitment")
ON_A_BASE = gettext_noop(
    "Shared by a base of its own, as the agreement allows; issued, the line keeps the figures by which it was shared."
)
FIGURES = ("amount", "unfunded")


def line(question: Question) -> Derivation:
    """A partner's line, or what it leaves unfunded: "amount/12/investment/1000000.00/2026-03-16/commitment".

    The register is that of now: a call as it would have been known before is not supposed (NotFound).
    """
    try:
        figure, partner, kind, amount, due, base = question.of.split("/", 5)
        purpose, due_date = call_inputs.supposed(kind, money(amount), base), date.fromisoformat(due)
        if figure not in FIGURES or question.known_at is not None or not question.opens_books:
            raise missing()
        lines = capital_calls.preview(question.fund, [purpose], due_date, question.on)
    except (DomainError, ValueError):
        raise missing() from None
    pk = replace(question, of=partner).number()
    mine = next((one for one in lines if one.partner_id == pk), None)
    if mine is None:
        raise missing()
    facts = {"partner": name_of(mine.partner), "amount_hkd": purpose.amount_hkd, "date": due_date}
    asked = _asked(question, purpose, lines, mine)
    asked = replace(asked, name="supposed_line", label=ASKED, facts=facts, note=SUPPOSED)
    if figure == "amount":
        return asked
    parts = (
        Derivation("unfunded_before", BEFORE, mine.unfunded_before_hkd, opens=("unfunded", partner)),
        replace(asked, label=LESS, value=-mine.amount_hkd, note="", parts=(), is_sum=False, opens=None),
    )
    value = total(part.value for part in parts)
    return Derivation("supposed_unfunded", LEFT, value, facts=facts, parts=parts, is_sum=True, note=SUPPOSED)


def choices(question: Question) -> list[Choice]:
    """None by itself: the page of the supposed call leads to its lines."""
    return []


def _asked(question: Question, purpose: PurposeInput, lines: list[CallLine], mine: CallLine) -> Derivation:
    about = {"rule": "R20", "clause": "Annex 3 para 2", "assumptions": ("A11",)}
    if purpose.allocation_base != CallPurpose.Base.COMMITMENT or purpose.is_outside or mine.outside_hkd:
        return Derivation("line", ASKED, mine.payable_hkd, convention=ON_A_BASE, parts=calls.recorded(mine), **about)
    call = CapitalCall(fund=question.fund, amount_hkd=purpose.amount_hkd)
    for one in lines:
        one.pk, one.call = one.partner_id, call
    cap = call_splits.agreed_on(question.fund, question.on).cap
    inside = calls.inside(mine, lines, purpose.amount_hkd, cap)
    return replace(inside, **about)
