"""What waits for the staff of the twelve months: lapses to propose and to approve, terms that depart from the offer."""

from django.utils.translation import gettext as _

from funds.models import Selection, TermDeparture
from itvf.admin_records import address, tag, tag_of
from itvf.dates import today
from itvf.presentation import hk_date, hkd
from reporting.admin.items import Item


def over(user) -> list[Item]:
    """This function will give the selections whose twelve months are over: the system proposes their lapse (R18)."""
    found = Selection.objects.filter(stage=Selection.Stage.SELECTED, fundraising_last_date__lt=today())
    return [
        Item(
            _("Prepare the lapse and its letter: %(what)s") % {"what": selection},
            address(selection),
            hkd(selection.reserved_hkd),
            tag_of("late", _("over since %(date)s") % {"date": hk_date(selection.fundraising_last_date)}),
        )
        for selection in found.select_related("manager").order_by("fundraising_last_date")
    ]


def lapses(user) -> list[Item]:
    """This function will give the lapses that somebody else proposed."""
    proposed = Selection.objects.filter(stage=Selection.Stage.LAPSE_PROPOSED).exclude(lapse_proposed_by=user)
    return [
        Item(_("Approve a lapse: %(what)s") % {"what": selection}, address(selection), hkd(selection.reserved_hkd))
        for selection in proposed.select_related("manager")
    ]


def departures(user) -> list[Item]:
    """This function will give the terms that were signed otherwise than offered, recorded by somebody else."""
    found = TermDeparture.objects.filter(stage=TermDeparture.Stage.OPEN).exclude(recorded_by=user)
    return [
        Item(
            _("Approve a departure from the offer: %(what)s") % {"what": one},
            address(one),
            one.clause,
            tag(one),
        )
        for one in found.select_related("agreement__fund")
    ]
