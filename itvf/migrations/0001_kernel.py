import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import itvf.models.outbox
import itvf.models.people
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='part')),
                ('beat_at', models.DateTimeField(verbose_name='last sign of life')),
            ],
            options={
                'verbose_name': 'sign of life',
                'verbose_name_plural': 'signs of life',
            },
        ),
        migrations.CreateModel(
            name='OutboxMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, unique=True, verbose_name='key')),
                ('kind', models.CharField(max_length=40, verbose_name='kind')),
                ('chain', models.CharField(blank=True, default='programme', max_length=40, verbose_name='audit chain')),
                ('to', models.EmailField(max_length=254, verbose_name='to')),
                ('subject', models.CharField(max_length=250, verbose_name='subject')),
                ('text', models.TextField(verbose_name='text')),
                ('html', models.TextField(blank=True, default='', verbose_name='HTML')),
                ('language', models.CharField(blank=True, default='', max_length=10, verbose_name='language')),
                ('renderer', models.CharField(blank=True, default='', max_length=40, verbose_name='attachments by')),
                ('subject_type', models.CharField(blank=True, default='', max_length=60, verbose_name='kind of subject')),
                ('subject_id', models.CharField(blank=True, default='', max_length=40, verbose_name='id of subject')),
                ('message_id', models.CharField(default=itvf.models.outbox.new_message_id, editable=False, max_length=100, unique=True, verbose_name='Message-ID')),
                ('state', models.CharField(choices=[('pending', 'waiting'), ('claimed', 'being sent'), ('sent', 'sent'), ('unknown', 'not known whether sent'), ('failed', 'failed'), ('cancelled', 'cancelled')], default='pending', max_length=10, verbose_name='state')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('next_try_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='next try at')),
                ('claim', models.UUIDField(editable=False, null=True, verbose_name='claim')),
                ('claimed_at', models.DateTimeField(null=True, verbose_name='claimed at')),
                ('sending_at', models.DateTimeField(null=True, verbose_name='handed to the mail server at')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='sent at')),
                ('sent_sha256', models.CharField(blank=True, default='', max_length=64, verbose_name='SHA-256 of what was sent')),
                ('error', models.TextField(blank=True, default='', verbose_name='what went wrong')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='written at')),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'messages',
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('state', 'pending')), fields=['next_try_at', 'id'], name='outbox_waiting'), models.Index(condition=models.Q(('state', 'claimed')), fields=['claimed_at'], name='outbox_claimed'), models.Index(condition=models.Q(('state__in', ['unknown', 'failed'])), fields=['-id'], name='outbox_for_a_person'), models.Index(fields=['subject_type', 'subject_id'], name='outbox_by_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['cancelled', 'claimed', 'failed', 'pending', 'sent', 'unknown'])), name='outbox_message_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='outbox_message_sent_at_when_sent'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'claimed'), _negated=True), models.Q(('claim__isnull', False), ('claimed_at__isnull', False)), _connector='OR'), name='outbox_message_claimed_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('name_zh_hant', models.CharField(blank=True, max_length=60, verbose_name='name (Chinese)')),
                ('job_title', models.CharField(blank=True, max_length=120, verbose_name='job title')),
                ('language', models.CharField(choices=[('en', 'English'), ('zh-hant', '繁體中文')], default='en', max_length=10, verbose_name='language')),
                ('is_active', models.BooleanField(default=True, verbose_name='may sign in')),
                ('date_joined', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='added at')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ['name', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('language__in', ['en', 'zh-hant'])), name='user_language_known'), models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_once_in_any_case')],
            },
            managers=[
                ('objects', itvf.models.people.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chain', models.CharField(max_length=40, verbose_name='chain')),
                ('sequence', models.PositiveBigIntegerField(verbose_name='number')),
                ('verb', models.CharField(max_length=60, verbose_name='verb')),
                ('subject_type', models.CharField(blank=True, max_length=60, verbose_name='kind of subject')),
                ('subject_id', models.CharField(blank=True, max_length=40, verbose_name='id of subject')),
                ('subject_label', models.CharField(blank=True, max_length=200, verbose_name='subject')),
                ('actor_name', models.CharField(max_length=120, verbose_name="person's name then")),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('facts', models.JSONField(default=dict, verbose_name='facts')),
                ('happened_at', models.DateTimeField(verbose_name='happened at')),
                ('recorded_at', models.DateTimeField(editable=False, verbose_name='recorded at')),
                ('content', models.TextField(editable=False, verbose_name='sealed content')),
                ('previous_hash', models.CharField(blank=True, editable=False, max_length=64, verbose_name='hash of the event before')),
                ('hash', models.CharField(editable=False, max_length=64, verbose_name='hash')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'audit event',
                'verbose_name_plural': 'audit events',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['subject_type', 'subject_id', '-id'], name='audit_event_by_subject'), models.Index(fields=['actor', '-id'], name='audit_event_by_actor')],
                'constraints': [models.UniqueConstraint(fields=('chain', 'sequence'), name='audit_event_once_a_place'), models.CheckConstraint(condition=models.Q(('sequence__gte', 1)), name='audit_event_starts_at_one')],
            },
        ),
        migrations.CreateModel(
            name='File',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('content_type', models.CharField(max_length=100, verbose_name='content type')),
                ('size', models.PositiveBigIntegerField(verbose_name='size (bytes)')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('path', models.CharField(max_length=80, unique=True, verbose_name='stored under')),
                ('uploaded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='handed in at')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handed in by')),
            ],
            options={
                'verbose_name': 'file',
                'verbose_name_plural': 'files',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['sha256'], name='file_by_sha256')],
                'constraints': [models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='file_not_empty'), models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='file_sha256_is_a_hash')],
            },
        ),
        migrations.CreateModel(
            name='IdempotencyKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, verbose_name='key')),
                ('request_sha256', models.CharField(max_length=64, verbose_name='SHA-256 of the request')),
                ('status', models.PositiveSmallIntegerField(verbose_name='status')),
                ('payload', models.JSONField(null=True, verbose_name='answer')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='answered at')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'idempotency key',
                'verbose_name_plural': 'idempotency keys',
                'constraints': [models.UniqueConstraint(fields=('actor', 'key'), name='idempotency_key_once_a_person')],
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('programme_officer', 'programme officer'), ('programme_manager', 'programme manager'), ('finance_officer', 'finance officer'), ('certifying_officer', 'certifying officer'), ('authorising_officer', 'authorising officer'), ('auditor', 'auditor'), ('administrator', 'administrator')], max_length=24, verbose_name='role')),
                ('granted_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='granted at')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='revoked at')),
                ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='granted by')),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='revoked by')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='role_grants', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'role',
                'verbose_name_plural': 'roles',
                'ordering': ['user', 'role', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['administrator', 'auditor', 'authorising_officer', 'certifying_officer', 'finance_officer', 'programme_manager', 'programme_officer'])), name='role_grant_role_known'), models.CheckConstraint(condition=models.Q(('user__isnull', True), ('granted_by__isnull', True), models.Q(('granted_by', models.F('user')), _negated=True), _connector='OR'), name='role_grant_user_is_not_granted_by'), models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('user', 'role'), name='role_grant_live_once')],
            },
        ),
        migrations.CreateModel(
            name='UserEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('name_zh_hant', models.CharField(blank=True, max_length=60, verbose_name='name (Chinese)')),
                ('job_title', models.CharField(blank=True, max_length=120, verbose_name='job title')),
                ('language', models.CharField(choices=[('en', 'English'), ('zh-hant', '繁體中文')], default='en', max_length=10, verbose_name='language')),
                ('is_active', models.BooleanField(default=True, verbose_name='may sign in')),
                ('date_joined', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='added at')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RoleGrantEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('role', models.CharField(choices=[('programme_officer', 'programme officer'), ('programme_manager', 'programme manager'), ('finance_officer', 'finance officer'), ('certifying_officer', 'certifying officer'), ('authorising_officer', 'authorising officer'), ('auditor', 'auditor'), ('administrator', 'administrator')], max_length=24, verbose_name='role')),
                ('granted_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='granted at')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='revoked at')),
                ('granted_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='granted by')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='itvf.rolegrant')),
                ('revoked_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='revoked by')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "itvf_userevent" ("date_joined", "email", "id", "is_active", "job_title", "language", "name", "name_zh_hant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."date_joined", NEW."email", NEW."id", NEW."is_active", NEW."job_title", NEW."language", NEW."name", NEW."name_zh_hant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='3fb090330b89b8b179ad152d687971ea2ccd54eb', operation='INSERT', pgid='pgtrigger_insert_insert_e35e5', table='itvf_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."date_joined" IS DISTINCT FROM (NEW."date_joined") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."job_title" IS DISTINCT FROM (NEW."job_title") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."name_zh_hant" IS DISTINCT FROM (NEW."name_zh_hant"))', func='INSERT INTO "itvf_userevent" ("date_joined", "email", "id", "is_active", "job_title", "language", "name", "name_zh_hant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."date_joined", NEW."email", NEW."id", NEW."is_active", NEW."job_title", NEW."language", NEW."name", NEW."name_zh_hant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id"); RETURN NULL;', hash='dca942be097b4de7dada9ed33004748e5433903d', operation='UPDATE', pgid='pgtrigger_update_update_7eb23', table='itvf_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outboxmessage',
            trigger=pgtrigger.compiler.Trigger(name='outbox_message_state', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{pending:claimed,pending:cancelled,claimed:pending,claimed:sent,claimed:failed,claimed:unknown,unknown:pending,unknown:sent,unknown:failed,unknown:cancelled,failed:pending,failed:cancelled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='0a5cb2f429aef76e42b7c1b17163f351bbaec1e9', operation='UPDATE', pgid='pgtrigger_outbox_message_state_9f433', table='itvf_outboxmessage', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outboxmessage',
            trigger=pgtrigger.compiler.Trigger(name='outbox_message_words', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."to" IS DISTINCT FROM (NEW."to") OR OLD."subject" IS DISTINCT FROM (NEW."subject") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."html" IS DISTINCT FROM (NEW."html") OR OLD."renderer" IS DISTINCT FROM (NEW."renderer") OR OLD."message_id" IS DISTINCT FROM (NEW."message_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='db778d30171ab77283956628c9ba2df7d797b4e2', operation='UPDATE', pgid='pgtrigger_outbox_message_words_b5cf6', table='itvf_outboxmessage', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outboxmessage',
            trigger=pgtrigger.compiler.Trigger(name='outbox_message_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='3de912dee534c75e8d4883985f74459094f1c2e7', operation='DELETE', pgid='pgtrigger_outbox_message_stays_45d36', table='itvf_outboxmessage', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rolegrant',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "itvf_rolegrantevent" ("granted_at", "granted_by_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "revoked_by_id", "role", "user_id") VALUES (NEW."granted_at", NEW."granted_by_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."revoked_at", NEW."revoked_by_id", NEW."role", NEW."user_id"); RETURN NULL;', hash='977b2f09fa4dff5e08524745bef1b6b608f404d0', operation='INSERT', pgid='pgtrigger_insert_insert_293b9', table='itvf_rolegrant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rolegrant',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "itvf_rolegrantevent" ("granted_at", "granted_by_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "revoked_by_id", "role", "user_id") VALUES (NEW."granted_at", NEW."granted_by_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."revoked_at", NEW."revoked_by_id", NEW."role", NEW."user_id"); RETURN NULL;', hash='35160ea0453be17d70d334fb979ebc940de2c9cf', operation='UPDATE', pgid='pgtrigger_update_update_f198d', table='itvf_rolegrant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rolegrant',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "itvf_rolegrantevent" ("granted_at", "granted_by_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "revoked_by_id", "role", "user_id") VALUES (OLD."granted_at", OLD."granted_by_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."revoked_at", OLD."revoked_by_id", OLD."role", OLD."user_id"); RETURN NULL;', hash='0037fff63ac71dbce76a8a5a160fe11ba8c07e4a', operation='DELETE', pgid='pgtrigger_delete_delete_6f0dc', table='itvf_rolegrant', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "itvf_userevent" ("date_joined", "email", "id", "is_active", "job_title", "language", "name", "name_zh_hant", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."date_joined", OLD."email", OLD."id", OLD."is_active", OLD."job_title", OLD."language", OLD."name", OLD."name_zh_hant", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='71fe611bd320ede934ea0cef830d979b77880b00', operation='DELETE', pgid='pgtrigger_delete_delete_6717e', table='itvf_user', when='AFTER')),
        ),
    ]
