"""Scenes of money that goes back: proceeds, called money, carry; demo and tests play them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from funds.models import Closing, Distribution, Fund
from funds.services import carry, corporation_returns, distribution_payments, distributions
from funds.services.distributions import SourceInput
from reporting.demo.acts import moment
from reporting.demo.cast import Cast

SOLVENT = "After this distribution the fund can pay its debts as they fall due, and its assets exceed what it owes."


def source(kind: str, label: str, amount_hkd, label_zh_hant: str = "", reference: str = "") -> SourceInput:
    """One source of a distribution: `return_of_capital`, `gain` or `income`."""
    return SourceInput(kind, label, Decimal(amount_hkd), label_zh_hant, reference)


def declare(
    cast: Cast, fund: Fund, sources: Sequence[SourceInput], *, on: date, payable: date | None = None, **terms
) -> Distribution:
    """This function will draft a distribution, state solvency and declare it, all on one day."""
    distribution = distributions.draft(
        fund=fund, sources=sources, payment_date=payable or on, by=cast.maker(fund), at=moment(on, 10), **terms
    )
    signatory = cast.signatory(fund)
    distributions.state_solvency(distribution=distribution, statement=SOLVENT, by=signatory, at=moment(on, 11))
    return distributions.declare(distribution=distribution, by=signatory, at=moment(on, 12))


def return_true_up(cast: Cast, closing: Closing, *, on: date) -> Distribution:
    """This function will give the earlier partners of a fund what a later closing's true-up owes them."""
    fund = closing.fund
    distribution = distributions.draft_true_up(closing=closing, payment_date=on, by=cast.maker(fund), at=moment(on, 10))
    signatory = cast.signatory(fund)
    distributions.state_solvency(distribution=distribution, statement=SOLVENT, by=signatory, at=moment(on, 11))
    return distributions.declare(distribution=distribution, by=signatory, at=moment(on, 12))


def pay(cast: Cast, distribution: Distribution, *, on: date) -> Distribution:
    """This function will pay what is left of all lines by one debit, the Government's into the Corporation's bank."""
    reference = f"DD{on:%y%m%d}{distribution.number:03d}"
    distribution_payments.pay(
        distribution=distribution, value_date=on, bank_reference=reference, by=cast.officer, at=moment(on, 17)
    )
    line = distributions.government_line(distribution)
    left = corporation_returns.outstanding(line) if line else 0
    if left:
        corporation_returns.receive(
            line=line,
            amount_hkd=left,
            value_date=on,
            bank_reference=f"{distribution.fund.code.upper()}-{reference}",
            by=cast.finance,
            at=moment(on, 18),
        )
    return distribution


def give_back_carry(cast: Cast, fund: Fund, amount_hkd: Decimal, *, on: date, road: str = "cash"):
    """This function will record carry that the general partner gave back."""
    return carry.give_back(
        fund=fund,
        road=road,
        amount_hkd=amount_hkd,
        value_date=on,
        bank_reference=f"CB{on:%y%m%d}" if road == "cash" else "",
        by=cast.officer,
        at=moment(on, 17),
    )
