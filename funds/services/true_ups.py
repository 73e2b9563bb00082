"""Later closings after money was called: the true-up that a closing works out, and the lines that carry it (A13)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.db import transaction
from django.db.models import Sum

from funds import authorities, call_splits, selectors, true_up_facts, true_up_working, waterfall_facts
from funds.locks import lock_fund
from funds.models import CallPurpose, CapitalCall, Closing, Fund, JournalEntry, Netting, RecordedAuthority
from funds.rules import allocation, true_up
from funds.rules.replay import NOTHING, added, replay
from funds.services import call_lines
from funds.services.call_inputs import PurposeInput
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import Breach, InputRefused, RuleBroken, WrongStage, gettext_noop, plain
from itvf.money import EXACT, PLACES_12, ZERO, quantise, total

# A revaluation is material from a tenth of cost on: A13 names no figure, so it is an assumption of the house.
MATERIAL = Decimal("0.1")
ISSUED = CapitalCall.Stage.ISSUED
LABELS = {
    CallPurpose.Kind.INVESTMENT: ("Investments made before this closing", "本次截止前已作的投資"),
    CallPurpose.Kind.MANAGEMENT_FEE: ("Management fee called before this closing", "本次截止前已催繳的管理費"),
    CallPurpose.Kind.EXPENSE: ("Fund expenses called before this closing", "本次截止前已催繳的基金開支"),
    CallPurpose.Kind.FACILITY_COST: (
        "Interest and fees of the facility called before this closing",
        "本次截止前已催繳的認繳信貸利息及費用",
    ),
}


def check(fund: Fund, closing_date: date) -> None:
    """This function will refuse a later closing whose true-up could not be right (A13).

    Before the money called is due, while another true-up waits, and at cost after values moved without recorded
    authority.
    """
    calls = fund.calls.filter(stage=ISSUED)
    if not calls.exists():
        return
    require_none_waiting(fund)
    late = calls.filter(due_date__gte=closing_date).order_by("-due_date").first()
    if late:
        raise InputRefused(
            gettext_noop("{call} is due on {due}; close after that day, so that its money is trued up (A13)."),
            code="call_still_due",
            field="closing_date",
            call=str(late),
            due=late.due_date,
        )
    moved = _moved(fund, closing_date)
    if moved is not None and not authorities.standing(fund, RecordedAuthority.Kind.TRUE_UP_AT_COST, closing_date):
        template = gettext_noop(
            "Values have moved since the first closing ({moved_hkd} realised or revalued); a true-up at cost needs "
            "recorded authority."
        )
        raise RuleBroken([Breach("true_up_at_cost", template, "A13", "assumption", {"moved_hkd": moved})])


def waiting(fund: Fund) -> Closing | None:
    """The completed closing whose true-up was not called yet."""
    trued = fund.closings.filter(stage=Closing.Stage.COMPLETED, working__has_key="true_up")
    return trued.exclude(true_up_calls__stage=ISSUED).order_by("number").first()


def require_none_waiting(fund: Fund, *, or_netted: bool = False) -> None:
    """This function will refuse (WrongStage) what must come after a true-up.

    `or_netted` lets one pass that is chosen to be netted into the next call, which then has to be bound with it.
    """
    closing = waiting(fund)
    if closing is not None and not (or_netted and closing.true_up_way == Closing.TrueUpWay.NEXT_CALL):
        raise WrongStage(
            gettext_noop("The true-up of {closing} waits; draft and issue its call first (A13)."),
            code="true_up_waits",
            closing=str(closing),
        )


@transaction.atomic
def choose_way(*, closing: Closing, way: str, by, at: datetime) -> Closing:
    """This function will record how a closing's true-up is settled: paid at once, or netted into the next call (A13).

    The GP's maker chooses while the true-up waits and nothing of it is drafted; the last choice counts.
    """
    permissions.require(by, "capital_call.draft", within=closing.fund)
    fund = lock_fund(closing.fund)
    closing = Closing.objects.select_related("fund").get(pk=closing.pk)
    if way not in Closing.TrueUpWay.values:
        raise InputRefused(
            gettext_noop("{way} is not one of {known}."),
            code="unknown_way",
            field="way",
            way=way,
            known=Closing.TrueUpWay.values,
        )
    drafted = closing.true_up_calls.filter(stage=CapitalCall.Stage.DRAFT).exists()
    if waiting(fund) != closing or drafted:
        raise WrongStage(
            gettext_noop("{closing} has no true-up of which nothing is drafted yet."),
            code="no_true_up",
            closing=str(closing),
        )
    closing.true_up_way = way
    closing.save(update_fields=["true_up_way"])
    facts = {"way": way}
    audit.record(chain=fund.chain, verb="closing.choose_true_up_way", subject=closing, by=by, at=at, facts=facts)
    return closing


def of_way(closing: Closing, netting: Netting | None) -> Closing:
    """This function will give a closing as it stands, to draft a part of its true-up in the way that was chosen for it.

    Refuses the other way (WrongStage): netted into the next call by its net notice, paid at once without one.
    """
    closing = Closing.objects.select_related("fund").get(pk=closing.pk)
    if (closing.true_up_way == Closing.TrueUpWay.NEXT_CALL) != (netting is not None):
        raise WrongStage(
            gettext_noop("The true-up of {closing} is {way}; choose the other way first, or draft it there."),
            code="other_way",
            closing=str(closing),
            way=closing.get_true_up_way_display(),
        )
    return closing


def work_out(closing: Closing) -> dict | None:
    """This function will work out the true-up of a closing as its working keeps it; None where nothing moves.

    Every call so far is made again over the register before the closing and over the one after it (A11, A13), by the
    bases, excuses and cap that it had. Nobody pays more inside commitment than it has unfunded, and the Government no
    more than takes it to its share (R20). Run under the fund's lock when a closing is completed, its commitments (the
    Government's too) standing.
    """
    fund = closing.fund
    former, register = true_up_facts.members(closing, before_it=True), true_up_facts.members(closing)
    history = true_up_facts.history(fund)
    if not history.calls or not any(one.commitment_hkd for one in former):
        return None
    agreement = selectors.agreement_of(fund)
    terms = waterfall_facts.terms(agreement).hurdle
    made = replay(register, history.events)
    inside = added(one.side(is_outside=False) for one in made)
    step = true_up.settle(
        closing.closing_date,
        [one.id for one in register],
        true_up.moves(replay(former, history.events), made),
        terms,
        capped={one.id for one in register if one.is_government},
        most_hkd=_most(closing, inside),
    )
    if not any(line.capital_hkd or line.outside_hkd for line in step.lines):
        return None
    names = dict(fund.partners.values_list("pk", "name_en"))
    moves = _moves(step)
    rows = [_row(history.calls[one.move.call], one) for one in step.working]
    return {
        "rule": "A13",
        "clause": agreement.waterfall_clause or "assumption",
        "rate": plain(terms.rate.normalize()),
        "compounding": terms.compounding,
        "day_count": terms.day_count,
        "called_hkd": plain(total(Decimal(row["amount_hkd"]) for row in rows)),
        "capital_hkd": plain(total(max(line.capital_hkd, ZERO) for line in step.lines)),
        "outside_hkd": plain(total(max(line.outside_hkd, ZERO) for line in step.lines)),
        "interest_hkd": plain(total(max(line.interest_hkd, ZERO) for line in step.lines)),
        "calls": rows,
        "lines": [
            {
                "partner": line.id,
                "name_en": names[line.id],
                "capital_hkd": plain(line.capital_hkd),
                "outside_hkd": plain(line.outside_hkd),
                "interest_hkd": plain(line.interest_hkd),
                **moves[line.id],
                "entitled_hkd": _places(inside.get(line.id, NOTHING)),
            }
            for line in step.lines
        ],
    }


def told(worked: dict) -> dict:
    """What the audit trail says of a true-up: its sums and lines, without the calls that it rests on."""
    lines = [{name: value for name, value in line.items() if name != "moves"} for line in worked["lines"]]
    return {name: value for name, value in worked.items() if name != "calls"} | {"lines": lines}


def purposes(closing: Closing) -> list[PurposeInput]:
    """What the true-up's capital was used for: what the payers are asked for, a purpose for each kind and side."""
    if waiting(closing.fund) != closing:
        raise WrongStage(
            gettext_noop("{closing} has no true-up that waits for its call."), code="no_true_up", closing=str(closing)
        )
    clauses = {(row.kind, row.is_outside): row.clause for row in true_up_working.read(closing).rows}
    return [
        PurposeInput(
            kind,
            LABELS[kind][0],
            total(part.amount_hkd for part in asked),
            LABELS[kind][1],
            is_outside=is_outside,
            clause=clauses[kind, is_outside] if is_outside else "",
        )
        for (kind, is_outside), asked in true_up_working.parts(closing).items()
    ]


def worked(closing: Closing, positions: Sequence[allocation.Position]) -> call_splits.Worked:
    """This function will give the lines of a true-up's call as its closing's working has them, purpose by purpose.

    Payers alone are asked; who gets back stands at zero. Capital outside commitment and interest both stand outside.
    """
    working = true_up_working.read(closing)
    lines, outside, interest = [], {}, {}
    for position in positions:
        line = working.lines[position.id]
        amount, beside, interest[position.id] = line.asked
        outside[position.id] = beside + interest[position.id]
        lines.append(
            allocation.Line(
                id=position.id,
                amount_hkd=amount,
                called_after_hkd=position.called_before_hkd + amount,
                unfunded_after_hkd=position.unfunded_before_hkd - amount,
                entitled_after_hkd=line.entitled_hkd,
                share_hkd=Fraction(amount),
                way=allocation.SHARE if amount else allocation.NO_PART,
            )
        )
    return call_splits.Worked(
        positions,
        allocation.Split(tuple(lines), ZERO, ()),
        outside_hkd=outside,
        interest_hkd=interest,
        parts=tuple(true_up_working.parts(closing).values()),
    )


def government_line(call: CapitalCall) -> tuple[Decimal, Decimal, Decimal]:
    """What a true-up's call asks of the Government by its closing's working, in HK$: inside, outside, interest."""
    government = set(call.fund.partners.filter(kind="government").values_list("pk", flat=True))
    lines = true_up_working.read(call.closing).lines
    asked = [line.asked for partner, line in lines.items() if partner in government]
    return asked[0] if asked else (ZERO, ZERO, ZERO)


def _most(closing: Closing, inside: Mapping[int, Fraction]) -> dict[int, Decimal]:
    """The most that each may pay inside commitment: what it has unfunded, the Government up to its share (R20)."""
    found = {}
    for one in call_lines.positions(closing.fund, local_date(closing.completed_at)):
        found[one.id] = one.unfunded_before_hkd
        if one.is_government:
            left = quantise(inside.get(one.id, NOTHING), mode="down") - one.called_before_hkd
            found[one.id] = max(min(left, one.unfunded_before_hkd), ZERO)
    return found


def _row(call: CapitalCall, one: true_up.Working) -> dict:
    """One kind of a call's purposes as the working keeps it; its amount less what went back uninvested (A19)."""
    alike = [p for p in call.purposes.all() if (p.kind, p.is_outside) == (one.move.kind, one.move.is_outside)]
    return {
        "number": call.number,
        "due_date": call.due_date.isoformat(),
        "kind": one.move.kind,
        "is_outside": one.move.is_outside,
        "clause": ", ".join(dict.fromkeys(purpose.clause for purpose in alike if purpose.clause)),
        "bases": list(dict.fromkeys(purpose.allocation_base for purpose in alike)),
        "amount_hkd": plain(quantise(sum(one.move.before.values(), NOTHING), mode="half_up")),
        "interest_on_a_dollar": str(one.interest_on_a_dollar.quantize(PLACES_12, ROUND_HALF_UP, EXACT)),
    }


def _moves(step: true_up.TrueUp) -> dict[int, dict]:
    """By partner: what every row asked of it before and asks now, and its part of all that was called."""
    before, after = (added(getattr(one.move, side) for one in step.working) for side in ("before", "after"))
    called = sum(before.values(), NOTHING), sum(after.values(), NOTHING)
    return {
        line.id: {
            "share_before": _places(before.get(line.id, NOTHING) / called[0]),
            "share_after": _places(after.get(line.id, NOTHING) / called[1]),
            "moves": [
                [_places(side.get(line.id, NOTHING)) for side in (one.move.before, one.move.after)]
                for one in step.working
            ],
        }
        for line in step.lines
    }


def _moved(fund: Fund, on: date) -> Decimal | None:
    """What was realised, or revalued by a tenth of cost or more, in HK$; None where values stand at cost."""
    found = selectors.postings(as_of=on).filter(account__book__fund=fund)
    if found.filter(entry__kind=JournalEntry.Kind.REALISATION).exists():
        gain = found.filter(account__code="realised_gain").aggregate(sum=Sum("amount_hkd"))["sum"]
        return abs(gain or ZERO)
    sums = selectors.balances_by_code(fund, as_of=on)
    cost = sums.get("investment_at_cost", ZERO) + sums.get("investment_converted", ZERO)
    moved = abs(sums.get("investment_unrealised", ZERO))
    return moved if moved and moved >= cost * MATERIAL else None


def _places(number: Fraction) -> str:
    """An exact fraction with twelve places, half up."""
    places = EXACT.divide(Decimal(number.numerator), Decimal(number.denominator))
    return f"{places.quantize(PLACES_12, ROUND_HALF_UP, EXACT):f}"
