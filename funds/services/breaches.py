"""The breach register's own verb: how a breach was cured. Breaches are found by the services that meet them."""

from datetime import date, datetime

from django.db import transaction

from funds.locks import lock_fund
from funds.models import RecordedBreach
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, WrongStage, gettext_noop


@transaction.atomic
def cure(*, breach: RecordedBreach, cured_date: date, cure: str, by, at: datetime) -> RecordedBreach:
    """This function will record how and when a breach was cured; the breach stays in the register."""
    permissions.require(by, "breach.cure")
    lock_fund(breach.fund)
    breach = RecordedBreach.objects.get(pk=breach.pk)
    if breach.cured_date:
        raise WrongStage(gettext_noop("The breach was cured on {date}."), code="already_cured", date=breach.cured_date)
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
