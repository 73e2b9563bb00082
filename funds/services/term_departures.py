"""Terms signed otherwise than they were offered: noted with the agreement, approved by another person (R17, R27)."""

from datetime import datetime

from django.db import transaction

from funds import offered_terms
from funds.locks import lock_fund
from funds.models import Fund, FundAgreement, TermDeparture
from funds.rules.offered_terms import Difference, check_departures
from funds.rules.stages import require_stage
from itvf import audit, permissions
from itvf.errors import Breach

Stage = TermDeparture.Stage


def note(agreement: FundAgreement) -> list[TermDeparture]:
    """This function will put every departure of a new agreement from its offer on record."""
    return TermDeparture.objects.bulk_create(
        TermDeparture(
            agreement=agreement,
            name=one.name,
            offered=offered_terms.plain_words(one.offered),
            signed=offered_terms.plain_words(one.signed),
            rule=one.rule,
            clause=one.clause,
            recorded_by=agreement.recorded_by,
            recorded_at=agreement.recorded_at,
        )
        for one in offered_terms.departures(agreement.fund, agreement)
    )


@transaction.atomic
def approve(*, departure: TermDeparture, reason: str, by, at: datetime) -> TermDeparture:
    """This function will approve a term that departs from its offer, with the reason, by another than its recorder."""
    permissions.require(by, "term_departure.approve")
    reason = audit.require_reason(reason)
    fund = lock_fund(departure.agreement.fund)
    departure = TermDeparture.objects.select_for_update(of=("self",)).get(pk=departure.pk)
    require_stage(departure, Stage.OPEN)
    permissions.require_other_person(by, departure.recorded_by)
    departure.stage, departure.reason = Stage.APPROVED, reason
    departure.approved_by, departure.approved_at = by, at
    departure.save(update_fields=["stage", "reason", "approved_by", "approved_at"])
    facts = {"term": departure.name, "offered": departure.offered, "signed": departure.signed}
    audit.record(
        chain=fund.chain, verb="term_departure.approve", subject=departure, by=by, at=at, reason=reason, facts=facts
    )
    return departure


def check(fund: Fund, agreement: FundAgreement) -> tuple[Breach, ...]:
    """This function will refuse a first closing while a departure from the offer waits: both figures and the clause."""
    approved = set(agreement.departures.filter(stage=Stage.APPROVED).values_list("name", flat=True))
    waiting = [_readable(one) for one in offered_terms.departures(fund, agreement) if one.name not in approved]
    return check_departures(waiting, offered_terms.labels(one.name for one in waiting))


def _readable(one: Difference) -> Difference:
    offered, signed = (offered_terms.words(one.name, value) for value in (one.offered, one.signed))
    return Difference(one.name, offered, signed, one.rule, one.clause)
