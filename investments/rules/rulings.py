"""A person's decision on what a check could not decide: it counts for just the facts that the person saw (R13, A15)."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from investments.rules.facts import BREACH, NEEDS_EVIDENCE, PASS, Outcome
from investments.rules.restrictions import CURES
from itvf.errors import gettext_noop, plain

# What a person may decide; a fact that is missing or a document that is not on file is no matter of opinion.
RULABLE_CODES = ("words_hint", "activity_hint", "instrument_unclear", "related_names")

RULED_CODES = ("ruled_met", "ruled_broken")
# What a decision adds to the facts that it is about.
DECISION_FACTS = ("reason", "person", "decided_date")

RULED_MET = gettext_noop("{person} decided on {decided_date} that the rule is met: {reason}")
RULED_BROKEN = gettext_noop("{person} decided on {decided_date} that the rule is broken: {reason}")


@dataclass(frozen=True, slots=True)
class Ruling:
    """Who decided what about one restriction of a proposal, when and why, on which facts."""

    restriction: str
    holds: bool
    facts_hash: str
    reason: str
    person: str
    decided_date: date


def may_be_ruled_on(outcome: Outcome) -> bool:
    """Whether a person may decide an outcome: it asks for judgement, and no fact is missing."""
    return outcome.status == NEEDS_EVIDENCE and outcome.code in RULABLE_CODES and not outcome.facts.get("missing")


def may_be_overturned(outcome: Outcome) -> bool:
    """Whether an outcome is a person's decision, which another person may decide otherwise on the same facts."""
    return outcome.code in RULED_CODES


def facts_decided_on(outcome: Outcome) -> dict[str, object]:
    """This function will give the facts under a decision: those of its outcome less what the decision added."""
    return {name: value for name, value in outcome.facts.items() if name not in DECISION_FACTS}


def facts_hash(outcome: Outcome) -> str:
    """This function will give the SHA-256 of what an outcome rests on: restriction, code, facts, in canonical JSON."""
    shown = {"restriction": outcome.restriction, "outcome": outcome.code, "facts": plain(outcome.facts)}
    return hashlib.sha256(json.dumps(shown, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def apply_ruling(outcome: Outcome, ruling: Ruling) -> Outcome:
    """This function will turn an outcome that asks for judgement into the person's answer, where it is still about it.

    A ruling on another restriction or on other facts leaves the outcome as it is. A rule decided to be broken has its
    own severity; reason, person and date are among the facts.
    """
    is_about_it = ruling.restriction == outcome.restriction and ruling.facts_hash == facts_hash(outcome)
    if not (may_be_ruled_on(outcome) and is_about_it):
        return outcome
    return replace(
        outcome,
        status=PASS if ruling.holds else BREACH,
        code="ruled_met" if ruling.holds else "ruled_broken",
        template=RULED_MET if ruling.holds else RULED_BROKEN,
        cure="" if ruling.holds else CURES["ruled_broken"],
        facts={
            **outcome.facts,
            "reason": ruling.reason,
            "person": ruling.person,
            "decided_date": ruling.decided_date,
        },
    )


def apply_rulings(outcomes: Iterable[Outcome], rulings: Iterable[Ruling]) -> tuple[Outcome, ...]:
    """This function will apply a proposal's rulings to its outcomes; of several on the same facts the last counts."""
    latest = {(ruling.restriction, ruling.facts_hash): ruling for ruling in rulings}
    if not latest:
        return tuple(outcomes)
    ruled = ((outcome, latest.get((outcome.restriction, facts_hash(outcome)))) for outcome in outcomes)
    return tuple(outcome if ruling is None else apply_ruling(outcome, ruling) for outcome, ruling in ruled)
