"""What a fund may invest in: one small judgement for each rule, R3 and R7 to R13 (Annex 3 1(b), (f) to (j)), and all.

A fact not known asks for evidence, unless it could not change the answer. Severity is the term's: it stops the
Corporation's own verbs, never the record of what a manager did.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from funds.rules.terms import Terms
from investments.rules import activities, restrictions
from investments.rules.facts import FundFacts, Outcome, Proposal, breached, passed, to_be_shown, unknown
from investments.rules.hong_kong import check_ecosystem, check_hong_kong_share, check_hong_kong_spend
from investments.rules.limits import Limits, Lot, check_limits
from investments.rules.related import Parties, check_related_parties
from investments.rules.words import hints
from itvf.dates import period_end
from itvf.errors import gettext_noop

# What the lists do not name but may turn out to be, once its terms are read (A15).
LIKE_CONVERTIBLE_BONDS = ("safe", "convertible_note")
NEEDED_DOCUMENTS = ("term_sheet", "ic_paper", "undertaking")

SECTOR_MET = gettext_noop("The sector {sector} is one of the scheme's.")
SECTOR_OUTSIDE = gettext_noop("The sector {sector} is none of the scheme's: {allowed}.")
PERIOD_MET = gettext_noop("{date} lies in the investment period, {start_date} to {end_date}.")
PERIOD_TOO_LONG = gettext_noop(
    "The investment period runs from {start_date} to {end_date}; with {years} years it ends on {latest_end_date} at "
    "the latest."
)
BEFORE_PERIOD = gettext_noop("{date} is before the investment period begins on {start_date}.")
AFTER_PERIOD = gettext_noop("{date} is after the investment period, which ended on {end_date}.")
SUSPENDED = gettext_noop("The investment period is suspended since {since} under {suspended_by}.")
AFTER_LONGEST = gettext_noop(
    "{date} is more than {years} years after the investment period began on {start_date}: whenever it ends, the deal "
    "is outside, or the period is too long."
)
BEFORE_LONGEST = gettext_noop(
    "{date} is more than {years} years before the investment period ends on {end_date}: whenever it began, the deal is "
    "outside, or the period is too long."
)
FOLLOW_ON_MET = gettext_noop(
    "{date} is after the investment period, which ended on {end_date}; the agreement allows a follow-on in a company "
    "that the fund holds."
)
FOLLOW_ON_NOT_HELD = gettext_noop(
    "{date} is after the investment period, which ended on {end_date}, and the fund does not hold this company: "
    "it cannot be a follow-on."
)
STAGE_MET = gettext_noop("A start-up at stage {stage}, within seed to Series B.")
NOT_A_START_UP = gettext_noop("The company is not a start-up in its development stage.")
STAGE_OUTSIDE = gettext_noop("The stage {stage} is none of the scheme's: {allowed}.")
INSTRUMENT_MET = gettext_noop("The instrument {instrument} is one of the scheme's.")
INSTRUMENT_OUTSIDE = gettext_noop("The instrument {instrument} is none of the scheme's: {allowed}.")
INSTRUMENT_UNCLEAR = gettext_noop("A {instrument} may or may not be one of: {allowed}.")
NOTHING_PROHIBITED = gettext_noop("Nothing prohibited was declared or found in the description.")
PROHIBITED = gettext_noop("The deal is prohibited: {found}.")
WORDS_HINT = gettext_noop("The description says {words}, which may mean: {activities}.")
ACTIVITY_HINT = gettext_noop("The company's activities are classified {hsic}, which may mean: {activities}.")
BOTH_HINT = gettext_noop(
    "The description says {words} and the company's activities are classified {hsic}, which may mean: {activities}."
)
DOCUMENTS_MET = gettext_noop("The documents of the deal are on file: {documents}.")
DOCUMENTS_MISSING = gettext_noop("Not on file yet: {missing}.")


def check_proposal(fund: FundFacts, proposal: Proposal, terms: Terms) -> tuple[Outcome, ...]:
    """This function will judge a proposal by every rule of the mandate: R3, R7, R8 to R13, in that order."""
    return (
        check_sector(proposal, terms),
        check_investment_period(fund, proposal, terms),
        check_ecosystem(fund, proposal, terms),
        check_hong_kong_share(fund, proposal, terms),
        check_hong_kong_spend(proposal, terms),
        check_stage(proposal, terms),
        check_instrument(proposal, terms),
        check_prohibited(proposal, terms),
    )


def check_all(
    fund: FundFacts,
    proposal: Proposal,
    terms: Terms,
    *,
    limits: Limits | None = None,
    lots: Sequence[Lot] | None = None,
    parties: Parties | None = None,
) -> tuple[Outcome, ...]:
    """This function will judge a proposal by the mandate and by what rests on the agreement and the deal's papers.

    The contract's eight come first; then the agreement's limits where it sets any, related parties where the names are
    given, and the documents where the proposal says which are on file.
    """
    outcomes = check_proposal(fund, proposal, terms)
    if limits is not None:
        outcomes += check_limits(limits, fund.total_commitments_hkd, lots, proposal)
    if parties is not None:
        outcomes += (check_related_parties(parties),)
    if proposal.documents is not None:
        outcomes += (check_documents(proposal),)
    return outcomes


def check_sector(proposal: Proposal, terms: Terms) -> Outcome:
    """This function will judge that the company is in one of the three sectors (R3, Annex 3 1(b))."""
    term, allowed = terms.term("sectors"), terms.names("sectors")
    if proposal.sector is None:
        return unknown(term, "sector")
    if proposal.sector not in allowed:
        return breached(term, "sector_outside_scheme", SECTOR_OUTSIDE, sector=proposal.sector, allowed=allowed)
    return passed(term, SECTOR_MET, sector=proposal.sector)


def check_investment_period(fund: FundFacts, proposal: Proposal, terms: Terms) -> Outcome:
    """This function will judge that the deal falls in an investment period of at most five years (R7, 1(f), A10).

    The period's first and last days belong to it; five years from 1 January end on 31 December. Where the agreement
    says so, a follow-on in a company already held may come after it. While an event under the agreement suspends the
    period (R27), only follow-ons go on.
    """
    term, years = terms.term("maximum_investment_period_years"), terms.whole("maximum_investment_period_years")
    start, end, day = fund.investment_period_start_date, fund.investment_period_end_date, proposal.date
    facts = {"date": day, "start_date": start, "end_date": end}
    is_late = bool(end and day and day > end)
    if start and end and end > period_end(start, years):
        latest = period_end(start, years)
        return breached(
            term, "investment_period_too_long", PERIOD_TOO_LONG, years=years, latest_end_date=latest, **facts
        )
    if start and day and day < start:
        return breached(term, "before_investment_period", BEFORE_PERIOD, **facts)
    if is_late and not (fund.follow_ons_after_period and proposal.is_follow_on is not False):
        return breached(term, "after_investment_period", AFTER_PERIOD, **facts)
    if fund.suspended_since and proposal.is_follow_on is False:
        stopped = {"since": fund.suspended_since, "suspended_by": fund.suspended_by}
        return breached(term, "investment_period_suspended", SUSPENDED, **stopped, **facts)
    named = {"date": day, "investment_period_start_date": start, "investment_period_end_date": end}
    if is_late:
        named |= {"is_follow_on": proposal.is_follow_on, "is_held": holds_company(fund, proposal)}
        if named["is_held"] is False:
            return breached(term, "follow_on_not_held", FOLLOW_ON_NOT_HELD, **facts)
    elif fund.suspended_since:
        named |= {"is_follow_on": proposal.is_follow_on}
    missing = [name for name, value in named.items() if value is None]
    if broken := missing and _whatever_the_period(start, end, day, years, fund.follow_ons_after_period):
        return breached(term, *broken, years=years, **facts)
    return unknown(term, *missing) if missing else passed(term, FOLLOW_ON_MET if is_late else PERIOD_MET, **facts)


def _whatever_the_period(
    start: date | None, end: date | None, day: date | None, years: int, follow_ons_after: bool
) -> tuple[str, str] | None:
    """What is broken although a day of the period is not known: the deal falls outside, or the period is too long."""
    if day is None or follow_ons_after:
        return None
    if start is not None and end is None and day > period_end(start, years):
        return "after_investment_period", AFTER_LONGEST
    if start is None and end is not None and period_end(day, years) < end:
        return "before_investment_period", BEFORE_LONGEST
    return None


def holds_company(fund: FundFacts, proposal: Proposal) -> bool | None:
    """Whether the fund holds the proposal's company already; None while neither the fact nor the names say so."""
    if proposal.is_held is not None:
        return proposal.is_held
    names = None if fund.holdings is None else [holding.company for holding in fund.holdings]
    if names is None or proposal.company is None:
        return None
    if proposal.company in names:
        return True
    return None if None in names else False


def check_stage(proposal: Proposal, terms: Terms) -> Outcome:
    """This function will judge that the company is a start-up from seed to Series B (R11, Annex 3 1(h), R30, A15)."""
    term, allowed = terms.term("stages"), terms.names("stages")
    facts = {"stage": proposal.stage, "allowed": allowed, "is_start_up": proposal.is_start_up}
    if proposal.is_start_up is False:
        return breached(term, "not_a_start_up", NOT_A_START_UP, **facts)
    if proposal.stage is not None and proposal.stage not in allowed:
        return breached(term, "stage_outside_scheme", STAGE_OUTSIDE, **facts)
    missing = [name for name in ("stage", "is_start_up") if getattr(proposal, name) is None]
    return unknown(term, *missing) if missing else passed(term, STAGE_MET, **facts)


def check_instrument(proposal: Proposal, terms: Terms) -> Outcome:
    """This function will judge that the fund buys equity or convertible bonds (R12, Annex 3 1(i), A15)."""
    term, allowed = terms.term("instruments"), terms.names("instruments")
    facts = {"instrument": proposal.instrument, "allowed": allowed}
    if proposal.instrument is None:
        return unknown(term, "instrument")
    if proposal.instrument in allowed:
        return passed(term, INSTRUMENT_MET, **facts)
    if proposal.instrument in LIKE_CONVERTIBLE_BONDS:
        return to_be_shown(term, "instrument_unclear", INSTRUMENT_UNCLEAR, **facts)
    return breached(term, "instrument_outside_scheme", INSTRUMENT_OUTSIDE, **facts)


def check_prohibited(proposal: Proposal, terms: Terms) -> Outcome:
    """This function will judge that nothing prohibited is bought (R13, Annex 3 1(j), A15).

    What is declared breaks the rule; words in the description and the classification of the company's activities
    that hint at it ask for evidence.
    """
    term, prohibited = terms.term("prohibited"), terms.names("prohibited")
    declared = {*(proposal.activities or ())}
    declared |= {"listed_shares"} if proposal.is_listed else set()
    declared |= {"secondary"} if proposal.is_secondary else set()
    declared |= {"loan"} if proposal.instrument == "loan" else set()
    found = tuple(activity for activity in prohibited if activity in declared)
    if found:
        return breached(term, "prohibited", PROHIBITED, found=found)
    facts = ("activities", "is_listed", "is_secondary", "description")
    missing = tuple(name for name in facts if getattr(proposal, name) is None)
    spoken, classified = hints(proposal.description or ""), activities.hints(proposal.hsic or ())
    words = _flat(group for activity, group in spoken.items() if activity in prohibited)
    hsic = _flat(group for activity, group in classified.items() if activity in prohibited)
    if words or hsic:
        hinted = tuple(name for name in (*spoken, *classified) if name in prohibited)
        named = {"words": words, "hsic": hsic, "missing": missing}
        facts = {"activities": tuple(dict.fromkeys(hinted))} | {name: value for name, value in named.items() if value}
        if not words:
            return to_be_shown(term, "activity_hint", ACTIVITY_HINT, **facts)
        return to_be_shown(term, "words_hint", BOTH_HINT if hsic else WORDS_HINT, **facts)
    return unknown(term, *missing) if missing else passed(term, NOTHING_PROHIBITED)


def check_documents(proposal: Proposal) -> Outcome:
    """This function will judge that term sheet, IC paper and signed undertaking are on file (R10, A16)."""
    ground, held = restrictions.agreed(restrictions.DOCUMENTS), proposal.documents or ()
    missing = tuple(name for name in NEEDED_DOCUMENTS if name not in held)
    if missing:
        return to_be_shown(ground, "documents_missing", DOCUMENTS_MISSING, missing=missing)
    return passed(ground, DOCUMENTS_MET, documents=NEEDED_DOCUMENTS)


def _flat(groups: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for group in groups for one in group))
