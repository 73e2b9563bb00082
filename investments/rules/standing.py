"""A fund's portfolio as it stands on a day, without a new deal: R8, R9 and the agreement's limits (A1, A2, R27).

The same judgements as before a deal, made of a deal of nothing; of companies and groups the largest is shown.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from funds.rules.terms import Terms
from investments.rules import limits as own
from investments.rules.facts import BREACH, PASS, FundFacts, Outcome, Proposal
from investments.rules.hong_kong import check_ecosystem, check_hong_kong_share
from investments.rules.limits import Limits, Lot, group_key
from itvf.errors import gettext_noop
from itvf.money import ZERO

SENTENCES = {
    PASS: gettext_noop(
        "On {date} the rule is met: {numerator_hkd} against {denominator_hkd}, headroom {headroom_hkd}."
    ),
    BREACH: gettext_noop(
        "On {date} the rule is broken: {numerator_hkd} against {denominator_hkd}, headroom {headroom_hkd}."
    ),
}

# For the breach register: what was found and what cures it, in one.
REGISTERED = gettext_noop(
    "On {date} the rule is broken: {numerator_hkd} against {denominator_hkd}, headroom {headroom_hkd}. Agree with the "
    "manager how and by when it is put right, or record a consent."
)
CURE = gettext_noop("Agree with the manager how and by when it is put right, or record a consent.")


def check_standing(
    fund: FundFacts,
    terms: Terms,
    on: date,
    *,
    limits: Limits | None = None,
    lots: Sequence[Lot] | None = None,
) -> tuple[Outcome, ...]:
    """This function will judge a portfolio on a day by R8 and R9, and by each limit that its agreement sets."""
    nothing = Proposal(amount_hkd=ZERO, is_hong_kong=True, has_it_establishment=True, is_ecosystem=True, date=on)
    outcomes = [check_ecosystem(fund, nothing, terms), check_hong_kong_share(fund, nothing, terms)]
    if limits is not None:
        told = (limits, fund.total_commitments_hkd, lots)
        first = replace(nothing, company_id="", is_follow_on=False, is_bridge=False)
        company, group = _largest_company(lots or (), first), _largest_group(lots or (), first)
        judged = [own.company_limit(*told, company), own.group_limit(*told, group)]
        judged += [own.follow_on_reserve(*told, first), own.bridge_limit(*told, first)]
        outcomes += [outcome for outcome in judged if outcome is not None]
    return tuple(_standing(outcome, on) for outcome in outcomes)


def _largest_company(lots: Sequence[Lot], nothing: Proposal) -> Proposal:
    held: dict[str, Decimal] = {}
    for lot in lots:
        held[lot.company_id] = held.get(lot.company_id, ZERO) + lot.held_hkd
    return replace(nothing, company_id=max(held, key=held.__getitem__)) if held else nothing


def _largest_group(lots: Sequence[Lot], nothing: Proposal) -> Proposal:
    held: dict[tuple[str, str | None], Decimal] = {}
    for lot in lots:
        held[group_key(lot)] = held.get(group_key(lot), ZERO) + lot.held_hkd
    if not held:
        return nothing
    kind, identity = max(held, key=held.__getitem__)
    return replace(nothing, **{f"{kind}_id": identity})


def _standing(outcome: Outcome, on: date) -> Outcome:
    """An outcome in the words of a day instead of a deal; one that only lacks facts keeps its sentence and cure."""
    if "numerator_hkd" not in outcome.facts:
        return outcome
    facts = {**outcome.facts, "date": on, "headroom_hkd": outcome.headroom_hkd}
    return replace(
        outcome, template=SENTENCES[outcome.status], facts=facts, cure=CURE if outcome.status == BREACH else ""
    )
