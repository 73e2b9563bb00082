"""What is left of recorded authorities after earlier uses: from those of the use's own day, first what ends first."""

from datetime import date
from decimal import Decimal

import pytest

from funds.rules.authority import UNLIMITED, Authority, Use, left

D = Decimal
JUNE, JULY, LATER = date(2025, 6, 30), date(2025, 7, 1), date(2025, 12, 1)
EARLY = Authority(date(2025, 1, 1), JUNE, D("100.00"))
OPEN = Authority(date(2025, 6, 1), None, D("50.00"))


class TestLeft:
    @pytest.mark.parametrize(
        ("authorities", "uses", "on", "expected"),
        [
            ((), (), LATER, "0.00"),
            ((EARLY, OPEN), (), JUNE, "150.00"),
            ((EARLY, OPEN), (), JULY, "50.00"),
            # of June's 120 the authority that ends first bears 100, so that 30 are left of the other
            ((EARLY, OPEN), (Use(JUNE, D("120.00")),), JULY, "30.00"),
            # in May only the first stood: what it allowed takes nothing from the second
            ((EARLY, OPEN), (Use(date(2025, 5, 1), D("100.00")),), JULY, "50.00"),
            ((OPEN,), (Use(JULY, D("50.00")),), LATER, "0.00"),
            ((OPEN,), (Use(JULY, D("50.01")),), LATER, "0.00"),
            ((OPEN,), (Use(date(2025, 1, 1), D("50.00")),), LATER, "50.00"),
        ],
    )
    def test_takes_uses_from_what_stood_on_their_day(self, authorities, uses, on, expected):
        assert left(authorities, uses, on) == D(expected)

    def test_has_no_end_where_one_names_no_amount(self):
        any_amount = Authority(JUNE, None, None)
        assert left([OPEN, any_amount], [Use(JULY, D("1000.00"))], LATER) == UNLIMITED
