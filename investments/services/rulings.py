"""A person's decision on what a check could not decide, with its reason, for just the facts shown (R12, R13, R27)."""

from datetime import datetime

from django.db import transaction

from funds.rules.stages import require_stage
from investments.models import Proposal, Ruling
from investments.rules.rulings import RULABLE_CODES, facts_hash, may_be_ruled_on
from investments.services import checks
from itvf import audit, permissions
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
    """
    permissions.require(by, "proposal.rule")
    proposal = checks.lock_proposal(proposal)
    require_stage(proposal, Proposal.Stage.SUBMITTED)
    permissions.require_other_person(by, proposal.submitted_by)
    reason = audit.require_reason(reason)
    outcome = proposal.outcomes.filter(run=checks.last_run(proposal), restriction=restriction).first()
    if outcome is None or not may_be_ruled_on(outcome):
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
    ruling = Ruling.objects.create(
        proposal=proposal,
        restriction=restriction,
        holds=holds,
        reason=reason,
        facts=outcome.facts,
        facts_hash=facts_hash(outcome),
        file=file,
        decided_by=by,
        decided_at=at,
    )
    outcomes = checks.keep_run(proposal, proposal.expected_date, at)
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
            "about": outcome.facts,
            **checks.summary(outcomes),
        },
    )
    return ruling
