"""The twelve months on record: contact, reminders, pledges, letters of lapse, departures from what was offered."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from itvf.append_only import AppendOnly
from itvf.batched import Batch


class Migration(migrations.Migration):

    dependencies = [
        ('funds', '0010_selection_assessment'),
        ('itvf', '0002_records'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Batch([
            migrations.CreateModel(
                name='FundraisingPledge',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('investor', models.CharField(max_length=200, verbose_name='investor')),
                    ('kind', models.CharField(choices=[('gp', 'general partner'), ('gp_affiliate', 'affiliate of the general partner'), ('private', 'private investor'), ('public_body', 'public body (counts to neither side, A7)')], max_length=14, verbose_name='kind')),
                    ('firmness', models.CharField(choices=[('soft', 'soft circle'), ('signed', 'signed'), ('closed', 'closed'), ('withdrawn', 'fell away')], max_length=10, verbose_name='how firm')),
                    ('amount_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount (HK$)')),
                    ('as_of_date', models.DateField(verbose_name='as of')),
                    ('note', models.TextField(blank=True, verbose_name='note')),
                    ('source', models.CharField(choices=[('manager', 'reported by the manager'), ('staff', 'recorded by staff')], max_length=8, verbose_name='source')),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='recorded at')),
                ],
                options={
                    'verbose_name': 'pledge of an investor',
                    'verbose_name_plural': 'pledges of investors',
                    'ordering': ['selection', '-id'],
                },
            ),
            migrations.CreateModel(
                name='FundraisingReminder',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('milestone', models.CharField(choices=[('month_6', 'six months'), ('month_9', 'nine months'), ('month_11', 'eleven months'), ('days_14', 'fourteen days before the last day'), ('over', 'the day after the last')], max_length=8, verbose_name='milestone')),
                    ('due_date', models.DateField(verbose_name='due on')),
                    ('outcome', models.CharField(choices=[('sent', 'reminded'), ('missed', 'missed: a later one was sent')], max_length=6, verbose_name='outcome')),
                    ('recipients', models.JSONField(default=list, verbose_name='sent to')),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='recorded at')),
                ],
                options={
                    'verbose_name': 'reminder of the twelve months',
                    'verbose_name_plural': 'reminders of the twelve months',
                    'ordering': ['selection', 'due_date', 'id'],
                },
            ),
            migrations.CreateModel(
                name='LapseLetter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                    ('stage', models.CharField(choices=[('prepared', 'prepared'), ('approved', 'approved'), ('withdrawn', 'withdrawn')], default='prepared', max_length=10, verbose_name='stage')),
                    ('addressee', models.CharField(max_length=200, verbose_name='addressee')),
                    ('addressee_email', models.EmailField(max_length=254, verbose_name='goes to')),
                    ('words_en', models.TextField(blank=True, verbose_name='own paragraph (English)')),
                    ('words_zh_hant', models.TextField(blank=True, verbose_name='own paragraph (Chinese)')),
                    ('content', models.JSONField(default=dict, verbose_name='content')),
                    ('content_sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
                    ('drafted_at', models.DateTimeField(verbose_name='drafted at')),
                    ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                    ('sent_at', models.DateTimeField(null=True, verbose_name='sent at')),
                ],
                options={
                    'verbose_name': 'letter of lapse',
                    'verbose_name_plural': 'letters of lapse',
                    'ordering': ['selection', 'number'],
                },
            ),
            migrations.CreateModel(
                name='LapseLetterEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                    ('stage', models.CharField(choices=[('prepared', 'prepared'), ('approved', 'approved'), ('withdrawn', 'withdrawn')], default='prepared', max_length=10, verbose_name='stage')),
                    ('addressee', models.CharField(max_length=200, verbose_name='addressee')),
                    ('addressee_email', models.EmailField(max_length=254, verbose_name='goes to')),
                    ('words_en', models.TextField(blank=True, verbose_name='own paragraph (English)')),
                    ('words_zh_hant', models.TextField(blank=True, verbose_name='own paragraph (Chinese)')),
                    ('content', models.JSONField(default=dict, verbose_name='content')),
                    ('content_sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
                    ('drafted_at', models.DateTimeField(verbose_name='drafted at')),
                    ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                    ('sent_at', models.DateTimeField(null=True, verbose_name='sent at')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='TermDeparture',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=40, verbose_name='term')),
                    ('offered', models.CharField(max_length=80, verbose_name='offered')),
                    ('signed', models.CharField(max_length=80, verbose_name='signed')),
                    ('rule', models.CharField(max_length=8, verbose_name='rule')),
                    ('clause', models.CharField(max_length=80, verbose_name='clause')),
                    ('stage', models.CharField(choices=[('open', 'waiting for approval'), ('approved', 'approved')], default='open', max_length=10, verbose_name='stage')),
                    ('reason', models.TextField(blank=True, verbose_name='reason')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                    ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                ],
                options={
                    'verbose_name': 'departure from the offer',
                    'verbose_name_plural': 'departures from the offer',
                    'ordering': ['agreement', 'id'],
                },
            ),
            migrations.CreateModel(
                name='TermDepartureEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('name', models.CharField(max_length=40, verbose_name='term')),
                    ('offered', models.CharField(max_length=80, verbose_name='offered')),
                    ('signed', models.CharField(max_length=80, verbose_name='signed')),
                    ('rule', models.CharField(max_length=8, verbose_name='rule')),
                    ('clause', models.CharField(max_length=80, verbose_name='clause')),
                    ('stage', models.CharField(choices=[('open', 'waiting for approval'), ('approved', 'approved')], default='open', max_length=10, verbose_name='stage')),
                    ('reason', models.TextField(blank=True, verbose_name='reason')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                    ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                ],
                options={
                    'abstract': False,
                },
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='selection',
                name='insert_insert',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='selection',
                name='update_update',
            ),
            pgtrigger.migrations.RemoveTrigger(
                model_name='selection',
                name='delete_delete',
            ),
            migrations.RemoveConstraint(
                model_name='recordedauthority',
                name='recorded_authority_kind_known',
            ),
            migrations.AddField(
                model_name='selection',
                name='application',
                field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='selection', to='funds.application', verbose_name='application'),
            ),
            migrations.AddField(
                model_name='selection',
                name='contact_email',
                field=models.EmailField(blank=True, max_length=254, verbose_name='reminders and letters go to'),
            ),
            migrations.AddField(
                model_name='selection',
                name='contact_language',
                field=models.CharField(choices=[('en', 'English'), ('zh-hant', '繁體中文')], default='en', max_length=10, verbose_name='language of the contact'),
            ),
            migrations.AddField(
                model_name='selection',
                name='contact_name',
                field=models.CharField(blank=True, max_length=200, verbose_name='contact'),
            ),
            migrations.AddField(
                model_name='selectionevent',
                name='application',
                field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.application', verbose_name='application'),
            ),
            migrations.AddField(
                model_name='selectionevent',
                name='contact_email',
                field=models.EmailField(blank=True, max_length=254, verbose_name='reminders and letters go to'),
            ),
            migrations.AddField(
                model_name='selectionevent',
                name='contact_language',
                field=models.CharField(choices=[('en', 'English'), ('zh-hant', '繁體中文')], default='en', max_length=10, verbose_name='language of the contact'),
            ),
            migrations.AddField(
                model_name='selectionevent',
                name='contact_name',
                field=models.CharField(blank=True, max_length=200, verbose_name='contact'),
            ),
            migrations.AlterField(
                model_name='recordedauthority',
                name='kind',
                field=models.CharField(choices=[('true_up_interest', 'the Government pays interest of a true-up (A13)'), ('true_up_at_cost', 'a true-up at cost after a realisation or revaluation (A13)'), ('late_interest', 'the Government pays interest on late payment (A18)'), ('beyond_commitment', "gross payments beyond the Government's commitment (A20)"), ('late_matching', 'the Government matches money raised after the twelve months (A22)')], max_length=18, verbose_name='for what'),
            ),
            migrations.AlterField(
                model_name='recordedauthorityevent',
                name='kind',
                field=models.CharField(choices=[('true_up_interest', 'the Government pays interest of a true-up (A13)'), ('true_up_at_cost', 'a true-up at cost after a realisation or revaluation (A13)'), ('late_interest', 'the Government pays interest on late payment (A18)'), ('beyond_commitment', "gross payments beyond the Government's commitment (A20)"), ('late_matching', 'the Government matches money raised after the twelve months (A22)')], max_length=18, verbose_name='for what'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='selection',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_selectionevent" ("application_id", "committee_date", "committee_opinion", "contact_email", "contact_language", "contact_name", "fundraising_last_date", "id", "lapse_approved_by_id", "lapse_proposed_by_id", "manager_id", "notice_issued_date", "notice_received_date", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "reserved_hkd", "scheme_id", "stage") VALUES (NEW."application_id", NEW."committee_date", NEW."committee_opinion", NEW."contact_email", NEW."contact_language", NEW."contact_name", NEW."fundraising_last_date", NEW."id", NEW."lapse_approved_by_id", NEW."lapse_proposed_by_id", NEW."manager_id", NEW."notice_issued_date", NEW."notice_received_date", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reference", NEW."reserved_hkd", NEW."scheme_id", NEW."stage"); RETURN NULL;', hash='f7b43496f599eb6613d198f9bc8c1180f83f367f', operation='INSERT', pgid='pgtrigger_insert_insert_2aff3', table='funds_selection', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='selection',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_selectionevent" ("application_id", "committee_date", "committee_opinion", "contact_email", "contact_language", "contact_name", "fundraising_last_date", "id", "lapse_approved_by_id", "lapse_proposed_by_id", "manager_id", "notice_issued_date", "notice_received_date", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "reserved_hkd", "scheme_id", "stage") VALUES (NEW."application_id", NEW."committee_date", NEW."committee_opinion", NEW."contact_email", NEW."contact_language", NEW."contact_name", NEW."fundraising_last_date", NEW."id", NEW."lapse_approved_by_id", NEW."lapse_proposed_by_id", NEW."manager_id", NEW."notice_issued_date", NEW."notice_received_date", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reference", NEW."reserved_hkd", NEW."scheme_id", NEW."stage"); RETURN NULL;', hash='066fd5f6b8bd212d48c4cd3ccf542cf87bf3ee8a', operation='UPDATE', pgid='pgtrigger_update_update_88eaa', table='funds_selection', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='selection',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_selectionevent" ("application_id", "committee_date", "committee_opinion", "contact_email", "contact_language", "contact_name", "fundraising_last_date", "id", "lapse_approved_by_id", "lapse_proposed_by_id", "manager_id", "notice_issued_date", "notice_received_date", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "reserved_hkd", "scheme_id", "stage") VALUES (OLD."application_id", OLD."committee_date", OLD."committee_opinion", OLD."contact_email", OLD."contact_language", OLD."contact_name", OLD."fundraising_last_date", OLD."id", OLD."lapse_approved_by_id", OLD."lapse_proposed_by_id", OLD."manager_id", OLD."notice_issued_date", OLD."notice_received_date", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reference", OLD."reserved_hkd", OLD."scheme_id", OLD."stage"); RETURN NULL;', hash='c9064679fa9dd7af3f0c671daf27c345eca74eb2', operation='DELETE', pgid='pgtrigger_delete_delete_016e8', table='funds_selection', when='AFTER')),
            ),
            migrations.AddConstraint(
                model_name='recordedauthority',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['beyond_commitment', 'late_interest', 'late_matching', 'true_up_at_cost', 'true_up_interest'])), name='recorded_authority_kind_known'),
            ),
            migrations.AddConstraint(
                model_name='selection',
                constraint=models.CheckConstraint(condition=models.Q(('contact_language__in', ['en', 'zh-hant'])), name='selection_contact_language_known'),
            ),
            migrations.AddField(
                model_name='fundraisingpledge',
                name='document',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='itvf.file', verbose_name='signed commitment'),
            ),
            migrations.AddField(
                model_name='fundraisingpledge',
                name='reported_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reported by'),
            ),
            migrations.AddField(
                model_name='fundraisingpledge',
                name='selection',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pledges', to='funds.selection', verbose_name='selection'),
            ),
            migrations.AddField(
                model_name='fundraisingreminder',
                name='selection',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='funds.selection', verbose_name='selection'),
            ),
            migrations.AddField(
                model_name='lapseletter',
                name='approved_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
            ),
            migrations.AddField(
                model_name='lapseletter',
                name='drafted_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='drafted by'),
            ),
            migrations.AddField(
                model_name='lapseletter',
                name='message',
                field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='itvf.outboxmessage', verbose_name='message'),
            ),
            migrations.AddField(
                model_name='lapseletter',
                name='selection',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lapse_letters', to='funds.selection', verbose_name='selection'),
            ),
            migrations.AddField(
                model_name='lapseletterevent',
                name='approved_by',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
            ),
            migrations.AddField(
                model_name='lapseletterevent',
                name='drafted_by',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='drafted by'),
            ),
            migrations.AddField(
                model_name='lapseletterevent',
                name='message',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='itvf.outboxmessage', verbose_name='message'),
            ),
            migrations.AddField(
                model_name='lapseletterevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.lapseletter'),
            ),
            migrations.AddField(
                model_name='lapseletterevent',
                name='selection',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.selection', verbose_name='selection'),
            ),
            migrations.AddField(
                model_name='termdeparture',
                name='agreement',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='departures', to='funds.fundagreement', verbose_name='agreement'),
            ),
            migrations.AddField(
                model_name='termdeparture',
                name='approved_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
            ),
            migrations.AddField(
                model_name='termdeparture',
                name='recorded_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
            ),
            migrations.AddField(
                model_name='termdepartureevent',
                name='agreement',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.fundagreement', verbose_name='agreement'),
            ),
            migrations.AddField(
                model_name='termdepartureevent',
                name='approved_by',
                field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by'),
            ),
            migrations.AddField(
                model_name='termdepartureevent',
                name='pgh_obj',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.termdeparture'),
            ),
            migrations.AddField(
                model_name='termdepartureevent',
                name='recorded_by',
                field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
            ),
            migrations.AddIndex(
                model_name='fundraisingpledge',
                index=models.Index(fields=['selection', 'investor', '-id'], name='fundraising_pledge_newest'),
            ),
            migrations.AddConstraint(
                model_name='fundraisingpledge',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['gp', 'gp_affiliate', 'private', 'public_body'])), name='fundraising_pledge_kind_known'),
            ),
            migrations.AddConstraint(
                model_name='fundraisingpledge',
                constraint=models.CheckConstraint(condition=models.Q(('firmness__in', ['closed', 'signed', 'soft', 'withdrawn'])), name='fundraising_pledge_firmness_known'),
            ),
            migrations.AddConstraint(
                model_name='fundraisingpledge',
                constraint=models.CheckConstraint(condition=models.Q(('source__in', ['manager', 'staff'])), name='fundraising_pledge_source_known'),
            ),
            migrations.AddConstraint(
                model_name='fundraisingpledge',
                constraint=models.CheckConstraint(condition=models.Q(('amount_hkd__gt', 0), ('amount_hkd__lt', 10000000000000000)), name='fundraising_pledge_amount_hkd_positive'),
            ),
            migrations.AddConstraint(
                model_name='fundraisingpledge',
                constraint=models.CheckConstraint(condition=models.Q(('investor', ''), _negated=True), name='fundraising_pledge_names_its_investor'),
            ),
            migrations.AddConstraint(
                model_name='fundraisingreminder',
                constraint=models.CheckConstraint(condition=models.Q(('milestone__in', ['days_14', 'month_11', 'month_6', 'month_9', 'over'])), name='fundraising_reminder_milestone_known'),
            ),
            migrations.AddConstraint(
                model_name='fundraisingreminder',
                constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['missed', 'sent'])), name='fundraising_reminder_outcome_known'),
            ),
            migrations.AddConstraint(
                model_name='fundraisingreminder',
                constraint=models.UniqueConstraint(fields=('selection', 'milestone'), name='fundraising_reminder_once'),
            ),
            migrations.AddConstraint(
                model_name='lapseletter',
                constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['approved', 'prepared', 'withdrawn'])), name='lapse_letter_stage_known'),
            ),
            migrations.AddConstraint(
                model_name='lapseletter',
                constraint=models.UniqueConstraint(fields=('selection', 'number'), name='lapse_letter_number_once'),
            ),
            migrations.AddConstraint(
                model_name='lapseletter',
                constraint=models.UniqueConstraint(condition=models.Q(('stage', 'withdrawn'), _negated=True), fields=('selection',), name='one_standing_lapse_letter'),
            ),
            migrations.AddConstraint(
                model_name='lapseletter',
                constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('drafted_by__isnull', True), models.Q(('drafted_by', models.F('approved_by')), _negated=True), _connector='OR'), name='lapse_letter_approved_by_is_not_drafted_by'),
            ),
            migrations.AddConstraint(
                model_name='lapseletter',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True), ('message__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), ('message__isnull', False)), _connector='OR'), name='lapse_letter_approved_by_approved_at_message_together'),
            ),
            migrations.AddConstraint(
                model_name='lapseletter',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'approved'), _negated=True), models.Q(('approved_by__isnull', False), ('content_sha256__regex', '^[0-9a-f]{64}$')), _connector='OR'), name='lapse_letter_is_fixed_when_approved'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='lapseletter',
                trigger=pgtrigger.compiler.Trigger(name='lapse_letter_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{prepared:approved,prepared:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='bd6859b2938352b31eeec0615243f699ca6b6d23', operation='UPDATE', pgid='pgtrigger_lapse_letter_stage_8ed14', table='funds_lapseletter', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='lapseletter',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_lapseletterevent" ("addressee", "addressee_email", "approved_at", "approved_by_id", "content", "content_sha256", "drafted_at", "drafted_by_id", "id", "message_id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "selection_id", "sent_at", "stage", "words_en", "words_zh_hant") VALUES (NEW."addressee", NEW."addressee_email", NEW."approved_at", NEW."approved_by_id", NEW."content", NEW."content_sha256", NEW."drafted_at", NEW."drafted_by_id", NEW."id", NEW."message_id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."selection_id", NEW."sent_at", NEW."stage", NEW."words_en", NEW."words_zh_hant"); RETURN NULL;', hash='d61334febf9ab223446d91b2c7a5ae15bb7df3f3', operation='INSERT', pgid='pgtrigger_insert_insert_5f559', table='funds_lapseletter', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='lapseletter',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_lapseletterevent" ("addressee", "addressee_email", "approved_at", "approved_by_id", "content", "content_sha256", "drafted_at", "drafted_by_id", "id", "message_id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "selection_id", "sent_at", "stage", "words_en", "words_zh_hant") VALUES (NEW."addressee", NEW."addressee_email", NEW."approved_at", NEW."approved_by_id", NEW."content", NEW."content_sha256", NEW."drafted_at", NEW."drafted_by_id", NEW."id", NEW."message_id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."selection_id", NEW."sent_at", NEW."stage", NEW."words_en", NEW."words_zh_hant"); RETURN NULL;', hash='adb9241ac86b91a907511cb39f95b90727a57875', operation='UPDATE', pgid='pgtrigger_update_update_aa55f', table='funds_lapseletter', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='lapseletter',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_lapseletterevent" ("addressee", "addressee_email", "approved_at", "approved_by_id", "content", "content_sha256", "drafted_at", "drafted_by_id", "id", "message_id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "selection_id", "sent_at", "stage", "words_en", "words_zh_hant") VALUES (OLD."addressee", OLD."addressee_email", OLD."approved_at", OLD."approved_by_id", OLD."content", OLD."content_sha256", OLD."drafted_at", OLD."drafted_by_id", OLD."id", OLD."message_id", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."selection_id", OLD."sent_at", OLD."stage", OLD."words_en", OLD."words_zh_hant"); RETURN NULL;', hash='24d7aece8a50023f969104fc0d3df82f9183313c', operation='DELETE', pgid='pgtrigger_delete_delete_315f1', table='funds_lapseletter', when='AFTER')),
            ),
            migrations.AddConstraint(
                model_name='termdeparture',
                constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['approved', 'open'])), name='term_departure_stage_known'),
            ),
            migrations.AddConstraint(
                model_name='termdeparture',
                constraint=models.UniqueConstraint(fields=('agreement', 'name'), name='term_departure_once_an_agreement'),
            ),
            migrations.AddConstraint(
                model_name='termdeparture',
                constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('recorded_by__isnull', True), models.Q(('recorded_by', models.F('approved_by')), _negated=True), _connector='OR'), name='term_departure_approved_by_is_not_recorded_by'),
            ),
            migrations.AddConstraint(
                model_name='termdeparture',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='term_departure_approved_by_approved_at_together'),
            ),
            migrations.AddConstraint(
                model_name='termdeparture',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'approved'), _negated=True), models.Q(('approved_by__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='term_departure_approved_with_a_reason'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='termdeparture',
                trigger=pgtrigger.compiler.Trigger(name='term_departure_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{open:approved}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='1e8d83081c559a2f4317ee7f8a3aa2895f9556d8', operation='UPDATE', pgid='pgtrigger_term_departure_stage_baf6f', table='funds_termdeparture', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='termdeparture',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_termdepartureevent" ("agreement_id", "approved_at", "approved_by_id", "clause", "id", "name", "offered", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "rule", "signed", "stage") VALUES (NEW."agreement_id", NEW."approved_at", NEW."approved_by_id", NEW."clause", NEW."id", NEW."name", NEW."offered", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."recorded_at", NEW."recorded_by_id", NEW."rule", NEW."signed", NEW."stage"); RETURN NULL;', hash='6778c7d4aacf06cb645b304eaa5976c66e2a3389', operation='INSERT', pgid='pgtrigger_insert_insert_d8339', table='funds_termdeparture', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='termdeparture',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_termdepartureevent" ("agreement_id", "approved_at", "approved_by_id", "clause", "id", "name", "offered", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "rule", "signed", "stage") VALUES (NEW."agreement_id", NEW."approved_at", NEW."approved_by_id", NEW."clause", NEW."id", NEW."name", NEW."offered", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."recorded_at", NEW."recorded_by_id", NEW."rule", NEW."signed", NEW."stage"); RETURN NULL;', hash='9d94520c44a7daaeee41d30dcb4f362e08573210', operation='UPDATE', pgid='pgtrigger_update_update_f680d', table='funds_termdeparture', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='termdeparture',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_termdepartureevent" ("agreement_id", "approved_at", "approved_by_id", "clause", "id", "name", "offered", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "rule", "signed", "stage") VALUES (OLD."agreement_id", OLD."approved_at", OLD."approved_by_id", OLD."clause", OLD."id", OLD."name", OLD."offered", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."recorded_at", OLD."recorded_by_id", OLD."rule", OLD."signed", OLD."stage"); RETURN NULL;', hash='366841fbdf1b393c2f5cbee2d620b890db2b933e', operation='DELETE', pgid='pgtrigger_delete_delete_1f9bb', table='funds_termdeparture', when='AFTER')),
            ),
        ]),
        AppendOnly("funds_fundraisingpledge"),
        AppendOnly("funds_fundraisingreminder"),
    ]
