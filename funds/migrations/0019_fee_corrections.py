"""A fund ended on its GP's word and taken back; fees corrected; fee offsets that nobody used settled."""

import django.db.models.deletion
import django.db.models.expressions
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from itvf.append_only import AppendOnly
from itvf.batched import Batch


class Migration(migrations.Migration):

    dependencies = [
        ('funds', '0018_limit_tables_anew'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Batch([
            migrations.CreateModel(
                name='FeeCorrection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('stage', models.CharField(choices=[('draft', 'waiting for approval'), ('approved', 'approved'), ('refused', 'refused')], default='draft', max_length=8, verbose_name='stage')),
                    ('first_quarter', models.DateField(verbose_name='from the quarter to')),
                    ('why', models.TextField(verbose_name='why')),
                    ('difference_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='difference (HK$)')),
                    ('working', models.JSONField(default=dict, verbose_name='working')),
                    ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                    ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                    ('reason', models.TextField(blank=True, verbose_name='refused because')),
                ],
                options={
                    'verbose_name': 'fee correction',
                    'verbose_name_plural': 'fee corrections',
                    'ordering': ['-id'],
                },
            ),
            migrations.CreateModel(
                name='FeeCorrectionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('stage', models.CharField(choices=[('draft', 'waiting for approval'), ('approved', 'approved'), ('refused', 'refused')], default='draft', max_length=8, verbose_name='stage')),
                    ('first_quarter', models.DateField(verbose_name='from the quarter to')),
                    ('why', models.TextField(verbose_name='why')),
                    ('difference_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='difference (HK$)')),
                    ('working', models.JSONField(default=dict, verbose_name='working')),
                    ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                    ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                    ('reason', models.TextField(blank=True, verbose_name='refused because')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='OffsetSettlement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('way', models.CharField(choices=[('paid_in', "paid into the fund's bank"), ('set_off', 'set off against management fee that is accrued and unpaid')], max_length=7, verbose_name='how')),
                    ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount (HK$)')),
                    ('value_date', models.DateField(verbose_name='value date')),
                    ('reference', models.CharField(max_length=80, verbose_name='bank reference or document')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ],
                options={
                    'verbose_name': 'settlement of fee offsets',
                    'verbose_name_plural': 'settlements of fee offsets',
                    'ordering': ['-id'],
                },
            ),
            migrations.CreateModel(
                name='OffsetSettlementLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('carried_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='carried forward (HK$)')),
                    ('waiting_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='share of what was not counted yet (HK$)')),
                    ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount (HK$)')),
                ],
                options={
                    'verbose_name': "partner's part of a settlement",
                    'verbose_name_plural': "partners' parts of settlements",
                    'ordering': ['settlement', 'partner'],
                },
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='feeoffset',
                name='fee_offset_stage',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='feeoffset',
                name='insert_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='feeoffset',
                name='update_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='feeoffset',
                name='delete_delete',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='fund',
                name='fund_stage',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='windingup',
                name='winding_up_stage',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='windingup',
                name='insert_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='windingup',
                name='update_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='windingup',
                name='delete_delete',
            ),
            migrations.RemoveConstraint(
                model_name='distribution',
                name='distribution_nature_known',
            ),
            migrations.RemoveConstraint(
                model_name='feeaccrual',
                name='fee_accrued_once_a_quarter',
            ),
            migrations.RemoveConstraint(
                model_name='feeoffset',
                name='fee_offset_stage_known',
            ),
            migrations.RemoveConstraint(
                model_name='journalentry',
                name='journal_entry_kind_known',
            ),
            migrations.RemoveConstraint(
                model_name='ledgeraccount',
                name='ledger_account_code_known',
            ),
            migrations.RemoveConstraint(
                model_name='windingup',
                name='winding_up_stage_known',
            ),
            migrations.RemoveConstraint(
                model_name='windingup',
                name='winding_up_once_a_fund',
            ),
            migrations.RemoveConstraint(
                model_name='windingup',
                name='winding_up_approved_by_somebody',
            ),
            migrations.AddField(
                model_name='feeaccrual',
                name='supersedes',
                field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='funds.feeaccrual', verbose_name='in the place of'),
            ),
            migrations.AddField(
                model_name='windingup',
                name='checked_at',
                field=models.DateTimeField(null=True, verbose_name='checked at'),
            ),
            migrations.AddField(
                model_name='windingup',
                name='checked_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='checked by'),
            ),
            migrations.AddField(
                model_name='windingup',
                name='reopened_at',
                field=models.DateTimeField(null=True, verbose_name='taken back at'),
            ),
            migrations.AddField(
                model_name='windingup',
                name='reopened_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken back by'),
            ),
            migrations.AddField(
                model_name='windingup',
                name='reopening_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taking back proposed by'),
            ),
            migrations.AddField(
                model_name='windingup',
                name='reopening_reason',
                field=models.TextField(blank=True, verbose_name='to be taken back because'),
            ),
            migrations.AddField(
                model_name='windingupevent',
                name='checked_at',
                field=models.DateTimeField(null=True, verbose_name='checked at'),
            ),
            migrations.AddField(
                model_name='windingupevent',
                name='checked_by',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='checked by'),
            ),
            migrations.AddField(
                model_name='windingupevent',
                name='reopened_at',
                field=models.DateTimeField(null=True, verbose_name='taken back at'),
            ),
            migrations.AddField(
                model_name='windingupevent',
                name='reopened_by',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken back by'),
            ),
            migrations.AddField(
                model_name='windingupevent',
                name='reopening_by',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taking back proposed by'),
            ),
            migrations.AddField(
                model_name='windingupevent',
                name='reopening_reason',
                field=models.TextField(blank=True, verbose_name='to be taken back because'),
            ),
            migrations.AlterField(
                model_name='distribution',
                name='nature',
                field=models.CharField(choices=[('proceeds', 'proceeds'), ('uninvested', 'called and not invested (A19)'), ('true_up', 'true-up of a later closing (A13)'), ('clawback', 'carried interest returned'), ('offsets', 'fee offsets settled by the manager')], default='proceeds', max_length=10, verbose_name='nature'),
            ),
            migrations.AlterField(
                model_name='distributionevent',
                name='nature',
                field=models.CharField(choices=[('proceeds', 'proceeds'), ('uninvested', 'called and not invested (A19)'), ('true_up', 'true-up of a later closing (A13)'), ('clawback', 'carried interest returned'), ('offsets', 'fee offsets settled by the manager')], default='proceeds', max_length=10, verbose_name='nature'),
            ),
            migrations.AlterField(
                model_name='feeoffset',
                name='stage',
                field=models.CharField(choices=[('recorded', 'to be counted'), ('counted', 'counted'), ('withdrawn', 'withdrawn'), ('settled', 'settled by the manager')], default='recorded', max_length=10, verbose_name='stage'),
            ),
            migrations.AlterField(
                model_name='feeoffsetevent',
                name='stage',
                field=models.CharField(choices=[('recorded', 'to be counted'), ('counted', 'counted'), ('withdrawn', 'withdrawn'), ('settled', 'settled by the manager')], default='recorded', max_length=10, verbose_name='stage'),
            ),
            migrations.AlterField(
                model_name='journalentry',
                name='kind',
                field=models.CharField(choices=[('call_issued', 'capital call issued'), ('contribution', 'contribution received'), ('receipt_held', 'receipt held in suspense'), ('receipt_returned', 'receipt returned'), ('overpayment_applied', 'over-payment applied'), ('netting', 'call set off against distribution'), ('investment', 'investment completed'), ('fee_accrued', 'management fee accrued'), ('fee_paid', 'management fee paid'), ('fee_refunded', 'management fee paid back'), ('offsets_settled', 'fee offsets settled by the manager'), ('expense_accrued', 'expense accrued'), ('expense_paid', 'expense paid'), ('facility_drawn', 'facility drawn'), ('facility_repaid', 'facility repaid'), ('facility_charged', 'interest or fee of the facility charged'), ('facility_paid', 'interest and fees of the facility paid'), ('conversion', 'converted into shares'), ('valuation', 'value changed'), ('write_down', 'written off or down'), ('realisation', 'sold'), ('escrow', 'escrow released'), ('income', 'income received'), ('late_interest', 'late interest charged'), ('late_interest_paid', 'late interest received'), ('late_interest_waived', 'late interest waived'), ('transfer', 'commitment transferred'), ('late_interest_debited', 'late interest paid by the Corporation'), ('distribution', 'distribution declared'), ('capital_returned', 'called capital returned'), ('distribution_paid', 'distribution paid'), ('carry_returned', 'carried interest returned'), ('escrow_of_carry', 'carried interest released from escrow'), ('withholding_paid', 'tax withheld, paid over'), ('notice_accepted', 'drawdown notice accepted'), ('funding_received', 'funding received'), ('call_paid', 'drawdown paid'), ('distribution_noticed', 'distribution noticed'), ('distribution_received', 'distribution received')], max_length=24, verbose_name='kind'),
            ),
            migrations.AlterField(
                model_name='ledgeraccount',
                name='code',
                field=models.CharField(choices=[('cash', 'cash'), ('suspense', 'suspense'), ('call_receivable', 'call receivable'), ('capital_contributed', 'capital contributed'), ('capital_outside', 'capital contributed outside commitment'), ('capital_distributed', 'capital distributed'), ('carry_distributed', 'carried interest distributed'), ('carry_escrow', 'carried interest in escrow'), ('distribution_payable', 'distribution payable'), ('withholding_payable', 'tax withheld, payable'), ('equalisation', 'equalisation clearing'), ('investment_at_cost', 'investment at cost'), ('investment_converted', 'investment at cost, converted'), ('investment_unrealised', 'investment, unrealised'), ('unrealised_gain', 'unrealised gain'), ('unrealised_fx', 'unrealised exchange difference'), ('realised_gain', 'realised gain'), ('realised_fx', 'realised exchange difference'), ('escrow_receivable', 'proceeds held in escrow'), ('tax_withheld', 'tax withheld'), ('fee_expense', 'management fee'), ('fee_payable', 'management fee payable'), ('fee_offset_payable', 'fee offsets owed to partners'), ('expense', 'fund expense'), ('expense_payable', 'fund expense payable'), ('facility_loan', 'subscription facility, drawn'), ('facility_cost', 'interest and fees of the facility'), ('facility_payable', 'interest and fees of the facility, payable'), ('income', 'income'), ('late_interest', 'interest on late payment'), ('late_interest_receivable', 'late interest receivable'), ('late_interest_cost', 'late interest paid'), ('bank', 'bank'), ('government_funding', 'funding from Government'), ('call_payable', 'call payable'), ('interest_in_fund', 'interest in fund'), ('distribution_receivable', 'distribution receivable'), ('distribution_income', 'income from funds'), ('equalisation_interest', 'interest of true-ups')], max_length=30, verbose_name='account'),
            ),
            migrations.AlterField(
                model_name='windingup',
                name='stage',
                field=models.CharField(choices=[('asked', 'asked for by the general partner'), ('draft', 'waiting for approval'), ('approved', 'approved'), ('refused', 'refused'), ('reopening', 'to be taken back'), ('reopened', 'taken back')], default='draft', max_length=9, verbose_name='stage'),
            ),
            migrations.AlterField(
                model_name='windingupevent',
                name='stage',
                field=models.CharField(choices=[('asked', 'asked for by the general partner'), ('draft', 'waiting for approval'), ('approved', 'approved'), ('refused', 'refused'), ('reopening', 'to be taken back'), ('reopened', 'taken back')], default='draft', max_length=9, verbose_name='stage'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='feeoffset',
                trigger=pgtrigger.compiler.Trigger(name='fee_offset_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{recorded:counted,recorded:withdrawn,recorded:settled,settled:recorded}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='4d72f68252ede73b9a3ca3de410d74ec55c54816', operation='UPDATE', pgid='pgtrigger_fee_offset_stage_07f0e', table='funds_feeoffset', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='feeoffset',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_feeoffsetevent" ("accrual_id", "amount_hkd", "company", "fee_type", "fund_id", "id", "offset_hkd", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "received_date", "recorded_at", "recorded_by_id", "reference", "settlement_id", "stage") VALUES (NEW."accrual_id", NEW."amount_hkd", NEW."company", NEW."fee_type", NEW."fund_id", NEW."id", NEW."offset_hkd", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."rate", NEW."received_date", NEW."recorded_at", NEW."recorded_by_id", NEW."reference", NEW."settlement_id", NEW."stage"); RETURN NULL;', hash='bbc126658486d69d875f7a0624a2edab5cb22e53', operation='INSERT', pgid='pgtrigger_insert_insert_8c50f', table='funds_feeoffset', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='feeoffset',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_feeoffsetevent" ("accrual_id", "amount_hkd", "company", "fee_type", "fund_id", "id", "offset_hkd", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "received_date", "recorded_at", "recorded_by_id", "reference", "settlement_id", "stage") VALUES (NEW."accrual_id", NEW."amount_hkd", NEW."company", NEW."fee_type", NEW."fund_id", NEW."id", NEW."offset_hkd", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."rate", NEW."received_date", NEW."recorded_at", NEW."recorded_by_id", NEW."reference", NEW."settlement_id", NEW."stage"); RETURN NULL;', hash='2158857abb49143396a5c5d09b1acccd13d64d3e', operation='UPDATE', pgid='pgtrigger_update_update_1db25', table='funds_feeoffset', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='feeoffset',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_feeoffsetevent" ("accrual_id", "amount_hkd", "company", "fee_type", "fund_id", "id", "offset_hkd", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "received_date", "recorded_at", "recorded_by_id", "reference", "settlement_id", "stage") VALUES (OLD."accrual_id", OLD."amount_hkd", OLD."company", OLD."fee_type", OLD."fund_id", OLD."id", OLD."offset_hkd", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."rate", OLD."received_date", OLD."recorded_at", OLD."recorded_by_id", OLD."reference", OLD."settlement_id", OLD."stage"); RETURN NULL;', hash='ba0af3b7fee6a8d42d8dd8a9c736a5ecfde94345', operation='DELETE', pgid='pgtrigger_delete_delete_a9a48', table='funds_feeoffset', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='fund',
                trigger=pgtrigger.compiler.Trigger(name='fund_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{forming:open,forming:abandoned,open:ended,ended:open}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='a777c64422746ff26f1d69a85af3720ebd4ad7b3', operation='UPDATE', pgid='pgtrigger_fund_stage_d49fe', table='funds_fund', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='windingup',
                trigger=pgtrigger.compiler.Trigger(name='winding_up_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{asked:draft,asked:refused,draft:approved,draft:refused,approved:reopening,reopening:approved,reopening:reopened}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='b019c3e666d4dbfd25676f7f5ed07b26ecb4194f', operation='UPDATE', pgid='pgtrigger_winding_up_stage_6b3c9', table='funds_windingup', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='windingup',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_windingupevent" ("approved_at", "approved_by_id", "checked_at", "checked_by_id", "ended_date", "fund_id", "id", "offsets_hkd", "offsets_note", "offsets_way", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "reopened_at", "reopened_by_id", "reopening_by_id", "reopening_reason", "reserve_for", "reserve_hkd", "stage", "working") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."checked_at", NEW."checked_by_id", NEW."ended_date", NEW."fund_id", NEW."id", NEW."offsets_hkd", NEW."offsets_note", NEW."offsets_way", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."reopened_at", NEW."reopened_by_id", NEW."reopening_by_id", NEW."reopening_reason", NEW."reserve_for", NEW."reserve_hkd", NEW."stage", NEW."working"); RETURN NULL;', hash='c843596f02834c057d9183e007e6d92805549402', operation='INSERT', pgid='pgtrigger_insert_insert_98b02', table='funds_windingup', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='windingup',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_windingupevent" ("approved_at", "approved_by_id", "checked_at", "checked_by_id", "ended_date", "fund_id", "id", "offsets_hkd", "offsets_note", "offsets_way", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "reopened_at", "reopened_by_id", "reopening_by_id", "reopening_reason", "reserve_for", "reserve_hkd", "stage", "working") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."checked_at", NEW."checked_by_id", NEW."ended_date", NEW."fund_id", NEW."id", NEW."offsets_hkd", NEW."offsets_note", NEW."offsets_way", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."reopened_at", NEW."reopened_by_id", NEW."reopening_by_id", NEW."reopening_reason", NEW."reserve_for", NEW."reserve_hkd", NEW."stage", NEW."working"); RETURN NULL;', hash='c34cfc9c3e160e53e0bbb768bd3744aedcf13be4', operation='UPDATE', pgid='pgtrigger_update_update_419c2', table='funds_windingup', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='windingup',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_windingupevent" ("approved_at", "approved_by_id", "checked_at", "checked_by_id", "ended_date", "fund_id", "id", "offsets_hkd", "offsets_note", "offsets_way", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "reopened_at", "reopened_by_id", "reopening_by_id", "reopening_reason", "reserve_for", "reserve_hkd", "stage", "working") VALUES (OLD."approved_at", OLD."approved_by_id", OLD."checked_at", OLD."checked_by_id", OLD."ended_date", OLD."fund_id", OLD."id", OLD."offsets_hkd", OLD."offsets_note", OLD."offsets_way", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."proposed_at", OLD."proposed_by_id", OLD."reason", OLD."reopened_at", OLD."reopened_by_id", OLD."reopening_by_id", OLD."reopening_reason", OLD."reserve_for", OLD."reserve_hkd", OLD."stage", OLD."working"); RETURN NULL;', hash='a02a15bad28a75148062e3a81841a3fce0a55ff2', operation='DELETE', pgid='pgtrigger_delete_delete_49d2b', table='funds_windingup', when='AFTER')),
            ),
            migrations.AddConstraint(
                model_name='distribution',
                constraint=models.CheckConstraint(condition=models.Q(('nature__in', ['clawback', 'offsets', 'proceeds', 'true_up', 'uninvested'])), name='distribution_nature_known'),
            ),
            migrations.AddConstraint(
                model_name='journalentry',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['call_issued', 'call_paid', 'capital_returned', 'carry_returned', 'contribution', 'conversion', 'distribution', 'distribution_noticed', 'distribution_paid', 'distribution_received', 'escrow', 'escrow_of_carry', 'expense_accrued', 'expense_paid', 'facility_charged', 'facility_drawn', 'facility_paid', 'facility_repaid', 'fee_accrued', 'fee_paid', 'fee_refunded', 'funding_received', 'income', 'investment', 'late_interest', 'late_interest_debited', 'late_interest_paid', 'late_interest_waived', 'netting', 'notice_accepted', 'offsets_settled', 'overpayment_applied', 'realisation', 'receipt_held', 'receipt_returned', 'transfer', 'valuation', 'withholding_paid', 'write_down'])), name='journal_entry_kind_known'),
            ),
            migrations.AddConstraint(
                model_name='ledgeraccount',
                constraint=models.CheckConstraint(condition=models.Q(('code__in', ['bank', 'call_payable', 'call_receivable', 'capital_contributed', 'capital_distributed', 'capital_outside', 'carry_distributed', 'carry_escrow', 'cash', 'distribution_income', 'distribution_payable', 'distribution_receivable', 'equalisation', 'equalisation_interest', 'escrow_receivable', 'expense', 'expense_payable', 'facility_cost', 'facility_loan', 'facility_payable', 'fee_expense', 'fee_offset_payable', 'fee_payable', 'government_funding', 'income', 'interest_in_fund', 'investment_at_cost', 'investment_converted', 'investment_unrealised', 'late_interest', 'late_interest_cost', 'late_interest_receivable', 'realised_fx', 'realised_gain', 'suspense', 'tax_withheld', 'unrealised_fx', 'unrealised_gain', 'withholding_payable'])), name='ledger_account_code_known'),
            ),
            migrations.AddConstraint(
                model_name='windingup',
                constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['approved', 'asked', 'draft', 'refused', 'reopened', 'reopening'])), name='winding_up_stage_known'),
            ),
            migrations.AddConstraint(
                model_name='windingup',
                constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('checked_by__isnull', True), models.Q(('checked_by', models.F('approved_by')), _negated=True), _connector='OR'), name='winding_up_approved_by_is_not_checked_by'),
            ),
            migrations.AddConstraint(
                model_name='windingup',
                constraint=models.CheckConstraint(condition=models.Q(('reopened_by__isnull', True), ('reopening_by__isnull', True), models.Q(('reopening_by', models.F('reopened_by')), _negated=True), _connector='OR'), name='winding_up_reopened_by_is_not_reopening_by'),
            ),
            migrations.AddConstraint(
                model_name='windingup',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('checked_at__isnull', True), ('checked_by__isnull', True)), models.Q(('checked_at__isnull', False), ('checked_by__isnull', False)), _connector='OR'), name='winding_up_checked_by_checked_at_together'),
            ),
            migrations.AddConstraint(
                model_name='windingup',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('reopened_at__isnull', True), ('reopened_by__isnull', True)), models.Q(('reopened_at__isnull', False), ('reopened_by__isnull', False)), _connector='OR'), name='winding_up_reopened_by_reopened_at_together'),
            ),
            migrations.AddConstraint(
                model_name='windingup',
                constraint=models.UniqueConstraint(condition=models.Q(('stage__in', ['asked', 'draft', 'approved', 'reopening'])), fields=('fund',), name='winding_up_once_a_fund'),
            ),
            migrations.AddConstraint(
                model_name='windingup',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_by__isnull', False), ('stage__in', ['approved', 'reopening', 'reopened'])), models.Q(('approved_by__isnull', True), ('stage__in', ['asked', 'draft', 'refused'])), _connector='OR'), name='winding_up_approved_by_somebody'),
            ),
            migrations.AddConstraint(
                model_name='windingup',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('reopened_by__isnull', False), ('stage', 'reopened')), models.Q(models.Q(('stage', 'reopened'), _negated=True), ('reopened_by__isnull', True)), _connector='OR'), name='winding_up_taken_back_by_somebody'),
            ),
            migrations.AddConstraint(
                model_name='windingup',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('reopening_by__isnull', False), ('stage__in', ['reopening', 'reopened']), models.Q(('reopening_reason', ''), _negated=True)), models.Q(models.Q(('stage__in', ['reopening', 'reopened']), _negated=True), ('reopening_by__isnull', True), ('reopening_reason', '')), _connector='OR'), name='winding_up_taken_back_for_a_reason'),
            ),
            migrations.AddField(
                model_name='feecorrection',
                name='approved_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
            ),
            migrations.AddField(
                model_name='feecorrection',
                name='fund',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fee_corrections', to='funds.fund', verbose_name='fund'),
            ),
            migrations.AddField(
                model_name='feecorrection',
                name='proposed_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by'),
            ),
            migrations.AddField(
                model_name='feeaccrual',
                name='correction',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accruals', to='funds.feecorrection', verbose_name='fee correction'),
            ),
            migrations.AddConstraint(
                model_name='feeaccrual',
                constraint=models.UniqueConstraint(condition=models.Q(('supersedes__isnull', True)), fields=('fund', 'period_end'), name='fee_accrued_once_a_quarter'),
            ),
            migrations.AddConstraint(
                model_name='feeaccrual',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('correction__isnull', True), ('supersedes__isnull', True)), models.Q(('correction__isnull', False), ('supersedes__isnull', False)), _connector='OR'), name='fee_accrual_correction_supersedes_together'),
            ),
            migrations.AddField(
                model_name='feecorrectionevent',
                name='approved_by',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
            ),
            migrations.AddField(
                model_name='feecorrectionevent',
                name='fund',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.fund', verbose_name='fund'),
            ),
            migrations.AddField(
                model_name='feecorrectionevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.feecorrection'),
            ),
            migrations.AddField(
                model_name='feecorrectionevent',
                name='proposed_by',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by'),
            ),
            migrations.AddField(
                model_name='offsetsettlement',
                name='accrual',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='settlements', to='funds.feeaccrual', verbose_name='the quarter that carried them forward'),
            ),
            migrations.AddField(
                model_name='offsetsettlement',
                name='entry',
                field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='offset_settlement', to='funds.journalentry', verbose_name='journal entry'),
            ),
            migrations.AddField(
                model_name='offsetsettlement',
                name='fund',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offset_settlements', to='funds.fund', verbose_name='fund'),
            ),
            migrations.AddField(
                model_name='offsetsettlement',
                name='recorded_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
            ),
            migrations.AddField(
                model_name='feeoffset',
                name='settlement',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offsets', to='funds.offsetsettlement', verbose_name='settled in'),
            ),
            migrations.AddField(
                model_name='feeoffsetevent',
                name='settlement',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.offsetsettlement', verbose_name='settled in'),
            ),
            migrations.AddConstraint(
                model_name='feeoffset',
                constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['counted', 'recorded', 'settled', 'withdrawn'])), name='fee_offset_stage_known'),
            ),
            migrations.AddConstraint(
                model_name='feeoffset',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('settlement__isnull', False), ('stage', 'settled')), models.Q(models.Q(('stage', 'settled'), _negated=True), ('settlement__isnull', True)), _connector='OR'), name='fee_offset_settled_in_a_settlement'),
            ),
            migrations.AddField(
                model_name='offsetsettlementline',
                name='partner',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offset_lines', to='funds.partner', verbose_name='partner'),
            ),
            migrations.AddField(
                model_name='offsetsettlementline',
                name='settlement',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='funds.offsetsettlement', verbose_name='settlement of fee offsets'),
            ),
            migrations.AddConstraint(
                model_name='feecorrection',
                constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['approved', 'draft', 'refused'])), name='fee_correction_stage_known'),
            ),
            migrations.AddConstraint(
                model_name='feecorrection',
                constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('proposed_by__isnull', True), models.Q(('proposed_by', models.F('approved_by')), _negated=True), _connector='OR'), name='fee_correction_approved_by_is_not_proposed_by'),
            ),
            migrations.AddConstraint(
                model_name='feecorrection',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='fee_correction_approved_by_approved_at_together'),
            ),
            migrations.AddConstraint(
                model_name='feecorrection',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_by__isnull', False), ('stage', 'approved')), models.Q(models.Q(('stage', 'approved'), _negated=True), ('approved_by__isnull', True)), _connector='OR'), name='fee_correction_approved_by_somebody'),
            ),
            migrations.AddConstraint(
                model_name='feecorrection',
                constraint=models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='fee_correction_says_why'),
            ),
            migrations.AddConstraint(
                model_name='feecorrection',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='fee_correction_refused_for_a_reason'),
            ),
            migrations.AddConstraint(
                model_name='feecorrection',
                constraint=models.UniqueConstraint(condition=models.Q(('stage', 'draft')), fields=('fund',), name='fee_correction_drafted_once_a_fund'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='feecorrection',
                trigger=pgtrigger.compiler.Trigger(name='fee_correction_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{draft:approved,draft:refused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='3480c0d4d6973b6f888a357a8b693cc6a7ad444b', operation='UPDATE', pgid='pgtrigger_fee_correction_stage_59772', table='funds_feecorrection', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='feecorrection',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_feecorrectionevent" ("approved_at", "approved_by_id", "difference_hkd", "first_quarter", "fund_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "stage", "why", "working") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."difference_hkd", NEW."first_quarter", NEW."fund_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."stage", NEW."why", NEW."working"); RETURN NULL;', hash='2944de497e1df47c505b54d3d49d8b3c2e40d621', operation='INSERT', pgid='pgtrigger_insert_insert_654b4', table='funds_feecorrection', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='feecorrection',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_feecorrectionevent" ("approved_at", "approved_by_id", "difference_hkd", "first_quarter", "fund_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "stage", "why", "working") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."difference_hkd", NEW."first_quarter", NEW."fund_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."stage", NEW."why", NEW."working"); RETURN NULL;', hash='1b6365b54f26aaa604ca2d446001b060a09c526c', operation='UPDATE', pgid='pgtrigger_update_update_17932', table='funds_feecorrection', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='feecorrection',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_feecorrectionevent" ("approved_at", "approved_by_id", "difference_hkd", "first_quarter", "fund_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "stage", "why", "working") VALUES (OLD."approved_at", OLD."approved_by_id", OLD."difference_hkd", OLD."first_quarter", OLD."fund_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."proposed_at", OLD."proposed_by_id", OLD."reason", OLD."stage", OLD."why", OLD."working"); RETURN NULL;', hash='3ff82af3275ec64f74bf480d8aeedfd59402136c', operation='DELETE', pgid='pgtrigger_delete_delete_46f60', table='funds_feecorrection', when='AFTER')),
            ),
            migrations.AddConstraint(
                model_name='offsetsettlement',
                constraint=models.CheckConstraint(condition=models.Q(('way__in', ['paid_in', 'set_off'])), name='offset_settlement_way_known'),
            ),
            migrations.AddConstraint(
                model_name='offsetsettlement',
                constraint=models.CheckConstraint(condition=models.Q(('amount_hkd__gt', 0), ('amount_hkd__lt', 10000000000000000)), name='offset_settlement_amount_hkd_positive'),
            ),
            migrations.AddConstraint(
                model_name='offsetsettlement',
                constraint=models.CheckConstraint(condition=models.Q(('reference', ''), _negated=True), name='offset_settlement_has_a_reference'),
            ),
            migrations.AddConstraint(
                model_name='offsetsettlementline',
                constraint=models.UniqueConstraint(fields=('settlement', 'partner'), name='offset_line_once_a_settlement'),
            ),
            migrations.AddConstraint(
                model_name='offsetsettlementline',
                constraint=models.CheckConstraint(condition=models.Q(('carried_hkd__gte', 0), ('carried_hkd__lt', 10000000000000000)), name='offset_line_carried_hkd_not_negative'),
            ),
            migrations.AddConstraint(
                model_name='offsetsettlementline',
                constraint=models.CheckConstraint(condition=models.Q(('waiting_hkd__gte', 0), ('waiting_hkd__lt', 10000000000000000)), name='offset_line_waiting_hkd_not_negative'),
            ),
            migrations.AddConstraint(
                model_name='offsetsettlementline',
                constraint=models.CheckConstraint(condition=models.Q(('amount_hkd__gt', 0), ('amount_hkd__lt', 10000000000000000)), name='offset_line_amount_hkd_positive'),
            ),
            migrations.AddConstraint(
                model_name='offsetsettlementline',
                constraint=models.CheckConstraint(condition=models.Q(('amount_hkd', django.db.models.expressions.CombinedExpression(models.F('carried_hkd'), '+', models.F('waiting_hkd')))), name='offset_line_is_the_sum_of_its_parts'),
            ),
        ]),
        AppendOnly("funds_offsetsettlement"),
        AppendOnly("funds_offsetsettlementline"),
    ]
