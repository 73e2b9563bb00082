"""What an application says, section by section (R17, Annex 3 1(l) and the proposed fund's terms, 1(b) to 1(k)).

Pure. The proposed terms have the names and types of `FundAgreement`, so that they become a fund's terms as they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from funds.rules.application_choices import (
    BASES,
    CIRCLES,
    COMPOUNDINGS,
    DAY_COUNTS,
    DEAL_INSTRUMENTS,
    INVESTOR_KINDS,
    LICENCES,
    ORDERS,
    SCOPES,
    SECTORS,
    STAGES,
)
from funds.rules.eligibility import HURDLE_INCOMPLETE
from funds.rules.form_fields import ROWS, Answers, Fault, Field, Section, fault, read
from funds.rules.further_hurdles import PLACES, check_further, of_terms
from itvf.errors import InputRefused, gettext_noop
from itvf.money import ZERO, total

FRACTION = gettext_noop("Such as 7.5%.")

HOUSE = Section(
    "house",
    gettext_noop("The house and its licence"),
    gettext_noop("Who manages the fund, under which licence, and who answers for it (R17(i), Annex 3 1(l)(i))."),
    fields=(
        Field("licence", "choice", gettext_noop("SFC Type 9 licence"), choices=LICENCES),
        Field(
            "ce_number",
            "text",
            gettext_noop("SFC CE number"),
            gettext_noop("Three capitals and three digits, such as BPJ213. Leave it empty until there is one."),
            is_optional=True,
            most=6,
        ),
        Field(
            "licence_expected_date",
            "date",
            gettext_noop("Licence expected on"),
            gettext_noop("Only where it is to be held."),
            is_optional=True,
        ),
        Field("owners", "long_text", gettext_noop("Who owns the house"), gettext_noop("Each owner of 10% or more.")),
    ),
    rows=(
        Field("name", "text", gettext_noop("Responsible officer")),
        Field("ce_number", "text", gettext_noop("Officer's CE number"), is_optional=True, most=6),
    ),
    row_title=gettext_noop("Responsible officers"),
    least_rows=2,
    most_rows=20,
)
TEAM = Section(
    "team",
    gettext_noop("The team"),
    gettext_noop("Those who will run the fund. At least one is a key person."),
    rows=(
        Field("name", "text", gettext_noop("Name")),
        Field("post", "text", gettext_noop("Post")),
        Field("years", "whole", gettext_noop("Years in venture capital"), most=70),
        Field("is_key_person", "flag", gettext_noop("A key person of the fund")),
        Field("experience", "long_text", gettext_noop("Experience"), most=2000),
    ),
    row_title=gettext_noop("People"),
    least_rows=1,
)
TRACK_RECORD = Section(
    "track_record",
    gettext_noop("Track record"),
    gettext_noop(
        "Every deal with its dated flows and its value today. The system computes the gross rate of return and the "
        "multiple, and shows them beside yours (R17(ii), Annex 3 1(l)(ii))."
    ),
    fields=(
        Field("claimed_irr", "signed_rate", gettext_noop("Gross IRR of all deals, as you state it"), FRACTION),
        Field("claimed_multiple", "multiple", gettext_noop("Gross multiple of all deals, as you state it")),
    ),
    rows=(
        Field("company", "text", gettext_noop("Company")),
        Field("fund", "text", gettext_noop("Held by which fund")),
        Field("sector", "choice", gettext_noop("Sector"), choices=SECTORS),
        Field("stage", "choice", gettext_noop("Stage"), choices=STAGES),
        Field("instrument", "choice", gettext_noop("Instrument"), choices=DEAL_INSTRUMENTS),
        Field(
            "flows",
            "flows",
            gettext_noop("Cash flows in HK$"),
            gettext_noop("One a line: the date, then the amount; below zero is money paid. 2021-03-31 -5000000.00"),
        ),
        Field("value_hkd", "hkd", gettext_noop("Value today, HK$"), gettext_noop("0 where nothing is held.")),
        Field("value_date", "date", gettext_noop("Valued on")),
        Field("claimed_irr", "signed_rate", gettext_noop("Gross IRR as you state it"), FRACTION, is_optional=True),
        Field("claimed_multiple", "multiple", gettext_noop("Gross multiple as you state it"), is_optional=True),
    ),
    row_title=gettext_noop("Deals"),
    least_rows=1,
    most_rows=100,
)
PRIOR_FUNDS = Section(
    "prior_funds",
    gettext_noop("Funds raised before"),
    gettext_noop("Money raised from investors, and its result as you state it (R17(ii))."),
    rows=(
        Field("name", "text", gettext_noop("Fund")),
        Field("vintage", "whole", gettext_noop("Vintage year"), least=1970, most=2100),
        Field("raised_hkd", "hkd", gettext_noop("Raised, HK$")),
        Field("final_closing_date", "date", gettext_noop("Final closing")),
        Field("claimed_irr", "signed_rate", gettext_noop("Gross IRR as you state it"), FRACTION, is_optional=True),
        Field("claimed_multiple", "multiple", gettext_noop("Gross multiple as you state it"), is_optional=True),
    ),
    row_title=gettext_noop("Funds raised before"),
)
START_UPS = Section(
    "start_ups",
    gettext_noop("Start-ups brought to Hong Kong"),
    gettext_noop("Non-Hong-Kong start-ups that you led to set up in Hong Kong (R17(iii), Annex 3 1(l)(iii))."),
    rows=(
        Field("company", "text", gettext_noop("Start-up")),
        Field("place", "text", gettext_noop("From where")),
        Field("established_date", "date", gettext_noop("In Hong Kong since")),
        Field("what", "long_text", gettext_noop("What it set up here, and your part in it"), most=1500),
    ),
    row_title=gettext_noop("Start-ups"),
)
PIPELINE = Section(
    "pipeline",
    gettext_noop("Pipeline"),
    gettext_noop("Deals in view for this fund; among them start-ups from outside Hong Kong (R17(iii))."),
    rows=(
        Field("company", "text", gettext_noop("Start-up")),
        Field("place", "text", gettext_noop("From where")),
        Field("is_outside", "flag", gettext_noop("From outside Hong Kong")),
        Field("sector", "choice", gettext_noop("Sector"), choices=SECTORS),
        Field("stage", "choice", gettext_noop("Stage"), choices=STAGES),
        Field("amount_hkd", "hkd", gettext_noop("Amount in view, HK$"), is_optional=True),
        Field("plan", "long_text", gettext_noop("What it would do in Hong Kong"), most=1500),
    ),
    row_title=gettext_noop("Start-ups in view"),
)
FUND = Section(
    "fund",
    gettext_noop("The proposed fund"),
    gettext_noop("Its size and where its money comes from (R3 to R6, Annex 3 1(b) to 1(e))."),
    fields=(
        Field("fund_size_hkd", "hkd", gettext_noop("Fund size, the Government's money included, HK$"), least=1),
        Field("non_government_target_hkd", "hkd", gettext_noop("To be raised outside the Government, HK$"), least=1),
        Field("gp_commitment_hkd", "hkd", gettext_noop("The general partner's own commitment, HK$")),
        Field("sectors", "choices", gettext_noop("Sectors"), choices=SECTORS),
        Field("stages", "choices", gettext_noop("Stages"), choices=STAGES),
        Field("strategy", "long_text", gettext_noop("Investment strategy")),
        Field(
            "accepts_framework",
            "flag",
            gettext_noop("The fund will invest within the framework: R8 to R13, Annex 3 1(g) to 1(j)"),
        ),
    ),
)
INVESTORS = Section(
    "investors",
    gettext_noop("Investors"),
    gettext_noop("Who has said yes, and how firmly. The system sums the circles beside your target."),
    rows=(
        Field("name", "text", gettext_noop("Investor")),
        Field("kind", "choice", gettext_noop("Kind"), choices=INVESTOR_KINDS),
        Field("circle", "choice", gettext_noop("Circle"), choices=CIRCLES),
        Field("amount_hkd", "hkd", gettext_noop("Amount, HK$"), least=1),
    ),
    row_title=gettext_noop("Investors"),
    least_rows=1,
    most_rows=60,
)
FURTHER = gettext_noop("Only where the carry steps up at a higher hurdle.")
TERMS = Section(
    "terms",
    gettext_noop("The proposed terms"),
    gettext_noop("As the agreement will have them (R7, R14 to R16, Annex 3 1(f), 1(k))."),
    fields=(
        Field("term_years", "whole", gettext_noop("Term, extensions included (years)"), least=1, most=99),
        Field("investment_period_years", "whole", gettext_noop("Investment period (years)"), least=1, most=99),
        Field("fee_rate_during", "rate", gettext_noop("Management fee a year in the investment period"), FRACTION),
        Field("fee_base_during", "choice", gettext_noop("charged on"), choices=BASES),
        Field("fee_rate_after", "rate", gettext_noop("Management fee a year afterwards"), FRACTION),
        Field("fee_base_after", "choice", gettext_noop("charged on, afterwards"), choices=BASES),
        Field("carry_rate", "rate", gettext_noop("Carried interest"), FRACTION),
        Field("hurdle_rate", "rate", gettext_noop("Hurdle rate a year"), FRACTION),
        Field("catch_up_rate", "rate", gettext_noop("GP catch-up"), gettext_noop("100% is full, 0% is none.")),
        Field("second_hurdle_rate", "rate", gettext_noop("Second hurdle rate a year"), FURTHER, is_optional=True),
        Field("second_carry_rate", "rate", gettext_noop("Carry above it"), FURTHER, is_optional=True),
        Field("second_catch_up_rate", "rate", gettext_noop("GP catch-up after it"), FURTHER, is_optional=True),
        Field("third_hurdle_rate", "rate", gettext_noop("Third hurdle rate a year"), FURTHER, is_optional=True),
        Field("third_carry_rate", "rate", gettext_noop("Carry above it"), FURTHER, is_optional=True),
        Field("third_catch_up_rate", "rate", gettext_noop("GP catch-up after it"), FURTHER, is_optional=True),
        Field("waterfall_scope", "choice", gettext_noop("The waterfall runs over"), choices=SCOPES),
        Field("tier_order", "choice", gettext_noop("Order of the first tiers"), choices=ORDERS),
        Field("hurdle_compounding", "choice", gettext_noop("The hurdle compounds"), choices=COMPOUNDINGS),
        Field("hurdle_day_count", "choice", gettext_noop("Day count of the hurdle"), choices=DAY_COUNTS),
        Field("loss_make_up", "flag", gettext_noop("Deals make up the losses of others first")),
        Field("gp_in_pool", "flag", gettext_noop("The GP's own commitment bears carry")),
        Field("carry_escrow_rate", "rate", gettext_noop("Share of carry held in escrow"), FRACTION),
        Field("gp_money_is_matched", "flag", gettext_noop("GP money counts towards the 1 : 3 base (A7)")),
        Field("follow_ons_after_period", "flag", gettext_noop("Follow-ons allowed after the investment period")),
        Field("company_limit_rate", "rate", gettext_noop("At most in one company, of commitments"), is_optional=True),
        Field("group_limit_rate", "rate", gettext_noop("At most in one group of companies"), is_optional=True),
        Field("follow_on_reserve_rate", "rate", gettext_noop("Kept for follow-ons"), is_optional=True),
        Field("bridge_limit_rate", "rate", gettext_noop("At most in bridge financing"), is_optional=True),
        Field("bridge_months", "whole", gettext_noop("Bridge financing ends within (months)"), is_optional=True),
    ),
)
SECTIONS = {
    one.key: one for one in (HOUSE, TEAM, TRACK_RECORD, PRIOR_FUNDS, START_UPS, PIPELINE, FUND, INVESTORS, TERMS)
}
# What of the agreement an applicant proposes, by FundAgreement's own names.
PROPOSED_TERMS = tuple(one.name for one in TERMS.fields)

NEVER_SAVED = gettext_noop("{name} was not saved yet. Open it, and save it even where you have nothing to add.")
NO_NUMBER = gettext_noop("A house that holds the licence gives its CE number.")
BAD_NUMBER = gettext_noop(
    "{found} is not an SFC CE number: three capital letters and three digits, such as BPJ213. Correct it."
)
NO_DATE = gettext_noop("Say when the licence is expected.")
NO_KEY_PERSON = gettext_noop("Nobody is marked as a key person. Mark at least one.")
NO_PAYMENT = gettext_noop("{company}: no money was paid in. A deal begins with an amount below zero.")
FLOW_AFTER_VALUE = gettext_noop("{company}: the flow of {found} comes after the day of its value, {day}.")
IN_THE_FUTURE = gettext_noop("{company}: {day} is in the future. Give the value of a day that is over.")
SIZE_IS_NO_SUM = gettext_noop(
    "The fund of {size_hkd} is smaller than the {target_hkd} to be raised outside the Government. Correct one of them."
)
GP_ABOVE_TARGET = gettext_noop(
    "The general partner's {found_hkd} is above the {target_hkd} to be raised outside the Government, which holds it."
)
SECOND_TIME = gettext_noop("{company} is in {fund} twice with the same flows. Remove one.")
LIKE_ABOVE = gettext_noop("The period of {found} years is longer than the term of {years}. Shorten it.")
CATCH_UP = gettext_noop(
    "A catch-up of {found_rate} never ends under a carry of {carry_rate}: give a higher one, or 0% for none."
)


@dataclass(frozen=True, slots=True)
class Circles:
    """What investors said, in HK$, public bodies apart (A7)."""

    hard_hkd: Any
    soft_hkd: Any
    public_hkd: Any
    target_hkd: Any


def answers_of(key: str, given: Mapping[str, Any], *, on: date) -> Answers:
    """This function will read a section and judge what its answers say together (R17); `on` is the day of judging.

    Only what makes an application unreadable is a fault. A term outside the framework is none: eligibility says so.
    """
    section = SECTIONS[key]
    answers = read(section, given)
    more = CHECKS[key](answers.values, on) if key in CHECKS else []
    known = {one.place for one in answers.faults}
    return Answers(answers.values, answers.kept, (*answers.faults, *(one for one in more if one.place not in known)))


def circles(investors: Sequence[Mapping[str, Any]], target_hkd) -> Circles:
    """This function will sum the hard and soft circles (A7), HK$; public money stands apart and counts to neither."""
    counted = [one for one in investors if one["kind"] != "public_body" and one["amount_hkd"] is not None]
    public = [one["amount_hkd"] or ZERO for one in investors if one["kind"] == "public_body"]
    of = {kind: total(one["amount_hkd"] for one in counted if one["circle"] == kind) for kind in ("hard", "soft")}
    return Circles(of["hard"], of["soft"], total(public), target_hkd)


def _house(values: Mapping[str, Any], on: date) -> list[Fault]:
    faults = []
    if values["licence"] == "held" and not values["ce_number"]:
        faults.append(fault("ce_number", "ce_number_missing", NO_NUMBER))
    if values["licence"] == "to_be_held" and values["licence_expected_date"] is None:
        faults.append(fault("licence_expected_date", "date_missing", NO_DATE))
    numbers = [("ce_number", values["ce_number"])]
    numbers += [(f"{ROWS}.{n}.ce_number", row["ce_number"]) for n, row in enumerate(values[ROWS])]
    return faults + [
        fault(place, "ce_number_shape", BAD_NUMBER, found=number)
        for place, number in numbers
        if number and not is_ce_number(number)
    ]


def is_ce_number(text: str) -> bool:
    """Whether a text has the shape of an SFC CE number: three capitals, three digits."""
    return len(text) == 6 and text.isascii() and text[:3].isalpha() and text[:3].isupper() and text[3:].isdigit()


def _team(values: Mapping[str, Any], on: date) -> list[Fault]:
    if values[ROWS] and not any(row["is_key_person"] for row in values[ROWS]):
        return [fault(ROWS, "no_key_person", NO_KEY_PERSON)]
    return []


def _track_record(values: Mapping[str, Any], on: date) -> list[Fault]:
    faults, seen = [], set()
    for number, row in enumerate(values[ROWS]):
        place, company, flows, day = f"{ROWS}.{number}", row["company"], row["flows"], row["value_date"]
        if flows and all(amount >= 0 for _day, amount in flows):
            faults.append(fault(f"{place}.flows", "no_payment", NO_PAYMENT, company=company))
        if flows and day and flows[-1][0] > day:
            late = FLOW_AFTER_VALUE
            faults.append(
                fault(f"{place}.flows", "flow_after_value", late, company=company, found=flows[-1][0], day=day)
            )
        if day and day > on:
            faults.append(fault(f"{place}.value_date", "in_the_future", IN_THE_FUTURE, company=company, day=day))
        mark = (company.casefold(), row["fund"].casefold(), flows)
        if company and mark in seen:
            faults.append(fault(f"{place}.company", "deal_twice", SECOND_TIME, company=company, fund=row["fund"]))
        seen.add(mark)
    return faults


def _prior_funds(values: Mapping[str, Any], on: date) -> list[Fault]:
    return _none_later(values, "final_closing_date", "name", on)


def _start_ups(values: Mapping[str, Any], on: date) -> list[Fault]:
    return _none_later(values, "established_date", "company", on)


def _none_later(values: Mapping[str, Any], name: str, of: str, on: date) -> list[Fault]:
    return [
        fault(f"{ROWS}.{number}.{name}", "in_the_future", IN_THE_FUTURE, company=row[of], day=row[name])
        for number, row in enumerate(values[ROWS])
        if row[name] and row[name] > on
    ]


def _fund(values: Mapping[str, Any], on: date) -> list[Fault]:
    size, target, own = (values[f"{name}_hkd"] for name in ("fund_size", "non_government_target", "gp_commitment"))
    faults = []
    if size is not None and target is not None and size < target:
        facts = {"size_hkd": size, "target_hkd": target}
        faults.append(fault("fund_size_hkd", "size_below_target", SIZE_IS_NO_SUM, **facts))
    if own is not None and target is not None and own > target:
        facts = {"found_hkd": own, "target_hkd": target}
        faults.append(fault("gp_commitment_hkd", "gp_above_target", GP_ABOVE_TARGET, **facts))
    return faults


def _terms(values: Mapping[str, Any], on: date) -> list[Fault]:
    period, term = values["investment_period_years"], values["term_years"]
    faults = []
    if period and term and period > term:
        faults.append(fault("investment_period_years", "period_above_term", LIKE_ABOVE, found=period, years=term))
    catch_up, carry = values["catch_up_rate"], values["carry_rate"]
    if catch_up is not None and carry is not None and 0 < catch_up <= carry:
        facts = {"found_rate": catch_up, "carry_rate": carry}
        faults.append(fault("catch_up_rate", "catch_up_never_ends", CATCH_UP, **facts))
    return faults + _further_hurdles(values)


def _further_hurdles(values: Mapping[str, Any]) -> list[Fault]:
    """Whole hurdles, in their order, rising, their catch-ups ending: nothing else can be run as a waterfall."""
    needed = [f"{place}_{name}" for place in PLACES for name in ("hurdle_rate", "carry_rate")]
    given = [values[name] is not None for name in needed]
    if given != sorted(given, reverse=True) or sum(given) % 2:
        return [fault(needed[given.index(False)], "half_a_hurdle", HURDLE_INCOMPLETE)]
    for place in PLACES:
        if values[f"{place}_catch_up_rate"] is not None and values[f"{place}_hurdle_rate"] is None:
            return [fault(f"{place}_hurdle_rate", "half_a_hurdle", HURDLE_INCOMPLETE)]
    if values["hurdle_rate"] is None or values["carry_rate"] is None:
        return []
    try:
        check_further(values["hurdle_rate"], values["carry_rate"], of_terms(SimpleNamespace(**values)))
    except InputRefused as refusal:
        _terms, _hurdles, number, *name = refusal.field.split(".")
        column = f"{PLACES[int(number)]}_{name[0] if name else 'hurdle_rate'}"
        return [fault(column, refusal.code, refusal.template, **refusal.facts)]
    return []


CHECKS = {
    "house": _house,
    "team": _team,
    "track_record": _track_record,
    "prior_funds": _prior_funds,
    "start_ups": _start_ups,
    "fund": _fund,
    "terms": _terms,
}


def never_saved(key: str) -> Fault:
    """This function will give the fault of a section that nobody has opened and saved yet."""
    return fault("", "never_saved", NEVER_SAVED, name=SECTIONS[key].title)
