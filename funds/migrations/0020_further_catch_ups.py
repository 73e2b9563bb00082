"""A further hurdle's own catch-up, offered and agreed, and its own clause in the agreement."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from itvf.batched import Batch


class Migration(migrations.Migration):

    dependencies = [
        ('funds', '0019_fee_corrections'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Batch([
            pgtrigger.migrations.RemoveTrigger(
                model_name='fundagreement',
                name='insert_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='fundagreement',
                name='update_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='fundagreement',
                name='delete_delete',
            ),
            migrations.RemoveConstraint(
                model_name='fundagreement',
                name='fund_agreement_second_hurdle_above_the_one_before',
            ),
            migrations.RemoveConstraint(
                model_name='fundagreement',
                name='fund_agreement_third_hurdle_above_the_one_before',
            ),
            migrations.AddField(
                model_name='fundagreement',
                name='second_catch_up_rate',
                field=models.DecimalField(decimal_places=12, max_digits=14, null=True, verbose_name='GP catch-up after the second hurdle'),
            ),
            migrations.AddField(
                model_name='fundagreement',
                name='second_hurdle_clause',
                field=models.CharField(blank=True, max_length=80, verbose_name='clause of the second hurdle'),
            ),
            migrations.AddField(
                model_name='fundagreement',
                name='third_catch_up_rate',
                field=models.DecimalField(decimal_places=12, max_digits=14, null=True, verbose_name='GP catch-up after the third hurdle'),
            ),
            migrations.AddField(
                model_name='fundagreement',
                name='third_hurdle_clause',
                field=models.CharField(blank=True, max_length=80, verbose_name='clause of the third hurdle'),
            ),
            migrations.AddField(
                model_name='fundagreementevent',
                name='second_catch_up_rate',
                field=models.DecimalField(decimal_places=12, max_digits=14, null=True, verbose_name='GP catch-up after the second hurdle'),
            ),
            migrations.AddField(
                model_name='fundagreementevent',
                name='second_hurdle_clause',
                field=models.CharField(blank=True, max_length=80, verbose_name='clause of the second hurdle'),
            ),
            migrations.AddField(
                model_name='fundagreementevent',
                name='third_catch_up_rate',
                field=models.DecimalField(decimal_places=12, max_digits=14, null=True, verbose_name='GP catch-up after the third hurdle'),
            ),
            migrations.AddField(
                model_name='fundagreementevent',
                name='third_hurdle_clause',
                field=models.CharField(blank=True, max_length=80, verbose_name='clause of the third hurdle'),
            ),
            migrations.AddField(
                model_name='proposedterms',
                name='second_catch_up_rate',
                field=models.DecimalField(decimal_places=12, max_digits=14, null=True, verbose_name='GP catch-up after the second hurdle'),
            ),
            migrations.AddField(
                model_name='proposedterms',
                name='third_catch_up_rate',
                field=models.DecimalField(decimal_places=12, max_digits=14, null=True, verbose_name='GP catch-up after the third hurdle'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='fundagreement',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_fundagreementevent" ("bridge_limit_rate", "bridge_months", "carry_escrow_rate", "carry_rate", "catch_up_rate", "company_limit_rate", "fee_base_after", "fee_base_during", "fee_rate_after", "fee_rate_during", "follow_on_reserve_rate", "follow_ons_after_period", "fund_id", "gp_in_pool", "gp_money_is_matched", "group_limit_rate", "hurdle_compounding", "hurdle_day_count", "hurdle_rate", "id", "investment_period_years", "limits_clause", "loss_make_up", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "scheme_version_id", "second_carry_rate", "second_catch_up_rate", "second_hurdle_clause", "second_hurdle_rate", "signed_by_all", "signed_date", "term_years", "third_carry_rate", "third_catch_up_rate", "third_hurdle_clause", "third_hurdle_rate", "tier_order", "waterfall_clause", "waterfall_scope") VALUES (NEW."bridge_limit_rate", NEW."bridge_months", NEW."carry_escrow_rate", NEW."carry_rate", NEW."catch_up_rate", NEW."company_limit_rate", NEW."fee_base_after", NEW."fee_base_during", NEW."fee_rate_after", NEW."fee_rate_during", NEW."follow_on_reserve_rate", NEW."follow_ons_after_period", NEW."fund_id", NEW."gp_in_pool", NEW."gp_money_is_matched", NEW."group_limit_rate", NEW."hurdle_compounding", NEW."hurdle_day_count", NEW."hurdle_rate", NEW."id", NEW."investment_period_years", NEW."limits_clause", NEW."loss_make_up", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."scheme_version_id", NEW."second_carry_rate", NEW."second_catch_up_rate", NEW."second_hurdle_clause", NEW."second_hurdle_rate", NEW."signed_by_all", NEW."signed_date", NEW."term_years", NEW."third_carry_rate", NEW."third_catch_up_rate", NEW."third_hurdle_clause", NEW."third_hurdle_rate", NEW."tier_order", NEW."waterfall_clause", NEW."waterfall_scope"); RETURN NULL;', hash='fef496833903bc8bfc85a7fc934aa2d409b435e4', operation='INSERT', pgid='pgtrigger_insert_insert_87c23', table='funds_fundagreement', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='fundagreement',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_fundagreementevent" ("bridge_limit_rate", "bridge_months", "carry_escrow_rate", "carry_rate", "catch_up_rate", "company_limit_rate", "fee_base_after", "fee_base_during", "fee_rate_after", "fee_rate_during", "follow_on_reserve_rate", "follow_ons_after_period", "fund_id", "gp_in_pool", "gp_money_is_matched", "group_limit_rate", "hurdle_compounding", "hurdle_day_count", "hurdle_rate", "id", "investment_period_years", "limits_clause", "loss_make_up", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "scheme_version_id", "second_carry_rate", "second_catch_up_rate", "second_hurdle_clause", "second_hurdle_rate", "signed_by_all", "signed_date", "term_years", "third_carry_rate", "third_catch_up_rate", "third_hurdle_clause", "third_hurdle_rate", "tier_order", "waterfall_clause", "waterfall_scope") VALUES (NEW."bridge_limit_rate", NEW."bridge_months", NEW."carry_escrow_rate", NEW."carry_rate", NEW."catch_up_rate", NEW."company_limit_rate", NEW."fee_base_after", NEW."fee_base_during", NEW."fee_rate_after", NEW."fee_rate_during", NEW."follow_on_reserve_rate", NEW."follow_ons_after_period", NEW."fund_id", NEW."gp_in_pool", NEW."gp_money_is_matched", NEW."group_limit_rate", NEW."hurdle_compounding", NEW."hurdle_day_count", NEW."hurdle_rate", NEW."id", NEW."investment_period_years", NEW."limits_clause", NEW."loss_make_up", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."scheme_version_id", NEW."second_carry_rate", NEW."second_catch_up_rate", NEW."second_hurdle_clause", NEW."second_hurdle_rate", NEW."signed_by_all", NEW."signed_date", NEW."term_years", NEW."third_carry_rate", NEW."third_catch_up_rate", NEW."third_hurdle_clause", NEW."third_hurdle_rate", NEW."tier_order", NEW."waterfall_clause", NEW."waterfall_scope"); RETURN NULL;', hash='4d9a18ef40e82e547476a4e311de00dbfa3abb89', operation='UPDATE', pgid='pgtrigger_update_update_37485', table='funds_fundagreement', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='fundagreement',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_fundagreementevent" ("bridge_limit_rate", "bridge_months", "carry_escrow_rate", "carry_rate", "catch_up_rate", "company_limit_rate", "fee_base_after", "fee_base_during", "fee_rate_after", "fee_rate_during", "follow_on_reserve_rate", "follow_ons_after_period", "fund_id", "gp_in_pool", "gp_money_is_matched", "group_limit_rate", "hurdle_compounding", "hurdle_day_count", "hurdle_rate", "id", "investment_period_years", "limits_clause", "loss_make_up", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "scheme_version_id", "second_carry_rate", "second_catch_up_rate", "second_hurdle_clause", "second_hurdle_rate", "signed_by_all", "signed_date", "term_years", "third_carry_rate", "third_catch_up_rate", "third_hurdle_clause", "third_hurdle_rate", "tier_order", "waterfall_clause", "waterfall_scope") VALUES (OLD."bridge_limit_rate", OLD."bridge_months", OLD."carry_escrow_rate", OLD."carry_rate", OLD."catch_up_rate", OLD."company_limit_rate", OLD."fee_base_after", OLD."fee_base_during", OLD."fee_rate_after", OLD."fee_rate_during", OLD."follow_on_reserve_rate", OLD."follow_ons_after_period", OLD."fund_id", OLD."gp_in_pool", OLD."gp_money_is_matched", OLD."group_limit_rate", OLD."hurdle_compounding", OLD."hurdle_day_count", OLD."hurdle_rate", OLD."id", OLD."investment_period_years", OLD."limits_clause", OLD."loss_make_up", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."scheme_version_id", OLD."second_carry_rate", OLD."second_catch_up_rate", OLD."second_hurdle_clause", OLD."second_hurdle_rate", OLD."signed_by_all", OLD."signed_date", OLD."term_years", OLD."third_carry_rate", OLD."third_catch_up_rate", OLD."third_hurdle_clause", OLD."third_hurdle_rate", OLD."tier_order", OLD."waterfall_clause", OLD."waterfall_scope"); RETURN NULL;', hash='52c5e812d5d17d7b08ddbd52921de16f6cc8766b', operation='DELETE', pgid='pgtrigger_delete_delete_fb03b', table='funds_fundagreement', when='AFTER')),
            ),
            migrations.AddConstraint(
                model_name='fundagreement',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('second_carry_rate__isnull', True), ('second_catch_up_rate__isnull', True), ('second_hurdle_rate__isnull', True)), models.Q(models.Q(('second_catch_up_rate__isnull', True), ('second_catch_up_rate', 0), models.Q(('second_catch_up_rate__gt', models.F('second_carry_rate')), ('second_catch_up_rate__lte', 1)), _connector='OR'), ('hurdle_rate__isnull', False), ('second_carry_rate__gt', models.F('carry_rate')), ('second_carry_rate__isnull', False), ('second_hurdle_rate__gt', models.F('hurdle_rate')), ('second_hurdle_rate__isnull', False)), _connector='OR'), name='fund_agreement_second_hurdle_above_the_one_before'),
            ),
            migrations.AddConstraint(
                model_name='fundagreement',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('third_carry_rate__isnull', True), ('third_catch_up_rate__isnull', True), ('third_hurdle_rate__isnull', True)), models.Q(models.Q(('third_catch_up_rate__isnull', True), ('third_catch_up_rate', 0), models.Q(('third_catch_up_rate__gt', models.F('third_carry_rate')), ('third_catch_up_rate__lte', 1)), _connector='OR'), ('second_hurdle_rate__isnull', False), ('third_carry_rate__gt', models.F('second_carry_rate')), ('third_carry_rate__isnull', False), ('third_hurdle_rate__gt', models.F('second_hurdle_rate')), ('third_hurdle_rate__isnull', False)), _connector='OR'), name='fund_agreement_third_hurdle_above_the_one_before'),
            ),
        ]),
    ]
