"""Calls by purpose: bases, outside commitment, the cap on a shortfall, when an excuse was asked for."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from itvf.append_only import AppendOnly, sql_file
from itvf.batched import Batch


class Migration(migrations.Migration):
    dependencies = [
        ("funds", "0005_capital_in_full"),
        ("itvf", "0002_records"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Batch(
            [
                migrations.CreateModel(
                    name="CallPurposeLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "weight_hkd",
                            models.DecimalField(
                                decimal_places=2, max_digits=18, verbose_name="base of its share (HK$)"
                            ),
                        ),
                        (
                            "entitled_hkd",
                            models.DecimalField(decimal_places=12, max_digits=28, verbose_name="exact share (HK$)"),
                        ),
                        (
                            "amount_hkd",
                            models.DecimalField(decimal_places=2, max_digits=18, verbose_name="amount (HK$)"),
                        ),
                        ("way", models.CharField(max_length=10, verbose_name="how it came about")),
                    ],
                    options={
                        "verbose_name": "purpose of a call line",
                        "verbose_name_plural": "purposes of call lines",
                        "ordering": ["purpose", "id"],
                    },
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="callexcuse",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="callexcuse",
                    name="update_update",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="callexcuse",
                    name="delete_delete",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="capitalcall",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="capitalcall",
                    name="update_update",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="capitalcall",
                    name="delete_delete",
                ),
                migrations.RemoveConstraint(
                    model_name="agreementclause",
                    name="agreement_clause_topic_known",
                ),
                migrations.RemoveConstraint(
                    model_name="ledgeraccount",
                    name="ledger_account_code_known",
                ),
                migrations.AddField(
                    model_name="callexcuse",
                    name="asked_date",
                    field=models.DateField(null=True, verbose_name="asked for on"),
                ),
                migrations.AddField(
                    model_name="callexcuseevent",
                    name="asked_date",
                    field=models.DateField(null=True, verbose_name="asked for on"),
                ),
                migrations.AddField(
                    model_name="callpurpose",
                    name="allocation_base",
                    field=models.CharField(
                        choices=[
                            ("commitment", "commitment"),
                            ("unfunded", "what is unfunded"),
                            ("holding_share", "holding"),
                        ],
                        db_default="commitment",
                        default="commitment",
                        max_length=13,
                        verbose_name="shared by",
                    ),
                ),
                migrations.AddField(
                    model_name="callpurpose",
                    name="clause",
                    field=models.CharField(blank=True, max_length=170, verbose_name="clause"),
                ),
                migrations.AddField(
                    model_name="callpurpose",
                    name="is_outside",
                    field=models.BooleanField(db_default=False, default=False, verbose_name="outside commitment"),
                ),
                migrations.AddField(
                    model_name="capitalcall",
                    name="shortfall_cap_rate",
                    field=models.DecimalField(
                        blank=True,
                        decimal_places=12,
                        max_digits=14,
                        null=True,
                        verbose_name="cap on carrying others' shortfall",
                    ),
                ),
                migrations.AddField(
                    model_name="capitalcallevent",
                    name="shortfall_cap_rate",
                    field=models.DecimalField(
                        blank=True,
                        decimal_places=12,
                        max_digits=14,
                        null=True,
                        verbose_name="cap on carrying others' shortfall",
                    ),
                ),
                migrations.AlterField(
                    model_name="agreementclause",
                    name="topic",
                    field=models.CharField(
                        choices=[
                            ("advisory_committee", "partners' advisory committee (LPAC)"),
                            ("government_seat", "Government's seat on the committee"),
                            ("committee_meetings", "meetings of the committee"),
                            ("conflicts", "conflicts of interest"),
                            ("key_persons", "key persons"),
                            ("key_person_reinstatement", "end of a key-person event"),
                            ("removal_with_cause", "removal of the GP with cause"),
                            ("removal_without_cause", "removal of the GP without cause"),
                            ("gp_default", "default of the GP"),
                            ("partner_default", "default of a partner"),
                            ("most_favoured_nation", "most-favoured-nation election"),
                            ("amendments", "amendment of the agreement"),
                            ("borrowing", "borrowing"),
                            ("recycling", "recycling of proceeds"),
                            ("excuse", "Government's excuse right"),
                            ("split_by_unfunded", "calls shared by what is unfunded"),
                            ("split_by_holding", "calls shared by holding"),
                            ("shortfall_cap", "cap on carrying others' shortfall"),
                            ("fees_outside", "management fee outside commitment"),
                            ("expenses_outside", "fund expenses outside commitment"),
                            ("clawback_guarantee", "guarantee of the clawback"),
                            ("inspection", "right of inspection"),
                            ("annual_meeting", "annual meeting of partners"),
                            ("audited_accounts", "audited accounts"),
                        ],
                        max_length=30,
                        verbose_name="topic",
                    ),
                ),
                migrations.AlterField(
                    model_name="agreementclauseevent",
                    name="topic",
                    field=models.CharField(
                        choices=[
                            ("advisory_committee", "partners' advisory committee (LPAC)"),
                            ("government_seat", "Government's seat on the committee"),
                            ("committee_meetings", "meetings of the committee"),
                            ("conflicts", "conflicts of interest"),
                            ("key_persons", "key persons"),
                            ("key_person_reinstatement", "end of a key-person event"),
                            ("removal_with_cause", "removal of the GP with cause"),
                            ("removal_without_cause", "removal of the GP without cause"),
                            ("gp_default", "default of the GP"),
                            ("partner_default", "default of a partner"),
                            ("most_favoured_nation", "most-favoured-nation election"),
                            ("amendments", "amendment of the agreement"),
                            ("borrowing", "borrowing"),
                            ("recycling", "recycling of proceeds"),
                            ("excuse", "Government's excuse right"),
                            ("split_by_unfunded", "calls shared by what is unfunded"),
                            ("split_by_holding", "calls shared by holding"),
                            ("shortfall_cap", "cap on carrying others' shortfall"),
                            ("fees_outside", "management fee outside commitment"),
                            ("expenses_outside", "fund expenses outside commitment"),
                            ("clawback_guarantee", "guarantee of the clawback"),
                            ("inspection", "right of inspection"),
                            ("annual_meeting", "annual meeting of partners"),
                            ("audited_accounts", "audited accounts"),
                        ],
                        max_length=30,
                        verbose_name="topic",
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
                    model_name="callexcuse",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "funds_callexcuseevent" ("asked_date", "call_id", "clause", "id", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."asked_date", NEW."call_id", NEW."clause", NEW."id", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason"); RETURN NULL;',
                            hash="0781052941bea047477c2856b9bdd53cc20cb486",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_464f6",
                            table="funds_callexcuse",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="callexcuse",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "funds_callexcuseevent" ("asked_date", "call_id", "clause", "id", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."asked_date", NEW."call_id", NEW."clause", NEW."id", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason"); RETURN NULL;',
                            hash="b4ba0ac68081ba6e2467946ad0ea2c1b595b136c",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_997ec",
                            table="funds_callexcuse",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="callexcuse",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "funds_callexcuseevent" ("asked_date", "call_id", "clause", "id", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (OLD."asked_date", OLD."call_id", OLD."clause", OLD."id", OLD."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason"); RETURN NULL;',
                            hash="50cca9e2d0ea8b9e7fa620038ab956f86c702884",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_99218",
                            table="funds_callexcuse",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="capitalcall",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "funds_capitalcallevent" ("amount_hkd", "bank_account_id", "channel", "closing_id", "drafted_at", "drafted_by_id", "due_date", "entry_id", "fund_id", "id", "issued_at", "issued_by_id", "nature", "notice_common", "number", "paper_came_by", "paper_file_id", "paper_received_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "shortfall_cap_rate", "stage", "version") VALUES (NEW."amount_hkd", NEW."bank_account_id", NEW."channel", NEW."closing_id", NEW."drafted_at", NEW."drafted_by_id", NEW."due_date", NEW."entry_id", NEW."fund_id", NEW."id", NEW."issued_at", NEW."issued_by_id", NEW."nature", NEW."notice_common", NEW."number", NEW."paper_came_by", NEW."paper_file_id", NEW."paper_received_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."replaces_id", NEW."shortfall_cap_rate", NEW."stage", NEW."version"); RETURN NULL;',
                            hash="86d378a0a9781a020051630e5a08bcdb58683d92",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_dfe8a",
                            table="funds_capitalcall",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="capitalcall",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "funds_capitalcallevent" ("amount_hkd", "bank_account_id", "channel", "closing_id", "drafted_at", "drafted_by_id", "due_date", "entry_id", "fund_id", "id", "issued_at", "issued_by_id", "nature", "notice_common", "number", "paper_came_by", "paper_file_id", "paper_received_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "shortfall_cap_rate", "stage", "version") VALUES (NEW."amount_hkd", NEW."bank_account_id", NEW."channel", NEW."closing_id", NEW."drafted_at", NEW."drafted_by_id", NEW."due_date", NEW."entry_id", NEW."fund_id", NEW."id", NEW."issued_at", NEW."issued_by_id", NEW."nature", NEW."notice_common", NEW."number", NEW."paper_came_by", NEW."paper_file_id", NEW."paper_received_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."replaces_id", NEW."shortfall_cap_rate", NEW."stage", NEW."version"); RETURN NULL;',
                            hash="3bb9c90f9dce7d843ec6411e32df85436c456eef",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_5e7f0",
                            table="funds_capitalcall",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="capitalcall",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "funds_capitalcallevent" ("amount_hkd", "bank_account_id", "channel", "closing_id", "drafted_at", "drafted_by_id", "due_date", "entry_id", "fund_id", "id", "issued_at", "issued_by_id", "nature", "notice_common", "number", "paper_came_by", "paper_file_id", "paper_received_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "shortfall_cap_rate", "stage", "version") VALUES (OLD."amount_hkd", OLD."bank_account_id", OLD."channel", OLD."closing_id", OLD."drafted_at", OLD."drafted_by_id", OLD."due_date", OLD."entry_id", OLD."fund_id", OLD."id", OLD."issued_at", OLD."issued_by_id", OLD."nature", OLD."notice_common", OLD."number", OLD."paper_came_by", OLD."paper_file_id", OLD."paper_received_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."replaces_id", OLD."shortfall_cap_rate", OLD."stage", OLD."version"); RETURN NULL;',
                            hash="45f9ba171fccc6638a0fffef59248870f069fadc",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_dff19",
                            table="funds_capitalcall",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agreementclause",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "topic__in",
                                [
                                    "advisory_committee",
                                    "amendments",
                                    "annual_meeting",
                                    "audited_accounts",
                                    "borrowing",
                                    "clawback_guarantee",
                                    "committee_meetings",
                                    "conflicts",
                                    "excuse",
                                    "expenses_outside",
                                    "fees_outside",
                                    "government_seat",
                                    "gp_default",
                                    "inspection",
                                    "key_person_reinstatement",
                                    "key_persons",
                                    "most_favoured_nation",
                                    "partner_default",
                                    "recycling",
                                    "removal_with_cause",
                                    "removal_without_cause",
                                    "shortfall_cap",
                                    "split_by_holding",
                                    "split_by_unfunded",
                                ],
                            )
                        ),
                        name="agreement_clause_topic_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="callpurpose",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("allocation_base__in", ["commitment", "holding_share", "unfunded"])),
                        name="call_purpose_allocation_base_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="callpurpose",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("allocation_base", "commitment"), ("is_outside", False)),
                            models.Q(("clause", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="call_purpose_departs_by_a_clause",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="callpurpose",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("is_outside", False), models.Q(("kind", "investment"), _negated=True), _connector="OR"
                        ),
                        name="call_purpose_invests_inside_commitment",
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
                    model_name="callpurposeline",
                    name="call",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="purpose_lines",
                        to="funds.capitalcall",
                        verbose_name="capital call",
                    ),
                ),
                migrations.AddField(
                    model_name="callpurposeline",
                    name="partner",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="purpose_lines",
                        to="funds.partner",
                        verbose_name="partner",
                    ),
                ),
                migrations.AddField(
                    model_name="callpurposeline",
                    name="purpose",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="funds.callpurpose",
                        verbose_name="purpose",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="callpurposeline",
                    constraint=models.UniqueConstraint(
                        fields=("purpose", "partner"), name="call_purpose_line_once_a_partner"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="callpurposeline",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("weight_hkd__gte", 0), ("weight_hkd__lt", 10000000000000000)),
                        name="call_purpose_line_weight_hkd_not_negative",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="callpurposeline",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("amount_hkd__gte", 0), ("amount_hkd__lt", 10000000000000000)),
                        name="call_purpose_line_amount_hkd_not_negative",
                    ),
                ),
            ]
        ),
        sql_file(__file__, "calls"),
        AppendOnly("funds_callpurposeline"),
    ]
