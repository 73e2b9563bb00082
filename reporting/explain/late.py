"""The late interest of a call line: each late receipt, and what is still outstanding, which runs on (A18)."""

from funds import late_interest_facts, waterfall_facts
from funds.models import CallLine
from funds.rules.late_interest import CLAUSE, DAY_COUNT, RULE, Part
from itvf.derivation import NUMBER, RATE, Derivation
from itvf.errors import gettext_noop
from itvf.money import total
from itvf.presentation import name_of
from reporting.explain.question import Choice, Question, missing

LATE = gettext_noop("Late interest of {partner} on call {number}, due on {date}")
OF_LINE = gettext_noop("call {number}, {partner}")
RECEIVED = gettext_noop("Received on {date}: principal x rate x days / 365")
RUNNING = gettext_noop("Not received yet: principal x rate x days / 365, to {date}")
SIMPLE = gettext_noop(
    "The hurdle rate, simple, {day_count}, from the due date to the bank's value date; each sum rounded half up to the "
    "cent. It is no contribution."
)
PRINCIPAL = gettext_noop("What came late")
OUTSTANDING = gettext_noop("What is outstanding")
RATE_A_YEAR = gettext_noop("Rate a year")
DAYS = gettext_noop("Days from the due date")
CHARGED = gettext_noop("Charged; received of it {received_hkd}, outstanding {outstanding_hkd}.")
SHOWN = 200


def interest(question: Question) -> Derivation:
    """What a line of an issued call bears as late interest to the day."""
    line = _lines(question).filter(pk=question.number()).select_related("call__fund", "partner").first()
    if line is None:
        raise missing()
    lines = late_interest_facts.of_call(line.call, question.on, [line.pk], known_at=question.known_at)
    found = next(iter(lines), None)
    parts = ()
    if found is not None:
        parts = tuple(_part(found, one) for one in found.late.received)
        if found.late.running:
            parts = (*parts, _part(found, found.late.running))
    return Derivation(
        "late_interest",
        LATE,
        total(part.value for part in parts),
        facts={
            "partner": name_of(line.partner),
            "number": line.call.number,
            "date": line.call.due_date,
            "day_count": DAY_COUNT,
        },
        rule=RULE,
        clause=CLAUSE,
        assumptions=("A18",),
        convention=SIMPLE,
        parts=parts,
        is_sum=True,
    )


def choices(question: Question) -> list[Choice]:
    """The latest lines of issued calls that the reader may see."""
    found = _lines(question).select_related("call", "partner").order_by("-call__number", "order")[:SHOWN]
    return [(str(one.pk), OF_LINE, {"number": one.call.number, "partner": name_of(one.partner)}) for one in found]


def _lines(question: Question):
    found = CallLine.objects.visible_to(question.user).filter(
        call__fund=question.fund, call__entry__isnull=False, call__due_date__lt=question.on
    )
    return waterfall_facts.standing(found, question.known_at, "call__entry")


def _part(found: late_interest_facts.LateLine, part: Part) -> Derivation:
    receipt, charge = found.receipts.get(part.receipt), found.charges.get(part.receipt)
    facts, note = {"date": part.end_date}, ""
    if charge is not None:
        note = CHARGED
        facts["received_hkd"] = charge.received_hkd
        facts["outstanding_hkd"] = late_interest_facts.outstanding(charge)
    return Derivation(
        "late_part",
        RECEIVED if receipt else RUNNING,
        part.interest_hkd,
        facts=facts,
        note=note,
        parts=(
            Derivation(
                "principal",
                PRINCIPAL if receipt else OUTSTANDING,
                part.principal_hkd,
                entries=(receipt.entry_id,) if receipt else (),
            ),
            Derivation("rate", RATE_A_YEAR, part.rate, RATE),
            Derivation("days", DAYS, part.days, NUMBER),
        ),
    )
