"""One partner's line of a capital call: exact share, cut to the cent, cents by running total (A11, R20)."""

from decimal import Decimal

from funds import call_splits, true_up_working
from funds.models import CallLine, CapitalCall
from funds.rules import allocation
from funds.rules.allocation import CAP, GOVERNMENT, LIMIT, NO_PART, SHARE, Position, ShortfallCap
from itvf.derivation import EXACT_HKD, Derivation, exact
from itvf.errors import gettext_noop
from itvf.money import quantise, total
from itvf.presentation import name_of
from reporting.explain import call_purposes, cancelled, true_ups
from reporting.explain.question import Choice, Question, missing

OF_LINE = gettext_noop("call {number}, {partner}")
LINE = gettext_noop("What {partner} is asked for by capital call {number}, due on {date}")
BY_SHARE = gettext_noop(
    "Pro rata to the commitments of those taking part; cents that do not divide go to those furthest below the exact "
    "sum of their shares over all calls."
)
BY_RUNNING_TOTAL = gettext_noop(
    "The Government's line is its share over all commitments: its exact running total rounded down, less what was "
    "called before."
)
BY_LIMIT = gettext_noop("What it has unfunded, since its share is more; the others carry the rest.")
BY_CAP = gettext_noop("What the cap on carrying others' shortfall leaves, since its share of it is more.")
TAKES_NO_PART = gettext_noop("It takes no part in this call and is not billed later.")
AS_RECORDED = gettext_noop(
    "The line was split on another base than commitments; the figures are those recorded with it."
)
CUT = gettext_noop("The exact share, cut to the cent")
CENTS = gettext_noop("Cents that do not divide, to those furthest below their running total")
EXACT_SHARE = gettext_noop("The exact share of this call")
SHARED = gettext_noop("What those who share it are called for together")
COMMITMENT = gettext_noop("Its commitment")
COMMITMENTS = gettext_noop("Commitments of those who share it")
CALL = gettext_noop("The whole call")
ALL_COMMITMENTS = gettext_noop("All commitments, excused partners' included")
RUNNING = gettext_noop("Its exact running total, rounded down")
ENTITLED_BEFORE = gettext_noop("Exact shares of the calls before")
CALLED_BEFORE = gettext_noop("Called before")
UNFUNDED = gettext_noop("Unfunded before this call")
INSIDE = gettext_noop("Inside its commitment")
SHOWN = 200


def line(question: Question) -> Derivation:
    """A line of an issued call, from the figures that it keeps, split again by the one rule."""
    found = issued_lines(question).filter(pk=question.number())
    found = found.select_related("partner", "call__closing", "call__entry__reversed_by").first()
    if found is None:
        raise missing()
    return cancelled.marked(_worked(found), found.call.entry, question)


def _worked(found: CallLine) -> Derivation:
    call = found.call
    lines = list(call.lines.select_related("partner").order_by("order"))
    facts = {"partner": name_of(found.partner), "number": call.number, "date": call.due_date}
    entries = (call.entry_id,) if call.entry_id else ()
    if call.nature == CapitalCall.Nature.TRUE_UP:
        return _of_true_up(found, facts, entries)
    if by_purpose := call_purposes.parts(found):
        return _line(found, facts, entries, parts=by_purpose, is_sum=True)
    of_call = inside(found, lines, call.amount_hkd, call_splits.cap_of(call))
    about = {"parts": of_call.parts, "is_sum": of_call.is_sum, "convention": of_call.convention, "note": of_call.note}
    return _line(found, facts, entries, **about)


def _line(found: CallLine, facts: dict, entries: tuple[int, ...], **about) -> Derivation:
    return Derivation(
        "call_line",
        LINE,
        found.payable_hkd,
        facts=facts,
        rule="R20",
        clause="Annex 3 para 2",
        assumptions=("A11",),
        entries=entries,
        **about,
    )


def _of_true_up(found: CallLine, facts: dict, entries: tuple[int, ...]) -> Derivation:
    """What a later closing asks of a partner, from the working that the closing keeps (A13)."""
    closing = found.call.closing
    mine = true_up_working.read(closing).lines[found.partner_id]
    asked = (found.amount_hkd, found.outside_hkd - found.interest_hkd, found.interest_hkd)
    return Derivation(
        "call_line",
        LINE,
        found.payable_hkd,
        facts=facts,
        rule="R20",
        clause="Annex 3 para 2",
        assumptions=("A13", "A11"),
        convention=true_ups.AS_IF_AT_FIRST,
        parts=true_ups.parts(closing, mine, asked),
        entries=entries,
        is_sum=True,
    )


def choices(question: Question) -> list[Choice]:
    """The latest lines of issued calls that the reader may see."""
    found = issued_lines(question).select_related("partner", "call").order_by("-call__number", "order")[:SHOWN]
    return [(str(one.pk), OF_LINE, {"number": one.call.number, "partner": name_of(one.partner)}) for one in found]


def issued_lines(question: Question):
    """The lines of calls that were issued, also of those that are cancelled since, as far as the reader may see."""
    found = CallLine.objects.visible_to(question.user).filter(
        call__fund=question.fund, call__stage__in=(CapitalCall.Stage.ISSUED, CapitalCall.Stage.CANCELLED)
    )
    return found if question.known_at is None else found.filter(call__issued_at__lte=question.known_at)


def _position(line: CallLine) -> Position:
    return Position(
        id=line.pk,
        commitment_hkd=line.commitment_hkd,
        called_before_hkd=line.called_before_hkd,
        unfunded_before_hkd=line.unfunded_before_hkd,
        excused=line.is_excused,
        is_government=line.partner.is_government,
        entitled_before_hkd=line.entitled_before_hkd,
    )


def recorded(line: CallLine) -> tuple[Derivation, ...]:
    """The figures that a line keeps from before its call."""
    return (
        Derivation("commitment", COMMITMENT, line.commitment_hkd),
        Derivation("called_before", CALLED_BEFORE, line.called_before_hkd),
        Derivation("unfunded_before", UNFUNDED, line.unfunded_before_hkd),
    )


def inside(line: CallLine, lines: list[CallLine], amount_hkd: Decimal, cap: ShortfallCap | None = None) -> Derivation:
    """This function will derive a line inside commitment by splitting its call again; `lines` are all of the call's."""
    split = allocation.split_call(amount_hkd, [_position(one) for one in lines], cap=cap)
    worked = next(one for one in split.lines if one.id == line.pk)
    if worked.amount_hkd != line.amount_hkd:
        return Derivation("inside", INSIDE, line.amount_hkd, note=AS_RECORDED, parts=recorded(line))
    return _inside(line, worked, lines, split.lines)


def _inside(line: CallLine, worked: allocation.Line, lines: list[CallLine], split) -> Derivation:
    if worked.way == NO_PART:
        return Derivation("inside", INSIDE, line.amount_hkd, convention=TAKES_NO_PART)
    if worked.way == LIMIT:
        parts = (Derivation("unfunded_before", UNFUNDED, line.unfunded_before_hkd),)
        return Derivation("inside", INSIDE, line.amount_hkd, convention=BY_LIMIT, parts=parts)
    if worked.way == CAP:
        return Derivation("inside", INSIDE, line.amount_hkd, convention=BY_CAP, parts=recorded(line))
    if worked.way == GOVERNMENT:
        return Derivation(
            "inside", INSIDE, line.amount_hkd, convention=BY_RUNNING_TOTAL, **_by_running(line, worked, lines)
        )
    whole = sum(one.share_hkd for one in split if one.way == SHARE)
    weights = total(mine.commitment_hkd for mine, one in zip(lines, split, strict=True) if one.way == SHARE)
    share = Derivation(
        "share",
        EXACT_SHARE,
        exact(worked.share_hkd),
        EXACT_HKD,
        parts=(
            Derivation("shared", SHARED, exact(whole), EXACT_HKD),
            Derivation("commitment", COMMITMENT, line.commitment_hkd),
            Derivation("commitments", COMMITMENTS, weights),
        ),
    )
    cut = quantise(worked.share_hkd, mode="down")
    cents = total([line.amount_hkd, -cut])
    parts = (Derivation("cut", CUT, cut, parts=(share,)), Derivation("cents", CENTS, cents, parts=_running(line)))
    return Derivation("inside", INSIDE, line.amount_hkd, convention=BY_SHARE, parts=parts, is_sum=True)


def _running(line: CallLine) -> tuple[Derivation, ...]:
    """Where the partner stood before: what it was entitled to pay, and what it was called for."""
    return (
        Derivation("entitled_before", ENTITLED_BEFORE, line.entitled_before_hkd, EXACT_HKD),
        Derivation("called_before", CALLED_BEFORE, line.called_before_hkd),
    )


def _by_running(line: CallLine, worked: allocation.Line, lines: list[CallLine]) -> dict:
    share = Derivation(
        "share",
        EXACT_SHARE,
        exact(worked.share_hkd),
        EXACT_HKD,
        parts=(
            Derivation("call", CALL, line.call.amount_hkd),
            Derivation("commitment", COMMITMENT, line.commitment_hkd),
            Derivation("commitments", ALL_COMMITMENTS, total(one.commitment_hkd for one in lines)),
        ),
    )
    before, called = _running(line)
    running = Derivation("running", RUNNING, line.called_after_hkd, parts=(before, share))
    less = Derivation("called_before", called.label, -line.called_before_hkd)
    return {"parts": (running, less), "is_sum": True}
