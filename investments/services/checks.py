"""Checks of a deal by every restriction: tried out, kept on record run by run, and what of them stops the Corporation.

Called by the verbs on deals inside their transaction and under their lock.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max

from funds.locks import lock_fund
from funds.models import Fund, RecordedBreach
from investments import deal_facts, portfolio
from investments.models import CheckOutcome, Consent, Proposal
from investments.rules import mandate
from investments.rules.facts import BREACH, PASS, Outcome
from investments.rules.hong_kong import NOTIFY
from investments.rules.restrictions import RESTRICTIONS
from investments.rules.rulings import apply_rulings
from itvf.dates import local_date
from itvf.errors import Breach, RuleBroken, fill, plain

CONSENT = "consent"
RULED_BROKEN = "ruled_broken"


def judged_on(proposal: Proposal, today: date) -> date:
    """The day on which a deal is judged: that on which it is expected, or today once that has passed."""
    return max(proposal.expected_date, today)


def what_if(fund: Fund, proposal: Proposal, on: date, *, amount_hkd: Decimal | None = None) -> tuple[Outcome, ...]:
    """This function will check a proposal, saved or not, on a day by every restriction, and write nothing.

    The scheme's eight come first, then the agreement's limits, related parties, and the papers of a saved one.
    `amount_hkd` is what the deal costs in fact, once that is known; else what was proposed.
    """
    position = portfolio.position(fund, on, apart_from=proposal)
    deal = deal_facts.proposal_facts(proposal, on, position)
    outcomes = mandate.check_all(
        position.facts(),
        deal if amount_hkd is None else replace(deal, amount_hkd=amount_hkd),
        position.terms,
        limits=position.limits,
        lots=position.lots(),
        parties=deal_facts.parties_of(proposal, on),
    )
    return apply_rulings(outcomes, deal_facts.rulings_of(proposal))


def last_run(proposal: Proposal) -> int:
    """The number of a proposal's latest run of checks; 0 before the first."""
    return proposal.outcomes.aggregate(last=Max("run"))["last"] or 0


def lock_proposal(proposal: Proposal) -> Proposal:
    """This function will lock a proposal's fund and give the proposal back fresh."""
    lock_fund(proposal.fund)
    return Proposal.objects.select_related("fund__manager", "company__group", "submitted_by").get(pk=proposal.pk)


def keep_run(proposal: Proposal, on: date, at: datetime, *, amount_hkd: Decimal | None = None) -> tuple[Outcome, ...]:
    """This function will check a proposal on a day, at what it costs in fact, and keep the outcomes as its next run."""
    outcomes = what_if(proposal.fund, proposal, on, amount_hkd=amount_hkd)
    run = last_run(proposal) + 1
    CheckOutcome.objects.bulk_create(
        CheckOutcome(
            proposal=proposal,
            run=run,
            rule=outcome.rule,
            restriction=outcome.restriction,
            clause=outcome.clause,
            status=outcome.status,
            severity=outcome.severity,
            code=outcome.code,
            template=outcome.template,
            facts=plain(outcome.facts),
            headroom_hkd=outcome.headroom_hkd,
            checked_at=at,
        )
        for outcome in outcomes
    )
    return outcomes


def recheck_after_change(proposal: Proposal, at: datetime) -> bool:
    """This function will check a submitted proposal again after its papers or facts changed; True where a run is new.

    Outcomes that say the same on the same facts are no new run, so that answers given on them stand. The caller holds
    the fund's lock.
    """
    if proposal.stage != Proposal.Stage.SUBMITTED or not last_run(proposal):
        return False
    on = judged_on(proposal, local_date(at))
    before = {_what_it_says(kept) for kept in proposal.outcomes.filter(run=last_run(proposal))}
    after = {_what_it_says(outcome) for outcome in what_if(proposal.fund, proposal, on)}
    if before == after:
        return False
    keep_run(proposal, on, at)
    return True


def _what_it_says(outcome: Outcome | CheckOutcome) -> tuple[str, ...]:
    """An outcome's answer and the facts under it; the day alone makes no other answer."""
    facts = {name: value for name, value in plain(outcome.facts).items() if name != "date"}
    return (outcome.restriction, outcome.status, outcome.severity, outcome.code, repr(sorted(facts.items())))


def refuse_if_stopped(proposal: Proposal, on: date) -> None:
    """This function will refuse (RuleBroken) while an outcome stops a no objection, with all that do."""
    consents = list(portfolio.live_consents(proposal.fund, on, proposal))
    stopping = [
        Breach(outcome.code, outcome.template, outcome.rule, outcome.clause, outcome.facts)
        for outcome in what_if(proposal.fund, proposal, judged_on(proposal, on))
        if stops(outcome, consents)
    ]
    if stopping:
        raise RuleBroken(stopping)


def stops(outcome: Outcome | CheckOutcome, consents: Iterable[Consent]) -> bool:
    """Whether an outcome stops a no objection: a pass never does, a notice only shows, a consent lifts its own."""
    if outcome.status == PASS or outcome.severity == NOTIFY:
        return False
    return not (outcome.severity == CONSENT and any(lifts(consent, outcome) for consent in consents))


def lifts(consent: Consent, outcome: Outcome | CheckOutcome) -> bool:
    """Whether a consent is to this outcome's restriction, or to its whole rule, by whoever may give it."""
    is_to_it = consent.rule == outcome.rule and consent.restriction in ("", outcome.restriction)
    return is_to_it and consent.given_by == RESTRICTIONS[outcome.restriction].consented_by


def register_breaches(proposal: Proposal, outcomes: Iterable[Outcome], on: date) -> None:
    """This function will put what a deal breaks into the breach register, once for each finding."""
    for outcome in outcomes:
        if outcome.status != BREACH:
            continue
        # A person may decide more than one question of a deal.
        is_ruled = outcome.code == RULED_BROKEN
        RecordedBreach.objects.get_or_create(
            fund=proposal.fund,
            code=f"{outcome.restriction}_{outcome.code}" if is_ruled else outcome.code,
            source=f"proposal:{proposal.pk}",
            defaults={
                "rule": outcome.rule,
                "clause": outcome.clause,
                "message": fill(outcome.template, outcome.facts),
                "sentence": outcome.template,
                "restriction": outcome.restriction,
                "facts": plain(outcome.facts),
                "found_date": on,
            },
        )


def summary(outcomes: Iterable[Outcome | CheckOutcome]) -> dict:
    """What each restriction says, for the audit trail."""
    return {"outcomes": {outcome.restriction: outcome.status for outcome in outcomes}}
