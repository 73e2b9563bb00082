"""How a declared distribution is booked, by its nature; called when it is declared."""

from collections.abc import Sequence
from datetime import date

from funds.models import Distribution, DistributionLine, JournalEntry
from funds.services import ledger

Code = ledger.Code
Kind = JournalEntry.Kind
Nature = Distribution.Nature


def post(distribution: Distribution, lines: Sequence[DistributionLine], on: date, by) -> JournalEntry:
    """This function will book a declared distribution, in HK$, by its lines.

    Proceeds and returned carry are distributed; called capital that goes back is no longer called. A settled fee
    offset is fee that its partner did not bear after all, and goes to it in the same entry.
    """
    book = ledger.fund_book(distribution.fund)
    goes_back = distribution.nature in (Nature.UNINVESTED, Nature.TRUE_UP)
    postings = []
    for line in lines:
        share = line.capital_hkd + line.hurdle_hkd + line.catch_up_hkd + line.split_hkd
        postings += [
            (
                ledger.account(
                    book, Code.CAPITAL_CONTRIBUTED if goes_back else Code.CAPITAL_DISTRIBUTED, partner=line.partner
                ),
                share - line.outside_hkd,
            ),
            (ledger.account(book, Code.CAPITAL_OUTSIDE, partner=line.partner), line.outside_hkd),
            (ledger.account(book, Code.CARRY_DISTRIBUTED, partner=line.partner), line.carry_hkd),
            (ledger.account(book, Code.EQUALISATION), line.interest_hkd),
            (ledger.account(book, Code.CARRY_ESCROW, partner=line.partner), -line.escrow_hkd),
            (ledger.account(book, Code.WITHHOLDING_PAYABLE, partner=line.partner), -line.withheld_hkd),
            (ledger.account(book, Code.DISTRIBUTION_PAYABLE, partner=line.partner), -line.amount_hkd),
        ]
        if distribution.nature == Nature.OFFSETS:
            postings += [
                (ledger.account(book, Code.FEE_OFFSET_PAYABLE, partner=line.partner), line.capital_hkd),
                (ledger.account(book, Code.FEE_EXPENSE), -line.capital_hkd),
            ]
    return ledger.post(
        book=book,
        kind=Kind.CAPITAL_RETURNED if goes_back else Kind.DISTRIBUTION,
        effective_date=on,
        memo=f"Distribution {distribution.number}, payable {distribution.payment_date}",
        source=f"distribution:{distribution.pk}",
        lines=[posting for posting in postings if posting[1]],
        by=by,
    )
