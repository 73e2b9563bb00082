"""What was checked, answered, evidenced and completed is only ever added to."""

from django.db import migrations

from itvf.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("investments", "0001_initial"), ("itvf", "0002_records")]
    operations = [
        AppendOnly("investments_checkoutcome"),
        AppendOnly("investments_proposalanswer"),
        AppendOnly("investments_companyfact"),
        AppendOnly("investments_investment"),
    ]
