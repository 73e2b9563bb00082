"""The ties to Hong Kong: ecosystem, companies and establishments, and the money to be spent there (R8, R9, R10)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from funds.rules.terms import Terms
from investments.rules import exposure
from investments.rules.exposure import Exposure
from investments.rules.facts import FundFacts, Holding, Outcome, Proposal, breached, passed, unknown
from itvf.errors import gettext_noop
from itvf.money import ZERO

NOTIFY = "notify"

ECOSYSTEM_MET = gettext_noop(
    "After this deal {outside_hkd} of {cost_hkd} invested lies outside the Hong Kong I&T ecosystem, as allowed."
)
ECOSYSTEM_BROKEN = gettext_noop(
    "After this deal {outside_hkd} of {cost_hkd} invested would lie outside the Hong Kong I&T ecosystem; "
    "{minimum_rate} of the fund must be linked to it."
)
HONG_KONG_MET = gettext_noop(
    "After this deal {inside_hkd} of {cost_hkd} invested counts as Hong Kong; the minimum is {minimum_rate}, "
    "of cost and of the {commitments_hkd} committed."
)
SHARE_OF_COST_LOW = gettext_noop(
    "After this deal {inside_hkd} of {cost_hkd} invested counts as Hong Kong, under {minimum_rate} of cost."
)
SHARE_OUT_OF_REACH = gettext_noop(
    "After this deal {inside_hkd} of {cost_hkd} invested counts as Hong Kong; {minimum_rate} of the {commitments_hkd} "
    "committed can no longer be met."
)
SHARE_LOW_AT_END = gettext_noop(
    "The investment period has ended and {inside_hkd} of {cost_hkd} invested counts as Hong Kong; {minimum_rate} of "
    "cost and of the {commitments_hkd} committed is required."
)
MET_WHATEVER = gettext_noop("Some facts are not known yet ({missing}); whatever they are, the rule is met.")
BROKEN_WHATEVER = gettext_noop("Some facts are not known yet ({missing}); whatever they are, the rule is broken.")
SPEND_MET = gettext_noop("The company undertakes to spend {undertaken_hkd} in Hong Kong; {required_hkd} is required.")
SPEND_LOW = gettext_noop(
    "The company undertakes to spend {undertaken_hkd} in Hong Kong; {minimum_rate} of the {amount_hkd} invested is "
    "{required_hkd}."
)


def counts_as_hong_kong(item: Holding | Proposal) -> bool | None:
    """Whether a company counts for R9: a Hong Kong company, or any with an I&T establishment there (A17)."""
    if item.is_hong_kong or item.has_it_establishment:
        return True
    return None if item.is_hong_kong is None or item.has_it_establishment is None else False


def counts_as_ecosystem(item: Holding | Proposal) -> bool | None:
    """Whether a company counts for R8: linked to the Hong Kong I&T ecosystem."""
    return item.is_ecosystem


def check_ecosystem(fund: FundFacts, proposal: Proposal, terms: Terms) -> Outcome:
    """This function will judge that all the fund's money stays in the ecosystem after the deal (R8, 1(g)(i), A1)."""
    term, rate = terms.term("ecosystem_minimum_rate"), terms.rate("ecosystem_minimum_rate")
    states = exposure.possible(fund, proposal, counts_as_ecosystem, [False])
    missing = exposure.missing(fund, proposal, counts_as_ecosystem)
    broken = {_lowest(state, rate) < 0 for state in states}
    if len(broken) > 1:
        return unknown(term, *missing)
    if broken == {True}:
        return breached(
            term, "outside_ecosystem", _said(ECOSYSTEM_BROKEN, BROKEN_WHATEVER, states), **_facts(states, rate, missing)
        )
    return passed(term, _said(ECOSYSTEM_MET, MET_WHATEVER, states), **_facts(states, rate, missing))


def check_hong_kong_share(fund: FundFacts, proposal: Proposal, terms: Terms) -> Outcome:
    """This function will judge the share of Hong Kong companies and establishments after the deal (R9, 1(g)(ii)).

    Before the period's last day a share of cost that is too low is only notified, and one of commitments that
    can no longer be reached needs consent; from that day on both bases bind (A1, A2).
    """
    term, rate = terms.term("hong_kong_minimum_rate"), terms.rate("hong_kong_minimum_rate")
    end = fund.investment_period_end_date
    states = exposure.possible(fund, proposal, counts_as_hong_kong, _bindings(proposal.date, end))
    dates = (("date", proposal.date), ("investment_period_end_date", end))
    missing = exposure.missing(fund, proposal, counts_as_hong_kong) + tuple(name for name, day in dates if day is None)
    broken = {_lowest(state, rate) < 0 for state in states}
    if len(broken) > 1:
        return unknown(term, *missing)
    facts = _facts(states, rate, missing)
    if broken == {False}:
        return passed(term, _said(HONG_KONG_MET, MET_WHATEVER, states), **facts)
    if any(state.is_binding for state in states):
        return breached(term, "hong_kong_share_low", _said(SHARE_LOW_AT_END, BROKEN_WHATEVER, states), **facts)
    if any(state.headroom_on_commitments(rate) < 0 for state in states):
        return breached(
            term, "hong_kong_share_out_of_reach", _said(SHARE_OUT_OF_REACH, BROKEN_WHATEVER, states), **facts
        )
    template = _said(SHARE_OF_COST_LOW, BROKEN_WHATEVER, states)
    return breached(term, "hong_kong_share_of_cost_low", template, severity=NOTIFY, **facts)


def check_hong_kong_spend(proposal: Proposal, terms: Terms) -> Outcome:
    """This function will judge that the company undertakes to spend enough in Hong Kong (R10, 1(g)(iii))."""
    term, rate = terms.term("hong_kong_spend_minimum_rate"), terms.rate("hong_kong_spend_minimum_rate")
    amount, undertaken = proposal.amount_hkd, proposal.hong_kong_spend_undertaken_hkd
    if amount is None or (undertaken is None and amount > 0):
        pairs = (("amount_hkd", amount), ("hong_kong_spend_undertaken_hkd", undertaken))
        return unknown(term, *(name for name, value in pairs if value is None))
    undertaken = ZERO if undertaken is None else undertaken
    headroom = undertaken - rate * amount
    facts = {
        "amount_hkd": amount,
        "undertaken_hkd": undertaken,
        "numerator_hkd": undertaken,
        "denominator_hkd": amount,
        "minimum_rate": rate,
        "required_hkd": undertaken - exposure.shown(headroom),
        "headroom_hkd": exposure.shown(headroom),
    }
    if headroom < 0:
        return breached(term, "hong_kong_spend_low", SPEND_LOW, **facts)
    return passed(term, SPEND_MET, **facts)


def _bindings(day: date | None, end: date | None) -> list[bool]:
    return [False, True] if day is None or end is None else [day >= end]


def _lowest(state: Exposure, rate: Decimal) -> Decimal:
    return min(state.headroom_on_cost(rate), state.headroom_on_commitments(rate))


def _said(known: str, whatever: str, states: Sequence[Exposure]) -> str:
    return known if len(states) == 1 else whatever


def _facts(states: Sequence[Exposure], rate: Decimal, missing: tuple[str, ...]) -> dict[str, Any]:
    """The figures of the one state there is, its stricter denominator named; or what is missing without effect."""
    if len(states) > 1:
        return {"minimum_rate": rate, "missing": missing, "headroom_hkd": None}
    (state,) = states
    cost_is_stricter = state.headroom_on_cost(rate) <= state.headroom_on_commitments(rate)
    return {
        "numerator_hkd": state.inside_hkd,
        "denominator_hkd": state.cost_hkd if cost_is_stricter else state.commitments_hkd,
        "inside_hkd": state.inside_hkd,
        "outside_hkd": state.outside_hkd,
        "cost_hkd": state.cost_hkd,
        "commitments_hkd": state.commitments_hkd,
        "minimum_rate": rate,
        "headroom_on_cost_hkd": exposure.shown(state.headroom_on_cost(rate)),
        "headroom_on_commitments_hkd": exposure.shown(state.headroom_on_commitments(rate)),
        "headroom_hkd": exposure.shown(_lowest(state, rate)),
    }
