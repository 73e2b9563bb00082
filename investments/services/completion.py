"""The deal is done: its cost goes into the fund's book, and the investment's life begins (A3)."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.db import transaction

from funds import balances
from funds.models import Fund, JournalEntry
from funds.rules.stages import require_stage, require_version
from funds.services import ledger
from investments.models import Investment, LifeEvent, Proposal
from investments.rules.foreign import booked
from investments.services import checks
from investments.services import documents as papers
from investments.services.proposals import HKD, refuse_places
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, gettext_noop
from itvf.models import File
from itvf.money import EXACT, PLACES_12, money, quantise

Code = ledger.Code
Stage = Proposal.Stage
# How far the rate paid may lie from the rate proposed: beyond it, what the Corporation answered was another deal.
RATE_TOLERANCE = Fraction(1, 10)


@transaction.atomic
def complete(
    *,
    proposal: Proposal,
    completed_date: date,
    evidence: str,
    by,
    at: datetime,
    amount_hkd: Decimal | None = None,
    units: Decimal = Decimal(0),
    foreign_amount: Decimal | None = None,
    fx_rate: Decimal | None = None,
    fx_source: str = "",
    fx_date: date | None = None,
    documents: Sequence[tuple[str, File]] = (),
    version: int | None = None,
) -> Investment:
    """This function will record that a deal was completed, and book its cost against the fund's cash.

    The GP decides: a deal done against a breach notice is recorded all the same, with its breaches in the
    register. A deal that was never answered is refused, since the Corporation must answer first.

    `amount_hkd` is the first tranche, the whole deal unless told; never above what was proposed. A deal in another
    currency names what was paid in it, never above what was proposed in it, and the rate with source and date: HK$ is
    their product, rounded half up once, so that it differs from the proposed HK$ by the exchange rate alone, and that
    by a tenth at most. `documents` are the evidence, pairs of kind and file.
    """
    permissions.require(by, "investment.complete", within=proposal.fund)
    proposal = checks.lock_proposal(proposal)
    require_stage(proposal, Stage.NO_OBJECTION, Stage.BREACH_NOTICE)
    require_version(proposal, version)
    _refuse_claims(completed_date, evidence, units, local_date(at))
    if proposal.currency == HKD:
        paid = _paid_in_hkd(proposal, amount_hkd, foreign_amount, fx_rate)
    else:
        paid = _paid_in_foreign(proposal, amount_hkd, foreign_amount, fx_rate, fx_source, fx_date, completed_date)
    require_cash(proposal.fund, paid["amount_hkd"], on=completed_date)
    investment = _book(proposal, paid["amount_hkd"], completed_date, evidence.strip(), by, at)
    LifeEvent.objects.create(
        investment=investment,
        number=1,
        kind=LifeEvent.Kind.COMPLETION,
        effective_date=completed_date,
        cost_hkd=paid["amount_hkd"],
        units=units,
        evidence=investment.evidence,
        file=documents[0][1] if documents else None,
        entry=investment.entry,
        recorded_by=by,
        recorded_at=at,
        **paid,
    )
    filed = [papers.named(one) for one in papers.file_all(proposal, documents, by, at)]
    outcomes = checks.keep_run(proposal, completed_date, at, amount_hkd=_whole_deal(proposal, fx_rate))
    checks.register_breaches(proposal, outcomes, completed_date)
    proposal.stage = Stage.COMPLETED
    proposal.version += 1
    proposal.save(update_fields=["stage", "version"])
    audit.record(
        chain=proposal.fund.chain,
        verb="proposal.complete",
        subject=proposal,
        by=by,
        at=at,
        facts={"date": completed_date, "units": units, **paid, "documents": filed, **checks.summary(outcomes)},
    )
    return investment


def _whole_deal(proposal: Proposal, fx_rate: Decimal | None) -> Decimal:
    """What all of a deal costs at the rate at which its money went out: a first tranche is judged with the rest."""
    return proposal.amount_hkd if proposal.currency == HKD else booked(proposal.foreign_amount, fx_rate)


def require_cash(fund: Fund, amount_hkd: Decimal, *, on: date) -> None:
    """This function will refuse (InputRefused) a payment that the fund's cash does not cover from its day on.

    What a fund holds on that day may be promised to payments recorded since: the lowest balance counts.
    """
    cash = balances.lowest(fund, Code.CASH, on)
    if cash < amount_hkd:
        raise InputRefused(
            gettext_noop(
                "From {date} on the fund's book holds HK${cash} of cash; the deal costs HK${amount}. "
                "Record the contributions received first."
            ),
            code="fund_cash_short",
            date=on,
            cash=cash,
            amount=amount_hkd,
        )


def _refuse_claims(completed_date: date, evidence: str, units: Decimal, today: date) -> None:
    if completed_date > today:
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
    if units < 0:
        raise InputRefused(
            gettext_noop("{units} units were given; the fund receives none or more."),
            code="units_negative",
            field="units",
            units=units,
        )


def _paid_in_hkd(
    proposal: Proposal, amount_hkd: Decimal | None, foreign_amount: Decimal | None, fx_rate: Decimal | None
) -> dict:
    if foreign_amount is not None or fx_rate is not None:
        raise InputRefused(
            gettext_noop("The deal was proposed in HK$; an amount in another currency has no place here."),
            code="foreign_amount_of_hkd",
            field="foreign_amount",
        )
    amount_hkd = proposal.amount_hkd if amount_hkd is None else money(amount_hkd)
    if not 0 < amount_hkd <= proposal.amount_hkd:
        raise InputRefused(
            gettext_noop("HK${amount} is not above zero and within the HK${proposed} proposed."),
            code="not_within_proposal",
            field="amount_hkd",
            amount=amount_hkd,
            proposed=proposal.amount_hkd,
        )
    return {"amount_hkd": amount_hkd}


def _paid_in_foreign(
    proposal: Proposal,
    amount_hkd: Decimal | None,
    foreign_amount: Decimal | None,
    fx_rate: Decimal | None,
    fx_source: str,
    fx_date: date | None,
    completed_date: date,
) -> dict:
    foreign_amount = proposal.foreign_amount if foreign_amount is None else foreign_amount
    if not 0 < foreign_amount <= proposal.foreign_amount:
        raise InputRefused(
            gettext_noop("{currency} {amount} is not above zero and within the {currency} {proposed} proposed."),
            code="not_within_proposal",
            field="foreign_amount",
            currency=proposal.currency,
            amount=foreign_amount,
            proposed=proposal.foreign_amount,
        )
    refuse_places(foreign_amount)
    refuse_rate(proposal, fx_rate=fx_rate, fx_source=fx_source, fx_date=fx_date, on=completed_date)
    booked_hkd = booked(foreign_amount, fx_rate)
    if amount_hkd is not None and money(amount_hkd) != booked_hkd:
        raise InputRefused(
            gettext_noop("{currency} {foreign} at {rate} is HK${booked}, not HK${amount}."),
            code="fx_disagrees",
            field="amount_hkd",
            currency=proposal.currency,
            foreign=foreign_amount,
            rate=fx_rate,
            booked=booked_hkd,
            amount=money(amount_hkd),
        )
    return {
        "amount_hkd": booked_hkd,
        "currency": proposal.currency,
        "foreign_amount": foreign_amount,
        "foreign_cost": foreign_amount,
        "fx_rate": fx_rate,
        "fx_source": fx_source.strip(),
        "fx_date": fx_date,
    }


def refuse_rate(proposal: Proposal, *, fx_rate: Decimal | None, fx_source: str, fx_date: date | None, on: date) -> None:
    """This function will refuse (InputRefused) a rate without source and date, a later day's, or one a tenth away."""
    if fx_rate is None or fx_date is None or not fx_source.strip():
        raise InputRefused(
            gettext_noop("The deal is in {currency}: give the exchange rate with its source and date."),
            code="fx_rate_missing",
            field="fx_rate",
            currency=proposal.currency,
        )
    if fx_rate != fx_rate.quantize(PLACES_12, context=EXACT):
        raise InputRefused(
            gettext_noop("The rate {rate} has more than twelve decimal places."),
            code="fx_rate_places",
            field="fx_rate",
            rate=fx_rate,
        )
    proposed_rate = Fraction(proposal.amount_hkd) / Fraction(proposal.foreign_amount)
    if abs(Fraction(fx_rate) - proposed_rate) > RATE_TOLERANCE * proposed_rate:
        raise InputRefused(
            gettext_noop(
                "The rate {rate} is more than a tenth away from {proposed}, at which the deal was proposed. Correct "
                "it, or propose the deal anew."
            ),
            code="fx_rate_far",
            field="fx_rate",
            rate=fx_rate,
            proposed=quantise(proposed_rate, mode="half_up"),
        )
    if fx_date > on:
        raise InputRefused(
            gettext_noop("The rate is of {fx_date}, after the completion on {date}."),
            code="fx_date_late",
            field="fx_date",
            fx_date=fx_date,
            date=on,
        )


def _book(proposal: Proposal, amount_hkd: Decimal, completed_date: date, evidence: str, by, at: datetime) -> Investment:
    """Opens the investment's accounts, posts its cost, and writes its row."""
    book = ledger.fund_book(proposal.fund)
    about = {"reference": f"proposal:{proposal.pk}", "label": proposal.company.name_en}
    cost = ledger.account(book, Code.INVESTMENT_AT_COST, **about)
    entry = ledger.post(
        book=book,
        kind=JournalEntry.Kind.INVESTMENT,
        effective_date=completed_date,
        memo=f"Investment in {proposal.company.name_en}"[:300],
        source=f"proposal:{proposal.pk}",
        lines=[(cost, amount_hkd), (ledger.account(book, Code.CASH), -amount_hkd)],
        by=by,
    )
    return Investment.objects.create(
        proposal=proposal,
        fund=proposal.fund,
        company=proposal.company,
        completed_date=completed_date,
        evidence=evidence,
        cost_account=cost,
        unrealised_account=ledger.account(book, Code.INVESTMENT_UNREALISED, **about),
        entry=entry,
        completed_by=by,
        completed_at=at,
    )
