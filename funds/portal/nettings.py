"""Net notices: bound by the maker, issued by the signatory, each partner's net amount, cancelled with all its parts."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from funds import distribution_facts, netting_facts, selectors
from funds.models import CapitalCall, Closing, Distribution, Fund, Netting, NettingLine
from funds.portal.calls import preview
from funds.portal.forms import ConfirmForm, ReasonForm
from funds.portal.pages import PortalForm, attempt, fund_crumb, may, one_page, posted, show, show_form
from funds.rules import netting as rule
from funds.rules.stages import require_stage
from funds.services import nettings as service
from funds.services import true_ups
from itvf import permissions
from itvf.dates import now, today
from itvf.errors import DomainError
from itvf.explained import cell, totals
from itvf.presentation import hk_date, hk_moment, name_of

LINES_ON_A_PAGE = 50
FIGURES = ("called", "distributed", "set_off", "net")
Stage = Netting.Stage


class BindForm(PortalForm):
    """Which distribution a call is netted with."""

    distribution = forms.ModelChoiceField(Distribution.objects.none(), label=_("Distribution of the same day"))

    def __init__(self, *args, call: CapitalCall, **kwargs):
        super().__init__(*args, **kwargs)
        drafts = Distribution.objects.filter(fund=call.fund, stage="draft", netting=None, payment_date=call.due_date)
        self.fields["distribution"].queryset = drafts.select_related("fund")
        self.fields["distribution"].required = not is_netting_true_up(call.fund)


def is_netting_true_up(fund: Fund) -> bool:
    """Whether a true-up waits that was chosen to be netted into the next call."""
    closing = true_ups.waiting(fund)
    return closing is not None and closing.true_up_way == Closing.TrueUpWay.NEXT_CALL


@login_required
def bind(request, pk):
    """The maker binds a draft call with a draft distribution of its day, and with a true-up that waits to be netted."""
    call = get_object_or_404(CapitalCall.objects.visible_to(request.user).select_related("fund"), pk=pk)
    permissions.require(request.user, "netting.bind", within=call.fund)
    require_stage(call, CapitalCall.Stage.DRAFT)
    form = BindForm(posted(request), call=call)
    if attempt(request, form, lambda given: service.bind(call=call, **given, by=request.user, at=now())):
        messages.success(request, _("They are bound. A signatory states solvency, then issues the net notice."))
        return redirect("portal_net_notice", pk=form.done.pk)
    lede = _("Each partner gets one notice: gross figures of both, what is set off, and one net amount.")
    if is_netting_true_up(call.fund):
        lede += " " + _("The true-up that waits is drafted for the same day and bound with it (A13).")
    return show_form(
        request,
        form,
        title=_("Net capital call {number} with a distribution").format(number=call.number),
        lede=lede,
        action=_("Bind them"),
        back=reverse("portal_call", args=[call.pk]),
        fund=call.fund,
        section="calls",
    )


@login_required
def netting(request, pk):
    """One net notice: a draft with its nets computed now, an issued one with what is outstanding."""
    found = _visible(request, pk)
    rows, refusal = _lines(request, found)
    is_signatory = may(request, "netting.issue", found.fund)
    is_draft = found.stage == Stage.DRAFT
    return show(
        request,
        "portal/nettings/netting.html",
        **_head(found),
        **_table(rows),
        refusal=refusal,
        page_obj=rows if hasattr(rows, "paginator") else None,
        needs_solvency=[part for part in _given(found) if part.stage == "draft" and not part.solvency_date],
        may_issue=is_draft and is_signatory and found.bound_by != request.user,
        may_unbind=is_draft and may(request, "netting.bind", found.fund),
        may_cancel=found.stage == Stage.ISSUED and may(request, "netting.cancel", found.fund),
    )


@login_required
def issue(request, pk):
    """The signatory's page: every net once more, then the deed."""
    found = _found_for(request, pk, "netting.issue")
    form = ConfirmForm(posted(request))
    version = int(request.POST.get("version") or 0) or None
    if attempt(request, form, lambda _given: service.issue(netting=found, by=request.user, at=now(), version=version)):
        words = _("Net notice {number} is issued. One notice goes to every partner.")
        messages.success(request, words.format(number=found.number))
        return redirect("portal_net_notice", pk=found.pk)
    rows, refusal = _lines(request, found)
    refusal = None if form.breaches else refusal
    return show(request, "portal/nettings/issue.html", form=form, **_head(found), **_table(rows), refusal=refusal)


@login_required
def unbind(request, pk):
    """A binding is taken off with a reason; its parts are drafts of their own again."""
    found = _found_for(request, pk, "netting.bind")
    form = ReasonForm(posted(request))
    if attempt(request, form, lambda given: service.unbind(netting=found, **given, by=request.user, at=now())):
        messages.success(request, _("The binding is taken off. Each part can be issued alone."))
        return redirect("portal_calls", code=found.fund.code)
    return _ask(
        request,
        form,
        found,
        title=_("Take off the binding of net notice {number}").format(number=found.number),
        lede=_("Call and distribution stay as drafts. A true-up drafted for it is withdrawn and waits again."),
        action=_("Take the binding off"),
    )


@login_required
def cancel(request, pk):
    """An issued net notice is cancelled with all its parts, while no money has moved."""
    found = _found_for(request, pk, "netting.cancel", stage=Stage.ISSUED)
    form = ReasonForm(posted(request))
    if attempt(request, form, lambda given: service.cancel(netting=found, **given, by=request.user, at=now())):
        messages.success(request, _("Net notice {number} is cancelled, its parts too.").format(number=found.number))
        return redirect("portal_net_notice", pk=found.pk)
    return _ask(
        request,
        form,
        found,
        title=_("Cancel net notice {number}").format(number=found.number),
        lede=_(
            "Call, distribution and set-off are reversed and every partner is told. Possible only before money moves."
        ),
        action=_("Cancel all of it"),
    )


def _lines(request, found: Netting):
    """Rows of (name, called, distributed, set off, net, notice): as issued, or as they would be today."""
    if found.stage in (Stage.ISSUED, Stage.CANCELLED):
        lines = NettingLine.objects.visible_to(request.user).filter(netting=found)
        page = one_page(request, lines.select_related("partner", "notice").order_by("order"), LINES_ON_A_PAGE)
        page.object_list = [
            [
                (name_of(line.partner), reverse("portal_notice", args=[line.notice.pk])),
                *(_explained(line, name, found) for name in FIGURES),
                line.notice.first_viewed_at,
            ]
            for line in page
        ]
        return page, None
    try:
        return _planned(found), None
    except DomainError as refusal:
        return [], refusal


def _explained(line: NettingLine, name: str, found: Netting):
    """A figure of a line, opening to the lines of calls and distributions that it is of."""
    return cell(getattr(line, f"{name}_hkd"), found.fund.code, "net-line", of=f"{line.pk}/{name}", on=found.day)


def _planned(found: Netting) -> list[list]:
    """A draft's nets as they would be today, from the drafts' own previews; it writes nothing."""
    calls, given = [], []
    for part in netting_facts.parts(found):
        if isinstance(part, CapitalCall):
            lines, refusal = preview(part, on=today())
            if refusal is not None:
                raise refusal
            calls += [rule.Item(part.pk, line.partner.pk, line.payable_hkd) for line in lines]
        else:
            lines = distribution_facts.plan(part, list(part.sources.all()), today()).lines
            given += [rule.Item(part.pk, line.partner_id, line.amount_hkd) for line in lines]
    partners = {one.pk: one for one in selectors.partners_with_position(found.fund)}
    return [
        [name_of(partners[one.partner]), one.called_hkd, one.distributed_hkd, one.set_off_hkd, one.net_hkd, None]
        for one in rule.settle(calls, given, list(partners))
    ]


def _table(rows) -> dict:
    columns = [
        (_("Partner"), "text"),
        (_("Called (HK$)"), "money"),
        (_("Distributed (HK$)"), "money"),
        (_("Set off (HK$)"), "money"),
        (_("Net (HK$)"), "money"),
        (_("First viewed"), "moment"),
    ]
    rows = list(rows)
    foot = [*totals(_("Total"), [row[:5] for row in rows]), None] if rows else None
    return {"line_columns": columns, "lines": rows, "lines_foot": foot}


def _given(found: Netting) -> list[Distribution]:
    return [part for part in netting_facts.parts(found) if isinstance(part, Distribution)]


def _head(found: Netting) -> dict:
    fund = found.fund
    by = _("{moment}, by {person}")
    rows = [
        (_("Due and payable on"), hk_date(found.day)),
        (_("Bound"), by.format(moment=hk_moment(found.bound_at), person=found.bound_by)),
    ]
    if found.issued_at:
        rows.append((_("Issued"), by.format(moment=hk_moment(found.issued_at), person=found.issued_by)))
    if found.reason:
        rows.append((_("Reason"), found.reason))
    parts = [
        [
            (
                str(part),
                reverse("portal_call" if isinstance(part, CapitalCall) else "portal_distribution", args=[part.pk]),
            ),
            part.get_nature_display(),
            part.amount_hkd,
            part.get_stage_display(),
        ]
        for part in netting_facts.parts(found)
    ]
    return {
        "netting": found,
        "fund": fund,
        "section": "calls",
        "crumbs": [fund_crumb(fund), (_("Capital calls"), reverse("portal_calls", args=[fund.code]))],
        "facts": rows,
        "part_columns": [
            (_("Part"), "text"),
            (_("Nature"), "text"),
            (_("Amount (HK$)"), "money"),
            (_("Stage"), "text"),
        ],
        "parts": parts,
    }


def _ask(request, form, found: Netting, **words):
    back = reverse("portal_net_notice", args=[found.pk])
    return show_form(request, form, back=back, fund=found.fund, section="calls", is_danger=True, **words)


def _found_for(request, pk: int, permission: str, *, stage: str = Stage.DRAFT) -> Netting:
    found = _visible(request, pk)
    permissions.require(request.user, permission, within=found.fund)
    require_stage(found, stage)
    return found


def _visible(request, pk: int) -> Netting:
    found = Netting.objects.visible_to(request.user).select_related("fund__manager", "bound_by", "issued_by")
    return get_object_or_404(found, pk=pk)
