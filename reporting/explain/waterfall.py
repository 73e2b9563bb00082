"""The waterfall to a day: every distribution through its tiers, the carry of each, the clawback (R15, R16, A6)."""

from funds import selectors, waterfall_facts
from funds.models.agreement import TierOrder, WaterfallScope
from funds.rules import further_hurdles
from itvf.derivation import Derivation
from itvf.errors import gettext_noop
from reporting.explain.flows import Flows
from reporting.explain.hurdle import convention
from reporting.explain.question import Question, missing
from reporting.explain.tiers import Tree

CARRY = gettext_noop("Carried interest of all distributions to {date}")
CARRY_OF = gettext_noop("Carried interest of the distribution of {date}")
DISTRIBUTED = gettext_noop("Distributed through the waterfall to {date}")
CONVENTION = gettext_noop(
    "{scope}; first tiers: {order}; hurdle {hurdle_rate} a year ({compounding}, {day_count}); catch-up "
    "{catch_up_rate}, carry {carry_rate}."
)
CONVENTION_OF_TWO = gettext_noop(
    "{scope}; first tiers: {order}; hurdle {hurdle_rate} a year ({compounding}, {day_count}); catch-up "
    "{catch_up_rate}, carry {carry_rate}; above {second_hurdle_rate} a year catch-up {second_catch_up_rate}, carry "
    "{second_carry_rate}."
)
CONVENTION_OF_THREE = gettext_noop(
    "{scope}; first tiers: {order}; hurdle {hurdle_rate} a year ({compounding}, {day_count}); catch-up "
    "{catch_up_rate}, carry {carry_rate}; above {second_hurdle_rate} a year catch-up {second_catch_up_rate}, carry "
    "{second_carry_rate}; above {third_hurdle_rate} a year catch-up {third_catch_up_rate}, carry {third_carry_rate}."
)
CONVENTIONS = (CONVENTION, CONVENTION_OF_TWO, CONVENTION_OF_THREE)
CLAWBACK = gettext_noop("What the general partner would have to give back after the flows to {date}")
TWO_TESTS = gettext_noop(
    "The larger of carry above its share of profit and what the partners lack; at most the carry received; none below "
    "zero."
)


def carry(question: Question) -> Derivation:
    """The carried interest distributed to the day, as the sum of every distribution's."""
    tree, about = _tree(question)
    parts = tuple(tree.carry_of(line) for line in tree.answer.lines)
    return Derivation("carry", CARRY, tree.answer.tiers.gp_hkd, parts=parts, is_sum=True, **about)


def distributed(question: Question) -> Derivation:
    """What was distributed to the day, by distribution and tier."""
    tree, about = _tree(question)
    parts = tuple(tree.distribution(line) for line in tree.answer.lines)
    return Derivation("distributed", DISTRIBUTED, tree.answer.distributed_hkd, parts=parts, is_sum=True, **about)


def clawback(question: Question) -> Derivation:
    """What the general partner would have to give back after the flows to the day, by the two tests."""
    tree, about = _tree(question)
    about["convention"] = TWO_TESTS
    return Derivation("clawback", CLAWBACK, tree.answer.clawback_hkd, parts=tree.clawback(), **about)


def _tree(question: Question) -> tuple[Tree, dict]:
    if question.fund.first_closing_date is None:
        raise missing()
    agreement = question.agreement
    answer = waterfall_facts.of(question.fund, question.on, known_at=question.known_at)
    about = conventions(agreement)
    about["facts"]["date"] = question.on
    return Tree(answer, waterfall_facts.terms(agreement), Flows(question)), about


def conventions(agreement) -> dict:
    """The waterfall's rule, clause and settings, as a derivation names them."""
    term = selectors.terms_of(agreement.scheme_version).term("maximum_carry_rate")
    facts = convention(agreement) | {
        "scope": WaterfallScope(agreement.waterfall_scope),
        "order": TierOrder(agreement.tier_order),
        "catch_up_rate": agreement.catch_up_rate,
        "carry_rate": agreement.carry_rate,
    }
    further = further_hurdles.of_terms(agreement)
    for place, one in zip(further_hurdles.PLACES, further, strict=False):
        facts |= {f"{place}_{name}": getattr(one, name) for name in ("hurdle_rate", "catch_up_rate", "carry_rate")}
    return {
        "facts": facts,
        "rule": term.rule,
        "clause": agreement.waterfall_clause or term.clause,
        "assumptions": ("A5", "A6"),
        "convention": CONVENTIONS[len(further)],
    }
