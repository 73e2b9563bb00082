"""When a fund has ended: each thing that stands against it, alone; nothing where all is sold, paid and named."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from funds.models import LedgerAccount
from funds.rules import winding_up
from funds.rules.winding_up import Facts, check
from funds.waterfall_facts import ASSETS_AND_LIABILITIES

D = Decimal
ENDED = date(2035, 6, 30)
DONE = Facts(
    ENDED, {"cash": D("50000.00"), "fee_expense": D("9.00")}, D("50000.00"), "The last audit", last_entry=ENDED
)


def codes(**changes) -> list[str]:
    return [breach.code for breach in check(replace(DONE, **changes))]


def standing(**balances: str) -> dict[str, Decimal]:
    return DONE.balances | {code: D(amount) for code, amount in balances.items()}


class TestCheck:
    def test_is_nothing_where_everything_is_done_and_the_cash_is_named(self):
        assert codes() == []
        assert codes(balances={}, reserve_hkd=D(0), reserve_for="") == []

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"balances": standing(investment_at_cost="0.01")}, "assets_left"),
            ({"balances": standing(investment_unrealised="-0.01")}, "assets_left"),
            ({"balances": standing(escrow_receivable="1.00")}, "assets_left"),
            ({"balances": standing(call_receivable="0.01")}, "owed_to_the_fund"),
            ({"balances": standing(distribution_payable="-0.01")}, "owed_by_the_fund"),
            ({"balances": standing(suspense="-0.01")}, "owed_by_the_fund"),
            ({"balances": standing(carry_escrow="-0.01")}, "carry_in_escrow"),
            ({"fees_hkd": D("0.01")}, "fee_not_accrued"),
            ({"clawback_hkd": D("0.01")}, "clawback_owed"),
            ({"carry_held_hkd": D("0.01")}, "carry_to_pass_on"),
            ({"balances": standing(cash="50000.01")}, "cash_differs"),
            ({"balances": standing(cash="49999.99")}, "cash_differs"),
            ({"reserve_for": " "}, "reserve_not_named"),
            ({"offsets_hkd": D("0.01")}, "offsets_not_settled"),
            ({"drafts": ("Capital call 9",)}, "draft_stands"),
            ({"last_entry": ENDED + timedelta(1)}, "moved_after"),
        ],
    )
    def test_names_each_thing_that_is_left(self, changes, code):
        assert codes(**changes) == [code]

    def test_says_everything_at_once_and_what_stands_on_each_side(self):
        found = check(replace(DONE, balances=standing(investment_at_cost="100.00", investment_unrealised="-40.00")))
        assert [breach.facts for breach in found] == [{"amount_hkd": D("140.00")}]
        assert len(check(Facts(ENDED, standing(investment_at_cost="1.00", fee_payable="-1.00")))) == 3

    def test_takes_what_somebody_said_of_offsets(self):
        assert codes(offsets_hkd=D("10.00"), offsets_said=True) == []

    def test_knows_every_account_of_assets_and_debts(self):
        ours = {"cash", "carry_escrow", *winding_up.ASSETS, *winding_up.OWED_TO_IT, *winding_up.OWED_BY_IT}
        assert ours == {LedgerAccount.Code(code).value for code in ASSETS_AND_LIABILITIES}
