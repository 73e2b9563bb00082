"""Roads around a round's freeze, close and blindness that direct SQL could take are closed (R29, para 14)."""

from django.db import migrations

from itvf.append_only import sql_file


class Migration(migrations.Migration):
    dependencies = [("funds", "0014_further_hurdles")]

    operations = [sql_file(__file__, "selection_walls")]
