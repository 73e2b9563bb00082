"""Tables of record: functions for all of them, and the audit trail's own seal."""

from django.db import migrations

from itvf.append_only import AppendOnly, sql_file


class Migration(migrations.Migration):
    """Audit events and files are added and never changed; an audit event seals itself."""

    dependencies = [("itvf", "0001_kernel")]

    operations = [
        sql_file(__file__, "append_only"),
        sql_file(__file__, "audit_event"),
        AppendOnly("itvf_auditevent", own_seal=True),
        AppendOnly("itvf_file"),
    ]
