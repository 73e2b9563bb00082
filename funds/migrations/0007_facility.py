"""The subscription facility: what was agreed, what moved under it; a final distribution; interest in a call."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from itvf.append_only import AppendOnly
from itvf.batched import Batch


class Migration(migrations.Migration):
    dependencies = [
        ("funds", "0006_calls"),
        ("itvf", "0002_records"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Batch(
            [
                migrations.CreateModel(
                    name="FacilityAgreement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("lender", models.CharField(max_length=200, verbose_name="lender")),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("draft", "waiting for approval"),
                                    ("approved", "approved"),
                                    ("refused", "refused"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="stage",
                            ),
                        ),
                        ("limit_hkd", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="limit (HK$)")),
                        (
                            "rate",
                            models.DecimalField(
                                decimal_places=12, max_digits=14, null=True, verbose_name="interest a year (a fraction)"
                            ),
                        ),
                        ("rate_terms", models.CharField(max_length=400, verbose_name="interest and fees in words")),
                        ("available_from", models.DateField(verbose_name="can be drawn from")),
                        ("available_to", models.DateField(verbose_name="can be drawn until")),
                        ("clause", models.CharField(max_length=80, verbose_name="clause of the fund's agreement")),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("approved_at", models.DateTimeField(null=True, verbose_name="approved at")),
                    ],
                    options={
                        "verbose_name": "subscription facility",
                        "verbose_name_plural": "subscription facilities",
                        "ordering": ["fund", "-available_from", "-id"],
                    },
                ),
                migrations.CreateModel(
                    name="FacilityAgreementEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("lender", models.CharField(max_length=200, verbose_name="lender")),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("draft", "waiting for approval"),
                                    ("approved", "approved"),
                                    ("refused", "refused"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="stage",
                            ),
                        ),
                        ("limit_hkd", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="limit (HK$)")),
                        (
                            "rate",
                            models.DecimalField(
                                decimal_places=12, max_digits=14, null=True, verbose_name="interest a year (a fraction)"
                            ),
                        ),
                        ("rate_terms", models.CharField(max_length=400, verbose_name="interest and fees in words")),
                        ("available_from", models.DateField(verbose_name="can be drawn from")),
                        ("available_to", models.DateField(verbose_name="can be drawn until")),
                        ("clause", models.CharField(max_length=80, verbose_name="clause of the fund's agreement")),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                        ("approved_at", models.DateTimeField(null=True, verbose_name="approved at")),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="FacilityMovement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="number")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("drawdown", "drawdown"),
                                    ("repayment", "repayment"),
                                    ("interest", "interest of a period"),
                                    ("fee", "fee of the lender"),
                                    ("payment", "interest and fees paid"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "none"),
                                    ("investments", "investments"),
                                    ("fees_expenses", "management fee and expenses"),
                                    ("working_capital", "working capital"),
                                ],
                                max_length=15,
                                verbose_name="for what",
                            ),
                        ),
                        (
                            "amount_hkd",
                            models.DecimalField(decimal_places=2, max_digits=18, verbose_name="amount (HK$)"),
                        ),
                        ("value_date", models.DateField(verbose_name="value date")),
                        ("period_start", models.DateField(null=True, verbose_name="from")),
                        (
                            "expected_hkd",
                            models.DecimalField(
                                decimal_places=2, max_digits=18, null=True, verbose_name="computed from the rate (HK$)"
                            ),
                        ),
                        ("reference", models.CharField(max_length=80, verbose_name="bank or lender's reference")),
                        (
                            "is_reported",
                            models.BooleanField(default=False, verbose_name="recorded as a fact, breach or not"),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                    ],
                    options={
                        "verbose_name": "movement of a facility",
                        "verbose_name_plural": "movements of facilities",
                        "ordering": ["facility", "-number"],
                    },
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="bankstatementline",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="bankstatementline",
                    name="update_update",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="bankstatementline",
                    name="delete_delete",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="distribution",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="distribution",
                    name="update_update",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="distribution",
                    name="delete_delete",
                ),
                migrations.RemoveConstraint(
                    model_name="bankstatementline",
                    name="bank_statement_line_matched_with_its_receipt",
                ),
                migrations.RemoveConstraint(
                    model_name="callpurpose",
                    name="call_purpose_kind_known",
                ),
                migrations.RemoveConstraint(
                    model_name="dutydone",
                    name="duty_done_kind_known",
                ),
                migrations.RemoveConstraint(
                    model_name="journalentry",
                    name="journal_entry_kind_known",
                ),
                migrations.RemoveConstraint(
                    model_name="ledgeraccount",
                    name="ledger_account_code_known",
                ),
                migrations.AddField(
                    model_name="distribution",
                    name="is_final",
                    field=models.BooleanField(
                        db_default=False, default=False, verbose_name="final: closes every capital account"
                    ),
                ),
                migrations.AddField(
                    model_name="distributionevent",
                    name="is_final",
                    field=models.BooleanField(
                        db_default=False, default=False, verbose_name="final: closes every capital account"
                    ),
                ),
                migrations.AlterField(
                    model_name="callpurpose",
                    name="kind",
                    field=models.CharField(
                        choices=[
                            ("investment", "investment"),
                            ("management_fee", "management fee"),
                            ("expense", "fund expense"),
                            ("facility_cost", "interest and fees of the facility"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                migrations.AlterField(
                    model_name="dutydone",
                    name="kind",
                    field=models.CharField(
                        choices=[
                            ("annual_return", "Annual return of the fund filed"),
                            ("licence_check", "Type 9 licence of the manager looked up again"),
                            ("audited_accounts", "Audited accounts sent to the partners"),
                            ("annual_meeting", "Annual meeting of partners held"),
                            ("committee_meetings", "Meeting of the advisory committee held"),
                            ("matter", "Answered, cured or decided"),
                            ("election", "Side letter elected or declined for the Government"),
                            ("vote", "Vote of the Government given"),
                            ("repayment", "Drawdown of the facility repaid"),
                        ],
                        max_length=20,
                        verbose_name="duty",
                    ),
                ),
                migrations.AlterField(
                    model_name="dutydoneevent",
                    name="kind",
                    field=models.CharField(
                        choices=[
                            ("annual_return", "Annual return of the fund filed"),
                            ("licence_check", "Type 9 licence of the manager looked up again"),
                            ("audited_accounts", "Audited accounts sent to the partners"),
                            ("annual_meeting", "Annual meeting of partners held"),
                            ("committee_meetings", "Meeting of the advisory committee held"),
                            ("matter", "Answered, cured or decided"),
                            ("election", "Side letter elected or declined for the Government"),
                            ("vote", "Vote of the Government given"),
                            ("repayment", "Drawdown of the facility repaid"),
                        ],
                        max_length=20,
                        verbose_name="duty",
                    ),
                ),
                migrations.AlterField(
                    model_name="journalentry",
                    name="kind",
                    field=models.CharField(
                        choices=[
                            ("call_issued", "capital call issued"),
                            ("contribution", "contribution received"),
                            ("receipt_held", "receipt held in suspense"),
                            ("receipt_returned", "receipt returned"),
                            ("investment", "investment completed"),
                            ("fee_accrued", "management fee accrued"),
                            ("fee_paid", "management fee paid"),
                            ("expense_accrued", "expense accrued"),
                            ("expense_paid", "expense paid"),
                            ("facility_drawn", "facility drawn"),
                            ("facility_repaid", "facility repaid"),
                            ("facility_charged", "interest or fee of the facility charged"),
                            ("facility_paid", "interest and fees of the facility paid"),
                            ("conversion", "converted into shares"),
                            ("valuation", "value changed"),
                            ("write_down", "written off or down"),
                            ("realisation", "sold"),
                            ("escrow", "escrow released"),
                            ("income", "income received"),
                            ("late_interest", "late interest charged"),
                            ("late_interest_paid", "late interest received"),
                            ("late_interest_waived", "late interest waived"),
                            ("transfer", "commitment transferred"),
                            ("late_interest_debited", "late interest paid by the Corporation"),
                            ("distribution", "distribution declared"),
                            ("capital_returned", "called capital returned"),
                            ("distribution_paid", "distribution paid"),
                            ("carry_returned", "carried interest returned"),
                            ("escrow_of_carry", "carried interest released from escrow"),
                            ("withholding_paid", "tax withheld, paid over"),
                            ("notice_accepted", "drawdown notice accepted"),
                            ("funding_received", "funding received"),
                            ("call_paid", "drawdown paid"),
                            ("distribution_noticed", "distribution noticed"),
                            ("distribution_received", "distribution received"),
                        ],
                        max_length=24,
                        verbose_name="kind",
                    ),
                ),
                migrations.AlterField(
                    model_name="ledgeraccount",
                    name="code",
                    field=models.CharField(
                        choices=[
                            ("cash", "cash"),
                            ("suspense", "suspense"),
                            ("call_receivable", "call receivable"),
                            ("capital_contributed", "capital contributed"),
                            ("capital_outside", "capital contributed outside commitment"),
                            ("capital_distributed", "capital distributed"),
                            ("carry_distributed", "carried interest distributed"),
                            ("carry_escrow", "carried interest in escrow"),
                            ("distribution_payable", "distribution payable"),
                            ("withholding_payable", "tax withheld, payable"),
                            ("equalisation", "equalisation clearing"),
                            ("investment_at_cost", "investment at cost"),
                            ("investment_converted", "investment at cost, converted"),
                            ("investment_unrealised", "investment, unrealised"),
                            ("unrealised_gain", "unrealised gain"),
                            ("unrealised_fx", "unrealised exchange difference"),
                            ("realised_gain", "realised gain"),
                            ("realised_fx", "realised exchange difference"),
                            ("escrow_receivable", "proceeds held in escrow"),
                            ("tax_withheld", "tax withheld"),
                            ("fee_expense", "management fee"),
                            ("fee_payable", "management fee payable"),
                            ("expense", "fund expense"),
                            ("expense_payable", "fund expense payable"),
                            ("facility_loan", "subscription facility, drawn"),
                            ("facility_cost", "interest and fees of the facility"),
                            ("facility_payable", "interest and fees of the facility, payable"),
                            ("income", "income"),
                            ("late_interest", "interest on late payment"),
                            ("late_interest_receivable", "late interest receivable"),
                            ("late_interest_cost", "late interest paid"),
                            ("bank", "bank"),
                            ("government_funding", "funding from Government"),
                            ("call_payable", "call payable"),
                            ("interest_in_fund", "interest in fund"),
                            ("distribution_receivable", "distribution receivable"),
                            ("distribution_income", "income from funds"),
                            ("equalisation_interest", "interest of true-ups"),
                        ],
                        max_length=30,
                        verbose_name="account",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="bankstatementline",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "funds_bankstatementlineevent" ("amount_hkd", "bank_reference", "contribution_id", "decided_at", "decided_by_id", "held_entry_id", "id", "movement_id", "narrative", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "returned_entry_id", "stage", "statement_id", "value_date") VALUES (NEW."amount_hkd", NEW."bank_reference", NEW."contribution_id", NEW."decided_at", NEW."decided_by_id", NEW."held_entry_id", NEW."id", NEW."movement_id", NEW."narrative", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."returned_entry_id", NEW."stage", NEW."statement_id", NEW."value_date"); RETURN NULL;',
                            hash="bad5e3747bde298c332b34e7039e112f31e80b39",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_72672",
                            table="funds_bankstatementline",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="bankstatementline",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "funds_bankstatementlineevent" ("amount_hkd", "bank_reference", "contribution_id", "decided_at", "decided_by_id", "held_entry_id", "id", "movement_id", "narrative", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "returned_entry_id", "stage", "statement_id", "value_date") VALUES (NEW."amount_hkd", NEW."bank_reference", NEW."contribution_id", NEW."decided_at", NEW."decided_by_id", NEW."held_entry_id", NEW."id", NEW."movement_id", NEW."narrative", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."returned_entry_id", NEW."stage", NEW."statement_id", NEW."value_date"); RETURN NULL;',
                            hash="98cab8e4528b1d55bf7d2177f87a28920d384db9",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_0afc3",
                            table="funds_bankstatementline",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="bankstatementline",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "funds_bankstatementlineevent" ("amount_hkd", "bank_reference", "contribution_id", "decided_at", "decided_by_id", "held_entry_id", "id", "movement_id", "narrative", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "returned_entry_id", "stage", "statement_id", "value_date") VALUES (OLD."amount_hkd", OLD."bank_reference", OLD."contribution_id", OLD."decided_at", OLD."decided_by_id", OLD."held_entry_id", OLD."id", OLD."movement_id", OLD."narrative", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."returned_entry_id", OLD."stage", OLD."statement_id", OLD."value_date"); RETURN NULL;',
                            hash="47f994793a16ea152230c129ba17cacdb9f03017",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_fe4cf",
                            table="funds_bankstatementline",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="distribution",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "funds_distributionevent" ("amount_hkd", "call_id", "closing_id", "declared_at", "declared_by_id", "drafted_at", "drafted_by_id", "entry_id", "fund_id", "id", "is_final", "nature", "notice_common", "number", "payment_date", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recallable_hkd", "solvency_date", "solvency_stated_by_id", "solvency_statement", "stage", "version", "working") VALUES (NEW."amount_hkd", NEW."call_id", NEW."closing_id", NEW."declared_at", NEW."declared_by_id", NEW."drafted_at", NEW."drafted_by_id", NEW."entry_id", NEW."fund_id", NEW."id", NEW."is_final", NEW."nature", NEW."notice_common", NEW."number", NEW."payment_date", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recallable_hkd", NEW."solvency_date", NEW."solvency_stated_by_id", NEW."solvency_statement", NEW."stage", NEW."version", NEW."working"); RETURN NULL;',
                            hash="88cc4e73c5dfb4c1b8eea8172dc4385881c9b469",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_2db05",
                            table="funds_distribution",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="distribution",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "funds_distributionevent" ("amount_hkd", "call_id", "closing_id", "declared_at", "declared_by_id", "drafted_at", "drafted_by_id", "entry_id", "fund_id", "id", "is_final", "nature", "notice_common", "number", "payment_date", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recallable_hkd", "solvency_date", "solvency_stated_by_id", "solvency_statement", "stage", "version", "working") VALUES (NEW."amount_hkd", NEW."call_id", NEW."closing_id", NEW."declared_at", NEW."declared_by_id", NEW."drafted_at", NEW."drafted_by_id", NEW."entry_id", NEW."fund_id", NEW."id", NEW."is_final", NEW."nature", NEW."notice_common", NEW."number", NEW."payment_date", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recallable_hkd", NEW."solvency_date", NEW."solvency_stated_by_id", NEW."solvency_statement", NEW."stage", NEW."version", NEW."working"); RETURN NULL;',
                            hash="22fe2a91cf73d03060557415a3ccf0732153634b",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f8ed8",
                            table="funds_distribution",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="distribution",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "funds_distributionevent" ("amount_hkd", "call_id", "closing_id", "declared_at", "declared_by_id", "drafted_at", "drafted_by_id", "entry_id", "fund_id", "id", "is_final", "nature", "notice_common", "number", "payment_date", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recallable_hkd", "solvency_date", "solvency_stated_by_id", "solvency_statement", "stage", "version", "working") VALUES (OLD."amount_hkd", OLD."call_id", OLD."closing_id", OLD."declared_at", OLD."declared_by_id", OLD."drafted_at", OLD."drafted_by_id", OLD."entry_id", OLD."fund_id", OLD."id", OLD."is_final", OLD."nature", OLD."notice_common", OLD."number", OLD."payment_date", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recallable_hkd", OLD."solvency_date", OLD."solvency_stated_by_id", OLD."solvency_statement", OLD."stage", OLD."version", OLD."working"); RETURN NULL;',
                            hash="7d0a09215907f3060fc38105ea5431461196adcb",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_fadff",
                            table="funds_distribution",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="callpurpose",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["expense", "facility_cost", "investment", "management_fee"])),
                        name="call_purpose_kind_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="distribution",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("is_final", False),
                            models.Q(("nature__in", ("proceeds", "clawback")), ("recallable_hkd", 0)),
                            _connector="OR",
                        ),
                        name="distribution_final_leaves_nothing_to_recall",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="dutydone",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "annual_meeting",
                                    "annual_return",
                                    "audited_accounts",
                                    "committee_meetings",
                                    "election",
                                    "licence_check",
                                    "matter",
                                    "repayment",
                                    "vote",
                                ],
                            )
                        ),
                        name="duty_done_kind_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="journalentry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "call_issued",
                                    "call_paid",
                                    "capital_returned",
                                    "carry_returned",
                                    "contribution",
                                    "conversion",
                                    "distribution",
                                    "distribution_noticed",
                                    "distribution_paid",
                                    "distribution_received",
                                    "escrow",
                                    "escrow_of_carry",
                                    "expense_accrued",
                                    "expense_paid",
                                    "facility_charged",
                                    "facility_drawn",
                                    "facility_paid",
                                    "facility_repaid",
                                    "fee_accrued",
                                    "fee_paid",
                                    "funding_received",
                                    "income",
                                    "investment",
                                    "late_interest",
                                    "late_interest_debited",
                                    "late_interest_paid",
                                    "late_interest_waived",
                                    "notice_accepted",
                                    "realisation",
                                    "receipt_held",
                                    "receipt_returned",
                                    "transfer",
                                    "valuation",
                                    "withholding_paid",
                                    "write_down",
                                ],
                            )
                        ),
                        name="journal_entry_kind_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="ledgeraccount",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "code__in",
                                [
                                    "bank",
                                    "call_payable",
                                    "call_receivable",
                                    "capital_contributed",
                                    "capital_distributed",
                                    "capital_outside",
                                    "carry_distributed",
                                    "carry_escrow",
                                    "cash",
                                    "distribution_income",
                                    "distribution_payable",
                                    "distribution_receivable",
                                    "equalisation",
                                    "equalisation_interest",
                                    "escrow_receivable",
                                    "expense",
                                    "expense_payable",
                                    "facility_cost",
                                    "facility_loan",
                                    "facility_payable",
                                    "fee_expense",
                                    "fee_payable",
                                    "government_funding",
                                    "income",
                                    "interest_in_fund",
                                    "investment_at_cost",
                                    "investment_converted",
                                    "investment_unrealised",
                                    "late_interest",
                                    "late_interest_cost",
                                    "late_interest_receivable",
                                    "realised_fx",
                                    "realised_gain",
                                    "suspense",
                                    "tax_withheld",
                                    "unrealised_fx",
                                    "unrealised_gain",
                                    "withholding_payable",
                                ],
                            )
                        ),
                        name="ledger_account_code_known",
                    ),
                ),
                migrations.AddField(
                    model_name="facilityagreement",
                    name="approved_by",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                migrations.AddField(
                    model_name="facilityagreement",
                    name="document",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="itvf.file",
                        verbose_name="document",
                    ),
                ),
                migrations.AddField(
                    model_name="facilityagreement",
                    name="fund",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facilities",
                        to="funds.fund",
                        verbose_name="fund",
                    ),
                ),
                migrations.AddField(
                    model_name="facilityagreement",
                    name="recorded_by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                migrations.AddField(
                    model_name="facilityagreementevent",
                    name="approved_by",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                migrations.AddField(
                    model_name="facilityagreementevent",
                    name="document",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="itvf.file",
                        verbose_name="document",
                    ),
                ),
                migrations.AddField(
                    model_name="facilityagreementevent",
                    name="fund",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="funds.fund",
                        verbose_name="fund",
                    ),
                ),
                migrations.AddField(
                    model_name="facilityagreementevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="funds.facilityagreement",
                    ),
                ),
                migrations.AddField(
                    model_name="facilityagreementevent",
                    name="recorded_by",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                migrations.AddField(
                    model_name="facilitymovement",
                    name="entry",
                    field=models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facility_movement",
                        to="funds.journalentry",
                        verbose_name="journal entry",
                    ),
                ),
                migrations.AddField(
                    model_name="facilitymovement",
                    name="facility",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="funds.facilityagreement",
                        verbose_name="subscription facility",
                    ),
                ),
                migrations.AddField(
                    model_name="facilitymovement",
                    name="recorded_by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                migrations.AddField(
                    model_name="bankstatementline",
                    name="movement",
                    field=models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statement_line",
                        to="funds.facilitymovement",
                        verbose_name="movement of a facility",
                    ),
                ),
                migrations.AddField(
                    model_name="bankstatementlineevent",
                    name="movement",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="funds.facilitymovement",
                        verbose_name="movement of a facility",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="bankstatementline",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("contribution__isnull", False), ("movement__isnull", True), ("stage", "matched")),
                            models.Q(("contribution__isnull", True), ("movement__isnull", False), ("stage", "matched")),
                            models.Q(
                                models.Q(("stage", "matched"), _negated=True),
                                ("contribution__isnull", True),
                                ("movement__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="bank_statement_line_matched_with_its_receipt",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="facilityagreement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("stage__in", ["approved", "draft", "refused"])),
                        name="facility_agreement_stage_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="facilityagreement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            ("recorded_by__isnull", True),
                            models.Q(("recorded_by", models.F("approved_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="facility_agreement_approved_by_is_not_recorded_by",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="facilityagreement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                            models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="facility_agreement_approved_by_approved_at_together",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="facilityagreement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("limit_hkd__gt", 0), ("limit_hkd__lt", 10000000000000000)),
                        name="facility_agreement_limit_hkd_positive",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="facilityagreement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("rate__isnull", True), models.Q(("rate__gte", 0), ("rate__lt", 1)), _connector="OR"
                        ),
                        name="facility_agreement_rate_is_a_part",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="facilityagreement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("available_to__gte", models.F("available_from"))),
                        name="facility_agreement_ends_after_it_begins",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="facilityagreement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="facility_agreement_stage",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _is_valid_transition BOOLEAN;",
                            func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{draft:approved,draft:refused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                            hash="44fe4f20be7236658cadad7399cb4b9cafc2649b",
                            operation="UPDATE",
                            pgid="pgtrigger_facility_agreement_stage_69786",
                            table="funds_facilityagreement",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="facilityagreement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="facility_agreement_content",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."fund_id" IS DISTINCT FROM (NEW."fund_id") OR OLD."lender" IS DISTINCT FROM (NEW."lender") OR OLD."limit_hkd" IS DISTINCT FROM (NEW."limit_hkd") OR OLD."rate" IS DISTINCT FROM (NEW."rate") OR OLD."rate_terms" IS DISTINCT FROM (NEW."rate_terms") OR OLD."available_from" IS DISTINCT FROM (NEW."available_from") OR OLD."available_to" IS DISTINCT FROM (NEW."available_to") OR OLD."clause" IS DISTINCT FROM (NEW."clause"))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="1f78bc238098518e51a4205bcb1ee540796dbd54",
                            operation="UPDATE",
                            pgid="pgtrigger_facility_agreement_content_3fc4e",
                            table="funds_facilityagreement",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="facilityagreement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "funds_facilityagreementevent" ("approved_at", "approved_by_id", "available_from", "available_to", "clause", "document_id", "fund_id", "id", "lender", "limit_hkd", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "rate_terms", "recorded_at", "recorded_by_id", "stage") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."available_from", NEW."available_to", NEW."clause", NEW."document_id", NEW."fund_id", NEW."id", NEW."lender", NEW."limit_hkd", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."rate", NEW."rate_terms", NEW."recorded_at", NEW."recorded_by_id", NEW."stage"); RETURN NULL;',
                            hash="c2f1b80432448cdd26d7bcd7df97fe0ea003b60f",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_bb9a3",
                            table="funds_facilityagreement",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="facilityagreement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "funds_facilityagreementevent" ("approved_at", "approved_by_id", "available_from", "available_to", "clause", "document_id", "fund_id", "id", "lender", "limit_hkd", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "rate_terms", "recorded_at", "recorded_by_id", "stage") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."available_from", NEW."available_to", NEW."clause", NEW."document_id", NEW."fund_id", NEW."id", NEW."lender", NEW."limit_hkd", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."rate", NEW."rate_terms", NEW."recorded_at", NEW."recorded_by_id", NEW."stage"); RETURN NULL;',
                            hash="3f8d6b6e7ef2c8c8cdb77e43255d1e28a78837cb",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_03e51",
                            table="funds_facilityagreement",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="facilityagreement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "funds_facilityagreementevent" ("approved_at", "approved_by_id", "available_from", "available_to", "clause", "document_id", "fund_id", "id", "lender", "limit_hkd", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "rate_terms", "recorded_at", "recorded_by_id", "stage") VALUES (OLD."approved_at", OLD."approved_by_id", OLD."available_from", OLD."available_to", OLD."clause", OLD."document_id", OLD."fund_id", OLD."id", OLD."lender", OLD."limit_hkd", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."rate", OLD."rate_terms", OLD."recorded_at", OLD."recorded_by_id", OLD."stage"); RETURN NULL;',
                            hash="2a9b34994173fbe082954e1dfde54889b76cd97c",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_e513a",
                            table="funds_facilityagreement",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="facilitymovement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["drawdown", "fee", "interest", "payment", "repayment"])),
                        name="facility_movement_kind_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="facilitymovement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["", "fees_expenses", "investments", "working_capital"])),
                        name="facility_movement_purpose_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="facilitymovement",
                    constraint=models.UniqueConstraint(
                        fields=("facility", "number"), name="facility_movement_number_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="facilitymovement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("amount_hkd__gt", 0), ("amount_hkd__lt", 10000000000000000)),
                        name="facility_movement_amount_hkd_positive",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="facilitymovement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("expected_hkd__gte", 0), ("expected_hkd__lt", 10000000000000000)),
                        name="facility_movement_expected_hkd_not_negative",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="facilitymovement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ("drawdown", "repayment")), ("purpose", ""), _connector="XOR"),
                        name="facility_movement_of_the_loan_has_a_purpose",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="facilitymovement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "interest"),
                                ("period_start__isnull", False),
                                ("period_start__lte", models.F("value_date")),
                            ),
                            models.Q(
                                models.Q(("kind", "interest"), _negated=True),
                                ("expected_hkd__isnull", True),
                                ("period_start__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="facility_movement_interest_has_its_period",
                    ),
                ),
            ]
        ),
        AppendOnly("funds_facilitymovement"),
    ]
