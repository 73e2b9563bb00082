"""Liquidations on paper: parts sum to net assets, the carry is the waterfall's, the clawback goes back."""

from datetime import timedelta
from decimal import Decimal

import pytest

from funds import what_if
from funds.models import JournalEntry
from investments.services import exits
from itvf.errors import InputRefused
from itvf.money import ZERO, total
from reporting.demo import acts, returns
from tests import builders
from tests.investments.services.lots import bought, by, day, lot, note, standing  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db

D = Decimal
SOLD, PAID, LATER = day(60), day(70), day(100)


@pytest.fixture
def distributed(cast, fund, lot):  # noqa: F811
    """HK$10m sold for 120m; 110m went out, two million of it carry."""
    exits.exit_(investment=lot, route="trade_sale", proceeds_hkd=D("120000000.00"), note=note(SOLD), **by(cast))
    sources = [returns.source("gain", "Example Life", "110000000.00")]
    return returns.declare(cast, fund, sources, on=PAID)


@pytest.mark.parametrize("nav", [None, "0.00", "0.01", "123456789.01"])
def test_parts_sum_to_net_assets_and_the_clawback_to_nothing(fund, distributed, nav):
    outcome = what_if.liquidation(fund, LATER, nav and D(nav))
    assert outcome.book_nav_hkd == D("100000000.00")
    assert total(part.line.gross_hkd for part in outcome.parts) == (outcome.book_nav_hkd if nav is None else D(nav))
    assert total(part.clawback_hkd for part in outcome.parts) == ZERO
    carry = total(part.line.carry_hkd for part in outcome.parts)
    assert carry == outcome.liquidation.tiers.gp_hkd


def test_at_net_assets_the_carry_is_a_fifth_of_the_profit(fund, distributed):
    outcome = what_if.liquidation(fund, LATER)
    assert outcome.liquidation.whole.tiers.gp_hkd == D("22000000.00")


def test_what_was_too_much_comes_back_to_those_who_bore_it(cast, fund, distributed):
    """Fifty million more paid in and lost: the partners lack more than the HK$2m of carry, so all of it comes back."""
    call = builders.paid_call(cast, fund, acts.purpose("expense", "Lost", "50000000.00"), issued=day(72))
    before = JournalEntry.objects.count()
    outcome = what_if.liquidation(fund, call.due_date, ZERO)
    assert outcome.liquidation.clawback_hkd == D("2000000.00")
    parts = {part.partner.kind: part.clawback_hkd for part in outcome.parts}
    assert parts["government"] == D("500000.00")
    assert parts["gp"] < ZERO == total(part.clawback_hkd for part in outcome.parts)
    assert JournalEntry.objects.count() == before


@pytest.mark.parametrize(("days", "nav", "code"), [(-1, None, "before_first_closing"), (9, "-0.01", "negative_nav")])
def test_refuses_what_cannot_be(fund, days, nav, code):
    on = fund.first_closing_date + timedelta(days=days)
    with pytest.raises(InputRefused) as refusal:
        what_if.liquidation(fund, on, nav and D(nav))
    assert refusal.value.code == code
