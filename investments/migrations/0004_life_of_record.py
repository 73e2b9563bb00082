"""The life of an investment is only ever added to; deals completed before have their completion as its first event."""

from django.db import migrations

from itvf.append_only import AppendOnly, sql_file


class Migration(migrations.Migration):
    dependencies = [("investments", "0003_life_of_investments"), ("itvf", "0002_records")]
    operations = [
        sql_file(__file__, "first_life_events"),
        *(
            AppendOnly(f"investments_{table}")
            for table in (
                "companyactivity",
                "proposalreply",
                "proposaldocument",
                "ruling",
                "lifeevent",
                "financinground",
                "spendreport",
                "spendline",
                "spendsample",
                "sampledline",
                "spendcheck",
                "holdingconfirmation",
                "inspectionvisit",
            )
        ),
    ]
