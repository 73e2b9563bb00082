"""Resolutions: put to the partners or their committee, votes recorded as they come, counted by another person (R27)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from funds import agreement_register
from funds.locks import lock_fund
from funds.models import Fund, Partner, Resolution, ResolutionVote
from funds.rules import resolutions
from funds.rules.stages import require_stage
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, WrongStage, gettext_noop, plain
from itvf.models import File
from itvf.money import ZERO, money

Stage = Resolution.Stage


@transaction.atomic
def put(
    *,
    fund: Fund,
    kind: str,
    question: str,
    last_day: date,
    by,
    at: datetime,
    conflicted: Partner | None = None,
    document: File | None = None,
) -> Resolution:
    """This function will put a resolution to the partners, or to the committee by seats, until a last day.

    Weights are those of today; the majority is the term's in force today, and without such a term nothing can be
    resolved. A partner with an interest of its own in it does not vote. The GP puts what is its to put (PUT_BY_GP).
    """
    fund = lock_fund(fund)
    permissions.require(by, "resolution.open", within=fund)
    question, today = audit.require_reason(question), local_date(at)
    if kind not in resolutions.KINDS:
        raise InputRefused(
            gettext_noop("{kind} is nothing that partners resolve here."), code="unknown_kind", field="kind", kind=kind
        )
    if kind not in resolutions.PUT_BY_GP:
        permissions.require_staff(by, "resolution.open")
    if last_day < today:
        raise InputRefused(
            gettext_noop("{date} has passed; votes need a last day that is to come."),
            code="last_day_past",
            field="last_day",
            date=last_day,
        )
    if conflicted is not None and conflicted.fund_id != fund.pk:
        raise InputRefused(
            gettext_noop("{partner} is no partner of {fund}."),
            code="other_fund",
            field="conflicted",
            partner=str(conflicted),
            fund=fund.code,
        )
    term = agreement_register.term_of(fund, resolutions.KINDS[kind].topic, today)
    if term is None:
        raise InputRefused(
            gettext_noop("The register holds no majority for this; record the agreement's term first."),
            code="no_majority",
            field="kind",
        )
    resolution = Resolution.objects.create(
        fund=fund,
        number=(fund.resolutions.aggregate(last=Max("number"))["last"] or 0) + 1,
        kind=kind,
        question=question,
        clause=term.clause,
        needed_rate=term.rate,
        opened_date=today,
        last_day=last_day,
        conflicted=conflicted,
        document=document,
        opened_by=by,
        opened_at=at,
    )
    facts = {"kind": kind, "clause": term.clause, "needed_rate": term.rate, "last_day": last_day}
    audit.record(
        chain=fund.chain, verb="resolution.open", subject=resolution, by=by, at=at, reason=question, facts=facts
    )
    return resolution


@transaction.atomic
def vote(
    *,
    resolution: Resolution,
    partner: Partner,
    answer: str,
    voted_date: date,
    by,
    at: datetime,
    document: File | None = None,
) -> ResolutionVote:
    """This function will record a partner's vote; one recorded later takes its place, until the count.

    Refuses who may not vote (the GP and its affiliates, a partner in default, one with an interest, one without a
    seat or commitment on the day), and a vote after the last day.
    """
    permissions.require(by, "resolution.vote")
    resolution = _locked(resolution)
    if answer not in ResolutionVote.Answer.values:
        raise InputRefused(gettext_noop("{answer} is no vote."), code="unknown_answer", field="answer", answer=answer)
    latest = min(resolution.last_day, local_date(at))
    if not resolution.opened_date <= voted_date <= latest:
        raise InputRefused(
            gettext_noop("{date} is not between {first} and {last}, when votes count."),
            code="vote_date",
            field="voted_date",
            date=voted_date,
            first=resolution.opened_date,
            last=latest,
        )
    voter = next((one for one in agreement_register.voters(resolution) if one.id == partner.pk), None)
    if voter is None or not resolutions.may_vote(voter):
        raise InputRefused(
            gettext_noop(
                "{partner} does not vote on this: the GP's side, a partner in default or with an interest, and one "
                "without commitment or seat on {day} do not."
            ),
            code="may_not_vote",
            field="partner",
            partner=str(partner),
            day=resolution.opened_date,
        )
    given = ResolutionVote.objects.create(
        resolution=resolution,
        partner=partner,
        answer=answer,
        commitment_hkd=agreement_register.commitments(resolution.fund, resolution.opened_date).get(partner.pk, ZERO),
        seats=agreement_register.seats(resolution.fund, resolution.opened_date)[partner.pk],
        voted_date=voted_date,
        document=document,
        recorded_by=by,
        recorded_at=at,
    )
    facts = {"partner": str(partner), "answer": answer, "on": voted_date}
    audit.record(chain=resolution.fund.chain, verb="resolution.vote", subject=resolution, by=by, at=at, facts=facts)
    return given


@transaction.atomic
def count(*, resolution: Resolution, by, at: datetime) -> Resolution:
    """This function will count a resolution, by a person who did not open it, and keep numerator and denominator.

    After the last day, or before it once all have voted or the majority is reached.
    """
    permissions.require(by, "resolution.count")
    resolution = _locked(resolution)
    permissions.require_other_person(by, resolution.opened_by)
    found = agreement_register.count(resolution)
    if local_date(at) <= resolution.last_day and not (found.is_complete or found.is_passed):
        raise WrongStage(
            gettext_noop("Votes come in until {last}; count after it, or when all have voted."),
            code="votes_open",
            last=resolution.last_day,
        )
    resolution.stage = Stage.PASSED if found.is_passed else Stage.FAILED
    resolution.working = _working(resolution, found)
    resolution.counted_by, resolution.counted_at = by, at
    resolution.save(update_fields=["stage", "working", "counted_by", "counted_at"])
    facts = {**resolution.working, "stage": resolution.stage}
    audit.record(chain=resolution.fund.chain, verb="resolution.count", subject=resolution, by=by, at=at, facts=facts)
    return resolution


@transaction.atomic
def withdraw(*, resolution: Resolution, by, at: datetime, reason: str) -> Resolution:
    """This function will withdraw a resolution that is open; its votes stay on record."""
    permissions.require(by, "resolution.count")
    reason = audit.require_reason(reason)
    resolution = _locked(resolution)
    resolution.stage = Stage.WITHDRAWN
    resolution.save(update_fields=["stage"])
    chain = resolution.fund.chain
    audit.record(chain=chain, verb="resolution.withdraw", subject=resolution, by=by, at=at, reason=reason)
    return resolution


def _working(resolution: Resolution, found: resolutions.Count) -> dict[str, str]:
    """Numerator and denominator, by HK$ of commitment or by seats, with the share and the majority needed."""
    unit, read = ("seats", int) if resolutions.KINDS[resolution.kind].by_seats else ("hkd", money)
    weights = {
        "for": found.for_weight,
        "against": found.against_weight,
        "abstained": found.abstained_weight,
        "silent": found.silent_weight,
        "of": found.whole_weight,
    }
    working = {f"{name}_{unit}": str(read(weight)) for name, weight in weights.items()}
    return working | {"share_rate": plain(found.share_rate), "needed_rate": plain(found.needed_rate)}


def _locked(resolution: Resolution) -> Resolution:
    lock_fund(resolution.fund)
    resolution = Resolution.objects.select_related("fund", "opened_by").get(pk=resolution.pk)
    require_stage(resolution, Stage.OPEN)
    return resolution
