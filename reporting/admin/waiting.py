"""What waits for one person: each list asks for what the person's roles may do, made by somebody else."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funds.models import (
    BankAccount,
    CapitalCall,
    Closing,
    FeeConcession,
    LimitTable,
    PaymentAuthorisation,
    PaymentCase,
    PaymentHold,
    PaymentMessage,
    SchemeVersion,
)
from investments.models import CheckOutcome, Consent, Proposal
from itvf import permissions
from itvf.admin_records import address, tag, tag_of
from itvf.presentation import hk_date, hkd
from reporting.admin import agreements, fundraising, holdings, money_waiting, returns
from reporting.admin.items import Item
from reporting.models import ManagementReport, QuarterlyReport

CaseStage = PaymentCase.Stage
# At each stage, the permission of the step that comes next.
NEXT_STEP = {
    CaseStage.OPENED: "payment_case.check",
    CaseStage.CHECKED: "payment_case.prepare_voucher",
    CaseStage.VOUCHERED: "payment_case.certify",
    CaseStage.CERTIFIED: "payment_case.authorise",
    CaseStage.AUTHORISED: "payment_case.release",
    CaseStage.RELEASED: "payment_case.match_debit",
    CaseStage.HELD: "payment_case.resume",
}


def for_person(user, roles: set[str]) -> list[Item]:
    """This function will give what a person may decide or do now, and has not done or made."""
    found = []
    for permission, items in MINE.items():
        if permissions.PERMISSIONS[permission] & roles:
            found += items(user)
    return found + _payments(user, roles)


def _versions(user) -> list[Item]:
    drafts = SchemeVersion.objects.filter(stage=SchemeVersion.Stage.DRAFT).exclude(made_by=user)
    return [
        Item(_("Approve new terms: %(what)s") % {"what": version}, address(version), version.reason, tag(version))
        for version in drafts.select_related("scheme")
    ]


def _accounts(user) -> list[Item]:
    entered = BankAccount.objects.filter(stage=BankAccount.Stage.ENTERED).exclude(entered_by=user)
    return [
        Item(
            _("Call back and confirm bank details: %(what)s") % {"what": account},
            address(account),
            account.partner or account.fund,
            tag(account),
        )
        for account in entered.select_related("fund", "partner")
    ]


def _closings(user) -> list[Item]:
    drafts = Closing.objects.filter(stage=Closing.Stage.DRAFT).exclude(drafted_by=user)
    return [
        Item(
            _("Complete %(what)s") % {"what": closing},
            address(closing),
            ngettext("%(n)s partner signed", "%(n)s partners signed", closing.signed) % {"n": closing.signed},
            hk_date(closing.closing_date),
        )
        for closing in drafts.select_related("fund").annotate(signed=Count("commitments"))
    ]


def _papers(user) -> list[Item]:
    drafts = CapitalCall.objects.filter(stage=CapitalCall.Stage.DRAFT, channel=CapitalCall.Channel.PAPER)
    return [
        Item(
            _("Confirm the paper notice: %(what)s") % {"what": call},
            address(call),
            hkd(call.amount_hkd),
            _("due %(date)s") % {"date": hk_date(call.due_date)},
        )
        for call in drafts.exclude(drafted_by=user).select_related("fund")
    ]


def _proposals(user) -> list[Item]:
    run = CheckOutcome.objects.filter(proposal=OuterRef("pk")).order_by("-run").values("run")[:1]
    waiting = (
        Proposal.objects.filter(stage=Proposal.Stage.SUBMITTED)
        .annotate(
            last_run=Subquery(run),
            stopping=Count(
                "outcomes", filter=~Q(outcomes__status="pass") & Q(outcomes__run=Subquery(run)), distinct=True
            ),
            answered=Count(
                "answers",
                filter=Q(answers__answered_by=user, answers__run=Subquery(run)),
                distinct=True,
            ),
        )
        .filter(answered=0)
    )
    return [
        Item(
            _("Answer %(what)s") % {"what": proposal},
            address(proposal),
            hkd(proposal.amount_hkd),
            tag_of("breach", _("rules ask for a look")) if proposal.stopping else tag_of("pass", _("rules pass")),
        )
        for proposal in waiting.select_related("fund", "company")
    ]


def _consents(user) -> list[Item]:
    drafts = Consent.objects.filter(stage=Consent.Stage.DRAFT).exclude(recorded_by=user)
    return [
        Item(_("Approve a consent: %(what)s") % {"what": consent}, address(consent), consent.scope, tag(consent))
        for consent in drafts.select_related("fund")
    ]


def _concessions(user) -> list[Item]:
    drafts = FeeConcession.objects.filter(stage=FeeConcession.Stage.DRAFT).exclude(recorded_by=user)
    return [
        Item(_("Approve a fee concession: %(what)s") % {"what": found}, address(found), found.clause, tag(found))
        for found in drafts.select_related("partner")
    ]


def _tables(user) -> list[Item]:
    drafts = LimitTable.objects.filter(stage=LimitTable.Stage.DRAFT).exclude(proposed_by=user)
    return [Item(_("Approve the %(what)s") % {"what": table}, address(table), when=tag(table)) for table in drafts]


def _frozen(user) -> list[Item]:
    frozen = (
        ManagementReport.objects.filter(stage=ManagementReport.Stage.FROZEN).exclude(frozen_by=user).defer("content")
    )
    return [
        Item(_("Approve the management report %(what)s") % {"what": report}, address(report), when=tag(report))
        for report in frozen.select_related("scheme")
    ]


def _submitted(user) -> list[Item]:
    submitted = QuarterlyReport.objects.filter(stage=QuarterlyReport.Stage.SUBMITTED).exclude(submitted_by=user)
    return [
        Item(
            _("Accept or query the quarterly report of %(fund)s") % {"fund": report.fund},
            address(report),
            _("quarter to %(date)s") % {"date": hk_date(report.period_end)},
            tag(report),
        )
        for report in submitted.select_related("fund").defer("comparison")
    ]


MINE: dict[str, Callable[[Any], list[Item]]] = {
    "scheme.approve_version": _versions,
    "selection.record": fundraising.receipts,
    "promotion.propose": fundraising.reserves,
    "promotion.approve": fundraising.promotions,
    "selection.propose_lapse": fundraising.over,
    "selection.approve_lapse": fundraising.lapses,
    "term_departure.approve": fundraising.departures,
    "bank_account.confirm": _accounts,
    "closing.complete": _closings,
    "agreement_clause.approve": agreements.terms,
    "agreement_event.approve": agreements.events,
    "side_letter.approve": agreements.letters,
    "facility.approve": agreements.facilities,
    "resolution.count": agreements.counts,
    "capital_call.confirm_paper": _papers,
    "distribution.record_payment": returns.unpaid,
    "distribution_receipt.record": returns.to_come,
    "authority.approve": returns.authorities,
    "proposal.answer": _proposals,
    "proposal.rule": holdings.rulings,
    "consent.approve": _consents,
    "fee_concession.approve": _concessions,
    "valuation.review": holdings.values,
    "spend.check": holdings.samples,
    "finding.close": holdings.answered,
    "limit_table.approve": _tables,
    "funding.approve_allotment": money_waiting.allotments,
    "funding.approve": money_waiting.requests,
    "quarterly_report.accept": _submitted,
    "management_report.approve": _frozen,
}


def _payments(user, roles: set[str]) -> list[Item]:
    """Payment cases at a step that the person may take and has not taken."""
    stages = [stage for stage, permission in NEXT_STEP.items() if permissions.PERMISSIONS[permission] & roles]
    if not stages:
        return []
    hold = PaymentHold.objects.standing().filter(case=OuterRef("pk"))
    said = PaymentMessage.objects.filter(hold__case=OuterRef("pk"), hold__ended_at=None).order_by("-id")[:1]
    authorised = PaymentAuthorisation.objects.filter(case=OuterRef("pk"), round=OuterRef("round"), authorised_by=user)
    cases = (
        PaymentCase.objects.filter(stage__in=stages)
        .annotate(held_at=Subquery(hold.values("held_at")), answered=Subquery(said.values("is_from_manager")))
        .exclude(stage=CaseStage.VOUCHERED, prepared_by=user)
        .exclude(stage=CaseStage.CERTIFIED, certified_by=user)
        .exclude(stage=CaseStage.CERTIFIED, pk__in=Subquery(authorised.values("case")))
        .select_related("line__call__fund")
        .order_by("line__call__due_date", "pk")
    )
    words = {
        CaseStage.OPENED: _("Check the notice"),
        CaseStage.CHECKED: _("Prepare the voucher"),
        CaseStage.VOUCHERED: _("Certify the voucher"),
        CaseStage.CERTIFIED: _("Authorise the payment"),
        CaseStage.AUTHORISED: _("Release the payment"),
        CaseStage.RELEASED: _("Match the bank's debit"),
        CaseStage.HELD: _("A payment is held"),
    }
    return [
        Item(
            f"{words[case.stage]}: {_what(case)}",
            address(case),
            hkd(case.amount_hkd),
            _held_word(case)
            if case.stage == CaseStage.HELD
            else _("due %(date)s") % {"date": hk_date(case.line.call.due_date)},
        )
        for case in cases
    ]


def _what(case) -> str:
    """The call that a case pays, or the interest on it."""
    return _("late interest on %(call)s") % {"call": case.line.call} if case.charge_id else str(case.line.call)


def _held_word(case):
    if case.answered:
        return tag_of("answered", _("the GP has answered"))
    return tag_of("waiting", _("since %(date)s") % {"date": hk_date(case.held_at)})
