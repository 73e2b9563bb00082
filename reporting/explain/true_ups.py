"""What a later closing's true-up asks of a partner or gives it back, from the working that the closing keeps (A13)."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from django.db.models import Q, Sum

from funds import true_up_working
from funds.models import CallPurpose, Closing, Commitment
from funds.true_up_working import Line, Row
from itvf.derivation import EXACT_HKD, Derivation, exact
from itvf.errors import gettext_noop
from itvf.money import ZERO, total
from itvf.presentation import name_of
from reporting.explain.question import Choice, Question, missing

Move = tuple[Row, tuple[Decimal, Decimal]]
# A partner's commitment and those of all, in HK$; of these, before the closing and after it.
Register = tuple[Decimal, Decimal]
Registers = tuple[Register, Register]
# Exact parts are kept in 12 places; nearer than this the two ways to a part are one.
NEAR = Decimal("0.000001")
OF_LINE = gettext_noop("closing {number}, {partner}")
LINE = gettext_noop("True-up of closing {number} on {date}: {partner}; below zero it gets back")
AS_IF_AT_FIRST = gettext_noop("As if all had joined at the first closing; interest is no contribution.")
SHARES = gettext_noop(
    "Of all that was called, its part was {before_rate} before the closing and is {after_rate} after it."
)
AGAIN = gettext_noop(
    "Every call is made again over the register after the closing, by its own bases, excuses and cap: what a partner "
    "would have been asked, less what the register before it asks."
)
INSIDE = gettext_noop("Capital inside its commitment")
BESIDE = gettext_noop("Capital outside its commitment: fees and expenses that the agreement puts there")
MOVED = gettext_noop("Call {number}, {use}")
AFTER = gettext_noop("Its part of {amount_hkd} after the closing")
BEFORE = gettext_noop("Less: its part before it")
BY_COMMITMENT = gettext_noop("The amount x its commitment / all commitments, of the register of that time.")
COMMITMENT = gettext_noop("Its commitment then")
COMMITMENTS = gettext_noop("All commitments then")
INTEREST_ON = gettext_noop("Interest on what moved of call {number}, {use}, from {date}")
CAPITAL_MOVED = gettext_noop("What moved of it")
ON_A_DOLLAR = gettext_noop("Interest on a dollar until the closing")
OF_PARTNER = gettext_noop("{partner}")
OF_CALL = gettext_noop("Capital call {number}")
SUMS = {
    "called": gettext_noop("Called before it"),
    "capital": gettext_noop("Capital that moves"),
    "outside": gettext_noop("Capital that moves outside commitment"),
    "interest": gettext_noop("Interest that moves"),
}
ROUNDED = gettext_noop("To the cent: payers are rounded, those who get back share what is paid")
OUTSIDE = gettext_noop("Outside its commitment: interest of a true-up")
INTEREST = gettext_noop(
    "Interest on that capital from each call's due date to the closing, {true_up_rate} a year, {day_count}."
)


def line(question: Question) -> Derivation:
    """One partner's part of a closing's true-up, "2/12" of closing 2 and partner 12; or a sum, "2/capital"."""
    number, _, pk = question.of.partition("/")
    if pk in SUMS:
        return _whole(question, number, pk)
    partner = question.partners().filter(pk=replace(question, of=pk).number()).first()
    closing = _closings(question).filter(number=replace(question, of=number).number()).first()
    if partner is None or closing is None:
        raise missing()
    working = true_up_working.read(closing)
    mine = working.lines.get(partner.pk)
    if mine is None:
        raise missing()
    return Derivation(
        "true_up",
        LINE,
        mine.whole_hkd,
        facts={
            "number": closing.number,
            "date": closing.closing_date,
            "partner": name_of(partner),
            "before_rate": mine.share_before,
            "after_rate": mine.share_after,
        },
        note=SHARES,
        rule="R20",
        clause="Annex 3 para 2",
        assumptions=("A13", "A11"),
        convention=AS_IF_AT_FIRST,
        parts=parts(closing, mine, (mine.capital_hkd, mine.outside_hkd, mine.interest_hkd)),
        is_sum=True,
    )


def _whole(question: Question, number: str, name: str) -> Derivation:
    """What was called before, or what moves: the sum of who pays; for who may read the fund's books."""
    closing = _closings(question).filter(number=replace(question, of=number).number()).first()
    if closing is None or not question.opens_books:
        raise missing()
    working, partners = true_up_working.read(closing), question.partners().in_bulk()
    if name == "called":
        found = [(OF_CALL, {"number": one.number}, one.amount_hkd, None) for one in working.rows]
    else:
        amounts = ((one.partner, getattr(one, f"{name}_hkd")) for one in working.lines.values())
        found = [
            (OF_PARTNER, {"partner": name_of(partners[pk])}, amount, ("true-up", f"{number}/{pk}"))
            for pk, amount in amounts
            if amount > 0
        ]
    parts = tuple(Derivation("part", label, amount, facts=facts, opens=opens) for label, facts, amount, opens in found)
    value = Decimal(closing.working["true_up"].get(f"{name}_hkd", "0.00"))
    about = {"assumptions": ("A13",), "parts": parts, "is_sum": True}
    return Derivation("true_up_sum", SUMS[name], value, **about)


def choices(question: Question) -> list[Choice]:
    """Every line of the fund's true-ups that the reader may see."""
    mine = {one.pk: one for one in question.partners()}
    return [
        (f"{closing.number}/{one['partner']}", OF_LINE, {"number": closing.number, "partner": name_of(partner)})
        for closing in _closings(question).order_by("number")
        for one in closing.working["true_up"]["lines"]
        if (partner := mine.get(one["partner"]))
    ]


def parts(closing: Closing, mine: Line, amounts: tuple[Decimal, Decimal, Decimal]) -> tuple[Derivation, ...]:
    """One partner's capital inside commitment, outside it, and interest, in HK$, each with the calls it rests on."""
    kept, rows = closing.working["true_up"], true_up_working.read(closing).rows
    inside, outside, interest = amounts
    moves = list(zip(rows, mine.moves, strict=True))
    registers = _register(closing, mine.partner, "lt"), _register(closing, mine.partner, "lte")
    found = [_capital("capital", INSIDE, inside, [one for one in moves if not one[0].is_outside], registers)]
    if beside := [one for one in moves if one[0].is_outside]:
        found.append(_capital("capital_outside", BESIDE, outside, beside, registers))
    facts = {"true_up_rate": Decimal(kept["rate"]), "day_count": kept["day_count"]}
    borne = tuple(_interest(row, move) for row, move in moves)
    found.append(_sum("outside", OUTSIDE, interest, borne, facts=facts, convention=INTEREST))
    return tuple(found)


def _register(closing: Closing, partner: int, until: str) -> Register:
    """The commitments by the closings before this one ("lt"), or with it ("lte")."""
    admitted = Commitment.objects.admitted().filter(fund=closing.fund, **{f"closing__number__{until}": closing.number})
    held = admitted.aggregate(mine=Sum("amount_hkd", filter=Q(partner=partner)), whole=Sum("amount_hkd"))
    return held["mine"] or ZERO, held["whole"] or ZERO


def _capital(name: str, label: str, value: Decimal, moves: list[Move], registers: Registers) -> Derivation:
    return _sum(name, label, value, tuple(_moved(row, move, registers) for row, move in moves), convention=AGAIN)


def _moved(row: Row, move: tuple[Decimal, Decimal], registers: Registers) -> Derivation:
    """What one kind of a call's purposes asks of the partner after the closing, less what it did before it."""
    before, after = move
    facts = _facts(row)
    sides = (
        Derivation("after", AFTER, after, EXACT_HKD, facts=facts, **_share(row, after, registers[1])),
        Derivation("before", BEFORE, ZERO - before, EXACT_HKD, facts=facts, **_share(row, before, registers[0])),
    )
    return Derivation(
        "moved",
        MOVED,
        total([after, ZERO - before]),
        EXACT_HKD,
        facts=facts,
        clause=row.clause,
        parts=sides,
        is_sum=True,
    )


def _share(row: Row, part: Decimal, register: Register) -> dict:
    """What a part rests on where it is the share by commitment; one by another base, excuse or cap says so above."""
    mine, whole = register
    if not part or abs(exact(Fraction(row.amount_hkd) * Fraction(mine) / Fraction(whole)) - part) > NEAR:
        return {}
    held = (Derivation("commitment", COMMITMENT, mine), Derivation("commitments", COMMITMENTS, whole))
    return {"convention": BY_COMMITMENT, "parts": held}


def _interest(row: Row, move: tuple[Decimal, Decimal]) -> Derivation:
    before, after = move
    moved = total([after, ZERO - before])
    factors = (
        Derivation("capital_moved", CAPITAL_MOVED, moved, EXACT_HKD),
        Derivation("dollar", ON_A_DOLLAR, row.interest_on_a_dollar, EXACT_HKD),
    )
    value = exact(Fraction(moved) * Fraction(row.interest_on_a_dollar))
    return Derivation("interest", INTEREST_ON, value, EXACT_HKD, facts=_facts(row), parts=factors)


def _sum(name: str, label: str, value: Decimal, parts: tuple[Derivation, ...], **about) -> Derivation:
    """A sum whose last part is what settling it to the cent left."""
    rest = total([value, *(ZERO - part.value for part in parts)])
    if rest:
        parts = (*parts, Derivation("rounding", ROUNDED, rest, EXACT_HKD))
    return Derivation(name, label, value, parts=parts, is_sum=True, **about)


def _facts(row: Row) -> dict:
    use = CallPurpose.Kind(row.kind)
    return {"number": row.number, "date": row.due_date, "use": use, "amount_hkd": row.amount_hkd}


def _closings(question: Question):
    found = Closing.objects.filter(
        fund=question.fund,
        stage=Closing.Stage.COMPLETED,
        closing_date__lte=question.on,
        working__has_key="true_up",
    )
    return found if question.known_at is None else found.filter(completed_at__lte=question.known_at)
