"""The breach register's own verbs: by when a breach is to be cured, and how it was. Other services find breaches.

A breach whose rule passes again stays open: a person looks and records the cure.
"""

from datetime import date, datetime

from django.db import transaction

from funds.locks import lock_fund
from funds.models import RecordedBreach
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, WrongStage, gettext_noop


@transaction.atomic
def agree_cure(*, breach: RecordedBreach, cure_due_date: date, reason: str, by, at: datetime) -> RecordedBreach:
    """This function will record the day agreed for the cure of an open breach, or another day in its place.

    Refuses a day that has passed, and a breach that was cured. The audit trail holds the day agreed before.
    """
    permissions.require(by, "breach.agree_cure")
    reason = audit.require_reason(reason)
    breach = _open(breach)
    if cure_due_date < local_date(at):
        raise InputRefused(
            gettext_noop("{date} has passed; agree a day that is to come."),
            code="cure_due_past",
            field="cure_due_date",
            date=cure_due_date,
        )
    before, breach.cure_due_date = breach.cure_due_date, cure_due_date
    breach.save(update_fields=["cure_due_date"])
    audit.record(
        chain=breach.fund.chain,
        verb="breach.agree_cure",
        subject=breach,
        by=by,
        at=at,
        reason=reason,
        facts={"before": before, "due": cure_due_date},
    )
    return breach


@transaction.atomic
def cure(*, breach: RecordedBreach, cured_date: date, cure: str, by, at: datetime) -> RecordedBreach:
    """This function will record how and when a breach was cured; the breach stays in the register."""
    permissions.require(by, "breach.cure")
    breach = _open(breach)
    if not cure.strip():
        raise InputRefused(gettext_noop("Say what cured the breach."), code="cure_missing", field="cure")
    if not breach.found_date <= cured_date <= local_date(at):
        raise InputRefused(
            gettext_noop("{date} is not between {found}, when the breach was found, and today."),
            code="cure_date",
            field="cured_date",
            date=cured_date,
            found=breach.found_date,
        )
    breach.cured_date = cured_date
    breach.cured_by = by
    breach.cure = cure.strip()
    breach.save(update_fields=["cured_date", "cured_by", "cure"])
    audit.record(
        chain=breach.fund.chain, verb="breach.cure", subject=breach, by=by, at=at, reason=cure, facts={"on": cured_date}
    )
    return breach


def _open(breach: RecordedBreach) -> RecordedBreach:
    """The breach under its fund's lock; one that was cured is refused."""
    lock_fund(breach.fund)
    breach = RecordedBreach.objects.select_related("fund").get(pk=breach.pk)
    if breach.cured_date:
        raise WrongStage(gettext_noop("The breach was cured on {date}."), code="already_cured", date=breach.cured_date)
    return breach
