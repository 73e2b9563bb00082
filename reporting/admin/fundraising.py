"""What waits for the staff of the twelve months: lapses to propose and to approve, terms that depart from the offer."""

from django.utils.translation import gettext as _

from funds import reserve_list
from funds.models import ConflictDeclaration, ReservePromotion, Selection, TermDeparture
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


def receipts(user) -> list[Item]:
    """This function will give the selections whose twelve months do not run: the notice's receipt is not recorded."""
    found = Selection.objects.running().filter(notice_received_date=None)
    return [
        Item(
            _("Record the receipt of the notice: %(what)s") % {"what": selection},
            address(selection),
            hkd(selection.reserved_hkd),
            tag_of("waiting", _("notice of %(date)s") % {"date": hk_date(selection.notice_issued_date)}),
        )
        for selection in found.select_related("manager").order_by("notice_issued_date")
    ]


def reserves(user) -> list[Item]:
    """This function will give the next on each reserve list where a lapse left a place that nobody took up (R18)."""
    closed = set(ConflictDeclaration.objects.closing(user).values_list("application", flat=True))
    return [
        Item(
            _("Propose the next on the reserve list: %(what)s") % {"what": line.application.reference},
            address(line),
            hkd(line.likely_hkd),
        )
        for line in reserve_list.waiting()
        if line.application_id not in closed
    ]


def promotions(user) -> list[Item]:
    """This function will give the promotions from a reserve list that somebody else proposed."""
    found = ReservePromotion.objects.filter(stage=ReservePromotion.Stage.PROPOSED).exclude(proposed_by=user)
    found = found.exclude(line__application__in=ConflictDeclaration.objects.closing(user))
    return [
        Item(
            _("Approve a promotion from the reserve list: %(what)s") % {"what": one.line.application.reference},
            address(one),
            hkd(one.line.likely_hkd),
            tag(one),
        )
        for one in found.select_related("line__application")
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
    found = TermDeparture.objects.visible_to(user).filter(stage=TermDeparture.Stage.OPEN).exclude(recorded_by=user)
    return [
        Item(
            _("Approve a departure from the offer: %(what)s") % {"what": one},
            address(one),
            one.clause,
            tag(one),
        )
        for one in found.select_related("agreement__fund")
    ]
