"""A lot sold far above cost, for tests of what is distributed of it."""

from decimal import Decimal

from investments.services import exits
from reporting.demo import returns
from tests.investments.services.lots import by, day, note

D = Decimal
SOLD, PAID = day(60), day(70)


def sell(cast, lot):
    """The lot of HK$10m sold for HK$120m: 10m of cost back and 110m of gain in cash."""
    exits.exit_(investment=lot, route="trade_sale", proceeds_hkd=D("120000000.00"), note=note(SOLD), **by(cast))
    return lot


def sources(capital="10000000.00", gain="100000000.00"):
    found = [returns.source("return_of_capital", "Example Life, cost", capital, "示例生命，成本")]
    return found + ([returns.source("gain", "Example Life, gain", gain, "示例生命，收益")] if gain else [])
