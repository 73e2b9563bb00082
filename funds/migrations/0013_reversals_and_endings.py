"""Late interest is reversed and its over-payments used, settlements are taken back, funds end; see ADR 22."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from itvf.batched import Batch


class Migration(migrations.Migration):

    dependencies = [
        ('funds', '0012_true_up_interest'),
        ('itvf', '0002_records'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Batch([
            migrations.CreateModel(
                name='WindingUp',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('stage', models.CharField(choices=[('draft', 'waiting for approval'), ('approved', 'approved'), ('refused', 'refused')], default='draft', max_length=8, verbose_name='stage')),
                    ('ended_date', models.DateField(verbose_name='ended on')),
                    ('reserve_hkd', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='cash kept back (HK$)')),
                    ('reserve_for', models.CharField(blank=True, max_length=300, verbose_name='kept back for')),
                    ('offsets_hkd', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='fee offsets not used (HK$)')),
                    ('offsets_way', models.CharField(blank=True, choices=[('', 'nothing was left over'), ('paid', 'paid to the partners by the manager'), ('lapsed', 'lapsed, as the agreement says')], max_length=6, verbose_name='what became of them')),
                    ('offsets_note', models.CharField(blank=True, max_length=300, verbose_name='by which clause or payment')),
                    ('working', models.JSONField(default=dict, verbose_name='working')),
                    ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                    ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                    ('reason', models.TextField(blank=True, verbose_name='refused because')),
                ],
                options={
                    'verbose_name': 'end of a fund',
                    'verbose_name_plural': 'ends of funds',
                    'ordering': ['-id'],
                },
            ),
            migrations.CreateModel(
                name='WindingUpEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('stage', models.CharField(choices=[('draft', 'waiting for approval'), ('approved', 'approved'), ('refused', 'refused')], default='draft', max_length=8, verbose_name='stage')),
                    ('ended_date', models.DateField(verbose_name='ended on')),
                    ('reserve_hkd', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='cash kept back (HK$)')),
                    ('reserve_for', models.CharField(blank=True, max_length=300, verbose_name='kept back for')),
                    ('offsets_hkd', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='fee offsets not used (HK$)')),
                    ('offsets_way', models.CharField(blank=True, choices=[('', 'nothing was left over'), ('paid', 'paid to the partners by the manager'), ('lapsed', 'lapsed, as the agreement says')], max_length=6, verbose_name='what became of them')),
                    ('offsets_note', models.CharField(blank=True, max_length=300, verbose_name='by which clause or payment')),
                    ('working', models.JSONField(default=dict, verbose_name='working')),
                    ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                    ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                    ('reason', models.TextField(blank=True, verbose_name='refused because')),
                ],
                options={
                    'abstract': False,
                },
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='fund',
                name='insert_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='fund',
                name='update_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='fund',
                name='delete_delete',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='lateinterest',
                name='late_interest_stage',
            ),
            pgtrigger.migrations.RemoveTrigger(
            model_name='paymentcase',
            name='payment_case_stage',
        ),
            migrations.RemoveConstraint(
                model_name='lateinterestreceipt',
                name='late_interest_receipt_counts_once',
            ),
            migrations.RemoveConstraint(
                model_name='recordedauthority',
                name='recorded_authority_kind_known',
            ),
            migrations.AddField(
                model_name='fund',
                name='ended_date',
                field=models.DateField(null=True, verbose_name='ended on'),
            ),
            migrations.AddField(
                model_name='fundevent',
                name='ended_date',
                field=models.DateField(null=True, verbose_name='ended on'),
            ),
            migrations.AddField(
                model_name='overpaymentuse',
                name='interest_receipt',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='overpayment_uses', to='funds.lateinterestreceipt', verbose_name='over-payment of late interest'),
            ),
            migrations.AlterField(
                model_name='overpaymentuse',
                name='contribution',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='overpayment_uses', to='funds.contribution', verbose_name='over-payment'),
            ),
            migrations.AlterField(
                model_name='recordedauthority',
                name='kind',
                field=models.CharField(choices=[('true_up_interest', 'the Government pays interest of a true-up (A13)'), ('true_up_at_cost', 'a true-up at cost after a realisation or revaluation (A13)'), ('late_interest', 'the Government pays interest on late payment (A18)'), ('beyond_commitment', "gross payments beyond the Government's commitment (A20)"), ('late_excuse', 'a partner is excused from a call that it asked for too late (R27)'), ('late_matching', 'the Government matches money raised after the twelve months (A22)')], max_length=18, verbose_name='for what'),
            ),
            migrations.AlterField(
                model_name='recordedauthorityevent',
                name='kind',
                field=models.CharField(choices=[('true_up_interest', 'the Government pays interest of a true-up (A13)'), ('true_up_at_cost', 'a true-up at cost after a realisation or revaluation (A13)'), ('late_interest', 'the Government pays interest on late payment (A18)'), ('beyond_commitment', "gross payments beyond the Government's commitment (A20)"), ('late_excuse', 'a partner is excused from a call that it asked for too late (R27)'), ('late_matching', 'the Government matches money raised after the twelve months (A22)')], max_length=18, verbose_name='for what'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='fund',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_fundevent" ("auditor", "cap637_number", "code", "ended_date", "first_closing_date", "government_admitted_date", "id", "investment_manager", "manager_id", "name_en", "name_zh_hant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_date", "registered_office", "responsible_person", "selection_id", "stage") VALUES (NEW."auditor", NEW."cap637_number", NEW."code", NEW."ended_date", NEW."first_closing_date", NEW."government_admitted_date", NEW."id", NEW."investment_manager", NEW."manager_id", NEW."name_en", NEW."name_zh_hant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."registered_date", NEW."registered_office", NEW."responsible_person", NEW."selection_id", NEW."stage"); RETURN NULL;', hash='1d1857ad12e2de0912c24c70ee7d1dd5c6fad10b', operation='INSERT', pgid='pgtrigger_insert_insert_77452', table='funds_fund', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='fund',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_fundevent" ("auditor", "cap637_number", "code", "ended_date", "first_closing_date", "government_admitted_date", "id", "investment_manager", "manager_id", "name_en", "name_zh_hant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_date", "registered_office", "responsible_person", "selection_id", "stage") VALUES (NEW."auditor", NEW."cap637_number", NEW."code", NEW."ended_date", NEW."first_closing_date", NEW."government_admitted_date", NEW."id", NEW."investment_manager", NEW."manager_id", NEW."name_en", NEW."name_zh_hant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."registered_date", NEW."registered_office", NEW."responsible_person", NEW."selection_id", NEW."stage"); RETURN NULL;', hash='9042595a86225bd181d58ed21d4c372a6937b733', operation='UPDATE', pgid='pgtrigger_update_update_29cb6', table='funds_fund', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='fund',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_fundevent" ("auditor", "cap637_number", "code", "ended_date", "first_closing_date", "government_admitted_date", "id", "investment_manager", "manager_id", "name_en", "name_zh_hant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_date", "registered_office", "responsible_person", "selection_id", "stage") VALUES (OLD."auditor", OLD."cap637_number", OLD."code", OLD."ended_date", OLD."first_closing_date", OLD."government_admitted_date", OLD."id", OLD."investment_manager", OLD."manager_id", OLD."name_en", OLD."name_zh_hant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."registered_date", OLD."registered_office", OLD."responsible_person", OLD."selection_id", OLD."stage"); RETURN NULL;', hash='c6e5af43515a9ee43a635f4af7ad2a5db87661b0', operation='DELETE', pgid='pgtrigger_delete_delete_d323f', table='funds_fund', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='lateinterest',
                trigger=pgtrigger.compiler.Trigger(name='late_interest_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{charged:received,charged:waived,received:charged,waived:charged}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='b82e9e10a35fa24aca1c3d4c6cac75d87589441a', operation='UPDATE', pgid='pgtrigger_late_interest_stage_b034d', table='funds_lateinterest', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
            model_name='paymentcase',
            trigger=pgtrigger.compiler.Trigger(name='payment_case_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{opened:checked,opened:held,opened:cancelled,checked:vouchered,checked:held,checked:cancelled,vouchered:certified,vouchered:held,vouchered:cancelled,certified:authorised,certified:held,certified:cancelled,authorised:released,authorised:settled,authorised:held,authorised:cancelled,released:matched,released:held,settled:held,held:opened,held:cancelled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='34e51c3208a8c0040d363f13e4146d00a6e94903', operation='UPDATE', pgid='pgtrigger_payment_case_stage_ae6cd', table='funds_paymentcase', when='BEFORE')),
        ),
            migrations.AddConstraint(
                model_name='fund',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_date__isnull', False), ('stage', 'ended')), models.Q(models.Q(('stage', 'ended'), _negated=True), ('ended_date__isnull', True)), _connector='OR'), name='fund_ended_on_a_day'),
            ),
            migrations.AddConstraint(
                model_name='overpaymentuse',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('contribution__isnull', False), ('interest_receipt__isnull', True)), models.Q(('contribution__isnull', True), ('interest_receipt__isnull', False)), _connector='OR'), name='overpayment_use_of_one_receipt'),
            ),
            migrations.AddConstraint(
                model_name='recordedauthority',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['beyond_commitment', 'late_excuse', 'late_interest', 'late_matching', 'true_up_at_cost', 'true_up_interest'])), name='recorded_authority_kind_known'),
            ),
            migrations.AddField(
                model_name='windingup',
                name='approved_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
            ),
            migrations.AddField(
                model_name='windingup',
                name='fund',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='endings', to='funds.fund', verbose_name='fund'),
            ),
            migrations.AddField(
                model_name='windingup',
                name='proposed_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by'),
            ),
            migrations.AddField(
                model_name='windingupevent',
                name='approved_by',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
            ),
            migrations.AddField(
                model_name='windingupevent',
                name='fund',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.fund', verbose_name='fund'),
            ),
            migrations.AddField(
                model_name='windingupevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.windingup'),
            ),
            migrations.AddField(
                model_name='windingupevent',
                name='proposed_by',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by'),
            ),
            migrations.AddConstraint(
                model_name='windingup',
                constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['approved', 'draft', 'refused'])), name='winding_up_stage_known'),
            ),
            migrations.AddConstraint(
                model_name='windingup',
                constraint=models.CheckConstraint(condition=models.Q(('offsets_way__in', ['', 'lapsed', 'paid'])), name='winding_up_offsets_way_known'),
            ),
            migrations.AddConstraint(
                model_name='windingup',
                constraint=models.CheckConstraint(condition=models.Q(('reserve_hkd__gte', 0), ('reserve_hkd__lt', 10000000000000000)), name='winding_up_reserve_hkd_not_negative'),
            ),
            migrations.AddConstraint(
                model_name='windingup',
                constraint=models.CheckConstraint(condition=models.Q(('offsets_hkd__gte', 0), ('offsets_hkd__lt', 10000000000000000)), name='winding_up_offsets_hkd_not_negative'),
            ),
            migrations.AddConstraint(
                model_name='windingup',
                constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('proposed_by__isnull', True), models.Q(('proposed_by', models.F('approved_by')), _negated=True), _connector='OR'), name='winding_up_approved_by_is_not_proposed_by'),
            ),
            migrations.AddConstraint(
                model_name='windingup',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='winding_up_approved_by_approved_at_together'),
            ),
            migrations.AddConstraint(
                model_name='windingup',
                constraint=models.UniqueConstraint(condition=models.Q(('stage__in', ['draft', 'approved'])), fields=('fund',), name='winding_up_once_a_fund'),
            ),
            migrations.AddConstraint(
                model_name='windingup',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_by__isnull', False), ('stage', 'approved')), models.Q(models.Q(('stage', 'approved'), _negated=True), ('approved_by__isnull', True)), _connector='OR'), name='winding_up_approved_by_somebody'),
            ),
            migrations.AddConstraint(
                model_name='windingup',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='winding_up_refused_for_a_reason'),
            ),
            migrations.AddConstraint(
                model_name='windingup',
                constraint=models.CheckConstraint(condition=models.Q(('reserve_hkd', 0), models.Q(('reserve_for', ''), _negated=True), _connector='OR'), name='winding_up_names_what_is_kept_back'),
            ),
            migrations.AddConstraint(
                model_name='windingup',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('offsets_hkd', 0), ('offsets_way', '')), models.Q(('offsets_hkd__gt', 0), ('offsets_way__in', ['paid', 'lapsed']), models.Q(('offsets_note', ''), _negated=True)), _connector='OR'), name='winding_up_says_what_became_of_offsets'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='windingup',
                trigger=pgtrigger.compiler.Trigger(name='winding_up_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{draft:approved,draft:refused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='faac0ac306f93e51dcf600e9f4b58f1f21232f09', operation='UPDATE', pgid='pgtrigger_winding_up_stage_6b3c9', table='funds_windingup', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='windingup',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_windingupevent" ("approved_at", "approved_by_id", "ended_date", "fund_id", "id", "offsets_hkd", "offsets_note", "offsets_way", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "reserve_for", "reserve_hkd", "stage", "working") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."ended_date", NEW."fund_id", NEW."id", NEW."offsets_hkd", NEW."offsets_note", NEW."offsets_way", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."reserve_for", NEW."reserve_hkd", NEW."stage", NEW."working"); RETURN NULL;', hash='0ae9c3816eb7372fc58cea1fe40510ace07a0f86', operation='INSERT', pgid='pgtrigger_insert_insert_98b02', table='funds_windingup', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='windingup',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_windingupevent" ("approved_at", "approved_by_id", "ended_date", "fund_id", "id", "offsets_hkd", "offsets_note", "offsets_way", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "reserve_for", "reserve_hkd", "stage", "working") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."ended_date", NEW."fund_id", NEW."id", NEW."offsets_hkd", NEW."offsets_note", NEW."offsets_way", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."reserve_for", NEW."reserve_hkd", NEW."stage", NEW."working"); RETURN NULL;', hash='9c58b4e095a3803d74f673d5098d4fa080768db3', operation='UPDATE', pgid='pgtrigger_update_update_419c2', table='funds_windingup', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='windingup',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_windingupevent" ("approved_at", "approved_by_id", "ended_date", "fund_id", "id", "offsets_hkd", "offsets_note", "offsets_way", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "reserve_for", "reserve_hkd", "stage", "working") VALUES (OLD."approved_at", OLD."approved_by_id", OLD."ended_date", OLD."fund_id", OLD."id", OLD."offsets_hkd", OLD."offsets_note", OLD."offsets_way", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."proposed_at", OLD."proposed_by_id", OLD."reason", OLD."reserve_for", OLD."reserve_hkd", OLD."stage", OLD."working"); RETURN NULL;', hash='9e4ab44b55371d1a93d087bb4fdbbce6dd036ccd', operation='DELETE', pgid='pgtrigger_delete_delete_49d2b', table='funds_windingup', when='AFTER')),
            ),
        ]),
    ]
