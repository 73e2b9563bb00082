import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from itvf.batched import Batch


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('funds', '0001_initial'),
        ('investments', '0001_initial'),
        ('itvf', '0002_records'),
        ('itvf', '__first__'),
    ]

    operations = [
        Batch([
            migrations.CreateModel(
                name='ManagementReport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('period_end', models.DateField(verbose_name='quarter ended')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                    ('stage', models.CharField(choices=[('frozen', 'waiting for approval'), ('approved', 'approved'), ('withdrawn', 'withdrawn')], default='frozen', max_length=10, verbose_name='stage')),
                    ('known_at', models.DateTimeField(verbose_name='as known at')),
                    ('content', models.JSONField(verbose_name='content')),
                    ('content_sha256', models.CharField(max_length=64, verbose_name='content hash')),
                    ('audit_head', models.CharField(max_length=64, verbose_name='audit head')),
                    ('frozen_at', models.DateTimeField(verbose_name='frozen at')),
                    ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                    ('withdrawn_reason', models.TextField(blank=True, verbose_name='withdrawn because')),
                    ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
                    ('frozen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='frozen by')),
                    ('pdf_en', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='itvf.file', verbose_name='PDF (English)')),
                    ('pdf_zh_hant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='itvf.file', verbose_name='PDF (Chinese)')),
                    ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='funds.scheme', verbose_name='scheme')),
                ],
                options={
                    'verbose_name': 'management report',
                    'verbose_name_plural': 'management reports',
                    'ordering': ['-period_end', '-number'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('stage__in', ['approved', 'frozen', 'withdrawn'])), name='management_report_stage_known'), models.UniqueConstraint(fields=('scheme', 'period_end', 'number'), name='management_report_number_once_a_quarter'), models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('frozen_by__isnull', True), models.Q(('frozen_by', models.F('approved_by')), _negated=True), _connector='OR'), name='management_report_approved_by_is_not_frozen_by'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='management_report_approved_by_approved_at_together')],
                },
            ),
            migrations.CreateModel(
                name='QuarterlyReport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('period_end', models.DateField(verbose_name='quarter ended')),
                    ('due_date', models.DateField(verbose_name='due on')),
                    ('stage', models.CharField(choices=[('submitted', 'submitted'), ('queried', 'queried'), ('accepted', 'accepted')], default='submitted', max_length=10, verbose_name='stage')),
                    ('contributions_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='contributions to date (HK$)')),
                    ('distributions_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='distributions to date (HK$)')),
                    ('investments_at_cost_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='investments at cost (HK$)')),
                    ('investments_fair_value_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='investments at fair value (HK$)')),
                    ('cash_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='cash (HK$)')),
                    ('fee_charged_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='management fee charged this quarter (HK$)')),
                    ('nav_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='net asset value (HK$)')),
                    ('comments', models.TextField(blank=True, verbose_name='comments')),
                    ('comparison', models.JSONField(default=list, verbose_name='comparison with the books')),
                    ('submitted_at', models.DateTimeField(verbose_name='submitted at')),
                    ('queried_reason', models.TextField(blank=True, verbose_name='query')),
                    ('accepted_at', models.DateTimeField(null=True, verbose_name='accepted at')),
                    ('acceptance_note', models.TextField(blank=True, verbose_name='note on acceptance')),
                    ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                    ('accepted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='accepted by')),
                    ('fund', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quarterly_reports', to='funds.fund', verbose_name='fund')),
                    ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='submitted by')),
                ],
                options={
                    'verbose_name': 'quarterly report',
                    'verbose_name_plural': 'quarterly reports',
                    'ordering': ['-period_end', 'fund'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('stage__in', ['accepted', 'queried', 'submitted'])), name='quarterly_report_stage_known'), models.UniqueConstraint(fields=('fund', 'period_end'), name='quarterly_report_once_a_quarter'), models.CheckConstraint(condition=models.Q(('accepted_by__isnull', True), ('submitted_by__isnull', True), models.Q(('submitted_by', models.F('accepted_by')), _negated=True), _connector='OR'), name='quarterly_report_accepted_by_is_not_submitted_by'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', True), ('accepted_by__isnull', True)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False)), _connector='OR'), name='quarterly_report_accepted_by_accepted_at_together')],
                },
            ),
            migrations.CreateModel(
                name='ManagementReportEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('period_end', models.DateField(verbose_name='quarter ended')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                    ('stage', models.CharField(choices=[('frozen', 'waiting for approval'), ('approved', 'approved'), ('withdrawn', 'withdrawn')], default='frozen', max_length=10, verbose_name='stage')),
                    ('known_at', models.DateTimeField(verbose_name='as known at')),
                    ('content', models.JSONField(verbose_name='content')),
                    ('content_sha256', models.CharField(max_length=64, verbose_name='content hash')),
                    ('audit_head', models.CharField(max_length=64, verbose_name='audit head')),
                    ('frozen_at', models.DateTimeField(verbose_name='frozen at')),
                    ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                    ('withdrawn_reason', models.TextField(blank=True, verbose_name='withdrawn because')),
                    ('approved_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
                    ('frozen_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='frozen by')),
                    ('pdf_en', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='itvf.file', verbose_name='PDF (English)')),
                    ('pdf_zh_hant', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='itvf.file', verbose_name='PDF (Chinese)')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reporting.managementreport')),
                    ('scheme', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.scheme', verbose_name='scheme')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='QuarterlyHolding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('cost_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='cost (HK$)')),
                    ('fair_value_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='fair value (HK$)')),
                    ('hong_kong_spend_to_date_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='Hong Kong spend to date (HK$)')),
                    ('hong_kong_jobs', models.PositiveIntegerField(verbose_name='jobs in Hong Kong')),
                    ('investment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='investments.investment', verbose_name='investment')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holdings', to='reporting.quarterlyreport', verbose_name='quarterly report')),
                ],
                options={
                    'verbose_name': 'reported holding',
                    'verbose_name_plural': 'reported holdings',
                    'ordering': ['report', 'id'],
                    'constraints': [models.UniqueConstraint(fields=('report', 'investment'), name='quarterly_holding_once_a_report'), models.CheckConstraint(condition=models.Q(('cost_hkd__gte', 0), ('cost_hkd__lt', 10000000000000000)), name='quarterly_holding_cost_hkd_not_negative'), models.CheckConstraint(condition=models.Q(('fair_value_hkd__gte', 0), ('fair_value_hkd__lt', 10000000000000000)), name='quarterly_holding_fair_value_hkd_not_negative'), models.CheckConstraint(condition=models.Q(('hong_kong_spend_to_date_hkd__gte', 0), ('hong_kong_spend_to_date_hkd__lt', 10000000000000000)), name='quarterly_holding_hong_kong_spend_to_date_hkd_not_negative')],
                },
            ),
            migrations.CreateModel(
                name='QuarterlyReportEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('period_end', models.DateField(verbose_name='quarter ended')),
                    ('due_date', models.DateField(verbose_name='due on')),
                    ('stage', models.CharField(choices=[('submitted', 'submitted'), ('queried', 'queried'), ('accepted', 'accepted')], default='submitted', max_length=10, verbose_name='stage')),
                    ('contributions_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='contributions to date (HK$)')),
                    ('distributions_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='distributions to date (HK$)')),
                    ('investments_at_cost_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='investments at cost (HK$)')),
                    ('investments_fair_value_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='investments at fair value (HK$)')),
                    ('cash_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='cash (HK$)')),
                    ('fee_charged_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='management fee charged this quarter (HK$)')),
                    ('nav_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='net asset value (HK$)')),
                    ('comments', models.TextField(blank=True, verbose_name='comments')),
                    ('comparison', models.JSONField(default=list, verbose_name='comparison with the books')),
                    ('submitted_at', models.DateTimeField(verbose_name='submitted at')),
                    ('queried_reason', models.TextField(blank=True, verbose_name='query')),
                    ('accepted_at', models.DateTimeField(null=True, verbose_name='accepted at')),
                    ('acceptance_note', models.TextField(blank=True, verbose_name='note on acceptance')),
                    ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                    ('accepted_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='accepted by')),
                    ('fund', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.fund', verbose_name='fund')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reporting.quarterlyreport')),
                    ('submitted_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='submitted by')),
                ],
                options={
                    'abstract': False,
                },
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='managementreport',
                trigger=pgtrigger.compiler.Trigger(name='management_report_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{frozen:approved,frozen:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='66c15015af22be86ac3123b253657768cb8dc42d', operation='UPDATE', pgid='pgtrigger_management_report_stage_f14e1', table='reporting_managementreport', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='managementreport',
                trigger=pgtrigger.compiler.Trigger(name='management_report_content', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."scheme_id" IS DISTINCT FROM (NEW."scheme_id") OR OLD."period_end" IS DISTINCT FROM (NEW."period_end") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."known_at" IS DISTINCT FROM (NEW."known_at") OR OLD."content" IS DISTINCT FROM (NEW."content") OR OLD."content_sha256" IS DISTINCT FROM (NEW."content_sha256") OR OLD."audit_head" IS DISTINCT FROM (NEW."audit_head"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='89f4a074e9a0d17c87392f48e3d194be362b077f', operation='UPDATE', pgid='pgtrigger_management_report_content_9cdd0', table='reporting_managementreport', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='managementreport',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reporting_managementreportevent" ("approved_at", "approved_by_id", "audit_head", "content", "content_sha256", "frozen_at", "frozen_by_id", "id", "known_at", "number", "pdf_en_id", "pdf_zh_hant_id", "period_end", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme_id", "stage", "withdrawn_reason") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."audit_head", NEW."content", NEW."content_sha256", NEW."frozen_at", NEW."frozen_by_id", NEW."id", NEW."known_at", NEW."number", NEW."pdf_en_id", NEW."pdf_zh_hant_id", NEW."period_end", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."scheme_id", NEW."stage", NEW."withdrawn_reason"); RETURN NULL;', hash='f3f85395e5b7902fdd5055788e36855c58f58d4e', operation='INSERT', pgid='pgtrigger_insert_insert_26435', table='reporting_managementreport', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='managementreport',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reporting_managementreportevent" ("approved_at", "approved_by_id", "audit_head", "content", "content_sha256", "frozen_at", "frozen_by_id", "id", "known_at", "number", "pdf_en_id", "pdf_zh_hant_id", "period_end", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme_id", "stage", "withdrawn_reason") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."audit_head", NEW."content", NEW."content_sha256", NEW."frozen_at", NEW."frozen_by_id", NEW."id", NEW."known_at", NEW."number", NEW."pdf_en_id", NEW."pdf_zh_hant_id", NEW."period_end", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."scheme_id", NEW."stage", NEW."withdrawn_reason"); RETURN NULL;', hash='ea11c72d1468362df1f2650205dc35a6b1f04e83', operation='UPDATE', pgid='pgtrigger_update_update_9f986', table='reporting_managementreport', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='managementreport',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reporting_managementreportevent" ("approved_at", "approved_by_id", "audit_head", "content", "content_sha256", "frozen_at", "frozen_by_id", "id", "known_at", "number", "pdf_en_id", "pdf_zh_hant_id", "period_end", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme_id", "stage", "withdrawn_reason") VALUES (OLD."approved_at", OLD."approved_by_id", OLD."audit_head", OLD."content", OLD."content_sha256", OLD."frozen_at", OLD."frozen_by_id", OLD."id", OLD."known_at", OLD."number", OLD."pdf_en_id", OLD."pdf_zh_hant_id", OLD."period_end", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."scheme_id", OLD."stage", OLD."withdrawn_reason"); RETURN NULL;', hash='c7973bdb6366f55586c0988b87df6e6c9442dc34', operation='DELETE', pgid='pgtrigger_delete_delete_d1105', table='reporting_managementreport', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='quarterlyreport',
                trigger=pgtrigger.compiler.Trigger(name='quarterly_report_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{submitted:accepted,submitted:queried,queried:submitted}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='77b5e4dfa0ea8490df28705181833b73e8ee98d6', operation='UPDATE', pgid='pgtrigger_quarterly_report_stage_42add', table='reporting_quarterlyreport', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='quarterlyreport',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reporting_quarterlyreportevent" ("acceptance_note", "accepted_at", "accepted_by_id", "cash_hkd", "comments", "comparison", "contributions_hkd", "distributions_hkd", "due_date", "fee_charged_hkd", "fund_id", "id", "investments_at_cost_hkd", "investments_fair_value_hkd", "nav_hkd", "period_end", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queried_reason", "stage", "submitted_at", "submitted_by_id", "version") VALUES (NEW."acceptance_note", NEW."accepted_at", NEW."accepted_by_id", NEW."cash_hkd", NEW."comments", NEW."comparison", NEW."contributions_hkd", NEW."distributions_hkd", NEW."due_date", NEW."fee_charged_hkd", NEW."fund_id", NEW."id", NEW."investments_at_cost_hkd", NEW."investments_fair_value_hkd", NEW."nav_hkd", NEW."period_end", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."queried_reason", NEW."stage", NEW."submitted_at", NEW."submitted_by_id", NEW."version"); RETURN NULL;', hash='73ff2b6411ae0825b0ba420f9b58eaaeaf2a9d12', operation='INSERT', pgid='pgtrigger_insert_insert_3e466', table='reporting_quarterlyreport', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='quarterlyreport',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reporting_quarterlyreportevent" ("acceptance_note", "accepted_at", "accepted_by_id", "cash_hkd", "comments", "comparison", "contributions_hkd", "distributions_hkd", "due_date", "fee_charged_hkd", "fund_id", "id", "investments_at_cost_hkd", "investments_fair_value_hkd", "nav_hkd", "period_end", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queried_reason", "stage", "submitted_at", "submitted_by_id", "version") VALUES (NEW."acceptance_note", NEW."accepted_at", NEW."accepted_by_id", NEW."cash_hkd", NEW."comments", NEW."comparison", NEW."contributions_hkd", NEW."distributions_hkd", NEW."due_date", NEW."fee_charged_hkd", NEW."fund_id", NEW."id", NEW."investments_at_cost_hkd", NEW."investments_fair_value_hkd", NEW."nav_hkd", NEW."period_end", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."queried_reason", NEW."stage", NEW."submitted_at", NEW."submitted_by_id", NEW."version"); RETURN NULL;', hash='0d9a1a7f19e8754d60e49905fd0e5b82a5f2ce1f', operation='UPDATE', pgid='pgtrigger_update_update_f6afa', table='reporting_quarterlyreport', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='quarterlyreport',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reporting_quarterlyreportevent" ("acceptance_note", "accepted_at", "accepted_by_id", "cash_hkd", "comments", "comparison", "contributions_hkd", "distributions_hkd", "due_date", "fee_charged_hkd", "fund_id", "id", "investments_at_cost_hkd", "investments_fair_value_hkd", "nav_hkd", "period_end", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queried_reason", "stage", "submitted_at", "submitted_by_id", "version") VALUES (OLD."acceptance_note", OLD."accepted_at", OLD."accepted_by_id", OLD."cash_hkd", OLD."comments", OLD."comparison", OLD."contributions_hkd", OLD."distributions_hkd", OLD."due_date", OLD."fee_charged_hkd", OLD."fund_id", OLD."id", OLD."investments_at_cost_hkd", OLD."investments_fair_value_hkd", OLD."nav_hkd", OLD."period_end", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."queried_reason", OLD."stage", OLD."submitted_at", OLD."submitted_by_id", OLD."version"); RETURN NULL;', hash='4aef16cfc6414f84958970ca5b87c301f1b60046', operation='DELETE', pgid='pgtrigger_delete_delete_ebd24', table='reporting_quarterlyreport', when='AFTER')),
            ),
        ]),
    ]
