"""What waits on the staff's front page about the Corporation's money: to approve, held, confirmed with a difference."""

from datetime import date

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funds.models import FundingAllotment, FundingRequest, PaymentConfirmation, PaymentHold, PaymentMessage
from itvf.admin_records import address, tag, tag_of
from itvf.dates import business_days_between, local_date
from itvf.presentation import hk_date, hkd
from reporting.admin.items import Item


def allotments(user) -> list[Item]:
    """This function will give the allotments that another person entered."""
    drafts = FundingAllotment.objects.filter(stage=FundingAllotment.Stage.DRAFT).exclude(proposed_by=user)
    return [
        Item(_("Approve the allotment %(what)s") % {"what": one}, address(one), hkd(one.amount_hkd), tag(one))
        for one in drafts
    ]


def requests(user) -> list[Item]:
    """This function will give the funding requests that another person drafted."""
    drafts = FundingRequest.objects.filter(stage=FundingRequest.Stage.DRAFT).exclude(drafted_by=user).defer("content")
    return [
        Item(
            _("Approve and send the funding request %(what)s") % {"what": one},
            address(one),
            hkd(one.amount_hkd),
            _("needed by %(date)s") % {"date": hk_date(one.needed_by_date)},
        )
        for one in drafts
    ]


def held(on: date) -> list[Item]:
    """This function will give every payment that is held: why, by whom, for how many business days, who is to act."""
    last = PaymentMessage.objects.filter(hold=OuterRef("pk")).order_by("-id").values("is_from_manager")[:1]
    standing = PaymentHold.objects.standing().annotate(answered=Subquery(last)).order_by("held_at")
    found = []
    for hold in standing.select_related("case__line__call__fund", "held_by"):
        days = business_days_between(local_date(hold.held_at), on)
        age = ngettext("%(n)s business day", "%(n)s business days", days) % {"n": days}
        who = _("by %(person)s since %(date)s; %(reason)s") % {
            "person": hold.held_by,
            "date": hk_date(hold.held_at),
            "reason": hold.reason,
        }
        waits = {True: _("the GP has answered"), False: _("with the GP"), None: hold.get_kind_display()}[hold.answered]
        tone = "answered" if hold.answered else "late" if hold.kind == PaymentHold.Kind.BANK_DETAILS else "waiting"
        title = f"{hold.case.line.call}: {hkd(hold.case.amount_hkd)}"
        found.append(Item(title, address(hold.case), who, tag_of(tone, f"{waits}, {age}")))
    return found


def differing() -> list[Item]:
    """This function will give the payments whose last receipt of the GP differs from the bank's debit."""
    newest = PaymentConfirmation.objects.filter(case=OuterRef("case")).order_by("-id").values("pk")[:1]
    found = PaymentConfirmation.objects.filter(~Q(difference_hkd=0) | ~Q(days=0), pk=Subquery(newest))
    return [
        Item(
            str(one.case.line.call),
            address(one),
            _("the GP confirmed %(received)s, the bank debited %(debited)s")
            % {"received": hkd(one.amount_hkd), "debited": hkd(one.case.amount_hkd)},
            tag_of("late", _("%(days)s days apart") % {"days": one.days} if one.days else _("amounts differ")),
        )
        for one in found.select_related("case__line__call__fund")
    ]
