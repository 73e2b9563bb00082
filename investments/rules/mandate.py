"""What a fund may invest in: one small judgement for each rule, R3 and R7 to R13 (Annex 3 1(b), (f) to (j)).

A fact not known asks for evidence, unless it could not change the answer. Severity is the term's: it stops the
Corporation's own verbs, never the record of what a manager did.
"""

from funds.rules.terms import Terms
from investments.rules.facts import FundFacts, Outcome, Proposal, breached, passed, to_be_shown, unknown
from investments.rules.hong_kong import check_ecosystem, check_hong_kong_share, check_hong_kong_spend
from investments.rules.words import hints
from itvf.dates import period_end
from itvf.errors import gettext_noop

# What the lists do not name but may turn out to be, once its terms are read (A15).
LIKE_CONVERTIBLE_BONDS = ("safe", "convertible_note")

SECTOR_MET = gettext_noop("The sector {sector} is one of the scheme's.")
SECTOR_OUTSIDE = gettext_noop("The sector {sector} is none of the scheme's: {allowed}. Choose another company.")
PERIOD_MET = gettext_noop("{date} lies in the investment period, {start_date} to {end_date}.")
PERIOD_TOO_LONG = gettext_noop(
    "The investment period runs from {start_date} to {end_date}; with {years} years it ends on {latest_end_date} at "
    "the latest. Correct the agreement."
)
BEFORE_PERIOD = gettext_noop(
    "{date} is before the investment period begins on {start_date}. Wait for it, or correct the date."
)
AFTER_PERIOD = gettext_noop("{date} is after the investment period, which ended on {end_date}. No new investment then.")
STAGE_MET = gettext_noop("A start-up at stage {stage}, within seed to Series B.")
NOT_A_START_UP = gettext_noop("The company is not a start-up in its development stage. A recorded consent is needed.")
STAGE_OUTSIDE = gettext_noop("The stage {stage} is none of the scheme's: {allowed}. A recorded consent is needed.")
INSTRUMENT_MET = gettext_noop("The instrument {instrument} is one of the scheme's.")
INSTRUMENT_OUTSIDE = gettext_noop(
    "The instrument {instrument} is none of the scheme's: {allowed}. Restructure the deal."
)
INSTRUMENT_UNCLEAR = gettext_noop(
    "A {instrument} may or may not be one of: {allowed}. Record the document that shows its terms."
)
NOTHING_PROHIBITED = gettext_noop("Nothing prohibited was declared or found in the description.")
PROHIBITED = gettext_noop("The deal is prohibited: {found}. The fund may not make it.")
WORDS_HINT = gettext_noop(
    "The description says {words}, which may mean: {activities}. Record the evidence that it is not so, or declare it."
)


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

    The period's first and last days belong to it; five years from 1 January end on 31 December.
    """
    term, years = terms.term("maximum_investment_period_years"), terms.whole("maximum_investment_period_years")
    start, end, day = fund.investment_period_start_date, fund.investment_period_end_date, proposal.date
    facts = {"date": day, "start_date": start, "end_date": end}
    if start and end and end > period_end(start, years):
        latest = period_end(start, years)
        return breached(
            term, "investment_period_too_long", PERIOD_TOO_LONG, years=years, latest_end_date=latest, **facts
        )
    if start and day and day < start:
        return breached(term, "before_investment_period", BEFORE_PERIOD, **facts)
    if end and day and day > end:
        return breached(term, "after_investment_period", AFTER_PERIOD, **facts)
    named = {"date": day, "investment_period_start_date": start, "investment_period_end_date": end}
    missing = [name for name, value in named.items() if value is None]
    return unknown(term, *missing) if missing else passed(term, PERIOD_MET, **facts)


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

    What is declared breaks the rule; words in the description that hint at it ask for evidence.
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
    missing = [name for name in facts if getattr(proposal, name) is None]
    hinted = {
        activity: words for activity, words in hints(proposal.description or "").items() if activity in prohibited
    }
    if hinted:
        words = tuple(word for group in hinted.values() for word in group)
        more = {"missing": tuple(missing)} if missing else {}
        return to_be_shown(term, "words_hint", WORDS_HINT, words=words, activities=tuple(hinted), **more)
    return unknown(term, *missing) if missing else passed(term, NOTHING_PROHIBITED)
