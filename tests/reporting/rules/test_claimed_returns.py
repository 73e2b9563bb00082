"""A manager's own returns beside the system's: to the places of the claim, with the cause that is exactly right."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itvf.errors import InputRefused
from reporting.rules.claimed_returns import (
    ANNUALISED,
    AT_REPORTED_VALUE,
    NO_RETURN,
    OTHER_SIDE,
    Own,
    compare,
    differences,
    read,
)
from reporting.rules.quarterly import AGREES, UNEXPLAINED

D = Decimal
OWN = {
    "net_irr_rate": Own(D("0.085349999999"), {AT_REPORTED_VALUE: D("0.0912"), ANNUALISED: D("0.0912")}),
    "tvpi": Own(D("1.125000000000"), {OTHER_SIDE: D("1.31")}),
}


@pytest.mark.parametrize(
    ("claimed", "difference", "explanation"),
    [
        ("0.0853", "0.0000", AGREES),
        ("0.08535", "0.00000", AGREES),
        ("0.085350000000", "0.00000", AGREES),
        ("0.0854", "0.0001", UNEXPLAINED),
        ("0.0912", "0.0059", AT_REPORTED_VALUE),
        ("-0.02", "-0.1053", UNEXPLAINED),
    ],
)
def test_a_rate_agrees_to_a_hundredth_of_a_percent_or_to_its_own_places(claimed, difference, explanation):
    (line,) = compare({"net_irr_rate": D(claimed), "tvpi": None}, OWN)
    assert (line.difference, line.explanation) == (D(difference), explanation)
    assert bool(differences([line])) == (explanation != AGREES)


@pytest.mark.parametrize(("claimed", "explanation"), [("1.13", AGREES), ("1.1", UNEXPLAINED), ("1.31", OTHER_SIDE)])
def test_a_multiple_agrees_to_a_hundredth(claimed, explanation):
    (line,) = compare({"tvpi": D(claimed)}, OWN)
    assert line.explanation == explanation


def test_without_a_rate_of_its_own_the_system_says_so():
    (line,) = compare({"net_irr_rate": D("0.1")}, {"net_irr_rate": Own(None)})
    assert (line.own, line.difference, line.explanation) == (None, None, NO_RETURN)
    assert differences([line]) == ()


@given(st.decimals(D("-0.99"), D("9"), places=12, allow_nan=False), st.integers(4, 12))
def test_the_system_s_own_figure_rounded_always_agrees(own, places):
    claimed = own.quantize(D(1).scaleb(-places), rounding="ROUND_HALF_UP")
    (line,) = compare({"net_irr_rate": claimed}, {"net_irr_rate": Own(own)})
    assert line.explanation == AGREES


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("tvpi", 1.2, "not_a_return"),
        ("tvpi", "NaN", "not_a_return"),
        ("tvpi", "1e400", "not_a_return"),
        ("tvpi", "much", "not_a_return"),
        ("tvpi", "100", "not_a_return"),
        ("dpi", "0.1234567890123", "not_a_return"),
        ("dpi", "-0.01", "below_all_lost"),
        ("net_irr_rate", "-1.01", "below_all_lost"),
    ],
)
def test_what_is_no_return_is_refused_by_its_field(name, value, code):
    with pytest.raises(InputRefused) as refused:
        read(name, value)
    assert (refused.value.code, refused.value.field) == (code, name)
    assert read(name, None) is None
