"""Rounds and applications as read: the phase of a round, the progress of a draft, what stands with the Corporation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from funds.models import Application, ApplicationDocument, Invitation, Submission
from funds.rules import application as rules
from funds.rules.form_fields import Answers
from funds.rules.scoring import Criterion, Level
from funds.rules.track_record import Line, TrackRecord, compute, compute_whole

COMING, OPEN, CLOSED = "coming", "open", "closed"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a working copy is: every section as read, and the documents that lack."""

    answers: dict[str, Answers]
    missing_documents: tuple

    @property
    def done(self) -> int:
        """Sections that are complete, the documents among them."""
        return sum(not one.faults for one in self.answers.values()) + (not self.missing_documents)

    @property
    def whole(self) -> int:
        """All sections, the documents among them."""
        return len(rules.SECTIONS) + 1

    @property
    def is_complete(self) -> bool:
        """Whether it can be submitted."""
        return self.done == self.whole


def database_clock() -> datetime:
    """This function will give the database's own moment, which alone says whether a round is open."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (moment,) = cursor.fetchone()
    return moment


def phase(invitation: Invitation, at: datetime) -> str:
    """This function will say where a published round is at a moment: coming, open (both ends in it), closed."""
    if at < invitation.opens_at:
        return COMING
    return OPEN if at <= invitation.closes_at and invitation.stage == Invitation.Stage.OPEN else CLOSED


def criteria_of(invitation: Invitation) -> list[Criterion]:
    """This function will give a round's criteria as its rules read them."""
    return [
        Criterion(
            one.code, one.title_en, one.title_zh_hant, one.weight_rate, tuple(Level(**level) for level in one.levels)
        )
        for one in invitation.criteria.all()
    ]


def answers_of(application: Application, key: str, *, on: date) -> Answers:
    """This function will read one section of a working copy, with what is wrong in it."""
    return rules.answers_of(key, application.sections.get(key, {}), on=on)


def progress(application: Application, *, on: date) -> Progress:
    """This function will say how far a working copy is. A section that was never saved is not complete."""
    answers = {}
    for key in rules.SECTIONS:
        found = answers_of(application, key, on=on)
        if key not in application.sections and not found.faults:
            found = Answers(found.values, found.kept, (rules.never_saved(key),))
        answers[key] = found
    return Progress(answers, tuple(missing_documents(application)))


def documents_of(application: Application):
    """This function will give the documents of a working copy that were not taken out, with their files."""
    return application.documents.filter(removed_at__isnull=True).select_related("file", "added_by").order_by("id")


def missing_documents(application: Application) -> Iterable:
    """This function will give the documents that the round requires and the working copy lacks."""
    given = set(documents_of(application).values_list("code", flat=True))
    return [one for one in application.invitation.documents.all() if one.is_required and one.code not in given]


def track_record_of(sections: dict, *, on: date) -> TrackRecord:
    """This function will compute a track record from kept answers, prior funds' claims beside it."""
    values = rules.answers_of("track_record", sections.get("track_record", {}), on=on).values
    prior = rules.answers_of("prior_funds", sections.get("prior_funds", {}), on=on).values["rows"]
    return compute(values, prior)


def whole_record_of(sections: dict, *, on: date) -> Line:
    """This function will compute only the whole of a track record: what a page of many applicants shows of it."""
    return compute_whole(rules.answers_of("track_record", sections.get("track_record", {}), on=on).values)


def standing(application: Application) -> Submission | None:
    """This function will give what stands with the Corporation, or nothing."""
    return application.submissions.first() if application.is_received else None


def files_of_applicants():
    """This function will give the ids of the files that applicants handed in: staff reach them by a submission only."""
    return ApplicationDocument.objects.values("file")
