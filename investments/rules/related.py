"""Names of the deal's side against names of the house's side: related parties and cross-fund deals (R27).

A number in common is a finding; a name in common is a question for a person (funds/rules/names.py).
"""

from dataclasses import dataclass

from funds.rules.names import IDENTIFIER, Match, Name, matches
from investments.rules import restrictions
from investments.rules.facts import Outcome, breached, passed, to_be_shown
from itvf.errors import gettext_noop

NO_RELATION = gettext_noop(
    "{searched} names behind the deal were searched; none stands behind the fund, its partners or the staff."
)
RELATED = gettext_noop("The deal is with a related party: {related}.")
DECLARED = gettext_noop("The fund manager declares that the deal is with a related party.")
CROSS_FUND = gettext_noop("Another fund of the programme holds the company.")
NAMES_ALIKE = gettext_noop("Names on both sides of the deal are alike: {alike}. They may or may not be the same.")


@dataclass(frozen=True, slots=True)
class Parties:
    """Both sides of a deal, what the GP declared, and the programme's other funds that hold the company."""

    deal: tuple[Name, ...] = ()
    house: tuple[Name, ...] = ()
    is_declared: bool = False
    other_funds: tuple[str, ...] = ()
    clause: str = ""


def check_related_parties(parties: Parties) -> Outcome:
    """This function will judge that a deal is with no related party and with no other fund's company (R27).

    What was declared or has the same number breaks the rule, as does another fund's holding; names alike are for a
    person to decide. Only the partners' committee consents. Outcomes go to managers, so none names another's fund: it
    says how many there are, and staff read which from the books.
    """
    ground = restrictions.agreed(restrictions.RELATED_PARTIES, parties.clause)
    found = matches(parties.deal, parties.house)
    same = tuple(sorted(_said(match) for match in found if match.kind == IDENTIFIER))
    alike = tuple(sorted(_said(match) for match in found if match.kind != IDENTIFIER))
    more = {"alike": alike} if alike else {}
    if parties.other_funds:
        more["other_funds"] = len(parties.other_funds)
    if same or parties.is_declared:
        named = {"related": same} if same else {}
        return breached(ground, "related_party", RELATED if same else DECLARED, **named, **more)
    if parties.other_funds:
        return breached(ground, "cross_fund", CROSS_FUND, **more)
    if alike:
        return to_be_shown(ground, "related_names", NAMES_ALIKE, **more)
    return passed(ground, NO_RELATION, searched=len(parties.deal))


def _said(match: Match) -> str:
    """A match in one line: who on the deal's side, who on the house's."""
    return f"{_described(match.deal)} = {_described(match.house)}"


def _described(name: Name) -> str:
    return f"{name.name} ({name.of})" if name.of else name.name
