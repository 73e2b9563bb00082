"""What a conflict of interest closes beyond an application's own pages: verbs, trail, mail, files (R24)."""

from django.db.models import Q, QuerySet

from funds.models import Application, ConflictDeclaration, EligibilityFinding, Invitation
from itvf.errors import NotFound, NotPermitted, gettext_noop
from itvf.models import AuditEvent, File, OutboxMessage

CLOSED = gettext_noop(
    "A conflict of interest closes {references} to you. What is decided on the round as a whole is another person's."
)

CLOSED_TO_PERSON = gettext_noop(
    "A conflict of interest closes {reference} to you, and what follows from it. Another person does this."
)


def require_open(application: Application, by) -> None:
    """This function will refuse (NotFound) an application that a conflict of interest closes to a person."""
    if ConflictDeclaration.objects.closing(by).filter(application=application).exists():
        raise NotFound()


def require_free(application: Application | None, by) -> None:
    """This function will refuse (NotPermitted) what follows from an application that a conflict closes to a person.

    Its selection's clock and lapse, its fund's terms: those are on pages that the person may read. None passes.
    """
    if application is not None and ConflictDeclaration.objects.closing(by).filter(application=application).exists():
        raise NotPermitted(CLOSED_TO_PERSON, code="closed_by_conflict", reference=application.reference)


def require_open_round(invitation: Invitation, by) -> None:
    """This function will refuse (NotPermitted) a round that holds an application closed to a person (para 14)."""
    if references := tuple(_closed_to(by).filter(invitation=invitation).values_list("reference", flat=True)):
        raise NotPermitted(CLOSED, code="closed_by_conflict", references=references)


def open_to(user, found: QuerySet) -> QuerySet:
    """This function will leave out what speaks of an application that is closed to a person: trail, mail, evidence."""
    if found.model not in (AuditEvent, OutboxMessage, File):
        return found
    closed = dict(_closed_to(user).values_list("pk", "reference"))
    if not closed:
        return found
    if found.model is File:
        evidence = EligibilityFinding.objects.filter(submission__application__in=closed, evidence__isnull=False)
        return found.exclude(pk__in=evidence.values("evidence"))
    names = ("content",) if found.model is AuditEvent else ("subject", "text")
    speaks = Q()
    for reference in closed.values():
        for name in names:
            speaks |= Q(**{f"{name}__contains": reference})
    if found.model is AuditEvent:  # a selection that came of it is the programme's own, and stays
        speaks &= ~Q(subject_type="funds.selection")
    return found.exclude(speaks)


def _closed_to(user) -> QuerySet:
    closed = ConflictDeclaration.objects.closing(user)
    return Application.objects.filter(pk__in=closed).order_by("reference")
