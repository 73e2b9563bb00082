"""The returns that a manager claims by itself, and how they stood beside the books'."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from itvf.batched import Batch


class Migration(migrations.Migration):

    dependencies = [
        ('reporting', '0002_settled'),
    ]

    operations = [
        Batch([
            pgtrigger.migrations.RemoveTrigger(
                model_name='quarterlyreport',
                name='insert_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='quarterlyreport',
                name='update_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='quarterlyreport',
                name='delete_delete',
            ),
            migrations.AddField(
                model_name='quarterlyreport',
                name='dpi',
                field=models.DecimalField(blank=True, decimal_places=12, max_digits=14, null=True, verbose_name='DPI, as the manager has it'),
            ),
            migrations.AddField(
                model_name='quarterlyreport',
                name='gross_irr_rate',
                field=models.DecimalField(blank=True, decimal_places=12, max_digits=14, null=True, verbose_name='gross IRR, as the manager has it'),
            ),
            migrations.AddField(
                model_name='quarterlyreport',
                name='net_irr_rate',
                field=models.DecimalField(blank=True, decimal_places=12, max_digits=14, null=True, verbose_name='net IRR, as the manager has it'),
            ),
            migrations.AddField(
                model_name='quarterlyreport',
                name='returns',
                field=models.JSONField(default=list, verbose_name="returns beside the system's"),
            ),
            migrations.AddField(
                model_name='quarterlyreport',
                name='tvpi',
                field=models.DecimalField(blank=True, decimal_places=12, max_digits=14, null=True, verbose_name='TVPI, as the manager has it'),
            ),
            migrations.AddField(
                model_name='quarterlyreportevent',
                name='dpi',
                field=models.DecimalField(blank=True, decimal_places=12, max_digits=14, null=True, verbose_name='DPI, as the manager has it'),
            ),
            migrations.AddField(
                model_name='quarterlyreportevent',
                name='gross_irr_rate',
                field=models.DecimalField(blank=True, decimal_places=12, max_digits=14, null=True, verbose_name='gross IRR, as the manager has it'),
            ),
            migrations.AddField(
                model_name='quarterlyreportevent',
                name='net_irr_rate',
                field=models.DecimalField(blank=True, decimal_places=12, max_digits=14, null=True, verbose_name='net IRR, as the manager has it'),
            ),
            migrations.AddField(
                model_name='quarterlyreportevent',
                name='returns',
                field=models.JSONField(default=list, verbose_name="returns beside the system's"),
            ),
            migrations.AddField(
                model_name='quarterlyreportevent',
                name='tvpi',
                field=models.DecimalField(blank=True, decimal_places=12, max_digits=14, null=True, verbose_name='TVPI, as the manager has it'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='quarterlyreport',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reporting_quarterlyreportevent" ("acceptance_note", "accepted_at", "accepted_by_id", "cash_hkd", "comments", "comparison", "contributions_hkd", "distributions_hkd", "dpi", "due_date", "fee_charged_hkd", "fund_id", "gross_irr_rate", "id", "investments_at_cost_hkd", "investments_fair_value_hkd", "nav_hkd", "net_irr_rate", "period_end", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queried_reason", "returns", "stage", "submitted_at", "submitted_by_id", "tvpi", "version") VALUES (NEW."acceptance_note", NEW."accepted_at", NEW."accepted_by_id", NEW."cash_hkd", NEW."comments", NEW."comparison", NEW."contributions_hkd", NEW."distributions_hkd", NEW."dpi", NEW."due_date", NEW."fee_charged_hkd", NEW."fund_id", NEW."gross_irr_rate", NEW."id", NEW."investments_at_cost_hkd", NEW."investments_fair_value_hkd", NEW."nav_hkd", NEW."net_irr_rate", NEW."period_end", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."queried_reason", NEW."returns", NEW."stage", NEW."submitted_at", NEW."submitted_by_id", NEW."tvpi", NEW."version"); RETURN NULL;', hash='15deb0a09fcfd78afb9095f4c731ce61648998e8', operation='INSERT', pgid='pgtrigger_insert_insert_3e466', table='reporting_quarterlyreport', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='quarterlyreport',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reporting_quarterlyreportevent" ("acceptance_note", "accepted_at", "accepted_by_id", "cash_hkd", "comments", "comparison", "contributions_hkd", "distributions_hkd", "dpi", "due_date", "fee_charged_hkd", "fund_id", "gross_irr_rate", "id", "investments_at_cost_hkd", "investments_fair_value_hkd", "nav_hkd", "net_irr_rate", "period_end", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queried_reason", "returns", "stage", "submitted_at", "submitted_by_id", "tvpi", "version") VALUES (NEW."acceptance_note", NEW."accepted_at", NEW."accepted_by_id", NEW."cash_hkd", NEW."comments", NEW."comparison", NEW."contributions_hkd", NEW."distributions_hkd", NEW."dpi", NEW."due_date", NEW."fee_charged_hkd", NEW."fund_id", NEW."gross_irr_rate", NEW."id", NEW."investments_at_cost_hkd", NEW."investments_fair_value_hkd", NEW."nav_hkd", NEW."net_irr_rate", NEW."period_end", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."queried_reason", NEW."returns", NEW."stage", NEW."submitted_at", NEW."submitted_by_id", NEW."tvpi", NEW."version"); RETURN NULL;', hash='19dd5cda9fe46af6c8aeaa79dcae3630e996c976', operation='UPDATE', pgid='pgtrigger_update_update_f6afa', table='reporting_quarterlyreport', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='quarterlyreport',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reporting_quarterlyreportevent" ("acceptance_note", "accepted_at", "accepted_by_id", "cash_hkd", "comments", "comparison", "contributions_hkd", "distributions_hkd", "dpi", "due_date", "fee_charged_hkd", "fund_id", "gross_irr_rate", "id", "investments_at_cost_hkd", "investments_fair_value_hkd", "nav_hkd", "net_irr_rate", "period_end", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queried_reason", "returns", "stage", "submitted_at", "submitted_by_id", "tvpi", "version") VALUES (OLD."acceptance_note", OLD."accepted_at", OLD."accepted_by_id", OLD."cash_hkd", OLD."comments", OLD."comparison", OLD."contributions_hkd", OLD."distributions_hkd", OLD."dpi", OLD."due_date", OLD."fee_charged_hkd", OLD."fund_id", OLD."gross_irr_rate", OLD."id", OLD."investments_at_cost_hkd", OLD."investments_fair_value_hkd", OLD."nav_hkd", OLD."net_irr_rate", OLD."period_end", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."queried_reason", OLD."returns", OLD."stage", OLD."submitted_at", OLD."submitted_by_id", OLD."tvpi", OLD."version"); RETURN NULL;', hash='38d03c09cd6dc8029ba34f3122116327952f242d', operation='DELETE', pgid='pgtrigger_delete_delete_ebd24', table='reporting_quarterlyreport', when='AFTER')),
            ),
        ]),
    ]
