"""What the portal asks for on this floor: a call's purposes and due date, reasons, bank details."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from funds.models import BankAccount, CallPurpose, CapitalCall, Distribution, DistributionSource
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
    allocation_base = forms.ChoiceField(
        label=_("Shared by"), required=False, help_text=_("Commitment, unless a clause allows another base.")
    )

    def __init__(self, *args, deals=(), bases=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["allocation_base"].choices = base_choices(bases or {})
        if not bases:
            del self.fields["allocation_base"]
        self.deals = {deal.reference: deal for deal in deals}
        chosen = [(deal.reference, deal.choice) for deal in deals]
        other = [
            (INVESTMENT, _("Another investment")),
            (CallPurpose.Kind.MANAGEMENT_FEE, capfirst(CallPurpose.Kind.MANAGEMENT_FEE.label)),
            (CallPurpose.Kind.EXPENSE, capfirst(CallPurpose.Kind.EXPENSE.label)),
            (CallPurpose.Kind.FACILITY_COST, capfirst(CallPurpose.Kind.FACILITY_COST.label)),
        ]
        groups = [(_("Proposals with no objection"), chosen)] if chosen else []
        self.fields["what"].choices = [("", _("Choose")), *groups, (_("Other"), other)]

    def clean_amount_hkd(self):
        """A purpose asks for something."""
        return _above_zero(self.cleaned_data["amount_hkd"])

    def clean(self):
        """A deal gives its own name; everything else is named by the person."""
        given = super().clean()
        deal = self.deals.get(given.get("what"))
        if deal and not given.get("label"):
            given["label"], given["label_zh_hant"] = deal.label, given.get("label_zh_hant") or deal.label_zh_hant
        if given.get("what") and not given.get("label"):
            self.add_error("label", _("Say what the money is for: the company, the quarter, the expense."))
        return given


def base_choices(bases) -> list[tuple[str, str]]:
    """The bases by which a purpose may be shared: commitment, and what the agreement allows with its clause."""
    base = CallPurpose.Base
    allowed = [(one, f"{capfirst(base(one).label)} ({clause})") for one, clause in bases.items()]
    return [(base.COMMITMENT, capfirst(base.COMMITMENT.label)), *allowed]


class DueDateForm(PortalForm):
    """When a call is to be paid."""

    due_date = DateField(label=_("Due date"))


class PaymentDateForm(PortalForm):
    """When it is paid."""

    payment_date = DateField(label=_("Payment date"))


class ExcuseForm(forms.Form):
    """A partner who takes no part in a call, and by which right."""

    partner = forms.ChoiceField(label=_("Partner"))
    clause = forms.CharField(label=_("Clause"), max_length=80, help_text=_("Such as LPA 4.5."))
    reason = forms.CharField(label=_("Reason"), max_length=2000)
    asked_date = DateField(
        label=_("Asked for on"),
        required=False,
        help_text=_("Today, if you leave it empty. The agreement sets the days."),
    )

    def __init__(self, *args, partners=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partner"].choices = [("", "–"), *((str(pk), name) for pk, name in partners)]


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


class DistributionForm(PortalForm):
    """What kind of distribution it is, when it is paid, and what of it can be called again."""

    nature = forms.ChoiceField(label=_("What goes back"))
    call = forms.ChoiceField(
        label=_("Of which call"), required=False, help_text=_("Only for called money that was not invested.")
    )
    payment_date = DateField(label=_("Payment date"))
    recallable_hkd = MoneyField(
        label=_("Of it recallable"), required=False, help_text=_("Returned capital that can be called again (A20).")
    )

    is_final = forms.BooleanField(
        label=_("The final distribution: the fund is wound up"),
        required=False,
        help_text=_("It takes everything; every partner gets its balance, so that every capital account is zero."),
    )

    def __init__(self, *args, fund, **kwargs):
        super().__init__(*args, **kwargs)
        nature = Distribution.Nature
        natures = (nature.PROCEEDS, nature.UNINVESTED, nature.CLAWBACK, nature.OFFSETS)
        self.fields["nature"].choices = [(one.value, capfirst(one.label)) for one in natures]
        calls = fund.calls.filter(stage=CapitalCall.Stage.ISSUED).order_by("-number")
        self.fields["call"].choices = [("", "–"), *((str(call.pk), str(call)) for call in calls)]

    def clean(self):
        """A call is named where its money goes back, and nowhere else."""
        given = super().clean()
        goes_back = given.get("nature") == Distribution.Nature.UNINVESTED
        if goes_back and not given.get("call"):
            self.add_error("call", _("Choose the call whose money goes back."))
        if not goes_back:
            given["call"] = ""
        return given


class SourceForm(forms.Form):
    """One source of a distribution: a deal that was sold, or another one in words."""

    kind = forms.ChoiceField(label=_("Kind"))
    amount_hkd = MoneyField(label=_("Amount"))
    reference = forms.ChoiceField(label=_("From which deal"), required=False)
    label = forms.CharField(
        label=_("In words"),
        max_length=200,
        required=False,
        help_text=_("As the notice will say it. Leave it empty to use the name of the deal."),
    )
    label_zh_hant = forms.CharField(label=_("In Chinese"), max_length=200, required=False)

    def __init__(self, *args, deals=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.deals = {deal.reference: deal for deal in deals}
        self.fields["kind"].choices = [(kind.value, capfirst(kind.label)) for kind in DistributionSource.Kind]
        self.fields["reference"].choices = [("", "–"), *((deal.reference, deal.choice) for deal in deals)]

    def clean_amount_hkd(self):
        """A source brings something."""
        return _above_zero(self.cleaned_data["amount_hkd"])

    def clean(self):
        """A deal gives its own name; everything else is named by the person."""
        given = super().clean()
        deal = self.deals.get(given.get("reference"))
        if deal and not given.get("label"):
            given["label"], given["label_zh_hant"] = deal.label, given.get("label_zh_hant") or deal.label_zh_hant
        if not given.get("label"):
            self.add_error("label", _("Say where the money comes from: the deal, the dividend, the call."))
        return given


class WithholdingForm(forms.Form):
    """Tax withheld from one partner."""

    partner = forms.ChoiceField(label=_("Partner"))
    amount_hkd = MoneyField(label=_("Tax withheld"))

    def __init__(self, *args, partners=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partner"].choices = [("", "–"), *((str(pk), name) for pk, name in partners)]

    def clean_amount_hkd(self):
        """Nothing withheld is no row."""
        return _above_zero(self.cleaned_data["amount_hkd"])


class SolvencyForm(PortalForm):
    """The general partner's own words (Cap. 637)."""

    statement = forms.CharField(
        label=_("Statement"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It is printed on every notice, with your name and today's date."),
    )


def _above_zero(amount):
    if amount is not None and amount <= 0:
        raise forms.ValidationError(_("Enter an amount above zero."))
    return amount
