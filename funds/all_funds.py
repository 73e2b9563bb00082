"""Fees, hurdle and waterfall of all funds, read in a constant number of queries, by the rules that one fund goes by.

Every reading is that of `fee_facts` and `waterfall_facts` over many funds at once; nothing is computed here but sums.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum

from funds import agreement_versions, fee_facts, selectors, waterfall_facts
from funds.models import Fund, FundAgreement, LedgerAccount
from funds.rules import fees
from funds.rules.hurdle import HurdleStatement
from funds.rules.waterfall import Waterfall
from funds.waterfall_facts import ASSETS_AND_LIABILITIES, Liquidation
from itvf.dates import quarter_end
from itvf.memory import collector_at_rest
from itvf.money import ZERO, total

Code = LedgerAccount.Code


@dataclass(frozen=True, slots=True)
class FundFigures:
    """One fund on a day. `fees` and `caps` are those of each quarter that has ended by then, by the agreement and by
    R14; `balances` the book's by code, in HK$, debits positive."""

    fund: Fund
    on: date
    fees: tuple[fees.PeriodFee, ...]
    caps: tuple[fees.PeriodFee, ...]
    hurdle: HurdleStatement
    liquidation: Liquidation
    balances: dict[str, Decimal]

    @property
    def fee_hkd(self) -> Decimal:
        """The agreement's fee of all quarters that have ended."""
        return total(fee.fee_hkd for fee in self.fees)

    @property
    def fee_cap_hkd(self) -> Decimal:
        """The most that R14 allows for the same quarters."""
        return total(cap.fee_hkd for cap in self.caps)

    @property
    def fee_accrued_hkd(self) -> Decimal:
        """What the books have accrued as fee."""
        return self.balances.get(Code.FEE_EXPENSE, ZERO)

    @property
    def paid(self) -> Waterfall:
        """The waterfall of what was paid out by then."""
        return self.liquidation.paid

    @property
    def nav_hkd(self) -> Decimal:
        """Net assets from the books."""
        return self.liquidation.nav_hkd

    @property
    def carry_paid_hkd(self) -> Decimal:
        """Carried interest distributed and not given back."""
        return self.balances.get(Code.CARRY_DISTRIBUTED, ZERO)

    @property
    def returned_hkd(self) -> Decimal:
        """The carry that came back."""
        return self.liquidation.back.came_hkd

    @property
    def carry_left_hkd(self) -> Decimal:
        """The carry of a liquidation at net assets, not yet paid and with what came back; below zero the GP owes it."""
        return self.liquidation.carry_hkd + self.returned_hkd

    @property
    def carry_accrued_hkd(self) -> Decimal:
        """What the GP would still get if the fund were liquidated at its net assets."""
        return max(self.carry_left_hkd, ZERO)

    @property
    def clawback_hkd(self) -> Decimal:
        """What the GP would have to give back then (A6)."""
        return max(-self.carry_left_hkd, ZERO)

    @property
    def left_hkd(self) -> Decimal:
        """What is left to the partners: net assets after carry."""
        return self.nav_hkd - self.carry_left_hkd


@collector_at_rest()
def figures(funds: Iterable[int], on: date, *, known_at: datetime | None = None) -> dict[int, FundFigures]:
    """This function will give the figures of every fund that has an agreement and has closed by a day, by id.

    As of `on` and as known at `known_at`, in a number of queries that no fund adds to.
    """
    agreements = list(
        FundAgreement.objects.filter(fund__in=list(funds), fund__first_closing_date__lte=on)
        .select_related("fund__manager", "scheme_version__scheme")
        .order_by("fund__code")
    )
    agreements = agreement_versions.as_known(agreements, known_at)
    ids = [agreement.fund_id for agreement in agreements]
    read = {"known_at": known_at}
    charges = fee_facts.positions([agreement.fund for agreement in agreements], on, **read)
    contributions = waterfall_facts.contributions(agreements, on, known_at)
    paid_in = _by_fund(contributions)
    shares = _by_fund(waterfall_facts.partners_share(agreements, on, known_at))
    flows = waterfall_facts.flows_of(agreements, on, paid_in=contributions, **read)
    capital = waterfall_facts.pool_capital(agreements, on, **read)
    values = waterfall_facts.fair_values(ids, on, **read)
    balances = _balances(ids, on, known_at)
    back = waterfall_facts.given_back(ids, on, **read)
    found = {}
    for agreement in agreements:
        fund, charge = agreement.fund_id, charges[agreement.fund_id]
        ended = [period for period in charge.quarters(on) if period[1] == quarter_end(period[1])]
        nav = total(amount for code, amount in balances[fund].items() if code in ASSETS_AND_LIABILITIES)
        liquidation = waterfall_facts.liquidate(
            agreement, flows[fund], capital[fund], nav_hkd=nav, on=on, values=values[fund], back=back[fund]
        )
        found[fund] = FundFigures(
            fund=agreement.fund,
            on=on,
            fees=charge.agreed_fees(ended),
            caps=charge.caps(ended),
            hurdle=fee_facts.hurdle_of(agreement, paid_in[fund], shares[fund], on),
            liquidation=liquidation,
            balances=balances[fund],
        )
    return found


def _by_fund(rows: Iterable[tuple]) -> defaultdict[int, list[tuple]]:
    """Rows by the fund that each begins with."""
    found = defaultdict(list)
    for fund, *row in rows:
        found[fund].append(tuple(row))
    return found


def _balances(funds: list[int], on: date, known_at: datetime | None) -> dict[int, dict[str, Decimal]]:
    rows = (
        selectors.postings(as_of=on, known_at=known_at)
        .filter(account__book__fund__in=funds)
        .values_list("account__book__fund", "account__code")
        .annotate(sum=Sum("amount_hkd"))
        .order_by()
    )
    found: dict[int, dict[str, Decimal]] = {fund: {} for fund in funds}
    for fund, code, amount in rows:
        found[fund][code] = amount
    return found
