"""Bank statements of a fund and what became of their lines; receipts held in suspense have entries of their own."""

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
        ('funds', '0003_life_of_investments'),
        ('itvf', '0002_records'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Batch([
            migrations.CreateModel(
                name='BankStatement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('shape', models.CharField(choices=[('csv', 'CSV'), ('mt940', 'MT940')], max_length=5, verbose_name='format')),
                    ('from_date', models.DateField(verbose_name='from')),
                    ('to_date', models.DateField(verbose_name='to')),
                    ('opening_hkd', models.DecimalField(decimal_places=2, max_digits=18, null=True, verbose_name='opening balance (HK$)')),
                    ('closing_hkd', models.DecimalField(decimal_places=2, max_digits=18, null=True, verbose_name='closing balance (HK$)')),
                    ('known_lines', models.PositiveIntegerField(default=0, verbose_name='lines on record before')),
                    ('imported_at', models.DateTimeField(verbose_name='imported at')),
                ],
                options={
                    'verbose_name': 'bank statement',
                    'verbose_name_plural': 'bank statements',
                    'ordering': ['-id'],
                },
            ),
            migrations.CreateModel(
                name='BankStatementLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField(verbose_name='line')),
                    ('value_date', models.DateField(verbose_name='bank value date')),
                    ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount (HK$)')),
                    ('bank_reference', models.CharField(max_length=80, verbose_name='bank reference')),
                    ('narrative', models.CharField(blank=True, max_length=400, verbose_name="bank's text")),
                    ('stage', models.CharField(choices=[('open', 'to be matched'), ('matched', 'matched'), ('held', 'held in suspense'), ('returned', 'returned to the payer'), ('set_aside', 'no receipt of a call')], default='open', max_length=10, verbose_name='stage')),
                    ('reason', models.CharField(blank=True, max_length=400, verbose_name='reason')),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ],
                options={
                    'verbose_name': 'line of a bank statement',
                    'verbose_name_plural': 'lines of bank statements',
                    'ordering': ['-statement', 'number'],
                },
            ),
            migrations.CreateModel(
                name='BankStatementLineEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('number', models.PositiveIntegerField(verbose_name='line')),
                    ('value_date', models.DateField(verbose_name='bank value date')),
                    ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount (HK$)')),
                    ('bank_reference', models.CharField(max_length=80, verbose_name='bank reference')),
                    ('narrative', models.CharField(blank=True, max_length=400, verbose_name="bank's text")),
                    ('stage', models.CharField(choices=[('open', 'to be matched'), ('matched', 'matched'), ('held', 'held in suspense'), ('returned', 'returned to the payer'), ('set_aside', 'no receipt of a call')], default='open', max_length=10, verbose_name='stage')),
                    ('reason', models.CharField(blank=True, max_length=400, verbose_name='reason')),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.RemoveConstraint(
                model_name='journalentry',
                name='journal_entry_kind_known',
            ),
            migrations.AlterField(
                model_name='journalentry',
                name='kind',
                field=models.CharField(choices=[('call_issued', 'capital call issued'), ('contribution', 'contribution received'), ('receipt_held', 'receipt held in suspense'), ('receipt_returned', 'receipt returned'), ('investment', 'investment completed'), ('fee_accrued', 'management fee accrued'), ('fee_paid', 'management fee paid'), ('expense_accrued', 'expense accrued'), ('expense_paid', 'expense paid'), ('conversion', 'converted into shares'), ('valuation', 'value changed'), ('write_down', 'written off or down'), ('realisation', 'sold'), ('escrow', 'escrow released'), ('income', 'income received'), ('distribution', 'distribution paid'), ('notice_accepted', 'drawdown notice accepted'), ('funding_received', 'funding received'), ('call_paid', 'drawdown paid')], max_length=20, verbose_name='kind'),
            ),
            migrations.AddConstraint(
                model_name='journalentry',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['call_issued', 'call_paid', 'contribution', 'conversion', 'distribution', 'escrow', 'expense_accrued', 'expense_paid', 'fee_accrued', 'fee_paid', 'funding_received', 'income', 'investment', 'notice_accepted', 'realisation', 'receipt_held', 'receipt_returned', 'valuation', 'write_down'])), name='journal_entry_kind_known'),
            ),
            migrations.AddField(
                model_name='bankstatement',
                name='account',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funds.bankaccount', verbose_name='bank account'),
            ),
            migrations.AddField(
                model_name='bankstatement',
                name='file',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='itvf.file', verbose_name='file'),
            ),
            migrations.AddField(
                model_name='bankstatement',
                name='fund',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bank_statements', to='funds.fund', verbose_name='fund'),
            ),
            migrations.AddField(
                model_name='bankstatement',
                name='imported_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='imported by'),
            ),
            migrations.AddField(
                model_name='bankstatementline',
                name='contribution',
                field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statement_line', to='funds.contribution', verbose_name='contribution'),
            ),
            migrations.AddField(
                model_name='bankstatementline',
                name='decided_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
            ),
            migrations.AddField(
                model_name='bankstatementline',
                name='held_entry',
                field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='held_line', to='funds.journalentry', verbose_name='entry into suspense'),
            ),
            migrations.AddField(
                model_name='bankstatementline',
                name='returned_entry',
                field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='returned_line', to='funds.journalentry', verbose_name='entry of its return'),
            ),
            migrations.AddField(
                model_name='bankstatementline',
                name='statement',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='funds.bankstatement', verbose_name='bank statement'),
            ),
            migrations.AddField(
                model_name='bankstatementlineevent',
                name='contribution',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.contribution', verbose_name='contribution'),
            ),
            migrations.AddField(
                model_name='bankstatementlineevent',
                name='decided_by',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
            ),
            migrations.AddField(
                model_name='bankstatementlineevent',
                name='held_entry',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.journalentry', verbose_name='entry into suspense'),
            ),
            migrations.AddField(
                model_name='bankstatementlineevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.bankstatementline'),
            ),
            migrations.AddField(
                model_name='bankstatementlineevent',
                name='returned_entry',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.journalentry', verbose_name='entry of its return'),
            ),
            migrations.AddField(
                model_name='bankstatementlineevent',
                name='statement',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.bankstatement', verbose_name='bank statement'),
            ),
            migrations.AddConstraint(
                model_name='bankstatement',
                constraint=models.CheckConstraint(condition=models.Q(('shape__in', ['csv', 'mt940'])), name='bank_statement_shape_known'),
            ),
            migrations.AddConstraint(
                model_name='bankstatement',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('closing_hkd__isnull', True), ('opening_hkd__isnull', True)), models.Q(('closing_hkd__isnull', False), ('opening_hkd__isnull', False)), _connector='OR'), name='bank_statement_opening_hkd_closing_hkd_together'),
            ),
            migrations.AddConstraint(
                model_name='bankstatement',
                constraint=models.CheckConstraint(condition=models.Q(('to_date__gte', models.F('from_date'))), name='bank_statement_ends_after_it_begins'),
            ),
            migrations.AddConstraint(
                model_name='bankstatementline',
                constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['held', 'matched', 'open', 'returned', 'set_aside'])), name='bank_statement_line_stage_known'),
            ),
            migrations.AddConstraint(
                model_name='bankstatementline',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='bank_statement_line_decided_by_decided_at_together'),
            ),
            migrations.AddConstraint(
                model_name='bankstatementline',
                constraint=models.UniqueConstraint(fields=('statement', 'number'), name='bank_statement_line_number_once'),
            ),
            migrations.AddConstraint(
                model_name='bankstatementline',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount_hkd', 0), _negated=True), ('amount_hkd__gt', -10000000000000000), ('amount_hkd__lt', 10000000000000000)), name='bank_statement_line_moves_money'),
            ),
            migrations.AddConstraint(
                model_name='bankstatementline',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('contribution__isnull', False), ('stage', 'matched')), models.Q(models.Q(('stage', 'matched'), _negated=True), ('contribution__isnull', True)), _connector='OR'), name='bank_statement_line_matched_with_its_receipt'),
            ),
            migrations.AddConstraint(
                model_name='bankstatementline',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('held_entry__isnull', False), ('stage__in', ('held', 'returned'))), models.Q(models.Q(('stage__in', ('held', 'returned')), _negated=True), ('held_entry__isnull', True)), _connector='OR'), name='bank_statement_line_held_with_its_entry'),
            ),
            migrations.AddConstraint(
                model_name='bankstatementline',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('returned_entry__isnull', False), ('stage', 'returned')), models.Q(models.Q(('stage', 'returned'), _negated=True), ('returned_entry__isnull', True)), _connector='OR'), name='bank_statement_line_returned_with_its_entry'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='bankstatementline',
                trigger=pgtrigger.compiler.Trigger(name='bank_statement_line_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{open:matched,open:held,open:set_aside,matched:open,held:open,held:returned,set_aside:open}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='34d8a93a3d677a5469663b5d3ea51a0909142ef2', operation='UPDATE', pgid='pgtrigger_bank_statement_line_stage_20a39', table='funds_bankstatementline', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='bankstatementline',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_bankstatementlineevent" ("amount_hkd", "bank_reference", "contribution_id", "decided_at", "decided_by_id", "held_entry_id", "id", "narrative", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "returned_entry_id", "stage", "statement_id", "value_date") VALUES (NEW."amount_hkd", NEW."bank_reference", NEW."contribution_id", NEW."decided_at", NEW."decided_by_id", NEW."held_entry_id", NEW."id", NEW."narrative", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."returned_entry_id", NEW."stage", NEW."statement_id", NEW."value_date"); RETURN NULL;', hash='3ad8b886fd8d151f635b5a085c04bc7b12350c5b', operation='INSERT', pgid='pgtrigger_insert_insert_72672', table='funds_bankstatementline', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='bankstatementline',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_bankstatementlineevent" ("amount_hkd", "bank_reference", "contribution_id", "decided_at", "decided_by_id", "held_entry_id", "id", "narrative", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "returned_entry_id", "stage", "statement_id", "value_date") VALUES (NEW."amount_hkd", NEW."bank_reference", NEW."contribution_id", NEW."decided_at", NEW."decided_by_id", NEW."held_entry_id", NEW."id", NEW."narrative", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."returned_entry_id", NEW."stage", NEW."statement_id", NEW."value_date"); RETURN NULL;', hash='8a4df3b2f566c55b35038e2d487d4c96dbdacbf5', operation='UPDATE', pgid='pgtrigger_update_update_0afc3', table='funds_bankstatementline', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='bankstatementline',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_bankstatementlineevent" ("amount_hkd", "bank_reference", "contribution_id", "decided_at", "decided_by_id", "held_entry_id", "id", "narrative", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "returned_entry_id", "stage", "statement_id", "value_date") VALUES (OLD."amount_hkd", OLD."bank_reference", OLD."contribution_id", OLD."decided_at", OLD."decided_by_id", OLD."held_entry_id", OLD."id", OLD."narrative", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."returned_entry_id", OLD."stage", OLD."statement_id", OLD."value_date"); RETURN NULL;', hash='61c7f7181089fd1322c38228bcc82a55f7646ee3', operation='DELETE', pgid='pgtrigger_delete_delete_fe4cf', table='funds_bankstatementline', when='AFTER')),
            ),
        ]),
        AppendOnly("funds_bankstatement"),
    ]
