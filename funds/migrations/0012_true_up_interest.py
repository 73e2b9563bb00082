"""True-ups over every call: interest beside the capital outside commitment, and that capital where it goes back."""

from django.db import migrations, models

# Until now all that a true-up asked outside commitment was interest. A settled line can't change, hence the owner's hand.
ALL_WAS_INTEREST = """
    ALTER TABLE funds_callline DISABLE TRIGGER call_line_settled;
    UPDATE funds_callline l SET interest_hkd = l.outside_hkd FROM funds_capitalcall c
    WHERE c.id = l.call_id AND c.nature = 'true_up' AND l.outside_hkd > 0;
    SET CONSTRAINTS ALL IMMEDIATE;
    ALTER TABLE funds_callline ENABLE ALWAYS TRIGGER call_line_settled;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('funds', '0011_selection_clock'),
    ]

    operations = [
        migrations.AddField(
            model_name='callline',
            name='interest_hkd',
            field=models.DecimalField(db_default=0, decimal_places=2, default=0, max_digits=18, verbose_name='of it interest of a true-up (HK$)'),
        ),
        migrations.AddField(
            model_name='distributionline',
            name='outside_hkd',
            field=models.DecimalField(db_default=0, decimal_places=2, default=0, max_digits=18, verbose_name='of it capital called outside commitment (HK$)'),
        ),
        migrations.RunSQL(ALL_WAS_INTEREST, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='callline',
            constraint=models.CheckConstraint(condition=models.Q(('interest_hkd__gte', 0), ('interest_hkd__lt', 10000000000000000)), name='call_line_interest_hkd_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='callline',
            constraint=models.CheckConstraint(condition=models.Q(('interest_hkd__lte', models.F('outside_hkd'))), name='call_line_interest_stands_outside'),
        ),
        migrations.AddConstraint(
            model_name='distributionline',
            constraint=models.CheckConstraint(condition=models.Q(('outside_hkd__gte', 0), ('outside_hkd__lt', 10000000000000000)), name='distribution_line_outside_hkd_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='distributionline',
            constraint=models.CheckConstraint(condition=models.Q(('outside_hkd__lte', models.F('capital_hkd'))), name='distribution_outside_within_capital'),
        ),
    ]
