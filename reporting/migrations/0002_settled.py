"""What was accepted stands."""

from django.db import migrations

from itvf.append_only import sql_file


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial")]
    operations = [sql_file(__file__, "settled")]
