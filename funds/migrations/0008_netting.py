"""Net notices and true-ups netted into a call, uses of over-payments, late interest as a payment case."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from itvf.append_only import AppendOnly
from itvf.batched import Batch


class Migration(migrations.Migration):
    dependencies = [
        ("funds", "0007_facility"),
        ("itvf", "0002_records"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Late interest is a payment case from here on; what was on its way by the older road is finished before.
        migrations.RunSQL(
            """
            DO $$ BEGIN
                IF EXISTS (SELECT FROM funds_lateinterestpayment) THEN
                    RAISE EXCEPTION 'payments of late interest stand by the older road; a programme that has any is '
                        'made anew, or asks before it upgrades';
                END IF;
            END $$;
            """,
            migrations.RunSQL.noop,
        ),
        Batch(
            [
                migrations.CreateModel(
                    name="Netting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="number")),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("issued", "issued"),
                                    ("withdrawn", "withdrawn"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="draft",
                                max_length=9,
                                verbose_name="stage",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="due and payable on")),
                        ("bound_at", models.DateTimeField(verbose_name="bound at")),
                        ("issued_at", models.DateTimeField(null=True, verbose_name="issued at")),
                        ("notice_common", models.JSONField(default=dict, verbose_name="what every notice says")),
                        ("reason", models.TextField(blank=True, verbose_name="reason")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                    ],
                    options={
                        "verbose_name": "net notice",
                        "verbose_name_plural": "net notices",
                        "ordering": ["-id"],
                    },
                ),
                migrations.CreateModel(
                    name="NettingEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("number", models.PositiveIntegerField(verbose_name="number")),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("draft", "draft"),
                                    ("issued", "issued"),
                                    ("withdrawn", "withdrawn"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="draft",
                                max_length=9,
                                verbose_name="stage",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="due and payable on")),
                        ("bound_at", models.DateTimeField(verbose_name="bound at")),
                        ("issued_at", models.DateTimeField(null=True, verbose_name="issued at")),
                        ("notice_common", models.JSONField(default=dict, verbose_name="what every notice says")),
                        ("reason", models.TextField(blank=True, verbose_name="reason")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="NettingLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("order", models.PositiveIntegerField(verbose_name="order")),
                        (
                            "called_hkd",
                            models.DecimalField(decimal_places=2, max_digits=18, verbose_name="called (HK$)"),
                        ),
                        (
                            "distributed_hkd",
                            models.DecimalField(decimal_places=2, max_digits=18, verbose_name="distributed (HK$)"),
                        ),
                        (
                            "set_off_hkd",
                            models.DecimalField(decimal_places=2, max_digits=18, verbose_name="set off (HK$)"),
                        ),
                    ],
                    options={
                        "verbose_name": "line of a net notice",
                        "verbose_name_plural": "lines of a net notice",
                        "ordering": ["netting", "order"],
                    },
                ),
                migrations.CreateModel(
                    name="OverpaymentUse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("applied", "applied to another line"), ("returned", "returned to the payer")],
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "amount_hkd",
                            models.DecimalField(decimal_places=2, max_digits=18, verbose_name="amount (HK$)"),
                        ),
                        ("value_date", models.DateField(verbose_name="value date")),
                        ("bank_reference", models.CharField(blank=True, max_length=80, verbose_name="bank reference")),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                    ],
                    options={
                        "verbose_name": "use of an over-payment",
                        "verbose_name_plural": "uses of over-payments",
                        "ordering": ["-id"],
                    },
                ),
                migrations.RemoveField(
                    model_name="lateinterestpayment",
                    name="charge",
                ),
                migrations.RemoveField(
                    model_name="lateinterestpayment",
                    name="entry",
                ),
                migrations.RemoveField(
                    model_name="lateinterestpayment",
                    name="first_limit",
                ),
                migrations.RemoveField(
                    model_name="lateinterestpayment",
                    name="matched_by",
                ),
                migrations.RemoveField(
                    model_name="lateinterestpayment",
                    name="prepared_by",
                ),
                migrations.RemoveField(
                    model_name="lateinterestpayment",
                    name="second_limit",
                ),
                migrations.RemoveField(
                    model_name="lateinterestpaymentevent",
                    name="pgh_obj",
                ),
                migrations.RemoveField(
                    model_name="lateinterestpaymentevent",
                    name="charge",
                ),
                migrations.RemoveField(
                    model_name="lateinterestpaymentevent",
                    name="entry",
                ),
                migrations.RemoveField(
                    model_name="lateinterestpaymentevent",
                    name="first_limit",
                ),
                migrations.RemoveField(
                    model_name="lateinterestpaymentevent",
                    name="matched_by",
                ),
                migrations.RemoveField(
                    model_name="lateinterestpaymentevent",
                    name="prepared_by",
                ),
                migrations.RemoveField(
                    model_name="lateinterestpaymentevent",
                    name="second_limit",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="capitalcall",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="capitalcall",
                    name="update_update",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="capitalcall",
                    name="delete_delete",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="closing",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="closing",
                    name="update_update",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="closing",
                    name="delete_delete",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="distribution",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="distribution",
                    name="update_update",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="distribution",
                    name="delete_delete",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="notice",
                    name="notice_content",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="paymentcase",
                    name="payment_case_amount",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="paymentcase",
                    name="payment_case_stage",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="paymentcase",
                    name="insert_insert",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="paymentcase",
                    name="update_update",
                ),
                pgtrigger.migrations.RemoveTrigger(
                    model_name="paymentcase",
                    name="delete_delete",
                ),
                migrations.RemoveConstraint(
                    model_name="journalentry",
                    name="journal_entry_kind_known",
                ),
                migrations.RemoveConstraint(
                    model_name="notice",
                    name="notice_is_of_a_call_or_a_distribution",
                ),
                migrations.RemoveConstraint(
                    model_name="paymentcase",
                    name="payment_case_amount_hkd_positive",
                ),
                migrations.RemoveConstraint(
                    model_name="paymentcase",
                    name="payment_case_released_after_certification",
                ),
                migrations.RemoveConstraint(
                    model_name="paymentcase",
                    name="payment_case_stage_known",
                ),
                migrations.AddField(
                    model_name="closing",
                    name="true_up_way",
                    field=models.CharField(
                        choices=[("at_once", "paid at once"), ("next_call", "netted into the next call")],
                        default="at_once",
                        max_length=9,
                        verbose_name="true-up is settled",
                    ),
                ),
                migrations.AddField(
                    model_name="closingevent",
                    name="true_up_way",
                    field=models.CharField(
                        choices=[("at_once", "paid at once"), ("next_call", "netted into the next call")],
                        default="at_once",
                        max_length=9,
                        verbose_name="true-up is settled",
                    ),
                ),
                migrations.AddField(
                    model_name="paymentcase",
                    name="charge",
                    field=models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment_case",
                        to="funds.lateinterest",
                        verbose_name="late interest",
                    ),
                ),
                migrations.AddField(
                    model_name="paymentcase",
                    name="set_off_entry",
                    field=models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="set_off_case",
                        to="funds.journalentry",
                        verbose_name="set off (entry)",
                    ),
                ),
                migrations.AddField(
                    model_name="paymentcase",
                    name="set_off_hkd",
                    field=models.DecimalField(
                        decimal_places=2, default=0, max_digits=18, verbose_name="set off against a distribution (HK$)"
                    ),
                ),
                migrations.AddField(
                    model_name="paymentcaseevent",
                    name="charge",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="funds.lateinterest",
                        verbose_name="late interest",
                    ),
                ),
                migrations.AddField(
                    model_name="paymentcaseevent",
                    name="set_off_entry",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="funds.journalentry",
                        verbose_name="set off (entry)",
                    ),
                ),
                migrations.AddField(
                    model_name="paymentcaseevent",
                    name="set_off_hkd",
                    field=models.DecimalField(
                        decimal_places=2, default=0, max_digits=18, verbose_name="set off against a distribution (HK$)"
                    ),
                ),
                migrations.AlterField(
                    model_name="contribution",
                    name="entry",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="funds.journalentry",
                        verbose_name="journal entry",
                    ),
                ),
                migrations.AlterField(
                    model_name="journalentry",
                    name="kind",
                    field=models.CharField(
                        choices=[
                            ("call_issued", "capital call issued"),
                            ("contribution", "contribution received"),
                            ("receipt_held", "receipt held in suspense"),
                            ("receipt_returned", "receipt returned"),
                            ("overpayment_applied", "over-payment applied"),
                            ("netting", "call set off against distribution"),
                            ("investment", "investment completed"),
                            ("fee_accrued", "management fee accrued"),
                            ("fee_paid", "management fee paid"),
                            ("expense_accrued", "expense accrued"),
                            ("expense_paid", "expense paid"),
                            ("facility_drawn", "facility drawn"),
                            ("facility_repaid", "facility repaid"),
                            ("facility_charged", "interest or fee of the facility charged"),
                            ("facility_paid", "interest and fees of the facility paid"),
                            ("conversion", "converted into shares"),
                            ("valuation", "value changed"),
                            ("write_down", "written off or down"),
                            ("realisation", "sold"),
                            ("escrow", "escrow released"),
                            ("income", "income received"),
                            ("late_interest", "late interest charged"),
                            ("late_interest_paid", "late interest received"),
                            ("late_interest_waived", "late interest waived"),
                            ("transfer", "commitment transferred"),
                            ("late_interest_debited", "late interest paid by the Corporation"),
                            ("distribution", "distribution declared"),
                            ("capital_returned", "called capital returned"),
                            ("distribution_paid", "distribution paid"),
                            ("carry_returned", "carried interest returned"),
                            ("escrow_of_carry", "carried interest released from escrow"),
                            ("withholding_paid", "tax withheld, paid over"),
                            ("notice_accepted", "drawdown notice accepted"),
                            ("funding_received", "funding received"),
                            ("call_paid", "drawdown paid"),
                            ("distribution_noticed", "distribution noticed"),
                            ("distribution_received", "distribution received"),
                        ],
                        max_length=24,
                        verbose_name="kind",
                    ),
                ),
                migrations.AlterField(
                    model_name="paymentcase",
                    name="amount_hkd",
                    field=models.DecimalField(decimal_places=2, max_digits=18, verbose_name="amount to pay (HK$)"),
                ),
                migrations.AlterField(
                    model_name="paymentcase",
                    name="line",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment_cases",
                        to="funds.callline",
                        verbose_name="call line",
                    ),
                ),
                migrations.AlterField(
                    model_name="paymentcase",
                    name="stage",
                    field=models.CharField(
                        choices=[
                            ("opened", "opened"),
                            ("checked", "checked"),
                            ("vouchered", "voucher prepared"),
                            ("certified", "certified"),
                            ("authorised", "authorised"),
                            ("released", "released to the bank"),
                            ("matched", "debit matched"),
                            ("settled", "settled by set-off"),
                            ("held", "held"),
                            ("cancelled", "cancelled with its call"),
                        ],
                        default="opened",
                        max_length=10,
                        verbose_name="stage",
                    ),
                ),
                migrations.AlterField(
                    model_name="paymentcaseevent",
                    name="amount_hkd",
                    field=models.DecimalField(decimal_places=2, max_digits=18, verbose_name="amount to pay (HK$)"),
                ),
                migrations.AlterField(
                    model_name="paymentcaseevent",
                    name="stage",
                    field=models.CharField(
                        choices=[
                            ("opened", "opened"),
                            ("checked", "checked"),
                            ("vouchered", "voucher prepared"),
                            ("certified", "certified"),
                            ("authorised", "authorised"),
                            ("released", "released to the bank"),
                            ("matched", "debit matched"),
                            ("settled", "settled by set-off"),
                            ("held", "held"),
                            ("cancelled", "cancelled with its call"),
                        ],
                        default="opened",
                        max_length=10,
                        verbose_name="stage",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="closing",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("true_up_way__in", ["at_once", "next_call"])),
                        name="closing_true_up_way_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="contribution",
                    constraint=models.UniqueConstraint(
                        fields=("entry", "line"), name="contribution_once_an_entry_and_line"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="journalentry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "call_issued",
                                    "call_paid",
                                    "capital_returned",
                                    "carry_returned",
                                    "contribution",
                                    "conversion",
                                    "distribution",
                                    "distribution_noticed",
                                    "distribution_paid",
                                    "distribution_received",
                                    "escrow",
                                    "escrow_of_carry",
                                    "expense_accrued",
                                    "expense_paid",
                                    "facility_charged",
                                    "facility_drawn",
                                    "facility_paid",
                                    "facility_repaid",
                                    "fee_accrued",
                                    "fee_paid",
                                    "funding_received",
                                    "income",
                                    "investment",
                                    "late_interest",
                                    "late_interest_debited",
                                    "late_interest_paid",
                                    "late_interest_waived",
                                    "netting",
                                    "notice_accepted",
                                    "overpayment_applied",
                                    "realisation",
                                    "receipt_held",
                                    "receipt_returned",
                                    "transfer",
                                    "valuation",
                                    "withholding_paid",
                                    "write_down",
                                ],
                            )
                        ),
                        name="journal_entry_kind_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="paymentcase",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "stage__in",
                                [
                                    "authorised",
                                    "cancelled",
                                    "certified",
                                    "checked",
                                    "held",
                                    "matched",
                                    "opened",
                                    "released",
                                    "settled",
                                    "vouchered",
                                ],
                            )
                        ),
                        name="payment_case_stage_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="paymentcase",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("amount_hkd__gte", 0), ("amount_hkd__lt", 10000000000000000)),
                        name="payment_case_amount_hkd_not_negative",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="paymentcase",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("set_off_hkd__gte", 0), ("set_off_hkd__lt", 10000000000000000)),
                        name="payment_case_set_off_hkd_not_negative",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="paymentcase",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("charge__isnull", True)), fields=("line",), name="payment_case_once_a_line"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="paymentcase",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("charge__isnull", True), ("set_off_hkd", 0), _connector="OR"),
                        name="payment_case_interest_is_paid_by_the_bank",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="paymentcase",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "amount_hkd__gt",
                                django.db.models.expressions.CombinedExpression(
                                    models.Value(0), "-", models.F("set_off_hkd")
                                ),
                            )
                        ),
                        name="payment_case_is_for_something",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="paymentcase",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount_hkd", 0), ("set_off_entry__isnull", False), ("stage", "settled")),
                            models.Q(("stage", "settled"), _negated=True),
                            _connector="OR",
                        ),
                        name="payment_case_settled_without_a_payment",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="paymentcase",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage__in", ["released", "matched", "settled"]), _negated=True),
                            models.Q(("certified_by__isnull", False), ("released_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="payment_case_released_after_certification",
                    ),
                ),
                migrations.AddField(
                    model_name="netting",
                    name="bound_by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="bound by",
                    ),
                ),
                migrations.AddField(
                    model_name="netting",
                    name="entry",
                    field=models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="netting",
                        to="funds.journalentry",
                        verbose_name="journal entry",
                    ),
                ),
                migrations.AddField(
                    model_name="netting",
                    name="fund",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nettings",
                        to="funds.fund",
                        verbose_name="fund",
                    ),
                ),
                migrations.AddField(
                    model_name="netting",
                    name="issued_by",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="issued by",
                    ),
                ),
                migrations.AddField(
                    model_name="capitalcall",
                    name="netting",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="funds.netting",
                        verbose_name="net notice",
                    ),
                ),
                migrations.AddField(
                    model_name="capitalcallevent",
                    name="netting",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="funds.netting",
                        verbose_name="net notice",
                    ),
                ),
                migrations.AddField(
                    model_name="distribution",
                    name="netting",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="distributions",
                        to="funds.netting",
                        verbose_name="net notice",
                    ),
                ),
                migrations.AddField(
                    model_name="distributionevent",
                    name="netting",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="funds.netting",
                        verbose_name="net notice",
                    ),
                ),
                migrations.AddField(
                    model_name="nettingevent",
                    name="bound_by",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="bound by",
                    ),
                ),
                migrations.AddField(
                    model_name="nettingevent",
                    name="entry",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="funds.journalentry",
                        verbose_name="journal entry",
                    ),
                ),
                migrations.AddField(
                    model_name="nettingevent",
                    name="fund",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="funds.fund",
                        verbose_name="fund",
                    ),
                ),
                migrations.AddField(
                    model_name="nettingevent",
                    name="issued_by",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="issued by",
                    ),
                ),
                migrations.AddField(
                    model_name="nettingevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="funds.netting",
                    ),
                ),
                migrations.AddField(
                    model_name="nettingline",
                    name="netting",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="funds.netting",
                        verbose_name="net notice",
                    ),
                ),
                migrations.AddField(
                    model_name="nettingline",
                    name="partner",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="netting_lines",
                        to="funds.partner",
                        verbose_name="partner",
                    ),
                ),
                migrations.AddField(
                    model_name="notice",
                    name="netting_line",
                    field=models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice",
                        to="funds.nettingline",
                        verbose_name="line of a net notice",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="notice",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("distribution_line__isnull", True),
                                ("line__isnull", False),
                                ("netting_line__isnull", True),
                            ),
                            models.Q(
                                ("distribution_line__isnull", False),
                                ("line__isnull", True),
                                ("netting_line__isnull", True),
                            ),
                            models.Q(
                                ("distribution_line__isnull", True),
                                ("line__isnull", True),
                                ("netting_line__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="notice_is_of_one_event",
                    ),
                ),
                migrations.AddField(
                    model_name="overpaymentuse",
                    name="applied",
                    field=models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="from_overpayment",
                        to="funds.contribution",
                        verbose_name="receipt it became",
                    ),
                ),
                migrations.AddField(
                    model_name="overpaymentuse",
                    name="contribution",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overpayment_uses",
                        to="funds.contribution",
                        verbose_name="over-payment",
                    ),
                ),
                migrations.AddField(
                    model_name="overpaymentuse",
                    name="entry",
                    field=models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overpayment_use",
                        to="funds.journalentry",
                        verbose_name="journal entry",
                    ),
                ),
                migrations.AddField(
                    model_name="overpaymentuse",
                    name="recorded_by",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                migrations.AddField(
                    model_name="overpaymentuse",
                    name="statement_line",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overpayment_returns",
                        to="funds.bankstatementline",
                        verbose_name="line of the bank statement",
                    ),
                ),
                migrations.DeleteModel(
                    name="LateInterestPayment",
                ),
                migrations.DeleteModel(
                    name="LateInterestPaymentEvent",
                ),
                migrations.AddConstraint(
                    model_name="netting",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("stage__in", ["cancelled", "draft", "issued", "withdrawn"])),
                        name="netting_stage_known",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="netting",
                    constraint=models.UniqueConstraint(fields=("fund", "number"), name="netting_number_once_a_fund"),
                ),
                migrations.AddConstraint(
                    model_name="netting",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("issued_by__isnull", True),
                            ("bound_by__isnull", True),
                            models.Q(("bound_by", models.F("issued_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="netting_issued_by_is_not_bound_by",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="netting",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("issued_at__isnull", True), ("issued_by__isnull", True)),
                            models.Q(("issued_at__isnull", False), ("issued_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="netting_issued_by_issued_at_together",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="netting",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("issued_by__isnull", False), ("stage__in", ["issued", "cancelled"])),
                            models.Q(("issued_by__isnull", True), ("stage__in", ["draft", "withdrawn"])),
                            _connector="OR",
                        ),
                        name="netting_issued_by_somebody",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="netting",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("stage__in", ["draft", "issued"]), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="netting_ends_for_a_reason",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="nettingline",
                    constraint=models.UniqueConstraint(
                        fields=("netting", "partner"), name="netting_line_once_a_partner"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="nettingline",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("called_hkd__gte", 0), ("called_hkd__lt", 10000000000000000)),
                        name="netting_line_called_hkd_not_negative",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="nettingline",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("distributed_hkd__gte", 0), ("distributed_hkd__lt", 10000000000000000)),
                        name="netting_line_distributed_hkd_not_negative",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="nettingline",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "set_off_hkd",
                                django.db.models.functions.comparison.Least(
                                    models.F("called_hkd"), models.F("distributed_hkd")
                                ),
                            )
                        ),
                        name="netting_line_sets_off_the_smaller",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="overpaymentuse",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("kind__in", ["applied", "returned"])), name="overpayment_use_kind_known"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="overpaymentuse",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("amount_hkd__gt", 0), ("amount_hkd__lt", 10000000000000000)),
                        name="overpayment_use_amount_hkd_positive",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="overpaymentuse",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("applied__isnull", False),
                                ("bank_reference", ""),
                                ("kind", "applied"),
                                ("statement_line__isnull", True),
                            ),
                            models.Q(
                                ("applied__isnull", True),
                                ("kind", "returned"),
                                models.Q(("bank_reference", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="overpayment_use_says_where_it_went",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="overpaymentuse",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="overpayment_use_has_its_reason"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="capitalcall",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "funds_capitalcallevent" ("amount_hkd", "bank_account_id", "channel", "closing_id", "drafted_at", "drafted_by_id", "due_date", "entry_id", "fund_id", "id", "issued_at", "issued_by_id", "nature", "netting_id", "notice_common", "number", "paper_came_by", "paper_file_id", "paper_received_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "shortfall_cap_rate", "stage", "version") VALUES (NEW."amount_hkd", NEW."bank_account_id", NEW."channel", NEW."closing_id", NEW."drafted_at", NEW."drafted_by_id", NEW."due_date", NEW."entry_id", NEW."fund_id", NEW."id", NEW."issued_at", NEW."issued_by_id", NEW."nature", NEW."netting_id", NEW."notice_common", NEW."number", NEW."paper_came_by", NEW."paper_file_id", NEW."paper_received_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."replaces_id", NEW."shortfall_cap_rate", NEW."stage", NEW."version"); RETURN NULL;',
                            hash="df664f7bf19485a6080054fa48c88830cbcf5569",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_dfe8a",
                            table="funds_capitalcall",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="capitalcall",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "funds_capitalcallevent" ("amount_hkd", "bank_account_id", "channel", "closing_id", "drafted_at", "drafted_by_id", "due_date", "entry_id", "fund_id", "id", "issued_at", "issued_by_id", "nature", "netting_id", "notice_common", "number", "paper_came_by", "paper_file_id", "paper_received_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "shortfall_cap_rate", "stage", "version") VALUES (NEW."amount_hkd", NEW."bank_account_id", NEW."channel", NEW."closing_id", NEW."drafted_at", NEW."drafted_by_id", NEW."due_date", NEW."entry_id", NEW."fund_id", NEW."id", NEW."issued_at", NEW."issued_by_id", NEW."nature", NEW."netting_id", NEW."notice_common", NEW."number", NEW."paper_came_by", NEW."paper_file_id", NEW."paper_received_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."replaces_id", NEW."shortfall_cap_rate", NEW."stage", NEW."version"); RETURN NULL;',
                            hash="4310d9a60c270851a14ac7a58328bc8eed09d772",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_5e7f0",
                            table="funds_capitalcall",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="capitalcall",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "funds_capitalcallevent" ("amount_hkd", "bank_account_id", "channel", "closing_id", "drafted_at", "drafted_by_id", "due_date", "entry_id", "fund_id", "id", "issued_at", "issued_by_id", "nature", "netting_id", "notice_common", "number", "paper_came_by", "paper_file_id", "paper_received_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "shortfall_cap_rate", "stage", "version") VALUES (OLD."amount_hkd", OLD."bank_account_id", OLD."channel", OLD."closing_id", OLD."drafted_at", OLD."drafted_by_id", OLD."due_date", OLD."entry_id", OLD."fund_id", OLD."id", OLD."issued_at", OLD."issued_by_id", OLD."nature", OLD."netting_id", OLD."notice_common", OLD."number", OLD."paper_came_by", OLD."paper_file_id", OLD."paper_received_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."replaces_id", OLD."shortfall_cap_rate", OLD."stage", OLD."version"); RETURN NULL;',
                            hash="7f7713a16a0a055736311ed224148538e144e533",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_dff19",
                            table="funds_capitalcall",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="closing",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "funds_closingevent" ("closing_date", "completed_at", "completed_by_id", "drafted_at", "drafted_by_id", "fund_id", "id", "kind", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "stage", "true_up_way", "working") VALUES (NEW."closing_date", NEW."completed_at", NEW."completed_by_id", NEW."drafted_at", NEW."drafted_by_id", NEW."fund_id", NEW."id", NEW."kind", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."stage", NEW."true_up_way", NEW."working"); RETURN NULL;',
                            hash="03facfcd52cc1125dc6f9539154e084fe02233f1",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_cca2c",
                            table="funds_closing",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="closing",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "funds_closingevent" ("closing_date", "completed_at", "completed_by_id", "drafted_at", "drafted_by_id", "fund_id", "id", "kind", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "stage", "true_up_way", "working") VALUES (NEW."closing_date", NEW."completed_at", NEW."completed_by_id", NEW."drafted_at", NEW."drafted_by_id", NEW."fund_id", NEW."id", NEW."kind", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."stage", NEW."true_up_way", NEW."working"); RETURN NULL;',
                            hash="377d8bc1ad56e83ba4ed77fefcbea4ddb8929053",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_5befe",
                            table="funds_closing",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="closing",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "funds_closingevent" ("closing_date", "completed_at", "completed_by_id", "drafted_at", "drafted_by_id", "fund_id", "id", "kind", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "stage", "true_up_way", "working") VALUES (OLD."closing_date", OLD."completed_at", OLD."completed_by_id", OLD."drafted_at", OLD."drafted_by_id", OLD."fund_id", OLD."id", OLD."kind", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."stage", OLD."true_up_way", OLD."working"); RETURN NULL;',
                            hash="c212c79e93d081fb86c3f85aa2b9b8496da65291",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_13b3b",
                            table="funds_closing",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="distribution",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "funds_distributionevent" ("amount_hkd", "call_id", "closing_id", "declared_at", "declared_by_id", "drafted_at", "drafted_by_id", "entry_id", "fund_id", "id", "is_final", "nature", "netting_id", "notice_common", "number", "payment_date", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recallable_hkd", "solvency_date", "solvency_stated_by_id", "solvency_statement", "stage", "version", "working") VALUES (NEW."amount_hkd", NEW."call_id", NEW."closing_id", NEW."declared_at", NEW."declared_by_id", NEW."drafted_at", NEW."drafted_by_id", NEW."entry_id", NEW."fund_id", NEW."id", NEW."is_final", NEW."nature", NEW."netting_id", NEW."notice_common", NEW."number", NEW."payment_date", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recallable_hkd", NEW."solvency_date", NEW."solvency_stated_by_id", NEW."solvency_statement", NEW."stage", NEW."version", NEW."working"); RETURN NULL;',
                            hash="c5bf35dad02a2d121421ca93a0fa527bca0c7112",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_2db05",
                            table="funds_distribution",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="distribution",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "funds_distributionevent" ("amount_hkd", "call_id", "closing_id", "declared_at", "declared_by_id", "drafted_at", "drafted_by_id", "entry_id", "fund_id", "id", "is_final", "nature", "netting_id", "notice_common", "number", "payment_date", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recallable_hkd", "solvency_date", "solvency_stated_by_id", "solvency_statement", "stage", "version", "working") VALUES (NEW."amount_hkd", NEW."call_id", NEW."closing_id", NEW."declared_at", NEW."declared_by_id", NEW."drafted_at", NEW."drafted_by_id", NEW."entry_id", NEW."fund_id", NEW."id", NEW."is_final", NEW."nature", NEW."netting_id", NEW."notice_common", NEW."number", NEW."payment_date", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recallable_hkd", NEW."solvency_date", NEW."solvency_stated_by_id", NEW."solvency_statement", NEW."stage", NEW."version", NEW."working"); RETURN NULL;',
                            hash="9800e33c9db347577f79d39f27d3981e7209e27c",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f8ed8",
                            table="funds_distribution",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="distribution",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "funds_distributionevent" ("amount_hkd", "call_id", "closing_id", "declared_at", "declared_by_id", "drafted_at", "drafted_by_id", "entry_id", "fund_id", "id", "is_final", "nature", "netting_id", "notice_common", "number", "payment_date", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recallable_hkd", "solvency_date", "solvency_stated_by_id", "solvency_statement", "stage", "version", "working") VALUES (OLD."amount_hkd", OLD."call_id", OLD."closing_id", OLD."declared_at", OLD."declared_by_id", OLD."drafted_at", OLD."drafted_by_id", OLD."entry_id", OLD."fund_id", OLD."id", OLD."is_final", OLD."nature", OLD."netting_id", OLD."notice_common", OLD."number", OLD."payment_date", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recallable_hkd", OLD."solvency_date", OLD."solvency_stated_by_id", OLD."solvency_statement", OLD."stage", OLD."version", OLD."working"); RETURN NULL;',
                            hash="5fb8cf004436a19e476354fa6a349b16432ed714",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_fadff",
                            table="funds_distribution",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="notice",
                    trigger=pgtrigger.compiler.Trigger(
                        name="notice_content",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."line_id" IS DISTINCT FROM (NEW."line_id") OR OLD."distribution_line_id" IS DISTINCT FROM (NEW."distribution_line_id") OR OLD."netting_line_id" IS DISTINCT FROM (NEW."netting_line_id") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."content" IS DISTINCT FROM (NEW."content") OR OLD."content_sha256" IS DISTINCT FROM (NEW."content_sha256"))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="b0866b21faadcd5ba68044f0789bdcaec7c12a2f",
                            operation="UPDATE",
                            pgid="pgtrigger_notice_content_7fa34",
                            table="funds_notice",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="paymentcase",
                    trigger=pgtrigger.compiler.Trigger(
                        name="payment_case_stage",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _is_valid_transition BOOLEAN;",
                            func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{opened:checked,opened:held,opened:cancelled,checked:vouchered,checked:held,checked:cancelled,vouchered:certified,vouchered:held,vouchered:cancelled,certified:authorised,certified:held,certified:cancelled,authorised:released,authorised:settled,authorised:held,authorised:cancelled,released:matched,held:opened,held:cancelled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                            hash="88bed87719b8e6d4f49fb4027df74396297bebc8",
                            operation="UPDATE",
                            pgid="pgtrigger_payment_case_stage_ae6cd",
                            table="funds_paymentcase",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="paymentcase",
                    trigger=pgtrigger.compiler.Trigger(
                        name="payment_case_amount",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."line_id" IS DISTINCT FROM (NEW."line_id") OR OLD."charge_id" IS DISTINCT FROM (NEW."charge_id") OR OLD."amount_hkd" IS DISTINCT FROM (NEW."amount_hkd") OR OLD."set_off_hkd" IS DISTINCT FROM (NEW."set_off_hkd"))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="083048dd60517b065245f1698b899a1244fd5b24",
                            operation="UPDATE",
                            pgid="pgtrigger_payment_case_amount_29c5e",
                            table="funds_paymentcase",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="paymentcase",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "funds_paymentcaseevent" ("accepted_entry_id", "amount_hkd", "bank_reference", "certified_at", "certified_by_id", "charge_id", "checked_at", "checked_by_id", "held_reason", "id", "line_id", "matched_at", "matched_by_id", "opened_at", "paid_entry_id", "payee_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "released_at", "released_by_id", "round", "set_off_entry_id", "set_off_hkd", "stage", "value_date", "voucher_number") VALUES (NEW."accepted_entry_id", NEW."amount_hkd", NEW."bank_reference", NEW."certified_at", NEW."certified_by_id", NEW."charge_id", NEW."checked_at", NEW."checked_by_id", NEW."held_reason", NEW."id", NEW."line_id", NEW."matched_at", NEW."matched_by_id", NEW."opened_at", NEW."paid_entry_id", NEW."payee_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."prepared_at", NEW."prepared_by_id", NEW."released_at", NEW."released_by_id", NEW."round", NEW."set_off_entry_id", NEW."set_off_hkd", NEW."stage", NEW."value_date", NEW."voucher_number"); RETURN NULL;',
                            hash="a47f5fbd55fcfab6d2099360a06b05e31fe26776",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_36fa1",
                            table="funds_paymentcase",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="paymentcase",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "funds_paymentcaseevent" ("accepted_entry_id", "amount_hkd", "bank_reference", "certified_at", "certified_by_id", "charge_id", "checked_at", "checked_by_id", "held_reason", "id", "line_id", "matched_at", "matched_by_id", "opened_at", "paid_entry_id", "payee_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "released_at", "released_by_id", "round", "set_off_entry_id", "set_off_hkd", "stage", "value_date", "voucher_number") VALUES (NEW."accepted_entry_id", NEW."amount_hkd", NEW."bank_reference", NEW."certified_at", NEW."certified_by_id", NEW."charge_id", NEW."checked_at", NEW."checked_by_id", NEW."held_reason", NEW."id", NEW."line_id", NEW."matched_at", NEW."matched_by_id", NEW."opened_at", NEW."paid_entry_id", NEW."payee_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."prepared_at", NEW."prepared_by_id", NEW."released_at", NEW."released_by_id", NEW."round", NEW."set_off_entry_id", NEW."set_off_hkd", NEW."stage", NEW."value_date", NEW."voucher_number"); RETURN NULL;',
                            hash="05f7bce4ae2bace2df601a12cbffed28b5d954de",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_23555",
                            table="funds_paymentcase",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="paymentcase",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "funds_paymentcaseevent" ("accepted_entry_id", "amount_hkd", "bank_reference", "certified_at", "certified_by_id", "charge_id", "checked_at", "checked_by_id", "held_reason", "id", "line_id", "matched_at", "matched_by_id", "opened_at", "paid_entry_id", "payee_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_at", "prepared_by_id", "released_at", "released_by_id", "round", "set_off_entry_id", "set_off_hkd", "stage", "value_date", "voucher_number") VALUES (OLD."accepted_entry_id", OLD."amount_hkd", OLD."bank_reference", OLD."certified_at", OLD."certified_by_id", OLD."charge_id", OLD."checked_at", OLD."checked_by_id", OLD."held_reason", OLD."id", OLD."line_id", OLD."matched_at", OLD."matched_by_id", OLD."opened_at", OLD."paid_entry_id", OLD."payee_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."prepared_at", OLD."prepared_by_id", OLD."released_at", OLD."released_by_id", OLD."round", OLD."set_off_entry_id", OLD."set_off_hkd", OLD."stage", OLD."value_date", OLD."voucher_number"); RETURN NULL;',
                            hash="fd8b5b9a2de7aa719e474e2d90f2bad392ad6029",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_34a7d",
                            table="funds_paymentcase",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="netting",
                    trigger=pgtrigger.compiler.Trigger(
                        name="netting_stage",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _is_valid_transition BOOLEAN;",
                            func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{draft:issued,draft:withdrawn,issued:cancelled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                            hash="28dadff473f6ceeb80a034226d4f5ae7056b4dff",
                            operation="UPDATE",
                            pgid="pgtrigger_netting_stage_e3b26",
                            table="funds_netting",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="netting",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "funds_nettingevent" ("bound_at", "bound_by_id", "day", "entry_id", "fund_id", "id", "issued_at", "issued_by_id", "notice_common", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "stage", "version") VALUES (NEW."bound_at", NEW."bound_by_id", NEW."day", NEW."entry_id", NEW."fund_id", NEW."id", NEW."issued_at", NEW."issued_by_id", NEW."notice_common", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."stage", NEW."version"); RETURN NULL;',
                            hash="5a1439d7871303efcaf85034dc18d76da12c51b4",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_d4f57",
                            table="funds_netting",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="netting",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "funds_nettingevent" ("bound_at", "bound_by_id", "day", "entry_id", "fund_id", "id", "issued_at", "issued_by_id", "notice_common", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "stage", "version") VALUES (NEW."bound_at", NEW."bound_by_id", NEW."day", NEW."entry_id", NEW."fund_id", NEW."id", NEW."issued_at", NEW."issued_by_id", NEW."notice_common", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."stage", NEW."version"); RETURN NULL;',
                            hash="ca6c620878e07087e3fb8ead32a2f46dccc16374",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_85014",
                            table="funds_netting",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="netting",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "funds_nettingevent" ("bound_at", "bound_by_id", "day", "entry_id", "fund_id", "id", "issued_at", "issued_by_id", "notice_common", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "stage", "version") VALUES (OLD."bound_at", OLD."bound_by_id", OLD."day", OLD."entry_id", OLD."fund_id", OLD."id", OLD."issued_at", OLD."issued_by_id", OLD."notice_common", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."stage", OLD."version"); RETURN NULL;',
                            hash="9655207af9e670c22af0852d3a55914df8cc4d39",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_55f64",
                            table="funds_netting",
                            when="AFTER",
                        ),
                    ),
                ),
            ]
        ),
        AppendOnly("funds_nettingline"),
        AppendOnly("funds_overpaymentuse"),
    ]
