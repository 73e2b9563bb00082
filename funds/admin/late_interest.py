"""Late interest that GPs charged (A18): what came for it, what was waived."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from funds.admin.partnership_forms import BankLineForm
from funds.late_interest_facts import charges, outstanding
from funds.models import LateInterest, LateInterestPayment
from funds.services import late_interest
from funds.services import late_interest_payments as payments
from itvf.admin_records import Panel, RecordAdmin, link, tag
from itvf.admin_verbs import Verb
from itvf.presentation import hkd

Stage = LateInterest.Stage
Paying = LateInterestPayment.Stage


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
        Verb(
            "prepare-payment",
            _("Prepare the Corporation's voucher"),
            "payment_case.prepare_voucher",
            lambda charge, **inputs: payments.prepare(charge=charge, **inputs),
            stages=(Stage.CHARGED,),
            when=lambda charge: charge.line.partner.is_government and not hasattr(charge, "payment"),
            intro=_("The Government pays late interest only with recorded authority (A18)."),
            icon="receipt",
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
        """The working, receipts, entries."""
        return [_working(obj), _receipts(obj)]


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
    found = charge.receipts.order_by("value_date", "pk")
    return Panel(
        _("What came for it (HK$)"),
        [(_("Value date"), "date"), (_("Bank reference"), "text"), (_("Matched"), "money"), (_("Suspense"), "money"),
         (_("Entry"), "text")],
        [(x.value_date, x.bank_reference, x.amount_hkd, x.suspense_hkd, link(x.entry)) for x in found],
        note=_("Outstanding: %(amount)s.") % {"amount": hkd(outstanding(charge))},
    )  # fmt: skip


@admin.register(LateInterestPayment)
class LateInterestPaymentAdmin(RecordAdmin):
    """The Corporation's payment of interest charged to the Government."""

    list_display = ["voucher_number", "charge", "shown_stage", "amount_hkd", "prepared_by", "value_date"]
    list_filter = ["stage"]
    list_select_related = ["charge__line__partner", "charge__line__call__fund", "prepared_by"]
    search_fields = ["voucher_number", "bank_reference", "charge__line__call__fund__code"]
    verbs = (
        Verb(
            "authorise",
            _("Authorise the payment"),
            "payment_case.authorise",
            lambda found, **inputs: payments.authorise(found=found, **inputs),
            stages=(Paying.PREPARED,),
            intro=_("Two officers of the limit table authorise, neither of whom prepared the voucher."),
            icon="approval",
            tone="go",
            is_sensitive=True,
        ),
        Verb(
            "match-debit",
            _("Match the debit"),
            "payment_case.match_debit",
            lambda found, **inputs: payments.match_debit(found=found, **inputs),
            form=BankLineForm,
            stages=(Paying.AUTHORISED,),
            icon="done_all",
            tone="go",
        ),
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    def panels(self, obj, request):
        """The charge, who authorised under which limit, the entry."""
        limits = [one for one in (obj.first_limit, obj.second_limit) if one]
        return [
            _working(obj.charge),
            Panel(
                _("Authorisations"),
                [(_("Officer"), "text"), (_("Limit (HK$)"), "money")],
                [(str(one.officer), one.limit_hkd) for one in limits],
                empty=_("Nobody has authorised yet."),
            ),
            Panel(_("In the Corporation's book"), [(_("Entry"), "text")], [(link(obj.entry),)] if obj.entry else []),
        ]
