"""What there is to decide on a round: candidates by rank with opinion and likely Government commitment."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from funds import assessment as reads
from funds import selectors
from funds.models import Application, Assessment, CommitteeOpinion, ProposedTerms
from funds.rules import decision as rules
from funds.rules.terms import Terms
from itvf.errors import Breach, RuleBroken, WrongStage, gettext_noop

NO_OPINION = gettext_noop("The Advisory Committee has given no opinion on {reference}. Record it first.")
NO_SCORE = gettext_noop("No score of {reference} counts: conflicts void them all. The round can't be decided so.")


@dataclass(frozen=True, slots=True)
class Candidacy:
    """A candidate with its application, total and the Committee's opinion."""

    application: Application
    total_rate: Decimal
    opinion: CommitteeOpinion
    candidate: rules.Candidate


@dataclass(frozen=True, slots=True)
class Ground:
    """All that a decision rests on: candidates in order of rank, the envelope left, the scheme's terms of the day."""

    candidacies: tuple[Candidacy, ...]
    left_hkd: Decimal
    terms: Terms
    outcomes: dict[int, str]

    @property
    def candidates(self) -> list[rules.Candidate]:
        """As the rules read them."""
        return [one.candidate for one in self.candidacies]


def opinions_of(assessment: Assessment) -> dict[int, CommitteeOpinion]:
    """This function will give the Committee's last opinion on each application of a round."""
    found = CommitteeOpinion.objects.filter(meeting__assessment=assessment).select_related("meeting").order_by("id")
    return {one.application_id: one for one in found}


def likely_of(assessment: Assessment, terms: Terms) -> dict[int, Decimal]:
    """This function will give each application's likely Government commitment, in HK$, from the terms it proposes."""
    submissions = reads.standing_of(assessment.invitation)
    offers = ProposedTerms.objects.filter(submission__in=submissions)
    return {submissions[one.submission_id]: likely_commitment(one, terms) for one in offers}


def likely_commitment(offer: ProposedTerms, terms: Terms) -> Decimal:
    """This function will give what the Government would likely commit to what an applicant offers, HK$ (R6, A7)."""
    return rules.likely_commitment(
        offer.non_government_target_hkd,
        offer.gp_commitment_hkd,
        gp_money_is_matched=offer.gp_money_is_matched,
        terms=terms,
    )


def is_without_candidates(assessment: Assessment) -> bool:
    """This function will say whether every application that a round received was judged not eligible (R17)."""
    stages = set(assessment.invitation.applications.received().values_list("stage", flat=True))
    return stages == {Application.Stage.INELIGIBLE}


def ground(assessment: Assessment, on: date) -> Ground:
    """This function will give what a decision rests on. Refuses unsettled scores, missing opinions and scores.

    Where everybody was judged and nobody is eligible there is nothing to score: the decision tells all that it is so.
    """
    scheme = assessment.invitation.scheme
    terms = selectors.terms_in_force(scheme, on)
    if is_without_candidates(assessment):
        return Ground((), selectors.envelope(scheme, terms).left_hkd, terms, {})
    if assessment.stage != Assessment.Stage.SETTLED:
        raise WrongStage(gettext_noop("The scores of the round are not settled yet."), code="not_settled")
    eligible = {
        one.pk: one
        for one in assessment.invitation.applications.filter(stage=Application.Stage.ELIGIBLE).defer("sections")
    }
    opinions, likely = opinions_of(assessment), likely_of(assessment, terms)
    missing = [
        Breach("opinion_missing", NO_OPINION, "R24", rules.CLAUSE, {"reference": one.reference})
        for pk, one in eligible.items()
        if pk not in opinions
    ]
    standings = reads.standings(assessment)
    missing += [
        Breach("no_score", NO_SCORE, "R24", rules.CLAUSE, {"reference": one.reference})
        for pk, one in eligible.items()
        if pk not in standings
    ]
    if missing:
        raise RuleBroken(missing)
    found = tuple(
        Candidacy(
            eligible[pk],
            standings[pk].total_rate,
            opinions[pk],
            rules.Candidate(pk, eligible[pk].reference, rank, opinions[pk].opinion, likely[pk]),
        )
        for rank, pk in reads.ranked(assessment, standings)
        if pk in eligible
    )
    left = selectors.envelope(scheme, terms).left_hkd
    return Ground(found, left, terms, rules.by_rule([one.candidate for one in found], left))
