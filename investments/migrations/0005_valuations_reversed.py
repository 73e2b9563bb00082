"""A value in the books can be taken out again: its stage, by whom, when and why."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from itvf.batched import Batch


class Migration(migrations.Migration):
    dependencies = [
        ("funds", "0003_life_of_investments"),
        ("investments", "0004_life_of_record"),
        ("itvf", "0002_records"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Batch([
            pgtrigger.migrations.RemoveTrigger(
                model_name="valuation",
                name="valuation_stage",
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name="valuation",
                name="insert_insert",
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name="valuation",
                name="update_update",
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name="valuation",
                name="delete_delete",
            ),
            migrations.RemoveConstraint(
                model_name="valuation",
                name="valuation_stage_known",
            ),
            migrations.AddField(
                model_name="valuation",
                name="reversal_reason",
                field=models.TextField(blank=True, verbose_name="reason for the reversal"),
            ),
            migrations.AddField(
                model_name="valuation",
                name="reversed_at",
                field=models.DateTimeField(null=True, verbose_name="reversed at"),
            ),
            migrations.AddField(
                model_name="valuation",
                name="reversed_by",
                field=models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="reversed by",
                ),
            ),
            migrations.AddField(
                model_name="valuationevent",
                name="reversal_reason",
                field=models.TextField(blank=True, verbose_name="reason for the reversal"),
            ),
            migrations.AddField(
                model_name="valuationevent",
                name="reversed_at",
                field=models.DateTimeField(null=True, verbose_name="reversed at"),
            ),
            migrations.AddField(
                model_name="valuationevent",
                name="reversed_by",
                field=models.ForeignKey(
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    related_query_name="+",
                    to=settings.AUTH_USER_MODEL,
                    verbose_name="reversed by",
                ),
            ),
            migrations.AlterField(
                model_name="valuation",
                name="stage",
                field=models.CharField(
                    choices=[
                        ("draft", "waiting for review"),
                        ("reviewed", "reviewed"),
                        ("refused", "refused"),
                        ("reversed", "reversed"),
                    ],
                    default="draft",
                    max_length=10,
                    verbose_name="stage",
                ),
            ),
            migrations.AlterField(
                model_name="valuationevent",
                name="stage",
                field=models.CharField(
                    choices=[
                        ("draft", "waiting for review"),
                        ("reviewed", "reviewed"),
                        ("refused", "refused"),
                        ("reversed", "reversed"),
                    ],
                    default="draft",
                    max_length=10,
                    verbose_name="stage",
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="valuation",
                trigger=pgtrigger.compiler.Trigger(
                    name="valuation_stage",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        declare="DECLARE _is_valid_transition BOOLEAN;",
                        func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{draft:reviewed,draft:refused,reviewed:reversed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                        hash="8a1efc0f8933ddb734a918cb70f4a25cd7fea87b",
                        operation="UPDATE",
                        pgid="pgtrigger_valuation_stage_8baea",
                        table="investments_valuation",
                        when="BEFORE",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="valuation",
                trigger=pgtrigger.compiler.Trigger(
                    name="insert_insert",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "investments_valuationevent" ("bridge", "calibration", "currency", "entry_id", "fair_value_hkd", "file_id", "foreign_value", "fx_date", "fx_rate", "fx_source", "id", "inputs", "investment_id", "level", "made_at", "made_by_id", "method", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_version", "reason", "reversal_reason", "reversed_at", "reversed_by_id", "review_note", "reviewed_at", "reviewed_by_id", "stage", "valuation_date") VALUES (NEW."bridge", NEW."calibration", NEW."currency", NEW."entry_id", NEW."fair_value_hkd", NEW."file_id", NEW."foreign_value", NEW."fx_date", NEW."fx_rate", NEW."fx_source", NEW."id", NEW."inputs", NEW."investment_id", NEW."level", NEW."made_at", NEW."made_by_id", NEW."method", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."policy_version", NEW."reason", NEW."reversal_reason", NEW."reversed_at", NEW."reversed_by_id", NEW."review_note", NEW."reviewed_at", NEW."reviewed_by_id", NEW."stage", NEW."valuation_date"); RETURN NULL;',
                        hash="25161ffb76043901964177032ea796646e690d90",
                        operation="INSERT",
                        pgid="pgtrigger_insert_insert_fddfa",
                        table="investments_valuation",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="valuation",
                trigger=pgtrigger.compiler.Trigger(
                    name="update_update",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                        func='INSERT INTO "investments_valuationevent" ("bridge", "calibration", "currency", "entry_id", "fair_value_hkd", "file_id", "foreign_value", "fx_date", "fx_rate", "fx_source", "id", "inputs", "investment_id", "level", "made_at", "made_by_id", "method", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_version", "reason", "reversal_reason", "reversed_at", "reversed_by_id", "review_note", "reviewed_at", "reviewed_by_id", "stage", "valuation_date") VALUES (NEW."bridge", NEW."calibration", NEW."currency", NEW."entry_id", NEW."fair_value_hkd", NEW."file_id", NEW."foreign_value", NEW."fx_date", NEW."fx_rate", NEW."fx_source", NEW."id", NEW."inputs", NEW."investment_id", NEW."level", NEW."made_at", NEW."made_by_id", NEW."method", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."policy_version", NEW."reason", NEW."reversal_reason", NEW."reversed_at", NEW."reversed_by_id", NEW."review_note", NEW."reviewed_at", NEW."reviewed_by_id", NEW."stage", NEW."valuation_date"); RETURN NULL;',
                        hash="3b9e04749c3e499756e68999d7c0b8fa9daa9483",
                        operation="UPDATE",
                        pgid="pgtrigger_update_update_3bdc1",
                        table="investments_valuation",
                        when="AFTER",
                    ),
                ),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name="valuation",
                trigger=pgtrigger.compiler.Trigger(
                    name="delete_delete",
                    sql=pgtrigger.compiler.UpsertTriggerSql(
                        func='INSERT INTO "investments_valuationevent" ("bridge", "calibration", "currency", "entry_id", "fair_value_hkd", "file_id", "foreign_value", "fx_date", "fx_rate", "fx_source", "id", "inputs", "investment_id", "level", "made_at", "made_by_id", "method", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_version", "reason", "reversal_reason", "reversed_at", "reversed_by_id", "review_note", "reviewed_at", "reviewed_by_id", "stage", "valuation_date") VALUES (OLD."bridge", OLD."calibration", OLD."currency", OLD."entry_id", OLD."fair_value_hkd", OLD."file_id", OLD."foreign_value", OLD."fx_date", OLD."fx_rate", OLD."fx_source", OLD."id", OLD."inputs", OLD."investment_id", OLD."level", OLD."made_at", OLD."made_by_id", OLD."method", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."policy_version", OLD."reason", OLD."reversal_reason", OLD."reversed_at", OLD."reversed_by_id", OLD."review_note", OLD."reviewed_at", OLD."reviewed_by_id", OLD."stage", OLD."valuation_date"); RETURN NULL;',
                        hash="8c81aa8090095b4e47ef9671f39def1f84b7a608",
                        operation="DELETE",
                        pgid="pgtrigger_delete_delete_df6cc",
                        table="investments_valuation",
                        when="AFTER",
                    ),
                ),
            ),
            migrations.AddConstraint(
                model_name="valuation",
                constraint=models.CheckConstraint(
                    condition=models.Q(("stage__in", ["draft", "refused", "reversed", "reviewed"])),
                    name="valuation_stage_known",
                ),
            ),
            migrations.AddConstraint(
                model_name="valuation",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("reversed_by__isnull", True),
                        ("reviewed_by__isnull", True),
                        models.Q(("reviewed_by", models.F("reversed_by")), _negated=True),
                        _connector="OR",
                    ),
                    name="valuation_reversed_by_is_not_reviewed_by",
                ),
            ),
            migrations.AddConstraint(
                model_name="valuation",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("reversed_at__isnull", True), ("reversed_by__isnull", True)),
                        models.Q(("reversed_at__isnull", False), ("reversed_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="valuation_reversed_by_reversed_at_together",
                ),
            ),
            migrations.AddConstraint(
                model_name="valuation",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("reversed_by__isnull", False),
                            ("stage", "reversed"),
                            models.Q(("reversal_reason", ""), _negated=True),
                        ),
                        models.Q(models.Q(("stage", "reversed"), _negated=True), ("reversed_by__isnull", True)),
                        _connector="OR",
                    ),
                    name="valuation_reversed_by_somebody_with_a_reason",
                ),
            ),
        ]),
    ]
