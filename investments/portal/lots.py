"""One lot for its general partner: where it stands, its events, values and spend, and what may be recorded of it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Sum
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.models import Fund
from funds.portal.pages import attempt, fund_crumb, may, posted, show, show_form
from funds.rules.stages import require_stage
from investments import positions
from investments.models import Finding, Investment
from investments.portal import lot_forms, rehearsals
from investments.portal.forms import store_upload
from investments.portal.holdings import STATES, units
from investments.positions import Position
from investments.services import events, exits, inspections, spending, valuations
from itvf import permissions
from itvf.dates import now
from itvf.explained import cell
from itvf.presentation import hk_date, hkd, name_of
from itvf.templatetags.explain import explained_link
from itvf.templatetags.itvf import status

Stands = Callable[[Investment, Position], bool]


def _is_held(_lot: Investment, position: Position) -> bool:
    return position.is_held


def _is_convertible(lot: Investment, position: Position) -> bool:
    return position.is_held and lot.proposal.instrument in events.CONVERTIBLE and not position.converted_hkd


def _was_written_down(_lot: Investment, position: Position) -> bool:
    return position.is_held and position.holding.written_down_hkd > 0


def _has_escrow(_lot: Investment, position: Position) -> bool:
    return position.escrow_hkd > 0


def _always(_lot: Investment, _position: Position) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Door:
    """One kind of event: what it is called, its form, its service, and when a lot offers it."""

    label: str | Promise
    form: type[lot_forms.EventForm]
    record: Callable
    is_offered: Stands = _is_held


DOORS = {
    "tranche": Door(gettext_lazy("Record a tranche"), lot_forms.TrancheForm, events.draw_tranche),
    "conversion": Door(
        gettext_lazy("Record the conversion"), lot_forms.ConversionForm, events.convert, _is_convertible
    ),
    "split": Door(gettext_lazy("Record a share split"), lot_forms.RatioForm, events.split),
    "bonus": Door(gettext_lazy("Record a bonus issue"), lot_forms.RatioForm, events.issue_bonus),
    "write-down": Door(gettext_lazy("Write it down"), lot_forms.WriteDownForm, events.write_down),
    "write-down-reversal": Door(
        gettext_lazy("Reverse a write-down"), lot_forms.WriteDownForm, events.reverse_write_down, _was_written_down
    ),
    "write-off": Door(gettext_lazy("Write it off"), lot_forms.LossForm, events.write_off),
    "exit": Door(gettext_lazy("Record an exit"), lot_forms.ExitForm, exits.exit_),
    "escrow-release": Door(
        gettext_lazy("Record a release of escrow"), lot_forms.EscrowForm, exits.release_escrow, _has_escrow
    ),
    "income": Door(gettext_lazy("Record income"), lot_forms.IncomeForm, exits.receive_income, _always),
}
LOSSES = ("write-down", "write-off")


@login_required
def lot(request, pk):
    """One lot: its position, its life from the newest event back, its values, its spend."""
    found = _visible(request, pk)
    position = positions.of(found)
    return show(
        request,
        "portal/investments/lot.html",
        lot=found,
        facts=_facts(found, position),
        events=_events(found),
        valuations=_valuations(found),
        spend=_spend(found),
        event_offers=_event_offers(request, found, position),
        may_value=may(request, "valuation.record", found.fund),
        may_report=may(request, "spend.report", found.fund),
        fund=found.fund,
        section="investments",
        crumbs=_crumbs(found.fund),
    )


@login_required
def event(request, pk, kind):
    """One event of a lot's life, of the kind that the address names: shown as it would be booked, then recorded."""
    found = _visible(request, pk)
    if kind not in DOORS:
        raise Http404
    permissions.require(request.user, "investment.record_event", within=found.fund)
    door, rehearsal = DOORS[kind], None
    form = door.form(posted(request), request.FILES or None, lot=found)

    def record():
        return _record(request, found, form, door.record)

    if attempt(request, form, lambda _given: rehearsals.run(request, found, record)):
        rehearsal = form.done
        if rehearsal.is_kept:
            messages.success(request, _("The event is recorded."))
            return redirect("portal_lot", pk=found.pk)
    elif "file" not in form.errors:
        del form.fields["file"]  # asked for once it is shown what will be booked
    url = reverse("portal_lot", args=[found.pk])
    return show(
        request,
        "portal/investments/event.html",
        form=form,
        title=door.label,
        back=url,
        rehearsal=rehearsal,
        company=found.company,
        is_danger=kind in LOSSES,
        fund=found.fund,
        section="investments",
        crumbs=[*_crumbs(found.fund), (name_of(found.company), url)],
    )


@login_required
def value(request, pk):
    """An estimate of fair value, which waits for the Corporation's review."""
    return _ask(
        request,
        _visible(request, pk),
        "valuation.record",
        lot_forms.EstimateForm,
        valuations.record,
        title=_("Value the investment"),
        done=_("The value is recorded and waits for review."),
    )


@login_required
def spend(request, pk):
    """A quarter's Hong Kong spend with its lines and evidence."""
    return _ask(
        request,
        _visible(request, pk),
        "spend.report",
        lot_forms.SpendForm,
        spending.report,
        title=_("Report Hong Kong spend"),
        done=_("The spend of the quarter is reported."),
        lede=_("One line for each amount; leave the lines that you do not need empty."),
    )


@login_required
def answer(request, pk):
    """The general partner's answer to a finding of an inspection visit."""
    open_to = Fund.objects.books_open_to(request.user).values("pk")
    wanted = Finding.objects.filter(visit__fund__in=open_to).select_related("visit__fund__manager", "visit__company")
    found = get_object_or_404(wanted, pk=pk)
    visit = found.visit
    permissions.require(request.user, "finding.answer", within=visit.fund)
    require_stage(found, Finding.Stage.OPEN)
    form = lot_forms.FindingForm(posted(request), request.FILES or None)
    if attempt(request, form, lambda given: _answer(request, found, given)):
        messages.success(request, _("Your answer is with the Corporation."))
        return redirect("portal_company_page", pk=visit.company_id)
    return show_form(
        request,
        form,
        title=_("Answer the finding"),
        quoted=found.finding,
        lede=_("{company}, visited on {date}; to be answered by {due}.").format(
            company=name_of(visit.company), date=hk_date(visit.visited_date), due=hk_date(found.due_date)
        ),
        action=_("Send the answer"),
        back=reverse("portal_company_page", args=[visit.company_id]),
        is_multipart=True,
        fund=visit.fund,
        crumbs=[fund_crumb(visit.fund)],
    )


@transaction.atomic
def _answer(request, found: Finding, given: dict) -> Finding:
    file = store_upload(given["file"], field="file", by=request.user) if given["file"] else None
    return inspections.answer(finding=found, answer=given["answer"], file=file, by=request.user, at=now())


def _ask(request, found: Investment, permission: str, asks, record, *, title, done, **words):
    """A form about a lot, one call of a service on it, and back to the lot."""
    permissions.require(request.user, permission, within=found.fund)
    form = asks(posted(request), request.FILES or None, lot=found)
    if attempt(request, form, lambda _given: _record(request, found, form, record)):
        messages.success(request, done)
        return redirect("portal_lot", pk=found.pk)
    url = reverse("portal_lot", args=[found.pk])
    return show_form(
        request,
        form,
        title=title,
        action=title,
        back=url,
        is_multipart=True,
        fund=found.fund,
        section="investments",
        crumbs=[*_crumbs(found.fund), (name_of(found.company), url)],
        **words,
    )


@transaction.atomic
def _record(request, found: Investment, form: lot_forms.LotForm, record):
    return record(investment=found, **form.inputs(by=request.user), by=request.user, at=now())


def _event_offers(request, found: Investment, position: Position) -> list[tuple[str, str]]:
    if not may(request, "investment.record_event", found.fund):
        return []
    return [
        (door.label, reverse("portal_lot_event", args=[found.pk, kind]))
        for kind, door in DOORS.items()
        if door.is_offered(found, position)
    ]


def _facts(found: Investment, position: Position) -> list[tuple]:
    return [
        (_("State"), STATES[position.state][0]),
        (_("Completed"), hk_date(found.completed_date)),
        (_("Units"), units(position.holding.units)),
        (_("Invested"), _explained(found, "paid", position.original_cost_hkd)),
        (_("Held at cost"), _explained(found, "cost", position.holding.cost_hkd)),
        (_("Written down for good"), _explained(found, "written-down", position.holding.written_down_hkd)),
        (_("Carrying amount"), _explained(found, "value", position.fair_value_hkd)),
        (_("Last valued"), hk_date(position.valued_date)),
        (_("Proceeds"), _explained(found, "proceeds", position.proceeds_hkd)),
        (_("Income"), _explained(found, "income", position.income_hkd)),
        (_("Held in escrow"), _explained(found, "escrow", position.escrow_hkd)),
    ]


def _explained(found: Investment, name: str, amount):
    """A figure of the lot, opening to its derivation."""
    return explained_link(hkd(amount), "holding", found.fund.code, of=f"{found.pk}/{name}")


def _events(found: Investment) -> dict:
    columns = [
        (_("Event"), "text"),
        (_("Date"), "date"),
        (_("Amount (HK$)"), "money"),
        (_("Change of cost (HK$)"), "money"),
        (_("Change of units"), "text"),
        (_("Journal entry"), "text"),
        (_("Evidence"), "text"),
        (_("Reason"), "text"),
    ]
    rows = [
        [
            _event_name(one),
            one.effective_date,
            cell(one.amount_hkd, found.fund.code, "event", of=one.pk, on=one.effective_date),
            cell(one.cost_hkd, found.fund.code, "event", of=one.pk, on=one.effective_date),
            units(one.units),
            _entry(found, one),
            one.evidence,
            one.reason,
        ]
        for one in found.life_events.select_related("reverses").order_by("-number")
    ]
    return {"columns": columns, "rows": rows}


def _entry(found: Investment, one) -> tuple[str, str] | None:
    """The journal entry of an event, with its page."""
    if one.entry_id is None:
        return None
    return f"{one.entry_id:d}", reverse("portal_entry", args=[found.fund.code, one.entry_id])


def _event_name(one) -> str:
    if one.reverses_id:
        return _("{number}. Reversal of event {reversed}").format(number=one.number, reversed=one.reverses.number)
    return f"{one.number}. {capfirst(one.get_kind_display())}"


def _valuations(found: Investment) -> dict:
    columns = [
        (_("Valued as of"), "date"),
        (_("Stage"), "text"),
        (_("Method"), "text"),
        (_("Level"), "text"),
        (_("Fair value (HK$)"), "money"),
        (_("Policy"), "text"),
    ]
    rows = [
        [
            one.valuation_date,
            status(one),
            capfirst(one.get_method_display()),
            one.get_level_display(),
            one.fair_value_hkd,
            one.policy_version,
        ]
        for one in found.valuations.order_by("-valuation_date", "-id")
    ]
    return {"columns": columns, "rows": rows}


def _spend(found: Investment) -> dict:
    columns = [
        (_("Quarter ended"), "date"),
        (_("Reported (HK$)"), "money"),
        (_("Jobs in Hong Kong"), "number"),
        (_("Note"), "text"),
    ]
    reports = found.spend_reports.standing().annotate(amount_hkd=Sum("lines__amount_hkd")).order_by("-period_end")
    rows = [
        [
            one.period_end,
            cell(one.amount_hkd, found.fund.code, "spend", of=f"{found.pk:d}/reported", on=one.period_end),
            one.hong_kong_jobs,
            one.note,
        ]
        for one in reports
    ]
    return {"columns": columns, "rows": rows}


def _crumbs(fund) -> list[tuple[str, str]]:
    return [fund_crumb(fund), (_("Investments"), reverse("portal_investments", args=[fund.code]))]


def _visible(request, pk: int) -> Investment:
    found = Investment.objects.visible_to(request.user).select_related("fund__manager", "company", "proposal")
    return get_object_or_404(found, pk=pk)
