"""A fund's returns from its books, net and gross, by hand."""

from datetime import timedelta
from decimal import Decimal

import pytest

from funds import capital_accounts
from investments.services import exits
from itvf.money import quantise
from reporting import fund_returns
from reporting.demo import returns
from tests.investments.services.lots import DONE, bought, by, day, lot, note, standing  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db

D = Decimal


def test_of_one_call_one_exit_and_one_distribution(cast, fund, lot):  # noqa: F811
    sold, paid, on = day(60), day(70), DONE + timedelta(days=800)
    exits.exit_(investment=lot, route="trade_sale", proceeds_hkd=D("120000000.00"), note=note(sold), **by(cast))
    returns.declare(cast, fund, [returns.source("gain", "Example Life", "110000000.00")], on=paid)
    found = fund_returns.of(capital_accounts.of_fund(fund, [on]), on)
    # Net: 100m in, 108m back (2m was carry), 100m left of which 20m are the carry on paper.
    assert (found.net.dpi, found.net.rvpi, found.net.tvpi) == (D("1.08"), D("0.8"), D("1.88"))
    assert found.net.pic == D("0.1")
    assert found.net.irr.annualised
    # Gross: 10m bought, 120m sold sixty days later, nothing left.
    assert (found.gross.tvpi, found.gross.rvpi) == (D("12"), D("0"))
    assert quantise(found.gross.irr.rate, mode="half_up") == quantise(D(12) ** (D(365) / D(60)) - 1, mode="half_up")
