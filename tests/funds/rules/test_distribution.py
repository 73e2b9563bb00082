"""A distribution split over partners: tiers sum to what is distributed, partners sum to tiers (A6, A20)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules.distribution import DealProceeds, Member, check_deals, give_back, pool_part, split
from funds.rules.waterfall import Tiers
from itvf.errors import InputRefused
from itvf.money import ZERO, total

D = Decimal
cents = st.integers(min_value=0, max_value=10**11).map(lambda number: D(number) / 100)
above_zero = st.integers(min_value=1, max_value=10**11).map(lambda number: D(number) / 100)
LINE = {
    "capital_hkd": "return_of_capital_hkd",
    "hurdle_hkd": "hurdle_hkd",
    "catch_up_hkd": "catch_up_lp_hkd",
    "split_hkd": "split_lp_hkd",
}


def members(weights, outside=()):
    return [
        Member(place, weight, in_pool=place not in outside, is_general_partner=place == 0)
        for place, weight in enumerate(weights)
    ]


def tiers(amounts):
    names = (
        "return_of_capital_hkd",
        "hurdle_hkd",
        "catch_up_gp_hkd",
        "catch_up_lp_hkd",
        "split_lp_hkd",
        "split_gp_hkd",
    )
    return Tiers(**dict(zip(names, amounts, strict=True)))


@given(st.lists(above_zero, min_size=1, max_size=8), st.tuples(*[cents] * 6), st.fractions(0, 1))
def test_partners_sum_to_tiers_and_tiers_to_the_whole(weights, amounts, escrow):
    tier = tiers(amounts)
    amount = tier.lp_hkd + tier.gp_hkd
    rate = D(escrow.numerator) / D(escrow.denominator)
    lines = split(amount, tier, members(weights), escrow_rate=rate.quantize(D("0.01")))
    for name, of_tier in LINE.items():
        assert total(getattr(line, name) for line in lines) == getattr(tier, of_tier)
    assert total(line.carry_hkd for line in lines) == lines[0].carry_hkd == tier.gp_hkd
    assert total(line.gross_hkd for line in lines) == amount
    assert all(line.paid_hkd >= 0 and line.escrow_hkd <= line.carry_hkd for line in lines)


@given(st.lists(above_zero, min_size=2, max_size=6), above_zero)
def test_who_stands_outside_the_pool_gets_its_plain_share(weights, amount):
    partners = members(weights, outside={0})
    pool = pool_part(amount, partners)
    lines = split(amount, Tiers(return_of_capital_hkd=pool), partners)
    assert total(line.gross_hkd for line in lines) == amount
    assert lines[0].gross_hkd == amount - pool
    assert lines[0].capital_hkd <= weights[0]


@given(st.lists(above_zero, min_size=2, max_size=6), above_zero)
def test_returned_carry_goes_to_the_pool_alone(weights, amount):
    lines = split(amount, Tiers(split_lp_hkd=amount), members(weights, outside={0}))
    assert lines[0].gross_hkd == 0
    assert total(line.gross_hkd for line in lines) == amount


@given(above_zero, st.lists(above_zero, min_size=1, max_size=6), st.fractions(0, 1))
def test_what_is_recallable_follows_the_returned_capital(capital, weights, part):
    recallable = D(int(capital * 100) * part.numerator // part.denominator) / 100
    lines = split(capital, Tiers(return_of_capital_hkd=capital), members(weights), recallable_hkd=recallable)
    assert total(line.recallable_hkd for line in lines) == recallable
    assert all(line.recallable_hkd <= line.capital_hkd + D("0.01") for line in lines)


@given(st.lists(above_zero, min_size=1, max_size=6), above_zero)
def test_called_money_goes_back_whole(weights, amount):
    assert total(line.capital_hkd for line in give_back(amount, members(weights))) == amount


def test_more_tax_than_a_part_names_the_partner():
    partner = Member("p", D("1.00"), name="Sample Trust")
    with pytest.raises(InputRefused, match="Sample Trust"):
        split(D("10.00"), Tiers(split_lp_hkd=D("10.00")), [partner], withheld_hkd={"p": D("10.01")})


@pytest.mark.parametrize(
    ("asked", "income", "refused"),
    [
        ("10.00", "0.00", []),
        ("10.01", "0.00", ["not_of_this_deal"]),
        ("10.01", "0.01", []),
        ("10.02", "0.01", ["not_of_this_deal"]),
    ],
)
def test_no_deal_gives_more_than_its_sales_brought_and_what_came_in_beside_them(asked, income, refused):
    """25.00 came of a deal and 15.00 is distributed; the other deal's own money covers nothing of it."""
    deals = [DealProceeds("Sample Mill", D("25.00"), D("15.00"), D(asked)), DealProceeds("b", D("99.00"), ZERO, ZERO)]
    assert [one.code for one in check_deals(deals, D(income))] == refused


def test_nobody_has_contributed():
    with pytest.raises(InputRefused) as refusal:
        pool_part(D("1.00"), [Member("p", ZERO)])
    assert refusal.value.code == "nobody_contributed"
