"""What the Corporation asks of a drawdown notice before it pays, and who may authorise how much."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from funds.rules.allocation import Position
from funds.rules.payment import Gross, NoticeFacts, Use, check_authorisation, check_notice, government_line
from itvf.errors import Breach

HKD = Decimal
POSITIONS = (
    Position("gov", HKD("150000000.00"), HKD("0.00"), HKD("150000000.00"), is_government=True),
    Position("gp", HKD("20000000.00"), HKD("0.00"), HKD("20000000.00")),
    Position("lp", HKD("430000000.00"), HKD("0.00"), HKD("430000000.00")),
)
GOOD = NoticeFacts(
    issued_by_signatory=True,
    signatory="Signatory",
    is_admitted=True,
    condition_breaches=(),
    due_date=date(2025, 4, 28),
    investment_period_end_date=date(2030, 3, 2),
    period_breaches=(),
    line_hkd=HKD("10000000.00"),
    call_hkd=HKD("40000000.00"),
    positions=POSITIONS,
    government_id="gov",
    fee_called_hkd=HKD("0.00"),
    fee_called_to_date_hkd=HKD("0.00"),
    fee_cap_to_date_hkd=HKD("0.00"),
    notices_to_all=True,
    partners=3,
    bank_account_is_master=True,
    bank_account_ending="-001",
    unfunded_hkd=HKD("150000000.00"),
    bank_balance_hkd=HKD("10000000.00"),
    gross=Gross(before_hkd=HKD("140000000.00"), commitment_hkd=HKD("150000000.00")),
)


def outcome_of(code: str, facts: NoticeFacts) -> str:
    """What one check says of the facts."""
    (finding,) = [finding for finding in check_notice(facts) if finding.code == code]
    return finding.outcome


class TestCheckNotice:
    def test_passes_a_notice_in_order(self):
        assert {finding.outcome for finding in check_notice(GOOD)} == {"pass"}

    def test_asks_twelve_questions_each_with_a_rule(self):
        findings = check_notice(GOOD)
        assert len(findings) == 12
        assert all(finding.rule and finding.clause for finding in findings)

    @pytest.mark.parametrize(
        ("code", "change"),
        [
            ("authentic", {"issued_by_signatory": False}),
            ("admitted", {"is_admitted": False}),
            ("admitted", {"condition_breaches": (Breach("licence_missing", "No licence.", "A23", "x"),)}),
            ("period_and_purpose", {"period_breaches": (Breach("after_period", "Too late.", "R7", "x"),)}),
            ("unfunded", {"unfunded_hkd": HKD("9999999.99")}),
            ("deals_answered", {"uses": (Use("Aurora", HKD("9.00"), "stopped", HKD("9.00"), HKD("9.00")),)}),
            ("deals_answered", {"uses": (Use("Aurora", HKD("9.00"), "waiting", HKD("9.00"), HKD("9.00")),)}),
            ("deals_answered", {"uses": (Use("Aurora", HKD("9.00"), "answered", HKD("9.00"), HKD("9.01")),)}),
            ("proportion", {"line_hkd": HKD("10000000.01")}),
            ("proportion", {"line_hkd": HKD("9999999.99")}),
            ("fee_within_cap", {"fee_called_to_date_hkd": HKD("0.01")}),
            ("same_notice", {"notices_to_all": False}),
            ("gross_within_commitment", {"gross": Gross(HKD("140000000.01"), HKD("150000000.00"))}),
            ("gross_within_commitment", {"gross": Gross(HKD("150000000.00"), HKD("150000000.00"), HKD("9999999.99"))}),
            ("bank_account", {"bank_account_is_master": False}),
        ],
    )
    def test_fails_where_the_facts_do_not_bear_it_out(self, code, change):
        assert outcome_of(code, replace(GOOD, **change)) == "fail"

    def test_lets_gross_payments_pass_the_commitment_with_recorded_authority(self):
        """A20: a recallable distribution came back and is called again."""
        gross = Gross(HKD("150000000.00"), HKD("150000000.00"), HKD("10000000.00"))
        assert outcome_of("gross_within_commitment", replace(GOOD, gross=gross)) == "pass"

    @pytest.mark.parametrize(("balance", "outcome"), [("9999999.99", "needs_evidence"), ("10000000.00", "pass")])
    def test_asks_for_funding_where_cash_is_short_by_a_cent(self, balance, outcome):
        assert outcome_of("cash", replace(GOOD, bank_balance_hkd=HKD(balance))) == outcome

    def test_fee_at_the_cap_passes(self):
        facts = replace(GOOD, fee_called_to_date_hkd=HKD("100.00"), fee_cap_to_date_hkd=HKD("100.00"))
        assert outcome_of("fee_within_cap", facts) == "pass"


class TestGovernmentLine:
    def test_is_the_quarter_rounded_down(self):
        line = government_line(HKD("40000000.03"), POSITIONS, "gov")
        assert line.amount_hkd == HKD("10000000.00")


class TestAuthorisation:
    def test_takes_the_first_officer_whatever_the_limit(self):
        assert check_authorisation(HKD("10.00"), limit_hkd=HKD("1.00"), limits_before_hkd=[]) == ()

    @pytest.mark.parametrize(
        ("first", "second", "carried"),
        [("10.00", "1.00", True), ("1.00", "10.00", True), ("9.99", "9.99", False), ("1.00", "9.99", False)],
    )
    def test_needs_one_limit_of_two_that_covers_the_amount(self, first, second, carried):
        breaches = check_authorisation(HKD("10.00"), limit_hkd=HKD(second), limits_before_hkd=[HKD(first)])
        assert (breaches == ()) is carried
