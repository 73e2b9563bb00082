"""Distributions: the list, one of them, and what a signatory does with it: solvency, declaration, cancellation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Sum
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from funds import distribution_facts, netting_facts, selectors
from funds.distribution_words import conventions, tier_columns, tiers_table
from funds.models import Distribution, DistributionLine, Fund, Notice
from funds.portal.distribution_drafts import figures
from funds.portal.distribution_tables import (
    lines_table,
    list_columns,
    list_row,
    sources_table,
)
from funds.portal.forms import ConfirmForm, ReasonForm, SolvencyForm
from funds.portal.pages import attempt, fund_crumb, is_manager, may, one_page, posted, show, show_form, visible_fund
from funds.rules.stages import require_stage
from funds.services import distributions as service
from funds.services import ledger
from itvf import permissions
from itvf.dates import now, today
from itvf.errors import DomainError, RuleBroken
from itvf.explained import cell
from itvf.money import ZERO
from itvf.presentation import hk_date, hk_moment, hkd, name_of

LINES_ON_A_PAGE = 50
Stage = Distribution.Stage


@login_required
def distributions(request, code):
    """A fund's distributions, newest first, and what there is to distribute."""
    fund = visible_fund(request, code)
    page = one_page(request, Distribution.objects.visible_to(request.user).filter(fund=fund).order_by("-number"))
    return show(
        request,
        "portal/distributions/distributions.html",
        fund=fund,
        section="distributions",
        crumbs=[fund_crumb(fund)],
        figures=figures(fund) if is_manager(request.user, fund) else (),
        columns=list_columns(),
        rows=[list_row(distribution) for distribution in page],
        page_obj=page,
        may_draft=may(request, "distribution.draft", fund) and _has_something_to_give(fund),
    )


@login_required
def distribution(request, pk):
    """One distribution: a draft with its lines computed now, a declared one with what was paid."""
    found = _visible(request, pk)
    if found.stage in (Stage.DECLARED, Stage.CANCELLED):
        return _declared(request, found)
    lines, refusal = _plan(found)
    fund, user = found.fund, request.user
    is_signatory = may(request, "distribution.declare", fund)
    return show(
        request,
        "portal/distributions/draft.html",
        **_head(found),
        **lines_table(lines),
        refusal=refusal,
        is_drafter=found.drafted_by == user,
        may_state=is_signatory,
        may_declare=is_signatory and found.drafted_by != user and not found.netting,
        may_withdraw=may(request, "distribution.draft", fund) and not found.netting,
    )


@login_required
def solvency(request, pk):
    """The signatory states that the fund stays solvent."""
    found = _found_for(request, pk, "distribution.state_solvency")
    usual = _("After this distribution the fund can pay its debts as they fall due, and its assets exceed its debts.")
    form = SolvencyForm(posted(request), initial={"statement": found.solvency_statement or usual})
    if attempt(
        request,
        form,
        lambda given: service.state_solvency(distribution=found, **given, by=request.user, at=now()),
    ):
        messages.success(request, _("The statement is on record for today. The distribution can be declared."))
        return redirect("portal_distribution", pk=found.pk)
    return _ask(
        request,
        form,
        found,
        title=_("State solvency for distribution {number}").format(number=found.number),
        lede=_("Cap. 637 asks it of the general partner before money goes back. It counts on the day it is made."),
        action=_("Make the statement"),
    )


@login_required
def declare(request, pk):
    """The signatory's page: every figure once more, then the deed."""
    found = _found_for(request, pk, "distribution.declare")
    form = ConfirmForm(posted(request))
    version = int(request.POST.get("version") or 0) or None
    if attempt(
        request, form, lambda _given: service.declare(distribution=found, by=request.user, at=now(), version=version)
    ):
        words = _("Distribution {number} is declared. A notice goes to every partner that is paid.")
        messages.success(request, words.format(number=found.number))
        return redirect("portal_distribution", pk=found.pk)
    lines, refusal = _plan(found, with_solvency=True)
    return show(
        request,
        "portal/distributions/declare.html",
        form=form,
        **_head(found),
        **lines_table(lines),
        refusal=None if form.breaches else refusal,
    )


@login_required
def withdraw(request, pk):
    """A draft is withdrawn with a reason."""
    found = _found_for(request, pk, "distribution.draft")
    form = ReasonForm(posted(request))
    if attempt(request, form, lambda given: service.withdraw(distribution=found, **given, by=request.user, at=now())):
        messages.success(request, _("Distribution {number} is withdrawn.").format(number=found.number))
        return redirect("portal_distribution", pk=found.pk)
    return _ask(
        request,
        form,
        found,
        title=_("Withdraw distribution {number}").format(number=found.number),
        lede=_("The draft stays on record with your reason. Nobody is paid."),
        action=_("Withdraw the draft"),
        is_danger=True,
    )


@login_required
def cancel(request, pk):
    """A declared distribution is cancelled while nothing of it was paid."""
    found = _found_for(request, pk, "distribution.cancel", stage=Stage.DECLARED)
    form = ReasonForm(posted(request))
    if attempt(request, form, lambda given: service.cancel(distribution=found, **given, by=request.user, at=now())):
        words = _("Distribution {number} is cancelled. Every partner that was told of it is told why.")
        messages.success(request, words.format(number=found.number))
        return redirect("portal_distribution", pk=found.pk)
    return _ask(
        request,
        form,
        found,
        title=_("Cancel distribution {number}").format(number=found.number),
        lede=_("Its journal entry is reversed and its notices are marked. Possible only while nothing was paid."),
        action=_("Cancel the distribution"),
        is_danger=True,
    )


def _plan(found: Distribution, *, with_solvency: bool = False) -> tuple[list[DistributionLine], DomainError | None]:
    """A draft's lines as they would be declared today, and what stands in the way."""
    if found.stage != Stage.DRAFT:
        return [], None
    try:
        planned = distribution_facts.plan(found, list(found.sources.all()), today())
    except DomainError as refusal:
        return [], refusal
    breaches = [one for one in planned.breaches if with_solvency or not one.code.startswith("solvency")]
    return list(planned.lines), RuleBroken(breaches) if breaches else None


def _declared(request, found: Distribution):
    visible = DistributionLine.objects.visible_to(request.user).values("pk")
    lines = selectors.distribution_lines([found]) if found.stage == Stage.DECLARED else found.lines.all()
    lines = lines.filter(pk__in=visible).select_related("partner", "distribution__fund").order_by("order")
    page = one_page(request, lines, LINES_ON_A_PAGE)
    told = netting_facts.notices_of(found, {line.partner_id for line in page})
    columns = tier_columns(list(page))
    sums = {"amount": lines.aggregate(sum=Sum("amount_hkd"))["sum"] or ZERO}
    if found.stage == Stage.DECLARED:
        sums |= lines.aggregate(paid=Sum("paid_hkd"), outstanding=Sum("outstanding_hkd"))
    heads = [(label, "money") for _key, label in columns]
    return show(
        request,
        "portal/distributions/declared.html",
        **_head(found),
        **_tiers(found, is_manager(request.user, found.fund)),
        asked_of=f"distribution-{found.number}",
        conventions=conventions(found.working),
        manages=is_manager(request.user, found.fund),
        sums={name: amount or ZERO for name, amount in sums.items()},
        line_columns=[(_("Partner"), "text"), *heads, (_("Outstanding (HK$)"), "money"), (_("Viewed"), "moment")],
        lines=[_row(line, columns, told.get(line.partner_id)) for line in page],
        page_obj=page,
        may_cancel=found.stage == Stage.DECLARED
        and may(request, "distribution.cancel", found.fund)
        and not found.netting
        and ledger.can_be_reversed(found.entry),
    )


def _has_something_to_give(fund: Fund) -> bool:
    """Whether a fund is open, or has ended with cash that was kept back and may go out still (ADR 22)."""
    is_ended = fund.stage == Fund.Stage.ENDED
    return fund.stage == Fund.Stage.OPEN or (is_ended and selectors.balance(fund, selectors.Code.CASH) > 0)


def _tiers(found: Distribution, manages: bool) -> dict:
    """The whole fund's tiers, each opening to the distribution's derivation for who may read the fund's books."""
    table = tiers_table(found.working)
    if manages and found.stage == Stage.DECLARED:
        of = {"of": found.number}
        table["tiers"] = [[label, cell(sum_, found.fund.code, "distribution", **of)] for label, sum_ in table["tiers"]]
        label, whole = table["tiers_foot"]
        table["tiers_foot"] = [label, cell(whole, found.fund.code, "distribution", **of)]
    return table


def _row(line: DistributionLine, columns, notice: Notice | None) -> list:
    name, code = name_of(line.partner), line.distribution.fund.code
    return [
        (name, reverse("portal_notice", args=[notice.pk])) if notice else name,
        *(_explained(line, key) for key, _label in columns),
        cell(getattr(line, "outstanding_hkd", None), code, "distribution-settled", of=f"{line.pk}/left"),
        notice and notice.first_viewed_at,
    ]


def _explained(line: DistributionLine, key: str):
    """A figure of a declared line, opening to how the line came about."""
    amount, given = getattr(line, key), line.distribution
    is_open = line.amount_hkd and given.stage == Stage.DECLARED
    return cell(amount, given.fund.code, "distribution-line", of=line.pk) if is_open else amount


def _head(found: Distribution) -> dict:
    """What the pages of a distribution share."""
    by = _("{moment}, by {person}")
    rows = [
        (_("Amount"), hkd(found.amount_hkd)),
        (_("What goes back"), capfirst(found.get_nature_display())),
        (_("Payment date"), hk_date(found.payment_date)),
        (_("Of it recallable"), hkd(found.recallable_hkd)),
        (_("Drafted"), by.format(moment=hk_moment(found.drafted_at), person=found.drafted_by)),
    ]
    if found.is_final:
        rows.insert(2, (_("Final"), _("Every partner gets its balance; every capital account is zero after it")))
    if found.call:
        rows.insert(2, (_("Of which call"), str(found.call)))
    if found.closing:
        rows.insert(2, (_("Of which closing"), str(found.closing)))
    if found.solvency_date:
        stated = _("{date}, by {person}: {statement}").format(
            date=hk_date(found.solvency_date), person=found.solvency_stated_by, statement=found.solvency_statement
        )
        rows.append((_("Solvency stated"), stated))
    if found.declared_at:
        rows.append(
            (
                pgettext("distribution", "Declared"),
                by.format(moment=hk_moment(found.declared_at), person=found.declared_by),
            )
        )
    fund = found.fund
    return {
        "distribution": found,
        "fund": fund,
        "section": "distributions",
        "crumbs": [fund_crumb(fund), (_("Distributions"), reverse("portal_distributions", args=[fund.code]))],
        "facts": rows,
        **sources_table(found.sources.all()),
    }


def _ask(request, form, found: Distribution, **words):
    back = reverse("portal_distribution", args=[found.pk])
    return show_form(request, form, back=back, fund=found.fund, section="distributions", **words)


def _found_for(request, pk: int, permission: str, *, stage: str = Stage.DRAFT) -> Distribution:
    found = _visible(request, pk)
    permissions.require(request.user, permission, within=found.fund)
    require_stage(found, stage)
    return found


def _visible(request, pk: int) -> Distribution:
    found = Distribution.objects.visible_to(request.user).select_related(
        "fund__manager",
        "drafted_by",
        "declared_by",
        "solvency_stated_by",
        "call__fund",
        "closing__fund",
        "netting__fund",
    )
    return get_object_or_404(found.prefetch_related("sources"), pk=pk)
