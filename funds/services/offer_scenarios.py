"""Scenarios under which the offers of a round are compared: typed, dated, each with its reason (R14 to R16)."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from funds.models import Assessment, OfferScenario
from funds.services.assessments import lock
from itvf import audit, permissions
from itvf.errors import InputRefused, WrongStage, gettext_noop


@transaction.atomic
def record(*, assessment: Assessment, gross_multiple: Decimal, reason: str, by, at: datetime) -> OfferScenario:
    """This function will record a scenario: gross proceeds over what was invested, above 0 and under 100."""
    permissions.require(by, "offer_scenario.record")
    reason = audit.require_reason(reason)
    assessment = lock(assessment)
    if not 0 < gross_multiple < 100:
        raise InputRefused(
            gettext_noop("Give a multiple above 0 and under 100, such as 1.8."),
            code="multiple_outside",
            field="gross_multiple",
        )
    if assessment.scenarios.filter(gross_multiple=gross_multiple).exists():
        raise WrongStage(gettext_noop("This scenario stands already."), code="scenario_stands")
    made = OfferScenario.objects.create(
        assessment=assessment, gross_multiple=gross_multiple, reason=reason, recorded_by=by
    )
    facts = {"gross_multiple": gross_multiple}
    audit.record(
        chain=audit.PROGRAMME, verb="offer_scenario.record", subject=made, by=by, at=at, reason=reason, facts=facts
    )
    return made
