"""Terms of the agreement, entered by one and approved by another; a later row takes an earlier one's place (R27)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from funds import agreement_register
from funds.locks import lock_fund
from funds.models import AgreementClause, Fund, Resolution
from funds.rules import agreement_terms
from funds.rules.stages import require_stage
from itvf import audit, permissions
from itvf.errors import InputRefused, RuleBroken, gettext_noop, plain
from itvf.models import File
from itvf.money import money

Stage = AgreementClause.Stage
Basis = AgreementClause.Basis


@transaction.atomic
def record_clause(
    *,
    fund: Fund,
    topic: str,
    clause: str,
    effective_from: date,
    values: Mapping[str, Any],
    by,
    at: datetime,
    basis: str = Basis.AGREEMENT,
    resolution: Resolution | None = None,
    document: File | None = None,
    reason: str = "",
) -> AgreementClause:
    """This function will record a term of a fund's agreement from a date on; another person approves it.

    `values` are those that the topic has (rates as fractions, HK$ to the cent). What stands already is changed by a
    resolution that passed, or corrected for a reason; nothing is overwritten.
    """
    permissions.require(by, "agreement_clause.record")
    fund = lock_fund(fund)
    if topic not in agreement_terms.TOPICS:
        raise InputRefused(
            gettext_noop("{topic} is no topic of the register."), code="unknown_topic", field="topic", topic=topic
        )
    _refuse_uncited(clause)
    read = {name: None if values.get(name) in (None, "") else values[name] for name in agreement_terms.VALUES}
    if read["amount_hkd"] is not None:
        read["amount_hkd"] = money(read["amount_hkd"])
    if breaches := agreement_terms.check_term(topic, read):
        raise RuleBroken(breaches)
    _refuse_basis(fund, topic, effective_from, basis, resolution, reason)
    found = AgreementClause.objects.create(
        fund=fund,
        topic=topic,
        clause=clause.strip(),
        effective_from=effective_from,
        basis=basis,
        resolution=resolution,
        document=document,
        recorded_by=by,
        recorded_at=at,
        **read | {"text": (read["text"] or "").strip()},
    )
    facts = {name: plain(value) for name, value in read.items() if value is not None}
    facts |= {"clause": found.clause, "from": effective_from, "basis": basis}
    verb = "agreement_clause.record"
    audit.record(chain=fund.chain, verb=verb, subject=found, by=by, at=at, reason=reason.strip(), facts=facts)
    return found


@transaction.atomic
def approve_clause(*, clause: AgreementClause, by, at: datetime) -> AgreementClause:
    """This function will approve a recorded term, by a person who did not record it; rules read it from then on.

    Refuses the agreement's own words where a term of the same topic was approved since.
    """
    permissions.require(by, "agreement_clause.approve")
    lock_fund(clause.fund)
    clause = AgreementClause.objects.select_related("fund", "recorded_by").get(pk=clause.pk)
    require_stage(clause, Stage.DRAFT)
    permissions.require_other_person(by, clause.recorded_by)
    if clause.basis == Basis.AGREEMENT:
        _refuse_standing(clause.fund, clause.topic, clause.effective_from)
    clause.stage, clause.approved_by, clause.approved_at = Stage.APPROVED, by, at
    clause.save(update_fields=["stage", "approved_by", "approved_at"])
    audit.record(chain=clause.fund.chain, verb="agreement_clause.approve", subject=clause, by=by, at=at)
    return clause


@transaction.atomic
def refuse_clause(*, clause: AgreementClause, by, at: datetime, reason: str) -> AgreementClause:
    """This function will refuse a recorded term, which stays on record with the reason."""
    permissions.require(by, "agreement_clause.approve")
    reason = audit.require_reason(reason)
    lock_fund(clause.fund)
    clause = AgreementClause.objects.select_related("fund").get(pk=clause.pk)
    require_stage(clause, Stage.DRAFT)
    clause.stage = Stage.REFUSED
    clause.save(update_fields=["stage"])
    audit.record(chain=clause.fund.chain, verb="agreement_clause.refuse", subject=clause, by=by, at=at, reason=reason)
    return clause


def _refuse_uncited(clause: str) -> None:
    if not clause.strip():
        raise InputRefused(gettext_noop("Cite the clause, such as LPA 9.2."), code="clause_missing", field="clause")


def _refuse_basis(
    fund: Fund, topic: str, effective_from: date, basis: str, resolution: Resolution | None, reason: str
) -> None:
    """What stands changes only by a vote, or by a correction that says why."""
    if basis == Basis.AGREEMENT:
        _refuse_standing(fund, topic, effective_from)
    if basis == Basis.CORRECTION:
        audit.require_reason(reason)
    passed = resolution is not None and (resolution.fund_id, resolution.kind, resolution.stage) == (
        fund.pk,
        "amendment",
        Resolution.Stage.PASSED,
    )
    if (basis == Basis.AMENDMENT) != (resolution is not None) or (resolution is not None and not passed):
        raise InputRefused(
            gettext_noop("An amended term names the amendment of this fund's partners that passed; no other does."),
            code="not_amended",
            field="resolution",
        )
    if resolution is not None and resolution.amended.filter(topic=topic).exclude(stage=Stage.REFUSED).exists():
        raise InputRefused(
            gettext_noop("{resolution} amended this already; another change needs another resolution."),
            code="resolution_used",
            field="resolution",
            resolution=str(resolution),
        )


def _refuse_standing(fund: Fund, topic: str, effective_from: date) -> None:
    """Refuses to put the signed agreement's words in place of a term that stands."""
    before = agreement_register.term_of(fund, topic, effective_from)
    if before is not None:
        raise InputRefused(
            gettext_noop("{clause} stands on this since {since}; name the resolution that amended it, or correct it."),
            code="term_stands",
            field="basis",
            clause=before.clause,
            since=before.effective_from,
        )
