"""ILPA's figures of a fund at a day, as known at a recorded time: transactions and figures of one methodology."""

from dataclasses import dataclass
from datetime import date, datetime

from funds import capital_accounts
from funds.models import Fund
from itvf.errors import NotFound, gettext_noop
from reporting import ilpa_flows
from reporting.ilpa_flows import Flow
from reporting.rules import ilpa


@dataclass(frozen=True, slots=True)
class IlpaReturns:
    """A methodology's coded transactions of a fund, and the figures `with` and `without` the facility from them."""

    fund: Fund
    on: date
    known_at: datetime | None
    methodology: str
    flows: tuple[Flow, ...]
    figures: dict[str, ilpa.Figures]

    @property
    def labels(self) -> dict[str, str]:
        """ILPA's own label of every code among the flows."""
        known = ilpa.types(self.methodology)
        return {flow.type: known[flow.type]["label"] for flow in self.flows}


def of(fund: Fund, on: date, methodology: str, *, known_at: datetime | None = None) -> IlpaReturns:
    """This function will give ILPA's figures of a fund at a day; refused (NotFound) before anybody was admitted."""
    if fund.first_closing_date is None or on < fund.first_closing_date:
        raise NotFound(gettext_noop("{fund} had not closed by {date}."), fund=str(fund), date=on)
    accounts = capital_accounts.of_fund(fund, [on], known_at=known_at)
    flows = ilpa_flows.of(accounts, on, methodology=methodology, known_at=known_at)
    return IlpaReturns(fund, on, known_at, methodology, flows, ilpa_flows.figures(flows, methodology=methodology))
