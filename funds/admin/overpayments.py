"""Over-payments in suspense: applied to another line or returned, each use with its reversal, and the aged list."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from funds import overpayment_facts
from funds.models import BankStatementLine, CallLine, Contribution, LateInterestReceipt, OverpaymentUse
from funds.services import ledger, overpayments
from itvf.admin_forms import DateField, MoneyField, ReasonForm
from itvf.admin_records import Panel, RecordAdmin, link
from itvf.admin_verbs import Verb
from itvf.dates import today
from itvf.presentation import amount, hkd


class ApplyForm(ReasonForm):
    """Which line of the same partner the over-payment pays."""

    line = forms.ModelChoiceField(CallLine.objects.none(), label=_("Call"))
    amount_hkd = MoneyField(label=_("Amount (HK$)"))
    on = DateField(label=_("Received on it from"))
    field_order = ("line", "amount_hkd", "on", "reason")

    def prepare(self, subject) -> None:
        """The partner's own open lines, and what is held."""
        left = overpayment_facts.left(subject)
        self.fields["line"].queryset = overpayment_facts.open_lines(subject)
        self.fields["line"].label_from_instance = _line_label
        self.fields["amount_hkd"].initial = left
        self.fields["amount_hkd"].help_text = _("%(amount)s is held.") % {"amount": hkd(left)}
        self.fields["on"].initial = today()


class ReturnForm(ReasonForm):
    """That it went back, as the bank shows it."""

    amount_hkd = MoneyField(label=_("Amount (HK$)"))
    value_date = DateField(label=_("Bank value date"))
    bank_reference = forms.CharField(label=_("Bank reference"), max_length=80)
    field_order = ("amount_hkd", "value_date", "bank_reference", "reason")

    def prepare(self, subject) -> None:
        """What is held."""
        left = overpayment_facts.left(subject)
        self.fields["amount_hkd"].initial = left
        self.fields["amount_hkd"].help_text = _("%(amount)s is held.") % {"amount": hkd(left)}


class OfStatementForm(ReasonForm):
    """Which over-payment a debit of the bank returned."""

    receipt = forms.ChoiceField(label=_("Over-payment"))
    field_order = ("receipt", "reason")

    def prepare(self, subject) -> None:
        """What the fund holds, up to the debit's own day."""
        self.held = {
            f"{one._meta.model_name}:{one.pk:d}": one
            for one in overpayment_facts.held_receipts([subject.statement.fund_id])
            if one.left_hkd >= -subject.amount_hkd and one.value_date <= subject.value_date
        }
        self.fields["receipt"].choices = [(key, _held_label(one)) for key, one in self.held.items()]

    def clean_receipt(self):
        """The receipt that was chosen."""
        return self.held[self.cleaned_data["receipt"]]


class UndoForm(ReasonForm):
    """From which day a use counts no longer, and why."""

    on = DateField(label=_("Effective on"))
    field_order = ("on", "reason")

    def prepare(self, subject) -> None:
        """Today, unless somebody says otherwise."""
        self.fields["on"].initial = today()


def _line_label(line) -> str:
    return _("%(call)s: HK$%(amount)s outstanding") % {"call": line.call, "amount": amount(line.outstanding_hkd)}


def _held_label(held) -> str:
    words = _("%(partner)s, %(reference)s: HK$%(amount)s held")
    return words % {
        "partner": held.line.partner,
        "reference": held.bank_reference,
        "amount": amount(held.left_hkd),
    }


def _is_held(receipt: Contribution | LateInterestReceipt) -> bool:
    return overpayment_facts.left(receipt) > 0


VERBS = (
    Verb(
        "apply",
        _("Apply what is held"),
        "contribution.record",
        lambda receipt, **inputs: overpayments.apply(receipt=receipt, **inputs),
        form=ApplyForm,
        when=_is_held,
        intro=_("What was paid above the line pays another call of the same partner."),
        icon="redo",
        tone="go",
    ),
    Verb(
        "return",
        _("Record its return"),
        "contribution.record",
        lambda receipt, **inputs: overpayments.give_back(receipt=receipt, **inputs),
        form=ReturnForm,
        when=_is_held,
        intro=_("What was paid above the line went back to the payer's bank."),
        icon="undo",
    ),
)
# On a line of a bank statement: a debit that gave an over-payment back.
OF_STATEMENT = Verb(
    "return-overpayment",
    _("It returned an over-payment"),
    "contribution.record",
    lambda line, **inputs: overpayments.give_back_by_statement(line=line, **inputs),
    form=OfStatementForm,
    stages=(BankStatementLine.Stage.OPEN,),
    when=lambda line: line.amount_hkd < 0,
    icon="undo",
    tone="go",
)


@admin.register(OverpaymentUse)
class OverpaymentUseAdmin(RecordAdmin):
    """One use of an over-payment; undone by reversal."""

    list_display = ["__str__", "kind", "amount_hkd", "value_date", "bank_reference", "recorded_by"]
    list_filter = ["kind"]
    list_select_related = ["contribution__line__partner", "interest_receipt__charge__line__partner", "recorded_by"]
    search_fields = [
        "bank_reference",
        "contribution__bank_reference",
        "contribution__line__partner__name_en",
        "interest_receipt__bank_reference",
        "interest_receipt__charge__line__partner__name_en",
    ]
    date_hierarchy = "value_date"
    verbs = (
        Verb(
            "reverse",
            _("Reverse this use"),
            "contribution.record",
            lambda used, **inputs: _undone(used, inputs),
            form=UndoForm,
            when=lambda used: ledger.can_be_reversed(used.entry),
            intro=_("A mirror entry is booked and the money is in suspense again. Nothing is erased."),
            icon="undo",
            tone="stop",
        ),
    )

    def get_urls(self):
        """The aged list beside the uses' pages."""
        own = path("held/", self.admin_site.admin_view(self.held), name="funds_overpaymentuse_held")
        return [own, *super().get_urls()]

    def held(self, request):
        """Everything that is held in suspense today, oldest first, with what became of it so far."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": _("Money held in suspense"),
            "panels": [aged_panel(today())],
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/itvf/panels_page.html", context)


def _undone(used: OverpaymentUse, inputs: dict) -> Contribution | LateInterestReceipt:
    overpayments.reverse(used=used, **inputs)
    return used.receipt


def aged_panel(on) -> Panel:
    """This function will lay out what is held in suspense on a day, oldest first."""
    rows = [
        (
            one.fund.code,
            (one.since, link(one.source)[1]),
            one.days,
            one.payer or _("not known"),
            one.reference,
            one.received_hkd,
            one.left_hkd,
        )
        for one in overpayment_facts.aged(on)
    ]
    return Panel(
        _("Held in suspense, oldest first (HK$)"),
        [(_("Fund"), "text"), (_("Since"), "date"), (_("Days"), "number"), (_("Payer"), "text"),
         (_("Bank reference"), "text"), (_("Came in"), "money"), (_("Still held"), "money")],
        rows,
        note=_("Apply it to another call of the partner, or record that it went back; open the row's date."),
        empty=_("Nothing is held."),
    )  # fmt: skip


def history_panel(receipt: Contribution | LateInterestReceipt) -> list[Panel]:
    """What became of a receipt's over-payment: what was held, and each use of it, undone ones too."""
    if not receipt.suspense_hkd:
        return []
    rows = [(receipt.value_date, _("held in suspense"), receipt.suspense_hkd, link(receipt.entry), "")]
    for used in overpayment_facts.uses(receipt):
        state = _("reversed") if hasattr(used.entry, "reversed_by") else _("stands")
        rows.append(((used.value_date, link(used)[1]), _what(used), -used.amount_hkd, link(used.entry), state))
    left = overpayment_facts.left(receipt)
    return [
        Panel(
            _("Over-payment (HK$)"),
            [(_("Date"), "date"), (_("What"), "text"), (_("Amount"), "money"), (_("Entry"), "text"),
             (_("State"), "text")],
            rows,
            note=_("Still held: %(amount)s.") % {"amount": hkd(left)},
        )
    ]  # fmt: skip


def _what(used: OverpaymentUse) -> str:
    if used.applied:
        return _("applied to %(call)s") % {"call": used.applied.line.call}
    return _("returned, %(reference)s") % {"reference": used.bank_reference}
