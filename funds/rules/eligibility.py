"""What an agreement may say, what a fund may be called, and what must stand before the Government first pays."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from funds.rules.catch_up import check_rates
from funds.rules.further_hurdles import PLACES, RATES, check_further, of_terms
from funds.rules.terms import Terms, percent
from itvf.dates import period_end
from itvf.errors import Breach, InputRefused, gettext_noop
from itvf.money import ONE

# From the smallest base to the largest: a fee on a smaller base is never above the same fee on a larger one.
FEE_BASES = ("net_invested", "invested", "committed")
ENGLISH_ENDING = re.compile(r".*\S\s+(Limited\s+Partnership\s+Fund|LPF)", re.IGNORECASE | re.DOTALL)
CHINESE_ENDINGS = ("有限合夥基金", "有限合伙基金")

TERM_TOO_LONG = gettext_noop(
    "The fund's term with every extension ends on {found}; {allowed} is the last day of {years} years from {start}."
    " Shorten the term or its extensions."
)
PERIOD_TOO_LONG = gettext_noop(
    "The investment period ends on {found}; {allowed} is the last day of {years} years from {start}."
    " Shorten the investment period."
)
YEARS_TERM = gettext_noop(
    "The fund's term is {found} years with every extension; at most {allowed} are allowed."
    " Shorten the term or its extensions."
)
YEARS_PERIOD = gettext_noop(
    "The investment period is {found} years; at most {allowed} are allowed. Shorten the investment period."
)
FEE_DURING = gettext_noop(
    "The management fee in the investment period is {found}% a year; at most {allowed}% is allowed. Lower the rate."
)
FEE_AFTER = gettext_noop(
    "The management fee after the investment period is {found}% a year; at most {allowed}% is allowed. Lower the rate."
)
BASE_DURING = gettext_noop(
    "The management fee in the investment period is charged on {found}; it may be charged on: {allowed}."
    " Change the fee's base."
)
BASE_AFTER = gettext_noop(
    "The management fee after the investment period is charged on {found}; it may be charged on: {allowed}."
    " Change the fee's base."
)
CARRY_TOO_HIGH = gettext_noop("The carried interest is {found}%; at most {allowed}% is allowed. Lower the rate.")
HURDLE_TOO_LOW = gettext_noop("The hurdle rate is {found}% a year; at least {allowed}% is needed. Raise the rate.")
HURDLE_INCOMPLETE = gettext_noop(
    "A further hurdle is a rate and the carry above it, the second before the third. Give both, or neither."
)
ENGLISH_NAME = gettext_noop(
    'The English name "{found}" must end with: {allowed}. Add the ending that the Ordinance asks for.'
)
CHINESE_NAME = gettext_noop(
    'The Chinese name "{found}" must end with: {allowed}. Add the ending that the Ordinance asks for.'
)
NO_NAME = gettext_noop("The fund has no name; give an English or a Chinese name with the ending of: {allowed}.")


@dataclass(frozen=True, slots=True)
class AgreementTerms:
    """What a fund's agreement sets of the capped terms; `term_years` counts every extension."""

    term_years: Decimal | int
    investment_period_years: Decimal | int
    fee_rate_during: Decimal
    fee_rate_after: Decimal
    fee_base_during: str
    fee_base_after: str
    carry_rate: Decimal
    hurdle_rate: Decimal
    catch_up_rate: Decimal = ONE
    second_hurdle_rate: Decimal | None = None
    second_carry_rate: Decimal | None = None
    second_catch_up_rate: Decimal | None = None
    third_hurdle_rate: Decimal | None = None
    third_carry_rate: Decimal | None = None
    third_catch_up_rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Conditions:
    """What A23 asks for before the first Government payment, as recorded today."""

    licence_is_held: bool
    agreement_is_signed_by_all: bool
    fund_is_registered: bool
    auditor_is_named: bool
    responsible_person_is_named: bool


CONDITIONS = {
    "licence_is_held": (
        "licence_missing",
        "Annex 3 1(l)(i)",
        gettext_noop("The manager's SFC Type 9 licence is not on record as held. Check the register and record it."),
    ),
    "agreement_is_signed_by_all": (
        "agreement_unsigned",
        "Annex 3 para 2",
        gettext_noop("The agreement is not on record as signed by all partners. Record the signed agreement."),
    ),
    "fund_is_registered": (
        "fund_unregistered",
        "Annex 3 1(a)",
        gettext_noop("The fund has no Cap. 637 registration on record. Record its number and date."),
    ),
    "auditor_is_named": (
        "auditor_missing",
        "Cap. 637",
        gettext_noop("The fund names no independent auditor. Record the auditor."),
    ),
    "responsible_person_is_named": (
        "responsible_person_missing",
        "Cap. 637",
        gettext_noop("The fund names no responsible person for anti-money laundering. Record the person."),
    ),
}


def check_agreement(agreement: AgreementTerms, terms: Terms) -> tuple[Breach, ...]:
    """This function will list where an agreement breaks a cap or a floor: R7, R14, R15, R16 (Annex 3 1(f), 1(k)).

    Rates are fractions a year. A fee's base may be smaller than the scheme's, never larger.
    """
    fee_cap = ("maximum_management_fee_rate", terms.rate("maximum_management_fee_rate"))
    return (
        *_years(agreement, terms),
        *_above(*fee_cap, agreement.fee_rate_during, "fee_rate_too_high", FEE_DURING, terms),
        *_above(*fee_cap, agreement.fee_rate_after, "fee_rate_after_too_high", FEE_AFTER, terms),
        *_base("fee_base_during_investment_period", agreement.fee_base_during, "fee_base", BASE_DURING, terms),
        *_base("fee_base_after_investment_period", agreement.fee_base_after, "fee_base_after", BASE_AFTER, terms),
        *_above(
            "maximum_carry_rate",
            terms.rate("maximum_carry_rate"),
            max(agreement.carry_rate, agreement.second_carry_rate or 0, agreement.third_carry_rate or 0),
            "carry_too_high",
            CARRY_TOO_HIGH,
            terms,
        ),
        *_hurdle(agreement, terms),
        *_waterfall(agreement),
    )


def check_dates(
    first_closing_date: date, *, investment_period_end_date: date, term_end_date: date, terms: Terms
) -> tuple[Breach, ...]:
    """This function will judge a fund's dates against R7, Annex 3 1(f), both counted from its first closing (A10).

    An end date is the period's last day; `term_end_date` is the last day with every extension used.
    """
    found = (
        ("maximum_investment_period_years", investment_period_end_date, "period_too_long", PERIOD_TOO_LONG),
        ("maximum_term_years", term_end_date, "term_too_long", TERM_TOO_LONG),
    )
    breaches = []
    for name, end, code, template in found:
        years = terms.whole(name)
        last = period_end(first_closing_date, years)
        if end > last:
            facts = {"found": end, "allowed": last, "years": years, "start": first_closing_date}
            breaches.append(terms.breach(name, code, template, **facts))
    return tuple(breaches)


def check_fund_names(name_en: str, name_zh_hant: str) -> tuple[Breach, ...]:
    """This function will judge whether a fund's names end as Cap. 637 asks (R2, Annex 3 1(a)).

    Either name may be left out, not both. 有限合伙基金, the simpler writing of the same words, is accepted.
    """
    english, chinese = name_en.strip(), name_zh_hant.strip()
    endings_en = ("Limited Partnership Fund", "LPF")
    ending_zh = CHINESE_ENDINGS[0]
    if not english and not chinese:
        return (_name("name_missing", NO_NAME, "", (*endings_en, ending_zh)),)
    breaches = []
    if english and not ENGLISH_ENDING.fullmatch(english):
        breaches.append(_name("name_en_ending", ENGLISH_NAME, english, endings_en))
    if chinese and (not chinese.endswith(CHINESE_ENDINGS) or chinese in CHINESE_ENDINGS):
        breaches.append(_name("name_zh_hant_ending", CHINESE_NAME, chinese, (ending_zh,)))
    return tuple(breaches)


def check_conditions_precedent(conditions: Conditions) -> tuple[Breach, ...]:
    """This function will list what A23 asks for before the first Government payment and is not on record."""
    return tuple(
        Breach(code, template, "A23", clause, {"condition": name})
        for name, (code, clause, template) in CONDITIONS.items()
        if not getattr(conditions, name)
    )


def _years(agreement: AgreementTerms, terms: Terms) -> tuple[Breach, ...]:
    found = (
        ("maximum_term_years", agreement.term_years, "term_too_long", YEARS_TERM),
        ("maximum_investment_period_years", agreement.investment_period_years, "period_too_long", YEARS_PERIOD),
    )
    return tuple(
        terms.breach(name, code, template, found=years, allowed=terms.whole(name))
        for name, years, code, template in found
        if years > terms.whole(name)
    )


def _above(name: str, cap: Decimal, found: Decimal, code: str, template: str, terms: Terms) -> tuple[Breach, ...]:
    if found <= cap:
        return ()
    return (terms.breach(name, code, template, found=percent(found), allowed=percent(cap)),)


def _base(name: str, found: str, code: str, template: str, terms: Terms) -> tuple[Breach, ...]:
    allowed = FEE_BASES[: FEE_BASES.index(terms.word(name)) + 1]
    return () if found in allowed else (terms.breach(name, code, template, found=found, allowed=allowed),)


def _hurdle(agreement: AgreementTerms, terms: Terms) -> tuple[Breach, ...]:
    floor = terms.rate("minimum_hurdle_rate")
    if agreement.hurdle_rate >= floor:
        return ()
    facts = {"found": percent(agreement.hurdle_rate), "allowed": percent(floor)}
    return (terms.breach("minimum_hurdle_rate", "hurdle_too_low", HURDLE_TOO_LOW, **facts),)


def _waterfall(agreement: AgreementTerms) -> tuple[Breach, ...]:
    """Whether the tiers can be run: a further hurdle is whole, hurdles and carry rise, a catch-up comes to an end."""
    second, third = ([getattr(agreement, f"{place}_{name}") for name in RATES] for place in PLACES)
    given = [one for one in (second, third) if one != [None, None, None]]
    if any(None in one[:2] for one in given) or given[:1] == [third] != [second]:
        return (Breach("hurdle_incomplete", HURDLE_INCOMPLETE, "R16", "Annex 3 1(k)(iii)", {}),)
    try:
        check_rates(agreement.catch_up_rate, agreement.carry_rate, "terms")
        check_further(agreement.hurdle_rate, agreement.carry_rate, of_terms(agreement))
    except InputRefused as refusal:
        return (Breach(refusal.code, refusal.template, "R15", "Annex 3 1(k)(ii)", refusal.facts),)
    return ()


def _name(code: str, template: str, found: str, allowed: tuple[str, ...]) -> Breach:
    return Breach(code, template, "R2", "Annex 3 1(a)", {"found": found, "allowed": allowed})
