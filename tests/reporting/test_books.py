"""The proof of the books: silent on good books, and each fault planted by the owner's hand is named."""

import json
from decimal import Decimal
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from reporting import books
from tests.reporting.services.conftest import play


def prove() -> dict[str, list[books.Fault]]:
    found: dict[str, list[books.Fault]] = {}
    for fault in books.prove():
        found.setdefault(fault.code, []).append(fault)
    return found


class TestGoodBooks:
    def test_every_claim_holds(self, world):
        assert books.prove() == []

    def test_the_command_says_what_it_proved(self, world):
        output = StringIO()
        call_command("check_books", stdout=output)
        assert output.getvalue().strip().endswith("0 faults.")


# A distribution that nobody declared, and lines that no entry knows.
DECLARED = (
    "INSERT INTO funds_distribution (fund_id, number, nature, stage, amount_hkd, recallable_hkd, payment_date, "
    "drafted_by_id, drafted_at, solvency_statement, solvency_date, solvency_stated_by_id, declared_by_id, declared_at, "
    "entry_id, working, notice_common, version) "
    "SELECT fund_id, 1, 'proceeds', 'declared', 5.00, 0, due_date, drafted_by_id, now(), 'x', due_date, issued_by_id, "
    "issued_by_id, now(), entry_id, '{}', '{}', 1 FROM funds_capitalcall WHERE stage = 'issued' LIMIT 1"
)
WITH_LINES = (
    '; INSERT INTO funds_distributionline (distribution_id, partner_id, "order", capital_hkd, hurdle_hkd, '
    "catch_up_hkd, split_hkd, carry_hkd, interest_hkd, escrow_hkd, withheld_hkd, amount_hkd, recallable_hkd, "
    "commitment_hkd, unfunded_before_hkd, unfunded_after_hkd, distributed_before_hkd) "
    "SELECT d.id, p.id, p.id, 5, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0 "
    "FROM funds_distribution d JOIN funds_partner p ON p.fund_id = d.fund_id"
)

# A drawdown of a facility that no entry knows.
DRAWN = (
    "INSERT INTO funds_facilityagreement (fund_id, lender, stage, limit_hkd, rate_terms, available_from, available_to, "
    "clause, recorded_by_id, recorded_at) SELECT fund_id, 'x', 'approved', 5.00, 'x', due_date, due_date, 'x', "
    "drafted_by_id, now() FROM funds_capitalcall WHERE stage = 'issued' LIMIT 1; "
    "INSERT INTO funds_facilitymovement (facility_id, number, kind, purpose, amount_hkd, value_date, reference, "
    "is_reported, entry_id, recorded_by_id, recorded_at) SELECT a.id, 1, 'drawdown', 'investments', 5.00, "
    "a.available_from, 'x', false, c.entry_id, a.recorded_by_id, now() FROM funds_facilityagreement a "
    "JOIN funds_capitalcall c ON c.fund_id = a.fund_id AND c.stage = 'issued' LIMIT 1"
)
# A net notice that nobody issued, of no call and no distribution.
NETTED = (
    "INSERT INTO funds_netting (fund_id, number, stage, day, bound_by_id, bound_at, issued_by_id, issued_at, entry_id, "
    "notice_common, reason, version) SELECT fund_id, 1, 'issued', due_date, drafted_by_id, now(), issued_by_id, now(), "
    "NULL, '{}', '', 1 FROM funds_capitalcall WHERE stage = 'issued' LIMIT 1; "
    'INSERT INTO funds_nettingline (netting_id, partner_id, "order", called_hkd, distributed_hkd, set_off_hkd) '
    "SELECT n.id, p.id, 1, 5, 0, 0 FROM funds_netting n JOIN funds_partner p ON p.fund_id = n.fund_id LIMIT 1"
)

# What each claim's plant is: statements that the application's role can't run and no trigger would let through.
PLANTS = {
    "entry_balances": (
        "UPDATE funds_posting SET amount_hkd = amount_hkd + 0.01 WHERE id = (SELECT min(id) FROM funds_posting)"
    ),
    "posting_has_its_entry_and_account": (
        "ALTER TABLE funds_posting DROP CONSTRAINT posting_account_of_its_book; "
        "UPDATE funds_posting p SET account_id = "
        "(SELECT a.id FROM funds_ledgeraccount a WHERE a.book_id <> p.book_id LIMIT 1) "
        "WHERE id = (SELECT min(id) FROM funds_posting)"
    ),
    "call_purposes_are_in_their_line": (
        "INSERT INTO funds_callpurposeline "
        "(call_id, purpose_id, partner_id, weight_hkd, entitled_hkd, amount_hkd, way) "
        "SELECT l.call_id, u.id, l.partner_id, 1, 1, l.amount_hkd + 1, 'share' FROM funds_callline l "
        "JOIN funds_callpurpose u ON u.call_id = l.call_id ORDER BY l.id, u.id LIMIT 1"
    ),
    "entry_has_its_record": "DELETE FROM funds_feeaccrual WHERE fee_hkd > 0",
    "call_lines_sum_to_the_call": "UPDATE funds_capitalcall SET amount_hkd = amount_hkd + 0.01 WHERE stage = 'issued'",
    "call_line_is_in_its_entry": (
        "UPDATE funds_callline SET amount_hkd = amount_hkd + 0.01, called_after_hkd = called_after_hkd + 0.01, "
        "unfunded_after_hkd = unfunded_after_hkd - 0.01 WHERE id = (SELECT min(id) FROM funds_callline)"
    ),
    "call_line_continues_the_one_before": (
        "UPDATE funds_callline SET called_before_hkd = called_before_hkd + 1, called_after_hkd = called_after_hkd + 1"
    ),
    "partner_called_is_in_the_ledger": "UPDATE funds_commitment SET amount_hkd = 1.00",
    "contribution_equals_its_postings": "UPDATE funds_contribution SET amount_hkd = amount_hkd - 0.01",
    "receivable_is_what_lines_lack": "UPDATE funds_contribution SET amount_hkd = amount_hkd - 0.02",
    "payment_case_equals_its_entries": "UPDATE funds_paymentcase SET amount_hkd = amount_hkd + 0.01",
    "interest_in_fund_is_what_was_accepted": (
        "UPDATE funds_callline SET amount_hkd = amount_hkd + 0.02, called_after_hkd = called_after_hkd + 0.02, "
        "unfunded_after_hkd = unfunded_after_hkd - 0.02"
    ),
    "netting_line_is_its_gross_lines": NETTED,
    "set_off_is_in_its_entry": NETTED.replace("5, 0, 0", "5, 5, 5"),
    "corporation_sets_off_what_the_fund_did": "UPDATE funds_paymentcase SET set_off_hkd = set_off_hkd + 0.01",
    "suspense_is_what_is_held": "UPDATE funds_contribution SET suspense_hkd = suspense_hkd + 0.01",
    "distribution_lines_sum_to_it": DECLARED,
    "distribution_line_is_in_its_entry": DECLARED + WITH_LINES,
    "distribution_payable_is_what_lines_lack": DECLARED + WITH_LINES,
    "corporation_receives_what_was_declared": DECLARED + WITH_LINES,
    "carry_is_its_general_partner_s": (
        "UPDATE funds_ledgeraccount SET code = 'carry_distributed' WHERE code = 'capital_contributed'"
    ),
    "true_up_gives_back_what_it_asks": (
        f"{DECLARED}{WITH_LINES}; UPDATE funds_distribution SET nature = 'true_up', "
        "closing_id = (SELECT min(id) FROM funds_closing); UPDATE funds_capitalcall SET nature = 'true_up', "
        "closing_id = (SELECT min(id) FROM funds_closing) WHERE id = (SELECT min(call_id) FROM funds_callline); "
        'UPDATE funds_closing SET working = \'{"true_up": {"calls": [], "lines": []}}\''
    ),
    "equalisation_holds_nothing_back": (
        "UPDATE funds_ledgeraccount SET code = 'equalisation' WHERE code = 'investment_at_cost'"
    ),
    "facility_movement_equals_its_entry": DRAWN,
    "facility_stands_at_what_moved": DRAWN,
    "fund_received_what_the_corporation_paid": "UPDATE funds_paymentcase SET amount_hkd = amount_hkd + 0.03",
    "funding_receipt_equals_its_entry": "UPDATE funds_fundingreceipt SET amount_hkd = amount_hkd + 0.01",
    "government_money_ties_by_fund": (
        "UPDATE funds_posting p SET amount_hkd = amount_hkd + 0.04 FROM funds_journalentry e "
        "WHERE e.id = p.entry_id AND e.kind = 'call_paid' AND p.amount_hkd > 0"
    ),
    "call_payable_is_accepted_and_not_paid": (
        "UPDATE funds_posting p SET amount_hkd = amount_hkd - 0.04 FROM funds_journalentry e "
        "WHERE e.id = p.entry_id AND e.kind = 'notice_accepted' AND p.amount_hkd < 0"
    ),
    "funding_is_what_receipts_add_up_to": "UPDATE funds_fundingreceipt SET amount_hkd = amount_hkd + 0.02",
    "funding_request_is_its_lines": (
        "INSERT INTO funds_fundingrequest (reference, year_start, stage, amount_hkd, needed_by_date, purpose, "
        "purpose_zh_hant, addressee, addressee_email, drafted_by_id, drafted_at, content, content_sha256, reason) "
        "SELECT 'FR2025-26-001', '2025-04-01', 'draft', 1.00, '2025-05-01', 'x', '', 'x', 'x@x.example', min(id), "
        "now(), '{}', '', '' FROM itvf_user"
    ),
    "late_interest_equals_its_entries": (
        "INSERT INTO funds_lateinterest (line_id, contribution_id, stage, principal_hkd, start_date, end_date, "
        "annual_rate, amount_hkd, entry_id, charged_by_id, charged_at, waived_reason) "
        "SELECT line_id, id, 'charged', 1.00, '2025-01-01', '2025-01-02', 0.07, 1.00, entry_id, recorded_by_id, "
        "now(), '' FROM funds_contribution LIMIT 1"
    ),
    "late_interest_receivable_is_what_charges_lack": (
        "INSERT INTO funds_ledgeraccount (book_id, code, partner_id, reference, label) "
        "SELECT book_id, 'late_interest_receivable', partner_id, '', '' FROM funds_ledgeraccount "
        "WHERE code = 'call_receivable'; "
        "UPDATE funds_posting p SET account_id = r.id FROM funds_ledgeraccount a, funds_ledgeraccount r "
        "WHERE a.id = p.account_id AND a.code = 'capital_contributed' AND r.partner_id = a.partner_id "
        "AND r.code = 'late_interest_receivable'"
    ),
    "government_late_interest_ties_by_fund": (
        "INSERT INTO funds_lateinterest (line_id, contribution_id, stage, principal_hkd, start_date, end_date, "
        "annual_rate, amount_hkd, entry_id, charged_by_id, charged_at, waived_reason) "
        "SELECT k.line_id, k.id, 'charged', 1.00, '2025-01-01', '2025-01-02', 0.07, 1.00, k.entry_id, "
        "k.recorded_by_id, now(), '' FROM funds_contribution k JOIN funds_callline l ON l.id = k.line_id "
        "JOIN funds_partner p ON p.id = l.partner_id WHERE p.kind = 'government' LIMIT 1; "
        "INSERT INTO funds_lateinterestreceipt (charge_id, amount_hkd, suspense_hkd, value_date, bank_reference, "
        "entry_id, recorded_by_id, recorded_at) SELECT id, 1.00, 0.00, '2025-01-02', 'x', entry_id, charged_by_id, "
        "now() FROM funds_lateinterest"
    ),
    "event_equals_its_postings": "UPDATE investments_lifeevent SET cost_hkd = cost_hkd + 0.01",
    "investment_is_what_its_events_say": "UPDATE investments_lifeevent SET escrow_hkd = escrow_hkd + 0.01",
    "conversion_moves_no_money": "UPDATE funds_journalentry SET kind = 'conversion' WHERE kind = 'investment'",
    "investment_is_within_its_deal": "UPDATE investments_proposal SET amount_hkd = amount_hkd - 0.01",
    "what_is_sold_leaves_nothing_behind": (
        "UPDATE investments_lifeevent SET kind = 'exit', route = 'ipo', cost_hkd = 0, units = 0; "
        "UPDATE funds_posting p SET account_id = i.unrealised_account_id FROM investments_investment i "
        "WHERE p.account_id = i.cost_account_id"
    ),
    "valuation_equals_its_entry": (
        "INSERT INTO investments_valuation (investment_id, valuation_date, stage, method, level, policy_version, "
        "inputs, calibration, fair_value_hkd, currency, fx_source, reason, bridge, made_by_id, made_at, "
        "reviewed_by_id, reviewed_at, review_note, reversal_reason, entry_id) "
        "SELECT id, completed_date, 'reviewed', 'milestone', 3, 'x', '{}', '{}', 1.00, 'HKD', '', '', '{}', "
        "completed_by_id, now(), (SELECT max(id) FROM itvf_user), now(), '', '', entry_id FROM investments_investment"
    ),
    "fee_accrual_equals_its_entry": "UPDATE funds_feeaccrual SET fee_hkd = fee_hkd - 0.01 WHERE fee_hkd > 0",
    "partners_bear_the_fee_accrued": (
        "UPDATE funds_partnerfee SET gross_hkd = gross_hkd + 0.01, net_hkd = net_hkd + 0.01"
    ),
    "offsets_brought_forward_were_carried": (
        "UPDATE funds_partnerfee SET brought_hkd = brought_hkd + 0.01, carried_hkd = carried_hkd + 0.01"
    ),
    "fee_corrected_once_and_reversed": (
        "INSERT INTO funds_feecorrection (fund_id, stage, first_quarter, why, difference_hkd, working, proposed_by_id, "
        "proposed_at, reason) SELECT fund_id, 'draft', period_end, 'x', 0, '{}', accrued_by_id, now(), '' "
        "FROM funds_feeaccrual WHERE entry_id IS NOT NULL LIMIT 1; "
        "INSERT INTO funds_feeaccrual (fund_id, period_start, period_end, fee_hkd, cap_hkd, working, accrued_by_id, "
        "accrued_at, correction_id, supersedes_id) SELECT k.fund_id, period_start, period_end, 0, cap_hkd, '{}', "
        "accrued_by_id, now(), c.id, k.id FROM funds_feeaccrual k JOIN funds_feecorrection c ON c.fund_id = k.fund_id "
        "WHERE k.entry_id IS NOT NULL LIMIT 1"
    ),
    "fee_offsets_owed_are_what_was_settled": (
        "UPDATE funds_ledgeraccount SET code = 'fee_offset_payable' WHERE code = 'capital_contributed'"
    ),
    "government_line_is_its_proportion": (
        "UPDATE funds_callline SET commitment_hkd = commitment_hkd - 1000000 "
        "WHERE partner_id = (SELECT id FROM funds_partner WHERE kind = 'government')"
    ),
    "government_commitment_within_its_derivation": (
        "UPDATE funds_commitment SET amount_hkd = 250000000.01 "
        "WHERE partner_id = (SELECT id FROM funds_partner WHERE kind = 'government')"
    ),
    "commitments_within_envelope": (
        "UPDATE funds_commitment SET amount_hkd = 1500000000.01 "
        "WHERE partner_id = (SELECT id FROM funds_partner WHERE kind = 'government')"
    ),
    "audit_chain_holds": "UPDATE itvf_auditevent SET reason = 'another' WHERE sequence = 2",
    "account_is_of_its_partner": (
        "INSERT INTO funds_ledgeraccount (book_id, code, partner_id, reference, label) "
        "SELECT b.id, 'cash', p.id, '', '' FROM funds_book b, funds_partner p WHERE b.kind = 'corporation' LIMIT 1"
    ),
    "cost_account_has_its_investment": (
        "INSERT INTO funds_ledgeraccount (book_id, code, reference, label) "
        "SELECT book_id, 'investment_converted', 'nobody', '' FROM funds_ledgeraccount "
        "WHERE code = 'investment_at_cost' LIMIT 1; "
        "UPDATE funds_posting SET account_id = (SELECT max(id) FROM funds_ledgeraccount) "
        "WHERE account_id IN (SELECT cost_account_id FROM investments_investment)"
    ),
    "reversal_mirrors_its_entry": (
        "UPDATE funds_journalentry SET reverses_id = (SELECT min(id) FROM funds_journalentry) "
        "WHERE id = (SELECT max(id) FROM funds_journalentry)"
    ),
}


@pytest.fixture
def world(db):
    """A world of each test's own: some of them commit."""
    return play()


@pytest.fixture
def owner(transactional_db, world):
    """The default connection as the owner of the database, who alone can take triggers and constraints off."""
    before = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    connection.close()
    connection.settings_dict.update({name: settings.DATABASES["migrator"][name] for name in before})
    yield
    connection.close()
    connection.settings_dict.update(before)


def planted(statements: str) -> dict[str, list[books.Fault]]:
    """What the proof finds after an owner's forbidden statements, which are then rolled back."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
            for (table,) in cursor.fetchall():
                cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
            for statement in statements.split(";"):
                cursor.execute(statement)
        found = prove()
        transaction.set_rollback(True)
    return found


class TestFaults:
    def test_every_claim_has_a_plant(self):
        assert set(PLANTS) == set(books.claims())

    def test_every_plant_is_found_as_what_it_is(self, owner):
        missed = [code for code, statements in PLANTS.items() if code not in planted(statements)]
        assert missed == []
        assert books.prove() == []

    def test_names_book_and_figures_in_one_line(self, owner):
        (fault,) = planted(PLANTS["funding_receipt_equals_its_entry"])["funding_receipt_equals_its_entry"]
        assert str(fault).startswith("funding_receipt_equals_its_entry · corporation · ")
        assert fault.figures["amount_hkd"] - fault.figures["bank_hkd"] == Decimal("0.01")

    def test_the_command_exits_with_one_and_prints_json(self, world, monkeypatch):
        fault = books.Fault("entry_balances", "harbour", "does not balance", {"sum_hkd": Decimal("0.01")})
        monkeypatch.setattr(books, "prove", lambda: [fault])
        output = StringIO()
        with pytest.raises(SystemExit) as ended:
            call_command("check_books", "--json", stdout=output)
        assert ended.value.code == 1
        assert json.loads(output.getvalue())["faults"] == [
            {
                "code": "entry_balances",
                "book": "harbour",
                "what": "does not balance",
                "figures": {"sum_hkd": "0.01"},
            }
        ]
