"""Accounts and kinds of entry for the life of an investment, the agreement's own limits, cure dates of breaches."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from itvf.batched import Batch


class Migration(migrations.Migration):

    dependencies = [
        ('funds', '0002_books'),
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
            pgtrigger.migrations.RemoveTrigger(
                model_name='recordedbreach',
                name='insert_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='recordedbreach',
                name='update_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='recordedbreach',
                name='delete_delete',
            ),
            migrations.RemoveConstraint(
                model_name='journalentry',
                name='journal_entry_kind_known',
            ),
            migrations.RemoveConstraint(
                model_name='ledgeraccount',
                name='ledger_account_code_known',
            ),
            migrations.AddField(
                model_name='fundagreement',
                name='bridge_limit_rate',
                field=models.DecimalField(decimal_places=12, max_digits=14, null=True, verbose_name='at most in bridge financing, of commitments'),
            ),
            migrations.AddField(
                model_name='fundagreement',
                name='bridge_months',
                field=models.PositiveSmallIntegerField(null=True, verbose_name='bridge financing ends within (months)'),
            ),
            migrations.AddField(
                model_name='fundagreement',
                name='company_limit_rate',
                field=models.DecimalField(decimal_places=12, max_digits=14, null=True, verbose_name='at most in one company, of commitments'),
            ),
            migrations.AddField(
                model_name='fundagreement',
                name='follow_on_reserve_rate',
                field=models.DecimalField(decimal_places=12, max_digits=14, null=True, verbose_name='kept for follow-ons, of commitments'),
            ),
            migrations.AddField(
                model_name='fundagreement',
                name='group_limit_rate',
                field=models.DecimalField(decimal_places=12, max_digits=14, null=True, verbose_name='at most in one group of companies, of commitments'),
            ),
            migrations.AddField(
                model_name='fundagreement',
                name='limits_clause',
                field=models.CharField(blank=True, max_length=80, verbose_name='clause of these limits'),
            ),
            migrations.AddField(
                model_name='fundagreementevent',
                name='bridge_limit_rate',
                field=models.DecimalField(decimal_places=12, max_digits=14, null=True, verbose_name='at most in bridge financing, of commitments'),
            ),
            migrations.AddField(
                model_name='fundagreementevent',
                name='bridge_months',
                field=models.PositiveSmallIntegerField(null=True, verbose_name='bridge financing ends within (months)'),
            ),
            migrations.AddField(
                model_name='fundagreementevent',
                name='company_limit_rate',
                field=models.DecimalField(decimal_places=12, max_digits=14, null=True, verbose_name='at most in one company, of commitments'),
            ),
            migrations.AddField(
                model_name='fundagreementevent',
                name='follow_on_reserve_rate',
                field=models.DecimalField(decimal_places=12, max_digits=14, null=True, verbose_name='kept for follow-ons, of commitments'),
            ),
            migrations.AddField(
                model_name='fundagreementevent',
                name='group_limit_rate',
                field=models.DecimalField(decimal_places=12, max_digits=14, null=True, verbose_name='at most in one group of companies, of commitments'),
            ),
            migrations.AddField(
                model_name='fundagreementevent',
                name='limits_clause',
                field=models.CharField(blank=True, max_length=80, verbose_name='clause of these limits'),
            ),
            migrations.AddField(
                model_name='recordedbreach',
                name='cure_due_date',
                field=models.DateField(null=True, verbose_name='to be cured by'),
            ),
            migrations.AddField(
                model_name='recordedbreach',
                name='restriction',
                field=models.CharField(blank=True, max_length=30, verbose_name='restriction'),
            ),
            migrations.AddField(
                model_name='recordedbreach',
                name='sentence',
                field=models.TextField(blank=True, verbose_name='sentence'),
            ),
            migrations.AddField(
                model_name='recordedbreachevent',
                name='cure_due_date',
                field=models.DateField(null=True, verbose_name='to be cured by'),
            ),
            migrations.AddField(
                model_name='recordedbreachevent',
                name='restriction',
                field=models.CharField(blank=True, max_length=30, verbose_name='restriction'),
            ),
            migrations.AddField(
                model_name='recordedbreachevent',
                name='sentence',
                field=models.TextField(blank=True, verbose_name='sentence'),
            ),
            migrations.AlterField(
                model_name='journalentry',
                name='kind',
                field=models.CharField(choices=[('call_issued', 'capital call issued'), ('contribution', 'contribution received'), ('investment', 'investment completed'), ('fee_accrued', 'management fee accrued'), ('fee_paid', 'management fee paid'), ('expense_accrued', 'expense accrued'), ('expense_paid', 'expense paid'), ('conversion', 'converted into shares'), ('valuation', 'value changed'), ('write_down', 'written off or down'), ('realisation', 'sold'), ('escrow', 'escrow released'), ('income', 'income received'), ('distribution', 'distribution paid'), ('notice_accepted', 'drawdown notice accepted'), ('funding_received', 'funding received'), ('call_paid', 'drawdown paid')], max_length=20, verbose_name='kind'),
            ),
            migrations.AlterField(
                model_name='ledgeraccount',
                name='code',
                field=models.CharField(choices=[('cash', 'cash'), ('suspense', 'suspense'), ('call_receivable', 'call receivable'), ('capital_contributed', 'capital contributed'), ('capital_distributed', 'capital distributed'), ('investment_at_cost', 'investment at cost'), ('investment_converted', 'investment at cost, converted'), ('investment_unrealised', 'investment, unrealised'), ('unrealised_gain', 'unrealised gain'), ('unrealised_fx', 'unrealised exchange difference'), ('realised_gain', 'realised gain'), ('realised_fx', 'realised exchange difference'), ('escrow_receivable', 'proceeds held in escrow'), ('tax_withheld', 'tax withheld'), ('fee_expense', 'management fee'), ('fee_payable', 'management fee payable'), ('expense', 'fund expense'), ('expense_payable', 'fund expense payable'), ('income', 'income'), ('bank', 'bank'), ('government_funding', 'funding from Government'), ('call_payable', 'call payable'), ('interest_in_fund', 'interest in fund')], max_length=30, verbose_name='account'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='fundagreement',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_fundagreementevent" ("bridge_limit_rate", "bridge_months", "carry_rate", "catch_up_rate", "company_limit_rate", "fee_base_after", "fee_base_during", "fee_rate_after", "fee_rate_during", "follow_on_reserve_rate", "follow_ons_after_period", "fund_id", "gp_money_is_matched", "group_limit_rate", "hurdle_rate", "id", "investment_period_years", "limits_clause", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "scheme_version_id", "signed_by_all", "signed_date", "term_years") VALUES (NEW."bridge_limit_rate", NEW."bridge_months", NEW."carry_rate", NEW."catch_up_rate", NEW."company_limit_rate", NEW."fee_base_after", NEW."fee_base_during", NEW."fee_rate_after", NEW."fee_rate_during", NEW."follow_on_reserve_rate", NEW."follow_ons_after_period", NEW."fund_id", NEW."gp_money_is_matched", NEW."group_limit_rate", NEW."hurdle_rate", NEW."id", NEW."investment_period_years", NEW."limits_clause", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."scheme_version_id", NEW."signed_by_all", NEW."signed_date", NEW."term_years"); RETURN NULL;', hash='33e599dce33b3a8fde95b074499e89ad9bc7ab30', operation='INSERT', pgid='pgtrigger_insert_insert_87c23', table='funds_fundagreement', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='fundagreement',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_fundagreementevent" ("bridge_limit_rate", "bridge_months", "carry_rate", "catch_up_rate", "company_limit_rate", "fee_base_after", "fee_base_during", "fee_rate_after", "fee_rate_during", "follow_on_reserve_rate", "follow_ons_after_period", "fund_id", "gp_money_is_matched", "group_limit_rate", "hurdle_rate", "id", "investment_period_years", "limits_clause", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "scheme_version_id", "signed_by_all", "signed_date", "term_years") VALUES (NEW."bridge_limit_rate", NEW."bridge_months", NEW."carry_rate", NEW."catch_up_rate", NEW."company_limit_rate", NEW."fee_base_after", NEW."fee_base_during", NEW."fee_rate_after", NEW."fee_rate_during", NEW."follow_on_reserve_rate", NEW."follow_ons_after_period", NEW."fund_id", NEW."gp_money_is_matched", NEW."group_limit_rate", NEW."hurdle_rate", NEW."id", NEW."investment_period_years", NEW."limits_clause", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."scheme_version_id", NEW."signed_by_all", NEW."signed_date", NEW."term_years"); RETURN NULL;', hash='9f3307633063c2ea4a0da28b35fc863e45cc312a', operation='UPDATE', pgid='pgtrigger_update_update_37485', table='funds_fundagreement', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='fundagreement',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_fundagreementevent" ("bridge_limit_rate", "bridge_months", "carry_rate", "catch_up_rate", "company_limit_rate", "fee_base_after", "fee_base_during", "fee_rate_after", "fee_rate_during", "follow_on_reserve_rate", "follow_ons_after_period", "fund_id", "gp_money_is_matched", "group_limit_rate", "hurdle_rate", "id", "investment_period_years", "limits_clause", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "scheme_version_id", "signed_by_all", "signed_date", "term_years") VALUES (OLD."bridge_limit_rate", OLD."bridge_months", OLD."carry_rate", OLD."catch_up_rate", OLD."company_limit_rate", OLD."fee_base_after", OLD."fee_base_during", OLD."fee_rate_after", OLD."fee_rate_during", OLD."follow_on_reserve_rate", OLD."follow_ons_after_period", OLD."fund_id", OLD."gp_money_is_matched", OLD."group_limit_rate", OLD."hurdle_rate", OLD."id", OLD."investment_period_years", OLD."limits_clause", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."scheme_version_id", OLD."signed_by_all", OLD."signed_date", OLD."term_years"); RETURN NULL;', hash='57a136aaddf4de27207281f9bb2dc698060880a5', operation='DELETE', pgid='pgtrigger_delete_delete_fb03b', table='funds_fundagreement', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='recordedbreach',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_recordedbreachevent" ("clause", "code", "cure", "cure_due_date", "cured_by_id", "cured_date", "facts", "found_date", "fund_id", "id", "message", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "restriction", "rule", "sentence", "source") VALUES (NEW."clause", NEW."code", NEW."cure", NEW."cure_due_date", NEW."cured_by_id", NEW."cured_date", NEW."facts", NEW."found_date", NEW."fund_id", NEW."id", NEW."message", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."restriction", NEW."rule", NEW."sentence", NEW."source"); RETURN NULL;', hash='230a5f00193d1474ada9de33df3c0ee354810514', operation='INSERT', pgid='pgtrigger_insert_insert_02152', table='funds_recordedbreach', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='recordedbreach',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_recordedbreachevent" ("clause", "code", "cure", "cure_due_date", "cured_by_id", "cured_date", "facts", "found_date", "fund_id", "id", "message", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "restriction", "rule", "sentence", "source") VALUES (NEW."clause", NEW."code", NEW."cure", NEW."cure_due_date", NEW."cured_by_id", NEW."cured_date", NEW."facts", NEW."found_date", NEW."fund_id", NEW."id", NEW."message", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."restriction", NEW."rule", NEW."sentence", NEW."source"); RETURN NULL;', hash='f17911ea5706dcf39f18381757fed3dae5b0aed6', operation='UPDATE', pgid='pgtrigger_update_update_dc1ca', table='funds_recordedbreach', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='recordedbreach',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_recordedbreachevent" ("clause", "code", "cure", "cure_due_date", "cured_by_id", "cured_date", "facts", "found_date", "fund_id", "id", "message", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "restriction", "rule", "sentence", "source") VALUES (OLD."clause", OLD."code", OLD."cure", OLD."cure_due_date", OLD."cured_by_id", OLD."cured_date", OLD."facts", OLD."found_date", OLD."fund_id", OLD."id", OLD."message", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."restriction", OLD."rule", OLD."sentence", OLD."source"); RETURN NULL;', hash='d53b903cff635c679c543580680958a13e5d16ff', operation='DELETE', pgid='pgtrigger_delete_delete_2beea', table='funds_recordedbreach', when='AFTER')),
            ),
            migrations.AddConstraint(
                model_name='journalentry',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['call_issued', 'call_paid', 'contribution', 'conversion', 'distribution', 'escrow', 'expense_accrued', 'expense_paid', 'fee_accrued', 'fee_paid', 'funding_received', 'income', 'investment', 'notice_accepted', 'realisation', 'valuation', 'write_down'])), name='journal_entry_kind_known'),
            ),
            migrations.AddConstraint(
                model_name='ledgeraccount',
                constraint=models.CheckConstraint(condition=models.Q(('code__in', ['bank', 'call_payable', 'call_receivable', 'capital_contributed', 'capital_distributed', 'cash', 'escrow_receivable', 'expense', 'expense_payable', 'fee_expense', 'fee_payable', 'government_funding', 'income', 'interest_in_fund', 'investment_at_cost', 'investment_converted', 'investment_unrealised', 'realised_fx', 'realised_gain', 'suspense', 'tax_withheld', 'unrealised_fx', 'unrealised_gain'])), name='ledger_account_code_known'),
            ),
        ]),
    ]
