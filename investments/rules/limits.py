"""The limits that a fund's agreement sets itself: company, group, reserve for follow-ons, bridge financing (R27).

Each is a rate of total commitments and is judged after the deal. A limit that the agreement does not set gives no
outcome. Headroom is what is left after the deal, rounded down to the cent; `room_hkd` is the largest deal that passes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import Any

from investments.rules import restrictions
from investments.rules.exposure import shown
from investments.rules.facts import Outcome, Proposal, breached, passed, unknown
from investments.rules.restrictions import Restriction
from itvf.dates import add_months
from itvf.errors import gettext_noop
from itvf.money import EXACT, ONE, ZERO, total

COMPANY_MET = gettext_noop(
    "After this deal {numerator_hkd} is held in the company; the agreement allows {limit_hkd}, {limit_rate} of "
    "commitments."
)
COMPANY_PASSED = gettext_noop(
    "After this deal {numerator_hkd} would be held in the company; the agreement allows {limit_hkd}, {limit_rate} of "
    "the {denominator_hkd} committed."
)
GROUP_MET = gettext_noop(
    "After this deal {numerator_hkd} is held in the company's group; the agreement allows {limit_hkd}, {limit_rate} of "
    "commitments."
)
GROUP_PASSED = gettext_noop(
    "After this deal {numerator_hkd} would be held in the company's group; the agreement allows {limit_hkd}, "
    "{limit_rate} of the {denominator_hkd} committed."
)
RESERVE_MET = gettext_noop(
    "After this deal {numerator_hkd} went into first investments; {limit_hkd} may, the rest of the {denominator_hkd} "
    "committed is kept for follow-ons."
)
RESERVE_USED = gettext_noop(
    "After this deal {numerator_hkd} would have gone into first investments; {limit_hkd} may, the rest of the "
    "{denominator_hkd} committed is kept for follow-ons."
)
RESERVE_USED_UNHELD = gettext_noop(
    "The fund does not hold this company, so the deal is no follow-on: after it {numerator_hkd} would have gone into "
    "first investments; {limit_hkd} may, the rest of the {denominator_hkd} committed is kept for follow-ons."
)
BRIDGE_MET = gettext_noop(
    "After this deal {numerator_hkd} is held in bridge financing; the agreement allows {limit_hkd}, {limit_rate} of "
    "commitments."
)
BRIDGE_PASSED = gettext_noop(
    "After this deal {numerator_hkd} would be held in bridge financing; the agreement allows {limit_hkd}, {limit_rate} "
    "of the {denominator_hkd} committed."
)

# For the breach register: what was found and what cures it, in one sentence each.
BRIDGE_OVERDUE = gettext_noop(
    "The bridge to {company} of {made_date} was to end by {end_date}, after {months} months; on {date} {held_hkd} "
    "of it is still held. Have it repaid or converted, or record a consent."
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What the agreement sets, as rates of total commitments, and its clause; None where it sets nothing."""

    company_limit_rate: Decimal | None = None
    group_limit_rate: Decimal | None = None
    follow_on_reserve_rate: Decimal | None = None
    bridge_limit_rate: Decimal | None = None
    bridge_months: int | None = None
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Lot:
    """One investment made: what it cost (exits included) and the cost still held, in HK$. No group: it stands alone."""

    company_id: str
    cost_hkd: Decimal
    held_hkd: Decimal
    group_id: str | None = None
    is_follow_on: bool = False
    is_bridge: bool = False
    made_date: date | None = None
    deal_id: str | None = None


def check_limits(
    limits: Limits, commitments_hkd: Decimal | None, lots: Sequence[Lot] | None, proposal: Proposal
) -> tuple[Outcome, ...]:
    """This function will judge a proposal by each limit that the agreement sets (R27), in the register's order."""
    outcomes = (
        company_limit(limits, commitments_hkd, lots, proposal),
        group_limit(limits, commitments_hkd, lots, proposal),
        follow_on_reserve(limits, commitments_hkd, lots, proposal),
        bridge_limit(limits, commitments_hkd, lots, proposal),
    )
    return tuple(outcome for outcome in outcomes if outcome is not None)


def company_limit(
    limits: Limits, commitments_hkd: Decimal | None, lots: Sequence[Lot] | None, proposal: Proposal
) -> Outcome | None:
    """This function will judge the cost held in one company against its share of commitments (R27)."""
    if limits.company_limit_rate is None:
        return None
    return _judged(
        _Measure(restrictions.COMPANY_LIMIT, "company_limit_passed", COMPANY_MET, COMPANY_PASSED, limits.clause),
        limits.company_limit_rate,
        commitments_hkd,
        total(lot.held_hkd for lot in lots or () if lot.company_id == proposal.company_id),
        (proposal.amount_hkd,),
        {"holdings": lots, "company_id": proposal.company_id},
    )


def group_limit(
    limits: Limits, commitments_hkd: Decimal | None, lots: Sequence[Lot] | None, proposal: Proposal
) -> Outcome | None:
    """This function will judge the cost held in a company's group against its share of commitments (R27).

    A company without a group is one of its own.
    """
    if limits.group_limit_rate is None:
        return None
    return _judged(
        _Measure(restrictions.GROUP_LIMIT, "group_limit_passed", GROUP_MET, GROUP_PASSED, limits.clause),
        limits.group_limit_rate,
        commitments_hkd,
        total(lot.held_hkd for lot in lots or () if group_key(lot) == group_key(proposal)),
        (proposal.amount_hkd,),
        {"holdings": lots, "company_id": proposal.company_id},
    )


def follow_on_reserve(
    limits: Limits, commitments_hkd: Decimal | None, lots: Sequence[Lot] | None, proposal: Proposal
) -> Outcome | None:
    """This function will judge that first investments leave the reserve for follow-ons whole (R27).

    At original cost, exits included: an exit does not make a first investment undone. A deal is a follow-on only in a
    company in which the fund still has cost; one that merely says so counts as a first investment.
    """
    if limits.follow_on_reserve_rate is None:
        return None
    flags = {"is_follow_on": proposal.is_follow_on, "is_held": _is_held(lots, proposal)}
    is_first = _any_false(flags.values())
    is_misnamed = bool(proposal.is_follow_on) and is_first is True
    broken = RESERVE_USED_UNHELD if is_misnamed else RESERVE_USED
    return _judged(
        _Measure(restrictions.FOLLOW_ON_RESERVE, "follow_on_reserve_used", RESERVE_MET, broken, limits.clause),
        ONE - limits.follow_on_reserve_rate,
        commitments_hkd,
        total(lot.cost_hkd for lot in lots or () if not lot.is_follow_on),
        _added(is_first, proposal.amount_hkd),
        {"holdings": lots},
        flags=flags,
    )


def bridge_limit(
    limits: Limits, commitments_hkd: Decimal | None, lots: Sequence[Lot] | None, proposal: Proposal
) -> Outcome | None:
    """This function will judge the cost held in bridge financing against its share of commitments (R27)."""
    if limits.bridge_limit_rate is None:
        return None
    return _judged(
        _Measure(restrictions.BRIDGE_LIMIT, "bridge_limit_passed", BRIDGE_MET, BRIDGE_PASSED, limits.clause),
        limits.bridge_limit_rate,
        commitments_hkd,
        total(lot.held_hkd for lot in lots or () if lot.is_bridge),
        _added(proposal.is_bridge, proposal.amount_hkd),
        {"holdings": lots},
        flags={"is_bridge": proposal.is_bridge},
    )


def overdue_bridges(limits: Limits, lots: Iterable[Lot], on: date) -> tuple[Lot, ...]:
    """This function will give the bridges still held on a day after the months that the agreement gives them (R27)."""
    if limits.bridge_months is None:
        return ()
    return tuple(
        lot
        for lot in lots
        if lot.is_bridge and lot.held_hkd > 0 and lot.made_date and add_months(lot.made_date, limits.bridge_months) < on
    )


def group_key(item: Lot | Proposal) -> tuple[str, str | None]:
    """What a limit on groups counts together: a group, or a company that is in none."""
    return ("company", item.company_id) if item.group_id is None else ("group", item.group_id)


@dataclass(frozen=True, slots=True)
class _Measure:
    """What tells one limit from another: its restriction, code, sentences, and the agreement's clause."""

    restriction: Restriction
    code: str
    met: str
    broken: str
    clause: str


def _is_held(lots: Sequence[Lot] | None, proposal: Proposal) -> bool | None:
    """Whether the fund has cost in the deal's company; None while neither the books nor the lots say so."""
    if proposal.is_held is not None or lots is None or proposal.company_id is None:
        return proposal.is_held
    return any(lot.company_id == proposal.company_id and lot.held_hkd > 0 for lot in lots)


def _any_false(flags: Iterable[bool | None]) -> bool | None:
    """Whether one of some flags is no: a single no decides, else one that is not known leaves it open."""
    flags = list(flags)
    if False in flags:
        return True
    return None if None in flags else False


def _added(counts: bool | None, amount_hkd: Decimal | None) -> tuple[Decimal | None, ...]:
    """What a deal may add to a measure: all of it, nothing, or either while it is not known whether it counts."""
    return {True: (amount_hkd,), False: (ZERO,), None: (ZERO, amount_hkd)}[counts]


def _judged(
    measure: _Measure,
    rate: Decimal,
    commitments_hkd: Decimal | None,
    before_hkd: Decimal,
    added: Sequence[Decimal | None],
    needed: Mapping[str, Any],
    *,
    flags: Mapping[str, bool | None] | None = None,
) -> Outcome:
    """The one comparison of all four: what stands before the deal and what it adds, with its share of commitments."""
    ground = restrictions.agreed(measure.restriction, measure.clause)
    named = {"total_commitments_hkd": commitments_hkd, **needed}
    missing = [name for name, value in named.items() if value is None] + ["amount_hkd"] * (None in added)
    if missing:
        return unknown(ground, *missing)
    with localcontext(EXACT):
        limit_hkd = shown(rate * commitments_hkd)
    if len({before_hkd + amount > limit_hkd for amount in added}) > 1:
        return unknown(ground, *(name for name, value in (flags or {}).items() if value is None))
    after_hkd = before_hkd + max(added)
    facts = {
        "numerator_hkd": after_hkd,
        "denominator_hkd": commitments_hkd,
        "limit_rate": rate,
        "limit_hkd": limit_hkd,
        "room_hkd": max(ZERO, limit_hkd - before_hkd),
        "headroom_hkd": limit_hkd - after_hkd,
    }
    if after_hkd > limit_hkd:
        return breached(ground, measure.code, measure.broken, **facts)
    return passed(ground, measure.met, **facts)
