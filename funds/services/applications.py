"""Applications: drafted by a house, handed to its signatory, received by the database's clock, receipted (R17, R29).

Nothing of what an application says goes into the audit trail: staff read that, and may not read this before the close.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from funds import rounds
from funds.models import Application, ApplicationDocument, House, Invitation, ProposedTerms, Submission
from funds.rules import application as rules
from funds.rules.stages import require_stage, require_version
from funds.services.invitation_letters import write_receipt
from itvf import audit, files, permissions, sheets
from itvf.dates import HONG_KONG, local_date
from itvf.errors import Breach, InputRefused, RuleBroken, WrongStage, gettext_noop
from itvf.models import File

Stage = Application.Stage
EDITABLE = (Stage.DRAFT, Stage.SUBMITTED, Stage.WITHDRAWN)
MOST_DOCUMENTS = 20
MOMENT = "%Y-%m-%d %H:%M:%S"
OFFICE = "application/vnd.openxmlformats-officedocument."
TAKEN = {"application/pdf", "image/png", "image/jpeg"}
DOCUMENT_MISSING = gettext_noop("The document “{title}” lacks. Add it.")
SECTION_BROKEN = gettext_noop(
    "“{section}” is not complete: {count} things are wrong or missing. Open it and correct them."
)
NOT_OPEN = gettext_noop(
    "The invitation {reference} takes applications from {opens_at} to {closes_at}, Hong Kong time; it is {now} now, by "
    "the clock that counts. Nothing was changed."
)


@transaction.atomic
def start(*, invitation: Invitation, house: House, by, at: datetime) -> Application:
    """This function will start a house's application to an open round; what stands already is given back as it is."""
    permissions.require(by, "application.prepare", within=house)
    house = House.objects.select_for_update().get(pk=house.pk)
    require_taking(invitation)
    if found := Application.objects.filter(invitation=invitation, house=house).first():
        return found
    application = Application.objects.create(
        invitation=invitation,
        house=house,
        reference=f"{invitation.reference}-{secrets.token_hex(3).upper()}",
        sections={"house": {"licence": house.licence, "ce_number": house.ce_number}},
        started_by=by,
        started_at=at,
    )
    _record("start", application, by, at)
    return application


@transaction.atomic
def save_section(
    *,
    application: Application,
    key: str,
    given: Mapping[str, Any],
    by,
    at: datetime,
    version: int | None = None,
) -> Application:
    """This function will save a section as it was typed, right or wrong: what is wrong is said beside it, nothing lost.

    Answers that can be read are kept in their canonical form. A signature that was asked for has to be asked for again.
    Refuses an unknown section, and any change while the round is not open by the database's clock.
    """
    permissions.require(by, "application.prepare", within=application.house)
    if key not in rules.SECTIONS:
        raise InputRefused(
            gettext_noop("An application has no section {found}; it has: {known}."),
            code="section_unknown",
            field="section",
            found=key,
            known=tuple(rules.SECTIONS),
        )
    application = _editable(application, version)
    application.sections[key] = rules.answers_of(key, given, on=local_date(at)).kept
    _changed(application)
    _record("save", application, by, at, section=key)
    return application


@transaction.atomic
def add_document(
    *, application: Application, code: str, content: bytes, name: str, content_type: str, by, at: datetime
) -> ApplicationDocument:
    """This function will add a document that the round asks for, checked by its bytes (itvf.files, itvf.sheets).

    PDF, PNG, JPEG, DOCX and XLSX; at most 20. Macros, embedded objects and archives that unpack to too much are refused
    by name.
    """
    permissions.require(by, "application.prepare", within=application.house)
    application = _editable(application, None)
    if not application.invitation.documents.filter(code=code).exists():
        raise InputRefused(gettext_noop("The round does not ask for this document."), code="not_asked", field="code")
    if rounds.documents_of(application).count() >= MOST_DOCUMENTS:
        raise InputRefused(
            gettext_noop("An application holds at most {most} documents; take one out first."),
            code="too_many_documents",
            field="file",
            most=MOST_DOCUMENTS,
        )
    content_type = content_type.split(";")[0].strip().lower()
    if content_type not in TAKEN and not content_type.startswith(OFFICE):
        raise InputRefused(
            gettext_noop("Files of the kind {found} are not taken here; hand in PDF, DOCX, XLSX, PNG or JPEG."),
            code="file_kind_refused",
            field="file",
            found=content_type or "?",
        )
    if content_type.startswith(OFFICE):
        sheets.check_archive(content, content_type=content_type)
    file: File = files.store(content, name=name, content_type=content_type, by=by)
    document = ApplicationDocument.objects.create(
        application=application, code=code, file=file, added_by=by, added_at=at
    )
    _changed(application)
    _record("add_document", application, by, at, document=code)
    return document


@transaction.atomic
def remove_document(*, document: ApplicationDocument, by, at: datetime) -> Application:
    """This function will take a document out of the working copy; what was submitted with it keeps it."""
    permissions.require(by, "application.prepare", within=document.application.house)
    application = _editable(document.application, None)
    document = ApplicationDocument.objects.get(pk=document.pk)
    if document.removed_at is None:
        document.removed_at = at
        document.save(update_fields=["removed_at"])
        _changed(application)
        _record("remove_document", application, by, at, document=document.code)
    return application


@transaction.atomic
def hand_over(*, application: Application, by, at: datetime, version: int | None = None) -> Application:
    """This function will hand a complete working copy to the house's signatory: the first of two people.

    Refuses (RuleBroken) sections and documents that are not complete, each by name.
    """
    permissions.require(by, "application.prepare", within=application.house)
    application = _editable(application, version)
    require_complete(application, local_date(at))
    application.ready_by, application.ready_at = by, at
    application.version += 1
    application.save(update_fields=["ready_by", "ready_at", "version"])
    _record("hand_over", application, by, at)
    return application


@transaction.atomic
def submit(*, application: Application, by, at: datetime, version: int | None = None) -> Submission:
    """This function will submit what was handed over, by the house's signatory and not who handed it over (R17, R29).

    The database stamps the moment of receipt and refuses it outside the round, to the second. The content is frozen
    with the hash of its canonical JSON, the documents' hashes inside; the proposed terms are kept as typed columns.
    A submission replaces the one before. The house's people get a receipt by mail.
    """
    permissions.require(by, "application.submit", within=application.house)
    application = _editable(application, version)
    if application.ready_by is None:
        raise WrongStage(
            gettext_noop("{reference} was not handed over for signature, or was changed since; hand it over first."),
            code="not_handed_over",
            reference=application.reference,
        )
    permissions.require_other_person(by, application.ready_by)
    values = require_complete(application, local_date(at))
    submission = freeze(application, values, submitted_by=by)
    write_receipt(submission)
    _record("submit", application, by, at, **facts_of(submission))
    return submission


@transaction.atomic
def withdraw(*, application: Application, by, at: datetime, reason: str = "") -> Application:
    """This function will withdraw a submitted application, until the close and never after; it may come again."""
    permissions.require(by, "application.submit", within=application.house)
    application = _editable(application, None)
    require_stage(application, Stage.SUBMITTED)
    application.stage = Stage.WITHDRAWN
    application.ready_by = application.ready_at = None
    application.version += 1
    _save_in_time(application, "stage")
    _record("withdraw", application, by, at, reason=reason)
    return application


def require_taking(invitation: Invitation) -> None:
    """This function will refuse (WrongStage) where a round does not take applications now, by the database's clock."""
    if rounds.phase(invitation, rounds.database_clock()) != rounds.OPEN or invitation.stage != Invitation.Stage.OPEN:
        raise _not_open(invitation)


def content_of(application: Application) -> dict:
    """This function will give what an application says, whole, as it is hashed: no time and no id in it."""
    house = application.house
    return {
        "round": application.invitation.reference,
        "application": application.reference,
        "house": {"name_en": house.name_en, "name_zh_hant": house.name_zh_hant},
        "sections": {key: application.sections.get(key, {}) for key in rules.SECTIONS},
        "documents": [
            {
                "document": one.code,
                "name": one.file.name,
                "content_type": one.file.content_type,
                "size": one.file.size,
                "sha256": one.file.sha256,
            }
            for one in sorted(rounds.documents_of(application), key=lambda one: (one.code, one.file.sha256))
        ],
    }


def hash_of(content: dict) -> str:
    """This function will give the SHA-256 of a content's canonical JSON: the same content, the same hash."""
    return hashlib.sha256(audit.canonical(content)).hexdigest()


def freeze(
    application: Application, values: dict[str, dict], *, submitted_by, received_at: datetime | None = None
) -> Submission:
    """This function will freeze a working copy as the next submission: content, hash, documents and typed terms.

    The database stamps the moment of receipt and refuses it outside the round (WrongStage); `received_at` counts for a
    round that was held on paper alone.
    """
    content = content_of(application)
    stamp = {} if received_at is None else {"received_at": received_at}
    try:
        with transaction.atomic():
            submission = Submission.objects.create(
                application=application,
                number=application.submissions.count() + 1,
                content=content,
                content_sha256=hash_of(content),
                prepared_by=application.ready_by,
                submitted_by=submitted_by,
                **stamp,
            )
    except IntegrityError as error:
        if "takes no submission" not in str(error):
            raise
        raise _not_open(application.invitation) from None
    submission.refresh_from_db(fields=["received_at"])
    _keep_terms(submission, values)
    application.stage = Stage.SUBMITTED
    application.ready_by = application.ready_at = None
    application.version += 1
    application.save(update_fields=["stage", "ready_by", "ready_at", "version"])
    return submission


def facts_of(submission: Submission) -> dict:
    """This function will give what the audit trail keeps of a submission: which, its hash, when it was received."""
    return {"number": submission.number, "sha256": submission.content_sha256, "received_at": submission.received_at}


def require_complete(application: Application, on: date) -> dict[str, dict]:
    """This function will give the values of every section, or refuse (RuleBroken) all that lack, documents too."""
    progress = rounds.progress(application, on=on)
    breaches = [
        Breach(
            "section_incomplete",
            SECTION_BROKEN,
            facts={"section": rules.SECTIONS[key].title, "count": len(answers.faults)},
        )
        for key, answers in progress.answers.items()
        if answers.faults
    ]
    breaches += [
        Breach("document_missing", DOCUMENT_MISSING, facts={"title": one.title_en})
        for one in progress.missing_documents
    ]
    if breaches:
        raise RuleBroken(breaches)
    return {key: answers.values for key, answers in progress.answers.items()}


def _keep_terms(submission: Submission, values: dict[str, dict]) -> None:
    fund, circles = values["fund"], rules.circles(values["investors"]["rows"], None)
    ProposedTerms.objects.create(
        submission=submission,
        hard_circles_hkd=circles.hard_hkd,
        soft_circles_hkd=circles.soft_hkd,
        **{name: fund[name] for name in ("fund_size_hkd", "non_government_target_hkd", "gp_commitment_hkd")},
        **values["terms"],
    )


def _editable(application: Application, version: int | None) -> Application:
    """The application under its lock, while its round is open."""
    application = (
        Application.objects.select_for_update(of=("self",)).select_related("invitation", "house").get(pk=application.pk)
    )
    require_stage(application, *EDITABLE)
    require_version(application, version)
    require_taking(application.invitation)
    return application


def _changed(application: Application) -> None:
    application.ready_by = application.ready_at = None
    application.version += 1
    _save_in_time(application, "sections")


def _save_in_time(application: Application, field: str) -> None:
    """Saves what may be saved until the close; the database has the last word, at the moment of writing."""
    try:
        with transaction.atomic():
            application.save(update_fields=[field, "ready_by", "ready_at", "version"])
    except IntegrityError as error:
        if "while its invitation is open" not in str(error):
            raise
        raise _not_open(application.invitation) from None


def _not_open(invitation: Invitation) -> WrongStage:
    return WrongStage(
        NOT_OPEN,
        code="invitation_not_open",
        reference=invitation.reference,
        opens_at=f"{invitation.opens_at.astimezone(HONG_KONG):{MOMENT}}",
        closes_at=f"{invitation.closes_at.astimezone(HONG_KONG):{MOMENT}}",
        now=f"{rounds.database_clock().astimezone(HONG_KONG):{MOMENT}}",
    )


def _record(verb: str, application: Application, by, at: datetime, *, reason: str = "", **facts) -> None:
    audit.record(
        chain=audit.PROGRAMME,
        verb=f"application.{verb}",
        subject=application,
        by=by,
        at=at,
        reason=reason,
        facts=facts,
    )
