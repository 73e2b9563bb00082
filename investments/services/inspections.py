"""Visits to companies and their findings, followed until another person than who answered closes them (R28)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from funds.locks import lock_fund
from funds.models import Fund
from funds.rules.stages import require_stage
from investments.models import Company, Finding, InspectionVisit
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, gettext_noop
from itvf.models import File

Stage = Finding.Stage


@transaction.atomic
def record(
    *,
    company: Company,
    fund: Fund,
    visited_date: date,
    visitors: str,
    purpose: str,
    note: str,
    by,
    at: datetime,
    findings: Sequence[tuple[str, date]] = (),
    file: File | None = None,
) -> InspectionVisit:
    """This function will record a visit to a company that a fund holds; `findings` are pairs of text and due day."""
    permissions.require(by, "inspection.record")
    fund = lock_fund(fund)
    if visited_date > local_date(at):
        raise InputRefused(
            gettext_noop("The visit of {date} is to come; record it when it has been made."),
            code="future_visit",
            field="visited_date",
            date=visited_date,
        )
    if not company.investments.filter(fund=fund).exists():
        raise InputRefused(
            gettext_noop("{fund} holds nothing of {company}; choose the fund whose investment was inspected."),
            code="not_held",
            field="fund",
            fund=fund.code,
            company=company.name_en,
        )
    for field, value in (("visitors", visitors), ("purpose", purpose), ("note", note)):
        if not value.strip():
            raise InputRefused(gettext_noop("{name} is missing; fill it in."), code="missing", field=field, name=field)
    visit = InspectionVisit.objects.create(
        company=company,
        fund=fund,
        visited_date=visited_date,
        visitors=visitors.strip(),
        purpose=purpose.strip(),
        note=note.strip(),
        file=file,
        recorded_by=by,
        recorded_at=at,
    )
    for text, due_date in findings:
        _add(visit, text, due_date)
    _record("record", visit, by, at, visited=visited_date, findings=len(findings))
    return visit


@transaction.atomic
def add_finding(*, visit: InspectionVisit, finding: str, due_date: date, by, at: datetime) -> Finding:
    """This function will add a finding to a visit on record, with the day by which it is to be answered."""
    permissions.require(by, "inspection.record")
    lock_fund(visit.fund)
    added = _add(visit, finding, due_date)
    _record("add_finding", visit, by, at, number=added.number, due=due_date)
    return added


@transaction.atomic
def answer(*, finding: Finding, answer: str, by, at: datetime, file: File | None = None) -> Finding:
    """This function will record the manager's answer to a finding, which waits to be closed."""
    permissions.require(by, "finding.answer", within=finding.visit.fund)
    found = _lock(finding)
    require_stage(found, Stage.OPEN)
    if not answer.strip():
        raise InputRefused(gettext_noop("Say what was done about the finding."), code="no_answer", field="answer")
    found.stage = Stage.ANSWERED
    found.answer = answer.strip()
    found.answer_file = file
    found.answered_by = by
    found.answered_at = at
    found.save(update_fields=["stage", "answer", "answer_file", "answered_by", "answered_at"])
    _record("answer", found.visit, by, at, reason=answer, number=found.number)
    return found


@transaction.atomic
def reopen(*, finding: Finding, reason: str, by, at: datetime) -> Finding:
    """This function will send an answer back: the finding is open again, with the reason on record."""
    permissions.require(by, "finding.close")
    audit.require_reason(reason)
    found = _lock(finding)
    require_stage(found, Stage.ANSWERED)
    found.stage = Stage.OPEN
    found.save(update_fields=["stage"])
    _record("reopen", found.visit, by, at, reason=reason, number=found.number)
    return found


@transaction.atomic
def close(*, finding: Finding, closing_note: str, by, at: datetime) -> Finding:
    """This function will close an answered finding, by a person other than the one who answered it."""
    permissions.require(by, "finding.close")
    audit.require_reason(closing_note)
    found = _lock(finding)
    require_stage(found, Stage.ANSWERED)
    permissions.require_other_person(by, found.answered_by)
    found.stage = Stage.CLOSED
    found.closing_note = closing_note.strip()
    found.closed_by = by
    found.closed_at = at
    found.save(update_fields=["stage", "closing_note", "closed_by", "closed_at"])
    _record("close", found.visit, by, at, reason=closing_note, number=found.number)
    return found


def _add(visit: InspectionVisit, text: str, due_date: date) -> Finding:
    if not text.strip() or due_date < visit.visited_date:
        raise InputRefused(
            gettext_noop("Say what was found, and a day from {visited} on by which it is to be answered."),
            code="finding_incomplete",
            field="finding" if not text.strip() else "due_date",
            visited=visit.visited_date,
        )
    return Finding.objects.create(
        visit=visit, number=visit.findings.count() + 1, finding=text.strip(), due_date=due_date
    )


def _lock(finding: Finding) -> Finding:
    lock_fund(finding.visit.fund)
    return Finding.objects.select_related("visit__fund", "visit__company", "answered_by").get(pk=finding.pk)


def _record(verb: str, visit: InspectionVisit, by, at: datetime, *, reason: str = "", **facts) -> None:
    audit.record(
        chain=visit.fund.chain, verb=f"inspection.{verb}", subject=visit, by=by, at=at, reason=reason, facts=facts
    )
