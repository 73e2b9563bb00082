"""A round that was held on paper: its mark, and the moment of receipt that its applications keep."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from itvf.append_only import sql_file
from itvf.batched import Batch


class Migration(migrations.Migration):

    dependencies = [
        ('funds', '0016_after_the_decision'),
    ]

    operations = [
        Batch([
            pgtrigger.migrations.RemoveTrigger(
                model_name='invitation',
                name='insert_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='invitation',
                name='update_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='invitation',
                name='delete_delete',
            ),
            migrations.AddField(
                model_name='invitation',
                name='is_on_paper',
                field=models.BooleanField(default=False, verbose_name='held on paper'),
            ),
            migrations.AddField(
                model_name='invitationevent',
                name='is_on_paper',
                field=models.BooleanField(default=False, verbose_name='held on paper'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='invitation',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_invitationevent" ("closes_at", "id", "is_on_paper", "least_equity_deals", "least_funds_raised", "least_pipeline", "least_responsible_officers", "least_start_ups_led", "opened_at", "opened_by_id", "opens_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "reference", "scheme_id", "scheme_version_id", "stage", "summary_en", "summary_zh_hant", "title_en", "title_zh_hant", "version") VALUES (NEW."closes_at", NEW."id", NEW."is_on_paper", NEW."least_equity_deals", NEW."least_funds_raised", NEW."least_pipeline", NEW."least_responsible_officers", NEW."least_start_ups_led", NEW."opened_at", NEW."opened_by_id", NEW."opens_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."prepared_at", NEW."prepared_by_id", NEW."reference", NEW."scheme_id", NEW."scheme_version_id", NEW."stage", NEW."summary_en", NEW."summary_zh_hant", NEW."title_en", NEW."title_zh_hant", NEW."version"); RETURN NULL;', hash='f887307b5b34b02e57922fec4b86bfe1b17bd3b9', operation='INSERT', pgid='pgtrigger_insert_insert_f0974', table='funds_invitation', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='invitation',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_invitationevent" ("closes_at", "id", "is_on_paper", "least_equity_deals", "least_funds_raised", "least_pipeline", "least_responsible_officers", "least_start_ups_led", "opened_at", "opened_by_id", "opens_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "reference", "scheme_id", "scheme_version_id", "stage", "summary_en", "summary_zh_hant", "title_en", "title_zh_hant", "version") VALUES (NEW."closes_at", NEW."id", NEW."is_on_paper", NEW."least_equity_deals", NEW."least_funds_raised", NEW."least_pipeline", NEW."least_responsible_officers", NEW."least_start_ups_led", NEW."opened_at", NEW."opened_by_id", NEW."opens_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."prepared_at", NEW."prepared_by_id", NEW."reference", NEW."scheme_id", NEW."scheme_version_id", NEW."stage", NEW."summary_en", NEW."summary_zh_hant", NEW."title_en", NEW."title_zh_hant", NEW."version"); RETURN NULL;', hash='d239201a4c4c477ffb2d92f076c6d22585d18968', operation='UPDATE', pgid='pgtrigger_update_update_ba389', table='funds_invitation', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='invitation',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_invitationevent" ("closes_at", "id", "is_on_paper", "least_equity_deals", "least_funds_raised", "least_pipeline", "least_responsible_officers", "least_start_ups_led", "opened_at", "opened_by_id", "opens_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "reference", "scheme_id", "scheme_version_id", "stage", "summary_en", "summary_zh_hant", "title_en", "title_zh_hant", "version") VALUES (OLD."closes_at", OLD."id", OLD."is_on_paper", OLD."least_equity_deals", OLD."least_funds_raised", OLD."least_pipeline", OLD."least_responsible_officers", OLD."least_start_ups_led", OLD."opened_at", OLD."opened_by_id", OLD."opens_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."prepared_at", OLD."prepared_by_id", OLD."reference", OLD."scheme_id", OLD."scheme_version_id", OLD."stage", OLD."summary_en", OLD."summary_zh_hant", OLD."title_en", OLD."title_zh_hant", OLD."version"); RETURN NULL;', hash='bdb672fc1c9296e2758ee10361aaaa699586b66c', operation='DELETE', pgid='pgtrigger_delete_delete_ea453', table='funds_invitation', when='AFTER')),
            ),
        ]),
        sql_file(__file__, "rounds_on_paper"),
    ]
