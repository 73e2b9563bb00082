"""The offers of a round side by side: terms, cost to the Government by scenario, scores, eligibility, track record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from funds import assessment as reads
from funds import rounds, selection_decision, selectors
from funds.models import Application, Assessment, EligibilityFinding, OfferScenario, ProposedTerms
from funds.rules import further_hurdles, offers
from funds.rules.assessment import Standing
from funds.rules.hurdle import HurdleTerms
from funds.rules.offers import Cost, Offer
from funds.rules.track_record import Line
from funds.rules.waterfall import WaterfallTerms
from itvf.dates import local_date
from itvf.errors import InputRefused


@dataclass(frozen=True, slots=True)
class Compared:
    """One application beside the others; `standing` is None while scores are blind, `costs` one a scenario.

    A cost is None where none can be computed, such as where the fee would take the whole fund: one odd offer leaves the
    others on the page.
    """

    application: Application
    terms: ProposedTerms
    offer: Offer
    costs: tuple[Cost | None, ...]
    standing: Standing | None
    passed: int
    requirements: int
    record: Line
    sections: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every application that the reader may see, in order of reference, and the scenarios."""

    scenarios: tuple[OfferScenario, ...]
    start: date
    compared: tuple[Compared, ...]


def compare(assessment: Assessment, *, visible, on: date, only: Application | None = None) -> Comparison:
    """This function will set a round's offers side by side, in a number of queries that does not grow with them.

    `visible` are the submissions that the reader may see. Flows begin on 1 January after the round's close.
    """
    found = visible.filter(pk__in=list(reads.standing_of(assessment.invitation)))
    if only is not None:
        found = found.filter(application=only)
    found = found.select_related("application__house").defer("application__sections")
    submissions = {one.pk: one for one in found}
    terms = {one.submission_id: one for one in ProposedTerms.objects.filter(submission__in=list(submissions))}
    likely = selection_decision.likely_of(assessment, selectors.terms_in_force(assessment.invitation.scheme, on))
    standings = {} if assessment.is_blind else reads.standings(assessment)
    findings = _findings(terms)
    scenarios = tuple(assessment.scenarios.all())
    start = date(local_date(assessment.invitation.closes_at).year + 1, 1, 1)
    compared = []
    for pk, proposed in terms.items():
        submission = submissions[pk]
        offer = _offer(proposed, likely[submission.application_id])
        compared.append(
            Compared(
                submission.application,
                proposed,
                offer,
                tuple(_cost(offer, one.gross_multiple, start) for one in scenarios),
                standings.get(submission.application_id),
                *findings.get(pk, (0, 0)),
                rounds.whole_record_of(submission.content["sections"], on=local_date(submission.received_at)),
                submission.content["sections"],
            )
        )
    return Comparison(scenarios, start, tuple(sorted(compared, key=lambda one: one.application.reference)))


def _offer(terms: ProposedTerms, likely_hkd) -> Offer:
    hurdle = HurdleTerms(terms.hurdle_rate, terms.hurdle_compounding, terms.hurdle_day_count, terms.tier_order)
    return Offer(
        fund_size_hkd=terms.fund_size_hkd,
        likely_hkd=likely_hkd,
        gp_commitment_hkd=terms.gp_commitment_hkd,
        term_years=terms.term_years,
        investment_period_years=terms.investment_period_years,
        fee_rate_during=terms.fee_rate_during,
        fee_rate_after=terms.fee_rate_after,
        fee_base_during=terms.fee_base_during,
        fee_base_after=terms.fee_base_after,
        gp_in_pool=terms.gp_in_pool,
        waterfall=WaterfallTerms(
            hurdle,
            terms.catch_up_rate,
            terms.carry_rate,
            terms.waterfall_scope,
            further_hurdles=further_hurdles.of_terms(terms),
        ),
    )


def _cost(offer: Offer, multiple: Decimal, start: date) -> Cost | None:
    try:
        return offers.cost(offer, multiple, start=start)
    except InputRefused:
        return None


def _findings(submissions) -> dict[int, tuple[int, int]]:
    counted = (
        EligibilityFinding.objects.filter(submission__in=submissions)
        .order_by()
        .values_list("submission")
        .annotate(passed=Count("pk", filter=Q(stage="passed")), whole=Count("pk"))
    )
    return {pk: (passed, whole) for pk, passed, whole in counted}
