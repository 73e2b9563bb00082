"""A person's decision on what a check could not decide, with its reason, for just the facts shown (R12, R13, R27)."""

from datetime import datetime

from django.db import transaction

from funds.rules.stages import require_stage
from investments.models import CheckOutcome, Proposal, Ruling
from investments.rules.rulings import (
    RULABLE_CODES,
    facts_decided_on,
    facts_hash,
    may_be_overturned,
    may_be_ruled_on,
)
from investments.services import checks
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, gettext_noop
from itvf.models import File


@transaction.atomic
def decide(
    *, proposal: Proposal, restriction: str, holds: bool, reason: str, by, at: datetime, file: File | None = None
) -> Ruling:
    """This function will decide an open question of a proposal's latest checks: the rule is met, or it is broken.

    Only words, classes of activity, instruments and names that are alike are for a person to decide, by another than
    who submitted the deal; what is not on record is to be recorded. The decision counts for the facts that were shown:
    once they change the question is open again. The checks run anew, so that answers given before no longer count.

    A decision on facts that still stand is overturned by one that says otherwise, by a person who has not decided on
    them yet; both stay on record and the newest counts.
    """
    permissions.require(by, "proposal.rule")
    proposal = checks.lock_proposal(proposal)
    require_stage(proposal, Proposal.Stage.SUBMITTED)
    permissions.require_other_person(by, proposal.submitted_by)
    reason = audit.require_reason(reason)
    outcome = _question(proposal, restriction)
    before = _decided(proposal, outcome)
    if before:
        _refuse_same(by, before, holds=holds)
    ruling = Ruling.objects.create(
        proposal=proposal,
        restriction=restriction,
        holds=holds,
        reason=reason,
        facts=before[0].facts if before else outcome.facts,
        facts_hash=before[0].facts_hash if before else facts_hash(outcome),
        file=file,
        decided_by=by,
        decided_at=at,
    )
    outcomes = checks.keep_run(proposal, checks.judged_on(proposal, local_date(at)), at)
    audit.record(
        chain=proposal.fund.chain,
        verb="proposal.rule",
        subject=proposal,
        by=by,
        at=at,
        reason=reason,
        facts={
            "restriction": restriction,
            "holds": holds,
            "question": outcome.code,
            "about": ruling.facts,
            "supersedes": before[0].pk if before else None,
            **checks.summary(outcomes),
        },
    )
    return ruling


def _question(proposal: Proposal, restriction: str) -> CheckOutcome:
    """The open question, or the decision on it, that the latest checks show."""
    outcome = proposal.outcomes.filter(run=checks.last_run(proposal), restriction=restriction).first()
    if outcome is None or not (may_be_ruled_on(outcome) or may_be_overturned(outcome)):
        raise InputRefused(
            gettext_noop(
                "The latest checks leave no question of {restriction} for a person to decide. Such questions are: "
                "{questions}."
            ),
            code="nothing_to_decide",
            field="restriction",
            restriction=restriction,
            questions=RULABLE_CODES,
        )
    return outcome


def _decided(proposal: Proposal, outcome: CheckOutcome) -> list[Ruling]:
    """What people decided on the facts of an outcome that is a decision itself, the newest first."""
    if not may_be_overturned(outcome):
        return []
    decisions = proposal.rulings.filter(restriction=outcome.restriction).select_related("decided_by").order_by("-id")
    about = facts_decided_on(outcome)
    return [decision for decision in decisions if decision.facts == about]


def _refuse_same(by, before: list[Ruling], *, holds: bool) -> None:
    """Refuses a person who has decided on these facts, and a decision that says what stands already."""
    for decision in before:
        permissions.require_other_person(by, decision.decided_by)
    if before[0].holds == holds:
        raise InputRefused(
            gettext_noop("{person} decided so already; only another decision overturns that."),
            code="decided_so",
            field="holds",
            person=str(before[0].decided_by),
        )
