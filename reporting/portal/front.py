"""The front page: what waits for its reader, fund by fund."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funds import fundraising, selectors
from funds.models import BankAccount, CapitalCall, Fund, FundMembership, Netting, Notice, Selection
from funds.portal import payments
from funds.portal.fundraising import days_words
from funds.portal.pages import show
from investments.models import Proposal
from itvf import permissions
from itvf.dates import today
from itvf.presentation import hk_date, hkd, name_of
from reporting.portal import returns
from reporting.rules import deadlines
from reporting.selectors import outstanding_reports

Role = FundMembership.Role


@login_required
def front(request):
    """Staff go to their own site; everybody else sees a list of tasks for each fund."""
    if request.user.is_staff:
        return redirect("admin:index")
    on = today()
    funds = Fund.objects.visible_to(request.user).select_related("manager")
    clocks = _clocks(request.user, on)
    if not funds and not clocks and request.user.house_memberships.live().exists():
        return redirect("portal_rounds")
    return show(
        request,
        "portal/front.html",
        section="front",
        clocks=clocks,
        boards=[{"fund": fund, "tasks": _tasks(request.user, fund, on)} for fund in funds],
    )


def _tasks(user, fund: Fund, on: date) -> list[dict]:
    roles = fund.roles_of(user)
    tasks = []
    if roles & {Role.GP_MAKER, Role.GP_SIGNATORY}:
        tasks += _drafts(user, fund)
        tasks += _outstanding(fund, on)
        tasks += returns.tasks(user, fund, on)
        tasks += [_task(*one) for one in payments.waiting(user, fund)]
        tasks += _proposals(user, fund)
        tasks += _reports(fund, on)
        tasks += _bank_account(user, fund)
        tasks += _breaches(fund)
    if Role.PARTNER_CONTACT in roles:
        tasks += _notices(user, fund, on)
    return tasks


def _task(label: str, url: str, hint: str, status: str, tone: str) -> dict:
    return {"label": label, "url": url, "hint": hint, "status": status, "tone": tone}


def _clocks(user, on: date) -> list[dict]:
    """The twelve months that run for the reader: how long is left, how much is missing."""
    tasks = []
    for selection in Selection.objects.visible_to(user).running().select_related("manager", "scheme", "fund"):
        found = fundraising.of(selection, on)
        missing = hkd(found.progress.missing_hkd)
        hint = _("{missing} is missing (R17)").format(missing=missing)
        if found.clock:
            last = hk_date(found.clock.last_date)
            hint = _("{missing} is missing; last day {date} (R17)").format(missing=missing, date=last)
        tone = "bad" if found.clock and found.clock.is_over else "wait"
        label = _("Raise the money: {manager}").format(manager=name_of(selection.manager))
        url = reverse("portal_fundraising", args=[selection.pk])
        tasks.append(_task(label, url, hint, days_words(found.clock), tone))
    return tasks


def _drafts(user, fund: Fund) -> list[dict]:
    may_issue = permissions.allows(user, "capital_call.issue", within=fund)
    tasks = []
    drafts = CapitalCall.objects.filter(fund=fund, stage=CapitalCall.Stage.DRAFT, netting=None)
    for call in drafts.select_related("drafted_by"):
        to_issue = may_issue and call.drafted_by_id != user.pk
        hint = _("{amount}, due {date}, drafted by {person}").format(
            amount=hkd(call.amount_hkd), date=hk_date(call.due_date), person=call.drafted_by
        )
        label = _("Issue capital call {number}") if to_issue else _("Capital call {number} waits for a signatory")
        url = reverse("portal_call_issue" if to_issue else "portal_call", args=[call.pk])
        status = (_("To issue"), "wait") if to_issue else (_("Draft"), "")
        tasks.append(_task(label.format(number=call.number), url, hint, *status))
    for one in Netting.objects.filter(fund=fund, stage=Netting.Stage.DRAFT).select_related("bound_by"):
        to_issue = may_issue and one.bound_by_id != user.pk
        label = _("Issue net notice {number}") if to_issue else _("Net notice {number} waits for a signatory")
        hint = _("due and payable {date}, bound by {person}").format(date=hk_date(one.day), person=one.bound_by)
        status = (_("To issue"), "wait") if to_issue else (_("Draft"), "")
        url = reverse("portal_net_notice", args=[one.pk])
        tasks.append(_task(label.format(number=one.number), url, hint, *status))
    return tasks


def _outstanding(fund: Fund, on: date) -> list[dict]:
    issued = CapitalCall.objects.filter(fund=fund, stage=CapitalCall.Stage.ISSUED)
    unpaid = (
        selectors.call_lines(issued)
        .filter(outstanding_hkd__gt=0)
        .values("call", "call__number", "call__due_date")
        .annotate(lines=Count("pk"), sum=Sum("outstanding_hkd"))
        .order_by("call__due_date")
    )
    tasks = []
    for row in unpaid:
        late = (on - row["call__due_date"]).days
        hint = ngettext(
            "{amount} of {count} partner outstanding, due {date}",
            "{amount} of {count} partners outstanding, due {date}",
            row["lines"],
        ).format(amount=hkd(row["sum"]), count=row["lines"], date=hk_date(row["call__due_date"]))
        status = (_("Late by {days} days").format(days=late), "bad") if late > 0 else (_("Being paid"), "info")
        label = _("Capital call {number}: contributions").format(number=row["call__number"])
        tasks.append(_task(label, reverse("portal_call", args=[row["call"]]), hint, *status))
    return tasks


def _proposals(user, fund: Fund) -> list[dict]:
    stage = Proposal.Stage
    if not permissions.allows(user, "proposal.submit", within=fund):
        return []
    shown = {
        stage.QUERIED: (_("Reply to the query on {company}"), "wait"),
        stage.NO_OBJECTION: (_("Record {company} when it is completed"), "good"),
        stage.BREACH_NOTICE: (_("The Corporation sent a breach notice on {company}"), "bad"),
    }
    found = Proposal.objects.filter(fund=fund, stage__in=shown).select_related("company").order_by("number")
    tasks = []
    for one in found:
        words, tone = shown[one.stage]
        hint = _("Proposal {number}, {amount}").format(number=one.number, amount=hkd(one.amount_hkd))
        url = reverse("portal_proposal", args=[one.pk])
        tasks.append(_task(words.format(company=name_of(one.company)), url, hint, one.get_stage_display(), tone))
    return tasks


def _reports(fund: Fund, on: date) -> list[dict]:
    tasks = []
    for due in outstanding_reports(on, Fund.objects.filter(pk=fund.pk)):
        end, due_date = due.expected.period_end, due.expected.due_date
        label = _("Quarterly report to {date}").format(date=hk_date(end))
        status = (_("Due"), "wait")
        if due.expected.status == deadlines.RETURNED:
            status = (_("Queried"), "wait")
        elif due.expected.days_late:
            status = (_("Overdue by {days} days").format(days=due.expected.days_late), "bad")
        hint = _("Due on {date} (A14)").format(date=hk_date(due_date))
        tasks.append(_task(label, reverse("portal_report", args=[fund.code, end.isoformat()]), hint, *status))
    return tasks


def _bank_account(user, fund: Fund) -> list[dict]:
    accounts = fund.bank_accounts.filter(partner=None)
    if accounts.filter(stage__in=[BankAccount.Stage.CONFIRMED, BankAccount.Stage.ENTERED]).exists():
        return []
    if not permissions.allows(user, "bank_account.enter", within=fund):
        return []
    hint = _("Without a confirmed account no call can be issued.")
    return [
        _task(_("Enter the fund's bank account"), reverse("portal_bank", args=[fund.code]), hint, _("To do"), "wait")
    ]


def _breaches(fund: Fund) -> list[dict]:
    count = fund.breaches.filter(cured_date=None).count()
    if not count:
        return []
    words = ngettext("{count} breach on record", "{count} breaches on record", count).format(count=count)
    url = reverse("portal_fund", args=[fund.code]) + "#breaches"
    return [_task(words, url, _("Not cured yet"), _("Breach"), "bad")]


def _notices(user, fund: Fund, on: date) -> list[dict]:
    unpaid = selectors.call_lines().filter(outstanding_hkd__gt=0).values("pk")
    of_calls = Q(line__call__fund=fund, line__partner__contacts__user=user, line__call__stage="issued")
    of_calls &= Q(first_viewed_at=None) | Q(line__in=unpaid)
    of_distributions = Q(
        distribution_line__distribution__fund=fund,
        distribution_line__partner__contacts__user=user,
        distribution_line__distribution__stage="declared",
        first_viewed_at=None,
    )
    to_pay = selectors.call_lines().filter(
        outstanding_hkd__gt=0,
        call__netting=OuterRef("netting_line__netting"),
        partner=OuterRef("netting_line__partner"),
    )
    of_nets = Q(
        netting_line__netting__fund=fund,
        netting_line__partner__contacts__user=user,
        netting_line__netting__stage="issued",
    )
    of_nets &= Q(first_viewed_at=None) | Exists(to_pay)
    mine = Notice.objects.visible_to(user).filter(of_calls | of_distributions | of_nets)
    found = mine.with_subject().distinct()
    return [_notice_task(notice, on) for notice in sorted(found, key=lambda notice: notice.day)]


def _notice_task(notice: Notice, on: date) -> dict:
    is_read, due = notice.first_viewed_at is not None, notice.day
    words = _("Pay the call {reference}") if is_read else _("Read the notice {reference}")
    status = (_("Outstanding"), "info") if is_read else (_("Not read"), "wait")
    if is_read and due < on:
        status = (_("Late by {days} days").format(days=(on - due).days), "bad")
    if notice.line_id:
        hint = _("{amount}, due {date}").format(amount=hkd(notice.line.payable_hkd), date=hk_date(due))
    elif notice.netting_line_id:
        net = notice.netting_line.net_hkd
        words_of = _("{amount} net, due {date}") if net > 0 else _("{amount} net, payable {date}")
        hint = words_of.format(amount=hkd(abs(net)), date=hk_date(due))
    else:
        paid = hkd(notice.distribution_line.amount_hkd)
        hint = _("{amount}, payable {date}").format(amount=paid, date=hk_date(due))
    url = reverse("portal_notice", args=[notice.pk])
    return _task(words.format(reference=notice.reference), url, hint, *status)
