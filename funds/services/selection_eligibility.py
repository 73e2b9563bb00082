"""Eligibility of applicants: examined by the machine after the close, ruled on by people, a fail by two (R17)."""

from datetime import datetime

from django.db import transaction

from funds import conflict_walls, rounds, selectors
from funds.models import Application, EligibilityFinding, Manager, Submission
from funds.rules import application as rules
from funds.rules import manager_eligibility
from funds.rules.manager_eligibility import FAIL, PASS, Needed
from funds.rules.stages import require_stage
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, WrongStage, gettext_noop, plain
from itvf.models import File

Stage = EligibilityFinding.Stage


@transaction.atomic
def examine(*, application: Application, by, at: datetime) -> Submission:
    """This function will judge what an application submitted against Annex 3, requirement by requirement (R17).

    After the close, by the database's clock, once. What figures settle passes at once; what they break waits for two
    people, what only a person can see for one. Gives the submission with its findings.
    """
    permissions.require(by, "eligibility.examine")
    conflict_walls.require_open(application, by)
    application = _lock(application)
    require_stage(application, Application.Stage.SUBMITTED)
    invitation = application.invitation
    if rounds.phase(invitation, rounds.database_clock()) != rounds.CLOSED:
        raise WrongStage(
            gettext_noop("The round is open until {closes_at}; nobody reads an application before that."),
            code="round_open",
            closes_at=invitation.closes_at,
        )
    submission = rounds.standing(application)
    if submission.findings.exists():
        raise WrongStage(gettext_noop("The application was examined already."), code="examined")
    outcomes = _outcomes(submission)
    EligibilityFinding.objects.bulk_create(
        EligibilityFinding(
            submission=submission,
            requirement=one.requirement,
            position=position,
            rule=one.breach.rule,
            clause=one.breach.clause,
            machine=one.status,
            sentence=one.breach.template,
            facts=plain(one.breach.facts),
            stage=Stage.PASSED if one.status == PASS else Stage.OPEN,
        )
        for position, one in enumerate(outcomes, start=1)
    )
    counts = {status: sum(one.status == status for one in outcomes) for status in (PASS, FAIL)}
    _record("examine", application, by, at, passed=counts[PASS], failed=counts[FAIL], requirements=len(outcomes))
    return submission


@transaction.atomic
def rule(
    *, finding: EligibilityFinding, outcome: str, note: str, by, at: datetime, evidence: File | None = None
) -> EligibilityFinding:
    """This function will rule on a requirement: a pass with a note and where there is any evidence, or propose a fail.

    A pass against what the machine found failed takes evidence as a file. A fail counts once another person confirms
    it. Refuses (InputRefused) another outcome and an empty note; a ruling that stands is final.
    """
    permissions.require(by, "eligibility.rule")
    conflict_walls.require_open(finding.submission.application, by)
    finding = _locked_finding(finding)
    if outcome not in (PASS, FAIL):
        raise InputRefused(gettext_noop("Rule pass or fail."), code="outcome_unknown", field="outcome")
    require_stage(finding, Stage.OPEN, *([Stage.PASSED] if outcome == FAIL else []))
    if not note.strip():
        raise InputRefused(gettext_noop("Say what you looked at and why."), code="note_missing", field="note")
    if outcome == PASS and finding.machine == FAIL and evidence is None:
        raise InputRefused(
            gettext_noop("The figures break this requirement; a pass takes evidence. Hand in the file."),
            code="evidence_missing",
            field="evidence",
        )
    finding.stage = Stage.PASSED if outcome == PASS else Stage.FAIL_PROPOSED
    finding.note, finding.evidence = note.strip(), evidence
    finding.ruled_by, finding.ruled_at = by, at
    finding.save()
    _record_finding("rule", finding, by, at, reason=note.strip(), outcome=outcome)
    return finding


@transaction.atomic
def confirm_fail(*, finding: EligibilityFinding, by, at: datetime) -> EligibilityFinding:
    """This function will confirm a fail that another person proposed: the second of two."""
    permissions.require(by, "eligibility.confirm")
    conflict_walls.require_open(finding.submission.application, by)
    finding = _locked_finding(finding)
    require_stage(finding, Stage.FAIL_PROPOSED)
    permissions.require_other_person(by, finding.ruled_by)
    finding.stage, finding.confirmed_by, finding.confirmed_at = Stage.FAILED, by, at
    finding.save()
    _record_finding("confirm", finding, by, at)
    return finding


@transaction.atomic
def reopen(*, finding: EligibilityFinding, by, at: datetime, reason: str) -> EligibilityFinding:
    """This function will send a proposed fail back: the requirement waits for a new ruling."""
    permissions.require(by, "eligibility.confirm")
    conflict_walls.require_open(finding.submission.application, by)
    audit.require_reason(reason)
    finding = _locked_finding(finding)
    require_stage(finding, Stage.FAIL_PROPOSED)
    finding.stage, finding.note, finding.evidence = Stage.OPEN, "", None
    finding.ruled_by = finding.ruled_at = None
    finding.save()
    _record_finding("reopen", finding, by, at, reason=reason)
    return finding


@transaction.atomic
def conclude(*, application: Application, by, at: datetime) -> Application:
    """This function will conclude: eligible where every requirement passed, not eligible where one failed (R17).

    Refuses (WrongStage) while a requirement waits for a ruling, unless another failed for good.
    """
    permissions.require(by, "eligibility.confirm")
    conflict_walls.require_open(application, by)
    application = _lock(application)
    require_stage(application, Application.Stage.SUBMITTED)
    stages = set(
        EligibilityFinding.objects.filter(submission=rounds.standing(application)).values_list("stage", flat=True)
    )
    if Stage.FAILED not in stages and stages != {Stage.PASSED}:
        raise WrongStage(
            gettext_noop("{reference} has requirements that nobody ruled on; rule on each first."),
            code="requirements_open",
            reference=application.reference,
        )
    failed = Stage.FAILED in stages
    application.stage = Application.Stage.INELIGIBLE if failed else Application.Stage.ELIGIBLE
    application.version += 1
    application.save(update_fields=["stage", "version"])
    _record("conclude", application, by, at, eligible=not failed)
    return application


def _outcomes(submission: Submission):
    application, on = submission.application, local_date(submission.received_at)
    invitation, sections = application.invitation, submission.content["sections"]
    values = {key: rules.answers_of(key, sections.get(key, {}), on=on).values for key in rules.SECTIONS}
    number = values["house"]["ce_number"]
    known = Manager.objects.filter(ce_number=number, licence=Manager.Licence.HELD, licence_checked_date__isnull=False)
    return manager_eligibility.check(
        values,
        terms=selectors.terms_of(invitation.scheme_version),
        needed=Needed(
            responsible_officers=invitation.least_responsible_officers,
            equity_deals=invitation.least_equity_deals,
            funds_raised=invitation.least_funds_raised,
            start_ups_led=invitation.least_start_ups_led,
            pipeline=invitation.least_pipeline,
        ),
        is_on_register=bool(number) and known.exists(),
    )


def _lock(application: Application) -> Application:
    found = Application.objects.select_for_update(of=("self",)).select_related("invitation__scheme_version", "house")
    return found.get(pk=application.pk)


def _locked_finding(finding: EligibilityFinding) -> EligibilityFinding:
    """The finding under its application's lock, while the application is not concluded."""
    application = _lock(finding.submission.application)
    require_stage(application, Application.Stage.SUBMITTED)
    return EligibilityFinding.objects.select_related("submission__application").get(pk=finding.pk)


def _record(verb: str, application: Application, by, at: datetime, *, reason: str = "", **facts) -> None:
    chain = audit.PROGRAMME
    audit.record(chain=chain, verb=f"eligibility.{verb}", subject=application, by=by, at=at, reason=reason, facts=facts)


def _record_finding(verb: str, finding: EligibilityFinding, by, at: datetime, *, reason: str = "", **facts) -> None:
    told = {"application": finding.submission.application.reference, "requirement": finding.requirement, **facts}
    audit.record(
        chain=audit.PROGRAMME, verb=f"eligibility.{verb}", subject=finding, by=by, at=at, reason=reason, facts=told
    )
