"""The Advisory Committee's paper on a round, from the record: terms, eligibility, track record, cost; never a score."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext, override

from funds.models import Application, Assessment, Submission
from funds.offer_comparison import Compared, compare
from funds.rules.application_choices import COMPOUNDINGS, ORDERS, SCOPES, SECTORS
from funds.rules.further_hurdles import of_terms
from funds.rules.offers import Cost
from itvf.documents import render
from itvf.errors import percentage, trimmed
from itvf.roles import RoundRole


def readable_by(user, assessment: Assessment):
    """This function will give the submissions whose paper a person may read: members those that they declared on."""
    if user.is_staff:
        return Submission.objects.visible_to(user).filter(application__invitation=assessment.invitation)
    mine = user.round_memberships.live().filter(role=RoundRole.MEMBER).values("invitation")
    declared = Application.objects.declared_by(user).filter(invitation=assessment.invitation, invitation__in=mine)
    return Submission.objects.standing().filter(application__in=declared)


def pdf_of(assessment: Assessment, *, visible, on: date) -> bytes:
    """This function will print the paper of a round, English and 繁體中文 beside each other, a tagged PDF of the day.

    It holds the applications among `visible`. The Committee's opinion is independent (R24): no score stands in it,
    whatever stage the assessment is at.
    """
    title = f"Paper for the Advisory Committee: {assessment.invitation.reference}"
    return render("committee_paper", content_of(assessment, visible=visible, on=on), date=on, title=title)


def content_of(assessment: Assessment, *, visible, on: date) -> dict:
    """This function will give all that the paper says, as its template reads it."""
    found = compare(assessment, visible=visible, on=on)
    invitation = assessment.invitation
    members = invitation.memberships.live().filter(role=RoundRole.MEMBER).select_related("user").order_by("id")
    return {
        "reference": invitation.reference,
        "date": on,
        "title_en": invitation.title_en,
        "title_zh_hant": invitation.title_zh_hant,
        "members": [[one.user.name, one.user.name_zh_hant, one.capacity] for one in members],
        "scenarios": [[f"{trimmed(one.gross_multiple, 2)} ×", one.reason] for one in found.scenarios],
        "applications": [_application(one) for one in found.compared],
    }


def _application(one: Compared) -> dict:
    terms, house, fund = one.terms, one.application.house, one.sections["fund"]
    return {
        "reference": one.application.reference,
        "name_en": house.name_en,
        "name_zh_hant": house.name_zh_hant,
        "strategy": fund["strategy"],
        "key_persons": [
            f"{row['name']}, {row['post']} ({row['years']})"
            for row in one.sections["team"]["rows"]
            if row["is_key_person"]
        ],
        "sectors": _in_both(dict(SECTORS), fund["sectors"]),
        "waterfall": _in_both(
            dict((*SCOPES, *ORDERS, *COMPOUNDINGS)),
            (terms.waterfall_scope, terms.tier_order, terms.hurdle_compounding),
        ),
        "eligible": f"{one.passed:d} / {one.requirements:d}",
        "fund_size_hkd": terms.fund_size_hkd,
        "target_hkd": terms.non_government_target_hkd,
        "circles_hkd": terms.hard_circles_hkd,
        "gp_hkd": terms.gp_commitment_hkd,
        "likely_hkd": one.offer.likely_hkd,
        "years": f"{terms.investment_period_years:d} / {terms.term_years:d}",
        "fees": f"{percentage(terms.fee_rate_during)} / {percentage(terms.fee_rate_after)}",
        "carry": " / ".join(map(percentage, (terms.carry_rate, terms.hurdle_rate, terms.catch_up_rate))),
        "further_hurdles": [
            " / ".join(map(percentage, (step.carry_rate, step.hurdle_rate, step.catch_up_rate)))
            for step in of_terms(terms)
        ],
        "irr": [_rate(one.record.irr.rate), _rate(one.record.claimed_irr)],
        "multiple": [_times(one.record.multiple), _times(one.record.claimed_multiple)],
        "costs": [_cost(cost) for cost in one.costs],
    }


def _cost(cost: Cost | None) -> list:
    """Fee, carry and their part of the commitment; dashes where the offer can't be run."""
    if cost is None:
        return [None, None, _rate(None)]
    return [cost.government_fee_hkd, cost.government_carry_hkd, _rate(cost.share_of_commitment)]


def _in_both(words: Mapping[str, str], chosen: Iterable[str]) -> list[str]:
    """What was chosen, in English and in Chinese."""
    chosen, both = tuple(chosen), []
    for language, mark in (("en", "; "), ("zh-hant", "；")):
        with override(language):
            both.append(mark.join(gettext(words[one]) for one in chosen))
    return both


def _rate(value) -> str:
    return "–" if value is None else f"{trimmed(value * 100, 1)}%"


def _times(value) -> str:
    return "–" if value is None else f"{trimmed(value, 2)} ×"
