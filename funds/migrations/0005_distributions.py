"""Distributions, true-ups, cancelled calls, recorded authority; the waterfall's settings of an agreement."""

import django.db.models.deletion
import django.db.models.expressions
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from itvf.append_only import AppendOnly, sql_file


class Migration(migrations.Migration):

    dependencies = [
        ('funds', '0004_bank_statements'),
        ('itvf', '0002_records'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CallCancellation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='reason')),
                ('cancelled_at', models.DateTimeField(verbose_name='cancelled at')),
            ],
            options={
                'verbose_name': 'cancellation of a call',
                'verbose_name_plural': 'cancellations of calls',
            },
        ),
        migrations.CreateModel(
            name='CallExcuse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('clause', models.CharField(max_length=80, verbose_name='clause')),
                ('reason', models.TextField(verbose_name='reason')),
            ],
            options={
                'verbose_name': 'excuse from a call',
                'verbose_name_plural': 'excuses from a call',
                'ordering': ['call', 'partner'],
            },
        ),
        migrations.CreateModel(
            name='CallExcuseEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('clause', models.CharField(max_length=80, verbose_name='clause')),
                ('reason', models.TextField(verbose_name='reason')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CarryReturn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('road', models.CharField(choices=[('cash', 'in cash'), ('escrow', 'out of escrow')], max_length=6, verbose_name='how')),
                ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount (HK$)')),
                ('value_date', models.DateField(verbose_name='value date')),
                ('bank_reference', models.CharField(blank=True, max_length=80, verbose_name='bank reference')),
                ('clawback_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='clawback due before it (HK$)')),
                ('working', models.JSONField(default=dict, verbose_name='working')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
            ],
            options={
                'verbose_name': 'return of carried interest',
                'verbose_name_plural': 'returns of carried interest',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Distribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('nature', models.CharField(choices=[('proceeds', 'proceeds'), ('uninvested', 'called and not invested (A19)'), ('true_up', 'true-up of a later closing (A13)'), ('clawback', 'carried interest returned')], default='proceeds', max_length=10, verbose_name='nature')),
                ('stage', models.CharField(choices=[('draft', 'draft'), ('declared', 'declared'), ('withdrawn', 'withdrawn'), ('cancelled', 'cancelled')], default='draft', max_length=10, verbose_name='stage')),
                ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount (HK$)')),
                ('recallable_hkd', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='of it recallable (HK$)')),
                ('payment_date', models.DateField(verbose_name='payment date')),
                ('drafted_at', models.DateTimeField(verbose_name='drafted at')),
                ('solvency_statement', models.TextField(blank=True, verbose_name='statement on solvency (Cap. 637)')),
                ('solvency_date', models.DateField(null=True, verbose_name='solvent after it, stated on')),
                ('declared_at', models.DateTimeField(null=True, verbose_name='declared at')),
                ('working', models.JSONField(default=dict, verbose_name='working')),
                ('notice_common', models.JSONField(default=dict, verbose_name='what every notice says')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
            ],
            options={
                'verbose_name': 'distribution',
                'verbose_name_plural': 'distributions',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='DistributionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('nature', models.CharField(choices=[('proceeds', 'proceeds'), ('uninvested', 'called and not invested (A19)'), ('true_up', 'true-up of a later closing (A13)'), ('clawback', 'carried interest returned')], default='proceeds', max_length=10, verbose_name='nature')),
                ('stage', models.CharField(choices=[('draft', 'draft'), ('declared', 'declared'), ('withdrawn', 'withdrawn'), ('cancelled', 'cancelled')], default='draft', max_length=10, verbose_name='stage')),
                ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount (HK$)')),
                ('recallable_hkd', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='of it recallable (HK$)')),
                ('payment_date', models.DateField(verbose_name='payment date')),
                ('drafted_at', models.DateTimeField(verbose_name='drafted at')),
                ('solvency_statement', models.TextField(blank=True, verbose_name='statement on solvency (Cap. 637)')),
                ('solvency_date', models.DateField(null=True, verbose_name='solvent after it, stated on')),
                ('declared_at', models.DateTimeField(null=True, verbose_name='declared at')),
                ('working', models.JSONField(default=dict, verbose_name='working')),
                ('notice_common', models.JSONField(default=dict, verbose_name='what every notice says')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DistributionLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField(verbose_name='order')),
                ('capital_hkd', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='return of capital (HK$)')),
                ('hurdle_hkd', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='hurdle (HK$)')),
                ('catch_up_hkd', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name="partners' part of the catch-up (HK$)")),
                ('split_hkd', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name="partners' part of the split (HK$)")),
                ('carry_hkd', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='carried interest (HK$)')),
                ('interest_hkd', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='interest of a true-up (HK$)')),
                ('escrow_hkd', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='of the carry into escrow (HK$)')),
                ('withheld_hkd', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='tax withheld (HK$)')),
                ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='paid out (HK$)')),
                ('recallable_hkd', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='recallable (HK$)')),
                ('commitment_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='commitment (HK$)')),
                ('unfunded_before_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='unfunded before (HK$)')),
                ('unfunded_after_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='unfunded after (HK$)')),
                ('distributed_before_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='distributed before (HK$)')),
            ],
            options={
                'verbose_name': 'distribution line',
                'verbose_name_plural': 'distribution lines',
                'ordering': ['distribution', 'order'],
            },
        ),
        migrations.CreateModel(
            name='DistributionPayment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount (HK$)')),
                ('value_date', models.DateField(verbose_name='bank value date')),
                ('bank_reference', models.CharField(max_length=80, verbose_name='bank reference')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
            ],
            options={
                'verbose_name': 'distribution payment',
                'verbose_name_plural': 'distribution payments',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='DistributionReceipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount (HK$)')),
                ('value_date', models.DateField(verbose_name='bank value date')),
                ('bank_reference', models.CharField(max_length=80, unique=True, verbose_name='bank reference')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
            ],
            options={
                'verbose_name': 'receipt from a fund',
                'verbose_name_plural': 'receipts from funds',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='DistributionSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='order')),
                ('kind', models.CharField(choices=[('return_of_capital', 'return of capital'), ('gain', 'gain'), ('income', 'income')], max_length=18, verbose_name='kind')),
                ('label', models.CharField(max_length=200, verbose_name='from what')),
                ('label_zh_hant', models.CharField(blank=True, max_length=200, verbose_name='from what (Chinese)')),
                ('reference', models.CharField(blank=True, max_length=60, verbose_name='reference')),
                ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount (HK$)')),
            ],
            options={
                'verbose_name': 'source of a distribution',
                'verbose_name_plural': 'sources of a distribution',
                'ordering': ['distribution', 'order'],
            },
        ),
        migrations.CreateModel(
            name='RecordedAuthority',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('true_up_interest', 'the Government pays interest of a true-up (A13)'), ('true_up_at_cost', 'a true-up at cost after a realisation or revaluation (A13)'), ('late_interest', 'the Government pays interest on late payment (A18)'), ('beyond_commitment', "gross payments beyond the Government's commitment (A20)")], max_length=18, verbose_name='for what')),
                ('stage', models.CharField(choices=[('draft', 'waiting for approval'), ('approved', 'approved'), ('refused', 'refused')], default='draft', max_length=10, verbose_name='stage')),
                ('limit_hkd', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='up to (HK$)')),
                ('given_by', models.CharField(max_length=200, verbose_name='given by')),
                ('given_date', models.DateField(verbose_name='given on')),
                ('expires_date', models.DateField(blank=True, null=True, verbose_name='until')),
                ('scope', models.TextField(verbose_name='wording')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
            ],
            options={
                'verbose_name': 'recorded authority',
                'verbose_name_plural': 'recorded authorities',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='RecordedAuthorityEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('true_up_interest', 'the Government pays interest of a true-up (A13)'), ('true_up_at_cost', 'a true-up at cost after a realisation or revaluation (A13)'), ('late_interest', 'the Government pays interest on late payment (A18)'), ('beyond_commitment', "gross payments beyond the Government's commitment (A20)")], max_length=18, verbose_name='for what')),
                ('stage', models.CharField(choices=[('draft', 'waiting for approval'), ('approved', 'approved'), ('refused', 'refused')], default='draft', max_length=10, verbose_name='stage')),
                ('limit_hkd', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='up to (HK$)')),
                ('given_by', models.CharField(max_length=200, verbose_name='given by')),
                ('given_date', models.DateField(verbose_name='given on')),
                ('expires_date', models.DateField(blank=True, null=True, verbose_name='until')),
                ('scope', models.TextField(verbose_name='wording')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='capitalcall',
            name='capital_call_stage',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='capitalcall',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='capitalcall',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='capitalcall',
            name='delete_delete',
        ),
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
            model_name='notice',
            name='notice_content',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='paymentcase',
            name='payment_case_stage',
        ),
        migrations.RemoveConstraint(
            model_name='capitalcall',
            name='capital_call_stage_known',
        ),
        migrations.RemoveConstraint(
            model_name='capitalcall',
            name='capital_call_issued_by_somebody',
        ),
        migrations.RemoveConstraint(
            model_name='journalentry',
            name='journal_entry_kind_known',
        ),
        migrations.RemoveConstraint(
            model_name='ledgeraccount',
            name='ledger_account_code_known',
        ),
        migrations.RemoveConstraint(
            model_name='paymentcase',
            name='payment_case_stage_known',
        ),
        migrations.AddField(
            model_name='callline',
            name='is_excused',
            field=models.BooleanField(db_default=False, default=False, verbose_name='excused'),
        ),
        migrations.AddField(
            model_name='callline',
            name='outside_hkd',
            field=models.DecimalField(db_default=0, decimal_places=2, default=0, max_digits=18, verbose_name='outside commitment (HK$)'),
        ),
        migrations.AddField(
            model_name='capitalcall',
            name='closing',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='true_up_calls', to='funds.closing', verbose_name='closing'),
        ),
        migrations.AddField(
            model_name='capitalcall',
            name='nature',
            field=models.CharField(choices=[('ordinary', 'drawdown'), ('true_up', 'true-up of a later closing (A13)')], default='ordinary', max_length=8, verbose_name='nature'),
        ),
        migrations.AddField(
            model_name='capitalcall',
            name='replaces',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='funds.capitalcall', verbose_name='corrects the call'),
        ),
        migrations.AddField(
            model_name='capitalcallevent',
            name='closing',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.closing', verbose_name='closing'),
        ),
        migrations.AddField(
            model_name='capitalcallevent',
            name='nature',
            field=models.CharField(choices=[('ordinary', 'drawdown'), ('true_up', 'true-up of a later closing (A13)')], default='ordinary', max_length=8, verbose_name='nature'),
        ),
        migrations.AddField(
            model_name='capitalcallevent',
            name='replaces',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.capitalcall', verbose_name='corrects the call'),
        ),
        migrations.AddField(
            model_name='fundagreement',
            name='carry_escrow_rate',
            field=models.DecimalField(decimal_places=12, default=0, max_digits=14, verbose_name='share of carry held in escrow'),
        ),
        migrations.AddField(
            model_name='fundagreement',
            name='gp_in_pool',
            field=models.BooleanField(default=True, verbose_name="the GP's own commitment bears carry"),
        ),
        migrations.AddField(
            model_name='fundagreement',
            name='hurdle_compounding',
            field=models.CharField(choices=[('simple', 'not at all (simple)'), ('annual', 'annually, from each flow'), ('annual_fixed_date', 'annually, on 1 January'), ('quarterly', 'quarterly'), ('monthly', 'monthly'), ('daily', 'daily')], default='annual', max_length=17, verbose_name='hurdle compounds'),
        ),
        migrations.AddField(
            model_name='fundagreement',
            name='hurdle_day_count',
            field=models.CharField(choices=[('ACT/365', 'ACT/365'), ('ACT/360', 'ACT/360'), ('ACT/365.25', 'ACT/365.25'), ('30/360', '30/360'), ('ACT/ACT', 'ACT/ACT')], default='ACT/365', max_length=10, verbose_name='day count of the hurdle'),
        ),
        migrations.AddField(
            model_name='fundagreement',
            name='loss_make_up',
            field=models.BooleanField(default=True, verbose_name='deals make up the losses of others first'),
        ),
        migrations.AddField(
            model_name='fundagreement',
            name='tier_order',
            field=models.CharField(choices=[('capital_first', 'capital, then hurdle'), ('hurdle_first', 'hurdle, then capital')], default='capital_first', max_length=14, verbose_name='order of the first tiers'),
        ),
        migrations.AddField(
            model_name='fundagreement',
            name='waterfall_clause',
            field=models.CharField(blank=True, max_length=80, verbose_name='clause of the waterfall'),
        ),
        migrations.AddField(
            model_name='fundagreement',
            name='waterfall_scope',
            field=models.CharField(choices=[('whole_fund', 'the whole fund'), ('deal_by_deal', 'deal by deal')], default='whole_fund', max_length=12, verbose_name='waterfall runs over'),
        ),
        migrations.AddField(
            model_name='fundagreementevent',
            name='carry_escrow_rate',
            field=models.DecimalField(decimal_places=12, default=0, max_digits=14, verbose_name='share of carry held in escrow'),
        ),
        migrations.AddField(
            model_name='fundagreementevent',
            name='gp_in_pool',
            field=models.BooleanField(default=True, verbose_name="the GP's own commitment bears carry"),
        ),
        migrations.AddField(
            model_name='fundagreementevent',
            name='hurdle_compounding',
            field=models.CharField(choices=[('simple', 'not at all (simple)'), ('annual', 'annually, from each flow'), ('annual_fixed_date', 'annually, on 1 January'), ('quarterly', 'quarterly'), ('monthly', 'monthly'), ('daily', 'daily')], default='annual', max_length=17, verbose_name='hurdle compounds'),
        ),
        migrations.AddField(
            model_name='fundagreementevent',
            name='hurdle_day_count',
            field=models.CharField(choices=[('ACT/365', 'ACT/365'), ('ACT/360', 'ACT/360'), ('ACT/365.25', 'ACT/365.25'), ('30/360', '30/360'), ('ACT/ACT', 'ACT/ACT')], default='ACT/365', max_length=10, verbose_name='day count of the hurdle'),
        ),
        migrations.AddField(
            model_name='fundagreementevent',
            name='loss_make_up',
            field=models.BooleanField(default=True, verbose_name='deals make up the losses of others first'),
        ),
        migrations.AddField(
            model_name='fundagreementevent',
            name='tier_order',
            field=models.CharField(choices=[('capital_first', 'capital, then hurdle'), ('hurdle_first', 'hurdle, then capital')], default='capital_first', max_length=14, verbose_name='order of the first tiers'),
        ),
        migrations.AddField(
            model_name='fundagreementevent',
            name='waterfall_clause',
            field=models.CharField(blank=True, max_length=80, verbose_name='clause of the waterfall'),
        ),
        migrations.AddField(
            model_name='fundagreementevent',
            name='waterfall_scope',
            field=models.CharField(choices=[('whole_fund', 'the whole fund'), ('deal_by_deal', 'deal by deal')], default='whole_fund', max_length=12, verbose_name='waterfall runs over'),
        ),
        migrations.AlterField(
            model_name='capitalcall',
            name='stage',
            field=models.CharField(choices=[('draft', 'draft'), ('issued', 'issued'), ('withdrawn', 'withdrawn'), ('cancelled', 'cancelled')], default='draft', max_length=10, verbose_name='stage'),
        ),
        migrations.AlterField(
            model_name='capitalcallevent',
            name='stage',
            field=models.CharField(choices=[('draft', 'draft'), ('issued', 'issued'), ('withdrawn', 'withdrawn'), ('cancelled', 'cancelled')], default='draft', max_length=10, verbose_name='stage'),
        ),
        migrations.AlterField(
            model_name='journalentry',
            name='kind',
            field=models.CharField(choices=[('call_issued', 'capital call issued'), ('contribution', 'contribution received'), ('receipt_held', 'receipt held in suspense'), ('receipt_returned', 'receipt returned'), ('investment', 'investment completed'), ('fee_accrued', 'management fee accrued'), ('fee_paid', 'management fee paid'), ('expense_accrued', 'expense accrued'), ('expense_paid', 'expense paid'), ('conversion', 'converted into shares'), ('valuation', 'value changed'), ('write_down', 'written off or down'), ('realisation', 'sold'), ('escrow', 'escrow released'), ('income', 'income received'), ('distribution', 'distribution declared'), ('capital_returned', 'called capital returned'), ('distribution_paid', 'distribution paid'), ('carry_returned', 'carried interest returned'), ('escrow_of_carry', 'carried interest released from escrow'), ('withholding_paid', 'tax withheld, paid over'), ('notice_accepted', 'drawdown notice accepted'), ('funding_received', 'funding received'), ('call_paid', 'drawdown paid'), ('distribution_noticed', 'distribution noticed'), ('distribution_received', 'distribution received')], max_length=24, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='ledgeraccount',
            name='code',
            field=models.CharField(choices=[('cash', 'cash'), ('suspense', 'suspense'), ('call_receivable', 'call receivable'), ('capital_contributed', 'capital contributed'), ('capital_distributed', 'capital distributed'), ('carry_distributed', 'carried interest distributed'), ('carry_escrow', 'carried interest in escrow'), ('distribution_payable', 'distribution payable'), ('withholding_payable', 'tax withheld, payable'), ('equalisation', 'equalisation clearing'), ('investment_at_cost', 'investment at cost'), ('investment_converted', 'investment at cost, converted'), ('investment_unrealised', 'investment, unrealised'), ('unrealised_gain', 'unrealised gain'), ('unrealised_fx', 'unrealised exchange difference'), ('realised_gain', 'realised gain'), ('realised_fx', 'realised exchange difference'), ('escrow_receivable', 'proceeds held in escrow'), ('tax_withheld', 'tax withheld'), ('fee_expense', 'management fee'), ('fee_payable', 'management fee payable'), ('expense', 'fund expense'), ('expense_payable', 'fund expense payable'), ('income', 'income'), ('bank', 'bank'), ('government_funding', 'funding from Government'), ('call_payable', 'call payable'), ('interest_in_fund', 'interest in fund'), ('distribution_receivable', 'distribution receivable'), ('distribution_income', 'income from funds'), ('equalisation_interest', 'interest of true-ups')], max_length=30, verbose_name='account'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='line',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notice', to='funds.callline', verbose_name='call line'),
        ),
        migrations.AlterField(
            model_name='paymentcase',
            name='stage',
            field=models.CharField(choices=[('opened', 'opened'), ('checked', 'checked'), ('vouchered', 'voucher prepared'), ('certified', 'certified'), ('authorised', 'authorised'), ('released', 'released to the bank'), ('matched', 'debit matched'), ('held', 'held'), ('cancelled', 'cancelled with its call')], default='opened', max_length=10, verbose_name='stage'),
        ),
        migrations.AlterField(
            model_name='paymentcaseevent',
            name='stage',
            field=models.CharField(choices=[('opened', 'opened'), ('checked', 'checked'), ('vouchered', 'voucher prepared'), ('certified', 'certified'), ('authorised', 'authorised'), ('released', 'released to the bank'), ('matched', 'debit matched'), ('held', 'held'), ('cancelled', 'cancelled with its call')], default='opened', max_length=10, verbose_name='stage'),
        ),
        migrations.AddConstraint(
            model_name='callline',
            constraint=models.CheckConstraint(condition=models.Q(('outside_hkd__gte', 0), ('outside_hkd__lt', 10000000000000000)), name='call_line_outside_hkd_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='callline',
            constraint=models.CheckConstraint(condition=models.Q(('is_excused', False), ('amount_hkd', 0), _connector='OR'), name='call_line_excused_pays_nothing'),
        ),
        migrations.AddConstraint(
            model_name='capitalcall',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['cancelled', 'draft', 'issued', 'withdrawn'])), name='capital_call_stage_known'),
        ),
        migrations.AddConstraint(
            model_name='capitalcall',
            constraint=models.CheckConstraint(condition=models.Q(('nature__in', ['ordinary', 'true_up'])), name='capital_call_nature_known'),
        ),
        migrations.AddConstraint(
            model_name='capitalcall',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closing__isnull', False), ('nature', 'true_up')), models.Q(models.Q(('nature', 'true_up'), _negated=True), ('closing__isnull', True)), _connector='OR'), name='capital_call_true_up_of_a_closing'),
        ),
        migrations.AddConstraint(
            model_name='capitalcall',
            constraint=models.UniqueConstraint(condition=models.Q(('stage__in', ['draft', 'issued'])), fields=('closing',), name='one_true_up_call_a_closing'),
        ),
        migrations.AddConstraint(
            model_name='capitalcall',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('issued_by__isnull', False), ('stage__in', ['issued', 'cancelled'])), models.Q(models.Q(('stage__in', ['issued', 'cancelled']), _negated=True), ('issued_by__isnull', True)), _connector='OR'), name='capital_call_issued_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='fundagreement',
            constraint=models.CheckConstraint(condition=models.Q(('waterfall_scope__in', ['deal_by_deal', 'whole_fund'])), name='fund_agreement_waterfall_scope_known'),
        ),
        migrations.AddConstraint(
            model_name='fundagreement',
            constraint=models.CheckConstraint(condition=models.Q(('tier_order__in', ['capital_first', 'hurdle_first'])), name='fund_agreement_tier_order_known'),
        ),
        migrations.AddConstraint(
            model_name='fundagreement',
            constraint=models.CheckConstraint(condition=models.Q(('hurdle_compounding__in', ['annual', 'annual_fixed_date', 'daily', 'monthly', 'quarterly', 'simple'])), name='fund_agreement_hurdle_compounding_known'),
        ),
        migrations.AddConstraint(
            model_name='fundagreement',
            constraint=models.CheckConstraint(condition=models.Q(('hurdle_day_count__in', ['30/360', 'ACT/360', 'ACT/365', 'ACT/365.25', 'ACT/ACT'])), name='fund_agreement_hurdle_day_count_known'),
        ),
        migrations.AddConstraint(
            model_name='fundagreement',
            constraint=models.CheckConstraint(condition=models.Q(('carry_escrow_rate__gte', 0), ('carry_escrow_rate__lte', 1)), name='fund_agreement_escrow_is_a_share'),
        ),
        migrations.AddConstraint(
            model_name='journalentry',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['call_issued', 'call_paid', 'capital_returned', 'carry_returned', 'contribution', 'conversion', 'distribution', 'distribution_noticed', 'distribution_paid', 'distribution_received', 'escrow', 'escrow_of_carry', 'expense_accrued', 'expense_paid', 'fee_accrued', 'fee_paid', 'funding_received', 'income', 'investment', 'notice_accepted', 'realisation', 'receipt_held', 'receipt_returned', 'valuation', 'withholding_paid', 'write_down'])), name='journal_entry_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='ledgeraccount',
            constraint=models.CheckConstraint(condition=models.Q(('code__in', ['bank', 'call_payable', 'call_receivable', 'capital_contributed', 'capital_distributed', 'carry_distributed', 'carry_escrow', 'cash', 'distribution_income', 'distribution_payable', 'distribution_receivable', 'equalisation', 'equalisation_interest', 'escrow_receivable', 'expense', 'expense_payable', 'fee_expense', 'fee_payable', 'government_funding', 'income', 'interest_in_fund', 'investment_at_cost', 'investment_converted', 'investment_unrealised', 'realised_fx', 'realised_gain', 'suspense', 'tax_withheld', 'unrealised_fx', 'unrealised_gain', 'withholding_payable'])), name='ledger_account_code_known'),
        ),
        migrations.AddConstraint(
            model_name='paymentcase',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['authorised', 'cancelled', 'certified', 'checked', 'held', 'matched', 'opened', 'released', 'vouchered'])), name='payment_case_stage_known'),
        ),
        migrations.AddField(
            model_name='callcancellation',
            name='call',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='cancellation', to='funds.capitalcall', verbose_name='capital call'),
        ),
        migrations.AddField(
            model_name='callcancellation',
            name='cancelled_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='cancelled by'),
        ),
        migrations.AddField(
            model_name='callcancellation',
            name='entry',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='call_cancellation', to='funds.journalentry', verbose_name='journal entry'),
        ),
        migrations.AddField(
            model_name='callexcuse',
            name='call',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='excuses', to='funds.capitalcall', verbose_name='capital call'),
        ),
        migrations.AddField(
            model_name='callexcuse',
            name='partner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='excuses', to='funds.partner', verbose_name='partner'),
        ),
        migrations.AddField(
            model_name='callexcuseevent',
            name='call',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.capitalcall', verbose_name='capital call'),
        ),
        migrations.AddField(
            model_name='callexcuseevent',
            name='partner',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.partner', verbose_name='partner'),
        ),
        migrations.AddField(
            model_name='callexcuseevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.callexcuse'),
        ),
        migrations.AddField(
            model_name='carryreturn',
            name='entry',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='carry_return', to='funds.journalentry', verbose_name='journal entry'),
        ),
        migrations.AddField(
            model_name='carryreturn',
            name='fund',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='carry_returns', to='funds.fund', verbose_name='fund'),
        ),
        migrations.AddField(
            model_name='carryreturn',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
        ),
        migrations.AddField(
            model_name='distribution',
            name='call',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='funds.capitalcall', verbose_name='capital call'),
        ),
        migrations.AddField(
            model_name='distribution',
            name='closing',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='funds.closing', verbose_name='closing'),
        ),
        migrations.AddField(
            model_name='distribution',
            name='declared_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='declared by'),
        ),
        migrations.AddField(
            model_name='distribution',
            name='drafted_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='drafted by'),
        ),
        migrations.AddField(
            model_name='distribution',
            name='entry',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='distribution', to='funds.journalentry', verbose_name='journal entry'),
        ),
        migrations.AddField(
            model_name='distribution',
            name='fund',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='distributions', to='funds.fund', verbose_name='fund'),
        ),
        migrations.AddField(
            model_name='distribution',
            name='solvency_stated_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='stated by'),
        ),
        migrations.AddField(
            model_name='distributionevent',
            name='call',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.capitalcall', verbose_name='capital call'),
        ),
        migrations.AddField(
            model_name='distributionevent',
            name='closing',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.closing', verbose_name='closing'),
        ),
        migrations.AddField(
            model_name='distributionevent',
            name='declared_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='declared by'),
        ),
        migrations.AddField(
            model_name='distributionevent',
            name='drafted_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='drafted by'),
        ),
        migrations.AddField(
            model_name='distributionevent',
            name='entry',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.journalentry', verbose_name='journal entry'),
        ),
        migrations.AddField(
            model_name='distributionevent',
            name='fund',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.fund', verbose_name='fund'),
        ),
        migrations.AddField(
            model_name='distributionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.distribution'),
        ),
        migrations.AddField(
            model_name='distributionevent',
            name='solvency_stated_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='stated by'),
        ),
        migrations.AddField(
            model_name='distributionline',
            name='distribution',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='funds.distribution', verbose_name='distribution'),
        ),
        migrations.AddField(
            model_name='distributionline',
            name='partner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='distribution_lines', to='funds.partner', verbose_name='partner'),
        ),
        migrations.AddField(
            model_name='notice',
            name='distribution_line',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notice', to='funds.distributionline', verbose_name='distribution line'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('distribution_line__isnull', True), ('line__isnull', False)), models.Q(('distribution_line__isnull', False), ('line__isnull', True)), _connector='OR'), name='notice_is_of_a_call_or_a_distribution'),
        ),
        migrations.AddField(
            model_name='distributionpayment',
            name='entry',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='distribution_payments', to='funds.journalentry', verbose_name='journal entry'),
        ),
        migrations.AddField(
            model_name='distributionpayment',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='funds.distributionline', verbose_name='distribution line'),
        ),
        migrations.AddField(
            model_name='distributionpayment',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
        ),
        migrations.AddField(
            model_name='distributionreceipt',
            name='entry',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='distribution_receipt', to='funds.journalentry', verbose_name='journal entry'),
        ),
        migrations.AddField(
            model_name='distributionreceipt',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='funds.distributionline', verbose_name='distribution line'),
        ),
        migrations.AddField(
            model_name='distributionreceipt',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
        ),
        migrations.AddField(
            model_name='distributionsource',
            name='distribution',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='funds.distribution', verbose_name='distribution'),
        ),
        migrations.AddField(
            model_name='recordedauthority',
            name='approved_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
        ),
        migrations.AddField(
            model_name='recordedauthority',
            name='document',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='itvf.file', verbose_name='document'),
        ),
        migrations.AddField(
            model_name='recordedauthority',
            name='fund',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='authorities', to='funds.fund', verbose_name='fund'),
        ),
        migrations.AddField(
            model_name='recordedauthority',
            name='recorded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
        ),
        migrations.AddField(
            model_name='recordedauthorityevent',
            name='approved_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
        ),
        migrations.AddField(
            model_name='recordedauthorityevent',
            name='document',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='itvf.file', verbose_name='document'),
        ),
        migrations.AddField(
            model_name='recordedauthorityevent',
            name='fund',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.fund', verbose_name='fund'),
        ),
        migrations.AddField(
            model_name='recordedauthorityevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.recordedauthority'),
        ),
        migrations.AddField(
            model_name='recordedauthorityevent',
            name='recorded_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
        ),
        migrations.AddConstraint(
            model_name='callexcuse',
            constraint=models.UniqueConstraint(fields=('call', 'partner'), name='call_excuse_once_a_partner'),
        ),
        migrations.AddConstraint(
            model_name='carryreturn',
            constraint=models.CheckConstraint(condition=models.Q(('road__in', ['cash', 'escrow'])), name='carry_return_road_known'),
        ),
        migrations.AddConstraint(
            model_name='carryreturn',
            constraint=models.CheckConstraint(condition=models.Q(('amount_hkd__gt', 0), ('amount_hkd__lt', 10000000000000000)), name='carry_return_amount_hkd_positive'),
        ),
        migrations.AddConstraint(
            model_name='carryreturn',
            constraint=models.CheckConstraint(condition=models.Q(('amount_hkd__lte', models.F('clawback_hkd'))), name='carry_return_not_above_what_is_due'),
        ),
        migrations.AddConstraint(
            model_name='distribution',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['cancelled', 'declared', 'draft', 'withdrawn'])), name='distribution_stage_known'),
        ),
        migrations.AddConstraint(
            model_name='distribution',
            constraint=models.CheckConstraint(condition=models.Q(('nature__in', ['clawback', 'proceeds', 'true_up', 'uninvested'])), name='distribution_nature_known'),
        ),
        migrations.AddConstraint(
            model_name='distribution',
            constraint=models.CheckConstraint(condition=models.Q(('amount_hkd__gt', 0), ('amount_hkd__lt', 10000000000000000)), name='distribution_amount_hkd_positive'),
        ),
        migrations.AddConstraint(
            model_name='distribution',
            constraint=models.CheckConstraint(condition=models.Q(('recallable_hkd__gte', 0), ('recallable_hkd__lt', 10000000000000000)), name='distribution_recallable_hkd_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='distribution',
            constraint=models.CheckConstraint(condition=models.Q(('recallable_hkd__lte', models.F('amount_hkd'))), name='distribution_recallable_within_it'),
        ),
        migrations.AddConstraint(
            model_name='distribution',
            constraint=models.UniqueConstraint(fields=('fund', 'number'), name='distribution_number_once_a_fund'),
        ),
        migrations.AddConstraint(
            model_name='distribution',
            constraint=models.CheckConstraint(condition=models.Q(('declared_by__isnull', True), ('drafted_by__isnull', True), models.Q(('drafted_by', models.F('declared_by')), _negated=True), _connector='OR'), name='distribution_declared_by_is_not_drafted_by'),
        ),
        migrations.AddConstraint(
            model_name='distribution',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('solvency_date__isnull', True), ('solvency_stated_by__isnull', True)), models.Q(('solvency_date__isnull', False), ('solvency_stated_by__isnull', False)), _connector='OR'), name='distribution_solvency_date_solvency_stated_by_together'),
        ),
        migrations.AddConstraint(
            model_name='distribution',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('declared_at__isnull', True), ('declared_by__isnull', True), ('entry__isnull', True)), models.Q(('declared_at__isnull', False), ('declared_by__isnull', False), ('entry__isnull', False)), _connector='OR'), name='distribution_declared_by_declared_at_entry_together'),
        ),
        migrations.AddConstraint(
            model_name='distribution',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage__in', ['declared', 'cancelled']), _negated=True), models.Q(('declared_by__isnull', False), ('solvency_date__isnull', False)), _connector='OR'), name='distribution_declared_once_solvency_is_stated'),
        ),
        migrations.AddConstraint(
            model_name='distribution',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('nature', 'uninvested'), _negated=True), ('call__isnull', False), _connector='OR'), models.Q(models.Q(('nature', 'true_up'), _negated=True), ('closing__isnull', False), _connector='OR')), name='distribution_says_what_it_returns'),
        ),
        migrations.AddConstraint(
            model_name='distributionline',
            constraint=models.UniqueConstraint(fields=('distribution', 'partner'), name='distribution_line_once_a_partner'),
        ),
        migrations.AddConstraint(
            model_name='distributionline',
            constraint=models.CheckConstraint(condition=models.Q(('capital_hkd__gte', 0), ('capital_hkd__lt', 10000000000000000)), name='distribution_line_capital_hkd_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='distributionline',
            constraint=models.CheckConstraint(condition=models.Q(('hurdle_hkd__gte', 0), ('hurdle_hkd__lt', 10000000000000000)), name='distribution_line_hurdle_hkd_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='distributionline',
            constraint=models.CheckConstraint(condition=models.Q(('catch_up_hkd__gte', 0), ('catch_up_hkd__lt', 10000000000000000)), name='distribution_line_catch_up_hkd_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='distributionline',
            constraint=models.CheckConstraint(condition=models.Q(('split_hkd__gte', 0), ('split_hkd__lt', 10000000000000000)), name='distribution_line_split_hkd_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='distributionline',
            constraint=models.CheckConstraint(condition=models.Q(('carry_hkd__gte', 0), ('carry_hkd__lt', 10000000000000000)), name='distribution_line_carry_hkd_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='distributionline',
            constraint=models.CheckConstraint(condition=models.Q(('interest_hkd__gte', 0), ('interest_hkd__lt', 10000000000000000)), name='distribution_line_interest_hkd_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='distributionline',
            constraint=models.CheckConstraint(condition=models.Q(('escrow_hkd__gte', 0), ('escrow_hkd__lt', 10000000000000000)), name='distribution_line_escrow_hkd_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='distributionline',
            constraint=models.CheckConstraint(condition=models.Q(('withheld_hkd__gte', 0), ('withheld_hkd__lt', 10000000000000000)), name='distribution_line_withheld_hkd_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='distributionline',
            constraint=models.CheckConstraint(condition=models.Q(('amount_hkd__gte', 0), ('amount_hkd__lt', 10000000000000000)), name='distribution_line_amount_hkd_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='distributionline',
            constraint=models.CheckConstraint(condition=models.Q(('amount_hkd', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('capital_hkd'), '+', models.F('hurdle_hkd')), '+', models.F('catch_up_hkd')), '+', models.F('split_hkd')), '+', models.F('carry_hkd')), '+', models.F('interest_hkd')), '-', models.F('escrow_hkd')), '-', models.F('withheld_hkd')))), name='distribution_line_is_the_sum_of_its_tiers'),
        ),
        migrations.AddConstraint(
            model_name='distributionline',
            constraint=models.CheckConstraint(condition=models.Q(('escrow_hkd__lte', models.F('carry_hkd'))), name='distribution_escrow_within_carry'),
        ),
        migrations.AddConstraint(
            model_name='distributionpayment',
            constraint=models.CheckConstraint(condition=models.Q(('amount_hkd__gt', 0), ('amount_hkd__lt', 10000000000000000)), name='distribution_payment_amount_hkd_positive'),
        ),
        migrations.AddConstraint(
            model_name='distributionreceipt',
            constraint=models.CheckConstraint(condition=models.Q(('amount_hkd__gt', 0), ('amount_hkd__lt', 10000000000000000)), name='distribution_receipt_amount_hkd_positive'),
        ),
        migrations.AddConstraint(
            model_name='distributionsource',
            constraint=models.CheckConstraint(condition=models.Q(('amount_hkd__gt', 0), ('amount_hkd__lt', 10000000000000000)), name='distribution_source_amount_hkd_positive'),
        ),
        migrations.AddConstraint(
            model_name='distributionsource',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['gain', 'income', 'return_of_capital'])), name='distribution_source_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='distributionsource',
            constraint=models.UniqueConstraint(fields=('distribution', 'order'), name='distribution_source_order_once'),
        ),
        migrations.AddConstraint(
            model_name='recordedauthority',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['approved', 'draft', 'refused'])), name='recorded_authority_stage_known'),
        ),
        migrations.AddConstraint(
            model_name='recordedauthority',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['beyond_commitment', 'late_interest', 'true_up_at_cost', 'true_up_interest'])), name='recorded_authority_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='recordedauthority',
            constraint=models.CheckConstraint(condition=models.Q(('limit_hkd__gt', 0), ('limit_hkd__lt', 10000000000000000)), name='recorded_authority_limit_hkd_positive'),
        ),
        migrations.AddConstraint(
            model_name='recordedauthority',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('recorded_by__isnull', True), models.Q(('recorded_by', models.F('approved_by')), _negated=True), _connector='OR'), name='recorded_authority_approved_by_is_not_recorded_by'),
        ),
        migrations.AddConstraint(
            model_name='recordedauthority',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='recorded_authority_approved_by_approved_at_together'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='capitalcall',
            trigger=pgtrigger.compiler.Trigger(name='capital_call_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{draft:issued,draft:withdrawn,issued:cancelled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='4b719471c4805b233e3b9ad8285a6b7f5002b227', operation='UPDATE', pgid='pgtrigger_capital_call_stage_9be32', table='funds_capitalcall', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='capitalcall',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_capitalcallevent" ("amount_hkd", "bank_account_id", "channel", "closing_id", "drafted_at", "drafted_by_id", "due_date", "entry_id", "fund_id", "id", "issued_at", "issued_by_id", "nature", "notice_common", "number", "paper_came_by", "paper_file_id", "paper_received_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "stage", "version") VALUES (NEW."amount_hkd", NEW."bank_account_id", NEW."channel", NEW."closing_id", NEW."drafted_at", NEW."drafted_by_id", NEW."due_date", NEW."entry_id", NEW."fund_id", NEW."id", NEW."issued_at", NEW."issued_by_id", NEW."nature", NEW."notice_common", NEW."number", NEW."paper_came_by", NEW."paper_file_id", NEW."paper_received_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."replaces_id", NEW."stage", NEW."version"); RETURN NULL;', hash='31caf6425b4b74f932874aa71661787fa17231a6', operation='INSERT', pgid='pgtrigger_insert_insert_dfe8a', table='funds_capitalcall', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='capitalcall',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_capitalcallevent" ("amount_hkd", "bank_account_id", "channel", "closing_id", "drafted_at", "drafted_by_id", "due_date", "entry_id", "fund_id", "id", "issued_at", "issued_by_id", "nature", "notice_common", "number", "paper_came_by", "paper_file_id", "paper_received_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "stage", "version") VALUES (NEW."amount_hkd", NEW."bank_account_id", NEW."channel", NEW."closing_id", NEW."drafted_at", NEW."drafted_by_id", NEW."due_date", NEW."entry_id", NEW."fund_id", NEW."id", NEW."issued_at", NEW."issued_by_id", NEW."nature", NEW."notice_common", NEW."number", NEW."paper_came_by", NEW."paper_file_id", NEW."paper_received_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."replaces_id", NEW."stage", NEW."version"); RETURN NULL;', hash='950bcab6dbb8add6e044e6bf1a7199e1d192eb62', operation='UPDATE', pgid='pgtrigger_update_update_5e7f0', table='funds_capitalcall', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='capitalcall',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_capitalcallevent" ("amount_hkd", "bank_account_id", "channel", "closing_id", "drafted_at", "drafted_by_id", "due_date", "entry_id", "fund_id", "id", "issued_at", "issued_by_id", "nature", "notice_common", "number", "paper_came_by", "paper_file_id", "paper_received_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "stage", "version") VALUES (OLD."amount_hkd", OLD."bank_account_id", OLD."channel", OLD."closing_id", OLD."drafted_at", OLD."drafted_by_id", OLD."due_date", OLD."entry_id", OLD."fund_id", OLD."id", OLD."issued_at", OLD."issued_by_id", OLD."nature", OLD."notice_common", OLD."number", OLD."paper_came_by", OLD."paper_file_id", OLD."paper_received_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."replaces_id", OLD."stage", OLD."version"); RETURN NULL;', hash='176a02c071745d6f6244648692c7df6faf13e193', operation='DELETE', pgid='pgtrigger_delete_delete_dff19', table='funds_capitalcall', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundagreement',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_fundagreementevent" ("bridge_limit_rate", "bridge_months", "carry_escrow_rate", "carry_rate", "catch_up_rate", "company_limit_rate", "fee_base_after", "fee_base_during", "fee_rate_after", "fee_rate_during", "follow_on_reserve_rate", "follow_ons_after_period", "fund_id", "gp_in_pool", "gp_money_is_matched", "group_limit_rate", "hurdle_compounding", "hurdle_day_count", "hurdle_rate", "id", "investment_period_years", "limits_clause", "loss_make_up", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "scheme_version_id", "signed_by_all", "signed_date", "term_years", "tier_order", "waterfall_clause", "waterfall_scope") VALUES (NEW."bridge_limit_rate", NEW."bridge_months", NEW."carry_escrow_rate", NEW."carry_rate", NEW."catch_up_rate", NEW."company_limit_rate", NEW."fee_base_after", NEW."fee_base_during", NEW."fee_rate_after", NEW."fee_rate_during", NEW."follow_on_reserve_rate", NEW."follow_ons_after_period", NEW."fund_id", NEW."gp_in_pool", NEW."gp_money_is_matched", NEW."group_limit_rate", NEW."hurdle_compounding", NEW."hurdle_day_count", NEW."hurdle_rate", NEW."id", NEW."investment_period_years", NEW."limits_clause", NEW."loss_make_up", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."scheme_version_id", NEW."signed_by_all", NEW."signed_date", NEW."term_years", NEW."tier_order", NEW."waterfall_clause", NEW."waterfall_scope"); RETURN NULL;', hash='07033dd8cad15525cb629e4e23f234e1f6908bbc', operation='INSERT', pgid='pgtrigger_insert_insert_87c23', table='funds_fundagreement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundagreement',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_fundagreementevent" ("bridge_limit_rate", "bridge_months", "carry_escrow_rate", "carry_rate", "catch_up_rate", "company_limit_rate", "fee_base_after", "fee_base_during", "fee_rate_after", "fee_rate_during", "follow_on_reserve_rate", "follow_ons_after_period", "fund_id", "gp_in_pool", "gp_money_is_matched", "group_limit_rate", "hurdle_compounding", "hurdle_day_count", "hurdle_rate", "id", "investment_period_years", "limits_clause", "loss_make_up", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "scheme_version_id", "signed_by_all", "signed_date", "term_years", "tier_order", "waterfall_clause", "waterfall_scope") VALUES (NEW."bridge_limit_rate", NEW."bridge_months", NEW."carry_escrow_rate", NEW."carry_rate", NEW."catch_up_rate", NEW."company_limit_rate", NEW."fee_base_after", NEW."fee_base_during", NEW."fee_rate_after", NEW."fee_rate_during", NEW."follow_on_reserve_rate", NEW."follow_ons_after_period", NEW."fund_id", NEW."gp_in_pool", NEW."gp_money_is_matched", NEW."group_limit_rate", NEW."hurdle_compounding", NEW."hurdle_day_count", NEW."hurdle_rate", NEW."id", NEW."investment_period_years", NEW."limits_clause", NEW."loss_make_up", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."scheme_version_id", NEW."signed_by_all", NEW."signed_date", NEW."term_years", NEW."tier_order", NEW."waterfall_clause", NEW."waterfall_scope"); RETURN NULL;', hash='a5caa9d4920c231cce168609b8fbaa15b08cb9a0', operation='UPDATE', pgid='pgtrigger_update_update_37485', table='funds_fundagreement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fundagreement',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_fundagreementevent" ("bridge_limit_rate", "bridge_months", "carry_escrow_rate", "carry_rate", "catch_up_rate", "company_limit_rate", "fee_base_after", "fee_base_during", "fee_rate_after", "fee_rate_during", "follow_on_reserve_rate", "follow_ons_after_period", "fund_id", "gp_in_pool", "gp_money_is_matched", "group_limit_rate", "hurdle_compounding", "hurdle_day_count", "hurdle_rate", "id", "investment_period_years", "limits_clause", "loss_make_up", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "scheme_version_id", "signed_by_all", "signed_date", "term_years", "tier_order", "waterfall_clause", "waterfall_scope") VALUES (OLD."bridge_limit_rate", OLD."bridge_months", OLD."carry_escrow_rate", OLD."carry_rate", OLD."catch_up_rate", OLD."company_limit_rate", OLD."fee_base_after", OLD."fee_base_during", OLD."fee_rate_after", OLD."fee_rate_during", OLD."follow_on_reserve_rate", OLD."follow_ons_after_period", OLD."fund_id", OLD."gp_in_pool", OLD."gp_money_is_matched", OLD."group_limit_rate", OLD."hurdle_compounding", OLD."hurdle_day_count", OLD."hurdle_rate", OLD."id", OLD."investment_period_years", OLD."limits_clause", OLD."loss_make_up", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."scheme_version_id", OLD."signed_by_all", OLD."signed_date", OLD."term_years", OLD."tier_order", OLD."waterfall_clause", OLD."waterfall_scope"); RETURN NULL;', hash='4f91f9f6cc6cee1ff540c799635a833c9e0dfb32', operation='DELETE', pgid='pgtrigger_delete_delete_fb03b', table='funds_fundagreement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='notice',
            trigger=pgtrigger.compiler.Trigger(name='notice_content', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."line_id" IS DISTINCT FROM (NEW."line_id") OR OLD."distribution_line_id" IS DISTINCT FROM (NEW."distribution_line_id") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."content" IS DISTINCT FROM (NEW."content") OR OLD."content_sha256" IS DISTINCT FROM (NEW."content_sha256"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='20668c8c1a8f0f9791a82b75621f6db5cf40a1b1', operation='UPDATE', pgid='pgtrigger_notice_content_7fa34', table='funds_notice', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='paymentcase',
            trigger=pgtrigger.compiler.Trigger(name='payment_case_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{opened:checked,opened:held,opened:cancelled,checked:vouchered,checked:held,checked:cancelled,vouchered:certified,vouchered:held,vouchered:cancelled,certified:authorised,certified:held,certified:cancelled,authorised:released,authorised:held,authorised:cancelled,released:matched,held:opened,held:cancelled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='f0a5cecf3c36cc1630d2ba41592b826fd894fc5a', operation='UPDATE', pgid='pgtrigger_payment_case_stage_ae6cd', table='funds_paymentcase', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='callexcuse',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_callexcuseevent" ("call_id", "clause", "id", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."call_id", NEW."clause", NEW."id", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason"); RETURN NULL;', hash='9b0e132759016ba12aaf479f5d259071540d35fd', operation='INSERT', pgid='pgtrigger_insert_insert_464f6', table='funds_callexcuse', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='callexcuse',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_callexcuseevent" ("call_id", "clause", "id", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."call_id", NEW."clause", NEW."id", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason"); RETURN NULL;', hash='d9a7eadc132f334ed0323e2dc034244a73f023ab', operation='UPDATE', pgid='pgtrigger_update_update_997ec', table='funds_callexcuse', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='callexcuse',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_callexcuseevent" ("call_id", "clause", "id", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (OLD."call_id", OLD."clause", OLD."id", OLD."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason"); RETURN NULL;', hash='1f34bd5192ecfda1953679f0e1344bafc8eecdc6', operation='DELETE', pgid='pgtrigger_delete_delete_99218', table='funds_callexcuse', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='distribution',
            trigger=pgtrigger.compiler.Trigger(name='distribution_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{draft:declared,draft:withdrawn,declared:cancelled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='f07f50adb78ab9c48759dbbbae1f3828e3791b9e', operation='UPDATE', pgid='pgtrigger_distribution_stage_8aec7', table='funds_distribution', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='distribution',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_distributionevent" ("amount_hkd", "call_id", "closing_id", "declared_at", "declared_by_id", "drafted_at", "drafted_by_id", "entry_id", "fund_id", "id", "nature", "notice_common", "number", "payment_date", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recallable_hkd", "solvency_date", "solvency_stated_by_id", "solvency_statement", "stage", "version", "working") VALUES (NEW."amount_hkd", NEW."call_id", NEW."closing_id", NEW."declared_at", NEW."declared_by_id", NEW."drafted_at", NEW."drafted_by_id", NEW."entry_id", NEW."fund_id", NEW."id", NEW."nature", NEW."notice_common", NEW."number", NEW."payment_date", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recallable_hkd", NEW."solvency_date", NEW."solvency_stated_by_id", NEW."solvency_statement", NEW."stage", NEW."version", NEW."working"); RETURN NULL;', hash='501be70faf333d1bd7f59888b1f047dbd0783edf', operation='INSERT', pgid='pgtrigger_insert_insert_2db05', table='funds_distribution', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='distribution',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_distributionevent" ("amount_hkd", "call_id", "closing_id", "declared_at", "declared_by_id", "drafted_at", "drafted_by_id", "entry_id", "fund_id", "id", "nature", "notice_common", "number", "payment_date", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recallable_hkd", "solvency_date", "solvency_stated_by_id", "solvency_statement", "stage", "version", "working") VALUES (NEW."amount_hkd", NEW."call_id", NEW."closing_id", NEW."declared_at", NEW."declared_by_id", NEW."drafted_at", NEW."drafted_by_id", NEW."entry_id", NEW."fund_id", NEW."id", NEW."nature", NEW."notice_common", NEW."number", NEW."payment_date", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recallable_hkd", NEW."solvency_date", NEW."solvency_stated_by_id", NEW."solvency_statement", NEW."stage", NEW."version", NEW."working"); RETURN NULL;', hash='5715916ac74077c3836794958f5206b14e469667', operation='UPDATE', pgid='pgtrigger_update_update_f8ed8', table='funds_distribution', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='distribution',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_distributionevent" ("amount_hkd", "call_id", "closing_id", "declared_at", "declared_by_id", "drafted_at", "drafted_by_id", "entry_id", "fund_id", "id", "nature", "notice_common", "number", "payment_date", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recallable_hkd", "solvency_date", "solvency_stated_by_id", "solvency_statement", "stage", "version", "working") VALUES (OLD."amount_hkd", OLD."call_id", OLD."closing_id", OLD."declared_at", OLD."declared_by_id", OLD."drafted_at", OLD."drafted_by_id", OLD."entry_id", OLD."fund_id", OLD."id", OLD."nature", OLD."notice_common", OLD."number", OLD."payment_date", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recallable_hkd", OLD."solvency_date", OLD."solvency_stated_by_id", OLD."solvency_statement", OLD."stage", OLD."version", OLD."working"); RETURN NULL;', hash='e3a3118f45592ce6ef7f12bb453d2d405b242888', operation='DELETE', pgid='pgtrigger_delete_delete_fadff', table='funds_distribution', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recordedauthority',
            trigger=pgtrigger.compiler.Trigger(name='recorded_authority_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{draft:approved,draft:refused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='c98e3b70285937c14df04211d8e9a541d443292e', operation='UPDATE', pgid='pgtrigger_recorded_authority_stage_01744', table='funds_recordedauthority', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recordedauthority',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_recordedauthorityevent" ("approved_at", "approved_by_id", "document_id", "expires_date", "fund_id", "given_by", "given_date", "id", "kind", "limit_hkd", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "scope", "stage") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."document_id", NEW."expires_date", NEW."fund_id", NEW."given_by", NEW."given_date", NEW."id", NEW."kind", NEW."limit_hkd", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."scope", NEW."stage"); RETURN NULL;', hash='482c54e73c1c32016eb04fb6ed3c96a654fe5e43', operation='INSERT', pgid='pgtrigger_insert_insert_d4e9b', table='funds_recordedauthority', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recordedauthority',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_recordedauthorityevent" ("approved_at", "approved_by_id", "document_id", "expires_date", "fund_id", "given_by", "given_date", "id", "kind", "limit_hkd", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "scope", "stage") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."document_id", NEW."expires_date", NEW."fund_id", NEW."given_by", NEW."given_date", NEW."id", NEW."kind", NEW."limit_hkd", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."scope", NEW."stage"); RETURN NULL;', hash='110b0c61d3e52f7bc8ccefe6bfaffb90082e5bf4', operation='UPDATE', pgid='pgtrigger_update_update_4746e', table='funds_recordedauthority', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recordedauthority',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_recordedauthorityevent" ("approved_at", "approved_by_id", "document_id", "expires_date", "fund_id", "given_by", "given_date", "id", "kind", "limit_hkd", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "scope", "stage") VALUES (OLD."approved_at", OLD."approved_by_id", OLD."document_id", OLD."expires_date", OLD."fund_id", OLD."given_by", OLD."given_date", OLD."id", OLD."kind", OLD."limit_hkd", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."scope", OLD."stage"); RETURN NULL;', hash='1d08dec09f1ba01de3eb5b0773bb01521b7f3636', operation='DELETE', pgid='pgtrigger_delete_delete_2ac86', table='funds_recordedauthority', when='AFTER')),
        ),
        sql_file(__file__, "distributions"),
        AppendOnly("funds_callcancellation"),
        AppendOnly("funds_distributionline"),
        AppendOnly("funds_distributionpayment"),
        AppendOnly("funds_distributionreceipt"),
        AppendOnly("funds_carryreturn"),
    ]
