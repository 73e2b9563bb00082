"""The assessment of a round: parts, declarations, links, scores, opinions, decision."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from itvf.append_only import AppendOnly, sql_file
from itvf.batched import Batch


class Migration(migrations.Migration):

    dependencies = [
        ('funds', '0009_selection_rounds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Batch([
            migrations.CreateModel(
                name='ApplicantLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=300, verbose_name='name in the application')),
                    ('capacity', models.CharField(max_length=60, verbose_name='there as')),
                    ('other', models.CharField(choices=[('assessor', 'assessor'), ('member', 'member of the Advisory Committee'), ('staff', 'staff'), ('applicant', 'another applicant'), ('company', 'company on our register')], max_length=10, verbose_name='meets')),
                    ('other_name', models.CharField(max_length=300, verbose_name='name there')),
                    ('how', models.CharField(choices=[('declared', 'declared'), ('identifier', 'the same number'), ('exact', 'the same name'), ('near', 'the same words')], max_length=10, verbose_name='how it was found')),
                    ('words', models.TextField(blank=True, verbose_name='in words')),
                    ('stage', models.CharField(choices=[('open', 'needs a ruling'), ('accepted', 'accepted'), ('conflict', 'conflict')], default='open', max_length=10, verbose_name='ruling')),
                    ('reason', models.TextField(blank=True, verbose_name='reason of the ruling')),
                    ('found_at', models.DateTimeField(verbose_name='found at')),
                    ('ruled_at', models.DateTimeField(null=True, verbose_name='ruled at')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='funds.application', verbose_name='application')),
                    ('found_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='found by')),
                    ('other_application', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='links_from_others', to='funds.application', verbose_name='application there')),
                    ('other_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person there')),
                    ('ruled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ruled by')),
                ],
                options={
                    'verbose_name': 'link of an applicant',
                    'verbose_name_plural': 'links of applicants',
                    'ordering': ['application', 'id'],
                },
            ),
            migrations.CreateModel(
                name='ApplicantLinkEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('name', models.CharField(max_length=300, verbose_name='name in the application')),
                    ('capacity', models.CharField(max_length=60, verbose_name='there as')),
                    ('other', models.CharField(choices=[('assessor', 'assessor'), ('member', 'member of the Advisory Committee'), ('staff', 'staff'), ('applicant', 'another applicant'), ('company', 'company on our register')], max_length=10, verbose_name='meets')),
                    ('other_name', models.CharField(max_length=300, verbose_name='name there')),
                    ('how', models.CharField(choices=[('declared', 'declared'), ('identifier', 'the same number'), ('exact', 'the same name'), ('near', 'the same words')], max_length=10, verbose_name='how it was found')),
                    ('words', models.TextField(blank=True, verbose_name='in words')),
                    ('stage', models.CharField(choices=[('open', 'needs a ruling'), ('accepted', 'accepted'), ('conflict', 'conflict')], default='open', max_length=10, verbose_name='ruling')),
                    ('reason', models.TextField(blank=True, verbose_name='reason of the ruling')),
                    ('found_at', models.DateTimeField(verbose_name='found at')),
                    ('ruled_at', models.DateTimeField(null=True, verbose_name='ruled at')),
                    ('application', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.application', verbose_name='application')),
                    ('found_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='found by')),
                    ('other_application', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.application', verbose_name='application there')),
                    ('other_user', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person there')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.applicantlink')),
                    ('ruled_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ruled by')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Assessment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('stage', models.CharField(choices=[('preparing', 'conflicts and links'), ('scoring', 'being scored'), ('moderating', 'in moderation'), ('settled', 'scores settled')], default='preparing', max_length=10, verbose_name='stage')),
                    ('fewest_assessors', models.PositiveSmallIntegerField(default=2, verbose_name='assessors for each application, at least')),
                    ('fewest_reason', models.TextField(blank=True, verbose_name='why so many')),
                    ('started_at', models.DateTimeField(verbose_name='started at')),
                    ('searched_at', models.DateTimeField(null=True, verbose_name='names last searched at')),
                    ('opened_at', models.DateTimeField(null=True, verbose_name='scoring opened at')),
                    ('settled_at', models.DateTimeField(null=True, verbose_name='scores settled at')),
                    ('invitation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='assessment', to='funds.invitation', verbose_name='invitation')),
                    ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='scoring opened by')),
                    ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='scores settled by')),
                    ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='started by')),
                ],
                options={
                    'verbose_name': 'assessment',
                    'verbose_name_plural': 'assessments',
                    'ordering': ['-id'],
                },
            ),
            migrations.CreateModel(
                name='AssessmentEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('stage', models.CharField(choices=[('preparing', 'conflicts and links'), ('scoring', 'being scored'), ('moderating', 'in moderation'), ('settled', 'scores settled')], default='preparing', max_length=10, verbose_name='stage')),
                    ('fewest_assessors', models.PositiveSmallIntegerField(default=2, verbose_name='assessors for each application, at least')),
                    ('fewest_reason', models.TextField(blank=True, verbose_name='why so many')),
                    ('started_at', models.DateTimeField(verbose_name='started at')),
                    ('searched_at', models.DateTimeField(null=True, verbose_name='names last searched at')),
                    ('opened_at', models.DateTimeField(null=True, verbose_name='scoring opened at')),
                    ('settled_at', models.DateTimeField(null=True, verbose_name='scores settled at')),
                    ('invitation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.invitation', verbose_name='invitation')),
                    ('opened_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='scoring opened by')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.assessment')),
                    ('settled_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='scores settled by')),
                    ('started_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='started by')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='CommitteeMeeting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('held_date', models.DateField(verbose_name='held on')),
                    ('quorum', models.PositiveSmallIntegerField(verbose_name='quorum')),
                    ('quorum_reason', models.TextField(verbose_name='reason of the quorum')),
                    ('minutes', models.TextField(verbose_name='minutes')),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='recorded at')),
                    ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='committee_meetings', to='funds.assessment', verbose_name='assessment')),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ],
                options={
                    'verbose_name': 'committee meeting',
                    'verbose_name_plural': 'committee meetings',
                    'ordering': ['assessment', 'held_date', 'id'],
                },
            ),
            migrations.CreateModel(
                name='CommitteeOpinion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('opinion', models.CharField(choices=[('support', 'support'), ('conditions', 'support with conditions'), ('not_support', 'not support')], max_length=11, verbose_name='opinion')),
                    ('words', models.TextField(verbose_name='reasons and conditions')),
                    ('taking_part', models.PositiveSmallIntegerField(verbose_name='members taking part')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='funds.application', verbose_name='application')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='funds.committeemeeting', verbose_name='meeting')),
                ],
                options={
                    'verbose_name': 'committee opinion',
                    'verbose_name_plural': 'committee opinions',
                    'ordering': ['application', '-id'],
                },
            ),
            migrations.CreateModel(
                name='ConflictDeclaration',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_conflict', models.BooleanField(verbose_name='conflict')),
                    ('what', models.TextField(blank=True, verbose_name='what it is')),
                    ('since_date', models.DateField(null=True, verbose_name='since')),
                    ('declared_at', models.DateTimeField(verbose_name='declared at')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declarations', to='funds.application', verbose_name='application')),
                    ('declared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='declared by')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflict_declarations', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ],
                options={
                    'verbose_name': 'declaration of interest',
                    'verbose_name_plural': 'declarations of interest',
                    'ordering': ['application', 'user', 'id'],
                },
            ),
            migrations.CreateModel(
                name='DecisionLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('rank', models.PositiveSmallIntegerField(verbose_name='rank')),
                    ('position', models.PositiveSmallIntegerField(verbose_name='place in the list')),
                    ('total_rate', models.DecimalField(decimal_places=12, max_digits=14, verbose_name='total')),
                    ('likely_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='likely Government commitment (HK$)')),
                    ('by_rule', models.CharField(choices=[('selected', 'selected'), ('reserved', 'on the reserve list'), ('not_selected', 'not selected')], max_length=12, verbose_name='by ranking and opinion')),
                    ('outcome', models.CharField(choices=[('selected', 'selected'), ('reserved', 'on the reserve list'), ('not_selected', 'not selected')], max_length=12, verbose_name='decision')),
                    ('reason', models.TextField(blank=True, verbose_name='reason of a departure')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decision_lines', to='funds.application', verbose_name='application')),
                    ('opinion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funds.committeeopinion', verbose_name='opinion')),
                    ('selection', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decision_line', to='funds.selection', verbose_name='selection')),
                ],
                options={
                    'verbose_name': 'line of a decision',
                    'verbose_name_plural': 'lines of decisions',
                    'ordering': ['decision', 'position'],
                },
            ),
            migrations.CreateModel(
                name='ModerationMeeting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('held_date', models.DateField(verbose_name='held on')),
                    ('present', models.JSONField(verbose_name='present')),
                    ('minutes', models.TextField(verbose_name='minutes')),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='recorded at')),
                    ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='funds.assessment', verbose_name='assessment')),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ],
                options={
                    'verbose_name': 'moderation meeting',
                    'verbose_name_plural': 'moderation meetings',
                    'ordering': ['assessment', 'held_date', 'id'],
                },
            ),
            migrations.CreateModel(
                name='OfferScenario',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('gross_multiple', models.DecimalField(decimal_places=12, max_digits=14, verbose_name='gross multiple')),
                    ('reason', models.TextField(verbose_name='reason')),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='recorded at')),
                    ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scenarios', to='funds.assessment', verbose_name='assessment')),
                    ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ],
                options={
                    'verbose_name': 'scenario of offers',
                    'verbose_name_plural': 'scenarios of offers',
                    'ordering': ['assessment', 'gross_multiple'],
                },
            ),
            migrations.CreateModel(
                name='RoundMembership',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(choices=[('round_assessor', 'assessor'), ('round_member', 'member of the Advisory Committee')], max_length=16, verbose_name='role')),
                    ('capacity', models.CharField(max_length=200, verbose_name='profession or post')),
                    ('given_at', models.DateTimeField(verbose_name='given at')),
                    ('ended_at', models.DateTimeField(null=True, verbose_name='ended at')),
                    ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given by')),
                    ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='funds.invitation', verbose_name='invitation')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='round_memberships', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ],
                options={
                    'verbose_name': 'part in a round',
                    'verbose_name_plural': 'parts in rounds',
                    'ordering': ['invitation', 'role', 'id'],
                },
            ),
            migrations.CreateModel(
                name='CommitteePresence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='presences', to='funds.committeemeeting', verbose_name='meeting')),
                    ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funds.roundmembership', verbose_name='member')),
                ],
                options={
                    'verbose_name': 'member present',
                    'verbose_name_plural': 'members present',
                    'ordering': ['meeting', 'id'],
                },
            ),
            migrations.CreateModel(
                name='RoundMembershipEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('role', models.CharField(choices=[('round_assessor', 'assessor'), ('round_member', 'member of the Advisory Committee')], max_length=16, verbose_name='role')),
                    ('capacity', models.CharField(max_length=200, verbose_name='profession or post')),
                    ('given_at', models.DateTimeField(verbose_name='given at')),
                    ('ended_at', models.DateTimeField(null=True, verbose_name='ended at')),
                    ('given_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given by')),
                    ('invitation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.invitation', verbose_name='invitation')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.roundmembership')),
                    ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Score',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('score', models.SmallIntegerField(verbose_name='score')),
                    ('reason', models.TextField(verbose_name='reason')),
                    ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funds.invitationcriterion', verbose_name='criterion')),
                ],
                options={
                    'verbose_name': 'score',
                    'verbose_name_plural': 'scores',
                    'ordering': ['sheet', 'criterion__position'],
                },
            ),
            migrations.CreateModel(
                name='ScoreChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('before', models.SmallIntegerField(verbose_name='before')),
                    ('after', models.SmallIntegerField(verbose_name='after')),
                    ('reason', models.TextField(verbose_name='reason')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='funds.moderationmeeting', verbose_name='moderation meeting')),
                    ('score', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='funds.score', verbose_name='score')),
                ],
                options={
                    'verbose_name': 'moderated score',
                    'verbose_name_plural': 'moderated scores',
                    'ordering': ['meeting', 'id'],
                },
            ),
            migrations.CreateModel(
                name='ScoreSheet',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                    ('given_at', models.DateTimeField(verbose_name='given at')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='score_sheets', to='funds.application', verbose_name='application')),
                    ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='funds.roundmembership', verbose_name='assessor')),
                ],
                options={
                    'verbose_name': 'score sheet',
                    'verbose_name_plural': 'score sheets',
                    'ordering': ['application', 'membership', '-number'],
                },
            ),
            migrations.AddField(
                model_name='score',
                name='sheet',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='funds.scoresheet', verbose_name='score sheet'),
            ),
            migrations.CreateModel(
                name='SelectionDecision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('stage', models.CharField(choices=[('proposed', 'proposed'), ('approved', 'approved'), ('refused', 'refused')], default='proposed', max_length=8, verbose_name='stage')),
                    ('envelope_left_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='left in the envelope when proposed (HK$)')),
                    ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                    ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                    ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
                    ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='funds.assessment', verbose_name='assessment')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
                ],
                options={
                    'verbose_name': 'decision on a round',
                    'verbose_name_plural': 'decisions on rounds',
                    'ordering': ['-id'],
                },
            ),
            migrations.CreateModel(
                name='DecisionLineEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('rank', models.PositiveSmallIntegerField(verbose_name='rank')),
                    ('position', models.PositiveSmallIntegerField(verbose_name='place in the list')),
                    ('total_rate', models.DecimalField(decimal_places=12, max_digits=14, verbose_name='total')),
                    ('likely_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='likely Government commitment (HK$)')),
                    ('by_rule', models.CharField(choices=[('selected', 'selected'), ('reserved', 'on the reserve list'), ('not_selected', 'not selected')], max_length=12, verbose_name='by ranking and opinion')),
                    ('outcome', models.CharField(choices=[('selected', 'selected'), ('reserved', 'on the reserve list'), ('not_selected', 'not selected')], max_length=12, verbose_name='decision')),
                    ('reason', models.TextField(blank=True, verbose_name='reason of a departure')),
                    ('application', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.application', verbose_name='application')),
                    ('opinion', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.committeeopinion', verbose_name='opinion')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.decisionline')),
                    ('selection', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.selection', verbose_name='selection')),
                    ('decision', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.selectiondecision', verbose_name='decision')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='decisionline',
                name='decision',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='funds.selectiondecision', verbose_name='decision'),
            ),
            migrations.CreateModel(
                name='SelectionDecisionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('pgh_context_id', models.UUIDField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('stage', models.CharField(choices=[('proposed', 'proposed'), ('approved', 'approved'), ('refused', 'refused')], default='proposed', max_length=8, verbose_name='stage')),
                    ('envelope_left_hkd', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='left in the envelope when proposed (HK$)')),
                    ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                    ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
                    ('approved_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
                    ('assessment', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='funds.assessment', verbose_name='assessment')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='funds.selectiondecision')),
                    ('proposed_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddConstraint(
                model_name='applicantlink',
                constraint=models.CheckConstraint(condition=models.Q(('other__in', ['applicant', 'assessor', 'company', 'member', 'staff'])), name='applicant_link_other_known'),
            ),
            migrations.AddConstraint(
                model_name='applicantlink',
                constraint=models.CheckConstraint(condition=models.Q(('how__in', ['declared', 'exact', 'identifier', 'near'])), name='applicant_link_how_known'),
            ),
            migrations.AddConstraint(
                model_name='applicantlink',
                constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['accepted', 'conflict', 'open'])), name='applicant_link_stage_known'),
            ),
            migrations.AddConstraint(
                model_name='applicantlink',
                constraint=models.UniqueConstraint(fields=('application', 'name', 'capacity', 'other', 'other_name', 'other_user', 'other_application'), name='link_found_once', nulls_distinct=False),
            ),
            migrations.AddConstraint(
                model_name='applicantlink',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('ruled_at__isnull', True), ('ruled_by__isnull', True)), models.Q(('ruled_at__isnull', False), ('ruled_by__isnull', False)), _connector='OR'), name='applicant_link_ruled_by_ruled_at_together'),
            ),
            migrations.AddConstraint(
                model_name='applicantlink',
                constraint=models.CheckConstraint(condition=models.Q(('ruled_by__isnull', True), ('other_user__isnull', True), models.Q(('other_user', models.F('ruled_by')), _negated=True), _connector='OR'), name='applicant_link_ruled_by_is_not_other_user'),
            ),
            migrations.AddConstraint(
                model_name='applicantlink',
                constraint=models.CheckConstraint(condition=models.Q(('stage', 'open'), models.Q(('ruled_by__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='link_ruled_on_with_a_reason'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='applicantlink',
                trigger=pgtrigger.compiler.Trigger(name='applicant_link_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{open:accepted,open:conflict,accepted:conflict}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='cd24f1589b24f47aa35447559a43603b5fdbe0ed', operation='UPDATE', pgid='pgtrigger_applicant_link_stage_33ffa', table='funds_applicantlink', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='applicantlink',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_applicantlinkevent" ("application_id", "capacity", "found_at", "found_by_id", "how", "id", "name", "other", "other_application_id", "other_name", "other_user_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "ruled_at", "ruled_by_id", "stage", "words") VALUES (NEW."application_id", NEW."capacity", NEW."found_at", NEW."found_by_id", NEW."how", NEW."id", NEW."name", NEW."other", NEW."other_application_id", NEW."other_name", NEW."other_user_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."ruled_at", NEW."ruled_by_id", NEW."stage", NEW."words"); RETURN NULL;', hash='aa0baa561dfd9de67b3273f06f2f6dbc02dc6c39', operation='INSERT', pgid='pgtrigger_insert_insert_d2c19', table='funds_applicantlink', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='applicantlink',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_applicantlinkevent" ("application_id", "capacity", "found_at", "found_by_id", "how", "id", "name", "other", "other_application_id", "other_name", "other_user_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "ruled_at", "ruled_by_id", "stage", "words") VALUES (NEW."application_id", NEW."capacity", NEW."found_at", NEW."found_by_id", NEW."how", NEW."id", NEW."name", NEW."other", NEW."other_application_id", NEW."other_name", NEW."other_user_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."ruled_at", NEW."ruled_by_id", NEW."stage", NEW."words"); RETURN NULL;', hash='ca5a566c2a3595235f0a3091d17fc4ab40d77a59', operation='UPDATE', pgid='pgtrigger_update_update_8eb62', table='funds_applicantlink', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='applicantlink',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_applicantlinkevent" ("application_id", "capacity", "found_at", "found_by_id", "how", "id", "name", "other", "other_application_id", "other_name", "other_user_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "ruled_at", "ruled_by_id", "stage", "words") VALUES (OLD."application_id", OLD."capacity", OLD."found_at", OLD."found_by_id", OLD."how", OLD."id", OLD."name", OLD."other", OLD."other_application_id", OLD."other_name", OLD."other_user_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."ruled_at", OLD."ruled_by_id", OLD."stage", OLD."words"); RETURN NULL;', hash='97d75c0ae0132f7f92430ee5757121a1ed47c90e', operation='DELETE', pgid='pgtrigger_delete_delete_ae4b3', table='funds_applicantlink', when='AFTER')),
            ),
            migrations.AddConstraint(
                model_name='assessment',
                constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['moderating', 'preparing', 'scoring', 'settled'])), name='assessment_stage_known'),
            ),
            migrations.AddConstraint(
                model_name='assessment',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('opened_at__isnull', True), ('opened_by__isnull', True)), models.Q(('opened_at__isnull', False), ('opened_by__isnull', False)), _connector='OR'), name='assessment_opened_by_opened_at_together'),
            ),
            migrations.AddConstraint(
                model_name='assessment',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('settled_by__isnull', True)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='assessment_settled_by_settled_at_together'),
            ),
            migrations.AddConstraint(
                model_name='assessment',
                constraint=models.CheckConstraint(condition=models.Q(('opened_by__isnull', True), ('started_by__isnull', True), models.Q(('started_by', models.F('opened_by')), _negated=True), _connector='OR'), name='assessment_opened_by_is_not_started_by'),
            ),
            migrations.AddConstraint(
                model_name='assessment',
                constraint=models.CheckConstraint(condition=models.Q(('stage', 'preparing'), ('opened_by__isnull', False), _connector='OR'), name='assessment_opened_by_somebody'),
            ),
            migrations.AddConstraint(
                model_name='assessment',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'settled'), _negated=True), ('settled_by__isnull', False), _connector='OR'), name='assessment_settled_by_somebody'),
            ),
            migrations.AddConstraint(
                model_name='assessment',
                constraint=models.CheckConstraint(condition=models.Q(('fewest_assessors__gte', 1)), name='assessment_takes_at_least_one_assessor'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='assessment',
                trigger=pgtrigger.compiler.Trigger(name='assessment_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{preparing:scoring,scoring:moderating,moderating:settled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='932ab1bf3abaf41911cea3991a8a8c84feeb690a', operation='UPDATE', pgid='pgtrigger_assessment_stage_4890d', table='funds_assessment', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='assessment',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_assessmentevent" ("fewest_assessors", "fewest_reason", "id", "invitation_id", "opened_at", "opened_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "searched_at", "settled_at", "settled_by_id", "stage", "started_at", "started_by_id") VALUES (NEW."fewest_assessors", NEW."fewest_reason", NEW."id", NEW."invitation_id", NEW."opened_at", NEW."opened_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."searched_at", NEW."settled_at", NEW."settled_by_id", NEW."stage", NEW."started_at", NEW."started_by_id"); RETURN NULL;', hash='afb2604acc65f9e4319699c644d7c5cebd7397c1', operation='INSERT', pgid='pgtrigger_insert_insert_edaf2', table='funds_assessment', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='assessment',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_assessmentevent" ("fewest_assessors", "fewest_reason", "id", "invitation_id", "opened_at", "opened_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "searched_at", "settled_at", "settled_by_id", "stage", "started_at", "started_by_id") VALUES (NEW."fewest_assessors", NEW."fewest_reason", NEW."id", NEW."invitation_id", NEW."opened_at", NEW."opened_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."searched_at", NEW."settled_at", NEW."settled_by_id", NEW."stage", NEW."started_at", NEW."started_by_id"); RETURN NULL;', hash='a06091cfcd31645e52587d5e89d171cf245536b9', operation='UPDATE', pgid='pgtrigger_update_update_591da', table='funds_assessment', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='assessment',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_assessmentevent" ("fewest_assessors", "fewest_reason", "id", "invitation_id", "opened_at", "opened_by_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "searched_at", "settled_at", "settled_by_id", "stage", "started_at", "started_by_id") VALUES (OLD."fewest_assessors", OLD."fewest_reason", OLD."id", OLD."invitation_id", OLD."opened_at", OLD."opened_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."searched_at", OLD."settled_at", OLD."settled_by_id", OLD."stage", OLD."started_at", OLD."started_by_id"); RETURN NULL;', hash='b7faaef2833f3be93457d61dc73025c62d3db3cb', operation='DELETE', pgid='pgtrigger_delete_delete_a3ce7', table='funds_assessment', when='AFTER')),
            ),
            migrations.AddConstraint(
                model_name='committeemeeting',
                constraint=models.CheckConstraint(condition=models.Q(('minutes', ''), _negated=True), name='committee_meeting_has_minutes'),
            ),
            migrations.AddConstraint(
                model_name='committeemeeting',
                constraint=models.CheckConstraint(condition=models.Q(('quorum__gte', 1), models.Q(('quorum_reason', ''), _negated=True)), name='committee_quorum_has_a_reason'),
            ),
            migrations.AddConstraint(
                model_name='committeeopinion',
                constraint=models.CheckConstraint(condition=models.Q(('opinion__in', ['conditions', 'not_support', 'support'])), name='committee_opinion_opinion_known'),
            ),
            migrations.AddConstraint(
                model_name='committeeopinion',
                constraint=models.UniqueConstraint(fields=('meeting', 'application'), name='committee_opinion_once_a_meeting'),
            ),
            migrations.AddConstraint(
                model_name='committeeopinion',
                constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='committee_opinion_says_why'),
            ),
            migrations.AddIndex(
                model_name='conflictdeclaration',
                index=models.Index(fields=['user', 'application'], name='declaration_by_person'),
            ),
            migrations.AddConstraint(
                model_name='conflictdeclaration',
                constraint=models.CheckConstraint(condition=models.Q(('is_conflict', False), models.Q(models.Q(('what', ''), _negated=True), ('since_date__isnull', False)), _connector='OR'), name='conflict_says_what_and_since_when'),
            ),
            migrations.AddConstraint(
                model_name='conflictdeclaration',
                constraint=models.CheckConstraint(condition=models.Q(('is_conflict', True), ('declared_by', models.F('user')), _connector='OR'), name='nobody_declares_for_another_that_there_is_no_conflict'),
            ),
            migrations.AddConstraint(
                model_name='moderationmeeting',
                constraint=models.CheckConstraint(condition=models.Q(('minutes', ''), _negated=True), name='moderation_has_minutes'),
            ),
            migrations.AddConstraint(
                model_name='offerscenario',
                constraint=models.UniqueConstraint(fields=('assessment', 'gross_multiple'), name='offer_scenario_once_a_round'),
            ),
            migrations.AddConstraint(
                model_name='offerscenario',
                constraint=models.CheckConstraint(condition=models.Q(('gross_multiple__gt', 0), ('gross_multiple__lt', 100)), name='offer_scenario_is_a_multiple'),
            ),
            migrations.AddConstraint(
                model_name='offerscenario',
                constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='offer_scenario_has_a_reason'),
            ),
            migrations.AddConstraint(
                model_name='roundmembership',
                constraint=models.CheckConstraint(condition=models.Q(('role__in', ['round_assessor', 'round_member'])), name='round_membership_role_known'),
            ),
            migrations.AddConstraint(
                model_name='roundmembership',
                constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('invitation', 'user'), name='round_membership_live_once'),
            ),
            migrations.AddConstraint(
                model_name='roundmembership',
                constraint=models.CheckConstraint(condition=models.Q(('user__isnull', True), ('given_by__isnull', True), models.Q(('given_by', models.F('user')), _negated=True), _connector='OR'), name='round_membership_user_is_not_given_by'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='roundmembership',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_roundmembershipevent" ("capacity", "ended_at", "given_at", "given_by_id", "id", "invitation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") VALUES (NEW."capacity", NEW."ended_at", NEW."given_at", NEW."given_by_id", NEW."id", NEW."invitation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."role", NEW."user_id"); RETURN NULL;', hash='8006ec74dae36db577406fc5298b546be43ff9ea', operation='INSERT', pgid='pgtrigger_insert_insert_09bfa', table='funds_roundmembership', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='roundmembership',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_roundmembershipevent" ("capacity", "ended_at", "given_at", "given_by_id", "id", "invitation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") VALUES (NEW."capacity", NEW."ended_at", NEW."given_at", NEW."given_by_id", NEW."id", NEW."invitation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."role", NEW."user_id"); RETURN NULL;', hash='8e502e8020db6f1e0edee24facd0582d287a6b2b', operation='UPDATE', pgid='pgtrigger_update_update_f58b0', table='funds_roundmembership', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='roundmembership',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_roundmembershipevent" ("capacity", "ended_at", "given_at", "given_by_id", "id", "invitation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") VALUES (OLD."capacity", OLD."ended_at", OLD."given_at", OLD."given_by_id", OLD."id", OLD."invitation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."role", OLD."user_id"); RETURN NULL;', hash='80f48ce58c51f2b9c9f2ddde95101efaee80f06f', operation='DELETE', pgid='pgtrigger_delete_delete_28a47', table='funds_roundmembership', when='AFTER')),
            ),
            migrations.AddConstraint(
                model_name='committeepresence',
                constraint=models.UniqueConstraint(fields=('meeting', 'membership'), name='committee_member_present_once'),
            ),
            migrations.AddConstraint(
                model_name='scorechange',
                constraint=models.UniqueConstraint(fields=('meeting', 'score'), name='score_moderated_once_a_meeting'),
            ),
            migrations.AddConstraint(
                model_name='scorechange',
                constraint=models.CheckConstraint(condition=models.Q(('before', models.F('after')), _negated=True), name='moderation_changes_something'),
            ),
            migrations.AddConstraint(
                model_name='scorechange',
                constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='moderation_has_a_reason'),
            ),
            migrations.AddConstraint(
                model_name='scoresheet',
                constraint=models.UniqueConstraint(fields=('membership', 'application', 'number'), name='score_sheet_number_once'),
            ),
            migrations.AddConstraint(
                model_name='score',
                constraint=models.UniqueConstraint(fields=('sheet', 'criterion'), name='criterion_scored_once_a_sheet'),
            ),
            migrations.AddConstraint(
                model_name='score',
                constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='score_has_a_reason'),
            ),
            migrations.AddConstraint(
                model_name='selectiondecision',
                constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['approved', 'proposed', 'refused'])), name='selection_decision_stage_known'),
            ),
            migrations.AddConstraint(
                model_name='selectiondecision',
                constraint=models.UniqueConstraint(condition=models.Q(('stage', 'refused'), _negated=True), fields=('assessment',), name='one_decision_stands_a_round'),
            ),
            migrations.AddConstraint(
                model_name='selectiondecision',
                constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('proposed_by__isnull', True), models.Q(('proposed_by', models.F('approved_by')), _negated=True), _connector='OR'), name='selection_decision_approved_by_is_not_proposed_by'),
            ),
            migrations.AddConstraint(
                model_name='selectiondecision',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='selection_decision_approved_by_approved_at_together'),
            ),
            migrations.AddConstraint(
                model_name='selectiondecision',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'approved'), _negated=True), ('approved_by__isnull', False), _connector='OR'), name='decision_approved_by_somebody'),
            ),
            migrations.AddConstraint(
                model_name='selectiondecision',
                constraint=models.CheckConstraint(condition=models.Q(('envelope_left_hkd__gte', 0), ('envelope_left_hkd__lt', 10000000000000000)), name='selection_decision_envelope_left_hkd_not_negative'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='selectiondecision',
                trigger=pgtrigger.compiler.Trigger(name='selection_decision_stage', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{proposed:approved,proposed:refused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='8fc7584bb8226e8a4d70cfd95476fd25c079eb64', operation='UPDATE', pgid='pgtrigger_selection_decision_stage_eeb7b', table='funds_selectiondecision', when='BEFORE')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='selectiondecision',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_selectiondecisionevent" ("approved_at", "approved_by_id", "assessment_id", "envelope_left_hkd", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "stage") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."assessment_id", NEW."envelope_left_hkd", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."stage"); RETURN NULL;', hash='ecb3e009c62863d9961a1a7a385208a22a29bc72', operation='INSERT', pgid='pgtrigger_insert_insert_4a95f', table='funds_selectiondecision', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='selectiondecision',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_selectiondecisionevent" ("approved_at", "approved_by_id", "assessment_id", "envelope_left_hkd", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "stage") VALUES (NEW."approved_at", NEW."approved_by_id", NEW."assessment_id", NEW."envelope_left_hkd", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."stage"); RETURN NULL;', hash='13c68ee1ca2d5d4ccf0ef6c7a0a3b0c2754d5cce', operation='UPDATE', pgid='pgtrigger_update_update_910c8', table='funds_selectiondecision', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='selectiondecision',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_selectiondecisionevent" ("approved_at", "approved_by_id", "assessment_id", "envelope_left_hkd", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "stage") VALUES (OLD."approved_at", OLD."approved_by_id", OLD."assessment_id", OLD."envelope_left_hkd", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."proposed_at", OLD."proposed_by_id", OLD."stage"); RETURN NULL;', hash='3a37410052b42d92b7f7bd0852307aeb7fcf7365', operation='DELETE', pgid='pgtrigger_delete_delete_a1424', table='funds_selectiondecision', when='AFTER')),
            ),
            migrations.AddConstraint(
                model_name='decisionline',
                constraint=models.CheckConstraint(condition=models.Q(('by_rule__in', ['not_selected', 'reserved', 'selected'])), name='decision_line_by_rule_known'),
            ),
            migrations.AddConstraint(
                model_name='decisionline',
                constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['not_selected', 'reserved', 'selected'])), name='decision_line_outcome_known'),
            ),
            migrations.AddConstraint(
                model_name='decisionline',
                constraint=models.UniqueConstraint(fields=('decision', 'application'), name='application_decided_once'),
            ),
            migrations.AddConstraint(
                model_name='decisionline',
                constraint=models.UniqueConstraint(fields=('decision', 'position'), name='decision_place_once'),
            ),
            migrations.AddConstraint(
                model_name='decisionline',
                constraint=models.CheckConstraint(condition=models.Q(('outcome', models.F('by_rule')), models.Q(('reason', ''), _negated=True), _connector='OR'), name='departure_has_a_reason'),
            ),
            migrations.AddConstraint(
                model_name='decisionline',
                constraint=models.CheckConstraint(condition=models.Q(('selection__isnull', True), ('outcome', 'selected'), _connector='OR'), name='selection_of_a_selected_line'),
            ),
            migrations.AddConstraint(
                model_name='decisionline',
                constraint=models.CheckConstraint(condition=models.Q(('likely_hkd__gte', 0), ('likely_hkd__lt', 10000000000000000)), name='decision_line_likely_hkd_not_negative'),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decisionline',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_decisionlineevent" ("application_id", "by_rule", "decision_id", "id", "likely_hkd", "opinion_id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "rank", "reason", "selection_id", "total_rate") VALUES (NEW."application_id", NEW."by_rule", NEW."decision_id", NEW."id", NEW."likely_hkd", NEW."opinion_id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."rank", NEW."reason", NEW."selection_id", NEW."total_rate"); RETURN NULL;', hash='9c8cc11821f6c6d64b0dbbc41a19d381e69b8531', operation='INSERT', pgid='pgtrigger_insert_insert_f2a0c', table='funds_decisionline', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decisionline',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "funds_decisionlineevent" ("application_id", "by_rule", "decision_id", "id", "likely_hkd", "opinion_id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "rank", "reason", "selection_id", "total_rate") VALUES (NEW."application_id", NEW."by_rule", NEW."decision_id", NEW."id", NEW."likely_hkd", NEW."opinion_id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."rank", NEW."reason", NEW."selection_id", NEW."total_rate"); RETURN NULL;', hash='e730ae43ac8c824756036e64000cde65bb95f5fe', operation='UPDATE', pgid='pgtrigger_update_update_630d1', table='funds_decisionline', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='decisionline',
                trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "funds_decisionlineevent" ("application_id", "by_rule", "decision_id", "id", "likely_hkd", "opinion_id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "rank", "reason", "selection_id", "total_rate") VALUES (OLD."application_id", OLD."by_rule", OLD."decision_id", OLD."id", OLD."likely_hkd", OLD."opinion_id", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."rank", OLD."reason", OLD."selection_id", OLD."total_rate"); RETURN NULL;', hash='e4d3a79eca254ee34da31bac06d1831b75ad7f92', operation='DELETE', pgid='pgtrigger_delete_delete_dcb82', table='funds_decisionline', when='AFTER')),
            ),
        ]),
        sql_file(__file__, "selection_assessment"),
        AppendOnly("funds_conflictdeclaration"),
        AppendOnly("funds_scoresheet"),
        AppendOnly("funds_score"),
        AppendOnly("funds_moderationmeeting"),
        AppendOnly("funds_scorechange"),
        AppendOnly("funds_committeemeeting"),
        AppendOnly("funds_committeepresence"),
        AppendOnly("funds_committeeopinion"),
        AppendOnly("funds_offerscenario"),
    ]
