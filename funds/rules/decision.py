"""Who is selected: ranking, the Committee's opinion, and what the programme's envelope can carry (R1, R6, R24).

By rule applications are taken in order of rank. One that the Committee does not support is not selected. Each other is
selected as long as its likely Government commitment fits in what is left; the first that does not fit, and all after
it, are in reserve, so that nobody is overtaken for being larger. A person may depart from this, with a reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from funds.rules.matching import government_commitment
from funds.rules.terms import Terms
from itvf.errors import Breach, gettext_noop
from itvf.money import ZERO, total

SELECTED, RESERVED, NOT_SELECTED = "selected", "reserved", "not_selected"
NOT_SUPPORT = "not_support"
ENVELOPE_PASSED = gettext_noop(
    "The selected applications would likely take {found_hkd} of Government money; the envelope has {left_hkd} left. "
    "Select fewer, or put one on the reserve list."
)
DEPARTURE = gettext_noop(
    "{reference} is {chosen} where ranking and opinion come to {by_rule}. Give the reason of the departure."
)
NOT_NEXT = gettext_noop(
    "{reference} is not the next on the reserve list: {following} is. Places are taken up in their order."
)
NO_ROOM = gettext_noop(
    "{reference} would likely take {found_hkd} of Government money; the envelope has {left_hkd} left. Wait until a "
    "selection lapses or a commitment is released: nobody is overtaken for being larger."
)
CLAUSE = "para 14"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An eligible application as it is decided on; `likely_hkd` is what the Government would likely commit."""

    application: int
    reference: str
    rank: int
    opinion: str
    likely_hkd: Decimal


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person decides on an application, with the reason where it departs from the rule."""

    outcome: str
    reason: str = ""


def likely_commitment(
    non_government_hkd: Decimal, gp_commitment_hkd: Decimal, *, gp_money_is_matched: bool, terms: Terms
) -> Decimal:
    """This function will give what the Government would likely commit if the applicant raises its target (R6).

    In HK$, as `government_commitment` derives it with the whole envelope before it, and never below the floor: whoever
    is selected has to reach that at least (R4, R17(iv)).
    """
    derived = government_commitment(
        non_government_hkd,
        terms=terms,
        envelope_used_hkd=ZERO,
        gp_commitment_hkd=gp_commitment_hkd,
        gp_money_is_matched=gp_money_is_matched,
    )
    return max(derived.government_hkd, terms.hkd("government_minimum_hkd"))


def by_rule(candidates: Sequence[Candidate], left_hkd: Decimal) -> dict[int, str]:
    """This function will give each application's outcome by ranking, opinion and envelope; candidates by rank."""
    outcomes, left, is_full = {}, left_hkd, False
    for one in candidates:
        if one.opinion == NOT_SUPPORT:
            outcomes[one.application] = NOT_SELECTED
            continue
        is_full = is_full or one.likely_hkd > left
        outcomes[one.application] = RESERVED if is_full else SELECTED
        left -= ZERO if is_full else one.likely_hkd
    return outcomes


def check(
    candidates: Sequence[Candidate], choices: Mapping[int, Choice], *, left_hkd: Decimal, terms: Terms
) -> tuple[Breach, ...]:
    """This function will judge a decision: the envelope is not passed (R1), each departure has a reason (R24)."""
    rule, breaches = by_rule(candidates, left_hkd), []
    for one in candidates:
        choice = choices[one.application]
        if choice.outcome != rule[one.application] and not choice.reason.strip():
            facts = {"reference": one.reference, "chosen": choice.outcome, "by_rule": rule[one.application]}
            breaches.append(Breach("departure_without_reason", DEPARTURE, "R24", CLAUSE, facts))
    found = total(one.likely_hkd for one in candidates if choices[one.application].outcome == SELECTED)
    if found > left_hkd:
        facts = {"found_hkd": found, "left_hkd": left_hkd}
        breaches.append(terms.breach("programme_envelope_hkd", "envelope_passed", ENVELOPE_PASSED, **facts))
    return tuple(breaches)


def check_promotion(
    reference: str, likely_hkd: Decimal, *, following: str, left_hkd: Decimal, terms: Terms
) -> tuple[Breach, ...]:
    """This function will judge whether a place on the reserve list may be taken up: it is next, and it fits (R1, R24).

    `following` is the reference that is next; HK$, a likely commitment of just what is left fits.
    """
    breaches = []
    if reference != following:
        facts = {"reference": reference, "following": following}
        breaches.append(Breach("not_next_in_reserve", NOT_NEXT, "R24", CLAUSE, facts))
    if likely_hkd > left_hkd:
        facts = {"reference": reference, "found_hkd": likely_hkd, "left_hkd": left_hkd}
        breaches.append(terms.breach("programme_envelope_hkd", "envelope_passed", NO_ROOM, **facts))
    return tuple(breaches)
