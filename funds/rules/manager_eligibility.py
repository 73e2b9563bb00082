"""Whether an applicant meets Annex 3: requirement by requirement, with clause and facts (R3 to R7, R11, R14 to R17).

Pure. The machine says pass or fail where figures decide, and needs evidence where only a person can look.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from funds.rules.application import circles
from funds.rules.eligibility import AgreementTerms, check_agreement
from funds.rules.further_hurdles import COLUMNS
from funds.rules.terms import Terms
from funds.rules.track_record import proceeds_hkd
from itvf.errors import Breach, gettext_noop
from itvf.money import ZERO, quantise

PASS, FAIL, NEEDS_EVIDENCE = "pass", "fail", "needs_evidence"

TITLES = {
    "licence": gettext_noop("SFC Type 9 licence, held or to be held"),
    "officers": gettext_noop("Responsible officers"),
    "deals": gettext_noop("Equity deals with proceeds in a named sector"),
    "funds_raised": gettext_noop("Funds raised before"),
    "start_ups_led": gettext_noop("Non-Hong-Kong start-ups led to Hong Kong"),
    "pipeline": gettext_noop("Start-ups from outside Hong Kong in view"),
    "sectors": gettext_noop("Sectors of the fund"),
    "stages": gettext_noop("Stages of the investees"),
    "fund_size": gettext_noop("Size of the fund"),
    "non_government": gettext_noop("Money outside the Government"),
    "gp_commitment": gettext_noop("The general partner's commitment"),
    "government_part": gettext_noop("The Government's part"),
    "periods": gettext_noop("Term and investment period"),
    "fee": gettext_noop("Management fee"),
    "carry": gettext_noop("Carried interest"),
    "hurdle": gettext_noop("Hurdle rate"),
    "framework": gettext_noop("Investment framework accepted"),
    "circles": gettext_noop("Investors"),
}

LICENCE_KNOWN = gettext_noop("The licence {number} is held, as our register of managers shows.")
LICENCE_CLAIMED = gettext_noop("The house says that it holds {number}. Look it up in the SFC's public register.")
LICENCE_COMING = gettext_noop("The licence is to be held from {day}. Ask for what was lodged with the SFC.")
LICENCE_NONE = gettext_noop("No licence with a CE number is held, and none is to be held by a date.")
COUNT = gettext_noop("{found} count; at least {allowed} are needed.")
COUNT_NONE = gettext_noop("{found} count; {allowed} are needed. Nothing more can be counted from the answers.")
SECTORS = gettext_noop("The fund invests in: {found}. The scheme's sectors are: {allowed}.")
STAGES = gettext_noop("The fund invests at: {found}. The scheme's stages are: {allowed}.")
AT_LEAST = gettext_noop("{found_hkd} is offered; at least {allowed_hkd} is needed.")
PART = gettext_noop(
    "{target_hkd} outside the Government is matched with {found_hkd}; from {allowed_hkd} on it is given."
)
SIZE_ABOVE = gettext_noop(
    "The size of {size_hkd} is above the {found_hkd} that {target_hkd} and the Government's part make. Ask which holds."
)
YEARS = gettext_noop("Term {term} years, investment period {found} years.")
RATE = gettext_noop("{found_rate} is offered; the limit is {allowed_rate}.")
ACCEPTED = gettext_noop("The applicant undertakes to invest within R8 to R13.")
NOT_ACCEPTED = gettext_noop("The applicant does not undertake to invest within R8 to R13.")
UNKNOWN = gettext_noop("The answer lacks.")
CIRCLED = gettext_noop(
    "Hard circles {hard_hkd}, soft circles {soft_hkd}, of {target_hkd} to raise. Look at the letters behind them."
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One requirement: its status, and the sentence with rule, clause and facts."""

    requirement: str
    status: str
    breach: Breach

    @property
    def title(self) -> str:
        """What is required."""
        return TITLES[self.requirement]


@dataclass(frozen=True, slots=True)
class Needed:
    """What a round needs at least, by its invitation, where the paper names no number (R17 is a partial list)."""

    responsible_officers: int = 2
    equity_deals: int = 2
    funds_raised: int = 1
    start_ups_led: int = 1
    pipeline: int = 1


def check(
    values: Mapping[str, Mapping[str, Any]], *, terms: Terms, needed: Needed, is_on_register: bool
) -> tuple[Outcome, ...]:
    """This function will judge an application against Annex 3 1(b) to 1(l), one outcome a requirement, in that order.

    `values` are the sections as read; `is_on_register` says that our own register shows the licence as held.
    """
    fund, house = values["fund"], values["house"]
    return (
        _licence(house, terms, is_on_register),
        _officers(house, needed.responsible_officers),
        _deals(values["track_record"]["rows"], terms, needed.equity_deals),
        _count("funds_raised", "1(l)(ii)", _funds_raised(values["prior_funds"]["rows"]), needed.funds_raised),
        _count("start_ups_led", "1(l)(iii)", len(values["start_ups"]["rows"]), needed.start_ups_led),
        _count("pipeline", "1(l)(iii)", sum(r["is_outside"] for r in values["pipeline"]["rows"]), needed.pipeline),
        *check_offer(fund, values["terms"], terms),
        _circles(values["investors"]["rows"], fund["non_government_target_hkd"]),
    )


def check_offer(fund: Mapping[str, Any], offered: Mapping[str, Any], terms: Terms) -> tuple[Outcome, ...]:
    """This function will judge the proposed fund against R3 to R8, R11 and R14 to R16 (Annex 3 1(b) to 1(k)).

    Each threshold is the scheme's own; at it is enough. An answer that lacks needs evidence.
    """
    return (
        _among("sectors", "sectors", SECTORS, fund["sectors"], terms),
        _among("stages", "stages", STAGES, fund["stages"], terms),
        _at_least("fund_size", "minimum_fund_size_hkd", fund["fund_size_hkd"], terms),
        _at_least("non_government", "minimum_non_government_hkd", fund["non_government_target_hkd"], terms),
        _gp_commitment(fund, terms),
        _government_part(fund, offered, terms),
        *_agreement(offered, terms),
        _framework(fund, terms),
    )


def _licence(house: Mapping[str, Any], terms: Terms, is_on_register: bool) -> Outcome:
    made = _made("licence", terms, "required_licence")
    number, day = house["ce_number"], house["licence_expected_date"]
    if house["licence"] == "held" and number:
        status, template = (PASS, LICENCE_KNOWN) if is_on_register else (NEEDS_EVIDENCE, LICENCE_CLAIMED)
        return made(status, template, number=number)
    if house["licence"] == "to_be_held" and day:
        return made(NEEDS_EVIDENCE, LICENCE_COMING, day=day)
    return made(FAIL, LICENCE_NONE)


def _officers(house: Mapping[str, Any], least: int) -> Outcome:
    """Different people, told apart by CE number, else by name."""
    marks = {(row["ce_number"] or row["name"]).strip().casefold() for row in house["rows"]} - {""}
    return _count("officers", "1(l)(i)", len(marks), least)


def _deals(deals: Sequence[Mapping[str, Any]], terms: Terms, least: int) -> Outcome:
    named = terms.names("sectors")
    counted = [
        deal
        for deal in deals
        if deal["instrument"] == "equity" and deal["sector"] in named and proceeds_hkd(deal) > ZERO
    ]
    return _count("deals", "1(l)(ii)", len(counted), least)


def _funds_raised(funds: Sequence[Mapping[str, Any]]) -> int:
    return sum(bool(fund["raised_hkd"]) and fund["final_closing_date"] is not None for fund in funds)


def _count(requirement: str, place: str, found: int, least: int) -> Outcome:
    status, template = (PASS, COUNT) if found >= least else (FAIL, COUNT_NONE)
    return Outcome(
        requirement,
        status,
        Breach(requirement, template, "R17", f"Annex 3 {place}", {"found": found, "allowed": least}),
    )


def _among(requirement: str, name: str, template: str, found: Sequence[str], terms: Terms) -> Outcome:
    allowed = terms.names(name)
    status = NEEDS_EVIDENCE if not found else PASS if set(found) <= set(allowed) else FAIL
    return _made(requirement, terms, name)(status, template, found=tuple(found), allowed=allowed)


def _at_least(requirement: str, name: str, found, terms: Terms) -> Outcome:
    made = _made(requirement, terms, name)
    if found is None:
        return made(NEEDS_EVIDENCE, UNKNOWN)
    allowed = terms.hkd(name)
    return made(PASS if found >= allowed else FAIL, AT_LEAST, found_hkd=found, allowed_hkd=allowed)


def _gp_commitment(fund: Mapping[str, Any], terms: Terms) -> Outcome:
    """The smallest commitment is the rate of the fund's size, a fraction of a cent rounded up."""
    made = _made("gp_commitment", terms, "minimum_gp_commitment_rate")
    size, found = fund["fund_size_hkd"], fund["gp_commitment_hkd"]
    if size is None or found is None:
        return made(NEEDS_EVIDENCE, UNKNOWN)
    exact = Fraction(terms.rate("minimum_gp_commitment_rate")) * Fraction(size)
    allowed = quantise(Fraction(ceil(exact * 100), 100), mode="down")
    return made(PASS if found >= allowed else FAIL, AT_LEAST, found_hkd=found, allowed_hkd=allowed)


def _government_part(fund: Mapping[str, Any], offered: Mapping[str, Any], terms: Terms) -> Outcome:
    """G = target / 3 cut to the cent, at most the ceiling; the GP's money apart where the agreement says so (A7)."""
    made = _made("government_part", terms, "government_minimum_hkd")
    target, size = fund["non_government_target_hkd"], fund["fund_size_hkd"]
    if target is None or size is None:
        return made(NEEDS_EVIDENCE, UNKNOWN)
    matched = target if offered["gp_money_is_matched"] else target - (fund["gp_commitment_hkd"] or ZERO)
    part = quantise(Fraction(matched) * terms.matching_rate(), mode="down")
    part = min(part, terms.hkd("government_maximum_hkd"))
    facts = {"target_hkd": target, "found_hkd": part}
    if part < terms.hkd("government_minimum_hkd"):
        return made(FAIL, PART, **facts, allowed_hkd=terms.hkd("government_minimum_hkd"))
    if size > target + part:
        return made(NEEDS_EVIDENCE, SIZE_ABOVE, target_hkd=target, found_hkd=target + part, size_hkd=size)
    return made(PASS, PART, **facts, allowed_hkd=terms.hkd("government_minimum_hkd"))


def _agreement(offered: Mapping[str, Any], terms: Terms) -> tuple[Outcome, ...]:
    """R7, R14, R15, R16 as an agreement is judged; what passes says what was offered."""
    names = AgreementTerms.__dataclass_fields__
    lacking = [name for name in names if name not in COLUMNS and offered[name] in (None, "")]
    told = {
        "periods": (
            "maximum_term_years",
            YEARS,
            {"term": offered["term_years"], "found": offered["investment_period_years"]},
        ),
        "fee": (
            "maximum_management_fee_rate",
            RATE,
            {"found_rate": offered["fee_rate_during"], "allowed_rate": terms.rate("maximum_management_fee_rate")},
        ),
        "carry": (
            "maximum_carry_rate",
            RATE,
            {"found_rate": offered["carry_rate"], "allowed_rate": terms.rate("maximum_carry_rate")},
        ),
        "hurdle": (
            "minimum_hurdle_rate",
            RATE,
            {"found_rate": offered["hurdle_rate"], "allowed_rate": terms.rate("minimum_hurdle_rate")},
        ),
    }
    if lacking:
        return tuple(_made(key, terms, name)(NEEDS_EVIDENCE, UNKNOWN) for key, (name, _t, _f) in told.items())
    agreement = AgreementTerms(**{name: offered.get(name) for name in names})
    broken = {one.rule: one for one in reversed(check_agreement(agreement, terms))}
    outcomes = []
    for key, (name, template, facts) in told.items():
        found = broken.get(terms.term(name).rule)
        outcomes.append(Outcome(key, FAIL, found) if found else _made(key, terms, name)(PASS, template, **facts))
    return tuple(outcomes)


def _framework(fund: Mapping[str, Any], terms: Terms) -> Outcome:
    made = _made("framework", terms, "ecosystem_minimum_rate")
    return made(PASS, ACCEPTED) if fund["accepts_framework"] else made(FAIL, NOT_ACCEPTED)


def _circles(investors: Sequence[Mapping[str, Any]], target) -> Outcome:
    found = circles(investors, target)
    facts = {"hard_hkd": found.hard_hkd, "soft_hkd": found.soft_hkd, "target_hkd": target or ZERO}
    return Outcome("circles", NEEDS_EVIDENCE, Breach("circles", CIRCLED, "R17", "Annex 3 1(l)(iv)", facts))


def _made(requirement: str, terms: Terms, name: str) -> Callable[..., Outcome]:
    term = terms.term(name)

    def make(status: str, template: str, **facts: Any) -> Outcome:
        return Outcome(requirement, status, Breach(requirement, template, term.rule, term.clause, facts))

    return make
