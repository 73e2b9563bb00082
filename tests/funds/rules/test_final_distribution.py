"""The final distribution: every partner gets its balance to the cent, and every tier its amount."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules.distribution import Member
from funds.rules.final_distribution import Balance, check, split
from funds.rules.waterfall import Tiers
from itvf.money import total

D = Decimal
CENTS = st.integers(0, 10**12).map(lambda cents: D(cents).scaleb(-2))


def balance(pk: int, own: str | Decimal, *, carry: str = "0.00", **member) -> Balance:
    about = {"is_general_partner": pk == 0, "name": f"Partner {pk}"} | member
    return Balance(Member(pk, D("100.00"), **about), D(own), D(carry))


@given(st.lists(CENTS, min_size=1, max_size=7), st.lists(st.fractions(0, 1), min_size=3, max_size=3), CENTS)
def test_rows_and_columns_both_sum_to_the_cent(owns, cuts, carry):
    whole, left, parts = total(owns), total(owns), []
    for cut in cuts:
        parts.append(min(left, D(int(whole * 100 * cut.numerator // cut.denominator)).scaleb(-2)))
        left -= parts[-1]
    capital, hurdle, catch_up = parts
    tiers = Tiers(
        return_of_capital_hkd=capital,
        hurdle_hkd=hurdle,
        catch_up_gp_hkd=carry,
        catch_up_lp_hkd=catch_up,
        split_lp_hkd=left,
    )
    balances = [Balance(Member(pk, own, is_general_partner=pk == 0), own) for pk, own in enumerate(owns)]
    balances[0] = Balance(balances[0].member, balances[0].own_hkd, carry)
    assert check(whole + carry, balances, tiers_carry_hkd=tiers.gp_hkd) == ()
    lines = split(tiers, balances, escrow_rate=D("0.3"))
    for one, line in zip(balances, lines, strict=True):
        assert line.gross_hkd == one.own_hkd + one.carry_hkd
        assert min(line.capital_hkd, line.hurdle_hkd, line.catch_up_hkd, line.split_hkd) >= 0
    for name, amount in (
        ("capital_hkd", capital),
        ("hurdle_hkd", hurdle),
        ("catch_up_hkd", catch_up),
        ("split_hkd", left),
        ("carry_hkd", carry),
    ):
        assert total(getattr(line, name) for line in lines) == amount


def test_who_stands_outside_the_pool_gets_its_capital_first():
    outside = balance(0, "150.00", in_pool=False, returned_hkd=D("30.00"))
    tiers = Tiers(return_of_capital_hkd=D("40.00"), split_lp_hkd=D("10.00"))
    first, second = split(tiers, [outside, balance(1, "50.00")])
    assert (first.capital_hkd, first.split_hkd) == (D("70.00"), D("80.00"))
    assert (second.capital_hkd, second.split_hkd) == (D("40.00"), D("10.00"))


@pytest.mark.parametrize(
    ("amount", "balances", "carry", "code"),
    [
        ("99.99", [balance(0, "40.00"), balance(1, "60.00")], "0.00", "not_everything"),
        ("100.01", [balance(0, "40.00"), balance(1, "60.00")], "0.00", "not_everything"),
        ("100.00", [balance(0, "-0.01"), balance(1, "100.01")], "0.00", "account_below_zero"),
        ("100.00", [balance(0, "40.00", carry="-10.00"), balance(1, "70.00")], "0.00", "account_below_zero"),
        ("100.00", [balance(0, "40.00", carry="10.00"), balance(1, "50.00")], "9.99", "carry_differs"),
    ],
)
def test_is_refused_where_it_is_not_everything_or_an_account_is_short(amount, balances, carry, code):
    (breach,) = check(D(amount), balances, tiers_carry_hkd=D(carry))
    assert breach.code == code


def test_of_everything_stands():
    assert check(D("100.00"), [balance(0, "30.00", carry="10.00"), balance(1, "60.00")], tiers_carry_hkd=D(10)) == ()
