"""The KPI of R26 (A24): whose money counts, on which day's commitments, and that no dollar counts twice."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from investments.rules import kpi
from investments.rules.kpi import Payment

OPENING, TARGET = Decimal("1700000000.00"), Decimal("4000000000.00")
PAID = Payment(
    fund="harbour",
    company="Aurora Demo Limited",
    company_id=1,
    paid_date=date(2026, 3, 2),
    amount_hkd=Decimal("90000000.00"),
    private_hkd=Decimal("300000000.00"),
    government_hkd=Decimal("200000000.00"),
    public_hkd=Decimal("100000000.00"),
    is_start_up=True,
    is_local=True,
)
MONEY = st.decimals(Decimal("0.00"), Decimal("900000000.00"), places=2)


def measure(*payments: Payment, opening: Decimal = OPENING, target: Decimal = TARGET) -> kpi.Kpi:
    return kpi.measure(payments, opening_hkd=opening, target_hkd=target)


class TestSplit:
    def test_follows_the_commitments_of_the_day(self):
        # By hand: 300 : 200 : 100 of 600, so a half, a third and a sixth of HK$90m.
        found = kpi.split(PAID)
        assert (found.private_hkd, found.government_hkd, found.public_hkd) == (
            Decimal("45000000.00"),
            Decimal("30000000.00"),
            Decimal("15000000.00"),
        )
        assert found.private_share == Decimal("0.500000000000")

    def test_gives_no_share_where_nothing_is_committed(self):
        nothing = Decimal("0.00")
        found = kpi.split(replace(PAID, private_hkd=nothing, government_hkd=nothing, public_hkd=nothing))
        assert (found.private_hkd, found.private_share) == (nothing, None)

    @given(MONEY, MONEY, MONEY, MONEY)
    def test_loses_no_cent(self, amount, private, government, public):
        found = kpi.split(
            replace(PAID, amount_hkd=amount, private_hkd=private, government_hkd=government, public_hkd=public)
        )
        parts = found.private_hkd + found.government_hkd + found.public_hkd
        assert parts == (amount if private + government + public else 0)


class TestKpi:
    def test_adds_private_money_to_the_opening_balance(self):
        found = measure(PAID, replace(PAID, company_id=2, amount_hkd=Decimal("6.00")))
        assert found.private_hkd == Decimal("45000003.00")
        assert found.government_hkd == Decimal("30000002.00")
        assert found.public_hkd == Decimal("15000001.00")
        assert found.total_hkd == Decimal("1745000003.00")
        assert found.share_rate == Decimal("0.436250000750")

    def test_is_the_opening_balance_while_nothing_was_paid(self):
        assert (measure().total_hkd, measure().missing_hkd) == (OPENING, TARGET - OPENING)

    @pytest.mark.parametrize(("more", "missing"), [("-0.02", "0.01"), ("0.00", "0.00"), ("0.02", "0.00")])
    def test_misses_nothing_from_its_target_on(self, more, missing):
        target = OPENING + Decimal("45000000.00")
        paid = replace(PAID, amount_hkd=PAID.amount_hkd + Decimal(more))
        assert measure(paid, target=target).missing_hkd == Decimal(missing)

    @pytest.mark.parametrize(
        ("start_up", "local", "counts"),
        [
            (True, True, True),
            (False, True, False),
            (True, False, False),
            (False, None, False),
            (None, False, False),
            (None, True, None),
            (True, None, None),
            (None, None, None),
        ],
    )
    def test_counts_local_start_ups_and_holds_apart_what_is_not_known(self, start_up, local, counts):
        paid = replace(PAID, is_start_up=start_up, is_local=local)
        found = measure(paid)
        assert paid.counts is counts
        assert found.private_hkd == (Decimal("45000000.00") if counts else 0)
        assert found.unknown_hkd == (Decimal("45000000.00") if counts is None else 0)
        assert len(found.splits) == 1

    @given(st.lists(MONEY, max_size=12))
    def test_counts_each_dollar_at_most_once(self, amounts):
        found = measure(*(replace(PAID, amount_hkd=amount) for amount in amounts))
        assert found.private_hkd + found.government_hkd + found.public_hkd == sum(amounts)
