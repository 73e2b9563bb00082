"""A fund's returns from its books: net to its partners, gross on its investments, with and without its facility."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from funds import facility_facts, selectors
from funds.capital_accounts import Accounts
from funds.models import Fund, JournalEntry, LedgerAccount
from funds.rules.performance import Performance, performance
from itvf.money import ratio, total
from reporting import ilpa_flows
from reporting.rules import ilpa

Code = LedgerAccount.Code
Kind = JournalEntry.Kind
# Money into and out of investments, and what investments stand at.
OF_INVESTMENTS = (Kind.INVESTMENT, Kind.REALISATION, Kind.ESCROW, Kind.INCOME)
AT_VALUE = (
    Code.INVESTMENT_AT_COST,
    Code.INVESTMENT_CONVERTED,
    Code.INVESTMENT_UNREALISED,
    Code.ESCROW_RECEIVABLE,
)


@dataclass(frozen=True, slots=True)
class Returns:
    """Net: what partners paid in and got, after fees, expenses and carry. Gross: what investments cost and brought.

    `facility`: ILPA's granular figures with and without the subscription facility; None where the fund never drew one.
    """

    net: Performance
    gross: Performance
    facility: Mapping[str, ilpa.Figures] | None = None


def of(accounts: Accounts, on: date, *, known_at: datetime | None = None) -> Returns:
    """This function will give a fund's returns at a day for which it has capital accounts.

    Net: contributions when due, distributions when declared (carry apart), net assets less the carry on paper; true-ups
    net to zero and are left out. Gross: the money of investments on its bank value date, and fair values. A rate is not
    annualised under one year (GIPS). Multiples are those of the partners' statements.
    """
    left = accounts.whole(on).nav_hkd - accounts.accrued_hkd[on]
    balances = selectors.balances_by_code(accounts.fund, as_of=on, known_at=known_at)
    value = total(balances[code] for code in AT_VALUE if code in balances)
    return Returns(
        net(accounts, on, left_hkd=left),
        gross(accounts.fund, on, value_hkd=value, known_at=known_at),
        _with_and_without(accounts, on, known_at),
    )


def net(accounts: Accounts, on: date, *, left_hkd: Decimal) -> Performance:
    """This function will give the partners' return with what is left to them on the day, in HK$."""
    flows = [(day, amount) for day, amount in accounts.net_flows if day <= on]
    return _net_of_returned_capital(
        performance(flows, nav_hkd=left_hkd, as_of=on),
        paid_in_hkd=accounts.whole(on).contributions_hkd,
        nav_hkd=left_hkd,
        committed_hkd=accounts.sum(on, "committed_hkd"),
    )


def gross(fund: Fund, on: date, *, value_hkd: Decimal, known_at: datetime | None = None) -> Performance:
    """This function will give the investments' return with what they are worth on the day, in HK$."""
    cash = selectors.movements(fund, Code.CASH, as_of=on, known_at=known_at)
    flows = [(day, amount) for day, kind, amount in cash if kind in OF_INVESTMENTS]
    return performance(flows, nav_hkd=value_hkd, as_of=on)


def _with_and_without(accounts: Accounts, on: date, known_at: datetime | None) -> Mapping[str, ilpa.Figures] | None:
    if not facility_facts.movements(accounts.fund, as_of=on, known_at=known_at):
        return None
    flows = ilpa_flows.of(accounts, on, methodology=ilpa_flows.GRANULAR, known_at=known_at)
    return ilpa_flows.figures(flows, methodology=ilpa_flows.GRANULAR)


def _net_of_returned_capital(
    found: Performance, *, paid_in_hkd: Decimal, nav_hkd: Decimal, committed_hkd: Decimal
) -> Performance:
    """Called capital that went back (A19) is a flow of the rate, and for the multiples was never paid in."""
    distributed = found.distributed_hkd - (found.paid_in_hkd - paid_in_hkd)
    return replace(
        found,
        paid_in_hkd=paid_in_hkd,
        distributed_hkd=distributed,
        tvpi=ratio(distributed + nav_hkd, paid_in_hkd),
        dpi=ratio(distributed, paid_in_hkd),
        rvpi=ratio(nav_hkd, paid_in_hkd),
        pic=ratio(paid_in_hkd, committed_hkd),
    )
