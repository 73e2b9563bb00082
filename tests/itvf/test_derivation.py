"""A derivation leads to its figure: what is called rounding is cents, a cent a part at most."""

from decimal import Decimal

import pytest

from itvf.derivation import Derivation, WrongDerivation, rounding

D = Decimal
PARTS = (Derivation("one", "One", D("10.00")), Derivation("two", "Two", D("20.00")))


class TestTheTree:
    def test_says_nothing_without_a_sign(self):
        assert Derivation("sum", "Sum", D("-0.00")).as_json()["value"] == "0.00"


class TestRounding:
    @pytest.mark.parametrize("value", ["29.98", "30.003", "30.02"])
    def test_is_a_part_up_to_a_cent_for_each_of_the_others(self, value):
        parts = rounding(D(value), PARTS, "Cents")
        assert parts[-1].value == D(value) - D("30.00")
        assert Derivation("sum", "Sum", D(value), parts=parts, is_sum=True).difference == 0

    def test_is_no_part_where_nothing_is_lacking(self):
        assert rounding(D("30.00"), PARTS, "Cents") == PARTS
        assert rounding(D("0.00"), (), "Cents") == ()

    @pytest.mark.parametrize(("value", "parts"), [("29.979999", PARTS), ("30.020001", PARTS), ("0.01", ())])
    def test_of_more_than_that_is_a_wrong_derivation(self, value, parts):
        with pytest.raises(WrongDerivation, match="Cents"):
            rounding(D(value), parts, "Cents")
