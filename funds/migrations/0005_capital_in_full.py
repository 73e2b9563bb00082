"""Capital in full: distributions, true-ups, fees by partner, payments, the agreement register, changes of the register."""

import django.db.models.deletion
import django.db.models.expressions
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from itvf.append_only import AppendOnly, sql_file
from itvf.batched import Batch


class Migration(migrations.Migration):

    dependencies = [
        ('funds', '0004_bank_statements'),
        ('itvf', '0002_records'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Batch([
            migrations.CreateModel(
                name='AgreementClause',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('topic', models.CharField(choices=[('advisory_committee', "partners' advisory committee (LPAC)"), ('government_seat', "Government's seat on the committee"), ('committee_meetings', 'meetings of the committee'), ('conflicts', 'conflicts of interest'), ('key_persons', 'key persons'), ('key_person_reinstatement', 'end of a key-person event'), ('removal_with_cause', 'removal of the GP with cause'), ('removal_without_cause', 'removal of the GP without cause'), ('gp_default', 'default of the GP'), ('partner_default', 'default of a partner'), ('most_favoured_nation', 'most-favoured-nation election'), ('amendments', 'amendment of the agreement'), ('borrowing', 'borrowing'), ('recycling', 'recycling of proceeds'), ('excuse', "Government's excuse right"), ('clawback_guarantee', 'guarantee of the clawback'), ('inspection', 'right of inspection'), ('annual_meeting', 'annual meeting of partners'), ('audited_accounts', 'audited accounts')], max_length=30, verbose_name='topic')),
                    ('clause', models.CharField(max_length=80, verbose_name='clause')),
                    ('effective_from', models.DateField(verbose_name='effective from')),
                    ('stage', models.CharField(choices=[('draft', 'waiting for approval'), ('approved', 'approved'), ('refused', 'refused')], default='draft', max_length=10, verbose_name='stage')),
                    ('basis', models.CharField(choices=[('agreement', 'as signed'), ('amendment', 'amended by a resolution'), ('correction', 'correction of the register')], default='agreement', max_length=10, verbose_name='basis')),
                    ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, null=True, verbose_name='amount (HK$)')),
                    ('rate', models.DecimalField(decimal_places=12, max_digits=14, null=True, verbose_name='rate (a fraction)')),
                    ('days', models.PositiveSmallIntegerField(null=True, verbose_name='number of days')),
                    ('months', models.PositiveSmallIntegerField(null=True, verbose_name='number of months')),
                    ('number', models.PositiveSmallIntegerField(null=True, verbose_name='how many')),
                    ('flag', models.BooleanField(null=True, verbose_name='holds')),
                    ('text', models.TextField(blank=True, verbose_name='in words')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                    ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                ],
                options={
                    'verbose_name': 'term of an agreement',
                    'verbose_name_plural': 'terms of agreements',
                    'ordering': ['fund', 'topic', '-effective_from', '-id'],
                },
            ),
            migrations.CreateModel(
                name='AgreementClauseEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('topic', models.CharField(choices=[('advisory_committee', "partners' advisory committee (LPAC)"), ('government_seat', "Government's seat on the committee"), ('committee_meetings', 'meetings of the committee'), ('conflicts', 'conflicts of interest'), ('key_persons', 'key persons'), ('key_person_reinstatement', 'end of a key-person event'), ('removal_with_cause', 'removal of the GP with cause'), ('removal_without_cause', 'removal of the GP without cause'), ('gp_default', 'default of the GP'), ('partner_default', 'default of a partner'), ('most_favoured_nation', 'most-favoured-nation election'), ('amendments', 'amendment of the agreement'), ('borrowing', 'borrowing'), ('recycling', 'recycling of proceeds'), ('excuse', "Government's excuse right"), ('clawback_guarantee', 'guarantee of the clawback'), ('inspection', 'right of inspection'), ('annual_meeting', 'annual meeting of partners'), ('audited_accounts', 'audited accounts')], max_length=30, verbose_name='topic')),
                    ('clause', models.CharField(max_length=80, verbose_name='clause')),
                    ('effective_from', models.DateField(verbose_name='effective from')),
                    ('stage', models.CharField(choices=[('draft', 'waiting for approval'), ('approved', 'approved'), ('refused', 'refused')], default='draft', max_length=10, verbose_name='stage')),
                    ('basis', models.CharField(choices=[('agreement', 'as signed'), ('amendment', 'amended by a resolution'), ('correction', 'correction of the register')], default='agreement', max_length=10, verbose_name='basis')),
                    ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, null=True, verbose_name='amount (HK$)')),
                    ('rate', models.DecimalField(decimal_places=12, max_digits=14, null=True, verbose_name='rate (a fraction)')),
                    ('days', models.PositiveSmallIntegerField(null=True, verbose_name='number of days')),
                    ('months', models.PositiveSmallIntegerField(null=True, verbose_name='number of months')),
                    ('number', models.PositiveSmallIntegerField(null=True, verbose_name='how many')),
                    ('flag', models.BooleanField(null=True, verbose_name='holds')),
                    ('text', models.TextField(blank=True, verbose_name='in words')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                    ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='AgreementEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('seat_taken', 'seat on the committee taken'), ('seat_left', 'seat on the committee left'), ('conflict_declared', 'conflict put to the committee'), ('conflict_waived', 'conflict waived by the committee'), ('conflict_withdrawn', 'conflict withdrawn'), ('key_person_event', 'key-person event'), ('key_person_ended', 'key-person event ended'), ('cause_notice', 'removal notice with cause'), ('no_cause_notice', 'removal notice without cause'), ('removal_dropped', 'removal notice withdrawn'), ('removed_with_cause', 'GP removed with cause'), ('removed_without_cause', 'GP removed without cause'), ('successor_admitted', 'successor of the GP admitted'), ('gp_default', 'default of the GP'), ('gp_default_cured', 'default of the GP cured'), ('payment_reminder', 'reminder of a late line'), ('default_notice', 'default notice to a partner'), ('default_remedy', 'remedy against a partner in default'), ('default_cured', 'default of a partner cured'), ('guarantee_given', 'clawback guarantee given'), ('inspection_notice', 'inspection asked for'), ('inspection_held', 'inspection held')], max_length=30, verbose_name='kind')),
                    ('occurred_date', models.DateField(verbose_name='happened on')),
                    ('clause', models.CharField(max_length=80, verbose_name='clause')),
                    ('stage', models.CharField(choices=[('draft', 'waiting for approval'), ('approved', 'approved'), ('refused', 'refused')], default='draft', max_length=10, verbose_name='stage')),
                    ('last_day', models.DateField(null=True, verbose_name='runs to')),
                    ('what', models.TextField(verbose_name='what happened')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                    ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                ],
                options={
                    'verbose_name': 'event under an agreement',
                    'verbose_name_plural': 'events under agreements',
                    'ordering': ['-occurred_date', '-id'],
                },
            ),
            migrations.CreateModel(
                name='AgreementEventEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('kind', models.CharField(choices=[('seat_taken', 'seat on the committee taken'), ('seat_left', 'seat on the committee left'), ('conflict_declared', 'conflict put to the committee'), ('conflict_waived', 'conflict waived by the committee'), ('conflict_withdrawn', 'conflict withdrawn'), ('key_person_event', 'key-person event'), ('key_person_ended', 'key-person event ended'), ('cause_notice', 'removal notice with cause'), ('no_cause_notice', 'removal notice without cause'), ('removal_dropped', 'removal notice withdrawn'), ('removed_with_cause', 'GP removed with cause'), ('removed_without_cause', 'GP removed without cause'), ('successor_admitted', 'successor of the GP admitted'), ('gp_default', 'default of the GP'), ('gp_default_cured', 'default of the GP cured'), ('payment_reminder', 'reminder of a late line'), ('default_notice', 'default notice to a partner'), ('default_remedy', 'remedy against a partner in default'), ('default_cured', 'default of a partner cured'), ('guarantee_given', 'clawback guarantee given'), ('inspection_notice', 'inspection asked for'), ('inspection_held', 'inspection held')], max_length=30, verbose_name='kind')),
                    ('occurred_date', models.DateField(verbose_name='happened on')),
                    ('clause', models.CharField(max_length=80, verbose_name='clause')),
                    ('stage', models.CharField(choices=[('draft', 'waiting for approval'), ('approved', 'approved'), ('refused', 'refused')], default='draft', max_length=10, verbose_name='stage')),
                    ('last_day', models.DateField(null=True, verbose_name='runs to')),
                    ('what', models.TextField(verbose_name='what happened')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                    ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                ],
                options={
                    'abstract': False,
                },
            ),
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
                name='DutyDone',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('annual_return', 'Annual return of the fund filed'), ('licence_check', 'Type 9 licence of the manager looked up again'), ('audited_accounts', 'Audited accounts sent to the partners'), ('annual_meeting', 'Annual meeting of partners held'), ('committee_meetings', 'Meeting of the advisory committee held'), ('matter', 'Answered, cured or decided'), ('election', 'Side letter elected or declined for the Government'), ('vote', 'Vote of the Government given')], max_length=20, verbose_name='duty')),
                    ('key', models.CharField(max_length=60, verbose_name='which one')),
                    ('stage', models.CharField(choices=[('done', 'done'), ('reopened', 'opened again')], default='done', max_length=10, verbose_name='stage')),
                    ('clause', models.CharField(max_length=80, verbose_name='clause')),
                    ('due_date', models.DateField(verbose_name='last day')),
                    ('done_date', models.DateField(verbose_name='done on')),
                    ('evidence', models.TextField(verbose_name='evidence')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                    ('reopened_at', models.DateTimeField(null=True, verbose_name='opened again at')),
                ],
                options={
                    'verbose_name': 'duty done',
                    'verbose_name_plural': 'duties done',
                    'ordering': ['-due_date', '-id'],
                },
            ),
            migrations.CreateModel(
                name='DutyDoneEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('kind', models.CharField(choices=[('annual_return', 'Annual return of the fund filed'), ('licence_check', 'Type 9 licence of the manager looked up again'), ('audited_accounts', 'Audited accounts sent to the partners'), ('annual_meeting', 'Annual meeting of partners held'), ('committee_meetings', 'Meeting of the advisory committee held'), ('matter', 'Answered, cured or decided'), ('election', 'Side letter elected or declined for the Government'), ('vote', 'Vote of the Government given')], max_length=20, verbose_name='duty')),
                    ('key', models.CharField(max_length=60, verbose_name='which one')),
                    ('stage', models.CharField(choices=[('done', 'done'), ('reopened', 'opened again')], default='done', max_length=10, verbose_name='stage')),
                    ('clause', models.CharField(max_length=80, verbose_name='clause')),
                    ('due_date', models.DateField(verbose_name='last day')),
                    ('done_date', models.DateField(verbose_name='done on')),
                    ('evidence', models.TextField(verbose_name='evidence')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                    ('reopened_at', models.DateTimeField(null=True, verbose_name='opened again at')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='FeeConcession',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('stage', models.CharField(choices=[('draft', 'waiting for approval'), ('approved', 'approved'), ('refused', 'refused')], default='draft', max_length=10, verbose_name='stage')),
                    ('rate', models.DecimalField(decimal_places=12, max_digits=14, verbose_name='part let off')),
                    ('from_date', models.DateField(verbose_name='from')),
                    ('to_date', models.DateField(blank=True, null=True, verbose_name='to')),
                    ('clause', models.CharField(max_length=120, verbose_name='clause or side letter')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                    ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                ],
                options={
                    'verbose_name': 'fee concession',
                    'verbose_name_plural': 'fee concessions',
                    'ordering': ['-id'],
                },
            ),
            migrations.CreateModel(
                name='FeeConcessionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('stage', models.CharField(choices=[('draft', 'waiting for approval'), ('approved', 'approved'), ('refused', 'refused')], default='draft', max_length=10, verbose_name='stage')),
                    ('rate', models.DecimalField(decimal_places=12, max_digits=14, verbose_name='part let off')),
                    ('from_date', models.DateField(verbose_name='from')),
                    ('to_date', models.DateField(blank=True, null=True, verbose_name='to')),
                    ('clause', models.CharField(max_length=120, verbose_name='clause or side letter')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                    ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='FeeOffset',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('stage', models.CharField(choices=[('recorded', 'to be counted'), ('counted', 'counted'), ('withdrawn', 'withdrawn')], default='recorded', max_length=10, verbose_name='stage')),
                    ('fee_type', models.CharField(choices=[('transaction', 'transaction fee'), ('monitoring', 'monitoring fee'), ('directors', "directors' fee"), ('break_up', 'break-up fee')], max_length=12, verbose_name='type of fee')),
                    ('received_date', models.DateField(verbose_name='received by the manager on')),
                    ('company', models.CharField(max_length=200, verbose_name='company')),
                    ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='fee received (HK$)')),
                    ('rate', models.DecimalField(decimal_places=12, max_digits=14, verbose_name='part set off')),
                    ('offset_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='offset (HK$)')),
                    ('reference', models.CharField(max_length=120, verbose_name='document reference')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ],
                options={
                    'verbose_name': 'fee offset',
                    'verbose_name_plural': 'fee offsets',
                    'ordering': ['-id'],
                },
            ),
            migrations.CreateModel(
                name='FeeOffsetEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('stage', models.CharField(choices=[('recorded', 'to be counted'), ('counted', 'counted'), ('withdrawn', 'withdrawn')], default='recorded', max_length=10, verbose_name='stage')),
                    ('fee_type', models.CharField(choices=[('transaction', 'transaction fee'), ('monitoring', 'monitoring fee'), ('directors', "directors' fee"), ('break_up', 'break-up fee')], max_length=12, verbose_name='type of fee')),
                    ('received_date', models.DateField(verbose_name='received by the manager on')),
                    ('company', models.CharField(max_length=200, verbose_name='company')),
                    ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='fee received (HK$)')),
                    ('rate', models.DecimalField(decimal_places=12, max_digits=14, verbose_name='part set off')),
                    ('offset_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='offset (HK$)')),
                    ('reference', models.CharField(max_length=120, verbose_name='document reference')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='FeeOffsetRate',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('fee_type', models.CharField(choices=[('transaction', 'transaction fee'), ('monitoring', 'monitoring fee'), ('directors', "directors' fee"), ('break_up', 'break-up fee')], max_length=12, verbose_name='type of fee')),
                    ('rate', models.DecimalField(decimal_places=12, max_digits=14, verbose_name='part set off')),
                    ('clause', models.CharField(max_length=80, verbose_name='clause')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ],
                options={
                    'verbose_name': 'offset rate',
                    'verbose_name_plural': 'offset rates',
                    'ordering': ['agreement', 'fee_type', 'id'],
                },
            ),
            migrations.CreateModel(
                name='FeeStep',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('from_date', models.DateField(verbose_name='from')),
                    ('rate', models.DecimalField(decimal_places=12, max_digits=14, verbose_name='fee rate')),
                    ('clause', models.CharField(max_length=80, verbose_name='clause')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ],
                options={
                    'verbose_name': 'step of the fee rate',
                    'verbose_name_plural': 'steps of the fee rate',
                    'ordering': ['agreement', 'from_date', 'id'],
                },
            ),
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
                name='LateInterestPayment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('stage', models.CharField(choices=[('prepared', 'voucher prepared'), ('authorised', 'authorised'), ('paid', 'debit matched')], default='prepared', max_length=10, verbose_name='stage')),
                    ('voucher_number', models.CharField(max_length=20, unique=True, verbose_name='voucher')),
                    ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount (HK$)')),
                    ('prepared_at', models.DateTimeField(verbose_name='prepared at')),
                    ('value_date', models.DateField(null=True, verbose_name='bank value date')),
                    ('bank_reference', models.CharField(blank=True, max_length=80, verbose_name='bank reference')),
                ],
                options={
                    'verbose_name': 'payment of late interest',
                    'verbose_name_plural': 'payments of late interest',
                    'ordering': ['-id'],
                },
            ),
            migrations.CreateModel(
                name='LateInterestPaymentEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('stage', models.CharField(choices=[('prepared', 'voucher prepared'), ('authorised', 'authorised'), ('paid', 'debit matched')], default='prepared', max_length=10, verbose_name='stage')),
                    ('voucher_number', models.CharField(max_length=20, verbose_name='voucher')),
                    ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount (HK$)')),
                    ('prepared_at', models.DateTimeField(verbose_name='prepared at')),
                    ('value_date', models.DateField(null=True, verbose_name='bank value date')),
                    ('bank_reference', models.CharField(blank=True, max_length=80, verbose_name='bank reference')),
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
                name='PartnerFee',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('commitment_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='commitment (HK$)')),
                    ('gross_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='share of the fee (HK$)')),
                    ('concession_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='concession (HK$)')),
                    ('brought_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='offsets brought forward (HK$)')),
                    ('offset_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='offsets of the quarter (HK$)')),
                    ('used_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='offsets used (HK$)')),
                    ('carried_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='offsets carried forward (HK$)')),
                    ('net_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='fee borne (HK$)')),
                ],
                options={
                    'verbose_name': "partner's fee",
                    'verbose_name_plural': "partners' fees",
                    'ordering': ['accrual', 'partner'],
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
            migrations.CreateModel(
                name='Resolution',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                    ('kind', models.CharField(choices=[('amendment', 'amendment of the agreement'), ('key_person_reinstatement', 'end of a key-person event'), ('removal_with_cause', 'removal of the GP with cause'), ('removal_without_cause', 'removal of the GP without cause'), ('conflict_waiver', 'waiver of a conflict'), ('committee_consent', 'other consent of the committee')], max_length=30, verbose_name='kind')),
                    ('stage', models.CharField(choices=[('open', 'open for votes'), ('passed', 'passed'), ('failed', 'not passed'), ('withdrawn', 'withdrawn')], default='open', max_length=10, verbose_name='stage')),
                    ('question', models.TextField(verbose_name='what is resolved')),
                    ('clause', models.CharField(max_length=80, verbose_name='clause')),
                    ('needed_rate', models.DecimalField(decimal_places=12, max_digits=14, verbose_name='majority needed')),
                    ('opened_date', models.DateField(verbose_name='weights as of')),
                    ('last_day', models.DateField(verbose_name='last day for votes')),
                    ('working', models.JSONField(default=dict, verbose_name='working')),
                    ('opened_at', models.DateTimeField(verbose_name='opened at')),
                    ('counted_at', models.DateTimeField(null=True, verbose_name='counted at')),
                ],
                options={
                    'verbose_name': 'resolution',
                    'verbose_name_plural': 'resolutions',
                    'ordering': ['-id'],
                },
            ),
            migrations.CreateModel(
                name='ResolutionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                    ('kind', models.CharField(choices=[('amendment', 'amendment of the agreement'), ('key_person_reinstatement', 'end of a key-person event'), ('removal_with_cause', 'removal of the GP with cause'), ('removal_without_cause', 'removal of the GP without cause'), ('conflict_waiver', 'waiver of a conflict'), ('committee_consent', 'other consent of the committee')], max_length=30, verbose_name='kind')),
                    ('stage', models.CharField(choices=[('open', 'open for votes'), ('passed', 'passed'), ('failed', 'not passed'), ('withdrawn', 'withdrawn')], default='open', max_length=10, verbose_name='stage')),
                    ('question', models.TextField(verbose_name='what is resolved')),
                    ('clause', models.CharField(max_length=80, verbose_name='clause')),
                    ('needed_rate', models.DecimalField(decimal_places=12, max_digits=14, verbose_name='majority needed')),
                    ('opened_date', models.DateField(verbose_name='weights as of')),
                    ('last_day', models.DateField(verbose_name='last day for votes')),
                    ('working', models.JSONField(default=dict, verbose_name='working')),
                    ('opened_at', models.DateTimeField(verbose_name='opened at')),
                    ('counted_at', models.DateTimeField(null=True, verbose_name='counted at')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='ResolutionVote',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('answer', models.CharField(choices=[('for', 'for'), ('against', 'against'), ('abstain', 'abstains')], max_length=8, verbose_name='vote')),
                    ('commitment_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='commitment on the day (HK$)')),
                    ('seats', models.PositiveSmallIntegerField(default=0, verbose_name='seats on the day')),
                    ('voted_date', models.DateField(verbose_name='voted on')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ],
                options={
                    'verbose_name': 'vote',
                    'verbose_name_plural': 'votes',
                    'ordering': ['resolution', 'id'],
                },
            ),
            migrations.CreateModel(
                name='SideLetter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('signed_date', models.DateField(verbose_name='signed on')),
                    ('stage', models.CharField(choices=[('draft', 'waiting for approval'), ('approved', 'approved'), ('refused', 'refused')], default='draft', max_length=10, verbose_name='stage')),
                    ('grants', models.TextField(verbose_name='what it grants')),
                    ('clause', models.CharField(blank=True, max_length=80, verbose_name='clause of the election right')),
                    ('circulated_date', models.DateField(null=True, verbose_name='shown to the partners on')),
                    ('last_day', models.DateField(null=True, verbose_name='last day to elect')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                    ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                ],
                options={
                    'verbose_name': 'side letter',
                    'verbose_name_plural': 'side letters',
                    'ordering': ['-signed_date', '-id'],
                },
            ),
            migrations.CreateModel(
                name='SideLetterElection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_elected', models.BooleanField(verbose_name='elected')),
                    ('elected_date', models.DateField(verbose_name='answered on')),
                    ('commitment_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='commitment on the day (HK$)')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ],
                options={
                    'verbose_name': 'election of a side letter',
                    'verbose_name_plural': 'elections of side letters',
                    'ordering': ['letter', 'id'],
                },
            ),
            migrations.CreateModel(
                name='SideLetterEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('signed_date', models.DateField(verbose_name='signed on')),
                    ('stage', models.CharField(choices=[('draft', 'waiting for approval'), ('approved', 'approved'), ('refused', 'refused')], default='draft', max_length=10, verbose_name='stage')),
                    ('grants', models.TextField(verbose_name='what it grants')),
                    ('clause', models.CharField(blank=True, max_length=80, verbose_name='clause of the election right')),
                    ('circulated_date', models.DateField(null=True, verbose_name='shown to the partners on')),
                    ('last_day', models.DateField(null=True, verbose_name='last day to elect')),
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
                model_name='closing',
                name='insert_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='closing',
                name='update_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='closing',
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
                model_name='capitalcall',
                name='capital_call_stage_known',
            ),
            migrations.RemoveConstraint(
                model_name='capitalcall',
                name='capital_call_issued_by_somebody',
            ),
            migrations.RemoveConstraint(
                model_name='commitment',
                name='commitment_amount_hkd_positive',
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
                model_name='closing',
                name='kind',
                field=models.CharField(choices=[('closing', 'closing'), ('transfer', 'transfer'), ('release', 'release')], default='closing', max_length=8, verbose_name='kind'),
            ),
            migrations.AddField(
                model_name='closing',
                name='reason',
                field=models.TextField(blank=True, verbose_name='reason'),
            ),
            migrations.AddField(
                model_name='closingevent',
                name='kind',
                field=models.CharField(choices=[('closing', 'closing'), ('transfer', 'transfer'), ('release', 'release')], default='closing', max_length=8, verbose_name='kind'),
            ),
            migrations.AddField(
                model_name='closingevent',
                name='reason',
                field=models.TextField(blank=True, verbose_name='reason'),
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
                field=models.CharField(choices=[('call_issued', 'capital call issued'), ('contribution', 'contribution received'), ('receipt_held', 'receipt held in suspense'), ('receipt_returned', 'receipt returned'), ('investment', 'investment completed'), ('fee_accrued', 'management fee accrued'), ('fee_paid', 'management fee paid'), ('expense_accrued', 'expense accrued'), ('expense_paid', 'expense paid'), ('conversion', 'converted into shares'), ('valuation', 'value changed'), ('write_down', 'written off or down'), ('realisation', 'sold'), ('escrow', 'escrow released'), ('income', 'income received'), ('late_interest', 'late interest charged'), ('late_interest_paid', 'late interest received'), ('late_interest_waived', 'late interest waived'), ('transfer', 'commitment transferred'), ('late_interest_debited', 'late interest paid by the Corporation'), ('distribution', 'distribution declared'), ('capital_returned', 'called capital returned'), ('distribution_paid', 'distribution paid'), ('carry_returned', 'carried interest returned'), ('escrow_of_carry', 'carried interest released from escrow'), ('withholding_paid', 'tax withheld, paid over'), ('notice_accepted', 'drawdown notice accepted'), ('funding_received', 'funding received'), ('call_paid', 'drawdown paid'), ('distribution_noticed', 'distribution noticed'), ('distribution_received', 'distribution received')], max_length=24, verbose_name='kind'),
            ),
            migrations.AlterField(
                model_name='ledgeraccount',
                name='code',
                field=models.CharField(choices=[('cash', 'cash'), ('suspense', 'suspense'), ('call_receivable', 'call receivable'), ('capital_contributed', 'capital contributed'), ('capital_distributed', 'capital distributed'), ('carry_distributed', 'carried interest distributed'), ('carry_escrow', 'carried interest in escrow'), ('distribution_payable', 'distribution payable'), ('withholding_payable', 'tax withheld, payable'), ('equalisation', 'equalisation clearing'), ('investment_at_cost', 'investment at cost'), ('investment_converted', 'investment at cost, converted'), ('investment_unrealised', 'investment, unrealised'), ('unrealised_gain', 'unrealised gain'), ('unrealised_fx', 'unrealised exchange difference'), ('realised_gain', 'realised gain'), ('realised_fx', 'realised exchange difference'), ('escrow_receivable', 'proceeds held in escrow'), ('tax_withheld', 'tax withheld'), ('fee_expense', 'management fee'), ('fee_payable', 'management fee payable'), ('expense', 'fund expense'), ('expense_payable', 'fund expense payable'), ('income', 'income'), ('late_interest', 'interest on late payment'), ('late_interest_receivable', 'late interest receivable'), ('late_interest_cost', 'late interest paid'), ('bank', 'bank'), ('government_funding', 'funding from Government'), ('call_payable', 'call payable'), ('interest_in_fund', 'interest in fund'), ('distribution_receivable', 'distribution receivable'), ('distribution_income', 'income from funds'), ('equalisation_interest', 'interest of true-ups')], max_length=30, verbose_name='account'),
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
                model_name='closing',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['closing', 'release', 'transfer'])), name='closing_kind_known'),
            ),
            migrations.AddConstraint(
                model_name='closing',
                constraint=models.CheckConstraint(condition=models.Q(('kind', 'closing'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='closing_changes_with_a_reason'),
            ),
            migrations.AddConstraint(
                model_name='commitment',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount_hkd', 0), _negated=True), ('amount_hkd__gt', -10000000000000000), ('amount_hkd__lt', 10000000000000000)), name='commitment_is_something'),
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
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['call_issued', 'call_paid', 'capital_returned', 'carry_returned', 'contribution', 'conversion', 'distribution', 'distribution_noticed', 'distribution_paid', 'distribution_received', 'escrow', 'escrow_of_carry', 'expense_accrued', 'expense_paid', 'fee_accrued', 'fee_paid', 'funding_received', 'income', 'investment', 'late_interest', 'late_interest_debited', 'late_interest_paid', 'late_interest_waived', 'notice_accepted', 'realisation', 'receipt_held', 'receipt_returned', 'transfer', 'valuation', 'withholding_paid', 'write_down'])), name='journal_entry_kind_known'),
            ),
            migrations.AddConstraint(
                model_name='ledgeraccount',
                constraint=models.CheckConstraint(condition=models.Q(('code__in', ['bank', 'call_payable', 'call_receivable', 'capital_contributed', 'capital_distributed', 'carry_distributed', 'carry_escrow', 'cash', 'distribution_income', 'distribution_payable', 'distribution_receivable', 'equalisation', 'equalisation_interest', 'escrow_receivable', 'expense', 'expense_payable', 'fee_expense', 'fee_payable', 'government_funding', 'income', 'interest_in_fund', 'investment_at_cost', 'investment_converted', 'investment_unrealised', 'late_interest', 'late_interest_cost', 'late_interest_receivable', 'realised_fx', 'realised_gain', 'suspense', 'tax_withheld', 'unrealised_fx', 'unrealised_gain', 'withholding_payable'])), name='ledger_account_code_known'),
            ),
            migrations.AddConstraint(
                model_name='paymentcase',
                constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['authorised', 'cancelled', 'certified', 'checked', 'held', 'matched', 'opened', 'released', 'vouchered'])), name='payment_case_stage_known'),
            ),
            migrations.AddField(
                model_name='agreementclause',
                name='approved_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
            ),
            migrations.AddField(
                model_name='agreementclause',
                name='document',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='itvf.file', verbose_name='document'),
            ),
            migrations.AddField(
                model_name='agreementclause',
                name='fund',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreement_clauses', to='funds.fund', verbose_name='fund'),
            ),
            migrations.AddField(
                model_name='agreementclause',
                name='recorded_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
            ),
            migrations.AddField(
                model_name='agreementclauseevent',
                name='approved_by',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
            ),
            migrations.AddField(
                model_name='agreementclauseevent',
                name='document',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='itvf.file', verbose_name='document'),
            ),
            migrations.AddField(
                model_name='agreementclauseevent',
                name='fund',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.fund', verbose_name='fund'),
            ),
            migrations.AddField(
                model_name='agreementclauseevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.agreementclause'),
            ),
            migrations.AddField(
                model_name='agreementclauseevent',
                name='recorded_by',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
            ),
            migrations.AddField(
                model_name='agreementevent',
                name='approved_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
            ),
            migrations.AddField(
                model_name='agreementevent',
                name='document',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='itvf.file', verbose_name='document'),
            ),
            migrations.AddField(
                model_name='agreementevent',
                name='follows',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='funds.agreementevent', verbose_name='follows'),
            ),
            migrations.AddField(
                model_name='agreementevent',
                name='fund',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreement_events', to='funds.fund', verbose_name='fund'),
            ),
            migrations.AddField(
                model_name='agreementevent',
                name='line',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='default_steps', to='funds.callline', verbose_name='call line'),
            ),
            migrations.AddField(
                model_name='agreementevent',
                name='partner',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agreement_events', to='funds.partner', verbose_name='partner'),
            ),
            migrations.AddField(
                model_name='agreementevent',
                name='recorded_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
            ),
            migrations.AddField(
                model_name='agreementeventevent',
                name='approved_by',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
            ),
            migrations.AddField(
                model_name='agreementeventevent',
                name='document',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='itvf.file', verbose_name='document'),
            ),
            migrations.AddField(
                model_name='agreementeventevent',
                name='follows',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.agreementevent', verbose_name='follows'),
            ),
            migrations.AddField(
                model_name='agreementeventevent',
                name='fund',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.fund', verbose_name='fund'),
            ),
            migrations.AddField(
                model_name='agreementeventevent',
                name='line',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.callline', verbose_name='call line'),
            ),
            migrations.AddField(
                model_name='agreementeventevent',
                name='partner',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.partner', verbose_name='partner'),
            ),
            migrations.AddField(
                model_name='agreementeventevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.agreementevent'),
            ),
            migrations.AddField(
                model_name='agreementeventevent',
                name='recorded_by',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
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
                model_name='dutydone',
                name='document',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='itvf.file', verbose_name='document'),
            ),
            migrations.AddField(
                model_name='dutydone',
                name='fund',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties_done', to='funds.fund', verbose_name='fund'),
            ),
            migrations.AddField(
                model_name='dutydone',
                name='recorded_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
            ),
            migrations.AddField(
                model_name='dutydone',
                name='reopened_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='opened again by'),
            ),
            migrations.AddField(
                model_name='dutydoneevent',
                name='document',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='itvf.file', verbose_name='document'),
            ),
            migrations.AddField(
                model_name='dutydoneevent',
                name='fund',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.fund', verbose_name='fund'),
            ),
            migrations.AddField(
                model_name='dutydoneevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.dutydone'),
            ),
            migrations.AddField(
                model_name='dutydoneevent',
                name='recorded_by',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
            ),
            migrations.AddField(
                model_name='dutydoneevent',
                name='reopened_by',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='opened again by'),
            ),
            migrations.AddField(
                model_name='feeconcession',
                name='approved_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
            ),
            migrations.AddField(
                model_name='feeconcession',
                name='file',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='itvf.file', verbose_name='document'),
            ),
            migrations.AddField(
                model_name='feeconcession',
                name='fund',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fee_concessions', to='funds.fund', verbose_name='fund'),
            ),
            migrations.AddField(
                model_name='feeconcession',
                name='partner',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fee_concessions', to='funds.partner', verbose_name='partner'),
            ),
            migrations.AddField(
                model_name='feeconcession',
                name='recorded_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
            ),
            migrations.AddField(
                model_name='feeconcessionevent',
                name='approved_by',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
            ),
            migrations.AddField(
                model_name='feeconcessionevent',
                name='file',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='itvf.file', verbose_name='document'),
            ),
            migrations.AddField(
                model_name='feeconcessionevent',
                name='fund',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.fund', verbose_name='fund'),
            ),
            migrations.AddField(
                model_name='feeconcessionevent',
                name='partner',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.partner', verbose_name='partner'),
            ),
            migrations.AddField(
                model_name='feeconcessionevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.feeconcession'),
            ),
            migrations.AddField(
                model_name='feeconcessionevent',
                name='recorded_by',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
            ),
            migrations.AddField(
                model_name='feeoffset',
                name='accrual',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offsets', to='funds.feeaccrual', verbose_name='counted in'),
            ),
            migrations.AddField(
                model_name='feeoffset',
                name='fund',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fee_offsets', to='funds.fund', verbose_name='fund'),
            ),
            migrations.AddField(
                model_name='feeoffset',
                name='recorded_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
            ),
            migrations.AddField(
                model_name='feeoffsetevent',
                name='accrual',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.feeaccrual', verbose_name='counted in'),
            ),
            migrations.AddField(
                model_name='feeoffsetevent',
                name='fund',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.fund', verbose_name='fund'),
            ),
            migrations.AddField(
                model_name='feeoffsetevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.feeoffset'),
            ),
            migrations.AddField(
                model_name='feeoffsetevent',
                name='recorded_by',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
            ),
            migrations.AddField(
                model_name='feeoffsetrate',
                name='agreement',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offset_rates', to='funds.fundagreement', verbose_name='fund agreement'),
            ),
            migrations.AddField(
                model_name='feeoffsetrate',
                name='recorded_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
            ),
            migrations.AddField(
                model_name='feestep',
                name='agreement',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fee_steps', to='funds.fundagreement', verbose_name='fund agreement'),
            ),
            migrations.AddField(
                model_name='feestep',
                name='recorded_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
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
                model_name='lateinterestpayment',
                name='charge',
                field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='payment', to='funds.lateinterest', verbose_name='late interest'),
            ),
            migrations.AddField(
                model_name='lateinterestpayment',
                name='entry',
                field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='late_interest_payment', to='funds.journalentry', verbose_name='journal entry'),
            ),
            migrations.AddField(
                model_name='lateinterestpayment',
                name='first_limit',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funds.authoritylimit', verbose_name='first authorised under'),
            ),
            migrations.AddField(
                model_name='lateinterestpayment',
                name='matched_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='matched by'),
            ),
            migrations.AddField(
                model_name='lateinterestpayment',
                name='prepared_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='prepared by'),
            ),
            migrations.AddField(
                model_name='lateinterestpayment',
                name='second_limit',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funds.authoritylimit', verbose_name='second authorised under'),
            ),
            migrations.AddField(
                model_name='lateinterestpaymentevent',
                name='charge',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.lateinterest', verbose_name='late interest'),
            ),
            migrations.AddField(
                model_name='lateinterestpaymentevent',
                name='entry',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.journalentry', verbose_name='journal entry'),
            ),
            migrations.AddField(
                model_name='lateinterestpaymentevent',
                name='first_limit',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.authoritylimit', verbose_name='first authorised under'),
            ),
            migrations.AddField(
                model_name='lateinterestpaymentevent',
                name='matched_by',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='matched by'),
            ),
            migrations.AddField(
                model_name='lateinterestpaymentevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.lateinterestpayment'),
            ),
            migrations.AddField(
                model_name='lateinterestpaymentevent',
                name='prepared_by',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='prepared by'),
            ),
            migrations.AddField(
                model_name='lateinterestpaymentevent',
                name='second_limit',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.authoritylimit', verbose_name='second authorised under'),
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
                model_name='partnerfee',
                name='accrual',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partners', to='funds.feeaccrual', verbose_name='fee accrual'),
            ),
            migrations.AddField(
                model_name='partnerfee',
                name='partner',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fees', to='funds.partner', verbose_name='partner'),
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
            migrations.AddField(
                model_name='resolution',
                name='conflicted',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funds.partner', verbose_name='partner with an interest'),
            ),
            migrations.AddField(
                model_name='resolution',
                name='counted_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='counted by'),
            ),
            migrations.AddField(
                model_name='resolution',
                name='document',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='itvf.file', verbose_name='document'),
            ),
            migrations.AddField(
                model_name='resolution',
                name='fund',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='resolutions', to='funds.fund', verbose_name='fund'),
            ),
            migrations.AddField(
                model_name='resolution',
                name='opened_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='opened by'),
            ),
            migrations.AddField(
                model_name='agreementeventevent',
                name='resolution',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.resolution', verbose_name='resolution'),
            ),
            migrations.AddField(
                model_name='agreementevent',
                name='resolution',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rested_on', to='funds.resolution', verbose_name='resolution'),
            ),
            migrations.AddField(
                model_name='agreementclauseevent',
                name='resolution',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.resolution', verbose_name='resolution'),
            ),
            migrations.AddField(
                model_name='agreementclause',
                name='resolution',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='amended', to='funds.resolution', verbose_name='resolution'),
            ),
            migrations.AddField(
                model_name='resolutionevent',
                name='conflicted',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.partner', verbose_name='partner with an interest'),
            ),
            migrations.AddField(
                model_name='resolutionevent',
                name='counted_by',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='counted by'),
            ),
            migrations.AddField(
                model_name='resolutionevent',
                name='document',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='itvf.file', verbose_name='document'),
            ),
            migrations.AddField(
                model_name='resolutionevent',
                name='fund',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.fund', verbose_name='fund'),
            ),
            migrations.AddField(
                model_name='resolutionevent',
                name='opened_by',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='opened by'),
            ),
            migrations.AddField(
                model_name='resolutionevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.resolution'),
            ),
            migrations.AddField(
                model_name='resolutionvote',
                name='document',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='itvf.file', verbose_name='document'),
            ),
            migrations.AddField(
                model_name='resolutionvote',
                name='partner',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='funds.partner', verbose_name='partner'),
            ),
            migrations.AddField(
                model_name='resolutionvote',
                name='recorded_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
            ),
            migrations.AddField(
                model_name='resolutionvote',
                name='resolution',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='funds.resolution', verbose_name='resolution'),
            ),
            migrations.AddField(
                model_name='sideletter',
                name='approved_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
            ),
            migrations.AddField(
                model_name='sideletter',
                name='document',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='itvf.file', verbose_name='document'),
            ),
            migrations.AddField(
                model_name='sideletter',
                name='fund',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='side_letters', to='funds.fund', verbose_name='fund'),
            ),
            migrations.AddField(
                model_name='sideletter',
                name='partner',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='side_letters', to='funds.partner', verbose_name='granted to'),
            ),
            migrations.AddField(
                model_name='sideletter',
                name='recorded_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
            ),
            migrations.AddField(
                model_name='sideletterelection',
                name='document',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='itvf.file', verbose_name='document'),
            ),
            migrations.AddField(
                model_name='sideletterelection',
                name='letter',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='elections', to='funds.sideletter', verbose_name='side letter'),
            ),
            migrations.AddField(
                model_name='sideletterelection',
                name='partner',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='elections', to='funds.partner', verbose_name='partner'),
            ),
            migrations.AddField(
                model_name='sideletterelection',
                name='recorded_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
            ),
            migrations.AddField(
                model_name='sideletterevent',
                name='approved_by',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
            ),
            migrations.AddField(
                model_name='sideletterevent',
                name='document',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='itvf.file', verbose_name='document'),
            ),
            migrations.AddField(
                model_name='sideletterevent',
                name='fund',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.fund', verbose_name='fund'),
            ),
            migrations.AddField(
                model_name='sideletterevent',
                name='partner',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.partner', verbose_name='granted to'),
            ),
            migrations.AddField(
                model_name='sideletterevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.sideletter'),
            ),
            migrations.AddField(
                model_name='sideletterevent',
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
                model_name='dutydone',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['annual_meeting', 'annual_return', 'audited_accounts', 'committee_meetings', 'election', 'licence_check', 'matter', 'vote'])), name='duty_done_kind_known'),
            ),
            migrations.AddConstraint(
                model_name='dutydone',
                constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['done', 'reopened'])), name='duty_done_stage_known'),
            ),
            migrations.AddConstraint(
                model_name='dutydone',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('reopened_at__isnull', True), ('reopened_by__isnull', True)), models.Q(('reopened_at__isnull', False), ('reopened_by__isnull', False)), _connector='OR'), name='duty_done_reopened_by_reopened_at_together'),
            ),
            migrations.AddConstraint(
                model_name='dutydone',
                constraint=models.UniqueConstraint(condition=models.Q(('stage', 'done')), fields=('fund', 'key'), name='duty_done_once'),
            ),
            migrations.AddConstraint(
                model_name='feeconcession',
                constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['approved', 'draft', 'refused'])), name='fee_concession_stage_known'),
            ),
            migrations.AddConstraint(
                model_name='feeconcession',
                constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('recorded_by__isnull', True), models.Q(('recorded_by', models.F('approved_by')), _negated=True), _connector='OR'), name='fee_concession_approved_by_is_not_recorded_by'),
            ),
            migrations.AddConstraint(
                model_name='feeconcession',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='fee_concession_approved_by_approved_at_together'),
            ),
            migrations.AddConstraint(
                model_name='feeconcession',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_by__isnull', False), ('stage', 'approved')), models.Q(models.Q(('stage', 'approved'), _negated=True), ('approved_by__isnull', True)), _connector='OR'), name='fee_concession_approved_by_somebody'),
            ),
            migrations.AddConstraint(
                model_name='feeconcession',
                constraint=models.CheckConstraint(condition=models.Q(('rate__gt', 0), ('rate__lte', 1)), name='fee_concession_is_a_share'),
            ),
            migrations.AddConstraint(
                model_name='feeconcession',
                constraint=models.CheckConstraint(condition=models.Q(('to_date__isnull', True), ('to_date__gte', models.F('from_date')), _connector='OR'), name='fee_concession_ends_after_it_begins'),
            ),
            migrations.AddConstraint(
                model_name='feeconcession',
                constraint=models.CheckConstraint(condition=models.Q(('clause', ''), _negated=True), name='fee_concession_names_its_clause'),
            ),
            migrations.AddConstraint(
                model_name='feeoffset',
                constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['counted', 'recorded', 'withdrawn'])), name='fee_offset_stage_known'),
            ),
            migrations.AddConstraint(
                model_name='feeoffset',
                constraint=models.CheckConstraint(condition=models.Q(('fee_type__in', ['break_up', 'directors', 'monitoring', 'transaction'])), name='fee_offset_fee_type_known'),
            ),
            migrations.AddConstraint(
                model_name='feeoffset',
                constraint=models.CheckConstraint(condition=models.Q(('amount_hkd__gt', 0), ('amount_hkd__lt', 10000000000000000)), name='fee_offset_amount_hkd_positive'),
            ),
            migrations.AddConstraint(
                model_name='feeoffset',
                constraint=models.CheckConstraint(condition=models.Q(('offset_hkd__gte', 0), ('offset_hkd__lt', 10000000000000000)), name='fee_offset_offset_hkd_not_negative'),
            ),
            migrations.AddConstraint(
                model_name='feeoffset',
                constraint=models.CheckConstraint(condition=models.Q(('offset_hkd__lte', models.F('amount_hkd')), ('rate__gte', 0), ('rate__lte', 1)), name='fee_offset_is_a_part_of_its_fee'),
            ),
            migrations.AddConstraint(
                model_name='feeoffset',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('accrual__isnull', False), ('stage', 'counted')), models.Q(models.Q(('stage', 'counted'), _negated=True), ('accrual__isnull', True)), _connector='OR'), name='fee_offset_counted_in_an_accrual'),
            ),
            migrations.AddConstraint(
                model_name='feeoffsetrate',
                constraint=models.CheckConstraint(condition=models.Q(('fee_type__in', ['break_up', 'directors', 'monitoring', 'transaction'])), name='fee_offset_rate_fee_type_known'),
            ),
            migrations.AddConstraint(
                model_name='feeoffsetrate',
                constraint=models.CheckConstraint(condition=models.Q(('rate__gte', 0), ('rate__lte', 1)), name='fee_offset_rate_is_a_share'),
            ),
            migrations.AddConstraint(
                model_name='feeoffsetrate',
                constraint=models.CheckConstraint(condition=models.Q(('clause', ''), _negated=True), name='fee_offset_rate_names_its_clause'),
            ),
            migrations.AddConstraint(
                model_name='feestep',
                constraint=models.CheckConstraint(condition=models.Q(('rate__gte', 0), ('rate__lt', 10000000000000000)), name='fee_step_rate_not_negative'),
            ),
            migrations.AddConstraint(
                model_name='feestep',
                constraint=models.CheckConstraint(condition=models.Q(('clause', ''), _negated=True), name='fee_step_names_its_clause'),
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
            migrations.AddConstraint(
                model_name='lateinterestpayment',
                constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['authorised', 'paid', 'prepared'])), name='late_interest_payment_stage_known'),
            ),
            migrations.AddConstraint(
                model_name='lateinterestpayment',
                constraint=models.CheckConstraint(condition=models.Q(('amount_hkd__gt', 0), ('amount_hkd__lt', 10000000000000000)), name='late_interest_payment_amount_hkd_positive'),
            ),
            migrations.AddConstraint(
                model_name='lateinterestpayment',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('entry__isnull', True), ('matched_by__isnull', True), ('value_date__isnull', True)), models.Q(('entry__isnull', False), ('matched_by__isnull', False), ('value_date__isnull', False)), _connector='OR'), name='late_interest_payment_matched_by_value_date_entry_together'),
            ),
            migrations.AddConstraint(
                model_name='lateinterestpayment',
                constraint=models.UniqueConstraint(condition=models.Q(('bank_reference', ''), _negated=True), fields=('bank_reference',), name='late_interest_payment_debit_counts_once'),
            ),
            migrations.AddConstraint(
                model_name='lateinterestpayment',
                constraint=models.CheckConstraint(condition=models.Q(('second_limit__isnull', True), models.Q(('first_limit__isnull', False), models.Q(('first_limit', models.F('second_limit')), _negated=True)), _connector='OR'), name='late_interest_payment_authorised_by_two'),
            ),
            migrations.AddConstraint(
                model_name='lateinterestpayment',
                constraint=models.CheckConstraint(condition=models.Q(('stage', 'prepared'), models.Q(('second_limit__isnull', False), ('stage', 'authorised')), models.Q(('entry__isnull', False), ('second_limit__isnull', False), ('stage', 'paid')), _connector='OR'), name='late_interest_payment_paid_once_authorised'),
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
                model_name='partnerfee',
                constraint=models.UniqueConstraint(fields=('accrual', 'partner'), name='partner_fee_once_an_accrual'),
            ),
            migrations.AddConstraint(
                model_name='partnerfee',
                constraint=models.CheckConstraint(condition=models.Q(('concession_hkd__gte', 0), ('concession_hkd__lt', 10000000000000000)), name='partner_fee_concession_hkd_not_negative'),
            ),
            migrations.AddConstraint(
                model_name='partnerfee',
                constraint=models.CheckConstraint(condition=models.Q(('used_hkd__gte', 0), ('used_hkd__lt', 10000000000000000)), name='partner_fee_used_hkd_not_negative'),
            ),
            migrations.AddConstraint(
                model_name='partnerfee',
                constraint=models.CheckConstraint(condition=models.Q(('carried_hkd__gte', 0), ('carried_hkd__lt', 10000000000000000)), name='partner_fee_carried_hkd_not_negative'),
            ),
            migrations.AddConstraint(
                model_name='partnerfee',
                constraint=models.CheckConstraint(condition=models.Q(('net_hkd__gte', 0), ('net_hkd__lt', 10000000000000000)), name='partner_fee_net_hkd_not_negative'),
            ),
            migrations.AddConstraint(
                model_name='partnerfee',
                constraint=models.CheckConstraint(condition=models.Q(('net_hkd', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('gross_hkd'), '-', models.F('concession_hkd')), '-', models.F('used_hkd')))), name='partner_fee_is_share_less_reductions'),
            ),
            migrations.AddConstraint(
                model_name='partnerfee',
                constraint=models.CheckConstraint(condition=models.Q(('carried_hkd', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('brought_hkd'), '+', models.F('offset_hkd')), '-', models.F('used_hkd')))), name='partner_fee_loses_no_offset'),
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
            migrations.AddConstraint(
                model_name='paymentmessage',
                constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='payment_message_says_something'),
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
            migrations.AddConstraint(
                model_name='resolution',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['amendment', 'committee_consent', 'conflict_waiver', 'key_person_reinstatement', 'removal_with_cause', 'removal_without_cause'])), name='resolution_kind_known'),
            ),
            migrations.AddConstraint(
                model_name='resolution',
                constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['failed', 'open', 'passed', 'withdrawn'])), name='resolution_stage_known'),
            ),
            migrations.AddConstraint(
                model_name='resolution',
                constraint=models.CheckConstraint(condition=models.Q(('counted_by__isnull', True), ('opened_by__isnull', True), models.Q(('opened_by', models.F('counted_by')), _negated=True), _connector='OR'), name='resolution_counted_by_is_not_opened_by'),
            ),
            migrations.AddConstraint(
                model_name='resolution',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('counted_at__isnull', True), ('counted_by__isnull', True)), models.Q(('counted_at__isnull', False), ('counted_by__isnull', False)), _connector='OR'), name='resolution_counted_by_counted_at_together'),
            ),
            migrations.AddConstraint(
                model_name='resolution',
                constraint=models.UniqueConstraint(fields=('fund', 'number'), name='resolution_number_once_a_fund'),
            ),
            migrations.AddConstraint(
                model_name='resolution',
                constraint=models.CheckConstraint(condition=models.Q(('needed_rate__gt', 0), ('needed_rate__lte', 1)), name='resolution_majority_is_a_part'),
            ),
            migrations.AddConstraint(
                model_name='resolution',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage__in', ('passed', 'failed')), _negated=True), ('counted_by__isnull', False), _connector='OR'), name='resolution_decided_by_a_count'),
            ),
            migrations.AddConstraint(
                model_name='agreementevent',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['cause_notice', 'conflict_declared', 'conflict_waived', 'conflict_withdrawn', 'default_cured', 'default_notice', 'default_remedy', 'gp_default', 'gp_default_cured', 'guarantee_given', 'inspection_held', 'inspection_notice', 'key_person_ended', 'key_person_event', 'no_cause_notice', 'payment_reminder', 'removal_dropped', 'removed_with_cause', 'removed_without_cause', 'seat_left', 'seat_taken', 'successor_admitted'])), name='agreement_event_kind_known'),
            ),
            migrations.AddConstraint(
                model_name='agreementevent',
                constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['approved', 'draft', 'refused'])), name='agreement_event_stage_known'),
            ),
            migrations.AddConstraint(
                model_name='agreementevent',
                constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('recorded_by__isnull', True), models.Q(('recorded_by', models.F('approved_by')), _negated=True), _connector='OR'), name='agreement_event_approved_by_is_not_recorded_by'),
            ),
            migrations.AddConstraint(
                model_name='agreementevent',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='agreement_event_approved_by_approved_at_together'),
            ),
            migrations.AddConstraint(
                model_name='agreementclause',
                constraint=models.CheckConstraint(condition=models.Q(('topic__in', ['advisory_committee', 'amendments', 'annual_meeting', 'audited_accounts', 'borrowing', 'clawback_guarantee', 'committee_meetings', 'conflicts', 'excuse', 'government_seat', 'gp_default', 'inspection', 'key_person_reinstatement', 'key_persons', 'most_favoured_nation', 'partner_default', 'recycling', 'removal_with_cause', 'removal_without_cause'])), name='agreement_clause_topic_known'),
            ),
            migrations.AddConstraint(
                model_name='agreementclause',
                constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['approved', 'draft', 'refused'])), name='agreement_clause_stage_known'),
            ),
            migrations.AddConstraint(
                model_name='agreementclause',
                constraint=models.CheckConstraint(condition=models.Q(('basis__in', ['agreement', 'amendment', 'correction'])), name='agreement_clause_basis_known'),
            ),
            migrations.AddConstraint(
                model_name='agreementclause',
                constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('recorded_by__isnull', True), models.Q(('recorded_by', models.F('approved_by')), _negated=True), _connector='OR'), name='agreement_clause_approved_by_is_not_recorded_by'),
            ),
            migrations.AddConstraint(
                model_name='agreementclause',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='agreement_clause_approved_by_approved_at_together'),
            ),
            migrations.AddConstraint(
                model_name='agreementclause',
                constraint=models.CheckConstraint(condition=models.Q(('amount_hkd__gt', 0), ('amount_hkd__lt', 10000000000000000)), name='agreement_clause_amount_hkd_positive'),
            ),
            migrations.AddConstraint(
                model_name='agreementclause',
                constraint=models.CheckConstraint(condition=models.Q(('rate__isnull', True), models.Q(('rate__gt', 0), ('rate__lte', 1)), _connector='OR'), name='agreement_clause_rate_is_a_part'),
            ),
            migrations.AddConstraint(
                model_name='agreementclause',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('basis', 'amendment'), ('resolution__isnull', False)), models.Q(models.Q(('basis', 'amendment'), _negated=True), ('resolution__isnull', True)), _connector='OR'), name='agreement_clause_amended_by_a_resolution'),
            ),
            migrations.AddConstraint(
                model_name='resolutionvote',
                constraint=models.CheckConstraint(condition=models.Q(('answer__in', ['abstain', 'against', 'for'])), name='resolution_vote_answer_known'),
            ),
            migrations.AddConstraint(
                model_name='resolutionvote',
                constraint=models.CheckConstraint(condition=models.Q(('commitment_hkd__gte', 0), ('commitment_hkd__lt', 10000000000000000)), name='resolution_vote_commitment_hkd_not_negative'),
            ),
            migrations.AddConstraint(
                model_name='sideletter',
                constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['approved', 'draft', 'refused'])), name='side_letter_stage_known'),
            ),
            migrations.AddConstraint(
                model_name='sideletter',
                constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('recorded_by__isnull', True), models.Q(('recorded_by', models.F('approved_by')), _negated=True), _connector='OR'), name='side_letter_approved_by_is_not_recorded_by'),
            ),
            migrations.AddConstraint(
                model_name='sideletter',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='side_letter_approved_by_approved_at_together'),
            ),
            migrations.AddConstraint(
                model_name='sideletter',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('circulated_date__isnull', True), ('last_day__isnull', True)), models.Q(('circulated_date__isnull', False), ('last_day__isnull', False)), _connector='OR'), name='side_letter_circulated_date_last_day_together'),
            ),
            migrations.AddConstraint(
                model_name='sideletterelection',
                constraint=models.CheckConstraint(condition=models.Q(('commitment_hkd__gt', 0), ('commitment_hkd__lt', 10000000000000000)), name='side_letter_election_commitment_hkd_positive'),
            ),
            migrations.AddConstraint(
                model_name='sideletterelection',
                constraint=models.UniqueConstraint(fields=('letter', 'partner'), name='side_letter_elected_once_a_partner'),
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
                model_name='closing',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_closingevent" ("closing_date", "completed_at", "completed_by_id", "drafted_at", "drafted_by_id", "fund_id", "id", "kind", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "stage", "working") VALUES (NEW."closing_date", NEW."completed_at", NEW."completed_by_id", NEW."drafted_at", NEW."drafted_by_id", NEW."fund_id", NEW."id", NEW."kind", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."stage", NEW."working"); RETURN NULL;', hash='0a8ff7368676779af56f835544514dbd11da5ae1', operation='INSERT', pgid='pgtrigger_insert_insert_cca2c', table='funds_closing', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='closing',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_closingevent" ("closing_date", "completed_at", "completed_by_id", "drafted_at", "drafted_by_id", "fund_id", "id", "kind", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "stage", "working") VALUES (NEW."closing_date", NEW."completed_at", NEW."completed_by_id", NEW."drafted_at", NEW."drafted_by_id", NEW."fund_id", NEW."id", NEW."kind", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."stage", NEW."working"); RETURN NULL;', hash='86548e0b8a2b2fd9e0c3e9384baddff0f159cce5', operation='UPDATE', pgid='pgtrigger_update_update_5befe', table='funds_closing', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='closing',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_closingevent" ("closing_date", "completed_at", "completed_by_id", "drafted_at", "drafted_by_id", "fund_id", "id", "kind", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "stage", "working") VALUES (OLD."closing_date", OLD."completed_at", OLD."completed_by_id", OLD."drafted_at", OLD."drafted_by_id", OLD."fund_id", OLD."id", OLD."kind", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."stage", OLD."working"); RETURN NULL;', hash='ce35fb98447ea984be7c14e112d5ac0b10617d0b', operation='DELETE', pgid='pgtrigger_delete_delete_13b3b', table='funds_closing', when='AFTER')),
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
                model_name='dutydone',
                trigger=pgtrigger.compiler.Trigger(name='duty_done_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{done:reopened}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='c68f0ac09a6da8594bd24f36c815007b207b4a5f', operation='UPDATE', pgid='pgtrigger_duty_done_stage_cfe49', table='funds_dutydone', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='dutydone',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_dutydoneevent" ("clause", "document_id", "done_date", "due_date", "evidence", "fund_id", "id", "key", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "reopened_at", "reopened_by_id", "stage") VALUES (NEW."clause", NEW."document_id", NEW."done_date", NEW."due_date", NEW."evidence", NEW."fund_id", NEW."id", NEW."key", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."reopened_at", NEW."reopened_by_id", NEW."stage"); RETURN NULL;', hash='a64ef62b99e6c30ee019a0f0eed9b3f52d37d540', operation='INSERT', pgid='pgtrigger_insert_insert_c5da5', table='funds_dutydone', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='dutydone',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_dutydoneevent" ("clause", "document_id", "done_date", "due_date", "evidence", "fund_id", "id", "key", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "reopened_at", "reopened_by_id", "stage") VALUES (NEW."clause", NEW."document_id", NEW."done_date", NEW."due_date", NEW."evidence", NEW."fund_id", NEW."id", NEW."key", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."reopened_at", NEW."reopened_by_id", NEW."stage"); RETURN NULL;', hash='71a284f34ea8ed10633dafef8e31d96ec4953b6e', operation='UPDATE', pgid='pgtrigger_update_update_18e2f', table='funds_dutydone', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='dutydone',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_dutydoneevent" ("clause", "document_id", "done_date", "due_date", "evidence", "fund_id", "id", "key", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "reopened_at", "reopened_by_id", "stage") VALUES (OLD."clause", OLD."document_id", OLD."done_date", OLD."due_date", OLD."evidence", OLD."fund_id", OLD."id", OLD."key", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."reopened_at", OLD."reopened_by_id", OLD."stage"); RETURN NULL;', hash='0e3defa77d982628e1556f15ecfe4600dc4d23bb', operation='DELETE', pgid='pgtrigger_delete_delete_97613', table='funds_dutydone', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='feeconcession',
                trigger=pgtrigger.compiler.Trigger(name='fee_concession_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{draft:approved,draft:refused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='310b9de226f7564951e4700d46c82b4eb8f4b4eb', operation='UPDATE', pgid='pgtrigger_fee_concession_stage_5a424', table='funds_feeconcession', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='feeconcession',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_feeconcessionevent" ("approved_at", "approved_by_id", "clause", "file_id", "from_date", "fund_id", "id", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "recorded_at", "recorded_by_id", "stage", "to_date") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."clause", NEW."file_id", NEW."from_date", NEW."fund_id", NEW."id", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."rate", NEW."recorded_at", NEW."recorded_by_id", NEW."stage", NEW."to_date"); RETURN NULL;', hash='65f15ec1e8d0dc87f778d916f15f09009aeb4284', operation='INSERT', pgid='pgtrigger_insert_insert_43d2f', table='funds_feeconcession', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='feeconcession',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_feeconcessionevent" ("approved_at", "approved_by_id", "clause", "file_id", "from_date", "fund_id", "id", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "recorded_at", "recorded_by_id", "stage", "to_date") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."clause", NEW."file_id", NEW."from_date", NEW."fund_id", NEW."id", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."rate", NEW."recorded_at", NEW."recorded_by_id", NEW."stage", NEW."to_date"); RETURN NULL;', hash='eb7a0bfd8f75100b0e8a2b5ffd1b419793fb820c', operation='UPDATE', pgid='pgtrigger_update_update_b5802', table='funds_feeconcession', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='feeconcession',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_feeconcessionevent" ("approved_at", "approved_by_id", "clause", "file_id", "from_date", "fund_id", "id", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "recorded_at", "recorded_by_id", "stage", "to_date") VALUES (OLD."approved_at", OLD."approved_by_id", OLD."clause", OLD."file_id", OLD."from_date", OLD."fund_id", OLD."id", OLD."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."rate", OLD."recorded_at", OLD."recorded_by_id", OLD."stage", OLD."to_date"); RETURN NULL;', hash='5e7cef8c35a802e8becfab536439348609f5b703', operation='DELETE', pgid='pgtrigger_delete_delete_780cc', table='funds_feeconcession', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='feeoffset',
                trigger=pgtrigger.compiler.Trigger(name='fee_offset_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{recorded:counted,recorded:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='a1068d8c7f96dd2a7c1fe7acb4378a55840949b3', operation='UPDATE', pgid='pgtrigger_fee_offset_stage_07f0e', table='funds_feeoffset', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='feeoffset',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_feeoffsetevent" ("accrual_id", "amount_hkd", "company", "fee_type", "fund_id", "id", "offset_hkd", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "received_date", "recorded_at", "recorded_by_id", "reference", "stage") VALUES (NEW."accrual_id", NEW."amount_hkd", NEW."company", NEW."fee_type", NEW."fund_id", NEW."id", NEW."offset_hkd", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."rate", NEW."received_date", NEW."recorded_at", NEW."recorded_by_id", NEW."reference", NEW."stage"); RETURN NULL;', hash='8a28dd866c8aa1b4d707bd8357b52d99ab239153', operation='INSERT', pgid='pgtrigger_insert_insert_8c50f', table='funds_feeoffset', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='feeoffset',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_feeoffsetevent" ("accrual_id", "amount_hkd", "company", "fee_type", "fund_id", "id", "offset_hkd", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "received_date", "recorded_at", "recorded_by_id", "reference", "stage") VALUES (NEW."accrual_id", NEW."amount_hkd", NEW."company", NEW."fee_type", NEW."fund_id", NEW."id", NEW."offset_hkd", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."rate", NEW."received_date", NEW."recorded_at", NEW."recorded_by_id", NEW."reference", NEW."stage"); RETURN NULL;', hash='7f8dd20dbaab8de2ea3224f681a6f59c31a161b5', operation='UPDATE', pgid='pgtrigger_update_update_1db25', table='funds_feeoffset', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='feeoffset',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_feeoffsetevent" ("accrual_id", "amount_hkd", "company", "fee_type", "fund_id", "id", "offset_hkd", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "received_date", "recorded_at", "recorded_by_id", "reference", "stage") VALUES (OLD."accrual_id", OLD."amount_hkd", OLD."company", OLD."fee_type", OLD."fund_id", OLD."id", OLD."offset_hkd", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."rate", OLD."received_date", OLD."recorded_at", OLD."recorded_by_id", OLD."reference", OLD."stage"); RETURN NULL;', hash='11e215e5a7de93abceb89840e06da9fd091116a8', operation='DELETE', pgid='pgtrigger_delete_delete_a9a48', table='funds_feeoffset', when='AFTER')),
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
            pgtrigger.migrations.AddTrigger(
                model_name='lateinterestpayment',
                trigger=pgtrigger.compiler.Trigger(name='late_interest_payment_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{prepared:authorised,authorised:paid}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='f175db32d9b0186a6aae572dfacfc2f50dcab7d6', operation='UPDATE', pgid='pgtrigger_late_interest_payment_stage_6d822', table='funds_lateinterestpayment', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='lateinterestpayment',
                trigger=pgtrigger.compiler.Trigger(name='late_interest_payment_figures', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."charge_id" IS DISTINCT FROM (NEW."charge_id") OR OLD."amount_hkd" IS DISTINCT FROM (NEW."amount_hkd"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='d7c7a1bc43346aebe4e7baedf8258714285ab834', operation='UPDATE', pgid='pgtrigger_late_interest_payment_figures_5b83d', table='funds_lateinterestpayment', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='lateinterestpayment',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_lateinterestpaymentevent" ("amount_hkd", "bank_reference", "charge_id", "entry_id", "first_limit_id", "id", "matched_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "second_limit_id", "stage", "value_date", "voucher_number") VALUES (NEW."amount_hkd", NEW."bank_reference", NEW."charge_id", NEW."entry_id", NEW."first_limit_id", NEW."id", NEW."matched_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."prepared_at", NEW."prepared_by_id", NEW."second_limit_id", NEW."stage", NEW."value_date", NEW."voucher_number"); RETURN NULL;', hash='bad413770820c0a0fc8c90dc1fa77e99d9fa9963', operation='INSERT', pgid='pgtrigger_insert_insert_dbd96', table='funds_lateinterestpayment', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='lateinterestpayment',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_lateinterestpaymentevent" ("amount_hkd", "bank_reference", "charge_id", "entry_id", "first_limit_id", "id", "matched_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "second_limit_id", "stage", "value_date", "voucher_number") VALUES (NEW."amount_hkd", NEW."bank_reference", NEW."charge_id", NEW."entry_id", NEW."first_limit_id", NEW."id", NEW."matched_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."prepared_at", NEW."prepared_by_id", NEW."second_limit_id", NEW."stage", NEW."value_date", NEW."voucher_number"); RETURN NULL;', hash='de13c5135a10b32e072a9272b90abb99678dba6c', operation='UPDATE', pgid='pgtrigger_update_update_e57eb', table='funds_lateinterestpayment', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='lateinterestpayment',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_lateinterestpaymentevent" ("amount_hkd", "bank_reference", "charge_id", "entry_id", "first_limit_id", "id", "matched_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "second_limit_id", "stage", "value_date", "voucher_number") VALUES (OLD."amount_hkd", OLD."bank_reference", OLD."charge_id", OLD."entry_id", OLD."first_limit_id", OLD."id", OLD."matched_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."prepared_at", OLD."prepared_by_id", OLD."second_limit_id", OLD."stage", OLD."value_date", OLD."voucher_number"); RETURN NULL;', hash='bc77eacfd5d77c4fabcfb5321989f1bb85d72732', operation='DELETE', pgid='pgtrigger_delete_delete_dff1d', table='funds_lateinterestpayment', when='AFTER')),
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
            pgtrigger.migrations.AddTrigger(
                model_name='resolution',
                trigger=pgtrigger.compiler.Trigger(name='resolution_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{open:passed,open:failed,open:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='d5c397572ce1a971509c985b1ba893214180dbcd', operation='UPDATE', pgid='pgtrigger_resolution_stage_dabf4', table='funds_resolution', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='resolution',
                trigger=pgtrigger.compiler.Trigger(name='resolution_question', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."fund_id" IS DISTINCT FROM (NEW."fund_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."question" IS DISTINCT FROM (NEW."question") OR OLD."clause" IS DISTINCT FROM (NEW."clause") OR OLD."needed_rate" IS DISTINCT FROM (NEW."needed_rate") OR OLD."opened_date" IS DISTINCT FROM (NEW."opened_date"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='643220b15c0fe259bd5dc4d10cbbcbffe3d5e763', operation='UPDATE', pgid='pgtrigger_resolution_question_c19ea', table='funds_resolution', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='resolution',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_resolutionevent" ("clause", "conflicted_id", "counted_at", "counted_by_id", "document_id", "fund_id", "id", "kind", "last_day", "needed_rate", "number", "opened_at", "opened_by_id", "opened_date", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "stage", "working") VALUES (NEW."clause", NEW."conflicted_id", NEW."counted_at", NEW."counted_by_id", NEW."document_id", NEW."fund_id", NEW."id", NEW."kind", NEW."last_day", NEW."needed_rate", NEW."number", NEW."opened_at", NEW."opened_by_id", NEW."opened_date", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."question", NEW."stage", NEW."working"); RETURN NULL;', hash='139b9a25cdaabd1400633e7be02f7660a1cc55db', operation='INSERT', pgid='pgtrigger_insert_insert_f6d86', table='funds_resolution', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='resolution',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_resolutionevent" ("clause", "conflicted_id", "counted_at", "counted_by_id", "document_id", "fund_id", "id", "kind", "last_day", "needed_rate", "number", "opened_at", "opened_by_id", "opened_date", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "stage", "working") VALUES (NEW."clause", NEW."conflicted_id", NEW."counted_at", NEW."counted_by_id", NEW."document_id", NEW."fund_id", NEW."id", NEW."kind", NEW."last_day", NEW."needed_rate", NEW."number", NEW."opened_at", NEW."opened_by_id", NEW."opened_date", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."question", NEW."stage", NEW."working"); RETURN NULL;', hash='c1e8aab1d8c1279b8f77d0dca7dc5ffc1fbf52e6', operation='UPDATE', pgid='pgtrigger_update_update_3df77', table='funds_resolution', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='resolution',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_resolutionevent" ("clause", "conflicted_id", "counted_at", "counted_by_id", "document_id", "fund_id", "id", "kind", "last_day", "needed_rate", "number", "opened_at", "opened_by_id", "opened_date", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "stage", "working") VALUES (OLD."clause", OLD."conflicted_id", OLD."counted_at", OLD."counted_by_id", OLD."document_id", OLD."fund_id", OLD."id", OLD."kind", OLD."last_day", OLD."needed_rate", OLD."number", OLD."opened_at", OLD."opened_by_id", OLD."opened_date", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."question", OLD."stage", OLD."working"); RETURN NULL;', hash='1523dd5356fec3287c4fee8b1413947c814edd87', operation='DELETE', pgid='pgtrigger_delete_delete_7b86d', table='funds_resolution', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agreementevent',
                trigger=pgtrigger.compiler.Trigger(name='agreement_event_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{draft:approved,draft:refused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='4307a31fd9d65db55ebc6db071c896f3c4cc8c3d', operation='UPDATE', pgid='pgtrigger_agreement_event_stage_28889', table='funds_agreementevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agreementevent',
                trigger=pgtrigger.compiler.Trigger(name='agreement_event_content', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."fund_id" IS DISTINCT FROM (NEW."fund_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."occurred_date" IS DISTINCT FROM (NEW."occurred_date") OR OLD."clause" IS DISTINCT FROM (NEW."clause") OR OLD."last_day" IS DISTINCT FROM (NEW."last_day") OR OLD."what" IS DISTINCT FROM (NEW."what") OR OLD."partner_id" IS DISTINCT FROM (NEW."partner_id") OR OLD."line_id" IS DISTINCT FROM (NEW."line_id") OR OLD."follows_id" IS DISTINCT FROM (NEW."follows_id") OR OLD."resolution_id" IS DISTINCT FROM (NEW."resolution_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2b612cb5b1e0aee7891b53306bcb87e6f4cc58a5', operation='UPDATE', pgid='pgtrigger_agreement_event_content_a6794', table='funds_agreementevent', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agreementevent',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_agreementeventevent" ("approved_at", "approved_by_id", "clause", "document_id", "follows_id", "fund_id", "id", "kind", "last_day", "line_id", "occurred_date", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "resolution_id", "stage", "what") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."clause", NEW."document_id", NEW."follows_id", NEW."fund_id", NEW."id", NEW."kind", NEW."last_day", NEW."line_id", NEW."occurred_date", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."resolution_id", NEW."stage", NEW."what"); RETURN NULL;', hash='bb3067c54ea591f89324402e5c20ce3436f83b31', operation='INSERT', pgid='pgtrigger_insert_insert_8917e', table='funds_agreementevent', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agreementevent',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_agreementeventevent" ("approved_at", "approved_by_id", "clause", "document_id", "follows_id", "fund_id", "id", "kind", "last_day", "line_id", "occurred_date", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "resolution_id", "stage", "what") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."clause", NEW."document_id", NEW."follows_id", NEW."fund_id", NEW."id", NEW."kind", NEW."last_day", NEW."line_id", NEW."occurred_date", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."resolution_id", NEW."stage", NEW."what"); RETURN NULL;', hash='958a1e08e3d2b2a7cf3fa356d90c39a6bdaba96d', operation='UPDATE', pgid='pgtrigger_update_update_a8f50', table='funds_agreementevent', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agreementevent',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_agreementeventevent" ("approved_at", "approved_by_id", "clause", "document_id", "follows_id", "fund_id", "id", "kind", "last_day", "line_id", "occurred_date", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "resolution_id", "stage", "what") VALUES (OLD."approved_at", OLD."approved_by_id", OLD."clause", OLD."document_id", OLD."follows_id", OLD."fund_id", OLD."id", OLD."kind", OLD."last_day", OLD."line_id", OLD."occurred_date", OLD."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."resolution_id", OLD."stage", OLD."what"); RETURN NULL;', hash='95389f0694d03b26e650f1f53c0ce9cd088f9209', operation='DELETE', pgid='pgtrigger_delete_delete_081f3', table='funds_agreementevent', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agreementclause',
                trigger=pgtrigger.compiler.Trigger(name='agreement_clause_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{draft:approved,draft:refused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='2b66a3d72425995ce4a6aa6486cbb7f914ae7150', operation='UPDATE', pgid='pgtrigger_agreement_clause_stage_45b90', table='funds_agreementclause', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agreementclause',
                trigger=pgtrigger.compiler.Trigger(name='agreement_clause_content', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."fund_id" IS DISTINCT FROM (NEW."fund_id") OR OLD."topic" IS DISTINCT FROM (NEW."topic") OR OLD."clause" IS DISTINCT FROM (NEW."clause") OR OLD."effective_from" IS DISTINCT FROM (NEW."effective_from") OR OLD."basis" IS DISTINCT FROM (NEW."basis") OR OLD."resolution_id" IS DISTINCT FROM (NEW."resolution_id") OR OLD."amount_hkd" IS DISTINCT FROM (NEW."amount_hkd") OR OLD."rate" IS DISTINCT FROM (NEW."rate") OR OLD."days" IS DISTINCT FROM (NEW."days") OR OLD."months" IS DISTINCT FROM (NEW."months") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."flag" IS DISTINCT FROM (NEW."flag") OR OLD."text" IS DISTINCT FROM (NEW."text"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='26910aa507003329643ae48e1613272d0c65677d', operation='UPDATE', pgid='pgtrigger_agreement_clause_content_8814d', table='funds_agreementclause', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agreementclause',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_agreementclauseevent" ("amount_hkd", "approved_at", "approved_by_id", "basis", "clause", "days", "document_id", "effective_from", "flag", "fund_id", "id", "months", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "recorded_at", "recorded_by_id", "resolution_id", "stage", "text", "topic") VALUES (NEW."amount_hkd", NEW."approved_at", NEW."approved_by_id", NEW."basis", NEW."clause", NEW."days", NEW."document_id", NEW."effective_from", NEW."flag", NEW."fund_id", NEW."id", NEW."months", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."rate", NEW."recorded_at", NEW."recorded_by_id", NEW."resolution_id", NEW."stage", NEW."text", NEW."topic"); RETURN NULL;', hash='f7086772d4e960bc1ec009417e68cdc0b68fb651', operation='INSERT', pgid='pgtrigger_insert_insert_8f9b0', table='funds_agreementclause', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agreementclause',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_agreementclauseevent" ("amount_hkd", "approved_at", "approved_by_id", "basis", "clause", "days", "document_id", "effective_from", "flag", "fund_id", "id", "months", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "recorded_at", "recorded_by_id", "resolution_id", "stage", "text", "topic") VALUES (NEW."amount_hkd", NEW."approved_at", NEW."approved_by_id", NEW."basis", NEW."clause", NEW."days", NEW."document_id", NEW."effective_from", NEW."flag", NEW."fund_id", NEW."id", NEW."months", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."rate", NEW."recorded_at", NEW."recorded_by_id", NEW."resolution_id", NEW."stage", NEW."text", NEW."topic"); RETURN NULL;', hash='4514af9c5e55c269cee83c3309f893b22ab6c145', operation='UPDATE', pgid='pgtrigger_update_update_84c1f', table='funds_agreementclause', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='agreementclause',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_agreementclauseevent" ("amount_hkd", "approved_at", "approved_by_id", "basis", "clause", "days", "document_id", "effective_from", "flag", "fund_id", "id", "months", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rate", "recorded_at", "recorded_by_id", "resolution_id", "stage", "text", "topic") VALUES (OLD."amount_hkd", OLD."approved_at", OLD."approved_by_id", OLD."basis", OLD."clause", OLD."days", OLD."document_id", OLD."effective_from", OLD."flag", OLD."fund_id", OLD."id", OLD."months", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."rate", OLD."recorded_at", OLD."recorded_by_id", OLD."resolution_id", OLD."stage", OLD."text", OLD."topic"); RETURN NULL;', hash='18523c25b26fa84eef3b6cb3a18b3d95bd70c1b2', operation='DELETE', pgid='pgtrigger_delete_delete_9018b', table='funds_agreementclause', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sideletter',
                trigger=pgtrigger.compiler.Trigger(name='side_letter_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{draft:approved,draft:refused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='99fc77735f964eb45f8c59109fb13f0f9cfadfdb', operation='UPDATE', pgid='pgtrigger_side_letter_stage_66849', table='funds_sideletter', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sideletter',
                trigger=pgtrigger.compiler.Trigger(name='side_letter_content', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."fund_id" IS DISTINCT FROM (NEW."fund_id") OR OLD."partner_id" IS DISTINCT FROM (NEW."partner_id") OR OLD."signed_date" IS DISTINCT FROM (NEW."signed_date") OR OLD."grants" IS DISTINCT FROM (NEW."grants"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='45e08b201a308b0d0f62b3f9603ab1b2a9914dbc', operation='UPDATE', pgid='pgtrigger_side_letter_content_92ed4', table='funds_sideletter', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sideletter',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_sideletterevent" ("approved_at", "approved_by_id", "circulated_date", "clause", "document_id", "fund_id", "grants", "id", "last_day", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "signed_date", "stage") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."circulated_date", NEW."clause", NEW."document_id", NEW."fund_id", NEW."grants", NEW."id", NEW."last_day", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."signed_date", NEW."stage"); RETURN NULL;', hash='c18ec07e265b70e94043dd9614a715bab17d098f', operation='INSERT', pgid='pgtrigger_insert_insert_b1c6d', table='funds_sideletter', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sideletter',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_sideletterevent" ("approved_at", "approved_by_id", "circulated_date", "clause", "document_id", "fund_id", "grants", "id", "last_day", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "signed_date", "stage") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."circulated_date", NEW."clause", NEW."document_id", NEW."fund_id", NEW."grants", NEW."id", NEW."last_day", NEW."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."signed_date", NEW."stage"); RETURN NULL;', hash='46fb471ee7ca734ebddbbb6d11ce77ac935ac2ef', operation='UPDATE', pgid='pgtrigger_update_update_d82b8', table='funds_sideletter', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sideletter',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_sideletterevent" ("approved_at", "approved_by_id", "circulated_date", "clause", "document_id", "fund_id", "grants", "id", "last_day", "partner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "signed_date", "stage") VALUES (OLD."approved_at", OLD."approved_by_id", OLD."circulated_date", OLD."clause", OLD."document_id", OLD."fund_id", OLD."grants", OLD."id", OLD."last_day", OLD."partner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."signed_date", OLD."stage"); RETURN NULL;', hash='331cda4cd40c6d221cc3fbd15c3743a0f5592548', operation='DELETE', pgid='pgtrigger_delete_delete_c2e51', table='funds_sideletter', when='AFTER')),
            ),
        ]),
        sql_file(__file__, "capital_in_full"),
        AppendOnly("funds_callcancellation"),
        AppendOnly("funds_distributionline"),
        AppendOnly("funds_distributionpayment"),
        AppendOnly("funds_distributionreceipt"),
        AppendOnly("funds_carryreturn"),
        AppendOnly("funds_feestep"),
        AppendOnly("funds_feeoffsetrate"),
        AppendOnly("funds_partnerfee"),
        AppendOnly("funds_fundingrequestline"),
        AppendOnly("funds_lateinterestreceipt"),
        AppendOnly("funds_noticeaccount"),
        AppendOnly("funds_paymentconfirmation"),
        AppendOnly("funds_paymentmessage"),
        AppendOnly("funds_resolutionvote"),
        AppendOnly("funds_sideletterelection"),
    ]
