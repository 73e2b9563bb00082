"""A fund that called HK$100m, bought and sold at a gain, distributed twice with carry; and who reads about it."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from funds.models import FundMembership, Netting
from funds.rules.allocation import earliest_due_date
from funds.services import capital_calls, distributions, fees, nettings, partnerships
from investments.models import Investment
from investments.services import exits, spending
from investments.services.spending import Spent
from reporting.demo import acts, deals, returns
from reporting.demo.acts import moment
from tests import builders, people
from tests.investments.services.lots import by, day, note, plan

QUARTER = date(2025, 6, 30)
FIRST, SECOND = day(70), day(100)
NETTED = day(120)
ON = day(150)


def build() -> SimpleNamespace:
    """The fund at work, up to its second distribution."""
    cast = people.cast()
    fund = builders.closed_fund(cast)
    builders.authority(cast)
    builders.paid_call(cast, fund, acts.purpose("investment", "Deals", "100000000.00"))
    lot = deals.invest(cast, fund, plan(), on=builders.DEAL_DONE, units=Decimal(1_000_000))
    for quarter in (date(2025, 3, 31), QUARTER):
        fees.accrue(fund=fund, period_end=quarter, by=cast.officer, at=moment(date(2025, 7, 3), 12))
    exits.exit_(
        investment=lot, route="trade_sale", proceeds_hkd=Decimal("120000000.00"), note=note(day(60)), **by(cast)
    )
    for amount, on in (("110000000.00", FIRST), ("9000000.00", SECOND)):
        gain = returns.source("gain", "Example Life, gain", amount, "示例生命，收益")
        returns.declare(cast, fund, [gain], on=on)
    spent(cast, lot)
    partner = fund.partners.get(contact_email=cast.partner.email)
    partnerships.grant_membership(
        fund=fund,
        user=cast.partner,
        role=FundMembership.Role.PARTNER_CONTACT,
        partner=partner,
        by=cast.administrator,
        at=moment(builders.CLOSED, 12),
    )
    fund.refresh_from_db()
    return SimpleNamespace(cast=cast, fund=fund, lot=lot, partner=partner)


def spent(cast: people.Cast, lot: Investment) -> None:
    """HK$300,100 spent in Hong Kong in the first quarter, of which HK$60 is accepted and HK$40 rejected."""
    lines = [Spent("talent", "Engineers", Decimal("300000.00")), Spent("goods", "Boards", Decimal("100.00"))]
    about = {"investment": lot, "by": cast.maker(lot.fund), "hong_kong_jobs": 12, "period_end": QUARTER}
    made = spending.report(**about, lines=lines, at=moment(day(51), 9))
    spending.check_line(
        line=made.lines.get(category="goods"),
        accepted_hkd=Decimal("60.00"),
        rejected_hkd=Decimal("40.00"),
        reason="Shipped abroad.",
        **by(cast, 52),
    )


def net_notice(world: SimpleNamespace) -> Netting:
    """A drawdown of HK$2m netted with a distribution of HK$0.4m."""
    cast, fund, due = world.cast, world.fund, earliest_due_date(NETTED)
    maker, signatory, at = cast.maker(fund), cast.signatory(fund), moment(NETTED, 9)
    purposes = [acts.purpose("investment", "More deals", "2000000.00")]
    drawn = capital_calls.draft(fund=fund, purposes=purposes, due_date=due, channel="portal", by=maker, at=at)
    source = returns.source("gain", "Example Life, rest", "400000.00", "示例生命，餘數")
    given = distributions.draft(fund=fund, sources=[source], payment_date=due, by=maker, at=at)
    bound = nettings.bind(call=drawn, distribution=given, by=maker, at=at)
    distributions.state_solvency(distribution=given, statement=returns.SOLVENT, by=signatory, at=moment(NETTED, 10))
    return nettings.issue(netting=bound, by=signatory, at=moment(NETTED, 11))
