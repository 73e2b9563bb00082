"""The agreement register's lines of the staff's front page: what waits for a second person, votes to count, duties."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from funds import agreement_calendar
from funds.agreement_words import duty_words
from funds.models import AgreementClause, AgreementEvent, FacilityAgreement, Fund, Resolution, SideLetter
from funds.rules import duties as rules
from itvf.admin_records import address, tag, tag_of
from itvf.dates import today
from itvf.presentation import hk_date
from reporting.admin.items import Item


def terms(user) -> list[Item]:
    """Terms that another person recorded."""
    return _drafts(AgreementClause.objects.select_related("fund"), user, _("Approve a term: %(what)s"))


def events(user) -> list[Item]:
    """Events that another person recorded."""
    return _drafts(AgreementEvent.objects.select_related("fund"), user, _("Approve an event: %(what)s"))


def facilities(user) -> list[Item]:
    """Facilities that another person recorded."""
    return _drafts(FacilityAgreement.objects.select_related("fund"), user, _("Approve a facility: %(what)s"))


def letters(user) -> list[Item]:
    """Side letters that another person recorded."""
    return _drafts(SideLetter.objects.select_related("fund", "partner"), user, _("Approve a side letter: %(what)s"))


def counts(user) -> list[Item]:
    """Resolutions of others whose last day for votes has passed."""
    open_still = Resolution.objects.filter(stage=Resolution.Stage.OPEN, last_day__lt=today()).exclude(opened_by=user)
    return [
        Item(_("Count the votes: %(what)s") % {"what": one}, address(one), one.question, hk_date(one.last_day))
        for one in open_still.select_related("fund")
    ]


def duties(on: date) -> list[Item]:
    """Duties that are overdue, then those due within 30 days, over all funds; licences have a list of their own."""
    calendar = reverse("admin:funds_dutydone_calendar")
    return [
        Item(f"{fund.code} · {duty_words(duty)}", calendar, duty.clause, _when(duty, on))
        for fund, duty in agreement_calendar.calendar(Fund.objects.select_related("manager"), on)
        if duty.kind != rules.LICENCE_CHECK and rules.state(duty, on) in (rules.OVERDUE, rules.SOON)
    ]


def _when(duty: rules.Duty, on: date):
    is_late = rules.state(duty, on) == rules.OVERDUE
    words = _("was due %(date)s") if is_late else _("due %(date)s")
    return tag_of("overdue" if is_late else "waiting", words % {"date": hk_date(duty.due_date)})


def _drafts(found, user, words: str) -> list[Item]:
    waiting = found.filter(stage="draft").exclude(recorded_by=user)
    return [Item(words % {"what": thing}, address(thing), when=tag(thing)) for thing in waiting]
