"""What the portal asks for on this floor: a call's purposes and due date, reasons, bank details."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from funds.models import BankAccount, CallPurpose
from funds.portal.pages import PortalForm
from itvf.forms import DateField, MoneyField

INVESTMENT = CallPurpose.Kind.INVESTMENT


class PurposeForm(forms.Form):
    """One purpose of a call: a deal with no objection, another investment, the fee, an expense."""

    what = forms.ChoiceField(label=_("What for"))
    label = forms.CharField(
        label=_("In words"),
        max_length=200,
        required=False,
        help_text=_("As the notice will say it. Leave it empty to use the name of the proposal."),
    )
    label_zh_hant = forms.CharField(label=_("In Chinese"), max_length=200, required=False)
    amount_hkd = MoneyField(label=_("Amount"))
    is_follow_on = forms.BooleanField(label=_("A follow-on in a company that the fund already holds"), required=False)

    def __init__(self, *args, deals=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.deals = {deal.reference: deal for deal in deals}
        chosen = [(deal.reference, deal.choice) for deal in deals]
        other = [
            (INVESTMENT, _("Another investment")),
            (CallPurpose.Kind.MANAGEMENT_FEE, capfirst(CallPurpose.Kind.MANAGEMENT_FEE.label)),
            (CallPurpose.Kind.EXPENSE, capfirst(CallPurpose.Kind.EXPENSE.label)),
        ]
        groups = [(_("Proposals with no objection"), chosen)] if chosen else []
        self.fields["what"].choices = [("", _("Choose")), *groups, (_("Other"), other)]

    def clean_amount_hkd(self):
        """A purpose asks for something."""
        amount = self.cleaned_data["amount_hkd"]
        if amount is not None and amount <= 0:
            raise forms.ValidationError(_("Enter an amount above zero."))
        return amount

    def clean(self):
        """A deal gives its own name; everything else is named by the person."""
        given = super().clean()
        deal = self.deals.get(given.get("what"))
        if deal and not given.get("label"):
            given["label"], given["label_zh_hant"] = deal.label, given.get("label_zh_hant") or deal.label_zh_hant
        if given.get("what") and not given.get("label"):
            self.add_error("label", _("Say what the money is for: the company, the quarter, the expense."))
        return given


class DueDateForm(PortalForm):
    """When a call is to be paid."""

    due_date = DateField(label=_("Due date"))


class ReasonForm(PortalForm):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}), help_text=_("It stays on record.")
    )


class ConfirmForm(PortalForm):
    """A deliberate yes."""

    confirmed = forms.BooleanField(label=_("I have checked the figures and act as an authorised signatory."))


class BankAccountForm(PortalForm):
    """Where partners are to pay."""

    field_order = ["bank_name", "account_name", "account_number", "swift"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= forms.fields_for_model(BankAccount, self.field_order)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"
