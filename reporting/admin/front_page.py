"""The staff's front page: what waits for me, by the roles that I hold, and where the programme's envelope stands.

Every list is one query (or two), whatever the number of funds; each item leads to its object.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funds import selectors
from funds.models import (
    CapitalCall,
    Manager,
    RecordedBreach,
    Scheme,
    Selection,
)
from itvf import permissions
from itvf.admin_records import address, tag, tag_of
from itvf.dates import now, today
from itvf.health import ALIVE
from itvf.models import Heartbeat, OutboxMessage
from itvf.presentation import hk_date, hk_moment, hkd_millions, is_chinese
from itvf.roles import label as role_name
from reporting import selectors as reports
from reporting.admin import agreements, holdings, money_waiting, waiting
from reporting.admin.items import Item

SOON = timedelta(days=14)
LICENCE_CHECK = timedelta(days=90)
LONGEST = 8


@dataclass(frozen=True)
class Box:
    """A list with its heading; `empty` says in words that there is nothing."""

    title: Any
    items: list[Item]
    empty: Any
    more: int = 0

    @property
    def count(self) -> int:
        """How many there are, those not shown included."""
        return len(self.items) + self.more


def context(request, context: dict) -> dict:
    """This function will add what the front page shows to the admin's own context (UNFOLD DASHBOARD_CALLBACK)."""
    if not permissions.allows(request.user, "admin.view"):
        return context
    roles = permissions.roles_of(request.user)
    return context | {
        "title": _("What waits for me"),
        "greeting": _greeting(request.user, roles),
        "mine": _box(
            _("For me to decide or do"), waiting.for_person(request.user, roles), _("Nothing waits for you. Well done.")
        ),
        "boxes": _boxes(request.user),
        "envelopes": [_envelope(scheme) for scheme in Scheme.objects.filter(instrument="lp")],
        "worker": _worker(),
    }


def _greeting(user, roles: set[str]) -> str:
    names = ("、" if is_chinese() else ", ").join(role_name(role) for role in sorted(roles))
    return _("%(person)s, %(roles)s. Today is %(date)s.") % {
        "person": user,
        "roles": names,
        "date": hk_date(today()),
    }


def _box(title, items: Iterable[Item], empty, count: int | None = None) -> Box:
    items = list(items)
    return Box(title, items[:LONGEST], empty, max((len(items) if count is None else count) - LONGEST, 0))


def _boxes(user) -> list[Box]:
    on = today()
    lit, lit_count = holdings.attention(user, on)
    return [
        _box(_("Calls due within 14 days, and late lines"), _calls(on), _("No call is due soon and no line is late.")),
        _box(_("Payments held"), money_waiting.held(on), _("No payment is held.")),
        _box(_("Receipts that differ from the debit"), money_waiting.differing(), _("Every receipt agrees.")),
        _box(_("Quarterly reports not in"), _reports(on), _("Every quarterly report that is due has come in.")),
        _box(_("Open breaches"), _breaches(on), _("No breach stands open.")),
        _box(_("Holdings that ask for a look"), lit, _("Every holding is in order."), lit_count),
        _box(_("Findings due within 14 days, and late ones"), holdings.findings(on), _("No finding is due soon.")),
        _box(_("Holdings to be confirmed"), holdings.unconfirmed(on), _("Every holding was confirmed within a year.")),
        _box(_("Duties that are overdue, or due within 30 days"), agreements.duties(on), _("No duty is due soon.")),
        _box(_("The twelve months to raise money"), _clocks(on), _("No manager is raising money now.")),
        _box(_("Licences to look at"), _licences(on), _("Every licence was checked within 90 days.")),
        _box(_("Notices that need a person"), _messages(), _("Every message went out, or is on its way.")),
    ]


def _calls(on) -> list[Item]:
    lines = (
        selectors.call_lines()
        .filter(outstanding_hkd__gt=0, call__due_date__lte=on + SOON)
        .values("call")
        .annotate(open=Count("pk"))
        .values_list("call", "open")
        .order_by()
    )
    open_lines: dict[int, int] = {}
    for call, count in lines:
        open_lines[call] = open_lines.get(call, 0) + count
    calls = CapitalCall.objects.filter(pk__in=open_lines).select_related("fund").order_by("due_date")
    return [
        Item(
            str(call),
            address(call),
            ngettext("%(n)s line open", "%(n)s lines open", open_lines[call.pk]) % {"n": open_lines[call.pk]},
            tag_of("late", _days_late(on - call.due_date))
            if call.due_date < on
            else tag_of("waiting", _("due %(date)s") % {"date": hk_date(call.due_date)}),
        )
        for call in calls
    ]


def _reports(on) -> list[Item]:
    return [
        Item(
            due.fund.name_en,
            address(due.report or due.fund),
            _("quarter to %(date)s") % {"date": hk_date(due.expected.period_end)},
            tag_of("overdue", _days_late(timedelta(days=due.expected.days_late)))
            if due.expected.days_late
            else _("due %(date)s") % {"date": hk_date(due.expected.due_date)},
        )
        for due in reports.outstanding_reports(on)
    ]


def _days_late(late: timedelta) -> str:
    return ngettext("%(n)s day late", "%(n)s days late", late.days) % {"n": late.days}


def _breaches(on) -> list[Item]:
    """Those whose cure is late first, then by the day agreed, then those without one."""
    standing = RecordedBreach.objects.open(on).select_related("fund")
    ordered = standing.order_by(F("cure_due_date").asc(nulls_last=True), "-found_date", "-id")
    return [
        Item(f"{breach.rule} · {breach.fund.code}", address(breach), breach.message, _cure_word(breach, on))
        for breach in ordered[: LONGEST + 50]
    ]


def _cure_word(breach: RecordedBreach, on):
    if breach.is_overdue(on):
        return tag_of("late", _("cure was due %(date)s") % {"date": hk_date(breach.cure_due_date)})
    if breach.cure_due_date:
        return tag_of("waiting", _("cure due %(date)s") % {"date": hk_date(breach.cure_due_date)})
    return _("found %(date)s") % {"date": hk_date(breach.found_date)}


def _clocks(on) -> list[Item]:
    running = Selection.objects.filter(stage__in=[Selection.Stage.SELECTED, Selection.Stage.LAPSE_PROPOSED])
    found = []
    for selection in running.select_related("manager").order_by("fundraising_last_date"):
        if selection.fundraising_last_date is None:
            found.append(_unreceived(selection))
            continue
        left = (selection.fundraising_last_date - on).days
        if left < 0:
            word = tag_of("late", _("over since %(date)s") % {"date": hk_date(selection.fundraising_last_date)})
        else:
            word = ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}
            word = tag_of("waiting", word) if left <= 90 else word
        found.append(
            Item(
                str(selection),
                address(selection),
                _("last day %(date)s; reserves %(amount)s")
                % {"date": hk_date(selection.fundraising_last_date), "amount": hkd_millions(selection.reserved_hkd)},
                word,
            )
        )
    return found


def _unreceived(selection: Selection) -> Item:
    reserved = _("reserves %(amount)s") % {"amount": hkd_millions(selection.reserved_hkd)}
    return Item(str(selection), address(selection), reserved, tag_of("waiting", _("receipt not recorded")))


def _licences(on) -> list[Item]:
    soon, stale = on + LICENCE_CHECK, on - LICENCE_CHECK
    managers = Manager.objects.filter(
        Q(licence_expiry_date__lte=soon) | Q(licence_checked_date__lt=stale) | Q(licence_checked_date__isnull=True)
    ).order_by(F("licence_expiry_date").asc(nulls_last=True), "name_en")
    found = []
    for manager in managers:
        if manager.licence_expiry_date and manager.licence_expiry_date <= soon:
            is_over = manager.licence_expiry_date < on
            words = _("expired %(date)s") if is_over else _("expires %(date)s")
            word = tag_of("late" if is_over else "waiting", words % {"date": hk_date(manager.licence_expiry_date)})
        elif manager.licence_checked_date:
            word = tag_of("waiting", _("checked %(date)s") % {"date": hk_date(manager.licence_checked_date)})
        else:
            word = tag_of("late", _("never checked"))
        found.append(Item(manager.name_en, address(manager), manager.ce_number, word))
    return found


def _messages() -> list[Item]:
    State = OutboxMessage.State
    waiting = OutboxMessage.objects.filter(state__in=[State.UNKNOWN, State.FAILED]).defer("text", "html")
    return [
        Item(message.subject, address(message), message.to, tag(message, "state"))
        for message in waiting[: LONGEST + 50]
    ]


def _worker() -> dict:
    last = Heartbeat.objects.filter(name="worker").values_list("beat_at", flat=True).first()
    if last and now() - last < ALIVE:
        return {"is_alive": True, "text": _("The worker is awake: notices go out.")}
    if last:
        return {"is_alive": False, "text": _("The worker was last heard of on %(at)s.") % {"at": hk_moment(last)}}
    return {"is_alive": False, "text": _("The worker was never heard of: notices wait until it runs.")}


def _envelope(scheme: Scheme) -> dict:
    """The envelope (R1) as a bar: percentages for the drawing only, the figures beside it are exact."""
    envelope = selectors.envelope(scheme, selectors.terms_in_force(scheme, today()))
    parts = [
        ("committed", _("committed"), envelope.committed_hkd),
        ("reserved", _("reserved"), envelope.reserved_hkd),
        ("left", _("left"), envelope.left_hkd),
    ]
    drawn, start = [], 0.0
    for name, label, amount in parts:
        width = float(amount / envelope.whole_hkd * 100)
        drawn.append(
            {
                "name": name,
                "label": label,
                "amount": amount,
                "x": f"{start:.3f}",
                "width": f"{max(width - 0.15, 0):.3f}",
            }
        )
        start += width
    return {"scheme": scheme, "url": address(scheme), "whole": envelope.whole_hkd, "parts": drawn}
