"""A deal put to the Corporation: checked, questioned, answered by two people, withdrawn (R3, R7 to R13, R27)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from funds.locks import lock_fund
from funds.models import Fund
from funds.rules.stages import require_stage, require_version
from investments import portfolio
from investments.models import Company, Proposal, ProposalAnswer, ProposalReply
from investments.rules import words
from investments.services import checks
from investments.services import documents as papers
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, gettext_noop
from itvf.models import File
from itvf.money import EXACT, money

Stage = Proposal.Stage
Answer = ProposalAnswer.Answer
HKD = "HKD"
FOREIGN_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Deal:
    """What a GP says of a deal when it proposes it: HK$, and beside it the amount of a deal in another currency."""

    sector: str
    financing_stage: str
    instrument: str
    description: str
    amount_hkd: Decimal
    expected_date: date
    activities: Sequence[str] = ()
    is_secondary: bool = False
    is_follow_on: bool = False
    is_bridge: bool = False
    currency: str = HKD
    foreign_amount: Decimal | None = None
    hong_kong_spend_undertaken_hkd: Decimal | None = None
    spend_months: int = 24
    undertaking_signed_date: date | None = None
    undertaking_file: File | None = None


@transaction.atomic
def submit(
    *, fund: Fund, company: Company, deal: Deal, by, at: datetime, documents: Sequence[tuple[str, File]] = ()
) -> Proposal:
    """This function will put a deal to the Corporation with its documents, and check it by every restriction.

    A proposal that breaks a rule is recorded all the same, with its outcomes: the Corporation answers it. The words
    of its description that hint at R13 are kept beside it. `documents` are pairs of kind and file. Refuses an amount
    that is not above zero, a deal of another currency without its amount, and months of Hong Kong spend below one.
    """
    permissions.require(by, "proposal.submit", within=fund)
    fund = lock_fund(fund)
    require_stage(fund, Fund.Stage.OPEN)
    undertaken = deal.hong_kong_spend_undertaken_hkd
    figures = {
        "amount_hkd": money(deal.amount_hkd),
        "hong_kong_spend_undertaken_hkd": None if undertaken is None else money(undertaken),
    }
    _refuse_figures(deal, figures["amount_hkd"])
    if deal.undertaking_signed_date and deal.undertaking_signed_date > local_date(at):
        raise InputRefused(
            gettext_noop("The undertaking is signed on {date}, which is still to come (R10, A16)."),
            code="undertaking_not_yet",
            field="undertaking_signed_date",
            date=deal.undertaking_signed_date,
        )
    proposal = Proposal.objects.create(
        fund=fund,
        number=(fund.proposals.aggregate(last=Max("number"))["last"] or 0) + 1,
        company=company,
        **{name: value for name, value in _given(deal).items() if name not in figures},
        **figures,
        hints=words.hints(deal.description),
        submitted_by=by,
        submitted_at=at,
    )
    filed = [papers.named(one) for one in papers.file_all(proposal, documents, by, at)]
    outcomes = checks.keep_run(proposal, checks.judged_on(proposal, local_date(at)), at)
    _record("submit", proposal, by, at, amount_hkd=proposal.amount_hkd, documents=filed, **checks.summary(outcomes))
    return proposal


@transaction.atomic
def resubmit(*, proposal: Proposal, by, at: datetime, reply: str, version: int | None = None) -> Proposal:
    """This function will put a queried proposal back to the Corporation with a reply, checked anew."""
    permissions.require(by, "proposal.submit", within=proposal.fund)
    proposal = checks.lock_proposal(proposal)
    require_stage(proposal, Stage.QUERIED)
    require_version(proposal, version)
    if not reply.strip():
        raise InputRefused(gettext_noop("Write the reply: it goes on record."), code="reply_missing", field="reply")
    ProposalReply.objects.create(
        proposal=proposal, run=checks.last_run(proposal), reply=reply.strip(), replied_by=by, replied_at=at
    )
    _move(proposal, Stage.SUBMITTED)
    outcomes = checks.keep_run(proposal, checks.judged_on(proposal, local_date(at)), at)
    _record("resubmit", proposal, by, at, reason=reply, **checks.summary(outcomes))
    return proposal


@transaction.atomic
def recheck(*, proposal: Proposal, by, at: datetime) -> Proposal:
    """This function will check a submitted proposal again, after a fact, a consent or the portfolio has changed.

    Answers given on an earlier run no longer count: they were given on other facts.
    """
    permissions.require(by, "proposal.answer")
    proposal = checks.lock_proposal(proposal)
    require_stage(proposal, Stage.SUBMITTED)
    outcomes = checks.keep_run(proposal, checks.judged_on(proposal, local_date(at)), at)
    _record("recheck", proposal, by, at, **checks.summary(outcomes))
    return proposal


@transaction.atomic
def answer(
    *, proposal: Proposal, answer: str, reason: str, by, at: datetime, version: int | None = None
) -> ProposalAnswer:
    """This function will answer a proposal: no objection takes two people, a query or a breach notice one.

    No objection is refused while a rule says breach (unless a live consent covers a rule of severity
    `consent`, or the rule only notifies) or asks for evidence. The facts are checked again at that moment,
    under the fund's lock, so that two proposals can't both use the same headroom; where they say something else than
    the last run, a new run is kept, and an answer given on the former one no longer counts. A breach notice carries
    the rules and clauses that stop the deal on the checks it answers.
    """
    permissions.require(by, "proposal.answer")
    proposal = checks.lock_proposal(proposal)
    require_stage(proposal, Stage.SUBMITTED)
    require_version(proposal, version)
    permissions.require_other_person(by, proposal.submitted_by)
    audit.require_reason(reason)
    checks.recheck_after_change(proposal, at)
    run = checks.last_run(proposal)
    given = list(proposal.answers.filter(run=run).select_related("answered_by"))
    for earlier in given:
        permissions.require_other_person(by, earlier.answered_by)
    if answer == Answer.NO_OBJECTION:
        checks.refuse_if_stopped(proposal, local_date(at))
    recorded = ProposalAnswer.objects.create(
        proposal=proposal, run=run, answer=answer, reason=reason.strip(), answered_by=by, answered_at=at
    )
    moves_to = {Answer.QUERY: Stage.QUERIED, Answer.BREACH_NOTICE: Stage.BREACH_NOTICE}.get(answer)
    if answer == Answer.NO_OBJECTION and any(earlier.answer == Answer.NO_OBJECTION for earlier in given):
        moves_to = Stage.NO_OBJECTION
    if moves_to:
        _move(proposal, moves_to)
    stopped = {"broken": broken(proposal, local_date(at))} if answer == Answer.BREACH_NOTICE else {}
    _record("answer", proposal, by, at, reason=reason, answer=answer, run=run, **stopped)
    return recorded


@transaction.atomic
def withdraw(*, proposal: Proposal, by, at: datetime, reason: str, version: int | None = None) -> Proposal:
    """This function will withdraw a proposal that is not completed, by the GP."""
    permissions.require(by, "proposal.submit", within=proposal.fund)
    audit.require_reason(reason)
    proposal = checks.lock_proposal(proposal)
    require_stage(proposal, Stage.DRAFT, Stage.SUBMITTED, Stage.QUERIED, Stage.NO_OBJECTION, Stage.BREACH_NOTICE)
    require_version(proposal, version)
    _move(proposal, Stage.WITHDRAWN)
    _record("withdraw", proposal, by, at, reason=reason)
    return proposal


def broken(proposal: Proposal, on: date, *, run: int | None = None) -> list[dict[str, str]]:
    """The rules and clauses that stop a no objection on a run of checks, the latest unless told: a breach notice's."""
    consents = list(portfolio.live_consents(proposal.fund, on, proposal))
    return [
        {"rule": kept.rule, "restriction": kept.restriction, "clause": kept.clause, "code": kept.code}
        for kept in proposal.outcomes.filter(run=run or checks.last_run(proposal)).order_by("id")
        if checks.stops(kept, consents)
    ]


def refuse_places(foreign_amount: Decimal) -> None:
    """This function will refuse (InputRefused) an amount in another currency of more than four decimal places."""
    if foreign_amount != foreign_amount.quantize(FOREIGN_PLACES, context=EXACT):
        raise InputRefused(
            gettext_noop("{amount} has more than four decimal places."),
            code="foreign_places",
            field="foreign_amount",
            amount=foreign_amount,
        )


def _refuse_figures(deal: Deal, amount_hkd: Decimal) -> None:
    is_foreign = deal.currency != HKD
    if amount_hkd <= 0:
        raise InputRefused(
            gettext_noop("A proposal is above zero; {amount_hkd} was given."),
            code="not_positive",
            field="amount_hkd",
            amount_hkd=amount_hkd,
        )
    if not (
        len(deal.currency) == 3 and deal.currency.isascii() and deal.currency.isalpha() and deal.currency.isupper()
    ):
        raise InputRefused(
            gettext_noop("{currency} is not a currency's code of three capitals, such as USD."),
            code="currency_unknown",
            field="currency",
            currency=deal.currency,
        )
    if is_foreign and not (deal.foreign_amount or 0) > 0:
        raise InputRefused(
            gettext_noop("The deal is in {currency}; give its amount in {currency} too, above zero."),
            code="foreign_amount_missing",
            field="foreign_amount",
            currency=deal.currency,
        )
    if is_foreign:
        refuse_places(deal.foreign_amount)
    if not is_foreign and deal.foreign_amount is not None:
        raise InputRefused(
            gettext_noop("The deal is in HK$; {foreign_amount} of another currency has no place. Name the currency."),
            code="foreign_amount_of_hkd",
            field="foreign_amount",
            foreign_amount=deal.foreign_amount,
        )
    if deal.spend_months < 1:
        raise InputRefused(
            gettext_noop("The Hong Kong spend takes at least one month; {months} were given."),
            code="spend_months",
            field="spend_months",
            months=deal.spend_months,
        )


def _given(deal: Deal) -> dict:
    """The deal's fields as the proposal's columns hold them."""
    return {
        **{name: getattr(deal, name) for name in deal.__slots__},
        "description": deal.description.strip(),
        "activities": list(deal.activities),
    }


def _move(proposal: Proposal, stage: str) -> None:
    proposal.stage = stage
    proposal.version += 1
    proposal.save(update_fields=["stage", "version"])


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
