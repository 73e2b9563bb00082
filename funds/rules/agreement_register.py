"""What happens under the agreement (R27): which events stand on a day, what stops meanwhile, which step may come next.

A kind of event says the topic that it falls under, what it follows and ends, and whether new investment stops while
it stands.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from funds.rules.agreement_terms import CLAUSE, breach
from itvf.errors import Breach, gettext_noop


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of event: the topic it falls under, what it follows and ends, what it needs, and whether it stops calls.

    Without a topic of its own it falls under that of the event that it follows.
    `resolution` is the kind of passed resolution that it rests on; `is_of_line` hangs it on a partner's late line.
    """

    title: str
    topic: str
    follows: tuple[str, ...] = ()
    ends: bool = False
    suspends: bool = False
    needs_partner: bool = False
    is_of_line: bool = False
    resolution: str = ""


EVENTS: dict[str, EventKind] = {
    "seat_taken": EventKind(gettext_noop("seat on the committee taken"), "advisory_committee", needs_partner=True),
    "seat_left": EventKind(
        gettext_noop("seat on the committee left"), "advisory_committee", follows=("seat_taken",), ends=True
    ),
    "conflict_declared": EventKind(gettext_noop("conflict put to the committee"), "conflicts"),
    "conflict_waived": EventKind(
        gettext_noop("conflict waived by the committee"),
        "conflicts",
        follows=("conflict_declared",),
        ends=True,
        resolution="conflict_waiver",
    ),
    "conflict_withdrawn": EventKind(
        gettext_noop("conflict withdrawn"), "conflicts", follows=("conflict_declared",), ends=True
    ),
    "key_person_event": EventKind(gettext_noop("key-person event"), "key_persons", suspends=True),
    "key_person_ended": EventKind(
        gettext_noop("key-person event ended"),
        "key_person_reinstatement",
        follows=("key_person_event",),
        ends=True,
        resolution="key_person_reinstatement",
    ),
    "cause_notice": EventKind(gettext_noop("removal notice with cause"), "removal_with_cause", suspends=True),
    "no_cause_notice": EventKind(gettext_noop("removal notice without cause"), "removal_without_cause"),
    "removal_dropped": EventKind(
        gettext_noop("removal notice withdrawn"),
        "",
        follows=("cause_notice", "no_cause_notice"),
        ends=True,
    ),
    "removed_with_cause": EventKind(
        gettext_noop("GP removed with cause"),
        "removal_with_cause",
        follows=("cause_notice",),
        ends=True,
        suspends=True,
        resolution="removal_with_cause",
    ),
    "removed_without_cause": EventKind(
        gettext_noop("GP removed without cause"),
        "removal_without_cause",
        follows=("no_cause_notice",),
        ends=True,
        suspends=True,
        resolution="removal_without_cause",
    ),
    "successor_admitted": EventKind(
        gettext_noop("successor of the GP admitted"),
        "",
        follows=("removed_with_cause", "removed_without_cause"),
        ends=True,
    ),
    "gp_default": EventKind(gettext_noop("default of the GP"), "gp_default", suspends=True),
    "gp_default_cured": EventKind(
        gettext_noop("default of the GP cured"), "gp_default", follows=("gp_default",), ends=True
    ),
    "payment_reminder": EventKind(gettext_noop("reminder of a late line"), "partner_default", is_of_line=True),
    "default_notice": EventKind(
        gettext_noop("default notice to a partner"),
        "partner_default",
        follows=("payment_reminder",),
        is_of_line=True,
    ),
    "default_remedy": EventKind(
        gettext_noop("remedy against a partner in default"), "partner_default", follows=("default_notice",)
    ),
    "default_cured": EventKind(
        gettext_noop("default of a partner cured"), "partner_default", follows=("default_notice",), ends=True
    ),
    "guarantee_given": EventKind(gettext_noop("clawback guarantee given"), "clawback_guarantee"),
    "inspection_notice": EventKind(gettext_noop("inspection asked for"), "inspection"),
    "inspection_held": EventKind(
        gettext_noop("inspection held"), "inspection", follows=("inspection_notice",), ends=True
    ),
}
# Kinds whose topic gives a last day by its `days`: an answer, a cure, a notice that runs.
RUNS = ("conflict_declared", "key_person_event", "cause_notice", "no_cause_notice", "gp_default", "default_notice")
RUNS += ("inspection_notice",)

# What the GP itself may tell of its fund; a person of the Corporation approves it. Seats, removals and what is done to
# the GP are for others to tell.
TOLD_BY_GP = (
    "conflict_declared",
    "conflict_withdrawn",
    "key_person_event",
    "key_person_ended",
    "gp_default",
    "gp_default_cured",
    "payment_reminder",
    "default_notice",
    "default_remedy",
    "default_cured",
    "guarantee_given",
    "inspection_held",
)


def topic_of(kind: str, follows: str = "") -> str:
    """This function will give the topic under which an event falls, by its kind and that of the event it follows."""
    return EVENTS[kind].topic or (EVENTS[follows].topic if follows else "")


@dataclass(frozen=True, slots=True)
class Happening:
    """One event as rules read it. `is_approved` by a second person; `follows` is the event before it in its matter."""

    id: int
    kind: str
    on: date
    clause: str = ""
    is_approved: bool = True
    follows: int | None = None
    partner: int | None = None
    last_day: date | None = None


def last_day(kind: str, on: date, days: int | None) -> date | None:
    """This function will give the last day of what an event sets running under its term; None where nothing runs."""
    return on + timedelta(days=days) if kind in RUNS and days else None


def standing(events: Iterable[Happening], on: date) -> list[Happening]:
    """This function will give the events that stand on a day, in date order: begun by then and not ended by then.

    To stop takes one person, to go on takes two: an event counts from its recording, its end only once approved.
    """
    events = list(events)
    ended = {event.follows for event in events if EVENTS[event.kind].ends and event.is_approved and event.on <= on} - {
        None
    }
    found = [event for event in events if event.on <= on and event.id not in ended and _stands(event)]
    return sorted(found, key=lambda event: (event.on, event.id))


def _stands(event: Happening) -> bool:
    """What ends a matter stands itself only where it stops something, as a removal does until the successor comes."""
    kind = EVENTS[event.kind]
    return kind.suspends if kind.ends else True


def suspended(events: Iterable[Happening], on: date) -> list[Happening]:
    """This function will give the standing events for which new investment stops, the earliest first (R27)."""
    return [event for event in standing(events, on) if EVENTS[event.kind].suspends]


def in_default(events: Iterable[Happening], on: date) -> frozenset[int]:
    """This function will give the partners in default on a day: a default notice stands and its last day has passed."""
    return frozenset(
        event.partner
        for event in standing(events, on)
        if event.kind == "default_notice" and event.partner and event.last_day and event.last_day < on
    )


SUSPENDED = {
    "key_person_event": gettext_noop(
        "A key-person event stands since {since}: the investment period is suspended, and {amount_hkd} of new "
        "investment waits until the event is ended."
    ),
    "cause_notice": gettext_noop(
        "A removal notice with cause runs since {since}: {amount_hkd} of new investment waits until it is decided."
    ),
    "removed_with_cause": gettext_noop(
        "The GP was removed with cause on {since}: {amount_hkd} of new investment waits for its successor."
    ),
    "removed_without_cause": gettext_noop(
        "The GP was removed without cause on {since}: {amount_hkd} of new investment waits for its successor."
    ),
    "gp_default": gettext_noop(
        "The GP is in default since {since}: {amount_hkd} of new investment waits until the default is cured."
    ),
}


def check_new_investment(new_hkd: Decimal, stopped_by: Iterable[Happening]) -> tuple[Breach, ...]:
    """This function will judge new investment that a call is for while events suspend the investment period (R27).

    Fees, expenses and follow-ons go on. Each breach cites the agreement's clause.
    """
    if not new_hkd:
        return ()
    return tuple(
        Breach(
            "investment_period_suspended",
            SUSPENDED[event.kind],
            "R27",
            event.clause or CLAUSE,
            {"since": event.on, "amount_hkd": new_hkd},
        )
        for event in stopped_by
    )


# --- a partner who asks to be excused

ASKED_TOO_LATE = gettext_noop(
    "{partner} asked on {found} to be excused; the notice was of {noticed}, and the agreement gives {days} days, to"
    " {allowed}. Let it take part, or have the consent to its excuse recorded and approved."
)


def check_excuse(
    partner: str, asked: date, *, noticed: date | None, days: int | None, clause: str
) -> tuple[Breach, ...]:
    """This function will judge whether a partner asked in time to be excused from a call (R27).

    `days` run from the day of the notice, not counted; before any notice, or without such a term, nobody is late.
    """
    if noticed is None or days is None or asked <= noticed + timedelta(days=days):
        return ()
    facts = {"partner": partner, "found": asked, "noticed": noticed, "days": days}
    facts["allowed"] = noticed + timedelta(days=days)
    return (Breach("excuse_too_late", ASKED_TOO_LATE, "R27", clause, facts),)


# --- whether an event may be recorded

NOT_FOLLOWING = gettext_noop("This follows another event on record; name the one that it follows.")
FOLLOWS_NOTHING = gettext_noop("This starts a matter of its own; it follows no other event.")
BEFORE_IT = gettext_noop("{found} is before {allowed}, the day of the event that it follows.")
PARTNER_MISSING = gettext_noop("Name the partner whom it concerns.")
LINE_MISSING = gettext_noop("Name the line of the call that is late.")
NOT_LATE = gettext_noop("The line was due on {due} and {left_hkd} is outstanding on it; only a late line is pursued.")
TOO_EARLY = gettext_noop("{found} is not after {allowed}, the last day of the notice that it follows.")
UNRESOLVED = gettext_noop("This rests on a resolution that passed; name it.")
DECIDED_ANOTHER = gettext_noop("That resolution decided another matter already; put this one to its own vote.")
BEFORE_THE_VOTE = gettext_noop("{found} is before {allowed}, the day on which the resolution was put to the vote.")
ENDED_BEFORE = gettext_noop("The matter was ended already; nothing more follows it.")
NO_SEAT = gettext_noop("All {allowed} seats of the committee are taken.")
WITHIN_MONTHS = gettext_noop("Without cause the GP may not be removed before {allowed}; the notice is of {found}.")


@dataclass(frozen=True, slots=True)
class Step:
    """An event that somebody means to record, with what it leans on. Line figures are those of its day, in HK$."""

    kind: str
    on: date
    follows: Happening | None = None
    partner: int | None = None
    has_line: bool = False
    line_due: date | None = None
    line_left_hkd: Decimal = Decimal(0)
    resolution_kind: str = ""
    resolution_passed: bool = False
    resolution_is_used: bool = False
    resolution_put: date | None = None
    earliest: date | None = None
    is_ended: bool = False
    seats: int | None = None
    seats_taken: int = 0


def check_step(step: Step) -> tuple[Breach, ...]:
    """This function will judge whether an event may be recorded where its matter stands (R27).

    What ends or carries on a matter names the event before it and is not earlier; a default step needs a late line; a
    remedy, and a removal, wait for the last day of the notice; a reinstatement, waiver or removal needs its own vote,
    which decides one matter and nothing before it was put; a seat has to be free.
    """
    kind = EVENTS[step.kind]
    return (*_order(step, kind), *_needs(step, kind), *_waits(step))


def _order(step: Step, kind: EventKind) -> Iterable[Breach]:
    if kind.follows and (step.follows is None or step.follows.kind not in kind.follows):
        yield breach("not_following", NOT_FOLLOWING)
    elif not kind.follows and step.follows is not None:
        yield breach("follows_nothing", FOLLOWS_NOTHING)
    elif step.is_ended:
        yield breach("ended_before", ENDED_BEFORE)
    elif step.follows is not None and step.on < step.follows.on:
        yield breach("before_it", BEFORE_IT, found=step.on, allowed=step.follows.on)


def _needs(step: Step, kind: EventKind) -> Iterable[Breach]:
    if kind.needs_partner and step.partner is None:
        yield breach("partner_missing", PARTNER_MISSING)
    if kind.is_of_line and not step.has_line:
        yield breach("line_missing", LINE_MISSING)
    elif kind.is_of_line and (step.line_due is None or step.on <= step.line_due or step.line_left_hkd <= 0):
        yield breach("not_late", NOT_LATE, due=step.line_due, left_hkd=step.line_left_hkd)
    if step.kind == "seat_taken" and step.seats is not None and step.seats_taken >= step.seats:
        yield breach("no_seat_left", NO_SEAT, allowed=step.seats)
    if kind.resolution and not (step.resolution_passed and step.resolution_kind == kind.resolution):
        yield breach("unresolved", UNRESOLVED)
    if step.resolution_is_used:
        yield breach("decided_another", DECIDED_ANOTHER)
    if step.resolution_put and step.on < step.resolution_put:
        yield breach("before_the_vote", BEFORE_THE_VOTE, found=step.on, allowed=step.resolution_put)


def _waits(step: Step) -> Iterable[Breach]:
    waits = step.kind in ("default_remedy", "removed_with_cause", "removed_without_cause")
    before = step.follows
    if waits and before and before.last_day and step.on <= before.last_day:
        yield breach("notice_runs", TOO_EARLY, found=step.on, allowed=before.last_day)
    if step.kind == "no_cause_notice" and step.earliest and step.on < step.earliest:
        yield breach("too_soon_after_closing", WITHIN_MONTHS, found=step.on, allowed=step.earliest)
