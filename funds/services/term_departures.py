"""Terms signed otherwise than they were offered: noted with the agreement, ruled on by another person (R17, R27)."""

from datetime import date, datetime

from django.db import transaction

from funds import conflict_walls, offered_terms
from funds.locks import lock_fund
from funds.models import Fund, FundAgreement, TermDeparture
from funds.rules.offered_terms import Difference, Refusal, check_departures
from funds.rules.stages import require_stage
from funds.services import agreement_figures
from itvf import audit, permissions
from itvf.errors import Breach, WrongStage, gettext_noop

Stage = TermDeparture.Stage


def note(agreement: FundAgreement) -> list[TermDeparture]:
    """This function will put every departure of an agreement from its offer on record that does not stand there yet."""
    known = set(_standing(agreement).values_list("name", flat=True))
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
        if one.name not in known
    )


@transaction.atomic
def approve(*, departure: TermDeparture, reason: str, by, at: datetime) -> TermDeparture:
    """This function will approve a term that departs from its offer, with the reason, by another than its recorder."""
    permissions.require(by, "term_departure.approve")
    conflict_walls.require_free(departure.agreement.fund.selection.application, by)
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


@transaction.atomic
def refuse(*, departure: TermDeparture, reason: str, by, at: datetime) -> TermDeparture:
    """This function will refuse a term that departs from its offer, with the reason, by another than its recorder.

    The first closing stays shut until the agreement was signed anew and recorded so (`sign_again`).
    """
    permissions.require(by, "term_departure.refuse")
    conflict_walls.require_free(departure.agreement.fund.selection.application, by)
    reason = audit.require_reason(reason)
    fund = lock_fund(departure.agreement.fund)
    departure = TermDeparture.objects.select_for_update(of=("self",)).get(pk=departure.pk)
    require_stage(departure, Stage.OPEN)
    permissions.require_other_person(by, departure.recorded_by)
    departure.stage, departure.reason = Stage.REFUSED, reason
    departure.refused_by, departure.refused_at = by, at
    departure.save(update_fields=["stage", "reason", "refused_by", "refused_at"])
    facts = {"term": departure.name, "offered": departure.offered, "signed": departure.signed}
    audit.record(
        chain=fund.chain, verb="term_departure.refuse", subject=departure, by=by, at=at, reason=reason, facts=facts
    )
    return departure


@transaction.atomic
def sign_again(
    *, fund: Fund, signed_date: date, signed_by_all: bool, reason: str, by, at: datetime, **figures
) -> FundAgreement:
    """This function will record a forming fund's agreement as it was signed anew after a departure was refused (R27).

    The former terms stay in the row's history. A departure that is the same as before keeps its ruling; each other
    one is superseded, and what departs now waits for another person. Refuses where nothing was refused, and figures as
    `partnerships.record_agreement` does.
    """
    permissions.require(by, "agreement.record")
    conflict_walls.require_free(fund.selection.application, by)
    reason = audit.require_reason(reason)
    fund = lock_fund(fund)
    require_stage(fund, Fund.Stage.FORMING)
    agreement = FundAgreement.objects.select_for_update(of=("self",)).get(fund=fund)
    if not agreement.departures.filter(stage=Stage.REFUSED).exists():
        raise WrongStage(
            gettext_noop("No departure of this agreement was refused: it stands as it is on record."),
            code="nothing_refused",
        )
    version = agreement_figures.bind(fund, signed_date, figures)
    for name, value in agreement_figures.whole(figures).items():
        setattr(agreement, name, value)
    agreement.scheme_version, agreement.signed_date, agreement.signed_by_all = version, signed_date, signed_by_all
    agreement.recorded_by, agreement.recorded_at = by, at
    agreement.save()
    _supersede(agreement)
    note(agreement)
    audit.record(
        chain=fund.chain, verb="agreement.sign_again", subject=agreement, by=by, at=at, reason=reason, facts=figures
    )
    return agreement


def check(fund: Fund, agreement: FundAgreement) -> tuple[Breach, ...]:
    """This function will refuse a first closing while a departure from the offer waits: both figures and the clause."""
    standing = {one.name: one for one in _standing(agreement).select_related("refused_by")}
    refused = {
        name: Refusal(str(one.refused_by), one.reason) for name, one in standing.items() if one.stage == Stage.REFUSED
    }
    waiting = [
        _readable(one)
        for one in offered_terms.departures(fund, agreement)
        if one.name not in standing or standing[one.name].stage != Stage.APPROVED
    ]
    return check_departures(waiting, offered_terms.labels(one.name for one in waiting), refused)


def _standing(agreement: FundAgreement):
    return agreement.departures.exclude(stage=Stage.SUPERSEDED)


def _supersede(agreement: FundAgreement) -> None:
    """Ends each departure that was refused, or that the agreement, signed anew, no longer has so."""
    now = {one.name: one for one in offered_terms.departures(agreement.fund, agreement)}
    for one in _standing(agreement).select_for_update(of=("self",)):
        same = now.get(one.name)
        if one.stage == Stage.REFUSED or same is None or one.signed != offered_terms.plain_words(same.signed):
            one.stage = Stage.SUPERSEDED
            one.save(update_fields=["stage"])


def _readable(one: Difference) -> Difference:
    offered, signed = (offered_terms.words(one.name, value) for value in (one.offered, one.signed))
    return Difference(one.name, offered, signed, one.rule, one.clause)
