"""What an agreement's figures have to be before they are recorded: whole, within R7, R14 to R16, with their clause."""

from datetime import date
from typing import Any

from funds import selectors
from funds.models import Fund, FundAgreement, SchemeVersion
from funds.rules import eligibility, further_hurdles
from itvf.errors import InputRefused, RuleBroken, gettext_noop

TERMS_OF_AGREEMENT = (
    "term_years",
    "investment_period_years",
    "fee_rate_during",
    "fee_rate_after",
    "fee_base_during",
    "fee_base_after",
    "carry_rate",
    "hurdle_rate",
    "catch_up_rate",
    "gp_money_is_matched",
    "follow_ons_after_period",
)
# What an agreement may set beside them, with its clause (R27).
LIMITS_OF_AGREEMENT = ("company_limit_rate", "group_limit_rate", "follow_on_reserve_rate", "bridge_limit_rate")
# How its waterfall runs where it departs from A5 and A6.
WATERFALL_OF_AGREEMENT = (
    "waterfall_scope",
    "tier_order",
    "hurdle_compounding",
    "hurdle_day_count",
    "loss_make_up",
    "gp_in_pool",
    "carry_escrow_rate",
    "waterfall_clause",
    *further_hurdles.COLUMNS,
    *further_hurdles.CLAUSES,
)
OPTIONAL_TERMS = (*LIMITS_OF_AGREEMENT, "bridge_months", "limits_clause", *WATERFALL_OF_AGREEMENT)
NO_DEPARTURES = ("waterfall_clause", "loss_make_up", *further_hurdles.CLAUSES)
DEPARTURES = tuple(name for name in WATERFALL_OF_AGREEMENT if name not in NO_DEPARTURES)


def bind(fund: Fund, signed_date: date, figures: dict[str, Any]) -> SchemeVersion:
    """This function will judge an agreement's figures and give the scheme's terms that bind it, those of its day.

    Refuses (InputRefused) a term that lacks or is unknown, a limit or a waterfall without its clause, and (RuleBroken)
    every term that breaks R7, R14, R15 or R16, all at once.
    """
    unknown = sorted((set(figures) - set(OPTIONAL_TERMS)) ^ set(TERMS_OF_AGREEMENT))
    if unknown:
        raise InputRefused(
            gettext_noop("The agreement's terms are {known}; check {terms}."),
            code="agreement_terms",
            known=TERMS_OF_AGREEMENT,
            terms=unknown,
        )
    _refuse_limits(figures)
    _refuse_waterfall(figures)
    version = selectors.version_in_force(fund.selection.scheme, signed_date)
    given = {name: figures[name] for name in eligibility.AgreementTerms.__dataclass_fields__ if name in figures}
    if breaches := eligibility.check_agreement(eligibility.AgreementTerms(**given), selectors.terms_of(version)):
        raise RuleBroken(breaches)
    return version


def whole(figures: dict[str, Any]) -> dict[str, Any]:
    """This function will give an agreement's figures with what it leaves out as it is by default (A5, A6)."""
    return {name: FundAgreement._meta.get_field(name).get_default() for name in OPTIONAL_TERMS} | figures


def _refuse_waterfall(figures: dict) -> None:
    given = FundAgreement(**{name: figures[name] for name in WATERFALL_OF_AGREEMENT if name in figures})
    for name in ("waterfall_scope", "tier_order", "hurdle_compounding", "hurdle_day_count"):
        known = [value for value, _label in FundAgreement._meta.get_field(name).choices]
        if getattr(given, name) not in known:
            raise InputRefused(
                gettext_noop("{name} is {found}; use one of: {known}."),
                code="unknown_convention",
                field=name,
                name=name,
                found=getattr(given, name),
                known=known,
            )
    if not 0 <= given.carry_escrow_rate <= 1:
        raise InputRefused(
            gettext_noop("{name} is a share of the carry, from 0 to 1; {rate} was given."),
            code="escrow_not_a_share",
            field="carry_escrow_rate",
            name="carry_escrow_rate",
            rate=given.carry_escrow_rate,
        )
    departs = any(getattr(given, name) != FundAgreement._meta.get_field(name).get_default() for name in DEPARTURES)
    if departs and not given.waterfall_clause.strip():
        raise InputRefused(
            gettext_noop("Name the agreement's clause that sets its waterfall, such as LPA 8.2."),
            code="waterfall_clause_missing",
            field="waterfall_clause",
        )
    for place in further_hurdles.PLACES:
        if getattr(given, f"{place}_hurdle_clause").strip() and getattr(given, f"{place}_hurdle_rate") is None:
            raise InputRefused(
                gettext_noop("A clause is named for a further hurdle that has no rate. Give the rate, or no clause."),
                code="clause_without_hurdle",
                field=f"{place}_hurdle_clause",
            )


def _refuse_limits(figures: dict) -> None:
    limits = {name: figures[name] for name in LIMITS_OF_AGREEMENT if figures.get(name) is not None}
    for name, rate in limits.items():
        if not 0 < rate <= 1:
            raise InputRefused(
                gettext_noop("{name} is a share of commitments, above 0 and up to 1; {rate} was given."),
                code="limit_not_a_share",
                field=name,
                name=name,
                rate=rate,
            )
    months = figures.get("bridge_months")
    if months is not None and months < 1:
        raise InputRefused(
            gettext_noop("Bridge financing takes at least one month; {months} were given."),
            code="bridge_months",
            field="bridge_months",
            months=months,
        )
    if (limits or months is not None) and not figures.get("limits_clause", "").strip():
        raise InputRefused(
            gettext_noop("Name the agreement's clause that sets these limits, such as LPA 6.3."),
            code="limits_clause_missing",
            field="limits_clause",
        )
