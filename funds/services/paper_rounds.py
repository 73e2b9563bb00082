"""Rounds that were held on paper before the system: one person enters an application, another confirms it (R29)."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from funds.models import Application, ApplicationDocument, Assessment, House, Invitation, Submission
from funds.rules import application as rules
from funds.rules.stages import require_stage
from funds.services import applications
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, WrongStage, gettext_noop
from itvf.models import File


@transaction.atomic
def enter(
    *,
    invitation: Invitation,
    house: House,
    sections: Mapping[str, Mapping[str, Any]],
    documents: Mapping[str, File],
    by,
    at: datetime,
) -> Application:
    """This function will enter an application that a house handed in on paper, whole: answers by section, documents.

    Answers as the portal takes them. It counts once another person confirms it. Refuses (WrongStage) a round that was
    not held on paper, one whose scores are being given, and a house that stands in it, (RuleBroken) what is not
    complete, section by section.
    """
    permissions.require(by, "application.enter")
    house = House.objects.select_for_update().get(pk=house.pk)
    if not invitation.is_on_paper or invitation.stage != Invitation.Stage.OPEN:
        raise WrongStage(
            gettext_noop("{reference} is no published round that was held on paper; houses apply to it themselves."),
            code="not_on_paper",
            reference=invitation.reference,
        )
    _require_not_scored(invitation)
    if Application.objects.filter(invitation=invitation, house=house).exists():
        raise WrongStage(
            gettext_noop("An application of {house} stands in this round already."),
            code="application_stands",
            house=house.name_en,
        )
    _check_names(invitation, sections, documents)
    last_day = local_date(invitation.closes_at)
    application = Application.objects.create(
        invitation=invitation,
        house=house,
        reference=f"{invitation.reference}-{secrets.token_hex(3).upper()}",
        sections={key: rules.answers_of(key, given, on=last_day).kept for key, given in sections.items()},
        started_by=by,
        started_at=at,
        ready_by=by,
        ready_at=at,
    )
    ApplicationDocument.objects.bulk_create(
        ApplicationDocument(application=application, code=code, file=file, added_by=by, added_at=at)
        for code, file in documents.items()
    )
    applications.require_complete(application, last_day)
    _record("enter", application, by, at)
    return application


@transaction.atomic
def confirm(*, application: Application, received_at: datetime, by, at: datetime) -> Submission:
    """This function will confirm an entered application against its paper, by another person, as received when stamped.

    Frozen and hashed as every submission. Refuses (WrongStage) a stamp outside the round, as the database does.
    """
    permissions.require(by, "application.confirm")
    application = _waiting(application)
    _require_not_scored(application.invitation)
    permissions.require_other_person(by, application.ready_by)
    values = applications.require_complete(application, local_date(application.invitation.closes_at))
    submission = applications.freeze(application, values, submitted_by=by, received_at=received_at)
    _record("confirm", application, by, at, **applications.facts_of(submission))
    return submission


@transaction.atomic
def send_back(*, application: Application, reason: str, by, at: datetime) -> Invitation:
    """This function will take out an entry that differs from its paper, with the reason; it may be entered anew, right.

    Only what was not confirmed. That it was entered and taken out stays in the audit trail. Gives the round.
    """
    permissions.require(by, "application.confirm")
    reason = audit.require_reason(reason)
    application = _waiting(application)
    invitation = application.invitation
    _record("send_back", application, by, at, reason=reason, house=application.house.name_en)
    application.documents.all().delete()
    application.delete()
    return invitation


def _waiting(application: Application) -> Application:
    """An entry under its lock that waits for its second person."""
    application = (
        Application.objects.select_for_update(of=("self",)).select_related("invitation", "house").get(pk=application.pk)
    )
    require_stage(application, Application.Stage.DRAFT)
    if application.ready_by is None or not application.invitation.is_on_paper:
        raise WrongStage(gettext_noop("Nothing was entered from paper that waits."), code="not_entered")
    return application


def _require_not_scored(invitation: Invitation) -> None:
    """What comes after would be ranked by nobody and told nothing; the row's lock holds the opening of scores back."""
    assessment = Assessment.objects.select_for_update(of=("self",)).filter(invitation=invitation).first()
    if assessment is not None and assessment.stage != Assessment.Stage.PREPARING:
        raise WrongStage(
            gettext_noop("The scores of {reference} were opened already; no application joins the round any more."),
            code="scores_opened",
            reference=invitation.reference,
        )


def _check_names(invitation: Invitation, sections: Mapping, documents: Mapping) -> None:
    asked = set(invitation.documents.values_list("code", flat=True))
    for field, given, known in (("sections", sections, set(rules.SECTIONS)), ("documents", documents, asked)):
        if unknown := sorted(set(given) - known):
            raise InputRefused(
                gettext_noop("The round asks for no {found}; it asks for: {known}."),
                code="not_asked",
                field=field,
                found=unknown,
                known=sorted(known),
            )


def _record(verb: str, application: Application, by, at: datetime, *, reason: str = "", **facts) -> None:
    verb = f"application.{verb}"
    audit.record(chain=audit.PROGRAMME, verb=verb, subject=application, by=by, at=at, reason=reason, facts=facts)
