"""Proposals: put together, judged by every rule before anything is saved, submitted, answered, completed."""

from collections.abc import Iterable
from dataclasses import asdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from funds.models import Fund
from funds.portal.forms import ReasonForm
from funds.portal.pages import attempt, fund_crumb, managed_fund, may, one_page, posted, show, show_form
from funds.rules.stages import require_stage
from investments import all_funds, deal_facts, portfolio
from investments.models import CheckOutcome, Company, Proposal
from investments.portal import deal_record
from investments.portal.forms import (
    ACTIVITIES,
    INSTRUMENTS,
    SECTORS,
    STAGES,
    DealForm,
    ReplyForm,
)
from investments.portal.outcomes import grouped, in_words, verdict
from investments.services import investments
from itvf import permissions
from itvf.dates import local_date, now, today
from itvf.presentation import amount, hk_date, hk_moment, hkd, name_of
from itvf.templatetags.itvf import status

Stage = Proposal.Stage
OPEN = (Stage.DRAFT, Stage.SUBMITTED, Stage.QUERIED, Stage.NO_OBJECTION, Stage.BREACH_NOTICE)


@login_required
def proposals(request, code):
    """A fund's proposals, newest first."""
    fund = managed_fund(request, code)
    found = Proposal.objects.visible_to(request.user).filter(fund=fund).select_related("company").order_by("-number")
    page = one_page(request, found)
    columns = [
        (_("Proposal"), "text"),
        (_("Company"), "text"),
        (_("Stage"), "text"),
        (_("Amount (HK$)"), "money"),
        (_("Expected"), "date"),
        (_("Rules today"), "text"),
    ]
    said = _said_of(page)
    rows = [
        [
            (_("Proposal {number}").format(number=one.number), reverse("portal_proposal", args=[one.pk])),
            name_of(one.company),
            status(one),
            one.amount_hkd,
            one.expected_date,
            said.get(one.pk),
        ]
        for one in page
    ]
    return show(
        request,
        "portal/proposals/proposals.html",
        fund=fund,
        section="proposals",
        crumbs=[fund_crumb(fund)],
        columns=columns,
        rows=rows,
        page_obj=page,
        may_propose=fund.stage == Fund.Stage.OPEN and may(request, "proposal.submit", fund),
    )


def _said_of(page: Iterable[Proposal]) -> dict[int, str]:
    """What mandate and limits say today of the deals that are not done, by one statement for the page."""
    found = all_funds.proposals(ids=[one.pk for one in page], since=today(), consented_on=today())
    return {one.proposal: _in_short(one) for one in found}


def _in_short(verdict: all_funds.Verdict) -> str:
    broken, unknown = verdict.stopping(), verdict.stopping(is_open=True)
    said = []
    if broken:
        said.append(_("Against {rules}").format(rules=", ".join(broken)))
    if unknown:
        said.append(_("Evidence wanted for {rules}").format(rules=", ".join(unknown)))
    return "; ".join(said) or _("Nothing stops it")


@login_required
def propose(request, code, pk):
    """The deal's form: "check" shows what every rule says and saves nothing, "submit" puts it to the Corporation."""
    fund = managed_fund(request, code)
    permissions.require(request.user, "proposal.submit", within=fund)
    company = get_object_or_404(Company.objects.visible_to(request.user), pk=pk)
    is_known = Company.objects.known_to(request.user).filter(pk=company.pk).exists()
    initial = {"description": company.description} if is_known else {}
    form = DealForm(posted(request), request.FILES or None, initial=initial)
    outcomes = ()
    if "submit" in request.POST:
        if attempt(
            request,
            form,
            lambda _given: _submit(request, fund, company, form),
        ):
            messages.success(request, _("The proposal is with the Corporation."))
            return redirect("portal_proposal", pk=form.done.pk)
    elif attempt(request, form, lambda _given: _what_if(fund, company, form)):
        outcomes = in_words(form.done, portfolio.live_consents(fund, today()).filter(proposal=None))
    return show(
        request,
        "portal/proposals/propose.html",
        company=company,
        form=form,
        groups=grouped(outcomes),
        verdict=verdict(outcomes) if outcomes else None,
        **_place(fund),
    )


@login_required
def proposal(request, pk):
    """One proposal: the deal, what each rule said, what people decided, what was asked and answered."""
    return _page(request, visible_proposal(request, pk))


@login_required
def reply(request, pk):
    """An answer to the Corporation's query, at the end of the thread; the rules are asked again."""
    found = visible_proposal(request, pk)
    permissions.require(request.user, "proposal.submit", within=found.fund)
    require_stage(found, Stage.QUERIED)
    form = ReplyForm(posted(request))
    if attempt(request, form, lambda given: investments.resubmit(proposal=found, **given, by=request.user, at=now())):
        messages.success(request, _("Your reply is with the Corporation."))
        return redirect("portal_proposal", pk=found.pk)
    return _page(request, found, form)


def _page(request, found: Proposal, form: ReplyForm | None = None):
    """A proposal's page, with what was typed as a reply."""
    fund, is_open = found.fund, found.stage in OPEN
    run = list(found.outcomes.filter(run=investments.last_run(found)))
    # what is over is read by the consents of the day of its last checks
    on = today() if is_open or not run else local_date(run[0].checked_at)
    outcomes = in_words(run, portfolio.live_consents(fund, on, found))
    submits = may(request, "proposal.submit", fund)
    may_reply = submits and found.stage == Stage.QUERIED
    return show(
        request,
        "portal/proposals/proposal.html",
        proposal=found,
        facts=_facts(found),
        groups=grouped(outcomes),
        verdict=verdict(outcomes) if outcomes and is_open else None,
        holders=_other_holders(request, found, run),
        rulings=deal_record.rulings(found, run),
        consents=deal_record.consents(found, today()),
        documents=deal_record.documents(found),
        thread=deal_record.thread(found),
        form=(form or ReplyForm()) if may_reply else None,
        may_add=may(request, "proposal.add_document", fund) and found.stage != Stage.WITHDRAWN,
        may_withdraw=submits and is_open,
        may_complete=may(request, "investment.complete", fund)
        and found.stage in (Stage.NO_OBJECTION, Stage.BREACH_NOTICE),
        **_place(fund),
    )


def _other_holders(request, found: Proposal, run: list[CheckOutcome]) -> tuple[str, ...]:
    """Which other funds hold the company, where an outcome counts them: for staff alone."""
    if not request.user.is_staff or not any(outcome.facts.get("other_funds") for outcome in run):
        return ()
    return deal_facts.other_holders(found.company, found.fund, found.expected_date)


@login_required
def withdraw(request, pk):
    """The general partner takes its proposal back."""
    found = visible_proposal(request, pk)
    permissions.require(request.user, "proposal.submit", within=found.fund)
    require_stage(found, *OPEN)
    form = ReasonForm(posted(request))
    if attempt(request, form, lambda given: investments.withdraw(proposal=found, **given, by=request.user, at=now())):
        messages.success(request, _("The proposal is withdrawn."))
        return redirect("portal_proposal", pk=found.pk)
    title = _("Withdraw proposal {number}").format(number=found.number)
    return form_page(request, found, form, title=title, action=_("Withdraw the proposal"), is_danger=True)


@transaction.atomic
def _submit(request, fund, company: Company, form: DealForm) -> Proposal:
    papers = form.papers(by=request.user)
    return investments.submit(fund=fund, company=company, deal=form.deal, documents=papers, by=request.user, at=now())


def _what_if(fund, company: Company, form: DealForm):
    deal = form.deal
    proposal = Proposal(fund=fund, company=company, **asdict(deal))
    return investments.what_if(fund, proposal, investments.judged_on(proposal, today()))


def form_page(request, found: Proposal, form, **words):
    """A page that asks for one thing about a proposal."""
    return show_form(request, form, back=reverse("portal_proposal", args=[found.pk]), **words, **_place(found.fund))


def _facts(found: Proposal) -> list[tuple[str, str]]:
    return [
        (_("Company"), name_of(found.company)),
        (_("Sector"), SECTORS.get(found.sector, found.sector)),
        (_("Financing stage"), STAGES.get(found.financing_stage, found.financing_stage)),
        (_("Instrument"), INSTRUMENTS.get(found.instrument, found.instrument)),
        (_("Amount"), hkd(found.amount_hkd)),
        *((label, value) for label, value in _particulars(found) if value),
        (_("Hong Kong spend undertaken"), hkd(found.hong_kong_spend_undertaken_hkd)),
        (_("Undertaking signed on"), hk_date(found.undertaking_signed_date)),
        (_("Expected completion"), hk_date(found.expected_date)),
        (_("Description"), found.description),
        (
            _("Submitted"),
            _("{moment}, by {person}").format(moment=hk_moment(found.submitted_at), person=found.submitted_by),
        ),
    ]


def _particulars(found: Proposal) -> list[tuple[str, str]]:
    """What is said of some deals only."""
    foreign = "" if found.foreign_amount is None else f"{found.currency} {amount(found.foreign_amount)}"
    activities = ", ".join(str(ACTIVITIES.get(one, one)) for one in found.activities)
    return [
        (_("Amount in the deal's currency"), foreign),
        (_("Follow-on"), _("A follow-on in a company that the fund already holds") if found.is_follow_on else ""),
        (_("Bridge"), _("Bridge financing until the next round") if found.is_bridge else ""),
        (_("Second-hand shares"), _("The fund buys shares from an existing holder") if found.is_secondary else ""),
        (_("Touches"), activities),
    ]


def _place(fund) -> dict:
    crumbs = [fund_crumb(fund), (_("Proposals"), reverse("portal_proposals", args=[fund.code]))]
    return {"fund": fund, "section": "proposals", "crumbs": crumbs}


def visible_proposal(request, pk: int) -> Proposal:
    """A proposal that the reader may see, or 404."""
    found = Proposal.objects.visible_to(request.user).select_related("fund__manager", "company", "submitted_by")
    return get_object_or_404(found, pk=pk)
