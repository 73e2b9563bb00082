"""Steps of the fee rate, concessions to partners, offsets, and each partner's part of an accrued fee."""

import django.db.models.deletion
import django.db.models.expressions
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from itvf.append_only import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('funds', '0005_distributions'),
        ('itvf', '0002_records'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FeeConcession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('draft', 'waiting for approval'), ('approved', 'approved'), ('refused', 'refused')], default='draft', max_length=10, verbose_name='stage')),
                ('rate', models.DecimalField(decimal_places=12, max_digits=14, verbose_name='part let off')),
                ('from_date', models.DateField(verbose_name='from')),
                ('to_date', models.DateField(blank=True, null=True, verbose_name='to')),
                ('clause', models.CharField(max_length=120, verbose_name='clause or side letter')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='itvf.file', verbose_name='document')),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fee_concessions', to='funds.fund', verbose_name='fund')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fee_concessions', to='funds.partner', verbose_name='partner')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'fee concession',
                'verbose_name_plural': 'fee concessions',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='FeeConcessionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('stage', models.CharField(choices=[('draft', 'waiting for approval'), ('approved', 'approved'), ('refused', 'refused')], default='draft', max_length=10, verbose_name='stage')),
                ('rate', models.DecimalField(decimal_places=12, max_digits=14, verbose_name='part let off')),
                ('from_date', models.DateField(verbose_name='from')),
                ('to_date', models.DateField(blank=True, null=True, verbose_name='to')),
                ('clause', models.CharField(max_length=120, verbose_name='clause or side letter')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                ('approved_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
                ('file', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='itvf.file', verbose_name='document')),
                ('fund', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.fund', verbose_name='fund')),
                ('partner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.partner', verbose_name='partner')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.feeconcession')),
                ('recorded_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FeeOffset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('recorded', 'to be counted'), ('counted', 'counted'), ('withdrawn', 'withdrawn')], default='recorded', max_length=10, verbose_name='stage')),
                ('fee_type', models.CharField(choices=[('transaction', 'transaction fee'), ('monitoring', 'monitoring fee'), ('directors', "directors' fee"), ('break_up', 'break-up fee')], max_length=12, verbose_name='type of fee')),
                ('received_date', models.DateField(verbose_name='received by the manager on')),
                ('company', models.CharField(max_length=200, verbose_name='company')),
                ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='fee received (HK$)')),
                ('rate', models.DecimalField(decimal_places=12, max_digits=14, verbose_name='part set off')),
                ('offset_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='offset (HK$)')),
                ('reference', models.CharField(max_length=120, verbose_name='document reference')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('accrual', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offsets', to='funds.feeaccrual', verbose_name='counted in')),
                ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fee_offsets', to='funds.fund', verbose_name='fund')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'fee offset',
                'verbose_name_plural': 'fee offsets',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='FeeOffsetEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('stage', models.CharField(choices=[('recorded', 'to be counted'), ('counted', 'counted'), ('withdrawn', 'withdrawn')], default='recorded', max_length=10, verbose_name='stage')),
                ('fee_type', models.CharField(choices=[('transaction', 'transaction fee'), ('monitoring', 'monitoring fee'), ('directors', "directors' fee"), ('break_up', 'break-up fee')], max_length=12, verbose_name='type of fee')),
                ('received_date', models.DateField(verbose_name='received by the manager on')),
                ('company', models.CharField(max_length=200, verbose_name='company')),
                ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='fee received (HK$)')),
                ('rate', models.DecimalField(decimal_places=12, max_digits=14, verbose_name='part set off')),
                ('offset_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='offset (HK$)')),
                ('reference', models.CharField(max_length=120, verbose_name='document reference')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('accrual', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.feeaccrual', verbose_name='counted in')),
                ('fund', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.fund', verbose_name='fund')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.feeoffset')),
                ('recorded_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FeeOffsetRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fee_type', models.CharField(choices=[('transaction', 'transaction fee'), ('monitoring', 'monitoring fee'), ('directors', "directors' fee"), ('break_up', 'break-up fee')], max_length=12, verbose_name='type of fee')),
                ('rate', models.DecimalField(decimal_places=12, max_digits=14, verbose_name='part set off')),
                ('clause', models.CharField(max_length=80, verbose_name='clause')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offset_rates', to='funds.fundagreement', verbose_name='fund agreement')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'offset rate',
                'verbose_name_plural': 'offset rates',
                'ordering': ['agreement', 'fee_type', 'id'],
            },
        ),
        migrations.CreateModel(
            name='FeeStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_date', models.DateField(verbose_name='from')),
                ('rate', models.DecimalField(decimal_places=12, max_digits=14, verbose_name='fee rate')),
                ('clause', models.CharField(max_length=80, verbose_name='clause')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fee_steps', to='funds.fundagreement', verbose_name='fund agreement')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'step of the fee rate',
                'verbose_name_plural': 'steps of the fee rate',
                'ordering': ['agreement', 'from_date', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PartnerFee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('commitment_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='commitment (HK$)')),
                ('gross_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='share of the fee (HK$)')),
                ('concession_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='concession (HK$)')),
                ('brought_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='offsets brought forward (HK$)')),
                ('offset_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='offsets of the quarter (HK$)')),
                ('used_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='offsets used (HK$)')),
                ('carried_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='offsets carried forward (HK$)')),
                ('net_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='fee borne (HK$)')),
                ('accrual', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partners', to='funds.feeaccrual', verbose_name='fee accrual')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fees', to='funds.partner', verbose_name='partner')),
            ],
            options={
                'verbose_name': "partner's fee",
                'verbose_name_plural': "partners' fees",
                'ordering': ['accrual', 'partner'],
            },
        ),
        migrations.AddConstraint(
            model_name='feeconcession',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['approved', 'draft', 'refused'])), name='fee_concession_stage_known'),
        ),
        migrations.AddConstraint(
            model_name='feeconcession',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('recorded_by__isnull', True), models.Q(('recorded_by', models.F('approved_by')), _negated=True), _connector='OR'), name='fee_concession_approved_by_is_not_recorded_by'),
        ),
        migrations.AddConstraint(
            model_name='feeconcession',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='fee_concession_approved_by_approved_at_together'),
        ),
        migrations.AddConstraint(
            model_name='feeconcession',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_by__isnull', False), ('stage', 'approved')), models.Q(models.Q(('stage', 'approved'), _negated=True), ('approved_by__isnull', True)), _connector='OR'), name='fee_concession_approved_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='feeconcession',
            constraint=models.CheckConstraint(condition=models.Q(('rate__gt', 0), ('rate__lte', 1)), name='fee_concession_is_a_share'),
        ),
        migrations.AddConstraint(
            model_name='feeconcession',
            constraint=models.CheckConstraint(condition=models.Q(('to_date__isnull', True), ('to_date__gte', models.F('from_date')), _connector='OR'), name='fee_concession_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='feeconcession',
            constraint=models.CheckConstraint(condition=models.Q(('clause', ''), _negated=True), name='fee_concession_names_its_clause'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feeconcession',
            trigger=pgtrigger.compiler.Trigger(name='fee_concession_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{draft:approved,draft:refused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='310b9de226f7564951e4700d46c82b4eb8f4b4eb', operation='UPDATE', pgid='pgtrigger_fee_concession_stage_5a424', table='funds_feeconcession', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feeconcession',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_feeconcessionevent" ("approved_at", "approved_by_id", "clause", "file_id", "from_date", "fund_id", "id", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "recorded_at", "recorded_by_id", "stage", "to_date") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."clause", NEW."file_id", NEW."from_date", NEW."fund_id", NEW."id", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."rate", NEW."recorded_at", NEW."recorded_by_id", NEW."stage", NEW."to_date"); RETURN NULL;', hash='65f15ec1e8d0dc87f778d916f15f09009aeb4284', operation='INSERT', pgid='pgtrigger_insert_insert_43d2f', table='funds_feeconcession', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feeconcession',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_feeconcessionevent" ("approved_at", "approved_by_id", "clause", "file_id", "from_date", "fund_id", "id", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "recorded_at", "recorded_by_id", "stage", "to_date") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."clause", NEW."file_id", NEW."from_date", NEW."fund_id", NEW."id", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."rate", NEW."recorded_at", NEW."recorded_by_id", NEW."stage", NEW."to_date"); RETURN NULL;', hash='eb7a0bfd8f75100b0e8a2b5ffd1b419793fb820c', operation='UPDATE', pgid='pgtrigger_update_update_b5802', table='funds_feeconcession', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feeconcession',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_feeconcessionevent" ("approved_at", "approved_by_id", "clause", "file_id", "from_date", "fund_id", "id", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "recorded_at", "recorded_by_id", "stage", "to_date") VALUES (OLD."approved_at", OLD."approved_by_id", OLD."clause", OLD."file_id", OLD."from_date", OLD."fund_id", OLD."id", OLD."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."rate", OLD."recorded_at", OLD."recorded_by_id", OLD."stage", OLD."to_date"); RETURN NULL;', hash='5e7cef8c35a802e8becfab536439348609f5b703', operation='DELETE', pgid='pgtrigger_delete_delete_780cc', table='funds_feeconcession', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='feeoffset',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['counted', 'recorded', 'withdrawn'])), name='fee_offset_stage_known'),
        ),
        migrations.AddConstraint(
            model_name='feeoffset',
            constraint=models.CheckConstraint(condition=models.Q(('fee_type__in', ['break_up', 'directors', 'monitoring', 'transaction'])), name='fee_offset_fee_type_known'),
        ),
        migrations.AddConstraint(
            model_name='feeoffset',
            constraint=models.CheckConstraint(condition=models.Q(('amount_hkd__gt', 0), ('amount_hkd__lt', 10000000000000000)), name='fee_offset_amount_hkd_positive'),
        ),
        migrations.AddConstraint(
            model_name='feeoffset',
            constraint=models.CheckConstraint(condition=models.Q(('offset_hkd__gte', 0), ('offset_hkd__lt', 10000000000000000)), name='fee_offset_offset_hkd_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='feeoffset',
            constraint=models.CheckConstraint(condition=models.Q(('offset_hkd__lte', models.F('amount_hkd')), ('rate__gte', 0), ('rate__lte', 1)), name='fee_offset_is_a_part_of_its_fee'),
        ),
        migrations.AddConstraint(
            model_name='feeoffset',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('accrual__isnull', False), ('stage', 'counted')), models.Q(models.Q(('stage', 'counted'), _negated=True), ('accrual__isnull', True)), _connector='OR'), name='fee_offset_counted_in_an_accrual'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feeoffset',
            trigger=pgtrigger.compiler.Trigger(name='fee_offset_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{recorded:counted,recorded:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='a1068d8c7f96dd2a7c1fe7acb4378a55840949b3', operation='UPDATE', pgid='pgtrigger_fee_offset_stage_07f0e', table='funds_feeoffset', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feeoffset',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_feeoffsetevent" ("accrual_id", "amount_hkd", "company", "fee_type", "fund_id", "id", "offset_hkd", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "received_date", "recorded_at", "recorded_by_id", "reference", "stage") VALUES (NEW."accrual_id", NEW."amount_hkd", NEW."company", NEW."fee_type", NEW."fund_id", NEW."id", NEW."offset_hkd", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."rate", NEW."received_date", NEW."recorded_at", NEW."recorded_by_id", NEW."reference", NEW."stage"); RETURN NULL;', hash='8a28dd866c8aa1b4d707bd8357b52d99ab239153', operation='INSERT', pgid='pgtrigger_insert_insert_8c50f', table='funds_feeoffset', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feeoffset',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_feeoffsetevent" ("accrual_id", "amount_hkd", "company", "fee_type", "fund_id", "id", "offset_hkd", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "received_date", "recorded_at", "recorded_by_id", "reference", "stage") VALUES (NEW."accrual_id", NEW."amount_hkd", NEW."company", NEW."fee_type", NEW."fund_id", NEW."id", NEW."offset_hkd", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."rate", NEW."received_date", NEW."recorded_at", NEW."recorded_by_id", NEW."reference", NEW."stage"); RETURN NULL;', hash='7f8dd20dbaab8de2ea3224f681a6f59c31a161b5', operation='UPDATE', pgid='pgtrigger_update_update_1db25', table='funds_feeoffset', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feeoffset',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_feeoffsetevent" ("accrual_id", "amount_hkd", "company", "fee_type", "fund_id", "id", "offset_hkd", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "received_date", "recorded_at", "recorded_by_id", "reference", "stage") VALUES (OLD."accrual_id", OLD."amount_hkd", OLD."company", OLD."fee_type", OLD."fund_id", OLD."id", OLD."offset_hkd", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."rate", OLD."received_date", OLD."recorded_at", OLD."recorded_by_id", OLD."reference", OLD."stage"); RETURN NULL;', hash='11e215e5a7de93abceb89840e06da9fd091116a8', operation='DELETE', pgid='pgtrigger_delete_delete_a9a48', table='funds_feeoffset', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='feeoffsetrate',
            constraint=models.CheckConstraint(condition=models.Q(('fee_type__in', ['break_up', 'directors', 'monitoring', 'transaction'])), name='fee_offset_rate_fee_type_known'),
        ),
        migrations.AddConstraint(
            model_name='feeoffsetrate',
            constraint=models.CheckConstraint(condition=models.Q(('rate__gte', 0), ('rate__lte', 1)), name='fee_offset_rate_is_a_share'),
        ),
        migrations.AddConstraint(
            model_name='feeoffsetrate',
            constraint=models.CheckConstraint(condition=models.Q(('clause', ''), _negated=True), name='fee_offset_rate_names_its_clause'),
        ),
        migrations.AddConstraint(
            model_name='feestep',
            constraint=models.CheckConstraint(condition=models.Q(('rate__gte', 0), ('rate__lt', 10000000000000000)), name='fee_step_rate_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='feestep',
            constraint=models.CheckConstraint(condition=models.Q(('clause', ''), _negated=True), name='fee_step_names_its_clause'),
        ),
        migrations.AddConstraint(
            model_name='partnerfee',
            constraint=models.UniqueConstraint(fields=('accrual', 'partner'), name='partner_fee_once_an_accrual'),
        ),
        migrations.AddConstraint(
            model_name='partnerfee',
            constraint=models.CheckConstraint(condition=models.Q(('concession_hkd__gte', 0), ('concession_hkd__lt', 10000000000000000)), name='partner_fee_concession_hkd_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='partnerfee',
            constraint=models.CheckConstraint(condition=models.Q(('used_hkd__gte', 0), ('used_hkd__lt', 10000000000000000)), name='partner_fee_used_hkd_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='partnerfee',
            constraint=models.CheckConstraint(condition=models.Q(('carried_hkd__gte', 0), ('carried_hkd__lt', 10000000000000000)), name='partner_fee_carried_hkd_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='partnerfee',
            constraint=models.CheckConstraint(condition=models.Q(('net_hkd__gte', 0), ('net_hkd__lt', 10000000000000000)), name='partner_fee_net_hkd_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='partnerfee',
            constraint=models.CheckConstraint(condition=models.Q(('net_hkd', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('gross_hkd'), '-', models.F('concession_hkd')), '-', models.F('used_hkd')))), name='partner_fee_is_share_less_reductions'),
        ),
        migrations.AddConstraint(
            model_name='partnerfee',
            constraint=models.CheckConstraint(condition=models.Q(('carried_hkd', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('brought_hkd'), '+', models.F('offset_hkd')), '-', models.F('used_hkd')))), name='partner_fee_loses_no_offset'),
        ),
        AppendOnly("funds_feestep"),
        AppendOnly("funds_feeoffsetrate"),
        AppendOnly("funds_partnerfee"),
    ]
