"""The life of an investment: events, rounds, valuations, spend, documents, rulings, consents, affiliations, visits."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from itvf.append_only import sql_file
from itvf.batched import Batch


class Migration(migrations.Migration):

    dependencies = [
        ('funds', '0003_life_of_investments'),
        ('investments', '0002_tables_of_record'),
        ('itvf', '0002_records'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Batch([
            migrations.CreateModel(
                name='Affiliation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name_en', models.CharField(max_length=200, verbose_name='name (English)')),
                    ('name_zh_hant', models.CharField(blank=True, max_length=200, verbose_name='name (Chinese)')),
                    ('identifier', models.CharField(blank=True, max_length=40, verbose_name='registration or other number')),
                    ('is_person', models.BooleanField(verbose_name='a natural person')),
                    ('capacity', models.CharField(choices=[('beneficial_owner', 'beneficial owner'), ('shareholder', 'shareholder'), ('director', 'director'), ('officer', 'officer'), ('affiliate', 'affiliate'), ('relative', 'relative or close associate')], max_length=18, verbose_name='capacity')),
                    ('share_rate', models.DecimalField(decimal_places=12, max_digits=14, null=True, verbose_name='share')),
                    ('since_date', models.DateField(verbose_name='since')),
                    ('until_date', models.DateField(null=True, verbose_name='until')),
                    ('evidence', models.TextField(verbose_name='evidence')),
                    ('declared_at', models.DateTimeField(verbose_name='declared at')),
                ],
                options={
                    'verbose_name': 'affiliation',
                    'verbose_name_plural': 'affiliations',
                    'ordering': ['name_en', 'id'],
                },
            ),
            migrations.CreateModel(
                name='AffiliationEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('name_en', models.CharField(max_length=200, verbose_name='name (English)')),
                    ('name_zh_hant', models.CharField(blank=True, max_length=200, verbose_name='name (Chinese)')),
                    ('identifier', models.CharField(blank=True, max_length=40, verbose_name='registration or other number')),
                    ('is_person', models.BooleanField(verbose_name='a natural person')),
                    ('capacity', models.CharField(choices=[('beneficial_owner', 'beneficial owner'), ('shareholder', 'shareholder'), ('director', 'director'), ('officer', 'officer'), ('affiliate', 'affiliate'), ('relative', 'relative or close associate')], max_length=18, verbose_name='capacity')),
                    ('share_rate', models.DecimalField(decimal_places=12, max_digits=14, null=True, verbose_name='share')),
                    ('since_date', models.DateField(verbose_name='since')),
                    ('until_date', models.DateField(null=True, verbose_name='until')),
                    ('evidence', models.TextField(verbose_name='evidence')),
                    ('declared_at', models.DateTimeField(verbose_name='declared at')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='CompanyActivity',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('hsic_code', models.CharField(max_length=6, verbose_name='HSIC code')),
                    ('description', models.TextField(blank=True, verbose_name='activity')),
                    ('since_date', models.DateField(verbose_name='since')),
                    ('ended', models.BooleanField(default=False, verbose_name='ended then')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ],
                options={
                    'verbose_name': 'activity of a company',
                    'verbose_name_plural': 'activities of companies',
                    'ordering': ['company', 'hsic_code', '-since_date', '-id'],
                },
            ),
            migrations.CreateModel(
                name='CompanyGroup',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name_en', models.CharField(max_length=200, unique=True, verbose_name='name (English)')),
                    ('name_zh_hant', models.CharField(blank=True, max_length=200, verbose_name='name (Chinese)')),
                    ('registered_at', models.DateTimeField(verbose_name='registered at')),
                ],
                options={
                    'verbose_name': 'group of companies',
                    'verbose_name_plural': 'groups of companies',
                    'ordering': ['name_en'],
                },
            ),
            migrations.CreateModel(
                name='CompanyGroupEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('name_en', models.CharField(max_length=200, verbose_name='name (English)')),
                    ('name_zh_hant', models.CharField(blank=True, max_length=200, verbose_name='name (Chinese)')),
                    ('registered_at', models.DateTimeField(verbose_name='registered at')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='FinancingRound',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, verbose_name='round')),
                    ('financing_stage', models.CharField(max_length=40, verbose_name='financing stage')),
                    ('closed_date', models.DateField(verbose_name='closed on')),
                    ('currency', models.CharField(default='HKD', max_length=3, verbose_name='currency')),
                    ('foreign_pre_money', models.DecimalField(decimal_places=4, max_digits=20, null=True, verbose_name='pre-money value in that currency')),
                    ('foreign_unit_price', models.DecimalField(decimal_places=4, max_digits=20, null=True, verbose_name='price a unit in that currency')),
                    ('fx_rate', models.DecimalField(decimal_places=12, max_digits=14, null=True, verbose_name='exchange rate (HK$ for one)')),
                    ('raised_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='raised in all (HK$)')),
                    ('others_private_hkd', models.DecimalField(decimal_places=2, max_digits=18, null=True, verbose_name='of it by other private investors (HK$)')),
                    ('issued_units', models.DecimalField(decimal_places=6, max_digits=24, verbose_name='units in issue afterwards')),
                    ('diluted_units', models.DecimalField(decimal_places=6, max_digits=24, verbose_name='units fully diluted afterwards')),
                    ('evidence', models.TextField(verbose_name='evidence')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ],
                options={
                    'verbose_name': 'financing round',
                    'verbose_name_plural': 'financing rounds',
                    'ordering': ['company', 'closed_date', 'id'],
                },
            ),
            migrations.CreateModel(
                name='Finding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                    ('stage', models.CharField(choices=[('open', 'open'), ('answered', 'answered'), ('closed', 'closed')], default='open', max_length=10, verbose_name='stage')),
                    ('finding', models.TextField(verbose_name='finding')),
                    ('due_date', models.DateField(verbose_name='to be answered by')),
                    ('answer', models.TextField(blank=True, verbose_name='answer')),
                    ('answered_at', models.DateTimeField(null=True, verbose_name='answered at')),
                    ('closed_at', models.DateTimeField(null=True, verbose_name='closed at')),
                    ('closing_note', models.TextField(blank=True, verbose_name='why it is closed')),
                ],
                options={
                    'verbose_name': 'finding',
                    'verbose_name_plural': 'findings',
                    'ordering': ['visit', 'number'],
                },
            ),
            migrations.CreateModel(
                name='FindingEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                    ('stage', models.CharField(choices=[('open', 'open'), ('answered', 'answered'), ('closed', 'closed')], default='open', max_length=10, verbose_name='stage')),
                    ('finding', models.TextField(verbose_name='finding')),
                    ('due_date', models.DateField(verbose_name='to be answered by')),
                    ('answer', models.TextField(blank=True, verbose_name='answer')),
                    ('answered_at', models.DateTimeField(null=True, verbose_name='answered at')),
                    ('closed_at', models.DateTimeField(null=True, verbose_name='closed at')),
                    ('closing_note', models.TextField(blank=True, verbose_name='why it is closed')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='HoldingConfirmation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('as_of_date', models.DateField(verbose_name='as of')),
                    ('source', models.CharField(choices=[('bank', 'bank'), ('registry', 'company registry'), ('custodian', 'custodian')], max_length=10, verbose_name='confirmed by')),
                    ('confirmed_units', models.DecimalField(decimal_places=6, max_digits=24, verbose_name='units confirmed')),
                    ('recorded_units', models.DecimalField(decimal_places=6, max_digits=24, verbose_name='units on record then')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ],
                options={
                    'verbose_name': 'confirmation of a holding',
                    'verbose_name_plural': 'confirmations of holdings',
                    'ordering': ['-as_of_date', '-id'],
                },
            ),
            migrations.CreateModel(
                name='InspectionVisit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('visited_date', models.DateField(verbose_name='visited on')),
                    ('visitors', models.TextField(verbose_name='visitors')),
                    ('purpose', models.TextField(verbose_name='purpose')),
                    ('note', models.TextField(verbose_name='what was seen')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ],
                options={
                    'verbose_name': 'inspection visit',
                    'verbose_name_plural': 'inspection visits',
                    'ordering': ['-visited_date', '-id'],
                },
            ),
            migrations.CreateModel(
                name='LifeEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                    ('kind', models.CharField(choices=[('completion', 'completion'), ('tranche', 'tranche drawn'), ('conversion', 'conversion into shares'), ('split', 'share split'), ('bonus', 'bonus issue'), ('write_down', 'written down for good'), ('write_down_reversal', 'write-down reversed'), ('write_off', 'written off'), ('exit', 'exit'), ('escrow_release', 'escrow released'), ('income', 'income')], max_length=20, verbose_name='event')),
                    ('route', models.CharField(blank=True, choices=[('', 'not an exit'), ('ipo', 'listing (IPO)'), ('trade_sale', 'trade sale'), ('redemption', 'redemption')], max_length=12, verbose_name='route')),
                    ('effective_date', models.DateField(verbose_name='date')),
                    ('amount_hkd', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='amount (HK$)')),
                    ('cost_hkd', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='change of cost (HK$)')),
                    ('units', models.DecimalField(decimal_places=6, default=0, max_digits=24, verbose_name='change of units')),
                    ('currency', models.CharField(default='HKD', max_length=3, verbose_name='currency')),
                    ('foreign_amount', models.DecimalField(decimal_places=4, max_digits=20, null=True, verbose_name='amount in that currency')),
                    ('foreign_cost', models.DecimalField(decimal_places=4, max_digits=20, null=True, verbose_name='change of cost in that currency')),
                    ('fx_rate', models.DecimalField(decimal_places=12, max_digits=14, null=True, verbose_name='exchange rate (HK$ for one)')),
                    ('fx_source', models.CharField(blank=True, max_length=120, verbose_name='source of the rate')),
                    ('fx_date', models.DateField(null=True, verbose_name='date of the rate')),
                    ('gain_hkd', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='realised gain (HK$)')),
                    ('exchange_hkd', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='realised exchange difference (HK$)')),
                    ('escrow_hkd', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='held in escrow (HK$)')),
                    ('tax_withheld_hkd', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='tax withheld (HK$)')),
                    ('written_down_hkd', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='change of what is written down (HK$)')),
                    ('working', models.JSONField(default=dict, verbose_name='working')),
                    ('reason', models.TextField(blank=True, verbose_name='reason')),
                    ('evidence', models.TextField(verbose_name='evidence')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ],
                options={
                    'verbose_name': 'event of an investment',
                    'verbose_name_plural': 'events of investments',
                    'ordering': ['investment', 'number'],
                },
            ),
            migrations.CreateModel(
                name='ProposalDocument',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('term_sheet', 'term sheet'), ('ic_paper', 'investment committee paper'), ('undertaking', 'Hong Kong spend undertaking, signed (R10)'), ('share_certificate', 'share certificate'), ('bank_advice', 'bank advice'), ('cap_table', 'capitalisation table'), ('other', 'other document')], max_length=20, verbose_name='document')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('added_at', models.DateTimeField(verbose_name='added at')),
                ],
                options={
                    'verbose_name': 'document of a deal',
                    'verbose_name_plural': 'documents of deals',
                    'ordering': ['id'],
                },
            ),
            migrations.CreateModel(
                name='ProposalReply',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('run', models.PositiveSmallIntegerField(verbose_name='on the checks of run')),
                    ('reply', models.TextField(verbose_name='reply')),
                    ('replied_at', models.DateTimeField(verbose_name='replied at')),
                ],
                options={
                    'verbose_name': 'reply to a query',
                    'verbose_name_plural': 'replies to queries',
                    'ordering': ['id'],
                },
            ),
            migrations.CreateModel(
                name='Ruling',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('restriction', models.CharField(max_length=30, verbose_name='restriction')),
                    ('holds', models.BooleanField(verbose_name='the rule is met')),
                    ('reason', models.TextField(verbose_name='reason')),
                    ('facts', models.JSONField(default=dict, verbose_name='facts')),
                    ('facts_hash', models.CharField(max_length=64, verbose_name='hash of the facts')),
                    ('decided_at', models.DateTimeField(verbose_name='decided at')),
                ],
                options={
                    'verbose_name': 'ruling',
                    'verbose_name_plural': 'rulings',
                    'ordering': ['-id'],
                },
            ),
            migrations.CreateModel(
                name='SampledLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ],
                options={
                    'verbose_name': 'line in a sample',
                    'verbose_name_plural': 'lines in samples',
                    'ordering': ['sample', 'line'],
                },
            ),
            migrations.CreateModel(
                name='SpendCheck',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('accepted_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='accepted (HK$)')),
                    ('rejected_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='rejected (HK$)')),
                    ('reason', models.TextField(blank=True, verbose_name='reason')),
                    ('checked_at', models.DateTimeField(verbose_name='checked at')),
                ],
                options={
                    'verbose_name': 'check of a line of spend',
                    'verbose_name_plural': 'checks of lines of spend',
                    'ordering': ['-id'],
                },
            ),
            migrations.CreateModel(
                name='SpendLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('category', models.CharField(choices=[('talent', 'talent'), ('goods', 'goods'), ('services', 'services'), ('premises', 'premises'), ('research', 'R&D'), ('other', 'other')], max_length=10, verbose_name='category')),
                    ('description', models.TextField(verbose_name='what for')),
                    ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount (HK$)')),
                ],
                options={
                    'verbose_name': 'line of Hong Kong spend',
                    'verbose_name_plural': 'lines of Hong Kong spend',
                    'ordering': ['report', 'id'],
                },
            ),
            migrations.CreateModel(
                name='SpendReport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('period_end', models.DateField(verbose_name='quarter ended')),
                    ('hong_kong_jobs', models.PositiveIntegerField(verbose_name='jobs in Hong Kong')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('submitted_at', models.DateTimeField(verbose_name='submitted at')),
                ],
                options={
                    'verbose_name': 'report of Hong Kong spend',
                    'verbose_name_plural': 'reports of Hong Kong spend',
                    'ordering': ['-period_end', '-id'],
                },
            ),
            migrations.CreateModel(
                name='SpendSample',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('period_end', models.DateField(verbose_name='quarter ended')),
                    ('seed', models.CharField(max_length=80, verbose_name='seed')),
                    ('share_rate', models.DecimalField(decimal_places=12, max_digits=14, verbose_name='share of lines drawn')),
                    ('threshold_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='every line from this amount on (HK$)')),
                    ('population_count', models.PositiveIntegerField(verbose_name='lines in all')),
                    ('population_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount in all (HK$)')),
                    ('population_hash', models.CharField(max_length=64, verbose_name='hash of the lines')),
                    ('drawn_at', models.DateTimeField(verbose_name='drawn at')),
                ],
                options={
                    'verbose_name': 'sample of Hong Kong spend',
                    'verbose_name_plural': 'samples of Hong Kong spend',
                    'ordering': ['-period_end', '-id'],
                },
            ),
            migrations.CreateModel(
                name='Valuation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('valuation_date', models.DateField(verbose_name='valued as of')),
                    ('stage', models.CharField(choices=[('draft', 'waiting for review'), ('reviewed', 'reviewed'), ('refused', 'refused')], default='draft', max_length=10, verbose_name='stage')),
                    ('method', models.CharField(choices=[('recent_transaction', 'price of a recent transaction, calibrated'), ('multiples', 'multiples'), ('industry_benchmarks', 'industry valuation benchmarks'), ('market_price', 'available market price'), ('discounted_cash_flow', 'discounted cash flow'), ('net_assets', 'net assets'), ('scenario', 'scenario analysis'), ('milestone', 'milestone analysis')], max_length=24, verbose_name='method (IPEV)')),
                    ('level', models.PositiveSmallIntegerField(choices=[(1, 'level 1: quoted price'), (2, 'level 2: observable inputs'), (3, 'level 3: unobservable inputs')], verbose_name='level of inputs')),
                    ('policy_version', models.CharField(max_length=60, verbose_name='version of the valuation policy')),
                    ('inputs', models.JSONField(default=dict, verbose_name='inputs')),
                    ('calibration', models.JSONField(default=dict, verbose_name='calibration to the last round')),
                    ('fair_value_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='fair value (HK$)')),
                    ('currency', models.CharField(default='HKD', max_length=3, verbose_name='currency')),
                    ('foreign_value', models.DecimalField(decimal_places=4, max_digits=20, null=True, verbose_name='value in that currency')),
                    ('fx_rate', models.DecimalField(decimal_places=12, max_digits=14, null=True, verbose_name='exchange rate (HK$ for one)')),
                    ('fx_source', models.CharField(blank=True, max_length=120, verbose_name='source of the rate')),
                    ('fx_date', models.DateField(null=True, verbose_name='date of the rate')),
                    ('reason', models.TextField(blank=True, verbose_name='reason for a jump')),
                    ('bridge', models.JSONField(default=dict, verbose_name='bridge from the last valuation')),
                    ('made_at', models.DateTimeField(verbose_name='made at')),
                    ('reviewed_at', models.DateTimeField(null=True, verbose_name='reviewed at')),
                    ('review_note', models.TextField(blank=True, verbose_name='note of the review')),
                ],
                options={
                    'verbose_name': 'valuation',
                    'verbose_name_plural': 'valuations',
                    'ordering': ['-valuation_date', '-id'],
                },
            ),
            migrations.CreateModel(
                name='ValuationEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('valuation_date', models.DateField(verbose_name='valued as of')),
                    ('stage', models.CharField(choices=[('draft', 'waiting for review'), ('reviewed', 'reviewed'), ('refused', 'refused')], default='draft', max_length=10, verbose_name='stage')),
                    ('method', models.CharField(choices=[('recent_transaction', 'price of a recent transaction, calibrated'), ('multiples', 'multiples'), ('industry_benchmarks', 'industry valuation benchmarks'), ('market_price', 'available market price'), ('discounted_cash_flow', 'discounted cash flow'), ('net_assets', 'net assets'), ('scenario', 'scenario analysis'), ('milestone', 'milestone analysis')], max_length=24, verbose_name='method (IPEV)')),
                    ('level', models.PositiveSmallIntegerField(choices=[(1, 'level 1: quoted price'), (2, 'level 2: observable inputs'), (3, 'level 3: unobservable inputs')], verbose_name='level of inputs')),
                    ('policy_version', models.CharField(max_length=60, verbose_name='version of the valuation policy')),
                    ('inputs', models.JSONField(default=dict, verbose_name='inputs')),
                    ('calibration', models.JSONField(default=dict, verbose_name='calibration to the last round')),
                    ('fair_value_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='fair value (HK$)')),
                    ('currency', models.CharField(default='HKD', max_length=3, verbose_name='currency')),
                    ('foreign_value', models.DecimalField(decimal_places=4, max_digits=20, null=True, verbose_name='value in that currency')),
                    ('fx_rate', models.DecimalField(decimal_places=12, max_digits=14, null=True, verbose_name='exchange rate (HK$ for one)')),
                    ('fx_source', models.CharField(blank=True, max_length=120, verbose_name='source of the rate')),
                    ('fx_date', models.DateField(null=True, verbose_name='date of the rate')),
                    ('reason', models.TextField(blank=True, verbose_name='reason for a jump')),
                    ('bridge', models.JSONField(default=dict, verbose_name='bridge from the last valuation')),
                    ('made_at', models.DateTimeField(verbose_name='made at')),
                    ('reviewed_at', models.DateTimeField(null=True, verbose_name='reviewed at')),
                    ('review_note', models.TextField(blank=True, verbose_name='note of the review')),
                ],
                options={
                    'abstract': False,
                },
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='company',
                name='insert_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='company',
                name='update_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='company',
                name='delete_delete',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='consent',
                name='insert_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='consent',
                name='update_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='consent',
                name='delete_delete',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='proposal',
                name='insert_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='proposal',
                name='update_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='proposal',
                name='delete_delete',
            ),
            migrations.RemoveConstraint(
                model_name='checkoutcome',
                name='check_outcome_once_a_run',
            ),
            migrations.RemoveConstraint(
                model_name='companyfact',
                name='company_fact_kind_known',
            ),
            migrations.AddField(
                model_name='checkoutcome',
                name='restriction',
                field=models.CharField(default='', max_length=30, verbose_name='restriction'),
                preserve_default=False,
            ),
            migrations.AddField(
                model_name='company',
                name='business_address',
                field=models.TextField(blank=True, verbose_name='place of business'),
            ),
            migrations.AddField(
                model_name='company',
                name='hints',
                field=models.JSONField(blank=True, default=dict, verbose_name='words that hint at R13'),
            ),
            migrations.AddField(
                model_name='company',
                name='incorporation_date',
                field=models.DateField(blank=True, null=True, verbose_name='incorporated on'),
            ),
            migrations.AddField(
                model_name='company',
                name='registered_address',
                field=models.TextField(blank=True, verbose_name='registered address'),
            ),
            migrations.AddField(
                model_name='companyevent',
                name='business_address',
                field=models.TextField(blank=True, verbose_name='place of business'),
            ),
            migrations.AddField(
                model_name='companyevent',
                name='hints',
                field=models.JSONField(blank=True, default=dict, verbose_name='words that hint at R13'),
            ),
            migrations.AddField(
                model_name='companyevent',
                name='incorporation_date',
                field=models.DateField(blank=True, null=True, verbose_name='incorporated on'),
            ),
            migrations.AddField(
                model_name='companyevent',
                name='registered_address',
                field=models.TextField(blank=True, verbose_name='registered address'),
            ),
            migrations.AddField(
                model_name='companyfact',
                name='quantity',
                field=models.PositiveIntegerField(null=True, verbose_name='number, such as of staff'),
            ),
            migrations.AddField(
                model_name='consent',
                name='given_by',
                field=models.CharField(choices=[('corporation', 'the Corporation'), ('partners_committee', "the partners' advisory committee")], default='corporation', max_length=20, verbose_name='given by'),
            ),
            migrations.AddField(
                model_name='consent',
                name='given_date',
                field=models.DateField(null=True, verbose_name='given on'),
            ),
            migrations.AddField(
                model_name='consent',
                name='restriction',
                field=models.CharField(blank=True, max_length=30, verbose_name='restriction'),
            ),
            migrations.AddField(
                model_name='consentevent',
                name='given_by',
                field=models.CharField(choices=[('corporation', 'the Corporation'), ('partners_committee', "the partners' advisory committee")], default='corporation', max_length=20, verbose_name='given by'),
            ),
            migrations.AddField(
                model_name='consentevent',
                name='given_date',
                field=models.DateField(null=True, verbose_name='given on'),
            ),
            migrations.AddField(
                model_name='consentevent',
                name='restriction',
                field=models.CharField(blank=True, max_length=30, verbose_name='restriction'),
            ),
            migrations.AddField(
                model_name='proposal',
                name='currency',
                field=models.CharField(default='HKD', max_length=3, verbose_name='currency'),
            ),
            migrations.AddField(
                model_name='proposal',
                name='foreign_amount',
                field=models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True, verbose_name='amount in that currency'),
            ),
            migrations.AddField(
                model_name='proposal',
                name='hints',
                field=models.JSONField(blank=True, default=dict, verbose_name='words that hint at R13'),
            ),
            migrations.AddField(
                model_name='proposal',
                name='is_bridge',
                field=models.BooleanField(default=False, verbose_name='bridge financing'),
            ),
            migrations.AddField(
                model_name='proposal',
                name='spend_months',
                field=models.PositiveSmallIntegerField(default=24, verbose_name='to be spent within (months)'),
            ),
            migrations.AddField(
                model_name='proposalevent',
                name='currency',
                field=models.CharField(default='HKD', max_length=3, verbose_name='currency'),
            ),
            migrations.AddField(
                model_name='proposalevent',
                name='foreign_amount',
                field=models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True, verbose_name='amount in that currency'),
            ),
            migrations.AddField(
                model_name='proposalevent',
                name='hints',
                field=models.JSONField(blank=True, default=dict, verbose_name='words that hint at R13'),
            ),
            migrations.AddField(
                model_name='proposalevent',
                name='is_bridge',
                field=models.BooleanField(default=False, verbose_name='bridge financing'),
            ),
            migrations.AddField(
                model_name='proposalevent',
                name='spend_months',
                field=models.PositiveSmallIntegerField(default=24, verbose_name='to be spent within (months)'),
            ),
            migrations.AlterField(
                model_name='companyfact',
                name='kind',
                field=models.CharField(choices=[('is_start_up', 'start-up'), ('is_hong_kong', 'Hong Kong company'), ('has_it_establishment', 'I&T establishment in Hong Kong'), ('is_ecosystem', 'linked to the Hong Kong I&T ecosystem'), ('is_listed', 'listed'), ('has_research_site', 'R&D site in Hong Kong'), ('has_production', 'production in Hong Kong'), ('has_regional_headquarters', 'regional headquarters in Hong Kong'), ('has_staff', 'staff in Hong Kong')], max_length=32, verbose_name='fact'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='company',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "investments_companyevent" ("br_number", "business_address", "description", "group_id", "hints", "id", "incorporation_date", "name_en", "name_zh_hant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_of_incorporation", "registered_address", "registered_at", "registered_by_id") VALUES (NEW."br_number", NEW."business_address", NEW."description", NEW."group_id", NEW."hints", NEW."id", NEW."incorporation_date", NEW."name_en", NEW."name_zh_hant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."place_of_incorporation", NEW."registered_address", NEW."registered_at", NEW."registered_by_id"); RETURN NULL;', hash='6782101f279904e49570b8f8af79b9e64e1b7f7f', operation='INSERT', pgid='pgtrigger_insert_insert_f8329', table='investments_company', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='company',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "investments_companyevent" ("br_number", "business_address", "description", "group_id", "hints", "id", "incorporation_date", "name_en", "name_zh_hant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_of_incorporation", "registered_address", "registered_at", "registered_by_id") VALUES (NEW."br_number", NEW."business_address", NEW."description", NEW."group_id", NEW."hints", NEW."id", NEW."incorporation_date", NEW."name_en", NEW."name_zh_hant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place_of_incorporation", NEW."registered_address", NEW."registered_at", NEW."registered_by_id"); RETURN NULL;', hash='dc59291768704c296cbd2f42e40dcc2fdc5777d6', operation='UPDATE', pgid='pgtrigger_update_update_22a58', table='investments_company', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='company',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "investments_companyevent" ("br_number", "business_address", "description", "group_id", "hints", "id", "incorporation_date", "name_en", "name_zh_hant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_of_incorporation", "registered_address", "registered_at", "registered_by_id") VALUES (OLD."br_number", OLD."business_address", OLD."description", OLD."group_id", OLD."hints", OLD."id", OLD."incorporation_date", OLD."name_en", OLD."name_zh_hant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."place_of_incorporation", OLD."registered_address", OLD."registered_at", OLD."registered_by_id"); RETURN NULL;', hash='711dfcff72e4bdb350bc3d424aa137caf4118173', operation='DELETE', pgid='pgtrigger_delete_delete_a26fc', table='investments_company', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='consent',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "investments_consentevent" ("approved_at", "approved_by_id", "document_reference", "expiry_date", "file_id", "fund_id", "given_by", "given_date", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "recorded_at", "recorded_by_id", "restriction", "rule", "scope", "stage") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."document_reference", NEW."expiry_date", NEW."file_id", NEW."fund_id", NEW."given_by", NEW."given_date", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."proposal_id", NEW."recorded_at", NEW."recorded_by_id", NEW."restriction", NEW."rule", NEW."scope", NEW."stage"); RETURN NULL;', hash='a74977d0941ed860c0ff74188adabbb0e950723a', operation='INSERT', pgid='pgtrigger_insert_insert_14ac1', table='investments_consent', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='consent',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "investments_consentevent" ("approved_at", "approved_by_id", "document_reference", "expiry_date", "file_id", "fund_id", "given_by", "given_date", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "recorded_at", "recorded_by_id", "restriction", "rule", "scope", "stage") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."document_reference", NEW."expiry_date", NEW."file_id", NEW."fund_id", NEW."given_by", NEW."given_date", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."proposal_id", NEW."recorded_at", NEW."recorded_by_id", NEW."restriction", NEW."rule", NEW."scope", NEW."stage"); RETURN NULL;', hash='aaaf6eb409d01114bce544b8bfca25abb317950c', operation='UPDATE', pgid='pgtrigger_update_update_c9463', table='investments_consent', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='consent',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "investments_consentevent" ("approved_at", "approved_by_id", "document_reference", "expiry_date", "file_id", "fund_id", "given_by", "given_date", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "recorded_at", "recorded_by_id", "restriction", "rule", "scope", "stage") VALUES (OLD."approved_at", OLD."approved_by_id", OLD."document_reference", OLD."expiry_date", OLD."file_id", OLD."fund_id", OLD."given_by", OLD."given_date", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."proposal_id", OLD."recorded_at", OLD."recorded_by_id", OLD."restriction", OLD."rule", OLD."scope", OLD."stage"); RETURN NULL;', hash='53b36afc92d4619b8bb6b5f7ab39365e868fb1e6', operation='DELETE', pgid='pgtrigger_delete_delete_e51b1', table='investments_consent', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='proposal',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "investments_proposalevent" ("activities", "amount_hkd", "company_id", "currency", "description", "expected_date", "financing_stage", "foreign_amount", "fund_id", "hints", "hong_kong_spend_undertaken_hkd", "id", "instrument", "is_bridge", "is_follow_on", "is_secondary", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector", "spend_months", "stage", "submitted_at", "submitted_by_id", "undertaking_file_id", "undertaking_signed_date", "version") VALUES (NEW."activities", NEW."amount_hkd", NEW."company_id", NEW."currency", NEW."description", NEW."expected_date", NEW."financing_stage", NEW."foreign_amount", NEW."fund_id", NEW."hints", NEW."hong_kong_spend_undertaken_hkd", NEW."id", NEW."instrument", NEW."is_bridge", NEW."is_follow_on", NEW."is_secondary", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."sector", NEW."spend_months", NEW."stage", NEW."submitted_at", NEW."submitted_by_id", NEW."undertaking_file_id", NEW."undertaking_signed_date", NEW."version"); RETURN NULL;', hash='b9526c1962f0c54bb08c34c86166f357bd24da45', operation='INSERT', pgid='pgtrigger_insert_insert_28c03', table='investments_proposal', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='proposal',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "investments_proposalevent" ("activities", "amount_hkd", "company_id", "currency", "description", "expected_date", "financing_stage", "foreign_amount", "fund_id", "hints", "hong_kong_spend_undertaken_hkd", "id", "instrument", "is_bridge", "is_follow_on", "is_secondary", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector", "spend_months", "stage", "submitted_at", "submitted_by_id", "undertaking_file_id", "undertaking_signed_date", "version") VALUES (NEW."activities", NEW."amount_hkd", NEW."company_id", NEW."currency", NEW."description", NEW."expected_date", NEW."financing_stage", NEW."foreign_amount", NEW."fund_id", NEW."hints", NEW."hong_kong_spend_undertaken_hkd", NEW."id", NEW."instrument", NEW."is_bridge", NEW."is_follow_on", NEW."is_secondary", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."sector", NEW."spend_months", NEW."stage", NEW."submitted_at", NEW."submitted_by_id", NEW."undertaking_file_id", NEW."undertaking_signed_date", NEW."version"); RETURN NULL;', hash='ba071b59a4f14ee547eef0b3820a3d91c8d17878', operation='UPDATE', pgid='pgtrigger_update_update_e16ef', table='investments_proposal', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='proposal',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "investments_proposalevent" ("activities", "amount_hkd", "company_id", "currency", "description", "expected_date", "financing_stage", "foreign_amount", "fund_id", "hints", "hong_kong_spend_undertaken_hkd", "id", "instrument", "is_bridge", "is_follow_on", "is_secondary", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector", "spend_months", "stage", "submitted_at", "submitted_by_id", "undertaking_file_id", "undertaking_signed_date", "version") VALUES (OLD."activities", OLD."amount_hkd", OLD."company_id", OLD."currency", OLD."description", OLD."expected_date", OLD."financing_stage", OLD."foreign_amount", OLD."fund_id", OLD."hints", OLD."hong_kong_spend_undertaken_hkd", OLD."id", OLD."instrument", OLD."is_bridge", OLD."is_follow_on", OLD."is_secondary", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."sector", OLD."spend_months", OLD."stage", OLD."submitted_at", OLD."submitted_by_id", OLD."undertaking_file_id", OLD."undertaking_signed_date", OLD."version"); RETURN NULL;', hash='64e4648a9ba01a490aa67dec42e3ce1ac996ed90', operation='DELETE', pgid='pgtrigger_delete_delete_09202', table='investments_proposal', when='AFTER')),
            ),
        ]),
        sql_file(__file__, "restrictions_by_rule"),
        Batch([
            migrations.AddConstraint(
                model_name='checkoutcome',
                constraint=models.UniqueConstraint(fields=('proposal', 'run', 'restriction'), name='check_outcome_once_a_run'),
            ),
            migrations.AddConstraint(
                model_name='companyfact',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['has_it_establishment', 'has_production', 'has_regional_headquarters', 'has_research_site', 'has_staff', 'is_ecosystem', 'is_hong_kong', 'is_listed', 'is_start_up'])), name='company_fact_kind_known'),
            ),
            migrations.AddConstraint(
                model_name='consent',
                constraint=models.CheckConstraint(condition=models.Q(('given_by__in', ['corporation', 'partners_committee'])), name='consent_given_by_known'),
            ),
            migrations.AddField(
                model_name='affiliation',
                name='company',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='affiliations', to='investments.company', verbose_name='company'),
            ),
            migrations.AddField(
                model_name='affiliation',
                name='declared_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='declared by'),
            ),
            migrations.AddField(
                model_name='affiliation',
                name='ended_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='end recorded by'),
            ),
            migrations.AddField(
                model_name='affiliation',
                name='manager',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='affiliations', to='funds.manager', verbose_name='fund manager'),
            ),
            migrations.AddField(
                model_name='affiliation',
                name='partner',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='affiliations', to='funds.partner', verbose_name='partner'),
            ),
            migrations.AddField(
                model_name='affiliation',
                name='staff',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='affiliations', to=settings.AUTH_USER_MODEL, verbose_name='member of the staff'),
            ),
            migrations.AddField(
                model_name='affiliationevent',
                name='company',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='investments.company', verbose_name='company'),
            ),
            migrations.AddField(
                model_name='affiliationevent',
                name='declared_by',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='declared by'),
            ),
            migrations.AddField(
                model_name='affiliationevent',
                name='ended_by',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='end recorded by'),
            ),
            migrations.AddField(
                model_name='affiliationevent',
                name='manager',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.manager', verbose_name='fund manager'),
            ),
            migrations.AddField(
                model_name='affiliationevent',
                name='partner',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.partner', verbose_name='partner'),
            ),
            migrations.AddField(
                model_name='affiliationevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='investments.affiliation'),
            ),
            migrations.AddField(
                model_name='affiliationevent',
                name='staff',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='member of the staff'),
            ),
            migrations.AddField(
                model_name='companyactivity',
                name='company',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='investments.company', verbose_name='company'),
            ),
            migrations.AddField(
                model_name='companyactivity',
                name='recorded_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
            ),
            migrations.AddField(
                model_name='companygroup',
                name='registered_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='registered by'),
            ),
            migrations.AddField(
                model_name='company',
                name='group',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='companies', to='investments.companygroup', verbose_name='group'),
            ),
            migrations.AddField(
                model_name='companyevent',
                name='group',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='investments.companygroup', verbose_name='group'),
            ),
            migrations.AddField(
                model_name='companygroupevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='investments.companygroup'),
            ),
            migrations.AddField(
                model_name='companygroupevent',
                name='registered_by',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='registered by'),
            ),
            migrations.AddField(
                model_name='financinground',
                name='company',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='investments.company', verbose_name='company'),
            ),
            migrations.AddField(
                model_name='financinground',
                name='file',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='itvf.file', verbose_name='evidence (file)'),
            ),
            migrations.AddField(
                model_name='financinground',
                name='recorded_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
            ),
            migrations.AddField(
                model_name='financinground',
                name='replaces',
                field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='investments.financinground', verbose_name='corrects'),
            ),
            migrations.AddField(
                model_name='finding',
                name='answer_file',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='itvf.file', verbose_name='evidence (file)'),
            ),
            migrations.AddField(
                model_name='finding',
                name='answered_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by'),
            ),
            migrations.AddField(
                model_name='finding',
                name='closed_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='closed by'),
            ),
            migrations.AddField(
                model_name='findingevent',
                name='answer_file',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='itvf.file', verbose_name='evidence (file)'),
            ),
            migrations.AddField(
                model_name='findingevent',
                name='answered_by',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by'),
            ),
            migrations.AddField(
                model_name='findingevent',
                name='closed_by',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='closed by'),
            ),
            migrations.AddField(
                model_name='findingevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='investments.finding'),
            ),
            migrations.AddField(
                model_name='holdingconfirmation',
                name='file',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='itvf.file', verbose_name='confirmation (file)'),
            ),
            migrations.AddField(
                model_name='holdingconfirmation',
                name='investment',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmations', to='investments.investment', verbose_name='investment'),
            ),
            migrations.AddField(
                model_name='holdingconfirmation',
                name='recorded_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
            ),
            migrations.AddField(
                model_name='inspectionvisit',
                name='company',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='investments.company', verbose_name='company'),
            ),
            migrations.AddField(
                model_name='inspectionvisit',
                name='file',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='itvf.file', verbose_name='report (file)'),
            ),
            migrations.AddField(
                model_name='inspectionvisit',
                name='fund',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='funds.fund', verbose_name='fund'),
            ),
            migrations.AddField(
                model_name='inspectionvisit',
                name='recorded_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
            ),
            migrations.AddField(
                model_name='findingevent',
                name='visit',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='investments.inspectionvisit', verbose_name='inspection visit'),
            ),
            migrations.AddField(
                model_name='finding',
                name='visit',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='investments.inspectionvisit', verbose_name='inspection visit'),
            ),
            migrations.AddField(
                model_name='lifeevent',
                name='entry',
                field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='life_event', to='funds.journalentry', verbose_name='journal entry'),
            ),
            migrations.AddField(
                model_name='lifeevent',
                name='file',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='itvf.file', verbose_name='evidence (file)'),
            ),
            migrations.AddField(
                model_name='lifeevent',
                name='investment',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='life_events', to='investments.investment', verbose_name='investment'),
            ),
            migrations.AddField(
                model_name='lifeevent',
                name='recorded_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
            ),
            migrations.AddField(
                model_name='lifeevent',
                name='reverses',
                field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='investments.lifeevent', verbose_name='reverses'),
            ),
            migrations.AddField(
                model_name='proposaldocument',
                name='added_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by'),
            ),
            migrations.AddField(
                model_name='proposaldocument',
                name='file',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='itvf.file', verbose_name='file'),
            ),
            migrations.AddField(
                model_name='proposaldocument',
                name='proposal',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='investments.proposal', verbose_name='proposal'),
            ),
            migrations.AddField(
                model_name='proposalreply',
                name='proposal',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='investments.proposal', verbose_name='proposal'),
            ),
            migrations.AddField(
                model_name='proposalreply',
                name='replied_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='replied by'),
            ),
            migrations.AddField(
                model_name='ruling',
                name='decided_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
            ),
            migrations.AddField(
                model_name='ruling',
                name='file',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='itvf.file', verbose_name='evidence (file)'),
            ),
            migrations.AddField(
                model_name='ruling',
                name='proposal',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rulings', to='investments.proposal', verbose_name='proposal'),
            ),
            migrations.AddField(
                model_name='spendcheck',
                name='checked_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='checked by'),
            ),
            migrations.AddField(
                model_name='spendcheck',
                name='replaces',
                field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='investments.spendcheck', verbose_name='replaces'),
            ),
            migrations.AddField(
                model_name='spendline',
                name='file',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='itvf.file', verbose_name='evidence (file)'),
            ),
            migrations.AddField(
                model_name='spendcheck',
                name='line',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='investments.spendline', verbose_name='line of Hong Kong spend'),
            ),
            migrations.AddField(
                model_name='sampledline',
                name='line',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sampled', to='investments.spendline', verbose_name='line of Hong Kong spend'),
            ),
            migrations.AddField(
                model_name='spendreport',
                name='investment',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spend_reports', to='investments.investment', verbose_name='investment'),
            ),
            migrations.AddField(
                model_name='spendreport',
                name='replaces',
                field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='investments.spendreport', verbose_name='replaces'),
            ),
            migrations.AddField(
                model_name='spendreport',
                name='submitted_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='submitted by'),
            ),
            migrations.AddField(
                model_name='spendline',
                name='report',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='investments.spendreport', verbose_name='report of Hong Kong spend'),
            ),
            migrations.AddField(
                model_name='spendsample',
                name='drawn_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='drawn by'),
            ),
            migrations.AddField(
                model_name='spendsample',
                name='fund',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='spend_samples', to='funds.fund', verbose_name='fund'),
            ),
            migrations.AddField(
                model_name='sampledline',
                name='sample',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='investments.spendsample', verbose_name='sample of Hong Kong spend'),
            ),
            migrations.AddField(
                model_name='valuation',
                name='entry',
                field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='valuation', to='funds.journalentry', verbose_name='journal entry'),
            ),
            migrations.AddField(
                model_name='valuation',
                name='file',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='itvf.file', verbose_name='working (file)'),
            ),
            migrations.AddField(
                model_name='valuation',
                name='investment',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='valuations', to='investments.investment', verbose_name='investment'),
            ),
            migrations.AddField(
                model_name='valuation',
                name='made_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by'),
            ),
            migrations.AddField(
                model_name='valuation',
                name='reviewed_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reviewed by'),
            ),
            migrations.AddField(
                model_name='valuationevent',
                name='entry',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.journalentry', verbose_name='journal entry'),
            ),
            migrations.AddField(
                model_name='valuationevent',
                name='file',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='itvf.file', verbose_name='working (file)'),
            ),
            migrations.AddField(
                model_name='valuationevent',
                name='investment',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='investments.investment', verbose_name='investment'),
            ),
            migrations.AddField(
                model_name='valuationevent',
                name='made_by',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by'),
            ),
            migrations.AddField(
                model_name='valuationevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='investments.valuation'),
            ),
            migrations.AddField(
                model_name='valuationevent',
                name='reviewed_by',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reviewed by'),
            ),
            migrations.AddConstraint(
                model_name='affiliation',
                constraint=models.CheckConstraint(condition=models.Q(('capacity__in', ['affiliate', 'beneficial_owner', 'director', 'officer', 'relative', 'shareholder'])), name='affiliation_capacity_known'),
            ),
            migrations.AddConstraint(
                model_name='affiliation',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_by__isnull', True), ('until_date__isnull', True)), models.Q(('ended_by__isnull', False), ('until_date__isnull', False)), _connector='OR'), name='affiliation_until_date_ended_by_together'),
            ),
            migrations.AddConstraint(
                model_name='affiliation',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('company__isnull', False), ('manager__isnull', True), ('partner__isnull', True), ('staff__isnull', True)), models.Q(('company__isnull', True), ('manager__isnull', False), ('partner__isnull', True), ('staff__isnull', True)), models.Q(('company__isnull', True), ('manager__isnull', True), ('partner__isnull', False), ('staff__isnull', True)), models.Q(('company__isnull', True), ('manager__isnull', True), ('partner__isnull', True), ('staff__isnull', False)), _connector='OR'), name='affiliation_of_just_one'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='affiliation',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "investments_affiliationevent" ("capacity", "company_id", "declared_at", "declared_by_id", "ended_by_id", "evidence", "id", "identifier", "is_person", "manager_id", "name_en", "name_zh_hant", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "share_rate", "since_date", "staff_id", "until_date") VALUES (NEW."capacity", NEW."company_id", NEW."declared_at", NEW."declared_by_id", NEW."ended_by_id", NEW."evidence", NEW."id", NEW."identifier", NEW."is_person", NEW."manager_id", NEW."name_en", NEW."name_zh_hant", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."share_rate", NEW."since_date", NEW."staff_id", NEW."until_date"); RETURN NULL;', hash='034149757d791328863d10672bc56c8b581cfaa4', operation='INSERT', pgid='pgtrigger_insert_insert_220bd', table='investments_affiliation', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='affiliation',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "investments_affiliationevent" ("capacity", "company_id", "declared_at", "declared_by_id", "ended_by_id", "evidence", "id", "identifier", "is_person", "manager_id", "name_en", "name_zh_hant", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "share_rate", "since_date", "staff_id", "until_date") VALUES (NEW."capacity", NEW."company_id", NEW."declared_at", NEW."declared_by_id", NEW."ended_by_id", NEW."evidence", NEW."id", NEW."identifier", NEW."is_person", NEW."manager_id", NEW."name_en", NEW."name_zh_hant", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."share_rate", NEW."since_date", NEW."staff_id", NEW."until_date"); RETURN NULL;', hash='b079275b746b8a37832bc55e2cb2f0b0fede4bb8', operation='UPDATE', pgid='pgtrigger_update_update_84502', table='investments_affiliation', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='affiliation',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "investments_affiliationevent" ("capacity", "company_id", "declared_at", "declared_by_id", "ended_by_id", "evidence", "id", "identifier", "is_person", "manager_id", "name_en", "name_zh_hant", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "share_rate", "since_date", "staff_id", "until_date") VALUES (OLD."capacity", OLD."company_id", OLD."declared_at", OLD."declared_by_id", OLD."ended_by_id", OLD."evidence", OLD."id", OLD."identifier", OLD."is_person", OLD."manager_id", OLD."name_en", OLD."name_zh_hant", OLD."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."share_rate", OLD."since_date", OLD."staff_id", OLD."until_date"); RETURN NULL;', hash='557bf93801b4caf9056ec1a41e97e99ab7f5bcfa', operation='DELETE', pgid='pgtrigger_delete_delete_b4bba', table='investments_affiliation', when='AFTER')),
            ),
            migrations.AddConstraint(
                model_name='companyactivity',
                constraint=models.CheckConstraint(condition=models.Q(('hsic_code__regex', '^[0-9]{2,6}$')), name='company_activity_hsic_code_is_digits'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='companygroup',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "investments_companygroupevent" ("id", "name_en", "name_zh_hant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_at", "registered_by_id") VALUES (NEW."id", NEW."name_en", NEW."name_zh_hant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."registered_at", NEW."registered_by_id"); RETURN NULL;', hash='c98f3e349e60858ae499d99c74fc362fd0e996e9', operation='INSERT', pgid='pgtrigger_insert_insert_c3f91', table='investments_companygroup', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='companygroup',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "investments_companygroupevent" ("id", "name_en", "name_zh_hant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_at", "registered_by_id") VALUES (NEW."id", NEW."name_en", NEW."name_zh_hant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."registered_at", NEW."registered_by_id"); RETURN NULL;', hash='c61a72eaa129ff569f1d196438c5e59dc2319470', operation='UPDATE', pgid='pgtrigger_update_update_4465f', table='investments_companygroup', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='companygroup',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "investments_companygroupevent" ("id", "name_en", "name_zh_hant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registered_at", "registered_by_id") VALUES (OLD."id", OLD."name_en", OLD."name_zh_hant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."registered_at", OLD."registered_by_id"); RETURN NULL;', hash='845514b0a698b799de9f0e922963090cb47d14f2', operation='DELETE', pgid='pgtrigger_delete_delete_e0e52', table='investments_companygroup', when='AFTER')),
            ),
            migrations.AddConstraint(
                model_name='financinground',
                constraint=models.CheckConstraint(condition=models.Q(('diluted_units__gte', models.F('issued_units')), ('issued_units__gt', 0)), name='financing_round_diluted_holds_issued'),
            ),
            migrations.AddConstraint(
                model_name='holdingconfirmation',
                constraint=models.CheckConstraint(condition=models.Q(('source__in', ['bank', 'custodian', 'registry'])), name='holding_confirmation_source_known'),
            ),
            migrations.AddConstraint(
                model_name='holdingconfirmation',
                constraint=models.CheckConstraint(condition=models.Q(('confirmed_units', models.F('recorded_units')), models.Q(('note', ''), _negated=True), _connector='OR'), name='holding_confirmation_difference_is_explained'),
            ),
            migrations.AddConstraint(
                model_name='finding',
                constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['answered', 'closed', 'open'])), name='finding_stage_known'),
            ),
            migrations.AddConstraint(
                model_name='finding',
                constraint=models.UniqueConstraint(fields=('visit', 'number'), name='finding_number_once_a_visit'),
            ),
            migrations.AddConstraint(
                model_name='finding',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='finding_answered_by_answered_at_together'),
            ),
            migrations.AddConstraint(
                model_name='finding',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='finding_closed_by_closed_at_together'),
            ),
            migrations.AddConstraint(
                model_name='finding',
                constraint=models.CheckConstraint(condition=models.Q(('closed_by__isnull', True), ('answered_by__isnull', True), models.Q(('answered_by', models.F('closed_by')), _negated=True), _connector='OR'), name='finding_closed_by_is_not_answered_by'),
            ),
            migrations.AddConstraint(
                model_name='finding',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'closed'), _negated=True), ('closed_by__isnull', False), _connector='OR'), name='finding_closed_by_somebody'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='finding',
                trigger=pgtrigger.compiler.Trigger(name='finding_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{open:answered,open:closed,answered:open,answered:closed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='6d548b371ce4c7755478b2dfeaf6646044317637', operation='UPDATE', pgid='pgtrigger_finding_stage_744fa', table='investments_finding', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='finding',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "investments_findingevent" ("answer", "answer_file_id", "answered_at", "answered_by_id", "closed_at", "closed_by_id", "closing_note", "due_date", "finding", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage", "visit_id") VALUES (NEW."answer", NEW."answer_file_id", NEW."answered_at", NEW."answered_by_id", NEW."closed_at", NEW."closed_by_id", NEW."closing_note", NEW."due_date", NEW."finding", NEW."id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."stage", NEW."visit_id"); RETURN NULL;', hash='a4785296d7374abd8c04676d47554c1ec085df0b', operation='INSERT', pgid='pgtrigger_insert_insert_a44de', table='investments_finding', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='finding',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "investments_findingevent" ("answer", "answer_file_id", "answered_at", "answered_by_id", "closed_at", "closed_by_id", "closing_note", "due_date", "finding", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage", "visit_id") VALUES (NEW."answer", NEW."answer_file_id", NEW."answered_at", NEW."answered_by_id", NEW."closed_at", NEW."closed_by_id", NEW."closing_note", NEW."due_date", NEW."finding", NEW."id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."stage", NEW."visit_id"); RETURN NULL;', hash='cc201cb68cae95e28c3dccd72ddd2342fb36c8df', operation='UPDATE', pgid='pgtrigger_update_update_c6abe', table='investments_finding', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='finding',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "investments_findingevent" ("answer", "answer_file_id", "answered_at", "answered_by_id", "closed_at", "closed_by_id", "closing_note", "due_date", "finding", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stage", "visit_id") VALUES (OLD."answer", OLD."answer_file_id", OLD."answered_at", OLD."answered_by_id", OLD."closed_at", OLD."closed_by_id", OLD."closing_note", OLD."due_date", OLD."finding", OLD."id", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."stage", OLD."visit_id"); RETURN NULL;', hash='3d8c1efd68cf156459c8210f024dda8639707b54', operation='DELETE', pgid='pgtrigger_delete_delete_c85e2', table='investments_finding', when='AFTER')),
            ),
            migrations.AddConstraint(
                model_name='lifeevent',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['bonus', 'completion', 'conversion', 'escrow_release', 'exit', 'income', 'split', 'tranche', 'write_down', 'write_down_reversal', 'write_off'])), name='life_event_kind_known'),
            ),
            migrations.AddConstraint(
                model_name='lifeevent',
                constraint=models.CheckConstraint(condition=models.Q(('route__in', ['', 'ipo', 'redemption', 'trade_sale'])), name='life_event_route_known'),
            ),
            migrations.AddConstraint(
                model_name='lifeevent',
                constraint=models.UniqueConstraint(fields=('investment', 'number'), name='life_event_number_once'),
            ),
            migrations.AddConstraint(
                model_name='lifeevent',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('foreign_amount__isnull', True), ('fx_date__isnull', True), ('fx_rate__isnull', True)), models.Q(('foreign_amount__isnull', False), ('fx_date__isnull', False), ('fx_rate__isnull', False)), _connector='OR'), name='life_event_foreign_amount_fx_rate_fx_date_together'),
            ),
            migrations.AddConstraint(
                model_name='lifeevent',
                constraint=models.CheckConstraint(condition=models.Q(('kind', 'exit'), ('route', ''), _connector='XOR'), name='life_event_route_for_exits_only'),
            ),
            migrations.AddConstraint(
                model_name='proposaldocument',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['bank_advice', 'cap_table', 'ic_paper', 'other', 'share_certificate', 'term_sheet', 'undertaking'])), name='proposal_document_kind_known'),
            ),
            migrations.AddConstraint(
                model_name='spendcheck',
                constraint=models.CheckConstraint(condition=models.Q(('accepted_hkd__gte', 0), ('accepted_hkd__lt', 10000000000000000)), name='spend_check_accepted_hkd_not_negative'),
            ),
            migrations.AddConstraint(
                model_name='spendcheck',
                constraint=models.CheckConstraint(condition=models.Q(('rejected_hkd__gte', 0), ('rejected_hkd__lt', 10000000000000000)), name='spend_check_rejected_hkd_not_negative'),
            ),
            migrations.AddConstraint(
                model_name='spendcheck',
                constraint=models.UniqueConstraint(condition=models.Q(('replaces__isnull', True)), fields=('line',), name='spend_check_first_once_a_line'),
            ),
            migrations.AddConstraint(
                model_name='spendcheck',
                constraint=models.CheckConstraint(condition=models.Q(('rejected_hkd', 0), models.Q(('reason', ''), _negated=True), _connector='OR'), name='spend_check_rejection_has_a_reason'),
            ),
            migrations.AddConstraint(
                model_name='spendreport',
                constraint=models.UniqueConstraint(condition=models.Q(('replaces__isnull', True)), fields=('investment', 'period_end'), name='spend_report_first_once_a_quarter'),
            ),
            migrations.AddConstraint(
                model_name='spendline',
                constraint=models.CheckConstraint(condition=models.Q(('category__in', ['goods', 'other', 'premises', 'research', 'services', 'talent'])), name='spend_line_category_known'),
            ),
            migrations.AddConstraint(
                model_name='spendline',
                constraint=models.CheckConstraint(condition=models.Q(('amount_hkd__gt', 0), ('amount_hkd__lt', 10000000000000000)), name='spend_line_amount_hkd_positive'),
            ),
            migrations.AddConstraint(
                model_name='spendsample',
                constraint=models.CheckConstraint(condition=models.Q(('threshold_hkd__gte', 0), ('threshold_hkd__lt', 10000000000000000)), name='spend_sample_threshold_hkd_not_negative'),
            ),
            migrations.AddConstraint(
                model_name='sampledline',
                constraint=models.UniqueConstraint(fields=('sample', 'line'), name='sampled_line_once_a_sample'),
            ),
            migrations.AddConstraint(
                model_name='valuation',
                constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['draft', 'refused', 'reviewed'])), name='valuation_stage_known'),
            ),
            migrations.AddConstraint(
                model_name='valuation',
                constraint=models.CheckConstraint(condition=models.Q(('method__in', ['discounted_cash_flow', 'industry_benchmarks', 'market_price', 'milestone', 'multiples', 'net_assets', 'recent_transaction', 'scenario'])), name='valuation_method_known'),
            ),
            migrations.AddConstraint(
                model_name='valuation',
                constraint=models.CheckConstraint(condition=models.Q(('level__in', [1, 2, 3])), name='valuation_level_known'),
            ),
            migrations.AddConstraint(
                model_name='valuation',
                constraint=models.CheckConstraint(condition=models.Q(('fair_value_hkd__gte', 0), ('fair_value_hkd__lt', 10000000000000000)), name='valuation_fair_value_hkd_not_negative'),
            ),
            migrations.AddConstraint(
                model_name='valuation',
                constraint=models.CheckConstraint(condition=models.Q(('reviewed_by__isnull', True), ('made_by__isnull', True), models.Q(('made_by', models.F('reviewed_by')), _negated=True), _connector='OR'), name='valuation_reviewed_by_is_not_made_by'),
            ),
            migrations.AddConstraint(
                model_name='valuation',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at__isnull', True), ('reviewed_by__isnull', True)), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='valuation_reviewed_by_reviewed_at_together'),
            ),
            migrations.AddConstraint(
                model_name='valuation',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('foreign_value__isnull', True), ('fx_date__isnull', True), ('fx_rate__isnull', True)), models.Q(('foreign_value__isnull', False), ('fx_date__isnull', False), ('fx_rate__isnull', False)), _connector='OR'), name='valuation_foreign_value_fx_rate_fx_date_together'),
            ),
            migrations.AddConstraint(
                model_name='valuation',
                constraint=models.CheckConstraint(condition=models.Q(('stage', 'draft'), ('reviewed_by__isnull', False), _connector='OR'), name='valuation_reviewed_by_somebody'),
            ),
            migrations.AddConstraint(
                model_name='valuation',
                constraint=models.UniqueConstraint(condition=models.Q(('stage', 'draft')), fields=('investment', 'valuation_date'), name='valuation_one_draft_a_day'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='valuation',
                trigger=pgtrigger.compiler.Trigger(name='valuation_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{draft:reviewed,draft:refused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='e3f717a6dee3e8dada8e18023f2d53dad565b802', operation='UPDATE', pgid='pgtrigger_valuation_stage_8baea', table='investments_valuation', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='valuation',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "investments_valuationevent" ("bridge", "calibration", "currency", "entry_id", "fair_value_hkd", "file_id", "foreign_value", "fx_date", "fx_rate", "fx_source", "id", "inputs", "investment_id", "level", "made_at", "made_by_id", "method", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_version", "reason", "review_note", "reviewed_at", "reviewed_by_id", "stage", "valuation_date") VALUES (NEW."bridge", NEW."calibration", NEW."currency", NEW."entry_id", NEW."fair_value_hkd", NEW."file_id", NEW."foreign_value", NEW."fx_date", NEW."fx_rate", NEW."fx_source", NEW."id", NEW."inputs", NEW."investment_id", NEW."level", NEW."made_at", NEW."made_by_id", NEW."method", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."policy_version", NEW."reason", NEW."review_note", NEW."reviewed_at", NEW."reviewed_by_id", NEW."stage", NEW."valuation_date"); RETURN NULL;', hash='bc0a42d093f1f40d3df15bccc487e50199bca6d5', operation='INSERT', pgid='pgtrigger_insert_insert_fddfa', table='investments_valuation', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='valuation',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "investments_valuationevent" ("bridge", "calibration", "currency", "entry_id", "fair_value_hkd", "file_id", "foreign_value", "fx_date", "fx_rate", "fx_source", "id", "inputs", "investment_id", "level", "made_at", "made_by_id", "method", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_version", "reason", "review_note", "reviewed_at", "reviewed_by_id", "stage", "valuation_date") VALUES (NEW."bridge", NEW."calibration", NEW."currency", NEW."entry_id", NEW."fair_value_hkd", NEW."file_id", NEW."foreign_value", NEW."fx_date", NEW."fx_rate", NEW."fx_source", NEW."id", NEW."inputs", NEW."investment_id", NEW."level", NEW."made_at", NEW."made_by_id", NEW."method", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."policy_version", NEW."reason", NEW."review_note", NEW."reviewed_at", NEW."reviewed_by_id", NEW."stage", NEW."valuation_date"); RETURN NULL;', hash='c31630b088c3e73555f2aeab6096b3de16e8f1fb', operation='UPDATE', pgid='pgtrigger_update_update_3bdc1', table='investments_valuation', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='valuation',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "investments_valuationevent" ("bridge", "calibration", "currency", "entry_id", "fair_value_hkd", "file_id", "foreign_value", "fx_date", "fx_rate", "fx_source", "id", "inputs", "investment_id", "level", "made_at", "made_by_id", "method", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_version", "reason", "review_note", "reviewed_at", "reviewed_by_id", "stage", "valuation_date") VALUES (OLD."bridge", OLD."calibration", OLD."currency", OLD."entry_id", OLD."fair_value_hkd", OLD."file_id", OLD."foreign_value", OLD."fx_date", OLD."fx_rate", OLD."fx_source", OLD."id", OLD."inputs", OLD."investment_id", OLD."level", OLD."made_at", OLD."made_by_id", OLD."method", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."policy_version", OLD."reason", OLD."review_note", OLD."reviewed_at", OLD."reviewed_by_id", OLD."stage", OLD."valuation_date"); RETURN NULL;', hash='bbddef5d77504f685b8c5802c3b7f12492a36ad5', operation='DELETE', pgid='pgtrigger_delete_delete_df6cc', table='investments_valuation', when='AFTER')),
            ),
        ]),
    ]
