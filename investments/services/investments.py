"""A deal from proposal to completion: checked, answered by two people, booked (R3, R8 to R13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from funds import selectors
from funds.locks import lock_fund
from funds.models import Fund, JournalEntry, RecordedBreach
from funds.rules.stages import require_stage, require_version
from funds.services import ledger
from investments import portfolio
from investments.models import CheckOutcome, Company, Investment, Proposal, ProposalAnswer
from investments.rules import mandate
from investments.rules.facts import Outcome
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import Breach, InputRefused, RuleBroken, fill, gettext_noop, plain
from itvf.models import File
from itvf.money import money

Code = ledger.Code
Stage = Proposal.Stage
Answer = ProposalAnswer.Answer


@dataclass(frozen=True, slots=True)
class Deal:
    """What a GP says of a deal when it proposes it; amounts in HK$."""

    sector: str
    financing_stage: str
    instrument: str
    description: str
    amount_hkd: Decimal
    expected_date: date
    activities: Sequence[str] = ()
    is_secondary: bool = False
    is_follow_on: bool = False
    hong_kong_spend_undertaken_hkd: Decimal | None = None
    undertaking_signed_date: date | None = None
    undertaking_file: File | None = None


@transaction.atomic
def submit(*, fund: Fund, company: Company, deal: Deal, by, at: datetime) -> Proposal:
    """This function will put a deal to the Corporation and check it against every rule of the mandate.

    A proposal that breaks a rule is recorded all the same, with its outcomes: the Corporation answers it.
    """
    permissions.require(by, "proposal.submit", within=fund)
    fund = lock_fund(fund)
    require_stage(fund, Fund.Stage.OPEN)
    amount_hkd = money(deal.amount_hkd)
    if amount_hkd <= 0:
        raise InputRefused(
            gettext_noop("A proposal is above zero; {amount_hkd} was given."),
            code="not_positive",
            field="amount_hkd",
            amount_hkd=amount_hkd,
        )
    proposal = Proposal.objects.create(
        fund=fund,
        number=(fund.proposals.aggregate(last=Max("number"))["last"] or 0) + 1,
        company=company,
        sector=deal.sector,
        financing_stage=deal.financing_stage,
        instrument=deal.instrument,
        description=deal.description.strip(),
        activities=list(deal.activities),
        is_secondary=deal.is_secondary,
        is_follow_on=deal.is_follow_on,
        amount_hkd=amount_hkd,
        hong_kong_spend_undertaken_hkd=None
        if deal.hong_kong_spend_undertaken_hkd is None
        else money(deal.hong_kong_spend_undertaken_hkd),
        undertaking_signed_date=deal.undertaking_signed_date,
        undertaking_file=deal.undertaking_file,
        expected_date=deal.expected_date,
        submitted_by=by,
        submitted_at=at,
    )
    outcomes = _check(proposal, deal.expected_date, at)
    _record("submit", proposal, by, at, amount_hkd=amount_hkd, **_summary(outcomes))
    return proposal


@transaction.atomic
def resubmit(*, proposal: Proposal, by, at: datetime, reply: str, version: int | None = None) -> Proposal:
    """This function will put a queried proposal back to the Corporation with a reply, checked anew."""
    permissions.require(by, "proposal.submit", within=proposal.fund)
    proposal = _lock(proposal)
    require_stage(proposal, Stage.QUERIED)
    require_version(proposal, version)
    proposal.stage = Stage.SUBMITTED
    proposal.version += 1
    proposal.save(update_fields=["stage", "version"])
    outcomes = _check(proposal, proposal.expected_date, at)
    _record("resubmit", proposal, by, at, reason=reply, **_summary(outcomes))
    return proposal


@transaction.atomic
def recheck(*, proposal: Proposal, by, at: datetime) -> Proposal:
    """This function will check a submitted proposal again, after a fact, a consent or the portfolio has changed.

    Answers given on an earlier run no longer count: they were given on other facts.
    """
    permissions.require(by, "proposal.answer")
    proposal = _lock(proposal)
    require_stage(proposal, Stage.SUBMITTED)
    outcomes = _check(proposal, proposal.expected_date, at)
    _record("recheck", proposal, by, at, **_summary(outcomes))
    return proposal


@transaction.atomic
def answer(
    *, proposal: Proposal, answer: str, reason: str, by, at: datetime, version: int | None = None
) -> ProposalAnswer:
    """This function will answer a proposal: no objection takes two people, a query or a breach notice one.

    No objection is refused while a rule says breach (unless a live consent covers a rule of severity
    `consent`, or the rule only notifies) or asks for evidence. The facts are checked again at that moment,
    under the fund's lock, so that two proposals can't both use the same headroom.
    """
    permissions.require(by, "proposal.answer")
    proposal = _lock(proposal)
    require_stage(proposal, Stage.SUBMITTED)
    require_version(proposal, version)
    permissions.require_other_person(by, proposal.submitted_by)
    audit.require_reason(reason)
    run = last_run(proposal)
    given = list(proposal.answers.filter(run=run))
    for earlier in given:
        permissions.require_other_person(by, earlier.answered_by)
    if answer == Answer.NO_OBJECTION:
        _refuse_if_stopped(proposal, local_date(at))
    recorded = ProposalAnswer.objects.create(
        proposal=proposal, run=run, answer=answer, reason=reason.strip(), answered_by=by, answered_at=at
    )
    moves_to = {Answer.QUERY: Stage.QUERIED, Answer.BREACH_NOTICE: Stage.BREACH_NOTICE}.get(answer)
    if answer == Answer.NO_OBJECTION and any(earlier.answer == Answer.NO_OBJECTION for earlier in given):
        moves_to = Stage.NO_OBJECTION
    if moves_to:
        proposal.stage = moves_to
        proposal.version += 1
        proposal.save(update_fields=["stage", "version"])
    _record("answer", proposal, by, at, reason=reason, answer=answer, run=run)
    return recorded


@transaction.atomic
def complete(
    *, proposal: Proposal, completed_date: date, evidence: str, by, at: datetime, version: int | None = None
) -> Investment:
    """This function will record that a deal was completed, and book its cost against the fund's cash.

    The GP decides: a deal done against a breach notice is recorded all the same, with its breaches in the
    register. A deal that was never answered is refused, since the Corporation must answer first.
    """
    permissions.require(by, "investment.complete", within=proposal.fund)
    proposal = _lock(proposal)
    require_stage(proposal, Stage.NO_OBJECTION, Stage.BREACH_NOTICE)
    require_version(proposal, version)
    fund = proposal.fund
    if completed_date > local_date(at):
        raise InputRefused(
            gettext_noop("The completion date {date} is in the future; record the deal when it is done."),
            code="future_completion",
            field="completed_date",
            date=completed_date,
        )
    if not evidence.strip():
        raise InputRefused(
            gettext_noop("Name the evidence of completion: share certificate, bank advice, capitalisation table."),
            code="no_evidence",
            field="evidence",
        )
    cash = selectors.balance(fund, Code.CASH)
    if cash < proposal.amount_hkd:
        raise InputRefused(
            gettext_noop(
                "The fund's book holds HK${cash} of cash; the deal costs HK${amount}. "
                "Record the contributions received first."
            ),
            code="fund_cash_short",
            cash=cash,
            amount=proposal.amount_hkd,
        )
    book = ledger.fund_book(fund)
    about = {"reference": f"proposal:{proposal.pk}", "label": proposal.company.name_en}
    cost = ledger.account(book, Code.INVESTMENT_AT_COST, **about)
    entry = ledger.post(
        book=book,
        kind=JournalEntry.Kind.INVESTMENT,
        effective_date=completed_date,
        memo=f"Investment in {proposal.company.name_en}"[:300],
        source=f"proposal:{proposal.pk}",
        lines=[(cost, proposal.amount_hkd), (ledger.account(book, Code.CASH), -proposal.amount_hkd)],
        by=by,
    )
    investment = Investment.objects.create(
        proposal=proposal,
        fund=fund,
        company=proposal.company,
        completed_date=completed_date,
        evidence=evidence.strip(),
        cost_account=cost,
        unrealised_account=ledger.account(book, Code.INVESTMENT_UNREALISED, **about),
        entry=entry,
        completed_by=by,
        completed_at=at,
    )
    outcomes = _check(proposal, completed_date, at)
    _register_breaches(proposal, outcomes, completed_date)
    proposal.stage = Stage.COMPLETED
    proposal.version += 1
    proposal.save(update_fields=["stage", "version"])
    _record("complete", proposal, by, at, amount_hkd=proposal.amount_hkd, date=completed_date, **_summary(outcomes))
    return investment


@transaction.atomic
def withdraw(*, proposal: Proposal, by, at: datetime, reason: str, version: int | None = None) -> Proposal:
    """This function will withdraw a proposal that is not completed, by the GP."""
    permissions.require(by, "proposal.submit", within=proposal.fund)
    audit.require_reason(reason)
    proposal = _lock(proposal)
    require_stage(proposal, Stage.DRAFT, Stage.SUBMITTED, Stage.QUERIED, Stage.NO_OBJECTION, Stage.BREACH_NOTICE)
    require_version(proposal, version)
    proposal.stage = Stage.WITHDRAWN
    proposal.version += 1
    proposal.save(update_fields=["stage", "version"])
    _record("withdraw", proposal, by, at, reason=reason)
    return proposal


def what_if(fund: Fund, proposal: Proposal, on: date) -> tuple[Outcome, ...]:
    """This function will check a proposal, saved or not, on a day, and write nothing."""
    return mandate.check_proposal(
        portfolio.fund_facts(fund, on, apart_from=proposal if proposal.pk else None),
        portfolio.proposal_facts(proposal, on),
        selectors.terms_of_fund(fund),
    )


def last_run(proposal: Proposal) -> int:
    """The number of a proposal's latest run of checks."""
    return proposal.outcomes.aggregate(last=Max("run"))["last"] or 0


def _lock(proposal: Proposal) -> Proposal:
    lock_fund(proposal.fund)
    return Proposal.objects.select_related("fund", "company").get(pk=proposal.pk)


def _check(proposal: Proposal, on: date, at: datetime) -> tuple[Outcome, ...]:
    outcomes = what_if(proposal.fund, proposal, on)
    run = last_run(proposal) + 1
    CheckOutcome.objects.bulk_create(
        CheckOutcome(
            proposal=proposal,
            run=run,
            rule=outcome.rule,
            clause=outcome.clause,
            status=outcome.status,
            severity=outcome.severity,
            code=outcome.code,
            template=outcome.template,
            facts=plain(outcome.facts),
            headroom_hkd=outcome.headroom_hkd,
            checked_at=at,
        )
        for outcome in outcomes
    )
    return outcomes


def _refuse_if_stopped(proposal: Proposal, on: date) -> None:
    consented = set(portfolio.live_consents(proposal.fund, on, proposal).values_list("rule", flat=True))
    stopping = [
        Breach(outcome.code, outcome.template, outcome.rule, outcome.clause, outcome.facts)
        for outcome in what_if(proposal.fund, proposal, proposal.expected_date)
        if stops(outcome, consented)
    ]
    if stopping:
        raise RuleBroken(stopping)


def stops(outcome: Outcome, consented: set[str]) -> bool:
    """Whether an outcome stops a no objection: a pass never does, a notice only shows, a consent lifts its rule."""
    if outcome.status == "pass" or outcome.severity == "notify":
        return False
    return not (outcome.severity == "consent" and outcome.rule in consented)


def _register_breaches(proposal: Proposal, outcomes: tuple[Outcome, ...], on: date) -> None:
    for outcome in outcomes:
        if outcome.status != "breach":
            continue
        RecordedBreach.objects.get_or_create(
            fund=proposal.fund,
            code=outcome.code,
            source=f"proposal:{proposal.pk}",
            defaults={
                "rule": outcome.rule,
                "clause": outcome.clause,
                "message": fill(outcome.template, outcome.facts),
                "facts": plain(outcome.facts),
                "found_date": on,
            },
        )


def _summary(outcomes: tuple[Outcome, ...]) -> dict:
    return {"outcomes": {outcome.rule: outcome.status for outcome in outcomes}}


def _record(verb: str, proposal: Proposal, by, at: datetime, *, reason: str = "", **facts) -> None:
    audit.record(
        chain=proposal.fund.chain,
        verb=f"proposal.{verb}",
        subject=proposal,
        by=by,
        at=at,
        reason=reason,
        facts=facts,
    )
