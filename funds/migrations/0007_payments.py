"""Payments of the Corporation in full: funding by year, holds and queries, notices' bank details, late interest."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from itvf.append_only import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('funds', '0006_fees'),
        ('itvf', '0002_records'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FundingAllotment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year_start', models.DateField(verbose_name='first day of the financial year')),
                ('kind', models.CharField(choices=[('original', 'original estimate'), ('revised', 'revised estimate')], max_length=8, verbose_name='kind')),
                ('allotted_date', models.DateField(verbose_name='dated')),
                ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='allotted (HK$)')),
                ('charged_to', models.CharField(max_length=120, verbose_name='vote that it is charged to')),
                ('reference', models.CharField(max_length=120, verbose_name='document')),
                ('stage', models.CharField(choices=[('draft', 'waiting for approval'), ('approved', 'approved'), ('refused', 'refused')], default='draft', max_length=8, verbose_name='stage')),
                ('proposed_at', models.DateTimeField(verbose_name='entered at')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
            ],
            options={
                'verbose_name': 'allotment',
                'verbose_name_plural': 'allotments',
                'ordering': ['-year_start', '-allotted_date', '-id'],
            },
        ),
        migrations.CreateModel(
            name='FundingAllotmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('year_start', models.DateField(verbose_name='first day of the financial year')),
                ('kind', models.CharField(choices=[('original', 'original estimate'), ('revised', 'revised estimate')], max_length=8, verbose_name='kind')),
                ('allotted_date', models.DateField(verbose_name='dated')),
                ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='allotted (HK$)')),
                ('charged_to', models.CharField(max_length=120, verbose_name='vote that it is charged to')),
                ('reference', models.CharField(max_length=120, verbose_name='document')),
                ('stage', models.CharField(choices=[('draft', 'waiting for approval'), ('approved', 'approved'), ('refused', 'refused')], default='draft', max_length=8, verbose_name='stage')),
                ('proposed_at', models.DateTimeField(verbose_name='entered at')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FundingRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=20, unique=True, verbose_name='reference')),
                ('year_start', models.DateField(verbose_name='first day of the financial year')),
                ('stage', models.CharField(choices=[('draft', 'draft'), ('approved', 'approved'), ('received', 'received in full'), ('closed', 'closed short'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='draft', max_length=10, verbose_name='stage')),
                ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount (HK$)')),
                ('needed_by_date', models.DateField(verbose_name='needed by')),
                ('purpose', models.TextField(verbose_name='what the money is for')),
                ('purpose_zh_hant', models.TextField(blank=True, verbose_name='what the money is for (Chinese)')),
                ('addressee', models.CharField(max_length=200, verbose_name='addressee')),
                ('addressee_email', models.EmailField(max_length=254, verbose_name='letter goes to')),
                ('drafted_at', models.DateTimeField(verbose_name='drafted at')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                ('content', models.JSONField(default=dict, verbose_name='letter')),
                ('content_sha256', models.CharField(blank=True, max_length=64, verbose_name="letter's hash")),
                ('sent_at', models.DateTimeField(null=True, verbose_name='sent at')),
                ('reason', models.TextField(blank=True, verbose_name='why it ended')),
            ],
            options={
                'verbose_name': 'funding request',
                'verbose_name_plural': 'funding requests',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='FundingRequestEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('reference', models.CharField(max_length=20, verbose_name='reference')),
                ('year_start', models.DateField(verbose_name='first day of the financial year')),
                ('stage', models.CharField(choices=[('draft', 'draft'), ('approved', 'approved'), ('received', 'received in full'), ('closed', 'closed short'), ('refused', 'refused'), ('withdrawn', 'withdrawn')], default='draft', max_length=10, verbose_name='stage')),
                ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount (HK$)')),
                ('needed_by_date', models.DateField(verbose_name='needed by')),
                ('purpose', models.TextField(verbose_name='what the money is for')),
                ('purpose_zh_hant', models.TextField(blank=True, verbose_name='what the money is for (Chinese)')),
                ('addressee', models.CharField(max_length=200, verbose_name='addressee')),
                ('addressee_email', models.EmailField(max_length=254, verbose_name='letter goes to')),
                ('drafted_at', models.DateTimeField(verbose_name='drafted at')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                ('content', models.JSONField(default=dict, verbose_name='letter')),
                ('content_sha256', models.CharField(blank=True, max_length=64, verbose_name="letter's hash")),
                ('sent_at', models.DateTimeField(null=True, verbose_name='sent at')),
                ('reason', models.TextField(blank=True, verbose_name='why it ended')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FundingRequestLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='order')),
                ('expected_date', models.DateField(blank=True, null=True, verbose_name='call expected for')),
                ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount (HK$)')),
            ],
            options={
                'verbose_name': 'line of a funding request',
                'verbose_name_plural': 'lines of funding requests',
                'ordering': ['request', 'order'],
            },
        ),
        migrations.CreateModel(
            name='LateInterest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('charged', 'charged'), ('received', 'received in full'), ('waived', 'waived')], default='charged', max_length=8, verbose_name='stage')),
                ('principal_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='received late (HK$)')),
                ('start_date', models.DateField(verbose_name='from (due date)')),
                ('end_date', models.DateField(verbose_name='to (value date)')),
                ('annual_rate', models.DecimalField(decimal_places=12, max_digits=14, verbose_name="rate a year (the hurdle's)")),
                ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='interest (HK$)')),
                ('authorised_hkd', models.DecimalField(decimal_places=2, max_digits=18, null=True, verbose_name='authorised for the Government (HK$)')),
                ('charged_at', models.DateTimeField(verbose_name='charged at')),
                ('waived_at', models.DateTimeField(null=True, verbose_name='waived at')),
                ('waived_reason', models.TextField(blank=True, verbose_name='waived because')),
            ],
            options={
                'verbose_name': 'late interest',
                'verbose_name_plural': 'late interest',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='LateInterestEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('stage', models.CharField(choices=[('charged', 'charged'), ('received', 'received in full'), ('waived', 'waived')], default='charged', max_length=8, verbose_name='stage')),
                ('principal_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='received late (HK$)')),
                ('start_date', models.DateField(verbose_name='from (due date)')),
                ('end_date', models.DateField(verbose_name='to (value date)')),
                ('annual_rate', models.DecimalField(decimal_places=12, max_digits=14, verbose_name="rate a year (the hurdle's)")),
                ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='interest (HK$)')),
                ('authorised_hkd', models.DecimalField(decimal_places=2, max_digits=18, null=True, verbose_name='authorised for the Government (HK$)')),
                ('charged_at', models.DateTimeField(verbose_name='charged at')),
                ('waived_at', models.DateTimeField(null=True, verbose_name='waived at')),
                ('waived_reason', models.TextField(blank=True, verbose_name='waived because')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LateInterestReceipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='matched to the interest (HK$)')),
                ('suspense_hkd', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='over-payment held in suspense (HK$)')),
                ('value_date', models.DateField(verbose_name='bank value date')),
                ('bank_reference', models.CharField(max_length=80, verbose_name='bank reference')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
            ],
            options={
                'verbose_name': 'receipt of late interest',
                'verbose_name_plural': 'receipts of late interest',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='NoticeAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account_name', models.CharField(max_length=200, verbose_name='account name on the notice')),
                ('account_number', models.CharField(max_length=34, verbose_name='account number on the notice')),
                ('read_at', models.DateTimeField(verbose_name='read at')),
            ],
            options={
                'verbose_name': 'bank details of a notice',
                'verbose_name_plural': 'bank details of notices',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='PaymentConfirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='received (HK$)')),
                ('value_date', models.DateField(verbose_name='value date')),
                ('bank_reference', models.CharField(blank=True, max_length=80, verbose_name="GP's bank reference")),
                ('difference_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='difference to the debit (HK$)')),
                ('days', models.SmallIntegerField(verbose_name='days after the debit')),
                ('confirmed_at', models.DateTimeField(verbose_name='confirmed at')),
            ],
            options={
                'verbose_name': "GP's receipt",
                'verbose_name_plural': "GP's receipts",
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='PaymentHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('kind', models.CharField(choices=[('held', 'held'), ('query', 'query to the GP'), ('bank_details', 'frozen: bank details differ')], max_length=12, verbose_name='kind')),
                ('reason', models.TextField(verbose_name='reason')),
                ('held_at', models.DateTimeField(verbose_name='held since')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended at')),
                ('end_reason', models.TextField(blank=True, verbose_name='why it ended')),
            ],
            options={
                'verbose_name': 'hold of a payment',
                'verbose_name_plural': 'holds of payments',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='PaymentHoldEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('kind', models.CharField(choices=[('held', 'held'), ('query', 'query to the GP'), ('bank_details', 'frozen: bank details differ')], max_length=12, verbose_name='kind')),
                ('reason', models.TextField(verbose_name='reason')),
                ('held_at', models.DateTimeField(verbose_name='held since')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended at')),
                ('end_reason', models.TextField(blank=True, verbose_name='why it ended')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PaymentMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_from_manager', models.BooleanField(verbose_name='from the GP')),
                ('words', models.TextField(verbose_name='words')),
                ('said_at', models.DateTimeField(verbose_name='said at')),
            ],
            options={
                'verbose_name': 'message about a payment',
                'verbose_name_plural': 'messages about payments',
                'ordering': ['id'],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='paymentcase',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='paymentcase',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='paymentcase',
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
            model_name='paymentcase',
            name='payee',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funds.bankaccount', verbose_name='to the account'),
        ),
        migrations.AddField(
            model_name='paymentcaseevent',
            name='payee',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.bankaccount', verbose_name='to the account'),
        ),
        migrations.AlterField(
            model_name='journalentry',
            name='kind',
            field=models.CharField(choices=[('call_issued', 'capital call issued'), ('contribution', 'contribution received'), ('receipt_held', 'receipt held in suspense'), ('receipt_returned', 'receipt returned'), ('investment', 'investment completed'), ('fee_accrued', 'management fee accrued'), ('fee_paid', 'management fee paid'), ('expense_accrued', 'expense accrued'), ('expense_paid', 'expense paid'), ('conversion', 'converted into shares'), ('valuation', 'value changed'), ('write_down', 'written off or down'), ('realisation', 'sold'), ('escrow', 'escrow released'), ('income', 'income received'), ('late_interest', 'late interest charged'), ('late_interest_paid', 'late interest received'), ('late_interest_waived', 'late interest waived'), ('distribution', 'distribution declared'), ('capital_returned', 'called capital returned'), ('distribution_paid', 'distribution paid'), ('carry_returned', 'carried interest returned'), ('escrow_of_carry', 'carried interest released from escrow'), ('withholding_paid', 'tax withheld, paid over'), ('notice_accepted', 'drawdown notice accepted'), ('funding_received', 'funding received'), ('call_paid', 'drawdown paid'), ('distribution_noticed', 'distribution noticed'), ('distribution_received', 'distribution received')], max_length=24, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='ledgeraccount',
            name='code',
            field=models.CharField(choices=[('cash', 'cash'), ('suspense', 'suspense'), ('call_receivable', 'call receivable'), ('capital_contributed', 'capital contributed'), ('capital_distributed', 'capital distributed'), ('carry_distributed', 'carried interest distributed'), ('carry_escrow', 'carried interest in escrow'), ('distribution_payable', 'distribution payable'), ('withholding_payable', 'tax withheld, payable'), ('equalisation', 'equalisation clearing'), ('investment_at_cost', 'investment at cost'), ('investment_converted', 'investment at cost, converted'), ('investment_unrealised', 'investment, unrealised'), ('unrealised_gain', 'unrealised gain'), ('unrealised_fx', 'unrealised exchange difference'), ('realised_gain', 'realised gain'), ('realised_fx', 'realised exchange difference'), ('escrow_receivable', 'proceeds held in escrow'), ('tax_withheld', 'tax withheld'), ('fee_expense', 'management fee'), ('fee_payable', 'management fee payable'), ('expense', 'fund expense'), ('expense_payable', 'fund expense payable'), ('income', 'income'), ('late_interest', 'interest on late payment'), ('late_interest_receivable', 'late interest receivable'), ('bank', 'bank'), ('government_funding', 'funding from Government'), ('call_payable', 'call payable'), ('interest_in_fund', 'interest in fund'), ('distribution_receivable', 'distribution receivable'), ('distribution_income', 'income from funds'), ('equalisation_interest', 'interest of true-ups')], max_length=30, verbose_name='account'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paymentcase',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_paymentcaseevent" ("accepted_entry_id", "amount_hkd", "bank_reference", "certified_at", "certified_by_id", "checked_at", "checked_by_id", "held_reason", "id", "line_id", "matched_at", "matched_by_id", "opened_at", "paid_entry_id", "payee_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "released_at", "released_by_id", "round", "stage", "value_date", "voucher_number") VALUES (NEW."accepted_entry_id", NEW."amount_hkd", NEW."bank_reference", NEW."certified_at", NEW."certified_by_id", NEW."checked_at", NEW."checked_by_id", NEW."held_reason", NEW."id", NEW."line_id", NEW."matched_at", NEW."matched_by_id", NEW."opened_at", NEW."paid_entry_id", NEW."payee_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."prepared_at", NEW."prepared_by_id", NEW."released_at", NEW."released_by_id", NEW."round", NEW."stage", NEW."value_date", NEW."voucher_number"); RETURN NULL;', hash='2a60bb629c0084acdc6c9fb6845e9b281cba37f8', operation='INSERT', pgid='pgtrigger_insert_insert_36fa1', table='funds_paymentcase', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paymentcase',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_paymentcaseevent" ("accepted_entry_id", "amount_hkd", "bank_reference", "certified_at", "certified_by_id", "checked_at", "checked_by_id", "held_reason", "id", "line_id", "matched_at", "matched_by_id", "opened_at", "paid_entry_id", "payee_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "released_at", "released_by_id", "round", "stage", "value_date", "voucher_number") VALUES (NEW."accepted_entry_id", NEW."amount_hkd", NEW."bank_reference", NEW."certified_at", NEW."certified_by_id", NEW."checked_at", NEW."checked_by_id", NEW."held_reason", NEW."id", NEW."line_id", NEW."matched_at", NEW."matched_by_id", NEW."opened_at", NEW."paid_entry_id", NEW."payee_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."prepared_at", NEW."prepared_by_id", NEW."released_at", NEW."released_by_id", NEW."round", NEW."stage", NEW."value_date", NEW."voucher_number"); RETURN NULL;', hash='5bdc4e2f8706ee9a4d60a3dfed546bc3cc39ffc3', operation='UPDATE', pgid='pgtrigger_update_update_23555', table='funds_paymentcase', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paymentcase',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_paymentcaseevent" ("accepted_entry_id", "amount_hkd", "bank_reference", "certified_at", "certified_by_id", "checked_at", "checked_by_id", "held_reason", "id", "line_id", "matched_at", "matched_by_id", "opened_at", "paid_entry_id", "payee_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "released_at", "released_by_id", "round", "stage", "value_date", "voucher_number") VALUES (OLD."accepted_entry_id", OLD."amount_hkd", OLD."bank_reference", OLD."certified_at", OLD."certified_by_id", OLD."checked_at", OLD."checked_by_id", OLD."held_reason", OLD."id", OLD."line_id", OLD."matched_at", OLD."matched_by_id", OLD."opened_at", OLD."paid_entry_id", OLD."payee_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."prepared_at", OLD."prepared_by_id", OLD."released_at", OLD."released_by_id", OLD."round", OLD."stage", OLD."value_date", OLD."voucher_number"); RETURN NULL;', hash='461157f0fb1add6c3422bfca28488d66d5d93f11', operation='DELETE', pgid='pgtrigger_delete_delete_34a7d', table='funds_paymentcase', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='journalentry',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['call_issued', 'call_paid', 'capital_returned', 'carry_returned', 'contribution', 'conversion', 'distribution', 'distribution_noticed', 'distribution_paid', 'distribution_received', 'escrow', 'escrow_of_carry', 'expense_accrued', 'expense_paid', 'fee_accrued', 'fee_paid', 'funding_received', 'income', 'investment', 'late_interest', 'late_interest_paid', 'late_interest_waived', 'notice_accepted', 'realisation', 'receipt_held', 'receipt_returned', 'valuation', 'withholding_paid', 'write_down'])), name='journal_entry_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='ledgeraccount',
            constraint=models.CheckConstraint(condition=models.Q(('code__in', ['bank', 'call_payable', 'call_receivable', 'capital_contributed', 'capital_distributed', 'carry_distributed', 'carry_escrow', 'cash', 'distribution_income', 'distribution_payable', 'distribution_receivable', 'equalisation', 'equalisation_interest', 'escrow_receivable', 'expense', 'expense_payable', 'fee_expense', 'fee_payable', 'government_funding', 'income', 'interest_in_fund', 'investment_at_cost', 'investment_converted', 'investment_unrealised', 'late_interest', 'late_interest_receivable', 'realised_fx', 'realised_gain', 'suspense', 'tax_withheld', 'unrealised_fx', 'unrealised_gain', 'withholding_payable'])), name='ledger_account_code_known'),
        ),
        migrations.AddField(
            model_name='fundingallotment',
            name='approved_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
        ),
        migrations.AddField(
            model_name='fundingallotment',
            name='proposed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by'),
        ),
        migrations.AddField(
            model_name='fundingallotmentevent',
            name='approved_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
        ),
        migrations.AddField(
            model_name='fundingallotmentevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.fundingallotment'),
        ),
        migrations.AddField(
            model_name='fundingallotmentevent',
            name='proposed_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='entered by'),
        ),
        migrations.AddField(
            model_name='fundingrequest',
            name='approved_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
        ),
        migrations.AddField(
            model_name='fundingrequest',
            name='drafted_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='drafted by'),
        ),
        migrations.AddField(
            model_name='fundingrequest',
            name='message',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='funding_request', to='itvf.outboxmessage', verbose_name='message'),
        ),
        migrations.AddField(
            model_name='fundingreceipt',
            name='request',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='funds.fundingrequest', verbose_name='funding request'),
        ),
        migrations.AddField(
            model_name='fundingrequestevent',
            name='approved_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
        ),
        migrations.AddField(
            model_name='fundingrequestevent',
            name='drafted_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='drafted by'),
        ),
        migrations.AddField(
            model_name='fundingrequestevent',
            name='message',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='itvf.outboxmessage', verbose_name='message'),
        ),
        migrations.AddField(
            model_name='fundingrequestevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.fundingrequest'),
        ),
        migrations.AddField(
            model_name='fundingrequestline',
            name='case',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='funding_lines', to='funds.paymentcase', verbose_name='payment case'),
        ),
        migrations.AddField(
            model_name='fundingrequestline',
            name='fund',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funds.fund', verbose_name='fund'),
        ),
        migrations.AddField(
            model_name='fundingrequestline',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='funds.fundingrequest', verbose_name='funding request'),
        ),
        migrations.AddField(
            model_name='lateinterest',
            name='charged_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='charged by'),
        ),
        migrations.AddField(
            model_name='lateinterest',
            name='contribution',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='late_interest', to='funds.contribution', verbose_name='late receipt'),
        ),
        migrations.AddField(
            model_name='lateinterest',
            name='entry',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='late_interest', to='funds.journalentry', verbose_name='journal entry'),
        ),
        migrations.AddField(
            model_name='lateinterest',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='late_interest', to='funds.callline', verbose_name='call line'),
        ),
        migrations.AddField(
            model_name='lateinterest',
            name='waived_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='waived by'),
        ),
        migrations.AddField(
            model_name='lateinterest',
            name='waived_entry',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='late_interest_waived', to='funds.journalentry', verbose_name='waived (entry)'),
        ),
        migrations.AddField(
            model_name='lateinterestevent',
            name='charged_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='charged by'),
        ),
        migrations.AddField(
            model_name='lateinterestevent',
            name='contribution',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.contribution', verbose_name='late receipt'),
        ),
        migrations.AddField(
            model_name='lateinterestevent',
            name='entry',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.journalentry', verbose_name='journal entry'),
        ),
        migrations.AddField(
            model_name='lateinterestevent',
            name='line',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.callline', verbose_name='call line'),
        ),
        migrations.AddField(
            model_name='lateinterestevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.lateinterest'),
        ),
        migrations.AddField(
            model_name='lateinterestevent',
            name='waived_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='waived by'),
        ),
        migrations.AddField(
            model_name='lateinterestevent',
            name='waived_entry',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.journalentry', verbose_name='waived (entry)'),
        ),
        migrations.AddField(
            model_name='lateinterestreceipt',
            name='charge',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='funds.lateinterest', verbose_name='late interest'),
        ),
        migrations.AddField(
            model_name='lateinterestreceipt',
            name='entry',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='late_interest_receipt', to='funds.journalentry', verbose_name='journal entry'),
        ),
        migrations.AddField(
            model_name='lateinterestreceipt',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
        ),
        migrations.AddField(
            model_name='noticeaccount',
            name='call',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stated_accounts', to='funds.capitalcall', verbose_name='capital call'),
        ),
        migrations.AddField(
            model_name='noticeaccount',
            name='file',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='itvf.file', verbose_name='paper (file)'),
        ),
        migrations.AddField(
            model_name='noticeaccount',
            name='read_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='read by'),
        ),
        migrations.AddField(
            model_name='paymentconfirmation',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmations', to='funds.paymentcase', verbose_name='payment case'),
        ),
        migrations.AddField(
            model_name='paymentconfirmation',
            name='confirmed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by'),
        ),
        migrations.AddField(
            model_name='paymenthold',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='funds.paymentcase', verbose_name='payment case'),
        ),
        migrations.AddField(
            model_name='paymenthold',
            name='ended_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ended by'),
        ),
        migrations.AddField(
            model_name='paymenthold',
            name='held_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='held by'),
        ),
        migrations.AddField(
            model_name='paymentholdevent',
            name='case',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.paymentcase', verbose_name='payment case'),
        ),
        migrations.AddField(
            model_name='paymentholdevent',
            name='ended_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ended by'),
        ),
        migrations.AddField(
            model_name='paymentholdevent',
            name='held_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='held by'),
        ),
        migrations.AddField(
            model_name='paymentholdevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.paymenthold'),
        ),
        migrations.AddField(
            model_name='paymentmessage',
            name='hold',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='funds.paymenthold', verbose_name='hold'),
        ),
        migrations.AddField(
            model_name='paymentmessage',
            name='said_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='said by'),
        ),
        migrations.AddConstraint(
            model_name='fundingallotment',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['original', 'revised'])), name='funding_allotment_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='fundingallotment',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['approved', 'draft', 'refused'])), name='funding_allotment_stage_known'),
        ),
        migrations.AddConstraint(
            model_name='fundingallotment',
            constraint=models.CheckConstraint(condition=models.Q(('amount_hkd__gt', 0), ('amount_hkd__lt', 10000000000000000)), name='funding_allotment_amount_hkd_positive'),
        ),
        migrations.AddConstraint(
            model_name='fundingallotment',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('proposed_by__isnull', True), models.Q(('proposed_by', models.F('approved_by')), _negated=True), _connector='OR'), name='funding_allotment_approved_by_is_not_proposed_by'),
        ),
        migrations.AddConstraint(
            model_name='fundingallotment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='funding_allotment_approved_by_approved_at_together'),
        ),
        migrations.AddConstraint(
            model_name='fundingallotment',
            constraint=models.CheckConstraint(condition=models.Q(('year_start__day', 1), ('year_start__month', 4)), name='funding_allotment_year_begins_on_1_april'),
        ),
        migrations.AddConstraint(
            model_name='fundingallotment',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'original'), ('stage', 'approved')), fields=('year_start',), name='funding_allotment_original_once_a_year'),
        ),
        migrations.AddConstraint(
            model_name='fundingallotment',
            constraint=models.UniqueConstraint(condition=models.Q(('stage', 'approved')), fields=('year_start', 'allotted_date'), name='funding_allotment_one_a_day'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundingallotment',
            trigger=pgtrigger.compiler.Trigger(name='funding_allotment_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{draft:approved,draft:refused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='93efa18817831de1ca3871d0d0134ae430ccfc24', operation='UPDATE', pgid='pgtrigger_funding_allotment_stage_c8b36', table='funds_fundingallotment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundingallotment',
            trigger=pgtrigger.compiler.Trigger(name='funding_allotment_figures', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."year_start" IS DISTINCT FROM (NEW."year_start") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."allotted_date" IS DISTINCT FROM (NEW."allotted_date") OR OLD."amount_hkd" IS DISTINCT FROM (NEW."amount_hkd"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='75c2888597203f13626ebc1ac5f9f2afe4df8245', operation='UPDATE', pgid='pgtrigger_funding_allotment_figures_2ea93', table='funds_fundingallotment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundingallotment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_fundingallotmentevent" ("allotted_date", "amount_hkd", "approved_at", "approved_by_id", "charged_to", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reference", "stage", "year_start") VALUES (NEW."allotted_date", NEW."amount_hkd", NEW."approved_at", NEW."approved_by_id", NEW."charged_to", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."reference", NEW."stage", NEW."year_start"); RETURN NULL;', hash='b5bd2173e186e0236fa68497f4b133b60f35eb19', operation='INSERT', pgid='pgtrigger_insert_insert_a77e4', table='funds_fundingallotment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundingallotment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_fundingallotmentevent" ("allotted_date", "amount_hkd", "approved_at", "approved_by_id", "charged_to", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reference", "stage", "year_start") VALUES (NEW."allotted_date", NEW."amount_hkd", NEW."approved_at", NEW."approved_by_id", NEW."charged_to", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."reference", NEW."stage", NEW."year_start"); RETURN NULL;', hash='7b6ffe39f38d6df4a9e6a5ae2cf59673986b3948', operation='UPDATE', pgid='pgtrigger_update_update_49366', table='funds_fundingallotment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundingallotment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_fundingallotmentevent" ("allotted_date", "amount_hkd", "approved_at", "approved_by_id", "charged_to", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reference", "stage", "year_start") VALUES (OLD."allotted_date", OLD."amount_hkd", OLD."approved_at", OLD."approved_by_id", OLD."charged_to", OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."proposed_at", OLD."proposed_by_id", OLD."reference", OLD."stage", OLD."year_start"); RETURN NULL;', hash='ae6eec8a1512976801082b73fbbf45e0d128e204', operation='DELETE', pgid='pgtrigger_delete_delete_3ad21', table='funds_fundingallotment', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='fundingrequest',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['approved', 'closed', 'draft', 'received', 'refused', 'withdrawn'])), name='funding_request_stage_known'),
        ),
        migrations.AddConstraint(
            model_name='fundingrequest',
            constraint=models.CheckConstraint(condition=models.Q(('amount_hkd__gt', 0), ('amount_hkd__lt', 10000000000000000)), name='funding_request_amount_hkd_positive'),
        ),
        migrations.AddConstraint(
            model_name='fundingrequest',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('drafted_by__isnull', True), models.Q(('drafted_by', models.F('approved_by')), _negated=True), _connector='OR'), name='funding_request_approved_by_is_not_drafted_by'),
        ),
        migrations.AddConstraint(
            model_name='fundingrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True), ('message__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), ('message__isnull', False)), _connector='OR'), name='funding_request_approved_by_approved_at_message_together'),
        ),
        migrations.AddConstraint(
            model_name='fundingrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage__in', ['approved', 'received', 'closed']), _negated=True), ('approved_by__isnull', False), _connector='OR'), name='funding_request_stands_once_approved'),
        ),
        migrations.AddConstraint(
            model_name='fundingrequest',
            constraint=models.CheckConstraint(condition=models.Q(('year_start__day', 1), ('year_start__month', 4), ('needed_by_date__gte', models.F('year_start'))), name='funding_request_needed_in_its_year'),
        ),
        migrations.AddConstraint(
            model_name='fundingrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage__in', ['closed', 'refused', 'withdrawn']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='funding_request_ends_for_a_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundingrequest',
            trigger=pgtrigger.compiler.Trigger(name='funding_request_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{draft:approved,draft:refused,draft:withdrawn,approved:received,approved:closed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='f6d56457288e496185b81684f3dd83b33bbba05f', operation='UPDATE', pgid='pgtrigger_funding_request_stage_26a8b', table='funds_fundingrequest', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundingrequest',
            trigger=pgtrigger.compiler.Trigger(name='funding_request_figures', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."year_start" IS DISTINCT FROM (NEW."year_start") OR OLD."amount_hkd" IS DISTINCT FROM (NEW."amount_hkd") OR OLD."needed_by_date" IS DISTINCT FROM (NEW."needed_by_date"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='9a40bf00d726284f07df5d679706cb1bbf54031a', operation='UPDATE', pgid='pgtrigger_funding_request_figures_587d0', table='funds_fundingrequest', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundingrequest',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_fundingrequestevent" ("addressee", "addressee_email", "amount_hkd", "approved_at", "approved_by_id", "content", "content_sha256", "drafted_at", "drafted_by_id", "id", "message_id", "needed_by_date", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "purpose_zh_hant", "reason", "reference", "sent_at", "stage", "year_start") VALUES (NEW."addressee", NEW."addressee_email", NEW."amount_hkd", NEW."approved_at", NEW."approved_by_id", NEW."content", NEW."content_sha256", NEW."drafted_at", NEW."drafted_by_id", NEW."id", NEW."message_id", NEW."needed_by_date", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."purpose", NEW."purpose_zh_hant", NEW."reason", NEW."reference", NEW."sent_at", NEW."stage", NEW."year_start"); RETURN NULL;', hash='2c0f3a850cc465b5281041c0777d5eaa0417d12f', operation='INSERT', pgid='pgtrigger_insert_insert_af109', table='funds_fundingrequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundingrequest',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_fundingrequestevent" ("addressee", "addressee_email", "amount_hkd", "approved_at", "approved_by_id", "content", "content_sha256", "drafted_at", "drafted_by_id", "id", "message_id", "needed_by_date", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "purpose_zh_hant", "reason", "reference", "sent_at", "stage", "year_start") VALUES (NEW."addressee", NEW."addressee_email", NEW."amount_hkd", NEW."approved_at", NEW."approved_by_id", NEW."content", NEW."content_sha256", NEW."drafted_at", NEW."drafted_by_id", NEW."id", NEW."message_id", NEW."needed_by_date", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."purpose", NEW."purpose_zh_hant", NEW."reason", NEW."reference", NEW."sent_at", NEW."stage", NEW."year_start"); RETURN NULL;', hash='e4342ce36180a7197ee419fe72acfa02ad067736', operation='UPDATE', pgid='pgtrigger_update_update_7e9e1', table='funds_fundingrequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundingrequest',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_fundingrequestevent" ("addressee", "addressee_email", "amount_hkd", "approved_at", "approved_by_id", "content", "content_sha256", "drafted_at", "drafted_by_id", "id", "message_id", "needed_by_date", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "purpose_zh_hant", "reason", "reference", "sent_at", "stage", "year_start") VALUES (OLD."addressee", OLD."addressee_email", OLD."amount_hkd", OLD."approved_at", OLD."approved_by_id", OLD."content", OLD."content_sha256", OLD."drafted_at", OLD."drafted_by_id", OLD."id", OLD."message_id", OLD."needed_by_date", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."purpose", OLD."purpose_zh_hant", OLD."reason", OLD."reference", OLD."sent_at", OLD."stage", OLD."year_start"); RETURN NULL;', hash='37610000a1c8f41cc9e7b69031fd6976b62cb5ae', operation='DELETE', pgid='pgtrigger_delete_delete_f15ed', table='funds_fundingrequest', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='fundingrequestline',
            constraint=models.CheckConstraint(condition=models.Q(('amount_hkd__gt', 0), ('amount_hkd__lt', 10000000000000000)), name='funding_request_line_amount_hkd_positive'),
        ),
        migrations.AddConstraint(
            model_name='fundingrequestline',
            constraint=models.UniqueConstraint(fields=('request', 'order'), name='funding_request_line_order_once'),
        ),
        migrations.AddConstraint(
            model_name='fundingrequestline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('case__isnull', False), ('expected_date__isnull', True)), models.Q(('case__isnull', True), ('expected_date__isnull', False)), _connector='OR'), name='funding_request_line_case_or_forecast'),
        ),
        migrations.AddConstraint(
            model_name='lateinterest',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['charged', 'received', 'waived'])), name='late_interest_stage_known'),
        ),
        migrations.AddConstraint(
            model_name='lateinterest',
            constraint=models.CheckConstraint(condition=models.Q(('amount_hkd__gt', 0), ('amount_hkd__lt', 10000000000000000)), name='late_interest_amount_hkd_positive'),
        ),
        migrations.AddConstraint(
            model_name='lateinterest',
            constraint=models.CheckConstraint(condition=models.Q(('principal_hkd__gt', 0), ('principal_hkd__lt', 10000000000000000)), name='late_interest_principal_hkd_positive'),
        ),
        migrations.AddConstraint(
            model_name='lateinterest',
            constraint=models.CheckConstraint(condition=models.Q(('waived_by__isnull', True), ('charged_by__isnull', True), models.Q(('charged_by', models.F('waived_by')), _negated=True), _connector='OR'), name='late_interest_waived_by_is_not_charged_by'),
        ),
        migrations.AddConstraint(
            model_name='lateinterest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('waived_at__isnull', True), ('waived_by__isnull', True), ('waived_entry__isnull', True)), models.Q(('waived_at__isnull', False), ('waived_by__isnull', False), ('waived_entry__isnull', False)), _connector='OR'), name='late_interest_waived_by_waived_at_waived_entry_together'),
        ),
        migrations.AddConstraint(
            model_name='lateinterest',
            constraint=models.CheckConstraint(condition=models.Q(('end_date__gt', models.F('start_date'))), name='late_interest_for_days_late'),
        ),
        migrations.AddConstraint(
            model_name='lateinterest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'waived'), ('waived_by__isnull', False), models.Q(('waived_reason', ''), _negated=True)), models.Q(models.Q(('stage', 'waived'), _negated=True), ('waived_by__isnull', True)), _connector='OR'), name='late_interest_waived_for_a_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lateinterest',
            trigger=pgtrigger.compiler.Trigger(name='late_interest_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{charged:received,charged:waived}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='7968699b1a36e22f0b3901d75ba7e6d17bdab004', operation='UPDATE', pgid='pgtrigger_late_interest_stage_b034d', table='funds_lateinterest', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lateinterest',
            trigger=pgtrigger.compiler.Trigger(name='late_interest_figures', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."line_id" IS DISTINCT FROM (NEW."line_id") OR OLD."contribution_id" IS DISTINCT FROM (NEW."contribution_id") OR OLD."principal_hkd" IS DISTINCT FROM (NEW."principal_hkd") OR OLD."start_date" IS DISTINCT FROM (NEW."start_date") OR OLD."end_date" IS DISTINCT FROM (NEW."end_date") OR OLD."annual_rate" IS DISTINCT FROM (NEW."annual_rate") OR OLD."amount_hkd" IS DISTINCT FROM (NEW."amount_hkd"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='5d35a9af75e2a4f821538be9dd13288d66ef0612', operation='UPDATE', pgid='pgtrigger_late_interest_figures_91050', table='funds_lateinterest', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lateinterest',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_lateinterestevent" ("amount_hkd", "annual_rate", "authorised_hkd", "charged_at", "charged_by_id", "contribution_id", "end_date", "entry_id", "id", "line_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "principal_hkd", "stage", "start_date", "waived_at", "waived_by_id", "waived_entry_id", "waived_reason") VALUES (NEW."amount_hkd", NEW."annual_rate", NEW."authorised_hkd", NEW."charged_at", NEW."charged_by_id", NEW."contribution_id", NEW."end_date", NEW."entry_id", NEW."id", NEW."line_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."principal_hkd", NEW."stage", NEW."start_date", NEW."waived_at", NEW."waived_by_id", NEW."waived_entry_id", NEW."waived_reason"); RETURN NULL;', hash='752ba157188c1878b30d93fb58792f5355ef53c4', operation='INSERT', pgid='pgtrigger_insert_insert_4125f', table='funds_lateinterest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lateinterest',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_lateinterestevent" ("amount_hkd", "annual_rate", "authorised_hkd", "charged_at", "charged_by_id", "contribution_id", "end_date", "entry_id", "id", "line_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "principal_hkd", "stage", "start_date", "waived_at", "waived_by_id", "waived_entry_id", "waived_reason") VALUES (NEW."amount_hkd", NEW."annual_rate", NEW."authorised_hkd", NEW."charged_at", NEW."charged_by_id", NEW."contribution_id", NEW."end_date", NEW."entry_id", NEW."id", NEW."line_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."principal_hkd", NEW."stage", NEW."start_date", NEW."waived_at", NEW."waived_by_id", NEW."waived_entry_id", NEW."waived_reason"); RETURN NULL;', hash='f2c5598d50236a5d43fcc5e0ab667cee59f9b31d', operation='UPDATE', pgid='pgtrigger_update_update_eadd4', table='funds_lateinterest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='lateinterest',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_lateinterestevent" ("amount_hkd", "annual_rate", "authorised_hkd", "charged_at", "charged_by_id", "contribution_id", "end_date", "entry_id", "id", "line_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "principal_hkd", "stage", "start_date", "waived_at", "waived_by_id", "waived_entry_id", "waived_reason") VALUES (OLD."amount_hkd", OLD."annual_rate", OLD."authorised_hkd", OLD."charged_at", OLD."charged_by_id", OLD."contribution_id", OLD."end_date", OLD."entry_id", OLD."id", OLD."line_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."principal_hkd", OLD."stage", OLD."start_date", OLD."waived_at", OLD."waived_by_id", OLD."waived_entry_id", OLD."waived_reason"); RETURN NULL;', hash='db9a8ed66fff547aaf94084f17abc10474df4a83', operation='DELETE', pgid='pgtrigger_delete_delete_e08eb', table='funds_lateinterest', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='lateinterestreceipt',
            constraint=models.CheckConstraint(condition=models.Q(('amount_hkd__gt', 0), ('amount_hkd__lt', 10000000000000000)), name='late_interest_receipt_amount_hkd_positive'),
        ),
        migrations.AddConstraint(
            model_name='lateinterestreceipt',
            constraint=models.CheckConstraint(condition=models.Q(('suspense_hkd__gte', 0), ('suspense_hkd__lt', 10000000000000000)), name='late_interest_receipt_suspense_hkd_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='lateinterestreceipt',
            constraint=models.UniqueConstraint(fields=('charge', 'bank_reference'), name='late_interest_receipt_counts_once'),
        ),
        migrations.AddConstraint(
            model_name='noticeaccount',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('account_name', ''), _negated=True), models.Q(('account_number', ''), _negated=True)), name='notice_account_names_an_account'),
        ),
        migrations.AddConstraint(
            model_name='paymentconfirmation',
            constraint=models.CheckConstraint(condition=models.Q(('amount_hkd__gt', 0), ('amount_hkd__lt', 10000000000000000)), name='payment_confirmation_amount_hkd_positive'),
        ),
        migrations.AddConstraint(
            model_name='paymenthold',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['bank_details', 'held', 'query'])), name='payment_hold_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='paymenthold',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='payment_hold_ended_by_ended_at_together'),
        ),
        migrations.AddConstraint(
            model_name='paymenthold',
            constraint=models.UniqueConstraint(fields=('case', 'number'), name='payment_hold_number_once_a_case'),
        ),
        migrations.AddConstraint(
            model_name='paymenthold',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('case',), name='payment_hold_stands_once_a_case'),
        ),
        migrations.AddConstraint(
            model_name='paymenthold',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('ended_at__isnull', True), models.Q(('end_reason', ''), _negated=True), _connector='OR')), name='payment_hold_has_its_reasons'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paymenthold',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_paymentholdevent" ("case_id", "end_reason", "ended_at", "ended_by_id", "held_at", "held_by_id", "id", "kind", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."case_id", NEW."end_reason", NEW."ended_at", NEW."ended_by_id", NEW."held_at", NEW."held_by_id", NEW."id", NEW."kind", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason"); RETURN NULL;', hash='b5593d2e4b1d88c174b741eeca139f3fe92a9920', operation='INSERT', pgid='pgtrigger_insert_insert_02761', table='funds_paymenthold', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paymenthold',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_paymentholdevent" ("case_id", "end_reason", "ended_at", "ended_by_id", "held_at", "held_by_id", "id", "kind", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."case_id", NEW."end_reason", NEW."ended_at", NEW."ended_by_id", NEW."held_at", NEW."held_by_id", NEW."id", NEW."kind", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason"); RETURN NULL;', hash='6fa18cb10617fb1bd13bd838e5660208e042db6d', operation='UPDATE', pgid='pgtrigger_update_update_1d2b3', table='funds_paymenthold', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paymenthold',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_paymentholdevent" ("case_id", "end_reason", "ended_at", "ended_by_id", "held_at", "held_by_id", "id", "kind", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (OLD."case_id", OLD."end_reason", OLD."ended_at", OLD."ended_by_id", OLD."held_at", OLD."held_by_id", OLD."id", OLD."kind", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason"); RETURN NULL;', hash='e50661413f4142c302281593c18a078b5b15e3a7', operation='DELETE', pgid='pgtrigger_delete_delete_1fbd6', table='funds_paymenthold', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='paymentmessage',
            constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='payment_message_says_something'),
        ),
        AppendOnly('funds_fundingrequestline'),
        AppendOnly('funds_lateinterestreceipt'),
        AppendOnly('funds_noticeaccount'),
        AppendOnly('funds_paymentconfirmation'),
        AppendOnly('funds_paymentmessage'),
    ]
