"""Drafting a call in steps: what for, due when, check; answers wait in the session until the draft is saved.

The deals that a purpose may name belong to the floor above, which hands `deals` in with its addresses.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import formset_factory
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from funds import call_splits, selectors
from funds.models import CallPurpose, CapitalCall, Fund
from funds.portal.calls import lines_table, purposes_table
from funds.portal.forms import DueDateForm, ExcuseForm, PurposeForm
from funds.portal.pages import PortalForm, attempt, fund_crumb, managed_fund, posted, show
from funds.portal.rows import MOST_ROWS, changed, problems
from funds.rules.allocation import earliest_due_date
from funds.rules.call_purposes import Agreed
from funds.rules.stages import require_stage
from funds.services import capital_calls
from funds.services.call_inputs import ExcuseInput
from funds.services.capital_calls import PurposeInput
from itvf import permissions
from itvf.dates import now, today
from itvf.errors import InputRefused, RuleBroken
from itvf.presentation import hk_date, name_of

PREFIX, EXCUSED = "purposes", "excused"


@dataclass(frozen=True, slots=True)
class Deal:
    """A deal that a purpose may name: its opaque reference, its names, and how it reads in a list of choices."""

    reference: str
    label: str
    label_zh_hant: str
    choice: str


class Drafting:
    """One person's answers for one call, new or standing, from step to step."""

    def __init__(self, request, code: str | None, pk: int | None):
        self.request = request
        calls = CapitalCall.objects.visible_to(request.user).select_related("fund__manager")
        self.call = get_object_or_404(calls, pk=pk) if pk else None
        self.fund: Fund = self.call.fund if self.call else managed_fund(request, code)
        permissions.require(request.user, "capital_call.draft", within=self.fund)
        if self.call:
            require_stage(self.call, CapitalCall.Stage.DRAFT)
        self.key = f"call:{pk}" if pk else f"call:new:{self.fund.code}"
        self.answers = request.session.get(self.key) or self._standing()

    def _standing(self) -> dict:
        """What the draft says now; nothing for a new one."""
        if self.call is None:
            return {}
        excused = [_excuse(one) for one in self.call.excuses.values("partner", "clause", "reason", "asked_date")]
        return {
            "purposes": _rows_of(self.call),
            "due_date": self.call.due_date.isoformat(),
            "version": self.call.version,
            "excused": excused,
        }

    def correct(self, pk: str) -> None:
        """Starts from what a cancelled call of the fund said, to correct it."""
        found = get_object_or_404(self.fund.calls.filter(stage=CapitalCall.Stage.CANCELLED), pk=pk)
        self.answers = {}
        self.keep(purposes=_rows_of(found), replaces=found.pk)

    def keep(self, **answers) -> None:
        """Holds answers for the next step."""
        self.answers |= answers
        self.request.session[self.key] = self.answers

    def forget(self) -> None:
        """Lets the answers go, once they are saved."""
        self.request.session.pop(self.key, None)

    def url(self, step: str) -> str:
        """The address of a step."""
        if self.call:
            return reverse(f"portal_call_revise_{step}", args=[self.call.pk])
        return reverse(f"portal_call_new_{step}", args=[self.fund.code])

    @property
    def due_date(self):
        """The due date as given, if it is."""
        return parse_date(self.answers.get("due_date") or "")

    @property
    def purposes(self) -> list[PurposeInput]:
        """The purposes as the service takes them."""
        return [_purpose(row) for row in self.answers.get("purposes", ())]

    @property
    def replaces(self) -> CapitalCall | None:
        """The cancelled call that this one corrects."""
        return self.fund.calls.filter(pk=self.answers.get("replaces")).first()

    @property
    def excused(self) -> list[ExcuseInput]:
        """The excused partners as the service takes them."""
        partners = self.fund.partners.in_bulk([row["partner"] for row in self.answers.get("excused", ())])
        return [
            ExcuseInput(
                partners[int(row["partner"])], row["clause"], row["reason"], parse_date(row.get("asked_date") or "")
            )
            for row in self.answers.get("excused", ())
        ]

    def preview(self, due):
        """The lines as they would be issued today."""
        excused = [one.partner.pk for one in self.excused]
        return capital_calls.preview(self.fund, self.purposes, due, today(), excused=excused)

    def show(self, template: str, step: str, **context):
        """Renders a step."""
        words = {"purposes": _("What for"), "due_date": _("Due when"), "check": _("Check your answers")}
        order = list(words)
        reached = order.index(step)
        steps = [
            (words[one], "done" if place < reached else "current" if place == reached else "")
            for place, one in enumerate(order)
        ]
        title = (
            _("Revise capital call {number}").format(number=self.call.number)
            if self.call
            else _("Draft a capital call")
        )
        crumbs = [fund_crumb(self.fund), (_("Capital calls"), reverse("portal_calls", args=[self.fund.code]))]
        frame = {"fund": self.fund, "section": "calls", "crumbs": crumbs, "steps": steps, "task": title}
        return show(self.request, template, **frame, **context)


@login_required
def purposes(request, deals: Callable[[Fund], Sequence[Deal]], code=None, pk=None):
    """Step 1: what the money is for, one row a purpose."""
    drafting = Drafting(request, code, pk)
    if drafting.call is None and request.method == "GET" and request.GET.get("replaces", "").isdecimal():
        drafting.correct(request.GET["replaces"])
    found = deals(drafting.fund)
    rows = formset_factory(PurposeForm, extra=0, min_num=1, validate_min=True, max_num=MOST_ROWS, validate_max=True)
    initial = _initial(drafting) if request.method == "GET" else None
    about = {"deals": found, "bases": call_splits.agreed_on(drafting.fund, today()).bases}
    given = rows(posted(request), prefix=PREFIX, form_kwargs=about, initial=initial)
    if "add" in request.POST or "remove" in request.POST:
        given = rows(prefix=PREFIX, form_kwargs=about, initial=changed(request.POST, PREFIX, PurposeForm.base_fields))
    elif request.method == "POST" and given.is_valid():
        drafting.keep(purposes=[_row(form.cleaned_data) for form in given if form.cleaned_data])
        return redirect(drafting.url("check" if drafting.due_date else "due_date"))
    return drafting.show(
        "portal/calls/purposes.html",
        "purposes",
        rows=given,
        problems=problems(given, _("Purpose {number}, {field}: {error}")),
        status=422 if given.is_bound else 200,
        may_add=len(given.forms) < MOST_ROWS,
    )


@login_required
def due_date(request, code=None, pk=None):
    """Step 2: when it is due, with the first day that A12 allows."""
    drafting = Drafting(request, code, pk)
    if not drafting.answers.get("purposes"):
        return redirect(drafting.url("purposes"))
    earliest = earliest_due_date(today())
    form = DueDateForm(posted(request), initial={"due_date": drafting.due_date or earliest})
    form.fields["due_date"].help_text = _("The earliest is {date}, if the call is issued today.").format(
        date=hk_date(earliest)
    )
    if attempt(request, form, lambda given: _check(drafting, given["due_date"])):
        drafting.keep(due_date=form.cleaned_data["due_date"].isoformat())
        return redirect(drafting.url("check"))
    return drafting.show("portal/calls/due_date.html", "due_date", form=form, purposes_url=drafting.url("purposes"))


@login_required
def excused(request, code):
    """Beside the steps: partners who take no part, by which clause and why (A11)."""
    drafting = Drafting(request, code, None)
    if not (drafting.answers.get("purposes") and drafting.due_date):
        return redirect(drafting.url("purposes"))
    partners = [(partner.pk, name_of(partner)) for partner in selectors.partners_with_position(drafting.fund)]
    make = formset_factory(ExcuseForm, extra=0, max_num=MOST_ROWS, validate_max=True)
    kept = drafting.answers.get("excused", []) if request.method == "GET" else None
    rows = make(posted(request), prefix=EXCUSED, form_kwargs={"partners": partners}, initial=kept)
    if "add" in request.POST or "remove" in request.POST:
        again = [row for row in changed(request.POST, EXCUSED, ExcuseForm.base_fields) if row or "add" in request.POST]
        rows = make(prefix=EXCUSED, form_kwargs={"partners": partners}, initial=again)
    elif request.method == "POST" and rows.is_valid():
        drafting.keep(excused=[_excuse(form.cleaned_data) for form in rows if form.cleaned_data])
        return redirect(drafting.url("check"))
    return drafting.show(
        "portal/calls/excused.html",
        "check",
        rows=rows,
        problems=problems(rows, _("Row {number}, {field}: {error}")),
        status=422 if rows.is_bound else 200,
        may_add=len(rows.forms) < MOST_ROWS,
        back=drafting.url("check"),
    )


@login_required
def check(request, code=None, pk=None):
    """Step 3: every line to the cent, before anything is saved."""
    drafting = Drafting(request, code, pk)
    if not (drafting.answers.get("purposes") and drafting.due_date):
        return redirect(drafting.url("purposes" if not drafting.answers.get("purposes") else "due_date"))
    form = PortalForm(posted(request))
    if attempt(request, form, lambda _given: _save(drafting)):
        drafting.forget()
        messages.success(request, _("The draft is saved. A signatory of the general partner can now issue it."))
        return redirect("portal_call", pk=form.done.pk)
    lines, problem = [], None
    try:
        lines = drafting.preview(drafting.due_date)
    except (InputRefused, RuleBroken) as refusal:
        problem = refusal
    agreed = call_splits.agreed_on(drafting.fund, today())
    shown = [CallPurpose(**_fields(one, agreed)) for one in drafting.purposes]
    return drafting.show(
        "portal/calls/check.html",
        "check",
        form=form,
        refusal=problem,
        due_date=drafting.due_date,
        purposes_url=drafting.url("purposes"),
        due_date_url=drafting.url("due_date"),
        excused=[(str(one.partner), f"{one.clause}: {one.reason}") for one in drafting.excused],
        excused_url="" if drafting.call else drafting.url("excused"),
        replaces=drafting.replaces,
        **purposes_table(shown),
        **lines_table(lines),
    )


def _check(drafting: Drafting, due) -> None:
    drafting.preview(due)


def _save(drafting: Drafting) -> CapitalCall:
    given = {"purposes": drafting.purposes, "due_date": drafting.due_date, "by": drafting.request.user, "at": now()}
    if drafting.call:
        return capital_calls.revise(call=drafting.call, version=drafting.answers.get("version"), **given)
    given |= {"excused": drafting.excused, "replaces": drafting.replaces}
    return capital_calls.draft(fund=drafting.fund, channel=CapitalCall.Channel.PORTAL, **given)


def _rows_of(call: CapitalCall) -> list[dict]:
    """A call's purposes as the first step keeps them."""
    return [
        {
            "what": purpose.reference or purpose.kind,
            "label": purpose.label,
            "label_zh_hant": purpose.label_zh_hant,
            "amount_hkd": str(purpose.amount_hkd),
            "is_follow_on": purpose.is_follow_on,
            "allocation_base": purpose.allocation_base,
        }
        for purpose in call.purposes.all()
    ]


def _row(cleaned: dict) -> dict:
    names = ("what", "label", "label_zh_hant", "is_follow_on")
    base = cleaned.get("allocation_base") or CallPurpose.Base.COMMITMENT
    return {name: cleaned[name] for name in names} | {"amount_hkd": str(cleaned["amount_hkd"]), "allocation_base": base}


def _excuse(given: dict) -> dict:
    """An excuse as the session keeps it."""
    asked = given.get("asked_date")
    return {name: given[name] for name in ("partner", "clause", "reason")} | {"asked_date": asked and asked.isoformat()}


def _purpose(row: dict) -> PurposeInput:
    is_deal = ":" in row["what"]
    return PurposeInput(
        kind=CallPurpose.Kind.INVESTMENT if is_deal else row["what"],
        label=row["label"],
        label_zh_hant=row["label_zh_hant"],
        amount_hkd=Decimal(row["amount_hkd"]),
        reference=row["what"] if is_deal else "",
        is_follow_on=row["is_follow_on"],
        allocation_base=row.get("allocation_base", CallPurpose.Base.COMMITMENT),
    )


def _fields(purpose: PurposeInput, agreed: Agreed) -> dict:
    names = ("kind", "label", "label_zh_hant", "amount_hkd", "allocation_base")
    return {name: getattr(purpose, name) for name in names} | {
        "is_outside": purpose.kind in agreed.outside,
        "clause": agreed.clause(purpose.allocation_base, purpose.kind),
    }


def _initial(drafting: Drafting) -> list[dict]:
    rows = drafting.answers.get("purposes", ())
    return [row | {"amount_hkd": Decimal(row["amount_hkd"])} for row in rows]
