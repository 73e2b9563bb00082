"""What the Corporation answered to the deals that a call names: read by the check of a payment (funds/call_uses.py)."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from funds.models import Fund
from funds.rules.payment import ANSWERED, STOPPED, WAITING
from investments.models import Proposal, ProposalAnswer
from investments.services.completion import RATE_TOLERANCE
from investments.services.proposals import HKD
from itvf.money import quantise

Stage = Proposal.Stage
STATES = {Stage.NO_OBJECTION: ANSWERED, Stage.BREACH_NOTICE: STOPPED, Stage.WITHDRAWN: STOPPED}


def of(fund: Fund, references: Iterable[str]) -> dict[str, tuple[str, Decimal]]:
    """This function will give, for each reference of a deal of a fund, its state and what may be called for it in HK$.

    A deal that was completed against a breach notice stays stopped. One in another currency may cost a tenth more.
    """
    ids = [int(number) for _, _, number in (one.partition(":") for one in references) if number.isdigit()]
    found = Proposal.objects.filter(fund=fund, pk__in=ids)
    stopped = set(
        ProposalAnswer.objects.filter(proposal__in=found, answer=ProposalAnswer.Answer.BREACH_NOTICE).values_list(
            "proposal", flat=True
        )
    )
    return {f"proposal:{deal.pk}": (_state(deal, stopped), _allowed(deal)) for deal in found}


def of_company(reference: str) -> frozenset[str]:
    """This function will give the references of all deals of one fund in the company of a deal."""
    deal = _deal(reference)
    if deal is None:
        return frozenset()
    deals = Proposal.objects.filter(fund=deal.fund_id, company=deal.company_id)
    return frozenset(f"proposal:{pk}" for pk in deals.values_list("pk", flat=True))


def is_new(reference: str) -> bool:
    """This function will say whether a deal on record was proposed as a new one, not as a follow-on."""
    deal = _deal(reference)
    return deal is not None and not deal.is_follow_on


def _deal(reference: str) -> Proposal | None:
    number = reference.partition(":")[2]
    return Proposal.objects.filter(pk=int(number)).first() if number.isdigit() else None


def _state(deal: Proposal, stopped: set[int]) -> str:
    if deal.stage == Stage.COMPLETED:
        return STOPPED if deal.pk in stopped else ANSWERED
    return STATES.get(deal.stage, WAITING)


def _allowed(deal: Proposal) -> Decimal:
    more = 0 if deal.currency == HKD else RATE_TOLERANCE
    return quantise(Fraction(deal.amount_hkd) * (1 + more), mode="down")
