"""Departures refused, the reserve list taken up, receipts that are not recorded yet, managers without a CE number."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from itvf.batched import Batch


class Migration(migrations.Migration):

    dependencies = [
        ('funds', '0015_selection_walls'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Batch([
            migrations.CreateModel(
                name='ReservePromotion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('stage', models.CharField(choices=[('proposed', 'proposed'), ('approved', 'approved'), ('refused', 'refused')], default='proposed', max_length=8, verbose_name='stage')),
                    ('reason', models.TextField(verbose_name='reason')),
                    ('envelope_left_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='left in the envelope when proposed (HK$)')),
                    ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                    ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                ],
                options={
                    'verbose_name': 'promotion from the reserve list',
                    'verbose_name_plural': 'promotions from the reserve list',
                    'ordering': ['-id'],
                },
            ),
            migrations.CreateModel(
                name='ReservePromotionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('stage', models.CharField(choices=[('proposed', 'proposed'), ('approved', 'approved'), ('refused', 'refused')], default='proposed', max_length=8, verbose_name='stage')),
                    ('reason', models.TextField(verbose_name='reason')),
                    ('envelope_left_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='left in the envelope when proposed (HK$)')),
                    ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                    ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AlterModelOptions(
                name='selection',
                options={'ordering': ['-notice_issued_date', '-id'], 'verbose_name': 'selection', 'verbose_name_plural': 'selections'},
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='termdeparture',
                name='term_departure_stage',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='termdeparture',
                name='insert_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='termdeparture',
                name='update_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='termdeparture',
                name='delete_delete',
            ),
            migrations.RemoveConstraint(
                model_name='decisionline',
                name='selection_of_a_selected_line',
            ),
            migrations.RemoveConstraint(
                model_name='manager',
                name='manager_ce_number_shape',
            ),
            migrations.RemoveConstraint(
                model_name='termdeparture',
                name='term_departure_stage_known',
            ),
            migrations.RemoveConstraint(
                model_name='termdeparture',
                name='term_departure_once_an_agreement',
            ),
            migrations.AddField(
                model_name='termdeparture',
                name='refused_at',
                field=models.DateTimeField(null=True, verbose_name='refused at'),
            ),
            migrations.AddField(
                model_name='termdeparture',
                name='refused_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='refused by'),
            ),
            migrations.AddField(
                model_name='termdepartureevent',
                name='refused_at',
                field=models.DateTimeField(null=True, verbose_name='refused at'),
            ),
            migrations.AddField(
                model_name='termdepartureevent',
                name='refused_by',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='refused by'),
            ),
            migrations.AlterField(
                model_name='manager',
                name='ce_number',
                field=models.CharField(blank=True, max_length=6, verbose_name='SFC CE number'),
            ),
            migrations.AlterField(
                model_name='managerevent',
                name='ce_number',
                field=models.CharField(blank=True, max_length=6, verbose_name='SFC CE number'),
            ),
            migrations.AlterField(
                model_name='selection',
                name='fundraising_last_date',
                field=models.DateField(null=True, verbose_name='last day to close'),
            ),
            migrations.AlterField(
                model_name='selection',
                name='notice_received_date',
                field=models.DateField(null=True, verbose_name='notice received on'),
            ),
            migrations.AlterField(
                model_name='selectionevent',
                name='fundraising_last_date',
                field=models.DateField(null=True, verbose_name='last day to close'),
            ),
            migrations.AlterField(
                model_name='selectionevent',
                name='notice_received_date',
                field=models.DateField(null=True, verbose_name='notice received on'),
            ),
            migrations.AlterField(
                model_name='termdeparture',
                name='stage',
                field=models.CharField(choices=[('open', 'waiting for approval'), ('approved', 'approved'), ('refused', 'refused: to be signed anew'), ('superseded', 'superseded: signed anew')], default='open', max_length=10, verbose_name='stage'),
            ),
            migrations.AlterField(
                model_name='termdepartureevent',
                name='stage',
                field=models.CharField(choices=[('open', 'waiting for approval'), ('approved', 'approved'), ('refused', 'refused: to be signed anew'), ('superseded', 'superseded: signed anew')], default='open', max_length=10, verbose_name='stage'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='termdeparture',
                trigger=pgtrigger.compiler.Trigger(name='term_departure_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{open:approved,open:refused,open:superseded,approved:superseded,refused:superseded}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='d6fdc97fa816d57e99bd7aabd5bd8e4113127a70', operation='UPDATE', pgid='pgtrigger_term_departure_stage_baf6f', table='funds_termdeparture', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='termdeparture',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_termdepartureevent" ("agreement_id", "approved_at", "approved_by_id", "clause", "id", "name", "offered", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "refused_at", "refused_by_id", "rule", "signed", "stage") VALUES (NEW."agreement_id", NEW."approved_at", NEW."approved_by_id", NEW."clause", NEW."id", NEW."name", NEW."offered", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."recorded_at", NEW."recorded_by_id", NEW."refused_at", NEW."refused_by_id", NEW."rule", NEW."signed", NEW."stage"); RETURN NULL;', hash='947b278dced85026ab5828bb5162931c57e437ac', operation='INSERT', pgid='pgtrigger_insert_insert_d8339', table='funds_termdeparture', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='termdeparture',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_termdepartureevent" ("agreement_id", "approved_at", "approved_by_id", "clause", "id", "name", "offered", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "refused_at", "refused_by_id", "rule", "signed", "stage") VALUES (NEW."agreement_id", NEW."approved_at", NEW."approved_by_id", NEW."clause", NEW."id", NEW."name", NEW."offered", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."recorded_at", NEW."recorded_by_id", NEW."refused_at", NEW."refused_by_id", NEW."rule", NEW."signed", NEW."stage"); RETURN NULL;', hash='ded5c7743a8f031458e26bef0a2f4ac1f2a1cddb', operation='UPDATE', pgid='pgtrigger_update_update_f680d', table='funds_termdeparture', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='termdeparture',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_termdepartureevent" ("agreement_id", "approved_at", "approved_by_id", "clause", "id", "name", "offered", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "refused_at", "refused_by_id", "rule", "signed", "stage") VALUES (OLD."agreement_id", OLD."approved_at", OLD."approved_by_id", OLD."clause", OLD."id", OLD."name", OLD."offered", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."recorded_at", OLD."recorded_by_id", OLD."refused_at", OLD."refused_by_id", OLD."rule", OLD."signed", OLD."stage"); RETURN NULL;', hash='8c94c6e88e5faca356b4c883ddccb35aa3422401', operation='DELETE', pgid='pgtrigger_delete_delete_1f9bb', table='funds_termdeparture', when='AFTER')),
            ),
            migrations.AddConstraint(
                model_name='decisionline',
                constraint=models.CheckConstraint(condition=models.Q(('selection__isnull', True), ('outcome__in', ('selected', 'reserved')), _connector='OR'), name='selection_of_a_line_selected_or_in_reserve'),
            ),
            migrations.AddConstraint(
                model_name='manager',
                constraint=models.CheckConstraint(condition=models.Q(('ce_number__regex', '^([A-Z]{3}[0-9]{3})?$')), name='manager_ce_number_shape'),
            ),
            migrations.AddConstraint(
                model_name='manager',
                constraint=models.UniqueConstraint(condition=models.Q(('ce_number', ''), _negated=True), fields=('ce_number',), name='manager_ce_number_once'),
            ),
            migrations.AddConstraint(
                model_name='manager',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('licence', 'held'), _negated=True), models.Q(('ce_number', ''), _negated=True), _connector='OR'), name='manager_with_licence_has_number'),
            ),
            migrations.AddConstraint(
                model_name='selection',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('fundraising_last_date__isnull', True), ('notice_received_date__isnull', True)), models.Q(('fundraising_last_date__isnull', False), ('notice_received_date__isnull', False)), _connector='OR'), name='selection_notice_received_date_fundraising_last_date_together'),
            ),
            migrations.AddConstraint(
                model_name='termdeparture',
                constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['approved', 'open', 'refused', 'superseded'])), name='term_departure_stage_known'),
            ),
            migrations.AddConstraint(
                model_name='termdeparture',
                constraint=models.UniqueConstraint(condition=models.Q(('stage', 'superseded'), _negated=True), fields=('agreement', 'name'), name='term_departure_stands_once_an_agreement'),
            ),
            migrations.AddConstraint(
                model_name='termdeparture',
                constraint=models.CheckConstraint(condition=models.Q(('refused_by__isnull', True), ('recorded_by__isnull', True), models.Q(('recorded_by', models.F('refused_by')), _negated=True), _connector='OR'), name='term_departure_refused_by_is_not_recorded_by'),
            ),
            migrations.AddConstraint(
                model_name='termdeparture',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('refused_at__isnull', True), ('refused_by__isnull', True)), models.Q(('refused_at__isnull', False), ('refused_by__isnull', False)), _connector='OR'), name='term_departure_refused_by_refused_at_together'),
            ),
            migrations.AddConstraint(
                model_name='termdeparture',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'refused'), _negated=True), models.Q(('refused_by__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='term_departure_refused_with_a_reason'),
            ),
            migrations.AddField(
                model_name='reservepromotion',
                name='approved_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
            ),
            migrations.AddField(
                model_name='reservepromotion',
                name='line',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='promotions', to='funds.decisionline', verbose_name='place on the reserve list'),
            ),
            migrations.AddField(
                model_name='reservepromotion',
                name='proposed_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by'),
            ),
            migrations.AddField(
                model_name='reservepromotionevent',
                name='approved_by',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
            ),
            migrations.AddField(
                model_name='reservepromotionevent',
                name='line',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.decisionline', verbose_name='place on the reserve list'),
            ),
            migrations.AddField(
                model_name='reservepromotionevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.reservepromotion'),
            ),
            migrations.AddField(
                model_name='reservepromotionevent',
                name='proposed_by',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by'),
            ),
            migrations.AddConstraint(
                model_name='reservepromotion',
                constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['approved', 'proposed', 'refused'])), name='reserve_promotion_stage_known'),
            ),
            migrations.AddConstraint(
                model_name='reservepromotion',
                constraint=models.UniqueConstraint(condition=models.Q(('stage', 'refused'), _negated=True), fields=('line',), name='one_promotion_stands_a_line'),
            ),
            migrations.AddConstraint(
                model_name='reservepromotion',
                constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('proposed_by__isnull', True), models.Q(('proposed_by', models.F('approved_by')), _negated=True), _connector='OR'), name='reserve_promotion_approved_by_is_not_proposed_by'),
            ),
            migrations.AddConstraint(
                model_name='reservepromotion',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='reserve_promotion_approved_by_approved_at_together'),
            ),
            migrations.AddConstraint(
                model_name='reservepromotion',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'approved'), _negated=True), ('approved_by__isnull', False), _connector='OR'), name='promotion_approved_by_somebody'),
            ),
            migrations.AddConstraint(
                model_name='reservepromotion',
                constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='promotion_has_a_reason'),
            ),
            migrations.AddConstraint(
                model_name='reservepromotion',
                constraint=models.CheckConstraint(condition=models.Q(('envelope_left_hkd__gte', 0), ('envelope_left_hkd__lt', 10000000000000000)), name='reserve_promotion_envelope_left_hkd_not_negative'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reservepromotion',
                trigger=pgtrigger.compiler.Trigger(name='reserve_promotion_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{proposed:approved,proposed:refused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='899e6429b2c42882423bb313d17dde0539999809', operation='UPDATE', pgid='pgtrigger_reserve_promotion_stage_74fb2', table='funds_reservepromotion', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reservepromotion',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_reservepromotionevent" ("approved_at", "approved_by_id", "envelope_left_hkd", "id", "line_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "stage") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."envelope_left_hkd", NEW."id", NEW."line_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."stage"); RETURN NULL;', hash='b81985a70a925e765e0f2c642527f1418b7b20e2', operation='INSERT', pgid='pgtrigger_insert_insert_e32c2', table='funds_reservepromotion', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reservepromotion',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_reservepromotionevent" ("approved_at", "approved_by_id", "envelope_left_hkd", "id", "line_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "stage") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."envelope_left_hkd", NEW."id", NEW."line_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."stage"); RETURN NULL;', hash='e977a719cf731bea7645761c8cee859cc9bfedf2', operation='UPDATE', pgid='pgtrigger_update_update_df5ae', table='funds_reservepromotion', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='reservepromotion',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_reservepromotionevent" ("approved_at", "approved_by_id", "envelope_left_hkd", "id", "line_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "stage") VALUES (OLD."approved_at", OLD."approved_by_id", OLD."envelope_left_hkd", OLD."id", OLD."line_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."proposed_at", OLD."proposed_by_id", OLD."reason", OLD."stage"); RETURN NULL;', hash='66fb2dc39a1a964b5f9471da74a03d6ff33e36af', operation='DELETE', pgid='pgtrigger_delete_delete_7fe72', table='funds_reservepromotion', when='AFTER')),
            ),
        ]),
    ]
