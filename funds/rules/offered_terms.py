"""Offered and signed: what a manager's application proposed beside what its fund's agreement says (R17, R27)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from funds.rules.further_hurdles import PLACES
from itvf.errors import Breach, gettext_noop

DEPARTS = gettext_noop(
    "{term} was offered as {offered} and signed as {signed}. Have the difference approved, with the reason, by another "
    "person than who recorded the agreement; or sign what was offered."
)
REFUSED = gettext_noop(
    "{term} was offered as {offered} and signed as {signed}; this was refused by {person}: {reason} Have the agreement "
    "signed anew, as offered or otherwise, and record it; then complete the closing."
)
# The clause of Annex 3 that a term answers to; a term that the paper leaves to the agreement answers to A6 or R27.
CLAUSES = {
    "term_years": ("R7", "Annex 3 1(f)"),
    "investment_period_years": ("R7", "Annex 3 1(f)"),
    "fee_rate_during": ("R14", "Annex 3 1(k)(i)"),
    "fee_rate_after": ("R14", "Annex 3 1(k)(i)"),
    "fee_base_during": ("R14", "Annex 3 1(k)(i)"),
    "fee_base_after": ("R14", "Annex 3 1(k)(i)"),
    "carry_rate": ("R15", "Annex 3 1(k)(ii)"),
    "hurdle_rate": ("R16", "Annex 3 1(k)(iii)"),
    **{f"{place}_carry_rate": ("R15", "Annex 3 1(k)(ii)") for place in PLACES},
    **{f"{place}_catch_up_rate": ("R15", "Annex 3 1(k)(ii)") for place in PLACES},
    **{f"{place}_hurdle_rate": ("R16", "Annex 3 1(k)(iii)") for place in PLACES},
    "hurdle_compounding": ("R16", "Annex 3 1(k)(iii)"),
    "hurdle_day_count": ("R16", "Annex 3 1(k)(iii)"),
    "gp_money_is_matched": ("R6", "Annex 3 1(e), A7"),
}
OTHERWISE = ("R27", "Annex 3 para 2")


@dataclass(frozen=True, slots=True)
class Difference:
    """A term on which the agreement departs from the application, with the rule that it answers to."""

    name: str
    offered: Any
    signed: Any
    rule: str
    clause: str


def differences(offered: Mapping[str, Any], signed: Mapping[str, Any], names: Iterable[str]) -> tuple[Difference, ...]:
    """This function will give every term that was signed otherwise than it was offered, in the order of `names`.

    Figures are compared by value (0.2 is 0.20), everything else as it stands; a limit that one side leaves out is a
    difference. Source: R27, Annex 3 para 2.
    """
    return tuple(
        Difference(name, offered[name], signed[name], *CLAUSES.get(name, OTHERWISE))
        for name in names
        if offered[name] != signed[name]
    )


@dataclass(frozen=True, slots=True)
class Refusal:
    """Who refused a departure, and why."""

    person: str
    reason: str


def check_departures(
    unapproved: Iterable[Difference], labels: Mapping[str, str], refused: Mapping[str, Refusal] | None = None
) -> tuple[Breach, ...]:
    """This function will refuse a first closing on terms that depart from the offer unapproved: one breach a term.

    Each names both figures and the clause; `labels` are the terms' names for people, `refused` those terms that a
    person refused, whose breach says by whom and why. Source: R27, Annex 3 para 2.
    """
    return tuple(_breach(one, labels, (refused or {}).get(one.name)) for one in unapproved)


def _breach(one: Difference, labels: Mapping[str, str], refusal: Refusal | None) -> Breach:
    facts = {"term": labels.get(one.name, one.name), "offered": one.offered, "signed": one.signed}
    if refusal is None:
        return Breach("terms_depart_from_offer", DEPARTS, one.rule, one.clause, facts)
    reason = refusal.reason if refusal.reason.endswith((".", "。")) else f"{refusal.reason}."
    facts |= {"person": refusal.person, "reason": reason}
    return Breach("departure_refused", REFUSED, one.rule, one.clause, facts)
