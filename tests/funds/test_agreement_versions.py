"""Terms as they were known: a figure asked as known on a day goes by the agreement that was on record then."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from funds import agreement_versions, all_funds, capital_accounts, fee_facts, selectors, waterfall_facts
from funds.models import FundAgreement
from tests import programme
from tests.funds import borrowing

D = Decimal
ON = borrowing.VALUED


@pytest.mark.django_db(transaction=True)
def test_of_the_waterfall_the_fee_and_the_accounts_are_those_on_record_then():
    """Committed as it goes: the database's clock tells what was recorded before what."""
    cast = programme.enrol()
    fund = programme.opened(cast, programme.scheme())
    call = programme.issued(cast, fund, "60000000.00")
    for line in call.lines.select_related("call__fund", "partner"):
        programme.receive(cast, line)
    borrowing.invested(cast, fund, "60000000.00", programme.INVESTED, gain="60000000.00")
    known_at = timezone.now()
    before = read(fund, known_at)
    FundAgreement.objects.filter(fund=fund).update(carry_rate=D("0.1"), fee_rate_during=D("0.01"))
    now = read(fund, None)
    assert before == read(fund, known_at)
    assert before["agreement"] == (D("0.2"), D("0.02"))
    assert now["agreement"] == (D("0.1"), D("0.01"))
    # 60m of profit: 20% is 12m and 10% is 6m, once the hurdle is made up
    assert (before["carry"], now["carry"]) == (D("12000000.00"), D("6000000.00"))
    for of in (before, now):
        assert of["accrued"] == of["board"] == of["carry"]
    assert abs(before["fee"] - 2 * now["fee"]) <= D("0.01")
    assert selectors.agreement_of(fund, known_at=known_at - timedelta(days=900)).carry_rate == D("0.2")
    assert agreement_versions.as_known([], known_at) == []


def read(fund, known_at) -> dict:
    agreement = selectors.agreement_of(fund, known_at=known_at)
    nav = waterfall_facts.net_assets_of([fund.pk], ON)[fund.pk]
    quarter, _cap = fee_facts.quarter(fund, programme.at(ON).date().replace(month=3, day=31), known_at=known_at)
    return {
        "agreement": (agreement.carry_rate.normalize(), agreement.fee_rate_during.normalize()),
        "carry": waterfall_facts.liquidated(fund, ON, nav, known_at=known_at).carry_hkd,
        "accrued": capital_accounts.of_fund(fund, [ON], known_at=known_at).accrued_hkd[ON],
        "fee": quarter.fee_hkd,
        "board": all_funds.figures([fund.pk], ON, known_at=known_at)[fund.pk].carry_left_hkd,
    }
