"""The books keep themselves honest (books.sql), and the tables of record are only ever added to."""

from django.db import migrations

from itvf.append_only import AppendOnly, sql_file


class Migration(migrations.Migration):
    dependencies = [("funds", "0001_initial"), ("itvf", "0002_records")]
    operations = [
        sql_file(__file__, "books"),
        AppendOnly("funds_journalentry", own_seal=True),
        AppendOnly("funds_posting"),
        AppendOnly("funds_ledgeraccount"),
        AppendOnly("funds_contribution"),
        AppendOnly("funds_paymentcheck"),
        AppendOnly("funds_paymentauthorisation"),
        AppendOnly("funds_fundingreceipt"),
        AppendOnly("funds_authoritylimit"),
        AppendOnly("funds_schemeterm"),
        AppendOnly("funds_schemeassumption"),
        AppendOnly("funds_feeaccrual"),
    ]
