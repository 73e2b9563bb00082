"""Late interest that GPs charged (A18): what came for it, what was paid too much or reversed, what was waived."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from funds.admin import explained, overpayments
from funds.admin.overpayments import UndoForm
from funds.admin.partnership_forms import BankLineForm
from funds.late_interest_facts import charges, outstanding
from funds.models import LateInterest, LateInterestReceipt, PaymentCase
from funds.services import late_interest, ledger
from itvf.admin_records import Panel, RecordAdmin, link, tag
from itvf.admin_verbs import Verb
from itvf.presentation import hkd

Stage = LateInterest.Stage


@admin.register(LateInterest)
class LateInterestAdmin(RecordAdmin):
    """Interest charged on one late receipt, with its working."""

    list_display = ["line", "shown_stage", "amount_hkd", "principal_hkd", "start_date", "end_date", "charged_by"]
    list_filter = ["stage", "line__call__fund"]
    list_select_related = ["line__partner", "line__call__fund", "charged_by"]
    search_fields = ["line__partner__name_en", "line__partner__name_zh_hant", "line__call__fund__code"]
    date_hierarchy = "end_date"
    verbs = (
        Verb(
            "record-receipt",
            _("Record a receipt"),
            "contribution.record",
            lambda charge, **inputs: late_interest.record_receipt(charge=charge, **inputs),
            form=BankLineForm,
            stages=(Stage.CHARGED,),
            icon="add_card",
            tone="go",
        ),
    )

    def get_queryset(self, request):
        """With what came for each."""
        return charges()

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    def panels(self, obj, request):
        """The working, receipts, entries; the payment case of a Government's charge; the derivation of the line's."""
        why = explained.panel(obj.line.call.fund, [(_("late interest of the line"), "late-interest", obj.line_id)])
        return [_working(obj), _receipts(obj), *_cases(obj), why]


@admin.register(LateInterestReceipt)
class LateInterestReceiptAdmin(RecordAdmin):
    """Money received for late interest; corrected by reversal, what was paid above the charge applied or returned."""

    list_display = ["__str__", "amount_hkd", "suspense_hkd", "value_date", "bank_reference", "recorded_by"]
    list_filter = ["charge__line__call__fund"]
    list_select_related = ["charge__line__partner", "charge__line__call__fund", "recorded_by"]
    search_fields = ["bank_reference", "charge__line__partner__name_en", "charge__line__call__fund__code"]
    date_hierarchy = "value_date"
    verbs = (
        Verb(
            "reverse",
            _("Reverse this receipt"),
            "contribution.record",
            lambda receipt, **inputs: late_interest.reverse_receipt(receipt=receipt, **inputs),
            form=UndoForm,
            when=lambda receipt: ledger.can_be_reversed(receipt.entry),
            intro=_("A mirror entry is booked and the charge is open again, a waiver with it. Nothing is erased."),
            icon="undo",
            tone="stop",
        ),
        *overpayments.VERBS,
    )

    def panels(self, obj, request):
        """What became of what was paid above the charge."""
        return overpayments.history_panel(obj)


def _working(charge):
    return Panel(
        _("How it is worked out (A18)"),
        [(_("Received late (HK$)"), "money"), (_("Rate"), "rate"), (_("From"), "date"), (_("To"), "date"),
         (_("Days"), "number"), (_("Interest (HK$)"), "money"), (_("Entry"), "text"), (_("Waived (entry)"), "text")],
        [(charge.principal_hkd, charge.annual_rate, charge.start_date, charge.end_date, charge.days, charge.amount_hkd,
          link(charge.entry), link(charge.waived_entry) if charge.waived_entry else "")],
        note=_("Simple interest at the hurdle rate, actual days over 365, half up to the cent. It is no contribution."),
    )  # fmt: skip


def _receipts(charge):
    found = charge.receipts.select_related("entry__reversed_by").order_by("value_date", "pk")
    return Panel(
        _("What came for it (HK$)"),
        [(_("Value date"), "date"), (_("Bank reference"), "text"), (_("Matched"), "money"), (_("Suspense"), "money"),
         (_("Entry"), "text"), (_("State"), "text")],
        [((x.value_date, link(x)[1]), x.bank_reference, x.amount_hkd, x.suspense_hkd, link(x.entry),
          _("reversed") if hasattr(x.entry, "reversed_by") else _("stands")) for x in found],
        note=_("Outstanding: %(amount)s.") % {"amount": hkd(outstanding(charge))},
    )  # fmt: skip


def _cases(charge):
    found = PaymentCase.objects.filter(charge=charge)
    if not found:
        return []
    return [
        Panel(
            _("Paid by the Corporation (HK$)"),
            [(_("Payment case"), "text"), (_("Amount"), "money")],
            [(link(case), case.amount_hkd) for case in found.select_related("line__call__fund")],
            note=_("The Government pays late interest only with recorded authority (A18)."),
        )
    ]
