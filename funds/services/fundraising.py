"""The twelve months to raise the money: whom to write to, what the manager reports, and the reminders (R17(iv), A9)."""

from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from funds import fundraising, fundraising_letters
from funds.models import FundraisingPledge, FundraisingReminder, Selection
from funds.rules import fundraising as rules
from funds.rules.stages import require_stage
from itvf import audit, outbox, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, gettext_noop
from itvf.models import File, RoleGrant, User
from itvf.money import money
from itvf.roles import StaffRole

KIND = "fundraising_reminder"


@transaction.atomic
def set_contact(
    *, selection: Selection, contact_email: str, contact_language: str, by, at: datetime, contact_name: str = ""
) -> Selection:
    """This function will record whom at the manager the reminders and letters of a selection go to."""
    permissions.require(by, "selection.set_contact")
    selection = lock(selection)
    require_stage(selection, Selection.Stage.SELECTED, Selection.Stage.LAPSE_PROPOSED)
    selection.contact_email = read_email(contact_email)
    selection.contact_name = contact_name.strip()
    selection.contact_language = contact_language
    selection.save(update_fields=["contact_email", "contact_name", "contact_language"])
    facts = {"to": selection.contact_email, "language": contact_language}
    _record("selection.set_contact", selection, by, at, **facts)
    return selection


@transaction.atomic
def report(
    *,
    selection: Selection,
    investor: str,
    kind: str,
    firmness: str,
    amount_hkd: Decimal,
    as_of_date: date,
    by,
    at: datetime,
    note: str = "",
    document: File | None = None,
) -> FundraisingPledge:
    """This function will add what the manager says of one investor as of a day; earlier reports stay as they are.

    By the manager's people, or by staff for them. It decides nothing: only closings count (A8). Refuses a day that is
    to come, one before the notice, one before the investor's last report, and an amount that is not above zero. An
    investor is known by name; capitals and spaces make no other one.
    """
    permissions.require(by, "fundraising.report", within=selection)
    selection = lock(selection)
    require_stage(selection, Selection.Stage.SELECTED, Selection.Stage.LAPSE_PROPOSED)
    investor, amount_hkd = " ".join(investor.split()), money(amount_hkd)
    _check_words(investor, kind, firmness)
    if amount_hkd <= 0:
        raise InputRefused(
            gettext_noop("An amount is above zero; {amount_hkd} was given. Say “fell away” where nothing is left."),
            code="not_positive",
            field="amount_hkd",
            amount_hkd=amount_hkd,
        )
    before = selection.pledges.filter(investor__iexact=investor).order_by("-as_of_date", "-id").first()
    first = before.as_of_date if before else selection.notice_received_date or selection.notice_issued_date
    if not first <= as_of_date <= local_date(at):
        raise InputRefused(
            gettext_noop("{investor} can be reported as of a day from {first} to {last}; {date} was given."),
            code="as_of_out_of_order",
            field="as_of_date",
            investor=investor,
            first=first,
            last=local_date(at),
            date=as_of_date,
        )
    pledge = FundraisingPledge.objects.create(
        selection=selection,
        investor=before.investor if before else investor,
        kind=kind,
        firmness=firmness,
        amount_hkd=amount_hkd,
        as_of_date=as_of_date,
        note=note.strip(),
        document=document,
        source=FundraisingPledge.Source.STAFF if by.is_staff else FundraisingPledge.Source.MANAGER,
        reported_by=by,
    )
    facts = {"investor": pledge.investor, "firmness": firmness, "amount_hkd": amount_hkd, "as_of": as_of_date}
    _record("fundraising.report", selection, by, at, **facts)
    return pledge


@transaction.atomic
def remind(*, selection: Selection, at: datetime) -> FundraisingReminder | None:
    """This function will remind the manager and the officers of the newest milestone whose day has come, once.

    Older milestones without a row were missed: they are recorded so, and not sent after the event. May run twice, or
    late: what was sent stands in the database. Silent while the notice's receipt is not recorded. Nobody asks for this:
    the audit trail names the system (R17(iv), A9).
    """
    selection, on = lock(selection), local_date(at)
    if selection.stage != Selection.Stage.SELECTED or selection.notice_received_date is None:
        return None
    found = rules.due(
        selection.notice_received_date,
        selection.fundraising_last_date,
        on=on,
        settled=set(selection.reminders.values_list("milestone", flat=True)),
    )
    for one in found.missed:
        _settle(selection, one, FundraisingReminder.Outcome.MISSED, at)
    if found.to_send is None:
        return None
    recipients = _write(selection, found.to_send, on)
    return _settle(selection, found.to_send, FundraisingReminder.Outcome.SENT, at, recipients)


def lock(selection: Selection) -> Selection:
    """This function will lock a selection's row and give it back fresh."""
    return Selection.objects.select_for_update(of=("self",)).select_related("manager", "scheme").get(pk=selection.pk)


def read_email(email: str) -> str:
    """This function will read an address; what is none is refused by name."""
    email = email.strip()
    try:
        validate_email(email)
    except ValidationError:
        raise InputRefused(
            gettext_noop("{email} is not an e-mail address."), code="email_invalid", field="contact_email", email=email
        ) from None
    return email


def _check_words(investor: str, kind: str, firmness: str) -> None:
    if not investor:
        raise InputRefused(gettext_noop("Name the investor."), code="investor_missing", field="investor")
    for name, value in (("kind", kind), ("firmness", firmness)):
        known = [code for code, _label in FundraisingPledge._meta.get_field(name).choices]
        if value not in known:
            raise InputRefused(
                gettext_noop("{name} is {found}; use one of: {known}."),
                code="unknown_choice",
                field=name,
                name=name,
                found=value,
                known=known,
            )


def _write(selection: Selection, milestone: rules.Milestone, on: date) -> list[str]:
    """One message to the contact and one to each programme officer; an address that is both gets one."""
    officers = RoleGrant.objects.live().filter(role=StaffRole.PROGRAMME_OFFICER).values("user")
    people = {user.email.lower(): user.language for user in User.objects.filter(pk__in=officers, is_active=True)}
    if selection.contact_email:
        people = {selection.contact_email.lower(): selection.contact_language} | people
    found = fundraising.of(selection, on)
    place = settings.PUBLIC_ADDRESS + reverse("portal_fundraising", args=[selection.pk])
    for to, language in people.items():
        outbox.put(
            key=f"{KIND}:{selection.pk}:{milestone.code}:{to}",
            kind=KIND,
            to=to,
            subject=fundraising_letters.subject(selection, milestone),
            text=fundraising_letters.text(selection, milestone, found, place),
            language=language,
            about=selection,
        )
    return list(people)


def _settle(
    selection: Selection, milestone: rules.Milestone, outcome: str, at: datetime, recipients: list[str] | None = None
) -> FundraisingReminder:
    made = FundraisingReminder.objects.create(
        selection=selection,
        milestone=milestone.code,
        due_date=milestone.date,
        outcome=outcome,
        recipients=recipients or [],
    )
    facts = {
        "milestone": milestone.code,
        "due_date": milestone.date,
        "outcome": outcome,
        "recipients": recipients or [],
    }
    _record("fundraising.remind", selection, None, at, **facts)
    return made


def _record(verb: str, selection: Selection, by, at: datetime, **facts) -> None:
    audit.record(chain=audit.PROGRAMME, verb=verb, subject=selection, by=by, at=at, facts=facts)
